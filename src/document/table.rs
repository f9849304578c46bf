//! Tables: rows of cells, each cell a block.

use super::BlockId;
use crate::span::Span;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// From its first to its last byte.
    pub span: Span,
    /// Cells, row after row.
    pub cells: Vec<Cell>,
    /// Number of rows.
    pub rows: u32,
    /// Number of columns of the widest row.
    pub columns: u32,
    /// Whether its first row is a head (Markdown's `|---|` line follows it).
    pub headed: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
    /// Bytes between the bars, white space trimmed.
    pub span: Span,
    /// The block of its text; a cell without text has one without tokens.
    pub block: BlockId,
}
