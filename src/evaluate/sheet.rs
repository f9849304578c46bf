//! What tables say of their figures: parts of cells and relations. Worked out once for a document, when first asked for.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::engine::Engine;
use super::value::Value;
use crate::document::{BlockKind, Document};
use crate::fact::reckoning::Tables;
use crate::fact::sheet::relation::{self, Basis, Relation, Sort};
use crate::fact::sheet::{self, CellAt, Figure, RowLabel, Sheet};
use crate::fact::{self, Fact};
use crate::rule::types::Attribute as A;

/// The sheets of a document, their relations, and which figure each cell is.
#[derive(Debug, Default)]
pub struct Sheets {
    /// See [`sheet`].
    all: Vec<Sheet>,
    /// Relations with their sheets.
    relations: Vec<(usize, Relation)>,
    /// Sheet, row and column of each cell below the heads.
    cells: HashMap<CellAt, (usize, usize, usize)>,
}

impl Sheets {
    /// Reads the tables of a document.
    pub fn read(document: &Document) -> Self {
        let all = sheet::sheets(document);
        let mut relations = Vec::new();
        let mut cells = HashMap::new();
        for (number, sheet) in all.iter().enumerate() {
            relations.extend(relation::relations(document, sheet).into_iter().map(|relation| (number, relation)));
            for (row, found) in sheet.rows.iter().enumerate() {
                let places = found.cells.iter().enumerate().filter_map(|(column, cell)| Some((column, (*cell)?)));
                cells.extend(places.map(|(column, cell)| (cell, (number, row, column))));
            }
        }
        Self { all, relations, cells }
    }

    /// What reckonings in running text need to know of tables.
    pub fn for_reckonings(&self) -> Tables<'_> {
        let numbers = |holds: bool| {
            let fits = self.relations.iter().filter(move |(_, relation)| relation.holds() == holds);
            let fits = fits.filter(|(_, relation)| !relation.is_idle());
            let figures = fits.flat_map(|(_, relation)| relation.terms.iter().chain([&relation.result]));
            figures.map(|figure| figure.number).collect()
        };
        Tables { sheets: &self.all, held: numbers(true), failing: numbers(false) }
    }

    /// How many relations there are.
    pub fn relations(&self) -> u32 {
        self.relations.len() as u32
    }

    fn relation(&self, at: u32) -> Option<&(usize, Relation)> {
        self.relations.get(at as usize)
    }
}

impl<'a> Engine<'a> {
    /// The cell that a relation gives the figure of.
    pub fn result(&self, at: u32) -> Option<Value<'a>> {
        self.sheets().relation(at).map(|(_, relation)| cell(relation.result.at))
    }

    /// A part of a relation.
    pub fn of_relation(&self, at: u32, attribute: A) -> Option<Value<'a>> {
        let (sheet, relation) = self.sheets().relation(at)?;
        let place = (*sheet, relation.row, relation.column);
        match attribute {
            A::Kind => Some(Value::text(match relation.sort {
                Sort::Sum => "sum",
                Sort::Difference => "difference",
                Sort::Hundred => "hundred",
                Sort::Percentage => "percentage",
                Sort::Formula => "formula",
            })),
            A::Basis => Some(Value::text(match relation.basis {
                Basis::Numbering => "numbering",
                Basis::Formula => "formula",
                Basis::Edge => "edge",
                Basis::Naming => "naming",
                Basis::Pattern => "pattern",
            })),
            A::Result => Some(cell(relation.result.at)),
            A::Terms => Some(self.list(relation.terms.iter().map(|term| cell(term.at)))),
            A::Value => Some(Value::Number(relation.value.normalize())),
            A::Low => Some(Value::Number(relation.low)),
            A::High => Some(Value::Number(relation.high)),
            A::Holds => Some(Value::Flag(relation.holds())),
            A::BorneOut => Some(Value::Flag(relation.borne_out)),
            A::Support => Some(number(relation.support)),
            A::Against => Some(number(relation.against)),
            A::Right => Some(Value::Number(relation.right()?.normalize())),
            A::Suspect => Some(cell(relation.suspect)),
            A::Blamed => Some(cell(relation.blamed(&|value| self.tells(value)))),
            A::Title => self.row_title(place),
            A::Head => self.column_head(place),
            _ => None,
        }
    }

    /// Whether running text has an amount or a ratio with this number, of three digits or more.
    fn tells(&self, value: Decimal) -> bool {
        let has = |fact: &&Fact| match &fact.value {
            fact::Value::Amount(amount) => amount.written.value == value,
            fact::Value::Ratio(ratio) => ratio.part.value == value || ratio.whole.value == value,
            _ => false,
        };
        let stands_in_text = |fact: &Fact| {
            let block = self.document.blocks.get(self.document.block_of(fact.tokens.start) as usize);
            block.is_some_and(|block| !matches!(block.kind, BlockKind::Cell { .. }))
        };
        value >= Decimal::ONE_HUNDRED && self.facts.built_in().iter().filter(has).any(stands_in_text)
    }

    /// A part of a cell that its sheet knows.
    pub fn of_cell(&self, at: CellAt, attribute: A) -> Option<Value<'a>> {
        let &(sheet, row, column) = self.sheets().cells.get(&at)?;
        let place = (sheet, row, column);
        let found = self.sheets().all.get(sheet)?.rows.get(row)?;
        let figure = || found.figures.get(column)?.as_ref();
        match attribute {
            A::Value => figure().and_then(|figure| self.written(figure)),
            A::Decimals => figure().map(|figure| number(figure.written.decimals)),
            A::Low => figure().map(|figure| Value::Number(figure.bounds().0)),
            A::High => figure().map(|figure| Value::Number(figure.bounds().1)),
            A::Percent => figure().map(|figure| Value::Flag(figure.percent)),
            A::Label => found.label.as_ref().map(|label| self.told(&told(label))),
            A::ExpectedLabel => {
                let label = sheet::expected(&self.sheets().all.get(sheet)?.rows, row)?;
                Some(self.told(&told(&label)))
            }
            A::Title => self.row_title(place),
            A::Head => self.column_head(place),
            A::Previous => self.cell_of_row(sheet, row.checked_sub(1)?, column),
            A::Next => self.cell_of_row(sheet, row + 1, column),
            A::Unit => found.unit.map(|unit| self.told(&sheet::told(self.document, unit))),
            _ => None,
        }
    }

    fn cell_of_row(&self, sheet: usize, row: usize, column: usize) -> Option<Value<'a>> {
        self.sheets().all.get(sheet)?.rows.get(row)?.cells.get(column).copied().flatten().map(cell)
    }

    fn written(&self, figure: &Figure) -> Option<Value<'a>> {
        let token = self.document.tokens.get(figure.number as usize)?;
        Some(Value::Figure(figure.written.value, token.span))
    }

    fn row_title(&self, (sheet, row, _): (usize, usize, usize)) -> Option<Value<'a>> {
        let title = self.sheets().all.get(sheet)?.rows.get(row)?.title?;
        let span = self.document.span_of(sheet::tokens(self.document, title));
        let told = sheet::told(self.document, title);
        Some(Value::Text(self.arena.alloc_str(told.trim_end_matches([':', '.', ' '])), Some(span)))
    }

    /// The heads above a column from above, but for its number.
    fn column_head(&self, (sheet, _, column): (usize, usize, usize)) -> Option<Value<'a>> {
        let heads = self.sheets().all.get(sheet)?.heads.get(column)?;
        let told: Vec<String> = heads.iter().map(|&head| sheet::told(self.document, head)).collect();
        let worded =
            told.iter().filter(|head| head.chars().filter(|c| c.is_alphabetic()).count() > 1 || head.contains('%'));
        let worded: Vec<&str> = worded.map(String::as_str).collect();
        (!worded.is_empty()).then(|| self.told(&worded.join(", ")))
    }
}

fn cell<'a>((table, cell): CellAt) -> Value<'a> {
    Value::Cell(table, cell)
}

fn number<'a>(n: u32) -> Value<'a> {
    Value::Number(n.into())
}

/// The number of a row as people write it.
fn told(label: &RowLabel) -> String {
    match label {
        RowLabel::Dotted(numbers) => numbers.iter().map(u32::to_string).collect::<Vec<_>>().join("."),
        RowLabel::Capital(n) | RowLabel::Roman(n) | RowLabel::Letter(n) => n.to_string(),
        RowLabel::Lettered(letter, n) => format!("{letter}.{n}"),
        RowLabel::Dash => "-".to_owned(),
        RowLabel::Plus => "+".to_owned(),
    }
}
