//! What a figure has changed by, and the percentage of that: `giảm 45 biên chế (2,52%)` beside the figures before and after.

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::slip::{alike, plain, repairs};
use super::{Basis, Number, Reckoning, Sort};
use crate::fact::amount::keys;
use crate::text;

/// What says that a figure is a change.
pub const CHANGES: Phrases = Phrases::of(&[
    keys!["tăng"],
    keys!["giảm"],
    keys!["tăng" "thêm"],
    keys!["giảm" "được"],
    keys!["giảm" "bớt"],
    keys!["tăng" "được"],
    keys!["bớt"],
    keys!["bớt" "được"],
]);
/// `kết nạp 9.416 hội viên, vượt 4,6% chỉ tiêu (9.000 hội viên)`
const BEYOND: Phrases = Phrases::of(&[keys!["vượt"], keys!["cao" "hơn"], keys!["thấp" "hơn"]]);
/// Before the percentage of a change.
const JOINTS: Phrases = Phrases::of(&[
    keys!["tăng"],
    keys!["giảm"],
    keys!["tương" "ứng"],
    keys!["tương" "đương"],
    keys!["tương" "ứng" "với"],
    keys!["tương" "đương" "với"],
    keys!["bằng"],
    keys!["("],
]);

const EQUALS: Phrases = Phrases::of(&[keys!["bằng"]]);

/// Units of a change of percentages.
const POINTS: [&str; 2] = ["điểm %", "điểm phần trăm"];
const FROM: Phrases = Phrases::of(&[keys!["từ"]]);
const TO: Phrases = Phrases::of(&[keys!["xuống"], keys!["lên"], keys!["còn"], keys!["thành"]]);
/// What turns to a part of what was told.
const NARROWS: Phrases = Phrases::of(&[keys!["trong" "đó"], keys!["riêng"]]);
/// What begins a sentence that compares.
const BESIDE: Phrases = Phrases::of(&[keys!["so" "với"]]);

/// `cao hơn 470 tỷ đồng`: by how much more.
const MORE: Phrases = Phrases::of(&[
    keys!["cao" "hơn"],
    keys!["nhiều" "hơn"],
    keys!["lớn" "hơn"],
    keys!["thấp" "hơn"],
    keys!["ít" "hơn"],
    keys!["vượt"],
    keys!["thêm"],
    keys!["chênh" "lệch"],
    keys!["tăng" "trưởng"],
    keys!["tăng" "tuyệt" "đối"],
]);

/// Figures on either side of a change that it may be a change of.
const MOST_LEVELS: usize = 16;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for (at, by) in figures.iter().enumerate() {
            if by.sort == Kind::Amount && is_change(reader, by) {
                all.extend(difference(reader, figures, at));
                all.extend(percentage(reader, figures, at));
            }
            let beyond = || reader.ending(by.tokens.start, by.sentence.start, BEYOND).is_some();
            if by.sort == Kind::Percentage && (is_change(reader, by) || beyond()) {
                all.extend(growth(reader, figures, at));
            }
        }
    }
}

/// Whether a figure says by how much, not how many: `tăng 45 hồ sơ`.
pub fn is_change(reader: &Reader<'_>, figure: &Figure) -> bool {
    reader.ending(figure.tokens.start, figure.sentence.start, CHANGES).is_some()
}

/// The same of what is more or less by so much: `cao hơn 470 tỷ đồng`.
pub fn is_difference(reader: &Reader<'_>, figure: &Figure) -> bool {
    is_change(reader, figure) || reader.ending(figure.tokens.start, figure.sentence.start, MORE).is_some()
}

/// The figures of the same things in the sentence before a change, and in the one before it, that are no changes themselves.
fn levels<'r>(reader: &'r Reader<'_>, figures: &'r [Figure], at: usize) -> Vec<&'r Figure> {
    let Some(by) = figures.get(at) else { return Vec::new() };
    let near = |figure: &&Figure| figure.sentence == by.sentence || figure.sentence.end == by.sentence.start;
    // A percentage changes by points.
    let own = |figure: &&Figure| {
        let same = match points(by) {
            true => figure.sort == Kind::Percentage,
            false => figure.sort == Kind::Amount && reader.same_thing(figure, by),
        };
        same && !is_change(reader, figure)
    };
    let (before, from) = figures.split_at(at);
    let nearest = |figures: &mut dyn Iterator<Item = &'r Figure>| {
        figures.take_while(near).filter(own).take(MOST_LEVELS).collect::<Vec<_>>()
    };
    let mut levels = nearest(&mut before.iter().rev());
    levels.reverse();
    levels.extend(nearest(&mut from.iter().skip(1)));
    levels
}

/// `năm 2021 là 1.788 biên chế, năm 2023 là 1.743 biên chế, giảm 45 biên chế`
fn difference(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let by = figures.get(at)?;
    let levels = levels(reader, figures, at);
    let made = |one: &Figure, other: &Figure| {
        let (more, less) = if one.number.value() >= other.number.value() { (one, other) } else { (other, one) };
        Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more.number, less.number])
    };
    let pairs = || {
        levels
            .iter()
            .enumerate()
            .flat_map(|(place, one)| levels.iter().skip(place + 1).map(move |other| (*one, *other)))
    };
    if let Some(inside) = bracketed(reader, figures, at) {
        return inside
            .holds
            .then_some(())
            .map(|()| inside.clone())
            .or_else(|| Some(inside).filter(|one| alike(plain(one.right), plain(by.number.written.value))));
    }
    if let Some(holds) = pairs().filter_map(|(one, other)| made(one, other)).find(|one| one.holds) {
        return Some(holds);
    }
    if let Some(one) = aside(figures, at).filter(|was| levels.iter().any(|level| level.tokens == was.tokens)) {
        // "6.412 người tham gia với 11.305 lượt thi, tăng 1.094 người so với năm trước (5.318 người)"
        let now = levels.iter().rev().find(|now| now.tokens.start < by.tokens.start && now.depth <= by.depth);
        let compared = reader.beginning(by.sentence.start, by.tokens.start, BESIDE).is_some();
        let near = now.filter(|now| now.sentence == by.sentence || compared).and_then(|now| made(now, one));
        // "số phòng còn 107, giảm 21 phòng (năm 2020 có 128 phòng)": how many there are now has no name of its own.
        let bare = figures.get(at.checked_sub(1)?).filter(|bare| bare.sentence == by.sentence && bare.noun.is_empty());
        if bare.and_then(|now| made(now, one)).is_some_and(|one| one.holds) {
            return None;
        }
        // Where nothing stands between, a rule tells it.
        let apart =
            points(by) || now.is_some_and(|now| figures.get(at - 1).is_some_and(|last| last.tokens != now.tokens));
        return near.filter(|one| apart && alike(plain(one.right), plain(by.number.written.value)));
    }
    if let Some(one) = told_by_percentage(reader, figures, at, &levels) {
        return Some(one);
    }
    let [one, other] = levels.as_slice() else { return None };
    let before = |figure: &Figure| {
        figure.sentence == by.sentence && figure.tokens.start < by.tokens.start && figure.depth == by.depth
    };
    // "làm chết 31 người, giảm 05 người; bị thương 39 người, giảm 02 người": each has its own.
    let apart = figures
        .iter()
        .any(|figure| (one.end()..other.tokens.start).contains(&figure.tokens.start) && is_difference(reader, figure));
    let told = before(one) && before(other) && !apart && reader.words(other.end()..by.tokens.start) <= 3;
    // "giải thể 02, hợp nhất 06 đơn vị thành 03 đơn vị, giảm 05 đơn vị": a part of the change stands apart.
    let rest = |one: &Reckoning| {
        let apart = figures.iter().filter(|figure| figure.sentence == by.sentence && figure.sort == Kind::Amount);
        apart.map(|figure| figure.number.value()).any(|part| one.right + part == by.number.value())
    };
    made(one, other).filter(|one| told && !repairs(one).is_empty() && !rest(one))
}

/// `đạt 5.860 tỷ đồng, bằng 52,1% kế hoạch; cùng kỳ đạt 4.410 tỷ đồng; tăng 1.450 tỷ đồng (32,88%)`: the percentage tells which two of the
/// sentence are compared.
fn told_by_percentage(reader: &Reader<'_>, figures: &[Figure], at: usize, levels: &[&Figure]) -> Option<Reckoning> {
    let by = figures.get(at)?;
    let percent = figures.get(at + 1).filter(|next| next.sort == Kind::Percentage && next.sentence == by.sentence)?;
    reader.ending(percent.tokens.start, by.tokens.end, JOINTS)?;
    if percent.number.written.decimals < 2 || reader.words(by.end()..percent.tokens.start) > 3 {
        return None;
    }
    let own = |level: &&&Figure| level.sentence == by.sentence && level.tokens.start < by.tokens.start;
    let told: Vec<&Figure> = levels.iter().filter(own).copied().collect();
    let grows = |now: &Figure, was: &Figure| {
        Reckoning::new(Sort::Growth, Basis::Change, percent.number, vec![now.number, was.number])
            .is_some_and(|one| one.holds)
    };
    let pairs = told.iter().flat_map(|now| told.iter().map(move |was| (*now, *was)));
    let mut pairs = pairs.filter(|(now, was)| now.tokens != was.tokens && grows(now, was));
    let (Some((now, was)), None) = (pairs.next(), pairs.next()) else { return None };
    let (more, less) = if now.number.value() >= was.number.value() { (now, was) } else { (was, now) };
    let one = Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more.number, less.number])?;
    (one.holds || !repairs(&one).is_empty() || alike(plain(one.right), plain(by.number.written.value))).then_some(one)
}

/// `giảm 31 đơn vị so với ngày 31/12/2021 (từ 812 xuống còn 781 đơn vị)`
fn bracketed(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let by = figures.get(at)?;
    let [was, now] = figures.get(at + 1..at + 3)? else { return None };
    let inside = [was, now].iter().all(|one| {
        one.sort == Kind::Amount && one.sentence == by.sentence && one.depth == by.depth + 1 && one.unit == by.unit
    });
    let told = reader.ending(was.tokens.start, by.tokens.end, FROM).is_some()
        && reader.says(was.tokens.end..now.tokens.start, TO)
        && reader.words(was.end()..now.tokens.start) <= 3
        && was.tokens.start <= by.tokens.end + 16
        && reader.may_be_same(now, by);
    // Right behind the change a rule tells it.
    let apart = reader.words(by.end()..was.tokens.start) > 1;
    let (more, less) = if was.number.value() >= now.number.value() { (was, now) } else { (now, was) };
    let one = Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more.number, less.number])?;
    (inside && told && (apart || one.holds)).then_some(one)
}

/// Whether a figure counts points of a percentage.
pub fn points(figure: &Figure) -> bool {
    figure.unit.is_some_and(|unit| POINTS.map(text::fold_key).contains(&unit))
}

/// The figure in brackets of its own behind a change, which tells what it was before.
fn aside(figures: &[Figure], at: usize) -> Option<&Figure> {
    let by = figures.get(at)?;
    let was = figures.get(at + 1)?;
    let near = was.sentence == by.sentence && was.tokens.start <= by.tokens.end + 14;
    (near && was.depth > by.depth).then_some(was)
}

/// `linh kiện 1.204,6 triệu USD, tăng 22,3% (cùng kỳ 985,2 triệu USD)`, and `So với năm trước (319.562 lượt), số lượt tăng 8,0%`
/// behind a sentence with the number of this year.
fn growth(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let by = figures.get(at)?;
    let behind = aside(figures, at).filter(|was| was.sort == Kind::Amount);
    let before = || {
        let was = figures.get(at.checked_sub(1)?)?;
        let named = reader.beginning(was.sentence.start, was.tokens.start, BESIDE).is_some();
        (named && was.sort == Kind::Amount && was.sentence == by.sentence && was.depth > by.depth).then_some(was)
    };
    let was = behind.or_else(before)?;
    let near = |now: &&Figure| match behind {
        Some(_) => now.sentence == by.sentence && now.tokens.end <= by.tokens.start,
        None => now.sentence.end == by.sentence.start,
    };
    let levels = figures.iter().rev().filter(near).filter(|now| {
        now.sort == Kind::Amount && now.depth <= by.depth && reader.same_thing(now, was) && !is_change(reader, now)
    });
    let made = levels.filter_map(|now| {
        Some((now, Reckoning::new(Sort::Growth, Basis::Change, by.number, vec![now.number, was.number])?))
    });
    let made: Vec<(&Figure, Reckoning)> = made.collect();
    if let Some((_, holds)) = made.iter().find(|(_, one)| one.holds) {
        return Some(holds.clone());
    }
    // "kỷ luật 47 cán bộ (…, khai trừ 05 người). So với năm trước (41 người), tăng 14,6%": of one by another name.
    let own = |now: &&Figure| now.sort == Kind::Amount && now.unit == was.unit && now.tokens != was.tokens;
    let others = figures.get(at.saturating_sub(MOST_LEVELS)..at).unwrap_or_default().iter().filter(own);
    let made_of = |now: &Figure| Reckoning::new(Sort::Growth, Basis::Change, by.number, vec![now.number, was.number]);
    if by.number.written.decimals > 0 && others.filter_map(made_of).any(|one| one.holds) {
        return None;
    }
    let (now, one) = made.first()?;
    let close = behind.is_none() || reader.words(now.end()..by.tokens.start) <= 4;
    let told = by.number.written.decimals > 0
        && (!repairs(one).is_empty() || alike(plain(one.right), plain(by.number.written.value)));
    // "tăng 22,3% so với cùng kỳ (985,2 triệu USD)": a rule tells it.
    let ruled = behind.is_some() && reader.says(by.tokens.end..was.tokens.start, BESIDE);
    (close && told && !ruled).then(|| one.clone())
}

/// Whether a change is this percentage of what was before it, where `now` is what came of it.
fn grown_to(by: &Number, now: &Number, percent: &Number) -> bool {
    let (low, high) = percent.bounds();
    [now.value().checked_sub(by.value()), now.value().checked_add(by.value())].into_iter().flatten().any(|was| {
        let share = by.value().checked_mul(Decimal::ONE_HUNDRED).and_then(|by| by.checked_div(was));
        share.is_some_and(|share| (low..=high).contains(&share))
    })
}

/// Whether a percentage tells what something has grown to: `tăng 263 đơn, bằng 118,51% so với cùng kỳ (1.421 đơn)`.
fn is_level(by: &Number, was: &Number, percent: &Number) -> bool {
    let (low, high) = percent.bounds();
    let share = by.value().checked_mul(Decimal::ONE_HUNDRED).and_then(|by| by.checked_div(was.value()));
    share.is_some_and(|share| {
        [Decimal::ONE_HUNDRED + share, Decimal::ONE_HUNDRED - share].iter().any(|level| (low..=high).contains(level))
    })
}

/// `So với Quý II (98.750 hồ sơ), … tăng 7.732 hồ sơ, tương ứng tăng 7,83%`
fn percentage(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let by = figures.get(at)?;
    let percent = figures.get(at + 1).filter(|next| next.sort == Kind::Percentage && next.sentence == by.sentence)?;
    reader.ending(percent.tokens.start, by.tokens.end, JOINTS)?;
    // Points of a percentage are told beside what they are a change of: "giảm 0,012 điểm phần trăm so với năm trước (0,07%)".
    if points(by) || reader.words(by.end()..percent.tokens.start) > 5 {
        return None;
    }
    // "giảm từ 342 xuống còn 287, giảm 55 đầu mối, tương ứng giảm 16,08%"
    let turned = || -> Option<&Figure> {
        let [was, now] = figures.get(at.checked_sub(2)?..at)? else { return None };
        let least = was.sentence.start;
        let told = reader.ending(was.tokens.start, least, FROM).is_some()
            && [0, 1].iter().any(|back| reader.ending(now.tokens.start - back, was.end(), TO).is_some());
        let counts =
            [was, now].iter().all(|one| one.sort == Kind::Amount && one.sentence == by.sentence && one.unit == by.unit);
        (told && counts && reader.words(now.end()..by.tokens.start) <= 4).then_some(was)
    };
    let mut levels = levels(reader, figures, at);
    let turned = if levels.is_empty() { turned() } else { None };
    levels.extend(turned);
    if reader.ending(percent.tokens.start, by.tokens.end, EQUALS).is_some()
        && levels.iter().any(|was| is_level(&by.number, &was.number, &percent.number))
    {
        return None;
    }
    let made = |was: &Number| Reckoning::new(Sort::Share, Basis::Change, percent.number, vec![by.number, *was]);
    if let Some(holds) = levels.iter().filter_map(|was| made(&was.number)).find(|one| one.holds) {
        return Some(holds);
    }
    // `So với năm 2025 (51 người) giảm 08 người`: nothing but the earlier figure.
    let earlier = |level: &Figure| {
        level.depth > by.depth
            && level.tokens.start < by.tokens.start
            && reader
                .beginning(level.sentence.start, level.tokens.start, BESIDE)
                .is_some_and(|end| level.tokens.start <= end + 8)
    };
    // `làm 134 người chết; so với cùng kỳ, tăng 5 người (3,9%)`: the later figure is told, and the earlier one follows from it.
    if levels.iter().any(|now| !earlier(now) && grown_to(&by.number, &now.number, &percent.number)) {
        return None;
    }
    // The earlier figure stands in brackets of its own, or is the first of two.
    let aside: Vec<&&Figure> =
        levels.iter().filter(|figure| figure.depth > by.depth && figure.sentence == by.sentence).collect();
    // "giảm 229 tỷ đồng (11,2%) so với cùng kỳ, chủ yếu do … đạt 418 tỷ đồng, bằng 22% dự toán (1.900 tỷ đồng)": that is of another figure.
    let next = figures.get(at + 2).map_or(percent.tokens.end, |next| next.tokens.start);
    let was = match (aside.as_slice(), levels.as_slice()) {
        ([was], _) if was.tokens.start <= next => **was,
        ([], [was, _]) if was.sentence == by.sentence => *was,
        ([], [was]) if turned.is_some() => *was,
        _ => return None,
    };
    // "so với cùng kỳ (1.200 hồ sơ) tăng 120 hồ sơ (10%), riêng đất đai tăng 50 hồ sơ (12,5%)": what the part was is not told.
    if reader.says(was.end()..by.tokens.start.max(was.end()), NARROWS) {
        return None;
    }
    // "từ 121 xuống 86, giảm 35 phòng, tương ứng 40,70%": of the later figure.
    let later = turned.and_then(|_| figures.get(at.checked_sub(1)?)).and_then(|now| made(&now.number));
    let of_later = later.is_some_and(|one| one.holds)
        // `So với năm 2025 (51 người) giảm 08 người, tức giảm 18,60%`: the same.
        || earlier(was) && grown_to(&by.number, &was.number, &percent.number);
    made(&was.number).filter(|one| percent.number.written.decimals > 0 && (of_later || !repairs(one).is_empty()))
}
