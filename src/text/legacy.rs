//! Text that was typed in a Vietnamese encoding of before Unicode and pasted as it was.
//!
//! TCVN3 (fonts `.VnTime`) has one byte for each letter with its tone, VNI (fonts `VNI-Times`) writes the tone as a letter
//! behind; both come into a Unicode file as Western letters: `Céng hoµ x· héi`, `Coäng hoøa xaõ hoäi`. UTF-8 that was taken
//! for a Western encoding looks like `Cá»™ng hÃ²a`.

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

const TCVN3: &str = "¸á µà ¶ả ·ã ¹ạ ¨ă ¾ắ »ằ ¼ẳ ½ẵ Æặ ©â Êấ Çầ Èẩ Éẫ Ëậ ®đ Ðé Ìè Îẻ Ïẽ Ñẹ ªê Õế Òề Óể Ôễ Öệ Ýí ×ì Øỉ Üĩ Þị ãó ßò áỏ âõ \
    äọ «ô èố åồ æổ çỗ éộ ¬ơ íớ êờ ëở ìỡ îợ óú ïù ñủ òũ ôụ \u{ad}ư øứ õừ öử ÷ữ ùự ýý úỳ ûỷ üỹ þỵ ¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ";

const VNI: &str = "aù=á aø=à aû=ả aõ=ã aï=ạ aê=ă aé=ắ aè=ằ aú=ẳ aü=ẵ aë=ặ aâ=â aá=ấ aà=ầ aå=ẩ aã=ẫ aä=ậ eù=é eø=è eû=ẻ eõ=ẽ eï=ẹ \
    eâ=ê eá=ế eà=ề eå=ể eã=ễ eä=ệ où=ó oø=ò oû=ỏ oõ=õ oï=ọ oâ=ô oá=ố oà=ồ oå=ổ oã=ỗ oä=ộ ôù=ớ ôø=ờ ôû=ở ôõ=ỡ ôï=ợ uù=ú uø=ù uû=ủ \
    uõ=ũ uï=ụ öù=ứ öø=ừ öû=ử öõ=ữ öï=ự yù=ý yø=ỳ yû=ỷ yõ=ỹ í=í ì=ì æ=ỉ ó=ĩ ò=ị ñ=đ ô=ơ ö=ư î=ỵ";

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
    let letter = |c: char| {
        let mut pairs = TCVN3.split_whitespace().map(str::chars);
        pairs.find_map(|mut pair| if pair.next() == Some(c) { pair.next() } else { None })
    };
    word.chars().map(|c| if c.is_ascii_alphabetic() { Some(c) } else { letter(c) }).collect()
}

fn vni(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let (mut out, mut rest) = (String::new(), lower.as_str());
    while let Some(first) = rest.chars().next() {
        let pairs = VNI.split_whitespace().filter_map(|pair| pair.split_once('='));
        let longest = pairs.filter(|(from, _)| rest.starts_with(from)).max_by_key(|(from, _)| from.len());
        match longest {
            Some((from, to)) => {
                out.push_str(to);
                rest = rest.get(from.len()..)?;
            }
            None if first.is_ascii_alphabetic() => {
                out.push(first);
                rest = rest.get(1..)?;
            }
            None => return None,
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
