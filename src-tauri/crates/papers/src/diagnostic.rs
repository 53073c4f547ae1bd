//! What a parser has to say about its input: never a failure, always a place.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One remark about one place in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable, kebab-case: `missing-abstract`, `unbalanced-brace`; what a program matches on.
    pub code: String,
    /// One English sentence for a person.
    pub message: String,
    /// From 1; absent when the remark is about the whole source.
    pub line: Option<usize>,
    /// The text concerned, cut to a readable length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Info,
    /// Something was repaired or left out of a record that was kept.
    Warning,
    /// A record could not be read.
    Error,
}

/// Longest excerpt a diagnostic carries, in characters.
const EXCERPT: usize = 120;

impl Diagnostic {
    pub fn new(
        severity: Severity,
        code: &str,
        line: Option<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            severity,
            code: code.to_owned(),
            message: message.into(),
            line,
            text: None,
        }
    }

    pub fn info(code: &str, line: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Info, code, Some(line), message)
    }

    pub fn warning(code: &str, line: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, Some(line), message)
    }

    pub fn error(code: &str, line: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, Some(line), message)
    }

    /// The same remark with the text it is about, on one line and cut to a readable length.
    pub fn about(mut self, text: &str) -> Diagnostic {
        let mut excerpt = String::new();
        let mut characters = text.trim().chars();
        excerpt.extend(
            characters
                .by_ref()
                .take(EXCERPT)
                .map(|c| if c == '\n' { ' ' } else { c }),
        );
        if characters.next().is_some() {
            excerpt.push('…');
        }
        self.text = Some(excerpt);
        self
    }
}
