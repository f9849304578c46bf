//! By how much one figure is more than another that stands further off: `40.554 tỷ đồng, cao hơn tổng thu 11.943 tỷ đồng`, where what is
//! compared is named and its figure was told before; and a total divided a second time, behind the parts that make it up:
//! `10.386 chứng thư, trong đó …, với 4.074 chứng thư cấp tỉnh và 6.312 chứng thư cấp xã`.
//!
//! So many pairs of figures stand near any other that chance alone makes one of them come close: told only of numbers of many digits,
//! of which two were swapped, or one of five or more is another.

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{alike, plain, size, swapped};
use super::tokens::Tokens;
use super::{Basis, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// What says that a figure is more or less than another, which is named behind it.
const MORE: Phrases = Phrases::of(&[keys!["cao" "hơn"], keys!["nhiều" "hơn"], keys!["lớn" "hơn"]]);
const LESS: Phrases = Phrases::of(&[keys!["thấp" "hơn"], keys!["ít" "hơn"], keys!["nhỏ" "hơn"]]);
/// What is named that no figure before it need be of.
const OTHER_TIMES: Phrases = Phrases::of(&[
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["tháng" "trước"],
    keys!["năm"],
    keys!["bình" "quân"],
    keys!["trung" "bình"],
    keys!["cả" "nước"],
]);
const AND: Phrases = Phrases::of(&[keys!["và"]]);

/// Words between the word of comparison and the figure.
const WORDS: TokenId = 8;
/// Figures before it that may be what it is compared with.
const NEAR: usize = 16;
/// A number of so many digits is hardly a swap of another by chance.
const LEAST: usize = 4;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter());
    let large = |figure: &Figure| figure.sort == Kind::Amount && size(plain(figure.number.written.value)) >= LEAST;
    for (at, figure) in reader.figures.iter().enumerate() {
        if large(figure) && !known.contains(figure.number.token) {
            all.extend(compared(reader, at, figure).or_else(|| second_part(reader, at, figure)));
        }
    }
}

/// Whether a number is a slip of what it should be, by a slip that chance does not make.
fn is_slip(one: &Reckoning) -> bool {
    let (right, told) = (plain(one.right), plain(one.result.written.value));
    one.right.scale() <= one.result.written.decimals
        && (swapped(right, told) || size(told) > LEAST && alike(right, told))
}

/// Whether two figures have one unit, or count things whose names begin with the same two words: `biên chế cấp tỉnh`, `biên chế cấp xã`.
fn of_like_things(reader: &Reader<'_>, one: &Figure, other: &Figure) -> bool {
    let name = |figure: &Figure| reader.words_of(figure).take(2).collect::<Vec<_>>();
    one.unit == other.unit
        && (one.unit.is_some() || one.head.is_some() && one.head == other.head && name(one) == name(other))
}

/// `6.233 biên chế cấp xã, nhiều hơn cấp tỉnh 2.490 biên chế`
fn compared(reader: &Reader<'_>, at: usize, by: &Figure) -> Option<Reckoning> {
    let now = reader
        .figure(at.checked_sub(1)?)
        .filter(|now| now.sentence == by.sentence && now.sort == Kind::Amount && of_like_things(reader, now, by))?;
    let from = now.end().max(by.tokens.start.saturating_sub(WORDS));
    let (rises, said) = (from..by.tokens.start).find_map(|at| {
        let up = reader.beginning(at, by.tokens.start, MORE).map(|end| (true, end));
        up.or_else(|| reader.beginning(at, by.tokens.start, LESS).map(|end| (false, end)))
    })?;
    if said >= by.tokens.start || reader.says(said..by.tokens.start, OTHER_TIMES) {
        return None;
    }
    let before = reader.figures.get(at.saturating_sub(NEAR)..at - 1)?.iter();
    let told = before.filter(|was| was.sort == Kind::Amount && of_like_things(reader, was, now));
    let made = |was: &Figure| {
        let (more, less) = if rises { (now, was) } else { (was, now) };
        let one = Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more.number, less.number])?;
        (more.number.value() > less.number.value()).then_some(one)
    };
    let made: Vec<Reckoning> = told.filter_map(made).collect();
    let holds = made.iter().find(|one| one.holds);
    let mut slips = made.iter().filter(|one| is_slip(one));
    holds.or_else(|| slips.next().filter(|_| slips.next().is_none())).cloned()
}

/// The second of two parts of a total that other parts of its sentence make up.
fn second_part(reader: &Reader<'_>, at: usize, second: &Figure) -> Option<Reckoning> {
    let first = reader.figure(at.checked_sub(1)?).filter(|first| {
        first.sentence == second.sentence && first.depth == second.depth && of_like_things(reader, first, second)
    })?;
    reader.ending(second.tokens.start, first.tokens.end, AND)?;
    let before =
        reader.figures.get(..at - 1)?.iter().rev().take(NEAR).take_while(|one| one.sentence == second.sentence);
    let totals = before.filter(|total| {
        total.number.value() > second.number.value() + first.number.value() / TWO
            && total.depth <= second.depth
            && of_like_things(reader, total, second)
    });
    let made =
        |total: &Figure| Reckoning::new(Sort::Rest, Basis::Left, second.number, vec![total.number, first.number]);
    let made: Vec<Reckoning> = totals.filter_map(made).collect();
    made.iter().find(|one| one.holds).or_else(|| made.iter().find(|one| is_slip(one))).cloned()
}

const TWO: rust_decimal::Decimal = rust_decimal::Decimal::TWO;
