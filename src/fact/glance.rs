//! One look at every token, so that the extractors begin only where they may find something.
//!
//! Of thirteen thousand tokens of a report nearly all are small words one blank apart, which are nobody's business but that of
//! words that stand twice. What is listed here says where to look, never what is there.

use std::ops::Range;

use super::words::Form;
use super::{confused, date, doubling, glued, period, punctuation};
use crate::document::{Case, Document, Token, TokenId, TokenKind};

/// Where there is something to look at, each list in the order of the tokens.
#[derive(Default)]
pub struct Glance {
    /// Where a number, date or period may begin.
    pub begins: Vec<TokenId>,
    /// Marks other than those that point to notes.
    pub marks: Vec<TokenId>,
    /// The first of two tokens that may not stand as they should; see [`punctuation`].
    pub pairs: Vec<TokenId>,
    /// Words in capitals.
    pub capitals: Vec<TokenId>,
    /// Words that begin with a capital.
    pub titles: Vec<TokenId>,
    /// Words behind a word or number without a blank, and those that look like a figure with a letter in it, have a digit, or are two
    /// words: `O1`, `h0`, `năm2025`.
    pub joined: Vec<TokenId>,
    /// Where words may stand twice; see [`doubling`].
    pub twice: Vec<TokenId>,
}

/// What a word is of interest for by itself; one bit each.
const BEGINS: u8 = 1;
const BEGINS_BEFORE: u8 = 2;
const CAPITALS: u8 = 4;
const TITLE: u8 = 8;
const FIGURE: u8 = 16;

/// A form of a word as the glance sees it.
#[derive(Clone, Copy)]
struct Look {
    word: u32,
    bits: u8,
}

/// What is looked at, and what was seen in it.
struct Sight<'d> {
    document: &'d Document,
    looks: Vec<Look>,
    /// Where each word was seen last, counted from 1.
    last: Vec<TokenId>,
}

impl Glance {
    /// Looks at the tokens of a document.
    pub fn at(document: &Document) -> Self {
        let mut found = Self::default();
        let look = |form: &Form| Look { word: form.word, bits: bits_of(document, form) };
        let looks = document.words.forms.iter().map(look).collect();
        let mut sight = Sight { document, looks, last: vec![0; document.words.words.len()] };
        for block in &document.blocks {
            let first = found.twice.len();
            found.block(&mut sight, block.tokens.clone());
            found.twice.get_mut(first..).into_iter().for_each(<[TokenId]>::sort_unstable);
        }
        found
    }

    fn block(&mut self, sight: &mut Sight<'_>, range: Range<TokenId>) {
        let tokens = sight.document.tokens_in(range.clone());
        let forms = sight.document.words.numbers();
        let forms = forms.get(range.start as usize..range.end as usize).unwrap_or_default();
        let Sight { looks, last, .. } = sight;
        // Where the token before ends, and whether it is a word, which nearly all are.
        let (mut end, mut behind_word) = (0, false);
        for (place, (token, &form)) in tokens.iter().zip(forms).enumerate() {
            let at = range.start + place as TokenId;
            let before = || place.checked_sub(1).and_then(|before| tokens.get(before));
            let look = looks.get(form as usize).and_then(|look| Some((look.bits, last.get_mut(look.word as usize)?)));
            let Some((bits, last)) = look else {
                self.other(at, token, before());
                (end, behind_word) = (token.span.end, false);
                continue;
            };
            let seen = std::mem::replace(last, at + 1);
            // What was seen before this block stands before its first token.
            let near = seen > range.start && seen + doubling::NEAR > at;
            // Nearly all: one blank behind another word, and of no interest.
            if !(behind_word && token.spaced && bits == 0 && !near && token.span.start == end + 1) {
                if near {
                    self.again(seen - 1, at, before().filter(|_| !behind_word));
                }
                if bits != 0 {
                    self.word(at, bits, before());
                }
                before().into_iter().for_each(|before| self.beside(at, before, token));
            }
            (end, behind_word) = (token.span.end, true);
        }
    }

    /// What stands between a word and the token before it, if it is no blank.
    fn beside(&mut self, at: TokenId, before: &Token, token: &Token) {
        if punctuation::may_be_odd(before, token) {
            self.pairs.push(at - 1);
        }
        if !token.spaced && (before.is_word() || before.is_number()) {
            self.join(at);
        }
    }

    /// A word that stands near before.
    #[inline]
    fn again(&mut self, first: TokenId, at: TokenId, mark_before: Option<&Token>) {
        if at - first <= doubling::MOST as TokenId {
            self.twice.push(first);
        }
        if mark_before.is_some_and(doubling::separates) {
            self.twice.push(at - 1);
        }
    }

    /// A word that is of interest by itself, or to the one before it.
    fn word(&mut self, at: TokenId, bits: u8, before: Option<&Token>) {
        let begun = bits & BEGINS_BEFORE != 0 && before.is_some_and(Token::is_word);
        if begun && self.begins.last() != Some(&(at - 1)) {
            self.begins.push(at - 1);
        }
        if bits & BEGINS != 0 {
            self.begins.push(at);
        }
        if bits & CAPITALS != 0 {
            self.capitals.push(at);
        }
        if bits & TITLE != 0 {
            self.titles.push(at);
        }
        if bits & FIGURE != 0 {
            self.join(at);
        }
    }

    fn join(&mut self, at: TokenId) {
        if self.joined.last() != Some(&at) {
            self.joined.push(at);
        }
    }

    /// What is no word.
    fn other(&mut self, at: TokenId, token: &Token, before: Option<&Token>) {
        match token.kind {
            TokenKind::Number => {
                self.begins.push(at);
                self.twice.push(at);
            }
            TokenKind::Punctuation(_) => self.marks.push(at),
            TokenKind::Url if !token.spaced && before.is_some_and(Token::is_number) => self.join(at),
            TokenKind::Word | TokenKind::Mark | TokenKind::Url => {}
        }
        let Some(before) = before else { return };
        if token.is_number() && before.is_word() && !token.spaced {
            self.join(at);
        }
        if punctuation::may_be_odd(before, token) {
            self.pairs.push(at - 1);
        }
        // What stands behind a comma without being a word is not looked up.
        if doubling::separates(before) {
            self.twice.push(at - 1);
        }
    }
}

/// The part of a list up to a token, which is taken from it.
pub fn up_to<'l>(list: &mut &'l [TokenId], end: TokenId) -> &'l [TokenId] {
    let count = list.iter().position(|&at| at >= end).unwrap_or(list.len());
    let (taken, rest) = list.split_at_checked(count).unwrap_or_default();
    *list = rest;
    taken
}

fn bits_of(document: &Document, form: &Form) -> u8 {
    let Some(token) = document.tokens.get(form.first as usize) else { return 0 };
    let mut bits = match token.case {
        Case::Upper => CAPITALS,
        Case::Title => TITLE,
        Case::None | Case::Lower | Case::Mixed => 0,
    };
    if token.key == date::DAY || period::is_name(token.key) {
        bits |= BEGINS;
    }
    if token.key == period::MONTH {
        bits |= BEGINS_BEFORE;
    }
    let typed = document.slice(token.span);
    if confused::looks_so(typed) || glued::looks_so(typed, token.case) {
        bits |= FIGURE;
    }
    bits
}
