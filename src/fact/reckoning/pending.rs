//! What is still dealt with, where what came in and what was done stand in other items of one list or other sentences of one
//! paragraph: `- Phải giải quyết: 8.340 hồ sơ, …; - Đã giải quyết 7.734 hồ sơ, …; - Đang giải quyết 606 hồ sơ`.
//!
//! Some of what came in may be called otherwise, or come from the time before. So a number is told only where one slip mends it and
//! no figure before it, and no two of them together, bear it out.

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::rest::{UNDONE, stands_before};
use super::slip::{alike, size};
use super::tokens::Tokens;
use super::{Basis, Reckoning, Sort};
use crate::fact::amount::keys;

/// What stands before a number of what is done.
const DEALT: Phrases = Phrases::of(&[
    keys!["đã" "giải" "quyết"],
    keys!["đã" "giải" "quyết" "xong"],
    keys!["giải" "quyết" "xong"],
    keys!["đã" "xử" "lý"],
    keys!["đã" "xử" "lý" "xong"],
]);

/// Blocks between what came in and what is left of it, at most.
const BACK: u32 = 4;
/// Figures before it that are looked at.
const MOST_BEFORE: usize = 16;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known: Tokens = all.iter().map(|one| one.result.token).collect();
    let open = reader.figures.iter().filter(|figure| is_open(reader, figure) && !known.contains(figure.number.token));
    let mut found: Vec<Reckoning> = open.filter_map(|figure| left(reader, figure)).collect();
    all.append(&mut found);
}

fn is_open(reader: &Reader<'_>, figure: &Figure) -> bool {
    figure.sort == Kind::Amount
        && figure.unit.is_none()
        && size(figure.number.value()) >= 3
        && stands_before(reader, figure, UNDONE)
}

fn left(reader: &Reader<'_>, figure: &Figure) -> Option<Reckoning> {
    let (before, _) = reader.on_both_sides(figure.tokens.start);
    let is_near = |other: &&Figure| figure.block - other.block <= BACK;
    let own = |other: &&Figure| other.sort == Kind::Amount && reader.may_be_same(other, figure);
    let mut before = before.iter().rev().take_while(is_near).filter(own).take(MOST_BEFORE);
    let done = before.find(|other| stands_before(reader, other, DEALT))?;
    let came: Vec<&Figure> = before.collect();
    let of = |total: &&Figure| Reckoning::new(Sort::Rest, Basis::Left, figure.number, vec![total.number, done.number]);
    if let Some(held) = came.iter().filter_map(of).find(|one| one.holds) {
        return Some(held);
    }
    let needed = done.number.value().checked_add(figure.number.value())?;
    let together = |(at, one): (usize, &&Figure)| {
        came.iter().skip(at + 1).any(|other| one.number.value().checked_add(other.number.value()) == Some(needed))
    };
    if came.iter().enumerate().any(together) {
        return None;
    }
    let most =
        came.iter().max_by_key(|total| total.number.value()).filter(|total| total.number.value() > done.number.value());
    most.and_then(of).filter(|one| alike(one.right, figure.number.written.value))
}
