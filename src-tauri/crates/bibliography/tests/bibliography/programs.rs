//! What real programs make of the files: LibreOffice, pandoc and TeX, where they are installed. A
//! test that cannot run says `skipped` on its output.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use bibliography::{
    Document, Group, Inline, Part, Quote, Sort, Style, Table, Work, blocks, compose, docx, html,
    latex, markdown, odt, rtf, table_docx,
};

use crate::arbitrary::PIECES;
use crate::works::{self, NOTE, annotated, composed, entry};

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("lectern-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether a program starts; otherwise says that the test is skipped.
fn has(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success() || program == "pdftotext");
    if !found {
        // Past the capture of the test's output, so that it is seen.
        let _ = writeln!(std::io::stderr(), "skipped: {program} is not installed");
    }
    found
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{command:?}\n{text}");
    text
}

pub const FORMULAS: [&str; 22] = [
    r"\frac{a+b}{\sqrt[3]{c}}",
    r"\sum_{i=1}^{n} x_i^2 = \int_0^\infty e^{-t}\,dt",
    r"\lim_{n \to \infty} \log n",
    r"\mathbb{R}^n \ni \mathbf{x}, \mathcal{L}, \mathfrak{g}, \boldsymbol{\beta}",
    r"\left( \frac{1}{2} \right)^2",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\hat{x} + \overline{xy} + \underbrace{a+b}_{n} + \vec{v}",
    r"\operatorname*{arg\,max}_\theta p_\theta(x)",
    r"\operatorname*{argmax}_\theta p_\theta(x)",
    r"\binom{n}{k} \quad \overset{!}{=} \quad a \not= b",
    r"a^{b^{c_d}}",
    r"\Gamma \leq \Delta \iff \neg p \land q",
    r"\left\{ x \mid x \geq 0 \right\}",
    r"\begin{aligned} a &= b \\ &\le c \end{aligned}",
    r"f'' \cdot 3.14\%",
    r"\prod\limits_{k} \bigcup\nolimits_j A_j",
    r"\text{μ and 中 in words}",
    r"α ∈ ℝ, x² ≠ y",
    r"90^\circ \pmod{n}",
    r"\input{x}\write18{x}\def\a{\a}\a",
    r"\unknown{x",
];

const SCRIPTS: &str = "Gödel, Łódź, Đặng, ħ; Ελληνικά; русский; العربية وعبرية אבג; 日本語の題名 中文; \
    emoji 🙂; signs ≤ → ∈ ℝ 𝒜 ² ₁ € ™ № ½ ‘a’ “b” – — … • ’ « » ¿¡ ﬁ ¬ ± × µ; soft\u{AD}hyphen a\u{301}";

/// Everything that is hard to print, three levels deep.
pub fn difficult(style: &str, language: Option<&str>) -> Document {
    let style = Style::by_id(style).unwrap();
    let mut hostile = works::article();
    hostile["id"] = "hostile".into();
    hostile["title"] =
        "\\input{/etc/passwd} <script>alert(1)</script> $\\write18{x}$ 50% & {un}bal}anced _x_ ^ ~ # *a* `b`".into();
    hostile["URL"] = "https://a.org/x_y%20z?a=1&b=~{}^#frag$".into();
    hostile["DOI"] = serde_json::Value::Null;
    let mut foreign = works::book();
    foreign["id"] = "foreign".into();
    foreign["title"] = SCRIPTS.into();
    let mut crowd = works::article();
    crowd["id"] = "crowd".into();
    crowd["author"] = (0..500)
        .map(|n| serde_json::json!({"family": format!("Name{n}"), "given": "X."}))
        .collect();
    let formulas = FORMULAS
        .iter()
        .map(|tex| format!("Formula ${tex}$ ends.\n\n"))
        .collect::<String>();
    let deep = format!("{}deep", "> - ".repeat(12));
    let long = "word ".repeat(10_000);
    let code = "```\n\\end{code} {x} %\n\tindented <a> & 日本\n\nlast\n```";
    let group = |level, heading: &str, introduction: &str, entries| Group {
        level,
        introduction: introduction.to_owned(),
        ..Group::new(Some(heading.to_owned()), entries)
    };
    let note = |text: &str| vec![Part::Note(text.to_owned())];
    let groups = vec![
        group(
            1,
            "Water & $x^2$ — 100%",
            "An *introduction* with $\\alpha$.\n\nIts second paragraph.\n\n- a list\n- of two",
            vec![
                annotated(works::article()),
                entry(2, hostile, note(SCRIPTS)),
            ],
        ),
        group(
            2,
            "中文 العربية",
            "",
            vec![entry(3, foreign, note(&formulas))],
        ),
        group(
            6,
            "Deepest",
            "",
            vec![
                entry(
                    4,
                    works::thesis(),
                    note(&format!("{NOTE}\n\n{code}\n\n{deep}")),
                ),
                entry(
                    5,
                    works::chapter(),
                    note("### Summary\n\nRun in.\n\n### Alone\n\n> q"),
                ),
                entry(
                    6,
                    works::no_author(),
                    vec![Part::Highlights(vec![Quote {
                        text: SCRIPTS.to_owned(),
                        comment: "[x](javascript:alert) <https://b.org/\u{1}>".to_owned(),
                    }])],
                ),
            ],
        ),
        group(
            1,
            "Last",
            "",
            vec![
                entry(7, works::book(), note(&long)),
                entry(8, crowd, Vec::new()),
            ],
        ),
    ];
    let work = Work {
        contents: true,
        language: language.map(str::to_owned),
        ..Work::new(groups, &style)
    };
    compose(&work, &mut |_, _| true).unwrap()
}

fn compiles(engine: &str, document: &Document, folder: &Folder) -> PathBuf {
    let file = folder.write("bibliography.tex", latex(document));
    for _ in 0..2 {
        run(Command::new(engine)
            .args([
                "-interaction=nonstopmode",
                "-halt-on-error",
                "-no-shell-escape",
            ])
            .arg(file.file_name().unwrap())
            .current_dir(&folder.0));
    }
    folder.0.join("bibliography.pdf")
}

/// The text of a PDF; an empty one where it cannot be read.
fn pdf_text(pdf: &Path) -> String {
    if !has("pdftotext") {
        return String::new();
    }
    run(Command::new("pdftotext").arg("-layout").arg(pdf).arg("-"))
}

#[test]
fn latex_compiles_with_every_engine() {
    for engine in ["pdflatex", "lualatex", "xelatex"] {
        if !has(engine) {
            continue;
        }
        let all = [("apa", None), ("chicago", Some("fr")), ("ieee", Some("de"))];
        // The others are slow to start, and differ in fonts and characters only.
        let some = if engine == "pdflatex" { 3 } else { 1 };
        for (style, language) in all.into_iter().take(some) {
            let folder = Folder::new(&format!("{engine}-{style}"));
            let document = difficult(style, language);
            let pdf = compiles(engine, &document, &folder);
            if let Some(keep) = std::env::var_os("LECTERN_KEEP") {
                let name = format!("{engine}-{style}");
                std::fs::copy(&pdf, Path::new(&keep).join(format!("{name}.pdf"))).unwrap();
                let source = folder.0.join("bibliography.tex");
                std::fs::copy(source, Path::new(&keep).join(format!("{name}.tex"))).unwrap();
            }
            let text = pdf_text(&pdf);
            for expected in ["Alder", "Hazel", "Gorse", "inner", "deep"] {
                assert!(
                    text.is_empty() || text.contains(expected),
                    "{engine}: {expected}\n{text}"
                );
            }
        }
    }
}

/// Where words begin on the pages of a PDF, in inches from the left edge, with the word.
fn word_places(pdf: &Path) -> Vec<(f64, String)> {
    run(Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-"))
        .lines()
        .filter_map(|line| {
            let line = line.trim().strip_prefix("<word xMin=\"")?;
            let (left, rest) = line.split_once('"')?;
            let word = rest.split_once('>')?.1.trim_end_matches("</word>");
            Some((left.parse::<f64>().ok()? / 72.0, word.to_owned()))
        })
        .collect()
}

/// The files as PDFs, by LibreOffice with a profile of its own.
fn printed(folder: &Folder, files: &[PathBuf]) -> Vec<PathBuf> {
    run(Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            folder.0.join("profile").display()
        ))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(&folder.0)
        .args(files));
    files
        .iter()
        .map(|file| file.with_extension("pdf"))
        .collect()
}

/// A copy for who wants to look.
fn keep(files: &[PathBuf]) {
    if let Some(to) = std::env::var_os("LECTERN_KEEP") {
        for file in files {
            std::fs::copy(file, Path::new(&to).join(file.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn libreoffice_prints_every_entry_in_order_and_in_its_place() {
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let folder = Folder::new("office");
    let mut files = Vec::new();
    for (style, ..) in MEASURES {
        let document = composed(style, Sort::Style, vec![annotated(works::article())]);
        files.push(folder.write(&format!("{style}-word.docx"), docx(&document).unwrap()));
        files.push(folder.write(&format!("{style}-open.odt"), odt(&document).unwrap()));
        files.push(folder.write(&format!("{style}-rich.rtf"), rtf(&document)));
    }
    let difficult = difficult("apa", None);
    files.push(folder.write("difficult-word.docx", docx(&difficult).unwrap()));
    files.push(folder.write("difficult-open.odt", odt(&difficult).unwrap()));
    files.push(folder.write("difficult-rich.rtf", rtf(&difficult)));
    let cells = [NOTE, "", "- one\n- two", "$x^2$ العربية"]
        .map(blocks)
        .to_vec();
    let table = Table {
        title: vec![Inline::text("Review matrix")],
        language: "en-US".to_owned(),
        columns: ["Note", "Nothing", "List", "Formula"]
            .map(|name| vec![Inline::text(name)])
            .to_vec(),
        rows: vec![cells; 9],
    };
    files.push(folder.write("table-word.docx", table_docx(&table).unwrap()));
    let pdfs = printed(&folder, &files);
    keep(&pdfs);
    keep(&files);

    for (style, word, annotation, continued) in MEASURES {
        for kind in ["word", "open", "rich"] {
            let name = format!("{style}-{kind}");
            let places = word_places(&folder.0.join(format!("{name}.pdf")));
            let left = |word: &str| {
                places
                    .iter()
                    .find(|(_, found)| found == word)
                    .unwrap_or_else(|| panic!("{name}: {word} in {places:?}"))
                    .0
            };
            // Half a millimetre is less than anybody sees.
            for (word, inches) in [
                (word, 1.0),
                ("First", 1.0 + annotation),
                ("Second", continued + 1.0),
            ] {
                assert!(
                    (left(word) - inches).abs() < 0.02,
                    "{name}: {word} at {}",
                    left(word)
                );
            }
        }
    }
    for kind in ["word", "open", "rich"] {
        let text = pdf_text(&folder.0.join(format!("difficult-{kind}.pdf")));
        let mut rest = text.as_str();
        for expected in [
            "Contents",
            "Water",
            "An introduction",
            "Alder",
            "2021b",
            "日本語",
            "Deepest",
            "Summary.",
            "Hazel",
            "deep",
            "Gorse",
            "Name0",
        ] {
            let at = rest
                .find(expected)
                .unwrap_or_else(|| panic!("{kind}: {expected} in {rest}"));
            rest = &rest[at..];
        }
    }
    let matrix = pdf_text(&folder.0.join("table-word.pdf"));
    // The header row is repeated on the second page.
    assert!(matrix.matches("Formula").count() >= 2, "{matrix}");
}

/// Style, its first word, where its annotation stands, and the first line of its later paragraphs, in inches.
const MEASURES: [(&str, &str, f64, f64); 4] = [
    ("apa", "Alder,", 0.5, 1.0),
    ("mla", "Alder,", 1.0, 1.5),
    ("chicago", "Alder,", 0.5, 1.0),
    ("ieee", "[1]", 0.5, 1.0),
];

#[test]
fn pandoc_reads_what_was_meant() {
    if !has("pandoc") {
        return;
    }
    let folder = Folder::new("pandoc");
    let document = difficult("apa", None);
    let marked = folder.write("marked.md", markdown(&document));
    let word = folder.write("word.docx", docx(&document).unwrap());
    for (file, from) in [
        (&marked, "commonmark_x"),
        (&marked, "markdown"),
        (&word, "docx"),
    ] {
        let text = run(Command::new("pandoc")
            .args(["-f", from, "-t", "plain", "--wrap=none"])
            .arg(file));
        let mut rest = text.as_str();
        for expected in [
            "Water & ",
            "Its second paragraph",
            "Alder, M. J., & Birch, T. (2021a)",
            "<script>alert(1)</script>",
            "日本語",
            "Summary.",
            "Hazel",
            "Gorse",
        ] {
            let at = rest
                .find(expected)
                .unwrap_or_else(|| panic!("{from}: {expected} in {rest}"));
            rest = &rest[at..];
        }
    }
    // Word's equations come back as the formulas they were.
    let tex = run(Command::new("pandoc")
        .args(["-f", "docx", "-t", "markdown", "--wrap=none"])
        .arg(&word));
    for formula in [
        r"$\frac{a + b}{\sqrt[3]{c}}$",
        r"$\sum_{i = 1}^{n}x_{i}^{2} = \int_{0}^{\infty}{e^{- t}",
        r"$\lim_{n \rightarrow \infty}\log n$",
        r"\begin{pmatrix}",
        r"$a^{b^{c_{d}}}$",
        r"${\mathbb{R}}^{n} \ni \mathbf{x},\mathcal{L},{\mathfrak{g}},\mathbf{\beta}$",
    ] {
        assert!(tex.contains(formula), "{formula}\n{tex}");
    }
}

#[test]
fn whatever_the_parser_takes_for_a_formula_compiles() {
    if !has("pdflatex") {
        return;
    }
    // A walk through the pieces that is the same on every machine (Knuth's multiplier).
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut note = String::new();
    for _ in 0..3_000 {
        let length = 1 + next(7);
        let tex: String = (0..length).map(|_| PIECES[next(PIECES.len())]).collect();
        note.push_str(&format!("A ${tex}$ b\n\n"));
    }
    let document = composed(
        "apa",
        Sort::Style,
        vec![entry(1, works::book(), vec![Part::Note(note)])],
    );
    let folder = Folder::new("formulas");
    let file = folder.write("bibliography.tex", latex(&document));
    assert!(latex(&document).matches('$').count() > 2_000);
    run(Command::new("pdflatex")
        .args([
            "-interaction=nonstopmode",
            "-halt-on-error",
            "-no-shell-escape",
        ])
        .arg(file.file_name().unwrap())
        .current_dir(&folder.0));
}

#[test]
fn the_page_shows_formulas_in_a_browser() {
    if !has("chromium") {
        return;
    }
    let folder = Folder::new("page");
    let file = folder.write("page.html", html(&difficult("apa", None)));
    let profile = folder.0.join("profile");
    let dump = run(Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", file.display())));
    // The parser of a browser found what was written, and moved nothing out of its place.
    for expected in [
        "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mroot>",
        "<section id=\"section-3\">",
        "</main>",
    ] {
        assert!(dump.contains(expected), "{expected}\n{dump}");
    }
    keep(&[file]);
}
