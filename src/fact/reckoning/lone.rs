//! A percentage that nothing around it explains, but one slip of the keyboard in it would make right of two figures of its sentence: `đã xử
//! lý 88 trong 94 kiến nghị (96,32%)` where 88 / 94 = 93,62%. What the figures are called is not asked, so the slip must be hardly chance: a
//! digit changed or two neighbours swapped, of three digits at least.

use std::ops::Range;

use rust_decimal::Decimal;

use super::change::is_change;
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{alike, plain, repairs, size};
use super::words::{ATTAIN, TIMES};
use super::{Basis, Number, Reckoning, Sort, Tokens, agrees};
use crate::document::TokenId;
use crate::fact::Written;
use crate::fact::amount::keys;

/// So many figures of a sentence before the one beside a percentage are tried.
const NEAR: usize = 3;
/// So many blocks away may stand what it is of.
const FAR: u32 = 8;
/// What says that a percentage is a change.
const CHANGES: Phrases = Phrases::of(&[
    keys!["tăng"],
    keys!["giảm"],
    keys!["hơn"],
    keys!["vượt"],
    keys!["bớt"],
    keys!["cắt"],
    keys!["chênh" "lệch"],
    keys!["tiết" "kiệm"],
    keys!["rút"],
    keys!["so" "với"],
]);
/// Right before a percentage by which something has grown.
const GROWN: Phrases = Phrases::of(&[keys!["tăng"], keys!["giảm"]]);
/// Before the percentage of a plan.
const ATTAINS: Phrases = Phrases::of(&[keys!["đạt"]]);
/// Before what there was.
const BASES: Phrases = Phrases::of(&[
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["tháng" "trước"],
    keys!["kỳ" "trước"],
    keys!["từ"],
]);
/// Before the first of some parts.
const LISTED: Phrases = Phrases::of(&[keys!["gồm"], keys!["bao" "gồm"]]);
/// What turns to a part of what was told.
const PARTS: Phrases = Phrases::of(&[keys!["trong" "đó"], keys!["riêng"]]);
/// What begins another change.
const AGAIN: Phrases = Phrases::of(&[keys!["tăng"], keys!["giảm"], keys!["vượt"]]);
/// Before what a percentage is of, where that stands behind it.
const OF: Phrases = Phrases::of(&[
    keys!["so" "với"],
    keys!["trên"],
    keys!["trên" "tổng"],
    keys!["trên" "tổng" "số"],
    keys!["trong"],
    keys!["trong" "số"],
    keys!["trong" "tổng" "số"],
    keys!["của"],
]);
/// What begins the words that say what a percentage is of.
const NUMBERS: Phrases = Phrases::of(&[
    keys!["số"],
    keys!["tổng" "số"],
    keys!["trong" "số"],
    keys!["của" "số"],
    keys!["về" "số"],
    keys!["về"],
]);
/// `mức độ hài lòng của 1.254 người dân đạt 97,53%`: what is no part of those it is told of.
const LEVELS: Phrases = Phrases::of(&[keys!["mức" "độ"]]);
/// What a percentage is measured by, other than a total.
const PLANS: Phrases =
    Phrases::of(&[keys!["kế" "hoạch"], keys!["dự" "toán"], keys!["chỉ" "tiêu"], keys!["mục" "tiêu"]]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter().filter(|one| one.holds));
    // A figure that a sum does not agree with is told there.
    let sums = all.iter().filter(|one| !one.holds && matches!(one.sort, Sort::Sum | Sort::Rest));
    let failing = Tokens::of_numbers(sums);
    let mut found = Vec::new();
    for block in &reader.blocks {
        for at in block.clone() {
            found.extend(lone(reader, at, &known));
        }
    }
    found.retain(|one: &Reckoning| !one.terms.iter().any(|term| failing.contains(term.token)));
    all.extend(found);
}

/// What a percentage would be by two figures of its sentence, where nothing explains it as it is.
fn lone(reader: &Reader<'_>, at: usize, known: &Tokens) -> Option<Reckoning> {
    let percent = reader.figure(at).filter(|figure| figure.sort == Kind::Percentage)?;
    let Written { value, decimals } = percent.number.written;
    let digits = |value: Decimal| {
        let mut value = value;
        value.rescale(decimals);
        plain(value)
    };
    if decimals == 0 || size(digits(value)) < 3 || known.contains(percent.number.token) {
        return None;
    }
    let ways: Vec<Reckoning> = pairs(reader, percent).into_iter().filter(|one| !one.holds).collect();
    let slip = ways.iter().find(|one| alike(digits(one.right), digits(value))).cloned();
    let first = slip.or_else(|| ways.iter().find_map(|one| mistyped(reader, one)))?;
    // "đạt 77,08% về số lớp và 77,00% về lượt người": the two give the other.
    let other = |figure: &&Figure| {
        figure.sort == Kind::Percentage && figure.sentence == percent.sentence && figure.number.value() == first.right
    };
    let of_other = reader.near(percent.tokens.start).iter().any(|figure| other(&figure));
    (!of_other && !is_explained(reader, at, percent)).then_some(first)
}

/// The same with the one of its figures to blame that one digit changed would put right.
fn mistyped(reader: &Reader<'_>, one: &Reckoning) -> Option<Reckoning> {
    let [part, whole] = one.terms.as_slice() else { return None };
    let (part, whole) = (reader.of_fact(part.fact?)?, reader.of_fact(whole.fact?)?);
    let (first, second) = if part.tokens.start < whole.tokens.start { (part, whole) } else { (whole, part) };
    let way = reader.tokens(first.tokens.end..second.tokens.start);
    // "giảm 343 phòng cấp tỉnh, đạt 29%, và 1.454 phòng cấp huyện (17,5%)": each has its own.
    let between = reader.near(first.tokens.start).iter().filter(|figure| figure.sort == Kind::Percentage);
    let mut between = between.filter(|figure| {
        figure.number.token != one.result.token
            && (first.tokens.end..second.tokens.start).contains(&figure.tokens.start)
    });
    if !reader.may_be_same(part, whole)
        || way.iter().any(|token| token.is(';'))
        || !is_of_a_size(one)
        || between.next().is_some()
    {
        return None;
    }
    let other = |(number, right): &(Number, Decimal)| {
        number.token != one.result.token && alike(plain(number.written.value), plain(*right))
    };
    let (suspect, right) = repairs(one).into_iter().find(other)?;
    Some(Reckoning { suspect, right, ..one.clone() })
}

/// Whether the part that a share tells has as many digits as the one written, or its whole has: one digit changed leaves that as it is.
fn is_of_a_size(one: &Reckoning) -> bool {
    let [part, whole] = one.terms.as_slice() else { return false };
    let told = one.result.value().checked_div(Decimal::ONE_HUNDRED);
    let sizes =
        |number: &Number, value: Option<Decimal>| value.is_some_and(|value| size(value) == size(number.value()));
    one.sort != Sort::Share
        || sizes(part, told.and_then(|told| told.checked_mul(whole.value())))
        || sizes(whole, told.and_then(|told| part.value().checked_div(told)))
}

/// What the amount before a percentage gives with the others of its sentence: those before it, and the first behind the percentage.
fn pairs(reader: &Reader<'_>, percent: &Figure) -> Vec<Reckoning> {
    let beside = Beside::of(reader, percent);
    let mut all = vec![beside.in_bracket(), beside.of_its_name(), beside.of_the_total_before()];
    // The figure right before it, or before a bracket that is closed.
    let level = beside.before.iter().position(|figure| figure.depth <= percent.depth);
    for at in [Some(0), level.filter(|at| *at > 0)].into_iter().flatten() {
        let Some(last) = beside.last(at) else { continue };
        for other in beside.earlier(at, last).chain(beside.behind) {
            beside.give(last, other, &mut all);
        }
    }
    all.into_iter().flatten().collect()
}

/// The figures of its sentence beside a percentage.
struct Beside<'a> {
    reader: &'a Reader<'a>,
    percent: &'a Figure,
    /// Those before it, the nearest first.
    before: Vec<&'a Figure>,
    /// The first behind it that it may be of.
    behind: Option<&'a Figure>,
}

impl<'a> Beside<'a> {
    fn of(reader: &'a Reader<'a>, percent: &'a Figure) -> Self {
        let (before, _) = reader.on_both_sides(percent.tokens.start);
        let before = before
            .iter()
            .rev()
            .skip_while(|figure| figure.sort == Kind::Percentage && figure.depth > percent.depth)
            .take_while(|figure| figure.sentence == percent.sentence)
            .take(2 * NEAR + 2)
            .collect();
        let mut beside = Self { reader, percent, before, behind: None };
        beside.behind = beside.next().first().filter(|next| beside.is_own(next) && beside.leads_to(next));
        beside
    }

    /// The figures behind it.
    fn next(&self) -> &'a [Figure] {
        self.reader.on_both_sides(self.percent.tokens.start).1.get(1..).unwrap_or_default()
    }

    /// Whether a figure counts or measures something in the same sentence, and is no end of a span: `đạt 15-18 tiêu chí`.
    fn is_own(&self, figure: &Figure) -> bool {
        let dash = |at: TokenId| self.reader.is_mark(at, '-') || self.reader.is_mark(at, '–');
        let spans = dash(figure.tokens.end) || figure.tokens.start.checked_sub(1).is_some_and(dash);
        figure.sentence == self.percent.sentence
            && figure.sort == Kind::Amount
            && !spans
            && !figure.head.is_some_and(|head| TIMES.contains(&head))
    }

    /// Whether the percentage goes on to a figure that it may be of.
    fn leads_to(&self, next: &Figure) -> bool {
        let way = self.percent.tokens.end..next.tokens.start;
        joins(self.reader, way.clone())
            && !self.reader.says(way.clone(), PARTS)
            && !self.reader.says(way.clone(), AGAIN)
            && (next.depth > self.percent.depth || self.reader.says(way, OF))
    }

    /// The figure at a place before the percentage, where that goes with it.
    fn last(&self, at: usize) -> Option<&'a Figure> {
        let last = *self.before.get(at)?;
        let from = last.tokens.start.saturating_sub(8).max(self.percent.sentence.start);
        let told =
            self.is_own(last) && !self.has_its_own(at) && !self.reader.says(from..self.percent.tokens.start, LEVELS);
        (told && joins(self.reader, last.tokens.end..self.percent.tokens.start)).then_some(last)
    }

    /// `nhiều hơn cùng kỳ năm trước (63 văn bản) 11 văn bản`: whether a figure stands alone in its bracket.
    fn is_alone(&self, place: usize) -> bool {
        let depth = |place: Option<usize>| place.and_then(|at| self.before.get(at)).map_or(0, |figure| figure.depth);
        depth(place.checked_sub(1)) < depth(Some(place)) && depth(Some(place + 1)) < depth(Some(place))
    }

    /// `46,72% (206.497 hồ sơ)`: whether a figure is that of another percentage.
    fn has_its_own(&self, place: usize) -> bool {
        let two = self.before.get(place).zip(self.before.get(place + 1));
        self.is_alone(place)
            && two.is_some_and(|(figure, owner)| {
                owner.sort == Kind::Percentage && self.reader.words(owner.tokens.end..figure.tokens.start) <= 5
            })
    }

    /// The few figures before that one, but for parts of a list and those of other brackets.
    fn earlier(&self, at: usize, last: &'a Figure) -> impl Iterator<Item = &'a Figure> + '_ {
        let others = self.before.iter().enumerate().skip(at + 1);
        let others = others.take_while(|(_, other)| self.is_own(other) || other.sort == Kind::Percentage);
        let inside = move |place: usize, other: &Figure| {
            let mut way = self.reader.tokens(other.end()..last.tokens.start).iter();
            other.depth <= self.percent.depth
                || other.depth <= last.depth && !way.any(|token| token.is(')'))
                || self.is_alone(place) && !self.has_its_own(place)
        };
        let start = self.percent.sentence.start;
        let others = others.filter(move |(place, other)| {
            other.sort == Kind::Amount
                && inside(*place, other)
                && self.reader.ending(other.tokens.start, start, LISTED).is_none()
        });
        others.map(|(_, other)| *other).take(NEAR)
    }

    /// What two figures give: the share of one in the other, and by how much one has changed.
    fn give(&self, last: &Figure, other: &Figure, all: &mut Vec<Option<Reckoning>>) {
        let Self { reader, percent, .. } = self;
        let start = percent.sentence.start;
        let grown = reader.ending(percent.tokens.start, start, GROWN).is_some();
        let planned = grown && [last, other].iter().any(|one| is_planned(reader, one));
        let bare = |one: &Figure| one.unit.is_none() && one.noun.is_empty();
        let one_kind = other.unit == last.unit || bare(other) || bare(last);
        if !one_kind
            || planned
            || is_of_plan_alone(reader, percent, other)
            || !is_told_as(reader, percent, [last, other])
        {
            return;
        }
        let from = last.tokens.start.min(other.tokens.start).saturating_sub(8).max(start);
        // "101 người, tăng 26 người so với cùng kỳ, đạt 14,4% kế hoạch": by how much something has grown is no part of a plan, nor has anything
        // a part that is one.
        let attains = reader.ending(percent.tokens.start, start, ATTAINS).is_some();
        let is_less = last.number.value() < other.number.value();
        if is_less && is_change(reader, other) || attains && is_change(reader, last) {
            return;
        }
        // "310 doanh nghiệp, tăng 25%; 212 doanh nghiệp, tăng 11,6%": each against what there was before, which is told for neither.
        let parted = (other.end().min(last.end())..percent.tokens.start).any(|at| reader.is_mark(at, ';'));
        if grown && parted && !self.is_base(other) {
            return;
        }
        // "8.722 đơn, giảm 0,4%, trong đó 7.081 đơn đủ điều kiện, giảm 13,2%": a part has not grown to its whole.
        let way = last.end().min(other.end())..last.tokens.start.max(other.tokens.start);
        let changes = reader.says(from..percent.tokens.start, CHANGES) && !reader.says(way, PARTS);
        if changes {
            all.extend([(last, other), (other, last)].map(|(now, was)| made(percent, now, was, Sort::Growth)));
        }
        // "187 trong 204 máy tính, bằng 91,67%"
        let over = || other.end() <= last.tokens.start && reader.ending(last.tokens.start, other.end(), OF).is_some();
        // More than all of them: a digit of one is wrong.
        // "1.688 tấn, tăng 2,05%; 89.327 tấn, tăng 1,81%": what has grown so is no part of anything.
        if grown && !is_change(reader, last) && !self.is_base(other) {
            return;
        }
        if is_less || !changes && percent.number.value() <= Decimal::ONE_HUNDRED {
            all.push(made(percent, last, other, Sort::Share));
        }
        if !is_less && (changes || over()) {
            all.push(made(percent, other, last, Sort::Share));
        }
    }

    /// Whether a figure is told as what there was before: `so với 310 doanh nghiệp`, `(310 doanh nghiệp)`.
    fn is_base(&self, figure: &Figure) -> bool {
        let start = figure.tokens.start;
        let least = start.saturating_sub(8).max(figure.sentence.start);
        let is_word = |at: &TokenId| self.reader.token(*at).is_some_and(|token| token.is_word());
        let from = (least..start).rev().take_while(is_word).last().unwrap_or(start);
        figure.depth > self.percent.depth || self.reader.says(from..start, BASES)
    }

    /// `72,7% (171.890 kết quả trên 236.577 hồ sơ)`
    fn in_bracket(&self) -> Option<Reckoning> {
        let [part, whole, ..] = self.next() else { return None };
        let told = self.is_own(part)
            && self.is_own(whole)
            && part.depth > self.percent.depth
            && self.reader.says(part.tokens.end..whole.tokens.start, OF);
        told.then(|| made(self.percent, part, whole, Sort::Share)).flatten()
    }

    /// `24 lớp với 1.386 lượt học viên, bằng 30,00% kế hoạch (80 lớp)`
    fn of_its_name(&self) -> Option<Reckoning> {
        let whole = self.behind?;
        let mut parts = self.before.iter().enumerate().filter(|(_, part)| self.is_own(part));
        let (at, part) = parts.find(|(_, part)| self.reader.same_thing(part, whole))?;
        (!self.has_its_own(at)).then(|| made(self.percent, part, whole, Sort::Share)).flatten()
    }

    /// `Tổng số phải giải quyết là 171.503 hồ sơ. Số đã giải quyết là 169.773 (98,99%)`
    fn of_the_total_before(&self) -> Option<Reckoning> {
        let Self { reader, percent, .. } = self;
        let [part] = self.before.as_slice() else { return None };
        let (before, _) = reader.on_both_sides(part.tokens.start);
        let whole = before.last().filter(|whole| {
            whole.block == part.block
                && whole.sentence.end == part.sentence.start
                && whole.sort == Kind::Amount
                && whole.depth == 0
                && part.number.value() < whole.number.value()
                && reader.may_be_same(whole, part)
        })?;
        let bracketed = reader.is_mark(percent.tokens.start.checked_sub(1)?, '(')
            && percent.tokens.start <= part.end() + 1
            && self.is_own(part);
        bracketed.then(|| made(percent, part, whole, Sort::Share)).flatten()
    }
}

fn made(percent: &Figure, one: &Figure, other: &Figure, sort: Sort) -> Option<Reckoning> {
    let (part, whole) = (one.number.value(), other.number.value());
    if part == whole || whole < Decimal::TEN {
        return None;
    }
    Reckoning::new(sort, Basis::Slip, percent.number, vec![one.number, other.number])
}

/// Whether no other clause or item begins in a stretch.
fn joins(reader: &Reader<'_>, way: Range<TokenId>) -> bool {
    // "5.209 vụ; đạt 83,77%"
    let attains = |at: TokenId| reader.beginning(at + 1, way.end, ATTAIN).is_some_and(|end| end == way.end);
    let parts = |at: TokenId| reader.is_mark(at, ':') || reader.is_mark(at, ';') && !attains(at);
    reader.words(way.clone()) <= 14 && !way.clone().any(parts)
}

/// Whether a percentage is of a plan by the words behind it, and another figure is none.
fn is_of_plan_alone(reader: &Reader<'_>, percent: &Figure, other: &Figure) -> bool {
    let sentence = &percent.sentence;
    let most = (percent.tokens.end + 4).min(sentence.end);
    let stop = (percent.tokens.end..most).find(|&at| !reader.token(at).is_some_and(|token| token.is_word()));
    let behind = percent.tokens.end..stop.unwrap_or(most);
    let around = other.tokens.start.saturating_sub(12).max(sentence.start)..(other.end() + 1).min(sentence.end);
    reader.says(behind, PLANS) && !reader.says(around, PLANS)
}

/// Whether what the words behind a percentage say it is of stands around one of two figures: `71,4% số thửa đất` is none of 28 papers.
fn is_told_as(reader: &Reader<'_>, percent: &Figure, two: [&Figure; 2]) -> bool {
    let sentence = &percent.sentence;
    let Some(from) = reader.beginning(percent.tokens.end, sentence.end, NUMBERS) else { return true };
    let of = reader.keys(from..(from + 2).min(sentence.end));
    two.iter().any(|one| {
        let around = one.tokens.start.saturating_sub(8).max(sentence.start)..(one.end() + 2).min(sentence.end);
        let around = reader.keys(around);
        of.iter().any(|word| around.contains(word)) && one.tokens.start < percent.tokens.start
            || one.tokens.start > from
    })
}

/// `dự toán (800 tỷ đồng)`
fn is_planned(reader: &Reader<'_>, figure: &Figure) -> bool {
    let from = figure.tokens.start.saturating_sub(5).max(figure.sentence.start);
    reader.says(from..figure.tokens.start, PLANS)
}

/// What there was before one changed by the other.
fn before_change(now: Number, by: Number) -> impl Iterator<Item = Number> {
    let levels = [now.value().checked_sub(by.value()), now.value().checked_add(by.value())];
    let levels = levels.into_iter().flatten().filter(|was| *was > Decimal::ZERO);
    levels.map(move |was| Number { scale: Decimal::ONE, ..now.with(was) })
}

/// Whether any figures around a percentage come to it: two of its sentence, or one beside it with another.
fn is_explained(reader: &Reader<'_>, at: usize, percent: &Figure) -> bool {
    let value = percent.number.value();
    let others = |figure: &&Figure| figure.tokens != percent.tokens;
    let near = reader.near(percent.tokens.start).iter().filter(others);
    let told = |other: &Figure| other.block == percent.block || percent.number.written.decimals >= 2;
    let (percentages, amounts): (Vec<&Figure>, Vec<&Figure>) = near.partition(|other| other.sort == Kind::Percentage);
    if percentages.iter().any(|other| other.number.value() == value && told(other)) {
        return true;
    }
    // What others leave of a hundred.
    let own: Vec<Decimal> = percentages
        .iter()
        .filter(|other| other.sentence == percent.sentence)
        .map(|other| other.number.value())
        .collect();
    let left = Decimal::ONE_HUNDRED - value;
    if own.iter().any(|one| *one == left || own.iter().any(|other| *one + *other == left)) {
        return true;
    }
    let numbers = |figure: &Figure| [Some(figure.number), figure.whole];
    let fits = |one: &Figure, other: &Figure| {
        one.unit == other.unit
            && numbers(one).into_iter().flatten().any(|one| {
                numbers(other).into_iter().flatten().any(|other| {
                    let terms = [one, other];
                    let grown = before_change(other, one).any(|was| agrees(Sort::Share, &percent.number, &[one, was]));
                    grown || [Sort::Share, Sort::Growth].iter().any(|sort| agrees(*sort, &percent.number, &terms))
                })
            })
    };
    let own: Vec<&&Figure> = amounts.iter().filter(|one| one.sentence == percent.sentence).collect();
    let of_block = || amounts.iter().filter(|one| one.block == percent.block);
    if own.iter().any(|one| {
        of_block().any(|other| (other.sentence == one.sentence || reader.same_thing(one, other)) && fits(one, other))
    }) {
        return true;
    }
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| reader.figure(at));
    let beside: Vec<&Figure> =
        beside.filter(|one| one.sort != Kind::Percentage && one.sentence == percent.sentence).collect();
    amounts.iter().any(|other| {
        let here = other.block == percent.block;
        let near = other.block.abs_diff(percent.block) <= FAR;
        beside
            .iter()
            .any(|one| (here || near && reader.same_thing(one, other)) && (fits(one, other) || fits(other, one)))
    })
}
