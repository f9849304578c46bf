//! The list that something behind a total announces: `gồm …`, `trong đó …`, a bracket or a colon.

use std::ops::{ControlFlow, Range};

use rust_decimal::Decimal;

use super::marks::{is_level, level_semicolon};
use super::words::{AMONG, AS_WELL, BEFORE, BREAKS, COMPARISONS, HAS, LEFT, PARTIAL, RAISED, THROUGH, WHOLE, WITHIN};
use super::{List, list, paper};
use crate::document::{Token, TokenId};
use crate::fact::amounts::Amounts;
use crate::fact::reckoning::Basis;
use crate::fact::reckoning::clause::BESIDE;
use crate::fact::reckoning::compared::{FALLS, RISES};
use crate::fact::reckoning::read::{Figure, Reader, Sort as Kind};
use crate::fact::reckoning::runs::of_one_thing;

/// Words between a total and what announces its parts.
const FAR: usize = 14;
/// So many words from its total a colon, `có`, or a list of less than the whole sentence still tells its parts.
const NEAR: usize = 6;
/// So many words from its total a list may still be cut short, or a bracket tell two parts.
const CLOSE: usize = 8;

/// The list of a total, which is the figure of a number, looked for from a token on.
pub(super) fn announced(reader: &Reader<'_>, number: usize, total: &Figure, from: TokenId) -> Option<List> {
    let mut search = Search { reader, number, total, way: Way::default() };
    let (mut at, mut depth) = (from, 0u32);
    while at < total.sentence.end {
        if depth == 0
            && let ControlFlow::Break(found) = search.at(at)
        {
            return found;
        }
        let token = reader.token(at)?;
        if token.is('(') {
            depth += 1;
        } else if token.is(')') {
            depth = depth.checked_sub(1)?;
        } else if depth == 0 {
            at = search.pass(at, token)?;
            continue;
        }
        at += 1;
    }
    None
}

/// Looks for the list of a total.
struct Search<'a> {
    reader: &'a Reader<'a>,
    number: usize,
    total: &'a Figure,
    way: Way,
}

/// What stands between a total and the place that is looked at, outside brackets.
#[derive(Default)]
struct Way {
    words: usize,
    /// A paper, as `List::cited`.
    cited: bool,
    /// A percentage, as `List::shared`.
    shared: bool,
    /// A `;`.
    turned: bool,
    /// A figure of other things, as `List::over`.
    over: bool,
    /// In how many turns or places something was done, if that is told.
    times: Decimal,
    /// A comparison of the total: `, giảm 06 người (12,8%) so với năm 2023 (47 người)`.
    compared: Option<Range<TokenId>>,
}

impl Search<'_> {
    /// What a place outside brackets says: here is the list; here is none, nor further on; or neither.
    fn at(&self, at: TokenId) -> ControlFlow<Option<List>> {
        let inside = self.reader.is_mark(at, '(');
        let from = at + TokenId::from(inside);
        if self.reader.beginning(from, self.total.sentence.end, AS_WELL).is_some() {
            return ControlFlow::Break(None);
        }
        let announcer = self.announcer(at, from, inside).filter(|(end, _)| !self.tells_what_was_before(*end));
        let Some((end, basis)) = announcer else { return ControlFlow::Continue(()) };
        if self.way.over && basis != Basis::Whole {
            return ControlFlow::Break(None);
        }
        match self.list_behind(end, basis, inside) {
            None if inside => ControlFlow::Continue(()),
            found => ControlFlow::Break(found),
        }
    }

    /// One past what announces a list at a place, and what it says of the list; `from` is the place, or that behind its bracket.
    fn announcer(&self, at: TokenId, from: TokenId, inside: bool) -> Option<(TokenId, Basis)> {
        let Self { reader, total, way, .. } = self;
        let most = total.sentence.end;
        let partial = reader.beginning(from, most, PARTIAL).map(|end| (end, Basis::Partial));
        partial
            .or_else(|| reader.beginning(from, most, WHOLE).map(|end| (end, Basis::Whole)))
            .or_else(|| self.among(at, from, inside).map(|end| (end, Basis::Partial)))
            .or_else(|| (inside && way.words <= FAR && !way.cited).then_some((from, Basis::Bracket)))
            .or_else(|| self.is_colon_of_parts(at).then_some((at, Basis::Bracket)))
            .or_else(|| self.is_far_colon(at).then_some((at + 1, Basis::Partial)))
    }

    /// `Trong 14 đơn vị có 03 đơn vị …, 07 đơn vị … và 04 đơn vị …`, and `Trong 345.127 lượt, cấp xã tiếp 158.304 lượt, …`.
    fn among(&self, at: TokenId, from: TokenId, inside: bool) -> Option<TokenId> {
        let Self { reader, total, way, .. } = self;
        reader.ending(total.tokens.start, total.sentence.start, AMONG)?;
        let has = reader.beginning(from, total.sentence.end, HAS).filter(|_| !inside && way.words <= NEAR);
        has.or_else(|| (at == total.end() && reader.is_mark(at, ',')).then_some(at + 1))
    }

    /// A colon, but none of the next name: `Q1: 128, Q2: 96, Q3: 61`.
    fn is_colon_of_parts(&self, at: TokenId) -> bool {
        let Self { reader, total, way, .. } = self;
        let named = || {
            (at > total.end() || !total.noun.is_empty())
                && !total.tokens.start.checked_sub(1).is_some_and(|before| reader.is_mark(before, ':'))
        };
        reader.is_mark(at, ':') && way.words <= NEAR && !way.turned && (named() || self.is_before_bare_parts(at))
    }

    /// `Rà soát 1.125 cơ sở nhà, đất của các cơ quan chịu tác động của sắp xếp: tiếp tục sử dụng 876 cơ sở, điều chuyển 143 cơ sở, …`: three
    /// parts or more by the very name of a total farther off, or four names or more with bare numbers.
    fn is_far_colon(&self, at: TokenId) -> bool {
        let Self { reader, total, way, .. } = self;
        if !reader.is_mark(at, ':') || way.words <= NEAR || way.turned || way.cited || total.noun.is_empty() {
            return false;
        }
        if self.bare_parts(at).is_some_and(|parts| parts.items.len() >= 4) {
            return true;
        }
        let stop = reader.stop(at + 1, total.depth > 0, &total.sentence);
        let name = || reader.words_of(total).next();
        let alike = |part: &Figure| part.sort == Kind::Amount && reader.words_of(part).next() == name();
        list(reader, at + 1, stop, Basis::Partial).is_some_and(|parts| {
            parts.items.len() >= 3 && parts.items.iter().all(|&id| reader.of_fact(id).is_some_and(alike))
        })
    }

    /// `- Lĩnh vực giao thông vận tải 104: đường bộ 61; đường thủy nội địa 29; hàng hải 14.`: names with a bare number each, behind such a
    /// one, that come near to it.
    fn is_before_bare_parts(&self, at: TokenId) -> bool {
        let Self { reader, total, .. } = self;
        let named = at == total.end()
            && total.number.value() >= Decimal::TEN
            && total.tokens.start.checked_sub(1).and_then(|before| reader.token(before)).is_some_and(Token::is_word);
        named && self.bare_parts(at).is_some()
    }

    /// The names with a bare number each behind a colon, where the numbers come near to the total.
    fn bare_parts(&self, at: TokenId) -> Option<Amounts> {
        let Self { reader, total, .. } = self;
        let stop = reader.stop(at + 1, total.depth > 0, &total.sentence);
        let items = list(reader, at + 1, stop, Basis::Bracket)?;
        let ends = |end| {
            end == stop || reader.token(end).is_some_and(|token| [',', ';', '.'].iter().any(|&mark| token.is(mark)))
        };
        let bare = |part: &Figure| part.noun.is_empty() && part.unit.is_none() && ends(part.tokens.end);
        let away = (items.sum - total.number.value()).abs();
        let all_bare = items.items.iter().all(|&id| reader.of_fact(id).is_some_and(bare));
        (away <= total.number.value() / Decimal::TWO && all_bare).then_some(items)
    }

    /// `còn 146 trụ sở (đầu kỳ 164 trụ sở, đã xử lý 18 trụ sở)`: how so many came to be left, where a list would begin.
    fn tells_what_was_before(&self, from: TokenId) -> bool {
        let Self { reader, total, .. } = self;
        reader.ending(total.tokens.start, total.sentence.start, LEFT).is_some()
            && reader.beginning(from, total.sentence.end, BEFORE).is_some()
    }

    /// The list behind what announces it.
    fn list_behind(&self, end: TokenId, basis: Basis, inside: bool) -> Option<List> {
        let Self { reader, way, .. } = self;
        let from = end + TokenId::from(reader.is_mark(end, ':') || reader.is_mark(end, ','));
        let stop = self.stop(from, basis, inside);
        let shared = way.shared && basis == Basis::Bracket;
        let read = |items, cut| List { basis, items, cited: way.cited, shared, cut, over: way.over };
        let whole = list(reader, from, stop, basis);
        if whole.as_ref().is_some_and(|items| self.is_of_the_change(items)) {
            return None;
        }
        if let Some(items) = whole.filter(|items| !self.is_of_last_words(items, basis) && self.is_of_more(items)) {
            return Some(read(items, false));
        }
        if way.words <= CLOSE
            && let Some(items) = self.cut_short(from..stop, basis)
        {
            return Some(read(items, true));
        }
        // "(Thuế 217 TTHC; Kho bạc 11 TTHC; Công an 167 TTHC, Bảo hiểm 25 TTHC)"
        let alike = of_one_thing(reader, self.number, from..stop).filter(|_| inside || basis == Basis::Whole);
        alike.map(|items| List { basis, items, cited: way.cited, shared: false, cut: false, over: true })
    }

    /// The end of a bracket or sentence; without either and without a colon a choice of parts ends where the sentence turns.
    fn stop(&self, from: TokenId, basis: Basis, inside: bool) -> TokenId {
        let Self { reader, total, .. } = self;
        let stop = reader.stop(from, inside || total.depth > 0, &total.sentence);
        if basis != Basis::Partial || inside || reader.is_mark(from.saturating_sub(1), ':') {
            return stop;
        }
        level_semicolon(reader, from..stop).unwrap_or(stop)
    }

    /// Far behind its total a bracket of two says something of the last words.
    fn is_of_last_words(&self, items: &Amounts, basis: Basis) -> bool {
        basis == Basis::Bracket && self.way.words > CLOSE && items.items.len() < 3
    }

    /// `584 người qua 05 đợt (nghỉ hưu trước tuổi 466, nghỉ thôi việc 118)`: so many turns have no parts so large.
    fn is_of_more(&self, items: &Amounts) -> bool {
        let mut parts = items.items.iter().filter_map(|id| self.reader.of_fact(*id));
        parts.all(|part| part.number.value() > self.way.times)
    }

    /// `gồm 14 phản ánh về quy định và 82 phản ánh về hành vi; đã xử lý 91/96 phản ánh`: the list up to where the sentence turns.
    fn cut_short(&self, range: Range<TokenId>, basis: Basis) -> Option<Amounts> {
        let up_to = |stop: TokenId| list(self.reader, range.start, stop, basis);
        let semicolon = level_semicolon(self.reader, range.clone());
        let turn = || turn(self.reader, range.clone()).filter(|_| basis == Basis::Whole);
        let measured = || self.before_another_unit(range.clone()).filter(|_| basis == Basis::Whole);
        semicolon.and_then(up_to).or_else(|| turn().and_then(up_to)).or_else(|| measured().and_then(up_to))
    }

    /// `gồm 58 công chức, 21 viên chức, 18 cán bộ cấp xã, với tổng kinh phí 86,4 tỷ đồng`: the comma behind the last part that has no unit.
    fn before_another_unit(&self, range: Range<TokenId>) -> Option<TokenId> {
        let Self { reader, total, .. } = self;
        let inside = |figure: &&Figure| range.contains(&figure.tokens.start) && figure.depth == total.depth;
        let mut figures = reader.near(range.start).iter().filter(inside).filter(|one| one.sort == Kind::Amount);
        let measured = figures.find(|figure| figure.unit.is_some()).filter(|_| total.unit.is_none())?;
        (range.start..measured.tokens.start).rev().find(|&at| reader.is_mark(at, ','))
    }

    /// Goes past what stands outside brackets: the next place to look at, if the list may still be of the total there.
    fn pass(&mut self, at: TokenId, token: &Token) -> Option<TokenId> {
        let Self { reader, total, way, .. } = self;
        if let Some(end) = paper(reader, at) {
            // "12 công chức, viên chức trong Quý III (khiển trách 07 người, …)": when it was says nothing else of them.
            if reader.ending(at, total.end(), WITHIN).is_none() {
                (way.cited, way.words) = (true, 0);
            }
            return Some(end);
        }
        let figure = reader.figures.get(self.number + 1..)?.iter().find(|figure| figure.tokens.start >= at)?;
        if figure.tokens.start == at {
            return self.pass_figure(figure);
        }
        // The subject of a paper may be long: "theo Nghị định số … của Chính phủ về chính sách, chế độ đối với cán bộ, …".
        let far = if way.cited { FAR * 3 } else { FAR };
        if let Some(end) = self.comparison(at) {
            self.way.compared = Some(at..end);
            return Some(end);
        }
        let Self { reader, total, way, .. } = self;
        way.words += usize::from(token.is_word());
        way.turned |= token.is(';');
        let breaks = token.is(':') || way.words > far || reader.beginning(at, total.sentence.end, BREAKS).is_some();
        (!breaks).then_some(at + 1)
    }

    /// Where a comparison of the total ends that a mark begins.
    fn comparison(&self, at: TokenId) -> Option<TokenId> {
        let Self { reader, total, .. } = self;
        let end = total.sentence.end;
        let parts = |at: TokenId| reader.is_mark(at, ',') || reader.is_mark(at, ';');
        let changes = parts(at) && [RISES, FALLS].iter().any(|&words| reader.beginning(at + 1, end, words).is_some());
        let stops = |stop: &TokenId| parts(*stop) && is_level(reader, at + 1..*stop);
        let stop = (at + 1..end).filter(|_| changes).find(stops)?;
        reader.says(at + 1..stop, BESIDE).then_some(stop)
    }

    /// Whether a list comes to a figure of the comparison before it, so that it may tell the parts of the change.
    fn is_of_the_change(&self, items: &Amounts) -> bool {
        let Some(compared) = &self.way.compared else { return false };
        let figures = self.reader.near(compared.start).iter().filter(|figure| compared.contains(&figure.tokens.start));
        figures.into_iter().any(|figure| figure.number.value() == items.sum)
    }

    /// Goes past a figure: that of the turns or places, one of other things, and percentages.
    fn pass_figure(&mut self, figure: &Figure) -> Option<TokenId> {
        let Self { reader, total, way, .. } = self;
        if figure.sort == Kind::Percentage {
            way.shared = true;
            return Some(figure.tokens.end);
        }
        if figure.sort == Kind::Ratio || reader.may_be_same(total, figure) {
            return None;
        }
        if way.times.is_zero() && reader.ending(figure.tokens.start, total.end(), THROUGH).is_some() {
            way.times = figure.number.value();
        } else if way.over {
            return None;
        } else {
            way.over = true;
        }
        Some(figure.end())
    }
}

/// Where a list outside brackets turns to a comparison of its total: `gồm 13 kế hoạch, 22 công văn, tăng 9 văn bản so với cùng kỳ`.
fn turn(reader: &Reader<'_>, range: Range<TokenId>) -> Option<TokenId> {
    let turns = |at: &TokenId| {
        (reader.is_mark(*at, ',') || reader.is_mark(*at, ';'))
            && [COMPARISONS, RAISED].iter().any(|&words| reader.beginning(at + 1, range.end, words).is_some())
    };
    range.clone().find(turns).filter(|&at| is_level(reader, range.start..at))
}
