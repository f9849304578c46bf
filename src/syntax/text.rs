//! Text in quotes as it is meant: escapes resolved, indentation of several lines dropped, in NFC.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The text of a literal with its quotes, and escapes that do not exist (bytes of `literal`).
pub(super) fn content(literal: &str) -> (String, Vec<Range<usize>>) {
    let (plain, unknown) = as_typed(literal);
    (if is_nfc(&plain) { plain } else { plain.nfc().collect() }, unknown)
}

/// The same in the normal form in which it is typed: examples are documents, and rules may be about normal forms.
pub(super) fn as_typed(literal: &str) -> (String, Vec<Range<usize>>) {
    let long = literal.len() >= 6 && literal.starts_with("\"\"\"");
    let quotes = if long { 3 } else { 1 };
    let inside = literal.get(quotes..literal.len().saturating_sub(quotes)).unwrap_or_default();
    let unknown = unknown_escapes(inside, quotes);
    let dedented = if long { dedent(inside) } else { inside.to_owned() };
    let plain = if memchr::memchr(b'\\', dedented.as_bytes()).is_some() { unescape(&dedented) } else { dedented };
    (plain, unknown)
}

fn unknown_escapes(inside: &str, offset: usize) -> Vec<Range<usize>> {
    let mut unknown = Vec::new();
    let mut letters = inside.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\'
            && let Some((_, escaped)) = letters.next()
            && !matches!(escaped, '"' | '\\' | 'n')
        {
            unknown.push(offset + at..offset + at + 1 + escaped.len_utf8());
        }
    }
    unknown
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => plain.push('\n'),
                Some(escaped) => plain.push(escaped),
                None => {}
            },
            _ => plain.push(letter),
        }
    }
    plain
}

/// Drops the first and last line break and the indentation that all lines share. Line ends become `\n`.
fn dedent(inside: &str) -> String {
    let text = inside.replace("\r\n", "\n");
    let (first, rest) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().is_empty() => (None, rest),
        Some((first, rest)) => (Some(first), rest),
        None => return text,
    };
    let mut lines: Vec<&str> = rest.split('\n').collect();
    if lines.last().is_some_and(|last| last.trim().is_empty()) {
        lines.pop();
    }
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let common = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indentation(line)).min().unwrap_or(0);
    let mut dedented: Vec<&str> = first.into_iter().collect();
    dedented.extend(lines.iter().map(|line| line.get(common.min(indentation(line))..).unwrap_or_default()));
    dedented.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved_and_unknown_ones_told() {
        assert_eq!(content(r#""a \"b\" \\ c\nd""#), ("a \"b\" \\ c\nd".to_owned(), vec![]));
        assert_eq!(content(r#""a\tb""#).1, vec![2..4]);
    }

    #[test]
    fn indentation_and_outer_line_breaks_are_dropped() {
        assert_eq!(content("\"\"\"\n    một\n      hai\n\n    ba\n    \"\"\"").0, "một\n  hai\n\nba");
        assert_eq!(content("\"\"\"\r\n  a\r\n  b\"\"\"").0, "a\nb");
        assert_eq!(content("\"\"\"a\n  b\"\"\"").0, "a\nb");
        assert_eq!(content("\"\"\"\"\"\"").0, "");
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(content("\"e\u{302}\u{301}\"").0, "ế");
    }
}
