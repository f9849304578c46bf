//! Beginnings that several patterns have in common, as `one of document_kind "số"` is that of all that look for numbers with a slip in them. Where
//! such a one stands is found once, and each of the patterns is tried there only.

use serde::{Deserialize, Serialize};

use super::{Pc, Program, Scene, Step};
use crate::document::TokenId;

/// A phrase of a set and the words behind it.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
pub struct Prefix {
    set: u32,
    words: Box<[u64]>,
}

impl Prefix {
    /// Whether it stands at a token of a block that ends at `end`.
    pub fn stands(&self, scene: &Scene<'_>, at: TokenId, end: TokenId) -> bool {
        scene.longest(self.set, at, end, false).is_some_and(|behind| {
            let words = behind..behind + self.words.len() as TokenId;
            let keys = scene.document.tokens_in(words.clone()).iter().map(|token| token.key);
            words.end <= end && keys.eq(self.words.iter().copied())
        })
    }
}

impl Program {
    /// What every match of a way begins with, if it can be shared.
    pub(super) fn prefix(&self, way: Pc) -> Option<Prefix> {
        let mut phrase = None;
        for instruction in self.code.iter().skip(way as usize) {
            match (&instruction.step, phrase) {
                _ if instruction.glued => return None,
                (Step::Open(_) | Step::Close(_), _) => {}
                (Step::Phrase(set), None) => phrase = Some(*set),
                (Step::Words(words), Some(set)) => return Some(Prefix { set, words: words.clone() }),
                _ => return None,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fact::Facts;
    use crate::fact::pattern::{Instruction, Lexicon, Phrases, Scratch};
    use crate::source::Source;
    use crate::text::key;

    fn program(steps: Vec<Step>) -> Program {
        let code: Vec<_> = steps.into_iter().map(|step| Instruction::new(step, false)).collect();
        Program { code: code.into(), ..Program::default() }
    }

    #[test]
    fn a_phrase_and_words_behind_it_are_a_prefix_whatever_is_captured() {
        let number = || Step::Words([key("số")].into());
        let plain = program(vec![Step::Phrase(0), number(), Step::Digits, Step::Accept]);
        let captured = program(vec![Step::Open(0), Step::Phrase(0), Step::Close(0), number(), Step::Accept]);
        assert_eq!(plain.prefix(0), captured.prefix(0));
        assert_eq!(program(vec![Step::Phrase(0), Step::Split(2, 3), number(), Step::Accept]).prefix(0), None);

        let document = Document::parse(Source::new("a", "Kế hoạch của tỉnh, kế hoạch số 5"));
        let sets = [Phrases::new(["kế hoạch".to_owned()])];
        let (facts, lexicon, scratch) = (Facts::default(), Lexicon::default(), Scratch::default());
        let scene = Scene { document: &document, facts: &facts, sets: &sets, lexicon: &lexicon, scratch: &scratch };
        let stands = |at| plain.prefix(0).is_some_and(|prefix| prefix.stands(&scene, at, 9));
        assert_eq!((stands(0), stands(5)), (false, true));
    }
}
