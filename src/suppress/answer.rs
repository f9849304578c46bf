//! Answers to comments in the margin of a Word file: what the author of a report says to a finding.

use std::collections::HashMap;

use crate::document::Document;
use crate::document::origin::Remark;
use crate::evaluate::Outcome;
use crate::finding::Allowed;
use crate::text::fold;

/// Whom an answer speaks to.
const NAMES: [&str; 2] = ["soat", "soát"];
/// What it says to allow the finding.
const ALLOWS: [&str; 2] = ["bỏ qua", "allow"];
/// Words that may stand before the reason.
const LEADS: [&str; 3] = ["lý do", "vì", "reason"];

/// Moves what answers in the margin allow from the findings to [`Outcome::allowed`].
pub(super) fn apply(document: &Document, mut outcome: Outcome) -> Outcome {
    let Some(origin) = document.origin.as_deref().filter(|origin| !origin.remarks.is_empty()) else { return outcome };
    let said = origin.remarks.iter().filter_map(|remark| {
        let (rule, fingerprint) = remark.about.as_ref()?;
        Some(((rule.as_str(), fingerprint.as_str()), reason(remark)?))
    });
    let said: HashMap<(&str, &str), String> = said.collect();
    for finding in std::mem::take(&mut outcome.findings) {
        let reason = said.get(&(finding.rule.as_str(), finding.fingerprint.as_str())).cloned();
        match reason {
            Some(reason) => {
                let comment = finding.span;
                outcome.allowed.push(Allowed { finding, reason, comment });
            }
            None => outcome.findings.push(finding),
        }
    }
    outcome
}

/// Why the finding of a comment may stay, if somebody says so.
fn reason(remark: &Remark) -> Option<String> {
    let said = remark.answers.iter().rev().find_map(|answer| allowing(&answer.text));
    let closed = || {
        let last = remark.answers.last().map(|answer| answer.text.trim()).filter(|text| !text.is_empty());
        remark.closed.then(|| last.unwrap_or("nhận xét đã được đóng trong Word").to_owned())
    };
    said.or_else(closed)
}

/// The reason in `soat: bỏ qua, lý do: …`; an answer without a reason allows nothing.
fn allowing(text: &str) -> Option<String> {
    let rest = NAMES.iter().find_map(|name| after(text, name))?.trim_start_matches([':', ' ', ',']);
    let mut rest = ALLOWS.iter().find_map(|word| after(rest, word))?;
    let marks = [' ', ',', ':', ';', '.', '-', '–', '\n', '\t'];
    rest = rest.trim_start_matches(marks);
    if let Some(behind) = LEADS.iter().find_map(|word| after(rest, word)) {
        rest = behind.trim_start_matches(marks);
    }
    rest.chars().any(char::is_alphabetic).then(|| rest.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What follows a word at the head of a text, however it is cased or composed.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let text = text.trim_start();
    let wanted = fold(word);
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(24);
    let matching = ends.filter(|&end| text.get(..end).is_some_and(|head| fold(head) == wanted));
    let rest = text.get(matching.last()?..)?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_allows_with_a_reason() {
        let reasons = [
            ("soat: bỏ qua, lý do: số liệu của Bộ", Some("số liệu của Bộ")),
            ("Soát: Bỏ qua vì đã thống nhất\nvới Sở", Some("đã thống nhất với Sở")),
            ("soat allow, reason: agreed", Some("agreed")),
            ("soat: bỏ qua", None),
            ("soat: bỏ qua, lý do …", None),
            ("đã sửa", None),
            ("bỏ qua, không cần", None),
        ];
        for (text, reason) in reasons {
            assert_eq!(allowing(text).as_deref(), reason, "{text}");
        }
    }
}
