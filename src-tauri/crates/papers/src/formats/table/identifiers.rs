//! The identifiers and addresses of a row.

use super::super::remarks::Remarks;
use super::columns::Field;
use super::rows::Cells;
use super::whole_number;
use crate::diagnostic::Diagnostic;
use crate::identity;
use crate::paper::{Paper, Scheme};

pub(super) fn identifiers(
    cells: &mut Cells<'_>,
    paper: &mut Paper,
    line: usize,
    diagnostics: &mut Remarks,
) {
    for (field, scheme, name) in [
        (Field::Doi, Scheme::Doi, "DOI"),
        (Field::Pmid, Scheme::Pmid, "PMID"),
        (Field::Pmcid, Scheme::Pmcid, "PMCID"),
        (Field::Arxiv, Scheme::Arxiv, "arXiv id"),
        (Field::Isbn, Scheme::Isbn, "ISBN"),
        (Field::Issn, Scheme::Issn, "ISSN"),
        (Field::Openreview, Scheme::Openreview, "OpenReview id"),
        (Field::Acl, Scheme::Acl, "ACL id"),
    ] {
        let normal = |cell: &str| identity::normalise(scheme, &whole_number(cell));
        if let Some(id) = cells
            .take_if(field, |cell| normal(cell).is_some())
            .and_then(normal)
        {
            paper.identifiers.insert(scheme, id);
            continue;
        }
        let wrong = cells
            .columns
            .of_field(field)
            .map(|index| cells.get(index))
            .find(|cell| !cell.is_empty());
        let Some(wrong) = wrong else { continue };
        // One column may be for both kinds of serial number.
        if field == Field::Issn
            && let Some(isbn) = identity::isbn(wrong)
        {
            cells.take(field);
            paper.identifiers.entry(Scheme::Isbn).or_insert(isbn);
            continue;
        }
        if scheme == Scheme::Arxiv
            && let Some(id) = identity::arxiv_id_without_zero(wrong)
        {
            let message = "The first zero that this arXiv id had lost was put back.";
            diagnostics.push(Diagnostic::info("repaired-identifier", line, message).about(wrong));
            cells.take(field);
            paper.identifiers.insert(scheme, id);
            continue;
        }
        let message = format!("This is not a valid {name}; it was kept as text.");
        diagnostics.say(line, || {
            Diagnostic::warning("invalid-identifier", line, message).about(wrong)
        });
    }
    if let Some(cell) = cells.take(Field::Url) {
        let urls: Vec<String> = cell
            .split(|c: char| c.is_whitespace() || matches!(c, '|' | '"'))
            .flat_map(|word| {
                word.split(";http").enumerate().map(|(n, rest)| {
                    if n == 0 {
                        rest.to_owned()
                    } else {
                        format!("http{rest}")
                    }
                })
            })
            .map(|word| word.trim_end_matches([';', ',']).to_owned())
            .filter(|word| word.contains("://"))
            .collect();
        paper.urls = if urls.is_empty() && !cell.contains(char::is_whitespace) {
            vec![cell.to_owned()]
        } else {
            urls
        };
    }
    if !paper.identifiers.contains_key(&Scheme::Doi) {
        let doi = paper
            .urls
            .iter()
            .filter(|url| url.contains("doi.org/"))
            .find_map(|url| identity::doi(url));
        if let Some(doi) = doi {
            paper.identifiers.insert(Scheme::Doi, doi);
        }
    }
    if !paper.identifiers.contains_key(&Scheme::Arxiv) {
        let doi = paper
            .identifiers
            .get(&Scheme::Doi)
            .filter(|doi| doi.starts_with("10.48550/"));
        let urls = paper.urls.iter().filter(|url| url.contains("arxiv.org"));
        if let Some(id) = doi
            .into_iter()
            .chain(urls)
            .find_map(|text| identity::arxiv_id(text))
        {
            paper.identifiers.insert(Scheme::Arxiv, id);
        }
    }
}
