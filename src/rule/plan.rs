//! In which order a rule's guards, named values and obligation are worked out.
//!
//! What is written first need not be asked first. A guard that costs little and holds for few stops most items before a search is made; an
//! obligation that costs less than the guards is asked before them; a named value is worked out where something asks for it. The
//! outcome is the same: all of them must hold for a finding. Only a guard that may fail to judge (it asks for a field or define of the report) keeps its
//! place, since the reason that is told is that of the first; where the report has all that the rule asks of it, none does.

use super::ir::{Check, Condition, Function, Ir, Place, Plan, Rule, Scope, Step};
use crate::syntax::tree::{Operator, Quantifier};

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
                let rank = rank(cost(&ir), &ir, asks);
                // Nothing is said of what is not there: where that is seen at once, the rest is not worked out.
                if let Some(first) = presupposed(&ir).filter(|_| cost(&ir) > LEAST_COST) {
                    let ir = Ir::Exists(Box::new(first.clone()), true);
                    let known = |check: &Check| matches!(check, Check::When(known) if known.ir == ir);
                    if !stretch.iter().any(|(_, check)| known(check)) {
                        stretch.push((self::rank(cost(&ir), &ir, true), Check::When(Condition { ir, certain: true })));
                    }
                }
                stretch.push((rank, check(Condition { ir, certain: true })));
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
        let mut plan = Self { narrowing, checks, ..Self::default() };
        let named = rule.written.steps.iter().map(|(Step::When(ir) | Step::Let(_, ir))| ir);
        for ir in named.chain([&rule.written.judgement]).chain(rule.scope.condition()) {
            asked(ir, &mut plan.defines, &mut plan.fields);
        }
        plan
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

/// Says whether the expression has a value or none, but never a reason why it could not be judged.
fn tidy_in_place(ir: &mut Ir, doubtful: &[u32], there: bool) -> bool {
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

/// What a condition costs for each item that it stops, where it goes on with those for which it is so.
fn rank(cost: u32, ir: &Ir, so: bool) -> u32 {
    let holds = holds(ir);
    cost.saturating_mul(100) / if so { 100 - holds } else { holds }
}

/// Of a hundred items, for how many a condition holds: a rough guess by its shape, never none and never all.
fn holds(ir: &Ir) -> u32 {
    use Operator as O;
    let many = match ir {
        Ir::Known { ir, .. } => holds(ir),
        Ir::Not(inner) => 100 - holds(inner),
        Ir::Binary(O::And, a, b) => holds(a) * holds(b) / 100,
        Ir::Binary(O::Or, a, b) => 100 - (100 - holds(a)) * (100 - holds(b)) / 100,
        Ir::Binary(O::Equal, ..) => 15,
        Ir::Binary(O::Unequal, ..) => 85,
        Ir::Binary(O::In, ..) | Ir::InSet(..) | Ir::Matches(..) => 30,
        Ir::Binary(O::NotIn, ..) => 70,
        Ir::Binary(O::Contains | O::StartsWith | O::EndsWith, ..) | Ir::Holds(..) | Ir::Inside(.., true) => 10,
        Ir::Inside(.., false) => 90,
        Ir::Search { quantifier: Quantifier::Some, .. } => 30,
        Ir::Search { quantifier: Quantifier::No, .. } => 70,
        _ => 50,
    };
    many.clamp(5, 95)
}

/// What an expression costs, in some unit: a comparison of numbers is a few, a search of the document thousands.
pub(super) fn cost(ir: &Ir) -> u32 {
    match ir {
        Ir::Search { cached: Some(_), .. } => return 5,
        // What one rule has asked, the next need not work out.
        Ir::Known { ir, .. } => return 5 + cost(ir) / 8,
        _ => {}
    }
    let inner: u32 = match ir {
        Ir::Search { condition: Some(condition), .. } => cost(condition) + 3,
        ir => ir.children().into_iter().map(cost).fold(0, u32::saturating_add),
    };
    let (own, times) = match ir {
        Ir::Constant(_) | Ir::Slot(_) | Ir::It | Ir::Report | Ir::Run(_) | Ir::Known { .. } => (0, 1),
        Ir::Define(_) | Ir::Parameter(_) | Ir::Field(_) | Ir::Named(_) => (3, 1),
        Ir::Attribute(..) | Ir::Capture(..) | Ir::Form(..) | Ir::IsForm(..) | Ir::Exists(..) | Ir::Not(_) => (2, 1),
        Ir::Negative(_) | Ir::Old(_) | Ir::List(_) => (3, 1),
        Ir::Binary(Operator::And | Operator::Or, ..) => (1, 1),
        Ir::Binary(Operator::In | Operator::NotIn, ..) => (20, 1),
        Ir::Binary(Operator::Contains | Operator::StartsWith | Operator::EndsWith, ..) => (30, 1),
        Ir::Binary(..) => (4, 1),
        Ir::Holds(..) => (12, 1),
        Ir::Inside(..) => (15, 1),
        Ir::InSet(..) | Ir::Each(..) | Ir::Values(_) => (25, 1),
        Ir::Lookup(..) => (40, 1),
        Ir::Matches(..) => (60, 1),
        Ir::Call(Function::Number | Function::Length, _) => (15, 1),
        Ir::Call(Function::WordsBefore | Function::WordsAfter, _) => (25, 1),
        Ir::Call(Function::Distinct | Function::Odd | Function::Strays | Function::ItemsBeginning, _) => (200, 1),
        Ir::Call(..) => (20, 1),
        Ir::Nearest(..) | Ir::Corrected(..) => (2000, 1),
        Ir::Search { place, .. } => match place {
            Place::Document | Place::OldDocument => (20, 100),
            Place::Section(_) | Place::Named(_) => (60, 20),
            Place::Sentence(_) | Place::Paragraph(_) | Place::Of(_) | Place::Like(..) => (40, 5),
        },
    };
    inner.saturating_mul(times).saturating_add(own)
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
            | Self::Nearest(a, _)
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
            | Self::Nearest(a, _)
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
