//! Text that was typed in a Vietnamese encoding of before Unicode and pasted as it was.
//!
//! TCVN3 (fonts `.VnTime`) has one byte for each letter with its tone, VNI (fonts `VNI-Times`) writes the tone as a letter
//! behind; both come into a Unicode file as Western letters: `Céng hoµ x· héi`, `Coäng hoøa xaõ hoäi`. UTF-8 that was taken
//! for a Western encoding looks like `Cá»™ng hÃ²a`.

use unicode_normalization::UnicodeNormalization;

use super::nfc;
use super::syllable::{Verdict, judge};

/// Which encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Legacy {
    /// TCVN 5712:1993, third table; also called ABC.
    Tcvn3,
    /// VNI for Windows.
    Vni,
    /// UTF-8, read as Windows-1252.
    Utf8,
}

/// The letter that a character stands for in TCVN 5712:1993, columns A to F, as fonts of the ABC family draw them; nothing for
/// characters beyond these.
pub fn tcvn3_letter(c: char) -> Option<char> {
    const LETTERS: &str = "ĂÂÊÔƠƯĐăâêôơưđẰ\u{300}\u{309}\u{303}\u{301}\u{323}àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ";
    let at = u32::from(c).checked_sub(0xA1)?;
    LETTERS.chars().nth(at as usize)
}

/// The tone and shape that a character of VNI adds to the letter before it, as combining marks.
pub fn vni_marks(c: char) -> Option<&'static str> {
    Some(match lower(c) {
        'ù' => "\u{301}",
        'ø' => "\u{300}",
        'û' => "\u{309}",
        'õ' => "\u{303}",
        'ï' => "\u{323}",
        'â' => "\u{302}",
        'á' => "\u{302}\u{301}",
        'à' => "\u{302}\u{300}",
        'å' => "\u{302}\u{309}",
        'ã' => "\u{302}\u{303}",
        'ä' => "\u{323}\u{302}",
        'ê' => "\u{306}",
        'é' => "\u{306}\u{301}",
        'è' => "\u{306}\u{300}",
        'ú' => "\u{306}\u{309}",
        'ü' => "\u{306}\u{303}",
        'ë' => "\u{323}\u{306}",
        _ => return None,
    })
}

/// A letter of VNI that stands by itself, in the case it is typed in; nothing where it means itself.
pub fn vni_letter(c: char) -> Option<char> {
    let letter = match lower(c) {
        'æ' => 'ỉ',
        'ó' => 'ĩ',
        'ò' => 'ị',
        'ô' => 'ơ',
        'ö' => 'ư',
        'î' => 'ỵ',
        'ñ' => 'đ',
        'í' | 'ì' => lower(c),
        _ => return None,
    };
    Some(if c.is_uppercase() { upper(letter) } else { letter })
}

/// A letter (already read) and the character of VNI behind it as one letter, where the two are one.
pub fn vni_joined(base: char, c: char) -> Option<char> {
    let carries = matches!(lower(base), 'a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư');
    let marks = vni_marks(c).filter(|_| carries)?;
    let mut letters = std::iter::once(base).chain(marks.chars()).nfc();
    letters.next().filter(|_| letters.next().is_none())
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// The capital of a letter, where it is one character.
pub fn upper(c: char) -> char {
    let mut capital = c.to_uppercase();
    match (capital.next(), capital.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// What a word may read as in each of the encodings, where it can be no word of Unicode and what it reads as is a syllable.
pub fn decode(word: &str) -> impl Iterator<Item = (Legacy, String)> {
    let word = &*nfc(word);
    let tried = if word.is_ascii() || judge(word) == Verdict::Sound {
        [(Legacy::Tcvn3, None), (Legacy::Vni, None), (Legacy::Utf8, None)]
    } else {
        [(Legacy::Tcvn3, tcvn3(word)), (Legacy::Vni, vni(word)), (Legacy::Utf8, utf8(word))]
    };
    let sound = |read: &String| !read.is_ascii() && judge(read) == Verdict::Sound;
    tried.into_iter().filter_map(move |(legacy, read)| read.filter(sound).map(|read| (legacy, read)))
}

fn tcvn3(word: &str) -> Option<String> {
    word.chars().map(|c| if c.is_ascii_alphabetic() { Some(c) } else { tcvn3_letter(c) }).collect()
}

fn vni(word: &str) -> Option<String> {
    let mut out = String::new();
    for c in word.to_lowercase().chars() {
        if let Some(joined) = out.chars().next_back().and_then(|base| vni_joined(base, c)) {
            out.pop();
            out.push(joined);
        } else {
            out.push(vni_letter(c).or(c.is_ascii_alphabetic().then_some(c))?);
        }
    }
    Some(out)
}

/// Windows-1252 where it differs from Latin-1, by byte from 0x80.
const WESTERN: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

fn utf8(word: &str) -> Option<String> {
    let byte = |c: char| {
        let special = WESTERN.chars().position(|known| known == c).map(|at| 0x80 + at as u32);
        u8::try_from(special.unwrap_or(c as u32)).ok()
    };
    String::from_utf8(word.chars().map(byte).collect::<Option<_>>()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_old_encodings_are_read() {
        for (word, legacy, read) in [
            ("Céng", Legacy::Tcvn3, "Cộng"),
            ("hoµ", Legacy::Tcvn3, "hoà"),
            ("ViÖt", Legacy::Tcvn3, "Việt"),
            ("®\u{ad}îc", Legacy::Tcvn3, "được"),
            ("Coäng", Legacy::Vni, "cộng"),
            ("nghóa", Legacy::Vni, "nghĩa"),
            ("ñöôïc", Legacy::Vni, "được"),
            ("Cá»™ng", Legacy::Utf8, "Cộng"),
            ("hÃ²a", Legacy::Utf8, "hòa"),
        ] {
            assert!(decode(word).any(|found| found == (legacy, read.to_owned())), "{word}");
        }
        assert_eq!(decode("Cộng").count(), 0);
        assert_eq!(decode("hoa").count(), 0);
    }
}
