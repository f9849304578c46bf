//! What can be told of a rule file character by character: words, strings without end, brackets without partner, and
//! marks that other languages use and this one does not.

use std::ops::Range;

use crate::lang::Text;

/// Something wrong that needs no grammar.
#[derive(Debug)]
pub(super) struct Slip {
    pub code: &'static str,
    pub at: Range<usize>,
    pub message: Text,
    pub label: Text,
    pub related: Option<(Range<usize>, Text)>,
    pub help: Option<Text>,
    /// Where reading goes on.
    pub resume: usize,
    /// Whether it may have hidden quotes or brackets.
    pub swallows: bool,
}

impl Slip {
    fn new(code: &'static str, at: Range<usize>, message: Text, label: Text) -> Self {
        Self { code, resume: at.end, at, message, label, related: None, help: None, swallows: false }
    }

    fn help(mut self, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Text::new(vi, en));
        self
    }

    pub(super) fn too_deep(at: usize) -> Self {
        let message = Text::new("ngoặc lồng nhau quá 64 tầng", "brackets nest more than 64 deep");
        let mut slip = Self::new("syntax::too_deep", at..at + 1, message, Text::new("tầng thứ 65", "the 65th level"))
            .help(
                "tách phần bên trong ra bằng `let` hoặc một `fact` riêng",
                "give the inner part a name with `let`, or a `fact` of its own",
            );
        slip.swallows = true;
        slip
    }

    pub(super) fn unopened(byte: u8, at: usize) -> Self {
        let (found, wanted) = (char::from(byte), char::from(opener(byte)));
        Self::new(
            "syntax::bracket",
            at..at + 1,
            Text::new(format!("`{found}` không đóng ngoặc nào"), format!("`{found}` closes nothing")),
            Text::new(format!("phía trước không có `{wanted}` nào đang mở"), format!("no `{wanted}` is open here")),
        )
        .help(
            format!("bỏ `{found}` đi hoặc mở `{wanted}` trước nó"),
            format!("delete it, or open a `{wanted}` before it"),
        )
    }

    pub(super) fn unclosed(byte: u8, at: usize, noticed: Option<Range<usize>>) -> Self {
        let (found, wanted) = (char::from(byte), char::from(closer(byte)));
        let mut slip = Self::new(
            "syntax::bracket",
            at..at + 1,
            Text::new(format!("`{found}` không được đóng lại"), format!("`{found}` is never closed")),
            Text::new("mở ở đây", "opened here"),
        )
        .help(format!("thêm `{wanted}`"), format!("add `{wanted}`"));
        slip.related = noticed.map(|place| {
            (place, Text::new(format!("đến đây vẫn chưa có `{wanted}`"), format!("no `{wanted}` has come before this")))
        });
        slip.swallows = true;
        slip
    }

    pub(super) fn unterminated(text: &str, at: Range<usize>) -> Self {
        let written = text.get(at.clone()).unwrap_or_default();
        let end = at.start + written.trim_end().len();
        let slip = Self::new(
            "syntax::string",
            at.start..end,
            Text::new("đoạn chữ trong ngoặc kép không có dấu đóng", "text in quotes has no closing quote"),
            Text::new("mở ở đây, đến hết dòng vẫn chưa đóng", "opened here and still open at the end of the line"),
        );
        let slip = match written.chars().find(|&mark| is_typographic(mark)) {
            Some(mark) => slip.help(
                format!("`{mark}` không đóng được; hãy dùng dấu `\"` thẳng"),
                format!("`{mark}` does not close it; use a straight `\"`"),
            ),
            None => slip.help(
                "thêm `\"`; đoạn chữ nhiều dòng đặt giữa hai dấu `\"\"\"`",
                "add `\"`; a text of several lines stands between two `\"\"\"`",
            ),
        };
        Self { swallows: true, ..slip }
    }

    pub(super) fn unending(start: usize) -> Self {
        let slip = Self::new(
            "syntax::string",
            start..start + 3,
            Text::new("đoạn chữ mở bằng `\"\"\"` không có dấu đóng", "text opened with `\"\"\"` has no end"),
            Text::new("mở ở đây", "opened here"),
        );
        Self {
            swallows: true, ..slip.help("thêm `\"\"\"` ở cuối đoạn chữ", "add `\"\"\"` at the end of the text")
        }
    }
}

/// The opening partner of a closing bracket.
pub(super) fn opener(close: u8) -> u8 {
    match close {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

fn closer(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

fn is_typographic(mark: char) -> bool {
    matches!(mark, '“' | '”' | '„' | '‟' | '＂')
}

/// A mark at `at` that no part of the language uses.
pub(super) fn slip(text: &str, at: usize) -> Option<Slip> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    match first {
        '“' | '”' | '„' | '‟' | '＂' | '\'' | '‘' | '’' | '`' => Some(foreign_quote(rest, at, first)),
        '#' => Some(foreign_comment(rest, at, "#")),
        '/' if rest.starts_with("//") => Some(foreign_comment(rest, at, "//")),
        '/' if rest.starts_with("/*") => Some(foreign_comment(rest, at, "/*")),
        ';' => Some(
            Slip::new(
                "syntax::semicolon",
                at..at + 1,
                Text::new("ở đây không dùng `;`", "`;` is not used here"),
                Text::new("thừa", "not needed"),
            )
            .help(
                "bỏ `;`: xuống dòng là đủ; các mục của danh sách ngăn bằng `,`",
                "delete it: the line end suffices; entries of a list are separated by `,`",
            ),
        ),
        _ => None,
    }
}

fn foreign_quote(rest: &str, at: usize, mark: char) -> Slip {
    let line = rest.lines().next().unwrap_or_default();
    let inside = line.get(mark.len_utf8()..).unwrap_or_default();
    let closes = |found: char| {
        is_typographic(found)
            || (found == mark || found == '’') && matches!(mark, '\'' | '‘' | '’' | '`')
            || found == '"' && is_typographic(mark)
    };
    let (content, end) = match inside.char_indices().find(|&(_, found)| closes(found)) {
        Some((offset, found)) => (inside.get(..offset), at + mark.len_utf8() + offset + found.len_utf8()),
        None => (None, at + mark.len_utf8()),
    };
    let slip = Slip::new(
        "syntax::quote",
        at..end,
        Text::new(
            format!("`{mark}` không phải dấu ngoặc kép của ngôn ngữ này"),
            format!("`{mark}` is not a quote of this language"),
        ),
        Text::new("dùng dấu `\"` thẳng", "use a straight `\"`"),
    );
    let slip = match content.filter(|content| content.chars().count() <= 40) {
        Some(content) => slip.help(format!("viết `\"{content}\"`"), format!("write `\"{content}\"`")),
        None => slip.help("đặt chữ giữa hai dấu `\"` thẳng", "put text between two straight `\"`"),
    };
    Slip { swallows: true, ..slip }
}

fn foreign_comment(rest: &str, at: usize, mark: &str) -> Slip {
    let line = rest.lines().next().unwrap_or_default();
    let mut slip = Slip::new(
        "syntax::comment",
        at..at + mark.len(),
        Text::new(format!("`{mark}` không mở ghi chú"), format!("`{mark}` does not start a comment")),
        Text::new("ghi chú bắt đầu bằng `--`", "comments start with `--`"),
    )
    .help(format!("thay `{mark}` bằng `--`"), format!("write `--` instead of `{mark}`"));
    slip.resume = at + line.len();
    slip
}

/// The letters, digits, `_` and inner hyphens that `rest` begins with.
pub(super) fn word(rest: &str) -> &str {
    let part = |c: char| c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c);
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let hyphen = letter == '-' && at > 0 && letters.peek().is_some_and(|&(_, next)| next.is_alphanumeric());
        if !part(letter) && !hyphen {
            break;
        }
        end = at + letter.len_utf8();
    }
    rest.get(..end).unwrap_or_default()
}

/// Whether a blank and a letter follow the word, as they do where `rule` or `table` begins a declaration.
pub(super) fn goes_on_with_a_name(rest: &str, word: &str) -> bool {
    let after = rest.get(word.len()..).unwrap_or_default();
    let name = after.trim_start_matches([' ', '\t']);
    let blank = name.len() < after.len();
    // A declaration whose name is still to be written, or stands on the next line, begins one all the same.
    name.is_empty()
        || name.starts_with(['\r', '\n', '{', '"'])
        || blank && name.starts_with(|first: char| first.is_alphanumeric())
}

/// One past the closing `"""` of the text that opens at `start`.
pub(super) fn long_string_end(text: &str, start: usize) -> Option<usize> {
    let mut at = start + 3;
    loop {
        let found = at + memchr::memmem::find(text.as_bytes().get(at..)?, b"\"\"\"")?;
        let before = text.as_bytes().get(start + 3..found)?;
        let backslashes = before.iter().rev().take_while(|&&byte| byte == b'\\').count();
        if backslashes % 2 == 0 {
            return Some(found + 3);
        }
        at = found + 1;
    }
}

/// One past the end of the text that opens at `start`, or the end of everything.
pub(super) fn string_end(text: &str, start: usize) -> usize {
    if text.get(start..).is_some_and(|rest| rest.starts_with("\"\"\"")) {
        return long_string_end(text, start).unwrap_or(text.len());
    }
    let mut escaped = false;
    let close = text.bytes().enumerate().skip(start + 1).find(|&(_, byte)| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    close.map_or(text.len(), |(at, _)| at + 1)
}

/// The words of a piece that stand outside text in quotes.
pub(super) fn words(piece: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(rest) = piece.get(at..).filter(|rest| !rest.is_empty()) {
        let found = word(rest);
        if !found.is_empty() {
            words.push(found);
            at += found.len();
        } else if rest.starts_with('"') {
            at = string_end(piece, at);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    words
}
