//! GitLab's code quality report: one JSON list. Of Code Climate's form it has what GitLab reads: `description`, `check_name`,
//! `fingerprint`, `severity` and `location`.

use std::fmt::Write as _;

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128;

use super::form::Judged;
use super::words;
use crate::finding::Severity;
use crate::lang::Lang;

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    categories: [&'static str; 1],
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The entries of one report, with commas between them.
pub fn report(judged: &Judged<'_>, lang: Lang) -> String {
    let mut out = String::new();
    match judged {
        Judged::Read { document, outcome } => {
            let source = &document.source;
            for finding in &outcome.findings {
                let severity = match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                };
                let lines = Lines {
                    begin: source.position(finding.span.start).line,
                    end: source.position(finding.span.end).line,
                };
                let description = words::whole_message(finding, source, lang);
                push(&mut out, source.name(), &finding.rule, &finding.fingerprint, severity, description, lines);
            }
        }
        Judged::Unreadable { path, message, .. } => {
            let lines = Lines { begin: 1, end: 1 };
            push(&mut out, path, "unreadable", "unreadable", "blocker", message.get(lang).to_owned(), lines);
        }
    }
    out
}

fn push(
    out: &mut String,
    path: &str,
    rule: &str,
    fingerprint: &str,
    severity: &'static str,
    description: String,
    lines: Lines,
) {
    // A fingerprint tells findings of one report apart; GitLab wants them told apart in all of them.
    let whole = xxh3_128(format!("{path}\n{rule}\n{fingerprint}").as_bytes());
    let entry = Entry {
        kind: "issue",
        description,
        check_name: rule,
        fingerprint: format!("{whole:032x}"),
        severity,
        categories: ["Bug Risk"],
        location: Location { path, lines },
    };
    let comma = if out.is_empty() { "" } else { ",\n" };
    let _ = write!(out, "{comma}{}", serde_json::to_string(&entry).unwrap_or_default());
}
