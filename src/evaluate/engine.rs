//! One document under one rule set: fields found, outlines placed, and expressions worked out.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::condition::exists;
use super::drafts::{Before, wrap};
use super::known::Known;
use super::look::Looks;
use super::outline::{self, Placed};
use super::sheet::Sheets;
use super::value::{self, Value};
use super::{Run, Stage};
use crate::document::{BlockKind, Document, SectionId, TokenId};
use crate::fact::pattern::{KeyMap, Lexicon, Memory, Scene};
use crate::fact::reckoning::{self, Reckoning};
use crate::fact::{self, Fact, FactId, Facts, PartValue};
use crate::lang::Text;
use crate::rule::ir::{Compiled, Constant, Ir, Kind, Place, Plan, Rule, Target};
use crate::rule::types::Attribute;
use crate::span::Span;
use crate::syntax::tree::{Operator, Quantifier, Zone};
use crate::text::{TextMap, key_of_keys};
use std::ops::Range;

/// Everything that judging one document needs.
pub struct Engine<'a> {
    /// The rules.
    pub rules: &'a Compiled,
    /// The document.
    pub document: &'a Document,
    /// Its facts, declared ones and fields included.
    pub facts: Facts,
    /// What is set for the run.
    pub run: &'a Run,
    /// The period that the run demands, read as a fact.
    pub demanded: Option<fact::period::Period>,
    fields: Vec<Option<FactId>>,
    by_kind: Vec<Vec<FactId>>,
    /// Items of the outlines that apply.
    pub items: Vec<Placed>,
    named: Vec<Option<SectionId>>,
    /// The draft before, where two are judged.
    pub before: Option<Box<Before<'a>>>,
    lexicon: &'a Lexicon,
    words: OnceCell<HashMap<u64, Vec<TokenId>>>,
    defines: RefCell<Vec<Option<Value>>>,
    cache: RefCell<Vec<Option<Value>>>,
    sheets: OnceCell<Sheets>,
    reckonings: OnceCell<Vec<Reckoning>>,
    /// Members by what they agree in, by the number of the keys.
    pub indexes: RefCell<Vec<Option<Rc<super::like::Index>>>>,
    /// What expressions of one fact came to.
    pub known: Known,
    /// Keys of the texts of places, which many rules ask for.
    pub keys_of_places: RefCell<KeyMap<u128>>,
    /// Folded words of texts.
    keys_of_texts: RefCell<TextMap<Rc<[u64]>>>,
    /// The places of the members of kinds that are no facts, where `inside` asked for them.
    places: RefCell<Vec<(Kind, Rc<[Span]>)>>,
    nearest: RefCell<NearestEntries>,
    looks: OnceCell<Option<Looks>>,
}

/// The nearest entries of tables to texts that are none: by table and text.
type NearestEntries = HashMap<(u32, String), Option<Arc<str>>>;

/// A word that stands in more places is not looked for with its neighbours.
const MOST_PLACES: usize = 500;

/// Variables of a rule.
pub type Slots = Vec<Value>;

impl<'a> Engine<'a> {
    /// Finds the facts and fields of a document.
    pub fn new(set: &'a crate::rule::RuleSet, document: &'a Document, run: &'a Run) -> Self {
        let rules = set.compiled();
        let mut facts = fact::extract(document);
        let programs: Vec<_> = rules.patterns.iter().take(rules.facts as usize).map(|p| &p.program).collect();
        fact::pattern::extract(document, &mut facts, &programs, set.index(), &rules.sets);
        let mut engine = Self {
            rules,
            document,
            facts,
            run,
            demanded: run.period.as_deref().and_then(read_period),
            fields: vec![None; rules.fields.len()],
            by_kind: vec![Vec::new(); fact::place_of(fact::Kind::Declared(rules.patterns.len() as u32))],
            items: Vec::new(),
            named: vec![None; rules.named.len()],
            before: None,
            lexicon: &set.index().lexicon,
            words: OnceCell::new(),
            defines: RefCell::new(vec![None; rules.defines.len()]),
            cache: RefCell::new(vec![None; rules.cached as usize]),
            sheets: OnceCell::new(),
            reckonings: OnceCell::new(),
            indexes: RefCell::new(vec![None; rules.indexes as usize]),
            known: Known::default(),
            keys_of_places: RefCell::default(),
            keys_of_texts: RefCell::default(),
            places: RefCell::default(),
            nearest: RefCell::default(),
            looks: OnceCell::new(),
        };
        engine.find_fields();
        for (at, fact) in engine.facts.all.iter().enumerate() {
            if let Some(list) = engine.by_kind.get_mut(fact::place_of(fact.kind)) {
                list.push(at as FactId);
            }
        }
        for list in &mut engine.by_kind {
            let facts = &engine.facts;
            list.sort_by_key(|&id| facts.get(id).map_or(0, |fact| fact.tokens.start));
        }
        engine.known = Known::new(rules.known, engine.facts.all.len(), &engine.by_kind);
        engine
    }

    /// Places the outlines of these packs.
    pub fn place_outlines(&mut self, packs: &[bool]) {
        self.items.clear();
        for (at, outline) in self.rules.outlines.iter().enumerate() {
            if packs.get(outline.pack as usize).copied().unwrap_or(false) {
                outline::place(self.rules, at as u32, outline, self.document, &mut self.items);
            }
        }
        self.named.fill(None);
        for placed in &self.items {
            let named = self.item(placed).and_then(|item| item.named);
            if let (Some(named), Some(section)) = (named, placed.section)
                && let Some(slot) = self.named.get_mut(named as usize)
            {
                *slot = Some(section);
            }
        }
        // What was worked out before may have asked for parts.
        self.cache.borrow_mut().fill(None);
        self.indexes.borrow_mut().fill(None);
        self.places.borrow_mut().clear();
        self.known.clear();
    }

    /// The declaration of a placed item.
    pub fn item(&self, placed: &Placed) -> Option<&'a crate::rule::ir::OutlineItem> {
        self.rules.outlines.get(placed.outline as usize)?.items.get(placed.item as usize)
    }

    fn find_fields(&mut self) {
        let head = self.document.sections.first().map_or(self.document.blocks.len() as u32, |section| section.heading);
        let mut memory = Memory::default();
        let mut found_blocks: Vec<u32> = vec![0; self.fields.len()];
        for (at, field) in self.rules.fields.iter().enumerate() {
            let Some(pattern) = self.rules.patterns.get(field.pattern as usize) else { continue };
            let zone = match field.zone {
                Zone::Head => 0..head,
                Zone::Body => head..self.document.blocks.len() as u32,
                Zone::Document => 0..self.document.blocks.len() as u32,
            };
            let start = match field.after {
                Some(after) => match self.fields.get(after as usize).copied().flatten() {
                    Some(_) => found_blocks.get(after as usize).map_or(zone.start, |&block| zone.start.max(block + 1)),
                    None => continue,
                },
                None => zone.start,
            };
            for block in start..zone.end {
                let Some(found) = self.document.blocks.get(block as usize) else { break };
                if found.tokens.is_empty() || matches!(found.kind, BlockKind::Note(_)) {
                    continue;
                }
                let scene = self.scene();
                if !scene.lets(pattern.program.gate, found.tokens.start, found.tokens.end) {
                    continue;
                }
                memory.reset(&pattern.program, found.tokens.len());
                let Some(matched) = pattern.program.run(scene, &found.tokens, found.tokens.start, &mut memory) else {
                    continue;
                };
                let value =
                    fact::Value::Declared(fact::pattern::parts(&self.facts, &matched, &pattern.program, &mut memory));
                let kind = fact::Kind::Declared(field.pattern);
                let span = self.document.span_of(matched.tokens.clone());
                let id = self.facts.add(Fact { kind, span, tokens: matched.tokens, value });
                if let Some(slot) = self.fields.get_mut(at) {
                    *slot = Some(id);
                }
                if let Some(slot) = found_blocks.get_mut(at) {
                    *slot = block;
                }
                break;
            }
        }
    }

    fn scene(&self) -> Scene<'_> {
        Scene { document: self.document, facts: &self.facts, sets: &self.rules.sets, lexicon: self.lexicon }
    }

    /// The tables as figures; read once.
    pub fn sheets(&self) -> &Sheets {
        self.sheets.get_or_init(|| Sheets::read(self.document))
    }

    /// What running text says of its figures.
    pub fn reckonings(&self) -> &[Reckoning] {
        self.reckonings
            .get_or_init(|| reckoning::reckonings(self.document, &self.facts, &self.sheets().for_reckonings()))
    }

    /// What the text looks like, where its file says so; gathered once.
    pub fn looks(&self) -> Option<&Looks> {
        self.looks.get_or_init(|| Some(Looks::gather(self.document, self.document.origin.as_deref()?))).as_ref()
    }

    /// Facts of a kind, in text order.
    pub fn of_kind(&self, kind: fact::Kind) -> &[FactId] {
        self.by_kind.get(fact::place_of(kind)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The value of a define; worked out once.
    pub fn define(&self, index: u32) -> Value {
        if let Some(Some(known)) = self.defines.borrow().get(index as usize) {
            return known.clone();
        }
        let Some((name, ir)) = self.rules.defines.get(index as usize) else { return Value::Missing };
        let demanded = self.demanded.as_ref().filter(|_| self.rules.report_period == Some(index));
        let found = match demanded {
            Some(period) => Value::Period(period.clone()),
            None => self.eval(ir, &mut Vec::new()),
        };
        let found = match found {
            Value::Missing => Value::Unjudged(Rc::new(Text::new(
                format!("báo cáo không có `{name}`"),
                format!("the report has no `{name}`"),
            ))),
            found => found,
        };
        if let Some(slot) = self.defines.borrow_mut().get_mut(index as usize) {
            *slot = Some(found.clone());
        }
        found
    }

    fn parameter(&self, index: u32) -> Value {
        let Some((name, default)) = self.rules.parameters.get(index as usize) else { return Value::Missing };
        let set = self.run.parameters.iter().rev().find(|(known, _)| known == name);
        constant_value(set.map_or(default, |(_, value)| value))
    }

    fn field(&self, index: u32) -> Value {
        match self.fields.get(index as usize).copied().flatten() {
            Some(id) => Value::Fact(id),
            None => {
                let pattern =
                    self.rules.fields.get(index as usize).and_then(|f| self.rules.patterns.get(f.pattern as usize));
                let name = pattern.map(|p| p.name.as_str()).unwrap_or_default();
                Value::Unjudged(Rc::new(Text::new(
                    format!("không tìm thấy `{name}` trong báo cáo"),
                    format!("the report has no `{name}`"),
                )))
            }
        }
    }

    /// Works out an expression.
    pub fn eval(&self, ir: &Ir, slots: &mut Slots) -> Value {
        match ir {
            Ir::Constant(constant) => constant_value(constant),
            Ir::Slot(slot) => slots.get(*slot as usize).cloned().unwrap_or(Value::Missing),
            Ir::Define(index) => self.define(*index),
            Ir::Parameter(index) => self.parameter(*index),
            Ir::Field(index) => self.field(*index),
            Ir::Attribute(base, attribute) => match self.fact_of(base, slots) {
                Some((id, fact)) if !matches!(attribute, Attribute::Text | Attribute::Look) => {
                    self.of_fact(id, fact, *attribute).unwrap_or(Value::Missing)
                }
                _ => self.with(base, slots, |base| self.attribute(base, *attribute)),
            },
            Ir::Capture(base, name) => match self.fact_of(base, slots) {
                Some((id, _)) => self.capture(&Value::Fact(id), *name),
                None => self.with(base, slots, |base| self.capture(base, *name)),
            },
            Ir::InSet(text, table) => {
                let Some(table) = self.rules.lookups.get(*table as usize) else { return Value::Missing };
                self.with(text, slots, |value| {
                    let found = if table.rows.is_empty() {
                        self.key_of_words(value).map(|key| table.folded.contains_key(&key))
                    } else {
                        self.text(value).map(|text| table.rows.contains_key(&*crate::text::nfc(&text)))
                    };
                    found.map_or_else(|| Value::gone([value]), Value::Flag)
                })
            }
            Ir::Call(function, arguments) => {
                let value = |argument: &Ir, slots: &mut Slots| self.eval(argument, slots);
                match arguments.as_slice() {
                    [a] => self.call(*function, &[value(a, slots)]),
                    [a, b] => self.call(*function, &[value(a, slots), value(b, slots)]),
                    more => self.call(*function, &more.iter().map(|a| value(a, slots)).collect::<Vec<_>>()),
                }
            }
            Ir::Binary(operator, left, right) => self.binary(*operator, left, right, slots),
            Ir::Known { slot, number, ir } => match slots.get(*slot as usize) {
                Some(Value::Fact(id)) => self.known(*number, *id, ir),
                Some(value) => self.eval(ir, &mut vec![value.clone()]),
                None => Value::Missing,
            },
            other => self.eval_other(other, slots),
        }
    }

    /// How a rule is judged: freely where the report is known to have all that it asks for. What has not been asked for yet may
    /// never be, and is not worked out for this.
    pub fn plan<'r>(&self, rule: &'r Rule) -> &'r Plan {
        let plan = rule.plan();
        let defines = self.defines.borrow();
        let there =
            |&define: &u32| defines.get(define as usize).is_some_and(|v| v.as_ref().is_some_and(|v| !v.is_missing()));
        let found = |&field: &u32| self.fields.get(field as usize).is_some_and(Option::is_some);
        let doubtful = !(plan.defines.is_empty() && plan.fields.is_empty());
        if doubtful && !rule.drafts && plan.defines.iter().all(there) && plan.fields.iter().all(found) {
            rule.free_plan()
        } else {
            plan
        }
    }

    /// The expressions that are met less often, kept apart so that the others need little room on the stack.
    #[inline(never)]
    fn eval_other(&self, ir: &Ir, slots: &mut Slots) -> Value {
        match ir {
            Ir::List(items) => Value::List(Rc::new(items.iter().map(|item| self.eval(item, slots)).collect())),
            Ir::Report => Value::Report,
            Ir::Old(inner) => self.old().map_or(Value::Missing, |old| wrap(old.eval(inner, &mut Vec::new()))),
            Ir::Named(named) => {
                self.named.get(*named as usize).copied().flatten().map_or(Value::Missing, Value::Section)
            }
            Ir::Run(attribute) => self.setting(*attribute),
            Ir::Form(base, name) => match self.eval(base, slots) {
                Value::Fact(id) | Value::Form(id, _) if self.part(id, *name).is_some() => Value::Form(id, *name),
                Value::Old(inner) => self.old_form(&inner, *name),
                other => Value::gone([&other]),
            },
            Ir::Each(base, member) => match self.eval(base, slots) {
                Value::List(items) => {
                    let it = slots.len();
                    let each = items.iter().filter_map(|item| {
                        slots.push(item.clone());
                        let value = self.eval_it(member, slots, it);
                        slots.truncate(it);
                        (!value.is_missing()).then_some(value)
                    });
                    Value::List(Rc::new(each.collect()))
                }
                other => Value::gone([&other]),
            },
            Ir::It => slots.last().cloned().unwrap_or(Value::Missing),
            Ir::Lookup(table, key) => {
                let key = self.eval(key, slots);
                let Some(text) = self.text(&key) else { return Value::gone([&key]) };
                let rows =
                    self.rules.lookups.get(*table as usize).and_then(|table| table.rows.get(&*crate::text::nfc(&text)));
                match rows.map(Vec::as_slice) {
                    Some([Constant::Text(_), ..]) => {
                        Value::List(Rc::new(rows.into_iter().flatten().map(constant_value).collect()))
                    }
                    Some([only, ..]) => constant_value(only),
                    _ => Value::Missing,
                }
            }
            Ir::Values(table) => self.rules.lookups.get(*table as usize).map_or(Value::Missing, |table| {
                let values: Vec<Value> = if table.rows.is_empty() {
                    table.keys.iter().map(|key| Value::text(key.as_str())).collect()
                } else {
                    table.keys.iter().filter_map(|key| table.rows.get(key)).flatten().map(constant_value).collect()
                };
                Value::List(Rc::new(values))
            }),
            Ir::Holds(operator, text, words) => self.with(text, slots, |value| {
                if let (Operator::Contains, Value::Report) = (operator, value) {
                    return self.stands(words).map_or(Value::Missing, Value::Flag);
                }
                let found = match self.tokens(value) {
                    Some(tokens) => Some(stands(*operator, self.document.tokens_in(tokens), words)),
                    None => self.text(value).map(|text| holds(*operator, &self.keys_of_text(&text), words)),
                };
                found.map_or_else(|| Value::gone([value]), Value::Flag)
            }),
            Ir::Nearest(text, table) => {
                let value = self.eval(text, slots);
                let Some(text) = self.text(&value) else { return Value::gone([&value]) };
                self.nearest(&text, *table).map_or(Value::Missing, Value::text)
            }
            Ir::Corrected(text, formats) => {
                let value = self.eval(text, slots);
                let Some(text) = self.text(&value) else { return Value::gone([&value]) };
                let formats: Vec<_> = formats.iter().filter_map(|&at| self.rules.formats.get(at as usize)).collect();
                super::correct::corrected(&text, &formats, &self.rules.sets).map_or(Value::Missing, Value::text)
            }
            Ir::Not(inner) => {
                let value = self.eval(inner, slots);
                value.as_flag().map_or_else(|| Value::gone([&value]), |flag| Value::Flag(!flag))
            }
            Ir::Negative(inner) => {
                let value = self.eval(inner, slots);
                self.number(&value).map_or_else(|| Value::gone([&value]), |number| Value::Number(-number))
            }
            Ir::Exists(inner, yes) => Value::Flag(self.with(inner, slots, exists) == *yes),
            Ir::IsForm(base, name, yes) => self.with(base, slots, |base| match base {
                Value::Fact(id) | Value::Form(id, _) => Value::Flag(self.part(*id, *name).is_some() == *yes),
                Value::Old(inner) => Value::Flag(self.old_form(inner, *name).is_missing() != *yes),
                other => Value::gone([other]),
            }),
            Ir::Matches(base, format, yes) => {
                let value = self.eval(base, slots);
                let found = match self.in_old(&value) {
                    Some((old, inner)) => old.matches(inner, *format),
                    None => self.matches(&value, *format),
                };
                found.map_or_else(|| Value::gone([&value]), |found| Value::Flag(found == *yes))
            }
            Ir::Inside(base, target, yes) => self.with(base, slots, |value| {
                let (engine, own) = self.in_old(value).unwrap_or((self, value));
                let Some(span) = engine.span(own) else { return Value::gone([value]) };
                Value::Flag(engine.inside(span, own, target) == *yes)
            }),
            Ir::Search { quantifier, kind, slot, place, condition, cached } => {
                if let Some(Some(known)) = cached.and_then(|key| self.cache.borrow().get(key as usize).cloned()) {
                    return known;
                }
                let found = self.search(*quantifier, *kind, *slot, place, condition.as_deref(), slots);
                if let Some(key) = cached
                    && let Some(place) = self.cache.borrow_mut().get_mut(*key as usize)
                {
                    *place = Some(found.clone());
                }
                found
            }
            Ir::Constant(_)
            | Ir::Slot(_)
            | Ir::Define(_)
            | Ir::Parameter(_)
            | Ir::Field(_)
            | Ir::Attribute(..)
            | Ir::Capture(..)
            | Ir::InSet(..)
            | Ir::Call(..)
            | Ir::Known { .. }
            | Ir::Binary(..) => self.eval(ir, slots),
        }
    }

    /// The member of an `Each` stands at a fixed place of the slots, whatever is pushed behind it.
    fn eval_it(&self, ir: &Ir, slots: &mut Slots, it: usize) -> Value {
        match ir {
            Ir::It => slots.get(it).cloned().unwrap_or(Value::Missing),
            _ => self.eval(ir, slots),
        }
    }

    fn setting(&self, attribute: Attribute) -> Value {
        match attribute {
            Attribute::Today => Value::Date(self.run.today),
            Attribute::Stage => Value::Name(match self.run.stage {
                Stage::Draft => "draft",
                Stage::Final => "final",
            }),
            Attribute::Period => self.demanded.clone().map_or(Value::Missing, Value::Period),
            _ => Value::Missing,
        }
    }

    fn binary(&self, operator: Operator, left: &Ir, right: &Ir, slots: &mut Slots) -> Value {
        use Operator as O;
        let a = self.eval(left, slots);
        match (operator, a.as_flag()) {
            (O::And, Some(false)) => return Value::Flag(false),
            (O::Or, Some(true)) => return Value::Flag(true),
            _ => {}
        }
        let b = self.eval(right, slots);
        self.operate(operator, &a, &b)
    }

    /// What an operator makes of two values.
    pub fn operate(&self, operator: Operator, a: &Value, b: &Value) -> Value {
        use Operator as O;
        let found = match operator {
            O::And => match (a.as_flag(), b.as_flag()) {
                (_, Some(false)) => Some(Value::Flag(false)),
                (Some(a), Some(b)) => Some(Value::Flag(a && b)),
                _ => None,
            },
            O::Or => match (a.as_flag(), b.as_flag()) {
                (_, Some(true)) => Some(Value::Flag(true)),
                (Some(a), Some(b)) => Some(Value::Flag(a || b)),
                _ => None,
            },
            O::Plus | O::Minus | O::Times | O::Over => self.arithmetic(operator, a, b).map(Value::Number),
            O::Equal => self.equal(a, b).map(Value::Flag),
            O::Unequal => self.equal(a, b).map(|same| Value::Flag(!same)),
            O::Less | O::AtMost | O::Greater | O::AtLeast => self.order(a, b).map(|order| {
                Value::Flag(match operator {
                    O::Less => order.is_lt(),
                    O::AtMost => order.is_le(),
                    O::Greater => order.is_gt(),
                    _ => order.is_ge(),
                })
            }),
            O::In => self.member(a, b).map(Value::Flag),
            O::NotIn => self.member(a, b).map(|found| Value::Flag(!found)),
            O::Before | O::After => self
                .draft_span(a)
                .zip(self.draft_span(b))
                .filter(|(a, b)| a.0 == b.0)
                .map(|(a, b)| (a.1, b.1))
                .map(|(a, b)| Value::Flag(if operator == O::Before { a.end <= b.start } else { b.end <= a.start })),
            O::Contains | O::StartsWith | O::EndsWith => self.contains(operator, a, b).map(Value::Flag),
        };
        Value::or_missing(found, [a, b])
    }

    fn arithmetic(&self, operator: Operator, a: &Value, b: &Value) -> Option<Decimal> {
        let (a, b) = (self.number(a)?, self.number(b)?);
        match operator {
            Operator::Plus => a.checked_add(b),
            Operator::Minus => a.checked_sub(b),
            Operator::Times => a.checked_mul(b),
            _ => a.checked_div(b),
        }
    }

    /// Whether two values are the same; nothing where that cannot be said.
    pub fn equal(&self, a: &Value, b: &Value) -> Option<bool> {
        if a.is_missing() || b.is_missing() {
            return None;
        }
        if let (Value::Flag(a), Value::Flag(b)) = (a, b) {
            return Some(a == b);
        }
        if let (Value::Fact(a), Value::Fact(b)) = (a, b)
            && let (fact::Value::Date(a), fact::Value::Date(b)) =
                (&self.facts.get(*a)?.value, &self.facts.get(*b)?.value)
        {
            return Some(a.value? == b.value?);
        }
        if let (Some(a), Some(b)) = (self.number(a), self.number(b)) {
            return Some(a == b);
        }
        if let (Some(a), Some(b)) = (self.period(a), self.period(b)) {
            return Some(value::same_period(&a, &b));
        }
        if self.is_date(a) && self.is_date(b) {
            return Some(self.date(a)? == self.date(b)?);
        }
        let (a, b) = (self.text(a)?, self.text(b)?);
        Some(a == b || crate::text::nfc(&a) == crate::text::nfc(&b))
    }

    fn order(&self, a: &Value, b: &Value) -> Option<std::cmp::Ordering> {
        if let (Some(a), Some(b)) = (self.number(a), self.number(b)) {
            return Some(a.cmp(&b));
        }
        Some(self.date(a)?.cmp(&self.date(b)?))
    }

    fn member(&self, a: &Value, b: &Value) -> Option<bool> {
        if a.is_missing() {
            return None;
        }
        match b {
            Value::List(items) => {
                let textual = matches!(a, Value::Text(..) | Value::Slice(_) | Value::Name(_) | Value::Form(..));
                let same = if let Some(own) = self.text(a).filter(|_| textual) {
                    let own = crate::text::nfc(&own);
                    items.iter().any(|item| self.text(item).is_some_and(|text| own == crate::text::nfc(&text)))
                } else {
                    items.iter().any(|item| self.equal(a, item).unwrap_or(false))
                };
                // Working out the words once is enough for all of them.
                let alike = || {
                    let keys = self.keys(a);
                    keys.is_some() && items.iter().any(|item| self.keys(item) == keys)
                };
                Some(same || alike())
            }
            Value::Range(from, to) => self.number(a).map(|number| *from <= number && number <= *to),
            _ => None,
        }
    }

    fn contains(&self, operator: Operator, a: &Value, b: &Value) -> Option<bool> {
        // Of a list: any of its members.
        let any = |items: &[Value], holds: &dyn Fn(&Value) -> Option<bool>| {
            Some(items.iter().any(|item| holds(item) == Some(true)))
        };
        match (a, b) {
            (Value::List(items), _) => return any(items, &|item| self.contains(operator, item, b)),
            (_, Value::List(items)) => return any(items, &|item| self.contains(operator, a, item)),
            _ => {}
        }
        if let Some((old, Value::Report)) = self.in_old(a) {
            return old.contains(operator, &Value::Report, &Value::text(self.text(b)?));
        }
        let words = self.keys(b)?;
        match (a, operator) {
            (Value::Report, Operator::Contains) => self.stands(&words),
            _ => Some(holds(operator, &self.keys(a)?, &words)),
        }
    }

    /// The folded words of a value: those of its tokens where it stands in the document.
    pub fn keys(&self, value: &Value) -> Option<Rc<[u64]>> {
        match value {
            Value::Old(inner) => return self.old()?.keys(inner),
            Value::Number(_) | Value::Figure(..) | Value::Date(_) => {}
            value => {
                if let Some(tokens) = self.tokens(value) {
                    return Some(self.document.tokens_in(tokens).iter().map(|token| token.key).collect());
                }
            }
        }
        self.text(value).map(|text| self.keys_of_text(&text))
    }

    /// The folded words of a text that stands nowhere: most are constants of rules, asked about again and again.
    fn keys_of_text(&self, text: &str) -> Rc<[u64]> {
        if let Some(known) = self.keys_of_texts.borrow().get(text) {
            return Rc::clone(known);
        }
        let keys: Rc<[u64]> = crate::fact::pattern::keys_of(text).into();
        self.keys_of_texts.borrow_mut().insert(text.to_owned(), Rc::clone(&keys));
        keys
    }

    /// The key of all of them; see [`crate::text::key_of_keys`].
    fn key_of_words(&self, value: &Value) -> Option<u64> {
        match value {
            Value::Old(_) | Value::Number(_) | Value::Figure(..) | Value::Date(_) => {}
            value => {
                if let Some(tokens) = self.tokens(value) {
                    return Some(key_of_keys(self.document.tokens_in(tokens).iter().map(|token| token.key)));
                }
            }
        }
        self.keys(value).map(|keys| key_of_keys(keys.iter().copied()))
    }

    fn inside(&self, span: Span, value: &Value, target: &Target) -> bool {
        match target {
            Target::Named(named) => {
                let section = self.named.get(*named as usize).copied().flatten();
                section.is_some_and(|section| self.section_span(section).contains(span))
            }
            Target::Field(field) => match self.fields.get(*field as usize).copied().flatten() {
                Some(id) => self.facts.get(id).is_some_and(|fact| fact.span.contains(span)),
                None => false,
            },
            Target::Kind(kind) => {
                let own = match value {
                    Value::Fact(id) => Some(*id),
                    _ => None,
                };
                match kind {
                    Kind::Builtin(_) | Kind::Declared(_) => {
                        let kind = fact_kind(*kind);
                        let ids = self.of_kind(kind);
                        // Facts of one kind do not overlap (but for nested delimiters): a few before the place suffice.
                        let after =
                            ids.partition_point(|&id| self.facts.get(id).is_some_and(|f| f.span.start <= span.start));
                        ids.iter().take(after).rev().take(4).any(|&id| {
                            Some(id) != own && self.facts.get(id).is_some_and(|fact| fact.span.contains(span))
                        })
                    }
                    _ => self.places_of(*kind).iter().any(|place| place.contains(span)),
                }
            }
        }
    }

    /// The places of the members of a kind that are no facts; gathered once.
    fn places_of(&self, kind: Kind) -> Rc<[Span]> {
        if let Some((_, known)) = self.places.borrow().iter().find(|(known, _)| *known == kind) {
            return Rc::clone(known);
        }
        let place = |member: Value| match kind {
            // The place of a note is its label; what lies in it lies in its text.
            Kind::Note => self.tokens(&member).map(|tokens| self.document.span_of(tokens)),
            _ => self.span(&member),
        };
        let found: Rc<[Span]> = self.members(kind).iter().filter_map(place).collect();
        self.places.borrow_mut().push((kind, Rc::clone(&found)));
        found
    }

    /// The entry of a table nearest to a text; see [`super::functions::nearest`].
    fn nearest(&self, text: &str, table: u32) -> Option<Arc<str>> {
        let asked = (table, text.to_owned());
        if let Some(known) = self.nearest.borrow().get(&asked) {
            return known.clone();
        }
        let keys = &self.rules.lookups.get(table as usize)?.keys;
        let found = super::functions::nearest(text, keys).map(Arc::from);
        self.nearest.borrow_mut().insert(asked, found.clone());
        found
    }

    /// From a section's heading to its last byte.
    pub fn section_span(&self, section: SectionId) -> Span {
        let Some(section) = self.document.sections.get(section as usize) else { return Span::default() };
        let blocks =
            self.document.blocks.get(section.blocks.start as usize..section.blocks.end as usize).unwrap_or_default();
        blocks.iter().map(|block| block.span).reduce(Span::join).unwrap_or(section.span)
    }

    fn search(
        &self,
        quantifier: Quantifier,
        kind: Kind,
        slot: u32,
        place: &Place,
        condition: Option<&Ir>,
        slots: &mut Slots,
    ) -> Value {
        let members = match self.members_in(kind, place, slots) {
            Ok(members) => members,
            Err(missing) => return missing,
        };
        let mut count = 0u32;
        let mut unknown: Option<Value> = None;
        let backwards = quantifier == Quantifier::Last;
        let room = slot as usize + 1;
        if slots.len() < room && condition.is_some() {
            slots.resize(room, Value::Missing);
        }
        let put = |slots: &mut Slots, member: Value| {
            slots.get_mut(slot as usize).map(|place| std::mem::replace(place, member)).unwrap_or(Value::Missing)
        };
        for at in 0..members.len() {
            let member = members.get(if backwards { members.len() - 1 - at } else { at });
            let (held, member) = match condition {
                None => (Some(true), member),
                Some(condition) => {
                    put(slots, member);
                    (self.test(condition, slots), Value::Missing)
                }
            };
            match (held, quantifier) {
                (Some(true), Quantifier::Some) => return Value::Flag(true),
                (Some(true), Quantifier::No) => return Value::Flag(false),
                (Some(true), Quantifier::First | Quantifier::Last) => {
                    return if condition.is_some() { put(slots, Value::Missing) } else { member };
                }
                (Some(true), Quantifier::Count) => count += 1,
                (Some(false), Quantifier::Every) => return Value::Flag(false),
                (None, Quantifier::First | Quantifier::Last) => unknown = Some(put(slots, Value::Missing)),
                _ => {}
            }
        }
        match quantifier {
            Quantifier::Some => Value::Flag(false),
            Quantifier::No => Value::Flag(true),
            Quantifier::Every => Value::Flag(true),
            Quantifier::Count => Value::Number(count.into()),
            // Why it could not be said of the last member that it is the one.
            Quantifier::First | Quantifier::Last => match (unknown, condition) {
                (Some(member), Some(condition)) => {
                    put(slots, member);
                    Value::gone([&self.eval(condition, slots)])
                }
                _ => Value::Missing,
            },
        }
    }

    /// The stretch of tokens, and of bytes, that a place is.
    pub fn stretch(&self, place: &Place, slots: &mut Slots) -> Result<Option<(Range<TokenId>, Span)>, Value> {
        let around = |ir: &Ir, slots: &mut Slots| {
            let value = self.eval(ir, slots);
            self.tokens(&value).filter(|tokens| !tokens.is_empty()).ok_or_else(|| Value::gone([&value]))
        };
        let whole = |tokens: Range<TokenId>| {
            let span = self.document.span_of(tokens.clone());
            Ok(Some((tokens, span)))
        };
        let section = |section: SectionId| {
            let section = self.document.sections.get(section as usize);
            let range = section.and_then(|section| {
                let start = self.document.blocks.get(section.blocks.start as usize)?.tokens.start;
                let end = self.document.blocks.get((section.blocks.end as usize).checked_sub(1)?)?.tokens.end;
                Some(start..end)
            });
            range.ok_or(Value::Missing).and_then(whole)
        };
        match place {
            Place::Document => Ok(None),
            Place::OldDocument | Place::Like(..) => Err(Value::Missing),
            Place::Sentence(ir) => whole(self.document.sentence_of(around(ir, slots)?.start)),
            Place::Paragraph(ir) => {
                let block = self.document.block_of(around(ir, slots)?.start);
                whole(self.document.blocks.get(block as usize).map(|b| b.tokens.clone()).unwrap_or_default())
            }
            Place::Section(ir) => {
                let block = self.document.block_of(around(ir, slots)?.start);
                let own = self.document.blocks.get(block as usize).and_then(|b| b.section);
                own.ok_or(Value::Missing).and_then(section)
            }
            Place::Of(ir) => match self.eval(ir, slots) {
                Value::Report => Ok(None),
                Value::Section(at) => section(at),
                Value::Item(at) => {
                    let own = self.items.get(at as usize).and_then(|item| item.section);
                    own.ok_or(Value::Missing).and_then(section)
                }
                value => {
                    let tokens = self.tokens(&value).ok_or_else(|| Value::gone([&value]))?;
                    whole(tokens)
                }
            },
            Place::Named(named) => {
                self.named.get(*named as usize).copied().flatten().ok_or(Value::Missing).and_then(section)
            }
        }
    }
}

/// The same of words that stand in the document.
fn stands(operator: Operator, tokens: &[crate::document::Token], part: &[u64]) -> bool {
    let same = |window: &[crate::document::Token]| window.iter().map(|token| token.key).eq(part.iter().copied());
    match operator {
        _ if tokens.len() < part.len() => false,
        Operator::StartsWith => tokens.get(..part.len()).is_some_and(same),
        Operator::EndsWith => tokens.get(tokens.len() - part.len()..).is_some_and(same),
        _ => part.is_empty() || tokens.windows(part.len()).any(same),
    }
}

/// Whether a run of words contains another, starts or ends with it.
fn holds(operator: Operator, whole: &[u64], part: &[u64]) -> bool {
    match operator {
        Operator::StartsWith => whole.starts_with(part),
        Operator::EndsWith => whole.ends_with(part),
        _ => part.is_empty() || whole.windows(part.len()).any(|window| *window == *part),
    }
}

/// The kind of facts behind a kind of the language.
pub fn fact_kind(kind: Kind) -> fact::Kind {
    match kind {
        Kind::Builtin(kind) => fact::Kind::Builtin(kind),
        Kind::Declared(index) => fact::Kind::Declared(index),
        _ => fact::Kind::Declared(u32::MAX),
    }
}

/// The value of a constant.
pub fn constant_value(constant: &Constant) -> Value {
    match constant {
        Constant::Text(text) => Value::text(Arc::clone(text)),
        Constant::Number(number) => Value::Number(*number),
        Constant::Date(date) => Value::Date(*date),
        Constant::Flag(flag) => Value::Flag(*flag),
        Constant::Range(from, to) => Value::Range(*from, *to),
        Constant::List(items) => Value::List(Rc::new(items.iter().map(constant_value).collect())),
    }
}

/// Reads a period as a report writes it.
pub fn read_period(text: &str) -> Option<fact::period::Period> {
    let document = Document::parse(crate::source::Source::new("", text));
    fact::extract(&document).all.into_iter().find_map(|fact| match fact.value {
        fact::Value::Period(period) => Some(period),
        _ => None,
    })
}

impl Engine<'_> {
    fn old_form(&self, inner: &Value, name: u32) -> Value {
        match (inner, self.old()) {
            (Value::Fact(id) | Value::Form(id, _), Some(old)) if old.part(*id, name).is_some() => {
                wrap(Value::Form(*id, name))
            }
            _ => Value::Missing,
        }
    }

    /// Whether a value as a whole is of a format.
    fn matches(&self, value: &Value, format: u32) -> Option<bool> {
        let tokens = self.tokens(value)?;
        let format = self.rules.formats.get(format as usize)?;
        let matched = format.program.once(self.scene(), &tokens, tokens.start);
        Some(matched.is_some_and(|m| m.tokens.end == tokens.end))
    }

    /// The place of a value in its own draft, and whether that is the old one.
    fn draft_span(&self, value: &Value) -> Option<(bool, Span)> {
        match self.in_old(value) {
            Some((old, inner)) => old.span(inner).map(|span| (true, span)),
            None => self.span(value).map(|span| (false, span)),
        }
    }

    /// Whether words stand anywhere in the report: looked up in an index that is made when first asked for. Nothing where the
    /// rarest of several words stands in more than [`MOST_PLACES`] places.
    fn stands(&self, words: &[u64]) -> Option<bool> {
        let index = self.words.get_or_init(|| {
            let mut index: HashMap<u64, Vec<TokenId>> = HashMap::new();
            for (at, token) in (0..).zip(&self.document.tokens) {
                index.entry(token.key).or_default().push(at);
            }
            index
        });
        let mut rarest: Option<(usize, &[TokenId])> = None;
        for (at, word) in words.iter().enumerate() {
            let Some(places) = index.get(word) else { return Some(false) };
            if rarest.is_none_or(|(_, known)| places.len() < known.len()) {
                rarest = Some((at, places));
            }
        }
        let Some((offset, places)) = rarest else { return Some(true) };
        if words.len() == 1 {
            return Some(true);
        }
        if places.len() > MOST_PLACES {
            return None;
        }
        let stands = |place: TokenId| {
            let start = (place as usize).checked_sub(offset);
            let tokens = start.and_then(|start| self.document.tokens.get(start..start + words.len()));
            tokens.is_some_and(|tokens| tokens.iter().map(|token| token.key).eq(words.iter().copied()))
        };
        Some(places.iter().any(|&place| stands(place)))
    }

    /// The captured part of a declared fact.
    pub fn part(&self, id: FactId, name: u32) -> Option<&PartValue> {
        match &self.facts.get(id)?.value {
            fact::Value::Declared(parts) => parts.iter().rev().find(|part| part.name == name).map(|part| &part.value),
            _ => None,
        }
    }

    fn capture(&self, base: &Value, name: u32) -> Value {
        let id = match base {
            Value::Fact(id) | Value::Form(id, _) => *id,
            Value::Old(inner) => return self.old().map_or(Value::Missing, |old| wrap(old.capture(inner, name))),
            other => return Value::gone([other]),
        };
        match self.part(id, name) {
            None => Value::Missing,
            Some(PartValue::Fact(inner)) => Value::Fact(*inner),
            Some(PartValue::Amounts(_)) => Value::Amounts(id, name),
            Some(PartValue::Text(tokens)) => {
                let span = self.document.span_of(tokens.clone());
                Value::Slice(span)
            }
        }
    }
}
