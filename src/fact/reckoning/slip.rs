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

/// What a number may have been before one slip.
fn before(number: &Number) -> Vec<Decimal> {
    let decimals = number.written.decimals;
    let Some(text) = digits(number.written.value, decimals) else { return Vec::new() };
    let bytes = text.as_bytes();
    let mut all = Vec::new();
    for at in 0..=bytes.len() {
        let (head, tail) = bytes.split_at(at);
        for digit in b'0'..=b'9' {
            all.push([head, &[digit], tail].concat());
            if let Some((_, tail)) = tail.split_first() {
                all.push([head, &[digit], tail].concat());
            }
        }
        if let Some((&first, rest)) = tail.split_first() {
            all.push([head, rest].concat());
            if let Some((&second, rest)) = rest.split_first() {
                all.push([head, &[second, first], rest].concat());
            }
        }
    }
    let read = |bytes: Vec<u8>| {
        let number: i128 = std::str::from_utf8(&bytes).ok()?.parse().ok()?;
        Decimal::try_from_i128_with_scale(number, decimals).ok()
    };
    let mut all: Vec<Decimal> =
        all.into_iter().filter_map(read).filter(|value| *value != number.written.value).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Which one number, one slip from what is written, would mend a reckoning, and what it would be.
pub fn repairs(reckoning: &Reckoning) -> Vec<(Number, Decimal)> {
    let mut all = Vec::new();
    for number in reckoning.numbers() {
        let fits = before(number).into_iter().filter(|value| reckoning.mended(number.token, *value));
        all.extend(fits.map(|value| (*number, value)));
    }
    all
}
