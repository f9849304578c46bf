//! What of all that the rules found is reported: one defect, one finding.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::finding::Finding;
use crate::rule::RuleSet;
use crate::span::Span;

/// Leaves out what is told already: the same place found twice by one rule, findings that give way to others at their place, and
/// findings of the same contradiction.
pub fn settle(set: &RuleSet, found: Vec<(u32, Finding)>) -> Vec<Finding> {
    let rules = &set.compiled().rules;
    let mut by_rule: HashMap<u32, Vec<Span>> = HashMap::new();
    for (rule, finding) in &found {
        by_rule.entry(*rule).or_default().push(finding.span);
    }
    let by_rule: HashMap<u32, Places> = by_rule.into_iter().map(|(rule, spans)| (rule, Places::new(spans))).collect();
    let mut told = HashSet::new();
    let mut kept = found;
    kept.retain(|(rule, finding)| {
        let gives_way = rules.get(*rule as usize).map(|r| r.gives_way.as_slice()).unwrap_or_default();
        let mut others = gives_way.iter().filter_map(|other| by_rule.get(other));
        told.insert((*rule, finding.span)) && !others.any(|others| others.meet(finding))
    });
    once(kept)
}

/// Of findings that tell one contradiction from its two ends, each with the other's place among its labels, and of those that hold the same
/// words against the same place, only the gravest stays; of equally grave ones that of the rule declared first.
fn once(mut found: Vec<(u32, Finding)>) -> Vec<Finding> {
    found.sort_by_key(|(rule, finding)| (Reverse(finding.severity), *rule, finding.span));
    let mut told: BTreeMap<Span, Vec<Finding>> = BTreeMap::new();
    for (_, finding) in found {
        let labels = || finding.related.iter().map(|label| label.span);
        let from_the_other_end = labels().any(|label| over(&told, label).any(|other| names(other, finding.span)));
        let here = || told.get(&finding.span).into_iter().flatten();
        let again = labels().any(|label| here().any(|other| names(other, label)));
        if !from_the_other_end && !again {
            told.entry(finding.span).or_default().push(finding);
        }
    }
    told.into_values().flatten().collect()
}

/// The findings that begin within a place, and those that reach into it from the nearest place before.
fn over(told: &BTreeMap<Span, Vec<Finding>>, place: Span) -> impl Iterator<Item = &Finding> {
    let start = |at| Span { start: at, end: at };
    let before = told.range(..start(place.start)).next_back().filter(move |(span, _)| place.start < span.end);
    told.range(start(place.start)..start(place.end)).chain(before).flat_map(|(_, findings)| findings)
}

/// Whether a label of a finding shares a byte with a place.
fn names(finding: &Finding, place: Span) -> bool {
    finding.related.iter().any(|label| label.span.start < place.end && place.start < label.span.end)
}

/// Where one rule found something, to be asked by place in the logarithm of their number.
struct Places {
    /// Starts in order, each with the furthest end of those up to it.
    starts: Vec<(u32, u32)>,
}

impl Places {
    fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let mut end = 0;
        let furthest = spans.into_iter().map(|span| {
            end = end.max(span.end);
            (span.start, end)
        });
        Self { starts: furthest.collect() }
    }

    /// Whether one of a finding's places shares a byte with one of these, or meets it.
    fn meet(&self, finding: &Finding) -> bool {
        let touched = |place: Span| {
            let before = self.starts.partition_point(|&(start, _)| start <= place.end);
            before.checked_sub(1).and_then(|last| self.starts.get(last)).is_some_and(|&(_, end)| place.start <= end)
        };
        touched(finding.span) || finding.related.iter().any(|label| touched(label.span))
    }
}

/// Whether one of a finding's places touches a place.
pub fn meets(finding: &Finding, place: Span) -> bool {
    touches(finding.span, place) || finding.related.iter().any(|label| touches(label.span, place))
}

/// Whether two places share a byte or meet.
pub fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}
