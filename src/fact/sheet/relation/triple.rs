//! Three columns of which the last follows from the others, wherever they stand: `Kế hoạch | Thực hiện | Chênh lệch`, two percentages and the
//! points between them, `Quý I | Quý II | 6 tháng`; and four, `Đầu kỳ | Tăng | Giảm | Cuối kỳ`.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{Basis, Relation, Sort, Worked, added, at};
use crate::fact::sheet::{CellAt, Figure, Row, Sheet};

/// With more columns than this nothing is tried.
const MOST_COLUMNS: usize = 14;
/// With more rows than this a pattern is sought in the first of them.
const MOST_ROWS: usize = 200;
/// So many digits in the rows that hold are no chance where one slip mends the row that does not; where none does, the more the more
/// columns are tried.
pub(super) const DIGITS: u32 = 4;

/// How the last column may follow from those before it.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// All added.
    Sum,
    /// The first ones less the last.
    Less,
    /// The same, without a sign.
    Apart,
}

/// The columns that follow from two or three before them, where no sum of neighbours says so already.
pub fn relations(sheet: &Sheet, all: &mut Vec<Relation>) {
    let columns: Vec<usize> = (0..sheet.heads.len())
        .filter(|&column| sheet.rows.iter().filter_map(|row| at(row, column)).count() >= 2)
        .collect();
    if columns.len() > MOST_COLUMNS {
        return;
    }
    // What is known of each row, so that no relation is held against those of other rows.
    let mut known: HashMap<usize, Vec<Vec<CellAt>>> = HashMap::new();
    for relation in all.iter().filter(|relation| relation.basis == Basis::Pattern) {
        known.entry(relation.row).or_default().push(cells(relation));
    }
    for (place, &column) in columns.iter().enumerate().skip(2) {
        let before = columns.get(..place).unwrap_or_default();
        let four = before.windows(3).last().and_then(|terms| pattern(sheet, column, terms, Way::Less));
        let found = four.or_else(|| pairs(before).find_map(|terms| of_two(sheet, column, terms)));
        // The same three cells turned round, or some of a longer sum.
        let new = |found: &Relation| {
            let own = cells(found);
            let mut beside = known.get(&found.row).into_iter().flatten();
            !beside.any(|known| own.iter().all(|cell| known.contains(cell)))
        };
        all.extend(found.filter(|found| found.iter().any(new)).into_iter().flatten());
    }
}

fn cells(relation: &Relation) -> Vec<CellAt> {
    relation.terms.iter().chain([&relation.result]).map(|figure| figure.at).collect()
}

/// Two columns, the nearest first.
fn pairs(columns: &[usize]) -> impl Iterator<Item = [usize; 2]> + '_ {
    let last = || columns.iter().enumerate().rev();
    last().flat_map(move |(place, &second)| columns.iter().take(place).rev().map(move |&first| [first, second]))
}

fn of_two(sheet: &Sheet, column: usize, [first, second]: [usize; 2]) -> Option<Vec<Relation>> {
    let tried = [
        (Way::Less, [second, first]),
        (Way::Less, [first, second]),
        (Way::Sum, [first, second]),
        (Way::Apart, [second, first]),
    ];
    tried.into_iter().find_map(|(way, terms)| pattern(sheet, column, &terms, way))
}

/// One relation for each row, where all hold but one at most.
fn pattern(sheet: &Sheet, column: usize, terms: &[usize], way: Way) -> Option<Vec<Relation>> {
    let rows = sheet.rows.iter().enumerate().take(MOST_ROWS);
    let mut found: Vec<Relation> = rows.filter_map(|(place, row)| worked(row, column, terms, way, place)).collect();
    let against = found.iter().filter(|relation| !relation.holds()).count();
    let support = found.iter().filter(|relation| relation.holds()).filter(telling).count();
    for relation in &mut found {
        (relation.support, relation.against) = (support as u32, against as u32);
    }
    let failing = || found.iter().filter(|relation| !relation.holds());
    let sure = |digits: u32| failing().all(Relation::is_slip) || digits >= DIGITS + sheet.heads.len() as u32 / 2;
    let digits = digits(&found);
    let enough = support >= 2 && against <= 1 && digits >= DIGITS && sure(digits);
    (enough && !failing().any(|relation| is_explained(sheet, relation))).then_some(found)
}

fn worked(row: &Row, column: usize, terms: &[usize], way: Way, place: usize) -> Option<Relation> {
    let figures: Option<Vec<Figure>> = terms.iter().map(|&term| at(row, term).copied()).collect();
    let (figures, result) = (figures?, at(row, column)?);
    let percent = figures.first()?.percent;
    // Points may be marked as percentages or not.
    if figures.iter().any(|figure| figure.percent != percent) || result.percent && !percent {
        return None;
    }
    let (last, first) = figures.split_last()?;
    let worked = match way {
        Way::Sum if percent => return None,
        Way::Sum => added(&figures)?,
        Way::Less => added(first)?.less(added(&[*last])?)?,
        Way::Apart => added(first)?.less(added(&[*last])?)?.unsigned(),
    };
    let swapped = matches!(way, Way::Apart) && first.first()?.written.value < last.written.value;
    let terms = if swapped { figures.iter().rev().copied().collect() } else { figures };
    let (sort, taken) = if matches!(way, Way::Sum) { (Sort::Sum, 0) } else { (Sort::Difference, 1) };
    let worked = if percent { exact(worked)? } else { worked };
    Some(Relation { taken, ..Relation::new(sort, Basis::Pattern, result, terms, worked, (place, column)) })
}

/// Points between two percentages are told of these as they are written, or of what they were before they were rounded: one unit apart.
fn exact(worked: Worked) -> Option<Worked> {
    let half = |bound: Decimal| worked.value.checked_add(bound.checked_sub(worked.value)?.checked_div(Decimal::TWO)?);
    Some(Worked { low: half(worked.low)?, high: half(worked.high)?, ..worked })
}

/// Whether what a relation is off by stands in its row, or is what two others of it make: a column more may belong to it.
fn is_explained(sheet: &Sheet, relation: &Relation) -> bool {
    let own = cells(relation);
    let Some(row) = sheet.rows.get(relation.row) else { return false };
    let others: Vec<Decimal> = row
        .figures
        .iter()
        .flatten()
        .filter(|figure| !own.contains(&figure.at))
        .map(|figure| figure.written.value)
        .collect();
    let off = relation.off().abs();
    others.iter().enumerate().any(|(place, one)| {
        one.abs() == off
            || others.iter().skip(place + 1).any(|other| (one + other).abs() == off || (one - other).abs() == off)
    })
}

/// Small counts add up by chance.
pub(super) fn telling(relation: &&Relation) -> bool {
    digits_of(relation) >= 2
}

/// Digits of a result.
fn digits_of(relation: &Relation) -> u32 {
    let digits = relation.result.written.value.mantissa().unsigned_abs().checked_ilog10();
    digits.map_or(0, |log| log + 1)
}

/// Digits in the rows that hold.
pub(super) fn digits(found: &[Relation]) -> u32 {
    found.iter().filter(|relation| relation.holds()).map(digits_of).sum()
}
