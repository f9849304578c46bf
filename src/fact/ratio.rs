//! Ratios `a/b`, told apart from dates, ranks, rates and document numbers.
use super::Written;
use crate::document::TokenId;
use std::ops::Range;

/// `13/72`
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    /// What stands before the stroke.
    pub part: Written,
    /// What stands after it.
    pub whole: Written,
    /// Scale of both: 1, or 10³, 10⁶, 10⁹ where a scale word follows.
    pub scale: rust_decimal::Decimal,
    /// Whether both are exact counts (no decimals, no scale word): then no rounding hides in them.
    pub exact: bool,
    /// The words after it that name what is counted, as in an amount.
    pub noun: Range<TokenId>,
}

/// The fact that starts at a token.
pub fn at(view: super::View<'_>, at: crate::document::TokenId) -> Option<super::Found> {
    let _ = (view, at);
    None
}
