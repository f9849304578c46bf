//! Two drafts compared, as people and programs read it: one form per file.

pub mod html;
pub mod human;
pub mod json;
pub mod markdown;

use crate::compare::{Comparison, Moved, Piece, Section, section_name};
use crate::document::Document;
use crate::fact::Builtin;
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::report::words::pick;
use crate::source::Source;

/// What came of one report of a run.
#[derive(Debug)]
pub enum Compared<'a> {
    /// It stands in both drafts.
    Both {
        /// The draft before.
        old: &'a Document,
        /// The draft after.
        new: &'a Document,
        /// What changed.
        comparison: &'a Comparison,
    },
    /// Only the new side has it.
    Added(&'a str),
    /// Only the old side has it.
    Removed(&'a str),
    /// One of the two could not be read.
    Unreadable(&'a str, &'a Text),
}

/// What was counted over the reports of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Reports, readable or not.
    pub files: usize,
    /// Regressions of severity error.
    pub errors: usize,
    /// Regressions of severity warning.
    pub warnings: usize,
    /// Regressions of severity info.
    pub infos: usize,
    /// Findings that are gone.
    pub fixed: usize,
    /// Findings of both drafts.
    pub persisting: usize,
    /// Reports that only one side has.
    pub lone: usize,
    /// Reports that could not be read.
    pub unreadable: usize,
}

impl Count {
    /// Of one report.
    pub fn of(compared: &Compared<'_>) -> Self {
        let one = Self { files: 1, ..Self::default() };
        match compared {
            Compared::Both { comparison, .. } => {
                let count =
                    |severity| comparison.regressions.iter().filter(|finding| finding.severity == severity).count();
                Self {
                    errors: count(Severity::Error),
                    warnings: count(Severity::Warning),
                    infos: count(Severity::Info),
                    fixed: comparison.fixed.len(),
                    persisting: comparison.persisting.len(),
                    ..one
                }
            }
            Compared::Added(_) | Compared::Removed(_) => Self { lone: 1, ..one },
            Compared::Unreadable(..) => Self { unreadable: 1, ..one },
        }
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
            fixed: self.fixed + other.fixed,
            persisting: self.persisting + other.persisting,
            lone: self.lone + other.lone,
            unreadable: self.unreadable + other.unreadable,
        }
    }

    /// Regressions at or above a severity.
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Info => self.errors + self.warnings + self.infos,
        }
    }
}

/// What is shown besides what got worse.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown {
    /// List what was repaired and what is still there, each with its place; and every info.
    pub all: bool,
    /// Leave out what changed in the text.
    pub brief: bool,
}

/// A kind of figure in wire formats.
pub fn kind(kind: Builtin) -> &'static str {
    match kind {
        Builtin::Date => "date",
        Builtin::Period => "period",
        Builtin::Percentage => "percentage",
        Builtin::Amount => "amount",
        Builtin::Ratio => "ratio",
        Builtin::DocumentNumber => "document_number",
        // No others are followed.
        _ => "other",
    }
}

/// A passage as one line; `old` and `new` dress what was taken out and put in. Blanks stay outside the dress.
pub(super) fn passage(
    pieces: &[Piece],
    kept: impl Fn(&str) -> String,
    old: impl Fn(&str) -> String,
    new: impl Fn(&str) -> String,
) -> String {
    let mut out = String::new();
    let mut dressed = |text: &str, dress: &dyn Fn(&str) -> String| {
        let words = text.trim_start();
        if words.len() < text.len() && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(&dress(words));
    };
    for piece in pieces {
        match piece {
            Piece::Kept(text) => dressed(text, &kept),
            Piece::Old(text) => dressed(text, &old),
            Piece::New(text) => dressed(text, &new),
            Piece::Cut => dressed(" …", &kept),
        }
    }
    out
}

/// Where a place is, as people who read the file say it: by line and column, or by paragraph in a Word file.
pub(super) fn place(source: &Source, offset: u32, lang: Lang) -> String {
    match source.place(offset) {
        Some(place) => place.words(lang),
        None => {
            let at = source.position(offset);
            format!("{}:{}", at.line, at.column)
        }
    }
}

/// The same, by its line alone.
pub(super) fn line_of(source: &Source, offset: u32, lang: Lang) -> String {
    source.place(offset).map_or_else(|| source.position(offset).line.to_string(), |place| place.words(lang))
}

/// The same in a sentence: `dòng 9`, `đoạn 14`.
pub(super) fn said(source: &Source, offset: u32, lang: Lang) -> String {
    match source.place(offset) {
        Some(place) => place.words(lang),
        None => format!("{} {}", pick(lang, "dòng", "line"), source.position(offset).line),
    }
}

/// The heading over changes of the text.
pub(super) fn heading_of(section: &Section, lang: Lang) -> Option<&str> {
    let foot = pick(lang, "Phần cuối", "Foot");
    section.name.as_deref().or(section.foot.then_some(foot))
}

/// The heading over what moved: that of its section, or what the part before all sections is called.
pub(super) fn section_of(moved: &Moved, document: &Document, lang: Lang) -> String {
    let head = || pick(lang, "Phần đầu", "Head").to_owned();
    moved.section.map_or_else(head, |section| section_name(document, section))
}

/// The counts in one line.
pub fn summary(count: &Count, lang: Lang) -> String {
    use super::words::count as number;
    let mut parts = Vec::new();
    let kinds = [
        (count.errors, "lỗi", ["error", "errors"]),
        (count.warnings, "cảnh báo", ["warning", "warnings"]),
        (count.infos, "lưu ý", ["info", "infos"]),
    ];
    let kinds = kinds.into_iter().filter(|(many, ..)| *many > 0);
    let kinds: Vec<String> = kinds.map(|(many, vi, en)| number(many, lang, vi, en)).collect();
    let compared = count.files - count.lone - count.unreadable;
    if compared > 0 {
        parts.push(match (lang, kinds.is_empty()) {
            (Lang::Vi, true) => "không kém đi ở điểm nào".to_owned(),
            (Lang::En, true) => "nothing got worse".to_owned(),
            (Lang::Vi, false) => format!("kém đi: {}", kinds.join(", ")),
            (Lang::En, false) => format!("got worse: {}", kinds.join(", ")),
        });
        parts.push(format!("{}: {}", pick(lang, "đã sửa", "repaired"), count.fixed));
        parts.push(format!("{}: {}", pick(lang, "còn lại", "still there"), count.persisting));
    }
    if count.lone > 0 {
        parts.push(format!("{}: {}", pick(lang, "chỉ có ở một bên", "on one side only"), count.lone));
    }
    if count.unreadable > 0 {
        parts.push(format!("{}: {}", pick(lang, "không đọc được", "unreadable"), count.unreadable));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_their_blanks_outside_the_dress() {
        let pieces = [
            Piece::Cut,
            Piece::Kept(" đạt".into()),
            Piece::Old(" 18,06".into()),
            Piece::New(" 20,83".into()),
            Piece::Kept("%.".into()),
        ];
        let plain = passage(&pieces, str::to_owned, |old| format!("[-{old}-]"), |new| format!("{{+{new}+}}"));
        assert_eq!(plain, "… đạt [-18,06-] {+20,83+}%.");
    }

    #[test]
    fn the_closing_line_says_what_got_worse_first() {
        let count = Count { files: 3, errors: 1, fixed: 2, persisting: 5, lone: 1, ..Count::default() };
        assert_eq!(summary(&count, Lang::Vi), "kém đi: 1 lỗi; đã sửa: 2; còn lại: 5; chỉ có ở một bên: 1");
        assert_eq!(summary(&Count { files: 1, unreadable: 1, ..Count::default() }, Lang::En), "unreadable: 1");
    }
}
