//! How the text as a whole was typed: one fact of each flaw for a document, at the first place of it.
//!
//! | flaw | seen | `count`, `others` |
//! |---|---|---|
//! | `normal forms` | most words composed (NFC), some with combining marks (NFD), or the reverse | words of the rarer, of the usual form |
//! | `fixed blanks` | blanks that do not break (U+00A0, U+202F, U+2007) | blanks of that kind |
//! | `tone places` | `hoà` beside `hòa` | words of the rarer, of the usual spelling |
//! | `TCVN3`, `VNI`, `UTF-8` | text of an old encoding, or read in a wrong one | words that can be read so |
//!
//! A few words of another normal form in a long text are no habit: each is a fact of kind `glyph`, flaw `normal form`, and `right`
//! is the word in the usual one. A document that is all of one normal form or one tone place has no such fact. `right` of an old encoding is the first
//! word as it would read; fewer than eight words are facts of kind `glyph`, flaw `encoding`, words side by side one fact. A habit of single characters ([`super::glyph`]) is told here too.

use unicode_normalization::UnicodeNormalization;

use super::oddity::Oddity;
use super::words::Words;
use super::{Builtin, Fact, Kind, Value};
use crate::document::{Case, Document, TokenId};
use crate::span::Span;
use crate::text::legacy::{Legacy, decode};
use crate::text::syllable::has_new_tone_place;
use crate::text::{Class, class, decomposed_head, is_alphabetic, is_combining, nfc};

/// So few words of another normal form are slips of their own, each told where it stands,
const FEW: u32 = 5;
/// where so many times as many are of the usual one.
const TIMES: u32 = 10;
/// So many words of an old encoding are no coincidence.
const LEAST: u32 = 8;

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, rare: &[(u32, char)], into: &mut Vec<Fact>) {
    // Blanks alone: there is no word to show a habit at.
    if document.tokens.is_empty() {
        return;
    }
    let push = |into: &mut Vec<Fact>, span, oddity| push_at(document, into, Builtin::Typing, span, oddity);
    let seen = characters(rare);
    if let Some((first, count)) = seen.fixed {
        push(into, first, Oddity { count, ..Oddity::new("fixed blanks", Some(" ".to_owned())) });
    }
    if seen.combining {
        let forms = Spellings::of(document, words, is_apart);
        match forms.rarer("normal forms") {
            Some((_, oddity)) if oddity.count <= FEW && oddity.others >= FEW * TIMES => {
                let apart = forms.ones <= forms.others;
                single_words(document, words, apart, oddity.others, into);
            }
            rarer => rarer.into_iter().for_each(|(span, oddity)| push(into, span, oddity)),
        }
    }
    let places = Spellings::of(document, words, has_new_tone_place);
    places.rarer("tone places").into_iter().for_each(|(span, oddity)| push(into, span, oddity));
    // `nhiÒu`: a capital inside a small word is all that some words of an old encoding show.
    let mixed = |form: &super::words::Form| {
        let token = document.tokens.get(form.first as usize);
        token.is_some_and(|token| token.case == Case::Mixed && !document.slice(token.span).is_ascii())
    };
    if seen.western > 0 || words.forms.iter().any(mixed) {
        legacy(document, into);
    }
}

/// The few words that are typed in another normal form than all others, as facts of kind `glyph`.
fn single_words(document: &Document, words: &Words, apart: bool, others: u32, into: &mut Vec<Fact>) {
    let first = into.len();
    for (at, token) in (0..).zip(&document.tokens).filter(|(_, token)| token.is_word()) {
        let typed = document.slice(token.span);
        if words.form_of(at).is_none() || is_apart(typed) != Some(apart) {
            continue;
        }
        let right = if apart { nfc(typed).into_owned() } else { typed.nfd().collect() };
        // Words side by side were pasted together.
        if let Some(Fact { tokens, span, value: Value::Oddity(Oddity { right: Some(before), .. }), .. }) =
            into.get_mut(first..).and_then(<[Fact]>::last_mut)
            && tokens.end == at
        {
            *tokens = tokens.start..at + 1;
            *span = span.join(token.span);
            *before = format!("{before} {right}");
            continue;
        }
        let oddity = Oddity { others, ..Oddity::new("normal form", Some(right)) };
        let (tokens, kind) = (at..at + 1, Kind::Builtin(Builtin::Glyph));
        into.push(Fact { kind, tokens, span: token.span, value: Value::Oddity(oddity) });
    }
}

/// Whether a word is typed with combining marks; nothing where both normal forms are the same.
fn is_apart(word: &str) -> Option<bool> {
    let apart = word.chars().any(is_combining);
    // `đ` is one character in either form, and so is whatever looks like it.
    let composed = word.chars().any(|c| is_alphabetic(c) && decomposed_head(c) != c);
    (apart || composed).then_some(apart)
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
    fn rarer(&self, flaw: &'static str) -> Option<(Span, Oddity)> {
        let ((one, _), (other, _)) = (self.one.as_ref()?, self.other.as_ref()?);
        let (span, count, others) =
            if self.ones <= self.others { (one, self.ones, self.others) } else { (other, self.others, self.ones) };
        Some((*span, Oddity { count, others, ..Oddity::new(flaw, None) }))
    }
}

/// A word of an old encoding: where it stands, the encoding, and how it reads.
struct Read {
    span: Span,
    legacy: Legacy,
    text: String,
}

/// Words that can be read in an old encoding: many are one fact for the text, few are a fact each.
fn legacy(document: &Document, into: &mut Vec<Fact>) {
    let text = document.source.text();
    let mut found: Vec<Read> = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
        let at = start + piece.find(word).unwrap_or(0);
        start += piece.len();
        let span = Span::new(at, at + word.len());
        found.extend(decode(word).map(|(legacy, text)| Read { span, legacy, text }));
    }
    let count = |legacy: Legacy| found.iter().filter(|read| read.legacy == legacy).count() as u32;
    let all = [(Legacy::Tcvn3, "TCVN3"), (Legacy::Vni, "VNI"), (Legacy::Utf8, "UTF-8")];
    let Some((legacy, flaw)) = all.into_iter().max_by_key(|(legacy, _)| count(*legacy)) else { return };
    let many = count(legacy);
    if many >= LEAST {
        if let Some(Read { span, text, .. }) = found.into_iter().find(|read| read.legacy == legacy) {
            push_at(document, into, Builtin::Typing, span, Oddity { count: many, ..Oddity::new(flaw, Some(text)) });
        }
        return;
    }
    let mut runs: Vec<Read> = Vec::new();
    for read in found.into_iter().filter(|read| is_foreign(document.slice(read.span))) {
        match runs.last_mut() {
            Some(before) if before.span == read.span => {}
            Some(before) if text.get(before.span.end as usize..read.span.start as usize) == Some(" ") => {
                before.span = before.span.join(read.span);
                before.text = format!("{} {}", before.text, read.text);
            }
            _ => runs.push(read),
        }
    }
    for Read { span, text, .. } in runs {
        push_at(document, into, Builtin::Glyph, span, Oddity::new("encoding", Some(text)));
    }
}

/// Whether a word of three letters or more (`µm` is a unit) has a character that Vietnamese does not have, or a capital behind
/// a small letter.
fn is_foreign(word: &str) -> bool {
    if word.chars().nth(2).is_none() {
        return false;
    }
    let mut letters = word.chars().map(class);
    word.chars().any(|c| matches!(class(c), Class::Other | Class::Mark) && !is_combining(c))
        || letters.any(|class| class == Class::Lower) && letters.any(|class| class == Class::Upper)
}

/// Adds a fact of a place that may begin or end inside a token.
fn push_at(document: &Document, into: &mut Vec<Fact>, kind: Builtin, span: Span, oddity: Oddity) {
    // Blanks may stand behind the last token.
    let start = document.tokens.partition_point(|token| token.span.end <= span.start) as TokenId;
    let start = start.min((document.tokens.len() as TokenId).saturating_sub(1));
    let tokens = start..start + 1;
    into.push(Fact { kind: Kind::Builtin(kind), tokens, span, value: Value::Oddity(oddity) });
}
