//! Averages: `48.960 lượt người …, bình quân 80 người/buổi` where the report tells how many `buổi` there were.

use super::change::is_difference;
use super::lists::PARTIAL;
use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::slip;
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;

const MEAN: Phrases = Phrases::of(&[
    keys!["bình" "quân"],
    keys!["trung" "bình"],
    keys!["bình" "quân" "đạt"],
    keys!["trung" "bình" "đạt"],
    keys!["bình" "quân" "khoảng"],
    keys!["đạt" "bình" "quân"],
]);
const EACH: Phrases = Phrases::of(&[keys!["mỗi"], keys!["một"]]);
/// `gấp 2,4 lần`
const TIMES: Phrases = Phrases::of(&[keys!["gấp"]]);
const FOLD: Phrases = Phrases::of(&[keys!["lần"]]);
/// What nothing is shared out among.
const TIMES_OF_YEAR: &[u64] = keys!["năm" "quý" "tháng" "tuần" "ngày"];
/// Rounded by word.
const ABOUT: Phrases = Phrases::of(&[keys!["khoảng"], keys!["gần"], keys!["trên"], keys!["hơn"]]);

/// Figures before an average that it may be taken from.
const BEFORE: usize = 60;
/// Totals before an average, and counts on either side of it, that are held against each other.
const MOST: usize = 8;

/// The larger part of an amount of money told in two.
const BILLION: u64 = crate::text::key("tỷ");

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for (at, figure) in reader.figures.iter().enumerate().filter(|(_, figure)| figure.sort == Kind::Amount) {
        if let Some(one) = times(reader, at, figure) {
            all.push(one);
        }
        let Some(per) = per(reader, figure) else { continue };
        all.extend(mean(reader, at, figure, &per));
    }
}

/// The words that an average is taken over: `bình quân 80 người/buổi`, `bình quân mỗi buổi 80 người`.
fn per(reader: &Reader<'_>, figure: &Figure) -> Option<Vec<u64>> {
    let from = figure.tokens.start;
    if reader.ending(from, figure.sentence.start, ABOUT).is_some() {
        return None;
    }
    if reader.ending(from, figure.sentence.start, MEAN).is_some() {
        let stroke = (figure.tokens.end..figure.end() + 2).find(|&at| reader.is_mark(at, '/'))?;
        let words = reader.tokens(stroke + 1..(stroke + 3).min(figure.sentence.end));
        return Some(words.iter().take_while(|token| token.is_word()).take(1).map(|token| token.key).collect());
    }
    // "(80 triệu đồng/căn)"
    let open = from > figure.sentence.start && reader.is_mark(from - 1, '(');
    if open && figure.unit.is_some() && reader.is_mark(figure.tokens.end, '/') {
        let words = reader.tokens(figure.tokens.end + 1..figure.tokens.end + 2);
        // "(12 tỷ đồng/năm)" is a rate and no average.
        let counted = words.iter().filter(|token| token.is_word() && !TIMES_OF_YEAR.contains(&token.key));
        return Some(counted.map(|token| token.key).collect()).filter(|words: &Vec<u64>| !words.is_empty());
    }
    (1..=3).find_map(|words: TokenId| {
        let start = from.checked_sub(words)?;
        let each = reader.ending(start, figure.sentence.start, EACH)?;
        reader.ending(each, figure.sentence.start, MEAN)?;
        Some(reader.keys(start..from))
    })
}

fn mean(reader: &Reader<'_>, at: usize, figure: &Figure, per: &[u64]) -> Option<Reckoning> {
    let head = *per.first()?;
    let own = reader.keys(figure.noun.clone());
    let last = own.first().copied();
    if last.is_none() && figure.unit.is_none() {
        return None;
    }
    let before = || {
        reader
            .figures
            .get(at.saturating_sub(BEFORE)..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .filter(|earlier| earlier.block == figure.block && earlier.sort == Kind::Amount)
    };
    // What is counted per piece is counted in all: "48.960 lượt người" for "80 người/buổi".
    let totals: Vec<Number> = before()
        .enumerate()
        .filter(|(rank, earlier)| {
            // "1.440 công chức, bình quân 15 người/xã"
            // and "810 công chức của 135 xã, bình quân mỗi xã 06 người".
            let general = *rank <= 1 && reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
            // "8 tỷ 424 triệu đồng" is one amount.
            let compound = earlier.tokens.start.checked_sub(1).and_then(|at| reader.token(at));
            let compound = compound.is_some_and(|token| token.key == BILLION);
            !compound
                && earlier.unit == figure.unit
                && (general || last.is_none_or(|last| phrase(reader, earlier).contains(&last)))
        })
        .map(|(_, earlier)| earlier.number)
        .take(MOST)
        .collect();
    if totals.is_empty() {
        return None;
    }
    let (earlier, later) = reader.on_both_sides(figure.tokens.start);
    let counts = |figures: &mut dyn Iterator<Item = &Figure>| {
        let counts = figures.filter(|other| {
            other.sort != Kind::Percentage && other.tokens != figure.tokens && phrase(reader, other).contains(&head)
        });
        // "làm việc với 89/102 nơi, ghi nhận 534 kiến nghị, bình quân 06 kiến nghị/nơi": of the part as well.
        let both = counts.take(MOST).flat_map(|other| {
            let part = other.whole.map(|_| other.number);
            part.into_iter().chain([other.total()]).map(|count| (other.block == figure.block, count))
        });
        both.collect::<Vec<_>>()
    };
    // "phòng/đơn vị cấp huyện": of units that any sentence may count, those beside it.
    let general = GENERAL.iter().any(|phrase| phrase.first() == Some(&head));
    let mut of_both = counts(&mut earlier.iter().rev());
    of_both.reverse();
    // "714 người, bình quân 07 người/trung tâm; trong đó 41 trung tâm …": those are some of them.
    let of_all =
        |other: &&Figure| other.sentence != figure.sentence || !reader.says(figure.end()..other.tokens.start, PARTIAL);
    of_both.extend(counts(&mut later.iter().filter(of_all)));
    of_both.retain(|(here, _)| *here || !general);
    let counts = of_both;
    let made = |total: &Number, count: &Number| {
        Reckoning::new(Sort::Average, Basis::Mean, figure.number, vec![*total, *count])
    };
    let all = || {
        totals
            .iter()
            .flat_map(|total| counts.iter().map(move |(here, count)| (*here, total, count)))
            .filter(|(_, total, count)| total.token != count.token)
            .filter_map(|(here, total, count)| Some((here, made(total, count)?)))
    };
    if let Some((_, one)) = all().find(|(_, one)| one.holds) {
        return Some(one);
    }
    let exact = |one: &Reckoning| {
        let quotient = one.terms.first()?.value().checked_div(one.terms.get(1)?.value())?;
        Some(quotient.normalize().scale() <= one.result.written.decimals)
    };
    let told = |here: bool, one: &Reckoning| {
        here && (counts.len() == 1 || slip(one.right, figure.number.written.value)) || exact(one) == Some(true)
    };
    all()
        .find(|(here, one)| told(*here, one) && slip(one.right, figure.number.written.value))
        .map(|(_, one)| one)
        .or_else(|| {
            let (here, one) = all().next()?;
            (here && totals.len() == 1 && counts.len() == 1 && !super::slip::repairs(&one).is_empty()).then_some(one)
        })
}

/// The words behind a figure, over one comma: `612 hội nghị, buổi tuyên truyền`.
fn phrase(reader: &Reader<'_>, figure: &Figure) -> Vec<u64> {
    let until = (figure.tokens.end + 7).min(figure.sentence.end);
    let next = reader.figures.partition_point(|next| next.tokens.start < figure.tokens.end);
    let next = reader.figure(next).map_or(until, |next| next.tokens.start);
    let end = (figure.tokens.end..until.min(next).max(figure.tokens.end))
        .find(|&at| reader.token(at).is_some_and(|token| !token.is_word() && !token.is(',') && !token.is('/')));
    reader.keys(figure.tokens.end..end.unwrap_or(until.min(next).max(figure.tokens.end)))
}

/// `86.204 lượt, tăng gấp 2,4 lần so với cuối năm trước (35.918 lượt)`
fn times(reader: &Reader<'_>, at: usize, figure: &Figure) -> Option<Reckoning> {
    let fold = reader.beginning(figure.tokens.end, figure.sentence.end, FOLD)?;
    reader.ending(figure.tokens.start, figure.sentence.start, TIMES)?;
    let base = reader.figure(at + 1).filter(|base| base.sort == Kind::Amount && base.sentence == figure.sentence)?;
    let aside = base.depth > figure.depth && reader.words(fold..base.tokens.start) <= 16;
    let before = reader.figures.get(at.saturating_sub(BEFORE)..at).unwrap_or_default();
    let mut earlier = before.iter().rev().filter(|now| now.sentence == figure.sentence && now.sort == Kind::Amount);
    // "đạt 642,8 tỷ đồng, tăng 406,3 tỷ đồng, gấp 2,72 lần so với … (236,5 tỷ đồng)": the level is compared, not by how much it grew.
    let level = |now: &&Figure| !is_difference(reader, now);
    let now = earlier.find(|now| reader.same_thing(now, base) && level(now)).filter(|_| aside)?;
    let one = Reckoning::new(Sort::Average, Basis::Mean, figure.number, vec![now.number, base.number])?;
    (one.holds || !super::slip::repairs(&one).is_empty()).then_some(one)
}
