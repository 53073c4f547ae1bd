//! One function for each command; what it does is the library's, how it is said is decided here.

mod annotate;
mod care;
mod cite;
mod duplicates;
mod export;
mod find;
mod import;
mod matrix;
mod rank;
mod saved;

use std::io::Read;
use std::path::Path;

use library::api::types::{PairVerdict, PaperId};
use library::error::Error;
use library::{Library, Options};

use crate::args::{Command, Common};

pub(crate) type Done = Result<(), Failure>;

/// Why a command did not come to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    Error(Error),
    /// The words make no sense together although the grammar allows them.
    Usage(String),
    /// Whoever read the output has gone, which is their right.
    Pipe,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Error(error)
    }
}

pub(crate) fn run(common: &Common, command: Command) -> Done {
    match command {
        Command::Import(arguments) => import::import(common, &arguments),
        Command::Convert(arguments) => import::convert(common, &arguments),
        Command::Formats => import::formats(common),
        Command::Search(arguments) => find::search(common, &arguments),
        Command::Related(arguments) => find::related(common, &arguments),
        Command::List(arguments) => find::list(common, &arguments),
        Command::Show { paper } => find::show(common, &paper),
        Command::Inbox(arguments) => rank::inbox(common, &arguments),
        Command::Topics { query } => rank::topics(common, query.as_deref()),
        Command::Novelty { paper } => rank::novelty(common, &paper),
        Command::Note(arguments) => annotate::note(common, &arguments),
        Command::Tag { paper, changes } => annotate::tag(common, &paper, &changes),
        Command::Mark(arguments) => annotate::mark(common, &arguments),
        Command::Star { paper, stars } => annotate::star(common, &paper, stars),
        Command::Collection { name, changes } => annotate::collection(common, &name, &changes),
        Command::Saved(arguments) => saved::saved(common, &arguments),
        Command::Export(arguments) => export::export(common, &arguments),
        Command::Styles(arguments) => cite::styles(common, &arguments),
        Command::Presets { delete } => export::presets(common, delete.as_deref()),
        Command::Cite(arguments) => cite::cite(common, &arguments),
        Command::Key { paper, key } => cite::key(common, &paper, key.as_deref()),
        Command::Field(arguments) => matrix::field(common, &arguments),
        Command::Matrix(arguments) => matrix::matrix(common, &arguments),
        Command::Progress { collection } => annotate::progress(common, collection.as_deref()),
        Command::Duplicates(page) => duplicates::list(common, page),
        Command::Merge { first, second } => {
            duplicates::settle(common, &first, &second, PairVerdict::Same)
        }
        Command::NotSame { first, second } => {
            duplicates::settle(common, &first, &second, PairVerdict::NotSame)
        }
        Command::LinkVersions { first, second } => {
            duplicates::settle(common, &first, &second, PairVerdict::Versions)
        }
        Command::Undo { list, seq } => care::undo(common, list, seq),
        Command::Redo => care::redo(common),
        Command::Backup { file } => care::backup(common, file.as_deref()),
        Command::Restore { file } => care::restore(common, &file),
        Command::Doctor { rebuild } => care::doctor(common, rebuild),
        Command::Embed => care::embed(common),
        #[cfg(feature = "serve")]
        Command::Serve { port, page } => crate::serve::serve(open(common)?, port, &page),
    }
}

pub(crate) fn open(common: &Common) -> Result<Library, Error> {
    Library::open(Options::new(crate::library_folder(common)?, "command line"))
}

fn one(library: &Library, name: &str) -> Result<PaperId, Error> {
    let ids = library.resolve(&[name.to_owned()])?;
    ids.first()
        .copied()
        .ok_or_else(|| Error::no_such_paper(name))
}

/// The collection of this name, which must exist.
fn collection(library: &Library, name: &str) -> Result<i64, Error> {
    library.collection_id(name)?.ok_or_else(|| {
        Error::user(
            "no_such_collection",
            format!("There is no collection {name:?}."),
        )
    })
}

/// A file's bytes, or standard input's for `-`.
fn read(path: &Path) -> Result<Vec<u8>, Error> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| Error::io(Path::new("standard input"), "read", &error))?;
        return Ok(bytes);
    }
    std::fs::read(path).map_err(|error| Error::io(path, "read", &error))
}

/// `+name` and `-name` apart.
fn changes(words: &[String]) -> Result<(Vec<String>, Vec<String>), Failure> {
    let (mut add, mut remove) = (Vec::new(), Vec::new());
    for word in words {
        match (word.strip_prefix('+'), word.strip_prefix('-')) {
            (Some(name), _) if !name.is_empty() => add.push(name.to_owned()),
            (_, Some(name)) if !name.is_empty() => remove.push(name.to_owned()),
            _ => {
                return Err(Failure::Usage(format!(
                    "{word:?} must begin with + (add) or - (remove)."
                )));
            }
        }
    }
    Ok((add, remove))
}
