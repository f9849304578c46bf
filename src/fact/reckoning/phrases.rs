//! Words that may stand one after another, looked for at tokens.
//!
//! Each figure is asked about by many lists of phrases, and nearly every answer is no. So a list knows six bits of the keys
//! of its first and of its last words: one look at one token ends most questions, and only behind it phrases are compared.

use crate::document::Token;

/// A list of phrases, by the keys of their words.
#[derive(Debug, Clone, Copy)]
pub struct Phrases {
    all: &'static [&'static [u64]],
    /// One bit for each first word.
    firsts: u64,
    /// One bit for each last word.
    lasts: u64,
}

/// The bit of a word.
#[inline]
const fn bit(key: u64) -> u64 {
    1 << (key & 63)
}

impl Phrases {
    pub const fn of(all: &'static [&'static [u64]]) -> Self {
        let (mut firsts, mut lasts) = (0, 0);
        let mut left = all;
        while let Some((phrase, rest)) = left.split_first() {
            if let (Some(first), Some(last)) = (phrase.first(), phrase.last()) {
                firsts |= bit(*first);
                lasts |= bit(*last);
            }
            left = rest;
        }
        Self { all, firsts, lasts }
    }

    pub fn iter(self) -> impl Iterator<Item = &'static [u64]> {
        self.all.iter().copied()
    }

    /// Whether these words begin with one of the phrases.
    pub fn lead(self, words: &[u64]) -> bool {
        self.iter().any(|phrase| words.starts_with(phrase))
    }

    /// Whether a phrase may begin with a word.
    #[inline]
    pub const fn may_begin(self, key: u64) -> bool {
        self.firsts & bit(key) != 0
    }

    /// Whether a phrase may end with a word.
    #[inline]
    pub const fn may_end(self, key: u64) -> bool {
        self.lasts & bit(key) != 0
    }

    /// How many words the longest phrase has that these tokens begin with.
    pub fn at_start(self, tokens: &[Token]) -> Option<usize> {
        let first = tokens.first()?.key;
        let begins = |phrase: &&[u64]| {
            phrase.first() == Some(&first)
                && tokens.get(..phrase.len()).is_some_and(|tokens| tokens.iter().map(|token| &token.key).eq(*phrase))
        };
        self.iter().filter(begins).map(<[u64]>::len).max()
    }

    /// How many words the longest phrase has that these tokens end with.
    pub fn at_end(self, tokens: &[Token]) -> Option<usize> {
        let last = tokens.last()?.key;
        let ends = |phrase: &&[u64]| {
            let from = tokens.len().checked_sub(phrase.len());
            phrase.last() == Some(&last)
                && from
                    .and_then(|from| tokens.get(from..))
                    .is_some_and(|tokens| tokens.iter().map(|token| &token.key).eq(*phrase))
        };
        self.iter().filter(ends).map(<[u64]>::len).max()
    }

    /// Whether one of the phrases stands somewhere in these tokens.
    pub fn stand_in(self, tokens: &[Token]) -> bool {
        let mut places = tokens.iter().enumerate().filter(|(_, token)| self.may_begin(token.key));
        places.any(|(at, _)| tokens.get(at..).is_some_and(|tokens| self.at_start(tokens).is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fact::amount::keys;
    use crate::source::Source;

    const LIST: Phrases = Phrases::of(&[keys!["còn"], keys!["còn" "lại"], keys!["so" "với"]]);

    #[test]
    fn the_longest_phrase_is_found_at_either_end() {
        let document = Document::parse(Source::new("a.md", "số còn lại so với năm trước còn"));
        let tokens = &document.tokens;
        assert_eq!(LIST.at_start(&tokens[1..]), Some(2));
        assert_eq!(LIST.at_start(&tokens[1..2]), Some(1));
        assert_eq!(LIST.at_start(&tokens[3..4]), None);
        assert_eq!(LIST.at_end(&tokens[..3]), Some(2));
        assert_eq!(LIST.at_end(tokens), Some(1));
        assert_eq!(LIST.at_end(&tokens[2..3]), None);
        assert_eq!(LIST.at_start(&[]), None);
        assert!(LIST.stand_in(&tokens[2..5]) && !LIST.stand_in(&tokens[2..4]) && !LIST.stand_in(&[]));
    }

    #[test]
    fn words_may_lead_with_a_phrase() {
        assert!(LIST.lead(keys!["so" "với" "năm"]) && !LIST.lead(keys!["so"]));
    }
}
