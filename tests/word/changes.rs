//! Edits as tracked changes: accepted they are the fixed text, rejected the old one.

use soat::document::word::with_changes;
use soat::document::{Document, Revision};
use soat::fix::{Wanted, edits, put_in};
use soat::span::Span;

use super::writer::{Docx, from_markdown, from_text};
use crate::support::{files, read, rules, run};

const DAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

fn asserted_both_ways(bytes: &[u8], edits: &[(Span, String)], name: &str) -> usize {
    let document = Document::read("a.docx", bytes).unwrap();
    let old = document.source.text();
    let changed = with_changes(bytes, &document, edits, DAY).unwrap();
    let done: Vec<_> =
        edits.iter().zip(&changed.done).filter(|(_, done)| **done).map(|(edit, _)| edit.clone()).collect();
    let accepted = Document::read("a.docx", &changed.bytes).unwrap();
    assert_eq!(accepted.source.text(), put_in(old, &done), "{name}: accepted");
    let rejected = Document::read_revision("a.docx", &changed.bytes, Revision::Original).unwrap();
    assert_eq!(rejected.source.text(), old, "{name}: rejected");
    done.len()
}

#[test]
fn safe_edits_of_flawed_samples_can_be_accepted_and_rejected() {
    let mut all = 0;
    for path in files("samples/flawed", &["md", "txt"]) {
        let text = read(&path);
        let bytes = if path.ends_with(".md") { from_markdown(&text) } else { from_text(&text) };
        let document = Document::read("a.docx", &bytes).unwrap();
        let outcome = soat::judge(rules(), &document, &run());
        let (edits, _) = edits(document.source.text(), &outcome, &Wanted::default());
        let done = asserted_both_ways(&bytes, &edits, &path);
        assert_eq!(done, edits.len(), "{path}");
        all += done;
    }
    assert!(all > 20, "{all}");
}

#[test]
fn words_are_replaced_wherever_runs_break() {
    let body = r#"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Sở &amp; ngà</w:t></w:r><w:r><w:t>nh 24/C</w:t></w:r><w:r><w:t>TR-UBND.</w:t></w:r></w:p>"#;
    let bytes = Docx::new(body).bytes();
    let text = Document::read("a.docx", &bytes).unwrap().source.text().to_owned();
    let at = |words: &str, new: &str| {
        let start = text.find(words).unwrap();
        (Span::new(start, start + words.len()), new.to_owned())
    };
    assert_eq!(asserted_both_ways(&bytes, &[at("& ngành", "<và> ngành"), at("CTR", "CTr")], "torn"), 2);
    let end = text.find('.').unwrap();
    let put_in = (Span::new(end, end), " ngày 05/3/2024".to_owned());
    assert_eq!(asserted_both_ways(&bytes, &[at("Sở ", ""), put_in], "taken out and put in"), 2);
}

#[test]
fn what_others_changed_and_what_is_not_written_stays() {
    let body = r#"<w:p><w:ins w:id="3" w:author="An"><w:r><w:t>24/CTR-UBND</w:t></w:r></w:ins><w:r><w:tab/><w:t>b</w:t></w:r></w:p>"#;
    let bytes = Docx::new(body).bytes();
    let document = Document::read("a.docx", &bytes).unwrap();
    let text = document.source.text();
    let edit = |words: &str| {
        let start = text.find(words).unwrap();
        (Span::new(start, start + words.len()), "x".to_owned())
    };
    let changed = with_changes(&bytes, &document, &[edit("CTR"), edit("\tb")], DAY).unwrap();
    assert_eq!(changed.done, [false, false]);
    assert_eq!(Document::read("a.docx", &changed.bytes).unwrap().source.text(), text);
}
