//! A table from keys of words to numbers: what is asked for every word of every document.

use serde::{Deserialize, Serialize};

/// From keys, which are hashes already, to numbers. Each key stands at the place that its lowest bits give, or behind it; half of
/// the places at least are free.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
#[serde(from = "Packed", into = "Packed")]
pub struct KeyTable {
    slots: Vec<(u64, u32)>,
    count: usize,
}

/// A table as it stands in a set of rules: for each place the key and the number behind that which it has there, or twice 0.
#[derive(Serialize, Deserialize)]
struct Packed {
    count: usize,
    #[serde(with = "super::sparse")]
    slots: Vec<u64>,
}

impl From<KeyTable> for Packed {
    fn from(table: KeyTable) -> Self {
        let place = |&(key, number): &(u64, u32)| [key, u64::from(number.wrapping_add(1))];
        Self { count: table.count, slots: table.slots.iter().flat_map(place).collect() }
    }
}

impl From<Packed> for KeyTable {
    fn from(packed: Packed) -> Self {
        let place = |&[key, number]: &[u64; 2]| (key, (number as u32).wrapping_sub(1));
        Self { slots: packed.slots.as_chunks().0.iter().map(place).collect(), count: packed.count }
    }
}

/// No number.
const FREE: u32 = u32::MAX;

impl KeyTable {
    /// A table without keys and without room for any.
    pub const EMPTY: Self = Self { slots: Vec::new(), count: 0 };

    /// An empty table with room for so many keys.
    pub fn with_room(keys: usize) -> Self {
        Self { slots: vec![(0, FREE); (keys.max(8) * 2).next_power_of_two()], count: 0 }
    }

    /// The number of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let (_, number) = self.place(key)?;
        (number != FREE).then_some(number)
    }

    /// The number of a key; where it has none it is given this one, which must be less than [`u32::MAX`].
    #[inline]
    pub fn get_or_insert(&mut self, key: u64, number: u32) -> u32 {
        if let Some((at, known)) = self.place(key) {
            if known != FREE {
                return known;
            }
            if (self.count + 1) * 2 <= self.slots.len() {
                self.count += 1;
                self.slots.get_mut(at).into_iter().for_each(|slot| *slot = (key, number));
                return number;
            }
        }
        self.grow();
        self.get_or_insert(key, number)
    }

    /// Where a key stands or would stand, and its number.
    #[inline]
    fn place(&self, key: u64) -> Option<(usize, u32)> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        loop {
            let &(known, number) = self.slots.get(at)?;
            if known == key || number == FREE {
                return Some((at, number));
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let mut larger = Self::with_room(self.slots.len());
        for &(key, number) in self.slots.iter().filter(|(_, number)| *number != FREE) {
            larger.get_or_insert(key, number);
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
