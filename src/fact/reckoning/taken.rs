//! What the appraisal and the plan take up of the results, where the ledger's words do not reach: a difference of many digits
//! (`còn phải thu 1.481,6 tỷ đồng`), a row of a table (`phẫu thuật ít nhất 656 ca`), a whole that the report tells again and again
//! (`45/91 nhiệm vụ`), and what is left and named by the same words (`buộc 38 mỏ lắp trạm cân` of `38 mỏ chưa lắp trạm cân`).

mod again;
mod far;
mod rows;
mod undone;

use super::ledger::{Part, parts};
use super::phrases::Phrases;
use super::read::{Figure, Reader};
use super::tokens::Tokens;
use super::{Reckoning, Tables};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// A lower bound, or what rounds by word.
const BOUNDS: Phrases = Phrases::of(&[
    keys!["ít" "nhất"],
    keys!["tối" "thiểu"],
    keys!["trên"],
    keys!["khoảng"],
    keys!["gần"],
    keys!["hơn"],
    keys!["thêm"],
    keys!["đủ"],
    keys!["hết"],
]);

pub fn find(reader: &Reader<'_>, tables: &Tables<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter());
    let parts = parts(reader);
    let is_later = |figure: &&Figure| {
        parts.get(figure.block as usize).is_some_and(|part| *part != Part::Results)
            && !known.contains(figure.number.token)
    };
    let later: Vec<&Figure> = reader.figures.iter().filter(is_later).collect();
    if later.is_empty() {
        return;
    }
    let mut found = far::find(reader, &later, all);
    found.extend(rows::find(reader, tables, &later));
    found.extend(undone::find(reader, &later, all));
    found.extend(again::find(reader, &later));
    let mut told = Tokens::default();
    found.retain(|one| {
        let new = !told.contains(one.result.token);
        told.insert(one.result.token);
        new
    });
    all.append(&mut found);
}

/// Where the words before a figure end, bounds left out: `phẫu thuật ít nhất 656 ca`.
fn bound(reader: &Reader<'_>, figure: &Figure) -> TokenId {
    let mut at = figure.tokens.start;
    while let Some(before) = reader.ending(at, figure.sentence.start, BOUNDS) {
        at = before;
    }
    at
}
