//! What is left: `12/17 đầu việc …; 05 đầu việc còn lại`, and totals told in states: done, under way, not begun.

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{alike, counts_alike, plain, repairs, size, slip, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};
use crate::fact::amount::keys;

/// What says that a figure is all that is left.
const LEFT: Phrases =
    Phrases::of(&[keys!["còn" "lại"], keys!["số" "còn" "lại"], keys!["còn" "tồn" "tại"], keys!["chưa" "khắc" "phục"]]);
/// Before the total that was told behind its part: `thu hồi 4.215 triệu đồng trong tổng số 6.730 triệu đồng; số còn lại 2.515 triệu đồng`.
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

/// `còn lại`, after the last ratio or the last total and part of the same things.
fn left(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let figure = figures.get(at)?;
    let sure = is_left(reader, figure);
    if !sure && !is_still(reader, figure) {
        return None;
    }
    // What follows may be left as well: "còn lại 10 nhiệm vụ chưa đến hạn, 49 nhiệm vụ đang thực hiện".
    let after = figures.get(at + 1..)?.iter().filter(|next| next.sort != Kind::Percentage);
    let after = after.take_while(|next| next.sentence == figure.sentence && next.sort == Kind::Amount);
    let also = after.filter(|next| reader.may_be_same(figure, next));
    // "Trong 52 nhiệm vụ còn lại, 47 nhiệm vụ được thực hiện thường xuyên" tells the parts of what is left.
    let among = stands_before(reader, figure, AMONG);
    let whole = |next: &&Figure| !among && !reader.says(figure.tokens.end..next.tokens.start, PARTS);
    let also: Vec<Number> = also.take(MOST_BEFORE).take_while(whole).map(|next| next.number).collect();
    let before: Vec<&Figure> = figures
        .get(..at)?
        .iter()
        .rev()
        .filter(|earlier| earlier.depth <= figure.depth && earlier.sort != Kind::Percentage)
        .enumerate()
        .filter(|(rank, earlier)| {
            // "05/08 huyện, thị xã đã vận hành, 03 địa phương còn lại"
            let general = *rank == 0
                && sure
                && earlier.sort == Kind::Ratio
                && reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
            general || reader.may_be_same(earlier, figure)
        })
        .map(|(_, earlier)| earlier)
        .take(MOST_BEFORE)
        .collect();
    if let Some(one) = behind_ratio(reader, figures, at).filter(|_| also.is_empty()) {
        return Some(one);
    }
    let nearest = *before.first()?;
    if nearest.sentence != figure.sentence
        && (!(sure || stands_before(reader, figure, UNDONE)) || nearest.sentence.end != figure.sentence.start)
    {
        return None;
    }
    let way = nearest.end()..figure.tokens.start.max(nearest.end());
    if reader.says(way.clone(), BREAKS) {
        return None;
    }
    if stands_before(reader, figure, LACKING) && way.clone().any(|at| reader.is_mark(at, ';')) {
        return None;
    }
    let ratio = before.iter().take(2).find(|earlier| earlier.sort == Kind::Ratio);
    let terms = match ratio {
        Some(ratio) => vec![ratio.whole?, ratio.number],
        None => {
            let mut all = before.iter().map(|earlier| earlier.number);
            let (done, total) = (all.next()?, all.next()?);
            let turned = stands_before(reader, nearest, OF_ALL) && total.value() < done.value();
            let (done, total) = if turned { (total, done) } else { (done, total) };
            let more: Vec<Number> = all.collect();
            // Several parts of one total: "tiếp nhận 500, giải quyết 300, trả lại 150, còn lại 50".
            let sums = more.iter().enumerate().find_map(|(last, whole)| {
                let parts = more.get(..last)?.iter().copied();
                let terms: Vec<Number> = [*whole, total, done].into_iter().chain(parts).collect();
                Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms).filter(|one| one.holds)
            });
            if let Some(sums) = sums {
                return Some(sums);
            }
            // What was there before is added: "tồn 20, tiếp nhận 500, giải quyết 450, còn lại 70".
            if more.first().is_some_and(|old| old.value() + total.value() - done.value() == figure.number.value()) {
                return None;
            }
            if !sure && !more.is_empty() {
                return total_before(reader, figure, &before).filter(|one| !completed(figures, at, one));
            }
            vec![total, done]
        }
    };
    let one = Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms.clone())?;
    if one.holds {
        return Some(one);
    }
    if let Some(one) =
        after_a_run(figures, at, &before).or_else(|| beside_a_ratio(figures, at, ratio.copied()?, &before))
    {
        return Some(one);
    }
    let mut whole = terms.clone();
    for number in also {
        whole.push(number);
        let with = Reckoning::new(Sort::Rest, Basis::Left, figure.number, whole.clone())?;
        if with.holds {
            return Some(with);
        }
    }
    let (total, done) = (terms.first()?.value(), terms.get(1)?.value());
    let near = (one.right - figure.number.written.value).abs() * figure.number.scale * Decimal::TEN <= total;
    // "giải quyết 189 đơn, còn 31 đơn (trong đó 06 đơn kỳ trước chuyển sang)": what was there before is added.
    let carried = |old: &Figure| {
        let from = old.tokens.start.saturating_sub(4);
        reader.says(from..(old.end() + 6).min(old.sentence.end), CARRIED)
            && one.right * figure.number.scale + old.number.value() == figure.number.value()
    };
    let behind = figures.get(at + 1..)?.iter().take_while(|next| next.sentence == figure.sentence).take(2);
    if behind.into_iter().any(carried) {
        return None;
    }
    // "Đúng hạn: 901/924 hồ sơ đã giải quyết; đang giải quyết 88 hồ sơ": what is done leaves nothing to do.
    let done_ratio = |ratio: &&&Figure| {
        let before = ratio.tokens.start.saturating_sub(14).max(ratio.sentence.start);
        let around = before..(ratio.tokens.end + 8).min(ratio.sentence.end);
        let told = [ALL_DONE, IN_TIME].iter().all(|words| reader.says(around.clone(), *words));
        told && reader.says(way.start..figure.tokens.start, UNDER_WAY)
    };
    if ratio.as_ref().is_some_and(done_ratio) || is_of_another(figures, at) {
        return None;
    }
    let late = !sure && reader.says(figure.tokens.end..(figure.end() + 2).min(figure.sentence.end), LATE);
    let told = !late
        && !completed(figures, at, &one)
        && total > done
        && whole.len() == 2
        && (near || !repairs(&one).is_empty());
    told.then_some(one)
}

/// `Trong 343 hồ sơ quá hạn, … Đã xin lỗi 318 trường hợp, còn 25 trường hợp`: whether the amount before what is left leaves it of another
/// amount before, whatever that one counts.
fn is_of_another(figures: &[Figure], at: usize) -> bool {
    let (Some(figure), Some(earlier)) = (figures.get(at), figures.get(..at)) else { return false };
    let mut before = earlier.iter().rev().take(MOST_BEFORE).filter(|other| other.sort == Kind::Amount);
    let Some(last) = before.next().filter(|last| last.sentence == figure.sentence) else { return false };
    let whole = last.number.value().checked_add(figure.number.value());
    before.any(|total| Some(total.number.value()) == whole)
}

/// `52 văn bản, nhiều hơn quý I 15 văn bản, gồm 09 quyết định, 07 kế hoạch, 05 thông báo; 31 văn bản còn lại là công văn`: what two parts or
/// more that stand right before it leave of a total, whatever the parts are called.
fn after_a_run(figures: &[Figure], at: usize, before: &[&Figure]) -> Option<Reckoning> {
    let (figure, earlier) = (figures.get(at)?, figures.get(..at)?);
    let mut run = Vec::new();
    for part in earlier.iter().rev().filter(|part| part.sort != Kind::Percentage).take(MOST_BEFORE) {
        if !counts_like(part, figure) {
            return None;
        }
        run.push(part.number);
        let totals = before.iter().filter(|total| run.len() >= 2 && total.tokens.start < part.tokens.start);
        let mut left = totals.filter_map(|total| {
            let terms = std::iter::once(total.number).chain(run.iter().copied()).collect();
            Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms).filter(|one| one.holds)
        });
        if let Some(one) = left.next() {
            return Some(one);
        }
    }
    None
}

/// `đã xong 19/69 nhiệm vụ; 02 nhiệm vụ chậm, 48 nhiệm vụ còn lại trong hạn`: what is told between counts as well. And
/// `36 nhiệm vụ, trong đó 31 nhiệm vụ đến hạn, hoàn thành 28/31, quá hạn 03; còn lại 05 nhiệm vụ`: what is left of the total that the whole
/// of the ratio is a part of.
fn beside_a_ratio(figures: &[Figure], at: usize, ratio: &Figure, before: &[&Figure]) -> Option<Reckoning> {
    let figure = figures.get(at)?;
    let whole = ratio.whole?;
    let made = |terms| Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms).filter(|one| one.holds);
    let between =
        figures.get(..at)?.iter().rev().take(MOST_BEFORE).take_while(|one| one.tokens.start > ratio.tokens.start);
    let between: Vec<Number> = between.filter(|one| counts_like(one, figure)).map(|one| one.number).collect();
    let told = |others: &[Number]| made([whole, ratio.number].into_iter().chain(others.iter().copied()).collect());
    let all = (1..=between.len()).find_map(|count| told(between.get(..count)?));
    let all = all.or_else(|| between.iter().find_map(|other| told(std::slice::from_ref(other))));
    all.or_else(|| {
        let totals =
            before.iter().filter(|total| total.tokens.start < ratio.tokens.start && total.sort == Kind::Amount);
        let part = totals.clone().any(|part| part.number.value() == whole.value());
        totals.filter(|_| part).find_map(|total| made(vec![total.number, whole]))
    })
}

/// `đạt 96,3% (728/756 thôn); còn 28 thôn`, and `hoàn thành 58/84 nhiệm vụ, trong đó … Còn 26 nhiệm vụ đang thực hiện.`: the one ratio of its
/// things in brackets before what is left, or in the sentence before the one that it begins.
fn behind_ratio(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let figure = figures.get(at).filter(|figure| !stands_before(reader, figure, LACKING))?;
    let before = figures.get(..at)?.iter().rev();
    let begins = figure.tokens.start <= figure.sentence.start + 2;
    let ratio = if begins {
        let mut own = before
            .take_while(|earlier| earlier.sentence.end >= figure.sentence.start)
            .filter(|earlier| earlier.sort == Kind::Ratio && earlier.depth == 0 && reader.same_thing(earlier, figure));
        own.next().filter(|_| own.next().is_none())?
    } else {
        let ratio = before.take(1).find(|earlier| earlier.sort == Kind::Ratio && earlier.depth == figure.depth + 1)?;
        let beside = ratio.sentence == figure.sentence && ratio.head.is_some() && ratio.head == figure.head;
        let gap = ratio.end()..figure.tokens.start.max(ratio.end());
        (beside && reader.words(gap) <= 6).then_some(ratio)?
    };
    let (whole, part) = (ratio.whole?, ratio.number);
    let one = Reckoning::new(Sort::Rest, Basis::Left, figure.number, vec![whole, part])?;
    // "còn 06 đơn vị (04 đơn vị chưa kiểm tra, 02 đơn vị đã kiểm tra)": two numbers of one digit are one slip apart, always.
    let large = one.right >= Decimal::TEN || figure.number.value() >= Decimal::TEN;
    let near = counts_alike(one.right, figure.number.written.value) && large;
    let late = reader.says(figure.tokens.end..(figure.end() + 2).min(figure.sentence.end), LATE);
    (whole.value() > part.value() && (one.holds || near && !late && !completed(figures, at, &one))).then_some(one)
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

/// `thụ lý 684 vụ việc …, đã kết thúc 412 vụ việc, còn 272 vụ việc`: the one total of the sentence that fits, or nearly.
fn total_before(reader: &Reader<'_>, figure: &Figure, before: &[&Figure]) -> Option<Reckoning> {
    let numbers: Vec<Decimal> = before.iter().map(|figure| figure.number.value()).collect();
    let fits = |total: &Decimal| numbers.iter().any(|part| total - part == figure.number.value());
    if numbers.iter().any(fits) {
        return None;
    }
    let done = |part: &&&Figure| {
        reader.says(part.tokens.start.saturating_sub(4).max(part.sentence.start)..part.tokens.start, DONE)
    };
    let of = |part: &Figure| {
        let totals = before.iter().filter(move |total| {
            total.tokens.start < part.tokens.start
                && total.sort == Kind::Amount
                && total.depth == 0
                && !total.noun.is_empty()
        });
        let terms = totals.map(|total| vec![total.number, part.number]).collect::<Vec<_>>();
        terms
            .into_iter()
            .filter_map(|terms| Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms))
            .collect::<Vec<_>>()
    };
    let all = before
        .iter()
        .filter(|part| part.sort == Kind::Amount && part.depth == 0)
        .filter(done)
        .flat_map(|part| of(part));
    let mut near = all.filter(|one| alike(one.right, figure.number.written.value) && one.right >= Decimal::TEN);
    near.next().filter(|first| near.all(|other| other.right == first.right))
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
