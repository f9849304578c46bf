//! Paragraphs that a page break cut in two are put together again.
//!
//! In a text recovered from pages the notes of a page, and sometimes its number, stand between the halves of a
//! paragraph. The halves become one block: what is counted, matched or judged by the sentence must not end at a page.

use super::draft::{Draft, DraftKind, begins_upper, is_open, is_unfinished};
use super::line::at;

/// A paragraph shorter than this (bytes; about 60 letters) ends because its author ended it.
const LONG: usize = 80;

/// Of so many paragraphs that stop behind a capital it is asked whether a name was cut in two.
const MOST_NAMES: u32 = 64;

/// Joins the halves; notes that stood between come after the whole.
pub(super) fn join(source: &str, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    // The last block that may go on, whether notes stand behind it, and the page numbers behind it.
    let mut open: Option<usize> = None;
    let mut notes = false;
    let mut names = 0;
    let mut pages: Vec<usize> = Vec::new();
    // Page numbers between halves are no text.
    let mut dropped: Vec<usize> = Vec::new();
    for draft in drafts {
        if let Some(half) = open.and_then(|at| out.get_mut(at))
            && (goes_on(source, half, &draft, notes) || is_name_cut(source, half, &draft, &mut names))
        {
            draft.pieces.iter().for_each(|&piece| half.append(source, piece));
            if !is_open(tail(source, half)) {
                open = None;
            }
            dropped.append(&mut pages);
            notes = false;
            continue;
        }
        if matches!(draft.kind, DraftKind::Note(_)) {
            notes = true;
        } else if is_page_number(source, &draft) {
            pages.push(out.len());
        } else {
            let may_go_on = matches!(draft.kind, DraftKind::Paragraph | DraftKind::Item | DraftKind::Heading(Some(_)));
            open = (may_go_on && is_open(tail(source, &draft))).then_some(out.len());
            notes = false;
            pages.clear();
        }
        out.push(draft);
    }
    let mut dropped = dropped.into_iter().peekable();
    let mut index = 0;
    out.retain(|_| {
        let drop = dropped.next_if_eq(&index).is_some();
        index += 1;
        !drop
    });
    out
}

fn tail<'t>(source: &'t str, draft: &Draft) -> &'t str {
    draft.pieces.last().map_or("", |&piece| at(source, piece))
}

/// Whether `draft` is the second half of `half`.
fn goes_on(source: &str, half: &Draft, draft: &Draft, notes_between: bool) -> bool {
    if !matches!(draft.kind, DraftKind::Paragraph) {
        return false;
    }
    let mut length = 0;
    let long = half.pieces.iter().any(|piece| {
        length += piece.len();
        length > LONG
    });
    let body = draft.pieces.first().map_or("", |&piece| at(source, piece));
    if is_page_number(source, draft) || body.is_empty() {
        return false;
    }
    let lower = body.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    if lower {
        return long || notes_between && !half.is_heading();
    }
    // A half that begins with a capital or a figure shows by the notes before it that it is one. A heading over a page's
    // end looks the same, so headings go on in lower case, or where they stop at a word that ends none; so does what ends in a bracket.
    let tail = tail(source, half).trim_end_matches(['*', '_', ' ']);
    let ended = half.is_heading() || tail.ends_with(')');
    notes_between && long && (!ended || is_unfinished(tail)) && !looks_like_heading(body)
}

/// Whether a page's end cut a name in two (`UBND tỉnh Gia` / `Lai, đồng thời …`): elsewhere its halves stand side by side.
fn is_name_cut(source: &str, half: &Draft, draft: &Draft, names: &mut u32) -> bool {
    let word = |text: &'_ str, last: bool| -> Option<String> {
        let word = if last { text.split_whitespace().next_back() } else { text.split_whitespace().next() };
        let word = word?.trim_matches(|c: char| !c.is_alphanumeric());
        let mut letters = word.chars();
        (letters.next()?.is_uppercase() && letters.clone().next().is_some() && letters.all(char::is_lowercase))
            .then(|| word.to_owned())
    };
    let body = draft.pieces.first().map_or("", |&piece| at(source, piece));
    let end = tail(source, half);
    if !matches!((&half.kind, &draft.kind), (DraftKind::Paragraph | DraftKind::Item, DraftKind::Paragraph))
        || half.span.len() <= LONG
        || !end.ends_with(char::is_alphabetic)
        || *names >= MOST_NAMES
    {
        return false;
    }
    let Some((one, two)) = word(end, true).zip(word(body, false)) else { return false };
    *names += 1;
    source.contains(&format!("{one} {two}"))
}

/// A line of capitals, or a short one that ends like a title.
fn looks_like_heading(body: &str) -> bool {
    let letters = || body.chars().filter(|c| c.is_alphabetic());
    let shouted = letters().take(40).all(char::is_uppercase) && letters().next().is_some();
    let label_like = body.trim_end().ends_with(':') && body.len() < 2 * LONG;
    shouted || label_like || body.starts_with("**") || (begins_upper(body) && body.len() < LONG && is_open(body))
}

/// `12`, `- 12 -`: a number alone on its line.
fn is_page_number(source: &str, draft: &Draft) -> bool {
    if !matches!(draft.kind, DraftKind::Paragraph | DraftKind::Item) {
        return false;
    }
    let bare = at(source, draft.span).trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—'));
    (1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit())
}
