//! Letters in figures and digits in words, which look alike: facts of kind `glyph`, flaws `letter` (`l9 vụ`, `1.2S4`) and `digit`
//! (`phư0ng`, `h0 sơ`).
//!
//! A stretch without blanks is looked at as a whole. It may be a figure if every letter of it looks like a digit (`O o l I S Z`) and
//! the digits that are meant make a number, a ratio or a date. What says that it is one:
//!
//! | written so | told where |
//! |---|---|
//! | points, commas or strokes as figures have them: `l26,4`, `760.00O`, `o5/01/2024` | always |
//! | before `%`, or the head of a document's number: `số 8Z06/BXD` | always |
//! | `O`, `o` or `l` between digits: `2O24` | always |
//! | `O`, `o` or `l` in front, or behind a nought: `O1 lần`, `0l người` | a small word or a closing mark follows |
//! | any other: `1l hộ`, `Z6 xã` | the word behind it follows a number elsewhere in the document |
//!
//! So `5l nước`, `2S`, `VX1`, `10a` and `Quý I/2024` stay alone. A word with a nought in it is told where it has a mark of Vietnamese or
//! stands often without the nought, `1` for `i` where that makes a word (`h1ện`, `G1Á`); `h0` and its like where the word that is meant stands beside the same neighbour elsewhere.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::View;
use super::oddity::Oddity;
use super::variant::Phrases;
use super::words::Word;
use crate::document::{BlockKind, Case, Document, Token, TokenId};
use crate::span::Span;
use crate::text::syllable::{Verdict, judge};
use crate::text::{self, key, lexicon};

/// The longest figure that is looked at, in bytes.
const MOST: usize = 16;

/// What is asked of a document.
pub struct Confused<'a> {
    document: &'a Document,
    phrases: &'a Phrases,
    /// The words that stand behind a number.
    counted: OnceCell<HashSet<u64>>,
}

/// A stretch without blanks, with what stands around it.
struct Stretch<'a> {
    text: &'a str,
    span: Span,
    before: Option<&'a Token>,
    behind: Option<&'a Token>,
    /// Whether it is all that stands in a cell of a table.
    alone: bool,
}

impl Stretch<'_> {
    /// Whether a small word or a mark stands in front, or nothing.
    fn may_open(&self) -> bool {
        self.before.is_none_or(|before| before.case == Case::Lower || !before.is_word())
    }

    fn is_before_small_word(&self) -> bool {
        self.behind.is_some_and(|token| token.spaced && token.is_word() && token.case == Case::Lower)
    }

    fn is_closed(&self) -> bool {
        let follows_word = self.before.is_some_and(|before| before.is_word() && before.case == Case::Lower);
        let mark = |token: &Token| !token.spaced && [',', ';', ')', '.'].iter().any(|&mark| token.is(mark));
        follows_word && self.behind.is_none_or(mark)
    }
}

impl<'a> Confused<'a> {
    /// What is asked of a document with these phrases.
    pub fn new(document: &'a Document, phrases: &'a Phrases) -> Self {
        Self { document, phrases, counted: OnceCell::new() }
    }

    /// The figure or word that a token is part of, where a letter or digit in it is taken for another.
    pub fn at(&self, view: View<'a>, at: TokenId) -> Option<(Span, Oddity)> {
        let span = view.token(at)?.span;
        let around = |c: char| text::is_alphabetic(c) || c.is_ascii_digit() || matches!(c, '.' | ',' | '/');
        let whole = self.stretch(view, at, span, around)?;
        // At the head of a block stands a code, a label or a name; alone in a cell a figure.
        if whole.before.is_none() && !whole.alone && whole.span.start == span.start {
            return None;
        }
        if let Some(found) = roman(&whole) {
            return Some(found);
        }
        if whole.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b',' | b'/')) {
            let figure = self.figure(&whole).map(|right| narrowed(&whole, &right));
            if let Some(found) = figure.or_else(|| symbol(&whole)) {
                return Some(found);
            }
        }
        let word = self.stretch(view, at, span, |c| text::is_alphabetic(c) || c.is_ascii_digit())?;
        self.word(&word).map(|right| (word.span, Oddity::new("digit", Some(right))))
    }

    /// The stretch around a place, without the marks that end it.
    fn stretch(&self, view: View<'a>, at: TokenId, span: Span, belongs: impl Fn(char) -> bool) -> Option<Stretch<'a>> {
        let all = self.document.source.text();
        let (ahead, rest) = all.split_at_checked(span.start as usize)?;
        let head: usize = ahead.chars().rev().take(MOST).take_while(|c| belongs(*c)).map(char::len_utf8).sum();
        let tail: usize = rest.chars().take(MOST).take_while(|c| belongs(*c)).map(char::len_utf8).sum();
        let (start, end) = (ahead.len() - head, ahead.len() + tail);
        let text = all.get(start..end)?;
        let cut = text.trim_end_matches(['.', ',', '/']);
        let begun = cut.trim_start_matches(['.', ',', '/']);
        let span = Span::new(end - text.len() + (cut.len() - begun.len()), start + cut.len());
        // A part of a longer code: `KH-l9`, `l9-A`, `a_0b`.
        let joint = |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '_' | '@' | '&' | '#' | '+' | '\'' | '’'));
        let mut ahead = all.get(..start)?.chars().rev();
        let (before, behind) = (ahead.next(), all.get(end..)?.chars().next());
        // `-9,5O` is below nought.
        let below = before == Some('-') && ahead.next().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '|'));
        // `8Z06/BXD-TCCB` is the number of a document.
        let coded = joint(behind) && !(behind == Some('-') && begun.contains('/'));
        if begun.len() < 2 || begun.len() > MOST || joint(before) && !below || coded {
            return None;
        }
        let token = |of: TokenId| view.token(of);
        let before = (view.start..at).rev().filter_map(token).find(|token| token.span.end <= span.start);
        let behind = (at..view.end).filter_map(token).find(|token| token.span.start >= span.end);
        let block = self.document.blocks.get(self.document.block_of(at) as usize);
        let cell = block.is_some_and(|block| matches!(block.kind, BlockKind::Cell { .. }));
        let alone = cell && before.is_none() && behind.is_none();
        Some(Stretch { text: begun, span, before, behind, alone })
    }

    /// The figure that is meant.
    fn figure(&self, stretch: &Stretch<'_>) -> Option<String> {
        let typed = stretch.text;
        let letters = typed.bytes().filter(u8::is_ascii_alphabetic).count();
        if !(1..=2).contains(&letters) || !typed.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let right: String = typed.chars().map(digit_of).collect::<Option<_>>()?;
        let percent = stretch.behind.is_some_and(|token| token.is('%'));
        if typed.contains('/') {
            // `I/2024` is a quarter, `S/5` a code.
            let part = |(typed, right): (&str, &str)| {
                let plain = typed.bytes().all(|byte| byte.is_ascii_digit());
                let mixed = typed.bytes().any(|byte| byte.is_ascii_digit()) || typed == "l" && stretch.may_open();
                (plain || mixed && !typed.starts_with('I')) && (is_plain(right) || is_written(right))
            };
            return typed.split('/').zip(right.split('/')).all(part).then_some(right);
        }
        if typed.contains(['.', ',']) {
            let head = typed.split(['.', ',']).next().unwrap_or_default();
            let lone = head.len() == 1 && head.bytes().all(|byte| byte.is_ascii_alphabetic());
            let thousand = right.len() >= 5 && stretch.is_closed();
            let in_cell = stretch.alone && (head == "l" || typed.contains(','));
            let behind = percent || thousand || in_cell || stretch.is_before_small_word();
            let opens = !lone || matches!(head, "l" | "O" | "o") && behind;
            // "Trên 21.00O km", "Có l.870 thủ tục": so many digits are no code behind a word with a capital.
            let title = stretch.before.is_some_and(|before| before.case == Case::Title);
            let long = right.len() >= 5 && title && (!lone || head == "l" && stretch.is_before_small_word());
            return (is_written(&right) && opens && (stretch.may_open() || long)).then_some(right);
        }
        if !is_plain(&right) {
            return None;
        }
        if percent {
            return Some(right);
        }
        let round = |c: char| matches!(c, 'O' | 'o' | 'l');
        let (first, last) = (typed.chars().next()?, typed.chars().next_back()?);
        let inside = first.is_ascii_digit() && last.is_ascii_digit();
        // `O9 TTHC`
        let shouted = |token: &Token| token.spaced && token.is_word() && token.case == Case::Upper;
        let of_capitals = first == 'O' && right.len() == 2 && stretch.behind.is_some_and(shouted);
        let follows = stretch.is_before_small_word() || of_capitals;
        let counted = || follows && stretch.may_open() && self.is_counted(stretch.behind);
        let year =
            typed.len() == 4 && (right.starts_with("20") || right.starts_with("19")) && !last.is_ascii_uppercase();
        let dated = stretch.before.is_some_and(|before| before.key == key("năm"));
        let told = if year && (dated || last == 'l') {
            true
        } else if inside {
            typed.chars().all(|c| c.is_ascii_digit() || round(c)) || counted()
        } else if stretch.alone {
            // `O3` is ozone, `12l` a measure.
            let begins = first.is_ascii_digit() || first == 'l' || typed.len() >= 3;
            typed.chars().all(|c| c.is_ascii_digit() || round(c)) && last != 'l' && begins
        } else if round(first) {
            // "chuyển l3 Trạm Thú y"
            let named =
                first == 'l' && stretch.before.is_some_and(|before| before.case == Case::Lower && before.is_word());
            let named = named && stretch.behind.is_some_and(|behind| behind.spaced && behind.case == Case::Title);
            stretch.may_open() && (follows || named || first != 'O' && stretch.is_closed())
        } else if first == '0' || last == 'Z' && typed.len() > 2 {
            stretch.may_open() && (follows || stretch.is_closed())
        } else if last == 'O' {
            follows
        } else {
            counted()
        };
        told.then_some(right)
    }

    /// Whether the document has this word behind a number.
    fn is_counted(&self, token: Option<&Token>) -> bool {
        let counted = self.counted.get_or_init(|| {
            let pairs = self.document.tokens.windows(2);
            let behind = pairs.filter_map(|two| match two {
                [number, word] if number.is_number() && word.spaced && word.case == Case::Lower => Some(word.key),
                _ => None,
            });
            behind.collect()
        });
        token.is_some_and(|token| counted.contains(&token.key))
    }

    /// The word that is meant.
    fn word(&self, stretch: &Stretch<'_>) -> Option<String> {
        let typed = stretch.text;
        let digits: Vec<(usize, char)> = typed.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect();
        let meant = match digits.as_slice() {
            [(0, '1')] => typed.replacen('1', "l", 1),
            [(0, '0')] => typed.replacen('0', "o", 1),
            [(_, '0')] => typed.replacen('0', "o", 1),
            [(at, '1')] => return self.word_with_i(stretch, *at),
            _ => return None,
        };
        let head = typed.chars().next()?;
        // "(1) = (1a) + (1b)"
        if typed.len() == 2 && head.is_ascii_digit() && stretch.before.is_none_or(|before| before.is('(')) {
            return None;
        }
        if head.is_uppercase() && typed.chars().all(|c| c.is_uppercase() || c == '0') {
            return self.in_capitals(typed, &meant);
        }
        let mut rest = typed.chars().skip(1).filter(|c| !c.is_ascii_digit());
        if !rest.all(char::is_lowercase) || typed.chars().nth(1).is_none() {
            return None;
        }
        let marked = !typed.is_ascii();
        let skeleton = text::skeleton(&meant);
        let alike = || self.document.words.words.iter().filter(|word| word.skeleton == skeleton);
        let known = |least: u32| alike().filter(|word| word.count >= least).max_by_key(|word| word.count);
        let written =
            |word: &Word| self.document.tokens.get(word.first as usize).map(|token| self.document.slice(token.span));
        // `1ại`: what is left without the digit is no word, so it is no figure and its unit.
        let rest = typed.get(1..).filter(|_| head.is_ascii_digit() && marked);
        if rest.is_some_and(|rest| !lexicon::knows(text::fold_key(rest))) && lexicon::knows(text::fold_key(&meant)) {
            return Some(meant);
        }
        let likely = if head.is_ascii_digit() {
            // `1an` may be a figure and a unit: there the document has to know the word.
            known(2)
        } else if marked && (head.is_lowercase() || lexicon::knows(text::fold_key(&meant)))
            || typed.chars().nth(2).is_some() && !typed.ends_with('0')
        {
            known(1).filter(|_| marked || judge(&meant) == Verdict::Sound)
        } else if head.is_lowercase() {
            alike().filter(|word| self.is_beside(stretch, word)).max_by_key(|word| word.count)
        } else {
            None
        };
        let right = likely.and_then(written).map(text::fold);
        let right = right.or_else(|| head.is_lowercase().then(|| self.in_a_word(stretch, skeleton))?);
        let plain = head.is_lowercase() && (marked || !typed.ends_with('0'));
        right.or_else(|| (plain && judge(&meant) == Verdict::Sound).then_some(meant))
    }

    /// `h1ện`, `h0ạt đ1ểm`: `1` for `i` behind the first letter. At the end it may be a figure (`hộ1` is no `hội`) unless the neighbours
    /// know the word.
    fn word_with_i(&self, stretch: &Stretch<'_>, at: usize) -> Option<String> {
        let typed = stretch.text;
        let meant = typed.replacen('1', "i", 1);
        if typed.chars().all(|c| c.is_uppercase() || c == '1') {
            let figure = at + 1 == typed.len() && lexicon::knows(text::fold_key(typed.get(..at)?));
            return if figure { None } else { self.in_capitals(typed, &meant) };
        }
        if !typed.chars().skip(1).all(|c| c.is_lowercase() || c == '1') || judge(&meant) != Verdict::Sound {
            return None;
        }
        let known = lexicon::knows(text::fold_key(&meant)) && typed.chars().nth(2).is_some();
        let inside = at + 1 < typed.len() && (!typed.is_ascii() || typed.len() > 3);
        let key = text::fold_key(&meant);
        let word = self.document.words.words.iter().find(|word| word.key == key);
        let alone = || !typed.is_ascii() && typed.get(..at).is_some_and(|head| !lexicon::knows(text::fold_key(head)));
        let beside = || word.is_some_and(|word| self.is_beside(stretch, word)) || in_lexicon(stretch, key);
        (known && (inside || alone() || beside())).then_some(meant)
    }

    /// A word in capitals: a syllable with a mark, or one that the document has in capitals twice.
    fn in_capitals(&self, typed: &str, meant: &str) -> Option<String> {
        let key = text::fold_key(meant);
        let words = &self.document.words;
        let seen = || {
            let number = words.number_of(key);
            let forms = words.forms.iter().filter(|form| Some(form.word) == number && form.case == Case::Upper);
            forms.map(|form| form.count).sum::<u32>()
        };
        let long = typed.chars().nth(2).is_some();
        (long && (!typed.is_ascii() && lexicon::knows(key) || seen() > 1)).then(|| meant.to_uppercase())
    }

    /// Whether a word stands beside the neighbours of a stretch elsewhere.
    fn is_beside(&self, stretch: &Stretch<'_>, word: &Word) -> bool {
        let before = stretch.before.filter(|token| token.is_word() && !token.ends_sentence);
        let behind = stretch.behind.filter(|token| token.is_word() && token.spaced);
        before.is_some_and(|before| self.phrases.count(before.key, word.key) > 0)
            || behind.is_some_and(|behind| self.phrases.count(word.key, behind.key) > 0)
    }

    /// The syllable of these letters that makes a word with a neighbour of a stretch.
    fn in_a_word(&self, stretch: &Stretch<'_>, skeleton: u64) -> Option<String> {
        let id = |token: Option<&Token>| token.filter(|token| token.is_word()).and_then(|token| lexicon::id(token.key));
        let before = id(stretch.before.filter(|token| !token.ends_sentence)).map_or(&[][..], lexicon::seconds);
        let behind = id(stretch.behind.filter(|token| token.spaced)).map_or(&[][..], lexicon::firsts);
        let mut alike = before.iter().chain(behind).map(|&id| lexicon::text(id));
        alike.find(|&syllable| text::skeleton(syllable) == skeleton).map(str::to_owned)
    }
}

/// Whether a syllable makes a word with one of the neighbours of a stretch.
fn in_lexicon(stretch: &Stretch<'_>, key: u64) -> bool {
    let Some(own) = lexicon::id(key) else { return false };
    let id = |token: Option<&Token>| token.filter(|token| token.is_word()).and_then(|token| lexicon::id(token.key));
    let before = id(stretch.before.filter(|token| !token.ends_sentence));
    let behind = id(stretch.behind.filter(|token| token.spaced));
    before.is_some_and(|before| lexicon::is_word(before, own))
        || behind.is_some_and(|behind| lexicon::is_word(own, behind))
}

/// Whether a word may be part of such a figure or such a word: a letter that looks like a digit, alone or before one, or a
/// nought or `1` behind letters.
pub fn looks_so(typed: &str) -> bool {
    let (first, second) = (typed.bytes().next(), typed.as_bytes().get(1));
    matches!(first, Some(b'O' | b'o' | b'l' | b'I' | b'S' | b'Z')) && second.is_none_or(u8::is_ascii_digit)
        || typed.bytes().skip(1).any(|byte| matches!(byte, b'0' | b'1'))
}

/// Of a ratio or date the part that has the letter, if only one has.
fn narrowed(stretch: &Stretch<'_>, right: &str) -> (Span, Oddity) {
    let mut start = stretch.span.start as usize;
    let mut found = None;
    for (typed, right) in stretch.text.split('/').zip(right.split('/')) {
        if typed != right {
            if found.is_some() {
                return (
                    stretch.span,
                    Oddity::new("letter", Some(stretch.text.chars().filter_map(digit_of).collect())),
                );
            }
            found = Some((Span::new(start, start + typed.len()), right));
        }
        start += typed.len() + 1;
    }
    let (span, right) = found.unwrap_or((stretch.span, right));
    (span, Oddity::new("letter", Some(right.to_owned())))
}

/// `quý 1II`, `khóa XlV`: a Roman numeral with a digit or a small L in it.
fn roman(stretch: &Stretch<'_>) -> Option<(Span, Oddity)> {
    const COUNTED: &[u64] = super::amount::keys!["quý" "khóa" "kỳ" "hạng" "phần" "chương" "mục" "thứ"];
    let named = stretch.before.is_some_and(|before| COUNTED.contains(&before.key));
    let typed = stretch.text;
    let has = |wanted: fn(char) -> bool| typed.chars().any(wanted);
    let mixed = has(|c| matches!(c, '1' | 'l')) && has(|c| matches!(c, 'I' | 'V' | 'X'));
    if !named || !mixed || !typed.chars().all(|c| matches!(c, '1' | 'l' | 'I' | 'V' | 'X')) {
        return None;
    }
    let flaw = if has(|c| c == '1') { "digit" } else { "letter" };
    Some((stretch.span, Oddity::new(flaw, Some(typed.replace(['1', 'l'], "I")))))
}

/// `8Z06/BXD-TCCB` behind “số”: the head of a document's number.
fn symbol(stretch: &Stretch<'_>) -> Option<(Span, Oddity)> {
    let (head, _) = stretch.text.split_once('/')?;
    let letters = head.bytes().filter(u8::is_ascii_alphabetic).count();
    let behind_number_word = stretch.before.is_some_and(|before| before.key == key("số"));
    if !behind_number_word || letters != 1 || head.len() < 2 {
        return None;
    }
    let right: String = head.chars().map(digit_of).collect::<Option<_>>()?;
    let span = Span::new(stretch.span.start as usize, stretch.span.start as usize + head.len());
    Some((span, Oddity::new("letter", Some(right))))
}

/// The digit that a character is or looks like; a mark of figures is itself.
const fn digit_of(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' | '.' | ',' | '/' => c,
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        'S' => '5',
        'Z' => '2',
        _ => return None,
    })
}

fn is_plain(figure: &str) -> bool {
    !figure.is_empty() && figure.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether points and commas stand as in `1.028`, `1.028,5` or `17,25`.
fn is_written(figure: &str) -> bool {
    let (whole, decimals) = figure.split_once(',').map_or((figure, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split('.');
    let head = groups.next().unwrap_or_default();
    let mut grouped = false;
    let thousands = groups.all(|group| {
        grouped = true;
        group.len() == 3 && is_plain(group)
    });
    let parted = !grouped || head.len() <= 3;
    is_plain(head) && parted && thousands && decimals.is_none_or(is_plain) && (grouped || decimals.is_some())
}

#[cfg(test)]
mod tests {
    use crate::fact::amount::tests::odd;

    #[test]
    fn letters_that_look_like_digits() {
        for (text, expected) in [
            ("Đã phát 1.2S4 lượt.", "1.2S4 = 1.254"),
            ("Giải ngân l26,4 tỷ đồng.", "l26,4 = 126,4"),
            ("Số vốn khoảng l,5 tỷ đồng.", "l,5 = 1,5"),
            ("Đạt (9,6Z%) kế hoạch.", "9,6Z = 9,62"),
            ("Đã chi 760.00O đồng.", "760.00O = 760.000"),
            ("Nghị quyết ngày o5/01/2024.", "o5 = 05"),
            ("Có 1l/11 huyện.", "1l = 11"),
            ("Có mặt 5.041 người (cấp tỉnh l.640, cấp xã 3.401).", "l.640 = 1.640"),
            ("Cắt giảm thời gian đối với O9 TTHC về đất đai.", "O9 = 09"),
            ("Năm nay tăng -9,5O điểm.", "9,5O = 9,50"),
            ("| Xã | Hồ sơ |\n|---|---|\n| Tân Lập | 1O |", "1O = 10"),
            ("| Xã | Hồ sơ |\n|---|---|\n| Tân Lập | l.870 |", "l.870 = 1.870"),
            ("| Xã | Hồ sơ |\n|---|---|\n| Tân Lập | l24 |", "l24 = 124"),
            ("| Xã | Điểm |\n|---|---|\n| Tân Lập | O,75 |", "O,75 = 0,75"),
            ("Có l.870 thủ tục.", "l.870 = 1.870"),
            ("Kiểm tra o8 đơn vị.", "o8 = 08"),
            ("Hiện còn l9 vụ án.", "l9 = 19"),
            ("Trên 21.00O km đường.", "21.00O = 21.000"),
            ("Xem xét chuyển l3 Trạm Thú y.", "l3 = 13"),
            ("So với năm Z023 của tỉnh.", "Z023 = 2023"),
            ("Đến năm 202l đã xong.", "202l = 2021"),
            ("Buộc thôi việc 0l người.", "0l = 01"),
            ("Có 74 hộ, 08 hộ, 1l hộ nghỉ.", "1l = 11"),
            ("Có 44 kế hoạch, 12 công văn, I51 công văn.", "I51 = 151"),
            ("Dược sĩ 18, hộ sinh 22Z, y tá 5.", "22Z = 222"),
            ("Công văn số 8Z06/BXD-TCCB của Bộ.", "8Z06 = 8206"),
        ] {
            assert_eq!(odd(text, &["letter", "digit"]), [expected], "{text}");
        }
    }

    #[test]
    fn units_codes_and_quarters_are_no_slips() {
        for text in [
            "Can 5l nước, bình 20l xăng, lớp 10a, 2S và 5S.",
            "Quý I/2024 và Quý II/2024; mục I.1 và I.100; khoản 1, mục l.",
            "Mã VX1, tàu S1, lô Z2, nhóm I2; điểm a,b,l khoản 5.",
            "Phương pháp 5S có 12 bước; 03 bước.",
            "Là, là, là: hồ sơ phải giải quyết (1) = (1a) + (1b).",
            "Nhiệt độ 25oC; khí CO2, O2; tuyến N2; họ O’Neil; A0.",
            "| Chất | Đơn vị | Số |\n|---|---|---|\n| O3 | 12l | I.870 |",
            "l24 hồ sơ là mã của đợt.",
            "Kế hoạch số 12/KH-UBND; QCVN 01-1; tại dichvucong.gov.vn/l9.",
        ] {
            assert_eq!(odd(text, &["letter", "digit"]), [""; 0], "{text}");
        }
    }

    #[test]
    fn digits_that_look_like_letters() {
        for (text, expected) in [
            ("Các địa phương và địa phư0ng.", "phư0ng = phương"),
            ("Trân trọng bá0 cáo.", "bá0 = báo"),
            ("Tiếp nhận hồ sơ, trả hồ sơ, h0 sơ mới.", "h0 = hồ"),
            ("Năm học mới, năm h0c cũ.", "h0c = học"),
            ("Các xã đã lập; chưa 1ập; lập.", "1ập = lập"),
            ("Sửa đổi, b0 sung kế hoạch.", "b0 = bổ"),
            ("Đã thực h1ện xong.", "h1ện = hiện"),
            ("Họp hội đồng, hộ1 đồng nhân dân.", "hộ1 = hội"),
            ("CÔNG TÁC CHỈ ĐẠ0 VÀ ĐIỀU HÀNH", "ĐẠ0 = ĐẠO"),
            ("ĐÁNH G1Á CHUNG", "G1Á = GIÁ"),
            ("UBND xã, UBND huyện và theo ISO, ISO, IS0.", "IS0 = ISO"),
            ("Báo cáo quý 1II của tỉnh.", "1II = III"),
            ("Báo cáo quý lV của tỉnh.", "lV = IV"),
        ] {
            assert_eq!(odd(text, &["letter", "digit"]), [expected], "{text}");
        }
        for text in
            ["Khu m0 và k0.", "Vitamin b1, nhóm c0, máy x0.", "Các hộ1 nghèo, Th1 và Th2, TỔ1 và HỘ1, mẫu TA1, lô to1."]
        {
            assert_eq!(odd(text, &["letter", "digit"]), [""; 0], "{text}");
        }
    }
}
