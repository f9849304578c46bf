//! The same thing told twice: a total and the whole of a ratio, one phrase with two numbers.
//!
//! Most numbers that look alike are two things. So only two numbers with as many digits, one slip apart, are the same thing, the
//! fewer the digits the closer they must stand; and neither may be borne out by what else is told of it.

mod wholes;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ledger::is_measured;
use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{alike, size, swaps};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};
use crate::fact::amount::keys;
use crate::fact::pattern::KeyMap;
use crate::text::key_of_keys;
pub use wholes::wholes;

/// Figures of a paragraph that are tried in pairs.
const MOST_PARTS: usize = 24;

/// How many totals one name may have, each told three times.
const MOST_USUAL: usize = 50;

/// `36/40 xã, phường … 11/40 xã, phường … 16/48 xã, phường`: how many there are, three times and once otherwise.
pub fn populations(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let mut named: Vec<(u64, &Figure)> = Vec::new();
    for ratio in reader.figures.iter().filter(|figure| figure.sort == Kind::Ratio && !figure.noun.is_empty()) {
        // "xã, phường, đặc khu" is told by all its names.
        let until = (ratio.tokens.end + 5).min(ratio.sentence.end);
        let end = (ratio.tokens.end..until)
            .find(|&at| reader.token(at).is_some_and(|token| !token.is_word() && !token.is(',')));
        let words = reader.tokens(ratio.tokens.end..end.unwrap_or(until)).iter().filter(|token| token.is_word());
        // "17/17 cơ quan chuyên môn" and "18/18 cơ quan báo cáo" are two kinds of bodies.
        let general = reader.beginning(ratio.noun.start, ratio.noun.end, GENERAL).is_some();
        let few = if general { 4 } else { 2 };
        named.push((key_of_keys(words.take(few).map(|token| token.key)), ratio));
    }
    named.sort_by_key(|(name, _)| *name);
    let told = Tokens::of_numbers(all.iter().filter(|one| one.holds));
    // "14/52 nhiệm vụ của Kế hoạch; 41/42 nhiệm vụ Chính phủ giao": two numbers of one sentence are two things.
    let beside = |whole: &Number, other: &Number| {
        let near = reader.near(whole.token).iter().filter(|figure| figure.sentence.contains(&whole.token));
        near.filter_map(|figure| figure.whole).any(|known| known.value() == other.value())
    };
    for ratios in named.chunk_by(|(one, _), (other, _)| one == other) {
        let wholes: Vec<Number> = ratios.iter().filter_map(|(_, ratio)| ratio.whole).collect();
        let mut values: Vec<Decimal> = wholes.iter().map(Number::value).collect();
        values.sort_unstable();
        let times = |value: Decimal| {
            let from = values.partition_point(|other| *other < value);
            values.get(from..).unwrap_or_default().iter().take_while(|other| **other == value).take(3).count()
        };
        let mut usual: Vec<Number> = Vec::new();
        for whole in wholes.iter().filter(|whole| times(whole.value()) >= 3 && size(whole.value()) >= 2) {
            if usual.len() < MOST_USUAL && usual.iter().all(|known| known.value() != whole.value()) {
                usual.push(*whole);
            }
        }
        for whole in wholes.iter().filter(|whole| times(whole.value()) == 1 && !told.contains(whole.token)) {
            let usual = usual.iter().find(|other| alike(other.value(), whole.value()) && !beside(whole, other));
            all.extend(usual.and_then(|usual| Reckoning::new(Sort::Same, Basis::Words, *whole, vec![*usual])));
        }
    }
}

/// One phrase with two numbers: `571 ĐVSNCL … 517 ĐVSNCL`, of three digits or more that are swapped.
pub fn words(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let told = Tokens::of_numbers(all.iter().filter(|one| one.holds));
    let failing = Tokens::of_numbers(all.iter().filter(|one| !one.holds));
    let counts: Vec<(&Figure, Number)> = reader
        .figures
        .iter()
        .filter(|figure| figure.sort != Kind::Percentage && figure.unit.is_none() && !figure.noun.is_empty())
        .flat_map(numbers)
        .filter(|(_, number)| is_count(number, 3))
        .collect();
    // Numbers with two digits swapped are looked up, not looked for.
    let mut by_value: KeyMap<Vec<usize>> = KeyMap::default();
    for (at, (_, number)) in counts.iter().enumerate() {
        if let Some(value) = number.value().to_u64() {
            by_value.entry(key_of_keys([value])).or_default().push(at);
        }
    }
    for (at, (one, number)) in counts.iter().enumerate() {
        let Some(value) = number.value().to_u64() else { continue };
        let told_as = |value: u64| {
            let places = by_value.get(&key_of_keys([value])).into_iter().flatten();
            let told = places.filter_map(|&at| Some((at, counts.get(at)?)));
            told.filter(|(_, (other, _))| reader.same_thing(one, other))
        };
        // Two numbers of one sentence are two things: "báo đăng 486 tin, bài; Cổng đăng 468 tin, bài".
        let other = |(_, (figure, other)): &(usize, &(&Figure, Number))| {
            other.fact != number.fact && figure.sentence != one.sentence
        };
        // Only what is told once is a slip, by whatever words behind the first: "còn 578 văn bản …; xử lý 578 văn bản QPPL".
        // Of two told once, the later, unless it alone is borne out.
        let own = by_value.get(&key_of_keys([value])).into_iter().flatten().filter_map(|&at| counts.get(at));
        if own.filter(|(figure, _)| figure.head == one.head).nth(1).is_some() {
            continue;
        }
        let first = swaps(value).filter_map(|swap| told_as(swap).find(other)).min_by_key(|(place, _)| *place);
        let Some((place, (fellow, other))) = first else { continue };
        let often = || {
            let same = |(_, (_, one)): &(usize, &(&Figure, Number))| one.value() == other.value();
            swaps(value).flat_map(told_as).filter(same).filter(|(_, (_, one))| one.fact != number.fact).nth(1).is_some()
        };
        // "14.946/14.971 hồ sơ, đạt 99,83%; trực tuyến 23,61% (3.533/14.964 hồ sơ)": each has its own percentage.
        if is_measured(reader, one) && is_measured(reader, fellow) {
            continue;
        }
        let blamed = match (told.contains(number.token), told.contains(other.token)) {
            (true, _) => false,
            (false, true) => true,
            (false, false) => place < at || often(),
        };
        // "318 người" and "138 người" may be any, and so may "143 hộ" and "134 hộ đã thoát nghèo".
        let vague = |figure: &Figure| {
            reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some()
                || reader.spelled(figure.noun.clone()).len() < 3 && !reader.is_abbreviation(figure.noun.start)
        };
        let any = || (vague(one) || vague(fellow)) && reader.shared(one, fellow) < 2;
        if blamed && !failing.contains(number.token) && !is_balanced(reader, one, number) && !any() {
            all.extend(Reckoning::new(Sort::Same, Basis::Words, *number, vec![*other]));
        }
    }
}

/// `Tổng số đơn vị sự nghiệp công cấp xã là 1.367` where `1.376 đơn vị sự nghiệp công lập` were told: a number of four digits
/// or more that is told once, behind four words in a row that name what the swapped one counts.
pub fn bare(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let told = Tokens::of_numbers(all.iter());
    let counts =
        |figure: &&Figure| figure.sort == Kind::Amount && figure.unit.is_none() && is_count(&figure.number, LONG);
    let mut by_value: KeyMap<Vec<&Figure>> = KeyMap::default();
    let key = |figure: &Figure| figure.number.value().to_u64();
    for figure in reader.figures.iter().filter(counts) {
        if let Some(value) = key(figure) {
            by_value.entry(key_of_keys([value])).or_default().push(figure);
        }
    }
    let told_as = |value: u64| by_value.get(&key_of_keys([value])).map(Vec::as_slice).unwrap_or_default();
    for figure in reader.figures.iter().filter(counts).filter(|figure| figure.noun.is_empty()) {
        let Some(value) = key(figure).filter(|&value| told_as(value).len() == 1) else { continue };
        let from = reader.ending(figure.tokens.start, figure.sentence.start, IS);
        let Some(end) = from.filter(|_| !told.contains(figure.number.token)) else { continue };
        let before = reader.spelled(end.saturating_sub(BEFORE).max(figure.sentence.start)..end);
        let named = |other: &&&Figure| {
            let behind = reader.spelled(other.tokens.end..(other.tokens.end + BEHIND).min(other.sentence.end));
            other.sentence != figure.sentence
                && behind.windows(NAMED).any(|name| before.windows(NAMED).any(|words| words == name))
        };
        let swapped = swaps(value).map(told_as);
        if let Some(other) = swapped.flatten().find(named) {
            all.extend(Reckoning::new(Sort::Same, Basis::Words, figure.number, vec![other.number]));
        }
    }
}

const IS: Phrases = Phrases::of(&[keys!["là"], keys!["có"], keys![":"]]);
/// Digits of a number that is no chance; words before it, or behind its fellow, that may name what it counts, and how many of them in a row do.
const LONG: usize = 4;
const BEFORE: u32 = 12;
const BEHIND: u32 = 7;
const NAMED: usize = 4;

/// Words of a sentence before its figure that are no chance where another sentence begins with all of them.
const MANY_WORDS: usize = 9;

/// `quản lý hoạt động giao dịch cho 400 gian hàng trên Sàn … 450 gian hàng trên Sàn`: two sentences, in two paragraphs, that say the same
/// up to one figure and behind it.
pub fn sentences(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let told = Tokens::of_numbers(all.iter());
    let mut seen: KeyMap<Vec<&Figure>> = KeyMap::default();
    for (at, figure) in reader.figures.iter().enumerate() {
        let first = at.checked_sub(1).and_then(|before| reader.figure(before));
        let first = first.is_none_or(|before| before.sentence != figure.sentence);
        let whole = figure.sort == Kind::Amount && !told.contains(figure.number.token);
        let before = reader.keys(figure.sentence.start..figure.tokens.start);
        let behind = reader.keys(figure.tokens.end..(figure.end() + 2).min(figure.sentence.end));
        if !first || !whole || before.len() < MANY_WORDS || behind.len() < 2 {
            continue;
        }
        let same = seen.entry(key_of_keys(before.into_iter().chain(behind))).or_default();
        let mut others = same.iter().filter(|other| other.block != figure.block);
        if let (Some(other), None) = (others.next(), others.next())
            && alike(other.number.value(), figure.number.value())
            && other.unit == figure.unit
        {
            all.extend(Reckoning::new(Sort::Same, Basis::Words, figure.number, vec![other.number]));
        }
        same.push(figure);
    }
}

/// Whether two figures of the same things beside a number come to it, or it and one of them to the other: `268 nhiệm vụ; đã hoàn thành 241
/// nhiệm vụ …; đang thực hiện 27 nhiệm vụ`, `thay thế 194 văn bản, bãi bỏ 161 văn bản. Đã xong 238/355 văn bản`.
fn is_balanced(reader: &Reader<'_>, figure: &Figure, number: &Number) -> bool {
    let beside = reader.near(figure.tokens.start).iter().filter(|other| {
        other.block == figure.block && other.number.token != number.token && reader.same_thing(other, figure)
    });
    let beside: Vec<Decimal> = beside.flat_map(numbers).map(|(_, other)| other.value()).take(MOST_PARTS).collect();
    let comes = |one: Decimal, other: Decimal| one + other == number.value() || (one - other).abs() == number.value();
    let rests = |(at, part): (usize, &Decimal)| beside.iter().skip(at + 1).any(|rest| comes(*part, *rest));
    beside.iter().enumerate().any(rests)
}

/// The numbers of a figure that is no percentage.
fn numbers(figure: &Figure) -> impl Iterator<Item = (&Figure, Number)> {
    [Some(figure.number), figure.whole].into_iter().flatten().map(move |number| (figure, number))
}

/// Whether a number counts things and has so many digits.
fn is_count(number: &Number, digits: usize) -> bool {
    number.written.decimals == 0 && number.scale == Decimal::ONE && size(number.value()) >= digits
}
