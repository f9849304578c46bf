//! Lists of amounts: what follows "gồm", "trong đó" or stands in brackets after a total.
use super::FactId;
use crate::document::TokenId;
use rust_decimal::Decimal;
use std::ops::Range;

/// Amounts that stand in one list.
#[derive(Debug, Clone, PartialEq)]
pub struct Amounts {
    /// The main amount of each segment.
    pub items: Vec<FactId>,
    /// Exact sum of the items, scales applied.
    pub sum: Decimal,
    /// Whether every segment has exactly one main amount, so that the list can be summed at all.
    pub complete: bool,
    /// Tokens from the first item to the end of the list.
    pub tokens: Range<TokenId>,
}

/// Reads a list of amounts from `from` up to `stop`, and the token behind it.
pub fn list(
    document: &crate::document::Document,
    facts: &super::Facts,
    from: TokenId,
    stop: TokenId,
) -> Option<(Amounts, TokenId)> {
    let _ = (document, facts, from, stop);
    None
}
