//! What changed in the text, cut to windows: a paragraph of 3,000 characters in which one word changed is one line.
//!
//! The same words replaced by the same words in many places (`UBND` written out everywhere) are told once. What was added, left
//! out or moved in a run is told once with its length.

use std::collections::HashMap;
use std::ops::Range;

use super::foot::Feet;
use super::{Drafts, section_at, section_name};
use crate::align::{Class, Edit};
use crate::document::{Document, SectionId, TokenId, TokenKind};
use crate::span::Span;

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of both drafts, as in the new one.
    Kept(String),
    /// Words of the old draft only.
    Old(String),
    /// Words of the new draft only.
    New(String),
    /// Words left out of the window.
    Cut,
}

/// A window of a paragraph, with what changed in it. Blanks between pieces are part of them.
pub type Passage = Vec<Piece>;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Words changed inside a paragraph, which may have moved as well.
    Edited {
        /// The paragraph in the old draft.
        old: Span,
        /// The paragraph in the new draft.
        new: Span,
        /// Whether it stands elsewhere.
        moved: bool,
        /// What changed.
        passage: Passage,
        /// Each change: words of the old draft, of the new one.
        edits: Vec<(Span, Span)>,
    },
    /// Paragraphs or a sentence that stand elsewhere.
    Moved {
        /// In the old draft.
        old: Span,
        /// In the new draft.
        new: Span,
        /// The first words.
        text: String,
        /// How many paragraphs.
        count: usize,
        /// Where it stood.
        from: Option<String>,
    },
    /// Paragraphs that the old draft does not have.
    Added {
        /// In the new draft.
        span: Span,
        /// The first words.
        text: String,
        /// How many paragraphs.
        count: usize,
    },
    /// Paragraphs that the new draft does not have.
    Removed {
        /// In the old draft.
        span: Span,
        /// The first words.
        text: String,
        /// How many paragraphs.
        count: usize,
    },
}

/// The changes of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its label and title in the new draft; absent before the first section, and in the foot.
    pub name: Option<String>,
    /// Whether this is the foot: receivers and signature.
    pub foot: bool,
    /// What changed, in reading order.
    pub changes: Vec<Change>,
}

/// The same change in many places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// Words of the old draft.
    pub old: String,
    /// Words of the new draft.
    pub new: String,
    /// The places in the new draft.
    pub places: Vec<Span>,
}

/// What became of a section's heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectionChange {
    /// Only the new draft has it.
    Added(String, Span),
    /// Only the old draft has it.
    Removed(String, Span),
    /// Another label, or another title, or another place.
    Changed {
        /// As it was.
        old: String,
        /// As it is.
        new: String,
        /// Its heading in the new draft.
        span: Span,
        /// Whether it stands elsewhere among its neighbours.
        moved: bool,
    },
}

/// A change told once from here on.
const MANY: usize = 3;
/// Words of a change that may be told once.
const MOST_REPEATED: usize = 8;
/// Words shown on either side of a change.
const AROUND: TokenId = 6;
/// Words between two changes that are told as one.
const BRIDGE: TokenId = 1;
/// Words shown of what was added, left out or moved.
const SHOWN: TokenId = 24;
/// A heading of more words is a numbered paragraph.
const MOST_TITLE: usize = 32;

/// The repeated changes, and the others by section.
pub(super) fn changes(drafts: &Drafts<'_>) -> (Vec<Repeated>, Vec<Section>) {
    let aligned = drafts.alignment;
    let mut edited: Vec<Paired> = Vec::new();
    for pair in &aligned.pairs {
        let (Some(a), Some(b)) = (aligned.old.get(pair.old as usize), aligned.new.get(pair.new as usize)) else {
            continue;
        };
        let edits = exact(drafts, (&a.tokens, &b.tokens), &pair.edits);
        edited.push(Paired { old: a.tokens.clone(), new: b.tokens.clone(), moved: pair.moved, edits, sentence: false });
    }
    for stray in &aligned.strays {
        let edits = exact(drafts, (&stray.old, &stray.new), &stray.edits);
        edited.push(Paired { old: stray.old.clone(), new: stray.new.clone(), moved: true, edits, sentence: true });
    }
    let repeated = repeated(drafts, &mut edited);
    let strays = Strays::of(drafts);
    let mut found: Vec<(TokenId, Change)> = Vec::new();
    moved_runs(drafts, &edited, &mut found);
    for pair in &edited {
        let edits: Vec<Edit> = pair.edits.iter().filter(|edit| !strays.explain(edit)).cloned().collect();
        if !edits.is_empty() {
            found.push((pair.new.start, pair.change(drafts, &edits)));
        }
    }
    lone_runs(drafts, &strays, &mut found);
    found.sort_by_key(|(place, _)| *place);
    (repeated, by_section(drafts, found))
}

/// Two stretches that are the same, and what differs in them to the letter.
struct Paired {
    old: Range<TokenId>,
    new: Range<TokenId>,
    moved: bool,
    edits: Vec<Edit>,
    sentence: bool,
}

impl Paired {
    fn change(&self, drafts: &Drafts<'_>, edits: &[Edit]) -> Change {
        let spans = |edit: &Edit| (place(drafts.old, &edit.old), place(drafts.new, &edit.new));
        Change::Edited {
            old: drafts.old.span_of(self.old.clone()),
            new: drafts.new.span_of(self.new.clone()),
            moved: self.moved,
            passage: self.passage(drafts, edits),
            edits: edits.iter().map(spans).collect(),
        }
    }

    /// The windows around the changes.
    fn passage(&self, drafts: &Drafts<'_>, edits: &[Edit]) -> Passage {
        let mut joined: Vec<Edit> = Vec::new();
        for edit in edits {
            match joined.last_mut() {
                Some(last) if edit.new.start - last.new.end <= BRIDGE && edit.old.start - last.old.end <= BRIDGE => {
                    (last.old.end, last.new.end) = (edit.old.end, edit.new.end);
                }
                _ => joined.push(edit.clone()),
            }
        }
        let mut pieces = Vec::new();
        let mut at = self.new.start;
        let kept = |range: Range<TokenId>| Piece::Kept(led(drafts.new, range));
        for (index, edit) in joined.iter().enumerate() {
            let most = if index == 0 { AROUND } else { 2 * AROUND };
            if edit.new.start - at > most {
                if index > 0 {
                    pieces.push(kept(at..at + AROUND));
                }
                pieces.push(Piece::Cut);
                at = edit.new.start - AROUND;
            }
            pieces.push(kept(at..edit.new.start));
            pieces.push(Piece::Old(led(drafts.old, edit.old.clone())));
            pieces.push(Piece::New(led(drafts.new, edit.new.clone())));
            at = edit.new.end;
        }
        let end = self.new.end.min(at + AROUND);
        pieces.push(kept(at..end));
        if end < self.new.end {
            pieces.push(Piece::Cut);
        }
        pieces.retain(
            |piece| !matches!(piece, Piece::Kept(text) | Piece::Old(text) | Piece::New(text) if text.is_empty()),
        );
        if let Some(Piece::Kept(text) | Piece::Old(text) | Piece::New(text)) = pieces.first_mut() {
            *text = text.trim_start().to_owned();
        }
        pieces
    }
}

/// Bytes of tokens; where there are none, the place behind the token before.
fn place(document: &Document, tokens: &Range<TokenId>) -> Span {
    if !tokens.is_empty() {
        return document.span_of(tokens.clone());
    }
    let before = tokens.start.checked_sub(1).and_then(|at| document.tokens.get(at as usize));
    let at = before.map_or(0, |token| token.span.end);
    Span { start: at, end: at }
}

/// The words of tokens with the blank before them, if there is one.
fn led(document: &Document, tokens: Range<TokenId>) -> String {
    let spaced = document.tokens_in(tokens.clone()).first().is_some_and(|token| token.spaced);
    let words = super::words(document, tokens);
    if spaced { format!(" {words}") } else { words }
}

/// What differs to the letter: the alignment's differences, and words that differ in case or tone placement only. Numbers of
/// notes are no difference.
fn exact(drafts: &Drafts<'_>, (old, new): (&Range<TokenId>, &Range<TokenId>), edits: &[Edit]) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::new();
    let mut push = |edit: Edit| match all.last_mut() {
        Some(last) if last.old.end == edit.old.start && last.new.end == edit.new.start => {
            (last.old.end, last.new.end) = (edit.old.end, edit.new.end);
        }
        _ => all.push(edit),
    };
    let (mut a, mut b) = (old.start, new.start);
    let end = Edit { old: old.end..old.end, new: new.end..new.end };
    for edit in edits.iter().chain([&end]) {
        for (from, to) in (a..edit.old.start).zip(b..edit.new.start) {
            if differs(drafts, from, to) {
                push(Edit { old: from..from + 1, new: to..to + 1 });
            }
        }
        if !(edit.old.is_empty() && edit.new.is_empty()) {
            push(edit.clone());
        }
        (a, b) = (edit.old.end, edit.new.end);
    }
    all
}

fn differs(drafts: &Drafts<'_>, old: TokenId, new: TokenId) -> bool {
    let (Some(a), Some(b)) = (drafts.old.tokens.get(old as usize), drafts.new.tokens.get(new as usize)) else {
        return false;
    };
    if a.kind == TokenKind::Mark {
        return false;
    }
    let (a, b) = (drafts.old.slice(a.span), drafts.new.slice(b.span));
    a != b && crate::text::nfc(a) != crate::text::nfc(b)
}

/// Takes out of all pairs the changes that are made in many places.
fn repeated(drafts: &Drafts<'_>, edited: &mut [Paired]) -> Vec<Repeated> {
    let key = |edit: &Edit| {
        let short = edit.old.len() <= MOST_REPEATED && edit.new.len() <= MOST_REPEATED;
        let (old, new) = (super::words(drafts.old, edit.old.clone()), super::words(drafts.new, edit.new.clone()));
        // A word taken out or put in says nothing without its neighbours, and figures are the ledger's.
        let has_words = |text: &str| text.chars().any(char::is_alphabetic);
        (short && has_words(&old) && has_words(&new)).then_some((old, new))
    };
    let mut places: HashMap<(String, String), Vec<Span>> = HashMap::new();
    for edit in edited.iter().flat_map(|pair| &pair.edits) {
        if let Some(key) = key(edit) {
            places.entry(key).or_default().push(place(drafts.new, &edit.new));
        }
    }
    places.retain(|_, list| list.len() >= MANY);
    for pair in edited {
        pair.edits.retain(|edit| key(edit).is_none_or(|key| !places.contains_key(&key)));
    }
    let mut all: Vec<Repeated> = places.into_iter().map(|((old, new), places)| Repeated { old, new, places }).collect();
    for one in &mut all {
        one.places.sort_unstable();
    }
    all.sort_by(|a, b| (b.places.len(), &a.places).cmp(&(a.places.len(), &b.places)));
    all
}

/// Sentences that stand elsewhere, in order of each draft.
struct Strays {
    old: Vec<Range<TokenId>>,
    new: Vec<Range<TokenId>>,
}

impl Strays {
    fn of(drafts: &Drafts<'_>) -> Self {
        let strays = &drafts.alignment.strays;
        let mut new: Vec<Range<TokenId>> = strays.iter().map(|stray| stray.new.clone()).collect();
        new.sort_by_key(|tokens| tokens.start);
        Self { old: strays.iter().map(|stray| stray.old.clone()).collect(), new }
    }

    /// Whether what a change took out or put in are sentences that stand elsewhere.
    fn explain(&self, edit: &Edit) -> bool {
        match (edit.old.is_empty(), edit.new.is_empty()) {
            (false, true) => told(&self.old, &edit.old) * 10 >= edit.old.len() * 9,
            (true, false) => told(&self.new, &edit.new) * 10 >= edit.new.len() * 9,
            _ => false,
        }
    }
}

/// How many tokens of a stretch belong to sentences that stand elsewhere.
fn told(strays: &[Range<TokenId>], tokens: &Range<TokenId>) -> usize {
    let at = strays.partition_point(|stray| stray.end <= tokens.start);
    let inside = strays.get(at..).unwrap_or_default().iter().take_while(|stray| stray.start < tokens.end);
    inside.map(|stray| stray.end.min(tokens.end).saturating_sub(stray.start.max(tokens.start)) as usize).sum()
}

/// Paragraphs that moved together, and sentences that moved alone; those with changes of their own are told as changed.
fn moved_runs(drafts: &Drafts<'_>, edited: &[Paired], found: &mut Vec<(TokenId, Change)>) {
    let mut last: Option<(TokenId, TokenId)> = None;
    for pair in edited.iter().filter(|pair| pair.moved) {
        let joins = last == Some((pair.old.start, pair.new.start)) && !pair.sentence;
        last = Some((pair.old.end, pair.new.end));
        if let (true, Some((_, Change::Moved { old, new, count, .. }))) = (joins, found.last_mut()) {
            *old = old.join(drafts.old.span_of(pair.old.clone()));
            *new = new.join(drafts.new.span_of(pair.new.clone()));
            *count += 1;
            continue;
        }
        if !pair.edits.is_empty() {
            last = None;
            continue;
        }
        let (was, is) = (section_at(drafts.old, pair.old.start), section_at(drafts.new, pair.new.start));
        let name = |document, section: Option<SectionId>| section.map(|section| section_name(document, section));
        let (was, is) = (name(drafts.old, was), name(drafts.new, is));
        let change = Change::Moved {
            old: drafts.old.span_of(pair.old.clone()),
            new: drafts.new.span_of(pair.new.clone()),
            text: first_words(drafts.new, &pair.new),
            count: 1,
            from: was.filter(|was| Some(was) != is.as_ref()),
        };
        found.push((pair.new.start, change));
    }
}

/// Units without a partner, in runs.
fn lone_runs(drafts: &Drafts<'_>, strays: &Strays, found: &mut Vec<(TokenId, Change)>) {
    let aligned = drafts.alignment;
    for (run, count) in runs(&aligned.new, &strays.new) {
        let span = drafts.new.span_of(run.clone());
        found.push((run.start, Change::Added { span, text: first_words(drafts.new, &run), count }));
    }
    for (run, count) in runs(&aligned.old, &strays.old) {
        let span = drafts.old.span_of(run.clone());
        let place = aligned.place_in_new(run.start).saturating_sub(1);
        found.push((place, Change::Removed { span, text: first_words(drafts.old, &run), count }));
    }
}

fn runs(units: &[crate::align::Unit], strays: &[Range<TokenId>]) -> Vec<(Range<TokenId>, usize)> {
    let mut runs: Vec<(Range<TokenId>, usize)> = Vec::new();
    let mut open = false;
    for unit in units {
        let lone = unit.pair.is_none() && told(strays, &unit.tokens) * 2 <= unit.tokens.len();
        // Notes stand between the paragraphs of a page; they do not part a run.
        if unit.class == Class::Note && !lone {
            continue;
        }
        match runs.last_mut() {
            Some((run, count)) if lone && open => {
                run.end = unit.tokens.end;
                *count += 1;
            }
            _ if lone => runs.push((unit.tokens.clone(), 1)),
            _ => {}
        }
        open = lone;
    }
    runs
}

fn first_words(document: &Document, tokens: &Range<TokenId>) -> String {
    let end = tokens.end.min(tokens.start + SHOWN);
    let block = document.blocks.get(document.block_of(tokens.start) as usize);
    let end = block.map_or(end, |block| end.min(block.tokens.end));
    let words = super::words(document, tokens.start..end);
    if end < tokens.end { words + " …" } else { words }
}

fn by_section(drafts: &Drafts<'_>, found: Vec<(TokenId, Change)>) -> Vec<Section> {
    let (old, new) = (Feet::of(drafts.old), Feet::of(drafts.new));
    let mut sections: Vec<((Option<SectionId>, bool), Section)> = Vec::new();
    for (at, change) in found {
        // What was taken out stood where it stood; in the new draft there may be no foot left.
        let foot = match &change {
            Change::Removed { span, .. } => old.hold_byte(span.start),
            _ => new.hold(at),
        };
        let id = section_at(drafts.new, at).filter(|_| !foot);
        match sections.last_mut() {
            Some((last, section)) if *last == (id, foot) => section.changes.push(change),
            _ => {
                let name = id.map(|id| section_name(drafts.new, id));
                sections.push(((id, foot), Section { name, foot, changes: vec![change] }));
            }
        }
    }
    sections.into_iter().map(|(_, section)| section).collect()
}

/// What became of headings: new, gone, or with another label, title or place.
pub(super) fn sections(drafts: &Drafts<'_>) -> Vec<SectionChange> {
    let titles = |document: &Document| -> Vec<(SectionId, Range<TokenId>)> {
        let all = (0..).zip(&document.sections).filter(|(_, section)| section.title.len() <= MOST_TITLE);
        all.map(|(id, section)| (id, section.title.clone())).collect()
    };
    let (old, new) = (titles(drafts.old), titles(drafts.new));
    let ranges =
        |titles: &[(SectionId, Range<TokenId>)]| titles.iter().map(|(_, title)| title.clone()).collect::<Vec<_>>();
    let partners = drafts.alignment.partners(&ranges(&old), &ranges(&new));
    let mut known = vec![false; new.len()];
    let mut all: Vec<(TokenId, SectionChange)> = Vec::new();
    let span =
        |document: &Document, id: SectionId| document.sections.get(id as usize).map(|s| s.span).unwrap_or_default();
    for ((id, title), partner) in old.iter().zip(partners) {
        let name = section_name(drafts.old, *id);
        let Some((now, place)) = partner.and_then(|at| new.get(at)) else {
            // A heading that became a paragraph, or the reverse, is told in the text.
            if drafts.alignment.old_unit(title.start).is_some_and(|unit| unit.pair.is_none()) {
                let place = drafts.alignment.place_in_new(title.start);
                all.push((place, SectionChange::Removed(name, span(drafts.old, *id))));
            }
            continue;
        };
        if let Some(flag) = partner.and_then(|at| known.get_mut(at)) {
            *flag = true;
        }
        let moved = drafts.alignment.old_unit(title.start).and_then(|unit| drafts.alignment.pair_of(unit));
        let (moved, new) = (moved.is_some_and(|pair| pair.moved), section_name(drafts.new, *now));
        if moved || crate::text::nfc(&name) != crate::text::nfc(&new) {
            all.push((place.start, SectionChange::Changed { old: name, new, span: span(drafts.new, *now), moved }));
        }
    }
    for ((id, title), _) in new.iter().zip(&known).filter(|(_, known)| !**known) {
        if drafts.alignment.new_unit(title.start).is_some_and(|unit| unit.pair.is_none()) {
            let name = section_name(drafts.new, *id);
            all.push((title.start, SectionChange::Added(name, span(drafts.new, *id))));
        }
    }
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, change)| change).collect()
}
