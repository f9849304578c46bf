//! Which findings of two drafts are the same: those of one rule at the same words, wherever these now stand and whatever
//! became of them, and then those of one fingerprint.

use std::collections::{HashMap, VecDeque};

use super::Drafts;
use crate::finding::Finding;
use crate::span::Span;

/// Words of a place that are followed into the other draft.
const MOST_WORDS: usize = 64;

/// Findings of two drafts, told apart.
#[derive(Default)]
pub(super) struct Matched {
    pub new: Vec<Finding>,
    pub fixed: Vec<Finding>,
    pub persisting: Vec<(Finding, Finding)>,
}

pub(super) fn matched(drafts: &Drafts<'_>, old: &[Finding], new: &[Finding]) -> Matched {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    let mut by_rule: HashMap<&str, Vec<(Span, usize)>> = HashMap::new();
    for (at, finding) in new.iter().enumerate() {
        by_rule.entry(&finding.rule).or_default().push((finding.span, at));
    }
    for (finding, partner) in old.iter().zip(&mut partner) {
        let Some(list) = by_rule.get(finding.rule.as_str()) else { continue };
        let found = places(drafts, finding.span).find_map(|place| {
            let at = list.partition_point(|(span, _)| span.start <= place);
            let near = list.get(at.saturating_sub(2)..at).unwrap_or_default().iter().rev();
            near.filter(|(span, _)| place < span.end).map(|(_, at)| *at).find(|at| taken.get(*at) == Some(&false))
        });
        if let Some(flag) = found.and_then(|at| taken.get_mut(at)) {
            *flag = true;
            *partner = found;
        }
    }
    let mut waiting: HashMap<(&str, &str), VecDeque<usize>> = HashMap::new();
    for (at, finding) in new.iter().enumerate().filter(|(at, _)| taken.get(*at) == Some(&false)) {
        waiting.entry((&finding.rule, print(finding))).or_default().push_back(at);
    }
    for (finding, partner) in old.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
        *partner = waiting.get_mut(&(finding.rule.as_str(), print(finding))).and_then(VecDeque::pop_front);
        if let Some(flag) = partner.and_then(|at| taken.get_mut(at)) {
            *flag = true;
        }
    }
    let mut matched = Matched::default();
    for (finding, partner) in old.iter().zip(partner) {
        match partner.and_then(|at| new.get(at)) {
            Some(now) => matched.persisting.push((finding.clone(), now.clone())),
            None => matched.fixed.push(finding.clone()),
        }
    }
    let only = new.iter().zip(taken).filter(|(_, taken)| !taken);
    matched.new = only.map(|(finding, _)| finding.clone()).collect();
    matched
}

/// The fingerprint without the number that tells findings of the same words apart: which of them went is not known.
fn print(finding: &Finding) -> &str {
    finding.fingerprint.split('-').next().unwrap_or_default()
}

/// Where the words of a place of the old draft stand in the new one.
fn places<'a>(drafts: &'a Drafts<'_>, span: Span) -> impl Iterator<Item = u32> + 'a {
    let tokens = &drafts.old.tokens;
    let first = tokens.partition_point(|token| token.span.end <= span.start);
    let inside = (first..tokens.len())
        .take(MOST_WORDS)
        .take_while(move |&at| tokens.get(at).is_some_and(|token| token.span.start < span.end));
    inside.filter_map(|at| {
        let there = drafts.alignment.token_in_new(at as u32)?;
        drafts.new.tokens.get(there as usize).map(|token| token.span.start)
    })
}
