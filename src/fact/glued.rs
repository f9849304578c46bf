//! Words and figures that lost the blank between them: facts of kind `glyph`, flaw `glued`; `right` has the blank.
//!
//! | written so | told where |
//! |---|---|
//! | `ngày01`, `năm2025`, `khoản5` | the letters are a small syllable with a mark, or a word that stands by itself (`trong12`, `ngay87 lỗi`); the figure has two digits or more, or the document has figures behind this word elsewhere |
//! | `quýIV`, `khóaXV` | the letters are a small syllable with a mark |
//! | `UBNDtỉnh`, `củaUBND` | the capitals stand by themselves elsewhere in the document |
//! | `tỉnhNghệ`, `HàNội` | both halves are syllables, and one of them has a mark |
//!
//! Left alone are what is joined to more (`A0-nam2`), what stands three times (a code then), and names without any mark (`SmartCA`).

use std::cell::OnceCell;
use std::collections::HashSet;

use super::misspelling::is_joined;
use super::oddity::Oddity;
use super::{View, words::Form};
use crate::document::{Case, Document, TokenId};
use crate::span::Span;
use crate::text::{self, lexicon};

/// So often a form stands before it is a code and no slip.
const CODE: u32 = 3;

/// What is asked of a document.
pub struct Glued<'a> {
    document: &'a Document,
    /// The words that a number stands behind.
    numbered: OnceCell<HashSet<u64>>,
    /// The words that stand in capitals.
    capitals: OnceCell<HashSet<u64>>,
}

/// Whether a word may be two: letters before a digit, or a capital inside it.
pub fn looks_so(typed: &str, case: Case) -> bool {
    let (first, last) = (typed.bytes().next(), typed.bytes().next_back());
    case == Case::Mixed
        || last.is_some_and(|byte| byte.is_ascii_digit()) && first.is_some_and(|byte| !byte.is_ascii_digit())
}

impl<'a> Glued<'a> {
    /// What is asked of a document.
    pub fn new(document: &'a Document) -> Self {
        Self { document, numbered: OnceCell::new(), capitals: OnceCell::new() }
    }

    /// The two that a token was meant to be, or that it and the one before it are.
    pub fn at(&self, view: View<'a>, at: TokenId) -> Option<(Span, Oddity)> {
        let token = view.token(at)?;
        if let Some(found) = self.parted(view, at) {
            return Some(found);
        }
        let typed = &*text::nfc(view.text(at));
        let often = self.document.words.form(at).is_none_or(|form: &Form| form.count >= CODE);
        if !token.is_word() || !looks_so(typed, token.case) || often || is_joined(view, at) {
            return None;
        }
        let figure = typed.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (head, tail) = typed.split_at_checked(figure)?;
        let fits = if tail.is_empty() { self.is_two_words(typed) } else { self.is_figure(view, at, head, tail) };
        let cut = if tail.is_empty() { seam(typed)? } else { figure };
        let (head, tail) = typed.split_at_checked(cut).filter(|_| fits)?;
        Some((token.span, Oddity::new("glued", Some(format!("{head} {tail}")))))
    }

    /// A figure at once behind a word: the tokeniser parts them where nothing else can be meant.
    fn parted(&self, view: View<'a>, at: TokenId) -> Option<(Span, Oddity)> {
        let (word, figure) = (at.checked_sub(1).and_then(|before| view.token(before))?, view.token(at)?);
        let typed = view.text(at);
        let roman = figure.is_word() && typed.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let glued = word.is_word() && !figure.spaced && word.span.end == figure.span.start;
        let whole = word.span.join(figure.span);
        (glued && (figure.is_number() || roman) && !self.document.slice(word.span).is_ascii()).then(|| {
            (whole, Oddity::new("glued", Some(format!("{} {typed}", text::nfc(self.document.slice(word.span))))))
        })
    }

    /// A word and the figure behind it.
    fn is_figure(&self, view: View<'a>, at: TokenId, head: &str, tail: &str) -> bool {
        let word = text::fold_key(head);
        let small = head.chars().all(|c| text::is_alphabetic(c) && !c.is_uppercase());
        let capital =
            !small && head.chars().enumerate().all(|(at, c)| text::is_alphabetic(c) && (at == 0) == c.is_uppercase());
        let Some(id) = lexicon::id(word) else { return false };
        let marked = !head.is_ascii();
        if capital {
            return marked && self.is_numbered(word);
        }
        let before_small =
            view.token(at + 1).is_some_and(|next| next.spaced && next.is_word() && next.case == Case::Lower);
        let alone = lexicon::is_grammar(id) || before_small && lexicon::stands_alone(id);
        small && (marked || head.len() > 1 && tail.len() > 1 && alone) && (tail.len() > 1 || self.is_numbered(word))
    }

    /// A small word and a Roman numeral, an abbreviation beside a word, or two words.
    fn is_two_words(&self, typed: &str) -> bool {
        let Some((head, tail)) = seam(typed).and_then(|cut| typed.split_at_checked(cut)) else { return false };
        let syllable = |word: &str| lexicon::id(text::fold_key(word)).is_some() && word.chars().nth(1).is_some();
        let marked = |word: &str| !word.is_ascii();
        let upper = |word: &str| word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase);
        if upper(head) {
            return self.is_in_capitals(head) && syllable(tail) && marked(tail);
        }
        if !syllable(head) {
            return false;
        }
        if tail.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) {
            return marked(head);
        }
        let rest = tail.chars().skip(1).all(|c| text::is_alphabetic(c) && !c.is_uppercase());
        upper(tail) && self.is_in_capitals(tail) && (marked(head) || syllable(head))
            || rest && syllable(tail) && (marked(head) || marked(tail))
    }

    fn is_numbered(&self, word: u64) -> bool {
        let numbered = self.numbered.get_or_init(|| {
            let pairs = self.document.tokens.windows(2);
            let before = pairs.filter_map(|two| match two {
                [word, number] if word.is_word() && number.is_number() && number.spaced => Some(word.key),
                _ => None,
            });
            before.collect()
        });
        numbered.contains(&word)
    }

    fn is_in_capitals(&self, word: &str) -> bool {
        let capitals = self.capitals.get_or_init(|| {
            let words = &self.document.words;
            let upper = words.forms.iter().filter(|form| form.case == Case::Upper);
            upper.filter_map(|form| words.words.get(form.word as usize)).map(|word| word.key).collect()
        });
        capitals.contains(&text::fold_key(word))
    }
}

/// Where the second of two words begins: behind capitals (`UBND|tỉnh`), or at the first capital behind a small letter (`của|UBND`).
fn seam(typed: &str) -> Option<usize> {
    let (small, _) = typed.char_indices().find(|(_, c)| !c.is_uppercase())?;
    let (head, tail) = typed.split_at_checked(small)?;
    if head.chars().nth(1).is_some() {
        return Some(small);
    }
    tail.find(char::is_uppercase).map(|at| small + at)
}

#[cfg(test)]
mod tests {
    use crate::fact::amount::tests::odd;

    #[test]
    fn words_and_figures_in_one_piece() {
        for (text, expected) in [
            ("Từ ngày01/7/2025 đến nay.", "ngày01 = ngày 01"),
            ("Trong năm2025 và quý này.", "năm2025 = năm 2025"),
            ("Đến hết tháng3, đã xong.", "tháng3 = tháng 3"),
            ("Theo Điều5 của Luật.", "Điều5 = Điều 5"),
            ("Kế hoạch số15/KH-UBND đã giao.", "số15 = số 15"),
            ("Đã có15 xã đạt.", "có15 = có 15"),
            ("Báo cáo quýIV năm nay.", "quýIV = quý IV"),
            ("Các xã và UBND; kiến nghị UBNDtỉnh xem xét.", "UBNDtỉnh = UBND tỉnh"),
            ("Các xã và UBND; kiến nghị củaUBND xã.", "củaUBND = của UBND"),
            ("Xã thuộc tỉnhNghệ An.", "tỉnhNghệ = tỉnh Nghệ"),
        ] {
            assert_eq!(odd(text, &["glued"]), [expected], "{text}");
        }
    }

    #[test]
    fn codes_and_names_stay_alone() {
        for text in [
            "Mã VX1, lô A2, khí CO2, QCVN01, VNeID, SmartCA, eOffice, iHanoi, LienViet.",
            "Quyết định số 12/QĐ-UBND2; Khóa QH15; văn bản của tỉnh1.",
            "Tổ hợp An3 và bản Bình5.",
        ] {
            assert_eq!(odd(text, &["glued"]), [""; 0], "{text}");
        }
    }
}
