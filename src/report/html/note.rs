//! A finding as a note beside the text.

use std::fmt::Write as _;

use super::class;
use crate::finding::{Edit, EditKind, Finding};
use crate::lang::Lang;
use crate::report::form::Context;
use crate::report::visible::shortened;
use crate::report::words::{pick, severity};
use crate::report::xml::escaped;
use crate::source::Source;

/// Characters of a quotation.
const LONG: usize = 160;
/// Related places that are listed.
const MOST_RELATED: usize = 12;

/// What the parts of a finding are called in the page.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// Of the report.
    pub report: String,
    /// Number of the finding in the report, from 1.
    pub number: usize,
}

impl Names {
    /// The note.
    pub fn note(&self) -> String {
        format!("{}-n{}", self.report, self.number)
    }

    /// The marked words.
    pub fn mark(&self) -> String {
        format!("{}-m{}", self.report, self.number)
    }

    /// The words of a related place, from 1.
    pub fn related(&self, at: usize) -> String {
        format!("{}-m{}-{at}", self.report, self.number)
    }
}

/// Writes the note of a finding.
pub(super) fn write(
    out: &mut String,
    names: &Names,
    finding: &Finding,
    context: &Context<'_>,
    source: &Source,
    lang: Lang,
) {
    let grave = class(finding.severity);
    let (note, mark) = (names.note(), names.mark());
    let _ = write!(
        out,
        "<div class=\"note {grave}\" id=\"{note}\" role=\"note\" data-at=\"{mark}\" data-rule=\"{}\" data-severity=\"{grave}\">\n\
         <p><span class=\"kind\"><a href=\"#{mark}\">{}</a> {}:</span> {}</p>\n",
        escaped(&finding.rule),
        names.number,
        severity(finding.severity, lang),
        escaped(finding.message.get(lang))
    );
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "<p class=\"help\">{}</p>", escaped(help.get(lang)));
    }
    for edit in &finding.edits {
        write_edit(out, edit, source, lang);
    }
    write_related(out, names, finding, source, lang);
    let at = source.position(finding.span.start);
    let about = context.rules.rules().iter().find(|about| about.id == finding.rule);
    let why = about.and_then(|about| about.why.as_ref()).map(|why| why.get(lang)).filter(|why| !why.is_empty());
    let line = pick(lang, "dòng", "line");
    // Of a Word file people know paragraphs, not lines of its text.
    let place = source.place(finding.span.start).map_or_else(
        || format!("{line} {}, {} {}", at.line, pick(lang, "cột", "column"), at.column),
        |place| place.words(lang),
    );
    let _ = write!(out, "<p class=\"more\">{}", escaped(&finding.source));
    if !finding.source.is_empty() {
        out.push_str(" · ");
    }
    let _ = writeln!(out, "{place}</p>");
    let _ = write!(out, "<details><summary><code>{}</code></summary>", escaped(&finding.rule));
    if let Some(about) = about {
        let _ = write!(out, "<p>{}</p>", escaped(about.title.get(lang)));
    }
    for paragraph in why.unwrap_or_default().split("\n\n").filter(|text| !text.trim().is_empty()) {
        let _ = write!(out, "<p>{}</p>", escaped(paragraph.trim()).replace("&#10;", " "));
    }
    out.push_str("</details>\n</div>\n");
}

fn write_edit(out: &mut String, edit: &Edit, source: &Source, lang: Lang) {
    let word = match edit.kind {
        EditKind::Safe => pick(lang, "sửa hình thức", "form only"),
        EditKind::Suggested => pick(lang, "đề xuất", "suggested"),
    };
    let (old, new) = (shortened(source.slice(edit.span), LONG), shortened(&edit.text, LONG));
    out.push_str("<p>");
    if !old.is_empty() {
        let _ = write!(out, "<del>{}</del> ", escaped(&old));
    }
    if !new.is_empty() {
        let _ = write!(out, "→ <ins>{}</ins> ", escaped(&new));
    }
    let _ = writeln!(out, "<span class=\"more\">({word})</span></p>");
}

fn write_related(out: &mut String, names: &Names, finding: &Finding, source: &Source, lang: Lang) {
    if finding.related.is_empty() {
        return;
    }
    out.push_str("<ul>\n");
    for (at, label) in finding.related.iter().enumerate().take(MOST_RELATED) {
        let words = shortened(source.slice(label.span), LONG);
        let _ = writeln!(
            out,
            "<li><a href=\"#{}\">{}</a> <span class=\"more\">“{}”, {} {}</span></li>",
            names.related(at + 1),
            escaped(label.text.get(lang)),
            escaped(&words),
            pick(lang, "dòng", "line"),
            source.position(label.span.start).line
        );
    }
    if let Some(more) = finding.related.len().checked_sub(MOST_RELATED).filter(|more| *more > 0) {
        let _ = match lang {
            Lang::Vi => writeln!(out, "<li class=\"more\">… và {more} chỗ khác</li>"),
            Lang::En => writeln!(out, "<li class=\"more\">… and {more} more places</li>"),
        };
    }
    out.push_str("</ul>\n");
}
