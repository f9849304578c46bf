//! What operators make of values.

use rust_decimal::Decimal;

use super::engine::{Engine, Slots};
use super::value::{self, Value};
use super::words::holds;
use crate::fact;
use crate::rule::ir::Ir;
use crate::span::Span;
use crate::syntax::tree::Operator;

impl<'a> Engine<'a> {
    pub fn binary(&self, operator: Operator, left: &'a Ir, right: &'a Ir, slots: &mut Slots<'a>) -> Value<'a> {
        use Operator as O;
        let a = self.eval(left, slots);
        match (operator, a.as_flag()) {
            (O::And, Some(false)) => return Value::Flag(false),
            (O::Or, Some(true)) => return Value::Flag(true),
            _ => {}
        }
        let b = self.eval(right, slots);
        self.operate(operator, &a, &b)
    }

    /// What an operator makes of two values.
    pub fn operate(&self, operator: Operator, a: &Value<'a>, b: &Value<'a>) -> Value<'a> {
        use Operator as O;
        let found = match operator {
            O::And => match (a.as_flag(), b.as_flag()) {
                (_, Some(false)) => Some(Value::Flag(false)),
                (Some(a), Some(b)) => Some(Value::Flag(a && b)),
                _ => None,
            },
            O::Or => match (a.as_flag(), b.as_flag()) {
                (_, Some(true)) => Some(Value::Flag(true)),
                (Some(a), Some(b)) => Some(Value::Flag(a || b)),
                _ => None,
            },
            O::Plus | O::Minus | O::Times | O::Over => {
                let numbers = self.number(a).zip(self.number(b));
                numbers.and_then(|(a, b)| arithmetic(operator, a, b)).map(Value::Number)
            }
            O::Equal => self.equal(a, b).map(Value::Flag),
            O::Unequal => self.equal(a, b).map(|same| Value::Flag(!same)),
            O::Less | O::AtMost | O::Greater | O::AtLeast => self.order(a, b).map(|order| {
                Value::Flag(match operator {
                    O::Less => order.is_lt(),
                    O::AtMost => order.is_le(),
                    O::Greater => order.is_gt(),
                    _ => order.is_ge(),
                })
            }),
            O::In => self.member(a, b).map(Value::Flag),
            O::NotIn => self.member(a, b).map(|found| Value::Flag(!found)),
            O::Before | O::After => self
                .draft_span(a)
                .zip(self.draft_span(b))
                .filter(|(a, b)| a.0 == b.0)
                .map(|(a, b)| (a.1, b.1))
                .map(|(a, b)| Value::Flag(if operator == O::Before { a.end <= b.start } else { b.end <= a.start })),
            O::Contains | O::StartsWith | O::EndsWith => self.contains(operator, a, b).map(Value::Flag),
        };
        Value::or_missing(found, [a, b])
    }

    /// Whether two values are the same; nothing where that cannot be said.
    pub fn equal(&self, a: &Value<'a>, b: &Value<'a>) -> Option<bool> {
        if a.is_missing() || b.is_missing() {
            return None;
        }
        if let (Value::Flag(a), Value::Flag(b)) = (a, b) {
            return Some(a == b);
        }
        if let (Value::Fact(a), Value::Fact(b)) = (a, b)
            && let (fact::Value::Date(a), fact::Value::Date(b)) =
                (&self.facts.get(*a)?.value, &self.facts.get(*b)?.value)
        {
            return Some(a.value? == b.value?);
        }
        if let (Some(a), Some(b)) = (self.number(a), self.number(b)) {
            return Some(a == b);
        }
        if let (Some(a), Some(b)) = (self.period(a), self.period(b)) {
            return Some(value::same_period(a, b));
        }
        if self.is_date(a) && self.is_date(b) {
            return Some(self.date(a)? == self.date(b)?);
        }
        let (a, b) = (self.text(a)?, self.text(b)?);
        Some(a == b || crate::text::nfc(&a) == crate::text::nfc(&b))
    }

    fn order(&self, a: &Value<'a>, b: &Value<'a>) -> Option<std::cmp::Ordering> {
        if let (Some(a), Some(b)) = (self.number(a), self.number(b)) {
            return Some(a.cmp(&b));
        }
        Some(self.date(a)?.cmp(&self.date(b)?))
    }

    fn member(&self, a: &Value<'a>, b: &Value<'a>) -> Option<bool> {
        if a.is_missing() {
            return None;
        }
        match b {
            Value::List(items) => {
                let textual = matches!(a, Value::Text(..) | Value::Slice(_) | Value::Name(_) | Value::Form(..));
                let same = if let Some(own) = self.text(a).filter(|_| textual) {
                    let own = crate::text::nfc(&own);
                    items.iter().any(|item| self.text(item).is_some_and(|text| own == crate::text::nfc(&text)))
                } else {
                    items.iter().any(|item| self.equal(a, item).unwrap_or(false))
                };
                // Working out the words once is enough for all of them.
                let alike = || {
                    let keys = self.keys(a);
                    keys.is_some() && items.iter().any(|item| self.keys(item) == keys)
                };
                Some(same || alike())
            }
            Value::Range((from, to)) => self.number(a).map(|number| *from <= number && number <= *to),
            _ => None,
        }
    }

    fn contains(&self, operator: Operator, a: &Value<'a>, b: &Value<'a>) -> Option<bool> {
        // Of a list: any of its members.
        let any = |items: &[Value<'a>], holds: &dyn Fn(&Value<'a>) -> Option<bool>| {
            Some(items.iter().any(|item| holds(item) == Some(true)))
        };
        match (a, b) {
            (Value::List(items), _) => return any(items, &|item| self.contains(operator, item, b)),
            (Value::Report | Value::Old(_), Value::List(items)) => {
                return any(items, &|item| self.contains(operator, a, item));
            }
            (_, Value::List(items)) => {
                let whole = self.keys(a);
                return any(items, &|item| Some(holds(operator, whole.as_ref()?, &self.keys(item)?)));
            }
            _ => {}
        }
        if let Some((old, Value::Report)) = self.in_old(a) {
            return old.contains(operator, &Value::Report, &self.told(&self.text(b)?));
        }
        let words = self.keys(b)?;
        match (a, operator) {
            (Value::Report, Operator::Contains) => self.stands(&words),
            _ => Some(holds(operator, &self.keys(a)?, &words)),
        }
    }

    /// The place of a value in its own draft, and whether that is the old one.
    pub fn draft_span(&self, value: &Value<'a>) -> Option<(bool, Span)> {
        match self.in_old(value) {
            Some((old, inner)) => old.span(inner).map(|span| (true, span)),
            None => self.span(value).map(|span| (false, span)),
        }
    }
}

/// What an operator makes of two numbers.
pub fn arithmetic(operator: Operator, a: Decimal, b: Decimal) -> Option<Decimal> {
    match operator {
        Operator::Plus => a.checked_add(b),
        Operator::Minus => a.checked_sub(b),
        Operator::Times => a.checked_mul(b),
        _ => a.checked_div(b),
    }
}
