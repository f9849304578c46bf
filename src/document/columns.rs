//! The head and the foot of a document in two columns, where a tab or a wide gap is all that is left of their table.
//!
//! `ỦY BAN NHÂN DÂN⇥CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`, as pasted from a word processor or printed to text. Only the first
//! and the last lines are looked at: between them a gap may part the cells of a row, which belong together. A foot that an annex
//! follows is told by its look: lines without a blank one between them, items among them, and words in capitals behind blanks.

use std::ops::Range;

use memchr::memmem;

use super::block::Label;
use super::line::{Line, Shape, at, is_blank, trim};
use super::table;
use crate::span::Span;
use crate::text;

/// Lines a head or foot has at most.
const MOST_LINES: usize = 30;
/// So many blanks part two columns; a tab does alone.
const GAP: usize = 4;
/// So many blanks or more stand before the name of who signs.
const BESIDE_SIGNER: &[u8] = b"        ";
/// Characters of a column; a gap in a longer line is a slip in a paragraph.
const WIDEST: usize = 80;

/// A line's label as it was read, with the bytes behind it.
type Labelled = Option<(Label, Span)>;

/// The lines with their columns one below the other, each with its label.
pub(super) fn parted(source: &str, lines: &[Line], labels: Vec<Labelled>) -> (Vec<Line>, Vec<Labelled>) {
    let head = labels.iter().position(Option::is_some).unwrap_or(lines.len()).min(MOST_LINES);
    let foot = labels.iter().rposition(Option::is_some).map_or(lines.len(), |last| last + 1);
    let foot = foot.max(lines.len().saturating_sub(MOST_LINES));
    let feet = feet(source, lines);
    let mut parted = (Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()));
    let mut after_columns = false;
    // Up to where lines are rows of a table whose cells tabs part.
    let mut rows = 0;
    for (nth, (line, label)) in lines.iter().zip(labels).enumerate() {
        let in_foot = nth >= foot || feet.iter().any(|feet| feet.contains(&nth));
        let outer = (nth < head || in_foot) && matches!(line.shape, Shape::Text | Shape::Item);
        if outer && nth >= rows {
            let table = lines.get(nth..).and_then(|below| table::tabbed(source, below));
            rows = nth + table.map_or(0, |(_, taken)| taken);
        }
        let outer = outer && nth >= rows;
        let second = if outer { second_column(source, line) } else { None };
        let gap = line.gap.max(u32::from(second.is_some() || after_columns));
        after_columns = second.is_some();
        let Some(second) = second else {
            parted.0.push(Line { gap, ..*line });
            parted.1.push(label);
            continue;
        };
        let ending_before = |span: Span| trim(source, Span { end: second.start, ..span });
        parted.0.push(Line { gap, span: ending_before(line.span), body: ending_before(line.body), ..*line });
        parted.0.push(Line { gap: 1, framed: false, span: second, body: second, shape: Shape::Text, ..*line });
        parted.1.extend([label, None]);
    }
    parted
}

/// Lines that stand together as those of a foot do: receivers in items, and beside them who signs, in capitals behind blanks.
fn feet(source: &str, lines: &[Line]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut signs = false;
    for (nth, line) in lines.iter().enumerate() {
        if line.gap > 0 {
            (start, signs) = (nth, false);
        }
        let text = at(source, line.span);
        signs |= !text.contains('\t')
            && memmem::find(text.as_bytes(), BESIDE_SIGNER).is_some()
            && second_column(source, line).is_some_and(|second| {
                let second = at(source, second);
                second.contains(' ')
                    && second.chars().all(|c| !c.is_lowercase())
                    && second.chars().any(char::is_alphabetic)
            });
        let ends = lines.get(nth + 1).is_none_or(|next| next.gap > 0);
        let run = start..nth + 1;
        if ends && signs && lines.get(run.clone()).is_some_and(|run| run.iter().any(|line| line.shape == Shape::Item)) {
            found.push(run);
        }
    }
    found
}

/// The text behind the first gap that is wide enough and no blank to be filled in: `Số:       /BC-B`, `ngày      tháng`.
fn second_column(source: &str, line: &Line) -> Option<Span> {
    let mut rest = at(source, line.body);
    if !has_gap(rest) {
        return None;
    }
    while let Some(start) = rest.find(is_blank) {
        let (before, blanks) = rest.split_at_checked(start)?;
        let behind = blanks.trim_start_matches(is_blank);
        let gap = blanks.get(..blanks.len() - behind.len())?;
        let wide = gap.contains('\t') || gap.chars().count() >= GAP;
        let narrow = |text: &str| text.chars().nth(WIDEST).is_none();
        if wide && narrow(before) && narrow(behind) && !behind.is_empty() && !awaits_filling(before, behind) {
            return Some(Span::new(line.body.end as usize - behind.len(), line.body.end as usize));
        }
        rest = behind;
    }
    None
}

/// Whether there may be more between two words than one blank of ASCII.
fn has_gap(line: &str) -> bool {
    line.contains("  ") || line.chars().any(|c| c != ' ' && is_blank(c))
}

/// Whether a number or a part of a date belongs between these words.
fn awaits_filling(before: &str, behind: &str) -> bool {
    const OF_DATES: [u64; 3] = [text::key("ngày"), text::key("tháng"), text::key("năm")];
    let of_date = |word: Option<&str>| word.is_some_and(|word| OF_DATES.contains(&text::fold_key(word)));
    behind.starts_with(['/', '-'])
        || of_date(before.split(is_blank).next_back())
        || of_date(behind.split(is_blank).next())
}
