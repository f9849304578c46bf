//! What became of a total, told in one sentence: `tiếp nhận 2.418 hồ sơ; đã giải quyết 2.397 hồ sơ (đạt 99,13%), đang giải quyết
//! trong hạn 21 hồ sơ`.
//!
//! The last part must be open (`đang`, `chưa`, `còn`, `quá hạn`) and one before it done, so that nothing is left out. That
//! such a sum fails is told only where a slip mends it that is no chance: two digits swapped, or one of a large number.

use rust_decimal::Decimal;

use super::change::is_change;
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind, UNCOUNTED};
use super::slip::{alike, plain, repairs, size, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// What was done with a part.
const DONE: Phrases = Phrases::of(&[
    keys!["đã"],
    keys!["hoàn" "thành"],
    keys!["giải" "quyết"],
    keys!["xử" "lý"],
    keys!["phê" "duyệt"],
    keys!["khắc" "phục"],
    keys!["trước" "hạn"],
    keys!["đúng" "hạn"],
    keys!["triển" "khai"],
    keys!["giải" "ngân"],
    keys!["thành" "công"],
]);
/// What is not done, or not well.
const OPEN: Phrases = Phrases::of(&[
    keys!["đang"],
    keys!["chưa"],
    keys!["còn"],
    keys!["quá" "hạn"],
    keys!["trễ" "hạn"],
    keys!["trong" "hạn"],
    keys!["dự" "kiến"],
]);
/// Here another thought begins, or figures are of another moment.
const BREAKS: Phrases = Phrases::of(&[
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["vượt"],
    keys!["phấn" "đấu"],
    keys!["mục" "tiêu"],
    keys!["kế" "hoạch"],
    keys!["lũy" "kế"],
    keys!["bình" "quân"],
    keys!["riêng"],
    keys!["trong" "đó"],
    keys!["tồn"],
    keys!["kỳ" "trước"],
    keys!["phát" "hiện"],
]);

/// Parts of a total at most.
const MOST_PARTS: usize = 4;

/// What comes in.
const RECEIVED: Phrases = Phrases::of(&[keys!["tiếp" "nhận"], keys!["thụ" "lý"], keys!["được" "giao"], keys!["nhận"]]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        all.extend(figures.windows(2).filter_map(|pair| more_done(reader, pair)));
    }
    let known = Tokens::of_numbers(all.iter().filter(|one| one.sort == Sort::Sum || one.sort == Sort::Rest));
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for at in 0..figures.len() {
            all.extend(outcome(reader, figures, at).filter(|one| one.numbers().all(|it| !known.contains(it.token))));
        }
    }
}

/// `đã tiếp nhận 726 phản ánh, đã xử lý 762 phản ánh`: more was done than came in, and two digits are swapped.
fn more_done(reader: &Reader<'_>, pair: &[Figure]) -> Option<Reckoning> {
    let [total, done] = pair else { return None };
    let way = total.end()..done.tokens.start;
    let beside = done.sentence == total.sentence
        && done.depth == total.depth
        && [total, done].iter().all(|figure| figure.sort == Kind::Amount)
        && reader.same_thing(total, done)
        && reader.words(way.clone()) <= 10;
    let told = beside
        && reader.ending(total.tokens.start, total.sentence.start, RECEIVED).is_some()
        && reader.says(way.clone(), DONE)
        && !reader.says(total.sentence.clone(), BREAKS);
    let more = done.number.value() > total.number.value() && size(total.number.value()) >= 3;
    let swap = more && swapped(total.number.written.value, done.number.written.value);
    (told && swap).then(|| Reckoning::new(Sort::Same, Basis::Total, done.number, vec![total.number])).flatten()
}

fn outcome(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let total = figures.get(at).filter(|total| total.sort == Kind::Amount && !is_change(reader, total))?;
    if total.noun.is_empty() && total.unit.is_none() || total.unit.is_some_and(|unit| UNCOUNTED.contains(&unit)) {
        return None;
    }
    let rest = figures.get(at + 1..)?.iter().take_while(|next| next.sentence == total.sentence);
    // What stands in brackets is told of the figure before it.
    let level: Vec<&Figure> = rest.filter(|next| next.depth <= total.depth && next.sort != Kind::Percentage).collect();
    let parts = level.get(..level.len().min(MOST_PARTS + 1))?;
    let mut before = total;
    let mut run: Vec<&Figure> = Vec::new();
    for part in parts {
        let way = before.end()..part.tokens.start;
        let alike = part.sort == Kind::Amount
            && part.unit == total.unit
            && part.depth == total.depth
            && (part.noun.is_empty() || total.noun.is_empty() || part.head == total.head);
        if !alike || reader.words(way.clone()) > 12 || reader.says(way, BREAKS) {
            break;
        }
        run.push(part);
        before = part;
    }
    let last = run.iter().rposition(|part| is(reader, figures, part, OPEN))?;
    run.truncate(last + 1);
    let done = run.iter().any(|part| is(reader, figures, part, DONE));
    if run.len() < 2 || run.len() > MOST_PARTS || !done {
        return None;
    }
    let made = |parts: &[&Figure]| {
        let terms: Vec<Number> = parts.iter().map(|part| part.number).collect();
        Reckoning::new(Sort::Sum, Basis::Partial, total.number, terms)
    };
    if (2..=run.len()).any(|count| run.get(..count).and_then(made).is_some_and(|one| one.holds)) {
        return None;
    }
    // "rà soát 884 văn bản, phải xử lý 402, đã xử lý 317, còn 85": the parts are those of another total.
    let values: Vec<Decimal> = run.iter().map(|part| part.number.value()).collect();
    let nested = |at: usize| values.get(at + 1..).is_some_and(|rest| values.get(at) == Some(&rest.iter().sum()));
    if (0..run.len().saturating_sub(2)).any(nested) {
        return None;
    }
    // "143 lượt, gồm 108 lượt về hành vi và 35 lượt về quy định; đã xử lý 136 lượt, còn 07 lượt": it is itself a part beside the first.
    let with_first = values.first().map(|first| *first + total.number.value());
    let mut before = figures.get(..at)?.iter().rev().take_while(|other| other.sentence == total.sentence);
    if before.any(|other| Some(other.number.value()) == with_first) {
        return None;
    }
    let one = made(&run)?;
    // What was there before, or another part, may stand anywhere in the sentence.
    let off = one.right.checked_mul(total.number.scale)?.checked_sub(total.number.value())?.abs();
    let mut own = figures.iter().filter(|other| other.sentence == total.sentence && other.sort == Kind::Amount);
    if own.any(|other| other.number.value() == off) {
        return None;
    }
    let strong = |(number, right): &(Number, Decimal)| {
        let written = number.written.value;
        let digits = size(plain(written));
        swapped(written, *right) && digits >= 2 || digits >= 3 && alike(plain(written), plain(*right))
    };
    repairs(&one).iter().any(strong).then_some(one)
}

/// Whether one of these words stands beside a figure in its clause.
fn is(reader: &Reader<'_>, figures: &[Figure], part: &Figure, words: Phrases) -> bool {
    let own = figures.partition_point(|figure| figure.tokens.start < part.tokens.start);
    let before = own.checked_sub(1).and_then(|at| figures.get(at)).map_or(part.sentence.start, Figure::end);
    let cut = |at: &TokenId| reader.token(*at).is_some_and(|token| !token.is_word() && !token.is(':'));
    let least = before.max(part.tokens.start.saturating_sub(7)).max(part.sentence.start);
    let from = (least..part.tokens.start).rev().find(cut).map_or(least, |at| at + 1);
    let next = figures.get(own + 1).map_or(part.sentence.end, |next| next.tokens.start);
    let most = (part.tokens.end + 10).min(part.sentence.end).min(next.max(part.tokens.end));
    let until = (part.tokens.end..most).find(cut).unwrap_or(most);
    reader.says(from..part.tokens.start, words) || reader.says(part.tokens.end..until, words)
}
