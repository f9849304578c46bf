//! Whether a list that does not come to its total is told: the closer the two are, the better the names agree and the more surely the list
//! leaves nothing out, the more likely it is a slip and no list of some of the parts.

use rust_decimal::Decimal;

use super::super::List;
use super::super::tells_both_sides;
use super::super::words::{AMONG, OTHERS, REST};
use super::Split;
use crate::fact::reckoning::read::{Figure, GENERAL, Reader, Sort as Kind, pairs};
use crate::fact::reckoning::slip::{alike, plain, repairs, size, swapped};
use crate::fact::reckoning::{Basis, Number, Reckoning};

/// A list that does not come to its total.
pub(super) struct Weighed<'a> {
    split: &'a Split<'a>,
    /// The sum that fails.
    failing: &'a Reckoning,
    /// What the total tells.
    value: Decimal,
    /// What it would be by the parts, rounded as it is.
    due: Decimal,
    /// Which number one slip away would mend it, and what it would be.
    slips: Vec<(Number, Decimal)>,
    /// Whether all parts count what the total counts.
    same: bool,
    /// Whether they all count the same things, where they say what.
    one_name: bool,
}

impl<'a> Weighed<'a> {
    pub(super) fn of(split: &'a Split<'a>, failing: &'a Reckoning, due: Decimal) -> Self {
        let Split { reader, total, parts, .. } = split;
        let same = parts.iter().all(|part| reader.same_thing(total, part));
        let one_name = parts.iter().all(|part| parts.first().is_some_and(|first| reader.may_be_same(first, part)));
        let slips = repairs(failing);
        Self { split, failing, value: total.number.value(), due, slips, same, one_name }
    }

    /// Whether the list is told, as what announced it and how it was found have it.
    pub(super) fn is_told(&self) -> bool {
        let list = self.split.list;
        if list.over && !self.is_sure_over_others() {
            return false;
        }
        if list.basis == Basis::Partial
            && (self.same || self.one_name)
            && !list.cut
            && !list.cited
            && self.is_no_chance()
        {
            return true;
        }
        // Behind a paper small numbers may be of it.
        if list.cited && self.value < Decimal::from(20) {
            return false;
        }
        if list.cut && list.basis == Basis::Whole && !self.same && !self.one_name {
            return self.is_near() && self.slips() || self.swaps();
        }
        if list.cut && !self.is_named_although_cut() || list.shared && !(self.same && self.of_three()) {
            return false;
        }
        match list.basis {
            Basis::Whole => self.is_near() || self.slips() || self.same && self.is_within(2, 1),
            Basis::Bracket => self.is_told_in_brackets(),
            Basis::Partial => self.is_told_of_a_choice(),
            _ => false,
        }
    }

    /// A list in brackets, or behind a colon.
    fn is_told_in_brackets(&self) -> bool {
        let Split { reader, total, parts, .. } = self.split;
        let sized = self.is_near() && self.value >= Decimal::TEN;
        self.same && (self.is_within(3, 2) || self.of_three() && self.is_within(2, 1))
            || (self.one_name || self.of_three() || sized || akin(reader, total, parts)) && self.slips()
            || is_general(reader, total) && self.is_bare() && self.slips()
            // So near a large total hardly anything but its parts adds up.
            || self.value >= Decimal::ONE_HUNDRED && self.differs_by_one_in(50)
    }

    /// `09 đơn vị (05 phòng chuyên môn, 04 xã)`: nothing stands in the brackets but the parts.
    fn is_bare(&self) -> bool {
        let Split { reader, parts, .. } = self.split;
        let joined = parts.windows(2).all(|pair| {
            let [one, other] = pair else { return false };
            let way = one.end()..other.tokens.start;
            way.len() == 1 && !reader.tokens(way).iter().any(|token| token.is(':'))
        });
        let opens =
            parts.first().is_some_and(|first| first.tokens.start > 0 && reader.is_mark(first.tokens.start - 1, '('));
        opens && joined && parts.last().is_some_and(|last| reader.is_mark(last.end(), ')'))
    }

    /// Parts that need not be all: `trong đó …`.
    fn is_told_of_a_choice(&self) -> bool {
        let Split { reader, total, list, parts, .. } = self.split;
        if self.is_choice_among() || self.leaves_the_rest() {
            return self.is_near() && self.slips() || self.swaps();
        }
        if self.due > self.value {
            return self.is_too_much();
        }
        if self.of_three() && self.one_name {
            return (is_exhaustive(reader, list) || all_named(reader, total, parts)) && self.slips()
                // Two neighbours swapped are hardly chance.
                || self.value >= Decimal::ONE_HUNDRED && self.swaps();
        }
        self.is_measure_swapped()
            || is_exhaustive(reader, list) && (self.same || self.one_name || total.unit.is_some()) && self.slips()
    }

    /// `trong đó 812 trước hạn, 315 đúng hạn, còn lại (là) 81 quá hạn`: the last of three parts or more is what is left.
    fn leaves_the_rest(&self) -> bool {
        let Split { reader, parts, .. } = self.split;
        let [.., before, last] = parts.as_slice() else { return false };
        self.of_three() && reader.says(before.end()..last.tokens.start, REST)
    }

    /// `Trong 14 đơn vị có 03 đơn vị …, 07 đơn vị … và 04 đơn vị …`: three or more of one kind.
    fn is_choice_among(&self) -> bool {
        let Split { reader, total, .. } = self.split;
        self.of_three()
            && (self.same || !total.noun.is_empty() && self.is_of_one_kind())
            && reader.ending(total.tokens.start, total.sentence.start, AMONG).is_some()
    }

    /// Parts of the total's things that come to more than all of them: by a tenth, or where they are all, or by a slip.
    fn is_too_much(&self) -> bool {
        let Split { reader, total, list, parts, terms, .. } = self.split;
        // "164 văn bản chịu tác động, trong đó 118 văn bản tiếp tục áp dụng": of one name in its first two words.
        let named = reader.words_of(total).nth(1).is_some() && parts.iter().all(|part| is_of_kind(reader, total, part));
        let own =
            self.same || named || total.unit.is_some() || parts.iter().all(|part| reader.may_be_same(total, part));
        // A part of three digits that is larger than the whole has a digit too many.
        let larger = || self.value >= Decimal::ONE_HUNDRED && terms.iter().any(|term| term.value() > self.value);
        own && (self.is_at_most_tenths(11)
            || self.slips()
                && (self.is_at_most_tenths(13) || is_exhaustive(reader, list) || (self.same || named) && larger()))
    }

    /// A measure of four digits among the parts, or of three as the total, of which two neighbours swapped make the list agree: hardly chance.
    fn is_measure_swapped(&self) -> bool {
        let total = self.split.total;
        let large = |(number, right): &(Number, Decimal)| {
            let written = number.written.value;
            size(plain(written)) >= 4 && swapped(written, *right) && *right > written
        };
        let of_total = || size(plain(self.value)) >= 3 && swapped(self.failing.right, total.number.written.value);
        total.unit.is_some() && (self.slips.iter().any(large) || of_total())
    }

    /// Behind a figure of other things, a list of the total's things that one slip makes near, or two neighbours swapped in a list of three.
    fn is_sure_over_others(&self) -> bool {
        self.same && (self.is_near() && self.slips() || self.of_three() && self.swaps())
    }

    /// A list that was cut short is of the total where it has its name, or where that is a ratio or the parts are people.
    fn is_named_although_cut(&self) -> bool {
        let Split { reader, total, parts, .. } = self.split;
        let general = || total.sort == Kind::Ratio || parts.iter().all(|part| is_general(reader, part));
        self.same || self.one_name && general()
    }

    /// By chance hardly any number of four digits is one digit from a sum, and of three digits two neighbours swapped.
    fn is_no_chance(&self) -> bool {
        let (right, written) = (plain(self.failing.right), plain(self.split.total.number.written.value));
        size(written) >= 3 && swapped(right, written) || size(written) >= 4 && alike(right, written)
    }

    /// `khiếu nại sai, khiếu nại đúng`: two words alike.
    fn is_of_one_kind(&self) -> bool {
        let Split { reader, parts, .. } = self.split;
        parts.iter().all(|part| parts.first().is_some_and(|first| is_of_kind(reader, first, part)))
    }

    fn of_three(&self) -> bool {
        self.split.terms.len() >= 3
    }

    /// Whether one slip mends it.
    fn slips(&self) -> bool {
        !self.slips.is_empty()
    }

    /// Whether two neighbours swapped do.
    fn swaps(&self) -> bool {
        self.slips.iter().any(|(number, right)| swapped(number.written.value, *right))
    }

    /// Whether total and parts differ by a fifth of the total at most.
    fn is_near(&self) -> bool {
        self.differs_by_one_in(5)
    }

    fn differs_by_one_in(&self, of: u32) -> bool {
        (self.due - self.value).abs() * Decimal::from(of) <= self.value
    }

    /// Whether the parts come to so many tenths of the total at most.
    fn is_at_most_tenths(&self, tenths: u32) -> bool {
        self.due * Decimal::TEN <= self.value * Decimal::from(tenths)
    }

    /// Whether neither is more than so many times the other.
    fn is_within(&self, times: u32, of: u32) -> bool {
        let (times, of) = (Decimal::from(times), Decimal::from(of));
        self.due * of <= self.value * times && self.value * of <= self.due * times
    }
}

/// Whether two figures name what they count by the same one or two words at first, or not at all.
fn is_of_kind(reader: &Reader<'_>, one: &Figure, other: &Figure) -> bool {
    reader.words_of(one).take(2).eq(reader.words_of(other).take(2))
}

/// Whether the words before a total name each of its parts: `tổng số cán bộ, giáo viên, nhân viên: 87 người, trong đó …`.
fn all_named(reader: &Reader<'_>, total: &Figure, parts: &[&Figure]) -> bool {
    let label = pairs(&reader.keys(total.sentence.start..total.tokens.start));
    let named = |part: &&Figure| {
        let from = part.tokens.start.saturating_sub(5).max(total.end());
        let cut = (from..part.tokens.start).rev().find(|&at| !reader.token(at).is_some_and(|token| token.is_word()));
        let own = pairs(&reader.keys(cut.map_or(from, |at| at + 1)..part.end()));
        own.iter().any(|pair| label.contains(pair))
    };
    parts.iter().all(named)
}

/// Whether what parts count is told by a word of what the total counts, or all by one word: `52 thôn, buôn (38 thôn, 14 buôn)`,
/// `46 công chức lãnh đạo (12 cấp vụ, 34 cấp phòng)`.
fn akin(reader: &Reader<'_>, total: &Figure, parts: &[&Figure]) -> bool {
    let open = (total.tokens.end..total.sentence.end).find(|&at| reader.is_mark(at, '('));
    let names = reader.keys(total.tokens.end..open.unwrap_or(total.end()).min(total.tokens.end + 8));
    let head = |part: &&Figure| part.head.is_some_and(|head| names.contains(&head));
    let first = parts.first().and_then(|part| part.head);
    parts.iter().all(head) || first.is_some() && parts.iter().all(|part| part.head == first)
}

/// Whether a figure counts people or things by a name that fits any: `21 người`.
fn is_general(reader: &Reader<'_>, figure: &Figure) -> bool {
    reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some()
}

/// Whether the parts leave nothing out: both sides of a pair are told.
fn is_exhaustive(reader: &Reader<'_>, list: &List) -> bool {
    let tokens = list.items.tokens.clone();
    let last = list.items.items.last().and_then(|id| reader.of_fact(*id));
    let others = last.is_some_and(|last| {
        let from = last.tokens.start.saturating_sub(6).max(tokens.start);
        let cut = (from..last.tokens.start).rev().find(|&at| reader.is_mark(at, ',') || reader.is_mark(at, ';'));
        reader.says(cut.unwrap_or(from)..last.end(), OTHERS)
    });
    others || tells_both_sides(reader, tokens)
}
