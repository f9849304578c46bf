//! What packs declare besides rules, for whoever writes rules or sets parameters.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::expression::type_of;
use super::ir::{Compiled, Constant};
use super::names::{Here, Meaning};
use super::resolve::Resolved;
use super::types::{Shape, Type};
use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;
use crate::syntax::tree::{Declaration, Element, Field, Item, Name, Zone};

/// Sorts of declarations, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// What a run may set.
    Parameter,
    /// A kind of fact.
    Fact,
    /// A place of the layout.
    Field,
    /// A piece of writing without blanks.
    Format,
    /// A value of the report as a whole.
    Define,
    /// Keys and their values.
    Table,
    /// Phrases.
    List,
    /// Parts that a report should have.
    Outline,
}

impl Sort {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Fact => "fact",
            Self::Field => "field",
            Self::Format => "format",
            Self::Define => "define",
            Self::Table => "table",
            Self::List => "list",
            Self::Outline => "outline",
        }
    }
}

/// A declaration.
#[derive(Debug, Clone)]
pub struct Declared {
    /// The pack that declares it.
    pub pack: String,
    /// What it is.
    pub sort: Sort,
    /// Its name.
    pub name: String,
    /// Its type, or that of its values, where it has one.
    pub of: Option<String>,
    /// The default of a parameter.
    pub default: Option<Constant>,
    /// What a parameter is for.
    pub about: Option<Text>,
    /// The zone of a field.
    pub zone: Option<Zone>,
    /// What can be asked of a fact or field.
    pub parts: Vec<Part>,
    /// Entries of a list, keys of a table, titles of an outline; extensions by other packs among them.
    pub entries: Vec<Entry>,
    /// The file that declares it, and where.
    pub file: Arc<Source>,
    /// Bytes of its name in that file.
    pub span: Span,
}

/// A part of a fact or field.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its type; formats with `|` between them.
    pub of: String,
    /// Whether it may be missing.
    pub optional: bool,
}

/// An entry of a list, row of a table, item of an outline.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The phrase, key or title.
    pub text: String,
    /// Values of the key; the number of the item.
    pub values: Vec<Constant>,
    /// How deep an item stands.
    pub depth: usize,
}

/// All declarations but rules, by pack, sort and place.
pub fn declared(resolved: &Resolved<'_>) -> Vec<Declared> {
    let mut all = Vec::new();
    for here in &resolved.heres {
        all.extend(here.file.declarations.iter().filter_map(|declaration| one(resolved, *here, declaration)));
    }
    all.sort_by(|a: &Declared, b| (&a.pack, a.sort).cmp(&(&b.pack, b.sort)));
    all
}

fn one(resolved: &Resolved<'_>, here: Here<'_>, declaration: &Declaration) -> Option<Declared> {
    let meaning = |name: &Name| resolved.names.get(&name.node).map(|symbol| symbol.meaning);
    let blank = |sort, name: &Name| blank(here, sort, name);
    Some(match declaration {
        Declaration::Parameter(parameter) => {
            let list = if parameter.list { "list of " } else { "" };
            Declared {
                of: Some(format!("{list}{}", parameter.of.node)),
                default: Some(super::expression::constant(&parameter.default.node)),
                about: Some(parameter.about.clone()),
                ..blank(Sort::Parameter, &parameter.name)
            }
        }
        Declaration::Fact(fact) => {
            let Some(Meaning::Fact(index)) = meaning(&fact.name) else { return None };
            Declared { parts: parts(resolved, index, &fact.body.node), ..blank(Sort::Fact, &fact.name) }
        }
        Declaration::Field(field) => Declared { zone: Some(field.zone), ..of_field(resolved, here, field)? },
        Declaration::Format(format) => blank(Sort::Format, &format.name),
        Declaration::Define(define) => {
            let Some(Meaning::Define(index)) = meaning(&define.name) else { return None };
            let of = resolved.defines.get(index as usize).map(|of| type_name(&resolved.out, of));
            Declared { of, ..blank(Sort::Define, &define.name) }
        }
        Declaration::Table(table) if !table.extends => {
            let value = table.rows.first().and_then(|(_, values)| values.first());
            let of = value.map(|value| type_of(&value.node).name());
            Declared { of, entries: entries(&resolved.out, meaning(&table.name)?), ..blank(Sort::Table, &table.name) }
        }
        Declaration::List(list) if !list.extends => {
            Declared { entries: entries(&resolved.out, meaning(&list.name)?), ..blank(Sort::List, &list.name) }
        }
        Declaration::Outline(outline) => {
            let mut entries = Vec::new();
            titles(&outline.items, 0, &mut entries);
            Declared { entries, ..blank(Sort::Outline, &outline.name) }
        }
        Declaration::Table(_) | Declaration::List(_) | Declaration::Rule(_) => return None,
    })
}

fn blank(here: Here<'_>, sort: Sort, name: &Name) -> Declared {
    Declared {
        pack: here.file.pack.node.clone(),
        sort,
        name: name.node.clone(),
        of: None,
        default: None,
        about: None,
        zone: None,
        parts: Vec::new(),
        entries: Vec::new(),
        file: Arc::clone(&here.file.source),
        span: name.span,
    }
}

fn of_field(resolved: &Resolved<'_>, here: Here<'_>, field: &Field) -> Option<Declared> {
    let Meaning::Fact(index) = resolved.fields.get(&field.name.node)?.meaning else { return None };
    let pattern = resolved.out.fields.get(index as usize)?.pattern;
    Some(Declared { parts: parts(resolved, pattern, &field.body.node), ..blank(here, Sort::Field, &field.name) })
}

fn entries(done: &Compiled, meaning: Meaning) -> Vec<Entry> {
    let (Meaning::Table(index) | Meaning::List(index)) = meaning else { return Vec::new() };
    let Some(lookup) = done.lookups.get(index as usize) else { return Vec::new() };
    let entry =
        |key: &String| Entry { text: key.clone(), values: lookup.rows.get(key).cloned().unwrap_or_default(), depth: 0 };
    lookup.keys.iter().map(entry).collect()
}

fn titles(items: &[Item], depth: usize, into: &mut Vec<Entry>) {
    for item in items {
        let text = item.titles.first().map(|title| title.node.clone()).unwrap_or_default();
        into.push(Entry { text, values: vec![Constant::Text(item.number.node.as_str().into())], depth });
        titles(&item.items, depth + 1, into);
    }
}

fn parts(resolved: &Resolved<'_>, pattern: u32, body: &Element) -> Vec<Part> {
    let (Some(declared), Some(types)) =
        (resolved.out.patterns.get(pattern as usize), resolved.captures.get(pattern as usize))
    else {
        return Vec::new();
    };
    let always = always(body);
    let own = declared.captures.iter().filter(|name| !name.contains(['.', '#']));
    own.map(|name| Part {
        name: name.clone(),
        of: types.get(name).map_or_else(|| Type::Text.name(), |of| type_name(&resolved.out, of)),
        optional: !always.contains(name.as_str()),
    })
    .collect()
}

/// The type by the name that authors gave it: a fact's own, formats by theirs.
fn type_name(done: &Compiled, of: &Type) -> String {
    match of {
        Type::Record(Shape { pattern, prefix }) => {
            let Some(declared) = done.patterns.get(*pattern as usize) else { return of.name() };
            if prefix.is_empty() {
                return declared.name.clone();
            }
            let forms =
                declared.captures.iter().filter_map(|name| name.strip_prefix(prefix.as_str())?.strip_prefix('#'));
            let forms: Vec<&str> = forms.collect();
            if forms.is_empty() { of.name() } else { forms.join(" | ") }
        }
        Type::List(of) => format!("list of {}", type_name(done, of)),
        Type::Group(of) => format!("group of {}", type_name(done, of)),
        of => of.name(),
    }
}

/// The parts that every match captures.
fn always(element: &Element) -> BTreeSet<&str> {
    match element {
        Element::Capture(name, _) => [name.node.as_str()].into(),
        Element::Sequence(parts) => parts.iter().flat_map(|part| always(&part.node)).collect(),
        Element::Choice(choices) => {
            let mut sides = choices.iter().map(|choice| always(&choice.node));
            let first = sides.next().unwrap_or_default();
            sides.fold(first, |both, side| both.intersection(&side).copied().collect())
        }
        Element::Except(inner, _) | Element::Unlike(inner, _) => always(&inner.node),
        _ => BTreeSet::new(),
    }
}
