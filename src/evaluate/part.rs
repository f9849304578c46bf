//! What some of the rules of a set find in a document. One thread judges all of them, or two judge from both ends of the set until they
//! meet; the outcome is the same.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use bumpalo::Bump;

use super::engine::Engine;
use super::{Identity, Run, covers, day_of, identity, judged_packs};
use crate::document::Document;
use crate::fact::Facts;
use crate::fact::pattern::Seen;
use crate::finding::{Finding, Unjudged};
use crate::rule::RuleSet;
use crate::rule::ir::Rule;

/// What came of some of the rules.
pub struct Part {
    /// Which packs are judged; the same in all parts.
    pub packs: Vec<bool>,
    /// What the report says of itself; the same in all parts.
    pub identity: Identity,
    /// The numbers of the rules that were judged.
    pub judged: Vec<u32>,
    /// What was found, with the numbers of the rules, in their order.
    pub found: Vec<(u32, Finding)>,
    /// Rules that could not judge.
    pub unjudged: Vec<Unjudged>,
}

impl Part {
    /// By all rules, one after the other.
    pub fn of_one(set: &RuleSet, document: &Document, facts: Facts, run: &Run) -> Self {
        let seen = Arc::new(Engine::seen(set, document, &facts));
        Self::of(seen, (set, document, facts, run), numbered(set))
    }

    /// By two threads, each with an engine of its own. Rules of a pack ask for the same facts and stand side by side: what both engines
    /// have to find is little. Neither waits for the other, whatever the report asks of each rule.
    pub fn of_two(set: &RuleSet, document: &Document, facts: Facts, run: &Run) -> Self {
        // While one looks where patterns may begin, which is the same for both, the other makes plans ready.
        let looking = AtomicBool::new(true);
        let seen = thread::scope(|scope| {
            scope.spawn(|| set.compiled().foresee(|| looking.load(Ordering::Relaxed)));
            let seen = Engine::seen(set, document, &facts);
            looking.store(false, Ordering::Relaxed);
            Arc::new(seen)
        });
        let (taken, count) = (AtomicUsize::new(0), set.compiled().rules.len());
        let is_left = |_: &(u32, &Rule)| taken.fetch_add(1, Ordering::Relaxed) < count;
        let (copy, same) = (facts.clone(), Arc::clone(&seen));
        thread::scope(|scope| {
            let last = scope.spawn(|| {
                let mut last = Self::of(same, (set, document, copy, run), numbered(set).rev().take_while(is_left));
                last.found.sort_by_key(|&(rule, _)| rule);
                last
            });
            let mut all = Self::of(seen, (set, document, facts, run), numbered(set).take_while(is_left));
            let last = last.join().unwrap_or_else(|panic| resume_unwind(panic));
            all.judged.extend(last.judged);
            all.found.extend(last.found);
            all.unjudged.extend(last.unjudged);
            all
        })
    }

    fn of<'r>(
        seen: Arc<Seen>,
        (set, document, facts, run): (&RuleSet, &Document, Facts, &Run),
        rules: impl Iterator<Item = (u32, &'r Rule)>,
    ) -> Self {
        let arena = Bump::new();
        let mut engine = Engine::of_seen(seen, set, document, facts, run, &arena);
        let packs = judged_packs(&engine, None);
        engine.place_outlines(&packs);
        let identity = identity::of(&engine);
        let day = day_of(&engine);
        let (mut judged, mut found, mut unjudged) = (Vec::new(), Vec::new(), Vec::new());
        for (at, rule) in rules {
            if rule.drafts || !packs.get(rule.pack as usize).copied().unwrap_or(false) || !covers(rule.effective, day) {
                continue;
            }
            judged.push(at);
            let of_rule = engine.judge(rule);
            found.extend(of_rule.findings.into_iter().map(|finding| (at, finding)));
            unjudged.extend(of_rule.unjudged);
        }
        Self { packs, identity, judged, found, unjudged }
    }
}

/// The rules of a set with their numbers.
fn numbered(set: &RuleSet) -> impl DoubleEndedIterator<Item = (u32, &Rule)> {
    set.compiled().rules.iter().enumerate().map(|(at, rule)| (at as u32, rule))
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::evaluate::{Outcome, Run, Threads, evaluate_facts};
    use crate::source::Source;
    use crate::{fact, pack};

    #[test]
    fn two_threads_find_what_one_does() {
        let rules = pack::rules().unwrap();
        let run = Run {
            today: jiff::civil::date(2024, 4, 1),
            stage: Default::default(),
            period: None,
            parameters: Vec::new(),
            packs: Vec::new(),
        };
        let example = |fails: bool| {
            let examples = rules.rules().iter().flat_map(|about| &about.examples);
            let texts = examples.filter(|example| example.fails == fails && example.old.is_none());
            texts.step_by(40).map(|example| example.text.as_str()).collect::<Vec<_>>().join("\n\n")
        };
        for text in [example(true), example(false)] {
            let document = Document::parse(Source::new("", text));
            let judged = |threads| evaluate_facts(&rules, &document, fact::extract(&document), threads, &run);
            let told = |Outcome { packs, judged, findings, unjudged, .. }: Outcome| {
                format!("{packs:?} {judged:?} {findings:?} {unjudged:?}")
            };
            let one = judged(Threads::One);
            assert!(!one.findings.is_empty());
            let one = told(one);
            (0..4).for_each(|_| assert!(one == told(judged(Threads::Two))));
        }
    }
}
