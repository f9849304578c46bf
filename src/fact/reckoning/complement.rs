//! Two percentages that are each other's rest: in time and late, whole and in part.

use std::ops::Range;

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::share::RISES;
use super::slip::{repairs, slip};
use super::vocabulary::Words;
use super::{Basis, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// `chiếm lần lượt 68,9% và 31,1%`
const IN_TURN: Phrases = Phrases::of(&[keys!["lần" "lượt"], keys!["tương" "ứng"]]);

/// What says that the second percentage is of other things as well.
const OTHERWISE: Phrases = Phrases::of(&[keys!["nếu"], keys!["tính" "cả"], keys!["kể" "cả"], keys!["cộng" "cả"]]);

const AND: Phrases = Phrases::of(&[keys!["và"]]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        of_block(reader, block, all);
    }
}

/// `đúng hạn đạt 99,1%; trễ hạn 0,9%`: two percentages of one sentence that make up all.
fn of_block(reader: &Reader<'_>, block: &Range<usize>, all: &mut Vec<Reckoning>) {
    let figures = reader.figures.get(block.clone()).unwrap_or_default();
    let percents: Vec<&Figure> = figures.iter().filter(|figure| figure.sort == Kind::Percentage).collect();
    for pair in percents.windows(2) {
        let [one, other] = pair else { continue };
        if one.sentence != other.sentence {
            continue;
        }
        let before = figures
            .iter()
            .rev()
            .find(|figure| figure.tokens.end <= one.tokens.start && figure.sort == Kind::Percentage);
        let from = before.map_or(one.sentence.start, |figure| figure.tokens.end).max(one.sentence.start);
        let (first, second) = (from..one.tokens.start, one.tokens.end..other.tokens.start);
        let is = |range: &Range<TokenId>, phrases| reader.says(range.clone(), phrases);
        let opposites = &reader.vocabulary.opposites;
        let told = |range: &Range<TokenId>, words: &Words| words.stand_in(reader.tokens(range.clone()));
        let alone = |range, is: &Words, not: &Words| told(range, is) && !told(range, not);
        let opposed = opposites
            .iter()
            .any(|(a, b)| alone(&first, a, b) && alone(&second, b, a) || alone(&first, b, a) && alone(&second, a, b));
        // "42 toàn trình và 19 một phần, chiếm lần lượt 68,9% và 31,1%"
        let joint = reader.words(second.clone()) == 1 && is(&second, AND);
        let in_turn = joint && is(&first, IN_TURN) && opposites.iter().any(|(a, b)| told(&first, a) && told(&first, b));
        if !(opposed || in_turn)
            || is(&second, RISES)
            || is(&first, RISES)
            || is(&second, OTHERWISE)
            || one.number.written.decimals != other.number.written.decimals
        {
            continue;
        }
        let Some(found) = Reckoning::new(Sort::Complement, Basis::States, other.number, vec![one.number]) else {
            continue;
        };
        // "trước hạn 60,00%, đúng hạn 39,00%, trễ hạn 1,00%": all that the sentence has told so far make up all.
        let told = percents.iter().filter(|earlier| {
            earlier.sentence == other.sentence
                && earlier.depth == other.depth
                && earlier.tokens.start <= other.tokens.start
        });
        let told: Decimal = told.map(|earlier| earlier.number.value()).sum();
        if !found.holds && (told - Decimal::ONE_HUNDRED).abs() <= Decimal::new(2, 2) {
            continue;
        }
        if found.holds || slip(found.right, other.number.written.value) || !repairs(&found).is_empty() {
            all.push(found);
        }
    }
}
