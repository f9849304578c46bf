//! Findings: what a rule has to say about a place in a report.

use crate::lang::Text;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// How grave a finding is.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Should be looked at before signing.
    Warning,
    /// Wrong.
    Error,
}

/// A place that belongs to a finding, with a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Bytes of the document's text.
    pub span: Span,
    /// What the place has to do with it.
    pub text: Text,
}

/// Whether an edit may be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditKind {
    /// Changes form only.
    Safe,
    /// Changes meaning or a figure: a person decides.
    Suggested,
}

/// A change to the text that would settle the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Whether it may be applied without asking.
    pub kind: EditKind,
    /// Bytes to replace.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// How grave.
    pub severity: Severity,
    /// What is wrong, values filled in.
    pub message: Text,
    /// What the primary place is labelled with; empty when the message says it all.
    pub label: Text,
    /// The primary place.
    pub span: Span,
    /// Further places.
    pub related: Vec<Label>,
    /// Places in the draft before; for regressions only.
    pub before: Vec<Label>,
    /// The way out.
    pub help: Option<Text>,
    /// The clause or practice the rule encodes.
    pub source: String,
    /// Changes that would settle it.
    pub edits: Vec<Edit>,
    /// The same for the same defect in the next draft: built from rule, section and the words, not from line numbers.
    pub fingerprint: String,
}

/// A finding that the report itself allows, with the reason it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What was found.
    pub finding: Finding,
    /// Why it may stay, in the words of the report.
    pub reason: String,
    /// Bytes of the comment that allows it.
    pub comment: Span,
}

/// A rule that could not judge a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unjudged {
    /// Id of the rule.
    pub rule: String,
    /// What was missing.
    pub reason: Text,
    /// Whether it judged all the same, and found more than is told.
    pub cut: bool,
}
