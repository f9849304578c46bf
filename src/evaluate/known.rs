//! What expressions of one fact come to ([`Ir::Known`]): worked out once for each fact, whatever rules ask.

use std::cell::RefCell;

use super::engine::Engine;
use super::value::Value;
use crate::fact::FactId;
use crate::rule::ir::Ir;

/// The values found so far.
#[derive(Default)]
pub struct Known<'a> {
    found: RefCell<Found<'a>>,
}

#[derive(Default)]
struct Found<'a> {
    /// For each expression, by the ranks of facts, what it came to: one of the constants below, or where the value stands.
    places: Vec<Vec<u32>>,
    values: Vec<Value<'a>>,
}

/// Not worked out yet.
const NONE: u32 = u32::MAX;
/// Missing.
const MISSING: u32 = u32::MAX - 1;
/// A flag. Most expressions that are known are conditions.
const FALSE: u32 = u32::MAX - 2;
const TRUE: u32 = u32::MAX - 3;

impl<'a> Known<'a> {
    /// Nothing is known yet of so many expressions.
    pub fn new(expressions: u32) -> Self {
        let found = Found { places: vec![Vec::new(); expressions as usize], values: Vec::new() };
        Self { found: RefCell::new(found) }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        let found = self.found.get_mut();
        found.places.iter_mut().for_each(Vec::clear);
        found.values.clear();
    }

    fn insert(&self, expression: u32, rank: u32, of_kind: usize, value: &Value<'a>) {
        let found = &mut *self.found.borrow_mut();
        let Some(places) = found.places.get_mut(expression as usize) else { return };
        let place = match value {
            Value::Missing => MISSING,
            Value::Flag(false) => FALSE,
            Value::Flag(true) => TRUE,
            value => {
                found.values.push(*value);
                found.values.len() as u32 - 1
            }
        };
        if places.is_empty() {
            places.resize(of_kind, NONE);
        }
        places.get_mut(rank as usize).into_iter().for_each(|known| *known = place);
    }
}

impl<'a> Found<'a> {
    fn place(&self, expression: u32, rank: u32) -> Option<u32> {
        self.places.get(expression as usize)?.get(rank as usize).copied().filter(|&place| place != NONE)
    }

    fn value(&self, place: u32) -> Value<'a> {
        match place {
            MISSING => Value::Missing,
            FALSE => Value::Flag(false),
            TRUE => Value::Flag(true),
            place => self.values.get(place as usize).copied().unwrap_or_default(),
        }
    }
}

impl<'a> Engine<'a> {
    /// What an expression comes to where its variable is a fact.
    pub fn known(&self, expression: u32, id: FactId, ir: &'a Ir) -> Value<'a> {
        let Some(rank) = self.facts.rank(id) else { return Value::Missing };
        {
            let found = self.known.found.borrow();
            if let Some(place) = found.place(expression, rank) {
                return found.value(place);
            }
        }
        self.learn(expression, id, rank, ir)
    }

    /// The same as a flag, if it is one.
    pub fn known_flag(&self, expression: u32, id: FactId, ir: &'a Ir) -> Option<bool> {
        let rank = self.facts.rank(id)?;
        match self.known.found.borrow().place(expression, rank) {
            Some(FALSE) => return Some(false),
            Some(TRUE) => return Some(true),
            Some(_) => return None,
            None => {}
        }
        self.learn(expression, id, rank, ir).as_flag()
    }

    /// The same, looked at by something that asks for nothing else that is known.
    pub fn with_known<R>(&self, expression: u32, id: FactId, ir: &'a Ir, then: impl FnOnce(&Value<'a>) -> R) -> R {
        if let Some(rank) = self.facts.rank(id) {
            let found = self.known.found.borrow();
            if let Some(value) = found.place(expression, rank).and_then(|place| found.values.get(place as usize)) {
                return then(value);
            }
        }
        then(&self.known(expression, id, ir))
    }

    fn learn(&self, expression: u32, id: FactId, rank: u32, ir: &'a Ir) -> Value<'a> {
        let mut slots = self.spare.take();
        slots.clear();
        slots.push(Value::Fact(id));
        let value = self.eval(ir, &mut slots);
        self.spare.set(slots);
        let of_kind = self.facts.get(id).map_or(0, |fact| self.of_kind(fact.kind).len());
        self.known.insert(expression, rank, of_kind, &value);
        value
    }
}
