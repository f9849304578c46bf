//! The ledger: what a report tells of one thing in several places, a table among them, or what follows from two figures
//! told elsewhere (`còn 28 nhiệm vụ` of 61 of which 33 are done).
//!
//! Every figure, every cell of a table and every difference of a whole and its part is an entry with the words that stand
//! around it. A later figure that bears no sum of its own is looked up by its number, each slip of the keyboard away, and
//! weighed by its words: rare words weigh more. It is told only where no entry of these things has its number, and the entry
//! whose words fit best is one slip away. The fewer its digits, the closer the words must fit; a small number is nearly
//! always one slip away from another, so it must stand in another part of the report and speak of the very same thing.

mod claim;
mod context;
mod entry;
mod explained;

use std::cell::OnceCell;
use std::collections::HashSet;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::read::{Figure, GENERAL, Reader};
use super::slip::{plain, size, slips, swapped};
use super::tokens::Tokens;
use super::{Basis, Number, Reckoning, Sort, Tables};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::pattern::KeyMap;
use crate::text::key_of_keys;
use claim::{Claim, FROM};
use context::{Context, Contexts};
pub use entry::done_of;
use entry::{Entry, Place};
pub use explained::{adds_up_beside, is_measured};
use explained::{is_explained, is_sum_of_rows};

/// What tells of another moment, an aim or a bound.
const OTHERWISE: Phrases = Phrases::of(&[
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["so" "với"],
    keys!["phấn" "đấu"],
    keys!["mục" "tiêu"],
    keys!["tối" "thiểu"],
    keys!["ít" "nhất"],
    keys!["chỉ" "tiêu"],
    keys!["trên"],
    keys!["dưới"],
    keys!["khoảng"],
    keys!["gần"],
    keys!["hơn"],
    keys!["tăng"],
    keys!["giảm"],
    keys!["từ"],
    keys!["nâng"],
    keys!["dự" "kiến"],
    keys!["thêm"],
    keys!["mỗi"],
    keys!["hợp" "nhất"],
    keys!["sáp" "nhập"],
]);
/// Behind a figure, that it is how many are no more: `14 sở, 87 phòng được tinh gọn`.
const CUT: Phrases = Phrases::of(&[
    keys!["được" "tinh" "gọn"],
    keys!["được" "cắt" "giảm"],
    keys!["được" "giảm"],
    keys!["được" "bãi" "bỏ"],
    keys!["bị" "bãi" "bỏ"],
    keys!["đã" "giảm"],
    keys!["giải" "thể"],
    keys!["kết" "thúc" "hoạt" "động"],
]);
/// What tells of the time before.
const PAST: Phrases = Phrases::of(&[
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["kỳ" "trước"],
    keys!["tháng" "trước"],
]);

/// What is late or left, beside what was in time or done.
const LEFT: &[u64] = keys!["còn" "lại" "chưa" "thiếu" "đang"];
const LATE: &[u64] = keys!["quá" "trễ" "chậm"];

/// What names a time to come in the heading of a plan.
const TIMES: Phrases = Phrases::of(&[keys!["tháng"], keys!["quý"], keys!["thời" "gian" "tới"], keys!["cuối" "năm"]]);

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Results,
    Appraisal,
    Plan,
}

/// What a figure says: how many, by how many more or fewer, or how many are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Level,
    Change,
    Left,
}

/// Entries of one number, or of one name, that are looked at: of a report that says the same a thousand times the nearest few.
const MOST_ENTRIES: usize = 48;

pub fn find(reader: &Reader<'_>, tables: &Tables<'_>, all: &mut Vec<Reckoning>) {
    let known = Tokens::of_numbers(all.iter());
    let claims = claim::all(reader, &known, &parts(reader));
    if claims.is_empty() {
        return;
    }
    let ledger = Ledger::of(entry::all(reader, tables, all), Contexts::of(reader, tables));
    let told = claims.iter().filter_map(|claim| Some((claim, ledger.judge(claim)?)));
    // What a sum that fails should be is right where it is told again, and a percentage that fails in its table bears nothing out.
    let failing = all.iter().filter(|one| !one.holds && one.sort != Sort::Same);
    let rights: Vec<Decimal> = failing.map(|one| one.right).collect();
    let explained = |claim: &Claim<'_>, one: &Reckoning| {
        rights.contains(&claim.number.written.value)
            // The total of a table that fails is told there.
            || one.terms.iter().any(|term| tables.failing.contains(term.token) && !tables.held.contains(term.token))
            || follows(reader, claim, one)
            || is_explained(reader, claim, one)
            || is_sum_of_rows(reader, tables, claim, one)
    };
    let found: Vec<Reckoning> =
        told.filter(|(claim, one)| !explained(claim, one)).map(|(_, reckoning)| reckoning).collect();
    all.extend(found);
}

/// All entries, found by their numbers and by their names.
struct Ledger<'r> {
    entries: Vec<Entry>,
    by_value: KeyMap<Vec<usize>>,
    by_name: KeyMap<Vec<usize>>,
    contexts: Contexts<'r>,
    /// Numbers that stand at more than one place of the document, whatever they are of.
    repeated: OnceCell<HashSet<u64>>,
}

fn value_key(digits: i128, decimals: u32, percent: bool) -> u64 {
    key_of_keys([digits as u64, u64::from(decimals) * 2 + u64::from(percent)])
}

/// An entry with how well its words fit.
struct Fit<'e> {
    entry: &'e Entry,
    score: f64,
    /// Pairs of words that stand around both.
    shared: usize,
    /// Those of them that stand right beside the entry.
    near: usize,
}

impl<'r> Ledger<'r> {
    fn of(entries: Vec<Entry>, contexts: Contexts<'r>) -> Self {
        let mut by_value: KeyMap<Vec<usize>> = KeyMap::default();
        let mut by_name: KeyMap<Vec<usize>> = KeyMap::default();
        for (at, entry) in entries.iter().enumerate() {
            let digits = plain(entry.value).mantissa();
            by_value.entry(value_key(digits, entry.decimals, entry.percent)).or_default().push(at);
            if let Some(name) = entry.name() {
                by_name.entry(name).or_default().push(at);
            }
        }
        Self { entries, by_value, by_name, contexts, repeated: OnceCell::new() }
    }

    /// The entries with this number that may be of the claim's things, the nearest few before it and behind.
    fn told_as(&self, claim: &Claim<'_>, digits: i128) -> impl Iterator<Item = &Entry> {
        let key = value_key(digits, claim.number.written.decimals, claim.percent);
        let places = self.by_value.get(&key).map(Vec::as_slice).unwrap_or_default();
        self.nearest(places, claim).filter(move |entry| fits(entry, claim))
    }

    fn nearest(&self, places: &[usize], claim: &Claim<'_>) -> impl Iterator<Item = &Entry> {
        let here =
            places.partition_point(|&at| self.entries.get(at).is_some_and(|entry| entry.block < claim.figure.block));
        let from = here.saturating_sub(MOST_ENTRIES);
        let until = places.len().min(here + MOST_ENTRIES);
        let near: Vec<usize> = places.get(from..until).unwrap_or_default().to_vec();
        near.into_iter().filter_map(|at| self.entries.get(at))
    }

    fn weigh<'e>(&self, claim: &Claim<'_>, entry: &'e Entry, left: bool) -> Fit<'e> {
        let around: Vec<Rc<Context>> =
            std::iter::once(entry.place).chain(entry.other).map(|place| self.contexts.get(&place)).collect();
        // A ratio of the same whole is hardly another thing.
        let whole = claim.figure.whole.map(|whole| whole.value());
        let bonus = if whole.is_some() && whole == entry.whole { 0.25 } else { 0.0 };
        let score = self.contexts.covered(&claim.words, &around, left) + bonus;
        let shared = around.iter().map(|context| context.shares(&claim.pairs)).max().unwrap_or_default();
        // A name of four words is as good as two pairs: "vụ án quá hạn".
        let named = entry.noun.iter().zip(&claim.noun).take_while(|(a, b)| a == b).count();
        let shared = shared + named.saturating_sub(2);
        let near = around.iter().map(|context| context.has_near(&claim.pairs)).max().unwrap_or_default();
        Fit { entry, score, shared, near }
    }

    /// The entry that a claim differs from by one slip, if nothing bears the claim out.
    fn judge(&self, claim: &Claim<'_>) -> Option<Reckoning> {
        let value = claim.number.written.value;
        let digits = size(plain(value));
        let mut near: Vec<Fit<'_>> = Vec::new();
        for other in slips(plain(value).mantissa(), claim.width) {
            near.extend(
                self.told_as(claim, other)
                    .filter(|entry| entry.block < claim.figure.block)
                    // Nobody types "02" for 22.
                    .filter(|entry| (entry.value < Decimal::TEN) == (value < Decimal::TEN) || claim.percent)
                    .filter(|entry| !is_of_the_past(self.contexts.reader(), entry))
                    .map(|entry| self.weigh(claim, entry, entry.says_left())),
            );
        }
        if claim.percent && digits >= 4 && claim.part == Part::Appraisal {
            let key = claim.name()?;
            let named = self.by_name.get(&key).map(Vec::as_slice).unwrap_or_default();
            let lead = |entry: &&Entry| {
                entry.block < claim.figure.block
                    && entry.decimals == claim.number.written.decimals
                    && fits(entry, claim)
                    && leads_alike(plain(entry.value), plain(value))
            };
            near.extend(
                self.nearest(named, claim)
                    .filter(lead)
                    .map(|entry| self.weigh(claim, entry, entry.says_left()))
                    .filter(|fit| fit.score >= 0.85),
            );
        }
        let left = claim.role == Role::Left;
        let rank = |fit: &Fit<'_>| {
            (fit.near, fit.shared, fit.entry.says_left() == left, size(plain(fit.entry.value)) == digits)
        };
        let best = near.iter().max_by(|a, b| a.score.total_cmp(&b.score).then_with(|| rank(a).cmp(&rank(b))))?;
        let swap = swapped(plain(best.entry.value), plain(value));
        // Among results a digit that differs is chance, but of one name and four words in a row, or of one whole.
        let named = best.shared >= 3 && !claim.noun.is_empty() && best.entry.noun.first() == claim.noun.first();
        let whole = best.entry.whole.is_some() && best.entry.whole == claim.figure.whole.map(|whole| whole.value());
        let others = best.entry.noun.first().zip(claim.noun.first()).is_some_and(|(one, other)| one != other);
        // Nor is one digit that differs from that of a cell a slip, whose head names no one thing.
        let loose = best.entry.is_cell() && !named
            || !claim.still && (claim.part == Part::Results && !named || claim.part == Part::Appraisal && others);
        if !swap && !whole && (loose || digits >= 3 && self.stands_elsewhere(claim)) {
            return None;
        }
        if names_another_paper(self.contexts.reader(), claim.figure, best.entry.block) {
            return None;
        }
        // "tuyển dụng 120 công chức" is none of the 102 trung tâm.
        if claim.part == Part::Plan && claim.role == Role::Level && others && digits <= 3 || others && digits < 2 {
            return None;
        }
        // "xử lý 20 hồ sơ đất đai đang giải quyết" are some of the 28 hồ sơ.
        if claim.part == Part::Plan && digits < 3 && self.names_some(claim, best.entry) {
            return None;
        }
        if best.entry.is_cell()
            && (self.lists_another(claim, best.entry) || self.counts_another(claim, best.entry, digits))
        {
            return None;
        }
        let least = least(claim, best, digits, swap)?;
        if best.score < least || self.is_borne_out(claim, best, digits) || self.is_left_in_row(claim, best.entry) {
            return None;
        }
        (digits >= 3 || self.leads(claim, best)).then_some(())?;
        // A cell says in its head what its figures are measured by.
        let scale = if best.entry.is_cell() { Decimal::ONE } else { claim.number.scale };
        Reckoning::new(best.entry.sort, Basis::Retold, Number { scale, ..claim.number }, best.entry.terms())
    }

    /// Whether the report has the number of a claim at another place, whatever it is of there: `1.404 hồ sơ (371 + 719 + 314)`.
    fn stands_elsewhere(&self, claim: &Claim<'_>) -> bool {
        let tokens = &self.contexts.reader().document.tokens;
        let repeated = self.repeated.get_or_init(|| {
            let (mut seen, numbers) = (HashSet::new(), tokens.iter().filter(|token| token.is_number()));
            numbers.map(|token| token.key).filter(|&key| !seen.insert(key)).collect()
        });
        tokens.get(claim.number.token as usize).is_some_and(|token| repeated.contains(&token.key))
    }

    /// Whether a claim counts things by a name of more words than anything around an entry has.
    fn names_some(&self, claim: &Claim<'_>, entry: &Entry) -> bool {
        let around = std::iter::once(entry.place).chain(entry.other).map(|place| self.contexts.get(&place));
        let around: Vec<Rc<Context>> = around.collect();
        let known = |word: &u64| entry.noun.contains(word) || around.iter().any(|context| context.has(*word));
        !entry.noun.is_empty() && claim.noun.iter().any(|word| !context::EMPTY.contains(word) && !known(word))
    }

    /// Whether a claim is a part of a list, by a name of which row and column of an entry have no two words: `(theo vụ việc): khiếu nại 214; tố cáo 69`.
    fn lists_another(&self, claim: &Claim<'_>, entry: &Entry) -> bool {
        let (reader, figure) = (self.contexts.reader(), claim.figure);
        let (least, start) = (figure.sentence.start, figure.tokens.start);
        let Some(mark) = (least..start).rev().find(|&at| !reader.token(at).is_some_and(|token| token.is_word())) else {
            return false;
        };
        let own: Vec<u64> = context::pairs(&reader.keys(mark + 1..start)).collect();
        claim.noun.is_empty() && (1..5).contains(&own.len()) && self.contexts.get(&entry.place).shares(&own) == 0
    }

    /// Whether a claim of few digits counts things of two words that nothing around a cell names: `138 học viên` and a table of teachers.
    fn counts_another(&self, claim: &Claim<'_>, entry: &Entry, digits: usize) -> bool {
        let context = self.contexts.get(&entry.place);
        let name = context::pairs(claim.noun.get(..2).unwrap_or_default()).next();
        digits <= 3 && entry.sort == Sort::Same && name.is_some_and(|name| !context.names(name))
    }

    /// Whether an entry of these things has the claim's number.
    fn is_borne_out(&self, claim: &Claim<'_>, best: &Fit<'_>, digits: usize) -> bool {
        // "còn 587 văn bản chưa xử lý" is not borne out by the 587 of one province.
        let left = claim.still && best.entry.says_left();
        let enough = if left {
            best.score * 0.8
        } else if digits >= 3 {
            0.15
        } else {
            best.score * 0.6
        };
        // Of "37/96 chỉ tiêu", where 73/96 were told, the 37 people of another kind say nothing.
        let whole = claim.figure.whole.map(|whole| whole.value()).filter(|whole| best.entry.whole == Some(*whole));
        self.told_as(claim, plain(claim.number.written.value).mantissa())
            // "08 xã" says nothing of "07 đơn vị còn lại".
            .filter(|entry| digits >= 3 || !claim.rest || entry.says_left() || entry.noun.first() == claim.noun.first())
            // What two figures leave is told by few words.
            .filter(|entry| whole.is_none() || entry.whole == whole || entry.sort == Sort::Rest)
            .any(|entry| {
                let fit = self.weigh(claim, entry, entry.says_left());
                // "20 nhiệm vụ Quý II": the words right beside both are the same.
                let beside = fit.near >= best.near.max(1) && entry.noun.first() == claim.noun.first() && !left;
                fit.score >= enough || beside && !claim.percent
            })
    }

    /// Whether the row of a cell leaves the claim's number: `| Thông tư | 46 | 21 |` and `25 thông tư còn lại`.
    fn is_left_in_row(&self, claim: &Claim<'_>, entry: &Entry) -> bool {
        let Place::Cell { sheet, row, .. } = entry.place else { return false };
        let beside = |other: &&Entry| {
            matches!(other.place, Place::Cell { sheet: of, row: at, .. } if (of, at) == (sheet, row))
                && other.sort == Sort::Same
                && !other.percent
        };
        let places = self.entries.partition_point(|other| other.block < entry.block);
        let own = self.entries.get(places..).unwrap_or_default().iter();
        let mut row = own.take_while(|other| other.block == entry.block).filter(beside);
        row.any(|other| (other.value - entry.value).abs() == claim.number.written.value)
    }

    /// Whether no entry of the claim's name with quite another number fits better than the best.
    fn leads(&self, claim: &Claim<'_>, best: &Fit<'_>) -> bool {
        let Some(named) = claim.name().and_then(|name| self.by_name.get(&name)) else { return true };
        let mut others = self
            .nearest(named, claim)
            .filter(|entry| entry.value != best.entry.value && entry.block < claim.figure.block && fits(entry, claim));
        // The figures of one sentence have the same words around them, but not the same beside them.
        !others.any(|entry| {
            let other = self.weigh(claim, entry, entry.says_left());
            other.score > best.score + 0.05 && other.near >= best.near
        })
    }
}

/// Whether a figure is of the time before: `từ 57,9% lên 85,5%`, or in brackets `tăng 7,46% (cùng kỳ năm 2023 chỉ tăng 2,31%)`.
fn is_of_the_past(reader: &Reader<'_>, entry: &Entry) -> bool {
    let Place::Text(at) = entry.place else { return false };
    if reader.figure(at).is_some_and(|old| reader.ending(old.tokens.start, old.sentence.start, FROM).is_some()) {
        return true;
    }
    let Some(figure) = reader.figure(at).filter(|figure| figure.depth > 0) else { return false };
    let start = figure.tokens.start;
    let open = (figure.sentence.start..start).rev().find(|&at| reader.is_mark(at, '('));
    open.is_some_and(|open| reader.says(open..start, PAST))
}

/// Whether an entry may be of the claim's things.
fn fits(entry: &Entry, claim: &Claim<'_>) -> bool {
    !entry.is_of(claim.number.token)
        && entry.percent == claim.percent
        && (claim.percent || same_thing(entry, claim))
        // `17 tập thể` before, `15/17 tập thể` now: so many of them.
        && claim.figure.whole.is_none_or(|whole| whole.value() != entry.value)
        && (claim.role == Role::Change) == (entry.role == Role::Change)
        && (entry.sort == Sort::Same || claim.role == Role::Left || claim.role == Role::Change || claim.takes_up(entry))
        // "kết nạp ít nhất 2.496 đảng viên": what is left of the year's aim.
        && (!claim.least || claim.takes_up(entry) && size(entry.value) >= 3)
        // "thiếu thanh tra viên (giao 151, có 138)": a number without a name is left of nothing.
        && (entry.sort != Sort::Rest || claim.rest || claim.still || claim.figure.unit.is_some() || !claim.noun.is_empty())
}

/// Whether figures beside a claim give its number: `kế hoạch 18.946 tỷ đồng … phân bổ 18.702 tỷ đồng …; còn 244 tỷ đồng`, and
/// `63 nhiệm vụ: hoàn thành 28, đang thực hiện 33, chậm 02`; or a figure of the sentence and the whole that it was held against:
/// `331 đơn vị tự chủ …; còn 1.074 đơn vị do ngân sách bảo đảm`, of 1.405.
fn follows(reader: &Reader<'_>, claim: &Claim<'_>, one: &Reckoning) -> bool {
    let value = claim.number.value();
    let beside = reader.near(claim.figure.tokens.start).iter().filter(|other| {
        other.block == claim.figure.block
            && other.unit == claim.figure.unit
            && (other.sort == super::read::Sort::Percentage) == claim.percent
    });
    let numbers = |other: &Figure| {
        let own = [Some(other.number), other.whole].into_iter().flatten().filter(|one| one.token != claim.number.token);
        let like = reader.may_be_same(claim.figure, other);
        own.map(|one| (one.value(), other.sentence == claim.figure.sentence, like)).collect::<Vec<_>>()
    };
    let beside: Vec<(Decimal, bool, bool)> = beside.flat_map(numbers).take(MOST_ENTRIES).collect();
    // Of many small numbers some always fit.
    let sure = size(plain(value)) >= 3;
    let pair = beside.iter().enumerate().any(|(at, (a, near, _))| {
        let rest = beside.iter().skip(at + 1);
        rest.filter(|(_, too, _)| sure || *near && *too).any(|(b, ..)| (*a - *b).abs() == value || *a + *b == value)
    });
    let whole = one.terms.first().filter(|_| sure && one.sort == Sort::Rest).map(|whole| whole.value());
    let taken = whole.is_some_and(|whole| beside.iter().any(|(a, near, _)| *near && whole - *a == value));
    // "còn 44 hồ sơ quá hạn, tính cả 02 hồ sơ đang giải quyết" of the 42 that were told: the sentence says what was added.
    // "05 vụ việc quá hạn …; 24 vụ việc còn lại" of the 29 that are left.
    let term = match one.sort {
        Sort::Rest => Some(one.right),
        _ => one.terms.first().filter(|_| one.sort == Sort::Same && !claim.percent).map(Number::value),
    };
    let added =
        term.is_some_and(|term| beside.iter().any(|(a, near, like)| *near && *like && (value - term).abs() == *a));
    // Three of other things fit by chance: "61/62 nhiệm vụ hoàn thành; bộ máy giảm 25 cơ quan; còn 148 đơn vị".
    let of_sentence: Vec<Decimal> =
        beside.iter().filter(|(_, near, like)| *near && *like).map(|(number, ..)| *number).collect();
    pair || taken
        || added
        || of_sentence.iter().any(|total| {
            of_sentence
                .iter()
                .enumerate()
                .any(|(at, a)| of_sentence.iter().skip(at + 1).any(|b| total - a - b == value))
        })
}

/// Whether the sentence of a figure names a paper behind it that the report speaks of elsewhere, and not in a block:
/// `hoàn thành 19 nhiệm vụ còn lại theo Kế hoạch số 93/KH-UBND` says nothing of the 29 that another plan leaves.
pub fn names_another_paper(reader: &Reader<'_>, figure: &Figure, block: u32) -> bool {
    let until = figure.sentence.end.min(figure.end() + 12);
    let until = (figure.end()..until).find(|&at| reader.is_mark(at, ';')).unwrap_or(until);
    let Some(blocks) = (figure.end()..until).find_map(|at| reader.blocks_of_paper(at)) else { return false };
    !blocks.contains(&block) && blocks.iter().any(|at| *at != figure.block)
}

/// How well the words of a claim must fit for it to be told; nothing where it is not told at all.
fn least(claim: &Claim<'_>, best: &Fit<'_>, digits: usize, swap: bool) -> Option<f64> {
    let rest = best.entry.sort == Sort::Rest;
    // Two digits swapped are hardly chance where the words around them are the same.
    let twice = digits == 2 && swap && best.entry.sort == Sort::Same && best.shared >= 2 && !claim.percent;
    let told_again = match claim.part {
        Part::Appraisal => digits >= 2 || claim.role != Role::Level,
        // Most figures of a plan are new, but for what is left and what many digits tell again.
        Part::Plan => {
            (claim.rest || claim.role == Role::Left) && claim.width >= 2
                || digits >= 3 && swap && !claim.percent
                || best.entry.role == Role::Left && best.shared >= 2 && claim.width >= 2
                || rest && claim.takes_up(best.entry) && digits >= 2
                || claim.mends && best.shared >= 4 && digits >= 2 && !claim.percent
                || twice
        }
        Part::Results => digits >= 4 || digits == 3 && swap || claim.rest && digits >= 2 || twice && best.shared >= 4,
    };
    // "31/39 nhiệm vụ … 30/39 nhiệm vụ", "06 hồ sơ quá hạn … vẫn còn 09 hồ sơ quá hạn": sure wherever they stand.
    let same_whole = digits >= 2
        && best.entry.whole.is_some_and(|whole| {
            size(whole) >= 2
                && claim.figure.whole.is_some_and(|own| own.value() == whole && own.value() > claim.number.value())
        });
    let same_words = best.score >= 0.95 || best.score >= 0.7 && best.shared >= 2;
    let still = claim.still && claim.width >= 2 && same_words;
    let share = claim.percent && swap && digits >= 3 && best.shared >= 3;
    if same_whole && best.shared >= 1 || still || share {
        return Some(if share { 0.3 } else { 0.4 });
    }
    let loose = claim.percent && (digits < 2 || digits == 2 && !swap);
    if !told_again || loose {
        return None;
    }
    // Of numbers of one digit any is one slip from the other.
    if digits < 2 && claim.part == Part::Plan && best.shared < 2 {
        return None;
    }
    // What is amiss and to be mended: "87 trụ sở dôi dư chưa có phương án … trình phương án xử lý 87 trụ sở dôi dư".
    let amiss = claim.part == Part::Plan && best.entry.role == Role::Left && best.shared >= 2;
    let least: f64 = match digits {
        _ if amiss => 0.3,
        2 if rest && claim.takes_up(best.entry) => 0.45,
        2 if claim.part == Part::Plan && claim.mends && best.shared >= 4 => 0.55,
        // A swap of so many digits is a chance of one in a hundred thousand.
        _ if best.entry.is_cell() && swap && digits >= 6 => return Some(0.15),
        0 | 1 => 0.8,
        2 => 0.7 - if swap || rest { 0.15 } else { 0.0 },
        3 => 0.55 - if swap { 0.15 } else { 0.0 },
        _ => 0.45 - if swap { 0.1 } else { 0.0 },
    };
    Some(if claim.part == Part::Results { least.max(0.6) } else { least })
}

/// Whether two numbers have as many digits and begin with the same.
fn leads_alike(a: Decimal, b: Decimal) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    !a.is_empty() && a.len() == b.len() && a.as_bytes().first() == b.as_bytes().first()
}

/// Whether an entry and a claim may count the same things.
fn same_thing(entry: &Entry, claim: &Claim<'_>) -> bool {
    if entry.is_cell() && claim.figure.unit.is_some() {
        let digits = size(plain(entry.value));
        let bare = entry.unit.is_none() && entry.decimals > 0;
        return digits >= 4 || digits == 3 && bare || entry.unit == claim.figure.unit;
    }
    if entry.unit != claim.figure.unit {
        return false;
    }
    let general = |noun: &[u64]| GENERAL.lead(noun);
    entry.unit.is_some()
        || entry.noun.is_empty()
        || claim.noun.is_empty()
        || entry.noun.first() == claim.noun.first()
        || claim.part != Part::Results
            && (general(&entry.noun) || general(&claim.noun) || entry.noun.iter().any(|word| claim.noun.contains(word)))
}

/// Which part of the report each block belongs to, by the headings above it: the lowest that tells.
pub fn parts(reader: &Reader<'_>) -> Vec<Part> {
    let mut all = vec![Part::Results; reader.document.blocks.len()];
    let words = reader.vocabulary;
    for section in &reader.document.sections {
        // Of a numbered paragraph only the first words may be its heading.
        let title = section.title.clone();
        let first = title.start..title.end.min(title.start + if section.title_only { TokenId::MAX / 2 } else { 6 });
        let whole = reader.tokens(title.clone());
        let ahead = section.title_only && words.plan_openings.lead(whole) && reader.says(title.clone(), TIMES);
        let first = reader.tokens(first);
        let part = if ahead || words.plans.stand_in(first) {
            Part::Plan
        } else if words.appraisals.stand_in(first) || section.title_only && words.appraisal_openings.lead(whole) {
            Part::Appraisal
        } else {
            continue;
        };
        for block in section.blocks.clone() {
            if let Some(slot) = all.get_mut(block as usize) {
                *slot = part;
            }
        }
    }
    all
}
