//! Sums that no word announces: ratios in brackets behind one, a run of figures each in its own brackets, a run of which only
//! the last is named, and a list of one kind whatever parts it.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lists::compares;
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{alike, repairs};
use super::words::AND;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::{FactId, amounts};

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        for at in block.clone() {
            let Some(total) = reader.figure(at) else { continue };
            all.extend(ratios(reader, at, total).or_else(|| measured(reader, at, total)));
        }
        asides(reader, block, all);
        bare(reader, block, all);
        months(reader, block, all);
    }
}

/// All amounts of a stretch, where each counts what the total counts.
pub fn of_one_thing(reader: &Reader<'_>, number: usize, range: Range<TokenId>) -> Option<amounts::Amounts> {
    let total = reader.figure(number)?;
    let figures = reader.figures.get(number + 1..)?.iter();
    let inside = figures.skip_while(|figure| figure.tokens.start < range.start);
    let inside: Vec<&Figure> = inside.take_while(|figure| figure.tokens.start < range.end).collect();
    let alike = |figure: &&Figure| {
        figure.sort == Kind::Amount
            && reader.same_thing(total, figure)
            && inside.first().is_some_and(|first| first.depth == figure.depth)
    };
    let apart = inside.windows(2).all(|pair| {
        let [one, other] = pair else { return false };
        (one.end()..other.tokens.start).any(|at| reader.is_mark(at, ';') || reader.is_mark(at, ','))
    });
    let complete = inside.len() >= 3 && apart && inside.iter().all(alike) && !compares(reader, range.clone());
    let items: Vec<FactId> = inside.iter().filter_map(|figure| figure.number.fact).collect();
    complete.then_some(amounts::Amounts { items, sum: Decimal::ZERO, complete, tokens: range })
}

/// `46/48 cơ quan (14/14 bộ; 32/34 tỉnh)`: where the wholes add up, so must the parts, and the other way round.
fn ratios(reader: &Reader<'_>, number: usize, total: &Figure) -> Option<Reckoning> {
    let whole = total.whole?;
    let open = (total.end()..total.sentence.end.min(total.end() + 7)).find(|&at| reader.is_mark(at, '('))?;
    let stop = reader.stop(open + 1, true, &total.sentence);
    let next = reader.figures.get(number + 1..)?.iter();
    let inside: Vec<&Figure> = next.take_while(|figure| figure.tokens.start < stop).collect();
    if inside.len() < 2 || inside.iter().any(|figure| figure.sort != Kind::Ratio || figure.tokens.start < open) {
        return None;
    }
    let made = |result: Number, terms: Vec<Number>| Reckoning::new(Sort::Sum, Basis::Bracket, result, terms);
    let parts = made(total.number, inside.iter().map(|figure| figure.number).collect())?;
    let wholes = made(whole, inside.iter().filter_map(|figure| figure.whole).collect())?;
    match (parts.holds, wholes.holds) {
        (_, true) => Some(parts),
        (true, false) => Some(wholes),
        (false, false) => None,
    }
}

/// `vi phạm 872,3 triệu đồng (thu hồi 614,0; xử lý khác 258,3)`: parts of a measured total in the brackets right behind it, each without
/// the unit and with as many decimals.
fn measured(reader: &Reader<'_>, number: usize, total: &Figure) -> Option<Reckoning> {
    let open = Some(total.end()).filter(|&at| total.unit.is_some() && reader.is_mark(at, '('))?;
    let stop = reader.stop(open + 1, true, &total.sentence);
    let inside = reader.figures.get(number + 1..)?.iter().take_while(|figure| figure.tokens.start < stop);
    let inside: Vec<&Figure> = inside.collect();
    let decimals = |figure: &Figure| figure.number.written.decimals;
    let bare = |part: &&&Figure| {
        part.sort == Kind::Amount
            && part.unit.is_none()
            && part.noun.is_empty()
            && part.depth == total.depth + 1
            && decimals(part) == decimals(total)
            && super::is_one(part.number.scale)
    };
    if decimals(total) == 0 || inside.len() < 2 || inside.iter().filter(bare).count() < inside.len() {
        return None;
    }
    let whole = Number { scale: Decimal::ONE, ..total.number };
    let terms: Vec<Number> = inside.iter().map(|part| part.number).collect();
    let one = Reckoning::new(Sort::Sum, Basis::Bracket, whole, terms)?;
    (one.holds || !compares(reader, open..stop) && !repairs(&one).is_empty()).then_some(one)
}

/// `36 người bằng các hình thức khiển trách (21), cảnh cáo (09), cách chức (02), buộc thôi việc (04)`: a run of figures
/// each alone in its brackets.
fn asides(reader: &Reader<'_>, block: &Range<usize>, all: &mut Vec<Reckoning>) {
    let figures = reader.figures.get(block.clone()).unwrap_or_default();
    let alone = |figure: &Figure| {
        figure.sort == Kind::Amount
            && figure.tokens.start > figure.sentence.start
            && reader.is_mark(figure.tokens.start - 1, '(')
            && reader.is_mark(figure.end(), ')')
    };
    let mut at = 0;
    while let Some(first) = figures.get(at) {
        let run: Vec<&Figure> = figures
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|figure| alone(figure) && figure.sentence == first.sentence && figure.unit == first.unit)
            .collect();
        let begun = at;
        at += run.len().max(1);
        if run.len() < 3 || run.windows(2).any(|pair| !matches!(pair, [one, other] if beside(reader, one, other))) {
            continue;
        }
        let terms: Vec<Number> = run.iter().map(|figure| figure.number).collect();
        let fits = |total: &&Figure| {
            let named =
                run.iter().all(|part| part.noun.is_empty()) || run.iter().all(|part| reader.same_thing(total, part));
            total.sort == Kind::Amount && total.sentence == first.sentence && total.depth < first.depth && named
        };
        let totals = figures.get(..begun).unwrap_or_default().iter().filter(fits);
        let made = totals.filter_map(|total| Reckoning::new(Sort::Sum, Basis::Bracket, total.number, terms.clone()));
        let made: Vec<Reckoning> = made.collect();
        let found = made.iter().find(|one| one.holds).or_else(|| {
            let [one] = made.as_slice() else { return None };
            (one.result.value() >= Decimal::TEN && alike(one.right, one.result.written.value)).then_some(one)
        });
        all.extend(found.cloned());
    }
}

/// Whether nothing but words and one comma stand between two figures, brackets closed.
fn beside(reader: &Reader<'_>, one: &Figure, other: &Figure) -> bool {
    let between = reader.tokens(one.end()..other.tokens.start);
    let marks = between.iter().filter(|token| token.is(',') || token.is(';') || token.key == AND).count();
    marks <= 2 && !between.iter().any(|token| token.is(':')) && between.len() <= 14
}

/// `rà soát 148 văn bản; kiến nghị áp dụng 52, thay thế 71, bãi bỏ 25 văn bản`: three numbers or more of which only the last is
/// named, and a total of that name before.
fn bare(reader: &Reader<'_>, block: &Range<usize>, all: &mut Vec<Reckoning>) {
    let figures = reader.figures.get(block.clone()).unwrap_or_default();
    let unnamed = |figure: &Figure| {
        let joined = reader.is_mark(figure.tokens.end, ',')
            || reader.token(figure.tokens.end).is_some_and(|token| token.key == AND);
        figure.sort == Kind::Amount && figure.unit.is_none() && figure.noun.is_empty() && joined
    };
    for (at, last) in figures.iter().enumerate().filter(|(_, last)| last.sort == Kind::Amount && !last.noun.is_empty())
    {
        let before = figures.get(..at).unwrap_or_default();
        let run = before
            .iter()
            .rev()
            .take_while(|figure| unnamed(figure) && figure.sentence == last.sentence && figure.depth == last.depth);
        let count = run.count();
        let Some((rest, parts)) = before.split_at_checked(at - count).filter(|_| count >= 2) else { continue };
        let total = rest.iter().rev().find(|total| {
            total.sentence == last.sentence && total.sort == Kind::Amount && reader.same_thing(total, last)
        });
        let Some(total) = total else { continue };
        let span = parts.first().map_or(last.tokens.start, |first| first.tokens.start.saturating_sub(4))..last.end();
        let terms = parts.iter().chain([last]).map(|figure| figure.number).collect();
        let Some(one) = Reckoning::new(Sort::Sum, Basis::Bracket, total.number, terms) else { continue };
        let near = one.result.value() >= Decimal::TEN && alike(one.right, one.result.written.value);
        if !compares(reader, span) && (one.holds || near) {
            all.push(one);
        }
    }
}

/// What names a month or a quarter.
const SPANS: Phrases = Phrases::of(&[keys!["tháng"], keys!["quý"]]);

/// `tháng 7 (2.356/3.711 hồ sơ, chiếm 63,49%), tháng 8 (984 hồ sơ) và nửa đầu tháng 9 (371 hồ sơ)`: a ratio says what all months have.
fn months(reader: &Reader<'_>, block: &Range<usize>, all: &mut Vec<Reckoning>) {
    let figures = reader.figures.get(block.clone()).unwrap_or_default();
    // The bracket behind the name of a month that a figure begins.
    let named = |figure: &Figure| {
        let open = figure.tokens.start.checked_sub(1).filter(|&at| reader.is_mark(at, '('))?;
        let name = open.saturating_sub(4).max(figure.sentence.start)..open;
        reader.says(name, SPANS).then_some(open)
    };
    for (at, ratio) in figures.iter().enumerate() {
        let Some(whole) = ratio.whole.filter(|_| named(ratio).is_some()) else { continue };
        let rest = figures.get(at + 1..).unwrap_or_default().iter().take_while(|next| next.sentence == ratio.sentence);
        let others: Vec<&Figure> = rest.filter(|next| next.sort != Kind::Percentage).collect();
        let fits =
            |next: &&&Figure| next.sort == Kind::Amount && reader.same_thing(next, ratio) && named(next).is_some();
        if others.len() < 2 || !others.iter().all(|next| fits(&next)) {
            continue;
        }
        let terms = std::iter::once(ratio).chain(others).map(|figure| figure.number).collect();
        let one = Reckoning::new(Sort::Sum, Basis::Bracket, whole, terms);
        all.extend(one.filter(|one| one.holds || !repairs(one).is_empty()));
    }
}
