//! The total that a percentage is of, among the figures before it.

use std::collections::HashMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::told::is_contented;
use super::{BREAKS, NUMBERS, Of, PLANS, Share, TOTALS, thousand};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::reckoning::change::is_change;
use crate::fact::reckoning::phrases::Phrases;
use crate::fact::reckoning::read::{Figure, Reader, Sort as Kind};
use crate::fact::reckoning::slip::{permuted, repairs, size, slip, swapped};
use crate::fact::reckoning::tokens::Tokens;
use crate::fact::reckoning::{Basis, Number, Reckoning, Sort, round};

/// What a total is called.
const HEADS: Phrases =
    Phrases::of(&[keys!["tổng"], keys!["kế" "hoạch"], keys!["dự" "toán"], keys!["được" "giao"], keys!["bố" "trí"]]);
/// What begins a sentence that tells of a total's parts.
const AMONG: Phrases = Phrases::of(&[keys!["trong" "số"], keys!["trong" "tổng" "số"], keys!["trong"]]);
/// What begins the parts of a total.
const PARTS: Phrases = Phrases::of(&[keys!["trong" "đó"], keys!["trong" "số" "đó"]]);
/// What comes in and what goes out are two totals.
const FLOWS: &[u64] = keys!["thu" "chi"];
/// Blocks between a share and the total that it is of.
const FAR: u32 = 8;

/// What explains a share: the total it is of, or, where that is something else, nothing that could be told wrong.
pub(super) fn explained(reader: &Reader<'_>, share: &Share<'_>) -> Option<Option<Reckoning>> {
    let numbers = |figure: &Figure| [Some(figure.number), figure.whole];
    let own = |figure: &&Figure| figure.sort != Kind::Percentage && figure.tokens != share.part.tokens;
    let part = share.part.number.value();
    let mut other = false;
    let mut near: Option<(u32, Number)> = None;
    for figure in reader.near(share.part.tokens.start).iter().filter(own) {
        let same = reader.may_be_same(figure, share.part);
        let here = figure.block == share.part.block;
        for number in
            numbers(figure).into_iter().flatten().filter(|number| number.value() >= part && share.fits(number))
        {
            // "tiếp nhận mới 291.000 … 18.624 hồ sơ, bằng 6,40% hồ sơ mới": so exact a percentage of a bare number is no chance.
            let bare = || {
                share.percent.number.written.decimals >= 2
                    && figure.noun.is_empty()
                    && figure.unit.is_none()
                    && size(number.value()) >= 5
                    && figure.block.abs_diff(share.part.block) <= FAR
            };
            if same && (here || reader.same_thing(figure, share.part) || bare()) {
                let distance = figure.block.abs_diff(share.part.block);
                if near.is_none_or(|(known, _)| distance < known) {
                    near = Some((distance, number));
                }
            }
            let named = share.says_of_what(reader) && figure.block.abs_diff(share.part.block) <= FAR;
            other |= (here || named) && figure.unit == share.part.unit;
        }
    }
    if let Some((distance, whole)) = near {
        let one = Reckoning::new(Sort::Share, Basis::Earlier, share.percent.number, vec![share.part.number, whole]);
        return Some(one.filter(|_| distance <= FAR));
    }
    let other = other || between_two(reader, share);
    if other || share.percent.number.value() > Decimal::ONE_HUNDRED && share.of != Of::Plan {
        return Some(None);
    }
    None
}

/// Whether two figures of the sentence explain a share together: of 1.000 less 20 that are not due.
fn between_two(reader: &Reader<'_>, share: &Share<'_>) -> bool {
    let same = |figure: &&Figure| {
        figure.sentence == share.part.sentence
            && figure.sort == Kind::Amount
            && figure.tokens != share.part.tokens
            && reader.may_be_same(figure, share.part)
    };
    let near: Vec<Number> =
        reader.near(share.part.tokens.start).iter().filter(same).map(|figure| figure.number).take(6).collect();
    near.iter().any(|one| {
        near.iter().filter(|other| other.token > one.token).any(|other| {
            [one.value() - other.value(), one.value() + other.value()]
                .into_iter()
                .filter(|value| *value >= share.part.number.value())
                .any(|value| share.fits(&Number { scale: Decimal::ONE, ..one.with(value) }))
        })
    })
}

/// A share that nothing explains, against a total that it may be of: one slip or little away.
pub(super) fn wrong(reader: &Reader<'_>, share: &Share<'_>, wholes: &Tokens, parts: &Tokens) -> Option<Reckoning> {
    let decimals = share.percent.number.written.decimals;
    let told = share.percent.number.written.value;
    let (part, number) = (share.part, share.part.number);
    let earlier = reader.near(part.tokens.start).iter().rev().filter(|figure| {
        figure.sort != Kind::Percentage
            && figure.tokens.start < part.tokens.start
            && figure.block + FAR >= part.block
            && figure.depth <= part.depth
            && !parts.contains(figure.number.token)
            && reader.same_thing(figure, part)
            && is_named(reader, share, figure)
            && (!share.says_of_what(reader) || is_told_as(reader, share, figure))
    });
    let totals = earlier
        .flat_map(|figure| [Some(figure.number), figure.whole].into_iter().flatten().map(move |whole| (figure, whole)));
    let larger = totals.filter(|(_, whole)| whole.value() > number.value() || wholes.contains(whole.token));
    let mut candidates: Vec<(&Figure, Number)> = larger.take(6).collect();
    candidates.sort_by_key(|(_, whole)| !wholes.contains(whole.token));
    let here = candidates.iter().filter(|(figure, _)| figure.block == part.block).count();
    let nearest = larger_first(&candidates, part);
    candidates.into_iter().find_map(|(figure, whole)| {
        let one = Reckoning::new(Sort::Share, Basis::Earlier, share.percent.number, vec![number, whole])?;
        if let Some(scale) = thousand(&one) {
            return Some(scale);
        }
        let near = figure.block == part.block;
        // "Trong số 41 nhiệm vụ của năm, đã hoàn thành 30 nhiệm vụ, đạt 73,17%": of these and no others.
        let among = figure.sentence == part.sentence
            && share.of == Of::Nothing
            && here == 1
            && !figure.noun.is_empty()
            && reader
                .ending(figure.tokens.start, figure.sentence.start, AMONG)
                .is_some_and(|at| at == figure.sentence.start);
        if among {
            return Some(one);
        }
        let gap = figure.tokens.end..part.tokens.start;
        let inside = figure.sentence == part.sentence && share.of != Of::Plan && reader.says(gap.clone(), PARTS);
        let shared = wholes.contains(whole.token);
        let sure = match share.of {
            Of::Total => shared || near || decimals > 0,
            Of::Plan => near && reader.says(figure.sentence.start..figure.tokens.start, PLANS),
            Of::Nothing => shared || near,
        };
        let off = (one.right - told).abs();
        let like = told * Decimal::TWO >= one.right && one.right * Decimal::TWO >= told;
        // Two decimals leave so little to chance that the nearest total of the sentence will do.
        let headed = near && reader.says(lead(figure), HEADS);
        let alone = headed || here == 1 || shared || decimals >= 2 && nearest == Some(whole.token);
        let close = near && off <= Decimal::TWO && share.of != Of::Plan && (alone || share.of == Of::Total);
        let slips = slip(one.right, told) && (decimals > 0 || inside || swapped(one.right, told))
            || decimals >= 2 && (near || shared) && permuted(one.right, told)
            || decimals == 0 && round(one.right, 0) == told;
        // With decimals hardly anything fits by chance, so the amount or its total may be the one mistyped.
        let bound = match share.of {
            Of::Plan => !reader.says(gap, PARTS),
            Of::Total => shared || inside,
            Of::Nothing => shared || inside || headed || figure.sentence == part.sentence,
        };
        let elsewhere = decimals > 0 && alone && bound && !repairs(&one).is_empty();
        (sure && (slips || inside && like && here == 1 || close || elsewhere)).then_some(one)
    })
}

/// Whether money may be what the percentage is of: `chiếm 3,1% tổng chi ngân sách` is none of `thu ngân sách 58.436 tỷ đồng`.
fn is_named(reader: &Reader<'_>, share: &Share<'_>, total: &Figure) -> bool {
    let sentence = &share.percent.sentence;
    let Some(end) = reader.beginning(share.percent.tokens.end, sentence.end, TOTALS) else { return true };
    let Some(name) = reader.token(end).filter(|token| token.is_word() && total.unit.is_some()) else { return true };
    let told = reader.keys(total.sentence.start..total.tokens.start);
    !FLOWS.contains(&name.key) || told.contains(&name.key) || !FLOWS.iter().any(|flow| told.contains(flow))
}

/// Whether the words behind a percentage that say what it is of stand around a total: `46 vụ việc, bằng 46,9% số khiếu nại về bồi thường` is
/// none of all complaints.
fn is_told_as(reader: &Reader<'_>, share: &Share<'_>, total: &Figure) -> bool {
    let sentence = &share.percent.sentence;
    let Some(from) = reader.beginning(share.percent.tokens.end, sentence.end, NUMBERS) else { return true };
    let end = (from..sentence.end).find(|&at| reader.token(at).is_some_and(|token| !token.is_word()));
    let of = reader.keys(from..end.unwrap_or(sentence.end).min(from + 6));
    let around = reader.keys(total.sentence.clone());
    of.iter().all(|word| around.contains(word))
}

/// `giao năm 2025 là 3.217, có mặt 3.406 người (94,68%)`: the figure right before a part, whatever the size of either, where a slip
/// mends the percentage that is no chance.
pub(super) fn beside(reader: &Reader<'_>, share: &Share<'_>, parts: &Tokens) -> Option<Reckoning> {
    let (part, percent) = (share.part, share.percent.number);
    let here = reader.figures.partition_point(|figure| figure.tokens.start < part.tokens.start);
    let earlier = reader.figures.get(here.saturating_sub(4)..here)?.iter().rev();
    let mut earlier = earlier.take_while(|figure| figure.sentence == part.sentence);
    let total = earlier.find(|figure| figure.sort != Kind::Percentage && figure.depth <= part.depth)?;
    // "1.310 phiếu khảo sát: 1.254 phiếu đánh giá hài lòng"
    let asked =
        || total.head.is_some() && total.head == part.head && is_contented(reader, part, share.percent.tokens.start);
    let fits = total.sort == Kind::Amount
        && (reader.may_be_same(total, part) || asked())
        && !parts.contains(total.number.token)
        && !is_change(reader, total)
        && share.of != Of::Plan
        && reader.words(total.end()..part.tokens.start) <= 12
        && !reader.says(total.end()..part.tokens.start, BREAKS);
    let one = Reckoning::new(Sort::Share, Basis::Earlier, percent, vec![part.number, total.number])?;
    let strong = |(number, right): &(Number, Decimal)| match percent.written.decimals {
        0 => false,
        1 => swapped(number.written.value, *right),
        _ => true,
    };
    (fits && repairs(&one).iter().any(strong)).then_some(one)
}

/// The total of each part of a sum that holds, by the tokens of the parts.
pub(super) fn bound(all: &[Reckoning]) -> HashMap<TokenId, Number> {
    let sums = all.iter().filter(|one| one.holds);
    let pairs = sums.flat_map(|one| match (one.sort, one.terms.as_slice()) {
        (Sort::Sum, terms @ [_, _, ..]) => terms.iter().map(|part| (part.token, one.result)).collect(),
        (Sort::Rest, [whole, parts @ ..]) => {
            parts.iter().chain([&one.result]).map(|part| (part.token, *whole)).collect()
        }
        _ => Vec::new(),
    });
    pairs.collect()
}

/// `ghi nhận 112 nhiệm vụ … Đến nay đã xong 97 (85,6%), còn 15`: of the total that a sum shows a part to be of, one slip or little away.
pub(super) fn of_sum(reader: &Reader<'_>, share: &Share<'_>, bound: &HashMap<TokenId, Number>) -> Option<Reckoning> {
    let whole = bound.get(&share.part.number.token).filter(|_| share.of == Of::Nothing)?;
    let percent = share.percent.number;
    let one = Reckoning::new(Sort::Share, Basis::Earlier, percent, vec![share.part.number, *whole])?;
    let told = percent.written.value;
    let like = told * Decimal::TWO >= one.right && one.right * Decimal::TWO >= told;
    let near = slip(one.right, told) || like && (one.right - told).abs() <= Decimal::TWO;
    (!one.holds && near && !share.says_of_what(reader)).then_some(one)
}

/// The total right before a part in its sentence.
fn larger_first(candidates: &[(&Figure, Number)], part: &Figure) -> Option<TokenId> {
    let own = candidates.iter().filter(|(figure, _)| figure.sentence == part.sentence);
    own.map(|(_, whole)| whole.token).max()
}

/// The few words before a figure, which may call it a total.
fn lead(figure: &Figure) -> Range<TokenId> {
    figure.tokens.start.saturating_sub(7).max(figure.sentence.start)..figure.tokens.start
}
