//! Vietnamese letters: one key and one folded writing for every way of typing a word.
//!
//! A letter is a base (`a ă â … đ … ư`) with at most one tone. Two keyboards type the same word differently: capitals,
//! composed or combining characters, the tone on either vowel (`hoà` and `hòa`). The key hashes the bases in their order
//! and the tones of a run of letters apart from them, so none of these differences reaches it. What is a different letter
//! stays one: `Ð` (Icelandic eth, U+00D0) is not `Đ` (U+0110), and `a` is not `ă`.

pub mod legacy;
pub mod lexicon;
pub mod slip;
pub mod syllable;
mod table;

pub use table::KeyTable;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

/// One of the five marks of tone; the level tone has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// `à`
    Grave = 1,
    /// `á`
    Acute,
    /// `ã`
    Tilde,
    /// `ả`
    Hook,
    /// `ạ`
    Dot,
}

impl Tone {
    const fn mark(self) -> char {
        match self {
            Self::Grave => '\u{300}',
            Self::Acute => '\u{301}',
            Self::Tilde => '\u{303}',
            Self::Hook => '\u{309}',
            Self::Dot => '\u{323}',
        }
    }
}

/// What one character means for the word it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A letter or digit in lower case, with its tone.
    Base(char, Option<Tone>),
    /// A combining tone.
    Tone(Tone),
    /// A combining circumflex, breve or horn: makes another base of the one before.
    Shape(char),
    /// Takes no room: soft hyphen, zero-width characters.
    Nothing,
    /// Not in the table; ask the Unicode data.
    Other,
}

const fn piece(c: char) -> Piece {
    use Tone::{Acute, Dot, Grave, Hook, Tilde};
    let (base, tone) = match c {
        '\0'..='\u{7f}' => (c.to_ascii_lowercase(), None),
        'à' | 'À' => ('a', Some(Grave)),
        'á' | 'Á' => ('a', Some(Acute)),
        'ã' | 'Ã' => ('a', Some(Tilde)),
        'ả' | 'Ả' => ('a', Some(Hook)),
        'ạ' | 'Ạ' => ('a', Some(Dot)),
        'ă' | 'Ă' => ('ă', None),
        'ằ' | 'Ằ' => ('ă', Some(Grave)),
        'ắ' | 'Ắ' => ('ă', Some(Acute)),
        'ẵ' | 'Ẵ' => ('ă', Some(Tilde)),
        'ẳ' | 'Ẳ' => ('ă', Some(Hook)),
        'ặ' | 'Ặ' => ('ă', Some(Dot)),
        'â' | 'Â' => ('â', None),
        'ầ' | 'Ầ' => ('â', Some(Grave)),
        'ấ' | 'Ấ' => ('â', Some(Acute)),
        'ẫ' | 'Ẫ' => ('â', Some(Tilde)),
        'ẩ' | 'Ẩ' => ('â', Some(Hook)),
        'ậ' | 'Ậ' => ('â', Some(Dot)),
        'đ' | 'Đ' => ('đ', None),
        'è' | 'È' => ('e', Some(Grave)),
        'é' | 'É' => ('e', Some(Acute)),
        'ẽ' | 'Ẽ' => ('e', Some(Tilde)),
        'ẻ' | 'Ẻ' => ('e', Some(Hook)),
        'ẹ' | 'Ẹ' => ('e', Some(Dot)),
        'ê' | 'Ê' => ('ê', None),
        'ề' | 'Ề' => ('ê', Some(Grave)),
        'ế' | 'Ế' => ('ê', Some(Acute)),
        'ễ' | 'Ễ' => ('ê', Some(Tilde)),
        'ể' | 'Ể' => ('ê', Some(Hook)),
        'ệ' | 'Ệ' => ('ê', Some(Dot)),
        'ì' | 'Ì' => ('i', Some(Grave)),
        'í' | 'Í' => ('i', Some(Acute)),
        'ĩ' | 'Ĩ' => ('i', Some(Tilde)),
        'ỉ' | 'Ỉ' => ('i', Some(Hook)),
        'ị' | 'Ị' => ('i', Some(Dot)),
        'ò' | 'Ò' => ('o', Some(Grave)),
        'ó' | 'Ó' => ('o', Some(Acute)),
        'õ' | 'Õ' => ('o', Some(Tilde)),
        'ỏ' | 'Ỏ' => ('o', Some(Hook)),
        'ọ' | 'Ọ' => ('o', Some(Dot)),
        'ô' | 'Ô' => ('ô', None),
        'ồ' | 'Ồ' => ('ô', Some(Grave)),
        'ố' | 'Ố' => ('ô', Some(Acute)),
        'ỗ' | 'Ỗ' => ('ô', Some(Tilde)),
        'ổ' | 'Ổ' => ('ô', Some(Hook)),
        'ộ' | 'Ộ' => ('ô', Some(Dot)),
        'ơ' | 'Ơ' => ('ơ', None),
        'ờ' | 'Ờ' => ('ơ', Some(Grave)),
        'ớ' | 'Ớ' => ('ơ', Some(Acute)),
        'ỡ' | 'Ỡ' => ('ơ', Some(Tilde)),
        'ở' | 'Ở' => ('ơ', Some(Hook)),
        'ợ' | 'Ợ' => ('ơ', Some(Dot)),
        'ù' | 'Ù' => ('u', Some(Grave)),
        'ú' | 'Ú' => ('u', Some(Acute)),
        'ũ' | 'Ũ' => ('u', Some(Tilde)),
        'ủ' | 'Ủ' => ('u', Some(Hook)),
        'ụ' | 'Ụ' => ('u', Some(Dot)),
        'ư' | 'Ư' => ('ư', None),
        'ừ' | 'Ừ' => ('ư', Some(Grave)),
        'ứ' | 'Ứ' => ('ư', Some(Acute)),
        'ữ' | 'Ữ' => ('ư', Some(Tilde)),
        'ử' | 'Ử' => ('ư', Some(Hook)),
        'ự' | 'Ự' => ('ư', Some(Dot)),
        'ỳ' | 'Ỳ' => ('y', Some(Grave)),
        'ý' | 'Ý' => ('y', Some(Acute)),
        'ỹ' | 'Ỹ' => ('y', Some(Tilde)),
        'ỷ' | 'Ỷ' => ('y', Some(Hook)),
        'ỵ' | 'Ỵ' => ('y', Some(Dot)),
        '\u{300}' => return Piece::Tone(Grave),
        '\u{301}' => return Piece::Tone(Acute),
        '\u{303}' => return Piece::Tone(Tilde),
        '\u{309}' => return Piece::Tone(Hook),
        '\u{323}' => return Piece::Tone(Dot),
        '\u{302}' | '\u{306}' | '\u{31b}' => return Piece::Shape(c),
        _ if is_invisible(c) => return Piece::Nothing,
        _ => return Piece::Other,
    };
    Piece::Base(base, tone)
}

/// What a character is to whoever reads words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A small letter of the Vietnamese or English alphabet.
    Lower,
    /// A capital of these.
    Upper,
    /// `0` to `9`
    Digit,
    /// White space and control characters of ASCII.
    Space,
    /// A mark that neither joins, nor hides, nor separates like white space.
    Mark,
    /// Everything else: ask the Unicode data.
    Other,
}

/// A character of the table; small, so that the table stays in the processor's cache.
#[derive(Debug, Clone, Copy)]
pub struct Letter {
    /// What it is to whoever reads words.
    pub class: Class,
    /// Its base and tone where [`piece`] has them; 0 is no base. All bases lie below U+0200.
    base: u16,
    tone: Option<Tone>,
}

impl Letter {
    const OTHER: Self = Self { class: Class::Other, base: 0, tone: None };

    const fn of(c: char) -> Self {
        let (base, tone) = match piece(c) {
            Piece::Base(base, tone) => (base as u16, tone),
            _ => (0, None),
        };
        let class = match c {
            'a'..='z' => Class::Lower,
            'A'..='Z' => Class::Upper,
            '0'..='9' => Class::Digit,
            '\0'..=' ' | '\u{7f}' => Class::Space,
            '!'..='~' | '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '•' => Class::Mark,
            _ if base == 0 => Class::Other,
            _ if is_capital(c) => Class::Upper,
            _ => Class::Lower,
        };
        Self { class, base, tone }
    }

    /// The letter in lower case without its tone, or the mark of ASCII itself.
    #[inline]
    fn base(self) -> Option<char> {
        char::from_u32(self.base.into()).filter(|&base| base != '\0')
    }
}

/// Whether a Vietnamese letter beyond ASCII is a capital, by the order in which Unicode's blocks have them.
const fn is_capital(letter: char) -> bool {
    match letter {
        '\u{c0}'..='\u{de}' => true,
        '\u{df}'..='\u{ff}' => false,
        'Ư' | 'ư' => letter as u32 % 2 == 1,
        _ => (letter as u32).is_multiple_of(2),
    }
}

/// The characters up to U+20FF, by their number: nearly every character of a report is found here at once.
static LETTERS: [Letter; 0x2100] = {
    let mut letters = [Letter::OTHER; 0x2100];
    let mut rest: &mut [Letter] = &mut letters;
    let mut code = 0;
    while let [first, after @ ..] = rest {
        if let Some(c) = char::from_u32(code) {
            *first = Letter::of(c);
        }
        rest = after;
        code += 1;
    }
    letters
};

/// The entry of a character; one beyond the table is [`Class::Other`].
#[inline]
pub fn letter(c: char) -> Letter {
    LETTERS.get(c as usize).copied().unwrap_or(Letter::OTHER)
}

/// What a character is to whoever reads words; see [`Class`].
#[inline]
pub fn class(c: char) -> Class {
    letter(c).class
}

/// [`char::is_alphabetic`], quick for the letters of reports.
pub fn is_alphabetic(c: char) -> bool {
    match class(c) {
        Class::Lower | Class::Upper => true,
        Class::Digit | Class::Space | Class::Mark => false,
        Class::Other => c.is_alphabetic(),
    }
}

/// [`char::is_alphanumeric`], quick for the letters of reports.
pub fn is_alphanumeric(c: char) -> bool {
    match class(c) {
        Class::Lower | Class::Upper | Class::Digit => true,
        Class::Space | Class::Mark => false,
        Class::Other => c.is_alphanumeric(),
    }
}

/// The base that a combining circumflex, breve or horn makes of another.
const fn shaped(base: char, shape: char) -> Option<char> {
    match (base, shape) {
        ('a', '\u{302}') => Some('â'),
        ('a', '\u{306}') => Some('ă'),
        ('e', '\u{302}') => Some('ê'),
        ('o', '\u{302}') => Some('ô'),
        ('o', '\u{31b}') => Some('ơ'),
        ('u', '\u{31b}') => Some('ư'),
        _ => None,
    }
}

/// Whether a character is neither seen nor separates: soft hyphen, zero-width space and joiners, byte-order mark,
/// direction marks, variation selectors.
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a character is a combining mark: it belongs to the letter before it.
pub fn is_combining(c: char) -> bool {
    c >= '\u{300}' && class(c) == Class::Other && canonical_combining_class(c) != 0
}

/// A character without what is composed onto it: `≠` → `=`.
pub fn decomposed_head(c: char) -> char {
    if class(c) == Class::Mark {
        return c;
    }
    let mut head = None;
    decompose_canonical(c, |part| _ = head.get_or_insert(part));
    head.unwrap_or(c)
}

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
        if canonical_combining_class(c) == 0 { self.push_base(c) } else { self.push_mark(c) }
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
    word.chars().for_each(|c| hasher.push(c));
    hasher.finish()
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
const fn first_code(text: &[u8]) -> Option<(u32, &[u8])> {
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

/// Whether a letter of a composed word has a tone.
pub fn has_tone(word: &str) -> bool {
    nfc(word).chars().any(|c| letter(c).tone.is_some())
}

/// The letter that a Vietnamese one is typed with before its shape: `ơ` → `o`, `đ` → `d`.
pub const fn bare(base: char) -> char {
    match base {
        'ă' | 'â' => 'a',
        'đ' => 'd',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        base => base,
    }
}

/// Composed (NFC) writing; borrows where it already is.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(is_composed) || unicode_normalization::is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Whether a character stays as it is in NFC whatever stands beside it: Latin and composed letters, dashes, quotation
/// marks, raised digits. Others may do so too.
const fn is_composed(c: char) -> bool {
    matches!(c, '\0'..'\u{300}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{20cf}')
}

/// Canonical lower-case writing in NFC, each tone on the vowel where the older spelling puts it (`hoà` → `hòa`, `thuý` →
/// `thúy`): equal for words of equal key, and fit to be read. Invisible characters are left out.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // A word takes no allocation but the one for its result.
    let (mut short, mut long);
    let room: &mut [Folded] = if text.len() <= 32 {
        short = [('\0', None); 32];
        &mut short
    } else {
        long = vec![('\0', None); text.len()];
        &mut long
    };
    let Some(letters) = spell(text, room) else { return fold_foreign(text) };
    place_tones(letters);
    let mut out = String::with_capacity(text.len());
    out.extend(letters.iter().map(|&(base, tone)| toned(base, tone)));
    out
}

/// A letter without its tone, and the tone.
type Folded = (char, Option<Tone>);

/// Takes a text of composed Vietnamese letters apart; nothing where it is not of such letters only.
fn spell<'r>(text: &str, room: &'r mut [Folded]) -> Option<&'r mut [Folded]> {
    let mut count = 0;
    for c in text.chars() {
        let letter = letter(c);
        let folded = match letter.base() {
            Some(base) => (base, letter.tone),
            // Dashes and quotation marks.
            None if letter.class == Class::Mark => (c, None),
            None if is_invisible(c) => continue,
            None => return None,
        };
        *room.get_mut(count)? = folded;
        count += 1;
    }
    room.get_mut(..count)
}

/// The letter with its tone as one character; only vowels have tones.
fn toned(base: char, tone: Option<Tone>) -> char {
    let Some(tone) = tone else { return base };
    let row = match base {
        'a' => ['à', 'á', 'ã', 'ả', 'ạ'],
        'ă' => ['ằ', 'ắ', 'ẵ', 'ẳ', 'ặ'],
        'â' => ['ầ', 'ấ', 'ẫ', 'ẩ', 'ậ'],
        'e' => ['è', 'é', 'ẽ', 'ẻ', 'ẹ'],
        'ê' => ['ề', 'ế', 'ễ', 'ể', 'ệ'],
        'i' => ['ì', 'í', 'ĩ', 'ỉ', 'ị'],
        'o' => ['ò', 'ó', 'õ', 'ỏ', 'ọ'],
        'ô' => ['ồ', 'ố', 'ỗ', 'ổ', 'ộ'],
        'ơ' => ['ờ', 'ớ', 'ỡ', 'ở', 'ợ'],
        'u' => ['ù', 'ú', 'ũ', 'ủ', 'ụ'],
        'ư' => ['ừ', 'ứ', 'ữ', 'ử', 'ự'],
        'y' => ['ỳ', 'ý', 'ỹ', 'ỷ', 'ỵ'],
        _ => return base,
    };
    let [grave, acute, tilde, hook, dot] = row;
    match tone {
        Tone::Grave => grave,
        Tone::Acute => acute,
        Tone::Tilde => tilde,
        Tone::Hook => hook,
        Tone::Dot => dot,
    }
}

/// [`fold`] for every text: combining characters, letters of other languages.
fn fold_foreign(text: &str) -> String {
    let mut letters: Vec<Folded> = Vec::with_capacity(text.len());
    text.nfd().flat_map(char::to_lowercase).for_each(|c| match piece(c) {
        Piece::Base(base, tone) => letters.push((base, tone)),
        Piece::Tone(tone) => match letters.last_mut() {
            Some((_, slot @ None)) => *slot = Some(tone),
            _ => letters.push((c, None)),
        },
        Piece::Shape(shape) => match letters.last_mut() {
            Some((base, _)) if shaped(*base, shape).is_some() => *base = shaped(*base, shape).unwrap_or(*base),
            _ => letters.push((c, None)),
        },
        Piece::Nothing => {}
        Piece::Other => letters.push((c, None)),
    });
    place_tones(&mut letters);
    let mut out = String::with_capacity(text.len());
    for (base, tone) in letters {
        out.push(base);
        out.extend(tone.map(Tone::mark));
    }
    if out.is_ascii() { out } else { out.nfc().collect() }
}

const fn is_vowel(base: char) -> bool {
    matches!(base, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

/// Moves the tone of each run of vowels to its canonical vowel.
fn place_tones(letters: &mut [Folded]) {
    let mut before: Option<char> = None;
    let mut rest = letters;
    while let Some(start) = rest.iter().position(|(base, _)| is_vowel(*base)) {
        if let Some(onset) = start.checked_sub(1).and_then(|at| rest.get(at)) {
            before = Some(onset.0);
        }
        let (_, from) = std::mem::take(&mut rest).split_at_mut(start);
        let length = from.iter().position(|(base, _)| !is_vowel(*base)).unwrap_or(from.len());
        let (run, after) = from.split_at_mut(length);
        let closed = after.first().is_some_and(|(base, _)| is_alphabetic(*base));
        place_tone(run, before, closed);
        before = None;
        rest = after;
    }
}

/// `run` is one run of vowels, `onset` the letter before it, `closed` whether a consonant follows.
fn place_tone(run: &mut [Folded], onset: Option<char>, closed: bool) {
    let mut tones = run.iter().filter_map(|(_, tone)| *tone);
    let (Some(tone), None) = (tones.next(), tones.next()) else { return };
    let glide = match (onset, &*run) {
        (Some('q'), [('u', _), _, ..]) | (Some('g'), [('i', _), _, ..]) => 1,
        _ => 0,
    };
    let vowels = run.len() - glide;
    let place = run
        .iter()
        .rposition(|(base, _)| matches!(base, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư'))
        .filter(|_| vowels > 0)
        .unwrap_or(glide + if closed || vowels == 1 { vowels - 1 } else { usize::from(vowels > 2) });
    for (at, (_, slot)) in run.iter_mut().enumerate() {
        *slot = (at == place).then_some(tone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::IsNormalized;

    #[test]
    fn every_way_of_typing_a_word_has_one_key_and_one_folding() {
        for (one, other) in [
            ("hoà", "hòa"),
            ("HOÀ", "hòa"),
            ("thuý", "Thúy"),
            ("uỷ", "ủy"),
            ("ỦY", "uỷ"),
            ("quý", "QUÝ"),
            ("đ", "Đ"),
            ("giá", "gía"),
            ("khoẻ", "khỏe"),
            ("nghiệp", "NGHIỆP"),
            ("hành", "ha\u{ad}\u{300}nh"),
        ] {
            assert_eq!(fold_key(one), fold_key(other), "{one} {other}");
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_eq!(fold("Hoà THUÝ Uỷ quý giá nghiệp khoản được ngoài"), "hòa thúy ủy quý giá nghiệp khoản được ngoài");
    }

    #[test]
    fn different_letters_have_different_keys() {
        for (one, other) in [
            ("Ð", "Đ"),
            ("a", "ă"),
            ("ma", "má"),
            ("má", "mà"),
            ("ban", "bản"),
            ("bá bà", "bà bá"),
            ("d", "đ"),
            ("o", "ơ"),
            ("NC", "NC₁"),
            ("năm", "nằm"),
        ] {
            assert_ne!(fold_key(one), fold_key(other), "{one} {other}");
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn the_table_agrees_with_the_unicode_data() {
        for c in (0..=0x3000).filter_map(char::from_u32) {
            let told = (c.is_lowercase(), c.is_uppercase(), c.is_ascii_digit(), c.is_whitespace() || c.is_control());
            match class(c) {
                Class::Lower => assert_eq!(told, (true, false, false, false), "{c}"),
                Class::Upper => assert_eq!(told, (false, true, false, false), "{c}"),
                Class::Digit => assert_eq!(told, (false, false, true, false), "{c}"),
                Class::Space => assert_eq!(told, (false, false, false, true), "{c}"),
                Class::Mark => {
                    assert!(told == (false, false, false, false) && !c.is_alphanumeric(), "{c}");
                    assert_eq!(c.to_string().nfd().next(), Some(c), "{c}");
                }
                Class::Other => assert!(!c.is_ascii()),
            }
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c}");
            assert_eq!(is_combining(c), canonical_combining_class(c) != 0, "{c}");
            assert!(class(c) == Class::Other || !is_invisible(c), "{c}");
            if is_composed(c) {
                assert_eq!(unicode_normalization::is_nfc_quick(['a', c, 'a'].into_iter()), IsNormalized::Yes, "{c}");
            }
            let text = format!("q{c}i");
            assert_eq!(fold(&text), fold_foreign(&text), "{c}");
        }
    }

    #[test]
    fn keys_made_at_compile_time_are_the_keys() {
        const KEY: u64 = key("đồng");
        assert_eq!(KEY, fold_key("ĐỒNG"));
        assert_eq!(key("phần trăm"), fold_key("Phần trăm"));
    }

    proptest! {
        #[test]
        fn normal_forms_and_capitals_share_a_key(text in "\\PC*") {
            let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
            prop_assert_eq!(fold_key(&nfc), fold_key(&nfd));
            prop_assert_eq!(fold(&nfc), fold(&nfd));
        }

        #[test]
        fn vietnamese_capitals_share_a_key(text in "[a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]{0,12}") {
            prop_assert_eq!(fold_key(&text), fold_key(&text.to_uppercase()));
            prop_assert_eq!(fold(&text), fold(&text.to_uppercase()));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(fold(&text), fold_foreign(&text));
            prop_assert_eq!(fold_key(&fold(&text)), fold_key(&text));
        }
    }
}
