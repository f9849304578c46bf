//! What can be wrong with a suppression: findings that no rule file declares.

use crate::document::Document;
use crate::finding::{Edit, EditKind, Finding, Severity};
use crate::lang::Text;
use crate::rule::RuleSet;
use crate::span::Span;

/// A finding that the program itself makes, about suppressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// Its id, as those of rules.
    pub id: &'static str,
    /// How grave.
    pub severity: Severity,
    /// In a few words, Vietnamese and English.
    pub title: [&'static str; 2],
    /// Why it is there.
    pub why: [&'static str; 2],
}

const UNUSED: Own = Own {
    id: "suppression-unused",
    severity: Severity::Warning,
    title: ["lời miễn trừ không còn cần", "a suppression that nothing needs"],
    why: [
        "Lời miễn trừ không che phát hiện nào sẽ che một lỗi mới vào ngày nó xuất hiện; hãy xóa nó đi.",
        "A suppression that covers no finding will hide a new one on the day it appears; remove it.",
    ],
};
const UNKNOWN_RULE: Own = Own {
    id: "suppression-unknown-rule",
    severity: Severity::Error,
    title: ["lời miễn trừ nêu quy tắc không có", "a suppression of a rule that does not exist"],
    why: [
        "Mỗi quy tắc được nêu bằng mã của nó; không có cách miễn trừ tất cả.",
        "Each rule is named by its id; there is no way to allow everything.",
    ],
};
const WITHOUT_REASON: Own = Own {
    id: "suppression-without-reason",
    severity: Severity::Error,
    title: ["lời miễn trừ không nêu lý do", "a suppression without a reason"],
    why: [
        "Người đọc sau cần biết vì sao chỗ này được để nguyên; thiếu lý do thì lời miễn trừ không có hiệu lực.",
        "Whoever reads it next must know why the place may stay; without a reason the suppression has no effect.",
    ],
};
const UNREADABLE: Own = Own {
    id: "suppression-unreadable",
    severity: Severity::Error,
    title: ["lời miễn trừ viết sai", "a suppression that cannot be understood"],
    why: [
        "Lời miễn trừ viết là `<!-- soat: allow QUY-TẮC: lý do -->`, với `allow`, `allow-section` hoặc `allow-file`.",
        "A suppression is written `<!-- soat: allow RULE: reason -->`, with `allow`, `allow-section` or `allow-file`.",
    ],
};

/// All of them.
pub const OWN: [Own; 4] = [UNUSED, UNKNOWN_RULE, WITHOUT_REASON, UNREADABLE];

pub(super) fn unused(document: &Document, rule: &str, comment: Span) -> Finding {
    let message = Text::new(
        format!("lời miễn trừ `{rule}` không che phát hiện nào"),
        format!("the suppression of `{rule}` covers no finding"),
    );
    let help = Text::new("xóa lời miễn trừ này", "remove the suppression");
    let mut finding = finding(document, UNUSED, comment, message, help);
    // A comment that allows several rules is needed as long as one of them is.
    if !document.slice(comment).contains(',') {
        finding.edits =
            vec![Edit { kind: EditKind::Suggested, span: with_line(document, comment), text: String::new() }];
    }
    finding
}

pub(super) fn unknown_rule(rules: &RuleSet, document: &Document, at: Span) -> Finding {
    let name = document.slice(at);
    let message = Text::new(format!("không có quy tắc `{name}`"), format!("there is no rule `{name}`"));
    let known: Vec<&str> = rules.ids().collect();
    let near = similar::get_close_matches(name, &known, 1, 0.6);
    let help = match near.first() {
        Some(near) => Text::new(format!("có phải ý bạn là `{near}`?"), format!("did you mean `{near}`?")),
        None => Text::new(
            "nêu từng quy tắc bằng mã của nó; `soat rules` liệt kê các mã",
            "name each rule by its id; `soat rules` lists them",
        ),
    };
    finding(document, UNKNOWN_RULE, at, message, help)
}

pub(super) fn without_reason(document: &Document, comment: Span) -> Finding {
    let message = Text::new("lời miễn trừ không nêu lý do", "the suppression gives no reason");
    let help = Text::new(
        "viết lý do sau dấu hai chấm: `<!-- soat: allow QUY-TẮC: lý do -->`",
        "write the reason behind a colon: `<!-- soat: allow RULE: reason -->`",
    );
    finding(document, WITHOUT_REASON, comment, message, help)
}

pub(super) fn unreadable(document: &Document, comment: Span) -> Finding {
    let message = Text::new("không hiểu lời miễn trừ này", "the suppression cannot be understood");
    let help = Text::new(
        "viết `<!-- soat: allow QUY-TẮC: lý do -->`; `allow-section` cho cả mục, `allow-file` cho cả tệp",
        "write `<!-- soat: allow RULE: reason -->`; `allow-section` for the section, `allow-file` for the file",
    );
    finding(document, UNREADABLE, comment, message, help)
}

fn finding(document: &Document, own: Own, span: Span, message: Text, help: Text) -> Finding {
    let words = crate::text::fold(document.slice(span)).split_whitespace().collect::<Vec<_>>().join(" ");
    let hash = xxhash_rust::xxh3::xxh3_64(format!("{}\n{words}\n{}", own.id, message.en).as_bytes());
    Finding {
        rule: own.id.to_owned(),
        severity: own.severity,
        message,
        label: Text::default(),
        span,
        related: Vec::new(),
        before: Vec::new(),
        help: Some(help),
        source: "docs/gates.md".to_owned(),
        edits: Vec::new(),
        fingerprint: format!("{hash:016x}"),
    }
}

/// The comment with its line, where it has one to itself.
fn with_line(document: &Document, comment: Span) -> Span {
    let text = document.source.text();
    let (start, end) = (comment.start as usize, comment.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let head = before.rfind('\n').map_or(0, |at| at + 1);
    let tail = after.find('\n').map_or(after.len(), |at| at + 1);
    let blank = |part: Option<&str>| part.is_some_and(|part| part.trim().is_empty());
    match blank(text.get(head..start)) && blank(after.get(..tail)) {
        true => Span::new(head, end + tail),
        false => comment,
    }
}

/// The same words twice: told apart by their order. Those of rules are numbered already.
pub(super) fn number_fingerprints(findings: &mut [Finding]) {
    let mut seen: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
    for finding in findings.iter_mut().filter(|finding| OWN.iter().any(|own| own.id == finding.rule)) {
        let count = seen.entry(finding.fingerprint.clone()).or_default();
        if *count > 0 {
            finding.fingerprint = format!("{}-{count}", finding.fingerprint);
        }
        *count += 1;
    }
}
