//! What each step of a pattern matches at a token, and where it is allowed to stand.

use std::ops::Range;

use super::{Instruction, Scene, Step, Trait, of_kind};
use crate::document::{Case, Document, Token, TokenId, TokenKind};
use crate::fact::{FactId, Facts, Kind};

impl Instruction {
    /// The token behind what its step matches at `here`.
    pub(super) fn take(&self, scene: &Scene<'_>, block: &Range<TokenId>, here: TokenId) -> Option<TokenId> {
        match &self.step {
            Step::Skip(without) if !self.glued => {
                let plain = here < block.end && scene.facts.sign(here).traits & Trait::SKIPPED != 0;
                let barred = || {
                    without.is_some_and(|set| {
                        scene.lets(self.gate, here, block.end) && scene.longest(set, here, block.end, false).is_some()
                    })
                };
                (plain && !barred()).then_some(here + 1)
            }
            Step::Phrase(_) | Step::Key(_) | Step::Builtin(_) | Step::Declared(_)
                if !scene.lets(self.gate, here, block.end) =>
            {
                None
            }
            step => step.take(scene, block, here, self.glued),
        }
    }
}

impl Step {
    /// Whether it only looks at tokens: it captures nothing and leads nowhere.
    pub(super) fn is_plain(&self) -> bool {
        !matches!(
            self,
            Self::Amounts(_)
                | Self::Open(_)
                | Self::Close(_)
                | Self::Form(_)
                | Self::Split(..)
                | Self::Jump(_)
                | Self::Accept
        )
    }

    /// The token behind what this step matches at `here`.
    pub(super) fn take(
        &self,
        scene: &Scene<'_>,
        block: &Range<TokenId>,
        here: TokenId,
        glued: bool,
    ) -> Option<TokenId> {
        let document = scene.document;
        let zero_width = matches!(
            self,
            Self::Start
                | Self::End
                | Self::Edge(_)
                | Self::NotBefore(_)
                | Self::NotAfterWords(_)
                | Self::NotAfterPhrase(_)
        );
        if zero_width {
            return self.holds(scene, block, here).then_some(here);
        }
        if here >= block.end {
            return None;
        }
        let token = document.tokens.get(here as usize)?;
        if glued && token.spaced {
            return None;
        }
        let one = |fits: bool| fits.then_some(here + 1);
        match self {
            Self::Words(keys) => {
                // Nearly all that is no match differs in its first word.
                if keys.first().is_some_and(|&first| first != token.key) {
                    return None;
                }
                let end = here + keys.len() as TokenId;
                if end > block.end {
                    return None;
                }
                let mut tokens = document.tokens_in(here..end).iter();
                keys.iter().all(|&key| tokens.next().is_some_and(|token| token.key == key)).then_some(end)
            }
            Self::Exactly(texts) => {
                let end = here + texts.len() as TokenId;
                if end > block.end {
                    return None;
                }
                let tokens = document.tokens_in(here..end);
                let same = |(token, text): (&Token, &str)| *crate::text::nfc(document.slice(token.span)) == *text;
                tokens.iter().zip(texts.iter().map(|text| &**text)).all(same).then_some(end)
            }
            Self::Phrase(set) => scene.longest(*set, here, block.end, false),
            Self::Key(set) => scene.longest(*set, here, block.end, true),
            Self::Digits => {
                one(token.kind == TokenKind::Number && document.slice(token.span).bytes().all(|b| b.is_ascii_digit()))
            }
            Self::Number => one(token.kind == TokenKind::Number),
            Self::Word => one(token.kind == TokenKind::Word),
            Self::Wordlike => {
                one(matches!(token.kind, TokenKind::Word | TokenKind::Mark | TokenKind::Punctuation('-' | '–' | '&')))
            }
            Self::Capitals => one(token.kind == TokenKind::Word && token.case == Case::Upper),
            Self::Proper => {
                one(token.kind == TokenKind::Word && document.slice(token.span).starts_with(char::is_uppercase))
            }
            Self::Any => one(true),
            Self::Skip(without) => {
                let plain = matches!(token.kind, TokenKind::Word | TokenKind::Mark | TokenKind::Punctuation(','))
                    && !token.ends_sentence;
                let barred = without.is_some_and(|set| scene.longest(set, here, block.end, false).is_some());
                one(plain && !barred)
            }
            Self::Code => code(document, here, block.end),
            Self::Rest => Some(block.end),
            Self::Clause => clause(document, here, block.end),
            Self::Builtin(kind) => fact_at(scene, here, Kind::Builtin(*kind), block.end),
            Self::Declared(kind) => fact_at(scene, here, Kind::Declared(*kind), block.end),
            Self::Except(inner, but) => {
                let end = inner.once(scene, block, here)?.tokens.end;
                let stretch = block.start..end;
                let barred = but.once(scene, &stretch, here).is_some_and(|m| m.tokens.end == end);
                (!barred).then_some(end)
            }
            Self::Unlike(inner, set) => {
                let end = inner.once(scene, block, here)?.tokens.end;
                let text = document.slice(document.span_of(here..end));
                scene.sets.get(*set as usize)?.relaxed(text).is_none().then_some(end)
            }
            _ => None,
        }
    }

    fn holds(&self, scene: &Scene<'_>, block: &Range<TokenId>, here: TokenId) -> bool {
        let document = scene.document;
        match self {
            Self::Start => {
                document.blocks.get(document.block_of(here) as usize).is_some_and(|b| b.tokens.start == here)
            }
            Self::End => here >= block.end,
            Self::Edge(left) => edge(document, here, *left),
            Self::NotBefore(program) => here >= block.end || program.once(scene, block, here).is_none(),
            Self::NotAfterWords(keys) => {
                let length = keys.len() as TokenId;
                let start = start_of_block(document, here, block);
                here < start + length
                    || document.tokens_in(here - length..here).iter().zip(&**keys).any(|(t, key)| t.key != *key)
            }
            Self::NotAfterPhrase(set) => {
                let start = start_of_block(document, here, block);
                !scene.sets.get(*set as usize).is_some_and(|set| set.stands_before(document, here, start))
            }
            _ => false,
        }
    }
}

/// A sub-program may be given a window that starts at its own place: looking back needs the whole block.
fn start_of_block(document: &Document, here: TokenId, block: &Range<TokenId>) -> TokenId {
    document.blocks.get(document.block_of(here) as usize).map_or(block.start, |b| b.tokens.start)
}

fn fact_at(scene: &Scene<'_>, here: TokenId, kind: Kind, end: TokenId) -> Option<TokenId> {
    find_fact(scene.facts, here, kind).filter(|fact| fact.1 <= end).map(|fact| fact.1)
}

/// The fact of a kind that starts at a token, and the token behind it.
pub fn find_fact(facts: &Facts, at: TokenId, kind: Kind) -> Option<(FactId, TokenId)> {
    if facts.sign(at).traits & of_kind(kind) == 0 {
        return None;
    }
    let found = |id: FactId| {
        let fact = facts.get(id)?;
        (fact.kind == kind && fact.tokens.end > at).then_some((id, fact.tokens.end))
    };
    match kind {
        Kind::Builtin(_) => facts.starting_at(at).iter().copied().find_map(found),
        Kind::Declared(kind) => facts.declared_at(kind, at).and_then(found),
    }
}

fn code(document: &Document, here: TokenId, end: TokenId) -> Option<TokenId> {
    let mut at = here;
    if document.tokens.get(at as usize)?.kind != TokenKind::Word {
        return None;
    }
    at += 1;
    while at < end {
        let Some(token) = document.tokens.get(at as usize) else { break };
        let next = document.tokens.get(at as usize + 1);
        let joined = !token.spaced
            && match token.kind {
                TokenKind::Number => true,
                TokenKind::Word => true,
                TokenKind::Punctuation('&') => {
                    at + 1 < end
                        && next.is_some_and(|n| !n.spaced && matches!(n.kind, TokenKind::Word | TokenKind::Number))
                }
                _ => false,
            };
        if !joined {
            break;
        }
        at += 1;
    }
    Some(at)
}

fn clause(document: &Document, here: TokenId, end: TokenId) -> Option<TokenId> {
    let mut at = here;
    while at < end {
        let Some(token) = document.tokens.get(at as usize) else { break };
        if matches!(token.kind, TokenKind::Punctuation(',' | ';' | ':' | '.' | '(' | ')' | '[' | ']')) {
            break;
        }
        at += 1;
        if token.ends_sentence {
            break;
        }
    }
    (at > here).then_some(at)
}

pub(super) fn end_of_list(document: &Document, here: TokenId, end: TokenId) -> TokenId {
    let mut depth = 0i32;
    let mut at = here;
    while at < end {
        let Some(token) = document.tokens.get(at as usize) else { break };
        match token.kind {
            TokenKind::Punctuation('(') => depth += 1,
            TokenKind::Punctuation(')') => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return at;
        }
        if token.ends_sentence {
            // A full stop is no part of the list; a word at the end of the block is.
            return if matches!(token.kind, TokenKind::Punctuation('.' | '!' | '?')) { at } else { at + 1 };
        }
        at += 1;
    }
    end
}

/// Whether a format may begin (left) or end here: nothing that belongs to a writing touches it.
fn edge(document: &Document, here: TokenId, left: bool) -> bool {
    let solid = |t: &Token| matches!(t.kind, TokenKind::Word | TokenKind::Number);
    let joint = |t: &Token| matches!(t.kind, TokenKind::Punctuation('/' | '-' | '–' | '_' | '&' | '.'));
    let get = |at: Option<usize>| at.and_then(|at| document.tokens.get(at));
    let at = here as usize;
    if left {
        let Some(token) = get(Some(at)) else { return true };
        let Some(before) = get(at.checked_sub(1)) else { return true };
        if token.spaced || token.span.start < before.span.end {
            return true;
        }
        !(solid(before) || joint(before) && !before.spaced && get(at.checked_sub(2)).is_some_and(solid))
    } else {
        let Some(token) = get(Some(at)) else { return true };
        if token.spaced {
            return true;
        }
        !(solid(token) || joint(token) && get(Some(at + 1)).is_some_and(|next| !next.spaced && solid(next)))
    }
}
