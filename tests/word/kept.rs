//! The samples kept as Word files: their text, and everything that is said of them.

use std::fmt::Write as _;

use soat::lang::Lang;
use soat::report::{Look, human};

use crate::support::{files, judged};

#[test]
fn kept_files_say_what_word_shows_and_are_judged_in_it() {
    for path in files("samples/word", &["docx"]) {
        let (document, outcome) = judged(&path);
        let mut told = document.source.text().to_owned();
        let _ = writeln!(told, "----");
        human::write(&mut told, &document.source, outcome, Look { lang: Lang::Vi, colour: false, width: None }, None);
        insta::assert_snapshot!(path.trim_start_matches("samples/word/").trim_end_matches(".docx").to_owned(), told);
        if path.contains("sach") {
            assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
        }
    }
}
