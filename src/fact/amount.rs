//! Amounts: a number with its scale, unit and noun.
//!
//! Any number of the text is an amount (`06 văn bản`, `3.599 tỷ đồng`, `85,5 điểm`, `05 ngày làm việc`, `3250`), unless it
//! names a thing instead of counting things. Left alone are
//!
//! - ordinals and labels: `thứ 5`, `khoản 2 Điều 7`, `khoản 1, 2 Điều 7`, `điểm 1 khoản 2`, `số 5`, `Quý 2`, `mức độ 4`, `mức 2`,
//!   `giai đoạn 1`, `Đề án 06`, `ISO 9001:2015`, `1.` and `1)` before a block, `(1)` before an item. A label word counts
//!   as such only before a plain number: `khoản 5 tỷ đồng` and `loại 50 kg` are amounts, and so are `tổng số 185`,
//!   `danh mục 185` and `mỗi tháng 02 số`;
//! - years: `2021-2025`, `2021 - 2025`, `PCI 2023`, `các năm 2022, 2023 và 2024`;
//! - what is glued to letters or strokes, so that it is part of a name: `2G`, `COVID-19`, `12/63`, `24/7`, `08:30`. A unit
//!   may be glued (`5km`), and a rate may follow (`02 số/tháng` has the noun `số`; `5/tuần` has none);
//! - telephone numbers and other runs of numbers with nothing but blanks between them;
//! - the first number of a range of percentages, `5-10%`. Of another range (`02-05 lượt`) both numbers are amounts and the
//!   first has no noun.

mod label;
mod tail;
#[cfg(test)]
pub(super) mod tests;

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Found, Value, View, Written};
use crate::document::{BlockKind, Case, TokenId};
use label::{is_label, is_year};
pub(super) use tail::{Tail, tail};

/// The keys of words, made at compile time.
macro_rules! keys {
    ($($word:literal)*) => { const { &[$(crate::text::key($word)),*] as &[u64] } };
}
pub(super) use keys;

/// A number with what it counts or measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number as written, before scaling.
    pub written: Written,
    /// 1, or 10³ (nghìn), 10⁶ (triệu), 10⁹ (tỷ), 10¹² (nghìn tỷ).
    pub scale: Decimal,
    /// The folded unit of measure after number and scale (`đồng`, `km`, `điểm`, `ha`), if it is one.
    pub unit: Option<Arc<str>>,
    /// The words after the number that name what is counted (`hồ sơ`, `văn bản quy phạm pháp luật`), up to four, up to the
    /// next mark, number or function word; empty for measures.
    pub noun: Range<TokenId>,
    /// Token of the number itself.
    pub number: TokenId,
    /// How the digits are grouped.
    pub grouping: Grouping,
}

/// How the digits of a number are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Below 1,000: nothing to group.
    None,
    /// `1.028.000`
    Points,
    /// `3250`
    Bare,
    /// `654,935` read as thousands because of its neighbours, or `1,028,000`
    Commas,
    /// Points where no thousands can be: `1.02.800`, `12.5`
    Broken,
    /// Commas between thousands and before decimals: `1,046,8`
    Twice,
}

/// The fact that starts at a token.
pub fn at(view: View<'_>, at: TokenId) -> Option<Found> {
    if !is_number(view, at) || is_part_of_name(view, at) {
        return None;
    }
    let (written, grouping) = parse_written(view.text(at))?;
    let tail = tail(view, at + 1, written.decimals == 0);
    let plain = written.decimals == 0 && grouping != Grouping::Points && tail.scale == Decimal::ONE && !tail.measures();
    if plain && (is_label(view, at, &tail) || is_year(view, at, &tail)) {
        return None;
    }
    let tokens = at..tail.end;
    let Tail { scale, unit, noun, .. } = tail;
    Some((Value::Amount(Amount { written, scale, unit, noun, number: at, grouping }), tokens))
}

/// Reads a number as written in Vietnamese: `.` between thousands, `,` before decimals.
///
/// Points that cannot stand between thousands are read as a decimal point when there is one of them (`12.5`), else left
/// out (`1.02.800`). Commas are read as thousands only where nothing else is possible (`1,028,000`, `1,028.5`). More than
/// 28 digits, and numbers strung together (`1,2,3`), are none.
pub fn parse_written(text: &str) -> Option<(Written, Grouping)> {
    let mut mantissa: i128 = 0;
    let mut digits = 0u32;
    for c in text.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                digits += 1;
                if digits > 28 {
                    return None;
                }
                mantissa = mantissa * 10 + i128::from(digit);
            }
            None if matches!(c, '.' | ',') => {}
            None => return None,
        }
    }
    if digits == 0 {
        return None;
    }
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let after = |mark: char| text.rsplit_once(mark).map_or(0, |(_, rest)| rest.len() as u32);
    let (decimals, grouping) = match (points, commas) {
        (0, 0 | 1) => {
            let whole = text.split(',').next().unwrap_or_default();
            (after(','), if whole.len() > 3 { Grouping::Bare } else { Grouping::None })
        }
        (_, 0) if is_grouped(text, '.') => (0, Grouping::Points),
        (1, 0) => (after('.'), Grouping::Broken),
        (_, 0) => (0, Grouping::Broken),
        (0, _) if is_grouped(text, ',') => (0, Grouping::Commas),
        (0, _) => {
            let (whole, rest) = text.rsplit_once(',')?;
            (after(','), (is_grouped(whole, ',') && matches!(rest.len(), 1 | 2)).then_some(Grouping::Twice)?)
        }
        (_, 1) if text.rfind(',') > text.rfind('.') => {
            let whole = text.split(',').next().unwrap_or_default();
            (after(','), if is_grouped(whole, '.') { Grouping::Points } else { Grouping::Broken })
        }
        (1, _) => {
            let whole = text.split('.').next().unwrap_or_default();
            (after('.'), is_grouped(whole, ',').then_some(Grouping::Commas)?)
        }
        _ => return None,
    };
    let value = Decimal::try_from_i128_with_scale(mantissa, decimals).ok()?;
    Some((Written { value, decimals }, grouping))
}

/// Whether marks stand between groups of three digits, the first of one to three not beginning with 0.
fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    let leads = groups.next().is_some_and(|lead| matches!(lead.len(), 1..=3) && !lead.starts_with('0'));
    leads && groups.all(|group| group.len() == 3)
}

fn is_number(view: View<'_>, at: TokenId) -> bool {
    view.token(at).is_some_and(|token| token.is_number())
}

/// The key of a word, none where a token is no word.
pub(super) fn word(view: View<'_>, at: TokenId) -> Option<u64> {
    view.token(at).filter(|token| token.is_word()).map(|token| token.key)
}

pub(super) fn is_any(view: View<'_>, at: TokenId, words: &[u64]) -> bool {
    word(view, at).is_some_and(|key| words.contains(&key))
}

/// Whether a token follows the one before without a blank.
pub(super) fn is_glued(view: View<'_>, at: TokenId) -> bool {
    at > view.start && view.token(at).is_some_and(|token| !token.spaced)
}

fn is_pair(view: View<'_>, at: TokenId, pairs: &[(u64, &[u64])]) -> bool {
    let Some(first) = word(view, at) else { return false };
    pairs.iter().any(|(head, next)| *head == first && is_any(view, at + 1, next))
}

const DASHES: [char; 3] = ['-', '–', '—'];

pub(super) fn is_dash(view: View<'_>, at: TokenId) -> bool {
    DASHES.iter().any(|dash| view.is_mark(at, *dash))
}

/// Whether a number is glued to letters, strokes or other numbers.
fn is_part_of_name(view: View<'_>, at: TokenId) -> bool {
    let next = at + 1;
    let before = |back: TokenId| at.checked_sub(back).filter(|id| *id >= view.start);
    // `2G`, but `5km`.
    if is_glued(view, next) && word(view, next).is_some() {
        let tail = tail(view, next, true);
        return tail.end == next;
    }
    // `12/63`, `12/KH`, `9001:2015`, `05-KL`.
    let then_number = is_number(view, at + 2);
    let then_name = is_glued(view, next) && is_glued(view, at + 2) && word(view, at + 2).is_some();
    let upper = view.token(at + 2).is_some_and(|token| matches!(token.case, Case::Upper | Case::Mixed));
    if view.is_mark(next, '/') && (then_number || then_name && upper)
        || is_glued(view, next) && is_glued(view, at + 2) && view.is_mark(next, ':') && then_number
        || then_name && is_dash(view, next)
        || is_number(view, next)
    {
        return true;
    }
    // `5-10%`
    if is_dash(view, next) && then_number && view.is_mark(at + 3, '%') {
        return true;
    }
    // `1.` and `1)` before a block.
    let marked = is_glued(view, next) && (view.is_mark(next, '.') || view.is_mark(next, ')'));
    if at == view.start && marked && view.token(at + 2).is_some() {
        return true;
    }
    if at == view.start && is_outline(view, at) {
        return true;
    }
    // `(1)` before an item.
    if let Some(open) = before(1).filter(|id| view.is_mark(*id, '('))
        && view.is_mark(next, ')')
        && word(view, at + 2).is_some()
        && (open == view.start || [':', ';', ','].iter().any(|mark| view.is_mark(open - 1, *mark)))
    {
        return true;
    }
    let digits = view.text(at);
    if digits.len() > 4 && digits.starts_with('0') && !digits.starts_with("0,") && !digits.starts_with("0.") {
        return true;
    }
    let Some(last) = before(1) else { return false };
    if is_number(view, last) {
        return true;
    }
    if view.is_mark(last, '/') {
        return is_glued(view, at) && !ends_count(view, last) || before(2).is_some_and(|id| is_number(view, id));
    }
    let glued = is_glued(view, at) && is_glued(view, last);
    if glued && (is_dash(view, last) || view.is_mark(last, '_') || view.is_mark(last, '.')) {
        return before(2).is_some_and(|id| word(view, id).is_some());
    }
    if glued && view.is_mark(last, ':') {
        return before(2).is_some_and(|id| is_number(view, id));
    }
    is_glued(view, at) && word(view, last).is_some()
}

/// Whether a count of up to three words ends before a stroke: `421 trường/524 đơn vị`.
fn ends_count(view: View<'_>, stroke: TokenId) -> bool {
    let words = (1..=3).take_while(|back| {
        stroke.checked_sub(*back).filter(|id| *id >= view.start).is_some_and(|id| word(view, id).is_some())
    });
    let words = words.count() as TokenId;
    words > 0 && stroke.checked_sub(words + 1).is_some_and(|id| id >= view.start && is_number(view, id))
}

/// Whether the number that opens a block counts it: alone in the first column of a table (`1`, `2.1`, `3.`), or of several
/// parts before a title (`2.1 Kết quả`).
fn is_outline(view: View<'_>, at: TokenId) -> bool {
    let title =
        view.token(at + 1).is_some_and(|token| token.is_word() && matches!(token.case, Case::Title | Case::Upper));
    if title {
        return parse_written(view.text(at)).is_some_and(|(_, grouping)| grouping == Grouping::Broken);
    }
    let alone = view.end == at + 1 || view.end == at + 2 && view.is_mark(at + 1, '.');
    let document = view.document;
    let block = document.blocks.get(document.block_of(at) as usize).filter(|_| alone);
    block.is_some_and(|block| matches!(block.kind, BlockKind::Cell { column: 0, .. }))
}
