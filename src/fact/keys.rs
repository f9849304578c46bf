//! Words that show the keys they were typed with, because the input method slept: `ddoanj` (Telex), `hie65n` (VNI).
//!
//! Which letter or digit stands for which mark is the same in all programs; where in the word it is typed is not. So a
//! syllable is what was meant if its bare letters stand in the word in their order, and the rest are just its keys.

use unicode_normalization::UnicodeNormalization;

use crate::text::TextMap;
use crate::text::lexicon::{self, Id};

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
    typed.bytes().any(|byte| byte.is_ascii_digit())
        || ["dd", "aa", "uw", "ow", "aw"].iter().any(|two| typed.contains(two))
}

/// The letters of a syllable without marks, and the keys of the marks: those of VNI, which are digits, or of Telex.
fn parts(syllable: &str, digits: bool) -> (Vec<char>, Vec<char>) {
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
    (bare, keys)
}

/// Where the keys have one for each horn of `ươ`, which may be typed with one key for both, the first of the two.
fn spare_horn(keys: &[char]) -> Option<usize> {
    let mut horns = keys.iter().enumerate().filter(|(_, key)| matches!(key, 'w' | '7'));
    let first = horns.next()?.0;
    horns.next().filter(|_| horns.next().is_none()).map(|_| first)
}

/// Syllables by what typing them puts down, whatever its order.
#[derive(Default)]
pub struct Typed(TextMap<Vec<Id>>);

impl Typed {
    /// Of some syllables.
    pub fn of(syllables: impl Iterator<Item = Id>) -> Self {
        let mut all = Self::default();
        for id in syllables {
            for digits in [false, true] {
                let (bare, mut keys) = parts(lexicon::text(id), digits);
                all.add(id, &bare, &keys);
                if let Some(spare) = spare_horn(&keys) {
                    keys.remove(spare);
                    all.add(id, &bare, &keys);
                }
            }
        }
        all
    }

    fn add(&mut self, id: Id, bare: &[char], keys: &[char]) {
        self.0.entry(sorted(bare.iter().chain(keys).copied())).or_default().push(id);
    }

    /// Those that may be typed so, in no order: [`are_of`] says which are.
    pub fn get(&self, typed: &str) -> &[Id] {
        self.0.get(&sorted(typed.chars())).map(Vec::as_slice).unwrap_or_default()
    }
}

fn sorted(letters: impl Iterator<Item = char>) -> String {
    let mut letters: Vec<char> = letters.collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// Whether small letters without marks, some of them perhaps digits, are this syllable with the keys of its marks.
pub fn are_of(typed: &str, syllable: &str) -> bool {
    if !typed.is_ascii() || typed.len() <= syllable.chars().count() {
        return false;
    }
    let digits = typed.bytes().any(|byte| byte.is_ascii_digit());
    let (bare, mut keys) = parts(syllable, digits);
    let spare = spare_horn(&keys);
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
    let horns = rest.iter().filter(|key| matches!(key, 'w' | '7')).count();
    if let Some(spare) = spare.filter(|_| horns == 1) {
        keys.remove(spare);
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
            let id = lexicon::id(crate::text::fold_key(syllable)).unwrap();
            assert_eq!(Typed::of(std::iter::once(id)).get(typed), [id], "{typed} {syllable}");
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
