//! Two drafts compared: what is said of the pairs in `samples/compared`, and what must hold of any two drafts.

use std::collections::BTreeSet;

use proptest::prelude::*;
use soat::align::Alignment;
use soat::compare::{Comparison, Drafts, compare};
use soat::document::Document;
use soat::evaluate::{Run, Stage, evaluate, regressions};
use soat::lang::Lang;
use soat::report::diff::{Compared, Shown, html, human, json, markdown};
use soat::report::{Look, human as plain};
use soat::source::Source;

use crate::support::{files, read, rules, run, samples};

const PLAIN: Look = Look { lang: Lang::Vi, colour: false, width: None };

fn document(name: &str, text: &str) -> Document {
    Document::parse(Source::new(name, text))
}

fn compared(old: &Document, new: &Document, run: &Run) -> Comparison {
    let (before, after) = (evaluate(rules(), old, run), evaluate(rules(), new, run));
    let alignment = Alignment::new(old, new);
    let worse = regressions(rules(), (old, new), &alignment, &after.findings, run);
    compare(&Drafts { old, new, alignment: &alignment }, &before, &after, worse)
}

/// The pairs of `samples/compared`, as drafts.
fn pairs() -> Vec<(String, Document, Document, Comparison)> {
    let olds = files("samples/compared", &["md"]).into_iter().filter(|path| path.ends_with("/old.md"));
    let run = Run { stage: Stage::Draft, ..run() };
    let pair = |old: String| {
        let new = old.replace("/old.md", "/new.md");
        let (old, new) = (document(&old, &read(&old)), document(&new, &read(&new)));
        let comparison = compared(&old, &new, &run);
        let name = old.source.name().split('/').nth(2).unwrap().to_owned();
        (name, old, new, comparison)
    };
    olds.map(pair).collect()
}

#[test]
fn pairs_as_people_and_programs_read_them() {
    for (name, old, new, comparison) in pairs() {
        let both = Compared::Both { old: &old, new: &new, comparison: &comparison };
        let mut text = String::new();
        human::write(&mut text, &both, Shown { all: true, brief: false }, PLAIN);
        insta::assert_snapshot!(format!("human_{name}"), text);
        let value: serde_json::Value = serde_json::from_str(&json::file(&both, Lang::En)).unwrap();
        insta::assert_snapshot!(format!("json_{name}"), serde_json::to_string_pretty(&value).unwrap());
        insta::assert_snapshot!(format!("markdown_{name}"), markdown::report(&both, false, Lang::En));
        insta::assert_snapshot!(format!("html_{name}"), html::report(&both, Lang::Vi));
    }
}

#[test]
fn pairs_set_off_every_regression() {
    let all = pairs();
    let found: BTreeSet<&str> =
        all.iter().flat_map(|(.., comparison)| &comparison.regressions).map(|finding| &*finding.rule).collect();
    let silent: Vec<&str> = rules()
        .rules()
        .iter()
        .filter(|about| about.drafts)
        .map(|about| &*about.id)
        .filter(|id| !found.contains(id))
        .collect();
    assert!(silent.is_empty(), "regressions that `samples/compared` does not set off: {silent:?}");
}

#[test]
fn a_report_compared_with_itself_has_not_changed() {
    for path in samples("flawed").into_iter().chain(samples("clean")) {
        let own = document(&path, &read(&path));
        let comparison = compared(&own, &own, &run());
        assert!(comparison.is_empty(), "{path}: {comparison:?}");
        assert!(!comparison.persisting.is_empty() || path.contains("clean"), "{path}");
    }
}

/// A report as it would be wrapped by hand at so many columns. Lines are broken before small letters only, so that no word
/// becomes the mark of a list or the number of a heading.
fn wrapped(text: &str, columns: usize) -> String {
    let mut out = String::new();
    // Lines of the head stand alone; paragraphs begin with the first section.
    let mut body = false;
    for line in text.lines() {
        body |= ["I. ", "1. ", "#"].iter().any(|start| line.trim_start_matches('*').starts_with(start));
        let mut used = 0;
        // Headings of one line, tables and notes stay as they are.
        let running = body && line.chars().count() > 120 && line.starts_with(char::is_alphabetic);
        for (at, word) in line.split(' ').enumerate() {
            let small =
                word.chars().next().is_some_and(char::is_lowercase) && word.chars().count() > 2 && word != "ngày";
            if at > 0 {
                out.push(if running && small && used > columns { '\n' } else { ' ' });
                used = if out.ends_with('\n') { 0 } else { used + 1 };
            }
            used += word.chars().count();
            out.push_str(word);
        }
        out.push('\n');
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Found in re-wrapped text is what was found, under the same fingerprints. Every paragraph is wrapped, as whoever sets a text
    /// to a width does it; of a text with long lines among short ones the reader does not say which were wrapped.
    #[test]
    fn wrapping_anew_changes_nothing(columns in 60usize..110, further in 60usize..110) {
        let bodies = [
            "Đã hoàn thành 13/72 nhiệm vụ được giao trong quý, đạt 18,5%.",
            "Hội nghị được tổ chức vào ngày 30/02/2024 tại trung tâm hành chính của tỉnh.",
            "Toàn tỉnh có 24/25 xã đã cử cán bộ đi tập huấn đầy đủ, đạt 97%.",
            "Tổng số 185 thủ tục (gồm: ban hành mới 10 thủ tục; sửa đổi 169 thủ tục; bãi bỏ 07 thủ tục).",
        ];
        let more = "Các cơ quan đã chủ động phối hợp, kịp thời tháo gỡ những khó khăn phát sinh trong quá trình tổ chức thực hiện ở cơ sở, \
                    được người dân và cộng đồng doanh nghiệp ghi nhận qua các kênh tiếp nhận phản ánh của địa phương trong kỳ báo cáo.";
        let section = |(at, body): (usize, &&str)| format!("{}. Nội dung thứ {}\n\n{more} {body} {more}\n\n", at + 1, at + 1);
        let text: String = bodies.iter().enumerate().map(section).collect();
        let packs = vec!["figures".to_owned(), "form.date".to_owned()];
        let run = Run { packs, ..run() };
        let texts = [text.clone(), wrapped(&text, columns), wrapped(&text, further)];
        let [plain, one, other] = texts.map(|text| document("a.md", &text));
        for (old, new) in [(&plain, &one), (&one, &other)] {
            let comparison = compared(old, new, &run);
            prop_assert!(comparison.regressions.is_empty() && comparison.fixed.is_empty(), "{comparison:?}");
            prop_assert!(comparison.persisting.len() >= 4, "{:?}", comparison.persisting);
        }
    }

    /// Sections in another order, under other numbers: found is what was found, at the same words.
    #[test]
    fn moved_and_renumbered_text_keeps_its_findings(order in Just(vec![0usize, 1, 2, 3, 4, 5]).prop_shuffle()) {
        let bodies = [
            "Đã hoàn thành 13/72 nhiệm vụ được giao trong quý, đạt 18,5%.",
            "Các sở đã xử lý 05/0 kiến nghị của người dân và doanh nghiệp trong quý.",
            "Hội nghị được tổ chức vào ngày 30/02/2024 tại trung tâm hành chính của tỉnh.",
            "Toàn tỉnh có 24/25 xã đã cử cán bộ đi tập huấn đầy đủ, đạt 97%.",
            "Tổng số 185 thủ tục (gồm: ban hành mới 10 thủ tục; sửa đổi 169 thủ tục; bãi bỏ 07 thủ tục).",
            "Không có hồ sơ nào quá hạn giải quyết tại bộ phận một cửa của các cơ quan.",
        ];
        let titles = ["Về tiến độ", "Về kiến nghị", "Về hội nghị", "Về tập huấn", "Về thủ tục", "Về hồ sơ"];
        let text = |order: &[usize]| {
            let section = |(at, &which): (usize, &usize)| format!("{}. {}\n\n{}\n\n", at + 1, titles[which], bodies[which]);
            order.iter().enumerate().map(section).collect::<String>()
        };
        let first: Vec<usize> = (0..6).collect();
        let (old, new) = (document("a.md", &text(&first)), document("a.md", &text(&order)));
        let packs = vec!["figures".to_owned(), "form.date".to_owned()];
        let comparison = compared(&old, &new, &Run { packs, ..run() });
        prop_assert!(comparison.persisting.len() >= 4, "{:?}", comparison.persisting);
        prop_assert!(comparison.regressions.is_empty(), "{:?}", comparison.regressions);
        prop_assert!(comparison.fixed.is_empty(), "{:?}", comparison.fixed);
        prop_assert!(comparison.ledger.is_empty(), "{:?}", comparison.ledger);
        let prints = |(before, after): &(soat::finding::Finding, soat::finding::Finding)| before.fingerprint == after.fingerprint;
        prop_assert!(comparison.persisting.iter().all(prints));
    }

    /// Any two texts can be compared, and all places are of their draft.
    #[test]
    fn any_two_texts_can_be_compared(old in "[a-zĐđ0-9 .,/%()|\n#¹-]{0,300}", new in "[a-zĐđ0-9 .,/%()|\n#¹-]{0,300}") {
        let (old, new) = (document("a.md", &old), document("b.md", &new));
        let comparison = compared(&old, &new, &run());
        let both = Compared::Both { old: &old, new: &new, comparison: &comparison };
        let told: serde_json::Value = serde_json::from_str(&json::file(&both, Lang::Vi)).unwrap();
        prop_assert!(told["regressions"].is_array());
        let mut text = String::new();
        human::write(&mut text, &both, Shown { all: true, brief: false }, PLAIN);
        plain::write(&mut text, &new.source, &evaluate(rules(), &new, &run()), PLAIN, Some(rules()));
        for moved in &comparison.ledger {
            let place = |document: &Document, figure: &Option<soat::compare::Figure>| {
                figure.as_ref().is_none_or(|figure| !document.slice(figure.span).is_empty())
            };
            prop_assert!(place(&old, &moved.old) && place(&new, &moved.new));
        }
    }
}
