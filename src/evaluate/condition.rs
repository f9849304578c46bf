//! Conditions: what most of judging is. They are worked out without making values of flags, constants and most of what is compared.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::attribute::{date_of, number_of};
use super::engine::{Engine, Slots};
use super::value::Value;
use crate::fact::{self, Fact, FactId, PartValue};
use crate::rule::ir::{Condition, Constant, Function, Ir};
use crate::rule::types::Attribute;
use crate::syntax::tree::Operator as O;
use crate::text::nfc;

/// What a variable holds that was never filled.
const NOTHING: &Value<'static> = &Value::Missing;

/// What can be put in order.
#[derive(Debug, Clone, Copy)]
enum Scalar {
    Number(Decimal),
    Date(Date),
}

impl<'a> Engine<'a> {
    /// Whether a condition holds; if that cannot be said, the reason where there is one.
    pub fn decide(&self, condition: &'a Condition, slots: &mut Slots<'a>) -> Result<Option<bool>, Value<'a>> {
        match self.test(&condition.ir, slots) {
            None if !condition.certain => match self.eval(&condition.ir, slots) {
                reason @ Value::Unjudged(_) => Err(reason),
                _ => Ok(None),
            },
            held => Ok(held),
        }
    }

    /// Whether an expression is true; nothing where that cannot be said.
    pub fn test(&self, ir: &'a Ir, slots: &mut Slots<'a>) -> Option<bool> {
        match ir {
            Ir::Known { slot, number, ir } => match slots.get(*slot as usize)? {
                Value::Fact(id) => self.known_flag(*number, *id, ir),
                value => self.test(ir, &mut vec![*value]),
            },
            Ir::Binary(O::And, left, right) => match self.test(left, slots) {
                Some(false) => Some(false),
                left => match (left, self.test(right, slots)) {
                    (_, Some(false)) => Some(false),
                    (Some(_), right) => right,
                    (None, _) => None,
                },
            },
            Ir::Binary(O::Or, left, right) => match self.test(left, slots) {
                Some(true) => Some(true),
                left => match (left, self.test(right, slots)) {
                    (_, Some(true)) => Some(true),
                    (Some(_), right) => right,
                    (None, _) => None,
                },
            },
            Ir::Binary(operator, left, right) => self.test_operator(*operator, left, right, slots),
            Ir::Not(inner) => self.test(inner, slots).map(|held| !held),
            Ir::Exists(inner, yes) => {
                let there = match &**inner {
                    Ir::Capture(base, name) => self.holder(base, slots).map(|id| self.part(id, *name).is_some()),
                    Ir::Field(field) => Some(self.has_field(*field)),
                    _ => None,
                };
                Some(there.unwrap_or_else(|| self.with(inner, slots, exists)) == *yes)
            }
            Ir::IsForm(base, name, yes) => match self.holder(base, slots) {
                Some(id) => Some(self.part(id, *name).is_some() == *yes),
                None => self.eval(ir, slots).as_flag(),
            },
            Ir::InSet(text, table) => self.with_words(text, slots, |value| self.in_set(value, *table)),
            Ir::Holds(operator, text, words) => {
                self.with_words(text, slots, |value| self.holds_words(*operator, value, words))
            }
            Ir::Constant(Constant::Flag(flag)) => Some(*flag),
            Ir::Slot(slot) => slots.get(*slot as usize)?.as_flag(),
            _ => self.eval(ir, slots).as_flag(),
        }
    }

    /// The same of an operator that does not join conditions.
    fn test_operator(&self, operator: O, left: &'a Ir, right: &'a Ir, slots: &mut Slots<'a>) -> Option<bool> {
        if let O::Less | O::AtMost | O::Greater | O::AtLeast = operator {
            return Some(is_ordered(operator, self.order_of(left, right, slots)?));
        }
        match right {
            Ir::Constant(constant) if !matches!(constant, Constant::List(_) | Constant::Range(..)) => {
                self.with_text(left, slots, |value| self.compare(operator, value, constant))
            }
            _ => {
                if let (O::Equal | O::Unequal, Some((_, one)), Some((_, other))) =
                    (operator, self.fact_of(left, slots), self.fact_of(right, slots))
                    && let (fact::Value::Date(one), fact::Value::Date(other)) = (&one.value, &other.value)
                {
                    return Some((one.value? == other.value?) == (operator == O::Equal));
                }
                let left = self.eval(left, slots);
                self.with_text(right, slots, |right| self.operate(operator, &left, right)).as_flag()
            }
        }
    }

    /// How two values stand in order.
    fn order_of(&self, left: &'a Ir, right: &'a Ir, slots: &mut Slots<'a>) -> Option<Ordering> {
        in_order(self.scalar(left, slots)?, self.scalar(right, slots)?)
    }

    /// The number or date that an expression is.
    fn scalar(&self, ir: &'a Ir, slots: &mut Slots<'a>) -> Option<Scalar> {
        match ir {
            Ir::Constant(Constant::Number(number)) => Some(Scalar::Number(*number)),
            Ir::Constant(Constant::Date(date)) => Some(Scalar::Date(*date)),
            Ir::Slot(_) | Ir::Capture(..) => match self.fact_of(ir, slots) {
                Some((_, fact)) => number_of(fact).map(Scalar::Number).or_else(|| date_of(fact).map(Scalar::Date)),
                None => self.with(ir, slots, |value| self.scalar_of(value)),
            },
            Ir::Call(Function::Days, arguments) => {
                let [from, to] = arguments.as_slice() else { return None };
                let (Scalar::Date(from), Scalar::Date(to)) = (self.scalar(from, slots)?, self.scalar(to, slots)?)
                else {
                    return None;
                };
                Some(Scalar::Number(super::functions::days(from, to)?.into()))
            }
            Ir::Binary(operator @ (O::Plus | O::Minus | O::Times | O::Over), left, right) => {
                let (Scalar::Number(a), Scalar::Number(b)) = (self.scalar(left, slots)?, self.scalar(right, slots)?)
                else {
                    return None;
                };
                super::operate::arithmetic(*operator, a, b).map(Scalar::Number)
            }
            Ir::Known { slot, number, ir } => match slots.get(*slot as usize)? {
                Value::Fact(id) => self.with_known(*number, *id, ir, |value| self.scalar_of(value)),
                value => self.scalar(ir, &mut vec![*value]),
            },
            _ => self.with(ir, slots, |value| self.scalar_of(value)),
        }
    }

    fn scalar_of(&self, value: &Value<'a>) -> Option<Scalar> {
        self.number(value).map(Scalar::Number).or_else(|| self.date(value).map(Scalar::Date))
    }

    /// The fact that an expression is, where that is seen without making values: a variable, or what one captured.
    pub fn fact_of(&self, ir: &'a Ir, slots: &Slots<'a>) -> Option<(FactId, &Fact)> {
        match ir {
            Ir::Slot(slot) => match slots.get(*slot as usize)? {
                Value::Fact(id) => Some((*id, self.facts.get(*id)?)),
                _ => None,
            },
            Ir::Capture(base, name) => match self.part(self.holder(base, slots)?, *name)? {
                PartValue::Fact(id) => Some((*id, self.facts.get(*id)?)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The fact whose captures an expression asks for: a variable, what one captured, or a format among its parts.
    pub fn holder(&self, ir: &'a Ir, slots: &Slots<'a>) -> Option<FactId> {
        match ir {
            Ir::Slot(slot) => match slots.get(*slot as usize)? {
                Value::Fact(id) | Value::Form(id, _) => Some(*id),
                _ => None,
            },
            Ir::Form(base, name) => self.holder(base, slots).filter(|id| self.part(*id, *name).is_some()),
            ir => self.fact_of(ir, slots).map(|(id, _)| id),
        }
    }

    /// Works out an expression and looks at it. A variable is not copied.
    pub fn with<R>(&self, ir: &'a Ir, slots: &mut Slots<'a>, then: impl FnOnce(&Value<'a>) -> R) -> R {
        match ir {
            Ir::Slot(slot) => then(slots.get(*slot as usize).unwrap_or(NOTHING)),
            ir => then(&self.eval(ir, slots)),
        }
    }

    /// The same for something that only compares: what is known is not copied either.
    fn with_text<R>(&self, ir: &'a Ir, slots: &mut Slots<'a>, then: impl FnOnce(&Value<'a>) -> R) -> R {
        match ir {
            Ir::Known { slot, number, ir } => match slots.get(*slot as usize) {
                Some(Value::Fact(id)) => self.with_known(*number, *id, ir, then),
                Some(value) => then(&self.eval(ir, &mut vec![*value])),
                None => then(NOTHING),
            },
            ir => self.with(ir, slots, then),
        }
    }

    /// The same for something that asks of a text for nothing but its words: those of a stretch are its tokens, and no text is made of them.
    fn with_words<R>(&self, ir: &'a Ir, slots: &mut Slots<'a>, then: impl FnOnce(&Value<'a>) -> R) -> R {
        match ir {
            Ir::Attribute(base, Attribute::Text) => self.with(base, slots, |base| match base {
                Value::Stretch(..) => then(base),
                base => then(&self.attribute(base, Attribute::Text)),
            }),
            ir => self.with_text(ir, slots, then),
        }
    }

    /// Whether an operator holds between a value and a constant, as [`Engine::test`] says it.
    pub fn holds_beside(&self, operator: O, value: &Value<'a>, constant: &'a Constant) -> Option<bool> {
        match (operator, constant) {
            (O::Less | O::AtMost | O::Greater | O::AtLeast, _) => {
                let order = in_order(self.scalar_of(value)?, self.scalar_of(&self.constant(constant))?)?;
                Some(is_ordered(operator, order))
            }
            (_, Constant::List(_) | Constant::Range(..)) => {
                self.operate(operator, value, &self.constant(constant)).as_flag()
            }
            _ => self.compare(operator, value, constant),
        }
    }

    /// A value beside a constant.
    fn compare(&self, operator: O, value: &Value<'a>, constant: &'a Constant) -> Option<bool> {
        // Most of what is compared is one of the names that a part takes.
        if let (Value::Name(name), Constant::Text(text), O::Equal | O::Unequal) = (value, constant, operator) {
            return Some((*name == &**text) == (operator == O::Equal));
        }
        match (operator, constant) {
            (O::Equal | O::Unequal, _) if value.is_missing() => None,
            (O::Equal, constant) => self.is(value, constant),
            (O::Unequal, constant) => self.is(value, constant).map(|same| !same),
            (operator, constant) => self.operate(operator, value, &self.constant(constant)).as_flag(),
        }
    }

    /// Whether a value that is there is the same as a constant.
    fn is(&self, value: &Value<'a>, constant: &'a Constant) -> Option<bool> {
        match constant {
            Constant::Text(text) => {
                let own = self.text(value)?;
                let same = *own == **text;
                Some(same || !(own.is_ascii() && text.is_ascii()) && nfc(&own) == nfc(text))
            }
            Constant::Number(number) => match self.number(value) {
                Some(own) => Some(own == *number),
                None => self.equal(value, &Value::Number(*number)),
            },
            constant => self.equal(value, &self.constant(constant)),
        }
    }
}

fn in_order(a: Scalar, b: Scalar) -> Option<Ordering> {
    match (a, b) {
        (Scalar::Number(a), Scalar::Number(b)) => Some(order(a, b)),
        (Scalar::Date(a), Scalar::Date(b)) => Some(a.cmp(&b)),
        _ => None,
    }
}

fn is_ordered(operator: O, order: Ordering) -> bool {
    match operator {
        O::Less => order.is_lt(),
        O::AtMost => order.is_le(),
        O::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// How two numbers stand in order; most are written with as many decimals.
fn order(a: Decimal, b: Decimal) -> Ordering {
    if a.scale() == b.scale() { a.mantissa().cmp(&b.mantissa()) } else { a.cmp(&b) }
}

/// Whether a value is there: of a list, whether it has a member.
pub fn exists(value: &Value<'_>) -> bool {
    match value {
        Value::List(items) => !items.is_empty(),
        value => !value.is_missing(),
    }
}
