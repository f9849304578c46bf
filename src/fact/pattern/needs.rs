//! What a pattern needs further on: words and facts that every match has, and how far from its first token.
//!
//! `part: amount up to 14 words "," one of attain_words percent: percentage` begins at every amount, but matches only where a
//! comma, one of those words and a percentage follow within some twenty tokens. This is asked before the
//! machine starts.

use serde::{Deserialize, Serialize};

use super::glance::{Gate, Groups, Trait, of_kind};
use super::{First, Pc, Phrases, Program, Step};
use crate::fact::Kind;

/// Something that stands in every match of a way.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// The number of what may stand there; see [`Wanted`].
    pub what: u32,
    /// So many tokens behind the first one at least.
    pub min: u32,
    /// And at most.
    pub max: Reach,
}

/// How many tokens steps may cover.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Tokens that are counted one by one; [`Reach::FAR`] is any number.
    pub tokens: u32,
    /// Facts, whatever their length.
    pub facts: u32,
}

impl Reach {
    /// To the end of the block.
    pub const FAR: u32 = u32::MAX;

    fn plus(self, step: Self) -> Self {
        Self { tokens: self.tokens.saturating_add(step.tokens), facts: self.facts.saturating_add(step.facts) }
    }

    fn or(self, other: Self) -> Self {
        Self { tokens: self.tokens.max(other.tokens), facts: self.facts.max(other.facts) }
    }

    /// In tokens, where no fact is longer than this.
    pub fn of(self, longest: u32) -> u32 {
        self.tokens.saturating_add(self.facts.saturating_mul(longest))
    }
}

/// What patterns need, each with its number, while the needs are gathered.
#[derive(Debug, Default)]
pub struct Wanted {
    /// What may stand there: words, numbers and built-in facts, and facts of these declared kinds.
    pub all: Vec<(Gate, Vec<u32>)>,
}

impl Wanted {
    /// The number of what may stand somewhere; nothing where every other token may.
    fn number(&mut self, first: &First, groups: &mut Groups) -> Option<u32> {
        let gate = groups.gate(&First { glued: false, ..first.clone() });
        if gate.traits & (Trait::ANY | Trait::WORD | Trait::PROPER | Trait::CAPITALS) != 0 {
            return None;
        }
        let mut declared = first.declared.clone();
        declared.sort_unstable();
        declared.dedup();
        let wanted = (gate, declared);
        let known = self.all.iter().position(|known| *known == wanted);
        let number = known.unwrap_or_else(|| {
            self.all.push(wanted);
            self.all.len() - 1
        });
        Some(number as u32)
    }
}

/// One of the alternatives that a pattern begins with.
#[derive(Serialize, Deserialize, Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    /// Captures that open before it, first to last.
    pub opens: Vec<u32>,
    /// Its first instruction.
    pub pc: Pc,
    /// What it needs further on, in order.
    pub needs: Vec<Need>,
    /// How many needs the ways before it have.
    pub needs_before: u32,
}

/// A program that begins with more alternatives than these is tried as a whole.
pub const MOST_WAYS: usize = 32;

impl Program {
    /// The alternatives that the program begins with, in the order in which they are tried.
    pub(super) fn find_ways(&self, sets: &[Phrases], groups: &mut Groups, wanted: &mut Wanted) -> Vec<Way> {
        let mut starts: Vec<(Pc, Vec<u32>)> = Vec::new();
        let mut open = vec![(0, Vec::new())];
        while let Some((pc, mut opens)) = open.pop() {
            match self.code.get(pc as usize).map(|instruction| &instruction.step) {
                Some(Step::Split(first, second)) => open.extend([(*second, opens.clone()), (*first, opens)]),
                Some(Step::Open(name)) => {
                    opens.push(*name);
                    open.push((pc + 1, opens));
                }
                Some(_) if starts.iter().all(|(known, _)| *known != pc) => starts.push((pc, opens)),
                _ => {}
            }
            if starts.len() + open.len() > MOST_WAYS {
                starts = vec![(0, Vec::new())];
                break;
            }
        }
        let mut needs_before = 0;
        let way = |(pc, opens): (Pc, Vec<u32>)| {
            let needs = self.needs(pc, sets, groups, wanted);
            let before = needs_before;
            needs_before += needs.len() as u32;
            Way { opens, pc, needs, needs_before: before }
        };
        starts.into_iter().map(way).collect()
    }

    /// What every way from an instruction to the end passes. Code is laid out forwards and its end is last, so every way passes an
    /// instruction that no jump leads over.
    fn needs(&self, from: Pc, sets: &[Phrases], groups: &mut Groups, wanted: &mut Wanted) -> Vec<Need> {
        let length = self.code.len();
        let mut known: Vec<Option<(u32, Reach)>> = vec![None; length];
        if let Some(first) = known.get_mut(from as usize) {
            *first = Some((0, Reach::default()));
        }
        // The instructions that every way passes.
        let mut passed: Vec<(Pc, u32, Reach)> = Vec::new();
        // The furthest instruction that a jump from before has led to, and whether a loop has been passed.
        let (mut furthest, mut looped) = (from, false);
        for (pc, instruction) in (0..).zip(&*self.code).skip(from as usize) {
            let Some((min, max)) = known.get(pc as usize).copied().flatten() else { continue };
            if furthest <= pc {
                passed.push((pc, min, if looped { Reach { tokens: Reach::FAR, facts: 0 } } else { max }));
            }
            let (least, most) = instruction.step.extent(sets);
            let mut lead = |to: Pc| {
                if to <= pc {
                    looped = true;
                    return;
                }
                furthest = furthest.max(to);
                if let Some(place) = known.get_mut(to as usize) {
                    let reached = (min.saturating_add(least), max.plus(most));
                    *place = Some(place.map_or(reached, |known| (known.0.min(reached.0), known.1.or(reached.1))));
                }
            };
            match &instruction.step {
                Step::Accept => {}
                Step::Jump(to) => lead(*to),
                Step::Split(a, b) => {
                    lead(*a);
                    lead(*b);
                }
                _ => lead(pc + 1),
            }
        }
        let mut needs: Vec<Need> = Vec::new();
        for &(pc, min, max) in &passed {
            // Where something may be left out, what stands behind it says more.
            let leads_on = |to: &Pc| *to > pc && passed.iter().any(|(passed, ..)| passed == to);
            let optional = match self.code.get(pc as usize).map(|instruction| &instruction.step) {
                Some(Step::Split(a, b)) => leads_on(a) || leads_on(b),
                _ => false,
            };
            if min > 0
                && !optional
                && let Some(what) = wanted.number(&self.from(pc, sets), groups)
            {
                needs.push(Need { what, min, max });
            }
        }
        needs.dedup();
        needs
    }

    /// The built-in facts that every way through the program passes, as bits: a block without one of them holds no match.
    pub fn required(&self) -> u32 {
        // Backwards to a fixed point from "everything", which what loops only shrinks.
        let mut needs = vec![u32::MAX; self.code.len() + 1];
        loop {
            let mut changed = false;
            for (pc, instruction) in self.code.iter().enumerate().rev() {
                let get = |pc: usize| needs.get(pc).copied().unwrap_or(0);
                let found = match &instruction.step {
                    Step::Accept => 0,
                    Step::Jump(to) => get(*to as usize),
                    Step::Split(a, b) => get(*a as usize) & get(*b as usize),
                    Step::Builtin(kind) => of_kind(Kind::Builtin(*kind)) | get(pc + 1),
                    _ => get(pc + 1),
                };
                if let Some(known) = needs.get_mut(pc)
                    && *known != found
                {
                    *known = found;
                    changed = true;
                }
            }
            if !changed {
                return needs.first().copied().unwrap_or(0);
            }
        }
    }

    /// The declared kinds of facts that it asks for.
    pub(super) fn find_uses(&self) -> Vec<u32> {
        let mut uses = Vec::new();
        self.add_uses(&mut uses);
        uses.sort_unstable();
        uses.dedup();
        uses
    }

    fn add_uses(&self, uses: &mut Vec<u32>) {
        let declared = |kind: &Kind| match kind {
            Kind::Declared(kind) => Some(*kind),
            Kind::Builtin(_) => None,
        };
        uses.extend(self.kinds.iter().flatten().filter_map(declared));
        for instruction in &*self.code {
            match &instruction.step {
                Step::Declared(kind) => uses.push(*kind),
                Step::NotBefore(inner) | Step::Unlike(inner, _) => inner.add_uses(uses),
                Step::Except(inner, but) => {
                    inner.add_uses(uses);
                    but.add_uses(uses);
                }
                _ => {}
            }
        }
    }

    /// The kinds of facts that steps of the program cover.
    pub(super) fn covered(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = Vec::new();
        for instruction in &*self.code {
            let kind = match instruction.step {
                Step::Builtin(kind) => Kind::Builtin(kind),
                Step::Declared(kind) => Kind::Declared(kind),
                _ => continue,
            };
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }
}

impl Step {
    /// The fewest tokens that it may cover, and the most.
    fn extent(&self, sets: &[Phrases]) -> (u32, Reach) {
        let tokens = |tokens: u32| Reach { tokens, facts: 0 };
        match self {
            Self::Words(keys) => (keys.len() as u32, tokens(keys.len() as u32)),
            Self::Exactly(texts) => (texts.len() as u32, tokens(texts.len() as u32)),
            Self::Phrase(set) | Self::Key(set) => {
                (1, tokens(sets.get(*set as usize).map_or(0, Phrases::longest_entry)))
            }
            Self::Digits
            | Self::Number
            | Self::Word
            | Self::Wordlike
            | Self::Capitals
            | Self::Proper
            | Self::Any
            | Self::Skip(_) => (1, tokens(1)),
            Self::Code | Self::Rest | Self::Clause | Self::Amounts(_) => (0, tokens(Reach::FAR)),
            Self::Builtin(_) | Self::Declared(_) => (1, Reach { tokens: 0, facts: 1 }),
            Self::Except(..) | Self::Unlike(..) => (0, tokens(super::MOST_AHEAD)),
            Self::Start
            | Self::End
            | Self::Edge(_)
            | Self::NotBefore(_)
            | Self::NotAfterWords(_)
            | Self::NotAfterPhrase(_)
            | Self::Open(_)
            | Self::Close(_)
            | Self::Form(_)
            | Self::Split(..)
            | Self::Jump(_)
            | Self::Accept => (0, Reach::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Builtin;
    use crate::fact::pattern::Instruction;
    use crate::text::key;

    fn program(steps: Vec<Step>) -> Program {
        let code: Vec<_> = steps.into_iter().map(|step| Instruction::new(step, false)).collect();
        Program { code: code.into(), ..Program::default() }
    }

    #[test]
    fn what_every_match_passes_is_needed_within_reach() {
        let word = |word: &str| Step::Words([key(word)].into());
        // amount up to 2 words [ "là" ] "đạt" percentage
        let gap = program(vec![
            Step::Builtin(Builtin::Amount),
            Step::Split(5, 2),
            Step::Skip(None),
            Step::Split(5, 4),
            Step::Skip(None),
            Step::Split(6, 7),
            word("là"),
            word("đạt"),
            Step::Builtin(Builtin::Percentage),
            Step::Accept,
        ]);
        let mut groups = Groups::default();
        let ways = gap.find_ways(&[], &mut groups, &mut Wanted::default());
        let [way] = ways.as_slice() else { panic!("{ways:?}") };
        let reaches: Vec<_> = way.needs.iter().map(|need| (need.min, need.max.tokens, need.max.facts)).collect();
        // `đạt`, the percentage.
        assert_eq!(reaches, [(1, 3, 1), (2, 4, 1)]);
        assert_eq!(way.needs[1].max.of(5), 9);
    }

    #[test]
    fn each_alternative_has_needs_of_its_own_and_a_loop_reaches_far() {
        let word = |word: &str| Step::Words([key(word)].into());
        // ( "từ" "đến" | "hết" { any } "ngày" )
        let choice = program(vec![
            Step::Split(1, 4),
            word("từ"),
            word("đến"),
            Step::Jump(9),
            word("hết"),
            Step::Split(6, 8),
            Step::Any,
            Step::Jump(5),
            word("ngày"),
            Step::Accept,
        ]);
        let ways = choice.find_ways(&[], &mut Groups::default(), &mut Wanted::default());
        let told: Vec<(Pc, Vec<u32>)> =
            ways.iter().map(|way| (way.pc, way.needs.iter().map(|need| need.max.tokens).collect())).collect();
        assert_eq!(told, [(1, vec![1]), (4, vec![Reach::FAR])]);
    }
}
