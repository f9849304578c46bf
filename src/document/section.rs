//! The section tree.
//!
//! A heading's place follows from the rank of its label: part, capital letter, Roman, Arabic, dotted numbers by their
//! length, and then brackets and letters, whichever is met first inside the other. Reports break this order in one way
//! that counts: an Arabic list below a letter (`a) … 1. … 2. … b)`) or below a line that ends in a colon. `nest` looks a
//! bounded number of headings ahead to tell such a list from the next outer section; in doubt it is the outer one.

use std::ops::Range;

use super::block::{Block, BlockKind, LabelKind};
use super::content::{self, Own};
use super::nest::{self, Inner};
use super::sequence::Sequence;
use super::token::Token;
use super::{BlockId, Label, SectionId, TokenId};
use crate::span::Span;

/// A section: a heading and what stands under it up to the next heading of its rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The number as written; absent for Markdown headings without one.
    pub label: Option<Label>,
    /// The block that opens it.
    pub heading: BlockId,
    /// Tokens of the title (for a numbered paragraph: of the whole paragraph).
    pub title: Range<TokenId>,
    /// Bytes of label and title.
    pub span: Span,
    /// The section around it.
    pub parent: Option<SectionId>,
    /// The one before it under the same parent.
    pub previous: Option<SectionId>,
    /// Depth in the tree, 0 for the outermost.
    pub depth: u32,
    /// All its blocks, heading and subsections included.
    pub blocks: Range<BlockId>,
    /// Whether nothing stands under the heading: no text, no list, no table, no subsection, and the heading itself carries
    /// no text of its own (a sentence after the title, a remark in brackets at its end). Numbered lines most of which end
    /// like list items and have nothing under them are a list, and none of them is empty.
    pub empty: bool,
    /// Whether its heading is a title and nothing else: no sentence after it, no words after a colon, no remark in brackets,
    /// no paragraph, no item of a list.
    pub title_only: bool,
    /// What its own last number should be after the sibling before it; equal to it where the sequence holds. Absent where
    /// there is no number to compare. The first child should be 1.
    pub expected: Option<u32>,
    /// For dotted numbers: whether the numbers before the last are those of the section it stands in. Told once for a run
    /// of siblings that share the wrong ones.
    pub fits_parent: bool,
}

/// A heading before it has a place.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub block: BlockId,
    pub label: Option<Label>,
    /// Markdown's hashes; 0 closes every section.
    pub level: Option<u8>,
    /// Whether the text before it ends with a colon: what follows is a list of that text.
    pub after_colon: bool,
}

impl Head {
    pub(super) fn kind(&self) -> LabelKind {
        self.label.as_ref().map_or(LabelKind::None, |label| label.kind)
    }

    pub(super) fn numbers(&self) -> &[u32] {
        self.label.as_ref().map_or(&[], |label| &label.numbers)
    }

    pub(super) fn number(&self) -> u32 {
        self.numbers().last().copied().unwrap_or(0)
    }

    /// Kind and length of the number: siblings of one sequence agree in both.
    pub(super) fn series(&self) -> Series {
        (self.kind(), self.numbers().len())
    }
}

/// Kind and length of a number.
pub(super) type Series = (LabelKind, usize);

/// A section that is still open; the first one stands for the document.
#[derive(Debug, Default)]
struct Frame {
    section: Option<usize>,
    head: Option<Head>,
    /// What its own number should be.
    expected: Option<u32>,
    rank: u32,
    sequences: Vec<(Series, Siblings)>,
    /// The last section right below.
    last: Option<SectionId>,
}

/// The sections of one series under one parent so far.
#[derive(Debug, Clone, Default)]
struct Siblings {
    sequence: Sequence,
    /// The numbers before the last.
    prefix: Vec<u32>,
    /// Heading block of the last one.
    last: BlockId,
}

impl Frame {
    fn siblings(&self, series: Series) -> Option<&Siblings> {
        self.sequences.iter().find(|(of, _)| *of == series).map(|(_, siblings)| siblings)
    }

    fn next(&self, series: Series) -> u32 {
        self.siblings(series).map_or(1, |siblings| siblings.sequence.next())
    }
}

/// Builds the tree and tells every block its section.
pub(super) fn tree(heads: Vec<Head>, blocks: &mut [Block], tokens: &[Token]) -> Vec<Section> {
    let first = |kind: LabelKind| heads.iter().position(|head| head.kind() == kind);
    // `I. … A. … B. …` has its letters inside; `A. … I. …` outside.
    let letters_inside =
        matches!((first(LabelKind::Roman), first(LabelKind::Capital)), (Some(roman), Some(capital)) if roman < capital);
    let mut tree = Tree { letters_inside, frames: vec![Frame::default()], sections: Vec::new() };
    for (index, head) in heads.iter().enumerate() {
        tree.place(head, heads.get(index + 1..).unwrap_or_default(), blocks);
    }
    let count = blocks.len() as BlockId;
    tree.close(1, count);
    let mut sections = tree.sections;
    for section in &mut sections {
        let title = tokens.get(section.title.start as usize..section.title.end as usize).unwrap_or_default();
        let label = section.label.as_ref().map(|label| label.span);
        let parts = label.into_iter().chain(title.first().map(|t| t.span)).chain(title.last().map(|t| t.span));
        section.span = parts.reduce(Span::join).unwrap_or(section.span);
    }
    locate(&sections, blocks);
    let own = |section: &Section| {
        content::own(tokens.get(section.title.start as usize..section.title.end as usize).unwrap_or_default())
    };
    let owns: Vec<Own> = sections.iter().map(own).collect();
    judge_empty(&mut sections, blocks, &owns);
    sections
}

/// Tells every block the innermost section that holds it: the last one opened before it that is not closed yet.
fn locate(sections: &[Section], blocks: &mut [Block]) {
    let mut next = 0;
    let mut current: Option<SectionId> = None;
    for (id, block) in blocks.iter_mut().enumerate() {
        let id = id as BlockId;
        while sections.get(next).is_some_and(|section| section.heading == id) {
            current = Some(next as SectionId);
            next += 1;
        }
        block.section = current;
    }
}

struct Tree {
    letters_inside: bool,
    frames: Vec<Frame>,
    sections: Vec<Section>,
}

impl Tree {
    fn rank(&self, head: &Head) -> u32 {
        match head.kind() {
            LabelKind::Part => 0,
            LabelKind::Capital if self.letters_inside => 25,
            LabelKind::Capital => 10,
            LabelKind::Roman => 20,
            LabelKind::Arabic => 30,
            LabelKind::Dotted => 30 + head.numbers().len() as u32,
            LabelKind::Parenthesis | LabelKind::Letter => 90,
            LabelKind::None => 0,
        }
    }

    /// Opens the section of a heading under the frame it belongs to.
    fn place(&mut self, head: &Head, after: &[Head], blocks: &[Block]) {
        let keep = match head.label {
            Some(_) => self.keep_labelled(head, after),
            None => self.keep_by_level(head.level.unwrap_or(0)),
        };
        self.close(keep, head.block);
        let rank = self.rank(head);
        let (expected, fits_parent) = self.number(head, after, blocks);
        let id = self.sections.len() as SectionId;
        let parent = self.frames.last().and_then(|frame| frame.section);
        let previous = self.frames.last_mut().and_then(|frame| frame.last.replace(id));
        let depth = self.frames.len() as u32 - 1;
        let title = blocks.get(head.block as usize).map_or(0..0, |block| block.tokens.clone());
        let span = blocks.get(head.block as usize).map_or(Span::default(), |block| block.span);
        self.frames.push(Frame {
            section: Some(self.sections.len()),
            head: Some(head.clone()),
            expected,
            rank,
            sequences: Vec::new(),
            last: None,
        });
        self.sections.push(Section {
            label: head.label.clone(),
            heading: head.block,
            title,
            span,
            parent: parent.map(|id| id as SectionId),
            previous,
            depth,
            blocks: head.block..head.block,
            empty: false,
            title_only: false,
            expected,
            fits_parent,
        });
    }

    /// Closes all frames but the first `keep`; their sections end before block `end`.
    fn close(&mut self, keep: usize, end: BlockId) {
        for frame in self.frames.drain(keep.max(1).min(self.frames.len())..) {
            if let Some(section) = frame.section.and_then(|id| self.sections.get_mut(id)) {
                section.blocks.end = end;
            }
        }
    }

    /// How many frames stay open above a Markdown heading without a number.
    fn keep_by_level(&self, level: u8) -> usize {
        let of = |frame: &Frame| frame.head.as_ref().and_then(|head| head.level);
        if level == 0 {
            return 1;
        }
        let closed = self.frames.iter().position(|frame| of(frame).is_some_and(|other| other >= level));
        // Below plain numbered sections it stands inside Roman and larger ones, beside the smaller.
        let plain =
            || self.frames.iter().position(|frame| frame.head.is_some() && of(frame).is_none() && frame.rank >= 30);
        closed.or_else(plain).unwrap_or(self.frames.len())
    }

    /// How many frames stay open above a numbered heading.
    fn keep_labelled(&self, head: &Head, after: &[Head]) -> usize {
        let rank = self.rank(head);
        let barrier =
            self.frames.iter().rposition(|f| f.head.as_ref().is_some_and(|head| head.level == Some(0))).unwrap_or(0);
        let closes = |frame: &Frame| {
            let Some(open) = frame.head.as_ref() else { return false };
            match (open.kind(), open.level, head.level) {
                (LabelKind::None, Some(open), Some(new)) => open >= new,
                (LabelKind::None, ..) => false,
                // Brackets and letters have no order of their own: only the same series is beside.
                (kind, ..) if rank >= 90 && frame.rank >= 90 => kind == head.kind(),
                _ => frame.rank >= rank,
            }
        };
        let outer =
            self.frames.iter().skip(barrier + 1).position(closes).map_or(self.frames.len(), |at| at + barrier + 1);
        if head.kind() == LabelKind::Arabic { self.keep_arabic(head, after, outer) } else { outer }
    }

    /// An Arabic number is the next outer section, or an item of a list inside the innermost open one.
    fn keep_arabic(&self, head: &Head, after: &[Head], outer: usize) -> usize {
        let series = head.series();
        let number = head.number();
        let top = self.frames.len();
        let outer_next = outer.checked_sub(1).and_then(|at| self.frames.get(at)).map_or(1, |frame| frame.next(series));
        // The list already open inside, and what it stands in.
        let list = self
            .frames
            .iter()
            .skip(outer + 1)
            .position(|frame| frame.head.as_ref().is_some_and(|h| h.series() == series));
        let list = list.map(|at| at + outer + 1);
        if number == 1 && head.after_colon && outer_next > 1 && list.is_none() {
            return top;
        }
        let holder = list.unwrap_or(top).checked_sub(1).filter(|&holder| holder >= outer);
        let Some(holder) = holder else { return outer };
        let Some(inner) = self.inner(holder, series) else { return outer };
        let list_next = list.and_then(|_| self.frames.get(holder)).map_or(1, |frame| frame.next(series));
        let keep_inner = holder + 1;
        match (number == list_next, number == outer_next) {
            (true, false) if list.is_some() => keep_inner,
            (true, _) if nest::is_list(head, after, inner, outer_next, list.is_some()) => keep_inner,
            _ => outer,
        }
    }

    /// What the open section that would hold a list goes on with, if it is no section of the list's own series.
    fn inner(&self, holder: usize, series: Series) -> Option<Inner> {
        let head = self.frames.get(holder)?.head.as_ref()?;
        let colon_list = head.series() == series;
        let next = self.frames.get(holder.checked_sub(1)?)?.next(head.series());
        Some(Inner { series: (!colon_list).then_some(head.series()), next })
    }

    /// What the number should be among its siblings, and whether it fits the section around it.
    fn number(&mut self, head: &Head, after: &[Head], blocks: &[Block]) -> (Option<u32>, bool) {
        let series = head.series();
        if series.0 == LabelKind::None {
            return (None, true);
        }
        let prefix = head.numbers().split_last().map_or(&[][..], |(_, prefix)| prefix);
        let mut fits = self.fits(prefix);
        let Some(frame) = self.frames.last_mut() else { return (None, true) };
        if !frame.sequences.iter().any(|(of, _)| *of == series) {
            frame.sequences.push((series, Siblings { prefix: prefix.to_vec(), ..Siblings::default() }));
        } else if frame.siblings(series).is_some_and(|siblings| siblings.prefix == prefix) {
            fits = true;
        }
        let Some((_, siblings)) = frame.sequences.iter_mut().find(|(of, _)| *of == series) else { return (None, true) };
        let other_run = siblings.prefix != prefix && head.number() == 1;
        let text_between = || {
            let between = blocks.get(siblings.last as usize + 1..head.block as usize).unwrap_or_default();
            between.iter().rev().take(256).any(|block| block.kind == BlockKind::Paragraph)
        };
        let restarts = head.number() == 1
            && matches!(series.0, LabelKind::Letter | LabelKind::Parenthesis)
            && siblings.sequence.next() > 1
            && nest::restarts(series, after, siblings.sequence.next())
            && text_between();
        if other_run || restarts {
            siblings.sequence = Sequence::default();
            siblings.prefix = prefix.to_vec();
        }
        siblings.last = head.block;
        (Some(siblings.sequence.take(head.number())), fits)
    }

    /// Whether the numbers before the last are those of the open section, or of the two innermost (`II.` over `1.` over
    /// `2.1.1`). Where the section has no number to compare, they fit; where its own number is the wrong one, those below
    /// may follow the right one, for the defect is told already.
    fn fits(&self, prefix: &[u32]) -> bool {
        let mut open = self.frames.iter().rev().filter_map(|frame| Some((frame.head.as_ref()?, frame.expected)));
        let Some((parent, expected)) = open.next().filter(|_| !prefix.is_empty()) else { return true };
        if !matches!(parent.kind(), LabelKind::Roman | LabelKind::Arabic | LabelKind::Dotted) {
            return true;
        }
        let outer = open.next().map_or(&[][..], |(head, _)| head.numbers());
        let Some((_, before)) = parent.numbers().split_last() else { return true };
        [parent.number(), expected.unwrap_or(parent.number())].iter().any(|last| {
            let inner = prefix.strip_suffix(&[*last]).and_then(|rest| rest.strip_suffix(before));
            inner.is_some_and(|rest| rest.is_empty() || rest == outer)
        })
    }
}

/// Numbered siblings that may be a list.
#[derive(Default)]
struct List {
    members: u32,
    /// Those that end like list items and have nothing under them, or are paragraphs.
    items: u32,
    /// Whether the last one ends like an item, and what stands behind it is the text after the list.
    tail: bool,
}

impl List {
    /// Most of its members are items.
    fn holds(&self) -> bool {
        let items = self.items + u32::from(self.tail);
        self.members > 1
            && self.items > 0
            && (items == self.members || self.members > 2 && items * 3 >= self.members * 2)
    }
}

/// Says of every section whether nothing stands under its heading.
fn judge_empty(sections: &mut [Section], blocks: &[Block], owns: &[Own]) {
    let is_text = |block: &Block| match block.kind {
        BlockKind::Note(_) | BlockKind::Margin => false,
        BlockKind::Printed => true,
        _ => !block.tokens.is_empty(),
    };
    let mut bare: Vec<bool> = Vec::with_capacity(sections.len());
    for section in sections.iter() {
        let below = blocks.get(section.heading as usize + 1..section.blocks.end as usize).unwrap_or_default();
        bare.push(!below.iter().any(is_text));
    }
    // Siblings of which most are bare and end like items are the items of a list; behind the last one other text may stand.
    let mut lists: std::collections::HashMap<(Option<SectionId>, LabelKind), List> = std::collections::HashMap::new();
    let kind = |section: &Section| section.label.as_ref().map_or(LabelKind::None, |label| label.kind);
    for ((section, bare), own) in sections.iter().zip(&bare).zip(owns) {
        let list = lists.entry((section.parent, kind(section))).or_default();
        list.members += 1;
        list.items += u32::from(*bare && *own != Own::Title || *own == Own::Text);
        list.tail = !*bare && *own == Own::Item;
    }
    for ((section, bare), own) in sections.iter_mut().zip(&bare).zip(owns) {
        let list = lists.get(&(section.parent, kind(section))).is_some_and(List::holds);
        section.empty = *bare && *own != Own::Text && !list;
        section.title_only = !list && (*own == Own::Title || *own == Own::Item && !*bare);
    }
}
