//! Tables drawn as a report has them, and what is read from them.

use super::relation::{Relation, relations};
use super::*;
use crate::source::Source;

fn document(text: &str) -> Document {
    Document::parse(Source::new("", text))
}

/// Every relation in words: result, terms, where it is known from, `!` where it does not hold, and what is suspected instead.
fn told_relations(text: &str) -> Vec<String> {
    let document = document(text);
    let figure = |figure: &Figure| document.slice(document.span_of(figure.number..figure.number + 1)).to_owned();
    let one = |relation: &Relation| {
        let terms: Vec<String> = relation.terms.iter().map(figure).collect();
        let sign = if relation.holds() { "=" } else { "!=" };
        let suspect = if relation.suspect == relation.result.at {
            String::new()
        } else {
            format!(" suspect {}", told(&document, relation.suspect))
        };
        format!("{} {sign} {} {:?}{suspect}", figure(&relation.result), terms.join(" "), relation.basis).to_lowercase()
    };
    sheets(&document).iter().flat_map(|sheet| relations(&document, sheet).iter().map(one).collect::<Vec<_>>()).collect()
}

#[test]
fn rows_numbered_below_others_are_their_parts() {
    let found = told_relations(
        "| TT | Chỉ tiêu | Đơn vị tính | Số liệu |\n|---|---|---|---|\n| 1. | Tổng số | Hồ sơ | 30 |\n\
         | 1.1. | Tỉnh | Hồ sơ | 10 |\n| 1.2. | Xã | Hồ sơ | 20 |\n| 1.3. | Khác | Hồ sơ | 5 |\n| 2. | Tỷ lệ | % | 50 |\n\
         | 2.1. | Được giao | Việc | 8 |\n| 2.2. | Đã xong | Việc | 5 |\n",
    );
    assert_eq!(found[0], "30 = 10 20 numbering");
    assert!(found.contains(&"50 != 5 8 numbering".to_owned()), "{found:#?}");
}

#[test]
fn a_table_cut_by_a_page_is_one_sheet() {
    let head = "| TT | Chỉ tiêu | Đơn vị tính | Số liệu |\n\n| TT | Chỉ tiêu | Đơn vị tính | Kỳ này |\n\n";
    let text = format!(
        "{head}| 1. | Tỷ lệ | % | 50 |\n\n| 1.1. | Được giao | Việc | 8 |\n\n\n\n{head}| 1.2. | Đã xong | Việc | 4 |\n\n| 2. | Khác | Việc | 3 |\n"
    );
    let document = document(&text);
    assert_eq!(document.tables.len(), 2);
    let all = sheets(&document);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].rows.len(), 4);
    assert_eq!(told_relations(&text), ["50 = 4 8 numbering"]);
}

#[test]
fn the_figure_that_a_row_and_a_column_share_is_suspected() {
    let found = told_relations(
        "| Cấp | Nhận | Xong | Còn |\n|---|---|---|---|\n| Tỉnh | 300 | 280 | 20 |\n| Huyện | 170 | 106 | 10 |\n\
         | Xã | 390 | 388 | 2 |\n| Cộng | 860 | 828 | 32 |\n",
    );
    let wrong: Vec<&String> = found.iter().filter(|one| one.contains("suspect")).collect();
    assert_eq!(wrong, ["828 != 280 106 388 edge suspect 106"]);
}

#[test]
fn formulas_are_read_from_the_numbers_of_columns() {
    let table = |formula: &str| {
        format!("| Nơi | A | B | C |\n|---|---|---|---|\n| (1) | (2) | (3) | {formula} |\n| X | 12 | 8 | 4 |\n")
    };
    assert_eq!(told_relations(&table("(4)=(2)-(3)")), ["4 = 12 8 formula"]);
    assert_eq!(told_relations(&table("4=(2-3)/2")), ["4 != 12 12 8 formula"]);
    assert_eq!(told_relations(&table("(4)=(2)-x")), Vec::<String>::new());
    assert_eq!(told_relations(&table("(4)=((((((((((2)-(3)))))))))))")), Vec::<String>::new());
}

#[test]
fn percentages_of_two_columns_are_known_from_the_other_rows() {
    let found = told_relations(
        "| Nơi | Hồ sơ | Đúng hạn | Tỷ lệ (%) |\n|---|---|---|---|\n| A | 300 | 280 | 93,3 |\n| B | 170 | 160 | 91,4 |\n\
         | C | 390 | 388 | 99,5 |\n",
    );
    assert!(found.contains(&"91,4 != 160 170 pattern".to_owned()), "{found:#?}");
}

#[test]
fn years_counters_and_words_are_no_figures() {
    let document = document(
        "| TT | Nội dung | Năm | Số | Ghi chú |\n|---|---|---|---|---|\n| 1 | Một | 2023 | 04 | 3 xã |\n| 2 | Hai | 2024 | 1.250 | - |\n",
    );
    let figures: Vec<String> = sheets(&document)
        .iter()
        .flat_map(|sheet| {
            sheet.rows.iter().flat_map(|row| row.figures.iter().flatten().map(|figure| told(&document, figure.at)))
        })
        .collect();
    assert_eq!(figures, ["04", "1.250"]);
}

#[test]
fn figures_in_millions_leave_room_for_rounding() {
    let found = told_relations(
        "Đơn vị tính: triệu đồng\n\n| Nguồn | Giao | Chi |\n|---|---|---|\n| Một | 1.205 | 301 |\n| Hai | 2.410 | 405 |\n| Cộng | 3.616 | 706 |\n",
    );
    assert!(found.contains(&"3.616 = 1.205 2.410 edge".to_owned()), "{found:#?}");
}
