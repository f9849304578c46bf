//! GitHub's annotations: workflow commands on standard output, one line per finding.
//!
//! `::error file=a.md,line=12,endLine=12,col=34,endColumn=39,title=…::message`. GitHub shows columns only for places on one line, and
//! only a few annotations per step; a job summary (`markdown`) or code scanning (`sarif`) holds all of them.

use std::fmt::Write as _;

use super::form::Judged;
use super::words;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::source::Source;

/// The commands of one report.
pub fn report(judged: &Judged<'_>, lang: Lang) -> String {
    let mut out = String::new();
    match judged {
        Judged::Read { document, outcome } => {
            for finding in &outcome.findings {
                write(&mut out, finding, &document.source, lang);
            }
        }
        Judged::Unreadable { path, message, help } => {
            let help = help.map(|help| format!("\n{}", help.get(lang))).unwrap_or_default();
            let message = format!("{}{help}", message.get(lang));
            let _ = writeln!(out, "::error file={}::{}", property(path), data(&message));
        }
    }
    out
}

fn write(out: &mut String, finding: &Finding, source: &Source, lang: Lang) {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = (source.position(finding.span.start), source.position(finding.span.end));
    let _ = write!(out, "::{command} file={},line={},endLine={}", property(source.name()), start.line, end.line);
    if start.line == end.line {
        let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
    }
    let title = format!("{} [{}]", words::severity(finding.severity, lang), finding.rule);
    let _ = writeln!(out, ",title={}::{}", property(&title), data(&words::whole_message(finding, source, lang)));
}

/// Text after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before `::`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_message_ends_the_command() {
        assert_eq!(data("đạt 5%\r\n::error::x"), "đạt 5%25%0D%0A::error::x");
        assert_eq!(property("a:b,c.md"), "a%3Ab%2Cc.md");
    }
}
