//! By how much a figure differs from what it was, which stands in brackets of its own.

use rust_decimal::Decimal;

use super::{BESIDE, IS, against, word};
use crate::document::{Token, TokenId};
use crate::fact::reckoning::change::is_change;
use crate::fact::reckoning::read::{Figure, GENERAL, Reader, Sort as Kind};
use crate::fact::reckoning::slip::{alike, plain, repairs, size, swapped};
use crate::fact::reckoning::{Basis, Number, Reckoning, Sort};

/// Figures before a change that it may be of, whatever their names.
const NEAR: usize = 12;
/// Figures before a change that may count the same things.
const BEFORE: usize = 40;
/// Blocks between a figure and what it was.
const FAR: u32 = 1;

/// The figure that is a change has a place among those of its block, and a number among all.
pub(super) fn difference(reader: &Reader<'_>, place: &[Figure], offset: usize, number: usize) -> Option<Reckoning> {
    let change = Change::of(reader, place, offset, number)?;
    let levels = levels(reader, number, change.was, change.follows);
    let pairs: Vec<(&Figure, Reckoning)> = levels.iter().filter_map(|now| Some((*now, change.with(now)?))).collect();
    if let Some((now, one)) = pairs.iter().find(|(_, one)| one.holds) {
        return change.weigh_word(now, one);
    }
    if change.ruled || change.is_of_a_bare_number() || change.is_of_another_name() {
        return None;
    }
    let (now, one) = pairs.first()?;
    let only = pairs.len() == 1;
    let beside = now.sentence == change.by.sentence;
    let sure = only || beside || specific(reader, change.was, now);
    // Beside the one figure that it can be a change of, even a small one is none by chance.
    let alone = only && beside && now.number.value() >= Decimal::TEN;
    let told = sure && (change.is_slip(now, one, alone) || beside && change.is_slip_elsewhere(one));
    told.then(|| one.clone())
}

/// A figure that is a change, and the one it is held against.
struct Change<'a> {
    reader: &'a Reader<'a>,
    place: &'a [Figure],
    offset: usize,
    number: usize,
    by: &'a Figure,
    /// Which way the word points, and where it stands.
    rises: bool,
    word: TokenId,
    /// Whether what is compared with is named between the word and the figure: rules tell a slip in it.
    ruled: bool,
    /// What there was, and whether it stands behind the change.
    was: &'a Figure,
    follows: bool,
}

impl<'a> Change<'a> {
    fn of(reader: &'a Reader<'a>, place: &'a [Figure], offset: usize, number: usize) -> Option<Self> {
        let by = place.get(offset).filter(|by| by.sort != Kind::Ratio)?;
        let named = || word_before_is(reader, by, place.get(offset.checked_sub(1)?));
        let beside = word(reader, by.tokens.start, by.sentence.start);
        let ruled = beside.is_none() && named().is_some();
        let (rises, word) =
            beside.or_else(named).or_else(|| measured_word(reader, by, place.get(offset.checked_sub(1)?)?))?;
        let behind = place.get(offset + 1).filter(|was| is_behind(reader, by, was));
        let before = || {
            let was = place.get(offset.checked_sub(1)?).filter(|was| is_aside(by, was))?;
            let earlier = offset.checked_sub(2).and_then(|at| place.get(at));
            is_before(reader, by, was, earlier).then_some(was)
        };
        let (was, follows) = behind.map(|was| (was, true)).or_else(|| Some((before()?, false)))?;
        let change = Self { reader, place, offset, number, by, rises, word, ruled, was, follows };
        (!change.is_of_something_else()).then_some(change)
    }

    /// The reckoning with what there is now.
    fn with(&self, now: &Figure) -> Option<Reckoning> {
        let (by, now, was) = (self.by, now.number, self.was.number);
        if by.sort == Kind::Percentage {
            return Reckoning::new(Sort::Growth, Basis::Change, by.number, vec![now, was]);
        }
        let (more, less) = if now.value() >= was.value() { (now, was) } else { (was, now) };
        Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more, less])
    }

    fn is_aside(&self) -> bool {
        self.was.depth > self.by.depth
    }

    /// Whether the figure in brackets is none that it is compared with: a change, one with more behind it in its brackets, one of another
    /// unit, or one further behind where nothing says that something is compared.
    fn is_of_something_else(&self) -> bool {
        let Self { reader, by, was, .. } = self;
        let compared = || reader.says(by.sentence.clone(), BESIDE);
        let far = self.follows && was.tokens.start > by.end() + 4 && !compared();
        let alone = !self.is_aside() || reader.is_mark(was.end(), ')') || reader.is_mark(was.end(), '/');
        let measured = by.sort != Kind::Percentage && by.unit.is_some() && was.unit.is_some();
        far || !alone || is_change(reader, was) || measured && by.unit != was.unit
    }

    /// Of figures that agree: the word of change that says the opposite, if it does.
    fn weigh_word(&self, now: &Figure, one: &Reckoning) -> Option<Reckoning> {
        let (is, was) = (now.number.value(), self.was.number.value());
        if is == was || (is > was) == self.rises {
            return Some(one.clone());
        }
        if self.is_ruled(now) { None } else { against(self.word, now, self.was) }
    }

    /// What a sentence of the usual form tells is told by rules, whose words stop at a number: `412 trạm phát sóng 5G, tăng 296 trạm`.
    fn is_ruled(&self, now: &Figure) -> bool {
        let Self { reader, by, was, .. } = self;
        let bare = was.unit.is_none() && was.noun.is_empty();
        self.follows
            && self.is_aside()
            && now.sentence == by.sentence
            && reader.words(now.end()..by.tokens.start) <= 11
            && !reader.tokens(now.end()..by.tokens.start).iter().any(|token| token.is(')') || numbered(reader, token))
            && !reader.is_mark(was.end(), '/')
            && !bare
    }

    /// `số phòng còn 107, giảm 21 phòng (năm 2020 có 128 phòng)`: how many there are now has no name of its own.
    fn is_of_a_bare_number(&self) -> bool {
        let last = self.offset.checked_sub(1).and_then(|at| self.place.get(at));
        let last = last.filter(|now| now.sentence == self.by.sentence && now.noun.is_empty() && now.unit.is_none());
        last.and_then(|now| self.with(now)).is_some_and(|one| one.holds)
    }

    /// `kỷ luật 47 cán bộ: khiển trách 28 người, …, khai trừ 05 người. So với năm trước (41 người), tăng 14,6%`: of one by another name.
    fn is_of_another_name(&self) -> bool {
        let Self { by, was, number, .. } = *self;
        let exact = by.number.written.decimals > 0 || by.number.value() >= Decimal::ONE_HUNDRED;
        let beside = self.reader.figures.get(number.saturating_sub(NEAR)..number).unwrap_or_default().iter();
        let beside = beside.filter(|now| now.block == by.block && now.sort == Kind::Amount && now.unit == was.unit);
        let mut beside = beside.filter(|now| now.tokens != was.tokens);
        exact && beside.any(|now| self.with(now).is_some_and(|one| one.holds))
    }

    /// Whether the change is a slip of what it should be, the way its word points.
    fn is_slip(&self, now: &Figure, one: &Reckoning, alone: bool) -> bool {
        let told = self.by.number;
        (told.value() >= Decimal::TEN || told.written.decimals > 0 || alone)
            && (now.number.value() > self.was.number.value()) == self.rises
            && alike(plain(one.right), plain(told.written.value))
            && !self.is_ruled(now)
    }

    /// The change cannot be to blame, and a slip in one of the two mends it: `đạt 15,26 điểm, tăng 1,07 điểm so với năm trước (84,19 điểm)`.
    fn is_slip_elsewhere(&self, one: &Reckoning) -> bool {
        let ways = repairs(one);
        let large = |(number, right): &(Number, Decimal)| {
            let (written, right) = (plain(number.written.value), plain(*right));
            size(written) >= 3 && alike(written, right) || swapped(written, right)
        };
        !ways.iter().any(|(number, _)| number.token == self.by.number.token) && ways.iter().any(large)
    }
}

/// `ít hơn năm 2021 là 04 văn bản (62 văn bản)`: the word of change before what is compared with, behind the figure before.
fn word_before_is(reader: &Reader<'_>, by: &Figure, last: Option<&Figure>) -> Option<(bool, TokenId)> {
    let end = reader.ending(by.tokens.start, by.sentence.start, IS)?;
    let from = last.map_or(0, Figure::end).max(by.sentence.start).max(end.saturating_sub(WORDS));
    (from..end).rev().find_map(|at| word(reader, at, from))
}

/// Words between a word of change and `là`.
const WORDS: TokenId = 10;

/// `thấp hơn mực nước dâng bình thường (62,0 m) là 8,58 m`: the word of change before what there was.
fn measured_word(reader: &Reader<'_>, by: &Figure, was: &Figure) -> Option<(bool, TokenId)> {
    let end = reader.ending(by.tokens.start, by.sentence.start, IS)?;
    let from = was.tokens.start.saturating_sub(9).max(by.sentence.start);
    let mut places = (from..was.tokens.start).rev();
    (end > was.end() && was.depth > by.depth).then(|| places.find_map(|at| word(reader, at, from)))?
}

/// Whether a figure stands in brackets beside a change.
fn is_aside(by: &Figure, was: &Figure) -> bool {
    was.sentence == by.sentence && was.sort == Kind::Amount && was.depth == by.depth + 1
}

/// Whether a figure behind a change is what there was: in brackets, or in `còn 187, giảm 149 so với 336 phòng`.
fn is_behind(reader: &Reader<'_>, by: &Figure, was: &Figure) -> bool {
    let named = || {
        was.sentence == by.sentence
            && was.sort == Kind::Amount
            && was.depth == by.depth
            && reader.ending(was.tokens.start, by.end(), BESIDE) == Some(by.end())
    };
    (is_aside(by, was) || named())
        && was.tokens.start <= by.end() + 14
        && !reader.tokens(by.end()..was.tokens.start).iter().any(|token| token.is(';') || token.is(','))
}

/// Whether a figure in brackets before a change is what there was: nothing but words stands between, and no other figure before it.
/// `So với năm học trước (1.461 học sinh), tăng 26 em`.
fn is_before(reader: &Reader<'_>, by: &Figure, was: &Figure, earlier: Option<&Figure>) -> bool {
    let only = earlier.is_none_or(|earlier| earlier.sentence != by.sentence);
    let measured = || reader.ending(by.tokens.start, was.end(), IS).is_some();
    (only || measured()) && reader.words(was.end()..by.tokens.start) <= 8
}

/// Whether a token is a number or a name with one: `5G`.
fn numbered(reader: &Reader<'_>, token: &Token) -> bool {
    reader.document.slice(token.span).bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether two figures with a unit say of the same thing how much of it there is: `103,66 kg heroin`.
fn specific(reader: &Reader<'_>, one: &Figure, other: &Figure) -> bool {
    let next = |figure: &Figure| reader.token(figure.tokens.end).filter(|token| token.is_word()).map(|token| token.key);
    one.unit.is_none() || next(one).is_some() && next(one) == next(other)
}

/// What a figure in brackets may be compared with: the figures of the same things before it, the nearest first.
fn levels<'r>(reader: &'r Reader<'_>, number: usize, was: &Figure, follows: bool) -> Vec<&'r Figure> {
    let Some(by) = reader.figure(number) else { return Vec::new() };
    let name = |at: TokenId| reader.token(at).filter(|token| token.is_word()).map(|token| token.key);
    let thing = name(by.tokens.end).filter(|_| by.unit.is_some() && by.sort == Kind::Amount);
    let before = reader.figures.get(number.saturating_sub(BEFORE)..number).unwrap_or_default().iter().rev();
    let before = before.take_while(|now| now.block + FAR >= by.block);
    let same = |now: &&Figure| {
        let bare = was.unit.is_none() && was.noun.is_empty();
        // "6,21, tăng 0,48 điểm so với lần 1 (5,73)": as many decimals, and nothing between.
        let beside = bare
            && now.sentence == by.sentence
            && now.number.written.decimals == was.number.written.decimals
            && was.number.written.decimals > 0
            && reader.words(now.end()..by.tokens.start) <= 2;
        let next = reader.figure(number.wrapping_sub(1)).is_some_and(|next| next.tokens == now.tokens)
            && now.sentence == by.sentence
            && was.depth == by.depth
            && reader.words(now.end()..by.tokens.start) <= 3
            && reader.may_be_same(now, was);
        // "tự chấm 3,42/5 điểm, tăng 0,17 điểm so với năm 2024 (3,25 điểm)"
        (now.sort == Kind::Amount || now.sort == Kind::Ratio && now.unit.is_some())
            && !is_change(reader, now)
            && now.tokens != was.tokens
            && (reader.same_thing(now, was) || beside || next)
            && now.depth <= by.depth
            && (follows || now.sentence != by.sentence || now.tokens.end < was.tokens.start)
    };
    let all: Vec<&Figure> = before.filter(same).collect();
    // "tăng 14,8 kg heroin (103,66 kg)": of all that was weighed, the heroin.
    let own: Vec<&Figure> =
        all.iter().copied().filter(|now| thing.is_some() && name(now.tokens.end) == thing).collect();
    if !own.is_empty() {
        return own;
    }
    // "16 cán bộ bị kỷ luật (…), giảm 05 trường hợp so với quý II (21 trường hợp)": the only count of the sentence.
    let general = |figure: &Figure| reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
    if all.is_empty() && general(was) && general(by) && reader.same_thing(was, by) {
        let before = reader.figures.get(number.saturating_sub(BEFORE)..number).unwrap_or_default().iter().rev();
        let before = before.take_while(|now| now.sentence == by.sentence).filter(|now| now.depth <= by.depth);
        let before: Vec<&Figure> = before.filter(|now| now.tokens != was.tokens).collect();
        let counts = |now: &&&Figure| now.sort == Kind::Amount && now.unit.is_none() && !now.noun.is_empty();
        // Or the only one that is called by their word: "166 đơn vị hành chính cấp xã, giảm 381 đơn vị so với 547 đơn vị".
        let called: Vec<&Figure> = before.iter().filter(|now| now.head == was.head).copied().collect();
        let only = if before.len() == 1 { before } else { called };
        return only.iter().filter(counts).filter(|_| only.len() == 1).copied().collect();
    }
    all
}
