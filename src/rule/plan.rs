//! In which order a rule's guards, named values and obligation are worked out.
//!
//! What is written first need not be asked first. A guard that costs little and holds for few stops most items before a search is made; an
//! obligation that costs less than the guards is asked before them; a named value is worked out where something asks for it. The
//! outcome is the same: all of them must hold for a finding. Only a guard that may fail to judge (it asks for a field or define of the report) keeps its
//! place, since the reason that is told is that of the first; where the report has all that the rule asks of it, none does.

use super::cost::{cost, rank};
use super::ir::{Check, Compiled, Condition, Extent, Ir, Place, Plan, Rule, Scope, Step, Written};
use crate::syntax::tree::Operator;
use serde::{Deserialize, Serialize};

/// What a rule asks of the report that may not be there.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Asks {
    /// Defines.
    pub defines: Vec<u32>,
    /// Fields.
    pub fields: Vec<u32>,
}

impl Asks {
    /// What the conditions of a rule ask for.
    pub fn of(scope: &Scope, written: &Written) -> Self {
        let mut asks = Self::default();
        let steps = written.steps.iter().map(|(Step::When(ir) | Step::Let(_, ir))| ir);
        for ir in steps.chain([&written.judgement]).chain(scope.condition()) {
            asked(ir, &mut asks.defines, &mut asks.fields);
        }
        asks
    }

    /// Whether a rule asks for nothing of the kind.
    pub fn is_empty(&self) -> bool {
        self.defines.is_empty() && self.fields.is_empty()
    }
}

impl Plan {
    /// The plan of a rule; `there` says that the report has all defines and fields that it asks for.
    fn of(rule: &Rule, there: bool) -> Self {
        // Named values that may be a reason why something could not be judged.
        let mut doubtful: Vec<u32> = Vec::new();
        let mut named: Vec<(u32, Ir)> = Vec::new();
        let mut conditions: Vec<(Condition, bool)> = Vec::new();
        let narrowing = rule.scope.condition().map(|ir| tidy(ir, &[], there));
        if rule.scope.asks_each() {
            conditions
                .extend(narrowing.clone().filter(|narrowing| narrowing.certain).map(|narrowing| (narrowing, false)));
        }
        for step in &rule.written.steps {
            match step {
                Step::When(ir) => conditions.push((tidy(ir, &doubtful, there), false)),
                Step::Let(slot, ir) => {
                    let Condition { ir, certain } = tidy(ir, &doubtful, there);
                    if !certain {
                        doubtful.push(*slot);
                    }
                    named.push((*slot, ir));
                }
            }
        }
        conditions.push((tidy(&rule.written.judgement, &doubtful, there), true));
        // Stretches of conditions that may change places, each condition with what it costs for each item that it stops.
        let mut stretches: Vec<Vec<(u32, Check)>> = vec![Vec::new()];
        for (condition, judges) in conditions {
            let asks = if judges { rule.forbid } else { true };
            let cost = |ir: &Ir| cost(ir) + needed(ir, &named).iter().map(|&at| price(&named, at)).sum::<u32>();
            let check = |condition| if judges { Check::Judge(condition) } else { Check::When(condition) };
            if !condition.certain {
                stretches.extend([vec![(0, check(condition))], Vec::new()]);
                continue;
            }
            // Each side of what must hold as a whole is a condition of its own.
            let mut sides = Vec::new();
            let joined = if judges && !rule.forbid { Operator::Or } else { Operator::And };
            sides_of(joined, condition.ir, &mut sides);
            for ir in sides {
                let Some(stretch) = stretches.last_mut() else { continue };
                let worth = rank(cost(&ir), &ir, asks);
                // Nothing is said of what is not there: where that is seen at once, the rest is not worked out.
                if let Some(first) = presupposed(&ir).filter(|_| cost(&ir) > LEAST_COST) {
                    let ir = Ir::Exists(Box::new(first.clone()), true);
                    let known = |check: &Check| matches!(check, Check::When(known) if known.ir == ir);
                    if !stretch.iter().any(|(_, check)| known(check)) {
                        stretch.push((rank(cost(&ir), &ir, true), Check::When(Condition { ir, certain: true })));
                    }
                }
                stretch.push((worth, check(Condition { ir, certain: true })));
            }
        }
        let mut checks = Vec::new();
        let mut known = vec![false; named.len()];
        let mut name = |at: usize, checks: &mut Vec<Check>| {
            if let (Some(known @ false), Some((slot, ir))) = (known.get_mut(at), named.get(at)) {
                *known = true;
                checks.push(Check::Let(*slot, ir.clone()));
            }
        };
        for mut stretch in stretches {
            stretch.sort_by_key(|(rank, _)| *rank);
            for (_, check) in stretch {
                if let Check::When(condition) | Check::Judge(condition) = &check {
                    needed(&condition.ir, &named).into_iter().for_each(|at| name(at, &mut checks));
                }
                checks.push(check);
            }
        }
        // What only messages and places ask for.
        (0..named.len()).for_each(|at| name(at, &mut checks));
        let (common, at_once) = (common(&checks), at_once(&checks));
        Self { narrowing, checks: checks.into_iter().map(Into::into).collect(), common, at_once }
    }
}

/// The checks that may be asked of all items at once, one bit for each of the first 64.
fn at_once(checks: &[Check]) -> u64 {
    let mut bits = 0;
    for (at, check) in checks.iter().enumerate().take(64) {
        match check {
            Check::When(condition) | Check::Judge(condition) if !condition.certain => break,
            Check::When(condition) | Check::Judge(condition) => bits |= u64::from(is_plain(&condition.ir)) << at,
            Check::Let(..) => {}
        }
    }
    bits
}

/// Whether a condition has the shape of those that columns may answer (`evaluate/sieve.rs`).
fn is_plain(ir: &Ir) -> bool {
    match ir {
        Ir::Binary(Operator::And | Operator::Or, one, other) => is_plain(one) && is_plain(other),
        Ir::Binary(_, _, other) => matches!(&**other, Ir::Constant(_)),
        Ir::Not(inner) => is_plain(inner),
        ir => matches!(
            ir,
            Ir::Exists(..)
                | Ir::IsForm(..)
                | Ir::Known { slot: 0, .. }
                | Ir::Attribute(..)
                | Ir::InSet(..)
                | Ir::Holds(..)
        ),
    }
}

/// The checks that ask of nothing that differs from item to item, one bit for each of the first 64.
fn common(checks: &[Check]) -> u64 {
    let (mut bits, mut fixed) = (0, Vec::new());
    for (at, check) in checks.iter().enumerate().take(64) {
        let same = match check {
            Check::When(condition) | Check::Judge(condition) => is_common(&condition.ir, &fixed),
            Check::Let(slot, ir) => {
                let same = is_common(ir, &fixed);
                fixed.extend(same.then_some(*slot));
                same
            }
        };
        bits |= u64::from(same) << at;
    }
    bits
}

/// Whether an expression comes to the same for all items, given that these variables do.
fn is_common(ir: &Ir, fixed: &[u32]) -> bool {
    match ir {
        Ir::Slot(slot) | Ir::Known { slot, .. } => fixed.contains(slot),
        Ir::Search { extent, .. } => matches!(extent, Extent::Once(_)),
        Ir::It => false,
        ir => ir.children().into_iter().all(|child| is_common(child, fixed)),
    }
}

/// A condition that costs less is asked as quickly as whether there is what it asks about.
const LEAST_COST: u32 = 10;

/// What a fact captured, without which a comparison is neither true nor false.
fn presupposed(ir: &Ir) -> Option<&Ir> {
    use Operator as O;
    let (Ir::Binary(
        O::Equal | O::Unequal | O::Less | O::AtMost | O::Greater | O::AtLeast | O::In | O::NotIn,
        first,
        _,
    )
    | Ir::InSet(first, _)) = ir
    else {
        return None;
    };
    let mut base = &**first;
    while let Ir::Capture(inner, _) | Ir::Form(inner, _) = base {
        base = inner;
    }
    (matches!(base, Ir::Slot(_)) && matches!(**first, Ir::Capture(..))).then_some(first)
}

/// Gathers the defines and fields that an expression asks for.
fn asked(ir: &Ir, defines: &mut Vec<u32>, fields: &mut Vec<u32>) {
    match ir {
        Ir::Define(define) => defines.push(*define),
        Ir::Field(field) => fields.push(*field),
        Ir::Known { ir, .. } => asked(ir, defines, fields),
        ir => ir.children().into_iter().for_each(|child| asked(child, defines, fields)),
    }
}

impl Rule {
    /// How the rule is judged. Most rules find nothing to judge in most documents: it is made when first asked for.
    pub fn plan(&self) -> &Plan {
        self.planned.get_or(|| Plan::of(self, false))
    }

    /// How it is judged where the report has all that it asks for: nothing can be a reason why it could not be judged, so every
    /// condition may be asked in the order of what it costs.
    pub fn free_plan(&self) -> &Plan {
        self.planned_freely.get_or(|| Plan::of(self, true))
    }

    /// Makes the plan ready that most reports judge it by: those that have all that it asks for.
    fn foresee(&self) {
        _ = if self.asks.is_empty() { self.plan() } else { self.free_plan() };
    }
}

impl Compiled {
    /// Makes plans of its rules ready for a report that is not read yet, as long as there is time.
    pub fn foresee(&self, is_time: impl Fn() -> bool) {
        self.rules.iter().filter(|rule| !rule.drafts).take_while(|_| is_time()).for_each(Rule::foresee);
    }
}

fn price(named: &[(u32, Ir)], at: usize) -> u32 {
    named.get(at).map_or(0, |(_, ir)| cost(ir))
}

/// The named values that an expression asks for, and those that they ask for, in the order in which they are written.
fn needed(ir: &Ir, named: &[(u32, Ir)]) -> Vec<usize> {
    let mut found = vec![false; named.len()];
    let mut open = vec![ir];
    while let Some(ir) = open.pop() {
        if let Ir::Slot(slot) | Ir::Known { slot, .. } = ir
            && let Some(at) = named.iter().position(|(known, _)| known == slot)
            && let (Some(found @ false), Some((_, ir))) = (found.get_mut(at), named.get(at))
        {
            *found = true;
            open.push(ir);
        }
        open.extend(ir.children());
    }
    found.iter().enumerate().filter(|(_, found)| **found).map(|(at, _)| at).collect()
}

/// The same expression, with the sides of `and` and `or` in the order of their cost.
fn tidy(ir: &Ir, doubtful: &[u32], there: bool) -> Condition {
    let mut ir = ir.clone();
    let certain = tidy_in_place(&mut ir, doubtful, there);
    Condition { ir, certain }
}

/// Puts sides in order, and says whether the expression has a value or none, but never a reason why it could not be judged.
pub(super) fn tidy_in_place(ir: &mut Ir, doubtful: &[u32], there: bool) -> bool {
    let mut certain = match ir {
        Ir::Define(_) | Ir::Field(_) => there,
        Ir::Old(_) => false,
        Ir::Known { slot, ir, .. } => tidy_in_place(ir, &[], there) && !doubtful.contains(slot),
        Ir::Slot(slot) => !doubtful.contains(slot),
        _ => true,
    };
    for child in ir.children_mut() {
        certain &= tidy_in_place(child, doubtful, there);
    }
    let Ir::Binary(operator @ (Operator::And | Operator::Or), ..) = *ir else { return certain };
    if certain {
        let mut sides = Vec::new();
        sides_of(operator, std::mem::replace(ir, Ir::It), &mut sides);
        sides.sort_by_cached_key(|ir| rank(cost(ir), ir, operator == Operator::And));
        let mut sides = sides.into_iter();
        let first = sides.next().unwrap_or(Ir::It);
        *ir = sides.fold(first, |whole, side| Ir::Binary(operator, Box::new(whole), Box::new(side)));
    }
    certain
}

fn sides_of(operator: Operator, ir: Ir, into: &mut Vec<Ir>) {
    match ir {
        Ir::Binary(own, left, right) if own == operator => {
            sides_of(operator, *left, into);
            sides_of(operator, *right, into);
        }
        side => into.push(side),
    }
}

impl Ir {
    /// The expressions that it is made of. What members of an index agree in, and what is known of a fact, is asked elsewhere, and of
    /// other variables.
    pub fn children(&self) -> Vec<&Self> {
        match self {
            Self::Constant(_)
            | Self::Slot(_)
            | Self::Define(_)
            | Self::Parameter(_)
            | Self::Field(_)
            | Self::Run(_)
            | Self::Report
            | Self::Named(_)
            | Self::It
            | Self::Known { .. }
            | Self::Values(_) => Vec::new(),
            Self::List(items) | Self::Call(_, items) => items.iter().collect(),
            Self::Old(a)
            | Self::Attribute(a, _)
            | Self::Capture(a, _)
            | Self::Form(a, _)
            | Self::Lookup(_, a)
            | Self::InSet(a, _)
            | Self::Nearest(a, ..)
            | Self::Corrected(a, _)
            | Self::Not(a)
            | Self::Negative(a)
            | Self::Holds(_, a, _)
            | Self::Exists(a, _)
            | Self::IsForm(a, _, _)
            | Self::Matches(a, _, _)
            | Self::Inside(a, _, _) => vec![a],
            Self::Each(a, b) | Self::Binary(_, a, b) => vec![a, b],
            Self::Search { place, condition, .. } => place.around().into_iter().chain(condition.as_deref()).collect(),
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::Constant(_)
            | Self::Slot(_)
            | Self::Define(_)
            | Self::Parameter(_)
            | Self::Field(_)
            | Self::Run(_)
            | Self::Report
            | Self::Named(_)
            | Self::It
            | Self::Known { .. }
            | Self::Values(_) => Vec::new(),
            Self::List(items) | Self::Call(_, items) => items.iter_mut().collect(),
            Self::Old(a)
            | Self::Attribute(a, _)
            | Self::Capture(a, _)
            | Self::Form(a, _)
            | Self::Lookup(_, a)
            | Self::InSet(a, _)
            | Self::Nearest(a, ..)
            | Self::Corrected(a, _)
            | Self::Not(a)
            | Self::Negative(a)
            | Self::Holds(_, a, _)
            | Self::Exists(a, _)
            | Self::IsForm(a, _, _)
            | Self::Matches(a, _, _)
            | Self::Inside(a, _, _) => vec![a],
            Self::Each(a, b) | Self::Binary(_, a, b) => vec![a, b],
            Self::Search { place, condition, .. } => {
                place.around_mut().into_iter().chain(condition.as_deref_mut()).collect()
            }
        }
    }
}

impl Scope {
    /// What narrows it.
    pub fn condition(&self) -> Option<&Ir> {
        match self {
            Self::Each { condition, .. }
            | Self::Group { condition, .. }
            | Self::Chosen { condition, .. }
            | Self::Drafts { condition, .. } => condition.as_ref(),
            Self::Report => None,
        }
    }

    /// Whether what narrows it is asked of each item by itself, as guards are.
    pub fn asks_each(&self) -> bool {
        matches!(self, Self::Each { .. } | Self::Chosen { together: false, .. })
    }
}

impl Place {
    /// The expression that the place is around or of, where there is one.
    pub fn around(&self) -> Option<&Ir> {
        match self {
            Self::Sentence(ir) | Self::Paragraph(ir) | Self::Section(ir) | Self::Of(ir) | Self::Like(ir, _) => Some(ir),
            Self::Document | Self::OldDocument | Self::Named(_) => None,
        }
    }

    /// The expression whose value it is around, to be changed.
    pub fn around_mut(&mut self) -> Option<&mut Ir> {
        match self {
            Self::Sentence(ir) | Self::Paragraph(ir) | Self::Section(ir) | Self::Of(ir) | Self::Like(ir, _) => Some(ir),
            Self::Document | Self::OldDocument | Self::Named(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::ir::Function;
    use crate::rule::types::Attribute;

    fn attribute(attribute: Attribute) -> Ir {
        Ir::Attribute(Box::new(Ir::Slot(0)), attribute)
    }

    fn words_before() -> Ir {
        Ir::InSet(Box::new(Ir::Call(Function::WordsBefore, vec![Ir::Slot(0), Ir::Slot(1)])), 0)
    }

    #[test]
    fn the_cheap_side_is_asked_first() {
        let both = |a: Ir, b: Ir| Ir::Binary(Operator::And, Box::new(a), Box::new(b));
        let cheap = attribute(Attribute::Valid);
        assert_eq!(tidy(&both(words_before(), cheap.clone()), &[], false).ir, both(cheap.clone(), words_before()));
        // What may give a reason keeps its place.
        let doubtful = both(words_before(), Ir::Define(0));
        assert_eq!(tidy(&doubtful, &[], false).ir, doubtful);
        assert_eq!(tidy(&doubtful, &[], true).ir, both(Ir::Define(0), words_before()));
    }
}
