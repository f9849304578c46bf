//! Rule set × document × facts × run → findings. A pure function.

use crate::document::Document;
use crate::finding::{Finding, Unjudged};
use crate::rule::RuleSet;
use crate::syntax::error::Mistake;

/// How far a report is on its way to signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Blanks for number and day are still allowed.
    Draft,
    /// Ready to be signed.
    #[default]
    Final,
}

/// What is set for a run.
#[derive(Debug, Clone)]
pub struct Run {
    /// The day of the run.
    pub today: jiff::civil::Date,
    /// How far the report is.
    pub stage: Stage,
    /// The period the report must be for, written as in a report (`Quý I/2024`).
    pub period: Option<String>,
    /// Only these packs are judged, whatever they say they apply to; empty: those that apply.
    pub packs: Vec<String>,
}

/// What came of checking a document.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Names of the packs that were judged, in order.
    pub packs: Vec<String>,
    /// Findings in order of place, then rule.
    pub findings: Vec<Finding>,
    /// Rules that could not judge, in order.
    pub unjudged: Vec<Unjudged>,
}

/// Judges a document.
pub fn evaluate(rules: &RuleSet, document: &Document, run: &Run) -> Outcome {
    let _ = (rules, document, run);
    todo!()
}

/// What came of judging the examples of a rule set.
#[derive(Debug, Default)]
pub struct Trial {
    /// How many examples were judged.
    pub examples: usize,
    /// How many rules have examples.
    pub rules: usize,
    /// Examples judged wrong: *missing* (a marked place without finding) or *noisy* (a finding where none is marked). The place is in the
    /// rule file.
    pub wrong: Vec<Mistake>,
}

/// Judges every example of every rule.
pub fn judge_examples(rules: &RuleSet) -> Trial {
    let _ = rules;
    todo!()
}
