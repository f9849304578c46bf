//! Sets of phrases, and the folded words that patterns and values are compared by.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::document::{Document, Token, TokenId};
use crate::text::late::Late;

/// A map from folded words: their keys are hashes already.
pub type KeyMap<V> = HashMap<u64, V, std::hash::BuildHasherDefault<KeyHasher>>;

/// Takes a key for its own hash.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeyHasher(u64);

impl std::hash::Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A set of phrases, from a table or list.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Phrases {
    /// A run asks for few sets, and for their entries less often.
    by_first: Late<KeyMap<Vec<Phrase>>>,
    /// Made when first asked for, as is all that few sets are asked for.
    #[serde(skip)]
    by_last: OnceLock<KeyMap<Vec<Phrase>>>,
    #[serde(skip)]
    relaxed: OnceLock<HashMap<String, u32>>,
    /// The entries as written, in order.
    pub entries: Late<Vec<String>>,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
struct Phrase {
    keys: Box<[u64]>,
    entry: u32,
    #[serde(skip)]
    exact: OnceLock<Exact>,
}

/// The tokens of a phrase as written, each with whether a blank stands before it.
type Exact = Box<[(Box<str>, bool)]>;

impl Phrases {
    /// Builds a set from its entries.
    pub fn new(entries: impl IntoIterator<Item = String>) -> Self {
        let entries: Vec<String> = entries.into_iter().collect();
        let mut by_first: KeyMap<Vec<Phrase>> = KeyMap::default();
        for (at, entry) in (0..).zip(&entries) {
            let keys = keys_of(entry);
            let Some(&first) = keys.first() else { continue };
            by_first.entry(first).or_default().push(Phrase { keys, entry: at, exact: OnceLock::new() });
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.keys.len()));
        }
        Self { by_first: by_first.into(), entries: entries.into(), ..Self::default() }
    }

    /// First keys of all phrases.
    pub fn first_keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.by_first.keys().copied()
    }

    /// First key of each phrase, and its second where it has one.
    pub fn openings(&self) -> impl Iterator<Item = (u64, Option<u64>)> + '_ {
        self.by_first.values().flatten().filter_map(|p| Some((*p.keys.first()?, p.keys.get(1).copied())))
    }

    /// The words of each phrase; of those with the same first word, the longest first.
    pub(super) fn sequences(&self) -> impl Iterator<Item = &[u64]> {
        self.by_first.values().flatten().map(|p| &*p.keys)
    }

    /// Whether a phrase begins with another one.
    pub(super) fn is_nested(&self) -> bool {
        let begins = |(at, longer): (usize, &Phrase), all: &[Phrase]| {
            all.iter().skip(at + 1).any(|p| p.keys.len() < longer.keys.len() && longer.keys.starts_with(&p.keys))
        };
        self.by_first.values().any(|all| all.iter().enumerate().any(|phrase| begins(phrase, all)))
    }

    /// The most tokens that an entry has.
    pub(super) fn longest_entry(&self) -> u32 {
        self.by_first.values().flatten().map(|p| p.keys.len() as u32).max().unwrap_or(0)
    }

    /// The entry that a text is but for case, Đ/D/Ð, blanks and marks.
    pub fn relaxed(&self, text: &str) -> Option<&str> {
        let known = self.relaxed.get_or_init(|| {
            let mut known = HashMap::new();
            for (at, entry) in (0..).zip(&*self.entries) {
                known.entry(relax(entry)).or_insert(at);
            }
            known
        });
        known.get(&relax(text)).and_then(|&at| self.entries.get(at as usize)).map(String::as_str)
    }

    pub(super) fn longest(&self, document: &Document, at: TokenId, end: TokenId, exact: bool) -> Option<TokenId> {
        let first = document.tokens.get(at as usize)?;
        let phrases = self.by_first.get(&first.key)?;
        phrases.iter().find(|p| p.fits(document, at, end, exact, &self.entries)).map(|p| at + p.keys.len() as TokenId)
    }

    pub(super) fn stands_before(&self, document: &Document, at: TokenId, start: TokenId) -> bool {
        if at <= start {
            return false;
        }
        let Some(last) = document.tokens.get(at as usize - 1) else { return false };
        let by_last = self.by_last.get_or_init(|| {
            let mut by_last: KeyMap<Vec<Phrase>> = KeyMap::default();
            for phrase in self.by_first.values().flatten() {
                by_last.entry(phrase.keys.last().copied().unwrap_or(0)).or_default().push(phrase.clone());
            }
            by_last
        });
        let Some(phrases) = by_last.get(&last.key) else { return false };
        phrases.iter().any(|p| {
            let length = p.keys.len() as TokenId;
            at >= start + length && p.fits(document, at - length, at, false, &self.entries)
        })
    }
}

impl Phrase {
    fn fits(&self, document: &Document, at: TokenId, end: TokenId, exact: bool, entries: &Late<Vec<String>>) -> bool {
        if at as usize + self.keys.len() > end as usize {
            return false;
        }
        let tokens = document.tokens_in(at..at + self.keys.len() as TokenId);
        let mut folded = tokens.iter();
        if !self.keys.iter().all(|&key| folded.next().is_some_and(|token| token.key == key)) {
            return false;
        }
        let written = || {
            let entry = entries.get(self.entry as usize).map(String::as_str).unwrap_or_default();
            let exact = |t: &Token| (crate::text::nfc(slice(entry, t)).into(), t.spaced);
            tokens_of(entry).iter().map(exact).collect()
        };
        !exact
            || tokens.iter().zip(&**self.exact.get_or_init(written)).enumerate().all(|(i, (t, (text, spaced)))| {
                (i == 0 || t.spaced == *spaced) && *crate::text::nfc(document.slice(t.span)) == **text
            })
    }
}

/// The tokens of a phrase in a rule.
pub fn tokens_of(phrase: &str) -> Vec<Token> {
    use crate::document::token::{Markup, tokenise};
    let mut tokens = Vec::new();
    tokenise(phrase, crate::span::Span::new(0, phrase.len()), Markup::Markdown, &mut tokens);
    tokens
}

/// Folded keys of a phrase in a rule.
pub fn keys_of(phrase: &str) -> Box<[u64]> {
    tokens_of(phrase).iter().map(|t| t.key).collect()
}

/// The tokens of a phrase as exact text.
pub fn exact_of(phrase: &str) -> Box<[Box<str>]> {
    tokens_of(phrase).iter().map(|t| crate::text::nfc(slice(phrase, t)).into()).collect()
}

fn slice<'a>(text: &'a str, token: &Token) -> &'a str {
    text.get(token.span.range()).unwrap_or_default()
}

/// A writing without what slips of the hand change: case, Đ/D/Ð, blanks and marks.
pub fn relax(text: &str) -> String {
    crate::text::nfc(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .map(|c| if matches!(c, 'Đ' | 'Ð') { 'D' } else { c })
        .collect()
}
