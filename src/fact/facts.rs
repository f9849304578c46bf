//! The facts of a document, listed by the tokens that they begin at.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use super::grouped::Grouped;
use super::pattern::{Sign, Trait, of_kind};
use super::{Builtin, Fact, FactId, Kind};
use crate::document::TokenId;

/// The facts of a document. Those that rules declare are found when they are first asked for; see
/// [`Finder`](super::pattern::Finder).
#[derive(Debug, Default, Clone)]
pub struct Facts {
    built_in: Vec<Fact>,
    /// Built-in facts by the tokens that they begin at, and by their kinds, those of each in text order.
    by_token: Grouped<FactId>,
    by_kind: Grouped<FactId>,
    /// The place of each among those of its kind.
    ranks: Vec<u32>,
    /// What one look at each token tells; one more than there are tokens.
    signs: Vec<Cell<Sign>>,
    /// The facts of each kind that rules declare, in text order.
    declared: Vec<OnceCell<Box<[Fact]>>>,
}

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
        let facts = Self { built_in, by_token, by_kind, ranks, signs, ..Self::default() };
        facts.built_in.iter().for_each(|fact| facts.note(fact));
        facts
    }

    /// The same, with room for so many kinds that rules declare.
    pub fn with_kinds(mut self, kinds: usize) -> Self {
        self.declared.resize_with(kinds, OnceCell::new);
        self
    }

    /// The facts of a kind that rules declare, if they have been found.
    #[inline]
    pub fn of_declared(&self, kind: u32) -> &[Fact] {
        self.declared.get(kind as usize).and_then(OnceCell::get).map(Box::as_ref).unwrap_or_default()
    }

    /// Whether the facts of a kind that rules declare have been found.
    pub fn has(&self, kind: u32) -> bool {
        self.declared.get(kind as usize).is_some_and(|found| found.get().is_some())
    }

    /// Adds the facts of a kind that rules declare: all of them, in text order.
    pub fn add(&self, kind: u32, facts: Box<[Fact]>) {
        facts.iter().for_each(|fact| self.note(fact));
        if let Some(place) = self.declared.get(kind as usize) {
            place.get_or_init(|| facts);
        }
    }

    /// The numbers of the facts of a kind, in text order, as far as they have been found.
    pub fn ids(&self, kind: Kind) -> impl ExactSizeIterator<Item = FactId> + '_ {
        let (listed, from, count) = match kind {
            Kind::Builtin(kind) => {
                let listed = self.of_builtin(kind);
                (listed, 0, listed.len())
            }
            Kind::Declared(kind) => (&[][..], first_of(kind), self.of_declared(kind).len()),
        };
        (0..count).map(move |at| listed.get(at).copied().unwrap_or(from + at as FactId))
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

    /// The facts that are built in.
    pub fn built_in(&self) -> &[Fact] {
        &self.built_in
    }

    /// Those of one kind, in text order.
    pub fn of_builtin(&self, kind: Builtin) -> &[FactId] {
        self.by_kind.get(kind as usize)
    }

    /// A fact by its number.
    #[inline]
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        match (id >> u32::BITS) as u32 {
            0 => self.built_in.get(id as usize),
            kind => self.of_declared(kind - 1).get(id as u32 as usize),
        }
    }

    /// The place of a fact among those of its kind.
    #[inline]
    pub fn rank(&self, id: FactId) -> usize {
        match id >> u32::BITS {
            0 => self.ranks.get(id as usize).map_or(0, |&rank| rank as usize),
            _ => id as u32 as usize,
        }
    }

    /// The built-in facts that start at a token.
    pub fn starting_at(&self, token: TokenId) -> &[FactId] {
        self.by_token.get(token as usize)
    }

    /// The fact of a kind that rules declare which starts at a token.
    pub fn declared_at(&self, kind: u32, token: TokenId) -> Option<FactId> {
        let facts = self.of_declared(kind);
        let at = facts.partition_point(|fact| fact.tokens.start < token);
        facts.get(at).filter(|fact| fact.tokens.start == token).map(|_| first_of(kind) + at as FactId)
    }
}

/// The number of the first fact of a kind that rules declare.
const fn first_of(kind: u32) -> FactId {
    (kind as FactId + 1) << u32::BITS
}

/// Where a kind of facts is listed: built-in kinds, then declared ones.
pub fn place_of(kind: Kind) -> usize {
    match kind {
        Kind::Builtin(builtin) => builtin as usize,
        Kind::Declared(index) => (index as usize).saturating_add(Builtin::ALL.len()),
    }
}
