//! How far two writings of a syllable are apart, in slips of those who type.

use super::{bare, letter};

/// How many slips of typing two folded syllables are apart: letters changed, lost, added or swapped with their neighbour, and
/// the tone, which counts once. `lặn` and `lấn` are two apart. `ươ` for `uô` is one slip: the same two keys are typed in another way.
pub fn count(one: &str, other: &str) -> usize {
    let bases = |word: &str| word.chars().filter_map(|c| letter(c).base()).collect::<String>();
    let tone = |word: &str| word.chars().find_map(|c| letter(c).tone);
    let (first, second) = (bases(one), bases(other));
    let keys = |word: &str| word.replace("uô", "ươ");
    let apart = match strsim::osa_distance(&first, &second) {
        2 if keys(&first) == keys(&second) => 1,
        apart => apart,
    };
    apart + usize::from(tone(one) != tone(other))
}

/// Whether two folded syllables differ in sounds only that are one in some regions: `ch tr`, `s x`, `d gi r`, `l n` in front;
/// `n ng`, `c t` at the end.
pub fn sound_alike(one: &str, other: &str) -> bool {
    const ONSETS: [(&str, &str); 6] = [("ch", "tr"), ("s", "x"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n")];
    const CODAS: [(&str, &str); 2] = [("n", "ng"), ("c", "t")];
    let begin = |a: &str, b: &str| {
        one.strip_prefix(a).is_some_and(|rest| !rest.is_empty() && other.strip_prefix(b) == Some(rest))
    };
    let end = |a: &str, b: &str| {
        one.strip_suffix(a).is_some_and(|rest| !rest.is_empty() && other.strip_suffix(b) == Some(rest))
    };
    // Nearly all differ elsewhere: each pair begins, or ends, with two letters.
    let (first, last) = (|word: &str| word.bytes().next(), |word: &str| word.bytes().next_back());
    match (first(one) == first(other), last(one) == last(other)) {
        (false, true) => ONSETS.iter().any(|(a, b)| begin(a, b) || begin(b, a)),
        (true, false) => CODAS.iter().any(|(a, b)| end(a, b) || end(b, a)),
        _ => false,
    }
}

/// How fingers slip from one folded syllable to another in its letters, tones alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// A letter was not typed: `giả` for `giải`.
    Lost,
    /// A letter was typed twice, or the key beside it as well.
    Added,
    /// Two neighbouring letters were swapped.
    Swapped,
    /// The key beside was hit.
    Beside,
}

/// The slip of a finger that makes one folded syllable of another, if one is enough.
pub fn of_finger(typed: &str, right: &str) -> Option<Slip> {
    let letters = |word: &str| word.chars().filter_map(|c| letter(c).base()).collect::<Vec<char>>();
    let tone = |word: &str| word.chars().find_map(|c| letter(c).tone);
    if tone(typed) != tone(right) {
        return None;
    }
    let (typed_letters, right_letters) = (letters(typed), letters(right));
    let (a, b) = (typed_letters.as_slice(), right_letters.as_slice());
    let begin = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(begin..)?, b.get(begin..)?);
    match (a.len() + 1 == b.len(), a.len() == b.len() + 1) {
        (true, _) => (Some(a) == b.get(1..)).then_some(Slip::Lost),
        (_, true) => {
            let (&odd, rest) = a.split_first()?;
            let before = begin.checked_sub(1).and_then(|at| typed_letters.get(at));
            let near =
                |other: Option<&char>| other.is_some_and(|&other| is_beside(odd, other) || bare(odd) == bare(other));
            (rest == b && (near(before) || near(rest.first()))).then_some(Slip::Added)
        }
        _ => match (a, b) {
            ([x, y, rest_a @ ..], [y2, x2, rest_b @ ..]) if x == x2 && y == y2 && rest_a == rest_b => {
                Some(Slip::Swapped)
            }
            ([x, rest_a @ ..], [y, rest_b @ ..]) if rest_a == rest_b && is_beside(*x, *y) => Some(Slip::Beside),
            _ => None,
        },
    }
}

/// Whether two letters of an abbreviation changed places: neighbours in one of four letters, in a longer one any but the first.
pub fn exchanges(typed: &[char], right: &[char]) -> bool {
    let odd: Vec<(usize, char, char)> =
        typed.iter().zip(right).enumerate().filter(|(_, (a, b))| a != b).map(|(at, (&a, &b))| (at, a, b)).collect();
    match odd.as_slice() {
        &[(first, a, b), (last, c, d)] if typed.len() == right.len() && a == d && b == c => {
            typed.len() >= 4 && last == first + 1 || typed.len() >= 5 && first > 0
        }
        _ => false,
    }
}

/// Whether a letter of an abbreviation of three letters or more was typed twice, but for the first: `TTYT` is none of `TYT`.
pub fn doubles(typed: &[char], right: &[char]) -> bool {
    let same = typed.iter().zip(right).take_while(|(a, b)| a == b).count();
    typed.len() == right.len() + 1
        && right.len() >= 3
        && same > 1
        && typed.get(same) == typed.get(same - 1)
        && typed.get(same + 1..) == right.get(same..)
}

/// Whether the keys of two letters touch.
fn is_beside(one: char, other: char) -> bool {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = |c: char| {
        ROWS.iter()
            .zip(0_i32..)
            .find_map(|(row, y)| row.chars().zip(0_i32..).find(|(key, _)| *key == bare(c)).map(|(_, x)| (x, y)))
    };
    let (Some((x, y)), Some((x2, y2))) = (place(one), place(other)) else { return false };
    // Each row stands half a key to the right of the one above.
    match y2 - y {
        0 => (x2 - x).abs() == 1,
        1 => x2 == x || x2 == x - 1,
        -1 => x2 == x || x2 == x + 1,
        _ => false,
    }
}

/// Whether two folded syllables differ in `i` for `y` only: both are right (`ký`, `kí`).
pub fn is_other_y(one: &str, other: &str) -> bool {
    let sound = |c: char| {
        let of = letter(c);
        (of.base().map(|base| if base == 'y' { 'i' } else { base }), of.tone)
    };
    one != other && one.chars().map(sound).eq(other.chars().map(sound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (one, other, expected) in [
            ("tê", "tế", 1),
            ("lặn", "lấn", 2),
            ("suất", "suốt", 1),
            ("xướng", "xuống", 1),
            ("xướng", "xuông", 2),
            ("nhí", "nhờ", 2),
            ("được", "đuợc", 1),
            ("chế", "cếh", 1),
        ] {
            assert_eq!(count(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn sounds_that_are_one_in_some_regions() {
        for (one, other, alike) in [
            ("trương", "chương", true),
            ("dành", "giành", true),
            ("rút", "dút", true),
            ("quan", "quang", true),
            ("bắt", "bắc", true),
            ("trương", "chướng", false),
            ("san", "xang", false),
            ("an", "ăn", false),
        ] {
            assert_eq!(sound_alike(one, other), alike, "{one} {other}");
            assert_eq!(sound_alike(other, one), alike, "{one} {other}");
        }
    }

    #[test]
    fn fingers_slip() {
        for (typed, right, slip) in [
            ("giả", "giải", Some(Slip::Lost)),
            ("thứ", "thức", Some(Slip::Lost)),
            ("tín", "tính", Some(Slip::Lost)),
            ("toàm", "toàn", Some(Slip::Beside)),
            ("nhhư", "như", Some(Slip::Added)),
            ("quảng", "quản", None),
            ("hcuyện", "chuyện", Some(Slip::Swapped)),
            ("gấp", "cấp", None),
            ("đàm", "làm", None),
            ("biên", "bên", None),
            ("toán", "toàn", None),
            ("tê", "tế", None),
        ] {
            assert_eq!(of_finger(typed, right), slip, "{typed} {right}");
        }
    }

    #[test]
    fn y_is_i() {
        assert!(is_other_y("ký", "kí") && is_other_y("ti", "ty"));
        assert!(!is_other_y("ký", "ký") && !is_other_y("ký", "kì"));
    }
}
