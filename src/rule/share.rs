//! What rules share. Members of a kind that several rules group or look up by the same keys are put in order once; and what several
//! ask of a fact (`it.id is normative`), or one of the same fact many times, is worked out once for each fact; what asks of a text that facts
//! captured, once for each text.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use super::cost::cost;
use super::ir::{
    Compiled, Constant, Edit, Extent, Ir, Keys, Kind, Piece, Place, Rule, Said, Scope, Step, Template, Written,
};
use super::plan::tidy_in_place;
use crate::syntax::tree::{Operator, Quantifier};
use crate::text::TextHasher;

/// An expression that costs less is worked out as quickly as it is looked up.
const LEAST_COST: u32 = 12;

/// Finds what the rules share.
pub fn share(compiled: &mut Compiled) {
    number_keys(compiled);
    let mut forms = Forms::default();
    for pass in [Pass::Count, Pass::Wrap] {
        forms.pass = pass;
        for rule in compiled.rules.iter_mut().filter(|rule| !rule.drafts) {
            forms.of_rule(rule);
        }
        compiled.defines.iter_mut().for_each(|(_, ir)| forms.of(ir, &mut Vec::new(), 1));
    }
    compiled.defines.iter_mut().for_each(|(_, ir)| _ = tidy_in_place(ir, &[], false));
    compiled.known = forms.numbers;
}

/// Gives keys their numbers: the same keys of the same kind have one, whatever rule asks for them.
fn number_keys(compiled: &mut Compiled) {
    let mut numbers = Numbers::default();
    for rule in &mut compiled.rules {
        match &mut rule.scope {
            Scope::Group { kind, keys, .. } | Scope::Chosen { kind, keys, .. } => numbers.give(*kind, keys),
            Scope::Each { .. } | Scope::Drafts { .. } | Scope::Report => {}
        }
        rule.expressions_mut().into_iter().for_each(|ir| numbers.give_in(ir));
    }
    compiled.defines.iter_mut().for_each(|(_, ir)| numbers.give_in(ir));
    compiled.packs.iter_mut().filter_map(|pack| pack.applies.as_mut()).for_each(|ir| numbers.give_in(ir));
    compiled.indexes = numbers.known.len() as u32;
}

/// The keys that have numbers.
#[derive(Default)]
struct Numbers {
    known: Vec<(Kind, Vec<Ir>)>,
}

impl Numbers {
    fn give(&mut self, kind: Kind, keys: &mut Keys) {
        keys.of.iter_mut().for_each(|key| self.give_in(key));
        let same = |(of, known): &(Kind, Vec<Ir>)| *of == kind && *known == keys.of;
        keys.index = self.known.iter().position(same).unwrap_or(self.known.len()) as u32;
        if keys.index as usize == self.known.len() {
            self.known.push((kind, keys.of.clone()));
        }
    }

    fn give_in(&mut self, ir: &mut Ir) {
        if let Ir::Search { kind, place, .. } = ir
            && let Place::Like(_, keys) = &mut **place
        {
            self.give(*kind, keys);
        }
        ir.children_mut().into_iter().for_each(|child| self.give_in(child));
    }
}

impl Rule {
    /// All its expressions. What its members agree in is no expression of the rule: it is asked of other variables.
    pub(super) fn expressions_mut(&mut self) -> Vec<&mut Ir> {
        let mut all: Vec<&mut Ir> = Vec::new();
        match &mut self.scope {
            Scope::Each { place, condition, .. } => all.extend(place.around_mut().into_iter().chain(condition)),
            Scope::Group { condition, .. } | Scope::Chosen { condition, .. } | Scope::Drafts { condition, .. } => {
                all.extend(condition);
            }
            Scope::Report => {}
        }
        let Written { steps, judgement } = &mut *self.written;
        for step in steps {
            let (Step::When(ir) | Step::Let(_, ir)) = step;
            all.push(ir);
        }
        all.push(judgement);
        let Said { at, labels, message, help, edits, .. } = &mut *self.said;
        all.extend(at);
        for (ir, text) in labels {
            all.push(ir);
            all.extend(values_of(text));
        }
        all.extend(values_of(message));
        all.extend(help.iter_mut().flat_map(values_of));
        for Edit { target, text, .. } in edits {
            all.push(target);
            all.extend(text.iter_mut().filter_map(value_of));
        }
        all
    }
}

fn values_of(template: &mut Template) -> impl Iterator<Item = &mut Ir> {
    template.vi.iter_mut().chain(&mut template.en).filter_map(value_of)
}

fn value_of(piece: &mut Piece) -> Option<&mut Ir> {
    match piece {
        Piece::Value(ir) => Some(ir),
        Piece::Text(_) => None,
    }
}

/// What is done on the way through the expressions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Pass {
    /// Expressions of one fact are counted.
    #[default]
    Count,
    /// Those that are asked more than once are wrapped.
    Wrap,
}

/// The expressions of one fact, by their shapes.
#[derive(Default)]
struct Forms {
    pass: Pass,
    /// How often each shape is asked; inside a search, more than once.
    times: HashMap<u64, u32, BuildHasherDefault<TextHasher>>,
    /// Normal forms with the kinds of their facts and their numbers.
    known: HashMap<u64, Vec<(Kind, Ir, u32)>, BuildHasherDefault<TextHasher>>,
    numbers: u32,
    /// Whether the way leads through an expression that is known.
    inside: bool,
}

impl Forms {
    fn of_rule(&mut self, rule: &mut Rule) {
        let mut facts = Vec::new();
        let (kind, keys) = match &mut rule.scope {
            Scope::Each { kind, .. } => (Some(*kind), None),
            Scope::Group { kind, keys, .. } => (None, Some((*kind, keys))),
            Scope::Chosen { kind, keys, together, .. } => ((!*together).then_some(*kind), Some((*kind, keys))),
            Scope::Drafts { .. } | Scope::Report => (None, None),
        };
        if let Some((kind, keys)) = keys {
            self.of_keys(kind, keys);
        }
        facts.extend(kind.filter(is_fact).map(|kind| (0, kind)));
        for step in &rule.written.steps {
            if let Step::Let(slot, Ir::Search { quantifier: Quantifier::First | Quantifier::Last, kind, .. }) = step
                && is_fact(kind)
            {
                facts.push((*slot, *kind));
            }
        }
        rule.expressions_mut().into_iter().for_each(|ir| self.of(ir, &mut facts, 1));
    }

    fn of_keys(&mut self, kind: Kind, keys: &mut Keys) {
        let mut facts: Vec<(u32, Kind)> = Some((0, kind)).filter(|_| is_fact(&kind)).into_iter().collect();
        keys.of.iter_mut().for_each(|key| self.of(key, &mut facts, 1));
    }

    /// Goes through an expression that is asked so many times; these variables are facts.
    fn of(&mut self, ir: &mut Ir, facts: &mut Vec<(u32, Kind)>, times: u32) {
        let variable = only_variable(ir).and_then(|slot| facts.iter().find(|(known, _)| *known == slot).copied());
        if let Some((slot, kind)) = variable {
            let shape = shape(ir);
            let mut normal = ir.clone();
            normal.rename(&mut vec![slot]);
            // Of what facts say, it is the same for all that say the same.
            let is_said_alike = !self.inside && matches!(kind, Kind::Declared(_)) && normal.only_path().is_some();
            if self.pass == Pass::Count {
                *self.times.entry(shape).or_default() += times;
            } else if is_said_alike || self.times.get(&shape).is_some_and(|&times| times > 1) {
                let known = self.known.entry(shape).or_default();
                let number = known.iter().find(|(of, ir, _)| *of == kind && *ir == normal).map(|(.., number)| *number);
                let number = number.unwrap_or_else(|| {
                    known.push((kind, normal.clone(), self.numbers));
                    self.numbers += 1;
                    self.numbers - 1
                });
                let around = std::mem::replace(&mut self.inside, true);
                self.parts_of(&mut normal, &mut vec![(0, kind)], 1);
                self.inside = around;
                *ir = Ir::Known { slot, number, ir: Box::new(normal) };
                return;
            }
        }
        self.parts_of(ir, facts, times);
    }

    fn parts_of(&mut self, ir: &mut Ir, facts: &mut Vec<(u32, Kind)>, times: u32) {
        let Ir::Search { kind, slot, place, condition, extent, .. } = ir else {
            ir.children_mut().into_iter().for_each(|child| self.of(child, facts, times));
            return;
        };
        if let Place::Like(_, keys) = &mut **place {
            self.of_keys(*kind, keys);
        }
        place.around_mut().into_iter().for_each(|around| self.of(around, facts, times));
        if let (Some(condition), Extent::Once(_)) = (&mut *condition, &*extent) {
            // What is the same for the whole document has variables of its own.
            let mut own = Some((*slot, *kind)).filter(|(_, kind)| is_fact(kind)).into_iter().collect();
            return self.of(condition, &mut own, 2);
        }
        if let Some(condition) = condition {
            let before = facts.len();
            facts.extend(is_fact(kind).then_some((*slot, *kind)));
            self.of(condition, facts, 2);
            facts.truncate(before);
        }
    }
}

fn is_fact(kind: &Kind) -> bool {
    matches!(kind, Kind::Builtin(_) | Kind::Declared(_))
}

/// The variable of an expression that asks of no other, where it is worth knowing. Sides of `and` and `or` are known each for itself.
fn only_variable(ir: &Ir) -> Option<u32> {
    let may_cost = match ir {
        Ir::Binary(operator, ..) => !matches!(operator, Operator::And | Operator::Or),
        Ir::Search { extent, .. } => !matches!(extent, Extent::Once(_)),
        Ir::Call(..)
        | Ir::Lookup(..)
        | Ir::InSet(..)
        | Ir::Nearest(..)
        | Ir::Corrected(..)
        | Ir::Holds(..)
        | Ir::Matches(..)
        | Ir::Inside(..) => true,
        _ => false,
    };
    let mut free = Vec::new();
    if !may_cost || !free_variables(ir, &mut Vec::new(), &mut free) || cost(ir) < LEAST_COST {
        return None;
    }
    let first = *free.first()?;
    free.iter().all(|slot| *slot == first).then_some(first)
}

/// Gathers the variables that are not bound inside; says whether there is nothing else that depends on where it stands.
fn free_variables(ir: &Ir, bound: &mut Vec<u32>, free: &mut Vec<u32>) -> bool {
    match ir {
        Ir::Slot(slot) => {
            free.extend(Some(*slot).filter(|slot| !bound.contains(slot)));
            true
        }
        Ir::It | Ir::Each(..) | Ir::Old(_) | Ir::Known { .. } => false,
        Ir::Search { slot, .. } => {
            bound.push(*slot);
            let sound = ir.children().into_iter().all(|child| free_variables(child, bound, free));
            bound.pop();
            sound
        }
        ir => ir.children().into_iter().all(|child| free_variables(child, bound, free)),
    }
}

impl Ir {
    /// Numbers variables anew: those known already by their place in the list, others in the order in which they are met.
    fn rename(&mut self, known: &mut Vec<u32>) {
        let number = |slot: &mut u32, known: &mut Vec<u32>| {
            let at = known.iter().position(|known| known == slot).unwrap_or(known.len());
            if at == known.len() {
                known.push(*slot);
            }
            *slot = at as u32;
        };
        match self {
            Self::Slot(slot) | Self::Search { slot, .. } => number(slot, known),
            _ => {}
        }
        self.children_mut().into_iter().for_each(|child| child.rename(known));
    }
}

/// The same for expressions that are the same but for their variables; for others, mostly another.
fn shape(ir: &Ir) -> u64 {
    let mut hasher = TextHasher::default();
    std::mem::discriminant(ir).hash(&mut hasher);
    match ir {
        Ir::Constant(Constant::Text(text)) => hasher.write(text.as_bytes()),
        Ir::Constant(Constant::Number(number)) => number.hash(&mut hasher),
        Ir::Binary(operator, ..) => std::mem::discriminant(operator).hash(&mut hasher),
        Ir::Attribute(_, attribute) => hasher.write_u32(*attribute as u32),
        Ir::Capture(_, number)
        | Ir::Form(_, number)
        | Ir::InSet(_, number)
        | Ir::Lookup(number, _)
        | Ir::Matches(_, number, _) => hasher.write_u32(*number),
        Ir::Holds(_, _, words) => words.hash(&mut hasher),
        Ir::Call(function, _) => function.hash(&mut hasher),
        Ir::Search { quantifier, kind, .. } => {
            std::mem::discriminant(quantifier).hash(&mut hasher);
            kind.hash(&mut hasher);
        }
        _ => {}
    }
    ir.children().into_iter().for_each(|child| hasher.write_u64(shape(child)));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::ir::Function;

    /// `count of citation d in sentence of c where length(d) > number(c)`, with these variables.
    fn search(outer: u32, inner: u32) -> Ir {
        let of = |function, slot| Ir::Call(function, vec![Ir::Slot(slot)]);
        let longer =
            Ir::Binary(Operator::Greater, Box::new(of(Function::Length, inner)), Box::new(of(Function::Number, outer)));
        Ir::Search {
            quantifier: Quantifier::Count,
            kind: Kind::Declared(0),
            slot: inner,
            place: Box::new(Place::Sentence(Box::new(Ir::Slot(outer)))),
            condition: Some(Box::new(longer)),
            extent: Extent::Whole,
        }
    }

    #[test]
    fn expressions_are_the_same_whatever_their_variables() {
        let normal = |mut ir: Ir, slot: u32| {
            ir.rename(&mut vec![slot]);
            ir
        };
        let (one, other) = (search(0, 3), search(5, 9));
        assert_eq!((only_variable(&one), only_variable(&other)), (Some(0), Some(5)));
        assert_eq!(shape(&one), shape(&other));
        assert_eq!(normal(one, 0), normal(other, 5));
        // A side that asks of two variables is not known of one.
        let Ir::Search { condition: Some(condition), .. } = search(0, 3) else { panic!("a search") };
        assert_eq!(only_variable(&condition), None);
    }
}
