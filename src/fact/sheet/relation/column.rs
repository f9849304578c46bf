//! What most rows of a sheet show of its columns: one is the sum of those beside it, or the percentage of two others.

use rust_decimal::Decimal;

use super::{Basis, Relation, at, percentage, sum};
use crate::fact::sheet::{Figure, Row, Sheet};

/// With more columns than this no pairs are tried.
const MOST_COLUMNS: usize = 14;
/// With more rows than this a pattern is sought in the first of them.
const MOST_ROWS: usize = 200;

/// The best sum and percentage of every column, where most rows agree.
pub fn relations(sheet: &Sheet, all: &mut Vec<Relation>) {
    let columns = sheet.heads.len();
    if columns > MOST_COLUMNS || sheet.rows.len() < 2 {
        return;
    }
    let is = |column: usize, percent: bool| {
        let figures: Vec<&Figure> = sheet.rows.iter().filter_map(|row| at(row, column)).collect();
        figures.len() >= 2 && figures.iter().filter(|figure| figure.percent == percent).count() * 2 > figures.len()
    };
    let counts: Vec<usize> = (0..columns).filter(|&column| is(column, false)).collect();
    for column in (0..columns).filter(|&column| is(column, true)) {
        all.extend(best_share(sheet, column, &counts));
    }
    for (place, &column) in counts.iter().enumerate() {
        let (before, after) = (counts.get(..place).unwrap_or_default(), counts.get(place + 1..).unwrap_or_default());
        let backwards = (2..=before.len()).filter_map(|count| before.get(before.len() - count..));
        let forwards = (2..=after.len()).filter_map(|count| after.get(..count));
        all.extend(best_sum(sheet, column, backwards));
        all.extend(best_sum(sheet, column, forwards));
    }
}

/// One relation for each row, or none where a figure is lacking.
type Column = Vec<Relation>;

/// The relations of a pattern, with how many rows show it; nothing where too few do.
fn judged(mut found: Column, telling: &dyn Fn(&Relation) -> bool) -> Option<Column> {
    let support = found.iter().filter(|relation| relation.holds() && telling(relation)).count() as u32;
    let against = found.iter().filter(|relation| !relation.holds()).count() as u32;
    let enough = support >= 2 && against * 2 <= support || support == 1 && against == 1 && found.len() == 2;
    for relation in &mut found {
        (relation.support, relation.against) = (support, against);
    }
    enough.then_some(found)
}

fn support(found: &Column) -> (u32, i64) {
    found.first().map_or((0, 0), |relation| (relation.support, -i64::from(relation.against)))
}

fn best_share(sheet: &Sheet, column: usize, counts: &[usize]) -> Column {
    let pairs = || counts.iter().flat_map(|&one| counts.iter().map(move |&other| (one, other)));
    let pairs = || pairs().filter(|(one, other)| one != other);
    let of_two = pairs().map(|(part, whole)| percentages(sheet, column, |row| share(row, part, row, whole)));
    let changes = pairs().map(|(now, was)| percentages(sheet, column, |row| change(row, now, was)));
    let totals = [sheet.rows.last(), sheet.rows.first()].into_iter().flatten();
    let of_total = totals.flat_map(|total| {
        let others = move |row: &Row| !std::ptr::eq(row, total);
        counts
            .iter()
            .map(move |&part| percentages(sheet, column, |row| share(row, part, total, part).filter(|_| others(row))))
    });
    let mut best = Column::new();
    for found in of_two.chain(of_total).chain(changes).filter_map(|found| judged(found, &is_telling)) {
        if support(&found) > support(&best) {
            best = found;
        }
    }
    best
}

/// A percentage of a row before its place is known: what it comes to, and from what.
type Share = Option<Relation>;

/// The percentages of a column, each worked out from its row; one that was cut off is neither for nor against a pattern.
fn percentages(sheet: &Sheet, column: usize, worked: impl Fn(&Row) -> Share) -> Column {
    let rows = sheet.rows.iter().enumerate().take(MOST_ROWS);
    let found = rows.filter_map(|(row, of)| {
        let result = *at(of, column).filter(|result| result.percent)?;
        let worked = worked(of)?;
        Some(Relation { result, suspect: result.at, row, column, ..worked })
    });
    found.filter(|relation| relation.holds() || !is_cut(relation)).collect()
}

/// 0 % and 100 % fit many pairs.
fn is_telling(relation: &Relation) -> bool {
    let value = relation.result.written.value;
    value != Decimal::ZERO && value != Decimal::ONE_HUNDRED
}

/// Of a row measured in percent a column of percentages may tell points.
fn count(row: &Row, column: usize) -> Option<&Figure> {
    at(row, column).filter(|figure| !figure.percent)
}

/// A column in percent of another, or of its own total.
fn share(row: &Row, part: usize, of: &Row, whole: usize) -> Share {
    let (part, whole) = (count(row, part)?, count(of, whole)?);
    percentage(Basis::Pattern, part, part, whole, (0, 0))
}

/// By what percentage a column has changed since another: `| 702 | 655 | -6,7 |`.
fn change(row: &Row, now: usize, was: usize) -> Share {
    let (now, was) = (count(row, now)?, count(row, was)?);
    let all = percentage(Basis::Pattern, now, now, was, (0, 0))?;
    let less = |value: Decimal| value.checked_sub(Decimal::ONE_HUNDRED);
    Some(Relation { value: less(all.value)?, low: less(all.low)?, high: less(all.high)?, ..all })
}

/// Whether the percentage is the share with the rest cut off: neither for nor against a pattern.
fn is_cut(relation: &Relation) -> bool {
    relation.value.trunc_with_scale(relation.result.written.decimals) == relation.result.written.value
}

fn best_sum<'t>(sheet: &Sheet, column: usize, tried: impl Iterator<Item = &'t [usize]>) -> Column {
    let mut best = Column::new();
    for terms in tried {
        let rows = sheet.rows.iter().enumerate().take(MOST_ROWS);
        let found: Column = rows
            .filter_map(|(row, of)| {
                let figures: Option<Vec<Figure>> = terms.iter().map(|&term| at(of, term).copied()).collect();
                sum(Basis::Pattern, at(of, column)?, figures?, (row, column))
            })
            .collect();
        // Small counts add up by chance.
        let telling = |relation: &Relation| relation.result.written.value >= Decimal::TEN;
        // A part and nothing besides adds up in any table: `446 | 443 | -3` between rows that did not change.
        let adds = |relation: &Relation| {
            relation.holds() && relation.terms.iter().filter(|term| !term.written.value.is_zero()).count() >= 2
        };
        let borne_out = |found: &Column| found.iter().any(adds) && support(found) > support(&best);
        if let Some(found) = judged(found, &telling).filter(borne_out) {
            best = found;
        }
    }
    best
}
