//! Fonts from before Unicode: their letters are written as Latin ones that the font draws otherwise. Only the font's name tells.

use std::ops::Range;

pub(super) use crate::text::legacy::upper;
use crate::text::legacy::{tcvn3_letter, vni_joined, vni_letter};

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

fn tcvn3(c: char) -> char {
    tcvn3_letter(c).unwrap_or(c)
}

fn vni(written: &[(Range<usize>, char)]) -> Vec<(Range<usize>, char)> {
    let mut read: Vec<(Range<usize>, char)> = Vec::with_capacity(written.len());
    for (range, c) in written {
        let touching = read.last().filter(|(before, _)| before.end == range.start);
        match (touching.and_then(|(_, base)| vni_joined(*base, *c)), read.last_mut()) {
            (Some(letter), Some(last)) => *last = (last.0.start..range.end, letter),
            _ => read.push((range.clone(), vni_letter(*c).unwrap_or(*c))),
        }
    }
    read
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
