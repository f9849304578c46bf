//! What announces a list, parts it, and says what its figures are.

use crate::fact::amount::keys;
use crate::fact::reckoning::phrases::Phrases;

/// What announces a whole list.
pub(super) const WHOLE: Phrases = Phrases::of(&[
    keys!["gồm"],
    keys!["gồm" "có"],
    keys!["bao" "gồm"],
    keys!["gồm" "các"],
    keys!["cụ" "thể" "gồm"],
    keys!["cụ" "thể"],
    keys!["chia" "ra"],
    keys!["cụ" "thể" "là"],
]);
/// What announces something that is among all and not all: `152 dự thảo (gồm cả 09 dự thảo chưa ban hành)`.
pub(super) const AS_WELL: Phrases =
    Phrases::of(&[keys!["gồm" "cả"], keys!["bao" "gồm" "cả"], keys!["kể" "cả"], keys!["tính" "cả"], keys!["có" "cả"]]);
/// What announces parts that need not be all.
pub(in super::super) const PARTIAL: Phrases =
    Phrases::of(&[keys!["trong" "đó"], keys!["trong" "đó" "có"], keys!["trong" "đó" "gồm"], keys!["trong" "số" "đó"]]);
/// What says what is to become of all that was looked through: `rà soát 120 văn bản, đề nghị giữ nguyên 80 văn bản, …`.
pub(super) const PROPOSES: Phrases =
    Phrases::of(&[keys!["," "đề" "xuất"], keys!["," "đề" "nghị"], keys!["," "kiến" "nghị"]]);
pub(super) const REVIEWED: Phrases =
    Phrases::of(&[keys!["rà" "soát"], keys!["rà" "soát" "được"], keys!["đã" "rà" "soát"]]);
/// What says that parts of a total follow: `trong tổng số 14 đơn vị có …`.
pub(super) const AMONG: Phrases = Phrases::of(&[keys!["trong"], keys!["trong" "tổng" "số"], keys!["trong" "số"]]);
pub(super) const HAS: Phrases = Phrases::of(&[keys!["có"], keys!["thì" "có"], keys!["," "có"]]);
/// In a list, these say that its figures are no parts of the total.
pub(super) const COMPARISONS: Phrases = Phrases::of(&[
    keys!["tăng"],
    keys!["giảm"],
    keys!["so" "với"],
    keys!["cùng" "kỳ"],
    keys!["dự" "kiến"],
    keys!["bình" "quân"],
    keys!["trung" "bình"],
    keys!["mỗi"],
    keys!["tối" "đa"],
    keys!["tối" "thiểu"],
    keys!["ít" "nhất"],
    keys!["không" "quá"],
    keys!["năm" "trước"],
    keys!["lũy" "kế"],
    keys!["tổng" "cộng"],
    keys!["vượt"],
    keys!["trước" "đây"],
    keys!["còn" "thiếu"],
    keys!["cá" "biệt"],
    keys!["đặc" "biệt"],
    keys!["nổi" "bật"],
    keys!["nhiều" "nhất"],
    keys!["cao" "nhất"],
    keys!["thấp" "nhất"],
    keys!["lớn" "nhất"],
    keys!["chủ" "yếu"],
]);
/// What a total behind a list is raised to: `gồm 06 quyết định và 21 công văn, nâng tổng số lên 71 văn bản`.
pub(super) const RAISED: Phrases =
    Phrases::of(&[keys!["nâng" "tổng"], keys!["nâng" "số"], keys!["đưa" "tổng"], keys!["đưa" "số"]]);
/// At the beginning of a clause, what is told of one part: `riêng cấp xã 12 hồ sơ`; not in `trụ sở riêng`.
pub(super) const APART: u64 = crate::text::key("riêng");
/// Names in which a word of change changes nothing.
pub(super) const NAMES: Phrases = Phrases::of(&[
    keys!["giá" "trị" "gia" "tăng"],
    keys!["tăng" "thu"],
    keys!["thu" "nhập" "tăng" "thêm"],
    keys!["tăng" "cường"],
    keys!["giảm" "nghèo"],
    keys!["giảm" "thiểu"],
]);
/// Between a total and what announces its parts: here another thought begins.
pub(super) const BREAKS: Phrases =
    Phrases::of(&[keys!["so" "với"], keys!["cùng" "kỳ"], keys!["phấn" "đấu"], keys!["tăng"], keys!["giảm"]]);
/// What was there before a period, and what came in it: together they are all.
pub(super) const CARRIED: Phrases =
    Phrases::of(&[keys!["chuyển" "sang"], keys!["chuyển" "tiếp"], keys!["chuyển" "qua"]]);
/// See `CARRIED`.
pub(super) const NEW: Phrases =
    Phrases::of(&[keys!["giao" "mới"], keys!["nhận" "mới"], keys!["phát" "sinh"], keys!["mới" "phát" "sinh"]]);

/// What is counted in years and not in people.
pub(in super::super) const AGE: u64 = crate::text::key("tuổi");
/// What says which of several a list goes through.
pub(super) const FIRST: Phrases = Phrases::of(&[keys!["thứ" "nhất"], keys!["lần" "lượt"]]);
/// Before the time in which so many were counted.
pub(super) const WITHIN: Phrases = Phrases::of(&[keys!["trong"]]);
/// What joins the last item to those before.
pub(super) const AND: Phrases = Phrases::of(&[keys!["và"]]);

/// What the last part is where nothing is left out.
pub(super) const OTHERS: Phrases = Phrases::of(&[keys!["khác"], keys!["còn" "lại"]]);

/// What the part of a list is that has no number.
pub(super) const LEFT_OVER: Phrases =
    Phrases::of(&[keys!["khác"], keys!["còn" "lại"], keys!["một" "số"], keys!["ngoài" "ra"], keys!["v" "." "v"]]);
/// Behind `và`, several things that are not counted.
pub(super) const PLURAL: Phrases = Phrases::of(&[keys!["các"], keys!["những"], keys!["nhiều"]]);

/// In brackets, what speaks of what is left and not of parts.
pub(super) const REST: Phrases = Phrases::of(&[keys!["còn" "lại"]]);

/// What is left, and what it is left of.
pub(super) const LEFT: Phrases = Phrases::of(&[keys!["còn"], keys!["tồn"]]);
pub(super) const BEFORE: Phrases =
    Phrases::of(&[keys!["đầu" "kỳ"], keys!["đầu" "quý"], keys!["đầu" "năm"], keys!["kỳ" "trước"], keys!["trước" "đó"]]);

/// What was done, and what is not done yet: no part of it.
pub(super) const DEALT: Phrases = Phrases::of(&[keys!["đã" "xử" "lý"], keys!["đã" "giải" "quyết"]]);
pub(super) const UNDER_WAY: Phrases = Phrases::of(&[keys!["đang"]]);

/// Before the number of turns or places that something was done in.
pub(super) const THROUGH: Phrases = Phrases::of(&[keys!["qua"], keys!["trong"], keys!["tại"]]);
