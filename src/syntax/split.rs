//! Cuts a rule file into declarations, and rules and packs into clauses, before the grammar sees them, so that one
//! mistake never hides the next. Knows strings, comments, brackets and words at the start of lines; nothing else.

use std::ops::Range;

use memchr::{memchr, memchr3};

use super::lexical::{self, Slip};
use super::{MAX_DEPTH, MAX_MISTAKES};

/// Words that begin a declaration.
pub(super) const DECLARATIONS: [&str; 12] = [
    "pack",
    "table",
    "list",
    "extend",
    "format",
    "fact",
    "field",
    "define",
    "parameter",
    "outline",
    "rule",
    "regression",
];
/// Words that begin a clause of a pack.
pub(super) const PACK_CLAUSES: [&str; 5] = ["title", "source", "effective", "uses", "applies"];
/// Words that begin a clause of a rule.
pub(super) const RULE_CLAUSES: [&str; 19] = [
    "title",
    "source",
    "severity",
    "effective",
    "replaces",
    "why",
    "for",
    "when",
    "let",
    "require",
    "forbid",
    "at",
    "label",
    "message",
    "help",
    "fix",
    "suggest",
    "pass",
    "fail",
];

/// A declaration as it lies in the file: bytes, from its first character to its last that is no blank or comment.
#[derive(Debug, Default)]
pub(super) struct Declaration<'a> {
    /// Its first word.
    pub keyword: &'a str,
    /// The whole of it.
    pub range: Range<usize>,
    /// Its first `{`.
    pub open: Option<usize>,
    /// The `}` of that.
    pub close: Option<usize>,
    /// Starts of clauses, for rules and packs.
    pub clauses: Vec<Range<usize>>,
}

/// Cuts `text`; what is wrong with its strings and brackets comes along.
pub(super) fn split(text: &str) -> (Vec<Declaration<'_>>, Vec<Slip>) {
    let mut splitter = Splitter { text, ..Splitter::default() };
    splitter.at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    splitter.line = splitter.at;
    splitter.fresh = true;
    splitter.run();
    (splitter.declarations, splitter.slips)
}

#[derive(Default)]
struct Splitter<'a> {
    text: &'a str,
    /// The next byte.
    at: usize,
    /// First byte of the line.
    line: usize,
    /// Whether only blanks stand before `at` on its line.
    fresh: bool,
    /// Brackets that are open.
    open: Vec<(u8, usize)>,
    declarations: Vec<Declaration<'a>>,
    slips: Vec<Slip>,
}

impl<'a> Splitter<'a> {
    fn run(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.line = self.at;
                    self.fresh = true;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'-' if self.peek(1) == Some(b'-') => self.skip_line(),
                _ => self.token(byte),
            }
        }
        self.close_all(None);
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_line(&mut self) {
        self.at += memchr(b'\n', self.rest().as_bytes()).unwrap_or(self.rest().len());
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        if std::mem::take(&mut self.fresh) {
            self.first_word(byte);
        }
        if self.declarations.is_empty() {
            self.declare("", start);
        }
        if let Some(slip) = lexical::slip(self.text, start) {
            // What is no part of the language at all is told here and cut off where it ends a piece.
            self.at = slip.resume;
            let swallows = slip.swallows;
            self.note(slip);
            if swallows {
                self.extend();
            }
            return;
        }
        match byte {
            b'"' => self.string(),
            b'(' | b'[' | b'{' => self.opening(byte),
            b')' | b']' | b'}' => self.closing(byte),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => {
                self.at += self.rest().bytes().take_while(|&next| next.is_ascii_alphanumeric() || next == b'_').count();
            }
            _ => self.at += self.rest().chars().next().map_or(1, char::len_utf8),
        }
        self.extend();
    }

    /// What has just been read belongs to the declaration and clause that are open.
    fn extend(&mut self) {
        let end = self.at;
        if let Some(declaration) = self.declarations.last_mut() {
            declaration.range.end = end;
            if let Some(clause) = declaration.clauses.last_mut()
                && declaration.close.is_none()
            {
                clause.end = end;
            }
        }
    }

    /// Keeps a slip. A file of nothing but closing brackets has a million; nobody reads them.
    fn note(&mut self, slip: Slip) {
        if self.slips.len() < MAX_MISTAKES {
            self.slips.push(slip);
        }
    }

    fn declare(&mut self, keyword: &'a str, start: usize) {
        self.declarations.push(Declaration { keyword, range: start..start, ..Declaration::default() });
    }

    /// The first word of a line may begin a declaration or a clause.
    fn first_word(&mut self, byte: u8) {
        let word = lexical::word(self.rest());
        let outermost = self.at == self.line;
        let begins = DECLARATIONS.contains(&word) && lexical::goes_on_with_a_name(self.rest(), word);
        if begins && (outermost || self.open.is_empty()) {
            self.close_all(Some(self.at..self.at + word.len()));
            self.declare(word, self.at);
        } else if outermost && self.open.is_empty() && !word.is_empty() {
            self.declare(word, self.at);
        } else if byte.is_ascii_lowercase()
            && let [(b'{', _), within @ ..] = self.open.as_slice()
            && within.iter().all(|(opener, _)| *opener != b'{')
            && let Some(declaration) = self.declarations.last()
            && clauses(declaration.keyword).contains(&word)
        {
            // No expression goes on with the word of a clause, so that a bracket still open has lost its partner.
            if let Some(&(opener, place)) = within.first() {
                self.note(Slip::unclosed(opener, place, Some(self.at..self.at + word.len())));
                self.open.truncate(1);
            }
            if let Some(declaration) = self.declarations.last_mut() {
                declaration.clauses.push(self.at..self.at);
            }
        }
    }

    fn opening(&mut self, byte: u8) {
        let at = self.at;
        self.at += 1;
        self.open.push((byte, at));
        if self.open.len() == MAX_DEPTH + 1 {
            self.note(Slip::too_deep(at));
        }
        if byte == b'{'
            && self.open.len() == 1
            && let Some(declaration) = self.declarations.last_mut()
            && declaration.open.is_none()
        {
            declaration.open = Some(at);
            if matches!(declaration.keyword, "rule" | "regression" | "pack") {
                // What stands on the line of the brace is a clause, too; an empty one is dropped later.
                declaration.clauses.push(at + 1..at + 1);
            }
        }
    }

    fn closing(&mut self, byte: u8) {
        let (at, wanted) = (self.at, lexical::opener(byte));
        self.at += 1;
        let Some(depth) = self.open.iter().rposition(|&(opener, _)| opener == wanted) else {
            // `[ "a" }` is one slip: the wrong bracket closes. A brace holds more and is not closed by a slip.
            if let Some(&(opener, place)) = self.open.last().filter(|(opener, _)| *opener != b'{') {
                self.note(Slip::unclosed(opener, place, Some(at..at + 1)));
                self.open.pop();
                return;
            }
            self.note(Slip::unopened(byte, at));
            return;
        };
        if let Some(&(opener, place)) = self.open.get(depth + 1) {
            self.note(Slip::unclosed(opener, place, Some(at..at + 1)));
        }
        self.open.truncate(depth);
        if depth == 0
            && let Some(declaration) = self.declarations.last_mut()
            && declaration.close.is_none()
            && declaration.open.is_some()
            && byte == b'}'
        {
            declaration.close = Some(at);
        }
    }

    /// Brackets still open where a declaration begins or the file ends: the outermost is told, unless another slip of
    /// the same declaration, such as a string without end, has swallowed the closing one.
    fn close_all(&mut self, noticed: Option<Range<usize>>) {
        let since = self.declarations.last().map_or(0, |declaration| declaration.range.start);
        let told = self.slips.iter().any(|slip| slip.at.start >= since && slip.swallows);
        if let Some(&(opener, place)) = self.open.first()
            && !told
        {
            self.note(Slip::unclosed(opener, place, noticed));
        }
        self.open.clear();
    }

    fn string(&mut self) {
        let start = self.at;
        if self.rest().starts_with("\"\"\"") {
            match lexical::long_string_end(self.text, start) {
                Some(end) => {
                    self.at = end;
                    // The rest of the last line is no fresh line, but it is this line that counts from now on.
                    self.line = self.text.get(..end).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
                }
                None => self.unending(start),
            }
            return;
        }
        self.at += 1;
        while let Some(step) = memchr3(b'"', b'\\', b'\n', self.rest().as_bytes()) {
            self.at += step;
            match self.peek(0) {
                Some(b'"') => {
                    self.at += 1;
                    return;
                }
                Some(b'\\') => {
                    self.at +=
                        1 + self.text.get(self.at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
                }
                _ => break,
            }
        }
        if self.peek(0) != Some(b'\n') {
            self.at = self.text.len();
        }
        self.unterminated(start);
    }

    /// A string that meets the end of its line. Where the text goes on over several lines, its closing quote would
    /// look like the start of another; only the first of a clause is told.
    fn unterminated(&mut self, start: usize) {
        let since =
            self.declarations.last().map_or(0, |it| it.clauses.last().map_or(it.range.start, |clause| clause.start));
        if !self.slips.iter().any(|slip| slip.at.start >= since && slip.swallows) {
            self.note(Slip::unterminated(self.text, start..self.at));
        }
    }

    /// A long text without its end swallows the file; reading goes on with the next declaration.
    fn unending(&mut self, start: usize) {
        self.note(Slip::unending(start));
        while self.at < self.text.len() {
            self.skip_line();
            self.at = (self.at + 1).min(self.text.len());
            let word = lexical::word(self.rest());
            if DECLARATIONS.contains(&word) && lexical::goes_on_with_a_name(self.rest(), word) {
                self.line = self.at;
                self.fresh = true;
                break;
            }
        }
    }
}

fn clauses(declaration: &str) -> &'static [&'static str] {
    match declaration {
        "rule" | "regression" => &RULE_CLAUSES,
        "pack" => &PACK_CLAUSES,
        _ => &[],
    }
}
