//! Brackets and quotation marks with their partners.
use super::FactId;

/// One bracket or quotation mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Delimiter {
    /// Whether it opens.
    pub opens: bool,
    /// Its partner in the same block; absent when it has none.
    pub partner: Option<FactId>,
}

/// Adds the facts of a block.
pub fn of_block(view: super::View<'_>, into: &mut Vec<super::Fact>) {
    let _ = (view, into);
}
