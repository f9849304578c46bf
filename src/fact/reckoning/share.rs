//! Percentages of amounts: `462 ĐVSNCL, chiếm 80,9% tổng số`, `337 tin, bài, đạt 105,3% kế hoạch (320 tin, bài)`.
//!
//! Left alone are bounds (`trên 80%`), changes (`tăng 5%`), and percentages that any figure near by explains.

use std::collections::HashMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::change::is_change;
use super::lists::AGE;
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind, UNCOUNTED};
use super::slip::{permuted, size, slip, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort, round};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// What joins an amount to its percentage.
const ATTAIN: Phrases = Phrases::of(&[
    keys!["đạt"],
    keys!["bằng"],
    keys!["chiếm"],
    keys!["tỷ" "lệ"],
    keys!["tỉ" "lệ"],
    keys!["tỷ" "lệ" "là"],
    keys!["đạt" "tỷ" "lệ"],
    keys!["chiếm" "tỷ" "lệ"],
    keys!["chiếm" "tỉ" "lệ"],
    keys!["tương" "ứng"],
    keys!["tương" "đương"],
    keys!["tương" "ứng" "với"],
    keys!["tương" "đương" "với"],
]);
/// Between an amount and its percentage: here another thought begins.
const BREAKS: Phrases = Phrases::of(&[
    keys!["trong" "đó"],
    keys!["riêng"],
    keys!["trong" "khi"],
    keys!["phấn" "đấu"],
    keys!["mục" "tiêu"],
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["vượt"],
    keys!["còn" "lại"],
    keys!["nhằm"],
    keys!["để"],
]);
/// How content people are is no part of them, but `1.254 phiếu đánh giá hài lòng` are of all that were asked.
const CONTENT: Phrases = Phrases::of(&[keys!["hài" "lòng"]]);
/// Between those who were asked and what they are: `người dân`, `phiếu đánh giá`.
const ASKED: &[u64] = keys!["phiếu" "đánh" "giá" "ý" "kiến" "lượt" "người" "dân" "trả" "lời" "rất" "được" "hỏi"];
/// What a percentage is measured by, other than a total.
const PLANS: Phrases = Phrases::of(&[
    keys!["kế" "hoạch"],
    keys!["dự" "toán"],
    keys!["chỉ" "tiêu"],
    keys!["mục" "tiêu"],
    keys!["cùng" "kỳ"],
    keys!["so" "với"],
]);
/// What says that a percentage is one of a total.
const TOTALS: Phrases = Phrases::of(&[
    keys!["tổng"],
    keys!["trong" "tổng"],
    keys!["trên" "tổng"],
    keys!["của" "tổng"],
    keys!["so" "với" "tổng"],
]);
/// What begins the words that say what a percentage is of.
const NUMBERS: Phrases = Phrases::of(&[keys!["số"]]);
/// What a total is called.
const HEADS: Phrases =
    Phrases::of(&[keys!["tổng"], keys!["kế" "hoạch"], keys!["dự" "toán"], keys!["được" "giao"], keys!["bố" "trí"]]);
/// Between a part and the total it is of: `450 hồ sơ trong tổng số 500 hồ sơ, đạt 90%`.
const OVER: Phrases = Phrases::of(&[
    keys!["trong" "tổng" "số"],
    keys!["trên" "tổng" "số"],
    keys!["trong" "số"],
    keys!["trên"],
    keys!["/"],
]);
/// What begins a sentence that tells of a total's parts.
const AMONG: Phrases = Phrases::of(&[keys!["trong" "số"], keys!["trong" "tổng" "số"], keys!["trong"]]);
/// What begins the parts of a total.
const PARTS: Phrases = Phrases::of(&[keys!["trong" "đó"], keys!["trong" "số" "đó"]]);
/// What says that a percentage is a change.
pub const RISES: Phrases =
    Phrases::of(&[keys!["tăng"], keys!["giảm"], keys!["vượt"], keys!["cao" "hơn"], keys!["thấp" "hơn"]]);

/// What comes in and what goes out are two totals.
const FLOWS: &[u64] = keys!["thu" "chi"];

/// What says that a figure is a difference.
const DIFFERENCES: Phrases = Phrases::of(&[
    keys!["vượt"],
    keys!["hụt"],
    keys!["thiếu"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["hơn"],
    keys!["kém"],
]);

/// Blocks between a share and the total that it is of.
const FAR: u32 = 8;

/// An amount with its percentage.
struct Share<'r> {
    part: &'r Figure,
    percent: &'r Figure,
    /// Where the percentage stands among all figures.
    at: usize,
    /// Whether a total is named as what it is of; else a plan, or nothing.
    of: Of,
    /// The total that is named between the two.
    over: Option<&'r Figure>,
    /// Whether words behind the percentage say what it is of: `bằng 1,68% số đã giải quyết của lĩnh vực`.
    says_of_what: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Total,
    Plan,
    Nothing,
}

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let bound = bound(all);
    let mut open: Vec<Share<'_>> = Vec::new();
    for block in &reader.blocks {
        for at in block.clone() {
            let Some(share) = share(reader, block, at) else { continue };
            if let Some(found) = share.part.whole.and_then(|_| named(reader, block, &share)) {
                all.push(found);
                continue;
            }
            if let Some(whole) = share.part.whole {
                let terms = vec![share.part.number, whole];
                all.extend(Reckoning::new(Sort::Share, Basis::Ratio, share.percent.number, terms));
                continue;
            }
            match named(reader, block, &share) {
                Some(found) => all.push(found),
                None => open.push(share),
            }
        }
    }
    // First those that some figure explains: a total that several shares are of is sure.
    let mut wholes = Tokens::default();
    let parts: Tokens = open.iter().map(|share| share.part.number.token).collect();
    let mut unexplained = Vec::new();
    for share in open {
        match explained(reader, &share) {
            Some(Some(one)) => {
                if let Some(whole) = one.terms.get(1) {
                    wholes.insert(whole.token);
                }
                all.push(one);
            }
            Some(None) => {}
            None => unexplained.push(share),
        }
    }
    let found = unexplained.iter().filter_map(|share| {
        let one = wrong(reader, share, &wholes, &parts).or_else(|| beside(reader, share, &parts));
        let one = one.or_else(|| of_sum(share, &bound))?;
        Some((share.percent.sentence.start, one.terms.get(1)?.token, one))
    });
    let found: Vec<(TokenId, TokenId, Reckoning)> = found.collect();
    // "cấp tỉnh 21.655 hồ sơ (56,37%), cấp huyện 19.870 hồ sơ (32,46%)": what two shares of a sentence are not of is the total of neither.
    for (at, (sentence, whole, one)) in found.iter().enumerate() {
        let alike = |other: Option<&(TokenId, TokenId, Reckoning)>| {
            other.is_some_and(|other| (other.0, other.1) == (*sentence, *whole))
        };
        let beside = [at.checked_sub(1).and_then(|before| found.get(before)), found.get(at + 1)];
        let mut rivals = beside.into_iter().filter(|other| alike(*other)).flatten().peekable();
        // "kế hoạch vốn 4.156.088 triệu đồng; thanh toán 589.435 triệu đồng, đạt 13,1%; ước 1.028.000 triệu đồng, đạt 22,8%": but one slip
        // in the total mends both.
        let mended = |other: &Reckoning| {
            let ways = super::slip::repairs(other);
            super::slip::repairs(one).iter().any(|way| way.0.token == *whole && ways.contains(way))
        };
        if rivals.peek().is_none() || rivals.all(|(_, _, other)| mended(other)) {
            all.push(one.clone());
        }
    }
}

/// The amount or ratio that a percentage belongs to.
fn share<'r>(reader: &'r Reader<'_>, block: &Range<usize>, at: usize) -> Option<Share<'r>> {
    // "04 chủ đầu tư chưa giải ngân (0%)": no part of anything is none of it.
    let percent =
        reader.figure(at).filter(|figure| figure.sort == Kind::Percentage && !figure.number.value().is_zero())?;
    let sentence = percent.sentence.clone();
    let joint = reader.ending(percent.tokens.start, sentence.start, ATTAIN);
    let start = joint.unwrap_or(percent.tokens.start);
    let bracket = start > sentence.start && reader.is_mark(start - 1, '(');
    if joint.is_none() && !bracket || reader.says(start.saturating_sub(2).max(sentence.start)..start, RISES) {
        return None;
    }
    let until = (percent.tokens.end + 4).min(sentence.end);
    let of = if reader.beginning(percent.tokens.end, until, TOTALS).is_some() {
        Of::Total
    } else if reader.says(percent.tokens.end..until, PLANS) {
        Of::Plan
    } else {
        Of::Nothing
    };
    let says_of_what = reader.beginning(percent.tokens.end, sentence.end, NUMBERS).is_some();
    let made = |part| Some(Share { part, percent, at, of, over: None, says_of_what });
    // "chiếm 75,0% (5.131 lượt)"; in "977 hồ sơ, chiếm 0,44% (cấp tỉnh 393 hồ sơ, cấp xã 584 hồ sơ)" the bracket has the parts.
    let several = reader.figure(at + 2).is_some_and(|further| {
        let until = reader.figure(at + 1).map_or(further.tokens.start, Figure::end);
        further.sentence == sentence && (until..further.tokens.start).all(|at| !reader.is_mark(at, ')'))
    });
    if let Some(next) = reader.figure(at + 1).filter(|next| next.sentence == sentence && next.depth > percent.depth)
        && of == Of::Nothing
        && !several
        && reader.is_mark(percent.tokens.end, '(')
        && next.tokens.start <= percent.tokens.end + 3
        && next.sort != Kind::Percentage
    {
        return made(next);
    }
    let depth = percent.depth.checked_sub(u32::from(bracket))?;
    // "6.486 người từ đủ 14 tuổi": an age is no part of anything.
    let earlier = reader.figures.get(block.start..at)?.iter().rev().filter(|figure| figure.head != Some(AGE));
    // "… gồm thu nội địa 1.154 tỷ đồng … Thu nội địa chiếm 93,4% tổng thu": the part is known by its three words.
    if let Some(named) = joint.filter(|_| of == Of::Total).and_then(|joint| {
        let name = reader.keys(joint.checked_sub(3)?.max(sentence.start)..joint);
        let own = |figure: &&Figure| {
            figure.sort == Kind::Amount
                && figure.tokens.start >= 3
                && figure.sentence != sentence
                && reader.keys(figure.tokens.start - 3..figure.tokens.start) == name
        };
        reader.figures.get(block.start..at)?.iter().rev().find(own).filter(|_| name.len() == 3)
    }) {
        return made(named);
    }
    let mut earlier = earlier.take_while(|figure| figure.sentence == sentence).filter(|figure| figure.depth <= depth);
    let part = earlier.next()?;
    if part.sort == Kind::Percentage || part.depth != depth || is_change(reader, part) {
        return None;
    }
    let before = earlier.next().filter(|before| before.sort == Kind::Amount && part.sort == Kind::Amount);
    let over = before.filter(|before| {
        before.end() <= part.tokens.start && reader.ending(part.tokens.start, before.end(), OVER).is_some()
    });
    if over.is_none() && part.sort == Kind::Amount && part.unit.is_some_and(|unit| UNCOUNTED.contains(&unit)) {
        return None;
    }
    let gap = part.tokens.end..start;
    // All of all is 100 % of anything.
    let ratio = part.whole.is_some_and(|whole| whole.value() != part.number.value());
    let most = if bracket && !ratio { 9 } else { 16 };
    let turns = reader.tokens(gap.clone()).iter().any(|token| token.is(';') || token.is(':'));
    (reader.words(gap.clone()) <= most && !turns && !reader.says(gap.clone(), BREAKS)).then_some(())?;
    (!reader.says(gap, CONTENT) || is_contented(reader, part, start)).then_some(())?;
    Some(Share { part: over.unwrap_or(part), percent, at, of, over: over.map(|_| part), says_of_what })
}

/// Whether nothing but who was asked stands between a figure and `hài lòng`.
fn is_contented(reader: &Reader<'_>, part: &Figure, until: TokenId) -> bool {
    let from = part.tokens.start + 1;
    let content = (from..until).find(|&at| reader.beginning(at, until, CONTENT).is_some());
    content.is_some_and(|at| at > from && reader.tokens(from..at).iter().all(|token| ASKED.contains(&token.key)))
}

/// `đạt 105,3% kế hoạch (320 tin, bài)`: the total stands in brackets behind the percentage.
fn named(reader: &Reader<'_>, block: &Range<usize>, share: &Share<'_>) -> Option<Reckoning> {
    let made = |whole: &Figure| {
        let one =
            Reckoning::new(Sort::Share, Basis::Named, share.percent.number, vec![share.part.number, whole.number])?;
        Some(thousand(&one).unwrap_or(one))
    };
    if let Some(whole) = share.over.filter(|whole| reader.may_be_same(whole, share.part) || whole.unit.is_none()) {
        return (whole.number.value() >= share.part.number.value()).then(|| made(whole)).flatten();
    }
    let next = reader.figures.get(share.at + 1..block.end)?.first().filter(|next| next.sort == Kind::Amount)?;
    let gap = share.percent.tokens.end..next.tokens.start;
    // "chiếm 74% trong tổng số 2.000 hồ sơ", "bằng 85,92% kế hoạch 11.420 tỷ đồng"
    if share.of != Of::Nothing
        && next.depth == share.percent.depth
        && reader.words(gap.clone()) <= 4
        && reader.tokens(gap.clone()).iter().all(|token| token.is_word() || token.is('%'))
    {
        let sure = share.of == Of::Total || next.unit.is_some() && next.unit == share.part.unit;
        return (sure && reader.may_be_same(share.part, next)).then(|| made(next)).flatten();
    }
    let opens = next.depth == share.percent.depth + 1;
    // "bằng 1,62% tổng chi ngân sách (chi đầu tư 268 tỷ đồng, chi thường xuyên 218,5 tỷ đồng)" tells the parts of the part.
    let further = reader.figures.get(share.at + 2..block.end).and_then(<[Figure]>::first);
    let parts = |further: &Figure| {
        let between = next.tokens.end..further.tokens.start;
        further.depth >= next.depth && !reader.tokens(between).iter().any(|token| token.is(')'))
    };
    // "đạt 57,58% kế hoạch (vượt 01 nhiệm vụ so với tiến độ)" tells a difference and no plan.
    let differs = reader.ending(next.tokens.start, share.percent.tokens.end, DIFFERENCES).is_some();
    if differs || further.is_some_and(parts) {
        return None;
    }
    let cut = reader.tokens(gap.clone()).iter().any(|token| token.is(';') || token.is(','));
    // "(vượt 01 nhiệm vụ so với tiến độ)" tells a difference.
    let told = reader.says(gap.clone(), RISES);
    if !opens
        || share.of == Of::Nothing
        || cut
        || told
        || reader.words(gap) > 14
        || !reader.same_thing(share.part, next)
    {
        return None;
    }
    made(next)
}

/// Whether a share agrees with a total, each rounded to its last digit.
fn fits(share: &Share<'_>, whole: &Number) -> bool {
    !whole.value().is_zero() && super::agrees(Sort::Share, &share.percent.number, &[share.part.number, *whole])
}

/// What explains a share: the total it is of, or, where that is something else, nothing that could be told wrong.
fn explained(reader: &Reader<'_>, share: &Share<'_>) -> Option<Option<Reckoning>> {
    let numbers = |figure: &Figure| [Some(figure.number), figure.whole];
    let own = |figure: &&Figure| figure.sort != Kind::Percentage && figure.tokens != share.part.tokens;
    let part = share.part.number.value();
    let mut other = false;
    let mut near: Option<(u32, Number)> = None;
    for figure in reader.near(share.part.tokens.start).iter().filter(own) {
        let same = reader.may_be_same(figure, share.part);
        let here = figure.block == share.part.block;
        for number in
            numbers(figure).into_iter().flatten().filter(|number| number.value() >= part && fits(share, number))
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
            let named = share.says_of_what && figure.block.abs_diff(share.part.block) <= FAR;
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
                .any(|value| fits(share, &Number { scale: Decimal::ONE, ..one.with(value) }))
        })
    })
}

/// A share that nothing explains, against a total that it may be of: one slip or little away.
fn wrong(reader: &Reader<'_>, share: &Share<'_>, wholes: &Tokens, parts: &Tokens) -> Option<Reckoning> {
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
            && (!share.says_of_what || is_told_as(reader, share, figure))
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
            Of::Plan => near && reader.says(plan(figure), PLANS),
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
        let elsewhere = decimals > 0 && alone && bound && !super::slip::repairs(&one).is_empty();
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
fn beside(reader: &Reader<'_>, share: &Share<'_>, parts: &Tokens) -> Option<Reckoning> {
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
    (fits && super::slip::repairs(&one).iter().any(strong)).then_some(one)
}

/// The total of each part of a sum that holds, by the tokens of the parts.
fn bound(all: &[Reckoning]) -> HashMap<TokenId, Number> {
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
fn of_sum(share: &Share<'_>, bound: &HashMap<TokenId, Number>) -> Option<Reckoning> {
    let whole = bound.get(&share.part.number.token).filter(|_| share.of == Of::Nothing)?;
    let percent = share.percent.number;
    let one = Reckoning::new(Sort::Share, Basis::Earlier, percent, vec![share.part.number, *whole])?;
    let told = percent.written.value;
    let like = told * Decimal::TWO >= one.right && one.right * Decimal::TWO >= told;
    let near = slip(one.right, told) || like && (one.right - told).abs() <= Decimal::TWO;
    (!one.holds && near && !share.says_of_what).then_some(one)
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

/// The words before a figure.
fn plan(figure: &Figure) -> Range<TokenId> {
    figure.tokens.start.saturating_sub(12).max(figure.sentence.start)..figure.tokens.start
}

/// A share that is right once the unit of its amount is a thousand times larger or smaller.
fn thousand(one: &Reckoning) -> Option<Reckoning> {
    let (part, whole) = (one.terms.first()?, one.terms.get(1)?);
    if part.scale == Decimal::ONE && whole.scale == Decimal::ONE || one.holds {
        return None;
    }
    let times = [Decimal::ONE_THOUSAND, Decimal::ONE / Decimal::ONE_THOUSAND];
    let by = times.into_iter().find(|by| {
        let part = Number { scale: part.scale * by, ..*part };
        super::agrees(one.sort, &one.result, &[part, *whole])
    })?;
    Some(Reckoning { basis: Basis::Scale, suspect: *part, right: by, ..one.clone() })
}
