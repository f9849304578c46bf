//! Parts told right behind their total, in brackets, behind `gồm`, a colon or `trong đó`, that do not come to it: whatever they are called and
//! however small they are.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lists::{compares, tells_both_sides};
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind, UNCOUNTED};
use super::tokens::Tokens;
use super::words::{AND, TIMES};
use super::{Basis, Number, Reckoning, Sort};
use crate::document::{Case, TokenId};
use crate::fact::amount::keys;

/// Most parts.
const MOST: usize = 8;
/// Before a total of which parts follow, and before these.
const AMONG: Phrases = Phrases::of(&[keys!["trong"], keys!["trong" "số"], keys!["trong" "tổng" "số"]]);
const HAS: Phrases = Phrases::of(&[keys!["có"], keys!["thì"]]);
/// What announces parts.
const WHOLE: Phrases = Phrases::of(&[keys!["gồm"], keys!["bao" "gồm"], keys!["gồm" "có"]]);
const PARTIAL: Phrases = Phrases::of(&[keys!["trong" "đó"], keys!["trong" "đó" "có"]]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    let sums = || all.iter().filter(|one| matches!(one.sort, Sort::Sum | Sort::Rest));
    let failing = Tokens::of_numbers(sums().filter(|one| !one.holds));
    let parts: Tokens =
        sums().filter(|one| one.holds).flat_map(|one| one.terms.iter().map(|term| term.token)).collect();
    let mut found = Vec::new();
    for block in &reader.blocks {
        for at in block.clone() {
            found.extend(tally(reader, at));
        }
    }
    let is_new = |one: &Reckoning| {
        !one.numbers().any(|number| failing.contains(number.token))
            && !one.terms.iter().any(|term| parts.contains(term.token))
    };
    found.retain(is_new);
    all.extend(found);
}

/// The parts behind a total that do not come to it.
fn tally(reader: &Reader<'_>, at: usize) -> Option<Reckoning> {
    let total = reader.figure(at).filter(|figure| figure.sort == Kind::Amount)?;
    let list = List::of(reader, at, total)?;
    let value = total.number.value();
    let sum = list.parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.number.value()))?;
    if sum == value || value < Decimal::from(5) || list.is_other() || list.holds(value, sum) {
        return None;
    }
    let lacking = value - sum;
    let unnumbered = [Decimal::ONE, Decimal::TWO].contains(&lacking) && !list.is_tight();
    let near = sum.checked_mul(Decimal::TWO)? >= value && sum <= value.checked_mul(Decimal::TWO)?;
    let sure = list.opens_with_number() && list.is_tight();
    if !(near || sure && sum < value && list.excludes())
        || !sure && list.parts.iter().any(|part| part.number.value() >= value)
        || unnumbered
        || list.way == Way::Partial && (sum < value || !list.excludes())
        || list.way == Way::Among && !list.excludes() && !list.are_two_of_it(lacking)
    {
        return None;
    }
    let parts: Vec<Number> = list.parts.iter().map(|part| part.number).collect();
    Reckoning::new(Sort::Sum, Basis::Tally, total.number, parts)
}

/// How the parts are announced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Bracket,
    Colon,
    Whole,
    Partial,
    /// `Trong 158 văn bản có 47 nghị quyết và 111 quyết định`
    Among,
}

/// A total and the parts behind it.
struct List<'a> {
    reader: &'a Reader<'a>,
    total: &'a Figure,
    parts: Vec<&'a Figure>,
    way: Way,
    /// Where the parts begin: behind what announces them.
    from: TokenId,
    /// Where they end.
    stop: TokenId,
}

impl<'a> List<'a> {
    fn of(reader: &'a Reader<'a>, at: usize, total: &'a Figure) -> Option<Self> {
        let next = reader.figures.get(at + 1..)?;
        let first = next.first().filter(|first| first.sentence == total.sentence)?.tokens.start;
        let end = total.sentence.end;
        let (way, from) = announced(reader, total, first).or_else(|| among(reader, total, next))?;
        let from = if reader.is_mark(from, ':') || reader.is_mark(from, ',') { from + 1 } else { from };
        // "Hình thức xử lý 187 cơ sở: (a) điều chuyển 74; (b) …" has items of its own.
        if way != Way::Bracket && reader.is_mark(from, '(') && reader.is_mark(from + 2, ')') {
            return None;
        }
        let bracket = way == Way::Bracket;
        let again = reader.beginning(from, end, PARTIAL).filter(|_| bracket);
        let (way, from) = again.map_or((way, from), |from| (Way::Partial, from));
        let depth = total.depth + u32::from(bracket);
        let stop = stop(reader, from..end, first, depth, bracket);
        let inside = next.iter().take_while(|figure| figure.tokens.start < stop);
        let parts: Vec<&Figure> =
            inside.filter(|figure| figure.depth == depth && figure.sort != Kind::Percentage).collect();
        (2..=MOST).contains(&parts.len()).then_some(Self { reader, total, parts, way, from, stop })
    }

    /// Whether the figures are no parts.
    fn is_other(&self) -> bool {
        let Self { reader, total, parts, .. } = self;
        let odd = |part: &&Figure| {
            part.sort == Kind::Ratio
                || part.unit != total.unit
                || part.unit.is_some_and(|unit| UNCOUNTED.contains(&unit))
                || part.head.is_some_and(|head| TIMES.contains(&head))
                || reader.ending(part.tokens.start, self.from, UP_TO).is_some()
                || reader.ending(part.tokens.start, self.from, TOGETHER).is_some()
                || reader.is_mark(part.end(), ':')
                || reader.is_mark(part.end(), '/')
                || part.tokens.start > 0 && reader.is_mark(part.tokens.start - 1, '/')
        };
        let own = parts.iter().filter(|part| !part.noun.is_empty());
        let named = own.clone().filter(|part| reader.same_thing(part, total)).count();
        let mixed = total.unit.is_none() && named > 0 && named < own.count();
        let overlaps = reader.vocabulary.overlapping.stand_in(reader.tokens(self.from..self.stop));
        let parted = parts.windows(2).all(|pair| {
            let [one, other] = pair else { return false };
            let way = reader.tokens(one.tokens.end..other.tokens.start);
            way.iter().any(|token| token.is(',') || token.is(';') || token.key == AND)
                && way.iter().filter(|token| token.is(';')).count() <= 1
        });
        // "(xã An 19, xã Bình 12, …)"
        let leaves_out = |at: TokenId| {
            reader.token(at).is_some_and(|token| token.is('…') || token.key == ETC)
                || reader.is_mark(at, '.') && reader.is_mark(at + 1, '.')
        };
        let unfinished = (self.from..self.stop).any(leaves_out);
        let cut = parts.first().is_some_and(|first| (self.from..first.tokens.start).any(|at| reader.is_mark(at, ';')));
        parts.iter().any(odd)
            || !parted
            || cut
            || unfinished
            || mixed
            || overlaps
            || reader.says(total.sentence.start..total.tokens.start, MOSTLY)
            || self.tells_other_numbers()
            || compares(reader, self.from..self.stop)
    }

    /// Whether some of the figures come to the total, or all of them to another.
    fn holds(&self, value: Decimal, sum: Decimal) -> bool {
        let mut left = Some(value);
        let first = self.parts.iter().any(|part| {
            left = left.and_then(|left| left.checked_sub(part.number.value()));
            left.is_some_and(|left| left.is_zero())
        });
        let but_one = self.parts.len() > 2 && self.parts.iter().any(|part| sum - part.number.value() == value);
        // Of a figure before the total, or one beside it.
        let other = self.reader.near(self.total.tokens.start).iter().any(|figure| {
            let numbers = [Some(figure.number), figure.whole];
            figure.sentence == self.total.sentence
                && !(self.total.tokens.start..self.stop).contains(&figure.tokens.start)
                && numbers.into_iter().flatten().any(|number| number.value() == sum)
        });
        first || but_one || other
    }

    /// Whether none can be two of the parts: each is of another kind, or they are the two sides of a pair.
    fn excludes(&self) -> bool {
        let heads: Vec<Option<u64>> = self.parts.iter().map(|part| part.head).collect();
        let apart = |at: usize, head: &Option<u64>| {
            head.is_some() && *head != self.total.head && !heads.iter().skip(at + 1).any(|other| other == head)
        };
        heads.iter().enumerate().all(|(at, head)| apart(at, head))
            || tells_both_sides(self.reader, self.from..self.stop)
    }

    /// `Trong 32 nhiệm vụ còn lại, 29 nhiệm vụ đang làm, 03 nhiệm vụ chưa đến hạn`: whether two parts of the very things are told, nearly all of them.
    fn are_two_of_it(&self, lacking: Decimal) -> bool {
        let own = |part: &&Figure| part.head.is_some() && part.head == self.total.head;
        self.parts.len() == 2 && self.parts.iter().all(own) && lacking.abs() < Decimal::TEN
    }

    /// `(02 nghị quyết, …`: whether nothing stands before the first number.
    fn opens_with_number(&self) -> bool {
        self.parts.first().is_some_and(|first| first.tokens.start == self.from)
    }

    /// `sai Mẫu số 15`: whether some number is none of the figures.
    fn tells_other_numbers(&self) -> bool {
        let at = self.reader.figures.partition_point(|figure| figure.tokens.start < self.from);
        let mut inner = self.reader.figures.iter().skip(at).peekable();
        (self.from..self.stop).any(|at| {
            while inner.next_if(|figure| figure.tokens.end <= at).is_some() {}
            let own = inner.peek().is_some_and(|figure| figure.tokens.contains(&at));
            !own && self.reader.token(at).is_some_and(|token| token.is_number())
        })
    }

    /// Whether each item has its number.
    fn is_tight(&self) -> bool {
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else { return false };
        // "và đặc khu Vân Đồn", ", các tổ chức khác"
        let item = |at: TokenId| {
            let mark = self.reader.is_mark(at, ',')
                || self.reader.is_mark(at, ';')
                || self.reader.token(at).is_some_and(|token| token.key == AND);
            let name = self
                .reader
                .token(at + 1)
                .is_some_and(|token| token.case != Case::Lower || UNNUMBERED.contains(&token.key));
            mark && name && self.reader.token(at + 1).is_some_and(|token| token.is_word())
        };
        let opens = |at: TokenId| {
            let and = self.reader.token(at).is_some_and(|token| token.key == AND);
            and || self.reader.is_mark(at, ',') || self.reader.is_mark(at, ';')
        };
        !(self.from..first.tokens.start).any(opens) && !(last.tokens.end..self.stop.min(last.tokens.end + 12)).any(item)
    }
}

/// What announces parts behind a total, and where they begin.
fn announced(reader: &Reader<'_>, total: &Figure, first: TokenId) -> Option<(Way, TokenId)> {
    let end = total.sentence.end;
    let is_word = |at: TokenId| reader.token(at).is_some_and(|token| token.is_word());
    let said = |at: TokenId| {
        let whole = reader.beginning(at, end, WHOLE).map(|from| (Way::Whole, from));
        whole.or_else(|| reader.beginning(at, end, PARTIAL).map(|from| (Way::Partial, from)))
    };
    // "76 phản ánh, kiến nghị, gồm …"
    let name = (total.end()..first.min(total.end() + 12)).take_while(|&at| is_word(at) || reader.is_mark(at, ','));
    let mut mark = (total.end()..end).find(|&at| !is_word(at))?;
    // "22 văn bản quy phạm pháp luật (QPPL), gồm …"
    if reader.is_mark(mark, '(') && is_word(mark + 1) && reader.is_mark(mark + 2, ')') {
        mark = (mark + 3..end).find(|&at| !is_word(at))?;
    }
    let marked = || {
        let way = match reader.token(mark)? {
            token if token.is('(') => Way::Bracket,
            token if token.is(':') => Way::Colon,
            token if token.is(',') => return said(mark + 1),
            _ => return None,
        };
        (reader.words(total.end()..mark) <= 8).then_some((way, mark + 1))
    };
    name.into_iter().find_map(said).or_else(marked)
}

/// `Trong 158 văn bản có …`: where the parts begin.
fn among(reader: &Reader<'_>, total: &Figure, next: &[Figure]) -> Option<(Way, TokenId)> {
    let start = reader.ending(total.tokens.start, total.sentence.start, AMONG)?;
    let opens = start == total.sentence.start || !reader.token(start - 1)?.is_word();
    let first = next.first().filter(|first| opens && first.depth == total.depth)?;
    let has = |at: &TokenId| reader.is_mark(*at, ',') || reader.beginning(*at, total.sentence.end, HAS).is_some();
    (total.end()..first.tokens.start).find(has).map(|at| (Way::Among, at + 1))
}

/// As far as the bracket, the clause or the sentence goes: where a comma parts the first two items, a semicolon ends the list.
fn stop(reader: &Reader<'_>, told: Range<TokenId>, first: TokenId, depth: u32, bracket: bool) -> TokenId {
    let mut deep = depth;
    // Whether a comma parts the items, or a semicolon.
    let mut commas = None;
    for at in told.clone() {
        let level = deep == depth && first < at;
        let comma = || reader.is_mark(at, ',') || reader.token(at).is_some_and(|token| token.key == AND);
        if reader.is_mark(at, '(') {
            deep += 1;
        } else if reader.is_mark(at, ')') {
            if deep <= depth {
                return at;
            }
            deep -= 1;
        } else if level && reader.is_mark(at, ';') {
            if !bracket && *commas.get_or_insert(false) {
                return at;
            }
        } else if level && comma() {
            if reader.beginning(at + 1, told.end, GOES_ON).is_some() {
                return at;
            }
            commas.get_or_insert(true);
        }
    }
    told.end
}

/// What begins an item that has no number.
const UNNUMBERED: &[u64] = keys!["các" "những" "một" "đặc" "khác"];
/// Behind a comma, what is no part any more.
const GOES_ON: Phrases = Phrases::of(&[
    keys!["tăng"],
    keys!["giảm"],
    keys!["so" "với"],
    keys!["cao" "hơn"],
    keys!["nhiều" "hơn"],
    keys!["bằng"],
    keys!["đạt"],
    keys!["chiếm"],
    keys!["lũy" "kế"],
    keys!["phát" "hiện"],
    keys!["trong" "đó"],
    keys!["đã"],
    keys!["riêng"],
    keys!["tỷ" "lệ"],
    keys!["tức"],
    keys!["tính" "cả"],
    keys!["kể" "cả"],
    keys!["như" "vậy"],
    keys!["cộng"],
    keys!["tổng"],
]);
/// Before the most of something.
const UP_TO: Phrases = Phrases::of(&[keys!["đến"], keys!["tới"], keys!["từ"]]);
/// Before what some of the parts come to.
const TOGETHER: Phrases = Phrases::of(&[
    keys!["cộng" "lại"],
    keys!["cộng"],
    keys!["gộp" "lại"],
    keys!["cộng" "lại" "là"],
    keys!["cộng" "là"],
]);
/// What says that some are left out.
const MOSTLY: Phrases = Phrases::of(&[
    keys!["nhiều" "nhất"],
    keys!["chủ" "yếu"],
    keys!["tiêu" "biểu"],
    keys!["điển" "hình"],
    keys!["nổi" "bật"],
    keys!["phổ" "biến"],
]);
/// What leaves out the rest: `v.v.`.
const ETC: u64 = crate::text::key("v");
