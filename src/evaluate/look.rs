//! What text looks like: fonts, sizes, paragraphs and pages, for files that say it.
//!
//! Looks belong to stretches of characters and to paragraphs of the file ([`crate::document::origin`]); a place of the text looks like
//! most of its letters and like the paragraph in which it begins. Lengths of the page and of indents are in millimetres, rounded to
//! a tenth, because files count in fractions of an inch; sizes and distances of lines are in points.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use rust_decimal::Decimal;

use super::engine::Engine;
use super::value::{Lack, Value};
use crate::document::origin::{self, Alignment, Origin, ParagraphLook};
use crate::document::{Document, TokenId, TokenKind};
use crate::rule::types::Attribute as A;
use crate::span::Span;

/// What was gathered of a whole document.
pub struct Looks {
    /// Of the running text: paragraphs, items and headings, neither tables nor notes.
    report: Look,
    /// Stretches of running text whose letters look alike, in the order of the text; none reaches over its block.
    pub letterings: Vec<Range<TokenId>>,
}

/// What most letters of a place look like, and its paragraph. What nothing in the file says is missing.
#[derive(Debug, Default, Clone)]
struct Look {
    font: Option<String>,
    /// Half points.
    size: Option<u32>,
    bold: bool,
    italic: bool,
    underlined: bool,
    paragraph: Option<ParagraphLook>,
}

/// Counts how much speaks for each of several answers.
struct Tally<K>(Vec<(K, usize)>, HashMap<K, usize>);

impl<K: Hash + Eq + Clone> Tally<K> {
    fn new() -> Self {
        Self(Vec::new(), HashMap::new())
    }

    fn add(&mut self, key: K, weight: usize) {
        let at = *self.1.entry(key.clone()).or_insert(self.0.len());
        match self.0.get_mut(at) {
            Some((_, sum)) => *sum += weight,
            None => self.0.push((key, weight)),
        }
    }

    /// The answer with the most weight; the first on a tie.
    fn most(self) -> Option<K> {
        let most = self.0.iter().map(|(_, weight)| *weight).max().filter(|most| *most > 0)?;
        self.0.into_iter().find(|(_, weight)| *weight == most).map(|(key, _)| key)
    }
}

impl Looks {
    /// Gathers what a document looks like.
    pub fn gather(document: &Document, origin: &Origin) -> Self {
        let mut letters = Tally::new();
        let (mut alignment, mut spacing) = (Tally::new(), Tally::new());
        let (mut before, mut after, mut first_line) = (Tally::new(), Tally::new(), Tally::new());
        let mut letterings = Vec::new();
        let running = document.blocks.iter().filter(|block| Engine::is_running(block.kind) && !block.tokens.is_empty());
        for block in running {
            let weight = weigh(document, origin, block.span, &mut letters);
            if let Some(look) = paragraph(origin, block.span.start) {
                alignment.add(look.alignment, weight);
                spacing.add((look.lines, look.exact), weight);
                before.add(look.before, weight);
                after.add(look.after, weight);
                if look.first_line.is_some() {
                    first_line.add(look.first_line, weight);
                }
            }
            let mut open: Option<(u32, TokenId)> = None;
            for at in block.tokens.clone() {
                let Some(token) = document.tokens.get(at as usize) else { continue };
                let is_letters = matches!(token.kind, TokenKind::Word | TokenKind::Number);
                let stretch = origin.stretches_in(token.span).first().filter(|_| is_letters);
                let Some(look) = stretch.and_then(|stretch| origin.runs.get(stretch.run as usize)).map(|run| run.look)
                else {
                    continue;
                };
                match open {
                    Some((same, _)) if same == look => {}
                    Some((_, start)) => {
                        letterings.push(start..at);
                        open = Some((look, at));
                    }
                    None => open = Some((look, at)),
                }
            }
            letterings.extend(open.map(|(_, start)| start..block.tokens.end));
        }
        let paragraph = alignment.most().map(|alignment| {
            let (lines, exact) = spacing.most().unwrap_or_default();
            ParagraphLook {
                alignment,
                lines,
                exact,
                before: before.most().unwrap_or_default(),
                after: after.most().unwrap_or_default(),
                first_line: first_line.most().unwrap_or_default(),
            }
        });
        Self { report: Look { paragraph, ..most(origin, letters) }, letterings }
    }
}

/// Weighs the letters and digits of a place by what they look like; gives how many there are.
fn weigh(document: &Document, origin: &Origin, span: Span, into: &mut Tally<u32>) -> usize {
    let mut all = 0;
    for stretch in origin.stretches_in(span) {
        let inside = Span { start: stretch.text.start.max(span.start), end: stretch.text.end.min(span.end) };
        let letters = document.slice(inside).chars().filter(|c| c.is_alphanumeric()).count();
        if let Some(run) = origin.runs.get(stretch.run as usize).filter(|_| letters > 0) {
            into.add(run.look, letters);
            all += letters;
        }
    }
    all
}

/// What most of the weighed letters look like, each quality for itself.
fn most(origin: &Origin, weighed: Tally<u32>) -> Look {
    let (mut font, mut size) = (Tally::new(), Tally::new());
    let (mut bold, mut italic, mut underlined) = (Tally::new(), Tally::new(), Tally::new());
    for (look, weight) in weighed.0 {
        let Some(look) = origin.looks.get(look as usize) else { continue };
        font.add(look.font.clone(), weight);
        size.add(look.size, weight);
        bold.add(look.bold, weight);
        italic.add(look.italic, weight);
        underlined.add(look.underlined, weight);
    }
    Look {
        font: font.most().filter(|font| !font.is_empty()),
        size: size.most().filter(|size| *size > 0),
        bold: bold.most().unwrap_or(false),
        italic: italic.most().unwrap_or(false),
        underlined: underlined.most().unwrap_or(false),
        paragraph: None,
    }
}

fn paragraph(origin: &Origin, offset: u32) -> Option<&ParagraphLook> {
    origin.paragraph_looks.get(origin.paragraph(offset)?.look as usize)
}

impl<'a> Engine<'a> {
    /// The look of a value's place; of the report, that of its running text.
    pub fn look(&self, base: &Value<'a>) -> Value<'a> {
        match (base, &self.document.origin) {
            (Value::Report, None) => Value::Unjudged(Lack::Looks),
            (_, None) => Value::Missing,
            (Value::Report, Some(_)) => Value::Look(None),
            (base, Some(_)) => self.span(base).map_or(Value::Missing, |span| Value::Look(Some(span))),
        }
    }

    /// A part of a look.
    pub fn of_look(&self, place: Option<Span>, attribute: A) -> Option<Value<'a>> {
        let origin = self.document.origin.as_deref()?;
        let of_letters = matches!(attribute, A::Font | A::Size | A::Bold | A::Italic | A::Underlined);
        let own;
        let (look, paragraph) = match place {
            None => {
                let report = &self.looks()?.report;
                (report, report.paragraph.as_ref())
            }
            Some(span) => {
                let mut weighed = Tally::new();
                if of_letters {
                    weigh(self.document, origin, span, &mut weighed);
                }
                own = most(origin, weighed);
                (&own, paragraph(origin, span.start))
            }
        };
        match attribute {
            A::Font => look.font.as_deref().map(|font| self.told(font)),
            A::Size => look.size.map(|size| tenths(i64::from(size) * 5)),
            A::Bold => Some(Value::Flag(look.bold)),
            A::Italic => Some(Value::Flag(look.italic)),
            A::Underlined => Some(Value::Flag(look.underlined)),
            A::Alignment => paragraph.map(|paragraph| alignment(paragraph.alignment)),
            A::Lines => paragraph.filter(|own| own.lines > 0).map(|own| hundredths(i64::from(own.lines))),
            A::LinePoints => paragraph.filter(|own| own.exact > 0).map(|own| points(i64::from(own.exact))),
            A::Before => paragraph.map(|own| points(i64::from(own.before))),
            A::After => paragraph.map(|own| points(i64::from(own.after))),
            A::FirstLine => paragraph?.first_line.map(|width| millimetres(i64::from(width))),
            _ => None,
        }
    }

    /// A part of pages of one size.
    pub fn of_page(&self, at: u32, attribute: A) -> Option<Value<'a>> {
        let page = self.page(at)?;
        let number = page.number;
        match attribute {
            A::Width => Some(millimetres(page.width.into())),
            A::Height => Some(millimetres(page.height.into())),
            A::Top => Some(millimetres(page.top.into())),
            A::Bottom => Some(millimetres(page.bottom.into())),
            A::Left => Some(millimetres(page.left.into())),
            A::Right => Some(millimetres(page.right.into())),
            A::Numbered => Some(Value::Flag(number.is_some())),
            A::NumberPlace => number.map(|number| Value::Name(if number.at_head { "head" } else { "foot" })),
            A::NumberAlignment => number?.alignment.map(alignment),
            A::NumberSize => number.filter(|own| own.size > 0).map(|own| tenths(i64::from(own.size) * 5)),
            A::NumberOnFirst => number.map(|own| Value::Flag(own.on_first)),
            _ => None,
        }
    }

    /// The first word on pages of one size.
    pub fn start_of_page(&self, at: u32) -> Option<Span> {
        let page = self.page(at)?;
        let tokens = &self.document.tokens;
        let first = tokens.partition_point(|token| token.span.start < page.span.start);
        Some(tokens.get(first).map_or(Span { end: page.span.start, ..page.span }, |token| token.span))
    }

    fn page(&self, at: u32) -> Option<&origin::Page> {
        self.document.origin.as_ref()?.pages.get(at as usize)
    }
}

fn alignment<'a>(alignment: Alignment) -> Value<'a> {
    Value::Name(match alignment {
        Alignment::Left => "left",
        Alignment::Right => "right",
        Alignment::Center => "center",
        Alignment::Justified => "justified",
    })
}

fn tenths<'a>(tenths: i64) -> Value<'a> {
    Value::Number(Decimal::new(tenths, 1).normalize())
}

fn hundredths<'a>(hundredths: i64) -> Value<'a> {
    Value::Number(Decimal::new(hundredths, 2).normalize())
}

/// Twentieths of a point in points.
fn points<'a>(twentieths: i64) -> Value<'a> {
    hundredths(twentieths.saturating_mul(5))
}

/// Twentieths of a point in millimetres, to a tenth: 1440 of them are an inch of 25.4 mm.
fn millimetres<'a>(twentieths: i64) -> Value<'a> {
    let scaled = twentieths.saturating_mul(254);
    tenths((scaled + scaled.signum() * 720) / 1440)
}
