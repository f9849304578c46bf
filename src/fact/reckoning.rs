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

mod average;
mod beside;
mod change;
mod closing;
mod compared;
mod complement;
mod counted;
mod items;
mod ledger;
mod lists;
mod read;
mod repeat;
mod rest;
mod runs;
mod scale;
mod settle;
mod share;
pub(super) mod slip;
mod tabled;

use std::collections::HashSet;

use rust_decimal::{Decimal, RoundingStrategy};

use super::sheet::Sheet;
use super::{FactId, Facts, Written};
use crate::document::{Document, TokenId};

use read::Reader;

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
    /// The items of a list below its total.
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
    pub held: HashSet<TokenId>,
    /// See `held`.
    pub failing: HashSet<TokenId>,
}

/// All reckonings of a document: those that fail once each, at the figure to look at.
pub fn reckonings(document: &Document, facts: &Facts, tables: &Tables<'_>) -> Vec<Reckoning> {
    let reader = Reader::of(document, facts);
    let mut all = Vec::new();
    lists::find(&reader, &mut all);
    runs::find(&reader, &mut all);
    closing::find(&reader, &mut all);
    items::find(&reader, &mut all);
    rest::find(&reader, &mut all);
    share::find(&reader, &mut all);
    scale::find(&reader, &mut all);
    complement::find(&reader, &mut all);
    change::find(&reader, &mut all);
    compared::find(&reader, &mut all);
    average::find(&reader, &mut all);
    beside::find(&reader, tables, &mut all);
    counted::find(&reader, &mut all);
    repeat::wholes(&reader, &mut all);
    repeat::populations(&reader, &mut all);
    repeat::words(&reader, &mut all);
    tabled::find(&reader, tables, &mut all);
    ledger::find(&reader, tables, &mut all);
    settle::settle(&reader, &mut all);
    all
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
    let rest = terms.get(1..)?.iter().map(Number::value).try_fold(Decimal::ZERO, Decimal::checked_add)?;
    let scaled = match sort {
        Sort::Share => first.value().checked_div(terms.get(1)?.value())?.checked_mul(Decimal::ONE_HUNDRED)?,
        Sort::Sum => first.value().checked_add(rest)?,
        Sort::Rest => first.value().checked_sub(rest)?,
        Sort::Average => first.value().checked_div(terms.get(1)?.value())?,
        Sort::Same => first.value(),
        Sort::Complement => Decimal::ONE_HUNDRED.checked_sub(first.value())?.checked_sub(rest)?,
        Sort::Growth => growth(first.value(), terms.get(1)?.value())?,
    };
    let written = scaled.checked_div(result.scale)?;
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
    judged(sort, result, terms).unwrap_or(true)
}

fn judged(sort: Sort, result: &Number, terms: &[Number]) -> Option<bool> {
    let (low, high) = result.bounds();
    let (first, others) = terms.split_first()?;
    let (from, to) = first.bounds();
    let mut least = Decimal::ZERO;
    let mut most = Decimal::ZERO;
    for (one, other) in others.iter().map(Number::bounds) {
        (least, most) = (least.checked_add(one)?, most.checked_add(other)?);
    }
    let hundred = Decimal::ONE_HUNDRED;
    let (from, to) = match sort {
        Sort::Sum => (from.checked_add(least)?, to.checked_add(most)?),
        Sort::Rest => (from.checked_sub(most)?, to.checked_sub(least)?),
        Sort::Share => {
            let exact = first.value().checked_div(others.first()?.value())?.checked_mul(hundred)?;
            let cut = exact.round_dp_with_strategy(result.written.decimals, RoundingStrategy::ToZero);
            if cut == result.written.value {
                return Some(true);
            }
            (from.checked_div(most)?.checked_mul(hundred)?, to.checked_div(least)?.checked_mul(hundred)?)
        }
        Sort::Average => {
            let half = Decimal::new(5, result.written.decimals.min(27) + 1);
            (from.checked_div(most)?.checked_sub(half)?, to.checked_div(least)?.checked_add(half)?)
        }
        Sort::Same => return Some(terms.iter().all(|term| term.value() == result.value())),
        Sort::Growth => {
            let exact = growth(first.value(), others.first()?.value())?;
            let cut = exact.round_dp_with_strategy(result.written.decimals, RoundingStrategy::ToZero);
            let ends = [growth(from, most)?, growth(to, least)?];
            let (fewest, most) = (ends.iter().min()?, ends.iter().max()?);
            return Some(cut == result.written.value || *fewest <= high && *most >= low);
        }
        // Two halves that both were rounded up are the one case in which this is not exact.
        Sort::Complement if others.is_empty() => return Some(first.value().checked_add(result.value())? == hundred),
        Sort::Complement => {
            (hundred.checked_sub(to)?.checked_sub(most)?, hundred.checked_sub(from)?.checked_sub(least)?)
        }
    };
    Some(from <= high && to >= low)
}

#[cfg(test)]
mod tests;
