//! What a document says of each abbreviation: how often it stands, where it is defined, and which other one it resembles.
//!
//! Another abbreviation is *near* where two neighbouring letters are swapped, one is lost or added (four letters at least), one
//! is changed (five at least), or `Đ` stands for `D` or the reverse (three at least). Only one that stands once or twice and
//! is not defined is held against one that stands four times or is defined. Of four letters one may be lost as well (`UBN`),
//! where the three that are left stand once and the four stand five times, or three and are defined; or one be changed (`TTHX`), where the four stand eight times.
//! Of three letters two may be swapped (`DCV`), where they stand once and the three stand three times or are defined. Where one stands twice or three
//! times, undefined, only two letters that changed places, or one that was typed twice, are a slip of it.
//!
//! A definition whose abbreviation stands nowhere else, and does not fit, is held against the abbreviations that the words before it would give:
//! where one of them is used and one letter away, that one is meant (`cải cách hành chính (CCHV)` of a report full of `CCHC`).

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use super::definition::{Definition, letters};
use super::words::follows;
use super::{Fact, FactId, Value};
use crate::document::{Case, Document, TokenId};
use crate::text::{lexicon, nfc, slip};

/// An abbreviation where it is used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Abbreviation {
    /// Whether it stands here for the first time.
    pub first: bool,
    /// How often it stands in the document.
    pub count: u32,
    /// Its first definition, wherever it stands.
    pub definition: Option<FactId>,
    /// Of one without definition, words elsewhere whose initials give it.
    pub long: Option<Range<TokenId>>,
    /// A frequent abbreviation that this rare one resembles, and how often that one stands.
    pub near: Option<(String, u32)>,
}

/// So often an abbreviation of four letters stands before one that differs in a letter and stands once is a slip.
const OFTEN: u32 = 8;
/// The words of more abbreviations than these are not looked for.
const MOST_SOUGHT: usize = 40;
/// More different abbreviations than these are not compared with each other.
const MOST_COMPARED: usize = 300;

/// Links the abbreviations and definitions of a document, which are in the order of the text.
pub fn link(document: &Document, facts: &mut [Fact]) {
    let index = Index::of(document, facts);
    let usual = index.usual();
    let mut words = Words { document, initials: OnceCell::new(), sought: 0 };
    for (short, entry) in index.in_order() {
        let near = if index.is_rare(entry, facts) { near(short, entry, &usual) } else { None };
        let long = if entry.definitions.is_empty() && near.is_none() { words.of(short) } else { None };
        let (definition, count) = (entry.definitions.first().copied(), entry.uses.len() as u32);
        for (at, id) in entry.uses.iter().enumerate() {
            if let Some(Fact { value: Value::Abbreviation(found), .. }) = facts.get_mut(*id as usize) {
                *found = Abbreviation { first: at == 0, count, definition, long: long.clone(), near: near.clone() };
            }
        }
        index.weigh_definitions(short, entry, facts);
    }
}

/// The abbreviations of a document.
struct Index {
    /// As they stand in the text for the first time.
    order: Vec<String>,
    known: HashMap<String, Known>,
}

/// Where one abbreviation stands.
#[derive(Default)]
struct Known {
    uses: Vec<FactId>,
    definitions: Vec<FactId>,
}

/// An abbreviation that stands twice at least.
struct Usual<'i> {
    short: &'i str,
    count: u32,
    /// Whether it stands four times or is defined.
    settled: bool,
}

impl Index {
    fn of(document: &Document, facts: &[Fact]) -> Self {
        let mut index = Self { order: Vec::new(), known: HashMap::new() };
        for (id, fact) in (0 as FactId..).zip(facts.iter()) {
            let short = match &fact.value {
                Value::Abbreviation(_) => fact.span,
                Value::Definition(definition) => document.span_of(definition.short.clone()),
                _ => continue,
            };
            let short = nfc(document.slice(short)).into_owned();
            let entry = index.known.entry(short.clone()).or_insert_with(|| {
                index.order.push(short);
                Known::default()
            });
            if matches!(fact.value, Value::Abbreviation(_)) {
                entry.uses.push(id);
            } else {
                entry.definitions.push(id);
            }
        }
        index
    }

    fn in_order(&self) -> impl Iterator<Item = (&str, &Known)> {
        self.order.iter().filter_map(|short| Some((short.as_str(), self.known.get(short)?)))
    }

    fn usual(&self) -> Vec<Usual<'_>> {
        let often = self.in_order().filter(|(_, entry)| entry.uses.len() > 1);
        let usual = often.map(|(short, entry)| {
            let settled = entry.uses.len() >= 4 || !entry.definitions.is_empty();
            Usual { short, count: entry.uses.len() as u32, settled }
        });
        usual.collect()
    }

    /// Whether an abbreviation may be a slip of another: it stands twice at most, and nothing explains it. `điều hành thông minh (ICO)` of a
    /// report that has IOC tells nothing of the letters.
    fn is_rare(&self, entry: &Known, facts: &[Fact]) -> bool {
        let unfit = || entry.uses.len() == 1 && entry.definitions.iter().all(|&id| !fits(facts, id));
        entry.uses.len() <= 2 && self.order.len() <= MOST_COMPARED && (entry.definitions.is_empty() || unfit())
    }

    /// Tells each definition of an abbreviation of those before it, and what it should have abbreviated.
    fn weigh_definitions(&self, short: &str, entry: &Known, facts: &mut [Fact]) {
        let fitting = entry.definitions.iter().copied().find(|&id| fits(facts, id));
        let mut earlier = None;
        for id in &entry.definitions {
            if let Some(Fact { value: Value::Definition(found), .. }) = facts.get_mut(*id as usize) {
                (found.earlier, found.uses) = (earlier, entry.uses.len() as u32);
                let other_fits = fitting.is_some_and(|fitting| fitting != *id);
                if found.fits && found.uses == 1 {
                    found.expected = self.lost_or_added(short, found);
                    found.fits = found.expected.is_none();
                } else if !found.fits && found.expected.is_none() {
                    found.expected = self.given(short, found, other_fits);
                }
                earlier = Some(*id);
            }
        }
    }

    /// What the words before an abbreviation that does not fit give: one that is used and a letter away from it, or one that nothing explains.
    fn given(&self, short: &str, found: &Definition, other_fits: bool) -> Option<String> {
        let once = found.uses == 1;
        let near = found.given.iter().filter(|_| once).find(|given| self.is_used_near(given, short));
        // `sự nghiệp công lập (ĐVSN)` of a report that has SNCL, `quy phạm pháp luật (TTHC)` of one that has QPPL, explained nowhere.
        let unexplained = || {
            let long = found.given.iter().filter(|given| given.chars().count() > 3);
            long.filter(|_| once || other_fits).find(|given| self.is_unexplained(given))
        };
        near.or_else(unexplained).cloned()
    }

    /// What an abbreviation that fits its words is without a letter, or with the one of the word before them: `cải cách hành chính (CHC)`,
    /// `cáo cải cách hành chính (CCCHC)` of a report that has CCHC and never explains it.
    fn lost_or_added(&self, short: &str, found: &Definition) -> Option<String> {
        let shorter = (found.long.end - found.long.start > 3).then(|| short.chars().skip(1).collect());
        found.longer.iter().chain(&shorter).find(|given| self.is_unexplained(given)).cloned()
    }

    /// Whether an abbreviation is used and one letter away from another; of as many letters once will do: `Khu công nghiệp (KCX)` of a
    /// report that has KCN.
    fn is_used_near(&self, given: &str, short: &str) -> bool {
        let least = if given.chars().count() == short.chars().count() { 1 } else { 2 };
        let used = self.known.get(given).is_some_and(|known| known.uses.len() >= least);
        used && strsim::osa_distance(given, short) == 1
    }

    /// Whether an abbreviation is used and nowhere defined.
    fn is_unexplained(&self, given: &str) -> bool {
        self.known.get(given).is_some_and(|known| known.uses.len() > 1 && known.definitions.is_empty())
    }
}

/// The most frequent abbreviation that a rare one is a slip of, and how often it stands.
fn near(short: &str, entry: &Known, usual: &[Usual<'_>]) -> Option<(String, u32)> {
    let meant = usual.iter().filter(|other| other.is_meant_by(short, entry));
    meant.max_by_key(|other| other.count).map(|other| (other.short.to_owned(), other.count))
}

impl Usual<'_> {
    /// Whether an abbreviation is a slip of this one: by the letters alone, or where it has no definition of its own.
    fn is_meant_by(&self, short: &str, entry: &Known) -> bool {
        let Self { short: other, count, settled } = *self;
        let once = entry.uses.len() == 1;
        let more = count as usize > entry.uses.len();
        let swapped = once && (settled || count >= 3) && swaps_letters(short, other) || more && jumbles(short, other);
        let slipped = || {
            settled && more && are_near(short, other)
                || once && (count >= 5 || settled && count >= 3) && loses_letter(short, other)
                || once && count >= OFTEN && changes_letter(short, other)
        };
        swapped || entry.definitions.is_empty() && slipped()
    }
}

/// Looks for the words of abbreviations that are nowhere defined.
struct Words<'d> {
    document: &'d Document,
    initials: OnceCell<Initials>,
    /// How many were looked for.
    sought: usize,
}

impl Words<'_> {
    /// The words that an abbreviation of four letters or more may be of.
    fn of(&mut self, short: &str) -> Option<Range<TokenId>> {
        if short.chars().count() < 4 || self.sought >= MOST_SOUGHT {
            return None;
        }
        self.sought += 1;
        self.initials.get_or_init(|| Initials::of(self.document)).words_of(self.document, short)
    }
}

/// Whether the initials of the words that a definition has give its abbreviation.
fn fits(facts: &[Fact], definition: FactId) -> bool {
    facts.get(definition as usize).is_some_and(|fact| matches!(&fact.value, Value::Definition(told) if told.fits))
}

/// The initials of a document's small words, in a row.
struct Initials {
    /// One letter for each token, a blank where it is no word or opens a sentence behind another.
    letters: String,
    /// The tokens of these bytes.
    tokens: Vec<TokenId>,
}

impl Initials {
    fn of(document: &Document) -> Self {
        let mut initials = Self { letters: String::new(), tokens: Vec::new() };
        for (at, token) in (0..).zip(&document.tokens) {
            let small = token.is_word() && matches!(token.case, Case::Lower | Case::Title);
            let first = small.then(|| letters(document.slice(token.span)).next()).flatten();
            // `kỷ luật, kỷ cương` is written in one abbreviation.
            if first.is_none() && [',', '-', '–'].iter().any(|mark| token.is(*mark)) {
                continue;
            }
            let mut push = |letter: char| {
                initials.letters.push(letter);
                initials.tokens.extend(std::iter::repeat_n(at, letter.len_utf8()));
            };
            push(first.unwrap_or(' '));
            if token.ends_sentence {
                push(' ');
            }
        }
        initials
    }

    /// The first words that an abbreviation may be of: each of them is half of a word of two syllables with its neighbour; of
    /// six letters and more one may stand alone (`hành chính công`).
    fn words_of(&self, document: &Document, short: &str) -> Option<Range<TokenId>> {
        let wanted: String = short.chars().filter(|c| c.is_alphabetic()).collect();
        let token = |at: usize| self.tokens.get(at).and_then(|&at| document.tokens.get(at as usize));
        let joins = |one: usize, two: usize| {
            let (Some(a), Some(b)) = (token(one), token(two)) else { return false };
            let ids = lexicon::id(a.key).zip(lexicon::id(b.key));
            follows(a, b) && ids.is_some_and(|(one, two)| lexicon::is_word(one, two))
        };
        self.letters.match_indices(wanted.as_str()).find_map(|(from, found)| {
            let places: Vec<usize> = found.char_indices().map(|(at, _)| from + at).collect();
            let beside = |at: usize| {
                let before = at.checked_sub(1).and_then(|before| places.get(before));
                let own = places.get(at)?;
                let behind = places.get(at + 1).is_some_and(|behind| joins(*own, *behind));
                Some(before.is_some_and(|before| joins(*before, *own)) || behind)
            };
            let alone = (0..places.len()).filter(|&at| beside(at) != Some(true)).count();
            let whole = alone <= usize::from(places.len() >= 6);
            let (first, last) = (self.tokens.get(from)?, self.tokens.get(*places.last()?)?);
            // The words of a title do not follow each other in the text that names them.
            let one_block = document.block_of(*first) == document.block_of(*last);
            (whole && one_block).then(|| *first..last + 1)
        })
    }
}

/// Whether two abbreviations of four letters differ in one of them.
fn changes_letter(short: &str, other: &str) -> bool {
    let four = |text: &str| text.chars().count() == 4 && text.chars().all(char::is_alphabetic);
    four(short) && four(other) && short.chars().zip(other.chars()).filter(|(a, b)| a != b).count() == 1
}

/// Whether letters of an abbreviation changed places, or one was typed twice.
fn jumbles(short: &str, other: &str) -> bool {
    let (typed, right): (Vec<char>, Vec<char>) = (short.chars().collect(), other.chars().collect());
    slip::exchanges(&typed, &right) || slip::doubles(&typed, &right)
}

/// Whether two neighbours of three letters changed places.
fn swaps_letters(short: &str, other: &str) -> bool {
    let (mut a, mut b): (Vec<char>, Vec<char>) = (short.chars().collect(), other.chars().collect());
    let swapped = a.len() == 3 && a != b && strsim::osa_distance(short, other) == 1;
    a.sort_unstable();
    b.sort_unstable();
    swapped && a == b
}

/// Whether an abbreviation is another one of four letters without one of them.
pub fn loses_letter(short: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    letters(short) == 3 && letters(other) == 4 && strsim::osa_distance(short, other) == 1
}

/// Whether two abbreviations differ by one slip.
pub fn are_near(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (a, b): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    if a == b || strsim::osa_distance(one, other) != 1 {
        return false;
    }
    if b.len() > a.len() {
        return a.len() >= 4 && b.iter().all(|c| c.is_alphabetic());
    }
    let changed: Vec<(&char, &char)> = a.iter().zip(&b).filter(|(a, b)| a != b).collect();
    match changed.as_slice() {
        [('Đ', 'D') | ('D', 'Đ')] => a.len() >= 3,
        [_] => a.len() >= 5,
        _ => a.len() >= 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_makes_them_near() {
        for (one, other, near) in [
            ("UBDN", "UBND", true),
            ("HDND", "HĐND", true),
            ("CDSL", "CSDL", true),
            ("OCOOP", "OCOP", true),
            ("BTCTTW", "BTCTW", true),
            ("TTHC", "TTHC", false),
            ("CCHC", "TTHC", false),
            ("BHYT", "BHXH", false),
            ("DVCTT", "DVC", false),
            ("CB", "CD", false),
            ("KTXH", "KT-XH", false),
        ] {
            assert_eq!(are_near(one, other), near, "{one} {other}");
            assert_eq!(are_near(other, one), near, "{one} {other}");
        }
    }
}
