//! Syllables with a blank inside: `thủ t ục`, `đó ng cửa`, `QU ẢN LÝ`, or two: `Qu ả ng`: facts of kind `misspelling`, flaw `parted`.
//!
//! Two pieces a blank apart are one syllable of the [`lexicon`] that was cut, where at least one of them is none: consonants
//! only (`t`, `ng`), or a rhyme that no word is (`ục`, `ời`). `right` is the syllable. A single letter behind a number is a unit
//! (`5 m`), behind `điểm`, `nhóm` and their like a name: so a piece in one letter needs a small word on its free side as well, and the syllable must
//! make a word with a neighbour or stand in the document elsewhere.

use std::collections::HashSet;

use super::misspelling::cased_like;
use super::oddity::Oddity;
use super::words::{Form, Words, follows};
use super::{Builtin, Fact, Kind, Value};
use crate::document::{Case, Document, Token, TokenId};
use crate::text::syllable::{Verdict, is_vowel, judge};
use crate::text::{fold, key, lexicon, nfc};

/// Words behind which a letter is a name.
const NAMES_LETTER: &[&str] = &[
    "điểm",
    "khoản",
    "mục",
    "nhóm",
    "loại",
    "hạng",
    "lớp",
    "khối",
    "khu",
    "lô",
    "tổ",
    "phương",
    "bảng",
    "mẫu",
    "biểu",
    "ý",
    "câu",
    "nhánh",
    "đường",
    "tuyến",
    "vitamin",
    "hệ",
    "dạng",
    "cấp",
    "bậc",
    "kỹ",
    "phần",
    "chữ",
    "gan",
    "cúm",
    "tọa",
    "trục",
    "ô",
    "quận",
    "xóm",
    "nhà",
];

/// Whether a letter behind a word is the name of something: `nhóm b`.
pub fn names_letter(word: &str) -> bool {
    NAMES_LETTER.contains(&word)
}

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, into: &mut Vec<Fact>) {
    // What [`super::company`] has told.
    let parted = |fact: &&Fact| matches!(&fact.value, Value::Oddity(oddity) if oddity.flaw == "parted");
    let mut told: HashSet<TokenId> = into
        .iter()
        .rev()
        .take_while(|fact| fact.kind == Kind::Builtin(Builtin::Misspelling))
        .filter(parted)
        .map(|fact| fact.tokens.start)
        .collect();
    // What a form is, is the same wherever it stands, and nearly all are words.
    let pieces: Vec<Piece> = words.forms.iter().map(|form| piece_of(document, words, form)).collect();
    let piece = |form: u32| pieces.get(form as usize).copied().unwrap_or(Piece::Word);
    let mut push = |tokens: std::ops::Range<TokenId>, right: String| {
        let (span, kind) = (document.span_of(tokens.clone()), Kind::Builtin(Builtin::Misspelling));
        into.push(Fact { kind, tokens, span, value: Value::Oddity(Oddity::new("parted", Some(right))) });
    };
    for (at, three) in (0..).zip(document.tokens.windows(3)) {
        if let Some(right) = in_three_pieces(document, three) {
            push(at..at + 3, right);
            told.extend([at, at + 1]);
        }
    }
    for (at, two) in words.numbers().windows(2).enumerate() {
        let &[head, tail] = two else { continue };
        let (head, tail) = (piece(head), piece(tail));
        if head == Piece::Word && tail == Piece::Word {
            continue;
        }
        let Some([a, b]) = document.tokens.get(at..at + 2) else { continue };
        let at = at as TokenId;
        if told.contains(&at) || !follows(a, b) || a.span.len() > 10 && b.span.len() > 8 {
            continue;
        }
        let Some(right) = syllable_of(document, words, at, (a, head), (b, tail)) else { continue };
        push(at..at + 2, right);
    }
}

/// The syllable that three pieces are: `Qu ả ng`, the middle one a vowel with its mark, the last consonants.
fn in_three_pieces(document: &Document, three: &[Token]) -> Option<String> {
    let [a, b, c] = three else { return None };
    // Nearly every token is longer.
    if b.span.len() > 4 || c.span.len() > 2 || a.span.len() > 3 || !follows(a, b) || !follows(b, c) {
        return None;
    }
    let whole = document.slice(a.span.join(c.span));
    if whole.len() != a.span.len() + b.span.len() + c.span.len() + 2 {
        return None;
    }
    let [one, two, three] = [a, b, c].map(|token| nfc(document.slice(token.span)).into_owned());
    let vowels = |text: &str| text.chars().all(is_vowel);
    let consonants = |text: &str| !text.chars().any(is_vowel) && text.chars().all(crate::text::is_alphabetic);
    let begins = consonants(&one) || matches!(&*fold(&one), "qu" | "gi");
    let long = one.chars().count() + three.chars().count() >= 3;
    if !begins || !vowels(&two) || two.is_ascii() || !consonants(&three) || !long || c.case != Case::Lower {
        return None;
    }
    let written = format!("{one}{two}{three}");
    lexicon::id(key(&fold(&written))).map(|_| written)
}

/// The syllable that two pieces are.
fn syllable_of(
    document: &Document,
    words: &Words,
    at: TokenId,
    (a, head): (&Token, Piece),
    (b, tail): (&Token, Piece),
) -> Option<String> {
    let gap = document.slice(a.span.join(b.span)).len() - a.span.len() - b.span.len();
    let (one, two) = (&*nfc(document.slice(a.span)), &*nfc(document.slice(b.span)));
    if gap != 1 || one.len() > 6 && two.len() > 4 {
        return None;
    }
    if !one.chars().chain(two.chars()).all(crate::text::is_alphabetic) {
        return None;
    }
    let cased = match (a.case, b.case) {
        (Case::Lower, Case::Lower) => true,
        // `N hiệm vụ`, `QU ẢN`: what is left of the word says that it is none.
        (Case::Title, Case::Lower) => one.chars().nth(1).is_some() || tail != Piece::Word,
        (Case::Upper | Case::Title, Case::Upper | Case::Title) => {
            let all = two.chars().all(char::is_uppercase) && one.chars().all(char::is_uppercase);
            all && tail == Piece::Strange
        }
        (Case::Upper, Case::Lower) => tail == Piece::Strange && one.chars().nth(1).is_none(),
        _ => false,
    };
    let halves = matches!((head, tail), (Piece::Strange, Piece::Word) | (Piece::Consonants, Piece::Consonants));
    if !cased || halves {
        return None;
    }
    let whole = fold(&format!("{one}{two}"));
    // `Đặ ng`: nothing else ends so, be it a word or a name.
    let ends = tail == Piece::Consonants && matches!(two, "ng" | "nh" | "ch");
    if head == Piece::Strange && !one.is_ascii() && ends && judge(&whole) == Verdict::Sound {
        return Some(cased_like(&format!("{one}{two}"), &whole));
    }
    let id = lexicon::id(key(&whole))?;
    let token = |at: TokenId| document.tokens.get(at as usize);
    let before = at.checked_sub(1).and_then(token);
    let behind = token(at + 2);
    let joins = |first: Option<lexicon::Id>, second: Option<lexicon::Id>| {
        first.zip(second).is_some_and(|(first, second)| lexicon::is_word(first, second))
    };
    let beside = before.filter(|before| follows(before, a)).map(|before| before.key);
    let beyond = behind.filter(|behind| follows(b, behind)).map(|behind| behind.key);
    let explained = joins(beside.and_then(lexicon::id), Some(id)) || joins(Some(id), beyond.and_then(lexicon::id));
    let stands = || words.words.iter().any(|word| word.key == key(&whole) && word.count > 1);
    let written = || cased_like(&format!("{one}{two}"), &whole);
    // A piece that is no word by itself, with marks of Vietnamese, can be nothing else.
    let strange = tail == Piece::Strange && !two.is_ascii();
    if strange {
        return (explained || stands() || lexicon::stands_alone(id)).then(written);
    }
    let named = |token: Option<&Token>| token.is_some_and(|token| names_letter(&fold(document.slice(token.span))));
    // `ng`, `nh`: neither a unit nor the name of anything.
    let letters = if tail == Piece::Consonants { two } else { one };
    let letter = letters.chars().nth(1).is_none();
    let unit = matches!(letters, "m" | "g" | "h" | "l");
    let free = if tail == Piece::Consonants {
        let number = behind.is_some_and(Token::is_number) && !unit && stands();
        !named(Some(a)) && (number || behind.is_some_and(|behind| follows(b, behind) && behind.case == Case::Lower))
    } else {
        let number = before.is_some_and(Token::is_number) && (unit || !explained);
        !named(before)
            && !number
            && before.is_none_or(|before| before.case == Case::Lower || !before.is_word() || explained)
    };
    ((free || !letter) && (explained || stands())).then(written)
}

/// What one of two pieces is by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A syllable of some word, or something foreign.
    Word,
    /// Consonants only.
    Consonants,
    /// In no word: a rhyme (`ục`), or with marks of Vietnamese.
    Strange,
}

fn piece_of(document: &Document, words: &Words, form: &Form) -> Piece {
    let known = words.words.get(form.word as usize).is_some_and(|word| lexicon::knows(word.key));
    // What could be a syllable, rightly spelled or not, has a vowel.
    if known && form.verdict != Verdict::Foreign {
        return Piece::Word;
    }
    let Some(token) = document.tokens.get(form.first as usize) else { return Piece::Word };
    let typed = &*nfc(document.slice(token.span));
    let vowel = |c: char| is_vowel(c);
    if !typed.chars().any(vowel) {
        return if typed.chars().count() <= 3 { Piece::Consonants } else { Piece::Word };
    }
    let begins = typed.chars().next().is_some_and(vowel);
    let strange = !known && (!typed.is_ascii() || begins && typed.len() < 4);
    if strange { Piece::Strange } else { Piece::Word }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use crate::fact::amount::tests::odd;

    #[test]
    fn a_blank_inside_a_syllable() {
        for (text, expected) in [
            ("Thực hiện thủ t ục hành chính.", "t ục = tục"),
            ("Có 22 mỏ đã đó ng cửa; đóng, đóng.", "đó ng = đóng"),
            ("Mới ban h ành 44 văn bản.", "h ành = hành"),
            ("Đội ngũ ngư ời có uy tín.", "ngư ời = người"),
            ("Quy định chi tiết mộ t số điều, một điều, một khoản.", "mộ t = một"),
            ("Công tác phò ng chống dịch.", "phò ng = phòng"),
            ("CÔNG TÁC QU ẢN LÝ THUẾ", "QU ẢN = QUẢN"),
            ("Công bố hết hiệu lực 06 v ăn bản.", "v ăn = văn"),
            ("Tiếp c ông dân theo lịch.", "c ông = công"),
            ("Tỷ lệ đạt cao, đạt thấp, đạ t 93,73%.", "đạ t = đạt"),
            ("Hoàn thành N hiệm vụ được giao.", "N hiệm = Nhiệm"),
            ("Tỉnh Qu ả ng Ngãi đã họp.", "Qu ả ng = Quảng"),
            ("Ông Đặ ng Văn An đã dự.", "Đặ ng = Đặng"),
        ] {
            assert_eq!(odd(text, &["parted"]), [expected], "{text}");
            let apart: Vec<String> =
                odd(&text.nfd().to_string(), &["parted"]).iter().map(|told| told.nfc().collect()).collect();
            assert_eq!(apart, [expected], "{text}, marks apart");
        }
    }

    #[test]
    fn letters_that_stand_by_themselves() {
        for text in [
            "Điểm c khoản 2 và nhóm b các xã.",
            "Dài 5 m đường và 3 h làm việc.",
            "Kỹ thuật y học, diện tích m 2, ý c và ý d.",
            "Làng Ea H leo, Mù Cang Chải, buôn Ê ban.",
            "Hồ sơ, hồ nước; ở ấp, ở xã.",
        ] {
            assert_eq!(odd(text, &["parted"]), [""; 0], "{text}");
        }
    }
}
