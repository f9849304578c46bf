//! What a file looks like: fonts, paragraphs, paper and page numbers, the same from Word and from OpenDocument.

use soat::document::Document;
use soat::document::origin::{Alignment, Page, PageNumber, ParagraphLook};

use super::odt::with_styles;
use super::writer::{Docx, run};

fn read(file: &Docx) -> Document {
    Document::read("a.docx", &file.bytes()).unwrap_or_else(|error| panic!("{}", error.message.vi))
}

fn pages(document: &Document) -> &[Page] {
    &document.origin.as_ref().unwrap().pages
}

fn look<'d>(document: &'d Document, words: &str) -> &'d ParagraphLook {
    let origin = document.origin.as_ref().unwrap();
    let at = document.source.text().find(words).unwrap() as u32;
    &origin.paragraph_looks[origin.paragraph(at).unwrap().look as usize]
}

fn section(inside: &str) -> String {
    format!(
        r#"<w:sectPr>{inside}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701"/>"#
    )
}

const PAGE: &str = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE \* MERGEFORMAT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>"#;

#[test]
fn a_page_is_numbered_where_its_head_or_foot_has_the_field() {
    let head = r#"<w:headerReference w:type="default" r:id="r-header"/>"#;
    let centred = |field: &str| format!(r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>"#);
    let number = |alignment, on_first| Some(PageNumber { at_head: true, alignment, size: 26, on_first });
    let simple =
        r#"<w:fldSimple w:instr="PAGE"><w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:t>2</w:t></w:r></w:fldSimple>"#;
    let in_control = format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", centred(PAGE));
    let framed = format!(r#"<w:p><w:pPr><w:framePr w:xAlign="right"/></w:pPr>{PAGE}</w:p>"#);
    let tabbed = format!("<w:p><w:r><w:tab/></w:r>{PAGE}</w:p>");
    for (inside, title, expected) in [
        (centred(PAGE), "<w:titlePg/>", number(Some(Alignment::Center), false)),
        (centred(simple), "", number(Some(Alignment::Center), true)),
        (in_control, r#"<w:titlePg w:val="0"/>"#, number(Some(Alignment::Center), true)),
        (framed, "", number(Some(Alignment::Right), true)),
        (tabbed, "", number(None, true)),
        (centred(&run("Báo cáo")), "", None),
    ] {
        let body = format!("<w:p>{}</w:p>{}{title}</w:sectPr>", run("a"), section(head));
        let document = read(&Docx::new(body).with("header", inside.as_str()));
        assert_eq!(pages(&document)[0].number, expected, "{inside}");
    }
}

#[test]
fn pages_without_a_head_of_their_own_have_that_of_the_pages_before() {
    let head = r#"<w:footerReference w:type="default" r:id="r-footer"/>"#;
    let first = format!("<w:p><w:pPr>{}</w:sectPr></w:pPr>{}</w:p>", section(head), run("a"));
    let body = format!("{first}<w:p>{}</w:p>{}</w:sectPr>", run("b"), section(""));
    let document = read(&Docx::new(body).with("footer", format!("<w:p>{PAGE}</w:p>")));
    let number = Some(PageNumber { at_head: false, alignment: Some(Alignment::Left), size: 26, on_first: true });
    let told: Vec<_> = pages(&document).iter().map(|page| (page.number, document.slice(page.span))).collect();
    assert_eq!(told, [(number, "a\n"), (number, "b\n")]);
}

#[test]
fn paragraphs_look_as_their_styles_and_own_properties_say() {
    let styles = r#"<w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr><w:jc w:val="both"/><w:ind w:firstLine="720"/></w:pPr></w:style>"#;
    let body = [
        format!("<w:p>{}</w:p>", run("một")),
        format!(
            r#"<w:p><w:pPr><w:spacing w:line="340" w:lineRule="exact" w:after="0"/><w:ind w:hanging="284"/></w:pPr>{}</w:p>"#,
            run("hai")
        ),
        format!(
            r#"<w:p><w:pPr><w:spacing w:beforeAutospacing="1" w:line="300" w:lineRule="atLeast"/><w:jc w:val="end"/></w:pPr>{}</w:p>"#,
            run("ba")
        ),
    ];
    let document = read(&Docx::new(body.concat()).with("styles", styles));
    let plain = ParagraphLook {
        alignment: Alignment::Justified,
        lines: 108,
        after: 160,
        first_line: Some(720),
        ..ParagraphLook::default()
    };
    assert_eq!(look(&document, "một"), &plain);
    assert_eq!(
        look(&document, "hai"),
        &ParagraphLook { lines: 0, exact: 340, after: 0, first_line: Some(-284), ..plain.clone() }
    );
    assert_eq!(look(&document, "ba"), &ParagraphLook { lines: 0, before: 280, alignment: Alignment::Right, ..plain });
}

#[test]
fn lengths_may_have_decimals_and_units() {
    let pages = |width: &str| {
        let section = section("").replace("11906", width) + "</w:sectPr>";
        let styles =
            r#"<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="14pt"/></w:rPr></w:rPrDefault></w:docDefaults>"#;
        let document = read(&Docx::new(format!("<w:p>{}</w:p>{section}", run("a"))).with("styles", styles));
        let origin = document.origin.unwrap();
        (origin.pages.first().map(|page| page.width), origin.looks[0].size)
    };
    for (written, width) in [("11906.4", 11906), ("595.3pt", 11906), ("21cm", 11906), ("8.27in", 11909)] {
        assert_eq!(pages(written), (Some(width), 28), "{written}");
    }
    for written in ["", "x", "9e99", "21km", "-5"] {
        assert_eq!(pages(written).0, None, "{written}");
    }
}

#[test]
fn open_documents_say_the_same() {
    let styles = r#"<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21.001cm" fo:page-height="29.7cm" fo:margin-top="1.2cm" fo:margin-bottom="2cm" fo:margin-left="3cm" fo:margin-right="0.59in"/><style:header-style><style:header-footer-properties fo:min-height="0.8cm"/></style:header-style></style:page-layout><style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="13pt"/></style:style></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:header><text:p text:style-name="P1"><text:page-number>2</text:page-number></text:p></style:header><style:header-first><text:p/></style:header-first><style:footer><text:p>Phòng Tổng hợp</text:p></style:footer></style:master-page></office:master-styles>"#;
    let own = r#"<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:text-align="justify" fo:line-height="150%" fo:margin-top="6pt" fo:text-indent="1.27cm"/></style:style>"#;
    let bytes = with_styles("<text:p text:style-name=\"P1\">một</text:p>", own, styles);
    let document = Document::read("a.odt", &bytes).unwrap();
    assert_eq!(document.source.text(), "một\n\nPhòng Tổng hợp\n");
    let expected = ParagraphLook {
        alignment: Alignment::Justified,
        lines: 150,
        exact: 0,
        before: 120,
        after: 0,
        first_line: Some(720),
    };
    assert_eq!(look(&document, "một"), &expected);
    let [page] = pages(&document) else { panic!("{:?}", pages(&document)) };
    assert_eq!((page.width, page.height, page.left, page.right, page.top), (11906, 16838, 1701, 850, 1134));
    let number = PageNumber { at_head: true, alignment: Some(Alignment::Center), size: 26, on_first: false };
    assert_eq!(page.number, Some(number));
}
