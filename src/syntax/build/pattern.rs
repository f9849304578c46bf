//! Patterns.

use pest::iterators::Pair;

use super::super::grammar::Rule;
use super::super::tree::{At, Element, Name};
use super::{Builder, is_mark};
use crate::lang::Text;

/// Counts above this are a slip: no phrase has so many words.
const MOST_WORDS: u32 = 100;

impl Builder<'_> {
    pub(super) fn pattern(&self, pair: Pair<'_, Rule>) -> Option<At<Element>> {
        let span = self.span(&pair);
        let mut choices = Vec::new();
        for part in pair.into_inner().filter(|part| !is_mark(part.as_rule())) {
            choices.push(self.sequence(part)?);
        }
        Some(alone(choices).unwrap_or_else(|choices| At { node: Element::Choice(choices), span }))
    }

    fn sequence(&self, pair: Pair<'_, Rule>) -> Option<At<Element>> {
        let span = self.span(&pair);
        let elements = pair.into_inner().map(|part| self.element(part)).collect::<Option<Vec<_>>>()?;
        Some(alone(elements).unwrap_or_else(|elements| At { node: Element::Sequence(elements), span }))
    }

    /// A capture or a primary with its postfixes.
    fn element(&self, pair: Pair<'_, Rule>) -> Option<At<Element>> {
        let span = self.span(&pair);
        if pair.as_rule() == Rule::capture {
            let mut inner = pair.into_inner().filter(|part| !is_mark(part.as_rule()));
            let name = self.name(&inner.next()?);
            let element = self.element(inner.next()?)?;
            return Some(At { node: Element::Capture(name, Box::new(element)), span });
        }
        let mut inner = pair.into_inner().peekable();
        // `not` stands beside what it denies, because `not before` and `not after` share it.
        let negated = inner.next_if(|part| part.as_rule() == Rule::kw_not).map(|part| self.span(&part));
        let mut element = self.primary_pattern(inner.next()?)?;
        if let Some(not) = negated {
            element.span = element.span.join(not);
        }
        for postfix in inner {
            let whole = element.span.join(self.span(&postfix));
            let excepts = postfix.as_rule() == Rule::except;
            let mut parts = postfix.into_inner();
            let node = if excepts {
                let mut parts = parts.skip(1).peekable();
                parts.next_if(|part| part.as_rule() == Rule::kw_not);
                Element::Except(Box::new(element), Box::new(self.primary_pattern(parts.next()?)?))
            } else {
                let table = parts.find(|part| part.as_rule() == Rule::table_name)?;
                Element::Unlike(Box::new(element), self.name(&table))
            };
            element = At { node, span: whole };
        }
        Some(element)
    }

    fn primary_pattern(&self, pair: Pair<'_, Rule>) -> Option<At<Element>> {
        let span = self.span(&pair);
        let node = match pair.as_rule() {
            Rule::words_pattern => Element::Words(self.filled(&pair.into_inner().next()?).node),
            Rule::exactly => Element::Exactly(self.filled(&pair.into_inner().last()?).node),
            Rule::pattern_reference => Element::Named(pair.as_str().to_owned()),
            Rule::key_of => Element::KeyOf(self.last_name(pair)?),
            Rule::value_of => Element::ValueOf(self.last_name(pair)?),
            Rule::one_of => Element::OneOf(self.last_name(pair)?),
            Rule::optional => Element::Optional(Box::new(self.inside(pair)?)),
            Rule::repeat => Element::Repeat(Box::new(self.inside(pair)?)),
            Rule::grouped => At { span, ..self.inside(pair)? }.node,
            Rule::up_to => self.up_to(pair)?,
            Rule::not_before => Element::NotBefore(Box::new(self.element(pair.into_inner().last()?)?)),
            Rule::not_after => Element::NotAfter(Box::new(self.primary_pattern(pair.into_inner().last()?)?)),
            Rule::kw_digits => Element::Digits,
            Rule::kw_word => Element::Word,
            Rule::kw_words => Element::SomeWords,
            Rule::kw_capitals => Element::Capitals,
            Rule::kw_proper => Element::Proper,
            Rule::kw_code => Element::Code,
            Rule::kw_any => Element::Any,
            Rule::kw_rest => Element::Rest,
            Rule::kw_clause => Element::Clause,
            Rule::kw_amounts => Element::Amounts,
            Rule::kw_start => Element::Start,
            Rule::kw_end => Element::End,
            _ => return None,
        };
        Some(At { node, span })
    }

    fn last_name(&self, pair: Pair<'_, Rule>) -> Option<Name> {
        pair.into_inner().last().map(|name| self.name(&name))
    }

    fn inside(&self, pair: Pair<'_, Rule>) -> Option<At<Element>> {
        self.pattern(pair.into_inner().find(|part| part.as_rule() == Rule::pattern)?)
    }

    fn up_to(&self, pair: Pair<'_, Rule>) -> Option<Element> {
        let mut count = 0;
        let mut without = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::number => {
                    count = part.as_str().parse().unwrap_or(0);
                    if !(1..=MOST_WORDS).contains(&count) {
                        self.wrong(
                            "syntax::up_to",
                            self.span(&part),
                            Text::new(
                                format!("`{}` không phải số từ", part.as_str()),
                                format!("`{}` is no count of words", part.as_str()),
                            ),
                            Text::new(
                                format!("viết một số nguyên từ 1 đến {MOST_WORDS}"),
                                format!("write a whole number from 1 to {MOST_WORDS}"),
                            ),
                        );
                    }
                }
                Rule::list_name => without = Some(self.name(&part)),
                _ => {}
            }
        }
        Some(Element::UpTo(count, without))
    }
}

/// The only element, or all of them back.
fn alone(mut elements: Vec<At<Element>>) -> Result<At<Element>, Vec<At<Element>>> {
    match elements.pop() {
        Some(only) if elements.is_empty() => Ok(only),
        Some(last) => {
            elements.push(last);
            Err(elements)
        }
        None => Err(elements),
    }
}
