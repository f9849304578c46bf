//! The fuzzer's inputs and many near them: whatever is sent is read or refused, and what was read holds together. `fuzz/` looks further.

use proptest::prelude::*;

use crate::support::{files_all, root};

#[path = "../fuzz/src/total.rs"]
mod total;

/// What inputs of a kind are cut and pasted from.
fn kept(kind: &str) -> Vec<Vec<u8>> {
    let kept: Vec<_> = files_all(&format!("fuzz/corpus/{kind}"));
    assert!(!kept.is_empty(), "no input of {kind} is kept");
    kept.iter().map(|path| std::fs::read(root().join(path)).unwrap()).collect()
}

/// A change of an input.
#[derive(Debug, Clone)]
enum Change {
    /// A byte in place of another.
    Byte(prop::sample::Index, u8),
    /// A stretch taken out.
    Cut(prop::sample::Index, usize),
    /// A stretch said twice.
    Twice(prop::sample::Index, usize),
    /// Something that means something put in.
    Put(prop::sample::Index, &'static str),
}

const WORDS: [&str; 24] = [
    "<w:p>",
    "</w:p>",
    "<w:tbl>",
    "</w:tc>",
    "<w:r><w:t>13/72</w:t></w:r>",
    "w:val=\"99999999999\"",
    "w:val=\"-1\"",
    "&#x301;",
    "&amp;",
    "<w:del>",
    "w:id=\"1\"",
    "<text:p>",
    "<text:list>",
    "\u{301}",
    "\u{feff}",
    "\r\n",
    "|",
    "«",
    "\"\"\"",
    "}",
    "((((((((",
    "%",
    "31/4/2024",
    "[^1]",
];

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let at = || any::<prop::sample::Index>();
    let change = prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (at(), 1..40_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (at(), 1..200_usize).prop_map(|(at, length)| Change::Twice(at, length)),
        (at(), prop::sample::select(&WORDS[..])).prop_map(|(at, word)| Change::Put(at, word)),
    ];
    prop::collection::vec(change, 1..8)
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        let place = |at: &prop::sample::Index| at.index(bytes.len() + 1);
        match change {
            Change::Byte(at, byte) => {
                let at = place(at);
                if let Some(own) = bytes.get_mut(at) {
                    *own = *byte;
                }
            }
            Change::Cut(at, length) => {
                let at = place(at);
                let end = bytes.len().min(at + length);
                bytes.drain(at..end);
            }
            Change::Twice(at, length) => {
                let at = place(at);
                let again = bytes[at..bytes.len().min(at + length)].to_vec();
                bytes.splice(at..at, again);
            }
            Change::Put(at, word) => {
                let at = place(at);
                bytes.splice(at..at, word.bytes());
            }
        }
    }
    bytes
}

fn hold(kind: &str, cases: u32, check: fn(&[u8])) {
    let kept = kept(kind);
    kept.iter().for_each(|bytes| check(bytes));
    let inputs = (0..kept.len(), changes());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases, ..ProptestConfig::default() });
    let result = runner.run(&inputs, |(at, changes)| {
        check(&changed(&kept[at], &changes));
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn files_of_word_processors_are_read_or_refused() {
    hold("word", 400, total::word);
}

#[test]
fn any_text_is_read_or_refused() {
    hold("text", 150, total::text);
}

#[test]
fn any_rule_text_is_read_or_its_mistakes_are_told() {
    hold("rules", 200, total::rules);
}

#[test]
fn whole_files_with_damaged_bytes_are_read_or_refused() {
    for path in files_all("samples/word") {
        let bytes = std::fs::read(root().join(&path)).unwrap();
        total::file(&bytes);
        // What damage leaves intact is read: parts are checked by their sums.
        for at in (0..bytes.len()).step_by(97) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x40;
            total::file(&damaged);
            total::file(&bytes[..at]);
        }
    }
}
