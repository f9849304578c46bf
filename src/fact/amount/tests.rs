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

/// The oddities of some flaws, each with what it should be: `t ục = tục`.
pub(in crate::fact) fn odd(text: &str, flaws: &[&str]) -> Vec<String> {
    let (document, facts) = facts(text);
    let of = |fact: &Fact| match &fact.value {
        Value::Oddity(oddity) if flaws.contains(&oddity.flaw) => {
            Some(format!("{} = {}", document.slice(fact.span), oddity.right.clone().unwrap_or_default()))
        }
        _ => None,
    };
    facts.built_in().iter().filter_map(of).collect()
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
