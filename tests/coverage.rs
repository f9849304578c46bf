//! Every clause of every rule is exercised by its examples, but for those listed with a reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use soat::evaluate::coverage::coverage;
use soat::lang::Lang;
use soat::report::coverage::{Covered, human, json};

use crate::support::{read, root, rules};

/// At most so many clauses of a hundred may lack an example.
const MOST_OPEN: usize = 5;

/// Rule, kind of clause, its words.
type Key = (String, String, String);

#[test]
fn no_clause_of_a_rule_is_left_without_an_example() {
    let known = open_clauses();
    let object = json(&covered(), Lang::En).unwrap();
    let object: serde_json::Value = serde_json::from_str(&object).unwrap();
    let mut problems = String::new();
    let mut list = String::from("rule\tclause\ttext\treason\n");
    let mut found: Vec<Key> = Vec::new();
    for rule in object["rules"].as_array().unwrap() {
        for clause in rule["uncovered"].as_array().unwrap() {
            let word = |field: &str| clause[field].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
            let key = (rule["rule"].as_str().unwrap().to_owned(), word("kind"), word("text"));
            if found.contains(&key) {
                continue;
            }
            let reason = known.get(&key).map_or("no example yet", String::as_str);
            if !known.contains_key(&key) {
                let _ = writeln!(problems, "{}: {}: {}", key.0, word("message"), key.2);
            }
            let _ = writeln!(list, "{}\t{}\t{}\t{reason}", key.0, key.1, key.2);
            found.push(key);
        }
    }
    for key in known.keys().filter(|key| !found.contains(key)) {
        let _ = writeln!(problems, "has an example now, strike it (SOAT_BLESS=1 does): {key:?}");
    }
    if std::env::var_os("SOAT_BLESS").is_some() {
        std::fs::write(root().join("tests/coverage-open.tsv"), list).unwrap();
        return;
    }
    assert!(problems.is_empty(), "\n{problems}write an example for each, or a reason in tests/coverage-open.tsv");
}

#[test]
fn what_lacks_an_example_is_told_with_its_place() {
    let pairs = covered();
    let told = human(&pairs, Lang::En);
    let open = pairs.iter().flat_map(|(_, clauses)| clauses).filter(|clause| !clause.shown).count();
    assert_eq!(told.lines().count(), 2 * open + 1);
    let clauses: usize = pairs.iter().map(|(_, clauses)| clauses.len()).sum();
    assert!(clauses > 1_000 && open * 100 <= clauses * MOST_OPEN, "{open} of {clauses} clauses lack an example");
}

fn covered() -> Vec<Covered<'static>> {
    rules().rules().iter().zip(coverage(rules())).collect()
}

/// Clauses that may lack an example, with the reason.
fn open_clauses() -> BTreeMap<Key, String> {
    let rows = read("tests/coverage-open.tsv");
    let rows = rows.lines().skip(1).map(|row| {
        let cells: Vec<String> = row.split('\t').map(str::to_owned).collect();
        let [rule, clause, text, reason] = <[String; 4]>::try_from(cells).unwrap_or_else(|_| panic!("{row}"));
        ((rule, clause, text), reason)
    });
    rows.collect()
}
