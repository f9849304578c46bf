//! Findings and mistakes as people and programs read them: one form per file. [`form`] says what they have in common.

pub mod allowed;
pub mod checkstyle;
pub mod comments;
pub mod coverage;
pub mod diff;
pub mod digest;
pub mod excerpt;
pub mod explain;
pub mod form;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod human;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod mistake;
pub mod notice;
pub mod plain;
pub mod sarif;
pub mod stats;
pub mod visible;
pub mod window;
pub mod words;
pub mod xml;

use crate::evaluate::Outcome;
use crate::finding::Severity;
use crate::lang::Lang;

/// How output for people looks; decided once, at the start of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// Whether colours are written.
    pub colour: bool,
    /// Columns of the terminal: excerpts with carets. `None`: one line per finding, for pipes and logs.
    pub width: Option<usize>,
}

/// What was counted over the files of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Files given, readable or not.
    pub files: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Rules that judged one file or another.
    pub rules: usize,
    /// Rules that could not judge, summed over the files.
    pub unjudged: usize,
    /// Rules that found more than is told, summed over the files.
    pub cut: usize,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Files that no pack of rules applies to: nothing found in them means nothing.
    pub unmatched: usize,
    /// Findings that reports allow.
    pub allowed: usize,
    /// Findings known from a baseline or an earlier revision.
    pub known: usize,
    /// Findings of the baseline that are no longer there.
    pub repaired: usize,
}

impl Tally {
    /// Of one file that was judged.
    pub fn of(outcome: &Outcome) -> Self {
        let count = |severity| outcome.findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            files: 1,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            rules: outcome.judged.iter().filter(|judged| **judged).count(),
            unjudged: outcome.unjudged.iter().filter(|one| !one.cut).count(),
            cut: outcome.unjudged.iter().filter(|one| one.cut).count(),
            unreadable: 0,
            unmatched: usize::from(outcome.packs.is_empty()),
            allowed: outcome.allowed.len(),
            known: outcome.known.len(),
            repaired: outcome.repaired,
        }
    }

    /// Of one file that could not be read.
    pub fn unreadable() -> Self {
        Self { files: 1, unreadable: 1, ..Self::default() }
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
            // Which they are is not known here: at least so many.
            rules: self.rules.max(other.rules),
            unjudged: self.unjudged + other.unjudged,
            cut: self.cut + other.cut,
            unreadable: self.unreadable + other.unreadable,
            unmatched: self.unmatched + other.unmatched,
            allowed: self.allowed + other.allowed,
            known: self.known + other.known,
            repaired: self.repaired + other.repaired,
        }
    }

    /// All findings.
    pub fn found(&self) -> usize {
        self.at_least(Severity::Info)
    }

    /// Findings at or above a severity.
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Info => self.errors + self.warnings + self.infos,
        }
    }
}

/// Rules that judged, over the files of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judges(Vec<bool>);

impl Judges {
    /// Of one file.
    pub fn of(outcome: &Outcome) -> Self {
        Self(outcome.judged.clone())
    }

    /// Adds those of another file.
    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), false);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(all, one)| *all |= one);
    }

    /// How many they are.
    pub fn count(&self) -> usize {
        self.0.iter().filter(|judged| **judged).count()
    }
}

#[cfg(test)]
mod tests;
