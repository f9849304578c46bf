//! Rule set × document × facts × run → findings. A pure function.

use std::collections::HashMap;

use bumpalo::Bump;

use crate::align::Alignment;
use crate::document::Document;
use crate::fact::{self, Facts};
use crate::finding::{Allowed, Finding, Unjudged};
use crate::rule::RuleSet;
use crate::rule::ir::Constant;
use crate::syntax::error::Mistake;
use crate::syntax::tree::Effective;

mod attribute;
mod column;
mod condition;
mod correct;
pub mod coverage;
mod drafts;
mod engine;
mod eval;
mod example;
mod expected;
mod functions;
mod identity;
mod judge;
mod kinds;
mod known;
mod labels;
mod like;
mod lists;
mod look;
mod operate;
mod outline;
mod part;
mod reckoning;
mod search;
mod settle;
mod sheet;
mod sieve;
mod value;
mod words;

use engine::Engine;
use part::Part;
use settle::{meets, settle, touches};
use value::Value;

pub use engine::read_period;
pub use example::{Blemish, blemish, told};
pub use identity::{Identity, OwnPeriod};
pub use judge::MOST_FINDINGS;

/// How far a report is on its way to signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Blanks for number and day are still allowed.
    Draft,
    /// Ready to be signed.
    #[default]
    Final,
}

/// How many threads judge a document. The outcome is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    /// Others have documents of their own.
    One,
    /// It is the only document, and a second core would stand idle.
    Two,
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
    /// Values of parameters in place of their defaults, by name.
    pub parameters: Vec<(String, Constant)>,
    /// Only these packs are judged, whatever they say they apply to; empty: those that apply.
    pub packs: Vec<String>,
}

/// What came of checking a document.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Names of the packs that were judged, in order.
    pub packs: Vec<String>,
    /// Which rules were judged, by their numbers in the set; those behind the last one were not.
    pub judged: Vec<bool>,
    /// What the report says of itself.
    pub identity: Identity,
    /// Findings in order of place, then rule.
    pub findings: Vec<Finding>,
    /// Rules that could not judge, in order.
    pub unjudged: Vec<Unjudged>,
    /// Findings that the report allows, with its reasons; not among `findings`. Filled by [`crate::suppress`].
    pub allowed: Vec<Allowed>,
    /// Findings known from a baseline or an earlier revision; not among `findings`. Filled by [`crate::baseline`].
    pub known: Vec<Finding>,
    /// How many findings of the baseline are no longer there. Filled by [`crate::baseline`].
    pub repaired: usize,
}

/// Judges a document.
pub fn evaluate(set: &RuleSet, document: &Document, run: &Run) -> Outcome {
    evaluate_facts(set, document, fact::extract(document), Threads::One, run)
}

/// Judges a document of which the built-in facts are known: those that [`fact::extract`] finds.
pub fn evaluate_facts(set: &RuleSet, document: &Document, facts: Facts, threads: Threads, run: &Run) -> Outcome {
    let Part { packs, identity, judged, found, mut unjudged } = match threads {
        Threads::One => Part::of_one(set, document, facts, run),
        Threads::Two => Part::of_two(set, document, facts, run),
    };
    let mut findings = settle(set, found);
    findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    number_fingerprints(&mut findings);
    unjudged.sort();
    let named = set.compiled().packs.iter().zip(&packs).filter(|(_, judged)| **judged);
    let packs = named.map(|(pack, _)| pack.name.clone()).collect();
    let mut flags = vec![false; set.ids().len()];
    for rule in judged {
        flags.get_mut(rule as usize).into_iter().for_each(|flag| *flag = true);
    }
    Outcome { packs, judged: flags, identity, findings, unjudged, ..Outcome::default() }
}

/// Judges by its regressions what became of one draft in the next. A pack that applied to the old draft is judged too: what made it
/// apply may be what was lost. `found_in_new` are the findings of the new draft, to which a regression may give way.
pub fn regressions<'a>(
    set: &'a RuleSet,
    (old, new): (&'a Document, &'a Document),
    alignment: &'a Alignment,
    found_in_new: &[Finding],
    run: &'a Run,
) -> Outcome {
    let rules = set.compiled();
    if !rules.rules.iter().any(|rule| rule.drafts) {
        return Outcome::default();
    }
    let arena = Bump::new();
    let (engine, packs) = both(set, (old, new), alignment, run, &arena, None);
    let day = day_of(&engine);
    let mut found: Vec<(u32, Finding)> = Vec::new();
    let mut unjudged = Vec::new();
    for (at, rule) in rules.rules.iter().enumerate().filter(|(_, rule)| rule.drafts) {
        if packs.get(rule.pack as usize).copied().unwrap_or(false) && covers(rule.effective, day) {
            let judged = engine.judge(rule);
            found.extend(judged.findings.into_iter().map(|finding| (at as u32, finding)));
            unjudged.extend(judged.unjudged);
        }
    }
    let mut findings = settle(set, found);
    findings.retain(|finding| {
        let rule = rules.rules.iter().find(|rule| rule.id == finding.rule);
        let gives_way: Vec<&str> = rule
            .into_iter()
            .flat_map(|rule| &rule.gives_way)
            .filter_map(|&other| rules.rules.get(other as usize))
            .map(|other| other.id.as_str())
            .collect();
        let touched = |known: &Finding| gives_way.contains(&known.rule.as_str()) && touches(finding.span, known.span);
        gives_way.is_empty() || !found_in_new.iter().any(touched)
    });
    findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    number_fingerprints(&mut findings);
    unjudged.sort();
    let named = rules.packs.iter().zip(&packs).filter(|(_, judged)| **judged).map(|(pack, _)| pack.name.clone());
    Outcome { packs: named.collect(), findings, unjudged, ..Outcome::default() }
}

/// The engine of a new draft that knows the old one, and the packs that are judged.
fn both<'a>(
    set: &'a RuleSet,
    (old, new): (&'a Document, &'a Document),
    alignment: &'a Alignment,
    run: &'a Run,
    arena: &'a Bump,
    own: Option<u32>,
) -> (Engine<'a>, Vec<bool>) {
    let engine = |document| Engine::new(set, document, fact::extract(document), run, arena);
    let (mut before, mut engine) = (engine(old), engine(new));
    let judged = judged_packs(&before, own).into_iter().zip(judged_packs(&engine, own));
    let packs: Vec<bool> = judged.map(|(old, new)| old || new).collect();
    before.place_outlines(&packs);
    engine.place_outlines(&packs);
    engine.before = Some(Box::new(drafts::Before { engine: before, alignment }));
    (engine, packs)
}

/// Several findings of one rule on the same words in one section: told apart by their order.
fn number_fingerprints(findings: &mut [Finding]) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for finding in findings {
        let count = seen.entry(finding.fingerprint.clone()).or_default();
        if *count > 0 {
            finding.fingerprint = format!("{}-{count}", finding.fingerprint);
        }
        *count += 1;
    }
}

/// The day whose law counts: the report's own, or that of the run.
fn day_of(engine: &Engine<'_>) -> jiff::civil::Date {
    let own = engine.rules.report_date.and_then(|index| engine.date(&engine.define(index)));
    own.unwrap_or(engine.run.today)
}

fn covers(effective: Effective, day: jiff::civil::Date) -> bool {
    effective.from.is_none_or(|from| from <= day) && effective.until.is_none_or(|until| day <= until)
}

/// Which packs are judged: those named in the run and what they use, or those that apply. `own` is judged in any case.
fn judged_packs<'a>(engine: &Engine<'a>, own: Option<u32>) -> Vec<bool> {
    let packs = &engine.rules.packs;
    let day = day_of(engine);
    if !engine.run.packs.is_empty() && own.is_none() {
        let mut chosen = vec![false; packs.len()];
        let named = packs.iter().enumerate().filter(|(_, pack)| engine.run.packs.contains(&pack.name));
        let mut open: Vec<u32> = named.map(|(at, _)| at as u32).collect();
        while let Some(at) = open.pop() {
            match chosen.get_mut(at as usize) {
                Some(chosen) if !*chosen => *chosen = true,
                _ => continue,
            }
            open.extend(packs.get(at as usize).into_iter().flat_map(|pack| &pack.uses));
        }
        return chosen;
    }
    let applies = |at: usize, pack: &'a crate::rule::ir::PackIr| {
        if own == Some(at as u32) {
            return true;
        }
        let asked =
            pack.applies.as_ref().is_none_or(|ir| matches!(engine.eval(ir, &mut Vec::new()), Value::Flag(true)));
        asked && covers(pack.effective, day)
    };
    packs.iter().enumerate().map(|(at, pack)| applies(at, pack)).collect()
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
pub fn judge_examples(set: &RuleSet) -> Trial {
    let mut trial = Trial::default();
    for (at, about) in set.rules().iter().enumerate() {
        trial.rules += usize::from(!about.examples.is_empty());
        trial.examples += about.examples.len();
        trial.wrong.extend(wrong_examples(set, at));
    }
    trial
}

/// The examples of rule number `at` that are judged wrong, one by one.
pub fn wrong_examples(set: &RuleSet, at: usize) -> impl Iterator<Item = Mistake> + '_ {
    let about = set.rules().get(at).into_iter();
    let examples = about.flat_map(|about| about.examples.iter().map(move |example| (about, example)));
    examples.filter_map(move |(about, example)| example::judge(set, at, about, example))
}
