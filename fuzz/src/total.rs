//! What must hold whatever a stranger sends: an answer or a clear refusal, never a panic, and nothing that contradicts itself. The fuzzer and
//! the project's own tests share this file.

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use soat::document::origin::Format;
use soat::document::{Document, Revision};
use soat::evaluate::{Outcome, Run, Stage};
use soat::lang::Lang;
use soat::pack;
use soat::report::comments::annotated;
use soat::rule::RuleSet;
use soat::source::Source;
use soat::syntax;
use zip::write::{SimpleFileOptions, ZipWriter};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// The parts that an input of [`word`] may stand for, by the name in its first line.
pub const PARTS: [(&str, &str); 9] = [
    ("document", "word/document.xml"),
    ("styles", "word/styles.xml"),
    ("numbering", "word/numbering.xml"),
    ("footnotes", "word/footnotes.xml"),
    ("comments", "word/comments.xml"),
    ("header", "word/header.xml"),
    ("relations", "word/_rels/document.xml.rels"),
    ("odt", "content.xml"),
    ("odt-styles", "styles.xml"),
];

fn rule_set() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| pack::rules().unwrap_or_else(|_| panic!("the rules have mistakes")))
}

fn judged(document: &Document) -> Outcome {
    let run = Run { today: DAY, stage: Stage::Final, period: None, parameters: Vec::new(), packs: Vec::new() };
    soat::judge(rule_set(), document, &run)
}

/// Reads bytes as a file of that name.
pub fn text(bytes: &[u8]) {
    if let Ok(document) = Document::read("a.md", bytes) {
        sound(&document, &judged(&document));
    }
}

/// Reads text as a file of rules, with all that follows where it holds no mistake.
pub fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (_, mistakes) = syntax::parse(std::sync::Arc::new(Source::new("a.soat", text)));
    let resolved = RuleSet::load(vec![Source::new("a.soat", text)]);
    assert!(mistakes.is_empty() || resolved.is_err(), "a mistake of syntax was forgotten");
    for mistake in mistakes.iter().chain(resolved.as_ref().err().into_iter().flatten()) {
        // The place is shown: it must lie in the file.
        let _ = mistake.source.slice(mistake.at.0);
    }
    if let Ok(set) = resolved {
        let _ = soat::evaluate::judge_examples(&set);
    }
}

/// Reads a file of a word processor: the first line names the part that the rest is put in place of; without one all of it is the file.
pub fn word(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let part = PARTS.iter().find(|(name, _)| bytes.get(..end) == Some(name.as_bytes()));
    match part {
        Some((_, part)) => file(&archive(part, bytes.get(end + 1..).unwrap_or_default())),
        None => file(bytes),
    }
}

/// Reads a file both ways, and writes into a copy of it what was found.
pub fn file(bytes: &[u8]) {
    let _ = Document::read_revision("a.docx", bytes, Revision::Original);
    let Ok(document) = Document::read("a.docx", bytes) else { return };
    let outcome = judged(&document);
    sound(&document, &outcome);
    let Some(origin) = document.origin.as_deref() else { return };
    assert_eq!(origin.paragraphs.len(), document.source.places().len());
    for pair in origin.stretches.windows(2) {
        assert!(pair[0].text.end <= pair[1].text.start, "stretches overlap: {pair:?}");
    }
    for stretch in &origin.stretches {
        let _ = document.slice(stretch.text);
        assert!(origin.look(stretch).is_some());
    }
    if origin.format != Format::Docx {
        return;
    }
    let Ok(copy) = annotated(bytes, &document, &outcome, Lang::Vi, DAY) else { return };
    let again = Document::read("b.docx", &copy).unwrap_or_else(|error| panic!("the copy: {}", error.message.en));
    assert_eq!(again.source.text(), document.source.text(), "the copy says something else");
}

/// Every place lies in the text, on the edges of characters.
fn sound(document: &Document, outcome: &Outcome) {
    let text = document.source.text();
    let whole = |span: soat::span::Span| {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is no place of the text");
    };
    document.tokens.iter().for_each(|token| whole(token.span));
    document.blocks.iter().for_each(|block| whole(block.span));
    for finding in &outcome.findings {
        whole(finding.span);
        finding.related.iter().for_each(|label| whole(label.span));
        finding.edits.iter().for_each(|edit| whole(edit.span));
    }
}

/// A file whose part of a name is this; the other parts use what it may hold.
pub fn archive(part: &str, inside: &[u8]) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!(r#"<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    let relations = |inside: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#
        )
    };
    let own =
        ["styles", "numbering", "footnotes", "comments", "header"].map(|kind| relation(kind, &format!("{kind}.xml")));
    let body = format!(
        r#"<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body><w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>đạt 13/72, bằng 5%</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p><w:sectPr><w:headerReference w:type="default" r:id="header"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701"/></w:sectPr></w:body></w:document>"#
    );
    let is_odt = matches!(part, "content.xml" | "styles.xml");
    let text = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:h text:style-name="A" text:outline-level="1">đạt 13/72</text:h></office:text></office:body></office:document-content>"#;
    let kept = match is_odt {
        true => vec![("content.xml", text.to_owned())],
        false => vec![
            (
                "[Content_Types].xml",
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
            ),
            ("_rels/.rels", relations(&relation("officeDocument", "word/document.xml"))),
            ("word/_rels/document.xml.rels", relations(&own.concat())),
            ("word/document.xml", body),
        ],
    };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let others = kept.iter().filter(|(name, _)| *name != part).map(|(name, text)| (*name, text.as_bytes()));
    for (name, bytes) in others.chain([(part, inside)]) {
        let written =
            archive.start_file(name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored));
        written.unwrap_or_else(|error| panic!("{error}"));
        archive.write_all(bytes).unwrap_or_else(|error| panic!("{error}"));
    }
    archive.finish().unwrap_or_else(|error| panic!("{error}")).into_inner()
}
