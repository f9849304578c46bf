//! A report says the same as a Word file as it does in plain text, and the same is found in it.

use soat::document::Document;
use soat::evaluate::{Outcome, evaluate};

use super::writer::{from_markdown, from_text};
use crate::support::{judge, read, rules, run, samples};

/// What was found: the rule and the words.
fn found(document: &Document, outcome: &Outcome) -> Vec<String> {
    let told = |finding: &soat::finding::Finding| {
        let words: Vec<&str> = document.slice(finding.span).split_whitespace().collect();
        format!("{}: {}", finding.rule, words.join(" ").replace("**", ""))
    };
    let mut found: Vec<String> = outcome.findings.iter().map(told).collect();
    found.sort();
    found
}

/// Line by line, so that a difference can be read.
fn similar_asserted(word: &str, text: &str, path: &str) {
    for (number, (word, text)) in word.lines().zip(text.lines()).enumerate() {
        assert_eq!(word, text, "{path}:{}", number + 1);
    }
    assert_eq!(word.lines().count(), text.lines().count(), "{path}");
}

fn of_word(bytes: &[u8]) -> (Document, Vec<String>) {
    let document = Document::read("a.docx", bytes).unwrap();
    let outcome = evaluate(rules(), &document, &run());
    let found = found(&document, &outcome);
    (document, found)
}

#[test]
fn plain_text_comes_back_letter_by_letter() {
    for path in ["samples/clean/6-thang-2024-vinh-tuong.txt", "samples/flawed/6-thang-2024-vinh-tuong.txt"] {
        let text = read(path);
        let (document, found_in_word) = of_word(&from_text(&text));
        similar_asserted(document.source.text(), &text, path);
        let (plain, outcome) = judge(path, &text);
        assert_eq!(found_in_word, found(&plain, &outcome), "{path}");
    }
}

#[test]
fn the_same_is_found_in_every_sample_as_a_word_file() {
    // Notes that Word numbers by itself are in order, and each has its mark.
    let is_asked = |path: &&String| path.ends_with(".md") && !path.contains("chu-thich");
    for path in samples("clean").iter().chain(&samples("flawed")).filter(is_asked) {
        let (markdown, outcome) = judge(path, &read(path));
        let (_, found_in_word) = of_word(&from_markdown(&read(path)));
        assert_eq!(found_in_word, found(&markdown, &outcome), "{path}");
    }
}
