//! Lists that are left alone whatever their figures come to: a part of the total has no number, or a figure is no part of it.

use rust_decimal::Decimal;

use super::super::paper;
use super::super::words::{AGE, AND, DEALT, FIRST, UNDER_WAY};
use super::Split;
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::reckoning::phrases::Phrases;
use crate::fact::reckoning::read::{Figure, Sort, UNCOUNTED};
use crate::fact::reckoning::words::DONG;
use crate::fact::reckoning::{Basis, Number, Sort as Kind, agrees};

/// So many tokens before its first part a bracket may open with one that has no number.
const OPENING: usize = 12;

/// Before what came of something.
const CAUSES: [u64; 3] = [crate::text::key("làm"), crate::text::key("gây"), crate::text::key("khiến")];

/// What leaves a list alone, in the order in which it is asked.
pub(super) const GUARDS: &[fn(&Split<'_>) -> bool] = &[
    measures_otherwise,
    is_of_time_or_marks,
    begins_behind_a_comma,
    is_of_earlier_periods,
    ends_without_number,
    tells_ages_or_rates,
    goes_through_several,
    tells_what_came_of_it,
    tells_what_is_under_way,
    opens_without_number,
    is_of_two_totals,
    tells_the_most,
    nets_out,
    tells_what_part_of_it,
    tells_all_before_a_semicolon,
];

/// `23 tồn tại: 09 tồn tại về thủ tục, 06 về công vụ, 08 về tài chính; đã khắc phục 18`: what stands before the first semicolon makes it up.
fn tells_all_before_a_semicolon(split: &Split<'_>) -> bool {
    let (reader, told) = (split.reader, &split.list.items.tokens);
    let Some(stop) = told.clone().find(|&at| reader.is_mark(at, ';')) else { return false };
    let own = reader.near(told.start).iter().filter(|part| {
        (told.start..stop).contains(&part.tokens.start) && part.sort == Sort::Amount && part.depth == split.total.depth
    });
    let values: Vec<Decimal> = own.map(|part| part.number.value()).collect();
    values.len() >= 3 && values.iter().sum::<Decimal>() == split.total.total().value()
}

/// `có 397.415 hồ sơ thuộc dịch vụ toàn trình, nộp trực tuyến 331.206 hồ sơ (83,34%)`: the second is some of the first.
fn tells_what_part_of_it(split: &Split<'_>) -> bool {
    split.parts.windows(2).any(|pair| {
        let [all, part] = pair else { return false };
        let at = split.reader.figures.partition_point(|figure| figure.tokens.start < part.tokens.end);
        let share = split.reader.figure(at).filter(|next| {
            next.sort == Sort::Percentage && split.reader.words(part.end()..next.tokens.start.max(part.end())) <= 2
        });
        let of = |whole: Number| share.is_some_and(|share| agrees(Kind::Share, &share.number, &[part.number, whole]));
        part.number.value() < all.number.value() && of(all.number) && !of(split.total.number)
    })
}

/// `tăng 36 xã (do giao thêm 39 xã, thu lại quyền của 03 xã)`: what came and what went.
fn nets_out(split: &Split<'_>) -> bool {
    let [one, other] = split.terms.as_slice() else { return false };
    let left = one.value().checked_sub(other.value()).map(|left| left.abs());
    split.list.basis == Basis::Bracket && left == Some(split.total.number.value())
}

/// A part has another unit than the total. But nobody counts money by the đồng: `321 huy chương (94 vàng, 88 bạc, 130 đồng)`.
fn measures_otherwise(split: &Split<'_>) -> bool {
    let unit = |figure: &Figure| figure.unit.filter(|unit| *unit != DONG || figure.number.scale > Decimal::ONE);
    split.parts.iter().any(|part| unit(part) != unit(split.total))
}

/// The total is one of days, hours or marks, which have no parts: `trong 75 ngày (từ ngày 01/7 …)`.
fn is_of_time_or_marks(split: &Split<'_>) -> bool {
    split.total.unit.is_some_and(|unit| UNCOUNTED.contains(&unit))
}

/// `gồm Trung tâm cấp tỉnh, 09 trung tâm cấp huyện`: an item without a number stands before the first.
fn begins_behind_a_comma(split: &Split<'_>) -> bool {
    let before = before_first(split);
    split.list.basis == Basis::Whole && before.is_some_and(|before| split.reader.is_mark(before, ','))
}

/// `Trong quý ban hành 27 văn bản (quý I: 31; quý II: 24), lũy kế 82 văn bản`: two parts, with their dates, of which one is as large as the
/// total are those of the quarters before.
fn is_of_earlier_periods(split: &Split<'_>) -> bool {
    let all = split.total.total().value();
    split.list.basis == Basis::Bracket
        && split.terms.len() == 2
        && split.terms.iter().any(|term| term.value() >= all)
        && split.list.items.tokens.clone().any(|at| paper(split.reader, at).is_some())
}

/// `94 đơn vị (70 xã, 23 phường và đặc khu Hoàng Sa)`, `22 tổ chức, gồm 06 vụ, 14 cục, Văn phòng và Thanh tra`: one or two that are named last
/// without a number count as well.
fn ends_without_number(split: &Split<'_>) -> bool {
    let joined = || {
        let last = split.parts.last()?;
        Some(split.reader.says(last.tokens.end..split.stop()?.max(last.tokens.end), AND))
    };
    (split.lacking == Decimal::ONE || split.lacking == Decimal::TWO) && joined() == Some(true)
}

/// `trẻ em dưới 6 tuổi` counts no children, and `01 chuyên mục/tuần` no issues.
fn tells_ages_or_rates(split: &Split<'_>) -> bool {
    split.parts.iter().any(|part| {
        split.reader.token(part.tokens.end).is_some_and(|next| next.key == AGE) || split.reader.is_mark(part.end(), '/')
    })
}

/// `danh mục thứ nhất 17 văn bản` counts no lists.
fn goes_through_several(split: &Split<'_>) -> bool {
    split.reader.says(split.list.items.tokens.clone(), FIRST)
}

/// `45 vụ (làm 12 người chết, 30 người bị thương)`: what so many did.
fn tells_what_came_of_it(split: &Split<'_>) -> bool {
    let before = before_first(split).and_then(|before| split.reader.token(before));
    split.list.basis == Basis::Bracket && before.is_some_and(|before| CAUSES.contains(&before.key))
}

/// `Đã xử lý 349, trong đó đúng hạn 331, còn 22 đang xử lý`: what is under way is no part of what is done.
fn tells_what_is_under_way(split: &Split<'_>) -> bool {
    let (reader, total) = (split.reader, split.total);
    let start = split.list.items.tokens.start;
    split.list.basis == Basis::Partial
        && reader.ending(total.tokens.start, total.sentence.start, DEALT).is_some()
        && split.stop().is_some_and(|stop| reader.says(start..stop, UNDER_WAY))
}

/// `113 nơi, gồm Trung tâm tỉnh và Bộ phận Một cửa của 10 huyện, 102 xã`, `11 thành viên (Giám đốc làm tổ trưởng, 02 phó tổ trưởng và 08 thành
/// viên)`: what stands without a number before an `và` or a comma counts for one.
fn opens_without_number(split: &Split<'_>) -> bool {
    if split.lacking != Decimal::ONE {
        return false;
    }
    let reader = split.reader;
    let from = split.list.items.tokens.start;
    let start = before_first(split).unwrap_or(from);
    let bracket = (split.total.end()..start).rev().take(OPENING).find(|&at| reader.is_mark(at, '('));
    let bracket = bracket.filter(|_| split.list.basis == Basis::Bracket);
    let opening = bracket.map_or(from.min(start), |at| at + 1)..start;
    reader.words(opening.clone()) >= 3 && (reader.is_mark(start, ',') || reader.says(opening, AND))
}

/// `19 sở và 12 huyện: nhóm tốt có 21 đơn vị, …`: the parts are those of both.
fn is_of_two_totals(split: &Split<'_>) -> bool {
    let (reader, total) = (split.reader, split.total);
    let at = reader.figures.partition_point(|other| other.tokens.start < total.tokens.start);
    let other = at.checked_sub(1).and_then(|at| reader.figure(at)).filter(|other| other.sentence == total.sentence);
    other.is_some_and(|other| {
        other.number.value() + total.number.value() == split.sum
            && reader.ending(total.tokens.start, other.end(), AND).is_some()
    })
}

/// `1,2 tỷ đồng sửa trụ sở (phường đối ứng 0,4 tỷ đồng, tổng nhu cầu 1,6 tỷ đồng)`, `14 lượt đoàn (05 đoàn, có đoàn đến 06 lượt)`: a part is
/// a total, or how many there are at most.
fn tells_the_most(split: &Split<'_>) -> bool {
    let reader = split.reader;
    split.parts.iter().any(|part| {
        let from = part.tokens.start.saturating_sub(4).max(split.list.items.tokens.start);
        let marks = (from..part.tokens.start).rev().find(|&at| reader.is_mark(at, ',') || reader.is_mark(at, ';'));
        let own = marks.map_or(from, |at| at + 1)..part.tokens.start;
        reader.says(own, TOTALS) || reader.ending(part.tokens.start, part.sentence.start, UP_TO).is_some()
    })
}

/// What calls a part a total.
const TOTALS: Phrases = Phrases::of(&[keys!["tổng"]]);
/// What stands before how many there are at most.
const UP_TO: Phrases = Phrases::of(&[keys!["đến"], keys!["lên" "tới"]]);

/// The token before the first part.
fn before_first(split: &Split<'_>) -> Option<TokenId> {
    split.parts.first()?.tokens.start.checked_sub(1)
}
