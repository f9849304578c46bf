//! Tokens: the words, numbers and marks that patterns match.
//!
//! A word's `key` is the same for every way of typing it: upper or lower case, NFC or NFD, the tone mark on either vowel
//! (`hoà` = `hòa`). It is a 64-bit hash of the word's letters without tone followed by its tones, so comparing two words
//! costs one comparison and no allocation; two different words collide with a chance of about 2⁻⁶⁴.

use crate::span::Span;

/// What kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with the digits and subscripts that follow at once: `hành`, `UBND`, `NC₁`, `VX1`, `QH13`.
    Word,
    /// Digits with `.` or `,` between digits: `13`, `1.028.000`, `22,8`. Letters that follow at once are a word of their own.
    Number,
    /// One mark: `/`, `-`, `(`, `“`, `%`, `;` …
    Punctuation(char),
    /// A mark that points to a note: `¹²`, `[^1]`.
    Mark,
    /// An address on the net or of mail, as one token: nothing inside it is a fact.
    Url,
}

/// How a word is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// No letter, or none with case.
    None,
    /// `hành`
    Lower,
    /// `Hành`
    Title,
    /// `HÀNH`
    Upper,
    /// `CTr`, `eOffice`
    Mixed,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// Hash of the folded writing; see the module's words.
    pub key: u64,
    /// What it is.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub case: Case,
    /// Whether white space, a line end or a seam stands before it in its block. The first token of a block has it.
    pub spaced: bool,
    /// Whether a sentence ends with this token.
    pub ends_sentence: bool,
}
