//! Words that several of the reckonings ask for.

use super::phrases::Phrases;
use crate::fact::amount::keys;

/// What leads from a figure to the percentage that it is of something.
pub const ATTAIN: Phrases = Phrases::of(&[
    keys!["đạt"],
    keys!["bằng"],
    keys!["chiếm"],
    keys!["tức"],
    keys!["hay"],
    keys!["tỷ" "lệ"],
    keys!["tỉ" "lệ"],
    keys!["tỷ" "lệ" "là"],
    keys!["tỷ" "lệ" "đạt"],
    keys!["đạt" "tỷ" "lệ"],
    keys!["đạt" "tỉ" "lệ"],
    keys!["chiếm" "tỷ" "lệ"],
    keys!["chiếm" "tỉ" "lệ"],
    keys!["tương" "ứng"],
    keys!["tương" "đương"],
    keys!["tương" "ứng" "với"],
    keys!["tương" "đương" "với"],
]);
/// Before a figure that is rounded by word.
pub const ABOUT: Phrases = Phrases::of(&[
    keys!["khoảng"],
    keys!["gần"],
    keys!["trên"],
    keys!["hơn"],
    keys!["ước"],
    keys!["xấp" "xỉ"],
    keys!["ngót"],
]);
/// More than so many, or of so many.
pub const OVER: Phrases = Phrases::of(&[keys!["trên"]]);
/// What counts time.
pub const TIMES: &[u64] = keys!["tháng" "năm" "quý" "tuần" "ngày" "giờ"];
/// What joins two of anything.
pub const AND: u64 = crate::text::key("và");
/// The unit of money, which is bronze as well.
pub const DONG: u64 = crate::text::key("đồng");
