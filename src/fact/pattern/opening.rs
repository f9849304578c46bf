//! The first two tokens of what a pattern matches: most places where a first word stands are told apart from a beginning by
//! the word behind it, before the machine starts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{KeyMap, Pc, Phrases, Program, Step, tokens_of};
use crate::fact::Builtin;

/// What may stand at one token of a pattern: at its first, or behind a first one.
#[derive(Serialize, Deserialize, Debug, Clone, Default, PartialEq)]
pub struct First {
    /// Folded words and marks, in order.
    pub keys: Vec<u64>,
    /// A number.
    pub number: bool,
    /// A word.
    pub word: bool,
    /// A word in capitals.
    pub capitals: bool,
    /// A word that begins with a capital letter.
    pub proper: bool,
    /// Built-in facts.
    pub builtin: Vec<Builtin>,
    /// Declared facts.
    pub declared: Vec<u32>,
    /// Something that cannot be looked up, or nothing at all.
    pub anything: bool,
    /// No blank before it, whatever of this it is.
    pub glued: bool,
}

/// What a pattern may begin with, word by word, each with what may follow. Beginnings of other kinds are in [`First`].
#[derive(Debug, Default)]
pub struct Openings {
    /// By folded word.
    pub keys: KeyMap<First>,
    /// Behind a number.
    pub number: First,
    /// Behind a built-in fact.
    pub builtin: BTreeMap<Builtin, First>,
}

impl First {
    /// Whether it is no more than a word, or not even that: it cannot be looked up.
    pub fn is_open(&self) -> bool {
        self.anything || self.word || self.proper
    }

    fn merge(&mut self, other: &Self) {
        self.glued = other.glued && (self.glued || *self == Self::default());
        self.keys.extend(&other.keys);
        self.builtin.extend(&other.builtin);
        self.declared.extend(&other.declared);
        self.number |= other.number;
        self.word |= other.word;
        self.proper |= other.proper;
        self.capitals |= other.capitals;
        self.anything |= other.anything;
    }

    /// What stands behind a first token is asked before declared facts are found: there, they may be anywhere.
    fn settle_behind(&mut self) {
        self.anything |= !self.declared.is_empty();
        if self.anything {
            *self = Self { anything: true, ..Self::default() };
        }
    }
}

impl Program {
    /// What it may begin with.
    pub fn first(&self, sets: &[Phrases]) -> First {
        self.from(0, sets)
    }

    /// What it may begin with at `pc`, word by word.
    pub fn openings(&self, pc: Pc, sets: &[Phrases]) -> Openings {
        let mut openings = Openings::default();
        self.visit(pc, |pc, step| {
            let mut add = |key: u64, second: Option<u64>| {
                let next = openings.keys.entry(key).or_default();
                match second {
                    Some(second) => {
                        next.keys.push(second);
                        next.glued = false;
                    }
                    None => next.merge(&self.from(pc + 1, sets)),
                }
            };
            match step {
                Step::Words(keys) => {
                    if let Some(&first) = keys.first() {
                        add(first, keys.get(1).copied());
                    }
                }
                Step::Exactly(texts) => {
                    let key = |at: usize| texts.get(at).and_then(|text| key_of(text));
                    if let Some(first) = key(0) {
                        add(first, key(1));
                    }
                }
                Step::Phrase(set) | Step::Key(set) => {
                    let phrases = sets.get(*set as usize).into_iter().flat_map(Phrases::openings);
                    phrases.for_each(|(first, second)| add(first, second));
                }
                Step::Digits | Step::Number => openings.number.merge(&self.from(pc + 1, sets)),
                Step::Builtin(kind) => openings.builtin.entry(*kind).or_default().merge(&self.from(pc + 1, sets)),
                Step::Except(inner, _) | Step::Unlike(inner, _) => {
                    let inner = inner.openings(0, sets);
                    openings.number.merge(&inner.number);
                    for (key, next) in inner.keys {
                        openings.keys.entry(key).or_default().merge(&next);
                    }
                    for (kind, next) in inner.builtin {
                        openings.builtin.entry(kind).or_default().merge(&next);
                    }
                }
                _ => {}
            }
        });
        openings.number.settle_behind();
        openings.keys.values_mut().for_each(First::settle_behind);
        openings.builtin.values_mut().for_each(First::settle_behind);
        openings
    }

    /// Whether what it matches from `pc` on is at the start of a block only.
    pub(super) fn is_anchored(&self, pc: Pc) -> bool {
        let mut open = vec![pc];
        let mut seen = vec![false; self.code.len()];
        while let Some(pc) = open.pop() {
            match seen.get_mut(pc as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            match self.code.get(pc as usize).map(|instruction| &instruction.step) {
                Some(Step::Start) => {}
                Some(Step::Split(a, b)) => open.extend([*a, *b]),
                Some(Step::Jump(to)) => open.push(*to),
                Some(Step::Open(_) | Step::Close(_) | Step::Form(_)) => open.push(pc + 1),
                _ => return false,
            }
        }
        true
    }

    /// What may stand at the next token when the program goes on from `pc`.
    pub(super) fn from(&self, pc: Pc, sets: &[Phrases]) -> First {
        let (mut first, mut glued) = (First::default(), true);
        let mut add = |step: &Step| match step {
            Step::Words(keys) => first.keys.extend(keys.first()),
            Step::Exactly(texts) => first.keys.extend(texts.first().and_then(|text| key_of(text))),
            Step::Phrase(set) | Step::Key(set) => {
                first.keys.extend(sets.get(*set as usize).into_iter().flat_map(Phrases::first_keys));
            }
            Step::Digits | Step::Number => first.number = true,
            Step::Capitals => first.capitals = true,
            Step::Proper => first.proper = true,
            Step::Word | Step::Code => first.word = true,
            Step::Builtin(kind) => first.builtin.push(*kind),
            Step::Declared(kind) => first.declared.push(*kind),
            Step::Except(inner, _) | Step::Unlike(inner, _) => first.merge(&inner.from(0, sets)),
            _ => first.anything = true,
        };
        self.visit(pc, |pc, step| {
            glued &= self.code.get(pc as usize).is_some_and(|instruction| instruction.glued);
            add(step);
        });
        first.glued = glued && !first.anything;
        first
    }

    /// All steps that may be the first from `pc` on to look at a token, or to end the match.
    fn visit<'p>(&'p self, pc: Pc, mut each: impl FnMut(Pc, &'p Step)) {
        let mut seen = vec![false; self.code.len()];
        let mut open = vec![pc];
        while let Some(pc) = open.pop() {
            match seen.get_mut(pc as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            let Some(instruction) = self.code.get(pc as usize) else { continue };
            match &instruction.step {
                Step::Split(a, b) => open.extend([*a, *b]),
                Step::Jump(to) => open.push(*to),
                Step::Open(_)
                | Step::Close(_)
                | Step::Form(_)
                | Step::Edge(_)
                | Step::Start
                | Step::NotBefore(_)
                | Step::NotAfterWords(_)
                | Step::NotAfterPhrase(_) => open.push(pc + 1),
                Step::Words(keys) if keys.is_empty() => open.push(pc + 1),
                Step::Exactly(texts) if texts.is_empty() => open.push(pc + 1),
                step => each(pc, step),
            }
        }
    }
}

/// The key of a token that is exactly this.
pub(super) fn key_of(text: &str) -> Option<u64> {
    tokens_of(text).first().map(|token| token.key)
}
