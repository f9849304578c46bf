//! Patterns over tokens and facts, and the machine that matches them.
//!
//! A pattern is compiled to a small program. Matching is backtracking with memory: each (instruction, token) pair is tried at
//! most once per stretch of failed attempts, so a pattern costs time linear in the tokens it looks at, whatever its nesting.
//! First alternatives win, options are taken if they can be, gaps are as short as they can be. A match never leaves its block.

mod glance;
mod index;
mod listed;
mod needs;
mod opening;
mod phrases;
mod prefix;
mod scan;
mod scratch;
mod steps;

pub use glance::{Gate, Lexicon, Sign, Trait, of_kind, of_token};
pub use index::{Index, prepare};
pub use needs::Way;
pub use opening::First;
pub use phrases::{KeyMap, Phrases, exact_of, keys_of, relax, tokens_of};
pub use scan::{Finder, Seen};
pub use scratch::Scratch;
use steps::end_of_list;
pub use steps::find_fact;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::amounts::{self, Amounts};
use super::{Builtin, Facts, Kind, Part, PartValue};
use crate::document::{Document, TokenId};
use crate::text::late::Late;

/// Index of an instruction.
pub type Pc = u32;

/// One step of a program.
#[derive(Serialize, Deserialize, Debug, Clone)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Step {
    /// These folded words and marks, in a row.
    Words(Box<[u64]>),
    /// These characters exactly, token by token.
    Exactly(Box<[Box<str>]>),
    /// The longest phrase of a set, by folded words.
    Phrase(u32),
    /// The longest phrase of a set, character by character.
    Key(u32),
    /// A number of digits only.
    Digits,
    /// Any number.
    Number,
    /// A word.
    Word,
    /// A word, a note mark or a dash between words.
    Wordlike,
    /// A word in capitals.
    Capitals,
    /// A word that begins with a capital letter.
    Proper,
    /// Letters, digits and `&` without blanks.
    Code,
    /// Any token.
    Any,
    /// A word or comma that a gap may skip; not one of these phrases.
    Skip(Option<u32>),
    /// Everything to the end of the block.
    Rest,
    /// Everything to the next mark that ends a clause.
    Clause,
    /// A list of amounts.
    Amounts(u32),
    /// A built-in fact.
    Builtin(Builtin),
    /// A fact of an earlier declaration.
    Declared(u32),
    /// Nothing; only at the start of the block.
    Start,
    /// Nothing; only at its end.
    End,
    /// Nothing; only where no letter, digit or joined separator touches from the left (true) or right.
    Edge(bool),
    /// Nothing; only where the sub-program does not match.
    NotBefore(Box<Program>),
    /// Nothing; only where these folded words do not stand before.
    NotAfterWords(Box<[u64]>),
    /// Nothing; only where no phrase of the set stands before.
    NotAfterPhrase(u32),
    /// The first where the second does not match the same stretch.
    Except(Box<Program>, Box<Program>),
    /// What the program matches, unless it is a key of the set but for case, Đ/D/Ð and marks.
    Unlike(Box<Program>, u32),
    /// Opens a capture.
    Open(u32),
    /// Closes a capture.
    Close(u32),
    /// Notes under a name which format it was.
    Form(u32),
    /// Tries the first, then the second.
    Split(Pc, Pc),
    /// Goes on elsewhere.
    Jump(Pc),
    /// The end of the program.
    Accept,
}

/// An instruction: a step, and whether its first token must touch the one before.
#[derive(Serialize, Deserialize, Debug, Clone)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Instruction {
    /// What to do.
    pub step: Step,
    /// No blank before.
    pub glued: bool,
    /// What may stand at its token: of a split, of the first way; of a gap, what bars it.
    pub gate: Gate,
    /// Of a split, what may stand where the second way goes on.
    pub second: Gate,
    /// Where several ways lead here, so that it can be tried twice at one token: its number among all such; else `NO_JOIN`.
    pub join: u32,
}

/// Only one way leads to an instruction.
const NO_JOIN: u32 = u32::MAX;

impl Instruction {
    /// A step of which nothing more is known.
    pub fn new(step: Step, glued: bool) -> Self {
        Self { step, glued, gate: Gate::OPEN, second: Gate::OPEN, join: NO_JOIN }
    }
}

/// A compiled pattern.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Program {
    /// Its instructions. Many patterns begin nowhere in a report, or miss there what they need.
    pub code: Late<Vec<Instruction>>,
    /// What it may begin with.
    pub gate: Gate,
    /// The alternatives that it begins with; none where it is run on its own.
    pub ways: Vec<Way>,
    /// For each capture, the kind of fact it is read as; nothing for plain text.
    pub kinds: Vec<Option<Kind>>,
    /// How many of its instructions several ways lead to.
    pub joins: u32,
    /// The declared kinds of facts that it asks for, which must have been found before it runs.
    pub uses: Vec<u32>,
}

/// A successful match. What it captured is told by [`parts`] until its memory is used again.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// The last event on its way.
    last: u32,
}

/// Everything a program needs to run: the document, the facts found so far and the phrase sets.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its facts: built-in ones, and all of the declared kinds that programs ask for.
    pub facts: &'a Facts,
    /// Phrase sets by index.
    pub sets: &'a [Phrases],
    /// The words of all patterns.
    pub lexicon: &'a Lexicon,
    /// What has been worked out.
    pub scratch: &'a Scratch,
}

impl Scene<'_> {
    /// Whether a way may go on at a token of a block that ends at `end`.
    pub fn lets(&self, gate: Gate, here: TokenId, end: TokenId) -> bool {
        gate.traits & Trait::ANY != 0 || here < end && self.lexicon.lets(gate, self.facts.sign(here))
    }
}

/// Working memory of the machine, kept between runs.
#[derive(Debug, Default)]
pub struct Memory {
    visited: Vec<u64>,
    stack: Vec<(Pc, TokenId, u32)>,
    log: Vec<Event>,
    lists: Vec<Amounts>,
    /// The events on the way of a match, first to last, and its captures that are open.
    way: Vec<Event>,
    open: Vec<(u32, TokenId)>,
}

#[derive(Debug, Clone, Copy)]
struct Event {
    before: u32,
    name: u32,
    at: TokenId,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    Open,
    Close,
    List(u32),
    Form,
}

/// How far a sub-program looks ahead, in tokens.
const MOST_AHEAD: u32 = 64;

/// No event before.
const NOTHING: u32 = u32::MAX;

impl Memory {
    /// Forgets what was tried, for a new block of `tokens` tokens.
    pub fn reset(&mut self, program: &Program, tokens: usize) {
        self.forget_all();
        self.prepare(program, tokens);
    }

    /// Forgets what was tried.
    fn forget_all(&mut self) {
        self.visited.clear();
    }

    /// Takes room for a block of `tokens` tokens, unless it has it.
    fn prepare(&mut self, program: &Program, tokens: usize) {
        if self.visited.is_empty() {
            self.visited.resize((program.joins as usize * (tokens + 1)).div_ceil(64), 0);
        }
    }
}

impl Program {
    /// Matches at a token of `block`. [`Memory::reset`] must have been called for this program and block.
    pub fn run(&self, scene: &Scene<'_>, block: &Range<TokenId>, at: TokenId, memory: &mut Memory) -> Option<Match> {
        self.run_ways(scene, block, at, u32::MAX, memory)
    }

    /// The same, of the alternatives that it begins with only those whose bit is set.
    fn run_ways(
        &self,
        scene: &Scene<'_>,
        block: &Range<TokenId>,
        at: TokenId,
        ways: u32,
        memory: &mut Memory,
    ) -> Option<Match> {
        let Memory { visited, stack, log, lists, .. } = memory;
        stack.clear();
        log.clear();
        lists.clear();
        if self.ways.is_empty() {
            stack.push((0, at, NOTHING));
        }
        let mut left = ways & Self::all_ways(self.ways.len());
        while let Some(bit) = left.checked_ilog2() {
            left &= !(1 << bit);
            let Some(way) = self.ways.get(bit as usize) else { continue };
            let mut head = NOTHING;
            for &name in &way.opens {
                log.push(Event { before: head, name, at, what: What::Open });
                head = log.len() as u32 - 1;
            }
            stack.push((way.pc, at, head));
        }
        let (code, mut furthest) = (self.code.as_slice(), at);
        while let Some((mut pc, mut here, mut head)) = stack.pop() {
            while let Some(instruction) = code.get(pc as usize) {
                if instruction.join != NO_JOIN {
                    let bit = (here - block.start) as usize * self.joins as usize + instruction.join as usize;
                    let Some(word) = visited.get_mut(bit / 64) else { break };
                    if *word >> (bit % 64) & 1 == 1 {
                        break;
                    }
                    *word |= 1 << (bit % 64);
                    furthest = furthest.max(here);
                }
                match &instruction.step {
                    Step::Accept => {
                        self.forget(visited, block, at, furthest);
                        return Some(Match { tokens: at..here, last: head });
                    }
                    Step::Jump(to) => pc = *to,
                    Step::Split(first, second) => {
                        // Nothing stands behind the block.
                        let sign = if here < block.end { scene.facts.sign(here) } else { Sign::default() };
                        let goes_second = scene.lexicon.lets_at(instruction.second, sign);
                        if scene.lexicon.lets_at(instruction.gate, sign) {
                            if goes_second {
                                stack.push((*second, here, head));
                            }
                            pc = *first;
                        } else if goes_second {
                            pc = *second;
                        } else {
                            break;
                        }
                    }
                    Step::Open(name) | Step::Close(name) | Step::Form(name) => {
                        let what = match instruction.step {
                            Step::Open(_) => What::Open,
                            Step::Close(_) => What::Close,
                            _ => What::Form,
                        };
                        log.push(Event { before: head, name: *name, at: here, what });
                        head = log.len() as u32 - 1;
                        pc += 1;
                    }
                    Step::Amounts(name) => {
                        let stop = end_of_list(scene.document, here, block.end);
                        let Some((list, end)) = amounts::list(scene.document, scene.facts, here, stop) else { break };
                        lists.push(list);
                        log.push(Event {
                            before: head,
                            name: *name,
                            at: here,
                            what: What::List(lists.len() as u32 - 1),
                        });
                        head = log.len() as u32 - 1;
                        here = end.min(block.end);
                        pc += 1;
                    }
                    _ => match instruction.take(scene, block, here) {
                        Some(end) => {
                            here = end;
                            pc += 1;
                        }
                        None => break,
                    },
                }
            }
        }
        None
    }

    /// So many ways, as bits.
    const fn all_ways(count: usize) -> u32 {
        if count < u32::BITS as usize { (1 << count) - 1 } else { u32::MAX }
    }

    /// Matches once, without memory of earlier attempts: for short sub-programs.
    pub fn once(&self, scene: &Scene<'_>, block: &Range<TokenId>, at: TokenId) -> Option<Match> {
        let window = at..block.end.min(at + MOST_AHEAD);
        // Most sub-programs are one word or phrase and need no machine.
        if let Some(only) = self.only() {
            let end = only.take(scene, &window, at)?;
            return Some(Match { tokens: at..end, last: NOTHING });
        }
        scene.scratch.with_memory(|memory| {
            memory.reset(self, (window.end - window.start) as usize);
            self.run(scene, &window, at, memory)
        })
    }

    /// The only step of a program that captures nothing.
    fn only(&self) -> Option<&Instruction> {
        match self.code.as_slice() {
            [only, Instruction { step: Step::Accept, .. }] if only.step.is_plain() => Some(only),
            _ => None,
        }
    }

    /// After a success the states on its path have not failed: they may be tried again.
    fn forget(&self, visited: &mut [u64], block: &Range<TokenId>, from: TokenId, to: TokenId) {
        let width = self.joins as usize;
        let first = (from - block.start) as usize * width / 64;
        let last = ((to - block.start) as usize + 1) * width / 64;
        if let Some(words) = visited.get_mut(first..=last.min(visited.len().saturating_sub(1))) {
            words.fill(0);
        }
    }
}

/// What a match captured, in the order in which the captures closed: a fact where one of the capture's kind covers exactly the
/// captured tokens, plain text otherwise.
pub fn parts(facts: &Facts, found: &Match, program: &Program, memory: &mut Memory) -> Vec<Part> {
    if found.last == NOTHING {
        return Vec::new();
    }
    let Memory { log, lists, way, open, .. } = memory;
    way.clear();
    open.clear();
    let mut at = found.last;
    while let Some(event) = log.get(at as usize) {
        way.push(*event);
        at = event.before;
    }
    let ends = way.iter().filter(|event| matches!(event.what, What::Close | What::Form)).count();
    let mut parts = Vec::with_capacity(ends);
    let mut pending: Option<u32> = None;
    for event in way.iter().rev() {
        let (name, tokens, list) = match event.what {
            What::Open => {
                open.push((event.name, event.at));
                continue;
            }
            What::List(list) => {
                pending = Some(list);
                continue;
            }
            What::Close => {
                let Some(at) = open.iter().rposition(|(name, _)| *name == event.name) else { continue };
                let (name, start) = open.remove(at);
                (name, start..event.at, pending.take())
            }
            What::Form => (event.name, event.at..event.at, None),
        };
        let kind = program.kinds.get(name as usize).copied().flatten();
        let fact = kind.and_then(|kind| find_fact(facts, tokens.start, kind));
        let value = match (list.and_then(|list| lists.get(list as usize)), fact) {
            (Some(list), _) => PartValue::Amounts(Box::new(list.clone())),
            (None, Some((id, end))) if end == tokens.end => PartValue::Fact(id),
            _ => PartValue::Text(tokens),
        };
        parts.push(Part { name, value });
    }
    parts
}
