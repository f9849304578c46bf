//! What running text says of its figures: parts of reckonings. Worked out once for a document, when first asked for.

use super::engine::Engine;
use super::value::{self, Value};
use crate::fact::reckoning::{Basis, Number, Reckoning, Sort};
use crate::rule::types::Attribute as A;
use crate::span::Span;

impl<'a> Engine<'a> {
    /// The place of a reckoning: the figure to look at.
    pub fn span_of_reckoning(&self, at: u32) -> Option<Span> {
        self.span_of_number(&self.reckonings().get(at as usize)?.suspect)
    }

    fn span_of_number(&self, number: &Number) -> Option<Span> {
        self.document.tokens.get(number.token as usize).map(|token| token.span)
    }

    /// A part of a reckoning.
    pub fn of_reckoning(&self, at: u32, attribute: A) -> Option<Value<'a>> {
        let one = self.reckonings().get(at as usize)?;
        let figure = |number: &Number| Some(Value::Figure(number.written.value, self.span_of_number(number)?));
        match attribute {
            A::Kind => Some(Value::Name(match one.sort {
                Sort::Share => "share",
                Sort::Sum => "sum",
                Sort::Rest => "rest",
                Sort::Average => "average",
                Sort::Same => "same",
                Sort::Complement => "complement",
                Sort::Growth => "growth",
            })),
            A::Basis => Some(Value::Name(match one.basis {
                Basis::Ratio => "ratio",
                Basis::Whole => "whole",
                Basis::Bracket => "bracket",
                Basis::Partial => "partial",
                Basis::Lines => "lines",
                Basis::Items => "items",
                Basis::Left => "left",
                Basis::States => "states",
                Basis::Named => "named",
                Basis::Earlier => "earlier",
                Basis::Change => "change",
                Basis::Clause => "clause",
                Basis::Direction => "direction",
                Basis::Mean => "mean",
                Basis::Total => "total",
                Basis::Words => "words",
                Basis::Retold => "retold",
                Basis::Table => "table",
                Basis::Scale => "scale",
                Basis::Rank => "rank",
                Basis::Slip => "slip",
                Basis::Tally => "tally",
                Basis::Crossed => "crossed",
            })),
            A::Holds => Some(Value::Flag(one.holds)),
            A::Result => figure(&one.result),
            A::Terms => Some(self.list(one.terms.iter().filter_map(figure))),
            A::Suspect => figure(&one.suspect),
            A::Right => Some(Value::Number(one.right)),
            A::Working => Some(self.told(&working(one))),
            A::Mended => Some(self.told(&self.mended(one))),
            A::Named => {
                let span = self.facts.get(one.suspect.fact?)?.span;
                Some(Value::Slice(span))
            }
            _ => None,
        }
    }
}

impl Engine<'_> {
    /// What the suspect should be, with the zero in front that a count below ten has where the suspect has one.
    fn mended(&self, one: &Reckoning) -> String {
        let right = value::written(one.right);
        let padded = self.span_of_number(&one.suspect).is_some_and(|span| {
            let text = self.document.slice(span);
            text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
        });
        if padded && one.right.scale() == 0 && right.len() == 1 { format!("0{right}") } else { right }
    }
}

/// The sum that a reader would write down, with the suspect put right: `14 + 15 + 57 = 86`.
fn working(one: &Reckoning) -> String {
    let shown = |number: &Number| {
        let value = if number.token == one.suspect.token { one.right } else { number.written.value };
        value::written(value)
    };
    let terms: Vec<String> = one.terms.iter().map(shown).collect();
    let result = shown(&one.result);
    match one.sort {
        Sort::Share => format!("{} = {result}%", terms.join(" / ")),
        Sort::Sum => format!("{} = {result}", terms.join(" + ")),
        Sort::Rest => format!(
            "{} - {} = {result}",
            terms.first().map_or("", String::as_str),
            terms.get(1..).unwrap_or_default().join(" - ")
        ),
        Sort::Average => format!("{} = {result}", terms.join(" / ")),
        Sort::Same => result,
        Sort::Growth => {
            let earlier = terms.get(1).map_or("", String::as_str);
            format!("|{} - {earlier}| / {earlier} = {result}%", terms.first().map_or("", String::as_str))
        }
        Sort::Complement => format!("100% - {}% = {result}%", terms.join("% - ")),
    }
}
