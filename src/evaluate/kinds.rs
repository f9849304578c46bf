//! The members of each kind, in the document or a part of it.

use std::ops::Range;

use super::engine::{Engine, Slots, fact_kind};
use super::value::Value;
use crate::document::TokenId;
use crate::fact::FactId;
use crate::rule::ir::{Items, Kind, Place};
use crate::span::Span;

/// A sentence, paragraph or section with more facts of a kind than this is not searched: what was asked of it is missing.
pub const MOST_IN_A_PLACE: usize = 500;

/// Members of a kind in some place: facts where the engine lists them, others as values.
#[derive(Clone, Copy)]
pub enum Members<'a> {
    /// Facts, in text order.
    Facts(&'a [FactId]),
    /// Anything: two stretches of a list, between which others are left out.
    Values(&'a [Value<'a>], &'a [Value<'a>]),
}

impl<'a> Members<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Facts(ids) => ids.len(),
            Self::Values(values, behind) => values.len() + behind.len(),
        }
    }

    /// One of them.
    pub fn get(&self, at: usize) -> Value<'a> {
        match self {
            Self::Facts(ids) => ids.get(at).map_or(Value::Missing, |&id| Value::Fact(id)),
            Self::Values(values, behind) => {
                values.get(at).or_else(|| behind.get(at - values.len())).copied().unwrap_or(Value::Missing)
            }
        }
    }

    /// All of them, in text order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Value<'a>> {
        (0..self.len()).map(move |at| self.get(at))
    }
}

impl<'a> Engine<'a> {
    /// All members of a kind, in text order.
    pub fn members(&self, kind: Kind) -> Members<'a> {
        if let Kind::Builtin(_) | Kind::Declared(_) = kind {
            return Members::Facts(self.of_kind(fact_kind(kind)));
        }
        let known = self.listed.borrow().iter().find(|(known, _)| *known == kind).map(|(_, members)| *members);
        let members = known.unwrap_or_else(|| {
            let made: &'a [Value<'a>] = self.arena.alloc_slice_copy(&self.list_members(kind));
            self.listed.borrow_mut().push((kind, made));
            made
        });
        Members::Values(members, &[])
    }

    /// The places of the members of a kind that are no facts, in the order of their starts, each with the number of its member.
    fn placed(&self, kind: Kind) -> &'a [(Span, u32)] {
        if let Some((_, known)) = self.placed.borrow().iter().find(|(known, _)| *known == kind) {
            return known;
        }
        let members = (0..).zip(self.members(kind).iter());
        let mut placed: Vec<(Span, u32)> = members.filter_map(|(at, member)| Some((self.span(&member)?, at))).collect();
        placed.sort_unstable();
        let placed: &'a [(Span, u32)] = self.arena.alloc_slice_copy(&placed);
        self.placed.borrow_mut().push((kind, placed));
        placed
    }

    /// These as members.
    pub fn as_members(&self, values: impl IntoIterator<Item = Value<'a>>) -> Members<'a> {
        let values: Vec<Value<'a>> = values.into_iter().collect();
        Members::Values(self.arena.alloc_slice_copy(&values), &[])
    }

    /// The members of a kind that are no facts.
    fn list_members(&self, kind: Kind) -> Vec<Value<'a>> {
        let document = self.document;
        let stretch = |tokens: Range<TokenId>| {
            let span = document.span_of(tokens.clone());
            Value::Stretch(tokens.into(), span)
        };
        match kind {
            Kind::Builtin(_) | Kind::Declared(_) => Vec::new(),
            Kind::Section => (0..document.sections.len() as u32).map(Value::Section).collect(),
            Kind::Item(of) => {
                let items = (0..self.items.len() as u32).filter(|&at| self.is_among(at, of));
                items.map(Value::Item).collect()
            }
            Kind::Note => (0..document.notes.len() as u32).map(Value::Note).collect(),
            Kind::Mark => (0..document.marks.len() as u32).map(Value::Mark).collect(),
            Kind::Paragraph => {
                let blocks =
                    document.blocks.iter().filter(|block| Self::is_running(block.kind) && !block.tokens.is_empty());
                blocks.map(|block| stretch(block.tokens.clone())).collect()
            }
            Kind::Sentence => {
                let mut all = Vec::new();
                for block in document.blocks.iter().filter(|block| Self::is_running(block.kind)) {
                    let mut rest = block.tokens.clone();
                    while !rest.is_empty() {
                        let sentence = document.sentence_of(rest.start);
                        rest.start = sentence.end.max(rest.start + 1);
                        all.push(stretch(sentence));
                    }
                }
                all
            }
            Kind::Table => {
                let tables = document
                    .tables
                    .iter()
                    .map(|table| Value::Stretch(self.tokens_within(table.span).into(), table.span));
                tables.collect()
            }
            Kind::Row => {
                let mut all = Vec::new();
                for table in &document.tables {
                    let mut spans: Vec<Option<Span>> = vec![None; table.rows as usize];
                    for cell in &table.cells {
                        if let Some(row) = spans.get_mut(cell.row as usize) {
                            *row = Some(row.map_or(cell.span, |span| span.join(cell.span)));
                        }
                    }
                    let rows = spans.into_iter().flatten();
                    all.extend(rows.map(|span| Value::Stretch(self.tokens_within(span).into(), span)));
                }
                all
            }
            Kind::Lettering => {
                let all = self.looks().into_iter().flat_map(|looks| &looks.letterings);
                all.map(|tokens| stretch(tokens.clone())).collect()
            }
            Kind::Page => {
                let pages = document.origin.as_ref().map_or(0, |origin| origin.pages.len());
                (0..pages as u32).map(Value::Page).collect()
            }
            Kind::Relation => (0..self.sheets().relations()).map(Value::Relation).collect(),
            Kind::Reckoning => (0..self.reckonings().len() as u32).map(Value::Reckoning).collect(),
            Kind::Cell => {
                let tables = document.tables.iter().enumerate();
                tables
                    .flat_map(|(at, table)| (0..table.cells.len() as u32).map(move |cell| Value::Cell(at as u32, cell)))
                    .collect()
            }
        }
    }

    fn is_of(&self, value: &Value<'a>, kind: Kind) -> bool {
        match (value, kind) {
            (Value::Fact(id), Kind::Builtin(_) | Kind::Declared(_)) => {
                self.facts.get(*id).is_some_and(|fact| fact.kind == fact_kind(kind))
            }
            (Value::Item(at), Kind::Item(of)) => self.is_among(*at, of),
            (Value::Section(_), Kind::Section)
            | (Value::Note(_), Kind::Note)
            | (Value::Mark(_), Kind::Mark)
            | (Value::Cell(..), Kind::Cell)
            | (Value::Relation(_), Kind::Relation)
            | (Value::Reckoning(_), Kind::Reckoning)
            | (Value::Page(_), Kind::Page)
            | (Value::Stretch(..), Kind::Paragraph | Kind::Sentence | Kind::Table | Kind::Row | Kind::Lettering) => {
                true
            }
            _ => false,
        }
    }

    /// Whether an item is one of these.
    fn is_among(&self, at: u32, of: Items) -> bool {
        let Some(placed) = self.items.get(at as usize) else { return false };
        match of {
            Items::All => true,
            Items::Pack(pack) => self.rules.outlines.get(placed.outline as usize).is_some_and(|own| own.pack == pack),
            Items::Outline(outline) => placed.outline == outline,
        }
    }

    fn tokens_within(&self, span: Span) -> Range<TokenId> {
        let tokens = &self.document.tokens;
        let start = tokens.partition_point(|token| token.span.start < span.start);
        let end = tokens.partition_point(|token| token.span.start < span.end);
        start as TokenId..end as TokenId
    }

    /// Members of a kind in a place; the missing value where the place is.
    pub fn members_in(&self, kind: Kind, place: &'a Place, slots: &mut Slots<'a>) -> Result<Members<'a>, Value<'a>> {
        let Some(ir) = place.around() else { return self.members_at(kind, place, &Value::Missing) };
        // Most kinds that searches ask for have no member in most reports.
        if let Place::Sentence(ir) | Place::Paragraph(ir) = place
            && let Kind::Builtin(_) | Kind::Declared(_) = kind
            && self.of_kind(fact_kind(kind)).is_empty()
            && self.fact_of(ir, slots).is_some_and(|(_, fact)| !fact.tokens.is_empty())
        {
            return Ok(Members::Facts(&[]));
        }
        let base = self.eval(ir, slots);
        match self.in_old(&base) {
            Some((old, inner)) => {
                Ok(self.as_members(old.members_at(kind, place, inner)?.iter().map(|member| self.wrap(member))))
            }
            None => self.members_at(kind, place, &base),
        }
    }

    /// The same, where what the place is around is known.
    fn members_at(&self, kind: Kind, place: &'a Place, base: &Value<'a>) -> Result<Members<'a>, Value<'a>> {
        match (place, base) {
            (Place::OldDocument, _) => {
                let old = self.old().ok_or(Value::Missing)?;
                return Ok(self.as_members(old.members(kind).iter().map(|member| self.wrap(member))));
            }
            (Place::Like(_, keys), _) => return self.like(kind, base, keys),
            // A list is the place of its own members.
            (Place::Of(_), Value::List(items)) => {
                return Ok(if items.iter().all(|item| self.is_of(item, kind)) {
                    Members::Values(items, &[])
                } else {
                    self.as_members(items.iter().filter(|item| self.is_of(item, kind)).copied())
                });
            }
            _ => {}
        }
        let Some(tokens) = self.stretch(place, base)? else { return Ok(self.members(kind)) };
        Ok(match kind {
            Kind::Builtin(_) | Kind::Declared(_) => {
                let ids = self.of_kind(fact_kind(kind));
                let before =
                    |end: TokenId| ids.partition_point(|&id| self.facts.get(id).is_some_and(|f| f.tokens.start < end));
                let inside = ids.get(before(tokens.start)..before(tokens.end)).unwrap_or_default();
                // A search is made for each item of a rule: a place of thousands of facts would cost their square.
                if inside.len() > MOST_IN_A_PLACE && !matches!(place, Place::Named(_)) {
                    return Err(Value::Missing);
                }
                let fits = |id: &&FactId| self.facts.get(**id).is_some_and(|f| f.tokens.end <= tokens.end);
                if inside.iter().all(|id| fits(&id)) {
                    return Ok(Members::Facts(inside));
                }
                self.as_members(inside.iter().filter(fits).map(|&id| Value::Fact(id)))
            }
            Kind::Section => {
                let (sections, span) = (&self.document.sections, self.document.span_of(tokens));
                let before = |end: u32| sections.partition_point(|section| section.span.start < end);
                self.as_members((before(span.start) as u32..before(span.end) as u32).map(Value::Section))
            }
            _ => {
                let (placed, span) = (self.placed(kind), self.document.span_of(tokens.clone()));
                // A table and its last row end behind their last word, with a mark that is none.
                let ends_by = |end: u32| {
                    let words = &self.document.tokens;
                    end <= span.end || words.partition_point(|word| word.span.start < end) <= tokens.end as usize
                };
                let from = placed.partition_point(|(own, _)| own.start < span.start);
                let there = placed.iter().skip(from).take_while(|(own, _)| own.start <= span.end);
                let mut found: Vec<u32> =
                    there.filter(|(own, _)| ends_by(own.end)).map(|&(_, member)| member).collect();
                found.sort_unstable();
                let members = self.members(kind);
                self.as_members(found.into_iter().map(|member| members.get(member as usize)))
            }
        })
    }
}
