//! Totals told by a division that leaves nothing out, as rules name it (`divisions`): in time and late; right, wrong and right in part;
//! online, over the counter and by post.
//!
//! Each class has its figure, before or behind its words, in one sentence or in the items of a list. A sum that fails is told where all classes are
//! told, none twice, and one slip mends it. Of two classes less than the total may be what is still under way, so that only a slip
//! that is no chance will do; more than the total is always wrong.

use std::ops::Range;

use rust_decimal::Decimal;

use super::change::is_difference;
use super::lists::compares;
use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{alike, repairs, size, swapped};
use super::tokens::Tokens;
use super::vocabulary::Division;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::{BlockKind, TokenId};
use crate::fact::amount::keys;

/// Words between a total and the first of its classes at most.
const FAR: usize = 24;
/// Figures behind a total that are looked at.
const MOST_BEHIND: usize = 24;
/// Tokens before a figure that may name its class.
const NEAR: TokenId = 16;
/// What calls a figure the total of what stands above.
const TOTALS: Phrases = Phrases::of(&[keys!["tổng"], keys!["tất" "cả"], keys!["cộng"]]);
/// What begins words that say the opposite.
const NOT: &[u64] = keys!["không" "chưa"];

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    if reader.vocabulary.divisions.is_empty() {
        return;
    }
    let known = Tokens::of_numbers(all.iter().filter(|one| one.sort == Sort::Sum || one.sort == Sort::Rest));
    let fresh = |one: &Reckoning| one.numbers().any(|number| !known.contains(number.token));
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        let [first, _, .., last] = figures else { continue };
        for division in reader.vocabulary.divisions.told_in(reader.tokens(first.sentence.start..last.sentence.end)) {
            let found = (0..figures.len()).filter_map(|at| in_sentence(reader, division, figures, at));
            all.extend(found.filter(fresh));
        }
    }
    all.extend(in_items(reader).into_iter().filter(fresh));
}

/// A figure with the class that it is of.
type Class<'r> = (&'r Figure, u32);

/// The classes of a total that follow it in its sentence, or make the next one.
fn in_sentence(reader: &Reader<'_>, division: &Division, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let total = figures.get(at).filter(|total| total.sort != Kind::Percentage && !is_difference(reader, total))?;
    let level = |figure: &&Figure| figure.sort != Kind::Percentage && figure.depth <= total.depth;
    let behind: Vec<&Figure> = figures.get(at + 1..)?.iter().take(MOST_BEHIND).filter(level).collect();
    let first = *behind.first()?;
    let beside = first.sentence == total.sentence || first.sentence.start == total.sentence.end;
    let way = total.end()..first.tokens.start.max(total.end());
    if !beside || reader.words(way.clone()) > FAR || class_at(reader, division, figures, total).is_some() {
        return None;
    }
    let mut run: Vec<Class<'_>> = Vec::new();
    let mut from = if first.sentence == total.sentence { total.end() } else { first.sentence.start };
    let mut before = None;
    for figure in behind.iter().copied().take_while(|figure| figure.sentence == first.sentence) {
        let (ahead, after) = (
            division.class_of(reader.tokens(clause(reader, division, from, figure.tokens.start)), NOT),
            division.class_of(reader.tokens(figure.tokens.end..stop(reader, figure)), NOT),
        );
        let is_before = *before.get_or_insert(ahead.is_some());
        let Some(class) = (if is_before { ahead } else { after }) else { break };
        let own = figure.depth == total.depth && counts_like(reader, total, figure);
        if !own || run.iter().any(|(_, known)| *known == class) {
            break;
        }
        run.push((figure, class));
        from = if is_before { figure.tokens.end } else { stop(reader, figure) };
    }
    let (last, _) = *run.last()?;
    if !division.is_whole(run.iter().map(|(_, class)| *class)) || compares(reader, total.end()..last.tokens.end) {
        return None;
    }
    // Another count beside them may be one more class: "đúng 03 vụ việc, sai 22 vụ việc, đúng một phần 05 vụ việc; rút đơn 03 vụ việc".
    let next = behind.get(run.len()).filter(|next| next.sentence == last.sentence);
    let open = next.is_some_and(|next| next.sort == Kind::Amount && counts_like(reader, total, next));
    judged(reader, division, total, &run).filter(|one| one.holds || !open)
}

/// The classes of a total that are the items of a list: the total stands before them, or behind them.
fn in_items(reader: &Reader<'_>) -> Vec<Reckoning> {
    let mut found = Vec::new();
    let blocks = &reader.document.blocks;
    let is_item = |at: usize| blocks.get(at).is_some_and(|block| matches!(block.kind, BlockKind::Item));
    let mut at = 0;
    while at < blocks.len() {
        let end = (at..).find(|&at| !is_item(at)).unwrap_or(at);
        if end < at + 2 {
            at = end.max(at) + 1;
            continue;
        }
        let (from, until) = (blocks.get(at), blocks.get(end - 1));
        let tokens = from.zip(until).map_or(0..0, |(from, until)| from.tokens.start..until.tokens.end);
        for division in reader.vocabulary.divisions.told_in(reader.tokens(tokens)) {
            found.extend(of_list(reader, division, at..end));
        }
        at = end + 1;
    }
    found
}

/// The figures of a block.
fn in_block<'r>(reader: &'r Reader<'_>, block: usize) -> &'r [Figure] {
    let from = reader.figures.partition_point(|figure| (figure.block as usize) < block);
    let own = reader.figures.get(from..).unwrap_or_default();
    own.split(|figure| figure.block as usize != block).next().unwrap_or_default()
}

fn of_list(reader: &Reader<'_>, division: &Division, blocks: Range<usize>) -> Option<Reckoning> {
    let class = |block: usize| {
        let figure = in_block(reader, block).iter().find(|figure| figure.sort != Kind::Percentage)?;
        let start = reader.document.blocks.get(block)?.tokens.start;
        let ahead = division.class_of(reader.tokens(start..figure.tokens.start), NOT);
        let after = || division.class_of(reader.tokens(figure.tokens.end..stop(reader, figure)), NOT);
        Some((figure, ahead.or_else(after)?))
    };
    let first = blocks.clone().find(|&block| class(block).is_some())?;
    let run: Vec<Class<'_>> = (first..blocks.end).map_while(class).collect();
    let after = first + run.len();
    let mut seen: Vec<u32> = run.iter().map(|(_, class)| *class).collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() < run.len() || !division.is_whole(seen.into_iter()) || after < blocks.end {
        return None;
    }
    let told = |figure: &&Figure| figure.sort != Kind::Percentage && !is_difference(reader, figure);
    // "Tổng số thủ tục … là 60", "tỷ lệ hoàn thành là 60% (27/45 nhiệm vụ)"
    let behind = in_block(reader, after).iter().find(|figure| {
        let named = reader.says(figure.sentence.start..figure.tokens.start, TOTALS)
            && reader.words(figure.sentence.start..figure.tokens.start) <= 16;
        let of_class = figure.whole.is_some_and(|whole| {
            let part = figure.number.value();
            whole.value() > part && run.iter().any(|(own, _)| own.number.value() == part)
        });
        told(figure) && (named && figure.whole.is_none() || of_class)
    });
    let before = first.checked_sub(1).and_then(|block| in_block(reader, block).iter().rev().find(told));
    let totals: Vec<&Figure> = before.into_iter().chain(behind).collect();
    let fits = |total: &&&Figure| run.iter().all(|(figure, _)| counts_like(reader, total, figure));
    let mut sums = totals.iter().filter(fits).filter_map(|total| {
        let alone = class_at(reader, division, in_block(reader, total.block as usize), total).is_none()
            || total.whole.is_some();
        judged(reader, division, total, &run).filter(|_| alone)
    });
    let first = sums.next()?;
    if first.holds { Some(first) } else { sums.find(|one| one.holds).or(Some(first)) }
}

/// The class that a figure's own words name.
fn class_at(reader: &Reader<'_>, division: &Division, figures: &[Figure], figure: &Figure) -> Option<u32> {
    let own = figures.partition_point(|other| other.tokens.start < figure.tokens.start);
    let from = own.checked_sub(1).and_then(|at| figures.get(at)).map_or(figure.sentence.start, Figure::end);
    let ahead = clause(reader, division, from.max(figure.sentence.start), figure.tokens.start);
    let after = figure.tokens.end..stop(reader, figure);
    [ahead, after].into_iter().find_map(|range| division.class_of(reader.tokens(range), NOT))
}

/// The words right before a figure, from the last mark that is none of a class's own (`sửa đổi, bổ sung`).
fn clause(reader: &Reader<'_>, division: &Division, from: TokenId, start: TokenId) -> Range<TokenId> {
    let parts = |at: &TokenId| {
        [',', ';', ':', '(', ')'].iter().any(|mark| reader.is_mark(*at, *mark))
            && !(from..*at).any(|word| division.spans(reader.tokens(word..start), (*at - word) as usize))
    };
    let from = from.max(start.saturating_sub(NEAR)).min(start);
    // A colon may stand between a class and its figure.
    let until = (from..start).rev().find(|at| !reader.is_mark(*at, ':')).map_or(from, |at| at + 1);
    let cut = (from..until).rev().find(parts);
    cut.map_or(from, |at| at + 1)..start
}

/// Where the words behind a figure end.
fn stop(reader: &Reader<'_>, figure: &Figure) -> TokenId {
    let next = reader.figures.partition_point(|next| next.tokens.start < figure.tokens.end);
    let end = reader.figure(next).map_or(figure.sentence.end, |next| next.tokens.start.min(figure.sentence.end));
    let ends = |at: &TokenId| [',', ';', ':', '(', ')'].iter().any(|mark| reader.is_mark(*at, *mark));
    (figure.tokens.end..end).find(ends).unwrap_or(end.max(figure.tokens.end))
}

/// Whether a figure may be a part of a total: of its unit, and of its name or of none that says more.
fn counts_like(reader: &Reader<'_>, total: &Figure, figure: &Figure) -> bool {
    let general = |figure: &Figure| reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
    let of_all = figure.whole.is_none_or(|whole| whole.value() == total.total().value());
    of_all
        && figure.unit == total.unit
        && (figure.head.is_none()
            || total.head.is_none()
            || figure.head == total.head
            || total.unit.is_none() && general(figure))
}

/// The sum of the classes against the total, or all of a ratio.
fn judged(reader: &Reader<'_>, division: &Division, total: &Figure, run: &[Class<'_>]) -> Option<Reckoning> {
    let made = |result: Number| {
        let terms = run.iter().map(|(figure, _)| figure.number).collect();
        Reckoning::new(Sort::Sum, Basis::Partial, result, terms)
    };
    if let Some(of_all) = total.whole.and_then(made).filter(|one| one.holds) {
        return Some(of_all);
    }
    // "27/45 nhiệm vụ" behind the 27 that are done: all of them are 45.
    let part = total.number.value();
    let of_class = total.whole.filter(|_| run.iter().any(|(figure, _)| figure.number.value() == part));
    let all = of_class.unwrap_or(total.number);
    let one = made(all)?;
    if one.holds {
        return Some(one);
    }
    let sum = one.right.checked_mul(all.scale)?;
    let own = |other: &Figure| other.tokens == total.tokens || run.iter().any(|(part, _)| part.tokens == other.tokens);
    // The classes may be those of another figure told beside.
    let elsewhere = reader.near(total.tokens.start).iter().any(|other| {
        let numbers = [Some(other.number), other.whole];
        other.block == total.block
            && other.sort != Kind::Percentage
            && !own(other)
            && numbers.iter().flatten().any(|number| number.value() == sum)
    });
    let told = all.value();
    let close = (sum - told).abs() * Decimal::from(4) <= told;
    let ways = repairs(&one);
    let strong = |(number, right): &(Number, Decimal)| {
        let written = number.written.value;
        swapped(written, *right) || size(written) >= 3 && alike(written, *right)
    };
    let sure = sum > told || division.classes() > 2;
    let told = !ways.is_empty() && (sure || ways.iter().any(strong));
    (told && close && !elsewhere).then_some(one)
}
