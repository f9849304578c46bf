//! The entries of the ledger: figures of the text, cells of tables, and what a whole and its part leave.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::super::read::{Figure, Phrases, Reader, Sort as Kind};
use super::super::slip::size;
use super::super::{Basis, Number, Reckoning, Sort, Tables};
use super::{LATE, LEFT, Role, local, neighbours, role};
use crate::document::BlockKind;
use crate::fact::amount::keys;
use crate::fact::sheet::{self, Sheet};

const IN_TIME: Phrases = &[keys!["đúng" "hạn"], keys!["trước" "hạn"], keys!["trong" "hạn"]];
const TOTALS: Phrases =
    &[keys!["tổng" "cộng"], keys!["cộng"], keys!["tổng"], keys!["tổng" "số"], keys!["chung"], keys!["toàn" "tỉnh"]];

/// What is known of one thing.
pub struct Entry {
    pub sort: Sort,
    /// The number, or the whole and its part.
    pub terms: Vec<Number>,
    pub value: Decimal,
    pub decimals: u32,
    pub percent: bool,
    pub unit: Option<u64>,
    pub noun: Vec<u64>,
    pub role: Role,
    pub words: HashSet<u64>,
    pub block: u32,
    /// Of a ratio, what its part is of.
    pub whole: Option<Decimal>,
    /// Whether it stands in a table, where its unit may stand anywhere.
    pub cell: bool,
}

/// All entries of a report, those that its reckonings bear out included.
pub fn all(reader: &Reader<'_>, tables: &Tables<'_>, known: &[Reckoning]) -> Vec<Entry> {
    let titles = titles(reader);
    let mut all = told(reader, &titles);
    all.extend(shares(reader, &titles, known));
    for sheet in tables.sheets {
        cells(reader, &titles, sheet, &mut all);
    }
    all
}

/// The words of the headings that each block stands under.
fn titles(reader: &Reader<'_>) -> Vec<HashSet<u64>> {
    let mut all = vec![HashSet::new(); reader.document.blocks.len()];
    for section in &reader.document.sections {
        let words = reader.keys(section.title.clone());
        for block in section.blocks.clone() {
            if let Some(slot) = all.get_mut(block as usize) {
                slot.extend(words.iter().copied());
            }
        }
    }
    all
}

/// The words that tell what a figure is of: those of its sentence up to it, those behind it, and its headings.
fn wide(reader: &Reader<'_>, figure: &Figure, titles: &[HashSet<u64>]) -> HashSet<u64> {
    let from = figure.sentence.start.max(figure.tokens.start.saturating_sub(30));
    let until = (figure.end() + 12).min(figure.sentence.end);
    let until = (figure.end()..until).find(|&at| reader.is_mark(at, ';')).unwrap_or(until);
    let mut words: HashSet<u64> = reader.keys(from..until).into_iter().collect();
    words.extend(titles.get(figure.block as usize).into_iter().flatten());
    if let Some(block) = reader.document.blocks.get(figure.block as usize) {
        words.extend(reader.keys(block.tokens.start..(block.tokens.start + 12).min(block.tokens.end)));
    }
    words
}

/// What the text tells.
fn told(reader: &Reader<'_>, titles: &[HashSet<u64>]) -> Vec<Entry> {
    let mut all = Vec::new();
    for (at, figure) in reader.figures.iter().enumerate() {
        let (before, after) = neighbours(reader, at);
        let role = role(reader, figure, &local(reader, figure, before, after));
        let words = wide(reader, figure, titles);
        let noun = reader.keys(figure.noun.clone());
        let entry = |number: Number, role| Entry {
            sort: Sort::Same,
            terms: vec![number],
            value: number.written.value,
            decimals: number.written.decimals,
            percent: figure.sort == Kind::Percentage,
            unit: figure.unit,
            noun: noun.clone(),
            role,
            words: words.clone(),
            block: figure.block,
            whole: None,
            cell: false,
        };
        all.push(Entry { whole: figure.whole.map(|whole| whole.value()), ..entry(figure.number, role) });
        // "2.187 quỹ; … của 1.904 quỹ": what is left of the one without the other.
        let same = |other: &&Figure| {
            other.block == figure.block
                && figure.sort == Kind::Amount
                && other.sort == Kind::Amount
                && reader.same_thing(figure, other)
        };
        for other in reader.figures.iter().skip(at + 1).take(8).filter(same) {
            let (more, less) =
                if figure.number.value() > other.number.value() { (figure, other) } else { (other, figure) };
            let mut like = entry(more.number, Role::Left);
            like.words.extend(wide(reader, other, titles));
            // So many numbers make any small one.
            all.extend(rest(more.number, less.number, like).filter(|entry| size(entry.value) >= 3));
        }
        if let Some(whole) = figure.whole {
            all.push(entry(whole, Role::Level));
            all.extend(rest(whole, figure.number, entry(whole, Role::Left)));
        }
    }
    all
}

/// What a whole and its part leave.
fn rest(whole: Number, part: Number, like: Entry) -> Option<Entry> {
    let value = whole.value().checked_sub(part.value())?.checked_div(whole.scale)?;
    let mut words = like.words;
    words.extend(LEFT);
    (value > Decimal::ZERO).then(|| Entry {
        sort: Sort::Rest,
        terms: vec![whole, part],
        value: value.normalize(),
        words,
        ..like
    })
}

/// What a total and the part that its percentage is of leave: `61 nhiệm vụ, … hoàn thành 33 nhiệm vụ, đạt 54,10%`.
fn shares(reader: &Reader<'_>, titles: &[HashSet<u64>], all: &[Reckoning]) -> Vec<Entry> {
    let shares = all.iter().filter(|one| one.holds && one.sort == Sort::Share && one.basis != Basis::Ratio);
    let made = |one: &Reckoning| {
        let (part, whole) = (*one.terms.first()?, *one.terms.get(1)?);
        let figure = reader.of_fact(part.fact?)?;
        let (words, noun) = (wide(reader, figure, titles), reader.keys(figure.noun.clone()));
        let like = Entry {
            sort: Sort::Rest,
            terms: Vec::new(),
            value: Decimal::ZERO,
            decimals: whole.written.decimals,
            percent: false,
            unit: figure.unit,
            noun,
            role: Role::Left,
            words,
            block: figure.block,
            whole: None,
            cell: false,
        };
        rest(whole, part, like)
    };
    shares.filter_map(made).collect()
}

/// The cells of a table, and of the line of its totals the differences of any two.
fn cells(reader: &Reader<'_>, titles: &[HashSet<u64>], sheet: &Sheet, all: &mut Vec<Entry>) {
    let document = reader.document;
    let words = |at: sheet::CellAt| -> Vec<u64> { reader.keys(sheet::tokens(document, at)) };
    let heads: Vec<Vec<u64>> =
        sheet.heads.iter().map(|heads| heads.iter().flat_map(|&at| words(at)).collect()).collect();
    let Some(first) = sheet.rows.iter().flat_map(|row| row.cells.iter().flatten()).next() else { return };
    let block = document.block_of(sheet::tokens(document, *first).start);
    let table = document.tables.get(first.0 as usize).and_then(|table| table.cells.first());
    let caption = table.and_then(|cell| cell.block.checked_sub(1)).and_then(|at| document.blocks.get(at as usize));
    let caption =
        caption.filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Item));
    let mut about: HashSet<u64> = titles.get(block as usize).into_iter().flatten().copied().collect();
    about.extend(caption.map(|block| reader.keys(block.tokens.clone())).into_iter().flatten());
    let is_total = |words: &[u64]| TOTALS.iter().any(|phrase| words.starts_with(phrase));
    // Each line of totals: its cells, each with what stands across from it.
    let mut totals: Vec<Vec<(Number, Vec<u64>)>> = vec![Vec::new(); sheet.heads.len() + 1];
    for row in &sheet.rows {
        let title = row.title.map(&words).unwrap_or_default();
        let total = is_total(&title);
        for (column, figure) in row.figures.iter().enumerate() {
            let (Some(figure), Some(head)) = (figure, heads.get(column)) else { continue };
            let number = Number {
                fact: None,
                token: figure.number,
                written: figure.written,
                scale: Decimal::ONE,
                rounded: false,
            };
            let mut own = about.clone();
            own.extend(head.iter().copied());
            own.extend(title.iter().copied());
            all.push(Entry {
                sort: Sort::Same,
                terms: vec![number],
                value: figure.written.value,
                decimals: figure.written.decimals,
                percent: figure.percent,
                unit: None,
                noun: Vec::new(),
                role: Role::Level,
                words: own,
                block,
                whole: None,
                cell: true,
            });
            if figure.percent || figure.written.decimals > 0 {
                continue;
            }
            if total && let Some(line) = totals.last_mut() {
                line.push((number, head.clone()));
            } else if is_total(head)
                && let Some(line) = totals.get_mut(column)
            {
                line.push((number, title.clone()));
            }
        }
    }
    for line in totals.iter().filter(|line| line.len() <= 8) {
        for (whole, of) in line {
            for (part, by) in line.iter().filter(|(part, _)| part.value() < whole.value()) {
                let mut own = about.clone();
                own.extend(of.iter().chain(by).copied());
                let in_time = IN_TIME.iter().any(|phrase| by.windows(phrase.len()).any(|words| words == *phrase));
                own.extend(LATE.iter().filter(|_| in_time));
                let like = Entry {
                    sort: Sort::Rest,
                    terms: Vec::new(),
                    value: Decimal::ZERO,
                    decimals: 0,
                    percent: false,
                    unit: None,
                    noun: Vec::new(),
                    role: Role::Left,
                    words: own,
                    block,
                    whole: None,
                    cell: true,
                };
                all.extend(rest(*whole, *part, like));
            }
        }
    }
}
