//! Units: what is matched as a whole. A block is one; so are the cells of a row together, since a cell alone says too little.

use std::ops::Range;

use crate::document::{BlockId, BlockKind, Document, Token, TokenId, TokenKind};

/// What a unit is; only units of one class are ever the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// A heading, paragraph or list item.
    Text,
    /// A row of a table.
    Row,
    /// A note at the foot of a page or the end.
    Note,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// What it is.
    pub class: Class,
    /// Its blocks; more than one for a row.
    pub blocks: Range<BlockId>,
    /// Its tokens, never empty; numbers of headings are not among them.
    pub tokens: Range<TokenId>,
    /// The pair it belongs to, by index.
    pub pair: Option<u32>,
}

/// Cuts a document; what has no words is left out.
pub(super) fn units(document: &Document) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    // The row that the last unit is, if it is one.
    let mut open = None;
    for (id, block) in (0..).zip(&document.blocks) {
        if block.tokens.is_empty() {
            continue;
        }
        let (class, row) = match block.kind {
            BlockKind::Cell { table, row, .. } => (Class::Row, Some((table, row))),
            BlockKind::Note(_) => (Class::Note, None),
            _ => (Class::Text, None),
        };
        match units.last_mut() {
            Some(last) if row.is_some() && row == open => {
                last.blocks.end = id + 1;
                last.tokens.end = block.tokens.end;
            }
            _ => units.push(Unit { class, blocks: id..id + 1, tokens: block.tokens.clone(), pair: None }),
        }
        open = row;
    }
    units
}

/// The keys of all tokens of two documents.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Of the old draft; marks of notes have one key whatever their number.
    pub old: Vec<u64>,
    /// Of the new draft.
    pub new: Vec<u64>,
    /// Of the old draft, all figures alike.
    pub old_words: Vec<u64>,
    /// Of the new draft, all figures alike.
    pub new_words: Vec<u64>,
}

impl Keys {
    pub(super) fn new(old: &Document, new: &Document) -> Self {
        let keys = |document: &Document, numbers: bool| {
            let key = |token: &Token| match token.kind {
                TokenKind::Mark => MARK,
                TokenKind::Number if !numbers => NUMBER,
                _ => token.key,
            };
            document.tokens.iter().map(key).collect()
        };
        Self { old: keys(old, true), new: keys(new, true), old_words: keys(old, false), new_words: keys(new, false) }
    }
}

const MARK: u64 = 0x6d61_726b;
const NUMBER: u64 = 0x6e75_6d62;

/// The unit that holds a token.
pub(super) fn holding(units: &[Unit], token: TokenId) -> Option<&Unit> {
    let unit = units.get(units.partition_point(|unit| unit.tokens.end <= token))?;
    unit.tokens.contains(&token).then_some(unit)
}
