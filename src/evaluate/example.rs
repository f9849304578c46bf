//! Examples of rules, judged: a `pass` without findings, a `fail` with findings at its marks and nowhere else.

use bumpalo::Bump;

use super::engine::Engine;
use super::{Run, Stage};
use crate::align::Alignment;
use crate::document::Document;
use crate::fact;
use crate::finding::{Finding, Severity};
use crate::lang::Text;
use crate::rule::ir::{Constant, Kind, Rule, Scope};
use crate::rule::{About, Example, RuleSet};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::error::Mistake;

/// Judges an example of rule number `at`; what is wrong with it, if anything.
pub fn judge(set: &RuleSet, at: usize, about: &About, example: &Example) -> Option<Mistake> {
    let rule = set.compiled().rules.get(at)?;
    with_engine(set, rule, example, |engine, rule| wrong(about, example, engine.document, &findings(engine, rule)))
}

/// What rule number `at` says of an example.
pub fn told(set: &RuleSet, at: usize, example: &Example) -> Vec<Finding> {
    let Some(rule) = set.compiled().rules.get(at) else { return Vec::new() };
    with_engine(set, rule, example, kept)
}

/// What the rules of the set find wrong in an example, notes aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blemish {
    /// Nothing.
    None,
    /// What the report as a whole lacks: a number, a part. An example is a piece of a report.
    Whole,
    /// Something in its text: it is no model of what is right, whatever one rule says of it.
    Text,
}

/// The worst that the rules of the set find in an example.
pub fn blemish(set: &RuleSet, example: &Example) -> Blemish {
    let (document, run) = (document(example), run(example));
    let rules = &set.compiled().rules;
    let of = |finding: &Finding| {
        let scope = rules.iter().find(|rule| rule.id == finding.rule).map(|rule| &rule.scope);
        match scope {
            _ if finding.severity < Severity::Warning => Blemish::None,
            Some(Scope::Report | Scope::Each { kind: Kind::Item(_), .. }) => Blemish::Whole,
            _ => Blemish::Text,
        }
    };
    let worst = |findings: &[Finding]| findings.iter().map(of).max().unwrap_or(Blemish::None);
    let found = super::evaluate(set, &document, &run).findings;
    let Some(old) = &example.old else { return worst(&found) };
    let old = Document::parse(Source::new("old.md", old.as_str()));
    let alignment = Alignment::new(&old, &document);
    let lost = super::regressions(set, (&old, &document), &alignment, &found, &run).findings;
    worst(&found).max(worst(&lost))
}

/// What is wrong with what was found in an example, if anything.
fn wrong(about: &About, example: &Example, document: &Document, found: &[Span]) -> Option<Mistake> {
    let missing: Vec<Span> = example.places.iter().copied().filter(|place| !found.contains(place)).collect();
    let noisy: Vec<Span> = found.iter().copied().filter(|span| !example.places.contains(span)).collect();
    if missing.is_empty() && noisy.is_empty() {
        return None;
    }
    let words = |spans: &[Span]| {
        let quoted = spans.iter().map(|&span| {
            let position = document.source.position(span.start);
            format!("“{}” ({}:{})", document.slice(span), position.line, position.column)
        });
        quoted.collect::<Vec<_>>().join(", ")
    };
    let (message, code) = if missing.is_empty() {
        let text = Text::new(
            format!("ví dụ của `{}` bị báo nhầm ở {}", about.id, words(&noisy)),
            format!("example of `{}` is noisy: a finding at {}", about.id, words(&noisy)),
        );
        (text, "example::noisy")
    } else {
        let text = Text::new(
            format!("ví dụ của `{}` không báo ở {}", about.id, words(&missing)),
            format!("example of `{}` is missing a finding at {}", about.id, words(&missing)),
        );
        (text, "example::missing")
    };
    let help = (!missing.is_empty() && !noisy.is_empty()).then(|| {
        Text::new(
            format!("quy tắc lại báo ở {}", words(&noisy)),
            format!("the rule has a finding at {} instead", words(&noisy)),
        )
    });
    Some(Mistake {
        code,
        message,
        source: std::sync::Arc::clone(&about.file),
        at: (example.span, Text::default()),
        related: Vec::new(),
        help,
    })
}

fn run(example: &Example) -> Run {
    let mut run = Run {
        today: jiff::civil::date(2026, 1, 1),
        stage: Stage::Final,
        period: None,
        parameters: Vec::new(),
        packs: Vec::new(),
    };
    for (name, value) in &example.settings {
        match (name.as_str(), value) {
            ("stage", Constant::Text(stage)) => {
                run.stage = if &**stage == "draft" { Stage::Draft } else { Stage::Final }
            }
            ("today", Constant::Date(date)) => run.today = *date,
            ("period", Constant::Text(period)) => run.period = Some(period.to_string()),
            _ => {}
        }
    }
    run
}

fn document(example: &Example) -> Document {
    let document = Document::parse(Source::new("example.md", example.text.as_str()));
    if example.paints.is_empty() { document } else { document.painted(&example.paints) }
}

/// Runs something on the engine of an example of a rule.
pub fn with_engine<T>(
    set: &RuleSet,
    rule: &Rule,
    example: &Example,
    with: impl for<'e> FnOnce(&Engine<'e>, &'e Rule) -> T,
) -> T {
    let document = document(example);
    let (run, arena) = (run(example), Bump::new());
    let Some(old) = &example.old else {
        let mut engine = Engine::new(set, &document, fact::extract(&document), &run, &arena);
        let packs = super::judged_packs(&engine, Some(rule.pack));
        engine.place_outlines(&packs);
        return with(&engine, rule);
    };
    let old = Document::parse(Source::new("old.md", old.as_str()));
    let alignment = Alignment::new(&old, &document);
    let (engine, _) = super::both(set, (&old, &document), &alignment, &run, &arena, Some(rule.pack));
    with(&engine, rule)
}

/// Places of the rule's findings.
fn findings<'a>(engine: &Engine<'a>, rule: &'a Rule) -> Vec<Span> {
    let mut kept: Vec<Span> = kept(engine, rule).into_iter().map(|finding| finding.span).collect();
    kept.dedup();
    kept
}

/// The rule's findings, those that give way to other rules left out.
fn kept<'a>(engine: &Engine<'a>, rule: &'a Rule) -> Vec<Finding> {
    let own = engine.judge(rule);
    let others: Vec<Span> = rule
        .gives_way
        .iter()
        .filter_map(|&other| engine.rules.rules.get(other as usize))
        .flat_map(|other| engine.judge(other).findings)
        .map(|finding| finding.span)
        .collect();
    own.findings.into_iter().filter(|finding| !others.iter().any(|other| super::meets(finding, *other))).collect()
}
