//! Conditions worked out for all members of a kind at once, 64 at a time.
//!
//! Most conditions that stop an item ask no more than which parts a fact captured, or hold what it says of itself against a constant. That is laid out
//! in columns, each made when first asked for and used by all rules: most rules stop all of their items before one of them is looked at.

use std::cell::Cell;

use super::column::Column;
use super::condition::exists;
use super::engine::{Engine, fact_kind};
use super::value::Value;
use crate::fact;
use crate::rule::ir::{Check, Ir, Kind, Plan};
use crate::rule::types::Attribute;
use crate::syntax::tree::Operator as O;

/// For each member of a kind one bit, in text order.
pub type Bits<'a> = &'a [u64];

/// Members for which a condition is true, and those for which it is false; of the others neither can be said.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    pub yes: Bits<'a>,
    pub no: Bits<'a>,
}

impl Held<'_> {
    /// Whether it is true for a member, where that can be said.
    pub fn of(&self, rank: usize) -> Option<bool> {
        if has(self.yes, rank) { Some(true) } else { has(self.no, rank).then_some(false) }
    }
}

/// What is left of the members of a kind.
pub struct Sieve<'a> {
    /// Those that may still break the rule.
    left: Bits<'a>,
    /// The checks of the plan that have been asked of all, one bit for each.
    asked: Cell<u64>,
    /// Whether a check that comes to the same for all of them has stopped all.
    closed: Cell<bool>,
}

impl Sieve<'_> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.left.iter().all(|&bits| bits == 0)
    }

    /// Whether a member is left.
    pub fn keeps(&self, rank: usize) -> bool {
        !self.closed.get() && has(self.left, rank)
    }

    /// The places of those that are left among the members of their kind.
    pub fn ranks(&self) -> impl Iterator<Item = usize> {
        let ranks = ranks_of(self.left);
        ranks.take_while(|_| !self.closed.get())
    }

    /// Notes that a check has been asked of all.
    pub fn note(&self, check: usize) {
        self.asked.set(self.asked.get() | 1 << check);
    }

    /// Lets no further member through.
    pub fn close(&self) {
        self.closed.set(true);
    }

    /// Whether a check of the plan need not be asked again.
    pub fn has_asked(&self, check: usize) -> bool {
        check < 64 && self.asked.get() >> check & 1 == 1
    }
}

impl<'a> Engine<'a> {
    /// Asks those checks of a plan that can be asked of all members of a kind at once, as far as none before them could be a reason why
    /// nothing was judged.
    pub fn sift(&self, kind: Kind, plan: &'a Plan, forbid: bool) -> Sieve<'a> {
        let mut sieve = self.open_sieve(kind);
        for (at, check) in plan.checks.iter().enumerate().take(64).filter(|(at, _)| plan.at_once >> at & 1 == 1) {
            let (ir, wanted) = match &**check {
                Check::When(condition) => (&condition.ir, true),
                Check::Judge(condition) => (&condition.ir, forbid),
                Check::Let(..) => continue,
            };
            let Some(held) = self.hold(kind, ir, sieve.left) else { continue };
            sieve.left = self.both(sieve.left, if wanted { held.yes } else { held.no });
            sieve.note(at);
            if sieve.is_empty() {
                break;
            }
        }
        sieve
    }

    /// The members of a kind for which those sides of a condition hold that can be asked of all of them at once, and the other sides.
    pub fn sift_by(&self, kind: Kind, ir: &'a Ir) -> (Sieve<'a>, Vec<&'a Ir>) {
        let mut sieve = self.open_sieve(kind);
        let (mut open, mut rest) = (vec![ir], Vec::new());
        while let Some(ir) = open.pop() {
            match ir {
                Ir::Binary(O::And, left, right) => open.extend([&**right, &**left]),
                side => match self.hold(kind, side, sieve.left) {
                    Some(held) => sieve.left = self.both(sieve.left, held.yes),
                    None => rest.push(side),
                },
            }
        }
        (sieve, rest)
    }

    fn open_sieve(&self, kind: Kind) -> Sieve<'a> {
        Sieve { left: self.all_of(kind), asked: Cell::new(0), closed: Cell::new(false) }
    }

    /// The place of a member among those of its kind.
    pub fn rank(&self, member: &Value<'a>, at: usize) -> usize {
        match member {
            Value::Fact(id) => self.facts.rank(*id),
            _ => at,
        }
    }

    /// For which of all members of a kind an expression is true, and for which false; nothing where that cannot be read off columns, or it is
    /// no plain condition.
    pub fn hold_of_all(&self, kind: Kind, ir: &'a Ir) -> Option<Held<'a>> {
        let compares = match ir {
            Ir::Binary(operator, ..) => !matches!(operator, O::Plus | O::Minus | O::Times | O::Over | O::And | O::Or),
            ir => matches!(ir, Ir::Exists(..) | Ir::IsForm(..) | Ir::InSet(..) | Ir::Holds(..)),
        };
        if compares { self.hold(kind, ir, self.all_of(kind)) } else { None }
    }

    /// For which members of a kind a condition of the rule's item holds; nothing where that cannot be read off columns. Of others than those that are left
    /// nothing need be said.
    fn hold(&self, kind: Kind, ir: &'a Ir, left: Bits<'_>) -> Option<Held<'a>> {
        match ir {
            Ir::Binary(O::And, one, other) => {
                let (a, b) = (self.hold(kind, one, left)?, self.hold(kind, other, left)?);
                Some(Held { yes: self.both(a.yes, b.yes), no: self.either(a.no, b.no) })
            }
            Ir::Binary(O::Or, one, other) => {
                let (a, b) = (self.hold(kind, one, left)?, self.hold(kind, other, left)?);
                Some(Held { yes: self.either(a.yes, b.yes), no: self.both(a.no, b.no) })
            }
            Ir::Not(inner) => self.hold(kind, inner, left).map(|Held { yes, no }| Held { yes: no, no: yes }),
            Ir::Exists(inner, wanted) => {
                let there = match &**inner {
                    Ir::Capture(base, name) => match self.formed(kind, base) {
                        Some(formed) => self.both(formed, self.captured_by(kind, *name)?),
                        None => self.spread(self.plain_column(kind, inner)?, exists),
                    },
                    path => self.spread(self.plain_column(kind, path)?, exists),
                };
                let absent = self.but(self.all_of(kind), there);
                Some(if *wanted { Held { yes: there, no: absent } } else { Held { yes: absent, no: there } })
            }
            Ir::IsForm(base, name, wanted) => {
                let (base, there) = (self.formed(kind, base)?, self.captured_by(kind, *name)?);
                let (yes, no) = (self.both(base, there), self.but(base, there));
                Some(if *wanted { Held { yes, no } } else { Held { yes: no, no: yes } })
            }
            Ir::Known { slot: 0, number, ir } => self.held(kind, *number, ir, left),
            Ir::Attribute(..) => {
                let column = self.plain_column(kind, ir)?;
                let flags = |wanted| self.spread(column, |value| value.as_flag() == Some(wanted));
                Some(Held { yes: flags(true), no: flags(false) })
            }
            Ir::InSet(path, table) => {
                let column = self.plain_column(kind, path)?;
                Some(self.ask_once(column, left, |value| self.in_set(value, *table)))
            }
            Ir::Holds(operator, path, words) => {
                let column = self.plain_column(kind, path)?;
                Some(self.ask_once(column, left, |value| self.holds_words(*operator, value, words)))
            }
            Ir::Binary(operator, path, constant) => {
                let Ir::Constant(constant) = &**constant else { return None };
                let column = self.plain_column(kind, path)?;
                let held: Vec<Option<bool>> =
                    column.values.iter().map(|value| self.holds_beside(*operator, value, constant)).collect();
                let held_so = |wanted| {
                    let holds = |code: &u32| held.get(*code as usize) == Some(&Some(wanted));
                    self.bits(column.codes, holds)
                };
                Some(Held { yes: held_so(true), no: held_so(false) })
            }
            _ => None,
        }
    }

    /// The column of a path, where that costs no more than a look at each member.
    fn plain_column(&self, kind: Kind, ir: &'a Ir) -> Option<Column<'a>> {
        let plain = match (kind, ir) {
            (Kind::Builtin(_) | Kind::Declared(_), _) => true,
            (Kind::Mark | Kind::Note, Ir::Attribute(base, _)) => **base == Ir::Slot(0),
            (Kind::Reckoning | Kind::Relation, Ir::Attribute(base, attribute)) => {
                **base == Ir::Slot(0) && matches!(attribute, Attribute::Holds | Attribute::Kind | Attribute::Basis)
            }
            _ => false,
        };
        if plain { self.column(kind, ir) } else { None }
    }

    /// For which of the members that are left a condition of their value holds; each value is asked about once.
    fn ask_once(&self, column: Column<'a>, left: Bits<'_>, holds: impl Fn(&Value<'a>) -> Option<bool>) -> Held<'a> {
        let mut asked: Vec<Option<Option<bool>>> = vec![None; column.values.len()];
        let (mut yes, mut no) = (vec![0; left.len()], vec![0; left.len()]);
        for rank in ranks_of(left) {
            let code = column.codes.get(rank).map_or(usize::MAX, |&code| code as usize);
            let (Some(known), Some(value)) = (asked.get_mut(code), column.values.get(code)) else { continue };
            let bits = match *known.get_or_insert_with(|| holds(value)) {
                Some(true) => &mut yes,
                Some(false) => &mut no,
                None => continue,
            };
            bits.get_mut(rank / 64).into_iter().for_each(|word: &mut u64| *word |= 1 << (rank % 64));
        }
        Held { yes: self.arena.alloc_slice_copy(&yes), no: self.arena.alloc_slice_copy(&no) }
    }

    /// The members whose value is so.
    fn spread(&self, column: Column<'a>, so: impl Fn(&Value<'a>) -> bool) -> Bits<'a> {
        self.bits(column.codes, |code| column.values.get(*code as usize).is_some_and(&so))
    }

    /// The facts of which an expression is the fact itself: the item, narrowed to formats that it must have.
    fn formed(&self, kind: Kind, ir: &'a Ir) -> Option<Bits<'a>> {
        match ir {
            Ir::Slot(0) => Some(self.all_of(kind)),
            Ir::Form(base, name) => Some(self.both(self.formed(kind, base)?, self.captured_by(kind, *name)?)),
            _ => None,
        }
    }

    /// Which facts of a declared kind captured a part.
    fn captured_by(&self, kind: Kind, name: u32) -> Option<Bits<'a>> {
        let Kind::Declared(index) = kind else { return None };
        let none = || self.made(self.members(kind).len(), |_| 0);
        let of = |parts: &Vec<(u32, Bits<'a>)>| {
            parts.iter().find(|(known, _)| *known == name).map_or_else(none, |(_, bits)| *bits)
        };
        if let Some(Some(parts)) = self.columns.borrow().captured.get(index as usize) {
            return Some(of(parts));
        }
        let parts = self.captures(kind);
        let found = of(&parts);
        let captured = &mut self.columns.borrow_mut().captured;
        if captured.len() <= index as usize {
            captured.resize_with(index as usize + 1, || None);
        }
        if let Some(place) = captured.get_mut(index as usize) {
            *place = Some(parts);
        }
        Some(found)
    }

    fn captures(&self, kind: Kind) -> Vec<(u32, Bits<'a>)> {
        let ids = self.of_kind(fact_kind(kind));
        let mut names: Vec<(u32, Vec<u64>)> = Vec::new();
        for (rank, &id) in ids.iter().enumerate() {
            let Some(fact::Value::Declared(parts)) = self.facts.get(id).map(|fact| &fact.value) else { continue };
            for part in parts.iter() {
                let at = names.iter().position(|(name, _)| *name == part.name).unwrap_or_else(|| {
                    names.push((part.name, vec![0; ids.len().div_ceil(64)]));
                    names.len() - 1
                });
                let word = names.get_mut(at).and_then(|(_, bits)| bits.get_mut(rank / 64));
                word.into_iter().for_each(|word| *word |= 1 << (rank % 64));
            }
        }
        names.into_iter().map(|(name, bits)| (name, &*self.arena.alloc_slice_copy(&bits))).collect()
    }

    fn all_of(&self, kind: Kind) -> Bits<'a> {
        let count = self.members(kind).len();
        self.made(count, |at| if (at + 1) * 64 <= count { u64::MAX } else { (1 << (count % 64)) - 1 })
    }

    fn bits<T>(&self, column: &[T], holds: impl Fn(&T) -> bool) -> Bits<'a> {
        let words = column
            .chunks(64)
            .map(|chunk| chunk.iter().enumerate().fold(0, |word, (at, value)| word | u64::from(holds(value)) << at));
        self.arena.alloc_slice_fill_iter(words)
    }

    /// Bits for so many members, 64 at a time.
    fn made(&self, count: usize, word: impl Fn(usize) -> u64) -> Bits<'a> {
        self.arena.alloc_slice_fill_with(count.div_ceil(64), word)
    }

    fn both(&self, a: Bits<'_>, b: Bits<'_>) -> Bits<'a> {
        self.arena.alloc_slice_fill_iter(a.iter().zip(b).map(|(a, b)| a & b))
    }

    fn either(&self, a: Bits<'_>, b: Bits<'_>) -> Bits<'a> {
        self.arena.alloc_slice_fill_iter(a.iter().zip(b).map(|(a, b)| a | b))
    }

    fn but(&self, a: Bits<'_>, b: Bits<'_>) -> Bits<'a> {
        self.arena.alloc_slice_fill_iter(a.iter().zip(b).map(|(a, b)| a & !b))
    }
}

/// Whether a member is among these.
fn has(bits: Bits<'_>, rank: usize) -> bool {
    bits.get(rank / 64).is_some_and(|word| word >> (rank % 64) & 1 == 1)
}

/// The places of these members among those of their kind.
pub fn ranks_of(bits: Bits<'_>) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(at, &word)| {
        let rests = std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)));
        rests.take_while(|rest| *rest != 0).map(move |rest| at * 64 + rest.trailing_zeros() as usize)
    })
}
