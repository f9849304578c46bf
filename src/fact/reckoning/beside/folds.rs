//! Half and twice: `giảm một nửa so với cùng kỳ (28 người)`, `gấp đôi năm trước (14 văn bản)`. Both are said of what is nearly so, so
//! that only a slip is told that makes it exactly so.

use rust_decimal::Decimal;

use super::super::change::is_difference;
use super::super::phrases::Phrases;
use super::super::read::{Figure, GENERAL};
use super::super::slip::repairs;
use super::super::{Basis, Number, Reckoning, Sort};
use super::{Place, is_amount};
use crate::fact::amount::keys;
use crate::fact::reckoning::words::ABOUT;

const HALF: Phrases = Phrases::of(&[keys!["một" "nửa"], keys!["1" "/" "2"]]);
const TWICE: Phrases = Phrases::of(&[keys!["gấp" "đôi"], keys!["gấp" "2" "lần"]]);
const THRICE: Phrases = Phrases::of(&[keys!["gấp" "ba"], keys!["gấp" "3" "lần"]]);

/// Tokens between the word and the earlier figure in brackets.
const FAR: u32 = 18;

pub fn find(place: &Place<'_>) -> Option<Reckoning> {
    let (reader, was) = (place.reader, place.figure);
    let general = reader.beginning(was.noun.start, was.noun.end, GENERAL).is_some();
    // "14 cán bộ, công chức (khiển trách 08, …), giảm một nửa so với cùng kỳ (28 người)"
    let same = |now: &&Figure| {
        // "58 triệu đồng, tăng 29 triệu đồng, gấp đôi năm 2014 (29 triệu đồng)": the level is twice as high.
        now.depth < was.depth
            && is_amount(now)
            && !is_difference(reader, now)
            && (reader.may_be_same(now, was) || general && now.unit == was.unit)
    };
    let now = place.before().find(same)?;
    if !is_amount(was) || was.depth == 0 {
        return None;
    }
    let from = now.tokens.end.max(was.tokens.start.saturating_sub(FAR));
    let open = (from..was.tokens.start).rev().find(|&at| reader.is_mark(at, '('))?;
    let said = |phrases: Phrases| {
        (from..open)
            .rev()
            .find(|&at| reader.beginning(at, open, phrases).is_some() && reader.ending(at, from, ABOUT).is_none())
    };
    if (from..open).any(|at| reader.is_mark(at, ';')) {
        return None;
    }
    let (result, term, times): (Number, Number, usize) = if said(HALF).is_some() {
        (was.number, now.number, 2)
    } else if said(TWICE).is_some() {
        (now.number, was.number, 2)
    } else {
        said(THRICE).map(|_| (now.number, was.number, 3))?
    };
    let one = Reckoning::new(Sort::Sum, Basis::Change, result, vec![term; times])?;
    // An odd number has no half, and what is a hundredth off is twice as much.
    let off = (one.right - result.written.value).abs();
    let near = off <= Decimal::ONE || off * Decimal::ONE_HUNDRED <= result.written.value;
    let large = result.written.value >= Decimal::TEN;
    let slips = !near && large && !repairs(&one).is_empty();
    (one.holds || slips).then_some(one)
}
