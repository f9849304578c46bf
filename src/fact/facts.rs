//! The facts of a document, listed by the tokens that they begin at.

use std::cell::Cell;
use std::ops::Range;

use super::grouped::Grouped;
use super::grown::Grown;
use super::pattern::{Sign, Trait, of_kind};
use super::{Builtin, Fact, FactId, Kind};
use crate::document::TokenId;

/// The facts of a document. Those that rules declare are found when they are first asked for; see
/// [`Finder`](super::pattern::Finder).
#[derive(Debug, Default)]
pub struct Facts {
    built_in: Vec<Fact>,
    /// Built-in facts by the tokens that they begin at, and by their kinds, those of each in text order.
    by_token: Grouped<FactId>,
    by_kind: Grouped<FactId>,
    /// The place of each among those of its kind.
    ranks: Vec<u32>,
    /// What one look at each token tells; one more than there are tokens.
    signs: Vec<Cell<Sign>>,
    declared: Grown<Declared>,
    /// For each token, the declared fact that was last found there.
    last: Vec<Cell<FactId>>,
}

/// A fact that rules declare.
#[derive(Debug)]
struct Declared {
    fact: Fact,
    /// The one that was found before it at its token.
    before: FactId,
    /// Its place among those of its kind.
    rank: u32,
}

/// No fact.
const NO_FACT: FactId = FactId::MAX;

impl Facts {
    /// Indexes the built-in facts of a document of so many tokens.
    pub fn new(built_in: Vec<Fact>, tokens: usize) -> Self {
        let all = |group: fn(&Fact) -> u32| (0..).zip(&built_in).map(move |(id, fact)| (group(fact), id));
        let by_token = Grouped::of(tokens + 1, &all(|fact| fact.tokens.start).collect::<Vec<_>>());
        let mut by_kind = Grouped::of(Builtin::ALL.len(), &all(|fact| place_of(fact.kind) as u32).collect::<Vec<_>>());
        let mut ranks = vec![0; built_in.len()];
        for kind in 0..Builtin::ALL.len() {
            let of_kind = by_kind.get_mut(kind);
            of_kind.sort_by_key(|&id| built_in.get(id as usize).map_or(0, |fact| fact.tokens.start));
            for (rank, &id) in (0..).zip(&*of_kind) {
                ranks.get_mut(id as usize).into_iter().for_each(|place| *place = rank);
            }
        }
        let signs = vec![Cell::new(Sign { word: 0, traits: Trait::ANY }); tokens + 1];
        let last = vec![Cell::new(NO_FACT); tokens + 1];
        let facts = Self { built_in, by_token, by_kind, ranks, signs, last, ..Self::default() };
        facts.built_in.iter().for_each(|fact| facts.note(fact));
        facts
    }

    /// Adds a fact that rules declare, which is the one of its kind at this place in text order.
    pub fn add(&self, fact: Fact, rank: u32) -> FactId {
        self.note(&fact);
        let id = self.len() as FactId;
        let before = self.last.get(fact.tokens.start as usize).map_or(NO_FACT, |last| last.replace(id));
        self.declared.push(Declared { fact, before, rank });
        id
    }

    fn note(&self, fact: &Fact) {
        if let Some(sign) = self.signs.get(fact.tokens.start as usize) {
            let Sign { word, traits } = sign.get();
            sign.set(Sign { word, traits: traits | of_kind(fact.kind) });
        }
    }

    /// Says of a token which word of the rules it is, and what it tells by itself.
    #[inline]
    pub fn name(&self, at: TokenId, word: u32, traits: u32) {
        if let Some(sign) = self.signs.get(at as usize) {
            sign.set(Sign { word, traits: sign.get().traits | traits });
        }
    }

    /// What one look at a token tells.
    #[inline]
    pub fn sign(&self, token: TokenId) -> Sign {
        self.signs.get(token as usize).map(Cell::get).unwrap_or_default()
    }

    /// The same of a range of tokens; nothing where it is none.
    pub fn signs(&self, tokens: Range<TokenId>) -> &[Cell<Sign>] {
        self.signs.get(tokens.start as usize..tokens.end as usize).unwrap_or_default()
    }

    /// How many have been found.
    pub fn len(&self) -> usize {
        self.built_in.len() + self.declared.len()
    }

    /// The facts that are built in.
    pub fn built_in(&self) -> &[Fact] {
        &self.built_in
    }

    /// Those of one kind, in text order.
    pub fn of_builtin(&self, kind: Builtin) -> &[FactId] {
        self.by_kind.get(kind as usize)
    }

    /// A fact by its index.
    #[inline]
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        match (id as usize).checked_sub(self.built_in.len()) {
            None => self.built_in.get(id as usize),
            Some(at) => self.declared.get(at).map(|declared| &declared.fact),
        }
    }

    /// The place of a fact among those of its kind.
    #[inline]
    pub fn rank(&self, id: FactId) -> Option<u32> {
        match (id as usize).checked_sub(self.built_in.len()) {
            None => self.ranks.get(id as usize).copied(),
            Some(at) => self.declared.get(at).map(|declared| declared.rank),
        }
    }

    /// The built-in facts that start at a token.
    pub fn starting_at(&self, token: TokenId) -> &[FactId] {
        self.by_token.get(token as usize)
    }

    /// The declared facts that start at a token, the last one first.
    pub fn declared_at(&self, token: TokenId) -> impl Iterator<Item = FactId> {
        let last = self.last.get(token as usize).map(Cell::get);
        let there = |id: &FactId| *id != NO_FACT;
        std::iter::successors(last.filter(there), move |&id| {
            let declared = self.declared.get((id as usize).checked_sub(self.built_in.len())?)?;
            Some(declared.before).filter(there)
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
