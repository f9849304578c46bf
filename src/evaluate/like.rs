//! Members of a kind by what they agree in: for `some citation d like c by it.id.symbol`, and for `for each group of citation g by …`.
//!
//! Many rules ask for the same: one index serves all of them.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use super::engine::{Engine, Slots, fact_kind};
use super::kinds::{MOST_IN_A_PLACE, Members};
use super::sieve::Held;
use super::value::Value;
use crate::fact::FactId;
use crate::rule::ir::{Function, Ir, Keys, Kind};
use crate::text::TextHasher;

/// Members of a kind that agree in their keys, each list in text order.
#[derive(Default)]
pub struct Index<'a> {
    alike: Vec<&'a [Value<'a>]>,
    by_keys: ByKeys,
    /// For each member, in which list it is, and where in it: most values that are asked about are members themselves.
    by_rank: Vec<(u32, u32)>,
}

/// Groups by what their members agree in: one key of all their keys.
type ByKeys = HashMap<u128, usize, BuildHasherDefault<TextHasher>>;

/// In no list.
const NONE: u32 = u32::MAX;

impl<'a> Index<'a> {
    /// The members of a group.
    fn group(&self, group: usize) -> &'a [Value<'a>] {
        self.alike.get(group).copied().unwrap_or_default()
    }
}

impl<'a> Engine<'a> {
    /// Those that agree with `value` in all keys, itself left out; missing where it lacks one, or where too many agree.
    pub fn like(&self, kind: Kind, value: &Value<'a>, keys: &'a Keys) -> Result<Members<'a>, Value<'a>> {
        if value.is_missing() {
            return Err(Value::gone([value]));
        }
        let found = self.index(kind, keys);
        let member = match value {
            Value::Fact(id) => self.place_in(&found, kind, *id),
            _ => None,
        };
        let group = match member {
            Some((group, _)) => Some(group),
            None => self.keys_of(value, keys, &mut Vec::new()).and_then(|key| found.by_keys.get(&key).copied()),
        };
        let alike = group.map(|at| found.group(at)).ok_or(Value::Missing)?;
        // The members are looked through for each of them: thousands would cost their square.
        if alike.len() > MOST_IN_A_PLACE {
            return Err(Value::Missing);
        }
        // Facts that one rule declares share no place.
        if let (Some((_, own)), Kind::Declared(_)) = (member, kind) {
            let (before, behind) = alike.split_at_checked(own).unwrap_or_default();
            return Ok(Members::Values(before, behind.get(1..).unwrap_or_default()));
        }
        // Itself, and what else stands at its place; members stand in text order. Items that are missing share a place without width.
        let own = self.span(value);
        let here = |member: &Value<'a>| match (member, value) {
            (Value::Item(one), Value::Item(other)) => one == other,
            _ => self.span(member) == own,
        };
        let near = match member {
            Some((_, own)) => {
                let start = |member: &Value<'a>| self.tokens(member).map(|tokens| tokens.start);
                let begins_here = |member: &&Value<'a>| start(member) == start(value);
                let before = alike.get(..own).unwrap_or_default().iter().rev().take_while(begins_here).count();
                let behind = alike.get(own..).unwrap_or_default().iter().take_while(begins_here).count();
                own - before..own + behind
            }
            None => 0..alike.len(),
        };
        let is_here = |at: &usize| alike.get(*at).is_some_and(here);
        let from = near.clone().find(is_here).unwrap_or(alike.len());
        let without = from..near.rev().find(is_here).map_or(from, |last| last + 1);
        Ok(if alike.get(without.clone()).unwrap_or_default().iter().all(here) {
            Members::Values(
                alike.get(..without.start).unwrap_or_default(),
                alike.get(without.end..).unwrap_or_default(),
            )
        } else {
            self.as_members(alike.iter().filter(|member| !here(member)).copied())
        })
    }

    /// Members that agree with others in all keys, in the order of the first of each group.
    pub fn grouped(&self, kind: Kind, members: Members<'a>, keys: &'a Keys) -> Vec<&'a [Value<'a>]> {
        let numbers = self.numbers_of_groups(kind, members, keys);
        let most = numbers.iter().flatten().max().map_or(0, |most| *most as usize + 1);
        let mut sizes = vec![0usize; most];
        for number in numbers.iter().flatten() {
            sizes.get_mut(*number as usize).into_iter().for_each(|size| *size += 1);
        }
        // Most members are alone.
        let mut places: Vec<Option<usize>> = vec![None; most];
        let mut groups: Vec<Vec<Value<'a>>> = Vec::new();
        for (member, number) in members.iter().zip(&numbers) {
            let Some(number) = number.map(|number| number as usize) else { continue };
            let size = sizes.get(number).copied().unwrap_or(0);
            let Some(place) = places.get_mut(number).filter(|_| size > 1) else { continue };
            let at = *place.get_or_insert_with(|| {
                groups.push(Vec::with_capacity(size));
                groups.len() - 1
            });
            groups.get_mut(at).into_iter().for_each(|group| group.push(member));
        }
        groups.iter().map(|group| &*self.arena.alloc_slice_copy(group)).collect()
    }

    /// For each member the number of those that it agrees with; nothing where it lacks one of the keys.
    fn numbers_of_groups(&self, kind: Kind, members: Members<'a>, keys: &'a Keys) -> Vec<Option<u32>> {
        if matches!(kind, Kind::Builtin(_) | Kind::Declared(_)) {
            let index = self.index(kind, keys);
            let group = |member: Value<'a>| match member {
                Value::Fact(id) => self.place_in(&index, kind, id).map(|(group, _)| group as u32),
                _ => None,
            };
            return members.iter().map(group).collect();
        }
        let mut numbers = HashMap::with_capacity_and_hasher(members.len(), BuildHasherDefault::<TextHasher>::default());
        let mut slots = Slots::new();
        let group = |member: Value<'a>| {
            let next = numbers.len() as u32;
            Some(*numbers.entry(self.keys_of(&member, keys, &mut slots)?).or_insert(next))
        };
        members.iter().map(group).collect()
    }

    /// The members that agree with another one in all keys.
    pub fn in_company(&self, kind: Kind, members: Members<'a>, keys: &'a Keys) -> Members<'a> {
        if !matches!(kind, Kind::Builtin(_) | Kind::Declared(_)) {
            return members;
        }
        let index = self.index(kind, keys);
        let company = |member: &Value<'a>| match member {
            Value::Fact(id) => self.place_in(&index, kind, *id).is_some_and(|(group, _)| index.group(group).len() > 1),
            _ => true,
        };
        self.as_members(members.iter().filter(company))
    }

    /// The first of the members that agree in all keys, for each such group.
    pub fn firsts(&self, kind: Kind, members: Members<'a>, keys: &'a Keys) -> Members<'a> {
        if let Members::Facts(_) = members {
            return self.as_members(self.index(kind, keys).alike.iter().filter_map(|group| group.first()).copied());
        }
        let numbers = self.numbers_of_groups(kind, members, keys);
        let mut seen: HashSet<u32, BuildHasherDefault<TextHasher>> = HashSet::default();
        let first = |(member, number): (Value<'a>, &Option<u32>)| seen.insert((*number)?).then_some(member);
        self.as_members(members.iter().zip(&numbers).filter_map(first))
    }

    /// The list of an index in which a fact is, and where in it, if it is a member.
    fn place_in(&self, index: &Index<'a>, kind: Kind, id: FactId) -> Option<(usize, usize)> {
        self.facts.get(id).filter(|fact| fact.kind == fact_kind(kind))?;
        let (group, place) = *index.by_rank.get(self.facts.rank(id))?;
        (group != NONE).then_some((group as usize, place as usize))
    }

    /// The index of a kind by these keys; made when first asked for.
    fn index(&self, kind: Kind, keys: &'a Keys) -> Rc<Index<'a>> {
        let known = self.indexes.borrow().get(keys.index as usize).cloned().flatten();
        known.unwrap_or_else(|| {
            let made = Rc::new(self.make_index(kind, keys));
            if let Some(place) = self.indexes.borrow_mut().get_mut(keys.index as usize) {
                *place = Some(Rc::clone(&made));
            }
            made
        })
    }

    fn make_index(&self, kind: Kind, keys: &'a Keys) -> Index<'a> {
        let members = self.members(kind);
        let mut index = Index {
            by_keys: ByKeys::with_capacity_and_hasher(members.len(), BuildHasherDefault::default()),
            by_rank: vec![(NONE, 0); members.len()],
            ..Index::default()
        };
        let mut slots = Slots::new();
        // For each member its group, and for each group how many it has.
        let mut groups = Vec::with_capacity(members.len());
        let mut sizes: Vec<usize> = Vec::new();
        let parts: Vec<Part<'a>> = keys.of.iter().map(|key| self.part_of_keys(kind, key)).collect();
        for (rank, member) in members.iter().enumerate() {
            slots.clear();
            slots.push(member);
            let Some(key) = whole(parts.iter().map(|part| self.key_of_part(part, rank, &mut slots))) else { continue };
            let at = *index.by_keys.entry(key).or_insert(sizes.len());
            if at == sizes.len() {
                sizes.push(0);
            }
            let Some(size) = sizes.get_mut(at) else { continue };
            index.by_rank.get_mut(rank).into_iter().for_each(|place| *place = (at as u32, *size as u32));
            *size += 1;
            groups.push((at as u32, member));
        }
        groups.sort_by_key(|(group, _)| *group);
        let members = self.arena.alloc_slice_fill_iter(groups.into_iter().map(|(_, member)| member));
        let mut rest: &'a [Value<'a>] = members;
        for size in sizes {
            let (group, behind) = rest.split_at(size);
            index.alike.push(group);
            rest = behind;
        }
        index
    }

    /// One key of what a member is to agree in; nothing where it lacks some of it.
    fn keys_of(&self, member: &Value<'a>, keys: &'a Keys, slots: &mut Slots<'a>) -> Option<u128> {
        slots.clear();
        slots.push(*member);
        whole(keys.of.iter().map(|key| self.with(key, slots, |value| self.key(value))))
    }

    fn part_of_keys(&self, kind: Kind, key: &'a Ir) -> Part<'a> {
        if let Some((codes, keys)) = self.keys_of_column(kind, key) {
            return Part::Laid(codes, keys);
        }
        if let Ir::Call(Function::AnyOf, arguments) = key
            && let [Ir::List(items)] = arguments.as_slice()
        {
            return Part::First(items.iter().map(|item| self.part_of_keys(kind, item)).collect());
        }
        match key {
            Ir::Constant(constant) => Part::Same(self.key(&self.constant(constant))),
            key => match self.hold_of_all(kind, key) {
                Some(held) => Part::Flags(held, [false, true].map(|flag| self.key(&Value::Flag(flag)))),
                None => Part::Asked(key),
            },
        }
    }

    /// One of the keys of the member with this rank, which stands in the slots.
    fn key_of_part(&self, part: &Part<'a>, rank: usize, slots: &mut Slots<'a>) -> Option<u128> {
        match part {
            Part::Laid(codes, keys) => *keys.get(*codes.get(rank)? as usize)?,
            Part::Flags(held, [no, yes]) => match held.of(rank)? {
                true => *yes,
                false => *no,
            },
            Part::Same(key) => *key,
            Part::First(parts) => parts.iter().find_map(|part| self.key_of_part(part, rank, slots)),
            Part::Asked(ir) => self.with(ir, slots, |value| self.key(value)),
        }
    }
}

/// One of the keys of a member.
enum Part<'a> {
    /// The key of what it says, by its place among the members.
    Laid(&'a [u32], &'a [Option<u128>]),
    /// Whether a condition holds, and the keys of no and yes.
    Flags(Held<'a>, [Option<u128>; 2]),
    /// The same for all members.
    Same(Option<u128>),
    /// The first of several that is there.
    First(Vec<Part<'a>>),
    /// The key of what an expression comes to.
    Asked(&'a Ir),
}

/// One key of all keys; nothing where one is lacking.
fn whole(mut keys: impl Iterator<Item = Option<u128>>) -> Option<u128> {
    let first = keys.next().unwrap_or(Some(0))?;
    keys.try_fold(first, |whole, key| Some(joined(whole, key?)))
}

/// A key of two keys in a row, whose halves are as good as chance.
fn joined(first: u128, second: u128) -> u128 {
    const ODD: u128 = 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835;
    let mixed = (first.rotate_left(47) ^ second).wrapping_mul(ODD);
    mixed ^ mixed >> 64
}
