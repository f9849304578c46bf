//! Places of files that people do not read by lines: paragraphs of Word files, pages of PDF files.

use crate::lang::Lang;
use crate::span::Span;

/// Which of a file's texts a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Story {
    /// The running text.
    Body,
    /// A cell of a table of the running text.
    Table,
    /// A note at the foot of a page.
    Footnote,
    /// A note at the end.
    Endnote,
    /// The head of pages.
    Header,
    /// The foot of pages.
    Footer,
    /// A box beside the running text.
    TextBox,
}

/// A cell, counted from 1 as people count. Merged cells count as the columns they cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellPlace {
    /// Which table of the story.
    pub table: u32,
    /// Which row.
    pub row: u32,
    /// Which column.
    pub column: u32,
}

/// A paragraph of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the text, automatic number included.
    pub span: Span,
    /// Which of the file's texts.
    pub story: Story,
    /// Which paragraph, from 1: of the body outside its tables, of the cell, note, text box, head or foot. Empty paragraphs count.
    pub paragraph: u32,
    /// The cell, for tables.
    pub cell: Option<CellPlace>,
    /// The note's label as the text shows it, for notes.
    pub note: Option<String>,
    /// The page, for files that only know pages.
    pub page: Option<u32>,
    /// The heading of the innermost section around it, number included; for a note, around its mark.
    pub heading: Option<String>,
}

impl Story {
    /// Its name in wire formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Table => "table",
            Self::Footnote => "footnote",
            Self::Endnote => "endnote",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::TextBox => "textbox",
        }
    }
}

impl Place {
    /// Where it is, as one says it to somebody who has the file open: `đoạn 14`, `bảng 2, hàng 4, cột 3`, `chú thích 3`.
    pub fn words(&self, lang: Lang) -> String {
        let vi = lang == Lang::Vi;
        if let Some(page) = self.page {
            return if vi { format!("trang {page}") } else { format!("page {page}") };
        }
        let mut words = match self.story {
            Story::Body => String::new(),
            Story::Table => String::new(),
            Story::Footnote | Story::Endnote => {
                let label = self.note.as_deref().unwrap_or_default();
                match (vi, self.story) {
                    (true, Story::Footnote) => format!("chú thích {label}"),
                    (true, _) => format!("chú thích cuối {label}"),
                    (false, Story::Footnote) => format!("footnote {label}"),
                    (false, _) => format!("endnote {label}"),
                }
            }
            Story::Header => if vi { "đầu trang" } else { "page header" }.to_owned(),
            Story::Footer => if vi { "chân trang" } else { "page footer" }.to_owned(),
            Story::TextBox => if vi { "hộp văn bản" } else { "text box" }.to_owned(),
        };
        if let Some(CellPlace { table, row, column }) = self.cell {
            let cell = match vi {
                true => format!("bảng {table}, hàng {row}, cột {column}"),
                false => format!("table {table}, row {row}, column {column}"),
            };
            words = if words.is_empty() { cell } else { format!("{words}, {cell}") };
        }
        if words.is_empty() || self.paragraph > 1 && self.cell.is_none() {
            let comma = if words.is_empty() { "" } else { ", " };
            let paragraph = if vi { "đoạn" } else { "paragraph" };
            words.push_str(&format!("{comma}{paragraph} {}", self.paragraph));
        }
        words
    }
}
