//! Pairs of syllables in a table, made by the compiler from a list: a line for each first syllable, with the second ones behind it in
//! groups that `|` divides.

use super::key::key_of;
use super::lexicon::Lexicon;

/// Number of a syllable of the [`super::lexicon`], or of what may stand in its place.
pub type Id = u16;

/// A figure, `%` and an abbreviation, in lists that have them: `#`, `%`, `@`.
pub const FIGURE: Id = IDS as Id - 1;
/// See [`FIGURE`].
pub const PERCENT: Id = IDS as Id - 2;
/// See [`FIGURE`].
pub const ABBREVIATION: Id = IDS as Id - 3;

/// Room for all numbers.
const IDS: usize = 4608;
/// So many bits has a number, and that of a group.
const ID_BITS: u32 = 13;
const GROUP_BITS: u32 = 3;

/// At most `PAIRS` pairs, in a hash table of `SLOTS` slots, a power of two.
pub struct Pairs<const PAIRS: usize, const SLOTS: usize> {
    slots: [u32; SLOTS],
    seconds: Listed<PAIRS>,
    firsts: Listed<PAIRS>,
}

/// For each number those that it stands beside, side by side: where they begin, and how many they are.
struct Listed<const PAIRS: usize> {
    ranges: [(u16, u16); IDS],
    ids: [Id; PAIRS],
}

impl<const PAIRS: usize> Listed<PAIRS> {
    fn get(&self, id: Id) -> &[Id] {
        let (start, count) = self.ranges.get(usize::from(id)).copied().unwrap_or_default();
        self.ids.get(usize::from(start)..usize::from(start) + usize::from(count)).unwrap_or_default()
    }
}

impl<const PAIRS: usize, const SLOTS: usize> Pairs<PAIRS, SLOTS> {
    /// Which group of its line a pair is in, the first one being 0.
    pub fn group(&self, first: Id, second: Id) -> Option<u32> {
        let packed = packed(first, second);
        let mut at = slot(packed, SLOTS);
        loop {
            match self.slots.get(at) {
                Some(0) | None => return None,
                Some(&found) if found >> GROUP_BITS == packed => return Some(found & ((1 << GROUP_BITS) - 1)),
                Some(_) => at = (at + 1) % SLOTS,
            }
        }
    }

    /// What stands behind a first syllable, in the order of the list.
    pub fn seconds(&self, first: Id) -> &[Id] {
        self.seconds.get(first)
    }

    /// What stands before a second one, in the order of the list.
    pub fn firsts(&self, second: Id) -> &[Id] {
        self.firsts.get(second)
    }

    /// Reads a list, whose syllables the lexicon knows. Runs at compile time only: a list that outgrows its room does not compile.
    #[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
    pub(super) const fn of(list: &str, lexicon: &Lexicon) -> Self {
        let none = Listed { ranges: [(0, 0); IDS], ids: [0; PAIRS] };
        let mut made =
            Self { slots: [0; SLOTS], seconds: none, firsts: Listed { ranges: [(0, 0); IDS], ids: [0; PAIRS] } };
        let list = list.as_bytes();
        let (mut at, mut total, mut first, mut group) = (0, 0, None, 0);
        let mut known = Known { words: [0; KNOWN], ids: [0; KNOWN] };
        while at < list.len() {
            let length = word_length(list, at);
            if length == 1 && list[at] == b'|' {
                group += 1;
            } else if length > 0 {
                let id = number(list, at, length, lexicon, &mut known);
                match first {
                    None => {
                        (first, group) = (Some(id), 0);
                        made.seconds.ranges[id as usize] = (total as u16, 0);
                    }
                    Some(first) => {
                        made.enter(packed(first, id) << GROUP_BITS | group);
                        made.seconds.ids[total] = id;
                        total += 1;
                        made.seconds.ranges[first as usize].1 += 1;
                        made.firsts.ranges[id as usize].1 += 1;
                    }
                }
            }
            at += length;
            if at < list.len() && list[at] == b'\n' {
                first = None;
            }
            at += 1;
        }
        made.list_firsts();
        made
    }

    #[expect(clippy::indexing_slicing, reason = "slots are counted modulo their number")]
    const fn enter(&mut self, pair: u32) {
        let mut at = slot(pair >> GROUP_BITS, SLOTS);
        while self.slots[at] != 0 {
            at = (at + 1) % SLOTS;
        }
        self.slots[at] = pair;
    }

    /// Lists the first syllables of each second one, which have been counted.
    #[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
    const fn list_firsts(&mut self) {
        let (mut id, mut start) = (0, 0);
        while id < IDS {
            let count = self.firsts.ranges[id].1;
            self.firsts.ranges[id] = (start, 0);
            start += count;
            id += 1;
        }
        let mut first = 0;
        while first < IDS {
            let (start, count) = self.seconds.ranges[first];
            let mut at = start;
            while at < start + count {
                let second = self.seconds.ids[at as usize] as usize;
                let (from, so_far) = self.firsts.ranges[second];
                self.firsts.ids[(from + so_far) as usize] = first as Id;
                self.firsts.ranges[second].1 = so_far + 1;
                at += 1;
            }
            first += 1;
        }
    }
}

/// Syllables that were looked up before, by their bytes: a list has each many times, and to read its letters takes the compiler longest.
struct Known {
    words: [u128; KNOWN],
    ids: [Id; KNOWN],
}

/// Places for them, a power of two.
const KNOWN: usize = 1 << 14;

/// The number of what stands in a list.
#[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
const fn number(list: &[u8], at: usize, length: usize, lexicon: &Lexicon, known: &mut Known) -> Id {
    match list[at] {
        b'#' => return FIGURE,
        b'%' => return PERCENT,
        b'@' => return ABBREVIATION,
        _ => {}
    }
    let (mut bytes, mut end) = (0u128, at);
    while end < at + length {
        bytes = bytes << 8 | list[end] as u128;
        end += 1;
    }
    let place = ((bytes ^ bytes >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) as usize >> 50;
    if length > size_of::<u128>() || known.words[place] != bytes {
        let (_, from) = list.split_at(at);
        let (word, _) = from.split_at(length);
        known.ids[place] = match lexicon.find(key_of(word)) {
            Ok(id) => id,
            Err(_) => panic!("a syllable that the lexicon does not have"),
        };
        known.words[place] = bytes;
    }
    known.ids[place]
}

/// Two numbers as one that is not 0.
const fn packed(first: Id, second: Id) -> u32 {
    ((first as u32) << ID_BITS | second as u32) + 1
}

const fn slot(packed: u32, slots: usize) -> usize {
    (packed.wrapping_mul(0x9e37_79b1) >> 16) as usize % slots
}

/// How many bytes from here stand before the next blank or line end.
#[expect(clippy::indexing_slicing, reason = "an index out of bounds is a mistake that the compiler tells")]
pub(super) const fn word_length(text: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < text.len() && text[end] > b' ' {
        end += 1;
    }
    end - at
}
