//! Totals and their parts: `gồm …`, parts in brackets, `trong đó …` where nothing is left out, and the items of a list below.
//!
//! Left alone are lists with an item without a number, with mixed units, or with comparisons (`tăng`, `so với`, `kế hoạch giao`).

mod further;
mod marks;
pub(super) mod open;
mod words;

use std::ops::Range;

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader, Sort as Kind, UNCOUNTED, pairs};
use super::runs::of_one_thing;
use super::scale::scale;
use super::slip::{alike, plain, repairs, size, swapped};
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::pattern::of_kind;
use crate::fact::{Builtin, Kind as FactKind, amounts};
use further::{behind_a_stop, leading, parts_of_its_kind};
use marks::{is_level, leaves_a_quotation};
pub(super) use words::PARTIAL;
use words::{
    AGE, AMONG, AND, APART, AS_WELL, BEFORE, BREAKS, CARRIED, COMPARISONS, DEALT, DONG, FIRST, HAS, LEFT, NAMES, NEW,
    OTHERS, PROPOSES, REST, REVIEWED, SIDES, THROUGH, UNDER_WAY, WHOLE, WITHIN,
};

/// Words between a total and what announces its parts.
const FAR: usize = 14;

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        for at in block.clone() {
            let Some(total) = reader.figure(at).filter(|total| total.sort != Kind::Percentage) else { continue };
            if let Some(list) = announced(reader, at, total, total.end()) {
                let parts: Vec<&Figure> = list.items.items.iter().filter_map(|id| reader.of_fact(*id)).collect();
                let open = open::is_open(reader, total, &parts, list.basis == Basis::Bracket);
                let found = sum(reader, total, &list).or_else(|| shorter(reader, total, &list));
                all.extend(found.filter(|one| one.holds || !open));
                all.extend(second(reader, at, total, &list));
            }
            parts_of_its_kind(reader, at, total, all);
            all.extend(proposed(reader, total));
        }
        leading(reader, block, all);
        behind_a_stop(reader, block, all);
    }
}

/// Whether a list compares, so that its figures are no parts of the total.
pub fn compares(reader: &Reader<'_>, range: Range<TokenId>) -> bool {
    let mut from = range.start;
    for at in range.clone() {
        if let Some(end) = reader.beginning(at, range.end, NAMES) {
            if reader.says(from..at, COMPARISONS) {
                return true;
            }
            from = end;
        }
    }
    let apart = |at: TokenId| {
        reader.token(at).is_some_and(|token| token.key == APART)
            && (at == range.start || !reader.token(at - 1).is_some_and(|token| token.is_word()))
    };
    range.clone().any(apart) || reader.says(from..range.end.max(from), COMPARISONS)
}

/// A list behind its total.
struct List {
    basis: Basis,
    items: amounts::Amounts,
    /// Whether a cited paper stands between.
    cited: bool,
    /// Whether it stands in brackets behind a percentage of the total.
    shared: bool,
    /// Whether it was cut short at a `;` where the sentence goes on.
    cut: bool,
    /// Whether a figure of other things stands between: `941 sản phẩm của 512 chủ thể, gồm: …`.
    over: bool,
}

/// `19 trường hợp (khiển trách 12, cảnh cáo 05, buộc thôi việc 02), trong đó 08 công chức, 11 viên chức`: a total told in two ways.
fn second(reader: &Reader<'_>, number: usize, total: &Figure, first: &List) -> Option<Reckoning> {
    let close = first.items.tokens.end;
    let behind = close + 1 + TokenId::from(reader.is_mark(close + 1, ','));
    if first.basis != Basis::Bracket || !reader.is_mark(close, ')') {
        return None;
    }
    reader.beginning(behind, total.sentence.end, PARTIAL)?;
    let list = announced(reader, number, total, behind).filter(|list| list.basis == Basis::Partial)?;
    sum(reader, total, &list)
}

/// The list that something behind a total announces, looked for from a token on.
fn announced(reader: &Reader<'_>, number: usize, total: &Figure, from: TokenId) -> Option<List> {
    let sentence = total.sentence.clone();
    let mut at = from;
    let (mut words, mut depth) = (0usize, 0u32);
    let (mut cited, mut shared, mut turned, mut over) = (false, false, false, false);
    let mut times = Decimal::ZERO;
    while at < sentence.end {
        if depth == 0 {
            let from = at + TokenId::from(reader.is_mark(at, '('));
            let inside = from > at;
            if reader.beginning(from, sentence.end, AS_WELL).is_some() {
                return None;
            }
            let announcer = reader
                .beginning(from, sentence.end, PARTIAL)
                .map(|end| (end, Basis::Partial))
                .or_else(|| reader.beginning(from, sentence.end, WHOLE).map(|end| (end, Basis::Whole)))
                .or_else(|| {
                    // "Trong 14 đơn vị có 03 đơn vị …, 07 đơn vị … và 04 đơn vị …"
                    let of = reader.ending(total.tokens.start, sentence.start, AMONG).is_some();
                    let has = reader.beginning(from, sentence.end, HAS).filter(|_| of && !inside && words <= 6);
                    // "Trong 345.127 lượt, cấp xã tiếp 158.304 lượt, …"
                    let comma = (of && at == total.end() && reader.is_mark(at, ',')).then_some(at + 1);
                    has.or(comma).map(|end| (end, Basis::Partial))
                })
                .or_else(|| (inside && words <= FAR && !cited).then_some((from, Basis::Bracket)))
                .or_else(|| {
                    // "Q1: 128, Q2: 96, Q3: 61": the colon behind the comma is of the next name.
                    let named = (at > total.end() || !total.noun.is_empty())
                        && !total.tokens.start.checked_sub(1).is_some_and(|before| reader.is_mark(before, ':'));
                    (named && reader.is_mark(at, ':') && words <= 6 && !turned).then_some((at, Basis::Bracket))
                });
            // "còn 146 trụ sở (đầu kỳ 164 trụ sở, đã xử lý 18 trụ sở)" tells how so many came to be left.
            let left = |end| {
                reader.ending(total.tokens.start, sentence.start, LEFT).is_some()
                    && reader.beginning(end, sentence.end, BEFORE).is_some()
            };
            if let Some((end, basis)) = announcer.filter(|(end, _)| !left(*end)) {
                let end = end + TokenId::from(reader.is_mark(end, ':') || reader.is_mark(end, ','));
                let stop = reader.stop(end, inside || total.depth > 0, &sentence);
                // Without a colon a choice of parts ends where the sentence turns.
                let told = reader.is_mark(end.saturating_sub(1), ':') || basis != Basis::Partial;
                let stop = (end..stop).find(|&at| !told && reader.is_mark(at, ';')).unwrap_or(stop);
                if over && basis != Basis::Whole {
                    return None;
                }
                // Far behind its total a bracket of two says something of the last words.
                let far = |items: &amounts::Amounts| basis == Basis::Bracket && words > 8 && items.items.len() < 3;
                let large = |items: &amounts::Amounts| {
                    let mut parts = items.items.iter().filter_map(|id| reader.of_fact(*id));
                    parts.all(|part| part.number.value() > times)
                };
                if let Some(items) = list(reader, end, stop, basis).filter(|items| !far(items) && large(items)) {
                    return Some(List {
                        basis,
                        items,
                        cited,
                        cut: false,
                        over,
                        shared: shared && basis == Basis::Bracket,
                    });
                }
                // "gồm 14 phản ánh về quy định và 82 phản ánh về hành vi; đã xử lý 91/96 phản ánh"
                let semicolon = (end..stop).find(|&at| reader.is_mark(at, ';'));
                let turn = turn(reader, end..stop).filter(|_| basis == Basis::Whole);
                let cut = |stop: Option<TokenId>| list(reader, end, stop?, basis);
                if let Some(items) = cut(semicolon).or_else(|| cut(turn)).filter(|_| words <= 8) {
                    return Some(List {
                        basis,
                        items,
                        cited,
                        cut: true,
                        over,
                        shared: shared && basis == Basis::Bracket,
                    });
                }
                // "(Thuế 217 TTHC; Kho bạc 11 TTHC; Công an 167 TTHC, Bảo hiểm 25 TTHC)"
                if let Some(items) = of_one_thing(reader, number, end..stop).filter(|_| inside || basis == Basis::Whole)
                {
                    return Some(List { basis, items, cited, cut: false, over: true, shared: false });
                }
                if !inside {
                    return None;
                }
            }
        }
        let token = reader.token(at)?;
        if token.is('(') {
            depth += 1;
        } else if token.is(')') {
            depth = depth.checked_sub(1)?;
        } else if depth == 0 {
            if let Some(end) = paper(reader, at) {
                // "12 công chức, viên chức trong Quý III (khiển trách 07 người, …)": when it was says nothing else of them.
                let when = reader.ending(at, total.end(), WITHIN).is_some();
                (cited, at, words) = (cited || !when, end, if when { words } else { 0 });
                continue;
            }
            let figure = reader.figures.get(number + 1..)?.iter().find(|figure| figure.tokens.start >= at)?;
            if figure.tokens.start == at {
                // "584 người qua 05 đợt (nghỉ hưu trước tuổi 466, nghỉ thôi việc 118)": so many turns have no parts so large.
                let through = figure.sort == Kind::Amount && reader.ending(at, total.end(), THROUGH).is_some();
                if through && times.is_zero() && !reader.may_be_same(total, figure) {
                    (at, times) = (figure.end(), figure.number.value());
                    continue;
                }
                if figure.sort == Kind::Amount && !over && !reader.may_be_same(total, figure) {
                    (at, over) = (figure.end(), true);
                    continue;
                }
                if figure.sort != Kind::Percentage {
                    return None;
                }
                (at, shared) = (figure.tokens.end, true);
                continue;
            }
            words += usize::from(token.is_word());
            turned |= token.is(';');
            // The subject of a paper may be long: "theo Nghị định số … của Chính phủ về chính sách, chế độ đối với cán bộ, …".
            let far = if cited { FAR * 3 } else { FAR };
            if token.is(':') || words > far || reader.beginning(at, sentence.end, BREAKS).is_some() {
                return None;
            }
        }
        at += 1;
    }
    None
}

/// Where a list outside brackets turns to a comparison of its total: `gồm 13 kế hoạch, 22 công văn, tăng 9 văn bản so với cùng kỳ`.
fn turn(reader: &Reader<'_>, range: Range<TokenId>) -> Option<TokenId> {
    let turns = |at: &TokenId| {
        (reader.is_mark(*at, ',') || reader.is_mark(*at, ';'))
            && reader.beginning(at + 1, range.end, COMPARISONS).is_some()
    };
    range.clone().find(turns).filter(|&at| is_level(reader, range.start..at))
}

/// The list up to its first `;`, where the sentence goes on with other things: `674 văn bản, gồm 231 nghị quyết và 443 quyết định;
/// xác định 389 văn bản cần xử lý`.
fn shorter(reader: &Reader<'_>, total: &Figure, whole: &List) -> Option<Reckoning> {
    let told = whole.items.tokens.clone();
    let stop = told.clone().find(|&at| reader.is_mark(at, ';') && is_level(reader, told.start..at))?;
    if whole.basis != Basis::Whole || whole.cut || whole.over {
        return None;
    }
    let items = list(reader, told.start, stop, whole.basis)?;
    sum(reader, total, &List { basis: whole.basis, items, cited: whole.cited, cut: true, over: false, shared: false })
}

/// `rà soát 1.052 văn bản (Long An 561, Tây Ninh 491), đề xuất áp dụng 387 văn bản, thay thế 452 văn bản, bãi bỏ 213 văn bản`
fn proposed(reader: &Reader<'_>, total: &Figure) -> Option<Reckoning> {
    reader.ending(total.tokens.start, total.sentence.start, REVIEWED)?;
    let stop = reader.stop(total.end(), total.depth > 0, &total.sentence);
    let stop = (total.end()..stop).find(|&at| reader.is_mark(at, ';')).unwrap_or(stop);
    let end = (total.end()..stop).find_map(|at| reader.beginning(at, stop, PROPOSES))?;
    let items = list(reader, end, stop, Basis::Partial)?;
    let list = List { basis: Basis::Partial, items, cited: false, shared: false, cut: false, over: false };
    sum(reader, total, &list)
}

/// One past a document number, date or period that begins at a token.
fn paper(reader: &Reader<'_>, at: TokenId) -> Option<TokenId> {
    const PAPERS: u32 = of_kind(FactKind::Builtin(Builtin::DocumentNumber))
        | of_kind(FactKind::Builtin(Builtin::Date))
        | of_kind(FactKind::Builtin(Builtin::Period));
    if reader.facts.sign(at).traits & PAPERS == 0 {
        return None;
    }
    let is = |kind| matches!(kind, FactKind::Builtin(Builtin::DocumentNumber | Builtin::Date | Builtin::Period));
    let facts = reader.facts.starting_at(at).iter().filter_map(|&id| reader.facts.get(id));
    facts.filter(|fact| is(fact.kind)).map(|fact| fact.tokens.end).max()
}

fn list(reader: &Reader<'_>, from: TokenId, stop: TokenId, basis: Basis) -> Option<amounts::Amounts> {
    let (items, end) = amounts::list(reader.document, reader.facts, from, stop)?;
    let told = from..end;
    // “chuyên mục “Chính quyền 2 cấp: hỏi và đáp”, phát 26 số”: what announces a list in a quotation announces nothing outside.
    if leaves_a_quotation(reader, told.clone()) {
        return None;
    }
    // "(năm 2023 chuyển sang 11 nhiệm vụ, giao mới 153 nhiệm vụ)" names the year of one part.
    let carried = || reader.says(told.clone(), CARRIED) && reader.says(told.clone(), NEW);
    let dated = || told.clone().any(|at| paper(reader, at).is_some()) && !carried();
    let inner = || [PARTIAL, WHOLE, REST].into_iter().any(|words| reader.says(told.start + 1..told.end, words));
    // Parts of a year may have their dates: "(Quý I 12 nhiệm vụ, Quý II 18 nhiệm vụ, Quý III 17 nhiệm vụ)".
    let periods = || told.clone().filter(|&at| paper(reader, at).is_some()).count();
    let parts_of_year = items.items.len() >= 3 || items.items.len() == 2 && periods() == 2;
    (items.complete
        && !compares(reader, told.clone())
        && !(basis == Basis::Bracket && (inner() || dated() && !parts_of_year)))
        .then_some(items)
}

/// A total and its parts, where they look like one.
fn sum(reader: &Reader<'_>, total: &Figure, list: &List) -> Option<Reckoning> {
    let mut figures: Vec<&Figure> = list.items.items.iter().filter_map(|id| reader.of_fact(*id)).collect();
    let all_told = figures.len() == list.items.items.len();
    if let Some(inner) = of_one_part(reader, list, &figures) {
        figures.drain(inner);
    }
    let terms: Vec<Number> = figures.iter().map(|figure| figure.number).collect();
    // "321 huy chương (94 vàng, 88 bạc, 130 đồng)": nobody counts money by the đồng.
    let unit = |figure: &Figure| figure.unit.filter(|unit| *unit != DONG || figure.number.scale > Decimal::ONE);
    if !all_told || terms.len() < 2 || figures.iter().any(|figure| unit(figure) != unit(total)) {
        return None;
    }
    if total.unit.is_some_and(|unit| UNCOUNTED.contains(&unit)) {
        return None;
    }
    // "gồm Trung tâm cấp tỉnh, 09 trung tâm cấp huyện": an item without a number stands before the first.
    let first = figures.first().and_then(|figure| figure.tokens.start.checked_sub(1));
    if list.basis == Basis::Whole && first.is_some_and(|before| reader.is_mark(before, ',')) {
        return None;
    }
    // "Trong quý ban hành 27 văn bản (quý I: 31; quý II: 24), lũy kế 82 văn bản": those of the quarters before.
    let dated = || list.items.tokens.clone().any(|at| paper(reader, at).is_some());
    if list.basis == Basis::Bracket
        && terms.len() == 2
        && terms.iter().any(|term| term.value() >= total.total().value())
        && dated()
    {
        return None;
    }
    // "94 đơn vị (70 xã, 23 phường và đặc khu Hoàng Sa)", "22 tổ chức, gồm 06 vụ, 14 cục, Văn phòng và Thanh tra": what is named last
    // without a number counts as well.
    let last = figures.last()?;
    let ends = |at: &TokenId| reader.is_mark(*at, ';') || reader.is_mark(*at, ')');
    let stop = (last.end()..last.sentence.end).find(ends).unwrap_or(last.sentence.end).min(last.end() + 10);
    let unnumbered = terms.iter().try_fold(total.total().value(), |left, term| left.checked_sub(term.value()))?;
    if (unnumbered == Decimal::ONE || unnumbered == Decimal::TWO)
        && reader.says(last.tokens.end..stop.max(last.tokens.end), AND)
    {
        return None;
    }
    // "trẻ em dưới 6 tuổi" counts no children, "01 chuyên mục/tuần" no issues, and "danh mục thứ nhất 17 văn bản" no lists.
    let no_part = |figure: &&Figure| {
        reader.token(figure.tokens.end).is_some_and(|next| next.key == AGE) || reader.is_mark(figure.end(), '/')
    };
    if figures.iter().any(no_part) || reader.says(list.items.tokens.clone(), FIRST) {
        return None;
    }
    // "Đã xử lý 349, trong đó đúng hạn 331, còn 22 đang xử lý": what is under way is no part of what is done.
    let done = reader.ending(total.tokens.start, total.sentence.start, DEALT).is_some();
    if done && list.basis == Basis::Partial && reader.says(list.items.tokens.start..stop, UNDER_WAY) {
        return None;
    }
    // "113 nơi, gồm Trung tâm tỉnh và Bộ phận Một cửa của 10 huyện, 102 xã": so does it behind an "và", and counts for one.
    let sum = terms.iter().try_fold(Decimal::ZERO, |sum, term| sum.checked_add(term.value()))?;
    let start = first.unwrap_or(list.items.tokens.start);
    let opens = (total.end()..start).rev().take(12).find(|&at| reader.is_mark(at, '('));
    let opening =
        opens.filter(|_| list.basis == Basis::Bracket).map_or(list.items.tokens.start.min(start), |at| at + 1)..start;
    // So does one before a comma: "11 thành viên (Giám đốc làm tổ trưởng, 02 phó tổ trưởng và 08 thành viên)".
    let named = |range: Range<TokenId>| {
        let comma = reader.is_mark(range.end, ',');
        reader.words(range.clone()) >= 3 && (comma || reader.says(range, AND))
    };
    if total.total().value() - sum == Decimal::ONE && named(opening) {
        return None;
    }
    let made = |result: Number| Reckoning::new(Sort::Sum, list.basis, result, terms.clone());
    // "19 sở và 12 huyện: nhóm tốt có 21 đơn vị, …" are the parts of both.
    let at = reader.figures.partition_point(|other| other.tokens.start < total.tokens.start);
    let joined = at.checked_sub(1).and_then(|at| reader.figure(at)).filter(|other| other.sentence == total.sentence);
    let both = |other: &Figure| {
        other.number.value() + total.number.value() == sum
            && reader.ending(total.tokens.start, other.end(), AND).is_some()
    };
    if joined.is_some_and(both) {
        return None;
    }
    // Of a ratio the list tells what was done, or all.
    if let Some(whole) = total.whole.and_then(made).filter(|one| one.holds) {
        return Some(whole);
    }
    let one = made(total.number)?;
    if one.holds {
        return Some(one);
    }
    // "24 dự án, trong đó hoàn thành 10/24, đang làm thủ tục 06 dự án, 08 dự án chưa giao vốn": the ratio tells a part as well.
    let ratios = reader.near(list.items.tokens.start).iter().filter(|ratio| {
        list.items.tokens.contains(&ratio.tokens.start)
            && ratio.whole.is_some_and(|whole| whole.value() == total.total().value())
    });
    let with_ratios = ratios.map(|ratio| ratio.number).chain(terms.iter().copied()).collect();
    let with_ratios = Reckoning::new(Sort::Sum, list.basis, total.number, with_ratios);
    if let Some(one) = with_ratios.filter(|one| one.holds && one.terms.len() > terms.len()) {
        return Some(one);
    }
    // "Trong 31 chủ đầu tư, 14 đơn vị …, 09 đơn vị …, 08 đơn vị …, cá biệt 02 đơn vị …": the first few are all.
    let few = |count: usize| {
        let terms = terms.get(..count)?.to_vec();
        Reckoning::new(Sort::Sum, list.basis, total.number, terms).filter(|one| one.holds)
    };
    if let Some(one) = nested(reader, total, list, &figures) {
        return Some(one);
    }
    // "79 điểm cầu, gồm 01 điểm cầu tỉnh và 78 điểm cầu xã, dự hội nghị có 2.146 đại biểu": what is named otherwise is no part.
    let ours = figures.iter().take_while(|figure| reader.same_thing(total, figure)).count();
    if list.basis != Basis::Bracket && ours >= 2 && ours < figures.len() {
        let one = Reckoning::new(Sort::Sum, list.basis, total.number, terms.get(..ours)?.to_vec())?;
        let near = one.right.max(total.number.written.value) < Decimal::TWO * one.right.min(total.number.written.value);
        return (list.basis == Basis::Whole && near && !repairs(&one).is_empty()).then_some(one);
    }
    // "27 văn bản gồm 21 văn bản của cấp tỉnh và 06 văn bản của cấp huyện, phát hiện 02 văn bản có sai sót" as well.
    if let Some(few) = (2..terms.len()).find_map(few).filter(|_| list.basis != Basis::Bracket) {
        return Some(few);
    }
    let (sum, value) = (one.right.checked_mul(total.number.scale)?, total.number.value());
    // "kích hoạt 553.552 tài khoản trên tổng số 591.830 công dân, cụ thể: …": the list is of a figure before.
    let end = reader.figures.partition_point(|other| other.tokens.start < total.tokens.start);
    let mut before = reader.figures.iter().take(end).rev().take_while(|other| other.sentence == total.sentence);
    // So it is behind "4.987 người trên 5.412 biên chế được giao" and "468 TTHC tại 46 quyết định".
    if list.basis != Basis::Partial && before.any(|other| other.number.value() == sum) {
        return None;
    }
    // "Trong 57 ổ dịch, đã xử lý 57 ổ, còn 04 ổ đang giám sát": what follows all of them is some of them.
    if list.basis == Basis::Partial && terms.iter().any(|term| term.value() == value) {
        return None;
    }
    if let Some(scale) = scale(&one) {
        return Some(scale);
    }
    let same = figures.iter().all(|figure| reader.same_thing(total, figure));
    let whole_cut = list.cut && list.basis == Basis::Whole;
    let one_name = figures.iter().all(|figure| figures.first().is_some_and(|first| reader.may_be_same(first, figure)));
    // "khiếu nại sai, khiếu nại đúng": two words alike.
    let kind = |figure: &Figure| reader.keys(figure.noun.clone()).into_iter().take(2).collect::<Vec<_>>();
    let one_kind = figures.iter().all(|figure| figures.first().is_some_and(|first| kind(first) == kind(figure)));
    let within = |times: u32, of: u32| {
        let (times, of) = (Decimal::from(times), Decimal::from(of));
        sum * of <= value * times && value * of <= sum * times
    };
    let near = (sum - value).abs() * Decimal::from(5) <= value;
    let ways = repairs(&one);
    let slips = || !ways.is_empty();
    let swap = || ways.iter().any(|(number, right)| swapped(number.written.value, *right));
    // By chance hardly any number of four digits is one digit from a sum, and of three digits two neighbours swapped.
    let strong = || {
        let (right, written) = (plain(one.right), plain(total.number.written.value));
        size(written) >= 3 && swapped(right, written) || size(written) >= 4 && alike(right, written)
    };
    let told = match list.basis {
        _ if list.over && !(same && (near && slips() || terms.len() >= 3 && swap())) => false,
        Basis::Partial if (same || one_name) && !list.cut && !list.cited && strong() => true,
        _ if list.cited && value < Decimal::from(20) => false,
        _ if whole_cut && !same && !one_name => near && slips() || swap(),
        _ if list.cut
            && !(same
                || one_name
                    && (total.sort == Kind::Ratio || figures.iter().all(|figure| is_general(reader, figure)))) =>
        {
            false
        }
        _ if list.shared && !(same && terms.len() >= 3) => false,
        Basis::Whole => near || slips() || same && within(2, 1),
        Basis::Bracket => {
            same && (within(3, 2) || terms.len() >= 3 && within(2, 1))
                || (one_name || terms.len() >= 3 || near && value >= Decimal::TEN || akin(reader, total, &figures)) && slips()
                // So near a large total hardly anything but its parts adds up.
                || value >= Decimal::ONE_HUNDRED && (sum - value).abs() * Decimal::from(50) <= value
        }
        Basis::Partial
            if (same || one_kind && !total.noun.is_empty())
                && terms.len() >= 3
                && reader.ending(total.tokens.start, total.sentence.start, AMONG).is_some() =>
        {
            near && slips() || swap()
        }
        Basis::Partial if sum > value => {
            // "164 văn bản chịu tác động, trong đó 118 văn bản tiếp tục áp dụng": of one name in its first two words.
            let named = kind(total).len() == 2 && figures.iter().all(|figure| kind(figure) == kind(total));
            let ours =
                same || named || total.unit.is_some() || figures.iter().all(|figure| reader.may_be_same(total, figure));
            // A part of three digits that is larger than the whole has a digit too many.
            let larger = terms.iter().any(|term| term.value() > value) && value >= Decimal::ONE_HUNDRED;
            ours && (sum * Decimal::TEN <= value * Decimal::from(11)
                || sum * Decimal::TEN <= value * Decimal::from(13) && slips()
                || exhaustive(reader, list) && slips()
                || (same || named) && larger && slips())
        }
        // Two neighbours swapped are hardly chance.
        Basis::Partial if terms.len() >= 3 && one_name => {
            let swaps = |(number, right): &(Number, Decimal)| swapped(number.written.value, *right);
            (exhaustive(reader, list) || all_named(reader, total, &figures)) && slips()
                || value >= Decimal::ONE_HUNDRED && repairs(&one).iter().any(swaps)
        }
        // Nor is a measure of four digits among the parts that two neighbours swapped make agree.
        Basis::Partial
            if total.unit.is_some()
                && ways.iter().any(|(number, right)| {
                    let written = number.written.value;
                    size(plain(written)) >= 4 && swapped(written, *right) && *right > written
                }) =>
        {
            true
        }
        // A measure of three digits with two neighbours swapped is hardly chance either.
        Basis::Partial
            if total.unit.is_some() && size(plain(value)) >= 3 && swapped(one.right, total.number.written.value) =>
        {
            true
        }
        Basis::Partial => exhaustive(reader, list) && (same || one_name || total.unit.is_some()) && slips(),
        _ => false,
    };
    told.then_some(one)
}

/// `36 nhiệm vụ, trong đó: có hạn trong quý 31, hoàn thành đúng hạn 28/31, quá hạn 03; còn lại 05`: the items behind a ratio of an item that
/// are, with the ratio, all of that item.
fn of_one_part(reader: &Reader<'_>, list: &List, figures: &[&Figure]) -> Option<Range<usize>> {
    let told = reader.near(list.items.tokens.start).iter();
    let mut ratios = told.filter(|ratio| ratio.sort == Kind::Ratio && list.items.tokens.contains(&ratio.tokens.start));
    ratios.find_map(|ratio| {
        let whole = ratio.whole?;
        let at = figures
            .iter()
            .rposition(|figure| figure.tokens.start < ratio.tokens.start && figure.number.value() == whole.value())?;
        let mut left = whole.value() - ratio.number.value();
        let inner = figures.iter().enumerate().skip(at + 1).filter(|(_, part)| part.tokens.start > ratio.tokens.start);
        let (from, to) = inner.fold((None, None), |(from, to), (place, part)| {
            if to.is_some() {
                return (from, to);
            }
            left -= part.number.value();
            (from.or(Some(place)), left.is_zero().then_some(place + 1))
        });
        Some(from?..to?)
    })
}

/// `23 công trình: 15 công trình đang thi công, 08 công trình chưa khởi công do đấu thầu lại 05, tranh chấp 03`: the first few items are all, and
/// what follows are the parts of the last of them.
fn nested(reader: &Reader<'_>, total: &Figure, list: &List, figures: &[&Figure]) -> Option<Reckoning> {
    (2..figures.len()).find_map(|count| {
        let own = figures.get(..count)?;
        let (last, next) = (own.last()?, figures.get(count)?);
        let one =
            Reckoning::new(Sort::Sum, list.basis, total.number, own.iter().map(|figure| figure.number).collect())?;
        let parts = reader.near(last.tokens.start).iter().filter(|part| {
            part.tokens.start > last.tokens.start
                && part.tokens.start < list.items.tokens.end
                && part.sort == Kind::Amount
        });
        let parts: Vec<&Figure> = parts.collect();
        let mut left = last.number.value();
        let inner = parts.iter().any(|part| {
            left -= part.number.value();
            left.is_zero() && part.tokens.start >= next.tokens.start
        });
        (one.holds && inner && parts.len() >= 2).then_some(one)
    })
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
fn exhaustive(reader: &Reader<'_>, list: &List) -> bool {
    let tokens = list.items.tokens.clone();
    let last = list.items.items.last().and_then(|id| reader.of_fact(*id));
    let others = last.is_some_and(|last| {
        let from = last.tokens.start.saturating_sub(6).max(tokens.start);
        let cut = (from..last.tokens.start).rev().find(|&at| reader.is_mark(at, ',') || reader.is_mark(at, ';'));
        reader.says(cut.unwrap_or(from)..last.end(), OTHERS)
    });
    others || tells_both_sides(reader, tokens)
}

/// Whether both sides of a pair are told in a stretch.
pub fn tells_both_sides(reader: &Reader<'_>, range: Range<TokenId>) -> bool {
    let both =
        |&(one, other): &(Phrases, Phrases)| reader.says(range.clone(), one) && reader.says(range.clone(), other);
    SIDES.iter().any(both) || reader.vocabulary.all_levels_in(reader.tokens(range.clone()))
}
