//! What one record says of one paper: the vocabulary every other crate speaks.
//!
//! A [`Paper`] holds only what a source stated. What the reader adds (decision, tags, notes,
//! highlights) belongs to the library, not to the paper.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One work. Text fields are Unicode with TeX math kept between dollar signs (`$x^2$`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    pub title: String,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    pub abstract_text: Option<String>,
    pub authors: Vec<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editors: Vec<Name>,
    /// CSL item type, e.g. `article-journal`, `paper-conference`, `chapter`, `book`, `thesis`,
    /// `report`, `webpage`, `article` (a preprint); empty when the source does not say.
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Journal, proceedings, book or site the work appeared in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub venue: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// Page or page range with an ordinary hyphen, `12-34`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    pub identifiers: BTreeMap<Scheme, String>,
    pub urls: Vec<String>,
    pub keywords: Vec<String>,
    /// A note that came with the record (BibTeX `annote`, RIS `N1`, CSL `note`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The citation key of the source, when it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Fields the model has no name for, under the source's own field names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A person's name in parts, or a name that has none (an institution, a collaboration).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Name {
    Literal {
        literal: String,
    },
    Person {
        family: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<String>,
        /// A particle that belongs to the surname when it is cited: `van`, `de la`.
        #[serde(
            rename = "non-dropping-particle",
            default,
            skip_serializing_if = "Option::is_none"
        )]
        particle: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        suffix: Option<String>,
        /// The person's ORCID iD, `0000-0002-1825-0097`, when the source gives it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        orcid: Option<String>,
    },
}

/// A date as precise as the source was. Written `2024`, `2024-03` or `2024-03-14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only together with a month.
    pub day: Option<u8>,
}

/// The identifier schemes Lectern compares by. Values are normalised (see `identity`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    Arxiv,
    Doi,
    Pmid,
    Pmcid,
    Openreview,
    Acl,
    Isbn,
    Issn,
}

/// One record as it stood in its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub paper: Paper,
    /// Place among the records of its source, from 1.
    pub position: usize,
    /// Line on which the record begins, from 1.
    pub line: usize,
    /// The record's text as it stood in the source (decoded, otherwise untouched).
    pub original: String,
    /// The date that the record bears in its source, when it has one of its own: the mail's it came
    /// in, the day a feed listed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Why a reader should look at this record before trusting it; empty for a plain one.
    pub doubts: Vec<String>,
}

impl Scheme {
    pub const ALL: [Scheme; 8] = [
        Scheme::Arxiv,
        Scheme::Doi,
        Scheme::Pmid,
        Scheme::Pmcid,
        Scheme::Openreview,
        Scheme::Acl,
        Scheme::Isbn,
        Scheme::Issn,
    ];

    /// The scheme's name as it stands in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Arxiv => "arxiv",
            Scheme::Doi => "doi",
            Scheme::Pmid => "pmid",
            Scheme::Pmcid => "pmcid",
            Scheme::Openreview => "openreview",
            Scheme::Acl => "acl",
            Scheme::Isbn => "isbn",
            Scheme::Issn => "issn",
        }
    }

    pub fn from_name(name: &str) -> Option<Scheme> {
        Scheme::ALL.into_iter().find(|scheme| scheme.name() == name)
    }
}

impl Name {
    pub fn literal(text: impl Into<String>) -> Name {
        Name::Literal {
            literal: text.into(),
        }
    }

    pub fn person(family: impl Into<String>, given: Option<&str>) -> Name {
        Name::Person {
            family: family.into(),
            given: given.map(str::to_owned),
            particle: None,
            suffix: None,
            orcid: None,
        }
    }

    /// What a list shows and what sorting starts from: the surname with its particle.
    pub fn surname(&self) -> String {
        match self {
            Name::Literal { literal } => literal.clone(),
            Name::Person {
                family,
                particle: Some(particle),
                ..
            } => format!("{particle} {family}"),
            Name::Person { family, .. } => family.clone(),
        }
    }

    /// The whole name in reading order: `Ludwig van Beethoven Jr.`
    pub fn display(&self) -> String {
        match self {
            Name::Literal { literal } => literal.clone(),
            Name::Person { given, suffix, .. } => {
                let surname = self.surname();
                [given.as_deref(), Some(surname.as_str()), suffix.as_deref()]
                    .into_iter()
                    .flatten()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            }
        }
    }
}

impl Date {
    pub fn year(year: i32) -> Date {
        Date {
            year,
            month: None,
            day: None,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// The text is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: {0:?}")]
pub struct NotADate(pub String);

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Date, NotADate> {
        let wrong = || NotADate(text.to_owned());
        let mut parts = text.trim().splitn(3, '-');
        let year = parts
            .next()
            .and_then(|part| part.parse().ok())
            .ok_or_else(wrong)?;
        let mut number = |most: u8| -> Result<Option<u8>, NotADate> {
            match parts.next() {
                None => Ok(None),
                Some(part) => match part.parse::<u8>() {
                    Ok(value) if (1..=most).contains(&value) => Ok(Some(value)),
                    _ => Err(wrong()),
                },
            }
        };
        Ok(Date {
            year,
            month: number(12)?,
            day: number(31)?,
        })
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
