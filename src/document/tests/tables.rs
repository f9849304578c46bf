//! Tables as readers of Markdown, of frames drawn with characters and of HTML meet them.

use super::*;

#[test]
fn frames_stand_between_rows_of_one_table_and_below_its_head() {
    let text = "Biểu 1\n+----+-----+\n| TT | Hồ  |\n|    | sơ  |\n+====+=====+\n| 1  | 5   |\n+----+-----+\n|    | 5   |\n+----+-----+\nHết.";
    check(
        text,
        "¶ Biểu 1
         [0,0] TT
         [0,1] Hồ
         [1,0]
         [1,1] sơ
         [2,0] 1
         [2,1] 5
         [3,0]
         [3,1] 5
         ¶ Hết.",
    );
    let heads = |text: &str| read(text).tables.iter().map(|table| table.heads).collect::<Vec<_>>();
    assert_eq!(heads(text), [2]);
    assert_eq!(heads("+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n"), [1]);
    assert_eq!(
        heads("+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n+---+---+\n| c | d |\n+---+---+\n| 1 | 2 |\n"),
        [1, 1]
    );
    // Only the total is framed.
    assert_eq!(heads("+---+---+\n| a | b |\n| c | 2 |\n+---+---+\n| d | 2 |\n+---+---+\n"), [0]);
}

#[test]
fn bars_alone_part_the_cells_of_rows_with_figures() {
    check(
        "Cấp học | Số | Tỷ trọng\nMầm non | 4.312 | 31,44%\nTHCS | 3.798 | 27,69%\n\nA | B | C\nD | E | F",
        "[0,0] Cấp học
         [0,1] Số
         [0,2] Tỷ trọng
         [1,0] Mầm non
         [1,1] 4.312
         [1,2] 31,44%
         [2,0] THCS
         [2,1] 3.798
         [2,2] 27,69%
         ¶ A | B | C
         ¶ D | E | F",
    );
}

#[test]
fn tables_apart_by_a_blank_line_are_two_where_they_have_heads() {
    let document = read("| a | b |\n|---|---|\n| 1 | 2 |\n\n| c | d |\n|---|---|\n| 3 |\n\na | b\n---|---\n1 | 2\n");
    let shape: Vec<_> = document.tables.iter().map(|t| (t.rows, t.columns, t.heads > 0)).collect();
    assert_eq!(shape, [(2, 2, true), (2, 2, true), (2, 2, true)]);
}

#[test]
fn a_bar_at_the_beginning_parts_an_empty_cell_where_the_head_has_none() {
    check(
        "STT | Tên | Số\n--- | --- | ---\n1 | A | 5\n | Cộng | 5\n",
        "[0,0] STT
         [0,1] Tên
         [0,2] Số
         [1,0] 1
         [1,1] A
         [1,2] 5
         [2,0]
         [2,1] Cộng
         [2,2] 5",
    );
}

#[test]
fn tables_of_html_with_cells_that_cover_others() {
    check(
        "Một đoạn.\n\n<table border=1>\n<tr><th rowspan=\"2\">Mặt hàng</th><th colspan='2'>Năm</th></tr>\n<tr><th>2023</th><th>2024</th>\n\
         <tr><td><b>Gạo</b></td><td>735</td><td>828</td></tr>\n</TABLE>\n\nHai đoạn.",
        "¶ Một đoạn.
         [0,0] Mặt hàng
         [0,1] Năm
         [0,2]
         [1,0]
         [1,1] 2023
         [1,2] 2024
         [2,0] Gạo
         [2,1] 735
         [2,2] 828
         ¶ Hai đoạn.",
    );
    // Never closed, it is text.
    check("<table><tr><td>735</td>\n\nHai đoạn.", "¶ 735\n¶ Hai đoạn.");
    // The head of a report.
    check(
        "<table><tr><td>UBND TỈNH A<br>SỞ B</td><td>CỘNG HÒA</td></tr></table>\n\nI. KẾT QUẢ\n\nMột đoạn.",
        "¶ UBND TỈNH A
         ¶ SỞ B
         ¶ CỘNG HÒA
         # I. KẾT QUẢ
         ¶ Một đoạn.",
    );
}
