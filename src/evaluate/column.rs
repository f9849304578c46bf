//! What the members of a kind say, laid out one beside the other ([`Ir::path`]): each column is made when first asked for and used by all rules.
//!
//! Reports cite the same few types, symbols and bodies again and again. So a column has each text once, and what is asked of a text is asked once
//! for all members that say it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::engine::{Engine, Slots};
use super::sieve::Bits;
use super::value::Value;
use crate::rule::ir::{Ir, Kind};
use crate::text::TextHasher;

/// What each member of a kind says.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// For each member, which of the values it has.
    pub codes: &'a [u32],
    /// The values. A text stands here once, at the place where the first member says it.
    pub values: &'a [Value<'a>],
}

/// What is laid out of a document so far, by kinds and paths.
#[derive(Default)]
pub struct Columns<'a> {
    said: HashMap<(Kind, u64), Column<'a>, BuildHasherDefault<TextHasher>>,
    keys: HashMap<(Kind, u64), &'a [Option<u128>], BuildHasherDefault<TextHasher>>,
    /// For each declared kind, which of its facts captured a part, by the numbers of parts.
    pub captured: Vec<Option<Vec<(u32, Bits<'a>)>>>,
}

impl<'a> Engine<'a> {
    /// What the members of a kind say; nothing where the expression is no path.
    pub fn column(&self, kind: Kind, ir: &'a Ir) -> Option<Column<'a>> {
        let path = ir.path()?;
        if let Some(known) = self.columns.borrow().said.get(&(kind, path)) {
            return Some(*known);
        }
        let members = self.members(kind);
        let mut known: HashMap<&'a [u8], u32, BuildHasherDefault<TextHasher>> = HashMap::default();
        let (mut codes, mut values): (Vec<u32>, Vec<Value<'a>>) = (Vec::with_capacity(members.len()), Vec::new());
        let mut slots: Slots<'a> = vec![Value::Missing];
        for member in members.iter() {
            slots.first_mut().into_iter().for_each(|first| *first = member);
            let value = self.eval(ir, &mut slots);
            let next = values.len() as u32;
            let code = match value {
                Value::Slice(span) => *known.entry(self.document.slice(span).as_bytes()).or_insert(next),
                _ => next,
            };
            if code == next {
                values.push(value);
            }
            codes.push(code);
        }
        let column =
            Column { codes: self.arena.alloc_slice_copy(&codes), values: self.arena.alloc_slice_copy(&values) };
        self.columns.borrow_mut().said.insert((kind, path), column);
        Some(column)
    }

    /// The keys of the values of a column.
    pub fn keys_of_column(&self, kind: Kind, ir: &'a Ir) -> Option<(&'a [u32], &'a [Option<u128>])> {
        let (path, column) = (ir.path()?, self.column(kind, ir)?);
        if let Some(&known) = self.columns.borrow().keys.get(&(kind, path)) {
            return Some((column.codes, known));
        }
        let keys: Vec<Option<u128>> = column.values.iter().map(|value| self.key(value)).collect();
        let keys: &'a [Option<u128>] = self.arena.alloc_slice_copy(&keys);
        self.columns.borrow_mut().keys.insert((kind, path), keys);
        Some((column.codes, keys))
    }
}
