//! Expressions worked out.

use super::condition::exists;
use super::engine::{Engine, Slots};
use super::value::Value;
use crate::fact::{self, FactId, PartValue};
use crate::rule::ir::{Constant, Extent, Function, Ir};
use crate::rule::types::Attribute;

impl<'a> Engine<'a> {
    /// Works out an expression.
    pub fn eval(&self, ir: &'a Ir, slots: &mut Slots<'a>) -> Value<'a> {
        match ir {
            Ir::Constant(constant) => self.constant(constant),
            Ir::Slot(slot) => slots.get(*slot as usize).copied().unwrap_or(Value::Missing),
            Ir::Define(index) => self.define(*index),
            Ir::Parameter(index) => self.parameter(*index),
            Ir::Field(index) => self.field(*index),
            Ir::Attribute(base, attribute) => match self.fact_of(base, slots) {
                Some((id, fact)) if !matches!(attribute, Attribute::Text | Attribute::Look) => {
                    self.of_fact(id, fact, *attribute).unwrap_or(Value::Missing)
                }
                _ => self.with(base, slots, |base| self.attribute(base, *attribute)),
            },
            Ir::Capture(base, name) => match self.holder(base, slots) {
                Some(id) => self.captured(id, *name),
                None => self.with(base, slots, |base| self.capture(base, *name)),
            },
            Ir::InSet(text, table) => self.with(text, slots, |value| {
                self.in_set(value, *table).map_or_else(|| Value::gone([value]), Value::Flag)
            }),
            Ir::Call(function @ (Function::AnyOf | Function::Size), arguments) => match arguments.as_slice() {
                [list] => self.of_list_as_written(*function, list, slots),
                _ => Value::Missing,
            },
            Ir::Call(function, arguments) => {
                let value = |argument: &'a Ir, slots: &mut Slots<'a>| self.eval(argument, slots);
                match arguments.as_slice() {
                    [a] => self.call(*function, &[value(a, slots)]),
                    [a, b] => self.call(*function, &[value(a, slots), value(b, slots)]),
                    more => self.call(*function, &more.iter().map(|a| value(a, slots)).collect::<Vec<_>>()),
                }
            }
            Ir::Binary(operator, left, right) => self.binary(*operator, left, right, slots),
            Ir::Known { slot, number, ir } => match slots.get(*slot as usize) {
                Some(Value::Fact(id)) => self.known(*number, *id, ir),
                Some(value) => self.eval(ir, &mut vec![*value]),
                None => Value::Missing,
            },
            other => self.eval_other(other, slots),
        }
    }

    /// The first value of a list that is there, or how many members it has. The list itself is not made where it is written out.
    fn of_list_as_written(&self, function: Function, list: &'a Ir, slots: &mut Slots<'a>) -> Value<'a> {
        let any = function == Function::AnyOf;
        match list {
            Ir::List(items) if any => {
                let mut values = items.iter().map(|item| self.eval(item, slots));
                values.find(|value| !value.is_missing()).unwrap_or(Value::Missing)
            }
            Ir::Each(base, member) => match self.eval(base, slots) {
                Value::List(items) => {
                    let mut values = self.each(items, member, slots);
                    if any { values.next().unwrap_or(Value::Missing) } else { Value::Number(values.count().into()) }
                }
                other => Value::gone([&other]),
            },
            list => self.call(function, &[self.eval(list, slots)]),
        }
    }

    /// What an expression comes to for each member of a list, where it is there.
    fn each(&self, items: &'a [Value<'a>], member: &'a Ir, slots: &mut Slots<'a>) -> impl Iterator<Item = Value<'a>> {
        let it = slots.len();
        items.iter().filter_map(move |item| {
            slots.push(*item);
            let value = self.eval_it(member, slots, it);
            slots.truncate(it);
            (!value.is_missing()).then_some(value)
        })
    }

    /// The expressions that are met less often, kept apart so that the others need little room on the stack.
    #[inline(never)]
    fn eval_other(&self, ir: &'a Ir, slots: &mut Slots<'a>) -> Value<'a> {
        match ir {
            Ir::List(items) => self.list(items.iter().map(|item| self.eval(item, slots))),
            Ir::Report => Value::Report,
            Ir::Old(inner) => self.old().map_or(Value::Missing, |old| self.wrap(old.eval(inner, &mut Vec::new()))),
            Ir::Named(named) => {
                self.named.get(*named as usize).copied().flatten().map_or(Value::Missing, Value::Section)
            }
            Ir::Run(attribute) => self.setting(*attribute),
            Ir::Form(base, name) => {
                let base = self.eval(base, slots);
                self.form(base, *name)
            }
            Ir::Each(base, member) => match self.eval(base, slots) {
                Value::List(items) => self.list(self.each(items, member, slots)),
                other => Value::gone([&other]),
            },
            Ir::It => slots.last().copied().unwrap_or(Value::Missing),
            Ir::Lookup(table, key) => {
                let key = self.eval(key, slots);
                let Some(text) = self.text(&key) else { return Value::gone([&key]) };
                let rows =
                    self.rules.lookups.get(*table as usize).and_then(|table| table.rows.get(&*crate::text::nfc(&text)));
                match rows.map(Vec::as_slice) {
                    Some([Constant::Text(_), ..]) => {
                        self.list(rows.into_iter().flatten().map(|value| self.constant(value)))
                    }
                    Some([only, ..]) => self.constant(only),
                    _ => Value::Missing,
                }
            }
            Ir::Values(table) => self.rules.lookups.get(*table as usize).map_or(Value::Missing, |table| {
                let values: Vec<Value<'a>> = if table.rows.is_empty() {
                    table.keys.iter().map(|key| Value::text(key.as_str())).collect()
                } else {
                    {
                        let rows = table.keys.iter().filter_map(|key| table.rows.get(key)).flatten();
                        rows.map(|value| self.constant(value)).collect()
                    }
                };
                self.list(values)
            }),
            Ir::Holds(operator, text, words) => self.with(text, slots, |value| {
                self.holds_words(*operator, value, words).map_or_else(|| Value::gone([value]), Value::Flag)
            }),
            Ir::Nearest(text, table, nearness) => {
                let value = self.eval(text, slots);
                let Some(text) = self.text(&value) else { return Value::gone([&value]) };
                self.nearest(&text, *table, *nearness).map_or(Value::Missing, Value::text)
            }
            Ir::Corrected(text, formats) => {
                let value = self.eval(text, slots);
                let Some(text) = self.text(&value) else { return Value::gone([&value]) };
                let formats: Vec<_> = formats.iter().filter_map(|&at| self.rules.formats.get(at as usize)).collect();
                super::correct::corrected(&text, &formats, &self.rules.sets)
                    .map_or(Value::Missing, |text| self.told(&text))
            }
            Ir::Not(inner) => {
                let value = self.eval(inner, slots);
                value.as_flag().map_or_else(|| Value::gone([&value]), |flag| Value::Flag(!flag))
            }
            Ir::Negative(inner) => {
                let value = self.eval(inner, slots);
                self.number(&value).map_or_else(|| Value::gone([&value]), |number| Value::Number(-number))
            }
            Ir::Exists(inner, yes) => Value::Flag(self.with(inner, slots, exists) == *yes),
            Ir::IsForm(base, name, yes) => self.with(base, slots, |base| match base {
                Value::Fact(id) | Value::Form(id, _) => Value::Flag(self.part(*id, *name).is_some() == *yes),
                Value::Old(inner) => Value::Flag(self.old_form(inner, *name).is_missing() != *yes),
                other => Value::gone([other]),
            }),
            Ir::Matches(base, format, yes) => {
                let value = self.eval(base, slots);
                let found = match self.in_old(&value) {
                    Some((old, inner)) => old.matches(inner, *format),
                    None => self.matches(&value, *format),
                };
                found.map_or_else(|| Value::gone([&value]), |found| Value::Flag(found == *yes))
            }
            Ir::Inside(base, target, yes) => self.with(base, slots, |value| {
                let (engine, own) = self.in_old(value).unwrap_or((self, value));
                let Some(span) = engine.span(own) else { return Value::gone([value]) };
                Value::Flag(engine.inside(span, own, target) == *yes)
            }),
            Ir::Search { quantifier, kind, slot, place, condition, extent } => {
                let (cached, most) = match *extent {
                    Extent::Whole => (None, u32::MAX),
                    Extent::Once(key) => (Some(key), u32::MAX),
                    Extent::Most(most) => (None, most),
                };
                if let Some(Some(known)) = cached.and_then(|key| self.cache.borrow().get(key as usize).copied()) {
                    return known;
                }
                let quantifier = (*quantifier, most);
                let search =
                    |slots: &mut Slots<'a>| self.search(quantifier, *kind, *slot, place, condition.as_deref(), slots);
                let found = if cached.is_some() { self.with_slots(search) } else { search(slots) };
                if let Some(key) = cached
                    && let Some(place) = self.cache.borrow_mut().get_mut(key as usize)
                {
                    *place = Some(found);
                }
                found
            }
            Ir::Constant(_)
            | Ir::Slot(_)
            | Ir::Define(_)
            | Ir::Parameter(_)
            | Ir::Field(_)
            | Ir::Attribute(..)
            | Ir::Capture(..)
            | Ir::InSet(..)
            | Ir::Call(..)
            | Ir::Known { .. }
            | Ir::Binary(..) => self.eval(ir, slots),
        }
    }

    /// The member of an `Each` stands at a fixed place of the slots, whatever is pushed behind it.
    fn eval_it(&self, ir: &'a Ir, slots: &mut Slots<'a>, it: usize) -> Value<'a> {
        match ir {
            Ir::It => slots.get(it).copied().unwrap_or(Value::Missing),
            _ => self.eval(ir, slots),
        }
    }

    /// The captured part of a declared fact.
    pub fn part(&self, id: FactId, name: u32) -> Option<&PartValue> {
        match &self.facts.get(id)?.value {
            fact::Value::Declared(parts) => parts.iter().rev().find(|part| part.name == name).map(|part| &part.value),
            _ => None,
        }
    }

    /// A value as a format among its parts.
    pub fn form(&self, base: Value<'a>, name: u32) -> Value<'a> {
        match base {
            Value::Fact(id) | Value::Form(id, _) if self.part(id, name).is_some() => Value::Form(id, name),
            Value::Old(inner) => self.old_form(inner, name),
            other => Value::gone([&other]),
        }
    }

    /// What a value captured.
    pub fn capture(&self, base: &Value<'a>, name: u32) -> Value<'a> {
        match base {
            Value::Fact(id) | Value::Form(id, _) => self.captured(*id, name),
            Value::Old(inner) => self.old().map_or(Value::Missing, |old| self.wrap(old.capture(inner, name))),
            other => Value::gone([other]),
        }
    }

    fn captured(&self, id: FactId, name: u32) -> Value<'a> {
        match self.part(id, name) {
            None => Value::Missing,
            Some(PartValue::Fact(inner)) => Value::Fact(*inner),
            Some(PartValue::Amounts(_)) => Value::Amounts(id, name),
            Some(PartValue::Text(tokens)) => Value::Slice(self.document.span_of(tokens.clone())),
        }
    }

    fn old_form(&self, inner: &Value<'a>, name: u32) -> Value<'a> {
        match (inner, self.old()) {
            (Value::Fact(id) | Value::Form(id, _), Some(old)) if old.part(*id, name).is_some() => {
                self.wrap(Value::Form(*id, name))
            }
            _ => Value::Missing,
        }
    }

    /// Whether a value as a whole is of a format.
    pub fn matches(&self, value: &Value<'a>, format: u32) -> Option<bool> {
        let tokens = self.tokens(value)?;
        let format = self.rules.formats.get(format as usize)?;
        let matched = format.program.once(&self.scene(), &tokens, tokens.start);
        Some(matched.is_some_and(|m| m.tokens.end == tokens.end))
    }

    /// The value of a constant.
    pub fn constant(&self, constant: &'a Constant) -> Value<'a> {
        match constant {
            Constant::Text(text) => Value::text(text),
            Constant::Number(number) => Value::Number(*number),
            Constant::Date(date) => Value::Date(*date),
            Constant::Flag(flag) => Value::Flag(*flag),
            Constant::Range(ends) => Value::Range(self.arena.alloc((ends.from, ends.to))),
            Constant::List(items) => self.list(items.iter().map(|item| self.constant(item))),
        }
    }
}
