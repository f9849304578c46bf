//! A list that grows while what is in it is being looked at.

use std::cell::{Cell, OnceCell};

/// Values that stay where they are: each piece of memory is twice as long as the one before it.
#[derive(Debug)]
pub struct Grown<T> {
    pieces: [OnceCell<Box<[OnceCell<T>]>>; PIECES],
    len: Cell<usize>,
}

/// The length of the first piece, and how many there may be: room for more than numbers of 32 bits tell apart.
const FIRST: usize = 64;
const PIECES: usize = 27;

impl<T> Default for Grown<T> {
    fn default() -> Self {
        Self { pieces: [const { OnceCell::new() }; PIECES], len: Cell::new(0) }
    }
}

impl<T> Grown<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Adds a value behind the others.
    pub fn push(&self, value: T) {
        let (number, at) = place_of(self.len.get());
        let Some(piece) = self.pieces.get(number) else { return };
        let slots = piece.get_or_init(|| (0..FIRST << number).map(|_| OnceCell::new()).collect());
        if slots.get(at).is_some_and(|slot| slot.set(value).is_ok()) {
            self.len.set(self.len.get() + 1);
        }
    }

    /// A value by its number.
    #[inline]
    pub fn get(&self, number: usize) -> Option<&T> {
        let (piece, at) = place_of(number);
        self.pieces.get(piece)?.get()?.get(at)?.get()
    }
}

/// The piece of a number, and its place in it.
#[inline]
const fn place_of(number: usize) -> (usize, usize) {
    let piece = (number / FIRST + 1).ilog2() as usize;
    (piece, number + FIRST - (FIRST << piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_numbers_and_places() {
        let grown = Grown::default();
        grown.push(0usize);
        let first = grown.get(0);
        (1..1000).for_each(|value| grown.push(value));
        assert_eq!((first, grown.len()), (Some(&0), 1000));
        assert!((0..1000).all(|number| grown.get(number) == Some(&number)));
        assert_eq!((grown.get(1000), grown.get(usize::MAX / 2)), (None, None));
    }
}
