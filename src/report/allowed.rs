//! Findings that reports allow, with their reasons: what `--show-allowed` shows.

use std::fmt::Write as _;

use super::Look;
use super::human::Paint;
use super::visible::{line, wrap};
use super::words::pick;
use crate::finding::Allowed;
use crate::source::Source;

/// Writes one line for each finding that a report allows, and below it the reason.
pub fn write(out: &mut String, source: &Source, allowed: &[Allowed], look: Look) {
    let paint = Paint(look.colour);
    let word = pick(look.lang, "được miễn trừ", "allowed");
    let why = pick(look.lang, "lý do", "reason");
    let width = look.width.unwrap_or(usize::MAX);
    for Allowed { finding, reason, comment } in allowed {
        let place = match source.place(finding.span.start) {
            Some(place) => format!("{} · {}", line(source.name()), place.words(look.lang)),
            None => {
                let at = source.position(finding.span.start);
                format!("{}:{}:{}", line(source.name()), at.line, at.column)
            }
        };
        let _ = writeln!(
            out,
            "{}: {}: {}",
            paint.bold(&place),
            paint.dim(&format!("{word}[{}]", finding.rule)),
            line(finding.message.get(look.lang))
        );
        let by = format!("{} {}", pick(look.lang, "dòng", "line"), source.position(comment.start).line);
        for part in wrap(&format!("{why}: {reason} ({by})"), width.saturating_sub(4)) {
            let _ = writeln!(out, "    {part}");
        }
    }
    if !allowed.is_empty() && look.width.is_some() {
        out.push('\n');
    }
}
