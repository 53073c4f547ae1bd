//! What TeX commands stand for. The names are those of LaTeX and its usual packages.

pub(super) fn combining(mark: char) -> char {
    match mark {
        '`' => '\u{300}',
        '\'' => '\u{301}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        'u' => '\u{306}',
        '.' => '\u{307}',
        '"' => '\u{308}',
        'r' => '\u{30a}',
        'H' => '\u{30b}',
        'v' => '\u{30c}',
        'd' => '\u{323}',
        'c' => '\u{327}',
        'k' => '\u{328}',
        'b' => '\u{331}',
        'h' => '\u{309}',
        'G' => '\u{30f}',
        'f' => '\u{311}',
        'U' => '\u{30d}',
        ',' => '\u{326}',
        _ => '\u{361}',
    }
}

pub(super) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "emph"
            | "em"
            | "it"
            | "itshape"
            | "textit"
            | "mkbibemph"
            | "sl"
            | "textsl"
            | "slshape"
            | "bf"
            | "bfseries"
            | "textbf"
            | "mkbibbold"
            | "sc"
            | "scshape"
            | "textsc"
            | "rm"
            | "textrm"
            | "textnormal"
            | "textup"
            | "tt"
            | "texttt"
            | "textsf"
            | "sf"
            | "mbox"
            | "hbox"
            | "text"
            | "uppercase"
            | "lowercase"
            | "MakeUppercase"
            | "textsuperscript"
            | "textsubscript"
            | "protect"
            | "small"
            | "scriptsize"
            | "large"
            | "footnotesize"
            | "normalfont"
            | "selectlanguage"
            | "enquote"
            | "underline"
            | "textmd"
            | "mdseries"
            | "upshape"
            | "rmfamily"
            | "sffamily"
            | "ttfamily"
            | "boldmath"
            | "bibstring"
            | "mkbibquote"
    )
}

pub(super) fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "aa" => "å",
        "AA" => "Å",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "DH" => "Ð",
        "th" => "þ",
        "TH" => "Þ",
        "dj" => "đ",
        "DJ" => "Đ",
        "ng" => "ŋ",
        "NG" => "Ŋ",
        "textendash" => "–",
        "textemdash" => "—",
        "textquoteleft" | "lq" => "‘",
        "textquoteright" | "rq" => "’",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "textquotesingle" => "'",
        "textquotedbl" => "\"",
        "quotedblbase" | "glqq" => "„",
        "grqq" => "“",
        "guillemotleft" | "flqq" => "«",
        "guillemotright" | "frqq" => "»",
        "textasciigrave" => "`",
        "textbackslash" | "backslash" => "\\",
        "quotesinglbase" | "glq" => "‚",
        "grq" => "‘",
        "guilsinglleft" | "flq" => "‹",
        "guilsinglright" | "frq" => "›",
        "SS" => "ẞ",
        "ij" => "ĳ",
        "IJ" => "Ĳ",
        "textschwa" => "ə",
        "dag" | "textdagger" => "†",
        "ddag" | "textdaggerdbl" => "‡",
        "textperthousand" => "‰",
        "textcelsius" => "°C",
        "textohm" => "Ω",
        "textminus" => "−",
        "textdiv" => "÷",
        "textonequarter" => "¼",
        "textthreequarters" => "¾",
        "textordfeminine" => "ª",
        "textordmasculine" => "º",
        "textparagraph" => "¶",
        "textcent" => "¢",
        "textyen" => "¥",
        "textrightarrow" => "→",
        "textleftarrow" => "←",
        "textnumero" => "№",
        "textasciimacron" => "¯",
        "textasciiacute" => "´",
        "textasciidieresis" => "¨",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "textbraceleft" => "{",
        "textbraceright" => "}",
        "textdollar" => "$",
        "textunderscore" => "_",
        "textless" => "<",
        "textgreater" => ">",
        "textbar" => "|",
        "textdegree" | "degree" => "°",
        "textbullet" => "•",
        "textperiodcentered" => "·",
        "textregistered" => "®",
        "texttrademark" => "™",
        "textcopyright" | "copyright" => "©",
        "textmu" => "µ",
        "textsection" | "S" => "§",
        "P" => "¶",
        "pounds" | "textsterling" => "£",
        "euro" | "texteuro" => "€",
        "dots" | "ldots" | "textellipsis" => "…",
        "slash" => "/",
        "LaTeX" => "LaTeX",
        "TeX" => "TeX",
        "BibTeX" => "BibTeX",
        "textexclamdown" => "¡",
        "textquestiondown" => "¿",
        "textonehalf" => "½",
        "texttimes" => "×",
        "textpm" => "±",
        _ => return None,
    })
}

pub(super) fn is_layout(name: &str) -> bool {
    name.starts_with("math")
        || name.starts_with("text")
        || is_formatting(name)
        || matches!(
            name,
            "left" | "right" | "operatorname" | "boldsymbol" | "bm" | "rm"
        )
}

pub(super) fn relation(name: &str) -> Option<&'static str> {
    Some(match name {
        "ne" | "neq" => "≠",
        "le" | "leq" => "≤",
        "ge" | "geq" => "≥",
        "times" => "×",
        "to" | "rightarrow" => "→",
        "infty" => "∞",
        "pm" => "±",
        "sim" => "∼",
        "approx" => "≈",
        "ell" => "ℓ",
        _ => return None,
    })
}
