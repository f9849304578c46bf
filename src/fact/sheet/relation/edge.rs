//! The first and the last row of a sheet, which may be totals of the others. Whether they are, rules say by their titles.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::{Basis, Relation, at, sum, terms};
use crate::fact::sheet::{CellAt, Row, Sheet};

/// The first and the last row against the others; of rows that nest, against the outermost.
pub fn relations(sheet: &Sheet, all: &mut Vec<Relation>) {
    let last = sheet.rows.len().saturating_sub(1);
    for edge in [0, last] {
        let Some(row) = sheet.rows.get(edge).filter(|_| last > 1) else { continue };
        let mut found = Vec::new();
        for (column, result) in row.figures.iter().enumerate() {
            let Some(result) = result else { continue };
            let others = sheet.rows.iter().enumerate().filter(|(at, row)| *at != edge && row.parent.is_none());
            let others: Vec<&Row> = others.map(|(_, row)| row).collect();
            let of = |rows: &mut dyn Iterator<Item = &Row>| {
                let terms = rows.filter_map(|row| at(row, column)).copied().collect();
                sum(Basis::Edge, result, terms, (edge, column))
            };
            // A row without a number among numbered ones (`- Chương trình mục tiêu`) may be a part of the row above it.
            let numbered = of(&mut others.iter().copied().filter(|row| row.label.is_some()));
            found.extend(numbered.filter(Relation::holds).or_else(|| of(&mut others.iter().copied())));
        }
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
