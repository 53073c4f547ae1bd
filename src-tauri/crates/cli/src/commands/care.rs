//! `undo`, `redo`, `backup`, `restore`, `doctor`, `embed`.

use std::path::Path;

use library::api::types::*;
use serde_json::json;

use super::{Done as Outcome, open};
use crate::args::Common;
use crate::{output, progress};

pub(super) fn undo(common: &Common, list: bool, seq: Option<i64>) -> Outcome {
    let library = open(common)?;
    if list {
        let history = library.history(Nothing {})?;
        if common.json {
            return output::json(&history);
        }
        for entry in history {
            let undone = if entry.in_force { "" } else { " (undone)" };
            output::line(&format!(
                "{:>6}  {}  {}{undone}",
                entry.seq,
                entry.at,
                output::plain(&entry.what)
            ))?;
        }
        return Ok(());
    }
    done(common, &library.undo(UndoRequest { seq })?)
}

pub(super) fn redo(common: &Common) -> Outcome {
    done(common, &open(common)?.redo(Nothing {})?)
}

fn done(common: &Common, done: &Done) -> Outcome {
    if common.json {
        output::json(done)
    } else {
        output::line(&output::plain(&done.what))
    }
}

pub(super) fn backup(common: &Common, file: Option<&Path>) -> Outcome {
    let path = file.map(|file| file.display().to_string());
    let report = open(common)?.backup(BackupRequest { path })?;
    if common.json {
        return output::json(&report);
    }
    output::line(&format!("{} ({} kB)", report.path, report.bytes / 1000))
}

pub(super) fn restore(common: &Common, file: &Path) -> Outcome {
    let folder = crate::library_folder(common)?;
    let kept = library::backup::restore(&folder, file, jiff::Timestamp::now())?;
    let papers = open(common)?.paper_count()?;
    if common.json {
        return output::json(&json!({ "papers": papers, "kept": kept }));
    }
    output::line(&format!(
        "Restored: {} in the library.",
        output::papers(papers)
    ))?;
    if let Some(kept) = kept {
        output::remark(
            common,
            &format!("What was there before is kept in {}.", kept.display()),
        );
    }
    Ok(())
}

pub(super) fn doctor(common: &Common, rebuild: bool) -> Outcome {
    let library = open(common)?;
    let health = library.doctor(rebuild)?;
    if common.json {
        return output::json(&health);
    }
    output::line(&format!("Library   {}", health.folder))?;
    output::line(&format!("Papers    {}", health.papers))?;
    output::line(&format!(
        "Database  {} (schema {})",
        health.database.join("; "),
        health.schema
    ))?;
    output::line(&format!("Indexed   {}", health.indexed))?;
    output::line(&format!("Embedded  {}", health.embedded))?;
    let overview = library.overview(Nothing {})?;
    output::line(&format!(
        "Model     {}",
        overview
            .model
            .advice
            .unwrap_or_else(|| format!("{} is in place", overview.model.name))
    ))?;
    if let Some(papers @ 1..) = health.hardly_read {
        output::line(&format!(
            "Language  the model reads English; {papers} papers are mostly in other words"
        ))?;
    }
    output::line(if health.healthy {
        "All is well."
    } else {
        "Something is wrong; `lectern doctor --rebuild` may mend it, a backup surely."
    })
}

pub(super) fn embed(common: &Common) -> Outcome {
    let library = open(common)?;
    let bar = progress::bar(common, "Embedding");
    let embedded = library.embed_now(&mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        true
    });
    bar.finish_and_clear();
    let embedded = embedded?;
    if common.json {
        return output::json(&json!({ "embedded": embedded, "vectors": library.embedded_count() }));
    }
    output::line(&format!("{} embedded.", output::papers(embedded)))
}
