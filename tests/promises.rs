//! Promises about the repository.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use soat::document::Document;
use soat::evaluate::{Run, Stage, evaluate, judge_examples};
use soat::finding::Severity;
use soat::source::Source;
use soat::syntax;

use crate::support::{files, judged, read, root, rules, run, samples, told};

/// Files of more than [`MOST_LINES`] lines, and why they are not split.
const LONG_FILES: &[(&str, &str)] =
    &[("src/rule/resolve.rs", "the order in which declarations are bound is the file's point")];
const MOST_LINES: usize = 600;

/// Modules from the bottom up: each may use those before it.
const LAYERS: &[&str] = &[
    "span", "lang", "text", "source", "world", "git", "finding", "document", "align", "fact", "syntax", "rule", "pack",
    "evaluate", "suppress", "baseline", "config", "fix", "compare", "report", "cli",
];

#[test]
fn every_rule_file_parses() {
    let mut mistakes = Vec::new();
    for path in files("rules", &["soat"]) {
        mistakes.extend(syntax::parse(Arc::new(Source::new(path.as_str(), read(&path)))).1);
    }
    assert!(mistakes.is_empty(), "{}", told(&mistakes));
}

#[test]
fn rules_have_ids_of_their_own_and_examples_of_both_kinds() {
    let mut seen = BTreeSet::new();
    for about in rules().rules() {
        assert!(seen.insert(&about.id), "two rules are called `{}`", about.id);
        for fails in [true, false] {
            let kind = if fails { "fail" } else { "pass" };
            assert!(about.examples.iter().any(|example| example.fails == fails), "`{}` has no `{kind}`", about.id);
        }
    }
    assert!(!seen.is_empty(), "no rule is built in");
}

#[test]
fn every_example_is_judged_as_its_author_says() {
    let trial = judge_examples(rules());
    assert!(trial.wrong.is_empty(), "{} of {} examples{}", trial.wrong.len(), trial.examples, told(&trial.wrong));
}

#[test]
fn every_rule_speaks_both_languages_and_names_its_source() {
    for about in rules().rules() {
        assert!(!about.source.trim().is_empty(), "`{}` names no source", about.id);
        for text in std::iter::once(&about.title).chain(&about.help).chain(&about.why) {
            assert!(!text.vi.is_empty() && !text.en.is_empty(), "`{}`: {text:?}", about.id);
        }
    }
}

#[test]
fn flawed_samples_set_off_every_rule() {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for path in samples("flawed") {
        found.extend(judged(&path).1.findings.iter().map(|finding| finding.rule.clone()));
    }
    for path in files("samples/word", &["docx"]) {
        found.extend(judged(&path).1.findings.iter().map(|finding| finding.rule.clone()));
    }
    // Judged only where a run asks for a period.
    found.insert("period-not-as-asked".to_owned());
    let silent: Vec<&str> = rules()
        .rules()
        .iter()
        .filter(|about| !about.drafts && !found.contains(&about.id))
        .map(|about| &*about.id)
        .collect();
    assert!(silent.is_empty(), "rules that `samples/flawed` does not set off: {silent:#?}");
}

/// Beside the samples stand reports of other kinds and years that were written to be right, with habits of drafters that look wrong and are not.
#[test]
fn clean_reports_are_silent() {
    let mut noise = String::new();
    for path in samples("clean").into_iter().chain(files("tests/reports", &["md", "txt"])) {
        let (document, outcome) = judged(&path);
        assert!(!outcome.packs.is_empty(), "no pack applies to {path}: silence there means nothing");
        for finding in outcome.findings.iter().filter(|finding| finding.severity >= Severity::Warning) {
            let at = document.source.position(finding.span.start);
            let words = document.slice(finding.span);
            let _ =
                writeln!(noise, "{path}:{}:{} {} «{words}» {}", at.line, at.column, finding.rule, finding.message.en);
        }
    }
    assert!(noise.is_empty(), "\n{noise}");
}

#[test]
fn blanks_are_allowed_in_a_draft_only() {
    for path in samples("drafts") {
        let document = Document::parse(Source::new(path.as_str(), read(&path)));
        let grave = |stage: Stage| {
            let findings = evaluate(rules(), &document, &Run { stage, ..run() }).findings;
            let grave = findings.into_iter().filter(|finding| finding.severity >= Severity::Warning);
            grave.map(|finding| format!("{} «{}»", finding.rule, document.slice(finding.span))).collect::<Vec<_>>()
        };
        assert_eq!(grave(Stage::Draft), Vec::<String>::new(), "{path} as a draft");
        assert!(!grave(Stage::Final).is_empty(), "{path} could be signed with its blanks");
    }
}

#[test]
fn no_office_and_no_decree_is_named_in_the_program() {
    for path in files("src", &["rs"]) {
        for (number, line) in program_lines(&path) {
            for name in ["UBND", "HĐND", "Nghị định", "Thông tư", "Bộ Nội vụ", "30/2020", "581/BNV"] {
                assert!(!line.contains(name), "{path}:{number} names `{name}`: the law lives in `rules/`");
            }
        }
    }
}

#[test]
fn modules_look_down_only() {
    let mut wrong = String::new();
    for path in files("src", &["rs"]) {
        let own = path.trim_start_matches("src/").split(['/', '.']).next().unwrap().to_owned();
        if own == "lib" || own == "main" {
            continue;
        }
        let level = LAYERS.iter().position(|layer| *layer == own);
        let level = level.unwrap_or_else(|| panic!("{path}: module `{own}` has no place among the layers"));
        for (number, line) in program_lines(&path) {
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // The library's face, `crate::check` and its types, stands above all modules but the command line.
                let allowed = match LAYERS.iter().position(|layer| *layer == name) {
                    Some(used) => used <= level,
                    None => own == "cli",
                };
                if !allowed {
                    let _ = writeln!(wrong, "{path}:{number}: `{own}` looks up to `{name}`");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn files_are_short_enough_to_read() {
    // Tests at the end of a file do not count: they are read one by one.
    let lines = |path: &str| without_tests(&read(path)).lines().count();
    assert!(read("src/main.rs").lines().count() < 40, "src/main.rs holds more than arguments, world and exit status");
    let long: BTreeSet<String> = files("src", &["rs"]).into_iter().filter(|path| lines(path) > MOST_LINES).collect();
    let known: BTreeSet<String> = LONG_FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
    let grown: Vec<_> = long.difference(&known).collect();
    assert!(grown.is_empty(), "split these, or say in LONG_FILES why not: {grown:?}");
    let gone: Vec<_> = known.difference(&long).collect();
    assert!(gone.is_empty(), "no longer long, strike them from LONG_FILES: {gone:?}");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut pages = files("docs", &["md"]);
    pages.extend(["README.md", "README.vi.md", "CHANGELOG.md", "rules/README.md"].map(str::to_owned));
    for page in pages {
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in read(&page).split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if !link.is_empty() && !link.contains("://") {
                assert!(root().join(folder).join(link).exists(), "{page} links to {link}, which is not there");
            }
        }
    }
}

/// Numbered lines of a source file that are neither comments nor tests.
fn program_lines(path: &str) -> Vec<(usize, String)> {
    if path.contains("/tests/") || path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let text = read(path);
    let lines = without_tests(&text).lines().enumerate().map(|(at, line)| (at + 1, line.to_owned()));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//")).collect()
}

/// A source file up to the module of its tests, which stands last.
fn without_tests(text: &str) -> &str {
    let marker = "\n#[cfg(test)]\n";
    let is_module = |rest: &str| rest.lines().next().is_some_and(|line| line.contains("mod "));
    let end = text.match_indices(marker).map(|(at, _)| at).find(|at| is_module(&text[at + marker.len()..]));
    &text[..end.unwrap_or(text.len())]
}
