//! A table from keys of words to numbers: what is asked for every word of every document.

use serde::{Deserialize, Serialize};

/// From keys, which are hashes already, to numbers. Each key stands at the place that its lowest bits give, or behind it; half of
/// the places at least are free.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct KeyTable {
    /// For each place the key and the number behind that which it has there, or twice 0: most places of a large table are memory that
    /// nothing was written to.
    #[serde(with = "super::sparse")]
    slots: Vec<u64>,
    count: usize,
}

/// What stands behind a key in place of a number, where there is none.
const FREE: u64 = 0;

impl KeyTable {
    /// A table without keys and without room for any.
    pub const EMPTY: Self = Self { slots: Vec::new(), count: 0 };

    /// An empty table with room for so many keys.
    pub fn with_room(keys: usize) -> Self {
        Self::with_places((keys.max(8) * 2).next_power_of_two())
    }

    fn with_places(places: usize) -> Self {
        Self { slots: vec![0; places * 2], count: 0 }
    }

    /// The number of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let (_, behind) = self.place(key)?;
        (behind != FREE).then(|| (behind - 1) as u32)
    }

    /// The number of a key; where it has none it is given this one.
    #[inline]
    pub fn get_or_insert(&mut self, key: u64, number: u32) -> u32 {
        if let Some((at, behind)) = self.place(key) {
            if behind != FREE {
                return (behind - 1) as u32;
            }
            if (self.count + 1) * 4 <= self.slots.len() {
                self.count += 1;
                let slot = self.slots.as_chunks_mut().0.get_mut(at);
                slot.into_iter().for_each(|slot| *slot = [key, u64::from(number) + 1]);
                return number;
            }
        }
        self.grow();
        self.get_or_insert(key, number)
    }

    /// Where a key stands or would stand, and what is behind it.
    #[inline]
    fn place(&self, key: u64) -> Option<(usize, u64)> {
        let slots = self.slots.as_chunks().0;
        let mask = slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        loop {
            let &[known, behind] = slots.get(at)?;
            if known == key || behind == FREE {
                return Some((at, behind));
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let mut larger = Self::with_places((self.slots.len()).max(16));
        for &[key, behind] in self.slots.as_chunks().0.iter().filter(|[_, behind]| *behind != FREE) {
            larger.get_or_insert(key, (behind - 1) as u32);
        }
        *self = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_keeps_its_number() {
        let mut table = KeyTable::default();
        assert_eq!(table.get(0), None);
        // Keys that want the same place.
        let keys: Vec<u64> = (0..1000).map(|at| at << 40).collect();
        for (number, &key) in (0..).zip(&keys) {
            assert_eq!(table.get_or_insert(key, number), number);
        }
        for (number, &key) in (0..).zip(&keys) {
            assert_eq!((table.get(key), table.get_or_insert(key, 5000)), (Some(number), number));
        }
        assert_eq!(table.get(1), None);
    }
}
