//! Totals that follow their parts (`07 nghị quyết, 19 quyết định; tổng cộng 26 văn bản`), and totals of which the states are told one
//! after another, done and under way among them, so that nothing is left out.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lists::{compares, tells_both_sides};
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind, UNCOUNTED};
use super::scale::scale;
use super::slip::{repairs, swapped};
use super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;

/// What a total is called that follows its parts.
const TOTALS: Phrases = Phrases::of(&[
    keys!["tổng" "cộng"],
    keys!["tổng" "số"],
    keys!["tổng" "cộng" "là"],
    keys!["tổng" "số" "là"],
    keys!["tổng" "cộng" "có"],
    keys!["tất" "cả" "là"],
    keys!["tổng"],
    keys!["cộng"],
    keys!["cộng" "chung"],
    keys!["tổng" "cộng" "ba" "cấp"],
    keys!["tổng" "hai" "loại"],
]);
/// What a total follows from what was said.
const THUS: &[u64] = keys!["nên"];
/// `nâng tổng số văn bản lên 28`
const RAISED: Phrases = Phrases::of(&[keys!["nâng" "tổng"]]);
const TO: Phrases = Phrases::of(&[keys!["lên"], keys!["lên" "thành"]]);
/// What begins the parts of a total that follows them.
const BEGINS: Phrases = Phrases::of(&[keys!["gồm"]]);
/// What stands before a total of which what is done and what is left were told.
const OF_ALL: &[u64] = keys!["trong" "trên"];
/// See `OF_ALL`.
const LEFT: Phrases = Phrases::of(&[keys!["còn"], keys!["còn" "lại"], keys!["hiện" "còn"], keys!["vẫn" "còn"]]);
/// What all are told by: each has one of these.
const FORMS: Phrases = Phrases::of(&[
    keys!["hình" "thức"],
    keys!["các" "mức"],
    keys!["mức" "độ"],
    keys!["xếp" "loại"],
    keys!["chia" "theo"],
    keys!["phân" "theo"],
    keys!["theo" "lĩnh" "vực"],
]);
/// What begins a sentence that divides the total before it.
const FORMS_FIRST: Phrases = Phrases::of(&[
    keys!["phân" "theo"],
    keys!["chia" "theo"],
    keys!["phân" "loại" "theo"],
    keys!["tính" "theo"],
    keys!["theo" "lĩnh" "vực"],
    keys!["theo" "nội" "dung"],
    keys!["theo" "địa" "bàn"],
]);
/// What begins a sentence that tells what became of the total before it.
const OUTCOMES: Phrases = Phrases::of(&[keys!["kết" "quả"], keys!["trong" "đó"], keys!["cụ" "thể"]]);

pub fn find(reader: &Reader<'_>, all: &mut Vec<Reckoning>) {
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for at in 0..figures.len() {
            if let Some(one) = closing(reader, figures, at) {
                all.push(one);
            }
        }
        states(reader, figures, all);
    }
}

/// `…; tổng cộng 26 văn bản`: the figures of its kind before it in the sentence, or the last few of them.
fn closing(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Option<Reckoning> {
    let total = figures.get(at).filter(|total| total.sort == Kind::Amount)?;
    // "nâng tổng số văn bản ban hành trong kỳ lên 28 văn bản" may count what was there before: told where digits are swapped.
    let raised = reader.ending(total.tokens.start, total.sentence.start, TO).and_then(|to| {
        let from = to.saturating_sub(18).max(total.sentence.start);
        (from..to).rev().find(|&at| reader.beginning(at, to, RAISED).is_some())
    });
    let label = raised.or_else(|| reader.ending(total.tokens.start, total.sentence.start, TOTALS));
    // "kỳ trước chuyển sang 18 vụ việc, phát sinh trong kỳ 25 vụ việc, tổng số phải giải quyết 43 vụ việc"
    let spaced = label.is_none().then(|| named_total(reader, total)).flatten();
    let label = label.or(spaced)?;
    let mark = label.checked_sub(1).filter(|mark| *mark >= total.sentence.start)?;
    // "01 giải Nhất, 03 giải Nhì, 05 giải Ba (tổng số 09 giải)"
    let aside = reader.is_mark(mark, '(');
    let parted = reader.is_mark(mark, ',')
        || reader.is_mark(mark, ';')
        || reader.token(mark).is_some_and(|token| THUS.contains(&token.key));
    // "xử lý 46 trụ sở dôi dư, còn 12 trụ sở chưa xử lý trong tổng số 58 trụ sở"
    if reader.token(mark).is_some_and(|token| OF_ALL.contains(&token.key)) {
        return of_all(reader, figures.get(..at)?, total);
    }
    if !(parted || aside && reader.is_mark(total.end(), ')')) {
        return None;
    }
    // "Cử 118 lượt người bồi dưỡng; xếp loại tháng 10: hoàn thành tốt 35, …, tổng số 46 người"
    let begins = |at: &TokenId| reader.is_mark(*at, ':') || reader.beginning(*at, mark, BEGINS).is_some();
    let colon = (total.sentence.start..mark).rev().find(begins).unwrap_or(total.sentence.start);
    let beside = |figure: &&Figure| figure.sentence == total.sentence && figure.tokens.start >= colon;
    let mut before: Vec<&Figure> = figures.get(..at)?.iter().rev().take_while(beside).take(12).collect();
    // "21.458 lượt thi, trao 01 giải Nhất, 03 giải Nhì, 05 giải Ba (tổng số 09 giải)"
    let named = before.iter().take_while(|figure| total.unit.is_none() && reader.same_thing(figure, total)).count();
    if named >= 3 {
        before.truncate(named);
    }
    let own: Vec<&Figure> =
        before.iter().copied().filter(|figure| figure.sort == Kind::Amount && figure.unit == total.unit).collect();
    // Counts stand side by side; measures may each stand in brackets behind what they are of.
    let level = own.first()?.depth;
    let mut terms: Vec<&Figure> = own.into_iter().take_while(|figure| figure.depth == level).collect();
    let outside = total.depth.checked_sub(u32::from(aside));
    let alone = total.unit.is_some() && !aside || before.len() == terms.len() && outside == Some(level);
    let made = |terms: &[&Figure]| {
        let terms = terms.iter().rev().map(|figure| figure.number).collect();
        Reckoning::new(Sort::Sum, Basis::Whole, total.number, terms)
    };
    // A bracket is of the whole list before it.
    let least = if aside && named >= 3 { terms.len() } else { 2 };
    let few = (least..=terms.len()).filter_map(|count| made(terms.get(..count)?)).find(|one| one.holds);
    if few.is_some() {
        return few;
    }
    // "mỗi xã có 03 phòng và 01 trung tâm; 95 xã có 285 phòng và 95 trung tâm, tổng cộng 380 đầu mối": those that the last clause has.
    if let Some(count) = had(reader, &terms, mark).filter(|_| parted && before.len() == terms.len() && raised.is_none())
    {
        return terms.get(..count).and_then(made).filter(|one| !repairs(one).is_empty());
    }
    // "14 nhiệm vụ …; sở 96 TTHC; UBND cấp huyện 15 TTHC, tổng cộng 111 TTHC": those of its name.
    let ours = terms.iter().take_while(|figure| total.unit.is_none() && reader.same_thing(figure, total)).count();
    let other = before.get(ours).is_some_and(|figure| !reader.may_be_same(figure, total));
    let apart = ours >= 2 && other && outside == Some(level) && !aside;
    if apart {
        terms.truncate(ours);
    }
    let first = terms.last()?;
    if spaced.is_some() && !terms.iter().all(|figure| figure.head.is_some() && reader.same_thing(figure, total)) {
        return None;
    }
    let one = made(&terms)?;
    let counted = terms.iter().all(|figure| !figure.unit.is_some_and(|unit| UNCOUNTED.contains(&unit)));
    if terms.len() < 2 || !(alone || apart) || !counted || compares(reader, first.tokens.start.saturating_sub(4)..label)
    {
        return None;
    }
    if let Some(scale) = scale(&one) {
        return Some(scale);
    }
    // "Trung tâm tỉnh, 08 bộ phận cấp huyện, 106 bộ phận cấp xã, tổng cộng 115 đầu mối": one has no number.
    let unnumbered = first.tokens.start.checked_sub(1).is_some_and(|mark| reader.is_mark(mark, ','));
    if unnumbered && total.number.value() - one.right * total.number.scale == Decimal::ONE {
        return None;
    }
    let close = (one.right - total.number.written.value).abs() * Decimal::from(5) <= total.number.written.value;
    let ways = repairs(&one);
    let swap = || ways.iter().any(|(number, value)| swapped(number.written.value, *value));
    // Where nothing else is counted in the sentence, any slip will do.
    let whole = terms.len() == before.len() && outside == Some(level) && raised.is_none();
    let told = close && raised.is_none() || whole && terms.len() <= 4;
    (told && !ways.is_empty() || swap()).then_some(one)
}

/// How many of these figures, the last first, stand behind the `có` of the last clause, two at least and what has them before it.
fn had(reader: &Reader<'_>, terms: &[&Figure], end: TokenId) -> Option<usize> {
    let first = terms.iter().position(|term| reader.ending(term.tokens.start, 0, HAVE).is_some())?;
    let owner = terms.get(first + 1)?;
    let clause = (owner.end()..end).all(|at| !reader.is_mark(at, ';'));
    let begins = owner.tokens.start.checked_sub(1).is_some_and(|at| reader.is_mark(at, ';'));
    (first >= 1 && clause && begins).then_some(first + 1)
}

/// See `had`.
const HAVE: Phrases = Phrases::of(&[keys!["có"]]);

/// Where a total is called one a few words before its figure, with no mark between.
fn named_total(reader: &Reader<'_>, total: &Figure) -> Option<TokenId> {
    let start = total.tokens.start;
    let words =
        (total.sentence.start..start).rev().take(6).take_while(|&at| reader.token(at).is_some_and(|it| it.is_word()));
    let mut begins = words.filter(|&at| reader.beginning(at, start, NAMED).is_some());
    begins.next()
}

/// See `named_total`.
const NAMED: Phrases = Phrases::of(&[
    keys!["tổng" "số" "phải"],
    keys!["tổng" "số" "cần"],
    keys!["tổng" "phải"],
    keys!["tổng" "số" "vụ" "việc" "phải"],
    keys!["tổng" "số" "hồ" "sơ" "phải"],
    keys!["tổng" "số" "đơn" "phải"],
    keys!["tổng" "cộng" "đã"],
    keys!["tổng" "cộng" "phải"],
    keys!["tổng" "cộng" "có"],
]);

/// What is done and what is left, of all of them.
fn of_all(reader: &Reader<'_>, before: &[Figure], total: &Figure) -> Option<Reckoning> {
    let [.., done, left] = before else { return None };
    let ours = |figure: &Figure| {
        figure.sort == Kind::Amount
            && figure.sentence == total.sentence
            && figure.depth == total.depth
            && total.unit.is_none()
            && reader.same_thing(figure, total)
    };
    let is_left = reader.ending(left.tokens.start, done.end(), LEFT).is_some();
    if !(ours(done) && ours(left) && is_left)
        || compares(reader, done.tokens.start.saturating_sub(4)..total.tokens.start)
    {
        return None;
    }
    let one = Reckoning::new(Sort::Sum, Basis::Whole, total.number, vec![done.number, left.number])?;
    (one.holds || !repairs(&one).is_empty()).then_some(one)
}

/// `Tiếp nhận 63 kiến nghị (…); đã xử lý 58, chuyển cơ quan khác 02, đang xử lý 03`, and the same in the sentence behind a total.
fn states(reader: &Reader<'_>, figures: &[Figure], all: &mut Vec<Reckoning>) {
    let mut at = 0;
    while at < figures.len() {
        let run = run(reader, figures, at);
        at = run.end.max(at + 1);
        if run.len() < 3 {
            continue;
        }
        all.extend(of_run(reader, figures, &run));
    }
}

/// Bare counts of one sentence, each behind words of its own and a mark.
fn run(reader: &Reader<'_>, figures: &[Figure], at: usize) -> Range<usize> {
    let Some(first) = figures.get(at) else { return at..at };
    let bare = |figure: &Figure| {
        figure.sort == Kind::Amount
            && figure.unit.is_none()
            && figure.noun.is_empty()
            && figure.sentence == first.sentence
            && figure.depth == first.depth
    };
    let mut end = at;
    while let Some(figure) = figures.get(end).filter(|figure| bare(figure)) {
        let from = if end > at {
            figures.get(end - 1).map_or(figure.sentence.start, Figure::end)
        } else {
            figure.tokens.start
        };
        let between = reader.tokens(from..figure.tokens.start);
        let marked = between.iter().any(|token| token.is(',') || token.is(';'));
        if end > at && (!marked || between.len() > 14 || between.iter().any(|token| token.is(':'))) {
            break;
        }
        end += 1;
    }
    at..end
}

fn of_run(reader: &Reader<'_>, figures: &[Figure], run: &Range<usize>) -> Option<Reckoning> {
    let (first, last) = (figures.get(run.start)?, figures.get(run.end.checked_sub(1)?)?);
    let mut before = figures.get(..run.start)?.iter().rev();
    // "86 kiến nghị của cử tri 58/64 xã, phường. Phân theo lĩnh vực: …": the ratio is of something else.
    let divided = reader.beginning(first.sentence.start, first.sentence.end, FORMS_FIRST).is_some();
    let full = |figure: &Figure| figure.whole.is_none_or(|whole| whole.value() == figure.number.value());
    let total = before.find(|figure| figure.depth <= first.depth && (!divided || full(figure)))?;
    let named = !total.noun.is_empty() || reader.is_mark(total.tokens.start.checked_sub(1)?, ':');
    let near = if total.sentence == first.sentence {
        reader.words(total.end()..first.tokens.start) <= 24
    } else {
        total.sentence.end == first.sentence.start
            && (divided || reader.beginning(first.sentence.start, first.sentence.end, OUTCOMES).is_some())
    };
    let label = first
        .tokens
        .start
        .saturating_sub(6)
        .max(first.sentence.start)
        .max(if total.sentence == first.sentence { total.end() } else { 0 });
    let told: Range<TokenId> = label..last.tokens.end;
    let ahead = total.end().max(first.sentence.start)..first.tokens.start;
    let whole = tells_both_sides(reader, told.clone()) || reader.says(ahead, FORMS);
    // "trả lời 84/84 kiến nghị; phân theo lĩnh vực: đất đai 31, …": all of them.
    let of_all = full(total);
    if total.sort == Kind::Percentage
        || !of_all
        || total.unit.is_some()
        || !named
        || !near
        || !whole
        || compares(reader, told)
    {
        return None;
    }
    let terms: Vec<Number> = figures.get(run.clone())?.iter().map(|figure| figure.number).collect();
    if terms.iter().any(|term| term.value() > total.number.value()) {
        return None;
    }
    // "96 sáng kiến, trong đó cấp tỉnh 22, cấp huyện 31, cấp xã 43; sơ khảo chọn 18": those before a semicolon make it up.
    let own = figures.get(run.clone())?;
    let parted = (2..own.len()).filter(|&count| {
        let beside = own.get(count - 1..=count).and_then(|pair| Some(pair.first()?.end()..pair.last()?.tokens.start));
        beside.is_some_and(|mut way| way.any(|at| reader.is_mark(at, ';')))
    });
    let mut parted = parted
        .filter_map(|count| Reckoning::new(Sort::Sum, Basis::Partial, total.number, terms.get(..count)?.to_vec()));
    if let Some(holds) = parted.find(|one| one.holds) {
        return Some(holds);
    }
    let one = Reckoning::new(Sort::Sum, Basis::Partial, total.number, terms)?;
    let close = (one.right - total.number.value()).abs() * Decimal::from(5) <= total.number.value();
    (one.holds || close && !repairs(&one).is_empty()).then_some(one)
}
