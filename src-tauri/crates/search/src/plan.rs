//! Turns a query into what is looked up: words become terms of the index with weights.
//!
//! A word stands for itself, for its stem in each language that papers are in, while it is being
//! typed for the commonest words that begin with it, and, only where nearly no paper has it, for
//! words a slip of the finger away and for two words run together.
//! How much a word says (its inverse document frequency, Robertson and Spärck Jones 1976, as in
//! BM25) is one number for all it stands for: a rare completion must not outweigh the word meant.

use tantivy::Term;
use tantivy::query::{EnableScoring, PhrasePrefixQuery, PhraseQuery, Query as _, Weight};
use tantivy::schema::Field;

use crate::error::Result;
use crate::index::Searcher;
use crate::query::{Identifier, Names, Node, Phrase, Query, QueryError, Word};
use crate::schema::{Schema, TextField, cut};
use crate::slips;
use crate::text::identifier;
use crate::vocabulary::{Meant, Vocabulary, completions, few_completions};

mod sought;

/// BM25's saturation of repeated words.
pub(crate) const K1: f32 = 1.2;

const PIECES: f32 = 0.7;
/// A match that only narrows and says nothing about order.
pub(crate) const FLAT: f32 = 1e-6;
const YEAR_OF_A_PAPER: f32 = 4.0;
const WHOLE_IDENTIFIER: f32 = 5_000.0;
const BEGUN_IDENTIFIER: f32 = 500.0;
const WHOLE_TITLE: f32 = 10_000.0;
const WHOLE_HEAD: f32 = 1_000.0;
const BEGUN_TITLE: f32 = 60.0;
/// Titles that a query may begin; of more, none is meant in particular.
const MOST_BEGUN_TITLES: usize = 200;
const SHORTEST_BEGUN_TITLE: usize = 4;

/// What is looked up in each segment.
pub(crate) enum Plan {
    Everything,
    All(All),
    /// Any of them, the more the better.
    Any(Vec<Plan>),
    /// Any of them, the best counts.
    Best(Vec<Plan>),
    Terms(Vec<FieldTerms>),
    Phrase(Vec<Box<dyn Weight>>, Vec<f32>),
    /// Any of the terms, each worth the same.
    Raw {
        terms: Vec<Term>,
        score: f32,
    },
    /// Any of the terms, each worth what stands beside it.
    Each(Vec<(Term, f32)>),
    Range {
        column: &'static str,
        from: i64,
        to: i64,
        score: f32,
    },
}

#[derive(Default)]
pub(crate) struct All {
    /// Must match.
    pub(crate) hard: Vec<Plan>,
    /// Must match, or most of them when the search is relaxed.
    pub(crate) soft: Vec<Plan>,
    /// Counts when it matches.
    pub(crate) optional: Vec<Plan>,
    pub(crate) denied: Vec<Plan>,
}

/// The terms that one word stands for in one field; a paper's best counts.
pub(crate) struct FieldTerms {
    pub(crate) field: Field,
    pub(crate) weight: f32,
    /// BM25's length normalisation by field-norm id; `None` where length does not matter.
    pub(crate) lengths: Option<Vec<f32>>,
    pub(crate) terms: Vec<(Term, f32)>,
}

pub(crate) struct Planned {
    pub(crate) plan: Plan,
    /// Papers whose titles say that they are meant: they match whatever the plan says, and first.
    pub(crate) titles: Vec<Plan>,
    pub(crate) unknown: Vec<QueryError>,
    /// Only what has all of it will do.
    pub(crate) strict: bool,
}

pub(crate) fn plan(
    query: &Query,
    searcher: &Searcher,
    schema: &Schema,
    names: &Names,
) -> Result<Planned> {
    let mut planner = Planner {
        vocabulary: Vocabulary::of(searcher, schema)?,
        names,
        forgiving: !query.strict,
        unknown: query.unknown(names),
    };
    let plan = planner.node(&query.root)?.unwrap_or(Plan::Everything);
    let titles = if query.strict {
        Vec::new()
    } else {
        planner.titles(query)?
    };
    planner.unknown.sort_by_key(|error| error.start);
    Ok(Planned {
        plan,
        titles,
        unknown: planner.unknown,
        strict: query.strict,
    })
}

/// What of a query means nothing in this index, or too much.
pub(crate) fn unknown(
    query: &Query,
    searcher: &Searcher,
    schema: &Schema,
    names: &Names,
) -> Result<Vec<QueryError>> {
    if !query.root.has_patterns() {
        return Ok(query.unknown(names));
    }
    Ok(plan(query, searcher, schema, names)?.unknown)
}

struct Planner<'a> {
    vocabulary: Vocabulary<'a>,
    names: &'a Names,
    /// Slips are forgiven; not in what must not be there.
    forgiving: bool,
    unknown: Vec<QueryError>,
}

impl Planner<'_> {
    fn nodes(&mut self, nodes: &[Node]) -> Result<Vec<Plan>> {
        let mut plans = Vec::new();
        for node in nodes {
            plans.extend(self.node(node)?);
        }
        Ok(plans)
    }

    /// `None` for what cannot be looked up and must not stand in the way of the rest.
    fn node(&mut self, node: &Node) -> Result<Option<Plan>> {
        Ok(Some(match node {
            Node::Everything => Plan::Everything,
            Node::All { nodes, implied } => return self.all(nodes, *implied),
            Node::Any(nodes) => Plan::Any(self.nodes(nodes)?),
            Node::Either(nodes) => Plan::Best(self.nodes(nodes)?),
            Node::Not(_) => return self.all(std::slice::from_ref(node), false),
            Node::Word(word) => self.word(word, &fields_of(word), 1.0)?,
            Node::Pieces { whole, pieces } => {
                let mut all = All::default();
                for piece in pieces {
                    all.hard.push(self.word(piece, &fields_of(piece), PIECES)?);
                }
                Plan::Best(vec![
                    self.word(whole, &fields_of(whole), 1.0)?,
                    Plan::All(all),
                ])
            }
            Node::Phrase(phrase) => self.phrase(phrase)?,
            Node::Identifier(wanted) => self.identifier(wanted)?,
            Node::Range { column, from, to } => Plan::Range {
                column,
                from: from.unwrap_or(i64::MIN),
                to: to.unwrap_or(i64::MAX),
                score: YEAR_OF_A_PAPER,
            },
            Node::Flag(flag) => self.flags([flag.as_str()]),
            Node::Name(name) => return Ok(self.name(name)),
            Node::Wild(wild) => self.wild(wild)?,
        }))
    }

    fn all(&mut self, nodes: &[Node], implied: bool) -> Result<Option<Plan>> {
        let mut all = All::default();
        let vocabulary = self.vocabulary.clone();
        let is_filler = |word: &Word| is_filler(word, &vocabulary);
        let filler = |node: &Node| matches!(node, Node::Word(word) if is_filler(word));
        let has_telling = nodes.iter().any(|node| is_soft(node) && !filler(node));
        for node in nodes {
            match node {
                Node::Not(denied) => {
                    let forgiving = std::mem::replace(&mut self.forgiving, false);
                    all.denied.extend(self.node(denied)?);
                    self.forgiving = forgiving;
                }
                // Function words order the hits by title, and words barely begun hint at what comes.
                Node::Word(word) if implied && has_telling && is_filler(word) => {
                    let fields: &[TextField] = if word.prefix {
                        &TextField::ALL
                    } else {
                        &[TextField::Title]
                    };
                    all.optional.push(self.word(word, fields, 1.0)?);
                }
                node if implied && is_soft(node) => all.soft.extend(self.node(node)?),
                node => all.hard.extend(self.node(node)?),
            }
        }
        if all.hard.is_empty() && all.soft.is_empty() && all.denied.is_empty() {
            return Ok(None);
        }
        Ok(Some(Plan::All(all)))
    }

    /// Papers with any of these.
    fn flags<'f>(&self, flags: impl IntoIterator<Item = &'f str>) -> Plan {
        let field = self.vocabulary.schema.flag;
        let terms = flags.into_iter();
        Plan::Raw {
            terms: terms
                .map(|flag| Term::from_field_text(field, flag))
                .collect(),
            score: FLAT,
        }
    }

    fn word(&self, word: &Word, fields: &[TextField], scale: f32) -> Result<Plan> {
        let mut found: Vec<(TextField, Meant)> = Vec::new();
        let mut widest = 0;
        for &field in fields {
            let meant = self.vocabulary.known_terms(word, field)?;
            widest = widest.max(meant.papers);
            found.push((field, meant));
        }
        let mut ways = Vec::new();
        if self.forgiving && widest == 0 {
            ways = self.parted(word)?;
        }
        if self.forgiving && slips::forgiven(word, widest, self.vocabulary.searcher.num_docs()) {
            for (field, nearby) in slips::meant(&self.vocabulary, word, fields)? {
                widest = widest.max(nearby.papers);
                if let Some((_, meant)) = found.iter_mut().find(|(known, _)| *known == field) {
                    meant.terms.extend(nearby.terms);
                }
            }
        }
        found.retain(|(_, meant)| !meant.terms.is_empty());
        let telling = self.telling(widest);
        let mut plans = Vec::with_capacity(found.len());
        for (field, meant) in found {
            let engine_field = self.vocabulary.schema.text(field);
            plans.push(FieldTerms {
                field: engine_field,
                weight: field.weight() * telling * scale,
                lengths: self.lengths(field)?,
                terms: meant
                    .terms
                    .into_iter()
                    .map(|(text, weight)| (Term::from_field_text(engine_field, &text), weight))
                    .collect(),
            });
        }
        let plan = Plan::Terms(plans);
        if ways.is_empty() {
            return Ok(plan);
        }
        ways.insert(0, plan);
        Ok(Plan::Best(ways))
    }

    fn telling(&self, papers: u64) -> f32 {
        let all = self.vocabulary.searcher.num_docs().max(1);
        let papers = papers.min(all) as f32;
        (1.0 + (all as f32 - papers + 0.5) / (papers + 0.5)).ln()
    }

    fn lengths(&self, field: TextField) -> Result<Option<Vec<f32>>> {
        let b = match field {
            TextField::Title => 0.5,
            TextField::Abstract => 0.75,
            _ => return Ok(None),
        };
        let mut tokens = 0;
        let mut papers = 0;
        for segment in self.vocabulary.searcher.segment_readers() {
            tokens += segment
                .inverted_index(self.vocabulary.schema.text(field))?
                .total_num_tokens();
            papers += u64::from(segment.max_doc());
        }
        let average = (tokens as f32 / papers.max(1) as f32).max(1.0);
        let norm = |id: u8| {
            let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id) as f32;
            K1 * (1.0 - b + b * length / average)
        };
        Ok(Some((0..=u8::MAX).map(norm).collect()))
    }

    fn phrase(&self, phrase: &Phrase) -> Result<Plan> {
        let fields = match phrase.field {
            Some(field) => vec![field],
            // Names in a title are in the title.
            None => TextField::ALL
                .into_iter()
                .filter(|field| *field != TextField::Name)
                .collect(),
        };
        let mut weights: Vec<Box<dyn Weight>> = Vec::new();
        let mut scales = Vec::new();
        for field in fields {
            let engine_field = self.vocabulary.schema.text(field);
            let terms: Vec<Term> = phrase
                .words
                .iter()
                .map(|text| Term::from_field_text(engine_field, text))
                .collect();
            let scoring = EnableScoring::enabled_from_searcher(self.vocabulary.searcher);
            let weight = if phrase.prefix {
                PhrasePrefixQuery::new(terms).weight(scoring)?
            } else {
                let mut query = PhraseQuery::new(terms);
                query.set_slop(phrase.slop);
                query.weight(scoring)?
            };
            weights.push(weight);
            scales.push(field.weight());
        }
        Ok(Plan::Phrase(weights, scales))
    }

    fn identifier(&self, wanted: &Identifier) -> Result<Plan> {
        let field = self.vocabulary.schema.identifier;
        let mut whole = vec![Term::from_field_text(field, cut(&wanted.text))];
        whole.extend(
            identifier::without_version(&wanted.text)
                .map(|base| Term::from_field_text(field, cut(base))),
        );
        let mut ways = vec![Plan::Raw {
            terms: whole,
            score: WHOLE_IDENTIFIER,
        }];
        if wanted.prefix {
            let begun = completions(self.vocabulary.searcher, field, &wanted.text, 64)?;
            let terms = begun
                .into_iter()
                .map(|(text, _)| Term::from_field_text(field, &text))
                .collect();
            ways.push(Plan::Raw {
                terms,
                score: BEGUN_IDENTIFIER,
            });
        }
        Ok(Plan::Best(ways))
    }

    fn titles(&self, query: &Query) -> Result<Vec<Plan>> {
        let mut plans = Vec::new();
        if query.key.is_empty() {
            return Ok(plans);
        }
        let term = |field: Field, text: &str| Term::from_field_text(field, text);
        plans.push(Plan::Raw {
            terms: vec![term(self.vocabulary.schema.title_key, &query.key)],
            score: WHOLE_TITLE,
        });
        if query.plain {
            plans.push(Plan::Raw {
                terms: vec![term(self.vocabulary.schema.title_head, &query.key)],
                score: WHOLE_HEAD,
            });
            if query.key.chars().count() >= SHORTEST_BEGUN_TITLE {
                let field = self.vocabulary.schema.title_key;
                let searcher = self.vocabulary.searcher;
                let begun = few_completions(searcher, field, &query.key, MOST_BEGUN_TITLES)?;
                if let Some(begun) = begun {
                    plans.push(Plan::Raw {
                        terms: begun.iter().map(|text| term(field, text)).collect(),
                        score: BEGUN_TITLE,
                    });
                }
            }
        }
        Ok(plans)
    }
}

/// The fields in which a word is sought.
pub(crate) fn fields_of(word: &Word) -> Vec<TextField> {
    word.field
        .map_or_else(|| TextField::ALL.to_vec(), |field| vec![field])
}

/// A word that need not be there: a function word, or one barely begun.
fn is_filler(word: &Word, vocabulary: &Vocabulary<'_>) -> bool {
    word.field.is_none()
        && !word.exact
        && (!word.prefix && vocabulary.is_stop_word(&word.text)
            || word.prefix && word.text.chars().count() < 3)
}

/// Plain words and phrases, of which most will do.
fn is_soft(node: &Node) -> bool {
    match node {
        Node::Word(word) => word.field.is_none(),
        Node::Pieces { whole, .. } => whole.field.is_none(),
        Node::Phrase(phrase) => phrase.field.is_none(),
        Node::Wild(wild) => wild.field.is_none(),
        Node::Either(nodes) => nodes.iter().any(is_soft),
        _ => false,
    }
}
