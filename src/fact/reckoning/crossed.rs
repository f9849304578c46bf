//! Percentages that stand with each other's figure: `thu nội địa 8.963 tỷ đồng (21,91% dự toán), thu xuất nhập khẩu 3.911 tỷ đồng (32,43%
//! dự toán)`; with each other's total: `bằng 54,32% dự toán trung ương và 58,77% dự toán tỉnh`; and one that tells what its figure leaves:
//! `giảm 13 trong 27 đầu mối (51,9%)`.

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{plain, size};
use super::words::{AND, ATTAIN};
use super::{Basis, Number, Reckoning, Sort, Tokens, agrees};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// So many blocks away may stand what a percentage is of.
const FAR: u32 = 4;
/// Most words between a figure and its percentage.
const NEAR: usize = 6;
/// So many words before a total may say whose it is, and so many behind a percentage.
const NAME: TokenId = 8;
const OWNER: usize = 5;
/// What says that a percentage is of something else than the figure before it.
const OTHERWISE: Phrases = Phrases::of(&[
    keys!["còn"],
    keys!["còn" "lại"],
    keys!["chưa"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["hơn"],
    keys!["so" "với"],
    keys!["trong" "đó"],
    keys!["cùng" "kỳ"],
]);

/// Right before the percentage by which something has changed.
const CHANGED: Phrases = Phrases::of(&[keys!["tăng"], keys!["giảm"]]);
/// What goes on from a percentage to its total.
const OF: Phrases = Phrases::of(&[
    keys!["so" "với"],
    keys!["trên"],
    keys!["trên" "tổng" "số"],
    keys!["trong" "tổng" "số"],
    keys!["của"],
    keys!["so" "với" "tổng" "số"],
    keys!["tổng" "số"],
]);
/// Right before what something has changed by.
const GROWN: Phrases = Phrases::of(&[keys!["tăng"], keys!["giảm"], keys!["bớt"], keys!["cắt" "giảm"]]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let failing = Tokens::of_numbers(all.iter().filter(|one| !one.holds));
    let mut found = Vec::new();
    for block in &reader.blocks {
        let held: Vec<Held<'_>> = block.clone().filter_map(|at| Held::of(reader, at)).collect();
        for (at, one) in held.iter().enumerate() {
            let next = held.get(at + 1);
            let exchanged = next.and_then(|next| one.exchanged(next)).or_else(|| one.totals_exchanged());
            let turned = exchanged.or_else(|| one.left());
            found.extend(turned.filter(|_| !one.grown));
        }
    }
    found.retain(|one: &Reckoning| !one.numbers().any(|number| failing.contains(number.token)));
    all.extend(found);
}

/// A figure with the percentage that is told of it right behind.
struct Held<'a> {
    reader: &'a Reader<'a>,
    figure: &'a Figure,
    percent: &'a Figure,
    /// What it may be a share of: figures around it of the same unit or name.
    others: Vec<&'a Figure>,
    explained: bool,
    /// Whether it tells by how much the figure has grown.
    grown: bool,
}

impl<'a> Held<'a> {
    fn of(reader: &'a Reader<'a>, at: usize) -> Option<Self> {
        let percent = reader.figure(at).filter(|figure| figure.sort == Kind::Percentage)?;
        if !is_sharp(percent) {
            return None;
        }
        let figure = reader.figure(at.checked_sub(1)?)?;
        let way = figure.tokens.end..percent.tokens.start;
        let parts = |at: TokenId| reader.is_mark(at, ';') || reader.is_mark(at, ':') || reader.is_mark(at, ')');
        let told = figure.sentence == percent.sentence
            && figure.sort == Kind::Amount
            && reader.words(way.clone()) <= NEAR
            && !way.clone().any(parts)
            && !reader
                .says(reader.ending(way.end, way.start, CHANGED).map_or(way.clone(), |end| way.start..end), OTHERWISE);
        if !told {
            return None;
        }
        let one_kind = |other: &&Figure| {
            other.tokens != figure.tokens
                && other.sort != Kind::Percentage
                && other.unit == figure.unit
                && other.block.abs_diff(figure.block) <= FAR
        };
        let others: Vec<&Figure> = reader.near(figure.tokens.start).iter().filter(one_kind).collect();
        let grown = reader.ending(percent.tokens.start, figure.tokens.end, CHANGED).is_some();
        let mut held = Self { reader, figure, percent, others, explained: false, grown };
        held.explained = held.explains();
        Some(held)
    }

    /// Whether the figure and another one come to its percentage: as a share, as a change, or as what has changed by the figure.
    fn explains(&self) -> bool {
        let (own, percent) = (self.figure.number, &self.percent.number);
        self.is_of_two()
            || self.numbers().any(|other| {
                let was = [other.value().checked_sub(own.value()), other.value().checked_add(own.value())];
                let mut was = was.into_iter().flatten().map(|was| Number { scale: Decimal::ONE, ..other.with(was) });
                was.any(|was| agrees(Sort::Share, percent, &[own, was]))
            })
    }

    /// Whether the percentage is a share or a change of the figure and another one.
    fn is_of_two(&self) -> bool {
        let own = self.figure.number;
        let is = |sort: Sort, two: [Number; 2]| agrees(sort, &self.percent.number, &two);
        // "giảm 13 đầu mối" is no level that anything has grown to.
        let start = self.figure.sentence.start;
        let by = self.reader.ending(self.figure.tokens.start, start, GROWN).is_some();
        self.numbers().any(|other| {
            let ways = [[own, other], [other, own]];
            ways.into_iter().any(|two| is(Sort::Share, two) || !by && is(Sort::Growth, two))
        })
    }

    fn numbers(&self) -> impl Iterator<Item = Number> + '_ {
        self.others.iter().flat_map(|other| [Some(other.number), other.whole]).flatten()
    }

    /// The figures of which this one is a percentage, each with the number that it is of.
    fn wholes(&self, percent: Number) -> impl Iterator<Item = (&'a Figure, Number)> + '_ {
        let own = self.figure.number;
        let numbers = self.others.iter().flat_map(|other| [Some(other.number), other.whole].map(|one| (*other, one)));
        let numbers = numbers.filter_map(|(other, number)| Some((other, number?)));
        numbers.filter(move |(_, whole)| {
            own.value() < whole.value() && Decimal::TEN < whole.value() && agrees(Sort::Share, &percent, &[own, *whole])
        })
    }

    /// The percentage of this figure, which stands with the next, as the next has that of this one.
    fn exchanged(&self, next: &Self) -> Option<Reckoning> {
        let apart = self.percent.number.written.value != next.percent.number.written.value;
        if !apart || self.explained || next.explained || self.percent.sentence != next.percent.sentence {
            return None;
        }
        let (_, whole) = self.wholes(next.percent.number).next()?;
        next.wholes(self.percent.number).next()?;
        Reckoning::new(Sort::Share, Basis::Crossed, self.percent.number, vec![self.figure.number, whole])
    }

    /// `thu được 3.357 tỷ đồng, bằng 54,32% dự toán trung ương và 58,77% dự toán tỉnh`: the percentage of the total named behind the first, where
    /// each is of the other's.
    fn totals_exchanged(&self) -> Option<Reckoning> {
        let Self { reader, figure, percent, .. } = self;
        let after = reader.figures.partition_point(|other| other.tokens.start < percent.tokens.end);
        let next = reader.figure(after).filter(|next| {
            next.sort == Kind::Percentage
                && is_sharp(next)
                && next.sentence == percent.sentence
                && reader.words(percent.tokens.end..next.tokens.start) <= NAME as usize
                && !(percent.tokens.end..next.tokens.start).any(|at| reader.is_mark(at, ';') || reader.is_mark(at, '('))
        })?;
        let (owner, other) = (self.owner(percent), self.owner(next));
        let told = |words: &[u64], but: &[u64], at: &Figure, not: &Figure| {
            let (here, there) = (self.named(at), self.named(not));
            words.iter().any(|word| !but.contains(word) && here.contains(word) && !there.contains(word))
        };
        let only = |of: &Figure| {
            let mut wholes = self.wholes(of.number);
            wholes.next().filter(|_| wholes.next().is_none())
        };
        let ((first, _), (second, whole)) = (only(percent)?, only(next)?);
        let crossed = first.tokens != second.tokens
            && !owner.is_empty()
            && told(&other, &owner, first, second)
            && !told(&owner, &other, first, second)
            && !told(&other, &owner, second, first);
        crossed.then(|| Reckoning::new(Sort::Share, Basis::Crossed, percent.number, vec![figure.number, whole]))?
    }

    /// The words behind a percentage that say what it is of.
    fn owner(&self, percent: &Figure) -> Vec<u64> {
        let behind = percent.tokens.end..percent.sentence.end;
        let words =
            behind.map_while(|at| self.reader.token(at)).take_while(|token| token.is_word() && token.key != AND);
        words.take(OWNER).map(|token| token.key).collect()
    }

    /// The words around a figure that say whose it is.
    fn named(&self, figure: &Figure) -> Vec<u64> {
        let before = self.reader.figures.partition_point(|other| other.tokens.start < figure.tokens.start);
        let before = before.checked_sub(1).and_then(|at| self.reader.figure(at)).map_or(0, |other| other.tokens.end);
        let from = before.max(figure.sentence.start).max(figure.tokens.start.saturating_sub(NAME));
        let is_word = |at: &TokenId| self.reader.token(*at).is_some_and(|token| token.is_word());
        let from = (from..figure.tokens.start).rev().take_while(is_word).last().unwrap_or(figure.tokens.start);
        let until = (figure.tokens.end..figure.sentence.end).take_while(is_word).count() as TokenId;
        let mut words = self.reader.keys(from..figure.tokens.start);
        words.extend(self.reader.keys(figure.tokens.end..figure.tokens.end + until.min(NAME)));
        words
    }

    /// What the percentage would be of the figure, where it is that of the rest.
    fn left(&self) -> Option<Reckoning> {
        let Self { reader, figure, percent, .. } = self;
        let alone =
            reader.is_mark(percent.tokens.start.checked_sub(1)?, '(') && reader.is_mark(percent.tokens.end, ')');
        let value = percent.number.written.value;
        // "giảm 186 đơn vị, tương ứng 29,55% so với 264 đơn vị"
        let named = || {
            let of = reader.beginning(percent.tokens.end, percent.sentence.end, OF)?;
            let joined = reader.ending(percent.tokens.start, figure.tokens.end, ATTAIN).is_some();
            let next = reader.figures.partition_point(|other| other.tokens.start < of);
            reader.figure(next).filter(|next| joined && next.tokens.start == of)
        };
        let of = named().filter(|_| !alone);
        if !alone && of.is_none() || Decimal::ONE_HUNDRED <= value || self.is_of_two() {
            return None;
        }
        let rest = percent.number.with(Decimal::ONE_HUNDRED - value);
        let whole = self
            .others
            .iter()
            .filter(|other| other.sentence == figure.sentence && of.is_none_or(|of| of.tokens == other.tokens));
        let whole = whole.map(|other| other.total());
        let whole = whole.into_iter().find(|whole| {
            figure.number.value() < whole.value()
                && Decimal::TEN < whole.value()
                && agrees(Sort::Share, &rest, &[figure.number, *whole])
        })?;
        Reckoning::new(Sort::Share, Basis::Crossed, percent.number, vec![figure.number, whole])
    }
}

/// Whether a percentage has three digits or more, of which one stands behind the comma.
pub fn is_sharp(percent: &Figure) -> bool {
    let mut told = percent.number.written.value;
    told.rescale(percent.number.written.decimals);
    percent.number.written.decimals > 0 && size(plain(told)) >= 3
}
