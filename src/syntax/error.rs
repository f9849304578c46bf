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

impl Mistake {
    /// A mistake at one place, labelled.
    pub fn new(code: &'static str, source: &Arc<Source>, span: Span, message: Text, label: Text) -> Self {
        let at = (on_characters(source.text(), span), label);
        Self { code, message, source: Arc::clone(source), at, related: Vec::new(), help: None }
    }

    /// With a further place.
    pub fn related(mut self, span: Span, label: Text) -> Self {
        self.related.push((on_characters(self.source.text(), span), label));
        self
    }

    /// With the way out.
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }
}

/// A place that a renderer can underline: at least one character, on character boundaries, and not the empty end of
/// the file, where miette would drop the label; there the last character that is not blank stands for it.
fn on_characters(text: &str, span: Span) -> Span {
    let mut start = span.range().start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.range().end.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if start < end {
        return Span::new(start, end);
    }
    let following = text.get(start..).and_then(|rest| rest.chars().next()).filter(|found| !found.is_whitespace());
    if let Some(found) = following {
        return Span::new(start, start + found.len_utf8());
    }
    let before = text.get(..start).unwrap_or_default().trim_end();
    let width = before.chars().next_back().map_or(0, char::len_utf8);
    Span::new(before.len() - width, before.len())
}
