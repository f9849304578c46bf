//! Which clauses of a rule its examples exercise.
//!
//! Nothing is noted while documents are checked: the examples are judged a second time, clause by clause, beside the tree of the
//! rule, which knows the places. Conditions inside searches and patterns are not taken apart here; changing them is noticed by
//! the mutations (`tests/mutation.rs`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::engine::{Engine, Slots};
use super::example;
use super::judge::{Items, enter};
use super::value::Value;
use crate::finding::Finding;
use crate::rule::ir::{Ir, Rule, Scope, Step};
use crate::rule::{About, RuleSet};
use crate::source::Source;
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{self, Declaration, Expr, ExprNode, Operator};

/// What an example should show of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Show {
    /// `where` keeps an item.
    Keeps,
    /// `where` leaves an item out.
    LeavesOut,
    /// A guard lets an item through.
    Passes,
    /// A guard stops an item.
    Stops,
    /// The obligation is met.
    Met,
    /// The obligation is broken.
    Broken,
    /// This side of an `or` decides.
    Holds,
    /// This side of an `and` decides.
    Fails,
    /// A label has a place.
    Label,
    /// An edit is offered.
    Edit,
    /// A finding gives way to that of another rule.
    GivesWay,
}

/// A clause, or a side of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// Bytes of the rule file.
    pub span: Span,
    /// What should be seen of it.
    pub show: Show,
    /// Whether an example shows it.
    pub shown: bool,
}

/// The clauses of every rule, in the order of the rules and of the text.
pub fn coverage(set: &RuleSet) -> Vec<Vec<Clause>> {
    let mut trees: HashMap<String, HashMap<String, tree::Rule>> = HashMap::new();
    let rules = set.rules().iter().enumerate().map(|(at, about)| {
        let file = trees.entry(about.file.name().to_owned()).or_insert_with(|| rules_of(&about.file));
        match (file.get(&about.id), set.compiled().rules.get(at)) {
            (Some(tree), Some(rule)) => clauses(set, rule, tree, about),
            _ => Vec::new(),
        }
    });
    rules.collect()
}

fn rules_of(file: &Arc<Source>) -> HashMap<String, tree::Rule> {
    let (tree, _) = syntax::parse(Arc::clone(file));
    let rules = tree.declarations.into_iter().filter_map(|declaration| match declaration {
        Declaration::Rule(rule) => Some((rule.id.node.clone(), *rule)),
        _ => None,
    });
    rules.collect()
}

fn clauses(set: &RuleSet, rule: &Rule, tree: &tree::Rule, about: &About) -> Vec<Clause> {
    let mut walk = Walk { tree, seen: HashSet::new() };
    for example in &about.examples {
        example::with_engine(set, rule, example, |engine, rule| walk.example(engine, rule));
    }
    let mut wanted = wanted(tree);
    wanted.sort_by_key(|&(span, show)| (span, show));
    wanted.dedup();
    wanted.into_iter().map(|(span, show)| Clause { span, show, shown: walk.seen.contains(&(span, show)) }).collect()
}

/// Everything that examples of a rule should show.
fn wanted(rule: &tree::Rule) -> Vec<(Span, Show)> {
    let mut out = Vec::new();
    let mut condition = |expr: &Expr, shows: [Show; 2]| {
        out.extend(shows.map(|show| (expr.span, show)));
        sides(expr, None, &mut out);
    };
    if let Some(expr) = rule.scope.as_ref().and_then(|scope| narrowing(&scope.node)) {
        condition(expr, [Show::Keeps, Show::LeavesOut]);
    }
    for step in &rule.steps {
        if let tree::Step::When(expr) = step {
            condition(expr, [Show::Passes, Show::Stops]);
        }
    }
    if let Some(judgement) = &rule.judgement {
        condition(&judgement.expr, [Show::Met, Show::Broken]);
        // `forbid p exists` of the item itself: the fact is the mistake, and nothing could meet it.
        if judgement.forbid && is_item(rule, &judgement.expr) {
            out.retain(|clause| *clause != (judgement.expr.span, Show::Met));
        }
    }
    out.extend(rule.labels.iter().map(|(expr, _)| (expr.span, Show::Label)));
    out.extend(rule.edits.iter().map(|edit| (edit.target.span, Show::Edit)));
    out.extend(rule.gives_way.iter().map(|name| (name.span, Show::GivesWay)));
    out
}

/// Whether a condition asks no more than whether the rule's own item exists.
fn is_item(rule: &tree::Rule, expr: &Expr) -> bool {
    let item = match rule.scope.as_ref().map(|scope| &scope.node) {
        Some(tree::Scope::Each { name, .. } | tree::Scope::Group { name, .. } | tree::Scope::Chosen { name, .. }) => {
            name
        }
        _ => return false,
    };
    match &*expr.node {
        ExprNode::Exists(asked, true) => matches!(&*asked.node, ExprNode::Name(asked) if *asked == item.node),
        _ => false,
    }
}

fn narrowing(scope: &tree::Scope) -> Option<&Expr> {
    match scope {
        tree::Scope::Each { condition, .. }
        | tree::Scope::Drafts { condition, .. }
        | tree::Scope::Group { condition, .. }
        | tree::Scope::Chosen { condition, .. } => condition.as_ref(),
        tree::Scope::Report => None,
    }
}

/// The sides of `and` and `or`; a chain of one operator has as many sides as members.
fn sides(expr: &Expr, under: Option<Operator>, out: &mut Vec<(Span, Show)>) {
    let own = joins(expr);
    if own.is_none() || own != under {
        out.extend(under.map(|operator| (expr.span, decides(operator))));
    }
    match (&*expr.node, own) {
        (ExprNode::Binary(_, left, right), Some(_)) => {
            sides(left, own, out);
            sides(right, own, out);
        }
        (ExprNode::Not(inner), _) => sides(inner, None, out),
        _ => {}
    }
}

fn joins(expr: &Expr) -> Option<Operator> {
    match &*expr.node {
        ExprNode::Binary(operator @ (Operator::And | Operator::Or), ..) => Some(*operator),
        _ => None,
    }
}

fn decides(operator: Operator) -> Show {
    if operator == Operator::Or { Show::Holds } else { Show::Fails }
}

/// The examples of one rule, walked through.
struct Walk<'t> {
    tree: &'t tree::Rule,
    seen: HashSet<(Span, Show)>,
}

impl Walk<'_> {
    fn example<'a>(&mut self, engine: &Engine<'a>, rule: &'a Rule) {
        let mut slots: Slots<'_> = vec![Value::Missing; rule.slots.max(1) as usize];
        self.narrowing(engine, rule, &mut slots);
        let Ok(items) = engine.items_of(rule, &mut slots) else { return };
        let mut found = Vec::new();
        for (item, other) in items.iter() {
            enter(rule, &mut slots, &item, &other);
            if self.item(engine, rule, &mut slots) {
                self.finding(engine, rule, &mut slots);
                let item = if other.is_missing() { item } else { other };
                found.extend(engine.finding(rule, &item, &mut slots));
            }
        }
        self.giving_way(engine, rule, &found);
    }

    /// `where`, on the members that it is asked of.
    fn narrowing<'a>(&mut self, engine: &Engine<'a>, rule: &'a Rule, slots: &mut Slots<'a>) {
        let tree = self.tree;
        let Some(expr) = tree.scope.as_ref().and_then(|scope| narrowing(&scope.node)) else { return };
        let (members, condition) = match &rule.scope {
            Scope::Each { kind, place, condition: Some(condition) } => {
                (engine.members_in(*kind, place, slots).map(Items::Members), condition)
            }
            Scope::Group { kind, condition: Some(condition), .. }
            | Scope::Chosen { kind, condition: Some(condition), .. } => {
                (Ok(Items::Members(engine.members(*kind))), condition)
            }
            Scope::Drafts { kind, of, keys, condition: Some(condition) } => {
                (Ok(Items::Pairs(engine.paired(*kind, *of, keys))), condition)
            }
            _ => return,
        };
        let Ok(members) = members else { return };
        for (member, other) in members.iter() {
            enter(rule, slots, &member, &other);
            let kept = self.visit(engine, condition, expr, None, slots) == Some(true);
            self.seen.insert((expr.span, if kept { Show::Keeps } else { Show::LeavesOut }));
        }
    }

    /// Steps and obligation of one item; whether the obligation is broken.
    fn item<'a>(&mut self, engine: &Engine<'a>, rule: &'a Rule, slots: &mut Slots<'a>) -> bool {
        let tree = self.tree;
        for (step, written) in rule.written.steps.iter().zip(&tree.steps) {
            match (step, written) {
                (Step::Let(slot, ir), _) => {
                    let value = engine.eval(ir, slots);
                    if let Some(place) = slots.get_mut(*slot as usize) {
                        *place = value;
                    }
                }
                (Step::When(ir), tree::Step::When(expr)) => {
                    let passes = self.visit(engine, ir, expr, None, slots) == Some(true);
                    self.seen.insert((expr.span, if passes { Show::Passes } else { Show::Stops }));
                    if !passes {
                        return false;
                    }
                }
                (Step::When(_), tree::Step::Let(..)) => {}
            }
        }
        let Some(judgement) = &tree.judgement else { return false };
        let broken = match self.visit(engine, &rule.written.judgement, &judgement.expr, None, slots) {
            Some(flag) => flag == rule.forbid,
            None => return false,
        };
        self.seen.insert((judgement.expr.span, if broken { Show::Broken } else { Show::Met }));
        broken
    }

    fn finding<'a>(&mut self, engine: &Engine<'a>, rule: &'a Rule, slots: &mut Slots<'a>) {
        for ((ir, _), (expr, _)) in rule.said.labels.iter().zip(&self.tree.labels) {
            let value = engine.eval(ir, slots);
            if !engine.places(&value).is_empty() {
                self.seen.insert((expr.span, Show::Label));
            }
        }
        for (edit, written) in rule.said.edits.iter().zip(&self.tree.edits) {
            if engine.edit(edit, slots).is_some() {
                self.seen.insert((written.target.span, Show::Edit));
            }
        }
    }

    fn giving_way<'a>(&mut self, engine: &Engine<'a>, rule: &'a Rule, found: &[Finding]) {
        for (&other, name) in rule.gives_way.iter().zip(&self.tree.gives_way) {
            let Some(other) = engine.rules.rules.get(other as usize) else { continue };
            let places = engine.judge(other).findings;
            if places.iter().any(|place| found.iter().any(|own| super::meets(own, place.span))) {
                self.seen.insert((name.span, Show::GivesWay));
            }
        }
    }

    /// Works out a condition and notes which sides of it decide; nothing where a value is missing.
    fn visit<'a>(
        &mut self,
        engine: &Engine<'a>,
        ir: &'a Ir,
        expr: &Expr,
        under: Option<Operator>,
        slots: &mut Slots<'a>,
    ) -> Option<bool> {
        let own = joins(expr);
        let held = match (ir, &*expr.node) {
            (Ir::Binary(_, a, b), ExprNode::Binary(_, left, right)) if own.is_some() => {
                let short = Some(own == Some(Operator::Or));
                let first = self.visit(engine, a, left, own, slots);
                if first == short {
                    first
                } else {
                    let second = self.visit(engine, b, right, own, slots);
                    if first.is_none() && second != short { None } else { second }
                }
            }
            (Ir::Not(inner), ExprNode::Not(written)) => {
                self.visit(engine, inner, written, None, slots).map(|held| !held)
            }
            _ => engine.eval(ir, slots).as_flag(),
        };
        match under {
            Some(Operator::Or) if held == Some(true) => _ = self.seen.insert((expr.span, Show::Holds)),
            Some(Operator::And) if held != Some(true) => _ = self.seen.insert((expr.span, Show::Fails)),
            _ => {}
        }
        held
    }
}
