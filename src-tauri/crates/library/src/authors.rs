//! Author lists as one short line, and whom two of them have in common.

use papers::{Name, matching};

/// Names shown before "and n more".
const SHOWN: usize = 3;

/// Names of a list that are compared: more are a collaboration, which says little.
const MOST_COMPARED: usize = 200;

/// `Ada Lovelace, Charles Babbage and 4 more`; empty when nobody is known.
pub(crate) fn short(names: &[Name]) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(Name::display).collect();
    match names.len() {
        0 => String::new(),
        count if count > SHOWN => format!("{} and {} more", shown.join(", "), count - SHOWN),
        _ => match shown.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => shown.join(""),
        },
    }
}

/// The people of one list who stand in another too, as the first spells them, each once.
pub(crate) fn shared(ours: &[&Name], theirs: &[Name]) -> Vec<String> {
    let mut shared: Vec<&Name> = Vec::new();
    for name in ours.iter().take(MOST_COMPARED) {
        let there = theirs
            .iter()
            .take(MOST_COMPARED)
            .any(|other| matching::same_author(name, other));
        if there
            && !shared
                .iter()
                .any(|known| matching::same_author(known, name))
        {
            shared.push(name);
        }
    }
    shared.into_iter().map(Name::display).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_names_are_shown_and_the_rest_counted() {
        let names = |count: usize| -> Vec<Name> {
            ["Lovelace", "Babbage", "Boole", "Jevons", "Venn"]
                .iter()
                .take(count)
                .map(|family| Name::person(*family, None))
                .collect()
        };
        assert_eq!(short(&[]), "");
        assert_eq!(short(&names(1)), "Lovelace");
        assert_eq!(short(&names(2)), "Lovelace and Babbage");
        assert_eq!(short(&names(3)), "Lovelace, Babbage and Boole");
        assert_eq!(short(&names(5)), "Lovelace, Babbage, Boole and 2 more");
    }
    #[test]
    fn people_in_both_lists_are_named_once_as_the_first_spells_them() {
        let ada = Name::person("Lovelace", Some("Ada"));
        let short = Name::person("Lovelace", Some("A."));
        let other = Name::person("Lovelace", Some("Ralph"));
        let venn = Name::person("Venn", Some("John"));
        assert_eq!(
            shared(&[&ada, &short, &venn], &[short.clone(), other.clone()]),
            ["Ada Lovelace"]
        );
        assert!(shared(&[&ada], &[other, venn]).is_empty());
    }
}
