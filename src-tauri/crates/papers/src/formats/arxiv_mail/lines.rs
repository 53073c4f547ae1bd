//! The lines of a mailing: freed of quoting, told apart, and the places where records begin.

/// What a line is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A line of dashes, or one that begins a section.
    Rule,
    /// `%-%-…`, `%%--%%--…`, `%%%---…`: what follows is of this section.
    Section(Section),
    /// `\\` alone.
    Delimiter,
    /// `\\ ( https://arxiv.org/abs/… ,  27kb)`
    Closing,
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    CrossLists,
    Replacements,
    Trailer,
}

pub(super) struct Line<'a> {
    /// Without quote marks; leading spaces kept.
    pub(super) text: &'a str,
    pub(super) role: Role,
    pub(super) number: usize,
    /// Byte range in the source, without the line end.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Where a record begins.
pub(super) struct Head<'a> {
    /// Index of its first line, the delimiter when there is one.
    pub(super) from: usize,
    /// Index of the line with the id.
    pub(super) at: usize,
    /// The id as it stands there.
    pub(super) id: &'a str,
    pub(super) cross: bool,
    pub(super) section: Option<Section>,
}

/// The lines of a mail but for the blank ones, which mean nothing in it.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let depth = quote_depth(text);
    let mut start = 0;
    text.split('\n')
        .enumerate()
        .filter_map(|(index, raw)| {
            let unquoted = unquoted(raw, depth);
            let from = start;
            start += raw.len() + 1;
            Some(Line {
                text: unquoted,
                role: role(unquoted)?,
                number: index + 1,
                start: from,
                end: from + raw.len(),
            })
        })
        .collect()
}

/// How many quote marks stand before the lines that name ids: a `>` that an abstract begins a line
/// with is not one.
fn quote_depth(text: &str) -> usize {
    text.lines()
        .filter(|line| line.starts_with(['>', ' ']))
        .filter_map(|line| {
            let bare = line.trim_start_matches(['>', ' ']);
            let marks = line.len() - bare.len();
            let marks = line.get(..marks)?.matches('>').count();
            (marks > 0 && id_line(bare).is_some()).then_some(marks)
        })
        .max()
        .unwrap_or(0)
}

fn unquoted(line: &str, depth: usize) -> &str {
    let mut rest = line;
    for _ in 0..depth {
        match rest.trim_start_matches(' ').strip_prefix('>') {
            Some(inner) => rest = inner.strip_prefix(' ').unwrap_or(inner),
            None => break,
        }
    }
    rest.trim_end()
}

/// None for a blank line.
fn role(line: &str) -> Option<Role> {
    let text = line.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(rest) = text.strip_prefix('\\') {
        let rest = rest.strip_prefix('\\').unwrap_or(rest);
        if rest.is_empty() {
            return Some(Role::Delimiter);
        }
        let inside = rest.trim_start();
        if inside.starts_with('(') && text.starts_with("\\\\") || inside.starts_with("( http") {
            let lower = inside.to_ascii_lowercase();
            if lower.contains("arxiv.org") || lower.contains("kb)") || lower.contains("/abs/") {
                return Some(Role::Closing);
            }
        }
        return Some(Role::Text);
    }
    let long = text.len() >= 40;
    if long && text.bytes().all(|byte| byte == b'-') {
        return Some(Role::Rule);
    }
    if long && text.bytes().all(|byte| matches!(byte, b'%' | b'-')) {
        return Some(if text.starts_with("%%%") {
            Role::Section(Section::Trailer)
        } else if text.starts_with("%%") {
            Role::Section(Section::Replacements)
        } else if text.starts_with('%') {
            Role::Section(Section::CrossLists)
        } else {
            Role::Rule
        });
    }
    Some(Role::Text)
}

/// The id of a line that holds nothing else, and whether it is marked as a cross-listing.
fn id_line(line: &str) -> Option<(&str, bool)> {
    let text = line.trim();
    let (mark, rest) = if let Some(rest) = text.strip_prefix("arXiv:") {
        ("", rest)
    } else if let Some(rest) = text.strip_prefix("Paper:") {
        ("", rest)
    } else {
        let rest = text.strip_prefix("Paper (")?;
        rest.split_once("):")?
    };
    let (id, after) = match rest.split_once('(') {
        Some((id, after)) if after.ends_with(')') => (id.trim(), after),
        Some(_) => return None,
        None => (rest.trim(), ""),
    };
    let sound = !id.is_empty()
        && id.len() <= 40
        && !id.contains(char::is_whitespace)
        && id.ends_with(|c: char| c.is_ascii_digit())
        && id.bytes().any(|byte| byte == b'.' || byte == b'/');
    let cross = mark.contains("cross") || after.contains("cross");
    sound.then_some((id, cross))
}

/// What a line that belongs to a record's head starts with.
fn follows_id(line: &str) -> bool {
    let text = line.trim_start();
    ["Date:", "Date (", "From:", "replaced with", "Title:"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// The beginnings of records: a line with an id alone, with a delimiter before it or the rest of a
/// head behind it.
pub(super) fn heads<'a>(lines: &[Line<'a>]) -> Vec<Head<'a>> {
    let mut heads = Vec::new();
    let mut section = None;
    let mut before: Option<usize> = None;
    for (index, line) in lines.iter().enumerate() {
        if let Role::Section(begun) = line.role {
            section = Some(begun);
        }
        if line.role == Role::Text
            && let Some((id, cross)) = id_line(line.text)
        {
            let previous = before.and_then(|at| lines.get(at)).map(|line| line.role);
            let next = lines.get(index + 1);
            let opened = matches!(
                previous,
                Some(Role::Delimiter | Role::Rule | Role::Section(_) | Role::Closing)
            );
            if opened || next.is_some_and(|line| follows_id(line.text)) {
                let from = before
                    .filter(|_| previous == Some(Role::Delimiter))
                    .unwrap_or(index);
                if section == Some(Section::Trailer) {
                    // A further mailing begins anew.
                    section = None;
                }
                heads.push(Head {
                    from,
                    at: index,
                    id,
                    cross,
                    section,
                });
            }
        }
        before = Some(index);
    }
    heads
}
