//! What is written for machines: emphasis, escapes, tags, note marks, addresses.

use super::{Markup, Reader, TokenKind, is_space};
use crate::document::line::BLANKS_OF_HTML;
use crate::span::Span;
use crate::text;

/// How far searches have looked in vain, in bytes of the stretch. A text full of `<!--` or of `a.a.a.a` is read once.
#[derive(Default)]
pub(super) struct Searched {
    /// No comment ends in the stretch.
    comment: bool,
    /// Up to here there is no address.
    address: usize,
}

impl Reader<'_, '_> {
    /// `*`, `**`, `_` around text. A mark that stands between blanks is a token, and so is `_` inside a word, as in the
    /// misspelt document number `12/QĐ_UBND`, and `*` between two digits.
    pub(super) fn emphasis(&mut self, c: char) -> bool {
        let length = self.rest().len() - self.rest().trim_start_matches(c).len();
        let left = self.before().filter(|&c| !is_space(c));
        let after = self.rest().get(length..).unwrap_or_default();
        let right = after.chars().find(|&c| !text::is_invisible(c)).filter(|&c| !is_space(c));
        let joins = |a: char, b: char| match c {
            '_' => text::is_alphanumeric(a) && text::is_alphanumeric(b),
            _ => length == 1 && a.is_ascii_digit() && b.is_ascii_digit(),
        };
        // `(__ chỉ tiêu)`, `đạt __%`, `____chỉ tiêu`: a blank to fill in, which can neither open nor close an emphasis.
        let blank = c == '_' && length >= 2;
        let token = match (left, right) {
            (None, None) => true,
            (Some(a), Some(b)) => joins(a, b) || blank && matches!(a, '(' | '[') && matches!(b, ')' | ']' | '%'),
            (Some(a), None) => blank && matches!(a, '(' | '['),
            (None, Some(b)) => blank && (matches!(b, ')' | ']' | '%') || length > 3 && text::is_alphanumeric(b)),
        };
        if token {
            (0..length).for_each(|_| self.punctuation(c));
        } else {
            // `seen` stays: what counts for the next mark is the text, not the decoration.
            self.at += length;
        }
        true
    }

    /// A backslash before a mark is Markdown's way of writing the mark itself.
    pub(super) fn escape(&mut self) -> bool {
        let mut after = self.rest().chars().skip(1);
        let Some(c) = after.next().filter(char::is_ascii_punctuation) else { return false };
        if after.next().is_some_and(text::is_combining) {
            return false;
        }
        self.at += 1;
        self.punctuation(c);
        true
    }

    /// Blanks as HTML writes them: `&nbsp;` between what stands side by side.
    pub(super) fn entity(&mut self) -> bool {
        let blank = BLANKS_OF_HTML.iter().find(|blank| self.rest().starts_with(**blank));
        let Some(blank) = blank.filter(|_| self.markup == Markup::Markdown) else { return false };
        self.skip(blank.len());
        self.spaced = true;
        true
    }

    /// `[^12]`
    pub(super) fn note_mark(&mut self) -> bool {
        let Some(label) = self.rest().strip_prefix("[^") else { return false };
        let close = label.char_indices().take(24).find(|&(_, c)| c == ']' || c == '[' || is_space(c));
        let Some((length @ 1.., ']')) = close else { return false };
        let start = self.at;
        let slice = self.rest().get(..length + 3).unwrap_or_default();
        self.skip(slice.len());
        self.push_slice(start, slice, TokenKind::Mark);
        self.note_unusual(start);
        true
    }

    /// `(1)`, `[1]` and the like that the document's lines show to be marks of notes.
    pub(super) fn typed_mark(&mut self, mark: Span) {
        let start = (mark.start - self.base) as usize;
        // What was read over the mark, as an address that goes on through it, stays.
        if self.at > start {
            return;
        }
        let slice = self.stretch.get(start..start + mark.len()).unwrap_or_default();
        self.skip(slice.len());
        self.push_slice(start, slice, TokenKind::Mark);
        self.note_unusual(start);
        self.searched = Searched::default();
    }

    /// Comments, tags and `<http://…>`. Only the tags that writers of reports use: `<tên đơn vị>` is text.
    pub(super) fn tag(&mut self) -> bool {
        if self.markup == Markup::Written {
            let is_break = self.rest().starts_with("<br>");
            if is_break {
                self.at += "<br>".len();
                self.spaced = true;
            }
            return is_break;
        }
        if self.rest().starts_with("<!--") {
            let end = if self.searched.comment { None } else { self.rest().find("-->") };
            match end {
                Some(length) => {
                    self.at += length + 3;
                    self.note_unusual(self.at - length);
                }
                None => self.searched.comment = true,
            }
            return end.is_some();
        }
        let Some(inside) = self.rest().strip_prefix('<') else { return false };
        if scheme(inside) {
            // The brackets are decoration; the address is read next.
            self.at += 1;
            return true;
        }
        let body = inside.strip_prefix('/').unwrap_or(inside);
        let name = body.len() - body.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let (name, after) = body.split_at_checked(name).unwrap_or_default();
        if !after.starts_with(['>', '/', ' ', '\n', '\t']) {
            return false;
        }
        let known = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let breaks =
            known(&["br", "p", "div", "hr", "li", "ul", "ol", "table", "tr", "td", "th", "tbody", "thead", "center"]);
        if !breaks
            && !known(&[
                "sup", "sub", "b", "i", "u", "s", "em", "strong", "span", "font", "a", "del", "ins", "mark", "small",
            ])
        {
            return false;
        }
        let end = inside.char_indices().take(200).find(|&(_, c)| c == '>' || c == '<');
        let Some((end, '>')) = end else { return false };
        if name.eq_ignore_ascii_case("sup") && body.len() == inside.len() && self.raised(end + 2) {
            return true;
        }
        self.at += end + 2;
        self.note_unusual(self.at - end);
        self.spaced |= breaks;
        true
    }

    /// `<sup>12</sup>`; `open` is the length of the opening tag.
    fn raised(&mut self, open: usize) -> bool {
        let body = self.rest().get(open..).unwrap_or_default();
        let close = body.char_indices().take(16).find(|&(_, c)| c == '<' || is_space(c));
        let Some((length @ 1.., '<')) = close else { return false };
        let tag = body.get(length..length + 6).unwrap_or_default();
        if !tag.eq_ignore_ascii_case("</sup>") {
            return false;
        }
        let (start, label) = (self.at, body.get(..length).unwrap_or_default());
        self.push_other(start, start + open + length + 6, text::fold_key(label), TokenKind::Mark);
        self.skip(open + length + 6);
        self.note_unusual(start);
        true
    }

    /// `https://…`, `www.…`, `ten@noi.gov.vn`, `dichvucong.gov.vn/…`: one token, without the full stop or bracket after it.
    pub(super) fn address(&mut self) -> bool {
        if self.at < self.searched.address || !self.spaced && self.before().is_some_and(text::is_alphanumeric) {
            return false;
        }
        let bytes = self.rest().as_bytes();
        let mut pointed = false;
        let end = bytes.iter().position(|&b| {
            pointed |= b == b'.';
            !of_host(b)
        });
        let length = end.unwrap_or(bytes.len());
        // An address has a point, or a colon behind its scheme.
        if !pointed && bytes.get(length) != Some(&b':') {
            self.searched.address = self.at + length;
            return false;
        }
        let (host, after) = self.rest().split_at_checked(length).unwrap_or_default();
        let scheme = scheme(self.rest());
        if !scheme {
            let ends = !after.chars().next().is_some_and(|c| text::is_alphanumeric(c) || text::is_combining(c));
            if !ends || !is_host(host.trim_end_matches(['.', '-', '_', '+'])) {
                self.searched.address = self.at + host.len();
                return false;
            }
        }
        let path = scheme || after.starts_with(['/', ':', '?', '#']);
        let stop = |c: char| is_space(c) || "<>\"“”«»".contains(c);
        let length = if path { self.rest().find(stop).unwrap_or(self.rest().len()) } else { host.len() };
        let slice = self.rest().get(..length).unwrap_or_default();
        // The closing mark of a report is no part of it.
        let slice = slice.trim_end_matches(['*', '_']);
        let slice = slice.strip_suffix("./.").unwrap_or(slice);
        let slice =
            slice.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '*', '_', '\'', '-', '+', '’', '…']);
        let start = self.at;
        self.skip(slice.len());
        self.push_slice(start, slice, TokenKind::Url);
        self.note_unusual(start);
        // The closing bracket of `<http://…>` goes with the opening one.
        if scheme && self.rest().starts_with('>') {
            self.skip(1);
        }
        true
    }
}

/// Whether a byte may stand in the name of a host or before its `@`.
#[inline]
pub(super) const fn of_host(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'@' | b'-' | b'_' | b'+')
}

/// Whether what begins with letters may be an address where this byte stands behind them.
#[inline]
pub(super) const fn goes_on(b: u8) -> bool {
    b == b':' || of_host(b)
}

fn scheme(text: &str) -> bool {
    ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|known| text.get(..known.len()).is_some_and(|head| head.eq_ignore_ascii_case(known)))
}

/// Names of hosts and mail addresses, told by their last label: `so.gov.vn`, `a.b@noi.gov.vn`.
fn is_host(text: &str) -> bool {
    let (user, host) = text.split_once('@').unwrap_or(("user", text));
    let Some((head, top)) = host.rsplit_once('.') else { return false };
    let fine = |label: &str| label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !label.is_empty();
    const TOPS: [&str; 9] = ["vn", "com", "net", "org", "edu", "gov", "info", "io", "asia"];
    !user.is_empty() && head.split('.').all(fine) && TOPS.iter().any(|known| known.eq_ignore_ascii_case(top))
}
