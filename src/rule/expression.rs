//! Expressions of the tree to typed, resolved ones.

mod call;
mod operators;
mod parts;
mod search;

use std::sync::LazyLock;

use super::ir::{Compiled, Constant, Ends, Extent, Function, Ir, Items, Keys, Kind, Place, Target};
use super::names::{Here, Meaning, Mistakes, Packs, Symbol, Table, an, find};
use super::pattern::CaptureTypes;
use super::types::{Attribute, Nearness, Shape, Type, attributes};
use crate::lang::Text;
use crate::span::Span;
use crate::syntax::tree::{self, At, Draft, Expr, ExprNode, Literal, Name, Operator, Quantifier};

/// What expressions are resolved against.
pub struct Context<'a> {
    /// Where they are written.
    pub here: Here<'a>,
    /// All names but fields.
    pub names: &'a Table,
    /// Fields.
    pub fields: &'a Table,
    /// All packs.
    pub packs: &'a Packs,
    /// Patterns, tables, formats: what is compiled already.
    pub done: &'a Compiled,
    /// Types of captures, by pattern.
    pub captures: &'a [CaptureTypes],
    /// Types of defines, by index.
    pub defines: &'a [Type],
    /// Types of parameters, by index.
    pub parameters: &'a [Type],
    /// Types of the values of tables, by index of lookups; `Unknown` for lists.
    pub values: &'a [Type],
    /// Whether two drafts are judged, so that names must say of which.
    pub drafts: bool,
}

/// Variables in sight.
#[derive(Debug, Default)]
pub struct Scope {
    variables: Vec<(String, u32, Type)>,
    /// A name that stands for the member elsewhere in the rule, and the one that does here: `c` and `it`.
    pub elsewhere: Option<(String, &'static str)>,
    /// What the rule is about could not be read, which has been told: unknown names may be its.
    pub blind: bool,
    /// How many slots are needed.
    pub slots: u32,
    /// Slots read since this was last emptied: a search that reads none but its own is the same for the whole document.
    used: Vec<u32>,
    /// Number of cached searches so far, over all rules.
    pub cached: u32,
}

impl Scope {
    /// No variable in sight; `cached` searches are numbered already.
    pub fn new(cached: u32) -> Self {
        Self { cached, ..Self::default() }
    }

    /// Brings a variable into sight.
    pub fn bind(&mut self, name: &str, of: Type) -> u32 {
        let slot = self.slots;
        self.slots += 1;
        self.variables.push((name.to_owned(), slot, of));
        slot
    }

    /// Brings a variable of two drafts into sight: `old x` and `new x`.
    pub fn bind_drafts(&mut self, name: &str, of: &Type) {
        self.bind(&format!("old {name}"), of.clone());
        self.bind(&format!("new {name}"), of.clone());
    }

    /// No variable in sight but `it`, a member of what the rule calls `name`.
    pub fn of_member(cached: u32, name: &str, of: Type) -> Self {
        let mut scope = Self { elsewhere: Some((name.to_owned(), "it")), ..Self::new(cached) };
        scope.bind("it", of);
        scope
    }

    /// What is called `name` elsewhere in the rule, by its name here.
    fn here_called(&self, name: &str) -> Option<&str> {
        match &self.elsewhere {
            Some((other, here)) if other == name => Some(here),
            // What the rule is about is the first of its variables.
            None if name == "it" => self.variables.first().map(|(own, _, _)| own.as_str()),
            _ => None,
        }
    }

    /// The type of a variable.
    pub fn get(&self, name: &str) -> Option<&Type> {
        self.variables.iter().rev().find(|(n, _, _)| n == name).map(|(_, _, t)| t)
    }
}

impl<'a> Context<'a> {
    fn wrong(&self, mistakes: &mut Mistakes, code: &'static str, span: Span, vi: String, en: String) -> (Ir, Type) {
        mistakes.add(&self.here.file.source, code, span, Text::new(vi, en));
        (Ir::List(Vec::new()), Type::Unknown)
    }

    fn no_place(&self, expr: &Expr, of: &Type, mistakes: &mut Mistakes) -> (Ir, Type) {
        self.wrong(
            mistakes,
            "type::no_place",
            expr.span,
            format!("{} không có vị trí trong báo cáo", self.type_name(of)),
            format!("{} has no place in the report", an(&self.type_name(of))),
        )
    }

    /// Resolves an expression that must be a flag.
    pub fn flag(&self, expr: &Expr, scope: &mut Scope, mistakes: &mut Mistakes) -> Ir {
        let (ir, of) = self.expr(expr, scope, mistakes);
        self.demand(expr, &of, &Type::Flag, mistakes);
        ir
    }

    fn demand(&self, expr: &Expr, found: &Type, wanted: &Type, mistakes: &mut Mistakes) {
        let fits = match wanted {
            Type::Number | Type::Figure => found.is_number(),
            Type::Text => found.is_textual(),
            _ => found == wanted,
        };
        if !fits && *found != Type::Unknown {
            let (vi, en) = (
                format!("cần {}, ở đây là {}", self.type_name(wanted), self.type_name(found)),
                format!("expected {}, found {}", self.type_name(wanted), self.type_name(found)),
            );
            let mistake = mistakes.add(&self.here.file.source, "type::mismatch", expr.span, Text::new(vi, en));
            if *wanted == Type::Number && *found == Type::Text {
                mistake.advise("viết `number(…)` để đọc số từ chữ", "write `number(…)` to read a number from text");
            }
            if *wanted == Type::Flag {
                mistake
                    .advise("so sánh với một giá trị, hoặc hỏi `exists`", "compare it with a value, or ask `exists`");
            }
        }
    }

    /// Resolves any expression.
    pub fn expr(&self, expr: &Expr, scope: &mut Scope, mistakes: &mut Mistakes) -> (Ir, Type) {
        match &*expr.node {
            ExprNode::Literal(literal) => (Ir::Constant(constant(literal)), type_of(literal)),
            ExprNode::List(items) => self.list(items, scope, mistakes),
            ExprNode::Name(name) => self.name(&At { node: name.clone(), span: expr.span }, scope, mistakes),
            ExprNode::OfDraft(draft, name) => self.of_draft(*draft, name, scope, mistakes),
            ExprNode::Part(base, name) => self.part(base, name, scope, mistakes),
            ExprNode::Call(name, arguments) => self.call(name, arguments, expr.span, scope, mistakes),
            ExprNode::ValuesOf(name) => {
                let wanted = Text::new("bảng hoặc danh sách", "table or list");
                match self.find(name, &wanted, &|m| matches!(m, Meaning::Table(_) | Meaning::List(_)), mistakes) {
                    Some(Symbol { meaning: Meaning::Table(index) | Meaning::List(index), .. }) => {
                        let of = self.values.get(*index as usize).cloned().unwrap_or(Type::Unknown);
                        let of = if of == Type::Unknown { Type::Text } else { of };
                        (Ir::Values(*index), Type::List(Box::new(of)))
                    }
                    _ => (Ir::List(Vec::new()), Type::Unknown),
                }
            }
            ExprNode::Not(inner) => (Ir::Not(Box::new(self.flag(inner, scope, mistakes))), Type::Flag),
            ExprNode::Negative(inner) => {
                let (ir, of) = self.expr(inner, scope, mistakes);
                self.demand(inner, &of, &Type::Number, mistakes);
                (Ir::Negative(Box::new(ir)), Type::Number)
            }
            ExprNode::Binary(operator, left, right) => self.binary(*operator, left, right, expr.span, scope, mistakes),
            ExprNode::Exists(inner, yes) => {
                let (ir, _) = self.expr(inner, scope, mistakes);
                (Ir::Exists(Box::new(ir), *yes), Type::Flag)
            }
            ExprNode::Is(inner, yes, format) => self.is(inner, *yes, format, scope, mistakes),
            ExprNode::Inside(inner, yes, name) => {
                let (ir, of) = self.expr(inner, scope, mistakes);
                if !of.has_place() {
                    return self.no_place(inner, &of, mistakes);
                }
                match self.target(name, mistakes) {
                    Some(target) => (Ir::Inside(Box::new(ir), target, *yes), Type::Flag),
                    None => (Ir::List(Vec::new()), Type::Unknown),
                }
            }
            ExprNode::Search { quantifier, kind, name, within, condition } => {
                self.search(*quantifier, kind, name.as_ref(), within.as_ref(), condition.as_ref(), scope, mistakes)
            }
        }
    }

    fn find(
        &self,
        name: &Name,
        wanted: &Text,
        fits: &dyn Fn(Meaning) -> bool,
        mistakes: &mut Mistakes,
    ) -> Option<&'a Symbol> {
        find(self.names, self.packs, self.here, name, (wanted, fits), mistakes)
    }

    fn list(&self, items: &[Expr], scope: &mut Scope, mistakes: &mut Mistakes) -> (Ir, Type) {
        let mut of = Type::Unknown;
        let mut all = Vec::new();
        for item in items {
            let (ir, found) = self.expr(item, scope, mistakes);
            if of == Type::Unknown {
                of = found;
            } else if found != of && !(of.has_place() && found.has_place()) {
                self.demand(item, &found, &of, mistakes);
            }
            all.push(ir);
        }
        (Ir::List(all), Type::List(Box::new(of)))
    }

    fn name(&self, name: &Name, scope: &mut Scope, mistakes: &mut Mistakes) -> (Ir, Type) {
        if let Some((_, slot, of)) = scope.variables.iter().rev().find(|(n, _, _)| *n == name.node) {
            let found = (Ir::Slot(*slot), of.clone());
            scope.used.push(*slot);
            return found;
        }
        let drafted = scope.get(&format!("old {}", name.node)).is_some();
        if drafted || self.drafts && name.node == "report" {
            return self.which_draft(name, mistakes);
        }
        match name.node.as_str() {
            "report" => return (Ir::Report, Type::Report),
            "run" => return (Ir::List(Vec::new()), Type::Run),
            _ => {}
        }
        if !self.names.contains_key(&name.node) && scope.blind {
            return (Ir::List(Vec::new()), Type::Unknown);
        }
        if !self.names.contains_key(&name.node) {
            let variables = scope.variables.iter().map(|(n, _, _)| n.as_str()).chain(["report", "run"]);
            let known = variables.chain(self.names.iter().filter_map(|(n, s)| {
                matches!(s.meaning, Meaning::Define(_) | Meaning::Parameter(_)).then_some(n.as_str())
            }));
            let near = super::names::nearest(&name.node, known).map(str::to_owned);
            let mistake = mistakes.add(
                &self.here.file.source,
                "name::unknown",
                name.span,
                Text::new(format!("không có tên `{}` ở đây", name.node), format!("unknown name `{}`", name.node)),
            );
            if let Some(here) = scope.here_called(&name.node) {
                mistake.advise(
                    format!("ở đây mỗi dữ kiện được gọi là `{here}`: viết `{here}` thay cho `{}`", name.node),
                    format!("here each of them is called `{here}`: write `{here}` for `{}`", name.node),
                );
            } else if let Some(near) = near {
                mistake.advise(format!("có phải ý bạn là `{near}`?"), format!("did you mean `{near}`?"));
            }
            return (Ir::List(Vec::new()), Type::Unknown);
        }
        let wanted = Text::new("định nghĩa hoặc tham số", "define or parameter");
        let fits = |m| matches!(m, Meaning::Define(_) | Meaning::Parameter(_) | Meaning::Named(_));
        match self.find(name, &wanted, &fits, mistakes).map(|s| s.meaning) {
            Some(Meaning::Define(_) | Meaning::Named(_)) if self.drafts => self.which_draft(name, mistakes),
            Some(Meaning::Define(index)) => match self.defines.get(index as usize) {
                Some(of) => (Ir::Define(index), of.clone()),
                None => self.wrong(
                    mistakes,
                    "name::too_early",
                    name.span,
                    format!("`{}` được dùng trước khi khai báo", name.node),
                    format!("`{}` is used before it is defined", name.node),
                ),
            },
            Some(Meaning::Named(index)) => (Ir::Named(index), Type::Section),
            Some(Meaning::Parameter(index)) => {
                (Ir::Parameter(index), self.parameters.get(index as usize).cloned().unwrap_or(Type::Unknown))
            }
            _ => (Ir::List(Vec::new()), Type::Unknown),
        }
    }

    /// `old x`, `new x`
    fn of_draft(&self, draft: Draft, name: &Name, scope: &mut Scope, mistakes: &mut Mistakes) -> (Ir, Type) {
        let word = if draft == Draft::Old { "old" } else { "new" };
        let mut wrong = |vi: String, en: String, help: (&str, &str)| {
            let mistake = mistakes.add(&self.here.file.source, "draft::not_of_a_draft", name.span, Text::new(vi, en));
            mistake.advise(help.0, help.1);
            (Ir::List(Vec::new()), Type::Unknown)
        };
        if !self.drafts {
            return wrong(
                format!("`{word}` chỉ dùng được trong `regression`"),
                format!("`{word}` means something in a regression only"),
                (
                    "quy tắc xét một báo cáo; so hai bản thì viết `regression`",
                    "a rule is about one report; write a `regression` to compare two drafts",
                ),
            );
        }
        let full = At { node: format!("{word} {}", name.node), span: name.span };
        if scope.get(&full.node).is_some() {
            return self.name(&full, scope, mistakes);
        }
        if scope.get(&name.node).is_some() || name.node == "run" || self.is_parameter(name) {
            return wrong(
                format!("`{}` không thuộc riêng bản nào", name.node),
                format!("`{}` is of neither draft", name.node),
                ("viết tên không kèm `old`, `new`", "write the name without `old` or `new`"),
            );
        }
        let (ir, of) = Context { drafts: false, ..*self }.name(name, scope, mistakes);
        (if draft == Draft::Old { Ir::Old(Box::new(ir)) } else { ir }, of)
    }

    fn is_parameter(&self, name: &Name) -> bool {
        self.names.get(&name.node).is_some_and(|symbol| matches!(symbol.meaning, Meaning::Parameter(_)))
    }

    fn which_draft(&self, name: &Name, mistakes: &mut Mistakes) -> (Ir, Type) {
        let (vi, en) = (format!("`{}` của bản nào?", name.node), format!("`{}` of which draft?", name.node));
        let mistake = mistakes.add(&self.here.file.source, "draft::which", name.span, Text::new(vi, en));
        mistake.advise(
            format!("viết `old {0}` (bản trước) hoặc `new {0}` (bản này)", name.node),
            format!("write `old {0}` or `new {0}`", name.node),
        );
        (Ir::List(Vec::new()), Type::Unknown)
    }
}

/// What a function wants.
enum Wanted {
    Type(Type),
    /// Any list.
    List,
    /// Anything with a place.
    Place,
    /// A number as it is written, or text.
    Written,
}

/// What a function gives.
enum Gives {
    Type(Type),
    /// The type of its first value.
    Same,
    /// The type of the members of its first value.
    Member,
}

type Signature = (&'static str, Function, Vec<Wanted>, Gives);

static FUNCTIONS: LazyLock<Vec<Signature>> = LazyLock::new(|| {
    use Function as F;
    let number = || Wanted::Type(Type::Number);
    let text = || Wanted::Type(Type::Text);
    let date = || Wanted::Type(Type::Date);
    let gives = Gives::Type;
    vec![
        ("rounded", F::Rounded, vec![number(), number()], gives(Type::Number)),
        ("truncated", F::Truncated, vec![number(), number()], gives(Type::Number)),
        ("abs", F::Abs, vec![number()], gives(Type::Number)),
        ("min", F::Min, vec![number(), number()], gives(Type::Number)),
        ("max", F::Max, vec![number(), number()], gives(Type::Number)),
        ("number", F::Number, vec![text()], gives(Type::Number)),
        ("length", F::Length, vec![text()], gives(Type::Number)),
        ("plain", F::Plain, vec![number()], gives(Type::Text)),
        ("upper", F::Upper, vec![text()], gives(Type::Text)),
        ("lower", F::Lower, vec![text()], gives(Type::Text)),
        ("unmarked", F::Unmarked, vec![text()], gives(Type::Text)),
        ("join", F::Join, vec![text(), text()], gives(Type::Text)),
        ("alike", F::Alike, vec![text(), text()], gives(Type::Flag)),
        ("slip", F::Slip, vec![Wanted::Written, Wanted::Written], gives(Type::Flag)),
        ("one_kind", F::OneKind, vec![Wanted::Type(Type::Amount), Wanted::Type(Type::Amount)], gives(Type::Flag)),
        ("overlap", F::Overlap, vec![Wanted::Written, Wanted::Written], gives(Type::Number)),
        ("distinct", F::Distinct, vec![Wanted::List], gives(Type::Number)),
        ("odd", F::Odd, vec![Wanted::List], Gives::Same),
        ("usual", F::Usual, vec![Wanted::List], Gives::Member),
        ("size", F::Size, vec![Wanted::List], gives(Type::Number)),
        ("rest_of", F::RestOf, vec![Wanted::List], Gives::Same),
        ("first_of", F::FirstOf, vec![Wanted::List, number()], Gives::Same),
        ("any_of", F::AnyOf, vec![Wanted::List], Gives::Member),
        ("sum", F::Sum, vec![Wanted::List], gives(Type::Number)),
        ("breaks", F::Breaks, vec![Wanted::List], Gives::Same),
        ("strays", F::Strays, vec![Wanted::List, Wanted::List, number()], Gives::Same),
        ("items_beginning", F::ItemsBeginning, vec![Wanted::Place, text()], gives(Type::Number)),
        ("stretch", F::Stretch, vec![Wanted::Place, Wanted::Place], gives(Type::Text)),
        ("words_before", F::WordsBefore, vec![Wanted::Place, number()], gives(Type::Text)),
        ("words_after", F::WordsAfter, vec![Wanted::Place, number()], gives(Type::Text)),
        ("day", F::Day, vec![number(), number(), number()], gives(Type::Date)),
        ("shift", F::Shift, vec![date(), number()], gives(Type::Date)),
        ("on_day", F::OnDay, vec![date(), number()], gives(Type::Date)),
        ("end_of_month", F::EndOfMonth, vec![date()], gives(Type::Date)),
        ("days", F::Days, vec![date(), date()], gives(Type::Number)),
        ("weekday", F::Weekday, vec![date()], gives(Type::Number)),
        ("next", F::Next, vec![Wanted::Type(Type::Period)], gives(Type::Period)),
        ("previous", F::Previous, vec![Wanted::Type(Type::Period)], gives(Type::Period)),
    ]
});

/// The value of a literal.
pub fn constant(literal: &Literal) -> Constant {
    match literal {
        Literal::Text(text) => Constant::Text(text.as_str().into()),
        Literal::Number(number) => Constant::Number(*number),
        Literal::Date(date) => Constant::Date(*date),
        Literal::Flag(flag) => Constant::Flag(*flag),
        Literal::Range(from, to) => Constant::Range(Box::new(Ends { from: *from, to: *to })),
        Literal::List(items) => Constant::List(items.iter().map(|item| constant(&item.node)).collect()),
    }
}

/// The type of a literal.
pub fn type_of(literal: &Literal) -> Type {
    match literal {
        Literal::Text(_) => Type::Text,
        Literal::Number(_) => Type::Number,
        Literal::Date(_) => Type::Date,
        Literal::Flag(_) => Type::Flag,
        Literal::Range(..) => Type::Range,
        Literal::List(items) => Type::List(Box::new(items.first().map_or(Type::Unknown, |item| type_of(&item.node)))),
    }
}
