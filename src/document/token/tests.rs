use super::*;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// Tokens as text: `word` bare, numbers in `#`, note marks in `^`, addresses in `@`; `_` before an unspaced one, `¶` after
/// the last of a sentence.
fn drawn(text: &str) -> String {
    let mut tokens = Vec::new();
    tokenise(text, Span::new(0, text.len()), Markup::Markdown, &mut tokens);
    let draw = |token: &Token| {
        let slice = text.get(token.span.range()).expect("a span on character boundaries");
        let glue = if token.spaced { "" } else { "_" };
        let end = if token.ends_sentence { "¶" } else { "" };
        match token.kind {
            TokenKind::Word => format!("{glue}{slice}{end}"),
            TokenKind::Number => format!("{glue}#{slice}{end}"),
            TokenKind::Punctuation(mark) => format!("{glue}{mark}{end}"),
            TokenKind::Mark => format!("{glue}^{slice}{end}"),
            TokenKind::Url => format!("{glue}@{slice}{end}"),
        }
    };
    tokens.iter().map(draw).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(drawn(text), expected, "{text}");
}

#[test]
fn numbers_take_points_and_commas_between_digits() {
    check("đạt 1.028.000 đồng, 22,8%", "đạt #1.028.000 đồng _, #22,8 _%");
    check("20.3.2024 và 20/3/2024.", "#20.3.2024 và #20 _/ _#3 _/ _#2024 _.¶");
    check("sóng 2G, 07-KH/TU", "sóng #2 _G _, #07 _- _KH _/ _TU");
}

#[test]
fn digits_and_subscripts_belong_to_the_word_before_them() {
    check("UBND-NC₁, VX1, QH13", "UBND _- _NC₁ _, VX1 _, QH13");
    check("120 m² và 3 km²", "#120 m² và #3 km²");
}

#[test]
fn raised_digits_are_note_marks() {
    check(
        "phần mềm⁴, năm 2024¹² và[^3] rồi<sup>12</sup>",
        "phần mềm _^⁴ _, năm #2024 _^¹² và _^[^3] rồi _^<sup>12</sup>",
    );
    check("thể³. Khu", "thể _^³ _.¶ Khu");
}

#[test]
fn decoration_is_no_token() {
    check("(*cập nhật* trên **Số:** 12) __đậm__ _nghiêng_", "( _cập nhật trên Số _: #12 _) đậm nghiêng");
    check("12/QĐ_UBND * 3*4", "#12 _/ _QĐ __ _UBND * #3 _* _#4");
    check(r"1\. Mục \*", "#1 _. Mục *");
    check("a<!-- 12/3 -->b <br>c<b>d</b> <tên>", "a _b c _d < _tên _>");
    check("\u{feff}ngày\u{200b} 1\u{a0}tháng \u{ad}", "ngày #1 tháng");
}

#[test]
fn addresses_are_one_token() {
    check("tại <http://bao.cao.vn/a/1>.", "tại @http://bao.cao.vn/a/1 _.¶");
    check(
        "trên pakn.dichvucong.gov.vn. Hộp thư a.b-1@so.gov.vn, www.x.vn/12/3)",
        "trên @pakn.dichvucong.gov.vn _.¶ Hộp thư @a.b-1@so.gov.vn _, @www.x.vn/12/3 _)",
    );
    check("hết.Rồi TP.HCM", "hết _. _Rồi TP _. _HCM");
}

#[test]
fn points_in_a_row_are_one_mark() {
    check("nội vụ... Cấp … ngày ...../2024 ./.", "nội vụ _…¶ Cấp … ngày … _/ _#2024 . _/ _.¶");
    check("xã... đã", "xã _… đã");
}

#[test]
fn sentences_end_before_capitals_but_not_after_abbreviations_and_labels() {
    check("Đạt 5%. Tại TP. Vinh. PGS. Hòa. v.v. Còn", "Đạt #5 _% _.¶ Tại TP _. Vinh _.¶ PGS _. Hòa _. v _. _v _.¶ Còn");
    check("1. Mục. Điều 5. Phạm. Năm 2024. Nay", "#1 _. Mục _.¶ Điều #5 _. Phạm _.¶ Năm #2024 _.¶ Nay");
    check("nhóm A. Của TU. Nay", "nhóm A _. Của TU _.¶ Nay");
    check("“Mới.” Nay", "“ _Mới _. _”¶ Nay");
}

#[test]
fn capitals_are_told_apart() {
    let mut tokens = Vec::new();
    let text = "hành Hành HÀNH CTr eOffice V 年 ThS";
    tokenise(text, Span::new(0, text.len()), Markup::Markdown, &mut tokens);
    let cases: Vec<Case> = tokens.iter().map(|token| token.case).collect();
    assert_eq!(
        cases,
        [Case::Lower, Case::Title, Case::Upper, Case::Mixed, Case::Mixed, Case::Upper, Case::None, Case::Mixed]
    );
}

#[test]
fn hostile_texts_take_linear_time() {
    for text in ["<!--", "a.", "[^", "<b ", "a@", "*", "_a", "http://", "...", "\\", "<sup>", ".”"] {
        let text = text.repeat(200_000);
        let mut tokens = Vec::new();
        tokenise(&text, Span::new(0, text.len()), Markup::Markdown, &mut tokens);
    }
}

proptest! {
    #[test]
    fn any_text_has_tokens_in_order_on_character_boundaries(text in "\\PC*|[ -~\\n¹²₁…“”đĐễ\u{ad}\u{301}]*") {
        let mut tokens = Vec::new();
        tokenise(&text, Span::new(0, text.len()), Markup::Markdown, &mut tokens);
        let mut end = 0;
        for token in tokens {
            prop_assert!(token.span.start >= end && !token.span.is_empty());
            prop_assert!(text.get(token.span.range()).is_some());
            end = token.span.end;
        }
    }

    #[test]
    fn normal_forms_have_the_same_tokens(text in "([ -~¹₁…“”]|[đàảãáạăằắặâầấậêềếệơờợưừựĐÊÔƠƯÀẮ]|số |ngày |=\u{338}|n\u{303}|ç\u{302}){0,40}") {
        let read = |text: String| {
            let mut tokens = Vec::new();
            tokenise(&text, Span::new(0, text.len()), Markup::Markdown, &mut tokens);
            tokens.iter().map(|token| (token.key, token.kind, token.case, token.spaced, token.ends_sentence)).collect::<Vec<_>>()
        };
        prop_assert_eq!(read(text.nfc().collect()), read(text.nfd().collect()));
    }
}
