//! Figures that may tell again what was told.

use std::ops::Range;

use super::super::Number;
use super::super::change::CHANGES;
use super::super::phrases::Phrases;
use super::super::read::{Figure, Reader, Sort as Kind, UNCOUNTED};
use super::super::rest::is_left;
use super::super::slip::{plain, size};
use super::super::tokens::Tokens;
use super::context::{EMPTY, pairs};
use super::entry::Entry;
use super::{CUT, LATE, LEFT, OTHERWISE, Part, Role};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::text::key_of_keys;

/// What percentages are looked up by.
pub const PERCENT: u64 = crate::text::key("%");
/// What begins the rest of a sentence, which no longer says what was counted.
const ADJUNCTS: &[u64] = keys!["do" "để" "trước" "vì" "nên" "theo"];
/// What is done with what is left.
const DOING: &[u64] = keys!["hoàn" "thành" "thực" "hiện" "tiếp" "tục"];
/// What begins another thought.
const BUT: &[u64] = keys!["nhưng" "song"];
/// In `còn lại`, but in `dựng lại` as well.
const AGAIN: u64 = crate::text::key("lại");
/// What is done with anything, and with what is amiss.
const ACTING: Phrases =
    Phrases::of(&[keys!["hoàn" "thành"], keys!["thực" "hiện"], keys!["triển" "khai"], keys!["tổ" "chức"]]);
const MENDING: Phrases =
    Phrases::of(&[keys!["khắc" "phục"], keys!["giải" "quyết"], keys!["xử" "lý"], keys!["tháo" "gỡ"]]);
/// A lower bound, which what is left may well be.
const LEAST: Phrases = Phrases::of(&[keys!["ít" "nhất"], keys!["tối" "thiểu"]]);
/// Before a figure that is how many there are now: `tăng từ 58,4% năm 2023 lên 73,5%`.
pub const FROM: Phrases = Phrases::of(&[keys!["từ"]]);
const TO: Phrases = Phrases::of(&[
    keys!["lên"],
    keys!["xuống"],
    keys!["xuống" "còn"],
    keys!["còn"],
    keys!["lên" "đến"],
    keys!["lên" "tới"],
]);
/// `giảm còn 877 hồ sơ`: how many there are now, behind no figure.
const NOW: Phrases = Phrases::of(&[
    keys!["giảm" "còn"],
    keys!["giảm" "xuống"],
    keys!["giảm" "xuống" "còn"],
    keys!["chỉ" "còn"],
    keys!["tăng" "lên"],
    keys!["nâng" "lên"],
]);
/// What begins a part of what was told.
const AMONG: Phrases = Phrases::of(&[keys!["trong" "đó"]]);
/// What begins a remark on what is not done.
const STILL: Phrases = Phrases::of(&[keys!["còn"], keys!["thiếu"]]);
const AND: Phrases = Phrases::of(&[keys!["và"]]);
/// Before a figure that nothing should be above.
const AT_MOST: Phrases =
    Phrases::of(&[keys!["không" "quá"], keys!["không" "vượt" "quá"], keys!["tối" "đa"], keys!["dưới"]]);
/// Before places that are some of all.
const AT: Phrases = Phrases::of(&[keys!["tại"], keys!["ở"]]);
/// More than was planned or there was.
const MORE: Phrases = Phrases::of(&[keys!["vượt"], keys!["cao" "hơn"], keys!["thấp" "hơn"]]);

/// What a sentence says that tells figures because they differ: `số liệu chưa khớp nhau: có xã báo 1.204 hồ sơ, hệ thống có 1.240`.
const DISAGREE: Phrases =
    Phrases::of(&[keys!["khớp"], keys!["thống" "nhất" "số" "liệu"], keys!["sai" "lệch"], keys!["chênh" "nhau"]]);

/// A figure that may tell again what was told.
pub struct Claim<'r> {
    pub figure: &'r Figure,
    pub number: Number,
    pub percent: bool,
    pub noun: Vec<u64>,
    pub role: Role,
    /// The words right around it that say something.
    pub words: Vec<u64>,
    /// Pairs of neighbouring words right around it.
    pub pairs: Vec<u64>,
    pub part: Part,
    /// `còn lại`
    pub rest: bool,
    /// `vẫn còn`
    pub still: bool,
    /// `ít nhất`
    pub least: bool,
    /// `khắc phục`, `xử lý`: what is planned for is what was found amiss.
    pub mends: bool,
    /// How many digits are written, zeros in front included.
    pub width: usize,
}

impl Claim<'_> {
    /// See `Entry::name`.
    pub fn name(&self) -> Option<u64> {
        if self.percent { Some(PERCENT) } else { self.figure.unit.or(self.noun.first().copied()) }
    }

    /// Whether it plans for what an entry leaves: `đã khắc phục 71/86 tồn tại … khắc phục 15 tồn tại`. A plan checks and holds
    /// anew, so that a small number must be of what is mended.
    pub fn takes_up(&self, entry: &Entry) -> bool {
        let is =
            |phrases: Phrases| phrases.iter().any(|phrase| entry.deed == Some(key_of_keys(phrase.iter().copied())));
        let digits = size(plain(entry.value));
        let done = entry.deed.is_some_and(|deed| self.pairs.contains(&deed));
        let told = if digits >= 3 { !is(ACTING) } else { is(MENDING) };
        self.part == Part::Plan && (done && told || entry.is_cell() && digits >= 4)
    }
}

/// The figures that may tell again.
pub fn all<'r>(reader: &'r Reader<'_>, known: &Tokens, parts: &[Part]) -> Vec<Claim<'r>> {
    let claims = reader.figures.iter().enumerate().filter(|(_, figure)| !known.contains(figure.number.token));
    claims.filter_map(|(at, figure)| claim(reader, at, figure, parts)).collect()
}

fn claim<'r>(reader: &'r Reader<'_>, at: usize, figure: &'r Figure, parts: &[Part]) -> Option<Claim<'r>> {
    if reader.token(figure.tokens.end.saturating_sub(1)).is_some_and(|unit| UNCOUNTED.contains(&unit.key)) {
        return None;
    }
    // "chậm 04 và 11 ngày": the number before another has its unit.
    let shares_unit = |next: &Figure| {
        figure.noun.is_empty()
            && figure.unit.is_none()
            && next.sentence == figure.sentence
            && reader.ending(next.tokens.start, figure.tokens.end, AND) == Some(figure.tokens.end)
    };
    if reader.figure(at + 1).is_some_and(shares_unit) {
        return None;
    }
    // "dừng thi công tại 12 dự án": some of so many.
    let small = figure.whole.is_none() && figure.sort == Kind::Amount && size(plain(figure.number.written.value)) < 3;
    if small && reader.ending(figure.tokens.start, figure.sentence.start, AT).is_some() {
        return None;
    }
    // "số hồ sơ quá hạn không vượt quá 700": a bound of one's own.
    if reader.ending(figure.tokens.start, figure.sentence.start, AT_MOST).is_some() {
        return None;
    }
    let around = around(reader, at);
    let role = role(reader, at);
    let start = figure.tokens.start;
    let least = reader.ending(start, figure.sentence.start, LEAST);
    let clause = {
        // "hồ sơ tăng cao nhưng tỷ lệ đúng hạn vẫn giữ ở mức 99,44%"
        let ends = |at: &TokenId| turns(reader, *at) || reader.beginning(*at, start, AMONG).is_some();
        let from = (figure.sentence.start..start).rev().find(ends).map_or(figure.sentence.start, |at| at + 1);
        let until = if role == Role::Change { changed(reader, at).unwrap_or(start) } else { start };
        from..least.unwrap_or(until).max(from)
    };
    if reader.says(clause, OTHERWISE) && !is_now(reader, at) || reader.says(figure.sentence.clone(), DISAGREE) {
        return None;
    }
    let rest = figure.end()..figure.sentence.end;
    let behind = rest.clone().find(|&at| stops(reader, at)).map_or(rest.clone(), |stop| rest.start..stop);
    if figure.whole.is_none() && reader.says(behind, CUT) {
        return None;
    }
    let mut words: Vec<u64> = around.iter().flat_map(|range| reader.keys(range.clone())).collect();
    // Beside its own name.
    let [before, behind] = around.clone();
    let beside = [before, behind.start.max(figure.noun.end).min(behind.end)..behind.end];
    let mut pairs: Vec<u64> =
        beside.into_iter().flat_map(|range| pairs(&reader.keys(range)).collect::<Vec<_>>()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    words.retain(|word| !EMPTY.contains(word));
    words.sort_unstable();
    words.dedup();
    if words.len() < 2 {
        return None;
    }
    let rest = is_left(reader, figure);
    if rest {
        words.retain(|word| !DOING.contains(word));
    }
    let width = reader
        .token(figure.number.token)
        .map_or(0, |token| reader.document.slice(token.span).bytes().filter(u8::is_ascii_digit).count());
    Some(Claim {
        figure,
        number: figure.number,
        percent: figure.sort == Kind::Percentage,
        noun: reader.spelled(figure.noun.clone()),
        role,
        words,
        pairs,
        part: parts.get(figure.block as usize).copied().unwrap_or(Part::Results),
        rest,
        still: reader.ending(start, figure.sentence.start, STILL).is_some(),
        least: least.is_some(),
        mends: reader.says(start.saturating_sub(10).max(figure.sentence.start)..start, MENDING),
        width,
    })
}

/// Whether a figure is how many there are now, behind how many there were.
fn is_now(reader: &Reader<'_>, at: usize) -> bool {
    if let Some(figure) = reader.figure(at)
        && reader.ending(figure.tokens.start, figure.sentence.start, NOW).is_some()
    {
        return true;
    }
    let Some([was, now]) = at.checked_sub(1).and_then(|was| reader.figures.get(was..=at)) else { return false };
    was.sentence == now.sentence
        && reader.ending(was.tokens.start, was.sentence.start, FROM).is_some()
        && reader.ending(now.tokens.start, was.tokens.end, TO).is_some()
}

fn stops(reader: &Reader<'_>, at: TokenId) -> bool {
    reader.is_mark(at, ';') || reader.is_mark(at, ':')
}

/// Whether another thought begins at a token: `hồ sơ tăng cao nhưng tỷ lệ đúng hạn vẫn giữ ở mức 99,44%`.
fn turns(reader: &Reader<'_>, at: TokenId) -> bool {
    stops(reader, at) || reader.token(at).is_some_and(|token| BUT.contains(&token.key))
}

/// Where the word stands that says that a figure is a change, which it may share with the one before: `giảm 05 cơ quan và 35 phòng`.
fn changed(reader: &Reader<'_>, at: usize) -> Option<TokenId> {
    let figure = reader.figure(at)?;
    let start = figure.tokens.start;
    if let Some(from) = reader.ending(start, figure.sentence.start, CHANGES) {
        return Some(from);
    }
    let before = reader.figure(at.checked_sub(1)?).filter(|before| before.sentence == figure.sentence)?;
    let joined = reader.is_mark(start - 1, ',') || reader.ending(start, before.tokens.end, AND).is_some();
    let near = joined && start <= before.end() + 3 && before.sort == figure.sort;
    let words = reader.tokens(before.tokens.end..start).iter();
    let plain = words.filter(|token| !token.is_word()).count() <= 1;
    let own = reader.ending(before.tokens.start, before.sentence.start, CHANGES);
    // "giảm 26 cơ quan, 277 đơn vị so với năm 2024" as well.
    own.filter(|_| near && plain)
}

/// The words right around a figure: from the last figure or mark to it, and behind it to the next.
pub fn around(reader: &Reader<'_>, at: usize) -> [Range<TokenId>; 2] {
    let Some(figure) = reader.figure(at) else { return [0..0, 0..0] };
    let beside = |place: Option<usize>| {
        place.and_then(|place| reader.figure(place)).filter(|other| other.sentence == figure.sentence)
    };
    let back = if is_now(reader, at) { 2 } else { 1 };
    let (before, after) = (beside(at.checked_sub(back)), beside(Some(at + 1)));
    let least = before.map_or(0, Figure::end).max(figure.sentence.start).max(figure.tokens.start.saturating_sub(14));
    let start = figure.tokens.start;
    let from = (least..start).rev().find(|&at| turns(reader, at)).map_or(least, |at| at + 1);
    let most = after.map_or(figure.sentence.end, |next| next.tokens.start).min(figure.sentence.end);
    let most = most.min(figure.end() + 6).max(figure.end());
    let ends = |at: TokenId| stops(reader, at) || reader.is_mark(at, ',') || reader.is_mark(at, '(');
    let until = (figure.end()..most)
        .find(|&at| ends(at) || reader.token(at).is_some_and(|token| ADJUNCTS.contains(&token.key)))
        .unwrap_or(most);
    [from..start, figure.tokens.end..until.max(figure.tokens.end)]
}

/// What a figure says.
pub fn role(reader: &Reader<'_>, at: usize) -> Role {
    let Some(figure) = reader.figure(at) else { return Role::Level };
    if changed(reader, at).is_some() || reader.ending(figure.tokens.start, figure.sentence.start, MORE).is_some() {
        return Role::Change;
    }
    let left = |word: u64| (LEFT.contains(&word) && word != AGAIN) || LATE.contains(&word);
    let said = |at: usize| {
        around(reader, at)
            .into_iter()
            .any(|range| reader.tokens(range).iter().any(|token| token.is_word() && left(token.key)))
    };
    // "11 vụ khiếu nại, 02 vụ tố cáo còn tồn": both are.
    let listed = reader.figure(at + 1).filter(|next| {
        next.sentence == figure.sentence
            && next.unit == figure.unit
            && next.noun.start < next.noun.end
            && reader.tokens(figure.noun.clone()).first().map(|token| token.key)
                == reader.tokens(next.noun.clone()).first().map(|token| token.key)
            && reader.is_mark(figure.end(), ',')
            && figure.end() + 1 == next.tokens.start
    });
    if said(at) || listed.is_some() && said(at + 1) { Role::Left } else { Role::Level }
}
