//! Pairs stretches of two drafts by what they say.
//!
//! First the same words: stretches that occur once on both sides hold the drafts together, their neighbours follow, and between
//! them equal ones are taken in order. Then much the same words: an index from pairs of neighbouring words (figures apart, which
//! change from draft to draft) proposes partners, and the most alike are taken first. Every step is linear but for sorting.

use std::collections::HashMap;
use std::ops::Range;

use super::unit::{Class, Keys};
use crate::document::TokenId;

/// What is matched: a run of tokens.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// Only stretches of one class are the same.
    pub class: Class,
    /// Its tokens.
    pub tokens: Range<TokenId>,
}

/// A pair, by the indexes of its stretches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub old: u32,
    pub new: u32,
}

/// How much must agree, in shares of all pairs of neighbouring words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Between the same neighbours.
    near: f64,
    /// Anywhere else.
    far: f64,
    /// Where nothing else stands between the same neighbours.
    alone: f64,
    /// Fewer tokens than this are not looked for elsewhere.
    least: usize,
}

/// Blocks and rows.
pub(super) const UNITS: Limits = Limits { near: 0.34, far: 0.6, alone: 0.15, least: 6 };
/// Sentences: their place says little.
pub(super) const SENTENCES: Limits = Limits { near: 0.6, far: 0.7, alone: 0.6, least: 6 };

/// A pair of words that occurs in more stretches than this says nothing.
const MOST_PLACES: usize = 24;
/// Partners looked at closely.
const MOST_PARTNERS: usize = 4;

/// Pairs the stretches of two drafts, in order of the old one.
pub(super) fn pairs(old: &[Stretch], new: &[Stretch], keys: &Keys, limits: &Limits) -> Vec<Found> {
    let side = |stretches: &[Stretch], keys: &[u64]| -> Vec<u64> {
        stretches.iter().map(|stretch| hash(stretch.class as u64, words(stretch, keys))).collect()
    };
    let mut matching = Matching {
        hashes: (side(old, &keys.old), side(new, &keys.new)),
        partner: (vec![None; old.len()], vec![None; new.len()]),
        old,
        new,
    };
    matching.unique(limits.least);
    matching.neighbours();
    matching.between();
    matching.alike(keys, limits);
    // A short heading goes with the paragraph below it.
    matching.neighbours();
    matching.alone(keys, limits);
    matching.found()
}

struct Matching<'a> {
    old: &'a [Stretch],
    new: &'a [Stretch],
    hashes: (Vec<u64>, Vec<u64>),
    partner: (Vec<Option<u32>>, Vec<Option<u32>>),
}

impl Matching<'_> {
    fn found(&self) -> Vec<Found> {
        let all = (0..).zip(&self.partner.0);
        all.filter_map(|(old, new)| new.map(|new| Found { old, new })).collect()
    }

    fn take(&mut self, old: u32, new: u32) {
        if let (Some(a), Some(b)) = (self.partner.0.get_mut(old as usize), self.partner.1.get_mut(new as usize))
            && a.is_none()
            && b.is_none()
        {
            (*a, *b) = (Some(new), Some(old));
        }
    }

    fn is_free(&self, old: u32, new: u32) -> bool {
        matches!((self.partner.0.get(old as usize), self.partner.1.get(new as usize)), (Some(None), Some(None)))
    }

    fn same(&self, old: u32, new: u32) -> bool {
        let hashes = (self.hashes.0.get(old as usize), self.hashes.1.get(new as usize));
        hashes.0.is_some() && hashes.0 == hashes.1
    }

    /// The same words, once on each side. Short ones hold only in their order: `Có` is said of many things.
    fn unique(&mut self, least: usize) {
        let mut places: HashMap<u64, [Option<u32>; 4]> = HashMap::new();
        for (at, hash) in (0..).zip(&self.hashes.0) {
            let [first, second, ..] = places.entry(*hash).or_default();
            if first.replace(at).is_some() {
                *second = Some(at);
            }
        }
        for (at, hash) in (0..).zip(&self.hashes.1) {
            let [.., first, second] = places.entry(*hash).or_default();
            if first.replace(at).is_some() {
                *second = Some(at);
            }
        }
        let mut once: Vec<(u32, u32)> = places
            .values()
            .filter_map(|place| match place {
                [Some(old), None, Some(new), None] => Some((*old, *new)),
                _ => None,
            })
            .collect();
        once.sort_unstable();
        let order: Vec<u32> = once.iter().map(|(_, new)| *new).collect();
        let mut in_order = vec![false; once.len()];
        for at in rising(&order) {
            if let Some(flag) = in_order.get_mut(at) {
                *flag = true;
            }
        }
        for ((old, new), in_order) in once.into_iter().zip(in_order) {
            let long = self.old.get(old as usize).is_some_and(|stretch| stretch.tokens.len() >= least);
            if in_order || long {
                self.take(old, new);
            }
        }
    }

    /// Equal neighbours of pairs, on both sides.
    fn neighbours(&mut self) {
        for step in [1_i64, -1] {
            let mut all = self.found();
            if step < 0 {
                all.reverse();
            }
            for pair in all {
                let (mut a, mut b) = (i64::from(pair.old) + step, i64::from(pair.new) + step);
                while let (Ok(old), Ok(new)) = (u32::try_from(a), u32::try_from(b))
                    && self.is_free(old, new)
                    && self.same(old, new)
                {
                    self.take(old, new);
                    (a, b) = (a + step, b + step);
                }
            }
        }
    }

    /// For each stretch, how many pairs that keep their order stand before it: stretches of one number lie between the same ones.
    fn gaps(&self) -> (Vec<u32>, Vec<u32>) {
        let pairs = self.found();
        let order: Vec<u32> = pairs.iter().map(|pair| pair.new).collect();
        let kept: Vec<Found> = rising(&order).into_iter().filter_map(|at| pairs.get(at).copied()).collect();
        let count = |length: usize, place: &dyn Fn(&Found) -> u32| {
            let mut at = 0;
            let mut gaps = Vec::with_capacity(length);
            for index in 0..length as u32 {
                while kept.get(at).is_some_and(|pair| place(pair) < index) {
                    at += 1;
                }
                gaps.push(at as u32);
            }
            gaps
        };
        (count(self.old.len(), &|pair| pair.old), count(self.new.len(), &|pair| pair.new))
    }

    /// Equal stretches between the same pairs, in order.
    fn between(&mut self) {
        let gaps = self.gaps();
        let mut waiting: HashMap<(u32, u64), Vec<u32>> = HashMap::new();
        for ((at, partner), key) in self.partner.1.iter().enumerate().zip(gaps.1.iter().zip(&self.hashes.1)).rev() {
            if partner.is_none() {
                waiting.entry((*key.0, *key.1)).or_default().push(at as u32);
            }
        }
        let keys: Vec<(u32, u64)> = gaps.0.iter().copied().zip(self.hashes.0.iter().copied()).collect();
        let mut last = (u32::MAX, 0);
        for (old, key) in (0..).zip(keys) {
            if self.partner.0.get(old as usize).is_some_and(Option::is_some) {
                continue;
            }
            let Some(list) = waiting.get_mut(&key) else { continue };
            // Only forwards: what stands in another order is left to likeness.
            while list.last().is_some_and(|&new| last.0 == key.0 && new < last.1) {
                list.pop();
            }
            if let Some(new) = list.pop() {
                self.take(old, new);
                last = (key.0, new);
            }
        }
    }

    /// Much the same words.
    fn alike(&mut self, keys: &Keys, limits: &Limits) {
        let gaps = self.gaps();
        let features = |stretches: &[Stretch], keys: &[u64], partner: &[Option<u32>]| -> Vec<Vec<u64>> {
            let own = stretches.iter().zip(partner);
            own.map(|(s, partner)| if partner.is_none() { features(s, keys) } else { Vec::new() }).collect()
        };
        let before = features(self.old, &keys.old_words, &self.partner.0);
        let after = features(self.new, &keys.new_words, &self.partner.1);
        let mut index: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, own) in (0..).zip(&after) {
            for feature in own {
                let list = index.entry(*feature).or_default();
                if list.len() <= MOST_PLACES {
                    list.push(at);
                }
            }
        }
        let mut proposals: Vec<(u32, u32, u32, u32)> = Vec::new();
        for (old, own) in (0..).zip(&before) {
            let gap = gaps.0.get(old as usize).copied().unwrap_or(0);
            for (new, shared) in partners(own, &index) {
                let Some(theirs) = after.get(new as usize) else { continue };
                let likeness = likeness(own, theirs);
                let away = gaps.1.get(new as usize).copied().unwrap_or(0).abs_diff(gap);
                let long = own.len() > limits.least;
                let enough = if away == 0 { limits.near } else { limits.far };
                if shared > 0 && likeness >= enough && (away == 0 || long) {
                    // The most alike first, then the nearest; in whole numbers, so that the order is the same everywhere.
                    proposals.push((1000 - (likeness * 1000.0) as u32, away, old, new));
                }
            }
        }
        proposals.sort_unstable();
        for (_, _, old, new) in proposals {
            self.take(old, new);
        }
    }

    /// One stretch on each side between the same neighbours: little needs to agree.
    fn alone(&mut self, keys: &Keys, limits: &Limits) {
        let gaps = self.gaps();
        let only = |gaps: &[u32], partner: &[Option<u32>]| {
            let mut only: HashMap<u32, Option<u32>> = HashMap::new();
            for (at, (gap, partner)) in (0..).zip(gaps.iter().zip(partner)) {
                if partner.is_none() {
                    only.entry(*gap).and_modify(|one| *one = None).or_insert(Some(at));
                }
            }
            only
        };
        let after = only(&gaps.1, &self.partner.1);
        let mut before: Vec<(u32, Option<u32>)> = only(&gaps.0, &self.partner.0).into_iter().collect();
        before.sort_unstable();
        for (gap, old) in before {
            let (Some(old), Some(Some(new))) = (old, after.get(&gap).copied()) else { continue };
            let (Some(a), Some(b)) = (self.old.get(old as usize), self.new.get(new as usize)) else { continue };
            if a.class == b.class
                && likeness(&features(a, &keys.old_words), &features(b, &keys.new_words)) >= limits.alone
            {
                self.take(old, new);
            }
        }
    }
}

/// The stretches that share most rare features, at most [`MOST_PARTNERS`].
fn partners(own: &[u64], index: &HashMap<u64, Vec<u32>>) -> Vec<(u32, u32)> {
    let mut votes: HashMap<u32, u32> = HashMap::new();
    for feature in own {
        if let Some(list) = index.get(feature).filter(|list| list.len() <= MOST_PLACES) {
            for new in list {
                *votes.entry(*new).or_default() += 1;
            }
        }
    }
    let mut votes: Vec<(u32, u32)> = votes.into_iter().collect();
    votes.sort_unstable_by_key(|&(new, count)| (std::cmp::Reverse(count), new));
    votes.truncate(MOST_PARTNERS);
    votes
}

/// Pairs of neighbouring words, with the edges, each once and in order; sorted by hash.
fn features(stretch: &Stretch, keys: &[u64]) -> Vec<u64> {
    let own = words(stretch, keys);
    let mut all = Vec::with_capacity(own.len() + 1);
    let mut last = stretch.class as u64;
    for &key in own {
        all.push(hash(last, &[key]));
        last = key;
    }
    all.push(hash(last, &[]));
    all.sort_unstable();
    all.dedup();
    all
}

fn words<'k>(stretch: &Stretch, keys: &'k [u64]) -> &'k [u64] {
    keys.get(stretch.tokens.start as usize..stretch.tokens.end as usize).unwrap_or_default()
}

/// Dice's coefficient of two sorted lists.
fn likeness(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    if a.is_empty() && b.is_empty() { 0.0 } else { 2.0 * shared as f64 / (a.len() + b.len()) as f64 }
}

fn hash(seed: u64, keys: &[u64]) -> u64 {
    let mixed = keys
        .iter()
        .fold(seed ^ 0x9e37_79b9_7f4a_7c15, |sum, key| (sum.rotate_left(23) ^ key).wrapping_mul(0xbf58_476d_1ce4_e5b9));
    mixed ^ (mixed >> 31)
}

/// Indexes of a longest rising run of values, all different.
pub(super) fn rising(values: &[u32]) -> Vec<usize> {
    let weighted: Vec<(u32, u64)> = values.iter().map(|&value| (value, 1)).collect();
    heaviest_rising(&weighted)
}

/// Indexes of the heaviest rising run of values, all different: a Fenwick tree of the best sums so far, n log n.
pub(super) fn heaviest_rising(values: &[(u32, u64)]) -> Vec<usize> {
    let most = values.iter().map(|(value, _)| *value as usize + 1).max().unwrap_or(0);
    let mut best: Vec<(u64, Option<usize>)> = vec![(0, None); most + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    let mut last = (0, None);
    for (at, &(value, weight)) in values.iter().enumerate() {
        let (mut node, mut sum) = (value as usize, (0, None));
        while node > 0 {
            if let Some(found) = best.get(node).filter(|found| found.0 > sum.0) {
                sum = *found;
            }
            node &= node - 1;
        }
        before.push(sum.1);
        let own = (sum.0 + weight, Some(at));
        if own.0 > last.0 {
            last = own;
        }
        let mut node = value as usize + 1;
        while node <= most {
            if let Some(slot) = best.get_mut(node).filter(|slot| slot.0 < own.0) {
                *slot = own;
            }
            node += node & node.wrapping_neg();
        }
    }
    let mut run = Vec::new();
    let mut at = last.1;
    while let Some(index) = at {
        run.push(index);
        at = before.get(index).copied().flatten();
    }
    run.reverse();
    run
}
