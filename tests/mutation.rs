//! The rules themselves, each changed in one place: an example must notice.
//!
//! A guard or a `where` is dropped, a comparison turned, a side of `and` or `or` left out, a number moved by one, a `replaces` struck; in patterns an
//! alternative dropped, an option made a duty or taken away, words exchanged, an exception struck. A change that the language refuses counts for
//! nothing. `mutation-survivors.tsv` lists what no example notices. It takes minutes, so the gate tries one change in [`ONE_OF`]
//! (`cargo test --profile profiling --test main -- --ignored mutation`), and `SOAT_MUTANTS=all` every one; `SOAT_BLESS=1` writes the list
//! anew. `SOAT_MUTANTS=form.own` tries those of the rule files whose path holds these words and shows their list.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use rayon::prelude::*;
use rust_decimal::Decimal;
use soat::evaluate::wrong_examples;
use soat::pack;
use soat::rule::RuleSet;
use soat::span::Span;
use soat::syntax;
use soat::syntax::tree::{At, Declaration, Element, Expr, ExprNode, File, Literal, Operator, Rule, Scope, Step};

use crate::support::{read, root};

/// A plain run tries one change in so many.
const ONE_OF: u64 = 20;

/// Words that stand in no report.
const NOWHERE: &str = "zzzz";

/// At least so many of a hundred changes must be noticed.
const NOTICED_OF_HUNDRED: usize = 78;

#[test]
#[ignore = "judges thousands of changed rule sets, which takes minutes"]
fn changing_a_rule_is_noticed_by_an_example() {
    let trees: Vec<File> = pack::embedded().into_iter().map(|source| syntax::parse(Arc::new(source)).0).collect();
    let bare = without_examples(&trees);
    let wanted = std::env::var("SOAT_MUTANTS").ok();
    let every = wanted.is_some();
    let part = wanted.filter(|part| part != "all");
    let of_part =
        |mutant: &Mutant| part.as_ref().is_none_or(|part| trees[mutant.file].source.name().contains(part.as_str()));
    let tried_now = |mutant: &Mutant| of_part(mutant) && (every || is_drawn(&key(&trees, mutant)));
    let mutants: Vec<Mutant> = mutants(&trees).into_iter().filter(tried_now).collect();
    let outcomes: Vec<Outcome> = mutants.par_iter().map(|mutant| tried(&trees, &bare, mutant)).collect();
    let counted = |wanted: Outcome| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    let (killed, alive) = (counted(Outcome::Noticed), counted(Outcome::Unnoticed));
    let mut list = format!("declaration\tchange\ttext\treason\n# noticed\t{killed}\tof\t{}\n", killed + alive);
    let known = reasons();
    for (mutant, outcome) in mutants.iter().zip(&outcomes) {
        if *outcome == Outcome::Unnoticed {
            let key = key(&trees, mutant);
            let reason = known.get(&key).map_or("no example yet", String::as_str);
            let _ = writeln!(list, "{key}\t{reason}");
        }
    }
    if part.is_some() {
        panic!("{list}");
    }
    if std::env::var_os("SOAT_BLESS").is_some() {
        std::fs::write(root().join("tests/mutation-survivors.tsv"), &list).unwrap();
    }
    assert!(killed * 100 >= (killed + alive) * NOTICED_OF_HUNDRED, "{killed} of {} are noticed", killed + alive);
    let recorded = read("tests/mutation-survivors.tsv");
    assert!(list.lines().count() <= recorded.lines().count(), "more changes go unnoticed than are listed:\n{list}");
}

/// A change as the list names it: the declaration, what is changed, and the words that are.
fn key(trees: &[File], mutant: &Mutant) -> String {
    let text = trees[mutant.file].source.slice(mutant.span).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}\t{}\t{text}", mutant.name, mutant.change)
}

/// Whether a plain run tries the change. Drawn by its words and not by its place among the others, so that a new rule draws no other changes of old ones.
fn is_drawn(key: &str) -> bool {
    xxhash_rust::xxh3::xxh3_64(key.as_bytes()).is_multiple_of(ONE_OF)
}

fn reasons() -> BTreeMap<String, String> {
    let rows = read("tests/mutation-survivors.tsv");
    let rows = rows.lines().skip(2).filter_map(|row| row.rsplit_once('\t'));
    rows.map(|(key, reason)| (key.to_owned(), reason.to_owned())).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Noticed,
    Unnoticed,
    /// The language refuses it.
    Refused,
}

/// One change of one declaration.
struct Mutant {
    file: usize,
    at: usize,
    name: String,
    change: &'static str,
    span: Span,
    declaration: Declaration,
}

/// Every change of every declaration.
fn mutants(trees: &[File]) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (file, tree) in trees.iter().enumerate() {
        for (at, declaration) in tree.declarations.iter().enumerate() {
            let mut push = |name: &str, change, span, declaration| {
                all.push(Mutant { file, at, name: name.to_owned(), change, span, declaration });
            };
            match declaration {
                Declaration::Rule(rule) => {
                    for (change, span, changed) in rule_variants(rule) {
                        push(&rule.id.node, change, span, Declaration::Rule(Box::new(changed)));
                    }
                }
                Declaration::Fact(pattern) | Declaration::Format(pattern) => {
                    for (change, span, body) in element_variants(&pattern.body) {
                        let mut changed = declaration.clone();
                        if let Declaration::Fact(own) | Declaration::Format(own) = &mut changed {
                            own.body = body;
                        }
                        push(&pattern.name.node, change, span, changed);
                    }
                }
                Declaration::Field(field) => {
                    for (change, span, body) in element_variants(&field.body) {
                        let mut changed = field.clone();
                        changed.body = body;
                        push(&field.name.node, change, span, Declaration::Field(changed));
                    }
                }
                _ => {}
            }
        }
    }
    all
}

/// The trees without the examples of their rules.
fn without_examples(trees: &[File]) -> Vec<File> {
    let mut bare = trees.to_vec();
    for declaration in bare.iter_mut().flat_map(|tree| &mut tree.declarations) {
        if let Declaration::Rule(rule) = declaration {
            rule.examples.clear();
        }
    }
    bare
}

/// Whether an example notices a change: of the rule itself, or of any rule where a pattern was changed.
fn tried(trees: &[File], bare: &[File], mutant: &Mutant) -> Outcome {
    let around = if matches!(mutant.declaration, Declaration::Rule(_)) { bare } else { trees };
    let files = around.iter().enumerate().map(|(at, tree)| {
        let mut tree = tree.clone();
        if at == mutant.file {
            tree.declarations[mutant.at] = mutant.declaration.clone();
        }
        (tree, Vec::new())
    });
    let Ok(set) = RuleSet::resolve(files.collect()) else { return Outcome::Refused };
    // Rules of the changed file are the likeliest to notice.
    let own = trees[mutant.file].source.name();
    let mut order: Vec<usize> = (0..set.rules().len()).collect();
    order.sort_by_key(|&at| set.rules()[at].file.name() != own);
    let noticed = order.into_iter().any(|at| wrong_examples(&set, at).next().is_some());
    if noticed { Outcome::Noticed } else { Outcome::Unnoticed }
}

type Variants<T> = Vec<(&'static str, Span, T)>;

fn rule_variants(rule: &Rule) -> Variants<Rule> {
    let mut all = Vec::new();
    let mut changed = |change, span, edit: &dyn Fn(&mut Rule)| {
        let mut copy = rule.clone();
        edit(&mut copy);
        all.push((change, span, copy));
    };
    for (at, step) in rule.steps.iter().enumerate() {
        if let Step::When(expr) = step {
            changed("guard dropped", expr.span, &|rule: &mut Rule| _ = rule.steps.remove(at));
        }
        let (Step::When(expr) | Step::Let(_, expr)) = step;
        for (change, span, variant) in expr_variants(expr) {
            changed(change, span, &|rule: &mut Rule| match &mut rule.steps[at] {
                Step::When(expr) | Step::Let(_, expr) => *expr = variant.clone(),
            });
        }
    }
    if let Some(judgement) = &rule.judgement {
        for (change, span, variant) in expr_variants(&judgement.expr) {
            changed(change, span, &|rule: &mut Rule| rule.judgement.as_mut().unwrap().expr = variant.clone());
        }
    }
    if let Some(expr) = rule.scope.as_ref().and_then(|scope| condition(&scope.node)) {
        changed("where dropped", expr.span, &|rule: &mut Rule| {
            *condition_mut(&mut rule.scope.as_mut().unwrap().node).unwrap() = None;
        });
        for (change, span, variant) in expr_variants(expr) {
            changed(change, span, &|rule: &mut Rule| {
                *condition_mut(&mut rule.scope.as_mut().unwrap().node).unwrap() = Some(variant.clone());
            });
        }
    }
    for (at, name) in rule.gives_way.iter().enumerate() {
        changed("replaces struck", name.span, &|rule: &mut Rule| _ = rule.gives_way.remove(at));
    }
    all
}

fn condition(scope: &Scope) -> Option<&Expr> {
    match scope {
        Scope::Drafts { condition, .. }
        | Scope::Each { condition, .. }
        | Scope::Group { condition, .. }
        | Scope::Chosen { condition, .. } => condition.as_ref(),
        Scope::Report => None,
    }
}

fn condition_mut(scope: &mut Scope) -> Option<&mut Option<Expr>> {
    match scope {
        Scope::Drafts { condition, .. }
        | Scope::Each { condition, .. }
        | Scope::Group { condition, .. }
        | Scope::Chosen { condition, .. } => Some(condition),
        Scope::Report => None,
    }
}

fn expr_variants(expr: &Expr) -> Variants<Expr> {
    let mut all = Vec::new();
    let with = |node: ExprNode| Expr { node: Box::new(node), span: expr.span };
    match &*expr.node {
        ExprNode::Binary(operator, left, right) => {
            if matches!(operator, Operator::And | Operator::Or) {
                all.push(("side left out", left.span, right.clone()));
                all.push(("side left out", right.span, left.clone()));
            }
            if let Some(turned) = turned(*operator) {
                all.push(("turned", expr.span, with(ExprNode::Binary(turned, left.clone(), right.clone()))));
            }
            let left_changed = expr_variants(left).into_iter();
            all.extend(left_changed.map(|(change, span, variant)| {
                (change, span, with(ExprNode::Binary(*operator, variant, right.clone())))
            }));
            let right_changed = expr_variants(right).into_iter();
            all.extend(right_changed.map(|(change, span, variant)| {
                (change, span, with(ExprNode::Binary(*operator, left.clone(), variant)))
            }));
        }
        ExprNode::Not(inner) => all.push(("not struck", expr.span, inner.clone())),
        ExprNode::Exists(inner, yes) => all.push(("turned", expr.span, with(ExprNode::Exists(inner.clone(), !yes)))),
        ExprNode::Is(inner, yes, name) => {
            all.push(("turned", expr.span, with(ExprNode::Is(inner.clone(), !yes, name.clone()))));
        }
        ExprNode::Inside(inner, yes, name) => {
            all.push(("turned", expr.span, with(ExprNode::Inside(inner.clone(), !yes, name.clone()))));
        }
        ExprNode::Literal(Literal::Number(number)) => {
            let moved = Literal::Number(*number + Decimal::ONE);
            all.push(("number moved by one", expr.span, with(ExprNode::Literal(moved))));
        }
        ExprNode::Search { quantifier, kind, name, within, condition: Some(condition) } => {
            let again = |condition: Option<Expr>| {
                let (kind, name, within) = (kind.clone(), name.clone(), within.clone());
                with(ExprNode::Search { quantifier: *quantifier, kind, name, within, condition })
            };
            all.push(("condition dropped", condition.span, again(None)));
            let changed = expr_variants(condition).into_iter();
            all.extend(changed.map(|(change, span, variant)| (change, span, again(Some(variant)))));
        }
        _ => {}
    }
    all
}

fn turned(operator: Operator) -> Option<Operator> {
    Some(match operator {
        Operator::Equal => Operator::Unequal,
        Operator::Unequal => Operator::Equal,
        Operator::Less => Operator::AtMost,
        Operator::AtMost => Operator::Less,
        Operator::Greater => Operator::AtLeast,
        Operator::AtLeast => Operator::Greater,
        Operator::In => Operator::NotIn,
        Operator::NotIn => Operator::In,
        Operator::Before => Operator::After,
        Operator::After => Operator::Before,
        Operator::Plus => Operator::Minus,
        Operator::Minus => Operator::Plus,
        _ => return None,
    })
}

fn element_variants(element: &At<Element>) -> Variants<At<Element>> {
    let mut all = Vec::new();
    let with = |node: Element| At { node, span: element.span };
    let nowhere = || with(Element::Words(NOWHERE.to_owned()));
    let nothing = || with(Element::Optional(Box::new(nowhere())));
    match &element.node {
        Element::Words(_) => all.push(("words exchanged", element.span, nowhere())),
        Element::Choice(ways) => {
            for (at, way) in ways.iter().enumerate() {
                let mut rest = ways.clone();
                rest.remove(at);
                all.push(("alternative dropped", way.span, with(Element::Choice(rest))));
            }
            all.extend(members(ways, |ways| with(Element::Choice(ways))));
        }
        Element::Sequence(parts) => all.extend(members(parts, |parts| with(Element::Sequence(parts)))),
        Element::Optional(inner) => {
            all.push(("option made a duty", element.span, (**inner).clone()));
            all.push(("option taken away", element.span, nothing()));
            all.extend(within(inner, |inner| with(Element::Optional(inner))));
        }
        Element::Repeat(inner) => {
            all.push(("once in place of many times", element.span, with(Element::Optional(inner.clone()))));
            all.extend(within(inner, |inner| with(Element::Repeat(inner))));
        }
        Element::Capture(name, inner) => {
            all.extend(within(inner, |inner| with(Element::Capture(name.clone(), inner))));
        }
        Element::Except(inner, except) => {
            all.push(("exception struck", except.span, (**inner).clone()));
            all.extend(within(inner, |inner| with(Element::Except(inner, except.clone()))));
            all.extend(within(except, |except| with(Element::Except(inner.clone(), except))));
        }
        Element::Unlike(inner, _) => all.push(("exception struck", element.span, (**inner).clone())),
        Element::NotBefore(_) | Element::NotAfter(_) => all.push(("exception struck", element.span, nothing())),
        _ => {}
    }
    all
}

fn within(inner: &At<Element>, wrap: impl Fn(Box<At<Element>>) -> At<Element>) -> Variants<At<Element>> {
    element_variants(inner).into_iter().map(|(change, span, variant)| (change, span, wrap(Box::new(variant)))).collect()
}

fn members(parts: &[At<Element>], wrap: impl Fn(Vec<At<Element>>) -> At<Element>) -> Variants<At<Element>> {
    let changed = parts.iter().enumerate().flat_map(|(at, part)| {
        element_variants(part).into_iter().map(move |(change, span, variant)| (at, change, span, variant))
    });
    let whole = changed.map(|(at, change, span, variant)| {
        let mut parts = parts.to_vec();
        parts[at] = variant;
        (change, span, wrap(parts))
    });
    whole.collect()
}
