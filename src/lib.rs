//! soat checks the substance of administrative reports against written rules.
//!
//! The pipeline, in reading order of the modules:
//!
//! 1. [`document`]: bytes of a report become one text with structure on top: blocks, sections, notes, tables.
//! 2. [`fact`]: the text's dates, periods, figures and document numbers become typed values with their places.
//! 3. [`syntax`]: a rule file becomes a syntax tree.
//! 4. [`rule`]: trees become a resolved, typed rule set, or a list of every mistake in them.
//! 5. [`evaluate`]: rule set, document and run become [`finding`]s.
//! 6. [`suppress`]: findings that the report itself allows, with a reason, are set aside.
//! 7. [`report`]: findings become what a person or a program reads.
//!
//! [`check`] is steps 1, 2, 5 and 6; [`pack`] knows where rule files come from, [`world`] is the one door outside, [`cli`] the program.

pub mod align;
pub mod baseline;
pub mod cli;
pub mod compare;
pub mod config;
pub mod document;
pub mod evaluate;
pub mod fact;
pub mod finding;
pub mod fix;
pub mod git;
pub mod lang;
pub mod pack;
pub mod report;
pub mod rule;
pub mod source;
pub mod span;
pub mod suppress;
pub mod syntax;
pub mod text;
pub mod world;

use std::io;
use std::path::Path;

use document::Document;
use evaluate::{Outcome, Run, Threads};
use lang::Text;
use rule::RuleSet;
use world::{Tried, World, reason};

/// A report that was checked.
#[derive(Debug)]
pub struct Report {
    /// The report as read.
    pub document: Document,
    /// What the rules have to say about it.
    pub outcome: Outcome,
}

/// Why a report could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", message.vi)]
pub struct LoadError {
    /// What is wrong.
    pub message: Text,
    /// The way out.
    pub help: Option<Text>,
}

/// Reads a report and judges it by a rule set.
///
/// # Errors
/// When the file cannot be read, or is no text.
pub fn check(world: &dyn World, rules: &RuleSet, path: &Path, run: &Run) -> Result<Report, LoadError> {
    let document = load(world, path)?;
    let outcome = judge(rules, &document, run);
    Ok(Report { document, outcome })
}

/// Judges a report: what the rules find, less what the report itself allows.
pub fn judge(rules: &RuleSet, document: &Document, run: &Run) -> Outcome {
    judge_facts(rules, document, fact::extract(document), Threads::One, run)
}

/// Judges a report whose built-in facts were found while its rules were still read.
fn judge_facts(rules: &RuleSet, document: &Document, facts: fact::Facts, threads: Threads, run: &Run) -> Outcome {
    suppress::apply(rules, document, run, evaluate::evaluate_facts(rules, document, facts, threads, run))
}

/// Reads a report.
///
/// # Errors
/// When the file cannot be read, or is no text.
pub fn load(world: &dyn World, path: &Path) -> Result<Document, LoadError> {
    let bytes = world.read(path)?;
    Ok(Document::read(&world::name(path), &bytes)?)
}

impl From<document::ReadError> for LoadError {
    fn from(error: document::ReadError) -> Self {
        Self { message: error.message, help: Some(error.help) }
    }
}

impl From<io::Error> for LoadError {
    fn from(error: io::Error) -> Self {
        let help = (error.kind() == io::ErrorKind::InvalidInput).then(|| {
            Text::new(
                "đưa nội dung qua đầu vào chuẩn: `… | soat check -`",
                "give it on standard input: `… | soat check -`",
            )
        });
        Self { message: reason(&error, Tried::Reading), help }
    }
}
