//! Fonts from before Unicode: their letters are written as Latin ones that the font draws otherwise. Only the font's name tells.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// How a font draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// TCVN3 (ABC): `.VnTime`; one character for each letter. The flag: all letters drawn as capitals, as by `.VnTimeH`.
    Tcvn3(bool),
    /// VNI: `VNI-Times`; a letter and a mark behind it.
    Vni,
}

impl Encoding {
    /// The encoding of a font, by its name.
    pub(super) fn of(font: &str) -> Option<Self> {
        let starts = |head: &str| font.get(..head.len()).is_some_and(|own| own.eq_ignore_ascii_case(head));
        if starts(".vn") && !starts(".vni") {
            Some(Self::Tcvn3(font.ends_with('H')))
        } else if starts("vni-") {
            Some(Self::Vni)
        } else {
            None
        }
    }

    /// The letters that characters stand for, each with the bytes of what it is written with.
    pub(super) fn read(self, written: &[(Range<usize>, char)]) -> Vec<(Range<usize>, char)> {
        match self {
            Self::Tcvn3(capitals) => {
                let letter = |c| if capitals { upper(tcvn3(c)) } else { tcvn3(c) };
                written.iter().map(|(range, c)| (range.clone(), letter(*c))).collect()
            }
            Self::Vni => vni(written),
        }
    }
}

/// The capital of a letter, where it is one character.
pub(super) fn upper(c: char) -> char {
    let mut capital = c.to_uppercase();
    match (capital.next(), capital.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// TCVN 5712:1993, columns A to F, as fonts of the ABC family draw them.
fn tcvn3(c: char) -> char {
    const LETTERS: &str = "ĂÂÊÔƠƯĐăâêôơưđẰ\u{300}\u{309}\u{303}\u{301}\u{323}àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ";
    match u32::from(c) {
        code @ 0xA1..=0xFF => LETTERS.chars().nth((code - 0xA1) as usize).unwrap_or(c),
        _ => c,
    }
}

fn vni(written: &[(Range<usize>, char)]) -> Vec<(Range<usize>, char)> {
    let mut read: Vec<(Range<usize>, char)> = Vec::with_capacity(written.len());
    for (range, c) in written {
        let composed = read.last().and_then(|(before, base)| {
            let marks = marks(*c).filter(|_| before.end == range.start && can_carry(*base))?;
            let mut letters = std::iter::once(*base).chain(marks.chars()).nfc();
            letters.next().filter(|_| letters.next().is_none())
        });
        match (composed, read.last_mut()) {
            (Some(letter), Some(last)) => *last = (last.0.start..range.end, letter),
            _ => read.push((range.clone(), alone(*c))),
        }
    }
    read
}

/// Letters that take a mark behind them.
fn can_carry(base: char) -> bool {
    matches!(base.to_lowercase().next(), Some('a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư'))
}

/// The tone and shape that a character adds to the letter before it.
fn marks(c: char) -> Option<&'static str> {
    Some(match c.to_lowercase().next()? {
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

/// A character that is a letter by itself.
fn alone(c: char) -> char {
    let lower = match c.to_lowercase().next().unwrap_or(c) {
        'æ' => 'ỉ',
        'ó' => 'ĩ',
        'ò' => 'ị',
        'ô' => 'ơ',
        'ö' => 'ư',
        'î' => 'ỵ',
        'ñ' => 'đ',
        _ => return c,
    };
    if c.is_uppercase() { upper(lower) } else { lower }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(font: &str, text: &str) -> String {
        let written: Vec<_> = text.char_indices().map(|(at, c)| (at..at + c.len_utf8(), c)).collect();
        Encoding::of(font).unwrap().read(&written).into_iter().map(|(_, c)| c).collect()
    }

    #[test]
    fn letters_of_old_fonts_are_read_as_drawn() {
        assert_eq!(read(".VnTime", "hép møt tÕt, nghÞ quyÕt"), "hộp mứt tết, nghị quyết");
        assert_eq!(read(".VnTimeH", "b¸o c¸o"), "BÁO CÁO");
        assert_eq!(read("VNI-Times", "Chaøo caùc baïn, ñöôïc nöôùc Vieät Nam"), "Chào các bạn, được nước Việt Nam");
        assert_eq!(
            read("VNI-Times", "UÛY BAN NHAÂN DAÂN TÆNH, kyõ thuaät, NGHÒ ÑÒNH"),
            "ỦY BAN NHÂN DÂN TỈNH, kỹ thuật, NGHỊ ĐỊNH"
        );
    }

    #[test]
    fn fonts_of_today_are_left_alone() {
        assert_eq!(Encoding::of("Times New Roman"), None);
        assert_eq!(Encoding::of("VNtimes"), None);
    }
}
