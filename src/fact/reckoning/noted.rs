//! A total whose parts the note at it tells: `thẩm định 268 dự thảo văn bản¹`, and in the note 74, 31, 71 and 92 drafts of four offices.
//!
//! A note need not name all parts. It does so where it is the habit of the report, which another note of such parts bears out; a
//! report that has one such note only must have swapped two digits, or slipped in a number of three.

use std::collections::HashMap;
use std::ops::Range;

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{alike, repairs, size, swapped};
use super::{Basis, Number, Reckoning, Sort};
use crate::document::{BlockKind, TokenId};
use crate::fact::amount::keys;

/// So many parts at least: two numbers of one thing may be anything.
const PARTS: usize = 3;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let notes = reader.blocks.iter().filter_map(|range| {
        let figures = reader.figures.get(range.clone())?;
        let block = reader.document.blocks.get(figures.first()?.block as usize)?;
        match block.kind {
            BlockKind::Note(note) if figures.len() >= PARTS && !names_some(reader, &block.tokens) => {
                Some((note, figures))
            }
            _ => None,
        }
    });
    // The first mark of each note, and the one before it in the text.
    let marks = || reader.document.marks.iter();
    let before = std::iter::once(None).chain(marks().map(|mark| Some(mark.token)));
    let mut of_notes: HashMap<u32, (TokenId, Option<TokenId>)> = HashMap::new();
    for (mark, before) in marks().zip(before) {
        if let Some(note) = mark.note {
            of_notes.entry(note).or_insert((mark.token, before));
        }
    }
    let mut found = Vec::new();
    for (note, parts) in notes {
        let Some(&(mark, before)) = of_notes.get(&note) else { continue };
        found.extend(totals(reader, mark, before).filter_map(|total| sum(reader, total, parts)));
    }
    let habit = found.iter().any(|one| one.holds);
    found.retain(|one| one.holds || is_slip(one, habit));
    all.append(&mut found);
}

/// `Như: Quyết định số … (24 TTHC); …`: a note that names some of them begins so.
fn names_some(reader: &Reader<'_>, note: &Range<TokenId>) -> bool {
    (note.start..note.start + 3).any(|at| reader.beginning(at, note.end, SOME).is_some())
}

const SOME: Phrases = Phrases::of(&[
    keys!["như"],
    keys!["một" "số"],
    keys!["điển" "hình"],
    keys!["tiêu" "biểu"],
    keys!["ví" "dụ"],
    keys!["trong" "đó"],
    keys!["nổi" "bật"],
]);

/// The amounts of a sentence that a note is about: those before its mark, behind the mark before.
fn totals<'r>(reader: &'r Reader<'_>, mark: TokenId, before: Option<TokenId>) -> impl Iterator<Item = &'r Figure> {
    let from = reader.document.sentence_of(mark).start.max(before.unwrap_or_default());
    let (figures, _) = reader.on_both_sides(mark);
    figures.iter().filter(move |figure| figure.tokens.start >= from && figure.sort == Kind::Amount)
}

/// A total and the amounts of its things in a note that does not name the total itself.
fn sum(reader: &Reader<'_>, total: &Figure, parts: &[Figure]) -> Option<Reckoning> {
    let is_part = |part: &&Figure| part.sort == Kind::Amount && reader.same_thing(total, part);
    let terms: Vec<Number> = parts.iter().filter(is_part).map(|part| part.number).collect();
    let all_less = terms.iter().all(|term| term.value() < total.number.value());
    (terms.len() >= PARTS && all_less).then(|| Reckoning::new(Sort::Sum, Basis::Lines, total.number, terms)).flatten()
}

/// Whether a sum that does not hold looks like one in which a digit is wrong.
fn is_slip(one: &Reckoning, habit: bool) -> bool {
    repairs(one).iter().any(|(number, value)| {
        let written = number.written.value;
        swapped(written, *value) || alike(written, *value) && (habit && size(*value) >= 2 || size(*value) >= 3)
    })
}
