//! Findings as comments in the margin of a copy of a Word file, in the words a person reads there.

use jiff::civil::Date;

use super::Tally;
use super::words::{count, pick, severity};
use crate::document::word::{Comment, with_comments};
use crate::document::{Document, ReadError};
use crate::evaluate::Outcome;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::span::Span;

/// Characters of other places that a comment quotes.
const LONGEST_QUOTE: usize = 80;

/// A copy of the file with a comment for each finding and one at its head that sums up. `bytes` are those that `document` was read from;
/// `day` stands as the day of the comments.
///
/// # Errors
/// When the file is no Word file, or cannot be read as one any more.
pub fn annotated(
    bytes: &[u8],
    document: &Document,
    outcome: &Outcome,
    lang: Lang,
    day: Date,
) -> Result<Vec<u8>, ReadError> {
    let mut comments = vec![summary(outcome, lang)];
    comments.extend(outcome.findings.iter().map(|finding| comment(document, finding, lang)));
    with_comments(bytes, document, &comments, day)
}

fn summary(outcome: &Outcome, lang: Lang) -> Comment {
    let tally = Tally::of(outcome);
    let counts = [
        (tally.errors, "lỗi", ["error", "errors"]),
        (tally.warnings, "cảnh báo", ["warning", "warnings"]),
        (tally.infos, "lưu ý", ["note", "notes"]),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, vi, en)| count(*number, lang, vi, *en))
        .collect();
    let said = match said.is_empty() {
        true => pick(lang, "không phát hiện điều gì", "nothing was found").to_owned(),
        false => said.join(", "),
    };
    let mut lines = vec![format!("{}: {said}", pick(lang, "Kết quả soát", "Result"))];
    if !outcome.findings.is_empty() {
        lines.push(
            pick(
                lang,
                "Nếu một chỗ cần giữ nguyên, trả lời bình luận tại đó bằng “soat: bỏ qua, lý do …” rồi soát lại.",
                "To keep a place as it is, answer the comment there with “soat: allow, the reason …” and check again.",
            )
            .to_owned(),
        );
    }
    Comment { span: None, lines, about: Some(("soat".to_owned(), "summary".to_owned())) }
}

fn comment(document: &Document, finding: &Finding, lang: Lang) -> Comment {
    let mut lines = vec![format!("{}: {}", capitalised(severity(finding.severity, lang)), finding.message.get(lang))];
    for label in &finding.related {
        let words = quoted(document, label.span);
        let text = match label.text.get(lang) {
            "" => pick(lang, "Chỗ liên quan", "Related place"),
            text => text,
        };
        if !words.is_empty() {
            lines.push(format!("{text}: “{words}”"));
        }
    }
    for edit in &finding.edits {
        let old = quoted(document, edit.span);
        let head = pick(lang, "Đề nghị", "Suggested");
        lines.push(match (old.is_empty(), edit.text.is_empty()) {
            (true, _) => format!("{head}: “{}”", edit.text),
            (_, true) => format!("{head}: {} “{old}”", pick(lang, "bỏ", "leave out")),
            _ => format!("{head}: “{old}” → “{}”", edit.text),
        });
    }
    if let Some(help) = &finding.help {
        lines.push(format!("{}: {}", pick(lang, "Cách sửa", "Help"), help.get(lang)));
    }
    if !finding.source.is_empty() {
        lines.push(format!("{}: {}", pick(lang, "Căn cứ", "Source"), finding.source));
    }
    let about = (finding.rule.clone(), finding.fingerprint.clone());
    Comment { span: Some(finding.span), lines, about: Some(about) }
}

fn quoted(document: &Document, span: Span) -> String {
    let words = document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST_QUOTE {
        return words;
    }
    let head: String = words.chars().take(LONGEST_QUOTE).collect();
    format!("{}…", head.rsplit_once(' ').map_or(head.as_str(), |(head, _)| head))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
