//! Syntax trees to a rule set: names bound, types checked, every mistake of every file at once.

use crate::finding::Severity;
use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;
use crate::syntax::error::Mistake;
use crate::syntax::tree::Effective;
use std::sync::Arc;

/// What a person wants to know of a rule.
#[derive(Debug, Clone)]
pub struct About {
    /// Its id.
    pub id: String,
    /// The pack it belongs to.
    pub pack: String,
    /// In a few words.
    pub title: Text,
    /// The clause or practice it encodes.
    pub source: String,
    /// How grave its findings are.
    pub severity: Severity,
    /// Why it is there, its exceptions, how to allow it.
    pub why: Option<Text>,
    /// The way out, as a template with `{…}` left in.
    pub help: Option<Text>,
    /// The days of reports it is meant for.
    pub effective: Effective,
    /// Its examples.
    pub examples: Vec<Example>,
    /// The file that declares it, and where.
    pub file: Arc<Source>,
    /// Bytes of the rule's id in that file.
    pub span: Span,
}

/// An example of a rule.
#[derive(Debug, Clone)]
pub struct Example {
    /// Whether the rule should find something.
    pub fails: bool,
    /// The text without its marks.
    pub text: String,
    /// The marked places, in bytes of `text`.
    pub places: Vec<Span>,
    /// Bytes of the example's text in the rule file, quotes included.
    pub span: Span,
}

/// A pack of rules.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// In a few words.
    pub title: Text,
    /// The law or practice.
    pub source: String,
}

/// All rules, resolved and typed, ready to judge documents.
#[derive(Debug)]
pub struct RuleSet {
    packs: Vec<Pack>,
    about: Vec<About>,
}

impl RuleSet {
    /// Resolves rule files, given as sources; their names are shown in mistakes.
    ///
    /// # Errors
    /// Every mistake of every file, in order of file and place.
    pub fn load(files: Vec<Source>) -> Result<Self, Vec<Mistake>> {
        let _ = files;
        todo!()
    }

    /// The packs, in order of their names.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The rules, by pack and in the order in which they are written.
    pub fn rules(&self) -> &[About] {
        &self.about
    }
}
