//! The items of a list below the line that announces it: what they add up to, and how many they are.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lists::open;
use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{repairs, swapped};
use super::words::AND;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::{Block, BlockKind, Case, LabelKind, Token, TokenId};
use crate::fact::Written;
use crate::fact::amount::keys;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        all.extend(figures.iter().filter_map(|figure| quoted(reader, figure)));
        all.extend(figures.iter().filter_map(|figure| named(reader, figure).or_else(|| parted(reader, figure))));
        let Some(last) = block.end.checked_sub(1).and_then(|at| reader.figure(at)) else { continue };
        let Some(head) = reader.document.blocks.get(last.block as usize) else { continue };
        if !head.tokens.end.checked_sub(1).is_some_and(|at| reader.is_mark(at, ':')) {
            continue;
        }
        let below = reader.document.blocks.get(last.block as usize + 1..).unwrap_or_default();
        // Items of the head's own kind stand beside it, not below.
        let is_below = |item: &&Block| is_item(item) && (!is_item(head) || is_lettered(item) && !is_lettered(head));
        let count = below.iter().take_while(is_below).count();
        if count >= 2 {
            let known = all.len();
            sums(reader, block, last, count, all);
            if all.len() == known {
                all.extend(whole(reader, last, head, below.get(..count).unwrap_or_default()));
            }
            all.extend(number_of(reader, last, head, below.get(..count).unwrap_or_default()));
        }
    }
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item) || is_lettered(block)
}

fn is_lettered(block: &Block) -> bool {
    block.label.as_ref().is_some_and(|label| matches!(label.kind, LabelKind::Letter | LabelKind::Parenthesis))
}

/// Each amount of the line that announces a list, with the first amount of its kind in each item below.
fn sums(reader: &Reader<'_>, block: &Range<usize>, last: &Figure, count: usize, all: &mut Vec<Reckoning>) {
    let items: Vec<&[Figure]> = (1..=count as u32)
        .map(|ahead| {
            let block = |range: &Range<usize>| reader.figure(range.start).map_or(0, |figure| figure.block);
            let at = reader.blocks.partition_point(|range| block(range) < last.block + ahead);
            let range = reader.blocks.get(at).filter(|range| block(range) == last.block + ahead);
            range.and_then(|range| reader.figures.get(range.clone())).unwrap_or_default()
        })
        .collect();
    let heads = reader.figures.get(block.clone()).unwrap_or_default().iter();
    for total in heads.filter(|total| total.sentence.start == last.sentence.start && total.sort == Kind::Amount) {
        // "- Hoàn thành: 59/64 nhiệm vụ, trong đó có 55 nhiệm vụ đúng hạn": a ratio of the total is a part of it.
        let of_total = |figure: &Figure| figure.whole.is_some_and(|whole| whole.value() == total.number.value());
        let own = |figures: &&[Figure]| {
            let fits = |figure: &&Figure| {
                (figure.sort == Kind::Amount || of_total(figure)) && reader.same_thing(total, figure)
            };
            figures.iter().find(fits).map(|figure| figure.number)
        };
        let terms: Option<Vec<Number>> = items.iter().map(own).collect();
        let Some(one) = terms.and_then(|terms| Reckoning::new(Sort::Sum, Basis::Lines, total.number, terms)) else {
            continue;
        };
        // Some items may be no parts; one slip away they are.
        let slips = repairs(&one)
            .iter()
            .any(|(number, value)| number.written.value >= Decimal::TEN || swapped(number.written.value, *value));
        // One office may have two faults: "chỉ ra tồn tại tại 12 đơn vị: - Không niêm yết: 07 đơn vị; - Thu ngoài quy định: 05 đơn vị; …".
        let general = reader.beginning(total.noun.start, total.noun.end, GENERAL).is_some();
        let overlap = general && one.right > total.number.value();
        let more = || {
            let last = items.last().and_then(|figures| figures.iter().find(|figure| reader.same_thing(total, figure)));
            let end =
                |figure: &Figure| reader.document.blocks.get(figure.block as usize).map_or(0, |block| block.tokens.end);
            items.iter().any(|figures| open::has_two(reader, total, figures))
                || one.right < total.number.value()
                    && last.is_some_and(|last| open::names_more(reader, last, end(last)))
        };
        if one.holds || slips && !overlap && !more() {
            all.push(one);
        }
    }
}

/// `05 văn bản quy phạm pháp luật, gồm:` above `- 02 nghị quyết` and `- 03 quyết định`: each item opens with how many there are, whatever they are
/// called.
fn whole(reader: &Reader<'_>, total: &Figure, head: &Block, items: &[Block]) -> Option<Reckoning> {
    let colon = head.tokens.end.checked_sub(1)?;
    let announced = reader.ending(colon, total.end(), ALL)?;
    if reader.words(total.end()..announced) > 6 || !counts_things(total) {
        return None;
    }
    opened(total, &opening(reader, items)?)
}

/// Whether a figure counts things that have a name.
fn counts_things(figure: &Figure) -> bool {
    figure.sort == Kind::Amount && figure.unit.is_none() && !figure.noun.is_empty()
}

/// The counts that items open with, where each does.
fn opening(reader: &Reader<'_>, items: &[Block]) -> Option<Vec<Number>> {
    let first = |block: &Block| {
        let at = reader.figures.partition_point(|figure| figure.tokens.start < block.tokens.start);
        reader.figure(at).filter(|figure| figure.tokens.start == block.tokens.start)
    };
    items.iter().map(|item| first(item).filter(|figure| counts_things(figure)).map(|figure| figure.number)).collect()
}

/// What the items open with makes the total, or is one slip away from it.
fn opened(total: &Figure, parts: &[Number]) -> Option<Reckoning> {
    let one = Reckoning::new(Sort::Sum, Basis::Lines, total.number, parts.to_vec())?;
    let close = (one.right - total.number.value()).abs() * Decimal::TWO <= total.number.value();
    (one.holds || close && !repairs(&one).is_empty()).then_some(one)
}

/// What announces all of the items below.
const ALL: Phrases =
    Phrases::of(&[keys!["gồm"], keys!["bao" "gồm"], keys!["gồm" "có"], keys!["gồm" "các" "văn" "bản"]]);

/// `38 nhiệm vụ thuộc 08 nhóm:` above items a) to h).
fn number_of(reader: &Reader<'_>, last: &Figure, head: &Block, items: &[Block]) -> Option<Reckoning> {
    let beside =
        reader.words(last.tokens.end..head.tokens.end) <= 9 && last.sort == Kind::Amount && last.unit.is_none();
    let told = last.number;
    // "… và 04 thông báo. Đáng chú ý:" names some of all that was counted.
    let beside = beside && last.sentence.end >= head.tokens.end;
    if !beside || !counts(told) || !items.iter().all(is_lettered) {
        return None;
    }
    // "làm việc với 06 đơn vị: a) 02 sở …; b) 04 xã …": each tells how many of them it is about.
    match opening(reader, items) {
        Some(parts) => opened(last, &parts),
        None => items_of(told, items.len(), items.last()?.tokens.start),
    }
}

/// Whether a number counts things of which a list may follow.
fn counts(told: Number) -> bool {
    told.written.decimals == 0 && told.scale == Decimal::ONE && told.value() >= Decimal::TWO
}

/// A count and how many items there are, the last of which begins at a token.
pub fn items_of(told: Number, items: usize, token: TokenId) -> Option<Reckoning> {
    let value = Decimal::from(items);
    let term =
        Number { fact: None, token, written: Written { value, decimals: 0 }, scale: Decimal::ONE, rounded: false };
    let near = (value - told.value()).abs() <= Decimal::from(3);
    Reckoning::new(Sort::Same, Basis::Items, told, vec![term]).filter(|one| one.holds || near)
}

/// `05 mô hình: “…”; “…” (phường A), “…”`: names in quotes, to the end of the paragraph or up to other words.
fn quoted(reader: &Reader<'_>, figure: &Figure) -> Option<Reckoning> {
    let counted =
        figure.sort == Kind::Amount && figure.unit.is_none() && !figure.noun.is_empty() && counts(figure.number);
    let end = reader.document.blocks.get(figure.block as usize)?.tokens.end;
    let until = (figure.tokens.end + 8).min(end);
    let colon = (figure.tokens.end..until).find(|&at| reader.token(at).is_some_and(|token| !token.is_word()))?;
    let mut at = colon + 1;
    if !counted || !reader.is_mark(colon, ':') || !reader.is_mark(at, '“') {
        return None;
    }
    let (mut count, mut last) = (0, at);
    loop {
        (count, last) = (count + 1, at.max(last));
        at = (at..end).find(|&at| reader.is_mark(at, '”'))? + 1;
        if reader.is_mark(at, '(') {
            at = (at..end).find(|&at| reader.is_mark(at, ')'))? + 1;
        }
        let joined = at;
        while at < end && (reader.is_mark(at, ',') || reader.is_mark(at, ';') || reader.token(at)?.key == AND) {
            at += 1;
        }
        if !reader.is_mark(at, '“') {
            // The list ends at a full stop, or at words to the end of their sentence; anything else may name more.
            let stop = figure.sentence.end.min(end);
            let more = |&at: &TokenId| {
                [',', ';', '“', '('].iter().any(|&mark| reader.is_mark(at, mark)) || says_and(reader, at)
            };
            let ends =
                joined == at && (at >= end || reader.is_mark(at, '.') || at < stop && !(at..stop).any(|at| more(&at)));
            return items_of(figure.number, count, last).filter(|_| ends);
        }
        if joined == at {
            return None;
        }
    }
}

fn says_and(reader: &Reader<'_>, at: TokenId) -> bool {
    reader.token(at).is_some_and(|token| token.key == AND)
}

/// `08 chi cục thuộc Sở Nông nghiệp và Môi trường (Trồng trọt và Bảo vệ thực vật; …; Kiểm lâm; Quản lý đất đai)`: three names or more
/// between semicolons, in brackets behind the name of what is counted.
fn parted(reader: &Reader<'_>, figure: &Figure) -> Option<Reckoning> {
    let counted = counts_things(figure) && counts(figure.number) && figure.depth == 0;
    let until = (figure.tokens.end + FAR).min(figure.sentence.end);
    let open = (figure.tokens.end..until).find(|&at| reader.token(at).is_some_and(|token| !token.is_word()))?;
    if !counted || !reader.is_mark(open, '(') {
        return None;
    }
    let stop = reader.stop(open + 1, true, &figure.sentence);
    let names: Vec<&[Token]> = reader.tokens(open + 1..stop).split(|token| token.is(';')).collect();
    let is_name = |name: &&[Token]| {
        name.first().is_some_and(|first| matches!(first.case, Case::Title | Case::Upper))
            && name.iter().all(|token| token.is_word() || token.is(',') || token.is('-') || token.is('–'))
    };
    let last = stop.checked_sub(1).filter(|_| reader.is_mark(stop, ')'))?;
    (names.len() >= 3 && names.iter().all(is_name)).then(|| items_of(figure.number, names.len(), last)).flatten()
}

/// Words between a count and the bracket with its names.
const FAR: TokenId = 12;

/// `03 huyện (Văn Yên, Trấn Yên, Lục Yên)`: names alone in brackets.
fn named(reader: &Reader<'_>, figure: &Figure) -> Option<Reckoning> {
    let behind = reader.tokens(figure.tokens.end..figure.sentence.end);
    let place = figure.tokens.end + reader.vocabulary.places.at_start(behind)? as TokenId;
    let counted = figure.sort == Kind::Amount && figure.unit.is_none() && counts(figure.number);
    if !counted || !reader.is_mark(place, '(') {
        return None;
    }
    let stop = reader.stop(place + 1, true, &figure.sentence);
    let names: Vec<&[Token]> =
        reader.tokens(place + 1..stop).split(|token| token.is(',') || token.key == AND).collect();
    let is_name = |name: &&[Token]| {
        !name.is_empty()
            && name.len() <= 4
            && name.iter().all(|token| token.is_word())
            && name.iter().all(|token| matches!(token.case, Case::Title | Case::Upper))
    };
    let last = stop.checked_sub(1)?;
    (names.len() >= 2 && names.iter().all(is_name)).then(|| items_of(figure.number, names.len(), last)).flatten()
}
