//! Lines and what they look like: the first look at a text, before anything is put together.
//!
//! A line is content only: what is no text (blank lines, rules, code fences, front matter, HTML comments) leaves at most
//! a gap. Indentation never makes code, and fenced text is text: a report has none, but a careless paste may look like it.

use crate::span::Span;

/// What a line looks like by its first characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// None of the others.
    Text,
    /// `- …`, `+ …`, `• …`
    Item,
    /// `## …` with the number of hashes.
    Heading(u8),
    /// `| … | …`
    Row,
    /// `|---|---|`
    Separator,
    /// `¹² …`, `[^12]: …` with the bytes of the label.
    Note(Span),
    /// Goes on with the note before it.
    Further,
    /// The head or foot of pages.
    Margin,
    /// A table of which only gaps are left.
    Printed,
}

/// One line with content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Its bytes without white space at the ends.
    pub span: Span,
    /// The bytes after bullet, hashes or note label.
    pub body: Span,
    /// Columns of white space before it.
    pub indent: u32,
    /// Characters from the margin to the end.
    pub width: u32,
    /// Blank lines before it; a rule or a fence counts as one, but not a frame between two rows of a table.
    pub gap: u32,
    /// Whether the frame of a table (`+---+---+`) stands right above it and below another row.
    pub framed: bool,
    /// What it looks like.
    pub shape: Shape,
}

/// The text of a range of bytes, empty where it does not lie on character boundaries.
pub(super) fn at(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// White space, and what looks like nothing: byte-order marks and zero-width spaces from the web and from Word.
#[inline]
pub(super) fn is_blank(c: char) -> bool {
    // Nearly every character is a letter of ASCII or of Vietnamese.
    match c {
        ' ' | '\t'..='\r' => true,
        '\0'..='\u{7f}' | '\u{b0}'..='\u{167f}' | '\u{1681}'..='\u{1fff}' => false,
        _ => c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}'),
    }
}

/// The span without blank ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let inner = at(text, span);
    let start = span.start as usize + (inner.len() - inner.trim_start_matches(is_blank).len());
    Span::new(start, start + inner.trim_matches(is_blank).len())
}

/// The lines of a text that have content.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let (mut gap, mut frames) = (0, 0);
    let mut cover = Cover::new(text);
    for whole in physical(text, front_matter(text)) {
        let span = trim(text, cover.uncovered(text, whole));
        if span.is_empty() {
            // A line that held nothing but a comment is as if it were not there.
            gap += u32::from(trim(text, whole).is_empty());
            continue;
        }
        match line(text, whole.start, span) {
            Some(line) => {
                let framed = frames > 0
                    && line.shape == Shape::Row
                    && found.last().is_some_and(|above| above.shape == Shape::Row);
                found.push(Line { gap: if framed { gap } else { gap + frames }, framed, ..line });
                (gap, frames) = (0, 0);
            }
            None if is_frame(at(text, span)) => frames += 1,
            None => gap += 1,
        }
    }
    found
}

/// The pieces between line ends: LF, CR LF, CR alone, and the line and page breaks that Word and PDF tools write.
fn physical(text: &str, from: usize) -> impl Iterator<Item = Span> {
    let mut start = from;
    let bytes = text.as_bytes();
    let rest = bytes.get(from..).unwrap_or_default();
    // Most texts have line feeds only.
    let fed = memchr::memchr3(b'\r', 0x0b, 0x0c, rest).is_none()
        && ["\u{85}", "\u{2028}", "\u{2029}"].iter().all(|end| memchr::memmem::find(rest, end.as_bytes()).is_none());
    std::iter::from_fn(move || {
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = if fed { memchr::memchr(b'\n', rest).unwrap_or(rest.len()) } else { line_end(rest) };
        let span = Span::new(start, start + end);
        let broken = match rest.get(end..).unwrap_or_default() {
            [b'\r', b'\n', ..] | [0xc2, ..] => 2,
            [0xe2, ..] => 3,
            [] => 0,
            _ => 1,
        };
        start += end + broken;
        Some(span)
    })
}

/// Where the first line ends.
fn line_end(bytes: &[u8]) -> usize {
    let mut from = 0;
    // Two of the line ends begin like other characters: U+0085 like U+00A0, U+2028 like quotation marks.
    while let Some(at) = bytes.iter().skip(from).position(|b| matches!(b, 0x0a..=0x0d | 0xc2 | 0xe2)) {
        let end = from + at;
        match bytes.get(end..).unwrap_or_default() {
            [0xc2, second, ..] if *second != 0x85 => {}
            [0xe2, second, third, ..] if *second != 0x80 || !matches!(third, 0xa8 | 0xa9) => {}
            _ => return end,
        }
        from = end + 1;
    }
    bytes.len()
}

/// Where the text begins after YAML front matter: `---` in the first line, keys, and a closing `---`.
fn front_matter(text: &str) -> usize {
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').take(200).enumerate() {
        let bare = line.trim_matches(is_blank);
        offset += line.len();
        match (number, bare) {
            (0, "---") => {}
            (0, _) => return 0,
            (_, "---" | "...") => return offset,
            _ if bare.is_empty() || bare.contains(':') || bare.starts_with(['#', '-']) => {}
            _ => return 0,
        }
    }
    0
}

/// HTML comments, met in order. One that is never closed is text: nothing is swallowed.
struct Cover {
    /// The comment at or after the current line.
    next: Option<Span>,
}

impl Cover {
    fn new(text: &str) -> Self {
        Self { next: Self::find(text, 0) }
    }

    fn find(text: &str, from: usize) -> Option<Span> {
        let find = |from: usize, what: &[u8]| Some(from + memchr::memmem::find(text.as_bytes().get(from..)?, what)?);
        let start = find(from, b"<!--")?;
        let end = find(start + 4, b"-->")? + 3;
        Some(Span::new(start, end))
    }

    /// The part of a line outside comments that reach over its ends. A comment inside the line stays: whoever reads its
    /// words skips it, and cutting there would tear a paragraph.
    fn uncovered(&mut self, text: &str, line: Span) -> Span {
        let mut rest = line;
        while let Some(comment) = self.next {
            if comment.start >= line.end {
                break;
            }
            let before = at(text, Span::new(rest.start as usize, comment.start as usize));
            if comment.start <= rest.start || before.chars().all(is_blank) {
                rest.start = comment.end.min(rest.end);
            }
            if comment.end >= line.end {
                rest.end = rest.end.min(comment.start.max(rest.start));
                if comment.end > line.end {
                    return rest;
                }
            } else if at(text, Span::new(comment.end as usize, line.end as usize)).chars().all(is_blank) {
                rest.end = rest.end.min(comment.start.max(rest.start));
            }
            self.next = Self::find(text, comment.end as usize);
        }
        rest
    }
}

/// The HTML comments of a text, in order, from `<!--` to `-->`.
pub(super) fn comments(text: &str) -> impl Iterator<Item = Span> {
    std::iter::successors(Cover::find(text, 0), |last| Cover::find(text, last.end as usize))
}

/// One line, or nothing where it is a rule, a fence or a frame.
fn line(text: &str, start: u32, span: Span) -> Option<Line> {
    let span = unquoted(text, span);
    let content = at(text, span);
    if content.is_empty() || is_rule(content) {
        return None;
    }
    let before = at(text, Span { start, end: span.start });
    let indent = before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<u32>();
    let (shape, body) = shape(text, span, content);
    // A note may have lost its text.
    (!body.is_empty() || matches!(shape, Shape::Separator | Shape::Note(_))).then(|| Line {
        span,
        body,
        indent,
        width: indent + content.chars().count() as u32,
        gap: 0,
        framed: false,
        shape,
    })
}

/// Without the `>` of quotations.
fn unquoted(text: &str, mut span: Span) -> Span {
    while at(text, span).starts_with('>') {
        span = trim(text, Span { start: span.start + 1, end: span.end });
    }
    span
}

/// `---`, `* * *`, `____`, `====`, `+---+---+` and code fences: lines without a word.
fn is_rule(content: &str) -> bool {
    if content.starts_with("```") || content.starts_with("~~~") {
        return true;
    }
    if is_frame(content) {
        return true;
    }
    let Some(first) = content.chars().next().filter(|c| matches!(c, '-' | '*' | '_' | '=' | '–' | '—')) else {
        return false;
    };
    content.chars().all(|c| c == first || is_blank(c)) && content.chars().filter(|&c| c == first).count() >= 3
}

/// `+---+---+`, `+===+`: the frame of a table drawn with characters.
fn is_frame(content: &str) -> bool {
    content.starts_with('+') && content.len() > 2 && content.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
}

fn shape(text: &str, span: Span, content: &str) -> (Shape, Span) {
    let after = |bytes: usize| trim(text, Span { start: span.start + bytes as u32, end: span.end });
    if let Some(inner) = content.strip_prefix('|') {
        if is_separator(content) {
            return (Shape::Separator, span);
        }
        if inner.contains('|') {
            return (Shape::Row, span);
        }
    }
    let hashes = content.len() - content.trim_start_matches('#').len();
    if (1..=6).contains(&hashes) && content.get(hashes..).is_some_and(|rest| rest.starts_with(is_blank)) {
        let body = after(hashes);
        let bare = at(text, body).trim_end_matches('#');
        // `## I. Tiêu đề ##` closes with hashes; `C#` does not.
        let closed = bare.ends_with(is_blank) || bare.is_empty();
        let body =
            if closed { trim(text, Span::new(body.start as usize, body.start as usize + bare.len())) } else { body };
        return (Shape::Heading(hashes as u8), body);
    }
    if let Some(label) = note_label(content) {
        let label = Span::new(span.start as usize, span.start as usize + label);
        let colon = u32::from(at(text, Span { start: label.end, end: span.end }).starts_with(':'));
        return (Shape::Note(label), trim(text, Span { start: label.end + colon, end: span.end }));
    }
    match bullet(content) {
        Some(bytes) => (Shape::Item, after(bytes)),
        None => (Shape::Text, span),
    }
}

/// What a line looks like whose characters are all text, as in a file of a word processor: an item, a note typed by hand, or none.
pub(super) fn plain_shape(text: &str, span: Span) -> (Shape, Span) {
    let content = at(text, span);
    let raised = content.find(|c| !is_superscript(c)).unwrap_or(content.len());
    if raised > 0 && raised < content.len() {
        let label = Span::new(span.start as usize, span.start as usize + raised);
        return (Shape::Note(label), trim(text, Span { start: label.end, end: span.end }));
    }
    match bullet(content).filter(|_| !content.starts_with('\\')) {
        Some(bytes) => (Shape::Item, trim(text, Span { start: span.start + bytes as u32, end: span.end })),
        None => (Shape::Text, span),
    }
}

/// Whether a line is drawn with hyphens, stars or the like, and says nothing.
pub(super) fn is_drawn(content: &str) -> bool {
    !content.starts_with(['`', '~', '+']) && is_rule(content)
}

pub(super) fn is_separator(content: &str) -> bool {
    content.chars().all(|c| matches!(c, '|' | '-' | ':') || is_blank(c))
        && content.contains('-')
        && content.contains('|')
}

/// Bytes of a note's label at the head of a line: superscript digits, or `[^1]` before a colon.
fn note_label(content: &str) -> Option<usize> {
    let raised = content.find(|c| !is_superscript(c)).unwrap_or(content.len());
    if raised > 0 {
        return Some(raised);
    }
    let close = content.strip_prefix("[^")?.find(']')? + 3;
    (close > 3 && content.get(close..)?.starts_with(':')).then_some(close)
}

/// `⁰ ¹ ² … ⁹`
pub(super) fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Bytes of a bullet with what follows it. A dash needs a blank after it, or a letter at once as in hurried typing
/// (`-Như trên;`); `-5%` is a figure and `**đậm**` emphasis.
fn bullet(content: &str) -> Option<usize> {
    let escaped = usize::from(content.starts_with('\\'));
    let mut chars = content.get(escaped..)?.chars();
    let mark = chars.next()?;
    let next = chars.next()?;
    let size = escaped + mark.len_utf8();
    match mark {
        '-' | '+' if is_blank(next) || next.is_alphabetic() => Some(size),
        '*' | '–' | '—' if is_blank(next) => Some(size),
        '•' | '▪' | '◦' | '●' | '○' | '■' | '□' | '‣' | '⁃' | '·' | '\u{f0b7}' | '\u{f02d}' | '\u{f0a7}' => {
            Some(size)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(String, u32)> {
        lines(text)
            .iter()
            .map(|line| {
                let body = at(text, line.body);
                let name = match line.shape {
                    Shape::Text => format!("text {body}"),
                    Shape::Item => format!("item {body}"),
                    Shape::Heading(level) => format!("h{level} {body}"),
                    Shape::Row => format!("row {body}"),
                    Shape::Separator => "separator".into(),
                    Shape::Note(label) => format!("note {} {body}", at(text, label)),
                    Shape::Further => format!("further {body}"),
                    Shape::Margin => format!("margin {body}"),
                    Shape::Printed => format!("printed {body}"),
                };
                (name, line.gap)
            })
            .collect()
    }

    fn names(text: &str) -> Vec<String> {
        seen(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_line_is_named_by_its_first_characters() {
        for (text, name) in [
            ("  - việc một", "item việc một"),
            ("-Như trên;", "item Như trên;"),
            ("–\u{a0}việc", "item việc"),
            ("* việc", "item việc"),
            ("\\- việc", "item việc"),
            ("\t+\tviệc", "item việc"),
            ("-5% so với kế hoạch", "text -5% so với kế hoạch"),
            ("**đậm** và thường", "text **đậm** và thường"),
            ("## 1. Kết quả ##", "h2 1. Kết quả"),
            ("#khong", "text #khong"),
            ("> > trích", "text trích"),
            ("¹²Ngày 5", "note ¹² Ngày 5"),
            ("[^a]: Xem phụ lục", "note [^a] Xem phụ lục"),
            ("[^a] là dấu", "text [^a] là dấu"),
            ("| a | b |", "row | a | b |"),
            ("|:--|--:|", "separator"),
        ] {
            assert_eq!(names(text), [name], "{text}");
        }
    }

    #[test]
    fn what_is_no_text_leaves_a_gap() {
        assert_eq!(
            names("---\ntitle: x\n---\nmột\n```\nhai\n```\n* * *\n____\n+---+\nba"),
            ["text một", "text hai", "text ba"]
        );
        assert_eq!(
            seen("một\n\n\nhai\n---\nba"),
            [("text một".into(), 0), ("text hai".into(), 2), ("text ba".into(), 1)]
        );
        assert_eq!(names("---\nkhông phải khoá\n---\nba"), ["text không phải khoá", "text ba"]);
    }

    #[test]
    fn every_line_end_counts_and_a_byte_order_mark_is_nothing() {
        assert_eq!(names("\u{feff}a\r\nb\rc\u{c}d\u{2028}e"), ["text a", "text b", "text c", "text d", "text e"]);
    }

    #[test]
    fn comments_are_skipped_also_over_lines_unless_never_closed() {
        assert_eq!(seen("a\n<!-- x -->\nb"), [("text a".into(), 0), ("text b".into(), 0)]);
        assert_eq!(names("a <!-- x\ny\nz --> b\nc"), ["text a", "text b", "text c"]);
        assert_eq!(names("<!-- x --> - b <!-- y -->"), ["item b"]);
        assert_eq!(names("a <!-- x --> b"), ["text a <!-- x --> b"]);
        assert_eq!(names("a <!-- x\nb"), ["text a <!-- x", "text b"]);
        assert_eq!(names("<!-- x --><!-- y\n--> a --> b <!-- z -->"), ["text a --> b"]);
    }
}
