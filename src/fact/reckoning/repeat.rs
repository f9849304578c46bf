//! The same thing told twice: a total and the whole of a ratio, one phrase with two numbers.
//!
//! Most numbers that look alike are two things. So only two numbers with as many digits, one slip apart, are the same thing, the
//! fewer the digits the closer they must stand; and neither may be borne out by what else is told of it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ledger::is_measured;
use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{alike, size, swapped, swaps};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::pattern::KeyMap;
use crate::text::key_of_keys;

/// Figures of a paragraph that are tried in pairs.
const MOST_PARTS: usize = 24;

/// Blocks between a total and the ratio that it is the whole of.
const FAR: u32 = 6;

/// Figures between them, in a block of very many.
const BEFORE: usize = 200;

/// What tells of another moment, plan or place, so that another number is right.
const ANOTHER_MOMENT: Phrases = Phrases::of(&[
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["trước" "đây"],
    keys!["giảm"],
    keys!["tăng"],
    keys!["từ"],
    keys!["lên"],
    keys!["xuống"],
    keys!["còn"],
    keys!["trở" "lên"],
]);

/// `tiếp nhận 243 kiến nghị, đã giải quyết 236/243 kiến nghị`: the total before a ratio of the same things.
pub fn wholes(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let name = |figure: &Figure| key_of_keys(reader.words_of(figure));
    let mut by_name: KeyMap<Vec<&Figure>> = KeyMap::default();
    for figure in reader.figures.iter().filter(|figure| figure.sort != Kind::Percentage) {
        by_name.entry(name(figure)).or_default().push(figure);
    }
    for (at, ratio) in reader.figures.iter().enumerate().filter(|(_, figure)| figure.sort == Kind::Ratio) {
        let Some(whole) = ratio.whole else { continue };
        let earlier = || {
            reader
                .figures
                .get(at.saturating_sub(BEFORE)..at)
                .unwrap_or_default()
                .iter()
                .rev()
                .take_while(|figure| figure.block + FAR >= ratio.block)
                .filter(|figure| figure.sort == Kind::Amount && reader.same_thing(figure, ratio))
        };
        let told = |number: &Number| Reckoning::new(Sort::Same, Basis::Total, *number, vec![whole]);
        if let Some(same) = earlier()
            .take_while(|figure| figure.block == ratio.block)
            .find(|figure| figure.number.value() == whole.value())
        {
            all.extend(told(&same.number));
            continue;
        }
        // "29 điểm thi … 28/28 điểm thi": all of them, and the only other number of this name.
        let general = reader.beginning(ratio.noun.start, ratio.noun.end, GENERAL).is_some();
        let named = reader.words_of(ratio).nth(1).is_some() && !general;
        // "36/36 công chức thuộc diện kê khai" are those of whom it is asked.
        if whole.value() == ratio.number.value() && named && size(whole.value()) >= 2 && is_bare(reader, ratio) {
            let others = by_name.get(&name(ratio)).into_iter().flatten();
            let mut others = others.filter(|figure| figure.tokens != ratio.tokens);
            // "14/14 văn bản (cấp tỉnh 11 văn bản, …)" tells a part of them.
            let part = |other: &Figure| {
                let beside = reader.near(ratio.tokens.end).iter().filter(|part| part.sentence == ratio.sentence);
                beside.filter(|part| part.depth > ratio.depth).any(|part| part.number.value() == other.number.value())
            };
            if let (Some(other), None) = (others.next(), others.next())
                && other.sort == Kind::Amount
                && !part(other)
                && alike(other.number.value(), whole.value())
            {
                all.extend(Reckoning::new(Sort::Same, Basis::Total, whole, vec![other.number]));
                continue;
            }
        }
        let found = earlier().take(3).find(|figure| {
            let (a, b) = (figure.number.value(), whole.value());
            let digits = size(b);
            let near = figure.block == ratio.block;
            let beside = near && figure.sentence == ratio.sentence;
            // "72 nhiệm vụ trọng tâm và 93 hoạt động. Đến nay đã hoàn thành 13/72 nhiệm vụ, đạt …": the only one of the sentence before.
            let follows = near
                && figure.sentence.end == ratio.sentence.start
                && is_bare(reader, ratio)
                && !reader.says(ratio.sentence.start..ratio.tokens.start, ANOTHER_MOMENT)
                && {
                    let own = reader.near(figure.tokens.start).iter().filter(|other| other.sentence == figure.sentence);
                    own.filter(|other| reader.same_thing(other, figure)).count() == 1
                };
            let looks = match digits {
                0 | 1 => false,
                2 => (beside || follows) && alike(a, b) || near && swapped(a, b),
                3 => near && alike(a, b) || swapped(a, b),
                _ => alike(a, b),
            };
            // Money is counted of everything: "còn 244 tỷ đồng … 86/214 tỷ đồng" three points further on.
            let named = near || ratio.unit.is_none();
            looks
                && named
                && (figure.number.value() >= ratio.number.value() || swapped(a, b))
                && !reader.says(figure.tokens.end..ratio.tokens.start.min(figure.sentence.end), ANOTHER_MOMENT)
        });
        // A figure that is told so elsewhere as well is no slip.
        let elsewhere = |number: &Number, own: TokenId| {
            reader.near(ratio.tokens.start).iter().any(|other| {
                reader.same_thing(other, ratio)
                    && [Some(other.number), other.whole]
                        .into_iter()
                        .flatten()
                        .any(|one| one.token != own && one.token != whole.token && one.value() == number.value())
            })
        };
        let Some(figure) = found else { continue };
        // `mới 1.277; giải quyết 1.274 … (1.261/1.277 hồ sơ)`: what it is the whole of has been told.
        let mut beside = reader
            .near(ratio.tokens.start)
            .iter()
            .filter(|other| other.block == ratio.block && other.number.token != whole.token);
        if beside.any(|other| other.number.token < ratio.tokens.start && other.number.value() == whole.value()) {
            continue;
        }
        if !elsewhere(&figure.number, figure.number.token) || !elsewhere(&whole, whole.token) {
            all.extend(told(&figure.number));
        }
    }
}

/// Whether nothing but a mark stands behind what a ratio counts, so that it counts all of them.
fn is_bare(reader: &Reader<'_>, ratio: &Figure) -> bool {
    reader.token(ratio.end()).is_some_and(|next| !next.is_word() && !next.is_number())
}

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
        named.push((key_of_keys(words.take(2).map(|token| token.key)), ratio));
    }
    named.sort_by_key(|(name, _)| *name);
    let told = Tokens::of_numbers(all.iter().filter(|one| one.holds));
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
            let usual = usual.iter().find(|other| alike(other.value(), whole.value()));
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
        // "318 người" and "138 người" may be any.
        let any =
            || reader.beginning(one.noun.start, one.noun.end, GENERAL).is_some() && reader.shared(one, fellow) < 2;
        if blamed && !failing.contains(number.token) && !is_balanced(reader, one, number) && !any() {
            all.extend(Reckoning::new(Sort::Same, Basis::Words, *number, vec![*other]));
        }
    }
}

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
