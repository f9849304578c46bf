//! What runs down a column: a total that goes on from the row above, `Trong tháng` beside `Lũy kế`.

use rust_decimal::Decimal;

use super::triple::{DIGITS, digits, telling};
use super::{Basis, Relation, at, sum};
use crate::fact::sheet::Sheet;

/// With more columns or rows than this nothing is tried.
const MOST_COLUMNS: usize = 14;
/// See [`MOST_COLUMNS`].
const MOST_ROWS: usize = 60;

/// The running totals, each right of what it adds up.
pub fn relations(sheet: &Sheet, all: &mut Vec<Relation>) {
    let columns = sheet.heads.len();
    if columns > MOST_COLUMNS || sheet.rows.len() > MOST_ROWS {
        return;
    }
    for column in 1..columns {
        let best = (0..column).filter_map(|added| running(sheet, added, column)).next_back();
        all.extend(best.into_iter().flatten());
    }
}

/// One relation for each row but the first, up to the first row without both figures. One slip puts two rows out.
fn running(sheet: &Sheet, added: usize, column: usize) -> Option<Vec<Relation>> {
    let pairs = sheet.rows.windows(2).enumerate().map_while(|(place, pair)| {
        let [above, row] = pair else { return None };
        let terms = vec![*at(above, column)?, *at(row, added)?];
        sum(Basis::Pattern, at(row, column)?, terms, (place + 1, column))
    });
    let mut found: Vec<Relation> = pairs.collect();
    // A row of totals ends it.
    let ends = |relation: &Relation| !relation.holds() && relation.row + 1 == sheet.rows.len();
    if found.last().is_some_and(ends) {
        found.pop();
    }
    let against = found.iter().filter(|relation| !relation.holds()).count();
    let support = found.iter().filter(|relation| relation.holds()).filter(telling).count();
    for relation in &mut found {
        (relation.support, relation.against) = (support as u32, against as u32);
    }
    // Nothing grows in a column that is the same from row to row.
    let grows = |relation: &Relation| relation.terms.last().is_some_and(|term| term.written.value > Decimal::ZERO);
    (support >= 2 && against <= 2 && digits(&found) >= 2 * DIGITS && found.iter().all(grows)).then_some(found)
}
