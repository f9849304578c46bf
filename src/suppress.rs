//! Suppressions: comments in a report by which it allows a finding, with a reason.
//!
//! ```text
//! <!-- soat: allow percentage-wrong: số liệu theo cách tính của Bộ Tài chính -->    the next block, or that of the same line
//! <!-- soat: allow-section report-late, sum-wrong: được gia hạn -->                the section of the next block
//! <!-- soat: allow-file number-letter-case: giữ nguyên số do cơ quan khác cấp -->  the whole report
//! ```
//!
//! In a Word file an answer to the comment that tells of a finding does the same: `soat: bỏ qua, lý do …`, `soat: allow, …`; and so
//! does closing the thread.
//!
//! There is no way to allow everything: each rule is named. A suppression without reason, of an unknown rule, or that
//! nothing needs, is a finding itself.

use std::collections::BTreeMap;

use crate::document::{BlockKind, Document};
use crate::evaluate::{Outcome, Run, Stage};
use crate::finding::{Allowed, Finding};
use crate::rule::RuleSet;
use crate::span::Span;

mod answer;
mod comment;
mod own;

use comment::{Comment, Scope};
pub use own::{OWN, Own};

/// One rule that one comment allows.
#[derive(Debug)]
struct Permit<'d> {
    scope: Scope,
    /// Bytes it reaches over.
    cover: Span,
    reason: &'d str,
    comment: Span,
    used: bool,
}

/// Moves what the report allows from the findings to [`Outcome::allowed`], and adds what is wrong with its suppressions.
pub fn apply(rules: &RuleSet, document: &Document, run: &Run, outcome: Outcome) -> Outcome {
    let outcome = answer::apply(document, outcome);
    let text = document.source.text();
    if memchr::memmem::find(text.as_bytes(), b"<!--").is_none() {
        return outcome;
    }
    let mut wrong = Vec::new();
    let mut permits: BTreeMap<&str, Vec<Permit<'_>>> = BTreeMap::new();
    let places = Places::new(document);
    for span in document.comments() {
        let Some(comment) = comment::read(document.slice(span), span.start) else { continue };
        let Ok(Comment { scope, rules: named, reason }) = comment else {
            wrong.push(own::unreadable(document, span));
            continue;
        };
        if !reason.chars().any(char::is_alphabetic) {
            wrong.push(own::without_reason(document, span));
            continue;
        }
        let cover = places.cover(scope, span);
        for (rule, at) in named {
            match rules.ids().any(|id| id == rule) {
                true => {
                    permits.entry(rule).or_default().push(Permit { scope, cover, reason, comment: span, used: false })
                }
                false => wrong.push(own::unknown_rule(rules, document, at)),
            }
        }
    }
    let mut outcome = allow(&mut permits, outcome);
    // What is set for the run may take away the very finding that a suppression is for: a draft has none of a final report's.
    if run.stage == Stage::Final {
        for (rule, permits) in &permits {
            let unused = permits.iter().filter(|permit| !permit.used && is_judged(rules, &outcome, rule));
            wrong.extend(unused.map(|permit| own::unused(document, rule, permit.comment)));
        }
    }
    outcome.findings.extend(wrong);
    outcome.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    own::number_fingerprints(&mut outcome.findings);
    outcome
}

/// Every finding goes to the narrowest suppression of its rule that covers its place.
fn allow(permits: &mut BTreeMap<&str, Vec<Permit<'_>>>, mut outcome: Outcome) -> Outcome {
    let covers = |permit: &&mut Permit<'_>, finding: &Finding| {
        permit.cover.start <= finding.span.start && finding.span.start <= permit.cover.end
    };
    for finding in std::mem::take(&mut outcome.findings) {
        let of_rule = permits.get_mut(finding.rule.as_str()).map(Vec::as_mut_slice).unwrap_or_default();
        let narrowest = of_rule.iter_mut().filter(|permit| covers(permit, &finding)).min_by_key(|permit| permit.scope);
        match narrowest {
            Some(permit) => {
                permit.used = true;
                let (reason, comment) = (permit.reason.to_owned(), permit.comment);
                outcome.allowed.push(Allowed { finding, reason, comment });
            }
            None => outcome.findings.push(finding),
        }
    }
    outcome
}

/// Whether silence of a rule means that it found nothing.
fn is_judged(rules: &RuleSet, outcome: &Outcome, rule: &str) -> bool {
    rules.pack_of(rule).is_some_and(|pack| outcome.packs.iter().any(|judged| judged == pack))
        && !outcome.unjudged.iter().any(|one| one.rule == rule)
}

/// Blocks in order of their first byte.
struct Places<'d> {
    document: &'d Document,
    /// Start, end, index.
    blocks: Vec<(Span, usize)>,
}

/// Blocks looked at backwards for the one that a comment stands in: a paragraph may hold the notes of a page.
const BACK: usize = 64;

impl<'d> Places<'d> {
    fn new(document: &'d Document) -> Self {
        let mut blocks: Vec<(Span, usize)> =
            document.blocks.iter().enumerate().map(|(at, block)| (block.span, at)).collect();
        blocks.sort_unstable_by_key(|(span, at)| (span.start, *at));
        Self { document, blocks }
    }

    /// The bytes that a comment of this scope reaches over; nothing where no block follows it.
    fn cover(&self, scope: Scope, comment: Span) -> Span {
        let whole = Span::new(0, self.document.source.text().len());
        let nothing = Span { start: comment.start, end: comment.start };
        match (scope, self.block(comment)) {
            (Scope::File, _) => whole,
            (_, None) => nothing,
            (Scope::Block, Some(block)) => self.around(block, comment),
            (Scope::Section, Some(block)) => self.section(block).unwrap_or(whole),
        }
    }

    /// The block that a comment is for: the one it stands in or behind on the same line, else the next.
    fn block(&self, comment: Span) -> Option<usize> {
        let text = self.document.source.text();
        let after = self.blocks.partition_point(|(span, _)| span.start <= comment.start);
        let line = text.get(..comment.start as usize)?.rfind('\n').map_or(0, |at| at + 1) as u32;
        let mut before = self.blocks.get(..after)?.iter().rev().take(BACK);
        let own = before.find(|(span, _)| comment.end <= span.end || line < span.end);
        own.or_else(|| self.blocks.get(after)).map(|(_, at)| *at)
    }

    /// A block; of a cell its row, and the whole table for a comment before it.
    fn around(&self, block: usize, comment: Span) -> Span {
        let Some(found) = self.document.blocks.get(block) else { return comment };
        let BlockKind::Cell { table, row, .. } = found.kind else { return found.span };
        let Some(table) = self.document.tables.get(table as usize) else { return found.span };
        if comment.start < table.span.start {
            return table.span;
        }
        let cells = table.cells.iter().filter(|cell| cell.row == row).map(|cell| cell.span);
        cells.reduce(Span::join).unwrap_or(found.span)
    }

    /// From the heading of a block's section to the next heading behind it.
    fn section(&self, block: usize) -> Option<Span> {
        let section = self.document.blocks.get(block)?.section?;
        let blocks = &self.document.sections.get(section as usize)?.blocks;
        let start = self.document.blocks.get(blocks.start as usize)?.span.start;
        let next = self.document.blocks.get(blocks.end as usize).map(|next| next.span.start as usize);
        // A place between two sections, where something is missing, belongs to the one that follows.
        let end = next.map_or(self.document.source.text().len(), |next| next.saturating_sub(1));
        Some(Span::new(start as usize, end))
    }
}

#[cfg(test)]
mod tests;
