//! Figures beside what they were, where other words stand between: `so với cùng kỳ giảm 42 vụ (756 vụ)` behind a sentence with the 714
//! of now, `6,21 điểm, tăng 0,48 điểm so với lần 1 (5,73)`, `53,42 m, thấp hơn mực nước dâng bình thường (62,0 m) là 8,58 m`; and
//! whether the word of change says what the figures do.

use rust_decimal::Decimal;

use super::change::is_change;
use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{alike, plain, repairs, size, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::{Token, TokenId};
use crate::fact::amount::keys;

const BESIDE: Phrases = Phrases::of(&[keys!["so" "với"], keys!["so" "cùng" "kỳ"]]);
/// What says that a figure is more than another.
pub const RISES: Phrases = Phrases::of(&[
    keys!["tăng"],
    keys!["tăng" "thêm"],
    keys!["vượt"],
    keys!["cao" "hơn"],
    keys!["nhiều" "hơn"],
    keys!["tăng" "được"],
]);
/// What says that a figure is less than another.
pub const FALLS: Phrases = Phrases::of(&[
    keys!["giảm"],
    keys!["giảm" "được"],
    keys!["giảm" "bớt"],
    keys!["giảm" "thêm"],
    keys!["thấp" "hơn"],
    keys!["ít" "hơn"],
    keys!["giảm" "còn"],
]);
const FROM: Phrases = Phrases::of(&[keys!["từ"]]);
const UP: Phrases = Phrases::of(&[keys!["lên"], keys!["tăng" "lên"]]);
const DOWN: Phrases = Phrases::of(&[keys!["xuống"], keys!["xuống" "còn"], keys!["giảm" "xuống"]]);
const IS: Phrases = Phrases::of(&[keys!["là"]]);

/// Figures before a change that it may be of, whatever their names.
const NEAR: usize = 12;

/// Blocks between a figure and what it was.
const FAR: u32 = 1;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter());
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for at in 0..figures.len() {
            let Some(by) = figures.get(at) else { continue };
            let found = direction(reader, figures, at).or_else(|| {
                let found = difference(reader, figures, at, block.start + at)?;
                // Where another sum tells of the change, nothing but the word is weighed.
                (found.basis == Basis::Direction || !known.contains(by.number.token)).then_some(found)
            });
            if let Some(one) = found {
                all.push(one);
            }
            let by = by.number.token;
            all.extend(
                paired(reader, figures, at).filter(|_| !known.contains(by)).filter(|one| one.suspect.token == by),
            );
        }
    }
}

/// `12 đoàn với 143 người, giảm 03 đoàn, 67 người so với cùng kỳ (15 đoàn, 210 người)`: a second thing told in all three places.
fn paired(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let by = figures.get(at).filter(|by| by.sort == Kind::Amount && !by.noun.is_empty())?;
    let first = at.checked_sub(1).and_then(|at| figures.get(at)).filter(|first| first.sentence == by.sentence)?;
    let joined = reader.is_mark(by.tokens.start.checked_sub(1)?, ',') && first.end() + 1 == by.tokens.start;
    let (rises, _) = word(reader, first.tokens.start, first.sentence.start).filter(|_| joined)?;
    let behind =
        figures.get(at + 1..)?.iter().take_while(|was| was.sentence == by.sentence && was.depth == by.depth + 1);
    let mut were = behind.filter(|was| reader.same_thing(was, by));
    let (was, None) = (were.next()?, were.next()) else { return None };
    let before =
        figures.get(..at - 1)?.iter().rev().take_while(|now| now.sentence == by.sentence && now.depth == by.depth);
    let mut are = before.filter(|now| reader.same_thing(now, by));
    let (now, None) = (are.next()?, are.next()) else { return None };
    let compared = reader.says(by.end()..was.tokens.start, BESIDE);
    let (more, less) = if rises { (now, was) } else { (was, now) };
    let one = Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more.number, less.number])?;
    (compared && more.number.value() >= less.number.value()).then_some(one)
}

/// Which way a word of change points, and where it stands.
fn word(reader: &Reader<'_>, end: TokenId, least: TokenId) -> Option<(bool, TokenId)> {
    let up = reader.ending(end, least, RISES).map(|at| (true, at));
    up.or_else(|| reader.ending(end, least, FALLS).map(|at| (false, at)))
}

/// `tăng 12,5% so với cùng kỳ (từ 56 xuống 49 vụ)`: the word says one thing and the figures the other.
fn direction(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let by = figures.get(at)?;
    let [was, now] = figures.get(at + 1..at + 3)? else { return None };
    let (rises, place) = word(reader, by.tokens.start, by.sentence.start)?;
    // Right behind it, rules tell it.
    let apart = reader.words(by.tokens.end..was.tokens.start) > 5;
    let inside = [was, now].iter().all(|one| one.sentence == by.sentence && one.depth == by.depth + 1);
    let told = inside
        && apart
        && reader.ending(was.tokens.start, by.tokens.end, FROM).is_some()
        && reader.ending(now.tokens.start, was.tokens.end, if rises { DOWN } else { UP }).is_some()
        && was.tokens.start <= by.tokens.end + 16;
    let falls = now.number.value() < was.number.value();
    (told && rises == falls && now.number.value() != was.number.value()).then(|| against(place, now, was)).flatten()
}

/// A word of change that says the opposite of two figures.
fn against(place: TokenId, now: &Figure, was: &Figure) -> Option<Reckoning> {
    let one = Reckoning::new(Sort::Same, Basis::Direction, now.number, vec![was.number])?;
    let suspect = Number { fact: None, token: place, ..now.number };
    Some(Reckoning { suspect, holds: false, ..one })
}

/// By how much a figure differs from what it was, which stands in brackets of its own.
fn difference(reader: &Reader<'_>, place: &[Figure], offset: usize, number: usize) -> Option<Reckoning> {
    let by = place.get(offset)?;
    let (rises, word) = match word(reader, by.tokens.start, by.sentence.start) {
        Some(found) => found,
        // "thấp hơn mực nước dâng bình thường (62,0 m) là 8,58 m"
        None => {
            let end = reader.ending(by.tokens.start, by.sentence.start, IS)?;
            let was = place.get(offset.checked_sub(1)?)?;
            let from = was.tokens.start.saturating_sub(9).max(by.sentence.start);
            (end > was.end() && was.depth > by.depth)
                .then(|| (from..was.tokens.start).rev().find_map(|at| self::word(reader, at, from)))??
        }
    };
    if by.sort == Kind::Ratio {
        return None;
    }
    let compared = reader.says(by.sentence.clone(), BESIDE);
    let base = |was: &&Figure| was.sentence == by.sentence && was.sort == Kind::Amount && was.depth == by.depth + 1;
    // "còn 187, giảm 149 so với 336 phòng"
    let named = |was: &&Figure| {
        was.sentence == by.sentence
            && was.sort == Kind::Amount
            && was.depth == by.depth
            && reader.ending(was.tokens.start, by.end(), BESIDE) == Some(by.end())
    };
    let behind = place.get(offset + 1).filter(|was| base(was) || named(was)).filter(|was| {
        was.tokens.start <= by.end() + 14
            && !reader.tokens(by.end()..was.tokens.start).iter().any(|token| token.is(';') || token.is(','))
    });
    let before = offset.checked_sub(1).and_then(|at| place.get(at)).filter(base).filter(|was| {
        // Nothing but words stands between: "So với năm học trước (1.461 học sinh), tăng 26 em".
        let only = offset.checked_sub(2).and_then(|at| place.get(at)).is_none_or(|more| more.sentence != by.sentence);
        let measured = reader.ending(by.tokens.start, was.end(), IS).is_some();
        (only || measured) && reader.words(was.end()..by.tokens.start) <= 8
    });
    let (was, follows) = behind.map(|was| (was, true)).or(before.map(|was| (was, false)))?;
    if !compared && follows && was.tokens.start > by.end() + 4 {
        return None;
    }
    let aside = was.depth > by.depth;
    let alone = !aside || reader.is_mark(was.end(), ')') || reader.is_mark(was.end(), '/');
    if !alone || is_change(reader, was) {
        return None;
    }
    let levels = levels(reader, number, was, follows);
    let percent = by.sort == Kind::Percentage;
    let made = |now: &Figure| {
        if percent {
            return Reckoning::new(Sort::Growth, Basis::Change, by.number, vec![now.number, was.number]);
        }
        let (more, less) = if now.number.value() >= was.number.value() { (now, was) } else { (was, now) };
        Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more.number, less.number])
    };
    let measured = by.unit.is_some() && was.unit.is_some();
    if !percent && measured && by.unit != was.unit {
        return None;
    }
    let pairs: Vec<(&Figure, Reckoning)> = levels.iter().filter_map(|now| Some((*now, made(now)?))).collect();
    // What a sentence of the usual form tells is told by rules.
    let bare = was.unit.is_none() && was.noun.is_empty();
    let ruled = |now: &Figure| {
        follows
            && aside
            && now.sentence == by.sentence
            && reader.words(now.end()..by.tokens.start) <= 11
            // "412 trạm phát sóng 5G, tăng 296 trạm": the words of a rule stop at a number.
            && !reader.tokens(now.end()..by.tokens.start).iter().any(|token| token.is(')') || numbered(reader, token))
            && !reader.is_mark(was.end(), '/')
            && !bare
    };
    if let Some((now, one)) = pairs.iter().find(|(_, one)| one.holds) {
        let truly = now.number.value() > was.number.value();
        if truly != rises && now.number.value() != was.number.value() {
            return if ruled(now) { None } else { against(word, now, was) };
        }
        return Some(one.clone());
    }
    // "kỷ luật 47 cán bộ: khiển trách 28 người, …, khai trừ 05 người. So với năm trước (41 người), tăng 14,6%": of one by another name.
    let beside = reader.figures.get(number.saturating_sub(NEAR)..number).unwrap_or_default().iter();
    let beside = beside.filter(|now| now.block == by.block && now.sort == Kind::Amount && now.unit == was.unit);
    // "số phòng còn 107, giảm 21 phòng (năm 2020 có 128 phòng)": how many there are now has no name of its own.
    let last = offset.checked_sub(1).and_then(|at| place.get(at)).filter(|now| now.sentence == by.sentence);
    if last.filter(|now| now.noun.is_empty() && now.unit.is_none()).and_then(made).is_some_and(|one| one.holds) {
        return None;
    }
    let exact = by.number.written.decimals > 0 || by.number.value() >= Decimal::ONE_HUNDRED;
    if exact && beside.filter(|now| now.tokens != was.tokens).filter_map(made).any(|one| one.holds) {
        return None;
    }
    let (now, one) = pairs.first()?;
    let near = alike(plain(one.right), plain(by.number.written.value));
    // Beside the one figure that it can be a change of, even a small one is none by chance.
    let alone = || pairs.len() == 1 && now.sentence == by.sentence && now.number.value() >= Decimal::TEN;
    let sized = by.number.value() >= Decimal::TEN || by.number.written.decimals > 0 || alone();
    let way = (now.number.value() > was.number.value()) == rises;
    let sure = pairs.len() == 1 || now.sentence == by.sentence || specific(reader, was, now);
    if near && sized && way && !ruled(now) && sure {
        return Some(one.clone());
    }
    // The change cannot be to blame, and a slip in one of the two mends it: "đạt 15,26 điểm, tăng 1,07 điểm so với năm trước (84,19 điểm)".
    let ways = repairs(one);
    let own = |number: &Number| number.token == by.number.token;
    let large = |(number, right): &(Number, Decimal)| {
        let (written, right) = (plain(number.written.value), plain(*right));
        size(written) >= 3 && alike(written, right) || swapped(written, right)
    };
    let elsewhere = !ways.iter().any(|(number, _)| own(number)) && ways.iter().any(large);
    (elsewhere && now.sentence == by.sentence && sure).then(|| one.clone())
}

/// Whether a token is a number or a name with one: `5G`.
fn numbered(reader: &Reader<'_>, token: &Token) -> bool {
    reader.document.slice(token.span).bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether two figures with a unit say of the same thing how much of it there is: `103,66 kg heroin`.
fn specific(reader: &Reader<'_>, one: &Figure, other: &Figure) -> bool {
    let next = |figure: &Figure| reader.token(figure.tokens.end).filter(|token| token.is_word()).map(|token| token.key);
    one.unit.is_none() || next(one).is_some() && next(one) == next(other)
}

/// What a figure in brackets may be compared with: the figures of the same things before it, the nearest first.
fn levels<'r>(reader: &'r Reader<'_>, number: usize, was: &Figure, follows: bool) -> Vec<&'r Figure> {
    let Some(by) = reader.figure(number) else { return Vec::new() };
    let name = |at: TokenId| reader.token(at).filter(|token| token.is_word()).map(|token| token.key);
    let thing = name(by.tokens.end).filter(|_| by.unit.is_some() && by.sort == Kind::Amount);
    let before = reader.figures.get(number.saturating_sub(40)..number).unwrap_or_default().iter().rev();
    let before = before.take_while(|now| now.block + FAR >= by.block);
    let same = |now: &&Figure| {
        let bare = was.unit.is_none() && was.noun.is_empty();
        // "6,21, tăng 0,48 điểm so với lần 1 (5,73)": as many decimals, and nothing between.
        let beside = bare
            && now.sentence == by.sentence
            && now.number.written.decimals == was.number.written.decimals
            && was.number.written.decimals > 0
            && reader.words(now.end()..by.tokens.start) <= 2;
        let next = reader.figure(number.wrapping_sub(1)).is_some_and(|next| next.tokens == now.tokens)
            && now.sentence == by.sentence
            && was.depth == by.depth
            && reader.words(now.end()..by.tokens.start) <= 3
            && reader.may_be_same(now, was);
        // "tự chấm 3,42/5 điểm, tăng 0,17 điểm so với năm 2024 (3,25 điểm)"
        (now.sort == Kind::Amount || now.sort == Kind::Ratio && now.unit.is_some())
            && !is_change(reader, now)
            && now.tokens != was.tokens
            && (reader.same_thing(now, was) || beside || next)
            && now.depth <= by.depth
            && (follows || now.sentence != by.sentence || now.tokens.end < was.tokens.start)
    };
    let all: Vec<&Figure> = before.filter(same).collect();
    // "tăng 14,8 kg heroin (103,66 kg)": of all that was weighed, the heroin.
    let own: Vec<&Figure> =
        all.iter().copied().filter(|now| thing.is_some() && name(now.tokens.end) == thing).collect();
    if !own.is_empty() {
        return own;
    }
    // "16 cán bộ bị kỷ luật (…), giảm 05 trường hợp so với quý II (21 trường hợp)": the only count of the sentence.
    let general = |figure: &Figure| reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
    if all.is_empty() && general(was) && general(by) && reader.same_thing(was, by) {
        let before = reader.figures.get(number.saturating_sub(40)..number).unwrap_or_default().iter().rev();
        let before = before.take_while(|now| now.sentence == by.sentence).filter(|now| now.depth <= by.depth);
        let before: Vec<&Figure> = before.filter(|now| now.tokens != was.tokens).collect();
        let counts = |now: &&&Figure| now.sort == Kind::Amount && now.unit.is_none() && !now.noun.is_empty();
        return before.iter().filter(counts).filter(|_| before.len() == 1).copied().collect();
    }
    all
}
