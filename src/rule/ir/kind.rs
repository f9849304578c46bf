//! What rules and searches are about.

use serde::{Deserialize, Serialize};

use crate::fact::Builtin;

/// What rules are about.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A built-in fact.
    Builtin(Builtin),
    /// A declared fact.
    Declared(u32),
    /// A section.
    Section,
    /// An item of an outline.
    Item(Items),
    /// A paragraph, list item, or numbered paragraph.
    Paragraph,
    /// A sentence.
    Sentence,
    /// A note.
    Note,
    /// A mark.
    Mark,
    /// A table.
    Table,
    /// A row.
    Row,
    /// A cell.
    Cell,
    /// A relation of figures in a table.
    Relation,
    /// Figures of running text of which one follows from the others.
    Reckoning,
    /// Letters of a paragraph that look alike.
    Lettering,
    /// Pages of one size.
    Page,
}

/// Items of which outlines, among those that apply.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Items {
    /// Of all.
    All,
    /// Of those that a pack declares.
    Pack(u32),
    /// Of this one.
    Outline(u32),
}
