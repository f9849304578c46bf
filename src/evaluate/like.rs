//! Members that agree with one of them in some values: `some citation d like c by it.id.symbol`.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use super::engine::Engine;
use super::kinds::{MOST_IN_A_PLACE, Members};
use super::value::Value;
use crate::rule::ir::{Ir, Kind};
use crate::text::TextHasher;

/// Members of a kind by their keys, each list in text order.
pub type Index = HashMap<Vec<u128>, Vec<Value>, BuildHasherDefault<TextHasher>>;

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
        let alike = self.keys_of(value, keys).and_then(|own| found.get(&own)).ok_or(Value::Missing)?;
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
            if let Some(key) = self.keys_of(&member, keys) {
                index.entry(key).or_default().push(member);
            }
        }
        index
    }

    fn keys_of(&self, member: &Value, keys: &[Ir]) -> Option<Vec<u128>> {
        let mut slots = vec![member.clone()];
        keys.iter().map(|key| self.key(&self.eval(key, &mut slots))).collect()
    }
}
