//! Drafts laid side by side, drawn as a list of what became of each unit.

use super::*;
use crate::source::Source;

fn document(text: &str) -> Document {
    Document::parse(Source::new("a.md", text))
}

fn words(document: &Document, tokens: &Range<TokenId>) -> String {
    document.slice(document.span_of(tokens.clone())).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line for each pair: `=` the same, `~` changed, `>` before moved ones; then `-` and `+` for what has no partner.
fn drawn(old: &str, new: &str) -> String {
    let (old, new) = (document(old), document(new));
    let aligned = Alignment::new(&old, &new);
    let mut out = String::new();
    for pair in &aligned.pairs {
        let mark = if pair.edits.is_empty() { "=" } else { "~" };
        let moved = if pair.moved { ">" } else { "" };
        out += &format!("{moved}{mark} {}\n", words(&new, &aligned.new[pair.new as usize].tokens));
        for edit in &pair.edits {
            out += &format!("   [{}] -> [{}]\n", words(&old, &edit.old), words(&new, &edit.new));
        }
    }
    for (sign, document, units) in [("-", &old, &aligned.old), ("+", &new, &aligned.new)] {
        for unit in units.iter().filter(|unit| unit.pair.is_none()) {
            out += &format!("{sign} {}\n", words(document, &unit.tokens));
        }
    }
    for stray in &aligned.strays {
        out += &format!("* {}\n", words(&new, &stray.new));
    }
    out
}

#[test]
fn a_figure_that_changed_is_a_change_inside_its_paragraph() {
    let old = "Đã hoàn thành 13/72 nhiệm vụ được giao, đạt 18,06%.\n\nKhông có nhiệm vụ quá hạn.";
    let new = "Đã hoàn thành 15/72 nhiệm vụ được giao, đạt 20,83%.\n\nKhông có nhiệm vụ quá hạn.";
    assert_eq!(
        drawn(old, new),
        "~ Đã hoàn thành 15/72 nhiệm vụ được giao, đạt 20,83%.\n   [13] -> [15]\n   [18,06] -> [20,83]\n= Không có nhiệm vụ quá hạn.\n"
    );
}

#[test]
fn renumbered_sections_are_the_same_and_the_fewest_words_have_moved() {
    let old = "## 1. Cải cách thể chế\n\nBan hành 05 văn bản quy phạm pháp luật.\n\n## 2. Cải cách thủ tục hành chính\n\nCông bố 12 thủ tục mới, bãi bỏ 03 thủ tục cũ.\n";
    let new = "## 1. Cải cách thủ tục hành chính\n\nCông bố 12 thủ tục mới, bãi bỏ 03 thủ tục cũ.\n\n## 2. Cải cách thể chế\n\nBan hành 05 văn bản quy phạm pháp luật.\n";
    assert_eq!(
        drawn(old, new),
        ">= Cải cách thể chế\n>= Ban hành 05 văn bản quy phạm pháp luật.\n= Cải cách thủ tục hành chính\n= Công bố 12 thủ tục mới, bãi bỏ 03 thủ tục cũ.\n"
    );
}

#[test]
fn a_paragraph_cut_in_two_keeps_its_sentences() {
    let old = "Ủy ban nhân dân tỉnh đã ban hành kế hoạch từ đầu năm. Các sở đã triển khai đầy đủ kế hoạch này. Đến nay có 12 đơn vị chưa báo cáo kết quả thực hiện.";
    let new = "Ủy ban nhân dân tỉnh đã ban hành kế hoạch từ đầu năm. Các sở đã triển khai đầy đủ kế hoạch này.\n\nĐến nay có 12 đơn vị chưa báo cáo kết quả thực hiện.";
    let drawn = drawn(old, new);
    assert!(drawn.ends_with("* Đến nay có 12 đơn vị chưa báo cáo kết quả thực hiện.\n"), "{drawn}");
}

#[test]
fn rows_are_matched_by_what_they_say_and_notes_whatever_their_number() {
    let old = "| 1 | Số văn bản | 82 |\n|---|---|---|\n| 2 | Số nhiệm vụ | 45 |\n\nTheo kế hoạch¹.\n\n¹ Kế hoạch số 12/KH-UBND ngày 05/01/2024.\n";
    let new = "| 1 | Số văn bản | 82 |\n|---|---|---|\n| 2 | Số hồ sơ | 7 |\n| 3 | Số nhiệm vụ | 46 |\n\nTheo kế hoạch².\n\n² Kế hoạch số 12/KH-UBND ngày 05/01/2024.\n";
    assert_eq!(
        drawn(old, new),
        "= 1 | Số văn bản | 82\n~ 3 | Số nhiệm vụ | 46\n   [2] -> [3]\n   [45] -> [46]\n= Theo kế hoạch².\n= Kế hoạch số 12/KH-UBND ngày 05/01/2024.\n+ 2 | Số hồ sơ | 7\n"
    );
}

#[test]
fn long_texts_without_order_cost_no_square() {
    let words = |step: usize| (0..60_000).map(|n| format!("{} ", n * step % 7)).collect::<String>();
    let paragraphs = |step: usize| (0..20_000).map(|n| format!("dòng {}\n\n", n * step % 11)).collect::<String>();
    for (old, new) in [(words(3), words(5)), (paragraphs(3), paragraphs(7))] {
        let (old, new) = (document(&old), document(&new));
        let aligned = Alignment::new(&old, &new);
        let known = aligned.pairs.iter().filter(|pair| pair.old as usize >= aligned.old.len()).count();
        assert_eq!(known, 0);
    }
}
