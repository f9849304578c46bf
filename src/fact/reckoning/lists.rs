//! Totals and their parts: `gồm …`, parts in brackets, `trong đó …` where nothing is left out, and the items of a list below.
//!
//! Left alone are lists with an item without a number, with mixed units, or with comparisons (`tăng`, `so với`, `kế hoạch giao`).

mod announced;
mod further;
mod marks;
pub(super) mod open;
mod sum;
mod words;

use std::ops::Range;

use super::read::{Figure, Reader, Sort as Kind};
use super::{Basis, Reckoning};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::pattern::of_kind;
use crate::fact::{Builtin, Kind as FactKind, amounts};
use announced::announced;
use further::{behind_a_stop, leading, parts_of_its_kind};
use marks::{is_level, leaves_a_quotation};
use sum::sum;
pub(super) use words::{AGE, PARTIAL};
use words::{APART, AS_WELL, CARRIED, COMPARISONS, NAMES, NEW, PROPOSES, REST, REVIEWED, WHOLE};

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        for at in block.clone() {
            let Some(total) = reader.figure(at).filter(|total| total.sort != Kind::Percentage) else { continue };
            if let Some(list) = announced(reader, at, total, total.end()) {
                let open = open::is_open(reader, total, &list.parts(reader), list.basis == Basis::Bracket);
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

/// Right before a number of those that something is of.
const OF: &[u64] = keys!["của" "thuộc"];

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

impl List {
    /// One that stands right behind its total.
    fn new(basis: Basis, items: amounts::Amounts) -> Self {
        Self { basis, items, cited: false, shared: false, cut: false, over: false }
    }

    /// The figures that are its items.
    fn parts<'r>(&self, reader: &'r Reader<'_>) -> Vec<&'r Figure> {
        self.items.items.iter().filter_map(|id| reader.of_fact(*id)).collect()
    }
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

/// The list up to its first `;`, where the sentence goes on with other things: `674 văn bản, gồm 231 nghị quyết và 443 quyết định;
/// xác định 389 văn bản cần xử lý`.
fn shorter(reader: &Reader<'_>, total: &Figure, whole: &List) -> Option<Reckoning> {
    let told = whole.items.tokens.clone();
    let stop = told.clone().find(|&at| reader.is_mark(at, ';') && is_level(reader, told.start..at))?;
    if whole.basis != Basis::Whole || whole.cut || whole.over {
        return None;
    }
    let items = list(reader, told.start, stop, whole.basis)?;
    sum(reader, total, &List { cited: whole.cited, cut: true, ..List::new(whole.basis, items) })
}

/// `rà soát 1.052 văn bản (Long An 561, Tây Ninh 491), đề xuất áp dụng 387 văn bản, thay thế 452 văn bản, bãi bỏ 213 văn bản`
fn proposed(reader: &Reader<'_>, total: &Figure) -> Option<Reckoning> {
    reader.ending(total.tokens.start, total.sentence.start, REVIEWED)?;
    let stop = reader.stop(total.end(), total.depth > 0, &total.sentence);
    let stop = (total.end()..stop).find(|&at| reader.is_mark(at, ';')).unwrap_or(stop);
    let end = (total.end()..stop).find_map(|at| reader.beginning(at, stop, PROPOSES))?;
    let items = list(reader, end, stop, Basis::Partial)?;
    sum(reader, total, &List::new(Basis::Partial, items))
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
    // "gồm 297 tin, bài của 02 tỉnh cũ và 189 tin, bài mới": what another item is of.
    let parts = items.items.iter().filter_map(|id| reader.of_fact(*id)).skip(1);
    let is_of = |part: &Figure| reader.token(part.tokens.start - 1).is_some_and(|token| OF.contains(&token.key));
    if parts.into_iter().any(is_of) {
        return None;
    }
    // "có 1.157 cơ sở được duyệt (95,30%): giữ lại 1.041, thu hồi 38; 57 cơ sở còn lại": a part has its own parts.
    let level = |at: TokenId| {
        reader.is_mark(at, ':')
            && (reader.is_mark(at - 1, ')') || reader.token(at - 1).is_some_and(|token| token.is_number()))
    };
    if (told.start + 1..told.end).any(level) {
        return None;
    }
    // "(năm 2023 chuyển sang 11 nhiệm vụ, giao mới 153 nhiệm vụ)" names the year of one part.
    let carried = || reader.says(told.clone(), CARRIED) && reader.says(told.clone(), NEW);
    let dated = || told.clone().any(|at| paper(reader, at).is_some()) && !carried();
    let inner =
        || [PARTIAL, WHOLE, REST, AS_WELL].into_iter().any(|words| reader.says(told.start + 1..told.end, words));
    // Parts of a year may have their dates: "(Quý I 12 nhiệm vụ, Quý II 18 nhiệm vụ, Quý III 17 nhiệm vụ)".
    let periods = || told.clone().filter(|&at| paper(reader, at).is_some()).count();
    let parts_of_year = items.items.len() >= 3 || items.items.len() == 2 && periods() == 2;
    (items.complete
        && !compares(reader, told.clone())
        && !(basis == Basis::Bracket && (inner() || dated() && !parts_of_year)))
        .then_some(items)
}

/// Whether both sides of a pair are told in a stretch.
pub fn tells_both_sides(reader: &Reader<'_>, range: Range<TokenId>) -> bool {
    let tokens = reader.tokens(range);
    reader.vocabulary.sides.iter().any(|(one, other)| one.stand_in(tokens) && other.stand_in(tokens))
}
