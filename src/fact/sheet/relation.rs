//! Relations: what a sheet's own order says of its figures. A figure is the sum of others, or the percentage of two.
//!
//! Where a relation is known from:
//!
//! - *numbering*: rows 1.1 and 1.2 stand below row 1, or a1 and a2 below A; of a percentage with two counts below it, one is divided by the other;
//! - *naming*: rows called `Số đơn vị …` stand right behind `Tổng số đơn vị`;
//! - *formula*: a head writes it, `(3)=(1)+(2)`;
//! - *edge*: the first or last row against all others. Whether it is a total is for rules to say, by its title;
//! - *pattern*: what most rows show: a column is the sum of those beside it, the difference or the percentage of two, or goes on from the
//!   row above; and what most columns show of rows.
//!
//! Nothing is said here of right and wrong but by arithmetic: a rounded figure stands for all values that round to it. Of
//! rows below a total some may be no parts of it (`Số TTHC ngành dọc` behind those of the province): if the first few add
//! up, or all but one, those are the terms.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::{CellAt, Figure, Row, Sheet, words};
use crate::document::{Document, TokenKind};
use crate::fact::amount;

mod blame;
mod cause;
mod column;
mod edge;
mod formula;
mod hundred;
mod line;
mod running;
mod triple;

/// With more rows below a total than this, fewer are not tried.
const MOST_PARTS: usize = 40;

/// What the terms come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Their sum.
    Sum,
    /// The first terms less the last ones.
    Difference,
    /// What is left of 100.
    Hundred,
    /// The first of the second, in percent.
    Percentage,
    /// What a formula says.
    Formula,
}

/// Where a relation is known from; see the module's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The numbers of rows.
    Numbering,
    /// A formula in a head.
    Formula,
    /// The first or last row.
    Edge,
    /// The titles of rows.
    Naming,
    /// What most rows or columns show.
    Pattern,
}

/// A figure and those it follows from.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// What the terms come to.
    pub sort: Sort,
    /// Where it is known from.
    pub basis: Basis,
    /// The figure that follows.
    pub result: Figure,
    /// Those it follows from.
    pub terms: Vec<Figure>,
    /// How many of them, the last ones, are taken away.
    pub taken: usize,
    /// What they come to, exactly.
    pub value: Decimal,
    /// Bounds of what they come to, where they are rounded.
    pub low: Decimal,
    /// See `low`.
    pub high: Decimal,
    /// In how many other rows (or columns, of an edge) the like holds.
    pub support: u32,
    /// In how many it does not, this one included.
    pub against: u32,
    /// Whether its result follows as well from others with which it agrees: a total of the year that its own row bears out, a share that makes
    /// 100 with those beside it.
    pub borne_out: bool,
    /// The figure that is probably wrong: where another relation fails by as much, the one they share.
    pub suspect: CellAt,
    /// Row and column titles of the suspect, for people.
    pub row: usize,
    /// See `row`.
    pub column: usize,
}

impl Relation {
    /// One that no other row bears out yet, its result the suspect.
    fn new(
        sort: Sort,
        basis: Basis,
        result: &Figure,
        terms: Vec<Figure>,
        worked: Worked,
        place: (usize, usize),
    ) -> Self {
        let Worked { value, low, high } = worked;
        let ((row, column), result) = (place, *result);
        let (support, against, taken, borne_out) = (0, 0, 0, false);
        Self {
            sort,
            basis,
            result,
            terms,
            taken,
            value,
            low,
            high,
            support,
            against,
            borne_out,
            suspect: result.at,
            row,
            column,
        }
    }

    /// By how much the result is more than what its terms come to.
    fn off(&self) -> Decimal {
        self.result.written.value - self.value
    }

    /// How [`off`](Self::off) changes as one of its figures grows: as much, or as much the other way.
    fn pull(&self, cell: CellAt) -> Option<Decimal> {
        if cell == self.result.at {
            return Some(Decimal::ONE);
        }
        let place = self.terms.iter().position(|term| term.at == cell)?;
        let less = place >= self.terms.len().saturating_sub(self.taken) || self.sort == Sort::Hundred;
        Some(if less { Decimal::ONE } else { -Decimal::ONE })
    }

    /// What a figure should be, if it alone is wrong; not of percentages.
    fn wanted(&self, figure: &Figure) -> Option<Decimal> {
        let by = self.off().checked_mul(self.pull(figure.at)?)?;
        figure.written.value.checked_sub(by).filter(|_| self.sort != Sort::Percentage)
    }

    /// What the suspect should be; not of percentages.
    pub fn right(&self) -> Option<Decimal> {
        let figure = self.terms.iter().chain([&self.result]).find(|figure| figure.at == self.suspect)?;
        self.wanted(figure)
    }

    /// Whether the result is what the terms come to, allowing for rounding.
    pub fn holds(&self) -> bool {
        let (low, high) = self.result.bounds();
        self.low <= high && self.high >= low
    }

    /// Whether a first or last row is no total, as far as figures tell: the others add up to it in none of its columns, nor would they but
    /// for one slip.
    pub fn is_idle(&self) -> bool {
        self.basis == Basis::Edge && self.support == 0 && !self.holds() && !self.is_slip()
    }

    /// Of a percentage below 100: its column and the figure it is a share of, and the share itself.
    fn share_of(&self) -> Option<((usize, CellAt), Decimal)> {
        let [_, whole] = self.terms.as_slice() else { return None };
        let share = self.result.written.value;
        let told = self.sort == Sort::Percentage && share < Decimal::ONE_HUNDRED;
        told.then_some(((self.column, whole.at), share))
    }
}

/// What terms come to, exactly and within their bounds.
#[derive(Debug, Clone, Copy)]
struct Worked {
    value: Decimal,
    low: Decimal,
    high: Decimal,
}

impl Worked {
    fn less(self, other: Self) -> Option<Self> {
        let value = self.value.checked_sub(other.value)?;
        let (low, high) = (self.low.checked_sub(other.high)?, self.high.checked_sub(other.low)?);
        Some(Self { value, low, high })
    }

    /// Its size.
    fn unsigned(self) -> Self {
        if self.value.is_sign_negative() { Self { value: -self.value, low: -self.high, high: -self.low } } else { self }
    }
}

/// The sum of figures.
fn added(terms: &[Figure]) -> Option<Worked> {
    let total =
        |part: &dyn Fn(&Figure) -> Decimal| terms.iter().map(part).try_fold(Decimal::ZERO, Decimal::checked_add);
    Some(Worked {
        value: total(&|term| term.written.value)?,
        low: total(&|term| term.bounds().0)?,
        high: total(&|term| term.bounds().1)?,
    })
}

/// Columns and the figures of which their percentages make exactly 100.
fn whole_shares(all: &[Relation]) -> HashSet<(usize, CellAt)> {
    let mut sums: HashMap<(usize, CellAt), Decimal> = HashMap::new();
    for (of, share) in all.iter().filter_map(Relation::share_of) {
        let sum = sums.entry(of).or_default();
        *sum = sum.saturating_add(share);
    }
    sums.into_iter().filter(|&(_, sum)| sum == Decimal::ONE_HUNDRED).map(|(of, _)| of).collect()
}

/// All relations of a sheet, in the order of their results.
pub fn relations(document: &Document, sheet: &Sheet) -> Vec<Relation> {
    let mut all = Vec::new();
    formula::relations(document, sheet, &mut all);
    numbering(sheet, &mut all);
    naming(document, sheet, &mut all);
    edge::relations(document, sheet, &mut all);
    column::relations(sheet, &mut all);
    running::relations(sheet, &mut all);
    triple::relations(sheet, &mut all);
    hundred::relations(sheet, &mut all);
    line::relations(document, sheet, &mut all);
    all.retain(|relation| relation.holds() || !rest_is_remarked(document, sheet, relation));
    let held: HashSet<(CellAt, bool)> =
        all.iter().filter(|it| it.holds()).map(|it| (it.result.at, it.basis == Basis::Edge)).collect();
    let whole = whole_shares(&all);
    for relation in &mut all {
        relation.borne_out = held.contains(&(relation.result.at, relation.basis != Basis::Edge))
            || relation.share_of().is_some_and(|(of, _)| whole.contains(&of));
    }
    // One result, one relation of a sort: the first found is the surest. A column may be two sums, of those before and those behind it.
    let mut known = HashSet::new();
    all.retain(|relation| {
        let forward = relation.basis == Basis::Pattern
            && relation.sort == Sort::Sum
            && relation.terms.first().is_some_and(|term| term.at > relation.result.at);
        known.insert((relation.result.at, relation.basis == Basis::Edge, forward))
    });
    cause::suspects(sheet, &mut all);
    cause::consequences(sheet, &mut all);
    all.sort_by_key(|relation| relation.result.at);
    all
}

/// The figure of a row in a column.
fn at(row: &Row, column: usize) -> Option<&Figure> {
    row.figures.get(column)?.as_ref()
}

/// A sum, where no term and no total is a percentage.
fn sum(basis: Basis, result: &Figure, terms: Vec<Figure>, place: (usize, usize)) -> Option<Relation> {
    if terms.len() < 2 || result.percent || terms.iter().any(|term| term.percent) {
        return None;
    }
    let worked = added(&terms)?;
    Some(Relation::new(Sort::Sum, basis, result, terms, worked, place))
}

/// Whether words in the row of a total tell what its parts lack: `| 137 | 30 nhiệm vụ trong hạn |` above 104, 03 and 0.
fn rest_is_remarked(document: &Document, sheet: &Sheet, relation: &Relation) -> bool {
    let Some(rest) = relation.result.written.value.checked_sub(relation.value) else { return false };
    let row = sheet.rows.get(relation.row);
    let Some(row) = row.filter(|_| relation.sort == Sort::Sum && rest > Decimal::ONE) else { return false };
    let cells = row.cells.iter().flatten().filter(|&&at| Some(at) != row.title && Some(at) != row.unit);
    cells.filter(|&&at| super::tokens(document, at).len() >= 2).any(|&at| {
        document.tokens_in(super::tokens(document, at)).iter().any(|token| {
            token.kind == TokenKind::Number
                && amount::parse_written(document.slice(token.span)).is_some_and(|(written, _)| written.value == rest)
        })
    })
}

/// A percentage of two counts.
fn percentage(basis: Basis, result: &Figure, part: &Figure, whole: &Figure, place: (usize, usize)) -> Option<Relation> {
    let hundred = Decimal::ONE_HUNDRED;
    let share = |part: Decimal, whole: Decimal| part.checked_mul(hundred)?.checked_div(whole);
    let value = share(part.written.value, whole.written.value)?;
    let low = share(part.bounds().0, whole.bounds().1)?;
    let high = share(part.bounds().1, whole.bounds().0).unwrap_or(value);
    let worked = Worked { value, low, high };
    Some(Relation::new(Sort::Percentage, basis, result, vec![*part, *whole], worked, place))
}

/// Rows numbered below another.
fn numbering(sheet: &Sheet, all: &mut Vec<Relation>) {
    let mut children: Vec<Vec<&Row>> = vec![Vec::new(); sheet.rows.len()];
    for row in &sheet.rows {
        if let Some(below) = row.parent.and_then(|parent| children.get_mut(parent)) {
            below.push(row);
        }
    }
    for (above, (row, below)) in sheet.rows.iter().zip(&children).enumerate() {
        if below.len() < 2 {
            continue;
        }
        for (column, result) in row.figures.iter().enumerate() {
            let Some(result) = result else { continue };
            let figures: Vec<Figure> = below.iter().filter_map(|row| at(row, column)).copied().collect();
            let place = (above, column);
            let found = if result.percent {
                let counts: Vec<&Figure> = figures.iter().filter(|figure| !figure.percent).collect();
                match (counts.as_slice(), figures.len()) {
                    ([first, second], 2) => nearer(
                        result,
                        percentage(Basis::Numbering, result, first, second, place),
                        percentage(Basis::Numbering, result, second, first, place),
                    ),
                    _ => None,
                }
            } else {
                parts(result, figures, place)
            };
            all.extend(found);
        }
    }
}

/// Rows right behind another of the same depth that are called like it but for its first word: `Tổng số đơn vị`, then
/// `Số đơn vị loại một`, `Số đơn vị loại hai`.
fn naming(document: &Document, sheet: &Sheet, all: &mut Vec<Relation>) {
    let first_words = |row: &Row, from: usize| -> Option<Vec<u64>> {
        let keys: Vec<u64> = words(document, row.title?).skip(from).take(2).collect();
        (keys.len() == 2).then_some(keys)
    };
    for (above, row) in sheet.rows.iter().enumerate() {
        let Some(name) = first_words(row, 1).filter(|_| row.label.is_some()) else { continue };
        // Rows below these come between.
        let behind = sheet.rows.iter().skip(above + 1).filter(|other| other.parent == row.parent).take(MOST_PARTS);
        let like: Vec<&Row> = behind.take_while(|other| first_words(other, 0).as_ref() == Some(&name)).collect();
        for (column, result) in row.figures.iter().enumerate() {
            let Some(result) = result else { continue };
            let figures: Vec<Figure> = like.iter().filter_map(|row| at(row, column)).copied().collect();
            let found = parts(result, figures, (above, column));
            all.extend(found.map(|relation| Relation { basis: Basis::Naming, ..relation }));
        }
    }
}

/// Of two ways to divide, the one whose share is nearer to what is written.
fn nearer(result: &Figure, a: Option<Relation>, b: Option<Relation>) -> Option<Relation> {
    let off = |relation: &Relation| (relation.value - result.written.value).abs();
    [a, b].into_iter().flatten().min_by(|a, b| off(a).cmp(&off(b)))
}

/// The rows below a total that are its parts: all of them; or the first few, or all but one, where those add up.
fn parts(result: &Figure, figures: Vec<Figure>, place: (usize, usize)) -> Option<Relation> {
    let whole = sum(Basis::Numbering, result, figures.clone(), place)?;
    // Of nothing there are no parts.
    if whole.holds() || figures.len() > MOST_PARTS || result.written.value.is_zero() {
        return Some(whole);
    }
    let first_few = (2..figures.len()).map(|count| figures.iter().take(count).copied().collect::<Vec<_>>());
    let all_but_one = (0..figures.len()).map(|left_out| {
        figures.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, figure)| *figure).collect()
    });
    let found = first_few.chain(all_but_one).filter_map(|terms| sum(Basis::Numbering, result, terms, place));
    Some(found.into_iter().find(Relation::holds).unwrap_or(whole))
}

/// A percentage as it would be with one of its terms changed.
fn with(share: &Relation, term: CellAt, by: Decimal) -> Option<Relation> {
    let changed = |figure: &Figure| {
        let mut figure = *figure;
        if figure.at == term {
            figure.written.value += by;
        }
        figure
    };
    match share.terms.as_slice() {
        [part, whole] => {
            percentage(share.basis, &share.result, &changed(part), &changed(whole), (share.row, share.column))
        }
        _ => None,
    }
}

/// The cells of the terms of a relation.
fn terms(relation: &Relation) -> HashSet<CellAt> {
    relation.terms.iter().map(|figure| figure.at).collect()
}

/// Row and column of a figure.
fn position(sheet: &Sheet, cell: CellAt) -> Option<(usize, usize)> {
    sheet.rows.iter().enumerate().find_map(|(row, found)| {
        let column = found.figures.iter().position(|figure| figure.is_some_and(|figure| figure.at == cell))?;
        Some((row, column))
    })
}
