//! How far a count must go. Of `let others = count of …` a rule often asks no more than `others = 1`: two are then as good as a hundred.

use rust_decimal::prelude::ToPrimitive;

use super::ir::{Compiled, Constant, Extent, Ir, Rule, Step};
use crate::syntax::tree::{Operator, Quantifier};

/// Says of each count of the rules where it may stop.
pub fn bound_counts(compiled: &mut Compiled) {
    for rule in &mut compiled.rules {
        bound_named(rule);
        rule.expressions_mut().into_iter().for_each(bound_within);
    }
    compiled.defines.iter_mut().for_each(|(_, ir)| bound_within(ir));
}

/// Bounds the counts that are named and held against numbers only.
fn bound_named(rule: &mut Rule) {
    let counted = rule.written.steps.iter().filter_map(|step| match step {
        Step::Let(slot, Ir::Search { quantifier: Quantifier::Count, extent: Extent::Whole, .. }) => Some(*slot),
        _ => None,
    });
    for slot in counted.collect::<Vec<_>>() {
        let mut uses = Uses { slot, mentions: 0, compared: 0, most: 0 };
        rule.expressions_mut().into_iter().for_each(|ir| uses.of(ir));
        let is_it = |step: &&mut Step| matches!(step, Step::Let(own, _) if *own == slot);
        if let Some(Step::Let(_, Ir::Search { extent, .. })) = rule.written.steps.iter_mut().find(is_it)
            && uses.mentions == uses.compared
        {
            *extent = Extent::Most(uses.most);
        }
    }
}

/// Bounds the counts that are held against numbers where they stand.
fn bound_within(ir: &mut Ir) {
    if let Ir::Binary(operator, left, right) = ir
        && let Ir::Search { quantifier: Quantifier::Count, extent: extent @ (Extent::Whole | Extent::Most(_)), .. } =
            &mut **left
        && let Some(needed) = needed(*operator, right)
    {
        *extent = Extent::Most(needed);
    }
    ir.children_mut().into_iter().for_each(bound_within);
}

/// One more than the number that a count is held against: where a count stops there, the outcome is that of the whole.
fn needed(operator: Operator, right: &Ir) -> Option<u32> {
    use Operator as O;
    let Ir::Constant(Constant::Number(number)) = right else { return None };
    let compares = matches!(operator, O::Equal | O::Unequal | O::Less | O::AtMost | O::Greater | O::AtLeast);
    number.trunc().to_u32().filter(|_| compares)?.checked_add(1)
}

/// What is asked of a named count.
struct Uses {
    slot: u32,
    mentions: u32,
    compared: u32,
    most: u32,
}

impl Uses {
    fn of(&mut self, ir: &Ir) {
        self.mentions += u32::from(*ir == Ir::Slot(self.slot));
        if let Ir::Binary(operator, left, right) = ir
            && **left == Ir::Slot(self.slot)
            && let Some(most) = needed(*operator, right)
        {
            self.compared += 1;
            self.most = self.most.max(most);
        }
        ir.children().into_iter().for_each(|child| self.of(child));
    }
}
