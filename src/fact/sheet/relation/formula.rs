//! Formulas that heads write: `(3)=(1)+(2)`, `5=4/3*100`, `Tổng số (3=1+2)`.
//!
//! Numbers in a formula are columns, as the row under the heads numbers them; but `100`, which is a number where no column
//! has it. A formula with anything else in it is left alone.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{Basis, Relation, Sort, Worked, at};
use crate::document::{Document, TokenKind};
use crate::fact::sheet::{CellAt, Figure, Sheet, tokens};

/// A piece of a formula.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece {
    Column(usize),
    Number(Decimal),
    Mark(char),
}

/// The relations of every formula in the heads.
pub fn relations(document: &Document, sheet: &Sheet, all: &mut Vec<Relation>) {
    let numbers = numbered_columns(document, sheet);
    if numbers.is_empty() {
        return;
    }
    for (column, heads) in sheet.heads.iter().enumerate() {
        let Some(formula) = heads.iter().find_map(|&at| formula(document, at, &numbers)) else { continue };
        for (row, of) in sheet.rows.iter().enumerate() {
            let Some(result) = at(of, column) else { continue };
            let terms: Option<Vec<Figure>> = formula
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Column(term) => Some(at(of, *term).copied()),
                    _ => None,
                })
                .collect();
            let Some(terms) = terms else { continue };
            let figure = |column: usize| at(of, column).map(|figure| figure.written.value);
            let Some(mut value) = (Reader { pieces: &formula, at: 0, figure: &figure }).whole() else { continue };
            // `Tỷ lệ (%) = 2/1` leaves the hundred out.
            let divides = formula.contains(&Piece::Mark('/'));
            if result.percent && divides && !formula.contains(&Piece::Number(Decimal::ONE_HUNDRED)) {
                value *= Decimal::ONE_HUNDRED;
            }
            // Half a unit of the last digit shown for each rounded term.
            let rounded = terms.iter().filter(|term| term.rounded).count();
            let slack = Decimal::new(5, result.written.decimals.min(27) + 1) * Decimal::from(rounded);
            let sort = if divides && result.percent { Sort::Percentage } else { Sort::Formula };
            let worked = Worked { value, low: value - slack, high: value + slack };
            all.push(Relation::new(sort, Basis::Formula, result, terms, worked, (row, column)));
        }
    }
}

/// The columns by the numbers that a head gives them.
fn numbered_columns(document: &Document, sheet: &Sheet) -> HashMap<u32, usize> {
    let mut numbers = HashMap::new();
    for (column, heads) in sheet.heads.iter().enumerate() {
        let Some(&last) = heads.last() else { continue };
        let text = document.slice(document.span_of(tokens(document, last)));
        let own = text.split('=').next().unwrap_or_default().trim().trim_matches(['(', ')', '[', ']']);
        if let Ok(number) = own.parse::<u32>() {
            numbers.insert(number, column);
        }
    }
    if numbers.len() < 2 { HashMap::new() } else { numbers }
}

/// What stands behind `=` in a head, in columns.
fn formula(document: &Document, head: CellAt, numbers: &HashMap<u32, usize>) -> Option<Vec<Piece>> {
    let tokens = document.tokens_in(tokens(document, head));
    let equals = tokens.iter().position(|token| token.is('='))?;
    let before = tokens.get(..equals)?.iter().rev().find(|token| !token.is(')') && !token.is(']'))?;
    if !before.is_number() {
        return None;
    }
    let mut pieces = Vec::new();
    for token in tokens.get(equals + 1..)? {
        let text = document.slice(token.span);
        pieces.push(match token.kind {
            TokenKind::Number => match text.parse::<u32>().ok()? {
                number if numbers.contains_key(&number) => Piece::Column(*numbers.get(&number)?),
                100 => Piece::Number(Decimal::ONE_HUNDRED),
                _ => return None,
            },
            TokenKind::Word if matches!(text, "x" | "X") => Piece::Mark('*'),
            TokenKind::Punctuation('×' | '*') => Piece::Mark('*'),
            TokenKind::Punctuation('/' | ':' | '÷') => Piece::Mark('/'),
            TokenKind::Punctuation('-' | '–') => Piece::Mark('-'),
            TokenKind::Punctuation(mark @ ('+' | '(' | ')')) => Piece::Mark(mark),
            TokenKind::Punctuation('%') => continue,
            _ => return None,
        });
    }
    // `Tổng số (3=1+2)` closes a bracket that opened before the formula.
    let count = |mark: char| pieces.iter().filter(|piece| **piece == Piece::Mark(mark)).count();
    if count(')') > count('(') && pieces.last() == Some(&Piece::Mark(')')) {
        pieces.pop();
    }
    let columns = pieces.iter().filter(|piece| matches!(piece, Piece::Column(_))).count();
    (columns >= 2 && pieces.len() <= 64).then_some(pieces)
}

/// Reads a formula from left to right: sums of products of columns, numbers and brackets.
struct Reader<'a> {
    pieces: &'a [Piece],
    at: usize,
    figure: &'a dyn Fn(usize) -> Option<Decimal>,
}

impl Reader<'_> {
    fn whole(mut self) -> Option<Decimal> {
        let value = self.sum(0)?;
        (self.at == self.pieces.len()).then_some(value)
    }

    fn takes(&mut self, mark: char) -> bool {
        let found = self.pieces.get(self.at) == Some(&Piece::Mark(mark));
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self, depth: usize) -> Option<Decimal> {
        let mut value = self.product(depth)?;
        loop {
            if self.takes('+') {
                value = value.checked_add(self.product(depth)?)?;
            } else if self.takes('-') {
                value = value.checked_sub(self.product(depth)?)?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self, depth: usize) -> Option<Decimal> {
        let mut value = self.primary(depth)?;
        loop {
            if self.takes('*') {
                value = value.checked_mul(self.primary(depth)?)?;
            } else if self.takes('/') {
                value = value.checked_div(self.primary(depth)?)?;
            } else {
                return Some(value);
            }
        }
    }

    fn primary(&mut self, depth: usize) -> Option<Decimal> {
        if self.takes('(') {
            let value = if depth < 8 { self.sum(depth + 1)? } else { return None };
            return self.takes(')').then_some(value);
        }
        let value = match self.pieces.get(self.at)? {
            Piece::Column(column) => (self.figure)(*column)?,
            Piece::Number(number) => *number,
            Piece::Mark(_) => return None,
        };
        self.at += 1;
        Some(value)
    }
}
