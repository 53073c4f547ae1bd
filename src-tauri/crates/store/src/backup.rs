//! A copy of the library as it stands, taken while it is in use.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::convert::count;
use crate::error::{Error, Result};

/// Pages copied between two reports of progress: 1 MB.
const PAGES_A_STEP: i32 = 256;

/// Copies the library behind `source` to `to`, replacing what is there only once the copy has been
/// verified. `progress` hears pages done and pages in all, and answers whether to go on.
pub(crate) fn copy(
    source: &Connection,
    to: &Path,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<()> {
    let part = with_suffix(to, ".part");
    let copied = copy_pages(source, &part, progress)
        .and_then(|()| verify(&part))
        .and_then(|()| Ok(fs::rename(&part, to)?));
    if copied.is_err() {
        // The error that matters is the one that stopped the copy.
        let _ = fs::remove_file(&part);
        let _ = fs::remove_file(with_suffix(&part, "-journal"));
    }
    copied
}

fn copy_pages(
    source: &Connection,
    part: &Path,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<()> {
    // Making the file ourselves gives the file system's own words when that fails.
    fs::File::create(part)?;
    // Within one read transaction every step sees the same instant of the library; without it, a
    // write in between would start the copy over again.
    let snapshot = source.unchecked_transaction()?;
    snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let mut target = Connection::open(part)?;
    let backup = Backup::new(&snapshot, &mut target)?;
    loop {
        let step = backup.step(PAGES_A_STEP)?;
        let at = backup.progress();
        let total = count(at.pagecount.into());
        let done = total.saturating_sub(count(at.remaining.into()));
        match step {
            StepResult::Done => {
                progress(total, total);
                return Ok(());
            }
            StepResult::More if progress(done, total) => {}
            StepResult::More => return Err(Error::Cancelled),
            _ => return Err(Error::Locked),
        }
    }
}

/// Makes the copy a single file that needs no companion, and reads all of it once.
fn verify(part: &Path) -> Result<()> {
    let conn = Connection::open(part)?;
    conn.pragma_update(None, "journal_mode", "DELETE")?;
    quick_check(&conn)
}

/// Reads all of a database once; the first damage is the error.
pub(crate) fn quick_check(conn: &Connection) -> Result<()> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(Error::Corrupt(verdict))
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}
