//! Parts of one total in a sentence, each with its share: `1.127 hồ sơ đúng hạn (93,29%), 81 hồ sơ quá hạn (6,71%) trong tổng số 1.208 hồ sơ`.
//!
//! Where one part agrees with its share of the total, the total is known, and each part beside it follows from its share, each share from its part.
//! If the parts but one make up the total with what that one should be, the part is to blame, otherwise its share.

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{alike, counts_alike, plain};
use super::{Basis, Number, Reckoning, Sort, Tokens, agrees};
use crate::fact::amount::keys;

/// Words of which some stand between a part and its share, and no others.
const JOINTS: &[u64] = keys!["chiếm" "đạt" "bằng" "tỷ" "lệ" "tương" "ứng" "đương" "với"];
/// What names the total.
const TOTAL: Phrases = Phrases::of(&[keys!["tổng" "số"], keys!["tổng" "cộng"], keys!["tổng"], keys!["trong" "số"]]);
/// What stands between a total and its parts.
const GOES_ON: Phrases = Phrases::of(&[keys!["gồm"], keys!["bao" "gồm"], keys!["trong" "đó"]]);
/// What says that figures are of another time, or changes.
const ELSEWHERE: Phrases = Phrases::of(&[
    keys!["cùng" "kỳ"],
    keys!["so" "với"],
    keys!["năm" "trước"],
    keys!["kỳ" "trước"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["kế" "hoạch"],
    keys!["bình" "quân"],
]);

/// A part and its share.
struct Part<'a> {
    part: &'a Figure,
    share: &'a Figure,
}

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter().filter(|one| !one.holds && one.sort != Sort::Sum));
    let mut found = Vec::new();
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for own in figures.chunk_by(|one, other| one.sentence == other.sentence) {
            found.extend(failing(reader, own));
        }
    }
    all.extend(found.into_iter().filter(|one: &Reckoning| !one.numbers().any(|number| known.contains(number.token))));
}

/// The one part of a sentence that does not agree with its share, where others do.
fn failing(reader: &Reader<'_>, figures: &[Figure]) -> Option<Reckoning> {
    let sentence = figures.first()?.sentence.clone();
    let parts = parts(reader, figures);
    if parts.len() < 2 || reader.says(sentence, ELSEWHERE) {
        return None;
    }
    let is_part = |figure: &Figure| parts.iter().any(|one| one.part.tokens == figure.tokens);
    let mut totals = figures.iter().filter(|total| {
        let at = total.tokens.start;
        let start = if at.checked_sub(1).is_some_and(|colon| reader.is_mark(colon, ':')) { at - 1 } else { at };
        let named = reader.ending(start, total.sentence.start, TOTAL).is_some();
        let opens = || figures.first().is_some_and(|first| first.tokens == total.tokens);
        let told =
            named || opens() && reader.says(total.end()..figures.get(1).map_or(at, |next| next.tokens.start), GOES_ON);
        told && total.sort == Kind::Amount && !is_part(total)
    });
    let (Some(total), None) = (totals.next(), totals.next()) else { return None };
    // All other figures are parts of it.
    let other = |figure: &Figure| figure.sort != Kind::Percentage && figure.tokens != total.tokens && !is_part(figure);
    if figures.iter().any(other) || !parts.iter().all(|one| reader.may_be_same(one.part, total)) {
        return None;
    }
    let made = |one: &Part<'_>| {
        Reckoning::new(Sort::Share, Basis::Clause, one.share.number, vec![one.part.number, total.number])
    };
    let made: Vec<Reckoning> = parts.iter().map(made).collect::<Option<_>>()?;
    let (holding, failing): (Vec<_>, Vec<_>) = made.into_iter().partition(|one| one.holds);
    if failing.is_empty() {
        return makes_up(&parts, total);
    }
    let Ok([one]) = <[Reckoning; 1]>::try_from(failing) else { return None };
    if holding.is_empty() {
        return None;
    }
    let rest = holding.iter().filter_map(|one| one.terms.first()).map(Number::value).sum::<Decimal>();
    let right = total.number.value().checked_sub(rest)?;
    let part = *one.terms.first()?;
    if right == part.value() {
        return Some(one);
    }
    if agrees(Sort::Share, &one.result, &[part.with(right), total.number]) && super::is_one(part.scale) {
        return Some(Reckoning { suspect: part, right, ..one });
    }
    let told = one.result.written.value;
    (alike(plain(one.right), plain(told)) || counts_alike(one.right, told)).then_some(one)
}

/// `17.651 hồ sơ, trong đó 13.767 hồ sơ trước hạn, chiếm 78%; 3.254 hồ sơ đúng hạn, chiếm 18,4% và 634 hồ sơ quá hạn, chiếm 3,6%`: parts whose
/// shares make up all, where they do not come to the total themselves.
fn makes_up(parts: &[Part<'_>], total: &Figure) -> Option<Reckoning> {
    let mut all = Decimal::ZERO;
    let mut off = Decimal::ZERO;
    for one in parts {
        all = all.checked_add(one.share.number.value())?;
        off = off.checked_add(Decimal::new(1, one.share.number.written.decimals.min(27)))?;
    }
    let whole = (all - Decimal::ONE_HUNDRED).abs() <= off / Decimal::TWO;
    let terms = parts.iter().map(|one| one.part.number).collect();
    Reckoning::new(Sort::Sum, Basis::Partial, total.number, terms).filter(|one| whole && !one.holds)
}

/// The figures with a percentage right behind them.
fn parts<'f>(reader: &Reader<'_>, figures: &'f [Figure]) -> Vec<Part<'f>> {
    let pairs =
        figures.windows(2).filter_map(|pair| if let [part, share] = pair { Some(Part { part, share }) } else { None });
    let own = |one: &Part<'_>| {
        let Part { part, share } = one;
        let from = part.end()..share.tokens.start;
        let marked = reader.tokens(from.clone()).iter().any(|token| token.is('(') || token.is(','));
        let close = reader.words(from.clone()) <= 8 && !reader.tokens(from).iter().any(|token| token.is(';'));
        let last = share.tokens.start.checked_sub(1).and_then(|at| reader.token(at));
        let joined = last.is_some_and(|token| token.is('(') || token.is(',') || JOINTS.contains(&token.key));
        part.sort == Kind::Amount && share.sort == Kind::Percentage && marked && close && joined
    };
    pairs.filter(own).collect()
}
