//! Units a thousand times off: a total in million beside parts in billion.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::read::{Reader, Sort as Kind};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};

/// So many figures before a percentage may be what its part is of.
const MOST: usize = 8;

/// `giao 14.862 triệu đồng; đã thực hiện 10.127 tỷ đồng, bằng 68,1%`: the percentage of the numbers as they are written, in
/// units a thousand apart.
pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let held: Tokens = all.iter().filter(|one| one.holds).map(|one| one.result.token).collect();
    let mut scales: HashMap<Decimal, usize> = HashMap::new();
    for figure in reader.figures.iter().filter(|figure| figure.unit.is_some()) {
        *scales.entry(figure.number.scale).or_default() += 1;
    }
    // The unit that the report uses less is the wrong one.
    let uses = |scale: Decimal| scales.get(&scale).copied().unwrap_or(0);
    let mut told = Vec::new();
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for (at, percent) in figures.iter().enumerate().filter(|(_, figure)| figure.sort == Kind::Percentage) {
            let beside = |one: &&super::read::Figure| {
                one.sort == Kind::Amount && one.unit.is_some() && one.number.scale > Decimal::ONE
            };
            let Some(part) = at.checked_sub(1).and_then(|at| figures.get(at)).filter(beside) else { continue };
            let near = part.sentence == percent.sentence && reader.words(part.tokens.end..percent.tokens.start) <= 3;
            let before = figures.get(at.saturating_sub(MOST)..at.saturating_sub(1)).unwrap_or_default().iter().rev();
            let behind =
                figures.get(at + 1).filter(|whole| whole.sentence == percent.sentence && whole.depth > percent.depth);
            let wholes = before.chain(behind).filter(beside).filter(|whole| whole.unit == part.unit);
            let found = wholes.filter(|_| near).find_map(|whole| {
                let (part, whole) = (part.number, whole.number);
                let bare = |number: Number| Number { scale: Decimal::ONE, ..number };
                let times = part.scale.max(whole.scale).checked_div(part.scale.min(whole.scale))?;
                let fits = super::agrees(Sort::Share, &percent.number, &[bare(part), bare(whole)]);
                if times != Decimal::ONE_THOUSAND || !fits || held.contains(percent.number.token) {
                    return None;
                }
                let suspect = if uses(part.scale) <= uses(whole.scale) { part } else { whole };
                let by = if suspect.scale == part.scale.max(whole.scale) { Decimal::ONE / times } else { times };
                let one = Reckoning::new(Sort::Share, Basis::Scale, percent.number, vec![part, whole])?;
                Some(Reckoning { suspect, right: by, holds: false, ..one })
            });
            told.extend(found);
        }
    }
    let tokens: Tokens = told.iter().map(|one: &Reckoning| one.result.token).collect();
    all.retain(|one| one.holds || !tokens.contains(one.result.token));
    all.append(&mut told);
}

/// A total whose unit is a thousand times too large or too small for its parts.
pub fn scale(one: &Reckoning) -> Option<Reckoning> {
    // "531,8 nghìn con: bò 119,4; trâu 4,2; dê 148,6": parts without a unit are told in that of the total.
    let bare = one.terms.iter().all(|term| term.scale == Decimal::ONE);
    if bare && one.result.scale > Decimal::ONE && one.terms.iter().any(|term| term.written.decimals > 0) {
        return None;
    }
    let thousand = Decimal::ONE_THOUSAND;
    let times = [thousand, Decimal::ONE / thousand];
    let fits = |by: &Decimal| {
        let result = Number { scale: one.result.scale * by, ..one.result };
        super::agrees(one.sort, &result, &one.terms)
    };
    let whole = times.into_iter().find(fits).filter(|_| one.result.scale > Decimal::ONE);
    if let Some(by) = whole {
        return Some(Reckoning { basis: Basis::Scale, right: by, ..one.clone() });
    }
    // One part is told in another unit than the others.
    one.terms.iter().filter(|term| term.scale > Decimal::ONE).find_map(|term| {
        times.into_iter().find_map(|by| {
            let scaled = |part: &Number| {
                if part.token == term.token { Number { scale: part.scale * by, ..*part } } else { *part }
            };
            let terms: Vec<Number> = one.terms.iter().map(scaled).collect();
            let fits = super::agrees(one.sort, &one.result, &terms);
            fits.then(|| Reckoning { basis: Basis::Scale, right: by, suspect: *term, ..one.clone() })
        })
    })
}
