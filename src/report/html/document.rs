//! A report as a document: headings, paragraphs, lists, tables and notes, the findings' words marked, the findings behind the block
//! that holds their words.

use std::fmt::Write as _;

use super::note::{self, Names};
use super::{class, id};
use crate::document::{Block, BlockId, BlockKind, Document};
use crate::evaluate::Outcome;
use crate::finding::{Finding, Severity};
use crate::lang::{Lang, Text};
use crate::report::Tally;
use crate::report::form::{Context, Judged};
use crate::report::words::{self, pick};
use crate::report::xml::escaped;

mod text;

use text::{Homes, Marked, Marks};

/// Sections down to this depth stand in the table of contents.
const DEEPEST: u32 = 1;
/// Tokens of a line that is set in the middle, above the first section.
const SHORT: u32 = 28;
/// Tokens of the longest heading; longer ones are numbered paragraphs.
const HEADING: u32 = 40;

/// Writes a report.
pub(super) fn article(context: &Context<'_>, judged: &Judged<'_>, lang: Lang) -> String {
    let mut out = String::new();
    match judged {
        Judged::Read { document, outcome } => {
            let name = id(document.source.name());
            let _ = writeln!(out, "<article class=\"report\" id=\"{name}\">");
            header(&mut out, document, outcome, lang);
            let mut page = Page::new(context, document, outcome, name, lang);
            out.push_str("<div class=\"body\">\n");
            page.contents(&mut out);
            out.push_str("<div class=\"text\">\n");
            page.text(&mut out);
            out.push_str("</div>\n</div>\n");
            after(&mut out, context, outcome, lang);
        }
        Judged::Unreadable { path, message, help } => {
            let _ = writeln!(
                out,
                "<article class=\"report\" id=\"{}\">\n<header><h2>{}</h2></header>\n<p class=\"failed\">{}</p>",
                id(path),
                escaped(path),
                escaped(message.get(lang))
            );
            if let Some(help) = help {
                let _ = writeln!(out, "<p>{}</p>", escaped(help.get(lang)));
            }
        }
    }
    out.push_str("</article>\n");
    out
}

fn header(out: &mut String, document: &Document, outcome: &Outcome, lang: Lang) {
    let about = &outcome.identity;
    let path = document.source.name();
    let title = about.title.as_deref().unwrap_or(path);
    let _ = writeln!(out, "<header>\n<h2>{}</h2>\n<dl class=\"about\">", escaped(title));
    let facts = [
        (Text::new("Tệp", "File"), Some(path.to_owned())),
        (Text::new("Cơ quan", "Office"), about.issuer.clone()),
        (Text::new("Số", "Number"), about.number.as_deref().map(bare)),
        (Text::new("Ngày", "Date"), about.date.map(|date| date.strftime("%d/%m/%Y").to_string())),
        (Text::new("Kỳ", "Period"), about.period.as_ref().map(|period| period.name.clone())),
    ];
    for (word, fact) in facts {
        if let Some(fact) = fact {
            let _ = writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", word.get(lang), escaped(&fact));
        }
    }
    let tally = Tally::of(outcome);
    let kinds = [
        (tally.errors, Severity::Error, "lỗi", ["error", "errors"]),
        (tally.warnings, Severity::Warning, "cảnh báo", ["warning", "warnings"]),
        (tally.infos, Severity::Info, "lưu ý", ["info", "infos"]),
    ];
    let kinds = kinds.into_iter().filter(|(number, ..)| *number > 0).map(|(number, grave, vi, en)| {
        format!("<span class=\"{}-ink\">{}</span>", class(grave), words::count(number, lang, vi, en))
    });
    let kinds: Vec<String> = kinds.collect();
    let found = match (kinds.is_empty(), outcome.packs.is_empty()) {
        (false, _) => kinds.join(" · "),
        (true, false) => pick(lang, "không phát hiện điều gì", "nothing found").to_owned(),
        (true, true) => pick(lang, "không có gói quy tắc nào áp dụng", "no pack of rules applies").to_owned(),
    };
    let _ = writeln!(out, "</dl>\n<p class=\"counts\">{found}</p>\n</header>");
}

/// A number without the word before it, which stands beside it anyway.
fn bare(number: &str) -> String {
    number.trim_start_matches("Số").trim_start_matches([':', ' ']).to_owned()
}

/// What follows the text: rules that could not judge, findings that are allowed.
fn after(out: &mut String, context: &Context<'_>, outcome: &Outcome, lang: Lang) {
    if !outcome.unjudged.is_empty() {
        let head = pick(lang, "Chưa xét được", "Not judged");
        let _ = writeln!(out, "<details class=\"after\"><summary>{head} ({})</summary>\n<ul>", outcome.unjudged.len());
        for one in &outcome.unjudged {
            let reason = escaped(one.reason.get(lang));
            let title =
                words::title_of(context.rules, &one.rule).map(|title| format!(" “{}”", escaped(title.get(lang))));
            let _ =
                writeln!(out, "<li><code>{}</code>{}: {reason}</li>", escaped(&one.rule), title.unwrap_or_default());
        }
        out.push_str("</ul></details>\n");
    }
    if !outcome.allowed.is_empty() {
        let head = pick(lang, "Được miễn trừ trong báo cáo", "Allowed in the report");
        let _ = writeln!(out, "<details class=\"after\"><summary>{head} ({})</summary>\n<ul>", outcome.allowed.len());
        for one in &outcome.allowed {
            let (rule, message) = (escaped(&one.finding.rule), escaped(one.finding.message.get(lang)));
            let why = pick(lang, "lý do", "reason");
            let _ = writeln!(out, "<li><code>{rule}</code>: {message} ({why}: {})</li>", escaped(&one.reason));
        }
        out.push_str("</ul></details>\n");
    }
}

/// What is told of a block.
#[derive(Debug, Clone, Default)]
struct Told {
    own: Vec<usize>,
    marked: Vec<Marked>,
}

/// One report while it is written.
struct Page<'a> {
    context: &'a Context<'a>,
    document: &'a Document,
    findings: &'a [Finding],
    name: String,
    lang: Lang,
    /// For each block the findings whose words begin in it, and the places to mark in it.
    blocks: Vec<Told>,
    /// Notes that wait for the end of what they stand behind.
    waiting: Vec<usize>,
}

impl<'a> Page<'a> {
    fn new(context: &'a Context<'a>, document: &'a Document, outcome: &'a Outcome, name: String, lang: Lang) -> Self {
        let homes = Homes::of(document);
        let mut blocks = vec![Told::default(); document.blocks.len()];
        for (finding, found) in outcome.findings.iter().enumerate() {
            let related = (1..).zip(&found.related).map(|(number, label)| (Some(number), label.span));
            for (related, span) in std::iter::once((None, found.span)).chain(related) {
                let home = homes.home(span);
                let severity = found.severity;
                let marked = |at| Marked { span, finding, related, severity, home: at == home };
                let mut mark = |at: BlockId| {
                    blocks.get_mut(at as usize).into_iter().for_each(|told| told.marked.push(marked(at)));
                };
                let near = homes.near(span).filter(|(at, block)| *at != home && span.overlaps(block.span));
                near.for_each(|(at, _)| mark(at));
                mark(home);
                if related.is_none() {
                    blocks.get_mut(home as usize).into_iter().for_each(|told| told.own.push(finding));
                }
            }
        }
        Self { context, document, findings: &outcome.findings, name, lang, blocks, waiting: Vec::new() }
    }

    fn names(&self, finding: usize) -> Names {
        Names { report: self.name.clone(), number: finding + 1 }
    }

    /// The table of contents: outer sections with the number of findings in each, coloured by the gravest.
    fn contents(&self, out: &mut String) {
        let sections: Vec<_> = self.document.sections.iter().filter(|section| section.depth <= DEEPEST).collect();
        if sections.len() < 2 {
            return;
        }
        let head = pick(self.lang, "Mục lục", "Contents");
        let _ = writeln!(out, "<nav class=\"toc\" aria-label=\"{head}\"><details open><summary>{head}</summary>\n<ol>");
        let mut depth = 0;
        for section in sections {
            while depth < section.depth {
                out.push_str("<li><ol>\n");
                depth += 1;
            }
            while depth > section.depth {
                out.push_str("</ol></li>\n");
                depth -= 1;
            }
            let blocks = section.blocks.start as usize..section.blocks.end as usize;
            let blocks = self.blocks.get(blocks).unwrap_or_default();
            let inside = blocks.iter().flat_map(|told| &told.own).filter_map(|&finding| self.findings.get(finding));
            let (mut number, mut worst) = (0, Severity::Info);
            for finding in inside {
                number += 1;
                worst = worst.max(finding.severity);
            }
            let title = crate::report::visible::shortened(self.document.slice(section.span), 90);
            let _ = write!(out, "<li><a href=\"#{}-b{}\"><span>{}</span>", self.name, section.heading, escaped(&title));
            if number > 0 {
                let _ = write!(out, " <span class=\"badge {}\">{number}</span>", class(worst));
            }
            out.push_str("</a></li>\n");
        }
        while depth > 0 {
            out.push_str("</ol></li>\n");
            depth -= 1;
        }
        out.push_str("</ol>\n</details></nav>\n");
    }

    /// All blocks in reading order.
    fn text(&mut self, out: &mut String) {
        let document = self.document;
        let first = document.sections.first().map_or(BlockId::MAX, |section| section.heading);
        let mut open = "";
        let (mut table, mut row) = (None, None);
        for (at, block) in (0..).zip(&document.blocks) {
            let of = match block.kind {
                BlockKind::Cell { table, .. } => Some(table),
                _ => None,
            };
            let wanted = match block.kind {
                BlockKind::Item => "ul",
                BlockKind::Cell { .. } => "table",
                _ => "",
            };
            if open != wanted || table != of {
                self.close(out, open);
                out.push_str(match wanted {
                    "ul" => "<ul>\n",
                    "table" => "<div class=\"scroll\"><table>\n",
                    _ => "",
                });
                (open, table, row) = (wanted, of, None);
            }
            match block.kind {
                BlockKind::Cell { table, row: of_row, .. } => {
                    if row != Some(of_row) {
                        out.push_str(if row.is_some() { "</tr>\n<tr>" } else { "<tr>" });
                        row = Some(of_row);
                    }
                    let heads = document.tables.get(table as usize).map_or(0, |table| table.heads);
                    let tag = if of_row < heads { "th" } else { "td" };
                    let _ = write!(out, "<{tag}>");
                    self.block(out, at, block);
                    let _ = write!(out, "</{tag}>");
                }
                BlockKind::Item => {
                    out.push_str("<li>");
                    self.block(out, at, block);
                    self.notes(out);
                    out.push_str("</li>\n");
                }
                _ => {
                    self.paragraph(out, at, block, at < first);
                    self.notes(out);
                }
            }
        }
        self.close(out, open);
    }

    fn close(&mut self, out: &mut String, open: &str) {
        out.push_str(match open {
            "ul" => "</ul>\n",
            "table" => "</tr>\n</table></div>\n",
            _ => "",
        });
        self.notes(out);
    }

    fn paragraph(&mut self, out: &mut String, at: BlockId, block: &Block, in_head: bool) {
        let words = block.tokens.end.saturating_sub(block.tokens.start);
        let depth = block.section.and_then(|section| self.document.sections.get(section as usize));
        let (tag, style) = match block.kind {
            BlockKind::Heading if words <= HEADING => {
                // The page and the report have the first two levels.
                (["h3", "h4", "h5", "h6"].get(depth.map_or(0, |section| section.depth as usize)).copied(), "")
            }
            BlockKind::Note(_) => (None, "foot"),
            BlockKind::Paragraph if in_head && words <= SHORT => {
                (None, if self.is_loud(block) { "head loud" } else { "head" })
            }
            _ => (None, ""),
        };
        let tag = tag.unwrap_or("p");
        let style = if style.is_empty() { String::new() } else { format!(" class=\"{style}\"") };
        let _ = write!(out, "<{tag}{style} id=\"{}-b{at}\">", self.name);
        if let BlockKind::Note(note) = block.kind
            && let Some(note) = self.document.notes.get(note as usize)
        {
            let _ = write!(out, "<sup>{}</sup> ", escaped(&note.label));
        }
        self.block(out, at, block);
        let _ = writeln!(out, "</{tag}>");
    }

    /// Whether a line is in capitals: the office, the motto of state, the title.
    fn is_loud(&self, block: &Block) -> bool {
        let words = self.document.tokens_in(block.tokens.clone()).iter().filter(|token| token.is_word());
        let mut words = words.map(|token| token.case).peekable();
        words.peek().is_some() && words.all(|case| case == crate::document::Case::Upper)
    }

    /// The words of a block with what is marked in them; its notes wait.
    fn block(&mut self, out: &mut String, at: BlockId, block: &Block) {
        let told = self.blocks.get_mut(at as usize).map(std::mem::take).unwrap_or_default();
        let names = |finding: usize| self.names(finding);
        Marks { document: self.document, marked: &told.marked, names: &names }.write(out, block);
        self.waiting.extend(told.own);
    }

    /// The notes that waited.
    fn notes(&mut self, out: &mut String) {
        for finding in std::mem::take(&mut self.waiting) {
            if let Some(found) = self.findings.get(finding) {
                note::write(out, &self.names(finding), found, self.context, &self.document.source, self.lang);
            }
        }
    }
}
