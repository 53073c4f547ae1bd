//! How many words a note has, as one counts them on paper.

use bibliography::{Block, Inline};

use super::sections::sections;

/// Words of a note: headings, markup and addresses are none, a formula is one, a word with a
/// hyphen is one, and of scripts that put no blanks between words every character is one.
pub(super) fn words(note: &str) -> usize {
    let mut from = 0;
    let mut count = 0;
    for section in sections(note) {
        count += printed(note.get(from..section.line.start).unwrap_or_default());
        from = section.line.end;
    }
    count + printed(note.get(from..).unwrap_or_default())
}

/// Words of Markdown without headings.
fn printed(markdown: &str) -> usize {
    if markdown.trim().is_empty() {
        return 0;
    }
    bibliography::blocks(markdown).iter().map(in_block).sum()
}

/// Blocks nest no deeper than `bibliography` lets them.
fn in_block(block: &Block) -> usize {
    match block {
        Block::Paragraph(inlines) => in_line(inlines),
        Block::Quote(blocks) => blocks.iter().map(in_block).sum(),
        Block::List(list) => list.items.iter().flatten().map(in_block).sum(),
        Block::Code(source) => in_text(source),
    }
}

fn in_line(inlines: &[Inline]) -> usize {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Run(run) => text.push_str(&run.text),
            // Stands for a word, alone or as a part of one: `$k$-means`.
            Inline::Math(_) => text.push('x'),
            Inline::Break => text.push(' '),
        }
    }
    in_text(&text)
}

fn in_text(text: &str) -> usize {
    text.split(|character: char| character.is_whitespace() || character == '—')
        .filter(|word| !is_address(word))
        .map(|word| {
            let apart = word.chars().filter(|c| stands_alone(*c)).count();
            let together = word
                .chars()
                .any(|c| c.is_alphanumeric() && !stands_alone(c));
            apart + usize::from(together)
        })
        .sum()
}

fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '<', '[']);
    ["http://", "https://", "www."]
        .iter()
        .any(|start| word.starts_with(start))
}

/// Characters of scripts that put no blanks between words: Han and Kana.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{3005}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_counted_as_on_paper() {
        for (note, count) in [
            ("", 0),
            ("One *two* **three**.", 3),
            ("A well-known result, 3.5 times — or so", 7),
            (
                "See [the talk](https://example.org/a b) or https://example.org.",
                4,
            ),
            ("### Summary\n\nTwo words\n\n### Assessment\n", 2),
            ("With $k = 5$ and $k$-means\nover lines", 6),
            ("- one\n- two\n\n> three four", 4),
            ("```\nlet x = 1;\n```", 3),
            ("<b>bold</b> text & more…", 3),
            ("潮汐の分類 of sand", 7),
            ("حركة المد والجزر", 3),
        ] {
            assert_eq!(words(note), count, "{note:?}");
        }
    }
}
