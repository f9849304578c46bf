//! Percentages that make up all: `chuyên viên cao cấp 0,6%, chuyên viên chính 27,1%, chuyên viên 68,4%, còn lại 3,9%`.

use rust_decimal::Decimal;

use super::super::phrases::Phrases;
use super::super::read::{Figure, Sort as Kind};
use super::super::slip::{alike, plain, repairs, swapped};
use super::super::{Basis, Number, Reckoning, Sort};
use super::{FALLS, Place, RISES};
use crate::fact::amount::keys;

const REST: Phrases = Phrases::of(&[keys!["còn" "lại"], keys!["khác"]]);
/// Between parts of one whole none of these stands.
const OTHER_WHOLES: Phrases = Phrases::of(&[
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["kế" "hoạch"],
    keys!["phấn" "đấu"],
    keys!["đúng" "hạn"],
]);

/// Tokens between `còn lại` and its percentage.
const NEAR: u32 = 7;

pub fn find(place: &Place<'_>) -> Option<Reckoning> {
    let (reader, left) = (place.reader, place.figure);
    let percent = |figure: &&Figure| figure.sort == Kind::Percentage && figure.depth == left.depth;
    if left.sort != Kind::Percentage {
        return None;
    }
    let run: Vec<&Figure> = place.before().filter(percent).take(8).collect();
    let from = run.first()?.tokens.end.max(left.tokens.start.saturating_sub(NEAR));
    let named = reader.says(from..left.tokens.start, REST);
    let first = run.last()?;
    if !named || run.len() < 2 {
        return None;
    }
    let span = first.tokens.start.saturating_sub(4).max(left.sentence.start)..left.tokens.start;
    if [OTHER_WHOLES, RISES, FALLS].into_iter().any(|phrases| reader.says(span.clone(), phrases)) {
        return None;
    }
    let made = |count: usize| {
        let terms: Vec<Number> = run.get(..count)?.iter().rev().map(|figure| figure.number).collect();
        Reckoning::new(Sort::Complement, Basis::States, left.number, terms)
    };
    if let Some(holds) = (1..=run.len()).filter_map(made).find(|one| one.holds) {
        return Some(holds);
    }
    // "còn lại 10% trực tiếp, 5% bưu chính": both are left.
    let sum: Decimal = run.iter().map(|figure| figure.number.value()).sum();
    let mut open = Decimal::ONE_HUNDRED - sum - left.number.value();
    let also = place.behind().filter(percent).any(|next| {
        open -= next.number.value();
        open.is_zero()
    });
    let level = run.iter().all(|figure| figure.number.written.decimals == left.number.written.decimals);
    let one = made(run.len()).filter(|_| level && !also)?;
    let own = alike(plain(one.right), plain(left.number.written.value));
    let swap = || repairs(&one).iter().any(|(number, value)| swapped(number.written.value, *value));
    (own || swap()).then_some(one)
}
