//! Slips of the keyboard: a digit changed, lost or added, two neighbours swapped, the comma one place off.

use rust_decimal::Decimal;

use super::{Number, Reckoning};

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
    let sorted = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    a != b && a.len() == b.len() && sorted(&a) == sorted(&b) && strsim::osa_distance(&a, &b) == 1
}

/// Whether two numbers have as many digits and differ in one, or by two neighbours swapped.
pub fn alike(a: Decimal, b: Decimal) -> bool {
    let Some((one, other)) = digits(a, 0).zip(digits(b, 0)) else { return false };
    one.len() == other.len() && slip(a, b)
}

/// A number without its comma.
pub fn plain(value: Decimal) -> Decimal {
    Decimal::try_from_i128_with_scale(value.mantissa(), 0).unwrap_or(value)
}

/// How many digits a whole number has.
pub fn size(value: Decimal) -> usize {
    digits(value.trunc(), 0).map_or(0, |digits| digits.len())
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

/// What a number may have been before one slip.
fn before(number: &Number) -> Vec<Decimal> {
    let decimals = number.written.decimals;
    let mut value = number.written.value;
    value.rescale(decimals);
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
    let read = |digits| Decimal::try_from_i128_with_scale(digits, decimals).ok();
    all.into_iter().filter(|other| *other != digits).filter_map(read).collect()
}

/// Which one number, one slip from what is written, would mend a reckoning, and what it would be.
pub fn repairs(reckoning: &Reckoning) -> Vec<(Number, Decimal)> {
    let mut all = Vec::new();
    let mut terms = Vec::with_capacity(reckoning.terms.len());
    for number in reckoning.numbers() {
        for value in before(number) {
            let change = |one: &Number| if one.token == number.token { one.with(value) } else { *one };
            terms.clear();
            terms.extend(reckoning.terms.iter().map(change));
            // Nothing is a share of nothing.
            if super::judged(reckoning.sort, &change(&reckoning.result), &terms) == Some(true) {
                all.push((*number, value));
            }
        }
    }
    all
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
        let all = |value, decimals| before(&number(value, decimals)).iter().map(Decimal::to_string).collect::<Vec<_>>();
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
