//! The command line's grammar. A contract: programs outside depend on it as it stands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Review literature on your own laptop. Without a command the window opens.
#[derive(Debug, Parser)]
#[command(
    name = "lectern",
    version,
    about,
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = false
)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The library's folder [default: the platform's data folder, or $LECTERN_LIBRARY]
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// One JSON document on standard output, nothing else there
    #[arg(long, global = true)]
    pub json: bool,
    /// No progress and no remarks on standard error
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read digests and reference files into the library
    Import(Import),
    /// Turn a file of one format into another, without a library
    Convert(Convert),
    /// List the formats, what each reads and writes
    Formats,
    /// Search by words and meaning
    Search(Search),
    /// The nearest papers by meaning
    Related(Related),
    /// Every paper, oldest first
    List(List),
    /// All that is known of one paper
    Show { paper: String },
    /// Show or write the note on a paper (Markdown)
    Note(Note),
    /// Add and remove tags: lectern tag PAPER +method -todo
    Tag {
        paper: String,
        /// +tag adds, -tag removes; without any, the paper's tags are shown
        #[arg(
            allow_hyphen_values = true,
            trailing_var_arg = true,
            value_name = "+TAG|-TAG"
        )]
        changes: Vec<String>,
    },
    /// Decide on a paper
    Mark(Mark),
    /// Give a paper 0 to 5 stars
    Star {
        paper: String,
        #[arg(default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=5))]
        stars: u8,
    },
    /// Make, show or change a collection: lectern collection "Thesis" +PAPER -PAPER
    Collection {
        name: String,
        /// +PAPER adds, -PAPER removes; without any, the collection is shown
        #[arg(
            allow_hyphen_values = true,
            trailing_var_arg = true,
            value_name = "+PAPER|-PAPER"
        )]
        changes: Vec<String>,
    },
    /// Saved searches: list them, show one, make or change one: lectern saved "Agents" --query Q
    Saved(Saved),
    /// Write an annotated bibliography or a reference file
    Export(Export),
    /// Citation styles: find one, add a .csl file to the library, remove one's own
    Styles(Styles),
    /// Choices of exports kept under a name; `export --save-preset` makes one
    Presets {
        /// Forget this one
        #[arg(long, value_name = "NAME")]
        delete: Option<String>,
    },
    /// References, citations or keys to paste elsewhere, in the order given
    Cite(Cite),
    /// Show a paper's citation key, or give it another
    Key {
        paper: String,
        #[arg(value_name = "KEY", allow_hyphen_values = true)]
        key: Option<String>,
    },
    /// Fields of your own: list, make or change one: lectern field "Risk" --set low PAPER
    Field(Field),
    /// Papers down, chosen columns across
    Matrix(Matrix),
    /// How far annotating has come
    Progress {
        /// Of this collection [default: the library]
        #[arg(long, value_name = "C")]
        collection: Option<String>,
    },
    /// The triage queue
    Inbox(Inbox),
    /// What the library, or what a query finds, is about: papers grouped by meaning
    Topics {
        #[arg(long, value_name = "Q")]
        query: Option<String>,
    },
    /// What of a paper is least like what was here before it: a similarity cue, not a verdict
    Novelty { paper: String },
    /// Pairs of papers that may be the same work
    Duplicates(Page),
    /// Merge the second paper into the first, which keeps all that either knows
    Merge {
        #[arg(value_name = "A")]
        first: String,
        #[arg(value_name = "B")]
        second: String,
    },
    /// Remember that two papers are different works
    NotSame {
        #[arg(value_name = "A")]
        first: String,
        #[arg(value_name = "B")]
        second: String,
    },
    /// Link two papers as versions of one work, such as a preprint and its publication
    LinkVersions {
        #[arg(value_name = "A")]
        first: String,
        #[arg(value_name = "B")]
        second: String,
    },
    /// Take back the newest change, or list the changes
    Undo {
        /// List the changes instead, newest first
        #[arg(long)]
        list: bool,
        /// A certain change from the list
        #[arg(value_name = "SEQ", conflicts_with = "list")]
        seq: Option<i64>,
    },
    /// Do again what was undone last
    Redo,
    /// Copy the library to a file
    Backup { file: Option<PathBuf> },
    /// Put a backup in the library's place; what was there is kept beside it
    Restore { file: PathBuf },
    /// Check the library's health
    Doctor {
        /// Make the search index anew and forget the vectors
        #[arg(long)]
        rebuild: bool,
    },
    /// Embed the papers that have no vector yet
    Embed,
    /// Serve the window's page and operations on the loopback interface, for tests in a browser
    #[cfg(feature = "serve")]
    Serve {
        /// 0 takes any free port; the address is the first line of standard output
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// The built page
        #[arg(long, value_name = "DIR")]
        page: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read as this format whatever it looks like
    #[arg(long, value_name = "F")]
    pub format: Option<String>,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Leave the embedding of new papers to later
    #[arg(long)]
    pub no_embed: bool,
}

#[derive(Debug, Args)]
pub struct Convert {
    /// A file, or - for standard input
    pub path: PathBuf,
    /// bibtex, biblatex, ris, csl-json, csv or hayagriva
    #[arg(long, value_name = "F")]
    pub to: String,
    /// Read as this format whatever it looks like
    #[arg(long, value_name = "F")]
    pub from: Option<String>,
}

#[derive(Debug, Args)]
pub struct Search {
    pub query: String,
    #[arg(long, value_enum, default_value_t = Mode::Hybrid)]
    pub mode: Mode,
    #[command(flatten)]
    pub page: Page,
}

#[derive(Clone, Copy, Debug, Args)]
pub struct Page {
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Mode {
    Hybrid,
    Words,
    Meaning,
}

#[derive(Debug, Args)]
pub struct Related {
    /// An id, a citation key, an arXiv id or a DOI
    #[arg(required_unless_present = "collection", value_name = "PAPER")]
    pub papers: Vec<String>,
    /// Papers near to one of these come later
    #[arg(long, value_name = "PAPER", num_args = 1..)]
    pub less: Vec<String>,
    /// Only what this query finds
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// Ask about all papers of this collection
    #[arg(long, value_name = "C", conflicts_with = "papers")]
    pub collection: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Say why each was found
    #[arg(long)]
    pub why: bool,
}

#[derive(Debug, Args)]
pub struct List {
    /// Only what this query finds
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// All when not given
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
}

#[derive(Debug, Args)]
pub struct Note {
    pub paper: String,
    /// The new note; an empty text removes it; without text or file the note is shown
    #[arg(conflicts_with = "file", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// A file with the new note, or - for standard input
    #[arg(long, value_name = "F")]
    pub file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Mark {
    pub paper: String,
    #[arg(value_enum)]
    pub decision: Verdict,
    /// Why it is excluded
    #[arg(long, value_name = "R")]
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Verdict {
    Include,
    Exclude,
    Maybe,
    Inbox,
}

#[derive(Debug, Args)]
pub struct Saved {
    /// Shown with what it finds; without a name all saved searches are listed
    pub name: Option<String>,
    /// What it asks, in the query language; every word must be there
    #[arg(long, value_name = "Q", requires = "name", allow_hyphen_values = true)]
    pub query: Option<String>,
    /// By what it finds [default: as it was, or hybrid]
    #[arg(long, value_enum, requires = "query")]
    pub mode: Option<Mode>,
    /// The least cosine of a hit by meaning, 0 to 1 [default: as it was, or the measured one]
    #[arg(long, value_name = "T", requires = "query", value_parser = cosine)]
    pub threshold: Option<f32>,
    /// Give it another name
    #[arg(long, value_name = "NAME", requires = "name")]
    pub rename: Option<String>,
    /// Count none of its papers as new any longer
    #[arg(long, requires = "name")]
    pub seen: bool,
    /// Forget it; the papers it found stay
    #[arg(long, requires = "name", conflicts_with_all = ["query", "rename", "seen"])]
    pub delete: bool,
    #[command(flatten)]
    pub page: Page,
}

fn cosine(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(cosine) if (0.0..=1.0).contains(&cosine) => Ok(cosine),
        _ => Err("a threshold is a number from 0 to 1".to_owned()),
    }
}

#[derive(Debug, Args)]
pub struct Export {
    /// Which papers [default: the included ones, or all when none is included]
    #[arg(value_name = "PAPER", conflicts_with_all = ["query", "collection", "saved"])]
    pub papers: Vec<String>,
    /// docx, pdf, odt, rtf, html, markdown, latex, text, bibtex, biblatex, ris, csl-json, csv or hayagriva
    #[arg(long, value_name = "F", required_unless_present = "preset")]
    pub format: Option<String>,
    /// apa, mla, chicago, ieee, another style's id, or a .csl file [default: apa]
    #[arg(long, value_name = "S")]
    pub style: Option<String>,
    /// Language of the references, such as de-DE [default: the style's own]
    #[arg(long, value_name = "L")]
    pub language: Option<String>,
    /// Everything as kept under this name, but for what is said otherwise here
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// Keep these choices under a name
    #[arg(long, value_name = "NAME")]
    pub save_preset: Option<String>,
    #[arg(long, value_name = "Q", conflicts_with = "collection")]
    pub query: Option<String>,
    #[arg(long, value_name = "C")]
    pub collection: Option<String>,
    /// What a saved search finds
    #[arg(long, value_name = "S", conflicts_with_all = ["query", "collection"])]
    pub saved: Option<String>,
    /// What is printed under a reference, in this order [default: note]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PARTS")]
    pub annotation: Vec<Part>,
    #[arg(long, value_enum, value_name = "BY")]
    pub group_by: Option<Grouping>,
    #[arg(long, value_enum, value_name = "BY")]
    pub sort: Option<Order>,
    /// The document's title [default: the style's own]
    #[arg(long, value_name = "T")]
    pub title: Option<String>,
    /// A table of contents, where the format has one
    #[arg(long)]
    pub contents: bool,
    /// Leave out the headings inside notes
    #[arg(long)]
    pub no_note_headings: bool,
    /// Point out annotations of fewer words [default: 50]
    #[arg(long, value_name = "N")]
    pub least_words: Option<usize>,
    /// Point out annotations of more words [default: 300]
    #[arg(long, value_name = "N")]
    pub most_words: Option<usize>,
    /// Beside a LaTeX file a BibLaTeX one of the same papers
    #[arg(long, requires = "output")]
    pub with_bib: bool,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Styles {
    /// Words of the style's name
    pub query: Option<String>,
    /// Add this .csl file to the library
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "remove"])]
    pub add: Option<PathBuf>,
    /// Remove a style of your own
    #[arg(long, value_name = "ID", conflicts_with = "query")]
    pub remove: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct Cite {
    #[arg(required = true, value_name = "PAPER")]
    pub papers: Vec<String>,
    /// A style of references [default: the one in the settings]
    #[arg(long, value_name = "S")]
    pub style: Option<String>,
    #[arg(long, value_name = "L")]
    pub language: Option<String>,
    #[arg(long, value_enum, default_value_t = CiteForm::Reference)]
    pub form: CiteForm,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum CiteForm {
    Reference,
    Key,
    Bibtex,
    Biblatex,
    Ris,
    CslJson,
}

#[derive(Debug, Args)]
pub struct Field {
    /// Made when it does not exist; without a name all fields are listed
    pub name: Option<String>,
    /// What it holds [default: text]
    #[arg(long, value_enum, requires = "name")]
    pub kind: Option<FieldKind>,
    /// What a choice is made from
    #[arg(long, value_delimiter = ',', value_name = "A,B", requires = "name")]
    pub choices: Vec<String>,
    /// Give it another name
    #[arg(long, value_name = "NAME", requires = "name")]
    pub rename: Option<String>,
    /// Give the papers this value; an empty one takes theirs
    #[arg(long, value_name = "VALUE", requires_all = ["name", "papers"], allow_hyphen_values = true)]
    pub set: Option<String>,
    #[arg(value_name = "PAPER", requires = "set")]
    pub papers: Vec<String>,
    /// Delete the field and what the papers have in it
    #[arg(long, requires = "name", conflicts_with_all = ["kind", "choices", "rename", "set"])]
    pub delete: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FieldKind {
    Text,
    Number,
    Choice,
    YesNo,
    Date,
}

#[derive(Debug, Args)]
pub struct Matrix {
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    #[arg(long, value_name = "C", conflicts_with = "query")]
    pub collection: Option<String>,
    /// title, authors, year, venue, key, decision, tags, stars, note, field:NAME, section:HEADING
    #[arg(long, value_delimiter = ',', required = true, value_name = "COLUMNS")]
    pub columns: Vec<String>,
    /// csv, markdown, docx or html
    #[arg(long, value_name = "F", default_value = "csv")]
    pub format: String,
    #[arg(long, value_name = "T")]
    pub title: Option<String>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    Note,
    Highlights,
    Abstract,
    Tags,
    None,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Grouping {
    Tag,
    Year,
    Collection,
    Topic,
    Decision,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Order {
    Author,
    Date,
    Title,
    Manual,
}

#[derive(Debug, Args)]
pub struct Inbox {
    /// digest, date, library (nearest to what you keep), collection:NAME, decisions (most likely
    /// wanted by what you decided so far) or uncertain (where a decision teaches most)
    #[arg(long, value_name = "BY", default_value = "digest")]
    pub rank: String,
    #[command(flatten)]
    pub page: Page,
}
