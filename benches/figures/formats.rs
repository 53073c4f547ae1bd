//! The readers by themselves, and who a record is among 100,000 papers.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use papers::{Format, Paper, Scheme};

use crate::corpus;
use crate::measure::{Measured, Outcome, percentile};

/// Records/s at 1,000 and at 100,000 records, the text already in memory.
fn rate(write: impl Fn(&[Paper]) -> String, format: Format) -> Outcome {
    let papers = corpus::corpus()?;
    let mut rates = Vec::new();
    for count in [1_000, papers.len()] {
        let text = write(papers.get(..count).unwrap_or(&papers));
        let started = Instant::now();
        let reading = papers::read(format, text.as_bytes());
        let seconds = started.elapsed().as_secs_f64();
        if reading.records.len() != count {
            return Err(format!("{} of {count} records", reading.records.len()));
        }
        rates.push(count as f64 / seconds);
    }
    Ok(Measured::new(rates, "arXiv records, the source in memory"))
}

pub fn bibtex(_: &Path) -> Outcome {
    rate(
        |papers| papers::write(Format::Bibtex, papers),
        Format::Bibtex,
    )
}

pub fn ris(_: &Path) -> Outcome {
    rate(|papers| papers::write(Format::Ris, papers), Format::Ris)
}

pub fn csl_json(_: &Path) -> Outcome {
    rate(
        |papers| papers::write(Format::CslJson, papers),
        Format::CslJson,
    )
}

pub fn arxiv_mail(_: &Path) -> Outcome {
    rate(mailing, Format::ArxivMail)
}

/// The corpus as arXiv would mail it.
fn mailing(papers: &[Paper]) -> String {
    let mut out = String::new();
    for paper in papers {
        let id = paper
            .identifiers
            .get(&Scheme::Arxiv)
            .map_or("", String::as_str);
        let authors: Vec<String> = paper.authors.iter().map(papers::Name::display).collect();
        // Writing into a String cannot fail.
        let _ = write!(
            out,
            "------------------------------------------------------------------------------\n\\\\\narXiv:{id}\nDate: Thu, 14 Mar 2024 12:00:00 GMT   (27kb)\n\nTitle: {}\nAuthors: {}\nCategories: cs.LG\n\\\\\n  {}\n\\\\ ( https://arxiv.org/abs/{id} ,  27kb)\n",
            paper.title,
            authors.join(", "),
            paper.abstract_text.as_deref().unwrap_or_default(),
        );
    }
    out
}

/// Bytes that mean something to one format or another, or nothing to any.
const HOSTILE: [&str; 16] = [
    "{", "[", "\"", "<", "<a>", "&", "@a{b,", "@", "\n", "\0", "x", "> ", "TY  - \n", "\\\\\n",
    "--b\n", ",\"\n",
];

/// Every format reads ten megabytes of each pattern; the slowest counts.
pub fn hostile(_: &Path) -> Outcome {
    let mut slowest = (0.0, String::new());
    for pattern in HOSTILE {
        let bytes = pattern.repeat(10_000_000 / pattern.len());
        for &format in Format::ALL {
            let started = Instant::now();
            let reading = papers::read(format, bytes.as_bytes());
            let seconds = started.elapsed().as_secs_f64();
            if seconds > slowest.0 {
                slowest = (
                    seconds,
                    format!(
                        "{} reading {pattern:?}, {} records",
                        format.id(),
                        reading.records.len()
                    ),
                );
            }
        }
    }
    Ok(Measured::new(vec![slowest.0], slowest.1))
}

/// Looks up records that the library holds, in other words: without their arXiv id, so that it is
/// the title, the author and the abstract that have to tell.
pub fn identity(work: &Path) -> Outcome {
    let library = corpus::library(work)?;
    let papers = corpus::corpus()?;
    let mut times: Vec<Duration> = Vec::new();
    let mut known = 0;
    let step = papers.len() / 5_000;
    for paper in papers.iter().step_by(step.max(1)) {
        let mut record = paper.clone();
        record.identifiers.remove(&Scheme::Arxiv);
        let started = Instant::now();
        let found = library.known(&record).map_err(|error| error.message)?;
        times.push(started.elapsed());
        known += usize::from(found.is_some());
    }
    let note = format!(
        "{known} of {} records known by title and author",
        times.len()
    );
    let microseconds =
        [0.5, 0.95].map(|part| percentile(&mut times, part).as_secs_f64() * 1_000_000.0);
    Ok(Measured::new(microseconds.to_vec(), note))
}
