//! A summary in Markdown, for a job summary or a comment on a change: what was found in one line, a table of reports, the findings.
//!
//! Comments hold 65,536 characters: what does not fit is counted, not silently left out.

use std::fmt::Write as _;

use super::digest::Digest;
use super::form::{Context, Judged};
use super::visible::{line, shortened};
use super::words::{self, pick};
use super::{Tally, window};
use crate::evaluate::Outcome;
use crate::finding::{EditKind, Finding};
use crate::lang::{Lang, Text};
use crate::report::notice::Mark;
use crate::source::Source;

/// Rows of the table.
const MOST_ROWS: usize = 100;
/// Findings shown of one report, the grave ones first.
const MOST_FINDINGS: usize = 30;
/// Bytes of all findings shown.
const MOST_BYTES: usize = 44_000;
/// Columns of the words around a place.
const SENTENCE: usize = 110;
/// Characters of a message or quotation.
const LONG: usize = 400;

/// What is held back until the head can be written.
#[derive(Debug, Default)]
pub struct Held {
    text: String,
    left_out: usize,
}

impl Held {
    /// Keeps the section of the next report, if there is room.
    pub fn push(&mut self, section: &str) {
        if self.left_out > 0 || self.text.len() + section.len() > MOST_BYTES {
            self.left_out += usize::from(!section.is_empty());
        } else {
            self.text.push_str(section);
        }
    }
}

/// The section of one report; empty where nothing was found.
pub fn report(judged: &Judged<'_>, lang: Lang) -> String {
    let mut out = String::new();
    match judged {
        Judged::Read { document, outcome } if !outcome.findings.is_empty() => {
            section(&mut out, &document.source, outcome, lang);
        }
        Judged::Read { .. } => {}
        Judged::Unreadable { path, message, help } => {
            let _ = write!(out, "\n### {}\n\n{}", code(path), text(message.get(lang)));
            if let Some(help) = help {
                let _ = write!(out, "; {}", text(help.get(lang)));
            }
            out.push('\n');
        }
    }
    out
}

fn section(out: &mut String, source: &Source, outcome: &Outcome, lang: Lang) {
    let _ = writeln!(out, "\n### {}\n", code(source.name()));
    let mut findings: Vec<&Finding> = outcome.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings.iter().take(MOST_FINDINGS) {
        write_finding(out, finding, source, lang);
    }
    if let Some(more) = findings.len().checked_sub(MOST_FINDINGS).filter(|more| *more > 0) {
        let _ = match lang {
            Lang::Vi => writeln!(out, "- … và {more} phát hiện khác"),
            Lang::En => writeln!(out, "- … and {more} more findings"),
        };
    }
}

fn write_finding(out: &mut String, finding: &Finding, source: &Source, lang: Lang) {
    let at = source.position(finding.span.start);
    let place = match source.place(finding.span.start) {
        Some(place) => place.words(lang),
        None => format!("{} {}:{}", pick(lang, "dòng", "line"), at.line, at.column),
    };
    let _ = writeln!(
        out,
        "- **{}** {}: {} ({})",
        words::severity(finding.severity, lang),
        place,
        text(&shortened(finding.message.get(lang), LONG)),
        code(&finding.rule)
    );
    if let Some(sentence) = sentence(finding, source, lang) {
        let _ = writeln!(out, "  > {sentence}");
        out.push('\n');
    }
    let mut say = |word: &str, what: &str| {
        let _ = writeln!(out, "  - {word}: {}", text(&shortened(what, LONG)));
    };
    if let Some(help) = &finding.help {
        say(pick(lang, "cách sửa", "help"), help.get(lang));
    }
    for edit in &finding.edits {
        let word = match edit.kind {
            EditKind::Safe => pick(lang, "sửa thành", "change to"),
            EditKind::Suggested => pick(lang, "đề xuất sửa thành", "suggested change"),
        };
        let old = source.slice(edit.span);
        let change = if old.is_empty() || edit.span == finding.span {
            format!("“{}”", edit.text)
        } else {
            format!("“{old}” → “{}”", edit.text)
        };
        say(word, &change);
    }
    if !finding.source.is_empty() {
        say(pick(lang, "căn cứ", "source"), &finding.source);
    }
}

/// The words around the primary place, the place in bold.
fn sentence(finding: &Finding, source: &Source, lang: Lang) -> Option<String> {
    let mark = Mark { span: finding.span, text: String::new(), primary: true, place: None };
    let groups = window::groups(source, &[mark], SENTENCE, lang);
    let row = groups.first()?.first()?;
    let range = row.marks.first()?.range.clone();
    let parts = (row.text.get(..range.start)?, row.text.get(range.clone())?, row.text.get(range.end..)?);
    let marked = parts.1.trim();
    let bold = if marked.is_empty() { "‸".to_owned() } else { format!("**{}**", text(marked)) };
    Some(format!("{}{bold}{}", text(parts.0.trim_start()), text(parts.2.trim_end())))
}

/// The whole summary.
pub fn page(context: &Context<'_>, tally: &Tally, digests: &[Digest], held: &Held, lang: Lang) -> String {
    let mut out = String::new();
    let summary = words::summary(tally, context.known_by, lang, true);
    let _ = writeln!(out, "## soat\n\n{}\n", text(&summary));
    let told: Vec<&Digest> = digests.iter().filter(|one| one.error.is_some() || one.tally.found() > 0).collect();
    if !told.is_empty() {
        table(&mut out, &told, lang);
    }
    out.push_str(&held.text);
    if held.left_out > 0 {
        let _ = match lang {
            Lang::Vi => writeln!(out, "\n… phát hiện của {} báo cáo khác không đủ chỗ để nêu ở đây.", held.left_out),
            Lang::En => writeln!(out, "\n… the findings of {} more reports have no room here.", held.left_out),
        };
    }
    out
}

fn table(out: &mut String, told: &[&Digest], lang: Lang) {
    let heads = [
        Text::new("Báo cáo", "Report"),
        Text::new("Kỳ", "Period"),
        Text::new("Lỗi", "Errors"),
        Text::new("Cảnh báo", "Warnings"),
        Text::new("Lưu ý", "Infos"),
    ];
    let _ = writeln!(out, "| {} |\n|---|---|--:|--:|--:|", heads.each_ref().map(|head| head.get(lang)).join(" | "));
    for one in told.iter().take(MOST_ROWS) {
        let period = one.identity.period.as_ref().map_or("", |period| &period.name);
        let counts = match &one.error {
            Some(_) => format!("{} | | ", pick(lang, "không đọc được", "unreadable")),
            None => format!("{} | {} | {}", one.tally.errors, one.tally.warnings, one.tally.infos),
        };
        let _ = writeln!(out, "| {} | {} | {counts} |", code(&one.path).replace('|', "\\|"), text(period));
    }
    if let Some(more) = told.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
        let _ = match lang {
            Lang::Vi => writeln!(out, "| … và {more} báo cáo khác | | | | |"),
            Lang::En => writeln!(out, "| … and {more} more reports | | | | |"),
        };
    }
}

/// Text in which nothing acts as Markdown, mentions a person or links to an issue.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in line(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            _ => out.push(c),
        }
    }
    out
}

/// Code, fenced so that backticks in it do not end it.
pub fn code(text: &str) -> String {
    let text = line(text);
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_report_acts_as_markdown() {
        assert_eq!(text("a*b* <i> @ai #1 [x](y)"), "a\\*b\\* &lt;i&gt; &#64;ai &#35;1 \\[x\\](y)");
        assert_eq!(code("a`b"), "`` a`b ``");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut held = Held::default();
        held.push("đầu");
        held.push(&"x".repeat(MOST_BYTES));
        held.push("cuối");
        held.push("");
        assert_eq!((held.text.as_str(), held.left_out), ("đầu", 2));
    }
}
