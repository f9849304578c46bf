//! Two drafts compared, as one self-contained page that reads like the form for a terminal: what got worse open, the rest below.

use std::fmt::Write as _;

use super::{Compared, Count, heading_of, line_of, passage, place, said, section_of, summary};
use crate::compare::{Change, Comparison, Moved, SectionChange};
use crate::document::Document;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::report::html::head;
use crate::report::json;
use crate::report::visible::shortened;
use crate::report::words::{pick, severity};
use crate::report::xml::escaped;
use crate::span::Span;

/// Characters of a quotation.
const QUOTATION: usize = 160;

/// What this page has beyond the common style.
const STYLE: &str = "<style>\n.diff { max-width: 62rem; }\n.diff h3 { font-size: 1rem; margin: 1.6em 0 .5em; }\n\
.diff ul { list-style: none; margin: 0; padding: 0; }\n.diff li { margin: 0 0 .45em; overflow-wrap: anywhere; }\n\
.diff .at { color: var(--faint); font-size: .85em; font-variant-numeric: tabular-nums; margin-right: .6em; }\n\
.diff .words { font-family: var(--serif); line-height: 1.6; }\n.diff del { color: var(--error); text-decoration-thickness: 1px; }\n\
.diff ins { color: var(--link); text-decoration: none; font-weight: 650; border-bottom: 1px solid; }\n\
.diff .section { font-weight: 650; margin: 1em 0 .3em; }\n.diff summary { cursor: pointer; font-weight: 650; margin: 1.2em 0 .4em; }\n\
.diff .note { max-width: 46rem; }\n@media print { .diff details > * { display: revert; } }\n</style>\n";

/// The page around the reports.
pub fn page(reports: &str, count: &Count, lang: Lang) -> String {
    let title = pick(lang, "So hai bản dự thảo", "Two drafts compared");
    let lead = escaped(&summary(count, lang));
    let head = head(title, lang).replace("</head>", &format!("{STYLE}</head>"));
    format!("{head}<p class=\"lead\" id=\"summary\">{lead}</p>\n{reports}</main>\n</body>\n</html>\n")
}

/// One report.
pub fn report(compared: &Compared<'_>, lang: Lang) -> String {
    let (name, told) = match compared {
        Compared::Both { old, new, comparison } => {
            let name = format!("{} → {}", old.source.name(), new.source.name());
            let mut told = String::new();
            Page { out: &mut told, old, new, lang }.write(comparison);
            (name, told)
        }
        Compared::Added(name) => ((*name).to_owned(), only(pick(lang, "chỉ có ở bản mới", "in the new draft only"))),
        Compared::Removed(name) => ((*name).to_owned(), only(pick(lang, "chỉ có ở bản cũ", "in the old draft only"))),
        Compared::Unreadable(name, message) => ((*name).to_owned(), only(message.get(lang))),
    };
    format!("<article class=\"report diff\">\n<header><h2>{}</h2></header>\n{told}</article>\n", escaped(&name))
}

fn only(words: &str) -> String {
    format!("<p>{}</p>\n", escaped(words))
}

struct Page<'a> {
    out: &'a mut String,
    old: &'a Document,
    new: &'a Document,
    lang: Lang,
}

impl Page<'_> {
    fn pick(&self, vi: &'static str, en: &'static str) -> &'static str {
        pick(self.lang, vi, en)
    }

    fn write(&mut self, comparison: &Comparison) {
        if comparison.is_empty() {
            *self.out += &only(self.pick("không có gì thay đổi", "nothing changed"));
        }
        let grave = |finding: &&Finding| finding.severity > Severity::Info;
        let worse: Vec<String> =
            comparison.regressions.iter().filter(grave).map(|one| self.finding(one, self.new)).collect();
        self.part(self.pick("Kém đi", "Got worse"), &worse, true);
        let infos = comparison.regressions.iter().filter(|one| !grave(one));
        let infos: Vec<String> = infos.map(|one| self.finding(one, self.new)).collect();
        self.part(self.pick("Lưu ý mới", "New infos"), &infos, false);
        let fixed: Vec<String> = comparison.fixed.iter().map(|one| self.finding(one, self.old)).collect();
        self.part(self.pick("Đã sửa", "Repaired"), &fixed, false);
        let persisting = comparison.persisting.iter().map(|(_, one)| self.finding(one, self.new));
        let persisting: Vec<String> = persisting.collect();
        self.part(self.pick("Còn lại", "Still there"), &persisting, false);
        let ledger: Vec<String> = comparison.ledger.iter().map(|moved| self.moved(moved)).collect();
        self.part(self.pick("Số liệu và viện dẫn thay đổi", "Figures and citations that moved"), &ledger, true);
        let sections: Vec<String> = comparison.sections.iter().map(|change| item("", &self.heading(change))).collect();
        self.part(self.pick("Đề mục thay đổi", "Headings that changed"), &sections, true);
        let mut text: Vec<String> = Vec::new();
        for one in &comparison.repeated {
            let told = format!("{} → {} ×{}", taken(&one.old), put(&one.new), one.places.len());
            text.push(item("", &told));
        }
        for section in &comparison.text {
            if let Some(name) = heading_of(section, self.lang) {
                text.push(format!("<li class=\"section\">{}</li>\n", quoted(name)));
            }
            text.extend(section.changes.iter().map(|change| self.change(change)));
        }
        self.part(self.pick("Câu chữ thay đổi", "Text that changed"), &text, true);
    }

    fn part(&mut self, head: &str, items: &[String], open: bool) {
        if items.is_empty() {
            return;
        }
        let count = items.iter().filter(|item| !item.starts_with("<li class=\"section\">")).count();
        let open = if open { " open" } else { "" };
        let _ = writeln!(self.out, "<details{open}><summary>{head}: {count}</summary>\n<ul>");
        for item in items {
            self.out.push_str(item);
        }
        self.out.push_str("</ul>\n</details>\n");
    }

    /// A finding whose places are of `document`.
    fn finding(&self, finding: &Finding, document: &Document) -> String {
        let class = json::severity(finding.severity);
        let at = place(&document.source, finding.span.start, self.lang);
        let mut out = format!(
            "<li class=\"note {class}\"><p><span class=\"kind\">{}:</span> {} <span class=\"at\">{at} · <code>{}</code></span></p>\n",
            severity(finding.severity, self.lang),
            escaped(finding.message.get(self.lang)),
            escaped(&finding.rule),
        );
        for label in &finding.before {
            let at = said(&self.old.source, label.span.start, self.lang);
            let was = quoted(self.old.slice(label.span));
            let _ = writeln!(out, "<p class=\"more\">{}, {at}: “{was}”</p>", self.pick("bản trước", "before"));
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(out, "<p class=\"help\">{}</p>", escaped(help.get(self.lang)));
        }
        out.push_str("</li>\n");
        out
    }

    fn line(&self, document: &Document, span: Span) -> String {
        line_of(&document.source, span.start, self.lang)
    }

    fn moved(&self, moved: &Moved) -> String {
        let (document, place) = match (&moved.new, &moved.old) {
            (Some(new), _) => (self.new, new.span),
            (None, old) => (self.old, old.as_ref().map(|old| old.span).unwrap_or_default()),
        };
        let section = section_of(moved, document, self.lang);
        let was = moved.old.as_ref().map_or(self.pick("(thêm)", "(added)").to_owned(), |figure| taken(&figure.text));
        let is = moved.new.as_ref().map_or(self.pick("(bỏ)", "(gone)").to_owned(), |figure| put(&figure.text));
        let around = format!("… {} ▢ {} …", escaped(&moved.around.0), escaped(&moved.around.1));
        let told =
            format!("{was} → {is} <span class=\"at\">{around}</span> <span class=\"at\">{}</span>", quoted(&section));
        item(&self.line(document, place), &told)
    }

    fn heading(&self, change: &SectionChange) -> String {
        match change {
            SectionChange::Added(name, _) => put(name),
            SectionChange::Removed(name, _) => taken(name),
            SectionChange::Changed { old, new, moved, .. } => {
                let moved = if *moved { self.pick(" (chuyển chỗ)", " (moved)") } else { "" };
                format!("{} → {}{moved}", quoted(old), quoted(new))
            }
        }
    }

    fn change(&self, change: &Change) -> String {
        let many = |count: usize| match (count, self.lang) {
            (1, _) => String::new(),
            (_, Lang::Vi) => format!(" ({count} đoạn)"),
            (_, Lang::En) => format!(" ({count} paragraphs)"),
        };
        match change {
            Change::Edited { new, moved, passage: pieces, .. } => {
                let mark = if *moved { "↕ " } else { "" };
                let text = passage(pieces, escaped, taken, put);
                item(&self.line(self.new, *new), &format!("{mark}<span class=\"words\">{text}</span>"))
            }
            Change::Moved { new, text, count, from, .. } => {
                let from = from.as_ref().map(|from| format!(", {} “{}”", self.pick("từ mục", "from"), quoted(from)));
                let told = format!("↕ {}{}{}", quoted(text), many(*count), from.unwrap_or_default());
                item(&self.line(self.new, *new), &told)
            }
            Change::Added { span, text, count } => {
                item(&self.line(self.new, *span), &format!("{}{}", put(&shortened(text, QUOTATION)), many(*count)))
            }
            Change::Removed { span, text, count } => {
                item(&self.line(self.old, *span), &format!("{}{}", taken(&shortened(text, QUOTATION)), many(*count)))
            }
        }
    }
}

fn item(at: &str, told: &str) -> String {
    format!("<li><span class=\"at\">{at}</span>{told}</li>\n")
}

fn quoted(text: &str) -> String {
    escaped(&shortened(text, QUOTATION))
}

fn taken(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("<del>{}</del>", escaped(words)) }
}

fn put(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("<ins>{}</ins>", escaped(words)) }
}
