//! What a reader has to say about a source, kept within bounds.
//!
//! Beyond the first thousands nobody reads them, and a hostile source could make more text of them
//! than it has itself. So those of the earliest lines are kept and the others are only counted: the
//! same are left in the end as if all had been kept and the last ones cut off.

use std::ops::Deref;

use crate::diagnostic::{Diagnostic, Severity};

/// Most remarks on one source.
pub(super) const MOST: usize = 10_000;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remarks {
    kept: Vec<Diagnostic>,
    left_out: usize,
    /// Once there were too many: whatever is about this line or a later one is left out.
    bound: Option<Option<usize>>,
}

impl Remarks {
    pub(super) fn new() -> Remarks {
        Remarks::default()
    }

    /// For what may be forgotten again: holds nothing yet and keeps what these would keep.
    pub(super) fn beside(&self) -> Remarks {
        Remarks {
            bound: self.bound,
            ..Remarks::default()
        }
    }

    pub(super) fn push(&mut self, remark: Diagnostic) {
        if self.is_past(remark.line) {
            self.left_out += 1;
            return;
        }
        self.kept.push(remark);
        if self.kept.len() >= 2 * MOST {
            self.bound = self.cut();
        }
    }

    /// Counts a remark on a line if it would not be kept, so that it need not be made.
    pub(super) fn only_counted(&mut self, line: usize) -> bool {
        let past = self.is_past(Some(line));
        self.left_out += usize::from(past);
        past
    }

    /// Makes a remark on a line if it is kept.
    pub(super) fn say(&mut self, line: usize, remark: impl FnOnce() -> Diagnostic) {
        if !self.only_counted(line) {
            self.push(remark());
        }
    }

    pub(super) fn append(&mut self, other: Remarks) {
        self.left_out += other.left_out;
        self.extend(other.kept);
    }

    /// How many there were, kept or not.
    pub(super) fn total(&self) -> usize {
        self.kept.len() + self.left_out
    }

    /// The same remarks with their places told by another text.
    pub(super) fn placed(self, place: impl Fn(Option<usize>) -> Option<usize>) -> Remarks {
        let moved = |remark: Diagnostic| Diagnostic {
            line: place(remark.line),
            ..remark
        };
        Remarks {
            kept: self.kept.into_iter().map(moved).collect(),
            left_out: self.left_out,
            bound: None,
        }
    }

    /// Forgets the remarks that a test does not pass.
    pub(super) fn retain(&mut self, passes: impl FnMut(&Diagnostic) -> bool) {
        self.kept.retain(passes);
    }

    /// In the order of their lines; after the most there may be a last one says how many more there
    /// were.
    pub(super) fn finish(&mut self) {
        self.cut();
        self.bound = None;
        let left_out = std::mem::take(&mut self.left_out);
        if left_out > 0 {
            let message = format!("{left_out} more remarks on this source were left out.");
            let remark = Diagnostic::new(Severity::Warning, "more-remarks", None, message);
            self.kept.push(remark);
        }
    }

    fn is_past(&self, line: Option<usize>) -> bool {
        self.bound.is_some_and(|bound| line >= bound)
    }

    /// Leaves the most there may be, in their order, and says the line of the last.
    fn cut(&mut self) -> Option<Option<usize>> {
        self.kept.sort_by_key(|remark| remark.line);
        self.left_out += self.kept.len().saturating_sub(MOST);
        self.kept.truncate(MOST);
        self.kept.last().map(|remark| remark.line)
    }
}

impl Deref for Remarks {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.kept
    }
}

impl Extend<Diagnostic> for Remarks {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, remarks: I) {
        for remark in remarks {
            self.push(remark);
        }
    }
}

impl From<Vec<Diagnostic>> for Remarks {
    fn from(remarks: Vec<Diagnostic>) -> Remarks {
        let mut all = Remarks::new();
        all.extend(remarks);
        all
    }
}

impl From<Remarks> for Vec<Diagnostic> {
    fn from(remarks: Remarks) -> Vec<Diagnostic> {
        remarks.kept
    }
}

impl<const LENGTH: usize> PartialEq<[Diagnostic; LENGTH]> for Remarks {
    fn eq(&self, others: &[Diagnostic; LENGTH]) -> bool {
        self.kept == others
    }
}

impl IntoIterator for Remarks {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

impl<'a> IntoIterator for &'a Remarks {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.kept.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_are_left_as_if_all_had_been_kept() {
        let lines = |number: usize| match number % 5 {
            0 => None,
            _ => Some(number * 7919 % 40_000),
        };
        let said = (0..70_000).map(|number| {
            let message = number.to_string();
            Diagnostic::new(Severity::Info, "said", lines(number), message)
        });
        let mut all: Vec<Diagnostic> = said.clone().collect();
        all.sort_by_key(|remark| remark.line);
        let mut remarks = Remarks::new();
        remarks.extend(said);
        assert_eq!(remarks.total(), 70_000);
        assert!(remarks.len() < 2 * MOST);
        remarks.finish();
        assert_eq!(remarks.get(..MOST), all.get(..MOST));
        assert_eq!(remarks.len(), MOST + 1);
        let last = remarks.last().map(|remark| remark.message.as_str());
        assert_eq!(
            last,
            Some("60000 more remarks on this source were left out.")
        );
    }
}
