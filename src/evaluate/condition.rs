//! Conditions: what most of judging is. They are worked out without making values of flags and constants.

use super::engine::{Engine, Slots, constant_value};
use super::value::Value;
use crate::fact::{Fact, FactId, PartValue};
use crate::rule::ir::{Condition, Constant, Ir};
use crate::syntax::tree::Operator as O;
use crate::text::nfc;

/// What a variable holds that was never filled.
const NOTHING: &Value = &Value::Missing;

impl Engine<'_> {
    /// Whether a condition holds; if that cannot be said, the reason where there is one.
    pub fn decide(&self, condition: &Condition, slots: &mut Slots) -> Result<Option<bool>, Value> {
        match self.test(&condition.ir, slots) {
            None if !condition.certain => match self.eval(&condition.ir, slots) {
                reason @ Value::Unjudged(_) => Err(reason),
                _ => Ok(None),
            },
            held => Ok(held),
        }
    }

    /// Whether an expression is true; nothing where that cannot be said.
    pub fn test(&self, ir: &Ir, slots: &mut Slots) -> Option<bool> {
        match ir {
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
            Ir::Not(inner) => self.test(inner, slots).map(|held| !held),
            Ir::Binary(operator, left, right) => match &**right {
                Ir::Constant(constant) if !matches!(constant, Constant::List(_) | Constant::Range(..)) => {
                    self.with(left, slots, |value| self.compare(*operator, value, constant))
                }
                _ => self.eval(ir, slots).as_flag(),
            },
            Ir::Exists(inner, yes) => {
                let there = match &**inner {
                    Ir::Capture(base, name) => self.fact_of(base, slots).map(|(id, _)| self.part(id, *name).is_some()),
                    _ => None,
                };
                Some(there.unwrap_or_else(|| self.with(inner, slots, exists)) == *yes)
            }
            Ir::Constant(Constant::Flag(flag)) => Some(*flag),
            _ => self.with(ir, slots, Value::as_flag),
        }
    }

    /// The fact that an expression is, where that is seen without making values: a variable, or what one captured.
    pub fn fact_of(&self, ir: &Ir, slots: &Slots) -> Option<(FactId, &Fact)> {
        match ir {
            Ir::Slot(slot) => match slots.get(*slot as usize)? {
                Value::Fact(id) => Some((*id, self.facts.get(*id)?)),
                _ => None,
            },
            Ir::Capture(base, name) => match self.part(self.fact_of(base, slots)?.0, *name)? {
                PartValue::Fact(id) => Some((*id, self.facts.get(*id)?)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Works out an expression and looks at it. A variable is not copied.
    pub fn with<R>(&self, ir: &Ir, slots: &mut Slots, then: impl FnOnce(&Value) -> R) -> R {
        match ir {
            Ir::Slot(slot) => then(slots.get(*slot as usize).unwrap_or(NOTHING)),
            ir => then(&self.eval(ir, slots)),
        }
    }

    /// A value beside a constant.
    fn compare(&self, operator: O, value: &Value, constant: &Constant) -> Option<bool> {
        match (operator, constant) {
            (O::Equal | O::Unequal, _) if value.is_missing() => None,
            (O::Equal, constant) => self.is(value, constant),
            (O::Unequal, constant) => self.is(value, constant).map(|same| !same),
            (O::Less | O::AtMost | O::Greater | O::AtLeast, Constant::Number(number)) => {
                let order = self.number(value)?.cmp(number);
                Some(match operator {
                    O::Less => order.is_lt(),
                    O::AtMost => order.is_le(),
                    O::Greater => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
            (operator, constant) => self.operate(operator, value, &constant_value(constant)).as_flag(),
        }
    }

    /// Whether a value that is there is the same as a constant.
    fn is(&self, value: &Value, constant: &Constant) -> Option<bool> {
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
            constant => self.equal(value, &constant_value(constant)),
        }
    }
}

/// Whether a value is there: of a list, whether it has a member.
pub fn exists(value: &Value) -> bool {
    match value {
        Value::List(items) => !items.is_empty(),
        value => !value.is_missing(),
    }
}
