//! Facts: typed values found in the text, each with its exact place.
//!
//! The kinds in [`Builtin`] are what every report has, whatever law it follows: dates, periods, numbers. They are found in
//! one pass over the tokens. Facts that rules declare (a citation of a document, a share of a total) are patterns over
//! tokens and other facts; see [`pattern`]. Extractors know nothing of rules.

pub mod abbreviation;
pub mod amount;
pub mod amounts;
pub mod capital;
pub mod company;
pub mod compound;
pub mod confused;
mod cut;
pub mod date;
pub mod definition;
pub mod delimiter;
pub mod doubling;
pub mod ending;
mod facts;
pub mod gap;
pub mod glance;
pub mod glued;
pub mod glyph;
pub mod grouped;
mod keys;
pub mod leftover;
mod lost;
pub mod misspelling;
pub mod name;
pub mod number;
pub mod oddity;
pub mod parted;
pub mod pattern;
pub mod percentage;
pub mod period;
pub mod punctuation;
pub mod ratio;
pub mod reckoning;
pub mod sheet;
pub mod small;
pub mod typing;
pub mod variant;
pub mod words;

use std::ops::Range;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Token, TokenId, TokenKind};
use crate::span::Span;
use glance::{Glance, up_to};

pub use facts::{Facts, place_of};

/// The number of a fact in [`Facts`]: those of a kind that rules declare have its number, counted from 1, in their upper half.
pub type FactId = u64;

/// The kinds of facts that are built in.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Builtin {
    /// A calendar date in any written form.
    Date,
    /// A quarter, half-year, nine months, month or year as a reporting period.
    Period,
    /// `18,05%`
    Percentage,
    /// A number with its unit and scale: `3.599 tỷ đồng`, `06 văn bản`, `3250`.
    Amount,
    /// `13/72`
    Ratio,
    /// A document number as written, right or nearly right: `590/KH-UBND`, `40-KL/TW`, `12/QĐ_UBND`.
    DocumentNumber,
    /// `cải cách hành chính (CCHC)`: an abbreviation where it is defined.
    Definition,
    /// A word in capitals that stands for others: `CCHC`, `UBND`.
    Abbreviation,
    /// A bracket or quotation mark with its partner, or without one.
    Delimiter,
    /// Marks and blanks that do not stand as they should.
    Punctuation,
    /// Words that stand twice in a row.
    Doubling,
    /// A character that does not belong.
    Glyph,
    /// A word that can be no syllable.
    Misspelling,
    /// How the text as a whole was typed.
    Typing,
    /// A word that stands once in a phrase which is otherwise written with another one.
    Variant,
    /// What is left in the file from working on it.
    Leftover,
}

impl Builtin {
    /// All kinds in a fixed order.
    pub const ALL: [Self; 16] = [
        Self::Date,
        Self::Period,
        Self::Percentage,
        Self::Amount,
        Self::Ratio,
        Self::DocumentNumber,
        Self::Definition,
        Self::Abbreviation,
        Self::Delimiter,
        Self::Punctuation,
        Self::Doubling,
        Self::Glyph,
        Self::Misspelling,
        Self::Typing,
        Self::Variant,
        Self::Leftover,
    ];
}

/// Which kind of fact: built in, or declared by rules (index of the declaration).
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Built in.
    Builtin(Builtin),
    /// Declared by rules.
    Declared(u32),
}

/// A fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it is.
    pub kind: Kind,
    /// The tokens it covers.
    pub tokens: Range<TokenId>,
    /// The bytes it covers.
    pub span: Span,
    /// Its value.
    pub value: Value,
}

/// The value of a fact. Rules look at facts all the time, so what takes much room stands elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// See [`date::Date`].
    Date(date::Date),
    /// See [`period::Period`].
    Period(period::Period),
    /// See [`percentage::Percentage`].
    Percentage(percentage::Percentage),
    /// See [`amount::Amount`].
    Amount(amount::Amount),
    /// See [`ratio::Ratio`].
    Ratio(Box<ratio::Ratio>),
    /// See [`number::DocumentNumber`].
    DocumentNumber(Box<number::DocumentNumber>),
    /// See [`definition::Definition`].
    Definition(Box<definition::Definition>),
    /// See [`abbreviation::Abbreviation`].
    Abbreviation(abbreviation::Abbreviation),
    /// See [`delimiter::Delimiter`].
    Delimiter(delimiter::Delimiter),
    /// See [`oddity::Oddity`].
    Oddity(oddity::Oddity),
    /// Captured parts of a declared fact.
    Declared(Vec<Part>),
}

/// A part that a pattern captured.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which of the pattern's names.
    pub name: u32,
    /// What was captured.
    pub value: PartValue,
}

/// What a pattern captured under a name.
#[derive(Debug, Clone, PartialEq)]
pub enum PartValue {
    /// A fact of its own.
    Fact(FactId),
    /// Plain text: the tokens.
    Text(Range<TokenId>),
    /// A list of amounts; see [`amounts`].
    Amounts(Box<amounts::Amounts>),
}

/// A number as written in Vietnamese: `.` between thousands, `,` before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The exact value.
    pub value: Decimal,
    /// How many decimals are shown.
    pub decimals: u32,
}

/// What the extractors look at: one block of a document.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The document.
    pub document: &'a Document,
    /// First token of the block.
    pub start: TokenId,
    /// One past its last token.
    pub end: TokenId,
}

/// What an extractor found: its value, and the tokens it covers.
pub type Found = (Value, Range<TokenId>);

impl<'a> View<'a> {
    /// A token of the block.
    #[inline]
    pub fn token(&self, at: TokenId) -> Option<&'a Token> {
        (self.start <= at && at < self.end).then(|| self.document.tokens.get(at as usize)).flatten()
    }

    /// The text of a token as it stands.
    #[inline]
    pub fn text(&self, at: TokenId) -> &'a str {
        self.token(at).map(|token| self.document.slice(token.span)).unwrap_or_default()
    }

    /// Whether a token is this word, given as its folded key.
    #[inline]
    pub fn is_word(&self, at: TokenId, key: u64) -> bool {
        self.token(at).is_some_and(|token| token.key == key)
    }

    /// Whether a token is this mark.
    #[inline]
    pub fn is_mark(&self, at: TokenId, mark: char) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Punctuation(mark))
    }
}

/// Finds the built-in facts of a document in one pass: where a glance tells that one may begin, the extractors are asked in the
/// order below, and the search goes on behind what one of them found. Brackets and abbreviations are looked for on their own, since they stand
/// around and inside other facts.
pub fn extract(document: &Document) -> Facts {
    let mut all = Vec::new();
    let glance = Glance::at(document);
    let (mut begins, mut capitals, mut marks) = (&*glance.begins, &*glance.capitals, &*glance.marks);
    let (mut pairs, mut twice) = (&*glance.pairs, &*glance.twice);
    for block in &document.blocks {
        let view = View { document, start: block.tokens.start, end: block.tokens.end };
        let mut next = view.start;
        for &at in up_to(&mut begins, view.end) {
            if at < next {
                continue;
            }
            let found = number::at(view, at)
                .map(|f| (Builtin::DocumentNumber, f))
                .or_else(|| date::at(view, at).map(|f| (Builtin::Date, f)))
                .or_else(|| period::at(view, at).map(|f| (Builtin::Period, f)))
                .or_else(|| ratio::at(view, at).map(|f| (Builtin::Ratio, f)))
                .or_else(|| percentage::at(view, at).map(|f| (Builtin::Percentage, f)))
                .or_else(|| amount::at(view, at).map(|f| (Builtin::Amount, f)));
            if let Some((kind, (value, tokens))) = found {
                next = tokens.end;
                let span = document.span_of(tokens.clone());
                all.push(Fact { kind: Kind::Builtin(kind), tokens, span, value });
            }
        }
        definition::of_block(view, up_to(&mut capitals, view.end), &mut all);
        delimiter::of_block(view, up_to(&mut marks, view.end), &mut all);
        punctuation::of_block(view, block.kind, up_to(&mut pairs, view.end), &mut all);
        doubling::of_block(view, up_to(&mut twice, view.end), &mut all);
    }
    let (words, rare) = (&document.words, glyph::rare_characters(document));
    misspelling::of_document(document, words, &mut all);
    let phrases = variant::Phrases::of(document, words);
    glyph::of_document(document, &phrases, &rare, &glance.joined, &mut all);
    typing::of_document(document, words, &rare, &mut all);
    variant::of_document(document, words, &phrases, &mut all);
    small::of_document(document, words, &mut all);
    name::of_document(document, words, &glance.titles, &mut all);
    compound::of_document(document, words, &phrases, &mut all);
    parted::of_document(document, words, &mut all);
    capital::of_document(document, words, &glance.titles, &mut all);
    ending::of_document(document, &mut all);
    abbreviation::link(document, &mut all);
    leftover::of_document(document, &mut all);
    Facts::new(all, document.tokens.len())
}

#[cfg(test)]
mod tests;
