//! Words that stand twice in a row: `rà rà soát`, `thực hiện thực hiện`, `Sở Tài chính, Sở Tài chính`.
//!
//! One to six words and numbers, at least one of them a word, in one sentence and with no mark between them (flaw `words`);
//! or an item of two to eight words that follows itself behind a comma or semicolon (flaw `item`). The right writing is the
//! words once, `count` says how many they are.
//!
//! It is not sure where a single word ends one term and begins the next (`trực tiếp tiếp nhận`): both are words of the
//! [`lexicon`], or stand elsewhere in the document, of a syllable that does not often stand by itself. Left alone are a word before a name that begins with it (`cán bộ Bộ Nội vụ`), and single letters.

use super::oddity::Oddity;
use super::pattern::KeyMap;
use super::{Builtin, Fact, Kind, Value, View};
use crate::document::{Case, Document, Token, TokenId};
use crate::text::lexicon;

/// The longest stretch that is looked for, in words.
const MOST: usize = 6;
/// The longest item of a list, in words.
const MOST_OF_ITEM: usize = 8;

/// Adds the facts of a block.
pub fn of_block(view: View<'_>, pairs: &mut Pairs, into: &mut Vec<Fact>) {
    let tokens = view.document.tokens_in(view.start..view.end);
    let mut next = 0;
    while let Some(first) = tokens.get(next) {
        let (at, rest) = (view.start + next as TokenId, tokens.get(next..).unwrap_or_default());
        next += 1;
        if first.is_word() || first.is_number() {
            let Some(length) = doubled(rest) else { continue };
            let sure = length > 1 || !joins_terms(view, at, pairs);
            push(view, ("words", length as TokenId), at..at + 2 * length as TokenId, sure, into);
            next += 2 * length - 1;
        } else if separates(first)
            && let Some(length) = repeated_item(tokens.get(..next - 1).unwrap_or_default(), rest)
        {
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

fn separates(token: &Token) -> bool {
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
    let plain = |token: &Token| token.is_word() || token.is_number();
    let worded = once.iter().filter(|token| token.is_word()).count() > 1 && once.iter().all(plain);
    (worded && once.iter().zip(twice).all(|(a, b)| a.key == b.key)).then_some(length)
}

/// Whether the word before the first and the word behind the second make terms with them: each of the two pairs is known, or
/// stands elsewhere too, in a tenth of all places of the word at least.
fn joins_terms(view: View<'_>, at: TokenId, pairs: &mut Pairs) -> bool {
    let key = |at: TokenId| view.token(at).filter(|token| token.is_word()).map(|token| token.key);
    let before = at.checked_sub(1).and_then(key);
    let (Some(before), Some(word), Some(after)) = (before, key(at), key(at + 2)) else { return false };
    let known = |a: u64, b: u64| lexicon::id(a).zip(lexicon::id(b)).is_some_and(|(a, b)| lexicon::is_word(a, b));
    let (first, second) = (known(before, word), known(word, after));
    if first && second || lexicon::id(word).is_some_and(lexicon::stands_alone) {
        return first && second;
    }
    let counts = pairs.of(view.document);
    let count = |key: u64| counts.get(&key).copied().unwrap_or(0);
    let term = |pair: u32| pair > 1 && pair * 10 >= count(word);
    (first || term(count(pair(before, word)))) && (second || term(count(pair(word, after))))
}

/// How often each word and each pair of neighbouring words stands in the document; counted when first asked.
#[derive(Debug, Default)]
pub struct Pairs(Option<KeyMap<u32>>);

impl Pairs {
    fn of(&mut self, document: &Document) -> &KeyMap<u32> {
        self.0.get_or_insert_with(|| {
            let mut counts: KeyMap<u32> = KeyMap::default();
            for two in document.tokens.windows(2) {
                let [a, b] = two else { continue };
                *counts.entry(a.key).or_default() += 1;
                if super::words::follows(a, b) {
                    *counts.entry(pair(a.key, b.key)).or_default() += 1;
                }
            }
            counts
        })
    }
}

/// One number for two words in this order.
pub fn pair(a: u64, b: u64) -> u64 {
    a.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b
}
