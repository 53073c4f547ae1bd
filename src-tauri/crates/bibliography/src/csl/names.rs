//! Lists of names: who is printed, what stands between, and what stands in for them.

use std::borrow::Cow;
use std::sync::LazyLock;

use citationberg::taxonomy::{NameVariable, OtherTerm, Variable};
use citationberg::{
    DelimiterBehavior, EtAl, LabelPluralize, LayoutRenderingElement, Name, NameAnd,
    NameAsSortOrder, NameForm, Names, NamesChild, TermForm, ToAffixes, ToFormatting,
    VariablelessLabel,
};

use super::eval::Eval;
use super::output::{Form, Listed, Node};
use super::people::Manner;
use super::record::Value;

static USUAL: LazyLock<Name> = LazyLock::new(Name::default);

/// How a names element writes its lists; those it substitutes take it over.
#[derive(Clone, Copy)]
pub(super) struct Format<'a> {
    names: &'a Names,
    name: Option<&'a Name>,
    et_al: Option<&'a EtAl>,
    label: Option<&'a VariablelessLabel>,
    label_first: bool,
}

impl<'a> Format<'a> {
    fn of(names: &'a Names) -> Format<'a> {
        let place = |is: fn(&NamesChild) -> bool| names.children.iter().position(is);
        let label = names.children.iter().find_map(|child| match child {
            NamesChild::Label(label) => Some(label),
            _ => None,
        });
        let label_first = match (
            place(|child| matches!(child, NamesChild::Name(_))),
            place(|child| matches!(child, NamesChild::Label(_))),
        ) {
            (Some(name), Some(label)) => label < name,
            _ => false,
        };
        Format {
            names,
            name: names.name(),
            et_al: names.et_al(),
            label,
            label_first,
        }
    }

    fn within(self, outer: Option<Format<'a>>, sorting: bool) -> Format<'a> {
        let Some(outer) = outer else { return self };
        Format {
            names: self.names,
            name: self.name.or(outer.name),
            et_al: self.et_al.or(outer.et_al),
            label: if sorting {
                None
            } else {
                self.label.or(outer.label)
            },
            label_first: if self.name.is_some() && self.label.is_some() {
                self.label_first
            } else {
                outer.label_first
            },
        }
    }
}

impl<'a> Eval<'a> {
    pub(super) fn names(&mut self, element: &'a Names) -> Option<Node<'a>> {
        let format = Format::of(element).within(self.outer_names, self.sorting.is_some());
        let mut variables: Vec<NameVariable> = element.variable.clone();
        let both = [NameVariable::Editor, NameVariable::Translator];
        let mut together = false;
        if both.iter().all(|role| variables.contains(role)) {
            let [editor, translator] = both.map(|role| self.record.names(role));
            let form = format.label.map(|label| label.form).unwrap_or_default();
            let term = NameVariable::EditorTranslator.into();
            if editor.is_some()
                && editor == translator
                && self.terms.get(term, form, false).is_some()
            {
                variables.retain(|role| !both.contains(role));
                variables.insert(0, NameVariable::EditorTranslator);
                together = true;
            }
        }
        let found: Vec<(NameVariable, &'a [super::people::Name])> = variables
            .iter()
            .filter_map(|&role| {
                let held = match role {
                    NameVariable::EditorTranslator if together => NameVariable::Editor,
                    other => other,
                };
                match self.ask(Variable::Name(held)) {
                    Some(Value::Names(people)) => Some((role, people.as_slice())),
                    _ => None,
                }
            })
            .collect();
        if found.is_empty() {
            return self.substitute(element, format);
        }
        let name = format.name.unwrap_or(&USUAL);
        let inherited = self.inherited.apply(&element.options());
        let mut options = name.options(&inherited);
        if let Some(sorting) = self.sorting {
            options.et_al_min = sorting.least.or(options.et_al_min);
            options.et_al_use_first = sorting.first.or(options.et_al_use_first);
        }
        let manner = Manner {
            options,
            name,
            sorting: self.sorting.is_some(),
        };
        if manner.options.form == NameForm::Count {
            let count: usize = found
                .iter()
                .map(|(_, people)| shown(people.len(), &manner).unwrap_or(people.len()))
                .sum();
            return Some(Node::Text(Cow::Owned(count.to_string())));
        }
        let lists = found
            .iter()
            .map(|(role, people)| self.listed(*role, people, format, &manner))
            .collect();
        if self.substituting {
            for (role, _) in &found {
                self.used.insert(Variable::Name(*role));
            }
        }
        let mut form = Form::of(element.to_formatting(), Some(element.to_affixes()));
        form.display = element.display;
        form.delimiter = inherited.names_delimiter.clone().map(Cow::Owned);
        form.around(lists)
    }

    fn substitute(&mut self, element: &'a Names, format: Format<'a>) -> Option<Node<'a>> {
        let instead: &'a [LayoutRenderingElement] = &element.substitute()?.children;
        if self.substituting {
            return None;
        }
        let outer = self.outer_names.replace(format);
        self.substituting = true;
        let mut result = None;
        for element in instead {
            result = self.element(element);
            if result.is_some() {
                break;
            }
        }
        self.substituting = false;
        self.outer_names = outer;
        let result = result?;
        Some(if holds_names(&result) {
            result
        } else {
            Node::Names(Box::new(Listed {
                people: &[],
                before: None,
                list: vec![result],
                places: Vec::new(),
                after: None,
            }))
        })
    }

    fn listed(
        &mut self,
        role: NameVariable,
        people: &'a [super::people::Name],
        format: Format<'a>,
        manner: &Manner<'a, '_>,
    ) -> Node<'a> {
        let options = &manner.options;
        let count = people.len();
        let most = shown(count, manner);
        let delimiter = options.delimiter;
        let inverted = |after: usize| match options.name_as_sort_order {
            Some(NameAsSortOrder::All) => true,
            Some(NameAsSortOrder::First) => after == 0,
            None => false,
        };
        let and: Option<&'a str> = match options.and {
            None => None,
            Some(NameAnd::Symbol) => Some(
                self.terms
                    .get(OtherTerm::And.into(), TermForm::Symbol, false)
                    .filter(|symbol| !symbol.is_empty())
                    .unwrap_or("&"),
            ),
            Some(NameAnd::Text) => self.terms.get(OtherTerm::And.into(), TermForm::Long, false),
        };
        let before_last = match (and, options.delimiter_precedes_last) {
            (None, _) => delimiter,
            (_, DelimiterBehavior::Contextual) if count > 2 => delimiter,
            (_, DelimiterBehavior::AfterInvertedName) if inverted(count.saturating_sub(2)) => {
                delimiter
            }
            (_, DelimiterBehavior::Always) => delimiter,
            _ => "",
        };
        let mut list: Vec<Node<'a>> = Vec::new();
        let mut places = Vec::new();
        // Dots for a single name would be longer than the name.
        let dots = options.et_al_use_last && most.is_some_and(|most| count >= most + 2);
        for (place, person) in people.iter().enumerate().take(most.unwrap_or(count)) {
            let Some(node) = self.name(person, place, manner) else {
                continue;
            };
            if place > 0 {
                let mut between = delimiter.to_owned();
                if place + 1 == count {
                    before_last.clone_into(&mut between);
                    if let Some(and) = and {
                        if !between.ends_with(' ') {
                            between.push(' ');
                        }
                        between.push_str(and);
                        between.push(' ');
                    }
                }
                list.push(Node::Text(Cow::Owned(between)));
            }
            places.push((list.len(), place));
            list.push(node);
        }
        match (most, people.last()) {
            (Some(_), Some(last)) if dots => {
                let between = format!("{} … ", delimiter.trim_end());
                list.push(Node::Text(Cow::Owned(between)));
                places.push((list.len(), count - 1));
                list.extend(self.name(last, count - 1, manner));
            }
            (Some(most), _) if most > 0 && self.sorting.is_none() => {
                list.extend(self.et_al(format, manner, most, count, &inverted));
            }
            _ => {}
        }
        let label = format
            .label
            .filter(|_| self.sorting.is_none())
            .and_then(|label| self.names_label(role, count, label));
        let (before, after) = if format.label_first {
            (label, None)
        } else {
            (None, label)
        };
        Node::Names(Box::new(Listed {
            people,
            before,
            list,
            places,
            after,
        }))
    }

    fn et_al(
        &self,
        format: Format<'a>,
        manner: &Manner<'a, '_>,
        most: usize,
        count: usize,
        inverted: &dyn Fn(usize) -> bool,
    ) -> Option<Node<'a>> {
        let options = &manner.options;
        let before = match options.delimiter_precedes_et_al {
            DelimiterBehavior::Contextual if count > 2 && most > 1 => options.delimiter,
            DelimiterBehavior::AfterInvertedName if inverted(most.saturating_sub(1)) => {
                options.delimiter
            }
            DelimiterBehavior::Always => options.delimiter,
            _ => " ",
        };
        let (term, formatting) = match format.et_al {
            Some(et_al) => (et_al.term.into(), et_al.formatting),
            None => (OtherTerm::EtAl.into(), Default::default()),
        };
        let term = self.terms.get(term, TermForm::Long, false)?;
        let form = Form {
            formatting,
            ..Form::default()
        };
        let term = form.around(vec![Node::Text(Cow::Borrowed(term))])?;
        Form::prefix(Cow::Owned(before.to_owned())).around(vec![term])
    }

    fn names_label(
        &self,
        role: NameVariable,
        count: usize,
        label: &'a VariablelessLabel,
    ) -> Option<Node<'a>> {
        let plural = match label.plural {
            LabelPluralize::Contextual => count > 1,
            LabelPluralize::Always => true,
            LabelPluralize::Never => false,
        };
        let term = self.terms.get(role.into(), label.form, plural)?;
        super::eval::label(term, label)
    }
}

/// How many names are printed before "et al."; none where all are.
fn shown(count: usize, manner: &Manner<'_, '_>) -> Option<usize> {
    let number = |number: Option<u32>| number.and_then(|number| usize::try_from(number).ok());
    let least = number(manner.options.et_al_min)?;
    let first = number(manner.options.et_al_use_first)?;
    (count >= least && count > first).then_some(first)
}

fn holds_names(node: &Node<'_>) -> bool {
    match node {
        Node::Names(_) => true,
        Node::Form(_, nodes) => nodes.iter().any(holds_names),
        Node::Text(_) | Node::Date(_) => false,
    }
}
