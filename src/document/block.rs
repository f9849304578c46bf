//! Blocks: headings, paragraphs, list items, lines of the heading and signature, cells and notes.

use std::ops::Range;

use super::draft::{self, Draft, DraftKind};
use super::note::{self, Note};
use super::origin::Origin;
use super::section::{self, Head};
use super::table::{self, Cell, Grid, Table};
use super::token::{Markup, Read, Tokeniser};
use super::word::paper::Script;
use super::{BlockId, Document, SectionId, TokenId, join, line, printed, typed};
use crate::source::Source;
use crate::span::Span;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Opens a section. A numbered paragraph (`2.1. UBND tỉnh đã ban hành …`) is one too: its label counts in the sequence.
    Heading,
    /// Running text.
    Paragraph,
    /// An item after `-`, `+`, `*`, `•`.
    Item,
    /// A cell of table `table`, `row` and `column` from 0.
    Cell {
        /// Index into [`Document::tables`].
        table: u32,
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32,
    },
    /// A note's text; index into [`Document::notes`].
    Note(u32),
    /// The head or foot of pages, told once, behind the text. It belongs to no section.
    Margin,
    /// A table of which only gaps are left. It has no tokens.
    Printed,
}

/// How a heading is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelKind {
    /// `Phần thứ nhất`, `PHẦN I`, `Chương II`
    Part,
    /// `A.` `B.` (a capital letter that is no Roman numeral of the running sequence)
    Capital,
    /// `I.` `II.` `IV-`
    Roman,
    /// `1.` `2.`
    Arabic,
    /// `1.1.` `2.3.1`
    Dotted,
    /// `1)` `(1)`
    Parenthesis,
    /// `a)` `b)` `đ)` `a.`
    Letter,
    /// A Markdown heading without a number.
    None,
}

/// The number of a heading as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What kind.
    pub kind: LabelKind,
    /// Its numbers, outermost first: `2.3.1` → `[2, 3, 1]`, `II` → `[2]`, `đ)` → `[5]` (the Vietnamese alphabet a b c d đ e
    /// g h i k l m n o p q r s t u v x y). A letter that alphabet does not have (f j w z) has number 0.
    pub numbers: Vec<u32>,
    /// Bytes of the label with its closing mark: `II.`, `2.3.1.`, `đ)`.
    pub span: Span,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first byte to its last, label included; covers the notes between the halves of a rejoined paragraph.
    pub span: Span,
    /// Its tokens, label and bullet excluded.
    pub tokens: Range<TokenId>,
    /// Its number, for headings.
    pub label: Option<Label>,
    /// The innermost section that holds it (for a heading: the section it opens).
    pub section: Option<SectionId>,
}

/// Characters of a heading in the name of a place.
const LONGEST_HEADING: usize = 80;

/// Builds a document from its text.
pub fn structure(source: Source) -> Document {
    let mut lines = printed::set_apart(source.text(), line::lines(source.text()));
    let marks = typed::notes(source.text(), &mut lines);
    let drafts = table::lay_out(source.text(), draft::drafts(source.text(), &lines));
    build(source, drafts, marks, None)
}

/// Builds a document from a text whose lines are known.
pub(super) fn structure_script(name: &str, mut script: Script) -> Document {
    let source = Source::new(name, script.text);
    let marks = typed::notes(source.text(), &mut script.lines);
    let drafts = draft::drafts(source.text(), &script.lines);
    let mut document = build(source, drafts, marks, Some(Box::new(script.origin)));
    let mut places = script.places;
    let mut marked: Vec<Option<BlockId>> = vec![None; document.notes.len()];
    for mark in document.marks.iter().rev() {
        if let Some(slot) = mark.note.and_then(|note| marked.get_mut(note as usize)) {
            *slot = Some(document.block_of(mark.token));
        }
    }
    for place in &mut places {
        place.heading = heading(&document, &marked, place.span.start);
    }
    document.source = document.source.with_places(places);
    document
}

/// The heading of the innermost section around a byte; of a note, around its mark, whose block is in `marked`.
fn heading(document: &Document, marked: &[Option<BlockId>], offset: u32) -> Option<String> {
    let block = document.blocks.partition_point(|block| block.span.start <= offset).checked_sub(1)?;
    let mut block = document.blocks.get(block)?;
    if let BlockKind::Note(note) = block.kind {
        block = document.blocks.get(marked.get(note as usize).copied().flatten()? as usize)?;
    }
    let section = document.sections.get(block.section? as usize)?;
    let words = document.slice(section.span).split_whitespace();
    let mut heading = String::new();
    for word in words {
        if heading.chars().count() + word.chars().count() > LONGEST_HEADING {
            heading.push('…');
            break;
        }
        if !heading.is_empty() {
            heading.push(' ');
        }
        heading.push_str(word);
    }
    Some(heading)
}

fn build(source: Source, drafts: Vec<Draft>, marks: Vec<Span>, origin: Option<Box<Origin>>) -> Document {
    let text = source.text();
    let drafts = join::join(text, drafts);
    let markup = if origin.is_some() { Markup::Written } else { Markup::Markdown };
    let mut builder = Builder {
        source: &source,
        // A Vietnamese word takes some five bytes with the blank behind it.
        words: Tokeniser::new(text, markup, text.len() / 5).marking(marks),
        blocks: Vec::with_capacity(drafts.len()),
        notes: Vec::new(),
        tables: Vec::new(),
    };
    let mut heads = Vec::new();
    for draft in drafts {
        let after_colon = builder.ends_with_colon();
        let (level, block) = (draft.level, builder.blocks.len() as BlockId);
        if let DraftKind::Heading(label) = &draft.kind {
            heads.push(Head { block, label: label.clone(), level, after_colon });
        }
        builder.add(draft);
    }
    let Builder { words, mut blocks, mut notes, tables, .. } = builder;
    let Read { tokens, words, marks, sentence_ends, unusual } = words.finish();
    let sections = section::tree(heads, &mut blocks, &tokens);
    for block in blocks.iter_mut().filter(|block| block.kind == BlockKind::Margin) {
        block.section = None;
    }
    let marks = note::marks(&source, &tokens, &marks, &mut notes);
    Document { source, tokens, words, unusual, blocks, sections, notes, marks, tables, sentence_ends, origin }
}

/// Reads the words of drafts, one block after the other.
struct Builder<'s> {
    source: &'s Source,
    words: Tokeniser<'s>,
    blocks: Vec<Block>,
    notes: Vec<Note>,
    tables: Vec<Table>,
}

impl Builder<'_> {
    fn add(&mut self, draft: Draft) {
        let Draft { kind, span, pieces, .. } = draft;
        let block = self.blocks.len() as BlockId;
        match kind {
            DraftKind::Table(grid) => self.add_table(grid),
            DraftKind::Heading(label) => self.push(BlockKind::Heading, span, label, &pieces),
            DraftKind::Paragraph => self.push(BlockKind::Paragraph, span, None, &pieces),
            DraftKind::Margin => self.push(BlockKind::Margin, span, None, &pieces),
            DraftKind::Printed => self.push(BlockKind::Printed, span, None, &[]),
            DraftKind::Item => self.push(BlockKind::Item, span, None, &pieces),
            DraftKind::Note(label) => {
                let index = self.notes.len() as u32;
                self.notes.push(Note::new(self.source, label, block));
                self.push(BlockKind::Note(index), span, None, &pieces);
            }
        }
    }

    fn add_table(&mut self, grid: Grid) {
        let table = self.tables.len() as u32;
        let columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0) as u32;
        let mut cells = Vec::new();
        for (row, of_row) in (0..).zip(&grid.rows) {
            for (column, &span) in (0..).zip(of_row) {
                cells.push(Cell { row, column, span, block: self.blocks.len() as BlockId });
                self.push(BlockKind::Cell { table, row, column }, span, None, &[span]);
            }
        }
        self.tables.push(Table { span: grid.span, cells, rows: grid.rows.len() as u32, columns, heads: grid.heads });
    }

    fn push(&mut self, kind: BlockKind, span: Span, label: Option<Label>, pieces: &[Span]) {
        let start = self.words.tokens().len();
        pieces.iter().for_each(|&piece| self.words.read(piece));
        let tokens = start as TokenId..self.words.tokens().len() as TokenId;
        if !tokens.is_empty() {
            self.words.end_sentence();
        }
        self.blocks.push(Block { kind, span, tokens, label, section: None });
    }

    /// Whether the last text, notes apart, announces a list.
    fn ends_with_colon(&self) -> bool {
        let last = self.blocks.iter().rev().take(64).find(|block| !matches!(block.kind, BlockKind::Note(_)));
        let last = last.filter(|block| !block.tokens.is_empty()).and_then(|block| block.tokens.end.checked_sub(1));
        last.and_then(|last| self.words.tokens().get(last as usize)).is_some_and(|token| token.is(':'))
    }
}
