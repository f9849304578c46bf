//! Places where marks, the blanks around them or the letter behind them are not as Vietnamese writes them.
//!
//! | flaw | seen | right |
//! |---|---|---|
//! | `blank before` | `hồ sơ , giấy tờ`, `( CCHC )` before the closing bracket | the mark at once |
//! | `blank before colon` | `gồm : hồ sơ` | the mark at once |
//! | `blank before note` | `thể ³` | the note mark at once |
//! | `hyphen` | `Quyết-định`: between the halves of a word of the [`lexicon`] | a blank |
//! | `note twice` | the same note mark at once behind itself | nothing |
//! | `blank missing` | `sở,ban`, `đó:số`, `xong.Các`, `(CCHC)là`, `chính(CCHC)` | one blank |
//! | `blank inside` | `( CCHC`, `“ một cửa` | no blank |
//! | `blanks` | two blanks or more between two words of running text | one blank |
//! | `doubled` | `,,`, `, ,`, `;;`, `..`, `12//15`, `1..250` | one mark |
//! | `blank beside slash` | `14/ 3/2026`, `12 /15` | the slash at once; not where it has blanks on both sides |
//! | `group apart` | `30. 000` | the figure in one; the place has the digits before the point |
//! | `pair` | `; .`, `,.`, `.,` | nothing: a person knows which of the two is meant |
//! | `small letter` | `xong. đồng thời` | the letter as a capital |
//!
//! Left alone are numbers (`1.028,5`), addresses, `…`, `./.`, abbreviations with a point (`TP.`, `v.v.`, `tr.đ`), lists of
//! letters (`điểm a,b,c`), empty brackets, what a line end or tab separates, and blanks in tables and short lines, which
//! align columns, as do those before the colons of lines one below another. The place of a missing blank is the mark with the words on both sides.

use super::oddity::Oddity;
use super::{Builtin, Fact, Kind, Value, View};
use crate::document::{BlockKind, Case, Token, TokenId, TokenKind};
use crate::span::Span;
use crate::text::lexicon;
use crate::text::syllable::Verdict;

/// A line of fewer words may be laid out with blanks.
const RUNNING: usize = 8;

/// Whether two neighbouring tokens may be told at all, by a look at each of them and at how far apart they stand. Nearly all
/// marks stand at once behind a word, with one blank behind them.
#[inline]
pub fn may_be_odd(a: &Token, b: &Token) -> bool {
    use TokenKind::{Mark, Number, Punctuation, Word};
    let glued = b.span.start == a.span.end;
    match (a.kind, b.kind) {
        (Word | Number, Punctuation(mark)) => !glued || matches!(mark, '(' | '“' | '-'),
        (Punctuation('.'), Word) => glued || b.case == Case::Lower || b.span.start > a.span.end + 1,
        (Punctuation(mark), Word | Number) if !matches!(mark, '(' | '“' | '[' | '.' | '/') => {
            b.span.start != a.span.end + 1
        }
        (Punctuation(_), _) | (_, Punctuation(_) | Mark) => true,
        _ => b.span.start > a.span.end + 1,
    }
}

/// Adds the facts of a block, where `pairs` are the first of two tokens that [may be odd](may_be_odd).
pub fn of_block(view: View<'_>, kind: BlockKind, pairs: &[TokenId], into: &mut Vec<Fact>) {
    let running =
        !matches!(kind, BlockKind::Cell { .. } | BlockKind::Note(_)) && (view.end - view.start) as usize >= RUNNING;
    for &at in pairs {
        let (Some(a), Some(b)) = (view.token(at), view.token(at + 1)) else { continue };
        let before = at.checked_sub(1).and_then(|before| view.token(before));
        let place = Place { view, at, before, a, b, after: view.token(at + 2) };
        if let Some((span, oddity)) = place.oddity(running) {
            let tokens = at - TokenId::from(span.start < place.a.span.start)..at + 2;
            into.push(Fact { kind: Kind::Builtin(Builtin::Punctuation), tokens, span, value: Value::Oddity(oddity) });
        }
    }
}

/// Two neighbouring tokens with those beside them.
struct Place<'v> {
    view: View<'v>,
    at: TokenId,
    before: Option<&'v Token>,
    a: &'v Token,
    b: &'v Token,
    after: Option<&'v Token>,
}

impl Place<'_> {
    /// `Quyết-định`: between the halves of a word of the lexicon, and nothing else joined to them.
    fn hyphen(&self) -> Option<(Span, Oddity)> {
        let after = self.after.filter(|after| after.is_word() && !after.spaced && after.case == Case::Lower)?;
        // `các-bon` is a word taken over by sound.
        let pair = lexicon::id(self.a.key).zip(lexicon::id(after.key)).filter(|(a, _)| !lexicon::is_grammar(*a));
        let rank = pair.and_then(|(a, b)| lexicon::rank(a, b));
        let joined =
            |token: Option<&Token>| token.is_some_and(|token| !token.spaced && !token.is(',') && !token.is('.'));
        let free = (self.a.spaced || self.before.is_none()) && !joined(self.view.token(self.at + 3));
        (free && rank.is_some() && matches!(self.a.case, Case::Lower | Case::Title)).then(|| {
            let right = format!("{} {}", self.view.text(self.at), self.view.text(self.at + 2));
            (self.a.span.join(after.span), Oddity::new("hyphen", Some(right)))
        })
    }

    fn oddity(&self, running: bool) -> Option<(Span, Oddity)> {
        let gap = self.view.document.slice(Span { start: self.a.span.end, end: self.b.span.start });
        // A note that a page break cut into the paragraph lies between: nothing can be said of blanks there.
        if self.b.span.start < self.a.span.end {
            return None;
        }
        let blank = !gap.is_empty() && gap.chars().all(|c| matches!(c, ' ' | '\u{a0}'));
        if !blank && !gap.is_empty() {
            return None;
        }
        match (self.a.kind, self.b.kind) {
            (TokenKind::Mark, TokenKind::Mark) if self.a.key == self.b.key => {
                Some((self.b.span, Oddity::new("note twice", Some(String::new()))))
            }
            // `hiệp định.¹.`
            (TokenKind::Mark, TokenKind::Punctuation('.')) if self.before.is_some_and(|before| before.is('.')) => {
                Some((self.b.span, Oddity::new("doubled", Some(String::new()))))
            }
            (TokenKind::Word | TokenKind::Number | TokenKind::Punctuation('%' | ')' | '”'), TokenKind::Mark)
                if blank =>
            {
                self.joined("blank before note")
            }
            (TokenKind::Punctuation(first), TokenKind::Punctuation(second)) => self.two_marks(first, second, blank),
            (_, TokenKind::Punctuation(mark)) if blank && (self.a.is_word() || self.a.is_number()) => {
                self.blank_before(mark)
            }
            (TokenKind::Word, TokenKind::Punctuation('(' | '“')) if gap.is_empty() => self.before_open(),
            (TokenKind::Word, TokenKind::Punctuation('-')) if gap.is_empty() => self.hyphen(),
            (TokenKind::Punctuation(mark), TokenKind::Word) if gap.is_empty() => self.blank_missing(mark),
            // `kế hoạch,02 chỉ thị`
            (TokenKind::Punctuation(',' | ';'), TokenKind::Number) if gap.is_empty() && self.follows_small_word() => {
                self.written("blank missing", |a, b| format!("{a} {b}"))
            }
            // `(89,66%)ban hành`, `“chọi”01 chỉ tiêu`
            (TokenKind::Punctuation(')' | '”'), TokenKind::Number) if gap.is_empty() && self.follows_small_word() => {
                self.written("blank missing", |a, b| format!("{a} {b}"))
            }
            (TokenKind::Number, TokenKind::Punctuation('(')) if gap.is_empty() && self.opens_share() => {
                self.written("blank missing", |a, b| format!("{a} {b}"))
            }
            (TokenKind::Punctuation('(' | '“' | '['), TokenKind::Word | TokenKind::Number) if blank => {
                self.joined("blank inside")
            }
            (TokenKind::Punctuation('/'), TokenKind::Number) if blank && self.follows_digits() => {
                self.joined("blank beside slash")
            }
            (TokenKind::Punctuation('.'), TokenKind::Number) if blank && self.follows_digits() => self.group_apart(),
            (TokenKind::Punctuation('.'), TokenKind::Word) if blank && self.is_small_after_stop() => {
                self.capital_missing()
            }
            (TokenKind::Word | TokenKind::Number, TokenKind::Word | TokenKind::Number)
            | (TokenKind::Punctuation(',' | '.' | ';' | ':' | ')' | '”'), TokenKind::Word | TokenKind::Number)
                if running && gap.chars().nth(1).is_some() =>
            {
                let (span, oddity) = self.written("blanks", |a, b| format!("{a} {b}"))?;
                Some((span, Oddity { count: gap.chars().count() as u32, ..oddity }))
            }
            _ => None,
        }
    }

    fn text(&self, token: &Token) -> &str {
        self.view.document.slice(token.span)
    }

    fn span(&self) -> Span {
        self.a.span.join(self.b.span)
    }

    fn written(&self, flaw: &'static str, right: impl Fn(&str, &str) -> String) -> Option<(Span, Oddity)> {
        Some((self.span(), Oddity::new(flaw, Some(right(self.text(self.a), self.text(self.b))))))
    }

    /// The two tokens without the blank between them.
    fn joined(&self, flaw: &'static str) -> Option<(Span, Oddity)> {
        self.written(flaw, |a, b| format!("{a}{b}"))
    }

    fn blank_before(&self, mark: char) -> Option<(Span, Oddity)> {
        let glued = self.after.filter(|after| !after.spaced);
        match mark {
            // `hồ sơ ,giấy tờ` wants its blank on the other side.
            ',' | ';' | ':' if glued.is_some_and(Token::is_word) => {
                self.written("blank before", |a, b| format!("{a}{b} "))
            }
            ',' | ';' | '!' | '?' => self.joined("blank before"),
            // `.gov.vn`, `.5`, `./.`
            '.' if glued.is_none() => self.joined("blank before"),
            // `sự cố .100% máy tính`, `hồ sơ .Các xã`: the blank belongs behind it.
            '.' if self.a.case == Case::Lower && self.is_syllable(self.at) && self.opens_sentence() => {
                self.written("blank before", |a, b| format!("{a}{b} "))
            }
            ':' if glued.is_none() && !self.is_aligned() => self.joined("blank before colon"),
            '/' if self.a.is_number() && glued.is_some_and(Token::is_number) => self.joined("blank beside slash"),
            ')' | '”' | ']' if self.a.is_word() || self.a.is_number() => self.joined("blank before"),
            _ => None,
        }
    }

    /// Whether a figure or a syllable with a capital is glued to the mark.
    fn opens_sentence(&self) -> bool {
        self.after.is_some_and(|after| after.is_number() || after.case == Case::Title && self.is_syllable(self.at + 2))
    }

    /// `Mức độ 2      :  22`: several blanks, or a line above or below that has its mark in the same column.
    fn is_aligned(&self) -> bool {
        let document = self.view.document;
        let gap = Span { start: self.a.span.end, end: self.b.span.start };
        if document.slice(gap).chars().nth(2).is_some() {
            return true;
        }
        let text = document.source.text();
        let at = self.b.span.start as usize;
        let Some((before, behind)) = text.get(..at).zip(text.get(at..)) else { return false };
        let Some(start) = last_line(before) else { return false };
        let column = before.get(start..).map_or(0, |line| line.chars().count());
        let above = start.checked_sub(1).and_then(|end| before.get(..end));
        let above = above.and_then(|above| above.get(last_line(above)?..));
        let next = behind.char_indices().take(MOST_COLUMNS).find(|(_, c)| *c == '\n');
        let below = next.and_then(|(end, _)| behind.get(end + 1..));
        let stands = |line: &str| {
            let mut letters = line.chars().skip(column.saturating_sub(1));
            letters.next() == Some(' ') && letters.next() == Some(':')
        };
        column > 0 && [above, below].into_iter().flatten().any(stands)
    }

    fn two_marks(&self, first: char, second: char, blank: bool) -> Option<(Span, Oddity)> {
        let word = self.before.filter(|before| before.is_word() && !self.a.spaced);
        let sound = word.is_some() && self.is_syllable(self.at - 1);
        match (first, second) {
            ('/' | '.', _) if first == second && !blank && self.stands_in_figure(first) => {
                self.written("doubled", |a, _| a.to_owned())
            }
            (',' | ';' | ':', _) if first == second => self.written("doubled", |a, _| a.to_owned()),
            ('.', '.') if !blank && (sound || self.ends_number() || self.ends_bracket()) => {
                self.written("doubled", |a, _| a.to_owned())
            }
            (';' | ',' | ':', '.') | (';', ',') | (',', ';' | ':') | (':', ',' | ';') if self.after_is_free() => {
                Some((self.span(), Oddity::new("pair", None)))
            }
            ('.', ',' | ';' | ':') if sound || self.ends_number() => Some((self.span(), Oddity::new("pair", None))),
            (')' | '”' | '"' | '%', ',' | ';' | '.') if blank && self.after_is_free() => self.joined("blank before"),
            // `(LAN) ,thiết bị` wants its blank on the other side.
            (')' | '”' | '%', ',' | ';') if blank && self.after.is_some_and(Token::is_word) => {
                self.written("blank before", |a, b| format!("{a}{b} "))
            }
            _ => None,
        }
    }

    /// Whether digits stand at once before the mark, and they are no label that begins the block: `1/ 25 hồ sơ`.
    fn follows_digits(&self) -> bool {
        !self.a.spaced && self.before.is_some_and(Token::is_number) && self.at > self.view.start + 1
    }

    /// `12//15`, `1..250`: the two marks between digits.
    fn stands_in_figure(&self, mark: char) -> bool {
        let behind = self.after.filter(|after| after.is_number() && !after.spaced);
        self.before.is_some_and(Token::is_number)
            && !self.a.spaced
            && behind.is_some_and(|behind| mark == '/' || behind.span.len() >= 3)
    }

    /// `30. 000`: three digits behind the blank, at most three before the point.
    fn group_apart(&self) -> Option<(Span, Oddity)> {
        let head = self.before.filter(|head| head.span.len() <= 3)?;
        let group = self.text(self.b);
        let groups = group.split('.').all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
        groups.then(|| {
            (head.span.join(self.b.span), Oddity::new("group apart", Some(format!("{}.{group}", self.text(head)))))
        })
    }

    /// A number of two digits before the point, no label such as `1.`
    fn ends_number(&self) -> bool {
        self.before.is_some_and(|before| before.is_number() && before.span.len() > 1) && self.after_is_free()
    }

    /// `(thứ 16/17)..`
    fn ends_bracket(&self) -> bool {
        self.before.is_some_and(|before| before.is(')') || before.is('”')) && !self.a.spaced && self.after_is_free()
    }

    /// Whether nothing is glued to the second mark: `:.5`, `./.`
    fn after_is_free(&self) -> bool {
        self.after.is_none_or(|after| after.spaced)
    }

    /// `chính(CCHC)`; not `m2(…)`, `người(s)`.
    fn before_open(&self) -> Option<(Span, Oddity)> {
        if self.a.case == Case::Lower && self.is_syllable(self.at) && self.opens_share() {
            return self.written("blank missing", |a, b| format!("{a} {b}"));
        }
        let after = self.after.filter(|after| after.is_word() && !after.spaced)?;
        let long = |token: &Token| self.text(token).chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
        let plain = self.text(self.a).chars().all(char::is_alphabetic) && self.a.case != Case::Mixed;
        (plain && long(self.a) && long(after)).then(|| self.written("blank missing", |a, b| format!("{a} {b}")))?
    }

    /// `khai(99,96%)`, `năm(1,5 tỷ`; not `cột(2)`, `khoản 5(2)`.
    fn opens_share(&self) -> bool {
        let Some(number) = self.after.filter(|after| after.is_number() && !after.spaced) else { return false };
        let behind = self.view.token(self.at + 3);
        self.text(number).contains(',')
            || behind.is_some_and(|token| token.is('%') || self.a.is_word() && token.is_word())
    }

    fn blank_missing(&self, mark: char) -> Option<(Span, Oddity)> {
        let before = self.before.filter(|_| !self.a.spaced)?;
        let letters = |token: &Token| self.text(token).chars().filter(|c| c.is_alphabetic()).count();
        let worded = before.is_word() && (letters(before) > 1 || letters(self.b) > 1);
        let missing = match mark {
            // `ngày 19/4/2023,trong đó`; not `1,tỷ lệ` at the beginning of a line.
            ',' | ';' => {
                let dated = before.is_number() && letters(self.b) > 1 && self.at > self.view.start + 1;
                worded || dated && self.b.case != Case::Upper || before.is(')') || before.is('”')
            }
            ':' => worded && self.b.case != Case::Upper && before.case != Case::Mixed,
            '.' => {
                before.case == Case::Lower
                    && self.b.case == Case::Title
                    && self.is_syllable(self.at - 1)
                    && self.is_syllable(self.at + 1)
            }
            ')' | '”' => {
                let label = self.at == self.view.start + 1 && mark == ')';
                let closed = before.is('”') || before.is('%') || before.is_number();
                letters(self.b) > 1
                    && if label { letters(before) == 1 && self.b.case == Case::Title } else { worded || closed }
            }
            _ => false,
        };
        missing.then(|| self.written("blank missing", |a, b| format!("{a} {b}")))?
    }

    fn follows_small_word(&self) -> bool {
        self.before.is_some_and(|before| before.case == Case::Lower) && !self.a.spaced && self.is_syllable(self.at - 1)
    }

    /// A syllable of two letters at least that can end a sentence: no abbreviation, no unit.
    fn is_syllable(&self, at: TokenId) -> bool {
        const UNITS: [u64; 4] =
            [crate::text::key("ha"), crate::text::key("tr"), crate::text::key("vd"), crate::text::key("st")];
        let (Some(token), Some(form)) = (self.view.token(at), self.view.document.words.form(at)) else { return false };
        token.span.len() > 1
            && matches!(form.case, Case::Lower | Case::Title)
            && !UNITS.contains(&token.key)
            && form.verdict == Verdict::Sound
    }

    fn is_small_after_stop(&self) -> bool {
        self.b.case == Case::Lower
            && self.is_syllable(self.at + 1)
            && (self.follows_small_word()
                || self.follows_long_abbreviation()
                || self.follows_note_mark()
                || self.follows_bracket())
    }

    /// `(08/36 chỉ tiêu tiếp nhận). nguyên nhân`, `(88,1%). còn`; `a). nội dung` is a label.
    fn follows_bracket(&self) -> bool {
        let closed = self.before.is_some_and(|before| before.is(')')) && !self.a.spaced;
        let last = self.at.checked_sub(2).and_then(|at| self.view.token(at).map(|token| (at, token)));
        closed
            && last.is_some_and(|(at, token)| {
                token.is('%') || token.case == Case::Lower && token.spaced && self.is_syllable(at)
            })
    }

    /// `theo quy định⁸. hướng dẫn`
    fn follows_note_mark(&self) -> bool {
        let marked = self.before.is_some_and(|before| before.kind == TokenKind::Mark);
        marked && self.at.checked_sub(2).is_some_and(|word| self.is_syllable(word))
    }

    /// `về TTHC. triển khai`: abbreviations with a point of their own have three letters at most (`TP.`, `PGS.`).
    fn follows_long_abbreviation(&self) -> bool {
        let long = |before: &&Token| before.case == Case::Upper && self.text(before).chars().count() >= 4;
        !self.a.spaced && self.before.is_some_and(|before| before.is_word() && long(&before))
    }

    fn capital_missing(&self) -> Option<(Span, Oddity)> {
        let word = self.text(self.b);
        let mut letters = word.chars();
        let right: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        self.written("small letter", |stop, _| format!("{stop} {right}"))
    }
}

/// No line that is set in columns is longer.
const MOST_COLUMNS: usize = 300;

/// Where the last line of a text begins; nothing where it is too long to be set in columns.
fn last_line(text: &str) -> Option<usize> {
    let mut start = text.len();
    for c in text.chars().rev().take(MOST_COLUMNS) {
        if c == '\n' {
            return Some(start);
        }
        start -= c.len_utf8();
    }
    (start == 0).then_some(0)
}
