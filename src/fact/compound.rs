//! Words of two syllables with a slip in one of them, and syllables that are in no word: facts of kind `misspelling`.
//!
//! | flaw | seen | right |
//! |---|---|---|
//! | `compound` | `kinh tê`, `đầu tự công`, `rà roát`: no word of the [`lexicon`], but one slip away from one | the syllable of that word |
//! | `unknown` | `cấc`, `hoạc`: a syllable of no word at all, one slip away from a word that stands often in the document | that word |
//!
//! A slip is a mark or tone changed or lost, a letter changed, lost, added or swapped with its neighbour, or a sound taken for
//! another that is the same in some regions (`ch tr`, `s x`, `n ng`). The place is the syllable with the slip; `others` says how often the right word stands.
//!
//! A `compound` is told only where neither syllable makes a word with its neighbour on the other side (`đô | thị xã`) and
//! the pair stands no more than twice, or the right word much more often. Of two known syllables, the odd one must not be one
//! that often stands by itself (`bản`, `chỉ`), unless the report has the right word often and only a mark differs. A word that the
//! report does not have elsewhere must be one that reports are full of. Left alone
//! are names (two capitals in a row), abbreviations, words joined to others, and what the grammar of syllables has told already.

use super::misspelling::{cased_like, is_joined};
use super::oddity::Oddity;
use super::variant::{Phrase, Phrases, is_slip};
use super::words::{Word, Words, follows};
use super::{Builtin, Fact, Kind, Value, View};
use crate::document::{Case, Document, Token, TokenId};
use crate::text::lexicon::{self, Id, Likeness};
use crate::text::syllable::{Verdict, judge};
use crate::text::{fold, nfc};

/// So often a word stands before it vouches for another.
const OFTEN: u32 = 5;
/// A pair that stands more often is somebody's word,
const RARE: u32 = 2;
/// unless the right one stands so many times as often.
const TIMES: u32 = 4;

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, phrases: &Phrases, into: &mut Vec<Fact>) {
    let ids = words.words.iter().map(|word| lexicon::id(word.key)).collect();
    let seen = Seen { document, words, phrases, ids };
    let mut found: Vec<(TokenId, Oddity)> = phrases.all.iter().filter_map(|phrase| seen.slip(phrase)).collect();
    found.extend(seen.unknown());
    // A syllable between two others may be told from either side.
    found.sort_by_key(|(token, _)| *token);
    found.dedup_by_key(|(token, _)| *token);
    for (token, oddity) in found {
        let (tokens, kind) = (token..token + 1, Kind::Builtin(Builtin::Misspelling));
        let span = document.span_of(tokens.clone());
        into.push(Fact { kind, tokens, span, value: Value::Oddity(oddity) });
    }
}

/// What is known of the words of a document.
struct Seen<'a> {
    document: &'a Document,
    words: &'a Words,
    phrases: &'a Phrases,
    /// The numbers of the words in the lexicon.
    ids: Vec<Option<Id>>,
}

/// One syllable of a pair, and where it stands.
#[derive(Clone, Copy)]
struct Side<'a> {
    at: TokenId,
    token: &'a Token,
    word: &'a Word,
    id: Option<Id>,
}

impl Side<'_> {
    fn stands_alone(&self) -> bool {
        self.id.is_some_and(lexicon::stands_alone)
    }
}

impl<'a> Seen<'a> {
    fn side(&self, at: TokenId) -> Option<Side<'a>> {
        let form = self.words.forms.get(self.words.form_of(at)? as usize)?;
        let word = self.words.words.get(form.word as usize)?;
        let id = self.ids.get(form.word as usize).copied().flatten();
        Some(Side { at, token: self.document.tokens.get(at as usize)?, word, id })
    }

    /// Which letters a syllable has; see [`lexicon::letters`].
    fn letters(&self, side: &Side<'_>) -> u32 {
        side.id.map_or_else(|| lexicon::letters(fold(self.text(side)).as_bytes()), lexicon::letters_of)
    }

    fn text(&self, side: &Side<'_>) -> &'a str {
        self.document.slice(side.token.span)
    }

    /// Whether the tokens at these places follow each other and are a word.
    fn is_word(&self, first: TokenId, second: TokenId) -> bool {
        let (Some(a), Some(b)) = (self.side(first), self.side(second)) else { return false };
        let (Some(one), Some(two)) = (a.id, b.id) else { return false };
        lexicon::is_word(one, two) && follows(a.token, b.token) && self.in_one_sentence(first, &b)
    }

    /// Whether two neighbours stand in one sentence, and so in one block.
    fn in_one_sentence(&self, a: TokenId, b: &Side<'_>) -> bool {
        self.document.sentence_of(a).contains(&b.at)
    }

    /// The slip in a phrase, where there is one.
    fn slip(&self, phrase: &Phrase) -> Option<(TokenId, Oddity)> {
        let (a, b) = (self.side(phrase.first)?, self.side(phrase.first + 1)?);
        if a.id.zip(b.id).is_some_and(|(a, b)| lexicon::is_word(a, b)) {
            return None;
        }
        let behind = self.right_word(phrase, b, a, a.id.map_or(&[], lexicon::seconds));
        let before = self.right_word(phrase, a, b, b.id.map_or(&[], lexicon::firsts));
        // Where either may be the slip, it is the one in no word at all, or the one whose right word stands more often.
        let weight = |side: &Side<'_>, found: Option<(Id, u32)>| found.map(|(_, others)| (side.id.is_none(), others));
        let (odd, (right, others)) = if weight(&b, behind) >= weight(&a, before) { (b, behind?) } else { (a, before?) };
        // A syllable that nobody knows is wrong whatever word its neighbour makes.
        let before = || a.at.checked_sub(1).is_some_and(|before| self.is_word(before, a.at));
        let explained = odd.id.is_some() && (before() || self.is_word(b.at, b.at + 1));
        if explained || !self.in_one_sentence(a.at, &b) || self.is_told(&odd) {
            return None;
        }
        let right = cased_like(self.text(&odd), lexicon::text(right));
        Some((odd.at, Oddity { count: phrase.count, others, ..Oddity::new("compound", Some(right)) }))
    }

    /// What the odd syllable of a phrase should be, out of those that make a word with the other one; of several the one
    /// whose word stands most often.
    fn right_word(&self, phrase: &Phrase, odd: Side<'_>, other: Side<'_>, candidates: &[Id]) -> Option<(Id, u32)> {
        if candidates.is_empty() || !may_be_odd(&odd, &other) {
            return None;
        }
        let letters = self.letters(&odd);
        let bound = !odd.stands_alone() && !other.stands_alone();
        let mut typed = None;
        let mut best = None;
        for &candidate in candidates {
            let Some(likeness) = lexicon::likeness(candidate, odd.word.skeleton, letters) else { continue };
            let right = lexicon::key(candidate);
            let (pair, keys) = if odd.at < other.at {
                ((Some(candidate), other.id), (right, other.word.key))
            } else {
                ((other.id, Some(candidate)), (other.word.key, right))
            };
            let others = self.phrases.count(keys.0, keys.1);
            let usual = pair.0.zip(pair.1).is_some_and(|(first, second)| lexicon::is_usual(first, second));
            let rare = phrase.count <= RARE || others >= phrase.count * TIMES;
            // Nearly every candidate ends here, before writings are compared.
            if !rare || others == 0 && !usual {
                continue;
            }
            let typed = typed.get_or_insert_with(|| fold(self.text(&odd)));
            if !typed.chars().all(crate::text::is_alphabetic) {
                return None;
            }
            let written = lexicon::text(candidate);
            let alike = likeness != Likeness::Marks && lexicon::sound_alike(typed, written);
            if likeness == Likeness::Sounds && !alike {
                continue;
            }
            // What the report itself does not have must be a word of every report, and one slip away.
            let credible = others > 0 || alike || lexicon::slips(typed, written) == 1;
            let vouched = others >= OFTEN && phrase.count == 1;
            let fits = if alike || likeness == Likeness::Marks {
                !odd.stands_alone() || vouched || others > 0 && !other.stands_alone()
            } else {
                (odd.id.is_none() || bound || others > 0 && !odd.stands_alone() || vouched && !other.stands_alone())
                    && lexicon::slips(typed, written) == 1
            };
            // `Hòa` in the midst of a sentence is a name, unless the report knows the word well.
            let named =
                odd.token.case == Case::Title && !self.opens(&odd) && (odd.id.is_some() && others < 2 || others == 0);
            if fits && credible && !named && best.is_none_or(|(_, most)| others > most) {
                best = Some((candidate, others));
            }
        }
        best
    }

    /// Whether a syllable opens its sentence.
    fn opens(&self, side: &Side<'_>) -> bool {
        self.document.sentence_of(side.at).start == side.at
    }

    /// Whether the grammar of syllables tells what is wrong, or the syllable is a part of something longer.
    fn is_told(&self, side: &Side<'_>) -> bool {
        let typed = self.text(side);
        let flawed = judge(typed) != Verdict::Sound && !nfc(typed).is_ascii();
        let Some(block) = self.document.blocks.get(self.document.block_of(side.at) as usize) else { return true };
        let view = View { document: self.document, start: block.tokens.start, end: block.tokens.end };
        flawed || is_joined(view, side.at)
    }

    /// Syllables of no word that stand rarely, beside a frequent word that they resemble.
    fn unknown(&self) -> Vec<(TokenId, Oddity)> {
        let words = || self.words.words.iter().zip(&self.ids);
        let unknown = words().filter(|(word, id)| id.is_none() && word.count <= RARE);
        let unknown: Vec<Side<'_>> = unknown.filter_map(|(word, _)| self.side(word.first)).collect();
        // `trvong`, `ngy`; but `bank`, `web`: what has no mark is a slip only where it can be no foreign word.
        let marked = |side: &Side<'_>| {
            let typed = self.text(side);
            let foreign = typed.len() < 3 || typed.contains(['f', 'j', 'w', 'z']) || judge(typed) == Verdict::Sound;
            side.token.case == Case::Lower && if typed.is_ascii() { !foreign } else { judge(typed) == Verdict::Sound }
        };
        let unknown: Vec<Side<'_>> = unknown.into_iter().filter(marked).collect();
        let frequent: Vec<(Id, u32)> =
            words().filter_map(|(word, id)| Some(((*id)?, word.count))).filter(|(_, count)| *count >= OFTEN).collect();
        let right_of = |side: &Side<'_>| {
            let typed = fold(self.text(side));
            let letters = lexicon::letters(typed.as_bytes());
            let near = frequent.iter().filter(|(id, _)| match lexicon::likeness(*id, side.word.skeleton, letters) {
                // A word that only lost its marks is told as such.
                Some(Likeness::Marks) => !typed.is_ascii(),
                Some(Likeness::Letters) => is_slip(&typed, lexicon::text(*id)),
                Some(Likeness::Sounds) => lexicon::sound_alike(&typed, lexicon::text(*id)),
                None => false,
            });
            near.max_by_key(|(_, count)| *count).copied()
        };
        unknown
            .iter()
            .filter(|side| !self.is_told(side))
            .filter_map(|side| {
                let (right, others) = right_of(side)?;
                let right = Some(lexicon::text(right).to_owned());
                Some((side.at, Oddity { count: side.word.count, others, ..Oddity::new("unknown", right) }))
            })
            .collect()
    }
}

/// Whether capitals let one of two neighbouring syllables be a slip: the two are neither a name nor an abbreviation.
fn may_be_odd(odd: &Side<'_>, other: &Side<'_>) -> bool {
    let cased = match (odd.token.case, other.token.case) {
        (Case::Lower, Case::Lower | Case::Title) | (Case::Upper, Case::Upper) => true,
        (Case::Title, Case::Lower) => odd.at < other.at,
        _ => false,
    };
    cased && odd.token.span.len() > 1
}
