//! Ratios `a/b`, told apart from dates, ranks, rates and document numbers.
//!
//! Two numbers with a stroke between them, blanks or none around it: `13/72 nhiệm vụ`, `08/36`, `12,15/15 điểm`. A scale
//! word or unit behind the second counts for both: `9.037/17.454 tỷ đồng`. Left alone, and by amounts too, are
//!
//! - ranks: `xếp thứ 12/63 tỉnh`, `đứng 12/63`, `vị trí 12/63`; the second number is how many there are, not a whole;
//! - what holds for all hours: `24/7`, `24/24 giờ`;
//! - years and days: `2023/2024`, `từ 15/6 đến 14/9`, `ngày 5/3`, `tháng 3/2024`, `quý 1/2024`;
//! - addresses and numbers of things: `ngõ 12/4`, `số 12/34`, `km 12/5`; three numbers in a row: `1/2/3`;
//! - what is glued to letters: `A1/2`, `12/34-KH`.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::amount::{self, is_any, is_dash, is_glued, keys};
use super::{Found, Value, View, Written};
use crate::document::TokenId;

/// `13/72`
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    /// What stands before the stroke.
    pub part: Written,
    /// What stands after it.
    pub whole: Written,
    /// Scale of both: 1, or 10³, 10⁶, 10⁹ where a scale word follows.
    pub scale: Decimal,
    /// Whether both are exact counts (no decimals, no scale word): then no rounding hides in them.
    pub exact: bool,
    /// The words after it that name what is counted, as in an amount.
    pub noun: Range<TokenId>,
    /// The unit of both, as in an amount.
    pub unit: Option<Arc<str>>,
}

/// Words before two numbers that make them a rank, an address, a day or a number of something.
const NO_RATIO: &[u64] = keys![
    "hạng" "thứ" "xếp" "trí" "đứng" "số" "ngõ" "ngách" "hẻm" "kiệt" "đường" "ngày" "tháng" "quý" "năm" "km" "nhà" "lô" "thửa"
    "tờ"
];
/// Words before a `số` that names no thing: `tổng số 12/15`.
const SUMS: &[u64] = keys!["tổng" "trong" "chỉ" "tỷ" "tỉ" "con"];
/// Words before a day and month.
const DAYS: &[u64] = keys!["từ" "đến" "tới" "trước" "sau" "hết" "và" "dịp" "lễ"];

/// The fact that starts at a token.
pub fn at(view: View<'_>, at: TokenId) -> Option<Found> {
    let (first, last) = (at, at + 2);
    let is_number = |id: TokenId| view.token(id).is_some_and(|token| token.is_number());
    if !(is_number(first) && view.is_mark(at + 1, '/') && is_number(last)) || is_embedded(view, first, last) {
        return None;
    }
    let (part, _) = amount::parse_written(view.text(first))?;
    let (whole, _) = amount::parse_written(view.text(last))?;
    let tail = amount::tail(view, at + 3, part.decimals == 0 && whole.decimals == 0);
    if is_other(view, at, part, whole, &tail) {
        return None;
    }
    let exact = part.decimals == 0 && whole.decimals == 0 && tail.scale == Decimal::ONE;
    Some((
        Value::Ratio(Box::new(Ratio { part, whole, scale: tail.scale, exact, noun: tail.noun, unit: tail.unit })),
        at..tail.end,
    ))
}

/// Whether the two numbers belong to something longer.
fn is_embedded(view: View<'_>, first: TokenId, last: TokenId) -> bool {
    let next = last + 1;
    if view.is_mark(next, '/') || view.is_mark(next, '%') {
        return true;
    }
    if is_glued(view, next)
        && (is_word(view, next) || is_dash(view, next) && is_glued(view, next + 1) && is_word(view, next + 1))
    {
        return true;
    }
    let Some(before) = first.checked_sub(1).filter(|id| *id >= view.start) else { return false };
    let glued = is_glued(view, first);
    view.is_mark(before, '/') || glued && (is_word(view, before) || is_dash(view, before) && is_glued(view, before))
}

fn is_word(view: View<'_>, at: TokenId) -> bool {
    amount::word(view, at).is_some()
}

/// Whether two numbers with a stroke are a rank, a date or the like.
fn is_other(view: View<'_>, at: TokenId, part: Written, whole: Written, tail: &amount::Tail) -> bool {
    let number = |written: Written| u32::try_from(written.value.mantissa()).ok().filter(|_| written.decimals == 0);
    let (part, whole) = (number(part), number(whole));
    let is_year = |number: Option<u32>, id: TokenId| {
        view.text(id).len() == 4 && number.is_some_and(|number| (1900..=2100).contains(&number))
    };
    if part == Some(24) && matches!(whole, Some(7 | 24)) || is_year(part, at) && is_year(whole, at + 2) {
        return true;
    }
    let Some(mut before) = at.checked_sub(1).filter(|id| *id >= view.start) else { return false };
    if view.is_mark(before, ':') && before > view.start && is_any(view, before - 1, keys!["số"]) {
        before -= 1;
    }
    let counted = before > view.start && is_any(view, before, keys!["số"]) && is_any(view, before - 1, SUMS);
    if is_any(view, before, NO_RATIO) && !counted {
        return true;
    }
    let is_day =
        matches!(part, Some(1..=31)) && matches!(whole, Some(1..=12)) && tail.noun.is_empty() && tail.unit.is_none();
    is_day && is_any(view, before, DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fact::Fact;
    use crate::fact::amount::tests::check;

    fn show(document: &Document, fact: &Fact) -> Option<String> {
        let ratio = match &fact.value {
            Value::Ratio(ratio) => ratio,
            Value::Amount(_) => return Some(format!("amount {}", document.slice(fact.span))),
            _ => return None,
        };
        let noun = document.slice(document.span_of(ratio.noun.clone()));
        let exact = if ratio.exact { "=" } else { "≈" };
        let text = document.slice(fact.span);
        Some(format!("{text}{exact}{}:{}*{}|{noun}", ratio.part.value, ratio.whole.value, ratio.scale))
    }

    #[test]
    fn ratios_have_parts_scale_and_noun() {
        check(
            &[
                ("hoàn thành 13/72 nhiệm vụ, đạt", "13/72=13:72*1|nhiệm vụ"),
                ("hoàn thành 13 / 72 nhiệm vụ", "13 / 72=13:72*1|nhiệm vụ"),
                ("được duyệt (08/36 chỉ tiêu tiếp tục)", "08/36=8:36*1|chỉ tiêu tiếp tục"),
                ("nộp 9.037/17.454 tỷ đồng", "9.037/17.454 tỷ đồng≈9037:17454*1000000000|"),
                (
                    "thừa 176.602.392.331/176.602.392.331 đồng",
                    "176.602.392.331/176.602.392.331 đồng=176602392331:176602392331*1|",
                ),
                ("đạt 12,15/15 điểm", "12,15/15 điểm≈12.15:15*1|"),
                ("có 2/3 số xã", "2/3=2:3*1|số xã"),
                ("có 1/2 thôn", "1/2=1:2*1|thôn"),
                ("trong tổng số 45/45 nhiệm vụ", "45/45=45:45*1|nhiệm vụ"),
                ("(419.218/462.814 hồ sơ)", "419.218/462.814=419218:462814*1|hồ sơ"),
                ("từ 10/12 hồ sơ", "10/12=10:12*1|hồ sơ"),
            ],
            show,
        );
    }

    #[test]
    fn ranks_days_and_addresses_are_left_alone() {
        let texts = [
            "xếp thứ 12/63 tỉnh",
            "đứng 12/63",
            "đạt vị trí 12/63",
            "phục vụ 24/7",
            "suốt 24/24 giờ",
            "năm học 2023/2024",
            "từ 15/6 đến 14/9",
            "ngõ 12/4",
            "nhà số 12/34",
            "mục 1/2/3",
            "mẫu A1/2",
            "số 12/34-KH",
        ];
        check(&texts.map(|text| (text, "")), show);
    }
}
