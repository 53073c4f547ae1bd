//! Text into XML. Characters that XML 1.0 cannot hold were left out when the document was
//! composed; they are left out here again, because one of them makes Word refuse the whole file.

/// Appends text as element content or attribute value.
pub(crate) fn escape_into(xml: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&apos;"),
            '\t' | '\n' | '\r' => xml.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            _ if character.is_control() => {}
            _ => xml.push(character),
        }
    }
}

pub(crate) fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    escape_into(&mut xml, text);
    xml
}
