//! What the members of a kind say, laid out one beside the other ([`Ir::path`]): each column is made when first asked for and used by all rules.
//!
//! Reports cite the same few types, symbols and bodies again and again. So a column has each text once, and what is asked of a text is asked once
//! for all members that say it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::engine::Engine;
use super::sieve::Bits;
use super::value::Value;
use crate::document::Document;
use crate::rule::ir::{Ir, Kind};
use crate::rule::types::Attribute;
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

impl<'a> Column<'a> {
    /// What a member says.
    fn of(&self, rank: usize) -> Value<'a> {
        let code = self.codes.get(rank).copied().unwrap_or(u32::MAX);
        self.values.get(code as usize).copied().unwrap_or_default()
    }
}

/// The last step of a path.
#[derive(Clone, Copy)]
enum Step {
    Capture(u32),
    Form(u32),
    Attribute(Attribute),
}

/// Values, those that say the same once.
struct Once<'a> {
    document: &'a Document,
    values: Vec<Value<'a>>,
    /// The numbers of texts, each at the place that its hash says or the next free one behind it; twice as many as there may be texts.
    texts: Vec<u32>,
    /// The numbers of names.
    names: Vec<(&'static str, u32)>,
    /// The numbers of no and yes, and of what is not there.
    flags: [u32; 2],
    missing: u32,
}

/// No number.
const NONE: u32 = u32::MAX;

impl<'a> Once<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document, values: Vec::new(), texts: Vec::new(), names: Vec::new(), flags: [NONE; 2], missing: NONE }
    }

    /// The number of a value, of so many at most.
    fn code(&mut self, value: Value<'a>, most: usize) -> u32 {
        let next = self.values.len() as u32;
        let known = match value {
            Value::Missing => Some(&mut self.missing),
            Value::Flag(flag) => self.flags.get_mut(usize::from(flag)),
            Value::Slice(span) => self.place_of(self.document.slice(span).as_bytes(), most),
            Value::Name(name) => {
                let known = self.names.iter().position(|(known, _)| std::ptr::eq(*known, name));
                let at = known.unwrap_or_else(|| {
                    self.names.push((name, NONE));
                    self.names.len() - 1
                });
                self.names.get_mut(at).map(|(_, code)| code)
            }
            _ => None,
        };
        match known {
            Some(code) if *code != NONE => return *code,
            Some(code) => *code = next,
            None => {}
        }
        self.values.push(value);
        next
    }

    /// Where the number of a text stands, or is to stand.
    fn place_of(&mut self, text: &[u8], most: usize) -> Option<&mut u32> {
        if self.texts.is_empty() {
            self.texts = vec![NONE; (most * 2).next_power_of_two()];
        }
        let mask = self.texts.len() - 1;
        let mut at = xxhash_rust::xxh3::xxh3_64(text) as usize & mask;
        loop {
            let code = *self.texts.get(at)?;
            let same = || match self.values.get(code as usize) {
                Some(Value::Slice(known)) => self.document.slice(*known).as_bytes() == text,
                _ => false,
            };
            if code == NONE || same() {
                return self.texts.get_mut(at);
            }
            at = (at + 1) & mask;
        }
    }
}

impl<'a> Engine<'a> {
    /// What the members of a kind say; nothing where the expression is no path.
    pub fn column(&self, kind: Kind, ir: &'a Ir) -> Option<Column<'a>> {
        let path = ir.path()?;
        if let Some(known) = self.columns.borrow().said.get(&(kind, path)) {
            return Some(*known);
        }
        let members = self.members(kind);
        let mut codes: Vec<u32> = Vec::with_capacity(members.len());
        let mut once = Once::new(self.document);
        // The way leads over the columns of its steps; what is no step of a fact is worked out as it stands.
        let (base, step) = match ir {
            Ir::Capture(base, part) => (base, Step::Capture(*part)),
            Ir::Form(base, part) => (base, Step::Form(*part)),
            Ir::Attribute(base, attribute) => (base, Step::Attribute(*attribute)),
            _ => return None,
        };
        let before = if **base == Ir::Slot(0) { None } else { self.column(kind, base) };
        for (rank, member) in members.iter().enumerate() {
            let base = match before {
                Some(column) => column.of(rank),
                None => member,
            };
            let value = match step {
                Step::Capture(part) => self.capture(&base, part),
                Step::Form(part) => self.form(base, part),
                Step::Attribute(attribute) => self.attribute(&base, attribute),
            };
            codes.push(once.code(value, members.len()));
        }
        let values = once.values;
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
