//! Expressions: precedence, and searches.

use std::sync::LazyLock;

use pest::iterators::{Pair, Pairs};
use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::super::error::Mistake;
use super::super::grammar::Rule;
use super::super::tree::{At, Draft, Expr, ExprNode, Literal, Operator, Place, Quantifier};
use super::Builder;
use crate::lang::Text;
use crate::span::Span;

/// From loosest to tightest. Comparisons do not chain; that is told before they come here.
static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(left(Rule::op_or))
        .op(left(Rule::op_and))
        .op(Op::prefix(Rule::op_not))
        .op(left(Rule::op_comparison) | Op::postfix(Rule::is) | Op::postfix(Rule::inside) | Op::postfix(Rule::op_asks))
        .op(left(Rule::op_sum))
        .op(left(Rule::op_product))
        .op(Op::prefix(Rule::op_negative))
        .op(Op::postfix(Rule::part))
});

impl Builder<'_> {
    pub(super) fn expr(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let mut inner = pair.into_inner();
        // Most expressions are one operand, which needs no table of precedence.
        let mut ahead = inner.clone();
        if let (Some(only), None) = (ahead.next(), ahead.next()) {
            return self.primary(only);
        }
        self.chains(inner.clone());
        PRECEDENCE
            .map_primary(|primary| self.primary(primary))
            .map_prefix(|op, value| self.prefix(&op, value?))
            .map_postfix(|value, op| self.postfix(value?, op))
            .map_infix(|left, op, right| self.infix(left?, &op, right?))
            .parse(&mut inner)
    }

    /// `a < b < c` and `a = not b`: comparisons in a row have no meaning, and `not` is looser than they are.
    fn chains(&self, row: Pairs<'_, Rule>) {
        let mut before: Option<Span> = None;
        for part in row {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::op_or | Rule::op_and => before = None,
                Rule::op_comparison | Rule::is | Rule::inside | Rule::op_asks => {
                    if let Some(first) = before {
                        let message = Text::new("không so sánh nối tiếp nhau được", "comparisons cannot be chained");
                        self.tell(
                            Mistake::new(
                                "syntax::chain",
                                self.source,
                                span,
                                message,
                                Text::new("phép so sánh thứ hai", "a second comparison"),
                            )
                            .related(first, Text::new("phép thứ nhất", "the first"))
                            .help(Text::new(
                                "nối hai phép bằng `and`: `a < b and b < c`",
                                "join two comparisons by `and`: `a < b and b < c`",
                            )),
                        );
                    }
                    before = Some(span);
                }
                Rule::op_not => {
                    if let Some(first) = before {
                        let message =
                            Text::new("`not` không đứng sau phép so sánh được", "`not` cannot follow a comparison");
                        self.tell(
                            Mistake::new("syntax::chain", self.source, span, message, Text::new("ở đây", "here"))
                                .related(first, Text::new("phép so sánh", "the comparison"))
                                .help(Text::new(
                                    "đặt phần phủ định trong ngoặc: `a = (not b)`",
                                    "put what is denied in parentheses: `a = (not b)`",
                                )),
                        );
                    }
                }
                _ => {}
            }
        }
    }

    fn prefix(&self, op: &Pair<'_, Rule>, value: Expr) -> Option<Expr> {
        let span = self.span(op).join(value.span);
        let node = if op.as_rule() == Rule::op_not { ExprNode::Not(value) } else { ExprNode::Negative(value) };
        Some(new(node, span))
    }

    fn postfix(&self, value: Expr, op: Pair<'_, Rule>) -> Option<Expr> {
        let span = value.span.join(self.span(&op));
        let rule = op.as_rule();
        let exists = op.as_str() == "exists";
        let mut inner = op.into_inner();
        let node = match rule {
            Rule::part => ExprNode::Part(value, self.name(&inner.last()?)),
            Rule::op_asks => ExprNode::Exists(value, exists),
            _ => {
                let negated = inner.clone().any(|part| part.as_rule() == Rule::kw_not);
                let name = self.name(&inner.find(|part| matches!(part.as_rule(), Rule::pattern_name | Rule::kind))?);
                if rule == Rule::is {
                    ExprNode::Is(value, !negated, name)
                } else {
                    ExprNode::Inside(value, !negated, name)
                }
            }
        };
        Some(new(node, span))
    }

    fn infix(&self, left: Expr, op: &Pair<'_, Rule>, right: Expr) -> Option<Expr> {
        let mut words = op.as_str().split_whitespace();
        let operator = match (words.next()?, words.next()) {
            ("or", _) => Operator::Or,
            ("and", _) => Operator::And,
            ("=", _) => Operator::Equal,
            ("!=", _) => Operator::Unequal,
            ("<", _) => Operator::Less,
            ("<=", _) => Operator::AtMost,
            (">", _) => Operator::Greater,
            (">=", _) => Operator::AtLeast,
            ("in", _) => Operator::In,
            ("not", _) => Operator::NotIn,
            ("contains", _) => Operator::Contains,
            ("before", _) => Operator::Before,
            ("after", _) => Operator::After,
            ("starts", _) => Operator::StartsWith,
            ("ends", _) => Operator::EndsWith,
            ("+", _) => Operator::Plus,
            ("-", _) => Operator::Minus,
            ("*", _) => Operator::Times,
            ("/", _) => Operator::Over,
            _ => return None,
        };
        let span = left.span.join(right.span);
        Some(new(ExprNode::Binary(operator, left, right), span))
    }

    fn primary(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let node = match pair.as_rule() {
            Rule::of_draft => {
                let mut inner = pair.into_inner();
                let of = draft(inner.next()?.as_rule())?;
                ExprNode::OfDraft(of, self.name(&inner.next()?))
            }
            Rule::reference => return self.reference(pair),
            Rule::parenthesis => {
                let inner = self.expr(pair.into_inner().find(|part| part.as_rule() == Rule::expr)?)?;
                return Some(Expr { span, ..inner });
            }
            Rule::list_value => list(self.exprs(pair.into_inner())?),
            Rule::values_of => ExprNode::ValuesOf(self.name(&pair.into_inner().last()?)),
            Rule::search => self.search(pair)?,
            _ => ExprNode::Literal(self.literal(pair)?.node),
        };
        Some(new(node, span))
    }

    fn exprs(&self, pairs: Pairs<'_, Rule>) -> Option<Vec<Expr>> {
        pairs.filter(|part| part.as_rule() == Rule::expr).map(|part| self.expr(part)).collect()
    }

    fn reference(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let name = self.name(&inner.next()?);
        let node = match inner.next() {
            Some(arguments) => ExprNode::Call(name, self.exprs(arguments.into_inner())?),
            None => ExprNode::Name(name.node),
        };
        Some(new(node, span))
    }

    fn search(&self, pair: Pair<'_, Rule>) -> Option<ExprNode> {
        let mut inner = pair.into_inner();
        let quantifier = match inner.next()?.as_rule() {
            Rule::kw_some => Quantifier::Some,
            Rule::kw_every => Quantifier::Every,
            Rule::kw_no => Quantifier::No,
            Rule::kw_count => Quantifier::Count,
            Rule::kw_first => Quantifier::First,
            _ => Quantifier::Last,
        };
        let mut kind = None;
        let (mut name, mut within, mut condition) = (None, None, None);
        for part in inner {
            match part.as_rule() {
                Rule::kind => kind = Some(self.name(&part)),
                Rule::variable => name = Some(self.name(&part)),
                Rule::within => within = Some(self.within(part)?),
                Rule::like => within = Some(self.like(part)?),
                Rule::condition => condition = Some(self.condition(part)?),
                _ => {}
            }
        }
        Some(ExprNode::Search { quantifier, kind: kind?, name, within, condition })
    }

    /// `where …`
    pub(super) fn condition(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        self.expr(pair.into_inner().last()?)
    }

    /// `in …`
    pub(super) fn within(&self, pair: Pair<'_, Rule>) -> Option<Place> {
        let place = pair.into_inner().last()?;
        match place.as_rule() {
            Rule::anywhere => Some(Place::Document(place.into_inner().find_map(|part| draft(part.as_rule())))),
            Rule::sentence_of => Some(Place::Sentence(Box::new(self.place_of(place.into_inner().last()?)?))),
            Rule::paragraph_of => Some(Place::Paragraph(Box::new(self.place_of(place.into_inner().last()?)?))),
            Rule::section_of => Some(Place::Section(Box::new(self.place_of(place.into_inner().last()?)?))),
            _ => Some(Place::Of(Box::new(self.place_of(place)?))),
        }
    }

    /// `like x by K, K`
    fn like(&self, pair: Pair<'_, Rule>) -> Option<Place> {
        let mut inner = pair.into_inner();
        let other = self.place_of(inner.find(|part| part.as_rule() == Rule::place_of)?)?;
        Some(Place::Like(Box::new(other), self.exprs(inner)?))
    }

    fn place_of(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let mut inner = pair.into_inner();
        let first = self.primary(inner.next()?)?;
        inner.try_fold(first, |value, part| self.postfix(value, part))
    }
}

/// The draft that a word names.
pub(super) fn draft(word: Rule) -> Option<Draft> {
    match word {
        Rule::kw_old => Some(Draft::Old),
        Rule::kw_new => Some(Draft::New),
        _ => None,
    }
}

fn new(node: ExprNode, span: Span) -> Expr {
    Expr { node: Box::new(node), span }
}

/// A list of literals is a literal itself.
fn list(items: Vec<Expr>) -> ExprNode {
    let literals = items.iter().map(|item| match item.node.as_ref() {
        ExprNode::Literal(literal) => Some(At { node: literal.clone(), span: item.span }),
        _ => None,
    });
    match literals.collect::<Option<Vec<_>>>() {
        Some(literals) => ExprNode::Literal(Literal::List(literals)),
        None => ExprNode::List(items),
    }
}
