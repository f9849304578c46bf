//! Functions of lists: series that should rise together, and lists that a sentence writes out.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::engine::Engine;
use super::functions::{days, read_number};
use super::value::Value;
use crate::document::{TokenId, TokenKind, roman};

/// A series of more members than this is not compared, each with each.
const MOST_IN_A_SERIES: usize = 200;

impl<'a> Engine<'a> {
    /// Those places of a list of numbers that do not rise with a list of dates, each beside its number: the one member
    /// that stands in every contradiction, where there are two or more. A contradiction is a smaller number on a day
    /// more than `slack` days later. Nothing where the contradictions have no member in common: who could say which is wrong?
    pub fn strays(&self, numbers: &[Value<'a>], dates: &[Value<'a>], slack: &Value<'a>) -> Option<Value<'a>> {
        // Days are whole: more than two and a half are more than two.
        let slack = self.number(slack)?.floor().to_i32()?;
        if numbers.len() != dates.len() || numbers.len() > MOST_IN_A_SERIES {
            return None;
        }
        let mut written = Vec::with_capacity(numbers.len());
        for (number, date) in numbers.iter().zip(dates) {
            let number = self.number(number).or_else(|| read_number(&self.text(number)?))?;
            let days = days(jiff::civil::Date::constant(1900, 1, 1), self.date(date)?)?;
            written.push((number, days));
        }
        // Only the order of the numbers counts.
        let mut known: Vec<Decimal> = written.iter().map(|(number, _)| *number).collect();
        known.sort_unstable();
        known.dedup();
        let mut series: Vec<(usize, i32)> = Vec::new();
        let mut own = Vec::new();
        for (number, days) in written {
            let pair = (known.partition_point(|other| *other < number), days);
            let at = series.iter().position(|known| *known == pair).unwrap_or_else(|| {
                series.push(pair);
                series.len() - 1
            });
            own.push(at);
        }
        let contradict = |a: &(usize, i32), b: &(usize, i32)| a.0 < b.0 && a.1 > b.1.saturating_add(slack);
        let mut in_contradiction = vec![0usize; series.len()];
        let mut all = 0usize;
        for (at, a) in series.iter().enumerate() {
            for (other, _) in series.iter().enumerate().filter(|(_, b)| contradict(a, b)) {
                all += 1;
                for member in [at, other] {
                    if let Some(count) = in_contradiction.get_mut(member) {
                        *count += 1;
                    }
                }
            }
        }
        let stray = (all >= 2).then(|| in_contradiction.iter().position(|&count| count == all)).flatten();
        let places = own.iter().zip(numbers).filter(|(at, _)| Some(**at) == stray).map(|(_, number)| *number);
        Some(self.list(places))
    }

    /// Those members of a series, of numbers or Roman numerals, that do not follow the one before: neither one more, nor the first of a new series.
    pub fn breaks(&self, items: &[Value<'a>]) -> Option<Value<'a>> {
        let numbers: Option<Vec<Decimal>> =
            items.iter().map(|item| self.number(item).or_else(|| counting(&self.text(item)?))).collect();
        let numbers = numbers?;
        let follows = |pair: &[Decimal]| matches!(pair, [a, b] if *b == *a + Decimal::ONE || *b == Decimal::ONE);
        let later = items.iter().skip(1).zip(numbers.windows(2));
        let broken = later.filter(|(_, pair)| !follows(pair)).map(|(item, _)| *item);
        Some(self.list(broken))
    }

    /// How many items stand behind a place to the end of its sentence or bracket, cut at `,`, `;` and `và`, if each of them
    /// begins with these words; missing where one does not, or where the list ends with `…`.
    pub fn items_beginning(&self, place: &Value<'a>, words: &Value<'a>) -> Option<Value<'a>> {
        let from = self.tokens(place).filter(|tokens| !tokens.is_empty())?.end;
        let words = self.keys(words).filter(|words| !words.is_empty())?;
        let sentence = self.document.sentence_of(from - 1);
        let mut items: Vec<Vec<u64>> = vec![Vec::new()];
        let mut semicolons = Vec::new();
        let mut depth = 0u32;
        for at in from..sentence.end.max(from) {
            let token = self.document.tokens.get(at as usize)?;
            match token.kind {
                TokenKind::Punctuation('(' | '[') => depth += 1,
                TokenKind::Punctuation(')' | ']') if depth == 0 => break,
                TokenKind::Punctuation(')' | ']') => depth -= 1,
                TokenKind::Punctuation('…') => return None,
                TokenKind::Punctuation(mark @ (',' | ';')) if depth == 0 => {
                    if mark == ';' {
                        semicolons.push(items.iter().filter(|item| !item.is_empty()).count());
                    }
                    items.push(Vec::new());
                }
                // "gồm Quyết định số 59, Quyết định số 412 và 10 quyết định khác"
                _ if token.is_number() && self.begins(at + 1, &words) => return None,
                // "phân hệ dịch vụ công và một cửa" is one item.
                _ if depth == 0 && token.key == AND && self.begins(at + 1, &words) => items.push(Vec::new()),
                TokenKind::Punctuation('.') if self.is_last(at, sentence.end) => break,
                _ if depth == 0 => items.last_mut()?.push(token.key),
                _ => {}
            }
        }
        items.retain(|item| !item.is_empty());
        // "07 phân hệ: phân hệ thu, phân hệ chi; đồng thời bổ sung bản đồ": the list ends where the sentence turns.
        let turned = semicolons.first().and_then(|&end| items.get(..end)).filter(|list| list.len() > 1);
        let lists = [Some(items.as_slice()), turned];
        let items = lists.into_iter().flatten().find(|list| list.iter().all(|item| item.starts_with(&words)))?;
        let alike = items.len() > 1;
        alike.then(|| Value::Number(items.len().into()))
    }

    fn begins(&self, at: TokenId, words: &[u64]) -> bool {
        let tokens = self.document.tokens_in(at..at + words.len() as TokenId);
        tokens.iter().map(|token| token.key).eq(words.iter().copied())
    }

    fn is_last(&self, at: TokenId, end: TokenId) -> bool {
        at + 1 >= end
    }
}

const AND: u64 = crate::text::key("và");

/// The number that digits or a Roman numeral write.
fn counting(text: &str) -> Option<Decimal> {
    read_number(text).or_else(|| roman(text).map(Decimal::from))
}
