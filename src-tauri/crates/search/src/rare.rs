//! Words that two texts share and few others have: a reason why papers are related.

use std::collections::BTreeMap;

use tantivy::Term;

use crate::error::Result;
use crate::index::Index;
use crate::schema::TextField;
use crate::text::stem::stem;
use crate::text::stop::is_stop_word;
use crate::text::words::{Form, Word, words};

/// A rare word is in at most one paper of so many.
const ONE_IN: u64 = 20;
/// In small libraries, in at most so many: the two that share it and one more.
const FEW: u64 = 3;

impl Index {
    /// The words that both texts use, those that fewest papers have first (by titles and abstracts),
    /// as the first text spells them; equally rare ones in the first text's order. Without function
    /// words, numbers and words that more than one paper in twenty has. Forms of one word are one.
    pub fn rare_terms(&self, one: &str, other: &str, limit: usize) -> Result<Vec<String>> {
        self.reading(|| self.shared_terms(one, other, limit))
    }

    fn shared_terms(&self, one: &str, other: &str, limit: usize) -> Result<Vec<String>> {
        let searcher = self.searcher();
        let most = (searcher.num_docs() / ONE_IN).max(FEW);
        let theirs: BTreeMap<String, String> = telling(other)
            .into_iter()
            .map(|word| (root(&word.text), word.text))
            .collect();
        let chars: Vec<char> = one.chars().collect();
        let mut shared: Vec<(u64, String)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for word in telling(one) {
            let root = root(&word.text);
            let Some(spelled) = theirs.get(&root) else {
                continue;
            };
            if !seen.insert(root) {
                continue;
            }
            let mut papers = 0;
            for text in [&word.text, spelled] {
                for field in [TextField::Title, TextField::Abstract] {
                    papers = papers.max(
                        searcher.doc_freq(&Term::from_field_text(self.schema.text(field), text))?,
                    );
                }
            }
            if papers <= most {
                let surface = chars
                    .get(word.start..word.end)
                    .unwrap_or_default()
                    .iter()
                    .collect();
                shared.push((papers, surface));
            }
        }
        shared.sort_by_key(|(papers, _)| *papers);
        shared.truncate(limit);
        Ok(shared.into_iter().map(|(_, surface)| surface).collect())
    }
}

pub(crate) fn root(text: &str) -> String {
    stem(text).unwrap_or_else(|| text.to_owned())
}

/// The words of a text that can mean something: a hyphenated name whole rather than in pieces.
pub(crate) fn telling(text: &str) -> Vec<Word> {
    let words = words(text);
    let joined: std::collections::BTreeSet<usize> = words
        .iter()
        .filter(|word| word.form == Form::Joined)
        .map(|word| word.chunk)
        .collect();
    words
        .into_iter()
        .filter(|word| match word.form {
            Form::Run => !joined.contains(&word.chunk),
            Form::Joined => true,
            Form::Part | Form::Spelled => false,
        })
        .filter(|word| word.text.chars().count() > 2)
        .filter(|word| word.text.chars().any(char::is_alphabetic) && !is_stop_word(&word.text, &[]))
        .collect()
}
