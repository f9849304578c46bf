//! Where patterns may begin: from a word, and what may stand behind it, to the patterns to try.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

use super::glance::{Gate, Groups, Lexicon, Trait, ones};
use super::listed::{Gathered, Listed};
use super::needs::Wanted;
use super::opening::Openings;
use super::prefix::Prefix;
use super::{First, Phrases, Program, Sign, Step, find_fact};
use crate::document::TokenId;
use crate::fact::{Builtin, Facts, Kind};

/// Where facts may begin: for each word, number and built-in fact the patterns to try.
#[derive(Serialize, Deserialize, Debug, Default)]
pub struct Index {
    /// The words of all patterns.
    pub lexicon: Lexicon,
    /// What may begin at any token.
    anywhere: Beginnings,
    /// What may begin at the first token of a block only.
    at_start: Beginnings,
    /// Patterns whose matches are listed.
    pub(super) listed: Listed,
    /// For each word, where those that begin with it stand in the tree; 0 for none.
    roots: Vec<u32>,
    /// What patterns need.
    pub(super) needs: Vec<Wants>,
    /// For each word, whether any of that may be it.
    needed_words: Vec<bool>,
    /// For each pattern of a fact.
    pub(super) facts: Vec<About>,
    /// What several patterns begin with. Where such a one may begin is told under a number behind those of the patterns.
    pub(super) prefixes: Vec<Prefix>,
}

/// Something that patterns need.
#[derive(Serialize, Deserialize, Debug)]
pub(super) struct Wants {
    /// Numbers and built-in facts, as traits.
    pub traits: u32,
    /// Words: a group of the lexicon.
    pub group: u32,
    /// Kinds of declared facts.
    pub declared: Vec<u32>,
}

/// Patterns by what they begin with.
#[derive(Serialize, Deserialize, Debug, Default)]
struct Beginnings {
    /// For each word, where its patterns begin in `openings`, and what one look at the next token tells of all of them. One more than
    /// there are words.
    words: Vec<Word>,
    openings: Vec<Opening>,
    numbers: Vec<Opening>,
    capitals: Vec<Opening>,
    /// For each kind of built-in facts.
    builtin: Vec<Vec<Opening>>,
}

/// A pattern that may begin.
#[derive(Serialize, Deserialize, Debug, Clone, Copy)]
struct Opening {
    pattern: u32,
    /// Those of its ways that may, as bits.
    ways: u32,
    /// What must stand behind the first word, number or fact.
    next: Gate,
}

/// What is known of the patterns that begin with a word.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, Default)]
struct Word {
    from: u32,
    /// What may stand behind it for some of them: traits of the next token, and its word, by the lowest bits of its number. Where
    /// neither fits, none may be tried.
    traits: u32,
    words: u64,
}

/// What is known of a pattern before it is tried.
#[derive(Serialize, Deserialize, Debug, Default)]
pub(super) struct About {
    /// Built-in facts that must stand in the block.
    pub required: u32,
    /// Kinds of facts that it covers.
    pub covered: Vec<Kind>,
    /// Kinds of declared facts that it may begin with, and its ways that do, as bits.
    pub begins_with: Vec<(u32, u32)>,
    /// The prefixes that it shares with others, and its ways that begin with each, as bits.
    pub prefixed: Vec<(u32, u32)>,
    /// Whether all that it matches is listed.
    pub listed: bool,
}

/// Prepares patterns for the machine: the first `facts` of them for an extraction, the others (fields) and the programs of formats
/// for being run on their own. Gates and needs are worked out here.
pub fn prepare<'p>(
    patterns: impl Iterator<Item = (&'p First, &'p mut Program)>,
    formats: impl Iterator<Item = &'p mut Program>,
    facts: usize,
    sets: &[Phrases],
) -> Index {
    let mut index = Index::default();
    index.facts.resize_with(facts, About::default);
    index.anywhere.builtin = vec![Vec::new(); Builtin::ALL.len()];
    index.at_start.builtin = vec![Vec::new(); Builtin::ALL.len()];
    let (mut groups, mut listed, mut wanted) = (Groups::default(), Gathered::default(), Wanted::default());
    let mut patterns: Vec<_> = patterns.collect();
    let (mut anywhere, mut at_start) = (Vec::new(), Vec::new());
    for ((at, (_, program)), about) in (0u32..).zip(&mut patterns).zip(&mut index.facts) {
        about.listed = listed.add(at, program, sets, &mut groups);
        if !about.listed {
            program.ways = program.find_ways(sets, &mut groups, &mut wanted);
            (about.required, about.covered) = (program.required(), program.covered());
        }
    }
    let programs = || patterns.iter().take(facts).map(|(_, program)| &**program);
    let prefixes = programs().flat_map(|program| program.ways.iter().filter_map(|way| program.prefix(way.pc)));
    let prefixes: Vec<Prefix> = prefixes.collect();
    for ((at, program), about) in (0u32..).zip(programs()).zip(&mut index.facts) {
        let ways: Vec<u32> = if about.listed { vec![0] } else { program.ways.iter().map(|way| way.pc).collect() };
        for (bit, pc) in ways.into_iter().enumerate() {
            let (beginnings, by_word) = if program.is_anchored(pc) {
                (&mut index.at_start, &mut at_start)
            } else {
                (&mut index.anywhere, &mut anywhere)
            };
            let mut way = (at, 1 << bit);
            let shared = program.prefix(pc).filter(|_| !about.listed);
            if let Some(prefix) = shared.filter(|own| prefixes.iter().filter(|prefix| *prefix == own).count() > 1) {
                let known = index.prefixes.iter().position(|known| *known == prefix);
                let number = known.unwrap_or(index.prefixes.len());
                note_ways(&mut about.prefixed, number as u32, way.1);
                if known.is_some() {
                    continue;
                }
                index.prefixes.push(prefix);
                way = (facts as u32 + number as u32, 1);
            }
            let begins = program.from(pc, sets);
            beginnings.add(way, &begins, program.openings(pc, sets), &mut groups, by_word);
            begins.declared.iter().for_each(|&kind| note_ways(&mut about.begins_with, kind, 1 << bit));
        }
    }
    for program in patterns.into_iter().map(|(_, program)| program).chain(formats) {
        program.uses = program.find_uses();
        program.look_ahead(sets, &mut groups);
    }
    index.lexicon = groups.finish();
    let words_of_groups = index.lexicon.words_of_groups();
    index.anywhere.settle(anywhere, &index.lexicon, &words_of_groups);
    index.at_start.settle(at_start, &index.lexicon, &words_of_groups);
    (index.listed, index.roots) = listed.finish(&index.lexicon);
    index.list_needs(wanted);
    index
}

/// Adds ways that begin with something.
fn note_ways(list: &mut Vec<(u32, u32)>, with: u32, added: u32) {
    match list.iter_mut().find(|(known, _)| *known == with) {
        Some((_, ways)) => *ways |= added,
        None => list.push((with, added)),
    }
}

/// Adds a way of a pattern; ways of one pattern that go on alike are one opening.
fn note(list: &mut Vec<Opening>, (pattern, ways): (u32, u32), next: Gate) {
    match list.iter_mut().rev().take_while(|known| known.pattern == pattern).find(|known| known.next == next) {
        Some(known) => known.ways |= ways,
        None => list.push(Opening { pattern, ways, next }),
    }
}

impl Beginnings {
    fn add(
        &mut self,
        way: (u32, u32),
        first: &First,
        found: Openings,
        groups: &mut Groups,
        by_word: &mut Vec<(u64, (u32, u32), Gate)>,
    ) {
        groups.name(found.keys.keys().copied());
        by_word.extend(found.keys.iter().map(|(&key, next)| (key, way, groups.gate(next))));
        if first.number {
            note(&mut self.numbers, way, groups.gate(&found.number));
        }
        if first.capitals {
            note(&mut self.capitals, way, Gate::OPEN);
        }
        for (&kind, next) in &found.builtin {
            let gate = groups.gate(next);
            self.builtin.get_mut(kind as usize).into_iter().for_each(|list| note(list, way, gate));
        }
    }

    /// Lists what begins with words by their numbers.
    fn settle(&mut self, openings: Vec<(u64, (u32, u32), Gate)>, lexicon: &Lexicon, words_of_groups: &[u64]) {
        let mut by_word: Vec<Vec<Opening>> = vec![Vec::new(); lexicon.size()];
        for (key, way, next) in openings {
            let word = lexicon.number(key) as usize;
            by_word.get_mut(word).into_iter().for_each(|list| note(list, way, next));
        }
        for list in by_word {
            let mut word = Word { from: self.openings.len() as u32, ..Word::default() };
            for Opening { next, .. } in &list {
                word.traits |= next.traits & !Trait::SPACED;
                word.words |= words_of_groups.get(next.group as usize).copied().unwrap_or(0);
                if next.traits & Trait::ANY != 0 {
                    word.words = u64::MAX;
                }
            }
            self.words.push(word);
            self.openings.extend(list);
        }
        self.words.push(Word { from: self.openings.len() as u32, ..Word::default() });
    }
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

impl Index {
    fn list_needs(&mut self, wanted: Wanted) {
        let mut needed = vec![false; self.lexicon.size()];
        for (gate, declared) in wanted.all {
            for (word, needed) in (0..).zip(&mut needed) {
                *needed |= self.lexicon.holds(gate.group, word);
            }
            self.needs.push(Wants { traits: gate.traits & (BUILTIN | Trait::NUMBER), group: gate.group, declared });
        }
        self.needed_words = needed;
    }

    /// Tells `each` which patterns may begin at the first of some tokens of a block, given by their signs, and by which of their ways.
    #[inline]
    pub(super) fn beginnings(&self, facts: &Facts, at: TokenId, ahead: &[Cell<Sign>], mut each: impl FnMut(u32, u32)) {
        self.anywhere.begin(&self.lexicon, facts, at, ahead, &mut each);
    }

    /// The same of those that may begin at the first token of a block only.
    pub(super) fn beginnings_at_start(
        &self,
        facts: &Facts,
        at: TokenId,
        ahead: &[Cell<Sign>],
        mut each: impl FnMut(u32, u32),
    ) {
        self.at_start.begin(&self.lexicon, facts, at, ahead, &mut each);
    }

    /// Whether some pattern needs a word.
    #[inline]
    pub(super) fn needs_word(&self, word: u32) -> bool {
        self.needed_words.get(word as usize).copied().unwrap_or(false)
    }

    /// Where what is listed and begins with a word stands in its tree; 0 for nothing.
    #[inline]
    pub(super) fn root(&self, word: u32) -> u32 {
        self.roots.get(word as usize).copied().unwrap_or(0)
    }
}

/// The traits of built-in facts.
pub(super) const BUILTIN: u32 = (1 << Trait::BUILTIN) - 1;

impl Beginnings {
    #[inline]
    fn begin(
        &self,
        lexicon: &Lexicon,
        facts: &Facts,
        at: TokenId,
        ahead: &[Cell<Sign>],
        each: &mut impl FnMut(u32, u32),
    ) {
        let [sign, behind @ ..] = ahead else { return };
        let sign = sign.get();
        let next = behind.first().map(Cell::get).unwrap_or_default();
        let word = sign.word as usize;
        if let Some([word, end]) = self.words.get(word..word + 2)
            && (word.traits & next.traits != 0 || word.words >> (next.word % u64::BITS) & 1 == 1)
        {
            let openings = self.openings.get(word.from as usize..end.from as usize).unwrap_or_default();
            open(openings, lexicon, next, each);
        }
        if sign.traits & (BUILTIN | Trait::NUMBER | Trait::CAPITALS) != 0 {
            self.begin_with_more(lexicon, facts, at, ahead, each);
        }
    }

    /// What begins with a number, a fact or capitals.
    fn begin_with_more(
        &self,
        lexicon: &Lexicon,
        facts: &Facts,
        at: TokenId,
        ahead: &[Cell<Sign>],
        each: &mut impl FnMut(u32, u32),
    ) {
        let [sign, behind @ ..] = ahead else { return };
        let sign = sign.get();
        if sign.traits & Trait::NUMBER != 0 {
            open(&self.numbers, lexicon, behind.first().map(Cell::get).unwrap_or_default(), each);
        }
        for kind in ones(u64::from(sign.traits & BUILTIN)) {
            let openings = self.builtin.get(kind as usize).map(Vec::as_slice).unwrap_or_default();
            if let Some(&kind) = Builtin::ALL.get(kind as usize).filter(|_| !openings.is_empty())
                && let Some((_, end)) = find_fact(facts, at, Kind::Builtin(kind))
            {
                open(openings, lexicon, ahead.get((end - at) as usize).map(Cell::get).unwrap_or_default(), each);
            }
        }
        if sign.traits & Trait::CAPITALS != 0 {
            self.capitals.iter().for_each(|opening| each(opening.pattern, opening.ways));
        }
    }
}

/// Tells `each` the patterns that go on with the next token, and their ways that do.
#[inline]
fn open(openings: &[Opening], lexicon: &Lexicon, next: Sign, each: &mut impl FnMut(u32, u32)) {
    let row = lexicon.row(next.word);
    for opening in openings {
        let gate = opening.next;
        if gate.traits & next.traits & Trait::SPACED != 0 {
            continue;
        }
        if gate.traits & (next.traits | Trait::ANY) != 0 || row.has(gate.group) {
            each(opening.pattern, opening.ways);
        }
    }
}
