//! Defects planted in the clean samples, each alone: found at the place, once, and nothing new elsewhere.
//!
//! `planted/*.tsv` holds them by family, written from the practice of proof-readers and not from the rules:
//!
//! * `report`: a part of a clean sample's name.
//! * `level`: `warning` (or above), or `info` where rules may only ask.
//! * `edit`: words of the sample that stand there once, with `{old=>new}` in them; `⋯` in what stood there is any words, up to the nearest that fit.
//! * `place`: where the finding may stand, between `«` and `»`; ways are parted by `¦`; empty: what is new.
//! * `what`: what slip it is.
//!
//! `\n` and `\u{…}` are escapes. `planted-missed.tsv` lists those that come out otherwise, with the reason. A defect newly found must be struck, one
//! newly missed must be mended or explained; `SOAT_PLANTED=all SOAT_BLESS=1 cargo test -- planted` writes the list anew and leaves reasons to be filled in.
//!
//! Judging hundreds of reports takes a while unoptimised, so a plain `cargo test` tries one defect in [`ONE_OF`]; the gate, and whoever writes
//! the lists anew, tries all: `SOAT_PLANTED=all`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use rayon::prelude::*;
use soat::document::Document;
use soat::evaluate::Outcome;
use soat::finding::{Finding, Severity};
use soat::span::Span;

use crate::support::{files, judge, judged, read, root, samples};

/// A plain run tries one defect in so many.
const ONE_OF: usize = 10;

/// At least so many of a hundred must be found.
const FOUND_OF_HUNDRED: usize = 94;

#[test]
fn planted_one_by_one_they_are_found_once_at_their_place() {
    let known = missed();
    let mut problems = String::new();
    let mut list = String::from("family\treport\tedit\toutcome\treason\n");
    for (defect, trial) in trials() {
        let key = (defect.family.clone(), defect.report.clone(), defect.edit.clone());
        let told = format!("{} {} {} ({}): {}", defect.family, defect.report, defect.edit, defect.what, trial.told());
        let reason = known.get(&key).map(|(outcome, reason)| (outcome.as_str(), reason.as_str()));
        match (trial.outcome.word(), reason) {
            ("found", None) => continue,
            ("found", Some(_)) => {
                let _ = writeln!(problems, "found now, strike it (SOAT_PLANTED=all SOAT_BLESS=1 does): {told}");
                continue;
            }
            (_, None) => _ = writeln!(problems, "missed: {told}"),
            (_, Some((_, ""))) => _ = writeln!(problems, "no reason: {told}"),
            (now, Some((before, _))) if now != before => _ = writeln!(problems, "was {before}: {told}"),
            _ => {}
        }
        let (now, reason) = (trial.outcome.word(), reason.map_or("", |(_, reason)| reason));
        let _ = writeln!(list, "{}\t{}\t{}\t{now}\t{reason}", key.0, key.1, key.2);
    }
    if all() && std::env::var_os("SOAT_BLESS").is_some() {
        std::fs::write(root().join("tests/planted-missed.tsv"), list).unwrap();
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn what_finds_each_planted_defect() {
    if !all() {
        return;
    }
    let mut table = String::new();
    let mut family = "";
    for (defect, trial) in trials() {
        if family != defect.family {
            family = &defect.family;
            let _ = writeln!(table, "{family}");
        }
        let _ = writeln!(table, "  {}: {} · {}", defect.what, trial.outcome.word(), trial.told());
    }
    insta::assert_snapshot!("planted", table);
}

#[test]
fn most_planted_defects_are_found() {
    if !all() {
        return;
    }
    let (trials, found) =
        (trials().len(), trials().iter().filter(|(_, trial)| trial.outcome == Verdict::Found).count());
    assert!(trials >= 250, "{trials} defects are planted");
    assert!(found * 100 >= trials * FOUND_OF_HUNDRED, "{found} of {trials} are found");
}

/// A defect as its list has it.
struct Defect {
    family: String,
    report: String,
    edit: String,
    what: String,
    least: Severity,
    /// The sample with the defect in it.
    text: String,
    /// Where it may be told.
    places: Vec<Span>,
}

/// How it went with a defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// One finding, at the place.
    Found,
    /// No finding.
    Silent,
    /// A finding at the place, but below what is demanded.
    Low,
    /// Several findings, one of them at the place.
    Twice,
    /// Findings, none at the place.
    Elsewhere,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Silent => "silent",
            Self::Low => "low",
            Self::Twice => "twice",
            Self::Elsewhere => "elsewhere",
        }
    }
}

struct Trial {
    outcome: Verdict,
    /// New findings: rule and words.
    findings: Vec<(String, String)>,
}

impl Trial {
    fn told(&self) -> String {
        let each = self
            .findings
            .iter()
            .map(|(rule, words)| format!("{rule} «{}»", words.replace("\r\n", "⏎").replace('\n', "⏎")));
        each.collect::<Vec<_>>().join(", ")
    }
}

/// Every defect, tried once for all tests.
fn trials() -> &'static [(Defect, Trial)] {
    static TRIALS: OnceLock<Vec<(Defect, Trial)>> = OnceLock::new();
    TRIALS.get_or_init(|| {
        let defects: Vec<Defect> = files("tests/planted", &["tsv"]).iter().flat_map(|list| defects(list)).collect();
        let step = if all() { 1 } else { ONE_OF };
        let chosen: Vec<Defect> = defects.into_iter().step_by(step).collect();
        chosen
            .into_par_iter()
            .map(|defect| (Trial::of(&defect), defect))
            .map(|(trial, defect)| (defect, trial))
            .collect()
    })
}

/// Whether every defect is tried.
fn all() -> bool {
    std::env::var_os("SOAT_PLANTED").is_some() || !cfg!(debug_assertions)
}

impl Trial {
    fn of(defect: &Defect) -> Self {
        let before = counted(judged(&defect.report));
        let after = judge(&defect.report, &defect.text);
        let (document, outcome) = &after;
        let fresh = outcome.findings.iter().filter(|found| {
            let key = key(document, found);
            let here = outcome.findings.iter().filter(|other| self::key(document, other) == key).count();
            here > before.get(&key).copied().unwrap_or_default()
        });
        let fresh: Vec<&Finding> = fresh.collect();
        let grave: Vec<&Finding> = fresh.iter().copied().filter(|found| found.severity >= Severity::Warning).collect();
        let touching = |found: &&Finding| defect.touches(found);
        let at_place = grave.iter().copied().filter(|found| touching(found)).count();
        let low: Vec<&Finding> = fresh.iter().copied().filter(|found| found.severity < Severity::Warning).collect();
        let low: Vec<&Finding> = low.into_iter().filter(touching).collect();
        let asked = defect.least == Severity::Info;
        let (outcome, told) = match (at_place, grave.len(), low.len()) {
            (1, 1, _) => (Verdict::Found, grave),
            (0, 0, 1) if asked => (Verdict::Found, low),
            (0, 0, 0) => (Verdict::Silent, grave),
            (0, 0, _) => (if asked { Verdict::Twice } else { Verdict::Low }, low),
            (0, ..) => (Verdict::Elsewhere, grave),
            _ => (Verdict::Twice, grave),
        };
        let words = |found: &Finding| (found.rule.clone(), document.slice(found.span).to_owned());
        Self { outcome, findings: told.into_iter().map(words).collect() }
    }
}

impl Defect {
    /// Whether a finding marks one of the places, itself or by a label.
    fn touches(&self, found: &Finding) -> bool {
        let marked = std::iter::once(found.span).chain(found.related.iter().map(|label| label.span));
        let mut marked = marked.flat_map(|mark| self.places.iter().map(move |place| (mark, *place)));
        marked.any(|(mark, place)| {
            mark.overlaps(place)
                || (mark.is_empty() || place.is_empty()) && mark.start <= place.end && place.start <= mark.end
        })
    }
}

/// What makes a finding the same as one before the edit.
fn key(document: &Document, found: &Finding) -> (String, String, String) {
    (found.rule.clone(), document.slice(found.span).to_owned(), found.message.vi.clone())
}

fn counted((document, outcome): &(Document, Outcome)) -> BTreeMap<(String, String, String), usize> {
    let mut counts = BTreeMap::new();
    for found in &outcome.findings {
        *counts.entry(key(document, found)).or_default() += 1;
    }
    counts
}

/// The defects of a list, planted.
fn defects(list: &str) -> Vec<Defect> {
    let family = list.rsplit('/').next().unwrap().trim_end_matches(".tsv").to_owned();
    let rows = read(list);
    let rows = rows.lines().skip(1).filter(|row| !row.is_empty());
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [report, level, edit, place, what] = cells[..] else { panic!("{list}: {row}") };
        let clean = samples("clean");
        let reports: Vec<&String> = clean.iter().filter(|path| path.contains(report)).collect();
        let [report] = reports[..] else { panic!("{list}: no one sample is called {report}") };
        let least = match level {
            "warning" => Severity::Warning,
            "info" => Severity::Info,
            _ => panic!("{list}: level {level}"),
        };
        let (text, fresh) = planted(&read(report), edit);
        let places = match place {
            "" => vec![fresh],
            _ => place.split('¦').map(|way| marked(&text, &ends_as_in(&text, &unescaped(way)))).collect(),
        };
        Defect {
            family: family.clone(),
            report: report.clone(),
            edit: edit.to_owned(),
            what: what.to_owned(),
            least,
            text,
            places,
        }
    })
    .collect()
}

/// A sample with an edit made, and the place of what is new.
fn planted(text: &str, edit: &str) -> (String, Span) {
    let edit = ends_as_in(text, &unescaped(edit));
    let cut = |text: &str, mark: &str| match text.split_once(mark) {
        Some((before, after)) => (before.to_owned(), after.to_owned()),
        None => panic!("no `{mark}`: {edit}"),
    };
    let (before, rest) = cut(&edit, "{");
    let (old, rest) = cut(&rest, "=>");
    let (new, after) = cut(&rest, "}");
    let cuts = only(text, &[&before, &old, &after]);
    let edited = format!("{}{new}{}", &text[..cuts[1]], &text[cuts[2]..]);
    (edited, Span::new(cuts[1], cuts[1] + new.len()))
}

/// The place between `«` and `»` of words that stand in a text once.
fn marked(text: &str, way: &str) -> Span {
    let parts =
        way.split_once('«').and_then(|(before, rest)| rest.split_once('»').map(|(at, after)| (before, at, after)));
    let (before, at, after) = parts.unwrap_or_else(|| panic!("no marks: {way}"));
    let cuts = only(text, &[before, at, after]);
    Span::new(cuts[1], cuts[2])
}

/// Where each of the pieces begins that stand in a row, the one time that they do.
fn only(text: &str, pieces: &[&str]) -> Vec<usize> {
    let whole = pieces.concat();
    let head = whole.split('⋯').next().unwrap();
    let mut found: Vec<Vec<usize>> =
        text.match_indices(head).filter_map(|(start, _)| begins(text, start, pieces)).collect();
    assert!(found.len() == 1, "{} times: {whole}", found.len());
    found.pop().unwrap()
}

/// Where the pieces begin if the first begins here; `⋯` in them is any words, up to the nearest that fit.
fn begins(text: &str, start: usize, pieces: &[&str]) -> Option<Vec<usize>> {
    let (mut at, mut any) = (start, false);
    let mut begins = Vec::new();
    for piece in pieces {
        for (nth, stretch) in piece.split('⋯').enumerate() {
            any |= nth > 0;
            let found = text[at..].find(stretch)?;
            if found > 0 && !any {
                return None;
            }
            at += found;
            if nth == 0 {
                begins.push(at);
            }
            at += stretch.len();
            any &= stretch.is_empty();
        }
    }
    Some(begins)
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        rest = if let Some(after) = after.strip_prefix('n') {
            out.push('\n');
            after
        } else {
            let (digits, after) = after.strip_prefix("u{").and_then(|a| a.split_once('}')).expect("an escape");
            out.push(char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap());
            after
        };
    }
    out + rest
}

/// A text with line ends as the sample has them.
fn ends_as_in(sample: &str, text: &str) -> String {
    text.replace('\n', if sample.contains("\r\n") { "\r\n" } else { "\n" })
}

/// What is known to come out otherwise: outcome and reason.
fn missed() -> BTreeMap<(String, String, String), (String, String)> {
    let rows = read("tests/planted-missed.tsv");
    let rows = rows.lines().skip(1).map(|row| {
        let cells: Vec<String> = row.split('\t').map(str::to_owned).collect();
        let [family, report, edit, outcome, reason] =
            <[String; 5]>::try_from(cells).unwrap_or_else(|_| panic!("{row}"));
        ((family, report, edit), (outcome, reason))
    });
    rows.collect()
}
