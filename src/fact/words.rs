//! Words beside each other.

use crate::document::Token;

pub use crate::document::words::{Form, Word, Words};

/// Whether a word stands right behind another one in one sentence.
#[inline]
pub fn follows(before: &Token, token: &Token) -> bool {
    before.is_word() && token.is_word() && token.spaced && !before.ends_sentence
}
