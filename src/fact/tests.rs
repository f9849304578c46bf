//! What the extractors of oddities find, and what they leave alone.

use super::{Builtin, Fact, Kind, Value, extract};
use crate::document::Document;
use crate::source::Source;

/// The oddities of a kind in a text: place, flaw and right writing.
fn found(kind: Builtin, text: &str) -> Vec<(String, &'static str, Option<String>)> {
    let document = Document::parse(Source::new("a.md", text));
    let told = |fact: &Fact| match &fact.value {
        Value::Oddity(odd) if fact.kind == Kind::Builtin(kind) && odd.sure => {
            Some((document.slice(fact.span).to_owned(), odd.flaw, odd.right.clone()))
        }
        _ => None,
    };
    extract(&document).built_in().iter().filter_map(told).collect()
}

/// Checks one place; an empty flaw says that nothing is found.
fn check(kind: Builtin, rows: &[(&str, &str, &str, &str)]) {
    for (text, place, flaw, right) in rows {
        let found = found(kind, text);
        let found: Vec<_> =
            found.iter().map(|(place, flaw, right)| (place.as_str(), *flaw, right.as_deref())).collect();
        let right = if *right == "?" { None } else { Some(*right) };
        let wanted = if flaw.is_empty() { vec![] } else { vec![(*place, *flaw, right)] };
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn marks_and_blanks_stand_as_vietnamese_writes_them() {
    check(
        Builtin::Punctuation,
        &[
            ("Nhận hồ sơ , trả kết quả", "sơ ,", "blank before", "sơ,"),
            ("Nhận hồ sơ ,trả kết quả", "sơ ,", "blank before", "sơ, "),
            ("Không xảy ra sự cố .100% máy tính", "cố .", "blank before", "cố. "),
            ("Đã giải quyết hồ sơ .Các xã", "sơ .", "blank before", "sơ. "),
            ("Nền tảng .NET, tệp .docx, tên miền .gov.vn", "", "", ""),
            ("Kết quả gồm : 12 hồ sơ", "gồm :", "blank before colon", "gồm:"),
            ("Các sở,ban đã xong", ",ban", "blank missing", ", ban"),
            ("Các việc đã xong.Các sở", ".Các", "blank missing", ". Các"),
            ("Cơ chế một cửa(liên thông) tốt", "cửa(", "blank missing", "cửa ("),
            ("Cơ chế ( liên thông) tốt", "( liên", "blank inside", "(liên"),
            ("Các đơn vị đã rà  soát các văn bản của tỉnh", "rà  soát", "blanks", "rà soát"),
            ("Các sở,, ban", ",,", "doubled", ","),
            ("Đã hoàn thành.. Sau đó", "..", "doubled", "."),
            ("Đã nhận; . Sau đó", "; .", "pair", "?"),
            ("Đã xong. các sở", ". các", "small letter", ". Các"),
            ("Tăng 1.028,5 tỷ; TP.Vinh, v.v. Xong... và dichvucong.gov.vn./.", "", "", ""),
            ("Tại điểm a,b,c khoản 2; 5 tr. đồng; họp lúc 10:30", "", "", ""),
            ("Trên đây là báo cáo./.", "", "", ""),
        ],
    );
}

#[test]
fn words_twice_in_a_row_are_found_and_terms_that_meet_are_not() {
    check(
        Builtin::Doubling,
        &[
            ("Đã rà rà soát", "rà rà", "words", "rà"),
            ("Đã rà soát rà soát văn bản", "rà soát rà soát", "words", "rà soát"),
            ("Giao Sở Nội vụ, Sở Nội vụ và các huyện", "Sở Nội vụ, Sở Nội vụ", "item", "Sở Nội vụ"),
            ("Cán bộ Bộ Nội vụ. Nội vụ", "", "", ""),
            ("Trực tiếp tiếp nhận; trực tiếp hỏi; tiếp nhận đơn", "", "", ""),
            ("Một cửa, một nhà", "", "", ""),
        ],
    );
}

#[test]
fn characters_that_do_not_belong_are_found() {
    check(
        Builtin::Glyph,
        &[
            ("kế\u{200b} hoạch", "\u{200b}", "zero width", ""),
            ("Ðề án", "Ð", "eth", "Đ"),
            ("Doanh nghiệp FⅮI; Quý Ⅰ", "Ⅾ", "foreign letter", "D"),
            ("b\u{430}n hành", "\u{430}", "foreign letter", "a"),
            ("năm 2O24", "2O24", "letter", "2024"),
            ("tỉnh c0ng bố", "c0ng", "digit", "công"),
            ("5 µm, конец, 5kg, lớp 10a, NC₁, VX1", "", "", ""),
        ],
    );
    let many = "Ðề án ".repeat(21);
    assert_eq!(found(Builtin::Glyph, &many), []);
    assert_eq!(found(Builtin::Typing, &many), [("Ð".to_owned(), "eth", Some("Đ".to_owned()))]);
}

#[test]
fn words_that_can_be_no_syllable_are_found() {
    check(
        Builtin::Misspelling,
        &[
            ("đã thưc hiện", "thưc", "tone", "?"),
            ("các nghành", "nghành", "onset", "ngành"),
            ("Nghành giáo dục", "Nghành", "onset", "Ngành"),
            ("đuợc giao", "đuợc", "rhyme", "?"),
            ("đồng bào M'nônq", "nônq", "rhyme", "nông"),
            ("đã hòan thành", "hòan", "tone place", "hoàn"),
            ("tỉnh Đắk Lắk, đồng bào K’Ho, website, UBND, “mêga”", "", "", ""),
            ("các các các các các cac", "cac", "plain", "các"),
        ],
    );
}

#[test]
fn the_document_is_its_own_dictionary() {
    let often = |phrase: &str| format!("{phrase} một, ").repeat(6);
    let rows = [
        (often("họp trực tuyến") + "họp trực tuyền hai", "tuyền", "mark", "tuyến"),
        (often("đã rà soát") + "đã rà roát hai", "roát", "letter", "soát"),
        (often("qua VNeID mức") + "qua VNEID mức hai", "VNEID", "capitals", "VNeID"),
        (often("ở trung tâm này") + "ở trọng tâm này", "", "", ""),
        (often("kiểm tra chất lượng") + "kiểm tra chặt sang tuần", "", "", ""),
        (often("đã kiểm tra chất lượng") + "đã kiểm tra chât lượng", "chât", "mark", "chất"),
    ];
    for (text, place, flaw, right) in &rows {
        check(Builtin::Variant, &[(text, place, flaw, right)]);
    }
}

#[test]
fn how_a_text_is_typed_is_told_once() {
    check(
        Builtin::Typing,
        &[
            ("hòa giải, hòa bình, hoà nhập", "hoà", "tone places", "?"),
            ("kế\u{a0}hoạch\u{a0}năm", "\u{a0}", "fixed blanks", " "),
            ("hành chính ti\u{309}nh", "ti\u{309}nh", "normal forms", "?"),
            ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, thöïc hieän nhieäm vuï", "Coäng", "VNI", "cộng"),
            ("hòa giải ở cơ sở", "", "", ""),
        ],
    );
}
