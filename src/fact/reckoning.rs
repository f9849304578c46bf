//! Reckonings: figures of running text of which one follows from the others.
//!
//! `48.960 lượt người, bình quân 80 người/buổi` beside `612 buổi`; `12/17 đầu việc …; 05 đầu việc còn lại`; a list and its
//! total; an amount, its percentage and the total that stands a paragraph before: a reader who has a pencil finds out whether
//! they agree. Each file below reads one sort. What is paired must belong together by its words, and a reckoning that does
//! not hold is kept only where it looks like one at all: one slip of the keyboard away, or nearly right. A pair that a
//! reader would have to argue for is left alone.
//!
//! Where two reckonings fail and one changed figure would mend both, they are one, and that figure is the `suspect`.
//! A ratio with its percentage (`13/72 …, đạt 18,06%`) is one as well, so that it can bear witness; rules find those for themselves.

mod apart;
mod average;
mod beside;
mod change;
mod clause;
mod closing;
mod compared;
mod complement;
mod counted;
mod crossed;
mod divided;
mod items;
mod ledger;
mod lists;
mod lone;
mod named;
mod noted;
mod outcome;
mod partition;
mod pending;
mod phrases;
mod proven;
mod read;
mod repeat;
mod rest;
mod runs;
mod scale;
mod series;
mod settle;
mod share;
pub(super) mod slip;
mod tabled;
mod taken;
mod tally;
mod tokens;
mod triple;
mod turned;
mod vocabulary;
mod words;

use std::cmp::Ordering;

use rust_decimal::{Decimal, RoundingStrategy};

use super::sheet::Sheet;
use super::{FactId, Facts, Written};
use crate::document::{Document, TokenId};

use read::Reader;
pub use tokens::Tokens;
pub use vocabulary::Vocabulary;

/// A number of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// The fact that it is, or is a part of; none in a table.
    pub fact: Option<FactId>,
    /// Its token.
    pub token: TokenId,
    /// As written.
    pub written: Written,
    /// What the scale word after it comes to.
    pub scale: Decimal,
    /// Whether it may have been rounded to its last digit.
    pub rounded: bool,
}

impl Number {
    /// Its value, scale applied.
    pub fn value(&self) -> Decimal {
        if is_one(self.scale) {
            return self.written.value;
        }
        self.written.value.checked_mul(self.scale).unwrap_or(Decimal::MAX)
    }

    /// The least and the greatest value that would be written so.
    pub fn bounds(&self) -> (Decimal, Decimal) {
        let value = self.value();
        if !self.rounded {
            return (value, value);
        }
        let half = Decimal::new(5, self.written.decimals.min(27) + 1).checked_mul(self.scale).unwrap_or_default();
        (value.checked_sub(half).unwrap_or(value), value.checked_add(half).unwrap_or(value))
    }

    /// The same place with another number written there.
    fn with(&self, value: Decimal) -> Self {
        Self { written: Written { value, ..self.written }, ..*self }
    }
}

/// Whether a scale is none.
fn is_one(scale: Decimal) -> bool {
    scale.scale() == 0 && scale.mantissa() == 1
}

/// How the result follows from the terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The percentage of the first term in the second.
    Share,
    /// The sum of the terms.
    Sum,
    /// The first term less all others.
    Rest,
    /// The first term over the second.
    Average,
    /// The same as each of the terms.
    Same,
    /// What the terms lack of 100 %.
    Complement,
    /// By what percentage of the second the first differs from it.
    Growth,
}

/// Why the figures belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// A ratio with its percentage.
    Ratio,
    /// `gồm`, `bao gồm`: the whole list.
    Whole,
    /// A list in brackets behind its total.
    Bracket,
    /// `trong đó` before parts that leave nothing out.
    Partial,
    /// The items of a list below its total, or what the note at it tells.
    Lines,
    /// How many items a list has.
    Items,
    /// `còn lại`, `còn`.
    Left,
    /// Done, under way, not begun.
    States,
    /// The total is named behind the percentage, in brackets.
    Named,
    /// The total stands before.
    Earlier,
    /// `tăng`, `giảm`.
    Change,
    /// The same, told in one clause with the figures before and after.
    Clause,
    /// `tăng` where the figures fall, or the other way round: the suspect is the word.
    Direction,
    /// `bình quân`.
    Mean,
    /// A total and the whole of a ratio of the same things.
    Total,
    /// The same words with another number.
    Words,
    /// What was said before of the same thing.
    Retold,
    /// A cell of a table and the text.
    Table,
    /// The unit of an amount is a thousand times too large or too small.
    Scale,
    /// `tăng 03 bậc` of two ranks.
    Rank,
    /// One slip away, whatever the figures are called.
    Slip,
    /// Parts right behind their total.
    Tally,
    /// A percentage that is another figure's, or of another total.
    Crossed,
}

/// Figures of which one follows from the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Reckoning {
    /// How.
    pub sort: Sort,
    /// Why.
    pub basis: Basis,
    /// The figure that follows.
    pub result: Number,
    /// From these.
    pub terms: Vec<Number>,
    /// The figure to look at: the result, or one that another reckoning blames as well.
    pub suspect: Number,
    /// What the suspect should be, as it would be written there.
    pub right: Decimal,
    /// Whether the figures agree.
    pub holds: bool,
}

/// What is known of the figures of tables.
pub struct Tables<'a> {
    /// The tables.
    pub sheets: &'a [Sheet],
    /// Numbers that the sums and percentages of their own table bear out, and those that they do not.
    pub held: Tokens,
    /// See `held`.
    pub failing: Tokens,
}

/// All reckonings of a document: those that fail once each, at the figure to look at.
pub fn reckonings(document: &Document, facts: &Facts, tables: &Tables<'_>, words: &Vocabulary) -> Vec<Reckoning> {
    let reader = Reader::of(document, facts, words);
    let mut all = Vec::new();
    lists::find(&reader, &mut all);
    runs::find(&reader, &mut all);
    closing::find(&reader, &mut all);
    items::find(&reader, &mut all);
    noted::find(&reader, &mut all);
    rest::find(&reader, &mut all);
    outcome::find(&reader, &mut all);
    pending::find(&reader, &mut all);
    divided::find(&reader, &mut all);
    share::find(&reader, &mut all);
    proven::find(&reader, &mut all);
    scale::find(&reader, &mut all);
    complement::find(&reader, &mut all);
    change::find(&reader, &mut all);
    compared::find(&reader, &mut all);
    apart::find(&reader, &mut all);
    clause::find(&reader, &mut all);
    all.retain(|one| !compared::is_told_of_another(&reader, one));
    partition::find(&reader, &mut all);
    average::find(&reader, &mut all);
    beside::find(&reader, tables, &mut all);
    counted::find(&reader, &mut all);
    repeat::wholes(&reader, &mut all);
    repeat::populations(&reader, &mut all);
    repeat::words(&reader, &mut all);
    repeat::sentences(&reader, &mut all);
    repeat::bare(&reader, &mut all);
    named::find(&reader, &mut all);
    tabled::find(&reader, tables, &mut all);
    ledger::find(&reader, tables, &mut all);
    taken::find(&reader, tables, &mut all);
    series::find(&reader, &mut all);
    tally::find(&reader, &mut all);
    triple::find(&reader, &mut all);
    settle::settle(&reader, tables, &mut all);
    lone::find(&reader, &mut all);
    crossed::find(&reader, &mut all);
    turned::find(&reader, &mut all);
    all.retain(|one| one.holds || !one.numbers().any(|number| is_about(&reader, number)));
    all
}

/// Whether a number is rounded by word: `gần 27.000 hồ sơ`.
fn is_about(reader: &Reader<'_>, number: &Number) -> bool {
    let round = number.written.decimals == 0 && (number.written.value % Decimal::TEN).is_zero();
    let start = reader.document.sentence_of(number.token).start;
    let Some(word) = reader.ending(number.token, start, words::ABOUT).filter(|_| round) else { return false };
    // "5.264 người trên 5.690 biên chế": of so many.
    let near = word.saturating_sub(4).max(start)..word;
    reader.ending(number.token, start, words::OVER).is_none()
        || near.into_iter().all(|at| !reader.token(at).is_some_and(|token| token.is_number()))
}

impl Reckoning {
    /// A reckoning whose suspect is its result.
    fn new(sort: Sort, basis: Basis, result: Number, terms: Vec<Number>) -> Option<Self> {
        let right = expected(sort, &result, &terms)?;
        let holds = agrees(sort, &result, &terms);
        Some(Self { sort, basis, result, terms, suspect: result, right, holds })
    }

    /// All its numbers.
    fn numbers(&self) -> impl Iterator<Item = &Number> {
        std::iter::once(&self.result).chain(&self.terms)
    }
}

/// What the result should be, as it would be written in its place.
fn expected(sort: Sort, result: &Number, terms: &[Number]) -> Option<Decimal> {
    let first = terms.first()?;
    let rest = || terms.get(1..)?.iter().map(Number::value).try_fold(Decimal::ZERO, Decimal::checked_add);
    let scaled = match sort {
        Sort::Share => first.value().checked_div(terms.get(1)?.value())?.checked_mul(Decimal::ONE_HUNDRED)?,
        Sort::Sum => first.value().checked_add(rest()?)?,
        Sort::Rest => first.value().checked_sub(rest()?)?,
        Sort::Average => first.value().checked_div(terms.get(1)?.value())?,
        Sort::Same => first.value(),
        Sort::Complement => Decimal::ONE_HUNDRED.checked_sub(first.value())?.checked_sub(rest()?)?,
        Sort::Growth => growth(first.value(), terms.get(1)?.value())?,
    };
    let written = if is_one(result.scale) { scaled } else { scaled.checked_div(result.scale)? };
    if result.rounded || matches!(sort, Sort::Share | Sort::Average | Sort::Growth) {
        return Some(round(written, result.written.decimals));
    }
    Some(written.normalize())
}

/// By what percentage of the earlier value the later one differs from it.
fn growth(now: Decimal, was: Decimal) -> Option<Decimal> {
    now.checked_sub(was)?.abs().checked_div(was)?.checked_mul(Decimal::ONE_HUNDRED)
}

/// Half away from zero.
pub(super) fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Whether figures agree, each rounded to its last digit where it may be.
fn agrees(sort: Sort, result: &Number, terms: &[Number]) -> bool {
    compared(sort, result, terms) == Ordering::Equal
}

/// Whether what follows from the terms is less or more than the result, or agrees with it, each rounded to its last digit where
/// it may be; and where nothing follows from them, nothing disagrees.
fn compared(sort: Sort, result: &Number, terms: &[Number]) -> Ordering {
    try_compared(sort, result, terms).unwrap_or(Ordering::Equal)
}

fn try_compared(sort: Sort, result: &Number, terms: &[Number]) -> Option<Ordering> {
    let (first, others) = terms.split_first()?;
    match sort {
        Sort::Same => {
            let sides = terms.iter().map(|term| term.value().cmp(&result.value()));
            return Some(sides.into_iter().find(|side| side.is_ne()).unwrap_or(Ordering::Equal));
        }
        // Two halves that both were rounded up are the one case in which this is not exact.
        Sort::Complement if others.is_empty() => {
            return Some(Decimal::ONE_HUNDRED.cmp(&first.value().checked_add(result.value())?));
        }
        Sort::Sum | Sort::Rest | Sort::Share | Sort::Average | Sort::Complement | Sort::Growth => {}
    }
    let (low, high) = result.bounds();
    let (from, to) = first.bounds();
    let mut least = Decimal::ZERO;
    let mut most = Decimal::ZERO;
    for (one, other) in others.iter().map(Number::bounds) {
        (least, most) = (least.checked_add(one)?, most.checked_add(other)?);
    }
    let hundred = Decimal::ONE_HUNDRED;
    let cut = |exact: Decimal| exact.round_dp_with_strategy(result.written.decimals, RoundingStrategy::ToZero);
    let (from, to) = match sort {
        Sort::Sum => (from.checked_add(least)?, to.checked_add(most)?),
        Sort::Rest => (from.checked_sub(most)?, to.checked_sub(least)?),
        // Asked by products, which are exact and cost a tenth of quotients.
        Sort::Share => {
            let (part, whole) = (first.value().checked_mul(hundred)?, others.first()?.value());
            let times = |one: Decimal, other: Decimal| one.checked_mul(other).unwrap_or(Decimal::MAX);
            let told = result.written.value;
            let next = told.checked_add(Decimal::new(1, result.written.decimals.min(28)))?;
            if whole.is_zero() {
                return None;
            }
            let is_cut = times(told, whole) <= part && part < times(next, whole);
            return Some(if !is_cut && times(to, hundred) < times(low, least) {
                Ordering::Less
            } else if !is_cut && times(from, hundred) > times(high, most) {
                Ordering::Greater
            } else {
                Ordering::Equal
            });
        }
        Sort::Average => {
            let half = Decimal::new(5, result.written.decimals.min(27) + 1);
            (from.checked_div(most)?.checked_sub(half)?, to.checked_div(least)?.checked_add(half)?)
        }
        Sort::Growth => {
            if cut(growth(first.value(), others.first()?.value())?) == result.written.value {
                return Some(Ordering::Equal);
            }
            let (one, other) = (growth(from, most)?, growth(to, least)?);
            (one.min(other), one.max(other))
        }
        Sort::Complement => {
            (hundred.checked_sub(to)?.checked_sub(most)?, hundred.checked_sub(from)?.checked_sub(least)?)
        }
        Sort::Same => return None,
    };
    Some(if to < low {
        Ordering::Less
    } else if from > high {
        Ordering::Greater
    } else {
        Ordering::Equal
    })
}

#[cfg(test)]
mod tests;
