//! Reporting periods: quarter, half-year, nine months, month, year.
//!
//! `Quý I/2024`, `quý 02 năm 2024`, `6 tháng đầu năm 2024`, `9 tháng năm 2024`, `tháng 3/2024`, `năm 2024`. An index that no
//! year has (`Quý V`, `tháng 13/2024`) is kept for a rule to find. Without a year a quarter in Roman figures is a period
//! wherever it stands; `quý 3` and `tháng 3` are only where what follows shows that the number counts nothing
//! (`mỗi quý 2 lần`, `trong tháng 3 hồ sơ`).
//!
//! Left alone: spans of years (`năm 2021-2025`, `năm học 2023-2024`), lengths of time (`6 tháng`), other words `quý`
//! (`quý vị`) and `năm` (`năm 2 lần`), and months of a date, which the date has taken already. In `05 tháng cuối năm 2025`
//! only the year is a period. Half-years and nine months have no place of their index: `6` is not what it is.
use crate::document::{Case, TokenId, TokenKind};
use crate::fact::date::piece;
use crate::fact::{Found, Value, View};
use crate::span::Span;
use crate::text;

/// What length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// `tháng 3/2024`, `tháng 3 năm 2024`
    Month,
    /// `Quý I/2024`
    Quarter,
    /// `6 tháng đầu năm 2024` (index 1), `6 tháng cuối năm` (index 2)
    HalfYear,
    /// `9 tháng đầu năm 2024`
    NineMonths,
    /// `năm 2024`
    Year,
}

/// How the index of a period is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notation {
    /// `Quý I`
    Roman,
    /// `Quý 1`
    Arabic,
    /// `Quý 01`
    Padded,
    /// `quý một`, `quý đầu`
    Word,
    /// Years have no index.
    None,
}

/// A period as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// What length of time.
    pub length: Length,
    /// Which one of the year, from 1; an impossible one (`Quý V`) is kept as written.
    pub index: u32,
    /// The year, where it is said.
    pub year: Option<i16>,
    /// How the index is written.
    pub notation: Notation,
    /// Bytes of the index (`I`), where there is one.
    pub index_span: Option<Span>,
    /// Bytes of the year.
    pub year_span: Option<Span>,
}

const QUARTER: u64 = text::key("quý");
pub(super) const MONTH: u64 = text::key("tháng");
const YEAR: u64 = text::key("năm");
const OF: u64 = text::key("của");
const FIRST: u64 = text::key("đầu");
const LAST: u64 = text::key("cuối");
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
const WORDS: [(u64, u32); 11] = [
    (text::key("một"), 1),
    (text::key("hai"), 2),
    (text::key("ba"), 3),
    (text::key("bốn"), 4),
    (text::key("tư"), 4),
    (text::key("năm"), 5),
    (text::key("sáu"), 6),
    (text::key("bảy"), 7),
    (text::key("tám"), 8),
    (text::key("chín"), 9),
    (text::key("mười"), 10),
];
/// Words before `tháng` and `quý` after which a number counts things: `mỗi tháng 3 lần`.
const EVERY: [u64; 4] = [text::key("mỗi"), text::key("hàng"), text::key("hằng"), text::key("từng")];
/// Words after `tháng 3` that show that `3` does not count what follows, as in `trong tháng 3 hồ sơ`.
const GOES_ON: [u64; 34] = [
    text::key("đến"),
    text::key("và"),
    text::key("của"),
    text::key("là"),
    text::key("đã"),
    text::key("này"),
    text::key("tới"),
    text::key("với"),
    text::key("so"),
    text::key("về"),
    text::key("cho"),
    text::key("có"),
    text::key("năm"),
    text::key("vừa"),
    text::key("trở"),
    text::key("thì"),
    text::key("để"),
    text::key("do"),
    text::key("tại"),
    text::key("ở"),
    text::key("ước"),
    text::key("đạt"),
    text::key("tăng"),
    text::key("giảm"),
    text::key("hoặc"),
    text::key("như"),
    text::key("theo"),
    text::key("sau"),
    text::key("trước"),
    text::key("không"),
    text::key("duy"),
    text::key("vẫn"),
    text::key("chưa"),
    text::key("sẽ"),
];

/// The fact that starts at a token.
pub fn at(view: View<'_>, at: TokenId) -> Option<Found> {
    let token = view.token(at)?;
    let (period, end) = match (token.kind, token.key) {
        (TokenKind::Number, _) => months(view, at)?,
        (TokenKind::Word, QUARTER) => quarter(view, at)?,
        (TokenKind::Word, MONTH) => month(view, at)?,
        (TokenKind::Word, YEAR) => year(view, at)?,
        (TokenKind::Word, _) => months(view, at)?,
        _ => return None,
    };
    Some((Value::Period(period), at..end))
}

/// Whether a word names a length of time, so that a period may begin there. Before [`MONTH`] it may begin with a number word.
pub(super) fn is_name(key: u64) -> bool {
    [QUARTER, MONTH, YEAR].contains(&key)
}

/// The index of a period as written.
struct Index {
    value: u32,
    notation: Notation,
    span: Span,
}

fn index(view: View<'_>, at: TokenId) -> Option<Index> {
    let span = view.token(at)?.span;
    if let Some(piece) = piece(view, at) {
        let notation = if piece.digits == 2 && piece.value < 10 { Notation::Padded } else { Notation::Arabic };
        return (piece.digits <= 2).then_some(Index { value: piece.value, notation, span });
    }
    let key = view.token(at).filter(|token| token.is_word())?.key;
    let word = WORDS.iter().find(|(word, _)| *word == key);
    word.map(|(_, value)| Index { value: *value, notation: Notation::Word, span })
}

fn roman(view: View<'_>, at: TokenId) -> Option<Index> {
    let token = view.token(at).filter(|token| token.is_word())?;
    let value = ROMAN.iter().zip(1..).find(|(roman, _)| roman.eq_ignore_ascii_case(view.text(at)))?.1;
    Some(Index { value, notation: Notation::Roman, span: token.span })
}

/// A year of four digits, no part of a span or a fraction of years: `2021-2025`, `2024/2023`.
fn plain_year(view: View<'_>, at: TokenId) -> Option<(i16, Span)> {
    let piece = piece(view, at).filter(|piece| piece.digits == 4 && (1900..=2100).contains(&piece.value))?;
    let free = match view.token(at + 1) {
        None => true,
        Some(next) => match next.kind {
            TokenKind::Word | TokenKind::Number => next.spaced,
            TokenKind::Punctuation('-' | '–' | '—') => {
                self::piece(view, at + 2).is_none_or(|next| next.digits != 4)
            }
            TokenKind::Punctuation('/') => self::piece(view, at + 2).is_none(),
            TokenKind::Punctuation('%') => false,
            _ => true,
        },
    };
    free.then(|| i16::try_from(piece.value).ok()).flatten().map(|year| (year, piece.span))
}

/// A year behind `năm`, and the token after it.
fn named_year(view: View<'_>, at: TokenId) -> Option<((i16, Span), TokenId)> {
    let of = TokenId::from(view.is_mark(at, ',') || view.is_word(at, OF));
    view.is_word(at + of, YEAR).then(|| plain_year(view, at + of + 1)).flatten().map(|year| (year, at + of + 2))
}

/// `/2024`, `-2024`, `năm 2024`, `, năm 2024`, and the token after it.
fn year_after(view: View<'_>, at: TokenId) -> Option<((i16, Span), TokenId)> {
    match view.token(at)?.kind {
        TokenKind::Punctuation('/' | '-' | '–') => plain_year(view, at + 1).map(|year| (year, at + 2)),
        _ => named_year(view, at),
    }
}

/// Whether an index without a year is one, and counts nothing that follows.
fn stands_alone(view: View<'_>, at: TokenId, end: TokenId) -> bool {
    let before = at.checked_sub(1).and_then(|before| view.token(before));
    if before.is_some_and(|token| EVERY.contains(&token.key) || token.is_number() || token.is('/')) {
        return false;
    }
    let Some(next) = view.token(end) else { return true };
    match next.kind {
        TokenKind::Word => next.spaced && GOES_ON.contains(&next.key),
        TokenKind::Number => false,
        TokenKind::Punctuation('%') => false,
        TokenKind::Punctuation('/' | '-' | '–' | '+') => view.token(end + 1).is_none_or(|token| !token.is_number()),
        _ => true,
    }
}

fn period(length: Length, index: &Index, year: Option<(i16, Span)>) -> Period {
    Period {
        length,
        index: index.value,
        year: year.map(|(year, _)| year),
        notation: index.notation,
        index_span: Some(index.span),
        year_span: year.map(|(_, span)| span),
    }
}

fn quarter(view: View<'_>, at: TokenId) -> Option<(Period, TokenId)> {
    let first = || view.is_word(at + 1, FIRST).then(|| view.token(at + 1)).flatten();
    let index = roman(view, at + 1)
        .or_else(|| index(view, at + 1))
        .or_else(|| first().map(|token| Index { value: 1, notation: Notation::Word, span: token.span }))?;
    if let Some((year, end)) = year_after(view, at + 2) {
        return Some((period(Length::Quarter, &index, Some(year)), end));
    }
    let alone = match index.notation {
        Notation::Roman => view.token(at + 1)?.case == Case::Upper,
        Notation::Word => false,
        _ => stands_alone(view, at, at + 2),
    };
    alone.then(|| (period(Length::Quarter, &index, None), at + 2))
}

fn month(view: View<'_>, at: TokenId) -> Option<(Period, TokenId)> {
    let index = index(view, at + 1)?;
    if let Some((year, end)) = year_after(view, at + 2) {
        return Some((period(Length::Month, &index, Some(year)), end));
    }
    let alone = index.notation != Notation::Word && (1..=12).contains(&index.value) && stands_alone(view, at, at + 2);
    alone.then(|| (period(Length::Month, &index, None), at + 2))
}

/// `6 tháng đầu năm 2024`, `9 tháng năm 2024`.
fn months(view: View<'_>, at: TokenId) -> Option<(Period, TokenId)> {
    if !view.is_word(at + 1, MONTH) {
        return None;
    }
    let count = index(view, at)?;
    let length = match count.value {
        6 => Length::HalfYear,
        9 => Length::NineMonths,
        _ => return None,
    };
    let tail =
        at.checked_sub(1).filter(|_| view.token(at).is_some_and(|token| !token.spaced)).and_then(|at| view.token(at));
    if tail.is_some_and(|token| token.is('/') || token.is('-') || token.is('–') || token.is_number() || token.is_word())
    {
        return None;
    }
    let (index, year, end) = if view.is_word(at + 2, FIRST) || view.is_word(at + 2, LAST) {
        let index = if view.is_word(at + 2, FIRST) { 1 } else { 2 };
        match named_year(view, at + 3) {
            Some((year, end)) => (index, Some(year), end),
            None if view.is_word(at + 3, YEAR) => (index, None, at + 4),
            None => return None,
        }
    } else {
        let (year, end) = if view.is_mark(at + 2, '-') { None } else { year_after(view, at + 2) }?;
        (1, Some(year), end)
    };
    if length == Length::NineMonths && index == 2 {
        return None;
    }
    Some((Period { index, index_span: None, ..period(length, &count, year) }, end))
}

fn year(view: View<'_>, at: TokenId) -> Option<(Period, TokenId)> {
    let (year, span) = plain_year(view, at + 1)?;
    let (index, notation) = (1, Notation::None);
    let period =
        Period { length: Length::Year, index, year: Some(year), notation, index_span: None, year_span: Some(span) };
    Some((period, at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fact::extract;
    use crate::source::Source;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn periods(text: &str) -> Vec<(String, Period)> {
        let document = Document::parse(Source::new("t", text));
        let facts = extract(&document).built_in().to_vec().into_iter();
        facts
            .filter_map(|fact| match fact.value {
                Value::Period(period) => Some((document.slice(fact.span).nfc().collect(), period)),
                _ => None,
            })
            .collect()
    }

    /// `written=length index year notation` for each.
    fn listed(text: &str) -> String {
        let show = |(written, p): (String, Period)| {
            let year = p.year.map_or("-".to_owned(), |year| year.to_string());
            format!("{written}={:?} {} {year} {:?}", p.length, p.index, p.notation)
        };
        periods(text).into_iter().map(show).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn takes_periods() {
        for (text, expected) in [
            ("Trong Quý I/2024, có", "Quý I/2024=Quarter 1 2024 Roman"),
            ("trong quý 1 năm 2024 có", "quý 1 năm 2024=Quarter 1 2024 Arabic"),
            ("Quý 02/2024; Quý 4/2024", "Quý 02/2024=Quarter 2 2024 Padded; Quý 4/2024=Quarter 4 2024 Arabic"),
            ("quý IV năm 2024", "quý IV năm 2024=Quarter 4 2024 Roman"),
            ("KẾT QUẢ QUÝ II/2024", "QUÝ II/2024=Quarter 2 2024 Roman"),
            ("Trong Quý I, năm 2024", "Quý I, năm 2024=Quarter 1 2024 Roman"),
            ("Trong Quý I, các sở họp", "Quý I=Quarter 1 - Roman"),
            ("quý I-2024 và quý 3 đạt", "quý I-2024=Quarter 1 2024 Roman; quý 3=Quarter 3 - Arabic"),
            ("Quý V/2024, Quý 5/2024", "Quý V/2024=Quarter 5 2024 Roman; Quý 5/2024=Quarter 5 2024 Arabic"),
            ("quý một năm 2024", "quý một năm 2024=Quarter 1 2024 Word"),
            ("6 tháng đầu năm 2024", "6 tháng đầu năm 2024=HalfYear 1 2024 Arabic"),
            ("trong 06 tháng đầu năm, tỉnh", "06 tháng đầu năm=HalfYear 1 - Padded"),
            ("Sáu tháng đầu năm tăng", "Sáu tháng đầu năm=HalfYear 1 - Word"),
            ("nhiệm vụ 6 tháng cuối năm 2025", "6 tháng cuối năm 2025=HalfYear 2 2025 Arabic"),
            (
                "9 tháng đầu năm 2024, 9 tháng năm 2024",
                "9 tháng đầu năm 2024=NineMonths 1 2024 Arabic; 9 tháng năm 2024=NineMonths 1 2024 Arabic",
            ),
            ("6 tháng năm 2024", "6 tháng năm 2024=HalfYear 1 2024 Arabic"),
            ("tháng 3/2024, tháng 02/2024", "tháng 3/2024=Month 3 2024 Arabic; tháng 02/2024=Month 2 2024 Padded"),
            (
                "tháng 3 năm 2024, tháng 13/2024",
                "tháng 3 năm 2024=Month 3 2024 Arabic; tháng 13/2024=Month 13 2024 Arabic",
            ),
            ("trong tháng 3, sở họp", "tháng 3=Month 3 - Arabic"),
            (
                "Năm 2024, từ năm 2021 đến năm 2025",
                "Năm 2024=Year 1 2024 None; năm 2021=Year 1 2021 None; năm 2025=Year 1 2025 None",
            ),
            ("quý I năm 2021-2025", "quý I=Quarter 1 - Roman"),
        ] {
            assert_eq!(listed(text), expected, "{text}");
            assert_eq!(listed(&text.nfd().collect::<String>()), expected, "NFD {text}");
        }
    }

    #[test]
    fn leaves_alone_what_is_none() {
        for text in [
            "giai đoạn 2021-2025",
            "năm 2021 - 2025",
            "năm 2021-2025",
            "năm học 2023-2024",
            "nhiệm kỳ 2020-2025",
            "quý vị đại biểu",
            "quý khách",
            "Quý cơ quan",
            "năm 2 lần",
            "trong 6 tháng tới",
            "thời hạn 6 tháng",
            "mỗi quý 2 lần",
            "mỗi tháng 3 lần",
            "trong tháng 3 hồ sơ",
            "ngày 20 tháng 3 năm 2024",
            "năm 20244",
            "năm 1024",
            "3-6 tháng năm 2024/2023",
            "tháng 3-4",
            "ba tháng một lần",
            "quý hai bên",
        ] {
            assert_eq!(listed(text), "", "{text}");
        }
    }

    #[test]
    fn index_and_year_have_places() {
        let text = "Trong Quý IV/2024";
        let (_, period) = periods(text).remove(0);
        assert_eq!(period.index_span.and_then(|span| text.get(span.range())), Some("IV"));
        assert_eq!(period.year_span.and_then(|span| text.get(span.range())), Some("2024"));
    }

    proptest! {
        #[test]
        fn any_text_has_periods_that_slice(text in "([0-9]{1,2}|2024|[/., -]|quý | I|tháng| năm | đầu|\\PC){0,24}") {
            for (written, period) in periods(&text) {
                prop_assert!(!written.is_empty());
                for span in [period.index_span, period.year_span].into_iter().flatten() {
                    prop_assert!(text.get(span.range()).is_some_and(|part| !part.is_empty()));
                }
            }
        }
    }
}
