//! What most columns of a sheet show of its rows: one is the percentage of two others, as `Tỷ lệ đúng hạn (%)` below `Đã giải quyết`
//! and `Đúng hạn`.

use rust_decimal::Decimal;

use super::{Basis, Relation, at, percentage};
use crate::document::Document;
use crate::fact::sheet::{Row, Sheet, tokens};

/// With more rows than this no pairs are tried.
const MOST_ROWS: usize = 24;
/// In so many columns the percentage must hold.
const LEAST_SUPPORT: u32 = 2;

/// The percentages of every row that is named one, where most columns agree.
pub fn relations(document: &Document, sheet: &Sheet, all: &mut Vec<Relation>) {
    if sheet.rows.len() > MOST_ROWS {
        return;
    }
    let named = |row: &Row| {
        let says = |title| document.tokens_in(tokens(document, title)).iter().any(|token| token.is('%'));
        row.title.is_some_and(says) || row.unit.is_some_and(says)
    };
    for (place, row) in sheet.rows.iter().enumerate().filter(|(_, row)| named(row)) {
        let best = pairs(sheet, place)
            .filter_map(|(part, whole)| judged(of_rows(sheet, place, row, part, whole)))
            // Of two that fit as many columns, the one that needs no digit cut off.
            .max_by_key(|found| {
                (found.first().map_or(0, |relation| relation.support), found.iter().filter(is_rounded).count())
            });
        all.extend(best.into_iter().flatten());
    }
}

/// Two other rows, both ways round.
fn pairs(sheet: &Sheet, place: usize) -> impl Iterator<Item = (&Row, &Row)> {
    let others = move || sheet.rows.iter().enumerate().filter(move |(at, _)| *at != place);
    others().flat_map(move |(at, part)| {
        others().filter(move |(other, _)| *other != at).map(move |(_, whole)| (part, whole))
    })
}

fn of_rows(sheet: &Sheet, place: usize, row: &Row, part: &Row, whole: &Row) -> Vec<Relation> {
    let cells = (0..sheet.heads.len()).filter_map(|column| {
        let (part, whole) = (at(part, column)?, at(whole, column)?);
        let counts = whole.written.value > Decimal::ZERO && part.written.value <= whole.written.value;
        counts.then(|| percentage(Basis::Pattern, at(row, column)?, part, whole, (place, column))).flatten()
    });
    cells.collect()
}

/// Whether the percentage is what the division comes to, rounded.
fn is_rounded(relation: &&Relation) -> bool {
    let written = relation.result.written;
    (relation.value - written.value).abs() <= Decimal::new(5, written.decimals.min(27) + 1)
}

/// The relations where all columns hold but one at most. The bounds of a percentage are its own, whatever marks it as one.
fn judged(mut found: Vec<Relation>) -> Option<Vec<Relation>> {
    let right = |relation: &Relation| {
        let value = relation.result.written.value;
        let decimals = relation.result.written.decimals;
        is_rounded(&relation) || relation.value.trunc_with_scale(decimals) == value
    };
    // 0 % and 100 % fit many pairs.
    let telling = |relation: &Relation| {
        let value = relation.result.written.value;
        value != Decimal::ZERO && value != Decimal::ONE_HUNDRED
    };
    let support = found.iter().filter(|relation| right(relation) && telling(relation)).count() as u32;
    let against = found.iter().filter(|relation| !right(relation)).count() as u32;
    for relation in &mut found {
        (relation.support, relation.against) = (support, against);
    }
    (support >= LEAST_SUPPORT && against <= 1).then_some(found)
}
