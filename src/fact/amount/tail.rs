//! What follows a number: its scale, unit and noun.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use rust_decimal::Decimal;

use super::{is_any, is_number, is_pair, keys, word};
use crate::document::TokenId;
use crate::fact::View;
use crate::text::{self, KeyTable};

/// What follows a number.
pub struct Tail {
    /// 1, or what the scale words come to.
    pub scale: Decimal,
    /// The folded unit.
    pub unit: Option<Arc<str>>,
    /// One past the unit, scale or number.
    pub end: TokenId,
    /// What is counted.
    pub noun: Range<TokenId>,
}

impl Tail {
    /// Whether a unit follows that no label has behind it; `khoản 1 điểm a` and `đợt 1 năm nay` have labels.
    pub(super) fn measures(&self) -> bool {
        !matches!(self.unit.as_deref(), None | Some("điểm" | "ngày" | "tháng" | "năm"))
    }
}

pub(super) const DOTS: &[u64] = keys!["điểm"];
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

/// Reads scale, unit and noun from the token behind a number.
pub fn tail(view: View<'_>, from: TokenId, whole: bool) -> Tail {
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
pub fn noun(view: View<'_>, from: TokenId) -> Range<TokenId> {
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
