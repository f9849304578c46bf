//! The facts of a document, listed by the tokens that they begin at.

use std::ops::Range;

use super::pattern::{Lexicon, Sign, Trait, of_kind, of_token};
use super::{Builtin, Fact, FactId, Kind};
use crate::document::{Document, TokenId};

/// All facts of a document, in the order of their first tokens.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The facts. Built-in ones first in text order, then declared ones in order of declaration and text.
    pub all: Vec<Fact>,
    /// For each token: where its facts are listed in `at`; one entry more than there are tokens.
    starts: Vec<u32>,
    at: Vec<FactId>,
    /// What one look at each token tells; one more than there are tokens.
    signs: Vec<Sign>,
    /// How many are built in.
    built_in: u32,
    /// For each token, the declared fact that was last found there; for each declared fact, the one before it at its token.
    declared: Vec<FactId>,
    before: Vec<FactId>,
    /// The most tokens that a fact of a kind has: built-in kinds, then declared ones.
    longest: Vec<u32>,
}

/// No fact.
const NO_FACT: FactId = FactId::MAX;

impl Facts {
    /// Indexes facts of a document of so many tokens.
    pub fn new(all: Vec<Fact>, tokens: usize) -> Self {
        let mut starts = vec![0u32; tokens + 2];
        for fact in &all {
            if let Some(count) = starts.get_mut(fact.tokens.start as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut starts {
            sum += *count;
            *count = sum;
        }
        let mut next = starts.clone();
        let mut at = vec![0 as FactId; all.len()];
        for (id, fact) in all.iter().enumerate() {
            let Some(slot) = next.get_mut(fact.tokens.start as usize) else { continue };
            if let Some(place) = at.get_mut(*slot as usize) {
                *place = id as FactId;
            }
            *slot += 1;
        }
        let mut signs = vec![Sign { word: 0, traits: Trait::ANY }; tokens + 1];
        let mut longest = vec![0; Builtin::ALL.len()];
        for fact in &all {
            note(&mut signs, &mut longest, fact);
        }
        let (built_in, declared) = (all.len() as u32, vec![NO_FACT; tokens + 1]);
        Self { all, starts, at, signs, built_in, declared, before: Vec::new(), longest }
    }

    /// Adds a fact that rules declare.
    pub fn add(&mut self, fact: Fact) -> FactId {
        let id = self.all.len() as FactId;
        note(&mut self.signs, &mut self.longest, &fact);
        let before = self.declared.get_mut(fact.tokens.start as usize).map(|last| std::mem::replace(last, id));
        self.before.push(before.unwrap_or(NO_FACT));
        self.all.push(fact);
        id
    }

    /// Says of each token which word of the rules it is, and what it tells by itself.
    pub fn name_words(&mut self, document: &Document, lexicon: &Lexicon) {
        for (sign, token) in self.signs.iter_mut().zip(&document.tokens) {
            sign.word = lexicon.number(token.key);
            sign.traits |= of_token(document, token);
        }
    }

    /// What one look at a token tells.
    #[inline]
    pub fn sign(&self, token: TokenId) -> Sign {
        self.signs.get(token as usize).copied().unwrap_or_default()
    }

    /// The same of a range of tokens; nothing where it is none.
    pub fn signs(&self, tokens: Range<TokenId>) -> &[Sign] {
        self.signs.get(tokens.start as usize..tokens.end as usize).unwrap_or_default()
    }

    /// The most tokens that a fact of a kind found so far has.
    pub fn longest(&self, kind: Kind) -> u32 {
        self.longest.get(place_of(kind)).copied().unwrap_or(0)
    }

    /// The facts that are built in.
    pub fn built_in(&self) -> &[Fact] {
        self.all.get(..self.built_in as usize).unwrap_or_default()
    }

    /// A fact by its index.
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.all.get(id as usize)
    }

    /// The built-in facts that start at a token.
    pub fn starting_at(&self, token: TokenId) -> &[FactId] {
        let from = self.starts.get(token as usize).copied().unwrap_or(0) as usize;
        let to = self.starts.get(token as usize + 1).copied().unwrap_or(0) as usize;
        self.at.get(from..to).unwrap_or_default()
    }

    /// The declared facts that start at a token, the last one first.
    pub fn declared_at(&self, token: TokenId) -> impl Iterator<Item = FactId> {
        let last = self.declared.get(token as usize).copied();
        let there = |id: &FactId| *id != NO_FACT;
        std::iter::successors(last.filter(there), move |&id| {
            self.before.get((id - self.built_in) as usize).copied().filter(there)
        })
    }
}

/// Where a kind of facts is listed: built-in kinds, then declared ones.
pub fn place_of(kind: Kind) -> usize {
    match kind {
        Kind::Builtin(builtin) => builtin as usize,
        Kind::Declared(index) => (index as usize).saturating_add(Builtin::ALL.len()),
    }
}

fn note(signs: &mut [Sign], longest: &mut Vec<u32>, fact: &Fact) {
    if let Some(sign) = signs.get_mut(fact.tokens.start as usize) {
        sign.traits |= of_kind(fact.kind);
    }
    let place = place_of(fact.kind);
    if place >= longest.len() {
        longest.resize(place + 1, 0);
    }
    if let Some(known) = longest.get_mut(place) {
        *known = (*known).max(fact.tokens.len() as u32);
    }
}
