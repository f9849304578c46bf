//! Mistakes in rule files, as their author is told of them.

use std::sync::Arc;

use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;

/// A mistake in a rule file.
#[derive(Debug, Clone)]
pub struct Mistake {
    /// Stable code of the kind of mistake: `syntax::expected`, `name::unknown_table`.
    pub code: &'static str,
    /// What is wrong, lower case, the author's words in backticks.
    pub message: Text,
    /// The file.
    pub source: Arc<Source>,
    /// The place, with a few words.
    pub at: (Span, Text),
    /// Further places of the same file.
    pub related: Vec<(Span, Text)>,
    /// The way out.
    pub help: Option<Text>,
}
