//! Which figure is to blame where several reckonings fail.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{alike, plain, repairs, size, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort, Tables};
use crate::document::TokenId;

/// More failing reckonings than this are no single slips: each stands for itself.
const MOST_FAILING: usize = 60;

/// Joins failing reckonings that one changed figure would mend, and looks away from figures that others bear out.
pub fn settle(reader: &Reader<'_>, tables: &Tables<'_>, all: &mut Vec<Reckoning>) {
    let borne_out = Tokens::of_numbers(all.iter().filter(|one| one.holds));
    let failing: Vec<usize> = all.iter().enumerate().filter(|(_, one)| !one.holds).map(|(at, _)| at).collect();
    if failing.len() > MOST_FAILING {
        return;
    }
    let ways: HashMap<usize, Vec<(Number, Decimal)>> =
        failing.iter().filter_map(|&at| Some((at, repairs(all.get(at)?)))).collect();
    let mut gone = HashSet::new();
    for (rank, &one) in failing.iter().enumerate() {
        for &other in failing.iter().skip(rank + 1) {
            if gone.contains(&one) || gone.contains(&other) {
                continue;
            }
            let (Some(a), Some(b)) = (ways.get(&one), ways.get(&other)) else { continue };
            let Some((number, value)) = a.iter().find(|way| b.contains(way)) else { continue };
            // A ratio with its percentage is told by other rules unless a second reckoning stands behind it.
            let (stays, goes) =
                if all.get(one).is_some_and(|one| one.basis == Basis::Ratio) { (other, one) } else { (one, other) };
            if let Some(kept) = all.get_mut(stays) {
                (kept.suspect, kept.right) = (*number, *value);
                gone.insert(goes);
            }
        }
    }
    let figures = tables.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| row.figures.iter().flatten());
    let cells: HashSet<(Decimal, u32)> = if failing.is_empty() {
        HashSet::new()
    } else {
        figures.map(|cell| (cell.written.value.normalize(), cell.written.decimals)).collect()
    };
    // So many digits stand in a table by no chance.
    let stands = |number: &Number, value: Decimal| {
        size(plain(value)) >= 4 && cells.contains(&(value.normalize(), number.written.decimals))
    };
    for &at in failing.iter().filter(|at| !gone.contains(*at)) {
        let Some(one) = all.get_mut(at).filter(|one| one.suspect == one.result) else { continue };
        let ways = ways.get(&at).map(Vec::as_slice).unwrap_or_default();
        let sure = |number: &Number| {
            borne_out.contains(number.token) || is_told(reader, number, one) || is_balanced(reader, number, one)
        };
        let told = |number: &Number, value| stands(number, value) || is_told_as(reader, number, value, one);
        let told = only(
            ways.iter()
                .filter(|_| one.sort != Sort::Same)
                .filter(|(number, value)| !sure(number) && told(number, *value)),
        );
        if let Some((number, value)) = told.copied().or_else(|| blamed(one, ways, &sure)) {
            (one.suspect, one.right) = (number, value);
        }
    }
    // "nữ 683 lượt (chiếm 48,7%), người dân tộc thiểu số 351 lượt (chiếm 25,0%)": of another pair it is right.
    let shares: Tokens =
        all.iter().filter(|one| one.holds && one.sort == Sort::Share).map(|one| one.result.token).collect();
    for (at, one) in all.iter().enumerate() {
        if !one.holds && one.sort == Sort::Share && shares.contains(one.result.token) {
            gone.insert(at);
        }
    }
    // "138 hệ thống, đã phê duyệt 129, gồm cấp độ 1: 12, cấp độ 2: 92, cấp độ 3: 25": the parts are those of the other total.
    let mut held: HashSet<Vec<TokenId>> = HashSet::new();
    let terms = |one: &Reckoning| one.terms.iter().map(|term| term.token).collect::<Vec<_>>();
    held.extend(all.iter().filter(|one| one.holds && one.sort == Sort::Sum && one.terms.len() >= 3).map(terms));
    for (at, one) in all.iter().enumerate() {
        if !one.holds && one.sort == Sort::Sum && held.contains(&terms(one)) {
            gone.insert(at);
        }
    }
    let mut at = 0;
    all.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// The figure of one reckoning that is to blame, where its arithmetic tells: the only one that one slip mends.
fn blamed(one: &Reckoning, ways: &[(Number, Decimal)], sure: &dyn Fn(&Number) -> bool) -> Option<(Number, Decimal)> {
    let free: Vec<&(Number, Decimal)> = ways.iter().filter(|(number, _)| !sure(number)).collect();
    let own = |number: &Number| number.token == one.result.token;
    // Two neighbours swapped mend a sum by chance far less often than one digit changed.
    let swap = only(free.iter().copied().filter(|(number, value)| swapped(number.written.value, *value)));
    let like: Vec<&(Number, Decimal)> = free
        .iter()
        .copied()
        .filter(|(number, value)| !own(number) && alike(plain(number.written.value), plain(*value)))
        .collect();
    // Of a percentage without decimals, any two numbers have one that a slip makes right; all of them is no chance.
    let coarse =
        one.sort == Sort::Share && one.result.written.decimals == 0 && one.result.written.value != Decimal::ONE_HUNDRED;
    if coarse {
        return None;
    }
    let right = sure(&one.result);
    // A percentage is mended by the one that is right, not by one that is cut short.
    let exact = |value: &Decimal| one.sort != Sort::Share || *value == one.right;
    let never = ways.iter().all(|(number, value)| !own(number) || !exact(value));
    let found = if right || never {
        // Of several numbers any may be wrong: the largest has the most digits to slip in.
        let largest = || like.iter().copied().max_by_key(|(number, _)| number.value());
        let others = || free.iter().copied().filter(|(number, _)| !own(number));
        only(others()).or(swap).or_else(|| only(like.iter().copied())).or_else(largest)
    } else if one.sort == Sort::Share && one.result.written.decimals >= 2 {
        // By chance a percentage of two decimals is that of hardly any other two numbers.
        swap.or_else(|| only(like.iter().copied()))
    } else {
        swap
    };
    found.copied()
}

/// The first of some ways to mend a sum, where all of them change one number.
fn only<'w>(mut ways: impl Iterator<Item = &'w (Number, Decimal)>) -> Option<&'w (Number, Decimal)> {
    let first = ways.next()?;
    ways.all(|(number, _)| *number == first.0).then_some(first)
}

/// Whether a total is what two other figures of its things leave in the same paragraph: `tiếp nhận 684.520 hồ sơ … Đã giải quyết 662.917
/// hồ sơ, trong đó … Đang giải quyết 21.603 hồ sơ`.
fn is_balanced(reader: &Reader<'_>, number: &Number, one: &Reckoning) -> bool {
    let Some(figure) = number.fact.and_then(|fact| reader.of_fact(fact)) else { return false };
    if one.sort != Sort::Sum || number.token != one.result.token || size(number.value()) < 4 {
        return false;
    }
    let beside = reader.near(figure.tokens.start).iter().filter(|other| {
        other.block == figure.block
            && other.sort == Kind::Amount
            && reader.same_thing(other, figure)
            && one.numbers().all(|known| known.token != other.number.token)
    });
    let beside: Vec<Decimal> = beside.map(|other| other.number.value()).collect();
    let values: HashSet<Decimal> = beside.iter().map(Decimal::normalize).collect();
    beside.iter().any(|rest| values.contains(&(number.value() + *rest).normalize()))
}

/// Whether the report tells a number of these things elsewhere: `67 vụ việc ban hành quyết định … Kết quả của 67 quyết định: …`.
fn is_told(reader: &Reader<'_>, number: &Number, one: &Reckoning) -> bool {
    let Some(figure) = number.fact.and_then(|fact| reader.of_fact(fact)) else { return false };
    // "42/42 cơ quan (gồm …)"
    let full = |whole: Number| whole.value() == number.value() && whole.token != number.token;
    if one.sort == Sort::Sum && figure.whole.is_some_and(full) {
        return true;
    }
    // "41 văn bản …; lũy kế 109 văn bản (quý I: 33; quý II: 35; quý III: 41)": a bare part is of the things of its total.
    let total = one.result.fact.and_then(|fact| reader.of_fact(fact)).filter(|total| {
        one.sort == Sort::Sum && figure.noun.is_empty() && figure.unit.is_none() && total.block == figure.block
    });
    let of_total =
        |other: &Figure| total.is_some_and(|total| other.block == total.block && reader.same_thing(other, total));
    let general = figure.unit.is_none() && reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
    let least = if general || figure.noun.is_empty() && total.is_none() { 100 } else { 10 };
    number.value() >= Decimal::from(least)
        && reader.near(figure.tokens.start).iter().any(|other| {
            let numbers = [Some(other.number), other.whole];
            numbers.iter().flatten().any(|same| {
                same.value() == number.value()
                    && same.token != number.token
                    && one.numbers().all(|known| known.token != same.token)
            }) && other.sort != Kind::Percentage
                && (reader.same_thing(other, figure) || same_words(reader, other, figure) || of_total(other))
        })
}

/// Whether the report tells elsewhere, of the same things, what would mend a number: `tỷ lệ đúng hạn giữ ở mức 99,06%, tăng 0,28 điểm so
/// với 99,32%` where 99,60% was told, `43/58 nhiệm vụ; còn 17 nhiệm vụ` where 41/58 was.
fn is_told_as(reader: &Reader<'_>, number: &Number, value: Decimal, one: &Reckoning) -> bool {
    let Some(figure) = number.fact.and_then(|fact| reader.of_fact(fact)) else { return false };
    let ratio = figure.sort == Kind::Ratio && number.token == figure.number.token;
    let percent = figure.sort == Kind::Percentage;
    let general = figure.unit.is_none() && reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
    let least = if percent || general || figure.noun.is_empty() && figure.unit.is_none() { 3 } else { 2 };
    let whole = figure.whole.map(|whole| whole.value());
    if !ratio && size(plain(value)) < least {
        return false;
    }
    reader.near(figure.tokens.start).iter().any(|other| {
        let apart = [Some(other.number), other.whole].into_iter().flatten().filter(|same| {
            same.token != number.token
                && same.written.decimals == number.written.decimals
                && same.written.value == value
                && one.numbers().all(|known| known.token != same.token)
        });
        let mut apart = apart;
        if ratio {
            return apart.any(|same| same.token == other.number.token)
                && other.whole.map(|whole| whole.value()) == whole
                && reader.same_thing(other, figure);
        }
        apart.next().is_some()
            && (other.sort == Kind::Percentage) == percent
            && (percent || reader.same_thing(other, figure) || same_words(reader, other, figure))
    })
}

/// Whether two counts are of one thing, abbreviations written out: `1.104 ĐVSNCL` and `1.104 đơn vị sự nghiệp công lập`.
fn same_words(reader: &Reader<'_>, one: &Figure, other: &Figure) -> bool {
    let words = |figure: &Figure| reader.spelled(figure.noun.clone());
    let (one_words, other_words) = (words(one), words(other));
    one.unit.is_none()
        && other.unit.is_none()
        && one_words.len().min(other_words.len()) >= 3
        && one_words.iter().zip(&other_words).all(|(a, b)| a == b)
}
