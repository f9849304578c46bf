//! Numbers of rows: `1.`, `2.1`, `IV`, `a)`, `-`, and how rows nest by them.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{CellAt, Row, Sheet, tokens};
use crate::document::Document;

/// The number of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RowLabel {
    /// `A`
    Capital(u32),
    /// `II`
    Roman(u32),
    /// `3`, `2.1`: its numbers, outermost first
    Dotted(Vec<u32>),
    /// `a)`
    Letter(u32),
    /// `a1`, `A.2`, `I.1`: the letter of the row above, or its Roman number beyond all letters, and its own number
    Lettered(u32, u32),
    /// `-`
    Dash,
    /// `+`
    Plus,
}

/// Letters that number rows with rows of their own: `a1`; others are codes (`H25`).
const MOST_LETTERS: u32 = 6;
/// Roman numbers of rows with rows of their own, beyond all letters.
const ROMAN: u32 = 100;

/// The label that a cell is, and nothing else.
pub fn of_cell(document: &Document, at: CellAt) -> Option<RowLabel> {
    let text = document.slice(document.span_of(tokens(document, at)));
    if text.len() > 16 {
        return None;
    }
    read(text.trim())
}

/// The label at the start of a title: `1. Tổng số`, `- Cấp tỉnh`; a bare number or letter is none.
pub fn of_title(document: &Document, at: CellAt) -> Option<RowLabel> {
    let text = document.slice(document.span_of(tokens(document, at))).trim_start();
    let (first, _) = text.split_once(char::is_whitespace)?;
    let marked = first.ends_with(['.', ')']) || matches!(first, "-" | "–" | "+") || first.contains('.');
    (marked && first.len() <= 12).then(|| read(first)).flatten()
}

fn read(text: &str) -> Option<RowLabel> {
    match text {
        "-" | "–" | "—" | "•" | "*" => return Some(RowLabel::Dash),
        "+" => return Some(RowLabel::Plus),
        _ => {}
    }
    let bare = text.trim_start_matches('(').trim_end_matches([')', '.', '/', ':', '-']);
    if bare.is_empty() {
        return None;
    }
    if bare.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        let numbers: Option<Vec<u32>> = bare.split('.').map(|part| part.parse().ok().filter(|n| *n < 1000)).collect();
        return numbers.map(RowLabel::Dotted);
    }
    let mut letters = bare.chars();
    let only = letters.next().filter(|_| letters.next().is_none());
    if is_roman(bare) {
        return roman(bare).map(RowLabel::Roman);
    }
    let place_of = |letter: char| {
        let letter = letter.to_lowercase().next().unwrap_or(letter);
        "abcdđeghiklmnopqrstuvxy".chars().position(|c| c == letter).map(|place| place as u32 + 1)
    };
    let Some(letter) = only else {
        if let Some((numeral, rest)) = bare.split_once('.').filter(|(first, _)| is_roman(first)) {
            let number = rest.parse().ok().filter(|number| (1..100).contains(number))?;
            return Some(RowLabel::Lettered(ROMAN + roman(numeral)?, number));
        }
        // `1a`, `1b` below `1`.
        let last = bare.chars().next_back().filter(|last| last.is_ascii_lowercase());
        if let Some((digits, place)) = last.and_then(|last| Some((bare.strip_suffix(last)?, place_of(last)?))) {
            let number = digits.parse().ok().filter(|number| (1..100).contains(number))?;
            return (place <= MOST_LETTERS).then(|| RowLabel::Dotted(vec![number, place]));
        }
        let (letter, rest) = bare.split_at_checked(1)?;
        let number = rest.trim_start_matches('.').parse().ok().filter(|number| (1..100).contains(number))?;
        let place = place_of(letter.chars().next()?).filter(|place| *place <= MOST_LETTERS)?;
        return Some(RowLabel::Lettered(place, number));
    };
    let number = place_of(letter)?;
    Some(if letter.is_lowercase() { RowLabel::Letter(number) } else { RowLabel::Capital(number) })
}

fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn roman(text: &str) -> Option<u32> {
    let value = |c: char| match c {
        'I' => 1,
        'V' => 5,
        _ => 10,
    };
    let values: Vec<u32> = text.chars().map(value).collect();
    let sum = values.iter().enumerate().map(|(at, &value)| {
        let smaller = values.get(at + 1).is_some_and(|&next| next > value);
        if smaller { -i64::from(value) } else { i64::from(value) }
    });
    u32::try_from(sum.sum::<i64>()).ok()
}

/// The first column, where it numbers the rows: it begins with a first number, and nearly all that stands in it are numbers of rows.
pub fn numbering_column(document: &Document, sheet: &Sheet) -> Option<usize> {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.first().copied().flatten());
    let filled: Vec<CellAt> = cells.filter(|&at| !tokens(document, at).is_empty()).collect();
    let labels: Vec<RowLabel> = filled.iter().filter_map(|&at| of_cell(document, at)).collect();
    let begins = labels.first().is_some_and(|first| match first {
        // `2.1` may begin a table that shows a part of a form; `1.946` is a figure.
        RowLabel::Dotted(numbers) => {
            numbers.iter().all(|&n| n == 1) || numbers.len() > 1 && numbers.iter().all(|&n| n < 60)
        }
        RowLabel::Capital(n) | RowLabel::Roman(n) | RowLabel::Letter(n) => *n == 1,
        RowLabel::Lettered(..) | RowLabel::Dash | RowLabel::Plus => false,
    });
    // One more column at least must be left for figures.
    (begins && sheet.heads.len() > 2 && labels.len() * 5 >= filled.len() * 4).then_some(0)
}

/// Whether a row numbers the columns: `(1) (2) (3)`, `A B 1 2 3=1+2`, `1 2 3`.
pub fn numbers_columns(document: &Document, cells: &[CellAt]) -> bool {
    let texts = cells.iter().map(|&at| document.slice(document.span_of(tokens(document, at))).trim());
    let filled: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    let mut expected = None;
    let mut counted = 0;
    for text in &filled {
        let head = text.split('=').next().unwrap_or_default().trim().trim_matches(['(', ')', '[', ']']);
        match head.parse::<u32>() {
            Ok(number) if expected.is_none_or(|expected| number == expected) && number <= 40 => {
                expected = Some(number + 1);
                counted += 1;
            }
            _ if matches!(head, "A" | "B" | "C" | "D" | "a" | "b" | "c") && expected.is_none() => {}
            _ => return false,
        }
    }
    // `1 | 2` alone may be figures: the count begins with 1 and covers three columns, or stands in brackets.
    let bracketed = filled.iter().any(|text| text.starts_with(['(', '[']) || text.contains('='));
    let from_one = expected.is_some_and(|expected| expected == counted + 1);
    from_one && (counted >= 3 || counted >= 2 && bracketed)
}

/// Fills in which row each is numbered below: one pass, with the last row of each sort in hand.
pub fn nest(rows: &mut [Row]) {
    let mut dotted: HashMap<Vec<u32>, usize> = HashMap::new();
    let mut lettered: HashMap<u32, usize> = HashMap::new();
    let (mut capital, mut outer, mut numbered, mut undashed, mut labelled) = (None, None, None, None, None);
    for (at, row) in rows.iter_mut().enumerate() {
        row.parent = match &row.label {
            Some(RowLabel::Dotted(numbers)) => match numbers.split_last() {
                Some((_, [])) | None => outer,
                Some((_, above)) => dotted.get(above).copied(),
            },
            Some(RowLabel::Roman(_)) => capital,
            Some(RowLabel::Letter(_)) => numbered,
            Some(RowLabel::Lettered(letter, _)) => lettered.get(letter).copied(),
            Some(RowLabel::Dash) => undashed,
            Some(RowLabel::Plus) => labelled,
            Some(RowLabel::Capital(_)) | None => None,
        };
        let own = Some(at);
        match &row.label {
            Some(RowLabel::Dotted(numbers)) => {
                dotted.insert(numbers.clone(), at);
                numbered = own;
            }
            Some(RowLabel::Roman(_)) => (outer, numbered) = (own, own),
            Some(RowLabel::Capital(_)) => (capital, outer, numbered) = (own, own, own),
            Some(RowLabel::Letter(_) | RowLabel::Lettered(..) | RowLabel::Dash | RowLabel::Plus) | None => {}
        }
        if let Some(RowLabel::Letter(letter) | RowLabel::Capital(letter)) = row.label {
            lettered.insert(letter, at);
        }
        if let Some(RowLabel::Roman(number)) = row.label {
            lettered.insert(ROMAN + number, at);
        }
        match &row.label {
            Some(RowLabel::Plus) | None => {}
            Some(RowLabel::Dash) => labelled = own,
            Some(_) => (undashed, labelled) = (own, own),
        }
    }
}

/// Fills in the rows that stand below one without a number: `Khối xã` above rows 1, 2, 3 that are counted anew. Two such rows at least, and
/// what stands below one of them adds up to it.
pub fn nest_below_bare(rows: &mut [Row]) {
    let is_first = |row: &Row| matches!(&row.label, Some(RowLabel::Dotted(numbers)) if numbers.as_slice() == [1]);
    let heads = rows.windows(2).enumerate().filter(|(_, pair)| match pair {
        [head, first] => head.label.is_none() && first.parent.is_none() && is_first(first),
        _ => false,
    });
    let heads: Vec<usize> = heads.map(|(at, _)| at).filter(|&at| rows.get(at).is_some_and(has_figures)).collect();
    let below = |head: usize, rows: &[Row]| -> Vec<usize> {
        let behind = rows.iter().enumerate().skip(head + 1).take_while(|(_, row)| row.label.is_some());
        behind.filter(|(_, row)| row.parent.is_none()).map(|(at, _)| at).collect()
    };
    let adds_up = |&head: &usize| {
        let figure = |at: usize, column: usize| Some(rows.get(at)?.figures.get(column)?.as_ref()?.written.value);
        let parts = below(head, rows);
        (0..rows.get(head).map_or(0, |row| row.figures.len())).any(|column| {
            let total = parts.iter().filter_map(|&at| figure(at, column)).try_fold(Decimal::ZERO, Decimal::checked_add);
            figure(head, column).is_some_and(|value| value >= Decimal::TEN && Some(value) == total)
        })
    };
    if heads.len() < 2 || !heads.iter().any(adds_up) {
        return;
    }
    for head in heads {
        for at in below(head, rows) {
            if let Some(row) = rows.get_mut(at) {
                row.parent = Some(head);
            }
        }
    }
}

fn has_figures(row: &Row) -> bool {
    row.figures.iter().any(Option::is_some)
}

/// What the number of a row should be, where those beside it tell: under the row above, or between the two.
pub fn expected(rows: &[Row], at: usize) -> Option<RowLabel> {
    under_parent(rows, at).or_else(|| in_row(rows, at))
}

/// Between `2.4.1` and `2.4.3` stands `2.4.2`: the one number that the rows above and below leave out. What repeats one of
/// them is left alone.
fn in_row(rows: &[Row], at: usize) -> Option<RowLabel> {
    let label = |at: usize| match rows.get(at)?.label.as_ref()? {
        RowLabel::Dotted(numbers) => numbers.split_last().map(|(last, parent)| (*last, parent)),
        _ => None,
    };
    let (own, parent) = label(at)?;
    let beside = |at: usize| label(at).filter(|(_, other)| *other == parent).map(|(last, _)| last);
    let (above, below) = (beside(at.checked_sub(1)?)?, beside(at + 1)?);
    let right = above + 1;
    let told = right + 1 == below && ![above, right, below].contains(&own);
    told.then(|| RowLabel::Dotted(parent.iter().copied().chain([right]).collect()))
}

/// Where its parent stands nowhere above it: `2.3.1` right below `2.2`, or between
/// `2.2.1` and `2.2.3`. Left alone are tables that give no row to the outer numbers (`1.2`, `2.1`).
fn under_parent(rows: &[Row], at: usize) -> Option<RowLabel> {
    let dotted = |at: usize| match rows.get(at)?.label.as_ref()? {
        RowLabel::Dotted(numbers) => Some(numbers.as_slice()),
        _ => None,
    };
    let above = dotted(at.checked_sub(1)?)?;
    let (&last, parent) = dotted(at)?.split_last()?;
    let right = above.get(..parent.len()).filter(|right| !right.is_empty() && *right != parent)?;
    if (0..at).any(|before| dotted(before) == Some(parent)) {
        return None;
    }
    let follows = above.get(parent.len()).map_or(1, |sibling| sibling + 1) == last;
    let goes_on = dotted(at + 1).is_some_and(|next| next.len() > right.len() && next.starts_with(right));
    let below_parent = above.len() == right.len();
    (follows && (goes_on || below_parent)).then(|| RowLabel::Dotted(right.iter().copied().chain([last]).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_with_their_marks() {
        let dotted = |numbers: &[u32]| Some(RowLabel::Dotted(numbers.to_vec()));
        assert_eq!(read("1."), dotted(&[1]));
        assert_eq!(read("(2.4.1)"), dotted(&[2, 4, 1]));
        assert_eq!(read("IV"), Some(RowLabel::Roman(4)));
        assert_eq!(read("đ)"), Some(RowLabel::Letter(5)));
        assert_eq!(read("B."), Some(RowLabel::Capital(2)));
        assert_eq!(read("a2."), Some(RowLabel::Lettered(1, 2)));
        assert_eq!(read("B.1"), Some(RowLabel::Lettered(2, 1)));
        assert_eq!(read("I.1"), Some(RowLabel::Lettered(101, 1)));
        assert_eq!(read("2b."), dotted(&[2, 2]));
        assert_eq!(read("H25"), None);
        assert_eq!(read("–"), Some(RowLabel::Dash));
        assert_eq!(read("Tổng"), None);
        assert_eq!(read("1.946"), dotted(&[1, 946]));
    }

    #[test]
    fn a_row_below_no_parent_of_its_own_is_put_right() {
        let told = |labels: &[&str], at: usize| {
            let rows: Vec<Row> = labels.iter().map(|label| Row { label: read(label), ..Row::default() }).collect();
            expected(&rows, at)
        };
        let dotted = |numbers: &[u32]| Some(RowLabel::Dotted(numbers.to_vec()));
        assert_eq!(told(&["2.1", "2.2", "2.3.1", "2.2.2"], 2), dotted(&[2, 2, 1]));
        assert_eq!(told(&["2.1", "2.2", "2.3.1", "2.3.2"], 2), dotted(&[2, 2, 1]));
        assert_eq!(told(&["2.2", "2.2.1", "2.3.2", "2.2.3"], 2), dotted(&[2, 2, 2]));
        assert_eq!(told(&["2.", "3.1", "2.2"], 1), dotted(&[2, 1]));
        assert_eq!(told(&["1.1", "1.2", "2.1", "2.2"], 2), None);
        assert_eq!(told(&["1.1", "1.2", "1.3.1"], 3), None);
        assert_eq!(told(&["2.2", "2.2.1", "2.3", "2.3.1"], 3), None);
        assert_eq!(told(&["2.2", "Tổng", "2.3.1"], 2), None);
        assert_eq!(told(&["2.4.1", "2.4.4", "2.4.3"], 1), dotted(&[2, 4, 2]));
        assert_eq!(told(&["1", "2", "5", "4"], 2), dotted(&[3]));
        assert_eq!(told(&["1", "2", "2", "4"], 2), None);
        assert_eq!(told(&["1", "2", "4", "5"], 2), None);
    }
}
