//! Searches: kinds, places and conditions.

use super::*;

impl<'a> Context<'a> {
    /// What a kind's name stands for, and the type of its members.
    pub fn kind(&self, name: &str) -> Option<(Kind, Type)> {
        let fixed = match name {
            "section" => Some((Kind::Section, Type::Section)),
            "item" => Some((Kind::Item(self.own_items()), Type::Item)),
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
            _ => crate::rule::pattern::builtin(name).map(|kind| (Kind::Builtin(kind), Type::of_builtin(kind))),
        };
        fixed.or_else(|| match self.names.get(name)?.meaning {
            Meaning::Fact(index) => {
                Some((Kind::Declared(index), Type::Record(Shape { pattern: index, prefix: String::new() })))
            }
            _ => None,
        })
    }

    /// A pack that has outlines speaks of their items, another one of those of all outlines.
    fn own_items(&self) -> Items {
        let own = self.done.outlines.iter().any(|outline| outline.pack == self.here.pack);
        if own { Items::Pack(self.here.pack) } else { Items::All }
    }

    /// The kind that a scope or search is about where it says `in NAME` of an outline; nothing where it says no such thing.
    pub fn items_in(
        &self,
        kind: Kind,
        within: Option<&tree::Place>,
        scope: &Scope,
        mistakes: &mut Mistakes,
    ) -> Option<Kind> {
        let Some(tree::Place::Of(expr)) = within else { return None };
        let ExprNode::Name(name) = &*expr.node else { return None };
        let is_outline = |symbol: &Symbol| matches!(symbol.meaning, Meaning::Outline(_));
        if scope.get(name).is_some() || !self.names.get(name).is_some_and(is_outline) {
            return None;
        }
        let wanted = Text::new("đề cương", "outline");
        let name = At { node: name.clone(), span: expr.span };
        let found = self.find(&name, &wanted, &|m| matches!(m, Meaning::Outline(_)), mistakes);
        if let (Kind::Item(_), Some(Symbol { meaning: Meaning::Outline(index), .. })) = (kind, found) {
            return Some(Kind::Item(Items::Outline(*index)));
        }
        if found.is_some() {
            let message = Text::new(
                format!("`{}` là đề cương, chỉ có `item`", name.node),
                format!("`{}` is an outline, which has items only", name.node),
            );
            mistakes
                .add(&self.here.file.source, "name::wrong_kind", name.span, message)
                .advise(format!("viết `item … in {}`", name.node), format!("write `item … in {}`", name.node));
        }
        Some(kind)
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
        if name.node == "amounts" {
            let message =
                Text::new("`amounts` chỉ có trong mẫu của dữ kiện", "`amounts` stands in the pattern of a fact only");
            mistakes.add(&self.here.file.source, "name::unknown_kind", name.span, message).advise(
                "đặt tên cho nó trong một dữ kiện, `fact listed = … parts: amounts`, rồi viết `for each listed x` và `x.parts`",
                "name it in a fact, `fact listed = … parts: amounts`, then write `for each listed x` and `x.parts`",
            );
            return None;
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
        let builtin = crate::rule::pattern::BUILTIN.iter().map(|(n, _)| *n);
        let facts = self.names.iter().filter(|(_, s)| matches!(s.meaning, Meaning::Fact(_))).map(|(n, _)| n.as_str());
        let near =
            crate::rule::names::nearest(&name.node, fixed.into_iter().chain(builtin).chain(facts)).map(str::to_owned);
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
    pub(super) fn like(
        &self,
        other: &Expr,
        keys: &[Expr],
        kind: &Type,
        scope: &mut Scope,
        mistakes: &mut Mistakes,
    ) -> Place {
        let (ir, of) = self.expr(other, scope, mistakes);
        self.demand(other, &of, kind, mistakes);
        let mut member = Scope::of_member(scope.cached, "", kind.clone());
        let alone = Context { drafts: false, ..*self };
        let keys = keys.iter().map(|key| alone.expr(key, &mut member, mistakes).0).collect();
        scope.cached = member.cached;
        Place::Like(Box::new(ir), Box::new(Keys::new(keys)))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one construct of the language")]
    pub(super) fn search(
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
        let (found, place) = match within {
            Some(tree::Place::Like(other, keys)) => (found, self.like(other, keys, &of, scope, mistakes)),
            within => match self.items_in(found, within, scope, mistakes) {
                Some(items) => (items, Place::Document),
                None => (found, self.place(within, scope, mistakes)),
            },
        };
        let slot = scope.bind(name.map_or("it", |n| n.node.as_str()), of.clone());
        let mut condition = condition.map(|expr| Box::new(self.flag(expr, scope, mistakes)));
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
        // It asks for no variable from outside: its own is the first of variables that it has for itself.
        let slot = if cached.is_some() {
            condition.iter_mut().for_each(|condition| condition.put_first(slot));
            0
        } else {
            slot
        };
        let gives = match quantifier {
            Quantifier::Some | Quantifier::Every | Quantifier::No => Type::Flag,
            Quantifier::Count => Type::Number,
            Quantifier::First | Quantifier::Last => of,
        };
        let extent = cached.map_or(Extent::Whole, Extent::Once);
        (Ir::Search { quantifier, kind: found, slot, place: Box::new(place), condition, extent }, gives)
    }

    /// A search of a whole document says of which, where there are two.
    pub(super) fn names_its_draft(&self, kind: &Name, within: Option<&tree::Place>, mistakes: &mut Mistakes) {
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
}

impl Ir {
    /// Makes a variable the first one.
    fn put_first(&mut self, variable: u32) {
        if let Self::Slot(slot) = self
            && *slot == variable
        {
            *slot = 0;
        }
        self.children_mut().into_iter().for_each(|child| child.put_first(variable));
    }
}
