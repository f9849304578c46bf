//! Looks said beside a plain text, so that examples of rules can show what a file of a word processor shows.
//!
//! A line `@page 210 x 297, left 30, number head center` says what the pages from here on are, `@look Times New Roman, 14, bold` what the
//! text from here on looks like, `@left hidden` what was left in the file at this place. The lines are no part of the text.

use super::Document;
use super::origin::{
    Alignment, Format, Leftover, LeftoverKind, Look, Origin, Page, PageNumber, Paragraph, ParagraphLook, Run, Stretch,
};
use crate::span::Span;

/// What one such line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paint {
    /// Of pages.
    Page(Page),
    /// Of characters and paragraphs.
    Look(Look, ParagraphLook),
    /// Of the work on the file.
    Left(LeftoverKind),
}

/// Reads a line; nothing where it is text.
///
/// # Errors
/// The words that say nothing.
pub fn read(line: &str) -> Option<Result<Paint, String>> {
    let said = line.trim();
    if let Some(said) = said.strip_prefix("@page ") {
        let side = 1134;
        let mut page = Page {
            span: Span::default(),
            width: twips("210")?,
            height: twips("297")?,
            top: side,
            bottom: side,
            left: side as u32,
            right: side as u32,
            number: None,
        };
        for item in said.split(',').map(str::trim) {
            if of_page(item, &mut page).is_none() {
                return Some(Err(item.to_owned()));
            }
        }
        return Some(Ok(Paint::Page(page)));
    }
    if let Some(said) = said.strip_prefix("@left ") {
        return Some(match said.trim() {
            "hidden" => Ok(Paint::Left(LeftoverKind::Hidden)),
            "macro" => Ok(Paint::Left(LeftoverKind::Macro)),
            other => Err(other.to_owned()),
        });
    }
    let said = said.strip_prefix("@look ")?;
    let (mut look, mut paragraph) =
        (Look::default(), ParagraphLook { lines: 100, first_line: Some(0), ..ParagraphLook::default() });
    for item in said.split(',').map(str::trim) {
        if of_look(item, &mut look, &mut paragraph).is_none() {
            return Some(Err(item.to_owned()));
        }
    }
    Some(Ok(Paint::Look(look, paragraph)))
}

/// A length in millimetres, in twentieths of a point.
fn twips(millimetres: &str) -> Option<u32> {
    scaled(millimetres, 14400.0 / 254.0)
}

/// A length in points, in parts of them.
fn scaled(written: &str, parts: f64) -> Option<u32> {
    let number: f64 = written.trim().parse().ok()?;
    (0.0..=10_000.0).contains(&number).then(|| (number * parts).round() as u32)
}

fn alignment(word: &str) -> Option<Alignment> {
    matches!(word, "left" | "right" | "center" | "justified").then(|| match word {
        "justified" => Alignment::Justified,
        word => Alignment::read(word),
    })
}

fn of_page(item: &str, page: &mut Page) -> Option<()> {
    if let Some((width, height)) = item.split_once(" x ") {
        (page.width, page.height) = (twips(width)?, twips(height)?);
        return Some(());
    }
    let (name, rest) = item.split_once(' ')?;
    match name {
        "top" => page.top = twips(rest)? as i32,
        "bottom" => page.bottom = twips(rest)? as i32,
        "left" => page.left = twips(rest)?,
        "right" => page.right = twips(rest)?,
        "number" => {
            let mut number = PageNumber { at_head: true, alignment: None, size: 0, on_first: false };
            for word in rest.split_whitespace() {
                match (word, alignment(word)) {
                    (_, Some(place)) => number.alignment = Some(place),
                    ("head", _) => {}
                    ("foot", _) => number.at_head = false,
                    ("first", _) => number.on_first = true,
                    (size, _) => number.size = scaled(size, 2.0)?,
                }
            }
            page.number = Some(number);
        }
        _ => return None,
    }
    Some(())
}

fn of_look(item: &str, look: &mut Look, paragraph: &mut ParagraphLook) -> Option<()> {
    if let Some(place) = alignment(item) {
        paragraph.alignment = place;
        return Some(());
    }
    match item {
        "bold" => look.bold = true,
        "italic" => look.italic = true,
        "underlined" => look.underlined = true,
        _ => {
            let (name, number) = item.rsplit_once(' ').unwrap_or(("", item));
            match name {
                "lines" => paragraph.lines = scaled(number, 100.0)?,
                "exactly" => (paragraph.lines, paragraph.exact) = (0, scaled(number, 20.0)?),
                "before" => paragraph.before = scaled(number, 20.0)?,
                "after" => paragraph.after = scaled(number, 20.0)?,
                "first line" => paragraph.first_line = Some(twips(number)? as i32),
                "" if scaled(number, 2.0).is_some() => look.size = scaled(number, 2.0)?,
                // Anything else is the name of a font: they begin with a capital or a point.
                _ if item.starts_with(|c: char| c.is_uppercase() || c == '.') => look.font = item.to_owned(),
                _ => return None,
            }
        }
    }
    Some(())
}

impl Document {
    /// Gives a text the looks that were said beside it, each from a byte of the text on.
    pub fn painted(mut self, paints: &[(u32, Paint)]) -> Self {
        let mut origin = Origin::new(Format::Docx);
        let length = self.source.text().len() as u32;
        origin.looks.push(Look::default());
        origin.paragraph_looks.push(ParagraphLook::default());
        origin.runs.push(Run { part: 0, raw: 0..0, properties: None, look: 0 });
        let mut from: Vec<u32> = vec![0];
        for (start, paint) in paints {
            match paint {
                Paint::Page(page) => {
                    if let Some(before) = origin.pages.last_mut() {
                        before.span.end = *start;
                    }
                    let start = if origin.pages.is_empty() { 0 } else { *start };
                    origin.pages.push(Page { span: Span { start, end: length }, ..page.clone() });
                }
                Paint::Left(kind) => {
                    let span = Span { start: *start, end: *start };
                    origin.leftovers.push(Leftover { kind: *kind, span });
                }
                Paint::Look(look, paragraph) => {
                    let number = origin.looks.len() as u32;
                    origin.runs.push(Run { part: 0, raw: 0..0, properties: None, look: number });
                    origin.looks.push(look.clone());
                    origin.paragraph_looks.push(paragraph.clone());
                    from.push(*start);
                }
            }
        }
        let mut start = 0;
        for line in self.source.text().split_inclusive('\n') {
            let span = Span { start, end: start + line.trim_end_matches('\n').len() as u32 };
            let look = (from.partition_point(|from| *from <= start).saturating_sub(1)) as u32;
            if !line.trim().is_empty() {
                origin.paragraphs.push(Paragraph { span, part: 0, raw: 0..0, look });
                origin.stretches.push(Stretch { text: span, raw: (0, 0), run: look });
            }
            start += line.len() as u32;
        }
        self.origin = Some(Box::new(origin));
        self
    }
}
