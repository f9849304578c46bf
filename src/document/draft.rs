//! Lines put together to drafts of blocks: paragraphs of hard-wrapped text, items and notes with their further lines.
//!
//! In most reports a line is a block. Only a text that was broken at a fixed width (old mail, terminal, recovered pages)
//! has its lines joined, and only where the former line is full. What a page break cut in two is for `join`.

use super::block::{Label, LabelKind};
use super::columns;
use super::label;
use super::line::{Line, Shape, at, is_blank, is_separator};
use super::table::{self, Grid};
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
    let width = wrap_width(source, lines, &labels);
    let (lines, mut labels) = columns::parted(source, lines, labels);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        if let Some((grid, taken)) = table::grid(source, lines.get(next..).unwrap_or_default()) {
            let span = grid.span;
            drafts.push(Draft::new(DraftKind::Table(grid), span, Span::new(span.start as usize, span.start as usize)));
            next += taken;
            continue;
        }
        let label = labels.get_mut(next).and_then(Option::take);
        let former = next.checked_sub(1).and_then(|former| lines.get(former));
        match (drafts.last_mut(), former) {
            (Some(draft), Some(former)) if label.is_none() && continues(source, draft, former, line, width) => {
                draft.append(
                    source,
                    if matches!(line.shape, Shape::Text | Shape::Further) { line.body } else { line.span },
                );
            }
            _ => drafts.push(draft(source, line, label)),
        }
        next += 1;
    }
    demote_titles(&mut drafts);
    drafts
}

fn draft(source: &str, line: &Line, label: Option<(Label, Span)>) -> Draft {
    let level = if let Shape::Heading(level) = line.shape { Some(level) } else { None };
    let (kind, body) = match (label, line.shape) {
        (Some((label, body)), _) => (DraftKind::Heading(Some(label)), body),
        (None, Shape::Heading(_)) => (DraftKind::Heading(None), line.body),
        (None, Shape::Item) => (DraftKind::Item, line.body),
        (None, Shape::Margin) => (DraftKind::Margin, line.body),
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
/// nothing would stand under them but everything, or the receiver and the opening words.
fn demote_titles(drafts: &mut [Draft]) {
    let numbered = drafts.iter().position(|draft| matches!(draft.kind, DraftKind::Heading(Some(_))));
    let Some((before, first)) = numbered.and_then(|at| Some((drafts.get_mut(..at)?.len(), drafts.get(at)?.level)))
    else {
        return;
    };
    for draft in drafts.iter_mut().take(before) {
        let outer = draft.level.is_some_and(|level| level > 0 && first.is_none_or(|first| level <= first));
        if matches!(draft.kind, DraftKind::Heading(None)) && outer {
            draft.kind = DraftKind::Paragraph;
            draft.level = None;
        }
    }
}

/// Whether a line goes on with the draft that the line before it belongs to.
fn continues(source: &str, draft: &Draft, former: &Line, line: &Line, width: Option<u32>) -> bool {
    let body = at(source, line.body);
    match (&draft.kind, line.shape) {
        // The second line of a title that stands below its number: `Phần thứ nhất` / `TÌNH HÌNH`.
        (DraftKind::Heading(Some(label)), Shape::Text) if label.kind == LabelKind::Part && line.gap <= 1 => {
            let bare = draft.pieces.iter().all(|piece| piece.is_empty());
            if bare && !body.chars().any(char::is_lowercase) {
                return true;
            }
        }
        // Markdown's notes go on in indented lines, also after a blank one.
        (DraftKind::Note(_), Shape::Text) if line.indent > former.indent.max(1) && line.gap <= 1 => return true,
        (DraftKind::Note(_), Shape::Text) if line.indent > 1 && line.gap == 0 && former.shape == Shape::Text => {
            return true;
        }
        (DraftKind::Item, Shape::Text) if line.gap == 0 && line.indent > former.indent && !begins_upper(body) => {
            return true;
        }
        (kind, Shape::Further) => return matches!(kind, DraftKind::Note(_)),
        (DraftKind::Table(_), _) => return false,
        _ => {}
    }
    let Some(width) = width else { return false };
    let full = former.width * 4 >= width * 3;
    if line.gap > 0 || !full || matches!(former.shape, Shape::Heading(_)) {
        return false;
    }
    let former_text = at(source, former.body);
    match line.shape {
        Shape::Text => {}
        // `kinh tế` / `- xã hội`: a dash between words that came to stand at the head of a line.
        Shape::Item => return is_open(former_text) && !begins_upper(body) && line.indent <= former.indent,
        _ => return false,
    }
    if !begins_upper(body) {
        return true;
    }
    let first_word = body.split(is_blank).next().unwrap_or_default().chars().count() as u32;
    // Text is broken where the next word has no room; a line that had room was ended by its author.
    let had_room = |share: u32| (former.width + 1 + first_word) * 100 <= width * share;
    match draft.kind {
        DraftKind::Heading(_) => !had_room(97),
        _ if line.indent > former.indent + 1 => false,
        _ if is_open(former_text) => true,
        _ => !had_room(90),
    }
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

/// The width a text was broken at: most of its full lines go on in a line that begins in the middle of a sentence.
fn wrap_width(source: &str, lines: &[Line], labels: &[Option<(Label, Span)>]) -> Option<u32> {
    let running = |line: &&Line| !matches!(line.shape, Shape::Row | Shape::Separator | Shape::Heading(_));
    let mut widths: Vec<u32> = lines.iter().filter(running).map(|line| line.width).collect();
    widths.sort_unstable();
    // One line in fifty may run over: an address, a pasted line.
    let width = widths.get((widths.len() * 49 / 50).min(widths.len().saturating_sub(1))).copied()?;
    if !(40..=130).contains(&width) {
        return None;
    }
    let (mut full, mut open) = (0_u32, 0_u32);
    for (pair, label) in lines.windows(2).zip(labels.iter().skip(1)) {
        let [former, line] = pair else { continue };
        let follows = line.gap == 0 && line.shape == Shape::Text && label.is_none() && running(&former);
        if follows && former.width * 4 >= width * 3 && !is_separator(at(source, line.span)) {
            full += 1;
            open += u32::from(!begins_upper(at(source, line.body)));
        }
    }
    (open >= 2 && open * 2 >= full).then_some(width)
}
