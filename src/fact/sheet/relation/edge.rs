//! The first and the last row of a sheet, which may be totals of the others. Whether they are, rules say by their titles.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::{Basis, Relation, at, sum, terms};
use crate::document::Document;
use crate::fact::sheet::{CellAt, Row, Sheet, tokens};

/// The first and the last row against the others; of rows that nest, against the outermost.
pub fn relations(document: &Document, sheet: &Sheet, all: &mut Vec<Relation>) {
    let last = sheet.rows.len().saturating_sub(1);
    for edge in [0, last] {
        let Some(row) = sheet.rows.get(edge).filter(|_| last > 1) else { continue };
        let others = sheet.rows.iter().enumerate().filter(|(at, row)| *at != edge && row.parent.is_none());
        let others: Vec<&Row> = others.map(|(_, row)| row).collect();
        let only =
            |wanted: &dyn Fn(&Row) -> bool| others.iter().copied().filter(|row| wanted(row)).collect::<Vec<&Row>>();
        // A row without a number among numbered ones, or with a dash among those without (`- Chương trình mục tiêu`), may be a part of
        // the row above it.
        let sets = [only(&|row| row.label.is_some()), only(&|row| !is_dashed(document, row)), others.clone()];
        let of = |rows: &[&Row], column: usize| {
            let result = at(row, column)?;
            let terms = rows.iter().filter_map(|row| at(row, column)).copied().collect();
            sum(Basis::Edge, result, terms, (edge, column))
        };
        let columns = 0..row.figures.len();
        let holding = |rows: &[&Row]| {
            let sums = columns.clone().filter_map(|column| of(rows, column));
            sums.filter(|sum| sum.holds() && sum.result.written.value >= Decimal::TEN).count()
        };
        // Where none adds up, those are held against it that do in most columns.
        let usual = sets.iter().max_by_key(|rows| holding(rows));
        let of_column = |column: usize| {
            let mut sums = sets.iter().filter_map(|rows| of(rows, column));
            sums.find(Relation::holds).or_else(|| of(usual?, column))
        };
        let mut found: Vec<Relation> = columns.clone().filter_map(of_column).collect();
        row_too_many(sheet, edge, &mut found);
        row_exchanged(sheet, edge, &mut found);
        // A column of zeros or a single small count says nothing.
        let telling = |relation: &&Relation| relation.result.written.value >= Decimal::TEN;
        let support = found.iter().filter(|relation| relation.holds()).filter(telling).count() as u32;
        let against = found.iter().filter(|relation| !relation.holds()).count() as u32;
        for relation in &mut found {
            (relation.support, relation.against) = (support, against);
        }
        all.append(&mut found);
    }
}

/// Whether the title of a row begins with a dash.
fn is_dashed(document: &Document, row: &Row) -> bool {
    let first = row.title.and_then(|title| document.tokens_in(tokens(document, title)).first());
    first.is_some_and(|mark| mark.is('-') || mark.is('–') || mark.is('+'))
}

/// Where all totals that fail would be right without one row, that row was added later: it is told once.
fn row_too_many(sheet: &Sheet, edge: usize, found: &mut Vec<Relation>) {
    let failing = found.iter().filter(|relation| !relation.holds());
    let failing: Vec<(&Relation, HashSet<CellAt>)> = failing.map(|relation| (relation, terms(relation))).collect();
    let explains = |row: &Row| {
        failing.iter().all(|(relation, terms)| {
            at(row, relation.column).is_some_and(|figure| {
                terms.contains(&figure.at) && relation.value - figure.written.value == relation.result.written.value
            })
        })
    };
    let others = sheet.rows.iter().enumerate().filter(|(at, _)| *at != edge);
    if failing.len() < 2 || others.filter(|(_, row)| explains(row)).count() != 1 {
        return;
    }
    let first = failing.first().map(|(relation, _)| relation.result.at);
    found.retain(|relation| relation.holds() || Some(relation.result.at) == first);
}

/// Where two totals fail, and would not if two figures of one row changed places: it is told once, at the first.
fn row_exchanged(sheet: &Sheet, edge: usize, found: &mut Vec<Relation>) {
    let mut failing = found.iter().filter(|relation| !relation.holds());
    let (Some(one), Some(other), None) = (failing.next(), failing.next(), failing.next()) else { return };
    let rows = sheet.rows.iter().enumerate().filter(|(place, _)| *place != edge);
    let mut exchanged = rows.filter_map(|(place, row)| {
        let (first, second) = (at(row, one.column)?, at(row, other.column)?);
        let by = second.written.value - first.written.value;
        (by == one.off() && -by == other.off()).then_some((place, first.at))
    });
    let (Some((row, suspect)), None) = (exchanged.next(), exchanged.next()) else { return };
    let (first, second) = (one.result.at, other.result.at);
    found.retain(|relation| relation.result.at != second);
    if let Some(one) = found.iter_mut().find(|relation| relation.result.at == first) {
        (one.suspect, one.row) = (suspect, row);
    }
}
