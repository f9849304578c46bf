//! Whether a block was cut off: it ends in a comma, or in a word that no sentence ends with, and nothing goes on behind it.

use crate::document::{Block, BlockKind, Case, Document, Token, TokenKind};
use crate::text;

/// Words that lead to another one.
const LEADING: [u64; 32] = [
    text::key("về"),
    text::key("và"),
    text::key("của"),
    text::key("nhưng"),
    text::key("hoặc"),
    text::key("với"),
    text::key("tại"),
    text::key("bởi"),
    text::key("để"),
    text::key("là"),
    text::key("các"),
    text::key("những"),
    text::key("nhằm"),
    text::key("sẽ"),
    text::key("đang"),
    text::key("mà"),
    text::key("rằng"),
    text::key("vì"),
    text::key("khi"),
    text::key("nếu"),
    text::key("giữa"),
    text::key("mỗi"),
    text::key("từng"),
    text::key("trên"),
    text::key("trong"),
    text::key("theo"),
    text::key("cho"),
    text::key("do"),
    text::key("thuộc"),
    text::key("đã"),
    text::key("rất"),
    text::key("đối"),
];

/// Words behind which one of the others may end a sentence: `chuyển về`, `hiện tại`, `đôi khi`, `nếu có`.
const BEFORE_AN_END: [u64; 54] = [
    text::key("trở"),
    text::key("quay"),
    text::key("đi"),
    text::key("đưa"),
    text::key("rút"),
    text::key("chuyển"),
    text::key("gửi"),
    text::key("mang"),
    text::key("kéo"),
    text::key("tải"),
    text::key("thu"),
    text::key("hồi"),
    text::key("nộp"),
    text::key("trả"),
    text::key("giao"),
    text::key("nhận"),
    text::key("bay"),
    text::key("hiện"),
    text::key("tồn"),
    text::key("đương"),
    text::key("đôi"),
    text::key("có"),
    text::key("hôm"),
    text::key("thế"),
    text::key("như"),
    text::key("đã"),
    text::key("chưa"),
    text::key("không"),
    text::key("đều"),
    text::key("nêu"),
    text::key("cấp"),
    text::key("phía"),
    text::key("bên"),
    text::key("kể"),
    text::key("nói"),
    text::key("ở"),
    text::key("lên"),
    text::key("kèm"),
    text::key("tiếp"),
    text::key("tuân"),
    text::key("làm"),
    text::key("dõi"),
    text::key("mang"),
    text::key("noi"),
    text::key("dựa"),
    text::key("lý"),
    text::key("tự"),
    text::key("trực"),
    text::key("phụ"),
    text::key("lệ"),
    text::key("quen"),
    text::key("thân"),
    text::key("tuyệt"),
    text::key("tương"),
];

/// Behind several things `trên` points back to them: `các nhiệm vụ trên`.
const ABOVE: u64 = text::key("trên");
const SEVERAL: [u64; 6] =
    [text::key("các"), text::key("những"), text::key("hai"), text::key("ba"), text::key("bốn"), text::key("một")];
/// So far back, in tokens, they begin.
const REACH: usize = 10;

/// Words that lead on to the next item of a list.
const JOINING: [u64; 2] = [text::key("và"), text::key("hoặc")];

/// A block of fewer words is a name, a title or a note of layout.
const FEWEST: usize = 5;

/// Whether a block of the body ends in the middle.
pub(super) fn is_off(document: &Document, block: &Block, behind: Option<&Block>) -> bool {
    let tokens = document.tokens_in(block.tokens.clone());
    let [.., before, last] = tokens else { return false };
    let words = tokens.iter().filter(|token| token.is_word());
    let cut = match last.kind {
        TokenKind::Punctuation(',') => !goes_on_as_item(document, block, behind),
        TokenKind::Word => {
            // `DO ĐÂU VÀ VÌ` in a title is a line that was broken, not a sentence.
            last.case == Case::Lower
                && LEADING.contains(&last.key)
                && !BEFORE_AN_END.contains(&before.key)
                && !(last.key == ABOVE && points_back(tokens))
                && !(JOINING.contains(&last.key) && goes_on_as_item(document, block, behind))
        }
        _ => false,
    };
    cut && words.count() >= FEWEST && begins_anew(document, block, behind)
}

/// Whether several things, or a number of them, stand before the last word.
fn points_back(tokens: &[Token]) -> bool {
    tokens.iter().rev().take(REACH).any(|token| token.is_number() || SEVERAL.contains(&token.key))
}

/// Whether another item of the list follows, or of one that this block leads to.
fn goes_on_as_item(document: &Document, block: &Block, behind: Option<&Block>) -> bool {
    behind.is_some_and(|behind| behind.kind == BlockKind::Item)
        || depths(document, block, behind).is_some_and(|(own, next)| next >= own)
}

/// Whether what stands behind has a beginning of its own: no small letter, no table, no list that this block leads to.
fn begins_anew(document: &Document, block: &Block, behind: Option<&Block>) -> bool {
    let Some(behind) = behind else { return true };
    let first = document.tokens_in(behind.tokens.clone()).first();
    match behind.kind {
        BlockKind::Item if block.kind != BlockKind::Item => false,
        BlockKind::Heading if depths(document, block, Some(behind)).is_some_and(|(own, next)| next > own) => false,
        BlockKind::Heading | BlockKind::Item => first.is_none_or(|first| first.case != Case::Lower || !first.is_word()),
        BlockKind::Paragraph => first.is_some_and(|first| matches!(first.case, Case::Title | Case::Upper)),
        _ => false,
    }
}

/// How deep in the tree two headings stand.
fn depths(document: &Document, block: &Block, behind: Option<&Block>) -> Option<(u32, u32)> {
    let depth = |block: &Block| {
        let of_heading = block.section.filter(|_| block.kind == BlockKind::Heading)?;
        document.sections.get(of_heading as usize).map(|section| section.depth)
    };
    depth(block).zip(depth(behind?))
}
