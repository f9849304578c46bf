//! Percentages of the right two figures, divided the wrong way: a change by what there is now and not by what there was (`tháng 7 nhận 148.236
//! hồ sơ, tháng 8 nhận 167.904 hồ sơ, tăng 11,71%`), and a share of the part (`cử 214 lượt, bằng 93,46% chỉ tiêu 200 lượt`).

use rust_decimal::Decimal;

use super::compared::{FALLS, RISES, against};
use super::crossed::is_sharp;
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::words::ATTAIN;
use super::{Basis, Number, Reckoning, Sort, Tokens, agrees};
use crate::fact::amount::keys;

/// So many blocks away may stand figures that explain a percentage.
const FAR: u32 = 4;
/// Most words between a share and what it is of.
const NEAR: usize = 4;
/// What may stand between a word of change and the percentage, behind the name of the time before.
const BY: Phrases = Phrases::of(&[keys!["tới"], keys!["đến"], keys!["là"]]);
/// What a share may be of.
const PLANS: Phrases =
    Phrases::of(&[keys!["kế" "hoạch"], keys!["dự" "toán"], keys!["chỉ" "tiêu"], keys!["mục" "tiêu"], keys!["số"]]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter());
    let failing = Tokens::of_numbers(all.iter().filter(|one| !one.holds));
    let mut found = Vec::new();
    for at in 0..reader.figures.len() {
        let percent = reader.figure(at).filter(|percent| {
            percent.sort == Kind::Percentage && is_sharp(percent) && !known.contains(percent.number.token)
        });
        let Some(turned) = percent.map(|percent| Turned { reader, at, percent }) else { continue };
        let wrong = turned.by_what_there_is().or_else(|| turned.upside_down());
        found.extend(wrong.or_else(|| turned.opposite()));
    }
    found.retain(|one: &Reckoning| !one.terms.iter().any(|term| failing.contains(term.token)));
    all.append(&mut found);
}

/// A percentage, perhaps divided the wrong way.
struct Turned<'a> {
    reader: &'a Reader<'a>,
    at: usize,
    percent: &'a Figure,
}

impl<'a> Turned<'a> {
    /// By how much something has changed, of what it has come to.
    fn by_what_there_is(&self) -> Option<Reckoning> {
        let rises = self.rises().filter(|_| self.contrary().is_none())?;
        let percent = &self.percent.number;
        let own: Vec<&Figure> = self.told().collect();
        let fits = |now: &Figure, was: &Figure| {
            let (level, before) = (now.number.value(), was.number.value());
            (before < level) == rises
                && before != level
                && Decimal::TEN < before.min(level)
                && self.reader.may_be_same(now, was)
                && agrees(Sort::Growth, percent, &[was.number, now.number])
        };
        // The one before stands in the sentence, the one now in it or in the sentence before.
        let here = |figure: &&&Figure| figure.sentence == self.percent.sentence;
        let was = own.iter().filter(here).filter(|was| !self.is_parted_from(was));
        let mut pairs = was.flat_map(|was| own.iter().map(move |now| (*now, *was)));
        let parted = |now: &Figure| now.sentence == self.percent.sentence && self.is_parted_from(now);
        let (now, was) = pairs.find(|(now, was)| fits(now, was) && !parted(now))?;
        (!self.is_explained(now, was, rises))
            .then(|| Reckoning::new(Sort::Growth, Basis::Crossed, *percent, vec![now.number, was.number]))?
    }

    /// `tăng 6,48%, trong đó quý I tăng 6,85% so với 4.920 tỷ đồng`: whether another percentage stands between a figure and this one.
    fn is_parted_from(&self, figure: &Figure) -> bool {
        let (one, other) = (figure.tokens.start, self.percent.tokens.start);
        let between = one.min(other) + 1..one.max(other);
        let near = self.reader.near(other).iter();
        near.into_iter().any(|next| next.sort == Kind::Percentage && between.contains(&next.tokens.start))
    }

    /// The amounts of its sentence and of the one before.
    fn told(&self) -> impl Iterator<Item = &'a Figure> {
        let sentence = &self.percent.sentence;
        self.near().filter(move |figure| figure.sentence == *sentence || figure.sentence.end == sentence.start)
    }

    fn near(&self) -> impl Iterator<Item = &'a Figure> {
        let reader = self.reader;
        let block = self.percent.block;
        let near = reader.near(self.percent.tokens.start).iter();
        near.filter(move |figure| figure.sort == Kind::Amount && figure.block.abs_diff(block) <= FAR)
    }

    /// Whether something is said to have risen by the percentage, or to have fallen.
    fn rises(&self) -> Option<bool> {
        let Self { reader, percent, .. } = self;
        let (start, end) = (percent.sentence.start, percent.tokens.start);
        let right_before = |words| reader.ending(end, start, words).is_some();
        if right_before(RISES) {
            return Some(true);
        }
        if right_before(FALLS) {
            return Some(false);
        }
        // "thấp hơn 6 tháng cuối năm trước (97) tới 37,1%"
        let by = reader.ending(end, start, BY)?;
        let from = by.saturating_sub(14).max(start);
        let (more, less) = (reader.says(from..by, RISES), reader.says(from..by, FALLS));
        (more != less).then_some(more)
    }

    /// Whether a figure of its sentence and another near by come to the percentage.
    fn is_explained(&self, now: &Figure, was: &Figure, rises: bool) -> bool {
        let percent = &self.percent.number;
        let near: Vec<&Figure> = self.near().filter(|figure| figure.unit == now.unit).collect();
        let change = (now.number.value() - was.number.value()).abs();
        let is = |one: &Figure, other: &Figure| {
            let two = [one.number, other.number];
            // By how much it has changed explains nothing.
            if [one, other].iter().any(|figure| figure.number.value() == change) {
                return false;
            }
            let grown = [one.number.value().checked_sub(other.number.value())];
            let grown = grown.into_iter().flatten().filter(|was| *was > Decimal::ZERO);
            let by = grown.map(|was| Number { scale: Decimal::ONE, ..other.number.with(was) });
            (other.number.value() < one.number.value()) == rises && agrees(Sort::Growth, percent, &two)
                || agrees(Sort::Share, percent, &two)
                || by.into_iter().any(|was| agrees(Sort::Share, percent, &[other.number, was]))
        };
        let here = |figure: &Figure| figure.sentence == self.percent.sentence;
        near.iter().any(|one| {
            near.iter().any(|other| one.tokens != other.tokens && (here(one) || here(other)) && is(one, other))
        })
    }

    /// By how much something has changed, told before the percentage with the opposite word.
    fn contrary(&self) -> Option<&'a Figure> {
        let Self { reader, percent, .. } = self;
        let start = percent.sentence.start;
        let rises = self.rises()?;
        let before = reader.figures.get(..self.at)?.iter().rev().take_while(|by| by.sentence == percent.sentence);
        let by = before.take_while(|by| by.sort == Kind::Amount).find(|by| {
            let rose = reader.ending(by.tokens.start, start, RISES).is_some();
            rose || reader.ending(by.tokens.start, start, FALLS).is_some()
        })?;
        let rose = reader.ending(by.tokens.start, start, RISES).is_some();
        let parted = reader.tokens(by.end()..percent.tokens.start).iter().any(|token| token.is(';'));
        (rose != rises && !parted).then_some(by)
    }

    /// `tăng 38 tin, bài so với 236 tin, bài của cùng kỳ (giảm 16,10%)`: two words of one change, one the opposite of the other.
    fn opposite(&self) -> Option<Reckoning> {
        let Self { percent, .. } = self;
        let by = self.contrary()?;
        let rises = self.rises()?;
        let rose = !rises;
        let of = |was: &&Figure| {
            was.tokens != by.tokens
                && was.unit == by.unit
                && agrees(Sort::Share, &percent.number, &[by.number, was.number])
        };
        let was = self.told().find(of)?;
        // The level now tells which of the two is wrong.
        let level = |rose: bool| {
            let (was, by) = (was.number.value(), by.number.value());
            let now = if rose { was.checked_add(by) } else { was.checked_sub(by) };
            self.told().find(|figure| Some(figure.number.value()) == now)
        };
        let (now, place) = match (level(rises), level(rose)) {
            (Some(now), None) => (now, by),
            (None, Some(now)) => (now, *percent),
            _ => return None,
        };
        against(place.tokens.start.checked_sub(1)?, now, was)
    }

    /// What a plan is of what was done.
    fn upside_down(&self) -> Option<Reckoning> {
        let Self { reader, percent, .. } = self;
        reader.ending(percent.tokens.start, percent.sentence.start, ATTAIN)?;
        let of = reader.beginning(percent.tokens.end, percent.sentence.end, PLANS)?;
        let whole = reader.figure(self.at + 1).filter(|whole| {
            whole.sort == Kind::Amount
                && whole.sentence == percent.sentence
                && whole.depth == percent.depth
                && reader.words(of..whole.tokens.start) <= NEAR
                && reader.tokens(of..whole.tokens.start).iter().all(|token| token.is_word())
        })?;
        let share = |one: Number, other: Number| agrees(Sort::Share, &percent.number, &[one, other]);
        let parts: Vec<&Figure> = self
            .near()
            .filter(|part| part.sentence == percent.sentence && part.tokens.end <= percent.tokens.start)
            .filter(|part| part.unit == whole.unit && Decimal::TEN < part.number.value())
            .collect();
        let part = parts.iter().find(|part| reader.same_thing(part, whole) && share(whole.number, part.number))?;
        let explained = parts.iter().any(|part| share(part.number, whole.number));
        (!explained && part.number.value() != whole.number.value())
            .then(|| Reckoning::new(Sort::Share, Basis::Crossed, percent.number, vec![part.number, whole.number]))?
    }
}
