//! A difference of many digits, told far from the two figures that it is of.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::super::phrases::Phrases;
use super::super::read::{Figure, Reader, Sort as Kind};
use super::super::slip::{alike, plain, size, swapped};
use super::super::{Basis, Number, Reckoning, Sort, agrees};
use super::bound;
use crate::document::TokenId;
use crate::fact::amount::keys;

/// What says that a figure is what is left.
const LEFT: Phrases = Phrases::of(&[keys!["còn"], keys!["chưa"], keys!["thiếu"]]);

/// So many pairs before a figure are the most that it is held against.
const MOST_PAIRS: usize = 1000;
/// What says that a figure is by how much more was done than planned.
const BEYOND: Phrases = Phrases::of(&[keys!["vượt"], keys!["vượt" "thu"], keys!["cao" "hơn"]]);

/// A number of so many digits is hardly a swap of another by chance.
const LEAST: usize = 4;

pub fn find(reader: &Reader<'_>, later: &[&Figure], all: &[Reckoning]) -> Vec<Reckoning> {
    let large = |figure: &&&Figure| figure.sort == Kind::Amount && size(plain(figure.number.written.value)) >= LEAST;
    let mut later = later.iter().filter(large).peekable();
    if later.peek().is_none() {
        return Vec::new();
    }
    let (told, left, above) = (Told::of(reader), pairs(reader, all), above(reader, all));
    let beyond = |figure: &Figure| reader.ending(figure.tokens.start, figure.sentence.start, BEYOND).is_some();
    let pairs = |figure: &Figure| if beyond(figure) { &above } else { &left };
    later.filter(|figure| !told.has(figure)).filter_map(|figure| of(reader, figure, pairs(figure))).collect()
}

/// Where each number first stands, and whether it stands again.
struct Told(HashMap<Decimal, (TokenId, bool)>);

impl Told {
    fn of(reader: &Reader<'_>) -> Self {
        let mut all: HashMap<Decimal, (TokenId, bool)> = HashMap::new();
        for number in reader.figures.iter().flat_map(|figure| [Some(figure.number), figure.whole]).flatten() {
            let (first, again) = all.entry(number.value()).or_insert((number.token, false));
            *again |= *first != number.token;
        }
        Self(all)
    }

    /// Whether the report tells the number of a figure elsewhere.
    fn has(&self, figure: &Figure) -> bool {
        let own = figure.number;
        self.0.get(&own.value()).is_some_and(|(first, again)| *again || *first != own.token)
    }
}

/// A whole, its part and what measures both.
struct Pair<'r> {
    /// Of several that fit, the one of least rank is told.
    rank: usize,
    whole: Number,
    part: Number,
    figure: &'r Figure,
}

/// Wholes and parts of which the percentage was told, and two amounts of one unit side by side.
fn pairs<'r>(reader: &'r Reader<'_>, all: &[Reckoning]) -> Vec<Pair<'r>> {
    let shares = all.iter().filter(|one| one.holds && one.sort == Sort::Share);
    let of_share = |one: &Reckoning| {
        let (part, whole) = (*one.terms.first()?, *one.terms.get(1)?);
        let figure = part.fact.and_then(|fact| reader.of_fact(fact))?;
        (whole.value() > part.value()).then_some(Pair { rank: 0, whole, part, figure })
    };
    let ratios = reader.figures.iter().filter_map(|figure| {
        let whole = figure.whole.filter(|whole| whole.value() > figure.number.value())?;
        Some(Pair { rank: 0, whole, part: figure.number, figure })
    });
    let beside = reader.figures.windows(2).filter_map(|two| {
        let [whole, part] = two else { return None };
        let fits = whole.unit.is_some()
            && whole.unit == part.unit
            && whole.sentence == part.sentence
            && whole.sort == Kind::Amount
            && part.sort == Kind::Amount
            && whole.number.value() > part.number.value();
        fits.then_some(Pair { rank: 0, whole: whole.number, part: part.number, figure: part })
    });
    // "1.632.418 hồ sơ, đạt 98,40% số công dân đủ điều kiện (1.658.930 người)": the percentage bears them out, whatever their names.
    let verified = reader.figures.windows(3).filter_map(|three| {
        let [part, percent, whole] = three else { return None };
        let fits = part.sort == Kind::Amount
            && percent.sort == Kind::Percentage
            && percent.number.written.decimals >= 1
            && whole.sort == Kind::Amount
            && whole.depth > percent.depth
            && part.sentence == whole.sentence
            && whole.number.value() > part.number.value()
            && agrees(Sort::Share, &percent.number, &[part.number, whole.number]);
        fits.then_some(Pair { rank: 0, whole: whole.number, part: part.number, figure: part })
    });
    let all = shares.filter_map(of_share).chain(ratios).chain(beside).chain(verified);
    in_text_order(all)
}

/// Pairs in the order of the text, each with its rank.
fn in_text_order<'r>(pairs: impl Iterator<Item = Pair<'r>>) -> Vec<Pair<'r>> {
    let mut all: Vec<Pair<'r>> = pairs.enumerate().map(|(rank, pair)| Pair { rank, ..pair }).collect();
    all.sort_by_key(|pair| pair.figure.tokens.start);
    all
}

/// What was told to be a percentage above 100 of something, and that: `58.920 tỷ đồng, bằng 127,1% dự toán (46.350 tỷ đồng)`.
fn above<'r>(reader: &'r Reader<'_>, all: &[Reckoning]) -> Vec<Pair<'r>> {
    let shares = all.iter().filter(|one| one.holds && one.sort == Sort::Share);
    let of_share = |one: &Reckoning| {
        let (done, planned) = (*one.terms.first()?, *one.terms.get(1)?);
        let figure = done.fact.and_then(|fact| reader.of_fact(fact))?;
        (done.value() > planned.value()).then_some(Pair { rank: 0, whole: done, part: planned, figure })
    };
    in_text_order(shares.filter_map(of_share))
}

fn of(reader: &Reader<'_>, figure: &Figure, pairs: &[Pair<'_>]) -> Option<Reckoning> {
    let own = figure.number;
    let fits = |pair: &&Pair<'_>| {
        let general = figure.unit.is_none() && (figure.noun.is_empty() || pair.figure.noun.is_empty());
        // "giao thông 164,0" is none of what so many households leave.
        let exact = pair.whole.written.decimals.max(pair.part.written.decimals);
        pair.figure.tokens.end < figure.sentence.start
            && pair.figure.unit == figure.unit
            && (figure.unit.is_some() || own.written.decimals == exact)
            && (figure.unit.is_some()
                || general
                || reader.same_thing(pair.figure, figure)
                || pair.figure.sort == Kind::Amount)
    };
    let made = |pair: &Pair<'_>| Reckoning::new(Sort::Rest, Basis::Retold, own, vec![pair.whole, pair.part]);
    let here = pairs.partition_point(|pair| pair.figure.tokens.start < figure.tokens.start);
    let near = pairs.get(here.saturating_sub(MOST_PAIRS)..here).unwrap_or_default();
    let mut near: Vec<&Pair<'_>> = near.iter().filter(fits).collect();
    near.sort_by_key(|pair| pair.rank);
    let mut all: Vec<Reckoning> = near.into_iter().filter_map(made).collect();
    all.extend(of_aim(reader, figure));
    if all.iter().any(|one| one.holds) {
        return None;
    }
    let from = bound(reader, figure);
    let left = reader.says(from.saturating_sub(4).max(figure.sentence.start)..from, LEFT);
    let written = |one: &Reckoning| {
        let mut right = one.right;
        right.rescale(own.written.decimals);
        (one.right.scale() <= own.written.decimals).then(|| plain(right))
    };
    let value = plain(own.written.value);
    let swap = |one: &&Reckoning| written(one).is_some_and(|right| swapped(right, value));
    let near = |one: &&Reckoning| written(one).is_some_and(|right| alike(right, value));
    let mut found = all.iter().filter(swap);
    found.next().or_else(|| all.iter().find(near).filter(|_| left)).cloned()
}

/// `Phấn đấu thu 3.100 tỷ đồng, tức còn phải thu thêm 1.481,6 tỷ đồng`: an aim of the same sentence less what was told before.
fn of_aim(reader: &Reader<'_>, figure: &Figure) -> Vec<Reckoning> {
    let at = reader.figures.partition_point(|other| other.tokens.start < figure.tokens.start);
    let aim = at.checked_sub(1).and_then(|at| reader.figure(at)).filter(|aim| {
        aim.sort == Kind::Amount
            && aim.sentence == figure.sentence
            && aim.unit.is_some()
            && aim.unit == figure.unit
            && aim.number.value() > figure.number.value()
            && reader.says(aim.tokens.end..figure.tokens.start, LEFT)
    });
    let Some(aim) = aim else { return Vec::new() };
    let before = reader.figures.get((at - 1).saturating_sub(MOST_PAIRS)..at - 1).unwrap_or_default();
    let done = before.iter().filter(|done| {
        done.sort == Kind::Amount && done.unit == figure.unit && done.number.value() < aim.number.value()
    });
    let made = |done: &Figure| Reckoning::new(Sort::Rest, Basis::Retold, figure.number, vec![aim.number, done.number]);
    done.filter_map(made).collect()
}
