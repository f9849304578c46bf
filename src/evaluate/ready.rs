//! Conditions of searches made ready for many members: what is the same for all of them is worked out once, and what members are compared by is
//! read off columns.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::condition::{Scalar, in_order, is_ordered};
use super::engine::{Engine, Slots};
use super::value::Value;
use crate::rule::ir::{Function, Ir, Kind};
use crate::syntax::tree::Operator as O;
use crate::text::TextHasher;

/// A search of fewer members asks each as it stands.
pub const LEAST_MEMBERS: usize = 4;

/// The conditions made ready so far, by where they stand in the rules, and what members are compared by.
#[derive(Default)]
pub struct Conditions<'a> {
    ready: HashMap<u64, &'a Ready<'a>, BuildHasherDefault<TextHasher>>,
    scalars: HashMap<(Kind, Compared), Scalars<'a>, BuildHasherDefault<TextHasher>>,
    /// How many searches were made with them.
    searches: u64,
}

/// What members are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Compared {
    /// An expression that is known of each, by its number.
    Known(u32),
    /// A part that each captured.
    Capture(u32),
}

/// A number or date of each member of a kind.
type Scalars<'a> = &'a [Option<Scalar>];

/// A condition of a member.
pub enum Ready<'a> {
    Both(&'a Self, &'a Self),
    Either(&'a Self, &'a Self),
    /// Two sides in order.
    Order(O, Side<'a>, Side<'a>),
    /// The same for all members of a search.
    Same(&'a Ir, Once<bool>),
    /// Asked of each as it stands.
    Asked(&'a Ir),
}

/// One side of a comparison.
pub enum Side<'a> {
    /// Of each member.
    Own(Scalars<'a>),
    /// The days between two.
    Days(&'a Self, &'a Self),
    /// The same for all members of a search.
    Same(&'a Ir, Once<Scalar>),
    /// Asked of each as it stands.
    Asked(&'a Ir),
}

/// What something came to in a search, by its number.
pub type Once<T> = Cell<(u64, Option<T>)>;

/// A member, by its place among those of its kind, in a search by its number.
#[derive(Clone, Copy)]
pub struct Asking {
    pub rank: usize,
    pub search: u64,
}

impl<'a> Engine<'a> {
    /// The condition of a search for members of a kind, and the number of the search.
    pub fn ready(&self, condition: &'a Ir, kind: Kind, slot: u32) -> (&'a Ready<'a>, u64) {
        let place = std::ptr::from_ref(condition).addr() as u64;
        let known = {
            let conditions = &mut *self.conditions.borrow_mut();
            conditions.searches += 1;
            conditions.ready.get(&place).map(|ready| (*ready, conditions.searches))
        };
        known.unwrap_or_else(|| {
            let ready = self.make_ready(condition, kind, slot);
            let conditions = &mut *self.conditions.borrow_mut();
            conditions.ready.insert(place, ready);
            (ready, conditions.searches)
        })
    }

    fn make_ready(&self, ir: &'a Ir, kind: Kind, slot: u32) -> &'a Ready<'a> {
        self.arena.alloc(match ir {
            ir if !asks(ir, slot) => Ready::Same(ir, Once::default()),
            Ir::Binary(O::And, a, b) => Ready::Both(self.make_ready(a, kind, slot), self.make_ready(b, kind, slot)),
            Ir::Binary(O::Or, a, b) => Ready::Either(self.make_ready(a, kind, slot), self.make_ready(b, kind, slot)),
            Ir::Binary(operator @ (O::Less | O::AtMost | O::Greater | O::AtLeast), a, b) => {
                Ready::Order(*operator, self.side(a, kind, slot), self.side(b, kind, slot))
            }
            ir => Ready::Asked(ir),
        })
    }

    fn side(&self, ir: &'a Ir, kind: Kind, slot: u32) -> Side<'a> {
        match ir {
            ir if !asks(ir, slot) => Side::Same(ir, Once::default()),
            Ir::Known { number, .. } => Side::Own(self.scalars(Compared::Known(*number), ir, kind, slot)),
            Ir::Capture(base, part) if **base == Ir::Slot(slot) => {
                Side::Own(self.scalars(Compared::Capture(*part), ir, kind, slot))
            }
            Ir::Call(Function::Days, of) => match of.as_slice() {
                [from, to] => Side::Days(
                    self.arena.alloc(self.side(from, kind, slot)),
                    self.arena.alloc(self.side(to, kind, slot)),
                ),
                _ => Side::Asked(ir),
            },
            ir => Side::Asked(ir),
        }
    }

    /// What all members of a kind are compared by.
    fn scalars(&self, by: Compared, ir: &'a Ir, kind: Kind, slot: u32) -> Scalars<'a> {
        if let Some(&known) = self.conditions.borrow().scalars.get(&(kind, by)) {
            return known;
        }
        let mut slots: Slots<'a> = vec![Value::Missing; slot as usize + 1];
        let scalar = |member| {
            slots.last_mut().into_iter().for_each(|last| *last = member);
            self.scalar(ir, &mut slots)
        };
        let scalars: Vec<Option<Scalar>> = self.members(kind).iter().map(scalar).collect();
        let scalars: Scalars<'a> = self.arena.alloc_slice_copy(&scalars);
        self.conditions.borrow_mut().scalars.insert((kind, by), scalars);
        scalars
    }

    /// The same as [`Engine::test`] of the condition, where the member is in its variable.
    pub fn test_ready(&self, ready: &Ready<'a>, asking: Asking, slots: &mut Slots<'a>) -> Option<bool> {
        match ready {
            Ready::Both(a, b) => match self.test_ready(a, asking, slots) {
                Some(false) => Some(false),
                a => match (a, self.test_ready(b, asking, slots)) {
                    (_, Some(false)) => Some(false),
                    (Some(_), b) => b,
                    (None, _) => None,
                },
            },
            Ready::Either(a, b) => match self.test_ready(a, asking, slots) {
                Some(true) => Some(true),
                a => match (a, self.test_ready(b, asking, slots)) {
                    (_, Some(true)) => Some(true),
                    (Some(_), b) => b,
                    (None, _) => None,
                },
            },
            Ready::Order(operator, a, b) => {
                let (a, b) = (self.scalar_ready(a, asking, slots)?, self.scalar_ready(b, asking, slots)?);
                in_order(a, b).map(|order| is_ordered(*operator, order))
            }
            Ready::Same(ir, once) => once_in(once, asking.search, || self.test(ir, slots)),
            Ready::Asked(ir) => self.test(ir, slots),
        }
    }

    fn scalar_ready(&self, side: &Side<'a>, asking: Asking, slots: &mut Slots<'a>) -> Option<Scalar> {
        match side {
            Side::Own(scalars) => *scalars.get(asking.rank)?,
            Side::Days(from, to) => {
                match (self.scalar_ready(from, asking, slots)?, self.scalar_ready(to, asking, slots)?) {
                    (Scalar::Date(from), Scalar::Date(to)) => {
                        Some(Scalar::Number(super::functions::days(from, to)?.into()))
                    }
                    _ => None,
                }
            }
            Side::Same(ir, once) => once_in(once, asking.search, || self.scalar(ir, slots)),
            Side::Asked(ir) => self.scalar(ir, slots),
        }
    }
}

/// What something comes to, worked out once in a search.
fn once_in<T: Copy>(once: &Once<T>, search: u64, make: impl FnOnce() -> Option<T>) -> Option<T> {
    let (known, value) = once.get();
    if known == search {
        return value;
    }
    let value = make();
    once.set((search, value));
    value
}

/// Whether an expression asks of a variable, or may ask of one that is bound in a way that is not seen.
fn asks(ir: &Ir, slot: u32) -> bool {
    match ir {
        Ir::Slot(own) | Ir::Known { slot: own, .. } => *own == slot,
        Ir::It | Ir::Each(..) => true,
        ir => ir.children().into_iter().any(|child| asks(child, slot)),
    }
}
