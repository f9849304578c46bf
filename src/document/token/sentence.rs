//! Where sentences end.
//!
//! At `.`, `!`, `?` or `…` before white space and a capital, a number, an opening quotation mark or a bullet, or at the end
//! of the stretch. Not after abbreviations (`TP. Vinh`, `PGS. Hoa`), initials (`Ng. V. Hòa`) and labels (`1. Mục tiêu`,
//! `Điều 5. Phạm vi`); not after `…` that goes on in lower case (`nội vụ… đã`).

use super::{Case, Token, TokenKind};
use crate::text::{is_combining, is_invisible, key};

/// Sets `ends_sentence` on the last token of each sentence of a stretch that has its stops at these tokens; closing quotation
/// marks and note marks belong to it. Gives one past each of these tokens.
pub(super) fn mark_ends(text: &str, tokens: &mut [Token], stops: &[usize]) -> impl Iterator<Item = usize> {
    stops.iter().filter_map(move |&mark| {
        let point = tokens.get(mark).is_some_and(|token| token.is('.'));
        let mut at = mark + 1;
        while tokens.get(at).is_some_and(|next| !next.spaced && closes(next)) {
            at += 1;
        }
        let ends = match tokens.get(at) {
            None => !(point && abbreviates(text, tokens, mark)),
            Some(next) => next.spaced && opens(text, next) && !(point && abbreviates(text, tokens, mark)),
        };
        tokens.get_mut(at - 1)?.ends_sentence = ends;
        ends.then_some(at)
    })
}

fn closes(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Mark | TokenKind::Punctuation('”' | '’' | '"' | '»' | ')' | ']'))
}

/// Whether a sentence may begin with this token.
fn opens(text: &str, token: &Token) -> bool {
    match token.kind {
        TokenKind::Word => match token.case {
            Case::Title | Case::Upper => true,
            Case::Mixed => text.get(token.span.range()).is_some_and(|word| word.starts_with(char::is_uppercase)),
            Case::Lower | Case::None => false,
        },
        TokenKind::Number => true,
        TokenKind::Punctuation(mark) => matches!(mark, '“' | '"' | '«' | '‘' | '(' | '[' | '-' | '–' | '+' | '•' | '*'),
        TokenKind::Mark | TokenKind::Url => false,
    }
}

/// Whether the point at `mark` belongs to the token before it.
fn abbreviates(text: &str, tokens: &[Token], mark: usize) -> bool {
    const SHORT: [u64; 19] = [
        key("tp"),
        key("tx"),
        key("ts"),
        key("ths"),
        key("pgs"),
        key("gs"),
        key("bs"),
        key("ks"),
        key("st"),
        key("tm"),
        key("kt"),
        key("tl"),
        key("tuq"),
        key("nsnd"),
        key("ngnd"),
        key("mr"),
        key("dr"),
        key("no"),
        key("tr"),
    ];
    const LABELLED: [u64; 6] = [key("điều"), key("mục"), key("chương"), key("phần"), key("bước"), key("phụ lục")];
    const NUMBERED: [u64; 4] = [key("quý"), key("loại"), key("hạng"), key("khóa")];
    let before = |back: usize| mark.checked_sub(back).and_then(|at| tokens.get(at));
    let Some(token) = before(1) else { return false };
    match token.kind {
        // `gấp 1,5 lần quý I. So với …`: a number, and no initial.
        TokenKind::Word if before(2).is_some_and(|word| NUMBERED.contains(&word.key)) => SHORT.contains(&token.key),
        TokenKind::Word => SHORT.contains(&token.key) || (token.case == Case::Upper && is_initial(text, token)),
        TokenKind::Number => match before(2) {
            None => true,
            Some(label) => label.case == Case::Title && LABELLED.contains(&label.key),
        },
        _ => false,
    }
}

fn is_initial(text: &str, token: &Token) -> bool {
    let letters = text.get(token.span.range()).unwrap_or_default().chars();
    letters.filter(|&c| !is_combining(c) && !is_invisible(c)).nth(1).is_none()
}
