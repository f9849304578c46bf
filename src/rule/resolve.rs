//! Files to a compiled rule set. Passes, each over all files, so that one run tells every mistake:
//! packs and what they see; names; tables; patterns (facts in an order in which each uses only earlier ones); parameters and
//! defines; outlines; rules.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::expression::{Context, Scope, constant, type_of};
use super::ir::{Compiled, Constant, Declared, Field, Format, Lookup, Outline, OutlineItem, PackIr};
use super::names::{Here, Meaning, Mistakes, Packs, Symbol, Table, find};
use super::pattern::{self, CaptureTypes};
use super::types::Type;
use crate::fact::pattern::{Phrases, keys_of};
use crate::lang::Text;
use crate::span::Span;
use crate::syntax::tree::{self, At, Declaration, Element, File, Item, Literal, Name};
use crate::text::key_of_keys;

/// What resolving leaves behind for the rules' own pass.
pub struct Resolved<'a> {
    /// The rule set so far.
    pub out: Compiled,
    /// All names.
    pub names: Table,
    /// Fields.
    pub fields: Table,
    /// Packs.
    pub packs: Packs,
    /// Types of captures by pattern.
    pub captures: Vec<CaptureTypes>,
    /// Types of defines.
    pub defines: Vec<Type>,
    /// Types of parameters.
    pub parameters: Vec<Type>,
    /// Types of the values of tables.
    pub values: Vec<Type>,
    /// Where each file is.
    pub heres: Vec<Here<'a>>,
    /// Cached searches so far.
    pub cached: u32,
}

/// Resolves everything but the rules.
pub fn resolve<'a>(files: &'a [File], mistakes: &mut Mistakes) -> Resolved<'a> {
    let packs = packs(files, mistakes);
    let heres = in_order(files, &packs);
    let mut resolved = Resolved {
        out: Compiled::default(),
        names: Table::new(),
        fields: Table::new(),
        packs,
        captures: Vec::new(),
        defines: Vec::new(),
        parameters: Vec::new(),
        values: Vec::new(),
        heres,
        cached: 0,
    };
    let order = resolved.declare(mistakes);
    resolved.tables(mistakes);
    resolved.patterns(&order, mistakes);
    resolved.parameters(mistakes);
    resolved.outlines(mistakes);
    resolved.defines(mistakes);
    resolved.headers(mistakes);
    resolved
}

/// The files in the order in which they are taken up.
pub fn in_order<'a>(files: &'a [File], packs: &Packs) -> Vec<Here<'a>> {
    let mut heres: Vec<Here<'a>> = files
        .iter()
        .enumerate()
        .map(|(index, file)| Here { file, index, pack: packs.index.get(&file.pack.node).copied().unwrap_or(0) })
        .collect();
    // A pack that uses another sees more than it: by what they see, packs come after those they use.
    heres.sort_by_key(|here| (packs.visible.get(here.pack as usize).map_or(0, BTreeSet::len), here.pack, here.index));
    for (index, here) in heres.iter_mut().enumerate() {
        here.index = index;
    }
    heres
}

/// Packs by name, and what each sees.
pub fn packs(files: &[File], mistakes: &mut Mistakes) -> Packs {
    let mut packs = Packs::default();
    let mut names: Vec<&str> = files.iter().map(|file| file.pack.node.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for (at, name) in names.iter().enumerate() {
        packs.index.insert((*name).to_owned(), at as u32);
        packs.names.push((*name).to_owned());
    }
    let mut uses: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); names.len()];
    let mut described: HashMap<&str, (&File, Span)> = HashMap::new();
    for file in files {
        let Some(header) = &file.header else { continue };
        if let Some((other, _)) = described.insert(&file.pack.node, (file, header.span)) {
            mistakes
                .add(
                    &file.source,
                    "pack::described_twice",
                    file.pack.span,
                    Text::new(
                        format!("gói `{}` được mô tả hai lần", file.pack.node),
                        format!("pack `{}` is described twice", file.pack.node),
                    ),
                )
                .advise(format!("lần trước ở {}", other.source.name()), format!("first in {}", other.source.name()));
        }
        for used in &header.uses {
            match packs.index.get(&used.node) {
                Some(&at) => {
                    if let Some(set) = packs.index.get(&file.pack.node).and_then(|&own| uses.get_mut(own as usize)) {
                        set.insert(at);
                    }
                }
                None => {
                    mistakes
                        .add(
                            &file.source,
                            "pack::unknown",
                            used.span,
                            Text::new(format!("không có gói `{}`", used.node), format!("unknown pack `{}`", used.node)),
                        )
                        .nearest(&used.node, packs.names.iter().map(String::as_str));
                }
            }
        }
    }
    for file in files {
        if !described.contains_key(file.pack.node.as_str()) && !file.pack.node.is_empty() {
            described.insert(&file.pack.node, (file, file.pack.span));
            mistakes
                .add(
                    &file.source,
                    "pack::not_described",
                    file.pack.span,
                    Text::new(
                        format!("gói `{}` chưa được mô tả ở tệp nào", file.pack.node),
                        format!("pack `{}` is described in no file", file.pack.node),
                    ),
                )
                .advise(
                    "viết `pack tên { title: … source: … }` trong một tệp của gói",
                    "write `pack name { title: … source: … }` in one file of the pack",
                );
        }
    }
    packs.visible = (0..names.len() as u32)
        .map(|own| {
            let mut seen = BTreeSet::new();
            let mut open = vec![own];
            while let Some(at) = open.pop() {
                if seen.insert(at) {
                    open.extend(uses.get(at as usize).into_iter().flatten());
                }
            }
            seen
        })
        .collect();
    packs
}

/// A pattern declaration, before it is compiled.
struct Planned<'a> {
    here: Here<'a>,
    name: &'a Name,
    body: &'a At<Element>,
}

/// Declarations in the order in which they are compiled.
struct Order<'a> {
    facts: Vec<Planned<'a>>,
    fields: Vec<(Here<'a>, &'a tree::Field)>,
    formats: Vec<(Here<'a>, &'a At<Element>, String)>,
}

impl<'a> Resolved<'a> {
    /// Gives every declaration its index and name.
    fn declare(&mut self, mistakes: &mut Mistakes) -> Order<'a> {
        let mut facts: Vec<Planned<'a>> = Vec::new();
        let mut fields = Vec::new();
        let mut formats = Vec::new();
        let heres = self.heres.clone();
        let mut counts = (0u32, 0u32, 0u32, 0u32);
        for here in heres {
            for declaration in &here.file.declarations {
                match declaration {
                    Declaration::Table(table) if !table.extends => {
                        self.lookup(&table.name, Meaning::Table, here, mistakes);
                    }
                    Declaration::List(list) if !list.extends => self.lookup(&list.name, Meaning::List, here, mistakes),
                    Declaration::Format(p) => {
                        self.name(&p.name, Meaning::Format(formats.len() as u32), here, mistakes);
                        formats.push((here, &p.body, p.name.node.clone()));
                    }
                    Declaration::Fact(p) => facts.push(Planned { here, name: &p.name, body: &p.body }),
                    Declaration::Field(field) => {
                        let symbol = Symbol {
                            meaning: Meaning::Fact(fields.len() as u32),
                            pack: here.pack,
                            file: here.index,
                            span: field.name.span,
                        };
                        insert(&mut self.fields, &self.heres, &field.name, symbol, here, mistakes);
                        fields.push((here, field));
                    }
                    Declaration::Define(define) => {
                        self.name(&define.name, Meaning::Define(counts.0), here, mistakes);
                        counts.0 += 1;
                    }
                    Declaration::Parameter(parameter) => {
                        self.name(&parameter.name, Meaning::Parameter(counts.1), here, mistakes);
                        counts.1 += 1;
                    }
                    Declaration::Outline(outline) => {
                        self.name(&outline.name, Meaning::Outline(counts.2), here, mistakes);
                        counts.2 += 1;
                        self.name_items(&outline.items, &mut counts.3, here, mistakes);
                    }
                    Declaration::Table(_) | Declaration::List(_) | Declaration::Rule(_) => {}
                }
            }
        }
        let facts = self.order(facts, mistakes);
        for (at, planned) in facts.iter().enumerate() {
            self.name(planned.name, Meaning::Fact(at as u32), planned.here, mistakes);
        }
        Order { facts, fields, formats }
    }

    fn lookup(&mut self, name: &Name, meaning: fn(u32) -> Meaning, here: Here<'a>, mistakes: &mut Mistakes) {
        self.name(name, meaning(self.out.lookups.len() as u32), here, mistakes);
        self.out.lookups.push(Lookup { name: name.node.clone(), ..Lookup::default() });
        self.values.push(Type::Unknown);
    }

    fn name(&mut self, name: &Name, meaning: Meaning, here: Here<'a>, mistakes: &mut Mistakes) {
        let symbol = Symbol { meaning, pack: here.pack, file: here.index, span: name.span };
        if pattern::builtin(&name.node).is_some() || RESERVED.contains(&name.node.as_str()) {
            mistakes.add(
                &here.file.source,
                "name::reserved",
                name.span,
                Text::new(
                    format!("`{}` là từ của ngôn ngữ", name.node),
                    format!("`{}` is a word of the language", name.node),
                ),
            );
        }
        insert(&mut self.names, &self.heres, name, symbol, here, mistakes);
    }

    /// Several outlines may name the same part: the name then stands for whichever of them applies.
    fn name_items(&mut self, items: &[Item], count: &mut u32, here: Here<'a>, mistakes: &mut Mistakes) {
        for item in items {
            if let Some(named) = &item.named {
                let known = self.names.get(&named.node).is_some_and(|s| matches!(s.meaning, Meaning::Named(_)));
                if !known {
                    self.name(named, Meaning::Named(*count), here, mistakes);
                    self.out.named.push(named.node.clone());
                    *count += 1;
                }
            }
            self.name_items(&item.items, count, here, mistakes);
        }
    }

    /// Facts in an order in which each uses only earlier ones; a circle is a mistake.
    fn order(&self, facts: Vec<Planned<'a>>, mistakes: &mut Mistakes) -> Vec<Planned<'a>> {
        let index: HashMap<&str, usize> = facts.iter().enumerate().map(|(at, f)| (f.name.node.as_str(), at)).collect();
        let needs: Vec<Vec<usize>> = facts
            .iter()
            .map(|fact| {
                let mut used = Vec::new();
                mentioned(&fact.body.node, &mut used);
                used.iter().filter_map(|name| index.get(name.as_str()).copied()).collect()
            })
            .collect();
        let mut state = vec![0u8; facts.len()];
        let mut order = Vec::new();
        for start in 0..facts.len() {
            let mut stack = vec![(start, 0usize)];
            while let Some((at, next)) = stack.pop() {
                if next == 0 {
                    match state.get(at) {
                        Some(0) => {}
                        _ => continue,
                    }
                    if let Some(state) = state.get_mut(at) {
                        *state = 1;
                    }
                }
                match needs.get(at).and_then(|needs| needs.get(next)) {
                    Some(&need) => {
                        stack.push((at, next + 1));
                        match state.get(need) {
                            Some(0) => stack.push((need, 0)),
                            Some(1) => {
                                if let Some(fact) = facts.get(at) {
                                    mistakes.add(
                                        &fact.here.file.source,
                                        "fact::circle",
                                        fact.name.span,
                                        Text::new(
                                            format!("dữ kiện `{}` được định nghĩa vòng tròn", fact.name.node),
                                            format!("fact `{}` is defined in a circle", fact.name.node),
                                        ),
                                    );
                                }
                            }
                            _ => {}
                        }
                    }
                    None => {
                        if let Some(state) = state.get_mut(at) {
                            *state = 2;
                        }
                        order.push(at);
                    }
                }
            }
        }
        let mut slots: Vec<Option<Planned<'a>>> = facts.into_iter().map(Some).collect();
        order.into_iter().filter_map(|at| slots.get_mut(at).and_then(Option::take)).collect()
    }

    /// Rows of tables and entries of lists, extensions included.
    fn tables(&mut self, mistakes: &mut Mistakes) {
        for here in self.heres.clone() {
            for declaration in &here.file.declarations {
                match declaration {
                    Declaration::Table(table) => self.rows(table, here, mistakes),
                    Declaration::List(list) => {
                        let wanted = Text::new("danh sách", "list");
                        let fits = |m| matches!(m, Meaning::List(_));
                        let found = find(&self.names, &self.packs, here, &list.name, (&wanted, &fits), mistakes);
                        let Some(Symbol { meaning: Meaning::List(index), .. }) = found else { continue };
                        if let Some(lookup) = self.out.lookups.get_mut(*index as usize) {
                            lookup.keys.extend(list.entries.iter().map(|entry| entry.node.clone()));
                        }
                    }
                    _ => {}
                }
            }
        }
        let wanted = Wanted::of(&self.heres);
        for lookup in &mut self.out.lookups {
            if lookup.rows.is_empty() {
                let entries: Vec<_> = lookup.keys.iter().map(|entry| keys_of(entry)).collect();
                let longest = entries.iter().map(|words| words.len()).max().unwrap_or(0) as u32;
                let keys = entries.iter().map(|words| (key_of_keys(words.iter().copied()), ()));
                *lookup.folded = (keys.collect(), longest);
            }
            lookup.key_set = self.out.sets.len() as u32;
            let keys = lookup.keys.iter().filter(|_| wanted.keys.contains(lookup.name.as_str()));
            self.out.sets.push(Phrases::new(keys.cloned()));
            lookup.value_set = self.out.sets.len() as u32;
            let keys = lookup.keys.iter().filter(|_| wanted.values.contains(lookup.name.as_str()));
            let values = keys.filter_map(|key| lookup.rows.get(key)).flatten();
            let texts = values.filter_map(|value| match value {
                Constant::Text(text) => Some(text.to_string()),
                _ => None,
            });
            self.out.sets.push(Phrases::new(texts));
        }
    }

    fn rows(&mut self, table: &tree::Table, here: Here<'a>, mistakes: &mut Mistakes) {
        let wanted = Text::new("bảng", "table");
        let fits = |m| matches!(m, Meaning::Table(_));
        let found = find(&self.names, &self.packs, here, &table.name, (&wanted, &fits), mistakes);
        let Some(&Symbol { meaning: Meaning::Table(index), .. }) = found else { return };
        let (Some(lookup), Some(of)) = (self.out.lookups.get_mut(index as usize), self.values.get_mut(index as usize))
        else {
            return;
        };
        for (key, values) in &table.rows {
            for value in values {
                let found = type_of(&value.node);
                if *of == Type::Unknown {
                    *of = found;
                } else if *of != found {
                    mistakes.add(
                        &here.file.source,
                        "table::mixed",
                        value.span,
                        Text::new(
                            format!("giá trị của bảng này là {}, ở đây là {}", of.name(), found.name()),
                            format!("the values of this table are of type {}, this is {}", of.name(), found.name()),
                        ),
                    );
                }
            }
            let constants = values.iter().map(|value| constant(&value.node)).collect();
            if lookup.rows.insert(key.node.clone(), constants).is_some() {
                mistakes.add(
                    &here.file.source,
                    "table::key_twice",
                    key.span,
                    Text::new(
                        format!("khóa \"{}\" đã có trong bảng", key.node),
                        format!("the table already has the key \"{}\"", key.node),
                    ),
                );
            } else {
                lookup.keys.push(key.node.clone());
            }
        }
    }

    fn patterns(&mut self, order: &Order<'a>, mistakes: &mut Mistakes) {
        for (at, (here, body, name)) in order.formats.iter().enumerate() {
            let context = self.pattern_context(*here, &order.formats, at as u32);
            let building = context.build_format(body, mistakes);
            let shapes = context.shapes(body, mistakes);
            self.out.formats.push(Format { name: name.clone(), program: building.program, shapes });
        }
        for (at, fact) in order.facts.iter().enumerate() {
            let building = self.pattern_context(fact.here, &order.formats, at as u32).build(fact.body, mistakes);
            let first = building.program.first(&self.out.sets);
            if first.is_open() {
                mistakes
                    .add(
                        &fact.here.file.source,
                        "fact::begins_anywhere",
                        fact.body.span,
                        Text::new(
                            format!("mẫu của dữ kiện `{}` có thể bắt đầu ở bất cứ đâu", fact.name.node),
                            format!("the pattern of fact `{}` could begin anywhere", fact.name.node),
                        ),
                    )
                    .advise(
                        "bắt đầu bằng từ, dấu, bảng, danh sách, `digits`, `capitals` hoặc một dữ kiện",
                        "begin with a word, a mark, a table, a list, `digits`, `capitals` or a fact",
                    );
            }
            self.out.patterns.push(Declared {
                name: fact.name.node.clone(),
                program: building.program,
                first,
                captures: building.captures,
            });
            self.captures.push(building.types);
        }
        self.out.facts = self.out.patterns.len() as u32;
        for (here, field) in &order.fields {
            let index = self.out.patterns.len() as u32;
            let building = self.pattern_context(*here, &order.formats, index).build(&field.body, mistakes);
            let first = building.program.first(&self.out.sets);
            let after = field.after.as_ref().and_then(|name| {
                let wanted = Text::new("trường", "field");
                let found = find(&self.fields, &self.packs, *here, name, (&wanted, &|_| true), mistakes)?;
                match found.meaning {
                    Meaning::Fact(at) if (at as usize) < self.out.fields.len() => Some(at),
                    _ => {
                        mistakes.add(
                            &here.file.source,
                            "field::too_early",
                            name.span,
                            Text::new(
                                format!("trường `{}` phải được khai báo trước", name.node),
                                format!("field `{}` must be declared before", name.node),
                            ),
                        );
                        None
                    }
                }
            });
            self.out.fields.push(Field { pattern: index, zone: field.zone, after });
            self.out.patterns.push(Declared {
                name: field.name.node.clone(),
                program: building.program,
                first,
                captures: building.captures,
            });
            self.captures.push(building.types);
        }
    }

    fn pattern_context<'c>(
        &'c self,
        here: Here<'c>,
        formats: &'c [(Here<'a>, &'a At<Element>, String)],
        index: u32,
    ) -> pattern::Context<'c> {
        pattern::Context { here, names: &self.names, packs: &self.packs, formats, done: &self.out, index }
    }

    fn parameters(&mut self, mistakes: &mut Mistakes) {
        for here in self.heres.clone() {
            for declaration in &here.file.declarations {
                let Declaration::Parameter(parameter) = declaration else { continue };
                let of = match parameter.of.node.as_str() {
                    "text" => Type::Text,
                    "number" => Type::Number,
                    "date" => Type::Date,
                    "flag" => Type::Flag,
                    other => {
                        mistakes
                            .add(
                                &here.file.source,
                                "parameter::type",
                                parameter.of.span,
                                Text::new(format!("không có kiểu `{other}`"), format!("unknown type `{other}`")),
                            )
                            .advise(
                                "các kiểu: `text`, `number`, `date`, `flag`",
                                "types are `text`, `number`, `date`, `flag`",
                            );
                        Type::Unknown
                    }
                };
                let of = if parameter.list { Type::List(Box::new(of)) } else { of };
                let found = type_of(&parameter.default.node);
                let empty = matches!(&parameter.default.node, Literal::List(items) if items.is_empty());
                if found != of && !empty && of != Type::Unknown {
                    mistakes.add(
                        &here.file.source,
                        "type::mismatch",
                        parameter.default.span,
                        Text::new(
                            format!("cần {}, ở đây là {}", of.name(), found.name()),
                            format!("expected {}, found {}", of.name(), found.name()),
                        ),
                    );
                }
                self.out.parameters.push((parameter.name.node.clone(), constant(&parameter.default.node)));
                self.parameters.push(of);
            }
        }
    }

    fn outlines(&mut self, mistakes: &mut Mistakes) {
        for here in self.heres.clone() {
            for declaration in &here.file.declarations {
                let Declaration::Outline(outline) = declaration else { continue };
                let expand = outline.expand.as_ref().and_then(|name| {
                    let wanted = Text::new("bảng", "table");
                    let fits = |m| matches!(m, Meaning::Table(_));
                    match find(&self.names, &self.packs, here, name, (&wanted, &fits), mistakes)?.meaning {
                        Meaning::Table(index) => Some(index),
                        _ => None,
                    }
                });
                let mut items = Vec::new();
                self.flatten(&outline.items, None, &mut items);
                self.out.outlines.push(Outline { name: outline.name.node.clone(), pack: here.pack, expand, items });
            }
        }
    }

    fn flatten(&self, items: &[Item], parent: Option<u32>, out: &mut Vec<OutlineItem>) {
        for item in items {
            let index = out.len() as u32;
            let named = item.named.as_ref().and_then(|name| match self.names.get(&name.node)?.meaning {
                Meaning::Named(at) => Some(at),
                _ => None,
            });
            out.push(OutlineItem {
                is_part: item.is_part,
                number: item.number.node.clone(),
                titles: item.titles.iter().map(|title| title.node.split('…').map(keys_of).collect()).collect(),
                title: item.titles.first().map(|t| t.node.clone()).unwrap_or_default(),
                required: item.required,
                parent,
                named,
            });
            self.flatten(&item.items, Some(index), out);
        }
    }

    /// Expressions are resolved against what stands so far.
    pub fn context<'c>(&'c self, here: Here<'c>) -> Context<'c> {
        Context {
            here,
            names: &self.names,
            fields: &self.fields,
            packs: &self.packs,
            done: &self.out,
            captures: &self.captures,
            defines: &self.defines,
            parameters: &self.parameters,
            values: &self.values,
            drafts: false,
        }
    }

    fn defines(&mut self, mistakes: &mut Mistakes) {
        for here in self.heres.clone() {
            for declaration in &here.file.declarations {
                let Declaration::Define(define) = declaration else { continue };
                let mut scope = Scope::new(self.cached);
                let (ir, of) = self.context(here).expr(&define.value, &mut scope, mistakes);
                self.cached = scope.cached;
                let index = Some(self.out.defines.len() as u32);
                match define.name.node.as_str() {
                    "report_date" => self.out.report_date = index,
                    "report_period" => self.out.report_period = index,
                    _ => {}
                }
                self.out.defines.push((define.name.node.clone(), ir));
                self.defines.push(of);
            }
        }
    }

    fn headers(&mut self, mistakes: &mut Mistakes) {
        let names = self.packs.names.clone();
        for (index, name) in names.iter().enumerate() {
            let described =
                self.heres.iter().copied().find(|here| here.pack == index as u32 && here.file.header.is_some());
            let header = described.and_then(|here| here.file.header.as_ref().map(|header| (here, header)));
            let mut pack =
                PackIr { name: name.clone(), effective: tree::Effective::default(), applies: None, uses: Vec::new() };
            if let Some((here, header)) = header {
                pack.effective = header.effective.as_ref().map(|e| e.node).unwrap_or_default();
                pack.uses = header.uses.iter().filter_map(|used| self.packs.index.get(&used.node).copied()).collect();
                if let Some(applies) = &header.applies {
                    let mut scope = Scope::new(self.cached);
                    pack.applies = Some(self.context(here).flag(applies, &mut scope, mistakes));
                    self.cached = scope.cached;
                }
            }
            self.out.packs.push(pack);
        }
    }
}

const RESERVED: [&str; 14] = [
    "section",
    "item",
    "paragraph",
    "sentence",
    "note",
    "mark",
    "table",
    "row",
    "cell",
    "report",
    "run",
    "it",
    "number",
    "document",
];

fn insert(table: &mut Table, heres: &[Here<'_>], name: &Name, symbol: Symbol, here: Here<'_>, mistakes: &mut Mistakes) {
    if let Some(first) = table.get(&name.node) {
        let message =
            Text::new(format!("`{}` đã được khai báo", name.node), format!("`{}` is declared already", name.node));
        let second = (&here.file.source, name.span);
        let first = heres.get(first.file).map_or(second, |earlier| (&earlier.file.source, first.span));
        mistakes.twice("name::declared_twice", message, first, second);
        // What is built in keeps its name: else all that asks for it would be wrong as well.
        if first.0.is_built_in() || !second.0.is_built_in() {
            return;
        }
    }
    table.insert(name.node.clone(), symbol);
}

/// Tables and lists whose phrases some pattern asks for: the sets of all others stay empty, because to build them
/// takes time before every check.
#[derive(Default)]
struct Wanted<'a> {
    keys: HashSet<&'a str>,
    values: HashSet<&'a str>,
}

impl<'a> Wanted<'a> {
    fn of(heres: &[Here<'a>]) -> Self {
        let mut wanted = Self::default();
        for declaration in heres.iter().flat_map(|here| &here.file.declarations) {
            match declaration {
                Declaration::Format(pattern) | Declaration::Fact(pattern) => wanted.note(&pattern.body.node),
                Declaration::Field(field) => wanted.note(&field.body.node),
                _ => {}
            }
        }
        wanted
    }

    fn note(&mut self, element: &'a Element) {
        match element {
            Element::KeyOf(name) | Element::OneOf(name) | Element::UpTo(_, Some(name)) => {
                self.keys.insert(&name.node);
            }
            Element::ValueOf(name) => {
                self.values.insert(&name.node);
            }
            Element::Unlike(inner, name) => {
                self.keys.insert(&name.node);
                self.note(&inner.node);
            }
            Element::Capture(_, inner)
            | Element::Optional(inner)
            | Element::Repeat(inner)
            | Element::NotBefore(inner)
            | Element::NotAfter(inner) => self.note(&inner.node),
            Element::Sequence(parts) | Element::Choice(parts) => parts.iter().for_each(|part| self.note(&part.node)),
            Element::Except(inner, but) => {
                self.note(&inner.node);
                self.note(&but.node);
            }
            _ => {}
        }
    }
}

/// All names that a pattern mentions as kinds.
fn mentioned(element: &Element, into: &mut Vec<String>) {
    match element {
        Element::Named(name) => into.push(name.clone()),
        Element::Capture(_, inner)
        | Element::Optional(inner)
        | Element::Repeat(inner)
        | Element::NotBefore(inner)
        | Element::NotAfter(inner)
        | Element::Unlike(inner, _) => mentioned(&inner.node, into),
        Element::Sequence(parts) | Element::Choice(parts) => parts.iter().for_each(|part| mentioned(&part.node, into)),
        Element::Except(inner, but) => {
            mentioned(&inner.node, into);
            mentioned(&but.node, into);
        }
        _ => {}
    }
}

/// Rule ids that are declared, for `replaces`.
pub fn rule_ids(files: &[File]) -> HashSet<&str> {
    files
        .iter()
        .flat_map(|file| &file.declarations)
        .filter_map(|declaration| match declaration {
            Declaration::Rule(rule) => Some(rule.id.node.as_str()),
            _ => None,
        })
        .collect()
}
