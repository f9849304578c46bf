//! Members of a kind by what they agree in: for `some citation d like c by it.id.symbol`, and for `for each group of citation g by …`.
//!
//! Many rules ask for the same: one index serves all of them.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use super::engine::{Engine, Slots};
use super::kinds::{MOST_IN_A_PLACE, Members};
use super::value::Value;
use crate::fact::FactId;
use crate::rule::ir::{Keys, Kind};
use crate::text::TextHasher;

/// Members of a kind that agree in their keys, each list in text order.
#[derive(Default)]
pub struct Index {
    alike: Vec<Vec<Value>>,
    by_keys: ByKeys,
    /// For each fact of the document, in which list it is: most values that are asked about are members themselves.
    by_fact: Vec<u32>,
}

/// Groups by what their members agree in: one key of all their keys.
type ByKeys = HashMap<u128, usize, BuildHasherDefault<TextHasher>>;

/// In no list.
const NONE: u32 = u32::MAX;

impl Index {
    /// The members of a group.
    pub fn group(&self, group: usize) -> &[Value] {
        self.alike.get(group).map(Vec::as_slice).unwrap_or_default()
    }

    fn of_fact(&self, id: FactId) -> Option<usize> {
        self.by_fact.get(id as usize).filter(|at| **at != NONE).map(|at| *at as usize)
    }
}

impl Engine<'_> {
    /// Those that agree with `value` in all keys, itself left out; missing where it lacks one, or where too many agree.
    pub fn like(&self, kind: Kind, value: &Value, keys: &Keys) -> Result<Members<'_>, Value> {
        if value.is_missing() {
            return Err(Value::gone([value]));
        }
        let found = self.index(kind, keys);
        let member = match value {
            Value::Fact(id) => found.of_fact(*id),
            _ => None,
        };
        let place = member.or_else(|| found.by_keys.get(&self.keys_of(value, keys, &mut Vec::new())?).copied());
        let alike = place.and_then(|at| found.alike.get(at)).ok_or(Value::Missing)?;
        // The members are looked through for each of them: thousands would cost their square.
        if alike.len() > MOST_IN_A_PLACE {
            return Err(Value::Missing);
        }
        // Itself, and what else stands at its place; members stand in text order.
        let own = self.span(value);
        let here = |member: &Value| self.span(member) == own;
        let from = alike.iter().position(here).unwrap_or(alike.len());
        let without = from..alike.iter().rposition(here).map_or(from, |last| last + 1);
        if alike.get(without.clone()).unwrap_or_default().iter().all(here) {
            Ok(Members::Alike { index: found.clone(), group: place.unwrap_or_default(), without })
        } else {
            Ok(Members::Values(alike.iter().filter(|member| !here(member)).cloned().collect()))
        }
    }

    /// Members that agree in all keys, in the order of their first; those that lack one are left out.
    pub fn grouped(&self, kind: Kind, members: &Members<'_>, keys: &Keys) -> Vec<Vec<Value>> {
        if matches!(kind, Kind::Builtin(_) | Kind::Declared(_)) {
            let index = self.index(kind, keys);
            let group = |member: &Value| match member {
                Value::Fact(id) => index.of_fact(*id),
                _ => None,
            };
            return in_groups(members, index.alike.len(), group);
        }
        let mut index = ByKeys::default();
        let mut slots = Slots::new();
        let group = |member: &Value| {
            let next = index.len();
            Some(*index.entry(self.keys_of(member, keys, &mut slots)?).or_insert(next))
        };
        in_groups(members, 0, group)
    }

    /// The members that agree with another one in all keys.
    pub fn in_company<'e>(&'e self, kind: Kind, members: Members<'e>, keys: &Keys) -> Members<'e> {
        let Members::Facts(ids) = members else { return members };
        let index = self.index(kind, keys);
        let company = |id: &&FactId| index.of_fact(**id).is_some_and(|group| index.group(group).len() > 1);
        Members::Values(ids.iter().filter(company).map(|&id| Value::Fact(id)).collect())
    }

    /// The first of the members that agree in all keys, for each such group.
    pub fn firsts(&self, kind: Kind, members: &Members<'_>, keys: &Keys) -> Members<'static> {
        Members::Values(if let Members::Facts(_) = members {
            self.index(kind, keys).alike.iter().filter_map(|group| group.first()).cloned().collect()
        } else {
            self.grouped(kind, members, keys).into_iter().filter_map(|group| group.into_iter().next()).collect()
        })
    }

    /// The index of a kind by these keys; made when first asked for.
    fn index(&self, kind: Kind, keys: &Keys) -> Rc<Index> {
        let known = self.indexes.borrow().get(keys.index as usize).cloned().flatten();
        known.unwrap_or_else(|| {
            let made = Rc::new(self.make_index(kind, keys));
            if let Some(place) = self.indexes.borrow_mut().get_mut(keys.index as usize) {
                *place = Some(Rc::clone(&made));
            }
            made
        })
    }

    fn make_index(&self, kind: Kind, keys: &Keys) -> Index {
        let mut index = Index { by_fact: vec![NONE; self.facts.all.len()], ..Index::default() };
        let mut slots = Slots::new();
        for member in self.members(kind).iter() {
            let Some(key) = self.keys_of(&member, keys, &mut slots) else { continue };
            let next = index.alike.len();
            let at = *index.by_keys.entry(key).or_insert(next);
            if at == next {
                index.alike.push(Vec::new());
            }
            if let Value::Fact(id) = member
                && let Some(place) = index.by_fact.get_mut(id as usize)
            {
                *place = at as u32;
            }
            index.alike.get_mut(at).into_iter().for_each(|alike| alike.push(member.clone()));
        }
        index
    }

    /// One key of what a member is to agree in; nothing where it lacks some of it.
    fn keys_of(&self, member: &Value, keys: &Keys, slots: &mut Slots) -> Option<u128> {
        slots.clear();
        slots.push(member.clone());
        let mut whole: Option<u128> = None;
        for key in &keys.of {
            let key = self.with(key, slots, |value| self.key(value))?;
            whole = Some(whole.map_or(key, |whole| joined(whole, key)));
        }
        Some(whole.unwrap_or_default())
    }
}

/// A key of two keys in a row.
fn joined(first: u128, second: u128) -> u128 {
    let mut bytes = [0; 32];
    let (one, other) = bytes.split_at_mut(16);
    one.copy_from_slice(&first.to_le_bytes());
    other.copy_from_slice(&second.to_le_bytes());
    xxhash_rust::xxh3::xxh3_128(&bytes)
}

/// Members put together whose group has the same number, of so many at least.
fn in_groups(members: &Members<'_>, count: usize, mut group: impl FnMut(&Value) -> Option<usize>) -> Vec<Vec<Value>> {
    let mut groups: Vec<Vec<Value>> = Vec::new();
    let mut places: Vec<Option<usize>> = vec![None; count];
    for member in members.iter() {
        let Some(number) = group(&member) else { continue };
        if number >= places.len() {
            places.resize(number + 1, None);
        }
        let Some(place) = places.get_mut(number) else { continue };
        let at = *place.get_or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups.get_mut(at).into_iter().for_each(|group| group.push(member.clone()));
    }
    groups
}
