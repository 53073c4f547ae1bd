//! The project inside a backup archive, and no more of it than is reasonable.

use super::super::remarks::Remarks;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{is_project, remark};
use crate::diagnostic::Severity;

/// Largest project unpacked, in bytes: a small archive can claim to hold any amount.
const LARGEST: u64 = 128 << 20;

/// Most entries looked at; attachments come in folders of their own and are not.
const MOST_ENTRIES: usize = 64;

/// How much of an entry shows what it is.
const HEAD: u64 = 2048;

/// Citavi 6 can keep a project in a database instead.
const DATABASE: &[u8] = b"SQLite format 3";

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What an entry holds, by its beginning.
enum Holds {
    Project,
    Database,
    Else,
}

/// The entries that may be a project, by their names.
fn candidates(archive: &Archive<'_>) -> Vec<usize> {
    const ENDINGS: [&str; 6] = [".ctv3", ".ctv4", ".ctv5", ".ctv6", ".ctv7", ".xml"];
    let names = archive.file_names().map(str::to_ascii_lowercase);
    let fits = names.enumerate().filter(|(_, name)| {
        !name.contains('/') && ENDINGS.iter().any(|ending| name.ends_with(ending))
    });
    fits.map(|(at, _)| at).take(MOST_ENTRIES).collect()
}

fn begins(archive: &mut Archive<'_>, at: usize) -> Holds {
    let mut head = Vec::new();
    let read = archive
        .by_index(at)
        .map(|entry| entry.take(HEAD).read_to_end(&mut head));
    match read {
        Ok(_) if is_project(&head) => Holds::Project,
        Ok(_) if head.starts_with(DATABASE) => Holds::Database,
        _ => Holds::Else,
    }
}

pub(super) fn holds_project(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let entries = candidates(&archive);
    entries.into_iter().any(|at| {
        let is_named = archive
            .name_for_index(at)
            .is_some_and(|name| name.to_ascii_lowercase().contains(".ctv"));
        match begins(&mut archive, at) {
            Holds::Project => true,
            Holds::Database => is_named,
            Holds::Else => false,
        }
    })
}

/// The bytes of the project, and what is to be said of the archive.
pub(super) fn project(bytes: &[u8]) -> (Option<Vec<u8>>, Remarks) {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        let message = "This archive is damaged and could not be opened.";
        return (
            None,
            Remarks::from(vec![remark(Severity::Error, "unreadable-archive", message)]),
        );
    };
    let mut remarks = Remarks::new();
    for at in candidates(&archive) {
        match begins(&mut archive, at) {
            Holds::Project => {}
            Holds::Database => {
                let message = "This project is a database of Citavi 6; export it as XML or BibTeX.";
                remarks.push(remark(Severity::Error, "citavi-database", message));
                continue;
            }
            Holds::Else => continue,
        }
        let mut project = Vec::new();
        let read = archive
            .by_index(at)
            .map(|entry| entry.take(LARGEST).read_to_end(&mut project));
        if !matches!(read, Ok(Ok(_))) {
            let message = "This archive is damaged; what could be unpacked was read.";
            remarks.push(remark(Severity::Warning, "unreadable-archive", message));
        }
        if u64::try_from(project.len()).unwrap_or(u64::MAX) >= LARGEST {
            let message = "This project is larger than 128 MB; only its beginning was read.";
            remarks.push(remark(Severity::Warning, "archive-too-large", message));
        }
        return (Some(project), remarks);
    }
    (None, remarks)
}
