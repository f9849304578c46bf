//! Whether the parts that a list tells come to its total, and what is told where they do not.

mod guards;
mod weighed;

use std::ops::Range;

use rust_decimal::Decimal;

use super::List;
use crate::document::TokenId;
use crate::fact::reckoning::read::{Figure, Reader, Sort as Kind};
use crate::fact::reckoning::scale::scale;
use crate::fact::reckoning::slip::repairs;
use crate::fact::reckoning::{Basis, Number, Reckoning, Sort};
use guards::GUARDS;
use weighed::Weighed;

/// A total and its parts, where they look like one.
pub(super) fn sum(reader: &Reader<'_>, total: &Figure, list: &List) -> Option<Reckoning> {
    let split = Split::of(reader, total, list)?;
    if GUARDS.iter().any(|leaves_alone| leaves_alone(&split)) {
        return None;
    }
    // Of a ratio the list tells what was done, or all.
    if let Some(of_all) = total.whole.and_then(|whole| split.comes_to(whole, &split.terms)) {
        return Some(of_all);
    }
    let all = split.adds(total.number, split.terms.clone())?;
    if all.holds {
        return Some(all);
    }
    if let Some(held) = split.with_ratios().or_else(|| split.nested()).or_else(|| split.without_counted()) {
        return Some(held);
    }
    if let Some(own) = split.named_as_the_total() {
        return split.of_its_own(own);
    }
    if let Some(first_few) = split.first_few() {
        return Some(first_few);
    }
    let due = all.right.checked_mul(total.number.scale)?;
    if split.is_of_a_figure_before(due) || split.follows_all() {
        return None;
    }
    if let Some(scaled) = scale(&all) {
        return Some(scaled);
    }
    Weighed::of(&split, &all, due).is_told().then_some(all)
}

/// A total with the parts that its list tells.
struct Split<'a> {
    reader: &'a Reader<'a>,
    total: &'a Figure,
    list: &'a List,
    /// Two at least.
    parts: Vec<&'a Figure>,
    /// Their numbers.
    terms: Vec<Number>,
    /// What they come to.
    sum: Decimal,
    /// By how much that is less than the total, or than all of a ratio.
    lacking: Decimal,
}

impl<'a> Split<'a> {
    fn of(reader: &'a Reader<'a>, total: &'a Figure, list: &'a List) -> Option<Self> {
        let mut parts = list.parts(reader);
        if parts.len() < list.items.items.len() {
            return None;
        }
        if let Some(inner) = of_one_part(reader, list, &parts) {
            parts.drain(inner);
        }
        if parts.len() < 2 {
            return None;
        }
        let terms: Vec<Number> = parts.iter().map(|part| part.number).collect();
        let sum = terms.iter().try_fold(Decimal::ZERO, |sum, term| sum.checked_add(term.value()))?;
        let lacking = total.total().value().checked_sub(sum)?;
        Some(Self { reader, total, list, parts, terms, sum, lacking })
    }

    /// A sum of some of the parts, whether it holds or not.
    fn adds(&self, result: Number, terms: Vec<Number>) -> Option<Reckoning> {
        Reckoning::new(Sort::Sum, self.list.basis, result, terms)
    }

    /// A sum that holds.
    fn comes_to(&self, result: Number, terms: &[Number]) -> Option<Reckoning> {
        self.adds(result, terms.to_vec()).filter(|sum| sum.holds)
    }

    /// `24 dự án, trong đó hoàn thành 10/24, đang làm thủ tục 06 dự án, 08 dự án chưa giao vốn`: the ratio tells a part as well.
    fn with_ratios(&self) -> Option<Reckoning> {
        let tokens = &self.list.items.tokens;
        let ratios = self.reader.near(tokens.start).iter().filter(|ratio| {
            tokens.contains(&ratio.tokens.start)
                && ratio.whole.is_some_and(|whole| whole.value() == self.total.total().value())
        });
        let terms: Vec<Number> = ratios.map(|ratio| ratio.number).chain(self.terms.iter().copied()).collect();
        let more = terms.len() > self.terms.len();
        self.adds(self.total.number, terms).filter(|sum| sum.holds && more)
    }

    /// `23 công trình: 15 công trình đang thi công, 08 công trình chưa khởi công do đấu thầu lại 05, tranh chấp 03`: the first few parts are
    /// all, and what follows are the parts of the last of them.
    fn nested(&self) -> Option<Reckoning> {
        (2..self.parts.len()).find_map(|count| {
            let (last, next) = (self.parts.get(count - 1)?, self.parts.get(count)?);
            let sum = self.comes_to(self.total.number, self.terms.get(..count)?)?;
            self.are_parts_of(last, next).then_some(sum)
        })
    }

    /// `1.033 buổi, gồm Chủ tịch UBND tỉnh 23, Chủ tịch UBND 07 huyện 162, 64 xã 848`: without one or two that count those who did it.
    fn without_counted(&self) -> Option<Reckoning> {
        let count = self.terms.len();
        let kept = |left_out: &[usize]| {
            let terms = self.terms.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
            terms.map(|(_, term)| *term).collect::<Vec<_>>()
        };
        if self.total.number.value() < Decimal::ONE_HUNDRED || !(4..=12).contains(&count) {
            return None;
        }
        let pairs = (0..count).flat_map(|one| (one..count).map(move |other| [one, other]));
        pairs
            .map(|pair| kept(&pair))
            .filter(|terms| terms.len() >= 2)
            .find_map(|terms| self.comes_to(self.total.number, &terms))
    }

    /// Whether figures between a part and the end of the list come to it, the next part among them.
    fn are_parts_of(&self, whole: &Figure, next: &Figure) -> bool {
        let from = whole.tokens.start + 1..self.list.items.tokens.end;
        let inner = self.reader.near(whole.tokens.start).iter();
        let inner = inner.filter(|part| from.contains(&part.tokens.start) && part.sort == Kind::Amount);
        let mut left = whole.number.value();
        let comes_to_whole = inner.clone().any(|part| {
            left -= part.number.value();
            left.is_zero() && part.tokens.start >= next.tokens.start
        });
        comes_to_whole && inner.take(2).count() == 2
    }

    /// `79 điểm cầu, gồm 01 điểm cầu tỉnh và 78 điểm cầu xã, dự hội nghị có 2.146 đại biểu`: how many parts count what the total counts,
    /// before one that is named otherwise and is none. In brackets all are parts.
    fn named_as_the_total(&self) -> Option<usize> {
        let own = self.parts.iter().take_while(|part| self.reader.same_thing(self.total, part)).count();
        (!self.is_in_brackets() && own >= 2 && own < self.parts.len()).then_some(own)
    }

    /// The sum of the first parts alone: that of a whole list, where it is less than twice the total and more than half of it.
    fn of_its_own(&self, own: usize) -> Option<Reckoning> {
        let sum = self.adds(self.total.number, self.terms.get(..own)?.to_vec())?;
        let told = self.total.number.written.value;
        let near = sum.right.max(told) < Decimal::TWO * sum.right.min(told);
        (self.list.basis == Basis::Whole && near && !repairs(&sum).is_empty()).then_some(sum)
    }

    /// `27 văn bản gồm 21 văn bản của cấp tỉnh và 06 văn bản của cấp huyện, phát hiện 02 văn bản có sai sót`, and `Trong 31 chủ đầu tư,
    /// 14 đơn vị …, 09 đơn vị …, 08 đơn vị …, cá biệt 02 đơn vị …`: the first few parts are all. In brackets none is told twice.
    fn first_few(&self) -> Option<Reckoning> {
        if self.is_in_brackets() {
            return None;
        }
        (2..self.terms.len()).find_map(|count| self.comes_to(self.total.number, self.terms.get(..count)?))
    }

    fn is_in_brackets(&self) -> bool {
        self.list.basis == Basis::Bracket || self.parts.first().is_some_and(|first| first.depth > self.total.depth)
    }

    /// `kích hoạt 553.552 tài khoản trên tổng số 591.830 công dân, cụ thể: …`, `4.987 người trên 5.412 biên chế được giao`, `468 TTHC tại 46
    /// quyết định`: the list is of a figure that stands before the total.
    fn is_of_a_figure_before(&self, due: Decimal) -> bool {
        let Self { reader, total, list, .. } = self;
        let end = reader.figures.partition_point(|other| other.tokens.start < total.tokens.start);
        let before = reader.figures.iter().take(end).rev();
        let before = before.take_while(|other| other.sentence == total.sentence);
        // "Phát 300 phiếu (thu về 288 phiếu hợp lệ): rất hài lòng 179 phiếu, …": of what a bracket between tells.
        let between =
            reader.figures.iter().skip(end + 1).take_while(|other| other.tokens.start < list.items.tokens.start);
        let mut told = before.chain(between.filter(|other| other.depth > total.depth));
        // "kiểm tra 29 cơ quan, gồm 07 sở, 22 xã; còn lại 06 cơ quan (01 sở, 06 xã)": a part of another list.
        let as_part = |other: &Figure| {
            !reader.same_thing(other, total)
                && self.parts.iter().any(|part| reader.same_thing(part, other))
                && (other.end()..total.tokens.start).any(|at| reader.is_mark(at, ';'))
        };
        list.basis != Basis::Partial && told.any(|other| other.number.value() == due && !as_part(other))
    }

    /// `Trong 57 ổ dịch, đã xử lý 57 ổ, còn 04 ổ đang giám sát`: what follows all of them is some of them.
    fn follows_all(&self) -> bool {
        let all = self.total.number.value();
        self.list.basis == Basis::Partial && self.terms.iter().any(|term| term.value() == all)
    }

    /// The end of the list: its last part with some words behind it, up to a `;` or the end of the bracket.
    fn stop(&self) -> Option<TokenId> {
        let last = self.parts.last()?;
        let ends = |at: &TokenId| self.reader.is_mark(*at, ';') || self.reader.is_mark(*at, ')');
        let end = last.sentence.end;
        Some((last.end()..end).find(ends).unwrap_or(end).min(last.end() + 10))
    }
}

/// `36 nhiệm vụ, trong đó: có hạn trong quý 31, hoàn thành đúng hạn 28/31, quá hạn 03; còn lại 05`: the items behind a ratio of an item that
/// are, with the ratio, all of that item.
fn of_one_part(reader: &Reader<'_>, list: &List, parts: &[&Figure]) -> Option<Range<usize>> {
    let told = reader.near(list.items.tokens.start).iter();
    let mut ratios = told.filter(|ratio| ratio.sort == Kind::Ratio && list.items.tokens.contains(&ratio.tokens.start));
    ratios.find_map(|ratio| {
        let whole = ratio.whole?;
        let of_whole = |part: &&Figure| part.tokens.start < ratio.tokens.start && part.number.value() == whole.value();
        let at = parts.iter().rposition(of_whole)?;
        let mut left = whole.value() - ratio.number.value();
        let behind = |(_, part): &(usize, &&Figure)| part.tokens.start > ratio.tokens.start;
        let mut inner = parts.iter().enumerate().skip(at + 1).filter(behind).peekable();
        let (first, _) = *inner.peek()?;
        let (last, _) = inner.find(|(_, part)| {
            left -= part.number.value();
            left.is_zero()
        })?;
        Some(first..last + 1)
    })
}
