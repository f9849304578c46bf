//! `soat.toml`: what a report repository asks of the checks of its reports.
//!
//! Text becomes a `raw` form, every value with its place, and only `validate` makes a [`Config`] of it: nobody checks again
//! behind it. All mistakes are told at once. The nearest `soat.toml` above a report governs it, alone: files are not merged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::evaluate::{Outcome, Run, Stage};
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::rule::RuleSet;
use crate::rule::ir::Constant;
use crate::source::Source;
use crate::syntax::error::Mistake;

mod globs;
mod keys;
mod raw;
pub mod schema;
mod validate;

pub use globs::Globs;

/// The name of the file.
pub const NAME: &str = "soat.toml";

/// What becomes of the findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// They are not shown and not counted.
    Off,
    /// They are shown with this severity.
    As(Severity),
}

/// From which severity on findings make a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// From this one.
    AtLeast(Severity),
    /// Never.
    Never,
}

/// What is set for the reports of a folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Packs that are judged, whatever they apply to; empty: those that apply.
    pub packs: Option<Vec<String>>,
    /// The period reports must be for.
    pub period: Option<String>,
    /// How far reports are.
    pub stage: Option<Stage>,
    /// Levels by rule id.
    pub levels: BTreeMap<String, Level>,
    /// Parameters by name.
    pub parameters: BTreeMap<String, Constant>,
}

/// A valid `soat.toml`.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The language of messages.
    pub language: Option<Lang>,
    /// The baseline, from the folder of `soat.toml`.
    pub baseline: Option<PathBuf>,
    /// From which severity on a run fails.
    pub fail_on: Option<FailOn>,
    exclude: Globs,
    base: Settings,
    folders: Vec<(Globs, Settings)>,
}

impl Config {
    /// Reads a `soat.toml` for a rule set.
    ///
    /// # Errors
    /// Every mistake, in order of place.
    pub fn read(source: &Arc<Source>, rules: &RuleSet) -> Result<Self, Vec<Mistake>> {
        let (raw, mut mistakes) = raw::read(source);
        let config = validate::validate(raw, rules, source, &mut mistakes);
        mistakes.sort_by_key(|mistake| mistake.at.0);
        if mistakes.is_empty() { Ok(config) } else { Err(mistakes) }
    }

    /// Whether a report is left out; `path` as [`relative`] gives it.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.match_path(path)
    }

    /// What is set for a report: what stands at the top, and over it each `[[folder]]` that it lies in, in order.
    pub fn settings(&self, path: &str) -> Settings {
        let mut settings = self.base.clone();
        for (_, over) in self.folders.iter().filter(|(globs, _)| globs.match_path(path)) {
            settings.lay(over);
        }
        settings
    }
}

impl Settings {
    fn lay(&mut self, over: &Self) {
        if over.packs.is_some() {
            self.packs.clone_from(&over.packs);
        }
        if over.period.is_some() {
            self.period.clone_from(&over.period);
        }
        self.stage = over.stage.or(self.stage);
        self.levels.extend(over.levels.iter().map(|(rule, level)| (rule.clone(), *level)));
        self.parameters.extend(over.parameters.iter().map(|(name, value)| (name.clone(), value.clone())));
    }

    /// What is set for a run on `today`.
    pub fn run(&self, today: jiff::civil::Date) -> Run {
        Run {
            today,
            stage: self.stage.unwrap_or_default(),
            period: self.period.clone(),
            parameters: self.parameters.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            packs: self.packs.clone().unwrap_or_default(),
        }
    }

    /// Gives findings the severities that are set, and leaves out those of rules that are off.
    pub fn level(&self, mut outcome: Outcome) -> Outcome {
        if self.levels.is_empty() {
            return outcome;
        }
        outcome.findings.retain_mut(|finding| self.keep(finding));
        outcome.known.retain_mut(|finding| self.keep(finding));
        outcome.allowed.retain_mut(|allowed| self.keep(&mut allowed.finding));
        outcome.unjudged.retain(|one| self.levels.get(&one.rule) != Some(&Level::Off));
        outcome
    }

    fn keep(&self, finding: &mut Finding) -> bool {
        match self.levels.get(&finding.rule) {
            Some(Level::Off) => return false,
            Some(Level::As(severity)) => finding.severity = *severity,
            None => {}
        }
        true
    }
}

/// A `soat.toml` with every key explained, most of them commented out.
pub fn template(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => include_str!("config/template.vi.toml"),
        Lang::En => include_str!("config/template.en.toml"),
    }
}

/// The path of a file from a folder, with `/` between names and letters composed; the path as it is where it lies elsewhere.
pub fn relative(folder: &Path, file: &Path) -> String {
    let real = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
    };
    // The folder of the file only: a link among the reports stands where it stands.
    let file = match (file.parent(), file.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => file.to_owned(),
    };
    let inside = file.strip_prefix(real(folder)).unwrap_or(&file);
    crate::world::name(inside).nfc().collect()
}

#[cfg(test)]
mod tests;
