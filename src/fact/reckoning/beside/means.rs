//! A total in million beside an average that makes it billion: `2.418 trường hợp, số tiền 19,63 triệu đồng, bình quân 8,1 triệu
//! đồng/trường hợp`.

use rust_decimal::Decimal;

use super::super::phrases::Phrases;
use super::super::{Basis, Number, Reckoning, Sort, agrees};
use super::{Place, is_amount};
use crate::fact::amount::keys;

const MEAN: Phrases = Phrases::of(&[
    keys!["bình" "quân"],
    keys!["trung" "bình"],
    keys!["bình" "quân" "đạt"],
    keys!["bình" "quân" "khoảng"],
    keys!["trung" "bình" "khoảng"],
]);

pub fn find(place: &Place<'_>) -> Option<Reckoning> {
    let (reader, mean) = (place.reader, place.figure);
    let stroke = mean.tokens.end;
    if !is_amount(mean) || mean.unit.is_none() || !reader.is_mark(stroke, '/') || !place.follows(MEAN) {
        return None;
    }
    let per = reader.token(stroke + 1).filter(|token| token.is_word())?.key;
    let total = place.before().next().filter(|total| is_amount(total) && total.unit == mean.unit)?.number;
    let count = place.before().find(|count| reader.words_of(count).next() == Some(per))?.total();
    let thousand = Decimal::ONE_THOUSAND;
    let fits = |number: Number| agrees(Sort::Average, &mean.number, &[number, count]) && !count.value().is_zero();
    if fits(total) {
        return Reckoning::new(Sort::Average, Basis::Mean, mean.number, vec![total, count]);
    }
    let by = [thousand, Decimal::ONE / thousand];
    let by = by.into_iter().find(|by| fits(Number { scale: total.scale * by, ..total }))?;
    let one = Reckoning::new(Sort::Average, Basis::Scale, mean.number, vec![total, count])?;
    // Nobody is paid a billion on average.
    let billion = thousand * thousand * thousand;
    let suspect = if mean.number.scale >= billion { mean.number } else { total };
    Some(Reckoning { suspect, right: by, holds: false, ..one })
}
