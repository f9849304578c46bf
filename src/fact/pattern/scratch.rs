//! What steps of patterns work out again and again in a document, kept for the next one that asks: where phrases end, and memory for
//! sub-programs.

use std::cell::{Cell, RefCell};

use super::{Memory, Scene};
use crate::document::TokenId;

/// A power of two: the patterns that ask for one phrase at one token are searched one after the other.
const PLACES: usize = 2048;

/// Kept for one document and one set of rules.
#[derive(Debug)]
pub struct Scratch {
    /// The longest phrases found last, each at a place that its set and token give.
    phrases: Box<[Cell<Longest>]>,
    spare: RefCell<Vec<Memory>>,
}

/// The longest phrase of a set at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Longest {
    set: u32,
    exact: bool,
    at: TokenId,
    /// Up to which token it was looked for.
    limit: TokenId,
    /// The token behind it.
    end: Option<TokenId>,
}

impl Default for Scratch {
    fn default() -> Self {
        // A phrase that ends before it begins is none that anybody asks for.
        let none = Longest { set: 0, exact: false, at: TokenId::MAX, limit: 0, end: None };
        Self { phrases: vec![Cell::new(none); PLACES].into(), spare: RefCell::default() }
    }
}

impl Scratch {
    /// Works something out with memory of its own.
    pub(super) fn with_memory<R>(&self, work: impl FnOnce(&mut Memory) -> R) -> R {
        let mut memory = self.spare.borrow_mut().pop().unwrap_or_default();
        let found = work(&mut memory);
        self.spare.borrow_mut().push(memory);
        found
    }
}

impl Scene<'_> {
    /// The token behind the longest phrase of a set that stands at a token, before `limit`; character by character, if `exact`.
    pub(super) fn longest(&self, set: u32, at: TokenId, limit: TokenId, exact: bool) -> Option<TokenId> {
        let find = || self.sets.get(set as usize)?.longest(self.document, at, limit, exact);
        let place = (at ^ set.wrapping_mul(0x9e37_79b1) >> 8) as usize % PLACES;
        let Some(place) = self.scratch.phrases.get(place) else { return find() };
        let known = place.get();
        if (known.set, known.exact, known.at, known.limit) == (set, exact, at, limit) {
            return known.end;
        }
        let end = find();
        place.set(Longest { set, exact, at, limit, end });
        end
    }
}
