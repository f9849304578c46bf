//! Document numbers as written, right or nearly right.
use crate::span::Span;

/// A document number: digits, then letter groups behind separators.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentNumber {
    /// The digits before the first separator as written: `07`, `66.7`.
    pub serial: String,
    /// Bytes of the serial.
    pub serial_span: Span,
    /// A group of four digits right after the serial: the year of a normative document.
    pub year: Option<i16>,
    /// Bytes of that year.
    pub year_span: Option<Span>,
    /// All groups in order, serial and year included, each with the separator before it as written (blanks included; empty
    /// for the first).
    pub groups: Vec<Group>,
    /// Everything after serial and year, separators between groups kept, the leading one dropped: `QĐ-UBND`.
    pub symbol: String,
    /// Bytes of the symbol.
    pub symbol_span: Span,
}

/// A run of letters, digits and `&` between separators.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What stands before it: `/`, `-`, ` - `, `–`, `_`, `.` or nothing.
    pub separator: String,
    /// The group in NFC.
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

/// The fact that starts at a token.
pub fn at(view: super::View<'_>, at: crate::document::TokenId) -> Option<super::Found> {
    let _ = (view, at);
    None
}
