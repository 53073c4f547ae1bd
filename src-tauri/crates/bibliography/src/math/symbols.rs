//! Tables: what TeX's named symbols are in Unicode.

pub(super) fn letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" => "α",
        "beta" => "β",
        "gamma" => "γ",
        "delta" => "δ",
        "epsilon" => "ϵ",
        "varepsilon" => "ε",
        "zeta" => "ζ",
        "eta" => "η",
        "theta" => "θ",
        "vartheta" => "ϑ",
        "iota" => "ι",
        "kappa" => "κ",
        "lambda" => "λ",
        "mu" => "μ",
        "nu" => "ν",
        "xi" => "ξ",
        "pi" => "π",
        "varpi" => "ϖ",
        "rho" => "ρ",
        "varrho" => "ϱ",
        "sigma" => "σ",
        "varsigma" => "ς",
        "tau" => "τ",
        "upsilon" => "υ",
        "phi" => "ϕ",
        "varphi" => "φ",
        "chi" => "χ",
        "psi" => "ψ",
        "omega" => "ω",
        "Gamma" => "Γ",
        "Delta" => "Δ",
        "Theta" => "Θ",
        "Lambda" => "Λ",
        "Xi" => "Ξ",
        "Pi" => "Π",
        "Sigma" => "Σ",
        "Upsilon" => "Υ",
        "Phi" => "Φ",
        "Psi" => "Ψ",
        "Omega" => "Ω",
        "ell" => "ℓ",
        "hbar" => "ℏ",
        "Re" => "ℜ",
        "Im" => "ℑ",
        "aleph" => "ℵ",
        "infty" => "∞",
        "partial" => "∂",
        "nabla" => "∇",
        "forall" => "∀",
        "exists" => "∃",
        "emptyset" | "varnothing" => "∅",
        "neg" | "lnot" => "¬",
        "top" => "⊤",
        "bot" => "⊥",
        "sum" => "∑",
        "prod" => "∏",
        "int" => "∫",
        "oint" => "∮",
        "bigcup" => "⋃",
        "bigcap" => "⋂",
        "circ" | "degree" => "°",
        "prime" => "′",
        "ast" | "star" => "∗",
        "dagger" => "†",
        "ddagger" => "‡",
        "ldots" | "dots" | "dotsc" => "…",
        "cdots" | "dotsb" => "⋯",
        "langle" => "⟨",
        "rangle" => "⟩",
        "lfloor" => "⌊",
        "rfloor" => "⌋",
        "lceil" => "⌈",
        "rceil" => "⌉",
        "lbrace" => "{",
        "rbrace" => "}",
        "Vert" | "lVert" | "rVert" => "‖",
        "vert" | "lvert" | "rvert" => "|",
        "colon" => ":",
        "backslash" => "\\",
        _ => return None,
    })
}

/// Signs with a blank on both sides always.
pub(super) fn relation(name: &str) -> Option<&'static str> {
    Some(match name {
        "le" | "leq" | "leqslant" => "≤",
        "ge" | "geq" | "geqslant" => "≥",
        "ne" | "neq" => "≠",
        "ll" => "≪",
        "gg" => "≫",
        "lt" => "<",
        "gt" => ">",
        "approx" => "≈",
        "sim" => "∼",
        "simeq" => "≃",
        "cong" => "≅",
        "equiv" => "≡",
        "propto" => "∝",
        "in" => "∈",
        "notin" => "∉",
        "ni" => "∋",
        "subset" => "⊂",
        "subseteq" => "⊆",
        "supset" => "⊃",
        "supseteq" => "⊇",
        "to" | "rightarrow" => "→",
        "leftarrow" | "gets" => "←",
        "leftrightarrow" => "↔",
        "Rightarrow" | "implies" => "⇒",
        "Leftarrow" => "⇐",
        "Leftrightarrow" | "iff" => "⇔",
        "mapsto" => "↦",
        "longrightarrow" => "⟶",
        "uparrow" => "↑",
        "downarrow" => "↓",
        "perp" => "⊥",
        "parallel" => "∥",
        "mid" => "∣",
        "models" => "⊨",
        "vdash" => "⊢",
        "coloneqq" => "≔",
        "triangleq" => "≜",
        "prec" => "≺",
        "succ" => "≻",
        _ => return None,
    })
}

/// Signs that join two terms, or stand before one.
pub(super) fn binary(name: &str) -> Option<&'static str> {
    Some(match name {
        "times" => "×",
        "cdot" => "·",
        "pm" => "±",
        "mp" => "∓",
        "div" => "÷",
        "cup" => "∪",
        "cap" => "∩",
        "setminus" => "∖",
        "wedge" | "land" => "∧",
        "vee" | "lor" => "∨",
        "oplus" => "⊕",
        "ominus" => "⊖",
        "otimes" => "⊗",
        "odot" => "⊙",
        "bullet" => "•",
        _ => return None,
    })
}

pub(super) fn is_function(name: &str) -> bool {
    matches!(
        name,
        "log"
            | "ln"
            | "lg"
            | "exp"
            | "sin"
            | "cos"
            | "tan"
            | "cot"
            | "arcsin"
            | "arccos"
            | "arctan"
            | "sinh"
            | "cosh"
            | "tanh"
            | "min"
            | "max"
            | "inf"
            | "sup"
            | "lim"
            | "det"
            | "dim"
            | "ker"
            | "deg"
            | "gcd"
            | "arg"
            | "argmax"
            | "argmin"
            | "Pr"
    )
}

/// The combining character of an accent command.
pub(super) fn accent(name: &str) -> Option<char> {
    Some(match name {
        "hat" | "widehat" => '\u{302}',
        "bar" | "overline" => '\u{304}',
        "tilde" | "widetilde" => '\u{303}',
        "vec" => '\u{20D7}',
        "dot" => '\u{307}',
        "ddot" => '\u{308}',
        "acute" => '\u{301}',
        "grave" => '\u{300}',
        "breve" => '\u{306}',
        "check" => '\u{30C}',
        "underline" => '\u{332}',
        _ => return None,
    })
}

/// Script capitals. Unicode had eight of them before it made a block for the rest.
pub(super) fn script(character: char) -> Option<char> {
    Some(match character {
        'B' => 'ℬ',
        'E' => 'ℰ',
        'F' => 'ℱ',
        'H' => 'ℋ',
        'I' => 'ℐ',
        'L' => 'ℒ',
        'M' => 'ℳ',
        'R' => 'ℛ',
        'A'..='Z' => return char::from_u32(0x1D49C + (u32::from(character) - u32::from('A'))),
        _ => return None,
    })
}

/// Double-struck capitals and the digit one.
pub(super) fn blackboard(character: char) -> Option<char> {
    Some(match character {
        'C' => 'ℂ',
        'H' => 'ℍ',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        '1' => '𝟙',
        'A'..='Z' => return char::from_u32(0x1D538 + (u32::from(character) - u32::from('A'))),
        _ => return None,
    })
}

pub(super) fn raised(character: char) -> Option<char> {
    const FROM: &str = "0123456789+−=()nidabcefghjklmoprstuvwxyz";
    const TO: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵈᵃᵇᶜᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
    small(character, FROM, TO)
}

pub(super) fn lowered(character: char) -> Option<char> {
    const FROM: &str = "0123456789+−=()aehijklmnoprstuvx";
    const TO: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
    small(character, FROM, TO)
}

fn small(character: char, from: &str, to: &str) -> Option<char> {
    from.chars()
        .zip(to.chars())
        .find(|(plain, _)| *plain == character)
        .map(|(_, small)| small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_characters_pair_up() {
        assert_eq!(raised('z'), Some('ᶻ'));
        assert_eq!(raised('n'), Some('ⁿ'));
        assert_eq!(lowered('x'), Some('ₓ'));
        assert_eq!(lowered('9'), Some('₉'));
        assert_eq!(lowered('q'), None);
    }

    #[test]
    fn alphabets_reach_their_last_letter() {
        assert_eq!(script('Z'), Some('𝒵'));
        assert_eq!(blackboard('Y'), Some('𝕐'));
    }
}
