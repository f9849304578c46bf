//! The JSON contract `soat.check/1`: one object, written file by file so that memory does not grow with their number.
//!
//! `offset` counts bytes of the document's text, `line` and `column` count from 1, columns in Unicode scalar values. Additions to the
//! contract: `label` of the finding, `error` of a file that could not be read, `allowed` of a file that allows findings,
//! `identity` of one that was read.

use std::io::{self, Write};

use serde::Serialize;

use super::Tally;
use crate::evaluate::Identity;
use crate::evaluate::Outcome;
use crate::finding::{self, EditKind, Finding, Severity};
use crate::lang::{Lang, Text};
use crate::source::Source;
use crate::span;

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    packs: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<Itself<'a>>,
    findings: Vec<Entry<'a>>,
    unjudged: Vec<Unjudged<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed: Vec<Allowed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure<'a>>,
}

/// What a report says of itself; `null` where it does not.
#[derive(Serialize)]
pub(super) struct Itself<'a> {
    issuer: Option<&'a str>,
    number: Option<&'a str>,
    title: Option<&'a str>,
    date: Option<String>,
    period: Option<&'a str>,
}

#[derive(Serialize)]
struct Allowed<'a> {
    finding: Entry<'a>,
    reason: &'a str,
    comment: Span,
}

#[derive(Serialize)]
pub(super) struct Failure<'a> {
    pub(super) message: &'a str,
    pub(super) help: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Entry<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    label: Option<&'a str>,
    help: Option<&'a str>,
    source: &'a str,
    span: Span,
    excerpt: &'a str,
    related: Vec<Related<'a>>,
    edits: Vec<Edit<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    label: &'a str,
    span: Span,
    excerpt: &'a str,
}

#[derive(Serialize)]
struct Edit<'a> {
    kind: &'static str,
    span: Span,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct Span {
    start: Position,
    end: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    word: Option<Box<Word>>,
}

/// A place of a file that people do not read by lines.
#[derive(Serialize)]
struct Word {
    part: &'static str,
    paragraph: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    heading: Option<String>,
}

#[derive(Serialize)]
struct Position {
    offset: u32,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
pub(super) struct Unjudged<'a> {
    rule: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    unjudged: usize,
    unreadable: usize,
}

/// A severity in wire formats and on the command line.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Opens the object, up to the list of files.
///
/// # Errors
/// What the writer says.
pub fn begin(out: &mut dyn Write) -> io::Result<()> {
    let tool = serde_json::to_string(&Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") })?;
    write!(out, "{{\"schema\":\"soat.check/1\",\"tool\":{tool},\"files\":[")
}

/// Closes the list of files and the object.
///
/// # Errors
/// What the writer says.
pub fn end(out: &mut dyn Write, tally: &Tally) -> io::Result<()> {
    let summary = serde_json::to_string(&summary(tally))?;
    writeln!(out, "],\"summary\":{summary}}}")
}

pub(super) fn summary(tally: &Tally) -> Summary {
    Summary {
        files: tally.files,
        errors: tally.errors,
        warnings: tally.warnings,
        infos: tally.infos,
        unjudged: tally.unjudged + tally.cut,
        unreadable: tally.unreadable,
    }
}

/// One entry of the list of files: a document that was judged. Entries are separated by commas, which the caller writes.
pub fn file(source: &Source, outcome: &Outcome, lang: Lang) -> String {
    write_file(&File {
        path: source.name(),
        packs: &outcome.packs,
        identity: Some(itself(&outcome.identity)),
        findings: outcome.findings.iter().map(|finding| entry(finding, source, lang)).collect(),
        unjudged: outcome.unjudged.iter().map(|one| unjudged(one, lang)).collect(),
        allowed: outcome
            .allowed
            .iter()
            .map(|one| Allowed {
                finding: entry(&one.finding, source, lang),
                reason: &one.reason,
                comment: place(one.comment, source),
            })
            .collect(),
        error: None,
    })
}

/// One entry of the list of files: a file that could not be read.
pub fn unreadable(path: &str, message: &Text, help: Option<&Text>, lang: Lang) -> String {
    let error = Failure { message: message.get(lang), help: help.map(|help| help.get(lang)) };
    write_file(&File {
        path,
        packs: &[],
        identity: None,
        findings: Vec::new(),
        unjudged: Vec::new(),
        allowed: Vec::new(),
        error: Some(error),
    })
}

pub(super) fn itself(identity: &Identity) -> Itself<'_> {
    Itself {
        issuer: identity.issuer.as_deref(),
        number: identity.number.as_deref(),
        title: identity.title.as_deref(),
        date: identity.date.map(|date| date.to_string()),
        period: identity.period.as_ref().map(|period| period.name.as_str()),
    }
}

pub(super) fn unjudged(one: &finding::Unjudged, lang: Lang) -> Unjudged<'_> {
    Unjudged { rule: &one.rule, reason: one.reason.get(lang) }
}

/// The structures above hold strings, numbers and lists: they always become JSON.
fn write_file(file: &File<'_>) -> String {
    serde_json::to_string(file).unwrap_or_default()
}

pub(super) fn entry<'a>(finding: &'a Finding, source: &'a Source, lang: Lang) -> Entry<'a> {
    let label = finding.label.get(lang);
    Entry {
        rule: &finding.rule,
        severity: severity(finding.severity),
        message: finding.message.get(lang),
        label: (!label.is_empty()).then_some(label),
        help: finding.help.as_ref().map(|help| help.get(lang)),
        source: &finding.source,
        span: place(finding.span, source),
        excerpt: source.slice(finding.span),
        related: finding
            .related
            .iter()
            .map(|label| Related {
                label: label.text.get(lang),
                span: place(label.span, source),
                excerpt: source.slice(label.span),
            })
            .collect(),
        edits: finding
            .edits
            .iter()
            .map(|edit| Edit {
                kind: match edit.kind {
                    EditKind::Safe => "safe",
                    EditKind::Suggested => "suggested",
                },
                span: place(edit.span, source),
                text: &edit.text,
            })
            .collect(),
        fingerprint: &finding.fingerprint,
    }
}

pub(super) fn place(span: span::Span, source: &Source) -> Span {
    let position = |offset| {
        let at = source.position(offset);
        Position { offset, line: at.line, column: at.column }
    };
    let word = source.place(span.start).map(|place| {
        Box::new(Word {
            part: place.story.name(),
            paragraph: place.paragraph,
            table: place.cell.map(|cell| cell.table),
            row: place.cell.map(|cell| cell.row),
            column: place.cell.map(|cell| cell.column),
            note: place.note.clone(),
            page: place.page,
            heading: place.heading.clone(),
        })
    });
    Span { start: position(span.start), end: position(span.end), word }
}
