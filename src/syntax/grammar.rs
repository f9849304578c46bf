//! The generated parser, and the one place that runs it.

use pest::Parser;
use pest::Token;
use pest::error::Error;
use pest::iterators::Pairs;

use super::{MAX_DEPTH, MAX_OPERATORS};

pub(super) use generated::Rule;

mod generated {
    use pest_derive::Parser;

    #[derive(Parser)]
    #[grammar = "syntax/soat.pest"]
    pub struct Grammar;
}

/// Why a piece did not become pairs that are safe to build from.
pub(super) enum Failure {
    /// The grammar does not know the text.
    Unexpected(Box<Error<Rule>>),
    /// Productions lie deeper in each other than [`MAX_DEPTH`]; at this byte of the piece.
    TooDeep(usize),
    /// More operators than [`MAX_OPERATORS`]; at this byte of the piece.
    TooLong(usize),
}

/// Reads one piece by one production.
pub(super) fn read(rule: Rule, piece: &str) -> Result<Pairs<'_, Rule>, Failure> {
    let pairs = generated::Grammar::parse(rule, piece).map_err(|error| Failure::Unexpected(Box::new(error)))?;
    match excess(piece, &pairs) {
        Some(failure) => Err(failure),
        None => Ok(pairs),
    }
}

/// The production of a clause or declaration that begins with this word.
fn production(word: &str) -> Option<Rule> {
    Some(match word {
        "title" => Rule::title,
        "source" => Rule::source,
        "severity" => Rule::severity,
        "effective" => Rule::effective,
        "replaces" => Rule::replaces,
        "why" => Rule::why,
        "for" => Rule::scope,
        "when" => Rule::guard,
        "let" => Rule::binding,
        "require" | "forbid" => Rule::judgement,
        "at" => Rule::at,
        "label" => Rule::label,
        "message" => Rule::message,
        "help" => Rule::help,
        "fix" | "suggest" => Rule::edit,
        "pass" | "fail" => Rule::example,
        "table" => Rule::table,
        "list" => Rule::list,
        "extend" => Rule::extend,
        "format" => Rule::format,
        "fact" => Rule::fact,
        "field" => Rule::field,
        "define" => Rule::define,
        "parameter" => Rule::parameter,
        "outline" => Rule::outline,
        _ => return None,
    })
}

/// Reads a piece that its first word tells the production of, without trying all the others: 200 kB of rules are read
/// before every check. `None` where that is not the whole piece, for [`read`] to find out why.
pub(super) fn read_by_word<'a>(word: &str, piece: &'a str) -> Option<Result<Pairs<'a, Rule>, Failure>> {
    let pairs = generated::Grammar::parse(production(word)?, piece).ok()?;
    let end = pairs.peek()?.as_span().end();
    (end == piece.len()).then(|| excess(piece, &pairs).map_or(Ok(pairs), Err))
}

/// Counts before anything recursive is built. pest guards its own stack, but building, walking and dropping a tree
/// would overflow ours: `- - - … 1` nests once per sign, `1 + 1 + …` once per term.
fn excess(piece: &str, pairs: &Pairs<'_, Rule>) -> Option<Failure> {
    // Every level takes two bytes at least, so that short pieces need no count.
    if piece.len() < 2 * MAX_DEPTH {
        return None;
    }
    let (mut depth, mut operators) = (0, 0);
    for token in pairs.clone().tokens() {
        match token {
            Token::Start { rule, pos } => {
                depth += usize::from(nests(rule));
                operators += usize::from(chains(rule));
                if depth > MAX_DEPTH + 1 {
                    return Some(Failure::TooDeep(pos.pos()));
                }
                if operators > MAX_OPERATORS {
                    return Some(Failure::TooLong(pos.pos()));
                }
            }
            Token::End { rule, .. } => depth -= usize::from(nests(rule)),
        }
    }
    None
}

/// Productions that may contain themselves.
fn nests(rule: Rule) -> bool {
    matches!(rule, Rule::expr | Rule::pattern | Rule::capture | Rule::not_before | Rule::below | Rule::literal_list)
}

/// Productions that each put one node on top of the one before.
fn chains(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::op_or
            | Rule::op_and
            | Rule::op_not
            | Rule::op_negative
            | Rule::op_sum
            | Rule::op_product
            | Rule::op_comparison
            | Rule::op_asks
            | Rule::is
            | Rule::inside
            | Rule::part
            | Rule::except
            | Rule::unlike
    )
}
