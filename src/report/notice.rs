//! What findings in reports and mistakes in rule files have in common when a person reads them.

use super::words::{pick, severity};
use crate::finding::{Edit, EditKind, Finding, Severity};
use crate::lang::{Lang, Text};
use crate::report::visible::shortened;
use crate::source::Source;
use crate::span::Span;
use crate::syntax::error::Mistake;

/// Places shown of one notice; a ledger entry that disagrees in forty places names the others by number.
const MOST_MARKS: usize = 8;
/// Characters of a quotation in a line for people.
const QUOTATION: usize = 80;

/// A place with a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the source.
    pub span: Span,
    /// The words; empty when there are none.
    pub text: String,
    /// Whether it is the place the notice is about.
    pub primary: bool,
    /// What people call it, in a file they do not read by lines.
    pub place: Option<String>,
}

/// Something to tell about places of a source.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// Where.
    pub source: &'a Source,
    /// How grave.
    pub severity: Severity,
    /// The severity in words.
    pub kind: &'static str,
    /// Rule id, or code of the mistake.
    pub code: &'a str,
    /// What is wrong.
    pub message: &'a str,
    /// The primary place first.
    pub marks: Vec<Mark>,
    /// How many further places are not in `marks`.
    pub left_out: usize,
    /// Lines that follow the excerpt: a word such as `cách sửa` and its text.
    pub lines: Vec<(&'static str, String)>,
}

impl<'a> Notice<'a> {
    /// A finding in a document's text.
    pub fn of_finding(finding: &'a Finding, source: &'a Source, lang: Lang) -> Self {
        let mut said: Vec<&Text> = Vec::new();
        // What is said of several places as such (“các phần”) stands at the first of them: none of them alone is that.
        let related = finding.related.iter().map(|label| {
            let again = is_plural(&label.text) && said.contains(&&label.text);
            said.push(&label.text);
            (label.span, if again { "" } else { label.text.get(lang) })
        });
        let related: Vec<(Span, &str)> = related.collect();
        let mut lines = Vec::new();
        if let Some(heading) = source.place(finding.span.start).and_then(|place| place.heading.as_ref()) {
            lines.push((pick(lang, "mục", "section"), heading.clone()));
        }
        if let Some(help) = &finding.help {
            lines.push((pick(lang, "cách sửa", "help"), help.get(lang).to_owned()));
        }
        lines.extend(finding.edits.iter().map(|edit| proposal(edit, finding.span, source, lang)));
        if !finding.source.is_empty() {
            lines.push((pick(lang, "căn cứ", "source"), finding.source.clone()));
        }
        let mut notice = Self {
            source,
            severity: finding.severity,
            kind: severity(finding.severity, lang),
            code: &finding.rule,
            message: finding.message.get(lang),
            marks: Vec::new(),
            left_out: 0,
            lines,
        };
        notice.mark(finding.span, finding.label.get(lang), related.into_iter(), lang);
        notice
    }

    /// A mistake in a rule file.
    pub fn of_mistake(mistake: &'a Mistake, lang: Lang) -> Self {
        let help = mistake.help.iter().map(|help| (pick(lang, "cách sửa", "help"), help.get(lang).to_owned()));
        let mut notice = Self {
            source: &mistake.source,
            severity: Severity::Error,
            kind: severity(Severity::Error, lang),
            code: mistake.code,
            message: mistake.message.get(lang),
            marks: Vec::new(),
            left_out: 0,
            lines: help.collect(),
        };
        let related = mistake.related.iter().map(|(span, text)| (*span, text.get(lang)));
        notice.mark(mistake.at.0, mistake.at.1.get(lang), related, lang);
        notice
    }

    fn mark<'t>(&mut self, at: Span, text: &str, related: impl Iterator<Item = (Span, &'t str)>, lang: Lang) {
        let source = self.source;
        let place = |span: Span| source.place(span.start).map(|place| place.words(lang));
        self.marks.push(Mark { span: at, text: text.to_owned(), primary: true, place: place(at) });
        for (span, text) in related {
            if self.marks.len() < MOST_MARKS {
                self.marks.push(Mark { span, text: text.to_owned(), primary: false, place: place(span) });
            } else {
                self.left_out += 1;
            }
        }
        if self.left_out > 0 {
            let more = match lang {
                Lang::Vi => format!("{} chỗ khác", self.left_out),
                Lang::En => format!("{} more places", self.left_out),
            };
            self.lines.insert(0, (pick(lang, "còn", "and"), more));
        }
    }

    /// `lỗi[percentage-wrong]`.
    pub fn label(&self) -> String {
        format!("{}[{}]", self.kind, self.code)
    }
}

/// Whether a label names several places together. Vietnamese says so by a word before them.
fn is_plural(label: &Text) -> bool {
    label.vi.starts_with("các ") || label.vi.starts_with("những ")
}

/// What an edit puts where, as a line: the new text alone where it stands in the place of the finding. What a person must decide is
/// told apart from what `soat fix` does by itself.
fn proposal(edit: &Edit, at: Span, source: &Source, lang: Lang) -> (&'static str, String) {
    let new = shortened(&edit.text, QUOTATION);
    let old = shortened(source.slice(edit.span), QUOTATION);
    let (word, suggested, what) = if edit.text.is_empty() {
        (("bỏ", "remove"), ("đề xuất bỏ", "suggestion: remove"), format!("“{old}”"))
    } else if edit.span.is_empty() {
        (("thêm", "add"), ("đề xuất thêm", "suggestion: add"), format!("“{new}”"))
    } else if edit.span == at {
        (("sửa thành", "change to"), ("đề xuất", "suggestion"), format!("“{new}”"))
    } else {
        (("sửa", "change"), ("đề xuất", "suggestion"), format!("“{old}” → “{new}”"))
    };
    let (vi, en) = if edit.kind == EditKind::Safe { word } else { suggested };
    (pick(lang, vi, en), what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Label;

    fn finding(related: &[(usize, &str)], edits: Vec<Edit>) -> Finding {
        let label = |&(at, text): &(usize, &str)| Label { span: Span::new(at, at + 1), text: Text::new(text, text) };
        Finding {
            rule: "a-rule".into(),
            severity: Severity::Error,
            message: Text::default(),
            label: Text::default(),
            span: Span::new(0, 1),
            related: related.iter().map(label).collect(),
            before: vec![],
            help: None,
            source: String::new(),
            edits,
            fingerprint: String::new(),
        }
    }

    #[test]
    fn what_names_several_places_together_stands_at_the_first_of_them() {
        let source = Source::new("a.md", "1 2 3 4 5 6");
        let said = |related: &[(usize, &str)]| -> Vec<String> {
            let finding = finding(related, vec![]);
            let notice = Notice::of_finding(&finding, &source, Lang::Vi);
            notice.marks.into_iter().skip(1).map(|mark| mark.text).collect()
        };
        assert_eq!(
            said(&[(2, "các phần"), (4, "các phần"), (6, "tổng"), (8, "tổng")]),
            ["các phần", "", "tổng", "tổng"]
        );
        assert_eq!(said(&[(2, "các phần"), (4, "những chỗ khác")]), ["các phần", "những chỗ khác"]);
    }

    #[test]
    fn what_a_person_decides_is_told_apart_from_what_is_mended() {
        let source = Source::new("a.md", "1 2 3");
        let edit =
            |kind, (from, to): (usize, usize), text: &str| Edit { kind, span: Span::new(from, to), text: text.into() };
        for (kind, lang, words) in [
            (EditKind::Safe, Lang::Vi, ["sửa thành", "sửa", "thêm", "bỏ"]),
            (EditKind::Suggested, Lang::Vi, ["đề xuất", "đề xuất", "đề xuất thêm", "đề xuất bỏ"]),
            (EditKind::Suggested, Lang::En, ["suggestion", "suggestion", "suggestion: add", "suggestion: remove"]),
        ] {
            let places = [((0, 1), "9"), ((2, 3), "9"), ((1, 1), "9"), ((2, 3), "")];
            let edits = places.map(|(span, text)| edit(kind, span, text)).into();
            let finding = finding(&[], edits);
            let lines = Notice::of_finding(&finding, &source, lang).lines;
            assert_eq!(lines.iter().map(|(word, _)| *word).collect::<Vec<_>>(), words);
        }
    }
}
