//! Findings for pipes and logs: one line per finding that `grep` and editors understand, `path:line:column: lỗi[rule]: message`, and
//! below it, indented, the place in its sentence between `«` and `»` and what else there is to say.

use std::fmt::Write as _;

use super::Look;
use super::human::Paint;
use super::notice::{Mark, Notice};
use super::visible::line;
use super::window;

/// Columns of the line that shows the place in its sentence.
const SENTENCE: usize = 110;

/// Writes one finding or mistake.
pub fn write(out: &mut String, notice: &Notice<'_>, look: Look) {
    let paint = Paint(look.colour);
    let name = line(notice.source.name());
    let place = |mark: &Mark| match &mark.place {
        Some(place) => format!("{name} · {place}"),
        None => {
            let at = notice.source.position(mark.span.start);
            format!("{name}:{}:{}", at.line, at.column)
        }
    };
    let first = notice.marks.first().map(place).unwrap_or_default();
    let label = paint.severity(notice.severity, &notice.label());
    let _ = writeln!(out, "{}: {label}: {}", paint.bold(&first), line(notice.message));
    if let Some(sentence) = sentence(notice, look) {
        let _ = writeln!(out, "    {sentence}");
    }
    for mark in notice.marks.iter().skip(1) {
        let _ = match mark.text.is_empty() {
            true => writeln!(out, "    {}", place(mark)),
            false => writeln!(out, "    {}: {}", place(mark), line(&mark.text)),
        };
    }
    for (word, text) in &notice.lines {
        let _ = writeln!(out, "    {}: {}", paint.word(word), line(text));
    }
}

/// The window of the line around the primary place, the place between `«` and `»`, its label behind it.
fn sentence(notice: &Notice<'_>, look: Look) -> Option<String> {
    let primary = notice.marks.get(..1)?;
    let groups = window::groups(notice.source, primary, SENTENCE, look.lang);
    let row = groups.first()?.first()?;
    let mark = row.marks.first()?;
    let parts = (row.text.get(..mark.range.start)?, row.text.get(mark.range.clone())?, row.text.get(mark.range.end..)?);
    let shown = format!("{}«{}»{}", parts.0.trim_start(), parts.1, parts.2.trim_end());
    match (row.text.trim().is_empty(), line(&mark.text)) {
        (true, label) => (!label.is_empty()).then(|| label.into_owned()),
        (false, label) if label.is_empty() => Some(shown),
        (false, label) => Some(format!("{shown} — {label}")),
    }
}
