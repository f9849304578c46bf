//! Words of Vietnamese that are written in two syllables, as proof-readers of offices know them.
//!
//! Most words of a report are such pairs (`kinh tế`, `triển khai`), and most syllables stand in a few pairs only. So a pair
//! that is none, beside one that differs in a mark or letter, tells a slip that no grammar of syllables sees: `kinh tê`.
//!
//! `lexicon/compounds.txt` has a line for each first syllable with the second ones behind it, `lexicon/usual.txt` those of
//! them that reports are full of; `lexicon/alone.txt` has syllables that often stand by themselves (`của`, `tỉnh`, `làm`),
//! `lexicon/rare.txt` some that reports seldom need (`cồng`, `nhím`): they are words all the same. `lexicon/bound.txt` has syllables
//! that hardly ever stand by themselves (`hoạch`, `liên`), the common ones of reports only. The lists were written for
//! this purpose from knowledge of the language. What is missing there costs a finding, seldom a false one. The tables are
//! made by the compiler: a run pays for looking up only.

use super::key::{first_code, key_of, skeleton_key};

/// Number of a syllable.
pub type Id = u16;

const COMPOUNDS: &str = include_str!("lexicon/compounds.txt");
const USUAL: &str = include_str!("lexicon/usual.txt");
const ALONE: &str = concat!(include_str!("lexicon/alone.txt"), include_str!("lexicon/rare.txt"));

const BOUND: &str = include_str!("lexicon/bound.txt");

/// Room for different syllables, and for words.
const SYLLABLES: usize = 4096;
const WORDS: usize = 20_000;
/// Slots of the hash tables, powers of two.
const SYLLABLE_SLOTS: usize = 16_384;
const WORD_SLOTS: usize = 65_536;
const USUAL_SLOTS: usize = 8192;

/// What is known of a syllable.
#[derive(Debug, Clone, Copy)]
struct Syllable {
    key: u64,
    skeleton: u64,
    /// Which letters it has, one bit each; see [`letters`].
    letters: u32,
    /// Where it first stands: in the compounds, or behind them in the list of those that stand alone.
    start: u32,
    length: u8,
    alone: bool,
    bound: bool,
    /// Where its second syllables are listed, and how many they are.
    seconds: (u16, u16),
    /// The same for the first syllables that it stands behind.
    firsts: (u16, u16),
}

/// The lexicon.
struct Lexicon {
    syllables: [Syllable; SYLLABLES],
    count: usize,
    slots: [Id; SYLLABLE_SLOTS],
    words: [u32; WORD_SLOTS],
    usual: [u32; USUAL_SLOTS],
    seconds: [Id; WORDS],
    firsts: [Id; WORDS],
}

#[expect(long_running_const_eval, reason = "the compiler reads the lists once, so that no run has to")]
static LEXICON: Lexicon = Lexicon::of(COMPOUNDS, USUAL, ALONE, BOUND);

/// No syllable; also the mark of an empty slot.
const NONE: Id = Id::MAX;

/// The number of a syllable, by its folded key.
pub fn id(key: u64) -> Option<Id> {
    LEXICON.find(key).ok()
}

/// Whether two syllables are a word.
pub fn is_word(first: Id, second: Id) -> bool {
    holds(&LEXICON.words, first, second)
}

/// Whether two syllables are a word that reports are full of.
pub fn is_usual(first: Id, second: Id) -> bool {
    holds(&LEXICON.usual, first, second)
}

fn holds(table: &[u32], first: Id, second: Id) -> bool {
    let packed = packed(first, second);
    let mut at = word_slot(first, second, table.len());
    loop {
        match table.get(at) {
            Some(&found) if found == packed => return true,
            Some(0) | None => return false,
            Some(_) => at = (at + 1) % table.len(),
        }
    }
}

/// The syllables that make a word behind this one.
pub fn seconds(first: Id) -> &'static [Id] {
    let (start, count) = LEXICON.syllables.get(usize::from(first)).map_or((0, 0), |found| found.seconds);
    LEXICON.seconds.get(usize::from(start)..usize::from(start) + usize::from(count)).unwrap_or_default()
}

/// The syllables that make a word before this one.
pub fn firsts(second: Id) -> &'static [Id] {
    let (start, count) = LEXICON.syllables.get(usize::from(second)).map_or((0, 0), |found| found.firsts);
    LEXICON.firsts.get(usize::from(start)..usize::from(start) + usize::from(count)).unwrap_or_default()
}

/// The folded key of a syllable.
pub fn key(id: Id) -> u64 {
    LEXICON.syllables.get(usize::from(id)).map_or(0, |found| found.key)
}

/// Its [`letters`].
pub fn letters_of(id: Id) -> u32 {
    LEXICON.syllables.get(usize::from(id)).map_or(0, |found| found.letters)
}

/// The syllable as it is written.
pub fn text(id: Id) -> &'static str {
    let Some(found) = LEXICON.syllables.get(usize::from(id)) else { return "" };
    let start = found.start as usize;
    let (list, start) = if start < COMPOUNDS.len() { (COMPOUNDS, start) } else { (ALONE, start - COMPOUNDS.len()) };
    list.get(start..start + usize::from(found.length)).unwrap_or_default()
}

/// All syllables.
pub fn all() -> std::ops::Range<Id> {
    0..LEXICON.count as Id
}

/// Whether a syllable often stands by itself.
pub fn stands_alone(id: Id) -> bool {
    LEXICON.syllables.get(usize::from(id)).is_some_and(|found| found.alone)
}

/// Whether a common syllable hardly ever stands by itself.
pub fn is_bound(id: Id) -> bool {
    LEXICON.syllables.get(usize::from(id)).is_some_and(|found| found.bound)
}

/// How a syllable may be taken for another word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Only marks and tones differ.
    Marks,
    /// Perhaps one letter: the two have to be compared.
    Letters,
    /// Perhaps two sounds that are one in some regions: the two have to be compared with [`sound_alike`].
    Sounds,
}

/// How a syllable may be one slip away from a word of this skeleton and these [`letters`]; nothing where it is further.
pub fn likeness(id: Id, skeleton: u64, letters: u32) -> Option<Likeness> {
    let found = LEXICON.syllables.get(usize::from(id))?;
    if found.skeleton == skeleton {
        return Some(Likeness::Marks);
    }
    match (found.letters ^ letters).count_ones() {
        0..=2 => Some(Likeness::Letters),
        3..=4 => Some(Likeness::Sounds),
        _ => None,
    }
}

/// How many slips of typing two folded syllables are apart: letters changed, lost, added or swapped with their neighbour, and
/// the tone, which counts once. `lặn` and `lấn` are two apart.
pub fn slips(one: &str, other: &str) -> usize {
    let bases = |word: &str| word.chars().filter_map(|c| super::letter(c).base()).collect::<String>();
    let tone = |word: &str| word.chars().find_map(|c| super::letter(c).tone);
    strsim::osa_distance(&bases(one), &bases(other)) + usize::from(tone(one) != tone(other))
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
    ONSETS.iter().any(|(a, b)| begin(a, b) || begin(b, a)) || CODAS.iter().any(|(a, b)| end(a, b) || end(b, a))
}

/// The letters of a word as bits, tones and shapes left out; two words one slip apart differ in two bits at most.
pub const fn letters(word: &[u8]) -> u32 {
    let mut bits = 0;
    let mut rest = word;
    while let Some((code, after)) = first_code(rest) {
        rest = after;
        if let Some(c) = char::from_u32(code)
            && let super::letter::Piece::Base(base, _) = super::letter::piece(c)
        {
            bits |= 1 << (super::bare(base) as u32 & 31);
        }
    }
    bits
}

const fn packed(first: Id, second: Id) -> u32 {
    ((first as u32) << 12 | second as u32) + 1
}

const fn word_slot(first: Id, second: Id, slots: usize) -> usize {
    (packed(first, second).wrapping_mul(0x9e37_79b1) >> 16) as usize % slots
}

impl Lexicon {
    /// The number of a syllable, or the slot where it would stand.
    #[expect(clippy::indexing_slicing, reason = "slots are counted modulo their number; runs at compile time as well")]
    const fn find(&self, key: u64) -> Result<Id, usize> {
        let mut at = key as usize % SYLLABLE_SLOTS;
        loop {
            let id = self.slots[at];
            if id == NONE {
                return Err(at);
            }
            if self.syllables[id as usize].key == key {
                return Ok(id);
            }
            at = (at + 1) % SYLLABLE_SLOTS;
        }
    }

    /// Reads both lists. Runs at compile time only: lists that outgrow their room do not compile.
    #[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
    const fn of(compounds: &str, usual: &str, alone: &str, bound: &str) -> Self {
        let (compounds, alone, bound) = (compounds.as_bytes(), alone.as_bytes(), bound.as_bytes());
        let none = Syllable {
            key: 0,
            skeleton: 0,
            letters: 0,
            start: 0,
            length: 0,
            alone: false,
            bound: false,
            seconds: (0, 0),
            firsts: (0, 0),
        };
        let mut made = Self {
            syllables: [none; SYLLABLES],
            count: 0,
            slots: [NONE; SYLLABLE_SLOTS],
            words: [0; WORD_SLOTS],
            usual: [0; USUAL_SLOTS],
            seconds: [NONE; WORDS],
            firsts: [NONE; WORDS],
        };
        let (mut at, mut total, mut first) = (0, 0, None);
        while at < compounds.len() {
            let length = word_length(compounds, at);
            if length > 0 {
                let id = made.add(compounds, at, length, 0);
                match first {
                    None => {
                        first = Some(id);
                        made.syllables[id as usize].seconds = (total as u16, 0);
                    }
                    Some(first) => {
                        enter(&mut made.words, first, id);
                        made.seconds[total] = id;
                        total += 1;
                        made.syllables[first as usize].seconds.1 += 1;
                        made.syllables[id as usize].firsts.1 += 1;
                    }
                }
            }
            at += length;
            if at < compounds.len() && compounds[at] == b'\n' {
                first = None;
            }
            at += 1;
        }
        made.list_firsts();
        made.read_usual(usual.as_bytes());
        let mut at = 0;
        while at < alone.len() {
            let length = word_length(alone, at);
            if length > 0 {
                let id = made.add(alone, at, length, compounds.len());
                made.syllables[id as usize].alone = true;
            }
            at += length + 1;
        }
        let mut at = 0;
        while at < bound.len() {
            let length = word_length(bound, at);
            let (_, from) = bound.split_at(at);
            let (word, _) = from.split_at(length);
            match made.find(key_of(word)) {
                Ok(id) if length > 0 => made.syllables[id as usize].bound = true,
                Err(_) if length > 0 => panic!("a bound syllable that is in none of the compounds"),
                _ => {}
            }
            at += length + 1;
        }
        made
    }

    #[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
    const fn add(&mut self, text: &[u8], at: usize, length: usize, before: usize) -> Id {
        let (_, from) = text.split_at(at);
        let (word, _) = from.split_at(length);
        let key = key_of(word);
        match self.find(key) {
            Ok(id) => id,
            Err(slot) => {
                let id = self.count as Id;
                self.count += 1;
                self.slots[slot] = id;
                let found = &mut self.syllables[id as usize];
                found.key = key;
                found.skeleton = skeleton_key(word);
                found.letters = letters(word);
                found.start = (before + at) as u32;
                found.length = length as u8;
                id
            }
        }
    }

    /// Reads the words that reports are full of, whose syllables are known.
    #[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
    const fn read_usual(&mut self, usual: &[u8]) {
        let (mut at, mut first) = (0, None);
        while at < usual.len() {
            let length = word_length(usual, at);
            if length > 0 {
                let (_, from) = usual.split_at(at);
                let (word, _) = from.split_at(length);
                match (self.find(key_of(word)), first) {
                    (Ok(id), None) => first = Some(id),
                    (Ok(id), Some(first)) => enter(&mut self.usual, first, id),
                    (Err(_), _) => panic!("a usual word that is none of the compounds"),
                }
            }
            at += length;
            if at < usual.len() && usual[at] == b'\n' {
                first = None;
            }
            at += 1;
        }
    }

    /// Lists the first syllables of each second one, which have been counted.
    #[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
    const fn list_firsts(&mut self) {
        let (mut id, mut start) = (0, 0);
        while id < self.count {
            let count = self.syllables[id].firsts.1;
            self.syllables[id].firsts = (start, 0);
            start += count;
            id += 1;
        }
        let mut first = 0;
        while first < self.count {
            let (start, count) = self.syllables[first].seconds;
            let mut at = start;
            while at < start + count {
                let second = self.seconds[at as usize] as usize;
                let (from, so_far) = self.syllables[second].firsts;
                self.firsts[(from + so_far) as usize] = first as Id;
                self.syllables[second].firsts.1 = so_far + 1;
                at += 1;
            }
            first += 1;
        }
    }
}

/// Enters a word in a table.
#[expect(clippy::indexing_slicing, reason = "slots are counted modulo their number")]
const fn enter(table: &mut [u32], first: Id, second: Id) {
    let mut at = word_slot(first, second, table.len());
    while table[at] != 0 {
        at = (at + 1) % table.len();
    }
    table[at] = packed(first, second);
}

/// How many bytes from here stand before the next blank or line end.
#[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
const fn word_length(text: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < text.len() && text[end] > b' ' {
        end += 1;
    }
    end - at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::syllable::{Verdict, judge};
    use crate::text::{fold_key, skeleton};

    fn known(word: &str) -> Id {
        id(fold_key(word)).unwrap_or_else(|| panic!("{word}"))
    }

    #[test]
    fn words_and_their_syllables_are_found() {
        assert!(is_word(known("kinh"), known("tế")));
        assert!(is_word(known("HÒA"), known("giải")) && is_word(known("hoà"), known("giải")));
        assert!(!is_word(known("tế"), known("kinh")));
        assert!(is_usual(known("kinh"), known("tế")) && !is_usual(known("trống"), known("mái")));
        assert!(seconds(known("triển")).iter().any(|&id| text(id) == "khai"));
        assert!(firsts(known("khai")).iter().any(|&id| text(id) == "triển"));
        assert!(stands_alone(known("của")) && !stands_alone(known("triển")));
        assert_eq!(id(fold_key("roát")), None);
        for (word, other, expected) in [
            ("tế", "tê", Some(Likeness::Marks)),
            ("tế", "tến", Some(Likeness::Letters)),
            ("trương", "chương", Some(Likeness::Sounds)),
            ("tế", "phương", None),
        ] {
            assert_eq!(likeness(known(word), skeleton(other), letters(other.as_bytes())), expected, "{word} {other}");
        }
    }

    #[test]
    fn slips_are_counted() {
        for (one, other, count) in [
            ("tê", "tế", 1),
            ("lặn", "lấn", 2),
            ("suất", "suốt", 1),
            ("nhí", "nhờ", 2),
            ("được", "đuợc", 1),
            ("chế", "cếh", 1),
        ] {
            assert_eq!(slips(one, other), count, "{one} {other}");
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
    fn the_lists_are_in_order_and_of_sound_syllables() {
        for line in USUAL.lines() {
            let mut syllables = line.split(' ').map(known);
            let first = syllables.next().unwrap();
            assert!(syllables.all(|second| is_word(first, second)), "{line}");
        }
        let heads: Vec<&str> = COMPOUNDS.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(heads.is_sorted_by(|a, b| a < b));
        for line in COMPOUNDS.lines() {
            let mut seconds: Vec<&str> = line.split(' ').skip(1).collect();
            assert!(seconds.is_sorted_by(|a, b| a < b) && !seconds.is_empty(), "{line}");
            let keys: std::collections::BTreeSet<u64> = seconds.drain(..).map(fold_key).collect();
            assert_eq!(keys.len(), line.split(' ').count() - 1, "{line}");
        }
        let unsound: Vec<&str> = COMPOUNDS
            .split_whitespace()
            .chain(ALONE.split_whitespace())
            .filter(|word| judge(word) != Verdict::Sound)
            .collect();
        assert!(unsound.is_empty(), "{unsound:?}");
    }
}
