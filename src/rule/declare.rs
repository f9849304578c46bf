//! Rules of the tree to rules that run.

use std::collections::{HashMap, HashSet};

use super::expression::{Context, Scope};
use super::ir::{Edit, Ir, Keys, Piece, Rule, Said, Step, Template, Written};
use super::names::{Here, Mistakes, an, nearest};
use super::plan::Asks;
use super::precedence::{self, Yielding};
use super::resolve::Resolved;
use super::types::Type;
use super::{About, Example, ir};
use crate::document::paint;
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::span::Span;
use crate::syntax::template::{self, TemplatePiece};
use crate::syntax::tree::{self, At, Declaration, Expr, ExprNode};
use crate::text::late::Late;

/// What people want to know of each rule.
pub fn described(heres: &[Here<'_>]) -> Vec<About> {
    let rules = heres.iter().flat_map(|here| here.file.declarations.iter().map(|declaration| (*here, declaration)));
    let described = rules.filter_map(|(here, declaration)| match declaration {
        Declaration::Rule(rule) => Some(describe(here, rule)),
        _ => None,
    });
    described.collect()
}

/// Resolves all rules.
pub fn rules(resolved: &mut Resolved<'_>, ids: &HashSet<&str>, mistakes: &mut Mistakes) {
    let mut places: HashMap<&str, (Here<'_>, Span)> = HashMap::new();
    let mut yielding: Vec<Yielding<'_>> = Vec::new();
    for here in resolved.heres.clone() {
        for declaration in &here.file.declarations {
            let Declaration::Rule(rule) = declaration else { continue };
            if let Some((first, span)) = places.insert(&rule.id.node, (here, rule.id.span)) {
                let id = &rule.id.node;
                let message = Text::new(format!("quy tắc `{id}` đã có"), format!("rule `{id}` exists already"));
                let second = (&here.file.source, rule.id.span);
                mistakes.twice("rule::declared_twice", message, (&first.file.source, span), second);
            }
            let mut scope = Scope::new(resolved.cached);
            scope.blind = rule.scope.is_none();
            let compiled =
                compile(&Context { drafts: rule.drafts, ..resolved.context(here) }, rule, &mut scope, mistakes);
            resolved.cached = scope.cached;
            yielding.push(Yielding { here, rule, to: Vec::new() });
            resolved.out.rules.push(compiled);
        }
    }
    let index: HashMap<String, u32> =
        resolved.out.rules.iter().enumerate().map(|(at, rule)| (rule.id.clone(), at as u32)).collect();
    for (Yielding { here, rule, to }, compiled) in yielding.iter_mut().zip(&mut resolved.out.rules) {
        for name in &rule.gives_way {
            match index.get(&name.node) {
                Some(&other) => {
                    compiled.gives_way.push(other);
                    to.push((other, name));
                }
                None => {
                    mistakes
                        .add(
                            &here.file.source,
                            "name::unknown_rule",
                            name.span,
                            Text::new(
                                format!("không có quy tắc `{}`", name.node),
                                format!("unknown rule `{}`", name.node),
                            ),
                        )
                        .nearest(&name.node, ids.iter().copied());
                }
            }
        }
    }
    precedence::refuse_circles(&yielding, mistakes);
}

fn compile(context: &Context<'_>, rule: &tree::Rule, scope: &mut Scope, mistakes: &mut Mistakes) -> Rule {
    let (compiled_scope, own) = scope_of(context, rule, scope, mistakes);
    let mut steps = Vec::new();
    for step in &rule.steps {
        match step {
            tree::Step::When(expr) => steps.push(Step::When(context.flag(expr, scope, mistakes))),
            tree::Step::Let(name, expr) => {
                let (ir, of) = context.expr(expr, scope, mistakes);
                if scope.get(&name.node).is_some() {
                    mistakes.add(
                        &context.here.file.source,
                        "name::declared_twice",
                        name.span,
                        Text::new(
                            format!("`{}` đã được đặt", name.node),
                            format!("`{}` is declared already", name.node),
                        ),
                    );
                }
                let slot = scope.bind(&name.node, of);
                steps.push(Step::Let(slot, ir));
            }
        }
    }
    let (forbid, judgement) = match &rule.judgement {
        Some(judgement) => (judgement.forbid, context.flag(&judgement.expr, scope, mistakes)),
        None => (false, Ir::List(Vec::new())),
    };
    let at = rule.at.as_ref().map(|expr| placed(context, expr, scope, mistakes));
    let labels = rule
        .labels
        .iter()
        .map(|(expr, text)| (placed(context, expr, scope, mistakes), template(context, text, scope, mistakes)))
        .collect();
    let edits = rule
        .edits
        .iter()
        .map(|edit| Edit {
            safe: edit.safe,
            target: placed(context, &edit.target, scope, mistakes),
            text: pieces(context, &edit.text.node, edit.text.span, scope, mistakes),
        })
        .collect();
    if matches!(own, Some(Type::Report)) && rule.at.is_none() && matches!(compiled_scope, ir::Scope::Report) {
        mistakes
            .add(
                &context.here.file.source,
                "rule::no_place",
                rule.id.span,
                Text::new(
                    "quy tắc về cả báo cáo phải nói vị trí của phát hiện",
                    "a rule for the report must say where its finding stands",
                ),
            )
            .advise("thêm `at …`, ví dụ `at report.number`", "add `at …`, for example `at report.number`");
    }
    let said = Said {
        source: rule.source.as_ref().map(|s| s.node.clone()).unwrap_or_default(),
        at,
        labels,
        message: rule.message.as_ref().map(|m| template(context, m, scope, mistakes)).unwrap_or_default(),
        help: rule.help.as_ref().map(|h| template(context, h, scope, mistakes)),
        edits,
    };
    let written = Written { steps, judgement };
    Rule {
        id: rule.id.node.clone(),
        pack: context.here.pack,
        drafts: rule.drafts,
        severity: rule.severity.as_ref().map_or(Severity::Warning, |s| s.node),
        effective: rule.effective.as_ref().map(|e| e.node).unwrap_or_default(),
        gives_way: Vec::new(),
        asks: Asks::of(&compiled_scope, &written),
        scope: compiled_scope,
        written: written.into(),
        planned: Late::unmade(),
        planned_freely: Late::unmade(),
        forbid,
        said: said.into(),
        slots: scope.slots,
    }
}

fn scope_of(
    context: &Context<'_>,
    rule: &tree::Rule,
    scope: &mut Scope,
    mistakes: &mut Mistakes,
) -> (ir::Scope, Option<Type>) {
    match rule.scope.as_ref().map(|s| &s.node) {
        None => (ir::Scope::Report, None),
        Some(tree::Scope::Report) => {
            scope.slots += 1;
            (ir::Scope::Report, Some(Type::Report))
        }
        Some(tree::Scope::Each { kind, name, within, condition }) => {
            let (kind, of) = context.kind_of(kind, mistakes).unwrap_or((ir::Kind::Paragraph, Type::Unknown));
            let (kind, place) = match context.items_in(kind, within.as_ref(), scope, mistakes) {
                Some(items) => (items, ir::Place::Document),
                None => (kind, context.place(within.as_ref(), scope, mistakes)),
            };
            scope.bind(&name.node, of.clone());
            let condition = condition.as_ref().map(|expr| context.flag(expr, scope, mistakes));
            (ir::Scope::Each { kind, place, condition }, Some(of))
        }
        Some(tree::Scope::Drafts { kind, name, of: drafts, keys, condition }) => {
            let (kind, of) = context.kind_of(kind, mistakes).unwrap_or((ir::Kind::Paragraph, Type::Unknown));
            let mut member = Scope::of_member(scope.cached, &name.node, of.clone());
            // A key is asked of one draft at a time: what it says of the report is said of that draft.
            let alone = Context { drafts: false, ..*context };
            let keys = keys.iter().map(|key| alone.expr(key, &mut member, mistakes).0).collect();
            scope.cached = member.cached;
            scope.bind_drafts(&name.node, &of);
            scope.slots = scope.slots.max(member.slots);
            let condition = condition.as_ref().map(|expr| context.flag(expr, scope, mistakes));
            (ir::Scope::Drafts { kind, of: *drafts, keys, condition }, Some(of))
        }
        Some(tree::Scope::Group { kind, name, keys, condition }) => {
            let (kind, of) = context.kind_of(kind, mistakes).unwrap_or((ir::Kind::Paragraph, Type::Unknown));
            let mut member = Scope::of_member(scope.cached, &name.node, of.clone());
            let keys = keys.iter().map(|key| context.expr(key, &mut member, mistakes).0).collect();
            let condition = condition.as_ref().map(|expr| context.flag(expr, &mut member, mistakes));
            scope.cached = member.cached;
            scope.bind(&name.node, Type::Group(Box::new(of.clone())));
            scope.slots = scope.slots.max(member.slots);
            (ir::Scope::Group { kind, keys: Keys::new(keys), condition }, Some(of))
        }
        Some(tree::Scope::Chosen { kind, name, keys, condition, together }) => {
            let (kind, of) = context.kind_of(kind, mistakes).unwrap_or((ir::Kind::Paragraph, Type::Unknown));
            let mut member = Scope::of_member(scope.cached, &name.node, of.clone());
            let keys = keys.iter().map(|key| context.expr(key, &mut member, mistakes).0).collect();
            scope.cached = member.cached;
            scope.bind(&name.node, if *together { Type::Group(Box::new(of.clone())) } else { of.clone() });
            let condition = condition.as_ref().map(|expr| {
                let narrowing = if *together { &mut member } else { &mut *scope };
                context.flag(expr, narrowing, mistakes)
            });
            scope.cached = scope.cached.max(member.cached);
            scope.slots = scope.slots.max(member.slots);
            (ir::Scope::Chosen { kind, keys: Keys::new(keys), condition, together: *together }, Some(of))
        }
    }
}

fn placed(context: &Context<'_>, expr: &Expr, scope: &mut Scope, mistakes: &mut Mistakes) -> Ir {
    let (ir, of) = context.expr(expr, scope, mistakes);
    if !of.has_place() {
        mistakes.add(
            &context.here.file.source,
            "type::no_place",
            expr.span,
            Text::new(
                format!("{} không có vị trí trong báo cáo", context.type_name(&of)),
                format!("{} has no place in the report", an(&context.type_name(&of))),
            ),
        );
    }
    ir
}

fn template(context: &Context<'_>, text: &At<Text>, scope: &mut Scope, mistakes: &mut Mistakes) -> Template {
    let source = &context.here.file.source;
    let mut wording = |lang: Lang, scope: &mut Scope| {
        let literal = template::wording(source, text.span, lang);
        pieces(context, text.node.get(lang), literal, scope, mistakes)
    };
    Template { vi: wording(Lang::Vi, scope), en: wording(Lang::En, scope) }
}

fn pieces(context: &Context<'_>, text: &str, literal: Span, scope: &mut Scope, mistakes: &mut Mistakes) -> Vec<Piece> {
    let source = &context.here.file.source;
    match template::template(text) {
        Ok(pieces) => pieces
            .into_iter()
            .map(|piece| match piece {
                TemplatePiece::Text(text) => Piece::Text(text),
                TemplatePiece::Path { names, range } => {
                    let place = template::place(source, literal, text, &range);
                    Piece::Value(context.expr(&path(&names, place), scope, mistakes).0)
                }
            })
            .collect(),
        Err(error) => {
            let place = template::place(source, literal, text, &error.range);
            let mistake = mistakes.add(source, "template::syntax", place, error.message);
            mistake.help = Some(error.help);
            Vec::new()
        }
    }
}

/// `{c.id.text}` as an expression.
fn path(names: &[String], span: Span) -> Expr {
    let mut names = names.iter();
    let first = names.next().map(String::as_str).unwrap_or_default();
    let of = |draft, name: &str| ExprNode::OfDraft(draft, At { node: name.to_owned(), span });
    let first = match first.split_once(' ') {
        Some(("old", name)) => of(tree::Draft::Old, name),
        Some((_, name)) => of(tree::Draft::New, name),
        None => ExprNode::Name(first.to_owned()),
    };
    names.fold(Expr { node: Box::new(first), span }, |base, name| Expr {
        node: Box::new(ExprNode::Part(base, At { node: name.clone(), span })),
        span,
    })
}

fn describe(here: Here<'_>, rule: &tree::Rule) -> About {
    About {
        id: rule.id.node.clone(),
        pack: here.file.pack.node.clone(),
        drafts: rule.drafts,
        title: rule.title.as_ref().map(|t| t.node.clone()).unwrap_or_default(),
        source: rule.source.as_ref().map(|s| s.node.clone()).unwrap_or_default(),
        severity: rule.severity.as_ref().map_or(Severity::Warning, |s| s.node),
        why: rule.why.as_ref().map(|w| w.node.clone()),
        help: rule.help.as_ref().map(|h| h.node.clone()),
        effective: rule.effective.as_ref().map(|e| e.node).unwrap_or_default(),
        examples: rule.examples.iter().map(example).collect(),
        file: std::sync::Arc::clone(&here.file.source),
        span: rule.id.span,
    }
}

/// Takes the marks `«…»` and the lines that say looks out of an example and remembers where they stood.
fn example(example: &tree::Example) -> Example {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut open = None;
    let mut paints = Vec::new();
    for line in example.text.node.split_inclusive('\n') {
        if let Some(paint) = paint::read(line) {
            // What cannot be read is reported with the settings.
            paints.extend(paint.map(|paint| (text.len() as u32, paint)).ok().map(|paint| (paint, line.to_owned())));
            continue;
        }
        for c in line.chars() {
            match (c, example.fails) {
                ('«', true) => open = Some(text.len()),
                ('»', true) => places.extend(open.take().map(|start| Span::new(start, text.len()))),
                _ => text.push(c),
            }
        }
    }
    let (paints, painted): (Vec<_>, Vec<_>) = paints.into_iter().unzip();
    let settings = example
        .settings
        .iter()
        .map(|(name, value)| (name.node.clone(), super::expression::constant(&value.node)))
        .collect();
    Example {
        fails: example.fails,
        old: example.old.as_ref().map(|old| old.node.clone()),
        text,
        places,
        paints,
        painted,
        settings,
        span: example.text.span,
    }
}

/// Settings that examples may have.
const SETTINGS: [&str; 3] = ["stage", "today", "period"];

/// Reports settings of examples that do not exist, and looks that cannot be read.
pub fn settings(resolved: &Resolved<'_>, mistakes: &mut Mistakes) {
    for here in &resolved.heres {
        for declaration in &here.file.declarations {
            let Declaration::Rule(rule) = declaration else { continue };
            for example in &rule.examples {
                for wrong in example.text.node.lines().filter_map(paint::read).filter_map(Result::err) {
                    mistakes
                        .add(
                            &here.file.source,
                            "example::look",
                            example.text.span,
                            Text::new(
                                format!("không hiểu `{wrong}` trong dòng tả hình thức của ví dụ"),
                                format!("`{wrong}` says nothing of the look of the example"),
                            ),
                        )
                        .advise(
                            "viết như `@page 210 x 297, left 30, number head center 14` hoặc `@look Times New Roman, 14, bold, justified`",
                            "write as in `@page 210 x 297, left 30, number head center 14` or `@look Times New Roman, 14, bold, justified`",
                        );
                }
            }
            for (name, _) in rule.examples.iter().flat_map(|example| &example.settings) {
                if SETTINGS.contains(&name.node.as_str()) {
                    continue;
                }
                let near = nearest(&name.node, SETTINGS).unwrap_or("stage");
                mistakes
                    .add(
                        &here.file.source,
                        "example::setting",
                        name.span,
                        Text::new(
                            format!("ví dụ không có tùy chọn `{}`", name.node),
                            format!("examples have no setting `{}`", name.node),
                        ),
                    )
                    .advise(
                        format!("có: `stage`, `today`, `period`; có phải `{near}`?"),
                        format!("there are `stage`, `today`, `period`; did you mean `{near}`?"),
                    );
            }
        }
    }
}
