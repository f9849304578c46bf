//! What else explains a claim: the figures around it, or what it says itself.

use rust_decimal::Decimal;

use super::Role;
use super::claim::Claim;
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::reckoning::phrases::Phrases;
use crate::fact::reckoning::read::{Figure, Reader, Sort as Kind};
use crate::fact::reckoning::slip::{plain, size};
use crate::fact::reckoning::{Reckoning, Sort, Tables};
use crate::fact::sheet::{Row, Sheet};

/// Whether one of them explains it.
pub(super) fn is_explained(reader: &Reader<'_>, claim: &Claim<'_>, one: &Reckoning) -> bool {
    is_measured(reader, claim.figure)
        || is_of_ratio(reader, claim)
        || is_share(reader, claim)
        || names_its_base(reader, claim)
        || is_what_a_share_leaves(reader, claim)
        || is_told_bare(reader, claim)
        || adds_up_beside(reader, claim.figure)
        || is_sum_of_sentence(reader, claim, one)
        || is_left_of_share(reader, claim)
        || is_left_among(reader, claim)
        || is_left_of_neighbours(reader, claim)
        || is_left_of_told(reader, claim, one)
        || is_left_in_paragraph(reader, claim, one)
}

/// Whether a percentage is what another leaves of all: `giải ngân đạt 72,00% … 28,00% kế hoạch vốn dồn về cuối năm`.
fn is_what_a_share_leaves(reader: &Reader<'_>, claim: &Claim<'_>) -> bool {
    let left = Decimal::ONE_HUNDRED - claim.number.value();
    let told = |other: &Figure| other.sort == Kind::Percentage && other.number.value() == left;
    claim.percent && claim.number.written.decimals > 0 && reader.figures.iter().any(told)
}

/// Whether two numbers of its sentence come to a figure: `phủ sóng 4G cho 40 trong số 78 bản, 38 bản còn lại thực hiện năm 2025`.
pub fn adds_up_beside(reader: &Reader<'_>, figure: &Figure) -> bool {
    let number = |at: TokenId| {
        let token = reader.token(at).filter(|token| token.is_number() && at != figure.number.token)?;
        crate::fact::amount::parse_written(reader.document.slice(token.span)).map(|(written, _)| written.value)
    };
    let from = figure.sentence.start.max(figure.tokens.start.saturating_sub(12));
    let before: Vec<Decimal> = (from..figure.tokens.start).filter_map(number).collect();
    let [.., one, other] = before.as_slice() else { return false };
    let near = from..figure.tokens.start;
    (*other - *one).abs() == figure.number.written.value && reader.says(near, AMONG)
}

/// What says that so many are some of so many.
const AMONG: Phrases = Phrases::of(&[keys!["trong" "số"], keys!["trong" "tổng" "số"], keys!["trên"]]);

/// Whether two figures of the sentence that an entry stands in come to a claim: `06 đơn vị tự bảo đảm chi thường xuyên và chi đầu tư,
/// 23 đơn vị tự bảo đảm chi thường xuyên, …` and `mới có 29 đơn vị tự bảo đảm toàn bộ`.
fn is_sum_of_sentence(reader: &Reader<'_>, claim: &Claim<'_>, one: &Reckoning) -> bool {
    let told = one.terms.first().and_then(|term| term.fact).and_then(|fact| reader.of_fact(fact));
    let Some(told) = told.filter(|_| claim.figure.whole.is_none()) else { return false };
    // "toàn trình 189.150 (65,0%); một phần 58.200 (20,0%)" and "hồ sơ trực tuyến chiếm 85,0%" as well.
    let counts = |other: &Figure| match claim.percent {
        true => other.sort == Kind::Percentage,
        false => other.sort == Kind::Amount && reader.same_thing(other, told),
    };
    let beside = reader.near(told.tokens.start).iter().filter(|other| other.sentence == told.sentence);
    let numbers: Vec<Decimal> = beside.filter(|other| counts(other)).map(|other| other.number.value()).collect();
    numbers.windows(2).any(|pair| pair.iter().sum::<Decimal>() == claim.number.value())
}

/// Whether a claim about several things is what their rows come to, one of which is what it was held against: `lĩnh vực đường bộ và lĩnh
/// vực xây dựng có 224 hồ sơ quá hạn` of 124 and 100.
pub(super) fn is_sum_of_rows(reader: &Reader<'_>, tables: &Tables<'_>, claim: &Claim<'_>, one: &Reckoning) -> bool {
    let (value, figure) = (claim.number.value(), claim.figure);
    let several = !claim.percent && reader.says(figure.sentence.start..figure.tokens.start, AND);
    let number = |row: &Row, column: usize| Some(row.figures.get(column)?.as_ref()?.written.value);
    let comes_to = |sheet: &Sheet, column: usize| {
        let mut numbers: Vec<Decimal> = sheet.rows.iter().filter_map(|row| number(row, column)).collect();
        let own = numbers.iter().position(|number| *number == one.right).map(|at| numbers.swap_remove(at));
        own.is_some_and(|own| numbers.contains(&(value - own)))
    };
    several && tables.sheets.iter().any(|sheet| (0..sheet.heads.len()).any(|column| comes_to(sheet, column)))
}

const AND: Phrases = Phrases::of(&[keys!["và"]]);

/// Whether two counts side by side leave a claim of three digits or more, whatever their names: `được giao 4.118 biên chế, có mặt 3.842 người`.
fn is_left_of_neighbours(reader: &Reader<'_>, claim: &Claim<'_>) -> bool {
    let value = claim.number.value();
    claim.role == Role::Left
        && size(plain(value)) >= 3
        && reader.figures.windows(2).any(|two| {
            let [whole, part] = two else { return false };
            whole.sentence == part.sentence && whole.number.value() - part.number.value() == value
        })
}

/// Whether the ratio that a claim was held against leaves it: `hoàn thành ở 72/99 xã, phường … ở 27 xã, phường còn lại`.
fn is_left_of_told(reader: &Reader<'_>, claim: &Claim<'_>, one: &Reckoning) -> bool {
    let told = one.terms.first().and_then(|term| term.fact).and_then(|fact| reader.of_fact(fact));
    told.and_then(|told| Some(told.whole?.value() - told.number.value())) == Some(claim.number.value())
}

/// Whether another figure of the paragraph leaves a claim of what it was held against: `rà soát 64 TTHC. Đã gửi kết quả rà soát 18 thủ tục`
/// leaves 46.
fn is_left_in_paragraph(reader: &Reader<'_>, claim: &Claim<'_>, one: &Reckoning) -> bool {
    let told = one.terms.first().and_then(|term| term.fact).and_then(|fact| reader.of_fact(fact));
    let Some(told) = told.filter(|_| claim.role == Role::Left) else { return false };
    let behind = reader.near(told.tokens.start).iter().filter(|other| {
        let here = other.block == told.block || reader.same_thing(other, told);
        here && other.tokens.start > told.tokens.start && other.sort != Kind::Percentage
    });
    let rest = told.number.value() - claim.number.value();
    behind.into_iter().any(|other| other.number.value() == rest)
}

/// Whether some of so many leave a claim: `đã kiểm tra 09 trong số 14 đơn vị` leaves 05.
fn is_left_among(reader: &Reader<'_>, claim: &Claim<'_>) -> bool {
    let part = |whole: &Figure| {
        let at = reader.ending(whole.tokens.start, whole.sentence.start, AMONG)?.checked_sub(1)?;
        let token = reader.token(at).filter(|token| token.is_number())?;
        crate::fact::amount::parse_written(reader.document.slice(token.span)).map(|(written, _)| written.value)
    };
    claim.role == Role::Left
        && reader
            .near(claim.figure.tokens.start)
            .iter()
            .any(|whole| part(whole).is_some_and(|part| whole.number.value() - part == claim.number.value()))
}

/// Whether two counts and the percentage behind them leave a claim: `tuyển 57 công chức … trong 72 chỉ tiêu, đạt 79,2%` leaves 15.
fn is_left_of_share(reader: &Reader<'_>, claim: &Claim<'_>) -> bool {
    let value = claim.number.value();
    let mut percents = reader.figures.iter().enumerate().filter(|(_, one)| one.sort == Kind::Percentage);
    claim.role == Role::Left
        && !claim.percent
        && percents.any(|(at, percent)| {
            let before = reader.figures.get(at.saturating_sub(6)..at).unwrap_or_default();
            let counts: Vec<&Figure> = before.iter().filter(|one| one.sentence == percent.sentence).collect();
            let leaves = |whole: &&Figure, part: &&Figure| {
                whole.number.value() - part.number.value() == value
                    && crate::fact::reckoning::agrees(Sort::Share, &percent.number, &[part.number, whole.number])
            };
            counts.iter().any(|whole| counts.iter().any(|part| leaves(whole, part)))
        })
}

/// Whether a ratio beside a percentage bears it out: `cấp tỉnh 94,1% (911/968 phiếu), cấp huyện 93,6% (902/964 phiếu)`.
fn is_of_ratio(reader: &Reader<'_>, claim: &Claim<'_>) -> bool {
    let figure = claim.figure;
    let beside = |ratio: &&Figure| {
        let (first, last) = if ratio.tokens.start < figure.tokens.start { (*ratio, figure) } else { (figure, *ratio) };
        ratio.sentence == figure.sentence && reader.words(first.end()..last.tokens.start) <= 2
    };
    let mut ratios = reader.near(figure.tokens.start).iter().filter(beside);
    claim.percent
        && ratios.any(|ratio| {
            let terms = ratio.whole.map(|whole| [ratio.number, whole]);
            terms.is_some_and(|terms| crate::fact::reckoning::agrees(Sort::Share, &claim.number, &terms))
        })
}

/// Whether a percentage is what the amount before it comes to of a whole of that unit: `giải ngân 3.573,4 tỷ đồng, chiếm 53,3% tổng số
/// vốn đã giải ngân` of 6.704,1 tỷ đồng, told elsewhere.
fn is_share(reader: &Reader<'_>, claim: &Claim<'_>) -> bool {
    let at = reader.figures.partition_point(|figure| figure.tokens.start < claim.figure.tokens.start);
    let part = at.checked_sub(1).and_then(|at| reader.figure(at)).filter(|part| {
        part.sentence == claim.figure.sentence
            && part.sort == Kind::Amount
            && part.unit.is_some()
            && reader.words(part.end()..claim.figure.tokens.start) <= 2
    });
    let Some(part) = part.filter(|_| claim.percent) else { return false };
    let mut wholes = reader.near(claim.figure.tokens.start).iter().filter(|whole| whole.unit == part.unit);
    wholes.any(|whole| crate::fact::reckoning::agrees(Sort::Share, &claim.number, &[part.number, whole.total()]))
}

/// Whether the words behind a percentage say what it is taken of, and something of that name comes to it: `51,85% số công trình (tính trên 1.512
/// công trình) không thu tiền`, and 784 of them are told elsewhere.
fn names_its_base(reader: &Reader<'_>, claim: &Claim<'_>) -> bool {
    let figure = claim.figure;
    let at = reader.figures.partition_point(|other| other.tokens.start <= figure.tokens.start);
    let base = reader.figure(at).filter(|base| {
        claim.percent
            && base.sentence == figure.sentence
            && base.sort == Kind::Amount
            && reader.words(figure.tokens.end..base.tokens.start) <= 12
            && reader.ending(base.tokens.start, figure.tokens.end, BASES).is_some()
    });
    let Some(base) = base else { return false };
    let parts = reader
        .near(figure.tokens.start)
        .iter()
        .filter(|part| part.sort == Kind::Amount && part.unit == base.unit && reader.may_be_same(part, base));
    parts
        .into_iter()
        .any(|part| crate::fact::reckoning::agrees(Sort::Share, &claim.number, &[part.number, base.number]))
}

/// What stands before the number that a percentage is taken of.
const BASES: Phrases = Phrases::of(&[
    keys!["tính" "trên"],
    keys!["trên"],
    keys!["trên" "tổng" "số"],
    keys!["trong"],
    keys!["trong" "tổng" "số"],
    keys!["trong" "số"],
    keys!["so" "với"],
    keys!["của"],
]);

/// Whether a number without a name before it bears a claim out, by the two words in front of it, which are the claim's as well: `- quá hạn 06` below `còn 278 hồ sơ`, and
/// `06 hồ sơ quá hạn`.
fn is_told_bare(reader: &Reader<'_>, claim: &Claim<'_>) -> bool {
    let (figure, value) = (claim.figure, claim.number.value());
    reader.near(figure.tokens.start).iter().any(|other| {
        let before = other.tokens.start.saturating_sub(2);
        other.tokens.start < figure.sentence.start
            && other.sort == Kind::Amount
            && other.noun.is_empty()
            && other.unit.is_none()
            && other.number.value() == value
            && before >= other.sentence.start
            && {
                let words = reader.keys(before..other.tokens.start);
                words.len() == 2 && words.iter().all(|word| claim.words.contains(word))
            }
    })
}

/// Whether a percentage of its sentence is that of a ratio: `97,5% công chức cấp xã có máy tính (237/243 người)`.
pub fn is_measured(reader: &Reader<'_>, figure: &Figure) -> bool {
    let Some(whole) = figure.whole.filter(|whole| whole.value() != figure.number.value()) else { return false };
    reader.near(figure.tokens.start).iter().any(|other| {
        other.sort == Kind::Percentage
            && other.sentence == figure.sentence
            && crate::fact::reckoning::agrees(Sort::Share, &other.number, &[figure.number, whole])
    })
}
