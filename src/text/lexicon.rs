//! Words of Vietnamese that are written in two syllables, as proof-readers of offices know them.
//!
//! Most words of a report are such pairs (`kinh tế`, `triển khai`), and most syllables stand in a few pairs only. So a pair
//! that is none, beside one that differs in a mark or letter, tells a slip that no grammar of syllables sees: `kinh tê`.
//!
//! `lexicon/compounds.txt` has a line for each first syllable with the second ones behind it: before the first `|` those whose words reports are
//! full of ([`Rank::Common`]), before the second those of other usual words, behind it words that reports seldom need. `lexicon/alone.txt` has
//! syllables that often stand by themselves (`của`, `tỉnh`, `làm`), `lexicon/rare.txt` further ones that other kinds of text have (`cồng`, `nhím`).
//! `lexicon/bound.txt` has syllables that hardly ever stand by themselves (`hoạch`, `liên`), the common ones of reports only;
//! `lexicon/grammar.txt` words of grammar, which stand beside anything. The lists were written for this purpose from knowledge of
//! the language. What is missing there costs a finding, seldom a false one. The tables are made by the compiler: a run pays for
//! looking up only.

use super::key::{first_code, key_of, skeleton_key};
use super::pairs::{Pairs, word_length};

pub use super::pairs::Id;

const COMPOUNDS: &str = include_str!("lexicon/compounds.txt");
const ALONE: &str = include_str!("lexicon/alone.txt");

const RARE: &str = include_str!("lexicon/rare.txt");
const BOUND: &str = include_str!("lexicon/bound.txt");
const GRAMMAR: &str = include_str!("lexicon/grammar.txt");

/// Room for different syllables.
const SYLLABLES: usize = 4352;
/// Slots of the hash tables, powers of two.
const SYLLABLE_SLOTS: usize = 16_384;
const KEY_SLOTS: usize = 8192;

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
    grammar: bool,
}

/// The syllables of the lexicon.
pub(super) struct Lexicon {
    syllables: [Syllable; SYLLABLES],
    count: usize,
    slots: [Id; SYLLABLE_SLOTS],
}

#[expect(long_running_const_eval, reason = "the compiler reads the lists once, so that no run has to")]
pub(super) static LEXICON: Lexicon = Lexicon::of(COMPOUNDS, ALONE, BOUND, GRAMMAR);

static WORDS: Pairs<20_480, 65_536> = Pairs::of(COMPOUNDS, &LEXICON);

/// Keys of the syllables that are in words of other kinds of text only.
static RARE_KEYS: Keys = Keys::of(RARE.as_bytes());

/// No syllable; also the mark of an empty slot.
const NONE: Id = Id::MAX;

/// The number of a syllable, by its folded key.
pub fn id(key: u64) -> Option<Id> {
    LEXICON.find(key).ok()
}

/// Whether a folded key is that of a syllable that any word has.
pub fn knows(key: u64) -> bool {
    id(key).is_some() || RARE_KEYS.has(key)
}

/// How often reports have a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Seldom.
    Seldom,
    /// Now and then.
    Usual,
    /// All the time.
    Common,
}

/// Whether two syllables are a word.
pub fn is_word(first: Id, second: Id) -> bool {
    rank(first, second).is_some()
}

/// How often reports have the word that two syllables are.
pub fn rank(first: Id, second: Id) -> Option<Rank> {
    match WORDS.group(first, second)? {
        0 => Some(Rank::Common),
        1 => Some(Rank::Usual),
        _ => Some(Rank::Seldom),
    }
}

/// The syllables that make a word behind this one.
pub fn seconds(first: Id) -> &'static [Id] {
    WORDS.seconds(first)
}

/// The syllables that make a word before this one.
pub fn firsts(second: Id) -> &'static [Id] {
    WORDS.firsts(second)
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
    let mut before = 0;
    for list in [COMPOUNDS, ALONE] {
        if start < before + list.len() {
            return list.get(start - before..start - before + usize::from(found.length)).unwrap_or_default();
        }
        before += list.len();
    }
    ""
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

/// Whether a syllable is a word of grammar, which stands beside anything.
pub fn is_grammar(id: Id) -> bool {
    LEXICON.syllables.get(usize::from(id)).is_some_and(|found| found.grammar)
}

/// How a syllable may be taken for another word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Only marks and tones differ.
    Marks,
    /// Perhaps one letter: the two have to be compared.
    Letters,
    /// Perhaps two sounds that are one in some regions: the two have to be compared with [`super::slip::sound_alike`].
    Sounds,
}

/// How a syllable may be one slip away from a word of this skeleton and these [`letters`]; nothing where it is further.
pub fn likeness(id: Id, skeleton: u64, letters: u32) -> Option<Likeness> {
    let found = LEXICON.syllables.get(usize::from(id))?;
    if found.skeleton == skeleton {
        return Some(Likeness::Marks);
    }
    let apart = found.letters ^ letters;
    match apart.count_ones() {
        0..=2 => Some(Likeness::Letters),
        3..=4 if SOUNDS.iter().any(|sounds| apart & !sounds == 0) => Some(Likeness::Sounds),
        _ => None,
    }
}

/// The letters of sounds that are one in some regions, of those pairs that have more than two.
const SOUNDS: [u32; 3] = [letters(b"chtr"), letters(b"dgi"), letters(b"gir")];

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

impl Lexicon {
    /// The number of a syllable, or the slot where it would stand.
    #[expect(clippy::indexing_slicing, reason = "slots are counted modulo their number; runs at compile time as well")]
    pub(super) const fn find(&self, key: u64) -> Result<Id, usize> {
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

    /// Reads the lists. Runs at compile time only: lists that outgrow their room do not compile.
    #[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
    const fn of(compounds: &str, alone: &str, bound: &str, grammar: &str) -> Self {
        let (compounds, alone) = (compounds.as_bytes(), alone.as_bytes());
        let none = Syllable {
            key: 0,
            skeleton: 0,
            letters: 0,
            start: 0,
            length: 0,
            alone: false,
            bound: false,
            grammar: false,
        };
        let mut made = Self { syllables: [none; SYLLABLES], count: 0, slots: [NONE; SYLLABLE_SLOTS] };
        let mut at = 0;
        while at < compounds.len() {
            let length = word_length(compounds, at);
            if length > 1 || length == 1 && compounds[at] != b'|' {
                made.add(compounds, at, length, 0);
            }
            at += length + 1;
        }
        made.mark(alone, Mark::Alone, compounds.len());
        made.mark(bound.as_bytes(), Mark::Bound, 0);
        made.mark(grammar.as_bytes(), Mark::Grammar, 0);
        made
    }

    /// Reads a list of syllables. Those of the last two kinds are known from the others.
    #[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
    const fn mark(&mut self, list: &[u8], mark: Mark, before: usize) {
        let mut at = 0;
        while at < list.len() {
            let length = word_length(list, at);
            if length > 0 {
                let known = self.count;
                let id = self.add(list, at, length, before) as usize;
                match mark {
                    Mark::Alone => self.syllables[id].alone = true,
                    Mark::Bound => self.syllables[id].bound = true,
                    Mark::Grammar => self.syllables[id].grammar = true,
                }
                assert!(matches!(mark, Mark::Alone) || self.count == known, "a syllable that no other list has");
            }
            at += length + 1;
        }
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
}

/// A set of keys.
struct Keys([u64; KEY_SLOTS]);

#[expect(clippy::indexing_slicing, reason = "slots are counted modulo their number")]
impl Keys {
    const fn of(list: &[u8]) -> Self {
        let mut slots = [0; KEY_SLOTS];
        let mut at = 0;
        while at < list.len() {
            let length = word_length(list, at);
            if length > 0 {
                let (_, from) = list.split_at(at);
                let (word, _) = from.split_at(length);
                let key = key_of(word);
                let mut slot = key as usize % KEY_SLOTS;
                while slots[slot] != 0 {
                    slot = (slot + 1) % KEY_SLOTS;
                }
                slots[slot] = key;
            }
            at += length + 1;
        }
        Self(slots)
    }

    fn has(&self, key: u64) -> bool {
        let mut slot = key as usize % KEY_SLOTS;
        while self.0[slot] != 0 && self.0[slot] != key {
            slot = (slot + 1) % KEY_SLOTS;
        }
        self.0[slot] == key
    }
}

/// What a list says of its syllables.
#[derive(Clone, Copy)]
enum Mark {
    Alone,
    Bound,
    Grammar,
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
        assert_eq!(rank(known("kinh"), known("tế")), Some(Rank::Common));
        assert_eq!(rank(known("chạm"), known("khắc")), Some(Rank::Usual));
        assert_eq!(rank(known("trống"), known("mái")), Some(Rank::Seldom));
        assert!(is_grammar(known("của")) && !is_grammar(known("tỉnh")));
        assert!(knows(fold_key("nhím")) && knows(fold_key("kinh")) && !knows(fold_key("roát")));
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
    fn the_lists_are_in_order_and_of_sound_syllables() {
        let heads: Vec<&str> = COMPOUNDS.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(heads.is_sorted_by(|a, b| a < b));
        for line in COMPOUNDS.lines() {
            let (_, seconds) = line.split_once(' ').unwrap();
            let ranks: Vec<Vec<&str>> = seconds.split('|').map(|rank| rank.split_whitespace().collect()).collect();
            assert!(ranks.len() <= 3 && ranks.iter().all(|rank| rank.is_sorted_by(|a, b| a < b)), "{line}");
            let keys: std::collections::BTreeSet<u64> = ranks.concat().into_iter().map(fold_key).collect();
            assert!(!keys.is_empty() && keys.len() == ranks.concat().len(), "{line}");
        }
        let unsound: Vec<&str> = COMPOUNDS
            .split_whitespace()
            .chain(ALONE.split_whitespace())
            .chain(RARE.split_whitespace())
            .filter(|word| *word != "|" && judge(word) != Verdict::Sound)
            .collect();
        assert!(unsound.is_empty(), "{unsound:?}");
    }
}
