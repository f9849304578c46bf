//! A capital in the midst of a sentence, in a word that has none elsewhere: facts of kind `punctuation`, flaw `capital`.
//!
//! `hoàn thành việc Kiện toàn theo quy định`: a word with a small one or a number right before it and a small one behind it,
//! that stands at least twice in small letters and nowhere else with its capital but where a sentence, an item or a quotation begins. `right` is the word in
//! small letters, `count` how often it has them.
//!
//! Flaw `capital half`: the second half of a common word of the [`lexicon`] with a capital, the first in small letters (`liên Thông`), and no
//! other word with a capital behind it.
//!
//! `hiệu lực, Hiệu quả bộ máy`: behind a comma, where names are listed, it is told of a word of two that stands five times in small letters.
//!
//! Left alone are words behind other marks (`:`, `“`, `(`), those with another capital between the marks
//! around them (a name: `Trung tâm Phục vụ`), and cells and notes. Which words begin names (`Ban`, `Luật`) is for rules to say.

use super::glance::up_to;
use super::oddity::Oddity;
use super::words::Words;
use super::{Builtin, Fact, Kind, Value};
use crate::document::{BlockKind, Case, Document, Token, TokenId};
use crate::text::lexicon;

/// So often a word stands in small letters before its capital is odd.
const OFTEN: u32 = 2;
/// The same behind a comma, where names are listed.
const OFTEN_IN_LISTS: u32 = 5;
/// So many words behind the first of a sentence may belong to a name that it begins.
const NAME: usize = 3;

/// Adds the facts of a document that has words with a capital at these places.
pub fn of_document(document: &Document, words: &Words, capitals: &[TokenId], into: &mut Vec<Fact>) {
    let mut small = vec![0; words.words.len()];
    let mut titles: Vec<u32> = Vec::new();
    for (id, form) in (0..).zip(&words.forms) {
        match (form.case, small.get_mut(form.word as usize)) {
            (Case::Lower, Some(count)) => *count += form.count,
            (Case::Title, _) => titles.push(id),
            _ => {}
        }
    }
    let often =
        |id: &u32| words.forms.get(*id as usize).is_some_and(|form| small.get(form.word as usize) >= Some(&OFTEN));
    titles.retain(often);
    // Where each of these forms stands inside a sentence; more than one place is a habit.
    let mut inside: Vec<Option<Result<TokenId, ()>>> = vec![None; words.forms.len()];
    let mut left = capitals;
    for block in &document.blocks {
        for &at in up_to(&mut left, block.tokens.end) {
            let before = at.checked_sub(1).filter(|&before| before >= block.tokens.start);
            let before = before.and_then(|before| document.tokens.get(before as usize));
            let stops = |before: &Token| before.ends_sentence || !(before.is_word() || before.is_number());
            let opens = before.is_none_or(|before| stops(before) && !(before.is(',') && begins_word(document, at)));
            if !opens && halves(document, at) {
                let tokens = at..at + 1;
                let (kind, span) = (Kind::Builtin(Builtin::Punctuation), document.span_of(tokens.clone()));
                let right = document.slice(span).to_lowercase();
                let value = Value::Oddity(Oddity::new("capital half", Some(right)));
                into.push(Fact { kind, span, tokens, value });
            } else if !opens
                && let Some(form) = words.form_of(at)
                && let Some(place) = inside.get_mut(form as usize)
            {
                *place = Some(if place.is_none() { Ok(at) } else { Err(()) });
            }
        }
    }
    for id in titles {
        let Some(Some(Ok(at))) = inside.get(id as usize).copied() else { continue };
        let Some(form) = words.forms.get(id as usize) else { continue };
        let known = words.words.get(form.word as usize).is_some_and(|word| lexicon::knows(word.key));
        let count = small.get(form.word as usize).copied().unwrap_or(0);
        if known
            && (comma_before(document, at).is_none() || count >= OFTEN_IN_LISTS)
            && stands_among_small_words(document, at)
        {
            let right = document.slice(document.span_of(at..at + 1)).to_lowercase();
            let (tokens, kind) = (at..at + 1, Kind::Builtin(Builtin::Punctuation));
            let value = Value::Oddity(Oddity { count, ..Oddity::new("capital", Some(right)) });
            into.push(Fact { kind, span: document.span_of(tokens.clone()), tokens, value });
        }
    }
}

/// Whether a syllable with a capital is the second half of a common word whose first half is small: `liên Thông`, `thường Xuyên`.
fn halves(document: &Document, at: TokenId) -> bool {
    let token = |at: TokenId| document.tokens.get(at as usize);
    let (Some(own), Some(before)) = (token(at), at.checked_sub(1).and_then(token)) else { return false };
    let rank = |one: &Token, two: &Token| {
        lexicon::id(one.key).zip(lexicon::id(two.key)).and_then(|(one, two)| lexicon::rank(one, two))
    };
    // `ban hành Quyết định`: it begins another word.
    let begins = token(at + 1).is_some_and(|next| super::words::follows(own, next) && rank(own, next).is_some());
    before.case == Case::Lower
        && super::words::follows(before, own)
        && !begins
        && rank(before, own) == Some(lexicon::Rank::Common)
        && token(at + 1).is_none_or(|next| own.ends_sentence || !next.is_word() || next.case == Case::Lower)
}

/// The comma right before a word.
fn comma_before(document: &Document, at: TokenId) -> Option<TokenId> {
    at.checked_sub(1).filter(|&before| document.tokens.get(before as usize).is_some_and(|token| token.is(',')))
}

/// Whether a word and the next, in small letters, are a common word.
fn begins_word(document: &Document, at: TokenId) -> bool {
    let next = document.tokens.get(at as usize + 1).filter(|next| next.case == Case::Lower);
    let both = document.tokens.get(at as usize).zip(next);
    let ids = both.and_then(|(one, two)| lexicon::id(one.key).zip(lexicon::id(two.key)));
    ids.is_some_and(|(one, two)| lexicon::rank(one, two) == Some(lexicon::Rank::Common))
}

/// Whether a word of running text has small words beside it, and no other word with a capital between the marks around it:
/// `Trung tâm Phục vụ` is a name. The first word of a sentence has its capital anyway, but may begin a name of four words.
fn stands_among_small_words(document: &Document, at: TokenId) -> bool {
    let Some(block) = document.blocks.get(document.block_of(at) as usize) else { return false };
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading) {
        return false;
    }
    let sentence = document.sentence_of(at);
    let words = |range: std::ops::Range<TokenId>| document.tokens_in(range).iter();
    let stops = |token: &&Token| token.is_word() || token.is_number();
    let small = |token: &Token| !matches!(token.case, Case::Title | Case::Mixed);
    let listed = comma_before(document, at);
    let before: Vec<&Token> = words(sentence.start..listed.unwrap_or(at)).rev().take_while(stops).collect();
    let behind: Vec<&Token> = words(at + 1..sentence.end).take_while(stops).collect();
    let opened = listed.is_none() && before.len() == (at - sentence.start) as usize;
    let far = before.len() > NAME;
    let inside = if opened && far { before.split_last().map_or(&[][..], |(_, inside)| inside) } else { &before };
    let beside = |token: Option<&&Token>| token.is_some_and(|token| token.case == Case::Lower && token.is_word());
    let counted = before.first().is_some_and(|token| token.is_number());
    // "2 Đất đai 964 702 161": a row of a table that lost its columns.
    let row = behind.windows(2).any(|pair| pair.iter().all(|token| token.is_number()));
    (counted && !row || beside(before.first()))
        && beside(behind.first())
        && inside.iter().chain(&behind).all(|token| small(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::amount::tests::facts;

    fn capitals(text: &str) -> Vec<String> {
        let (document, facts) = facts(text);
        let is_one = |fact: &&Fact| matches!(&fact.value, Value::Oddity(oddity) if oddity.flaw == "capital");
        facts.built_in().iter().filter(is_one).map(|fact| document.slice(fact.span).to_owned()).collect()
    }

    #[test]
    fn a_capital_in_the_midst_of_a_sentence_is_odd_where_the_word_has_none_elsewhere() {
        let rest = "Sở kiện toàn bộ máy và kiện toàn tổ chức.";
        assert_eq!(capitals(&format!("{rest} Tỉnh đã hoàn thành việc Kiện toàn theo quy định.")), ["Kiện"]);
        assert_eq!(capitals(&format!("{rest} Tỉnh đã hoàn thành 06 Kiện toàn theo quy định.")), ["Kiện"]);
        for text in [
            "Tỉnh đã hoàn thành 06 Kiện toàn bộ máy 964 702 161.",
            "Kiện toàn theo quy định.",
            "Tỉnh làm: Kiện toàn theo quy định.",
            "Tỉnh làm “Kiện toàn theo quy định”.",
            "Tỉnh làm việc Kiện Toàn theo quy định.",
            "Tỉnh làm Sở Kiện toàn theo quy định.",
            "Tỉnh có việc Kiện toàn này, việc Kiện toàn kia và đó.",
        ] {
            assert_eq!(capitals(&format!("{rest} {text}")), [""; 0], "{text}");
        }
        assert_eq!(capitals("Tỉnh đã hoàn thành việc Kiện toàn theo quy định."), [""; 0]);
    }
}
