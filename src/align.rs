//! Which text of one draft is which of the other. A pure function of two documents, and linear in their length.
//!
//! 1. `unit` cuts each document into units: blocks, and rows of tables.
//! 2. `matching` pairs units by content: the same words wherever they stand, then much the same words nearby, then elsewhere.
//!    Numbers of headings and of notes count for nothing, so that a renumbered section is the same section.
//! 3. `words` finds what differs inside a pair, word by word.
//! 4. Sentences that are left over are paired once more: paragraphs get split, joined and rearranged.
//!
//! Nothing here knows what the text means. Facts and findings of two drafts are told to be the same by the words they share.

mod matching;
mod partners;
mod unit;
mod words;

use std::ops::Range;

use crate::document::{Document, TokenId};
use matching::Stretch;
use unit::Keys;
pub use unit::{Class, Unit};
pub use words::Edit;

/// Two drafts, side by side.
#[derive(Debug, Clone, Default)]
pub struct Alignment {
    /// Units of the old draft, in reading order.
    pub old: Vec<Unit>,
    /// Units of the new draft, in reading order.
    pub new: Vec<Unit>,
    /// Units that are the same, in order of the old draft.
    pub pairs: Vec<Pair>,
    /// Sentences outside pairs of units that stand elsewhere in the new draft, in order of the old one.
    pub strays: Vec<Stray>,
    to_new: Vec<TokenId>,
    to_old: Vec<TokenId>,
}

/// Two units that are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Index into [`Alignment::old`].
    pub old: u32,
    /// Index into [`Alignment::new`].
    pub new: u32,
    /// Whether it stands elsewhere among its neighbours: the fewest words are taken to have moved.
    pub moved: bool,
    /// What differs, in order; empty for the same words.
    pub edits: Vec<Edit>,
}

/// A sentence that stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Its tokens in the old draft.
    pub old: Range<TokenId>,
    /// Its tokens in the new draft.
    pub new: Range<TokenId>,
    /// What differs, in order.
    pub edits: Vec<Edit>,
}

/// No token.
const NONE: TokenId = TokenId::MAX;
/// A run of fewer words is not looked for elsewhere.
const LEAST_SENTENCE: usize = 6;

impl Alignment {
    /// Lays two drafts side by side.
    pub fn new(old: &Document, new: &Document) -> Self {
        let mut aligned = Self {
            old: unit::units(old),
            new: unit::units(new),
            to_new: vec![NONE; old.tokens.len()],
            to_old: vec![NONE; new.tokens.len()],
            ..Self::default()
        };
        let keys = Keys::new(old, new);
        let stretch = |unit: &Unit| Stretch { class: unit.class, tokens: unit.tokens.clone() };
        let (before, after): (Vec<_>, Vec<_>) =
            (aligned.old.iter().map(stretch).collect(), aligned.new.iter().map(stretch).collect());
        for found in matching::pairs(&before, &after, &keys, &matching::UNITS) {
            let (Some(a), Some(b)) = (before.get(found.old as usize), after.get(found.new as usize)) else { continue };
            let edits = aligned.map(a.tokens.clone(), b.tokens.clone(), &keys);
            aligned.pairs.push(Pair { old: found.old, new: found.new, moved: false, edits });
        }
        for (at, pair) in aligned.pairs.iter().enumerate() {
            if let Some(unit) = aligned.old.get_mut(pair.old as usize) {
                unit.pair = Some(at as u32);
            }
            if let Some(unit) = aligned.new.get_mut(pair.new as usize) {
                unit.pair = Some(at as u32);
            }
        }
        aligned.tell_moved();
        aligned.find_strays(old, new, &keys);
        aligned
    }

    /// The token of the new draft that is this one of the old.
    pub fn token_in_new(&self, token: TokenId) -> Option<TokenId> {
        self.to_new.get(token as usize).copied().filter(|&at| at != NONE)
    }

    /// The token of the old draft that is this one of the new.
    pub fn token_in_old(&self, token: TokenId) -> Option<TokenId> {
        self.to_old.get(token as usize).copied().filter(|&at| at != NONE)
    }

    /// The unit of the old draft that holds a token.
    pub fn old_unit(&self, token: TokenId) -> Option<&Unit> {
        unit::holding(&self.old, token)
    }

    /// The unit of the new draft that holds a token.
    pub fn new_unit(&self, token: TokenId) -> Option<&Unit> {
        unit::holding(&self.new, token)
    }

    /// The pair that a unit belongs to.
    pub fn pair_of(&self, unit: &Unit) -> Option<&Pair> {
        self.pairs.get(unit.pair? as usize)
    }

    /// The difference that covers a token of the old draft.
    pub fn edit_at_old(&self, token: TokenId) -> Option<&Edit> {
        let edits = &self.pair_of(self.old_unit(token)?)?.edits;
        let edit = edits.get(edits.partition_point(|edit| edit.old.end <= token))?;
        edit.old.contains(&token).then_some(edit)
    }

    /// The difference that covers a token of the new draft.
    pub fn edit_at_new(&self, token: TokenId) -> Option<&Edit> {
        let edits = &self.pair_of(self.new_unit(token)?)?.edits;
        let edit = edits.get(edits.partition_point(|edit| edit.new.end <= token))?;
        edit.new.contains(&token).then_some(edit)
    }

    /// Where in the new draft a token of the old one stood: before this token; the place behind the last one is the number of
    /// tokens.
    pub fn place_in_new(&self, token: TokenId) -> TokenId {
        if let Some(found) = self.token_in_new(token) {
            return found;
        }
        if let Some(edit) = self.edit_at_old(token) {
            return edit.new.start;
        }
        let at = self.old.partition_point(|unit| unit.tokens.end <= token);
        let before = self.old.get(..at).unwrap_or_default().iter().rev().find_map(|unit| self.pair_of(unit));
        before.and_then(|pair| self.new.get(pair.new as usize)).map_or(0, |unit| unit.tokens.end)
    }

    /// Finds what differs between two stretches, and notes which tokens are the same.
    fn map(&mut self, old: Range<TokenId>, new: Range<TokenId>, keys: &Keys) -> Vec<Edit> {
        let edits = words::edits(old.clone(), new.clone(), &keys.old, &keys.new);
        let (mut a, mut b) = (old.start, new.start);
        let end = Edit { old: old.end..old.end, new: new.end..new.end };
        for edit in edits.iter().chain([&end]) {
            for (from, to) in (a..edit.old.start).zip(b..edit.new.start) {
                self.same(from, to);
            }
            (a, b) = (edit.old.end, edit.new.end);
        }
        edits
    }

    fn same(&mut self, old: TokenId, new: TokenId) {
        let (Some(to), Some(from)) = (self.to_new.get_mut(old as usize), self.to_old.get_mut(new as usize)) else {
            return;
        };
        if *to == NONE && *from == NONE {
            (*to, *from) = (new, old);
        }
    }

    fn tell_moved(&mut self) {
        let weight = |pair: &Pair| self.old.get(pair.old as usize).map_or(0, |unit| unit.tokens.len() as u64 + 1);
        let is_note = |pair: &Pair| self.old.get(pair.old as usize).is_some_and(|unit| unit.class == Class::Note);
        let counted: Vec<usize> =
            self.pairs.iter().enumerate().filter(|(_, pair)| !is_note(pair)).map(|(at, _)| at).collect();
        let weighted: Vec<(u32, u64)> =
            counted.iter().filter_map(|&at| self.pairs.get(at)).map(|pair| (pair.new, weight(pair))).collect();
        let mut moved = vec![true; weighted.len()];
        for kept in matching::heaviest_rising(&weighted) {
            if let Some(flag) = moved.get_mut(kept) {
                *flag = false;
            }
        }
        for (at, moved) in counted.into_iter().zip(moved) {
            if let Some(pair) = self.pairs.get_mut(at) {
                pair.moved = moved;
            }
        }
    }

    /// Runs of words that found no partner are looked for in the rest of the other draft.
    fn find_strays(&mut self, old: &Document, new: &Document, keys: &Keys) {
        let before = left_over(old, &self.old, |token| self.token_in_new(token).is_some());
        let after = left_over(new, &self.new, |token| self.token_in_old(token).is_some());
        for found in matching::pairs(&before, &after, keys, &matching::SENTENCES) {
            let (Some(a), Some(b)) = (before.get(found.old as usize), after.get(found.new as usize)) else { continue };
            let edits = self.map(a.tokens.clone(), b.tokens.clone(), keys);
            self.strays.push(Stray { old: a.tokens.clone(), new: b.tokens.clone(), edits });
        }
    }
}

/// Runs of words without a partner, sentence by sentence: a paragraph may be cut in the middle of one. Rows of tables have none.
fn left_over(document: &Document, units: &[Unit], has_partner: impl Fn(TokenId) -> bool) -> Vec<Stretch> {
    let mut all = Vec::new();
    for unit in units.iter().filter(|unit| unit.class != Class::Row) {
        let mut at = unit.tokens.start;
        while at < unit.tokens.end {
            let end = document.sentence_of(at).end.clamp(at + 1, unit.tokens.end);
            let mut start = at;
            for token in at..=end {
                if token == end || has_partner(token) {
                    if token.saturating_sub(start) as usize >= LEAST_SENTENCE {
                        all.push(Stretch { class: unit.class, tokens: start..token });
                    }
                    start = token + 1;
                }
            }
            at = end;
        }
    }
    all
}

#[cfg(test)]
mod tests;
