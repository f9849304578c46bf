//! A total and the two parts of it that one sentence tells behind it: `phát hiện 38 tồn tại, đã khắc phục 31, đang khắc phục 07`, `trong 32 nhiệm
//! vụ còn lại, 29 nhiệm vụ đang triển khai, 03 nhiệm vụ chưa đến hạn`: however small they are.

use rust_decimal::Decimal;

use super::change::is_change;
use super::lists::{compares, tells_both_sides};
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::tokens::Tokens;
use super::{Basis, Reckoning, Sort};
use crate::fact::amount::keys;

/// Most words between a figure and the next.
const MOST: usize = 12;
/// What is done with a part.
const DONE: Phrases = Phrases::of(&[
    keys!["đã"],
    keys!["xong"],
    keys!["hoàn" "thành"],
    keys!["giải" "quyết"],
    keys!["xử" "lý"],
    keys!["khắc" "phục"],
    keys!["công" "nhận"],
    keys!["tuyển" "được"],
    keys!["sử" "dụng"],
]);
/// What is not.
const OPEN: Phrases = Phrases::of(&[keys!["đang"], keys!["chưa"], keys!["còn"], keys!["còn" "lại"]]);

/// What turns to a part of a part.
const PARTS: Phrases = Phrases::of(&[keys!["trong" "đó"], keys!["riêng"], keys!["gồm"], keys!["trong" "số"]]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let sums = || all.iter().filter(|one| matches!(one.sort, Sort::Sum | Sort::Rest));
    let known = Tokens::of_numbers(sums());
    let mut found = Vec::new();
    for block in &reader.blocks {
        for at in block.clone() {
            found.extend(triple(reader, at));
        }
    }
    found.retain(|one: &Reckoning| !one.numbers().any(|number| known.contains(number.token)));
    all.extend(found);
}

fn triple(reader: &Reader<'_>, at: usize) -> Option<Reckoning> {
    let total = reader.figure(at).filter(|total| is_count(total) && !is_change(reader, total))?;
    let next = reader.figures.get(at + 1..)?;
    let mut own = next.iter().take_while(|figure| figure.sentence == total.sentence);
    let level = |figure: &&Figure| figure.sort != Kind::Percentage && figure.depth <= total.depth;
    let (one, two) = (own.find(level)?, own.find(level)?);
    let ways = [total.end()..one.tokens.start, one.end()..two.tokens.start];
    let stops = |way: &std::ops::Range<u32>| {
        reader.words(way.clone()) > MOST || reader.tokens(way.clone()).iter().filter(|token| token.is(';')).count() > 1
    };
    let (value, first, second) = (total.number.value(), one.number.value(), two.number.value());
    let parts = [one, two];
    let fits = parts.iter().all(|part| {
        is_count(part)
            && part.depth == total.depth
            && !is_change(reader, part)
            && (part.noun.is_empty() || reader.same_thing(part, total))
            && part.number.value() < value
    });
    if !fits || value < Decimal::TEN || ways.iter().any(stops) || first + second == value {
        return None;
    }
    let [_, way] = &ways;
    let before = ways[0].clone();
    let until = (two.end() + 8).min(total.sentence.end);
    let opposed = reader.says(before.clone(), DONE) && reader.says(way.start..two.tokens.start, OPEN);
    let sides = tells_both_sides(reader, before.start..until);
    let near = (first + second - value).abs() < Decimal::TEN;
    if !(opposed || sides) || !near || compares(reader, before.start..two.tokens.start) {
        return None;
    }
    // "34 nhiệm vụ đã xong, 30 đang triển khai, 05 chưa làm": the first is a part as well.
    let among = |sum: Decimal| {
        reader.near(total.tokens.start).iter().any(|figure| {
            let numbers = [Some(figure.number), figure.whole];
            figure.block == total.block && numbers.into_iter().flatten().any(|number| number.value() == sum)
        })
    };
    let is_part = [value + first, value + second, value + first + second].into_iter().any(among);
    let start = total.sentence.start;
    let lead = total.tokens.start.saturating_sub(5).max(start)..total.tokens.start;
    let mut earlier = reader.on_both_sides(total.tokens.start).0.iter().rev();
    let beside =
        earlier.find(|figure| figure.sort != Kind::Percentage).filter(|figure| figure.sentence == total.sentence);
    let listed = beside.is_some_and(|figure| {
        reader.words(figure.end()..total.tokens.start) <= MOST
            && (figure.noun.is_empty() || reader.same_thing(figure, total))
    });
    if is_part
        || listed
        || total.noun.is_empty()
        || reader.says(way.clone(), PARTS)
        || opposed && !sides && reader.says(lead, DONE)
    {
        return None;
    }
    let third = own.find(level).filter(|third| reader.words(two.end()..third.tokens.start) <= MOST);
    if third.is_some() {
        return None;
    }
    if opposed {
        return Reckoning::new(Sort::Rest, Basis::Tally, two.number, vec![total.number, one.number]);
    }
    Reckoning::new(Sort::Sum, Basis::Tally, total.number, vec![one.number, two.number])
}

/// Whether a figure counts something.
fn is_count(figure: &Figure) -> bool {
    figure.sort == Kind::Amount && figure.unit.is_none()
}
