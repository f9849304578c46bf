//! Operators, and what their sides must be.

use super::*;
use crate::rule::names::an;

impl<'a> Context<'a> {
    pub(super) fn binary(
        &self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        span: Span,
        scope: &mut Scope,
        mistakes: &mut Mistakes,
    ) -> (Ir, Type) {
        use Operator as O;
        if matches!(operator, O::In | O::NotIn) {
            return self.member(operator, left, right, scope, mistakes);
        }
        let (a, ta) = self.expr(left, scope, mistakes);
        let (b, tb) = self.expr(right, scope, mistakes);
        let gives = match operator {
            O::Or | O::And => {
                self.demand(left, &ta, &Type::Flag, mistakes);
                self.demand(right, &tb, &Type::Flag, mistakes);
                Type::Flag
            }
            O::Plus | O::Minus | O::Times | O::Over => {
                self.demand(left, &ta, &Type::Number, mistakes);
                self.demand(right, &tb, &Type::Number, mistakes);
                Type::Number
            }
            O::Before | O::After => {
                for (expr, of) in [(left, &ta), (right, &tb)] {
                    if !of.has_place() && *of != Type::Unknown {
                        self.no_place(expr, of, mistakes);
                    }
                }
                Type::Flag
            }
            O::Contains | O::StartsWith | O::EndsWith => {
                let member = |of: &Type| match of {
                    Type::List(member) => (**member).clone(),
                    of => of.clone(),
                };
                self.demand(left, &member(&ta), &Type::Text, mistakes);
                self.demand(right, &member(&tb), &Type::Text, mistakes);
                Type::Flag
            }
            O::Equal | O::Unequal | O::Less | O::AtMost | O::Greater | O::AtLeast => {
                let ordered = !matches!(operator, O::Equal | O::Unequal);
                let both = |f: &dyn Fn(&Type) -> bool| f(&ta) && f(&tb);
                let unknown = ta == Type::Unknown || tb == Type::Unknown;
                let comparable = unknown
                    || both(&Type::is_number)
                    || both(&|t| *t == Type::Date)
                    || !ordered
                        && (both(&|t| *t == Type::Period) || both(&Type::is_textual) || both(&|t| *t == Type::Flag));
                if !comparable {
                    let (a, b) = (self.type_name(&ta), self.type_name(&tb));
                    let mistake = mistakes.add(
                        &self.here.file.source,
                        "type::incomparable",
                        // Beside its sides and not around them: three places that do not overlap are drawn in one excerpt.
                        self.between(left.span, right.span).unwrap_or(span),
                        Text::new(
                            format!("không thể so sánh {a} với {b}"),
                            format!("{} cannot be compared with {}", an(&a), an(&b)),
                        ),
                    );
                    mistake.related.push((left.span, Text::new(a.as_str(), a.as_str())));
                    mistake.related.push((right.span, Text::new(b.as_str(), b.as_str())));
                    if ta.is_number() && tb.is_textual() || tb.is_number() && ta.is_textual() {
                        mistake.advise(
                            "viết `number(…)` để đọc số từ chữ",
                            "write `number(…)` to read a number from text",
                        );
                    }
                }
                Type::Flag
            }
            O::In | O::NotIn => Type::Flag,
        };
        let holds = matches!(operator, O::Contains | O::StartsWith | O::EndsWith) && !matches!(ta, Type::List(_));
        match self.written_words(&b).filter(|_| holds) {
            Some(words) => (Ir::Holds(operator, Box::new(a), words), gives),
            None => (Ir::Binary(operator, Box::new(a), Box::new(b)), gives),
        }
    }

    /// What stands between two sides, blanks and brackets left aside.
    fn between(&self, left: Span, right: Span) -> Option<Span> {
        let gap = Span { start: left.end, end: right.start };
        let text = self.here.file.source.slice(gap);
        let operator = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
        let before = text.find(operator).filter(|_| !operator.is_empty())?;
        let start = gap.start as usize + before;
        Some(Span::new(start, start + operator.len()))
    }

    /// The words of a text, or of each of several texts, that stand in the rules: they are folded once, not for each document.
    fn written_words(&self, ir: &Ir) -> Option<Box<[Box<[u64]>]>> {
        let words = |constant: &Constant| match constant {
            Constant::Text(text) => Some(crate::fact::pattern::keys_of(text)),
            _ => None,
        };
        let several: Option<Vec<Box<[u64]>>> = match ir {
            Ir::Constant(text @ Constant::Text(_)) => return words(text).map(|words| [words].into()),
            Ir::Constant(Constant::List(items)) => items.iter().map(words).collect(),
            Ir::List(items) => {
                let written = |item: &Ir| match item {
                    Ir::Constant(constant) => words(constant),
                    _ => None,
                };
                items.iter().map(written).collect()
            }
            Ir::Values(table) => {
                let table = self.done.lookups.get(*table as usize)?;
                if table.rows.is_empty() {
                    Some(table.keys.iter().map(|key| crate::fact::pattern::keys_of(key)).collect())
                } else {
                    table.keys.iter().filter_map(|key| table.rows.get(key)).flatten().map(words).collect()
                }
            }
            _ => None,
        };
        // A list of one is a list: of what is not there it says no.
        several.filter(|several| several.len() > 1 && !self.drafts).map(Vec::into)
    }

    pub(super) fn member(
        &self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        scope: &mut Scope,
        mistakes: &mut Mistakes,
    ) -> (Ir, Type) {
        let (a, ta) = self.expr(left, scope, mistakes);
        if let ExprNode::Name(name) = &*right.node {
            let known = self.names.get(name).map(|s| s.meaning);
            if let Some(Meaning::Table(index) | Meaning::List(index)) = known {
                let wanted = Text::new("bảng hoặc danh sách", "table or list");
                self.find(&At { node: name.clone(), span: right.span }, &wanted, &|_| true, mistakes);
                self.demand(left, &ta, &Type::Text, mistakes);
                let ir = Ir::InSet(Box::new(a), index);
                return (if operator == Operator::NotIn { Ir::Not(Box::new(ir)) } else { ir }, Type::Flag);
            }
        }
        let (b, tb) = self.expr(right, scope, mistakes);
        match &tb {
            Type::List(of) => {
                let fits = **of == Type::Unknown
                    || **of == ta
                    || of.is_textual() && ta.is_textual()
                    || of.is_number() && ta.is_number();
                if !fits {
                    self.demand(left, &ta, of, mistakes);
                }
            }
            Type::Range => self.demand(left, &ta, &Type::Number, mistakes),
            Type::Unknown => {}
            other => {
                return self.wrong(
                    mistakes,
                    "type::not_a_list",
                    right.span,
                    format!("cần bảng, danh sách hoặc khoảng, ở đây là {}", self.type_name(other)),
                    format!("expected a table, list or range, found {}", self.type_name(other)),
                );
            }
        }
        (Ir::Binary(operator, Box::new(a), Box::new(b)), Type::Flag)
    }
}
