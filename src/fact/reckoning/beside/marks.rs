//! Marks of groups, each out of its own most: where the mosts add up to the most of the whole, so must the marks.
//! `đạt 92,14/100 điểm; trong đó nhóm công khai 17,6/18 điểm, nhóm tiến độ 19,7/20 điểm, …`.

use rust_decimal::Decimal;

use super::super::read::{Figure, Sort as Kind};
use super::super::slip::repairs;
use super::super::{Basis, Number, Reckoning, Sort};
use super::{Place, earlier};
use crate::document::TokenId;

const MARKS: u64 = crate::text::key("điểm");

/// The reckoning of a run of marks, at the last of them.
pub fn find(place: &Place<'_>, start: usize) -> Option<Reckoning> {
    let (reader, last) = (place.reader, place.figure);
    let is_mark = |at: TokenId| reader.token(at).is_some_and(|token| token.key == MARKS);
    let in_marks = |figure: &Figure| is_mark(figure.tokens.end) || is_mark(figure.tokens.end.saturating_sub(1));
    let ratio = |figure: &Figure| figure.sort == Kind::Ratio && figure.depth == last.depth;
    if !ratio(last) || !in_marks(last) || place.behind().next().is_some_and(&ratio) {
        return None;
    }
    let mut run: Vec<&Figure> = place.before().take_while(|figure| ratio(figure)).collect();
    run.reverse();
    run.push(last);
    let wholes = |run: &[&Figure]| run.iter().filter_map(|one| one.whole).map(|whole| whole.value()).sum::<Decimal>();
    // The total may stand right before its groups.
    let ahead = run.first().and_then(|first| first.whole).map(|whole| whole.value());
    let leads = run.len() > 3 && ahead == Some(wholes(run.get(1..)?));
    let (total, run) = if leads {
        let (first, rest) = run.split_first()?;
        (Some(*first), rest.to_vec())
    } else {
        let sum = wholes(&run);
        let first = run.first()?.tokens.start;
        let of_all = |figure: &&Figure| {
            figure.tokens.end <= first
                && match figure.whole {
                    Some(whole) => whole.value() == sum,
                    None => figure.sort == Kind::Amount && in_marks(figure) && sum == Decimal::ONE_HUNDRED,
                }
        };
        (earlier(place, start, 30).find(of_all), run)
    };
    let terms: Vec<Number> = run.iter().map(|figure| figure.number).collect();
    if run.len() < 3 {
        return None;
    }
    let one = Reckoning::new(Sort::Sum, Basis::Partial, total?.number, terms)?;
    (one.holds || !repairs(&one).is_empty()).then_some(one)
}
