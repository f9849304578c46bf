//! Amounts: a number with its scale, unit and noun.
//!
//! Any number of the text is an amount (`06 văn bản`, `3.599 tỷ đồng`, `85,5 điểm`, `05 ngày làm việc`, `3250`), unless it
//! names a thing instead of counting things. Left alone are
//!
//! - ordinals and labels: `thứ 5`, `khoản 2 Điều 7`, `khoản 1, 2 Điều 7`, `điểm 1 khoản 2`, `số 5`, `Quý 2`, `mức độ 4`,
//!   `giai đoạn 1`, `Đề án 06`, `ISO 9001:2015`, `1.` and `1)` before a block, `(1)` before an item. A label word counts
//!   as such only before a plain number: `khoản 5 tỷ đồng` and `loại 50 kg` are amounts, and so are `tổng số 185`,
//!   `danh mục 185` and `mỗi tháng 02 số`;
//! - years: `2021-2025`, `2021 - 2025`, `PCI 2023`, `các năm 2022, 2023 và 2024`;
//! - what is glued to letters or strokes, so that it is part of a name: `2G`, `COVID-19`, `12/63`, `24/7`, `08:30`. A unit
//!   may be glued (`5km`), and a rate may follow (`02 số/tháng` has the noun `số`; `5/tuần` has none);
//! - telephone numbers and other runs of numbers with nothing but blanks between them;
//! - the first number of a range of percentages, `5-10%`. Of another range (`02-05 lượt`) both numbers are amounts and the
//!   first has no noun.

use std::sync::Arc;

use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Found, Value, View, Written};
use crate::document::{BlockKind, Case, TokenId};
use crate::text::{self, KeyTable};

/// The keys of words, made at compile time.
macro_rules! keys {
    ($($word:literal)*) => { const { &[$(crate::text::key($word)),*] as &[u64] } };
}
pub(super) use keys;

/// A number with what it counts or measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number as written, before scaling.
    pub written: Written,
    /// 1, or 10³ (nghìn), 10⁶ (triệu), 10⁹ (tỷ), 10¹² (nghìn tỷ).
    pub scale: Decimal,
    /// The folded unit of measure after number and scale (`đồng`, `km`, `điểm`, `ha`), if it is one.
    pub unit: Option<Arc<str>>,
    /// The words after the number that name what is counted (`hồ sơ`, `văn bản quy phạm pháp luật`), up to four, up to the
    /// next mark, number or function word; empty for measures.
    pub noun: Range<TokenId>,
    /// Token of the number itself.
    pub number: TokenId,
    /// How the digits are grouped.
    pub grouping: Grouping,
}

/// How the digits of a number are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Below 1,000: nothing to group.
    None,
    /// `1.028.000`
    Points,
    /// `3250`
    Bare,
    /// `654,935` read as thousands because of its neighbours, or `1,028,000`
    Commas,
    /// Points where no thousands can be: `1.02.800`, `12.5`
    Broken,
}

/// The fact that starts at a token.
pub fn at(view: View<'_>, at: TokenId) -> Option<Found> {
    if !is_number(view, at) || is_part_of_name(view, at) {
        return None;
    }
    let (written, grouping) = parse_written(view.text(at))?;
    let tail = tail(view, at + 1, written.decimals == 0);
    let plain = written.decimals == 0 && grouping != Grouping::Points && tail.scale == Decimal::ONE && !tail.measures();
    if plain && (is_label(view, at, &tail) || is_year(view, at, &tail)) {
        return None;
    }
    let tokens = at..tail.end;
    let Tail { scale, unit, noun, .. } = tail;
    Some((Value::Amount(Amount { written, scale, unit, noun, number: at, grouping }), tokens))
}

/// Reads a number as written in Vietnamese: `.` between thousands, `,` before decimals.
///
/// Points that cannot stand between thousands are read as a decimal point when there is one of them (`12.5`), else left
/// out (`1.02.800`). Commas are read as thousands only where nothing else is possible (`1,028,000`, `1,028.5`). More than
/// 28 digits, and numbers strung together (`1,2,3`), are none.
pub fn parse_written(text: &str) -> Option<(Written, Grouping)> {
    let mut mantissa: i128 = 0;
    let mut digits = 0u32;
    for c in text.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                digits += 1;
                if digits > 28 {
                    return None;
                }
                mantissa = mantissa * 10 + i128::from(digit);
            }
            None if matches!(c, '.' | ',') => {}
            None => return None,
        }
    }
    if digits == 0 {
        return None;
    }
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let after = |mark: char| text.rsplit_once(mark).map_or(0, |(_, rest)| rest.len() as u32);
    let (decimals, grouping) = match (points, commas) {
        (0, 0 | 1) => {
            let whole = text.split(',').next().unwrap_or_default();
            (after(','), if whole.len() > 3 { Grouping::Bare } else { Grouping::None })
        }
        (_, 0) if is_grouped(text, '.') => (0, Grouping::Points),
        (1, 0) => (after('.'), Grouping::Broken),
        (_, 0) => (0, Grouping::Broken),
        (0, _) => (0, is_grouped(text, ',').then_some(Grouping::Commas)?),
        (_, 1) if text.rfind(',') > text.rfind('.') => {
            let whole = text.split(',').next().unwrap_or_default();
            (after(','), if is_grouped(whole, '.') { Grouping::Points } else { Grouping::Broken })
        }
        (1, _) => {
            let whole = text.split('.').next().unwrap_or_default();
            (after('.'), is_grouped(whole, ',').then_some(Grouping::Commas)?)
        }
        _ => return None,
    };
    let value = Decimal::try_from_i128_with_scale(mantissa, decimals).ok()?;
    Some((Written { value, decimals }, grouping))
}

/// Whether marks stand between groups of three digits, the first of one to three not beginning with 0.
fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    let leads = groups.next().is_some_and(|lead| matches!(lead.len(), 1..=3) && !lead.starts_with('0'));
    leads && groups.all(|group| group.len() == 3)
}

/// What follows a number.
pub(super) struct Tail {
    /// 1, or what the scale words come to.
    pub(super) scale: Decimal,
    /// The folded unit.
    pub(super) unit: Option<Arc<str>>,
    /// One past the unit, scale or number.
    pub(super) end: TokenId,
    /// What is counted.
    pub(super) noun: Range<TokenId>,
}

impl Tail {
    /// Whether a unit follows that no label has behind it; `khoản 1 điểm a` and `đợt 1 năm nay` have labels.
    fn measures(&self) -> bool {
        !matches!(self.unit.as_deref(), None | Some("điểm" | "ngày" | "tháng" | "năm"))
    }
}

const DOTS: &[u64] = keys!["điểm"];
const TIMES: &[u64] = keys!["ngày" "tháng" "năm"];
const UNITS: &[u64] = keys![
    "đồng" "vnđ" "vnd" "usd" "đô" "km" "m" "cm" "mm" "ha" "tấn" "tạ" "kg" "kw" "mw" "kwh" "m2" "m3" "km2" "độ" "giờ" "phút"
    "giây" "gb" "tb" "mb" "mbps"
];
static SQUARES: LazyLock<[u64; 3]> = LazyLock::new(|| ["m²", "m³", "km²"].map(text::fold_key));
/// All words that a unit may begin with.
static MEASURES: LazyLock<KeyTable> = LazyLock::new(|| table_of([DOTS, TIMES, UNITS, SQUARES.as_slice()].concat()));
/// All words that may end a noun phrase.
static ENDS: LazyLock<KeyTable> =
    LazyLock::new(|| table_of(FUNCTION.iter().copied().chain(PAIRED.iter().map(|(head, _)| *head)).collect()));

/// Which of many words a word is.
fn table_of(words: Vec<u64>) -> KeyTable {
    let mut table = KeyTable::with_room(words.len());
    for (number, key) in (0..).zip(words) {
        table.get_or_insert(key, number);
    }
    table
}

/// What two words mean something else together than the first alone: no unit, scale or function word.
const COMPOUNDS: &[(u64, &[u64])] = &[
    (text::key("đồng"), keys!["chí" "bào" "hồ" "phục" "bộ" "thuận"]),
    (text::key("tỷ"), keys!["lệ" "trọng" "suất" "số"]),
    (text::key("tỉ"), keys!["lệ" "trọng" "suất" "số"]),
    (text::key("triệu"), keys!["chứng" "hồi" "tập"]),
    (text::key("bằng"), keys!["khen" "cấp" "tốt" "lái"]),
    (text::key("thiết"), keys!["bị"]),
    (text::key("trang"), keys!["bị"]),
    (text::key("chuẩn"), keys!["bị"]),
    (text::key("văn"), keys!["bằng"]),
    (text::key("đầu"), keys!["ra" "vào"]),
    (text::key("đại"), keys!["đồng"]),
    (text::key("cộng"), keys!["đồng"]),
    (text::key("tồn"), keys!["tại"]),
];

/// Words that end a noun phrase.
const FUNCTION: &[u64] = keys![
    "và" "của" "là" "với" "trong" "tại" "theo" "do" "bằng" "đạt" "chiếm" "so" "để" "được" "đã" "cho" "từ" "đến" "về" "ở"
    "trên" "dưới" "có" "bị" "thì" "mà" "nhưng" "hoặc" "tăng" "giảm" "gồm" "như" "khi" "nên" "đang" "sẽ" "còn" "cũng" "này"
    "đó" "thuộc" "qua" "ra" "vào" "lên" "cả" "các" "những" "vượt" "xếp" "nhằm" "vì" "nhờ" "nếu" "hay" "hơn" "không" "chưa"
    "phải" "cùng" "sang" "xuống" "vẫn" "mỗi" "từng" "nào" "trở" "giữa" "ngoài" "hết" "bởi" "tương" "nữa" "rồi" "đi"
];
/// Words that end one only before another: `đối với`, but `đối tượng`.
const PAIRED: &[(u64, &[u64])] = &[
    (text::key("đối"), keys!["với"]),
    (text::key("bao"), keys!["gồm"]),
    (text::key("hoàn"), keys!["thành"]),
    (text::key("ban"), keys!["hành"]),
    (text::key("liên"), keys!["quan"]),
    (text::key("đảm"), keys!["bảo"]),
    (text::key("bảo"), keys!["đảm"]),
];

fn is_number(view: View<'_>, at: TokenId) -> bool {
    view.token(at).is_some_and(|token| token.is_number())
}

/// The key of a word, none where a token is no word.
pub(super) fn word(view: View<'_>, at: TokenId) -> Option<u64> {
    view.token(at).filter(|token| token.is_word()).map(|token| token.key)
}

pub(super) fn is_any(view: View<'_>, at: TokenId, words: &[u64]) -> bool {
    word(view, at).is_some_and(|key| words.contains(&key))
}

/// Whether a token follows the one before without a blank.
pub(super) fn is_glued(view: View<'_>, at: TokenId) -> bool {
    at > view.start && view.token(at).is_some_and(|token| !token.spaced)
}

fn is_pair(view: View<'_>, at: TokenId, pairs: &[(u64, &[u64])]) -> bool {
    let Some(first) = word(view, at) else { return false };
    pairs.iter().any(|(head, next)| *head == first && is_any(view, at + 1, next))
}

/// Reads scale, unit and noun from the token behind a number.
pub(super) fn tail(view: View<'_>, from: TokenId, whole: bool) -> Tail {
    let mut end = from;
    let mut power = 0;
    while end < from + 2 {
        let more = match word(view, end) {
            Some(key) if keys!["nghìn" "ngàn"].contains(&key) => 3,
            Some(key) if keys!["triệu"].contains(&key) => 6,
            Some(key) if keys!["tỷ" "tỉ"].contains(&key) => 9,
            _ => break,
        };
        if is_pair(view, end, COMPOUNDS) {
            break;
        }
        power += more;
        end += 1;
    }
    let scale = Decimal::from_i128_with_scale(10i128.pow(power), 0);
    let unit = unit(view, end, whole);
    if let Some((unit, length)) = unit {
        end += length;
        return Tail { scale, unit: Some(unit.into()), end, noun: end..end };
    }
    Tail { scale, unit: None, end, noun: noun(view, end) }
}

/// The unit at a token and how many tokens it takes.
fn unit(view: View<'_>, at: TokenId, whole: bool) -> Option<(String, TokenId)> {
    let key = word(view, at).filter(|&key| MEASURES.get(key).is_some())?;
    if is_pair(view, at, COMPOUNDS) {
        return None;
    }
    if DOTS.contains(&key) {
        if view.is_mark(at + 1, '%') {
            return Some(("điểm %".to_owned(), 2));
        }
        if is_any(view, at + 1, keys!["phần"]) && is_any(view, at + 2, keys!["trăm"]) {
            return Some(("điểm phần trăm".to_owned(), 3));
        }
        // `248 điểm cầu`: places, no marks.
        let names = whole && !noun(view, at + 1).is_empty();
        return (!names).then(|| ("điểm".to_owned(), 1));
    }
    if TIMES.contains(&key) {
        // `01 năm 2024`, `01 ngày 5/3`: what follows is a date.
        return (!is_number(view, at + 1)).then(|| (text::fold(view.text(at)), 1));
    }
    if keys!["đô"].contains(&key) {
        return is_any(view, at + 1, keys!["la"]).then(|| ("đô la".to_owned(), 2));
    }
    if UNITS.contains(&key) || SQUARES.contains(&key) {
        let folded = text::fold(view.text(at));
        let unit = match folded.as_str() {
            "m2" => "m²".to_owned(),
            "m3" => "m³".to_owned(),
            "km2" => "km²".to_owned(),
            _ => folded,
        };
        return Some((unit, 1));
    }
    None
}

/// Up to four words from a token that name what is counted.
pub(super) fn noun(view: View<'_>, from: TokenId) -> Range<TokenId> {
    let mut end = from;
    while end < from + 4 {
        let Some(key) = word(view, end) else { break };
        if ENDS.get(key).is_some() {
            let second = end > from && is_pair(view, end - 1, COMPOUNDS);
            let compound = is_pair(view, end, COMPOUNDS);
            if !(second || compound) && (FUNCTION.contains(&key) || is_pair(view, end, PAIRED)) {
                break;
            }
        }
        end += 1;
        if view.token(end - 1).is_some_and(|token| token.ends_sentence) {
            break;
        }
    }
    from..end
}

const DASHES: [char; 3] = ['-', '–', '—'];

pub(super) fn is_dash(view: View<'_>, at: TokenId) -> bool {
    DASHES.iter().any(|dash| view.is_mark(at, *dash))
}

/// Whether a number is glued to letters, strokes or other numbers.
fn is_part_of_name(view: View<'_>, at: TokenId) -> bool {
    let next = at + 1;
    let before = |back: TokenId| at.checked_sub(back).filter(|id| *id >= view.start);
    // `2G`, but `5km`.
    if is_glued(view, next) && word(view, next).is_some() {
        let tail = tail(view, next, true);
        return tail.end == next;
    }
    // `12/63`, `12/KH`, `9001:2015`, `05-KL`.
    let then_number = is_number(view, at + 2);
    let then_name = is_glued(view, next) && is_glued(view, at + 2) && word(view, at + 2).is_some();
    let upper = view.token(at + 2).is_some_and(|token| matches!(token.case, Case::Upper | Case::Mixed));
    if view.is_mark(next, '/') && (then_number || then_name && upper)
        || is_glued(view, next) && is_glued(view, at + 2) && view.is_mark(next, ':') && then_number
        || then_name && is_dash(view, next)
        || is_number(view, next)
    {
        return true;
    }
    // `5-10%`
    if is_dash(view, next) && then_number && view.is_mark(at + 3, '%') {
        return true;
    }
    // `1.` and `1)` before a block.
    let marked = is_glued(view, next) && (view.is_mark(next, '.') || view.is_mark(next, ')'));
    if at == view.start && marked && view.token(at + 2).is_some() {
        return true;
    }
    if at == view.start && is_outline(view, at) {
        return true;
    }
    // `(1)` before an item.
    if let Some(open) = before(1).filter(|id| view.is_mark(*id, '('))
        && view.is_mark(next, ')')
        && word(view, at + 2).is_some()
        && (open == view.start || [':', ';', ','].iter().any(|mark| view.is_mark(open - 1, *mark)))
    {
        return true;
    }
    let digits = view.text(at);
    if digits.len() > 4 && digits.starts_with('0') && !digits.starts_with("0,") && !digits.starts_with("0.") {
        return true;
    }
    let Some(last) = before(1) else { return false };
    if is_number(view, last) {
        return true;
    }
    if view.is_mark(last, '/') {
        return is_glued(view, at) && !ends_count(view, last) || before(2).is_some_and(|id| is_number(view, id));
    }
    let glued = is_glued(view, at) && is_glued(view, last);
    if glued && (is_dash(view, last) || view.is_mark(last, '_') || view.is_mark(last, '.')) {
        return before(2).is_some_and(|id| word(view, id).is_some());
    }
    if glued && view.is_mark(last, ':') {
        return before(2).is_some_and(|id| is_number(view, id));
    }
    is_glued(view, at) && word(view, last).is_some()
}

/// Whether a count of up to three words ends before a stroke: `421 trường/524 đơn vị`.
fn ends_count(view: View<'_>, stroke: TokenId) -> bool {
    let words = (1..=3).take_while(|back| {
        stroke.checked_sub(*back).filter(|id| *id >= view.start).is_some_and(|id| word(view, id).is_some())
    });
    let words = words.count() as TokenId;
    words > 0 && stroke.checked_sub(words + 1).is_some_and(|id| id >= view.start && is_number(view, id))
}

/// Whether the number that opens a block counts it: alone in the first column of a table (`1`, `2.1`, `3.`), or of several
/// parts before a title (`2.1 Kết quả`).
fn is_outline(view: View<'_>, at: TokenId) -> bool {
    let title =
        view.token(at + 1).is_some_and(|token| token.is_word() && matches!(token.case, Case::Title | Case::Upper));
    if title {
        return parse_written(view.text(at)).is_some_and(|(_, grouping)| grouping == Grouping::Broken);
    }
    let alone = view.end == at + 1 || view.end == at + 2 && view.is_mark(at + 1, '.');
    let document = view.document;
    let block = document.blocks.get(document.block_of(at) as usize).filter(|_| alone);
    block.is_some_and(|block| matches!(block.kind, BlockKind::Cell { column: 0, .. }))
}

/// Words before a number that make it a label.
const LABELS: &[u64] = keys![
    "thứ" "điều" "khoản" "chương" "tiết" "mục" "số" "quý" "bước" "khóa" "đợt" "vòng" "nhóm" "biểu" "bảng" "iso" "tcvn" "năm"
    "tháng" "ngày" "trang" "lớp" "hạng" "loại" "lần" "ngõ" "hẻm" "kiệt" "lô" "thửa"
];
/// Of these, what is told in small numbers only.
const RANKS: &[u64] = keys!["lần"];
/// Label words that are the second of two.
const DOUBLE_LABELS: &[(u64, &[u64])] = &[
    (text::key("mức"), keys!["độ"]),
    (text::key("cấp"), keys!["độ"]),
    (text::key("biểu"), keys!["mẫu"]),
    (text::key("phụ"), keys!["lục"]),
    (text::key("phiên"), keys!["bản"]),
    (text::key("tổng"), keys!["đài"]),
    (text::key("đề"), keys!["án"]),
    (text::key("giai"), keys!["đoạn"]),
    (text::key("vị"), keys!["trí"]),
    (text::key("quốc"), keys!["lộ"]),
];
/// Words before a label word that make it no label.
const NO_LABELS: &[(u64, &[u64])] = &[
    (
        text::key("số"),
        keys!["tổng" "trong" "chỉ" "điểm" "hệ" "con" "tỷ" "tỉ" "dân" "doanh" "ngoài" "nhân" "quyền" "đổi"],
    ),
    (text::key("mục"), keys!["danh" "hạng" "đề" "chuyên"]),
    (text::key("khoản"), keys!["tài" "bưu"]),
    (text::key("biểu"), keys!["tiêu" "phát"]),
    (text::key("ngày"), keys!["mỗi" "hằng" "hàng" "trong" "cả"]),
    (text::key("tháng"), keys!["mỗi" "hằng" "hàng" "trong" "cả"]),
    (text::key("quý"), keys!["mỗi" "hằng" "hàng" "trong" "cả"]),
    (text::key("năm"), keys!["mỗi" "hằng" "hàng" "cả"]),
];
/// Parts of a law that a list of numbers may follow.
const PARTS: &[u64] = keys!["điều" "khoản" "điểm" "mục" "chương" "tiết"];

/// Whether a plain number is an ordinal or label by the words around it.
fn is_label(view: View<'_>, at: TokenId, tail: &Tail) -> bool {
    if has_label(view, at) {
        // "tiếp lần đầu 1.422 vụ việc, nhiều lần 384 vụ việc": nobody counts so many times.
        let times = at.checked_sub(1).is_some_and(|before| is_any(view, before, RANKS));
        return !(times && !tail.noun.is_empty() && view.text(at).len() >= 3);
    }
    // `khoản 1, 2 và 3 Điều 7`, `các năm 2022, 2023`: the label stands before the first of them.
    let alone = tail.noun.is_empty() && tail.unit.is_none() || is_any(view, at + 1, PARTS);
    if !alone {
        return false;
    }
    let mut first = at;
    for _ in 0..8 {
        let Some(head) = first.checked_sub(2).filter(|id| *id >= view.start && is_number(view, *id)) else { break };
        let joint = first - 1;
        if !(view.is_mark(joint, ',') || is_dash(view, joint) || is_any(view, joint, keys!["và" "đến" "hoặc"])) {
            break;
        }
        first = head;
    }
    let Some(label) = first.checked_sub(1).filter(|_| first < at) else { return false };
    is_any(view, label, PARTS) && has_label(view, first) || is_any(view, label, keys!["năm"]) && year(view, at)
}

fn has_label(view: View<'_>, at: TokenId) -> bool {
    let Some(mut label) = at.checked_sub(1).filter(|id| *id >= view.start) else { return false };
    if view.is_mark(label, ':') && label > view.start && is_any(view, label - 1, keys!["số"]) {
        label -= 1;
    }
    let Some(key) = word(view, label) else { return false };
    let two = label.checked_sub(1).filter(|id| *id >= view.start);
    if two.is_some_and(|id| is_pair(view, id, DOUBLE_LABELS)) {
        return true;
    }
    // `thị xã Ngã Năm 02 mô hình`: the name of a place ends in the word.
    let titled = |id| view.token(id).is_some_and(|token| token.case == Case::Title);
    if key == text::key("năm") && titled(label) && two.is_some_and(titled) && !year(view, at) {
        return false;
    }
    if DOTS.contains(&key) {
        return view.is_mark(at + 1, ',') || is_any(view, at + 1, PARTS);
    }
    let released =
        NO_LABELS.iter().any(|(word, before)| *word == key && two.is_some_and(|id| is_any(view, id, before)));
    LABELS.contains(&key) && !released
}

/// Whether a number can be a year: four bare digits from 1900 to 2100.
fn year(view: View<'_>, at: TokenId) -> bool {
    let text = view.text(at);
    is_number(view, at) && text.len() == 4 && text.parse::<u32>().is_ok_and(|year| (1900..=2100).contains(&year))
}

/// Whether a plain number is a year: one of two with a dash between, or behind an abbreviation.
fn is_year(view: View<'_>, at: TokenId, tail: &Tail) -> bool {
    if !year(view, at) {
        return false;
    }
    let ranges = is_dash(view, at + 1) && year(view, at + 2)
        || at >= view.start + 2 && is_dash(view, at - 1) && year(view, at - 2);
    let named = at > view.start
        && view.token(at - 1).is_some_and(|token| token.is_word() && token.case == Case::Upper)
        && tail.unit.is_none();
    ranges || named
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::document::Document;
    use crate::fact::{Fact, Facts, Kind, extract};
    use crate::source::Source;

    /// A text with its facts.
    pub(in crate::fact) fn facts(text: &str) -> (Document, Facts) {
        let document = Document::parse(Source::new("t", text.to_owned()));
        let facts = extract(&document);
        (document, facts)
    }

    /// The facts that `show` has words for, in NFC.
    pub(in crate::fact) fn list(text: &str, show: impl Fn(&Document, &Fact) -> Option<String>) -> String {
        let (document, facts) = facts(text);
        let shown: Vec<String> = facts.built_in().iter().filter_map(|fact| show(&document, fact)).collect();
        shown.join("; ").nfc().collect()
    }

    /// Compares in NFC and NFD, and says which lines differ.
    pub(in crate::fact) fn check(table: &[(&str, &str)], show: impl Fn(&Document, &Fact) -> Option<String>) {
        let mut wrong = String::new();
        for (text, expected) in table {
            let decomposed: String = text.nfd().collect();
            for text in [*text, &decomposed] {
                let found = list(text, &show);
                if found != *expected {
                    wrong += &format!("\n{text}\n  found    {found}\n  expected {expected}");
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    fn show(document: &Document, fact: &Fact) -> Option<String> {
        let Value::Amount(amount) = &fact.value else { return None };
        let noun = document.slice(document.span_of(amount.noun.clone()));
        let value = amount.written.value * amount.scale;
        let unit = amount.unit.as_deref().unwrap_or_default();
        Some(format!("{}={value}|{unit}|{noun}", document.slice(fact.span)))
    }

    #[test]
    fn numbers_are_read_as_written() {
        use Grouping::{Bare, Broken, Commas, None, Points};
        for (text, value, decimals, grouping) in [
            ("1.028.000", "1028000", 0, Points),
            ("3.599", "3599", 0, Points),
            ("22,8", "22.8", 1, None),
            ("1.234,56", "1234.56", 2, Points),
            ("3250", "3250", 0, Bare),
            ("3250,5", "3250.5", 1, Bare),
            ("999", "999", 0, None),
            ("06", "6", 0, None),
            ("2024", "2024", 0, Bare),
            ("12.5", "12.5", 1, Broken),
            ("18.05", "18.05", 2, Broken),
            ("1.02.800", "102800", 0, Broken),
            ("1,028,000", "1028000", 0, Commas),
            ("1,028.5", "1028.5", 1, Commas),
            ("654,935", "654.935", 3, None),
            ("0.5", "0.5", 1, Broken),
            ("0.123", "0.123", 3, Broken),
            ("176.602.392.331", "176602392331", 0, Points),
        ] {
            let value = value.parse().unwrap();
            assert_eq!(parse_written(text), Some((Written { value, decimals }, grouping)), "{text}");
        }
        for text in ["", "1,2,3", "12345678901234567890123456789", ".", "x", "1-2"] {
            assert_eq!(parse_written(text), Option::None, "{text}");
        }
    }

    #[test]
    fn amounts_have_scale_unit_and_noun() {
        check(
            &[
                ("Đã ban hành 06 văn bản.", "06=6||văn bản"),
                ("thu đạt 3.599 tỷ đồng, tăng", "3.599 tỷ đồng=3599000000000|đồng|"),
                ("hơn 2 nghìn tỷ đồng", "2 nghìn tỷ đồng=2000000000000|đồng|"),
                ("có 2,5 triệu hồ sơ điện tử được gửi", "2,5 triệu=2500000.0||hồ sơ điện tử"),
                ("trong 05 ngày làm việc", "05 ngày=5|ngày|"),
                ("dài 5km và 12 km², rộng 300 m2", "5km=5|km|; 12 km²=12|km²|; 300 m2=300|m²|"),
                ("đạt 85,5 điểm, xếp loại tốt", "85,5 điểm=85.5|điểm|"),
                ("tăng 1,2 điểm % và 3 điểm phần trăm", "1,2 điểm %=1.2|điểm %|; 3 điểm phần trăm=3|điểm phần trăm|"),
                ("nối 248 điểm cầu cấp xã", "248=248||điểm cầu cấp xã"),
                ("có 12 đồng chí tham dự", "12=12||đồng chí tham dự"),
                ("15 thiết bị và 20 đối tượng", "15=15||thiết bị; 20=20||đối tượng"),
                ("tặng 10 bằng khen cho", "10=10||bằng khen"),
                ("phát sóng 02 số/tháng", "02=2||số"),
                ("từ 02-05 lượt", "02=2||; 05=5||lượt"),
                ("tiếp nhận 3250 hồ sơ", "3250=3250||hồ sơ"),
                ("tổng số 185 TTHC, danh mục 12 dịch vụ", "185=185||TTHC; 12=12||dịch vụ"),
                ("thị xã Ngã Năm 02 lớp; Năm 02 và năm 02 lớp", "02=2||lớp"),
                ("khoản 5 tỷ đồng", "5 tỷ đồng=5000000000|đồng|"),
                ("5 tỷ lệ", "5=5||tỷ lệ"),
                ("đạt điểm 9 ở vòng cuối", "9=9||"),
            ],
            show,
        );
    }

    #[test]
    fn labels_years_and_names_are_left_alone() {
        let texts = [
            "lần thứ 5",
            "khoản 2 Điều 7",
            "khoản 1, 2 và 3 Điều 7",
            "điểm 1 khoản 2",
            "nhà số 5",
            "mức độ 4",
            "cấp độ 3",
            "khóa 12",
            "vòng 2",
            "Biểu mẫu 05",
            "Bảng 3",
            "phụ lục 2",
            "phiên bản 2",
            "ISO 9001:2015",
            "Tổng đài 1022",
            "Đề án 06",
            "giai đoạn 2021-2025",
            "giai đoạn 2021 - 2025",
            "mạng 2G",
            "COVID-19",
            "lúc 08:30",
            "PCI 2023",
            "trang 15",
            "xếp hạng 5",
            "gọi 0239385558",
            "1900 1234",
            "(1) rà soát hồ sơ",
            "từ 5-10%",
            "phục vụ 24/7",
            "xếp thứ 12/63 tỉnh",
            "các năm 2022, 2023 và 2024",
            "1.2,3.4,5",
        ];
        check(&texts.map(|text| (text, "")), show);
    }

    #[test]
    fn the_first_column_of_a_table_counts_its_rows() {
        let table =
            "| STT | Nội dung | Số liệu |\n|---|---|---|\n| 1 | Hồ sơ | 15 |\n| 1.1 | Mới | 3250 |\n| 2. | Cũ | 06 |\n";
        assert_eq!(list(table, show), "15=15||; 3250=3250||; 06=6||");
        assert_eq!(list("2.1 Kết quả giải quyết 15 hồ sơ", show), "15=15||hồ sơ");
    }

    proptest! {
        #[test]
        fn any_text_has_facts_on_whole_characters(text in "([0-9.,%/()\\-–:;“”\"' &]|điểm|số|năm|tỷ|đồng|và|CCHC|cải cách |\\PC){0,60}") {
            let (document, facts) = facts(&text);
            for fact in facts.built_in() {
                prop_assert!(document.source.text().get(fact.span.range()).is_some());
                prop_assert!(fact.tokens.start < fact.tokens.end);
                prop_assert!(matches!(fact.kind, Kind::Builtin(_)));
            }
        }

        #[test]
        fn whole_numbers_come_back(value in 0u64..1_000_000_000_000) {
            prop_assert_eq!(parse_written(&value.to_string()).unwrap().0.value, Decimal::from(value));
        }
    }
}
