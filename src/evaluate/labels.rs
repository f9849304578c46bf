//! Places beside the one that a finding is about.

use std::collections::HashMap;

use crate::finding::Label;
use crate::lang::Text;
use crate::span::Span;

/// Places beside the one that a finding is about, each with what was last said of it.
#[derive(Default)]
pub struct Labels {
    all: Vec<Option<Label>>,
    /// Where each place stands among them.
    at: HashMap<Span, Vec<usize>>,
}

impl Labels {
    /// Adds a place.
    pub fn push(&mut self, span: Span, text: Text) {
        self.at.entry(span).or_default().push(self.all.len());
        self.all.push(Some(Label { span, text }));
    }

    /// Says something of a place in the stead of what was said of it, unless it has been said.
    pub fn put(&mut self, span: Span, text: &Text) {
        let known = self.at.entry(span).or_default();
        let said = |at: &usize| self.all.get(*at).is_some_and(|label| label.as_ref().is_some_and(|l| l.text == *text));
        if !known.iter().any(said) {
            for at in known.drain(..) {
                self.all.get_mut(at).into_iter().for_each(|label| *label = None);
            }
            self.push(span, text.clone());
        }
    }

    /// All of them, in order.
    pub fn all(self) -> Vec<Label> {
        self.all.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_last_of_a_place_stands() {
        let text = |word: &str| Text::new(word, word);
        let (one, other) = (Span::new(0, 1), Span::new(2, 3));
        let mut labels = Labels::default();
        labels.push(one, Text::default());
        labels.push(one, Text::default());
        labels.put(other, &text("a"));
        labels.put(one, &text("b"));
        labels.put(other, &text("a"));
        labels.put(other, &text("c"));
        labels.put(other, &text("c"));
        let told: Vec<Span> = labels.all().into_iter().map(|label| label.span).collect();
        assert_eq!(told, [one, other]);
    }
}
