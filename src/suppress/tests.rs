//! Reports of lights: `đỏ` is an error, `vàng` a warning.

use super::*;
use crate::evaluate::evaluate;
use crate::source::Source;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::OnceLock;

const LIGHTS: &str = r#"
pack lights {
    title:  vi "Đèn" en "Lights"
    source: "Bài kiểm tra"
}
fact red = "đỏ"
fact yellow = "vàng"
rule red-light {
    title:    vi "đèn đỏ" en "a red light"
    source:   "Điều 1"
    severity: error
    for each  red r
    forbid    true
    message   vi "đèn {r}" en "light {r}"
    pass "đèn xanh"
    fail "đèn «đỏ»"
}
rule yellow-light {
    title:    vi "đèn vàng" en "a yellow light"
    source:   "Điều 2"
    severity: warning
    for each  yellow y
    forbid    true
    message   vi "đèn {y}" en "light {y}"
    pass "đèn xanh"
    fail "đèn «vàng»"
}
"#;

fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| RuleSet::load(vec![Source::new("lights.soat", LIGHTS)]).unwrap())
}

fn run(stage: Stage) -> Run {
    Run { today: jiff::civil::date(2024, 3, 20), stage, period: None, parameters: vec![], packs: vec![] }
}

fn judged(text: &str, stage: Stage) -> (Document, Outcome) {
    let document = Document::parse(Source::new("a.md", text));
    let outcome = evaluate(rules(), &document, &run(stage));
    let outcome = apply(rules(), &document, &run(stage), outcome);
    (document, outcome)
}

/// What is left and what is allowed, by line.
fn told(text: &str) -> String {
    let (document, outcome) = judged(text, Stage::Final);
    let line = |span: Span| document.source.position(span.start).line;
    let mut out = String::new();
    for finding in &outcome.findings {
        let _ = writeln!(out, "{} {}: {}", line(finding.span), finding.rule, finding.message.en);
    }
    for Allowed { finding, reason, comment } in &outcome.allowed {
        let _ = writeln!(out, "{} {} allowed in {}: {reason}", line(finding.span), finding.rule, line(*comment));
    }
    out
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text).lines().collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn the_next_block_is_allowed_and_no_other() {
    check(
        "# I. Một\n\n<!-- soat: allow red-light: đang sửa -->\nĐèn đỏ, đèn vàng.\n\nĐèn đỏ.\n",
        &["4 yellow-light: light vàng", "6 red-light: light đỏ", "4 red-light allowed in 3: đang sửa"],
    );
}

#[test]
fn a_comment_on_the_line_of_a_block_is_for_that_block() {
    check(
        "Đèn đỏ. <!-- soat: allow red-light: a -->\n\nĐèn <!-- soat: allow red-light: b --> đỏ.\n\n- Đèn đỏ\n",
        &["5 red-light: light đỏ", "1 red-light allowed in 1: a", "3 red-light allowed in 3: b"],
    );
    check("<!-- soat: allow red-light: a --> - Đèn đỏ\n", &["1 red-light allowed in 1: a"]);
}

#[test]
fn a_section_is_the_one_of_the_next_block() {
    let text = "## I. Một\n\nĐèn đỏ.\n\n<!-- soat: allow-section red-light: a -->\n\n## II. Hai\n\nĐèn đỏ.\n\n### 1. Ba\n\n\
         Đèn đỏ.\n\n## III. Bốn\n\nĐèn đỏ.\n";
    check(
        text,
        &[
            "3 red-light: light đỏ",
            "17 red-light: light đỏ",
            "9 red-light allowed in 5: a",
            "13 red-light allowed in 5: a",
        ],
    );
    check(
        "## I. Một\n\n<!-- soat: allow-section red-light: a -->\nĐèn đỏ.\n\nĐèn đỏ.\n",
        &["4 red-light allowed in 3: a", "6 red-light allowed in 3: a"],
    );
}

#[test]
fn a_file_is_all_of_it_wherever_the_comment_stands() {
    check(
        "Đèn đỏ.\n\nĐèn vàng.\n\n<!-- soat: allow-file red-light, yellow-light: cả hai -->\n",
        &["1 red-light allowed in 5: cả hai", "3 yellow-light allowed in 5: cả hai"],
    );
}

#[test]
fn of_a_table_it_is_all_or_the_row() {
    let table = "| Tên | Số |\n|---|---|\n| đỏ | 1 |\n| đỏ | 2 |\n";
    check(
        &format!("<!-- soat: allow red-light: a -->\n\n{table}"),
        &["5 red-light allowed in 1: a", "6 red-light allowed in 1: a"],
    );
    check(
        &table.replace("1 |\n", "1 <!-- soat: allow red-light: b --> |\n"),
        &["4 red-light: light đỏ", "3 red-light allowed in 3: b"],
    );
}

#[test]
fn the_narrowest_suppression_counts_and_the_other_is_unused() {
    check(
        "<!-- soat: allow-file red-light: rộng -->\n<!-- soat: allow red-light: hẹp -->\nĐèn đỏ.\n",
        &["1 suppression-unused: the suppression of `red-light` covers no finding", "3 red-light allowed in 2: hẹp"],
    );
}

#[test]
fn what_is_wrong_with_a_suppression_is_a_finding() {
    check(
        "<!-- soat: allow red-ligth: a -->\n<!-- soat: allow red-light -->\n<!-- soat: allow red-light: ... -->\n\
         <!-- soat: alow red-light: a -->\n<!-- soat: allow *: a -->\nĐèn đỏ.\n",
        &[
            "1 suppression-unknown-rule: there is no rule `red-ligth`",
            "2 suppression-without-reason: the suppression gives no reason",
            "3 suppression-without-reason: the suppression gives no reason",
            "4 suppression-unreadable: the suppression cannot be understood",
            "5 suppression-unknown-rule: there is no rule `*`",
            "6 red-light: light đỏ",
        ],
    );
    let (_, outcome) = judged("<!-- soat: allow red-ligth: a -->\nĐèn.\n", Stage::Final);
    assert_eq!(outcome.findings[0].help.as_ref().unwrap().en, "did you mean `red-light`?");
}

#[test]
fn an_unused_suppression_is_told_of_unless_the_run_may_be_the_reason() {
    let text = "<!-- soat: allow red-light: a -->\nĐèn xanh.\n";
    check(text, &["1 suppression-unused: the suppression of `red-light` covers no finding"]);
    assert_eq!(judged(text, Stage::Draft).1.findings, []);
    let (document, outcome) = judged(text, Stage::Final);
    assert_eq!(document.slice(outcome.findings[0].edits[0].span), "<!-- soat: allow red-light: a -->\n");
}

#[test]
fn two_of_the_same_words_have_fingerprints_of_their_own() {
    let (_, outcome) = judged("<!-- soat: allow x -->\nĐèn.\n\n<!-- soat: allow x -->\nĐèn.\n", Stage::Final);
    let [first, second] = outcome.findings.as_slice() else { panic!("{outcome:?}") };
    assert_ne!(first.fingerprint, second.fingerprint);
}

/// Blocks, tokens and sections without their places, and what was found without its.
fn essence(document: &Document, outcome: &Outcome) -> String {
    let words: Vec<&str> = document.tokens.iter().map(|token| document.slice(token.span)).collect();
    let blocks: Vec<_> = document.blocks.iter().map(|block| (block.kind, &block.tokens, block.section)).collect();
    let found: Vec<_> = outcome.findings.iter().map(|finding| (&finding.rule, &finding.fingerprint)).collect();
    format!("{words:?}\n{blocks:?}\n{:?}\n{found:?}", document.sentence_ends)
}

const REPORT: &str = "---\ntitle: x\n---\nSố: 12/BC-UBND\n\n# I. Kết quả\n\n1. Đèn đỏ, đã sửa 13/72 đèn,\nđạt 18,1%.\n\
     - Đèn vàng¹\n- Đèn xanh\n\n| Tên | Số |\n|---|---|\n| đỏ | 1 |\n\n> trích\n\n## II. Hai\n\n¹ Ghi chú.\n";

proptest! {
    #[test]
    fn a_comment_on_a_line_of_its_own_is_invisible(line in 4_usize..20, name in "a\\.(md|txt)", end in "\r?\n") {
        let lines: Vec<&str> = REPORT.lines().collect();
        let text = |comment: &str| {
            let mut text = String::new();
            for (at, own) in lines.iter().enumerate() {
                if at == line {
                    text.push_str(comment);
                }
                text.push_str(own);
                text.push_str(&end);
            }
            text
        };
        let read = |text: String| {
            let document = Document::parse(Source::new(name.as_str(), text));
            let outcome = evaluate(rules(), &document, &run(Stage::Final));
            essence(&document, &outcome)
        };
        let comment = format!("<!-- soat: allow red-light: lý do 5/7 = 3% -->{end}");
        prop_assert_eq!(read(text("")), read(text(&comment)));
    }
}
