//! A block of the text with its neighbours, and how it begins and ends.

use super::{LONG, SHORT};
use crate::document::{Block, BlockKind, Case, Document, Token, TokenId, TokenKind};

/// A block that has tokens.
pub(super) struct Place<'d> {
    pub document: &'d Document,
    /// The blocks before and behind it that are no notes.
    pub before: Option<&'d Block>,
    pub block: &'d Block,
    pub behind: Option<&'d Block>,
    pub tokens: &'d [Token],
    pub first: &'d Token,
    pub last: &'d Token,
    /// How many of its tokens are words.
    pub words: usize,
    /// Whether it is a paragraph, an item or a heading that lies in a section.
    pub of_body: bool,
}

/// The blocks of a document that have tokens, but for notes and rows of a table in HTML (`<tr><td>Cộng</td><td>118,1</td></tr>`).
pub(super) fn places(document: &Document) -> impl Iterator<Item = Place<'_>> {
    let text: Vec<&Block> = document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Note(_))).collect();
    (0..text.len()).filter_map(move |at| {
        let before = at.checked_sub(1).and_then(|before| text.get(before)).copied();
        Place::of(document, before, text.get(at).copied()?, text.get(at + 1).copied())
    })
}

impl<'d> Place<'d> {
    fn of(
        document: &'d Document,
        before: Option<&'d Block>,
        block: &'d Block,
        behind: Option<&'d Block>,
    ) -> Option<Self> {
        let tokens = document.tokens_in(block.tokens.clone());
        let (first, last) = tokens.first().zip(tokens.last())?;
        if document.slice(block.span).starts_with('<') {
            return None;
        }
        let of_body = block.section.is_some()
            && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading);
        Some(Self { document, before, block, behind, tokens, first, last, words: words(tokens), of_body })
    }

    /// Its last token.
    pub fn end(&self) -> TokenId {
        self.block.tokens.end - 1
    }

    /// Whether it ends with a full stop or a semicolon.
    pub fn is_closed(&self) -> bool {
        self.last.is('.') || self.last.is(';')
    }

    /// Whether it ends with what ends no sentence.
    pub fn is_open(&self) -> bool {
        ends_open(self.tokens)
    }

    /// Whether an item of a list below this item stands behind it: further in, or a `+` behind a `-`.
    pub fn leads_to_items_below(&self) -> bool {
        let lead = |block: &Block| {
            let start = self.document.span_of(block.tokens.clone()).start as usize;
            let before = self.document.source.text().get(..start);
            let line = before.and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
            (line.len() - line.trim_start().len(), line.trim_start().chars().next())
        };
        self.behind.filter(|behind| behind.kind == BlockKind::Item).is_some_and(|below| {
            let ((depth, mark), (inner, other)) = (lead(self.block), lead(below));
            inner > depth || mark == Some('-') && other == Some('+')
        })
    }

    /// Whether the items before and behind it have their marks.
    pub fn stands_among_closed_items(&self) -> bool {
        let item = |block: Option<&Block>, marks: &[char]| {
            block.is_some_and(|block| {
                let last = last_token(self.document, block);
                block.kind == BlockKind::Item && last.is_some_and(|last| marks.iter().any(|mark| last.is(*mark)))
            })
        };
        item(self.before, &[';']) && item(self.behind, &[';', '.'])
    }

    /// Whether the items beside it begin with a capital, or the one of which that is known.
    pub fn stands_among_capitals(&self) -> Option<Beside> {
        match (begins_high(self.document, self.before), begins_high(self.document, self.behind)) {
            (Some(true), Some(true)) => Some(Beside::Both),
            (Some(true), None) | (None, Some(true)) => Some(Beside::One),
            _ => None,
        }
    }

    /// Whether a paragraph behind which another ends with a full stop begins with a small letter that is no label (`b, Của huyện: …`).
    pub fn goes_on_small(&self) -> bool {
        let after_stop = self.before.is_some_and(|before| {
            before.kind == BlockKind::Paragraph && last_token(self.document, before).is_some_and(|last| last.is('.'))
        });
        let labelled = || {
            self.first.span.len() == 1 && self.tokens.get(1).is_some_and(|mark| !mark.is_word() && !mark.is_number())
        };
        after_stop && self.first.is_word() && self.first.case == Case::Lower && !labelled()
    }

    /// Whether it is running text, however it is marked: twenty words, or ten in two sentences, and not in capitals.
    pub fn is_running(&self) -> bool {
        let mut words = self.tokens.iter().filter(|token| token.is_word());
        if self.words == self.tokens.len() || words.all(|token| token.case == Case::Upper) {
            return false;
        }
        self.words >= LONG || self.words >= LONG / 2 && self.has_sentences()
    }

    /// Whether a long line has a sentence behind another.
    pub fn is_text(&self) -> bool {
        self.words >= LONG && self.has_sentences()
    }

    fn has_sentences(&self) -> bool {
        self.tokens.iter().rev().skip(1).any(|token| token.ends_sentence)
    }

    /// Whether a title opens with its number, as those of tables do: `Bảng 3. Thu ngân sách …`.
    pub fn is_caption(&self) -> bool {
        let [word, number, mark, rest @ ..] = self.tokens else { return false };
        word.is_word()
            && number.is_number()
            && (mark.is('.') || mark.is(':'))
            && !rest.iter().any(|token| token.ends_sentence)
    }

    /// Whether a paragraph with a mark or figure in it is all that stands between two headings.
    pub fn is_between_headings(&self) -> bool {
        let heading = |block: Option<&Block>| block.is_some_and(|block| block.kind == BlockKind::Heading);
        heading(self.before) && heading(self.behind) && self.words >= SHORT && self.words < self.tokens.len()
    }

    /// Whether what stands behind it begins anew: no item or table that it introduces, no small letter that goes on.
    pub fn stands_complete(&self) -> bool {
        self.behind.is_none_or(|block| {
            let first = self.document.tokens_in(block.tokens.clone()).first();
            match block.kind {
                BlockKind::Heading => true,
                BlockKind::Paragraph => first.is_some_and(|token| matches!(token.case, Case::Title | Case::Upper)),
                _ => false,
            }
        })
    }

    /// Whether the next heading or nothing stands behind it.
    pub fn is_last(&self) -> bool {
        self.behind.is_none_or(|behind| behind.kind == BlockKind::Heading)
    }
}

/// The items beside one that begin with a capital.
pub(super) enum Beside {
    /// That before it and that behind it.
    Both,
    /// One of them, where the other does not begin with a word, or is no item.
    One,
}

/// Whether an item begins with a capital; of a number or mark, and of what is no item, nothing is known.
fn begins_high(document: &Document, block: Option<&Block>) -> Option<bool> {
    let block = block.filter(|block| block.kind == BlockKind::Item)?;
    let first = document.tokens_in(block.tokens.clone()).first()?;
    first.is_word().then_some(first.case != Case::Lower)
}

/// How many tokens are words.
pub(super) fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| token.is_word()).count()
}

/// The last token that is no note mark.
pub(super) fn last_token<'d>(document: &'d Document, block: &Block) -> Option<&'d Token> {
    document.tokens_in(block.tokens.clone()).iter().rev().find(|token| token.kind != TokenKind::Mark)
}

/// Whether a block ends with what ends no sentence; `hết ổ gà?”` does.
pub(super) fn ends_open(tokens: &[Token]) -> bool {
    let closed = |mark: &Token| ['.', '?', '!', '…'].iter().any(|&end| mark.is(end));
    match tokens {
        [.., mark, last] if last.is('”') && closed(mark) => false,
        [.., last] => last.is_word() || last.is_number() || last.is(')') || last.is('%') || last.is('”'),
        [] => false,
    }
}
