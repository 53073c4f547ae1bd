//! Tables: TeX's named symbols, what they are in Unicode, and how they behave in a formula.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a sign does among its neighbours, which decides the space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A letter, slanted where letters are.
    Letter,
    Number,
    Ordinary,
    /// A big operator whose limits stand below and above it.
    Large,
    /// An integral, whose limits stand beside it.
    Integral,
    Relation,
    /// Joins two terms, or stands before one.
    Binary,
    Open,
    Close,
    Punctuation,
}

use Class::{Binary, Close, Integral, Large, Letter, Open, Ordinary, Relation};

/// Name, character, class. Where several names mean one character, the first is the one to print,
/// and LaTeX with the AMS symbols knows it.
const SYMBOLS: &[(&str, &str, Class)] = &[
    ("alpha", "α", Letter),
    ("beta", "β", Letter),
    ("gamma", "γ", Letter),
    ("delta", "δ", Letter),
    ("epsilon", "ϵ", Letter),
    ("varepsilon", "ε", Letter),
    ("zeta", "ζ", Letter),
    ("eta", "η", Letter),
    ("theta", "θ", Letter),
    ("vartheta", "ϑ", Letter),
    ("iota", "ι", Letter),
    ("kappa", "κ", Letter),
    ("varkappa", "ϰ", Letter),
    ("lambda", "λ", Letter),
    ("mu", "μ", Letter),
    ("nu", "ν", Letter),
    ("xi", "ξ", Letter),
    ("pi", "π", Letter),
    ("varpi", "ϖ", Letter),
    ("rho", "ρ", Letter),
    ("varrho", "ϱ", Letter),
    ("sigma", "σ", Letter),
    ("varsigma", "ς", Letter),
    ("tau", "τ", Letter),
    ("upsilon", "υ", Letter),
    ("phi", "ϕ", Letter),
    ("varphi", "φ", Letter),
    ("chi", "χ", Letter),
    ("psi", "ψ", Letter),
    ("omega", "ω", Letter),
    ("Gamma", "Γ", Ordinary),
    ("Delta", "Δ", Ordinary),
    ("Theta", "Θ", Ordinary),
    ("Lambda", "Λ", Ordinary),
    ("Xi", "Ξ", Ordinary),
    ("Pi", "Π", Ordinary),
    ("Sigma", "Σ", Ordinary),
    ("Upsilon", "Υ", Ordinary),
    ("Phi", "Φ", Ordinary),
    ("Psi", "Ψ", Ordinary),
    ("Omega", "Ω", Ordinary),
    ("ell", "ℓ", Letter),
    ("imath", "ı", Letter),
    ("jmath", "ȷ", Letter),
    ("hbar", "ℏ", Ordinary),
    ("Re", "ℜ", Ordinary),
    ("Im", "ℑ", Ordinary),
    ("wp", "℘", Ordinary),
    ("aleph", "ℵ", Ordinary),
    ("infty", "∞", Ordinary),
    ("partial", "∂", Ordinary),
    ("nabla", "∇", Ordinary),
    ("forall", "∀", Ordinary),
    ("exists", "∃", Ordinary),
    ("nexists", "∄", Ordinary),
    ("emptyset", "∅", Ordinary),
    ("varnothing", "∅", Ordinary),
    ("neg", "¬", Ordinary),
    ("lnot", "¬", Ordinary),
    ("top", "⊤", Ordinary),
    ("angle", "∠", Ordinary),
    ("triangle", "△", Ordinary),
    ("square", "□", Ordinary),
    ("blacksquare", "■", Ordinary),
    ("checkmark", "✓", Ordinary),
    ("surd", "√", Ordinary),
    ("flat", "♭", Ordinary),
    ("sharp", "♯", Ordinary),
    ("circ", "∘", Binary),
    ("degree", "°", Ordinary),
    ("prime", "′", Ordinary),
    ("ast", "∗", Binary),
    ("star", "⋆", Binary),
    ("dagger", "†", Binary),
    ("ddagger", "‡", Binary),
    ("ldots", "…", Ordinary),
    ("dots", "…", Ordinary),
    ("dotsc", "…", Ordinary),
    ("cdots", "⋯", Ordinary),
    ("dotsb", "⋯", Ordinary),
    ("vdots", "⋮", Ordinary),
    ("ddots", "⋱", Ordinary),
    ("sum", "∑", Large),
    ("prod", "∏", Large),
    ("coprod", "∐", Large),
    ("bigcup", "⋃", Large),
    ("bigcap", "⋂", Large),
    ("bigvee", "⋁", Large),
    ("bigwedge", "⋀", Large),
    ("bigoplus", "⨁", Large),
    ("bigotimes", "⨂", Large),
    ("bigsqcup", "⨆", Large),
    ("int", "∫", Integral),
    ("iint", "∬", Integral),
    ("iiint", "∭", Integral),
    ("oint", "∮", Integral),
    ("langle", "⟨", Open),
    ("rangle", "⟩", Close),
    ("lfloor", "⌊", Open),
    ("rfloor", "⌋", Close),
    ("lceil", "⌈", Open),
    ("rceil", "⌉", Close),
    ("lbrace", "{", Open),
    ("rbrace", "}", Close),
    ("lbrack", "[", Open),
    ("rbrack", "]", Close),
    ("lvert", "|", Open),
    ("rvert", "|", Close),
    ("lVert", "‖", Open),
    ("rVert", "‖", Close),
    ("Vert", "‖", Ordinary),
    ("vert", "|", Ordinary),
    ("colon", ":", Class::Punctuation),
    ("backslash", "\\", Ordinary),
    ("leq", "≤", Relation),
    ("le", "≤", Relation),
    ("leqslant", "≤", Relation),
    ("geq", "≥", Relation),
    ("ge", "≥", Relation),
    ("geqslant", "≥", Relation),
    ("neq", "≠", Relation),
    ("ne", "≠", Relation),
    ("ll", "≪", Relation),
    ("gg", "≫", Relation),
    ("lt", "<", Relation),
    ("gt", ">", Relation),
    ("lesssim", "≲", Relation),
    ("gtrsim", "≳", Relation),
    ("approx", "≈", Relation),
    ("sim", "∼", Relation),
    ("simeq", "≃", Relation),
    ("cong", "≅", Relation),
    ("equiv", "≡", Relation),
    ("asymp", "≍", Relation),
    ("doteq", "≐", Relation),
    ("propto", "∝", Relation),
    ("in", "∈", Relation),
    ("notin", "∉", Relation),
    ("ni", "∋", Relation),
    ("subset", "⊂", Relation),
    ("subseteq", "⊆", Relation),
    ("subsetneq", "⊊", Relation),
    ("supset", "⊃", Relation),
    ("supseteq", "⊇", Relation),
    ("sqsubseteq", "⊑", Relation),
    ("sqsupseteq", "⊒", Relation),
    ("rightarrow", "→", Relation),
    ("to", "→", Relation),
    ("leftarrow", "←", Relation),
    ("gets", "←", Relation),
    ("leftrightarrow", "↔", Relation),
    ("Rightarrow", "⇒", Relation),
    ("Leftarrow", "⇐", Relation),
    ("Leftrightarrow", "⇔", Relation),
    ("Longrightarrow", "⟹", Relation),
    ("implies", "⟹", Relation),
    ("Longleftrightarrow", "⟺", Relation),
    ("iff", "⟺", Relation),
    ("mapsto", "↦", Relation),
    ("longrightarrow", "⟶", Relation),
    ("longleftarrow", "⟵", Relation),
    ("longmapsto", "⟼", Relation),
    ("hookrightarrow", "↪", Relation),
    ("rightharpoonup", "⇀", Relation),
    ("rightleftharpoons", "⇌", Relation),
    ("rightsquigarrow", "⇝", Relation),
    ("leadsto", "⇝", Relation),
    ("nearrow", "↗", Relation),
    ("searrow", "↘", Relation),
    ("uparrow", "↑", Relation),
    ("downarrow", "↓", Relation),
    ("updownarrow", "↕", Relation),
    ("perp", "⊥", Relation),
    ("bot", "⊥", Ordinary),
    ("parallel", "∥", Relation),
    ("mid", "∣", Relation),
    ("nmid", "∤", Relation),
    ("models", "⊨", Relation),
    ("vDash", "⊨", Relation),
    ("vdash", "⊢", Relation),
    ("dashv", "⊣", Relation),
    ("triangleq", "≜", Relation),
    ("prec", "≺", Relation),
    ("preceq", "⪯", Relation),
    ("succ", "≻", Relation),
    ("succeq", "⪰", Relation),
    ("coloneqq", "≔", Relation),
    ("times", "×", Binary),
    ("cdot", "·", Binary),
    ("pm", "±", Binary),
    ("mp", "∓", Binary),
    ("div", "÷", Binary),
    ("cup", "∪", Binary),
    ("cap", "∩", Binary),
    ("uplus", "⊎", Binary),
    ("sqcup", "⊔", Binary),
    ("sqcap", "⊓", Binary),
    ("setminus", "∖", Binary),
    ("wedge", "∧", Binary),
    ("land", "∧", Binary),
    ("vee", "∨", Binary),
    ("lor", "∨", Binary),
    ("oplus", "⊕", Binary),
    ("ominus", "⊖", Binary),
    ("otimes", "⊗", Binary),
    ("odot", "⊙", Binary),
    ("bullet", "∙", Binary),
    ("amalg", "⨿", Binary),
    ("ltimes", "⋉", Binary),
    ("rtimes", "⋊", Binary),
];

static BY_NAME: LazyLock<HashMap<&str, (&str, Class)>> = LazyLock::new(|| {
    SYMBOLS
        .iter()
        .map(|(name, text, class)| (*name, (*text, *class)))
        .collect()
});

static BY_TEXT: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    SYMBOLS
        .iter()
        .rev()
        .map(|(name, text, _)| (*text, *name))
        .collect()
});

/// The character and class of a command, named without its backslash.
pub(crate) fn symbol(name: &str) -> Option<(&'static str, Class)> {
    BY_NAME.get(name).copied()
}

/// The command that prints a character in LaTeX's math; none where the keyboard has it.
pub(crate) fn command(text: &str) -> Option<&'static str> {
    Some(match text {
        "≔" => "mathrel{:=}",
        "°" => "{}^{\\circ}",
        _ if text.is_ascii() && text != "\\" && text != "{" && text != "}" => return None,
        _ => BY_TEXT.get(text).copied()?,
    })
}

/// The class of a character written as itself.
pub(super) fn class(character: char) -> Class {
    match character {
        '=' | '<' | '>' => Relation,
        '+' | '-' | '−' | '∗' | '*' => Binary,
        '(' | '[' => Open,
        ')' | ']' => Close,
        ',' | ';' => Class::Punctuation,
        '0'..='9' => Class::Number,
        _ if character.is_alphabetic() => Letter,
        _ => {
            let mut buffer = [0; 4];
            let text: &str = character.encode_utf8(&mut buffer);
            SYMBOLS
                .iter()
                .find(|(_, known, _)| *known == text)
                .map_or(Ordinary, |(_, _, class)| *class)
        }
    }
}

/// Whether this is a function's name, and whether what stands below it is its limit.
pub(super) fn function(name: &str) -> Option<bool> {
    match name {
        "log" | "ln" | "lg" | "exp" | "sin" | "cos" | "tan" | "cot" | "sec" | "csc" | "arcsin"
        | "arccos" | "arctan" | "sinh" | "cosh" | "tanh" | "coth" | "dim" | "ker" | "deg"
        | "arg" | "hom" => Some(false),
        "min" | "max" | "inf" | "sup" | "lim" | "liminf" | "limsup" | "det" | "gcd" | "Pr"
        | "argmax" | "argmin" => Some(true),
        _ => None,
    }
}

/// A mark over or under a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The command that LaTeX prints it with.
    pub name: &'static str,
    /// The combining character for a single letter; none for braces and arrows over terms.
    pub combining: Option<char>,
    /// The character that stands over or under a whole term.
    pub over: char,
    pub below: bool,
    /// Whether it grows with the term.
    pub wide: bool,
}

const fn mark(name: &'static str, combining: char, over: char) -> Mark {
    Mark {
        name,
        combining: Some(combining),
        over,
        below: false,
        wide: false,
    }
}

const fn wide(name: &'static str, combining: Option<char>, over: char, below: bool) -> Mark {
    Mark {
        name,
        combining,
        over,
        below,
        wide: true,
    }
}

const MARKS: [Mark; 18] = [
    mark("hat", '\u{302}', '^'),
    mark("bar", '\u{304}', '¯'),
    mark("tilde", '\u{303}', '~'),
    mark("vec", '\u{20D7}', '→'),
    mark("dot", '\u{307}', '˙'),
    mark("ddot", '\u{308}', '¨'),
    mark("acute", '\u{301}', '´'),
    mark("grave", '\u{300}', '`'),
    mark("breve", '\u{306}', '˘'),
    mark("check", '\u{30C}', 'ˇ'),
    mark("mathring", '\u{30A}', '˚'),
    wide("widehat", Some('\u{302}'), '^', false),
    wide("widetilde", Some('\u{303}'), '~', false),
    wide("overline", Some('\u{305}'), '‾', false),
    wide("underline", Some('\u{332}'), '_', true),
    wide("overrightarrow", None, '→', false),
    wide("overbrace", None, '⏞', false),
    wide("underbrace", None, '⏟', true),
];

/// The mark that a command sets on its argument.
pub(super) fn accent(name: &str) -> Option<Mark> {
    MARKS.iter().find(|mark| mark.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_printed_by_its_first_name() {
        assert_eq!(command("≤"), Some("leq"));
        assert_eq!(command("⊥"), Some("perp"));
        assert_eq!(command("x"), None);
        assert_eq!(symbol("implies").map(|(text, _)| text), Some("⟹"));
    }
}
