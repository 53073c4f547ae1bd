//! References through the CSL processor, and a memory of those made before.
//!
//! What a reference reads depends on its record, the style and language, its number, the letter
//! after its year, and whether the names before it are the same. All of that is part of what a
//! remembered reference is found by, so that one from memory never differs from a new one.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use citationberg::{
    IndependentStyle, Locale, LocaleCode, SubsequentAuthorSubstituteRule as SubstituteRule,
};
use serde_json::Value as Json;

use crate::csl::{self, Mention, Name, Printed, Processor, Record};
use crate::placeholders::NUMBER;
use crate::rich::Inline;
use crate::style::Style;
use crate::{item, sort};

/// A reference as the style prints it.
#[derive(Debug)]
pub(crate) struct Formatted {
    /// The number or label that stands in the margin.
    pub label: Option<Vec<Inline>>,
    pub content: Vec<Inline>,
    /// Whether the style failed and this is the plain form.
    pub plain: bool,
}

/// References made before, so that a bibliography whose annotations changed is composed anew
/// without formatting them again. Holds what the last bibliographies needed, in a few styles.
#[derive(Debug, Default)]
pub struct References {
    settings: Vec<Setting>,
}

/// How many styles and languages are remembered at once: a reader compares two or three.
const MOST_SETTINGS: usize = 4;

#[derive(Debug)]
struct Setting {
    style: Arc<IndependentStyle>,
    language: LocaleCode,
    /// By the whole record, as JSON.
    kept: HashMap<String, Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The people that the reference begins with; none before it was made.
    people: Option<Vec<Name>>,
    mention: Option<Mention>,
    /// By letter and number of names replaced. None where the style prints nothing.
    printed: Vec<((u32, usize), Option<Printed>)>,
}

impl References {
    /// The memory for a style in a language, as the last used one.
    fn setting(&mut self, style: &Style, language: &LocaleCode) -> Option<&mut Setting> {
        let found = self.settings.iter().position(|setting| {
            Arc::ptr_eq(&setting.style, &style.full) && setting.language == *language
        });
        let setting = match found {
            Some(place) => self.settings.remove(place),
            None => Setting {
                style: Arc::clone(&style.full),
                language: language.clone(),
                kept: HashMap::new(),
            },
        };
        if self.settings.len() >= MOST_SETTINGS {
            self.settings.remove(0);
        }
        self.settings.push(setting);
        self.settings.last_mut()
    }
}

/// Formats the items in the order given, which settles their numbers. `groups` holds the number of
/// items in each group. `progress` is told how many are done and answers whether to go on; none
/// when it did not.
pub(crate) fn format(
    items: &[&Json],
    groups: &[usize],
    style: &Style,
    language: &LocaleCode,
    locales: &[Locale],
    references: &mut References,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Option<Vec<Formatted>> {
    let terms = csl::terms(&style.full, language, locales);
    let processor = Processor::new(&style.full, &terms);
    let setting = references.setting(style, language)?;
    let keys: Vec<String> = items.iter().map(|json| json.to_string()).collect();
    let letters = letters(items, &keys, style, &processor, &mut setting.kept);
    let rule = style
        .full
        .bibliography
        .as_ref()
        .filter(|bibliography| bibliography.subsequent_author_substitute.is_some())
        .map(|bibliography| bibliography.subsequent_author_substitute_rule);
    let starts: HashSet<usize> = groups
        .iter()
        .scan(0, |start, length| {
            let this = *start;
            *start += length;
            Some(this)
        })
        .collect();
    let mut formatted = Vec::with_capacity(items.len());
    let mut before: Vec<Name> = Vec::new();
    for (index, (json, key)) in items.iter().zip(&keys).enumerate() {
        if starts.contains(&index) {
            before.clear();
        }
        let letter = letters.get(index).copied().unwrap_or_default();
        let kept = setting.kept.entry(key.clone()).or_default();
        let mut maker = Maker {
            processor: &processor,
            json,
            letter,
        };
        let people = match &kept.people {
            Some(people) => people.clone(),
            None => {
                let (people, printed) = maker.make(None);
                kept.people = Some(people.clone());
                kept.printed.push(((letter, 0), printed));
                people
            }
        };
        let dashes = rule.map_or(0, |rule| repeated(rule, &before, &people));
        let wanted = (letter, dashes);
        if !kept.printed.iter().any(|(form, _)| *form == wanted) {
            let (_, printed) = maker.make(Some(dashes));
            kept.printed.push((wanted, printed));
        }
        let printed = kept
            .printed
            .iter()
            .find(|(form, _)| *form == wanted)
            .and_then(|(_, printed)| printed.as_ref());
        formatted.push(match printed {
            Some(printed) => Formatted {
                label: printed
                    .label
                    .as_ref()
                    .map(|label| numbered(label, index + 1)),
                content: numbered(&printed.content, index + 1),
                plain: false,
            },
            None => Formatted {
                label: None,
                content: item::plain_reference(json),
                plain: true,
            },
        });
        before = people;
        if !progress(index + 1) {
            return None;
        }
    }
    // What this bibliography did not need is forgotten once it outweighs what it did.
    if setting.kept.len() > 2 * items.len() + 100 {
        let needed: HashSet<&String> = keys.iter().collect();
        setting.kept.retain(|key, _| needed.contains(key));
    }
    Some(formatted)
}

struct Maker<'m, 'p> {
    processor: &'m Processor<'p>,
    json: &'m Json,
    letter: u32,
}

impl Maker<'_, '_> {
    /// The people that a reference begins with, and its form with so many names replaced. Nothing
    /// in the processor is known to fail; should something do so, one entry is printed plainly
    /// instead of all being lost.
    fn make(&mut self, dashes: Option<usize>) -> (Vec<Name>, Option<Printed>) {
        let made = catch_unwind(AssertUnwindSafe(|| {
            let record = Record::new(self.json);
            let tree = self.processor.reference(&record, self.letter)?;
            let people = tree.people();
            let printed = self
                .processor
                .print(&record, tree, dashes.unwrap_or_default());
            Some((people, printed))
        }));
        made.ok().flatten().unwrap_or_default()
    }
}

/// The letter that each work needs after its year, 0 for none: works that a citation could not
/// tell apart get letters in the order they are printed in.
fn letters(
    items: &[&Json],
    keys: &[String],
    style: &Style,
    processor: &Processor<'_>,
    kept: &mut HashMap<String, Kept>,
) -> Vec<u32> {
    let mut letters = vec![0; items.len()];
    if !style.full.citation.disambiguate_add_year_suffix {
        return letters;
    }
    for cluster in clusters(items) {
        let mut same: Vec<(Mention, Vec<usize>)> = Vec::new();
        for index in cluster {
            let (Some(json), Some(key)) = (items.get(index), keys.get(index)) else {
                continue;
            };
            let kept = kept.entry(key.clone()).or_default();
            let mention = kept
                .mention
                .get_or_insert_with(|| mention(json, style, processor));
            match same.iter_mut().find(|(other, _)| other == mention) {
                Some((_, places)) => places.push(index),
                None => same.push((mention.clone(), vec![index])),
            }
        }
        for (_, places) in same.into_iter().filter(|(_, places)| places.len() > 1) {
            for (letter, index) in (1..).zip(places) {
                if let Some(slot) = letters.get_mut(index) {
                    *slot = letter;
                }
            }
        }
    }
    letters
}

/// What a citation says of a work, once names have been added as far as the style adds them.
fn mention(json: &Json, style: &Style, processor: &Processor<'_>) -> Mention {
    let record = Record::new(json);
    let mut mention = processor.mention(&record, 0);
    let citation = &style.full.citation;
    if !citation.disambiguate_add_names && !citation.disambiguate_add_givenname {
        mention.people.clear();
    } else {
        csl::tell_apart(&mut mention.people, citation);
    }
    mention
}

/// Works whose citations may read the same, as indices in ascending order.
fn clusters(items: &[&Json]) -> Vec<Vec<usize>> {
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<(String, Option<i16>), usize> = HashMap::new();
    for (index, json) in items.iter().enumerate() {
        let place = *known.entry(author_and_year(json)).or_insert_with(|| {
            clusters.push(Vec::new());
            clusters.len() - 1
        });
        if let Some(cluster) = clusters.get_mut(place) {
            cluster.push(index);
        }
    }
    clusters.retain(|cluster| cluster.len() > 1);
    clusters
}

/// What two entries must share for their citations to read the same.
fn author_and_year(json: &Json) -> (String, Option<i16>) {
    let first = ["author", "editor"].iter().find_map(|role| {
        let name = json.get(role)?.get(0)?;
        name.get("family").or_else(|| name.get("literal"))?.as_str()
    });
    let name = first
        .or_else(|| json.get("title")?.as_str())
        .unwrap_or_default();
    let year = json
        .get("issued")
        .and_then(item::date_parts)
        .map(|(year, _, _)| year);
    // The last word, because a particle may stand before it or in a field of its own.
    let folded = sort::fold(name);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    (last.to_owned(), year)
}

/// How many of the names are replaced.
fn repeated(rule: SubstituteRule, before: &[Name], people: &[Name]) -> usize {
    if people.is_empty() {
        return 0;
    }
    let same = before
        .iter()
        .zip(people)
        .take_while(|(a, b)| a == b)
        .count();
    match rule {
        SubstituteRule::CompleteAll | SubstituteRule::CompleteEach => {
            if before == people {
                people.len()
            } else {
                0
            }
        }
        SubstituteRule::PartialEach => same,
        SubstituteRule::PartialFirst => same.min(1),
    }
}

/// The letters of works that are cited together, nothing being remembered.
pub(crate) fn letters_of(items: &[&Json], style: &Style, processor: &Processor<'_>) -> Vec<u32> {
    let keys: Vec<String> = items.iter().map(|json| json.to_string()).collect();
    letters(items, &keys, style, processor, &mut HashMap::new())
}

/// The text with its number put in.
pub(crate) fn numbered(inlines: &[Inline], number: usize) -> Vec<Inline> {
    let mut inlines = inlines.to_vec();
    for inline in &mut inlines {
        if let Inline::Run(run) = inline
            && run.text.contains(NUMBER)
        {
            run.text = run.text.replace(NUMBER, &number.to_string());
        }
    }
    inlines
}
