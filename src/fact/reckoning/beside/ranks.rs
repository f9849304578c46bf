//! Ranks and the places between them: `xếp thứ 12/34, tăng 03 bậc so với năm 2024 (thứ 15/34)`, `từ thứ 15 lên thứ 12`, and a change told
//! in another part than the rank of now.

use rust_decimal::Decimal;

use super::super::phrases::Phrases;
use super::super::read::{Figure, Reader, pairs};
use super::super::slip::{alike, plain};
use super::super::{Basis, Number, Reckoning, Sort};
use super::Place;
use crate::document::TokenId;
use crate::fact::amount::{self, keys};

const RANKS: Phrases = Phrases::of(&[
    keys!["thứ"],
    keys!["hạng"],
    keys!["vị" "trí"],
    keys!["vị" "trí" "thứ"],
    keys!["hạng" "thứ"],
    keys!["thứ" "hạng"],
]);
const STEPS: u64 = crate::text::key("bậc");
/// The same as `bậc`, said of the place itself.
const PLACES: Phrases = Phrases::of(&[keys!["bậc"], keys!["hạng"], keys!["thứ" "hạng"], keys!["vị" "trí"]]);
const UP: Phrases = Phrases::of(&[
    keys!["tăng"],
    keys!["thăng"],
    keys!["cải" "thiện"],
    keys!["tiến"],
    keys!["tăng" "được"],
    keys!["vượt"],
]);
const DOWN: Phrases = Phrases::of(&[keys!["giảm"], keys!["tụt"], keys!["hạ"], keys!["lùi"], keys!["tụt" "xuống"]]);

const BESIDE: Phrases = Phrases::of(&[keys!["so" "với"]]);
const MARKS: u64 = crate::text::key("điểm");

const IN_TURN: Phrases = Phrases::of(&[keys!["lần" "lượt"]]);

/// Tokens between a change and the rank before it or in brackets behind it.
const NEAR: TokenId = 14;

/// A rank of the text: `thứ 12/34`.
struct Rank {
    number: Number,
    of: Option<Decimal>,
    sentence: TokenId,
    /// Pairs of words before it in its sentence.
    words: std::collections::HashSet<(u64, u64)>,
}

/// All ranks of a text.
pub struct Ranks {
    all: Vec<Rank>,
}

impl Ranks {
    pub fn of(reader: &Reader<'_>) -> Self {
        let tokens = &reader.document.tokens;
        let numbers =
            (1..tokens.len() as TokenId).filter(|&at| reader.token(at).is_some_and(|token| token.is_number()));
        Self { all: numbers.filter_map(|at| rank(reader, at)).collect() }
    }

    /// A change of places and the ranks that it follows from.
    pub fn change(&self, place: &Place<'_>) -> Option<Reckoning> {
        let (reader, by) = (place.reader, place.figure);
        let token = by.number.token;
        let up = reader.ending(token, by.sentence.start, UP);
        let (rises, word) =
            up.map(|at| (true, at)).or_else(|| reader.ending(token, by.sentence.start, DOWN).map(|at| (false, at)))?;
        let stepped = reader.token(token + 1).is_some_and(|next| next.key == STEPS)
            || reader.beginning(token + 1, by.sentence.end, PLACES).is_some()
                && self.all.iter().any(|rank| rank.sentence == by.sentence.start);
        // "hai chỉ số lần lượt tăng 04 bậc và 02 bậc so với năm 2020 (hạng 30 và hạng 23)": each of another.
        let in_turn = reader.says(by.sentence.start..token, IN_TURN);
        if in_turn || !stepped || by.number.written.decimals > 0 {
            return None;
        }
        // What another change before it is a change of is none of its ranks.
        let changes = |at: &TokenId| {
            reader.token(at - 1).is_some_and(|one| one.is_number())
                && reader.beginning(*at, by.sentence.end, PLACES).is_some()
        };
        let from = (by.sentence.start + 1..token).rev().find(changes).unwrap_or(by.sentence.start);
        let first = self.all.partition_point(|rank| rank.number.token <= from);
        let near = self.all.get(first..).unwrap_or_default().iter();
        let here = near
            .take_while(|rank| rank.number.token <= token + NEAR)
            .filter(|rank: &&Rank| rank.sentence == by.sentence.start);
        let before: Vec<&Rank> = here.clone().filter(|rank| rank.number.token < token).collect();
        let behind = here.clone().find(|rank| {
            let at = rank.number.token;
            // Marks may stand there: "so với năm 2023 (86,12 điểm, xếp thứ 19/63)".
            let marks = |next: &Figure| next.unit == Some(MARKS);
            let next = place.behind().take_while(|next| next.tokens.end <= at).all(marks);
            let stands_in = |mark| (token..at).any(|at| reader.is_mark(at, mark));
            let compared = stands_in('(') || !stands_in(';') && reader.says(token..at, BESIDE);
            // "(hạng 05, tăng 09 hạng) và … (hạng 08, tăng 06 hạng)": that bracket is of another thing.
            at > token && at <= token + NEAR && next && compared && !stands_in(')')
        });
        let (now, was, apart) = match (before.as_slice(), behind) {
            ([.., now], Some(was)) if now.number.token + NEAR >= token => (*now, was, false),
            ([one, other], None) if other.number.token + NEAR >= token => {
                // "năm 2024 xếp thứ 12/34, năm 2023 xếp thứ 15/34": the years tell which is now, or else the word.
                let later = match (year(reader, one), year(reader, other)) {
                    (Some(first), Some(second)) if first != second => first < second,
                    _ => (one.number.value() > other.number.value()) == rises,
                };
                if later { (*other, *one, false) } else { (*one, *other, false) }
            }
            ([], Some(was)) => (self.elsewhere(place, was)?, was, true),
            _ => return None,
        };
        if now.of.is_some() && was.of.is_some() && now.of != was.of {
            return None;
        }
        let (more, less) = if now.number.value() >= was.number.value() { (now, was) } else { (was, now) };
        let one = Reckoning::new(Sort::Rest, Basis::Rank, by.number, vec![more.number, less.number])?;
        let truly = now.number.value() < was.number.value();
        if one.holds && truly != rises {
            let suspect = Number { fact: None, token: word, ..now.number };
            return Some(Reckoning {
                basis: Basis::Direction,
                suspect,
                holds: false,
                result: now.number,
                terms: vec![was.number],
                sort: Sort::Same,
                ..one
            });
        }
        let close = || {
            (one.right - by.number.written.value).abs() <= Decimal::TWO
                || alike(plain(one.right), plain(by.number.written.value))
        };
        (one.holds || truly == rises && (!apart || close())).then_some(one)
    }

    /// The rank of now, which an earlier sentence tells of the same thing.
    fn elsewhere(&self, place: &Place<'_>, was: &Rank) -> Option<&Rank> {
        let (reader, by) = (place.reader, place.figure);
        let own = pairs(&reader.keys(by.sentence.start..by.tokens.start));
        let same = |rank: &&Rank| {
            rank.sentence != by.sentence.start
                && rank.of.is_some()
                && rank.of == was.of
                && rank.number.token < was.number.token
                && rank.words.intersection(&own).count() >= 3
        };
        let mut found = self.all.iter().filter(same);
        found.next().filter(|_| found.next().is_none())
    }
}

/// The year that stands before a rank: `năm 2024 xếp thứ 12/34`.
fn year(reader: &Reader<'_>, rank: &Rank) -> Option<i64> {
    let at = rank.number.token;
    let written = |at: TokenId| reader.token(at).filter(|token| token.is_number()).map(|token| token.span);
    let mut numbers = (at.saturating_sub(8).max(rank.sentence)..at).rev().filter_map(written);
    let year: i64 = reader.document.slice(numbers.next()?).parse().ok()?;
    (1990..2100).contains(&year).then_some(year)
}

fn rank(reader: &Reader<'_>, at: TokenId) -> Option<Rank> {
    // Few numbers are ranks, and a word says so.
    reader.ending(at, 0, RANKS)?;
    let sentence = reader.document.sentence_of(at);
    reader.ending(at, sentence.start, RANKS)?;
    let number = |at: TokenId| {
        let token = reader.token(at).filter(|token| token.is_number())?;
        let (written, _) = amount::parse_written(reader.document.slice(token.span))?;
        Some(Number { fact: None, token: at, written, scale: Decimal::ONE, rounded: false })
    };
    let own = number(at).filter(|number| number.written.decimals == 0)?;
    let of = if reader.is_mark(at + 1, '/') { number(at + 2) } else { None };
    let from = at.saturating_sub(30).max(sentence.start);
    Some(Rank {
        number: own,
        of: of.map(|of| of.value()),
        sentence: sentence.start,
        words: pairs(&reader.keys(from..at)),
    })
}
