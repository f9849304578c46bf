//! Numbers that name a thing or a year instead of counting things.

use super::tail::{DOTS, Tail};
use super::{is_any, is_dash, is_number, is_pair, keys, word};
use crate::document::{Case, TokenId};
use crate::fact::View;
use crate::text;

/// Words before a number that make it a label.
const LABELS: &[u64] = keys![
    "thứ" "điều" "khoản" "chương" "tiết" "mục" "số" "quý" "bước" "khóa" "đợt" "vòng" "nhóm" "biểu" "bảng" "iso" "tcvn" "năm"
    "tháng" "ngày" "trang" "lớp" "hạng" "loại" "lần" "ngõ" "hẻm" "kiệt" "lô" "thửa" "mức"
];
/// Of these, what is told in small numbers only.
const RANKS: &[u64] = keys!["lần"];
/// And these in numbers of one digit: `định danh điện tử mức 2`.
const GRADES: &[u64] = keys!["mức"];
/// See `GRADES`.
const GRADED: &[(u64, &[u64])] = &[(text::key("cấp"), keys!["độ"])];
/// Places that have small numbers, written without a zero before them: `tiểu khu 6`; in `tổ dân phố 06 hộ` there are so many.
const PLACES: &[(u64, &[u64])] =
    &[(text::key("tiểu"), keys!["khu"]), (text::key("khu"), keys!["phố"]), (text::key("dân"), keys!["phố"])];
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
        keys!["thiểu" "đa" "tổng" "trong" "chỉ" "điểm" "hệ" "con" "tỷ" "tỉ" "dân" "doanh" "ngoài" "nhân" "quyền" "đổi" "năng" "nghệ" "tế" "tảng" "liệu" "tầng" "ký"],
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
pub(super) fn is_label(view: View<'_>, at: TokenId, tail: &Tail) -> bool {
    let place = at.checked_sub(2).is_some_and(|before| before >= view.start && is_pair(view, before, PLACES));
    // "sản phẩm 4 sao", "04 sao: 71": nobody counts stars.
    if place && is_small(view, at) || is_any(view, at + 1, keys!["sao"]) || is_day_of_span(view, at) {
        return true;
    }
    if has_label(view, at) {
        // "tiếp lần đầu 1.422 vụ việc, nhiều lần 384 vụ việc": nobody counts so many times.
        let times = at.checked_sub(1).is_some_and(|before| is_any(view, before, RANKS));
        let before = |back| at.checked_sub(back).filter(|before| *before >= view.start);
        let graded = before(1).is_some_and(|id| is_any(view, id, GRADES))
            || before(2).is_some_and(|id| is_pair(view, id, GRADED));
        let digits = view.text(at).len();
        return !(times && !tail.noun.is_empty() && digits >= 3 || graded && digits >= 2);
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
    // "03 chỉ tiêu (số 2, 3 và 4)" too.
    (is_any(view, label, PARTS) || is_any(view, label, keys!["số"])) && has_label(view, first)
        || is_any(view, label, keys!["năm"]) && year(view, at)
}

/// Whether a number has two digits at most and no zero before them.
fn is_small(view: View<'_>, at: TokenId) -> bool {
    let text = view.text(at);
    text.len() <= 2 && !text.starts_with('0')
}

/// Whether a number is the first day of a few: the 23 of `23 - 24/7`.
fn is_day_of_span(view: View<'_>, at: TokenId) -> bool {
    view.text(at).len() <= 2
        && is_dash(view, at + 1)
        && is_number(view, at + 2)
        && view.text(at + 2).len() <= 2
        && view.is_mark(at + 3, '/')
        && is_number(view, at + 4)
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
pub(super) fn is_year(view: View<'_>, at: TokenId, tail: &Tail) -> bool {
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
