//! What a heading carries besides its title.

use super::token::{Token, TokenKind};

/// How a heading reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// A title and nothing else.
    Title,
    /// A short line that ends with a full stop: a title, or the item of a list.
    Item,
    /// Text of its own: a sentence after the title, words after a colon, a remark in brackets, a whole paragraph.
    Text,
}

/// A remark in brackets has at least this many words; fewer are an abbreviation or an explanation of the title
/// (`(TTHC)`, `(thi tuyển, xét tuyển)`).
const REMARK: usize = 5;

/// A line of so many words that ends with a full stop is a paragraph; titles run to some forty words.
const PARAGRAPH: usize = 45;

/// A line of so many words that ends with a full stop and stands among items is one of them.
const STATEMENT: usize = 24;

/// Reads the tokens of a heading without its label.
pub(super) fn own(tokens: &[Token]) -> Own {
    let end = tokens.iter().rposition(|token| token.kind != TokenKind::Mark).map_or(0, |last| last + 1);
    let tokens = tokens.get(..end).unwrap_or_default();
    let Some(last) = tokens.last() else { return Own::Title };
    let words = |tokens: &[Token]| tokens.iter().filter(|token| token.kind == TokenKind::Word).count();
    let after = |at: usize| tokens.get(at + 1..).unwrap_or_default();
    let sentence = tokens.iter().position(|token| token.ends_sentence).is_some_and(|at| words(after(at)) >= 2);
    let colon = tokens.iter().position(|token| token.is(':')).is_some_and(|at| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        // `Tổng số: 15` says something, `ISO 9001: 2015` is a name.
        words(after(at)) >= 2 || before.is_some_and(Token::is_word) && after(at).iter().any(Token::is_number)
    });
    // A title has no figures in it but years and decrees of its subject, and is no list: a short paragraph does and is.
    let statement = last.is('.') && (tokens.iter().any(|token| token.is(';')) || words(tokens) >= STATEMENT);
    if sentence || colon || statement || remark(tokens) >= REMARK || last.is(';') || words(tokens) > 2 * PARAGRAPH {
        return Own::Text;
    }
    match last.is('.') || last.is('…') {
        true if words(tokens) >= PARAGRAPH => Own::Text,
        true => Own::Item,
        false => Own::Title,
    }
}

/// Words of the brackets that a heading ends with.
fn remark(tokens: &[Token]) -> usize {
    let inner = match tokens {
        [inner @ .., close] if close.is(')') => inner,
        [inner @ .., close, stop] if close.is(')') && stop.is('.') => inner,
        _ => return 0,
    };
    let open = inner.iter().rposition(|token| token.is('('));
    open.and_then(|open| inner.get(open + 1..))
        .map_or(0, |inside| inside.iter().filter(|token| token.is_word()).count())
}
