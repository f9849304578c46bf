//! Calls of functions and tables.

use super::*;

impl<'a> Context<'a> {
    pub(super) fn call(
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
            ("nearest" | "jumbled", [text, set]) => {
                let nearness = if name.node == "nearest" { Nearness::Letters } else { Nearness::Jumbled };
                let (ir, of) = self.expr(text, scope, mistakes);
                self.demand(text, &of, &Type::Text, mistakes);
                let wanted = Text::new("bảng hoặc danh sách", "table or list");
                let set_name = name_of(set);
                match self.find(&set_name, &wanted, &|m| matches!(m, Meaning::Table(_) | Meaning::List(_)), mistakes) {
                    Some(Symbol { meaning: Meaning::Table(index) | Meaning::List(index), .. }) => {
                        (Ir::Nearest(Box::new(ir), *index, nearness), Type::Text)
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
            ("nearest" | "jumbled" | "corrected", _) => self.arity(name, 2, span, mistakes),
            _ => self.function(name, arguments, span, scope, mistakes),
        }
    }

    pub(super) fn arity(&self, name: &Name, wanted: usize, span: Span, mistakes: &mut Mistakes) -> (Ir, Type) {
        self.wrong(
            mistakes,
            "type::arity",
            span,
            format!("`{}` cần {wanted} giá trị trong ngoặc", name.node),
            format!("`{}` takes {wanted} values", name.node),
        )
    }

    pub(super) fn function(
        &self,
        name: &Name,
        arguments: &[Expr],
        span: Span,
        scope: &mut Scope,
        mistakes: &mut Mistakes,
    ) -> (Ir, Type) {
        let Some((_, function, wanted, gives)) = FUNCTIONS.iter().find(|(n, ..)| *n == name.node) else {
            let all: Vec<&str> =
                FUNCTIONS.iter().map(|(n, ..)| *n).chain(["nearest", "jumbled", "corrected"]).collect();
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

fn name_of(expr: &Expr) -> Name {
    match &*expr.node {
        ExprNode::Name(name) => At { node: name.clone(), span: expr.span },
        _ => At { node: String::new(), span: expr.span },
    }
}
