//! One look at each token of a document, whatever the number of patterns: which of them may begin where. Then each pattern in order.

use std::ops::Range;

use super::index::{About, Index};
use super::listed::Walk;
use super::{Memory, Phrases, Program, Scene, parts};
use crate::document::{BlockId, Document, TokenId};
use crate::fact::{Fact, Facts, Kind, Part, Value};

/// For each need of a pattern, how far the document has been looked through: the first token from there on may be it, none before is.
/// Beginnings are asked about from left to right, so a document is looked through once for a need, however many there are.
#[derive(Debug, Default)]
struct Cursors {
    places: Vec<TokenId>,
}

impl Cursors {
    fn reset(&mut self, needs: u32) {
        self.places.clear();
        self.places.resize(needs as usize, 0);
    }

    /// The ways of a program that have what they need from a token on, as bits. No fact is longer than `longest`.
    fn ways(&mut self, program: &Program, scene: Scene<'_>, at: TokenId, end: TokenId, longest: u32) -> u32 {
        let sign = scene.facts.sign(at);
        let (mut open, mut places) = (0, self.places.as_mut_slice());
        for (bit, way) in program.ways.iter().enumerate() {
            let Some((own, others)) = std::mem::take(&mut places).split_at_mut_checked(way.needs.len()) else { break };
            places = others;
            if !scene.lexicon.lets(way.gate, sign) {
                continue;
            }
            let mut fits = true;
            for (place, need) in own.iter_mut().zip(&way.needs) {
                let last = at.saturating_add(need.max.of(longest)).saturating_add(1).min(end);
                let from = (*place).max(at.saturating_add(need.min));
                let ahead = scene.facts.signs(from..last);
                let found = ahead.iter().position(|&sign| scene.lexicon.lets(need.gate, sign));
                *place = from + found.unwrap_or(ahead.len()) as TokenId;
                fits = found.is_some();
                if !fits {
                    break;
                }
            }
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
        traits: Vec::with_capacity(document.blocks.len()),
        memory: Memory::default(),
        cursors: Cursors::default(),
    };
    search.look(facts);
    for (pattern, (program, about)) in (0..).zip(programs.iter().zip(&index.facts)) {
        search.find(facts, pattern, program, about);
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
        for (number, block) in (0..).zip(&self.document.blocks) {
            let mut ahead = facts.signs(block.tokens.clone());
            let mut there = 0;
            for at in block.tokens.clone() {
                let Some((sign, behind)) = ahead.split_first() else { break };
                there |= sign.traits;
                self.index.at(facts, &block.tokens, at, ahead, |pattern| {
                    if let Some(list) = self.starts.get_mut(pattern as usize)
                        && list.last().is_none_or(|(last, _)| *last != at)
                    {
                        list.push((at, number));
                    }
                });
                if let Some(&root) = self.index.roots.get(sign.word as usize)
                    && root != 0
                {
                    let walk = Walk { scene: self.scene(facts), programs: self.programs, block: &block.tokens, behind };
                    self.index.listed.find(&walk, at, root, &mut free, &mut hits);
                }
                ahead = behind;
            }
            self.traits.push(there);
        }
        for hit in hits {
            let block = self.document.block_of(hit.start);
            self.add(facts, hit.pattern, hit.start..hit.end, block, self.index.listed.parts(hit));
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
            let ways = self.cursors.ways(program, scene, at, tokens.end, longest);
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
        let span = self.document.span_of(tokens.clone());
        facts.add(Fact { kind: Kind::Declared(pattern), span, tokens, value: Value::Declared(captured) });
    }
}
