//! The list of what stands beside what in reports, counted anew.
//!
//! `SOAT_REPORTS=DIR:DIR… SOAT_BLESS=1 cargo test --test main -- --ignored neighbours` writes it; without `SOAT_REPORTS` the clean
//! reports of the project are counted. Without `SOAT_BLESS` the list must have what half of them have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use soat::document::{Case, TokenId};
use soat::fact::company::neighbour;
use soat::text::lexicon;
use soat::text::neighbours::{ABBREVIATION, FIGURE, Id, PERCENT, REPORTS, reports};

use crate::support::root;

/// The groups of the list tell in how many of so many reports a pair is.
const REPORTS_TOLD: u32 = 150;

#[test]
#[ignore = "counts the neighbours in all clean reports, for those who renew the list"]
fn neighbours_are_counted_in_clean_reports() {
    let folders = std::env::var("SOAT_REPORTS").unwrap_or_else(|_| {
        format!("{}:{}", root().join("tests/reports").display(), root().join("samples/clean").display())
    });
    let mut counts: BTreeMap<(Id, Id), u32> = BTreeMap::new();
    let mut files = 0;
    for entry in folders.split(':').flat_map(|folder| walkdir::WalkDir::new(folder).sort_by_file_name()) {
        let entry = entry.unwrap();
        if !entry.file_type().is_file() {
            continue;
        }
        files += 1;
        for pair in pairs(entry.path()) {
            *counts.entry(pair).or_default() += 1;
        }
    }
    assert!(files > 100, "{folders}");
    if std::env::var_os("SOAT_BLESS").is_some() {
        std::fs::write(root().join("src/text/lexicon/neighbours.txt"), list(&counts, files)).unwrap();
        return;
    }
    for ((first, second), _) in counts.iter().filter(|&(_, &count)| count * 2 >= files) {
        assert!(reports(*first, *second) > 0, "{} {}", name(*first), name(*second));
    }
}

/// The pairs of one report, each once.
fn pairs(path: &Path) -> BTreeSet<(Id, Id)> {
    let document = soat::document::Document::read(&path.display().to_string(), &std::fs::read(path).unwrap()).unwrap();
    let token = |at: TokenId| &document.tokens[at as usize];
    let of_block = |block: &soat::document::Block| {
        let tokens = block.tokens.clone();
        tokens.clone().zip(tokens.skip(1)).filter(|&(at, _)| !token(at).ends_sentence).collect::<Vec<_>>()
    };
    let found = document.blocks.iter().flat_map(of_block).filter_map(|(at, next)| {
        let pair = neighbour(token(at)).flatten().zip(neighbour(token(next)).flatten())?;
        let small = [at, next].iter().any(|&at| token(at).case == Case::Lower);
        small.then_some(pair)
    });
    found.collect()
}

fn name(id: Id) -> &'static str {
    match id {
        FIGURE => "#",
        PERCENT => "%",
        ABBREVIATION => "@",
        _ => lexicon::text(id),
    }
}

/// The list: for each first one a line, with its second ones in groups from the most frequent. A group's number is what a pair would have
/// among [`REPORTS_TOLD`] reports, so that the list may grow and the numbers keep their meaning.
fn list(counts: &BTreeMap<(Id, Id), u32>, files: u32) -> String {
    let mut lines: BTreeMap<&str, [BTreeSet<&str>; REPORTS.len()]> = BTreeMap::new();
    for (&(first, second), &count) in counts {
        let told = (count * REPORTS_TOLD).div_ceil(files);
        let group = REPORTS.iter().position(|&least| told >= least).unwrap();
        lines.entry(name(first)).or_default()[group].insert(name(second));
    }
    let line = |(first, groups): (&str, [BTreeSet<&str>; REPORTS.len()])| {
        let groups: Vec<String> =
            groups.iter().map(|group| group.iter().map(|word| format!("{word} ")).collect()).collect();
        format!("{first} {}\n", groups.join("| ").trim_end_matches([' ', '|']))
    };
    lines.into_iter().map(line).collect()
}
