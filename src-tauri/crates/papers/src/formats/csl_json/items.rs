//! Where the items of a JSON source begin and end, also when it is not quite JSON.
//!
//! Keeps a stack of open brackets and nothing else. A raw line end closes a string (JSON allows
//! none inside), and `, {` inside an object means that the item before was not closed.

/// One item's place in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Item {
    pub start: usize,
    pub end: usize,
    /// False when the source ended first.
    pub complete: bool,
}

/// A token: its first byte, and where it starts and ends. Strings and bare words are one token.
#[derive(Clone, Copy)]
struct Token {
    byte: u8,
    start: usize,
    end: usize,
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        let start = self.at;
        let byte = *self.bytes.get(start)?;
        self.at += 1;
        match byte {
            b'"' => {
                while let Some(&inner) = self.bytes.get(self.at) {
                    match inner {
                        b'\n' => break,
                        b'"' => {
                            self.at += 1;
                            break;
                        }
                        b'\\' => self.at += 2,
                        _ => self.at += 1,
                    }
                }
                self.at = self.at.min(self.bytes.len());
            }
            b'{' | b'}' | b'[' | b']' | b',' | b':' => {}
            _ => {
                while self
                    .bytes
                    .get(self.at)
                    .is_some_and(|b| !b.is_ascii_whitespace() && !b"{}[],:\"".contains(b))
                {
                    self.at += 1;
                }
            }
        }
        Some(Token {
            byte,
            start,
            end: self.at,
        })
    }
}

fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        bytes: text.as_bytes(),
        at: 0,
    }
}

/// The items of a source: the elements of its array, of its `items`, or its objects.
pub(in crate::formats) fn items(text: &str) -> Vec<Item> {
    let wrapped = wrapper(text);
    let mut found: Vec<Item> = Vec::new();
    // Open brackets of the item being read, and what came before the current token in it.
    let mut stack: Vec<u8> = Vec::new();
    let mut previous = 0u8;
    let mut start = 0;
    // Words outside any bracket are one thing that is no item.
    let mut after_stray = false;
    for token in tokens(text) {
        if token.start < wrapped {
            continue;
        }
        let inside = !stack.is_empty();
        match token.byte {
            b'{' if inside && previous == b',' && stack.last() == Some(&b'{') => {
                found.push(Item {
                    start,
                    end: token.start,
                    complete: true,
                });
                stack.clear();
                stack.push(b'{');
                start = token.start;
            }
            b'{' => {
                if !inside {
                    start = token.start;
                }
                stack.push(b'{');
            }
            b'[' if inside => stack.push(b'['),
            b'}' | b']' if inside => {
                stack.pop();
                if stack.is_empty() {
                    found.push(Item {
                        start,
                        end: token.end,
                        complete: true,
                    });
                }
            }
            b']' if wrapped > 0 => break,
            b'[' | b']' | b'}' | b',' | b':' => {}
            _ if !inside => match found.last_mut().filter(|_| after_stray) {
                Some(stray) => stray.end = token.end,
                None => found.push(Item {
                    start: token.start,
                    end: token.end,
                    complete: true,
                }),
            },
            _ => {}
        }
        previous = token.byte;
        after_stray = !inside && !b"{}[],:".contains(&token.byte);
    }
    if !stack.is_empty() {
        found.push(Item {
            start,
            end: text.len(),
            complete: false,
        });
    }
    found
}

/// Where the array of an object's `items` begins, 0 when the items are at the top.
fn wrapper(text: &str) -> usize {
    let mut tokens = tokens(text);
    if tokens.next().is_none_or(|token| token.byte != b'{') {
        return 0;
    }
    let mut depth = 1usize;
    let mut key_is_items = false;
    let mut after_colon = false;
    for token in tokens {
        match token.byte {
            b'[' if depth == 1 && key_is_items && after_colon => return token.end,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' if depth == 1 && !after_colon => {
                key_is_items = text.get(token.start..token.end) == Some("\"items\"");
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        after_colon = token.byte == b':';
    }
    0
}

/// The keys of an object with the first token of each value, as far as the source goes.
pub(super) fn keys(text: &str) -> Vec<(&str, &str)> {
    let mut depth = 0usize;
    let mut key = "";
    let mut after_colon = false;
    let mut found = Vec::new();
    for token in tokens(text) {
        let shown = text.get(token.start..token.end).unwrap_or_default();
        if depth == 1 && after_colon {
            found.push((key, shown));
        } else if depth == 1 && token.byte == b'"' {
            key = shown.trim_matches('"');
        }
        match token.byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        after_colon = token.byte == b':';
    }
    found
}
