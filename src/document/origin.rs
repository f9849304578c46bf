//! Where the text of a file that is no plain text comes from: the map from bytes of the one text back to the file's own places.
//!
//! People find places by part, paragraph and table cell ([`crate::source::place::Place`]); whoever writes into a copy of the file finds the bytes of a part's
//! XML ([`Stretch`], [`Run`]). What the file does not spell out (automatic numbers, marks of notes, bars of tables) has a place and no stretch.

use std::ops::Range;

use crate::span::Span;

/// What a file was before it became a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML, `.docx`.
    Docx,
    /// OpenDocument text, `.odt`.
    Odt,
    /// PDF with a text layer: places are pages.
    Pdf,
}

/// A paragraph of the file and its bytes; what people call it is in [`crate::source::place::Place`] of the same number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes of the text, automatic number included.
    pub span: Span,
    /// Index into [`Origin::parts`].
    pub part: u16,
    /// Bytes of the paragraph's element in the part.
    pub raw: Range<u32>,
    /// What the paragraph looks like; index into [`Origin::paragraph_looks`].
    pub look: u32,
}

/// Characters of one run and where they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Bytes of the text.
    pub text: Span,
    /// Bytes of the part. Of the same length as `text`: byte for byte, unless a single character. Else one character (an entity, a tab,
    /// a letter of an old font) that cannot be split.
    pub raw: (u32, u32),
    /// Index into [`Origin::runs`].
    pub run: u32,
}

/// A run: a stretch of characters that look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Index into [`Origin::parts`].
    pub part: u16,
    /// Bytes of its element in the part.
    pub raw: Range<u32>,
    /// Bytes of its properties, where it has any.
    pub properties: Option<Range<u32>>,
    /// What it looks like; index into [`Origin::looks`].
    pub look: u32,
}

/// What characters look like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// The font of letters beyond ASCII; empty where nothing names one.
    pub font: String,
    /// Size in half points; 0 where nothing says it.
    pub size: u32,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underlined: bool,
}

/// What a paragraph looks like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ParagraphLook {
    /// How its lines stand between the margins.
    pub alignment: Alignment,
    /// Between lines, in hundredths of a line; 0 where it is said in points.
    pub lines: u32,
    /// Between lines, in twentieths of a point, where it is said exactly so; else 0.
    pub exact: u32,
    /// Before it, in twentieths of a point.
    pub before: u32,
    /// Behind it, in twentieths of a point.
    pub after: u32,
    /// Of its first line, in twentieths of a point; less than 0 where the line hangs out. Nothing for paragraphs of lists, which stand
    /// as their list says.
    pub first_line: Option<i32>,
}

/// How lines stand between the margins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// At the left one; so where nothing says it.
    #[default]
    Left,
    /// At the right one.
    Right,
    /// In the middle.
    Center,
    /// From one to the other.
    Justified,
}

impl Alignment {
    /// As formats write it; left where they say something else.
    pub(super) fn read(written: &str) -> Self {
        match written {
            "right" | "end" => Self::Right,
            "center" => Self::Center,
            "both" | "justify" | "distribute" | "thaiDistribute" => Self::Justified,
            _ => Self::Left,
        }
    }
}

/// A page size with its margins, in twentieths of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Bytes of the text that the pages hold.
    pub span: Span,
    /// Width of the paper.
    pub width: u32,
    /// Height of the paper.
    pub height: u32,
    /// Margin above.
    pub top: i32,
    /// Margin below.
    pub bottom: i32,
    /// Margin on the left.
    pub left: u32,
    /// Margin on the right.
    pub right: u32,
    /// The page number at their head or foot.
    pub number: Option<PageNumber>,
}

/// How pages are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageNumber {
    /// At their head, else at their foot.
    pub at_head: bool,
    /// Where in the line it stands; nothing where tabs or a frame have put it somewhere.
    pub alignment: Option<Alignment>,
    /// Its size in half points; 0 where nothing says it.
    pub size: u32,
    /// Whether the first page shows it too.
    pub on_first: bool,
}

/// What the file still carries besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftoverKind {
    /// A tracked insertion.
    Insertion,
    /// A tracked deletion.
    Deletion,
    /// A comment.
    Comment,
    /// Words marked with a colour.
    Highlight,
    /// Words that are not shown.
    Hidden,
    /// Programs.
    Macro,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leftover {
    /// What it is.
    pub kind: LeftoverKind,
    /// Bytes of the text; empty where it has none of its own.
    pub span: Span,
}

/// A comment in the file's margin, with what others answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its id in the file.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// Rule and fingerprint of the finding, where this program wrote it.
    pub about: Option<(String, String)>,
    /// Its paragraphs, one to a line.
    pub text: String,
    /// Whether the thread was closed as done.
    pub closed: bool,
    /// Answers, in the order of the file.
    pub answers: Vec<Answer>,
}

/// An answer to a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its id in the file.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// Its paragraphs, one to a line.
    pub text: String,
}

/// The map of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What the file was.
    pub format: Format,
    /// Names of the parts inside the archive.
    pub parts: Vec<String>,
    /// Paragraphs in the order of the text; as many as the source has places.
    pub paragraphs: Vec<Paragraph>,
    /// Characters in the order of the text.
    pub stretches: Vec<Stretch>,
    /// Runs, in the order read.
    pub runs: Vec<Run>,
    /// Looks of characters, each once.
    pub looks: Vec<Look>,
    /// Looks of paragraphs, each once.
    pub paragraph_looks: Vec<ParagraphLook>,
    /// Page sizes in the order of the text.
    pub pages: Vec<Page>,
    /// What was left in the file, in the order of the text.
    pub leftovers: Vec<Leftover>,
    /// Comments in the margin, in the order of their part.
    pub remarks: Vec<Remark>,
}

impl Origin {
    /// A map of nothing yet.
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            parts: Vec::new(),
            paragraphs: Vec::new(),
            stretches: Vec::new(),
            runs: Vec::new(),
            looks: Vec::new(),
            paragraph_looks: Vec::new(),
            pages: Vec::new(),
            leftovers: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// The paragraph that holds a byte of the text, or the last one before it.
    pub fn paragraph(&self, offset: u32) -> Option<&Paragraph> {
        let behind = self.paragraphs.partition_point(|paragraph| paragraph.span.start <= offset);
        self.paragraphs.get(behind.saturating_sub(1))
    }

    /// The stretches that share bytes with a span.
    pub fn stretches_in(&self, span: Span) -> &[Stretch] {
        let start = self.stretches.partition_point(|stretch| stretch.text.end <= span.start);
        let rest = self.stretches.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|stretch| stretch.text.start < span.end)).unwrap_or_default()
    }

    /// What the characters of a stretch look like.
    pub fn look(&self, stretch: &Stretch) -> Option<&Look> {
        self.looks.get(self.runs.get(stretch.run as usize)?.look as usize)
    }
}
