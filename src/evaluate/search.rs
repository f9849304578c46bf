//! Searches: for members of a kind in a place, and for what a place lies in.

use std::ops::Range;

use super::engine::{Engine, Slots, fact_kind};
use super::value::Value;
use crate::document::{SectionId, TokenId};
use crate::rule::ir::{Ir, Kind, Place, Target};
use crate::span::Span;
use crate::syntax::tree::Quantifier;

impl<'a> Engine<'a> {
    /// Works out a search; of a count, no more than `most` are counted.
    pub fn search(
        &self,
        (quantifier, most): (Quantifier, u32),
        kind: Kind,
        slot: u32,
        place: &'a Place,
        condition: Option<&'a Ir>,
        slots: &mut Slots<'a>,
    ) -> Value<'a> {
        let members = match self.members_in(kind, place, slots) {
            Ok(members) => members,
            Err(missing) => return missing,
        };
        if let (Some(condition), Place::Document, 0, Kind::Builtin(_) | Kind::Declared(_)) =
            (condition, place, slot, kind)
            && members.len() > 0
            && let Quantifier::Some | Quantifier::No | Quantifier::Count = quantifier
        {
            return self.search_all((quantifier, most), kind, condition, slots);
        }
        let mut count = 0u32;
        let mut unknown: Option<Value<'a>> = None;
        let backwards = quantifier == Quantifier::Last;
        let room = slot as usize + 1;
        if slots.len() < room && condition.is_some() {
            slots.resize(room, Value::Missing);
        }
        let put = |slots: &mut Slots<'a>, member: Value<'a>| {
            slots.get_mut(slot as usize).map(|place| std::mem::replace(place, member)).unwrap_or(Value::Missing)
        };
        for at in 0..members.len() {
            let member = members.get(if backwards { members.len() - 1 - at } else { at });
            let (held, member) = match condition {
                None => (Some(true), member),
                Some(condition) => {
                    put(slots, member);
                    (self.test(condition, slots), Value::Missing)
                }
            };
            match (held, quantifier) {
                (Some(true), Quantifier::Some) => return Value::Flag(true),
                (Some(true), Quantifier::No) => return Value::Flag(false),
                (Some(true), Quantifier::First | Quantifier::Last) => {
                    return if condition.is_some() { put(slots, Value::Missing) } else { member };
                }
                (Some(true), Quantifier::Count) => {
                    count += 1;
                    if count >= most {
                        break;
                    }
                }
                (Some(false), Quantifier::Every) => return Value::Flag(false),
                (None, Quantifier::First | Quantifier::Last) => unknown = Some(put(slots, Value::Missing)),
                _ => {}
            }
        }
        match quantifier {
            Quantifier::Some => Value::Flag(false),
            Quantifier::No => Value::Flag(true),
            Quantifier::Every => Value::Flag(true),
            Quantifier::Count => Value::Number(count.into()),
            // Why it could not be said of the last member that it is the one.
            Quantifier::First | Quantifier::Last => match (unknown, condition) {
                (Some(member), Some(condition)) => {
                    put(slots, member);
                    Value::gone([&self.eval(condition, slots)])
                }
                _ => Value::Missing,
            },
        }
    }

    /// The same of all facts of a kind, where nothing but how many there are is asked: most are told by what is laid out for all of them.
    fn search_all(
        &self,
        (quantifier, most): (Quantifier, u32),
        kind: Kind,
        condition: &'a Ir,
        slots: &mut Slots<'a>,
    ) -> Value<'a> {
        let (members, (sieve, rest)) = (self.members(kind), self.sift_by(kind, condition));
        if slots.is_empty() {
            slots.push(Value::Missing);
        }
        let mut fits = |rank: &usize| {
            slots.first_mut().into_iter().for_each(|first| *first = members.get(*rank));
            rest.iter().all(|side| self.test(side, slots) == Some(true))
        };
        let mut found = sieve.ranks().filter(|rank| fits(rank));
        match quantifier {
            Quantifier::Some => Value::Flag(found.next().is_some()),
            Quantifier::No => Value::Flag(found.next().is_none()),
            _ => Value::Number(found.take(most as usize).count().into()),
        }
    }

    /// The tokens that a place around or of a value is; nothing for all of the document.
    pub fn stretch(&self, place: &Place, base: &Value<'a>) -> Result<Option<Range<TokenId>>, Value<'a>> {
        let around = || self.tokens(base).filter(|tokens| !tokens.is_empty()).ok_or_else(|| Value::gone([base]));
        let whole = |tokens: Range<TokenId>| Ok(Some(tokens));
        let section = |section: SectionId| {
            let section = self.document.sections.get(section as usize);
            let range = section.and_then(|section| {
                let start = self.document.blocks.get(section.blocks.start as usize)?.tokens.start;
                let end = self.document.blocks.get((section.blocks.end as usize).checked_sub(1)?)?.tokens.end;
                Some(start..end)
            });
            range.ok_or(Value::Missing).and_then(whole)
        };
        match place {
            Place::Document => Ok(None),
            Place::OldDocument | Place::Like(..) => Err(Value::Missing),
            Place::Sentence(_) => whole(self.document.sentence_of(around()?.start)),
            Place::Paragraph(_) => {
                let block = self.document.block_of(around()?.start);
                whole(self.document.blocks.get(block as usize).map(|b| b.tokens.clone()).unwrap_or_default())
            }
            Place::Section(_) => {
                let block = self.document.block_of(around()?.start);
                let own = self.document.blocks.get(block as usize).and_then(|b| b.section);
                own.ok_or(Value::Missing).and_then(section)
            }
            Place::Of(_) => match base {
                Value::Report => Ok(None),
                Value::Section(at) => section(*at),
                Value::Item(at) => {
                    let own = self.items.get(*at as usize).and_then(|item| item.section);
                    own.ok_or(Value::Missing).and_then(section)
                }
                value => {
                    let tokens = self.tokens(value).ok_or_else(|| Value::gone([value]))?;
                    whole(tokens)
                }
            },
            Place::Named(named) => {
                self.named.get(*named as usize).copied().flatten().ok_or(Value::Missing).and_then(section)
            }
        }
    }

    pub fn inside(&self, span: Span, value: &Value<'a>, target: &'a Target) -> bool {
        match target {
            Target::Named(named) => {
                let section = self.named.get(*named as usize).copied().flatten();
                section.is_some_and(|section| self.section_span(section).contains(span))
            }
            Target::Field(field) => match self.fields.get(*field as usize).copied().flatten() {
                Some(id) => self.facts.get(id).is_some_and(|fact| fact.span.contains(span)),
                None => false,
            },
            Target::Kind(kind) => {
                let own = match value {
                    Value::Fact(id) => Some(*id),
                    _ => None,
                };
                match kind {
                    Kind::Builtin(_) | Kind::Declared(_) => {
                        let kind = fact_kind(*kind);
                        let ids = self.of_kind(kind);
                        // Facts of one kind do not overlap (but for nested delimiters): a few before the place suffice.
                        let after =
                            ids.partition_point(|&id| self.facts.get(id).is_some_and(|f| f.span.start <= span.start));
                        ids.iter().take(after).rev().take(4).any(|&id| {
                            Some(id) != own && self.facts.get(id).is_some_and(|fact| fact.span.contains(span))
                        })
                    }
                    _ => {
                        let places = self.places_of(*kind);
                        let before = places.partition_point(|place| place.start <= span.start);
                        before.checked_sub(1).and_then(|last| places.get(last)).is_some_and(|last| span.end <= last.end)
                    }
                }
            }
        }
    }

    /// The places of the members of a kind that are no facts, in the order of their starts, each with the furthest end of those up to it; gathered
    /// once.
    fn places_of(&self, kind: Kind) -> &'a [Span] {
        if let Some((_, known)) = self.places.borrow().iter().find(|(known, _)| *known == kind) {
            return known;
        }
        let place = |member: Value<'a>| match kind {
            // The place of a note is its label; what lies in it lies in its text.
            Kind::Note => self.tokens(&member).map(|tokens| self.document.span_of(tokens)),
            _ => self.span(&member),
        };
        let mut found: Vec<Span> = self.members(kind).iter().filter_map(place).collect();
        found.sort_unstable();
        let mut furthest = 0;
        for place in &mut found {
            furthest = furthest.max(place.end);
            place.end = furthest;
        }
        let found: &'a [Span] = self.arena.alloc_slice_copy(&found);
        self.places.borrow_mut().push((kind, found));
        found
    }
}
