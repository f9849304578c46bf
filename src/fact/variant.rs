//! Words that stand once in a phrase which the document otherwise writes with another word, one mark or letter away.
//!
//! The document is its own dictionary: `trực tuyền` beside forty times `trực tuyến`, `Lâm Hái` beside `Lâm Hải`. The place is
//! the odd word, `right` the usual one, `count` and `others` say how often the two phrases stand. The flaw is `mark`
//! (only tones and shapes differ), `letter` (a letter lost, added or swapped with its neighbour, or another consonant), or
//! `capitals` (`VNEID` beside `VNeID`, `UbND` beside `UBND`).
//!
//! A phrase is two neighbouring words of a sentence. The usual one stands five times at least, and four times as often as
//! the odd one. There is a fact only where the odd word stands nowhere else and the usual two belong together (one of them stands
//! beside the other in half of its places), or where the words on both sides go with the usual word and not with the odd one
//! (`chuyển đối số`). Left alone are words of one letter, `i` for `y` at the end of a word, words that are half of a word of the [`lexicon`], and other pairs of different words.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::doubling::pair;
use super::oddity::Oddity;
use super::pattern::KeyMap;
use super::words::{Form, Word, Words, follows};
use super::{Builtin, Fact, Kind, Value};
use crate::document::{Case, Document, TokenId};
use crate::text::{self, KeyTable, fold, lexicon};

/// A usual phrase stands so often,
const OFTEN: u32 = 5;
/// and so many times as often as its odd neighbour.
const TIMES: u32 = 4;
/// Of the words that may stand beside one, so many are compared letter by letter.
const MOST_COMPARED: usize = 24;

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, phrases: &Phrases, into: &mut Vec<Fact>) {
    let mut push = |token: TokenId, oddity: Oddity| {
        let tokens = token..token + 1;
        let span = document.span_of(tokens.clone());
        into.push(Fact { kind: Kind::Builtin(Builtin::Variant), tokens, span, value: Value::Oddity(oddity) });
    };
    let mut told: HashSet<TokenId> = HashSet::new();
    for phrase in phrases.all.iter().filter(|phrase| phrase.count * TIMES <= phrases.most) {
        let Some((token, oddity)) = phrases.odd(document, words, phrase) else { continue };
        for place in phrases.places(phrase) {
            let token = place + (token - phrase.first);
            // The odd word of two phrases is told once.
            if told.insert(token) {
                push(token, oddity.clone());
            }
        }
    }
    capitals(document, words).into_iter().for_each(|(token, oddity)| push(token, oddity));
}

/// Two neighbouring words.
#[derive(Debug, Clone, Copy)]
pub struct Phrase {
    /// Where it first stands.
    pub first: TokenId,
    /// How often it stands.
    pub count: u32,
    /// The numbers of its words.
    pub words: [u32; 2],
    key: u64,
}

/// Phrases that stand more than once, by one of their words: those of each word side by side, frequent ones first.
#[derive(Default)]
struct Beside {
    /// Where those of each word begin.
    starts: Vec<u32>,
    phrases: Vec<Phrase>,
}

impl Beside {
    /// Lists phrases by a word of each, of so many words.
    fn of(all: &[Phrase], words: usize, word: impl Fn(&Phrase) -> u32) -> Self {
        let often = || all.iter().filter(|phrase| phrase.count >= OFTEN);
        let seldom = || all.iter().filter(|phrase| (2..OFTEN).contains(&phrase.count));
        let mut starts = vec![0u32; words + 1];
        for phrase in often().chain(seldom()) {
            starts.get_mut(word(phrase) as usize + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut phrases = vec![Phrase { first: 0, count: 0, words: [0; 2], key: 0 }; total as usize];
        for phrase in often().chain(seldom()) {
            let Some(place) = next.get_mut(word(phrase) as usize) else { continue };
            phrases.get_mut(*place as usize).into_iter().for_each(|slot| *slot = *phrase);
            *place += 1;
        }
        Self { starts, phrases }
    }

    fn get(&self, word: u32) -> &[Phrase] {
        let at = word as usize;
        let range = self.starts.get(at).zip(self.starts.get(at + 1)).map(|(&from, &to)| from as usize..to as usize);
        range.and_then(|range| self.phrases.get(range)).unwrap_or_default()
    }
}

/// The phrases of a document.
pub struct Phrases {
    /// All of them, in order of their first places.
    pub all: Vec<Phrase>,
    by_key: KeyTable,
    /// For each token the number of the phrase that begins there, or none.
    numbers: Vec<u32>,
    /// The most frequent phrase of each skeleton.
    usual: KeyMap<u32>,
    /// Phrases by their first, and by their second word.
    behind: Beside,
    before: Beside,
    /// For each token where the phrase that begins there begins again, or no token; made where places are first asked for.
    again: OnceCell<Vec<TokenId>>,
    /// How often the most frequent one stands.
    pub most: u32,
}

/// No token.
const NOWHERE: TokenId = TokenId::MAX;
/// No phrase.
const NONE: u32 = u32::MAX;

impl Phrases {
    /// Counts the phrases of a document.
    pub fn of(document: &Document, words: &Words) -> Self {
        let mut all: Vec<Phrase> = Vec::new();
        let mut by_key = KeyTable::with_room(4000);
        let mut numbers = Vec::with_capacity(document.tokens.len());
        for (at, two) in (0..).zip(document.tokens.windows(2)) {
            let [a, b] = two else { continue };
            if !follows(a, b) {
                numbers.push(NONE);
                continue;
            }
            let key = pair(a.key, b.key);
            let index = by_key.get_or_insert(key, all.len() as u32);
            if index as usize == all.len() {
                let form = |at: TokenId| words.forms.get(words.form_of(at)? as usize);
                let number = |at: TokenId| form(at).map_or(0, |form| form.word);
                all.push(Phrase { first: at, count: 0, words: [number(at), number(at + 1)], key });
            }
            if let Some(phrase) = all.get_mut(index as usize) {
                phrase.count += 1;
            }
            numbers.push(index);
        }
        let by_word = |side: usize| {
            Beside::of(&all, words.words.len(), |phrase| phrase.words.get(side).copied().unwrap_or_default())
        };
        let mut phrases = Self {
            by_key,
            numbers,
            usual: KeyMap::default(),
            behind: by_word(0),
            before: by_word(1),
            again: OnceCell::new(),
            most: all.iter().map(|phrase| phrase.count).max().unwrap_or(0),
            all,
        };
        for (index, phrase) in (0..).zip(&phrases.all).filter(|(_, phrase)| phrase.count >= OFTEN) {
            let (Some(a), Some(b)) = (words.word_of(phrase.first), words.word_of(phrase.first + 1)) else { continue };
            let best = phrases.usual.entry(pair(a.skeleton, b.skeleton)).or_insert(index);
            if phrases.all.get(*best as usize).is_some_and(|known| known.count < phrase.count) {
                *best = index;
            }
        }
        phrases
    }

    /// The number of the phrase that begins at a token.
    #[inline]
    pub fn number_at(&self, at: TokenId) -> Option<u32> {
        self.numbers.get(at as usize).copied().filter(|&number| number != NONE)
    }

    /// Where a phrase stands.
    pub fn places(&self, phrase: &Phrase) -> impl Iterator<Item = TokenId> {
        // Nearly every phrase stands once.
        let again = if phrase.count > 1 { self.again() } else { &[] };
        let next = |at: &TokenId| again.get(*at as usize).copied().filter(|&next| next != NOWHERE);
        std::iter::successors(Some(phrase.first), next)
    }

    fn again(&self) -> &[TokenId] {
        self.again.get_or_init(|| {
            let mut again = vec![NOWHERE; self.numbers.len()];
            let mut last: Vec<TokenId> = self.all.iter().map(|phrase| phrase.first).collect();
            for (at, &phrase) in (0..).zip(&self.numbers) {
                let Some(last) = last.get_mut(phrase as usize).filter(|last| **last != at) else { continue };
                again.get_mut(*last as usize).into_iter().for_each(|next| *next = at);
                *last = at;
            }
            again
        })
    }

    /// How often two words of these keys stand side by side.
    pub fn count(&self, a: u64, b: u64) -> u32 {
        self.by_key.get(pair(a, b)).and_then(|at| self.all.get(at as usize)).map_or(0, |phrase| phrase.count)
    }

    /// The phrases that stand more than once and begin, or end, with a word.
    pub fn beside(&self, word: u32, begins: bool) -> &[Phrase] {
        if begins { self.behind.get(word) } else { self.before.get(word) }
    }

    /// The odd word of a phrase, where another phrase is the usual one.
    fn odd(&self, document: &Document, words: &Words, phrase: &Phrase) -> Option<(TokenId, Oddity)> {
        let (a, b) = (words.word_of(phrase.first)?, words.word_of(phrase.first + 1)?);
        let marked = self.usual.get(&pair(a.skeleton, b.skeleton)).and_then(|&at| self.all.get(at as usize));
        let (usual, flaw) = match marked.filter(|usual| usual.key != phrase.key) {
            Some(usual) => (usual, "mark"),
            None => (self.a_letter_away(document, words, phrase, a, b)?, "letter"),
        };
        if usual.count < phrase.count.saturating_mul(TIMES) {
            return None;
        }
        let (c, d) = (words.word_of(usual.first)?, words.word_of(usual.first + 1)?);
        let (odd, right, at) = match (a.key == c.key, b.key == d.key) {
            (true, false) => (b, d, 1),
            (false, true) => (a, c, 0),
            _ => return None,
        };
        let token = phrase.first + at;
        let letter = document.tokens.get(token as usize).is_some_and(|token| token.span.len() < 3);
        if letter && document.slice(document.span_of(token..token + 1)).chars().count() == 1
            || makes_a_word(document, token)
            || at == 1 && self.goes_on_otherwise(document, phrase, usual, right)
        {
            return None;
        }
        let alone = odd.count <= phrase.count;
        let together = usual.count * 2 >= c.count.min(d.count);
        // `Công Thông tin` beside `Cổng Thông tin`: a name, and not of the other word.
        let title = |at: TokenId| document.tokens.get(at as usize).is_some_and(|token| token.case == Case::Title);
        let names = title(phrase.first) && title(phrase.first + 1) && title(usual.first) && title(usual.first + 1);
        let strange = names && flaw == "mark" && phrase.count == 1;
        if !(together && (alone || strange) || self.fits_both_sides(document, phrase, usual, token, right)) {
            return None;
        }
        let text = |word: &Word| document.tokens.get(word.first as usize).map(|token| document.slice(token.span));
        let right = text(right)?.to_owned();
        let cased = document.tokens.get(token as usize).is_some_and(|token| token.case == Case::Lower);
        let right = if cased { fold(&right) } else { right };
        Some((token, Oddity { count: phrase.count, others: usual.count, ..Oddity::new(flaw, Some(right)) }))
    }

    /// Whether the usual second word is nearly always one half of a word that does not follow here: `kiểm tra chất|lượng`, and `kiểm tra
    /// chặt` is another thing.
    fn goes_on_otherwise(&self, document: &Document, phrase: &Phrase, usual: &Phrase, right: &Word) -> bool {
        let behind = |phrase: &Phrase| {
            let (last, next) = (phrase.first + 1, phrase.first + 2);
            let token = |at: TokenId| document.tokens.get(at as usize);
            let (last, next) = (token(last)?, token(next)?);
            follows(last, next).then_some(next)
        };
        let Some(half) = behind(usual) else { return false };
        let known = lexicon::id(right.key).zip(lexicon::id(half.key));
        let bound = known.is_some_and(|(a, b)| lexicon::is_word(a, b))
            && self.count(right.key, half.key).saturating_mul(10) >= right.count.saturating_mul(9);
        bound && behind(phrase).is_some_and(|next| next.key != half.key && lexicon::knows(next.key))
    }

    /// Whether the words on both sides of the odd one go with the usual word often, and with the odd one here only.
    fn fits_both_sides(&self, document: &Document, phrase: &Phrase, usual: &Phrase, at: TokenId, right: &Word) -> bool {
        let token = |at: TokenId| document.tokens.get(at as usize);
        let (Some(before), Some(odd), Some(after)) = (at.checked_sub(1).and_then(token), token(at), token(at + 1))
        else {
            return false;
        };
        let often = |count: u32| count >= 3 && count >= phrase.count * 3;
        usual.count >= OFTEN
            && follows(before, odd)
            && follows(odd, after)
            && often(self.count(before.key, right.key))
            && often(self.count(right.key, after.key))
            && self.count(before.key, odd.key) <= 2
            && self.count(odd.key, after.key) <= 2
    }

    /// A frequent phrase that shares one word and whose other word is one letter away from one that stands here only.
    fn a_letter_away<'s>(
        &'s self,
        document: &Document,
        words: &Words,
        phrase: &Phrase,
        a: &Word,
        b: &Word,
    ) -> Option<&'s Phrase> {
        let text = |token: TokenId| document.tokens.get(token as usize).map(|token| fold(document.slice(token.span)));
        let find = |odd: &Word, candidates: &'s [Phrase], at: TokenId| {
            if odd.count > phrase.count {
                return None;
            }
            let typed = OnceCell::new();
            let near = |usual: &&Phrase| {
                // Words that belong together only, which costs least to ask: `các xã` and `các xóm` do not.
                let together = words.word_of(usual.first + at).is_some_and(|word| usual.count * 2 >= word.count);
                let Some(written) =
                    together.then(|| typed.get_or_init(|| text(phrase.first + at)).as_deref()).flatten()
                else {
                    return false;
                };
                text(usual.first + at).is_some_and(|other| {
                    let long = written.chars().nth(2).is_some() && other.chars().nth(3).is_some();
                    long && is_slip(written, &other)
                })
            };
            let frequent = candidates.iter().take_while(|usual| usual.count >= OFTEN);
            frequent.take(MOST_COMPARED).find(near)
        };
        let [first, second] = phrase.words;
        find(b, self.behind.get(first), 1).or_else(|| find(a, self.before.get(second), 0))
    }
}

/// Whether a word is one half of a [`lexicon`] word: then it stands there on purpose (`thành viên` beside `thành niên`).
fn makes_a_word(document: &Document, at: TokenId) -> bool {
    let token = |at: TokenId| document.tokens.get(at as usize);
    let is_word = |first: TokenId| {
        let (Some(a), Some(b)) = (token(first), token(first + 1)) else { return false };
        let known = lexicon::id(a.key).zip(lexicon::id(b.key));
        follows(a, b) && known.is_some_and(|(a, b)| lexicon::is_word(a, b))
    };
    at.checked_sub(1).is_some_and(is_word) || is_word(at)
}

/// Whether one letter is lost or added, two are swapped, or a consonant is another one. Another vowel makes another word too
/// often: `trọng tâm`, `trung tâm`.
pub fn is_slip(a: &str, b: &str) -> bool {
    let vowel = |c: &char| text::syllable::is_vowel(*c);
    let changed: Vec<(char, char)> = a.chars().zip(b.chars()).filter(|(a, b)| a != b).collect();
    let same_length = a.chars().count() == b.chars().count();
    let consonants = !matches!(changed.as_slice(), [(a, b)] if vowel(a) || vowel(b));
    strsim::osa_distance(a, b) == 1 && (!same_length || consonants)
}

/// Names with capitals of their own that are typed otherwise once: `VNEID` beside `VNeID`, and abbreviations with a small letter:
/// `UbND` beside `UBND`.
fn capitals(document: &Document, words: &Words) -> Vec<(TokenId, Oddity)> {
    let mut usual: Vec<Option<u32>> = vec![None; words.words.len()];
    let typed = |first: TokenId| document.tokens.get(first as usize).map(|token| document.slice(token.span));
    // A syllable in capitals stands in a title.
    let abbreviates = |form: &Form| {
        let long = typed(form.first).is_some_and(|typed| typed.chars().nth(2).is_some() && !text::has_tone(typed));
        let key = words.words.get(form.word as usize).map(|word| word.key);
        form.case == Case::Upper && long && !key.is_some_and(lexicon::knows)
    };
    for (index, form) in (0..).zip(&words.forms).filter(|(_, form)| form.count >= 3) {
        if (form.case == Case::Mixed || abbreviates(form))
            && let Some(slot) = usual.get_mut(form.word as usize)
        {
            let most = slot.and_then(|slot: u32| words.forms.get(slot as usize)).map_or(0, |form| form.count);
            *slot = if form.count > most { Some(index) } else { *slot };
        }
    }
    let mut found = Vec::new();
    for form in &words.forms {
        let Some(best) = usual.get(form.word as usize).copied().flatten() else { continue };
        let Some(best) = words.forms.get(best as usize) else { continue };
        let odd = form.first != best.first && form.count * OFTEN <= best.count.saturating_mul(2);
        // `ＵBND` has another letter and no other capitals.
        let cased = || Some(typed(form.first)?.to_uppercase() == typed(best.first)?.to_uppercase());
        if odd && matches!(form.case, Case::Mixed | Case::Upper) && cased() == Some(true) {
            let right = typed(best.first).map(str::to_owned);
            let oddity = Oddity { count: form.count, others: best.count, ..Oddity::new("capitals", right) };
            found.push((form.first, oddity));
        }
    }
    found
}
