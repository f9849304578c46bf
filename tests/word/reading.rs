//! What Word shows is what is read.

use soat::document::{BlockKind, Document, Revision};

use super::writer::{Docx, paragraph, run};

/// The text of a file.
fn text(file: &Docx) -> String {
    read(file).source.text().to_owned()
}

fn read(file: &Docx) -> Document {
    Document::read("a.docx", &file.bytes()).unwrap_or_else(|error| panic!("{}", error.message.vi))
}

/// A paragraph of a list at a level.
fn item(list: u32, level: u32, words: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}</w:p>"#,
        run(words)
    )
}

/// A level of a list.
fn level(at: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

#[test]
fn automatic_numbers_are_counted_as_word_shows_them() {
    let numbering = [
        r#"<w:abstractNum w:abstractNumId="0">"#,
        &level(0, "upperRoman", "%1.", ""),
        &level(1, "decimal", "%2.", ""),
        &level(2, "decimal", "%1.%2.%3.", "<w:isLgl/>"),
        &level(3, "lowerLetter", "%4)", ""),
        r#"</w:abstractNum><w:abstractNum w:abstractNumId="1">"#,
        &level(0, "bullet", "\u{f0b7}", ""),
        &level(1, "bullet", "-", ""),
        r#"</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#,
        r#"<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#,
        r#"<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#,
    ]
    .concat();
    let body = [
        item(1, 0, "KẾT QUẢ"),
        item(1, 1, "Thể chế"),
        item(1, 2, "Ban hành"),
        item(1, 3, "Một"),
        item(1, 3, "Hai"),
        item(2, 0, "chấm"),
        item(2, 1, "gạch"),
        item(1, 1, "Thủ tục"),
        item(1, 2, "Rà soát"),
        item(1, 0, "ĐÁNH GIÁ"),
        item(1, 1, "Ưu điểm"),
        item(3, 1, "Đánh số lại"),
        item(0, 0, "Không số"),
    ]
    .concat();
    let file = Docx::new(body).with("numbering", numbering);
    assert_eq!(
        text(&file),
        "I. KẾT QUẢ\n1. Thể chế\n1.1.1. Ban hành\na) Một\nb) Hai\n• chấm\n- gạch\n2. Thủ tục\n1.2.1. Rà soát\nII. ĐÁNH GIÁ\n\
         1. Ưu điểm\n1. Đánh số lại\nKhông số\n"
    );
    let document = read(&file);
    assert_eq!(document.sections.len(), 10);
    assert_eq!(document.source.place(0).unwrap().heading.as_deref(), Some("I. KẾT QUẢ"));
}

#[test]
fn lists_come_from_styles_too() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Nho"><w:basedOn w:val="Muc"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="0">{}{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#,
        level(0, "decimal", "%1.", r#"<w:pStyle w:val="Muc"/>"#),
        level(1, "decimal", "%1.%2.", "")
    );
    let styled =
        |style: &str, words: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, run(words));
    let body = [styled("Muc", "Một"), styled("Muc", "Hai"), styled("Nho", "Trong")].concat();
    assert_eq!(
        text(&Docx::new(body).with("styles", styles).with("numbering", numbering)),
        "1. Một\n2. Hai\n2.1. Trong\n"
    );
}

#[test]
fn runs_may_be_torn_anywhere_and_marked_up() {
    let body = r#"<w:p><w:r><w:t>Báo </w:t></w:r><w:r><w:t xml:space="preserve"> cáo </w:t></w:r><w:proofErr w:type="spellStart"/>
        <w:hyperlink r:id="x"><w:r><w:t>số</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>12</w:t><w:noBreakHyphen/><w:t>KH/TU</w:t></w:r>
        <w:sdt><w:sdtContent><w:r><w:t xml:space="preserve"> &amp; A&#x1EA1;</w:t><w:softHyphen/></w:r></w:sdtContent></w:sdt>
        <w:r><w:br/><w:t>dòng hai</w:t><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:rPr><w:caps/></w:rPr><w:t> đậm</w:t></w:r>
        <w:r><w:t> 5 m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>
        <w:r><w:t xml:space="preserve"> NC</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>1</w:t></w:r></w:p>"#;
    assert_eq!(text(&Docx::new(body)), "Báo cáo số\t12-KH/TU & Aạ\ndòng hai☑ĐẬM5 m² NC₁\n");
    assert_eq!(text(&Docx::new(body).strict()), text(&Docx::new(body)));
}

#[test]
fn fields_show_their_results_and_contents_are_left_out() {
    let field = |instruction: &str, result: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let body = format!(
        r#"<w:p>{}</w:p><w:p>{}{}<w:fldSimple w:instr="DATE"><w:r><w:t>20/3/2024</w:t></w:r></w:fldSimple></w:p>"#,
        field(r#"TOC \o "1-3""#, "I. KẾT QUẢ 2"),
        run("xem mục "),
        field("REF a", "2 ")
    );
    assert_eq!(text(&Docx::new(body)), "xem mục 2 20/3/2024\n");
}

#[test]
fn tracked_changes_are_accepted_or_rejected() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">đạt </w:t></w:r><w:del w:id="1"><w:r><w:delText>12</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>13</w:t></w:r></w:ins><w:r><w:t>%</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">nửa đầu </w:t></w:r></w:p><w:p><w:r><w:t>nửa sau</w:t></w:r></w:p>"#;
    let file = Docx::new(body);
    assert_eq!(text(&file), "đạt 13%\nnửa đầu nửa sau\n");
    let original = Document::read_revision("a.docx", &file.bytes(), Revision::Original).unwrap();
    assert_eq!(original.source.text(), "đạt 12%\nnửa đầu \nnửa sau\n");
}

#[test]
fn notes_are_labelled_in_the_order_of_their_marks() {
    let mark = |kind: &str, id: u32| format!(r#"<w:r><w:{kind}Reference w:id="{id}"/></w:r>"#);
    let body = format!(
        "<w:p>{}{}{}{}</w:p>{}",
        run("một"),
        mark("footnote", 7),
        run(" hai"),
        mark("footnote", 3),
        format_args!("<w:p>{}{}</w:p>", run("ba"), mark("endnote", 1))
    );
    let file = Docx::new(body)
        .with("footnotes", format!(r#"<w:footnote w:type="separator" w:id="0">{0}</w:footnote><w:footnote w:id="3">{1}</w:footnote><w:footnote w:id="7">{2}{3}</w:footnote>"#, paragraph("x"), paragraph("Hai"), paragraph("Một"), paragraph("1. Thêm")))
        .with("endnotes", format!(r#"<w:endnote w:id="1">{}</w:endnote>"#, paragraph("Cuối")));
    assert_eq!(text(&file), "một[^1] hai[^2]\nba[^i]\n\n[^1]: Một\n    1. Thêm\n[^2]: Hai\n[^i]: Cuối\n");
    let document = read(&file);
    assert_eq!(document.notes.len(), 3);
    assert!(document.marks.iter().all(|mark| mark.note.is_some()));
    let place = document.source.place(document.source.text().find("Thêm").unwrap() as u32).unwrap();
    assert_eq!((place.note.as_deref(), place.paragraph), (Some("1"), 2));
    assert_eq!(place.words(soat::lang::Lang::Vi), "chú thích 1, đoạn 2");
}

#[test]
fn tables_are_rows_and_frames_without_lines_are_text() {
    let borders = r#"<w:tblPr><w:tblBorders><w:insideH w:val="single"/></w:tblBorders></w:tblPr>"#;
    let cell =
        |properties: &str, words: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(words));
    let data = [
        format!("<w:tbl>{borders}<w:tr>"),
        cell(r#"<w:vMerge w:val="restart"/>"#, "STT"),
        cell(r#"<w:gridSpan w:val="2"/>"#, "Kết | quả"),
        "</w:tr><w:tr>".to_owned(),
        cell("<w:vMerge/>", ""),
        cell("", "Đơn vị"),
        format!("<w:tc>{}{}</w:tc></w:tr></w:tbl>", paragraph("Số"), paragraph("liệu")),
    ]
    .concat();
    let frame = [
        "<w:tbl><w:tr>".to_owned(),
        format!("<w:tc>{}{}</w:tc>", paragraph("UBND TỈNH"), paragraph("SỞ NỘI VỤ")),
        cell("", "CỘNG HÒA"),
        "</w:tr></w:tbl>".to_owned(),
    ]
    .concat();
    let file = Docx::new([frame, paragraph("BÁO CÁO"), data, paragraph("Hết")].concat());
    let expected = "UBND TỈNH\nSỞ NỘI VỤ\nCỘNG HÒA\nBÁO CÁO\n\n| STT | Kết \\| quả |  |\n|---|---|---|\n|  | Đơn vị | Số<br>liệu |\n\nHết\n";
    assert_eq!(text(&file), expected);
    let document = read(&file);
    assert_eq!((document.tables.len(), document.tables[0].columns, document.tables[0].rows), (1, 3, 2));
    let at = |words: &str| {
        let place = document.source.place(expected.find(words).unwrap() as u32).unwrap();
        place.words(soat::lang::Lang::Vi)
    };
    assert_eq!(at("liệu"), "bảng 2, hàng 2, cột 3");
    assert_eq!(at("CỘNG HÒA"), "bảng 1, hàng 1, cột 2");
    assert_eq!(at("Hết"), "đoạn 2");
}

#[test]
fn boxes_are_read_once_and_margins_behind_the_text() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("DỰ THẢO"));
    let body = format!(
        r#"<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
        <w:sectPr><w:headerReference r:id="r-header"/><w:footerReference r:id="r-footer"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="851"/></w:sectPr>"#,
        run("Thân bài")
    );
    let file = Docx::new(body).with("header", paragraph("Mật")).with("footer", paragraph("2"));
    assert_eq!(text(&file), "Thân bài\nDỰ THẢO\n\nMật\n");
    let document = read(&file);
    assert_eq!(document.blocks.last().unwrap().kind, BlockKind::Margin);
    let names: Vec<_> = document.source.places().iter().map(|place| place.story.name()).collect();
    assert_eq!(names, ["body", "textbox", "header"]);
}

#[test]
fn characters_of_a_file_are_never_markup() {
    let words =
        ["# Không phải đề mục", "| không | bảng |", "```", "> trích", "a <!-- b --> c", "[^1]: chữ", "5 ** 3 _a_"];
    let body: String = words.iter().map(|words| paragraph(words)).collect();
    let document = read(&Docx::new(body));
    assert_eq!(document.blocks.len(), words.len());
    assert!(document.blocks.iter().all(|block| block.kind == BlockKind::Paragraph), "{:?}", document.blocks);
    assert_eq!(document.comments().count(), 0);
    let stars = document.tokens.iter().filter(|token| token.is('*')).count();
    assert_eq!(stars, 2);
}

#[test]
fn old_fonts_are_read_as_they_are_drawn() {
    let body = r#"<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr><w:t>§¹t 12% kÕ ho¹ch</w:t></w:r>
        <w:r><w:rPr><w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/></w:rPr><w:t xml:space="preserve"> naêm</w:t></w:r></w:p>"#;
    let document = read(&Docx::new(body));
    assert_eq!(document.source.text(), "Đạt 12% kế hoạch năm\n");
    let origin = document.origin.as_ref().unwrap();
    let last = origin.stretches.last().unwrap();
    assert_eq!((document.slice(last.text), last.raw.1 - last.raw.0), ("m", 1));
    assert_eq!(origin.look(last).unwrap().font, "VNI-Times");
}

#[test]
fn every_character_knows_its_bytes() {
    let body = r#"<w:p><w:r><w:t>Sở &amp; ngành</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>đạt 5%</w:t></w:r></w:p>"#;
    let file = Docx::new(body);
    let document = read(&file);
    let origin = document.origin.as_ref().unwrap();
    let xml = part(&file.bytes(), &origin.parts[0]);
    for stretch in &origin.stretches {
        let (shown, raw) = (document.slice(stretch.text), &xml[stretch.raw.0 as usize..stretch.raw.1 as usize]);
        assert!(shown == raw || (shown, raw) == ("&", "&amp;"), "{shown} {raw}");
        let run = &origin.runs[stretch.run as usize];
        assert!(xml[run.raw.start as usize..run.raw.end as usize].starts_with("<w:r>"));
    }
    let bold: String =
        origin.stretches.iter().filter(|s| origin.look(s).unwrap().bold).map(|s| document.slice(s.text)).collect();
    assert_eq!(bold, "đạt 5%");
}

/// The text of a part of an archive.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}
