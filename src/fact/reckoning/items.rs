//! The items of a list below the line that announces it: what they add up to, and how many they are.

use std::ops::Range;

use rust_decimal::Decimal;

use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{repairs, swapped};
use super::{Basis, Number, Reckoning, Sort};
use crate::document::{Block, BlockKind, LabelKind};
use crate::fact::Written;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        let Some(last) = block.end.checked_sub(1).and_then(|at| reader.figure(at)) else { continue };
        let Some(head) = reader.document.blocks.get(last.block as usize) else { continue };
        if !head.tokens.end.checked_sub(1).is_some_and(|at| reader.is_mark(at, ':')) {
            continue;
        }
        let below = reader.document.blocks.get(last.block as usize + 1..).unwrap_or_default();
        let count = below.iter().take_while(|item| is_item(item) && !is_item(head)).count();
        if count >= 2 {
            sums(reader, block, last, count, all);
            all.extend(number_of(reader, last, head, below.get(..count).unwrap_or_default()));
        }
    }
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item) || is_lettered(block)
}

fn is_lettered(block: &Block) -> bool {
    block.label.as_ref().is_some_and(|label| matches!(label.kind, LabelKind::Letter | LabelKind::Parenthesis))
}

/// Each amount of the line that announces a list, with the first amount of its kind in each item below.
fn sums(reader: &Reader<'_>, block: &Range<usize>, last: &Figure, count: usize, all: &mut Vec<Reckoning>) {
    let items: Vec<&[Figure]> = (1..=count as u32)
        .map(|ahead| {
            let own = |range: &&Range<usize>| {
                reader.figure(range.start).is_some_and(|figure| figure.block == last.block + ahead)
            };
            let range = reader.blocks.iter().find(own);
            range.and_then(|range| reader.figures.get(range.clone())).unwrap_or_default()
        })
        .collect();
    let heads = reader.figures.get(block.clone()).unwrap_or_default().iter();
    for total in heads.filter(|total| total.sentence.start == last.sentence.start && total.sort == Kind::Amount) {
        let own = |figures: &&[Figure]| {
            let fits = |figure: &&Figure| figure.sort == Kind::Amount && reader.same_thing(total, figure);
            figures.iter().find(fits).map(|figure| figure.number)
        };
        let terms: Option<Vec<Number>> = items.iter().map(own).collect();
        let Some(one) = terms.and_then(|terms| Reckoning::new(Sort::Sum, Basis::Lines, total.number, terms)) else {
            continue;
        };
        // Some items may be no parts; one slip away they are.
        let slips = repairs(&one)
            .iter()
            .any(|(number, value)| number.written.value >= Decimal::TEN || swapped(number.written.value, *value));
        if one.holds || slips {
            all.push(one);
        }
    }
}

/// `38 nhiệm vụ thuộc 08 nhóm:` above items a) to h).
fn number_of(reader: &Reader<'_>, last: &Figure, head: &Block, items: &[Block]) -> Option<Reckoning> {
    let beside =
        reader.words(last.tokens.end..head.tokens.end) <= 4 && last.sort == Kind::Amount && last.unit.is_none();
    let told = last.number;
    let counted = told.written.decimals == 0 && told.scale == Decimal::ONE && told.value() >= Decimal::TWO;
    if !beside || !counted || !items.iter().all(is_lettered) {
        return None;
    }
    let value = Decimal::from(items.len());
    let token = items.last()?.tokens.start;
    let term =
        Number { fact: None, token, written: Written { value, decimals: 0 }, scale: Decimal::ONE, rounded: false };
    let near = (value - told.value()).abs() <= Decimal::from(3);
    Reckoning::new(Sort::Same, Basis::Items, told, vec![term]).filter(|one| one.holds || near)
}
