//! Words that were read before. Reports are made of the same few thousand syllables: what a word's letters come to is looked up by
//! its bytes, and worked out only where it stands there for the first time.

use std::cell::Cell;

use super::{Case, Shape};
use crate::text::{self, Class, KeyHasher};

/// How many words are known at once; each has one place.
const PLACES: usize = 1 << 11;
/// Longer words are worked out each time.
const LONGEST: usize = 16;

/// A word of letters only.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Its bytes, one after the other; 0 is no word.
    bytes: u128,
    /// Its key.
    pub key: u64,
    /// How it is capitalised.
    pub case: Case,
}

/// The words that a thread has read.
#[derive(Debug, Default)]
pub(super) struct Memo(Vec<Known>);

thread_local! {
    static WORDS: Cell<Memo> = const { Cell::new(Memo(Vec::new())) };
}

impl Memo {
    /// Those of this thread, to be given back.
    pub(super) fn take() -> Self {
        let mut words = WORDS.take();
        words.0.resize(PLACES, Known { bytes: 0, key: 0, case: Case::None });
        words
    }

    /// Keeps them for the next text.
    pub(super) fn give_back(self) {
        WORDS.set(self);
    }

    /// The word at the head of a text, and its length in bytes, where it is of letters only and nothing behind it could belong to it.
    pub(super) fn word(&mut self, rest: &str) -> Option<(Known, usize)> {
        let bytes = rest.as_bytes();
        let (mut packed, mut length) = (0u128, 0);
        while let Some(&byte) = bytes.get(length) {
            if byte.is_ascii() {
                if !byte.is_ascii_alphabetic() {
                    break;
                }
                packed = packed << 8 | u128::from(byte);
                length += 1;
            } else {
                let c = rest.get(length..)?.chars().next()?;
                if !matches!(text::class(c), Class::Lower | Class::Upper) {
                    return None;
                }
                for &byte in bytes.get(length..length + c.len_utf8())? {
                    packed = packed << 8 | u128::from(byte);
                }
                length += c.len_utf8();
            }
            if length > LONGEST {
                return None;
            }
        }
        if length == 0 || bytes.get(length).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let place =
            ((packed ^ packed >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACES.ilog2());
        let known = self.0.get_mut(place as usize)?;
        if known.bytes != packed {
            let (mut hasher, mut shape) = (KeyHasher::new(), Shape::default());
            for c in rest.get(..length)?.chars() {
                let letter = text::letter(c);
                hasher.push_letter(letter);
                shape.add(letter.class == Class::Lower, letter.class == Class::Upper);
            }
            *known = Known { bytes: packed, key: hasher.finish(), case: shape.case() };
        }
        Some((*known, length))
    }
}
