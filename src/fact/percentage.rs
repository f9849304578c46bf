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
