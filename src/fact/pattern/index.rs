//! Where patterns may begin: from a word, and what may stand behind it, to the patterns to try.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::glance::{Gate, Groups, Lexicon, Trait, ones};
use super::listed::{Gathered, Listed};
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
    /// Patterns whose matches are listed, and for each word where those that begin with it stand in the tree; 0 for none.
    pub(super) listed: Listed,
    pub(super) roots: Vec<u32>,
    /// For each declared fact, the patterns that begin with it.
    pub(super) declared: Vec<Vec<u32>>,
    pub(super) facts: Vec<About>,
}

/// Patterns by what they begin with.
#[derive(Serialize, Deserialize, Debug, Default)]
struct Beginnings {
    /// For each word, where its patterns begin in `openings`, and what one look at the next token tells of all of them. One more than
    /// there are words.
    words: Vec<Word>,
    /// Patterns, and what must stand behind their first word.
    openings: Vec<(u32, Gate)>,
    numbers: Vec<(u32, Gate)>,
    capitals: Vec<u32>,
    /// For each kind of built-in facts.
    builtin: Vec<Vec<(u32, Gate)>>,
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
    /// How many needs its ways have.
    pub needs: u32,
    /// Whether it may begin with a declared fact.
    pub begins_with_facts: bool,
}

/// Patterns that begin with a word while they are gathered: the word, the pattern, what must stand behind.
type Opening = (u64, u32, Gate);

/// Prepares patterns for the machine: the first `facts` of them for [`super::extract`], the others (fields) and the programs of formats
/// for being run on their own. Gates and needs are worked out here.
pub fn prepare<'p>(
    patterns: impl Iterator<Item = (&'p First, &'p mut Program)>,
    formats: impl Iterator<Item = &'p mut Program>,
    facts: usize,
    sets: &[Phrases],
) -> Index {
    let mut index = Index { declared: vec![Vec::new(); facts], ..Index::default() };
    index.anywhere.builtin = vec![Vec::new(); Builtin::ALL.len()];
    index.at_start.builtin = vec![Vec::new(); Builtin::ALL.len()];
    let (mut groups, mut listed) = (Groups::default(), Gathered::default());
    let mut patterns: Vec<_> = patterns.collect();
    let (mut anywhere, mut at_start): (Vec<Opening>, Vec<Opening>) = (Vec::new(), Vec::new());
    for (at, (first, program)) in (0u32..).zip(&mut patterns).take(facts) {
        if listed.add(at, program, sets, &mut groups) {
            index.facts.push(About::default());
            continue;
        }
        program.ways = program.find_ways(sets, &mut groups);
        let begins_with_facts = !first.declared.is_empty();
        let needs = program.ways.iter().map(|way| way.needs.len() as u32).sum();
        index.facts.push(About { required: program.required(), covered: program.covered(), needs, begins_with_facts });
        let (beginnings, openings) = if program.is_anchored() {
            (&mut index.at_start, &mut at_start)
        } else {
            (&mut index.anywhere, &mut anywhere)
        };
        beginnings.add(at, first, program, sets, &mut groups, openings);
        for &kind in &first.declared {
            index.declared.get_mut(kind as usize).into_iter().for_each(|list| list.push(at));
        }
    }
    for program in patterns.into_iter().map(|(_, program)| program).chain(formats) {
        program.look_ahead(sets, &mut groups);
    }
    index.lexicon = groups.finish();
    let words_of_groups = index.lexicon.words_of_groups();
    index.anywhere.settle(anywhere, &index.lexicon, &words_of_groups);
    index.at_start.settle(at_start, &index.lexicon, &words_of_groups);
    (index.listed, index.roots) = listed.finish(&index.lexicon);
    index
}

impl Beginnings {
    fn add(
        &mut self,
        at: u32,
        first: &First,
        program: &Program,
        sets: &[Phrases],
        groups: &mut Groups,
        openings: &mut Vec<Opening>,
    ) {
        let found = program.openings(sets);
        groups.name(found.keys.keys().copied());
        openings.extend(found.keys.iter().map(|(&key, next)| (key, at, groups.gate(next))));
        if first.number {
            self.numbers.push((at, groups.gate(&found.number)));
        }
        if first.capitals {
            self.capitals.push(at);
        }
        for (&kind, next) in &found.builtin {
            let gate = groups.gate(next);
            self.builtin.get_mut(kind as usize).into_iter().for_each(|list| list.push((at, gate)));
        }
    }

    /// Lists what begins with words by their numbers.
    fn settle(&mut self, openings: Vec<Opening>, lexicon: &Lexicon, words_of_groups: &[u64]) {
        let mut by_word: Vec<Vec<(u32, Gate)>> = vec![Vec::new(); lexicon.size()];
        for (key, pattern, gate) in openings {
            let word = lexicon.number(key) as usize;
            by_word.get_mut(word).into_iter().for_each(|list| list.push((pattern, gate)));
        }
        for list in by_word {
            let mut word = Word { from: self.openings.len() as u32, ..Word::default() };
            for (_, gate) in &list {
                word.traits |= gate.traits;
                word.words |= words_of_groups.get(gate.group as usize).copied().unwrap_or(0);
                if gate.traits & Trait::ANY != 0 {
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
    /// Tells `each` which patterns may begin at the token `at` of a block; `ahead` are the signs from that token to the end of the block.
    pub(super) fn at(&self, facts: &Facts, block: &Range<TokenId>, at: TokenId, ahead: &[Sign], mut each: impl FnMut(u32)) {
        self.begin(&self.anywhere, facts, at, ahead, &mut each);
        if at == block.start {
            self.begin(&self.at_start, facts, at, ahead, &mut each);
        }
    }

    #[inline]
    fn begin(&self, from: &Beginnings, facts: &Facts, at: TokenId, ahead: &[Sign], each: &mut impl FnMut(u32)) {
        const BUILTIN: u32 = (1 << Trait::BUILTIN) - 1;
        let [sign, behind @ ..] = ahead else { return };
        let next = behind.first().copied().unwrap_or_default();
        let mut open = |openings: &[(u32, Gate)], next: Sign| {
            for (pattern, gate) in openings {
                if gate.traits & Trait::ANY != 0 || self.lexicon.lets(*gate, next) {
                    each(*pattern);
                }
            }
        };
        if let Some([word, end]) = from.words.get(sign.word as usize..sign.word as usize + 2)
            && (word.traits & next.traits != 0 || word.words >> (next.word % u64::BITS) & 1 == 1)
        {
            open(from.openings.get(word.from as usize..end.from as usize).unwrap_or_default(), next);
        }
        if sign.traits & (BUILTIN | Trait::NUMBER | Trait::CAPITALS) == 0 {
            return;
        }
        if sign.traits & Trait::NUMBER != 0 {
            open(&from.numbers, next);
        }
        for kind in ones(u64::from(sign.traits & BUILTIN)) {
            let Some(openings) = from.builtin.get(kind as usize).filter(|openings| !openings.is_empty()) else { continue };
            let Some(&kind) = Builtin::ALL.get(kind as usize) else { continue };
            let Some((_, end)) = find_fact(facts, at, Kind::Builtin(kind)) else { continue };
            open(openings, ahead.get((end - at) as usize).copied().unwrap_or_default());
        }
        if sign.traits & Trait::CAPITALS != 0 {
            from.capitals.iter().for_each(|&pattern| each(pattern));
        }
    }
}
