//! Values while rules run: light handles on what the document and the rules hold, copied and never dropped. What is made while rules run (texts,
//! lists) lies in the arena of the document.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::document::TokenId;
use crate::fact::FactId;
use crate::fact::period::{Length, Notation, Period};
use crate::span::Span;
use std::ops::Range;

/// A value.
#[derive(Debug, Clone, Copy, Default)]
pub enum Value<'a> {
    /// A part that is not there.
    #[default]
    Missing,
    /// Something of the report as a whole that is not there: why a rule could not judge.
    Unjudged(Lack),
    /// Text of a rule, or made up; with a place where it stands for what was read there.
    Text(&'a str, Option<Span>),
    /// One of the names that a part of a built-in type takes.
    Name(&'static str),
    /// Text as it stands in the document.
    Slice(Span),
    /// A number.
    Number(Decimal),
    /// A number read in the document.
    Figure(Decimal, Span),
    /// Yes or no.
    Flag(bool),
    /// A calculated date.
    Date(Date),
    /// A calculated period.
    Period(&'a Period),
    /// From, to.
    Range(&'a (Decimal, Decimal)),
    /// A fact.
    Fact(FactId),
    /// A part of a declared fact that is a format: the fact, and the capture.
    Form(FactId, u32),
    /// A list of amounts that a fact captured: the fact, and the capture.
    Amounts(FactId, u32),
    /// A section.
    Section(u32),
    /// An item of an outline, by its number in the run.
    Item(u32),
    /// A note.
    Note(u32),
    /// A mark.
    Mark(u32),
    /// A stretch of text.
    Stretch(Tokens, Span),
    /// A cell: table and index of the cell.
    Cell(u32, u32),
    /// A relation of figures in a table, by its number.
    Relation(u32),
    /// A reckoning, by its number.
    Reckoning(u32),
    /// Pages of one size, by their number.
    Page(u32),
    /// What a place looks like; without one, the running text of the report.
    Look(Option<Span>),
    /// A list or group.
    List(&'a [Value<'a>]),
    /// The report.
    Report,
    /// A value with a place in the draft before.
    Old(&'a Value<'a>),
}

/// What of the report as a whole is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// A define has no value.
    Define(u32),
    /// A field was not found.
    Field(u32),
    /// The file says nothing of looks.
    Looks,
}

/// Tokens in a row.
#[derive(Debug, Clone, Copy)]
pub struct Tokens {
    start: TokenId,
    end: TokenId,
}

impl Tokens {
    /// As a range.
    pub fn range(self) -> Range<TokenId> {
        self.start..self.end
    }
}

impl From<Range<TokenId>> for Tokens {
    fn from(range: Range<TokenId>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl<'a> Value<'a> {
    /// Text of a rule.
    pub fn text(text: &'a str) -> Self {
        Self::Text(text, None)
    }

    /// Whether it is not there.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing | Self::Unjudged(_))
    }

    /// A flag's value.
    pub fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Missing stays missing, and the reason is kept.
    pub fn or_missing<'v>(value: Option<Self>, causes: impl IntoIterator<Item = &'v Self>) -> Self
    where
        'a: 'v,
    {
        value.unwrap_or_else(|| Self::gone(causes))
    }

    /// What comes of a calculation with these, one of which is not there.
    pub fn gone<'v>(causes: impl IntoIterator<Item = &'v Self>) -> Self
    where
        'a: 'v,
    {
        causes.into_iter().find(|cause| matches!(cause, Self::Unjudged(_))).copied().unwrap_or(Self::Missing)
    }
}

/// First and last day of a period, where its year is known and its index possible.
pub fn days(period: &Period) -> Option<(Date, Date)> {
    let year = period.year?;
    let index = i8::try_from(period.index).ok()?;
    let (first, last) = match period.length {
        Length::Month if (1..=12).contains(&index) => (index, index),
        Length::Quarter if (1..=4).contains(&index) => (index * 3 - 2, index * 3),
        Length::HalfYear if (1..=2).contains(&index) => (index * 6 - 5, index * 6),
        Length::NineMonths => (1, 9),
        Length::Year => (1, 12),
        _ => return None,
    };
    Some((Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month()))
}

/// The period so many periods later (or earlier).
pub fn shifted(period: &Period, by: i32) -> Option<Period> {
    let per_year: i32 = match period.length {
        Length::Month => 12,
        Length::Quarter => 4,
        Length::HalfYear => 2,
        Length::NineMonths | Length::Year => 1,
    };
    let at = i32::try_from(period.index).ok()?.max(1) - 1 + by;
    let (years, index) = (at.div_euclid(per_year), at.rem_euclid(per_year) + 1);
    let year = match period.year {
        Some(year) => Some(year.checked_add(i16::try_from(years).ok()?)?),
        None => None,
    };
    let notation = if period.length == Length::Quarter { Notation::Roman } else { period.notation };
    Some(Period { index: index as u32, year, notation, index_span: None, year_span: None, ..period.clone() })
}

/// Whether two periods are the same; a year that is not written agrees with any.
pub fn same_period(a: &Period, b: &Period) -> bool {
    a.length == b.length && a.index == b.index && (a.year.is_none() || b.year.is_none() || a.year == b.year)
}

/// A number in Vietnamese writing: `1.028.000`, `22,8`.
pub fn written(number: Decimal) -> String {
    let plain = number.to_string();
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, decimals) = plain.split_once('.').map_or((plain, None), |(whole, decimals)| (whole, Some(decimals)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push(',');
        out.push_str(decimals);
    }
    out
}

/// A period in words of a report.
pub fn period_text(period: &Period) -> String {
    let roman = ["I", "II", "III", "IV"];
    let index = period.index;
    let name = match period.length {
        Length::Month => format!("tháng {index}"),
        Length::Quarter => {
            let number = roman.get((index.max(1) - 1) as usize).map_or_else(|| index.to_string(), |r| (*r).to_owned());
            format!("Quý {number}")
        }
        Length::HalfYear if index == 2 => "6 tháng cuối năm".into(),
        Length::HalfYear => "6 tháng đầu năm".into(),
        Length::NineMonths => "9 tháng đầu năm".into(),
        Length::Year => "năm".into(),
    };
    match (period.year, period.length) {
        (Some(year), Length::Month | Length::Quarter) => format!("{name}/{year}"),
        (Some(year), _) => format!("{name} {year}"),
        (None, _) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_a_vietnamese_report() {
        let write = |text: &str| written(text.parse().unwrap());
        assert_eq!(write("1028000"), "1.028.000");
        assert_eq!(write("22.80"), "22,80");
        assert_eq!(write("-999"), "-999");
    }

    #[test]
    fn the_quarter_after_the_fourth_is_the_first_of_the_next_year() {
        let fourth = Period {
            length: Length::Quarter,
            index: 4,
            year: Some(2024),
            notation: Notation::Roman,
            index_span: None,
            year_span: None,
        };
        let next = shifted(&fourth, 1).unwrap();
        assert_eq!((next.index, next.year), (1, Some(2025)));
        assert_eq!(period_text(&next), "Quý I/2025");
        assert_eq!(days(&fourth).unwrap().1, jiff::civil::date(2024, 12, 31));
    }
}
