//! Labels of notes: counted in the order their marks are met, whatever their ids are.
//!
//! Word can begin anew on every page or section; a text without pages counts through, so that each label means one note.

use std::collections::{HashMap, HashSet};

use super::numbering::written;

/// A note that a mark points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Noted {
    /// Whether it stands at the end of the document.
    pub at_end: bool,
    /// Its id in its part.
    pub id: String,
    /// Its label in the text.
    pub label: String,
}

/// The notes met so far, in order.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub order: Vec<Noted>,
    labels: HashMap<(bool, String), String>,
    taken: HashSet<String>,
    /// Notes with automatic labels: at the foot, at the end.
    counts: (i64, i64),
}

impl Notes {
    /// The label of the note a mark points to. `own`: the mark as its author wrote it, which does not count.
    pub(super) fn label(&mut self, at_end: bool, id: &str, own: Option<String>) -> String {
        if let Some(label) = self.labels.get(&(at_end, id.to_owned())) {
            return label.clone();
        }
        let wanted = own.unwrap_or_else(|| {
            let count = if at_end { &mut self.counts.1 } else { &mut self.counts.0 };
            *count += 1;
            written(*count, if at_end { "lowerRoman" } else { "decimal" })
        });
        let mut label = wanted.clone();
        let mut more = 2;
        while !self.taken.insert(label.clone()) {
            label = format!("{wanted}-{more}");
            more += 1;
        }
        self.labels.insert((at_end, id.to_owned()), label.clone());
        self.order.push(Noted { at_end, id: id.to_owned(), label: label.clone() });
        label
    }
}
