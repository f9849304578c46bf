//! Page numbers that came with a text recovered from pages.
//!
//! A figure alone on its line may be a cell, an amount or a year. It is the number of a page where the next such line, a
//! page's text later, counts on, and in a text that was broken at a fixed width where it is the only one, or stands behind a
//! full line that ends in the middle of a sentence. These lines are no text: paragraphs and tables go on over them. Another
//! single one is left to `join`, which sees whether it stands between the halves of a sentence.

use std::collections::HashMap;

use super::draft::is_open;
use super::line::{Line, Shape, at};
use super::wrap::Wrap;

/// Bytes of text that a page has at least.
const LEAST: u32 = 600;

/// Numbers of pages that count on.
struct Chain {
    lines: Vec<usize>,
    /// Where its last line starts.
    start: u32,
}

/// The lines without numbers of pages, each with its label.
pub(super) fn without_numbers<L>(
    source: &str,
    lines: &[Line],
    labels: Vec<L>,
    wrap: Option<Wrap>,
) -> (Vec<Line>, Vec<L>) {
    // Chains by their last number.
    let mut open: HashMap<u32, Chain> = HashMap::new();
    let mut pages: Vec<usize> = Vec::new();
    let mut numbers = 0_usize;
    for (index, line) in lines.iter().enumerate() {
        let Some(number) = number(source, line) else { continue };
        numbers += 1;
        let start = line.span.start;
        let before = open.get(&(number - 1)).is_some_and(|chain| start >= chain.start + LEAST);
        let mut chain =
            if before { open.remove(&(number - 1)) } else { None }.unwrap_or(Chain { lines: vec![], start });
        chain.lines.push(index);
        chain.start = start;
        match open.get(&number) {
            Some(other) if other.lines.len() > chain.lines.len() => {}
            _ => {
                if let Some(other) = open.insert(number, chain) {
                    pages.extend(other.lines.iter().filter(|_| other.lines.len() > 1));
                }
            }
        }
    }
    let least = if numbers == 1 && wrap.is_some() { 1 } else { 2 };
    pages.extend(open.into_values().filter(|chain| chain.lines.len() >= least).flat_map(|chain| chain.lines));
    pages.sort_unstable();
    let mut pages = pages.into_iter().peekable();
    let mut left: Vec<Line> = Vec::with_capacity(lines.len());
    let mut labels_left = Vec::with_capacity(lines.len());
    let mut before: Option<u32> = None;
    for (index, (line, label)) in lines.iter().zip(labels).enumerate() {
        let torn = |former: &Line| {
            let cut = former.shape != Shape::Row && is_open(at(source, former.body));
            cut && wrap.is_some_and(|wrap| wrap.is_full(former)) && number(source, line).is_some()
        };
        if pages.next_if_eq(&index).is_some() || left.last().is_some_and(torn) {
            before = Some(before.unwrap_or(u32::MAX).min(line.gap));
            continue;
        }
        let mut line = *line;
        if let (Some(before), Some(former)) = (before.take(), left.last()) {
            let together = former.shape == Shape::Row && line.shape == Shape::Row || is_open(at(source, former.body));
            line.gap = if together { 0 } else { line.gap.min(before) };
        }
        left.push(line);
        labels_left.push(label);
    }
    (left, labels_left)
}

/// `12`, `- 12 -`: a number alone on its line.
fn number(source: &str, line: &Line) -> Option<u32> {
    let bare = at(source, line.span).trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—'));
    let digits = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    bare.parse().ok().filter(|&number| digits && number > 0)
}
