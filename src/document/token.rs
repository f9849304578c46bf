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

use crate::span::Span;
use crate::text::{self, Class, KeyHasher};

/// What kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with the digits and subscripts that follow at once: `hành`, `UBND`, `NC₁`, `VX1`, `QH13`.
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
    pub fn is(&self, mark: char) -> bool {
        self.kind == TokenKind::Punctuation(mark)
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether it is a number.
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
    let Some(stretch) = text.get(span.range()) else { return };
    let first = out.len();
    let mut reader = Reader {
        base: span.start as usize,
        length: stretch.len(),
        rest: stretch,
        before: None,
        spaced: true,
        searched: markup::Searched::default(),
        markup,
        words: memo::Memo::take(),
        out,
    };
    while reader.step() {}
    reader.words.give_back();
    sentence::mark_ends(text, out.get_mut(first..).unwrap_or_default());
}

/// Reads one stretch.
struct Reader<'t, 'o> {
    base: usize,
    length: usize,
    /// What is not read yet.
    rest: &'t str,
    /// The last character read that takes room of its own.
    before: Option<char>,
    /// Whether the next token stands after white space.
    spaced: bool,
    /// How far searches that found nothing have looked, so that none looks there again.
    searched: markup::Searched,
    markup: Markup,
    words: memo::Memo,
    out: &'o mut Vec<Token>,
}

impl<'t> Reader<'t, '_> {
    fn at(&self) -> usize {
        self.length - self.rest.len()
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Goes over `bytes` bytes, which end on a character boundary; `before` is the last of them that takes room of its own.
    fn skip_to(&mut self, bytes: usize, before: char) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self.before = Some(before);
    }

    /// Goes over `bytes` bytes, which end on a character boundary.
    fn skip(&mut self, bytes: usize) {
        let (over, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.before = over.chars().rev().find(|&c| !text::is_invisible(c) && !text::is_combining(c)).or(self.before);
        self.rest = rest;
    }

    fn push(&mut self, start: usize, end: usize, key: u64, kind: TokenKind, case: Case) {
        let span = Span::new(self.base + start, self.base + end);
        self.out.push(Token { span, key, kind, case, spaced: self.spaced, ends_sentence: false });
        self.spaced = false;
    }

    /// Pushes what stands between `start` and here under the key of its writing.
    fn push_slice(&mut self, start: usize, slice: &str, kind: TokenKind) {
        self.push(start, start + slice.len(), text::fold_key(slice), kind, Case::None);
    }

    /// Reads one token or goes over what is none; says whether anything was left.
    fn step(&mut self) -> bool {
        let Some(c) = self.peek() else { return false };
        match text::class(c) {
            Class::Lower | Class::Upper => self.address_or_word(c),
            Class::Digit => {
                if !self.address() {
                    self.number();
                }
            }
            Class::Space => {
                self.spaced = true;
                self.skip_to(1, c);
            }
            Class::Mark => self.mark(c),
            Class::Other => self.uncommon(c),
        }
        true
    }

    fn address_or_word(&mut self, first: char) {
        if !first.is_ascii() {
            return self.word();
        }
        let (rest, before, spaced) = (self.rest, self.before, self.spaced);
        self.word();
        // An address goes on behind its first letters with another of its characters. Nearly every word ends here.
        if self.rest.bytes().next().is_some_and(|b| b == b':' || markup::of_host(b)) {
            self.out.pop();
            (self.rest, self.before, self.spaced) = (rest, before, spaced);
            if !self.address() {
                self.word();
            }
        }
    }

    fn mark(&mut self, c: char) {
        match c {
            '*' | '_' if self.markup == Markup::Markdown && self.emphasis(c) => {}
            '<' if self.tag() => {}
            '[' if self.note_mark() => {}
            '\\' if self.escape() => {}
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
            _ if text::is_invisible(c) => self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default(),
            // A mark that combines with no letter: NFC writes `≠` as one character, NFD as `=` and a stroke.
            _ if text::is_combining(c) => self.skip(c.len_utf8()),
            _ if c.is_alphabetic() => self.address_or_word(c),
            _ => self.punctuation(c),
        }
    }

    fn punctuation(&mut self, c: char) {
        let start = self.at();
        self.skip_to(c.len_utf8(), c);
        let mark = if c.is_ascii() { c } else { text::decomposed_head(c) };
        let mut hasher = KeyHasher::new();
        hasher.push(mark);
        self.push(start, start + c.len_utf8(), hasher.finish(), TokenKind::Punctuation(mark), Case::None);
    }

    /// `.`, or `…` however many points it is typed with.
    fn points(&mut self, c: char) {
        let length = self.rest.len() - self.rest.trim_start_matches(['.', '…']).len();
        if c == '.' && length < 3 {
            return self.punctuation(c);
        }
        let start = self.at();
        self.skip(length);
        self.push(start, start + length, text::key("..."), TokenKind::Punctuation('…'), Case::None);
    }

    fn number(&mut self) {
        let start = self.at();
        let bytes = self.rest.as_bytes();
        let mut length = 0;
        while let Some(byte) = bytes.get(length) {
            let inside = || bytes.get(length + 1).is_some_and(u8::is_ascii_digit);
            match byte {
                b'0'..=b'9' => length += 1,
                b'.' | b',' if inside() => length += 1,
                _ => break,
            }
        }
        let slice = self.rest.get(..length).unwrap_or_default();
        self.skip(length);
        self.push_slice(start, slice, TokenKind::Number);
    }

    fn word(&mut self) {
        let start = self.at();
        if let Some((word, length)) = self.words.word(self.rest) {
            let (read, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
            self.before = read.chars().next_back();
            self.rest = rest;
            return self.push(start, start + length, word.key, TokenKind::Word, word.case);
        }
        let mut hasher = KeyHasher::new();
        let mut shape = Shape::default();
        let mut before = self.before;
        // Letters of the alphabet first: most words have no others.
        let mut plain = 0;
        for c in self.rest.chars() {
            let letter = text::letter(c);
            if !matches!(letter.class, Class::Lower | Class::Upper) {
                break;
            }
            hasher.push_letter(letter);
            shape.add(letter.class == Class::Lower, letter.class == Class::Upper);
            plain += c.len_utf8();
            before = Some(c);
        }
        let (mut end, mut over, mut digits) = (plain, plain, false);
        for c in self.rest.get(plain..).unwrap_or_default().chars() {
            over += c.len_utf8();
            let letter = text::letter(c);
            match letter.class {
                Class::Lower | Class::Upper if !digits => {
                    shape.add(letter.class == Class::Lower, letter.class == Class::Upper);
                    hasher.push_letter(letter);
                    end = over;
                    before = Some(c);
                    continue;
                }
                Class::Digit => digits = true,
                Class::Lower | Class::Upper | Class::Space | Class::Mark => break,
                Class::Other if text::is_invisible(c) => continue,
                Class::Other if is_subscript(c) => digits = true,
                Class::Other if text::is_combining(c) => {
                    // Belongs to what stands before it.
                    hasher.push(c);
                    end = over;
                    continue;
                }
                Class::Other if c.is_alphabetic() && !digits => shape.add(c.is_lowercase(), c.is_uppercase()),
                Class::Other if matches!(c, '²' | '³') && shape.letters < 3 && !digits && is_unit(hasher.finish()) => {
                    digits = true;
                }
                Class::Other => break,
            }
            hasher.push(c);
            end = over;
            before = Some(c);
        }
        self.rest = self.rest.get(end..).unwrap_or_default();
        self.before = before;
        self.push(start, start + end, hasher.finish(), TokenKind::Word, shape.case());
    }

    fn superscript(&mut self) {
        let start = self.at();
        let length = self.rest.len() - self.rest.trim_start_matches(is_superscript).len();
        let slice = self.rest.get(..length).unwrap_or_default();
        self.skip(length);
        self.push_slice(start, slice, TokenKind::Mark);
    }
}

/// Counts capitals while a word is read.
#[derive(Default)]
struct Shape {
    letters: u32,
    upper: u32,
    lower: u32,
    first_upper: bool,
}

impl Shape {
    /// Adds a letter; of some alphabets it is neither.
    fn add(&mut self, lower: bool, upper: bool) {
        self.letters += 1;
        self.lower += u32::from(lower);
        self.upper += u32::from(upper);
        self.first_upper |= upper && self.letters == 1;
    }

    fn case(&self) -> Case {
        match (self.upper, self.lower) {
            (0, 0) => Case::None,
            (_, 0) => Case::Upper,
            (0, _) => Case::Lower,
            (1, _) if self.first_upper => Case::Title,
            _ => Case::Mixed,
        }
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
