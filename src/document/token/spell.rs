//! One word, read letter by letter.

use super::{Case, is_subscript, is_unit};
use crate::document::words::Traits;
use crate::text::{self, Class, KeyHasher, syllable};

/// A word as its letters are read.
#[derive(Clone, Copy)]
pub(super) struct Spelled {
    /// Its bytes.
    pub length: usize,
    pub key: u64,
    pub case: Case,
    pub plain: bool,
}

impl Spelled {
    /// All that its letters come to.
    pub fn traits(self, typed: &str) -> Traits {
        let Self { key, case, plain, .. } = self;
        Traits { key, skeleton: text::skeleton(typed), case, verdict: syllable::judge(typed), plain }
    }
}

/// The word at the head of a text that begins with a letter.
pub(super) fn spell(rest: &str) -> Spelled {
    let mut hasher = KeyHasher::new();
    let mut shape = Shape::default();
    // Letters of the alphabet first: most words have no others.
    let mut plain = 0;
    for c in rest.chars() {
        let letter = text::letter(c);
        if !matches!(letter.class, Class::Lower | Class::Upper) {
            break;
        }
        hasher.push_letter(letter);
        shape.add(letter.class == Class::Lower, letter.class == Class::Upper);
        plain += c.len_utf8();
    }
    let (mut length, mut over, mut digits) = (plain, plain, false);
    for c in rest.get(plain..).unwrap_or_default().chars() {
        over += c.len_utf8();
        let letter = text::letter(c);
        match letter.class {
            Class::Lower | Class::Upper if !digits => {
                shape.add(letter.class == Class::Lower, letter.class == Class::Upper);
                hasher.push_letter(letter);
                length = over;
                continue;
            }
            Class::Digit => digits = true,
            Class::Lower | Class::Upper | Class::Space | Class::Mark => break,
            Class::Other if text::is_invisible(c) => continue,
            Class::Other if is_subscript(c) => digits = true,
            // A combining character belongs to what stands before it.
            Class::Other if text::is_combining(c) => {}
            Class::Other if c.is_alphabetic() && !digits => shape.add(c.is_lowercase(), c.is_uppercase()),
            Class::Other if matches!(c, '²' | '³') && shape.letters < 3 && !digits && is_unit(hasher.finish()) => {
                digits = true;
            }
            Class::Other => break,
        }
        hasher.push(c);
        length = over;
    }
    Spelled { length, key: hasher.finish(), case: shape.case(), plain: length == plain }
}

/// Counts capitals while a word is read.
#[derive(Default)]
struct Shape {
    letters: u32,
    upper: u32,
    lower: u32,
    first_upper: bool,
}

impl Shape {
    /// Adds a letter; of some alphabets it is neither.
    fn add(&mut self, lower: bool, upper: bool) {
        self.letters += 1;
        self.lower += u32::from(lower);
        self.upper += u32::from(upper);
        self.first_upper |= upper && self.letters == 1;
    }

    fn case(&self) -> Case {
        match (self.upper, self.lower) {
            (0, 0) => Case::None,
            (_, 0) => Case::Upper,
            (0, _) => Case::Lower,
            (1, _) if self.first_upper => Case::Title,
            _ => Case::Mixed,
        }
    }
}
