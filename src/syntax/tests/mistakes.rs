//! What the parser says: each case of `mistakes.txt` is a text with its mistakes drawn under it.

use super::super::error::Mistake;
use super::super::split::RULE_CLAUSES;
use super::parsed;
use crate::span::Span;

/// What a rule needs beside the clauses that a case is about.
const NEEDED: [(&str, &str); 8] = [
    ("title", "  title: vi \"a\" en \"b\"\n"),
    ("source", "  source: \"c\"\n"),
    ("severity", "  severity: info\n"),
    ("for", "  for the report\n"),
    ("require", "  require a\n"),
    ("message", "  message vi \"m\" en \"n\"\n"),
    ("pass", "  pass \"p\"\n"),
    ("fail", "  fail \"«q»\"\n"),
];

/// A case is a whole file, declarations of a pack, or (indented) clauses of a rule, with what it needs put around.
fn file(case: &str) -> (String, usize) {
    let has = |word: &str| case.lines().any(|line| line.split([' ', ':']).find(|part| !part.is_empty()) == Some(word));
    if case.contains("pack") || case.starts_with("-- ") {
        return (case.to_owned(), 0);
    }
    if !case.starts_with("  ") {
        return (format!("pack a\n{case}"), 7);
    }
    let head = "pack a\nrule r {\n";
    let judges = has("require") || has("forbid") || has("must");
    let tail: String = NEEDED
        .iter()
        .filter(|(word, _)| !(has(word) || *word == "require" && judges))
        .map(|(_, clause)| *clause)
        .collect();
    (format!("{head}{case}{tail}}}\n"), head.len())
}

/// The case with its mistakes drawn.
fn drawn(case: &str) -> String {
    let (text, offset) = file(case);
    let (file, mistakes) = parsed(&text);
    let mut drawing = String::new();
    let mut start = offset;
    for line in case.split_inclusive('\n') {
        drawing += line;
        let end = start + line.len();
        for mistake in mistakes.iter().filter(|mistake| (start..end).contains(&(mistake.at.0.start as usize))) {
            draw(&mut drawing, &file.source, mistake.at.0, &mistake.message.en, '^');
            for (span, label) in &mistake.related {
                let line = file.source.position(span.start).line;
                drawing += &format!("  line {line}, `{}`: {}\n", file.source.slice(*span), label.en);
            }
            if let Some(help) = &mistake.help {
                drawing += &format!("  help: {}\n", help.en);
            }
        }
        start = end;
    }
    let outside = |mistake: &&Mistake| !(offset..start).contains(&(mistake.at.0.start as usize));
    for mistake in mistakes.iter().filter(outside) {
        drawing += &format!("elsewhere, `{}`: {}\n", file.source.slice(mistake.at.0), mistake.message.en);
        if let Some(help) = &mistake.help {
            drawing += &format!("  help: {}\n", help.en);
        }
    }
    drawing
}

fn draw(drawing: &mut String, source: &crate::source::Source, span: Span, message: &str, mark: char) {
    let column = source.position(span.start).column - 1;
    let width = source.slice(span).lines().next().unwrap_or_default().chars().count().max(1);
    *drawing += &format!("{}{} {message}\n", " ".repeat(column), mark.to_string().repeat(width));
}

/// Lines of a drawing that are not of the case itself.
fn is_drawn(line: &str) -> bool {
    line.trim_start().starts_with('^')
        || line.starts_with("  help: ")
        || line.starts_with("  line ")
        || line.starts_with("elsewhere, ")
}

#[test]
fn mistakes_are_told_where_they_are_with_a_way_out() {
    let cases: Vec<&str> = include_str!("mistakes.txt").split("====\n").collect();
    assert!(cases.len() >= 45, "{}", cases.len());
    let mut wrong = String::new();
    for expected in cases {
        let case: String = expected.split_inclusive('\n').filter(|line| !is_drawn(line)).collect();
        let drawn = drawn(&case);
        if drawn != expected {
            wrong += &format!("{drawn}====\n");
        }
    }
    assert!(wrong.is_empty(), "these cases are drawn differently:\n{wrong}");
}

#[test]
fn every_mistake_speaks_both_languages_and_names_no_rust() {
    for case in include_str!("mistakes.txt").split("====\n") {
        let case: String = case.split_inclusive('\n').filter(|line| !is_drawn(line)).collect();
        for mistake in parsed(&file(&case).0).1 {
            assert!(mistake.code.starts_with("syntax::"), "{}", mistake.code);
            for text in std::iter::once(&mistake.message).chain(&mistake.help) {
                assert!(!text.vi.is_empty() && !text.en.is_empty() && text.vi != text.en, "{text:?}");
                assert!(!text.en.ends_with('.') && !text.en.contains("Rule::"), "{text:?}");
            }
        }
    }
}

#[test]
fn every_clause_word_is_reserved() {
    for word in RULE_CLAUSES {
        assert!(!parsed(&format!("pack a\ndefine {word} = 1\n")).1.is_empty(), "{word}");
    }
}
