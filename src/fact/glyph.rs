//! Characters that do not belong: not seen, or seen as another.
//!
//! | flaw | seen | right |
//! |---|---|---|
//! | `zero width` | U+200B…200D, U+2060, U+FEFF inside the text | nothing |
//! | `direction` | marks that turn the direction of writing | nothing |
//! | `soft hyphen` | U+00AD | nothing |
//! | `eth` | `Ð`, `ð`, `Ɖ` in a word | `Đ`, `đ` |
//! | `foreign letter` | a Cyrillic or Greek letter, or a sign for a Roman numeral, in a Latin word; one that looks like a digit, in a number (`12З`); `ı`, `Ƨ` | the letter or digit that looks like it, if one does |
//! | `caron` | `ǎ` (U+01CE) and its like | `ă` |
//! | `broken` | U+FFFD: a character that was lost | unknown |
//! | `wide` | letters, digits and marks as wide as Chinese ones: `１２` | `12` |
//! | `number blank` | a blank that does not break between the thousands of a number | a point |
//! | `digit` | `0` or `1` in a word: `c0ng`, `1ập`, `h1ện`, `ĐẠ0` | the word with the letter |
//! | `glued` | a word and a figure, or two words, in one piece: `ngày01`, `UBNDtỉnh`; see [`super::glued`] | with the blank |
//! | `letter` | `O` or `l` in a number: `2O24`, `O1 lần`; `l` in a Roman one: `lV.` | the number |
//!
//! More than twenty of one flaw are no slips but a habit of typing: then there is none of them here and one fact of kind
//! `typing`. Left alone are letters of other alphabets in words of their own (`µ`, `Ω`, `конец`), codes in capitals
//! (`O8`), and bullets of the private area.

use super::confused::Confused;
use super::glance::up_to;
use super::glued::Glued;
use super::oddity::Oddity;
use super::variant::Phrases;
use super::{Builtin, Fact, Kind, Value, View};
use crate::document::{Document, TokenId};
use crate::span::Span;
use crate::text::{Class, class, look_alike};

/// More of one flaw are a habit.
const MOST: usize = 20;

/// Adds the facts of a document that has these characters, and words or figures joined to others at these places; those that
/// are too many become one of kind `typing`.
pub fn of_document(
    document: &Document,
    phrases: &Phrases,
    rare: &[(u32, char)],
    joined: &[TokenId],
    into: &mut Vec<Fact>,
) {
    let mut found: Vec<(Span, Oddity)> = Vec::new();
    let (confused, glued) = (Confused::new(document, phrases), Glued::new(document));
    for &(at, c) in rare {
        let span = Span { start: at, end: at + c.len_utf8() as u32 };
        let Some(oddity) = of_character(document, span, c) else { continue };
        // `１２` is one place.
        match (found.last_mut(), oddity.right) {
            (Some((before, Oddity { flaw, right: Some(right), .. })), Some(more))
                if *flaw == oddity.flaw && before.end == span.start =>
            {
                *before = before.join(span);
                right.push_str(&more);
            }
            (_, right) => found.push((span, Oddity { right, ..oddity })),
        }
    }
    let mut left = joined;
    for block in &document.blocks {
        let view = View { document, start: block.tokens.start, end: block.tokens.end };
        let mut told = 0;
        for &at in up_to(&mut left, block.tokens.end) {
            let behind = view.token(at).is_some_and(|token| token.span.start >= told);
            let glued = || (at > view.start).then(|| glued.at(view, at)).flatten();
            if let Some(one) = behind.then(|| confused.at(view, at).or_else(glued)).flatten() {
                told = one.0.end;
                found.push(one);
            }
        }
        found.extend(block.label.as_ref().and_then(|label| letter_in_roman(document, label.span)));
    }
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (_, oddity) in &found {
        *counts.entry(oddity.flaw).or_default() += 1;
    }
    for (span, mut oddity) in found {
        let Some(count) = counts.get_mut(oddity.flaw) else { continue };
        let kind = if *count > MOST {
            oddity.count = std::mem::take(count) as u32;
            Builtin::Typing
        } else if *count > 0 {
            Builtin::Glyph
        } else {
            continue;
        };
        let start = document.tokens.partition_point(|token| token.span.end <= span.start) as TokenId;
        let start = start.min((document.tokens.len() as TokenId).saturating_sub(1));
        let tokens = start..start + 1;
        into.push(Fact { kind: Kind::Builtin(kind), tokens, span, value: Value::Oddity(oddity) });
    }
}

/// The characters that are neither letters of the alphabet nor digits nor usual marks, each with its first byte.
pub fn rare_characters(document: &Document) -> Vec<(u32, char)> {
    let mut found = Vec::new();
    for &span in &document.unusual {
        let mut rest = document.slice(span);
        while let Some(first) = rest.bytes().position(|byte| !byte.is_ascii()) {
            rest = rest.get(first..).unwrap_or_default();
            let Some(c) = rest.chars().next() else { break };
            if class(c) == Class::Other {
                found.push((span.end - rest.len() as u32, c));
            }
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    found
}

fn of_character(document: &Document, span: Span, c: char) -> Option<Oddity> {
    let nothing = |flaw| Some(Oddity::new(flaw, Some(String::new())));
    let letter = |flaw, right: Option<char>| Some(Oddity::new(flaw, right.map(String::from)));
    match c {
        '\u{feff}' if span.start == 0 => None,
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => nothing("zero width"),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => nothing("direction"),
        '\u{ad}' => nothing("soft hyphen"),
        '\u{fffd}' => letter("broken", None),
        'Ð' | 'Ɖ' => letter("eth", Some('Đ')),
        'ð' | 'ɖ' => letter("eth", Some('đ')),
        '\u{ff01}'..='\u{ff5e}' => letter("wide", char::from_u32(c as u32 - 0xff01 + 0x21)),
        '\u{a0}' | '\u{202f}' | '\u{2009}' if parts_thousands(document, span) => letter("number blank", Some('.')),
        'Ƨ' | 'ƨ' => letter("foreign letter", Some('2')),
        'ı' | 'ɑ' | 'ɡ' | 'ℓ' if in_latin_word(document, span, true) => letter("foreign letter", look_alike(c)),
        'ǎ' | 'Ǎ' => letter("caron", Some(if c == 'ǎ' { 'ă' } else { 'Ă' })),
        _ if digit(c).is_some() && beside_digit(document, span) => letter("foreign letter", digit(c)),
        '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{2160}'..='\u{217f}'
            if in_latin_word(document, span, look_alike(c).is_some()) || begins_alike(document, span) =>
        {
            letter("foreign letter", look_alike(c))
        }
        _ => None,
    }
}

/// Whether one to three digits stand right before a place, and three right behind it.
fn parts_thousands(document: &Document, span: Span) -> bool {
    let text = document.source.text();
    let digits = |bytes: &mut dyn Iterator<Item = u8>| bytes.take_while(u8::is_ascii_digit).count();
    let before = text.get(..span.start as usize).map_or(0, |before| digits(&mut before.bytes().rev()));
    let behind = text.get(span.end as usize..).map_or(0, |behind| digits(&mut behind.bytes()));
    (1..=3).contains(&before) && behind == 3
}

/// Whether a Latin letter touches the place, or for a letter that looks Latin a mark of document numbers: `12/КН-UBND`.
fn in_latin_word(document: &Document, span: Span, alike: bool) -> bool {
    let text = document.source.text();
    let before = text.get(..span.start as usize).and_then(|before| before.chars().next_back());
    let after = text.get(span.end as usize..).and_then(|after| after.chars().next());
    let latin = |c: char| matches!(class(c), Class::Lower | Class::Upper) || alike && matches!(c, '/' | '-');
    [before, after].into_iter().flatten().any(latin)
}

/// Whether a word of foreign letters only begins here that all look Latin: `ССНС`.
fn begins_alike(document: &Document, span: Span) -> bool {
    let text = document.source.text();
    let before = text.get(..span.start as usize).and_then(|before| before.chars().next_back());
    let mut word = text.get(span.start as usize..).unwrap_or_default().chars().take_while(|c| c.is_alphabetic());
    let begins = !before.is_some_and(char::is_alphabetic);
    begins && word.clone().nth(1).is_some() && word.all(|c| c.is_uppercase() && look_alike(c).is_some())
}

/// Whether a digit touches the place, and no letter does.
fn beside_digit(document: &Document, span: Span) -> bool {
    let text = document.source.text();
    let before = text.get(..span.start as usize).and_then(|before| before.chars().next_back());
    let after = text.get(span.end as usize..).and_then(|after| after.chars().next());
    let near = || [before, after].into_iter().flatten();
    near().any(|c| c.is_ascii_digit()) && !near().any(crate::text::is_alphabetic)
}

/// The digit that a foreign letter looks like.
const fn digit(c: char) -> Option<char> {
    Some(match c {
        'О' | 'о' | 'Ο' | 'ο' => '0',
        'І' | 'Ι' | 'і' | 'ı' => '1',
        'З' | 'з' | 'Ʒ' => '3',
        'б' => '6',
        _ => return None,
    })
}

/// `lV.`: a label in Roman with a small L.
fn letter_in_roman(document: &Document, label: Span) -> Option<(Span, Oddity)> {
    let typed = document.slice(label).trim_end_matches(['.', ')', ' ']);
    let roman = typed.len() > 1 && typed.contains('l') && typed.chars().all(|c| matches!(c, 'l' | 'I' | 'V' | 'X'));
    let span = Span::new(label.start as usize, label.start as usize + typed.len());
    roman.then(|| (span, Oddity::new("letter", Some(typed.replace('l', "I")))))
}
