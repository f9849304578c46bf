//! Tokens: the words, numbers and marks that patterns match.
//!
//! A word's `key` is the same for every way of typing it: upper or lower case, NFC or NFD, the tone mark on either vowel
//! (`hoà` = `hòa`). It is a 64-bit hash of the word's letters without tone followed by its tones, so comparing two words
//! costs one comparison and no allocation; two different words collide with a chance of about 2⁻⁶⁴.
//!
//! What decorates the text is no token and does not separate: emphasis (`**số**`), a backslash before a mark, HTML
//! comments and tags, zero-width characters. What separates is white space of any kind and `<br>`.

mod markup;
mod memo;
mod sentence;
mod spell;
mod tokeniser;

pub(super) use tokeniser::{Read, Tokeniser};

use memo::Known;

use super::TokenId;
use super::words::Traits;
use crate::span::Span;
use crate::text::{self, Class};

/// What kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with the digits and subscripts that follow at once: `hành`, `UBND`, `NC₁`, `VX1`, `QH13`. A Vietnamese word
    /// and a figure that lost their blank (`năm2025`) are two tokens.
    Word,
    /// Digits with `.` or `,` between digits: `13`, `1.028.000`, `22,8`. Letters that follow at once are a word of their own.
    Number,
    /// One mark: `/`, `-`, `(`, `“`, `%`, `;` …; three or more points are one `…`.
    Punctuation(char),
    /// A mark that points to a note: `¹²`, `[^1]`, `<sup>1</sup>`.
    Mark,
    /// An address on the net or of mail, as one token: nothing inside it is a fact.
    Url,
}

/// How a word is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// No letter, or none with case.
    None,
    /// `hành`
    Lower,
    /// `Hành`
    Title,
    /// `HÀNH`, and a capital that stands alone.
    Upper,
    /// `CTr`, `eOffice`
    Mixed,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// Hash of the folded writing; see the module's words.
    pub key: u64,
    /// What it is.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub case: Case,
    /// Whether white space, a line end or a seam stands before it in its block. The first token of a block has it.
    pub spaced: bool,
    /// Whether a sentence ends with this token.
    pub ends_sentence: bool,
}

impl Token {
    /// Whether it is this mark.
    #[inline]
    pub fn is(&self, mark: char) -> bool {
        self.kind == TokenKind::Punctuation(mark)
    }

    /// Whether it is a word.
    #[inline]
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether it is a number.
    #[inline]
    pub fn is_number(&self) -> bool {
        self.kind == TokenKind::Number
    }
}

/// What of a text is not meant as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// What Markdown and HTML decorate with.
    Markdown,
    /// Nothing but what we wrote ourselves when the text was put together: `<br>` in cells, `[^1]`, backslashes.
    Written,
}

/// Appends the tokens of a range of bytes: one pass, time linear in its length. The first token counts as spaced. A span
/// that does not lie on character boundaries has no tokens.
pub fn tokenise(text: &str, span: Span, markup: Markup, out: &mut Vec<Token>) {
    let mut tokeniser = Tokeniser::new(text, markup, 0);
    tokeniser.read.tokens.append(out);
    tokeniser.read(span);
    *out = tokeniser.finish().tokens;
}

/// Reads one stretch.
struct Reader<'t, 'o> {
    /// Where the stretch begins.
    base: u32,
    stretch: &'t str,
    /// Bytes of the stretch that were read.
    at: usize,
    /// Bytes of the stretch up to the last character that takes room of its own; none was read where there are none.
    seen: usize,
    /// Whether the next token stands after white space.
    spaced: bool,
    /// How far searches that found nothing have looked, so that none looks there again.
    searched: markup::Searched,
    markup: Markup,
    out: &'o mut Tokeniser<'t>,
}

impl<'t> Reader<'t, '_> {
    /// What is not read yet.
    #[inline]
    fn rest(&self) -> &'t str {
        self.stretch.get(self.at..).unwrap_or_default()
    }

    /// The last character read that takes room of its own.
    fn before(&self) -> Option<char> {
        let seen = self.stretch.get(..self.seen)?.chars();
        seen.rev().find(|&c| !text::is_invisible(c) && !text::is_combining(c))
    }

    /// Goes over `bytes` bytes, which end with a character that takes room of its own or belongs to one.
    #[inline]
    fn skip_to(&mut self, bytes: usize) {
        self.at += bytes;
        self.seen = self.at;
    }

    /// Goes over `bytes` bytes, which end on a character boundary.
    fn skip(&mut self, bytes: usize) {
        let over = self.rest().get(..bytes).unwrap_or_default();
        self.at += over.len();
        if over.chars().any(|c| !text::is_invisible(c) && !text::is_combining(c)) {
            self.seen = self.at;
        }
    }

    fn push(&mut self, start: usize, end: usize, key: u64, kind: TokenKind, case: Case) {
        let span = Span { start: self.base + start as u32, end: self.base + end as u32 };
        self.out.read.tokens.push(Token { span, key, kind, case, spaced: self.spaced, ends_sentence: false });
        self.spaced = false;
    }

    /// Notes that what stands between `start` and here may have characters of [`Class::Other`].
    fn note_unusual(&mut self, start: usize) {
        self.out.unusual.push(Span { start: self.base + start as u32, end: self.base + self.at as u32 });
    }

    /// Pushes what is no word.
    fn push_other(&mut self, start: usize, end: usize, key: u64, kind: TokenKind) {
        self.out.read.words.pass();
        if kind == TokenKind::Mark {
            self.out.read.marks.push(self.out.read.tokens.len() as TokenId);
        }
        self.push(start, end, key, kind, Case::None);
    }

    /// Pushes what stands between `start` and here under the key of its writing.
    fn push_slice(&mut self, start: usize, slice: &str, kind: TokenKind) {
        self.push_other(start, start + slice.len(), text::fold_key(slice), kind);
    }

    /// Reads one token or more, or goes over what is none; says whether anything was left.
    fn step(&mut self) -> bool {
        self.known_words();
        self.uncommon_step()
    }

    /// Reads words that were met before, one blank apart: nearly all that there is.
    fn known_words(&mut self) {
        let bytes = self.stretch.as_bytes();
        let (mut at, mut seen, mut spaced) = (self.at, self.seen, self.spaced);
        let Tokeniser { memo, read: Read { words, tokens, .. }, unusual, .. } = &mut *self.out;
        while let Some(rest) = bytes.get(at..) {
            if rest.first() == Some(&b' ') {
                at += 1;
                (seen, spaced) = (at, true);
                continue;
            }
            let Some((place, length)) = memo.find(rest) else { break };
            let behind = rest.get(length).copied().unwrap_or_default();
            let blank = behind == b' ';
            if !blank && markup::goes_on(behind) {
                break;
            }
            let Some(word) = memo.meet(place, words) else { break };
            let start = self.base + at as u32;
            let span = Span { start, end: start + length as u32 };
            let Known { traits: Traits { key, case, plain, .. }, form, .. } = *word;
            words.count(form);
            tokens.push(Token { span, key, kind: TokenKind::Word, case, spaced, ends_sentence: false });
            if !plain {
                unusual.push(span);
            }
            at += length + usize::from(blank);
            (seen, spaced) = (at, blank);
        }
        (self.at, self.seen, self.spaced) = (at, seen, spaced);
    }

    fn uncommon_step(&mut self) -> bool {
        let Some(c) = self.rest().chars().next() else { return false };
        match text::class(c) {
            Class::Space => {
                self.spaced = true;
                self.skip_to(1);
            }
            Class::Lower | Class::Upper => self.address_or_word(),
            Class::Digit => self.address_or_number(),
            Class::Mark => self.mark(c),
            Class::Other => {
                let start = self.at;
                self.uncommon(c);
                self.note_unusual(start);
            }
        }
        true
    }

    fn mark(&mut self, c: char) {
        match c {
            '*' | '_' if self.markup == Markup::Markdown && self.emphasis(c) => {}
            '<' if self.tag() => {}
            '[' if self.note_mark() => {}
            '\\' if self.escape() => {}
            '&' if self.entity() => {}
            '.' | '…' => self.points(c),
            _ => self.punctuation(c),
        }
    }

    /// A character that only the Unicode data knows.
    fn uncommon(&mut self, c: char) {
        match c {
            _ if is_space(c) => {
                self.spaced = true;
                self.skip(c.len_utf8());
            }
            _ if is_superscript(c) => self.superscript(),
            _ if text::is_invisible(c) => self.at += c.len_utf8(),
            // A mark that combines with no letter: NFC writes `≠` as one character, NFD as `=` and a stroke.
            _ if text::is_combining(c) => self.skip(c.len_utf8()),
            _ if c.is_alphabetic() => self.address_or_word(),
            _ => self.punctuation(c),
        }
    }

    fn punctuation(&mut self, c: char) {
        let start = self.at;
        self.skip_to(c.len_utf8());
        let mark = if c.is_ascii() { c } else { text::decomposed_head(c) };
        self.stops(mark);
        self.push_other(start, start + c.len_utf8(), text::mark_key(mark), TokenKind::Punctuation(mark));
    }

    /// `.`, or `…` however many points it is typed with.
    fn points(&mut self, c: char) {
        let length = self.rest().len() - self.rest().trim_start_matches(['.', '…']).len();
        if c == '.' && length < 3 {
            return self.punctuation(c);
        }
        let start = self.at;
        self.skip_to(length);
        self.stops('…');
        const KEY: u64 = text::key("...");
        self.push_other(start, start + length, KEY, TokenKind::Punctuation('…'));
    }

    /// Notes a mark that may end a sentence.
    fn stops(&mut self, mark: char) {
        if matches!(mark, '.' | '!' | '?' | '…') {
            self.out.stops.push(self.out.read.tokens.len() - self.out.first);
        }
    }

    fn address_or_number(&mut self) {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let goes_on = self.rest().as_bytes().get(digits).is_some_and(|&byte| markup::goes_on(byte));
        if !(goes_on && self.address()) {
            self.number();
        }
    }

    fn number(&mut self) {
        let start = self.at;
        let bytes = self.rest().as_bytes();
        let mut length = 0;
        while let Some(byte) = bytes.get(length) {
            let inside = || bytes.get(length + 1).is_some_and(u8::is_ascii_digit);
            match byte {
                b'0'..=b'9' => length += 1,
                b'.' | b',' if inside() => length += 1,
                _ => break,
            }
        }
        let slice = self.rest().get(..length).unwrap_or_default();
        self.skip_to(length);
        self.push_slice(start, slice, TokenKind::Number);
    }

    /// A word, or an address that begins with one: it goes on behind its first letters with another of its characters.
    fn address_or_word(&mut self) {
        let rest = self.rest();
        let known = self.out.memo.find(rest.as_bytes()).or_else(|| self.out.memo.find_before_mark(rest));
        let spelled = if known.is_some() { None } else { Some(spell::spell(rest)) };
        let length = known.map(|(_, length)| length).or(spelled.map(|word| word.length)).unwrap_or(0);
        let goes_on = rest.as_bytes().get(length).is_some_and(|&byte| markup::goes_on(byte));
        if goes_on && rest.starts_with(|c: char| c.is_ascii()) && self.address() {
            return;
        }
        let Tokeniser { memo, read, .. } = &mut *self.out;
        let (key, case, plain, form) = match (known, spelled) {
            (Some((place, _)), _) => match memo.meet(place, &mut read.words) {
                Some(word) => (word.traits.key, word.traits.case, word.traits.plain, word.form),
                None => return,
            },
            (None, Some(word)) => {
                let typed = rest.get(..length).unwrap_or_default();
                (word.key, word.case, word.plain, memo.learn(typed, word, &mut read.words))
            }
            (None, None) => return,
        };
        read.words.count(form);
        let start = self.at;
        self.skip_to(length);
        self.push(start, self.at, key, TokenKind::Word, case);
        if !plain {
            self.note_unusual(start);
        }
    }

    fn superscript(&mut self) {
        let start = self.at;
        let length = self.rest().len() - self.rest().trim_start_matches(is_superscript).len();
        let slice = self.rest().get(..length).unwrap_or_default();
        self.skip_to(length);
        self.push_slice(start, slice, TokenKind::Mark);
    }
}

fn is_space(c: char) -> bool {
    c == ' ' || c.is_whitespace() || c.is_control()
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

fn is_subscript(c: char) -> bool {
    matches!(c, '₀'..='₉')
}

/// Units whose square and cube are written with a superscript.
fn is_unit(key: u64) -> bool {
    const UNITS: [u64; 5] = [text::key("m"), text::key("km"), text::key("dm"), text::key("cm"), text::key("mm")];
    UNITS.contains(&key)
}

#[cfg(test)]
mod tests;
