//! What people and programs see, on findings made by hand.

use super::*;
use crate::finding::{Edit, EditKind, Finding, Label, Unjudged};
use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;
use proptest::prelude::*;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

const SENTENCE: &str = "Trong 6 tháng đầu năm, Ủy ban nhân dân xã đã triển khai đồng bộ các nhiệm vụ, giải pháp trọng tâm; \
     kết quả đạt được tương đối toàn diện trên các lĩnh vực. ";

fn plain_look(width: usize) -> Look {
    Look { lang: Lang::Vi, colour: false, width: Some(width) }
}

/// A document and its finding: `«…»` marks the primary place, `‹…›` related ones, a pair without text a zero-width place.
fn marked(marked: &str) -> (Source, Finding) {
    let (mut text, mut open, mut places) = (String::new(), Vec::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '«' | '‹' => open.push(text.len()),
            '»' | '›' => places.push((c == '»', Span::new(open.pop().unwrap(), text.len()))),
            _ => text.push(c),
        }
    }
    let span = places.iter().find(|(primary, _)| *primary).unwrap().1;
    let related = places
        .iter()
        .filter(|(primary, _)| !primary)
        .map(|(_, span)| Label { span: *span, text: Text::new("từ phân số này", "from this ratio") });
    let finding = Finding {
        rule: "percentage-wrong".into(),
        severity: Severity::Error,
        message: Text::new("13/72 là 18,06%, không phải 18,5%", "13/72 is 18.06%, not 18.5%"),
        label: Text::new("phải là 18,06% hoặc 18,1%", "should be 18.06% or 18.1%"),
        span,
        related: related.collect(),
        help: Some(Text::new(
            "tính lại tỷ lệ, hoặc ghi rõ cách làm tròn nếu số liệu đã được làm tròn theo hướng dẫn của cơ quan thống kê",
            "work the percentage out again",
        )),
        source: "quy ước của báo cáo có số liệu".into(),
        edits: vec![Edit { kind: EditKind::Suggested, span, text: "18,06%".into() }],
        before: Vec::new(),
        fingerprint: "0123456789abcdef".into(),
    };
    (Source::new("bao-cao.md", text), finding)
}

fn shown(text: &str, width: usize) -> String {
    let (source, finding) = marked(text);
    let outcome = Outcome { findings: vec![finding], ..Outcome::default() };
    let mut out = String::new();
    human::write(&mut out, &source, &outcome, plain_look(width), None);
    out
}

/// The excerpt alone.
fn excerpt(text: &str, width: usize) -> String {
    let all = shown(text, width);
    let lines = all.lines().skip_while(|line| !line.contains('╭')).take_while(|line| !line.starts_with("  cách sửa"));
    lines.map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

fn paragraph(at: usize, place: &str) -> String {
    let long = SENTENCE.repeat(20);
    let at = long.char_indices().skip(at).find(|(_, c)| *c == ' ').unwrap().0;
    let (before, after) = long.split_at(at + 1);
    format!("I. KẾT QUẢ\n\n{before}{place} {after}\n\nII. PHƯƠNG HƯỚNG\n")
}

#[test]
fn a_short_line_is_shown_whole() {
    insta::assert_snapshot!(shown("hoàn thành ‹13/72› nhiệm vụ, đạt «18,5%»\n", 80));
}

#[test]
fn a_long_line_is_cut_to_a_window_around_the_place() {
    let text = paragraph(2500, "hoàn thành ‹13/72› nhiệm vụ, đạt «18,5%»");
    let nfd: String = text.nfd().collect();
    insta::assert_snapshot!([excerpt(&text, 80), excerpt(&text, 140), excerpt(&nfd, 80)].join("\n"));
}

#[test]
fn composed_and_decomposed_letters_give_the_same_picture() {
    let text = paragraph(1200, "đã hoà giải «thành công» vụ việc");
    let nfd: String = text.nfd().collect();
    let picture = |text: &str| -> String {
        let shown = excerpt(text, 80);
        // The column in the head counts characters as they are written.
        shown.lines().skip(1).map(|line| format!("{}\n", line.nfc().collect::<String>())).collect()
    };
    assert_eq!(picture(&text), picture(&nfd));
}

#[test]
fn places_far_apart_on_one_line_get_windows_of_their_own() {
    let long: Vec<String> =
        ["‹13/72›", "«18,5%»", "‹72 nhiệm vụ›"].map(|place| SENTENCE.repeat(7) + place + " ").into();
    insta::assert_snapshot!([excerpt(&long.concat(), 80), excerpt(&long.concat(), 140)].join("\n"));
}

#[test]
fn places_on_lines_far_apart_and_near_each_other() {
    let filler = "dòng khác\n".repeat(120);
    insta::assert_snapshot!(excerpt(&format!("‹đầu› trang\n{filler}đạt «18,5%»\n\nkế hoạch ‹72› việc\nhết\n"), 80));
}

#[test]
fn tabs_wide_characters_and_what_must_not_reach_a_terminal() {
    let text = "1.\tTên:\t日本国際協力機構 đạt «18,5%»\u{1b}[31m và\u{202e}\u{200b} 🏛️ ‹13/72›\u{7}\r\n";
    insta::assert_snapshot!(excerpt(text, 80));
}

#[test]
fn places_at_the_end_of_the_file_and_without_width() {
    let texts =
        ["đạt «18,5%»", "thiếu nơi nhận«»", "thiếu nơi nhận\n«»", "«»", "«»\n\n", "giữa «»dòng", "hết dòng«\n»sau"];
    insta::assert_snapshot!(texts.map(|text| excerpt(text, 80)).join("\n"));
}

#[test]
fn places_over_several_lines() {
    let texts = [
        "một «hai\nba» bốn".to_owned(),
        "một\n«hai\n\nba» bốn".to_owned(),
        "«một\nhai\nba\nbốn\nnăm» sáu".to_owned(),
        format!("«{}»\nsau", SENTENCE.repeat(20)),
        format!("«{}\n\n{}»\nsau", SENTENCE.repeat(20), SENTENCE),
    ];
    insta::assert_snapshot!(texts.map(|text| excerpt(&text, 80)).join("\n"));
}

#[test]
fn places_within_each_other() {
    insta::assert_snapshot!(excerpt("«hoàn thành ‹13/72› nhiệm vụ, đạt 18,5%» kế hoạch", 80));
}

#[test]
fn a_pipe_gets_one_line_per_finding_with_what_belongs_to_it_below() {
    let (source, finding) = marked(&paragraph(900, "hoàn thành ‹13/72› nhiệm vụ, đạt «18,5%»"));
    let unjudged =
        Unjudged {
            rule: "period-wrong".into(), reason: Text::new("báo cáo không ghi kỳ", "no period"), cut: false
        };
    let outcome = Outcome { findings: vec![finding], unjudged: vec![unjudged], ..Outcome::default() };
    let mut out = String::new();
    let rules = crate::rule::RuleSet::load(Vec::new()).unwrap();
    human::write(&mut out, &source, &outcome, Look { lang: Lang::Vi, colour: false, width: None }, Some(&rules));
    human::write(&mut out, &source, &outcome, Look { lang: Lang::En, colour: false, width: None }, Some(&rules));
    insta::assert_snapshot!(out);
}

#[test]
fn mistakes_of_rule_files_look_like_findings() {
    let source = Arc::new(Source::new("rules/a.soat", "pack a\ntable t {\n    \"BC\" = \"Báo cáo\"\n"));
    let end = source.text().len();
    let mistake = crate::syntax::error::Mistake {
        code: "syntax::expected",
        message: Text::new("thiếu `}` của bảng `t`", "the `}` of table `t` is missing"),
        source,
        at: (Span::new(end, end), Text::new("tệp hết ở đây", "the file ends here")),
        related: vec![(Span::new(13, 14), Text::new("bảng mở ở đây", "the table opens here"))],
        help: Some(Text::new("thêm `}`", "add `}`")),
    };
    let mut out = String::new();
    mistake::write(&mut out, std::slice::from_ref(&mistake), plain_look(80));
    mistake::write(&mut out, std::slice::from_ref(&mistake), Look { lang: Lang::En, colour: false, width: None });
    out += &mistake::summary(&[mistake], Lang::En);
    insta::assert_snapshot!(out);
}

#[test]
fn json_keeps_to_its_contract() {
    let (source, finding) = marked("\u{1}hoàn thành ‹13/72› nhiệm vụ\nđạt «18,5%»\n");
    let unjudged =
        Unjudged { rule: "period-wrong".into(), reason: Text::new("không ghi kỳ", "no period"), cut: false };
    let outcome = Outcome {
        packs: vec!["figures".into()],
        findings: vec![finding],
        unjudged: vec![unjudged],
        ..Outcome::default()
    };
    let mut bytes = Vec::new();
    json::begin(&mut bytes).unwrap();
    bytes.extend(json::file(&source, &outcome, Lang::Vi).into_bytes());
    bytes.push(b',');
    let error = Text::new("không có tệp này", "no such file");
    bytes.extend(json::unreadable("b.md", &error, None, Lang::Vi).into_bytes());
    json::end(&mut bytes, &Tally::of(&outcome).plus(Tally::unreadable())).unwrap();
    assert_eq!(bytes.iter().filter(|byte| **byte == b'\n').count(), 1);
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&value).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION")
    );
}

#[test]
fn a_thousand_findings_in_a_megabyte_are_all_shown() {
    let text = format!("{}\n", SENTENCE.repeat(5)).repeat(1100);
    let (_, template) = marked("«x»");
    let findings = text.match_indices("kết quả").step_by(5).map(|(at, word)| {
        let span = Span::new(at, at + word.len());
        Finding { span, ..template.clone() }
    });
    let outcome = Outcome { findings: findings.take(1000).collect(), ..Outcome::default() };
    assert!(text.len() > 1_000_000 && outcome.findings.len() == 1000);
    let source = Source::new("a.md", text);
    let mut out = String::new();
    human::write(&mut out, &source, &outcome, plain_look(80), None);
    assert_eq!(out.matches("[percentage-wrong]").count(), 1000);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_places_can_be_shown(
        text in "([a-zđếệ0-9 ]{0,60}|\\PC{0,40}|[\u{300}-\u{320}\t\r\n\u{1b}\u{202e}日 ]{0,30}|\n){0,8}",
        places in prop::collection::vec((0u32..600, 0u32..400), 1..6),
        label in "[a-zđ ]{0,80}",
        width in 40usize..160,
    ) {
        let spans: Vec<Span> = places.iter().map(|(start, len)| Span { start: *start, end: start + len }).collect();
        let (_, mut finding) = marked("«x»");
        finding.label = Text::new(&label, &label);
        finding.span = spans[0];
        finding.related = spans[1..].iter().map(|span| Label { span: *span, text: Text::new(&label, &label) }).collect();
        let outcome = Outcome { findings: vec![finding], ..Outcome::default() };
        let source = Source::new("a.md", text);
        for look in [plain_look(width), Look { lang: Lang::En, colour: true, width: None }] {
            let mut out = String::new();
            human::write(&mut out, &source, &outcome, look, None);
            let acts = out.contains('\u{202e}') || !look.colour && out.contains('\u{1b}');
            prop_assert!(!acts);
            prop_assert!(look.width.is_none() || out.contains('╭'));
            // The two versions of unicode-width in the tree disagree over a few rare scripts; Vietnamese is not among them.
            let usual = |c: char| c < '\u{370}' || c == '日' || ('ạ'..='ỹ').contains(&c) || visible::replacement(c).is_some();
            if look.width.is_some() && source.text().chars().all(usual) {
                let rows = out.lines().filter(|line| line.contains(" │ ") || line.contains(" · "));
                for row in rows {
                    prop_assert!(visible::str_columns(row) <= width, "{width}: {row}");
                }
            }
        }
        serde_json::from_str::<serde_json::Value>(&json::file(&source, &outcome, Lang::Vi)).unwrap();
    }
}
