//! What changed from one draft to the next, read as a second reader reads it: what got worse, what was repaired, which figures
//! moved, and what the text now says. Pure: two documents, what was found in each, and how they lie side by side.

mod findings;
mod foot;
mod ledger;
mod text;

use std::ops::Range;

pub use ledger::{Figure, Moved};
pub use text::{Change, Passage, Piece, Repeated, Section, SectionChange};

use crate::align::Alignment;
use crate::document::{Document, SectionId, TokenId};
use crate::evaluate::Outcome;
use crate::finding::{Finding, Severity, Unjudged};

/// Two drafts and all that is said of them.
#[derive(Debug)]
pub struct Drafts<'a> {
    /// The draft before.
    pub old: &'a Document,
    /// The draft after.
    pub new: &'a Document,
    /// How they lie side by side.
    pub alignment: &'a Alignment,
}

/// What changed.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What got worse, by what regressions say and what was found in the new draft only; in order of place in the new draft.
    pub regressions: Vec<Finding>,
    /// What was found in the old draft only; places are of the old draft.
    pub fixed: Vec<Finding>,
    /// What was found in both: in the old draft, in the new one.
    pub persisting: Vec<(Finding, Finding)>,
    /// Regressions that could not be judged.
    pub unjudged: Vec<Unjudged>,
    /// Figures and citations whose value changed, in order of place in the new draft.
    pub ledger: Vec<Moved>,
    /// Sections that were added, lost, renamed, renumbered or moved.
    pub sections: Vec<SectionChange>,
    /// The same words replaced by the same words in many places.
    pub repeated: Vec<Repeated>,
    /// What changed in the text, by section in reading order.
    pub text: Vec<Section>,
}

impl Comparison {
    /// Regressions at or above a severity.
    pub fn at_least(&self, severity: Severity) -> usize {
        self.regressions.iter().filter(|finding| finding.severity >= severity).count()
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.regressions.is_empty()
            && self.fixed.is_empty()
            && self.ledger.is_empty()
            && self.sections.is_empty()
            && self.repeated.is_empty()
            && self.text.is_empty()
    }
}

/// Compares two drafts. `regressions` is what [`crate::evaluate::regressions`] made of them.
pub fn compare(drafts: &Drafts<'_>, old: &Outcome, new: &Outcome, regressions: Outcome) -> Comparison {
    let matched = findings::matched(drafts, &old.findings, &new.findings);
    let mut worse = matched.new;
    worse.extend(regressions.findings);
    worse.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    let (repeated, text) = text::changes(drafts);
    Comparison {
        regressions: worse,
        fixed: matched.fixed,
        persisting: matched.persisting,
        unjudged: regressions.unjudged,
        ledger: ledger::moved(drafts),
        sections: text::sections(drafts),
        repeated,
        text,
    }
}

/// The words of tokens as a reader reads them: one blank where white space stands, no notes between the halves of a paragraph.
pub(crate) fn words(document: &Document, tokens: Range<TokenId>) -> String {
    let mut out = String::new();
    for (at, token) in document.tokens_in(tokens).iter().enumerate() {
        if at > 0 && token.spaced {
            out.push(' ');
        }
        out.push_str(document.slice(token.span));
    }
    out
}

/// Label and title of a section, shortened by the reader, with the labels of those around it: `II.1 Cải cách thể chế`.
pub(crate) fn section_name(document: &Document, section: SectionId) -> String {
    let Some(found) = document.sections.get(section as usize) else { return String::new() };
    let label = found.label.as_ref().map(|label| document.slice(label.span)).unwrap_or_default();
    let end = document.sentence_of(found.title.start).end.min(found.title.end);
    let title = words(document, found.title.start..end);
    if label.is_empty() { title } else { format!("{label} {title}") }
}

/// The section that holds a token.
pub(crate) fn section_at(document: &Document, token: TokenId) -> Option<SectionId> {
    document.blocks.get(document.block_of(token) as usize)?.section
}

#[cfg(test)]
mod tests;
