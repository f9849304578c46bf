//! Baselines: the findings that a repository knows of, so that a gate asks for no more than that none is added.
//!
//! A finding is known by path and fingerprint; rule, words and message stand beside them for whoever reviews the file. One finding
//! is one line, in an order that does not depend on where it stands in its report, so that changes are read line by line.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::evaluate::Outcome;
use crate::finding::Finding;
use crate::lang::Text;
use crate::source::Source;

/// What a baseline says it is.
const SCHEMA: &str = "soat.baseline/1";
/// Characters of the words of a finding.
const WORDS: usize = 60;

/// A known finding as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    rule: String,
    words: String,
    message: String,
    fingerprint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    findings: Vec<Line>,
}

/// The known findings of a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By path, then by fingerprint.
    lines: BTreeMap<String, BTreeMap<String, Line>>,
}

impl Baseline {
    /// Reads a file that [`Baseline::write`] wrote.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, Text> {
        let file: File = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Text::new(
                format!("không phải tệp phát hiện đã biết của soat (dòng {line}, cột {column})"),
                format!("this is no baseline of soat (line {line}, column {column}): {error}"),
            )
        })?;
        if file.schema != SCHEMA {
            let schema = file.schema;
            return Err(Text::new(
                format!("tệp phát hiện đã biết có dạng `{schema}`, bản soat này đọc `{SCHEMA}`"),
                format!("the baseline has form `{schema}`, this soat reads `{SCHEMA}`"),
            ));
        }
        let mut baseline = Self::default();
        for line in file.findings {
            baseline.lines.entry(line.path.clone()).or_default().insert(line.fingerprint.clone(), line);
        }
        Ok(baseline)
    }

    /// The file: one finding a line, by path, rule and words.
    pub fn write(&self) -> String {
        let mut text = format!("{{\"schema\": \"{SCHEMA}\", \"findings\": [");
        let lines: BTreeSet<&Line> = self.lines.values().flat_map(BTreeMap::values).collect();
        for (at, line) in lines.iter().enumerate() {
            // Texts only: they always become JSON.
            let line = serde_json::to_string(line).unwrap_or_default();
            let _ = write!(text, "{}\n  {line}", if at > 0 { "," } else { "" });
        }
        text + "\n]}\n"
    }

    /// Sets aside what is known of a report, and counts what is known and no longer there.
    pub fn apply(&self, path: &str, outcome: Outcome) -> Outcome {
        let Some(known) = self.lines.get(path) else { return outcome };
        let mut outcome = set_aside(outcome, |finding| known.contains_key(&finding.fingerprint));
        outcome.repaired = known.len() - self.met(path, &outcome);
        outcome
    }

    /// How many of the known findings of a report are still there, as findings or as what the report allows by now.
    fn met(&self, path: &str, outcome: &Outcome) -> usize {
        let prints = fingerprints(outcome);
        self.lines.get(path).map_or(0, |known| known.keys().filter(|print| prints.contains(print.as_str())).count())
    }

    /// Puts what was found in a report in the place of what was known of it; says how many were added and how many taken out.
    pub fn replace(&mut self, path: &str, source: &Source, outcome: &Outcome) -> (usize, usize) {
        let now = outcome.findings.iter().chain(&outcome.known).map(|finding| {
            let line = Line {
                path: path.to_owned(),
                rule: finding.rule.clone(),
                words: words(source, finding),
                message: finding.message.vi.clone(),
                fingerprint: finding.fingerprint.clone(),
            };
            (line.fingerprint.clone(), line)
        });
        let now: BTreeMap<String, Line> = now.collect();
        let old = self.lines.remove(path).unwrap_or_default();
        let added = now.keys().filter(|print| !old.contains_key(*print)).count();
        let taken_out = old.keys().filter(|print| !now.contains_key(*print)).count();
        if !now.is_empty() {
            self.lines.insert(path.to_owned(), now);
        }
        (added, taken_out)
    }

    /// Takes out what is no longer found in a report; says how many.
    pub fn prune(&mut self, path: &str, outcome: &Outcome) -> usize {
        let prints: HashSet<&str> = fingerprints(outcome);
        let Some(known) = self.lines.get_mut(path) else { return 0 };
        let before = known.len();
        known.retain(|print, _| prints.contains(print.as_str()));
        let gone = before - known.len();
        if known.is_empty() {
            self.lines.remove(path);
        }
        gone
    }

    /// Takes out everything of the reports that `gone` says are no longer there; says how many findings.
    pub fn forget(&mut self, gone: impl Fn(&str) -> bool) -> usize {
        let before = self.len();
        self.lines.retain(|path, _| !gone(path));
        before - self.len()
    }

    /// The reports of which something is known.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.lines.keys().map(String::as_str)
    }

    /// How many findings of a report are known.
    pub fn of(&self, path: &str) -> usize {
        self.lines.get(path).map_or(0, BTreeMap::len)
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.lines.values().map(BTreeMap::len).sum()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Sets aside findings that are known already, from a baseline or from an earlier state of the report.
pub fn set_aside(mut outcome: Outcome, known: impl Fn(&Finding) -> bool) -> Outcome {
    let (aside, left) = std::mem::take(&mut outcome.findings).into_iter().partition(known);
    outcome.findings = left;
    outcome.known.extend::<Vec<Finding>>(aside);
    outcome
}

/// Fingerprints of all that was found, shown or not.
fn fingerprints(outcome: &Outcome) -> HashSet<&str> {
    let shown = outcome.findings.iter().chain(&outcome.known);
    shown.map(|finding| finding.fingerprint.as_str()).collect()
}

/// The words of a finding, or the start of them, in one line.
fn words(source: &Source, finding: &Finding) -> String {
    let words = source.slice(finding.span).split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.nfc().collect();
    match words.char_indices().nth(WORDS) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default().trim_end()),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::span::Span;

    fn finding(rule: &str, span: (usize, usize), print: &str) -> Finding {
        Finding {
            rule: rule.to_owned(),
            severity: Severity::Error,
            message: Text::new(format!("sai {rule}"), format!("wrong {rule}")),
            label: Text::default(),
            span: Span::new(span.0, span.1),
            related: vec![],
            help: None,
            source: String::new(),
            edits: vec![],
            before: vec![],
            fingerprint: print.to_owned(),
        }
    }

    fn outcome(findings: Vec<Finding>) -> Outcome {
        Outcome { findings, ..Outcome::default() }
    }

    #[test]
    fn what_is_known_is_set_aside_and_what_is_gone_is_counted() {
        let source = Source::new("a.md", format!("một hai {}", "ba ".repeat(100)));
        let mut baseline = Baseline::default();
        let first = outcome(vec![finding("b", (0, 4), "2"), finding("a", (0, 300), "1")]);
        assert_eq!(baseline.replace("a.md", &source, &first), (2, 0));
        assert_eq!(baseline.replace("0.md", &source, &first), (2, 0));
        insta::assert_snapshot!(baseline.write());
        assert_eq!(Baseline::read(&baseline.write()).as_ref(), Ok(&baseline));

        let now = outcome(vec![finding("a", (5, 9), "1"), finding("c", (0, 1), "3")]);
        let judged = baseline.apply("a.md", now.clone());
        assert_eq!(judged.findings.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), ["c"]);
        assert_eq!((judged.known.len(), judged.repaired), (1, 1));
        let other = baseline.apply("b.md", now.clone());
        assert_eq!((other.findings.len(), other.known.len(), other.repaired), (2, 0, 0));

        assert_eq!(baseline.prune("a.md", &judged), 1);
        assert_eq!((baseline.of("a.md"), baseline.len()), (1, 3));
        assert_eq!(baseline.replace("a.md", &source, &now), (1, 0));
        assert_eq!(baseline.forget(|path| path == "0.md"), 2);
        assert_eq!(baseline.replace("a.md", &source, &outcome(vec![])), (0, 2));
        assert!(baseline.is_empty());
        assert_eq!(Baseline::read(&baseline.write()), Ok(baseline));
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        for (text, says) in [
            ("", "line 1, column 0"),
            ("{\"schema\": \"soat.baseline/2\", \"findings\": []}", "`soat.baseline/2`"),
            ("{\"schema\": \"soat.baseline/1\", \"findings\": [{\"path\": 1}]}", "no baseline"),
            ("<<<<<<< HEAD\n", "no baseline"),
        ] {
            let error = Baseline::read(text).unwrap_err();
            assert!(error.en.contains(says), "{text}: {}", error.en);
        }
    }
}
