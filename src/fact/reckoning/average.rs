//! Averages: `48.960 lượt người …, bình quân 80 người/buổi` where the report tells how many `buổi` there were.

use rust_decimal::Decimal;

use super::change::is_difference;
use super::lists::PARTIAL;
use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::slip::{plain, repairs, size, slip};
use super::words::{ABOUT, DONG};
use super::{Basis, Number, Reckoning, Sort};
use crate::document::{Token, TokenId};
use crate::fact::amount::keys;

const MEAN: Phrases = Phrases::of(&[
    keys!["bình" "quân"],
    keys!["trung" "bình"],
    keys!["bình" "quân" "đạt"],
    keys!["trung" "bình" "đạt"],
    keys!["bình" "quân" "khoảng"],
    keys!["đạt" "bình" "quân"],
]);
/// What stands before the thing behind an average: `12 tin, bài mỗi xã`.
const EVERY: &[u64] = keys!["mỗi"];
const EACH: Phrases = Phrases::of(&[keys!["mỗi"], keys!["một"]]);
/// What is compared with.
const EARLIER: Phrases = Phrases::of(&[
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["kỳ" "trước"],
]);
/// `gấp 2,4 lần`
const TIMES: Phrases = Phrases::of(&[keys!["gấp"]]);
const FOLD: Phrases = Phrases::of(&[keys!["lần"]]);
/// What nothing is shared out among.
const TIMES_OF_YEAR: &[u64] = keys!["năm" "quý" "tháng" "tuần" "ngày"];

/// Figures before an average that it may be taken from.
const BEFORE: usize = 60;
/// Totals before an average, and counts on either side of it, that are held against each other.
const MOST: usize = 8;

/// What stands between things and those that they are of or for.
const TOWARDS: &[u64] = keys!["cho" "của" "tại" "ở" "từ" "về" "do" "để" "với" "thuộc" "trong" "trên" "theo"];

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
    let each_before = |end: TokenId| {
        (1..=3).find_map(|words: TokenId| {
            let start = end.checked_sub(words)?;
            reader.ending(start, figure.sentence.start, EACH)?;
            Some(reader.keys(start..end))
        })
    };
    if let Some(mean) = reader.ending(from, figure.sentence.start, MEAN) {
        // "mỗi giao dịch bình quân 743 nghìn đồng"
        if let Some(words) = each_before(mean) {
            return Some(words);
        }
        // "12 tin, bài/xã", "12 tin, bài mỗi xã": over one comma.
        let far = (figure.end() + 4).min(figure.sentence.end);
        let each = (figure.tokens.end..far).find(|&at| {
            reader.token(at).is_some_and(|token| token.is('/') || EVERY.contains(&token.key) || ends_name(token))
        })?;
        let parts = reader.token(each).is_some_and(|token| !ends_name(token));
        let words = reader.tokens(each + 1..(each + 3).min(figure.sentence.end)).iter().filter(|_| parts);
        let first = words.take_while(|token| token.is_word()).take(1).map(|token| token.key);
        return Some(first.collect()).filter(|words: &Vec<u64>| !words.is_empty());
    }
    // "(80 triệu đồng/căn)"
    let open = from > figure.sentence.start && reader.is_mark(from - 1, '(');
    if open && figure.unit.is_some() && reader.is_mark(figure.tokens.end, '/') {
        // "tăng 12% so với năm 2022 (2,5 triệu đồng/người/năm)" is that of the year before.
        let before = reader.figures.partition_point(|other| other.tokens.start < from);
        let before = before.checked_sub(1).and_then(|at| reader.figure(at)).map_or(0, |other| other.tokens.end);
        if reader.says(before.max(figure.sentence.start)..from, EARLIER) {
            return None;
        }
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

/// Whether the words that say what an average counts end at a token.
fn ends_name(token: &Token) -> bool {
    !(token.is_word() || token.is(',') || token.is('/'))
}

/// What an average is of and over: the totals before it, and the counts on either side of it with whether they stand in its block.
struct Mean<'a> {
    figure: &'a Figure,
    totals: Vec<Number>,
    counts: Vec<Count>,
}

/// How many there are of what an average may be taken over.
#[derive(Clone, Copy)]
struct Count {
    number: Number,
    /// Whether it stands in the block of the average.
    here: bool,
    /// Whether it is these things that it counts: `28 xã`, not `28 việc cho xã`.
    own: bool,
}

fn mean(reader: &Reader<'_>, at: usize, figure: &Figure, per: &[u64]) -> Option<Reckoning> {
    let head = *per.first()?;
    let totals = totals(reader, at, figure)?;
    let mean = Mean { figure, totals, counts: counts(reader, figure, head) };
    mean.held().or_else(|| {
        let told = mean.scaled().or_else(|| mean.slip()).or_else(|| mean.only())?;
        (!mean.lies_between(reader, at) && !mean.is_over_any(reader)).then_some(told)
    })
}

/// What is counted per piece is counted in all: `48.960 lượt người` for `80 người/buổi`.
fn totals(reader: &Reader<'_>, at: usize, figure: &Figure) -> Option<Vec<Number>> {
    let noun = reader.words_of(figure).next();
    if noun.is_none() && figure.unit.is_none() {
        return None;
    }
    // "1.440 công chức, bình quân 15 người/xã"
    // and "810 công chức của 135 xã, bình quân mỗi xã 06 người".
    let general = |rank: usize| rank <= 1 && reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
    // "8 tỷ 424 triệu đồng" is one amount.
    let compound = |earlier: &Figure| {
        let before = earlier.tokens.start.checked_sub(1).and_then(|at| reader.token(at));
        before.is_some_and(|token| token.key == BILLION)
    };
    let named = |earlier: &Figure| noun.is_none_or(|noun| phrase(reader, earlier).contains(&noun));
    let before = reader.figures.get(at.saturating_sub(BEFORE)..at).unwrap_or_default().iter().rev();
    let before = before.filter(|earlier| earlier.block == figure.block && earlier.sort == Kind::Amount);
    let totals = before.enumerate().filter(|(rank, earlier)| {
        !compound(earlier) && earlier.unit == figure.unit && (general(*rank) || named(earlier))
    });
    let totals: Vec<Number> = totals.map(|(_, earlier)| earlier.number).take(MOST).collect();
    (!totals.is_empty()).then_some(totals)
}

/// How many there are of what an average is taken over, the first word of which is known: first those before it, in order.
fn counts(reader: &Reader<'_>, figure: &Figure, head: u64) -> Vec<Count> {
    let counted = |other: &&Figure| {
        other.sort != Kind::Percentage && other.tokens != figure.tokens && phrase(reader, other).contains(&head)
    };
    // "làm việc với 89/102 nơi, ghi nhận 534 kiến nghị, bình quân 06 kiến nghị/nơi": of the part as well.
    let both = |other: &Figure| {
        let here = other.block == figure.block;
        let part = other.whole.map(|_| other.number);
        let words = phrase(reader, other);
        let own = words
            .iter()
            .position(|word| TOWARDS.contains(word))
            .is_none_or(|end| words.iter().take(end).any(|word| *word == head));
        part.into_iter().chain([other.total()]).map(move |number| Count { number, here, own })
    };
    // "714 người, bình quân 07 người/trung tâm; trong đó 41 trung tâm …" are some of them, and "bình quân 15.100 người/năm; dự kiến 02 năm
    // tới …" others.
    let of_all = |other: &&Figure| {
        let mut between = figure.end()..other.tokens.start;
        other.sentence != figure.sentence
            || !reader.says(between.clone(), PARTIAL) && !between.any(|at| reader.is_mark(at, ';'))
    };
    let (earlier, later) = reader.on_both_sides(figure.tokens.start);
    let mut counts: Vec<Count> = earlier.iter().rev().filter(counted).take(MOST).flat_map(both).collect();
    counts.reverse();
    counts.extend(later.iter().filter(of_all).filter(counted).take(MOST).flat_map(both));
    // "phòng/đơn vị cấp huyện": of units that any sentence may count, those beside it.
    let general = GENERAL.iter().any(|phrase| phrase.first() == Some(&head));
    // "bình quân 12 tin, bài mỗi xã" as well.
    let every =
        (figure.tokens.end..figure.end() + 4).any(|at| reader.token(at).is_some_and(|it| EVERY.contains(&it.key)));
    counts.retain(|count| count.here || !general && !every);
    counts
}

impl Mean<'_> {
    /// Each total over each count, with that count.
    fn all(&self) -> impl Iterator<Item = (Count, Reckoning)> {
        self.totals
            .iter()
            .flat_map(|total| self.counts.iter().map(move |count| (*total, *count)))
            .filter(|(total, count)| total.token != count.number.token)
            .filter_map(|(total, count)| {
                let terms = vec![total, count.number];
                Some((count, Reckoning::new(Sort::Average, Basis::Mean, self.figure.number, terms)?))
            })
    }

    /// `11 xã đạt 19 tiêu chí, 03 xã đạt 17 tiêu chí, 01 xã đạt 15 tiêu chí; bình quân 18,3 tiêu chí/xã`: the mean of what several have each.
    fn lies_between(&self, reader: &Reader<'_>, at: usize) -> bool {
        let figure = self.figure;
        let before = reader.figures.get(at.saturating_sub(BEFORE)..at).unwrap_or_default().iter();
        let alike = before.filter(|other| other.block == figure.block && reader.same_thing(other, figure));
        let values: Vec<Decimal> = alike.map(|other| other.number.value()).collect();
        let own = figure.number.value();
        values.len() >= 2 && values.iter().any(|value| *value <= own) && values.iter().any(|value| own <= *value)
    }

    /// `Số dự án được bố trí vốn là 318 …; bình quân mỗi dự án 17,4 tỷ đồng`: whether a total over any other number of the paragraph, whatever
    /// it counts, gives the average.
    fn is_over_any(&self, reader: &Reader<'_>) -> bool {
        let beside = reader.near(self.figure.tokens.start).iter().filter(|other| {
            other.block == self.figure.block && other.sort != Kind::Percentage && other.tokens != self.figure.tokens
        });
        let mut counts = beside.flat_map(|other| other.whole.into_iter().chain([other.number]));
        counts.any(|count| {
            self.totals.iter().filter(|total| total.token != count.token).any(|total| {
                super::agrees(Sort::Average, &self.figure.number, &[*total, count]) && !count.value().is_zero()
            })
        })
    }

    fn held(&self) -> Option<Reckoning> {
        self.all().map(|(_, one)| one).find(|one| one.holds)
    }

    /// The average a thousand times too small or too large: `4.362,2 triệu đồng của 5.871 giao dịch, bình quân 743,01 đồng`.
    fn scaled(&self) -> Option<Reckoning> {
        let result = self.figure.number;
        if self.figure.unit != Some(DONG) || size(plain(result.written.value)) < 3 {
            return None;
        }
        let times = [Decimal::ONE_THOUSAND, Decimal::ONE / Decimal::ONE_THOUSAND];
        let by = |one: &Reckoning| {
            let scaled = |by: &Decimal| Number { scale: result.scale * by, ..result };
            times.into_iter().find(|by| super::agrees(Sort::Average, &scaled(by), &one.terms))
        };
        let found = self.all().filter(|(count, _)| count.own).find_map(|(_, one)| Some((by(&one)?, one)));
        found.map(|(by, one)| Reckoning { basis: Basis::Scale, right: by, ..one })
    }

    /// The average that this one is a slip of: that over the only count, or one that comes out even.
    fn slip(&self) -> Option<Reckoning> {
        let told = |(count, one): &(Count, Reckoning)| {
            count.own && slip(one.right, self.figure.number.written.value) && (count.here || comes_out_even(one))
        };
        self.all().find(told).map(|(_, one)| one)
    }

    /// The only total over the only count, where a slip of any of the three mends it.
    fn only(&self) -> Option<Reckoning> {
        let (count, one) = self.all().next()?;
        (count.here && count.own && self.totals.len() == 1 && self.counts.len() == 1 && !repairs(&one).is_empty())
            .then_some(one)
    }
}

/// Whether a quotient has no more decimals than the average that is told.
fn comes_out_even(one: &Reckoning) -> bool {
    let [total, count] = one.terms.as_slice() else { return false };
    let quotient = total.value().checked_div(count.value());
    quotient.is_some_and(|quotient| quotient.normalize().scale() <= one.result.written.decimals)
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
    let earlier = before.iter().rev().filter(|now| now.sentence == figure.sentence && now.sort == Kind::Amount);
    // "đạt 642,8 tỷ đồng, tăng 406,3 tỷ đồng, gấp 2,72 lần so với … (236,5 tỷ đồng)": the level is compared, not by how much it grew.
    let level = |now: &&Figure| !is_difference(reader, now);
    let levels = earlier.filter(|now| aside && reader.same_thing(now, base) && level(now)).take(MOST);
    let made = levels
        .filter_map(|now| Reckoning::new(Sort::Average, Basis::Mean, figure.number, vec![now.number, base.number]));
    let mut made: Vec<Reckoning> = made.collect();
    // "27 văn bản (09 quyết định, …), nhiều hơn quý II 06 văn bản và gấp 1,5 lần quý III năm 2022 (18 văn bản)": of the first.
    if let Some(held) = made.iter().position(|one| one.holds) {
        return Some(made.swap_remove(held));
    }
    made.into_iter().next().filter(|one| !repairs(one).is_empty())
}
