//! Copies of Word files with findings as comments: at the right words, with the text and all else as it was.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use soat::document::Document;
use soat::evaluate::Outcome;
use soat::lang::Lang;
use soat::report::comments::annotated;

use super::writer::{Docx, from_markdown, from_text, paragraph, zip};
use crate::support::{files, read, rules, run};

const DAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

fn judged(bytes: &[u8]) -> (Document, Outcome) {
    let document = Document::read("a.docx", bytes).unwrap();
    let outcome = soat::judge(rules(), &document, &run());
    (document, outcome)
}

fn annotate(bytes: &[u8]) -> Vec<u8> {
    let (document, outcome) = judged(bytes);
    annotated(bytes, &document, &outcome, Lang::Vi, DAY).unwrap()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        parts.insert(entry.name().to_owned(), text);
    }
    parts
}

/// The words between the marks of each comment, in the order of the comments.
fn marked(document_xml: &str) -> Vec<String> {
    let tree = roxmltree::Document::parse(document_xml).unwrap();
    let mut open: BTreeMap<u32, String> = BTreeMap::new();
    let mut closed: BTreeMap<u32, String> = BTreeMap::new();
    for node in tree.descendants() {
        let id = || node.attributes().find(|a| a.name() == "id").unwrap().value().parse().unwrap();
        match node.tag_name().name() {
            "commentRangeStart" => assert!(open.insert(id(), String::new()).is_none()),
            "commentRangeEnd" => {
                let words = open.remove(&id()).expect("an end has a beginning before it");
                assert!(closed.insert(id(), words).is_none());
            }
            "t" => open.values_mut().for_each(|words| words.push_str(node.text().unwrap_or_default())),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    closed.into_values().collect()
}

fn asserted_whole(bytes: &[u8], name: &str) {
    let (document, outcome) = judged(bytes);
    let copy = annotated(bytes, &document, &outcome, Lang::Vi, DAY).unwrap();
    let (again, found) = judged(&copy);
    assert_eq!(document.source.text(), again.source.text(), "{name}");
    assert_eq!(outcome.findings, found.findings, "{name}");
    let (old, new) = (parts(bytes), parts(&copy));
    let words = marked(&new["word/document.xml"]);
    assert_eq!(words.len(), outcome.findings.len() + 1, "{name}: one for each finding, one to sum up");
    for (finding, words) in outcome.findings.iter().zip(words.iter().skip(1)) {
        let told = document.slice(finding.span);
        let story = document.source.place(finding.span.start).map(|place| place.story.name());
        if matches!(story, Some("body" | "table")) && !told.contains(['\n', '|', '^', '\\']) && !told.trim().is_empty()
        {
            assert_eq!(words, told, "{name}: {}", finding.rule);
        }
    }
    let touched = ["word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"];
    for (part, text) in &old {
        assert!(touched.contains(&part.as_str()) || new.get(part) == Some(text), "{name}: {part}");
    }
    // A second round finds the same, and piles nothing up.
    let twice = annotated(&copy, &again, &found, Lang::Vi, DAY).unwrap();
    let second = parts(&twice);
    assert_eq!(marked(&second["word/document.xml"]), words, "{name}");
    let count = |parts: &BTreeMap<String, String>| parts["word/comments.xml"].matches("<w:comment ").count();
    assert_eq!(count(&second), words.len(), "{name}");
    assert_eq!(judged(&twice).0.source.text(), document.source.text(), "{name}");
}

#[test]
fn every_finding_of_every_flawed_sample_stands_at_its_words() {
    for path in files("samples/flawed", &["md", "txt"]) {
        let text = read(&path);
        let bytes = if path.ends_with(".md") { from_markdown(&text) } else { from_text(&text) };
        asserted_whole(&bytes, &path);
    }
}

#[test]
fn files_without_room_for_comments_get_it() {
    let body = paragraph("hoàn thành 13/72 nhiệm vụ, đạt 18,5%.");
    let plain = Docx::new(body.clone());
    asserted_whole(&plain.bytes(), "transitional");
    asserted_whole(&Docx::new(body).strict().bytes(), "strict");
    let strict = parts(&annotate(&Docx::new(paragraph("đạt 5%")).strict().bytes()));
    assert!(strict["word/comments.xml"].contains("http://purl.oclc.org/ooxml/wordprocessingml/main"));
    assert!(
        strict["word/_rels/document.xml.rels"]
            .contains("http://purl.oclc.org/ooxml/officeDocument/relationships/comments")
    );
}

/// A file with somebody's comment, and one of a program that wrote its own names.
fn with_comments(comments: &str, extended: &str) -> Vec<u8> {
    let body = r#"<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>hoàn thành 13/72 nhiệm vụ, đạt 18,5%.</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>"#;
    Docx::new(body).with("comments", comments).with("commentsExtended", extended).bytes()
}

#[test]
fn the_comments_of_others_stay() {
    let theirs = r#"<w:comment w:id="7" w:author="Bình"><w:p><w:r><w:t>Xem lại số này.</w:t></w:r></w:p></w:comment>"#;
    let bytes = with_comments(theirs, "");
    let new = parts(&annotate(&annotate(&bytes)));
    assert!(new["word/comments.xml"].contains(theirs));
    assert_eq!(new["word/document.xml"].matches(r#"commentReference w:id="7""#).count(), 1);
    // Theirs, the summary, the finding, and that a comment is left.
    assert_eq!(new["word/comments.xml"].matches("<w:comment ").count(), 4);
}

#[test]
fn an_answer_in_the_margin_allows_the_finding_and_keeps_its_thread() {
    let plain = with_comments(r#"<w:comment w:id="7" w:author="soat"><w:p/></w:comment>"#, "");
    let (_, outcome) = judged(&plain);
    let finding = outcome.findings.iter().find(|finding| finding.rule.starts_with("percentage-")).unwrap();
    let mark = format!("[{} {}]", finding.rule, finding.fingerprint);
    let own = format!(
        r#"<w:comment w:id="7" w:author="soat"><w:p><w:r><w:t>Sai.</w:t></w:r></w:p><w:p w:paraId="0A"><w:r><w:t>{mark}</w:t></w:r></w:p></w:comment>"#
    );
    let answer = r#"<w:comment w:id="8" w:author="An"><w:p w:paraId="0B"><w:r><w:t>soat: bỏ qua, lý do: số của Bộ</w:t></w:r></w:p></w:comment>"#;
    let thread =
        r#"<w:commentEx w:paraId="0A" w:done="0"/><w:commentEx w:paraId="0B" w:paraIdParent="0A" w:done="0"/>"#;
    let bytes = with_comments(&format!("{own}{answer}"), thread);
    let (document, found) = judged(&bytes);
    assert_eq!(found.findings.len() + 1, outcome.findings.len());
    assert_eq!(found.allowed[0].reason, "số của Bộ");
    let new = parts(&annotated(&bytes, &document, &found, Lang::Vi, DAY).unwrap());
    assert!(new["word/comments.xml"].contains(&own) && new["word/comments.xml"].contains(answer));
    assert!(new["word/commentsExtended.xml"].contains(thread));
}

#[test]
fn what_is_no_word_file_is_not_touched() {
    let bytes = zip([("a.txt", "không phải Word".as_bytes())].into_iter());
    let (document, outcome) = judged(&Docx::new(paragraph("đạt 5%")).bytes());
    assert!(annotated(&bytes, &document, &outcome, Lang::Vi, DAY).is_err());
}
