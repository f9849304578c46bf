//! What is said of a rule wherever it is explained: `soat explain` and the pages of `docs/rules/` use the same words.

use std::sync::Arc;

use crate::evaluate::{self, Blemish};
use crate::lang::{Lang, Text};
use crate::rule::{About, Example, RuleSet};
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::Declaration;

use super::words::severity;

/// At most so many examples of what is not told are shown.
pub const MOST_EXCEPTIONS: usize = 3;

/// At most so many of what is wrong.
const MOST_WRONG: usize = 2;

/// An example of more lines tells whoever looks at the rule file something, and a reader little.
const LONG_EXAMPLE: usize = 12;

/// The sentence of the rule, as it is written and run: from its scope to its obligation.
pub fn clause(about: &About) -> Option<String> {
    let (tree, _) = syntax::parse(Arc::clone(&about.file));
    let rule = tree.declarations.iter().find_map(|declaration| match declaration {
        Declaration::Rule(rule) if rule.id.node == about.id => Some(rule),
        _ => None,
    })?;
    let (scope, judgement) = (rule.scope.as_ref()?, rule.judgement.as_ref()?);
    let text = about.file.slice(Span::new(scope.span.start as usize, judgement.expr.span.end as usize));
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
    let lines: Vec<String> = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    Some(lines.join("\n"))
}

/// The way out and the examples of a rule, as they are shown.
pub struct Shown<'a> {
    /// The help, with the values that it has of the first example of wrong; as a template where it has none.
    pub help: Option<Text>,
    /// What is wrong.
    pub wrong: Vec<&'a Example>,
    /// What is right: no rule of the set finds anything in its text.
    pub right: Vec<&'a Example>,
    /// What looks wrong and is not told, and is right too.
    pub exceptions: Vec<&'a Example>,
}

/// What is shown of a rule: the first examples, long ones only where there is no other.
pub fn shown<'a>(set: &RuleSet, about: &'a About) -> Shown<'a> {
    let of = |fails: bool| {
        let all: Vec<&Example> = about.examples.iter().filter(|example| example.fails == fails).collect();
        let is_short = |example: &&Example| example.text.lines().count() <= LONG_EXAMPLE;
        let short: Vec<&Example> = all.iter().copied().filter(is_short).collect();
        if short.is_empty() { all.into_iter().take(1).collect() } else { short }
    };
    let mut wrong = of(true);
    wrong.truncate(MOST_WRONG);
    let (right, exceptions) = models(set, of(false));
    let mut help = about.help.clone();
    if help.as_ref().is_some_and(|help| help.vi.contains('{') || help.en.contains('{')) {
        let at = set.ids().position(|id| id == about.id);
        let told = |example: &&Example| evaluate::told(set, at?, example).into_iter().find_map(|finding| finding.help);
        help = wrong.iter().find_map(told).or(help);
    }
    Shown { help, wrong, right, exceptions }
}

/// Of the examples in which a rule finds nothing, one that is right and some that look wrong and are not. The first is whole where one is.
fn models<'a>(set: &RuleSet, examples: Vec<&'a Example>) -> (Vec<&'a Example>, Vec<&'a Example>) {
    let mut right: Option<(Blemish, &Example)> = None;
    let mut others = Vec::new();
    for example in examples {
        let blemish = evaluate::blemish(set, example);
        let better = right.is_none_or(|(known, _)| blemish < known);
        if blemish == Blemish::Text {
            continue;
        }
        if better {
            others.extend(right.replace((blemish, example)).map(|(_, before)| before));
        } else {
            others.push(example);
        }
        if others.len() >= MOST_EXCEPTIONS && right.is_some_and(|(blemish, _)| blemish == Blemish::None) {
            break;
        }
    }
    others.truncate(MOST_EXCEPTIONS);
    (right.map(|(_, example)| example).into_iter().collect(), others)
}

/// The text of an example with its places between `«` and `»`.
pub fn marked(example: &Example) -> String {
    let mut text = example.text.clone();
    let mut marks: Vec<(u32, char)> = Vec::new();
    for place in &example.places {
        marks.extend([(place.start, '«'), (place.end, '»')]);
    }
    // From the back, so that the places before stay where they are; at one place `»` of the one before comes first.
    marks.sort_by_key(|(at, mark)| (*at, *mark == '«'));
    let mut inserts: Vec<(u32, String)> = marks.into_iter().map(|(at, mark)| (at, mark.to_string())).collect();
    // Lines that say looks stand before the marks at their place.
    let painted = example.paints.iter().zip(&example.painted).map(|((at, _), line)| (*at, line.clone()));
    inserts.splice(0..0, painted);
    inserts.sort_by_key(|(at, _)| *at);
    for (at, insert) in inserts.into_iter().rev() {
        if text.is_char_boundary(at as usize) {
            text.insert_str(at as usize, &insert);
        }
    }
    text
}

/// How a person who knows better keeps the rule silent at one place.
pub fn allowing(about: &About) -> Text {
    let (vi, en) = (severity(about.severity, Lang::Vi), severity(about.severity, Lang::En));
    Text::new(
        format!("nếu chỗ ấy đúng, ghi ngay trước đoạn: <!-- soat: allow {}: lý do --> (mức mặc định: {vi})", about.id),
        format!(
            "where it is right, write before the paragraph: <!-- soat: allow {}: reason --> (default: {en})",
            about.id
        ),
    )
}
