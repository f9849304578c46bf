//! What the appraisal of a report says again of its results: a percentage, a ratio, how many are late.
//!
//! The later figure bears no sum of its own, the earlier one does or is the only one of its name; both are one slip apart and the
//! words around them are the same. Where two figures have sums of their own, they are two things.

use std::collections::HashSet;
use std::ops::Range;

use super::read::{Figure, Phrases, Reader, Sort as Kind, pairs};
use super::slip::{alike, plain, size, swapped};
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// What tells of another moment or plan.
const OTHERWISE: Phrases = &[
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["so" "với"],
    keys!["phấn" "đấu"],
    keys!["mục" "tiêu"],
    keys!["tối" "thiểu"],
    keys!["ít" "nhất"],
    keys!["đạt" "trên"],
    keys!["chỉ" "tiêu"],
    keys!["trên"],
    keys!["tăng"],
    keys!["giảm"],
];
/// What begins a remark on what is not done.
const STILL: Phrases = &[keys!["còn"], keys!["vẫn" "còn"], keys!["hiện" "còn"], keys!["thiếu"], keys!["còn" "thiếu"]];

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let held: HashSet<TokenId> =
        all.iter().filter(|one| one.holds).flat_map(|one| one.numbers().map(|number| number.token)).collect();
    let known: HashSet<TokenId> = all.iter().flat_map(|one| one.numbers().map(|number| number.token)).collect();
    let mut found = Vec::new();
    for later in &reader.figures {
        if known.contains(&later.number.token) {
            continue;
        }
        let earlier = || reader.figures.iter().filter(|one| one.block != later.block && one.sort == later.sort);
        let one = match later.sort {
            Kind::Percentage => {
                let near = |one: &&Figure| {
                    let least = if held.contains(&one.number.token) { 2 } else { 4 };
                    one.block < later.block && same_share(reader, one, later, least)
                };
                earlier().find(near).map(|one| (later.number, one.number))
            }
            Kind::Ratio => {
                // "31 nhiệm vụ, đạt 79,5%" of 39 is one as well.
                let shares = all.iter().filter(|one| one.holds && one.sort == Sort::Share);
                let mut parts = shares.filter_map(|one| Some((one.terms.first()?, one.terms.get(1)?)));
                let found = parts.find(|(part, whole)| {
                    let figure = reader.figures.iter().find(|figure| figure.number.token == part.token);
                    figure.is_some_and(|figure| figure.block != later.block && same_ratio(reader, figure, whole, later))
                });
                found.map(|(part, _)| (later.number, *part))
            }
            Kind::Amount => remark(reader, later).map(|number| (later.number, number)),
        };
        found.extend(one.and_then(|(later, earlier)| Reckoning::new(Sort::Same, Basis::Retold, later, vec![earlier])));
    }
    all.extend(found);
}

/// The words of the clause before a figure.
fn clause(reader: &Reader<'_>, figure: &Figure) -> Range<TokenId> {
    let ends = |at: &TokenId| reader.is_mark(*at, ';') || reader.is_mark(*at, ':');
    let from = (figure.sentence.start..figure.tokens.start).rev().find(ends).map_or(figure.sentence.start, |at| at + 1);
    from..figure.tokens.start
}

/// Whether a percentage says again what an earlier one said: most words of its clause stand in the earlier sentence.
fn same_share(reader: &Reader<'_>, earlier: &Figure, later: &Figure, least: usize) -> bool {
    let (a, b) = (earlier.number.written, later.number.written);
    let digits = size(b.value) + b.decimals as usize;
    let swap = swapped(a.value, b.value);
    let near =
        digits >= 3 && (swap || a.decimals == b.decimals && digits >= 4 && alike(plain(a.value), plain(b.value)));
    if !near {
        return false;
    }
    let own = clause(reader, later);
    if reader.says(own.clone(), OTHERWISE) {
        return false;
    }
    let own = pairs(&reader.keys(own));
    let before = earlier.sentence.start..earlier.tokens.start;
    let shared = own.intersection(&pairs(&reader.keys(before))).count();
    shared >= least + usize::from(!swap) && shared * 10 >= own.len() * 3
}

/// Whether a ratio without a percentage is an earlier one with another part: `31/39 nhiệm vụ đã hoàn thành`.
fn same_ratio(reader: &Reader<'_>, earlier: &Figure, whole: &Number, later: &Figure) -> bool {
    let same = later.whole.is_some_and(|own| own.value() == whole.value() && size(own.value()) >= 2);
    let near = later.tokens.end..later.tokens.end + 12;
    let shared = |one: &Figure| {
        one.sort == Kind::Percentage && near.contains(&one.tokens.start) && one.sentence == later.sentence
    };
    if later.whole.is_some_and(|whole| whole.value() <= later.number.value()) {
        return false;
    }
    if size(later.number.value()) < 2 || reader.figures.iter().any(shared) {
        return false;
    }
    if !same || !reader.same_thing(earlier, later) || !alike(earlier.number.value(), later.number.value()) {
        return false;
    }
    let around = |figure: &Figure| {
        let from = figure.tokens.start.saturating_sub(6).max(figure.sentence.start);
        let mut all = pairs(&reader.keys(from..figure.tokens.start));
        all.extend(pairs(&reader.keys(figure.end()..(figure.end() + 6).min(figure.sentence.end))));
        all
    };
    around(earlier).intersection(&around(later)).count() > 0 && !reader.says(clause(reader, later), OTHERWISE)
}

/// `Vẫn còn 06 hồ sơ quá hạn`: the only other number of these words, of four syllables or more.
fn remark(reader: &Reader<'_>, later: &Figure) -> Option<Number> {
    reader.ending(later.tokens.start, later.sentence.start, STILL)?;
    let words = |figure: &Figure| {
        let until = (figure.tokens.end + 4).min(figure.sentence.end);
        reader.keys(figure.tokens.end..until)
    };
    let own = words(later);
    if own.len() < 4 || later.unit.is_some() {
        return None;
    }
    // "quá hạn 06 hồ sơ" says what "06 hồ sơ quá hạn" says.
    let turned = |one: &Figure| {
        let (noun, state) = own.split_at(own.len() - 2);
        one.tokens.start >= one.sentence.start + 2
            && reader.keys(one.tokens.start - 2..one.tokens.start) == state
            && reader.keys(one.noun.clone()) == noun
    };
    let same = |one: &&Figure| {
        one.sort == Kind::Amount && one.number.token != later.number.token && (words(one) == own || turned(one))
    };
    let others: Vec<Number> = reader.figures.iter().filter(same).map(|one| one.number).collect();
    let first = others.first()?;
    let one = others.iter().all(|number| number.value() == first.value());
    let place = reader.figures.iter().find(|figure| figure.number.token == first.token)?;
    let apart = place.block != later.block
        && !reader.says(clause(reader, place), OTHERWISE)
        && !reader.says(clause(reader, later), OTHERWISE);
    (one && apart && alike(first.value(), later.number.value())).then_some(*first)
}
