//! What is listed, and how it is found.

use super::*;
use crate::document::Document;
use crate::fact::Facts;
use crate::fact::pattern::{Instruction, Scratch, exact_of, keys_of};
use crate::source::Source;

fn program(steps: Vec<Step>) -> Program {
    let code: Vec<_> = steps.into_iter().map(|step| Instruction::new(step, false)).collect();
    Program { code: code.into(), kinds: vec![None], ..Program::default() }
}

fn words(words: &str) -> Step {
    Step::Words(keys_of(words))
}

/// What is found of a pattern in a text, and what it captures.
fn found(program: &Program, sets: &[Phrases], text: &str) -> Vec<(String, Option<String>)> {
    let document = Document::parse(Source::new("a.md", text));
    let (mut groups, mut gathered) = (Groups::default(), Gathered::default());
    assert!(gathered.add(0, program, sets, &mut groups));
    let lexicon = groups.finish();
    let (tree, roots) = gathered.finish(&lexicon);
    let facts = Facts::new(Vec::new(), document.tokens.len());
    for (at, token) in (0..).zip(&document.tokens) {
        facts.name(at, lexicon.number(token.key), 0);
    }
    let (mut hits, mut free) = (Vec::new(), 0);
    let scratch = Scratch::default();
    let scene = Scene { document: &document, facts: &facts, sets, lexicon: &lexicon, scratch: &scratch };
    let walk = Walk { scene, pattern: 0, program, block: 0..document.tokens.len() as TokenId };
    for at in walk.block.clone() {
        let root = roots.get(facts.sign(at).word as usize).copied().unwrap_or(0);
        if at >= free
            && root != 0
            && let Some(hit) = tree.find(&walk, at, root)
        {
            free = hit.end;
            hits.push(hit);
        }
    }
    let shown = |tokens: Range<TokenId>| document.slice(document.span_of(tokens)).to_owned();
    let captured = |hit: &Hit| {
        tree.parts(*hit).into_iter().find_map(|part| match part.value {
            PartValue::Text(tokens) => Some(shown(tokens)),
            PartValue::Fact(_) | PartValue::Amounts(_) => None,
        })
    };
    hits.iter().map(|hit| (shown(hit.start..hit.end), captured(hit))).collect()
}

fn of(found: &[(String, Option<String>)]) -> Vec<&str> {
    found.iter().map(|(text, _)| text.as_str()).collect()
}

#[test]
fn the_longest_entry_of_a_list_is_found_and_facts_do_not_overlap() {
    let set = Phrases::new(["kế hoạch", "kế hoạch năm", "năm"].map(String::from));
    let one_of = program(vec![Step::Open(0), Step::Phrase(0), Step::Close(0), Step::Accept]);
    let found = found(&one_of, &[set], "Kế hoạch năm và kế hoạch quý, năm");
    assert_eq!(of(&found), ["Kế hoạch năm", "kế hoạch", "năm"]);
    assert_eq!(found[0].1.as_deref(), Some("Kế hoạch năm"));
}

#[test]
fn of_alternatives_the_first_that_fits_is_found() {
    // "so" | "so với" | "cùng" "kỳ" [ "năm" ]
    let choice = program(vec![
        Step::Split(1, 3),
        words("so"),
        Step::Jump(9),
        Step::Split(4, 6),
        words("so với"),
        Step::Jump(9),
        words("cùng kỳ"),
        Step::Split(8, 9),
        words("năm"),
        Step::Accept,
    ]);
    assert_eq!(of(&found(&choice, &[], "So với cùng kỳ năm, cùng kỳ")), ["So", "cùng kỳ năm", "cùng kỳ"]);
}

#[test]
fn what_is_asked_besides_the_words_is_asked_where_they_end() {
    let court = program(vec![
        words("tòa án nhân"),
        Step::NotBefore(Box::new(program(vec![words("dân"), Step::Accept]))),
        Step::Accept,
    ]);
    assert_eq!(of(&found(&court, &[], "Tòa án nhân dân, toà án nhân")), ["toà án nhân"]);
    let exact = program(vec![Step::Exactly(exact_of("BÁO CÁO")), Step::Accept]);
    assert_eq!(of(&found(&exact, &[], "Báo cáo, BÁO CÁO")), ["BÁO CÁO"]);
}

#[test]
fn what_matches_anything_or_any_number_of_times_has_no_list() {
    let looped = program(vec![Step::Split(1, 3), words("và"), Step::Jump(0), words("các"), Step::Accept]);
    let any = program(vec![words("các"), Step::Any, Step::Accept]);
    // "kế hoạch" of the list is taken before "năm" could be, so that `one of L "năm"` never matches where the longer entry stands.
    let set = [Phrases::new(["kế hoạch", "kế hoạch năm"].map(String::from))];
    let behind = program(vec![Step::Phrase(0), words("năm"), Step::Accept]);
    for program in [looped, any, behind] {
        assert!(!Gathered::default().add(0, &program, &set, &mut Groups::default()));
    }
}
