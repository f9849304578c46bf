//! Paragraphs and items without the mark that ends their like: facts of kind `punctuation`.
//!
//! | flaw | seen | right |
//! |---|---|---|
//! | `stop missing` | a paragraph of the body that ends in a word, a number, a bracket or a comma, where others end with a full stop | the last word with it |
//! | `note stop missing` | the one note that ends so, where eight and more end with a full stop | the last word with it |
//! | `semicolon missing` | an item that ends so, where the items before and behind it have their `;` | the last word with it |
//! | `small paragraph` | a paragraph that begins with a small letter behind one that is closed | the word with a capital |
//! | `colon missing` | a paragraph that leads to a list and ends in a word or `;`, where others end with a colon | the last word with it |
//! | `small item` | an item that begins with a small letter, where those beside it and most others begin with a capital | the word with a capital |
//! | `cut off` | a paragraph, an item or a numbered line of the body that ends in a comma, or in a word that leads to another (`về`, `của`, `nhưng`) | none |
//!
//! The place is the last word or mark, or the first word. A paragraph is looked at where it lies in a section, has twenty words or two
//! sentences, or is all that stands between two headings, and no item, table or paragraph in small letters goes on behind it; it is told
//! where five times as many such paragraphs, and five at least, end with a mark. Left alone are headings, cells, notes, remarks in brackets,
//! short items, and what may be a heading without its number: words alone, with no mark and no figure among them. A numbered line is
//! a paragraph where it has several sentences.
//!
//! Nothing goes on behind what is cut off either. A comma closes the items of a list where another item follows, and
//! `và`, `hoặc` lead on to it; some of the words may end a sentence behind certain others (`chuyển về`, `đôi khi`).

use super::oddity::Oddity;
use super::{Builtin, Fact, Kind, Value, cut};
use crate::document::{Block, BlockKind, Case, Document, Token, TokenId, TokenKind};

/// A paragraph of so many words is running text, whatever marks it has.
const LONG: usize = 20;
/// An item of fewer words is a name or a heading.
const SHORT_ITEM: usize = 4;
/// What stands alone between two headings is text from so many words on.
const SHORT: usize = 8;
/// So many paragraphs with their marks make a usage.
const LEAST: usize = 5;
/// So many notes with their full stop.
const LEAST_OF_NOTES: usize = 8;

/// Adds the facts of a document.
pub fn of_document(document: &Document, into: &mut Vec<Fact>) {
    let mut push = |at: TokenId, flaw: &'static str, right: Option<String>| {
        let (tokens, kind) = (at..at + 1, Kind::Builtin(Builtin::Punctuation));
        let value = Value::Oddity(Oddity::new(flaw, right));
        into.push(Fact { kind, span: document.span_of(tokens.clone()), tokens, value });
    };
    let text = |token: &Token| document.slice(token.span);
    // Items that begin with a small letter, and those among them whose neighbours do not.
    let (mut small, mut capital) = (0, 0);
    let mut beside: Vec<(TokenId, usize)> = Vec::new();
    let mut open: Vec<TokenId> = Vec::new();
    let mut closed = 0;
    // What leads to a list: with its colon, and without any mark or with a semicolon.
    let (mut leads, mut colons): (Vec<TokenId>, usize) = (Vec::new(), 0);
    // What stands between two headings, and all text that is closed, however short.
    let mut open_between: Vec<TokenId> = Vec::new();
    let mut closed_of_any_length = 0;
    // Items of the body that are sentences.
    let (mut open_items, mut closed_items): (Vec<TokenId>, usize) = (Vec::new(), 0);
    // Those that lead to items below them.
    let mut leading_items = 0;
    // Numbered lines that are text of several sentences: a title is one.
    let (mut open_lines, mut closed_lines): (Vec<TokenId>, usize) = (Vec::new(), 0);
    for (before, block, behind) in neighbours(&document.blocks) {
        let tokens = document.tokens_in(block.tokens.clone());
        let Some((first, last)) = tokens.first().zip(tokens.last()) else { continue };
        let end = block.tokens.end - 1;
        // A row of a table in HTML: `<tr><td>Cộng</td><td>118,1</td></tr>`.
        if document.slice(block.span).starts_with('<') {
            continue;
        }
        let of_body = block.section.is_some()
            && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading);
        if of_body && cut::is_off(document, block, behind) {
            push(end, "cut off", None);
            continue;
        }
        if of_body && words(tokens) >= SHORT && (last.is('.') || last.is(';')) {
            closed_of_any_length += 1;
        }
        if of_body && block.kind == BlockKind::Item {
            match first.case {
                Case::Title | Case::Upper => capital += 1,
                Case::Lower if first.is_word() => {
                    small += 1;
                    let (one, other) = (begins_high(document, before), begins_high(document, behind));
                    let alone = one.is_none() || other.is_none();
                    if one.or(other) == Some(true) && other.or(one) == Some(true) {
                        beside.push((block.tokens.start, if alone { 2 * LEAST } else { LEAST }));
                    }
                }
                _ => {}
            }
        }
        let leads_on = block.kind == BlockKind::Paragraph
            && block.section.is_some()
            && behind.is_some_and(|behind| behind.kind == BlockKind::Item)
            && words(tokens) >= SHORT;
        if leads_on && last.is(':') {
            colons += 1;
        } else if leads_on && (last.is_word() || last.is(';')) && last.case != Case::Upper {
            leads.push(end);
        }
        match block.kind {
            BlockKind::Paragraph
                if block.section.is_some()
                    && !first.is('(')
                    && is_between(before, tokens, behind)
                    && ends_open(tokens) =>
            {
                open_between.push(end);
            }
            BlockKind::Paragraph
                if block.section.is_some() && !first.is('(') && is_running(tokens) && !is_caption(tokens) =>
            {
                if ends_open(tokens) || last.is(';') && is_last(behind) {
                    open.extend(stands_complete(document, behind).then_some(end));
                } else {
                    closed += 1;
                }
                let after_stop = before.is_some_and(|before| {
                    before.kind == BlockKind::Paragraph && last_token(document, before).is_some_and(|last| last.is('.'))
                });
                // `b, Của huyện: …` is labelled.
                let labelled =
                    first.span.len() == 1 && tokens.get(1).is_some_and(|mark| !mark.is_word() && !mark.is_number());
                if after_stop && first.is_word() && first.case == Case::Lower && !labelled {
                    push(block.tokens.start, "small paragraph", Some(capitalised(text(first))));
                }
            }
            BlockKind::Heading if of_body && words(tokens) >= LONG && last.is('.') => closed_lines += 1,
            BlockKind::Heading
                if of_body && is_text(tokens) && ends_open(tokens) && stands_complete(document, behind) =>
            {
                open_lines.push(end);
            }
            BlockKind::Item if of_body && words(tokens) >= SHORT && (last.is('.') || last.is(';')) => closed_items += 1,
            BlockKind::Item if behind.is_some_and(|behind| lies_below(document, block, behind)) => {
                leading_items += usize::from(of_body && ends_open(tokens) && words(tokens) >= SHORT);
            }
            BlockKind::Item if ends_open(tokens) && words(tokens) >= SHORT_ITEM => {
                let item = |block: Option<&Block>, marks: &[char]| {
                    block.is_some_and(|block| {
                        block.kind == BlockKind::Item
                            && last_token(document, block).is_some_and(|last| marks.iter().any(|mark| last.is(*mark)))
                    })
                };
                if item(before, &[';']) && item(behind, &[';', '.']) {
                    push(end, "semicolon missing", Some(format!("{};", text(last))));
                } else if of_body && words(tokens) >= SHORT && words(tokens) < tokens.len() {
                    open_items.push(end);
                }
            }
            _ => {}
        }
    }
    if let Some(at) = open_note(document) {
        let last = document.slice(document.span_of(at..at + 1));
        push(at, "note stop missing", Some(format!("{last}.")));
    }
    if colons >= LEAST && leads.len() * LEAST <= colons {
        for at in leads {
            let last = document.slice(document.span_of(at..at + 1)).trim_end_matches(';');
            push(at, "colon missing", Some(format!("{last}:")));
        }
    }
    for (at, least) in beside {
        if capital >= least * small.max(1) {
            let word = document.slice(document.span_of(at..at + 1));
            push(at, "small item", Some(capitalised(word)));
        }
    }
    // Items are written more freely: twice as many are asked for.
    let told = [
        (open, closed),
        (open_between, closed_of_any_length),
        (open_lines, closed_lines),
        (open_items, (closed_items / 2).saturating_sub(leading_items * LEAST)),
    ];
    for (open, closed) in told {
        if closed >= LEAST && open.len() * LEAST <= closed {
            for at in open {
                let right = document.slice(document.span_of(at..at + 1)).trim_end_matches(';');
                push(at, "stop missing", Some(format!("{right}.")));
            }
        }
    }
}

/// The last word of the one note that lacks its full stop, where all others have one.
fn open_note(document: &Document) -> Option<TokenId> {
    let mut ends: Vec<(u32, &Block)> = Vec::new();
    for block in document.blocks.iter().filter(|block| !block.tokens.is_empty()) {
        let BlockKind::Note(note) = block.kind else { continue };
        match ends.last_mut() {
            Some((last, end)) if *last == note => *end = block,
            _ => ends.push((note, block)),
        }
    }
    let tokens = |block: &Block| document.tokens_in(block.tokens.clone());
    let closes = |mark: &Token| ['.', ';', ':', '?', '!', '…'].iter().any(|&end| mark.is(end));
    let closed = |block: &Block| last_token(document, block).is_some_and(closes);
    let mut open = ends.iter().map(|(_, block)| *block).filter(|block| !closed(block));
    let (only, none) = (open.next()?, open.next());
    let stops = ends.iter().filter(|(_, block)| last_token(document, block).is_some_and(|last| last.is('.'))).count();
    let told = none.is_none() && stops >= LEAST_OF_NOTES && ends_open(tokens(only)) && words(tokens(only)) > SHORT_ITEM;
    told.then(|| only.tokens.end - 1)
}

/// Whether an item is of a list below another item: further in, or a `+` behind a `-`.
fn lies_below(document: &Document, above: &Block, below: &Block) -> bool {
    let lead = |block: &Block| {
        let before = document.source.text().get(..document.span_of(block.tokens.clone()).start as usize);
        let line = before.and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
        (line.len() - line.trim_start().len(), line.trim_start().chars().next())
    };
    if below.kind != BlockKind::Item {
        return false;
    }
    let ((depth, mark), (inner, other)) = (lead(above), lead(below));
    inner > depth || mark == Some('-') && other == Some('+')
}

/// Whether an item begins with a capital; of a number or mark, and of what is no item, nothing is known.
fn begins_high(document: &Document, block: Option<&Block>) -> Option<bool> {
    let block = block.filter(|block| block.kind == BlockKind::Item)?;
    let first = document.tokens_in(block.tokens.clone()).first()?;
    first.is_word().then_some(first.case != Case::Lower)
}

/// Each block with those before and behind it; notes that stand between do not count.
fn neighbours(blocks: &[Block]) -> impl Iterator<Item = (Option<&Block>, &Block, Option<&Block>)> {
    let text: Vec<&Block> = blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Note(_))).collect();
    (0..text.len()).filter_map(move |at| {
        let before = at.checked_sub(1).and_then(|before| text.get(before)).copied();
        Some((before, text.get(at).copied()?, text.get(at + 1).copied()))
    })
}

fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| token.is_word()).count()
}

fn is_running(tokens: &[Token]) -> bool {
    let words = words(tokens);
    if words == tokens.len() || tokens.iter().filter(|token| token.is_word()).all(|token| token.case == Case::Upper) {
        return false;
    }
    words >= LONG || words >= LONG / 2 && tokens.iter().rev().skip(1).any(|token| token.ends_sentence)
}

/// Whether a long line has a sentence behind another.
fn is_text(tokens: &[Token]) -> bool {
    words(tokens) >= LONG && tokens.iter().rev().skip(1).any(|token| token.ends_sentence)
}

/// Whether a title opens with its number, as those of tables do: `Bảng 3. Thu ngân sách …`.
fn is_caption(tokens: &[Token]) -> bool {
    let sentences = || tokens.iter().skip(3).any(|token| token.ends_sentence);
    matches!(tokens, [word, number, mark, ..] if word.is_word() && number.is_number() && (mark.is('.') || mark.is(':')))
        && !sentences()
}

/// Whether a paragraph with a mark or figure in it is all that stands between two headings.
fn is_between(before: Option<&Block>, tokens: &[Token], behind: Option<&Block>) -> bool {
    let heading = |block: Option<&Block>| block.is_some_and(|block| block.kind == BlockKind::Heading);
    heading(before) && heading(behind) && words(tokens) >= SHORT && words(tokens) < tokens.len()
}

/// The last token that is no note mark.
fn last_token<'d>(document: &'d Document, block: &Block) -> Option<&'d Token> {
    document.tokens_in(block.tokens.clone()).iter().rev().find(|token| token.kind != TokenKind::Mark)
}

/// Whether a block ends with what ends no sentence; `hết ổ gà?”` does.
fn ends_open(tokens: &[Token]) -> bool {
    let closed = |mark: &Token| ['.', '?', '!', '…'].iter().any(|&end| mark.is(end));
    match tokens {
        [.., mark, last] if last.is('”') && closed(mark) => false,
        [.., last] => last.is_word() || last.is_number() || last.is(')') || last.is('%') || last.is('”'),
        [] => false,
    }
}

/// Whether what stands behind a paragraph begins anew: no item or table that it introduces, no small letter that goes on.
fn stands_complete(document: &Document, behind: Option<&Block>) -> bool {
    behind.is_none_or(|block| {
        let first = document.tokens_in(block.tokens.clone()).first();
        match block.kind {
            BlockKind::Heading => true,
            BlockKind::Paragraph => first.is_some_and(|token| matches!(token.case, Case::Title | Case::Upper)),
            _ => false,
        }
    })
}

/// Whether the next heading or nothing stands behind a paragraph.
fn is_last(behind: Option<&Block>) -> bool {
    behind.is_none_or(|behind| behind.kind == BlockKind::Heading)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::amount::tests::facts;

    fn told(text: &str) -> Vec<String> {
        let (document, facts) = facts(text);
        let flaws = [
            "stop missing",
            "note stop missing",
            "semicolon missing",
            "small paragraph",
            "small item",
            "colon missing",
        ];
        let flaw_of = |fact: &Fact| match &fact.value {
            Value::Oddity(oddity) if flaws.contains(&oddity.flaw) => Some(oddity.flaw),
            _ => None,
        };
        let tell = |fact: &Fact| flaw_of(fact).map(|flaw| format!("{flaw}: {}", document.slice(fact.span)));
        facts.built_in().iter().filter_map(tell).collect()
    }

    #[test]
    fn a_paragraph_ends_as_its_like_do() {
        let closed = "Các sở, ban, ngành đã rà soát thủ tục. Các địa phương đã thực hiện đúng quy định.\n\n".repeat(9);
        let open = "Các sở, ban, ngành đã rà soát thủ tục. Các địa phương đã thực hiện đúng hạn";
        let with = |rest: &str| told(&format!("I. KẾT QUẢ\n\n{closed}{rest}"));
        assert_eq!(with(&format!("{open}\n\nII. NHIỆM VỤ\n\nĐã giao.")), ["stop missing: hạn"]);
        assert_eq!(with(&format!("{open}\n\n- Một việc.")), [""; 0]);
        assert_eq!(with(&format!("{open}:\n\nĐã giao.")), [""; 0]);
        assert_eq!(with("Ủy ban nhân dân huyện Vĩnh Tường"), [""; 0]);
        assert_eq!(told(&format!("I. KẾT QUẢ\n\n{open}\n\nII. NHIỆM VỤ\n\nĐã giao.")), [""; 0]);
        let lines = |last: &str| {
            let numbered: String =
                (1..=6).map(|n| format!("{n}. {}\n", closed.lines().next().unwrap_or_default().repeat(2))).collect();
            told(&format!("IV. NHIỆM VỤ\n{numbered}7. {last}\n"))
        };
        assert_eq!(lines(&format!("{open} và gửi báo cáo về tỉnh")), ["stop missing: tỉnh"]);
        assert_eq!(lines(&open.replace(". ", ", ").repeat(2)), [""; 0]);
        assert_eq!(with("các địa phương đã rà soát thủ tục. Các sở đã thực hiện đúng hạn."), ["small paragraph: các"]);
    }

    #[test]
    fn what_leads_to_a_list_has_its_colon() {
        let lead = |mark: &str| format!("Các sở, ban, ngành đã làm xong các việc{mark}\n\n- Mở lớp;\n- Họp.\n\n");
        let with = |mark: &str| told(&format!("I. KẾT QUẢ\n\n{}{}", lead(":").repeat(6), lead(mark)));
        assert_eq!(with(""), ["colon missing: việc"]);
        assert_eq!(with(";"), ["colon missing: ;"]);
        assert_eq!(with("."), [""; 0]);
        assert_eq!(told(&format!("I. KẾT QUẢ\n\n{}{}", lead(":"), lead(""))), [""; 0]);
    }

    #[test]
    fn an_item_begins_as_those_beside_it() {
        let items = |middle: &str| {
            let others = "- Mở lớp kỹ năng;\n".repeat(12);
            told(&format!("I. KẾT QUẢ\n\n{others}- {middle};\n- Mở lớp ngoại ngữ."))
        };
        assert_eq!(items("mở lớp quản lý"), ["small item: mở"]);
        assert_eq!(items("eOffice cho các xã"), [""; 0]);
        assert_eq!(items("mở lớp quản lý;\n- mở lớp khác"), [""; 0]);
    }

    #[test]
    fn a_note_ends_as_its_like_do() {
        let with = |last: &str| {
            let marks: String = (1..=9).map(|n| format!("Việc {n}[^{n}]. ")).collect();
            let notes: String = (1..=8).map(|n| format!("[^{n}]: Các sở đã rà soát.\n\n")).collect();
            told(&format!("{marks}\n\n{notes}[^9]: {last}"))
        };
        assert_eq!(with("Các sở đã rà soát"), ["note stop missing: soát"]);
        assert_eq!(with("Các sở đã rà soát;"), [""; 0]);
        assert_eq!(with("Sở Nội vụ"), [""; 0]);
        assert_eq!(with("Các sở đã đăng tại https://lamdong.gov.vn/tin"), [""; 0]);
    }

    #[test]
    fn an_item_ends_as_those_beside_it() {
        let items = |middle: &str| told(&format!("- Mở lớp quản lý nhà nước;\n- {middle}\n- Mở lớp kỹ năng mềm."));
        assert_eq!(items("Mở 03 lớp, 228 học viên"), ["semicolon missing: viên"]);
        assert_eq!(items("Mở 03 lớp, 228 học viên:"), [""; 0]);
        assert_eq!(items("Mở lớp"), [""; 0]);
    }
}
