//! Parts of a total that leave nothing out by what they say: bands (`06 xã đạt từ 15 đến 18 tiêu chí; 29 xã đạt từ 10 đến 14; 06 xã dưới 10`),
//! and a list whose total its own first words name again (`quá hạn 31. … Hồ sơ quá hạn gồm: đất đai 27, …`).

use rust_decimal::Decimal;

use super::super::lists::compares;
use super::super::phrases::Phrases;
use super::super::read::{Figure, Reader};
use super::super::slip::{alike, repairs};
use super::super::tokens::Tokens;
use super::super::{Basis, Number, Reckoning, Sort};
use super::{Place, is_amount};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::amounts;

/// What bounds a band, and what the last one.
const BOUNDS: Phrases = Phrases::of(&[keys!["từ"], keys!["trên"], keys!["dưới"], keys!["trở" "lên"]]);
const APART: Phrases = Phrases::of(&[keys!["cá" "biệt"], keys!["riêng"], keys!["trong" "đó"], keys!["đặc" "biệt"]]);
const LAST: Phrases = Phrases::of(&[keys!["dưới"], keys!["chưa" "đạt"], keys!["không" "đạt"], keys!["còn" "lại"]]);

/// A total and the bands of its things in the rest of its sentence.
pub fn find(place: &Place<'_>) -> Option<Reckoning> {
    let (reader, total) = (place.reader, place.figure);
    if !is_amount(total) || total.noun.is_empty() || total.number.value() < Decimal::TEN {
        return None;
    }
    if place.before().any(|other| is_amount(other) && reader.same_thing(other, total)) {
        return None;
    }
    let parts: Vec<&Figure> = place
        .behind()
        .filter(|part| is_amount(part) && part.depth == total.depth && reader.same_thing(part, total))
        .collect();
    let ends = parts.iter().skip(1).map(|next| next.tokens.start).chain([total.sentence.end]);
    let said = |part: &Figure, end: TokenId, phrases| reader.says(part.end()..end.max(part.end()), phrases);
    let bounded: Vec<(bool, bool)> =
        parts.iter().zip(ends).map(|(part, end)| (said(part, end, BOUNDS), said(part, end, LAST))).collect();
    let bands = bounded.iter().filter(|(bound, _)| *bound).count();
    let (_, closed) = bounded.last()?;
    if parts.len() < 3
        || bands < 2
        || !closed
        || compares(reader, total.end()..total.sentence.end) && bands + 1 < parts.len()
    {
        return None;
    }
    // The total is no band itself, and what stands apart is none of the others: "cá biệt 02 đơn vị dưới 10%".
    let of_all = parts.first().is_some_and(|first| said(total, first.tokens.start, BOUNDS));
    if of_all || reader.says(total.end()..total.sentence.end, APART) {
        return None;
    }
    let terms: Vec<Number> = parts.iter().map(|part| part.number).collect();
    let one = Reckoning::new(Sort::Sum, Basis::Partial, total.number, terms)?;
    // "…; còn lại đang rà soát" has no number.
    let near = (one.right - total.number.written.value).abs() * Decimal::from(4) <= total.number.written.value;
    let slips = || {
        repairs(&one).iter().any(|(number, value)| alike(number.written.value, *value) || number.value() < Decimal::TEN)
    };
    (one.holds || near && slips()).then_some(one)
}

const WHOLE: Phrases = Phrases::of(&[keys!["gồm"], keys!["bao" "gồm"]]);
/// The words that a list begins with at most.
const TOPIC: TokenId = 8;

/// Lists whose first words name a total that was told before.
pub fn topics(reader: &Reader<'_>, known: &Tokens) -> Vec<Reckoning> {
    reader.blocks.iter().flat_map(|block| topics_of(reader, block.clone(), known)).collect()
}

fn topics_of(reader: &Reader<'_>, block: std::ops::Range<usize>, known: &Tokens) -> Vec<Reckoning> {
    let figures = reader.figures.get(block).unwrap_or_default();
    let mut all = Vec::new();
    let mut last = None;
    for (at, first) in figures.iter().enumerate() {
        if last.replace(first.sentence.start) == Some(first.sentence.start) {
            continue;
        }
        all.extend(topic(reader, figures, at).filter(|one| !known.contains(one.result.token)));
    }
    all
}

fn topic(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let first = figures.get(at)?;
    let start = first.sentence.start;
    let announced = (start + 2..first.tokens.start.min(start + TOPIC))
        .find(|&at| reader.beginning(at, first.tokens.start, WHOLE).is_some())?;
    let words = reader.keys(start..announced);
    let colon = reader.beginning(announced, first.tokens.start, WHOLE).filter(|&at| reader.is_mark(at, ':'))?;
    let stop = reader.stop(colon + 1, false, &first.sentence);
    let (items, _) = amounts::list(reader.document, reader.facts, colon + 1, stop)?;
    if !items.complete || words.len() < 3 || compares(reader, colon..stop) {
        return None;
    }
    let parts: Vec<&Figure> = items.items.iter().filter_map(|id| reader.of_fact(*id)).collect();
    let terms: Vec<Number> = parts.iter().map(|part| part.number).collect();
    let before = figures.get(..at)?.iter().rev().filter(|total| is_amount(total) && total.unit == first.unit);
    // "quá hạn 31" of "Hồ sơ quá hạn gồm", and "31 hồ sơ quá hạn".
    let named = |total: &&Figure| {
        let from = total.tokens.start.saturating_sub(2).max(total.sentence.start);
        let ahead = reader.keys(from..total.tokens.start);
        let behind = reader.keys(total.tokens.end..(total.tokens.end + words.len() as TokenId).min(total.sentence.end));
        let bare = total.noun.is_empty();
        bare && ahead.len() == 2 && words.ends_with(&ahead) || behind == words
    };
    let total = before.clone().find(named)?;
    if terms.len() < 2 || terms.len() != items.items.len() || parts.iter().any(|part| part.unit != total.unit) {
        return None;
    }
    let one = Reckoning::new(Sort::Sum, Basis::Whole, total.number, terms)?;
    (one.holds || !repairs(&one).is_empty()).then_some(one)
}
