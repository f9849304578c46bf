//! Words that can be no Vietnamese syllable, by the grammar of [`crate::text::syllable`].
//!
//! The flaw is `tone` (`thưc`: a rhyme in `c ch p t` has the acute or the dot), `onset` (`nghành`), `rhyme` (`đuợc`), `tone
//! place` (`hòan`, `qúa`), `tones` (two of them), `case` (`vĂn`, `CÔng`: a capital inside a syllable), or `plain`: a word without any mark (`viec`, but also `website`). What it
//! should be is said where the letters tell it, or where the document has one word of the same letters that stands often
//! (`thực`).
//!
//! It is sure where the word has a mark of Vietnamese and is written small, or opens a sentence and the next word is small;
//! a `tone place` always, and what has two tones (`Nghịđịnh`); a `plain` word, or a name, only where a word of the same letters stands five times at least.
//! Left alone are words joined by a hyphen or apostrophe (`ba-dan`, `K’ho`) unless they end in q, words in quotation marks of their own, and
//! what has letters that Vietnamese does not have at all.

use super::amount::is_glued;
use super::oddity::Oddity;
use super::pattern::KeyMap;
use super::words::{Form, Words};
use super::{Builtin, Fact, Kind, Value, View};
use crate::document::{Case, Document, TokenId};
use crate::text::syllable::{Flaw, Verdict, judge};
use crate::text::{fold, has_tone, lexicon};

/// So often a word stands before it vouches for another of the same letters.
const OFTEN: u32 = 5;

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, into: &mut Vec<Fact>) {
    let mut flawed: Vec<(&Form, Oddity)> = Vec::new();
    // For each form, where it is listed among these.
    let mut listed = vec![usize::MAX; words.forms.len()];
    for (form, place) in words.forms.iter().zip(&mut listed) {
        let cased_oddly_perhaps = form.case == Case::Mixed && form.count == 1;
        if !(cased_oddly_perhaps || matches!(form.verdict, Verdict::Flawed(_))) {
            continue;
        }
        let Some(token) = document.tokens.get(form.first as usize) else { continue };
        let typed = document.slice(token.span);
        let oddity = match form.verdict {
            // Abbreviations, names and codes without marks.
            Verdict::Flawed(_) if token.case != Case::Lower && typed.is_ascii() => None,
            Verdict::Flawed(flaw) => Some(odd(typed, flaw, form.count)),
            _ if typed.is_ascii() => None,
            _ => cased_oddly(typed, token.key),
        };
        if let Some(oddity) = oddity {
            *place = flawed.len();
            flawed.push((form, oddity));
        }
    }
    if flawed.is_empty() {
        return;
    }
    let usual = usual_words(words);
    for (form, oddity) in &mut flawed {
        let word = words.words.get(form.word as usize);
        let Some(best) = word.and_then(|word| usual.get(&word.skeleton)).and_then(|&at| words.words.get(at)) else {
            continue;
        };
        if word.is_some_and(|word| word.key != best.key && best.count >= word.count.saturating_mul(OFTEN)) {
            oddity.others = best.count;
            let right = document.tokens.get(best.first as usize).map(|token| fold(document.slice(token.span)));
            oddity.right = oddity.right.take().or(right);
        }
    }
    for block in &document.blocks {
        let view = View { document, start: block.tokens.start, end: block.tokens.end };
        for at in block.tokens.clone() {
            let place = words.form_of(at).and_then(|form| listed.get(form as usize));
            let Some((_, oddity)) = place.and_then(|&place| flawed.get(place)) else { continue };
            if is_joined(view, at) && !ends_in_q(view.text(at)) {
                continue;
            }
            let oddity = Oddity { sure: is_sure(view, at, oddity), ..oddity.clone() };
            let Some(token) = view.token(at) else { continue };
            let kind = Kind::Builtin(Builtin::Misspelling);
            into.push(Fact { kind, tokens: at..at + 1, span: token.span, value: Value::Oddity(oddity) });
        }
    }
}

/// A syllable with a capital inside it; the first letter says whether it should begin with one.
fn cased_oddly(typed: &str, key: u64) -> Option<Oddity> {
    let folded = fold(typed);
    let known = lexicon::knows(key) && folded.chars().all(crate::text::is_alphabetic);
    let begins = typed.chars().next().is_some_and(char::is_uppercase);
    let right = if begins { cased_like("Aa", &folded) } else { folded };
    known.then(|| Oddity::new("case", Some(right)))
}

/// For each skeleton, the most frequent sound word that stands often.
fn usual_words(words: &Words) -> KeyMap<usize> {
    let mut usual: KeyMap<usize> = KeyMap::default();
    for (at, word) in words.words.iter().enumerate().filter(|(_, word)| word.count >= OFTEN) {
        let best = usual.entry(word.skeleton).or_insert(at);
        if words.words.get(*best).is_some_and(|known| known.count < word.count) {
            *best = at;
        }
    }
    usual
}

fn odd(typed: &str, flaw: Flaw, count: u32) -> Oddity {
    let folded = fold(typed);
    let marked = !folded.is_ascii();
    let (name, right) = match flaw {
        _ if !marked => ("plain", None),
        Flaw::StopTone => ("tone", None),
        Flaw::Onset => ("onset", respelled(&folded)),
        Flaw::Rhyme => ("rhyme", with_small_l(typed).or_else(|| with_final_g(&folded))),
        Flaw::TonePlace => ("tone place", Some(folded)),
        Flaw::Tones => ("tones", None),
    };
    let right = right
        .map(|right| if right.starts_with('l') && typed.starts_with('I') { right } else { cased_like(typed, &right) });
    Oddity { count, ..Oddity::new(name, right) }
}

/// No syllable ends in q, nor does one of a name: `M'nônq`. Abbreviations do: `ĐUKCQ`.
fn ends_in_q(typed: &str) -> bool {
    !typed.is_ascii() && typed.ends_with('q')
}

/// A final q for the g that it looks like: `nônq` → `nông`.
fn with_final_g(folded: &str) -> Option<String> {
    let right = format!("{}g", folded.strip_suffix('q')?);
    (judge(&right) == Verdict::Sound).then_some(right)
}

/// A capital I for the small L that it looks like: `Iượng` → `lượng`.
fn with_small_l(typed: &str) -> Option<String> {
    let right = format!("l{}", typed.strip_prefix('I')?);
    lexicon::knows(crate::text::fold_key(&right)).then_some(right)
}

/// The onset spelled as the vowel behind it wants it: `nghành` → `ngành`, `ngiên` → `nghiên`, `kác` → `các`.
fn respelled(folded: &str) -> Option<String> {
    let swaps = [("ngh", "ng"), ("ng", "ngh"), ("gh", "g"), ("g", "gh"), ("k", "c"), ("c", "k")];
    let mut tried = swaps.iter().filter_map(|(from, to)| folded.strip_prefix(from).map(|rest| format!("{to}{rest}")));
    tried.find(|word| judge(word) == Verdict::Sound)
}

/// A folded word with the capitals of another.
pub fn cased_like(typed: &str, word: &str) -> String {
    let mut capitals = typed.chars().map(char::is_uppercase);
    match (capitals.next().unwrap_or(false), capitals.next().unwrap_or(false)) {
        (true, true) => word.to_uppercase(),
        (true, false) => {
            let mut rest = word.chars();
            rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
        }
        _ => word.to_owned(),
    }
}

/// Whether a word is a part of a longer one, or quoted by itself.
pub fn is_joined(view: View<'_>, at: TokenId) -> bool {
    let mark = |at: TokenId, marks: &[char]| marks.iter().any(|mark| view.is_mark(at, *mark));
    let is_word = |at: TokenId| view.token(at).is_some_and(|token| token.is_word() || token.is_number());
    let touches = |at: TokenId| is_word(at) || mark(at, &['-', '\'', '’', '‘', '/', '.', '_', '@', '&', '#']);
    let before = at.checked_sub(1).filter(|&before| before >= view.start);
    let opened = before.is_some_and(|before| mark(before, &['"', '“', '\'', '‘']));
    let quoted = opened && mark(at + 1, &['"', '”', '\'', '’']);
    // A full stop behind the word is no joint, a mark between two words is.
    let glued = |at: TokenId| view.token(at).is_some_and(|token| !token.spaced);
    let after = glued(at + 1) && (is_word(at + 1) || touches(at + 1) && glued(at + 2) && is_word(at + 2));
    quoted || after || is_glued(view, at) && before.is_some_and(touches)
}

fn is_sure(view: View<'_>, at: TokenId, oddity: &Oddity) -> bool {
    let vouched = oddity.others > 0;
    let Some(token) = view.token(at) else { return false };
    let opens = at == view.start
        || at.checked_sub(1).and_then(|before| view.token(before)).is_some_and(|before| before.ends_sentence);
    let small_after = view.token(at + 1).is_some_and(|next| next.case == Case::Lower);
    let foreign = view.text(at).contains(['f', 'j', 'w', 'z']);
    match oddity.flaw {
        "tone place" | "case" => true,
        "rhyme"
            if view.text(at).starts_with('I')
                && oddity.right.as_deref().is_some_and(|right| right.starts_with('l')) =>
        {
            true
        }
        "rhyme" if ends_in_q(view.text(at)) => true,
        "plain" => vouched && token.case == Case::Lower && !foreign,
        // `Nghịđịnh`: no name has two tones.
        _ => {
            let tones = || fold(view.text(at)).chars().filter(|c| has_tone(c.encode_utf8(&mut [0; 4]))).count();
            vouched || token.case == Case::Lower || token.case == Case::Title && (opens && small_after || tones() > 1)
        }
    }
}
