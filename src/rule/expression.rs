//! Expressions of the tree to typed, resolved ones.

use std::sync::LazyLock;

use super::ir::{Compiled, Constant, Function, Ir, Keys, Kind, Place, Target};
use super::names::{Here, Meaning, Mistakes, Packs, Symbol, Table, find};
use super::pattern::CaptureTypes;
use super::types::{Attribute, Shape, Type, attributes};
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
            format!("{} không có vị trí trong báo cáo", of.name()),
            format!("a {} has no place in the report", of.name()),
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
                format!("cần {}, ở đây là {}", wanted.name(), found.name()),
                format!("expected {}, found {}", wanted.name(), found.name()),
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
            if let Some(near) = near {
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

    fn part(&self, base: &Expr, name: &Name, scope: &mut Scope, mistakes: &mut Mistakes) -> (Ir, Type) {
        let (ir, of) = self.expr(base, scope, mistakes);
        self.part_of(ir, &of, name, mistakes)
    }

    fn part_of(&self, base: Ir, of: &Type, name: &Name, mistakes: &mut Mistakes) -> (Ir, Type) {
        let boxed = Box::new(base.clone());
        match of {
            Type::Unknown => return (base, Type::Unknown),
            Type::Report => {
                if name.node == "text" {
                    return (base, Type::Stretch);
                }
                if name.node == "look" {
                    return (Ir::Attribute(boxed, Attribute::Look), Type::Look);
                }
                let wanted = Text::new("trường", "field");
                let found = find(self.fields, self.packs, self.here, name, (&wanted, &|_| true), mistakes);
                let Some(Symbol { meaning: Meaning::Fact(index), .. }) = found else { return (base, Type::Unknown) };
                let pattern = self.done.fields.get(*index as usize).map_or(0, |f| f.pattern);
                let field = Ir::Field(*index);
                let field = if matches!(base, Ir::Old(_)) { Ir::Old(Box::new(field)) } else { field };
                return (field, Type::Record(Shape { pattern, prefix: String::new() }));
            }
            Type::Run => {
                if let Some((_, attribute, of)) = attributes(of).into_iter().find(|(n, _, _)| *n == name.node) {
                    return (Ir::Run(attribute), of);
                }
            }
            Type::Record(shape) => {
                if let Some(found) = self.capture(&base, shape, &name.node) {
                    return found;
                }
            }
            Type::Group(inner) | Type::List(inner) => {
                if let Some((_, attribute, of)) = attributes(of).into_iter().find(|(n, _, _)| *n == name.node) {
                    return (Ir::Attribute(boxed, attribute), of);
                }
                if !matches!(name.node.as_str(), "text" | "look") || inner.has_place() {
                    let (member, found) = self.part_of(Ir::It, inner, name, mistakes);
                    return (Ir::Each(boxed, Box::new(member)), Type::List(Box::new(found)));
                }
            }
            _ => {
                if let Some((_, attribute, of)) = attributes(of).into_iter().find(|(n, _, _)| *n == name.node) {
                    return (Ir::Attribute(boxed, attribute), of);
                }
            }
        }
        if name.node == "text" && of.has_place() {
            return (Ir::Attribute(boxed, Attribute::Text), Type::Text);
        }
        if name.node == "look" && of.has_place() {
            return (Ir::Attribute(boxed, Attribute::Look), Type::Look);
        }
        let parts = self.parts_of(of);
        let mistake = mistakes.add(
            &self.here.file.source,
            "type::no_part",
            name.span,
            Text::new(
                format!("{} không có phần `{}`", of.name(), name.node),
                format!("a {} has no part `{}`", of.name(), name.node),
            ),
        );
        match super::names::nearest(&name.node, parts.iter().map(String::as_str)) {
            Some(near) => mistake.advise(format!("có phải ý bạn là `{near}`?"), format!("did you mean `{near}`?")),
            None if parts.is_empty() => mistake,
            None => {
                let all = parts.join("`, `");
                mistake.advise(format!("có: `{all}`"), format!("it has: `{all}`"))
            }
        };
        (base, Type::Unknown)
    }

    fn parts_of(&self, of: &Type) -> Vec<String> {
        let mut parts: Vec<String> = attributes(of).into_iter().map(|(name, _, _)| name.to_owned()).collect();
        if let Type::Record(shape) = of {
            let captures = self.captures.get(shape.pattern as usize);
            let own = captures.into_iter().flat_map(|types| types.keys());
            parts.extend(
                own.filter_map(|n| n.strip_prefix(&shape.prefix))
                    .filter(|n| !n.contains(['.', '#']))
                    .map(str::to_owned),
            );
            parts.sort();
        }
        if of.has_place() {
            parts.extend(["text".into(), "look".into()]);
        }
        parts
    }

    fn capture(&self, base: &Ir, shape: &Shape, name: &str) -> Option<(Ir, Type)> {
        let full = format!("{}{name}", shape.prefix);
        let pattern = self.done.patterns.get(shape.pattern as usize)?;
        let index = pattern.captures.iter().position(|known| *known == full)? as u32;
        let of = self.captures.get(shape.pattern as usize)?.get(&full).cloned().unwrap_or(Type::Text);
        let own = matches!(&of, Type::Record(inner) if !inner.prefix.is_empty() && inner.pattern == shape.pattern);
        let boxed = Box::new(base.clone());
        Some((if own { Ir::Form(boxed, index) } else { Ir::Capture(boxed, index) }, of))
    }

    fn is(&self, inner: &Expr, yes: bool, format: &Name, scope: &mut Scope, mistakes: &mut Mistakes) -> (Ir, Type) {
        let (ir, of) = self.expr(inner, scope, mistakes);
        let wanted = Text::new("định dạng", "format");
        let Some(Symbol { meaning: Meaning::Format(index), .. }) =
            self.find(format, &wanted, &|m| matches!(m, Meaning::Format(_)), mistakes)
        else {
            return (ir, Type::Unknown);
        };
        if let Type::Record(shape) = &of {
            let note = format!("{}#{}", shape.prefix, format.node);
            let captures = self.done.patterns.get(shape.pattern as usize).map(|p| &p.captures);
            if let Some(at) = captures.and_then(|names| names.iter().position(|n| *n == note)) {
                return (Ir::IsForm(Box::new(ir), at as u32, yes), Type::Flag);
            }
        }
        if !of.is_textual() {
            self.demand(inner, &of, &Type::Text, mistakes);
        }
        (Ir::Matches(Box::new(ir), *index, yes), Type::Flag)
    }

    fn target(&self, name: &Name, mistakes: &mut Mistakes) -> Option<Target> {
        if let Some((kind, _)) = self.kind(&name.node) {
            return Some(Target::Kind(kind));
        }
        if let Some(symbol) = self.fields.get(&name.node)
            && let Meaning::Fact(index) = symbol.meaning
        {
            return Some(Target::Field(index));
        }
        let wanted = Text::new("loại dữ kiện, trường hoặc phần của đề cương", "kind of fact, field or named part");
        match self.find(name, &wanted, &|m| matches!(m, Meaning::Fact(_) | Meaning::Named(_)), mistakes)?.meaning {
            Meaning::Named(index) => Some(Target::Named(index)),
            Meaning::Fact(index) => Some(Target::Kind(Kind::Declared(index))),
            _ => None,
        }
    }

    /// What a kind's name stands for, and the type of its members.
    pub fn kind(&self, name: &str) -> Option<(Kind, Type)> {
        let fixed = match name {
            "section" => Some((Kind::Section, Type::Section)),
            "item" => Some((Kind::Item, Type::Item)),
            "paragraph" => Some((Kind::Paragraph, Type::Stretch)),
            "sentence" => Some((Kind::Sentence, Type::Stretch)),
            "note" => Some((Kind::Note, Type::Note)),
            "mark" => Some((Kind::Mark, Type::Mark)),
            "table" => Some((Kind::Table, Type::Stretch)),
            "row" => Some((Kind::Row, Type::Stretch)),
            "cell" => Some((Kind::Cell, Type::Cell)),
            "relation" => Some((Kind::Relation, Type::Relation)),
            "reckoning" => Some((Kind::Reckoning, Type::Reckoning)),
            "lettering" => Some((Kind::Lettering, Type::Stretch)),
            "page" => Some((Kind::Page, Type::Page)),
            _ => super::pattern::builtin(name).map(|kind| (Kind::Builtin(kind), Type::of_builtin(kind))),
        };
        fixed.or_else(|| match self.names.get(name)?.meaning {
            Meaning::Fact(index) => {
                Some((Kind::Declared(index), Type::Record(Shape { pattern: index, prefix: String::new() })))
            }
            _ => None,
        })
    }

    /// The kind a scope or search names; unknown ones are reported.
    pub fn kind_of(&self, name: &Name, mistakes: &mut Mistakes) -> Option<(Kind, Type)> {
        if let Some(found) = self.kind(&name.node) {
            if matches!(found.0, Kind::Declared(_)) {
                let wanted = Text::new("loại dữ kiện", "kind of fact");
                self.find(name, &wanted, &|m| matches!(m, Meaning::Fact(_)), mistakes)?;
            }
            return Some(found);
        }
        let fixed = [
            "section",
            "item",
            "paragraph",
            "sentence",
            "note",
            "mark",
            "table",
            "row",
            "cell",
            "relation",
            "reckoning",
            "lettering",
            "page",
        ];
        let builtin = super::pattern::BUILTIN.iter().map(|(n, _)| *n);
        let facts = self.names.iter().filter(|(_, s)| matches!(s.meaning, Meaning::Fact(_))).map(|(n, _)| n.as_str());
        let near = super::names::nearest(&name.node, fixed.into_iter().chain(builtin).chain(facts)).map(str::to_owned);
        let mistake = mistakes.add(
            &self.here.file.source,
            "name::unknown_kind",
            name.span,
            Text::new(
                format!("không có loại dữ kiện `{}`", name.node),
                format!("unknown kind of fact `{}`", name.node),
            ),
        );
        if let Some(near) = near {
            mistake.advise(format!("có phải ý bạn là `{near}`?"), format!("did you mean `{near}`?"));
        }
        None
    }

    /// Where a search or scope looks.
    pub fn place(&self, place: Option<&tree::Place>, scope: &mut Scope, mistakes: &mut Mistakes) -> Place {
        let around = |expr: &Expr, scope: &mut Scope, mistakes: &mut Mistakes| {
            let (ir, of) = self.expr(expr, scope, mistakes);
            if !of.has_place() {
                self.no_place(expr, &of, mistakes);
            }
            Box::new(ir)
        };
        match place {
            Some(tree::Place::Document(Some(Draft::Old))) => Place::OldDocument,
            None | Some(tree::Place::Document(_)) => Place::Document,
            Some(tree::Place::Sentence(expr)) => Place::Sentence(around(expr, scope, mistakes)),
            Some(tree::Place::Paragraph(expr)) => Place::Paragraph(around(expr, scope, mistakes)),
            Some(tree::Place::Section(expr)) => Place::Section(around(expr, scope, mistakes)),
            Some(tree::Place::Of(expr)) => {
                if let ExprNode::Name(name) = &*expr.node
                    && !self.drafts
                    && scope.get(name).is_none()
                    && let Some(Symbol { meaning: Meaning::Named(index), .. }) = self.names.get(name)
                {
                    return Place::Named(*index);
                }
                Place::Of(around(expr, scope, mistakes))
            }
            // A search resolves it, which knows the kind.
            Some(tree::Place::Like(..)) => Place::Document,
        }
    }

    /// Members of the kind of a value that agree with it. Keys are asked of one member at a time: no other variable is in sight.
    fn like(&self, other: &Expr, keys: &[Expr], kind: &Type, scope: &mut Scope, mistakes: &mut Mistakes) -> Place {
        let (ir, of) = self.expr(other, scope, mistakes);
        self.demand(other, &of, kind, mistakes);
        let mut member = Scope::new(scope.cached);
        member.bind("it", kind.clone());
        let alone = Context { drafts: false, ..*self };
        let keys = keys.iter().map(|key| alone.expr(key, &mut member, mistakes).0).collect();
        scope.cached = member.cached;
        Place::Like(Box::new(ir), Keys::new(keys))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one construct of the language")]
    fn search(
        &self,
        quantifier: Quantifier,
        kind: &Name,
        name: Option<&Name>,
        within: Option<&tree::Place>,
        condition: Option<&Expr>,
        scope: &mut Scope,
        mistakes: &mut Mistakes,
    ) -> (Ir, Type) {
        let outer_used = std::mem::take(&mut scope.used);
        self.names_its_draft(kind, within, mistakes);
        let Some((found, of)) = self.kind_of(kind, mistakes) else {
            scope.used = outer_used;
            return (Ir::List(Vec::new()), Type::Unknown);
        };
        let place = match within {
            Some(tree::Place::Like(other, keys)) => self.like(other, keys, &of, scope, mistakes),
            within => self.place(within, scope, mistakes),
        };
        let slot = scope.bind(name.map_or("it", |n| n.node.as_str()), of.clone());
        let condition = condition.map(|expr| Box::new(self.flag(expr, scope, mistakes)));
        scope.variables.pop();
        let free: Vec<u32> = scope.used.iter().copied().filter(|&used| used < slot).collect();
        let everywhere = matches!(place, Place::Document | Place::OldDocument);
        if everywhere && !free.is_empty() {
            mistakes
                .add(
                    &self.here.file.source,
                    "rule::quadratic",
                    kind.span,
                    Text::new(
                        "tìm trong cả văn bản không được dùng biến bên ngoài",
                        "a search of the whole document may not use a variable from outside",
                    ),
                )
                .advise(
                    "thêm `in sentence of …`, `in paragraph of …`, hoặc viết `for each group of …`",
                    "add `in sentence of …`, `in paragraph of …`, or write `for each group of …`",
                );
        }
        let cached =
            (free.is_empty() && matches!(place, Place::Document | Place::OldDocument | Place::Named(_))).then(|| {
                scope.cached += 1;
                scope.cached - 1
            });
        scope.used = outer_used;
        scope.used.extend(free);
        let gives = match quantifier {
            Quantifier::Some | Quantifier::Every | Quantifier::No => Type::Flag,
            Quantifier::Count => Type::Number,
            Quantifier::First | Quantifier::Last => of,
        };
        (Ir::Search { quantifier, kind: found, slot, place, condition, cached, most: None }, gives)
    }

    /// A search of a whole document says of which, where there are two.
    fn names_its_draft(&self, kind: &Name, within: Option<&tree::Place>, mistakes: &mut Mistakes) {
        let (code, vi, en, help) = match (self.drafts, within) {
            (true, None | Some(tree::Place::Document(None))) => (
                "draft::which",
                "tìm trong cả văn bản của bản nào?",
                "a search of the whole document of which draft?",
                ("thêm `in old document` hoặc `in new document`", "add `in old document` or `in new document`"),
            ),
            (false, Some(tree::Place::Document(Some(_)))) => (
                "draft::not_of_a_draft",
                "`old` và `new` chỉ dùng được trong `regression`",
                "`old` and `new` mean something in a regression only",
                ("viết `in document`", "write `in document`"),
            ),
            _ => return,
        };
        mistakes.add(&self.here.file.source, code, kind.span, Text::new(vi, en)).advise(help.0, help.1);
    }

    fn binary(
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
                    let mistake = mistakes.add(
                        &self.here.file.source,
                        "type::incomparable",
                        span,
                        Text::new(
                            format!("không thể so sánh {} với {}", ta.name(), tb.name()),
                            format!("a {} cannot be compared with a {}", ta.name(), tb.name()),
                        ),
                    );
                    mistake.related.push((left.span, Text::new(ta.name(), ta.name())));
                    mistake.related.push((right.span, Text::new(tb.name(), tb.name())));
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
        match b {
            // The words of a literal are folded once, not for each document.
            Ir::Constant(Constant::Text(text))
                if matches!(operator, O::Contains | O::StartsWith | O::EndsWith) && !matches!(ta, Type::List(_)) =>
            {
                (Ir::Holds(operator, Box::new(a), crate::fact::pattern::keys_of(&text)), gives)
            }
            b => (Ir::Binary(operator, Box::new(a), Box::new(b)), gives),
        }
    }

    fn member(
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
                    format!("cần bảng, danh sách hoặc khoảng, ở đây là {}", other.name()),
                    format!("expected a table, list or range, found {}", other.name()),
                );
            }
        }
        (Ir::Binary(operator, Box::new(a), Box::new(b)), Type::Flag)
    }

    fn call(
        &self,
        name: &Name,
        arguments: &[Expr],
        span: Span,
        scope: &mut Scope,
        mistakes: &mut Mistakes,
    ) -> (Ir, Type) {
        if let Some(Meaning::Table(index)) = self.names.get(&name.node).map(|s| s.meaning) {
            let wanted = Text::new("bảng", "table");
            self.find(name, &wanted, &|m| matches!(m, Meaning::Table(_)), mistakes);
            let of = self.values.get(index as usize).cloned().unwrap_or(Type::Unknown);
            let gives = if of == Type::Text { Type::List(Box::new(Type::Text)) } else { of };
            return match arguments {
                [key] => {
                    let (ir, found) = self.expr(key, scope, mistakes);
                    if !found.is_number() {
                        self.demand(key, &found, &Type::Text, mistakes);
                    }
                    (Ir::Lookup(index, Box::new(ir)), gives)
                }
                _ => self.arity(name, 1, span, mistakes),
            };
        }
        match (name.node.as_str(), arguments) {
            ("nearest", [text, set]) => {
                let (ir, of) = self.expr(text, scope, mistakes);
                self.demand(text, &of, &Type::Text, mistakes);
                let wanted = Text::new("bảng hoặc danh sách", "table or list");
                let set_name = name_of(set);
                match self.find(&set_name, &wanted, &|m| matches!(m, Meaning::Table(_) | Meaning::List(_)), mistakes) {
                    Some(Symbol { meaning: Meaning::Table(index) | Meaning::List(index), .. }) => {
                        (Ir::Nearest(Box::new(ir), *index), Type::Text)
                    }
                    _ => (ir, Type::Unknown),
                }
            }
            ("corrected", [text, formats @ ..]) if !formats.is_empty() => {
                let (ir, of) = self.expr(text, scope, mistakes);
                self.demand(text, &of, &Type::Text, mistakes);
                let wanted = Text::new("định dạng", "format");
                let mut all = Vec::new();
                for format in formats {
                    let found = self.find(&name_of(format), &wanted, &|m| matches!(m, Meaning::Format(_)), mistakes);
                    if let Some(Symbol { meaning: Meaning::Format(index), .. }) = found {
                        all.push(*index);
                    }
                }
                (Ir::Corrected(Box::new(ir), all), Type::Text)
            }
            ("nearest" | "corrected", _) => self.arity(name, 2, span, mistakes),
            _ => self.function(name, arguments, span, scope, mistakes),
        }
    }

    fn arity(&self, name: &Name, wanted: usize, span: Span, mistakes: &mut Mistakes) -> (Ir, Type) {
        self.wrong(
            mistakes,
            "type::arity",
            span,
            format!("`{}` cần {wanted} giá trị trong ngoặc", name.node),
            format!("`{}` takes {wanted} values", name.node),
        )
    }

    fn function(
        &self,
        name: &Name,
        arguments: &[Expr],
        span: Span,
        scope: &mut Scope,
        mistakes: &mut Mistakes,
    ) -> (Ir, Type) {
        let Some((_, function, wanted, gives)) = FUNCTIONS.iter().find(|(n, ..)| *n == name.node) else {
            let all: Vec<&str> = FUNCTIONS.iter().map(|(n, ..)| *n).chain(["nearest", "corrected"]).collect();
            mistakes
                .add(
                    &self.here.file.source,
                    "name::unknown_function",
                    name.span,
                    Text::new(
                        format!("không có hàm hay bảng `{}`", name.node),
                        format!("unknown function or table `{}`", name.node),
                    ),
                )
                .nearest(&name.node, all);
            return (Ir::List(Vec::new()), Type::Unknown);
        };
        if wanted.len() != arguments.len() {
            return self.arity(name, wanted.len(), span, mistakes);
        }
        let mut all = Vec::new();
        let mut first = Type::Unknown;
        for (at, (argument, wanted)) in arguments.iter().zip(wanted).enumerate() {
            let (ir, found) = self.expr(argument, scope, mistakes);
            match wanted {
                Wanted::Type(of) => self.demand(argument, &found, of, mistakes),
                Wanted::List => {
                    if !matches!(found, Type::List(_) | Type::Group(_) | Type::Unknown) {
                        self.wrong(
                            mistakes,
                            "type::mismatch",
                            argument.span,
                            format!("cần danh sách, ở đây là {}", found.name()),
                            format!("expected a list, found {}", found.name()),
                        );
                    }
                }
                Wanted::Place => {
                    if !found.has_place() {
                        self.no_place(argument, &found, mistakes);
                    }
                }
                Wanted::Written => {
                    if !found.is_number() && !found.is_textual() {
                        self.demand(argument, &found, &Type::Number, mistakes);
                    }
                }
            }
            if at == 0 {
                first = found;
            }
            all.push(ir);
        }
        let gives = match (gives, first) {
            (Gives::Type(of), _) => of.clone(),
            (Gives::Same, of) => of,
            (Gives::Member, Type::List(of) | Type::Group(of)) => *of,
            (Gives::Member, of) => of,
        };
        (Ir::Call(*function, all), gives)
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

fn name_of(expr: &Expr) -> Name {
    match &*expr.node {
        ExprNode::Name(name) => At { node: name.clone(), span: expr.span },
        _ => At { node: String::new(), span: expr.span },
    }
}

/// The value of a literal.
pub fn constant(literal: &Literal) -> Constant {
    match literal {
        Literal::Text(text) => Constant::Text(text.as_str().into()),
        Literal::Number(number) => Constant::Number(*number),
        Literal::Date(date) => Constant::Date(*date),
        Literal::Flag(flag) => Constant::Flag(*flag),
        Literal::Range(from, to) => Constant::Range(*from, *to),
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
