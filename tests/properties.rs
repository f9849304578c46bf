//! What holds for any text, and for the samples however they are typed.

use std::sync::OnceLock;

use proptest::prelude::*;
use soat::document::Document;
use soat::evaluate::{Outcome, Run, Stage, evaluate};
use soat::finding::Finding;
use soat::source::Source;
use soat::span::Span;
use unicode_normalization::UnicodeNormalization;

use crate::support::{judge, judged, read, rules, run, samples};

/// Rule and words of every finding, the words in NFC with plain line ends: what must not depend on how a text is typed.
fn essence(document: &Document, findings: &[Finding]) -> Vec<(String, String)> {
    let words = |span: Span| document.slice(span).replace("\r\n", "\n").nfc().collect::<String>();
    // Two rules are about the very difference.
    let other =
        findings.iter().filter(|finding| !["normal-forms-mixed", "normal-form-odd"].contains(&finding.rule.as_str()));
    other.map(|finding| (finding.rule.clone(), words(finding.span))).collect()
}

/// The same findings in another way of typing.
fn stays_the_same(typed: impl Fn(&str) -> String) {
    for path in ["clean", "flawed", "drafts"].iter().flat_map(|folder| samples(folder)) {
        let text = read(&path);
        let (document, outcome) = judged(&path);
        let (other, found) = judge(&path, &typed(&text));
        let (left, right) = (essence(document, &outcome.findings), essence(&other, &found.findings));
        for (left, right) in left.iter().zip(&right) {
            assert_eq!(left, right, "{path}");
        }
        assert_eq!(left.len(), right.len(), "{path}");
        assert_eq!(outcome.unjudged, found.unjudged, "{path}");
    }
}

#[test]
fn letters_and_their_marks_may_be_typed_apart() {
    stays_the_same(|text| text.nfd().collect());
}

#[test]
fn lines_may_end_as_windows_ends_them() {
    stays_the_same(|text| text.replace("\r\n", "\n").replace('\n', "\r\n"));
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    stays_the_same(|text| format!("\u{feff}{text}"));
}

#[test]
fn a_report_judged_twice_is_judged_the_same() {
    for path in samples("flawed") {
        let text = read(&path);
        assert_eq!(judged(&path).1.findings, judge(&path, &text).1.findings);
    }
}

#[test]
fn fingerprints_are_of_one_finding_each_and_survive_a_paragraph_above() {
    for path in samples("flawed") {
        let text = read(&path);
        let before = judged(&path).1.findings.clone();
        let prints: std::collections::BTreeSet<&str> =
            before.iter().map(|finding| finding.fingerprint.as_str()).collect();
        assert_eq!(prints.len(), before.len(), "{path}");
        let after = judge(&path, &format!("\n\n{text}")).1.findings;
        let prints =
            |findings: &[Finding]| findings.iter().map(|finding| finding.fingerprint.clone()).collect::<Vec<_>>();
        assert_eq!(prints(&before), prints(&after), "{path}");
    }
}

/// Every pack judged, whatever it applies to.
fn judge_by_all(text: &str) -> (Document, Outcome) {
    static ALL: OnceLock<Run> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let packs = rules().packs().iter().map(|pack| pack.name.clone()).collect();
        Run { packs, stage: Stage::Final, ..run() }
    });
    let document = Document::parse(Source::new("any.md", text));
    let outcome = evaluate(rules(), &document, all);
    (document, outcome)
}

/// Places that can be shown: on character boundaries, within the text, ends in order.
fn has_sound_places(document: &Document, outcome: &Outcome) -> Result<(), TestCaseError> {
    let text = document.source.text();
    for finding in &outcome.findings {
        let spans = std::iter::once(finding.span)
            .chain(finding.related.iter().map(|label| label.span))
            .chain(finding.edits.iter().map(|edit| edit.span));
        for span in spans {
            prop_assert!(text.get(span.range()).is_some(), "{}: {span:?} in {text:?}", finding.rule);
        }
        prop_assert!(!finding.message.vi.is_empty() && !finding.message.en.is_empty(), "{}", finding.rule);
    }
    Ok(())
}

/// Words and marks of which reports are made, and what breaks naive readers of them.
const PIECES: &[&str] = &[
    "Số: ",
    "12/KH-UBND",
    "581/BNV-CCHC",
    "40-KL/TW",
    "12/QĐ_UBND",
    "ngày ",
    "20/3/2024",
    "31/4/2024",
    "20 tháng 3 năm 2024",
    "Quý I/2024",
    "6 tháng đầu năm 2024",
    "13/72",
    " nhiệm vụ, đạt ",
    "18,5%",
    "99,99%",
    "(gồm ",
    "03 kế hoạch",
    ", ",
    ")",
    "1.028.000",
    "22,8",
    " tỷ đồng",
    "trong đó ",
    "\n\n",
    "\n",
    "\r\n",
    "# ",
    "## ",
    "I. ",
    "II. ",
    "1. ",
    "1.1. ",
    "a) ",
    "đ) ",
    "- ",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "¹",
    "¹ Công văn",
    "²³",
    "[^1]",
    "[^1]: ",
    "Kế hoạch",
    "Quyết định số ",
    "Thủ tướng Chính phủ",
    "“",
    "”",
    "\"",
    "«",
    "»",
    "…",
    "....",
    "%",
    "/",
    "-",
    "–",
    "\u{301}",
    "\u{1dc0}",
    "\u{200b}",
    "\u{feff}",
    "\u{a0}",
    "e\u{302}\u{301}",
    "Ð",
    "ð",
    "Đ",
    "0",
    "00",
    "99999999999999999999999999999999",
    "-1",
    ",5",
    "5,",
    "1.2.3.4",
    "**",
    "__",
    "```\n",
    "<b>",
    "&nbsp;",
    "\u{1f1fb}\u{1f1f3}",
    "漢字",
    "\t",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_judged(text in any::<String>()) {
        let (document, outcome) = judge_by_all(&text);
        has_sound_places(&document, &outcome)?;
    }

    #[test]
    fn whatever_is_put_together_is_judged(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let (document, outcome) = judge_by_all(&pieces.concat());
        has_sound_places(&document, &outcome)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sample_cut_anywhere_is_judged(at in 0.0..1.0_f64, which in any::<prop::sample::Index>()) {
        let paths = samples("flawed");
        let text = read(which.get::<String>(&paths));
        let cut = text.ceil_char_boundary((text.len() as f64 * at) as usize);
        for part in [&text[..cut], &text[cut..]] {
            let (document, outcome) = judge_by_all(part);
            has_sound_places(&document, &outcome)?;
        }
    }

    #[test]
    fn harmless_words_at_the_end_change_nothing_before(
        // Each once: the same words twice in a row are no harmless words.
        words in prop::sample::subsequence(vec!["tiếp tục", "phối hợp", "thực hiện", "chặt chẽ", "công tác", "tuyên truyền"], 3..=6),
        which in any::<prop::sample::Index>(),
    ) {
        let paths = [samples("flawed"), samples("clean")].concat();
        let path = which.get(&paths);
        let text = read(path);
        let (document, before) = judged(path);
        let end = text.trim_end().len() as u32;
        let (longer, after) = judge(path, &format!("{}\n\nCác cơ quan {}.\n", text.trim_end(), words.join(" ")));
        // What is missing is told at the end of the document, which has moved.
        let kept = |findings: &[Finding]| findings.iter().filter(|finding| finding.span.end < end).cloned().collect::<Vec<_>>();
        prop_assert_eq!(essence(document, &kept(&before.findings)), essence(&longer, &kept(&after.findings)));
        let new = after.findings.iter().find(|finding| finding.span.start > end && !finding.span.is_empty());
        prop_assert!(new.is_none(), "{:?}", new);
    }
}
