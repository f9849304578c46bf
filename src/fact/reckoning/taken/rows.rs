//! Rows of tables told by their titles: `phẫu thuật ít nhất 656 ca` of what the year's plan leaves, `thu từ doanh nghiệp FDI giảm 7,9% so với
//! cùng kỳ` of the column of percentages.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::super::phrases::Phrases;
use super::super::read::{Figure, Reader, Sort as Kind};
use super::super::slip::{alike, plain, size, swapped};
use super::super::{Basis, Number, Reckoning, Sort, Tables};
use super::bound;
use crate::document::TokenId;
use crate::fact::Written;
use crate::fact::amount::keys;
use crate::fact::sheet::{self, Row};
use crate::text;

const RISES: Phrases = Phrases::of(&[keys!["tăng"], keys!["vượt"]]);
const FALLS: Phrases = Phrases::of(&[keys!["giảm"]]);
const BESIDE: Phrases = Phrases::of(&[keys!["so" "với"], keys!["cùng" "kỳ"]]);

/// Cells of a row that a figure is held against.
const MOST_CELLS: usize = 40;
/// Words of a title before a figure at most.
const LONGEST: usize = 8;

/// Rows by the words of their titles; one that stands twice is none.
struct Rows<'t> {
    by_title: HashMap<Vec<u64>, Option<&'t Row>>,
}

impl<'t> Rows<'t> {
    fn of(reader: &Reader<'_>, tables: &Tables<'t>) -> Self {
        let mut by_title: HashMap<Vec<u64>, Option<&Row>> = HashMap::new();
        for row in tables.sheets.iter().flat_map(|sheet| &sheet.rows) {
            let Some(title) = row.title else { continue };
            let words = reader.keys(sheet::tokens(reader.document, title));
            by_title.entry(words).and_modify(|slot| *slot = None).or_insert(Some(row));
        }
        Self { by_title }
    }

    /// The row whose title stands right before a token: the longest.
    fn before(&self, reader: &Reader<'_>, end: TokenId, least: TokenId) -> Option<&'t Row> {
        let words = reader.keys(end.saturating_sub(LONGEST as TokenId + 2).max(least)..end);
        let from = words.len().saturating_sub(LONGEST);
        let titles = (from..words.len().saturating_sub(1)).filter_map(|at| words.get(at..));
        titles.filter_map(|title| self.by_title.get(title).copied().flatten()).next()
    }
}

pub fn find(reader: &Reader<'_>, tables: &Tables<'_>, later: &[&Figure]) -> Vec<Reckoning> {
    if tables.sheets.is_empty() {
        return Vec::new();
    }
    let rows = Rows::of(reader, tables);
    later.iter().filter_map(|figure| rest(reader, &rows, figure).or_else(|| growth(reader, &rows, figure))).collect()
}

fn number(figure: &sheet::Figure) -> Number {
    Number { fact: None, token: figure.number, written: figure.written, scale: Decimal::ONE, rounded: figure.rounded }
}

/// What two cells of a row leave, of the row's own unit.
fn rest(reader: &Reader<'_>, rows: &Rows<'_>, figure: &Figure) -> Option<Reckoning> {
    let own = figure.number;
    if figure.sort != Kind::Amount || size(plain(own.written.value)) < 3 {
        return None;
    }
    let row = rows.before(reader, bound(reader, figure), figure.sentence.start)?;
    let document = reader.document;
    let unit = document.tokens_in(sheet::tokens(document, row.unit?)).last()?;
    let named = reader.token(figure.tokens.end.max(own.token + 2) - 1).is_some_and(|token| token.key == unit.key)
        || figure.unit == Some(text::fold_key(document.slice(unit.span)));
    let cells = row.figures.iter().flatten().filter(|cell| !cell.percent).map(number);
    let cells: Vec<Number> = cells.take(MOST_CELLS).collect();
    if !named || cells.iter().any(|cell| cell.written.value == own.written.value) {
        return None;
    }
    let made = cells.iter().flat_map(|whole| {
        let less = cells.iter().filter(|part| part.value() < whole.value());
        less.filter_map(|part| {
            Reckoning::new(Sort::Rest, Basis::Retold, Number { scale: Decimal::ONE, ..own }, vec![*whole, *part])
        })
    });
    let made: Vec<Reckoning> = made.collect();
    let near = |one: &&Reckoning| swapped(plain(one.right), plain(own.written.value));
    if made.iter().any(|one| one.holds) {
        return None;
    }
    made.iter().find(near).cloned()
}

/// How many percent a row has changed by: what its percentage is above or below 100.
fn growth(reader: &Reader<'_>, rows: &Rows<'_>, figure: &Figure) -> Option<Reckoning> {
    let (own, least) = (figure.number, figure.sentence.start);
    if figure.sort != Kind::Percentage || own.written.decimals == 0 {
        return None;
    }
    let up = reader.ending(figure.tokens.start, least, RISES).map(|at| (true, at));
    let (rises, word) = up.or_else(|| reader.ending(figure.tokens.start, least, FALLS).map(|at| (false, at)))?;
    reader.beginning(figure.tokens.end, figure.sentence.end, BESIDE)?;
    let row = rows.before(reader, word, least)?;
    let cells: Vec<&sheet::Figure> = row.figures.iter().flatten().collect();
    let hundred = |cell: &Number| Number {
        written: Written { value: Decimal::ONE_HUNDRED, decimals: 0 },
        rounded: false,
        ..*cell
    };
    let made = cells.iter().map(|cell| number(cell)).filter_map(|cell| {
        let terms = if rises { vec![cell, hundred(&cell)] } else { vec![hundred(&cell), cell] };
        let fits = terms.first()?.value() > terms.get(1)?.value();
        Reckoning::new(Sort::Rest, Basis::Retold, own, terms).filter(|_| fits)
    });
    let made: Vec<Reckoning> = made.collect();
    // A column of growth tells it as it is.
    let told = cells.iter().any(|cell| cell.written.value.abs() == own.written.value);
    let near = |one: &&Reckoning| {
        let mut right = one.right;
        right.rescale(own.written.decimals);
        one.right.scale() <= own.written.decimals && alike(plain(right), plain(own.written.value))
    };
    if told || made.iter().any(|one| one.holds) {
        return None;
    }
    let mut found = made.iter().filter(near);
    found.next().filter(|_| found.next().is_none()).cloned()
}
