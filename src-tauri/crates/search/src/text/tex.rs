//! The little of TeX that a search must see through: accents and layout commands.

/// What a backslash begins.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// An accent over the next letter: part of the word around it.
    Accent,
    /// A command with nothing to read in its name, such as `\mathbb`.
    Layout,
    /// A command whose name is a word, such as `\alpha`.
    Named,
    /// A space, a line break, an escaped sign.
    Other,
}

/// Commands that only dress what follows them.
const LAYOUT: [&str; 30] = [
    "bar",
    "bf",
    "big",
    "boldsymbol",
    "cal",
    "emph",
    "ensuremath",
    "frac",
    "hat",
    "it",
    "left",
    "mathbb",
    "mathbf",
    "mathcal",
    "mathfrak",
    "mathit",
    "mathrm",
    "mathsf",
    "mbox",
    "operatorname",
    "overline",
    "right",
    "rm",
    "text",
    "textbf",
    "textit",
    "textrm",
    "textsc",
    "tilde",
    "vec",
];

/// Reads what follows a backslash; gives its kind and how many characters it takes.
pub(crate) fn escape(rest: &[char]) -> (Escape, usize) {
    match rest {
        ['"' | '\'' | '`' | '^' | '~' | '=' | '.', ..] => (Escape::Accent, 1),
        ['c' | 'v' | 'u' | 'H' | 'k' | 'r' | 'd' | 'b' | 't', '{', ..] => (Escape::Accent, 1),
        [first, ..] if first.is_ascii_alphabetic() => {
            let name: String = rest
                .iter()
                .take(24)
                .take_while(|c| c.is_ascii_alphabetic())
                .collect();
            if LAYOUT.contains(&name.as_str()) {
                (Escape::Layout, name.len())
            } else {
                (Escape::Named, name.len())
            }
        }
        _ => (Escape::Other, 0),
    }
}
