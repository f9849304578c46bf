//! Rows whose percentages make 100: `Rất hài lòng | Hài lòng | Không hài lòng`.

use rust_decimal::Decimal;

use super::{Basis, Relation, Sort, Worked, added};
use crate::fact::sheet::{Figure, Row, Sheet};

/// So many rows at least make 100.
const LEAST: usize = 3;

/// The percentages of each row, where those of all rows but one make 100. The last of them is the result.
pub fn relations(sheet: &Sheet, all: &mut Vec<Relation>) {
    let mut found: Vec<Relation> =
        sheet.rows.iter().enumerate().filter_map(|(place, row)| of_row(row, place)).collect();
    let width = found.iter().map(|relation| relation.terms.len()).max();
    let against = found.iter().filter(|relation| !relation.holds()).count();
    let support = found.len() - against;
    for relation in &mut found {
        (relation.support, relation.against) = (support as u32, against as u32);
    }
    let alike = found.iter().all(|relation| Some(relation.terms.len()) == width);
    if alike && against == 1 && support >= LEAST {
        all.append(&mut found);
    }
}

/// Three percentages or more of a row that has no others; a share of a plan may be one of several.
fn of_row(row: &Row, place: usize) -> Option<Relation> {
    let percent: Vec<(usize, Figure)> = row
        .figures
        .iter()
        .enumerate()
        .filter_map(|(column, figure)| Some((column, figure.filter(|it| it.percent)?)))
        .collect();
    let (&(column, result), first) = percent.split_last()?;
    let terms: Vec<Figure> = first.iter().map(|(_, figure)| *figure).collect();
    let hundred = Worked { value: Decimal::ONE_HUNDRED, low: Decimal::ONE_HUNDRED, high: Decimal::ONE_HUNDRED };
    let left = hundred.less(added(&terms)?)?;
    (terms.len() >= 2).then(|| Relation::new(Sort::Hundred, Basis::Pattern, &result, terms, left, (place, column)))
}
