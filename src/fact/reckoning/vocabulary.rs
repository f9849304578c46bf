//! Words that rules give the reckonings, as lists of these names: which headings a report plans and appraises under, and what the
//! levels of the offices are called that figures are told of. Where no pack declares a list, it is empty.

use crate::document::Token;
use crate::text;

/// Phrases of a list of rules, by the keys of their words.
#[derive(Debug, Clone, Default)]
pub struct Words(Vec<Vec<u64>>);

impl Words {
    /// The phrases of these entries.
    pub fn of(entries: &[String]) -> Self {
        let keys = |entry: &String| {
            let spaced = entry.replace(',', " , ");
            spaced.split_whitespace().map(text::fold_key).collect()
        };
        Self(entries.iter().map(keys).collect())
    }

    /// Whether these tokens begin with one of the phrases.
    pub fn lead(&self, tokens: &[Token]) -> bool {
        let begins = |phrase: &&Vec<u64>| {
            tokens.get(..phrase.len()).is_some_and(|tokens| tokens.iter().map(|token| &token.key).eq(phrase.iter()))
        };
        self.0.iter().any(|phrase| begins(&phrase))
    }

    /// Whether one of the phrases stands somewhere in these tokens.
    pub fn stand_in(&self, tokens: &[Token]) -> bool {
        !self.0.is_empty() && (0..tokens.len()).any(|at| tokens.get(at..).is_some_and(|tokens| self.lead(tokens)))
    }
}

/// All words that the reckonings take from rules.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// `plan_headings`: what a heading says above what is to be done.
    pub plans: Words,
    /// `plan_openings`: what such a heading begins with where it names a time to come.
    pub plan_openings: Words,
    /// `appraisal_headings`: what a heading says above what is said of the results as a whole.
    pub appraisals: Words,
    /// `appraisal_openings`: what such a heading begins with.
    pub appraisal_openings: Words,
    /// `upper_levels` and `lower_levels`: where figures of both are told, nothing is left out.
    pub upper_levels: Words,
    /// See `upper_levels`.
    pub lower_levels: Words,
    /// `upper_offices` and `lower_offices`: the same of those that tasks are given to.
    pub upper_offices: Words,
    /// See `upper_offices`.
    pub lower_offices: Words,
}

impl Vocabulary {
    /// The lists of these names.
    pub fn of<'e>(entries: impl Fn(&str) -> Option<&'e [String]>) -> Self {
        let list = |name: &str| entries(name).map(Words::of).unwrap_or_default();
        Self {
            plans: list("plan_headings"),
            plan_openings: list("plan_openings"),
            appraisals: list("appraisal_headings"),
            appraisal_openings: list("appraisal_openings"),
            upper_levels: list("upper_levels"),
            lower_levels: list("lower_levels"),
            upper_offices: list("upper_offices"),
            lower_offices: list("lower_offices"),
        }
    }

    /// Whether both sides of a pair of levels are told in these tokens.
    pub fn all_levels_in(&self, tokens: &[Token]) -> bool {
        let pairs = [(&self.upper_levels, &self.lower_levels), (&self.upper_offices, &self.lower_offices)];
        pairs.into_iter().any(|(one, other)| one.stand_in(tokens) && other.stand_in(tokens))
    }
}
