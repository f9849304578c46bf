//! A table and the text: the same thing with two numbers, as the row's title, the column's head and the words of the text name it.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::read::{Figure, Reader, Sort as Kind, pairs};
use super::slip::{alike, plain, size, swapped};
use super::{Basis, Number, Reckoning, Sort, Tables};
use crate::document::TokenId;
use crate::fact::sheet;

/// A number of the text that counts or measures.
struct Told<'r> {
    figure: &'r Figure,
    number: Number,
    /// Pairs of neighbouring words around it.
    around: HashSet<(u64, u64)>,
}

pub fn find(reader: &Reader<'_>, tables: &Tables<'_>, all: &mut Vec<Reckoning>) {
    let cells: HashSet<Decimal> = tables
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.rows)
        .flat_map(|row| row.figures.iter().flatten())
        .map(|cell| cell.written.value.normalize())
        .collect();
    if cells.is_empty() {
        return;
    }
    let held: HashSet<TokenId> =
        all.iter().filter(|one| one.holds).flat_map(|one| one.numbers().map(|number| number.token)).collect();
    let text = told(reader, &cells);
    let values: HashSet<Decimal> = reader
        .figures
        .iter()
        .flat_map(|figure| [Some(figure.number), figure.whole].into_iter().flatten())
        .map(|number| number.written.value.normalize())
        .collect();
    for sheet in tables.sheets {
        for row in &sheet.rows {
            let Some(title) = row.title else { continue };
            let title: Vec<u64> = sheet::words(reader.document, title).collect();
            for (column, cell) in row.figures.iter().enumerate() {
                let Some(cell) = cell.filter(|cell| !cell.percent && !tables.failing.contains(&cell.number)) else {
                    continue;
                };
                if values.contains(&cell.written.value.normalize()) {
                    continue;
                }
                let number = Number {
                    fact: None,
                    token: cell.number,
                    written: cell.written,
                    scale: Decimal::ONE,
                    rounded: false,
                };
                let Some(near) = text.get(&key(&number)) else { continue };
                let head: Vec<u64> = sheet
                    .heads
                    .get(column)
                    .into_iter()
                    .flatten()
                    .flat_map(|&at| sheet::words(reader.document, at))
                    .collect();
                let sure = tables.held.contains(&cell.number);
                let Some(told) = near.iter().find(|told| same(reader, told, &number, &title, &head, sure)) else {
                    continue;
                };
                let borne_out = held.contains(&told.number.token);
                let term = Number { scale: Decimal::ONE, rounded: false, ..told.number };
                let found = Reckoning::new(Sort::Same, Basis::Table, number, vec![term]);
                all.extend(
                    found.filter(|_| !(sure && borne_out)).map(|one| {
                        if sure { Reckoning { suspect: term, right: cell.written.value, ..one } } else { one }
                    }),
                );
            }
        }
    }
}

/// The numbers of the text that stand in no table, by how they are written.
fn told<'r>(reader: &'r Reader<'_>, cells: &HashSet<Decimal>) -> HashMap<(usize, u32), Vec<Told<'r>>> {
    let mut all: HashMap<(usize, u32), Vec<Told<'r>>> = HashMap::new();
    for figure in reader.figures.iter().filter(|figure| figure.sort != Kind::Percentage) {
        let around = || {
            let from = figure.tokens.start.saturating_sub(6).max(figure.sentence.start);
            let before = pairs(&reader.keys(from..figure.tokens.start));
            let after = pairs(&reader.keys(figure.tokens.end..(figure.tokens.end + 7).min(figure.sentence.end)));
            before.union(&after).copied().collect()
        };
        for number in [Some(figure.number), figure.whole].into_iter().flatten() {
            if !cells.contains(&number.written.value.normalize()) {
                all.entry(key(&number)).or_default().push(Told { figure, number, around: around() });
            }
        }
    }
    all
}

/// How many digits stand before and behind the comma.
fn key(number: &Number) -> (usize, u32) {
    (size(number.written.value), number.written.decimals)
}

/// Whether a number of the text and a cell name the same thing, one slip apart: the fewer digits, the more words.
fn same(reader: &Reader<'_>, told: &Told<'_>, cell: &Number, title: &[u64], head: &[u64], sure: bool) -> bool {
    let (a, b) = (plain(told.number.written.value), plain(cell.written.value));
    if !alike(a, b) {
        return false;
    }
    let swap = swapped(a, b);
    let noun = reader.keys(told.figure.noun.clone());
    let holds = |words: &[u64]| words.windows(noun.len().max(1)).any(|window| window == noun.as_slice());
    let named = !noun.is_empty() && (holds(title) || holds(head));
    let shared = |words: &[u64]| pairs(words).intersection(&told.around).count();
    let (by_title, by_head) = (shared(title), shared(head));
    let words = if named { noun.len().max(by_title + by_head + 1) } else { by_title + by_head };
    match size(a) {
        0 | 1 => false,
        2 => by_title > 0 && words >= 3 + usize::from(!swap),
        3 => swap && (words >= 2 || sure && words >= 1) || words >= 4,
        _ => swap && words >= 1 || words >= 3,
    }
}
