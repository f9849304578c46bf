//! Outlines against the section tree: which section is which part or item, and where a missing one should stand.

use crate::document::{Block, BlockKind, Document, LabelKind, Section, SectionId, TokenKind};
use crate::rule::ir::{Compiled, Constant, Outline};
use crate::span::Span;

/// A line of more tokens is no heading.
const LONGEST_HEADING: usize = 30;

/// An item of an outline in this document.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Outline, by index.
    pub outline: u32,
    /// Item of the outline, by index.
    pub item: u32,
    /// Its section.
    pub section: Option<SectionId>,
    /// Whether it stands out of order among its siblings.
    pub misplaced: bool,
    /// The item around it, by its number in the run.
    pub parent: Option<u32>,
    /// Its heading, or, with no width, where it should stand.
    pub place: Span,
}

/// A heading as folded words, abbreviations written out.
struct Heading {
    section: SectionId,
    words: Vec<u64>,
    number: Option<u32>,
}

/// Places the items of one outline. Items below a part that is missing are left out: one defect, one finding.
pub fn place(rules: &Compiled, index: u32, outline: &Outline, document: &Document, into: &mut Vec<Placed>) {
    let base = into.len() as u32;
    let mut numbers: Vec<Option<u32>> = vec![None; outline.items.len()];
    let parents: Vec<Option<u32>> = {
        let mut all: Vec<Option<u32>> = outline.items.iter().map(|item| item.parent).collect();
        all.dedup();
        let mut seen = Vec::new();
        for parent in all {
            if !seen.contains(&parent) {
                seen.push(parent);
            }
        }
        seen
    };
    let mut placed: Vec<Placed> = Vec::new();
    for parent in parents {
        let around = match parent {
            None => None,
            Some(at) => match numbers.get(at as usize).copied().flatten() {
                Some(number) => {
                    let Some(section) = placed.get(number as usize).and_then(|p| p.section) else { continue };
                    Some((number, section))
                }
                None => continue,
            },
        };
        let siblings: Vec<u32> = (0..outline.items.len() as u32)
            .filter(|&at| outline.items.get(at as usize).is_some_and(|i| i.parent == parent))
            .collect();
        let headings = candidates(rules, outline, document, around.map(|(_, section)| section));
        let found = assign(outline, &siblings, &headings, around.is_some());
        let kept = rising(&found);
        let end = around.map_or_else(|| end_of(document, None), |(_, section)| end_of(document, Some(section)));
        for (at, &item) in siblings.iter().enumerate() {
            let section = found.get(at).copied().flatten();
            let start = |section: SectionId| document.sections.get(section as usize).map(|s| s.span);
            let before = found.iter().take(at).rev().flatten().next().copied();
            let next = found.iter().skip(at + 1).flatten().find(|&&next| before.is_none_or(|before| next > before));
            let end = next.copied().and_then(start).map_or(end, |span| Span { start: span.start, end: span.start });
            let gap = Gap { outline, item, before, around: around.map(|(_, section)| section), end };
            // What is hidden deeper down has no place among its siblings.
            let misplaced = section.is_some() && !kept.get(at).copied().unwrap_or(true);
            let section = section.or_else(|| gap.hidden(rules, document));
            let place = section.and_then(start).unwrap_or_else(|| gap.place(rules, document));
            if let Some(number) = numbers.get_mut(item as usize) {
                *number = Some(placed.len() as u32);
            }
            placed.push(Placed {
                outline: index,
                item,
                section,
                misplaced,
                parent: around.map(|(number, _)| number + base),
                place,
            });
        }
    }
    into.extend(placed);
}

/// Between which sections an item is missing.
struct Gap<'a> {
    outline: &'a Outline,
    /// The item of the outline, by index.
    item: u32,
    /// The last sibling that stands before it.
    before: Option<SectionId>,
    /// The section around it.
    around: Option<SectionId>,
    /// Where the next sibling begins, or the section around it ends; of no width.
    end: Span,
}

impl Gap<'_> {
    fn number(&self) -> Option<u32> {
        self.outline.items.get(self.item as usize).and_then(|item| ordinal(&item.number))
    }

    /// The sections between, however deep.
    fn sections<'d>(&self, document: &'d Document) -> impl Iterator<Item = (SectionId, &'d Section)> {
        let first = self.before.or(self.around).map_or(0, |section| section as usize + 1);
        let end = self.end.start;
        let sections = document.sections.iter().enumerate().skip(first);
        sections
            .take_while(move |(_, section)| section.span.start < end)
            .map(|(at, section)| (at as SectionId, section))
    }

    /// The item where it stands under a number of another kind, which hides it in the section before: `c) Công tác kiểm tra`
    /// between `2.` and `4.`, `2. KẾT QUẢ THỰC HIỆN` between `I.` and `III.`
    fn hidden(&self, rules: &Compiled, document: &Document) -> Option<SectionId> {
        let number = self.number()?;
        let title = self.outline.items.get(self.item as usize)?.titles.first()?;
        let fits = |section: &Section| {
            section.label.as_ref().is_some_and(|label| label.numbers.first() == Some(&number))
                && holds(&words(rules, self.outline, document, section.title.clone()), title)
        };
        self.sections(document).find(|(_, section)| fits(section)).map(|(at, _)| at)
    }

    /// A short line between that reads like the heading: it lost its number.
    fn unnumbered<'d>(&self, rules: &Compiled, document: &'d Document) -> Option<&'d Block> {
        let title = self.outline.items.get(self.item as usize)?.titles.first()?;
        let first = self.before.or(self.around).and_then(|at| document.sections.get(at as usize));
        let blocks = document.blocks.iter().skip(first.map_or(0, |section| section.heading as usize + 1));
        let heading = |block: &Block| {
            let end = document.tokens_in(block.tokens.clone()).last();
            block.kind == BlockKind::Paragraph
                && block.tokens.len() <= LONGEST_HEADING
                && end.is_some_and(|end| end.is_word() || end.is(')'))
                && holds(&words(rules, self.outline, document, block.tokens.clone()), title)
        };
        blocks.take_while(|block| block.span.start < self.end.start).find(|block| heading(block))
    }

    /// Where the heading should stand, with no width: where one is repeated under its number or it lost its number; under the heading around it
    /// for a first item. What stood under a lost heading stays behind: numbers that are its own (`4.1.` without `4.`), an
    /// item of its own (`1. Mặt tích cực` without `III.`), numbers that begin again. Else it is missing before the next one.
    fn place(&self, rules: &Compiled, document: &Document) -> Span {
        let at = |start: u32| Span { start, end: start };
        let number = self.number();
        let last = |section: &Section| section.label.as_ref().and_then(|label| label.numbers.last().copied());
        let titled = |title: std::ops::Range<u32>| words(rules, self.outline, document, title);
        let repeats = |(at, section): &(SectionId, &Section)| {
            let earlier = document.sections.iter().take(*at as usize).filter(|other| other.parent == section.parent);
            let title = titled(section.title.clone());
            last(section) == number
                && !title.is_empty()
                && earlier.rev().take(16).any(|e| titled(e.title.clone()) == title)
        };
        if let Some((_, section)) = self.sections(document).find(repeats) {
            return at(section.span.start);
        }
        if let Some(block) = self.unnumbered(rules, document) {
            return at(block.span.start);
        }
        let around = self.around.filter(|_| self.before.is_none()).and_then(|at| document.sections.get(at as usize));
        if let Some(under) = around.and_then(|section| document.blocks.get(section.heading as usize + 1)) {
            return at(under.span.start.min(self.end.start));
        }
        let own = |(_, section): &(SectionId, &Section)| {
            let words = titled(section.title.clone());
            let items = self.outline.items.iter().filter(|item| item.parent == Some(self.item));
            items.flat_map(|item| &item.titles).any(|title| holds(&words, title))
        };
        let strays = |(_, section): &(SectionId, &Section)| {
            let outer = section.label.as_ref().and_then(|label| label.numbers.iter().rev().nth(1).copied());
            !section.fits_parent && number.is_some() && outer == number
        };
        let kind = |section: &Section| section.label.as_ref().map(|label| label.kind);
        let begins_again = |(_, section): &(SectionId, &Section)| {
            let parent = section.parent.and_then(|parent| document.sections.get(parent as usize));
            let nested = parent.is_some_and(|parent| kind(parent) == kind(section));
            last(section) == Some(1) && (nested || section.expected.is_some_and(|expected| expected > 1))
        };
        let found = self
            .sections(document)
            .find(strays)
            .or_else(|| self.sections(document).filter(begins_again).find(own))
            .or_else(|| self.sections(document).find(own))
            .or_else(|| self.sections(document).filter(begins_again).last());
        found.map_or(self.end, |(_, section)| at(section.span.start))
    }
}

/// Sections that may be parts (outermost numbered ones, or those below a `PHẦN`) or items below a section.
fn candidates(rules: &Compiled, outline: &Outline, document: &Document, below: Option<SectionId>) -> Vec<Heading> {
    let sections = document.sections.iter().enumerate();
    // Parts may stand one level below: “PHẦN I. KẾT QUẢ” or “A. KẾT QUẢ”, “I. CÔNG TÁC CHỈ ĐẠO”.
    let numbered = |at: SectionId| {
        let label = document.sections.get(at as usize).and_then(|section| section.label.as_ref());
        label.is_some_and(|label| !matches!(label.kind, LabelKind::Part | LabelKind::Capital))
    };
    let chosen = sections.filter(|(_, section)| match below {
        Some(parent) => section.parent == Some(parent),
        None => {
            section.label.as_ref().is_none_or(|l| {
                matches!(l.kind, LabelKind::Roman | LabelKind::Part | LabelKind::Capital | LabelKind::None)
            }) && section.parent.is_none_or(|parent| !numbered(parent))
        }
    });
    chosen
        .map(|(at, section)| Heading {
            section: at as SectionId,
            words: words(rules, outline, document, section.title.clone()),
            number: section.label.as_ref().and_then(|label| label.numbers.last().copied()),
        })
        .collect()
}

/// The words of a title, at most 64, marks left out, abbreviations written out.
fn words(rules: &Compiled, outline: &Outline, document: &Document, title: std::ops::Range<u32>) -> Vec<u64> {
    let mut words = Vec::new();
    for token in document.tokens_in(title).iter().take(64) {
        if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
            continue;
        }
        let text = crate::text::nfc(document.slice(token.span));
        let long =
            outline.expand.and_then(|table| rules.lookups.get(table as usize)).and_then(|table| table.rows.get(&*text));
        match long.and_then(|values| values.first()) {
            Some(Constant::Text(long)) => words.extend(crate::fact::pattern::keys_of(long)),
            _ => words.push(token.key),
        }
    }
    words
}

/// Which heading is which sibling: by words first (the same number preferred), then one much alike at the same number. Where
/// headings may be `shared`, one that names two items serves both: `6.2. Phát triển dữ liệu, ứng dụng nội bộ`.
fn assign(outline: &Outline, siblings: &[u32], headings: &[Heading], shared: bool) -> Vec<Option<SectionId>> {
    let mut taken = vec![false; headings.len()];
    let mut found: Vec<Option<SectionId>> = vec![None; siblings.len()];
    let item = |at: u32| outline.items.get(at as usize);
    for pass in 0..if shared { 4 } else { 3 } {
        for (slot, &sibling) in found.iter_mut().zip(siblings) {
            let Some(item) = item(sibling) else { continue };
            if slot.is_some() {
                continue;
            }
            let number = ordinal(&item.number);
            let best = headings.iter().enumerate().find(|(at, heading)| {
                let free = !taken.get(*at).copied().unwrap_or(true);
                let same_number = number.is_some() && heading.number == number;
                (free || pass == 3)
                    && match pass {
                        0 => same_number && item.titles.iter().any(|title| holds(&heading.words, title)),
                        1 | 3 => item.titles.iter().any(|title| holds(&heading.words, title)),
                        _ => same_number && item.titles.iter().any(|title| much_alike(&heading.words, title)),
                    }
            });
            if let Some((at, heading)) = best {
                *slot = Some(heading.section);
                if let Some(taken) = taken.get_mut(at) {
                    *taken = true;
                }
            }
        }
    }
    found
}

/// Whether a heading holds the stretches of a title one after the other. Marks in titles are no words.
fn holds(heading: &[u64], title: &[Box<[u64]>]) -> bool {
    let mut rest = heading;
    for stretch in title {
        let wanted: Vec<u64> = stretch.iter().copied().filter(|key| !is_mark(*key)).collect();
        if wanted.is_empty() {
            continue;
        }
        let Some(at) = rest.windows(wanted.len()).position(|window| window == wanted) else { return false };
        rest = rest.get(at + wanted.len()..).unwrap_or_default();
    }
    true
}

/// Whether at least two thirds of a title's words stand in the heading: a slip of typing in one of them.
fn much_alike(heading: &[u64], title: &[Box<[u64]>]) -> bool {
    let words: Vec<u64> = title.iter().flat_map(|s| s.iter().copied()).filter(|key| !is_mark(*key)).collect();
    let there = words.iter().filter(|word| heading.contains(word)).count();
    words.len() >= 3 && there * 3 >= words.len() * 2
}

fn is_mark(key: u64) -> bool {
    use std::sync::OnceLock;
    static MARKS: OnceLock<Vec<u64>> = OnceLock::new();
    let marks = MARKS.get_or_init(|| {
        [",", "-", "–", "(", ")", "/", ":", ";", ".", "“", "”", "\""].iter().map(|m| crate::text::fold_key(m)).collect()
    });
    marks.contains(&key)
}

fn ordinal(number: &str) -> Option<u32> {
    let last = number.rsplit('.').find(|part| !part.is_empty())?;
    last.parse().ok().or_else(|| {
        let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
        let letters = ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m"];
        roman
            .iter()
            .position(|r| *r == last)
            .or_else(|| letters.iter().position(|l| *l == last))
            .map(|at| at as u32 + 1)
    })
}

/// Which of the found sections form the longest rising sequence: the others stand out of order.
fn rising(found: &[Option<SectionId>]) -> Vec<bool> {
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); found.len()];
    for at in 0..found.len() {
        let Some(section) = found.get(at).copied().flatten() else { continue };
        let before = (0..at)
            .filter(|&b| found.get(b).copied().flatten().is_some_and(|other| other <= section))
            .max_by_key(|&b| best.get(b).map_or(0, |x| x.0));
        let length = before.and_then(|b| best.get(b)).map_or(0, |x| x.0) + 1;
        if let Some(slot) = best.get_mut(at) {
            *slot = (length, before);
        }
    }
    let mut kept = vec![false; found.len()];
    let mut at = (0..found.len()).max_by_key(|&a| best.get(a).map_or(0, |x| x.0));
    while let Some(here) = at {
        if let Some(slot) = kept.get_mut(here) {
            *slot = true;
        }
        at = best.get(here).and_then(|x| x.1);
    }
    kept
}

/// Where a section ends, with no width: at the next heading, or the end of the text.
fn end_of(document: &Document, section: Option<SectionId>) -> Span {
    let next = section
        .and_then(|s| document.sections.get(s as usize))
        .and_then(|s| document.blocks.get(s.blocks.end as usize));
    let end = document.source.text().trim_end().len();
    next.map_or(Span::new(end, end), |block| Span { start: block.span.start, end: block.span.start })
}
