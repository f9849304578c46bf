//! What expressions of one fact come to ([`Ir::Known`]): worked out once for each fact, whatever rules ask.

use std::cell::RefCell;

use super::engine::{Engine, fact_kind};
use super::sieve::{Bits, Held, ranks_of};
use super::value::Value;
use crate::fact::{self, FactId};
use crate::rule::ir::{Ir, Kind};

/// The values found so far.
#[derive(Default)]
pub struct Known<'a> {
    found: RefCell<Found<'a>>,
}

#[derive(Default)]
struct Found<'a> {
    /// By expressions.
    places: Vec<Places<'a>>,
    values: Vec<Value<'a>>,
}

/// What one expression came to.
#[derive(Clone, Default)]
struct Places<'a> {
    /// Where it asks of nothing but what facts say, for each fact which of the texts of their column it says.
    codes: Option<&'a [u32]>,
    /// By texts or else by the ranks of facts, what it came to: one of the constants below, or where the value stands.
    at: Vec<u32>,
}

impl Places<'_> {
    /// Where what it came to of a fact stands in `at`.
    fn own(&self, rank: u32) -> usize {
        self.codes.map_or(rank, |codes| codes.get(rank as usize).copied().unwrap_or(u32::MAX)) as usize
    }
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
        let found = Found { places: vec![Places::default(); expressions as usize], values: Vec::new() };
        Self { found: RefCell::new(found) }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        let found = self.found.get_mut();
        found.places.fill(Places::default());
        found.values.clear();
    }

    fn insert(&self, expression: u32, rank: u32, value: &Value<'a>) {
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
        let own = places.own(rank);
        places.at.get_mut(own).into_iter().for_each(|known| *known = place);
    }
}

impl<'a> Found<'a> {
    fn place(&self, expression: u32, rank: u32) -> Option<u32> {
        let places = self.places.get(expression as usize)?;
        places.at.get(places.own(rank)).copied().filter(|&place| place != NONE)
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
        let rank = self.facts.rank(id) as u32;
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
        let rank = self.facts.rank(id) as u32;
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
        {
            let rank = self.facts.rank(id) as u32;
            let found = self.known.found.borrow();
            if let Some(value) = found.place(expression, rank).and_then(|place| found.values.get(place as usize)) {
                return then(value);
            }
        }
        then(&self.known(expression, id, ir))
    }

    /// For which of the members that are left a condition holds that is known of what members say; nothing where each has to be asked by itself.
    pub fn held(&self, kind: Kind, expression: u32, ir: &'a Ir, left: Bits<'_>) -> Option<Held<'a>> {
        if !matches!(kind, Kind::Declared(_)) {
            return None;
        }
        let ids = self.of_kind(fact_kind(kind));
        self.open_places(expression, ids.first().copied()?, ir);
        let codes = self.known.found.borrow().places.get(expression as usize)?.codes?;
        // Most members say what another one has said.
        let known = |rank: usize| {
            let found = self.known.found.borrow();
            let code = codes.get(rank).copied()? as usize;
            found.places.get(expression as usize)?.at.get(code).copied()
        };
        let (mut yes, mut no) = (vec![0; left.len()], vec![0; left.len()]);
        for rank in ranks_of(left) {
            let held = match known(rank) {
                Some(TRUE) => Some(true),
                Some(FALSE) => Some(false),
                _ => ids.get(rank).and_then(|&id| self.known_flag(expression, id, ir)),
            };
            let bits = match held {
                Some(true) => &mut yes,
                Some(false) => &mut no,
                None => continue,
            };
            bits.get_mut(rank / 64).into_iter().for_each(|word| *word |= 1 << (rank % 64));
        }
        Some(Held { yes: self.arena.alloc_slice_copy(&yes), no: self.arena.alloc_slice_copy(&no) })
    }

    /// Makes room for what an expression comes to, where there is none yet.
    fn open_places(&self, expression: u32, id: FactId, ir: &'a Ir) {
        if self.known.found.borrow().places.get(expression as usize).is_none_or(|places| !places.at.is_empty()) {
            return;
        }
        let Some(kind) = self.facts.get(id).map(|fact| fact.kind) else { return };
        // Many facts that are built in are asked about by few rules, which have left most of them aside.
        let column = match kind {
            fact::Kind::Declared(of) => ir.only_path().and_then(|path| self.column(Kind::Declared(of), path)),
            fact::Kind::Builtin(_) => None,
        };
        let room = column.map_or(self.of_kind(kind).len(), |column| column.values.len());
        let places = Places { codes: column.map(|column| column.codes), at: vec![NONE; room] };
        if let Some(own) = self.known.found.borrow_mut().places.get_mut(expression as usize) {
            *own = places;
        }
    }

    fn learn(&self, expression: u32, id: FactId, rank: u32, ir: &'a Ir) -> Value<'a> {
        self.open_places(expression, id, ir);
        let value = self.with_slots(|slots| {
            slots.push(Value::Fact(id));
            self.eval(ir, slots)
        });
        self.known.insert(expression, rank, &value);
        value
    }
}
