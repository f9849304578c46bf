//! Words that stand twice in a row: `rà rà soát`, `thực hiện thực hiện`, `Sở Tài chính, Sở Tài chính`.
//!
//! One to six words and numbers, at least one of them a word, in one sentence and with no mark between them (flaw `words`);
//! or an item of two words and more that follows itself behind a comma or semicolon (flaw `item`), numbers of documents
//! and dates included. The right writing is the words once, `count` says how many they are.
//!
//! It is not sure where a single word ends one word of the [`lexicon`] and begins the next (`trực tiếp tiếp nhận`). Left alone are a word before a name that begins with it (`cán bộ Bộ Nội vụ`), and single letters.

use super::oddity::Oddity;
use super::{Builtin, Fact, Kind, Value, View};
use crate::document::{Case, Token, TokenId};
use crate::text::lexicon;

/// The longest stretch that is looked for, in words.
pub const MOST: usize = 6;
/// The longest item of a list, in words, numbers and the marks inside numbers.
const MOST_OF_ITEM: usize = 20;
/// So near before itself the first word of an item stands, where the item follows itself behind a mark.
pub const NEAR: TokenId = MOST_OF_ITEM as TokenId + 1;

/// Adds the facts of a block, where words and marks among `twice` begin one: numbers, words that stand again at most [`MOST`]
/// tokens further, and marks behind which a word follows that stands at most [`NEAR`] tokens before, or none.
pub fn of_block(view: View<'_>, twice: &[TokenId], into: &mut Vec<Fact>) {
    let mut next = view.start;
    for &at in twice {
        let (before, rest) = (view.document.tokens_in(view.start..at), view.document.tokens_in(at..view.end));
        let Some(first) = rest.first().filter(|_| at >= next) else { continue };
        if first.is_word() || first.is_number() {
            let Some(length) = doubled(rest) else { continue };
            let sure = length > 1 || !joins_terms(view, at);
            next = at + 2 * length as TokenId;
            push(view, ("words", length as TokenId), at..next, sure, into);
        } else if let Some(length) = repeated_item(before, rest) {
            let length = length as TokenId;
            push(view, ("item", length), at - length..at + 1 + length, true, into);
        }
    }
}

fn push(
    view: View<'_>,
    (flaw, length): (&'static str, TokenId),
    tokens: std::ops::Range<TokenId>,
    sure: bool,
    into: &mut Vec<Fact>,
) {
    let document = view.document;
    let once = document.slice(document.span_of(tokens.start..tokens.start + length)).to_owned();
    let value = Value::Oddity(Oddity { count: length, sure, ..Oddity::new(flaw, Some(once)) });
    let span = document.span_of(tokens.clone());
    into.push(Fact { kind: Kind::Builtin(Builtin::Doubling), tokens, span, value });
}

/// How many words at the head of these tokens stand twice; the most that do.
fn doubled(tokens: &[Token]) -> Option<usize> {
    let [first, ahead @ ..] = tokens else { return None };
    if !ahead.iter().take(MOST).any(|token| token.key == first.key) {
        return None;
    }
    let again = (1..=MOST).rev().filter(|&length| tokens.get(length).is_some_and(|token| token.key == first.key));
    let mut fits = again.filter(|&length| {
        let (Some(once), Some(twice)) = (tokens.get(..length), tokens.get(length..2 * length)) else { return false };
        let plain = |token: &Token| token.is_word() || token.is_number();
        let inside = once.iter().chain(twice).skip(1).all(|token| plain(token) && token.spaced);
        let ends = once.iter().any(|token| token.ends_sentence);
        inside
            && !ends
            && once.iter().any(|token| token.is_word())
            && once.iter().zip(twice).all(|(a, b)| a.key == b.key)
            && (length > 1 || is_one_word_twice(once, twice))
    });
    fits.next()
}

/// Not a single letter, and not a word before a name that begins with it.
fn is_one_word_twice(once: &[Token], twice: &[Token]) -> bool {
    let ([once], [twice]) = (once, twice) else { return false };
    once.span.len() > 1 && !(once.case == Case::Lower && twice.case != Case::Lower)
}

/// Whether a mark parts the items of a list.
pub fn separates(token: &Token) -> bool {
    token.is(',') || token.is(';')
}

/// How many words of the item behind a comma, the first of `after`, stand right before it as well.
fn repeated_item(before: &[Token], after: &[Token]) -> Option<usize> {
    let after = after.get(1..)?;
    const JOINS: [u64; 2] = [crate::text::key("và"), crate::text::key("hoặc")];
    let ends = |token: &Token| separates(token) || token.is('.') || token.is(')') || JOINS.contains(&token.key);
    let length = after.iter().take(MOST_OF_ITEM + 1).position(ends).unwrap_or(after.len());
    if !(2..=MOST_OF_ITEM).contains(&length) {
        return None;
    }
    let (once, twice) = (before.get(before.len().checked_sub(length)?..)?, after.get(..length)?);
    let plain = |token: &Token| token.is_word() || token.is_number() || token.is('/') || token.is('-') || token.is('%');
    let worded = once.iter().filter(|token| token.is_word()).count() > 1 && once.iter().all(plain);
    (worded && once.iter().zip(twice).all(|(a, b)| a.key == b.key)).then_some(length)
}

/// Whether the word before the first and the word behind the second make words of the lexicon with them. In `kịp thời khắc
/// khắc phục` the word before belongs to another one: there the first has to be a usual word (`thi hành vi vi phạm`).
fn joins_terms(view: View<'_>, at: TokenId) -> bool {
    let id = |at: Option<TokenId>| lexicon::id(view.token(at?).filter(|token| token.is_word())?.key);
    let pair = |a: Option<TokenId>, b: Option<TokenId>| id(a).zip(id(b));
    let is_word = |pair: Option<(lexicon::Id, lexicon::Id)>| pair.is_some_and(|(a, b)| lexicon::is_word(a, b));
    let (before, first) = (at.checked_sub(1), pair(at.checked_sub(1), Some(at)));
    let taken = is_word(pair(at.checked_sub(2), before))
        && first.is_none_or(|(a, b)| lexicon::rank(a, b) != Some(lexicon::Rank::Common));
    is_word(first) && is_word(pair(Some(at), Some(at + 2))) && !taken
}

/// One number for two words in this order.
#[inline]
pub fn pair(a: u64, b: u64) -> u64 {
    a.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b
}
