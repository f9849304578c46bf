//! Labels of headings: `II.`, `2.3.1`, `đ)`, `Phần thứ nhất`.
//!
//! A line is read in two steps. [`read`] says what the characters alone allow: `C.` may be a hundred in Roman, a capital
//! letter, or somebody's initial. [`settle`] decides by the labels before and after. Left alone, because they are no
//! labels: amounts and years at the head of a line (`30.000 hộ`, `12,5 ha`, `2024. …`), initials (`C. Mác`, `V. I. …`),
//! lower-case Roman enumerations (`i) … ii) …`), and numbers in words other than those of parts and chapters.

use super::block::{Label, LabelKind};
use super::line::{at, is_blank};
use crate::span::Span;
use crate::text;

/// A label as its characters allow it.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// The likeliest label.
    pub label: Label,
    /// Where the title begins.
    pub body: Span,
    /// What else it may be.
    doubt: Doubt,
    /// Whether its title is written in capitals, as no sentence is that begins with an initial.
    shouted: bool,
}

/// What speaks against a reading until its neighbours are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// Nothing.
    None,
    /// A letter that counts only in a sequence: `B.` after `A.`, `c.` after `b.`, `i)` after `h)`.
    InSequence,
    /// A Roman numeral of one letter that may be a capital letter (`I.` after `H.`) or an initial; the number as a letter.
    OrCapital(u32),
}

/// Largest number believed: reports do not count sections beyond it, amounts and years do.
const LARGEST: u32 = 50;

/// The Vietnamese alphabet as lists use it.
const ALPHABET: &str = "abcdđeghiklmnopqrstuvxy";

/// Reads a label at the head of a line's body, emphasis and escapes skipped.
pub(super) fn read(source: &str, body: Span, in_heading: bool) -> Option<Reading> {
    let mut cursor = Cursor { rest: at(source, body), offset: body.start as usize };
    cursor.skip_emphasis();
    let start = cursor.offset;
    let reading = part(&mut cursor.clone(), start).or_else(|| {
        let bracketed = cursor.eat('(');
        match cursor.rest.chars().next()? {
            '0'..='9' => numeric(&mut cursor, start, bracketed, in_heading, Vec::new()),
            c if c.is_uppercase() || mistyped_roman(cursor.rest) => capital(&mut cursor, start, bracketed),
            _ => small(&mut cursor, start, bracketed),
        }
    })?;
    Some(Reading { body: Span { start: reading.body.start, end: body.end }, ..reading })
}

/// Decides about every doubtful reading by the ones around it; `None` where a line has no label.
pub(super) fn settle(readings: Vec<Option<Reading>>) -> Vec<Option<(Label, Span)>> {
    // Capital letters count only where `A` is followed by `B` somewhere: a lone `C.` or `A.` is an initial.
    // Letters that are Roman numerals too (`C I …`) may stand between and tell nothing.
    let capitals: Vec<&[u32]> = readings
        .iter()
        .flatten()
        .filter(|reading| reading.label.kind == LabelKind::Capital)
        .map(|reading| reading.label.numbers.as_slice())
        .collect();
    let lettered = capitals.windows(2).any(|pair| matches!(pair, [[1], [2]])) || skips_letter(&readings);
    let mut context = Context { lettered, ..Context::default() };
    readings.into_iter().map(|reading| reading.and_then(|reading| context.decide(reading))).collect()
}

/// Whether `A.` and `C.` stand before titles in capitals: `B.` was lost between them.
fn skips_letter(readings: &[Option<Reading>]) -> bool {
    let shouted =
        readings.iter().flatten().filter(|reading| reading.shouted && reading.label.kind == LabelKind::Capital);
    let numbers: Vec<&[u32]> = shouted.map(|reading| reading.label.numbers.as_slice()).collect();
    numbers.windows(2).any(|pair| matches!(pair, [[1], [3]]))
}

#[derive(Default)]
struct Context {
    lettered: bool,
    capital: u32,
    roman: bool,
    letter: u32,
}

impl Context {
    fn decide(&mut self, reading: Reading) -> Option<(Label, Span)> {
        let Reading { mut label, body, doubt, .. } = reading;
        let number = label.numbers.last().copied().unwrap_or(0);
        match (label.kind, doubt) {
            (LabelKind::Roman, Doubt::OrCapital(letter)) => {
                if self.lettered && letter == self.capital + 1 && self.capital > 1 {
                    label.kind = LabelKind::Capital;
                    label.numbers = vec![letter];
                    self.capital = letter;
                } else if number == 1 || self.roman {
                    self.roman = true;
                } else {
                    return None;
                }
            }
            (LabelKind::Roman, _) => self.roman = true,
            (LabelKind::Capital, _) => {
                let follows = number == 1 || (self.capital..=self.capital + 2).contains(&number);
                if !self.lettered || !follows {
                    return None;
                }
                self.capital = number;
            }
            (LabelKind::Letter, Doubt::InSequence) if !(self.letter..=self.letter + 2).contains(&number) => {
                return None;
            }
            (LabelKind::Letter, _) => self.letter = number,
            _ => {}
        }
        // A list of letters ends where a larger section begins.
        if matches!(label.kind, LabelKind::Part | LabelKind::Capital | LabelKind::Roman) {
            self.letter = 0;
        }
        Some((label, body))
    }
}

#[derive(Clone)]
struct Cursor<'t> {
    rest: &'t str,
    offset: usize,
}

impl<'t> Cursor<'t> {
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self.offset += bytes;
    }

    fn skip_while(&mut self, test: impl Fn(char) -> bool) -> &'t str {
        let length = self.rest.find(|c| !test(c)).unwrap_or(self.rest.len());
        let eaten = self.rest.get(..length).unwrap_or_default();
        self.skip(length);
        eaten
    }

    fn skip_emphasis(&mut self) {
        self.skip_while(|c| matches!(c, '*' | '_' | '\\'));
    }

    fn eat(&mut self, mark: char) -> bool {
        let found = self.rest.starts_with(mark);
        if found {
            self.skip(mark.len_utf8());
        }
        found
    }

    /// The mark after a label, escapes before it skipped: one of `marks`.
    fn close(&mut self, marks: &[char]) -> Option<char> {
        let mut ahead = self.clone();
        ahead.skip_emphasis();
        let mark = ahead.rest.chars().next().filter(|c| marks.contains(c))?;
        ahead.skip(mark.len_utf8());
        *self = ahead;
        Some(mark)
    }

    /// Goes to the first character of the title: how it is set off, and the character itself.
    fn title(&mut self) -> Option<(bool, char)> {
        let between = self.skip_while(|c| is_blank(c) || matches!(c, '*' | '_' | '\\'));
        let first = self.rest.chars().next()?;
        Some((between.contains(is_blank), first))
    }
}

fn label(
    kind: LabelKind,
    numbers: Vec<u32>,
    start: usize,
    end: usize,
    cursor: &Cursor,
    doubt: Doubt,
) -> Option<Reading> {
    let label = Label { kind, numbers, span: Span::new(start, end) };
    Some(Reading { label, body: Span::new(cursor.offset, cursor.offset), doubt, shouted: false })
}

/// `1.` `1)` `(1)` `1/` `1.1` `2.3.1.`; `numbers` are the parts already read.
fn numeric(
    cursor: &mut Cursor,
    start: usize,
    bracketed: bool,
    in_heading: bool,
    mut numbers: Vec<u32>,
) -> Option<Reading> {
    loop {
        let digits = cursor.skip_while(|c| c.is_ascii_digit());
        let number: u32 = digits.parse().ok().filter(|n| digits.len() <= 2 && (1..=LARGEST).contains(n))?;
        numbers.push(number);
        let mut ahead = cursor.clone();
        if ahead.close(&['.']).is_none() || !ahead.rest.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        *cursor = ahead;
    }
    let closed = if bracketed { cursor.close(&[')']) } else { cursor.close(&['.', ')', '/', '-', '–', ':']) };
    let end = cursor.offset;
    let (set_off, first) = cursor.title()?;
    let upper = first.is_uppercase() || is_opening(first);
    let kind = match (numbers.len(), closed) {
        (_, Some(')')) if numbers.len() == 1 => LabelKind::Parenthesis,
        (1, Some('.')) => LabelKind::Arabic,
        // `1/ Công tác`, `2- Công tác`; but `1/3 số xã`, `5-7 ngày`, `2: 5`.
        (1, Some(_)) if upper => LabelKind::Arabic,
        (1, _) if in_heading && upper => LabelKind::Arabic,
        (1, _) => return None,
        (_, Some('.' | ')')) => LabelKind::Dotted,
        (_, Some(_)) if upper => LabelKind::Dotted,
        // `2.3 Kết quả`; but `12.5 ha`.
        (_, None) if upper && set_off => LabelKind::Dotted,
        _ => return None,
    };
    // `1.Cải cách` is typed in a hurry; `3.a` and `1)2` are no titles.
    // So is what follows a stroke at once: `48/KH-A` is the number of a document.
    let hurried = first.is_uppercase() && matches!(closed, Some('.' | ')'));
    if bracketed && closed.is_none() || !(set_off || hurried) || !begins_title(first) {
        return None;
    }
    label(kind, numbers, start, end, cursor, Doubt::None)
}

/// `IV.` `II-` `A.` `B)`
fn capital(cursor: &mut Cursor, start: usize, bracketed: bool) -> Option<Reading> {
    let letters = cursor.skip_while(|c| c.is_ascii_uppercase() || matches!(c, 'Đ' | 'l'));
    // `II.1. Kết quả` is a dotted number whose first part is written in Roman.
    let mut dotted = cursor.clone();
    if let Some(number) = roman(letters)
        && dotted.close(&['.']).is_some()
        && dotted.rest.starts_with(|c: char| c.is_ascii_digit())
    {
        return numeric(&mut dotted, start, bracketed, false, vec![number]);
    }
    let mut closing = cursor.clone();
    closing.skip_while(is_blank);
    let closed = match cursor.close(&['.', ')', '-', '–', '/', ':']) {
        Some(mark) => mark,
        // `II - TÌNH HÌNH`
        None => {
            let mark = closing.close(&['-', '–', ':'])?;
            *cursor = closing;
            mark
        }
    };
    if bracketed && closed != ')' {
        return None;
    }
    let end = cursor.offset;
    let (set_off, first) = cursor.title()?;
    // `I.TÌNH HÌNH` is typed in a hurry; `A.Nguyễn` is a name.
    if !(set_off || first.is_uppercase() && (closed != '.' || roman(letters).is_some())) {
        return None;
    }
    // `II. tình hình` is a careless title; behind a dash or a single letter it is a sentence.
    let careless = closed == ')' || closed == '.' && roman(letters).is_some();
    if !begins_title(first) || first.is_lowercase() && !careless || is_initial(cursor.rest) {
        return None;
    }
    let mut chars = letters.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let as_letter = single.map(|c| alphabet_number(c.to_lowercase().next().unwrap_or(c)));
    // A title in capitals is no sentence about somebody called V.
    let title: String = cursor.rest.chars().filter(|c| c.is_alphabetic()).take(8).collect();
    let shouted = title.chars().count() > 3 && !title.chars().any(char::is_lowercase);
    let reading = match (roman(letters), as_letter) {
        (Some(number), None) => label(LabelKind::Roman, vec![number], start, end, cursor, Doubt::None),
        (Some(number), Some(letter)) => {
            let doubt = if shouted && letter == 0 { Doubt::None } else { Doubt::OrCapital(letter) };
            label(LabelKind::Roman, vec![number], start, end, cursor, doubt)
        }
        // `A- KẾT QUẢ` in Party papers; `B- …` in small letters goes on from somewhere.
        (None, Some(letter)) if closed != '-' || shouted => {
            label(LabelKind::Capital, vec![letter], start, end, cursor, Doubt::InSequence)
        }
        _ => None,
    };
    reading.map(|reading| Reading { shouted, ..reading })
}

/// `a)` `đ)` `a.` `(b)`
fn small(cursor: &mut Cursor, start: usize, bracketed: bool) -> Option<Reading> {
    let c = cursor.rest.chars().next().filter(|c| c.is_ascii_lowercase() || *c == 'đ')?;
    cursor.skip(c.len_utf8());
    let closed = if bracketed { cursor.close(&[')']) } else { cursor.close(&['.', ')', '/', '-']) }?;
    let end = cursor.offset;
    let (set_off, first) = cursor.title()?;
    if !(set_off || closed == ')' && first.is_uppercase()) || !begins_title(first) {
        return None;
    }
    let number = alphabet_number(c);
    let doubtful = matches!(c, 'i' | 'v' | 'x') || closed != ')' && number != 1;
    let doubt = if doubtful { Doubt::InSequence } else { Doubt::None };
    label(LabelKind::Letter, vec![number], start, end, cursor, doubt)
}

/// `Phần thứ nhất`, `PHẦN I.`, `Chương II`: the word, its number, and then the end, a closing mark or a title in
/// capitals. `Phần I của báo cáo nêu …` is a sentence, and `phần 39), đạt …` the rest of one.
fn part(cursor: &mut Cursor, start: usize) -> Option<Reading> {
    const PARTS: [u64; 2] = [text::key("phần"), text::key("chương")];
    const ORDINAL: u64 = text::key("thứ");
    let is_word = |c: char| c.is_alphanumeric() || text::is_combining(c);
    let part = cursor.skip_while(is_word);
    if !PARTS.contains(&text::fold_key(part)) || part.starts_with(char::is_lowercase) {
        return None;
    }
    cursor.skip_while(is_blank);
    let word = cursor.skip_while(is_word);
    let number = if text::fold_key(word) == ORDINAL {
        cursor.skip_while(is_blank);
        ordinal(cursor.skip_while(is_word), cursor)?
    } else {
        let figure = || word.parse().ok().filter(|n| (1..=LARGEST).contains(n));
        roman(word).or_else(figure).or_else(|| capital_number(word))?
    };
    let closed = cursor.close(&['.', ':', '-', '–', ')']).is_some();
    let end = cursor.offset;
    let shouted = match cursor.title() {
        None => true,
        Some((_, first)) => {
            let capitals = cursor.rest.chars().take(12).all(|c| !c.is_lowercase());
            closed && !first.is_lowercase() || first.is_uppercase() && capitals
        }
    };
    if !shouted {
        return None;
    }
    label(LabelKind::Part, vec![number], start, end, cursor, Doubt::None)
}

/// The number of a capital alone: `PHẦN B`. Later ones than `E` are Roman or name something.
fn capital_number(word: &str) -> Option<u32> {
    let mut letters = word.chars();
    let capital = letters.next().filter(|c| matches!(c, 'A'..='E' | 'Đ') && letters.next().is_none())?;
    capital.to_lowercase().next().map(alphabet_number)
}

/// The number of `nhất`, `hai` … `mười`, `mười một` …
fn ordinal(word: &str, cursor: &mut Cursor) -> Option<u32> {
    const ORDINALS: [(u64, u32); 12] = [
        (text::key("nhất"), 1),
        (text::key("một"), 1),
        (text::key("hai"), 2),
        (text::key("ba"), 3),
        (text::key("tư"), 4),
        (text::key("bốn"), 4),
        (text::key("năm"), 5),
        (text::key("sáu"), 6),
        (text::key("bảy"), 7),
        (text::key("tám"), 8),
        (text::key("chín"), 9),
        (text::key("mười"), 10),
    ];
    let number = |word: &str| {
        let key = text::fold_key(word);
        ORDINALS.iter().find(|(of, _)| *of == key).map(|&(_, number)| number)
    };
    let first = number(word)?;
    if first < 10 {
        return Some(first);
    }
    let mut ahead = cursor.clone();
    ahead.skip_while(is_blank);
    match number(ahead.skip_while(char::is_alphabetic)) {
        Some(unit) if unit < 10 => {
            *cursor = ahead;
            Some(first + unit)
        }
        _ => Some(first),
    }
}

/// The number of a Roman numeral in its one right writing, up to 39.
pub fn roman(letters: &str) -> Option<u32> {
    // `lV`: a small L that was typed for the capital I, or taken for it by a scanner.
    let mended = letters.replace('l', "I");
    let letters = if letters.len() > 1 { mended.as_str() } else { letters };
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = letters.len() - letters.trim_start_matches('X').len();
    let units = UNITS.iter().position(|unit| letters.get(tens..) == Some(unit))?;
    let number = tens as u32 * 10 + units as u32;
    (tens <= 3 && number > 0).then_some(number)
}

/// Whether a label begins with a small L that stands for the capital I: `lV.`, `ll.`
fn mistyped_roman(rest: &str) -> bool {
    let letters = rest.len() - rest.trim_start_matches(['l', 'I', 'V', 'X']).len();
    rest.starts_with('l') && letters > 1 && rest.get(letters..).is_some_and(|rest| rest.starts_with(['.', ')']))
}

/// Place in the Vietnamese alphabet, 0 for a letter that is not in it.
fn alphabet_number(letter: char) -> u32 {
    ALPHABET.chars().position(|c| c == letter).map_or(0, |at| at as u32 + 1)
}

/// The letter of a place in the Vietnamese alphabet.
pub(super) fn letter(number: u32) -> Option<char> {
    ALPHABET.chars().nth(number.checked_sub(1)? as usize)
}

fn begins_title(first: char) -> bool {
    first.is_alphanumeric() || is_opening(first)
}

fn is_opening(first: char) -> bool {
    matches!(first, '“' | '"' | '‘' | '\'' | '«' | '(' | '[' | '<')
}

/// `I. Lê-nin` after `V.`: a single capital with its point.
fn is_initial(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// The labels of lines, `-` where there is none.
    fn labels(lines: &[&str]) -> Vec<String> {
        let readings = lines.iter().map(|line| read(line, Span::new(0, line.len()), false)).collect();
        let show = |(line, settled): (&&str, Option<(Label, Span)>)| match settled {
            Some((label, body)) => {
                let (written, title) = (at(line, label.span), at(line, body));
                format!("{:?}{:?} {written}|{title}", label.kind, label.numbers)
            }
            None => "-".into(),
        };
        lines.iter().zip(settle(readings)).map(show).collect()
    }

    fn one(line: &str) -> String {
        labels(&[line]).remove(0)
    }

    #[test]
    fn the_kinds_of_labels() {
        for (line, label) in [
            ("I. TÌNH HÌNH", "Roman[1] I.|TÌNH HÌNH"),
            ("IV- TÌNH HÌNH", "Roman[4] IV-|TÌNH HÌNH"),
            ("II - TÌNH HÌNH", "Roman[2] II -|TÌNH HÌNH"),
            ("III/ Tình hình", "Roman[3] III/|Tình hình"),
            ("VI) Tình hình", "Roman[6] VI)|Tình hình"),
            ("1. Kết quả", "Arabic[1] 1.|Kết quả"),
            ("12.Kết quả", "Arabic[12] 12.|Kết quả"),
            ("1. 05 xã đạt chuẩn", "Arabic[1] 1.|05 xã đạt chuẩn"),
            ("1/ Kết quả", "Arabic[1] 1/|Kết quả"),
            ("1.1. kết quả", "Dotted[1, 1] 1.1.|kết quả"),
            ("2.3.1 Kết quả", "Dotted[2, 3, 1] 2.3.1|Kết quả"),
            ("2.3 “Một cửa”", "Dotted[2, 3] 2.3|“Một cửa”"),
            ("II.1. Kết quả", "Dotted[2, 1] II.1.|Kết quả"),
            ("1) kết quả", "Parenthesis[1] 1)|kết quả"),
            ("(1) Kết quả", "Parenthesis[1] (1)|Kết quả"),
            ("a) kết quả", "Letter[1] a)|kết quả"),
            ("đ) Kết quả", "Letter[5] đ)|Kết quả"),
            ("(b) kết quả", "Letter[2] (b)|kết quả"),
            ("w) Kết quả", "Letter[0] w)|Kết quả"),
            ("a. Kết quả", "Letter[1] a.|Kết quả"),
            ("Phần thứ nhất", "Part[1] Phần thứ nhất|"),
            ("PHẦN THỨ HAI: KẾT QUẢ", "Part[2] PHẦN THỨ HAI:|KẾT QUẢ"),
            ("PHẦN I. Kết quả", "Part[1] PHẦN I.|Kết quả"),
            ("PHẦN C. NHIỆM VỤ", "Part[3] PHẦN C.|NHIỆM VỤ"),
            ("Chương II", "Part[2] Chương II|"),
            ("Phần thứ mười một", "Part[11] Phần thứ mười một|"),
            ("**1. Kết quả**", "Arabic[1] 1.|Kết quả**"),
            ("**1.** Kết quả", "Arabic[1] 1.|Kết quả"),
            ("1\\. Kết quả", "Arabic[1] 1\\.|Kết quả"),
        ] {
            assert_eq!(one(line), label, "{line}");
        }
    }

    #[test]
    fn what_is_no_label() {
        for line in [
            "30.000 hộ nghèo",
            "2024. Trong năm",
            "1.028 tỷ đồng",
            "12.5 ha lúa",
            "1.5 triệu",
            "12,5 ha",
            "5 xã",
            "1/3 số xã",
            "48/KH-A ngày 5",
            "5-NQ về",
            "5-7 ngày",
            "C. Mác và",
            "V. I. Lê-nin viết",
            "V. Putin nói",
            "A. Nguyễn đã ký",
            "i) trước hết",
            "ii) sau đó",
            "c. Lê Lợi",
            "UBND. Các sở",
            "TM. Các sở",
            "Phần I của báo cáo nêu",
            "phần 39), đạt 91,4%",
            "Phần lớn các xã",
            "1.",
            "a)",
            "(1 xã) đạt",
            "(a, b)",
            "“1. Trích",
            "99. Trong",
        ] {
            assert_eq!(one(line), "-", "{line}");
        }
    }

    #[test]
    fn a_letter_is_read_by_its_neighbours() {
        let kinds =
            |lines: &[&str]| labels(lines).iter().map(|l| l.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(
            kinds(&["A. Một", "B. Hai", "C. Ba", "D. Bốn"]),
            ["Capital[1]", "Capital[2]", "Capital[3]", "Capital[4]"]
        );
        assert_eq!(kinds(&["A. TÌNH HÌNH", "C. NHIỆM VỤ"]), ["Capital[1]", "Capital[3]"]);
        assert_eq!(kinds(&["A. Tình hình", "C. Nhiệm vụ"]), ["-", "-"]);
        assert_eq!(kinds(&["I. Một", "II. Hai", "C. Mác viết", "V. Năm"]), ["Roman[1]", "Roman[2]", "-", "Roman[5]"]);
        assert_eq!(
            kinds(&["g) Một", "h) Hai", "i) Ba", "k) Bốn"]),
            ["Letter[7]", "Letter[8]", "Letter[9]", "Letter[10]"]
        );
        assert_eq!(kinds(&["i) Một", "ii) Hai", "iii) Ba"]), ["-", "-", "-"]);
        assert_eq!(kinds(&["a. Một", "b. Hai", "c. Ba"]), ["Letter[1]", "Letter[2]", "Letter[3]"]);
    }

    #[test]
    fn decomposed_writing_makes_no_difference() {
        for line in ["Phần thứ nhất", "PHẦN THỨ TÁM", "đ) Kết quả", "1.1. Đánh giá"] {
            let decomposed: String = line.nfd().collect();
            assert_eq!(one(&decomposed).split(' ').next(), one(line).split(' ').next(), "{line}");
            assert_ne!(one(&decomposed), "-", "{line}");
        }
    }
}
