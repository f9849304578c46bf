//! What several modules need: the repository's files, the rules built in, a fixed run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use soat::document::Document;
use soat::evaluate::{Outcome, Run, Stage, evaluate};
use soat::lang::Lang;
use soat::pack;
use soat::report::{Look, mistake};
use soat::rule::RuleSet;
use soat::source::Source;
use soat::syntax::error::Mistake;

/// For terminals of 100 columns, without colour.
pub const VIETNAMESE: Look = Look { lang: Lang::Vi, colour: false, width: Some(100) };

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A text file of the repository.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files of a folder, relative to the repository, in order of names.
pub fn files_all(folder: &str) -> Vec<String> {
    let entries = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter().map(Result::unwrap);
    let paths = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    paths.map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/")).collect()
}

/// Files under a folder with one of these endings, relative to the repository, in order of names.
pub fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let entries = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter().map(Result::unwrap);
    let wanted = |path: &PathBuf| path.extension().is_some_and(|own| endings.iter().any(|ending| own == *ending));
    let paths = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).filter(wanted);
    paths.map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/")).collect()
}

/// The rules built in; fails with all their mistakes.
pub fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| pack::rules().unwrap_or_else(|mistakes| panic!("{}", told(&mistakes))))
}

/// Mistakes as their author reads them.
pub fn told(mistakes: &[Mistake]) -> String {
    let mut text = String::from("\n");
    mistake::write(&mut text, mistakes, VIETNAMESE);
    text
}

/// A run on a day after all samples.
pub fn run() -> Run {
    Run {
        today: jiff::civil::date(2026, 11, 22),
        stage: Stage::Final,
        period: None,
        parameters: Vec::new(),
        packs: Vec::new(),
    }
}

/// A text judged by the rules built in.
pub fn judge(name: &str, text: &str) -> (Document, Outcome) {
    let document = Document::parse(Source::new(name, text));
    let outcome = evaluate(rules(), &document, &run());
    (document, outcome)
}

/// A sample, judged once for all tests.
pub fn judged(path: &str) -> &'static (Document, Outcome) {
    static JUDGED: Mutex<BTreeMap<String, &'static OnceLock<(Document, Outcome)>>> = Mutex::new(BTreeMap::new());
    let cell: &'static OnceLock<_> =
        JUDGED.lock().unwrap().entry(path.to_owned()).or_insert_with(|| Box::leak(Box::default()));
    cell.get_or_init(|| {
        if !path.ends_with(".docx") {
            return judge(path, &read(path));
        }
        let document = Document::read(path, &std::fs::read(root().join(path)).unwrap()).unwrap();
        let outcome = evaluate(rules(), &document, &run());
        (document, outcome)
    })
}

/// The sample reports of a folder.
pub fn samples(folder: &str) -> Vec<String> {
    files(&format!("samples/{folder}"), &["md", "txt"])
}

/// Compares with a file that is generated; writes it where `SOAT_BLESS` is set.
pub fn is_fresh(path: &str, expected: &str) {
    if std::env::var_os("SOAT_BLESS").is_some() {
        std::fs::write(root().join(path), expected).unwrap();
    }
    let found = std::fs::read_to_string(root().join(path)).unwrap_or_default().replace('\r', "");
    assert!(found == expected, "{path} is stale: run `SOAT_BLESS=1 cargo test`");
}
