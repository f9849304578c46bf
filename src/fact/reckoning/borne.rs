//! Figures that their own sentence bears out: told otherwise elsewhere, they are another thing.
//!
//! `97,5% công chức có máy tính (237/243 người)` where the report has 238 of 243 people with a degree; `được giao 268 nhiệm vụ; đã hoàn
//! thành 241, đang thực hiện 27` where 286 other tasks are told.

use rust_decimal::Decimal;

use super::read::{Figure, Reader, Sort as Kind};
use super::slip::size;
use super::{Basis, Number, Reckoning, Sort};

/// Drops what says that a figure was told otherwise, where the figure follows from others of its sentence.
pub fn leave_alone(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    all.retain(|one| {
        let told = one.sort == Sort::Same && matches!(one.basis, Basis::Words | Basis::Retold);
        !told || one.holds || !is_borne_out(reader, &one.suspect)
    });
}

fn is_borne_out(reader: &Reader<'_>, number: &Number) -> bool {
    let near = reader.near(number.token);
    let of_number = |figure: &&Figure| figure.numbers().any(|one| one.token == number.token);
    let Some(own) = near.iter().find(of_number) else { return false };
    let sentence = near.iter().filter(|figure| figure.sentence == own.sentence);
    is_share(own, &mut sentence.clone()) || size(number.value()) >= 3 && is_sum(number, &mut sentence.clone())
}

/// Whether a percentage of the sentence is this ratio's.
fn is_share(own: &Figure, sentence: &mut dyn Iterator<Item = &Figure>) -> bool {
    let share =
        own.whole.and_then(|whole| own.number.value().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.value()));
    share.is_some_and(|share| {
        sentence.filter(|figure| figure.sort == Kind::Percentage).any(|figure| {
            let (low, high) = figure.number.bounds();
            (low..=high).contains(&share)
        })
    })
}

/// Whether two counts of the sentence are this one together.
fn is_sum(number: &Number, sentence: &mut dyn Iterator<Item = &Figure>) -> bool {
    let counts: Vec<Decimal> = sentence
        .filter(|figure| figure.sort == Kind::Amount && figure.number.token != number.token)
        .map(|figure| figure.number.value())
        .filter(|count| *count > Decimal::ZERO)
        .collect();
    counts
        .iter()
        .enumerate()
        .any(|(nth, one)| counts.iter().skip(nth + 1).any(|other| one.checked_add(*other) == Some(number.value())))
}
