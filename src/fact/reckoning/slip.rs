//! Slips of the keyboard: a digit changed, lost or added, two neighbours swapped, the comma one place off.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Number, Reckoning, Sort};

/// The digits of a number with so many decimals.
fn digits(value: Decimal, decimals: u32) -> Option<String> {
    let mut value = value;
    value.rescale(decimals);
    (!value.is_sign_negative()).then(|| value.mantissa().to_string())
}

/// Whether two numbers are one slip apart.
pub fn slip(a: Decimal, b: Decimal) -> bool {
    let (a, b) = (a.normalize(), b.normalize());
    let decimals = a.scale().max(b.scale());
    let near = |decimals_a, decimals_b| {
        digits(a, decimals_a).zip(digits(b, decimals_b)).is_some_and(|(a, b)| strsim::osa_distance(&a, &b) <= 1)
    };
    // As many decimals, or the same digits with the comma elsewhere.
    a != b && (near(decimals, decimals) || decimals > 0 && a.mantissa() == b.mantissa())
}

/// Whether two numbers of two digits or more differ by two neighbours swapped.
pub fn swapped(a: Decimal, b: Decimal) -> bool {
    let decimals = a.scale().max(b.scale());
    let whole = |mut value: Decimal| {
        value.rescale(decimals);
        value.mantissa()
    };
    // The same digits in another order: the difference is a multiple of nine, which most are not.
    if (whole(a) - whole(b)) % 9 != 0 {
        return false;
    }
    let Some((a, b)) = digits(a, decimals).zip(digits(b, decimals)) else { return false };
    a != b && same_digits(&a, &b) && strsim::osa_distance(&a, &b) == 1
}

/// Whether two numbers are written with the same digits in another order.
pub fn permuted(a: Decimal, b: Decimal) -> bool {
    let decimals = a.scale().max(b.scale());
    digits(a, decimals).zip(digits(b, decimals)).is_some_and(|(a, b)| a != b && same_digits(&a, &b))
}

fn same_digits(a: &str, b: &str) -> bool {
    let sorted = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    a.len() == b.len() && sorted(a) == sorted(b)
}

/// Whether two numbers have as many digits and differ in one, or by two neighbours swapped.
pub fn alike(a: Decimal, b: Decimal) -> bool {
    // Nearly all pairs end here, before any digit is written down.
    if a.scale() == 0 && b.scale() == 0 && size(a) != size(b) {
        return false;
    }
    let Some((one, other)) = digits(a, 0).zip(digits(b, 0)) else { return false };
    one.len() == other.len() && slip(a, b)
}

/// The same, where numbers below ten are written with a zero in front.
pub fn counts_alike(a: Decimal, b: Decimal) -> bool {
    let width = |value: Decimal| digits(value, 0).map(|text| format!("{text:0>2}"));
    let Some((one, other)) = width(a).zip(width(b)) else { return false };
    a != b && a.scale() == 0 && b.scale() == 0 && one.len() == other.len() && strsim::osa_distance(&one, &other) <= 1
}

/// A number without its comma.
pub fn plain(value: Decimal) -> Decimal {
    Decimal::try_from_i128_with_scale(value.mantissa(), 0).unwrap_or(value)
}

/// How many digits a whole number has.
pub fn size(value: Decimal) -> usize {
    let digits = value.trunc().mantissa();
    if digits < 0 { 0 } else { digits.checked_ilog10().map_or(1, |most| most as usize + 1) }
}

/// A whole number with two neighbouring digits swapped, in all ways that give another number of as many digits.
pub fn swaps(value: u64) -> impl Iterator<Item = u64> {
    let places =
        std::iter::successors(Some(1u64), |place| place.checked_mul(10)).take_while(move |place| value / place >= 10);
    places.filter_map(move |place| {
        let (low, high) = (value / place % 10, value / place / 10 % 10);
        let leads = value / place < 100;
        (low != high && !(leads && low == 0)).then(|| value - (high * 10 + low) * place + (low * 10 + high) * place)
    })
}

/// The digits of a number of so many digits, zeros in front included, with one of them changed or two neighbours swapped.
/// Numbers below ten are written with one zero in front, others with none.
pub fn slips(digits: i128, width: usize) -> impl Iterator<Item = i128> {
    let places = std::iter::successors(Some(1i128), |place| place.checked_mul(10)).take(width);
    let least = if width > 2 { 10i128.pow(width.min(30) as u32 - 1) } else { 1 };
    let all = places.enumerate().flat_map(move |(at, place)| {
        let (own, next) = (digits / place % 10, digits / place / 10 % 10);
        let changed = (0..10).filter(move |digit| *digit != own).map(move |digit| digits + (digit - own) * place);
        let swapped = digits + (next - own) * place + (own - next) * place * 10;
        changed.chain((at + 1 < width && own != next).then_some(swapped))
    });
    all.filter(move |other| *other >= least)
}

/// The digits that a number may have had before one slip, in order.
fn before(number: &Number) -> Vec<i128> {
    let mut value = number.written.value;
    value.rescale(number.written.decimals);
    let digits = value.mantissa();
    if value.is_sign_negative() {
        return Vec::new();
    }
    let mut all: Vec<i128> = Vec::new();
    // A digit put in, changed, lost, or swapped with the next, at each place from the last one to the first.
    let mut place: i128 = 1;
    loop {
        let (head, tail) = (digits / place, digits % place);
        all.extend((0..10).map(|digit| (head * 10 + digit) * place + tail));
        if head == 0 && place > 1 {
            break;
        }
        let before = head / 10;
        all.extend((0..10).map(|digit| (before * 10 + digit) * place + tail));
        if digits >= 10 {
            all.push(before * place + tail);
        }
        if before > 0 {
            let (low, high) = (head % 10, before % 10);
            all.push((before / 10 * 100 + low * 10 + high) * place + tail);
        }
        place *= 10;
    }
    all.sort_unstable();
    all.dedup();
    all.retain(|other| *other != digits);
    all
}

/// Which one number, one slip from what is written, would mend a reckoning, and what it would be.
///
/// The larger a number, the larger (or the smaller) is what follows from it, so that the numbers that mend a reckoning stand
/// side by side and are looked up. What has changed does not grow so: there each number is tried.
pub fn repairs(reckoning: &Reckoning) -> Vec<(Number, Decimal)> {
    let mut all = Vec::new();
    let mut terms = Vec::with_capacity(reckoning.terms.len());
    for number in reckoning.numbers() {
        let read = |digits: i128| Decimal::try_from_i128_with_scale(digits, number.written.decimals).ok();
        let mut follows = |digits: i128| {
            let value = read(digits)?;
            let change = |one: &Number| if one.token == number.token { one.with(value) } else { *one };
            terms.clear();
            terms.extend(reckoning.terms.iter().map(change));
            super::try_compared(reckoning.sort, &change(&reckoning.result), &terms)
        };
        let mends = before(number);
        // Nothing is a share of nothing, which stands first.
        let (zero, others) = mends.split_at(usize::from(mends.first() == Some(&0)));
        let mut mends: Vec<i128> = zero.to_vec();
        mends.extend_from_slice(if reckoning.sort == Sort::Growth { others } else { equal(others, &mut follows) });
        mends.retain(|digits| follows(*digits) == Some(Ordering::Equal));
        all.extend(mends.into_iter().filter_map(|digits| Some((*number, read(digits)?))));
    }
    all
}

/// The digits for which a comparison that only grows, or only falls, tells no difference.
fn equal<'d>(digits: &'d [i128], compare: &mut impl FnMut(i128) -> Option<Ordering>) -> &'d [i128] {
    let Some((first, last)) = digits.first().zip(digits.last()) else { return digits };
    let (Some(first), Some(last)) = (compare(*first), compare(*last)) else { return digits };
    let mut side = |other: i128| {
        let side = compare(other).unwrap_or(Ordering::Equal);
        if first <= last { side } else { side.reverse() }
    };
    let from = digits.partition_point(|&other| side(other) == Ordering::Less);
    let behind = digits.get(from..).unwrap_or_default();
    let until = behind.partition_point(|&other| side(other) == Ordering::Equal);
    behind.get(..until).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_swapped_are_one_slip_apart() {
        assert_eq!(swaps(5710).collect::<Vec<_>>(), [5701, 5170, 7510]);
        assert_eq!(swaps(100).count(), 0);
        for value in [12, 571, 1010, 99_870] {
            assert!(swaps(value).all(|other| swapped(value.into(), other.into())));
        }
    }

    #[test]
    fn what_a_number_was_before_a_slip() {
        let number = |value: u64, decimals| Number {
            fact: None,
            token: 0,
            written: crate::fact::Written { value: Decimal::from_i128_with_scale(value.into(), decimals), decimals },
            scale: Decimal::ONE,
            rounded: false,
        };
        let all = |value, decimals| {
            let told = |digits: i128| Decimal::from_i128_with_scale(digits, decimals).to_string();
            before(&number(value, decimals)).into_iter().map(told).collect::<Vec<_>>()
        };
        let of_two = all(12, 1);
        for wanted in ["0.1", "0.2", "2.1", "1.0", "9.2", "12.0", "91.2", "19.2"] {
            assert!(of_two.iter().any(|found| found == wanted), "{wanted}");
        }
        assert!(!of_two.iter().any(|found| found == "1.2" || found == "3.4"));
        assert_eq!(
            all(0, 0),
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "20", "30", "40", "50", "60", "70", "80", "90"]
        );
    }
}
