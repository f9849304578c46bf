//! One wrong figure puts several relations out: which it is, and which of them are then told no more.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::{Basis, Relation, Sort, position, terms, with};
use crate::fact::sheet::{CellAt, Figure, Sheet};

/// With more relations out than this in one sheet, none is sought that they share: it is no table of sums.
const MOST_FAILING: usize = 60;

/// Where a sum of a row and a sum of a column fail by as much, the figure in both is the wrong one; it is told once.
pub(super) fn suspects(sheet: &Sheet, all: &mut Vec<Relation>) {
    // A last row in none of whose columns the others add up is no total, and takes no part in what else is wrong with it.
    let is_no_total =
        |relation: &Relation| relation.basis == Basis::Edge && relation.support == 0 && relation.against > 1;
    let failing: Vec<(usize, Decimal)> = all
        .iter()
        .enumerate()
        .filter(|(_, relation)| relation.sort != Sort::Percentage && !relation.holds() && !is_no_total(relation))
        .map(|(at, relation)| (at, relation.off()))
        .collect();
    if failing.len() > MOST_FAILING {
        return;
    }
    let failing: Vec<(usize, Decimal, HashSet<CellAt>)> =
        failing.into_iter().filter_map(|(at, off)| Some((at, off, terms(all.get(at)?)))).collect();
    let mut gone = Vec::new();
    for (at, (one, off, own)) in failing.iter().enumerate() {
        for (other, by, others) in failing.iter().skip(at + 1) {
            let (one, off, other, by) = (*one, *off, *other, *by);
            let (Some(a), Some(b)) = (all.get(one), all.get(other)) else { continue };
            // The same equation turned round (1 - 2 = 3, 1 = 2 + 3): the first found is the surest.
            let within = |cells: &HashSet<CellAt>, result: CellAt, other: &Relation| {
                let mut all = other.terms.iter().chain([&other.result]);
                all.all(|figure| figure.at == result || cells.contains(&figure.at))
            };
            let same = within(own, a.result.at, b) && within(others, b.result.at, a);
            if same && !(a.basis == Basis::Edge && b.basis == Basis::Edge) {
                gone.push(other);
                continue;
            }
            // A figure of both that is wrong by as much for either.
            let agrees = |figure: &&Figure| {
                let wrong = |relation: &Relation, off: Decimal| Some(off * relation.pull(figure.at)?);
                wrong(a, off).is_some_and(|by_one| Some(by_one) == wrong(b, by))
            };
            let found = a.terms.iter().chain([&a.result]).find(agrees).copied();
            let found = found.or_else(|| (a.result.at == b.result.at).then_some(a.result));
            let Some(found) = found else { continue };
            let place = position(sheet, found.at);
            if let (Some(relation), Some((row, column))) = (all.get_mut(one), place)
                && !gone.contains(&one)
            {
                (relation.suspect, relation.row, relation.column) = (found.at, row, column);
                gone.push(other);
            }
        }
    }
    let mut number = 0;
    all.retain(|_| {
        number += 1;
        !gone.contains(&(number - 1))
    });
}

/// A percentage that is right once a failing sum is put right is no finding of its own; and the figure they share is the
/// one to look at.
pub(super) fn consequences(sheet: &Sheet, all: &mut Vec<Relation>) {
    let failing = |sort: bool| {
        let fits = move |relation: &&Relation| (relation.sort == Sort::Percentage) == sort && !relation.holds();
        all.iter().filter(fits).cloned().collect::<Vec<_>>()
    };
    let (shares, sums) = (failing(true), failing(false));
    if shares.len().max(sums.len()) > MOST_FAILING {
        return;
    }
    let mut gone = HashSet::new();
    let sums: Vec<(&Relation, HashSet<CellAt>)> = sums.iter().map(|sum| (sum, terms(sum))).collect();
    for share in &shares {
        for (sum, terms) in &sums {
            let located = sum.suspect != sum.result.at;
            let mended = share.terms.iter().find(|term| {
                let own = term.at == sum.result.at;
                let concerned = if located { term.at == sum.suspect } else { own || terms.contains(&term.at) };
                let by = || sum.wanted(term)?.checked_sub(term.written.value);
                concerned && by().and_then(|by| with(share, term.at, by)).is_some_and(|mended| mended.holds())
            });
            let Some(term) = mended.filter(|_| gone.insert(share.result.at)) else { continue };
            let place = position(sheet, term.at);
            if let (Some(sum), Some((row, column))) =
                (all.iter_mut().find(|known| known.result.at == sum.result.at && known.basis == sum.basis), place)
            {
                (sum.suspect, sum.row, sum.column) = (term.at, row, column);
            }
        }
    }
    for (at, one) in shares.iter().enumerate() {
        let found = shares.iter().skip(at + 1).find_map(|other| Some((other, one.shared_slip(other)?)));
        let Some((other, term)) = found.filter(|_| !gone.contains(&one.result.at)) else {
            continue;
        };
        let known = all.iter_mut().find(|known| known.result.at == one.result.at && known.sort == Sort::Percentage);
        if let (Some(known), Some((row, column))) = (known, position(sheet, term)) {
            (known.suspect, known.row, known.column) = (term, row, column);
            gone.insert(other.result.at);
        }
    }
    all.retain(|relation| relation.sort != Sort::Percentage || relation.holds() || !gone.contains(&relation.result.at));
}
