//! A table and the text: the same thing with two numbers, as the row's title, the column's head and the words of the text name it.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind, pairs};
use super::slip::{alike, plain, size, slips, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort, Tables};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::{Builtin, sheet};

/// Places of one number that a cell is held against.
const MOST_TOLD: usize = 40;

/// A number of the text.
struct Told<'r> {
    figure: &'r Figure,
    number: Number,
    /// Pairs of neighbouring words around it.
    around: HashSet<(u64, u64)>,
}

pub fn find(reader: &Reader<'_>, tables: &Tables<'_>, all: &mut Vec<Reckoning>) {
    headed(reader, tables, all);
    let cells = cells(reader, tables);
    if cells.is_empty() {
        return;
    }
    let held = Tokens::of_numbers(all.iter().filter(|one| one.holds));
    let text = told(reader);
    let mut equal: HashMap<Decimal, Vec<&Cell<'_>>> = HashMap::new();
    for cell in &cells {
        equal.entry(cell.number.written.value.normalize()).or_default().push(cell);
    }
    let failing = Tokens::of_numbers(all.iter().filter(|one| !one.holds));
    let known = |cell: &&Cell<'_>| tables.failing.contains(cell.number.token) || failing.contains(cell.number.token);
    for cell in cells.iter().filter(|cell| !known(cell)) {
        let value = cell.number.written.value;
        let digits = plain(value).mantissa();
        let written = |digits: i128| Written { digits, decimals: cell.number.written.decimals, percent: cell.percent };
        let told_as = |digits: i128| text.get(&written(digits)).into_iter().flatten().take(MOST_TOLD);
        // The text tells the same of it somewhere.
        if told_as(digits).any(|told| words(reader, told, cell).is_some()) {
            continue;
        }
        let slips = slips(digits, size(plain(value)));
        let mut near: Vec<&Told<'_>> = slips.flat_map(told_as).collect();
        near.sort_by_key(|told| told.number.token);
        let sure = tables.held.contains(cell.number.token);
        let fits = |told: &&&Told<'_>| {
            // What the text tells stands in a row of its own: two things.
            let mut others = equal.get(&told.number.written.value.normalize()).into_iter().flatten();
            let small = size(told.number.written.value) <= 2;
            // What a sum of its sentence bears out is of that row only where its words say so.
            let named = || words(reader, told, cell).is_some_and(|(_, by_title)| by_title > 0);
            same(reader, told, cell, sure)
                && (!held.contains(told.number.token) || named())
                && !remarked(reader, told, cell)
                && !others.any(|other| !small || words(reader, told, other).is_some())
        };
        let Some(told) = near.iter().find(fits) else { continue };
        let borne_out = held.contains(told.number.token);
        let term = Number { scale: Decimal::ONE, rounded: false, ..told.number };
        let found = Reckoning::new(Sort::Same, Basis::Table, cell.number, vec![term]);
        all.extend(
            found
                .filter(|_| !(sure && borne_out))
                .map(|one| if sure { Reckoning { suspect: term, right: value, ..one } } else { one }),
        );
    }
}

/// `6. Cải cách tài chính công: 8,625/10,0 điểm`: a line that begins with the words of a row and goes on with its figures.
fn headed(reader: &Reader<'_>, tables: &Tables<'_>, all: &mut Vec<Reckoning>) {
    let mut rows: HashMap<Vec<u64>, Vec<Vec<Number>>> = HashMap::new();
    for row in tables.sheets.iter().flat_map(|sheet| &sheet.rows) {
        let Some(title) = row.title else { continue };
        let numbers = row.figures.iter().flatten().map(|figure| {
            let (token, written) = (figure.number, figure.written);
            Number { fact: None, token, written, scale: Decimal::ONE, rounded: false }
        });
        rows.entry(reader.keys(sheet::tokens(reader.document, title))).or_default().push(numbers.collect());
    }
    if rows.is_empty() {
        return;
    }
    for block in &reader.blocks {
        let Some(first) = reader.figure(block.start).filter(|first| first.sort != Kind::Percentage) else { continue };
        let start = reader.document.blocks.get(first.block as usize).map_or(0, |block| block.tokens.start);
        // "6." and "a)" are words of the line and not of the row.
        let skip = (start..start + 3).find(|&at| reader.is_mark(at, '.') || reader.is_mark(at, ')'));
        let words = |from: TokenId| reader.keys(from..first.tokens.start);
        let title = [Some(start), skip].into_iter().flatten().map(words).find(|words| rows.contains_key(words));
        let Some([row]) =
            title.as_ref().filter(|title| title.len() >= 3).and_then(|title| rows.get(title)).map(Vec::as_slice)
        else {
            continue;
        };
        let told: Vec<Number> = [Some(first.number), first.whole].into_iter().flatten().collect();
        let has = |number: &Number| row.iter().any(|cell| cell.written.value == number.written.value);
        // Of a ratio one of the two stands in the row.
        if told.len() < 2 || !told.iter().any(has) {
            continue;
        }
        for number in told.iter().filter(|number| !has(number)) {
            let near = row.iter().filter(|cell| {
                let (a, b) = (plain(cell.written.value), plain(number.written.value));
                cell.written.decimals == number.written.decimals && alike(a, b)
            });
            let near: Vec<&Number> = near.collect();
            if let [cell] = near.as_slice() {
                let cell = Number { scale: number.scale, ..**cell };
                all.extend(Reckoning::new(Sort::Same, Basis::Table, *number, vec![cell]));
            }
        }
    }
}

/// A figure of a table.
struct Cell<'s> {
    number: Number,
    percent: bool,
    row: &'s sheet::Row,
    /// The words of its row and of its column.
    title: Vec<u64>,
    /// How many of the first words of `title` are the row's own; the others are of the row above.
    own: usize,
    head: Vec<u64>,
}

fn cells<'s>(reader: &Reader<'_>, tables: &Tables<'s>) -> Vec<Cell<'s>> {
    let mut all = Vec::new();
    for sheet in tables.sheets {
        for row in &sheet.rows {
            let Some(title) = row.title else { continue };
            // What a row is numbered below says what it is of.
            let above = row.parent.and_then(|parent| sheet.rows.get(parent)?.title);
            let words = |at| reader.spelled(sheet::tokens(reader.document, at));
            let above: Vec<u64> = above.into_iter().flat_map(words).collect();
            let title: Vec<u64> = words(title);
            for (column, figure) in row.figures.iter().enumerate() {
                let Some(figure) = *figure else { continue };
                let heads = sheet.heads.get(column).into_iter().flatten();
                let head = heads.flat_map(|&at| words(at)).collect();
                let (token, written) = (figure.number, figure.written);
                let number = Number { fact: None, token, written, scale: Decimal::ONE, rounded: false };
                // A small number stands in many rows of one thing.
                let mut title = title.clone();
                let own = title.len();
                title.extend(above.iter().filter(|_| size(figure.written.value) >= 4));
                all.push(Cell { number, percent: figure.percent, row, title, own, head });
            }
        }
    }
    all
}

/// Whether a remark in the row tells the text's number: `| 266 | gồm 265 đơn vị thuộc sở và 01 đơn vị thuộc chi cục |`.
fn remarked(reader: &Reader<'_>, told: &Told<'_>, cell: &Cell<'_>) -> bool {
    let written = |at: TokenId| reader.token(at).map(|token| reader.document.slice(token.span));
    let own = written(told.number.token);
    let tokens = cell.row.cells.iter().flatten().flat_map(|&at| sheet::tokens(reader.document, at));
    own.is_some() && tokens.into_iter().any(|at| written(at) == own)
}

/// How a number is written.
#[derive(PartialEq, Eq, Hash)]
struct Written {
    digits: i128,
    /// How many of them stand behind the comma.
    decimals: u32,
    percent: bool,
}

/// The numbers of the text, by how they are written.
fn told<'r>(reader: &'r Reader<'_>) -> HashMap<Written, Vec<Told<'r>>> {
    let mut all: HashMap<Written, Vec<Told<'r>>> = HashMap::new();
    for figure in &reader.figures {
        let around = || {
            // "có mặt tại ngày 31/8/2025 là 2.541 người": a day between is none of the words.
            let dated = reader.ending(figure.tokens.start, figure.sentence.start, IS).unwrap_or(figure.tokens.start);
            let dated = day_before(reader, dated).unwrap_or(figure.tokens.start);
            let from = dated.saturating_sub(6).max(figure.sentence.start);
            let before = pairs(&reader.spelled(from..figure.tokens.start));
            // "trụ sở liên cơ quan 12.000, thủy lợi Hướng Phùng 5.600": behind a comma another thing is named.
            let far = (figure.tokens.end + 7).min(figure.sentence.end);
            let far = (figure.tokens.end..far).find(|&at| ends_item(reader, at)).unwrap_or(far);
            let after = pairs(&reader.spelled(figure.tokens.end..far));
            before.union(&after).copied().collect()
        };
        for number in [Some(figure.number), figure.whole].into_iter().flatten() {
            let (digits, decimals) = (plain(number.written.value).mantissa(), number.written.decimals);
            let written = Written { digits, decimals, percent: figure.sort == Kind::Percentage };
            all.entry(written).or_default().push(Told { figure, number, around: around() });
        }
    }
    all
}

/// Whether an item of a list ends at a token, so that the next number is of another thing.
fn ends_item(reader: &Reader<'_>, at: TokenId) -> bool {
    let next = || reader.tokens(at + 1..at + 8).iter().take_while(|token| token.is_word() || token.is_number());
    reader.is_mark(at, ';') || reader.is_mark(at, ',') && next().any(|token| token.is_number())
}

/// Where `tại ngày 31/8/2025` begins that ends right before a token.
fn day_before(reader: &Reader<'_>, end: TokenId) -> Option<TokenId> {
    let (facts, dates) = (reader.facts, reader.facts.of_builtin(Builtin::Date));
    let behind = dates.partition_point(|&id| facts.get(id).is_some_and(|date| date.tokens.start < end));
    let date = facts.get(*dates.get(behind.checked_sub(1)?)?).filter(|date| date.tokens.end == end)?;
    Some(reader.ending(date.tokens.start, 0, DAYS).unwrap_or(date.tokens.start))
}

const IS: Phrases = Phrases::of(&[keys!["là"], keys!["có"]]);
/// What stands before a day up to which is counted.
const DAYS: Phrases = Phrases::of(&[
    keys!["tại" "ngày"],
    keys!["đến" "ngày"],
    keys!["đến" "hết" "ngày"],
    keys!["tính" "đến" "ngày"],
    keys!["tính" "đến" "hết" "ngày"],
    keys!["tại" "thời" "điểm"],
    keys!["ngày"],
]);

/// How many words or pairs of words a number of the text and a cell have in common, and of them in the row's title.
fn words(reader: &Reader<'_>, told: &Told<'_>, cell: &Cell<'_>) -> Option<(usize, usize)> {
    let noun = reader.spelled(told.figure.noun.clone());
    let holds = |words: &[u64]| words.windows(noun.len().max(1)).any(|window| window == noun.as_slice());
    let named = !noun.is_empty() && (holds(&cell.title) || holds(&cell.head));
    let shared = |words: &[u64]| pairs(words).intersection(&told.around).count();
    let (by_title, by_head) = (shared(&cell.title), shared(&cell.head));
    let all = if named { noun.len().max(by_title + by_head + 1) } else { by_title + by_head };
    (all > 0).then_some((all, by_title))
}

/// Whether what a figure counts is named by the row or the column of a cell; where that is not told, three digits are enough.
fn counts(reader: &Reader<'_>, told: &Told<'_>, cell: &Cell<'_>) -> bool {
    let named = |first: &u64| cell.title.contains(first) || cell.head.contains(first);
    let noun = reader.spelled(told.figure.noun.clone());
    noun.first().map_or(size(told.number.written.value) > 2, named)
}

/// Whether of a row's words only those of the row above stand around a figure: “Quản lý điều trị: tăng huyết áp 24.160 người” and the row
/// “Tuyến tỉnh” below “Lượt điều trị nội trú”.
fn by_above(told: &Told<'_>, cell: &Cell<'_>) -> bool {
    let (own, above) = cell.title.split_at_checked(cell.own).unwrap_or_default();
    let shared = |words: &[u64]| !pairs(words).is_disjoint(&told.around);
    shared(above) && !shared(own) && !shared(&cell.head)
}

/// What a figure has behind it that is what was not told yet.
const LEFT: Phrases = Phrases::of(&[keys!["còn" "lại"]]);
const STILL: u64 = crate::text::key("còn");
/// Words of a row that is of all others.
const WHOLE: &[u64] = keys!["tổng" "cộng" "toàn" "chung"];
/// Words of a row's title that name nothing.
const EMPTY: &[u64] = keys!["số" "tổng" "được" "đã" "có" "của" "các" "trong" "kỳ" "năm"];

/// Whether the words around a figure have all that name a row: `đã thực hiện tuyển dụng 77 viên chức` and `| Số viên chức được tuyển dụng
/// (thi tuyển, xét tuyển) |`.
fn covers(reader: &Reader<'_>, figure: &Figure, row: &sheet::Row) -> bool {
    let from = figure.tokens.start.saturating_sub(8).max(figure.sentence.start);
    let around = reader.keys(from..(figure.tokens.end + 8).min(figure.sentence.end));
    let title = row.title.map(|title| sheet::tokens(reader.document, title)).unwrap_or_default();
    let end = title.clone().find(|&at| reader.is_mark(at, '(')).unwrap_or(title.end);
    let mut names = reader.keys(title.start..end);
    names.retain(|word| !EMPTY.contains(word));
    names.len() >= 4 && names.iter().all(|word| around.contains(word))
}

/// Whether a number of the text and a cell name the same thing, one slip apart: the fewer digits, the more words.
fn same(reader: &Reader<'_>, told: &Told<'_>, cell: &Cell<'_>, sure: bool) -> bool {
    let (a, b) = (plain(told.number.written.value), plain(cell.number.written.value));
    if !alike(a, b) {
        return false;
    }
    let swap = swapped(a, b);
    let Some((words, by_title)) = words(reader, told, cell) else { return false };
    // A percentage is told of each of many rows: by half of the words of its own at least.
    let own = pairs(cell.title.get(..cell.own).unwrap_or_default());
    if cell.percent && own.intersection(&told.around).count() * 2 < own.len().max(1) {
        return false;
    }
    // "Hoàn thành 15 nhiệm vụ còn lại" tells what the row leaves.
    let left = reader.beginning(told.figure.end(), told.figure.sentence.end, LEFT).is_some();
    if left && !cell.title.contains(&STILL) {
        return false;
    }
    match size(a) {
        0 | 1 => false,
        2 | 3 if !counts(reader, told, cell) => false,
        // "Lĩnh vực giao thông vận tải 104" names a row, and none of its columns.
        3 if told.figure.noun.is_empty() && by_title == words && cell.row.figures.iter().flatten().count() >= 4 => {
            false
        }
        2 => {
            // "cán bộ, công chức, viên chức bị kỷ luật" are not all "công chức, viên chức".
            let half = by_title * 2 >= own.len();
            let named = covers(reader, told.figure, cell.row);
            by_title > 0 && named && (half && words >= 3 + usize::from(!swap) || words == 3)
        }
        // "134 TTHC trực tuyến một phần" has the word of a column, but of no row; "hộ nghèo giảm 376 hộ" none of the village in its row.
        3 => {
            let whole = cell.title.iter().any(|word| WHOLE.contains(word));
            let by_row = by_title > 0 && (words >= 3 || sure && by_title * 2 >= own.len());
            swap && (by_row || sure && whole) || words >= 4 && by_title > 0
        }
        4 => swap && !by_above(told, cell) || words >= 3,
        // So many digits are no chance, unless all that names the thing is what the row is numbered below.
        _ => words >= 2 || !by_above(told, cell),
    }
}
