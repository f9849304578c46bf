//! One look at each token of a document, whatever the number of patterns: which of them may begin where. Then each pattern in order.

use std::ops::Range;

use super::glance::ones;
use super::index::{About, Index};
use super::listed::Walk;
use super::lists::{Entry, Lists};
use super::{Memory, Phrases, Program, Scene, parts};
use crate::document::{BlockId, Document, TokenId};
use crate::fact::{Fact, Facts, Kind, Part, Value};

/// For each need of a pattern, the next of the tokens that it may be. Beginnings are asked about from left to right, so each token is
/// passed once, however many beginnings there are.
#[derive(Debug, Default)]
struct Cursors {
    next: Vec<u32>,
}

impl Cursors {
    fn reset(&mut self, program: &Program, needed: &Lists) {
        self.next.clear();
        self.next.extend(program.ways.iter().flat_map(|way| &way.needs).map(|need| needed.first(need.what)));
    }

    /// Those of some ways of a program that have what they need from a token on, as bits. No fact is longer than `longest`.
    fn ways(&mut self, program: &Program, entry: Entry, needed: &Lists, end: TokenId, longest: u32) -> u32 {
        let at = entry.at;
        let mut open = entry.bits;
        for bit in ones(u64::from(entry.bits)) {
            let Some(way) = program.ways.get(bit as usize) else { break };
            for (own, need) in (way.needs_before as usize..).zip(&way.needs) {
                let Some(next) = self.next.get_mut(own) else { break };
                let from = at.saturating_add(need.min);
                let mut found = needed.get(*next);
                while let Some(passed) = found
                    && passed.at < from
                {
                    *next = passed.next;
                    found = needed.get(passed.next);
                }
                if found.is_none_or(|found| found.at >= end || found.at - at > need.max.of(longest)) {
                    open &= !(1 << bit);
                    break;
                }
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
    /// For each pattern, the tokens at which it may begin, and by which of its ways.
    starts: Lists,
    /// The places of what patterns need, by its number.
    needed: Lists,
    /// The block of each token.
    blocks: Vec<BlockId>,
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
        starts: Lists::new(programs.len(), document.tokens.len()),
        needed: Lists::new(index.needed as usize, document.tokens.len()),
        blocks: Vec::with_capacity(document.tokens.len()),
        traits: Vec::with_capacity(document.blocks.len()),
        memory: Memory::default(),
        cursors: Cursors::default(),
    };
    search.look(facts);
    for (pattern, (program, about)) in (0..).zip(programs.iter().zip(&index.facts)) {
        search.find(facts, pattern, program, about);
        // Places of its facts were added behind those of words.
        about.serves.iter().for_each(|&need| search.needed.settle(need));
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
            self.blocks.resize(block.tokens.end as usize, number);
            let mut ahead = facts.signs(block.tokens.clone());
            let mut there = 0;
            let starts = &mut self.starts;
            index.beginnings_at_start(facts, block.tokens.start, ahead, |pattern, ways| {
                starts.push(pattern, block.tokens.start, ways);
            });
            for at in block.tokens.clone() {
                let Some((&sign, behind)) = ahead.split_first() else { break };
                there |= sign.traits;
                index.beginnings(facts, at, ahead, |pattern, ways| starts.push(pattern, at, ways));
                index.needs(sign, |need| self.needed.push(need, at, 0));
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
            self.add(facts, hit.pattern, hit.start..hit.end, index.listed.parts(hit));
        }
    }

    /// Finds the facts of one pattern.
    fn find(&mut self, facts: &mut Facts, pattern: u32, program: &Program, about: &About) {
        // Those that begin with declared facts were added behind the others.
        if about.begins_with_facts {
            self.starts.settle(pattern);
        }
        let mut next = self.starts.first(pattern);
        if self.starts.get(next).is_none() {
            return;
        }
        let longest = about.covered.iter().map(|&kind| facts.longest(kind)).max().unwrap_or(0);
        self.cursors.reset(program, &self.needed);
        let (mut free, mut tokens, mut has_all) = (0, 0..0, false);
        while let Some(start) = self.starts.get(next) {
            next = start.next;
            let at = start.at;
            if at < free {
                continue;
            }
            if at >= tokens.end {
                let block = self.blocks.get(at as usize).copied().unwrap_or_default();
                let there = self.traits.get(block as usize).copied().unwrap_or(0);
                has_all = about.required & !there == 0;
                tokens = self.document.blocks.get(block as usize).map(|block| block.tokens.clone()).unwrap_or_default();
                // The memory is that of the block in which the machine ran last.
                self.memory.forget_all();
            }
            if !has_all {
                continue;
            }
            let ways = self.cursors.ways(program, start, &self.needed, tokens.end, longest);
            if ways == 0 {
                continue;
            }
            self.memory.prepare(program, tokens.len());
            let scene = self.scene(facts);
            let Some(found) = program.run_ways(scene, &tokens, at, ways, &mut self.memory) else { continue };
            let end = found.tokens.end;
            if end > at {
                free = end;
                let captured = parts(facts, &found, program, &mut self.memory);
                self.add(facts, pattern, at..end, captured);
            }
        }
    }

    fn add(&mut self, facts: &mut Facts, pattern: u32, tokens: Range<TokenId>, captured: Vec<Part>) {
        if let Some(about) = self.index.facts.get(pattern as usize) {
            about.begins.iter().for_each(|&(user, ways)| self.starts.push(user, tokens.start, ways));
            about.serves.iter().for_each(|&need| self.needed.push(need, tokens.start, 0));
        }
        let span = self.document.span_of(tokens.clone());
        facts.add(Fact { kind: Kind::Declared(pattern), span, tokens, value: Value::Declared(captured) });
    }
}
