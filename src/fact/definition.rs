//! Abbreviations where they are defined: `cải cách hành chính (CCHC)`, `(sau đây gọi tắt là …)`.
use crate::document::TokenId;
use std::ops::Range;

/// An abbreviation and the words it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The abbreviation.
    pub short: Range<TokenId>,
    /// The words before the bracket that it abbreviates, as many as its letters account for; empty when none fit.
    pub long: Range<TokenId>,
    /// Whether the initials of the words give the abbreviation.
    pub fits: bool,
}

/// Adds the facts of a block.
pub fn of_block(view: super::View<'_>, into: &mut Vec<super::Fact>) {
    let _ = (view, into);
}
