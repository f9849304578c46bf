//! What expressions of one fact come to ([`Ir::Known`]): worked out once for each fact, whatever rules ask.

use std::cell::RefCell;

use super::engine::Engine;
use super::value::Value;
use crate::fact::FactId;
use crate::rule::ir::Ir;

/// The values found so far.
#[derive(Default)]
pub struct Known {
    /// For each fact, its place among those of its kind.
    ranks: Vec<u32>,
    /// For each expression, by the ranks of facts, where the value stands.
    places: RefCell<Vec<Vec<u32>>>,
    values: RefCell<Vec<Value>>,
}

/// Not worked out yet.
const NONE: u32 = u32::MAX;

impl Known {
    /// Nothing is known yet of so many expressions; facts are listed by their kinds.
    pub fn new(expressions: u32, facts: usize, by_kind: &[Vec<FactId>]) -> Self {
        let mut ranks = vec![0; facts];
        for list in by_kind {
            for (rank, &id) in (0..).zip(list) {
                ranks.get_mut(id as usize).into_iter().for_each(|place| *place = rank);
            }
        }
        Self { ranks, places: RefCell::new(vec![Vec::new(); expressions as usize]), values: RefCell::default() }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.places.get_mut().iter_mut().for_each(Vec::clear);
        self.values.get_mut().clear();
    }

    fn get(&self, expression: u32, rank: u32) -> Option<Value> {
        let place = *self.places.borrow().get(expression as usize)?.get(rank as usize)?;
        self.values.borrow().get(place as usize).cloned()
    }

    fn insert(&self, expression: u32, rank: u32, of_kind: usize, value: Value) {
        let mut values = self.values.borrow_mut();
        if let Some(places) = self.places.borrow_mut().get_mut(expression as usize) {
            places.resize(of_kind, NONE);
            places.get_mut(rank as usize).into_iter().for_each(|place| *place = values.len() as u32);
        }
        values.push(value);
    }
}

impl Engine<'_> {
    /// What an expression comes to where its variable is a fact.
    pub fn known(&self, expression: u32, id: FactId, ir: &Ir) -> Value {
        let Some(&rank) = self.known.ranks.get(id as usize) else { return Value::Missing };
        if let Some(value) = self.known.get(expression, rank) {
            return value;
        }
        let value = self.eval(ir, &mut vec![Value::Fact(id)]);
        let of_kind = self.facts.get(id).map_or(0, |fact| self.of_kind(fact.kind).len());
        self.known.insert(expression, rank, of_kind, value.clone());
        value
    }
}
