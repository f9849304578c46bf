//! Document numbers as written, right or nearly right.
//!
//! A number is a serial (`107`, `07`, `66.7`), perhaps a year, and groups of letters behind separators: `107/BC-UBND`,
//! `54/2019/QĐ-UBND`, `31-CTr/TU`, `79/SNV-XDCQ&TCBC`, `1398/UBND-NC₁`, `80/2015/QH13`. One group must look like a code: two
//! capitals or more and no tone, which tells `12/KH` from `12/THÁNG` in a heading. What is nearly right is taken as it
//! stands, so that a rule can say what is wrong about it:
//!
//! - everywhere: another separator (`12/QĐ–UBND`, `12/QĐ_UBND`, `12/QĐ/UBND`, `12-QĐ-UBND`), none (`12/QĐUBND`,
//!   `12QĐ-UBND`, `12/2024QĐ-UBND`), two (`12//QĐ-UBND`), a foreign letter (`QÐ`), and one blank around a dash
//!   (`12/QĐ - UBND ngày`) where what follows shows that the number ends there;
//! - only right after `số`: blanks around any separator, `12\QĐ-UBND`, `12.QĐ-UBND`, `12/qđ-ubnd`, `12/KH UBND`,
//!   `12 KH-UBND`, `57 NQ/TW`, a comma for a separator (`12,KH-UBND`), `12/2024/qh15`.
//!
//! Left alone: shares and rates (`13/72 TTHC`, `36/36 UBND`, `5/tuần`, `24/7`), spans of years (`2021-2025`), names with a
//! digit (`Covid-19`, `2G/3G/4G`, `220/110KV`), a serial with one code behind a hyphen (`8-THPT`) unless `số` stands
//! before it, and a number whose serial is left blank (`Số:     /BC-UBND`): it has no place of its own.
use crate::document::{TokenId, TokenKind};
use crate::fact::{Found, Value, View};
use crate::span::Span;
use crate::text::{self, Class};

/// A document number: digits, then letter groups behind separators.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentNumber {
    /// The digits before the first separator as written: `07`, `66.7`.
    pub serial: String,
    /// Bytes of the serial.
    pub serial_span: Span,
    /// A group of four digits right after the serial: the year of a normative document.
    pub year: Option<i16>,
    /// Bytes of that year.
    pub year_span: Option<Span>,
    /// All groups in order, serial and year included, each with the separator before it as written (blanks included; empty
    /// for the first).
    pub groups: Vec<Group>,
    /// Everything after serial and year, separators between groups kept, the leading one dropped: `QĐ-UBND`.
    pub symbol: String,
    /// Bytes of the symbol.
    pub symbol_span: Span,
}

/// A run of letters, digits and `&` between separators.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What stands before it: `/`, `-`, ` - `, `–`, `_`, `.` or nothing.
    pub separator: String,
    /// The group in NFC.
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

const NUMBER: u64 = text::key("số");
/// Words that follow a number and never belong to it.
const AFTER: [u64; 3] = [text::key("ngày"), text::key("của"), text::key("về")];
/// Serial, year and seven more: no number has as many.
const MOST_GROUPS: usize = 9;
/// So far letters are looked for before the groups are read: `1. 1. 1.` may go on for ever.
const MOST_AHEAD: TokenId = 40;
/// Tokens of one group: `XDCQ&TCBC` has three.
const LONGEST_GROUP: TokenId = 7;

/// The fact that starts at a token.
pub fn at(view: View<'_>, at: TokenId) -> Option<Found> {
    if !view.token(at)?.is_number() || !is_serial(view.text(at)) || !stands_free(view, at) {
        return None;
    }
    // What follows decides for nearly every number of a text; look before anything is allocated.
    let next = view.token(at + 1)?;
    match next.kind {
        TokenKind::Word if !next.spaced || is_named(view, at) => {}
        TokenKind::Punctuation(mark) if is_separator(mark) || mark == ',' && is_named(view, at) => {}
        _ => return None,
    }
    let named = is_named(view, at);
    if !leads_to_letters(view, at, named) {
        return None;
    }
    let mut reader = Reader { view, named, parts: Vec::new(), next: at + 1, letters: 0 };
    reader.parts.push(Part::new(view, at..at + 1, String::new(), None, false));
    while reader.parts.len() < MOST_GROUPS && reader.step().is_some() {}
    let end = reader.next;
    reader.number().map(|number| (Value::DocumentNumber(Box::new(number)), at..end))
}

/// Whether letters may follow a serial as a group of its number: `13/72 đơn vị`, `12/3/2024` have none.
fn leads_to_letters(view: View<'_>, at: TokenId, named: bool) -> bool {
    let (until, mut at, mut behind_number) = (at + MOST_AHEAD, at + 1, false);
    while let Some(token) = view.token(at) {
        if at == until {
            return true;
        }
        behind_number = match token.kind {
            // `1/2/3 1/2/3`: a number that follows a number begins something else.
            TokenKind::Number if behind_number => return false,
            TokenKind::Number => true,
            TokenKind::Punctuation(mark) if is_separator(mark) || mark == '&' || named && mark == ',' => false,
            TokenKind::Word => return named || !(behind_number && token.spaced),
            _ => return false,
        };
        at += 1;
    }
    false
}

/// Digits, or digits with one point: `66.7`.
fn is_serial(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    text.len() <= 9 && [whole, part].iter().all(|digits| is_digits(digits))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

const fn is_dash(mark: char) -> bool {
    matches!(mark, '-' | '–' | '—' | '‐' | '‑')
}

const fn is_separator(mark: char) -> bool {
    is_dash(mark) || matches!(mark, '/' | '_' | '\\' | '.')
}

/// Whether a number is not the tail of something: the `19` of `Covid-19`, the `3` of `20/3/QĐ`.
fn stands_free(view: View<'_>, at: TokenId) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| view.token(at).is_some_and(|token| !token.spaced)) else {
        return true;
    };
    match view.token(before) {
        Some(token) => match token.kind {
            TokenKind::Word | TokenKind::Number => false,
            TokenKind::Punctuation(mark) if is_dash(mark) || matches!(mark, '/' | '_' | '\\') => {
                let joined =
                    before.checked_sub(1).and_then(|at| view.token(at)).is_some_and(|t| t.is_word() || t.is_number());
                token.spaced || !joined
            }
            _ => true,
        },
        None => true,
    }
}

/// Whether `số` or `số:` stands right before.
fn is_named(view: View<'_>, at: TokenId) -> bool {
    let is = |back: TokenId| at.checked_sub(back).is_some_and(|before| view.is_word(before, NUMBER));
    is(1) || is(2) && view.is_mark(at - 1, ':')
}

/// A year that a number may carry.
fn year_of(text: &str) -> Option<i16> {
    (text.len() == 4 && is_digits(text))
        .then(|| text.parse().ok())
        .flatten()
        .filter(|year| (1900..=2100).contains(year))
}

/// A group and what it looks like.
struct Part {
    group: Group,
    /// The mark before it.
    mark: Option<char>,
    /// Whether blanks stand around that mark.
    loose: bool,
    capitals: usize,
    letters: usize,
    /// Whether a letter carries a tone or another mark; `Đ` does not.
    toned: bool,
    starts_with_digit: bool,
}

impl Part {
    fn new(
        view: View<'_>,
        tokens: std::ops::Range<TokenId>,
        separator: String,
        mark: Option<char>,
        loose: bool,
    ) -> Self {
        let span = view.document.span_of(tokens.clone());
        let typed = view.document.slice(span);
        // Nothing decorates nearly any group, and it has letters of the alphabets and digits only.
        let plain = |c: char| c == '&' || matches!(text::class(c), Class::Lower | Class::Upper | Class::Digit);
        let ascii = typed.bytes().all(|byte| byte == b'&' || byte.is_ascii_alphanumeric());
        let text = if ascii || typed.chars().all(plain) {
            typed.to_owned()
        } else {
            let written: String =
                tokens.flat_map(|at| view.text(at).chars()).filter(|&c| !text::is_invisible(c)).collect();
            text::nfc(&written).into_owned()
        };
        let (mut capitals, mut letters, mut toned) = (0, 0, false);
        for c in text.chars() {
            let alphabetic = text::is_alphabetic(c);
            letters += usize::from(alphabetic);
            capitals += usize::from(c.is_uppercase());
            toned |= !c.is_ascii() && (text::is_combining(c) || alphabetic && text::decomposed_head(c) != c);
        }
        let starts_with_digit = text.starts_with(|c: char| c.is_ascii_digit());
        Self { mark, loose, capitals, letters, toned, starts_with_digit, group: Group { separator, text, span } }
    }

    /// Two capitals or more, no tone: `UBND`, `TTg`, `NC₁`.
    fn is_code(&self) -> bool {
        self.capitals >= 2 && !self.toned && !self.starts_with_digit
    }
}

/// Reads group after group.
struct Reader<'a> {
    view: View<'a>,
    named: bool,
    parts: Vec<Part>,
    next: TokenId,
    /// How many groups of letters there are.
    letters: usize,
}

impl Reader<'_> {
    /// Reads one more group if it belongs to the number.
    fn step(&mut self) -> Option<()> {
        let first = self.view.token(self.next)?;
        let (mark, start) = match first.kind {
            TokenKind::Word => (None, self.next),
            TokenKind::Punctuation(mark) if is_separator(mark) || self.named && mark == ',' => {
                (Some(mark), self.behind_separators())
            }
            _ => return None,
        };
        let token = self.view.token(start)?;
        let loose = first.spaced || token.spaced;
        let end = self.group_end(start)?;
        let part = Part::new(self.view, start..end, self.separator(start, mark)?, mark, loose);
        if !self.belongs(&part, end) {
            return None;
        }
        self.letters += usize::from(part.letters > 0);
        self.parts.push(part);
        self.next = end;
        Some(())
    }

    /// Behind the separator that stands here; `//` and `--` are one.
    fn behind_separators(&self) -> TokenId {
        let second = self.view.token(self.next + 1);
        let doubled = second.is_some_and(|token| {
            !token.spaced && matches!(token.kind, TokenKind::Punctuation(mark) if is_separator(mark) && mark != '.')
        });
        self.next + 1 + TokenId::from(doubled)
    }

    /// One past the last token of the group that starts here.
    fn group_end(&self, start: TokenId) -> Option<TokenId> {
        let fits = |at: TokenId| match self.view.token(at) {
            Some(token) if token.is_word() => true,
            Some(token) if token.is_number() => is_digits(self.view.text(at)),
            _ => false,
        };
        let joined = |at: TokenId| self.view.token(at).is_some_and(|token| !token.spaced) && fits(at);
        if !fits(start) {
            return None;
        }
        let mut end = start + 1;
        // Before the letters of the symbol a group is digits alone: `12/2024QĐ-UBND` has lost a slash.
        if self.letters == 0 && self.view.token(start).is_some_and(|token| token.is_number()) {
            return Some(end);
        }
        while end < start + LONGEST_GROUP {
            let and = self.view.is_mark(end, '&') && self.view.token(end).is_some_and(|token| !token.spaced);
            match and {
                true if joined(end + 1) => end += 2,
                false if joined(end) => end += 1,
                _ => break,
            }
        }
        Some(end)
    }

    /// What stands between the last group and the token, without what only decorates the text.
    fn separator(&self, start: TokenId, mark: Option<char>) -> Option<String> {
        let last = self.parts.last()?.group.span;
        let between = self.view.document.slice(Span { start: last.end, end: self.view.token(start)?.span.start });
        let doubled = start > self.next + 1;
        // Nearly always: the mark and no blank.
        if mark.is_some() && !doubled && between == self.view.text(start - 1) {
            return Some(between.to_owned());
        }
        let first = if doubled { self.view.text(self.next) } else { "" };
        let written = mark.map(|_| format!("{first}{}", self.view.text(start - 1))).unwrap_or_default();
        if between.trim() == written {
            return Some(between.to_owned());
        }
        let blank = |at: TokenId| if self.view.token(at).is_some_and(|token| token.spaced) { " " } else { "" };
        Some(match mark {
            Some(_) => format!("{}{written}{}", blank(self.next), blank(start)),
            None => blank(start).to_owned(),
        })
    }

    fn belongs(&self, part: &Part, end: TokenId) -> bool {
        let serial_only = self.parts.len() == 1;
        let Some(last) = self.parts.last() else { return false };
        let Some(mark) = part.mark else {
            // `12QĐ-UBND`, `12/2024QĐ-UBND`, `12 QĐ-UBND`, `57 NQ/TW`, `12/KH UBND`.
            let digits_only = self.letters == 0 && (serial_only || year_of(&last.group.text).is_some());
            return part.is_code()
                && match part.loose {
                    false => digits_only,
                    true if digits_only => self.named && self.joined_at(end),
                    true => self.named && self.letters == 1 && last.is_code() && last.group.text != part.group.text,
                };
        };
        if part.letters == 0 {
            let year = year_of(&part.group.text).is_some();
            return !matches!(mark, '.' | ',')
                && (serial_only || self.letters > 0)
                && (!part.loose || self.named && mark == '/' && year);
        }
        match mark {
            '.' => return self.named && !part.loose && self.letters < 2 && part.is_code(),
            // `12,QĐ-UBND`, `12/QĐ,UBND`; `65/UBND,UBND tỉnh` has lost a blank.
            ',' => {
                let fits = match self.letters {
                    0 => self.joined_at(end),
                    1 => last.is_code() && last.group.text != part.group.text && last.mark.is_some(),
                    _ => false,
                };
                return !part.loose && part.is_code() && fits;
            }
            '\\' if !self.named => return false,
            _ => {}
        }
        if !part.loose {
            return true;
        }
        let ends = self.ends_at(end);
        part.is_code()
            && if self.named {
                self.letters < 2 || is_dash(mark) && ends && self.letters < 3
            } else {
                is_dash(mark) && self.letters == 1 && last.is_code() && last.mark == Some('/') && ends
            }
    }

    /// Whether a dash or slash and a word follow without a blank.
    fn joined_at(&self, at: TokenId) -> bool {
        let tight = |at: TokenId| self.view.token(at).filter(|token| !token.spaced);
        let joins = |mark| is_dash(mark) || mark == '/';
        let mark = tight(at).is_some_and(|token| matches!(token.kind, TokenKind::Punctuation(mark) if joins(mark)));
        mark && tight(at + 1).is_some_and(|token| token.is_word())
    }

    /// Whether what follows shows that a number ends here.
    fn ends_at(&self, at: TokenId) -> bool {
        let Some(token) = self.view.token(at) else { return true };
        match token.kind {
            TokenKind::Word => token.spaced && AFTER.contains(&token.key),
            TokenKind::Punctuation(mark) => matches!(mark, ',' | ';' | '.' | ')' | ':'),
            TokenKind::Mark => true,
            _ => false,
        }
    }

    /// The number, if what was read is one.
    fn number(self) -> Option<DocumentNumber> {
        let mut rest = self.parts.iter();
        let serial = rest.next()?;
        let second = rest.as_slice().first()?;
        let year = year_of(&second.group.text);
        if year.is_some() {
            rest.next();
        }
        let symbol = rest.as_slice();
        let codes: Vec<&Part> = symbol.iter().filter(|part| part.letters > 0).collect();
        let (first, several) = (*codes.first()?, codes.len() > 1);
        let dash = first.mark.is_some_and(is_dash);
        let right = if codes.iter().any(|part| part.is_code()) {
            self.named || first.is_code() || first.capitals > 0 && several
        } else {
            self.named && (several || year.is_some()) && codes.iter().all(|part| part.letters <= 8 && !part.toned)
        };
        let odd = year.is_none() && second.letters == 0 || serial.group.text.contains('.') && year.is_none();
        let enough = match first.mark {
            // `12QĐ-UBND`
            None => codes.get(1).is_some_and(|part| part.is_code() && part.mark.is_some()),
            // `số 12 - QĐ/TU`; `số 12-QĐ`; `2021-2025/UBND`
            Some(_) if dash && !several => self.named && !first.loose,
            Some(_) if year_of(&serial.group.text).is_some() && year.is_some() => {
                several && !second.mark.is_some_and(is_dash)
            }
            Some(_) => several || self.named || !odd,
        };
        if !right || !enough {
            return None;
        }
        let mut text = String::new();
        let mut span = symbol.first()?.group.span;
        for (at, part) in symbol.iter().enumerate() {
            if at > 0 {
                text.push_str(&part.group.separator);
            }
            text.push_str(&part.group.text);
            span = span.join(part.group.span);
        }
        Some(DocumentNumber {
            serial: serial.group.text.clone(),
            serial_span: serial.group.span,
            year,
            year_span: year.map(|_| second.group.span),
            symbol: text,
            symbol_span: span,
            groups: self.parts.into_iter().map(|part| part.group).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fact::extract;
    use crate::source::Source;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn numbers(text: &str) -> Vec<(String, DocumentNumber)> {
        let document = Document::parse(Source::new("t", text));
        let facts = extract(&document).built_in().to_vec().into_iter();
        facts
            .filter_map(|fact| match fact.value {
                Value::DocumentNumber(number) => Some((document.slice(fact.span).to_owned(), *number)),
                _ => None,
            })
            .collect()
    }

    /// `written=serial|year|symbol` for each.
    fn listed(text: &str) -> String {
        let show = |(written, n): (String, DocumentNumber)| {
            format!("{}={}|{}|{}", written.nfc(), n.serial, n.year.map(|y| y.to_string()).unwrap_or_default(), n.symbol)
        };
        numbers(text).into_iter().map(show).collect::<Vec<_>>().join(" ; ")
    }

    #[test]
    fn takes_numbers_right_and_nearly_right() {
        for (text, expected) in [
            ("Báo cáo 107/BC-UBND nêu", "107/BC-UBND=107||BC-UBND"),
            ("Chương trình 31-CTr/TU.", "31-CTr/TU=31||CTr/TU"),
            ("theo 54/2019/QĐ-UBND, có", "54/2019/QĐ-UBND=54|2019|QĐ-UBND"),
            (
                "theo 581/BNV-CCHC và 79/SNV-XDCQ&TCBC;",
                "581/BNV-CCHC=581||BNV-CCHC ; 79/SNV-XDCQ&TCBC=79||SNV-XDCQ&TCBC",
            ),
            ("số 1398/UBND-NC₁ ngày", "1398/UBND-NC₁=1398||UBND-NC₁"),
            ("bản 48/KH-TCTTKĐA06 ngày", "48/KH-TCTTKĐA06=48||KH-TCTTKĐA06"),
            (
                "Luật 80/2015/QH13 và 351/2017/UBTVQH14",
                "80/2015/QH13=80|2015|QH13 ; 351/2017/UBTVQH14=351|2017|UBTVQH14",
            ),
            ("theo 66.7/2025/NQ-CP nêu", "66.7/2025/NQ-CP=66.7|2025|NQ-CP"),
            ("bản 65/UBND ngày", "65/UBND=65||UBND"),
            ("bản 50/KH-SKH-CN và 01/VBHN-BNV", "50/KH-SKH-CN=50||KH-SKH-CN ; 01/VBHN-BNV=01||VBHN-BNV"),
            ("(05-QC/BTCTU-BDVTU)", "05-QC/BTCTU-BDVTU=05||QC/BTCTU-BDVTU"),
            ("là 12/QĐ-UBND-HC¹² nhé", "12/QĐ-UBND-HC=12||QĐ-UBND-HC"),
            ("là 04/CT-TTg và 9-QyĐ/TU", "04/CT-TTg=04||CT-TTg ; 9-QyĐ/TU=9||QyĐ/TU"),
            ("là **12**/QĐ-UBND ngày", "12**/QĐ-UBND=12||QĐ-UBND"),
            (
                "là 12/QĐ–UBND, 13/QĐ/UBND, 14-QĐ-UBND",
                "12/QĐ–UBND=12||QĐ–UBND ; 13/QĐ/UBND=13||QĐ/UBND ; 14-QĐ-UBND=14||QĐ-UBND",
            ),
            ("là 12/QĐ_UBND nhé", "12/QĐ_UBND=12||QĐ_UBND"),
            (
                "là 12/QĐUBND, 12QĐ-UBND, 12QĐ/UBND",
                "12/QĐUBND=12||QĐUBND ; 12QĐ-UBND=12||QĐ-UBND ; 12QĐ/UBND=12||QĐ/UBND",
            ),
            ("là 12/QÐ-UBND, 7-CTR/TU", "12/QÐ-UBND=12||QÐ-UBND ; 7-CTR/TU=7||CTR/TU"),
            ("là 12/QĐ - UBND ngày 1", "12/QĐ - UBND=12||QĐ - UBND"),
            ("là 12/QĐ - UBND tỉnh ban", "12/QĐ=12||QĐ"),
            ("số 12 /QĐ-UBND ngày", "12 /QĐ-UBND=12||QĐ-UBND"),
            ("số: 12/ QĐ-UBND ngày", "12/ QĐ-UBND=12||QĐ-UBND"),
            ("Số: 12/QĐ - UBND tỉnh", "12/QĐ - UBND=12||QĐ - UBND"),
            ("số 12.QĐ-UBND ngày", "12.QĐ-UBND=12||QĐ-UBND"),
            ("số 12/qđ-ubnd và số 12/Qđ-ubnd ngày", "12/qđ-ubnd=12||qđ-ubnd ; 12/Qđ-ubnd=12||Qđ-ubnd"),
            ("số 12/KH UBND ngày", "12/KH UBND=12||KH UBND"),
            ("SỐ 12/KH CỦA HUYỆN", "12/KH=12||KH"),
            ("số 12\\QĐ-UBND ngày", "12\\QĐ-UBND=12||QĐ-UBND"),
            (
                "là 12//QĐ-UBND, 12/QĐ--UBND và 12/2024//NĐ-CP",
                "12//QĐ-UBND=12||QĐ-UBND ; 12/QĐ--UBND=12||QĐ--UBND ; 12/2024//NĐ-CP=12|2024|NĐ-CP",
            ),
            ("số 12 KH-UBND và số 35/2023/Ubtvqh15", "12 KH-UBND=12||KH-UBND ; 35/2023/Ubtvqh15=35|2023|Ubtvqh15"),
            ("số 12/QĐ-UBND UBND tỉnh ban hành.", "12/QĐ-UBND=12||QĐ-UBND"),
            ("là 79/2025NĐ-CP, số 79/2025 NĐ-CP", "79/2025NĐ-CP=79|2025|NĐ-CP ; 79/2025 NĐ-CP=79|2025|NĐ-CP"),
            ("số 57 NQ/TW ngày", "57 NQ/TW=57||NQ/TW"),
            (
                "số 12,KH-UBND, số 79/2025,NĐ-CP, số 12/KH,UBND ngày",
                "12,KH-UBND=12||KH-UBND ; 79/2025,NĐ-CP=79|2025|NĐ-CP ; 12/KH,UBND=12||KH,UBND",
            ),
            ("số 65/UBND,UBND tỉnh", "65/UBND=65||UBND"),
        ] {
            assert_eq!(listed(text), expected, "{text}");
            assert_eq!(listed(&text.nfd().collect::<String>()), expected, "NFD {text}");
        }
    }

    #[test]
    fn leaves_alone_what_is_none() {
        for text in [
            "24/7",
            "giải quyết 13/72 TTHC",
            "có 12/15 UBND huyện",
            "mạng 2G/3G/4G",
            "02 số/tháng",
            "5/tuần",
            "5/TUẦN",
            "12/63 tỉnh",
            "ISO 9001:2015",
            "2021-2025",
            "Covid-19",
            "100% CBCC",
            "đạt 36/36 UBND",
            "lớp 8-THPT",
            "lưới 220/110KV",
            "dây 35KV/22KV",
            "Số:       /BC-UBND",
            "ngày 20/3/2024",
            "giai đoạn 2021-2025/UBND",
            "số 5/tuần",
            "số 12 - UBND tỉnh",
            "2,5/TTHC",
            "1.250/TTHC",
            "12/ QĐ-UBND",
            "12/qđ-ubnd",
            "Số 36/36 UBND",
            "số 12 UBND tỉnh",
            "số 12 KH - UBND tỉnh",
            "12 KH-UBND",
            "57 NQ/TW",
            "12,KH-UBND",
            "năm 2025 NĐ-CP",
            "số 12,UBND tỉnh",
            "số 12/2025 UBND tỉnh",
            "số 12, KH-UBND",
        ] {
            assert_eq!(listed(text), "", "{text}");
        }
    }

    #[test]
    fn keeps_separators_and_places() {
        let text = "số 12 / QĐ -UBND ngày";
        let (_, number) = numbers(text).remove(0);
        let groups: Vec<_> = number.groups.iter().map(|g| (g.separator.as_str(), g.text.as_str())).collect();
        assert_eq!(groups, [("", "12"), (" / ", "QĐ"), (" -", "UBND")]);
        assert_eq!(text.get(number.symbol_span.range()), Some("QĐ -UBND"));
        assert_eq!(text.get(number.serial_span.range()), Some("12"));
        let (_, number) = numbers("theo 54/2019/QĐ-UBND").remove(0);
        assert_eq!(number.groups.len(), 4);
        assert_eq!(number.year_span.map(Span::len), Some(4));
    }

    proptest! {
        #[test]
        fn any_text_has_numbers_that_slice(text in "([0-9]{1,4}|[/\\\\ ._–&-]|QĐ|ubnd|TTg|số |\\PC){0,24}") {
            for (written, number) in numbers(&text) {
                prop_assert!(!written.is_empty());
                prop_assert!(number.groups.iter().all(|g| text.get(g.span.range()).is_some_and(|s| !s.is_empty())));
                prop_assert!(text.get(number.symbol_span.range()).is_some());
            }
        }
    }
}
