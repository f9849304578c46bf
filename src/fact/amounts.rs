//! Lists of amounts: what follows "gồm", "trong đó" or stands in brackets after a total.
//!
//! A list is cut into segments, each with one main amount: its first amount outside brackets. It is cut at `;` where one
//! stands outside brackets, else at `,` and at `và`:
//!
//! - `ban hành mới 10 TTHC; sửa đổi, bổ sung 169 TTHC; bãi bỏ 06 TTHC`
//! - `thu nội địa 1.765 tỷ đồng, bằng 29% dự toán; thu xuất, nhập khẩu 1.834 tỷ đồng`
//! - `60 hồ sơ trực tuyến, 30 hồ sơ trực tiếp và 10 hồ sơ qua bưu chính`
//!
//! Percentages, ratios, dates, periods and document numbers are no amounts, and what stands in brackets belongs to the
//! amount before them. In a list cut at commas a part without an amount belongs to the part behind it (`sửa đổi, bổ sung
//! 169 TTHC`) or, behind the last amount, ends the list.
//!
//! A list is not `complete`, so that its sum says nothing, when a segment between `;` has no amount (`…`), when one has a
//! second amount that could be added to the others (`10 hồ sơ mới, 5 hồ sơ cũ; 7 hồ sơ khác`), when its amounts have
//! different units, when its amounts only name its items (`cơ sở 1 tại …, cơ sở 2 tại …`), when it ends in `…` or `v.v.`,
//! or when the sum is beyond 28 digits.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amount::Amount;
use super::{Fact, FactId, Facts, Value};
use crate::document::{Document, Token, TokenId, TokenKind};
use crate::text;

/// Amounts that stand in one list.
#[derive(Debug, Clone, PartialEq)]
pub struct Amounts {
    /// The main amount of each segment.
    pub items: Vec<FactId>,
    /// Exact sum of the items, scales applied.
    pub sum: Decimal,
    /// Whether every segment has exactly one main amount, so that the list can be summed at all.
    pub complete: bool,
    /// Tokens from the first item to the end of the list.
    pub tokens: Range<TokenId>,
}

/// What stands at one place of a list, outside brackets.
enum Piece<'f> {
    Amount(FactId, &'f Amount),
    /// Another fact: a percentage, a date.
    Other,
    Semicolon,
    /// `trong đó`.
    Among,
    /// `,` or `và`
    Comma,
    /// `…`, `v.v.`
    Open,
    Word,
}

/// A stretch between two cuts.
#[derive(Default)]
struct Segment<'f> {
    amounts: Vec<(FactId, &'f Amount)>,
    /// Whether anything stands in it.
    filled: bool,
    open: bool,
    end: TokenId,
}

/// Reads a list of amounts from `from` up to `stop`, and the token behind it.
pub fn list(document: &Document, facts: &Facts, from: TokenId, stop: TokenId) -> Option<(Amounts, TokenId)> {
    let stop = stop.min(document.tokens.len() as TokenId);
    let mut pieces = pieces(document, facts, from, stop);
    if let Some(end) = comma_list_before_semicolon(&pieces) {
        pieces.truncate(end);
    }
    let by_semicolon = pieces.iter().any(|(_, piece)| matches!(piece, Piece::Semicolon));
    let among = if by_semicolon { None } else { told_of_all(&pieces) };
    if let Some(end) = among {
        pieces.truncate(end);
    }
    let mut segments = vec![Segment { end: from, ..Segment::default() }];
    for (end, piece) in pieces {
        let cuts = match piece {
            Piece::Semicolon => true,
            Piece::Comma => !by_semicolon,
            _ => false,
        };
        if cuts {
            segments.push(Segment { end, ..Segment::default() });
            continue;
        }
        let Some(segment) = segments.last_mut() else { break };
        segment.end = end;
        segment.filled = true;
        match piece {
            Piece::Amount(id, amount) => segment.amounts.push((id, amount)),
            Piece::Open => segment.open = true,
            _ => {}
        }
    }
    let (mut amounts, end) = if by_semicolon { of_segments(segments, from, stop) } else { of_parts(segments, from) }?;
    amounts.complete &= !names(document, facts, &amounts.items);
    Some((amounts, end))
}

/// Whether the items are names that count up behind one word: `cơ sở 1 tại phường A, cơ sở 2 tại phường B`.
fn names(document: &Document, facts: &Facts, items: &[FactId]) -> bool {
    let mut word = None;
    (1u32..).zip(items).all(|(place, id)| {
        let Some(Fact { value: Value::Amount(amount), tokens, .. }) = facts.get(*id) else { return false };
        let before = tokens.start.checked_sub(1).and_then(|at| document.tokens.get(at as usize)).map(|token| token.key);
        let named = amount.noun.is_empty() && amount.unit.is_none() && before.is_some();
        named && amount.written.value == Decimal::from(place) && *word.get_or_insert(before) == before
    })
}

/// Where a list cut at `,` ends at a `;` that goes on with something else: `gồm: 21 quyết định, 16 kế hoạch, 02 chỉ thị;
/// trong đó …`. Three alike amounts or more stand before the `;` and fewer than two in the stretch behind it; where both
/// stretches have several, each is an item of its own (`cấp tỉnh 12 thủ tục, 05 hồ sơ; cấp xã 30 thủ tục, 07 hồ sơ`).
fn comma_list_before_semicolon(pieces: &[(TokenId, Piece<'_>)]) -> Option<usize> {
    let cut = pieces.iter().position(|(_, piece)| matches!(piece, Piece::Semicolon))?;
    let amounts = |range: &[(TokenId, Piece<'_>)]| -> usize {
        range.iter().filter(|(_, piece)| matches!(piece, Piece::Amount(..))).count()
    };
    let (before, after) = (pieces.get(..cut)?, pieces.get(cut + 1..)?);
    let next = after.iter().position(|(_, piece)| matches!(piece, Piece::Semicolon)).unwrap_or(after.len());
    let mut mains = before.iter().filter_map(|(_, piece)| match piece {
        Piece::Amount(_, amount) => Some(*amount),
        _ => None,
    });
    let first = mains.next()?;
    let all_alike = mains.all(|amount| alike(first, amount));
    (amounts(before) >= 3 && all_alike && amounts(after.get(..next)?) < 2).then_some(cut)
}

/// Where a list cut at `,` ends because what follows is counted among its parts once more: `gồm 1.204 dịch vụ toàn trình và
/// 782 dịch vụ một phần, trong đó 1.731 dịch vụ có hồ sơ`. Two parts or more stand before it and one amount behind it.
fn told_of_all(pieces: &[(TokenId, Piece<'_>)]) -> Option<usize> {
    let at = pieces.iter().position(|(_, piece)| matches!(piece, Piece::Among))?;
    let amounts = |range: &[(TokenId, Piece<'_>)]| -> usize {
        range.iter().filter(|(_, piece)| matches!(piece, Piece::Amount(..))).count()
    };
    (amounts(pieces.get(..at)?) >= 2 && amounts(pieces.get(at..)?) == 1).then_some(at)
}

/// Reads the tokens of a list outside brackets, each with the token behind it. What a fact covers is one piece.
fn pieces<'f>(document: &Document, facts: &'f Facts, from: TokenId, stop: TokenId) -> Vec<(TokenId, Piece<'f>)> {
    let mut pieces = Vec::with_capacity((stop.saturating_sub(from) as usize).min(64));
    let mut depth = 0usize;
    let mut at = from;
    while at < stop {
        let Some(token) = document.tokens.get(at as usize) else { break };
        let covering = (depth == 0).then(|| fact_at(facts, at)).flatten();
        let (piece, end) = match (covering, token.kind) {
            (Some((id, Fact { value: Value::Amount(amount), tokens, .. })), _) => {
                (Piece::Amount(id, amount), tokens.end)
            }
            (Some((_, fact)), _) => (Piece::Other, fact.tokens.end),
            (None, TokenKind::Punctuation('(' | '[' | '{')) => {
                depth += 1;
                (Piece::Word, at + 1)
            }
            (None, TokenKind::Punctuation(')' | ']' | '}')) => {
                depth = depth.saturating_sub(1);
                (Piece::Word, at + 1)
            }
            _ if depth > 0 => (Piece::Word, at + 1),
            (None, TokenKind::Punctuation(';')) => (Piece::Semicolon, at + 1),
            (None, TokenKind::Punctuation(',')) => (Piece::Comma, at + 1),
            (None, TokenKind::Punctuation('…')) => (Piece::Open, at + 1),
            // The full stop at the end of a sentence.
            (None, TokenKind::Punctuation('.')) => (Piece::Word, at + 1),
            _ => (word(document, token, at), at + 1),
        };
        at = end.max(at + 1);
        pieces.push((at.min(stop), piece));
    }
    pieces
}

const AND: u64 = text::key("và");
const IN: u64 = text::key("trong");
const WHICH: u64 = text::key("đó");
const AND_SO_ON: u64 = text::key("vv");
const V: u64 = text::key("v");
const POINT: u64 = text::key(".");

fn word(document: &Document, token: &Token, at: TokenId) -> Piece<'static> {
    let after = |id: TokenId, key: u64| document.tokens.get(id as usize).is_some_and(|next| next.key == key);
    if token.key == AND {
        Piece::Comma
    } else if token.key == IN && after(at + 1, WHICH) {
        Piece::Among
    } else if token.key == AND_SO_ON || token.key == V && after(at + 1, POINT) && after(at + 2, V) {
        Piece::Open
    } else {
        Piece::Word
    }
}

/// The fact that takes a place in the text; brackets and abbreviations do not.
fn fact_at(facts: &Facts, at: TokenId) -> Option<(FactId, &Fact)> {
    facts.starting_at(at).iter().filter_map(|id| Some((*id, facts.get(*id)?))).find(|(_, fact)| {
        !matches!(
            fact.value,
            Value::Delimiter(_) | Value::Abbreviation(_) | Value::Definition(_) | Value::Oddity(_) | Value::Declared(_)
        )
    })
}

/// Whether two amounts could be added: the same unit, and measures only with measures.
fn alike(one: &Amount, other: &Amount) -> bool {
    one.unit == other.unit && (one.unit.is_some() || one.noun.is_empty() == other.noun.is_empty())
}

/// A list cut at `;`.
fn of_segments(segments: Vec<Segment<'_>>, from: TokenId, stop: TokenId) -> Option<(Amounts, TokenId)> {
    let mut complete = true;
    let mut items = Vec::new();
    let last = segments.iter().rposition(|segment| segment.filled)?;
    for segment in segments.iter().take(last + 1) {
        complete &= !segment.open;
        let mut amounts = segment.amounts.iter();
        match amounts.next() {
            Some((id, main)) => {
                complete &= !amounts.any(|(_, further)| alike(main, further));
                items.push((*id, *main));
            }
            None => complete = false,
        }
    }
    finish(items, complete, from, stop)
}

/// A list cut at `,` and `và`: it ends where the parts with amounts end.
fn of_parts(segments: Vec<Segment<'_>>, from: TokenId) -> Option<(Amounts, TokenId)> {
    let last = segments.iter().rposition(|segment| !segment.amounts.is_empty())?;
    let end = segments.get(last)?.end;
    let mut complete = !segments.iter().skip(last).any(|segment| segment.open);
    let mut items = Vec::new();
    for segment in segments.iter().take(last + 1) {
        let mut amounts = segment.amounts.iter();
        if let Some((id, main)) = amounts.next() {
            // "07 sản phẩm 5 sao": what stands right behind the noun says of what kind.
            let beside = |further: &Amount| further.unit.is_none() && further.number == main.noun.end;
            complete &= !amounts.any(|(_, further)| alike(main, further) && !beside(further)) && !segment.open;
            items.push((*id, *main));
        }
    }
    finish(items, complete, from, end)
}

fn finish(
    items: Vec<(FactId, &Amount)>,
    mut complete: bool,
    from: TokenId,
    end: TokenId,
) -> Option<(Amounts, TokenId)> {
    let [(_, first), _, ..] = items.as_slice() else { return None };
    let mut sum = Decimal::ZERO;
    for (_, amount) in &items {
        // "94 vàng, 88 bạc, 130 đồng": nobody counts money by the đồng.
        let bronze = first.unit.is_none() && amount.scale == Decimal::ONE && amount.unit.as_deref() == Some("đồng");
        complete &= amount.unit == first.unit || bronze;
        match amount.written.value.checked_mul(amount.scale).and_then(|value| sum.checked_add(value)) {
            Some(more) => sum = more,
            None => complete = false,
        }
    }
    let items = items.iter().map(|(id, _)| *id).collect();
    Some((Amounts { items, sum: sum.normalize(), complete, tokens: from..end }, end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fact::amount::tests::facts;

    fn read(text: &str) -> String {
        let (document, facts) = facts(text);
        let from = document.tokens.iter().position(|t| t.is(':')).map_or(0, |at| at as TokenId + 1);
        let mut stop = document.tokens.len() as TokenId;
        while stop > from && document.tokens[stop as usize - 1].is('.') {
            stop -= 1;
        }
        let Some((amounts, end)) = list(&document, &facts, from, stop) else { return "-".to_owned() };
        let rest = document.slice(document.span_of(end..stop));
        let rest = if rest.is_empty() { String::new() } else { format!(" | {rest}") };
        format!("{} of {}{}{rest}", amounts.sum, amounts.items.len(), if amounts.complete { "" } else { "?" })
    }

    #[test]
    fn lists_are_summed() {
        let table = [
            ("Kết quả: ban hành mới 10 TTHC; sửa đổi, bổ sung 169 TTHC; bãi bỏ 06 TTHC.", "185 of 3"),
            ("Kết quả: 01 quyển và 05 tờ", "6 of 2"),
            ("Kết quả: số việc có hạn 10, số việc không có hạn 22", "32 of 2"),
            (
                "Kết quả: thu trong nước 1.765 tỷ đồng, bằng 29% kế hoạch trên giao và bằng 22% kế hoạch dưới giao; thu từ \
                 xuất, nhập hàng đạt 1.834 tỷ đồng, bằng 20% kế hoạch",
                "3599000000000 of 2",
            ),
            ("Kết quả: 60 hồ sơ trực tuyến, 30 hồ sơ trực tiếp và 10 hồ sơ qua bưu chính", "100 of 3"),
            ("Kết quả: cấp trên 12 (gồm 05 phòng và 07 tổ), cấp dưới 30", "42 of 2"),
            ("Kết quả: mới 10; sửa đổi, bổ sung 169; bỏ 06; ", "185 of 3"),
            (
                "Kết quả: sửa đổi, bổ sung 169 việc và bỏ 06 việc, qua đó giảm phiền hà",
                "175 of 2 | , qua đó giảm phiền hà",
            ),
            ("Kết quả: thu 1,5 tỷ đồng, chi 500 triệu đồng", "2000000000 of 2"),
            ("Kết quả: mới 10; sửa 20; …", "30 of 2?"),
            ("Kết quả: mới 10, sửa 20, …", "30 of 2? | , …"),
            ("Kết quả: mới 10; sửa nhiều; bỏ 20", "30 of 2?"),
            ("Kết quả: 10 hồ sơ mới, 5 hồ sơ cũ; 7 hồ sơ khác", "17 of 2?"),
            ("Kết quả: 10 hồ sơ, 5 triệu đồng", "5000010 of 2?"),
            ("Kết quả: cơ sở 1 tại phường A, cơ sở 2 tại phường B", "3 of 2?"),
            ("Kết quả: cấp trên có 1 lớp, cấp dưới có 2 lớp", "3 of 2"),
            ("Kết quả: 10 hồ sơ", "-"),
            ("Kết quả: nhiều hồ sơ", "-"),
        ];
        let wrong: Vec<_> = table
            .iter()
            .filter(|(text, expected)| read(text) != *expected)
            .map(|(text, _)| (text, read(text)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    proptest! {
        #[test]
        fn sums_are_exact(numbers in prop::collection::vec(0u32..1_000_000, 2..9)) {
            let parts: Vec<String> = numbers.iter().map(|number| format!("loại khác {number} hồ sơ")).collect();
            let sum: u64 = numbers.iter().copied().map(u64::from).sum();
            prop_assert_eq!(read(&format!("Kết quả: {}", parts.join("; "))), format!("{sum} of {}", numbers.len()));
        }

        #[test]
        fn any_stretch_can_be_read(text in "([0-9]{1,4}|[,;()… ]| và | hồ sơ ){0,40}", from in 0u32..20, length in 0u32..60) {
            let (document, facts) = facts(&text);
            if let Some((amounts, end)) = list(&document, &facts, from, from + length) {
                prop_assert!(amounts.items.len() >= 2 && end >= from && end <= from + length);
            }
        }
    }
}
