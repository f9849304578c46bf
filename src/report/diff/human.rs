//! Two drafts compared, for a person at a terminal or in a log: what got worse with its places, then what is short.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Compared, Count, Shown, heading_of, line_of, passage, place, said, section_of, summary};
use crate::compare::{Change, Comparison, Figure, Moved, SectionChange};
use crate::document::Document;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::report::Look;
use crate::report::human::{Paint, write_notice};
use crate::report::notice::Notice;
use crate::report::visible::{line, shortened, wrap};
use crate::report::words::pick;

/// Characters of a quotation.
const QUOTATION: usize = 90;
/// Entries listed of one kind where not all are asked for.
const MOST: usize = 12;

/// Writes one report.
pub fn write(out: &mut String, compared: &Compared<'_>, shown: Shown, look: Look) {
    let lang = look.lang;
    let paint = Paint(look.colour);
    let head = match compared {
        Compared::Both { old, new, .. } => {
            format!("{} → {}", line(old.source.name()), line(new.source.name()))
        }
        Compared::Added(name) => format!("{}: {}", line(name), pick(lang, "chỉ có ở bản mới", "in the new draft only")),
        Compared::Removed(name) => {
            format!("{}: {}", line(name), pick(lang, "chỉ có ở bản cũ", "in the old draft only"))
        }
        Compared::Unreadable(..) => return,
    };
    let _ = writeln!(out, "{}", paint.bold(&head));
    if let Compared::Both { old, new, comparison } = compared {
        Page { old, new, comparison, shown, look, paint }.write(out);
    }
    out.push('\n');
}

/// Writes the closing line of a run.
pub fn write_summary(out: &mut String, count: &Count, look: Look) {
    let _ = writeln!(out, "{}", Paint(look.colour).bold(&summary(count, look.lang)));
}

struct Page<'a> {
    old: &'a Document,
    new: &'a Document,
    comparison: &'a Comparison,
    shown: Shown,
    look: Look,
    paint: Paint,
}

impl Page<'_> {
    fn pick(&self, vi: &'static str, en: &'static str) -> &'static str {
        pick(self.look.lang, vi, en)
    }

    fn head(&self, out: &mut String, words: &str, count: usize) {
        let _ = writeln!(out, "\n{}", self.paint.word(&format!("{words}: {count}")));
    }

    fn write(&self, out: &mut String) {
        if self.comparison.is_empty() {
            let _ = writeln!(out, "{}", self.pick("không có gì thay đổi", "nothing changed"));
        }
        self.regressions(out);
        self.known(out);
        self.ledger(out);
        if !self.shown.brief {
            self.sections(out);
            self.text(out);
        }
    }

    fn regressions(&self, out: &mut String) {
        let all = &self.comparison.regressions;
        if all.is_empty() {
            return;
        }
        self.head(out, self.pick("Kém đi", "Got worse"), all.len());
        let is_listed = |finding: &&Finding| self.shown.all || finding.severity > Severity::Info;
        for finding in all.iter().filter(is_listed) {
            let mut notice = Notice::of_finding(finding, &self.new.source, self.look.lang);
            let before = finding.before.iter().map(|label| {
                let at = place(&self.old.source, label.span.start, self.look.lang);
                let quoted = shortened(self.old.slice(label.span), QUOTATION);
                (self.pick("bản trước", "before"), format!("{at} “{quoted}”"))
            });
            notice.lines.splice(0..0, before);
            write_notice(out, &notice, self.look);
        }
        let infos = all.iter().filter(|finding| !is_listed(finding));
        self.by_rule(out, self.pick("lưu ý mới", "new infos"), infos);
    }

    /// One line for many findings: rules with their numbers.
    fn by_rule<'f>(&self, out: &mut String, words: &str, findings: impl Iterator<Item = &'f Finding>) {
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in findings {
            *rules.entry(&finding.rule).or_default() += 1;
        }
        if rules.is_empty() {
            return;
        }
        let total: usize = rules.values().sum();
        let list: Vec<String> = rules
            .into_iter()
            .map(|(rule, many)| if many > 1 { format!("{rule} ×{many}") } else { rule.to_owned() })
            .collect();
        self.wrapped(out, &format!("{words}: {total} ({})", list.join(", ")), 2);
    }

    fn known(&self, out: &mut String) {
        let fixed = &self.comparison.fixed;
        if !fixed.is_empty() {
            self.head(out, self.pick("Đã sửa", "Repaired"), fixed.len());
            let is_listed = |finding: &&Finding| self.shown.all || finding.severity > Severity::Info;
            let most = if self.shown.all { usize::MAX } else { MOST };
            for finding in fixed.iter().filter(is_listed).take(most) {
                self.one(out, finding, self.old);
            }
            let rest =
                fixed.iter().filter(is_listed).skip(most).chain(fixed.iter().filter(|finding| !is_listed(finding)));
            self.by_rule(out, self.pick("và", "and"), rest);
        }
        let persisting = &self.comparison.persisting;
        if !persisting.is_empty() {
            self.head(out, self.pick("Còn lại", "Still there"), persisting.len());
            if self.shown.all {
                for (_, finding) in persisting {
                    self.one(out, finding, self.new);
                }
            } else {
                let rules = persisting.iter().map(|(_, finding)| finding);
                self.by_rule(out, self.pick("liệt kê bằng --all", "list them with --all"), rules);
            }
        }
    }

    /// A finding in one line.
    fn one(&self, out: &mut String, finding: &Finding, document: &Document) {
        let at = place(&document.source, finding.span.start, self.look.lang);
        let severity = crate::report::words::severity(finding.severity, self.look.lang);
        let message = line(finding.message.get(self.look.lang));
        self.wrapped(out, &format!("{at} {severity}[{}] {message}", finding.rule), 2);
    }

    fn ledger(&self, out: &mut String) {
        let ledger = &self.comparison.ledger;
        if ledger.is_empty() {
            return;
        }
        self.head(out, self.pick("Số liệu và viện dẫn thay đổi", "Figures and citations that moved"), ledger.len());
        let mut last: Option<String> = None;
        for moved in ledger {
            let document = if moved.new.is_some() { self.new } else { self.old };
            let section = section_of(moved, document, self.look.lang);
            if last.as_ref() != Some(&section) {
                let _ = writeln!(out, "  {}", self.paint.bold(&shortened(&section, QUOTATION)));
                last = Some(section);
            }
            self.moved(out, moved);
        }
    }

    fn moved(&self, out: &mut String, moved: &Moved) {
        let text = |figure: &Option<Figure>| figure.as_ref().map(|figure| line(&figure.text).into_owned());
        let change = match (text(&moved.old), text(&moved.new)) {
            (Some(old), Some(new)) => format!("{old} → {}", self.paint.bold(&new)),
            (Some(old), None) => format!("{old} → {}", self.pick("(bỏ)", "(gone)")),
            (None, new) => {
                format!("{} → {}", self.pick("(thêm)", "(added)"), self.paint.bold(&new.unwrap_or_default()))
            }
        };
        let (document, span) = match (&moved.new, &moved.old) {
            (Some(new), _) => (self.new, new.span),
            (None, old) => (self.old, old.as_ref().map(|old| old.span).unwrap_or_default()),
        };
        let at = said(&document.source, span.start, self.look.lang);
        let (before, after) = (line(&moved.around.0), line(&moved.around.1));
        let around = self.paint.dim(&format!("… {before} ▢ {after} …"));
        self.wrapped(out, &format!("{change}  {around}  ({at})"), 4);
    }

    fn sections(&self, out: &mut String) {
        let sections = &self.comparison.sections;
        if sections.is_empty() {
            return;
        }
        self.head(out, self.pick("Đề mục thay đổi", "Headings that changed"), sections.len());
        let short = |name: &str| shortened(name, QUOTATION);
        for change in sections {
            let told = match change {
                SectionChange::Added(name, _) => format!("+ {}", short(name)),
                SectionChange::Removed(name, _) => format!("- {}", short(name)),
                SectionChange::Changed { old, new, moved, .. } => {
                    let moved = if *moved { self.pick(" (chuyển chỗ)", " (moved)") } else { "" };
                    format!("{} → {}{moved}", short(old), short(new))
                }
            };
            self.wrapped(out, &told, 2);
        }
    }

    fn text(&self, out: &mut String) {
        let changes: usize = self.comparison.text.iter().map(|section| section.changes.len()).sum();
        if changes + self.comparison.repeated.len() == 0 {
            return;
        }
        self.head(out, self.pick("Câu chữ thay đổi", "Text that changed"), changes + self.comparison.repeated.len());
        for one in &self.comparison.repeated {
            let places = self.pick("chỗ", "places");
            let told =
                format!("{} → {}  ×{} {places}", self.old_words(&one.old), self.new_words(&one.new), one.places.len());
            self.wrapped(out, &told, 2);
        }
        for section in &self.comparison.text {
            if let Some(name) = heading_of(section, self.look.lang) {
                let _ = writeln!(out, "  {}", self.paint.bold(&shortened(name, QUOTATION)));
            }
            for change in &section.changes {
                self.change(out, change);
            }
        }
    }

    fn change(&self, out: &mut String, change: &Change) {
        let more = |count: usize| match (count, self.look.lang) {
            (1, _) => String::new(),
            (_, Lang::Vi) => format!(" ({count} đoạn)"),
            (_, Lang::En) => format!(" ({count} paragraphs)"),
        };
        let quoted = |text: &str| shortened(text, QUOTATION);
        let told = match change {
            Change::Edited { new, moved, passage: pieces, .. } => {
                let at = line_of(&self.new.source, new.start, self.look.lang);
                let mark = if *moved { "↕" } else { "~" };
                let kept = |text: &str| line(text).into_owned();
                let text = passage(pieces, kept, |old| self.old_words(old), |new| self.new_words(new));
                format!("{mark} {at}: {text}")
            }
            Change::Moved { new, text, count, from, .. } => {
                let at = line_of(&self.new.source, new.start, self.look.lang);
                let from =
                    from.as_ref().map(|from| format!(", {} “{}”", self.pick("từ mục", "from"), shortened(from, 50)));
                format!("↕ {at}: {}{}{}", quoted(text), more(*count), from.unwrap_or_default())
            }
            Change::Added { span, text, count } => {
                let at = line_of(&self.new.source, span.start, self.look.lang);
                format!("+ {at}: {}{}", self.new_words(&quoted(text)), more(*count))
            }
            Change::Removed { span, text, count } => {
                let at = line_of(&self.old.source, span.start, self.look.lang);
                format!("- {at}: {}{}", self.old_words(&quoted(text)), more(*count))
            }
        };
        self.wrapped(out, &told, 4);
    }

    fn old_words(&self, text: &str) -> String {
        let text = line(text);
        if text.is_empty() {
            String::new()
        } else if self.paint.0 {
            self.paint.removed(&text)
        } else {
            format!("[-{text}-]")
        }
    }

    fn new_words(&self, text: &str) -> String {
        let text = line(text);
        if text.is_empty() {
            String::new()
        } else if self.paint.0 {
            self.paint.added(&text)
        } else {
            format!("{{+{text}+}}")
        }
    }

    /// Wrapped to the terminal, further lines indented; in colour and in logs one line, which escape codes would break.
    fn wrapped(&self, out: &mut String, text: &str, indent: usize) {
        let Some(width) = self.look.width.filter(|_| !self.look.colour) else {
            let _ = writeln!(out, "{:indent$}{text}", "");
            return;
        };
        for (at, part) in wrap(text, width.saturating_sub(indent + 2)).iter().enumerate() {
            let _ = writeln!(out, "{:1$}{part}", "", if at == 0 { indent } else { indent + 2 });
        }
    }
}
