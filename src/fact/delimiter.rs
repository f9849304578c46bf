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
