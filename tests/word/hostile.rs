//! Files of strangers: a clear message, never a panic, a hang or memory without bound.

use soat::document::Document;

use super::writer::{Docx, from_text, paragraph, zip};
use crate::support::read;

/// Why a file is refused.
fn refused(bytes: &[u8]) -> String {
    Document::read("a.docx", bytes).map(|document| document.source.text().to_owned()).unwrap_err().message.vi
}

/// A file whose `word/document.xml` is this.
fn with_document(xml: &[u8]) -> Vec<u8> {
    zip([("word/document.xml", xml)].into_iter())
}

#[test]
fn files_that_are_no_word_files_say_what_they_are() {
    for (files, what) in [
        (&[("a.txt", "x")][..], "tệp nén (zip)"),
        (&[("[Content_Types].xml", "<a/>"), ("xl/workbook.xml", "<a/>")], "Excel"),
        (&[("[Content_Types].xml", "<a/>"), ("ppt/presentation.xml", "<a/>")], "PowerPoint"),
        (&[("[Content_Types].xml", "<a/>")], "thiếu phần `word/document.xml`"),
        (&[("word/document.xml", "<a><b></a>")], "không phải XML đúng"),
        (&[("word/document.xml", "<a/>")], "thiếu phần"),
    ] {
        let message = refused(&zip(files.iter().map(|(name, text)| (*name, text.as_bytes()))));
        assert!(message.contains(what), "{what}: {message}");
    }
    assert!(refused(b"PK\x03\x04").contains("cắt ngang"));
    assert!(refused(&Docx::new("<w:p/>").bytes()).contains("trống"));
}

#[test]
fn what_attacks_are_made_of_is_refused() {
    let bomb = br#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"#;
    assert!(refused(&with_document(bomb)).contains("DOCTYPE"));
    let deep = format!("{}{}", "<w:p>".repeat(200_000), "</w:p>".repeat(200_000));
    assert!(refused(&with_document(deep.as_bytes())).contains("lồng nhau"));
    // Unpacks to a thousand times its size.
    let repeated = vec![b' '; 5 << 20];
    assert!(refused(&with_document(&repeated)).contains("lớn hơn"));
    // The archive's directory says that a part has 3 GiB.
    let mut lying = Docx::new(paragraph("a")).bytes();
    let sizes: Vec<usize> = memchr::memmem::find_iter(&lying, b"PK\x01\x02").map(|at| at + 24).collect();
    for at in sizes {
        lying[at..at + 4].copy_from_slice(&[0, 0, 0, 0xC0]);
    }
    assert!(refused(&lying).contains("lớn hơn"));
    let names: Vec<String> = (0..9000).map(|number| format!("{number}")).collect();
    assert!(refused(&zip(names.iter().map(|name| (name.as_str(), &b""[..])))).contains("quá nhiều"));
}

#[test]
fn strange_numbers_are_no_harm() {
    let numbering = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="9223372036854775807"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%9%0%1"/></w:lvl><w:lvl w:ilvl="99"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>"#;
    let item = |list: &str, level: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"#
        )
    };
    let body =
        [item("1", "0"), item("1", "0"), item("1", "200"), item("2", "0"), item("-4", "x"), item("99999999999", "1")]
            .concat();
    let cell = r#"<w:tbl><w:tr><w:trPr><w:gridBefore w:val="4000000000"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="4294967295"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"#;
    let styles = r#"<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>"#;
    let looped = r#"<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>vòng</w:t></w:r></w:p>"#;
    let file = Docx::new(format!("{body}{cell}{looped}")).with("numbering", numbering).with("styles", styles);
    let document = Document::read("a.docx", &file.bytes()).unwrap();
    assert!(document.source.text().ends_with("vòng\n"));
    assert_eq!(document.source.text().matches('a').count(), 6);
}

#[test]
fn damaged_files_are_told_or_read() {
    // Each byte of the archive changed, then each byte of the XML: a stable fuzz without a fuzzer.
    let whole = Docx::new([paragraph("Số: 05/BC-UBND"), paragraph("đạt 13/72 nhiệm vụ")].concat()).bytes();
    let mut read_all = 0;
    for at in 0..whole.len() {
        for change in [0x01, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            read_all += usize::from(Document::read("a.docx", &bytes).is_ok());
        }
        let _ = Document::read("a.docx", &whole[..at]);
    }
    assert!(read_all > 0, "some bytes say nothing");
    let xml = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a&amp;b</w:t><w:fldChar w:fldCharType="begin"/></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:tab/><w:t>c</w:t></w:r></w:p></w:body></w:document>"#;
    for at in 0..xml.len() {
        for replaced in [&b"<"[..], b">", b"\"", b"&", b"/", b"\xff", b"", b"w:p"] {
            let mut bytes = xml.as_bytes()[..at].to_vec();
            bytes.extend_from_slice(replaced);
            bytes.extend_from_slice(&xml.as_bytes()[at + 1..]);
            let _ = Document::read("a.docx", &with_document(&bytes));
        }
    }
}

#[test]
fn a_long_report_is_read_whole() {
    let text = read("samples/clean/quy-1-2024-lam-hai.md").replace(['*', '#'], "").repeat(20);
    let document = Document::read("a.docx", &from_text(&text)).unwrap();
    let origin = document.origin.as_ref().unwrap();
    assert_eq!(document.source.places().len(), text.lines().count());
    assert!(origin.stretches.windows(2).all(|pair| pair[0].text.end <= pair[1].text.start));
}
