//! What is left once some is set aside: `Trừ tiền sử dụng đất (412,6 tỷ đồng) và xổ số (9,8 tỷ đồng), thu thuế, phí còn 1.196,0 tỷ đồng`.

use super::super::phrases::Phrases;
use super::super::read::Figure;
use super::super::slip::{alike, plain};
use super::super::{Basis, Number, Reckoning, Sort};
use super::{Place, earlier, is_amount};
use crate::fact::amount::keys;

/// What begins the sentence that sets aside.
const LESS: Phrases = Phrases::of(&[
    keys!["trừ"],
    keys!["sau" "khi" "trừ"],
    keys!["loại" "trừ"],
    keys!["không" "tính"],
    keys!["không" "kể"],
    keys!["chưa" "tính"],
    keys!["nếu" "không" "tính"],
    keys!["nếu" "trừ"],
]);
const LEFT: Phrases = Phrases::of(&[
    keys!["còn"],
    keys!["còn" "lại"],
    keys!["là"],
    keys!["đạt"],
    keys!["còn" "lại" "là"],
    keys!["chỉ" "còn"],
]);

pub fn find(place: &Place<'_>, start: usize) -> Option<Reckoning> {
    let (reader, left) = (place.reader, place.figure);
    let from = left.sentence.start;
    if !is_amount(left) || left.depth > 0 || left.unit.is_none() || !place.follows(LEFT) {
        return None;
    }
    let said =
        (from..left.tokens.start.min(from + 5)).any(|at| reader.beginning(at, left.tokens.start, LESS).is_some());
    let aside: Vec<&Figure> = place.before().collect();
    let all = aside.iter().all(|figure| is_amount(figure) && figure.unit == left.unit && figure.depth > 0);
    if !said || aside.is_empty() || !all {
        return None;
    }
    let parts: Vec<Number> = aside.iter().rev().map(|figure| figure.number).collect();
    let totals = earlier(place, start, 40)
        .filter(|total| total.sentence != left.sentence && is_amount(total) && total.unit == left.unit);
    let made = |total: &Figure| {
        let terms = std::iter::once(total.number).chain(parts.iter().copied()).collect();
        Reckoning::new(Sort::Rest, Basis::Left, left.number, terms)
    };
    let made: Vec<Reckoning> = totals.filter_map(made).collect();
    let near = |one: &&Reckoning| alike(plain(one.right), plain(left.number.written.value));
    made.iter().find(|one| one.holds).or_else(|| made.iter().find(near)).cloned()
}
