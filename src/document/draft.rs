//! Lines put together to drafts of blocks: paragraphs of hard-wrapped text, items and notes with their further lines.
//!
//! In most reports a line is a block. `wrap` tells where a text was broken at a fixed width and its lines go on. What a page
//! break cut in two is for `join`.

use super::block::{Label, LabelKind};
use super::columns;
use super::label;
use super::line::{Line, Shape, at, is_blank};
use super::page;
use super::table::{self, Grid};
use super::wrap::Wrap;
use crate::span::Span;
use crate::text;

/// What a draft will be.
#[derive(Debug, Clone)]
pub(super) enum DraftKind {
    /// Opens a section, with its label; a Markdown heading may have none.
    Heading(Option<Label>),
    Paragraph,
    Item,
    /// A note with the bytes of its label.
    Note(Span),
    Table(Grid),
    /// The head or foot of pages.
    Margin,
    /// A table of which only gaps are left.
    Printed,
}

/// A block before its words are read.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub kind: DraftKind,
    /// From the first byte to the last, bullet, hashes and label included.
    pub span: Span,
    /// Its text without them: one piece, or several where something stands between.
    pub pieces: Vec<Span>,
    /// Markdown's hashes; 0 where a heading closes all others.
    pub level: Option<u8>,
}

impl Draft {
    pub(super) fn new(kind: DraftKind, span: Span, body: Span) -> Self {
        Self { kind, span, pieces: vec![body], level: None }
    }

    /// Adds text at the end. What follows after nothing but blanks continues the last piece.
    pub(super) fn append(&mut self, source: &str, body: Span) {
        self.span = self.span.join(body);
        match self.pieces.last_mut() {
            Some(last) if at(source, Span { start: last.end, end: body.start }).chars().all(is_blank) => {
                last.end = body.end
            }
            _ => self.pieces.push(body),
        }
    }

    pub(super) fn is_heading(&self) -> bool {
        matches!(self.kind, DraftKind::Heading(_))
    }
}

/// Drafts in reading order.
pub(super) fn drafts(source: &str, lines: &[Line]) -> Vec<Draft> {
    let readings = lines.iter().map(|line| match line.shape {
        Shape::Text => label::read(source, line.body, false),
        Shape::Heading(_) => label::read(source, line.body, true),
        _ => None,
    });
    let labels = label::settle(readings.collect());
    let wrap = Wrap::of(source, lines, &labels);
    let (lines, labels) = page::without_numbers(source, lines, labels, wrap);
    let (lines, mut labels) = columns::parted(source, &lines, labels);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut numbers = Numbers::default();
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        if let Some((grid, taken)) = table::grid(source, lines.get(next..).unwrap_or_default()) {
            let span = grid.span;
            drafts.push(Draft::new(DraftKind::Table(grid), span, Span::new(span.start as usize, span.start as usize)));
            next += taken;
            continue;
        }
        let mut label = labels.get_mut(next).and_then(Option::take);
        let former = next.checked_sub(1).and_then(|former| lines.get(former));
        let in_head = !numbers.any();
        let joined = match (drafts.last_mut(), former) {
            (Some(draft), Some(former)) => {
                let inside = |label: &Label| {
                    wrap.is_some_and(|wrap| {
                        wrap.is_adjacent(line) && wrap.is_inside(source, draft, former, label, numbers.leads_to(label))
                    })
                };
                let inside = label.as_ref().is_some_and(|(label, _)| inside(label));
                label = label.filter(|_| !inside);
                let goes_on = inside || label.is_none() && continues(source, draft, former, line, wrap, in_head);
                if goes_on {
                    let whole = !matches!(line.shape, Shape::Text | Shape::Further | Shape::Heading(_));
                    draft.append(source, if whole { line.span } else { line.body });
                }
                goes_on
            }
            _ => false,
        };
        if !joined {
            label.iter().for_each(|(label, _)| numbers.note(label));
            drafts.push(draft(source, line, label));
        }
        next += 1;
    }
    demote_titles(source, &mut drafts);
    drafts
}

/// The last number of each kind and length so far.
#[derive(Default)]
struct Numbers(Vec<(LabelKind, usize, u32)>);

impl Numbers {
    fn any(&self) -> bool {
        !self.0.is_empty()
    }

    fn note(&mut self, label: &Label) {
        let number = label.numbers.last().copied().unwrap_or(0);
        match self.0.iter_mut().find(|(kind, length, _)| *kind == label.kind && *length == label.numbers.len()) {
            Some((.., last)) => *last = number,
            None => self.0.push((label.kind, label.numbers.len(), number)),
        }
    }

    /// Whether a label is the next of its kind.
    fn leads_to(&self, label: &Label) -> bool {
        let next = label.numbers.last().copied().unwrap_or(0);
        let same = |(kind, length, _): &&(LabelKind, usize, u32)| *kind == label.kind && *length == label.numbers.len();
        self.0.iter().find(same).is_some_and(|(.., last)| last + 1 == next)
    }
}

fn draft(source: &str, line: &Line, label: Option<(Label, Span)>) -> Draft {
    let level = if let Shape::Heading(level) = line.shape { Some(level) } else { None };
    let (kind, body) = match (label, line.shape) {
        (Some((label, body)), _) => (DraftKind::Heading(Some(label)), body),
        (None, Shape::Heading(_)) => (DraftKind::Heading(None), line.body),
        (None, Shape::Item) => (DraftKind::Item, line.body),
        (None, Shape::Margin) => (DraftKind::Margin, line.body),
        (None, Shape::Printed) => (DraftKind::Printed, line.body),
        (None, Shape::Note(label)) => (DraftKind::Note(label), line.body),
        (None, _) if is_appendix(at(source, line.body)) => {
            return Draft { level: Some(0), ..Draft::new(DraftKind::Heading(None), line.span, line.body) };
        }
        (None, _) => (DraftKind::Paragraph, line.body),
    };
    Draft { level, ..Draft::new(kind, line.span, body) }
}

/// `PHỤ LỤC`, `Phụ lục II`, `PHỤ LỤC SỐ LIỆU`, alone on a line: what follows is numbered anew. `Phụ lục kèm theo nêu …`
/// is a sentence.
fn is_appendix(line: &str) -> bool {
    const APPENDIX: [u64; 2] = [text::key("phụ"), text::key("lục")];
    let bare = line.trim_matches(|c: char| is_blank(c) || matches!(c, '*' | '_'));
    if bare.len() > 160 {
        return false;
    }
    let mut words = bare.split_whitespace();
    let named = APPENDIX.iter().all(|&key| words.next().is_some_and(|word| text::fold_key(word) == key));
    let mut rest = words.peekable();
    let number = |word: &str| {
        let word = word.trim_end_matches(['.', ':']);
        word.chars().all(|c| c.is_ascii_digit()) || label::roman(word).is_some()
    };
    named
        && (rest.clone().count() == 1 && rest.peek().is_some_and(|word| number(word))
            || !bare.chars().any(char::is_lowercase))
}

/// Headings of Markdown that carry the document's title (`# BÁO CÁO`, `## Công tác …` before `## I. …`) open no section:
/// nothing would stand under them but everything, or the receiver and the opening words. The first of all headings is a title at any
/// level where it is in capitals (`### BÁO CÁO`).
fn demote_titles(source: &str, drafts: &mut [Draft]) {
    let numbered = drafts.iter().position(|draft| matches!(draft.kind, DraftKind::Heading(Some(_))));
    let Some((before, first)) = numbered.and_then(|at| Some((drafts.get_mut(..at)?.len(), drafts.get(at)?.level)))
    else {
        return;
    };
    // The subject right below a title is part of it, whatever its level.
    let (mut titled, mut is_first) = (false, true);
    for draft in drafts.iter_mut().take(before) {
        let in_capitals = || !draft.pieces.iter().any(|piece| at(source, *piece).chars().any(char::is_lowercase));
        let outer = draft.level.is_some_and(|level| {
            level > 0 && (titled || first.is_none_or(|first| level <= first) || is_first && in_capitals())
        });
        is_first &= draft.level.is_none();
        titled = matches!(draft.kind, DraftKind::Heading(None)) && outer;
        if titled {
            draft.kind = DraftKind::Paragraph;
            draft.level = None;
        }
    }
}

/// Whether a line goes on with the draft that the line before it belongs to.
fn continues(source: &str, draft: &Draft, former: &Line, line: &Line, wrap: Option<Wrap>, in_head: bool) -> bool {
    let body = at(source, line.body);
    match (&draft.kind, line.shape) {
        // The second line of a title that stands below its number: `Phần thứ nhất` / `TÌNH HÌNH`.
        (DraftKind::Heading(Some(label)), Shape::Text) if label.kind == LabelKind::Part && line.gap <= 1 => {
            let bare = draft.pieces.iter().all(|piece| piece.is_empty());
            if bare && !body.chars().any(char::is_lowercase) {
                return true;
            }
        }
        // `## PHẦN THỨ NHẤT` / `## TÌNH HÌNH`: the same with the hashes of Markdown.
        (DraftKind::Heading(Some(label)), Shape::Heading(level)) if label.kind == LabelKind::Part && line.gap <= 1 => {
            return draft.level == Some(level) && draft.pieces.iter().all(|piece| piece.is_empty());
        }
        // Markdown's notes go on in indented lines, also after a blank one.
        (DraftKind::Note(label), Shape::Text) if at(source, *label).starts_with('[') => {
            let deeper = line.indent > former.indent.max(1) && line.gap <= 1;
            if deeper || line.indent > 1 && line.gap == 0 && former.shape == Shape::Text {
                return true;
            }
        }
        // `- Chủ tịch, các Phó Chủ tịch UBND` / `  tỉnh;`
        (DraftKind::Item, Shape::Text) if line.gap == 0 && !begins_upper(body) => {
            let open = || is_open(at(source, former.body));
            if line.indent > former.indent || line.indent == former.indent && open() {
                return true;
            }
        }
        (kind, Shape::Further) => return matches!(kind, DraftKind::Note(_)),
        (DraftKind::Table(_) | DraftKind::Printed, _) => return false,
        _ => {}
    }
    wrap.is_some_and(|wrap| wrap.goes_on(source, draft, former, line, in_head))
}

/// Whether a stretch begins with a capital letter, behind emphasis, quotes and brackets.
pub(super) fn begins_upper(body: &str) -> bool {
    body.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

/// Whether a stretch stops in the middle of a sentence: the last mark, behind emphasis and note marks, ends none.
pub(super) fn is_open(body: &str) -> bool {
    let decoration = |c: char| is_blank(c) || matches!(c, '*' | '_') || super::line::is_superscript(c);
    let last = body.trim_end_matches(decoration).chars().next_back();
    last.is_some_and(|c| !matches!(c, '.' | ';' | ':' | '!' | '?' | '…' | '”' | '"' | '»'))
}

/// No title and no sentence ends in one of these.
const LEADING: [u64; 12] = [
    text::key("và"),
    text::key("của"),
    text::key("các"),
    text::key("những"),
    text::key("với"),
    text::key("theo"),
    text::key("hoặc"),
    text::key("số"),
    text::key("khi"),
    text::key("cho"),
    text::key("trong"),
    text::key("do"),
];

/// Whether a stretch stops where neither a title nor a sentence ends: `… theo Nghị định số 107/2020/NĐ-CP và`.
pub(super) fn is_unfinished(tail: &str) -> bool {
    let last = tail.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.ends_with(',') || LEADING.contains(&text::fold_key(last))
}
