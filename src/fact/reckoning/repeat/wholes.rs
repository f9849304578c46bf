//! Totals and the ratios of them: `tiếp nhận 243 kiến nghị, đã giải quyết 236/243 kiến nghị`.

use crate::fact::amount::keys;
use crate::fact::pattern::KeyMap;
use crate::fact::reckoning::phrases::Phrases;
use crate::fact::reckoning::read::{Figure, GENERAL, Reader, Sort as Kind};
use crate::fact::reckoning::slip::{alike, size, swapped};
use crate::fact::reckoning::{Basis, Number, Reckoning, Sort};
use crate::text::key_of_keys;

/// Blocks between a total and the ratio that it is the whole of.
const FAR: u32 = 6;

/// Figures between them, in a block of very many.
const BEFORE: usize = 200;

/// Totals before a ratio that it may be of.
const MOST_TOTALS: usize = 3;

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
    let mut by_name: KeyMap<Vec<&Figure>> = KeyMap::default();
    for figure in reader.figures.iter().filter(|figure| figure.sort != Kind::Percentage) {
        by_name.entry(name(reader, figure)).or_default().push(figure);
    }
    for (at, ratio) in reader.figures.iter().enumerate().filter(|(_, figure)| figure.sort == Kind::Ratio) {
        if let Some(whole) = ratio.whole {
            all.extend(Whole { reader, at, ratio, whole }.reckoning(&by_name));
        }
    }
}

fn name(reader: &Reader<'_>, figure: &Figure) -> u64 {
    key_of_keys(reader.words_of(figure))
}

/// The whole of a ratio, which is a figure of a number.
struct Whole<'a> {
    reader: &'a Reader<'a>,
    at: usize,
    ratio: &'a Figure,
    whole: Number,
}

impl<'a> Whole<'a> {
    /// The whole beside the total that says the same, or of which it is a slip.
    fn reckoning(&self, by_name: &KeyMap<Vec<&Figure>>) -> Option<Reckoning> {
        let same = |number: Number| Reckoning::new(Sort::Same, Basis::Total, number, vec![self.whole]);
        let mut here = self.earlier().take_while(|figure| figure.block == self.ratio.block);
        if let Some(equal) = here.find(|figure| figure.number.value() == self.whole.value()) {
            return same(equal.number);
        }
        if let Some(other) = self.only_other(by_name) {
            return Reckoning::new(Sort::Same, Basis::Total, self.whole, vec![other.number]);
        }
        let total = self.earlier().take(MOST_TOTALS).find(|figure| self.is_slip_of(figure))?;
        if self.is_told_before() || self.is_told_elsewhere(&total.number) && self.is_told_elsewhere(&self.whole) {
            return None;
        }
        same(total.number)
    }

    /// The amounts of the same things before the ratio, the nearest first.
    fn earlier(&self) -> impl Iterator<Item = &'a Figure> {
        let Self { reader, at, ratio, .. } = *self;
        let before = reader.figures.get(at.saturating_sub(BEFORE)..at).unwrap_or_default().iter().rev();
        before
            .take_while(|figure| figure.block + FAR >= ratio.block)
            .filter(|figure| figure.sort == Kind::Amount && reader.same_thing(figure, ratio))
    }

    /// `29 điểm thi … 28/28 điểm thi`: the only other number of this name, one slip away, where the ratio is of all of them.
    fn only_other<'f>(&self, by_name: &KeyMap<Vec<&'f Figure>>) -> Option<&'f Figure> {
        let Self { reader, ratio, whole, .. } = self;
        let general = || reader.beginning(ratio.noun.start, ratio.noun.end, GENERAL).is_some();
        let named = reader.words_of(ratio).nth(1).is_some() && !general();
        // "36/36 công chức thuộc diện kê khai" are those of whom it is asked.
        if whole.value() != ratio.number.value() || !named || size(whole.value()) < 2 || !is_bare(reader, ratio) {
            return None;
        }
        let others = by_name.get(&name(reader, ratio)).into_iter().flatten();
        let mut others = others.copied().filter(|figure| figure.tokens != ratio.tokens);
        let (Some(other), None) = (others.next(), others.next()) else { return None };
        let told = other.sort == Kind::Amount
            && !self.is_parted_by(&other.number)
            && alike(other.number.value(), whole.value());
        told.then_some(other)
    }

    /// `14/14 văn bản (cấp tỉnh 11 văn bản, …)`: whether brackets behind the ratio tell the number as a part of it.
    fn is_parted_by(&self, number: &Number) -> bool {
        let Self { reader, ratio, .. } = self;
        let mut parts = reader
            .near(ratio.tokens.end)
            .iter()
            .filter(|part| part.sentence == ratio.sentence && part.depth > ratio.depth);
        parts.any(|part| part.number.value() == number.value())
    }

    /// Whether the whole is a slip of a total, or that of the whole: the fewer the digits, the closer they must stand.
    fn is_slip_of(&self, total: &Figure) -> bool {
        let Self { reader, ratio, whole, .. } = self;
        let (told, whole) = (total.number.value(), whole.value());
        let near = total.block == ratio.block;
        let close = || near && (total.sentence == ratio.sentence || self.follows(total));
        let looks = match size(whole) {
            0 | 1 => false,
            2 => close() && alike(told, whole) || near && swapped(told, whole),
            3 => near && alike(told, whole) || swapped(told, whole),
            _ => alike(told, whole),
        };
        looks
            // Money is counted of everything: "còn 244 tỷ đồng … 86/214 tỷ đồng" three points further on.
            && (near || ratio.unit.is_none())
            && (told >= ratio.number.value() || swapped(told, whole))
            && !reader.says(total.tokens.end..ratio.tokens.start.min(total.sentence.end), ANOTHER_MOMENT)
    }

    /// `72 nhiệm vụ trọng tâm và 93 hoạt động. Đến nay đã hoàn thành 13/72 nhiệm vụ, đạt …`: the total is the only one of the sentence before.
    fn follows(&self, total: &Figure) -> bool {
        let Self { reader, ratio, .. } = self;
        let own = || reader.near(total.tokens.start).iter().filter(|other| other.sentence == total.sentence);
        total.sentence.end == ratio.sentence.start
            && is_bare(reader, ratio)
            && !reader.says(ratio.sentence.start..ratio.tokens.start, ANOTHER_MOMENT)
            && own().filter(|other| reader.same_thing(other, total)).count() == 1
    }

    /// `mới 1.277; giải quyết 1.274 … (1.261/1.277 hồ sơ)`: what it is the whole of has been told.
    fn is_told_before(&self) -> bool {
        let Self { reader, ratio, whole, .. } = self;
        reader.near(ratio.tokens.start).iter().any(|other| {
            other.block == ratio.block
                && other.number.token != whole.token
                && other.number.token < ratio.tokens.start
                && other.number.value() == whole.value()
        })
    }

    /// A figure that is told so elsewhere as well is no slip.
    fn is_told_elsewhere(&self, number: &Number) -> bool {
        let Self { reader, ratio, whole, .. } = self;
        let equal =
            |one: &Number| one.token != number.token && one.token != whole.token && one.value() == number.value();
        let told = |other: &Figure| [Some(other.number), other.whole].iter().flatten().any(equal);
        reader.near(ratio.tokens.start).iter().any(|other| reader.same_thing(other, ratio) && told(other))
    }
}

/// Whether nothing but a mark stands behind what a ratio counts, so that it counts all of them.
fn is_bare(reader: &Reader<'_>, ratio: &Figure) -> bool {
    reader.token(ratio.end()).is_some_and(|next| !next.is_word() && !next.is_number())
}
