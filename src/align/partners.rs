//! Which of several stretches in one draft is which in the other: facts, sections, sentences.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::Alignment;
use crate::document::TokenId;

/// How many stretches that begin before a token are asked whether they hold it: of one kind few lie inside each other.
const MOST_NESTED: usize = 4;

impl Alignment {
    /// For each stretch of the old draft the one of the new draft that is the same: the one that shares most of its words, or that
    /// stands in its place where words were replaced.
    pub fn partners(&self, old: &[Range<TokenId>], new: &[Range<TokenId>]) -> Vec<Option<usize>> {
        let mut order: Vec<usize> = (0..new.len()).collect();
        let start = |at: usize| new.get(at).map_or(0, |tokens| tokens.start);
        order.sort_by_key(|&at| start(at));
        let holding = |token: TokenId| {
            let behind = order.partition_point(|&at| start(at) <= token);
            let near = order.get(behind.saturating_sub(MOST_NESTED)..behind).unwrap_or_default().iter().rev().copied();
            near.into_iter().find(|&at| new.get(at).is_some_and(|tokens| tokens.contains(&token)))
        };
        let mut taken = vec![false; new.len()];
        let mut partners: Vec<Option<usize>> = Vec::with_capacity(old.len());
        for tokens in old {
            let mut votes: HashMap<usize, usize> = HashMap::new();
            for token in tokens.clone().filter_map(|token| self.token_in_new(token)) {
                if let Some(at) = holding(token) {
                    *votes.entry(at).or_default() += 1;
                }
            }
            let free = votes.into_iter().filter(|(at, _)| taken.get(*at) == Some(&false));
            let best = free.max_by_key(|&(at, count)| (count, Reverse(at))).map(|(at, _)| at);
            if let Some(flag) = best.and_then(|at| taken.get_mut(at)) {
                *flag = true;
            }
            partners.push(best);
        }
        // What was replaced: the first of the old ones by the first of the new ones.
        let mut waiting: HashMap<TokenId, VecDeque<usize>> = HashMap::new();
        for &at in order.iter().filter(|&&at| taken.get(at) == Some(&false)) {
            if let Some(edit) = self.edit_at_new(start(at)).filter(|edit| !edit.old.is_empty()) {
                waiting.entry(edit.new.start).or_default().push_back(at);
            }
        }
        for (tokens, partner) in old.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            if !tokens.is_empty()
                && let Some(edit) = self.edit_at_old(tokens.start)
            {
                *partner = waiting.get_mut(&edit.new.start).and_then(VecDeque::pop_front);
            }
        }
        partners
    }
}
