//! Brackets and quotation marks with their partners.
//!
//! `( ) [ ] { }`, `“ ”`, `« »`, `‘ ’` and the straight `"`, which opens and closes in turn. Partners stand in the same block.
//! A closing mark takes the nearest open one of its kind, and what was opened in between and not closed stays without a
//! partner: in `(a [b)` the square bracket has none. Brackets and quotation marks do not shield one another, so that one
//! forgotten mark does not unsettle the rest: in `“(a” b)` all have partners.
//!
//! Left alone are `'`, an apostrophe inside a word (`Cô’`, glued to letters on both sides), and the `)` of a list label:
//! `a)` or `1)` at the start of a block, or after `;`, `,` or `:` where no bracket is open.

use std::ops::Range;

use super::{Builtin, Fact, FactId, Kind, Value, View, gap};
use crate::document::{TokenId, TokenKind};

/// One bracket or quotation mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Delimiter {
    /// Whether it opens.
    pub opens: bool,
    /// Its partner in the same block; absent when it has none.
    pub partner: Option<FactId>,
    /// The words between which that partner seems to be lost; see `gap.rs`.
    pub gap: Option<Range<TokenId>>,
}

/// What a mark is: the kind that it pairs with, and whether it opens. Straight quotes do both.
const fn mark_of(mark: char) -> Option<(usize, Option<bool>)> {
    Some(match mark {
        '(' | '（' => (0, Some(true)),
        ')' | '）' => (0, Some(false)),
        '[' => (1, Some(true)),
        ']' => (1, Some(false)),
        '{' => (2, Some(true)),
        '}' => (2, Some(false)),
        '“' => (3, Some(true)),
        '”' => (3, Some(false)),
        '«' => (4, Some(true)),
        '»' => (4, Some(false)),
        '‘' => (5, Some(true)),
        '’' => (5, Some(false)),
        '"' => (6, None),
        _ => return None,
    })
}

const BRACKETS: usize = 3;

/// Adds the facts of a block that has these marks.
pub fn of_block(view: View<'_>, marks: &[TokenId], into: &mut Vec<Fact>) {
    let first = into.len();
    // Open brackets in one stack, since they nest; open quotation marks each kind for itself.
    let mut brackets: Vec<(usize, FactId)> = Vec::new();
    let mut quotes: [Vec<FactId>; 4] = Default::default();
    // How many of each kind of bracket are open, so that a closing one without a partner costs no search.
    let mut open = [0usize; BRACKETS];
    for &at in marks {
        let Some(token) = view.token(at) else { break };
        let TokenKind::Punctuation(mark) = token.kind else { continue };
        let Some((kind, opens)) = mark_of(mark) else { continue };
        if mark == ')' && is_label(view, at, open.first() == Some(&0)) || mark == '’' && is_apostrophe(view, at) {
            continue;
        }
        let id = into.len() as FactId;
        let mut partner = None;
        let opens = if let Some(count) = open.get_mut(kind) {
            let opens = opens == Some(true);
            if opens {
                *count += 1;
                brackets.push((kind, id));
            } else if *count > 0 {
                while let Some((other, candidate)) = brackets.pop() {
                    if let Some(count) = open.get_mut(other) {
                        *count -= 1;
                    }
                    if other == kind {
                        partner = Some(candidate);
                        break;
                    }
                }
            }
            opens
        } else if let Some(stack) = quotes.get_mut(kind - BRACKETS) {
            let opens = opens.unwrap_or(stack.is_empty());
            if opens {
                stack.push(id);
            } else {
                partner = stack.pop();
            }
            opens
        } else {
            continue;
        };
        if let Some(Fact { value: Value::Delimiter(other), .. }) = partner.and_then(|id| into.get_mut(id as usize)) {
            other.partner = Some(id);
        }
        let value = Value::Delimiter(Delimiter { opens, partner, gap: None });
        into.push(Fact { kind: Kind::Builtin(Builtin::Delimiter), tokens: at..at + 1, span: token.span, value });
    }
    let alone = |fact: &&mut Fact| matches!(fact.value, Value::Delimiter(Delimiter { partner: None, .. }));
    let mut lonely = into.get_mut(first..).unwrap_or_default().iter_mut().filter(alone);
    // Of several, nobody can tell which half belongs where.
    if let (Some(Fact { tokens, value: Value::Delimiter(one), .. }), None) = (lonely.next(), lonely.next()) {
        one.gap = gap::of(view, tokens.start, one.opens);
    }
}

/// Whether a `)` stands behind a single letter or a number that opens an item.
fn is_label(view: View<'_>, at: TokenId, free: bool) -> bool {
    let Some(label) = at.checked_sub(1).filter(|id| *id >= view.start) else { return false };
    let Some(token) = view.token(label) else { return false };
    let short = match token.kind {
        TokenKind::Word => view.text(label).chars().filter(|c| c.is_alphabetic()).count() == 1,
        TokenKind::Number => view.text(label).len() <= 5,
        _ => false,
    };
    let opens = label == view.start
        || free && token.spaced && [';', ',', ':', '.'].iter().any(|mark| view.is_mark(label - 1, *mark));
    short && opens && view.token(at).is_some_and(|close| !close.spaced)
}

/// Whether a `’` stands inside a word.
fn is_apostrophe(view: View<'_>, at: TokenId) -> bool {
    let word = |id: TokenId| view.token(id).is_some_and(|token| token.is_word());
    let glued = |id: TokenId| view.token(id).is_some_and(|token| !token.spaced);
    at > view.start && word(at - 1) && word(at + 1) && glued(at) && glued(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::amount::tests::facts;

    /// Each mark with the number of its partner among the marks, from 0.
    fn marks(text: &str) -> String {
        let (document, facts) = facts(text);
        let ids: Vec<FactId> = (0..facts.built_in().len() as FactId)
            .filter(|id| facts.built_in()[*id as usize].kind == Kind::Builtin(Builtin::Delimiter))
            .collect();
        let place = |id: FactId| ids.iter().position(|other| *other == id).unwrap().to_string();
        ids.iter()
            .map(|id| {
                let fact = &facts.built_in()[*id as usize];
                let Value::Delimiter(delimiter) = &fact.value else { panic!("{fact:?}") };
                let side = if delimiter.opens { "<" } else { ">" };
                let partner = delimiter.partner.map_or_else(|| "-".to_owned(), place);
                format!("{}{side}{partner}", document.slice(fact.span))
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn marks_find_their_partners() {
        for (text, expected) in [
            ("Có hồ sơ (gồm mới [cũ]) rồi", "(<3 [<2 ]>1 )>0"),
            ("Có “một” và «hai» và ‘ba’", "“<1 ”>0 «<3 »>2 ‘<5 ’>4"),
            ("Có \"một\" và \"hai\" và \"", "\"<1 \">0 \"<3 \">2 \"<-"),
            ("Có hồ sơ (mới [cũ) rồi", "(<2 [<- )>0"),
            ("Có hồ sơ mới) rồi (cũ", ")>- (<-"),
            ("Có “hồ sơ (mới” rồi)", "“<2 (<3 ”>0 )>1"),
            ("Nội dung gồm a) rà soát hồ sơ", ")>-"),
            ("Nội dung gồm: a) rà soát; b) nộp hồ sơ", ""),
            ("Nội dung (sửa; 10) và nộp hồ sơ", "(<1 )>0"),
            ("Tên gọi Cô’ng dân", ""),
            ("a) Rà soát hồ sơ (mới)", "(<1 )>0"),
        ] {
            assert_eq!(marks(text), expected, "{text}");
        }
    }

    #[test]
    fn partners_stay_in_their_block() {
        assert_eq!(marks("Đoạn một (mở ra\n\n- Đoạn hai đóng lại)"), "(<- )>-");
    }
}
