//! MathML as TeX, without dollar signs.
//!
//! Presentation markup is translated; a TeX annotation is taken as it is; of content markup, which
//! hardly anybody writes, only the text is left.

use super::{Element, Node};

/// The TeX of a `math` element; empty when there is nothing in it.
pub(crate) fn tex(math: &Element) -> String {
    let mut out = String::new();
    children(math, &mut out);
    super::super::fold(&out)
}

fn children(element: &Element, out: &mut String) {
    for child in &element.children {
        match child {
            Node::Text(text) => out.push_str(&escaped(text.trim())),
            Node::Element(element) => write(element, out),
        }
    }
}

fn write(element: &Element, out: &mut String) {
    let parts: Vec<&Element> = element.elements().collect();
    match (element.name.as_str(), parts.as_slice()) {
        ("mi", _) => identifier(element.text().trim(), out),
        ("mo", _) => operator(element.text().trim(), out),
        ("sep", _) => out.push_str(", "),
        ("mn" | "ms", _) => out.push_str(&escaped(element.text().trim())),
        ("mtext", _) => {
            let text = super::super::fold(&element.text());
            if !text.is_empty() {
                command("\\text", &[&escaped(&text)], out);
            }
        }
        ("mspace" | "maligngroup" | "malignmark", _) => out.push(' '),
        ("mphantom" | "annotation-xml" | "mprescripts", _) => {}
        ("infinity", _) => out.push_str("\\infty "),
        ("semantics", [first, ..]) => {
            let annotation = parts.iter().find(|part| {
                part.name == "annotation"
                    && part
                        .attribute("encoding")
                        .is_some_and(|encoding| encoding.to_ascii_lowercase().contains("tex"))
            });
            match annotation {
                Some(annotation) => out.push_str(annotation.text().trim().trim_matches('$')),
                None => write(first, out),
            }
        }
        ("annotation", _) => {}
        ("mfrac", [above, below]) => {
            let name = match element.attribute("linethickness") {
                Some("0" | "0pt" | "0em") => "\\binom",
                _ => "\\frac",
            };
            command(name, &[&one(above), &one(below)], out);
        }
        ("msqrt", _) => {
            let mut inner = String::new();
            children(element, &mut inner);
            command("\\sqrt", &[&inner], out);
        }
        ("mroot", [base, index]) => {
            command(&format!("\\sqrt[{}]", one(index)), &[&one(base)], out);
        }
        ("msub" | "munder", [base, below]) => scripts(base, Some(below), None, out),
        ("msup", [base, above]) => scripts(base, None, Some(above), out),
        ("mover", [base, above]) => match accent(above.text().trim()) {
            Some(accent) => command(accent, &[&one(base)], out),
            None if is_large(base) => scripts(base, None, Some(above), out),
            None => command("\\overset", &[&one(above), &one(base)], out),
        },
        ("msubsup" | "munderover", [base, below, above]) => {
            scripts(base, Some(below), Some(above), out);
        }
        ("mmultiscripts", [base, rest @ ..]) => multiscripts(base, rest, out),
        ("mfenced", _) => fenced(element, &parts, out),
        ("mtable" | "matrix", _) => table(&parts, out),
        _ => children(element, out),
    }
}

fn one(element: &Element) -> String {
    let mut out = String::new();
    write(element, &mut out);
    out.trim().to_owned()
}

fn command(name: &str, arguments: &[&str], out: &mut String) {
    out.push_str(name);
    for argument in arguments {
        out.push('{');
        out.push_str(argument.trim());
        out.push('}');
    }
}

fn scripts(base: &Element, below: Option<&Element>, above: Option<&Element>, out: &mut String) {
    let base = one(base);
    // A single sign or command carries its scripts without braces.
    if base.chars().count() == 1 || (base.starts_with('\\') && !base.contains(['{', ' ', '_', '^']))
    {
        out.push_str(&base);
    } else {
        command("", &[&base], out);
    }
    for (sign, script) in [("_", below), ("^", above)] {
        let script = script.map(one).unwrap_or_default();
        match script.as_str() {
            "" => {}
            "′" | "'" => out.push('\''),
            script => command(sign, &[script], out),
        }
    }
}

/// Scripts after the base in pairs, then those before it.
fn multiscripts(base: &Element, rest: &[&Element], out: &mut String) {
    let middle = rest
        .iter()
        .position(|part| part.name == "mprescripts")
        .unwrap_or(rest.len());
    let (after, before) = rest.split_at(middle);
    let pairs = |parts: &[&Element], out: &mut String| {
        for pair in parts.chunks(2) {
            for (sign, part) in ["_", "^"].iter().zip(pair) {
                let script = one(part);
                if !script.is_empty() {
                    command(sign, &[&script], out);
                }
            }
        }
    };
    let before = before.get(1..).unwrap_or_default();
    if !before.is_empty() {
        out.push_str("{}");
        pairs(before, out);
    }
    command("", &[&one(base)], out);
    pairs(after, out);
}

fn fenced(element: &Element, parts: &[&Element], out: &mut String) {
    let open = element.attribute("open").unwrap_or("(");
    let close = element.attribute("close").unwrap_or(")");
    let separator = element
        .attribute("separators")
        .map_or(Some(','), |signs| signs.trim().chars().next());
    operator(open.trim(), out);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.extend(separator);
        }
        write(part, out);
    }
    operator(close.trim(), out);
}

fn table(rows: &[&Element], out: &mut String) {
    out.push_str("\\begin{matrix}");
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            out.push_str(" \\\\ ");
        }
        let cells: Vec<String> = row.elements().map(one).collect();
        out.push_str(&cells.join(" & "));
    }
    out.push_str("\\end{matrix}");
}

fn is_large(base: &Element) -> bool {
    matches!(base.text().trim(), "∑" | "∏" | "∫" | "⋃" | "⋂" | "lim")
}

fn accent(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "¯" | "‾" | "_" | "̄" => "\\bar",
        "^" | "ˆ" | "̂" => "\\hat",
        "~" | "˜" | "̃" | "∼" => "\\tilde",
        "→" | "⃗" | "⟶" => "\\vec",
        "˙" | "." | "̇" => "\\dot",
        "¨" => "\\ddot",
        _ => return None,
    })
}

fn identifier(text: &str, out: &mut String) {
    const FUNCTIONS: [&str; 18] = [
        "sin", "cos", "tan", "log", "ln", "exp", "lim", "max", "min", "sup", "inf", "det", "dim",
        "arg", "gcd", "ker", "sinh", "cosh",
    ];
    if FUNCTIONS.contains(&text) {
        out.push('\\');
        out.push_str(text);
        out.push(' ');
    } else if text.chars().count() > 1 && text.chars().all(|c| c.is_alphabetic() || c == ' ') {
        command("\\mathrm", &[text], out);
    } else {
        operator(text, out);
    }
}

fn operator(text: &str, out: &mut String) {
    for c in text.chars() {
        match sign(c) {
            Some(name) => {
                out.push('\\');
                out.push_str(name);
                out.push(' ');
            }
            None if matches!(c, '\u{2061}'..='\u{2064}' | '\u{200b}') => {}
            None if c == '−' => out.push('-'),
            None => out.push_str(&escaped(c.encode_utf8(&mut [0; 4]))),
        }
    }
}

/// Text whose signs TeX would act upon are quoted.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' | '%' | '#' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            // A dollar sign inside would end the formula.
            '$' => out.push('＄'),
            '\\' => out.push_str("\\backslash "),
            c => out.push(c),
        }
    }
    out
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' | 'ϵ' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' => "theta",
        'ι' => "iota",
        'κ' => "kappa",
        'λ' => "lambda",
        'μ' | 'µ' => "mu",
        'ν' => "nu",
        'ξ' => "xi",
        'π' => "pi",
        'ρ' => "rho",
        'σ' => "sigma",
        'τ' => "tau",
        'φ' | 'ϕ' => "phi",
        'χ' => "chi",
        'ψ' => "psi",
        'ω' => "omega",
        'Γ' => "Gamma",
        'Δ' => "Delta",
        'Θ' => "Theta",
        'Λ' => "Lambda",
        'Ξ' => "Xi",
        'Π' => "Pi",
        'Σ' => "Sigma",
        'Φ' => "Phi",
        'Ψ' => "Psi",
        'Ω' => "Omega",
        '∞' => "infty",
        '≤' | '⩽' => "le",
        '≥' | '⩾' => "ge",
        '≠' => "ne",
        '≈' => "approx",
        '∼' => "sim",
        '×' => "times",
        '·' | '⋅' => "cdot",
        '±' => "pm",
        '→' => "to",
        '∈' => "in",
        '∑' => "sum",
        '∏' => "prod",
        '∫' => "int",
        '∂' => "partial",
        '∇' => "nabla",
        '…' => "dots",
        '∀' => "forall",
        '∃' => "exists",
        '∪' => "cup",
        '∩' => "cap",
        '⊂' => "subset",
        '⊆' => "subseteq",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Elements;
    use super::*;

    fn shown(inner: &str) -> String {
        let source = format!("<m:math xmlns:m='u'>{inner}</m:math>");
        let found: Vec<_> = Elements::new(&source, &["math"]).collect();
        tex(&found[0].element)
    }

    #[test]
    fn presentation_markup_becomes_tex() {
        for (source, expected) in [
            (
                "<m:msubsup><m:mi>η</m:mi><m:mi>p</m:mi><m:mn>2</m:mn></m:msubsup>",
                "\\eta_{p}^{2}",
            ),
            (
                "<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>",
                "\\frac{a+1}{b}",
            ),
            (
                "<mi>y</mi><mo>=</mo><mroot><msup><mi>x</mi><mn>2</mn></msup><mn>3</mn></mroot>",
                "y=\\sqrt[3]{x^{2}}",
            ),
            (
                "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>sin</mi><mi>x</mi>",
                "\\sum_{i}^{n}\\sin x",
            ),
            (
                "<mover><mi>v</mi><mo>→</mo></mover><mo>≤</mo><mi>AUC</mi>",
                "\\vec{v}\\le \\mathrm{AUC}",
            ),
            (
                "<mfenced><mi>a</mi><mi>b</mi></mfenced><mtext> if any </mtext>",
                "(a,b)\\text{if any}",
            ),
            (
                "<mtable><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable>",
                "\\begin{matrix}0 & 1\\end{matrix}",
            ),
            (
                "<mmultiscripts><mi>C</mi><none/><none/><mprescripts/><none/><mn>14</mn></mmultiscripts>",
                "{}^{14}{C}",
            ),
            (
                "<semantics><mi>x</mi><annotation encoding='application/x-tex'>\\xi</annotation></semantics>",
                "\\xi",
            ),
            ("<infinity/>", "\\infty"),
            ("<mi>det A</mi><cn>17<sep/>29</cn>", "\\mathrm{det A}17, 29"),
            ("", ""),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }
}
