//! Keys of words and of texts.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

use super::fold::nfc;
use super::letter::{Class, Letter, Piece, Tone, bare, letter, look_alike, piece, shaped};

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

const fn mix(state: u64, with: u64) -> u64 {
    let product = (state ^ with).wrapping_mul(MULTIPLIER);
    product ^ (product >> 32)
}

/// The key of words in a row, from the keys of each.
pub fn key_of_keys(keys: impl IntoIterator<Item = u64>) -> u64 {
    keys.into_iter().fold(0x7068_7261_7365, |state: u64, key| mix(state.rotate_left(5), key))
}

/// A map from texts; its order says nothing, as that of any hash map.
pub type TextMap<V> = std::collections::HashMap<String, V, std::hash::BuildHasherDefault<TextHasher>>;

/// Hashes the texts of rules, eight bytes at a time. Nobody who writes reports chooses what is put in such a map.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextHasher(u64);

impl std::hash::Hasher for TextHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (pieces, rest) = bytes.as_chunks::<8>();
        for piece in pieces {
            self.write_u64(u64::from_le_bytes(*piece));
        }
        if !rest.is_empty() {
            self.write_u64(rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = mix(self.0.rotate_left(5), word);
    }
}

/// What a tone adds to a key, by its number; no tone adds nothing.
const TONES: [u64; 6] = {
    const fn of(tone: Tone) -> u64 {
        mix(0x746f_6e65, tone as u64)
    }
    [0, of(Tone::Grave), of(Tone::Acute), of(Tone::Tilde), of(Tone::Hook), of(Tone::Dot)]
};

const fn tone_hash(tone: Option<Tone>) -> u64 {
    let [level, grave, acute, tilde, hook, dot] = TONES;
    match tone {
        None => level,
        Some(Tone::Grave) => grave,
        Some(Tone::Acute) => acute,
        Some(Tone::Tilde) => tilde,
        Some(Tone::Hook) => hook,
        Some(Tone::Dot) => dot,
    }
}

/// A letter or digit as wide as Chinese ones: `Ａ` → `A`.
const fn narrow(c: char) -> Option<char> {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xff00 + 0x20),
        _ => None,
    }
}

/// No base is open; no character has this number.
const NO_BASE: u32 = u32::MAX;

/// Hashes a word while it is read; see the module's words.
#[derive(Debug, Clone, Copy)]
pub struct KeyHasher {
    bases: u64,
    /// The number of the last base, which a combining shape may still change.
    open: u32,
    /// Tones and foreign marks of the current run of letters; sums, because their order differs between NFC and NFD.
    tones: u64,
    marks: u64,
}

impl Default for KeyHasher {
    fn default() -> Self {
        Self::new()
    }
}

impl KeyHasher {
    /// A hasher that has read nothing.
    pub const fn new() -> Self {
        Self { bases: 0x736f_6174, open: NO_BASE, tones: 0, marks: 0 }
    }

    /// Reads one character.
    #[inline]
    pub fn push(&mut self, c: char) {
        let letter = letter(c);
        match letter.class {
            Class::Lower | Class::Upper | Class::Digit => self.push_letter(letter),
            Class::Space | Class::Mark if c.is_ascii() => self.push_base(c),
            Class::Space | Class::Mark | Class::Other => self.push_slowly(c),
        }
    }

    /// Reads a letter or digit of the table; the same as [`Self::push`] of its character.
    #[inline]
    pub fn push_letter(&mut self, letter: Letter) {
        self.close_base();
        self.open = letter.base as u32;
        let tone = letter.tone.map_or(0, |tone| tone as usize);
        self.tones = self.tones.wrapping_add(TONES.get(tone).copied().unwrap_or(0));
    }

    fn push_slowly(&mut self, c: char) {
        if !self.push_piece(piece(c)) {
            decompose_canonical(c, |part| {
                if !self.push_piece(piece(part)) {
                    part.to_lowercase().for_each(|lower| self.push_foreign(lower));
                }
            });
        }
    }

    /// Reads a character of the table; says whether it was one.
    const fn push_piece(&mut self, piece: Piece) -> bool {
        match piece {
            Piece::Base(base, tone) => {
                self.push_base(base);
                if let Some(tone) = tone {
                    self.push_tone(tone);
                }
            }
            Piece::Tone(tone) => self.push_tone(tone),
            Piece::Shape(shape) => match self.shaped(shape) {
                Some(base) => self.open = base as u32,
                None => self.push_mark(shape),
            },
            Piece::Nothing => {}
            Piece::Other => return false,
        }
        true
    }

    /// What a combining shape makes of the last base.
    const fn shaped(&self, shape: char) -> Option<char> {
        match char::from_u32(self.open) {
            Some(base) => shaped(base, shape),
            None => None,
        }
    }

    fn push_foreign(&mut self, c: char) {
        // A letter of another alphabet that only looks like one: the word is still the word, and the letter is told where it stands.
        let mut capital = c.to_uppercase();
        let alike = capital.next().and_then(look_alike).or_else(|| look_alike(c)).or_else(|| narrow(c));
        match alike {
            Some(alike) => self.push_base(alike.to_ascii_lowercase()),
            None if canonical_combining_class(c) == 0 => self.push_base(c),
            None => self.push_mark(c),
        }
    }

    const fn push_base(&mut self, base: char) {
        self.close_base();
        // A tone counts for its own syllable only.
        if base.is_ascii() && !base.is_ascii_alphanumeric() {
            self.close_run();
        }
        self.open = base as u32;
    }

    const fn push_tone(&mut self, tone: Tone) {
        self.tones = self.tones.wrapping_add(tone_hash(Some(tone)));
    }

    const fn push_mark(&mut self, mark: char) {
        self.marks = self.marks.wrapping_add(mix(0x6d61_726b, mark as u64));
    }

    const fn close_base(&mut self) {
        if self.open != NO_BASE {
            self.bases = mix(self.bases, self.open as u64);
            self.open = NO_BASE;
        }
    }

    const fn close_run(&mut self) {
        if self.tones != 0 || self.marks != 0 {
            self.bases = mix(mix(self.bases, self.tones), self.marks.rotate_left(17));
            self.tones = 0;
            self.marks = 0;
        }
    }

    /// The key of what was read.
    pub const fn finish(mut self) -> u64 {
        self.close_base();
        self.close_run();
        let mut key = self.bases;
        key ^= key >> 30;
        key = key.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        key ^= key >> 27;
        key = key.wrapping_mul(0x94d0_49bb_1331_11eb);
        key ^ (key >> 31)
    }
}

/// The key of a word, however it is typed: `fold_key("HOÀ") == fold_key("hòa")`.
pub fn fold_key(word: &str) -> u64 {
    let mut hasher = KeyHasher::new();
    if word.is_ascii() {
        word.bytes().for_each(|byte| hasher.push_base(byte.to_ascii_lowercase().into()));
    } else {
        word.chars().for_each(|c| hasher.push(c));
    }
    hasher.finish()
}

/// The keys of the characters of ASCII.
static MARKS: [u64; 128] = {
    let mut keys = [0; 128];
    let mut rest: &mut [u64] = &mut keys;
    let mut code = 0;
    while let [first, after @ ..] = rest {
        *first = key_of(&[code]);
        rest = after;
        code += 1;
    }
    keys
};

/// [`fold_key`] of one character.
pub fn mark_key(mark: char) -> u64 {
    MARKS.get(mark as usize).copied().unwrap_or_else(|| {
        let mut hasher = KeyHasher::new();
        hasher.push(mark);
        hasher.finish()
    })
}

/// [`fold_key`] for words that stand in the source: ASCII and Vietnamese letters only, so that it can run at compile time.
pub const fn key(word: &str) -> u64 {
    key_of(word.as_bytes())
}

/// [`key`] of a word given as its bytes.
pub const fn key_of(word: &[u8]) -> u64 {
    let mut hasher = KeyHasher::new();
    let mut rest = word;
    while let Some((code, after)) = first_code(rest) {
        rest = after;
        if let Some(c) = char::from_u32(code) {
            hasher.push_piece(piece(c));
        }
    }
    hasher.finish()
}

/// [`skeleton`] for words that stand in the source, like [`key`].
pub const fn skeleton_key(word: &[u8]) -> u64 {
    let mut hasher = KeyHasher::new();
    let mut rest = word;
    while let Some((code, after)) = first_code(rest) {
        rest = after;
        if let Some(c) = char::from_u32(code)
            && let Piece::Base(base, _) = piece(c)
        {
            hasher.push_base(bare(base));
        }
    }
    hasher.finish()
}

/// The number of the first character of UTF-8 text that lies below U+10000, and the bytes behind it.
pub(super) const fn first_code(text: &[u8]) -> Option<(u32, &[u8])> {
    match text {
        [a, after @ ..] if *a < 0x80 => Some((*a as u32, after)),
        [a, b, after @ ..] if *a < 0xe0 => Some(((*a as u32 & 0x1f) << 6 | (*b as u32 & 0x3f), after)),
        [a, b, c, after @ ..] => Some(((*a as u32 & 0x0f) << 12 | (*b as u32 & 0x3f) << 6 | (*c as u32 & 0x3f), after)),
        _ => None,
    }
}

/// The key of a word's letters without tones and shapes, `đ` as `d`: the same for `nghiệm`, `nghiêm` and `NGHIEM`. What is
/// composed of other characters keeps them.
pub fn skeleton(word: &str) -> u64 {
    let mut hasher = KeyHasher::new();
    for c in nfc(word).chars() {
        match letter(c).base() {
            Some(base) => hasher.push_base(bare(base)),
            None => hasher.push(c),
        }
    }
    hasher.finish()
}
