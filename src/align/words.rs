//! What differs between two stretches of words.
//!
//! Words that occur once on both sides and in the same order hold the stretches together; what lies between them is compared in
//! turn, and short pieces in full. Pieces with nothing to hold on to and too long to compare are taken as replaced, which
//! keeps the cost linear whatever the text.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::matching::rising;
use crate::document::TokenId;

/// Words on both sides that differ; one side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Tokens of the old draft.
    pub old: Range<TokenId>,
    /// Tokens of the new draft.
    pub new: Range<TokenId>,
}

/// Pieces of more tokens on both sides together are not compared in full.
const MOST_IN_FULL: usize = 1024;
/// How often a piece is cut at words that occur once.
const MOST_CUTS: u32 = 6;

/// The differences between `old` and `new`, given the keys of all tokens of both documents.
pub(super) fn edits(old: Range<TokenId>, new: Range<TokenId>, a: &[u64], b: &[u64]) -> Vec<Edit> {
    let slice = |keys: &[u64], range: &Range<TokenId>| {
        keys.get(range.start as usize..range.end as usize).unwrap_or_default().to_vec()
    };
    let (a, b) = (slice(a, &old), slice(b, &new));
    let mut found = Finder { a: &a, b: &b, edits: Vec::new() };
    found.compare(0..a.len(), 0..b.len(), MOST_CUTS);
    let mut edits: Vec<Edit> = Vec::new();
    for (from, to) in found.edits {
        let edit = Edit {
            old: old.start + from.start as TokenId..old.start + from.end as TokenId,
            new: new.start + to.start as TokenId..new.start + to.end as TokenId,
        };
        match edits.last_mut() {
            Some(last) if last.old.end == edit.old.start && last.new.end == edit.new.start => {
                (last.old.end, last.new.end) = (edit.old.end, edit.new.end);
            }
            _ => edits.push(edit),
        }
    }
    edits
}

struct Finder<'a> {
    a: &'a [u64],
    b: &'a [u64],
    edits: Vec<(Range<usize>, Range<usize>)>,
}

impl Finder<'_> {
    fn compare(&mut self, mut a: Range<usize>, mut b: Range<usize>, cuts: u32) {
        while !a.is_empty() && !b.is_empty() && self.a.get(a.start) == self.b.get(b.start) {
            (a.start, b.start) = (a.start + 1, b.start + 1);
        }
        while !a.is_empty() && !b.is_empty() && self.a.get(a.end - 1) == self.b.get(b.end - 1) {
            (a.end, b.end) = (a.end - 1, b.end - 1);
        }
        if a.is_empty() || b.is_empty() {
            if !(a.is_empty() && b.is_empty()) {
                self.edits.push((a, b));
            }
            return;
        }
        if a.len() + b.len() <= MOST_IN_FULL {
            return self.in_full(a, b);
        }
        let anchors = if cuts == 0 { Vec::new() } else { self.anchors(&a, &b) };
        if anchors.is_empty() {
            self.edits.push((a, b));
            return;
        }
        let (mut from, mut to) = (a.start, b.start);
        for (x, y) in anchors.into_iter().chain([(a.end, b.end)]) {
            self.compare(from..x, to..y, cuts - 1);
            (from, to) = (x, y);
        }
    }

    fn in_full(&mut self, a: Range<usize>, b: Range<usize>) {
        let slices = (self.a.get(a.clone()).unwrap_or_default(), self.b.get(b.clone()).unwrap_or_default());
        for op in capture_diff_slices(Algorithm::Myers, slices.0, slices.1) {
            if !matches!(op, DiffOp::Equal { .. }) {
                let (from, to) = (op.old_range(), op.new_range());
                self.edits.push((a.start + from.start..a.start + from.end, b.start + to.start..b.start + to.end));
            }
        }
    }

    /// Words that occur once on both sides, in an order that both share.
    fn anchors(&self, a: &Range<usize>, b: &Range<usize>) -> Vec<(usize, usize)> {
        let once = |keys: &[u64], range: &Range<usize>| {
            let mut places: HashMap<u64, Option<usize>> = HashMap::new();
            for at in range.clone() {
                if let Some(key) = keys.get(at) {
                    places.entry(*key).and_modify(|place| *place = None).or_insert(Some(at));
                }
            }
            places
        };
        let (left, right) = (once(self.a, a), once(self.b, b));
        let mut shared: Vec<(usize, usize)> = left
            .iter()
            .filter_map(|(key, at)| Some((at.as_ref().copied()?, right.get(key).copied().flatten()?)))
            .collect();
        shared.sort_unstable();
        let order: Vec<u32> = shared.iter().map(|(_, at)| *at as u32).collect();
        rising(&order).into_iter().filter_map(|at| shared.get(at).copied()).collect()
    }
}
