//! What the text facts share: a place where something is written in another way than it should be, or than elsewhere.
//!
//! The extractors say what they saw and how sure the letters alone make it; whether that is a fault is for rules.

/// Something written oddly.
#[derive(Debug, Clone, PartialEq)]
pub struct Oddity {
    /// What is odd, in words that the extractor's own page lists.
    pub flaw: &'static str,
    /// How it would be written otherwise; absent where that cannot be said. Empty: it would not be there at all.
    pub right: Option<String>,
    /// How often it stands in the document (of doubled words: how many they are).
    pub count: u32,
    /// How often the other writing stands in the document.
    pub others: u32,
    /// Whether nothing else can be meant; what that takes is on the extractor's own page.
    pub sure: bool,
}

impl Oddity {
    /// An oddity that stands once.
    pub fn new(flaw: &'static str, right: Option<String>) -> Self {
        Self { flaw, right, count: 1, others: 0, sure: true }
    }
}
