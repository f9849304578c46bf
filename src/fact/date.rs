//! Dates in all written forms, with what is wrong about them kept.
//!
//! `20 tháng 3 năm 2024`, `20/3/2024`, `20-3-2024`, `20.3.2024`; right after the word `ngày` also without a year (`13/3`,
//! `5 tháng 3`). The fact starts at the day. Where something is left blank (`ngày … tháng 3 năm 2024`,
//! `ngày ...../...../2024`) there may be no day to start at: it starts at the word `ngày`.
//!
//! Three numbers between slashes with four digits at the end are a date however impossible (`32/13/2024`). A year of two
//! digits could be a share as well (`5/3/24 hồ sơ`): it counts after `ngày`, or where day and month are possible and no
//! noun follows. Left alone: shares and `24/7` (nothing says `ngày`), spans of years, thousands (`1.028.000`), labels of
//! headings (`1.2.3`), and what goes on with letters or a fourth group (`20/3/2024/QĐ`): it belongs to something else.
use crate::document::{TokenId, TokenKind};
use crate::fact::{Found, Value, View};
use crate::span::Span;
use crate::text;

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `ngày 20 tháng 3 năm 2024`
    Words,
    /// `20/3/2024`
    Slashes,
    /// `20-3-2024`
    Dashes,
    /// `20.3.2024`
    Dots,
}

/// Why a date is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Day 0 or above 31.
    NoSuchDay,
    /// Month 0 or above 12.
    NoSuchMonth,
    /// A day the month does not have in that year: 31/4, 30/02, 29/02/2023.
    NotInMonth,
    /// Year of two digits.
    ShortYear,
    /// Year of three, five or more digits.
    OddYear,
    /// Day, month or year left blank: `ngày    tháng 3 năm 2024`.
    Blank,
}

/// A date as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Date {
    /// The calendar date, where there is one. A year of two digits is read as 20xx.
    pub value: Option<jiff::civil::Date>,
    /// Day as written, with its place.
    pub day: Option<Piece>,
    /// Month as written.
    pub month: Option<Piece>,
    /// Year as written; absent in `ngày 13/3`.
    pub year: Option<Piece>,
    /// How it is written.
    pub style: Style,
    /// What is wrong about it.
    pub flaw: Option<Flaw>,
}

/// One of the three numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its value.
    pub value: u32,
    /// Number of digits written.
    pub digits: u32,
    /// Bytes of the digits.
    pub span: Span,
}

pub(super) const DAY: u64 = text::key("ngày");
const MONTH: u64 = text::key("tháng");
const YEAR: u64 = text::key("năm");
/// Words after a date that make no share of `5/3/24` as a noun would (`5/3/24 hồ sơ`).
const AFTER: [u64; 10] = [
    text::key("của"),
    text::key("về"),
    text::key("đến"),
    text::key("và"),
    text::key("tại"),
    text::key("là"),
    text::key("thì"),
    text::key("đã"),
    text::key("để"),
    text::key("do"),
];
/// Last words of what goes by a number: in `Đề án 06 tháng 10 năm 2024` the number is no day.
const NUMBERED: [u64; 6] =
    [text::key("án"), text::key("thị"), text::key("quyết"), text::key("luận"), text::key("trình"), text::key("số")];
/// Tokens that a blank to be filled in may take: `. . . .`.
const LONGEST_BLANK: TokenId = 6;

/// The fact that starts at a token.
pub fn at(view: View<'_>, at: TokenId) -> Option<Found> {
    let token = view.token(at)?;
    let (date, end) = if token.is_number() {
        numeric(view, at).or_else(|| words(view, at)).or_else(|| dots(view, at))?
    } else if token.key == DAY && token.is_word() {
        blank(view, at)?
    } else {
        return None;
    };
    Some((Value::Date(date), at..end))
}

/// The digits of a token, if it is nothing but digits.
pub(super) fn piece(view: View<'_>, at: TokenId) -> Option<Piece> {
    let token = view.token(at).filter(|token| token.is_number())?;
    let text = view.text(at);
    let digits = text.bytes().map(|byte| byte.is_ascii_digit().then_some(u32::from(byte & 0xf)));
    let value = digits.take(7).try_fold(0, |value, digit| Some(value * 10 + digit?))?;
    (text.len() <= 6).then_some(Piece { value, digits: text.len() as u32, span: token.span })
}

fn joined(view: View<'_>, at: TokenId) -> bool {
    view.token(at).is_some_and(|token| !token.spaced)
}

fn after_day(view: View<'_>, at: TokenId) -> bool {
    at.checked_sub(1).is_some_and(|before| view.is_word(before, DAY))
}

/// Whether the number is not the tail of something. A dash after a number is a span: `13-20/3/2024`.
fn stands_free(view: View<'_>, at: TokenId, mark: char) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| joined(view, at)) else { return true };
    let Some(token) = view.token(before) else { return true };
    let further = before.checked_sub(1).filter(|_| !token.spaced).and_then(|at| view.token(at));
    match token.kind {
        TokenKind::Word => token.key == DAY,
        TokenKind::Number => false,
        TokenKind::Punctuation('/' | '\\') => further.is_none_or(|t| !t.is_word() && !t.is_number()),
        TokenKind::Punctuation('-' | '–' | '—') => {
            further.is_none_or(|t| !(t.is_word() || t.is_number() && mark != '/'))
        }
        _ => true,
    }
}

/// Whether nothing goes on after the last digit: no letters, no further group.
fn ends_free(view: View<'_>, end: TokenId, mark: char) -> bool {
    let Some(token) = view.token(end).filter(|token| !token.spaced) else { return true };
    match token.kind {
        TokenKind::Word | TokenKind::Number => false,
        TokenKind::Punctuation('/' | '%' | '\\') => false,
        TokenKind::Punctuation('-' | '–' | '_') => match view.token(end + 1) {
            Some(next) if !next.spaced => next.is_number() && mark == '/',
            _ => true,
        },
        _ => true,
    }
}

/// Whether no noun follows that a share would belong to.
fn no_noun(view: View<'_>, end: TokenId) -> bool {
    view.token(end).is_none_or(|token| !token.is_word() || AFTER.contains(&token.key))
}

/// `20/3/2024`, `20-3-2024`, `ngày 13/3`.
fn numeric(view: View<'_>, at: TokenId) -> Option<(Date, TokenId)> {
    let (mark, style) = match view.token(at + 1)?.kind {
        TokenKind::Punctuation('/') => ('/', Style::Slashes),
        TokenKind::Punctuation('-') => ('-', Style::Dashes),
        _ => return None,
    };
    let day = piece(view, at).filter(|day| day.digits <= 3)?;
    let told = after_day(view, at);
    let tight = |from: TokenId| joined(view, from) && joined(view, from + 1) || told && mark == '/';
    let month = piece(view, at + 2).filter(|month| month.digits <= 3 && tight(at + 1))?;
    if !stands_free(view, at, mark) {
        return None;
    }
    let plausible = (1..=31).contains(&day.value) && (1..=12).contains(&month.value);
    let year = piece(view, at + 4).filter(|_| view.is_mark(at + 3, mark) && tight(at + 3));
    if let Some(year) = year {
        let sure = match year.digits {
            4 => mark == '/' || told || plausible || day.digits <= 2 && month.digits <= 2,
            2 => told || mark == '/' && plausible && no_noun(view, at + 5),
            3 | 5 => told || mark == '/' && plausible,
            _ => told,
        };
        return (sure && ends_free(view, at + 5, mark)).then(|| (Date::new(day, month, Some(year), style), at + 5));
    }
    let short = told && mark == '/' && day.digits <= 2 && month.digits <= 2 && (plausible || no_noun(view, at + 3));
    (short && ends_free(view, at + 3, mark)).then(|| (Date::new(day, month, None, style), at + 3))
}

/// `20 tháng 3 năm 2024`, `ngày 20 tháng 3`.
fn words(view: View<'_>, at: TokenId) -> Option<(Date, TokenId)> {
    let day = if view.is_word(at + 1, MONTH) { piece(view, at) } else { None }?;
    let month = piece(view, at + 2)?;
    let told = after_day(view, at);
    let numbered = at.checked_sub(1).and_then(|before| view.token(before)).is_some_and(|t| NUMBERED.contains(&t.key));
    if day.digits > 3 || month.digits > 3 || numbered || !stands_free(view, at, ' ') {
        return None;
    }
    let comma = TokenId::from(view.is_mark(at + 3, ','));
    let year_at = match view.token(at + 3 + comma) {
        Some(token) if token.key == YEAR => Some(at + 4 + comma),
        Some(token) if token.is('/') && joined(view, at + 3) => Some(at + 4),
        _ => None,
    };
    let year = year_at.and_then(|at| Some((piece(view, at)?, at)));
    match year {
        Some((year, last)) if year.digits == 4 || told => {
            ends_free(view, last + 1, '/').then(|| (Date::new(day, month, Some(year), Style::Words), last + 1))
        }
        _ => (told && ends_free(view, at + 3, '/')).then(|| (Date::new(day, month, None, Style::Words), at + 3)),
    }
}

/// `20.3.2024`: one token.
fn dots(view: View<'_>, at: TokenId) -> Option<(Date, TokenId)> {
    // The shortest is `1.2.2024`, which few numbers are as long as.
    let token = view.token(at).filter(|token| token.span.len() >= 8)?;
    let mut start = token.span.start;
    let mut parts = view.text(at).split('.').map(|digits| {
        let span = Span { start, end: start + digits.len() as u32 };
        start = span.end + 1;
        let value = if digits.len() <= 6 { digits.parse().ok() } else { None };
        value.map(|value| Piece { value, digits: digits.len() as u32, span })
    });
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    let fits = parts.next().is_none() && day.digits <= 2 && month.digits <= 2 && year.digits == 4;
    (fits && stands_free(view, at, '.') && ends_free(view, at + 1, '.'))
        .then(|| (Date::new(day, month, Some(year), Style::Dots), at + 1))
}

/// A date with something to be filled in, from the word `ngày` on.
fn blank(view: View<'_>, at: TokenId) -> Option<(Date, TokenId)> {
    let (day, next) = slot(view, at + 1);
    let style = match view.token(next)? {
        token if token.key == MONTH => Style::Words,
        token if token.is('/') => Style::Slashes,
        _ => return None,
    };
    let (month, mut end) = slot(view, next + 1);
    let mut year = None;
    let mut blanks = usize::from(day.is_none()) + usize::from(month.is_none());
    let follows =
        view.token(end).is_some_and(|token| if style == Style::Words { token.key == YEAR } else { token.is('/') });
    if follows {
        let (piece, after) = slot(view, end + 1);
        year = piece;
        let open =
            piece.is_none() || piece.is_some_and(|piece| piece.digits < 4) && joined(view, after) && fill(view, after);
        let (_, after) = if piece.is_some() && open { slot(view, after) } else { (None, after) };
        if open && after == end + 1 && blanks == 0 {
            return None;
        }
        blanks += usize::from(open);
        end = after;
    } else if style == Style::Slashes {
        return None;
    }
    // `ngày tháng năm sinh` names a date and leaves none open: something must be filled in, or room left for it.
    let last = view.token(end.checked_sub(1)?)?.span.end;
    let room = view.document.slice(Span { start: view.token(at)?.span.end, end: view.token(next)?.span.start });
    let whole = view.document.slice(Span { start: view.token(at)?.span.end, end: last });
    let filled = room.chars().count() >= 3 || whole.contains(['_', '…']) || whole.contains("..");
    if blanks == 0 || !(filled || year.is_some() && day.or(month).is_some()) {
        return None;
    }
    Some((Date { value: None, day, month, year, style, flaw: Some(Flaw::Blank) }, end))
}

fn fill(view: View<'_>, at: TokenId) -> bool {
    view.token(at).is_some_and(|token| token.is('…') || token.is('.') && !token.ends_sentence || token.is('_'))
}

/// A number or what stands in its place, and the token after it.
fn slot(view: View<'_>, at: TokenId) -> (Option<Piece>, TokenId) {
    if let Some(piece) = piece(view, at) {
        return (Some(piece), at + 1);
    }
    (None, (at..at + LONGEST_BLANK).find(|&at| !fill(view, at)).unwrap_or(at + LONGEST_BLANK))
}

impl Date {
    fn new(day: Piece, month: Piece, year: Option<Piece>, style: Style) -> Self {
        let full = year.map(|year| if year.digits <= 2 { 2000 + year.value } else { year.value });
        // Without a year the 29th of February may be.
        let leap = full.filter(|full| (1..=9999).contains(full)).unwrap_or(2024) as i16;
        let civil = civil(leap, month.value, day.value);
        let flaw = if !(1..=31).contains(&day.value) {
            Some(Flaw::NoSuchDay)
        } else if !(1..=12).contains(&month.value) {
            Some(Flaw::NoSuchMonth)
        } else if civil.is_none() {
            Some(Flaw::NotInMonth)
        } else {
            match year {
                Some(year) if year.digits == 2 => Some(Flaw::ShortYear),
                Some(year) if year.digits != 4 || !(1800..=2100).contains(&year.value) => Some(Flaw::OddYear),
                _ => None,
            }
        };
        let value = civil.filter(|_| year.is_some() && flaw != Some(Flaw::OddYear));
        Self { value, day: Some(day), month: Some(month), year, style, flaw }
    }
}

fn civil(year: i16, month: u32, day: u32) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fact::extract;
    use crate::source::Source;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn dates(text: &str) -> Vec<(String, Date)> {
        let document = Document::parse(Source::new("t", text));
        let facts = extract(&document).built_in().to_vec().into_iter();
        facts
            .filter_map(|fact| match fact.value {
                Value::Date(date) => Some((document.slice(fact.span).nfc().collect(), date)),
                _ => None,
            })
            .collect()
    }

    /// `written=style value flaw` for each.
    fn listed(text: &str) -> String {
        let show = |(written, date): (String, Date)| {
            let value = date.value.map(|value| format!(" {value}")).unwrap_or_default();
            let flaw = date.flaw.map(|flaw| format!(" {flaw:?}")).unwrap_or_default();
            format!("{written}={:?}{value}{flaw}", date.style)
        };
        dates(text).into_iter().map(show).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn takes_dates_in_every_form() {
        for (text, expected) in [
            ("Huế, ngày 20 tháng 3 năm 2024", "20 tháng 3 năm 2024=Words 2024-03-20"),
            ("vào 20 THÁNG 03 NĂM 2024 họp", "20 THÁNG 03 NĂM 2024=Words 2024-03-20"),
            ("ngày 5 tháng 3, năm 2024", "5 tháng 3, năm 2024=Words 2024-03-05"),
            ("ngày 5 tháng 3 tới", "5 tháng 3=Words"),
            ("ngày 20/3/2024 và 05/01/2024.", "20/3/2024=Slashes 2024-03-20; 05/01/2024=Slashes 2024-01-05"),
            ("ngày 18/7/2022⁹ nêu", "18/7/2022=Slashes 2022-07-18"),
            ("hạn 20-3-2024, 20.3.2024.", "20-3-2024=Dashes 2024-03-20; 20.3.2024=Dots 2024-03-20"),
            ("từ ngày 13/3 đến ngày 20/3.", "13/3=Slashes; 20/3=Slashes"),
            (
                "từ 1/3/2024-31/3/2024, 13-20/4/2024",
                "1/3/2024=Slashes 2024-03-01; 31/3/2024=Slashes 2024-03-31; 20/4/2024=Slashes 2024-04-20",
            ),
            ("số 12/QĐ-UBND ngày 07/2/2024 của", "07/2/2024=Slashes 2024-02-07"),
            ("ngày 20/ 3/2024", "20/ 3/2024=Slashes 2024-03-20"),
        ] {
            assert_eq!(listed(text), expected, "{text}");
            assert_eq!(listed(&text.nfd().collect::<String>()).replace("⁹", ""), expected, "NFD {text}");
        }
    }

    #[test]
    fn keeps_what_is_wrong() {
        for (text, expected) in [
            ("ngày 31/4 này", "31/4=Slashes NotInMonth"),
            ("ngày 29/02 này", "29/02=Slashes"),
            ("hạn 30/02/2024, 29/02/2023", "30/02/2024=Slashes NotInMonth; 29/02/2023=Slashes NotInMonth"),
            (
                "hạn 32/04/2024, 0/5/2024, 20/13/2024",
                "32/04/2024=Slashes NoSuchDay; 0/5/2024=Slashes NoSuchDay; 20/13/2024=Slashes NoSuchMonth",
            ),
            ("ngày 31 tháng 4 năm 2024", "31 tháng 4 năm 2024=Words NotInMonth"),
            (
                "ngày 5/3/24 hồ sơ, hết 5/3/24.",
                "5/3/24=Slashes 2024-03-05 ShortYear; 5/3/24=Slashes 2024-03-05 ShortYear",
            ),
            (
                "hạn 20/3/20244 và 20/3/202, 20/3/2204",
                "20/3/20244=Slashes OddYear; 20/3/202=Slashes OddYear; 20/3/2204=Slashes OddYear",
            ),
            ("Huế, ngày    tháng 3 năm 2024", "ngày    tháng 3 năm 2024=Words Blank"),
            ("Huế, ngày … tháng … năm 2024", "ngày … tháng … năm 2024=Words Blank"),
            ("Huế, ngày ...../...../2024", "ngày ...../...../2024=Slashes Blank"),
            ("Huế, ngày 20 tháng ... năm 2024 nhé", "ngày 20 tháng ... năm 2024=Words Blank"),
            ("Huế, ngày 20 tháng 3 năm …", "ngày 20 tháng 3 năm …=Words Blank"),
            ("Huế, ngày      tháng      năm 2024", "ngày      tháng      năm 2024=Words Blank"),
        ] {
            assert_eq!(listed(text), expected, "{text}");
        }
        assert!(listed("Huế, ngày __ tháng __ năm 2024").ends_with("Words Blank"));
        assert!(listed("Huế, ngày __ tháng __").ends_with("Words Blank"));
    }

    #[test]
    fn leaves_alone_what_is_none() {
        for text in [
            "phục vụ 24/7",
            "đạt 12/63 tỉnh",
            "13/72 TTHC",
            "giai đoạn 2021-2025",
            "đạt 5/3/24 hồ sơ",
            "1.028.000 đồng",
            "1.2.3. Kết quả",
            "54/2019/QĐ-UBND",
            "20/3/2024/5",
            "20/3/2024A",
            "Đề án 06 tháng 10 năm 2024",
            "ngày, tháng, năm sinh",
            "ngày tháng năm sinh",
            "6 tháng đầu năm 2024",
            "tháng 3/2024",
            "mỗi ngày / tuần",
            "1-2-3",
            "trong ngày 12/15 hồ sơ",
            "v20/3/2024",
        ] {
            assert_eq!(listed(text), "", "{text}");
        }
    }

    #[test]
    fn pieces_have_places() {
        let text = "ngày 05.3.2024";
        let (_, date) = dates(text).remove(0);
        let pieces = [date.day, date.month, date.year]
            .map(|piece| piece.map(|p| (p.value, p.digits, text.get(p.span.range()).unwrap_or_default())));
        assert_eq!(pieces, [Some((5, 2, "05")), Some((3, 1, "3")), Some((2024, 4, "2024"))]);
    }

    proptest! {
        #[test]
        fn any_text_has_dates_that_slice(text in "([0-9]{1,5}|[/. _…-]|ngày|tháng| năm |\\PC){0,24}") {
            for (written, date) in dates(&text) {
                prop_assert!(!written.is_empty());
                for piece in [date.day, date.month, date.year].into_iter().flatten() {
                    prop_assert_eq!(text.get(piece.span.range()).map(str::len), Some(piece.digits as usize));
                }
            }
        }
    }
}
