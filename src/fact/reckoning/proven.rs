//! A percentage right behind a part of which the report itself tells what is left of the total: `chỉ ra 46 hạn chế; đã khắc phục 35 hạn chế,
//! đạt 76,1%; 11 hạn chế còn lại`. What is left proves the total, however far the percentage is from right.

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::tokens::Tokens;
use super::{Basis, Reckoning, Sort, agrees};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// Before a percentage, that it is of what was just told.
const COMES_TO: Phrases = Phrases::of(&[keys!["đạt"], keys!["chiếm"], keys!["đạt" "tỷ" "lệ"], keys!["tỷ" "lệ"], keys!["chiếm" "tỷ" "lệ"]]);
/// So many words stand between a part and its percentage at most.
const NEAR: usize = 4;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter().filter(|one| matches!(one.sort, Sort::Share | Sort::Growth)));
    let rests = all.iter().filter(|one| one.holds && one.sort == Sort::Rest && one.basis == Basis::Left);
    let found: Vec<Reckoning> = rests.filter_map(|rest| of_part(reader, rest)).collect();
    all.extend(found.into_iter().filter(|one| !known.contains(one.result.token)));
}

/// The percentage of a part, where it is wrong.
fn of_part(reader: &Reader<'_>, rest: &Reckoning) -> Option<Reckoning> {
    let [total, part] = *rest.terms.as_slice() else { return None };
    let told = reader.of_fact(part.fact?).filter(|told| told.sort == Kind::Amount && total.token < told.number.token)?;
    let at = reader.figures.partition_point(|figure| figure.tokens.start < told.end());
    let percent = reader.figure(at).filter(|next| next.sort == Kind::Percentage && next.sentence == told.sentence)?;
    let shares = stands_alone(reader, told, percent);
    let of_rest = agrees(Sort::Share, &percent.number, &[rest.result, total]);
    let one = Reckoning::new(Sort::Share, Basis::Earlier, percent.number, vec![part, total])?;
    (shares && !of_rest && !one.holds && total.scale == part.scale).then_some(one)
}

/// Whether a percentage stands right behind its part, in brackets or behind what says that it is of it, and names nothing else it is of.
fn stands_alone(reader: &Reader<'_>, told: &Figure, percent: &Figure) -> bool {
    let (start, end) = (percent.tokens.start, percent.tokens.end);
    let mark = |at: TokenId, marks: &[char]| marks.iter().any(|&mark| reader.is_mark(at, mark));
    let bracketed = reader.is_mark(start.saturating_sub(1), '(') && reader.is_mark(end, ')');
    let said = reader.ending(start, told.tokens.end, COMES_TO).is_some() && mark(end, &[',', ';', '.']);
    (bracketed || said) && reader.words(told.end()..start) <= NEAR
}
