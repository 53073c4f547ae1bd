//! A person or an institution, and how one name is written.

use std::borrow::Cow;

use citationberg::{DemoteNonDroppingParticle, NameForm, NameOptions};
use serde_json::Value as Json;

use super::eval::Eval;
use super::output::{Form, Node};
use super::record::plain;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Name {
    pub family: String,
    pub given: String,
    pub dropping: String,
    pub non_dropping: String,
    pub suffix: String,
    pub comma_suffix: bool,
    /// An institution, or a name that is not taken apart.
    pub literal: String,
}

impl Name {
    pub fn new(value: &Json) -> Option<Name> {
        let part = |key: &str| value.get(key).and_then(plain);
        let whole = |literal: String| Name {
            literal,
            ..Name::default()
        };
        if let Some(literal) = part("literal").or_else(|| plain(value)) {
            return Some(whole(literal));
        }
        let Some(family) = part("family") else {
            return part("given").map(whole);
        };
        let mut name = Name {
            family,
            given: part("given").unwrap_or_default(),
            dropping: part("dropping-particle").unwrap_or_default(),
            non_dropping: part("non-dropping-particle").unwrap_or_default(),
            suffix: part("suffix").unwrap_or_default(),
            comma_suffix: value
                .get("comma-suffix")
                .is_some_and(|comma| comma.as_bool().unwrap_or(!comma.is_null())),
            literal: String::new(),
        };
        name.part_particles();
        Some(name)
    }

    /// Most databases put "van den" before the family name and "de" after the given one; small
    /// letters tell them from the name itself.
    fn part_particles(&mut self) {
        if self.non_dropping.is_empty() {
            let (particle, family) = leading_particle(&self.family);
            if !particle.is_empty() && !family.is_empty() {
                (self.non_dropping, self.family) = (particle.to_owned(), family.to_owned());
            }
        }
        if self.suffix.is_empty()
            && let Some((given, suffix)) = self.given.split_once(',')
        {
            let (given, suffix) = (given.trim().to_owned(), suffix.trim());
            let (suffix, comma) = match suffix.strip_prefix('!') {
                Some(rest) => (rest.trim().to_owned(), true),
                None => (suffix.to_owned(), self.comma_suffix),
            };
            (self.given, self.suffix, self.comma_suffix) = (given, suffix, comma);
        }
        if self.dropping.is_empty() {
            let words: Vec<&str> = self.given.split(' ').collect();
            let begin = words.len() - words.iter().rev().take_while(|word| is_small(word)).count();
            if begin > 0 && begin < words.len() {
                let (given, particle) = words.split_at(begin);
                (self.dropping, self.given) = (particle.join(" "), given.join(" "));
            }
        }
    }

    /// Whether names of this script are written with the family name first and no blank. Latin,
    /// Cyrillic, Greek and what else separates words has given names first.
    pub fn is_western(&self) -> bool {
        let known = |character: char| {
            character.is_ascii()
                || matches!(character, '\u{00C0}'..='\u{052F}' | '\u{0590}'..='\u{08FF}'
                    | '\u{0900}'..='\u{0DFF}' | '\u{1E00}'..='\u{1FFF}' | '\u{2010}'..='\u{201F}'
                    | '\u{FB1D}'..='\u{FEFC}')
        };
        (self.family.is_empty() || self.family.chars().any(known))
            && (self.given.is_empty() || self.given.chars().any(known))
    }
}

fn is_small(word: &str) -> bool {
    let word = word.trim_end_matches(['’', '\'', '-']);
    !word.is_empty() && word.chars().all(char::is_lowercase)
}

/// The words in small letters, or the small letters before an apostrophe or hyphen, that a family
/// name begins with; and the rest of it.
fn leading_particle(family: &str) -> (&str, &str) {
    let mut end = 0;
    let mut rest = family;
    while let Some((word, after)) = rest.split_once(' ') {
        if !is_small(word) {
            break;
        }
        end += word.len() + 1;
        rest = after;
    }
    // d’Este, al-Hariri
    if let Some(at) = rest.find(['’', '\'', '-', 'ʿ', 'ʾ']) {
        let after = rest.get(at..).and_then(|mark| mark.chars().next());
        let next = at + after.map_or(0, char::len_utf8);
        let capital = rest
            .get(next..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(char::is_uppercase);
        if capital && rest.get(..at).is_some_and(is_small) {
            end += next;
        }
    }
    let (particle, name) = family.split_at(end);
    (particle.trim_end(), name)
}

/// Given names as initials.
pub(super) fn initials(given: &str, with: &str, initialize: bool, hyphens: bool) -> String {
    let mut out = String::new();
    let mut words: Vec<(String, bool, bool)> = Vec::new(); // word, after a hyphen, with a point
    let mut word = String::new();
    let mut hyphen = false;
    let finish = |word: &mut String, hyphen: &mut bool, point: bool, words: &mut Vec<_>| {
        if !word.is_empty() {
            words.push((std::mem::take(word), *hyphen, point));
        }
        *hyphen = false;
    };
    for character in given.chars() {
        match character {
            '.' => finish(&mut word, &mut hyphen, true, &mut words),
            ' ' | '\u{a0}' => finish(&mut word, &mut hyphen, false, &mut words),
            '-' | '‐' | '‑' => {
                finish(&mut word, &mut hyphen, false, &mut words);
                hyphen = true;
            }
            _ => word.push(character),
        }
    }
    finish(&mut word, &mut hyphen, false, &mut words);
    let blank_after = with.ends_with(' ');
    for (word, hyphen, point) in words {
        let single = word.chars().count() == 1;
        let first_capital = word.chars().next().is_some_and(char::is_uppercase);
        let has_case = word.chars().any(|c| c.is_uppercase() || c.is_lowercase());
        if !has_case || (!first_capital && !hyphen && !point) {
            // Scripts without capitals, and particles, stay whole.
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str(&word);
            out.push(' ');
            continue;
        }
        if hyphen && !first_capital {
            // Ji-ping is J.
            continue;
        }
        if hyphen && hyphens {
            out.truncate(out.trim_end().len());
            out.push('-');
        } else if !initialize && !out.is_empty() && !blank_after && !out.ends_with(' ') && !single {
            out.push(' ');
        }
        if single || point {
            out.push_str(&word);
            out.push_str(with);
        } else if initialize {
            let mut characters = word.chars();
            let first = characters.next();
            out.extend(first);
            // JRR is a name that is all initials already in no style; "TSergei" is Ts.
            let rest: Vec<char> = characters.collect();
            if let Some(second) = rest.first().filter(|c| c.is_uppercase())
                && rest.len() > 1
                && rest.iter().skip(1).all(|c| c.is_lowercase())
            {
                out.extend(second.to_lowercase());
            }
            out.push_str(with);
        } else {
            out.push_str(&word);
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// How a list writes each of its names.
pub(super) struct Manner<'a, 'o> {
    pub options: NameOptions<'o>,
    pub name: &'a citationberg::Name,
    pub sorting: bool,
}

impl<'a> Eval<'a> {
    /// One name, which is the `place`th of its list.
    pub(super) fn name(
        &self,
        name: &'a Name,
        place: usize,
        manner: &Manner<'a, '_>,
    ) -> Option<Node<'a>> {
        let whole = Form::of(manner.name.formatting, Some(manner.name.affixes.clone()));
        let parts = |part: Option<&citationberg::NamePart>| match part {
            None => (Form::default(), Form::default()),
            Some(part) => {
                let affixes = Form::of(Default::default(), Some(part.affixes.clone()));
                let mut inner = Form::of(part.formatting, None);
                inner.case = part.text_case;
                (inner, affixes)
            }
        };
        let (family_form, family_affixes) = parts(manner.name.name_part_family());
        let (given_form, given_affixes) = parts(manner.name.name_part_given());
        let node = |text: Cow<'a, str>, form: &Form<'a>| {
            (!text.is_empty())
                .then(|| form.clone().around(vec![Node::Text(text)]))
                .flatten()
        };
        if !name.literal.is_empty() {
            let literal = node(Cow::Borrowed(&name.literal), &family_form)?;
            return whole.around(vec![literal]);
        }
        let family = node(Cow::Borrowed(&name.family), &family_form);
        let given = match manner.options.initialize_with {
            Some(with) => {
                let hyphens = self.style.settings.initialize_with_hyphen;
                Cow::Owned(initials(
                    &name.given,
                    with,
                    manner.options.initialize,
                    hyphens,
                ))
            }
            None => Cow::Borrowed(name.given.as_str()),
        };
        let given = node(given, &given_form);
        let long = manner.options.form != NameForm::Short;
        if !name.is_western() {
            let mut nodes: Vec<Node<'a>> = family_affixes
                .around(family.into_iter().collect())
                .into_iter()
                .collect();
            if long {
                nodes.extend(given_affixes.around(given.into_iter().collect()));
            }
            return whole.around(nodes);
        }
        let particle = node(Cow::Borrowed(&name.non_dropping), &family_form);
        let dropping = node(Cow::Borrowed(&name.dropping), &given_form);
        let suffix = node(Cow::Borrowed(&name.suffix), &Form::default());
        if !long {
            let family = beside(particle, family, &name.non_dropping);
            return whole.around(
                family_affixes
                    .around(family.into_iter().collect())
                    .into_iter()
                    .collect(),
            );
        }
        let inverted = manner.sorting
            || match manner.options.name_as_sort_order {
                Some(citationberg::NameAsSortOrder::All) => true,
                Some(citationberg::NameAsSortOrder::First) => place == 0,
                None => false,
            };
        let demote = self.style.settings.demote_non_dropping_particle;
        let separator = manner.options.sort_separator;
        let nodes = if inverted {
            let demoted = demote == DemoteNonDroppingParticle::DisplayAndSort;
            let (family, given) = if demoted {
                let particles = beside(dropping, particle, &name.dropping);
                (family, beside(given, particles, &name.given))
            } else {
                (
                    beside(particle, family, &name.non_dropping),
                    beside(given, dropping, &name.given),
                )
            };
            let family = family_affixes.around(family.into_iter().collect());
            let given = given_affixes.around(given.into_iter().collect());
            apart([family, given, suffix], separator)
        } else {
            let family = beside(particle, family, &name.non_dropping);
            let family = beside(dropping, family, &name.dropping);
            let family = if name.comma_suffix {
                Form::default().around(apart([family, suffix, None], separator))
            } else {
                beside(family, suffix, &name.family)
            };
            let family = family_affixes.around(family.into_iter().collect());
            let given = given_affixes.around(given.into_iter().collect());
            beside(given, family, &name.given).into_iter().collect()
        };
        whole.around(nodes)
    }
}

/// Two parts with a blank between, unless the first ends as "d’" or "al-".
fn beside<'a>(first: Option<Node<'a>>, second: Option<Node<'a>>, text: &str) -> Option<Node<'a>> {
    match (first, second) {
        (Some(first), Some(second)) => {
            let close = text.ends_with(['’', '\'', '-', '–']);
            let form = Form {
                delimiter: (!close).then_some(Cow::Borrowed(" ")),
                ..Form::default()
            };
            form.around(vec![first, second])
        }
        (first, second) => first.or(second),
    }
}

fn apart<'a>(parts: [Option<Node<'a>>; 3], separator: &str) -> Vec<Node<'a>> {
    let form = Form {
        delimiter: Some(Cow::Owned(separator.to_owned())),
        ..Form::default()
    };
    form.around(parts.into_iter().flatten().collect())
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn name(value: Json) -> Name {
        Name::new(&value).unwrap()
    }

    #[test]
    fn particles_are_told_by_their_small_letters() {
        for (family, particle, rest) in [
            ("van den Berg", "van den", "Berg"),
            ("de la Cruz", "de la", "Cruz"),
            ("d’Este", "d’", "Este"),
            ("al-Hariri", "al-", "Hariri"),
            ("O’Dowd", "", "O’Dowd"),
            ("Le Guine", "", "Le Guine"),
            ("lowercase", "", "lowercase"),
            ("Smith-Jones", "", "Smith-Jones"),
        ] {
            let name = name(json!({"family": family, "given": "A."}));
            assert_eq!(
                (name.non_dropping.as_str(), name.family.as_str()),
                (particle, rest)
            );
        }
        let name = name(json!({"family": "Humbold", "given": "Alexander von"}));
        assert_eq!(
            (name.given.as_str(), name.dropping.as_str()),
            ("Alexander", "von")
        );
    }

    #[test]
    fn given_names_become_initials() {
        for (given, with, expected) in [
            ("Maria J.", ". ", "M. J."),
            ("Jean-Luc", ". ", "J.-L."),
            ("Ji-ping", ". ", "J."),
            ("J.R.R.", "", "JRR"),
            ("Tobias J.", "", "TJ"),
            ("太郎", ". ", "太郎"),
        ] {
            assert_eq!(initials(given, with, true, true), expected, "{given}");
        }
        assert_eq!(initials("Jean-Luc", ". ", true, false), "J. L.");
        assert_eq!(initials("Maria J", ". ", false, true), "Maria J.");
    }

    #[test]
    fn a_given_name_alone_is_a_whole_name() {
        assert_eq!(name(json!({"given": "Plato"})).literal, "Plato");
        assert_eq!(Name::new(&json!({"family": ""})), None);
        assert_eq!(Name::new(&json!({})), None);
    }
}
