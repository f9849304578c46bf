//! The words that tell what a figure is of, gathered when they are asked for.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::super::phrases::Phrases;
use super::super::read::{Figure, Reader};
use super::super::{Number, Tables};
use super::claim::around;
use super::entry::Place;
use super::{LATE, LEFT};
use crate::document::{BlockKind, TokenId};
use crate::fact::amount::keys;
use crate::fact::sheet::{self, CellAt, Sheet};
use crate::text::key_of_keys;

/// Words that say nothing of what is counted.
pub const EMPTY: &[u64] = keys!["đã" "là" "có" "và" "của" "cho" "với" "trong" "được" "các" "những" "đạt" "mới" "ở" "tại" "về" "theo" "do" "để" "ra" "vẫn" "số"];
const IN_TIME: Phrases = Phrases::of(&[keys!["đúng" "hạn"], keys!["trước" "hạn"], keys!["trong" "hạn"]]);

/// The words around a figure.
#[derive(Debug, Default)]
pub struct Context {
    /// Those of its sentence up to it, those behind it, and its headings; sorted.
    words: Vec<u64>,
    /// Pairs of neighbouring words of its sentence; sorted.
    pairs: Vec<u64>,
    /// Those that stand right beside it, with no other figure between; sorted.
    near: Vec<u64>,
    /// Of a cell, those of the line above its table and of its headings.
    about: Vec<u64>,
}

impl Context {
    fn of(mut words: Vec<u64>, mut pairs: Vec<u64>, mut near: Vec<u64>) -> Self {
        words.sort_unstable();
        words.dedup();
        pairs.sort_unstable();
        near.sort_unstable();
        Self { words, pairs, near, about: Vec::new() }
    }

    /// Whether a cell's row, column, table or headings have these neighbouring words.
    pub fn names(&self, pair: u64) -> bool {
        self.pairs.binary_search(&pair).is_ok() || self.about.contains(&pair)
    }

    /// Whether a word stands around the figure.
    pub fn has(&self, word: u64) -> bool {
        self.words.binary_search(&word).is_ok()
    }

    /// How many of these pairs stand around the figure.
    pub fn shares(&self, pairs: &[u64]) -> usize {
        pairs.iter().filter(|pair| self.pairs.binary_search(pair).is_ok()).count()
    }

    /// How many of these pairs stand right beside it.
    pub fn has_near(&self, pairs: &[u64]) -> usize {
        pairs.iter().filter(|pair| self.near.binary_search(pair).is_ok()).count()
    }
}

/// Pairs of neighbouring words that both say something.
pub fn pairs(words: &[u64]) -> impl Iterator<Item = u64> {
    let told = |pair: &[u64]| pair.iter().all(|word| !EMPTY.contains(word)).then(|| key_of_keys(pair.iter().copied()));
    words.windows(2).filter_map(told)
}

/// The contexts of a document.
pub struct Contexts<'a> {
    reader: &'a Reader<'a>,
    sheets: &'a [Sheet],
    /// How much each word says: the fewer blocks it stands in, the more. Worked out when it is first asked for.
    weights: OnceCell<Vec<f64>>,
    /// The innermost section of each block.
    sections: Vec<Option<u32>>,
    known: RefCell<HashMap<Place, Rc<Context>>>,
}

impl<'a> Contexts<'a> {
    pub fn of(reader: &'a Reader<'a>, tables: &Tables<'a>) -> Self {
        let mut sections = vec![None; reader.document.blocks.len()];
        for (at, section) in reader.document.sections.iter().enumerate() {
            let blocks = section.blocks.start as usize..section.blocks.end as usize;
            sections.get_mut(blocks).into_iter().flatten().for_each(|slot| *slot = Some(at as u32));
        }
        Self { reader, sheets: tables.sheets, weights: OnceCell::new(), sections, known: RefCell::default() }
    }

    pub fn reader(&self) -> &'a Reader<'a> {
        self.reader
    }

    /// The words around an entry.
    pub fn get(&self, place: &Place) -> Rc<Context> {
        if let Some(known) = self.known.borrow().get(place) {
            return Rc::clone(known);
        }
        let made = Rc::new(match *place {
            Place::Text(at) => self.reader.figure(at).map(|figure| self.of_text(at, figure)).unwrap_or_default(),
            Place::Cell { sheet, row, column } => self.of_cell(sheet, row, column).unwrap_or_default(),
        });
        self.known.borrow_mut().insert(*place, Rc::clone(&made));
        made
    }

    /// What share of the claim's words stand around an entry, rare words weighing more. What is left is called so by no word.
    pub fn covered(&self, claim: &[u64], around: &[Rc<Context>], left: bool) -> f64 {
        let weights = self.weights.get_or_init(|| weights(self.reader));
        let number = |word: &u64| self.reader.document.words.number_of(*word);
        let weight = |word: &u64| number(word).and_then(|number| weights.get(number as usize)).copied().unwrap_or(1.0);
        let late = left
            && IN_TIME.iter().any(|pair| {
                let pair = key_of_keys(pair.iter().copied());
                around.iter().any(|context| context.pairs.binary_search(&pair).is_ok())
            });
        let told = |word: &&u64| {
            around.iter().any(|context| context.has(**word))
                || left && LEFT.contains(word)
                || late && LATE.contains(word)
        };
        let all: f64 = claim.iter().map(weight).sum();
        let both: f64 = claim.iter().filter(told).map(weight).sum();
        if all > 0.0 { both / all } else { 0.0 }
    }

    fn of_text(&self, at: usize, figure: &Figure) -> Context {
        let reader = self.reader;
        let near = around(reader, at).into_iter().flat_map(|range| pairs(&reader.keys(range)).collect::<Vec<_>>());
        let near = near.collect();
        let from = figure.sentence.start.max(figure.tokens.start.saturating_sub(30));
        let until = (figure.end() + 12).min(figure.sentence.end);
        let until = (figure.end()..until).find(|&at| reader.is_mark(at, ';')).unwrap_or(until);
        let mut words = reader.keys(from..until);
        let sentence = pairs(&words).collect();
        if let Some(block) = reader.document.blocks.get(figure.block as usize) {
            words.extend(reader.keys(block.tokens.start..(block.tokens.start + 12).min(block.tokens.end)));
        }
        self.headings(figure.block, &mut words);
        Context::of(words, sentence, near)
    }

    /// Adds the words of the headings that a block stands under.
    fn headings(&self, block: u32, words: &mut Vec<u64>) {
        let mut next = self.sections.get(block as usize).copied().flatten();
        while let Some(section) = next.and_then(|at| self.reader.document.sections.get(at as usize)) {
            words.extend(self.reader.keys(section.title.clone()));
            next = section.parent;
        }
    }

    /// The title of the row, the heads of the column, the line above the table and its headings.
    fn of_cell(&self, sheet: u32, row: u32, column: u32) -> Option<Context> {
        let sheet = self.sheets.get(sheet as usize)?;
        let document = self.reader.document;
        let keys = |at: CellAt| self.reader.keys(sheet::tokens(document, at));
        let row = sheet.rows.get(row as usize)?;
        let mut words: Vec<u64> = row.title.map(keys).unwrap_or_default();
        let mut pairs: Vec<u64> = pairs(&words).collect();
        for head in sheet.heads.get(column as usize).into_iter().flatten() {
            let head = keys(*head);
            pairs.extend(self::pairs(&head));
            words.extend(head);
        }
        words.extend(row.unit.map(keys).into_iter().flatten());
        let own = words.len();
        let block = block_of(self.reader, sheet)?;
        let first = sheet.rows.iter().flat_map(|row| row.cells.iter().flatten()).next()?;
        let table = document.tables.get(first.0 as usize).and_then(|table| table.cells.first());
        let caption = table.and_then(|cell| cell.block.checked_sub(1)).and_then(|at| document.blocks.get(at as usize));
        let is_text = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Item);
        words.extend(
            caption
                .filter(|block| is_text(block.kind))
                .into_iter()
                .flat_map(|block| self.reader.keys(block.tokens.clone())),
        );
        self.headings(block, &mut words);
        let near = pairs.clone();
        let about = self::pairs(words.get(own..).unwrap_or_default()).collect();
        Some(Context { about, ..Context::of(words, pairs, near) })
    }
}

/// The block that a sheet stands at.
pub fn block_of(reader: &Reader<'_>, sheet: &Sheet) -> Option<u32> {
    let first = sheet.rows.iter().flat_map(|row| row.cells.iter().flatten()).next()?;
    Some(reader.document.block_of(sheet::tokens(reader.document, *first).start))
}

/// How much each word of the document says, by their numbers: the fewer blocks it stands in, the more.
fn weights(reader: &Reader<'_>) -> Vec<f64> {
    let document = reader.document;
    // For each word the block that it was seen in last, counted from 1, and in how many it was.
    let mut blocks: Vec<(usize, u32)> = vec![(0, 0); document.words.words.len()];
    for (at, block) in document.blocks.iter().enumerate() {
        for form in block.tokens.clone().filter_map(|token| document.words.form(token)) {
            let Some((last, count)) = blocks.get_mut(form.word as usize) else { continue };
            *count += u32::from(*last != at + 1);
            *last = at + 1;
        }
    }
    let total = document.blocks.len() as f64;
    blocks.iter().map(|&(_, count)| if count == 0 { 1.0 } else { (1.0 + total / f64::from(count)).ln() }).collect()
}

/// The figure of a number, where it is one of running text.
pub fn figure_of(reader: &Reader<'_>, number: &Number) -> Option<usize> {
    let at = reader.figures.partition_point(|figure| figure.tokens.end <= number.token);
    reader.figures.get(at).filter(|figure| figure.tokens.contains(&number.token)).map(|_| at)
}

/// The words of a stretch that say what is counted.
pub fn said(reader: &Reader<'_>, range: Range<TokenId>) -> Vec<u64> {
    reader.keys(range).into_iter().filter(|word| !EMPTY.contains(word)).collect()
}
