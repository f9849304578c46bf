//! Patterns whose matches can be listed: `one of L`, `"so với" | "cùng kỳ"`, `"tòa án nhân" not before "dân"`. All that they match stands
//! in one tree of words, and a walk from a token tells what begins there; the machine is not started.
//!
//! What a pattern would not match because something that comes first in it matches there, is left out of the tree. So of the matches
//! that begin at one token the longest is the one that the machine would find.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::glance::{Groups, Lexicon};
use super::opening::key_of;
use super::{Pc, Phrases, Program, Scene, Step};
use crate::document::TokenId;
use crate::fact::{Part, PartValue};

/// The tree of what these patterns match, by the numbers of words.
#[derive(Serialize, Deserialize, Debug, Default)]
pub struct Listed {
    /// The words that patterns begin with come first, then those behind them; one entry more than there are.
    nodes: Vec<Node>,
    /// From a node by a word to the next, those of each node in the order of their words.
    edges: Vec<(u32, u32)>,
    endings: Vec<Ending>,
    /// What endings ask for besides the words: at which of the tokens, which instruction, and how many tokens it takes.
    checks: Vec<(u32, Pc, u32)>,
    /// What endings capture: under which name, from and to which of the tokens.
    captures: Vec<(u32, u32, u32)>,
}

/// The words so far.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, Default)]
struct Node {
    /// Where its edges begin; they end where those of the next node begin.
    edges: u32,
    /// The same for what ends here.
    endings: u32,
    /// The words of its edges, by the lowest bits of their numbers.
    hint: u64,
}

/// What a pattern matches ends here.
#[derive(Serialize, Deserialize, Debug, Clone)]
struct Ending {
    pattern: u32,
    checks: Range<u32>,
    captures: Range<u32>,
}

/// A match found by the tree.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Its first token.
    pub start: TokenId,
    /// The one behind them.
    pub end: TokenId,
    ending: u32,
}

/// What a walk through the tree looks at.
pub struct Walk<'w> {
    /// The document and its facts.
    pub scene: Scene<'w>,
    /// The pattern that is looked for.
    pub pattern: u32,
    /// Its program.
    pub program: &'w Program,
    /// The block that is looked through.
    pub block: Range<TokenId>,
}

impl Walk<'_> {
    /// Whether what an ending asks for besides the words is so.
    fn fits(&self, at: TokenId, (offset, pc, length): (u32, Pc, u32)) -> bool {
        let instruction = self.program.code.get(pc as usize);
        let taken = instruction.and_then(|instruction| instruction.take(&self.scene, &self.block, at + offset));
        taken == Some(at + offset + length)
    }
}

/// One way through a pattern.
#[derive(Debug, Clone, Default)]
struct Listing {
    keys: Vec<u64>,
    checks: Vec<(u32, Pc, u32)>,
    open: Vec<(u32, u32)>,
    captures: Vec<(u32, u32, u32)>,
    /// Nothing may be asked behind the last words.
    closed: bool,
}

/// A pattern that matches more than this has no list.
const MOST_LISTED: usize = 5_000;

/// The patterns that can be listed, while they are gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    listings: Vec<(u32, Listing)>,
}

impl Gathered {
    /// Adds a pattern if it can be listed; whether it could.
    pub fn add(&mut self, pattern: u32, program: &Program, sets: &[Phrases], groups: &mut Groups) -> bool {
        let Some(listings) = program.listings(sets) else { return false };
        groups.name(listings.iter().flat_map(|listing| listing.keys.iter().copied()));
        self.listings.extend(listings.into_iter().map(|listing| (pattern, listing)));
        true
    }

    /// The tree of all; for each word of the lexicon the node of what begins with it, 0 where nothing does.
    pub fn finish(self, lexicon: &Lexicon) -> (Listed, Vec<u32>) {
        #[derive(Default)]
        struct Growing {
            edges: Vec<(u32, u32)>,
            endings: Vec<(u32, Listing)>,
        }
        // The first has no way to it.
        let mut growing = vec![Growing::default()];
        let mut roots = vec![0u32; lexicon.size()];
        for (pattern, listing) in self.listings {
            let mut at = 0;
            for (depth, &key) in listing.keys.iter().enumerate() {
                let word = lexicon.number(key);
                let next = growing.len() as u32;
                let mut fresh = false;
                if depth == 0 {
                    let Some(root) = roots.get_mut(word as usize) else { break };
                    if *root == 0 {
                        (*root, fresh) = (next, true);
                    }
                    at = *root;
                } else if let Some(node) = growing.get_mut(at as usize) {
                    let known = node.edges.iter().find(|(by, _)| *by == word).map(|&(_, to)| to);
                    at = known.unwrap_or_else(|| {
                        node.edges.push((word, next));
                        fresh = true;
                        next
                    });
                }
                if fresh {
                    growing.push(Growing::default());
                }
            }
            growing.get_mut(at as usize).into_iter().for_each(|node| node.endings.push((pattern, listing.clone())));
        }
        let mut tree = Listed::default();
        for mut node in growing {
            node.edges.sort_unstable();
            let hint = node.edges.iter().fold(0, |hint, (word, _)| hint | 1 << (word % u64::BITS));
            tree.nodes.push(Node { edges: tree.edges.len() as u32, endings: tree.endings.len() as u32, hint });
            tree.edges.extend(node.edges);
            for (pattern, listing) in node.endings {
                let (checks, captures) = (tree.checks.len() as u32, tree.captures.len() as u32);
                tree.checks.extend(listing.checks);
                tree.captures.extend(listing.captures);
                let (checks, captures) = (checks..tree.checks.len() as u32, captures..tree.captures.len() as u32);
                tree.endings.push(Ending { pattern, checks, captures });
            }
        }
        tree.nodes.push(Node { edges: tree.edges.len() as u32, endings: tree.endings.len() as u32, hint: 0 });
        (tree, roots)
    }
}

impl Listed {
    /// The longest match of a pattern that begins at a token; `node` is that of the token's word.
    pub fn find(&self, walk: &Walk<'_>, at: TokenId, node: u32) -> Option<Hit> {
        let mut found: Option<Hit> = None;
        let (mut node, mut end) = (node as usize, at + 1);
        while let (Some(here), Some(behind)) = (self.nodes.get(node), self.nodes.get(node + 1)) {
            let endings = here.endings..behind.endings;
            for (number, ending) in endings.clone().zip(slice(&self.endings, &endings)) {
                if ending.pattern == walk.pattern
                    && found.is_none_or(|found| found.end < end)
                    && slice(&self.checks, &ending.checks).iter().all(|&check| walk.fits(at, check))
                {
                    found = Some(Hit { start: at, end, ending: number });
                }
            }
            if end >= walk.block.end {
                break;
            }
            let next = walk.scene.facts.sign(end).word;
            if here.hint >> (next % u64::BITS) & 1 == 0 {
                break;
            }
            let edges = slice(&self.edges, &(here.edges..behind.edges));
            let Ok(edge) = edges.binary_search_by_key(&next, |&(word, _)| word) else { break };
            let Some(&(_, to)) = edges.get(edge) else { break };
            (node, end) = (to as usize, end + 1);
        }
        found
    }

    /// What a match captured.
    pub fn parts(&self, hit: Hit) -> Vec<Part> {
        let captures = self.endings.get(hit.ending as usize).map(|ending| slice(&self.captures, &ending.captures));
        let part = |&(name, from, to): &(u32, u32, u32)| Part {
            name,
            value: PartValue::Text(hit.start + from..hit.start + to),
        };
        captures.unwrap_or_default().iter().map(part).collect()
    }
}

#[inline]
fn slice<'s, T>(all: &'s [T], range: &Range<u32>) -> &'s [T] {
    all.get(range.start as usize..range.end as usize).unwrap_or_default()
}

impl Program {
    /// All that it matches, what it tries first first; nothing where that is no short list of words, or where a list of words could not
    /// say which match is found.
    fn listings(&self, sets: &[Phrases]) -> Option<Vec<Listing>> {
        let mut all = Vec::new();
        self.list(0, Listing::default(), sets, &mut all)?;
        // Of two that can both stand at a token the longer must come first, or never be found.
        let mut first: HashMap<&[u64], usize> = HashMap::new();
        let mut kept = vec![true; all.len()];
        for (at, listing) in all.iter().enumerate() {
            first.entry(&listing.keys).or_insert(at);
        }
        for (at, listing) in all.iter().enumerate() {
            for length in 1..=listing.keys.len() {
                let Some(&before) = listing.keys.get(..length).and_then(|keys| first.get(keys)) else { continue };
                if before >= at {
                    continue;
                }
                if all.get(before)?.checks.is_empty() {
                    kept.get_mut(at).into_iter().for_each(|kept| *kept = false);
                } else if length < listing.keys.len() {
                    return None;
                }
            }
        }
        let mut kept = kept.into_iter();
        all.retain(|_| kept.next().unwrap_or(false));
        Some(all)
    }

    fn asks_for_declared(&self) -> bool {
        self.code.iter().any(|instruction| match &instruction.step {
            Step::Declared(_) => true,
            Step::NotBefore(inner) | Step::Unlike(inner, _) => inner.asks_for_declared(),
            Step::Except(inner, but) => inner.asks_for_declared() || but.asks_for_declared(),
            _ => false,
        })
    }

    fn list(&self, pc: Pc, mut so_far: Listing, sets: &[Phrases], all: &mut Vec<Listing>) -> Option<()> {
        let instruction = self.code.get(pc as usize)?;
        let here = so_far.keys.len() as u32;
        let asks = !matches!(
            instruction.step,
            Step::Accept | Step::Jump(_) | Step::Split(..) | Step::Open(_) | Step::Close(_)
        );
        if instruction.glued || asks && so_far.closed || all.len() > MOST_LISTED {
            return None;
        }
        match &instruction.step {
            Step::Accept => {
                // A match of no words is none.
                so_far.keys.first()?;
                all.push(so_far);
                return Some(());
            }
            Step::Jump(to) if *to > pc => return self.list(*to, so_far, sets, all),
            Step::Split(one, other) if *one > pc && *other > pc => {
                self.list(*one, so_far.clone(), sets, all)?;
                return self.list(*other, so_far, sets, all);
            }
            Step::Open(name) => so_far.open.push((*name, here)),
            Step::Close(name) => {
                let open = so_far.open.iter().rposition(|(known, _)| known == name)?;
                let (name, from) = so_far.open.remove(open);
                // What is read as a fact is found where facts are.
                if self.kinds.get(name as usize)?.is_some() {
                    return None;
                }
                so_far.captures.push((name, from, here));
            }
            Step::Words(keys) => so_far.keys.extend(keys),
            Step::Exactly(texts) => {
                so_far.keys.extend(texts.iter().map(|text| key_of(text)).collect::<Option<Vec<u64>>>()?);
                so_far.checks.push((here, pc, texts.len() as u32));
            }
            Step::Phrase(set) => {
                let set = sets.get(*set as usize)?;
                // The longest that fits is taken, whether the rest of the pattern fits behind it or not.
                so_far.closed = set.is_nested();
                for keys in set.sequences() {
                    let mut longer = so_far.clone();
                    longer.keys.extend(keys);
                    self.list(pc + 1, longer, sets, all)?;
                }
                return Some(());
            }
            // Facts that rules declare are found later.
            Step::NotBefore(inner) if inner.asks_for_declared() => return None,
            Step::Start | Step::End | Step::NotBefore(_) | Step::NotAfterWords(_) | Step::NotAfterPhrase(_) => {
                so_far.checks.push((here, pc, 0));
            }
            _ => return None,
        }
        self.list(pc + 1, so_far, sets, all)
    }
}

#[cfg(test)]
mod tests;
