//! One look at each token of a document, whatever the number of patterns: which of them may begin where. Then each pattern in order.

use std::ops::Range;

use super::index::{About, Index};
use super::listed::Walk;
use super::{Memory, Phrases, Program, Scene, parts};
use crate::document::{BlockId, Document, TokenId};
use crate::fact::{Fact, Facts, Kind, Part, Value};

/// For each need of a pattern, how many of the tokens that it may be have been passed. Beginnings are asked about from left to right, so
/// each is passed once, however many beginnings there are.
#[derive(Debug, Default)]
struct Cursors {
    passed: Vec<u32>,
}

impl Cursors {
    fn reset(&mut self, needs: u32) {
        self.passed.clear();
        self.passed.resize(needs as usize, 0);
    }

    /// The ways of a program that have what they need from a token on, as bits. No fact is longer than `longest`; `needed` are the places
    /// of what patterns need.
    fn ways(
        &mut self,
        program: &Program,
        scene: Scene<'_>,
        needed: &[Vec<TokenId>],
        (at, end): (TokenId, TokenId),
        longest: u32,
    ) -> u32 {
        let sign = scene.facts.sign(at);
        let (mut open, mut own) = (0, 0);
        for (bit, way) in (0..).zip(&program.ways) {
            let first = own;
            own += way.needs.len();
            if !scene.lexicon.lets(way.gate, sign) {
                continue;
            }
            let mut passed = self.passed.get_mut(first..).unwrap_or_default().iter_mut();
            let fits = way.needs.iter().all(|need| {
                let (Some(passed), Some(places)) = (passed.next(), needed.get(need.what as usize)) else {
                    return false;
                };
                let from = at.saturating_add(need.min);
                while let Some(&place) = places.get(*passed as usize) {
                    if place >= from {
                        return place < end && place - at <= need.max.of(longest);
                    }
                    *passed += 1;
                }
                false
            });
            if fits {
                open |= 1 << bit;
            }
        }
        open
    }
}

/// The search for the declared facts of a document.
struct Search<'s> {
    document: &'s Document,
    programs: &'s [&'s Program],
    index: &'s Index,
    sets: &'s [Phrases],
    /// For each pattern, the tokens at which it may begin, and the block of each.
    starts: Vec<Vec<(TokenId, BlockId)>>,
    /// The places of what patterns need, by its number.
    needed: Vec<Vec<TokenId>>,
    /// For each block, the traits that its tokens have.
    traits: Vec<u32>,
    memory: Memory,
    cursors: Cursors,
}

/// Finds the declared facts of a document and adds them: first those that are listed, then pattern by pattern in order, each from left to
/// right, without overlapping facts of its own kind. One look at each token, whatever the number of patterns.
pub fn extract(document: &Document, facts: &mut Facts, programs: &[&Program], index: &Index, sets: &[Phrases]) {
    facts.name_words(document, &index.lexicon);
    let mut search = Search {
        document,
        programs,
        index,
        sets,
        starts: vec![Vec::new(); programs.len()],
        needed: vec![Vec::new(); index.needed as usize],
        traits: Vec::with_capacity(document.blocks.len()),
        memory: Memory::default(),
        cursors: Cursors::default(),
    };
    search.look(facts);
    for (pattern, (program, about)) in (0..).zip(programs.iter().zip(&index.facts)) {
        search.find(facts, pattern, program, about);
        search.settle(pattern);
    }
}

impl<'s> Search<'s> {
    fn scene<'f>(&self, facts: &'f Facts) -> Scene<'f>
    where
        's: 'f,
    {
        Scene { document: self.document, facts, sets: self.sets, lexicon: &self.index.lexicon }
    }

    /// Looks at each token: notes where patterns may begin, and adds the facts that are listed.
    fn look(&mut self, facts: &mut Facts) {
        let (mut hits, mut free) = (Vec::new(), vec![0; self.programs.len()]);
        let (index, scene) = (self.index, self.scene(facts));
        for (number, block) in (0..).zip(&self.document.blocks) {
            let mut ahead = facts.signs(block.tokens.clone());
            let mut there = 0;
            for at in block.tokens.clone() {
                let Some((&sign, behind)) = ahead.split_first() else { break };
                there |= sign.traits;
                let mut begin = |pattern: u32| {
                    if let Some(list) = self.starts.get_mut(pattern as usize)
                        && list.last().is_none_or(|(last, _)| *last != at)
                    {
                        list.push((at, number));
                    }
                };
                index.beginnings(facts, at, ahead, &mut begin);
                if at == block.tokens.start {
                    index.beginnings_at_start(facts, at, ahead, begin);
                }
                index.needs(sign, |need| {
                    if let Some(places) = self.needed.get_mut(need as usize)
                        && places.last() != Some(&at)
                    {
                        places.push(at);
                    }
                });
                if let Some(root) = index.root(sign, behind.first().copied().unwrap_or_default()) {
                    let walk = Walk { scene, programs: self.programs, block: &block.tokens, behind };
                    index.listed.find(&walk, at, root, &mut free, &mut hits);
                }
                ahead = behind;
            }
            self.traits.push(there);
        }
        facts.all.reserve(hits.len());
        for hit in hits {
            let block = self.document.block_of(hit.start);
            self.add(facts, hit.pattern, hit.start..hit.end, block, self.index.listed.parts(hit));
        }
    }

    /// Puts the places in order that facts of a pattern were added to.
    fn settle(&mut self, pattern: u32) {
        for &(_, need) in self.index.needs_of_facts.iter().filter(|(kind, _)| *kind == pattern) {
            self.needed.get_mut(need as usize).into_iter().for_each(|places| places.sort());
        }
    }

    /// Finds the facts of one pattern.
    fn find(&mut self, facts: &mut Facts, pattern: u32, program: &Program, about: &About) {
        let Some(mut starts) = self.starts.get_mut(pattern as usize).map(std::mem::take) else { return };
        // Those that begin with declared facts were added behind the others.
        if about.begins_with_facts && !starts.is_sorted_by(|a, b| a < b) {
            starts.sort_unstable();
            starts.dedup();
        }
        let longest = about.covered.iter().map(|&kind| facts.longest(kind)).max().unwrap_or(0);
        self.cursors.reset(about.needs);
        let (mut free, mut known, mut tokens) = (0, None, 0..0);
        let mut has_all = false;
        for (at, block) in starts {
            if at < free {
                continue;
            }
            // The memory is that of the block in which the machine ran last.
            if known != Some(block) {
                let there = self.traits.get(block as usize).copied().unwrap_or(0);
                (known, has_all) = (Some(block), about.required & !there == 0);
                tokens = self.document.blocks.get(block as usize).map(|block| block.tokens.clone()).unwrap_or_default();
                self.memory.forget_all();
            }
            if !has_all {
                continue;
            }
            let scene = self.scene(facts);
            let ways = self.cursors.ways(program, scene, &self.needed, (at, tokens.end), longest);
            if ways == 0 {
                continue;
            }
            self.memory.prepare(program, tokens.len());
            let Some(found) = program.run_ways(scene, &tokens, at, ways, &mut self.memory) else { continue };
            let end = found.tokens.end;
            if end > at {
                free = end;
                let captured = parts(facts, &found, program, &mut self.memory);
                self.add(facts, pattern, at..end, block, captured);
            }
        }
    }

    fn add(&mut self, facts: &mut Facts, pattern: u32, tokens: Range<TokenId>, block: BlockId, captured: Vec<Part>) {
        for &user in self.index.declared.get(pattern as usize).into_iter().flatten() {
            self.starts.get_mut(user as usize).into_iter().for_each(|list| list.push((tokens.start, block)));
        }
        for &(kind, need) in &self.index.needs_of_facts {
            if kind == pattern {
                self.needed.get_mut(need as usize).into_iter().for_each(|places| places.push(tokens.start));
            }
        }
        let span = self.document.span_of(tokens.clone());
        facts.add(Fact { kind: Kind::Declared(pattern), span, tokens, value: Value::Declared(captured) });
    }
}
