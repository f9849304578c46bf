//! Words that were read before.
//!
//! Reports are made of the same few thousand syllables: what the letters of a word come to is looked up by its bytes, and worked
//! out only where a thread meets the word for the first time.

use std::cell::Cell;
use std::hash::Hasher as _;

use super::spell::Spelled;
use crate::document::words::{Traits, Words};
use crate::text::{self, Class, KeyTable, TextHasher};

/// Places for words at first; always a power of two.
const PLACES: usize = 1 << 12;
/// More words than these are not kept for the next text.
const MOST_KEPT: usize = 1 << 14;
/// Bytes of the longest word that is kept, and one.
const ROOM: usize = 16;

/// A word as it is typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Its bytes in two halves, the first one lowest; no word has none.
    bytes: [u64; 2],
    /// What its letters come to.
    pub traits: Traits,
    /// The text that it was last met in, and the number of its form there.
    text: u32,
    pub form: u32,
}

const NOTHING: Known = Known { bytes: [0; 2], traits: Traits::NONE, text: 0, form: 0 };

/// The words that a thread has read, each at the place that its bytes give, or behind it. Half of the places at least are free.
#[derive(Debug, Default)]
pub(super) struct Memo {
    places: Vec<Known>,
    count: usize,
    /// Number of the text that is being read.
    text: u32,
    /// Forms of this text that are too long for a place, or have digits in them.
    others: KeyTable,
}

thread_local! {
    static WORDS: Cell<Memo> = const { Cell::new(Memo { places: Vec::new(), count: 0, text: 0, others: KeyTable::EMPTY }) };
}

impl Memo {
    /// Those of this thread, for a further text; to be given back.
    pub(super) fn take() -> Self {
        let mut words = WORDS.take();
        if words.places.is_empty() {
            words.places = vec![NOTHING; PLACES];
        }
        words.text = words.text.wrapping_add(1);
        words
    }

    /// Keeps them for the next text.
    pub(super) fn give_back(mut self) {
        self.others = KeyTable::EMPTY;
        if self.count > MOST_KEPT {
            self = Self { text: self.text, ..Self::default() };
        }
        WORDS.set(self);
    }

    /// The word at the head of a text, where it is known: its place, and its length in bytes.
    #[inline]
    pub(super) fn find(&self, rest: &[u8]) -> Option<(usize, usize)> {
        let Head { bytes, length, next } = match Head::short(rest) {
            Some(head) => head,
            None => Head::of(rest)?,
        };
        // `VX1`: a digit would belong to the word.
        if length == 0 || next.is_ascii_digit() {
            return None;
        }
        let place = self.place(bytes).ok()?;
        Some((place, length))
    }

    /// The same where a mark beyond ASCII stands at once behind the word: `một cửa”`.
    pub(super) fn find_before_mark(&self, rest: &str) -> Option<(usize, usize)> {
        let length = rest.bytes().take(ROOM).position(|byte| byte == 0xe2)?;
        let (word, behind) = rest.split_at_checked(length)?;
        let head = Head::of(word.as_bytes()).filter(|head| head.length == length)?;
        let ends = behind.chars().next().is_some_and(|c| text::class(c) == Class::Mark);
        let place = self.place(head.bytes).ok().filter(|_| ends)?;
        Some((place, length))
    }

    /// Meets a known word once more.
    #[inline]
    pub(super) fn meet(&mut self, place: usize, words: &mut Words) -> Option<&Known> {
        let known = self.places.get_mut(place)?;
        if known.text != self.text {
            (known.text, known.form) = (self.text, words.add(known.traits));
        }
        Some(known)
    }

    /// The number of the form of a word that is not known yet.
    pub(super) fn learn(&mut self, typed: &str, word: Spelled, words: &mut Words) -> u32 {
        let Some(head) = Head::of(typed.as_bytes()).filter(|head| head.length == typed.len()) else {
            let mut hasher = TextHasher::default();
            hasher.write(typed.as_bytes());
            let form = self.others.get_or_insert(hasher.finish(), words.forms.len() as u32);
            if form as usize == words.forms.len() {
                words.add(word.traits(typed));
            }
            return form;
        };
        if (self.count + 1) * 2 > self.places.len() {
            self.grow();
        }
        match self.place(head.bytes) {
            Ok(place) => self.meet(place, words).map_or(0, |known| known.form),
            Err(place) => {
                let traits = word.traits(typed);
                let form = words.add(traits);
                self.count += 1;
                if let Some(free) = self.places.get_mut(place) {
                    *free = Known { bytes: head.bytes, traits, text: self.text, form };
                }
                form
            }
        }
    }

    /// Where a word stands, or would stand.
    #[inline]
    fn place(&self, bytes: [u64; 2]) -> Result<usize, usize> {
        let mask = self.places.len().wrapping_sub(1);
        let [low, high] = bytes;
        let mut at = ((low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        loop {
            match self.places.get(at) {
                Some(known) if known.bytes == bytes => return Ok(at),
                Some(known) if known.bytes != [0; 2] => at = (at + 1) & mask,
                _ => return Err(at),
            }
        }
    }

    fn grow(&mut self) {
        let larger = vec![NOTHING; (self.places.len() * 2).max(PLACES)];
        for known in std::mem::replace(&mut self.places, larger).into_iter().filter(|known| known.bytes != [0; 2]) {
            if let Err(place) = self.place(known.bytes)
                && let Some(free) = self.places.get_mut(place)
            {
                *free = known;
            }
        }
    }
}

/// The letters of ASCII and the characters beyond it that a text begins with.
struct Head {
    /// Their bytes in two halves, the first one lowest.
    bytes: [u64; 2],
    /// How many bytes they are: fewer than [`ROOM`].
    length: usize,
    /// The byte behind them; 0 where the text ends.
    next: u8,
}

impl Head {
    /// Most words have no second half.
    #[inline]
    fn short(text: &[u8]) -> Option<Self> {
        let low = u64::from_le_bytes(*text.first_chunk()?);
        let (own, length) = cut(low)?;
        Some(Self { bytes: [own, 0], length, next: (low >> (8 * length)) as u8 })
    }

    fn of(text: &[u8]) -> Option<Self> {
        let mut room = [0; ROOM];
        let head = match text.first_chunk() {
            Some(head) => head,
            None => {
                room.iter_mut().zip(text).for_each(|(slot, byte)| *slot = *byte);
                &room
            }
        };
        let ([low, high], _) = head.as_chunks() else { return None };
        let (low, high) = (u64::from_le_bytes(*low), u64::from_le_bytes(*high));
        let head = match cut(low) {
            Some((own, length)) => Self { bytes: [own, 0], length, next: (low >> (8 * length)) as u8 },
            None => {
                let (own, length) = cut(high)?;
                Self { bytes: [low, own], length: 8 + length, next: (high >> (8 * length)) as u8 }
            }
        };
        Some(head)
    }
}

/// The bytes before the first one of ASCII that is no letter, and how many they are; nothing where all eight are letters.
#[inline]
const fn cut(bytes: u64) -> Option<(u64, usize)> {
    let first = others(bytes);
    if first == 0 {
        return None;
    }
    let below = ((first & first.wrapping_neg()) >> 7) - 1;
    Some((bytes & below, first.trailing_zeros() as usize / 8))
}

/// The highest bit of each byte of ASCII that is no letter: eight bytes are looked at at once. A carry reaches the highest bit
/// of its own byte and goes no further.
#[inline]
const fn others(bytes: u64) -> u64 {
    const EACH: u64 = u64::MAX / 0xff;
    const HIGH: u64 = EACH * 0x80;
    let small = (bytes | (EACH * 0x20)) & !HIGH;
    let from_a = small + EACH * (0x80 - b'a' as u64);
    let behind_z = small + EACH * (0x80 - b'z' as u64 - 1);
    !((from_a & !behind_z) | bytes) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_before_the_first_byte_of_ascii_that_is_no_letter() {
        for (text, length, next) in [
            ("tục, và", "tục".len(), b','),
            ("AZaz@", 4, b'@'),
            ("AZaz[", 4, b'['),
            ("az`", 2, b'`'),
            ("az{", 2, b'{'),
            ("az\u{7f}", 2, 0x7f),
            ("a\0b", 1, 0),
            ("cửa”", "cửa”".len(), 0),
            ("nghiêng ngả", "nghiêng".len(), b' '),
            ("abcdefgh", 8, 0),
            ("abcdefgh/", 8, b'/'),
            ("abcdefghijklmno1", 15, b'1'),
        ] {
            let head = Head::of(text.as_bytes()).map(|head| (head.bytes, head.length, head.next));
            let mut bytes = [0; ROOM];
            bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
            let bytes = [0, 8].map(|at| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()));
            assert_eq!(head, Some((bytes, length, next)), "{text}");
        }
        for text in ["abcdefghijklmnop", "abcdefghijklmnopq"] {
            assert!(Head::of(text.as_bytes()).is_none(), "{text}");
        }
    }
}
