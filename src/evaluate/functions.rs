//! The functions of the language.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::attribute::is_tidy;
use super::engine::Engine;
use super::value::{self, Value};
use crate::fact;
use crate::fact::period::Period;
use crate::rule::ir::Function as F;
use crate::text::key_of_keys;

impl<'a> Engine<'a> {
    /// Works out a function.
    pub fn call(&self, function: F, values: &[Value<'a>]) -> Value<'a> {
        if let (F::WordsBefore | F::WordsAfter, [Value::Old(inner), count]) = (function, values) {
            let there = [**inner, *count];
            return self.old().map_or(Value::Missing, |old| self.wrap(old.call(function, &there)));
        }
        let found = match values {
            [a] => self.one(function, a),
            [a, b] => self.two(function, a, b),
            [a, b, c] => self.three(function, a, b, c),
            _ => None,
        };
        Value::or_missing(found, values)
    }

    fn one(&self, function: F, a: &Value<'a>) -> Option<Value<'a>> {
        match function {
            F::Abs => self.number(a).map(|number| Value::Number(number.abs())),
            F::Number => self.text(a).and_then(|text| read_number(&text)).map(Value::Number),
            F::Length => self.text(a).map(|text| Value::Number(crate::text::nfc(&text).chars().count().into())),
            F::Plain => self.number(a).map(|number| self.told(&number.to_string().replace('.', ","))),
            F::Upper => self.text(a).map(|text| self.told(&text.to_uppercase())),
            F::Lower => self.text(a).map(|text| self.told(&text.to_lowercase())),
            F::Unmarked => self.text(a).map(|text| self.told(&crate::text::unmarked(&text))),
            F::EndOfMonth => self.date(a).map(|date| Value::Date(date.last_of_month())),
            F::Weekday => self.date(a).map(|date| Value::Number(date.weekday().to_monday_one_offset().into())),
            F::Next => self.period(a).and_then(|period| self.shifted(period, 1)),
            F::Previous => self.period(a).and_then(|period| self.shifted(period, -1)),
            F::Distinct | F::Odd | F::Usual | F::Size | F::AnyOf | F::RestOf | F::Sum | F::Breaks => {
                let Value::List(items) = a else { return None };
                self.of_list(function, items)
            }
            _ => None,
        }
    }

    fn shifted(&self, period: &Period, by: i32) -> Option<Value<'a>> {
        value::shifted(period, by).map(|period| Value::Period(self.arena.alloc(period)))
    }

    fn of_list(&self, function: F, items: &'a [Value<'a>]) -> Option<Value<'a>> {
        match function {
            F::Size => Some(Value::Number(items.len().into())),
            F::AnyOf => items.iter().find(|item| !item.is_missing()).copied(),
            F::RestOf => items.get(1..).or(Some(&[])).map(Value::List),
            F::Breaks => self.breaks(items),
            F::Sum => {
                let numbers: Option<Vec<Decimal>> = items.iter().map(|item| self.number(item)).collect();
                numbers?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add).map(Value::Number)
            }
            _ => {
                let classes = self.classes(items);
                if function == F::Distinct {
                    return Some(Value::Number(classes.len().into()));
                }
                let most = classes.iter().map(|(_, members)| members.len()).max()?;
                let usual = classes.iter().position(|(_, members)| members.len() == most)?;
                if function == F::Usual {
                    let first = classes.get(usual).and_then(|(_, members)| members.first())?;
                    return items.get(*first).copied();
                }
                let mut odd: Vec<usize> = classes
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != usual)
                    .flat_map(|(_, (_, members))| members.clone())
                    .collect();
                odd.sort_unstable();
                Some(self.list(odd.into_iter().filter_map(|at| items.get(at).copied())))
            }
        }
    }

    /// Values that are the same, with the places of their members, in order of first appearance.
    fn classes(&self, items: &[Value<'a>]) -> Vec<(u128, Vec<usize>)> {
        let mut classes: Vec<(u128, Vec<usize>)> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some(key) = self.key(item) else { continue };
            match classes.iter_mut().find(|(known, _)| *known == key) {
                Some((_, members)) => members.push(at),
                None => classes.push((key, vec![at])),
            }
        }
        classes
    }

    /// A value as a key: the same for values that are the same, and for no others but by a chance of about 2⁻¹²⁸.
    pub fn key(&self, value: &Value<'a>) -> Option<u128> {
        let pair = |tag: u64, one: u64, other: u64| {
            let half = |seed: u64| key_of_keys([seed, tag, one, other]);
            u128::from(half(1)) << 64 | u128::from(half(2))
        };
        if value.is_missing() {
            return None;
        }
        if let Value::Flag(flag) = value {
            return Some(pair(99, u64::from(*flag), 0));
        }
        if let Some(number) = self.number(value) {
            let number = number.normalize();
            let mantissa = number.mantissa();
            return Some(pair(number.scale().into(), mantissa as u64, (mantissa >> 64) as u64));
        }
        if self.is_date(value) {
            let day = |date: Date| (i64::from(date.year()), i64::from(date.month()) * 100 + i64::from(date.day()));
            return self.date(value).map(day).map(|(year, day)| pair(100, year as u64, day as u64));
        }
        if let Some(period) = self.period(value) {
            let year = period.year.map_or(0, |year| i64::from(year) as u64 + 1);
            return Some(pair(101 + period.length as u64, period.index.into(), year));
        }
        // Sentences are long: the words' own keys stand for them.
        if let Value::Stretch(tokens, _) = value {
            let mut halves = (3u64, 4u64);
            for token in self.document.tokens_in(tokens.range()) {
                halves.0 = (halves.0.rotate_left(5) ^ token.key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                halves.1 = (halves.1.rotate_left(23) ^ token.key).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
            }
            return Some(u128::from(halves.0) << 64 | u128::from(halves.1));
        }
        let of_text = || self.text(value).map(|text| self.key_of_text(&text));
        // Of what stands in the document, a slice is read as it is and everything else tidied.
        let (span, tidied) = match value {
            Value::Slice(span) => (Some(*span), 0),
            Value::Fact(_) | Value::Form(..) => (self.span(value), 1),
            _ => (None, 0),
        };
        let Some(span) = span else { return of_text() };
        let written = self.document.slice(span);
        if (tidied == 0 || is_tidy(written))
            && let Some(key) = short_key(written)
        {
            return Some(key);
        }
        let place = key_of_keys([span.start.into(), span.end.into(), tidied]);
        if let Some(&known) = self.keys_of_places.borrow().get(&place) {
            return Some(known);
        }
        let key = of_text()?;
        self.keys_of_places.borrow_mut().insert(place, key);
        Some(key)
    }

    /// The key of a text, whatever its case and however it is typed. The same few texts stand in most places.
    fn key_of_text(&self, text: &str) -> u128 {
        if let Some(key) = short_key(text) {
            return key;
        }
        if let Some(&known) = self.folded_keys.borrow().get(text) {
            return known;
        }
        let key = xxhash_rust::xxh3::xxh3_128(crate::text::fold(text).as_bytes());
        self.folded_keys.borrow_mut().insert(text.to_owned(), key);
        key
    }

    /// Whether two amounts have one unit, or count things of one name as far as both tell it.
    fn one_kind(&self, a: &Value<'a>, b: &Value<'a>) -> Option<bool> {
        let amount = |value: &Value| match value {
            Value::Fact(id) => match &self.facts.get(*id)?.value {
                fact::Value::Amount(amount) => Some(amount),
                _ => None,
            },
            _ => None,
        };
        let (a, b) = (amount(a)?, amount(b)?);
        let keys = |amount: &fact::amount::Amount| -> Vec<u64> {
            self.document.tokens_in(amount.noun.clone()).iter().map(|token| token.key).collect()
        };
        let (one, other) = (keys(a), keys(b));
        Some(a.unit == b.unit && (a.unit.is_some() || one.starts_with(&other) || other.starts_with(&one)))
    }

    fn two(&self, function: F, a: &Value<'a>, b: &Value<'a>) -> Option<Value<'a>> {
        match function {
            F::FirstOf => {
                let Value::List(items) = a else { return None };
                let many = self.number(b)?.to_usize()?;
                items.get(..many.min(items.len())).map(Value::List)
            }
            F::Rounded | F::Truncated => {
                let strategy = if function == F::Rounded {
                    RoundingStrategy::MidpointAwayFromZero
                } else {
                    RoundingStrategy::ToZero
                };
                let places = self.number(b)?.to_u32()?.min(28);
                let mut rounded = self.number(a)?.round_dp_with_strategy(places, strategy);
                rounded.rescale(places);
                Some(Value::Number(rounded))
            }
            F::Min => Some(Value::Number(self.number(a)?.min(self.number(b)?))),
            F::Max => Some(Value::Number(self.number(a)?.max(self.number(b)?))),
            F::Join => Some(self.told(&format!("{}{}", self.text(a)?, self.text(b)?))),
            F::Alike => Some(Value::Flag(self.keys(a)? == self.keys(b)?)),
            F::Overlap => Some(Value::Number(overlap(&self.keys(a)?, &self.keys(b)?)?)),
            F::OneKind => self.one_kind(a, b).map(Value::Flag),
            F::Slip => Some(Value::Flag(slip(&self.text(a)?, &self.text(b)?))),
            F::Stretch => {
                let tokens = self.tokens(a)?.start..self.tokens(b)?.end;
                let span = self.document.span_of(tokens.clone());
                (!tokens.is_empty()).then_some(Value::Stretch(tokens.into(), span))
            }
            F::ItemsBeginning => self.items_beginning(a, b),
            F::WordsBefore => self.words_beside(a, b, false),
            F::WordsAfter => self.words_beside(a, b, true),
            F::Shift => {
                let months = self.number(b)?.to_i32()?;
                self.date(a)?.checked_add(months.months()).ok().map(Value::Date)
            }
            F::OnDay => {
                let date = self.date(a)?;
                Date::new(date.year(), date.month(), self.number(b)?.to_i8()?).ok().map(Value::Date)
            }
            F::Days => days(self.date(a)?, self.date(b)?).map(|days| Value::Number(days.into())),
            _ => None,
        }
    }

    fn three(&self, function: F, a: &Value<'a>, b: &Value<'a>, c: &Value<'a>) -> Option<Value<'a>> {
        if function == F::Strays {
            let (Value::List(numbers), Value::List(dates)) = (a, b) else { return None };
            return self.strays(numbers, dates, c);
        }
        if function != F::Day {
            return None;
        }
        let (year, month, day) = (self.number(a)?.to_i16()?, self.number(b)?.to_i8()?, self.number(c)?.to_i8()?);
        Date::new(year, month, day).ok().map(Value::Date)
    }

    fn words_beside(&self, value: &Value<'a>, count: &Value<'a>, after: bool) -> Option<Value<'a>> {
        let tokens = self.tokens(value).filter(|tokens| !tokens.is_empty())?;
        let count = self.number(count)?.to_u32()?.min(64);
        let sentence = self.document.sentence_of(if after { tokens.end - 1 } else { tokens.start });
        let range = if after {
            tokens.end.min(sentence.end)..(tokens.end + count).min(sentence.end)
        } else {
            tokens.start.saturating_sub(count).max(sentence.start)..tokens.start
        };
        // At the edge of a sentence there are none: a place of no width, in which nothing is found.
        Some(Value::Stretch(range.clone().into(), self.document.span_of(range)))
    }
}

/// The key of a short text of ASCII, which is folded where it stands.
fn short_key(text: &str) -> Option<u128> {
    let mut room = [0; 32];
    let folded = room.get_mut(..text.len())?;
    folded.copy_from_slice(text.as_bytes());
    folded.make_ascii_lowercase();
    folded.is_ascii().then(|| xxhash_rust::xxh3::xxh3_128(folded))
}

/// How many days lie between two dates.
pub fn days(from: Date, to: Date) -> Option<i32> {
    i32::try_from(from.duration_until(to).as_hours() / 24).ok()
}

/// Reads a number in Vietnamese writing; digits only, `1.028.000`, `22,8`.
pub fn read_number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().map(|number: u64| number.into());
    }
    let plain = text.replace('.', "").replace(',', ".");
    let sound = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    sound.then(|| plain.parse().ok()).flatten()
}

/// Whether two numbers as written differ by one slip of the hand: a digit changed, lost, added, or two neighbours swapped.
fn slip(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == ',').collect::<String>();
    let (a, b) = (digits(a), digits(b));
    let decimals = |text: &str| text.rsplit_once(',').map_or(0, |(_, decimals)| decimals.len());
    // With as many decimals the comma stands still: 17,3 and 13,7 are one swap.
    let bare = |text: &str| text.replace(',', "");
    a != b
        && (strsim::osa_distance(&a, &b) == 1
            || decimals(&a) == decimals(&b) && strsim::osa_distance(&bare(&a), &bare(&b)) == 1)
}

/// How many of the words of the shorter text the longer one has, as a share of them.
fn overlap(a: &[u64], b: &[u64]) -> Option<Decimal> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    Decimal::from(shared).checked_div(short.len().into())
}

/// The entry nearest to a text: one letter away for short ones, two for longer; nothing where the text is an entry itself.
pub fn nearest<'k>(text: &str, keys: &'k [String]) -> Option<&'k str> {
    let text = crate::text::nfc(text);
    let limit = if text.chars().count() <= 5 { 1 } else { 2 };
    if keys.iter().any(|key| *key == *text) {
        return None;
    }
    // One letter more, less or for another changes as much of what these say; most entries are further away.
    let outline = |text: &str| (text.chars().count(), text.chars().fold(0u64, |bits, c| bits | 1 << (c as u32 % 64)));
    let (length, letters) = outline(&text);
    let may_be_near = |key: &&String| {
        let (other_length, others) = outline(key);
        length.abs_diff(other_length) <= limit && (letters ^ others).count_ones() as usize <= limit * 2
    };
    let near = keys.iter().filter(may_be_near).map(|key| (strsim::osa_distance(&text, key), key.as_str()));
    near.filter(|(distance, _)| *distance <= limit).min().map(|(_, key)| key)
}

/// The entry whose letters a text has, two of them exchanged or one written twice; nothing where the text is an entry itself.
pub fn jumbled<'k>(text: &str, keys: &'k [String]) -> Option<&'k str> {
    let text = crate::text::nfc(text);
    let letters: Vec<char> = text.chars().collect();
    let is_jumbled = |key: &&String| {
        let right: Vec<char> = key.chars().collect();
        crate::text::slip::exchanges(&letters, &right) || crate::text::slip::doubles(&letters, &right)
    };
    let is_entry = keys.iter().any(|key| *key == *text);
    keys.iter().filter(|_| !is_entry).find(is_jumbled).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_change_places_or_stand_twice() {
        let keys = ["NTM", "NSNN", "SIPAS", "TYT"].map(str::to_owned);
        for (text, right) in [
            ("NSNN", None),
            ("NNSN", Some("NSNN")),
            ("SNNN", Some("NSNN")),
            ("SISAP", Some("SIPAS")),
            ("AIPSS", None),
            ("NTTM", Some("NTM")),
            ("TTYT", None),
            ("NMT", None),
        ] {
            assert_eq!(jumbled(text, &keys), right, "{text}");
        }
    }

    #[test]
    fn a_slip_is_one_digit_or_two_swapped() {
        assert!(slip("18,05%", "18,06"));
        assert!(slip("18,05", "81,05"));
        assert!(slip("17,3", "13,7"));
        assert!(slip("1.028.000", "1.028.00"));
        assert!(!slip("18,05", "18,05%"));
        assert!(!slip("18,05", "27,06"));
    }

    #[test]
    fn texts_overlap_in_the_words_of_the_shorter() {
        assert_eq!(overlap(&[1, 2, 3, 4], &[3, 5, 1]), Decimal::from(2).checked_div(Decimal::from(3)));
        assert_eq!(overlap(&[], &[1]), None);
    }

    #[test]
    fn numbers_are_read_in_vietnamese_writing() {
        assert_eq!(read_number("1.028.000,5").unwrap().to_string(), "1028000.5");
        assert_eq!(read_number("07").unwrap(), Decimal::from(7));
        assert_eq!(read_number("7a"), None);
    }
}
