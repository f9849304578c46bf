//! The search for declared facts: one look at each token, whatever the number of patterns, says where which of them may begin. The facts
//! of a kind are found when somebody first asks for them, after those of the kinds that its pattern is made of.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::glance::{of_token, ones};
use super::index::{About, BUILTIN, Index, Wants};
use super::listed::Walk;
use super::{KeyMap, Memory, Phrases, Program, Scene, Scratch, Trait, parts};
use crate::document::{BlockId, Document, TokenId};
use crate::fact::grouped::Grouped;
use crate::fact::words::Form;
use crate::fact::{Builtin, Fact, Facts, Kind, Part, Value};

/// Finds the declared facts of a document: of each kind from left to right, without overlapping facts of its own kind.
#[derive(Debug)]
pub struct Finder<'s> {
    document: &'s Document,
    programs: Vec<&'s Program>,
    index: &'s Index,
    sets: &'s [Phrases],
    seen: Arc<Seen>,
    /// What steps of patterns have worked out.
    pub scratch: Scratch,
    working: RefCell<Working>,
}

/// What one look at the tokens of a document tells of where the patterns of a rule set may begin.
#[derive(Debug)]
pub struct Seen {
    /// The words of the document that some pattern needs, and the tokens that are each.
    words: Vec<u32>,
    places: Grouped<TokenId>,
    numbers: Vec<TokenId>,
    /// For each pattern, the tokens at which it may begin without a declared fact, and by which of its ways, as bits; then the same for each of
    /// what patterns share.
    starts: Grouped<(TokenId, u32)>,
    /// The block of each token.
    blocks: Vec<BlockId>,
    /// For each block, the traits that its tokens have.
    traits: Vec<u32>,
}

/// Working memory of the search.
#[derive(Debug, Default)]
struct Working {
    machine: Memory,
    found: Vec<Fact>,
    starts: Vec<(TokenId, u32)>,
    /// The needs of the pattern's ways.
    asked: Vec<Asked>,
    /// For each way, a token before which none has what it needs.
    from: Vec<TokenId>,
    /// For each of what patterns need, the tokens that it may be; made when first asked for.
    needs: Vec<Option<Stands>>,
    /// The tokens of one of them, while they are gathered.
    gathered: Vec<TokenId>,
    /// The most tokens that a fact of each kind has, as far as somebody asked.
    longest: HashMap<Kind, u32>,
    /// Where what patterns share stands; looked for when first asked for.
    prefixes: Vec<Option<Box<[TokenId]>>>,
}

/// A need of a way.
#[derive(Debug, Clone, Copy)]
struct Asked {
    /// It stands so many tokens behind the first one at least, and at most.
    min: u32,
    max: u32,
    /// The number of what may stand there.
    what: u32,
    /// The place that was found last: it is no later than any that may be asked for.
    passed: TokenId,
}

impl Seen {
    /// Looks at the tokens of a document of which only built-in facts are known, and notes in them what each tells by itself.
    pub fn of(document: &Document, facts: &Facts, patterns: usize, index: &Index) -> Self {
        let (words, places, numbers) = name_words(document, facts, index);
        let mut blocks = Vec::with_capacity(document.tokens.len());
        let mut traits = Vec::with_capacity(document.blocks.len());
        let mut starts: Vec<(u32, (TokenId, u32))> = Vec::with_capacity(document.tokens.len());
        for (number, block) in (0..).zip(&document.blocks) {
            blocks.resize(block.tokens.end as usize, number);
            let mut ahead = facts.signs(block.tokens.clone());
            let mut there = 0;
            let first = block.tokens.start;
            index.beginnings_at_start(facts, first, ahead, |pattern, ways| starts.push((pattern, (first, ways))));
            for at in block.tokens.clone() {
                let Some((sign, behind)) = ahead.split_first() else { break };
                there |= sign.get().traits;
                index.beginnings(facts, at, ahead, |pattern, ways| starts.push((pattern, (at, ways))));
                ahead = behind;
            }
            traits.push(there);
        }
        let starts = Grouped::of(patterns + index.prefixes.len(), &starts);
        Self { words, places, numbers, starts, blocks, traits }
    }
}

impl<'s> Finder<'s> {
    /// Finds nothing yet; what was seen must be of the same document, facts and index.
    pub fn new(
        seen: Arc<Seen>,
        document: &'s Document,
        programs: Vec<&'s Program>,
        index: &'s Index,
        sets: &'s [Phrases],
    ) -> Self {
        let mut needs = Vec::new();
        needs.resize_with(index.needs.len(), || None);
        let prefixes = vec![None; index.prefixes.len()];
        let working = RefCell::new(Working { needs, prefixes, ..Working::default() });
        Self { document, programs, index, sets, seen, scratch: Scratch::default(), working }
    }

    /// Sees to it that the facts of a kind have been found.
    pub fn find(&self, facts: &Facts, kind: u32) {
        let at = kind as usize;
        let (Some(&program), Some(about)) = (self.programs.get(at), self.index.facts.get(at)) else { return };
        if facts.has(kind) {
            return;
        }
        program.uses.iter().for_each(|&kind| self.find(facts, kind));
        let working = &mut *self.working.borrow_mut();
        let found = std::mem::take(&mut working.found);
        let mut search = Search { finder: self, facts, pattern: kind, program, about, found };
        search.run(working);
        working.found = search.found;
        facts.add(kind, working.found.drain(..).collect());
    }

    /// The tokens that are something which patterns need.
    fn mark(&self, facts: &Facts, wants: &Wants, gathered: &mut Vec<TokenId>) -> Stands {
        gathered.clear();
        for (place, _) in
            self.seen.words.iter().enumerate().filter(|(_, word)| self.index.lexicon.holds(wants.group, **word))
        {
            gathered.extend(self.seen.places.get(place));
        }
        if wants.traits & Trait::NUMBER != 0 {
            gathered.extend(&self.seen.numbers);
        }
        for kind in ones(u64::from(wants.traits & BUILTIN)).filter_map(|kind| Builtin::ALL.get(kind as usize)) {
            let of_kind = facts.of_builtin(*kind).iter().filter_map(|&id| facts.get(id));
            gathered.extend(of_kind.map(|fact| fact.tokens.start));
        }
        gathered.extend(wants.declared.iter().flat_map(|&kind| facts.of_declared(kind)).map(|fact| fact.tokens.start));
        Stands::at(gathered, self.document.tokens.len())
    }
}

/// Says of each token which word of the rules it is, and what it tells by itself; lists the words that some pattern needs with the tokens of
/// each, and the numbers.
fn name_words(document: &Document, facts: &Facts, index: &Index) -> (Vec<u32>, Grouped<TokenId>, Vec<TokenId>) {
    let mut needed = Needed { index, words: Vec::new(), places: KeyMap::default() };
    // For each word its number, and its place among those that are needed.
    let mut word = |key: u64| {
        let word = index.lexicon.number(key);
        (word, needed.place_of(word))
    };
    let words: Vec<(u32, u32)> = document.words.words.iter().map(|one| word(one.key)).collect();
    let form = |form: &Form| {
        let token = document.tokens.get(form.first as usize)?;
        let (word, place) = *words.get(form.word as usize)?;
        Some((word, place, of_token(document, token) | Trait::SKIPPED))
    };
    let forms: Vec<_> = document.words.forms.iter().map(|one| form(one).unwrap_or((0, NOT_NEEDED, 0))).collect();
    let mut numbers = Vec::new();
    let mut places: Vec<(u32, TokenId)> = Vec::with_capacity(document.tokens.len());
    for (at, (token, &form)) in document.tokens.iter().zip(document.words.numbers()).enumerate() {
        let at = at as TokenId;
        // What a form tells is the same wherever it stands, but for the end of a sentence and the blank before it.
        let (word, place, mut traits) = forms.get(form as usize).copied().unwrap_or_else(|| {
            let (word, place) = word(token.key);
            (word, place, of_token(document, token))
        });
        if place != NOT_NEEDED {
            places.push((place, at));
        }
        if traits & Trait::NUMBER != 0 {
            numbers.push(at);
        }
        if token.ends_sentence {
            traits &= !Trait::SKIPPED;
        }
        facts.name(at, word, if token.spaced { traits | Trait::SPACED } else { traits });
    }
    let words = needed.words;
    let places = Grouped::of(words.len(), &places);
    (words, places, numbers)
}

/// The words of a document that some pattern needs, while they are listed.
struct Needed<'i> {
    index: &'i Index,
    words: Vec<u32>,
    places: KeyMap<u32>,
}

/// Not among those words.
const NOT_NEEDED: u32 = u32::MAX;

impl Needed<'_> {
    /// The place of a word among them.
    fn place_of(&mut self, word: u32) -> u32 {
        if !self.index.needs_word(word) {
            return NOT_NEEDED;
        }
        *self.places.entry(u64::from(word)).or_insert_with(|| {
            self.words.push(word);
            self.words.len() as u32 - 1
        })
    }
}

/// The search for the facts of one kind.
struct Search<'f, 's> {
    finder: &'f Finder<'s>,
    facts: &'f Facts,
    pattern: u32,
    program: &'s Program,
    about: &'s About,
    found: Vec<Fact>,
}

impl<'f, 's> Search<'f, 's> {
    fn run(&mut self, working: &mut Working) {
        let own = self.finder.seen.starts.get(self.pattern as usize);
        if self.about.begins_with.is_empty() && self.about.prefixed.is_empty() {
            return self.look(own, working);
        }
        let mut starts = std::mem::take(&mut working.starts);
        starts.clear();
        starts.extend(own);
        for &(kind, ways) in &self.about.begins_with {
            starts.extend(self.facts.of_declared(kind).iter().map(|fact| (fact.tokens.start, ways)));
        }
        for &(prefix, ways) in &self.about.prefixed {
            if let Some(known) = working.prefixes.get_mut(prefix as usize) {
                let stands = known.get_or_insert_with(|| self.prefixed(prefix as usize));
                starts.extend(stands.iter().map(|&at| (at, ways)));
            }
        }
        // Stretches in order, one behind the other: the stable sort merges them.
        starts.sort_by_key(|&(at, _)| at);
        self.look(&starts, working);
        working.starts = starts;
    }

    /// Looks for it where it may begin.
    fn look(&mut self, starts: &[(TokenId, u32)], working: &mut Working) {
        if self.about.listed {
            self.walk(starts);
        } else if !starts.is_empty() {
            self.search(starts, working);
        }
    }

    /// Where what several patterns begin with stands.
    fn prefixed(&self, number: usize) -> Box<[TokenId]> {
        let (Finder { index, seen, .. }, scene) = (self.finder, self.scene());
        let Some(prefix) = index.prefixes.get(number) else { return Box::default() };
        let starts = seen.starts.get(index.facts.len() + number).iter().map(|&(at, _)| at);
        starts.filter(|&at| prefix.stands(&scene, at, self.block(at).0.end)).collect()
    }

    fn scene(&self) -> Scene<'f> {
        let Finder { document, sets, index, scratch, .. } = self.finder;
        Scene { document, facts: self.facts, sets, lexicon: &index.lexicon, scratch }
    }

    /// The tokens of the block of a token, and the traits that they have.
    fn block(&self, at: TokenId) -> (Range<TokenId>, u32) {
        let block = self.finder.seen.blocks.get(at as usize).copied().unwrap_or_default() as usize;
        let tokens = self.finder.document.blocks.get(block).map(|block| block.tokens.clone());
        (tokens.unwrap_or_default(), self.finder.seen.traits.get(block).copied().unwrap_or(0))
    }

    /// Looks for what is listed.
    fn walk(&mut self, starts: &[(TokenId, u32)]) {
        let (pattern, program, scene) = (self.pattern, self.program, self.scene());
        let mut walk = Walk { scene, pattern, program, block: 0..0 };
        let (index, mut free) = (self.finder.index, 0);
        for &(at, _) in starts {
            if at < free {
                continue;
            }
            if at >= walk.block.end {
                walk.block = self.block(at).0;
            }
            if let Some(hit) = index.listed.find(&walk, at, index.root(self.facts.sign(at).word)) {
                free = hit.end;
                self.add(hit.start..hit.end, index.listed.parts(hit));
            }
        }
    }

    /// Looks for it with the machine.
    fn search(&mut self, starts: &[(TokenId, u32)], working: &mut Working) {
        let alive = self.ask(working);
        if alive == 0 {
            return;
        }
        let scene = self.scene();
        let (mut free, mut tokens, mut has_all) = (0, 0..0, false);
        let mut rest = starts;
        while let Some((&(at, mut ways), behind)) = rest.split_first() {
            rest = behind;
            while let Some((&(_, further), behind)) = rest.split_first().filter(|((further, _), _)| *further == at) {
                (ways, rest) = (ways | further, behind);
            }
            ways &= alive;
            if at < free {
                rest = from(rest, free);
                continue;
            }
            if ways == 0 {
                continue;
            }
            if at >= tokens.end {
                let there;
                (tokens, there) = self.block(at);
                has_all = self.about.required & !there == 0;
                // The memory is that of the block in which the machine ran last.
                working.machine.forget_all();
            }
            if !has_all {
                rest = from(rest, tokens.end);
                continue;
            }
            ways = self.ways(at, ways, tokens.end, working);
            if ways == 0 {
                // Beginnings before all that the ways need are passed over.
                let next = ones(u64::from(alive)).filter_map(|way| working.from.get(way as usize)).min();
                next.into_iter().for_each(|&next| rest = from(rest, next));
                continue;
            }
            let memory = &mut working.machine;
            memory.prepare(self.program, tokens.len());
            let Some(found) = self.program.run_ways(&scene, &tokens, at, ways, memory) else { continue };
            let end = found.tokens.end;
            if end > at {
                free = end;
                let captured = parts(self.facts, &found, self.program, memory);
                self.add(at..end, captured);
            }
        }
    }

    /// The most tokens that a fact of a kind has.
    fn longest(&self, kind: Kind) -> u32 {
        let length = |fact: &Fact| fact.tokens.len() as u32;
        let longest = match kind {
            Kind::Builtin(kind) => {
                self.facts.of_builtin(kind).iter().filter_map(|&id| self.facts.get(id)).map(length).max()
            }
            Kind::Declared(kind) => self.facts.of_declared(kind).iter().map(length).max(),
        };
        longest.unwrap_or(0)
    }

    /// Gets what the ways need ready; those of which all stands somewhere in the document, as bits. Ways beyond the bits are none.
    fn ask(&self, working: &mut Working) -> u32 {
        let Working { asked, from: first, needs, longest, gathered, .. } = working;
        let mut longest_of = |&kind: &Kind| *longest.entry(kind).or_insert_with(|| self.longest(kind));
        let longest = self.about.covered.iter().map(&mut longest_of).max().unwrap_or(0);
        asked.clear();
        first.clear();
        let mut alive = 0;
        for (number, way) in self.program.ways.iter().enumerate() {
            let (mut stands, mut earliest) = (true, 0);
            for need in &way.needs {
                let wants = self.finder.index.needs.get(need.what as usize);
                let (Some(known), Some(wants)) = (needs.get_mut(need.what as usize), wants) else { continue };
                let stands_at = known.get_or_insert_with(|| self.finder.mark(self.facts, wants, gathered));
                let passed = stands_at.next(0);
                stands &= passed != TokenId::MAX;
                let need = Asked { min: need.min, max: need.max.of(longest), what: need.what, passed };
                earliest = earliest.max(self.earliest(&need));
                asked.push(need);
            }
            first.push(earliest);
            alive |= u32::from(stands) << number;
        }
        alive
    }

    /// Those of some ways that have what they need from a token on, as bits. Beginnings are asked about from left to right, so
    /// each token is passed once for each need, however many beginnings there are.
    fn ways(&self, at: TokenId, ways: u32, end: TokenId, working: &mut Working) -> u32 {
        let Working { asked, from: first, needs, .. } = working;
        let mut open = ways;
        for number in ones(u64::from(ways)) {
            let Some(way) = self.program.ways.get(number as usize) else { break };
            let Some(earliest) = first.get_mut(number as usize) else { break };
            if at < *earliest {
                open &= !(1 << number);
                continue;
            }
            let from = way.needs_before as usize;
            for asked in asked.get_mut(from..from + way.needs.len()).unwrap_or_default() {
                let first = at.saturating_add(asked.min);
                let Some(Some(stands_at)) = needs.get(asked.what as usize) else { continue };
                // What stands at one place only is asked about there.
                if asked.min == asked.max {
                    if first >= end || !stands_at.has(first) {
                        open &= !(1 << number);
                        break;
                    }
                    continue;
                }
                if asked.passed < first {
                    asked.passed = stands_at.next(first);
                }
                if asked.passed >= end || asked.passed - at > asked.max {
                    open &= !(1 << number);
                    *earliest = self.earliest(asked);
                    break;
                }
            }
        }
        open
    }

    /// The first token that has what was found last within reach and in its block.
    fn earliest(&self, asked: &Asked) -> TokenId {
        let block = self.finder.seen.blocks.get(asked.passed as usize);
        let block = block.and_then(|&block| self.finder.document.blocks.get(block as usize));
        block.map_or(TokenId::MAX, |block| block.tokens.start.max(asked.passed.saturating_sub(asked.max)))
    }

    fn add(&mut self, tokens: Range<TokenId>, captured: Vec<Part>) {
        let span = self.finder.document.span_of(tokens.clone());
        let kind = Kind::Declared(self.pattern);
        self.found.push(Fact { kind, span, tokens, value: Value::Declared(captured) });
    }
}

/// The beginnings from a token on.
fn from(starts: &[(TokenId, u32)], token: TokenId) -> &[(TokenId, u32)] {
    let mut near = 1;
    while starts.get(near).is_some_and(|&(at, _)| at < token) {
        near *= 2;
    }
    let before = starts.get(near / 2..starts.len().min(near + 1)).unwrap_or_default();
    starts.get(near / 2 + before.partition_point(|&(at, _)| at < token)..).unwrap_or_default()
}

/// Where something stands that patterns need: most of it at a few tokens, which a list takes fewer bytes to tell than bits of all.
#[derive(Debug)]
enum Stands {
    /// The tokens, in order.
    Few(Box<[TokenId]>),
    /// A bit for each token of the document.
    Many(Box<[u64]>),
}

impl Stands {
    /// At these tokens, in any order, of so many.
    fn at(tokens: &mut Vec<TokenId>, all: usize) -> Self {
        if tokens.len() * 32 < all {
            tokens.sort_unstable();
            tokens.dedup();
            return Self::Few(tokens.as_slice().into());
        }
        let mut bits = vec![0u64; all / 64 + 1];
        for at in tokens {
            bits.get_mut(*at as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (*at % 64));
        }
        Self::Many(bits.into())
    }

    /// Whether it stands at a token.
    fn has(&self, at: TokenId) -> bool {
        match self {
            Self::Few(tokens) => tokens.binary_search(&at).is_ok(),
            Self::Many(bits) => bits.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1),
        }
    }

    /// The first token from one on at which it stands; the greatest number for none.
    fn next(&self, from: TokenId) -> TokenId {
        match self {
            Self::Few(tokens) => tokens.get(tokens.partition_point(|&at| at < from)).copied().unwrap_or(TokenId::MAX),
            Self::Many(bits) => next_of(bits, from),
        }
    }
}

/// The first bit that is set from a place on.
fn next_of(bits: &[u64], from: TokenId) -> TokenId {
    let first = from as usize / 64;
    let Some((&here, behind)) = bits.get(first..).and_then(<[u64]>::split_first) else { return TokenId::MAX };
    let here = here & u64::MAX << (from % 64);
    if here != 0 {
        return from / 64 * 64 + here.trailing_zeros();
    }
    let further = behind.iter().position(|&bits| bits != 0);
    let word = further.and_then(|at| Some((first + 1 + at, behind.get(at)?)));
    word.map_or(TokenId::MAX, |(at, bits)| at as TokenId * 64 + bits.trailing_zeros())
}
