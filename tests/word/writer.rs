//! A small writer of Word files, independent of the reader: what it is given as XML, and plain reports as paragraphs.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A file to be written: the inside of the body and of further parts.
#[derive(Default)]
pub struct Docx {
    body: String,
    parts: Vec<(&'static str, String)>,
    strict: bool,
}

impl Docx {
    /// A file with these elements in its body.
    pub fn new(body: impl Into<String>) -> Self {
        Self { body: body.into(), ..Self::default() }
    }

    /// With a part beside the body: `styles`, `numbering`, `footnotes`, `endnotes`, `header`, `footer`, and the inside of its root.
    pub fn with(mut self, kind: &'static str, inside: impl Into<String>) -> Self {
        self.parts.push((kind, inside.into()));
        self
    }

    /// In the strict form of the standard.
    pub fn strict(self) -> Self {
        Self { strict: true, ..self }
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let namespace = if self.strict { STRICT } else { WORD };
        let root = |name: &str, inside: &str| {
            format!(
                r#"<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{namespace}" xmlns:r="{RELATIONS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">{inside}</w:{name}>"#
            )
        };
        let relation = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
        };
        let relations = |inside: &str| {
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#
            )
        };
        let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
        let mut files = vec![
            ("[Content_Types].xml".to_owned(), types.to_owned()),
            ("_rels/.rels".to_owned(), relations(&relation("rId1", "officeDocument", "word/document.xml"))),
            ("word/document.xml".to_owned(), root("document", &format!("<w:body>{}</w:body>", self.body))),
        ];
        let mut own = String::new();
        for (kind, inside) in &self.parts {
            own.push_str(&relation(&format!("r-{kind}"), kind, &format!("{kind}.xml")));
            let name = match *kind {
                "header" => "hdr",
                "footer" => "ftr",
                kind => kind,
            };
            files.push((format!("word/{kind}.xml"), root(name, inside)));
        }
        files.push(("word/_rels/document.xml.rels".to_owned(), relations(&own)));
        zip(files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
    }
}

/// An archive of files.
pub fn zip<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Text as XML writes it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A run of text.
pub fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text))
}

/// A paragraph of one run.
pub fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

/// A plain report as a Word file: a line is a paragraph.
pub fn from_text(text: &str) -> Vec<u8> {
    let body: String =
        text.lines().enumerate().map(|(number, line)| format!("<w:p>{}</w:p>", torn(line, 3 + number % 7))).collect();
    Docx::new(body).bytes()
}

/// A report in Markdown as a Word file: headings get a level of the outline, tables and notes become what they are. Emphasis is left out.
pub fn from_markdown(text: &str) -> Vec<u8> {
    let (mut body, mut notes, mut rows) = (String::new(), String::new(), Vec::new());
    for line in text.replace("**", "").lines().chain([""]) {
        if let Some(row) = line.strip_prefix('|') {
            rows.push(row.to_owned());
            continue;
        }
        if !rows.is_empty() {
            body.push_str(&table(&std::mem::take(&mut rows)));
        }
        let hashes = line.len() - line.trim_start_matches('#').len();
        if let Some((label, note)) = line.strip_prefix("[^").and_then(|rest| rest.split_once("]: ")) {
            notes.push_str(&format!(r#"<w:footnote w:id="{label}"><w:p>{}</w:p></w:footnote>"#, torn(note, 5)));
        } else if hashes > 0 {
            let level = hashes - 1;
            let title = marked(line.trim_start_matches('#').trim());
            body.push_str(&format!(r#"<w:p><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>{title}</w:p>"#));
        } else if !line.is_empty() {
            body.push_str(&format!("<w:p>{}</w:p>", marked(line)));
        }
    }
    Docx::new(body).with("footnotes", notes).bytes()
}

/// A line with the marks of its notes.
fn marked(line: &str) -> String {
    let mut pieces = line.split("[^");
    let mut runs = torn(pieces.next().unwrap(), 4);
    for piece in pieces {
        let (label, rest) = piece.split_once(']').unwrap();
        runs.push_str(&format!(r#"<w:r><w:footnoteReference w:id="{label}"/></w:r>{}"#, torn(rest, 6)));
    }
    runs
}

/// ` / ` breaks the lines of a table that only sets columns side by side; that one has no borders.
fn table(rows: &[String]) -> String {
    let mut xml = "<w:tbl>".to_owned();
    if !rows.iter().any(|row| row.contains(" / ")) {
        xml.push_str(r#"<w:tblPr><w:tblBorders><w:insideH w:val="single"/></w:tblBorders></w:tblPr>"#);
    }
    for row in rows.iter().filter(|row| row.contains(|c: char| !"|-: ".contains(c))) {
        let cells = row.trim_end().trim_end_matches('|').split('|');
        let lines = |cell: &str| {
            cell.split(" / ").map(|line| format!("<w:p>{}</w:p>", torn(line.trim(), 9))).collect::<String>()
        };
        let cells: String = cells.map(|cell| format!("<w:tc>{}</w:tc>", lines(cell))).collect();
        xml.push_str(&format!("<w:tr>{cells}</w:tr>"));
    }
    xml + "</w:tbl>"
}

/// Text torn into runs of a few letters, as years of editing tear it.
fn torn(text: &str, letters: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    all.chunks(letters).map(|piece| run(&piece.iter().collect::<String>())).collect()
}
