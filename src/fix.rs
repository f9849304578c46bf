//! Fixes: edits of findings put into the text. Safe ones change form only; suggested ones are put in only where their rule is named.
//!
//! What is not an edit stays byte for byte. An edit that would take away line ends, marks of tables or emphasis with the words is left
//! to a person. The text is judged again until nothing is left to fix, so that a second run changes nothing.

use unicode_normalization::UnicodeNormalization;

use crate::document::Document;
use crate::evaluate::Outcome;
use crate::finding::{Edit, EditKind, Finding};
use crate::source::Source;
use crate::span::Span;

/// Rounds after which edits that call for each other are given up.
const ROUNDS: usize = 8;

/// Which edits are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only findings of these rules, and of these the suggested edits too; empty: the safe edits of all.
    pub rules: Vec<String>,
}

/// A text with its fixes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many edits were put in.
    pub applied: usize,
    /// How many were left to a person, for what they would take away besides the words.
    pub left: usize,
}

/// Edits that call for each other without end: the text is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("edits of {} do not come to an end", rules.join(", "))]
pub struct Endless {
    /// Rules whose edits were still wanted.
    pub rules: Vec<String>,
}

impl Wanted {
    fn wants(&self, finding: &Finding, edit: &Edit) -> bool {
        match self.rules.is_empty() {
            true => edit.kind == EditKind::Safe,
            false => self.rules.contains(&finding.rule),
        }
    }
}

/// Puts wanted edits into a document's text and judges what comes out, until nothing is left to do.
///
/// # Errors
/// When that has no end.
pub fn fix(document: &Document, wanted: &Wanted, judge: impl Fn(&Document) -> Outcome) -> Result<Fixed, Endless> {
    let mut fixed = Fixed { text: document.source.text().to_owned(), ..Fixed::default() };
    let mut outcome = judge(document);
    for _ in 0..ROUNDS {
        let (edits, left) = edits(&fixed.text, &outcome, wanted);
        fixed.left = left;
        if edits.is_empty() {
            return Ok(fixed);
        }
        fixed.text = put_in(&fixed.text, &edits);
        fixed.applied += edits.len();
        outcome = judge(&Document::parse(Source::new(document.source.name(), fixed.text.clone())));
        if !wanted.rules.is_empty() {
            // A person asked for these edits once; what they call for in turn is a new question.
            return Ok(fixed);
        }
    }
    let mut rules: Vec<String> = outcome.findings.into_iter().map(|finding| finding.rule).collect();
    rules.sort();
    rules.dedup();
    Err(Endless { rules })
}

/// The wanted edits in order of place, of those that touch the first; and how many are left to a person.
pub fn edits(text: &str, outcome: &Outcome, wanted: &Wanted) -> (Vec<(Span, String)>, usize) {
    let mut all: Vec<(Span, String)> = Vec::new();
    let mut left = 0;
    for finding in &outcome.findings {
        for edit in finding.edits.iter().filter(|edit| wanted.wants(finding, edit)) {
            let Some(old) = text.get(edit.span.range()) else { continue };
            let new = as_typed(old, &edit.text);
            match keeps_marks(old, &new) {
                true if old != new => all.push((edit.span, new)),
                true => {}
                false => left += 1,
            }
            // Further edits of one finding are other ways to settle it.
            break;
        }
    }
    all.sort();
    let mut end = None;
    all.retain(|(span, _)| {
        let free = end.is_none_or(|end| end < span.start);
        if free {
            end = Some(span.end);
        }
        free
    });
    (all, left)
}

/// The text with edits, which are in order of place.
pub fn put_in(text: &str, edits: &[(Span, String)]) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for (span, new) in edits {
        out.push_str(text.get(from..span.start as usize).unwrap_or_default());
        out.push_str(new);
        from = span.end as usize;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The new words with letters and marks apart where the old ones were typed so.
fn as_typed(old: &str, new: &str) -> String {
    match old.chars().eq(old.nfc()) {
        true => new.to_owned(),
        false => new.nfd().collect(),
    }
}

/// Whether the new words have the line ends, marks of tables and emphasis, tags and brackets of notes that the old ones have.
fn keeps_marks(old: &str, new: &str) -> bool {
    let is_mark = |c: &char| matches!(c, '\n' | '\r' | '*' | '|' | '<' | '>' | '`' | '[' | ']' | '\\');
    // What is taken out whole takes its marks with it.
    new.is_empty() || old.chars().filter(is_mark).eq(new.chars().filter(is_mark))
}

/// The bytes of a file for a new text, in the encoding of the old bytes; nothing where the text is not all there is to the file.
pub fn encode(old_bytes: &[u8], old_text: &str, new_text: &str) -> Option<Vec<u8>> {
    let utf16 = |text: &str, of: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(of).collect()
    };
    if old_bytes == old_text.as_bytes() {
        return Some(new_text.as_bytes().to_vec());
    }
    let ways: [fn(u16) -> [u8; 2]; 2] = [u16::to_le_bytes, u16::to_be_bytes];
    ways.into_iter().find(|way| utf16(old_text, *way) == old_bytes).map(|way| utf16(new_text, way))
}

/// What changed, as a unified diff.
pub fn diff(name: &str, old: &str, new: &str) -> String {
    let diff = similar::TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(1).header(name, name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::lang::Text;

    /// Finds every `from` and would put `to` there.
    fn judge(from: &'static str, to: &'static str, kind: EditKind) -> impl Fn(&Document) -> Outcome {
        move |document| {
            let at = |(at, old): (usize, &str)| {
                let span = Span::new(at, at + old.len());
                Finding {
                    rule: "a-rule".into(),
                    severity: Severity::Error,
                    message: Text::default(),
                    label: Text::default(),
                    span,
                    related: vec![],
                    before: vec![],
                    help: None,
                    source: String::new(),
                    edits: vec![Edit { kind, span, text: to.into() }],
                    fingerprint: String::new(),
                }
            };
            let findings = document.source.text().match_indices(from).map(at).collect();
            Outcome { findings, ..Outcome::default() }
        }
    }

    fn fixed(text: &str, from: &'static str, to: &'static str) -> Result<Fixed, Endless> {
        let document = Document::parse(Source::new("a.md", text));
        fix(&document, &Wanted::default(), judge(from, to, EditKind::Safe))
    }

    #[test]
    fn edits_are_put_in_and_nothing_else_changes() {
        let text = "\u{feff}Số 5\r\n\tsố 5 \r\n\r\nso\u{302}\u{301} 5";
        let fixed = fixed(text, "5", "05").unwrap_err();
        assert_eq!(fixed.rules, ["a-rule"], "`05` holds `5`: that has no end");
        let fixed = super::tests::fixed(text, "5", "6").unwrap();
        assert_eq!(fixed.text, "\u{feff}Số 6\r\n\tsố 6 \r\n\r\nso\u{302}\u{301} 6");
        assert_eq!((fixed.applied, fixed.left), (3, 0));
    }

    #[test]
    fn words_typed_apart_are_put_in_apart() {
        assert_eq!(fixed("hoa\u{300} đ\n", "hoa\u{300}", "hòe").unwrap().text, "ho\u{300}e đ\n");
        assert_eq!(fixed("hòa\n", "hòa", "hòe").unwrap().text, "hòe\n");
    }

    #[test]
    fn what_would_lose_marks_is_left_to_a_person() {
        for text in ["a **b** c\n", "a b\nc\n", "a <b> c\n", "a [^1] c\n"] {
            let from: &'static str = text.trim_end().to_owned().leak();
            let fixed = fixed(text, from, "abc").unwrap();
            assert_eq!((fixed.text.as_str(), fixed.applied, fixed.left), (text, 0, 1));
        }
    }

    #[test]
    fn suggested_edits_need_their_rule_named() {
        let document = Document::parse(Source::new("a.md", "một một"));
        let judge = judge("một", "hai", EditKind::Suggested);
        let by = |rules: &[&str]| {
            let wanted = Wanted { rules: rules.iter().map(|rule| (*rule).to_owned()).collect() };
            fix(&document, &wanted, &judge).unwrap().text
        };
        assert_eq!(by(&[]), "một một");
        assert_eq!(by(&["b-rule"]), "một một");
        assert_eq!(by(&["a-rule"]), "hai hai");
    }

    #[test]
    fn the_encoding_of_a_file_stays() {
        let utf16: Vec<u8> = "\u{feff}Số 5".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let changed: Vec<u8> = "\u{feff}Số 6".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(encode(&utf16, "Số 5", "Số 6"), Some(changed));
        assert_eq!(encode("Số 5".as_bytes(), "Số 5", "Số 6"), Some("Số 6".as_bytes().to_vec()));
        assert_eq!(encode(b"PK", "Số 5", "Số 6"), None);
    }

    #[test]
    fn the_difference_is_a_unified_diff() {
        insta::assert_snapshot!(diff("a.md", "một\nhai\nba\n", "một\nhài\nba\n"));
    }
}
