//! Nothing panics, overflows or takes long, whatever the file.

use proptest::prelude::*;

use super::super::MAX_BYTES;
use super::{parsed, reference};

/// Every place lies on character boundaries inside the file, in order.
fn places_hold(text: &str) {
    let (_, mistakes) = parsed(text);
    for mistake in &mistakes {
        for (span, _) in std::iter::once(&mistake.at).chain(&mistake.related) {
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
    }
    assert!(mistakes.is_sorted_by_key(|mistake| mistake.at.0));
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Comes back at all, from reading and from dropping what was read: what is not linear takes hours.
fn comes_back(what: &str, text: &str) {
    let (_, mistakes) = parsed(text);
    assert!(!mistakes.is_empty(), "{what}");
}

#[test]
fn deep_and_long_files_come_back_with_a_mistake() {
    let many = 100_000;
    for piece in [
        "(",
        "[",
        "{",
        "not ",
        "- ",
        "-",
        "not(",
        "some a where ",
        "f(",
        "x.",
        "a and not ",
        "a in sentence of ",
        "\"",
        "«",
        "x: ",
        "a + ",
    ] {
        for head in
            ["define d = ", "fact f = ", "rule r {\n when ", "table t { ", "", "outline o { ", "parameter p: text = "]
        {
            let text = format!("pack a\n{head}{}", piece.repeat(many / 10));
            // A row of hyphens is a comment, with which nothing is wrong where nothing stands before it.
            if !(head.is_empty() && piece == "-") {
                comes_back(&format!("{head}{piece}"), &text);
            }
        }
    }
    for (piece, times) in
        [(" + a", many), (".a", many), (" and a", 9_000), (" or not a", 9_000), (" = a", 9_000), (" is f", 9_000)]
    {
        comes_back(piece, &format!("pack a\ndefine d = a{}", piece.repeat(times)));
    }
    for piece in ["(", "[", "not ", "- ", "some a where "] {
        comes_back(piece, &format!("pack a\ndefine d = {}a", piece.repeat(many)));
    }
    for piece in ["x: ", "not before ", "(", "[", "\"a\" except "] {
        comes_back(piece, &format!("pack a\nfact d = {}\"a\"", piece.repeat(many)));
    }
    for piece in [
        ")",
        "}",
        ";\n",
        "#\n",
        "rule\n",
        "rule r {\n",
        "when\n",
        "\"\n",
        "“",
        "table t {",
        "[]",
        "-- \n pack a\n",
        "regression r {}\n",
    ] {
        comes_back(piece, &piece.repeat(many));
    }
    comes_back("clauses", &format!("pack a\nrule r {{\n{}", "when ==\n".repeat(many)));
    comes_back("too large", &"-".repeat(MAX_BYTES + 1));
}

#[test]
fn a_long_file_without_depth_is_read() {
    let rows: String = (0..10_000).map(|row| format!("    \"k{row}\" = \"v\", \"w\"\n")).collect();
    super::sound(&format!("pack a\ntable t {{\n{rows}}}\nfact f = {}\n", "\"a\" | ".repeat(5_000) + "\"b\""));
}

#[test]
fn limits_are_told_where_they_are_passed() {
    for (text, code) in [
        (format!("pack a\ndefine d = a{}", " + a".repeat(513)), "syntax::too_deep"),
        (format!("pack a\ndefine d = {}a", "some b where ".repeat(80)), "syntax::too_deep"),
        (format!("pack a\nfact f = {}\"a\"", "x: ".repeat(80)), "syntax::too_deep"),
        (format!("pack a\ndefine d = {}a{}", "(".repeat(65), ")".repeat(65)), "syntax::too_deep"),
    ] {
        let codes: Vec<_> = parsed(&text).1.iter().map(|mistake| mistake.code).collect();
        assert_eq!(codes, [code], "{text}");
    }
    super::sound(&format!("pack a\ndefine d = a{}", " + a".repeat(512)));
    super::sound(&format!("pack a\ndefine d = {}a{}", "(".repeat(64), ")".repeat(64)));
}

#[test]
fn every_beginning_of_the_reference_is_survived() {
    let text = reference();
    for (end, _) in text.char_indices().step_by(5) {
        places_hold(text.get(..end).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_survived(text in "\\PC{0,200}") {
        places_hold(&text);
    }

    #[test]
    fn any_row_of_words_is_survived(words in prop::collection::vec(prop::sample::select(vec![
        "pack a\n", "rule r {\n", "}", "{", "\n", "\ntitle:", "vi ", "en ", "\"a\"", "\"", "\"\"\"", "«", "»", "for each ", "x ", "in ",
        "where ", "not ", "= ", "== ", "- ", "-", "->", "2022-02-30", "1.2.3", "[", "]", "(", ")", ",", ".", "\nfact f = ", "| ", ": ",
        "up to ", "except ", "\ntable t {", "Tỷ lệ ", "e\u{302}\u{301}", "\u{feff}", "\r\n", "-- c\n", "\\", "{x}", "\nfail ", "\nmessage ", "“", "”",
    ]), 0..60)) {
        places_hold(&words.concat());
    }

    #[test]
    fn a_mutated_file_is_survived(cuts in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, 0..3_u8), 1..6)) {
        let mut text = reference();
        for (one, other, kind) in cuts {
            let at = |share: f64| boundary(&text, (share * text.len() as f64) as usize);
            let (from, to) = (at(one).min(at(other)), at(one).max(at(other)));
            let to = boundary(&text, to.min(from + 40));
            let piece = text.get(from..to).unwrap().to_owned();
            match kind {
                0 => text.replace_range(from..to, ""),
                1 => text.insert_str(to, &piece),
                _ => text.replace_range(from..to, &piece.chars().rev().collect::<String>()),
            }
        }
        places_hold(&text);
    }
}
