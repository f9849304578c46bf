//! What values say of themselves: text, number, date, place, and their parts.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::engine::Engine;
use super::expected::expected_label;
use super::value::{self, Value};
use crate::document::{Block, BlockKind, LabelKind, TokenId, TokenKind};
use crate::fact::amounts::Amounts;
use crate::fact::date::{Flaw, Style};
use crate::fact::period::{Length, Notation, Period};
use crate::fact::{self, FactId, PartValue, Written};
use crate::rule::types::Attribute as A;
use crate::span::Span;

/// The paragraph before or behind a place is looked for among so many blocks: tables and notes may stand between.
const NEIGHBOURS: usize = 64;

impl<'a> Engine<'a> {
    /// The tokens a value covers.
    pub fn tokens(&self, value: &Value<'a>) -> Option<Range<TokenId>> {
        match value {
            Value::Fact(id) => self.facts.get(*id).map(|fact| fact.tokens.clone()),
            Value::Form(id, name) => match self.part(*id, *name)? {
                PartValue::Text(tokens) => Some(tokens.clone()),
                PartValue::Fact(inner) => self.facts.get(*inner).map(|fact| fact.tokens.clone()),
                PartValue::Amounts(list) => Some(list.tokens.clone()),
            },
            Value::Amounts(id, name) => match self.part(*id, *name)? {
                PartValue::Amounts(list) => Some(list.tokens.clone()),
                _ => None,
            },
            Value::Text(_, Some(span)) | Value::Slice(span) | Value::Figure(_, span) => {
                Some(self.document.tokens_within(*span))
            }
            Value::Section(at) => self.document.sections.get(*at as usize).map(|section| section.title.clone()),
            Value::Item(at) => {
                let section = self.items.get(*at as usize)?.section?;
                self.document.sections.get(section as usize).map(|section| section.title.clone())
            }
            Value::Note(at) => {
                let note = self.document.notes.get(*at as usize)?;
                self.document.blocks.get(note.block as usize).map(|block| block.tokens.clone())
            }
            Value::Mark(at) => self.document.marks.get(*at as usize).map(|mark| mark.token..mark.token + 1),
            Value::Stretch(tokens, _) => Some(tokens.range()),
            Value::Relation(at) => self.tokens(&self.result(*at)?),
            Value::Reckoning(at) => Some(self.document.tokens_within(self.span_of_reckoning(*at)?)),
            Value::Cell(table, cell) => {
                let cell = self.document.tables.get(*table as usize)?.cells.get(*cell as usize)?;
                self.document.blocks.get(cell.block as usize).map(|block| block.tokens.clone())
            }
            _ => None,
        }
    }

    /// The place of a value.
    pub fn span(&self, value: &Value<'a>) -> Option<Span> {
        match value {
            Value::Fact(id) => self.facts.get(*id).map(|fact| fact.span),
            Value::Text(_, span) => *span,
            Value::Slice(span) | Value::Figure(_, span) => Some(*span),
            Value::Section(at) => self.document.sections.get(*at as usize).map(|section| section.span),
            Value::Item(at) => self.items.get(*at as usize).map(|item| item.place),
            Value::Note(at) => self.document.notes.get(*at as usize).map(|note| note.span),
            Value::Mark(at) => self.document.marks.get(*at as usize).map(|mark| mark.span),
            Value::Stretch(_, span) => Some(*span),
            Value::Cell(table, cell) => {
                self.document.tables.get(*table as usize)?.cells.get(*cell as usize).map(|cell| cell.span)
            }
            Value::Relation(at) => self.span(&self.result(*at)?),
            Value::Reckoning(at) => self.span_of_reckoning(*at),
            Value::Page(at) => self.start_of_page(*at),
            Value::Report => Some(Span::new(0, 0)),
            Value::List(items) => items.iter().find_map(|item| self.span(item)),
            _ => self.tokens(value).filter(|tokens| !tokens.is_empty()).map(|tokens| self.document.span_of(tokens)),
        }
    }

    /// The text of a value: as it stands in the document, or as it would be written.
    pub fn text(&self, value: &Value<'a>) -> Option<Cow<'_, str>> {
        Some(match value {
            Value::Text(text, _) => Cow::Borrowed(text),
            Value::Name(name) => Cow::Borrowed(name),
            Value::Slice(span) => Cow::Borrowed(self.document.slice(*span)),
            Value::Number(number) | Value::Figure(number, _) => value::written(*number).into(),
            Value::Date(date) => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()).into(),
            Value::Period(period) => value::period_text(period).into(),
            Value::Flag(flag) => Cow::Borrowed(if *flag { "có" } else { "không" }),
            Value::Range((from, to)) => format!("{}–{}", value::written(*from), value::written(*to)).into(),
            Value::List(items) => {
                let texts: Vec<_> = items.iter().filter_map(|item| self.text(item)).collect();
                texts.join(", ").into()
            }
            Value::Item(at) => {
                let item = self.items.get(*at as usize).and_then(|placed| self.item(placed))?;
                Cow::Borrowed(item.title.as_str())
            }
            Value::Missing | Value::Unjudged(_) => return None,
            Value::Old(inner) => return self.old()?.text(inner),
            Value::Report => Cow::Borrowed(self.document.source.text()),
            other => tidied(self.document.slice(self.span(other)?)),
        })
    }

    /// The number a value is.
    pub fn number(&self, value: &Value<'a>) -> Option<Decimal> {
        match value {
            Value::Number(number) | Value::Figure(number, _) => Some(*number),
            Value::Fact(id) => number_of(self.facts.get(*id)?),
            Value::Old(inner) => self.old()?.number(inner),
            _ => None,
        }
    }

    /// Whether a value is a date, possible or not.
    pub fn is_date(&self, value: &Value<'a>) -> bool {
        match value {
            Value::Date(_) => true,
            Value::Fact(id) => self.facts.get(*id).is_some_and(|fact| matches!(fact.value, fact::Value::Date(_))),
            Value::Old(inner) => self.old().is_some_and(|old| old.is_date(inner)),
            _ => false,
        }
    }

    /// The date a value is, where it is in the calendar.
    pub fn date(&self, value: &Value<'a>) -> Option<Date> {
        match value {
            Value::Date(date) => Some(*date),
            Value::Fact(id) => date_of(self.facts.get(*id)?),
            Value::Old(inner) => self.old()?.date(inner),
            _ => None,
        }
    }

    /// The period a value is.
    pub fn period(&self, value: &Value<'a>) -> Option<&Period> {
        match value {
            Value::Period(period) => Some(period),
            Value::Fact(id) => match &self.facts.get(*id)?.value {
                fact::Value::Period(period) => Some(period),
                _ => None,
            },
            Value::Old(inner) => self.old()?.period(inner),
            _ => None,
        }
    }

    fn amounts(&self, value: &Value<'a>) -> Option<&Amounts> {
        let Value::Amounts(id, name) = value else { return None };
        match self.part(*id, *name)? {
            PartValue::Amounts(list) => Some(list),
            _ => None,
        }
    }

    /// A part of a built-in type.
    pub fn attribute(&self, base: &Value<'a>, attribute: A) -> Value<'a> {
        if base.is_missing() {
            return *base;
        }
        if let Some((old, inner)) = self.in_old(base) {
            return self.wrap(old.attribute(inner, attribute));
        }
        if attribute == A::Text {
            if matches!(base, Value::Text(..) | Value::Name(_) | Value::Slice(_)) {
                return *base;
            }
            return match (self.text(base), self.span(base)) {
                (Some(Cow::Borrowed(text)), Some(span)) if text.len() == span.len() => Value::Slice(span),
                (Some(text), span) => Value::Text(self.arena.alloc_str(&text), span),
                (None, _) => Value::Missing,
            };
        }
        if attribute == A::Look {
            return self.look(base);
        }
        let found = match base {
            Value::Report if attribute == A::Words => Some(self.words(0..self.document.tokens.len() as TokenId)),
            Value::Page(at) => self.of_page(*at, attribute),
            Value::Look(place) => self.of_look(*place, attribute),
            Value::Fact(id) => self.facts.get(*id).and_then(|fact| self.of_fact(*id, fact, attribute)),
            Value::Period(period) => of_period(period, attribute, None),
            Value::Date(date) => of_date(*date, attribute),
            Value::Amounts(..) => self.amounts(base).and_then(|list| self.of_amounts(list, attribute)),
            Value::Section(at) => self.of_section(*at, attribute),
            Value::Item(at) => self.of_item(*at, attribute),
            Value::Note(at) => self.document.notes.get(*at as usize).and_then(|note| match attribute {
                A::Label => Some(Value::text(note.label.as_str())),
                A::Number => note.number.map(number),
                A::Marks => Some(number(note.marks)),
                A::Empty => {
                    self.document.blocks.get(note.block as usize).map(|block| Value::Flag(block.tokens.is_empty()))
                }
                A::Previous => at.checked_sub(1).map(Value::Note),
                _ => None,
            }),
            Value::Mark(at) => self.document.marks.get(*at as usize).and_then(|mark| match attribute {
                A::Label => Some(Value::text(mark.label.as_str())),
                A::Number => mark.number.map(number),
                A::Note => mark.note.map(Value::Note),
                A::Previous => at.checked_sub(1).map(Value::Mark),
                _ => None,
            }),
            Value::Stretch(tokens, _) => self.of_stretch(tokens.range(), attribute),
            Value::Cell(table, at) => {
                let cell = self.document.tables.get(*table as usize).and_then(|table| table.cells.get(*at as usize));
                cell.and_then(|cell| match attribute {
                    A::Row => Some(number(cell.row + 1)),
                    A::Column => Some(number(cell.column + 1)),
                    A::Words => self.tokens(base).map(|tokens| self.words(tokens)),
                    _ => self.of_cell((*table, *at), attribute),
                })
            }
            Value::Relation(at) => self.of_relation(*at, attribute),
            Value::Reckoning(at) => self.of_reckoning(*at, attribute),
            Value::List(items) => match attribute {
                A::Members => Some(*base),
                A::Size => Some(number(items.len() as u32)),
                _ => None,
            },
            _ => None,
        };
        found.unwrap_or(Value::Missing)
    }

    fn words(&self, tokens: Range<TokenId>) -> Value<'a> {
        let words = self.document.tokens_in(tokens).iter().filter(|t| t.kind == TokenKind::Word);
        number(words.count() as u32)
    }

    pub fn of_fact(&self, id: FactId, fact: &fact::Fact, attribute: A) -> Option<Value<'a>> {
        match &fact.value {
            fact::Value::Date(date) => match attribute {
                A::Day => date.day.map(|piece| Value::Figure(piece.value.into(), piece.span)),
                A::Month => date.month.map(|piece| Value::Figure(piece.value.into(), piece.span)),
                A::Year => date.year.map(|piece| Value::Figure(piece.value.into(), piece.span)),
                A::DayDigits => date.day.map(|piece| number(piece.digits)),
                A::MonthDigits => date.month.map(|piece| number(piece.digits)),
                A::YearDigits => date.year.map(|piece| number(piece.digits)),
                A::Valid => Some(Value::Flag(date.value.is_some() && date.flaw.is_none())),
                A::Flaw => date.flaw.map(|flaw| {
                    Value::Name(match flaw {
                        Flaw::NoSuchDay => "day",
                        Flaw::NoSuchMonth => "month",
                        Flaw::NotInMonth => "calendar",
                        Flaw::ShortYear => "short year",
                        Flaw::OddYear => "odd year",
                        Flaw::Blank => "blank",
                    })
                }),
                A::Style => Some(Value::Name(match date.style {
                    Style::Words => "words",
                    Style::Slashes => "slashes",
                    Style::Dashes => "dashes",
                    Style::Dots => "dots",
                })),
                _ => None,
            },
            fact::Value::Period(period) => of_period(period, attribute, Some(period.notation)),
            fact::Value::Percentage(percentage) => match attribute {
                A::Grouping => Some(grouping(percentage.grouping)),
                _ => of_written(percentage.written, Decimal::ONE, false, attribute),
            },
            fact::Value::Amount(amount) => match attribute {
                A::Written => {
                    let token = self.document.tokens.get(amount.number as usize)?;
                    Some(Value::Figure(amount.written.value, token.span))
                }
                A::Scale => Some(Value::Number(amount.scale)),
                A::Unit => amount.unit.as_ref().map(|unit| self.told(unit)),
                A::Noun => self.noun(amount.noun.clone()),
                A::Exact => Some(Value::Flag(exact(amount.written, amount.scale))),
                A::Grouping => Some(grouping(amount.grouping)),
                A::Digits => {
                    let token = self.document.tokens.get(amount.number as usize)?;
                    let whole = self.document.slice(token.span).split(',').next().unwrap_or_default();
                    let digits = whole.chars().filter(char::is_ascii_digit).count();
                    Some(Value::Figure(digits.into(), token.span))
                }
                _ => of_written(amount.written, amount.scale, exact(amount.written, amount.scale), attribute),
            },
            fact::Value::Ratio(ratio) => {
                let scaled = |written: Written| written.value.checked_mul(ratio.scale).map(Value::Number);
                match attribute {
                    A::Part => scaled(ratio.part),
                    A::Whole => scaled(ratio.whole),
                    A::Exact => Some(Value::Flag(ratio.exact)),
                    A::Noun => self.noun(ratio.noun.clone()),
                    A::Low => bounds(ratio.part, ratio.exact)
                        .0
                        .checked_div(bounds(ratio.whole, ratio.exact).1)
                        .map(Value::Number),
                    A::High => bounds(ratio.part, ratio.exact)
                        .1
                        .checked_div(bounds(ratio.whole, ratio.exact).0)
                        .map(Value::Number),
                    _ => None,
                }
            }
            fact::Value::DocumentNumber(n) => match attribute {
                A::Serial => Some(Value::Text(self.arena.alloc_str(&n.serial), Some(n.serial_span))),
                A::Year => n.year.map(|year| {
                    n.year_span.map_or(Value::Number(year.into()), |span| Value::Figure(year.into(), span))
                }),
                A::Symbol => Some(Value::Text(self.arena.alloc_str(&n.symbol), Some(n.symbol_span))),
                A::Groups => Some(number(n.groups.len() as u32)),
                _ => None,
            },
            fact::Value::Definition(definition) => match attribute {
                A::Short => self.noun(definition.short.clone()),
                A::Long => self.noun(definition.long.clone()),
                A::Fits => Some(Value::Flag(definition.fits)),
                A::Misfit => definition.misfit.clone().and_then(|words| self.noun(words)),
                A::Right => definition.expected.as_deref().map(|text| self.told(text)),
                A::Earlier => definition.earlier.map(Value::Fact),
                A::Count => Some(number(definition.uses)),
                _ => None,
            },
            fact::Value::Delimiter(delimiter) => match attribute {
                A::Opens => Some(Value::Flag(delimiter.opens)),
                A::Partner => delimiter.partner.map(Value::Fact),
                A::Gap => delimiter.gap.clone().and_then(|gap| self.noun(gap)),
                _ => None,
            },
            fact::Value::Oddity(oddity) => match attribute {
                A::Flaw => Some(Value::Name(oddity.flaw)),
                A::Right => oddity.right.as_deref().map(|text| self.told(text)),
                A::Count => Some(number(oddity.count)),
                A::Others => Some(number(oddity.others)),
                A::Sure => Some(Value::Flag(oddity.sure)),
                _ => None,
            },
            fact::Value::Abbreviation(found) => match attribute {
                A::First => Some(Value::Flag(found.first)),
                A::Count => Some(number(found.count)),
                A::Definition => found.definition.map(Value::Fact),
                A::Long => found.long.clone().and_then(|words| self.noun(words)),
                A::Right => found.near.as_ref().map(|(near, _)| self.told(near)),
                A::Others => found.near.as_ref().map(|(_, count)| number(*count)),
                _ => None,
            },
            fact::Value::Declared(_) => {
                let _ = id;
                None
            }
        }
    }

    fn noun(&self, tokens: Range<TokenId>) -> Option<Value<'a>> {
        if tokens.is_empty() {
            return None;
        }
        let span = self.document.span_of(tokens);
        Some(Value::Slice(span))
    }

    fn of_amounts(&self, list: &Amounts, attribute: A) -> Option<Value<'a>> {
        let items: Vec<Value<'a>> = list.items.iter().map(|&id| Value::Fact(id)).collect();
        let all = |part: A| -> Option<Vec<Decimal>> {
            items.iter().map(|item| self.number(&self.attribute(item, part))).collect()
        };
        let total = |part: A| all(part)?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add).map(Value::Number);
        // An absent noun or unit in one item only is no difference: "ban hành mới 10; sửa đổi 169 thủ tục".
        let shared = |part: A| {
            let texts: Vec<String> = items
                .iter()
                .filter_map(|item| self.text(&self.attribute(item, part)).map(|text| crate::text::fold(&text)))
                .collect();
            match texts.split_first() {
                Some((first, rest)) => rest.iter().all(|text| text == first).then(|| Some(first.clone())),
                None => Some(None),
            }
        };
        match attribute {
            A::Sum => Some(Value::Number(list.sum)),
            A::Low => total(A::Low),
            A::High => total(A::High),
            A::Count => Some(number(items.len() as u32)),
            A::Complete => Some(Value::Flag(list.complete)),
            A::Uniform => Some(Value::Flag(shared(A::Unit).is_some())),
            A::Unit => shared(A::Unit).flatten().map(|text| self.told(&text)),
            A::Noun => shared(A::Noun).flatten().map(|text| self.told(&text)),
            A::Members => Some(self.list(items)),
            _ => None,
        }
    }

    /// Of a stretch of text; its neighbours are the paragraphs beside the one it begins in.
    fn of_stretch(&self, tokens: Range<TokenId>, attribute: A) -> Option<Value<'a>> {
        let own = || self.document.block_of(tokens.start) as usize;
        let blocks = &self.document.blocks;
        let paragraph = |block: &Block| {
            let running = Self::is_running(block.kind) && !block.tokens.is_empty();
            running.then(|| Value::Stretch(block.tokens.clone().into(), self.document.span_of(block.tokens.clone())))
        };
        match attribute {
            A::Words => Some(self.words(tokens)),
            A::IsItem => Some(Value::Flag(blocks.get(own())?.kind == BlockKind::Item)),
            A::Previous => blocks.get(..own())?.iter().rev().take(NEIGHBOURS).find_map(paragraph),
            A::Next => blocks.get(own() + 1..)?.iter().take(NEIGHBOURS).find_map(paragraph),
            _ => None,
        }
    }

    fn of_section(&self, at: u32, attribute: A) -> Option<Value<'a>> {
        let section = self.document.sections.get(at as usize)?;
        let label = section.label.as_ref();
        match attribute {
            A::Label => label.map(|label| Value::Slice(label.span)),
            A::Kind => Some(Value::Name(match label.map(|label| label.kind) {
                Some(LabelKind::Part) => "part",
                Some(LabelKind::Capital) => "capital",
                Some(LabelKind::Roman) => "roman",
                Some(LabelKind::Arabic) => "arabic",
                Some(LabelKind::Dotted) => "dotted",
                Some(LabelKind::Parenthesis) => "parenthesis",
                Some(LabelKind::Letter) => "letter",
                Some(LabelKind::None) | None => "none",
            })),
            A::Number => label.and_then(|label| label.numbers.last()).map(|&n| number(n)),
            A::Expected => section.expected.map(number),
            A::ExpectedLabel => {
                let label = label?;
                expected_label(label.kind, &label.numbers, section.expected?, self.document.slice(label.span))
                    .map(|text| self.told(&text))
            }
            A::Title => {
                let span = self.document.span_of(section.title.clone());
                Some(Value::Slice(span))
            }
            A::Depth => Some(number(section.depth)),
            A::Parent => section.parent.map(Value::Section),
            A::Previous => section.previous.map(Value::Section),
            A::Empty => Some(Value::Flag(section.empty)),
            A::TitleOnly => Some(Value::Flag(section.title_only)),
            A::FitsParent => Some(Value::Flag(section.fits_parent)),
            _ => None,
        }
    }

    fn of_item(&self, at: u32, attribute: A) -> Option<Value<'a>> {
        let placed = self.items.get(at as usize)?;
        let item = self.item(placed)?;
        match attribute {
            A::Title => Some(Value::text(item.title.as_str())),
            A::Number => Some(Value::text(item.number.as_str())),
            A::Required => Some(Value::Flag(item.required)),
            A::Section => placed.section.map(Value::Section),
            A::Misplaced => Some(Value::Flag(placed.misplaced)),
            A::Parent => placed.parent.map(Value::Item),
            A::IsPart => Some(Value::Flag(item.is_part)),
            _ => None,
        }
    }

    /// Whether a block counts as a paragraph of running text.
    pub fn is_running(kind: BlockKind) -> bool {
        matches!(kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading)
    }
}

/// The number that a fact is.
#[inline]
pub fn number_of(fact: &fact::Fact) -> Option<Decimal> {
    match &fact.value {
        fact::Value::Percentage(percentage) => Some(percentage.written.value),
        fact::Value::Amount(amount) if amount.scale == Decimal::ONE => Some(amount.written.value),
        fact::Value::Amount(amount) => amount.written.value.checked_mul(amount.scale),
        _ => None,
    }
}

/// The date that a fact is, where it is in the calendar.
#[inline]
pub fn date_of(fact: &fact::Fact) -> Option<Date> {
    match &fact.value {
        fact::Value::Date(date) => date.value,
        _ => None,
    }
}

/// Whether words stand one blank apart, as they are shown.
pub fn is_tidy(text: &str) -> bool {
    let mut blank = true;
    for byte in text.bytes() {
        match byte {
            b' ' if blank => return false,
            b' ' => blank = true,
            // White space of other kinds; the last is how every space beyond ASCII begins or goes on.
            b'\t'..=b'\r' | 0xC2 | 0xE2 | 0xE3 => return false,
            _ => blank = false,
        }
    }
    !blank
}

/// A text with its words one blank apart.
fn tidied(text: &str) -> Cow<'_, str> {
    if is_tidy(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.into()
}

fn placed<'a>(number: Decimal, span: Option<Span>) -> Value<'a> {
    span.map_or(Value::Number(number), |span| Value::Figure(number, span))
}

fn grouping<'a>(grouping: fact::amount::Grouping) -> Value<'a> {
    Value::Name(match grouping {
        fact::amount::Grouping::None => "none",
        fact::amount::Grouping::Points => "points",
        fact::amount::Grouping::Bare => "bare",
        fact::amount::Grouping::Commas => "commas",
        fact::amount::Grouping::Broken => "broken",
        fact::amount::Grouping::Twice => "twice",
    })
}

fn number<'a>(n: u32) -> Value<'a> {
    Value::Number(n.into())
}

/// An exact count: no decimals and no scale word, so no rounding hides in it.
fn exact(written: Written, scale: Decimal) -> bool {
    written.decimals == 0 && scale == Decimal::ONE
}

/// The values that would be written like this one.
fn bounds(written: Written, exact: bool) -> (Decimal, Decimal) {
    if exact {
        return (written.value, written.value);
    }
    let half = Decimal::new(5, written.decimals.min(27) + 1);
    (written.value.checked_sub(half).unwrap_or(written.value), written.value.checked_add(half).unwrap_or(written.value))
}

fn of_written<'a>(written: Written, scale: Decimal, exact: bool, attribute: A) -> Option<Value<'a>> {
    let (low, high) = bounds(written, exact);
    match attribute {
        A::Value => written.value.checked_mul(scale).map(Value::Number),
        A::Decimals => Some(number(written.decimals)),
        A::Low => low.checked_mul(scale).map(Value::Number),
        A::High => high.checked_mul(scale).map(Value::Number),
        _ => None,
    }
}

fn of_date<'a>(date: Date, attribute: A) -> Option<Value<'a>> {
    let day = |n: i8| Some(Value::Number(n.into()));
    match attribute {
        A::Day => day(date.day()),
        A::Month => day(date.month()),
        A::Year => Some(Value::Number(date.year().into())),
        A::Valid => Some(Value::Flag(true)),
        _ => None,
    }
}

fn of_period<'a>(period: &Period, attribute: A, notation: Option<Notation>) -> Option<Value<'a>> {
    match attribute {
        A::Length => Some(Value::Name(match period.length {
            Length::Month => "month",
            Length::Quarter => "quarter",
            Length::HalfYear => "half-year",
            Length::NineMonths => "nine months",
            Length::Year => "year",
        })),
        A::Index => Some(placed(period.index.into(), period.index_span)),
        A::Year => period.year.map(|year| placed(year.into(), period.year_span)),
        A::Start => value::days(period).map(|(start, _)| Value::Date(start)),
        A::End => value::days(period).map(|(_, end)| Value::Date(end)),
        A::Notation => Some(Value::Name(match notation? {
            Notation::Roman => "roman",
            Notation::Arabic => "arabic",
            Notation::Padded => "padded",
            Notation::Word => "word",
            Notation::None => return None,
        })),
        _ => None,
    }
}
