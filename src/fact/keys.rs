//! Words that show the keys they were typed with, because the input method slept: `ddoanj` (Telex), `hie65n` (VNI).
//!
//! Which letter or digit stands for which mark is the same in all programs; where in the word it is typed is not. So a
//! syllable is what was meant if its bare letters stand in the word in their order, and the rest are just its keys.

use unicode_normalization::UnicodeNormalization;

/// Keys of the marks, by Telex and by VNI: (combining mark, Telex, VNI). The circumflex doubles its letter in Telex.
const KEYS: &[(char, char, char)] = &[
    ('\u{301}', 's', '1'),
    ('\u{300}', 'f', '2'),
    ('\u{309}', 'r', '3'),
    ('\u{303}', 'x', '4'),
    ('\u{323}', 'j', '5'),
    ('\u{302}', '\0', '6'),
    ('\u{31b}', 'w', '7'),
    ('\u{306}', 'w', '8'),
];

/// Whether a word can hardly be one of another language: it has digits, or letters that only keys put side by side.
pub fn are_plain(typed: &str) -> bool {
    typed.bytes().any(|byte| byte.is_ascii_digit()) || ["dd", "aa", "uw", "ow", "aw"].iter().any(|two| typed.contains(two))
}

/// Whether small letters without marks, some of them perhaps digits, are this syllable with the keys of its marks.
pub fn are_of(typed: &str, syllable: &str) -> bool {
    if !typed.is_ascii() || typed.len() <= syllable.chars().count() {
        return false;
    }
    let digits = typed.bytes().any(|byte| byte.is_ascii_digit());
    let mut bare = Vec::new();
    let mut keys: Vec<char> = Vec::new();
    for letter in syllable.nfd() {
        match KEYS.iter().find(|(mark, ..)| *mark == letter) {
            Some(&(_, _, key)) if digits => keys.push(key),
            Some((_, '\0', _)) => keys.extend(bare.last()),
            Some(&(_, key, _)) => keys.push(key),
            None if letter == 'đ' => {
                bare.push('d');
                keys.push(if digits { '9' } else { 'd' });
            }
            None => bare.push(letter),
        }
    }
    // `ươ` is typed with one key for both or with one for each.
    let horns = |keys: &[char]| keys.iter().filter(|key| matches!(key, 'w' | '7')).count();
    let twice = horns(&keys) == 2;
    let mut rest: Vec<char> = Vec::new();
    let mut next = bare.iter().peekable();
    let mut vowel = false;
    for letter in typed.chars() {
        if next.peek() == Some(&&letter) {
            next.next();
            vowel |= matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        } else if vowel || matches!(letter, 'd' | '9') {
            rest.push(letter);
        } else {
            // `scan`: a mark is typed behind the letter that gets it.
            return false;
        }
    }
    if next.peek().is_some() || keys.is_empty() {
        return false;
    }
    if twice && horns(&rest) == 1 {
        let at = keys.iter().position(|key| matches!(key, 'w' | '7'));
        at.map(|at| keys.remove(at));
    }
    rest.sort_unstable();
    keys.sort_unstable();
    rest == keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_stand_anywhere() {
        for (typed, syllable) in [
            ("ddoanj", "đoạn"),
            ("hoachj", "hoạch"),
            ("viecej", "việc"),
            ("vieecj", "việc"),
            ("thuwcj", "thực"),
            ("dduowngf", "đường"),
            ("dduwowngf", "đường"),
            ("hie65n", "hiện"),
            ("giu74", "giữ"),
            ("d9uo72ng", "đường"),
            ("nawm", "năm"),
        ] {
            assert!(are_of(typed, syllable), "{typed} {syllable}");
        }
    }

    #[test]
    fn other_words_are_no_keys() {
        for (typed, syllable) in [
            ("online", "ôn"),
            ("doan", "đoạn"),
            ("hoach", "hoạch"),
            ("xas", "xa"),
            ("user", "ủ"),
            ("hoanj", "hoàn"),
            ("too", "tò"),
        ] {
            assert!(!are_of(typed, syllable), "{typed} {syllable}");
        }
    }
}
