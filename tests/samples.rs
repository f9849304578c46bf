//! Everything that is said of the sample reports, and which of the defects planted in them are found.
//!
//! Beside each flawed sample stands a list of its defects: line, exact text, kind, why. `samples-missed.tsv` lists those that are
//! not found, with the reason; a defect that is newly missed and one that is newly found both fail.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use soat::document::Document;
use soat::finding::{Finding, Severity};
use soat::lang::Lang;
use soat::report::json::severity;
use soat::report::{Look, human, json};
use soat::span::Span;

use crate::support::{files, judged, read, rules, samples};

/// For pipes: one line per finding, what belongs to it below.
const PLAIN: Look = Look { lang: Lang::Vi, colour: false, width: None };

/// Kinds of defect that rules cannot tell from what is right: an `info` that asks is enough.
const INFO_IS_ENOUGH: &[&str] =
    &["count-without-zero", "date-padding-surplus", "share-of-earlier-amount", "change-wrong-base"];

#[test]
fn findings_as_people_read_them() {
    for path in all_samples() {
        let (document, outcome) = judged(&path);
        let mut text = String::new();
        human::write(&mut text, &document.source, outcome, PLAIN, Some(rules()));
        insta::assert_snapshot!(snapshot_name("human", &path), text);
    }
}

#[test]
fn findings_as_programs_read_them() {
    for path in all_samples() {
        let (document, outcome) = judged(&path);
        let object = json::file(&document.source, outcome, Lang::Vi);
        let value: serde_json::Value = serde_json::from_str(&object).unwrap();
        let mut text = format!("packs {}\n", value["packs"]);
        // One finding to a line, so that a difference shows which.
        for list in ["findings", "unjudged"] {
            for entry in value[list].as_array().unwrap() {
                let _ = writeln!(text, "{list} {entry}");
            }
        }
        insta::assert_snapshot!(snapshot_name("json", &path), text);
    }
}

#[test]
fn planted_defects_are_found_where_they_are() {
    let known = known_to_be_missed();
    let mut problems = String::new();
    let mut table = String::new();
    for list in files("samples/flawed", &["tsv"]) {
        let report = report_of(&list);
        let (document, outcome) = judged(&report);
        let _ = writeln!(table, "{report}");
        for defect in defects(&list, document) {
            let by = found_by(&defect, &outcome.findings);
            let key = (report.clone(), defect.line, defect.text.clone());
            match (by.is_empty(), known.contains_key(&key)) {
                (true, false) => {
                    let _ = writeln!(problems, "missed: {report}:{} «{}» {}", defect.line, defect.text, defect.kind);
                }
                (false, true) => {
                    let _ = writeln!(problems, "found now, strike it: {report}:{} «{}»", defect.line, defect.text);
                }
                _ => {}
            }
            let by = if by.is_empty() { "—".to_owned() } else { by.join(" ") };
            let _ = writeln!(table, "{:>4}  {} «{}»: {by}", defect.line, defect.kind, defect.text);
        }
    }
    insta::assert_snapshot!("defects", table);
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn at_most_one_in_ten_findings_is_about_something_else_than_a_planted_defect() {
    for list in files("samples/flawed", &["tsv"]) {
        let report = report_of(&list);
        let (document, outcome) = judged(&report);
        let defects = defects(&list, document);
        let grave: Vec<&Finding> =
            outcome.findings.iter().filter(|found| found.severity >= Severity::Warning).collect();
        let stray: Vec<String> = grave
            .iter()
            .filter(|found| !defects.iter().any(|defect| touches(defect, found)))
            .map(|found| {
                let line = document.source.position(found.span.start).line;
                format!("{report}:{line} {} «{}»", found.rule, document.slice(found.span))
            })
            .collect();
        assert!(stray.len() * 10 <= grave.len(), "{} of {}: {stray:#?}", stray.len(), grave.len());
    }
}

struct Defect {
    line: usize,
    text: String,
    kind: String,
    /// All places on the line that read so; one of them is meant.
    places: Vec<Span>,
}

/// The defects of a list, placed in the report.
fn defects(list: &str, document: &Document) -> Vec<Defect> {
    let rows = read(list);
    let rows = rows.lines().skip(1).filter(|row| !row.trim().is_empty());
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        assert_eq!(cells.len(), 4, "{list}: {row}");
        let line: usize = cells[0].parse().unwrap();
        let whole = document.source.line_span(line - 1);
        let start = whole.start as usize;
        let found = document.slice(whole).match_indices(cells[1]);
        let places: Vec<Span> = found.map(|(at, text)| Span::new(start + at, start + at + text.len())).collect();
        assert!(!places.is_empty(), "{list}: line {line} does not hold «{}»", cells[1]);
        Defect { line, text: cells[1].to_owned(), kind: cells[2].to_owned(), places }
    })
    .collect()
}

/// The rules that find a defect, each with its severity.
fn found_by(defect: &Defect, findings: &[Finding]) -> Vec<String> {
    // The kind may be the id of the rule that is meant; where that rule only asks, an `info` is what it should be.
    let asks = rules().rules().iter().any(|about| about.id == defect.kind && about.severity == Severity::Info);
    let least = if asks || INFO_IS_ENOUGH.contains(&defect.kind.as_str()) { Severity::Info } else { Severity::Warning };
    let found = findings.iter().filter(|found| found.severity >= least && touches(defect, found));
    let mut rules: Vec<String> = found.map(|found| format!("{}[{}]", severity(found.severity), found.rule)).collect();
    rules.dedup();
    rules
}

/// Whether a finding marks a place of the defect. A contradiction between two places may be told at the other one, with this one labelled.
fn touches(defect: &Defect, found: &Finding) -> bool {
    let marked = std::iter::once(found.span).chain(found.related.iter().map(|label| label.span));
    let mut marked = marked.flat_map(|mark| defect.places.iter().map(move |place| (mark, *place)));
    marked.any(|(mark, place)| mark.overlaps(place) || mark.is_empty() && place.contains(mark))
}

/// Report, line and text of defects known to be missed, with the reason.
fn known_to_be_missed() -> BTreeMap<(String, usize, String), String> {
    let rows = read("tests/samples-missed.tsv");
    let rows = rows.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        assert_eq!(cells.len(), 4, "{row}");
        assert!(!cells[3].is_empty(), "no reason: {row}");
        ((format!("samples/flawed/{}", cells[0]), cells[1].parse().unwrap(), cells[2].to_owned()), cells[3].to_owned())
    });
    rows.collect()
}

fn report_of(list: &str) -> String {
    let stem = list.trim_end_matches(".defects.tsv");
    let reports = samples("flawed");
    reports.into_iter().find(|path| path.rsplit_once('.').unwrap().0 == stem).unwrap()
}

fn all_samples() -> Vec<String> {
    ["clean", "flawed", "drafts"].iter().flat_map(|folder| samples(folder)).collect()
}

/// `samples/clean/a.md` in the form `human` is `human_clean_a`.
fn snapshot_name(form: &str, path: &str) -> String {
    let path = path.trim_start_matches("samples/").rsplit_once('.').unwrap().0;
    format!("{form}_{}", path.replace('/', "_"))
}
