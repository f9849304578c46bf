//! Parts of values: fields, captures, attributes of types; and what `is` and `inside` name.

use super::*;
use crate::rule::names::an;

impl<'a> Context<'a> {
    pub(super) fn part(&self, base: &Expr, name: &Name, scope: &mut Scope, mistakes: &mut Mistakes) -> (Ir, Type) {
        let (ir, of) = self.expr(base, scope, mistakes);
        self.part_of(ir, &of, name, mistakes)
    }

    pub(super) fn part_of(&self, base: Ir, of: &Type, name: &Name, mistakes: &mut Mistakes) -> (Ir, Type) {
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
                format!("{} không có phần `{}`", self.type_name(of), name.node),
                format!("{} has no part `{}`", an(&self.type_name(of)), name.node),
            ),
        );
        match crate::rule::names::nearest(&name.node, parts.iter().map(String::as_str)) {
            Some(near) => mistake.advise(format!("có phải ý bạn là `{near}`?"), format!("did you mean `{near}`?")),
            None if parts.is_empty() => mistake,
            None => {
                let all = parts.join("`, `");
                mistake.advise(format!("có: `{all}`"), format!("it has: `{all}`"))
            }
        };
        (base, Type::Unknown)
    }

    /// The name of a type as the rule's author wrote it: that of a declared fact is its own.
    pub fn type_name(&self, of: &Type) -> String {
        match of {
            Type::Record(shape) if shape.prefix.is_empty() => {
                let declared = self.done.patterns.get(shape.pattern as usize);
                declared.map_or_else(|| of.name(), |declared| declared.name.clone())
            }
            Type::Group(inner) => format!("group of {}", self.type_name(inner)),
            Type::List(inner) => format!("list of {}", self.type_name(inner)),
            _ => of.name(),
        }
    }

    pub(super) fn parts_of(&self, of: &Type) -> Vec<String> {
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

    pub(super) fn capture(&self, base: &Ir, shape: &Shape, name: &str) -> Option<(Ir, Type)> {
        let full = format!("{}{name}", shape.prefix);
        let pattern = self.done.patterns.get(shape.pattern as usize)?;
        let index = pattern.captures.iter().position(|known| *known == full)? as u32;
        let of = self.captures.get(shape.pattern as usize)?.get(&full).cloned().unwrap_or(Type::Text);
        let own = matches!(&of, Type::Record(inner) if !inner.prefix.is_empty() && inner.pattern == shape.pattern);
        let boxed = Box::new(base.clone());
        Some((if own { Ir::Form(boxed, index) } else { Ir::Capture(boxed, index) }, of))
    }

    pub(super) fn is(
        &self,
        inner: &Expr,
        yes: bool,
        format: &Name,
        scope: &mut Scope,
        mistakes: &mut Mistakes,
    ) -> (Ir, Type) {
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

    pub(super) fn target(&self, name: &Name, mistakes: &mut Mistakes) -> Option<Target> {
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
}
