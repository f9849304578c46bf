//! One writing for every way of typing a text.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::letter::{Class, Piece, Tone, bare, is_alphabetic, is_invisible, letter, piece, shaped};

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
pub(super) const fn is_composed(c: char) -> bool {
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
pub(super) fn fold_foreign(text: &str) -> String {
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

pub(super) const fn is_vowel(base: char) -> bool {
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

/// Whether a letter of a composed word has a tone.
pub fn has_tone(word: &str) -> bool {
    nfc(word).chars().any(|c| letter(c).tone.is_some())
}
/// A text in small letters without the marks of Vietnamese: `lang son`.
pub fn unmarked(text: &str) -> String {
    fold(text).chars().map(|c| letter(c).base().map_or(c, bare)).collect()
}
