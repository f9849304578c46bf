//! Figures beside what they were, where other words stand between: `so với cùng kỳ giảm 42 vụ (756 vụ)` behind a sentence with the 714
//! of now, `6,21 điểm, tăng 0,48 điểm so với lần 1 (5,73)`, `53,42 m, thấp hơn mực nước dâng bình thường (62,0 m) là 8,58 m`; and
//! whether the word of change says what the figures do.

mod difference;

use super::change::points;
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;
use difference::difference;

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

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter());
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for at in 0..figures.len() {
            let Some(by) = figures.get(at) else { continue };
            let turned = direction(reader, figures, at).or_else(|| direction_of_points(reader, figures, at));
            let found = turned.or_else(|| {
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

/// `So với kỳ trước (tỷ lệ giải quyết xong 41,2%), kỳ này giảm 4,1 điểm phần trăm`, where 45,3% was told before.
fn direction_of_points(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let by = figures.get(at).filter(|by| points(by))?;
    let was = figures
        .get(at.checked_sub(1)?)
        .filter(|was| was.sort == Kind::Percentage && was.sentence == by.sentence && was.depth == by.depth + 1)?;
    reader.beginning(by.sentence.start, was.tokens.start, BESIDE)?;
    let (rises, place) = word(reader, by.tokens.start, by.sentence.start)?;
    let told = reader.near(by.tokens.start).iter().filter(|now| {
        let apart = (now.number.value() - was.number.value()).abs() == by.number.value();
        now.sort == Kind::Percentage && apart && now.sentence != by.sentence
    });
    let told: Vec<&Figure> = told.collect();
    let rose = |now: &&&Figure| now.number.value() > was.number.value();
    let now = told.iter().rev().find(|now| now.tokens.start < by.tokens.start && reader.shared(now, was) >= 2)?;
    // Nothing anywhere is what the word says.
    told.iter().all(|one| rose(&one) != rises).then(|| against(place, now, was)).flatten()
}

/// A word of change that says the opposite of two figures.
pub fn against(place: TokenId, now: &Figure, was: &Figure) -> Option<Reckoning> {
    let one = Reckoning::new(Sort::Same, Basis::Direction, now.number, vec![was.number])?;
    let suspect = Number { fact: None, token: place, ..now.number };
    Some(Reckoning { suspect, holds: false, ..one })
}

/// Whether a change that does not hold is that of another figure of its sentence: `74/80 xã, vượt 02 xã so với mục tiêu 72 xã; tăng 05 xã so
/// với năm trước (69 xã)`.
pub fn is_told_of_another(reader: &Reader<'_>, one: &Reckoning) -> bool {
    let is_change = matches!(one.basis, Basis::Change | Basis::Clause) && one.sort == Sort::Rest && !one.holds;
    let holds = |number: &Number| {
        let new = one.numbers().all(|own| own.token != number.token);
        let apart = |term: &Number| (number.value() - term.value()).abs() == one.result.value();
        new && one.terms.iter().any(apart)
    };
    let near = || reader.near(one.result.token).iter();
    let Some(own) = near().find(|figure| is_change && figure.number.token == one.result.token) else { return false };
    // Not what a bracket divides it into.
    let beside = near().filter(|figure| {
        figure.sentence == own.sentence && figure.sort != Kind::Percentage && figure.depth <= own.depth
    });
    beside.flat_map(|figure| [Some(figure.number), figure.whole]).flatten().any(|number| holds(&number))
}
