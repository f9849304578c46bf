//! Figures and citations that moved: what was 13/72 and is now 15/72, whether the report is right or wrong with it.
//!
//! Compared are values, not writings: `5 %` and `5%` are the same. Figures in paragraphs that were added or lost as a whole are
//! left to the text.

use std::ops::Range;

use super::{Drafts, section_at, words};
use crate::document::{Document, SectionId, TokenId};
use crate::fact::{self, Builtin, Fact, Kind, Value};
use crate::span::Span;

/// A figure in one draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// As written.
    pub text: String,
    /// Bytes of its draft.
    pub span: Span,
}

/// A figure or citation that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What it is.
    pub kind: Builtin,
    /// In the old draft; absent where it was added.
    pub old: Option<Figure>,
    /// In the new draft; absent where it was left out.
    pub new: Option<Figure>,
    /// The innermost section of the new draft, or of the old one for what was left out.
    pub section: Option<SectionId>,
    /// A few words before it and behind it.
    pub around: (String, String),
}

/// What is followed: figures, and what names a document.
const KINDS: [Builtin; 6] =
    [Builtin::Amount, Builtin::Ratio, Builtin::Percentage, Builtin::Date, Builtin::Period, Builtin::DocumentNumber];
/// Words shown on either side.
const AROUND: TokenId = 5;

pub(super) fn moved(drafts: &Drafts<'_>) -> Vec<Moved> {
    let (old, new) = (fact::extract(drafts.old), fact::extract(drafts.new));
    let mut all: Vec<((TokenId, TokenId), Moved)> = Vec::new();
    for kind in KINDS {
        let of = |facts: &fact::Facts| -> Vec<Fact> {
            facts.built_in().iter().filter(|fact| fact.kind == Kind::Builtin(kind)).cloned().collect()
        };
        let (before, after) = (of(&old), of(&new));
        let tokens = |facts: &[Fact]| facts.iter().map(|fact| fact.tokens.clone()).collect::<Vec<Range<TokenId>>>();
        let partners = drafts.alignment.partners(&tokens(&before), &tokens(&after));
        let mut known = vec![false; after.len()];
        for (fact, partner) in before.iter().zip(partners) {
            if let Some(flag) = partner.and_then(|at| known.get_mut(at)) {
                *flag = true;
            }
            match partner.and_then(|at| after.get(at)) {
                Some(now) if same(drafts, fact, now) => {}
                Some(now) => all.push(((now.tokens.start, 0), change(drafts, kind, Some(fact), Some(now)))),
                None if is_in_changed_unit(drafts, fact, true) => {
                    let place = drafts.alignment.place_in_new(fact.tokens.start);
                    all.push(((place, fact.tokens.start), change(drafts, kind, Some(fact), None)));
                }
                None => {}
            }
        }
        for (now, known) in after.iter().zip(known) {
            if !known && is_in_changed_unit(drafts, now, false) {
                all.push(((now.tokens.start, 0), change(drafts, kind, None, Some(now))));
            }
        }
    }
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, moved)| moved).collect()
}

/// Whether the paragraph around a fact stands in both drafts.
fn is_in_changed_unit(drafts: &Drafts<'_>, fact: &Fact, old: bool) -> bool {
    let at = fact.tokens.start;
    let unit = if old { drafts.alignment.old_unit(at) } else { drafts.alignment.new_unit(at) };
    unit.is_some_and(|unit| unit.pair.is_some())
}

/// Whether two facts have one value.
fn same(drafts: &Drafts<'_>, old: &Fact, new: &Fact) -> bool {
    match (&old.value, &new.value) {
        (Value::Date(a), Value::Date(b)) if a.value.is_some() => a.value == b.value,
        (Value::Period(a), Value::Period(b)) => (a.length, a.index, a.year) == (b.length, b.index, b.year),
        (Value::Percentage(a), Value::Percentage(b)) => a.written.value == b.written.value,
        (Value::Amount(a), Value::Amount(b)) => {
            a.written.value.checked_mul(a.scale) == b.written.value.checked_mul(b.scale)
        }
        (Value::Ratio(a), Value::Ratio(b)) => {
            (a.part.value, a.whole.value, a.scale) == (b.part.value, b.whole.value, b.scale)
        }
        _ => {
            let folded = |document: &Document, fact: &Fact| crate::text::fold(&words(document, fact.tokens.clone()));
            folded(drafts.old, old) == folded(drafts.new, new)
        }
    }
}

fn change(drafts: &Drafts<'_>, kind: Builtin, old: Option<&Fact>, new: Option<&Fact>) -> Moved {
    let figure = |document: &Document, fact: &Fact| Figure {
        text: words(document, fact.tokens.clone()),
        span: document.span_of(fact.tokens.clone()),
    };
    let (document, shown) = match (old, new) {
        (_, Some(new)) => (drafts.new, Some(new)),
        (old, None) => (drafts.old, old),
    };
    let tokens = shown.map(|fact| fact.tokens.clone()).unwrap_or_default();
    Moved {
        kind,
        old: old.map(|fact| figure(drafts.old, fact)),
        new: new.map(|fact| figure(drafts.new, fact)),
        section: section_at(document, tokens.start),
        around: around(document, &tokens),
    }
}

/// A few words before a stretch and behind it, within its sentence.
fn around(document: &Document, tokens: &Range<TokenId>) -> (String, String) {
    let sentence = document.sentence_of(tokens.start);
    let before = tokens.start.saturating_sub(AROUND).max(sentence.start)..tokens.start;
    let after = tokens.end..(tokens.end + AROUND).min(sentence.end.max(tokens.end));
    (words(document, before), words(document, after))
}
