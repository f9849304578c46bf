//! The amount or ratio that a percentage belongs to, and the total that is named behind it.

use std::ops::Range;

use super::{BREAKS, Of, PLANS, RISES, Share, TOTALS, thousand};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::reckoning::change::is_change;
use crate::fact::reckoning::lists::AGE;
use crate::fact::reckoning::phrases::Phrases;
use crate::fact::reckoning::read::{Figure, Reader, Sort as Kind, UNCOUNTED};
use crate::fact::reckoning::words::{AND, ATTAIN};
use crate::fact::reckoning::{Basis, Reckoning, Sort};

/// How content people are is no part of them, but `1.254 phiếu đánh giá hài lòng` are of all that were asked.
const CONTENT: Phrases = Phrases::of(&[keys!["hài" "lòng"]]);
/// Between those who were asked and what they are: `người dân`, `phiếu đánh giá`.
const ASKED: &[u64] = keys!["phiếu" "đánh" "giá" "ý" "kiến" "lượt" "người" "dân" "trả" "lời" "rất" "được" "hỏi"];
/// Between a part and the total it is of: `450 hồ sơ trong tổng số 500 hồ sơ, đạt 90%`.
const OVER: Phrases = Phrases::of(&[
    keys!["trong" "tổng" "số"],
    keys!["trên" "tổng" "số"],
    keys!["trong" "số"],
    keys!["trên"],
    keys!["/"],
]);
const STROKE: Phrases = Phrases::of(&[keys!["/"]]);
/// Before `trên`, where it says that there are more: `ước đạt trên 19 nghìn tấn`.
const REACH: &[u64] = keys!["đạt" "ước" "là" "được" "có" "thu" "gồm"];
/// What says that a figure is a difference.
const DIFFERENCES: Phrases = Phrases::of(&[
    keys!["vượt"],
    keys!["hụt"],
    keys!["thiếu"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["hơn"],
    keys!["kém"],
]);

/// The amount or ratio that a percentage belongs to.
pub(super) fn share<'r>(reader: &'r Reader<'_>, block: &Range<usize>, at: usize) -> Option<Share<'r>> {
    // "04 chủ đầu tư chưa giải ngân (0%)": no part of anything is none of it.
    let percent =
        reader.figure(at).filter(|figure| figure.sort == Kind::Percentage && !figure.number.value().is_zero())?;
    let sentence = percent.sentence.clone();
    let joint = reader.ending(percent.tokens.start, sentence.start, ATTAIN);
    let start = joint.unwrap_or(percent.tokens.start);
    let bracket = start > sentence.start && reader.is_mark(start - 1, '(');
    if joint.is_none() && !bracket || reader.says(start.saturating_sub(2).max(sentence.start)..start, RISES) {
        return None;
    }
    let until = (percent.tokens.end + 4).min(sentence.end);
    let of = if reader.beginning(percent.tokens.end, until, TOTALS).is_some() {
        Of::Total
    } else if reader.says(percent.tokens.end..until, PLANS) {
        Of::Plan
    } else {
        Of::Nothing
    };
    if of == Of::Nothing && names_two_totals(reader, at) || in_a_row(reader, at) {
        return None;
    }
    let made = |part| Some(Share { part, percent, at, of, over: None });
    // "chiếm 75,0% (5.131 lượt)"; in "977 hồ sơ, chiếm 0,44% (cấp tỉnh 393 hồ sơ, cấp xã 584 hồ sơ)" the bracket has the parts.
    let several = reader.figure(at + 2).is_some_and(|further| {
        let until = reader.figure(at + 1).map_or(further.tokens.start, Figure::end);
        further.sentence == sentence && (until..further.tokens.start).all(|at| !reader.is_mark(at, ')'))
    });
    if let Some(next) = reader.figure(at + 1).filter(|next| next.sentence == sentence && next.depth > percent.depth)
        && of == Of::Nothing
        && !several
        && reader.is_mark(percent.tokens.end, '(')
        && next.tokens.start <= percent.tokens.end + 3
        && next.sort != Kind::Percentage
    {
        return made(next);
    }
    let depth = percent.depth.checked_sub(u32::from(bracket))?;
    // "6.486 người từ đủ 14 tuổi": an age is no part of anything.
    let earlier = reader.figures.get(block.start..at)?.iter().rev().filter(|figure| figure.head != Some(AGE));
    // "… gồm thu nội địa 1.154 tỷ đồng … Thu nội địa chiếm 93,4% tổng thu": the part is known by its three words.
    if let Some(named) = joint.filter(|_| of == Of::Total).and_then(|joint| {
        let name = reader.keys(joint.checked_sub(3)?.max(sentence.start)..joint);
        let own = |figure: &&Figure| {
            figure.sort == Kind::Amount
                && figure.tokens.start >= 3
                && figure.sentence != sentence
                && reader.keys(figure.tokens.start - 3..figure.tokens.start) == name
        };
        reader.figures.get(block.start..at)?.iter().rev().find(own).filter(|_| name.len() == 3)
    }) {
        return made(named);
    }
    let earlier = earlier.take_while(|figure| figure.sentence == sentence).filter(|figure| figure.depth <= depth);
    let mut earlier = earlier.filter(|figure| !is_ordinal(reader, figure));
    let part = earlier.next()?;
    // "tăng từ 3.467 lên 3.680 hồ sơ/ngày (6,14%)": a rate is no part of anything.
    let is_rate = reader.is_mark(part.end(), '/') && !reader.token(part.end() + 1).is_some_and(|next| next.is_number());
    if part.sort == Kind::Percentage || part.depth != depth || is_rate || is_change(reader, part) {
        return None;
    }
    let before = earlier.next().filter(|before| before.sort == Kind::Amount && part.sort == Kind::Amount);
    // "32 vụ/47 bị can (đạt 76,19%)": so many cases with so many people.
    let people = reader.vocabulary.people.lead(reader.tokens(part.tokens.end..part.sentence.end));
    if let Some(before) = before.filter(|before| {
        people && before.head != part.head && reader.ending(part.tokens.start, before.tokens.end, STROKE).is_some()
    }) {
        return made(before);
    }
    let over = before.filter(|before| {
        let from = reader.ending(part.tokens.start, before.end(), OVER).filter(|_| before.end() <= part.tokens.start);
        from.is_some_and(|from| !reader.token(from.saturating_sub(1)).is_some_and(|word| REACH.contains(&word.key)))
    });
    if over.is_none() && part.sort == Kind::Amount && part.unit.is_some_and(|unit| UNCOUNTED.contains(&unit)) {
        return None;
    }
    let gap = part.tokens.end..start;
    // All of all is 100 % of anything.
    let ratio = part.whole.is_some_and(|whole| whole.value() != part.number.value());
    let most = if bracket && !ratio { 9 } else { 16 };
    let turns = reader.tokens(gap.clone()).iter().any(|token| token.is(';') || token.is(':'));
    (reader.words(gap.clone()) <= most && !turns && !reader.says(gap.clone(), BREAKS)).then_some(())?;
    (!reader.says(gap, CONTENT) || is_contented(reader, part, start)).then_some(())?;
    Some(Share { part: over.unwrap_or(part), percent, at, of, over: over.map(|_| part) })
}

/// `lần lượt là 6.274, 13.508 và 21.437, tương ứng 16,3%, 35,1% và 55,7%`: whether a percentage stands right before another, or behind it.
fn in_a_row(reader: &Reader<'_>, at: usize) -> bool {
    let beside = |one: Option<&Figure>, other: Option<&Figure>| {
        let Some((one, other)) = one.zip(other) else { return false };
        one.sort == Kind::Percentage
            && other.sort == Kind::Percentage
            && other.tokens.start == one.tokens.end + 1
            && (reader.is_mark(one.tokens.end, ',')
                || reader.token(one.tokens.end).is_some_and(|token| token.key == AND))
    };
    let before = at.checked_sub(1).and_then(|at| reader.figure(at));
    beside(reader.figure(at), reader.figure(at + 1)) || beside(before, reader.figure(at))
}

/// `06 lớp, 348 lượt người, bằng 11,5% số lớp và 11,1% số lượt người`: whether a percentage and the next say each by its name what they are of.
fn names_two_totals(reader: &Reader<'_>, at: usize) -> bool {
    let (Some(one), Some(other)) = (reader.figure(at), reader.figure(at + 1)) else { return false };
    let way = reader.tokens(one.tokens.end..other.tokens.start);
    let beside = other.sort == Kind::Percentage && other.sentence == one.sentence;
    // "05 lớp với 430 học viên, tương ứng 12,50% và 13,44% kế hoạch"
    if let [and] = way {
        return beside && and.key == AND;
    }
    beside
        && way.len() >= 2
        && way.iter().all(|token| token.is_word() || token.is(','))
        && reader.token(one.tokens.end).is_some_and(|token| token.is_word() && token.key != AND)
        && reader.token(other.tokens.end).is_some_and(|token| token.is_word() && token.key != AND)
}

/// Whether a number says which of several it is.
fn is_ordinal(reader: &Reader<'_>, figure: &Figure) -> bool {
    figure.unit.is_none()
        && figure.noun.is_empty()
        && figure.sort == Kind::Amount
        && reader.vocabulary.ordinals.end(reader.tokens(figure.sentence.start..figure.tokens.start))
}

/// Whether nothing but who was asked stands between a figure and `hài lòng`.
pub(super) fn is_contented(reader: &Reader<'_>, part: &Figure, until: TokenId) -> bool {
    let from = part.tokens.start + 1;
    let content = (from..until).find(|&at| reader.beginning(at, until, CONTENT).is_some());
    content.is_some_and(|at| at > from && reader.tokens(from..at).iter().all(|token| ASKED.contains(&token.key)))
}

/// `đạt 105,3% kế hoạch (320 tin, bài)`: the total stands in brackets behind the percentage.
pub(super) fn named(reader: &Reader<'_>, block: &Range<usize>, share: &Share<'_>) -> Option<Reckoning> {
    let made = |whole: &Figure| {
        let one =
            Reckoning::new(Sort::Share, Basis::Named, share.percent.number, vec![share.part.number, whole.number])?;
        Some(thousand(&one).unwrap_or(one))
    };
    if let Some(whole) = share.over.filter(|whole| reader.may_be_same(whole, share.part) || whole.unit.is_none()) {
        return (whole.number.value() >= share.part.number.value()).then(|| made(whole)).flatten();
    }
    let next = reader.figures.get(share.at + 1..block.end)?.first().filter(|next| next.sort == Kind::Amount)?;
    if next.sentence != share.percent.sentence {
        return None;
    }
    let gap = share.percent.tokens.end..next.tokens.start;
    // "chiếm 74% trong tổng số 2.000 hồ sơ", "bằng 85,92% kế hoạch 11.420 tỷ đồng"
    if share.of != Of::Nothing
        && next.depth == share.percent.depth
        && reader.words(gap.clone()) <= 4
        && reader.tokens(gap.clone()).iter().all(|token| token.is_word() || token.is('%'))
    {
        let sure = share.of == Of::Total || next.unit.is_some() && next.unit == share.part.unit;
        return (sure && reader.may_be_same(share.part, next)).then(|| made(next)).flatten();
    }
    let opens = next.depth == share.percent.depth + 1;
    // "bằng 1,62% tổng chi ngân sách (chi đầu tư 268 tỷ đồng, chi thường xuyên 218,5 tỷ đồng)" tells the parts of the part.
    let further = reader.figures.get(share.at + 2..block.end).and_then(<[Figure]>::first);
    let parts = |further: &Figure| {
        let between = next.tokens.end..further.tokens.start;
        further.depth >= next.depth && !reader.tokens(between).iter().any(|token| token.is(')'))
    };
    // "đạt 57,58% kế hoạch (vượt 01 nhiệm vụ so với tiến độ)" tells a difference and no plan.
    let differs = reader.ending(next.tokens.start, share.percent.tokens.end, DIFFERENCES).is_some();
    if differs || further.is_some_and(parts) {
        return None;
    }
    let cut = reader.tokens(gap.clone()).iter().any(|token| token.is(';') || token.is(','));
    // "(vượt 01 nhiệm vụ so với tiến độ)" tells a difference.
    let told = reader.says(gap.clone(), RISES);
    if !opens
        || share.of == Of::Nothing
        || cut
        || told
        || reader.words(gap) > 14
        || !reader.same_thing(share.part, next)
    {
        return None;
    }
    made(next)
}
