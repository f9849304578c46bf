//! What a number should be after the numbers before it.
//!
//! One defect is told once: a number that breaks the sequence is measured against the place it holds, and the numbers
//! after it may go on from that place, from the number as written, or from the largest seen.

/// A running sequence of siblings of one kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Sequence {
    /// What the last member should have been.
    position: u32,
    /// The last member as written.
    written: u32,
    /// The largest number written.
    high: u32,
    /// Numbers that were skipped and may still come: the other half of a swapped pair.
    skipped: Vec<u32>,
}

impl Sequence {
    /// The number that would follow.
    pub(super) fn next(&self) -> u32 {
        self.position + 1
    }

    /// Takes the next number and says what it should have been: itself where the sequence holds.
    pub(super) fn take(&mut self, number: u32) -> u32 {
        let expected = self.next();
        let after_written = number == self.written + 1;
        self.written = number;
        if number == expected || after_written && number > 1 {
            self.position = number;
        } else if let Some(at) = self.skipped.iter().position(|&skipped| skipped == number) {
            self.skipped.swap_remove(at);
            self.position = self.high;
        } else {
            // A far jump is a slip of the pen, not a row of sections left out.
            self.skipped.extend((expected..number).take(8));
            self.position = expected;
            self.high = self.high.max(number);
            return expected;
        }
        self.high = self.high.max(number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers, each with `→ what it should be` where it breaks the sequence.
    fn told(numbers: &[u32]) -> String {
        let mut sequence = Sequence::default();
        let tell = |&number: &u32| match sequence.take(number) {
            expected if expected == number => number.to_string(),
            expected => format!("{number}→{expected}"),
        };
        numbers.iter().map(tell).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_defect_is_told_once() {
        for (numbers, expected) in [
            (&[1, 2, 3][..], "1 2 3"),
            (&[1, 2, 4, 5, 6], "1 2 4→3 5 6"),
            (&[1, 2, 3, 3, 4], "1 2 3 3→4 4"),
            (&[2, 3, 4], "2→1 3 4"),
            (&[1, 3, 2, 4], "1 3→2 2 4"),
            (&[1, 2, 7, 4, 5], "1 2 7→3 4 5"),
            (&[1, 2, 2, 4], "1 2 2→3 4"),
            (&[1, 2, 3, 1, 5], "1 2 3 1→4 5"),
            (&[1, 0, 3], "1 0→2 3"),
        ] {
            assert_eq!(told(numbers), expected, "{numbers:?}");
        }
    }
}
