//! Lists of places that grow side by side, all in one piece of memory: most have a few entries, and there are hundreds of them.

use crate::document::TokenId;

/// Lists of places in order, by their numbers.
#[derive(Debug)]
pub struct Lists {
    /// The first entry of each list and its last.
    ends: Vec<(u32, u32)>,
    entries: Vec<Entry>,
}

/// A place in a list.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The token.
    pub at: TokenId,
    /// What is noted of it, as bits.
    pub bits: u32,
    /// The entry behind it in its list.
    pub next: u32,
}

/// No entry.
const NONE: u32 = u32::MAX;

impl Lists {
    /// So many empty lists, with room for so many entries in all.
    pub fn new(lists: usize, room: usize) -> Self {
        Self { ends: vec![(NONE, NONE); lists], entries: Vec::with_capacity(room) }
    }

    /// The first entry of a list.
    pub fn first(&self, list: u32) -> u32 {
        self.ends.get(list as usize).map_or(NONE, |&(first, _)| first)
    }

    /// An entry, if there is one.
    #[inline]
    pub fn get(&self, entry: u32) -> Option<Entry> {
        self.entries.get(entry as usize).copied()
    }

    /// Adds a place to the end of a list. Where its last place is the same, the bits are added to it.
    #[inline]
    pub fn push(&mut self, list: u32, at: TokenId, bits: u32) {
        let Some((first, last)) = self.ends.get_mut(list as usize) else { return };
        let number = self.entries.len() as u32;
        match self.entries.get_mut(*last as usize) {
            Some(last) if last.at == at => {
                last.bits |= bits;
                return;
            }
            Some(last) => last.next = number,
            None => *first = number,
        }
        *last = number;
        self.entries.push(Entry { at, bits, next: NONE });
    }

    /// Puts a list in order to whose end places were added that belong before others.
    pub fn settle(&mut self, list: u32) {
        let mut all: Vec<(TokenId, u32)> = Vec::new();
        let mut next = self.first(list);
        while let Some(entry) = self.get(next) {
            all.push((entry.at, entry.bits));
            next = entry.next;
        }
        if all.is_sorted_by(|a, b| a.0 < b.0) {
            return;
        }
        // Two lists in order, one behind the other: the stable sort merges them.
        all.sort_by_key(|&(at, _)| at);
        self.ends.get_mut(list as usize).into_iter().for_each(|ends| *ends = (NONE, NONE));
        all.into_iter().for_each(|(at, bits)| self.push(list, at, bits));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lists: &Lists, list: u32) -> Vec<(TokenId, u32)> {
        let first = lists.get(lists.first(list));
        std::iter::successors(first, |entry| lists.get(entry.next)).map(|entry| (entry.at, entry.bits)).collect()
    }

    #[test]
    fn lists_grow_side_by_side_and_are_put_in_order() {
        let mut lists = Lists::new(3, 4);
        for (list, at, bits) in [(0, 1, 1), (2, 1, 1), (0, 1, 2), (0, 7, 1), (2, 9, 4), (0, 4, 4), (0, 7, 2)] {
            lists.push(list, at, bits);
        }
        assert_eq!(shown(&lists, 0), [(1, 3), (7, 1), (4, 4), (7, 2)]);
        lists.settle(0);
        assert_eq!(shown(&lists, 0), [(1, 3), (4, 4), (7, 3)]);
        assert_eq!((shown(&lists, 1), shown(&lists, 2)), (vec![], vec![(1, 1), (9, 4)]));
    }
}
