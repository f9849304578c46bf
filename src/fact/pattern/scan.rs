//! One look at each token of a document, whatever the number of patterns: which of them may begin where.

use std::collections::HashMap;

use super::{First, KeyMap, Memory, Phrases, Program, Scene, bit, parts};
use crate::document::{Case, Document, TokenId, TokenKind};
use crate::fact::{Builtin, Fact, Facts, Kind, Value};

/// Where facts may begin: for each word, number and built-in fact the patterns to try.
#[derive(Debug, Default)]
pub struct Index {
    keys: KeyMap<Vec<(u32, First)>>,
    numbers: Vec<(u32, First)>,
    capitals: Vec<u32>,
    builtin: HashMap<Builtin, Vec<u32>>,
    declared: HashMap<u32, Vec<u32>>,
    required: Vec<u32>,
}

impl Index {
    /// From what each pattern may begin with, and its program.
    pub fn new<'f>(patterns: impl IntoIterator<Item = (&'f First, &'f Program)>, sets: &[Phrases]) -> Self {
        let mut index = Self::default();
        for (at, (first, program)) in patterns.into_iter().enumerate() {
            let at = at as u32;
            index.required.push(program.required());
            let openings = program.openings(sets);
            for (key, next) in openings.keys {
                index.keys.entry(key).or_default().push((at, next));
            }
            if first.number {
                index.numbers.push((at, openings.number));
            }
            if first.capitals {
                index.capitals.push(at);
            }
            for &kind in &first.builtin {
                index.builtin.entry(kind).or_default().push(at);
            }
            for &kind in &first.declared {
                index.declared.entry(kind).or_default().push(at);
            }
        }
        index
    }
}

/// Finds the declared facts of a document and adds them: block by block, each pattern in order, from left to right,
/// without overlapping facts of its own kind. One look at each token, whatever the number of patterns.
pub fn extract(document: &Document, facts: &mut Facts, programs: &[&Program], index: &Index, sets: &[Phrases]) {
    let mut candidates: Vec<Vec<TokenId>> = vec![Vec::new(); programs.len()];
    let mut memory = Memory::default();
    for block in &document.blocks {
        let tokens = &block.tokens;
        let mut any = false;
        let mut there = 0;
        for at in tokens.clone() {
            let Some(token) = document.tokens.get(at as usize) else { continue };
            let mut add = |pattern: u32| {
                if let Some(list) = candidates.get_mut(pattern as usize)
                    && list.last() != Some(&at)
                {
                    list.push(at);
                    any = true;
                }
            };
            let words = index.keys.get(&token.key);
            let numbers = (token.kind == TokenKind::Number).then_some(&index.numbers);
            for (pattern, next) in words.into_iter().chain(numbers).flatten() {
                if next.fits(document, facts, at + 1, tokens.end) {
                    add(*pattern);
                }
            }
            if token.kind == TokenKind::Word && token.case == Case::Upper {
                index.capitals.iter().for_each(|&pattern| add(pattern));
            }
            for &id in facts.starting_at(at) {
                if let Some(Kind::Builtin(kind)) = facts.get(id).map(|fact| fact.kind) {
                    there |= bit(kind);
                    index.builtin.get(&kind).into_iter().flatten().for_each(|&pattern| add(pattern));
                }
            }
        }
        if !any {
            continue;
        }
        for (pattern, program) in programs.iter().enumerate() {
            let Some(list) = candidates.get_mut(pattern) else { continue };
            if list.is_empty() {
                continue;
            }
            if index.required.get(pattern).is_some_and(|&required| required & !there != 0) {
                list.clear();
                continue;
            }
            let mut starts = std::mem::take(list);
            starts.sort_unstable();
            starts.dedup();
            memory.reset(program, tokens.len());
            let mut free = tokens.start;
            for &at in &starts {
                if at < free {
                    continue;
                }
                let scene = Scene { document, facts, sets };
                let Some(found) = program.run(scene, tokens, at, &mut memory) else { continue };
                if found.tokens.is_empty() {
                    continue;
                }
                free = found.tokens.end;
                let value = Value::Declared(parts(facts, &found, program));
                let kind = Kind::Declared(pattern as u32);
                facts.add(Fact { kind, span: document.span_of(found.tokens.clone()), tokens: found.tokens, value });
                for &user in index.declared.get(&(pattern as u32)).into_iter().flatten() {
                    if let Some(list) = candidates.get_mut(user as usize) {
                        list.push(at);
                    }
                }
            }
            starts.clear();
            if let Some(list) = candidates.get_mut(pattern) {
                *list = starts;
            }
        }
    }
}
