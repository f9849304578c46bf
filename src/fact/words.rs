//! The different words of a document, and how often each stands in it.
//!
//! Built in one pass over the tokens. A *form* is a word as it is typed, capitals and all; a *word* is what its forms share
//! whatever their case, tone placement and normal form. The *skeleton* of a word is its letters without tones and shapes
//! (`kinh nghiệm` and `kinh nghiem` have one): a slip of a mark leaves it as it was.

use std::hash::Hasher as _;

use crate::document::{Document, Token, TokenId};
use crate::text::{self, KeyTable, TextHasher};

/// No word.
const NONE: u32 = u32::MAX;

/// A word as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The first token that is typed so.
    pub first: TokenId,
    /// How many are.
    pub count: u32,
    /// Its word.
    pub word: u32,
}

/// A word, however it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its folded key.
    pub key: u64,
    /// The key of its letters without tones and shapes.
    pub skeleton: u64,
    /// The first token that is this word.
    pub first: TokenId,
    /// How many tokens are.
    pub count: u32,
}

/// The words of a document.
#[derive(Debug, Clone, Default)]
pub struct Words {
    ids: Vec<u32>,
    /// Forms, in order of their first tokens.
    pub forms: Vec<Form>,
    /// Words, in order of their first tokens.
    pub words: Vec<Word>,
}

impl Words {
    /// Counts the words of a document.
    pub fn of(document: &Document) -> Self {
        let mut found = Self { ids: Vec::with_capacity(document.tokens.len()), ..Self::default() };
        let source = document.source.text().as_bytes();
        let mut by_form = KeyTable::with_room(2000);
        let mut by_key = KeyTable::with_room(1000);
        for (at, token) in document.tokens.iter().enumerate() {
            if !token.is_word() {
                found.ids.push(NONE);
                continue;
            }
            let typed = source.get(token.span.range()).unwrap_or_default();
            let id = by_form.get_or_insert(hash_of(typed), found.forms.len() as u32);
            if id as usize == found.forms.len() {
                let word = by_key.get_or_insert(token.key, found.words.len() as u32);
                if word as usize == found.words.len() {
                    let skeleton = text::skeleton(document.slice(token.span));
                    found.words.push(Word { key: token.key, skeleton, first: at as TokenId, count: 0 });
                }
                found.forms.push(Form { first: at as TokenId, count: 0, word });
            }
            if let Some(form) = found.forms.get_mut(id as usize) {
                form.count += 1;
            }
            found.ids.push(id);
        }
        for form in &found.forms {
            if let Some(word) = found.words.get_mut(form.word as usize) {
                word.count += form.count;
            }
        }
        found
    }

    /// The number of the form of a token.
    pub fn form_of(&self, token: TokenId) -> Option<u32> {
        self.ids.get(token as usize).copied().filter(|&id| id != NONE)
    }

    /// The word of a token.
    pub fn word_of(&self, token: TokenId) -> Option<&Word> {
        let form = self.forms.get(self.form_of(token)? as usize)?;
        self.words.get(form.word as usize)
    }
}

/// A hash of a word as it is typed; most are one or two pieces of eight bytes.
fn hash_of(typed: &[u8]) -> u64 {
    let mut hasher = TextHasher::default();
    hasher.write(typed);
    hasher.finish()
}

/// Whether a word stands right behind another one in one sentence.
#[inline]
pub fn follows(before: &Token, token: &Token) -> bool {
    before.is_word() && token.is_word() && token.spaced && !before.ends_sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn forms_are_counted_and_share_their_word() {
        let document = Document::parse(Source::new("a.md", "Thủ tục, thủ tục và thu tục THỦ TỤC; 12 thủ tục."));
        let words = Words::of(&document);
        let told = |word: &Word| (document.slice(document.span_of(word.first..word.first + 1)).to_owned(), word.count);
        let all: Vec<_> = words.words.iter().map(told).collect();
        let wanted = [("Thủ", 4), ("tục", 5), ("và", 1), ("thu", 1)].map(|(word, count)| (word.to_owned(), count));
        assert_eq!(all, wanted);
        assert_eq!(words.forms.len(), 7);
        assert_eq!(words.words[0].skeleton, words.words[3].skeleton);
        assert_eq!(words.form_of(2), None);
        assert_eq!(words.word_of(3).unwrap().count, 4);
    }
}
