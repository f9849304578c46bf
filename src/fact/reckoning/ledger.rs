//! The ledger: what a report tells of one thing in several places, a table among them, or what follows from two figures
//! told elsewhere (`còn 28 nhiệm vụ` of 61 of which 33 are done).
//!
//! Every figure, every cell of a table and every difference of a whole and its part is an entry with the words that stand
//! around it. A later figure that bears no sum of its own is looked up by its words: rare words weigh more. It is told
//! only where no entry of these things has its number, and the entry whose words fit best is one slip away. The fewer its
//! digits, the closer the words must fit; a small number is nearly always one slip away from another.

mod entry;

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::change::is_change;
use super::read::{Figure, GENERAL, Phrases, Reader, Sort as Kind, UNCOUNTED};
use super::rest::is_left;
use super::slip::{alike, plain, size, swapped};
use super::{Basis, Number, Reckoning, Sort, Tables};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::pattern::KeyMap;
use entry::Entry;

/// What tells of another moment, an aim or a bound.
const OTHERWISE: Phrases = &[
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
];
/// What is late or left, beside what was in time or done.
const LEFT: &[u64] = keys!["còn" "lại" "chưa" "thiếu" "đang"];
const LATE: &[u64] = keys!["quá" "trễ" "chậm"];
/// Words that say nothing of what is counted.
const EMPTY: &[u64] = keys!["đã" "là" "có" "và" "của" "cho" "với" "trong" "được" "các" "những" "đạt" "mới" "ở" "tại" "về" "theo" "do" "để" "ra" "vẫn" "số"];

/// The headings of what a report says of its results as a whole.
const APPRAISALS: Phrases = &[
    keys!["đánh" "giá" "chung"],
    keys!["tồn" "tại"],
    keys!["hạn" "chế"],
    keys!["ưu" "điểm"],
    keys!["tích" "cực"],
    keys!["kết" "quả" "nổi" "bật"],
    keys!["kết" "quả" "đạt" "được"],
    keys!["khó" "khăn"],
    keys!["vướng" "mắc"],
    keys!["nhận" "xét"],
    keys!["nguyên" "nhân"],
    keys!["kết" "luận"],
];
/// And of what is to be done, where most figures are new.
const PLANS: Phrases = &[
    keys!["phương" "hướng"],
    keys!["nhiệm" "vụ" "trọng" "tâm"],
    keys!["nhiệm" "vụ" "," "giải" "pháp"],
    keys!["giải" "pháp"],
    keys!["kiến" "nghị"],
    keys!["đề" "xuất"],
];

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Results,
    Appraisal,
    Plan,
}

/// What begins the rest of a sentence, which no longer says what was counted.
const ADJUNCTS: &[u64] = keys!["do" "để" "trước" "vì" "nên" "theo"];
/// What is done with what is left.
const DOING: &[u64] = keys!["hoàn" "thành" "thực" "hiện" "tiếp" "tục"];

/// What a figure says: how many, by how many more or fewer, or how many are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Level,
    Change,
    Left,
}

/// A figure that may tell again what was told.
struct Claim<'r> {
    figure: &'r Figure,
    number: Number,
    percent: bool,
    noun: Vec<u64>,
    role: Role,
    words: HashSet<u64>,
    part: Part,
    /// `còn lại`
    rest: bool,
}

pub fn find(reader: &Reader<'_>, tables: &Tables<'_>, all: &mut Vec<Reckoning>) {
    let known: HashSet<TokenId> = all.iter().flat_map(|one| one.numbers().map(|number| number.token)).collect();
    let weights = weights(reader);
    let entries = entry::all(reader, tables, all);
    let mut by_value: KeyMap<Vec<usize>> = KeyMap::default();
    for (at, entry) in entries.iter().enumerate() {
        by_value.entry(size_key(entry.value, entry.decimals)).or_default().push(at);
    }
    let mut found = Vec::new();
    for claim in claims(reader, &known, &parts(reader)) {
        let near = by_value.get(&size_key(claim.number.written.value, claim.number.written.decimals));
        let near: Vec<&Entry> = near.into_iter().flatten().filter_map(|&at| entries.get(at)).collect();
        found.extend(judge(&claim, &near, &weights));
    }
    all.extend(found);
}

/// How many digits stand before and behind the comma.
fn size_key(value: Decimal, decimals: u32) -> u64 {
    size(value) as u64 * 64 + u64::from(decimals)
}

/// The entry that a claim differs from by one slip, if nothing bears the claim out.
fn judge(claim: &Claim<'_>, near: &[&Entry], weights: &KeyMap<f64>) -> Option<Reckoning> {
    let value = claim.number.written.value;
    let fits = |entry: &&&Entry| {
        entry.terms.iter().all(|term| term.token != claim.number.token)
            && entry.percent == claim.percent
            && (claim.percent || same_thing(entry, claim))
            // `17 tập thể` before, `15/17 tập thể` now: so many of them.
            && claim.figure.whole.is_none_or(|whole| whole.value() != entry.value)
            && (claim.role == Role::Change) == (entry.role == Role::Change)
            && (entry.sort == Sort::Same || claim.role == Role::Left)
    };
    let score = |entry: &&Entry| {
        // A ratio of the same whole is hardly another thing.
        let whole = claim.figure.whole.map(|whole| whole.value());
        let bonus = if whole.is_some() && whole == entry.whole { 0.25 } else { 0.0 };
        covered(&claim.words, &entry.words, weights) + bonus
    };
    let scored: Vec<(f64, &Entry)> = near.iter().filter(fits).map(|entry| (score(entry), *entry)).collect();
    let digits = size(plain(value));
    let apart = |entry: &&(f64, &Entry)| {
        let (a, b) = (plain(entry.1.value), plain(value));
        let loose = claim.percent && digits >= 4 && claim.part == Part::Appraisal && entry.0 >= 0.85;
        alike(a, b) || loose && leads_alike(a, b)
    };
    let earlier = |entry: &&(f64, &Entry)| entry.1.block < claim.figure.block && apart(entry);
    let best = scored.iter().filter(earlier).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let swap = swapped(plain(best.1.value), plain(value));
    let told_again = match claim.part {
        Part::Appraisal => digits >= 2 || claim.role != Role::Level,
        // Most figures of a plan are new, but for what is left and what many digits tell again.
        Part::Plan => (claim.rest || claim.role == Role::Left) && digits >= 2 || digits >= 3 && swap && !claim.percent,
        Part::Results => digits >= 4 || digits == 3 && swap || claim.rest && digits >= 2,
    };
    let loose = claim.percent && (digits < 2 || digits == 2 && !swap);
    if !told_again || loose {
        return None;
    }
    let least: f64 = match digits {
        0 | 1 => 0.8,
        2 => 0.7 - if swap || best.1.sort == Sort::Rest { 0.15 } else { 0.0 },
        3 => 0.55 - if swap { 0.15 } else { 0.0 },
        _ => 0.45 - if swap { 0.1 } else { 0.0 },
    };
    let enough = if digits >= 3 { 0.15 } else { best.0 * 0.6 };
    let borne_out = scored.iter().any(|(score, entry)| entry.value == value && *score >= enough);
    let least = if claim.part == Part::Results { least.max(0.6) } else { least };
    if borne_out || best.0 < least {
        return None;
    }
    Reckoning::new(best.1.sort, Basis::Retold, claim.number, best.1.terms.clone())
}

/// Whether two numbers have as many digits and begin with the same.
fn leads_alike(a: Decimal, b: Decimal) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    a.len() == b.len() && a.bytes().next() == b.bytes().next()
}

/// Whether an entry and a claim may count the same things.
fn same_thing(entry: &Entry, claim: &Claim<'_>) -> bool {
    if entry.cell && claim.figure.unit.is_some() {
        return size(plain(entry.value)) >= 4;
    }
    if entry.unit != claim.figure.unit {
        return false;
    }
    let general = |noun: &[u64]| GENERAL.iter().any(|phrase| noun.starts_with(phrase));
    entry.unit.is_some()
        || entry.noun.is_empty()
        || claim.noun.is_empty()
        || entry.noun.first() == claim.noun.first()
        || claim.part != Part::Results && (general(&entry.noun) || general(&claim.noun))
}

/// What share of the claim's words an entry has, rare words weighing more.
fn covered(claim: &HashSet<u64>, entry: &HashSet<u64>, weights: &KeyMap<f64>) -> f64 {
    let weight = |word: &u64| weights.get(word).copied().unwrap_or(1.0);
    let all: f64 = claim.iter().map(weight).sum();
    let both: f64 = claim.iter().filter(|word| entry.contains(word)).map(weight).sum();
    if all > 0.0 { both / all } else { 0.0 }
}

/// How much each word of the document says: the fewer blocks it stands in, the more.
fn weights(reader: &Reader<'_>) -> KeyMap<f64> {
    let mut blocks: KeyMap<(u32, f64)> = KeyMap::default();
    let document = reader.document;
    for (at, block) in document.blocks.iter().enumerate() {
        for token in reader.tokens(block.tokens.clone()).iter().filter(|token| token.is_word()) {
            let slot = blocks.entry(token.key).or_insert((u32::MAX, 0.0));
            if slot.0 != at as u32 {
                *slot = (at as u32, slot.1 + 1.0);
            }
        }
    }
    let total = document.blocks.len() as f64;
    blocks.into_iter().map(|(word, (_, count))| (word, (1.0 + total / count).ln())).collect()
}

/// Which part of the report each block belongs to, by the headings above it: the lowest that tells.
fn parts(reader: &Reader<'_>) -> Vec<Part> {
    let mut all = vec![Part::Results; reader.document.blocks.len()];
    for section in &reader.document.sections {
        let part = if reader.says(section.title.clone(), PLANS) {
            Part::Plan
        } else if reader.says(section.title.clone(), APPRAISALS) {
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

fn stops(reader: &Reader<'_>, at: TokenId) -> bool {
    reader.is_mark(at, ';') || reader.is_mark(at, ':')
}

/// The words right around a figure: from the last figure or mark to the next.
fn local(reader: &Reader<'_>, figure: &Figure, before: Option<&Figure>, after: Option<&Figure>) -> HashSet<u64> {
    let least = before.map_or(0, Figure::end).max(figure.sentence.start).max(figure.tokens.start.saturating_sub(14));
    let start = figure.tokens.start;
    let from = (least..start).rev().find(|&at| stops(reader, at)).map_or(least, |at| at + 1);
    let most = after.map_or(figure.sentence.end, |next| next.tokens.start).min(figure.sentence.end);
    let most = most.min(figure.end() + 6).max(figure.end());
    let ends = |at: TokenId| stops(reader, at) || reader.is_mark(at, ',') || reader.is_mark(at, '(');
    let until = (figure.end()..most)
        .find(|&at| ends(at) || reader.token(at).is_some_and(|token| ADJUNCTS.contains(&token.key)))
        .unwrap_or(most);
    let mut words: HashSet<u64> = reader.keys(from..start).into_iter().collect();
    words.extend(reader.keys(figure.tokens.end..until));
    for word in EMPTY {
        words.remove(word);
    }
    words
}

fn role(reader: &Reader<'_>, figure: &Figure, words: &HashSet<u64>) -> Role {
    if is_change(reader, figure) {
        Role::Change
    } else if words.iter().any(|word| LEFT.contains(word) || LATE.contains(word)) {
        Role::Left
    } else {
        Role::Level
    }
}

/// The figure before and the one behind, in the same sentence.
fn neighbours<'r>(reader: &'r Reader<'_>, at: usize) -> (Option<&'r Figure>, Option<&'r Figure>) {
    let own = reader.figure(at).map(|figure| figure.sentence.clone());
    let beside = |place: Option<usize>| {
        place.and_then(|place| reader.figure(place)).filter(|figure| Some(&figure.sentence) == own.as_ref())
    };
    (beside(at.checked_sub(1)), beside(Some(at + 1)))
}

/// The figures that may tell again.
fn claims<'r>(reader: &'r Reader<'_>, known: &HashSet<TokenId>, parts: &[Part]) -> Vec<Claim<'r>> {
    let mut all = Vec::new();
    for (at, figure) in reader.figures.iter().enumerate() {
        let (before, after) = neighbours(reader, at);
        let words = local(reader, figure, before, after);
        let role = role(reader, figure, &words);
        let clause = {
            let ends = |at: &TokenId| reader.is_mark(*at, ';') || reader.is_mark(*at, ':');
            let start = figure.tokens.start;
            let from = (figure.sentence.start..start).rev().find(ends).map_or(figure.sentence.start, |at| at + 1);
            from..start.saturating_sub(TokenId::from(role == Role::Change)).max(from)
        };
        if known.contains(&figure.number.token) || reader.says(clause, OTHERWISE) || words.len() < 2 {
            continue;
        }
        if reader.token(figure.tokens.end.saturating_sub(1)).is_some_and(|unit| UNCOUNTED.contains(&unit.key)) {
            continue;
        }
        let percent = figure.sort == Kind::Percentage;
        let part = parts.get(figure.block as usize).copied().unwrap_or(Part::Results);
        let mut words = words;
        if is_left(reader, figure) {
            words.retain(|word| !DOING.contains(word));
        }
        let (number, noun, rest) = (figure.number, reader.keys(figure.noun.clone()), is_left(reader, figure));
        all.push(Claim { figure, number, percent, noun, role, words, part, rest });
    }
    all
}
