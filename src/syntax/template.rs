//! Messages with values in braces: `{s.of} là {right}%`. `{{` and `}}` are braces themselves.

use std::ops::Range;

use super::lexical;
use crate::lang::{Lang, Text};
use crate::source::Source;
use crate::span::Span;

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePiece {
    /// Printed as it is.
    Text(String),
    /// `{x.part}`: the value of a path.
    Path {
        /// `x`, `part`; the first may begin with `old ` or `new `.
        names: Vec<String>,
        /// Bytes of the message, braces included.
        range: Range<usize>,
    },
}

/// What is wrong with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// Bytes of the message.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: Text,
    /// The way out.
    pub help: Text,
}

/// Takes a message apart. Adjacent texts are one piece.
pub fn template(text: &str) -> Result<Vec<TemplatePiece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(step) = text.get(at..).and_then(|rest| memchr::memchr2(b'{', b'}', rest.as_bytes())) {
        let brace = at + step;
        plain.push_str(text.get(at..brace).unwrap_or_default());
        let rest = text.get(brace..).unwrap_or_default();
        if rest.starts_with("{{") || rest.starts_with("}}") {
            plain.push_str(rest.get(..1).unwrap_or_default());
            at = brace + 2;
        } else if rest.starts_with('}') {
            return Err(unopened(brace));
        } else {
            let end = rest.find(['}', '\n']).filter(|&end| rest.as_bytes().get(end) == Some(&b'}'));
            let end = brace + end.ok_or_else(|| unclosed(brace, rest))?;
            let names = path(text, brace..end + 1)?;
            if !plain.is_empty() {
                pieces.push(TemplatePiece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(TemplatePiece::Path { names, range: brace..end + 1 });
            at = end + 1;
        }
    }
    plain.push_str(text.get(at..).unwrap_or_default());
    if !plain.is_empty() {
        pieces.push(TemplatePiece::Text(plain));
    }
    Ok(pieces)
}

fn unopened(at: usize) -> TemplateError {
    TemplateError {
        range: at..at + 1,
        message: Text::new("`}` không đóng dấu `{` nào", "`}` closes no `{`"),
        help: Text::new("muốn in dấu ngoặc thì viết `}}`", "write `}}` for a brace itself"),
    }
}

fn unclosed(at: usize, rest: &str) -> TemplateError {
    let line = rest.lines().next().unwrap_or_default();
    TemplateError {
        range: at..at + line.trim_end().len(),
        message: Text::new("`{` không được đóng lại", "`{` is never closed"),
        help: Text::new("thêm `}`; muốn in dấu ngoặc thì viết `{{`", "add `}`; write `{{` for a brace itself"),
    }
}

fn path(text: &str, range: Range<usize>) -> Result<Vec<String>, TemplateError> {
    let inside = text.get(range.start + 1..range.end - 1).unwrap_or_default().trim();
    let error = |message: Text, help: Text| Err(TemplateError { range: range.clone(), message, help });
    if inside.is_empty() {
        return error(
            Text::new("giữa `{` và `}` không có gì", "nothing stands between `{` and `}`"),
            Text::new(
                "viết tên một giá trị: `{x.part}`; muốn in dấu ngoặc thì viết `{{` và `}}`",
                "name a value: `{x.part}`; write `{{` and `}}` for braces themselves",
            ),
        );
    }
    let names: Vec<&str> = inside.split('.').collect();
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let of_draft = |name: &str| name.strip_prefix("old ").or_else(|| name.strip_prefix("new ")).is_some_and(is_name);
    let first = names.first().is_some_and(|name| is_name(name) || of_draft(name));
    if first && names.iter().skip(1).all(|name| is_name(name)) {
        return Ok(names.into_iter().map(str::to_owned).collect());
    }
    error(
        Text::new(
            format!("`{{{inside}}}` không phải tên của một giá trị"),
            format!("`{{{inside}}}` does not name a value"),
        ),
        Text::new(
            "trong ngoặc chỉ viết được tên như `x.part`; phép tính thì đặt tên trước bằng `let`",
            "only a name such as `x.part` can stand in braces; give anything worked out a name with `let`",
        ),
    )
}

/// The place in the file of `range` of a message, where `literal` is the span of its text in quotes. Escapes and
/// indentation move bytes but neither make nor drop braces, so that the n-th brace is the n-th brace.
pub fn place(source: &Source, literal: Span, content: &str, range: &Range<usize>) -> Span {
    let raw = source.slice(literal);
    let same = |offset: usize| {
        let count = content.get(..offset)?.bytes().filter(|byte| matches!(byte, b'{' | b'}')).count();
        raw.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'{' | b'}')).nth(count).map(|(at, _)| at)
    };
    let ends_in_brace = content.get(range.clone()).is_some_and(|found| found.ends_with('}'));
    match (same(range.start), range.end.checked_sub(1).filter(|_| ends_in_brace).and_then(same)) {
        (Some(start), Some(end)) => Span::new(literal.range().start + start, literal.range().start + end + 1),
        (Some(start), None) => Span::new(literal.range().start + start, literal.range().start + start + 1),
        _ => literal,
    }
}

/// The span of the quoted text of one language, where `text` is the span of `vi "…" en "…"`.
pub fn wording(source: &Source, text: Span, lang: Lang) -> Span {
    let whole = source.slice(text);
    let word = match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    };
    let mut at = 0;
    let mut last = "";
    while let Some(rest) = whole.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("--") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with('"') {
            let end = lexical::string_end(whole, at);
            if last == word {
                return Span::new(text.range().start + at, text.range().start + end);
            }
            at = end;
        } else {
            let found = lexical::word(rest);
            if !found.is_empty() {
                last = found;
            }
            at += found.len().max(rest.chars().next().map_or(1, char::len_utf8));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stand_in_braces_and_doubled_braces_are_text() {
        let pieces = template("{s.of} là {{x}} {right}%").unwrap();
        assert_eq!(
            pieces,
            vec![
                TemplatePiece::Path { names: vec!["s".into(), "of".into()], range: 0..6 },
                TemplatePiece::Text(" là {x} ".into()),
                TemplatePiece::Path { names: vec!["right".into()], range: 17..24 },
                TemplatePiece::Text("%".into()),
            ]
        );
        assert_eq!(template("").unwrap(), vec![]);
    }

    #[test]
    fn a_brace_alone_an_empty_one_and_a_call_are_errors() {
        for (text, range, message) in [
            ("a {b", 2..4, "`{` is never closed"),
            ("a b}", 3..4, "`}` closes no `{`"),
            ("a {}", 2..4, "nothing stands between `{` and `}`"),
            ("{abs(x)}", 0..8, "`{abs(x)}` does not name a value"),
            ("{Tỷ lệ}", 0..11, "`{Tỷ lệ}` does not name a value"),
        ] {
            let error = template(text).unwrap_err();
            assert_eq!((error.range, error.message.en.as_str()), (range, message), "{text}");
        }
    }

    #[test]
    fn a_placeholder_is_found_again_in_the_file() {
        let text = "vi \"\"\"\n   {{ \\\"a\\\"\n   {x.y}\"\"\" -- {c} \"\n en \"{z} {w}\"";
        let source = Source::new("a", text);
        let whole = Span::new(0, text.len());
        let vi = wording(&source, whole, Lang::Vi);
        let content = "{{ \"a\"\n{x.y}";
        assert_eq!(source.slice(place(&source, vi, content, &(7..12))), "{x.y}");
        let en = wording(&source, whole, Lang::En);
        assert_eq!(source.slice(place(&source, en, "{z} {w}", &(4..7))), "{w}");
    }
}
