//! The JSON contract `soat.diff/1`: one object; findings as in `soat.check/1`, each with its `status`.
//!
//! Offsets, lines and columns are those of the draft a place lies in: `old` and `new` say which.

use std::io::{self, Write};

use serde::Serialize;

use super::{Compared, Count, kind};
use crate::compare::{Change, Comparison, Figure, Moved, Piece, SectionChange, section_name};
use crate::document::Document;
use crate::finding::Finding;
use crate::lang::{Lang, Text};
use crate::report::json::{Entry, Span, Unjudged, entry, place, unjudged};
use crate::source::Source;
use crate::span;

#[derive(Serialize)]
struct File<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a str>,
    /// `compared`, `added`, `removed` or `unreadable`.
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    regressions: Vec<Told<'a>>,
    fixed: Vec<Told<'a>>,
    persisting: Vec<Told<'a>>,
    unjudged: Vec<Unjudged<'a>>,
    ledger: Vec<LedgerEntry<'a>>,
    sections: Vec<Heading<'a>>,
    repeated: Vec<Repeated<'a>>,
    text: Vec<Section<'a>>,
}

/// A finding with what two drafts make of it. Its places are of the new draft, but for `fixed`, whose are of the old.
#[derive(Serialize)]
struct Told<'a> {
    status: &'static str,
    #[serde(flatten)]
    finding: Entry<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    before: Vec<Before<'a>>,
}

/// A place in the old draft.
#[derive(Serialize)]
struct Before<'a> {
    label: &'a str,
    span: Span,
    excerpt: &'a str,
}

#[derive(Serialize)]
struct LedgerEntry<'a> {
    kind: &'static str,
    section: Option<String>,
    old: Option<Place<'a>>,
    new: Option<Place<'a>>,
    before: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    text: &'a str,
    span: Span,
}

#[derive(Serialize)]
struct Heading<'a> {
    change: &'static str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    span: Span,
}

#[derive(Serialize)]
struct Repeated<'a> {
    old: &'a str,
    new: &'a str,
    places: Vec<Span>,
}

#[derive(Serialize)]
struct Section<'a> {
    section: Option<&'a str>,
    changes: Vec<TextChange<'a>>,
}

#[derive(Serialize)]
struct TextChange<'a> {
    /// `edited`, `moved`, `added` or `removed`.
    change: &'static str,
    moved: bool,
    old: Option<Span>,
    new: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraphs: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passage: Vec<Words<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Words<'a> {
    words: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Edit<'a> {
    old: Place<'a>,
    new: Place<'a>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    regressions: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    fixed: usize,
    persisting: usize,
    lone: usize,
    unreadable: usize,
}

/// Opens the object, up to the list of files.
///
/// # Errors
/// What the writer says.
pub fn begin(out: &mut dyn Write) -> io::Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    write!(out, "{{\"schema\":\"soat.diff/1\",\"tool\":{{\"name\":\"soat\",\"version\":\"{version}\"}},\"files\":[")
}

/// Closes the list of files and the object.
///
/// # Errors
/// What the writer says.
pub fn end(out: &mut dyn Write, count: &Count) -> io::Result<()> {
    let summary = serde_json::to_string(&Summary {
        files: count.files,
        regressions: count.errors + count.warnings + count.infos,
        errors: count.errors,
        warnings: count.warnings,
        infos: count.infos,
        fixed: count.fixed,
        persisting: count.persisting,
        lone: count.lone,
        unreadable: count.unreadable,
    })?;
    writeln!(out, "],\"summary\":{summary}}}")
}

/// One entry of the list of files; commas between them are the caller's.
pub fn file(compared: &Compared<'_>, lang: Lang) -> String {
    let file = match compared {
        Compared::Both { old, new, comparison } => both(old, new, comparison, lang),
        Compared::Added(name) => lone(None, Some(name), "added", None),
        Compared::Removed(name) => lone(Some(name), None, "removed", None),
        Compared::Unreadable(name, message) => lone(None, Some(name), "unreadable", Some((message, lang))),
    };
    // Strings, numbers and lists always become JSON.
    serde_json::to_string(&file).unwrap_or_default()
}

fn lone<'a>(
    old: Option<&'a str>,
    new: Option<&'a str>,
    state: &'static str,
    error: Option<(&'a Text, Lang)>,
) -> File<'a> {
    File {
        old,
        new,
        state,
        error: error.map(|(message, lang)| message.get(lang)),
        regressions: Vec::new(),
        fixed: Vec::new(),
        persisting: Vec::new(),
        unjudged: Vec::new(),
        ledger: Vec::new(),
        sections: Vec::new(),
        repeated: Vec::new(),
        text: Vec::new(),
    }
}

fn both<'a>(old: &'a Document, new: &'a Document, comparison: &'a Comparison, lang: Lang) -> File<'a> {
    let told = |finding: &'a Finding, document: &'a Document, status: &'static str| Told {
        status,
        finding: entry(finding, &document.source, lang),
        before: finding
            .before
            .iter()
            .map(|label| Before {
                label: label.text.get(lang),
                span: place(label.span, &old.source),
                excerpt: old.slice(label.span),
            })
            .collect(),
    };
    File {
        old: Some(old.source.name()),
        new: Some(new.source.name()),
        state: "compared",
        error: None,
        regressions: comparison.regressions.iter().map(|finding| told(finding, new, "new")).collect(),
        fixed: comparison.fixed.iter().map(|finding| told(finding, old, "fixed")).collect(),
        persisting: comparison.persisting.iter().map(|(_, finding)| told(finding, new, "persisting")).collect(),
        unjudged: comparison.unjudged.iter().map(|one| unjudged(one, lang)).collect(),
        ledger: comparison.ledger.iter().map(|moved| ledger(moved, old, new)).collect(),
        sections: comparison.sections.iter().map(|change| heading(change, old, new)).collect(),
        repeated: comparison
            .repeated
            .iter()
            .map(|one| Repeated {
                old: &one.old,
                new: &one.new,
                places: one.places.iter().map(|&span| place(span, &new.source)).collect(),
            })
            .collect(),
        text: comparison
            .text
            .iter()
            .map(|section| Section {
                section: section.name.as_deref(),
                changes: section.changes.iter().map(|change| text_change(change, old, new)).collect(),
            })
            .collect(),
    }
}

fn ledger<'a>(moved: &'a Moved, old: &Document, new: &Document) -> LedgerEntry<'a> {
    let figure = |figure: &'a Option<Figure>, document: &Document| {
        figure.as_ref().map(|figure| Place { text: &figure.text, span: place(figure.span, &document.source) })
    };
    let document = if moved.new.is_some() { new } else { old };
    LedgerEntry {
        kind: kind(moved.kind),
        section: moved.section.map(|section| section_name(document, section)),
        old: figure(&moved.old, old),
        new: figure(&moved.new, new),
        before: &moved.around.0,
        after: &moved.around.1,
    }
}

fn heading<'a>(change: &'a SectionChange, old: &Document, new: &Document) -> Heading<'a> {
    match change {
        SectionChange::Added(name, span) => {
            Heading { change: "added", old: None, new: Some(name), span: place(*span, &new.source) }
        }
        SectionChange::Removed(name, span) => {
            Heading { change: "removed", old: Some(name), new: None, span: place(*span, &old.source) }
        }
        SectionChange::Changed { old, new: now, span, moved } => Heading {
            change: if *moved { "moved" } else { "changed" },
            old: Some(old),
            new: Some(now),
            span: place(*span, &new.source),
        },
    }
}

fn text_change<'a>(change: &'a Change, old: &'a Document, new: &'a Document) -> TextChange<'a> {
    let at = |span: span::Span, source: &Source| Some(place(span, source));
    let part = |span: span::Span, document: &'a Document| Place {
        text: document.slice(span),
        span: place(span, &document.source),
    };
    let mut told = TextChange {
        change: "edited",
        moved: false,
        old: None,
        new: None,
        text: None,
        paragraphs: None,
        from: None,
        passage: Vec::new(),
        edits: Vec::new(),
    };
    match change {
        Change::Edited { old: was, new: is, moved, passage, edits } => {
            (told.old, told.new, told.moved) = (at(*was, &old.source), at(*is, &new.source), *moved);
            told.passage = passage.iter().map(words).collect();
            told.edits = edits.iter().map(|(was, is)| Edit { old: part(*was, old), new: part(*is, new) }).collect();
        }
        Change::Moved { old: was, new: is, text, count, from } => {
            (told.change, told.moved, told.text) = ("moved", true, Some(text.as_str()));
            (told.old, told.new) = (at(*was, &old.source), at(*is, &new.source));
            (told.paragraphs, told.from) = (Some(*count), from.as_deref());
        }
        Change::Added { span, text, count } => {
            (told.change, told.text, told.paragraphs) = ("added", Some(text.as_str()), Some(*count));
            told.new = at(*span, &new.source);
        }
        Change::Removed { span, text, count } => {
            (told.change, told.text, told.paragraphs) = ("removed", Some(text.as_str()), Some(*count));
            told.old = at(*span, &old.source);
        }
    }
    told
}

fn words(piece: &Piece) -> Words<'_> {
    let (words, text) = match piece {
        Piece::Kept(text) => ("kept", text.as_str()),
        Piece::Old(text) => ("old", text.as_str()),
        Piece::New(text) => ("new", text.as_str()),
        Piece::Cut => ("cut", ""),
    };
    Words { words, text }
}
