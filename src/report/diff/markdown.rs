//! Two drafts compared, in Markdown for a comment on a change: what got worse open, the rest folded away.
//!
//! Comments hold 65,536 characters; what does not fit is counted, not silently left out.

use std::fmt::Write as _;

use super::{Compared, line_of, passage, place, said, section_of};
use crate::compare::{Change, Comparison, Moved, SectionChange};
use crate::document::Document;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::report::markdown::{code, text};
use crate::report::visible::{line, shortened};
use crate::report::words::{pick, severity};

/// Entries of a list.
const MOST: usize = 60;
/// Characters of a quotation.
const QUOTATION: usize = 120;

/// One report.
pub fn report(compared: &Compared<'_>, brief: bool, lang: Lang) -> String {
    let mut out = String::new();
    match compared {
        Compared::Both { old, new, comparison } => {
            let _ = writeln!(out, "\n### {} → {}\n", code(old.source.name()), code(new.source.name()));
            both(&mut out, old, new, comparison, brief, lang);
        }
        Compared::Added(name) => {
            let _ =
                writeln!(out, "\n### {}\n\n{}", code(name), pick(lang, "chỉ có ở bản mới", "in the new draft only"));
        }
        Compared::Removed(name) => {
            let _ = writeln!(out, "\n### {}\n\n{}", code(name), pick(lang, "chỉ có ở bản cũ", "in the old draft only"));
        }
        Compared::Unreadable(name, message) => {
            let _ = writeln!(out, "\n### {}\n\n{}", code(name), text(message.get(lang)));
        }
    }
    out
}

fn both(out: &mut String, old: &Document, new: &Document, comparison: &Comparison, brief: bool, lang: Lang) {
    if comparison.is_empty() {
        let _ = writeln!(out, "{}", pick(lang, "không có gì thay đổi", "nothing changed"));
    }
    let mut worse: Vec<&Finding> = comparison.regressions.iter().collect();
    worse.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let grave = worse.iter().filter(|finding| finding.severity > Severity::Info).copied().collect::<Vec<_>>();
    for finding in grave.iter().take(MOST) {
        let _ = writeln!(out, "{}", item(finding, old, new, lang));
    }
    left_out(out, grave.len(), lang);
    let infos: Vec<String> = worse
        .iter()
        .filter(|finding| finding.severity == Severity::Info)
        .map(|finding| item(finding, old, new, lang))
        .collect();
    folded(out, pick(lang, "Lưu ý mới", "New infos"), &infos, lang);
    let fixed: Vec<String> = comparison.fixed.iter().map(|finding| item(finding, old, old, lang)).collect();
    folded(out, pick(lang, "Đã sửa", "Repaired"), &fixed, lang);
    let persisting: Vec<String> =
        comparison.persisting.iter().map(|(_, finding)| item(finding, old, new, lang)).collect();
    folded(out, pick(lang, "Còn lại", "Still there"), &persisting, lang);
    let ledger: Vec<String> = comparison.ledger.iter().map(|moved| figure(moved, old, new, lang)).collect();
    folded(out, pick(lang, "Số liệu và viện dẫn thay đổi", "Figures and citations that moved"), &ledger, lang);
    if brief {
        return;
    }
    let sections: Vec<String> = comparison.sections.iter().map(heading).collect();
    folded(out, pick(lang, "Đề mục thay đổi", "Headings that changed"), &sections, lang);
    let repeated = comparison
        .repeated
        .iter()
        .map(|one| format!("- {} → {} ×{}", taken(&one.old), put(&one.new), one.places.len()));
    let changes = comparison.text.iter().flat_map(|section| &section.changes);
    let changes: Vec<String> = repeated.chain(changes.map(|change| changed(change, old, new, lang))).collect();
    folded(out, pick(lang, "Câu chữ thay đổi", "Text that changed"), &changes, lang);
}

fn left_out(out: &mut String, count: usize, lang: Lang) {
    if let Some(more) = count.checked_sub(MOST).filter(|more| *more > 0) {
        let _ = writeln!(out, "- … {} {more}", pick(lang, "còn", "more:"));
    }
}

fn folded(out: &mut String, head: &str, items: &[String], lang: Lang) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n<details><summary>{head}: {}</summary>\n", items.len());
    for item in items.iter().take(MOST) {
        let _ = writeln!(out, "{item}");
    }
    left_out(out, items.len(), lang);
    let _ = writeln!(out, "\n</details>");
}

/// A finding whose places are of `document`.
fn item(finding: &Finding, old: &Document, document: &Document, lang: Lang) -> String {
    let at = place(&document.source, finding.span.start, lang);
    let message = text(finding.message.get(lang));
    let mut told = format!("- **{}** {} {at}: {message}", severity(finding.severity, lang), code(&finding.rule));
    for label in &finding.before {
        let was = shortened(old.slice(label.span), QUOTATION);
        let at = said(&old.source, label.span.start, lang);
        let _ = write!(told, "<br>{}, {at}: “{}”", pick(lang, "bản trước", "before"), text(&was));
    }
    told
}

fn figure(moved: &Moved, old: &Document, new: &Document, lang: Lang) -> String {
    let document = if moved.new.is_some() { new } else { old };
    let section = shortened(&section_of(moved, document, lang), 60);
    let was = moved.old.as_ref().map_or(pick(lang, "(thêm)", "(added)"), |figure| &figure.text);
    let is = moved.new.as_ref().map_or(pick(lang, "(bỏ)", "(gone)"), |figure| &figure.text);
    let around = format!("… {} ▢ {} …", moved.around.0, moved.around.1);
    format!("- {} → **{}** · {} · *{}*", text(&line(was)), text(&line(is)), text(&line(&around)), text(&section))
}

fn heading(change: &SectionChange) -> String {
    match change {
        SectionChange::Added(name, _) => format!("- {}", put(&shortened(name, QUOTATION))),
        SectionChange::Removed(name, _) => format!("- {}", taken(&shortened(name, QUOTATION))),
        SectionChange::Changed { old, new, moved, .. } => {
            let moved = if *moved { " ↕" } else { "" };
            format!("- {} → {}{moved}", text(&shortened(old, QUOTATION)), text(&shortened(new, QUOTATION)))
        }
    }
}

fn changed(change: &Change, old: &Document, new: &Document, lang: Lang) -> String {
    let many = |count: usize| match (count, lang) {
        (1, _) => String::new(),
        (_, Lang::Vi) => format!(" ({count} đoạn)"),
        (_, Lang::En) => format!(" ({count} paragraphs)"),
    };
    let number = |document: &Document, span: crate::span::Span| line_of(&document.source, span.start, lang);
    match change {
        Change::Edited { new: span, moved, passage: pieces, .. } => {
            let moved = if *moved { " ↕" } else { "" };
            let kept = |words: &str| text(&line(words));
            format!("- {}{moved}: {}", number(new, *span), passage(pieces, kept, taken, put))
        }
        Change::Moved { new: span, text: words, count, .. } => {
            format!("- {} ↕: {}{}", number(new, *span), text(&shortened(words, QUOTATION)), many(*count))
        }
        Change::Added { span, text: words, count } => {
            format!("- {}: {}{}", number(new, *span), put(&shortened(words, QUOTATION)), many(*count))
        }
        Change::Removed { span, text: words, count } => {
            let before = pick(lang, "bản trước", "before");
            format!("- {before} {}: {}{}", number(old, *span), taken(&shortened(words, QUOTATION)), many(*count))
        }
    }
}

fn taken(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("<del>{}</del>", text(&line(words))) }
}

fn put(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("<ins>{}</ins>", text(&line(words))) }
}
