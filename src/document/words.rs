//! The different words of a document, and how often each stands in it.
//!
//! Counted while the text is read. A *form* is a word as it is typed, capitals and all; a *word* is what its forms share
//! whatever their case, tone placement and normal form. The *skeleton* of a word is its letters without tones and shapes
//! (`kinh nghiệm` and `kinh nghiem` have one): a slip of a mark leaves it as it was.

use super::{Case, TokenId};
use crate::text::KeyTable;
use crate::text::syllable::Verdict;

/// No word.
const NONE: u32 = u32::MAX;

/// What the letters of a word come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traits {
    /// The folded key.
    pub key: u64,
    /// The key of the letters without tones and shapes.
    pub skeleton: u64,
    /// How it is capitalised.
    pub case: Case,
    /// What it is as a syllable.
    pub verdict: Verdict,
    /// Whether it has letters of the Vietnamese and English alphabets only.
    pub plain: bool,
}

impl Traits {
    /// Those of no word.
    pub const NONE: Self = Self { key: 0, skeleton: 0, case: Case::None, verdict: Verdict::Foreign, plain: false };
}

/// A word as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The first token that is typed so.
    pub first: TokenId,
    /// How many are.
    pub count: u32,
    /// Its word.
    pub word: u32,
    /// How it is capitalised.
    pub case: Case,
    /// What it is as a syllable.
    pub verdict: Verdict,
    /// Whether it has letters of the Vietnamese and English alphabets only.
    pub plain: bool,
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
    by_key: KeyTable,
}

impl Words {
    /// No words yet, of a text that has so many tokens.
    pub(super) fn with_room(tokens: usize) -> Self {
        Self { ids: Vec::with_capacity(tokens), by_key: KeyTable::with_room(tokens / 16), ..Self::default() }
    }

    /// The number of the form of a token.
    #[inline]
    pub fn form_of(&self, token: TokenId) -> Option<u32> {
        self.ids.get(token as usize).copied().filter(|&id| id != NONE)
    }

    /// How a token is typed, where it is a word.
    #[inline]
    pub fn form(&self, token: TokenId) -> Option<&Form> {
        // The number of no word is that of no form.
        self.ids.get(token as usize).and_then(|&id| self.forms.get(id as usize))
    }

    /// The number of the word of a folded key.
    pub fn number_of(&self, key: u64) -> Option<u32> {
        self.by_key.get(key)
    }

    /// The word of a token.
    #[inline]
    pub fn word_of(&self, token: TokenId) -> Option<&Word> {
        self.words.get(self.form(token)?.word as usize)
    }

    /// For each token the number of its form, which no form has where the token is no word.
    pub fn numbers(&self) -> &[u32] {
        &self.ids
    }

    /// A further token that is no word.
    #[inline]
    pub(super) fn pass(&mut self) {
        self.ids.push(NONE);
    }

    /// A further token, which is typed as others of its form were.
    #[inline]
    pub(super) fn count(&mut self, form: u32) {
        self.ids.push(form);
        if let Some(form) = self.forms.get_mut(form as usize) {
            form.count += 1;
        }
    }

    /// A form that the next token is the first of.
    pub(super) fn add(&mut self, traits: Traits) -> u32 {
        let first = self.ids.len() as TokenId;
        let Traits { key, skeleton, case, verdict, plain } = traits;
        let word = self.by_key.get_or_insert(key, self.words.len() as u32);
        if word as usize == self.words.len() {
            self.words.push(Word { key, skeleton, first, count: 0 });
        }
        self.forms.push(Form { first, count: 0, word, case, verdict, plain });
        self.forms.len() as u32 - 1
    }

    /// Adds up how often each word stands.
    pub(super) fn counted(mut self) -> Self {
        for form in &self.forms {
            if let Some(word) = self.words.get_mut(form.word as usize) {
                word.count += form.count;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::source::Source;

    #[test]
    fn forms_are_counted_and_share_their_word() {
        let text = "Thủ tục, thủ tục và thu tục THỦ TỤC; 12 thủ tục. Nghiêng-nghiênggggg, nghiênggggggg.";
        let document = Document::parse(Source::new("a.md", text));
        let words = &document.words;
        let told = |word: &Word| (document.slice(document.span_of(word.first..word.first + 1)).to_owned(), word.count);
        let all: Vec<_> = words.words.iter().map(told).collect();
        let wanted =
            [("Thủ", 4), ("tục", 5), ("và", 1), ("thu", 1), ("Nghiêng", 1), ("nghiênggggg", 1), ("nghiênggggggg", 1)];
        assert_eq!(all, wanted.map(|(word, count)| (word.to_owned(), count)));
        assert_eq!(words.forms.len(), 10);
        assert_eq!(words.words[0].skeleton, words.words[3].skeleton);
        assert_eq!(words.form_of(2), None);
        assert_eq!(words.word_of(3).unwrap().count, 4);
        assert_eq!(words.form_of(0).map(|form| words.forms[form as usize].count), Some(1));
    }
}
