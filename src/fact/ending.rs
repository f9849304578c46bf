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

mod place;

use super::oddity::Oddity;
use super::{Builtin, Fact, Kind, Value, cut};
use crate::document::{Block, BlockKind, Case, Document, Token, TokenId};
use place::{Beside, Place, ends_open, last_token, places, words};

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
    let mut survey = Survey::new(document, into);
    for place in places(document) {
        survey.look_at(&place);
    }
    survey.tell_note();
    survey.tell_leads();
    survey.tell_small_items();
    survey.tell_stops();
}

/// How the blocks of a document end and begin: some flaws show at once, others where they are few among many of their like.
struct Survey<'d> {
    document: &'d Document,
    into: &'d mut Vec<Fact>,
    running: Usage,
    /// What stands between two headings, and all text that is closed, however short.
    between: Usage,
    /// Numbered lines that are text of several sentences: a title is one.
    lines: Usage,
    /// Items of the body that are sentences.
    items: Usage,
    /// Those that lead to items below them.
    leading_items: usize,
    /// What leads to a list: without any mark or with a semicolon, and with its colon.
    leads: Usage,
    /// Items that begin with a capital, and with a small letter.
    capital: usize,
    small: usize,
    /// Those of them beside which others begin with a capital, and how many times as many must do so in the document.
    small_beside_capitals: Vec<(TokenId, usize)>,
}

/// The last words of blocks without the mark that ends their like, and how many have it.
#[derive(Default)]
struct Usage {
    open: Vec<TokenId>,
    closed: usize,
}

impl Usage {
    /// Those without the mark, where five times as many have it, and five at least.
    fn flaws(self) -> Vec<TokenId> {
        let usual = self.closed >= LEAST && self.open.len() * LEAST <= self.closed;
        if usual { self.open } else { Vec::new() }
    }
}

impl<'d> Survey<'d> {
    fn new(document: &'d Document, into: &'d mut Vec<Fact>) -> Self {
        Self {
            document,
            into,
            running: Usage::default(),
            between: Usage::default(),
            lines: Usage::default(),
            items: Usage::default(),
            leading_items: 0,
            leads: Usage::default(),
            capital: 0,
            small: 0,
            small_beside_capitals: Vec::new(),
        }
    }

    fn look_at(&mut self, place: &Place<'_>) {
        if place.of_body && cut::is_off(self.document, place.block, place.behind) {
            self.tell(place.end(), "cut off", None);
            return;
        }
        if place.of_body && place.words >= SHORT && place.is_closed() {
            self.between.closed += 1;
        }
        match place.block.kind {
            BlockKind::Paragraph if place.of_body => {
                self.look_at_lead(place);
                self.look_at_paragraph(place);
            }
            BlockKind::Heading if place.of_body => self.look_at_line(place),
            BlockKind::Item => {
                self.look_at_beginning(place);
                self.look_at_item(place);
            }
            _ => {}
        }
    }

    /// A paragraph that leads to a list.
    fn look_at_lead(&mut self, place: &Place<'_>) {
        let leads = place.words >= SHORT && place.behind.is_some_and(|behind| behind.kind == BlockKind::Item);
        if leads && place.last.is(':') {
            self.leads.closed += 1;
        } else if leads && (place.last.is_word() || place.last.is(';')) && place.last.case != Case::Upper {
            self.leads.open.push(place.end());
        }
    }

    fn look_at_paragraph(&mut self, place: &Place<'_>) {
        if place.first.is('(') {
            return;
        }
        if place.is_between_headings() && place.is_open() {
            self.between.open.push(place.end());
            return;
        }
        if !place.is_running() || place.is_caption() {
            return;
        }
        if place.is_open() || place.last.is(';') && place.is_last() {
            self.running.open.extend(place.stands_complete().then(|| place.end()));
        } else {
            self.running.closed += 1;
        }
        if place.goes_on_small() {
            let word = self.document.slice(place.first.span);
            self.tell(place.block.tokens.start, "small paragraph", Some(capitalised(word)));
        }
    }

    fn look_at_line(&mut self, place: &Place<'_>) {
        if place.words >= LONG && place.last.is('.') {
            self.lines.closed += 1;
        } else if place.is_text() && place.is_open() && place.stands_complete() {
            self.lines.open.push(place.end());
        }
    }

    /// Whether an item begins with a capital, as those beside it do.
    fn look_at_beginning(&mut self, place: &Place<'_>) {
        match place.first.case {
            _ if !place.of_body => {}
            Case::Title | Case::Upper => self.capital += 1,
            Case::Lower if place.first.is_word() => {
                self.small += 1;
                let least = place.stands_among_capitals().map(|beside| match beside {
                    Beside::Both => LEAST,
                    Beside::One => 2 * LEAST,
                });
                self.small_beside_capitals.extend(least.map(|least| (place.block.tokens.start, least)));
            }
            _ => {}
        }
    }

    fn look_at_item(&mut self, place: &Place<'_>) {
        let sentence = place.of_body && place.words >= SHORT;
        if sentence && place.is_closed() {
            self.items.closed += 1;
        } else if place.leads_to_items_below() {
            self.leading_items += usize::from(sentence && place.is_open());
        } else if place.is_open() && place.words >= SHORT_ITEM {
            if place.stands_among_closed_items() {
                let word = self.document.slice(place.last.span);
                self.tell(place.end(), "semicolon missing", Some(format!("{word};")));
            } else if sentence && place.words < place.tokens.len() {
                self.items.open.push(place.end());
            }
        }
    }

    fn tell_note(&mut self) {
        if let Some(at) = open_note(self.document) {
            let right = format!("{}.", self.word(at));
            self.tell(at, "note stop missing", Some(right));
        }
    }

    fn tell_leads(&mut self) {
        for at in std::mem::take(&mut self.leads).flaws() {
            let right = format!("{}:", self.word(at).trim_end_matches(';'));
            self.tell(at, "colon missing", Some(right));
        }
    }

    fn tell_small_items(&mut self) {
        for (at, least) in std::mem::take(&mut self.small_beside_capitals) {
            if self.capital >= least * self.small.max(1) {
                self.tell(at, "small item", Some(capitalised(self.word(at))));
            }
        }
    }

    fn tell_stops(&mut self) {
        let take = std::mem::take::<Usage>;
        let items = take(&mut self.items);
        // Items are written more freely: twice as many are asked for, and five more for each that leads to others.
        let closed_items = (items.closed / 2).saturating_sub(self.leading_items * LEAST);
        let items = Usage { closed: closed_items, ..items };
        for usage in [take(&mut self.running), take(&mut self.between), take(&mut self.lines), items] {
            for at in usage.flaws() {
                let right = format!("{}.", self.word(at).trim_end_matches(';'));
                self.tell(at, "stop missing", Some(right));
            }
        }
    }

    fn tell(&mut self, at: TokenId, flaw: &'static str, right: Option<String>) {
        let (tokens, kind) = (at..at + 1, Kind::Builtin(Builtin::Punctuation));
        let value = Value::Oddity(Oddity::new(flaw, right));
        self.into.push(Fact { kind, span: self.document.span_of(tokens.clone()), tokens, value });
    }

    fn word(&self, at: TokenId) -> &'d str {
        self.document.slice(self.document.span_of(at..at + 1))
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
