//! The ledger: what a report tells of one thing in several places, a table among them, or what follows from two figures
//! told elsewhere (`còn 28 nhiệm vụ` of 61 of which 33 are done).
//!
//! Every figure, every cell of a table and every difference of a whole and its part is an entry with the words that stand
//! around it. A later figure that bears no sum of its own is looked up by its words: rare words weigh more. It is told
//! only where no entry of these things has its number, and the entry whose words fit best is one slip away. The fewer its
//! digits, the closer the words must fit; a small number is nearly always one slip away from another.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::change::is_change;
use super::read::{Figure, GENERAL, Phrases, Reader, Sort as Kind, UNCOUNTED};
use super::rest::is_left;
use super::slip::{alike, plain, size, swapped};
use super::{Basis, Number, Reckoning, Sort, Tables};
use crate::document::{BlockKind, TokenId};
use crate::fact::amount::keys;
use crate::fact::pattern::KeyMap;
use crate::fact::sheet::{self, Sheet};

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
const IN_TIME: Phrases = &[keys!["đúng" "hạn"], keys!["trước" "hạn"], keys!["trong" "hạn"]];
const TOTALS: Phrases =
    &[keys!["tổng" "cộng"], keys!["cộng"], keys!["tổng"], keys!["tổng" "số"], keys!["chung"], keys!["toàn" "tỉnh"]];
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

/// What is known of one thing.
struct Entry {
    sort: Sort,
    /// The number, or the whole and its part.
    terms: Vec<Number>,
    value: Decimal,
    decimals: u32,
    percent: bool,
    unit: Option<u64>,
    noun: Vec<u64>,
    role: Role,
    words: HashSet<u64>,
    block: u32,
    /// Of a ratio, what its part is of.
    whole: Option<Decimal>,
    /// Whether it stands in a table, where its unit may stand anywhere.
    cell: bool,
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
    let titles = titles(reader);
    let weights = weights(reader);
    let mut entries = told(reader, &titles);
    entries.extend(shares(reader, &titles, all));
    for sheet in tables.sheets {
        cells(reader, &titles, sheet, &mut entries);
    }
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
        Part::Plan => claim.rest && digits >= 2,
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
    if std::env::var_os("LEDGER").is_some() {
        let eq = scored.iter().filter(|one| one.1.value == value).map(|one| one.0).fold(0.0, f64::max);
        eprintln!(
            "LEDGER {value} {:?} best {:.2} {} swap {swap} eq {eq:.2} d{digits} least {least:.2} {:?}",
            claim.role, best.0, best.1.value, best.1.sort
        );
    }
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

/// The words of the headings that each block stands under.
fn titles(reader: &Reader<'_>) -> Vec<HashSet<u64>> {
    let mut all = vec![HashSet::new(); reader.document.blocks.len()];
    for section in &reader.document.sections {
        let words = reader.keys(section.title.clone());
        for block in section.blocks.clone() {
            if let Some(slot) = all.get_mut(block as usize) {
                slot.extend(words.iter().copied());
            }
        }
    }
    all
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

/// The words that tell what a figure is of: those of its sentence up to it, those behind it, and its headings.
fn wide(reader: &Reader<'_>, figure: &Figure, titles: &[HashSet<u64>]) -> HashSet<u64> {
    let from = figure.sentence.start.max(figure.tokens.start.saturating_sub(30));
    let until = (figure.end() + 12).min(figure.sentence.end);
    let until = (figure.end()..until).find(|&at| reader.is_mark(at, ';')).unwrap_or(until);
    let mut words: HashSet<u64> = reader.keys(from..until).into_iter().collect();
    words.extend(titles.get(figure.block as usize).into_iter().flatten());
    if let Some(block) = reader.document.blocks.get(figure.block as usize) {
        words.extend(reader.keys(block.tokens.start..(block.tokens.start + 12).min(block.tokens.end)));
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

/// What the text tells.
fn told(reader: &Reader<'_>, titles: &[HashSet<u64>]) -> Vec<Entry> {
    let mut all = Vec::new();
    for (at, figure) in reader.figures.iter().enumerate() {
        let (before, after) = neighbours(reader, at);
        let role = role(reader, figure, &local(reader, figure, before, after));
        let words = wide(reader, figure, titles);
        let noun = reader.keys(figure.noun.clone());
        let entry = |number: Number, role| Entry {
            sort: Sort::Same,
            terms: vec![number],
            value: number.written.value,
            decimals: number.written.decimals,
            percent: figure.sort == Kind::Percentage,
            unit: figure.unit,
            noun: noun.clone(),
            role,
            words: words.clone(),
            block: figure.block,
            whole: None,
            cell: false,
        };
        all.push(Entry { whole: figure.whole.map(|whole| whole.value()), ..entry(figure.number, role) });
        // "2.187 quỹ; … của 1.904 quỹ": what is left of the one without the other.
        let same = |other: &&Figure| {
            other.block == figure.block
                && figure.sort == Kind::Amount
                && other.sort == Kind::Amount
                && reader.same_thing(figure, other)
        };
        for other in reader.figures.iter().skip(at + 1).take(8).filter(same) {
            let (more, less) =
                if figure.number.value() > other.number.value() { (figure, other) } else { (other, figure) };
            let mut like = entry(more.number, Role::Left);
            like.words.extend(wide(reader, other, titles));
            // So many numbers make any small one.
            all.extend(rest(more.number, less.number, like).filter(|entry| size(entry.value) >= 3));
        }
        if let Some(whole) = figure.whole {
            all.push(entry(whole, Role::Level));
            all.extend(rest(whole, figure.number, entry(whole, Role::Left)));
        }
    }
    all
}

/// What a whole and its part leave.
fn rest(whole: Number, part: Number, like: Entry) -> Option<Entry> {
    let value = whole.value().checked_sub(part.value())?.checked_div(whole.scale)?;
    let mut words = like.words;
    words.extend(LEFT);
    (value > Decimal::ZERO).then(|| Entry {
        sort: Sort::Rest,
        terms: vec![whole, part],
        value: value.normalize(),
        words,
        ..like
    })
}

/// What a total and the part that its percentage is of leave: `61 nhiệm vụ, … hoàn thành 33 nhiệm vụ, đạt 54,10%`.
fn shares(reader: &Reader<'_>, titles: &[HashSet<u64>], all: &[Reckoning]) -> Vec<Entry> {
    let shares = all.iter().filter(|one| one.holds && one.sort == Sort::Share && one.basis != Basis::Ratio);
    let made = |one: &Reckoning| {
        let (part, whole) = (*one.terms.first()?, *one.terms.get(1)?);
        let figure = reader.of_fact(part.fact?)?;
        let (words, noun) = (wide(reader, figure, titles), reader.keys(figure.noun.clone()));
        let like = Entry {
            sort: Sort::Rest,
            terms: Vec::new(),
            value: Decimal::ZERO,
            decimals: whole.written.decimals,
            percent: false,
            unit: figure.unit,
            noun,
            role: Role::Left,
            words,
            block: figure.block,
            whole: None,
            cell: false,
        };
        rest(whole, part, like)
    };
    shares.filter_map(made).collect()
}

/// The cells of a table, and of the line of its totals the differences of any two.
fn cells(reader: &Reader<'_>, titles: &[HashSet<u64>], sheet: &Sheet, all: &mut Vec<Entry>) {
    let document = reader.document;
    let words = |at: sheet::CellAt| -> Vec<u64> { reader.keys(sheet::tokens(document, at)) };
    let heads: Vec<Vec<u64>> =
        sheet.heads.iter().map(|heads| heads.iter().flat_map(|&at| words(at)).collect()).collect();
    let Some(first) = sheet.rows.iter().flat_map(|row| row.cells.iter().flatten()).next() else { return };
    let block = document.block_of(sheet::tokens(document, *first).start);
    let table = document.tables.get(first.0 as usize).and_then(|table| table.cells.first());
    let caption = table.and_then(|cell| cell.block.checked_sub(1)).and_then(|at| document.blocks.get(at as usize));
    let caption =
        caption.filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Item));
    let mut about: HashSet<u64> = titles.get(block as usize).into_iter().flatten().copied().collect();
    about.extend(caption.map(|block| reader.keys(block.tokens.clone())).into_iter().flatten());
    let is_total = |words: &[u64]| TOTALS.iter().any(|phrase| words.starts_with(phrase));
    // Each line of totals: its cells, each with what stands across from it.
    let mut totals: Vec<Vec<(Number, Vec<u64>)>> = vec![Vec::new(); sheet.heads.len() + 1];
    for row in &sheet.rows {
        let title = row.title.map(&words).unwrap_or_default();
        let total = is_total(&title);
        for (column, figure) in row.figures.iter().enumerate() {
            let (Some(figure), Some(head)) = (figure, heads.get(column)) else { continue };
            let number = Number {
                fact: None,
                token: figure.number,
                written: figure.written,
                scale: Decimal::ONE,
                rounded: false,
            };
            let mut own = about.clone();
            own.extend(head.iter().copied());
            own.extend(title.iter().copied());
            all.push(Entry {
                sort: Sort::Same,
                terms: vec![number],
                value: figure.written.value,
                decimals: figure.written.decimals,
                percent: figure.percent,
                unit: None,
                noun: Vec::new(),
                role: Role::Level,
                words: own,
                block,
                whole: None,
                cell: true,
            });
            if figure.percent || figure.written.decimals > 0 {
                continue;
            }
            if total && let Some(line) = totals.last_mut() {
                line.push((number, head.clone()));
            } else if is_total(head)
                && let Some(line) = totals.get_mut(column)
            {
                line.push((number, title.clone()));
            }
        }
    }
    for line in totals.iter().filter(|line| line.len() <= 8) {
        for (whole, of) in line {
            for (part, by) in line.iter().filter(|(part, _)| part.value() < whole.value()) {
                let mut own = about.clone();
                own.extend(of.iter().chain(by).copied());
                let in_time = IN_TIME.iter().any(|phrase| by.windows(phrase.len()).any(|words| words == *phrase));
                own.extend(LATE.iter().filter(|_| in_time));
                let like = Entry {
                    sort: Sort::Rest,
                    terms: Vec::new(),
                    value: Decimal::ZERO,
                    decimals: 0,
                    percent: false,
                    unit: None,
                    noun: Vec::new(),
                    role: Role::Left,
                    words: own,
                    block,
                    whole: None,
                    cell: true,
                };
                all.extend(rest(*whole, *part, like));
            }
        }
    }
}
