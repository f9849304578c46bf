//! A sum that stands in brackets behind its result: `thiếu 226 người so với biên chế được giao (4.259 - 4.033)`, `5,8 ngày/lượt
//! (87.209 ngày/15.036 lượt)`.

use super::super::read::Sort as Kind;
use super::super::slip::{alike, plain, repairs};
use super::super::{Basis, Number, Reckoning, Sort};
use super::{Place, is_amount};

/// Words between the result and its sum.
const FAR: usize = 12;

pub fn find(place: &Place<'_>) -> Option<Reckoning> {
    let (reader, by) = (place.reader, place.figure);
    if by.sort != Kind::Amount {
        return None;
    }
    let first = place.behind().next()?;
    let open = first.tokens.start.checked_sub(1).filter(|&at| reader.is_mark(at, '('))?;
    if first.depth != by.depth + 1 || open < by.tokens.end || reader.words(by.tokens.end..open) > FAR {
        return None;
    }
    if reader.tokens(by.tokens.end..open).iter().any(|token| token.is(';')) {
        return None;
    }
    let over = reader.is_mark(by.tokens.end, '/');
    if let (Kind::Ratio, Some(whole), true) = (first.sort, first.whole, over) {
        let closed = reader.is_mark(first.end(), ')');
        return mean(by.number, first.number, whole).filter(|_| closed);
    }
    let second = place.behind().nth(1).filter(|second| is_amount(second) && is_amount(first))?;
    let closed = reader.is_mark(second.end(), ')') || reader.is_mark(second.tokens.end, ')');
    if !closed || second.depth != first.depth {
        return None;
    }
    let sign = second.tokens.start - 1;
    let joined = sign == first.tokens.end || sign == first.end();
    let is = |marks: &[char]| joined && marks.iter().any(|mark| reader.is_mark(sign, *mark));
    // "62,5 tạ/ha (125.000 tấn/20.000 ha)" has other measures.
    let measures = first.unit == by.unit && reader.same_thing(first, by);
    if is(&['/', ':']) && over && measures {
        return mean(by.number, first.number, second.number);
    }
    // Years and ages rise: "(2021 - 2025)".
    if is(&['-', '–', '−']) && first.number.value() > second.number.value() {
        let one = Reckoning::new(Sort::Rest, Basis::Left, by.number, vec![first.number, second.number])?;
        let near = alike(plain(one.right), plain(by.number.written.value));
        return (one.holds || near).then_some(one);
    }
    if is(&['+']) {
        let one = Reckoning::new(Sort::Sum, Basis::Bracket, by.number, vec![first.number, second.number])?;
        return (one.holds || !repairs(&one).is_empty()).then_some(one);
    }
    None
}

fn mean(result: Number, total: Number, count: Number) -> Option<Reckoning> {
    let one = Reckoning::new(Sort::Average, Basis::Mean, result, vec![total, count])?;
    (one.holds || !repairs(&one).is_empty()).then_some(one)
}
