//! Two drafts judged together: values of the old one inside the engine of the new one, and which member of one draft is which
//! of the other.
//!
//! A value of the old draft is [`Value::Old`]. What it says of itself (text, number, parts) is asked of the old draft's engine;
//! it has no place in the new draft, but there is a place where it stood.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use super::engine::Engine;
use super::value::Value;
use crate::align::Alignment;
use crate::document::TokenId;
use crate::rule::ir::{Ir, Kind};
use crate::span::Span;
use crate::syntax::tree::{Draft, Drafts};

/// The draft before, as an engine of its own, and how the two lie side by side.
pub struct Before<'a> {
    /// The old draft.
    pub engine: Engine<'a>,
    /// Old and new side by side.
    pub alignment: &'a Alignment,
}

/// A member of a kind with the tokens it covers.
struct Member<'a> {
    value: Value<'a>,
    tokens: Range<TokenId>,
}

impl<'a> Engine<'a> {
    /// The old draft's engine.
    pub fn old(&self) -> Option<&Engine<'a>> {
        self.before.as_ref().map(|before| &before.engine)
    }

    /// A value of the old draft as one in the new draft's engine: what has a place there must not be looked for here.
    pub fn wrap(&self, value: Value<'a>) -> Value<'a> {
        match value {
            Value::Missing
            | Value::Unjudged(_)
            | Value::Text(_, None)
            | Value::Name(_)
            | Value::Number(_)
            | Value::Flag(_)
            | Value::Date(_)
            | Value::Period(_)
            | Value::Range(..)
            | Value::Old(_) => value,
            Value::List(items) => self.list(items.iter().map(|item| self.wrap(*item))),
            placed => Value::Old(self.arena.alloc(placed)),
        }
    }

    /// The old draft's engine and a value in it, where the value is of that draft.
    pub fn in_old(&self, value: &Value<'a>) -> Option<(&Engine<'a>, &'a Value<'a>)> {
        match value {
            Value::Old(inner) => Some((self.old()?, inner)),
            _ => None,
        }
    }

    /// Where a value of the old draft stood: a place of no width in the new one.
    pub fn stood(&self, value: &Value<'a>) -> Option<Span> {
        let before = self.before.as_ref()?;
        let Value::Old(inner) = value else { return None };
        let token = match before.engine.tokens(inner).filter(|tokens| !tokens.is_empty()) {
            Some(tokens) => tokens.start,
            None => {
                let place = before.engine.span(inner)?;
                before.engine.document.tokens.partition_point(|token| token.span.start < place.start) as TokenId
            }
        };
        let at = before.alignment.place_in_new(token);
        let pair = before.alignment.old_unit(token).and_then(|unit| before.alignment.pair_of(unit));
        let unit = pair.and_then(|pair| before.alignment.new.get(pair.new as usize));
        let tokens = &self.document.tokens;
        let here = tokens.get(at as usize).map(|token| token.span.start);
        let behind = at.checked_sub(1).and_then(|last| tokens.get(last as usize)).map(|token| token.span.end);
        let place = if unit.is_some_and(|unit| unit.tokens.start == at) { here.or(behind) } else { behind.or(here) }?;
        Some(Span { start: place, end: place })
    }

    /// The members of a kind in two drafts, paired; in order of the draft they are of.
    pub fn paired(&self, kind: Kind, of: Drafts, keys: &'a [Ir]) -> Vec<(Value<'a>, Value<'a>)> {
        let Some(before) = &self.before else { return Vec::new() };
        let (old, new) = (before.engine.placed_members(kind), self.placed_members(kind));
        let every = |members: &[Member<'a>]| vec![true; members.len()];
        let (partners, old_counts, new_counts) = match kind {
            _ if !keys.is_empty() => self.by_keys(&old, &new, keys),
            Kind::Item(_) => (self.same_items(&old, &new), every(&old), every(&new)),
            Kind::Note => (self.same_notes(&old, &new), every(&old), every(&new)),
            _ => (self.by_place(&old, &new), every(&old), every(&new)),
        };
        let value = |members: &[Member<'a>], at: Option<usize>| {
            at.and_then(|at| members.get(at)).map_or(Value::Missing, |member| member.value)
        };
        let pair = |at: Option<usize>, partner: Option<usize>| (self.wrap(value(&old, at)), value(&new, partner));
        let counted =
            |counts: Vec<bool>| counts.into_iter().enumerate().filter(|(_, counts)| *counts).map(|(at, _)| at);
        if of == Drafts::One(Draft::New) {
            let mut backwards = vec![None; new.len()];
            for (at, partner) in partners.iter().enumerate() {
                if let Some(slot) = partner.and_then(|partner| backwards.get_mut(partner)) {
                    *slot = Some(at);
                }
            }
            return counted(new_counts).map(|at| pair(backwards.get(at).copied().flatten(), Some(at))).collect();
        }
        let partner = |at: usize| partners.get(at).copied().flatten();
        let wanted = counted(old_counts).filter(|&at| of == Drafts::One(Draft::Old) || partner(at).is_some());
        wanted.map(|at| pair(Some(at), partner(at))).collect()
    }

    fn placed_members(&self, kind: Kind) -> Vec<Member<'a>> {
        let members = self.members(kind);
        members.iter().map(|value| Member { tokens: self.tokens(&value).unwrap_or_default(), value }).collect()
    }

    fn by_place(&self, old: &[Member<'a>], new: &[Member<'a>]) -> Vec<Option<usize>> {
        let ranges = |members: &[Member<'a>]| members.iter().map(|member| member.tokens.clone()).collect::<Vec<_>>();
        self.before.as_ref().map(|before| before.alignment.partners(&ranges(old), &ranges(new))).unwrap_or_default()
    }

    /// Those that agree in all keys: the first of each draft stands for all of its key.
    fn by_keys(
        &self,
        old: &[Member<'a>],
        new: &[Member<'a>],
        keys: &'a [Ir],
    ) -> (Vec<Option<usize>>, Vec<bool>, Vec<bool>) {
        let key = |engine: &Engine<'a>, member: &Member<'a>| -> Option<Vec<u128>> {
            let mut slots = vec![member.value];
            keys.iter().map(|key| engine.key(&engine.eval(key, &mut slots))).collect()
        };
        let firsts = |engine: &Engine<'a>, members: &[Member<'a>]| {
            let mut first: HashMap<Vec<u128>, usize> = HashMap::new();
            let mut counts = vec![false; members.len()];
            for (at, member) in members.iter().enumerate() {
                let Some(key) = key(engine, member) else { continue };
                if let (Entry::Vacant(entry), Some(counts)) = (first.entry(key), counts.get_mut(at)) {
                    entry.insert(at);
                    *counts = true;
                }
            }
            (first, counts)
        };
        let Some(before) = &self.before else { return Default::default() };
        let ((old_firsts, old_counts), (new_firsts, new_counts)) = (firsts(&before.engine, old), firsts(self, new));
        let mut partners = vec![None; old.len()];
        for (key, at) in old_firsts {
            if let Some(slot) = partners.get_mut(at) {
                *slot = new_firsts.get(&key).copied();
            }
        }
        (partners, old_counts, new_counts)
    }

    /// Items of one outline are the same wherever they stand.
    fn same_items(&self, old: &[Member<'a>], new: &[Member<'a>]) -> Vec<Option<usize>> {
        let Some(before) = &self.before else { return Vec::new() };
        let known = |engine: &Engine<'a>, member: &Member<'a>| match member.value {
            Value::Item(at) => engine.items.get(at as usize).map(|placed| (placed.outline, placed.item)),
            _ => None,
        };
        let places: HashMap<(u32, u32), usize> =
            new.iter().enumerate().filter_map(|(at, member)| Some((known(self, member)?, at))).collect();
        old.iter().map(|member| places.get(&known(&before.engine, member)?).copied()).collect()
    }

    /// Notes of the same words; others are those of the same marks.
    fn same_notes(&self, old: &[Member<'a>], new: &[Member<'a>]) -> Vec<Option<usize>> {
        let Some(before) = &self.before else { return Vec::new() };
        let mut partners = self.by_place(old, new);
        let known: std::collections::HashSet<usize> = partners.iter().flatten().copied().collect();
        let marks: HashMap<TokenId, u32> =
            self.document.marks.iter().filter_map(|mark| Some((mark.token, mark.note?))).collect();
        for mark in &before.engine.document.marks {
            let Some(partner) = mark.note.and_then(|note| partners.get_mut(note as usize)) else { continue };
            let there = before.alignment.token_in_new(mark.token).and_then(|token| marks.get(&token));
            if let (None, Some(&note)) = (*partner, there)
                && !known.contains(&(note as usize))
            {
                *partner = Some(note as usize);
            }
        }
        partners
    }
}
