//! The lists of a project: what people and things are called, and which reference has which.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use crate::names::of_parts;
use crate::paper::Name;
use crate::text::xml::{Element, Elements};

const NAMED: [&str; 4] = ["Keywords", "Publishers", "Periodicals", "SeriesTitles"];

const LINKS: [&str; 7] = [
    "ReferenceAuthors",
    "ReferenceEditors",
    "ReferenceCollaborators",
    "ReferenceOrganizations",
    "ReferenceKeywords",
    "ReferencePublishers",
    "ReferenceReferences",
];

#[derive(Default)]
pub(super) struct Lists {
    people: HashMap<String, Name>,
    /// By the list's name and the id.
    names: HashMap<(&'static str, String), String>,
    issns: HashMap<String, String>,
    /// By the list's name and the reference's id, in the order of the list.
    links: HashMap<(&'static str, String), Vec<String>>,
    /// The reference that another appeared in.
    hosts: HashMap<String, String>,
    /// How many bytes of names may still be handed out: a few long names that a million references
    /// share would fill any memory.
    left: Cell<usize>,
}

impl Lists {
    pub(super) fn read(text: &str) -> Lists {
        let mut lists = Lists {
            left: Cell::new(text.len().saturating_mul(8).saturating_add(1 << 20)),
            ..Lists::default()
        };
        let mut wanted = vec!["Persons"];
        wanted.extend(NAMED);
        wanted.extend(LINKS);
        for found in Elements::new(text, &wanted) {
            let list = found.element;
            if list.name == "Persons" {
                let people = list
                    .elements()
                    .filter_map(|person| Some((person.attribute("id")?.to_owned(), name(person)?)));
                lists.people.extend(people);
            } else if let Some(kind) = NAMED.into_iter().find(|kind| *kind == list.name) {
                lists.add_names(kind, &list);
            } else if let Some(kind) = LINKS.into_iter().find(|kind| *kind == list.name) {
                lists.add_links(kind, &list);
            }
        }
        lists
    }

    fn add_names(&mut self, kind: &'static str, list: &Element) {
        for item in list.elements() {
            let Some(id) = item.attribute("id") else {
                continue;
            };
            if let Some(name) = item.told(&["Name"]) {
                self.names.insert((kind, id.to_owned()), name);
            }
            if let Some(issn) = item.told(&["ISSN"]) {
                self.issns.insert(id.to_owned(), issn);
            }
        }
    }

    /// `reference;first;second`.
    fn add_links(&mut self, kind: &'static str, list: &Element) {
        for link in list.elements() {
            let text = link.line();
            let mut ids = text.split(';').map(str::trim).map(str::to_owned);
            let Some(one) = ids.next() else { continue };
            if kind == "ReferenceReferences" {
                for part in ids {
                    self.hosts.entry(part).or_insert_with(|| one.clone());
                }
            } else {
                self.links.entry((kind, one)).or_default().extend(ids);
            }
        }
    }

    fn linked(&self, kind: &'static str, reference: &str) -> &[String] {
        let found = self.links.get(&(kind, reference.to_owned()));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn people(&self, kind: &'static str, reference: &str) -> Vec<Name> {
        let ids = self.linked(kind, reference).iter();
        ids.filter_map(|id| self.people.get(id))
            .filter(|name| self.affords(length(name)))
            .cloned()
            .collect()
    }

    /// Whether so many bytes may still be handed out; takes them when they may.
    pub(super) fn affords(&self, bytes: usize) -> bool {
        let left = self.left.get().checked_sub(bytes);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    pub(super) fn named(&self, kind: &'static str, id: &str) -> Option<String> {
        let name = self.names.get(&(kind, id.to_owned()))?;
        self.affords(name.len()).then(|| name.clone())
    }

    /// What the things of a reference are called.
    pub(super) fn all(
        &self,
        kind: &'static str,
        reference: &str,
        names: &'static str,
    ) -> Vec<String> {
        let ids = self.linked(kind, reference).iter();
        ids.filter_map(|id| self.named(names, id)).collect()
    }

    pub(super) fn issn(&self, periodical: &str) -> Option<&str> {
        self.issns.get(periodical).map(String::as_str)
    }

    pub(super) fn host(&self, reference: &str) -> Option<&str> {
        let host = self.hosts.get(reference).map(String::as_str);
        host.filter(|host| *host != reference)
    }

    pub(super) fn hosts(&self) -> HashSet<&str> {
        self.hosts.values().map(String::as_str).collect()
    }
}

fn length(name: &Name) -> usize {
    match name {
        Name::Literal { literal } => literal.len(),
        Name::Person { family, given, .. } => family.len() + given.as_ref().map_or(0, String::len),
    }
}

/// A person; one marked as neither man nor woman and without given names is an institution.
fn name(person: &Element) -> Option<Name> {
    let told = |name: &str| person.told(&[name]);
    let given: Vec<String> = ["FirstName", "MiddleName"]
        .iter()
        .filter_map(|name| told(name))
        .collect();
    let (given, family) = (given.join(" "), told("LastName"));
    if given.is_empty() && told("Sex").as_deref() == Some("3") {
        return family.map(Name::literal);
    }
    let family = match (told("Prefix"), family) {
        (Some(prefix), Some(family)) => Some(format!("{prefix} {family}")),
        (_, family) => family,
    };
    of_parts(family.as_deref(), Some(&given), told("Suffix").as_deref())
}
