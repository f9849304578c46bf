//! The entries of the ledger: figures of the text, cells of tables, and what a whole and its part leave.

use std::rc::Rc;

use rust_decimal::Decimal;

use super::super::phrases::Phrases;
use super::super::read::{Figure, Reader, Sort as Kind};
use super::super::slip::size;
use super::super::{Basis, Number, Reckoning, Sort, Tables, round};
use super::Role;
use super::claim::{PERCENT, role};
use super::context::{block_of, figure_of, said};
use crate::document::{Token, TokenId};
use crate::fact::amount::keys;
use crate::fact::sheet::{self, Sheet};
use crate::text::{self, key_of_keys};

const TOTALS: Phrases = Phrases::of(&[
    keys!["tổng" "cộng"],
    keys!["cộng"],
    keys!["tổng"],
    keys!["tổng" "số"],
    keys!["chung"],
    keys!["toàn" "tỉnh"],
]);

/// What says that so many were done.
const DONE: Phrases = Phrases::of(&[
    keys!["hoàn" "thành"],
    keys!["giải" "quyết"],
    keys!["xử" "lý"],
    keys!["thực" "hiện"],
    keys!["khắc" "phục"],
    keys!["thực" "hiện" "xong"],
    keys!["giải" "quyết" "xong"],
    keys!["khắc" "phục" "xong"],
    keys!["xử" "lý" "xong"],
]);

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A figure of running text.
    Text(usize),
    /// A cell of a table.
    Cell { sheet: u32, row: u32, column: u32 },
}

/// What is known of one thing.
#[derive(Debug, Clone)]
pub struct Entry {
    pub sort: Sort,
    /// The number, or the whole of which a part is taken.
    pub number: Number,
    pub part: Option<Number>,
    pub value: Decimal,
    pub decimals: u32,
    pub percent: bool,
    pub unit: Option<u64>,
    pub noun: Rc<[u64]>,
    pub role: Role,
    pub block: u32,
    /// Of a ratio, what its part is of.
    pub whole: Option<Decimal>,
    pub place: Place,
    /// Where the part stands, if elsewhere.
    pub other: Option<Place>,
    /// What was done with the part: the two words before it.
    pub deed: Option<u64>,
}

impl Entry {
    pub fn terms(&self) -> Vec<Number> {
        std::iter::once(self.number).chain(self.part).collect()
    }

    pub fn is_of(&self, token: TokenId) -> bool {
        self.number.token == token || self.part.is_some_and(|part| part.token == token)
    }

    /// Whether it stands in a table, where its unit may stand anywhere.
    pub fn is_cell(&self) -> bool {
        matches!(self.place, Place::Cell { .. })
    }

    /// Whether it is what is left or late, which other words may say.
    pub fn says_left(&self) -> bool {
        self.sort == Sort::Rest || self.role == Role::Left
    }

    /// What it is looked up by: percentages, a unit, or the first word of its name.
    pub fn name(&self) -> Option<u64> {
        if self.percent { Some(PERCENT) } else { self.unit.or(self.noun.first().copied()) }
    }
}

/// All entries of a report, those that its reckonings bear out included, in the order of the text.
pub fn all(reader: &Reader<'_>, tables: &Tables<'_>, known: &[Reckoning]) -> Vec<Entry> {
    let mut all = told(reader);
    all.extend(shares(reader, known));
    for (at, sheet) in tables.sheets.iter().enumerate() {
        cells(reader, at as u32, sheet, &mut all);
    }
    all.sort_by_key(|entry| entry.block);
    all
}

/// What the text tells.
fn told(reader: &Reader<'_>) -> Vec<Entry> {
    let mut all = Vec::new();
    for (at, figure) in reader.figures.iter().enumerate() {
        let noun = noun(reader, at);
        let entry = |number: Number, role| Entry {
            sort: Sort::Same,
            number,
            part: None,
            value: number.written.value,
            decimals: number.written.decimals,
            percent: figure.sort == Kind::Percentage,
            unit: figure.unit,
            noun: Rc::clone(&noun),
            role,
            block: figure.block,
            whole: None,
            place: Place::Text(at),
            other: None,
            deed: None,
        };
        let whole = figure.whole.map(|whole| whole.value());
        let own = Entry { whole, ..entry(figure.number, role(reader, at)) };
        if own.percent && own.decimals == 2 {
            // "25,60%" is told again as "25,6%".
            all.push(Entry { value: round(own.value, 1), decimals: 1, ..own.clone() });
        }
        all.push(own);
        // "2.187 quỹ; … của 1.904 quỹ", "(cấp tỉnh 1.386, cấp xã 2.717); có mặt … (cấp xã 2.565)": what is left of the one
        // without the other. So many numbers make any small one.
        for ahead in at + 1..at + 9 {
            let Some(other) = reader.figure(ahead).filter(|other| other.block == figure.block) else { break };
            let counts = figure.sort == Kind::Amount && other.sort == Kind::Amount;
            if !counts || !(reader.same_thing(figure, other) || labelled_alike(reader, figure, other)) {
                continue;
            }
            let (more, less) =
                if figure.number.value() > other.number.value() { (figure, other) } else { (other, figure) };
            let like = Entry { other: Some(Place::Text(ahead)), ..entry(more.number, Role::Left) };
            all.extend(rest(more.number, less.number, like).filter(|entry| size(entry.value) >= 3));
        }
        // "giao 34 nhiệm vụ chuyển đổi số, đã hoàn thành 15"
        if let Some((ahead, done)) = done_of(reader, at) {
            let like = Entry { other: Some(Place::Text(ahead)), ..entry(figure.number, Role::Left) };
            all.extend(rest(figure.number, done.number, like));
        }
        if let Some(whole) = figure.whole {
            all.push(entry(whole, Role::Level));
            let like = Entry { deed: deed(reader, figure), ..entry(whole, Role::Left) };
            all.extend(rest(whole, figure.number, like));
        }
    }
    all
}

/// The figure without a name that is what was done of one before it, in its sentence or in one of the next two: `Kế hoạch có 54 nhiệm vụ,
/// giao 14 cơ quan. Sau 6 tháng: đã hoàn thành 26; đang thực hiện 19`.
pub fn done_of<'r>(reader: &'r Reader<'_>, at: usize) -> Option<(usize, &'r Figure)> {
    let whole = reader.figure(at).filter(|whole| whole.sort == Kind::Amount && whole.unit.is_none())?;
    if whole.noun.is_empty() {
        return None;
    }
    let is_done = |done: &Figure| {
        done.block == whole.block
            && done.sort == Kind::Amount
            && done.noun.is_empty()
            && done.unit.is_none()
            && done.depth == whole.depth
            && done.number.value() < whole.number.value()
            && reader.ending(done.tokens.start, whole.end(), DONE).is_some()
    };
    (at + 1..at + 5).filter_map(|ahead| Some((ahead, reader.figure(ahead)?))).find(|(_, done)| is_done(done))
}

/// The words that name what a figure counts; of one in brackets or in a list of states, those of the figure that it is a part of.
fn noun(reader: &Reader<'_>, at: usize) -> Rc<[u64]> {
    let Some(figure) = reader.figure(at) else { return Rc::default() };
    let own = reader.spelled(figure.noun.clone());
    if !own.is_empty() || figure.sort == Kind::Percentage || figure.unit.is_some() {
        return own.into();
    }
    let before = reader.figures.get(at.saturating_sub(6)..at).unwrap_or_default().iter().rev();
    let mut named = before.take_while(|other| other.sentence == figure.sentence);
    let named = named.find(|other| other.sort != Kind::Percentage && !other.noun.is_empty());
    named.map(|other| reader.spelled(other.noun.clone()).into()).unwrap_or_default()
}

/// Whether the two words before each of two bare figures are the same: `cấp xã 2.717 … cấp xã 2.565`.
fn labelled_alike(reader: &Reader<'_>, one: &Figure, other: &Figure) -> bool {
    let label = |figure: &Figure| {
        let from = figure.tokens.start.checked_sub(2).filter(|from| *from >= figure.sentence.start)?;
        let words = reader.keys(from..figure.tokens.start);
        (words.len() == 2 && figure.noun.is_empty() && figure.unit.is_none() && figure.depth > 0).then_some(words)
    };
    label(one).is_some_and(|words| label(other) == Some(words))
}

/// What was done with so many: the two words before a figure that say something.
fn deed(reader: &Reader<'_>, figure: &Figure) -> Option<u64> {
    let from = figure.tokens.start.saturating_sub(5).max(figure.sentence.start);
    let words = said(reader, from..figure.tokens.start);
    let last = words.get(words.len().checked_sub(2)?..)?;
    Some(key_of_keys(last.iter().copied()))
}

/// What a whole and its part leave.
fn rest(whole: Number, part: Number, like: Entry) -> Option<Entry> {
    let value = whole.value().checked_sub(part.value())?.checked_div(whole.scale)?;
    let made = Entry { sort: Sort::Rest, number: whole, part: Some(part), value: value.normalize(), ..like };
    (value > Decimal::ZERO).then_some(made)
}

/// What a total and the part that its percentage is of leave: `61 nhiệm vụ, … hoàn thành 33 nhiệm vụ, đạt 54,10%`.
fn shares(reader: &Reader<'_>, all: &[Reckoning]) -> Vec<Entry> {
    let shares = all.iter().filter(|one| one.holds && one.sort == Sort::Share && one.basis != Basis::Ratio);
    let made = |one: &Reckoning| {
        let (part, whole) = (*one.terms.first()?, *one.terms.get(1)?);
        let at = figure_of(reader, &part)?;
        let figure = reader.figure(at)?;
        let like = Entry {
            sort: Sort::Rest,
            number: whole,
            part: Some(part),
            value: Decimal::ZERO,
            decimals: whole.written.decimals,
            percent: false,
            unit: figure.unit,
            noun: noun(reader, at),
            role: Role::Left,
            block: figure.block,
            whole: None,
            place: Place::Text(at),
            other: figure_of(reader, &whole).map(Place::Text),
            deed: deed(reader, figure),
        };
        rest(whole, part, like)
    };
    shares.filter_map(made).collect()
}

/// The cells of a table; of each row, and of the line of its totals, the differences of any two.
fn cells(reader: &Reader<'_>, at: u32, sheet: &Sheet, all: &mut Vec<Entry>) {
    let document = reader.document;
    let words = |at: sheet::CellAt| -> Vec<u64> { reader.keys(sheet::tokens(document, at)) };
    let heads: Vec<Vec<u64>> =
        sheet.heads.iter().map(|heads| heads.iter().flat_map(|&at| words(at)).collect()).collect();
    let Some(block) = block_of(reader, sheet) else { return };
    let is_total = |words: &[u64]| TOTALS.lead(words);
    let unnamed: Rc<[u64]> = Rc::default();
    // Each line of totals.
    let mut totals: Vec<Vec<Entry>> = vec![Vec::new(); sheet.heads.len() + 1];
    for (down, row) in sheet.rows.iter().enumerate() {
        // A row that is named by a number alone (the seventh month) is none that a text speaks of.
        if row.title.is_none_or(|at| !document.tokens_in(sheet::tokens(document, at)).iter().any(Token::is_word)) {
            continue;
        }
        let title = row.title.map(&words).unwrap_or_default();
        // "triệu kWh" is kWh, as in running text.
        let unit = row.unit.and_then(|at| document.tokens_in(sheet::tokens(document, at)).last());
        let unit = unit.map(|token| text::fold_key(document.slice(token.span)));
        let total = is_total(&title);
        let mut line: Vec<Entry> = Vec::new();
        for (column, figure) in row.figures.iter().enumerate() {
            let (Some(figure), Some(head)) = (figure, heads.get(column)) else { continue };
            let number = Number {
                fact: None,
                token: figure.number,
                written: figure.written,
                scale: Decimal::ONE,
                rounded: false,
            };
            let entry = Entry {
                sort: Sort::Same,
                number,
                part: None,
                value: figure.written.value,
                decimals: figure.written.decimals,
                percent: figure.percent,
                unit,
                noun: Rc::clone(&unnamed),
                role: Role::Level,
                block,
                whole: None,
                place: Place::Cell { sheet: at, row: down as u32, column: column as u32 },
                other: None,
                deed: None,
            };
            all.push(entry.clone());
            if figure.percent {
                continue;
            }
            line.push(entry.clone());
            if figure.written.decimals > 0 {
                continue;
            }
            if total && let Some(line) = totals.last_mut() {
                line.push(entry);
            } else if is_total(head)
                && let Some(line) = totals.get_mut(column)
            {
                line.push(entry);
            }
        }
        // So many numbers make any small one.
        let long = differences(&line).filter(|entry| size(super::plain(entry.value)) >= 3);
        all.extend(long.flat_map(|entry| [Entry { role: Role::Change, ..entry.clone() }, entry]));
    }
    for line in totals {
        all.extend(differences(&line));
    }
}

/// What any two figures of a line leave.
fn differences(line: &[Entry]) -> impl Iterator<Item = Entry> {
    let line = if line.len() <= 8 { line } else { &[] };
    line.iter().flat_map(move |whole| {
        let less = move |part: &&Entry| part.number.value() < whole.number.value() && part.decimals == whole.decimals;
        line.iter().filter(less).filter_map(move |part| {
            let like = Entry { role: Role::Left, other: Some(part.place), unit: whole.unit, ..whole.clone() };
            rest(whole.number, part.number, like)
        })
    })
}
