//! How many things are listed behind their number in one paragraph or below one heading: `03 giải pháp: (1) …; (2) …; (3) …`, `04 đơn vị:
//! Cục A, Cục B, …`, `“05 không”: không giấu dịch; không mua, bán …`, `4. Về 05 nhóm tiện ích` above a) to đ).
//!
//! Counted only where it is certain where each begins: by its number, or because all begin with one word. What stands in brackets behind
//! its number (`05 nhóm (nhân lực, trụ sở, …)`) may be named in part, so that it only bears witness.

use rust_decimal::Decimal;

use super::items::items_of;
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::repairs;
use super::words::AND;
use super::{Basis, Reckoning, Sort};
use crate::document::{Case, LabelKind, Token, TokenId};
use crate::fact::amount::keys;

/// Tokens between a number and what begins its list.
const NEAR: TokenId = 14;
const SO_ON: &[u64] = keys!["v" "vv" "khác"];
/// What names only some.
const SOME: Phrases = Phrases::of(&[
    keys!["như"],
    keys!["nhất" "là"],
    keys!["trong" "đó"],
    keys!["tiêu" "biểu"],
    keys!["điển" "hình"],
    keys!["nổi" "bật"],
    keys!["ví" "dụ"],
    keys!["chủ" "yếu"],
    keys!["đáng" "chú" "ý"],
]);
/// `một là …; hai là …`
const FIRST: &[Phrases] = &[
    Phrases::of(&[keys!["một" "là"], keys!["thứ" "nhất"]]),
    Phrases::of(&[keys!["hai" "là"], keys!["thứ" "hai"]]),
    Phrases::of(&[keys!["ba" "là"], keys!["thứ" "ba"]]),
    Phrases::of(&[keys!["bốn" "là"], keys!["thứ" "tư"]]),
    Phrases::of(&[keys!["năm" "là"], keys!["thứ" "năm"]]),
    Phrases::of(&[keys!["sáu" "là"], keys!["thứ" "sáu"]]),
    Phrases::of(&[keys!["bảy" "là"], keys!["thứ" "bảy"]]),
    Phrases::of(&[keys!["tám" "là"], keys!["thứ" "tám"]]),
];

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let mut found = Vec::new();
    for figure in &reader.figures {
        let counted = figure.sort == Kind::Amount
            && figure.unit.is_none()
            && figure.number.written.decimals == 0
            && figure.number.scale == Decimal::ONE
            && figure.number.value() >= Decimal::TWO
            && figure.number.value() <= Decimal::from(30);
        if !counted {
            continue;
        }
        let one = numbered(reader, figure).or_else(|| alike(reader, figure)).or_else(|| quoted(reader, figure));
        if let Some(one) = one {
            found.push(one);
        }
    }
    found.extend(headings(reader));
    let witnesses = witnesses(reader, all);
    all.retain(|one| one.basis != Basis::Items || found.iter().all(|other| other.result.token != one.result.token));
    all.extend(found);
    all.extend(witnesses);
}

/// The colon that begins a list behind a figure, with no other figure before it.
fn colon(reader: &Reader<'_>, figure: &Figure) -> Option<TokenId> {
    let end = reader.document.blocks.get(figure.block as usize)?.tokens.end;
    let until = (figure.tokens.end + NEAR).min(end);
    let at = (figure.tokens.end..until).find(|&at| {
        reader.token(at).is_some_and(|token| !token.is_word() && !token.is(',') && !token.is('“') && !token.is('”'))
    })?;
    (reader.is_mark(at, ':') && !reader.says(figure.tokens.end..at, SOME)).then_some(at)
}

/// `03 giải pháp: (1) …; (2) …; (3) …` and `một là …; hai là …`
fn numbered(reader: &Reader<'_>, figure: &Figure) -> Option<Reckoning> {
    let colon = colon(reader, figure)?;
    let end = reader.document.blocks.get(figure.block as usize)?.tokens.end;
    let number = |at: TokenId| -> Option<usize> {
        let token = reader.token(at + 1).filter(|token| token.is_number())?;
        let closed = reader.is_mark(at, '(') && reader.is_mark(at + 2, ')');
        closed.then(|| reader.document.slice(token.span).parse().ok())?
    };
    let worded = |at: TokenId, count: usize| {
        let fresh = at == colon + 1
            || reader.is_mark(at - 1, ';')
            || reader.is_mark(at - 1, ',')
            || reader.is_mark(at - 1, '.');
        fresh && FIRST.get(count).is_some_and(|&words| reader.beginning(at, end, words).is_some())
    };
    let by_number = number(colon + 1) == Some(1);
    if !by_number && !worded(colon + 1, 0) {
        return None;
    }
    let (mut count, mut last) = (0, colon + 1);
    for at in colon + 1..end {
        let next = if by_number { number(at) } else { worded(at, count).then_some(count + 1) };
        match next {
            Some(next) if next == count + 1 => (count, last) = (next, at),
            // Another list begins.
            Some(1) => break,
            // A number is skipped: told as such.
            Some(next) if next > count + 1 => return None,
            _ => {}
        }
    }
    items_of(figure.number, count, last).filter(|_| count >= 2)
}

/// `04 đơn vị: Cục Đường bộ Việt Nam, Cục Hàng hải và Đường thủy Việt Nam, Cục Đăng kiểm Việt Nam`: names that begin with one word.
fn alike(reader: &Reader<'_>, figure: &Figure) -> Option<Reckoning> {
    let colon = colon(reader, figure)?;
    let stop = reader.stop(colon + 1, figure.depth > 0, &figure.sentence);
    let head = reader.token(colon + 1).filter(|token| token.is_word() && token.case == Case::Title)?.key;
    let parts = parts(reader, colon + 1, stop, head);
    let is_name = |part: &&[Token]| {
        part.first().is_some_and(|first| first.key == head && first.case == Case::Title)
            && (2..=12).contains(&part.len())
            && part.iter().all(|token| token.is_word() && !SO_ON.contains(&token.key) || token.is('-'))
    };
    let ends =
        reader.is_mark(stop, '.') || reader.is_mark(stop, ')') || reader.token(stop.checked_sub(1)?)?.ends_sentence;
    (parts.len() >= 2 && parts.iter().all(is_name) && ends)
        .then(|| items_of(figure.number, parts.len(), stop.saturating_sub(1)))
        .flatten()
}

/// Stretches between commas, and before an `và` behind which the same word begins another.
fn parts<'r>(reader: &'r Reader<'_>, from: TokenId, stop: TokenId, head: u64) -> Vec<&'r [Token]> {
    let mut all = Vec::new();
    let mut begin = from;
    for at in from..stop {
        let mark = reader.is_mark(at, ',') || reader.is_mark(at, ';');
        let and = reader.token(at).is_some_and(|token| token.key == AND)
            && reader.token(at + 1).is_some_and(|token| token.key == head && token.case == Case::Title);
        if mark || and {
            all.push(reader.tokens(begin..at));
            begin = at + 1;
        }
    }
    all.push(reader.tokens(begin..stop));
    all
}

/// `thực hiện “05 không”: không giấu dịch; không mua, bán, vận chuyển; …`
fn quoted(reader: &Reader<'_>, figure: &Figure) -> Option<Reckoning> {
    let open = figure.tokens.start.checked_sub(1).filter(|&at| reader.is_mark(at, '“'))?;
    let word = reader.token(figure.number.token + 1).filter(|token| token.is_word())?.key;
    let close = figure.number.token + 2;
    if !reader.is_mark(close, '”') || open < figure.sentence.start {
        return None;
    }
    let begin = close + 1 + TokenId::from(reader.is_mark(close + 1, ':') || reader.is_mark(close + 1, '('));
    if begin == close + 1 {
        return None;
    }
    let stop = reader.stop(begin, reader.is_mark(begin - 1, '('), &figure.sentence);
    let semicolons = (begin..stop).any(|at| reader.is_mark(at, ';'));
    let cut = if semicolons { ';' } else { ',' };
    let items: Vec<&[Token]> = reader.tokens(begin..stop).split(|token| token.is(cut)).collect();
    let own = |item: &&[Token]| {
        let first = item.iter().find(|token| token.is_word() && token.key != AND);
        first.is_some_and(|first| first.key == word)
    };
    (items.len() >= 2 && items.iter().all(own))
        .then(|| items_of(figure.number, items.len(), stop.saturating_sub(1)))
        .flatten()
}

/// `4. Về 05 nhóm tiện ích`: a heading of which the only figure counts the lettered paragraphs below it.
fn headings(reader: &Reader<'_>) -> Vec<Reckoning> {
    let sections = &reader.document.sections;
    let lettered = |label: &crate::document::Label| matches!(label.kind, LabelKind::Letter);
    let of = |(at, section): (usize, &crate::document::Section)| {
        let title = section.title.clone();
        let here = reader.figures.partition_point(|figure| figure.tokens.start < title.start);
        let figure = reader.figure(here).filter(|figure| figure.tokens.end <= title.end)?;
        let alone = reader.figure(here + 1).is_none_or(|next| next.tokens.start >= title.end);
        let counted = figure.sort == Kind::Amount && figure.unit.is_none() && !figure.noun.is_empty();
        let short = section.title_only && reader.words(title.start..figure.tokens.start) <= 3 && title.len() <= 12;
        if !(alone && counted && short) {
            return None;
        }
        // What is below a section stands right behind it.
        let below = sections.get(at + 1..)?.iter().take_while(|below| below.blocks.start < section.blocks.end);
        let children: Vec<&crate::document::Section> = below.filter(|child| child.parent == Some(at as u32)).collect();
        let labels: Option<Vec<u32>> = children
            .iter()
            .map(|child| {
                child.label.as_ref().filter(|label| lettered(label)).and_then(|label| label.numbers.last().copied())
            })
            .collect();
        let labels = labels.filter(|labels| labels.iter().copied().eq(1..=labels.len() as u32))?;
        let last = children.last()?.title.start;
        (labels.len() >= 2).then(|| items_of(figure.number, labels.len(), last)).flatten()
    };
    sections.iter().enumerate().filter_map(of).collect()
}

/// Counts of names in brackets that another sum which fails would have as well: `chỉ ra 09 nhóm khó khăn, trong đó 06 nhóm của tỉnh (nhân
/// lực, trụ sở, đường truyền, phần mềm, kinh phí), 04 nhóm của Trung ương`.
fn witnesses(reader: &Reader<'_>, all: &[Reckoning]) -> Vec<Reckoning> {
    let mut found = Vec::new();
    for one in all.iter().filter(|one| !one.holds && one.sort == Sort::Sum) {
        for (number, value) in repairs(one) {
            let Some(figure) = number.fact.and_then(|fact| reader.of_fact(fact)) else { continue };
            let Some(count) = bracketed(reader, figure).filter(|count| Decimal::from(*count) == value) else {
                continue;
            };
            found.extend(items_of(number, count, figure.end()));
        }
    }
    found.dedup_by_key(|one| one.result.token);
    found
}

/// How many short names without a figure stand in the bracket behind a number.
fn bracketed(reader: &Reader<'_>, figure: &Figure) -> Option<usize> {
    let open =
        (figure.tokens.end..figure.tokens.end + NEAR).find(|&at| !reader.token(at).is_some_and(Token::is_word))?;
    let stop = reader.stop(open + 1, true, &figure.sentence);
    let inside = reader.tokens(open + 1..stop);
    let plain = inside.iter().all(|token| token.is_word() || token.is(',') || token.is(';'));
    let names: Vec<&[Token]> = inside.split(|token| token.is(',') || token.is(';')).collect();
    let short = |name: &&[Token]| (1..=6).contains(&name.len());
    (reader.is_mark(open, '(') && plain && names.len() >= 2 && names.iter().all(short)).then_some(names.len())
}
