//! Where the items of a JSON source begin and end, also when it is not quite JSON.
//!
//! Keeps a stack of open brackets and nothing else. A raw line end closes a string (JSON allows
//! none inside), and `, {` inside an object means that the item before was not closed. A source
//! whose lines are objects is taken a line at a time, so that a cut line costs itself.

/// One item's place in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Item {
    pub start: usize,
    pub end: usize,
    /// False when the source ended first.
    pub complete: bool,
}

/// Where an object of objects keeps its items: the names that lead to their array, or to the one
/// item there is. The first that a source has counts.
pub(in crate::formats) type Wrappers<'a> = &'a [&'a [&'a str]];

/// A token: its first byte, and where it starts and ends. Strings and bare words are one token.
#[derive(Clone, Copy)]
struct Token {
    byte: u8,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy)]
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

/// The items of a source: the elements of its array or of the array that a wrapper names, its
/// objects, or its lines.
pub(in crate::formats) struct Items<'a> {
    text: &'a str,
    wrappers: Wrappers<'a>,
    /// Whether the source is taken a line at a time.
    by_line: bool,
    /// Where reading stands, and where it has to stop (the end of the line, or of the source).
    tokens: Tokens<'a>,
    stop: usize,
    nest: Nest,
}

/// What the items stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nest {
    /// Nothing, or an array that is the whole source.
    Open,
    /// An array inside an object: its end is the end.
    Array,
    /// An object inside an object: the only item.
    Object,
    Done,
}

impl<'a> Items<'a> {
    pub(in crate::formats) fn new(text: &'a str, wrappers: Wrappers<'a>) -> Items<'a> {
        let mut items = Items {
            text,
            wrappers,
            by_line: is_lines(text),
            tokens: tokens(text),
            stop: 0,
            nest: Nest::Done,
        };
        if !items.by_line {
            items.stop = text.len();
            items.enter(0);
        }
        items
    }

    /// Goes on at `at`, which is at or after everything that was given out.
    pub(in crate::formats) fn resume(&mut self, at: usize) {
        self.tokens.at = at;
    }

    /// Takes up the stretch from `start` to `stop`, inside its wrapper when it has one.
    fn enter(&mut self, start: usize) {
        let stretch = self.text.get(start..self.stop).unwrap_or_default();
        let (at, nest) = match wrapper(stretch, self.wrappers) {
            Some((at, b'[')) => (start + at + 1, Nest::Array),
            Some((at, _)) => (start + at, Nest::Object),
            None => (start, Nest::Open),
        };
        self.tokens.at = at;
        self.nest = nest;
    }

    fn next_line(&mut self) -> bool {
        if !self.by_line || self.stop >= self.text.len() {
            return false;
        }
        let start = self.stop;
        let rest = self.text.get(start..).unwrap_or_default();
        self.stop = rest.find('\n').map_or(self.text.len(), |at| start + at + 1);
        // Strings end with their line, so that the tokens of a line never reach the next.
        self.enter(start);
        true
    }

    fn token(&mut self) -> Option<Token> {
        let before = self.tokens.at;
        let token = self.tokens.next()?;
        if token.start >= self.stop {
            self.tokens.at = before;
            return None;
        }
        Some(token)
    }

    /// The item that the opening bracket at `start` begins.
    fn rest_of(&mut self, start: usize) -> Item {
        let mut stack = vec![b'{'];
        let mut previous = b'{';
        while let Some(token) = self.token() {
            match token.byte {
                b'{' if previous == b',' && stack.last() == Some(&b'{') => {
                    self.tokens.at = token.start;
                    return Item {
                        start,
                        end: token.start,
                        complete: true,
                    };
                }
                b'{' | b'[' => stack.push(token.byte),
                b'}' | b']' => {
                    stack.pop();
                    if stack.is_empty() {
                        return Item {
                            start,
                            end: token.end,
                            complete: true,
                        };
                    }
                }
                _ => {}
            }
            previous = token.byte;
        }
        let end = self.text.get(..self.stop).unwrap_or_default().trim_end();
        Item {
            start,
            end: end.len().max(start),
            complete: false,
        }
    }
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if self.nest == Nest::Done && !self.next_line() {
                return None;
            }
            while let Some(token) = self.token() {
                match token.byte {
                    b'{' => {
                        let item = self.rest_of(token.start);
                        if self.nest == Nest::Object {
                            self.nest = Nest::Done;
                        }
                        return Some(item);
                    }
                    b']' if self.nest == Nest::Array => {
                        self.nest = Nest::Done;
                        break;
                    }
                    b'[' | b']' | b'}' | b',' | b':' => {}
                    _ => {
                        // Words outside any bracket are one thing that is no item.
                        let mut end = token.end;
                        loop {
                            let before = self.tokens.at;
                            match self.token() {
                                Some(more) if !b"{}[],:".contains(&more.byte) => end = more.end,
                                Some(_) => {
                                    self.tokens.at = before;
                                    break;
                                }
                                None => break,
                            }
                        }
                        return Some(Item {
                            start: token.start,
                            end,
                            complete: true,
                        });
                    }
                }
            }
            self.nest = Nest::Done;
        }
    }
}

/// Whether a source is one object a line: the first lines begin with a brace, and most end with
/// one.
fn is_lines(text: &str) -> bool {
    const LOOKED_AT: usize = 8;
    let (mut lines, mut whole) = (0, 0);
    for line in text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(LOOKED_AT)
    {
        let line = line.trim_end().trim_end_matches(',');
        if !line.starts_with('{') || line.len() < 3 {
            return false;
        }
        lines += 1;
        whole += usize::from(line.ends_with('}'));
    }
    lines >= 2 && whole * 2 >= lines
}

/// Where the value begins that the first of the wrappers found in the source leads to, and its
/// opening bracket.
fn wrapper(text: &str, wrappers: Wrappers<'_>) -> Option<(usize, u8)> {
    const DEEPEST: usize = 3;
    let mut tokens = tokens(text);
    if tokens.next().is_none_or(|token| token.byte != b'{') {
        return None;
    }
    let mut path: [&str; DEEPEST] = [""; DEEPEST];
    let mut depth = 1usize;
    let mut after_colon = false;
    let mut best: Option<(usize, (usize, u8))> = None;
    // Only objects lead to a wrapper: below an array nothing counts until it is closed.
    let mut ignored = 0usize;
    for token in tokens {
        match token.byte {
            b'[' | b'{' if ignored > 0 => ignored += 1,
            b'}' | b']' if ignored > 0 => ignored -= 1,
            b'[' | b'{' => {
                if let (true, Some(names)) = (after_colon, path.get(..depth)) {
                    let rank = wrappers.iter().position(|wanted| *wanted == names);
                    if let Some(rank) = rank
                        && best.is_none_or(|(known, _)| rank < known)
                    {
                        best = Some((rank, (token.start, token.byte)));
                        if rank == 0 {
                            break;
                        }
                    }
                }
                if token.byte == b'[' || depth >= DEEPEST {
                    ignored = 1;
                } else {
                    depth += 1;
                }
            }
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            b'"' if ignored == 0 && !after_colon => {
                if let Some(name) = path.get_mut(depth - 1) {
                    let shown = text.get(token.start..token.end).unwrap_or_default();
                    *name = shown.trim_matches('"');
                }
            }
            _ => {}
        }
        after_colon = token.byte == b':';
    }
    best.map(|(_, place)| place)
}

/// The keys of an object with the first token of each value, as far as the source goes.
pub(in crate::formats) fn keys(text: &str) -> Vec<(&str, &str)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'a>(text: &'a str, wrappers: Wrappers<'_>) -> Vec<&'a str> {
        Items::new(text, wrappers)
            .map(|item| text.get(item.start..item.end).unwrap_or_default())
            .collect()
    }

    #[test]
    fn the_first_wrapper_that_a_source_has_counts() {
        let wrappers: Wrappers<'_> = &[&["message", "items"], &["message"]];
        let list = r#"{"status":"ok","message":{"facets":{},"items":[{"a":1},{"b":2}],"x":[{}]}}"#;
        assert_eq!(cut(list, wrappers), [r#"{"a":1}"#, r#"{"b":2}"#]);
        let single = r#"{"status":"ok","message":{"a":{"items":[{}]}},"more":{}}"#;
        assert_eq!(cut(single, wrappers), [r#"{"a":{"items":[{}]}}"#]);
        let bare = r#"{"a":[{"message":{}}]}"#;
        assert_eq!(cut(bare, wrappers), [bare]);
    }

    #[test]
    fn a_cut_line_costs_itself() {
        let lines = "{\"a\":1}\n{\"b\":[{\"x\n{\"c\":3}\n";
        assert_eq!(cut(lines, &[]), ["{\"a\":1}", "{\"b\":[{\"x", "{\"c\":3}"]);
    }

    #[test]
    fn an_object_over_several_lines_is_one() {
        let text = "{\n \"a\": {\n  \"b\": 1\n }\n}\n{\n \"c\": 2\n}\n";
        assert_eq!(cut(text, &[]).len(), 2);
    }
}
