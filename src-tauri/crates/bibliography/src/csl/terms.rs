//! The words of one language as one style wants them: its own terms, then those of the locale.

use std::collections::HashMap;

use citationberg::taxonomy::{Locator, NumberVariable, OtherTerm, Term};
use citationberg::{
    Date, DateForm, GrammarGender, Locale, LocaleCode, LocalizedTerm, OrdinalLookup, TermForm,
};

pub(crate) struct Terms<'a> {
    terms: HashMap<(Term, TermForm), &'a LocalizedTerm>,
    dates: Vec<&'a Date>,
    ordinals: Vec<OrdinalLookup<'a>>,
    pub only_first_day_is_ordinal: bool,
    pub punctuation_in_quote: bool,
    pub english: bool,
}

impl<'a> Terms<'a> {
    /// `own` are the locales within the style; `all` those to fall back on.
    pub fn new(language: &LocaleCode, own: &'a [Locale], all: &'a [Locale]) -> Terms<'a> {
        let mut chain = own_in_order(language, own);
        let english = LocaleCode::en_us();
        let main = all
            .iter()
            .find(|locale| locale.lang.as_ref() == Some(language))
            .or_else(|| {
                all.iter()
                    .find(|locale| locale.lang.as_ref() == Some(&english))
            });
        chain.extend(main);
        let mut terms = Terms {
            terms: HashMap::new(),
            dates: Vec::new(),
            ordinals: Vec::new(),
            only_first_day_is_ordinal: false,
            punctuation_in_quote: false,
            english: language.is_english(),
        };
        let option = |read: fn(&citationberg::LocaleOptions) -> Option<bool>| {
            chain
                .iter()
                .find_map(|locale| locale.style_options.as_ref().and_then(read))
                .unwrap_or(false)
        };
        terms.only_first_day_is_ordinal = option(|options| options.limit_day_ordinals_to_day_1);
        terms.punctuation_in_quote = option(|options| options.punctuation_in_quote);
        for locale in chain {
            for term in locale.terms.iter().flat_map(|terms| &terms.terms) {
                terms
                    .terms
                    .entry((canonical(term.name), term.form))
                    .or_insert(term);
            }
            terms.dates.extend(&locale.date);
            terms.ordinals.extend(locale.ordinals());
        }
        terms
    }

    /// A term, in the nearest form that there is.
    pub fn get(&self, term: Term, form: TermForm, plural: bool) -> Option<&'a str> {
        let term = canonical(term);
        let mut form = Some(form);
        while let Some(wanted) = form {
            if let Some(found) = self.terms.get(&(term, wanted)) {
                return if plural {
                    found.multiple()
                } else {
                    found.single()
                };
            }
            form = wanted.fallback();
        }
        None
    }

    /// The layout of a date in this language.
    pub fn date(&self, form: DateForm) -> Option<&'a Date> {
        self.dates
            .iter()
            .find(|date| date.form == Some(form))
            .copied()
    }

    pub fn gender(&self, term: Term) -> Option<GrammarGender> {
        self.terms.get(&(canonical(term), TermForm::Long))?.gender
    }

    /// `2nd`.
    pub fn ordinal(&self, number: i32, gender: Option<GrammarGender>) -> String {
        let suffix = self
            .ordinals
            .iter()
            .find_map(|ordinals| ordinals.lookup(number, gender))
            .unwrap_or_default();
        format!("{number}{suffix}")
    }

    /// `second`, as far as the language has words.
    pub fn long_ordinal(&self, number: i32, gender: Option<GrammarGender>) -> String {
        let word = u8::try_from(number)
            .ok()
            .filter(|number| (1..=10).contains(number))
            .and_then(|number| {
                self.get(OtherTerm::LongOrdinal(number).into(), TermForm::Long, false)
            });
        word.map_or_else(|| self.ordinal(number, gender), str::to_owned)
    }

    /// Opening and closing quotation marks, the outer and the inner ones.
    pub fn quotes(&self) -> [&'a str; 4] {
        [
            (OtherTerm::OpenQuote, "“"),
            (OtherTerm::CloseQuote, "”"),
            (OtherTerm::OpenInnerQuote, "‘"),
            (OtherTerm::CloseInnerQuote, "’"),
        ]
        .map(|(term, usual)| {
            self.get(term.into(), TermForm::Long, false)
                .unwrap_or(usual)
        })
    }
}

/// A style's own locales that apply to a language, the nearest first.
fn own_in_order<'a>(language: &LocaleCode, own: &'a [Locale]) -> Vec<&'a Locale> {
    let bare = language.0.split('-').next().unwrap_or_default();
    let dialect = LocaleCode(bare.to_owned()).fallback();
    let mut order: Vec<(u8, &Locale)> = own
        .iter()
        .filter_map(|locale| {
            let rank = match &locale.lang {
                Some(code) if code == language => 0,
                Some(code) if Some(code) == dialect.as_ref() => 1,
                Some(code) if code.0 == bare => 2,
                Some(_) => return None,
                None => 3,
            };
            Some((rank, locale))
        })
        .collect();
    order.sort_by_key(|(rank, _)| *rank);
    order.into_iter().map(|(_, locale)| locale).collect()
}

/// Terms that are written the same are one, whatever they were read as.
fn canonical(term: Term) -> Term {
    use citationberg::taxonomy::Kind;
    match term {
        Term::Locator(Locator::Issue) => Term::NumberVariable(NumberVariable::Issue),
        Term::Locator(Locator::Page) => Term::PageVariable,
        Term::Locator(Locator::Section) => Term::NumberVariable(NumberVariable::Section),
        Term::Locator(Locator::Volume) => Term::NumberVariable(NumberVariable::Volume),
        Term::Locator(Locator::Book) => Term::Kind(Kind::Book),
        Term::Locator(Locator::Chapter) => Term::Kind(Kind::Chapter),
        Term::Locator(Locator::Figure) => Term::Kind(Kind::Figure),
        other => other,
    }
}
