//! The evaluation of a style's elements for one work: groups, choices, texts, numbers, labels.
//!
//! It follows the CSL 1.0.2 specification. Where that leaves room, it does what citeproc-js and
//! pandoc's citeproc agree on.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use citationberg::taxonomy::{
    DateVariable, NumberVariable, OtherTerm, StandardVariable, Term, Variable,
};
use citationberg::{
    Choose, ChooseBranch, IndependentStyle, InheritableNameOptions, LabelPluralize,
    LayoutRenderingElement, LongShortForm, Number, NumberForm, PageRangeFormat, TermForm,
    TestPosition, Text, TextTarget, ToAffixes, ToFormatting, VariablelessLabel,
};

use super::names::Format;
use super::numbers::{is_numeric, letters, roman, split_numbers};
use super::output::{Form, Node};
use super::pages;
use super::record::{Record, Value};
use super::terms::Terms;
use crate::placeholders::NUMBER;

/// How many elements one reference may take. The largest styles need a few thousand.
const MOST_STEPS: u32 = 400_000;

/// The names that a sort key asks for.
#[derive(Clone, Copy)]
pub(super) struct Sorting {
    pub least: Option<u32>,
    pub first: Option<u32>,
}

/// What is the same for all works.
pub(super) struct Ground<'a> {
    pub style: &'a IndependentStyle,
    pub macros: HashMap<&'a str, &'a [LayoutRenderingElement]>,
    pub terms: &'a Terms<'a>,
    /// Whether the style prints the letter of a year by itself.
    pub own_letter: bool,
}

pub(super) struct Eval<'a> {
    pub ground: &'a Ground<'a>,
    pub style: &'a IndependentStyle,
    pub terms: &'a Terms<'a>,
    pub record: &'a Record,
    /// The letter after the year: 1 is a, 0 none.
    pub letter: u32,
    pub inherited: InheritableNameOptions,
    pub positions: &'static [TestPosition],
    pub sorting: Option<Sorting>,
    pub outer_names: Option<Format<'a>>,
    pub substituting: bool,
    /// Variables that a substitution has printed already.
    pub used: HashSet<Variable>,
    asked: u32,
    answered: u32,
    letter_used: bool,
    steps: u32,
}

impl<'a> Eval<'a> {
    pub fn new(
        ground: &'a Ground<'a>,
        record: &'a Record,
        letter: u32,
        inherited: InheritableNameOptions,
        positions: &'static [TestPosition],
    ) -> Eval<'a> {
        Eval {
            ground,
            style: ground.style,
            terms: ground.terms,
            record,
            letter,
            inherited,
            positions,
            sorting: None,
            outer_names: None,
            substituting: false,
            used: HashSet::new(),
            asked: 0,
            answered: 0,
            letter_used: false,
            steps: 0,
        }
    }

    /// The nodes of elements in turn. Those of a choice stand beside its neighbours, so that the
    /// delimiter of a group goes between them too.
    pub fn elements(&mut self, elements: &'a [LayoutRenderingElement]) -> Vec<Node<'a>> {
        let mut nodes = Vec::new();
        for element in elements {
            match element {
                LayoutRenderingElement::Choose(choose) => nodes.extend(self.choose(choose)),
                other => nodes.extend(self.element(other)),
            }
        }
        nodes
    }

    /// Whether the style asked for more than a reference can need.
    pub fn is_exhausted(&self) -> bool {
        self.steps >= MOST_STEPS
    }

    pub fn element(&mut self, element: &'a LayoutRenderingElement) -> Option<Node<'a>> {
        self.steps = self.steps.saturating_add(1);
        if self.is_exhausted() {
            return None;
        }
        match element {
            LayoutRenderingElement::Text(text) => self.text(text),
            LayoutRenderingElement::Date(date) => self.date(date),
            LayoutRenderingElement::Number(number) => self.number(number),
            LayoutRenderingElement::Names(names) => self.names(names),
            LayoutRenderingElement::Label(element) => self.label(
                element.variable.into(),
                element.variable.into(),
                &element.label,
            ),
            LayoutRenderingElement::Group(group) => {
                let before = (self.asked, self.answered);
                let nodes = self.elements(&group.children);
                let silent = self.asked > before.0 && self.answered <= before.1;
                if silent {
                    return None;
                }
                let mut form = Form::of(group.to_formatting(), Some(group.to_affixes()));
                form.delimiter = group.delimiter.as_deref().map(Cow::Borrowed);
                form.display = group.display;
                let group = form.around(nodes)?;
                // A group that prints counts as a variable for the one around it.
                self.asked += 1;
                self.answered += 1;
                Some(group)
            }
            LayoutRenderingElement::Choose(choose) => {
                let nodes = self.choose(choose);
                Form::default().around(nodes)
            }
        }
    }

    /// The value of a variable, counted for the group around it.
    pub fn ask(&mut self, variable: Variable) -> Option<&'a Value> {
        self.asked += 1;
        let value = self.look(variable);
        if value.is_some() {
            self.answered += 1;
        }
        value
    }

    /// The last variable asked printed nothing after all.
    pub fn take_back(&mut self) {
        self.answered = self.answered.saturating_sub(1);
    }

    fn look(&self, variable: Variable) -> Option<&'a Value> {
        if self.used.contains(&variable) {
            return None;
        }
        self.record.values.get(&variable)
    }

    /// The value of a variable, printed already or not: what a test sees.
    fn has(&self, variable: Variable) -> Option<&'a Value> {
        self.record.values.get(&variable)
    }

    fn text(&mut self, text: &'a Text) -> Option<Node<'a>> {
        let mut form = Form::of(text.to_formatting(), Some(text.to_affixes()));
        form.case = text.text_case;
        form.display = text.display;
        form.quotes = text.quotes;
        form.strip_periods = text.strip_periods;
        match &text.target {
            TextTarget::Variable { var, form: length } => {
                let (node, link) = self.variable(*var, *length)?;
                form.link = link;
                form.around(vec![node])
            }
            TextTarget::Macro { name } => {
                let elements = *self.ground.macros.get(name.as_str())?;
                let nodes = self.elements(elements);
                form.around(nodes)
            }
            TextTarget::Term {
                term,
                form: length,
                plural,
            } => {
                let words = self.terms.get(*term, *length, *plural)?;
                let mut nodes = vec![Node::Text(Cow::Borrowed(words))];
                if *term == Term::Other(OtherTerm::NoDate) {
                    nodes.extend(self.year_letter());
                }
                form.around(nodes)
            }
            TextTarget::Value { val } => form.around(vec![Node::Text(Cow::Borrowed(val))]),
        }
    }

    /// What a variable prints, and where it leads.
    fn variable(
        &mut self,
        variable: Variable,
        length: LongShortForm,
    ) -> Option<(Node<'a>, Option<String>)> {
        let plain = |text: Cow<'a, str>| Some((Node::Text(text), None));
        match variable {
            Variable::Standard(StandardVariable::YearSuffix) => {
                self.letter_text().map(|node| (node, None))
            }
            Variable::Number(NumberVariable::CitationNumber) => {
                self.asked += 1;
                self.answered += 1;
                plain(Cow::Owned(NUMBER.to_string()))
            }
            Variable::Number(NumberVariable::PageFirst) => {
                if let Some(Value::Text(text)) = self.look(variable) {
                    self.ask(variable);
                    return plain(Cow::Borrowed(text));
                }
                match self.ask(PAGE) {
                    Some(Value::Text(text)) => plain(Cow::Borrowed(pages::first(text))),
                    _ => None,
                }
            }
            Variable::Standard(StandardVariable::CitationLabel) => {
                self.asked += 1;
                self.answered += 1;
                let label = match self.look(variable) {
                    Some(Value::Text(text)) => text.clone(),
                    _ => super::label::of(self.record),
                };
                plain(Cow::Owned(label))
            }
            _ => {
                let short = short_of(variable)
                    .filter(|_| length == LongShortForm::Short)
                    .filter(|short| self.look(*short).is_some());
                let variable = short.unwrap_or(variable);
                let Some(Value::Text(text)) = self.ask(variable) else {
                    return None;
                };
                if self.substituting {
                    self.used.insert(variable);
                }
                let shown = if variable == PAGE {
                    Cow::Owned(self.pages(text))
                } else {
                    Cow::Borrowed(text.as_str())
                };
                Some((Node::Text(shown), link(variable, text)))
            }
        }
    }

    fn pages(&self, text: &str) -> String {
        let dash = self
            .terms
            .get(OtherTerm::PageRangeDelimiter.into(), TermForm::Long, false)
            .unwrap_or("–");
        // A style that names no format wants pages as they are.
        let format: Option<PageRangeFormat> = self.style.settings.page_range_format;
        pages::pages(text, format, dash)
    }

    fn number(&mut self, number: &'a Number) -> Option<Node<'a>> {
        let variable: Variable = number.variable.into();
        let mut form = Form::of(number.to_formatting(), Some(number.to_affixes()));
        form.case = number.text_case;
        form.display = number.display;
        if variable == Variable::Number(NumberVariable::CitationNumber) {
            let (node, _) = self.variable(variable, LongShortForm::Long)?;
            return form.around(vec![node]);
        }
        let Some(Value::Text(text)) = self.ask(variable) else {
            return None;
        };
        if self.substituting {
            self.used.insert(variable);
        }
        let gender = self.terms.gender(number.variable.into());
        let mut shown = String::new();
        for part in split_numbers(text) {
            match part.parse::<i32>() {
                Ok(value) if part.bytes().all(|byte| byte.is_ascii_digit()) => {
                    shown.push_str(&match number.form {
                        NumberForm::Numeric => value.to_string(),
                        NumberForm::Ordinal => self.terms.ordinal(value, gender),
                        NumberForm::LongOrdinal => self.terms.long_ordinal(value, gender),
                        NumberForm::Roman => roman(value),
                    });
                }
                // Between numbers a hyphen means "to".
                _ if part == "-" => shown.push('–'),
                _ => shown.push_str(part),
            }
        }
        form.around(vec![Node::Text(Cow::Owned(shown))])
    }

    fn label(
        &mut self,
        variable: Variable,
        term: Term,
        element: &'a VariablelessLabel,
    ) -> Option<Node<'a>> {
        let Some(Value::Text(text)) = self.look(variable) else {
            return None;
        };
        let several = match variable {
            Variable::Number(NumberVariable::NumberOfVolumes | NumberVariable::NumberOfPages) => {
                text != "1" && text != "0"
            }
            _ => !text.contains("\\-") && split_numbers(text).len() > 1,
        };
        let plural = match element.plural {
            LabelPluralize::Contextual => several,
            LabelPluralize::Always => true,
            LabelPluralize::Never => false,
        };
        let term = self.terms.get(term, element.form, plural)?;
        label(term, element)
    }

    fn choose(&mut self, choose: &'a Choose) -> Vec<Node<'a>> {
        self.steps = self.steps.saturating_add(1);
        if self.is_exhausted() {
            return Vec::new();
        }
        let chosen = choose.branches().find(|branch| self.holds(branch));
        match (chosen, &choose.otherwise) {
            (Some(branch), _) => self.elements(&branch.children),
            (None, Some(otherwise)) => self.elements(&otherwise.children),
            (None, None) => Vec::new(),
        }
    }

    fn holds(&self, branch: &ChooseBranch) -> bool {
        let mut tests: Vec<bool> = Vec::new();
        if let Some(wanted) = branch.disambiguate {
            // A bibliography tells its works apart by all that it prints.
            tests.push(!wanted);
        }
        for variable in branch.is_numeric.iter().flatten() {
            tests.push(matches!(self.has(*variable), Some(Value::Text(text)) if is_numeric(text)));
        }
        for date in branch.is_uncertain_date.iter().flatten() {
            tests.push(self.is_uncertain(*date));
        }
        // No place within the work is cited.
        tests.extend(branch.locator.iter().flatten().map(|_| false));
        for position in branch.position.iter().flatten() {
            tests.push(self.positions.contains(position));
        }
        if let Some(kinds) = &branch.type_ {
            // A work is of one kind only, so that several can only mean any of them.
            tests.push(kinds.contains(&self.record.kind));
        }
        for variable in branch.variable.iter().flatten() {
            tests.push(match variable {
                Variable::Number(NumberVariable::CitationNumber) => true,
                Variable::Number(NumberVariable::PageFirst) => {
                    self.has(*variable).or_else(|| self.has(PAGE)).is_some()
                }
                Variable::Standard(StandardVariable::YearSuffix) => self.letter > 0,
                other => self.has(*other).is_some(),
            });
        }
        branch.match_.test(tests.into_iter())
    }

    fn is_uncertain(&self, date: DateVariable) -> bool {
        matches!(self.has(Variable::Date(date)), Some(Value::Date(date)) if date.circa)
    }

    /// The letter after a year, where the style does not print it by itself.
    pub fn year_letter(&mut self) -> Option<Node<'a>> {
        if self.ground.own_letter || self.letter_used {
            return None;
        }
        let node = self.letter_text()?;
        self.letter_used = true;
        Some(node)
    }

    fn letter_text(&self) -> Option<Node<'a>> {
        let letter = letters(self.letter)?;
        Some(Node::Text(Cow::Owned(letter)))
    }
}

const PAGE: Variable = Variable::Page(citationberg::taxonomy::PageVariable::Page);

fn short_of(variable: Variable) -> Option<Variable> {
    Some(Variable::Standard(match variable {
        Variable::Standard(StandardVariable::Title) => StandardVariable::TitleShort,
        Variable::Standard(StandardVariable::ContainerTitle) => {
            StandardVariable::ContainerTitleShort
        }
        _ => return None,
    }))
}

/// Where an identifier or an address leads.
fn link(variable: Variable, text: &str) -> Option<String> {
    let Variable::Standard(variable) = variable else {
        return None;
    };
    let url = match variable {
        StandardVariable::DOI => format!("https://doi.org/{text}"),
        StandardVariable::PMID => format!("https://pubmed.ncbi.nlm.nih.gov/{text}/"),
        StandardVariable::PMCID => format!("https://www.ncbi.nlm.nih.gov/pmc/articles/{text}/"),
        StandardVariable::URL => text.to_owned(),
        _ => return None,
    };
    crate::rich::safe_link(&url)
}

/// A term as a label writes it. A point that the term ends with is not doubled by the suffix.
pub(super) fn label<'a>(term: &'a str, element: &VariablelessLabel) -> Option<Node<'a>> {
    let mut form = Form::of(element.to_formatting(), Some(element.to_affixes()));
    form.case = element.text_case;
    form.strip_periods = element.strip_periods;
    form.around(vec![Node::Text(Cow::Borrowed(term))])
}
