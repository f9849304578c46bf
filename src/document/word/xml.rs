//! XML of strangers: parsed without document types, no deeper than word processors write, with the bytes of every character.

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::fault::Fault;

/// Elements inside each other. Tables in tables in text boxes reach some sixty.
const DEEPEST: usize = 256;
/// Attributes of one element.
const MOST_ATTRIBUTES: usize = 256;
/// Elements and texts of one part: a report of a thousand pages has some half million.
const MOST_NODES: u32 = 2_000_000;

/// Parses a part; `name` is for messages.
///
/// # Errors
/// When it is no well-formed XML or goes beyond the limits.
pub(super) fn parse<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Fault> {
    guard(name, text.as_bytes())?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Fault::TooLarge(name.to_owned()),
        error => Fault::Broken(name.to_owned(), error.to_string()),
    })
}

/// One look at the tags before they are parsed, which recurses.
fn guard(name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let mut depth = 0_usize;
    let mut at = 0;
    let rest = |at: usize| bytes.get(at..).unwrap_or_default();
    let beyond = |at: usize, what: &[u8]| memchr::memmem::find(rest(at), what).map(|found| at + found + what.len());
    while let Some(open) = memchr::memchr(b'<', rest(at)) {
        at += open + 1;
        let next = match rest(at) {
            [b'!', b'-', b'-', ..] => beyond(at, b"-->"),
            [b'!', b'[', ..] => beyond(at, b"]]>"),
            [b'!', ..] => return Err(Fault::Doctype(name.to_owned())),
            [b'?', ..] => beyond(at, b"?>"),
            [b'/', ..] => {
                depth = depth.saturating_sub(1);
                beyond(at, b">")
            }
            _ => {
                let Some((length, attributes, empty)) = tag(rest(at)) else { return Ok(()) };
                depth += usize::from(!empty);
                if depth > DEEPEST || attributes > MOST_ATTRIBUTES {
                    return Err(Fault::TooDeep(name.to_owned()));
                }
                Some(at + length)
            }
        };
        // What is not closed is for the parser to tell.
        let Some(next) = next else { return Ok(()) };
        at = next;
    }
    Ok(())
}

/// Bytes of a tag behind its `<`, how many attributes it has, and whether it closes itself.
fn tag(bytes: &[u8]) -> Option<(usize, usize, bool)> {
    let (mut quote, mut attributes, mut last) = (None, 0, 0);
    for (at, &byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'=') => attributes += 1,
            (None, b'>') => return Some((at + 1, attributes, last == b'/')),
            _ => {}
        }
        last = byte;
    }
    None
}

/// Which vocabulary an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Formulas.
    Math,
    /// `mc:AlternateContent` and its branches.
    Alternatives,
    /// Everything else: pictures, shapes, other programs' additions.
    Other,
}

/// The vocabulary and local name of an element.
pub(super) fn name<'n>(node: &Node<'n, '_>) -> (Vocabulary, &'n str) {
    let tag = node.tag_name();
    let vocabulary = match tag.namespace() {
        Some(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ) => Vocabulary::Word,
        Some(
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math",
        ) => Vocabulary::Math,
        Some("http://schemas.openxmlformats.org/markup-compatibility/2006") => Vocabulary::Alternatives,
        _ => Vocabulary::Other,
    };
    (vocabulary, tag.name())
}

/// The local name of an element of WordprocessingML, empty for others.
pub(super) fn word<'n>(node: &Node<'n, '_>) -> &'n str {
    match name(node) {
        (Vocabulary::Word, name) => name,
        _ => "",
    }
}

/// The first child of WordprocessingML with a name.
pub(super) fn child<'n, 'i>(node: Node<'n, 'i>, wanted: &str) -> Option<Node<'n, 'i>> {
    node.children().find(|child| word(child) == wanted)
}

/// An attribute by its local name, whatever its namespace: strict and transitional files differ in nothing else.
pub(super) fn attribute<'n>(node: Node<'n, '_>, wanted: &str) -> Option<&'n str> {
    node.attributes().find(|attribute| attribute.name() == wanted).map(|attribute| attribute.value())
}

/// `w:val` of a child.
pub(super) fn value<'n>(node: Node<'n, '_>, wanted: &str) -> Option<&'n str> {
    attribute(child(node, wanted)?, "val")
}

/// An on/off property: there and not switched off.
pub(super) fn flag(node: Node<'_, '_>) -> bool {
    !matches!(attribute(node, "val"), Some("0" | "false" | "off"))
}

/// A length in twentieths of a point: a whole number, with decimals (as Google Docs writes them), or with a unit (as the strict form may).
pub(super) fn length(written: &str) -> Option<i32> {
    let end = written.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(written.len());
    let (number, unit) = written.split_at_checked(end)?;
    let points = match unit {
        "" => 0.05,
        "pt" => 1.0,
        "pc" | "pi" => 12.0,
        "cm" => 72.0 / 2.54,
        "mm" => 7.2 / 2.54,
        "in" => 72.0,
        _ => return None,
    };
    let twentieths = number.trim().parse::<f64>().ok()? * points * 20.0;
    (twentieths.abs() < f64::from(i32::MAX)).then(|| twentieths.round() as i32)
}

/// The characters of a text node with their bytes in the part: entities and `CR LF` take more bytes than they mean.
pub(super) fn characters(raw: &str, base: usize) -> impl Iterator<Item = (Range<usize>, char)> {
    let (mut rest, mut at, mut cdata) = (raw, base, false);
    std::iter::from_fn(move || {
        loop {
            let mark = if cdata { "]]>" } else { "<![CDATA[" };
            let Some(behind) = rest.strip_prefix(mark) else { break };
            cdata = !cdata;
            at += mark.len();
            rest = behind;
        }
        let (length, c) = match rest.chars().next()? {
            '&' if !cdata => entity(rest).unwrap_or((1, '&')),
            '\r' if rest.starts_with("\r\n") => (2, '\n'),
            '\r' => (1, '\n'),
            c => (c.len_utf8(), c),
        };
        let range = at..at + length;
        rest = rest.get(length..)?;
        at += length;
        Some((range, c))
    })
}

/// The entity at the head of a text: how long it is written, and what it means.
fn entity(rest: &str) -> Option<(usize, char)> {
    let end = rest.bytes().take(12).position(|b| b == b';')?;
    let inside = rest.get(1..end)?;
    let c = match inside {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = inside.strip_prefix('#')?;
            let code = match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((end + 1, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_know_their_bytes() {
        let told: Vec<_> = characters("a&amp;&#x1EBF;\r\nđ<![CDATA[<&]]>b", 10).collect();
        let text: String = told.iter().map(|(_, c)| *c).collect();
        assert_eq!(text, "a&ế\nđ<&b");
        let ranges: Vec<_> = told.iter().map(|(range, _)| (range.start, range.end)).collect();
        assert_eq!(ranges, [(10, 11), (11, 16), (16, 24), (24, 26), (26, 28), (37, 38), (38, 39), (42, 43)]);
    }

    #[test]
    fn what_attacks_are_made_of_is_refused() {
        let deep = "<a>".repeat(100_000);
        assert!(matches!(parse("p", &deep), Err(Fault::TooDeep(_))));
        let wide = format!("<a {}/>", (0..5000).map(|n| format!("b{n}='' ")).collect::<String>());
        assert!(matches!(parse("p", &wide), Err(Fault::TooDeep(_))));
        let bomb = "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>";
        assert!(matches!(parse("p", bomb), Err(Fault::Doctype(_))));
        assert!(matches!(parse("p", "<a><b></a>"), Err(Fault::Broken(..))));
        assert!(parse("p", "<!-- <a><a> --><a b='>'><![CDATA[<c>]]></a>").is_ok());
    }
}
