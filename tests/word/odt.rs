//! OpenDocument text says the same as Word files do.

use soat::document::{Document, Revision};

use super::writer::zip;

/// A file with this in its body and these automatic styles.
fn odt(body: &str, styles: &str) -> Vec<u8> {
    with_styles(body, styles, "")
}

/// The same, with this in the part of the styles.
pub fn with_styles(body: &str, styles: &str, shared: &str) -> Vec<u8> {
    let spaces: String = ["text", "table", "draw", "office", "style"]
        .iter()
        .map(|name| format!(r#" xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0""#))
        .collect();
    let fo = r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0""#;
    let content = format!(
        "<office:document-content{spaces} {fo}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let shared = format!("<office:document-styles{spaces} {fo}>{shared}</office:document-styles>");
    let parts = [
        ("mimetype", &b"application/vnd.oasis.opendocument.text"[..]),
        ("content.xml", content.as_bytes()),
        ("styles.xml", shared.as_bytes()),
    ];
    zip(parts.into_iter())
}

fn text(bytes: &[u8]) -> String {
    Document::read("a.odt", bytes).unwrap_or_else(|error| panic!("{}", error.message.vi)).source.text().to_owned()
}

const LISTS: &str = r#"<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/><text:list-level-style-bullet text:level="3" text:bullet-char="-"/></text:list-style>"#;

#[test]
fn lists_count_and_go_on_where_they_say_so() {
    let body = r#"<text:list text:style-name="L"><text:list-item><text:p>Một</text:p><text:list><text:list-item><text:p>Trong</text:p><text:p>Tiếp</text:p><text:list><text:list-item><text:p>gạch</text:p></text:list-item></text:list></text:list-item></text:list></text:list-item></text:list>
        <text:p>giữa</text:p><text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>Hai</text:p></text:list-item></text:list>
        <text:list text:style-name="L"><text:list-item><text:p>Lại từ đầu</text:p></text:list-item></text:list>"#;
    assert_eq!(text(&odt(body, LISTS)), "I. Một\nI.1. Trong\nTiếp\n- gạch\ngiữa\nII. Hai\nI. Lại từ đầu\n");
}

#[test]
fn runs_notes_and_tables_are_read() {
    let styles = r#"<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style><style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>"#;
    let body = r#"<text:p>  đạt <text:span>5</text:span>
        m<text:span text:style-name="T1">2</text:span><text:s text:c="2"/>đất<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Tính đến <text:date>20/3</text:date></text:p></text:note-body></text:note>.</text:p>
        <table:table><table:table-row><table:table-cell table:style-name="C" table:number-columns-spanned="2"><text:p>Tên</text:p></table:table-cell><table:covered-table-cell/></table:table-row><table:table-row><table:table-cell table:style-name="C"><text:p>a</text:p></table:table-cell><table:table-cell table:style-name="C"><text:p>b</text:p></table:table-cell></table:table-row></table:table>"#;
    let bytes = odt(body, styles);
    assert_eq!(text(&bytes), "đạt 5 m²  đất[^1].\n\n| Tên |  |\n| a | b |\n\n[^1]: Tính đến 20/3\n");
    let document = Document::read("a.odt", &bytes).unwrap();
    let at = document.source.text().find("| b").unwrap() as u32 + 2;
    assert_eq!(document.source.place(at).unwrap().words(soat::lang::Lang::Vi), "bảng 1, hàng 2, cột 2");
}

#[test]
fn tracked_changes_are_accepted_or_rejected() {
    let body = r#"<text:tracked-changes><text:changed-region text:id="a"><text:deletion><text:p>12</text:p></text:deletion></text:changed-region><text:changed-region text:id="b"><text:insertion/></text:changed-region></text:tracked-changes>
        <text:p>đạt <text:change text:change-id="a"/><text:change-start text:change-id="b"/>13<text:change-end text:change-id="b"/>%</text:p>"#;
    let bytes = odt(body, "");
    assert_eq!(text(&bytes), "đạt 13%\n");
    let original = Document::read_revision("a.odt", &bytes, Revision::Original).unwrap();
    assert_eq!(original.source.text(), "đạt 12%\n");
}

#[test]
fn damaged_files_are_told_or_read() {
    let whole = odt(
        r#"<text:list text:style-name="L"><text:list-item text:start-value="-9"><text:h text:outline-level="0">a</text:h></text:list-item></text:list><text:p><text:s text:c="99999999"/>b</text:p>"#,
        LISTS,
    );
    assert!(text(&whole).contains('b'));
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = Document::read("a.odt", &bytes);
        let _ = Document::read("a.odt", &whole[..at]);
    }
}
