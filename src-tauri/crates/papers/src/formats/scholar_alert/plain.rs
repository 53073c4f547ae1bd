//! The text form of a Scholar alert: title and `<…scholar_url…>`, byline, snippet.

use super::Item;
use crate::formats::alert;
use crate::text::fold;
use crate::text::html::Line;

/// An item starts with a link through Scholar; its title is what stands before the link since the
/// last empty line.
pub(super) fn items(text: &str) -> Vec<Item> {
    let lines = alert::plain_lines(text);
    let href = |index: usize| {
        let links = lines
            .get(index)
            .map(|line| line.links.as_slice())
            .unwrap_or_default();
        links.iter().map(|link| link.href.as_str()).find(|href| {
            (href.contains("scholar_url?url=") || href.contains("scholar_url%3Furl"))
                && !href.contains("cleardot")
        })
    };
    let mut items: Vec<Item> = Vec::new();
    let mut block = 0;
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        if line.gap {
            block = index;
        }
        let link = match href(index) {
            Some(link) => link,
            // A citation is of something that Scholar knows no page of.
            None if is_citation(&lines, index) => "",
            None => {
                index += 1;
                continue;
            }
        };
        let named = lines.get(block..=index).unwrap_or_default();
        let title: Vec<String> = named.iter().map(|line| without_urls(&line.text)).collect();
        let (label, title) = super::without_label(&fold(&title.join(" ")));
        let mut item = Item {
            href: link.to_owned(),
            label,
            title,
            start: named.first().map_or(line.start, |line| line.start),
            end: line.end,
            ..Item::default()
        };
        index += 1;
        block = index;
        if item.title.is_empty() {
            continue;
        }
        let mut snippet: Vec<&str> = Vec::new();
        while let Some(line) = lines.get(index) {
            let ended =
                line.gap && !(item.byline.is_empty() || snippet.is_empty() && !link.is_empty());
            if ended
                || is_citation(&lines, index)
                || href(index).is_some()
                || line.text.starts_with('<')
                || line.links.len() > 1
            {
                break;
            }
            if item.byline.is_empty() {
                if !super::is_byline(&line.text) {
                    break;
                }
                item.byline = line.text.clone();
            } else if !line.text.starts_with("[image:") {
                snippet.push(&line.text);
            }
            item.end = line.end;
            index += 1;
        }
        item.snippet = fold(&snippet.join(" "));
        block = index;
        items.push(item);
    }
    items
}

/// `[CITATION] Title` in any language, with its byline below.
fn is_citation(lines: &[Line], index: usize) -> bool {
    let Some(line) = lines.get(index).filter(|line| line.links.is_empty()) else {
        return false;
    };
    let (label, title) = super::without_label(&line.text);
    let below = lines.get(index + 1);
    !label.is_empty()
        && alert::is_title(&title)
        && below.is_some_and(|next| !next.gap && super::is_byline(&next.text))
}

fn without_urls(text: &str) -> String {
    let mut out = text.to_owned();
    for url in alert::urls(text) {
        out = out.replace(&format!("<{url}>"), " ").replace(url, " ");
    }
    out
}
