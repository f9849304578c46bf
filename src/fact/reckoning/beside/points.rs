//! Percentages that differ by points: `So với cùng kỳ (18,29%), tỷ lệ hoàn thành cao hơn 3,23 điểm phần trăm` behind the sentence with the
//! percentage of now, which may also stand in a table above.

use super::super::phrases::Phrases;
use super::super::read::{Figure, Sort as Kind};
use super::super::slip::{alike, plain, swapped};
use super::super::{Basis, Number, Reckoning, Sort, Tables};
use super::{FALLS, Place, RISES, earlier, is_amount};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::sheet;
use crate::text;

/// Units of a change of percentages.
const POINTS: [&str; 2] = ["điểm %", "điểm phần trăm"];
const IS: Phrases = Phrases::of(&[keys!["là"]]);
/// Blocks between a table and what is said of it.
const FAR: u32 = 3;
/// Tokens between a change and what it is a change of.
const NEAR: TokenId = 16;

pub fn find(place: &Place<'_>, start: usize, tables: &Tables<'_>) -> Option<Reckoning> {
    let by = place.figure;
    let points = by.unit.is_some_and(|unit| POINTS.map(text::fold_key).contains(&unit));
    if !points || !is_amount(by) {
        return None;
    }
    let rises = place.rises().or_else(|| way(place))?;
    let percent = |figure: &&Figure| figure.sort == Kind::Percentage;
    let aside = |figure: &&Figure| figure.depth > by.depth;
    let behind =
        place.behind().next().filter(|was| percent(was) && aside(was) && was.tokens.start <= by.tokens.end + NEAR);
    // "(15/82 nhiệm vụ, đạt 18,29%), … cao hơn 3,23 điểm": nothing but words stands between.
    let before = place.before().next().filter(|was| percent(was) && aside(was));
    let was = behind.or(before)?;
    let made = |now: Number| {
        let (more, less) = if rises { (now, was.number) } else { (was.number, now) };
        Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more, less]).filter(|_| more.value() > less.value())
    };
    let told = earlier(place, start, 24)
        .filter(percent)
        .filter(|now| now.tokens != was.tokens && (now.depth <= by.depth || now.sentence != by.sentence));
    let told: Vec<Reckoning> = told.filter_map(|now| made(now.number)).collect();
    let cells: Vec<Reckoning> = cells(place, tables).into_iter().filter_map(made).collect();
    if let Some(holds) = told.iter().chain(&cells).find(|one| one.holds) {
        return Some(holds.clone());
    }
    let written = plain(by.number.written.value);
    let same = |one: &&Reckoning| one.right.scale() <= by.number.written.decimals;
    let right = |one: &Reckoning| {
        let mut right = one.right;
        right.rescale(by.number.written.decimals);
        plain(right)
    };
    // "đạt 27,5% (chỉ tiêu là 20%), vượt 7,5 điểm phần trăm": a rule tells it.
    let ruled = behind.is_none()
        && place.before().nth(1).is_some_and(|now| {
            now.sort == Kind::Percentage && now.tokens.end + 1 >= was.tokens.start.saturating_sub(12)
        });
    if ruled {
        return None;
    }
    let near = told.iter().filter(same).find(|one| alike(right(one), written));
    let swap = || cells.iter().filter(same).find(|one| swapped(right(one), written));
    near.or_else(swap).cloned()
}

/// Which way a word of change points that stands before what is compared with: `cao hơn cùng kỳ năm 2025 là 3,06 điểm phần trăm`.
fn way(place: &Place<'_>) -> Option<bool> {
    let (reader, by) = (place.reader, place.figure);
    let end = reader.ending(by.tokens.start, by.sentence.start, IS)?;
    let least = end.saturating_sub(NEAR).max(by.sentence.start);
    let least = place.before().next().map_or(least, |last| last.end().max(least));
    let ends = |at: TokenId, words| reader.ending(at, least, words).is_some();
    (least + 1..=end)
        .rev()
        .take_while(|&at| !reader.is_mark(at, ',') && !reader.is_mark(at, ';'))
        .find_map(|at| if ends(at, RISES) { Some(true) } else { ends(at, FALLS).then_some(false) })
}

/// The percentages of tables right above.
fn cells(place: &Place<'_>, tables: &Tables<'_>) -> Vec<Number> {
    let document = place.reader.document;
    let block = place.figure.block;
    let near = |sheet: &&sheet::Sheet| {
        let last = sheet.rows.iter().rev().find_map(|row| row.cells.iter().rev().flatten().next());
        let at = last.map(|last| document.block_of(sheet::tokens(document, *last).start));
        at.is_some_and(|at| at < block && at + FAR >= block)
    };
    let numbers =
        tables.sheets.iter().filter(near).flat_map(|sheet| &sheet.rows).flat_map(|row| row.figures.iter().flatten());
    let made = |figure: &sheet::Figure| Number {
        fact: None,
        token: figure.number,
        written: figure.written,
        scale: rust_decimal::Decimal::ONE,
        rounded: true,
    };
    numbers.filter(|figure| figure.percent).map(made).collect()
}
