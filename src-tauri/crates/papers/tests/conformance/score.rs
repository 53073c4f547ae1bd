//! The samples, and the shares of them that were read right.

use std::fs;
use std::path::{Path, PathBuf};

use papers::{Format, Reading, read, sniff};

/// How many of how many.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    pub right: usize,
    pub of: usize,
}

impl Share {
    pub fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    /// Counts the members of a set of things that were found among the expected ones.
    pub fn add(&mut self, right: usize, of: usize) {
        self.right += right.min(of);
        self.of += of;
    }

    fn value(self) -> f64 {
        if self.of == 0 {
            1.0
        } else {
            self.right as f64 / self.of as f64
        }
    }
}

/// One format's line of the table. A share of nothing is shown as a dash.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub format: &'static str,
    pub files: usize,
    /// Of the records that a source holds, those that were read.
    pub recall: Share,
    /// Of the records that were read, those that the source holds.
    pub precision: Share,
    pub titles: Share,
    pub authors: Share,
    pub abstracts: Share,
}

impl Score {
    pub fn of(format: Format) -> Score {
        Score {
            format: format.id(),
            ..Score::default()
        }
    }

    /// Counts the records of one file against their true number.
    pub fn records(&mut self, found: usize, expected: usize) {
        self.files += 1;
        self.recall.add(found.min(expected), expected);
        self.precision.add(found.min(expected), found);
    }

    /// Prints the line and holds the project's floors.
    pub fn report(self) {
        let shares = [
            ("recall", self.recall, 0.99),
            ("precision", self.precision, 0.99),
            ("titles", self.titles, 0.99),
            ("authors", self.authors, 0.97),
            ("abstracts", self.abstracts, 0.98),
        ];
        let mut line = format!("conformance  {:<22} files {:>3}", self.format, self.files);
        for (name, share, _) in shares {
            if share.of == 0 {
                line.push_str(&format!("  {name:>9}      -             "));
            } else {
                line.push_str(&format!(
                    "  {name:>9} {:.3} ({:>4}/{:<4})",
                    share.value(),
                    share.right,
                    share.of
                ));
            }
        }
        println!("{line}");
        for (name, share, floor) in shares {
            assert!(
                share.value() >= floor,
                "{}: {name} {:.4} is below {floor}",
                self.format,
                share.value()
            );
        }
    }
}

/// A file or folder of the samples, or `None` with a remark when it is not there.
pub fn data(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data")
        .join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: {path} is not beside the checkout");
    None
}

/// The files of a folder with an extension (any when it is empty), in the order of their names.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            extension.is_empty() || path.extension().is_some_and(|found| found == extension)
        })
        .collect();
    files.sort();
    files
}

/// Reads a sample as the sniffer decides, which has to be this format.
pub fn read_sample(path: &Path, format: Format) -> (Vec<u8>, Reading) {
    let bytes = fs::read(path).expect("a sample can be read");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    assert_eq!(
        sniff(&bytes, Some(&name)),
        Some(format),
        "{}",
        path.display()
    );
    let reading = read(format, &bytes);
    (bytes, reading)
}
