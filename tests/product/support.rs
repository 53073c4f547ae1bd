//! What every test of the product needs: a library in a temporary folder and the program to run
//! on it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A library nobody else sees, gone with the test.
pub struct Desk {
    folder: TempDir,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
    // Neither the reader's home nor a display is any of a test's business.
    command
        .env_remove("LECTERN_LIBRARY")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env(
            "HOME",
            std::env::temp_dir().join("lectern-tests-have-no-home"),
        );
    command
}

impl Desk {
    pub fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// The folder the library lies in; files beside it may be put here as well.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn library(&self) -> PathBuf {
        self.path().join("library")
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, content).expect("a file beside the library");
        path
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.arg("--library").arg(self.library()).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Answer {
        Answer::of(
            self.command(arguments)
                .output()
                .expect("the program starts"),
        )
    }

    /// Runs a command that must succeed and decodes its JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let answer = self.run(&[&["--json"], arguments].concat());
        assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
        serde_json::from_str(&answer.out).expect("one JSON document on standard output")
    }

    /// A desk with a small digest already imported, without embedding.
    pub fn with_digest() -> Desk {
        let desk = Desk::new();
        let digest = desk.file("digest.txt", digest(&PAPERS));
        let digest = digest.to_str().expect("a plain path").to_owned();
        desk.json(&["import", "--no-embed", &digest]);
        desk
    }
}

impl Answer {
    pub fn of(output: Output) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Titles and abstracts of our own making, in the reference digest's shape.
pub const PAPERS: [(&str, &str); 6] = [
    (
        "Tidal Sorting: How Estuaries Arrange Their Sediment by Grain",
        "We follow sand and silt through three estuaries over two winters and find that grains \
         sort themselves within eleven tides of a storm. A simple balance of settling and drag \
         explains the pattern. The model needs two measured constants and no tuning, and it \
         predicts where dredging will have to be repeated.",
    ),
    (
        "Listening for Leaks: Acoustic Monitoring of Buried Water Mains",
        "Water lost underground is heard before it is seen. We place forty microphones along a \
         city's mains and train a small network to tell leaks from traffic. With $k = 5$ \
         microphones per kilometre the detector finds nine of ten leaks within a day, and a \
         repair crew needs to dig once instead of thrice.",
    ),
    (
        "A Ledger of Small Kindnesses: Measuring Cooperation in Shared Kitchens",
        "Shared kitchens are laboratories of cooperation. Over one year we count who cleans for \
         whom in sixty flats. Favours are returned with a delay of about a week, and the ledger \
         balances without anybody keeping it. Games that model strict reciprocity underestimate \
         how long people wait.",
    ),
    (
        "Moss on the Meter: Low-Cost Sensing of Air Quality with Bryophytes",
        "Moss drinks from the air and remembers what it drank. We calibrate transplanted moss \
         bags against reference instruments in four towns and reach errors below twelve percent \
         for lead and cadmium. The bags cost less than a bus ticket, so that a school can map \
         its own district.",
    ),
    (
        "Slow Proofs: Why Verified Software Ages Better Than Tested Software",
        "Twenty years of defect reports from nine systems show that verified components fail \
         less as their surroundings change. Tests bind a program to yesterday's inputs; proofs \
         bind it to its assumptions, which are visible. We give a method to estimate the cost of \
         keeping a proof alive, $O(n \\log n)$ in the size of the change.",
    ),
    (
        "The Grammar of Gulls: Call Sequences in Colonies under Threat",
        "Gulls do not merely cry. In recordings of two colonies we find sequences whose order \
         changes with the kind of threat, and which neighbours answer in kind. A grammar of nine \
         rules produces four fifths of what we heard. Whether the birds know the rules is another \
         question, which playback begins to answer.",
    ),
];

pub fn digest(papers: &[(&str, &str)]) -> String {
    let mut text = String::from(
        "new\n\nGet trending papers in your email inbox once a day!\n\nSubscribe\n\n\
         byAK and the research community\n\nNov 20\n",
    );
    for (title, abstract_text) in papers {
        text.push_str(&format!("\n{title}\n\n{abstract_text}\n"));
    }
    text
}

/// The folder with real files, when it lies beside the checkout.
pub fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join("shared")
        .join("data");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

/// The embedding model, when it has been fetched.
pub fn model() -> Option<PathBuf> {
    let folder = std::env::var_os("LECTERN_MODEL_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("model"),
        PathBuf::from,
    );
    if folder.join("model.safetensors").is_file() {
        return Some(folder);
    }
    eprintln!("skipped: no embedding model in {}", folder.display());
    None
}

pub fn reference_digest() -> Option<PathBuf> {
    Some(shared()?.join("digests").join("hf-papers-mar-14.txt"))
}
