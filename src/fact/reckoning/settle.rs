//! Which figure is to blame where several reckonings fail.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::slip::{repairs, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning};

/// More failing reckonings than this are no single slips: each stands for itself.
const MOST_FAILING: usize = 60;

/// Joins failing reckonings that one changed figure would mend, and looks away from figures that others bear out.
pub fn settle(all: &mut Vec<Reckoning>) {
    let borne_out = Tokens::of_numbers(all.iter().filter(|one| one.holds));
    let failing: Vec<usize> = all.iter().enumerate().filter(|(_, one)| !one.holds).map(|(at, _)| at).collect();
    if failing.len() > MOST_FAILING {
        return;
    }
    let ways: HashMap<usize, Vec<(Number, Decimal)>> =
        failing.iter().filter_map(|&at| Some((at, repairs(all.get(at)?)))).collect();
    let mut gone = HashSet::new();
    for (rank, &one) in failing.iter().enumerate() {
        for &other in failing.iter().skip(rank + 1) {
            if gone.contains(&one) || gone.contains(&other) {
                continue;
            }
            let (Some(a), Some(b)) = (ways.get(&one), ways.get(&other)) else { continue };
            let Some((number, value)) = a.iter().find(|way| b.contains(way)) else { continue };
            // A ratio with its percentage is told by other rules unless a second reckoning stands behind it.
            let (stays, goes) =
                if all.get(one).is_some_and(|one| one.basis == Basis::Ratio) { (other, one) } else { (one, other) };
            if let Some(kept) = all.get_mut(stays) {
                (kept.suspect, kept.right) = (*number, *value);
                gone.insert(goes);
            }
        }
    }
    for &at in failing.iter().filter(|at| !gone.contains(*at)) {
        let Some(one) = all.get_mut(at).filter(|one| one.suspect == one.result) else { continue };
        let ways = ways.get(&at).map(Vec::as_slice).unwrap_or_default();
        let free: Vec<&(Number, Decimal)> =
            ways.iter().filter(|(number, _)| !borne_out.contains(number.token)).collect();
        let never = ways.iter().all(|(number, _)| number.token != one.result.token);
        // Two neighbours swapped mend a sum by chance far less often than one digit changed.
        let mut swaps = free.iter().filter(|(number, value)| swapped(number.written.value, *value));
        let swap = swaps.next().filter(|_| swaps.next().is_none());
        let only = free.first().filter(|(number, _)| free.iter().all(|(other, _)| other == number));
        if (never || borne_out.contains(one.result.token))
            && let Some((number, value)) = only.or(swap).map(|way| **way)
        {
            (one.suspect, one.right) = (number, value);
        }
    }
    let mut at = 0;
    all.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}
