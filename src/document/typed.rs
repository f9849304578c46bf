//! Notes typed by hand: `(1)`, `[1]`, `(*)`, `^1^`, and raised figures that lost their height (`UBND1`).
//!
//! Such a mark looks like a number in running text, and its note like an item of a list. What tells them is that they belong
//! together: a mark glued to the word before it (`kế hoạch(2)`, `Sở[1]`), and further on a line that begins with the same label. A style of
//! writing is one of notes where that is seen. Then all lines of it are notes that such a mark leads to or that stand in the sequence of
//! one (its mark may be lost), and marks are all labels that stand behind a word as marks do, whether their notes are there or not.
//!
//! | written so | a mark | no mark |
//! |---|---|---|
//! | `[1]`, `^1^` | behind a letter, figure or closing mark, also where no note is left | `[1](address)` |
//! | `(1)`, `(*)` | the same; behind a blank where no word follows, or where the style has blanks | `khoản (1)`, `gồm: (1) …; (2) …`, `\| (3) \|` |
//! | `UBND1`, `20241` | behind a year, a closing mark, or a word that stands without the figure elsewhere, where the notes are lines like `1 Kế hoạch …` | `VX1`, `QH13` |
//!
//! Left alone are lists whose items are numbered so: nothing before them leads to them.

use std::collections::{BTreeMap, BTreeSet};

use super::line::{Line, Shape, at, is_blank, trim};
use crate::span::Span;
use crate::text;

/// The largest number of a note that is believed.
const LARGEST: u32 = 300;
/// The longest label, in bytes of what stands between its brackets.
const LONGEST: usize = 3;

/// How notes are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    /// `[1]`
    Square,
    /// `(1)`, `(*)`
    Round,
    /// `^1^`
    Caret,
    /// `<sup>1</sup>`
    Tag,
    /// `1`, once raised.
    Bare,
}

const BRACKETED: [(Style, &str, &str); 4] =
    [(Style::Square, "[", "]"), (Style::Round, "(", ")"), (Style::Caret, "^", "^"), (Style::Tag, "<sup>", "</sup>")];

/// A label: where it stands, its style, and what it says; stars count from above the numbers.
#[derive(Debug, Clone, Copy)]
struct Label {
    span: Span,
    style: Style,
    number: u32,
    /// Whether it is glued to what stands before it.
    glued: bool,
    /// Whether it stands between two words, a blank on either side, and so may be anything.
    weak: bool,
}

/// Makes notes of the lines that are some, and gives the marks in the text, in order.
pub(super) fn notes(source: &str, lines: &mut [Line]) -> Vec<Span> {
    let heads: Vec<Option<Label>> = lines.iter().map(|line| head(source, line)).collect();
    let mut marks = Vec::new();
    for (line, head) in lines.iter().zip(&heads) {
        if line.shape != Shape::Separator {
            let body = head.map_or(line.body, |head| Span { start: head.span.end, end: line.body.end });
            marks_of(source, body, &mut marks);
        }
    }
    let mut bare = bare_heads(source, lines, &heads);
    bare_marks(source, lines, &mut bare, &mut marks);
    let mut found = Vec::new();
    for style in [Style::Square, Style::Round, Style::Caret, Style::Tag, Style::Bare] {
        let heads = if style == Style::Bare { &bare } else { &heads };
        let of_style = |label: &Option<Label>| label.filter(|label| label.style == style);
        let heads: Vec<(usize, Label)> =
            heads.iter().enumerate().filter_map(|(line, label)| Some((line, of_style(label)?))).collect();
        let marks: Vec<Label> = marks.iter().filter(|mark| mark.style == style).copied().collect();
        found.extend(of_one_style(source, style, &heads, &marks, lines));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Makes notes of the lines of one style, and gives its marks.
fn of_one_style(
    source: &str,
    style: Style,
    heads: &[(usize, Label)],
    marks: &[Label],
    lines: &mut [Line],
) -> Vec<Span> {
    // Where each number is first marked, and where it may be.
    let mut first: BTreeMap<u32, u32> = BTreeMap::new();
    let glued = marks.iter().filter(|mark| mark.glued).count();
    let blanks = marks.iter().filter(|mark| !mark.glued && !mark.weak).count() > glued;
    for mark in marks.iter().filter(|mark| mark.glued || blanks && !mark.weak) {
        first.entry(mark.number).or_insert(mark.span.start);
    }
    let strong = first.clone();
    for mark in marks.iter().filter(|mark| !strong.contains_key(&mark.number)) {
        first.entry(mark.number).or_insert(mark.span.start);
    }
    let leads = |marked: &BTreeMap<u32, u32>, head: &Label| {
        marked.get(&head.number).is_some_and(|&mark| mark < head.span.start)
    };
    let led = |head: &Label| leads(&first, head);
    // Blanks alone are weak: two labels have to find their notes.
    let least = if blanks && glued == 0 { 2 } else { 1 };
    let shown = heads.iter().filter(|(_, head)| leads(&strong, head)).count();
    let joined: BTreeSet<u32> = heads.iter().filter(|(_, head)| led(head)).map(|(_, head)| head.number).collect();
    let sure = matches!(style, Style::Square | Style::Caret | Style::Tag);
    if shown < least {
        return marks.iter().filter(|mark| sure && mark.glued).map(|mark| mark.span).collect();
    }
    let known: BTreeSet<u32> = heads.iter().map(|(_, head)| head.number).collect();
    for (place, (line, head)) in heads.iter().enumerate() {
        // The last list of two that are numbered alike: notes stand behind the text.
        let again = heads.iter().skip(place + 1).any(|(_, later)| later.number == 1);
        let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter_map(|at| heads.get(at));
        let neighbours =
            beside.filter(|(_, other)| joined.contains(&other.number) && other.number.abs_diff(head.number) <= 2);
        let belongs = sure || led(head) || neighbours.count() > 0;
        if belongs
            && !(again && head.number == 1 && style == Style::Round)
            && let Some(line) = lines.get_mut(*line)
        {
            let body = trim(source, Span { start: head.span.end, end: line.span.end });
            *line = Line { shape: Shape::Note(head.span), body, ..*line };
        }
    }
    let last = known.iter().next_back().copied().unwrap_or(0);
    let is_mark = |mark: &&Label| {
        let noted = known.contains(&mark.number);
        if mark.glued || blanks && !mark.weak {
            noted || sure || mark.number <= last + 1
        } else {
            noted && !strong.contains_key(&mark.number)
        }
    };
    marks.iter().filter(is_mark).map(|mark| mark.span).collect()
}

/// The label at the head of a line, behind emphasis.
fn head(source: &str, line: &Line) -> Option<Label> {
    if line.shape != Shape::Text {
        return None;
    }
    let content = at(source, line.body);
    let bare = content.trim_start_matches(['*', '_']);
    let start = line.body.start as usize + (content.len() - bare.len());
    let (style, number, length) = label(bare).or_else(|| label(content))?;
    let start = if label(bare).is_some() { start } else { line.body.start as usize };
    let colon = usize::from(bare.get(length..).is_some_and(|rest| rest.starts_with(':')));
    Some(Label { span: Span::new(start, start + length + colon), style, number, glued: false, weak: false })
}

/// A bracketed label at the head of a text: its style, its number, and its bytes.
fn label(text: &str) -> Option<(Style, u32, usize)> {
    BRACKETED.iter().find_map(|&(style, open, close)| {
        let inside = text.strip_prefix(open)?;
        let length = inside.bytes().take(LONGEST + 1).take_while(|b| b.is_ascii_digit() || *b == b'*').count();
        let says = inside.get(..length)?;
        inside.get(length..)?.starts_with(close).then_some(())?;
        let number = match says.parse() {
            Ok(number @ 1..=LARGEST) => number,
            _ if !says.is_empty() && says.bytes().all(|b| b == b'*') => LARGEST + says.len() as u32,
            _ => return None,
        };
        Some((style, number, open.len() + length + close.len()))
    })
}

/// The bracketed labels of a stretch that may be marks.
fn marks_of(source: &str, body: Span, marks: &mut Vec<Label>) {
    let content = at(source, body);
    let bytes = content.as_bytes();
    let mut from = 0;
    let (mut bracket, mut tag) = (memchr::memchr3(b'[', b'(', b'^', bytes), memchr::memchr(b'<', bytes));
    while let Some(start) = bracket.into_iter().chain(tag).min() {
        if start < from {
            let rest = bytes.get(from..).unwrap_or_default();
            if bracket == Some(start) {
                bracket = memchr::memchr3(b'[', b'(', b'^', rest).map(|next| from + next);
            } else {
                tag = memchr::memchr(b'<', rest).map(|next| from + next);
            }
            continue;
        }
        from = start + 1;
        let Some((style, number, length)) = content.get(start..).and_then(label) else { continue };
        from = start + length;
        let (Some(before), Some(behind)) = (content.get(..start), content.get(start + length..)) else { continue };
        if behind.starts_with('(') && style == Style::Square
            || behind.starts_with(|c: char| c.is_alphanumeric() || c == '=')
        {
            continue;
        }
        let decorated = before.trim_end_matches(['*', '_']);
        let again = marks.last().is_some_and(|mark: &Label| mark.span.end as usize == body.start as usize + start);
        let glued = again || decorated.chars().next_back().is_some_and(ends_word);
        let word = decorated.trim_end_matches(is_blank).trim_end_matches(['*', '_']);
        let spaced = !glued && decorated.ends_with(is_blank) && word.chars().next_back().is_some_and(ends_word);
        let weak = spaced && !closes(behind);
        let lists = weak && word.ends_with([':', ';', ',', '.']);
        let named = (spaced || style == Style::Round) && numbers_parts(word);
        if !(glued || spaced) || lists || named {
            continue;
        }
        let place = body.start as usize + start;
        marks.push(Label { span: Span::new(place, place + length), style, number, glued, weak });
    }
}

/// Whether a note may be marked behind this character.
fn ends_word(c: char) -> bool {
    text::is_alphanumeric(c)
        || text::is_combining(c)
        || matches!(c, '”' | '"' | '»' | ')' | '%' | '.' | ',' | ';' | ':')
}

/// Whether what follows a label with a blank before it shows that the label opens no item of a list: nothing, a mark, a small word
/// behind which the sentence goes on.
fn closes(behind: &str) -> bool {
    let bare = behind.trim_start_matches(['*', '_']);
    bare.trim_start_matches(is_blank).is_empty() || bare.starts_with([',', '.', ';', ':', ')', '”', '/'])
}

/// Whether a text ends with a word that parts of laws and tables are numbered with, or one that opens a list.
fn numbers_parts(before: &str) -> bool {
    const NAMES: [u64; 16] = [
        text::key("khoản"),
        text::key("điểm"),
        text::key("mục"),
        text::key("cột"),
        text::key("dòng"),
        text::key("biểu"),
        text::key("nhóm"),
        text::key("ý"),
        text::key("bước"),
        text::key("phần"),
        text::key("và"),
        text::key("hoặc"),
        text::key("là"),
        text::key("gồm"),
        text::key("tiêu"),
        text::key("câu"),
    ];
    let word = before.rsplit(|c: char| !text::is_alphanumeric(c) && !text::is_combining(c)).next().unwrap_or_default();
    NAMES.contains(&text::fold_key(word))
}

/// Lines like `1 Kế hoạch …` or `2Công văn …`: a number without a mark behind it, and a capital.
fn bare_heads(source: &str, lines: &[Line], heads: &[Option<Label>]) -> Vec<Option<Label>> {
    let mut due = 1;
    let of_line = |(line, head): (&Line, &Option<Label>)| {
        let content = at(source, line.body);
        let digits = content.bytes().take(LONGEST).take_while(u8::is_ascii_digit).count();
        let number: u32 = content.get(..digits)?.parse().ok()?;
        let rest = content.get(digits..)?;
        let words = rest.trim_start_matches(is_blank);
        // Rows of a table without strokes have figures behind their name, and numbers without a gap.
        let follows = head.is_none() && line.shape == Shape::Text && (due..due + 3).contains(&number);
        let reads = words.starts_with(char::is_uppercase) && words.split_whitespace().nth(2).is_some();
        let tabbed = rest.starts_with('\t') || content.contains('\t') || content.contains('|');
        (follows && reads && !tabbed).then(|| {
            due = number + 1;
            let start = line.body.start as usize;
            Label { span: Span::new(start, start + digits), style: Style::Bare, number, glued: false, weak: false }
        })
    };
    lines.iter().zip(heads).map(of_line).collect()
}

/// The figures glued to words that lead to bare heads; where there are fewer than two, the heads are none.
fn bare_marks(source: &str, lines: &[Line], heads: &mut [Option<Label>], marks: &mut Vec<Label>) {
    let numbers: BTreeMap<u32, u32> = heads.iter().flatten().map(|head| (head.number, head.span.start)).collect();
    let Some((&last, _)) = numbers.iter().next_back() else { return };
    let mut found: Vec<Label> = Vec::new();
    let mut due = 1;
    for line in lines.iter().filter(|line| line.shape != Shape::Separator) {
        let content = at(source, line.body);
        let bytes = content.as_bytes();
        let mut from = 0;
        while let Some(next) = bytes.get(from..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
            let start = from + next;
            let digits = bytes.iter().skip(start).take_while(|b| b.is_ascii_digit()).count();
            from = start + digits;
            // `năm 20243`: the year, and the mark behind it.
            let year = content.get(start..from).filter(|figure| figure.len() > 4 && figure.starts_with("20"));
            let start = if year.is_some_and(|figure| figure.get(4..) == Some(due.to_string().as_str())) {
                start + 4
            } else {
                start
            };
            let digits = from - start;
            let Some(number) = content.get(start..from).and_then(|digits| digits.parse::<u32>().ok()) else { continue };
            let (before, behind) = (content.get(..start).unwrap_or_default(), content.get(from..).unwrap_or_default());
            let ends = !behind.starts_with(|c: char| text::is_alphanumeric(c) || matches!(c, '/' | '-' | '_'));
            if !ends || !(due..=due + 2).contains(&number) || number > last || !leads(source, before) {
                continue;
            }
            due = number + 1;
            let place = line.body.start as usize + start;
            found.push(Label {
                span: Span::new(place, place + digits),
                style: Style::Bare,
                number,
                glued: true,
                weak: false,
            });
        }
    }
    let joined =
        found.iter().filter(|mark| numbers.get(&mark.number).is_some_and(|&head| mark.span.start < head)).count();
    if joined >= 2 {
        marks.extend(found);
    } else {
        heads.iter_mut().for_each(|head| *head = None);
    }
}

/// Whether what stands before a figure is a word that also stands without it, or a closing mark.
fn leads(source: &str, before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    let year = || before.len() > 3 && before.as_bytes().iter().rev().take(4).all(u8::is_ascii_digit);
    if matches!(last, '”' | '»' | '%' | ')') || year() {
        return true;
    }
    let word = before.rsplit(|c: char| !text::is_alphabetic(c) && !text::is_combining(c)).next().unwrap_or_default();
    // One letter and a figure is a code.
    if word.chars().nth(1).is_none() {
        return false;
    }
    let stands_alone = |place: usize| {
        source.get(place + word.len()..).is_some_and(|rest| !rest.starts_with(text::is_alphanumeric))
            && source.get(..place).is_some_and(|head| !head.ends_with(text::is_alphanumeric))
    };
    memchr::memmem::find_iter(source.as_bytes(), word.as_bytes()).take(64).any(stands_alone)
}
