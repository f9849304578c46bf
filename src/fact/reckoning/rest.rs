//! What is left: `12/17 đầu việc …; 05 đầu việc còn lại`, and totals told in states: done, under way, not begun.

mod left;

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::scale::scale;
use super::slip::{alike, counts_alike, plain, repairs, size, slip, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};
use crate::fact::amount::keys;
use left::left;

/// What says that a figure is all that is left.
const LEFT: Phrases =
    Phrases::of(&[keys!["còn" "lại"], keys!["số" "còn" "lại"], keys!["còn" "tồn" "tại"], keys!["chưa" "khắc" "phục"]]);
/// Before the total that is told behind its part.
const OF_ALL: Phrases =
    Phrases::of(&[keys!["trong" "tổng" "số"], keys!["trên" "tổng" "số"], keys!["trong" "số"], keys!["trên"]]);
/// What may say so, before a figure.
const STILL: Phrases = Phrases::of(&[
    keys!["còn"],
    keys!["hiện" "còn"],
    keys!["còn" "thiếu"],
    keys!["thiếu"],
    keys!["còn" "dư"],
    keys!["chênh" "lệch"],
]);
/// What a balance of two flows is called, and the flows.
const BALANCES: Phrases =
    Phrases::of(&[keys!["xuất" "siêu"], keys!["nhập" "siêu"], keys!["thặng" "dư"], keys!["thâm" "hụt"]]);
const FLOWS: (Phrases, Phrases) = (Phrases::of(&[keys!["xuất" "khẩu"]]), Phrases::of(&[keys!["nhập" "khẩu"]]));
/// What may be lacking of something else than what was counted: `46/49 giáo viên đạt chuẩn; thiếu 01 giáo viên tiếng Anh`.
const LACKING: Phrases = Phrases::of(&[keys!["thiếu"], keys!["còn" "thiếu"]]);
/// A state of its own among what was done: `đã giải quyết 102.502 hồ sơ, …, còn 663 hồ sơ quá hạn`.
const LATE: Phrases = Phrases::of(&[keys!["quá" "hạn"], keys!["trễ" "hạn"], keys!["chậm" "hạn"]]);
const UNDER_WAY: Phrases = Phrases::of(&[keys!["đang"], keys!["còn"], keys!["chưa"]]);
/// What was done, all of it.
const ALL_DONE: Phrases = Phrases::of(&[keys!["đã" "giải" "quyết"], keys!["đã" "xử" "lý"]]);
/// How much of it was done in time.
const IN_TIME: Phrases = Phrases::of(&[keys!["đúng" "hạn"], keys!["trước" "hạn"]]);
/// What stands between what was given and what is there of it.
const FILLED: Phrases = Phrases::of(&[
    keys!["có" "mặt"],
    keys!["hiện" "có"],
    keys!["sử" "dụng"],
    keys!["thực" "hiện"],
    keys!["tuyển" "dụng"],
    keys!["giải" "ngân"],
    keys!["bố" "trí"],
    keys!["hoàn" "thành"],
    keys!["giải" "quyết"],
]);
/// What says so of things not done.
pub const UNDONE: Phrases = Phrases::of(&[
    keys!["chưa" "sử" "dụng"],
    keys!["chưa" "thực" "hiện"],
    keys!["chưa" "giải" "quyết"],
    keys!["chưa" "xử" "lý"],
    keys!["chưa" "giải" "ngân"],
    keys!["chưa" "khắc" "phục"],
    keys!["chưa" "hoàn" "thành"],
    keys!["chưa" "tuyển" "dụng"],
    keys!["đang" "giải" "quyết"],
    keys!["đang" "xử" "lý"],
    keys!["đang" "thực" "hiện"],
    keys!["đang" "thực" "hiện" "trong" "hạn"],
    keys!["đang" "giải" "quyết" "trong" "hạn"],
    keys!["đang" "triển" "khai"],
]);
/// May stand between these and the figure.
const IS: Phrases = Phrases::of(&[keys!["là"], keys![":"], keys!["có"]]);
/// What was done.
const DONE: Phrases = Phrases::of(&[keys!["đã"], keys!["hoàn" "thành"], keys!["giải" "quyết"]]);
/// What was there before.
const CARRIED: Phrases = Phrases::of(&[
    keys!["kỳ" "trước"],
    keys!["chuyển" "sang"],
    keys!["tồn"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["tháng" "trước"],
]);
/// What begins parts of what is left.
const PARTS: Phrases = Phrases::of(&[keys!["trong" "đó"], keys!["gồm"]]);
/// What begins a sentence on parts of what is left.
const AMONG: Phrases = Phrases::of(&[keys!["trong"], keys!["trong" "số"]]);
/// What is not done.
const STATES: Phrases = Phrases::of(&[
    keys!["đang"],
    keys!["chưa"],
    keys!["chậm"],
    keys!["quá" "hạn"],
    keys!["trễ" "hạn"],
    keys!["không" "đạt"],
    keys!["vắng"],
]);
/// Between a total and what is left: here another thought begins.
const BREAKS: Phrases = Phrases::of(&[
    keys!["trong" "khi"],
    keys!["phấn" "đấu"],
    keys!["mục" "tiêu"],
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["tăng"],
    keys!["vượt"],
]);

/// Figures of the same things before what is left that it may be left of.
const MOST_BEFORE: usize = 32;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for (at, figure) in figures.iter().enumerate() {
            if figure.sort != Kind::Amount {
                continue;
            }
            let found = left(reader, figures, at).or_else(|| states(reader, figures, at));
            let found = found.or_else(|| filled(reader, figures, at)).or_else(|| balance(reader, figures, at));
            if let Some(one) = found {
                all.push(one);
            }
        }
    }
    apart(reader, all);
}

/// Whether a figure is what is left, by the words at it: `còn lại 59 nhiệm vụ`, `05 đầu việc còn lại`.
pub fn is_left(reader: &Reader<'_>, figure: &Figure) -> bool {
    let near = stands_before(reader, figure, LEFT);
    let behind = (figure.tokens.end..=figure.end()).any(|at| reader.beginning(at, figure.sentence.end, LEFT).is_some());
    near || behind
}

fn is_still(reader: &Reader<'_>, figure: &Figure) -> bool {
    stands_before(reader, figure, STILL) || stands_before(reader, figure, UNDONE)
}

pub fn stands_before(reader: &Reader<'_>, figure: &Figure, phrases: Phrases) -> bool {
    let least = figure.sentence.start;
    let from = reader.ending(figure.tokens.start, least, IS).unwrap_or(figure.tokens.start);
    [from, figure.tokens.start].into_iter().any(|end| reader.ending(end, least, phrases).is_some())
}

/// `được giao 2.548, đã sử dụng 2.391, còn 157 chưa sử dụng`: three numbers of a clause each, whatever their names.
fn filled(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let figure = figures.get(at)?;
    // A percentage may stand between: "tiếp nhận 58 kiến nghị; xử lý xong 55, đạt 94,8%; còn 03 kiến nghị".
    let mut before = figures.get(..at)?.iter().rev().take(3).filter(|figure| figure.sort != Kind::Percentage);
    let (done, total) = (before.next()?, before.next()?);
    let under_way = reader.says(done.end()..figure.tokens.start.max(done.end()), UNDER_WAY);
    if !is_still(reader, figure) && !is_left(reader, figure) && !under_way {
        return None;
    }
    let counts = [total, done].iter().all(|one| counts_like(one, figure) && one.sentence == figure.sentence);
    // "tiếp nhận 318 khó khăn, vướng mắc, đã giải đáp 311, đang tổng hợp 07 vướng mắc"
    let way = total.end()..done.tokens.start;
    let told = (reader.says(way.clone(), FILLED) || reader.says(way, DONE))
        && reader.words(total.end()..done.tokens.start) <= 6
        && reader.words(done.end()..figure.tokens.start) <= 8
        && !reader.says(total.tokens.end..figure.tokens.start, BREAKS);
    // "tồn 20, tiếp nhận 500, giải quyết 450, còn lại 70": what was there before is added.
    let carried = |old: &Figure| {
        old.sentence == figure.sentence
            && old.number.value() + total.number.value() - done.number.value() == figure.number.value()
    };
    if figures.iter().take_while(|old| old.tokens.start < total.tokens.start).any(carried) {
        return None;
    }
    let one = Reckoning::new(Sort::Rest, Basis::Left, figure.number, vec![total.number, done.number])?;
    if completed(figures, at, &one) {
        return None;
    }
    // "48.216 triệu đồng, đã thực hiện 41.905 triệu đồng, còn 6.311 tỷ đồng"
    if let Some(scaled) = scale(&one).filter(|_| counts && told && !one.holds) {
        return Some(scaled);
    }
    let digits = size(total.number.value());
    let near = size(figure.number.value()) >= 2 && alike(one.right, figure.number.written.value)
        || digits >= 3 && slip(one.right, figure.number.written.value)
        || digits >= 2
            && one.right.max(figure.number.value()) >= Decimal::TEN
            && is_still(reader, figure)
            && counts_alike(one.right, figure.number.written.value);
    (counts && told && total.number.value() > done.number.value() && (one.holds || near)).then_some(one)
}

/// Whether figures behind this one are left as well: `63 nhiệm vụ: hoàn thành 28, đang thực hiện 33, chậm 02`.
fn completed(figures: &[Figure], at: usize, one: &Reckoning) -> bool {
    let Some((figure, behind)) = figures.get(at..).and_then(<[Figure]>::split_first) else { return false };
    let mut open = one.right - figure.number.value();
    let behind = behind.iter().filter(|next| next.sort != Kind::Percentage);
    behind.take_while(|next| next.sentence == figure.sentence && counts_like(next, figure)).any(|next| {
        open -= next.number.value();
        open.is_zero()
    })
}

/// Whether two figures may be told in one row.
fn counts_like(one: &Figure, other: &Figure) -> bool {
    one.sort == Kind::Amount && one.unit == other.unit && one.depth == other.depth
}

/// `xuất khẩu 2.104 triệu USD, nhập khẩu 1.286 triệu USD; xuất siêu 818 triệu USD`
fn balance(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let figure = figures.get(at)?;
    let named = (0..=2).any(|back| {
        let end = figure.tokens.start.saturating_sub(back);
        reader.ending(end, figure.sentence.start, BALANCES).is_some()
    });
    let flow = |phrases: Phrases| {
        figures.get(..at)?.iter().rev().find(|flow| {
            let from = flow.tokens.start.saturating_sub(10).max(flow.sentence.start);
            let before =
                figures.iter().rev().find(|other| other.tokens.end <= flow.tokens.start && other.unit == flow.unit);
            let from = before.map_or(from, |before| from.max(before.tokens.end));
            flow.sort == Kind::Amount && flow.unit == figure.unit && reader.says(from..flow.tokens.start, phrases)
        })
    };
    if !named || figure.unit.is_none() {
        return None;
    }
    let (out, back) = (flow(FLOWS.0)?.number, flow(FLOWS.1)?.number);
    let (more, less) = if out.value() >= back.value() { (out, back) } else { (back, out) };
    let one = Reckoning::new(Sort::Rest, Basis::Left, figure.number, vec![more, less])?;
    (one.holds || !repairs(&one).is_empty()).then_some(one)
}

/// A ratio and the figures behind it that are in other states: `37/68 nhiệm vụ …; 29 nhiệm vụ đang triển khai; 02 nhiệm vụ chậm`.
fn states(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let first = figures.get(at)?;
    let is_state = |figure: &Figure| {
        let until = (figure.tokens.end + 9).min(figure.sentence.end);
        let next = figures.partition_point(|next| next.tokens.start < figure.tokens.end);
        let next = figures.get(next).map_or(until, |next| next.tokens.start);
        reader.says(figure.tokens.end..until.min(next), STATES)
    };
    let own = |earlier: &&Figure| {
        earlier.depth == first.depth && earlier.sentence == first.sentence && reader.same_thing(earlier, first)
    };
    let before =
        figures.get(..at)?.iter().rev().find(own).filter(|before| before.sort == Kind::Ratio && is_state(first))?;
    let (whole, part) = (before.whole?, before.number);
    let turn = (before.tokens.end..first.tokens.start).rev().find(|&at| reader.is_mark(at, ';'));
    let between = turn.unwrap_or(before.tokens.end)..first.tokens.start;
    // "hoàn thành 361/388 nhiệm vụ, gồm 357 nhiệm vụ đúng hạn và 04 nhiệm vụ chậm": parts of what was done.
    if whole.value() <= part.value() || reader.says(between.clone(), BREAKS) || reader.says(between, PARTS) {
        return None;
    }
    let run: Vec<Number> = figures
        .get(at..)?
        .iter()
        .take(MOST_BEFORE)
        .take_while(|next| {
            next.sentence == first.sentence
                && next.sort == Kind::Amount
                && reader.same_thing(first, next)
                && is_state(next)
        })
        .map(|next| next.number)
        .collect();
    let (last, others) = run.split_last()?;
    let terms: Vec<Number> = [whole, part].into_iter().chain(others.iter().copied()).collect();
    // The first few may be all.
    for count in 0..others.len() {
        let terms: Vec<Number> = [whole, part].into_iter().chain(others.iter().take(count).copied()).collect();
        let fewer = Reckoning::new(Sort::Rest, Basis::States, *others.get(count)?, terms)?;
        if fewer.holds {
            return Some(fewer);
        }
    }
    let one = Reckoning::new(Sort::Rest, Basis::States, *last, terms)?;
    if one.holds {
        return Some(one);
    }
    // More than is left can be in no state; fewer may be told, but hardly of one digit's slip in several.
    let above = one.right < last.written.value;
    let slips = repairs(&one)
        .iter()
        .any(|(number, value)| number.written.value >= Decimal::TEN && alike(number.written.value, *value));
    let swap = run.len() == 1 && swapped(one.right, last.written.value);
    (above || swap || run.len() >= 2 && slips).then_some(one)
}

/// `còn lại` far from its ratio: the only one of its things in the report that is not full.
fn apart(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known: Tokens = all.iter().map(|one| one.result.token).collect();
    let held: Tokens = all.iter().filter(|one| one.holds).map(|one| one.result.token).collect();
    for figure in reader.figures.iter().filter(|figure| figure.sort == Kind::Amount) {
        // "số còn phải thu là 1.711 triệu đồng"
        let near = figure.tokens.start.saturating_sub(5).max(figure.sentence.start)..figure.tokens.start;
        let large = (is_still(reader, figure) || reader.says(near, STILL)) && size(figure.number.value()) >= 4;
        // "giải ngân 120/300 tỷ đồng; thu hồi 30 tỷ đồng; còn lại 150 tỷ đồng" holds already.
        if large && held.contains(figure.number.token) {
            continue;
        }
        if large {
            // So many digits are no chance, whatever the words; nearly so many are, where the things are others.
            let ratios = reader.near(figure.tokens.start).iter().filter_map(|ratio| {
                let terms = vec![ratio.whole.filter(|_| ratio.unit == figure.unit)?, ratio.number];
                Some((ratio, Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms)?))
            });
            let ratios: Vec<(&Figure, Reckoning)> = ratios.collect();
            let near = |(ratio, one): &&(&Figure, Reckoning)| {
                alike(one.right, figure.number.written.value)
                    && (ratio.block == figure.block
                        || size(plain(figure.number.written.value)) >= 5
                        || figure.unit.is_none() && reader.shared(ratio, figure) >= 2)
            };
            let held = ratios.iter().find(|(_, one)| one.holds);
            all.extend(held.or_else(|| ratios.iter().find(near)).map(|(_, one)| one.clone()));
            continue;
        }
        if figure.unit.is_some() || !is_left(reader, figure) || known.contains(figure.number.token) {
            continue;
        }
        let near = |other: &&Figure| {
            other.block == figure.block && other.sort != Kind::Percentage && reader.same_thing(other, figure)
        };
        if reader.near(figure.tokens.start).iter().filter(near).count() > 1 {
            continue;
        }
        let mut open = reader.near(figure.tokens.start).iter().filter(|other| {
            other.sort == Kind::Ratio
                && reader.same_thing(other, figure)
                && other.whole.is_some_and(|whole| whole.value() > other.number.value())
        });
        let made = |ratio: &Figure| {
            let terms = vec![ratio.whole?, ratio.number];
            Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms)
        };
        let ratios: Vec<(&Figure, Reckoning)> = open.by_ref().filter_map(|ratio| Some((ratio, made(ratio)?))).collect();
        let found = match ratios.iter().find(|(_, one)| one.holds) {
            Some(found) => Some(found),
            None => {
                // Of a whole of one digit whatever is left is one slip from any other number.
                let least = |ratio: &Figure| if ratio.total().value() < Decimal::TEN { 4 } else { 2 };
                let near = |(ratio, one): &&(&Figure, Reckoning)| {
                    alike(one.right, figure.number.written.value) && reader.shared(ratio, figure) >= least(ratio)
                };
                ratios.iter().find(near).filter(|_| !reader.is_told(figure))
            }
        };
        all.extend(found.map(|(_, one)| one.clone()));
    }
}
