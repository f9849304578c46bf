//! Percentages of amounts: `462 ĐVSNCL, chiếm 80,9% tổng số`, `337 tin, bài, đạt 105,3% kế hoạch (320 tin, bài)`.
//!
//! Left alone are bounds (`trên 80%`), changes (`tăng 5%`), and percentages that any figure near by explains.

mod told;
mod total;

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, Reader};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// Between an amount and its percentage: here another thought begins.
const BREAKS: Phrases = Phrases::of(&[
    keys!["trong" "đó"],
    keys!["riêng"],
    keys!["trong" "khi"],
    keys!["phấn" "đấu"],
    keys!["mục" "tiêu"],
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["vượt"],
    keys!["còn" "lại"],
    keys!["nhằm"],
    keys!["để"],
]);
/// What a percentage is measured by, other than a total.
const PLANS: Phrases = Phrases::of(&[
    keys!["kế" "hoạch"],
    keys!["dự" "toán"],
    keys!["chỉ" "tiêu"],
    keys!["mục" "tiêu"],
    keys!["cùng" "kỳ"],
    keys!["so" "với"],
]);
/// What says that a percentage is one of a total.
const TOTALS: Phrases = Phrases::of(&[
    keys!["tổng"],
    keys!["trong" "tổng"],
    keys!["trên" "tổng"],
    keys!["của" "tổng"],
    keys!["so" "với" "tổng"],
]);
/// What begins the words that say what a percentage is of.
const NUMBERS: Phrases = Phrases::of(&[keys!["số"]]);
/// What says that a percentage is a change.
pub const RISES: Phrases =
    Phrases::of(&[keys!["tăng"], keys!["giảm"], keys!["vượt"], keys!["cao" "hơn"], keys!["thấp" "hơn"]]);

/// An amount with its percentage.
struct Share<'r> {
    part: &'r Figure,
    percent: &'r Figure,
    /// Where the percentage stands among all figures.
    at: usize,
    /// Whether a total is named as what it is of; else a plan, or nothing.
    of: Of,
    /// The total that is named between the two.
    over: Option<&'r Figure>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Total,
    Plan,
    Nothing,
}

impl Share<'_> {
    /// Whether words behind the percentage say what it is of: `bằng 1,68% số đã giải quyết của lĩnh vực`.
    fn says_of_what(&self, reader: &Reader<'_>) -> bool {
        let percent = self.percent;
        reader.beginning(percent.tokens.end, percent.sentence.end, NUMBERS).is_some()
    }

    /// Whether it agrees with a total, each rounded to its last digit.
    fn fits(&self, whole: &Number) -> bool {
        !whole.value().is_zero() && super::agrees(Sort::Share, &self.percent.number, &[self.part.number, *whole])
    }
}

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let bound = total::bound(all);
    let mut open: Vec<Share<'_>> = Vec::new();
    for block in &reader.blocks {
        for at in block.clone() {
            let Some(share) = told::share(reader, block, at) else { continue };
            if let Some(found) = share.part.whole.and_then(|_| told::named(reader, block, &share)) {
                all.push(found);
                continue;
            }
            if let Some(whole) = share.part.whole {
                let terms = vec![share.part.number, whole];
                all.extend(Reckoning::new(Sort::Share, Basis::Ratio, share.percent.number, terms));
                continue;
            }
            match told::named(reader, block, &share) {
                Some(found) => all.push(found),
                None => open.push(share),
            }
        }
    }
    // First those that some figure explains: a total that several shares are of is sure.
    let mut wholes = Tokens::default();
    let parts: Tokens = open.iter().map(|share| share.part.number.token).collect();
    let mut unexplained = Vec::new();
    for share in open {
        match total::explained(reader, &share) {
            Some(Some(one)) => {
                if let Some(whole) = one.terms.get(1) {
                    wholes.insert(whole.token);
                }
                all.push(one);
            }
            Some(None) => {}
            None => unexplained.push(share),
        }
    }
    let found = unexplained.iter().filter_map(|share| {
        let one = total::wrong(reader, share, &wholes, &parts).or_else(|| total::beside(reader, share, &parts));
        let one = one.or_else(|| total::of_sum(reader, share, &bound))?;
        // "giảm từ 9,60 tỷ đồng xuống 6,72 tỷ đồng (30,00%)"
        let told = share.part.sentence.start..share.percent.tokens.start;
        if reader.says(told, RISES) && is_change_of(&one) {
            return None;
        }
        Some((share.percent.sentence.start, one.terms.get(1)?.token, one))
    });
    let found: Vec<(TokenId, TokenId, Reckoning)> = found.collect();
    // "cấp tỉnh 21.655 hồ sơ (56,37%), cấp huyện 19.870 hồ sơ (32,46%)": what two shares of a sentence are not of is the total of neither.
    for (at, (sentence, whole, one)) in found.iter().enumerate() {
        let alike = |other: Option<&(TokenId, TokenId, Reckoning)>| {
            other.is_some_and(|other| (other.0, other.1) == (*sentence, *whole))
        };
        let beside = [at.checked_sub(1).and_then(|before| found.get(before)), found.get(at + 1)];
        let mut rivals = beside.into_iter().filter(|other| alike(*other)).flatten().peekable();
        // "kế hoạch vốn 4.156.088 triệu đồng; thanh toán 589.435 triệu đồng, đạt 13,1%; ước 1.028.000 triệu đồng, đạt 22,8%": but one slip
        // in the total mends both.
        let mended = |other: &Reckoning| {
            let ways = super::slip::repairs(other);
            super::slip::repairs(one).iter().any(|way| way.0.token == *whole && ways.contains(way))
        };
        if rivals.peek().is_none() || rivals.all(|(_, _, other)| mended(other)) {
            all.push(one.clone());
        }
    }
}

/// Whether a percentage tells by how much the first of two figures differs from the second, or by how much the second has changed where it changed by
/// the first: `2.700 tỷ đồng, cao hơn kế hoạch 220 tỷ đồng (8,87%)`.
fn is_change_of(one: &Reckoning) -> bool {
    let [part, whole] = one.terms.as_slice() else { return false };
    let levels = [whole.value().checked_sub(part.value()), whole.value().checked_add(part.value())];
    let mut levels = levels.into_iter().flatten().map(|was| Number { scale: Decimal::ONE, ..whole.with(was) });
    super::agrees(Sort::Growth, &one.result, &one.terms)
        || levels.any(|was| super::agrees(Sort::Share, &one.result, &[*part, was]))
}

/// A share that is right once the unit of its amount is a thousand times larger or smaller.
fn thousand(one: &Reckoning) -> Option<Reckoning> {
    let (part, whole) = (one.terms.first()?, one.terms.get(1)?);
    if part.scale == Decimal::ONE && whole.scale == Decimal::ONE || one.holds {
        return None;
    }
    let times = [Decimal::ONE_THOUSAND, Decimal::ONE / Decimal::ONE_THOUSAND];
    let by = times.into_iter().find(|by| {
        let part = Number { scale: part.scale * by, ..*part };
        super::agrees(one.sort, &one.result, &[part, *whole])
    })?;
    Some(Reckoning { basis: Basis::Scale, suspect: *part, right: by, ..one.clone() })
}
