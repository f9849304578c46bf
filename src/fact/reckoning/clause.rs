//! A change told in one clause with what there is and what there was, in whatever order: `742 ca, tăng 131 ca (21,44%) so với cùng kỳ năm
//! 2024 (611 ca)`, `cùng kỳ năm 2024 là 611 ca, kỳ này 742 ca, tăng 21,44%`, `tăng từ 611 lên 742 ca`.
//!
//! The clause must leave no choice: it has two figures of one thing and no more, of which one is said to be the earlier (`cùng kỳ`, `năm
//! trước`, `so với`, `từ`, or an earlier year), and the change has a word of its own. Then any two of the four (now, then, change, percentage) that agree
//! blame the others.

use std::ops::Range;

use rust_decimal::Decimal;

use super::change::points;
use super::compared::{FALLS, RISES};
use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{alike, counts_alike, plain};
use super::{Basis, Number, Reckoning, Sort, agrees};
use crate::document::{Token, TokenId};
use crate::fact::amount::{keys, parse_written};

/// What says that a figure is the earlier one.
const EARLIER: Phrases = Phrases::of(&[
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["năm" "ngoái"],
    keys!["kỳ" "trước"],
    keys!["quý" "trước"],
    keys!["tháng" "trước"],
    keys!["so" "với"],
]);
pub const BESIDE: Phrases = Phrases::of(&[keys!["so" "với"], keys!["so"]]);
const FROM: Phrases = Phrases::of(&[keys!["từ"]]);
/// Words of which some stand between a change and its percentage, and no others.
const JOINTS: &[u64] = keys!["tăng" "giảm" "tương" "ứng" "đương" "với" "bằng" "tức" "là" "tỷ" "lệ" "đạt" "mức"];
/// Before a percentage that tells a change once more.
const AGAIN: Phrases = Phrases::of(&[
    keys!["tức"],
    keys!["tức" "là"],
    keys!["tương" "ứng"],
    keys!["tương" "đương"],
    keys!["tỷ" "lệ"],
    keys!["với" "tỷ" "lệ"],
]);
/// A percentage behind one of these is what the figure has come to.
const LEVEL: Phrases = Phrases::of(&[keys!["bằng"], keys!["đạt"]]);
/// Before a figure that is told roughly.
const ROUGHLY: Phrases = Phrases::of(&[
    keys!["khoảng"],
    keys!["gần"],
    keys!["hơn"],
    keys!["trên"],
    keys!["xấp" "xỉ"],
    keys!["chừng"],
    keys!["ước"],
]);

/// What says that a figure is an aim: what was to be, not what was.
const PLANNED: Phrases =
    Phrases::of(&[keys!["chỉ" "tiêu"], keys!["kế" "hoạch"], keys!["mục" "tiêu"], keys!["dự" "toán"]]);

/// What begins the parts of a figure.
const PARTS: Phrases = Phrases::of(&[keys!["trong" "đó"], keys!["gồm"], keys!["bao" "gồm"], keys!["riêng"]]);

/// So many tokens stand between a word of change and its figure, where what it is compared with stands there.
const FAR: TokenId = 10;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let mut found = Vec::new();
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for own in figures.chunk_by(|one, other| one.sentence == other.sentence) {
            let clauses = clauses(reader, own);
            for (at, &clause) in clauses.iter().enumerate() {
                let last = at.checked_sub(1).and_then(|at| clauses.get(at)).copied();
                found.extend(told(reader, own, clause, last));
            }
        }
    }
    let is_change = |one: &&Reckoning| matches!(one.basis, Basis::Change | Basis::Direction);
    let known = super::Tokens::of_numbers(all.iter().filter(is_change).filter(|one| !one.holds));
    all.extend(found.into_iter().filter(|one: &Reckoning| !one.numbers().any(|number| known.contains(number.token))));
}

/// The figures of a sentence between its semicolons.
fn clauses<'f>(reader: &Reader<'_>, figures: &'f [Figure]) -> Vec<&'f [Figure]> {
    let parted = |one: &Figure, other: &Figure| {
        let between = reader.tokens(one.tokens.end..other.tokens.start);
        one.depth == other.depth && between.iter().any(|token| token.is(';'))
    };
    figures.chunk_by(|one, other| !parted(one, other)).collect()
}

/// The change of a clause, with the clause before it where that tells what there is: `742 ca; cùng kỳ 611 ca, tăng 131 ca`.
fn told(reader: &Reader<'_>, sentence: &[Figure], clause: &[Figure], last: Option<&[Figure]>) -> Option<Reckoning> {
    let change = Change::of(reader, clause)?;
    let levels = change.levels(clause);
    if let [was, now] = levels.as_slice() {
        return change.weigh(sentence, was, now);
    }
    let [was] = levels.as_slice() else { return None };
    let last = last.filter(|last| Change::of(reader, last).is_none())?;
    let [now] = change.levels(last)[..] else { return None };
    change.weigh(sentence, now, was).filter(|_| !change.is_told_of_another(now, was))
}

/// A change: by how much, by what percentage, or both.
struct Change<'a> {
    reader: &'a Reader<'a>,
    rises: bool,
    word: TokenId,
    by: Option<&'a Figure>,
    percent: Option<&'a Figure>,
}

impl<'a> Change<'a> {
    /// The only change that a clause tells.
    fn of(reader: &'a Reader<'a>, clause: &'a [Figure]) -> Option<Self> {
        let mut changes =
            clause.iter().enumerate().filter_map(|(at, figure)| Some((at, word(reader, clause, figure)?)));
        let (at, (rises, word)) = changes.next()?;
        let first = clause.get(at)?;
        let next = clause.get(at + 1).filter(|second| joined(reader, first, second));
        // "tăng 131 ca so với năm 2024 (611 ca), tức tăng 21,44%"
        let far = clause.get(at + 2).filter(|second| first.sort != second.sort && is_again(reader, second));
        let (place, second) = if next.is_some() { (at + 1, next) } else { (at + 2, far) };
        if changes.any(|(other, _)| other != place || second.is_none()) {
            return None;
        }
        let (mut by, mut percent) = (None, None);
        for figure in [Some(first), second].into_iter().flatten() {
            match figure.sort {
                Kind::Amount => by = Some(figure),
                Kind::Percentage => percent = Some(figure),
                Kind::Ratio => return None,
            }
        }
        let both = second.is_none() || by.is_some() && percent.is_some();
        // The first has its word right before it, and "cao hơn" is no "hơn".
        let plain = second.is_none_or(|figure| !is_rough(reader, figure));
        (both && plain).then_some(Self { reader, rises, word, by, percent })
    }

    fn is_own(&self, figure: &Figure) -> bool {
        [self.by, self.percent].into_iter().flatten().any(|own| own.tokens == figure.tokens)
    }

    /// The figures that the change may be of.
    fn levels(&self, clause: &'a [Figure]) -> Vec<&'a Figure> {
        let reader = self.reader;
        let points = self.by.is_some_and(points);
        let sort = if points { Kind::Percentage } else { Kind::Amount };
        let others = clause.iter().filter(|figure| figure.sort == sort && !self.is_own(figure));
        // "143 viên chức (giáo dục 96, y tế 38, lĩnh vực khác 09)": parts in brackets.
        let others =
            others.filter(|figure| figure.depth == 0 || !figure.noun.is_empty() || self.is_alone(clause, figure));
        let others: Vec<&Figure> = others.collect();
        match self.by.filter(|_| !points) {
            Some(by) => others.into_iter().filter(|figure| may_count_alike(reader, figure, by)).collect(),
            None => others,
        }
    }

    /// Whether a number between the two figures is what there is now, whatever it counts: `34 hộ; lũy kế 10 tháng 407 hộ, so với cùng kỳ
    /// (425 hộ) giảm 18 hộ`.
    fn is_told_of_another(&self, now: &Figure, was: &Figure) -> bool {
        let Some(by) = self.by.map(|by| by.number.value()) else { return false };
        let right = was.number.value().checked_add(if self.rises { by } else { -by });
        let numbers = self.reader.tokens(now.tokens.end..was.tokens.start).iter().filter(|token| token.is_number());
        let written = numbers.filter_map(|token| parse_written(self.reader.document.slice(token.span)));
        written.map(|(written, _)| Some(written.value)).any(|value| value == right)
    }

    /// What the four figures say of each other.
    fn weigh(&self, sentence: &[Figure], one: &'a Figure, other: &'a Figure) -> Option<Reckoning> {
        let reader = self.reader;
        let same = one.sort == Kind::Percentage || may_count_alike(reader, one, other);
        let plain = [one, other].into_iter().all(|figure| !is_rough(reader, figure));
        let (now, was) = match (earlier(reader, sentence, one), earlier(reader, sentence, other)) {
            (Some(Earlier::Unclear), _) | (_, Some(Earlier::Unclear)) => return None,
            (Some(_), None) => (other, one),
            (None, Some(_)) => (one, other),
            (Some(Earlier::Year(first)), Some(Earlier::Year(second))) => match first.before(second)? {
                true => (other, one),
                false => (one, other),
            },
            (Some(Earlier::Year(_)), Some(Earlier::Word)) => (one, other),
            (Some(Earlier::Word), Some(Earlier::Year(_))) => (other, one),
            _ => return None,
        };
        if !same || !plain || !self.is_of(sentence, was) || !self.is_behind(now) || !self.is_alone(sentence, was) {
            return None;
        }
        let (is, before) = (now.number, was.number);
        let (more, less) = if is.value() >= before.value() { (is, before) } else { (before, is) };
        let difference = self.by.and_then(|by| Reckoning::new(Sort::Rest, Basis::Clause, by.number, vec![more, less]));
        let growth =
            self.percent.and_then(|own| Reckoning::new(Sort::Growth, Basis::Clause, own.number, vec![is, before]));
        let holds = [&difference, &growth].into_iter().flatten().filter(|one| one.holds).count();
        let fails = [&difference, &growth].into_iter().flatten().filter(|one| !one.holds).count();
        match (holds, fails) {
            (0, 0) => None,
            (_, 0) => self.weigh_word(is, before),
            (0, 2) => self.blame(is, before),
            (1, 1) => self.failing_one(difference, growth, was),
            _ => difference.or(growth).filter(|one| self.is_slip(one, &is, &before)),
        }
    }

    /// Of a change and a percentage of which one agrees with the two figures, the other.
    fn failing_one(&self, difference: Option<Reckoning>, growth: Option<Reckoning>, was: &Figure) -> Option<Reckoning> {
        let (difference, growth) = (difference?, growth?);
        if !difference.holds {
            return Some(difference);
        }
        let percent = self.percent?;
        // "năm 2022 chi 2.486,4 tỷ đồng; dự toán năm 2023 là 2.653,9 tỷ đồng, tăng 167,5 tỷ đồng (6,74%)": the plan is the later one.
        if let [now, was] = growth.terms.as_slice()
            && (was.value() > now.value()) == self.rises
            && agrees(Sort::Growth, &percent.number, &[*was, *now])
        {
            return None;
        }
        // "tăng 131 ca, bằng 121,44%": what it has come to.
        let level =
            self.reader.ending(percent.tokens.start, 0, LEVEL).is_some() || percent.number.value() > growth.right;
        let come_to = |now: Number| agrees(Sort::Share, &percent.number, &[now, was.number]);
        let comes = level && growth.terms.first().is_some_and(|now| come_to(*now));
        (!comes).then_some(growth)
    }

    /// Where neither change nor percentage agrees with both figures, the one of these that is wrong by the other three.
    fn blame(&self, is: Number, before: Number) -> Option<Reckoning> {
        let (by, percent) = (self.by?.number, self.percent?.number);
        let (change, signed) = (by.value(), if self.rises { Decimal::ONE } else { -Decimal::ONE });
        let step = change.checked_mul(signed)?;
        let of = |was: Number, now: Number| agrees(Sort::Growth, &percent, &[now, was]);
        let now = is.with(before.value().checked_add(step)?);
        let was = before.with(is.value().checked_sub(step)?);
        let scaled = |number: &Number| number.scale != Decimal::ONE;
        if scaled(&is) || scaled(&before) {
            return None;
        }
        let (wrong, right) = match (of(before, now), of(was, is)) {
            (true, false) => (is, now),
            (false, true) => (before, was),
            _ => return None,
        };
        let one = Reckoning::new(Sort::Rest, Basis::Clause, by, vec![is, before])?;
        Some(Reckoning { suspect: wrong, right: right.written.value, holds: false, ..one })
    }

    /// The word of change that says the opposite of figures that agree.
    fn weigh_word(&self, is: Number, before: Number) -> Option<Reckoning> {
        if is.value() == before.value() || (is.value() > before.value()) == self.rises {
            return None;
        }
        let one = Reckoning::new(Sort::Same, Basis::Clause, is, vec![before])?;
        Some(Reckoning { suspect: Number { fact: None, token: self.word, ..is }, holds: false, ..one })
    }

    /// Whether a change alone, or a percentage alone, is a slip of what it should be, the way its word points; a percentage also of the later figure.
    fn is_slip(&self, one: &Reckoning, is: &Number, before: &Number) -> bool {
        let (told, right) = (one.result.written.value, one.right);
        let near = alike(plain(told), plain(right)) || counts_alike(told, right);
        let of_later = one.sort == Sort::Growth
            && one.result.written.decimals > 0
            && agrees(Sort::Growth, &one.result, &[*before, *is]);
        (is.value() > before.value()) == self.rises && (near || of_later)
    }

    /// Whether brackets around a figure hold no other than the change: `(28 cơ quan chuyên môn và 02 ban)` is the sum of two.
    fn is_alone(&self, sentence: &[Figure], figure: &Figure) -> bool {
        let shared = |other: &&Figure| {
            let (first, last) =
                if other.tokens.start < figure.tokens.start { (*other, figure) } else { (figure, *other) };
            let between = self.reader.tokens(first.tokens.end..last.tokens.start);
            !between.iter().any(|token| token.is('(') || token.is(')'))
        };
        let others = sentence.iter().filter(|other| other.depth == figure.depth && other.tokens != figure.tokens);
        figure.depth == 0 || !others.filter(|other| !self.is_own(other)).any(|other| shared(&other))
    }

    /// Whether the change stands behind what there is now.
    fn is_behind(&self, now: &Figure) -> bool {
        [self.by, self.percent].into_iter().flatten().all(|own| now.tokens.end <= own.tokens.start)
    }

    /// Whether nothing behind the change says that it is compared with something else than the earlier figure.
    fn is_of(&self, sentence: &[Figure], was: &Figure) -> bool {
        let reader = self.reader;
        let ends = [self.by, self.percent].into_iter().flatten().map(Figure::end).max().unwrap_or_default();
        if was.tokens.start > ends {
            return true;
        }
        let until =
            sentence.iter().find(|next| next.tokens.start > ends).map_or(was.sentence.end, |next| next.tokens.start);
        let behind = reader.tokens(ends..until).iter().take_while(|token| !token.is(',') && !token.is(';')).count();
        let stretch = ends..ends + behind as TokenId;
        if !reader.says(stretch.clone(), BESIDE) {
            return true;
        }
        let own = before(reader, sentence, was);
        let stands = |words: &[u64], range: Range<TokenId>| {
            let is = |tokens: &[Token]| tokens.iter().map(|token| token.key).eq(words.iter().copied());
            reader.tokens(range).windows(words.len()).any(is)
        };
        let mut named = EARLIER.iter().filter(|words| *words != keys!["so" "với"]).chain(PLANNED.iter());
        named.any(|words| stands(words, stretch.clone()) && stands(words, own.clone()))
            || moments(reader, stretch).iter().any(|moment| moments(reader, own.clone()).contains(moment))
    }
}

/// Whether two figures may count the same: by one name, or one of them by a name for all: `143 viên chức, giảm 22 người`.
fn may_count_alike(reader: &Reader<'_>, one: &Figure, other: &Figure) -> bool {
    let general = |figure: &Figure| {
        figure.unit.is_none() && reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some()
    };
    reader.may_be_same(one, other) || one.unit == other.unit && (general(one) || general(other))
}

/// How a figure is said to be the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Earlier {
    Word,
    Year(Moment),
    /// The words before it name several years.
    Unclear,
}

/// A year, or a month of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    year: i64,
    month: Option<i64>,
}

impl Moment {
    /// Whether it lies before another; nothing where that is not told.
    fn before(self, other: Self) -> Option<bool> {
        if self.year != other.year {
            return Some(self.year < other.year);
        }
        let (own, other) = (self.month?, other.month?);
        (own != other).then_some(own < other)
    }
}

/// The last figure that ends before a token.
fn last_before(figures: &[Figure], at: TokenId) -> Option<&Figure> {
    let behind = figures.partition_point(|figure| figure.tokens.end <= at);
    behind.checked_sub(1).and_then(|last| figures.get(last))
}

/// The words between a figure and the one before it, or the last semicolon.
fn before(reader: &Reader<'_>, sentence: &[Figure], figure: &Figure) -> Range<TokenId> {
    let last = last_before(sentence, figure.tokens.start);
    let start = last.map_or(figure.sentence.start, |last| last.tokens.end);
    let parted = (start..figure.tokens.start).rev().find(|&at| reader.is_mark(at, ';'));
    parted.map_or(start, |at| at + 1)..figure.tokens.start
}

fn earlier(reader: &Reader<'_>, sentence: &[Figure], figure: &Figure) -> Option<Earlier> {
    let words = before(reader, sentence, figure);
    // "46 văn bản (tăng 08 so với quý I), trong đó 08 của UBND tỉnh": a part of what there is.
    if reader.says(words.clone(), PARTS) {
        return None;
    }
    // "Thực hiện Kế hoạch số 12/KH-UBND, tỉnh kết nối 15 hệ thống": a paper is no aim.
    let own = words.clone().rev().find(|&at| reader.is_mark(at, ',')).map_or(words.start, |comma| comma + 1)..words.end;
    if reader.says(words.clone(), EARLIER)
        || reader.says(own, PLANNED)
        || reader.ending(words.end, words.start, FROM).is_some()
    {
        return Some(Earlier::Word);
    }
    // "Quyết định số 766/QĐ-TTg ngày 23/6/2022 …, điểm của tỉnh tháng 7/2025 là 74,36": the one that stands at the figure.
    let at_figure = words.end.saturating_sub(2).max(words.start)..words.end;
    match (&moments(reader, words)[..], &moments(reader, at_figure)[..]) {
        ([], _) => None,
        ([moment], _) | (_, [moment]) => Some(Earlier::Year(*moment)),
        _ => Some(Earlier::Unclear),
    }
}

/// The years that a stretch names, with their months where `tháng 7/2025` tells them.
fn moments(reader: &Reader<'_>, range: Range<TokenId>) -> Vec<Moment> {
    let number = |at: TokenId| -> Option<i64> {
        let token = reader.token(at).filter(|token| token.is_number())?;
        reader.document.slice(token.span).parse().ok()
    };
    let month = |at: TokenId| {
        let (named, told) = (at.checked_sub(3)?, at.checked_sub(2)?);
        let is_month = reader.token(named).is_some_and(|token| token.key == MONTH) && reader.is_mark(at - 1, '/');
        number(told).filter(|month| is_month && (1..=12).contains(month))
    };
    let moment = |at: TokenId| {
        let year = number(at).filter(|year| (1990..2100).contains(year))?;
        Some(Moment { year, month: month(at) })
    };
    range.filter_map(moment).collect()
}

const MONTH: u64 = crate::text::key("tháng");

/// Which way a figure changes by its word, and where that stands; what it is compared with may stand between.
fn word(reader: &Reader<'_>, clause: &[Figure], figure: &Figure) -> Option<(bool, TokenId)> {
    let (end, least) = (figure.tokens.start, figure.sentence.start);
    let at = |end: TokenId| {
        let up = reader.ending(end, least, RISES).map(|at| (true, at));
        up.or_else(|| reader.ending(end, least, FALLS).map(|at| (false, at)))
    };
    if let Some(found) = at(end) {
        return Some(found);
    }
    let far = end.saturating_sub(FAR).max(least);
    let last = last_before(clause, end).map_or(far, |last| last.tokens.end.max(far));
    let named = |from: TokenId| {
        reader.beginning(from, end, EARLIER).is_some()
            && !reader
                .tokens(from..end)
                .iter()
                .any(|token| [',', ';', '(', ')', ':'].iter().any(|&mark| token.is(mark)))
    };
    (last..end).rev().filter(|&from| named(from)).find_map(at)
}

/// Whether a change and its percentage stand side by side, either first.
fn joined(reader: &Reader<'_>, first: &Figure, second: &Figure) -> bool {
    let between = first.end()..second.tokens.start;
    let words = reader.keys(between.clone());
    let bracketed = reader.is_mark(second.tokens.start.saturating_sub(1), '(');
    first.sort != second.sort
        && first.sort != Kind::Ratio
        && words.len() <= 5
        && words.iter().all(|word| JOINTS.contains(word))
        && (bracketed || !words.is_empty() || second.sort == Kind::Percentage)
        && reader.tokens(between).len() <= words.len() + 2
}

/// Whether a percentage tells a change once more.
fn is_again(reader: &Reader<'_>, percent: &Figure) -> bool {
    let least = percent.sentence.start;
    let word = [RISES, FALLS].iter().find_map(|&words| reader.ending(percent.tokens.start, least, words));
    let end = word.unwrap_or(percent.tokens.start);
    percent.sort == Kind::Percentage && reader.ending(end, least, AGAIN).is_some()
}

fn is_rough(reader: &Reader<'_>, figure: &Figure) -> bool {
    reader.ending(figure.tokens.start, figure.sentence.start, ROUGHLY).is_some()
}
