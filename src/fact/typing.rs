//! How the text as a whole was typed: one fact of each flaw for a document, at the first place of it.
//!
//! | flaw | seen | `count`, `others` |
//! |---|---|---|
//! | `normal forms` | most words composed (NFC), some with combining marks (NFD), or the reverse | words of the rarer, of the usual form |
//! | `fixed blanks` | blanks that do not break (U+00A0, U+202F, U+2007) | blanks of that kind |
//! | `tone places` | `hoà` beside `hòa` | words of the rarer, of the usual spelling |
//! | `TCVN3`, `VNI`, `UTF-8` | text of an old encoding, or read in a wrong one | words that can be read so |
//!
//! A document that is all of one normal form or one tone place has no such fact. `right` of an old encoding is the first
//! word as it would read. A habit of single characters ([`super::glyph`]) is told here too.

use super::oddity::Oddity;
use super::words::Words;
use super::{Builtin, Fact, Kind, Value};
use crate::document::{Document, TokenId};
use crate::span::Span;
use crate::text::legacy::{Legacy, decode};
use crate::text::syllable::has_new_tone_place;

/// So many words of an old encoding are no coincidence.
const LEAST: u32 = 8;

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, rare: &[(u32, char)], into: &mut Vec<Fact>) {
    let mut push = |span: Span, oddity: Oddity| {
        let start = document.tokens.partition_point(|token| token.span.end <= span.start) as TokenId;
        let tokens = start..(start + 1).min(document.tokens.len() as TokenId);
        into.push(Fact { kind: Kind::Builtin(Builtin::Typing), tokens, span, value: Value::Oddity(oddity) });
    };
    let seen = characters(rare);
    if let Some((first, count)) = seen.fixed {
        push(first, Oddity { count, ..Oddity::new("fixed blanks", Some(" ".to_owned())) });
    }
    if seen.combining {
        let forms = Spellings::of(document, words, |word| {
            let apart = word.chars().any(crate::text::is_combining);
            // `đ` is one character in either form.
            let composed =
                word.chars().any(|c| !c.is_ascii() && !matches!(c, 'đ' | 'Đ') && crate::text::is_alphabetic(c));
            (apart || composed).then_some(apart)
        });
        forms.rarer("normal forms").into_iter().for_each(|(span, oddity)| push(span, oddity));
    }
    let places = Spellings::of(document, words, has_new_tone_place);
    places.rarer("tone places").into_iter().for_each(|(span, oddity)| push(span, oddity));
    if seen.western >= LEAST
        && let Some((span, oddity)) = legacy(document)
    {
        push(span, oddity);
    }
}

/// What one look at the characters tells.
#[derive(Default)]
struct Seen {
    combining: bool,
    fixed: Option<(Span, u32)>,
    /// Letters and signs of Western encodings that Vietnamese does not have.
    western: u32,
}

fn characters(rare: &[(u32, char)]) -> Seen {
    let mut seen = Seen::default();
    for &(at, c) in rare {
        match c {
            '\u{a0}' | '\u{202f}' | '\u{2007}' => {
                let (_, count) = seen.fixed.get_or_insert((Span { start: at, end: at + c.len_utf8() as u32 }, 0));
                *count += 1;
            }
            '\u{300}'..='\u{36f}' => seen.combining = true,
            // These stand in any report; a text in an old encoding has others enough.
            '¹' | '²' | '³' | '°' | '«' | '»' | '§' | '±' | '×' | '÷' => {}
            '\u{a1}'..='\u{ff}' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ' | 'ƒ' | '™' | '‚' | '„' => {
                seen.western += 1
            }
            _ => {}
        }
    }
    seen
}

/// The words that may be written in either of two ways: how many are, and the first of each.
#[derive(Default)]
struct Spellings {
    one: Option<(Span, String)>,
    other: Option<(Span, String)>,
    ones: u32,
    others: u32,
}

impl Spellings {
    fn of(document: &Document, words: &Words, which: impl Fn(&str) -> Option<bool>) -> Self {
        let mut found = Self::default();
        for form in &words.forms {
            let Some(token) = document.tokens.get(form.first as usize) else { continue };
            let typed = document.slice(token.span);
            let (first, count) = match which(typed) {
                Some(true) => (&mut found.one, &mut found.ones),
                Some(false) => (&mut found.other, &mut found.others),
                None => continue,
            };
            first.get_or_insert_with(|| (token.span, typed.to_owned()));
            *count += form.count;
        }
        found
    }

    /// The first place of the rarer way, and how often the two stand.
    fn rarer(self, flaw: &'static str) -> Option<(Span, Oddity)> {
        let ((one, _), (other, _)) = (self.one?, self.other?);
        let (span, count, others) =
            if self.ones <= self.others { (one, self.ones, self.others) } else { (other, self.others, self.ones) };
        Some((span, Oddity { count, others, ..Oddity::new(flaw, None) }))
    }
}

/// The old encoding in which most of the words can be read, if many can.
fn legacy(document: &Document) -> Option<(Span, Oddity)> {
    let text = document.source.text();
    let mut found: [(Option<(Span, String)>, u32); 3] = Default::default();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
        let at = start + piece.find(word).unwrap_or(0);
        start += piece.len();
        for (legacy, read) in decode(word) {
            let slot = match legacy {
                Legacy::Tcvn3 => 0,
                Legacy::Vni => 1,
                Legacy::Utf8 => 2,
            };
            if let Some((first, count)) = found.get_mut(slot) {
                first.get_or_insert_with(|| (Span::new(at, at + word.len()), read));
                *count += 1;
            }
        }
    }
    let named = ["TCVN3", "VNI", "UTF-8"].into_iter().zip(found);
    let most = named.max_by_key(|(_, (_, count))| *count)?;
    let (flaw, (Some((span, read)), count)) = most else { return None };
    (count >= LEAST).then(|| (span, Oddity { count, ..Oddity::new(flaw, Some(read)) }))
}
