//! Lists that stand far from their totals: behind a comparison, and in parts that tell other figures as well.

use std::ops::Range;

use super::marks::is_level;
use super::words::{PARTIAL, WHOLE};
use super::{List, compares, list, sum};
use crate::document::TokenId;
use crate::fact::reckoning::change::is_change;
use crate::fact::reckoning::read::{Figure, Reader, Sort as Kind};
use crate::fact::reckoning::slip::repairs;
use crate::fact::reckoning::{Basis, Number, Reckoning, Sort};

/// `1.218 người, tăng 46 người so với năm trước (1.172 người); gồm: …`: the total that the sentence began with.
pub(super) fn leading(reader: &Reader<'_>, block: &Range<usize>, all: &mut Vec<Reckoning>) {
    let figures = reader.figures.get(block.clone()).unwrap_or_default();
    let mut last = None;
    for total in figures.iter().filter(|total| total.sort == Kind::Amount && total.depth == 0) {
        if last.replace(total.sentence.start) == Some(total.sentence.start) {
            continue;
        }
        let turns = (total.tokens.end..total.sentence.end)
            .filter(|&at| reader.is_mark(at, ';') || reader.is_mark(at, ',') && is_level(reader, total.tokens.end..at));
        for turn in turns {
            let Some(end) = reader.beginning(turn + 1, total.sentence.end, WHOLE) else { continue };
            let end = end + TokenId::from(reader.is_mark(end, ':'));
            let stop = reader.stop(end, false, &total.sentence);
            let Some(items) = list(reader, end, stop, Basis::Whole) else { continue };
            let found = List::new(Basis::Whole, items);
            let token = total.number.token;
            let one = sum(reader, total, &found).filter(|one| {
                // "1.126 tin, bài, tăng 142 tin, bài so với cùng kỳ, gồm: Báo tỉnh 148; Đài tỉnh 96; …" has no names behind its figures.
                let named = |figure: &Figure| {
                    reader.same_thing(total, figure)
                        || figure.noun.is_empty() && figure.unit.is_none() && one.terms.len() >= 3
                };
                let ours = one
                    .terms
                    .iter()
                    .all(|term| figures.iter().any(|figure| figure.number.token == term.token && named(figure)));
                // The list may be one of a figure that stands nearer.
                let nearer = figures.iter().any(|figure| {
                    figure.tokens.start > total.tokens.start
                        && figure.tokens.start < turn
                        && (figure.total().value() == one.terms.iter().map(Number::value).sum()
                            || figure.depth == 0 && reader.same_thing(total, figure) && !is_change(reader, figure))
                });
                let ours = ours && !nearer;
                let own = all.iter().rev().take_while(|known| known.result.token >= total.sentence.start);
                ours && !own.clone().any(|known| known.sort == Sort::Sum && known.result.token == token)
            });
            all.extend(one);
        }
    }
}

/// `Thu ngân sách ước 78,46 tỷ đồng, đạt 56,86% dự toán (138 tỷ đồng). Trong đó: thuế 52,31 tỷ đồng; …; thu khác 8,11 tỷ đồng.`: the one
/// figure outside brackets, of this unit, of the sentence before.
pub(super) fn behind_a_stop(reader: &Reader<'_>, block: &Range<usize>, all: &mut Vec<Reckoning>) {
    let figures = reader.figures.get(block.clone()).unwrap_or_default();
    let pairs = figures.iter().zip(figures.iter().skip(1));
    for (before, first) in pairs.filter(|(before, first)| before.sentence.end == first.sentence.start) {
        let sentence = &first.sentence;
        let announced = reader
            .beginning(sentence.start, first.tokens.start, PARTIAL)
            .map(|end| (end, Basis::Partial))
            .or_else(|| reader.beginning(sentence.start, first.tokens.start, WHOLE).map(|end| (end, Basis::Whole)));
        let Some((end, basis)) = announced else { continue };
        let Some(unit) = first.unit else { continue };
        let from = figures.partition_point(|figure| figure.sentence.start < before.sentence.start);
        let told = figures.iter().skip(from).take_while(|figure| figure.sentence == before.sentence);
        let told = told.filter(|figure| figure.sort == Kind::Amount);
        let mut totals = told.filter(|figure| figure.depth == 0 && figure.unit == Some(unit));
        let (Some(total), None) = (totals.next(), totals.next()) else { continue };
        if is_change(reader, total) {
            continue;
        }
        let from = end + TokenId::from(reader.is_mark(end, ':') || reader.is_mark(end, ','));
        let stop = reader.stop(from, false, sentence);
        let Some(items) = list(reader, from, stop, basis) else { continue };
        all.extend(sum(reader, total, &List::new(basis, items)));
    }
}

/// `độ tuổi của 1.218 người: dưới 16 tuổi 03 người; từ 16 đến dưới 18 tuổi 14 người`: one amount of the total's things in each part.
pub(super) fn parts_of_its_kind(reader: &Reader<'_>, number: usize, total: &Figure, all: &mut Vec<Reckoning>) {
    let words = total.end()..(total.end() + 6).min(total.sentence.end);
    let Some(colon) =
        words.clone().find(|&at| reader.is_mark(at, ':') || !reader.token(at).is_some_and(|token| token.is_word()))
    else {
        return;
    };
    if !reader.is_mark(colon, ':') && !reader.is_mark(colon, '(') {
        return;
    }
    // "1.487 học sinh (khối 10: 12 lớp, 512 học sinh; khối 11: …)"
    let aside = u32::from(reader.is_mark(colon, '('));
    let stop = reader.stop(colon + 1, aside > 0 || total.depth > 0, &total.sentence);
    let rest = reader.figures.get(number + 1..).unwrap_or_default();
    let inside: Vec<&Figure> = rest
        .iter()
        .take_while(|figure| figure.sentence == total.sentence)
        .filter(|figure| figure.depth == total.depth + aside && figure.tokens.start < stop)
        .collect();
    let cuts: Vec<TokenId> = (colon..stop).filter(|&at| reader.is_mark(at, ';')).collect();
    let mut terms = Vec::new();
    let mut mixed = false;
    for (from, to) in std::iter::once(colon).chain(cuts.iter().copied()).zip(cuts.iter().copied().chain([stop])) {
        let own = inside
            .iter()
            .filter(|figure| from < figure.tokens.start && figure.tokens.start < to && figure.sort == Kind::Amount);
        let mut fits = own.clone().filter(|figure| reader.same_thing(total, figure));
        let (Some(one), None) = (fits.next(), fits.next()) else { return };
        mixed |= own.count() > 1;
        terms.push(one.number);
    }
    // Lists of nothing but their own kind are read by `announced`.
    if terms.len() < 2 || !mixed || compares(reader, colon..total.sentence.end) {
        return;
    }
    all.extend(
        Reckoning::new(Sort::Sum, Basis::Bracket, total.number, terms)
            .filter(|one| one.holds || !repairs(one).is_empty()),
    );
}
