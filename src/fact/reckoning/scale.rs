//! Units a thousand times off: a total in million beside parts in billion.

use rust_decimal::Decimal;

use super::{Basis, Number, Reckoning};

/// A total whose unit is a thousand times too large or too small for its parts.
pub fn scale(one: &Reckoning) -> Option<Reckoning> {
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
