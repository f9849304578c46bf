//! The rule language as its authors meet it: the documentation's examples, and what is said of their mistakes.
//!
//! `mistakes.txt` holds one small rule file per mistake (several, parted by `---`, where packs meet); each is shown as a terminal of 100
//! columns shows it in Vietnamese, and below it in the one-line form in English.

use std::collections::BTreeSet;
use std::sync::Arc;

use soat::evaluate::judge_examples;
use soat::lang::Lang;
use soat::pack;
use soat::report::{Look, mistake};
use soat::rule::RuleSet;
use soat::source::Source;
use soat::syntax;
use soat::syntax::error::Mistake;

use crate::support::{VIETNAMESE, read, told};

/// What a rule says before the clauses that a case is about, and after them.
const HEAD: &str = "    title:    vi \"tỷ lệ\" en \"share\"\n    source:   \"Số học\"\n    severity: error";
const TAIL: &str = "    message vi \"quá\" en \"too\"\n    pass \"đạt 5%\"\n    fail \"đạt «105%»\"";

/// Cases that should be mistakes and are not told as such yet.
const NOT_TOLD_YET: &[&str] = &["example-with-a-setting-of-another-type", "table-asked-with-a-number"];

#[test]
fn mistakes_are_told_with_their_place_and_the_way_out() {
    let mut names = BTreeSet::new();
    let mut codes = BTreeSet::new();
    let mut sound = Vec::new();
    for (name, files) in cases() {
        assert!(names.insert(name.clone()), "two cases are called {name}");
        let mistakes = RuleSet::load(files).err().unwrap_or_default();
        if mistakes.is_empty() {
            sound.push(name);
            continue;
        }
        codes.extend(mistakes.iter().map(|mistake| mistake.code));
        insta::assert_snapshot!(format!("mistake_{name}"), shown(&mistakes));
    }
    assert_eq!(sound, NOT_TOLD_YET, "cases with nothing wrong (left) and those known to be taken for sound (right)");
    assert!(names.len() >= 40, "{}", names.len());
    for family in ["syntax", "name", "type", "table", "fact", "pattern", "pack", "rule", "field", "example"] {
        assert!(codes.iter().any(|code| code.starts_with(family)), "no case of {family}: {codes:?}");
    }
}

#[test]
fn mistakes_are_worded_alike() {
    for (name, files) in cases() {
        for mistake in RuleSet::load(files).err().unwrap_or_default() {
            for text in std::iter::once(&mistake.message).chain(&mistake.help) {
                assert!(!text.vi.is_empty() && !text.en.is_empty() && text.vi != text.en, "{name}: {text:?}");
                assert!(!text.vi.ends_with('.') && !text.en.ends_with('.'), "{name}: {text:?}");
                let first = text.en.chars().next().unwrap();
                assert!(!first.is_uppercase(), "{name}: {text:?}");
            }
            assert!(!mistake.at.0.is_empty(), "{name}: no place to underline");
            assert!(!mistake.source.slice(mistake.at.0).is_empty(), "{name}: a place outside the file");
        }
    }
}

/// Blocks are whole files or declarations; what is less says `soat,fragment` and is put where it may stand.
#[test]
fn every_example_of_the_documentation_parses() {
    for page in ["docs/language.md", "docs/writing-rules.md"] {
        let text = read(page);
        let blocks = blocks(&text);
        assert!(!blocks.is_empty(), "{page} has no examples");
        for block in blocks {
            let ways = if block.fragment { fragment(block.text) } else { vec![whole(block.text)] };
            let tried = ways.into_iter().map(|way| mistakes_in(&format!("{page}:{}", block.line), &way));
            let tried: Vec<Vec<Mistake>> = tried.collect();
            assert!(tried.iter().any(Vec::is_empty), "{page}:{}{}", block.line, told(&tried[0]));
        }
    }
}

/// A reader who copies the tutorial's packs into files gets what it says.
#[test]
fn the_tutorials_packs_hold_their_own_examples() {
    let text = read("docs/writing-rules.md");
    let packs: Vec<Block<'_>> = blocks(&text).into_iter().filter(|block| block.text.starts_with("pack ")).collect();
    assert!(!packs.is_empty(), "the tutorial shows no whole pack");
    for block in packs {
        let own = vec![Source::new(format!("writing-rules.md:{}", block.line), block.text)];
        let set = RuleSet::load(pack::with_embedded(own)).unwrap_or_else(|mistakes| panic!("{}", told(&mistakes)));
        let wrong = judge_examples(&set).wrong;
        let own: Vec<Mistake> = wrong.into_iter().filter(|wrong| wrong.source.name().starts_with("writing")).collect();
        assert!(own.is_empty(), "{}", told(&own));
    }
}

/// A table and its last row end with a mark that is no word: they lie in the section that they close all the same.
#[test]
fn a_table_that_closes_a_section_lies_in_it() {
    let pack = r#"
pack house {
    title:  vi "Quy ước" en "House rules"
    source: "Quy chế làm việc"
}

rule section-without-its-table {
    title:    vi "mục chưa có bảng" en "a section without a table"
    source:   "Quy chế làm việc"
    severity: warning
    for each  section s
    require   some table t in section of s.title and (count of row r in section of s.title) = 2
    at        s.title
    message   vi "thiếu bảng" en "no table"
    pass      """
        I. KẾT QUẢ

        | Nội dung | Số |
        |---|---|
        | Xã | 5 |

        II. KIẾN NGHỊ

        | Nội dung | Số |
        |---|---|
        | Xã | |
    """
    fail      """
        I. «KẾT QUẢ»

        Xong.
    """
}
"#;
    let set =
        RuleSet::load(vec![Source::new("house.soat", pack)]).unwrap_or_else(|mistakes| panic!("{}", told(&mistakes)));
    let wrong = judge_examples(&set).wrong;
    assert!(wrong.is_empty(), "{}", told(&wrong));
}

struct Block<'a> {
    line: usize,
    fragment: bool,
    text: &'a str,
}

/// The blocks of a page that are marked `soat`.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = page[rest..].find("```soat") {
        let fence = rest + at;
        let start = fence + page[fence..].find('\n').unwrap() + 1;
        let end = start + page[start..].find("```").unwrap();
        let fragment = page[fence..start].trim_end() == "```soat,fragment";
        found.push(Block { line: page[..start].lines().count(), fragment, text: &page[start..end] });
        rest = end + 3;
    }
    found
}

fn whole(text: &str) -> String {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("--")).unwrap_or_default();
    if first.starts_with("pack ") { text.to_owned() } else { format!("pack docs\n{text}") }
}

/// The places where a fragment may stand: among declarations, as clauses of a rule, as a pattern, as an expression.
fn fragment(text: &str) -> Vec<String> {
    vec![
        whole(text),
        format!("pack docs\nrule r {{\n{HEAD}\n{text}{TAIL}\n}}\n"),
        format!("pack docs\nfact f =\n{text}"),
        format!("pack docs\ndefine d =\n{text}"),
    ]
}

fn mistakes_in(name: &str, text: &str) -> Vec<Mistake> {
    syntax::parse(Arc::new(Source::new(name, text))).1
}

/// Names and files of `mistakes.txt`.
fn cases() -> Vec<(String, Vec<Source>)> {
    let text = read("tests/mistakes.txt").replace('\r', "");
    let cases = text.split("== ").skip(1).map(|case| {
        let (name, body) = case.split_once('\n').unwrap();
        let body = body.replace("%HEAD", HEAD).replace("%TAIL", TAIL);
        let parts: Vec<&str> = body.split("---\n").collect();
        let several = parts.len() > 1;
        let files = parts.iter().enumerate().map(|(at, part)| {
            let described = part.starts_with("pack ");
            let text = if described { (*part).to_owned() } else { format!("{DESCRIPTION}{part}") };
            let file = if several { format!("{name}-{}.soat", at + 1) } else { format!("{name}.soat") };
            Source::new(file, text)
        });
        (name.to_owned(), files.collect())
    });
    cases.collect()
}

const DESCRIPTION: &str = "pack a {\n    title:  vi \"Thử\" en \"Trial\"\n    source: \"Thử\"\n}\n\n";

/// In both languages, the long form and the short.
fn shown(mistakes: &[Mistake]) -> String {
    let mut text = String::new();
    mistake::write(&mut text, mistakes, VIETNAMESE);
    text.push_str("\n--- en\n");
    mistake::write(&mut text, mistakes, Look { lang: Lang::En, colour: false, width: None });
    text
}
