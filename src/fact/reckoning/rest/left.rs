//! What is left of the last ratio, or of the last total and part, of the same things: `12/17 đầu việc …; 05 đầu việc còn lại`.

use rust_decimal::Decimal;

use super::{
    ALL_DONE, AMONG, BREAKS, CARRIED, DONE, IN_TIME, LACKING, LATE, MOST_BEFORE, OF_ALL, PARTS, UNDER_WAY, UNDONE,
    completed, counts_like, is_left, is_still, stands_before,
};
use crate::fact::reckoning::read::{Figure, GENERAL, Reader, Sort as Kind};
use crate::fact::reckoning::scale::scale;
use crate::fact::reckoning::slip::{alike, counts_alike, repairs};
use crate::fact::reckoning::{Basis, Number, Reckoning, Sort};

/// `còn lại`, after the last ratio or the last total and part of the same things.
pub(super) fn left(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let left = Left::of(reader, figures, at)?;
    if left.is_of_two_ratios() {
        return left.of_ratio();
    }
    if left.also.is_empty()
        && let Some(found) = behind_ratio(reader, figures, at)
    {
        return Some(found);
    }
    let nearest = *left.before.first()?;
    if left.is_told_apart_from(nearest) || left.is_of_another_thought(nearest) || left.lacks_something_else(nearest) {
        return None;
    }
    let ratio = left.before.iter().copied().take(2).find(|earlier| earlier.sort == Kind::Ratio);
    // "đã kiểm tra 16/30 đơn vị, gồm 03/06 sở và 13/24 xã; 14 đơn vị còn lại": of the ratio before its parts, in whatever sentence.
    // "giao 4.126 nhiệm vụ; hoàn thành 3.987 nhiệm vụ, trong đó 3.871 nhiệm vụ đúng hạn; 139 nhiệm vụ còn lại": of what stands before.
    let above_parts = || {
        left.before.windows(3).filter_map(|told| {
            let [part, done, total] = told else { return None };
            let apart = total.sentence == left.figure.sentence && reader.says(done.end()..part.tokens.start, PARTS);
            left.leaves(vec![total.number, done.number]).filter(|_| apart && done.sort == Kind::Amount)
        })
    };
    if let Some(held) = left.of_ratio().or_else(|| above_parts().find(|one| one.holds)) {
        return Some(held);
    }
    match ratio {
        Some(ratio) => left.of_pair(ratio.whole?, ratio.number, Some(ratio)),
        None => left.of_amounts(),
    }
}

/// A figure that is left, or may be, and those around it that it may be left of.
struct Left<'a> {
    reader: &'a Reader<'a>,
    /// The figures of its block, and its place among them.
    figures: &'a [Figure],
    at: usize,
    figure: &'a Figure,
    /// Whether its own words say that it is all that is left.
    sure: bool,
    /// The figures of the same things before it, the nearest first.
    before: Vec<&'a Figure>,
    /// What follows may be left as well: `còn lại 10 nhiệm vụ chưa đến hạn, 49 nhiệm vụ đang thực hiện`.
    also: Vec<Number>,
}

impl<'a> Left<'a> {
    fn of(reader: &'a Reader<'a>, figures: &'a [Figure], at: usize) -> Option<Self> {
        let figure = figures.get(at)?;
        let sure = is_left(reader, figure);
        if !sure && !is_still(reader, figure) {
            return None;
        }
        // "Trong 52 nhiệm vụ còn lại, 47 nhiệm vụ được thực hiện thường xuyên" tells the parts of what is left.
        let among = stands_before(reader, figure, AMONG);
        let whole = |next: &&Figure| !among && !reader.says(figure.tokens.end..next.tokens.start, PARTS);
        let after = figures.get(at + 1..)?.iter().filter(|next| next.sort != Kind::Percentage);
        let after = after.take_while(|next| next.sentence == figure.sentence && next.sort == Kind::Amount);
        let also = after.filter(|next| reader.may_be_same(figure, next)).take(MOST_BEFORE).take_while(whole);
        let also = also.map(|next| next.number).collect();
        // "05/08 huyện, thị xã đã vận hành, 03 địa phương còn lại": a ratio right before may count by any name.
        let general = |rank: usize, earlier: &Figure| {
            rank == 0
                && sure
                && earlier.sort == Kind::Ratio
                && reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some()
        };
        let before = figures.get(..at)?.iter().rev();
        let before = before.filter(|earlier| earlier.depth <= figure.depth && earlier.sort != Kind::Percentage);
        let before =
            before.enumerate().filter(|(rank, earlier)| general(*rank, earlier) || reader.may_be_same(earlier, figure));
        let before = before.map(|(_, earlier)| earlier).take(MOST_BEFORE).collect();
        Some(Self { reader, figures, at, figure, sure, before, also })
    }

    /// Whether the nearest figure of these things stands in another sentence: only what is surely left, or not done, may be left of one in
    /// the sentence before.
    fn is_told_apart_from(&self, nearest: &Figure) -> bool {
        let (own, other) = (&self.figure.sentence, &nearest.sentence);
        other != own && (other.end != own.start || !self.sure && !stands_before(self.reader, self.figure, UNDONE))
    }

    /// `đã xử lý 03/04 văn bản phải bãi bỏ và 02/07 văn bản phải sửa đổi; 06 văn bản còn lại`, and `11/22 bộ và 62/63 địa phương đã tích hợp. Còn
    /// 12 bộ và tỉnh`.
    fn is_of_two_ratios(&self) -> bool {
        let before = self.figures.get(..self.at).unwrap_or_default().iter().rev().take(MOST_BEFORE);
        let ratios: Vec<&Figure> = before.filter(|earlier| earlier.sort == Kind::Ratio).take(3).collect();
        let rest = |ratio: &Figure| ratio.whole?.value().checked_sub(ratio.number.value());
        ratios.windows(2).any(|two| {
            let [one, other] = two else { return false };
            let both = rest(one).zip(rest(other)).and_then(|(one, other)| one.checked_add(other));
            one.sentence == other.sentence && both == Some(self.figure.number.value())
        })
    }

    /// All of a ratio of these things but what was done, where that is what is left.
    fn of_ratio(&self) -> Option<Reckoning> {
        let mut all = self.before.iter().filter_map(|one| self.leaves(vec![one.whole?, one.number]));
        all.find(|one| one.holds)
    }

    fn is_of_another_thought(&self, nearest: &Figure) -> bool {
        let way = nearest.end()..self.figure.tokens.start.max(nearest.end());
        self.reader.says(way, BREAKS)
    }

    /// `46/49 giáo viên đạt chuẩn; thiếu 01 giáo viên tiếng Anh`.
    fn lacks_something_else(&self, nearest: &Figure) -> bool {
        let mut way = nearest.end()..self.figure.tokens.start.max(nearest.end());
        stands_before(self.reader, self.figure, LACKING) && way.any(|at| self.reader.is_mark(at, ';'))
    }

    /// What is left of two amounts or more.
    fn of_amounts(&self) -> Option<Reckoning> {
        let [done, total, more @ ..] = self.before.as_slice() else { return None };
        // "thu hồi 4.215 triệu đồng trong tổng số 6.730 triệu đồng; số còn lại 2.515 triệu đồng": the total stands behind its part.
        let turned = stands_before(self.reader, done, OF_ALL) && total.number.value() < done.number.value();
        let (done, total) = if turned { (total.number, done.number) } else { (done.number, total.number) };
        if let Some(sums) = self.of_several(total, done, more) {
            return Some(sums);
        }
        // "trong 1.884 thủ tục, mức độ 3 được 628, mức độ 4 được 417, cộng 1.045 thủ tục; 839 thủ tục còn lại": of what stands before the parts.
        if let Some(total) = self.before_parts_of(done, total, more) {
            return self.of_pair(total, done, None);
        }
        // What was there before is added: "tồn 20, tiếp nhận 500, giải quyết 450, còn lại 70".
        let added = |old: &&Figure| old.number.value() + total.value() - done.value() == self.figure.number.value();
        if more.first().is_some_and(added) {
            return None;
        }
        if let Some(sums) = self.of_two_parts(&self.before) {
            return Some(sums);
        }
        // "20 cơ quan chuyên môn và Ban Quản lý là 21 đầu mối; 13 cơ quan được phê duyệt; 08 cơ quan còn lại"
        if self.is_of_another_name(total, done) {
            return None;
        }
        if !self.sure && !more.is_empty() {
            let nearly = total_before(self.reader, self.figure, &self.before);
            return nearly.filter(|one| !completed(self.figures, self.at, one));
        }
        self.of_pair(total, done, None)
    }

    /// `phát hiện 214 tồn tại: đợt một 122, đã khắc phục 119; đợt hai 92, đã khắc phục 76; còn lại 19 tồn tại`: any two of a total before them.
    fn of_two_parts(&self, before: &[&Figure]) -> Option<Reckoning> {
        let near = before.get(..before.len().min(6))?;
        let own = near.iter().enumerate().filter(|(_, one)| one.sentence == self.figure.sentence);
        own.filter(|(at, _)| 4 <= *at).find_map(|(at, total)| {
            let parts = near.get(..at)?;
            let pairs = parts.iter().enumerate();
            let mut pairs = pairs.flat_map(|(rank, one)| parts.iter().skip(rank + 1).map(move |other| [one, other]));
            pairs.find_map(|[one, other]| {
                self.leaves(vec![total.number, one.number, other.number]).filter(|one| one.holds)
            })
        })
    }

    /// The total before two parts or more that come to what is done.
    fn before_parts_of(&self, done: Number, last: Number, more: &[&Figure]) -> Option<Number> {
        let mut sum = last.value();
        more.windows(2).find_map(|two| {
            let [part, total] = two else { return None };
            sum = sum.checked_add(part.number.value())?;
            (sum == done.value() && done.value() < total.number.value()).then_some(total.number)
        })
    }

    /// Whether the part and what is left make up an amount before them, whatever it counts.
    fn is_of_another_name(&self, whole: Number, part: Number) -> bool {
        let all = part.value().checked_add(self.figure.number.value());
        if all == Some(whole.value()) {
            return false;
        }
        let before = self.figures.get(..self.at).unwrap_or_default().iter().rev().take(MOST_BEFORE);
        before.into_iter().any(|total| total.sort == Kind::Amount && Some(total.number.value()) == all)
    }

    /// Several parts of one total: `tiếp nhận 500, giải quyết 300, trả lại 150, còn lại 50`.
    fn of_several(&self, part: Number, last: Number, more: &[&Figure]) -> Option<Reckoning> {
        more.iter().enumerate().find_map(|(count, whole)| {
            let parts = more.get(..count)?.iter().map(|part| part.number);
            let terms = [whole.number, part, last].into_iter().chain(parts).collect();
            self.leaves(terms).filter(|one| one.holds)
        })
    }

    /// What is left of a whole and its part, which may be those of a ratio.
    fn of_pair(&self, whole: Number, part: Number, ratio: Option<&Figure>) -> Option<Reckoning> {
        let one = self.leaves(vec![whole, part])?;
        if one.holds {
            return Some(one);
        }
        let (figures, at, before) = (self.figures, self.at, self.before.as_slice());
        let others = after_a_run(figures, at, before).or_else(|| beside_a_ratio(figures, at, ratio?, before));
        let others = others.or_else(|| self.beside_parts_of(part));
        if let Some(held) = others.or_else(|| self.with_others(whole, part)).or_else(|| scale(&one)) {
            return Some(held);
        }
        let told = self.also.is_empty()
            && whole.value() > part.value()
            && !self.is_joined_by_what_was_carried(&one)
            && !ratio.is_some_and(|ratio| self.is_beside_what_is_done(ratio))
            && !is_of_another(figures, at)
            && !self.is_late()
            && !completed(figures, at, &one);
        let figure = self.figure.number;
        let near = || (one.right - figure.written.value).abs() * figure.scale * Decimal::TEN <= whole.value();
        (told && (near() || !repairs(&one).is_empty())).then_some(one)
    }

    /// `đã dùng 3.186 triệu đồng, nhiều nhất là số hóa (1.920 triệu đồng) và quầy (540 triệu đồng); còn lại 726 triệu đồng`: what is left of
    /// what was done, its parts told between.
    fn beside_parts_of(&self, part: Number) -> Option<Reckoning> {
        let between = self.figures.get(..self.at)?.iter().rev().take_while(|other| other.tokens.start > part.token);
        let between: Vec<Number> = between
            .filter(|other| other.sort == Kind::Amount && other.unit == self.figure.unit)
            .map(|other| other.number)
            .take(MOST_BEFORE)
            .collect();
        (2..=between.len()).find_map(|count| {
            let parts = between.get(..count)?.iter().copied();
            self.leaves(std::iter::once(part).chain(parts).collect()).filter(|one| one.holds)
        })
    }

    fn leaves(&self, terms: Vec<Number>) -> Option<Reckoning> {
        Reckoning::new(Sort::Rest, Basis::Left, self.figure.number, terms)
    }

    /// What is left besides some of the figures behind it.
    fn with_others(&self, whole: Number, part: Number) -> Option<Reckoning> {
        (1..=self.also.len()).find_map(|count| {
            let others = self.also.get(..count)?.iter().copied();
            self.leaves([whole, part].into_iter().chain(others).collect()).filter(|one| one.holds)
        })
    }

    /// `giải quyết 189 đơn, còn 31 đơn (trong đó 06 đơn kỳ trước chuyển sang)`: what was there before is added.
    fn is_joined_by_what_was_carried(&self, one: &Reckoning) -> bool {
        let figure = self.figure;
        let carried = |old: &Figure| {
            let from = old.tokens.start.saturating_sub(4);
            self.reader.says(from..(old.end() + 6).min(old.sentence.end), CARRIED)
                && one.right * figure.number.scale + old.number.value() == figure.number.value()
        };
        let behind = self.figures.get(self.at + 1..).unwrap_or_default().iter();
        behind.take_while(|next| next.sentence == figure.sentence).take(2).any(carried)
    }

    /// `Đúng hạn: 901/924 hồ sơ đã giải quyết; đang giải quyết 88 hồ sơ`: what is done leaves nothing to do.
    fn is_beside_what_is_done(&self, ratio: &Figure) -> bool {
        let from = ratio.tokens.start.saturating_sub(14).max(ratio.sentence.start);
        let around = from..(ratio.tokens.end + 8).min(ratio.sentence.end);
        let way = self.before.first().map(|nearest| nearest.end()..self.figure.tokens.start);
        [ALL_DONE, IN_TIME].iter().all(|words| self.reader.says(around.clone(), *words))
            && way.is_some_and(|way| self.reader.says(way, UNDER_WAY))
    }

    /// `đã giải quyết 102.502 hồ sơ, …, còn 663 hồ sơ quá hạn`: late ones are some of what was done.
    fn is_late(&self) -> bool {
        let figure = self.figure;
        !self.sure && self.reader.says(figure.tokens.end..(figure.end() + 2).min(figure.sentence.end), LATE)
    }
}

/// `Trong 343 hồ sơ quá hạn, … Đã xin lỗi 318 trường hợp, còn 25 trường hợp`: whether the amount before what is left leaves it of another
/// amount before, whatever that one counts.
fn is_of_another(figures: &[Figure], at: usize) -> bool {
    let (Some(figure), Some(earlier)) = (figures.get(at), figures.get(..at)) else { return false };
    let mut before = earlier.iter().rev().take(MOST_BEFORE).filter(|other| other.sort == Kind::Amount);
    let Some(last) = before.next().filter(|last| last.sentence == figure.sentence) else { return false };
    let whole = last.number.value().checked_add(figure.number.value());
    before.any(|total| Some(total.number.value()) == whole)
}

/// `52 văn bản, nhiều hơn quý I 15 văn bản, gồm 09 quyết định, 07 kế hoạch, 05 thông báo; 31 văn bản còn lại là công văn`: what two parts or
/// more that stand right before it leave of a total, whatever the parts are called.
fn after_a_run(figures: &[Figure], at: usize, before: &[&Figure]) -> Option<Reckoning> {
    let (figure, earlier) = (figures.get(at)?, figures.get(..at)?);
    let mut run = Vec::new();
    for part in earlier.iter().rev().filter(|part| part.sort != Kind::Percentage).take(MOST_BEFORE) {
        if !counts_like(part, figure) {
            return None;
        }
        run.push(part.number);
        let totals = before.iter().filter(|total| run.len() >= 2 && total.tokens.start < part.tokens.start);
        let mut left = totals.filter_map(|total| {
            let terms = std::iter::once(total.number).chain(run.iter().copied()).collect();
            Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms).filter(|one| one.holds)
        });
        if let Some(one) = left.next() {
            return Some(one);
        }
    }
    None
}

/// `đã xong 19/69 nhiệm vụ; 02 nhiệm vụ chậm, 48 nhiệm vụ còn lại trong hạn`: what is told between counts as well. And
/// `36 nhiệm vụ, trong đó 31 nhiệm vụ đến hạn, hoàn thành 28/31, quá hạn 03; còn lại 05 nhiệm vụ`: what is left of the total that the whole
/// of the ratio is a part of.
fn beside_a_ratio(figures: &[Figure], at: usize, ratio: &Figure, before: &[&Figure]) -> Option<Reckoning> {
    let figure = figures.get(at)?;
    let whole = ratio.whole?;
    let made = |terms| Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms).filter(|one| one.holds);
    let between =
        figures.get(..at)?.iter().rev().take(MOST_BEFORE).take_while(|one| one.tokens.start > ratio.tokens.start);
    let between: Vec<Number> = between.filter(|one| counts_like(one, figure)).map(|one| one.number).collect();
    let told = |others: &[Number]| made([whole, ratio.number].into_iter().chain(others.iter().copied()).collect());
    let all = (1..=between.len()).find_map(|count| told(between.get(..count)?));
    let all = all.or_else(|| between.iter().find_map(|other| told(std::slice::from_ref(other))));
    all.or_else(|| {
        let totals =
            before.iter().filter(|total| total.tokens.start < ratio.tokens.start && total.sort == Kind::Amount);
        let part = totals.clone().any(|part| part.number.value() == whole.value());
        totals.filter(|_| part).find_map(|total| made(vec![total.number, whole]))
    })
}

/// `đạt 96,3% (728/756 thôn); còn 28 thôn`, and `hoàn thành 58/84 nhiệm vụ, trong đó … Còn 26 nhiệm vụ đang thực hiện.`: the one ratio of its
/// things in brackets before what is left, or in the sentence before the one that it begins.
fn behind_ratio(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let figure = figures.get(at).filter(|figure| !stands_before(reader, figure, LACKING))?;
    let before = figures.get(..at)?.iter().rev();
    let begins = figure.tokens.start <= figure.sentence.start + 2;
    let ratio = if begins {
        let mut own = before
            .take_while(|earlier| earlier.sentence.end >= figure.sentence.start)
            .filter(|earlier| earlier.sort == Kind::Ratio && earlier.depth == 0 && reader.same_thing(earlier, figure));
        own.next().filter(|_| own.next().is_none())?
    } else {
        let ratio = before.take(1).find(|earlier| earlier.sort == Kind::Ratio && earlier.depth == figure.depth + 1)?;
        let beside = ratio.sentence == figure.sentence && ratio.head.is_some() && ratio.head == figure.head;
        let gap = ratio.end()..figure.tokens.start.max(ratio.end());
        (beside && reader.words(gap) <= 6).then_some(ratio)?
    };
    let (whole, part) = (ratio.whole?, ratio.number);
    let one = Reckoning::new(Sort::Rest, Basis::Left, figure.number, vec![whole, part])?;
    // "còn 06 đơn vị (04 đơn vị chưa kiểm tra, 02 đơn vị đã kiểm tra)": two numbers of one digit are one slip apart, always.
    let large = one.right >= Decimal::TEN || figure.number.value() >= Decimal::TEN;
    let near = counts_alike(one.right, figure.number.written.value) && large;
    let late = reader.says(figure.tokens.end..(figure.end() + 2).min(figure.sentence.end), LATE);
    (whole.value() > part.value() && (one.holds || near && !late && !completed(figures, at, &one))).then_some(one)
}

/// `thụ lý 684 vụ việc …, đã kết thúc 412 vụ việc, còn 272 vụ việc`: the one total of the sentence that fits, or nearly.
fn total_before(reader: &Reader<'_>, figure: &Figure, before: &[&Figure]) -> Option<Reckoning> {
    let numbers: Vec<Decimal> = before.iter().map(|figure| figure.number.value()).collect();
    let fits = |total: &Decimal| numbers.iter().any(|part| total - part == figure.number.value());
    if numbers.iter().any(fits) {
        return None;
    }
    let done = |part: &&&Figure| {
        reader.says(part.tokens.start.saturating_sub(4).max(part.sentence.start)..part.tokens.start, DONE)
    };
    let of = |part: &Figure| {
        let totals = before.iter().filter(move |total| {
            total.tokens.start < part.tokens.start
                && total.sort == Kind::Amount
                && total.depth == 0
                && !total.noun.is_empty()
        });
        let terms = totals.map(|total| vec![total.number, part.number]).collect::<Vec<_>>();
        terms
            .into_iter()
            .filter_map(|terms| Reckoning::new(Sort::Rest, Basis::Left, figure.number, terms))
            .collect::<Vec<_>>()
    };
    let all = before
        .iter()
        .filter(|part| part.sort == Kind::Amount && part.depth == 0)
        .filter(done)
        .flat_map(|part| of(part));
    let mut near = all.filter(|one| alike(one.right, figure.number.written.value) && one.right >= Decimal::TEN);
    near.next().filter(|first| near.all(|other| other.right == first.right))
}
