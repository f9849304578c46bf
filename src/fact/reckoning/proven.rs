//! A percentage right behind a part whose total the report itself proves: by what is left (`chỉ ra 46 hạn chế; đã khắc phục 35 hạn chế, đạt
//! 76,1%; 11 hạn chế còn lại`), or by parts that make it up, of which another has its percentage of it as well (`3.094 phiếu, trong đó 2.912
//! phiếu hài lòng (94,1%), 182 phiếu chưa hài lòng (5,9%)`). However far the percentage is from right, it is wrong.

use super::read::{Figure, Reader, Sort as Kind};
use super::tokens::Tokens;
use super::words::ATTAIN;
use super::{Basis, Number, Reckoning, Sort, agrees};
use crate::document::TokenId;

/// So many words stand between a part and its percentage at most.
const NEAR: usize = 4;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter().filter(|one| matches!(one.sort, Sort::Share | Sort::Growth)));
    let mut found = Vec::new();
    for one in all.iter().filter(|one| one.holds) {
        match (one.sort, one.basis, one.terms.as_slice()) {
            (Sort::Rest, Basis::Left, &[total, part]) if total.token < part.token => {
                let of_rest = |share: &Reckoning| agrees(Sort::Share, &share.result, &[one.result, total]);
                found.extend(share(reader, part, total).filter(|share| !share.holds && !of_rest(share)));
            }
            (Sort::Sum, Basis::Whole | Basis::Bracket | Basis::Partial, parts) => {
                let shares: Vec<Reckoning> = parts.iter().filter_map(|part| share(reader, *part, one.result)).collect();
                let proven = shares.iter().any(|share| share.holds);
                found.extend(shares.into_iter().filter(|share| proven && !share.holds));
            }
            _ => {}
        }
    }
    all.extend(found.into_iter().filter(|one| !known.contains(one.result.token)));
}

/// The percentage of a part of a total.
fn share(reader: &Reader<'_>, part: Number, total: Number) -> Option<Reckoning> {
    let told = reader.of_fact(part.fact?).filter(|told| told.sort == Kind::Amount)?;
    let at = reader.figures.partition_point(|figure| figure.tokens.start < told.end());
    let percent = reader.figure(at).filter(|next| next.sort == Kind::Percentage && next.sentence == told.sentence)?;
    let share = Reckoning::new(Sort::Share, Basis::Earlier, percent.number, vec![part, total])?;
    (total.scale == part.scale && stands_alone(reader, told, percent)).then_some(share)
}

/// Whether a percentage stands right behind its part, in brackets or behind what says that it is of it, and names nothing else it is of.
fn stands_alone(reader: &Reader<'_>, told: &Figure, percent: &Figure) -> bool {
    let (start, end) = (percent.tokens.start, percent.tokens.end);
    let mark = |at: TokenId, marks: &[char]| marks.iter().any(|&mark| reader.is_mark(at, mark));
    let bracketed = reader.is_mark(start.saturating_sub(1), '(') && reader.is_mark(end, ')');
    let said = reader.ending(start, told.tokens.end, ATTAIN).is_some() && mark(end, &[',', ';', '.']);
    (bracketed || said) && reader.words(told.end()..start) <= NEAR
}
