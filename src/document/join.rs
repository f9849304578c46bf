//! Paragraphs that a page break cut in two are put together again.
//!
//! In a text recovered from pages the notes of a page, and sometimes its number, stand between the halves of a
//! paragraph. The halves become one block: what is counted, matched or judged by the sentence must not end at a page.

use super::draft::{Draft, DraftKind, begins_upper, is_open};
use super::line::at;
use crate::text::{fold_key, key};

/// A paragraph shorter than this (bytes; about 60 letters) ends because its author ended it.
const LONG: usize = 80;

/// Joins the halves; notes that stood between come after the whole.
pub(super) fn join(source: &str, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    // The last block that may go on, whether notes stand behind it, and the page numbers behind it.
    let mut open: Option<usize> = None;
    let mut notes = false;
    let mut pages: Vec<usize> = Vec::new();
    // Page numbers between halves are no text.
    let mut dropped: Vec<usize> = Vec::new();
    for draft in drafts {
        if let Some(half) = open.and_then(|at| out.get_mut(at))
            && goes_on(source, half, &draft, notes)
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
    let shouted = body.chars().filter(|c| c.is_alphabetic()).take(12).all(char::is_uppercase);
    if dangles(tail(source, half)) && !shouted && !half.is_heading() {
        return long;
    }
    // A half that begins with a capital or a figure shows by the notes before it that it is one. A heading over a page's
    // end looks the same, so headings go on in lower case only; so does what ends in a bracket.
    let closed = tail(source, half).trim_end_matches(['*', '_', ' ']).ends_with(')');
    notes_between && !half.is_heading() && !closed && long && !looks_like_heading(body)
}

/// Whether what ends so goes on: `theo Nghị định số 107/2020/NĐ-CP và`, `ngay sau khi`, `của Sở`.
pub(super) fn dangles(body: &str) -> bool {
    const WORDS: [u64; 20] = [
        key("và"),
        key("hoặc"),
        key("của"),
        key("với"),
        key("cho"),
        key("để"),
        key("khi"),
        key("do"),
        key("tại"),
        key("theo"),
        key("trong"),
        key("các"),
        key("những"),
        key("về"),
        key("từ"),
        key("bị"),
        key("bởi"),
        key("thuộc"),
        key("giữa"),
        key("cùng"),
    ];
    const BODIES: [u64; 5] = [key("sở"), key("bộ"), key("ban"), key("cục"), key("ủy")];
    let last = body.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let small = last.starts_with(char::is_lowercase);
    let key = fold_key(last);
    small && WORDS.contains(&key) || !small && last.chars().skip(1).all(char::is_lowercase) && BODIES.contains(&key)
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
