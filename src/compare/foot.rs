//! Where the foot of a report begins: behind the mark `./.` that ends what it has to say, up to the next heading. Receivers and
//! signature stand there, and belong to no part.

use std::collections::HashMap;

use crate::document::{Document, SectionId, TokenId};

/// The mark that ends a report.
const END: &str = "./.";

/// The feet of a document: that of the report, and those of its annexes.
pub(super) struct Feet<'d> {
    document: &'d Document,
    /// By section, the first block behind the mark.
    begin: HashMap<Option<SectionId>, usize>,
}

impl<'d> Feet<'d> {
    pub fn of(document: &'d Document) -> Self {
        let mut begin = HashMap::new();
        for (at, block) in document.blocks.iter().enumerate() {
            if document.slice(block.span).trim_end().ends_with(END) {
                begin.entry(block.section).or_insert(at + 1);
            }
        }
        Self { document, begin }
    }

    /// Whether the token at a byte stands in a foot.
    pub fn hold_byte(&self, offset: u32) -> bool {
        self.hold(self.document.tokens.partition_point(|token| token.span.end <= offset) as TokenId)
    }

    /// Whether a token stands in a foot.
    pub fn hold(&self, token: TokenId) -> bool {
        let at = self.document.block_of(token) as usize;
        let section = self.document.blocks.get(at).map(|block| block.section);
        section.and_then(|section| self.begin.get(&section)).is_some_and(|&begin| begin <= at)
    }
}
