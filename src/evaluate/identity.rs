//! What a report says of itself: who made it, when, for which period. Overviews of many reports are arranged by it.

use jiff::civil::Date;

use super::engine::Engine;
use super::value::{self, Value};
use crate::fact::period::Period;

/// What a report says of itself, as the rules' defines `report_issuer` (with `report_issuer_place` and `report_issuer_below`),
/// `report_number`, `report_title`, `report_date` and `report_period` find it; nothing where it does not say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The office that made it.
    pub issuer: Option<String>,
    /// Its number and symbol.
    pub number: Option<String>,
    /// What it is about.
    pub title: Option<String>,
    /// The day it was made.
    pub date: Option<Date>,
    /// The period it is for.
    pub period: Option<OwnPeriod>,
}

/// The period a report is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPeriod {
    /// In words: `Quý I/2024`.
    pub name: String,
    /// First and last day, where the year is known.
    pub days: Option<(Date, Date)>,
}

/// Asks the rules' defines.
pub(super) fn of(engine: &Engine<'_>) -> Identity {
    let value = |name: &str| {
        let index = engine.rules.defines.iter().position(|(known, _)| known == name);
        index.map_or(Value::Missing, |index| engine.define(index as u32))
    };
    let text = |name: &str| {
        let value = value(name);
        let words = engine.text(&value).filter(|_| !value.is_missing())?;
        let words: Vec<&str> = words.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let period = |period: &Period| OwnPeriod { name: value::period_text(period), days: value::days(period) };
    Identity {
        issuer: text("report_issuer_below").or_else(|| {
            let parts = [text("report_issuer")?, text("report_issuer_place").unwrap_or_default()];
            Some(parts.join(" ").trim_end().to_owned())
        }),
        number: text("report_number"),
        title: text("report_title"),
        date: engine.date(&value("report_date")),
        period: engine.period(&value("report_period")).map(period),
    }
}
