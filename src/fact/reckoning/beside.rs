//! Reckonings that stand beside each other in so many words: a subtraction in brackets, a half, percentages that make up all,
//! marks out of marks, bands of one total, ranks, points of a percentage. Each is told only where nothing else of the
//! paragraph gives the figure.

mod bands;
mod folds;
mod hundred;
mod less;
mod marks;
mod means;
mod points;
mod ranks;
mod steps;
mod written;

use super::compared::{FALLS, RISES};
use super::phrases::Phrases;
use super::read::{Figure, Reader, Sort as Kind};
use super::tokens::Tokens;
use super::{Reckoning, Tables};

pub fn find(reader: &Reader<'_>, tables: &Tables<'_>, all: &mut Vec<Reckoning>) {
    let known: Tokens = all.iter().map(|one| one.result.token).collect();
    let mut found = Vec::new();
    let ranks = ranks::Ranks::of(reader);
    for block in &reader.blocks {
        let figures = reader.figures.get(block.clone()).unwrap_or_default();
        for (at, figure) in figures.iter().enumerate() {
            let place = Place { reader, figures, at, figure };
            let mut tell = |one: Option<Reckoning>| {
                if let Some(one) = one {
                    found.push(one);
                }
            };
            tell(ranks.change(&place));
            if known.contains(figure.number.token) {
                continue;
            }
            tell(written::find(&place));
            tell(folds::find(&place));
            tell(hundred::find(&place));
            tell(less::find(&place, block.start));
            tell(marks::find(&place, block.start));
            tell(means::find(&place));
            tell(points::find(&place, block.start, tables));
            tell(steps::find(&place));
            tell(bands::find(&place));
        }
    }
    found.extend(bands::topics(reader, &known));
    all.append(&mut found);
}

/// A figure among those of its paragraph.
struct Place<'r> {
    reader: &'r Reader<'r>,
    figures: &'r [Figure],
    at: usize,
    figure: &'r Figure,
}

impl<'r> Place<'r> {
    /// The figures before it in its sentence, the nearest first.
    fn before(&self) -> impl Iterator<Item = &'r Figure> {
        let sentence = self.figure.sentence.clone();
        let before = self.figures.get(..self.at).unwrap_or_default().iter().rev();
        before.take_while(move |other| other.sentence == sentence)
    }

    /// The figures behind it in its sentence.
    fn behind(&self) -> impl Iterator<Item = &'r Figure> {
        let sentence = self.figure.sentence.clone();
        let behind = self.figures.get(self.at + 1..).unwrap_or_default().iter();
        behind.take_while(move |other| other.sentence == sentence)
    }

    /// Whether one of these phrases ends right before the figure.
    fn follows(&self, phrases: Phrases) -> bool {
        self.reader.ending(self.figure.tokens.start, self.figure.sentence.start, phrases).is_some()
    }

    /// Which way the word of change before the figure points.
    fn rises(&self) -> Option<bool> {
        let way = |phrases| self.follows(phrases);
        if way(RISES) { Some(true) } else { way(FALLS).then_some(false) }
    }
}

/// The figures of the paragraph of a figure and of the one before it, up to the figure, the nearest first.
fn earlier<'r>(place: &Place<'r>, start: usize, most: usize) -> impl Iterator<Item = &'r Figure> {
    let here = start + place.at;
    let before = place.reader.figures.get(here.saturating_sub(most)..here).unwrap_or_default().iter().rev();
    let block = place.figure.block;
    before.take_while(move |other| other.block + 1 >= block)
}

/// Whether a figure is an amount of these things.
fn is_amount(figure: &Figure) -> bool {
    figure.sort == Kind::Amount
}
