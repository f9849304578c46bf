//! A total whose months, quarters or weeks are told one after another: `đạt 98.644 lượt: tháng 01 là 18.214; tháng 02 còn 12.907; tháng 3 lên
//! 21.356; …`.

use rust_decimal::Decimal;

use super::lists::compares;
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::repairs;
use super::{Basis, Number, Reckoning, Sort, Tokens};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// So many months at least.
const LEAST: usize = 3;
/// Words between the name of a month and its figure, and between the total and the first month.
const NEAR: usize = 8;
const FAR: usize = 16;
/// What is told by months.
const PERIODS: &[u64] = keys!["tháng" "quý" "tuần"];
/// What says that a figure is none of one month.
const OTHERWISE: Phrases = Phrases::of(&[
    keys!["lũy" "kế"],
    keys!["luỹ" "kế"],
    keys!["đến" "hết"],
    keys!["cuối"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["thêm"],
]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter().filter(|one| one.sort == Sort::Sum));
    let mut found = Vec::new();
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for own in figures.chunk_by(|one, other| one.sentence == other.sentence) {
            found.extend(series(reader, own));
        }
    }
    all.extend(found.into_iter().filter(|one: &Reckoning| !one.numbers().any(|number| known.contains(number.token))));
}

/// The sum of the months that a sentence tells.
fn series(reader: &Reader<'_>, figures: &[Figure]) -> Option<Reckoning> {
    let sentence = figures.first()?.sentence.clone();
    let mut months: Vec<(TokenId, u32)> = Vec::new();
    for at in sentence.clone() {
        let Some(number) = month(reader, at) else { continue };
        if months.last().is_some_and(|(_, last)| *last + 1 != number) {
            if months.len() >= LEAST {
                break;
            }
            months.clear();
        }
        months.push((at, number));
    }
    let (first, _) = *months.first().filter(|_| months.len() >= LEAST)?;
    let ends = months.iter().skip(1).map(|(at, _)| *at).chain([sentence.end]);
    let told = |(at, end): (TokenId, TokenId)| {
        let figure = figures.iter().find(|figure| (at + 2..end).contains(&figure.tokens.start))?;
        let way = at + 2..figure.tokens.start;
        let sure = figure.sort == Kind::Amount && reader.words(way.clone()) <= NEAR && !reader.says(way, OTHERWISE);
        sure.then_some(figure)
    };
    let parts: Option<Vec<&Figure>> = months.iter().map(|(at, _)| *at).zip(ends).map(told).collect();
    let parts = parts?;
    let total = figures.iter().rev().find(|total| total.end() <= first && total.sort == Kind::Amount)?;
    let last = parts.last()?;
    let alike = |part: &&Figure| part.depth == last.depth && reader.may_be_same(part, total);
    let terms: Vec<Number> = parts.iter().map(|part| part.number).collect();
    let (whole, due) = (total.number.value(), terms.iter().map(Number::value).sum::<Decimal>());
    let less = terms.iter().all(|term| term.value() < whole);
    let near = (due - whole).abs() * Decimal::TWO <= whole;
    if !parts.iter().all(alike) || !less || !near || reader.words(total.end()..first) > FAR {
        return None;
    }
    let one = Reckoning::new(Sort::Sum, Basis::Partial, total.number, terms)?;
    (one.holds || !compares(reader, total.end()..first) && !repairs(&one).is_empty()).then_some(one)
}

/// The number of the month, quarter or week whose name begins at a token.
fn month(reader: &Reader<'_>, at: TokenId) -> Option<u32> {
    reader.token(at).filter(|token| PERIODS.contains(&token.key))?;
    let number = reader.document.slice(reader.token(at + 1)?.span);
    let roman = ["I", "II", "III", "IV"].iter().position(|roman| *roman == number);
    roman.and_then(|at| u32::try_from(at + 1).ok()).or_else(|| number.parse().ok())
}
