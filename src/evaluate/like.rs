//! Members that agree with one of them in some values: `some citation d like c by it.id.symbol`.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use super::engine::Engine;
use super::kinds::{MOST_IN_A_PLACE, Members};
use super::value::Value;
use crate::fact::FactId;
use crate::rule::ir::{Ir, Kind};
use crate::text::TextHasher;

/// Members of a kind that agree in their keys, each list in text order.
#[derive(Default)]
pub struct Index {
    alike: Vec<Vec<Value>>,
    by_keys: HashMap<Vec<u128>, usize, BuildHasherDefault<TextHasher>>,
    /// Of members that are facts: most values that are asked about are members themselves.
    by_fact: HashMap<FactId, usize, BuildHasherDefault<TextHasher>>,
}

impl Engine<'_> {
    /// Those that agree with `value` in all keys, itself left out; missing where it lacks one, or where too many agree.
    pub fn like(&self, kind: Kind, value: &Value, keys: &[Ir], index: u32) -> Result<Members<'_>, Value> {
        if value.is_missing() {
            return Err(Value::gone([value]));
        }
        let known = self.likes.borrow().get(&index).cloned();
        let found = known.unwrap_or_else(|| {
            let found = Rc::new(self.index(kind, keys));
            self.likes.borrow_mut().insert(index, Rc::clone(&found));
            found
        });
        let member = match value {
            Value::Fact(id) => found.by_fact.get(id).copied(),
            _ => None,
        };
        let place = member.or_else(|| found.by_keys.get(&self.keys_of(value, keys)?).copied());
        let alike = place.and_then(|at| found.alike.get(at)).ok_or(Value::Missing)?;
        // The members are looked through for each of them: thousands would cost their square.
        if alike.len() > MOST_IN_A_PLACE {
            return Err(Value::Missing);
        }
        let own = self.span(value);
        Ok(Members::Values(alike.iter().filter(|member| self.span(member) != own).cloned().collect()))
    }

    fn index(&self, kind: Kind, keys: &[Ir]) -> Index {
        let mut index = Index::default();
        for member in self.members(kind).iter() {
            let Some(key) = self.keys_of(&member, keys) else { continue };
            let next = index.alike.len();
            let at = *index.by_keys.entry(key).or_insert(next);
            if at == next {
                index.alike.push(Vec::new());
            }
            if let Value::Fact(id) = member {
                index.by_fact.insert(id, at);
            }
            index.alike.get_mut(at).into_iter().for_each(|alike| alike.extend([member.clone()]));
        }
        index
    }

    fn keys_of(&self, member: &Value, keys: &[Ir]) -> Option<Vec<u128>> {
        let mut slots = vec![member.clone()];
        keys.iter().map(|key| self.key(&self.eval(key, &mut slots))).collect()
    }
}
