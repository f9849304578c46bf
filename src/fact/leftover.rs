//! What is left in a file from working on it: one fact of each flaw for a document, at the first place of it.
//!
//! | flaw | seen in Word files | in Markdown (CriticMarkup) | `count` |
//! |---|---|---|---|
//! | `change` | tracked insertions, deletions and moves | `{++ ++}`, `{-- --}`, `{~~ ~~}`, `~~ ~~` | places |
//! | `comment` | comments | `{>> <<}` | places |
//! | `highlight` | words marked with a colour | `{== ==}` | places |
//! | `hidden` | words that are not shown | | places |
//! | `macro` | programs | | 1 |
//!
//! What leaves no text of its own (a deletion) is told at the word behind it.

use super::oddity::Oddity;
use super::{Builtin, Fact, Kind, Value};
use crate::document::origin::{Leftover, LeftoverKind};
use crate::document::{Document, TokenId};
use crate::span::Span;

/// Bytes of a marked passage in Markdown; what is open for longer is no mark.
const LONGEST: usize = 4096;

/// Adds the facts of a document.
pub fn of_document(document: &Document, into: &mut Vec<Fact>) {
    let written;
    let leftovers = match &document.origin {
        Some(origin) => &origin.leftovers,
        None => {
            written = critic_marks(document.source.text());
            &written
        }
    };
    for flaw in ["change", "comment", "highlight", "hidden", "macro"] {
        let mut own = leftovers.iter().filter(|leftover| self::flaw(leftover.kind) == flaw);
        let Some(first) = own.next() else { continue };
        let count = 1 + own.count() as u32;
        let Some((tokens, span)) = place(document, first.span) else { continue };
        let value = Value::Oddity(Oddity { count, ..Oddity::new(flaw, None) });
        into.push(Fact { kind: Kind::Builtin(Builtin::Leftover), tokens, span, value });
    }
}

fn flaw(kind: LeftoverKind) -> &'static str {
    match kind {
        LeftoverKind::Insertion | LeftoverKind::Deletion => "change",
        LeftoverKind::Comment => "comment",
        LeftoverKind::Highlight => "highlight",
        LeftoverKind::Hidden => "hidden",
        LeftoverKind::Macro => "macro",
    }
}

/// The words of a leftover, or the word behind the place where it has none; the last word where nothing follows.
fn place(document: &Document, span: Span) -> Option<(std::ops::Range<TokenId>, Span)> {
    let tokens = &document.tokens;
    let last = tokens.len().checked_sub(1)?;
    // The tokens of a text stand in its order but for paragraphs cut in two, which Word files have none of.
    let start = tokens.partition_point(|token| token.span.end <= span.start).min(last);
    let end = tokens.partition_point(|token| token.span.start < span.end).max(start + 1);
    let range = start as TokenId..end as TokenId;
    let words = document.span_of(range.clone());
    Some((range, if span.is_empty() { words } else { span }))
}

/// The marks of CriticMarkup in a text, in order.
fn critic_marks(text: &str) -> Vec<Leftover> {
    const MARKS: [(&str, &str, LeftoverKind); 6] = [
        ("{++", "++}", LeftoverKind::Insertion),
        ("{--", "--}", LeftoverKind::Deletion),
        ("{~~", "~~}", LeftoverKind::Insertion),
        ("{>>", "<<}", LeftoverKind::Comment),
        ("{==", "==}", LeftoverKind::Highlight),
        ("~~", "~~", LeftoverKind::Deletion),
    ];
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr2(b'{', b'~', text.as_bytes().get(from..).unwrap_or_default()) {
        let start = from + at;
        let rest = text.get(start..).unwrap_or_default();
        let mark = MARKS.iter().find(|(open, ..)| rest.starts_with(open));
        let close = mark.and_then(|(open, close, kind)| {
            let inside = rest.as_bytes().get(open.len()..rest.len().min(LONGEST))?;
            let length = memchr::memmem::find(inside, close.as_bytes())?;
            // `~~~` is a fence, and words are struck out in one line.
            let struck = inside.get(..length)?;
            if *open == "~~" && (length == 0 || struck.contains(&b'\n') || struck.starts_with(b"~")) {
                return None;
            }
            Some((open.len() + length + close.len(), *kind))
        });
        from = start + 1;
        if let Some((length, kind)) = close {
            found.push(Leftover { kind, span: Span::new(start, start + length) });
            from = start + length;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_editing_are_told_once_for_each_kind() {
        let text = "đạt {--12--}{++13++} nhiệm vụ {>>hỏi lại<<}, {==xem==} {xã} {++ mở";
        let document = Document::parse(crate::source::Source::new("a.md", text));
        let mut facts = Vec::new();
        of_document(&document, &mut facts);
        let told = |fact: &Fact| match &fact.value {
            Value::Oddity(oddity) => format!("{} {} {}", oddity.flaw, oddity.count, document.slice(fact.span)),
            _ => String::new(),
        };
        let told: Vec<_> = facts.iter().map(told).collect();
        assert_eq!(told, ["change 2 {--12--}", "comment 1 {>>hỏi lại<<}", "highlight 1 {==xem==}"]);
    }
}
