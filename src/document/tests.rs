//! Small texts and the drawing of what is read in them.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

mod tables;

fn read(text: &str) -> Document {
    Document::parse(Source::new("test", text))
}

/// The words of a block as they are read, one blank at each seam.
fn words(document: &Document, block: &Block) -> String {
    let mut out = String::new();
    for token in document.tokens_in(block.tokens.clone()) {
        if token.spaced && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(document.slice(token.span));
    }
    out
}

/// One line a block: sections by `#` and depth with what is wrong with them, `¶` paragraphs, `-` items, `[row,column]`
/// cells, `^` notes, `~` heads and feet of pages.
fn draw(text: &str) -> String {
    let document = read(text);
    let mut out = String::new();
    for block in &document.blocks {
        let words = words(&document, block);
        let line = match block.kind {
            BlockKind::Heading => heading(&document, block, &words),
            BlockKind::Paragraph => format!("¶ {words}"),
            BlockKind::Item => format!("- {words}"),
            BlockKind::Cell { row, column, .. } => format!("[{row},{column}] {words}"),
            BlockKind::Margin => format!("~ {words}"),
            BlockKind::Printed => "(printed table)".to_owned(),
            BlockKind::Note(note) => format!("^{} {words}", document.notes[note as usize].label),
        };
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn heading(document: &Document, block: &Block, words: &str) -> String {
    let section = &document.sections[block.section.unwrap() as usize];
    let mut line = "#".repeat(section.depth as usize + 1);
    if let Some(label) = &section.label {
        line.push_str(&format!(" {}", document.slice(label.span)));
        let number = label.numbers.last().copied();
        if section.expected != number {
            line.push_str(&format!(" (should be {})", section.expected.unwrap()));
        }
    }
    line.push_str(&format!(" {words}"));
    for (wrong, told) in [(section.empty, " (empty)"), (!section.fits_parent, " (misfit)")] {
        if wrong {
            line.push_str(told);
        }
    }
    line
}

#[track_caller]
fn check(text: &str, drawing: &str) {
    let trimmed: String = drawing.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(draw(text), trimmed);
}

#[test]
fn tidy_markdown() {
    check(
        "---\ntitle: Báo cáo\n---\n# BÁO CÁO\n\n## I. CHỈ ĐẠO\n\n### 1. Văn bản\n\nĐã ban hành 5 văn bản[^1].\n\n- một;\n- hai.\n\n\
         ### 2. Kiểm tra\n\n<!-- ghi chú\n\nnhiều dòng -->\n\n| Nội dung | Số liệu |\n|---|---:|\n| Xã \\| phường | 5 |\n\n## II. ĐÁNH GIÁ\n\n\
         ### Mặt được\n\nTốt.\n\n### Mặt chưa được\n\n## III. KIẾN NGHỊ\n\nKhông.\n\n[^1]: Ngày 5.\n    Tiếp.\n",
        "¶ BÁO CÁO
         # I. CHỈ ĐẠO
         ## 1. Văn bản
         ¶ Đã ban hành 5 văn bản[^1].
         - một;
         - hai.
         ## 2. Kiểm tra
         [0,0] Nội dung
         [0,1] Số liệu
         [1,0] Xã | phường
         [1,1] 5
         # II. ĐÁNH GIÁ
         ## Mặt được
         ¶ Tốt.
         ## Mặt chưa được (empty)
         # III. KIẾN NGHỊ
         ¶ Không.
         ^1 Ngày 5. Tiếp.",
    );
}

const RECOVERED: &str = "Số: 7/BC-X\n\nBÁO CÁO\nCông tác quý I\n\nI. TÌNH HÌNH\n\n\
    - Các đơn vị đã triển khai đồng bộ nhiều giải pháp trọng tâm trong quý và kết quả được Ban¹\n\n\
    ¹ Ghi nhận ngày 5/3.\n\n²Ngày 6/3, theo biên bản\n\n12\n\n\
    Chỉ đạo ghi nhận². Đã xong.\n\n\
    Việc phối hợp giữa các đơn vị trên địa bàn được duy trì thường xuyên, liên tục và\n\nhiệu quả.\n\n\
    Đoạn này dài và không có dấu chấm ở cuối nhưng đoạn sau lại viết hoa chữ đầu tiên của nó\n\nĐoạn khác.\n";

#[test]
fn a_paragraph_cut_by_a_page_is_whole_again() {
    check(
        RECOVERED,
        "¶ Số: 7/BC-X
         ¶ BÁO CÁO
         ¶ Công tác quý I
         # I. TÌNH HÌNH
         - Các đơn vị đã triển khai đồng bộ nhiều giải pháp trọng tâm trong quý và kết quả được Ban¹ Chỉ đạo ghi nhận². Đã xong.
         ^1 Ghi nhận ngày 5/3.
         ^2 Ngày 6/3, theo biên bản
         ¶ Việc phối hợp giữa các đơn vị trên địa bàn được duy trì thường xuyên, liên tục và hiệu quả.
         ¶ Đoạn này dài và không có dấu chấm ở cuối nhưng đoạn sau lại viết hoa chữ đầu tiên của nó
         ¶ Đoạn khác.",
    );
}

#[test]
fn marks_point_to_their_notes_and_a_rejoined_block_covers_them() {
    let document = read(RECOVERED);
    let linked: Vec<_> = document.marks.iter().map(|mark| (mark.label.as_str(), mark.note)).collect();
    assert_eq!(linked, [("1", Some(0)), ("2", Some(1))]);
    assert!(document.notes.iter().all(|note| note.marks == 1));
    let (whole, note) = (&document.blocks[4], &document.blocks[5]);
    assert!(whole.span.contains(note.span));
    assert_eq!(document.slice(document.notes[1].span), "²");
}

#[test]
fn a_heading_over_a_page_end_stays_a_heading() {
    check(
        "1. Kết quả thực hiện các nhiệm vụ về nâng ngạch, thăng hạng và thi tuyển vào các chức danh quản lý tại cơ quan, đơn vị\n\n\
         ¹ Ghi chú.\n\nĐơn vị đã cử 7 người dự thi.",
        "# 1. Kết quả thực hiện các nhiệm vụ về nâng ngạch, thăng hạng và thi tuyển vào các chức danh quản lý tại cơ quan, đơn vị
         ^1 Ghi chú.
         ¶ Đơn vị đã cử 7 người dự thi.",
    );
}

#[test]
fn what_stops_in_mid_sentence_under_a_letter_goes_on_behind_the_notes_with_a_capital() {
    check(
        "a) Sắp xếp cơ quan, đơn vị: sau khi thực hiện Nghị định số 107/2020/NĐ-CP và\n\n\
         ¹ Ghi chú.\n\nNghị định số 108/2020/NĐ-CP, các phòng đã được sắp xếp lại.",
        "# a) Sắp xếp cơ quan, đơn vị: sau khi thực hiện Nghị định số 107/2020/NĐ-CP và Nghị định số 108/2020/NĐ-CP, các phòng đã được sắp xếp lại.
         ^1 Ghi chú.",
    );
}

#[test]
fn a_name_that_a_page_end_cut_in_two_is_one() {
    let half = "Ngày 10/02/2026, các cơ quan đã thực hiện yêu cầu tại Công văn số 688/UBND-KSTT của UBND tỉnh Gia";
    check(
        &format!("Tỉnh Gia Lai có 77 xã.\n\n{half}\n\nLai, đồng thời đã báo cáo nguyên nhân."),
        &format!("¶ Tỉnh Gia Lai có 77 xã.\n¶ {half} Lai, đồng thời đã báo cáo nguyên nhân."),
    );
    check(&format!("{half}\n\nLai lịch đã rõ."), &format!("¶ {half}\n¶ Lai lịch đã rõ."));
}

#[test]
fn hard_wrapped_text_is_joined_where_lines_are_full() {
    check(
        "I. TÌNH HÌNH CHUNG\n1. Kết quả\nTrong quý, các đơn vị đã triển khai nhiều giải\npháp đồng bộ, kết quả đạt được rất tích cực ở\n\
         các mặt. Số liệu cụ thể như sau:\n- Một là hoàn thành đủ các chỉ tiêu được giao và\nvượt kế hoạch.\n- Hai là đúng hạn.\n\
         2. Tồn tại\nMột số đơn vị còn chậm báo cáo theo thời hạn mà\nkế hoạch đã nêu.\nNơi nhận:\n- Lưu.",
        "# I. TÌNH HÌNH CHUNG
         ## 1. Kết quả
         ¶ Trong quý, các đơn vị đã triển khai nhiều giải pháp đồng bộ, kết quả đạt được rất tích cực ở các mặt. Số liệu cụ thể như sau:
         - Một là hoàn thành đủ các chỉ tiêu được giao và vượt kế hoạch.
         - Hai là đúng hạn.
         ## 2. Tồn tại
         ¶ Một số đơn vị còn chậm báo cáo theo thời hạn mà kế hoạch đã nêu.
         ¶ Nơi nhận:
         - Lưu.",
    );
}

#[test]
fn line_ends_and_normal_forms_change_nothing() {
    for text in [RECOVERED, "Phần thứ nhất\nTÌNH HÌNH\n\nđ) Kết quả\n\nPHỤ LỤC II\n\nI. Số liệu\n\nđạt 5%"]
    {
        let drawing = draw(text);
        assert_eq!(draw(&text.replace('\n', "\r\n")), drawing);
        assert_eq!(draw(&text.replace('\n', "\r")), drawing);
        assert_eq!(draw(&format!("\u{feff}{text}")), drawing);
        let decomposed: String = text.nfd().collect();
        assert_eq!(draw(&decomposed).nfc().collect::<String>(), drawing);
    }
}

#[test]
fn columns_of_head_and_foot_that_a_gap_parts() {
    check(
        "ĐƠN VỊ A\tQUỐC HIỆU\n   PHÒNG B          Tiêu ngữ\n\nSố:      /BC-B\tNơi đó, ngày     tháng     năm 2024\nBÁO CÁO\n\nI. KẾT QUẢ\n\nMột\tđoạn.\n\n\
         II. KIẾN NGHỊ\n\nKhông có.\n\nNơi nhận:\tCHỨC DANH\n- Như trên;\n- Lưu.      Họ Tên\n",
        "¶ ĐƠN VỊ A
         ¶ QUỐC HIỆU
         ¶ PHÒNG B
         ¶ Tiêu ngữ
         ¶ Số: /BC-B
         ¶ Nơi đó, ngày tháng năm 2024
         ¶ BÁO CÁO
         # I. KẾT QUẢ
         ¶ Một đoạn.
         # II. KIẾN NGHỊ
         ¶ Không có.
         ¶ Nơi nhận:
         ¶ CHỨC DANH
         - Như trên;
         - Lưu.
         ¶ Họ Tên",
    );
}

#[test]
fn a_table_of_which_only_gaps_are_left_is_left_alone() {
    check(
        "1. Kiểm tra\n\n   Chỉ tiêu                         Đơn vị      Số liệu\n          Số sở, ngành\n   3.1.   đã kiểm tra               Cơ quan          4\n\n          \
         Số xã\n   3.2.   đã kiểm tra               Xã              38\n          theo kế hoạch\n\n2. Đối thoại   rộng   rãi\n\nMột đoạn.\n",
        "# 1. Kiểm tra
         (printed table)
         # 2. Đối thoại rộng rãi
         ¶ Một đoạn.",
    );
    check(
        "- Chủ tịch, các Phó Chủ tịch\n  tỉnh;\n- Lưu: VT.\n",
        "- Chủ tịch, các Phó Chủ tịch tỉnh;
         - Lưu: VT.",
    );
}

#[test]
fn rows_that_tabs_part_are_no_columns_of_a_foot() {
    let rows = "TT\tHuyện\tTiếp nhận\tĐúng hạn\n1\tA\t12\t10\n2\tB\t7\t7\n\tTổng\t19\t17\n";
    let document = read(&format!("I. KẾT QUẢ\n\nMột đoạn.\n\nPHỤ LỤC\n\n{rows}"));
    assert_eq!(document.tables.iter().map(|table| (table.rows, table.columns)).collect::<Vec<_>>(), [(4, 4)]);
}

#[test]
fn a_title_in_markdown_headings_opens_no_section() {
    check(
        "# BÁO CÁO\n## Công tác năm 2024\n\nKính gửi: Đơn vị A\n\n## I. KẾT QUẢ\n\nĐã xong.",
        "¶ BÁO CÁO
         ¶ Công tác năm 2024
         ¶ Kính gửi: Đơn vị A
         # I. KẾT QUẢ
         ¶ Đã xong.",
    );
    // At any level where it is the first and in capitals.
    check(
        "### BÁO CÁO\n**Công tác năm 2024**\n\n### Kính gửi\n\nĐơn vị A.\n\n## I. KẾT QUẢ\n\nĐã xong.",
        "¶ BÁO CÁO
         ¶ Công tác năm 2024
         # Kính gửi
         ¶ Đơn vị A.
         # I. KẾT QUẢ
         ¶ Đã xong.",
    );
}

#[test]
fn pasted_from_word_with_layout_tables() {
    check(
        "|  ĐƠN VỊ A / PHÒNG B | QUỐC HIỆU / Tiêu ngữ |\n\n|  / Số:      /BC-B /  | \t / Nơi đó, ngày   tháng   năm 2025 |\n\nBÁO CÁO\n\n\
         I. KẾT QUẢ\n\n\tMột đoạn.\n\n| Chỉ tiêu | Số liệu |\n\n| 1.1. Hồ sơ | 5 |\n\n\n| Khác | 7 |\n\n\
         | Nơi nhận: / - Như trên; / - Lưu. | CHỨC DANH / / |\n\n\t\t\n",
        "¶ ĐƠN VỊ A
         ¶ PHÒNG B
         ¶ QUỐC HIỆU
         ¶ Tiêu ngữ
         ¶ Số: /BC-B
         ¶ Nơi đó, ngày tháng năm 2025
         ¶ BÁO CÁO
         # I. KẾT QUẢ
         ¶ Một đoạn.
         [0,0] Chỉ tiêu
         [0,1] Số liệu
         [1,0] 1.1. Hồ sơ
         [1,1] 5
         [0,0] Khác
         [0,1] 7
         [1,0] Nơi nhận: / - Như trên; / - Lưu.
         [1,1] CHỨC DANH / /",
    );
    check(
        "I. KẾT QUẢ\n\nMột đoạn.\n\n| **Nơi nhận:**<br>- Như trên;<br/>- Lưu. | CHỨC DANH |\n|---|---|\n",
        "# I. KẾT QUẢ
         ¶ Một đoạn.
         ¶ Nơi nhận:
         - Như trên;
         - Lưu.
         ¶ CHỨC DANH",
    );
    check(
        "| UBND TỈNH A | CỘNG HÒA |\n|---|---|\n| Số: 5/BC-UBND | A, ngày 5 |\n\nI. KẾT QUẢ\n\nMột đoạn.\n\n\
         | **Nơi nhận:** | **TM. UBND** |\n|---|---|\n| - Lưu. | **CHỦ TỊCH**<br>**An Bình** |\n",
        "¶ UBND TỈNH A
         ¶ CỘNG HÒA
         ¶ Số: 5/BC-UBND
         ¶ A, ngày 5
         # I. KẾT QUẢ
         ¶ Một đoạn.
         ¶ Nơi nhận:
         - Lưu.
         ¶ TM. UBND
         ¶ CHỦ TỊCH
         ¶ An Bình",
    );
    // More rows than a head has, below a head that is left empty.
    check(
        "I. KẾT QUẢ\n\nMột đoạn.\n\n| | |\n|---|---|\n| **Nơi nhận:** | **TM. UBND** |\n| - A; | |\n| - B; | |\n| - C; | |\n| - D; | |\n\
         | - E; | |\n| - Lưu. | **An Bình** |\n",
        "# I. KẾT QUẢ
         ¶ Một đoạn.
         ¶ Nơi nhận:
         - A;
         - B;
         - C;
         - D;
         - E;
         - Lưu.
         ¶ TM. UBND
         ¶ An Bình",
    );
}

#[test]
fn the_title_of_a_part_may_have_hashes_of_its_own() {
    check(
        "## PHẦN THỨ NHẤT\n## TÌNH HÌNH\n\n## I. CHỈ ĐẠO\n\nXong.\n\n## PHẦN THỨ HAI\n\n### Mở đầu\n\nXong.",
        "# PHẦN THỨ NHẤT TÌNH HÌNH
         ## I. CHỈ ĐẠO
         ¶ Xong.
         # PHẦN THỨ HAI
         ## Mở đầu
         ¶ Xong.",
    );
}

#[test]
fn tags_and_blanks_of_html_part_the_lines_of_a_head() {
    check(
        "ỦY BAN<br>TỈNH A<br/>Số: 9/BC-UBND<br>\n\n**UBND XÃ B** &nbsp;&nbsp;&nbsp; **CỘNG HÒA**\n\nUBND &emsp;&emsp;&nbsp; TỈNH\n\nA&nbsp;B & C",
        "¶ ỦY BAN
         ¶ TỈNH A
         ¶ Số: 9/BC-UBND
         ¶ UBND XÃ B
         ¶ CỘNG HÒA
         ¶ UBND
         ¶ TỈNH
         ¶ A B & C",
    );
}

#[test]
fn numbers_are_judged_once() {
    check(
        "I. A\n\na\n\nIII. B\n\n1. x\n\n1.1. m\n\nb\n\n1.3. n\n\nc\n\n2.4. o\n\nd\n\n3. y\n\ne\n\nIII. C\n\nf\n\nIV. D\n\ng",
        "# I. A
         ¶ a
         # III. (should be 2) B
         ## 1. x
         ### 1.1. m
         ¶ b
         ### 1.3. (should be 2) n
         ¶ c
         ### 2.4. o (misfit)
         ¶ d
         ## 3. (should be 2) y
         ¶ e
         # III. C
         ¶ f
         # IV. D
         ¶ g",
    );
    check(
        "a) x\n\ng) x\n\nh) x\n\ni) x",
        "# a) x (empty)\n# g) (should be 2) x (empty)\n# h) x (empty)\n# i) x (empty)",
    );
}

#[test]
fn lists_inside_sections() {
    check(
        "1. Một\n\na) mở\n\n1. x\n\n2. y\n\nb) đóng\n\nchữ\n\n2. Hai\n\nGồm các việc:\n\n1. x\n\n2. y\n\n3. z\n\n3. Ba\n\nchữ",
        "# 1. Một
         ## a) mở
         ### 1. x (empty)
         ### 2. y (empty)
         ## b) đóng
         ¶ chữ
         # 2. Hai
         ¶ Gồm các việc:
         ## 1. x (empty)
         ## 2. y (empty)
         ## 3. z (empty)
         # 3. Ba
         ¶ chữ",
    );
    // A slip is no list: the letters below belong to the section.
    check(
        "1. Một\n\na) x\n\nchữ\n\nb) y\n\nchữ\n\n1. Hai\n\na) x\n\nchữ\n\n3. Ba\n\nchữ",
        "# 1. Một
         ## a) x
         ¶ chữ
         ## b) y
         ¶ chữ
         # 1. (should be 2) Hai
         ## a) x
         ¶ chữ
         # 3. Ba
         ¶ chữ",
    );
    check(
        "1. Một\n\n1) a;\n\n2) b.\n\nĐoạn giữa.\n\n1) c;\n\n2) d.\n\nĐoạn cuối.",
        "# 1. Một
         ## 1) a;
         ## 2) b.
         ¶ Đoạn giữa.
         ## 1) c;
         ## 2) d.
         ¶ Đoạn cuối.",
    );
}

#[test]
fn a_heading_with_text_of_its_own_is_not_empty() {
    check(
        "1. Kết quả rà soát (được cập nhật chi tiết trên phần mềm)\n\n2. Thủ tục (TTHC)\n\n3. Nhiệm vụ được giao: Tổng số 5 việc\n\n\
         4. Chuẩn 9001: 2015\n\n5. Kết quả. Đã hoàn thành đủ việc.\n\n6. Kết quả:",
        "# 1. Kết quả rà soát (được cập nhật chi tiết trên phần mềm)
         # 2. Thủ tục (TTHC) (empty)
         # 3. Nhiệm vụ được giao: Tổng số 5 việc
         # 4. Chuẩn 9001: 2015 (empty)
         # 5. Kết quả. Đã hoàn thành đủ việc.
         # 6. Kết quả: (empty)",
    );
    check(
        "Đề nghị:\n\n1. Tập trung rà soát;\n\n2. Báo cáo đúng hạn.",
        "¶ Đề nghị:\n# 1. Tập trung rà soát;\n# 2. Báo cáo đúng hạn.",
    );
}

#[test]
fn capital_letters_stand_outside_or_inside() {
    check(
        "A. Một\n\nI. x\n\nchữ\n\nII. y\n\nchữ\n\nB. Hai\n\nI. z\n\nII.1. m\n\nchữ",
        "# A. Một
         ## I. x
         ¶ chữ
         ## II. y
         ¶ chữ
         # B. Hai
         ## I. z
         ### II.1. m (misfit)
         ¶ chữ",
    );
    check(
        "I. Một\n\nA. X\n\nchữ\n\nB. Y\n\nchữ\n\nII. Hai\n\nchữ",
        "# I. Một\n## A. X\n¶ chữ\n## B. Y\n¶ chữ\n# II. Hai\n¶ chữ",
    );
}

#[test]
fn an_appendix_is_numbered_anew() {
    check(
        "I. A\n\na\n\nII. B\n\nb\n\nPHỤ LỤC\n\nI. C\n\nc\n\n1. d\n\nd\n\nII. E\n\ne",
        "# I. A
         ¶ a
         # II. B
         ¶ b
         # PHỤ LỤC
         ## I. C
         ¶ c
         ### 1. d
         ¶ d
         ## II. E
         ¶ e",
    );
}

#[test]
fn fenced_and_indented_lines_are_text() {
    check("```\n    1. Một\n```\n> - hai\n\n        ba", "# 1. Một\n- hai\n¶ ba");
}

fn holds(text: &str) {
    let document = read(text);
    let on_boundary = |span: Span| text.get(span.range()).is_some();
    let mut next = 0;
    for (id, block) in document.blocks.iter().enumerate() {
        assert!(on_boundary(block.span), "{:?}", block.span);
        assert_eq!(block.tokens.start, next, "token ranges leave no gap");
        assert!(block.tokens.end >= block.tokens.start);
        next = block.tokens.end;
        assert!(block.label.iter().all(|label| on_boundary(label.span) && block.span.contains(label.span)));
        for token in document.tokens_in(block.tokens.clone()) {
            assert!(on_boundary(token.span) && block.span.contains(token.span));
        }
        for token in block.tokens.clone() {
            assert_eq!(document.block_of(token) as usize, id);
        }
    }
    assert_eq!(next as usize, document.tokens.len());
    for (id, section) in document.sections.iter().enumerate() {
        assert!(on_boundary(section.span) && section.blocks.start == section.heading);
        assert!(section.blocks.end > section.heading && section.blocks.end as usize <= document.blocks.len());
        if let Some(parent) = section.parent {
            let parent = &document.sections[parent as usize];
            assert!((section.parent.unwrap() as usize) < id && parent.depth + 1 == section.depth);
            assert!(parent.blocks.start < section.blocks.start && section.blocks.end <= parent.blocks.end);
        }
    }
    for note in &document.notes {
        assert!(on_boundary(note.span) && (note.block as usize) < document.blocks.len());
    }
    for cell in document.tables.iter().flat_map(|table| &table.cells) {
        assert!(on_boundary(cell.span));
    }
}

proptest! {
    #[test]
    fn any_text_is_a_document(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn any_report_like_text_is_a_document(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "I.", "II-", "A.", "B.", "1.", "2.", "1.1.", "2.3.1", "a)", "đ)", "i)", "(1)", "1)", "Phần thứ ", "nhất", "PHỤ LỤC",
                "¹", "[^1]:", "[^1]", "|", "|---|", "-", "*", "**", "#", "##", ">", "<!--", "-->", "---", "```", "<br>", " / ", "\\",
                " ", " ", " ", "\n", "\n", "\n\n", "\r\n", "\t", "\u{feff}", "\u{301}", "Kết quả", "chữ", "đạt 5%", ":", ".", ";", "(", ")",
                "một đoạn văn dài không có dấu chấm nào ở cuối để phải nối với đoạn sau nó khi sang trang",
            ]),
            0..60,
        )
    ) {
        holds(&pieces.concat());
    }

    #[test]
    fn any_bytes_are_text_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(document) = Document::read("a.md", &bytes) {
            holds(document.source.text());
        }
    }
}

#[test]
fn a_sentence_without_end_is_several() {
    let document = read(&format!("Một hai. A, {}", "a, ".repeat(2499)));
    let lengths: Vec<u32> =
        document.sentence_ends.iter().scan(0, |start, &end| Some(end - std::mem::replace(start, end))).collect();
    assert_eq!(lengths, [3, 2000, 2000, 1000]);
    assert_eq!(document.sentence_of(2100), 2003..4003);
}
