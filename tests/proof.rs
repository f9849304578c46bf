//! `docs/proof.md`: what is promised of the rules, in figures taken from the lists that the tests keep.

use crate::support::{files, is_fresh, read, rules, samples};

#[test]
fn the_figures_of_the_proof_are_those_of_the_lists() {
    let rows = |path: &str| read(path).lines().skip(1).filter(|row| !row.is_empty() && !row.starts_with('#')).count();
    let planted: usize = files("tests/planted", &["tsv"]).iter().map(|list| rows(list)).sum();
    let missed = rows("tests/planted-missed.tsv");
    let per_mille = |part: usize, whole: usize| part * 1000 / whole.max(1);
    let percent = |part, whole| format!("{},{} %", per_mille(part, whole) / 10, per_mille(part, whole) % 10);
    let mut families = String::new();
    for list in files("tests/planted", &["tsv"]) {
        let name = list.rsplit('/').next().unwrap().trim_end_matches(".tsv").to_owned();
        let all = rows(&list);
        let open = read("tests/planted-missed.tsv").lines().filter(|row| row.starts_with(&format!("{name}\t"))).count();
        families.push_str(&format!("| {name} | {all} | {} |\n", all - open));
    }
    let survivors = read("tests/mutation-survivors.tsv");
    let figures: Vec<usize> =
        survivors.lines().nth(1).unwrap().split('\t').filter_map(|cell| cell.parse().ok()).collect();
    let [noticed, changed] = figures[..] else { panic!("tests/mutation-survivors.tsv has no figures") };
    let examples: usize = rules().rules().iter().map(|about| about.examples.len()).sum();
    let page = format!(
        "# How far the rules are proved\n\n\
         <!-- Generated from the lists under `tests/` by `SOAT_BLESS=1 cargo test`; do not edit. -->\n\n\
         {} rules with {examples} examples. Four things are held by tests, each with a list of what is still open; a test fails when more is open than its list says.\n\n\
         ## Planted defects\n\n\
         `tests/planted/` holds slips that drafters make, written from the practice of proof-readers before anybody looked whether a rule finds them. Each is planted \
         alone in a clean sample; it counts as found if exactly one new finding at the level asked for stands at the place, and none elsewhere.\n\n\
         {} of {planted} are found ({}). `tests/planted-missed.tsv` lists the others, with the reason.\n\n\
         | family | planted | found |\n|---|---:|---:|\n{families}\n\
         ## Clean reports\n\n\
         {} clean reports of different kinds, years and offices stay silent at warning and above.\n\n\
         ## Clauses without an example\n\n\
         `soat test --coverage` shows each guard, obligation, side of an `and` or `or`, label, edit and `replaces` that no example exercises. {} are open, listed in \
         `tests/coverage-open.tsv`.\n\n\
         ## Rules changed in one place\n\n\
         Guards dropped, comparisons turned, sides left out, numbers moved, alternatives and exceptions of patterns struck: {noticed} of {changed} changes are noticed \
         by an example ({}). `tests/mutation-survivors.tsv` lists the others; some change nothing that a report could show.\n",
        rules().rules().len(),
        planted - missed,
        percent(planted - missed, planted),
        samples("clean").len() + files("tests/reports", &["md", "txt"]).len(),
        rows("tests/coverage-open.tsv"),
        percent(noticed, changed),
    );
    is_fresh("docs/proof.md", &page);
}
