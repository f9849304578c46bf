//! Findings for a person at a terminal: miette's excerpts with carets, in the language of the run.

use std::fmt::Write as _;

use super::notice::Notice;
use super::visible::{line, str_columns, wrap};
use super::words::{self, pick};
use super::{Look, Tally, excerpt, plain};
use crate::evaluate::Outcome;
use crate::finding::{Severity, Unjudged};
use crate::rule::RuleSet;
use crate::source::Source;

/// Writes the findings of one document, and the rules that could not judge it where `unjudged` asks for them.
pub fn write(out: &mut String, source: &Source, outcome: &Outcome, look: Look, unjudged: Option<&RuleSet>) {
    for finding in &outcome.findings {
        write_notice(out, &Notice::of_finding(finding, source, look.lang), look);
    }
    if let Some(rules) = unjudged.filter(|_| !outcome.unjudged.is_empty()) {
        write_unjudged(out, source, &outcome.unjudged, rules, look);
    }
}

/// Writes one finding or mistake, in the form that the look asks for.
pub fn write_notice(out: &mut String, notice: &Notice<'_>, look: Look) {
    let Some(width) = look.width else { return plain::write(out, notice, look) };
    let paint = Paint(look.colour);
    let head = format!("{}: {}", paint.severity(notice.severity, &notice.label()), line(notice.message));
    // Formatting into a string fails only where a source refuses a span, which excerpts never do for their own marks.
    if excerpt::write(out, notice, head, look, width).is_err() {
        return plain::write(out, notice, look);
    }
    for (word, text) in &notice.lines {
        let indent = str_columns(word) + 4;
        for (at, part) in wrap(text, width.saturating_sub(indent)).iter().enumerate() {
            let _ = match at {
                0 => writeln!(out, "  {}: {part}", paint.word(word)),
                _ => writeln!(out, "{:indent$}{part}", ""),
            };
        }
    }
    out.push('\n');
}

fn write_unjudged(out: &mut String, source: &Source, unjudged: &[Unjudged], rules: &RuleSet, look: Look) {
    let paint = Paint(look.colour);
    let name = line(source.name());
    let head = pick(look.lang, "chưa xét được", "not judged");
    // What a rule lacks has a name in its file only; what the rule is about, people read in its title.
    let reason = |one: &Unjudged| {
        let reason = one.reason.get(look.lang);
        words::title_of(rules, &one.rule)
            .map_or_else(|| reason.to_owned(), |title| format!("“{}”: {reason}", title.get(look.lang)))
    };
    if look.width.is_none() {
        for one in unjudged {
            let _ = writeln!(out, "{name}: {head}[{}]: {}", one.rule, line(&reason(one)));
        }
        return;
    }
    let _ = writeln!(out, "  {}", paint.dim(&format!("{name}: {head}")));
    for one in unjudged {
        let width = look.width.unwrap_or(80).saturating_sub(6);
        let parts = wrap(&format!("{}: {}", one.rule, reason(one)), width);
        for (at, part) in parts.iter().enumerate() {
            let _ = writeln!(out, "  {} {part}", if at == 0 { "-" } else { " " });
        }
    }
    out.push('\n');
}

/// Writes the closing line of a check.
pub fn write_summary(out: &mut String, tally: &Tally, known_by: &str, look: Look, unjudged_shown: bool) {
    let text = words::summary(tally, known_by, look.lang, unjudged_shown);
    let worst = if tally.errors > 0 || tally.unreadable > 0 {
        Some(Severity::Error)
    } else if tally.warnings > 0 || tally.unmatched > 0 {
        Some(Severity::Warning)
    } else {
        None
    };
    let paint = Paint(look.colour);
    for part in wrap(&text, look.width.unwrap_or(usize::MAX)) {
        let part = worst.map_or_else(|| paint.bold(&part), |worst| paint.severity(worst, &part));
        let _ = writeln!(out, "{part}");
    }
}

/// Colours, or none.
#[derive(Debug, Clone, Copy)]
pub struct Paint(pub bool);

impl Paint {
    fn wear(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// In the colour of a severity, the same that miette's themes have.
    pub fn severity(self, severity: Severity, text: &str) -> String {
        self.wear(
            match severity {
                Severity::Error => "1;31",
                Severity::Warning => "1;33",
                Severity::Info => "36",
            },
            text,
        )
    }

    /// A word that says what follows.
    pub fn word(self, text: &str) -> String {
        self.wear("36", text)
    }

    /// Taken out.
    pub fn removed(self, text: &str) -> String {
        self.wear("31;9", text)
    }

    /// Put in.
    pub fn added(self, text: &str) -> String {
        self.wear("32", text)
    }

    /// Of less weight.
    pub fn dim(self, text: &str) -> String {
        self.wear("2", text)
    }

    /// Of more weight.
    pub fn bold(self, text: &str) -> String {
        self.wear("1", text)
    }
}
