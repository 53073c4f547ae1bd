//! `import`, `convert`, `formats`.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use library::ImportFiles;
use library::api::types::{FileReport, ImportReport};
use library::error::Error;

use super::{Done, open, read};
use crate::args::{Common, Convert, Import};
use crate::{output, progress};

pub(super) fn import(common: &Common, arguments: &Import) -> Done {
    let library = open(common)?;
    let (input, paths): (Vec<_>, Vec<_>) = arguments
        .paths
        .iter()
        .cloned()
        .partition(|path| path == Path::new("-"));
    let input = if input.is_empty() {
        None
    } else {
        Some(read(Path::new("-"))?)
    };
    let request = ImportFiles {
        paths,
        input,
        format: arguments.format.clone(),
        dry_run: arguments.dry_run,
    };
    let mut report = progress::during(common, &library, || library.import_files(&request))?;
    if !common.json {
        describe(common, &report, arguments.dry_run)?;
    } else {
        for file in &report.imports {
            remarks(common, file);
        }
    }
    if !arguments.dry_run && !arguments.no_embed {
        report.seconds.embed = embed(common, &library)?;
        // What saved searches hit by meaning is known only now.
        report.watched = library.watched_in(report.seq)?;
    }
    if common.json {
        return output::json(&report);
    }
    for watched in &report.watched {
        output::line(&format!(
            "New for “{}”: {}",
            output::plain(&watched.name),
            output::papers(watched.papers)
        ))?;
    }
    Ok(())
}

/// Seconds spent; a missing model or another owner is a remark, not a failure of the import.
fn embed(common: &Common, library: &library::Library) -> Result<f64, Error> {
    if !library.model_present() {
        output::remark(
            common,
            "Related papers are off: the embedding model is missing (`lectern doctor` says more).",
        );
        return Ok(0.0);
    }
    let bar = progress::bar(common, "Embedding");
    let started = Instant::now();
    let outcome = library.embed_now(&mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        true
    });
    bar.finish_and_clear();
    match outcome {
        Ok(_) => Ok(started.elapsed().as_secs_f64()),
        Err(error) => {
            output::remark(
                common,
                &format!(
                    "The papers are imported, but not embedded: {}",
                    error.message
                ),
            );
            Ok(0.0)
        }
    }
}

fn describe(common: &Common, report: &ImportReport, dry_run: bool) -> Done {
    for file in &report.imports {
        let mut parts = Vec::new();
        for (count, what) in [
            (file.added, "added"),
            (file.merged, "merged"),
            (file.unchanged, "unchanged"),
            (file.skipped, "skipped"),
        ] {
            if count > 0 {
                parts.push(format!("{what} {count}"));
            }
        }
        output::line(&format!(
            "{}: recognised {}{}{}",
            output::plain(&file.file),
            file.recognised,
            if parts.is_empty() { "" } else { ", " },
            parts.join(", ")
        ))?;
        remarks(common, file);
    }
    let papers = output::papers(report.papers);
    output::line(&if dry_run {
        format!("Nothing was changed; {papers} in the library.")
    } else {
        format!("{papers} in the library.")
    })
}

fn remarks(common: &Common, file: &FileReport) {
    const SHOWN: usize = 20;
    for diagnostic in file.diagnostics.iter().take(SHOWN) {
        let place = diagnostic
            .line
            .map(|line| format!(":{line}"))
            .unwrap_or_default();
        let name = output::plain(&file.file);
        let message = output::plain(&diagnostic.message);
        output::remark(
            common,
            &format!("{name}{place}: {message} [{}]", diagnostic.code),
        );
    }
    if let Some(more) = file.diagnostics.len().checked_sub(SHOWN + 1) {
        output::remark(
            common,
            &format!(
                "{}: {} more remarks (--json lists all)",
                output::plain(&file.file),
                more + 1
            ),
        );
    }
}

pub(super) fn convert(common: &Common, arguments: &Convert) -> Done {
    let bytes = read(&arguments.path)?;
    let name = arguments
        .path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let name = name.as_deref().filter(|name| *name != "-");
    let converted =
        library::convert::convert(&bytes, name, arguments.from.as_deref(), &arguments.to)?;
    for diagnostic in &converted.diagnostics {
        if common.json {
            let line = serde_json::to_string(diagnostic).map_err(Error::from)?;
            // Remarks must not fail a conversion that succeeded.
            let _ = writeln!(std::io::stderr(), "{line}");
        } else {
            let place = diagnostic
                .line
                .map(|line| format!("{line}: "))
                .unwrap_or_default();
            output::remark(
                common,
                &format!(
                    "{place}{} [{}]",
                    output::plain(&diagnostic.message),
                    diagnostic.code
                ),
            );
        }
    }
    output::text(&converted.text)
}

pub(super) fn formats(common: &Common) -> Done {
    let formats = library::convert::format_list();
    if common.json {
        return output::json(&formats);
    }
    for format in formats {
        let does = match (format.reads, format.writes) {
            (true, true) => "reads, writes",
            (true, false) => "reads",
            _ => "writes",
        };
        output::line(&format!("{:<22} {:<14} {}", format.id, does, format.name))?;
    }
    for (id, name) in library::export_formats() {
        if !library::convert::format_list()
            .iter()
            .any(|format| format.id == *id)
        {
            output::line(&format!("{id:<22} {:<14} {name}", "exports"))?;
        }
    }
    Ok(())
}
