//! Google Scholar's alert mails, and whether mails claim what is not theirs.

use papers::{Format, read, sniff};

use super::score::{Score, data, files, read_sample};

/// Base64 as RFC 4648 has it for URLs, written down independently of the crate.
fn decoded(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = String::new();
    for byte in text.bytes().filter(|&byte| byte != b'=') {
        let value = ALPHABET.iter().position(|&known| known == byte);
        bits.push_str(&format!("{:06b}", value.expect("a letter of the alphabet")));
    }
    (0..bits.len() / 8)
        .map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).expect("eight bits"))
        .collect()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end)?.0)
}

fn without_tags(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let out = out
        .replace("&amp;", "&")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Title, surnames and snippet of each item, cut out of the mail's source at fixed marks.
fn expected(html: &str) -> Vec<(String, Vec<String>, String)> {
    html.split("class=\"gse_alrt_title\"")
        .skip(1)
        .map(|piece| {
            let title = without_tags(&format!(
                "<a{}",
                piece.split("</a>").next().unwrap_or_default()
            ));
            let byline = without_tags(between(piece, "#006621\">", "</div>").unwrap_or_default());
            let people = byline
                .split(" - ")
                .next()
                .unwrap_or_default()
                .replace('…', "");
            let surnames = people
                .split(',')
                .filter_map(|name| name.trim().split_once(' '))
                .map(|(_, surname)| surname.to_owned())
                .collect();
            let snippet = between(piece, "gse_alrt_sni\">", "</div>").unwrap_or_default();
            (title, surnames, without_tags(snippet))
        })
        .collect()
}

#[test]
fn every_scholar_alert_gives_all_its_items() {
    let Some(folder) = data("samples/scholar_alert") else {
        return;
    };
    let mut score = Score::of(Format::ScholarAlert);
    for path in files(&folder, "json") {
        let (bytes, whole) = read_sample(&path, Format::Email);
        let messages: Vec<serde_json::Value> = serde_json::from_slice(&bytes).expect("JSON");
        let mut all = 0;
        for message in &messages {
            let body = message
                .pointer("/payload/body/data")
                .and_then(|data| data.as_str());
            let html = String::from_utf8(decoded(body.expect("a body"))).expect("UTF-8");
            assert_eq!(sniff(html.as_bytes(), None), Some(Format::ScholarAlert));
            let reading = read(Format::ScholarAlert, html.as_bytes());
            let expected = expected(&html);
            all += expected.len();
            score.records(reading.records.len(), expected.len());
            for (record, (title, surnames, snippet)) in reading.records.iter().zip(&expected) {
                score.titles.count(record.paper.title == *title);
                let found: Vec<String> = record
                    .paper
                    .authors
                    .iter()
                    .map(|name| name.surname())
                    .collect();
                score.authors.count(found == *surnames);
                // What stands for the abstract here is the snippet.
                score
                    .abstracts
                    .count(record.paper.extra.get("snippet") == Some(snippet));
            }
        }
        // The export of messages as a whole holds the same.
        assert_eq!(whole.records.len(), all);
        assert!(whole.records.iter().all(|record| record.date.is_some()));
    }
    score.report();
}

/// JabRef's expectation is BibTeX; the mail comes as a mailbox of one.
#[test]
fn a_nep_mail_says_what_jabref_reads_in_it() {
    let Some(folder) = data("samples/jabref_fileformat") else {
        return;
    };
    let mut score = Score::of(Format::RepecNep);
    for path in files(&folder, "txt") {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with("RepecNep") {
            continue;
        }
        let (_, ours) = read_sample(&path, Format::Mbox);
        let theirs = std::fs::read(path.with_extension("bib")).expect("a pair");
        let theirs = read(Format::Bibtex, &theirs);
        score.records(ours.records.len(), theirs.records.len());
        for (ours, theirs) in ours.records.iter().zip(&theirs.records) {
            score.titles.count(ours.paper.title == theirs.paper.title);
            score
                .authors
                .count(ours.paper.authors == theirs.paper.authors);
            score
                .abstracts
                .count(ours.paper.abstract_text == theirs.paper.abstract_text);
            assert_eq!(ours.paper.date, theirs.paper.date);
        }
    }
    score.report();
}

/// Samples of other formats may be theirs or nobody's, but no mail's, alert's or newsletter's.
#[test]
fn references_are_nobodys_mail() {
    for folder in [
        "bibtex",
        "ris",
        "csl_json",
        "csv",
        "nbib",
        "pubmed_xml",
        "crossref_json",
        "s2_json",
        "jabref_fileformat",
        "dedup_labelled",
        "xlsx",
    ] {
        let Some(folder) = data(&format!("samples/{folder}")) else {
            continue;
        };
        for path in files(&folder, "") {
            let bytes = std::fs::read(&path).expect("a sample can be read");
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let found = sniff(&bytes, Some(&name));
            let ours = [
                Format::Email,
                Format::Mbox,
                Format::ScholarAlert,
                Format::BiorxivAlert,
                Format::PubmedAlert,
                Format::JournalAlert,
                Format::Notes,
            ];
            // A digest of working papers as it came by mail, which the formats of mail may have.
            let is_mail = name.starts_with("RepecNep");
            let claimed = found.is_some_and(|format| ours.contains(&format));
            assert!(is_mail || !claimed, "{name}: {found:?}");
        }
    }
}
