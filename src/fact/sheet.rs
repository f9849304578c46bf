//! Sheets: tables read as figures. Which rows are heads, what a row and a column are called, how rows are numbered below
//! each other, and which cells are one number.
//!
//! A table that a page break cut in two (the next one stands right behind it under the same heads) is one sheet. A cell is
//! a figure where it is a number and nothing else but `%`: `04`, `1.946`, `99,10`, `85%`. Left alone are cells with words
//! (`13 văn bản`), ratios, dashes, what counts the rows (`STT`), and columns of years.
//!
//! A row's number is read from its first column, or from the start of its title: `2.1.`, `II`, `a)`, `-`.

mod label;
pub mod relation;

use rust_decimal::Decimal;

use super::Written;
use super::amount::{self, Grouping, keys};
use crate::document::{Document, Table, Token, TokenId, TokenKind};
use crate::text;

pub use label::{RowLabel, expected};

/// A table and the index of one of its cells.
pub type CellAt = (u32, u32);

/// A cell that is one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Its cell.
    pub at: CellAt,
    /// The number as written.
    pub written: Written,
    /// How its digits are grouped.
    pub grouping: Grouping,
    /// Token of the number.
    pub number: TokenId,
    /// Whether it is a percentage: by its own mark, its unit, or the head of its column.
    pub percent: bool,
    /// Whether it is rounded: decimals, or a unit of thousands or millions.
    pub rounded: bool,
}

impl Figure {
    /// The values that would be written like this one.
    pub fn bounds(&self) -> (Decimal, Decimal) {
        let value = self.written.value;
        if !self.rounded {
            return (value, value);
        }
        let half = Decimal::new(5, self.written.decimals.min(27) + 1);
        (value.checked_sub(half).unwrap_or(value), value.checked_add(half).unwrap_or(value))
    }
}

/// A row below the heads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub label: Option<RowLabel>,
    /// The row it is numbered below.
    pub parent: Option<usize>,
    /// The cell that names it.
    pub title: Option<CellAt>,
    /// The cell of its unit.
    pub unit: Option<CellAt>,
    /// Its figures by column.
    pub figures: Vec<Option<Figure>>,
    /// Cells by column.
    pub cells: Vec<Option<CellAt>>,
}

/// Tables that continue one another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The head cells of each column, from above.
    pub heads: Vec<Vec<CellAt>>,
    /// Rows below the heads.
    pub rows: Vec<Row>,
}

/// All sheets of a document.
pub fn sheets(document: &Document) -> Vec<Sheet> {
    let mut all: Vec<Sheet> = Vec::new();
    let mut last: Option<u32> = None;
    for at in 0..document.tables.len() as u32 {
        let Some(mut part) = part(document, at) else {
            last = None;
            continue;
        };
        let follows = last.is_some_and(|before| continues(document, before, at));
        match all.last_mut().filter(|whole| follows && same_heads(document, whole, &part)) {
            Some(whole) => whole.rows.append(&mut part.rows),
            None => all.push(part),
        }
        last = Some(at);
    }
    for sheet in &mut all {
        finish(document, sheet);
    }
    all
}

/// The cell's place among the blocks: nothing else stands between one table's last and the next one's first.
fn continues(document: &Document, before: u32, at: u32) -> bool {
    let end = document.tables.get(before as usize).and_then(|table| table.cells.last());
    let start = document.tables.get(at as usize).and_then(|table| table.cells.first());
    end.zip(start).is_some_and(|(end, start)| end.block + 1 == start.block)
}

fn same_heads(document: &Document, whole: &Sheet, part: &Sheet) -> bool {
    let words = |heads: &[CellAt]| -> Vec<u64> { heads.iter().flat_map(|&at| words(document, at)).collect() };
    let first = |sheet: &Sheet| sheet.heads.iter().map(|heads| words(heads.get(..1).unwrap_or_default())).collect();
    let (a, b): (Vec<Vec<u64>>, Vec<Vec<u64>>) = (first(whole), first(part));
    a == b && a.iter().any(|head| !head.is_empty())
}

/// The keys of a cell's tokens.
fn words(document: &Document, at: CellAt) -> impl Iterator<Item = u64> + '_ {
    document.tokens_in(tokens(document, at)).iter().map(|token| token.key)
}

/// The tokens of a cell.
pub fn tokens(document: &Document, (table, cell): CellAt) -> std::ops::Range<TokenId> {
    let cell = document.tables.get(table as usize).and_then(|table| table.cells.get(cell as usize));
    cell.and_then(|cell| document.blocks.get(cell.block as usize)).map(|block| block.tokens.clone()).unwrap_or_default()
}

/// A table has room for so many cells that it lacks; one with a row much longer than all others is none of figures.
const MOST_ROOM: usize = 100_000;

/// One table: its heads, and its rows with all cells that hold a number as figures.
fn part(document: &Document, table: u32) -> Option<Sheet> {
    let found = document.tables.get(table as usize)?;
    let columns = found.columns as usize;
    if columns < 2 || found.rows < 2 || columns * found.rows as usize > MOST_ROOM + found.cells.len() * 2 {
        return None;
    }
    let mut grid: Vec<Vec<Option<CellAt>>> = vec![vec![None; columns]; found.rows as usize];
    for (at, cell) in found.cells.iter().enumerate() {
        if let Some(slot) = grid.get_mut(cell.row as usize).and_then(|row| row.get_mut(cell.column as usize)) {
            *slot = Some((table, at as u32));
        }
    }
    let heads = head_rows(document, found, &grid);
    let mut sheet = Sheet { heads: vec![Vec::new(); columns], rows: Vec::new() };
    for row in grid.iter().take(heads) {
        for (head, &cell) in sheet.heads.iter_mut().zip(row) {
            let new = cell.filter(|&at| !head.iter().any(|&known| words(document, known).eq(words(document, at))));
            head.extend(new.filter(|&at| !tokens(document, at).is_empty()));
        }
    }
    for cells in grid.into_iter().skip(heads) {
        let figures: Vec<Option<Figure>> = cells.iter().map(|cell| figure(document, (*cell)?)).collect();
        // A row that stands twice is told by a rule, and no part of any sum.
        let last = sheet.rows.last().filter(|last| repeats(document, last, &cells, &figures));
        if last.is_none() {
            sheet.rows.push(Row { figures, cells, ..Row::default() });
        }
    }
    (!sheet.rows.is_empty()).then_some(sheet)
}

/// Whether a row says what the row above says, whatever number the two have in the first column.
fn repeats(document: &Document, above: &Row, cells: &[Option<CellAt>], figures: &[Option<Figure>]) -> bool {
    let said = |cells: &[Option<CellAt>]| -> Vec<Vec<u64>> {
        cells.iter().skip(1).map(|cell| cell.map(|at| words(document, at).collect()).unwrap_or_default()).collect()
    };
    figures.iter().skip(1).flatten().count() >= 2 && said(&above.cells) == said(cells)
}

/// How many rows stand at the top without a figure of their own: heads, and the row that numbers the columns.
fn head_rows(document: &Document, table: &Table, grid: &[Vec<Option<CellAt>>]) -> usize {
    let mut count = table.heads as usize;
    while let Some(row) = grid.get(count) {
        let cells: Vec<CellAt> = row.iter().flatten().copied().collect();
        let labelled = cells.first().is_some_and(|&at| label::of_cell(document, at).is_some());
        let figures = cells.iter().skip(1).any(|&at| figure(document, at).is_some());
        if !label::numbers_columns(document, &cells) && (labelled || figures) {
            break;
        }
        count += 1;
    }
    count
}

/// The figure a cell is. Whether it is a percentage is known from the cell alone, here.
fn figure(document: &Document, at: CellAt) -> Option<Figure> {
    let range = tokens(document, at);
    let tokens = document.tokens_in(range.clone());
    // "-42.178" in a column of changes is less than nothing, "+26" more; "- 42" may be an item.
    let (signed, tokens) = match tokens {
        [sign, rest @ ..] if is_sign(sign) && rest.first().is_some_and(|number| !number.spaced) => (Some(sign), rest),
        tokens => (None, tokens),
    };
    let (number, percent) = match tokens {
        [number] => (number, false),
        [number, mark] if mark.is('%') => (number, true),
        _ => return None,
    };
    if number.kind != TokenKind::Number {
        return None;
    }
    let (mut written, grouping) = amount::parse_written(document.slice(number.span))?;
    if signed.is_some_and(|sign| !sign.is('+')) {
        written.value.set_sign_negative(true);
    }
    let number = range.start + TokenId::from(signed.is_some());
    Some(Figure { at, written, grouping, number, percent, rounded: written.decimals > 0 })
}

fn is_sign(token: &Token) -> bool {
    ['-', '–', '−', '+'].iter().any(|&sign| token.is(sign))
}

/// What can be known only of the whole: which columns number, name and measure the rows, and how rows nest.
fn finish(document: &Document, sheet: &mut Sheet) {
    let numbering = label::numbering_column(document, sheet);
    let unit = (0..sheet.heads.len()).find(|&column| is_unit_column(document, sheet, column));
    let columns = sheet.heads.len();
    let title = (0..columns)
        .find(|&column| Some(column) != numbering && Some(column) != unit && names_rows(document, sheet, column));
    let years: Vec<bool> = (0..columns).map(|column| holds_years(sheet, column)).collect();
    let percent: Vec<bool> =
        sheet.heads.iter().map(|heads| heads.iter().any(|&at| says_percent(document, at))).collect();
    let scaled: Vec<bool> = sheet.heads.iter().map(|heads| heads.iter().any(|&at| says_scale(document, at))).collect();
    let caption =
        sheet.heads.iter().flatten().next().or_else(|| sheet.rows.iter().flat_map(|r| r.cells.iter().flatten()).next());
    let above = caption.is_some_and(|&at| scale_above(document, at));
    for row in &mut sheet.rows {
        let cell = |column: Option<usize>| column.and_then(|column| row.cells.get(column).copied().flatten());
        let filled = |at: &CellAt| !tokens(document, *at).is_empty();
        // "Cộng" may stand in any cell of its row.
        let worded = |at: &CellAt| document.tokens_in(tokens(document, *at)).iter().any(|token| token.is_word());
        let other = || row.cells.iter().flatten().copied().find(worded);
        row.title = cell(title).filter(filled).or_else(|| title.and_then(|_| other()));
        row.unit = cell(unit).filter(filled);
        row.label = match numbering {
            Some(column) => cell(Some(column)).and_then(|at| label::of_cell(document, at)),
            None => row.title.and_then(|at| label::of_title(document, at)),
        };
        let by_unit = row.unit.map(|at| (says_percent(document, at), says_scale(document, at)));
        // A cell with nothing but the mark is a unit, whatever its column is called.
        let is_mark = |at: &CellAt| matches!(document.tokens_in(tokens(document, *at)), [mark] if mark.is('%'));
        let by_title = row.unit.is_none()
            && (row.title.is_some_and(|at| says_percent(document, at)) || row.cells.iter().flatten().any(is_mark));
        for (column, slot) in row.figures.iter_mut().enumerate() {
            let is = |flags: &[bool]| flags.get(column).copied().unwrap_or(false);
            if [numbering, title, unit].contains(&Some(column)) || is(&years) {
                *slot = None;
            }
            if let Some(figure) = slot {
                // "So kế hoạch (%)" behind a unit of each row.
                figure.percent |= by_unit.is_some_and(|(percent, _)| percent) || is(&percent) || by_title;
                figure.rounded |= is(&scaled) || above || by_unit.is_some_and(|(_, scaled)| scaled);
            }
        }
    }
    label::nest(&mut sheet.rows);
}

const UNIT_HEADS: &[&[u64]] = &[keys!["đơn" "vị" "tính"], keys!["đvt"]];
const MAYBE_UNIT_HEADS: &[&[u64]] = &[keys!["đơn" "vị"]];

/// Whether a column is called that of the units; `Đơn vị` may be offices, and is units where one of them is `%`.
fn is_unit_column(document: &Document, sheet: &Sheet, column: usize) -> bool {
    let called = |names: &[&[u64]]| {
        let heads = sheet.heads.get(column).into_iter().flatten();
        heads.map(|&at| words(document, at).collect::<Vec<u64>>()).any(|keys| names.contains(&keys.as_slice()))
    };
    let cells = || sheet.rows.iter().filter_map(|row| row.cells.get(column).copied().flatten());
    let is_percent = |at: CellAt| matches!(document.tokens_in(tokens(document, at)), [mark] if mark.is('%'));
    called(UNIT_HEADS) || called(MAYBE_UNIT_HEADS) && cells().any(is_percent)
}

/// Whether most cells of a column are words.
fn names_rows(document: &Document, sheet: &Sheet, column: usize) -> bool {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.get(column).copied().flatten());
    let filled: Vec<CellAt> = cells.filter(|&at| !tokens(document, at).is_empty()).collect();
    let worded =
        filled.iter().filter(|&&at| document.tokens_in(tokens(document, at)).iter().any(|token| token.is_word()));
    !filled.is_empty() && worded.count() * 2 > filled.len()
}

/// Whether all figures of a column, two or more, are years.
fn holds_years(sheet: &Sheet, column: usize) -> bool {
    let figures: Vec<&Figure> = sheet.rows.iter().filter_map(|row| row.figures.get(column)?.as_ref()).collect();
    let year = |figure: &&Figure| {
        figure.grouping == Grouping::Bare
            && figure.written.decimals == 0
            && (Decimal::from(1900)..=Decimal::from(2100)).contains(&figure.written.value)
    };
    figures.len() > 1 && figures.iter().all(year)
}

/// Whether a cell says that figures are percentages: `%`, `Tỷ lệ (%)`; not `từ 70% đến 100%`.
fn says_percent(document: &Document, at: CellAt) -> bool {
    let tokens = document.tokens_in(tokens(document, at));
    let before = |at: usize| at.checked_sub(1).and_then(|at| tokens.get(at));
    tokens.iter().enumerate().any(|(at, token)| token.is('%') && before(at).is_none_or(|before| !before.is_number()))
}

const SCALES: &[u64] = keys!["nghìn" "ngàn" "triệu" "tỷ" "tỉ"];

/// Whether a cell names a unit of thousands or millions (`Triệu đồng`), in which figures are rounded.
fn says_scale(document: &Document, at: CellAt) -> bool {
    is_scaled(document.tokens_in(tokens(document, at)))
}

fn is_scaled(tokens: &[crate::document::Token]) -> bool {
    tokens.windows(2).any(|pair| {
        matches!(pair, [scale, unit] if SCALES.contains(&scale.key) && keys!["đồng" "usd" "vnd"].contains(&unit.key))
    })
}

/// Whether the line above the table tells such a unit: `Đơn vị tính: triệu đồng`.
fn scale_above(document: &Document, at: CellAt) -> bool {
    let first = document.tables.get(at.0 as usize).and_then(|table| table.cells.first());
    let above = first.and_then(|cell| cell.block.checked_sub(1)).and_then(|block| document.blocks.get(block as usize));
    above.is_some_and(|block| is_scaled(document.tokens_in(block.tokens.clone())))
}

/// The words of a cell, in the order in which they stand, for people.
pub fn told(document: &Document, at: CellAt) -> String {
    let span = document.span_of(tokens(document, at));
    text::nfc(document.slice(span)).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
