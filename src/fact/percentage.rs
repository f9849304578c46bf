//! Percentages: `18,05%`, `100 %`, `23 phần trăm`.
use super::Written;

/// A percentage.
#[derive(Debug, Clone, PartialEq)]
pub struct Percentage {
    /// In percent points, as written.
    pub written: Written,
    /// Whether a blank stands before the sign.
    pub spaced: bool,
}

/// The fact that starts at a token.
pub fn at(view: super::View<'_>, at: crate::document::TokenId) -> Option<super::Found> {
    let _ = (view, at);
    None
}
