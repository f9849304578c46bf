//! One look at each token of a document, whatever the number of patterns: which of them may begin where.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::glance::{Gate, Groups, Lexicon, Trait, ones};
use super::needs::Need;
use super::{First, Memory, Phrases, Program, Scene, Sign, Step, parts};
use crate::document::{Document, TokenId};
use crate::fact::{Builtin, Fact, Facts, Kind, Value};

/// Where facts may begin: for each word, number and built-in fact the patterns to try.
#[derive(Serialize, Deserialize, Debug, Default)]
pub struct Index {
    /// The words of all patterns.
    pub lexicon: Lexicon,
    /// For each word, where its patterns begin in `openings`; one entry more than there are words.
    words: Vec<u32>,
    /// For each word, what one look at the next token tells of all of them.
    hints: Vec<Hint>,
    /// Patterns, and what must stand behind their first word.
    openings: Vec<(u32, Gate)>,
    numbers: Vec<(u32, Gate)>,
    capitals: Vec<u32>,
    builtin: Vec<Vec<u32>>,
    declared: Vec<Vec<u32>>,
    facts: Vec<About>,
}

/// What may stand behind a word for some pattern that begins with it; where it says no, none may be tried.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, Default)]
struct Hint {
    /// Traits of the next token.
    traits: u32,
    /// Its word, by the lowest bits of its number.
    words: u64,
}

impl Hint {
    fn lets(self, next: Sign) -> bool {
        self.traits & next.traits != 0 || self.words >> (next.word % u64::BITS) & 1 == 1
    }
}

/// What is known of a pattern before it is tried.
#[derive(Serialize, Deserialize, Debug, Default)]
struct About {
    /// Built-in facts that must stand in the block.
    required: u32,
    /// Kinds of facts that it covers.
    covered: Vec<Kind>,
    /// How many needs its ways have.
    needs: u32,
    /// Whether it may begin with a declared fact.
    begins_with_facts: bool,
}

/// Prepares patterns for the machine: the first `facts` of them for [`extract`], the others (fields) and the programs of formats for
/// being run on their own. Gates and needs are worked out here.
pub fn prepare<'p>(
    patterns: impl Iterator<Item = (&'p First, &'p mut Program)>,
    formats: impl Iterator<Item = &'p mut Program>,
    facts: usize,
    sets: &[Phrases],
) -> Index {
    let mut index = Index { builtin: vec![Vec::new(); Builtin::ALL.len()], ..Index::default() };
    let mut groups = Groups::default();
    let mut patterns: Vec<_> = patterns.collect();
    for (_, program) in patterns.iter_mut().take(facts) {
        program.ways = program.find_ways(sets, &mut groups);
    }
    index.declared = vec![Vec::new(); facts];
    let mut openings: Vec<(u64, u32, Gate)> = Vec::new();
    for (at, (first, program)) in (0u32..).zip(&patterns).take(facts) {
        let begins_with_facts = !first.declared.is_empty();
        let needs = program.ways.iter().map(|way| way.needs.len() as u32).sum();
        index.facts.push(About { required: program.required(), covered: program.covered(), needs, begins_with_facts });
        let found = program.openings(sets);
        for (key, next) in found.keys {
            openings.push((key, at, groups.gate(&next)));
        }
        if first.number {
            index.numbers.push((at, groups.gate(&found.number)));
        }
        if first.capitals {
            index.capitals.push(at);
        }
        for &kind in &first.builtin {
            index.builtin.get_mut(kind as usize).into_iter().for_each(|list| list.push(at));
        }
        for &kind in &first.declared {
            index.declared.get_mut(kind as usize).into_iter().for_each(|list| list.push(at));
        }
        // What begins with a word has a number, whether a group has it or not.
        groups.gate(first);
    }
    for program in patterns.into_iter().map(|(_, program)| program).chain(formats) {
        program.look_ahead(sets, &mut groups);
    }
    index.lexicon = groups.finish();
    let words_of_groups = index.lexicon.words_of_groups();
    let mut by_word: Vec<Vec<(u32, Gate)>> = vec![Vec::new(); index.lexicon.size()];
    for (key, pattern, gate) in openings {
        let word = index.lexicon.number(key) as usize;
        by_word.get_mut(word).into_iter().for_each(|list| list.push((pattern, gate)));
    }
    for list in by_word {
        index.words.push(index.openings.len() as u32);
        let mut hint = Hint::default();
        for (_, gate) in &list {
            hint.traits |= gate.traits;
            hint.words |= words_of_groups.get(gate.group as usize).copied().unwrap_or(0);
            if gate.traits & Trait::ANY != 0 {
                hint.words = u64::MAX;
            }
        }
        index.hints.push(hint);
        index.openings.extend(list);
    }
    index.words.push(index.openings.len() as u32);
    index
}

impl Program {
    /// Works out the gates of its instructions, and where ways meet.
    fn look_ahead(&mut self, sets: &[Phrases], groups: &mut Groups) {
        let mut leading = vec![0u32; self.code.len() + 1];
        let mut gates: Vec<Option<Gate>> = vec![None; self.code.len() + 1];
        for pc in 0..self.code.len() {
            let Some(instruction) = self.code.get(pc) else { break };
            let mut lead = |to: u32| leading.get_mut(to as usize).into_iter().for_each(|count| *count += 1);
            let mut gate = |pc: u32| {
                let Some(place) = gates.get_mut(pc as usize) else { return Gate::OPEN };
                *place.get_or_insert_with(|| groups.gate(&self.from(pc, sets)))
            };
            let (one, other) = match &instruction.step {
                Step::Accept => (Gate::OPEN, Gate::OPEN),
                Step::Jump(to) => {
                    lead(*to);
                    (Gate::OPEN, Gate::OPEN)
                }
                Step::Split(a, b) => {
                    lead(*a);
                    lead(*b);
                    (gate(*a), gate(*b))
                }
                step => {
                    lead(pc as u32 + 1);
                    let own = match step {
                        Step::Phrase(_) | Step::Key(_) | Step::Builtin(_) | Step::Declared(_) => gate(pc as u32),
                        Step::Skip(Some(set)) => {
                            let keys = sets.get(*set as usize).into_iter().flat_map(Phrases::first_keys).collect();
                            groups.gate(&First { keys, ..First::default() })
                        }
                        _ => Gate::OPEN,
                    };
                    (own, Gate::OPEN)
                }
            };
            let Some(instruction) = self.code.get_mut(pc) else { break };
            (instruction.gate, instruction.second) = (one, other);
            match &mut instruction.step {
                Step::NotBefore(inner) | Step::Unlike(inner, _) => inner.look_ahead(sets, groups),
                Step::Except(inner, but) => {
                    inner.look_ahead(sets, groups);
                    but.look_ahead(sets, groups);
                }
                _ => {}
            }
        }
        self.gate = gates.first().copied().flatten().unwrap_or_else(|| groups.gate(&self.from(0, sets)));
        for pc in self.ways.iter().map(|way| way.pc).chain([0]) {
            leading.get_mut(pc as usize).into_iter().for_each(|count| *count += 1);
        }
        self.joins = 0;
        for (instruction, _) in self.code.iter_mut().zip(leading).filter(|(_, count)| *count > 1) {
            instruction.join = self.joins;
            self.joins += 1;
        }
    }
}

/// For each need of a pattern, how far its block has been looked through: the first token from there on may be it, none before is.
/// Beginnings are asked about from left to right, so a block is looked through once for a need, however many there are.
#[derive(Debug, Default)]
struct Cursors {
    places: Vec<TokenId>,
}

impl Cursors {
    fn reset(&mut self, needs: usize) {
        self.places.clear();
        self.places.resize(needs, 0);
    }

    /// The ways of a program that have what they need from a token on, as bits. No fact is longer than `longest`.
    fn ways(&mut self, program: &Program, scene: Scene<'_>, at: TokenId, end: TokenId, longest: u32) -> u32 {
        let sign = scene.facts.sign(at);
        let signs = scene.facts.signs(0..end);
        let (mut open, mut places) = (0, self.places.as_mut_slice());
        for (bit, way) in program.ways.iter().enumerate() {
            let Some((own, others)) = std::mem::take(&mut places).split_at_mut_checked(way.needs.len()) else { break };
            places = others;
            if !scene.lexicon.lets(way.gate, sign) {
                continue;
            }
            let fits = |(need, place): (&Need, &mut TokenId)| {
                let last = at.saturating_add(need.max.of(longest)).saturating_add(1).min(end);
                let from = (*place).max(at.saturating_add(need.min));
                let ahead = signs.get(from as usize..last as usize).unwrap_or_default();
                let found = ahead.iter().position(|&sign| scene.lexicon.lets(need.gate, sign));
                *place = from + found.unwrap_or(ahead.len()) as TokenId;
                found.is_some()
            };
            if way.needs.iter().zip(own).all(fits) {
                open |= 1 << bit;
            }
        }
        open
    }
}

/// The places of a block at which each pattern may begin, and which patterns have any.
struct Candidates {
    places: Vec<Vec<TokenId>>,
    /// One bit for each pattern.
    waiting: Vec<u64>,
}

impl Candidates {
    fn new(patterns: usize) -> Self {
        Self { places: vec![Vec::new(); patterns], waiting: vec![0; patterns.div_ceil(64)] }
    }

    fn add(&mut self, pattern: u32, at: TokenId) {
        if let Some(list) = self.places.get_mut(pattern as usize)
            && list.last() != Some(&at)
        {
            list.push(at);
            self.waiting.get_mut(pattern as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (pattern % 64));
        }
    }

    /// The next pattern that may begin somewhere. Facts that are found meanwhile let only later patterns begin.
    fn next(&mut self) -> Option<usize> {
        let (word, bits) = self.waiting.iter_mut().enumerate().find(|(_, bits)| **bits != 0)?;
        let bit = bits.trailing_zeros() as usize;
        *bits &= *bits - 1;
        Some(word * 64 + bit)
    }
}

/// Finds the declared facts of a document and adds them: block by block, each pattern in order, from left to right,
/// without overlapping facts of its own kind. One look at each token, whatever the number of patterns.
pub fn extract(document: &Document, facts: &mut Facts, programs: &[&Program], index: &Index, sets: &[Phrases]) {
    facts.name_words(document, &index.lexicon);
    let mut candidates = Candidates::new(programs.len());
    let mut memory = Memory::default();
    let mut cursors = Cursors::default();
    for block in &document.blocks {
        let tokens = &block.tokens;
        let there = index.candidates(facts, tokens.clone(), &mut candidates);
        while let Some(pattern) = candidates.next() {
            let (Some(program), Some(about)) = (programs.get(pattern), index.facts.get(pattern)) else { continue };
            let Some(list) = candidates.places.get_mut(pattern) else { continue };
            if about.required & !there != 0 {
                list.clear();
                continue;
            }
            let mut starts = std::mem::take(list);
            // Those that begin with declared facts were added behind the others.
            if about.begins_with_facts && !starts.is_sorted_by(|a, b| a < b) {
                starts.sort_unstable();
                starts.dedup();
            }
            let longest = about.covered.iter().map(|&kind| facts.longest(kind)).max().unwrap_or(0);
            let only = program.only();
            cursors.reset(about.needs as usize);
            let mut fresh = true;
            let mut free = tokens.start;
            for &at in &starts {
                if at < free {
                    continue;
                }
                let scene = Scene { document, facts, sets, lexicon: &index.lexicon };
                let ways = cursors.ways(program, scene, at, tokens.end, longest);
                if ways == 0 {
                    continue;
                }
                let (end, captured) = if let Some(only) = only {
                    let Some(end) = only.take(scene, tokens, at) else { continue };
                    (end, Vec::new())
                } else {
                    if std::mem::take(&mut fresh) {
                        memory.reset(program, tokens.len());
                    }
                    let Some(found) = program.run_ways(scene, tokens, at, ways, &mut memory) else { continue };
                    (found.tokens.end, parts(facts, &found, program, &mut memory))
                };
                if end == at {
                    continue;
                }
                free = end;
                let kind = Kind::Declared(pattern as u32);
                let span = document.span_of(at..end);
                facts.add(Fact { kind, span, tokens: at..end, value: Value::Declared(captured) });
                for &user in index.declared.get(pattern).into_iter().flatten() {
                    candidates.add(user, at);
                }
            }
            starts.clear();
            if let Some(list) = candidates.places.get_mut(pattern) {
                *list = starts;
            }
        }
    }
}

impl Index {
    /// Gathers where patterns may begin in a block; gives the traits that its tokens have.
    fn candidates(&self, facts: &Facts, tokens: Range<TokenId>, candidates: &mut Candidates) -> u32 {
        const BEGINS: u32 = ((1 << Trait::BUILTIN) - 1) | Trait::NUMBER | Trait::CAPITALS;
        let (mut rest, mut ahead) = (facts.signs(tokens.clone()), tokens);
        let mut there = 0;
        while let ([sign, behind @ ..], Some(at)) = (rest, ahead.next()) {
            rest = behind;
            let next = behind.first().copied().unwrap_or_default();
            there |= sign.traits;
            if self.hints.get(sign.word as usize).is_some_and(|hint| hint.lets(next))
                && let Some(&[from, to]) = self.words.get(sign.word as usize..sign.word as usize + 2)
            {
                let openings = self.openings.get(from as usize..to as usize).unwrap_or_default();
                self.open(openings, next).for_each(|pattern| candidates.add(pattern, at));
            }
            if sign.traits & BEGINS == 0 {
                continue;
            }
            if sign.traits & Trait::NUMBER != 0 {
                self.open(&self.numbers, next).for_each(|pattern| candidates.add(pattern, at));
            }
            if sign.traits & Trait::CAPITALS != 0 {
                self.capitals.iter().for_each(|&pattern| candidates.add(pattern, at));
            }
            for kind in ones(u64::from(sign.traits) & ((1 << Trait::BUILTIN) - 1)) {
                self.builtin.get(kind as usize).into_iter().flatten().for_each(|&pattern| candidates.add(pattern, at));
            }
        }
        there
    }

    /// The patterns that may go on with the next token.
    fn open<'i>(&'i self, openings: &'i [(u32, Gate)], next: Sign) -> impl Iterator<Item = u32> + 'i {
        let lets = move |gate: Gate| gate.traits & Trait::ANY != 0 || self.lexicon.lets(gate, next);
        openings.iter().filter(move |(_, gate)| lets(*gate)).map(|(pattern, _)| *pattern)
    }
}
