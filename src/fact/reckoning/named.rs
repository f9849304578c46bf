//! A number told twice beside one proper name: `thành phố Sóc Trăng 121, thị xã Vĩnh Châu 86 …` of late files, and `nhất là thành phố Sóc
//! Trăng (112 hồ sơ)` in the appraisal.
//!
//! Names of places and offices have numbers of many things beside them. So only numbers of three digits or more with the same digits in
//! another order are one, where neither is told twice, and neither place speaks of another time.

use std::collections::HashMap;

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{permuted, size, swapped};
use super::tokens::Tokens;
use super::{Basis, Reckoning, Sort};
use crate::document::Case;
use crate::fact::amount::keys;

/// What tells of another time or of a change.
const OTHERWISE: Phrases = Phrases::of(&[
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["so" "với"],
    keys!["tăng"],
    keys!["giảm"],
]);

/// Words of a name by which it is known.
const NAME: u32 = 4;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let failing = Tokens::of_numbers(all.iter().filter(|one| !one.holds));
    let held = Tokens::of_numbers(all.iter().filter(|one| one.holds));
    let mut by_name: HashMap<Vec<u64>, Vec<&Figure>> = HashMap::new();
    for figure in reader.figures.iter().filter(|figure| figure.sort == Kind::Amount && size(figure.number.value()) >= 3)
    {
        if let Some(name) = name(reader, figure) {
            by_name.entry(name).or_default().push(figure);
        }
    }
    let told: Vec<&[&Figure]> =
        by_name.values().map(Vec::as_slice).filter(|told| (2..=4).contains(&told.len())).collect();
    let mut found: Vec<Reckoning> = told.into_iter().filter_map(|told| pair(reader, told, &held, &failing)).collect();
    found.sort_by_key(|one| one.result.token);
    all.append(&mut found);
}

/// The last words before a number or the bracket around it, two of which have a capital.
fn name(reader: &Reader<'_>, figure: &Figure) -> Option<Vec<u64>> {
    let aside = figure.tokens.start.checked_sub(1).is_some_and(|at| reader.is_mark(at, '('));
    let end = figure.tokens.start - u32::from(aside);
    let from = end.checked_sub(NAME).filter(|from| *from >= figure.sentence.start)?;
    let words = reader.tokens(from..end);
    let titled = words.iter().rev().take(2).all(|token| token.case == Case::Title);
    (titled && words.len() == NAME as usize && words.iter().all(|token| token.is_word()))
        .then(|| words.iter().map(|token| token.key).collect())
}

/// Of the numbers beside one name, the later of two with the same digits in another order.
fn pair(reader: &Reader<'_>, told: &[&Figure], held: &Tokens, failing: &Tokens) -> Option<Reckoning> {
    let times = |figure: &Figure| told.iter().filter(|one| one.number.value() == figure.number.value()).count();
    told.iter().enumerate().find_map(|(at, one)| {
        told.iter().skip(at + 1).find_map(|other| {
            let (a, b) = (one.number.value(), other.number.value());
            let alike = swapped(a, b) || permuted(a, b) && size(a) >= 5;
            let apart = one.sentence != other.sentence && reader.may_be_same(one, other);
            let plain = [one, other].iter().all(|figure| !reader.says(figure.sentence.clone(), OTHERWISE));
            let known = failing.contains(one.number.token) || failing.contains(other.number.token);
            if !alike || !apart || !plain || known || times(one) > 1 && times(other) > 1 {
                return None;
            }
            // The one that a sum bears out is right; else the later one is the slip.
            let (right, wrong) = match (held.contains(one.number.token), held.contains(other.number.token)) {
                (true, true) => return None,
                (false, true) => (other, one),
                _ => (one, other),
            };
            Reckoning::new(Sort::Same, Basis::Retold, wrong.number, vec![right.number])
        })
    })
}
