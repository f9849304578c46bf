//! What stands beside what in reports: pairs of neighbours, and in how many of several hundred reports each was seen.
//!
//! `lexicon/neighbours.txt` has a line for each first syllable, with what stands behind it in seven groups, from those that fifty reports or more have to
//! those of a single one. `#` is a figure, `%` the sign, `@` an abbreviation. The list was counted by
//! `cargo test --test main -- --ignored neighbours` over clean reports that were written for the project, `tests/reports` among them;
//! syllables that the [`super::lexicon`] does not have are left out.

use super::lexicon::LEXICON;
use super::pairs::Pairs;

pub use super::pairs::{ABBREVIATION, FIGURE, Id, PERCENT};

/// The groups: at least so many reports have their pairs.
pub const REPORTS: [u32; 7] = [50, 20, 10, 5, 3, 2, 1];

#[expect(long_running_const_eval, reason = "the compiler reads the list once, so that no run has to")]
static NEIGHBOURS: Pairs<65_536, 131_072> = Pairs::of(include_str!("lexicon/neighbours.txt"), &LEXICON);

/// At least so many reports have these two side by side.
pub fn reports(first: Id, second: Id) -> u32 {
    NEIGHBOURS.group(first, second).and_then(|group| REPORTS.get(group as usize)).copied().unwrap_or_default()
}

/// What stands behind a syllable, figure, sign or abbreviation.
pub fn behind(first: Id) -> &'static [Id] {
    NEIGHBOURS.seconds(first)
}

/// What stands before one.
pub fn before(second: Id) -> &'static [Id] {
    NEIGHBOURS.firsts(second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold_key, lexicon};

    #[test]
    fn neighbours_are_those_of_the_list() {
        let id = |word: &str| lexicon::id(fold_key(word)).unwrap();
        assert_eq!(reports(id("thực"), id("hiện")), 50);
        assert_eq!(reports(id("hiện"), id("kinh")), 0);
        assert!(reports(id("tháng"), FIGURE) >= 50);
        assert!(reports(PERCENT, id("kế")) > 0 && reports(ABBREVIATION, id("tỉnh")) >= 20);
        assert!(behind(id("ủy")).contains(&id("ban")) && before(id("ban")).contains(&id("ủy")));
    }
}
