//! The kinds of query that ask for a paper one knows, made from its record.

use std::collections::{BTreeMap, BTreeSet};

use papers::Name;

use crate::shelf::Source;

/// A kind of query.
#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    /// One of the whole queries that the aim is about.
    pub aimed_at: bool,
    /// `None` for a record that cannot be asked for so.
    make: fn(&Facts, &Source) -> Option<String>,
}

pub const KINDS: &[Kind] = &[
    kind("whole title", true, |_, source| {
        let title = source.paper.title.trim();
        (!title.is_empty()).then(|| title.to_owned())
    }),
    kind("title's first six words", true, |_, source| {
        first_words(source, 6).map(|text| text + " ")
    }),
    kind("name before the title's colon", true, name),
    kind("author and two title words", true, author_and_words),
    kind("author and year", false, author_and_year),
    kind(
        "name before the colon of several titles",
        false,
        shared_name,
    ),
    kind("three words of the title, rarest first", false, three_words),
    kind("title with TeX", false, |_, source| {
        let title = &source.paper.title;
        (!is_plain(title)).then(|| title.clone())
    }),
    kind("title of at most three words", false, |_, source| {
        let title = source.paper.title.trim();
        (1..=3)
            .contains(&title.split_whitespace().count())
            .then(|| title.to_owned())
    }),
    kind("title of common words", false, |facts, source| {
        let title = source.paper.title.trim();
        let common = |word: &String| facts.papers_with(word) >= facts.papers / 100;
        words(title)
            .all(|word| common(&word))
            .then(|| title.to_owned())
    }),
    kind("six words with one slip", false, slip),
    kind("six words, one of them wrong", false, wrong_word),
    kind("six words, the last half typed", false, half_typed),
    kind("four rare words of the abstract", false, rare_words),
];

const fn kind(
    name: &'static str,
    aimed_at: bool,
    make: fn(&Facts, &Source) -> Option<String>,
) -> Kind {
    Kind {
        name,
        aimed_at,
        make,
    }
}

/// Papers that may bear an author and a year for the pair to name one of them.
const FEW: usize = 10;

/// What a kind needs to know of all records.
#[derive(Debug)]
pub struct Facts {
    papers: usize,
    /// In how many records each word is.
    words: BTreeMap<String, usize>,
    /// How many titles begin with each name and a colon.
    names: BTreeMap<String, usize>,
    /// How many records each author and year is on.
    authored: BTreeMap<String, usize>,
}

impl Facts {
    pub fn of(sources: &[&Source]) -> Facts {
        let mut facts = Facts {
            papers: sources.len(),
            words: BTreeMap::new(),
            names: BTreeMap::new(),
            authored: BTreeMap::new(),
        };
        for source in sources {
            let paper = &source.paper;
            let mut own: BTreeSet<String> = words(&paper.title).collect();
            own.extend(words(paper.abstract_text.as_deref().unwrap_or_default()));
            for word in own {
                *facts.words.entry(word).or_default() += 1;
            }
            if let Some(name) = name_of(&paper.title) {
                *facts.names.entry(name.to_lowercase()).or_default() += 1;
            }
            if let Some(date) = &paper.date {
                let families: BTreeSet<String> = paper.authors.iter().map(family).collect();
                for family in families {
                    let pair = format!("{family} {}", date.year).to_lowercase();
                    *facts.authored.entry(pair).or_default() += 1;
                }
            }
        }
        facts
    }

    fn papers_with(&self, word: &str) -> usize {
        self.words.get(word).copied().unwrap_or(0)
    }
}

impl Kind {
    /// At most `count` queries, from records evenly spaced over all that can be asked for so.
    pub fn queries<'a>(
        &self,
        facts: &Facts,
        sources: &[&'a Source],
        count: usize,
    ) -> Vec<(&'a Source, String)> {
        let possible: Vec<(&Source, String)> = sources
            .iter()
            .filter_map(|source| Some((*source, (self.make)(facts, source)?)))
            .collect();
        let step = (possible.len() / count.max(1)).max(1);
        possible.into_iter().step_by(step).take(count).collect()
    }
}

pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn family(name: &Name) -> String {
    match name {
        Name::Literal { literal } => literal.clone(),
        Name::Person { family, .. } => family.clone(),
    }
}

fn first_words(source: &Source, count: usize) -> Option<String> {
    let words: Vec<&str> = source.paper.title.split_whitespace().collect();
    (words.len() > count).then(|| words.into_iter().take(count).collect::<Vec<_>>().join(" "))
}

/// One word with two capitals or a digit, as `BERT` of `BERT: Pre-training of …`.
fn name_of(title: &str) -> Option<&str> {
    let (name, rest) = title.split_once(": ")?;
    let telling = name.chars().filter(|c| c.is_uppercase()).count() >= 2
        || name.chars().any(|c| c.is_ascii_digit());
    let one = !name.contains(char::is_whitespace) && name.chars().any(char::is_alphabetic);
    (telling && one && !rest.trim().is_empty()).then_some(name)
}

fn name(facts: &Facts, source: &Source) -> Option<String> {
    let name = name_of(&source.paper.title)?;
    let bearers = facts.names.get(&name.to_lowercase()).copied();
    (bearers == Some(1)).then(|| name.to_owned())
}

fn shared_name(facts: &Facts, source: &Source) -> Option<String> {
    let name = name_of(&source.paper.title)?;
    let bearers = facts.names.get(&name.to_lowercase()).copied()?;
    (2..=FEW).contains(&bearers).then(|| name.to_owned())
}

/// TeX tears words apart that a reader would type whole.
fn is_plain(text: &str) -> bool {
    !text.contains(['$', '\\'])
}

fn three_words(facts: &Facts, source: &Source) -> Option<String> {
    if !is_plain(&source.paper.title) {
        return None;
    }
    let own: BTreeSet<String> = words(&source.paper.title)
        .filter(|word| word.chars().count() >= 4)
        .collect();
    let mut own: Vec<String> = own.into_iter().collect();
    own.sort_by_key(|word| facts.papers_with(word));
    own.truncate(3);
    (own.len() == 3).then(|| own.join(" ") + " ")
}

/// What a memory that fails puts in the place of the fourth word.
const WRONG: [&str; 4] = ["approach", "dynamics", "structure", "general"];

fn wrong_word(_: &Facts, source: &Source) -> Option<String> {
    let text = first_words(source, 6)?;
    let title: Vec<String> = words(&source.paper.title).collect();
    let wrong = WRONG
        .into_iter()
        .find(|wrong| !title.iter().any(|word| word == wrong))?;
    let mut words: Vec<&str> = text.split(' ').collect();
    *words.get_mut(3)? = wrong;
    Some(words.join(" ") + " ")
}

fn author_and_words(_: &Facts, source: &Source) -> Option<String> {
    let author = family(source.paper.authors.first()?);
    let mut longest: Vec<&str> = source
        .paper
        .title
        .split_whitespace()
        .filter(|word| word.chars().all(char::is_alphanumeric))
        .collect();
    longest.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    match longest.as_slice() {
        [first, second, ..] => Some(format!("{author} {first} {second} ")),
        _ => None,
    }
}

fn author_and_year(facts: &Facts, source: &Source) -> Option<String> {
    let author = family(source.paper.authors.first()?);
    let year = source.paper.date.as_ref()?.year;
    let pair = format!("{author} {year}");
    let bearers = facts.authored.get(&pair.to_lowercase()).copied();
    bearers
        .is_some_and(|bearers| bearers <= FEW)
        .then(|| pair + " ")
}

/// A letter lost, doubled, swapped or replaced in the longest of six words.
fn slip(_: &Facts, source: &Source) -> Option<String> {
    let text = first_words(source, 6)?;
    let longest = text
        .split_whitespace()
        .filter(|word| word.chars().all(char::is_alphabetic))
        .max_by_key(|word| word.chars().count())?;
    let mut letters: Vec<char> = longest.chars().collect();
    let at = letters.len() / 2;
    if at < 3 {
        return None;
    }
    match text.len() % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, *letters.get(at)?),
        2 => letters.swap(at, at - 1),
        _ => *letters.get_mut(at)? = 'x',
    }
    let slipped: String = letters.into_iter().collect();
    Some(text.replacen(longest, &slipped, 1) + " ")
}

fn half_typed(_: &Facts, source: &Source) -> Option<String> {
    let text = first_words(source, 6)?;
    let (before, last) = text.rsplit_once(' ')?;
    let half = last.chars().count() / 2;
    let begun: String = last.chars().take(half).collect();
    (half >= 2).then(|| format!("{before} {begun}"))
}

/// The rarest words of the abstract that a few other abstracts have too.
fn rare_words(facts: &Facts, source: &Source) -> Option<String> {
    let text = source.paper.abstract_text.as_deref()?;
    if !is_plain(text) {
        return None;
    }
    let own: BTreeSet<String> = words(text)
        .filter(|word| word.chars().count() >= 5 && word.chars().all(char::is_alphabetic))
        .filter(|word| facts.papers_with(word) >= 5)
        .collect();
    let mut own: Vec<String> = own.into_iter().collect();
    own.sort_by_key(|word| facts.papers_with(word));
    own.truncate(4);
    (own.len() == 4).then(|| own.join(" ") + " ")
}
