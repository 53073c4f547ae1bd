//! Author lists as one short line.

use papers::Name;

/// Names shown before "and n more".
const SHOWN: usize = 3;

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
}
