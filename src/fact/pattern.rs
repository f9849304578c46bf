//! Patterns over tokens and facts, and the machine that matches them.
//!
//! A pattern is compiled to a small program. Matching is backtracking with memory: each (instruction, token) pair is tried at
//! most once per stretch of failed attempts, so a pattern costs time linear in the tokens it looks at, whatever its nesting.
//! First alternatives win, options are taken if they can be, gaps are as short as they can be. A match never leaves its block.

mod opening;
mod phrases;
mod scan;
mod steps;

pub use opening::First;
pub use phrases::{KeyMap, Phrases, exact_of, keys_of, relax, tokens_of};
pub use scan::{Index, extract};
use steps::end_of_list;
pub use steps::find_fact;

use std::ops::Range;

use super::amounts::{self, Amounts};
use super::{Builtin, Facts, Kind, Part, PartValue};
use crate::document::{Document, TokenId};

/// Index of an instruction.
pub type Pc = u32;

/// One step of a program.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct Instruction {
    /// What to do.
    pub step: Step,
    /// No blank before.
    pub glued: bool,
}

/// A compiled pattern.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// Its instructions.
    pub code: Vec<Instruction>,
    /// For each capture, the kind of fact it is read as; nothing for plain text.
    pub kinds: Vec<Option<Kind>>,
}

/// What a match captured.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    /// Which name.
    pub name: u32,
    /// The tokens.
    pub tokens: Range<TokenId>,
    /// A list of amounts, where it is one.
    pub amounts: Option<Amounts>,
}

/// A successful match.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// What was captured, in the order in which the captures closed.
    pub captures: Vec<Capture>,
}

/// Everything a program needs to run: the document, the facts found so far and the phrase sets.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The document.
    pub document: &'a Document,
    /// Built-in facts and the declared facts of earlier declarations.
    pub facts: &'a Facts,
    /// Phrase sets by index.
    pub sets: &'a [Phrases],
}

/// Working memory of the machine, kept between runs.
#[derive(Debug, Default)]
pub struct Memory {
    visited: Vec<u64>,
    stack: Vec<(Pc, TokenId, u32)>,
    log: Vec<Event>,
    lists: Vec<Amounts>,
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

/// No event before.
const NOTHING: u32 = u32::MAX;

impl Memory {
    /// Forgets what was tried, for a new block of `tokens` tokens.
    pub fn reset(&mut self, program: &Program, tokens: usize) {
        let bits = program.code.len() * (tokens + 1);
        self.visited.clear();
        self.visited.resize(bits.div_ceil(64), 0);
    }
}

impl Program {
    /// Matches at a token of `block`. [`Memory::reset`] must have been called for this program and block.
    pub fn run(&self, scene: Scene<'_>, block: &Range<TokenId>, at: TokenId, memory: &mut Memory) -> Option<Match> {
        let Memory { visited, stack, log, lists } = memory;
        stack.clear();
        log.clear();
        lists.clear();
        stack.push((0, at, NOTHING));
        let mut furthest = at;
        while let Some((mut pc, mut here, mut head)) = stack.pop() {
            loop {
                let bit = (here - block.start) as usize * self.code.len() + pc as usize;
                let Some(word) = visited.get_mut(bit / 64) else { break };
                if *word >> (bit % 64) & 1 == 1 {
                    break;
                }
                *word |= 1 << (bit % 64);
                furthest = furthest.max(here);
                let Some(instruction) = self.code.get(pc as usize) else { break };
                match &instruction.step {
                    Step::Accept => {
                        self.forget(visited, block, at, furthest);
                        return Some(Match { tokens: at..here, captures: captures(log, lists, head) });
                    }
                    Step::Jump(to) => pc = *to,
                    Step::Split(first, second) => {
                        stack.push((*second, here, head));
                        pc = *first;
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
                    step => match step.take(scene, block, here, instruction.glued) {
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

    /// Matches once, without memory of earlier attempts: for short sub-programs.
    pub fn once(&self, scene: Scene<'_>, block: &Range<TokenId>, at: TokenId) -> Option<Match> {
        let window = at..block.end.min(at + 64);
        // Most sub-programs are one word or phrase and need no machine.
        if let [only, Instruction { step: Step::Accept, .. }] = self.code.as_slice()
            && only.step.is_plain()
        {
            let end = only.step.take(scene, &window, at, only.glued)?;
            return Some(Match { tokens: at..end, captures: Vec::new() });
        }
        let mut memory = Memory::default();
        memory.reset(self, (window.end - window.start) as usize);
        let shifted = window.start..block.end.min(at + 64);
        self.run(scene, &shifted, at, &mut memory)
    }

    /// After a success the states on its path have not failed: they may be tried again.
    fn forget(&self, visited: &mut [u64], block: &Range<TokenId>, from: TokenId, to: TokenId) {
        let width = self.code.len();
        let first = (from - block.start) as usize * width / 64;
        let last = ((to - block.start) as usize + 1) * width / 64;
        if let Some(words) = visited.get_mut(first..=last.min(visited.len().saturating_sub(1))) {
            words.fill(0);
        }
    }

    /// The built-in facts that every way through the program passes, as bits: a block without one of them holds no match.
    pub fn required(&self) -> u32 {
        // Backwards to a fixed point from "everything", which what loops only shrinks.
        let mut needs = vec![u32::MAX; self.code.len() + 1];
        loop {
            let mut changed = false;
            for (pc, instruction) in self.code.iter().enumerate().rev() {
                let get = |pc: usize| needs.get(pc).copied().unwrap_or(0);
                let found = match &instruction.step {
                    Step::Accept => 0,
                    Step::Jump(to) => get(*to as usize),
                    Step::Split(a, b) => get(*a as usize) & get(*b as usize),
                    Step::Builtin(kind) => bit(*kind) | get(pc + 1),
                    _ => get(pc + 1),
                };
                if let Some(known) = needs.get_mut(pc)
                    && *known != found
                {
                    *known = found;
                    changed = true;
                }
            }
            if !changed {
                return needs.first().copied().unwrap_or(0);
            }
        }
    }
}

fn captures(log: &[Event], lists: &[Amounts], head: u32) -> Vec<Capture> {
    let mut events = Vec::new();
    let mut at = head;
    while let Some(event) = log.get(at as usize) {
        events.push(*event);
        at = event.before;
    }
    events.reverse();
    let mut open: Vec<(u32, TokenId)> = Vec::new();
    let mut captures = Vec::new();
    let mut pending: Option<Amounts> = None;
    for event in events {
        match event.what {
            What::Open => open.push((event.name, event.at)),
            What::Close => {
                let Some(at) = open.iter().rposition(|(name, _)| *name == event.name) else { continue };
                let (name, start) = open.remove(at);
                captures.push(Capture { name, tokens: start..event.at, amounts: pending.take() });
            }
            What::List(list) => pending = lists.get(list as usize).cloned(),
            What::Form => {
                captures.push(Capture { name: event.name, tokens: event.at..event.at, amounts: None });
            }
        }
    }
    captures
}

/// A declared fact's captures as parts: a fact where one of the capture's kind covers exactly the captured tokens, plain
/// text otherwise.
pub fn parts(facts: &Facts, found: &Match, program: &Program) -> Vec<Part> {
    let part = |capture: &Capture| {
        let kind = program.kinds.get(capture.name as usize).copied().flatten();
        let fact = kind.and_then(|kind| find_fact(facts, capture.tokens.start, kind));
        let value = match (&capture.amounts, fact) {
            (Some(list), _) => PartValue::Amounts(list.clone()),
            (None, Some((id, end))) if end == capture.tokens.end => PartValue::Fact(id),
            _ => PartValue::Text(capture.tokens.clone()),
        };
        Part { name: capture.name, value }
    };
    found.captures.iter().map(part).collect()
}

/// A kind as one bit of a set of kinds.
fn bit(kind: Builtin) -> u32 {
    1 << kind as u16
}
