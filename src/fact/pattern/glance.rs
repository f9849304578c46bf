//! What one look at a token tells: which word of the rules it is, and what begins there.
//!
//! Every word that patterns speak of has a number, and every set of words that may stand at some place of a pattern is a
//! column of one table of bits. Whether a pattern may go on at a token is then a question of one bit, whatever the number of words;
//! most ways through a pattern end there, before a step is tried.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use serde::{Deserialize, Serialize};

use super::First;
use crate::document::{Case, Document, Token, TokenKind};
use crate::fact::{Builtin, Kind};
use crate::text::{KeyTable, TextHasher};

/// What is known of a token before any pattern is tried.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sign {
    /// Its number among the words of the rules; 0 is every other word.
    pub word: u32,
    /// Bits of [`Trait`].
    pub traits: u32,
}

/// Bits of a sign beyond those of built-in facts that begin at a token, which are the lowest; see [`of_kind`].
pub struct Trait;

impl Trait {
    /// How many bits built-in facts take.
    pub const BUILTIN: u32 = Builtin::ALL.len() as u32;
    /// A number.
    pub const NUMBER: u32 = 1 << Self::BUILTIN;
    /// A word.
    pub const WORD: u32 = Self::NUMBER << 1;
    /// A word in capitals.
    pub const CAPITALS: u32 = Self::WORD << 1;
    /// A word that begins with a capital letter.
    pub const PROPER: u32 = Self::CAPITALS << 1;
    /// A word or comma that a gap may skip.
    pub const SKIPPED: u32 = Self::PROPER << 1;
    /// Every token.
    pub const ANY: u32 = Self::SKIPPED << 1;
    /// A blank before it. In a gate it says that none may stand there.
    pub const SPACED: u32 = Self::ANY << 1;
    /// Declared facts that begin here: several kinds share a bit.
    const DECLARED: u32 = Self::BUILTIN + 7;
}

/// The bit of a kind of fact.
pub const fn of_kind(kind: Kind) -> u32 {
    match kind {
        Kind::Builtin(kind) => 1 << kind as u32,
        Kind::Declared(index) => 1 << (Trait::DECLARED + index % (u32::BITS - Trait::DECLARED)),
    }
}

/// What a token tells by itself.
#[inline]
pub fn of_token(document: &Document, token: &Token) -> u32 {
    let (kind, skipped) = match token.kind {
        TokenKind::Number => (Trait::NUMBER, false),
        TokenKind::Word => {
            let case = match token.case {
                Case::Upper => Trait::CAPITALS | Trait::PROPER,
                Case::Title => Trait::PROPER,
                Case::Mixed if document.slice(token.span).starts_with(char::is_uppercase) => Trait::PROPER,
                Case::None | Case::Lower | Case::Mixed => 0,
            };
            (Trait::WORD | case, true)
        }
        TokenKind::Mark | TokenKind::Punctuation(',') => (0, true),
        TokenKind::Punctuation(_) | TokenKind::Url => (0, false),
    };
    Trait::ANY | kind | if skipped && !token.ends_sentence { Trait::SKIPPED } else { 0 }
}

/// What may stand at a token: one of the traits, or one of the words of a group.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// Bits of [`Trait`]; with [`Trait::ANY`] nothing is kept out, not even the end of the block.
    pub traits: u32,
    /// A group of the [`Lexicon`]; 0 is none.
    pub group: u32,
}

impl Gate {
    /// Keeps nothing out.
    pub const OPEN: Self = Self { traits: Trait::ANY, group: 0 };
}

impl Default for Gate {
    fn default() -> Self {
        Self::OPEN
    }
}

/// The words of the rules, and the groups that each is in.
#[derive(Serialize, Deserialize, Debug, Default)]
pub struct Lexicon {
    numbers: KeyTable,
    /// How many words there are.
    count: u32,
    /// How many words of bits a row has.
    width: usize,
    /// For each word its two groups, as most words are in no more; or [`MANY`] and the number of its row. The first is that of all other words.
    words: Vec<[u32; 2]>,
    /// The groups of the other words, as bits.
    #[serde(with = "crate::text::sparse")]
    rows: Vec<u64>,
}

/// In place of a group, that there is none, and that there are more than two.
const NONE: u32 = u32::MAX;
const MANY: u32 = u32::MAX - 1;

/// The groups that a word is in.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    two: [u32; 2],
    bits: &'a [u64],
}

impl Row<'_> {
    /// Whether a group is among them.
    #[inline]
    pub fn has(self, group: u32) -> bool {
        let [one, other] = self.two;
        if one != MANY {
            return one == group || other == group;
        }
        self.bits.get(group as usize / 64).is_some_and(|bits| bits >> (group % 64) & 1 == 1)
    }
}

impl Lexicon {
    /// The number of a folded word.
    #[inline]
    pub fn number(&self, key: u64) -> u32 {
        self.numbers.get(key).unwrap_or(0)
    }

    /// How many words it has, the one that stands for all others among them.
    pub fn size(&self) -> usize {
        self.count as usize + 1
    }

    /// Whether a token with this sign may stand where a gate is.
    #[inline]
    pub fn lets(&self, gate: Gate, sign: Sign) -> bool {
        let shared = gate.traits & sign.traits;
        shared & Trait::SPACED == 0 && (shared != 0 || self.holds(gate.group, sign.word))
    }

    /// The same of a gate that may be open to the end of the block as well: its sign is that of nothing.
    #[inline]
    pub fn lets_at(&self, gate: Gate, sign: Sign) -> bool {
        let shared = gate.traits & (sign.traits | Trait::ANY);
        shared & Trait::SPACED == 0 && (shared != 0 || self.holds(gate.group, sign.word))
    }

    /// The groups that a word is in.
    #[inline]
    pub fn row(&self, word: u32) -> Row<'_> {
        let two = self.words.get(word as usize).copied().unwrap_or([NONE; 2]);
        let [one, row] = two;
        let from = row as usize * self.width;
        let bits = if one == MANY { self.rows.get(from..from + self.width).unwrap_or_default() } else { &[] };
        Row { two, bits }
    }

    /// For each group, its words by the lowest bits of their numbers.
    pub fn words_of_groups(&self) -> Vec<u64> {
        let mut words = vec![0u64; self.width * 64];
        let mut tell = |word: u32, group: usize| {
            words.get_mut(group).into_iter().for_each(|words: &mut u64| *words |= 1 << (word % 64));
        };
        for word in 0..=self.count {
            let row = self.row(word);
            for (at, &bits) in row.bits.iter().enumerate() {
                ones(bits).for_each(|bit| tell(word, at * 64 + bit as usize));
            }
            if row.bits.is_empty() {
                row.two.into_iter().filter(|group| *group != NONE).for_each(|group| tell(word, group as usize));
            }
        }
        words
    }

    /// Whether a group has a word.
    #[inline]
    pub(super) fn holds(&self, group: u32, word: u32) -> bool {
        let Some(&[one, other]) = self.words.get(word as usize) else { return false };
        if one != MANY {
            return one == group || other == group;
        }
        let row = other as usize * self.width;
        self.rows.get(row + group as usize / 64).is_some_and(|bits| bits >> (group % 64) & 1 == 1)
    }
}

/// The positions of the bits that are set.
pub fn ones(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let next = (bits != 0).then(|| bits.trailing_zeros())?;
        bits &= bits - 1;
        Some(next)
    })
}

/// Groups of words while they are gathered.
#[derive(Debug, Default)]
pub struct Groups {
    known: HashMap<Vec<u64>, u32, BuildHasherDefault<TextHasher>>,
    all: Vec<Vec<u64>>,
    /// Words that have a number, whether a group has them or not.
    named: Vec<u64>,
}

impl Groups {
    /// The gate of what may stand at a token. The same words are one group.
    pub fn gate(&mut self, first: &First) -> Gate {
        if first.anything {
            return Gate::OPEN;
        }
        let kinds = first.builtin.iter().map(|&kind| Kind::Builtin(kind));
        let kinds = kinds.chain(first.declared.iter().map(|&kind| Kind::Declared(kind)));
        let mut traits = kinds.fold(0, |traits, kind| traits | of_kind(kind));
        traits |= if first.number { Trait::NUMBER } else { 0 };
        traits |= if first.capitals { Trait::CAPITALS } else { 0 };
        traits |= if first.proper { Trait::PROPER } else { 0 };
        traits |= if first.word { Trait::WORD } else { 0 };
        traits |= if first.glued { Trait::SPACED } else { 0 };
        let mut keys = first.keys.clone();
        keys.sort_unstable();
        keys.dedup();
        Gate { traits, group: self.group(keys) }
    }

    fn group(&mut self, keys: Vec<u64>) -> u32 {
        if keys.is_empty() {
            return 0;
        }
        if let Some(&known) = self.known.get(&keys) {
            return known;
        }
        self.all.push(keys.clone());
        let group = self.all.len() as u32;
        self.known.insert(keys, group);
        group
    }

    /// Sees to it that words have numbers.
    pub fn name(&mut self, keys: impl IntoIterator<Item = u64>) {
        self.named.extend(keys);
    }

    /// How many groups there are, the empty one among them.
    pub fn len(&self) -> u32 {
        self.all.len() as u32 + 1
    }

    /// The table of all groups.
    pub fn finish(self) -> Lexicon {
        let width = (self.len() as usize).div_ceil(64);
        // Most words are in several groups: room for all of them would be room for many times as many.
        let mut numbers = KeyTable::with_room(self.all.iter().map(Vec::len).max().unwrap_or(0));
        let mut count = 0;
        let mut groups: Vec<Vec<u32>> = vec![Vec::new()];
        for (group, keys) in (1u32..).zip(&self.all) {
            for &key in keys {
                let word = numbers.get_or_insert(key, count + 1);
                if word > count {
                    count = word;
                    groups.push(Vec::new());
                }
                groups.get_mut(word as usize).into_iter().for_each(|own| own.push(group));
            }
        }
        for key in self.named {
            count = count.max(numbers.get_or_insert(key, count + 1));
        }
        groups.resize(count as usize + 1, Vec::new());
        let mut rows = Vec::new();
        let mut place = |own: &Vec<u32>| match *own.as_slice() {
            [] => [NONE; 2],
            [only] => [only, NONE],
            [one, other] => [one, other],
            ref many => {
                let from = rows.len();
                rows.resize(from + width, 0);
                for group in many {
                    let bits = rows.get_mut(from + *group as usize / 64);
                    bits.into_iter().for_each(|bits: &mut u64| *bits |= 1 << (group % 64));
                }
                [MANY, (from / width.max(1)) as u32]
            }
        };
        let words = groups.iter().map(&mut place).collect();
        Lexicon { numbers, count, width, words, rows }
    }
}
