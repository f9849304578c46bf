//! One document under one rule set: its facts and fields found, its outlines placed, and what is worked out once for it.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use bumpalo::Bump;

use super::column::Columns;
use super::drafts::Before;
use super::known::Known;
use super::look::Looks;
use super::outline::{self, Placed};
use super::sheet::Sheets;
use super::value::{Lack, Value};
use super::words::Places;
use super::{Run, Stage};
use crate::document::{Block, BlockKind, Document, SectionId};
use crate::fact::pattern::{Finder, KeyMap, Lexicon, Memory, Scene, Seen};
use crate::fact::reckoning::{self, Reckoning, Vocabulary};
use crate::fact::{self, Fact, FactId, Facts};
use crate::lang::Text;
use crate::rule::RuleSet;
use crate::rule::ir::{Compiled, Constant, Kind, Plan, Rule};
use crate::rule::types::{Attribute, Nearness};
use crate::span::Span;
use crate::syntax::tree::Zone;
use crate::text::TextMap;

/// Members of a kind with their places, and their numbers among all of it.
pub type Placing<'a> = (Kind, &'a [(Span, u32)]);

/// Everything that judging one document needs.
pub struct Engine<'a> {
    /// The rules.
    pub rules: &'a Compiled,
    /// The document.
    pub document: &'a Document,
    /// Its facts, declared ones and fields included.
    pub facts: Facts,
    finder: Finder<'a>,
    /// What is made while it is judged.
    pub arena: &'a Bump,
    /// What is set for the run.
    pub run: &'a Run,
    /// The period that the run demands, read as a fact.
    pub demanded: Option<fact::period::Period>,
    /// Its fields, by their numbers.
    pub fields: Vec<Option<FactId>>,
    /// The facts of each kind that was asked for, in text order.
    by_kind: Vec<Cell<Option<&'a [FactId]>>>,
    /// Items of the outlines that apply.
    pub items: Vec<Placed>,
    /// The sections of named parts.
    pub named: Vec<Option<SectionId>>,
    /// The draft before, where two are judged.
    pub before: Option<Box<Before<'a>>>,
    lexicon: &'a Lexicon,
    /// The places of each word.
    pub words: OnceCell<Places>,
    defines: RefCell<Vec<Option<Value<'a>>>>,
    /// Searches that are the same for the whole document.
    pub cache: RefCell<Vec<Option<Value<'a>>>>,
    /// Where members of kinds that are no facts stand.
    pub placed: RefCell<Vec<Placing<'a>>>,
    sheets: OnceCell<Sheets>,
    reckonings: OnceCell<Vec<Reckoning>>,
    /// The members of kinds that are no facts, where a rule asked for them.
    pub listed: RefCell<Vec<(Kind, &'a [Value<'a>])>>,
    /// Members by what they agree in, by the number of the keys.
    pub indexes: RefCell<Vec<Option<Rc<super::like::Index<'a>>>>>,
    /// What expressions of one fact came to.
    pub known: Known<'a>,
    /// Keys of the texts of places, which many rules ask for.
    pub keys_of_places: RefCell<KeyMap<u128>>,
    /// Keys of texts.
    pub folded_keys: RefCell<TextMap<u128>>,
    /// Room for variables, to be used again.
    spare: RefCell<Vec<Slots<'a>>>,
    /// Folded words of texts.
    pub keys_of_texts: RefCell<TextMap<Rc<[u64]>>>,
    /// The places of the members of kinds that are no facts, where `inside` asked for them.
    pub places: RefCell<Vec<(Kind, &'a [Span])>>,
    /// What was near to texts of the report.
    pub nearest: RefCell<NearestEntries<'a>>,
    /// What is laid out for all members of a kind.
    pub columns: RefCell<Columns<'a>>,
    looks: OnceCell<Option<Looks>>,
}

/// The nearest entries of tables to texts that are none: by table, text and what counts as near.
type NearestEntries<'a> = HashMap<(u32, String, Nearness), Option<&'a str>>;

/// Variables of a rule.
pub type Slots<'a> = Vec<Value<'a>>;

impl<'a> Engine<'a> {
    /// Finds the fields of a document, and all else that its built-in facts do not tell.
    pub fn new(set: &'a RuleSet, document: &'a Document, facts: Facts, run: &'a Run, arena: &'a Bump) -> Self {
        let seen = Arc::new(Self::seen(set, document, &facts));
        Self::of_seen(seen, set, document, facts, run, arena)
    }

    /// Looks where the patterns of a set may begin in a document, which all engines of both may know.
    pub fn seen(set: &RuleSet, document: &Document, facts: &Facts) -> Seen {
        Seen::of(document, facts, set.compiled().facts as usize, set.index())
    }

    /// The same of a document of which that is known.
    pub fn of_seen(
        seen: Arc<Seen>,
        set: &'a RuleSet,
        document: &'a Document,
        facts: Facts,
        run: &'a Run,
        arena: &'a Bump,
    ) -> Self {
        let rules = set.compiled();
        let facts = facts.with_kinds(rules.patterns.len());
        let programs = rules.patterns.iter().take(rules.facts as usize).map(|p| &p.program).collect();
        let finder = Finder::new(seen, document, programs, set.index(), &rules.sets);
        let mut engine = Self {
            rules,
            document,
            facts,
            finder,
            arena,
            run,
            demanded: run.period.as_deref().and_then(read_period),
            fields: vec![None; rules.fields.len()],
            by_kind: vec![Cell::new(None); fact::place_of(fact::Kind::Declared(rules.patterns.len() as u32))],
            items: Vec::new(),
            named: vec![None; rules.named.len()],
            before: None,
            lexicon: &set.index().lexicon,
            words: OnceCell::new(),
            defines: RefCell::new(vec![None; rules.defines.len()]),
            cache: RefCell::new(vec![None; rules.cached as usize]),
            placed: RefCell::default(),
            sheets: OnceCell::new(),
            reckonings: OnceCell::new(),
            listed: RefCell::default(),
            indexes: RefCell::new(vec![None; rules.indexes as usize]),
            known: Known::new(rules.known),
            keys_of_places: RefCell::default(),
            folded_keys: RefCell::default(),
            spare: RefCell::default(),
            keys_of_texts: RefCell::default(),
            places: RefCell::default(),
            nearest: RefCell::default(),
            columns: RefCell::default(),
            looks: OnceCell::new(),
        };
        engine.find_fields();
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
        self.listed.borrow_mut().clear();
        self.placed.borrow_mut().clear();
        *self.columns.borrow_mut() = Columns::default();
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
            pattern.program.uses.iter().for_each(|&kind| self.finder.find(&self.facts, kind));
            for block in start..zone.end {
                let Some(found) = self.document.blocks.get(block as usize) else { break };
                if found.tokens.is_empty() || matches!(found.kind, BlockKind::Note(_)) || self.is_in_wide_table(found) {
                    continue;
                }
                let scene = self.scene();
                if !scene.lets(pattern.program.gate, found.tokens.start, found.tokens.end) {
                    continue;
                }
                memory.reset(&pattern.program, found.tokens.len());
                let Some(matched) = pattern.program.run(&scene, &found.tokens, found.tokens.start, &mut memory) else {
                    continue;
                };
                let value =
                    fact::Value::Declared(fact::pattern::parts(&self.facts, &matched, &pattern.program, &mut memory));
                let kind = fact::Kind::Declared(field.pattern);
                let span = self.document.span_of(matched.tokens.clone());
                self.facts.add(field.pattern, [Fact { kind, span, tokens: matched.tokens, value }].into());
                let id = self.of_kind(kind).first().copied();
                if let Some(slot) = self.fields.get_mut(at) {
                    *slot = id;
                }
                if let Some(slot) = found_blocks.get_mut(at) {
                    *slot = block;
                }
                break;
            }
        }
    }

    /// Whether a block is a cell of a table of figures: head and foot are laid out in three columns at most.
    fn is_in_wide_table(&self, block: &Block) -> bool {
        let BlockKind::Cell { table, .. } = block.kind else { return false };
        self.document.tables.get(table as usize).is_some_and(|table| table.columns > 3)
    }

    pub fn scene(&self) -> Scene<'_> {
        Scene {
            document: self.document,
            facts: &self.facts,
            sets: &self.rules.sets,
            lexicon: self.lexicon,
            scratch: &self.finder.scratch,
        }
    }

    /// The tables as figures; read once.
    pub fn sheets(&self) -> &Sheets {
        self.sheets.get_or_init(|| Sheets::read(self.document))
    }

    /// What running text says of its figures.
    pub fn reckonings(&self) -> &[Reckoning] {
        self.reckonings.get_or_init(|| {
            let words = self.rules.vocabulary.get_or_init(|| vocabulary(self.rules));
            reckoning::reckonings(self.document, &self.facts, &self.sheets().for_reckonings(), words)
        })
    }

    /// What the text looks like, where its file says so; gathered once.
    pub fn looks(&self) -> Option<&Looks> {
        self.looks.get_or_init(|| Some(Looks::gather(self.document, self.document.origin.as_deref()?))).as_ref()
    }

    /// Facts of a kind, in text order; found when first asked for.
    pub fn of_kind(&self, kind: fact::Kind) -> &'a [FactId] {
        let Some(known) = self.by_kind.get(fact::place_of(kind)) else { return &[] };
        known.get().unwrap_or_else(|| {
            if let fact::Kind::Declared(kind) = kind {
                self.finder.find(&self.facts, kind);
            }
            let found: &'a [FactId] = self.arena.alloc_slice_fill_iter(self.facts.ids(kind));
            known.set(Some(found));
            found
        })
    }

    /// Works something out with variables of its own, none of which is filled.
    pub fn with_slots<R>(&self, work: impl FnOnce(&mut Slots<'a>) -> R) -> R {
        let mut slots = self.spare.borrow_mut().pop().unwrap_or_default();
        slots.clear();
        let found = work(&mut slots);
        self.spare.borrow_mut().push(slots);
        found
    }

    /// The value of a define; worked out once.
    pub fn define(&self, index: u32) -> Value<'a> {
        if let Some(Some(known)) = self.defines.borrow().get(index as usize) {
            return *known;
        }
        let Some((_, ir)) = self.rules.defines.get(index as usize) else { return Value::Missing };
        let demanded = self.demanded.as_ref().filter(|_| self.rules.report_period == Some(index));
        let found = match demanded {
            Some(period) => Value::Period(self.arena.alloc(period.clone())),
            None => self.with_slots(|slots| self.eval(ir, slots)),
        };
        let found = match found {
            Value::Missing => Value::Unjudged(Lack::Define(index)),
            found => found,
        };
        if let Some(slot) = self.defines.borrow_mut().get_mut(index as usize) {
            *slot = Some(found);
        }
        found
    }

    pub fn parameter(&self, index: u32) -> Value<'a> {
        let Some((name, default)) = self.rules.parameters.get(index as usize) else { return Value::Missing };
        let set = self.run.parameters.iter().rev().find(|(known, _)| known == name);
        self.constant(set.map_or(default, |(_, value)| value))
    }

    pub fn field(&self, index: u32) -> Value<'a> {
        let found = self.fields.get(index as usize).copied().flatten();
        found.map_or(Value::Unjudged(Lack::Field(index)), Value::Fact)
    }

    /// What is told of what is not there.
    pub fn reason(&self, lack: Lack) -> Text {
        let name = match lack {
            Lack::Define(index) => self.rules.defines.get(index as usize).map(|(name, _)| name),
            Lack::Field(index) => {
                let field = self.rules.fields.get(index as usize);
                field.and_then(|field| self.rules.patterns.get(field.pattern as usize)).map(|pattern| &pattern.name)
            }
            Lack::Looks => None,
        };
        let name = name.map(String::as_str).unwrap_or_default();
        match lack {
            Lack::Define(_) => Text::new(
                format!("báo cáo không cho biết điều mà quy tắc gọi là `{name}`"),
                format!("the report does not tell what the rule calls `{name}`"),
            ),
            Lack::Field(_) => Text::new(
                format!("báo cáo không có phần mà quy tắc gọi là `{name}`"),
                format!("the report has no part that the rule calls `{name}`"),
            ),
            Lack::Looks => Text::new(
                "tệp văn bản thuần không cho biết phông chữ, cỡ chữ và lề trang",
                "a plain text says nothing of fonts, sizes and margins",
            ),
        }
    }

    /// A text that is made.
    pub fn told(&self, text: &str) -> Value<'a> {
        Value::text(self.arena.alloc_str(text))
    }

    /// A list that is made.
    pub fn list(&self, items: impl IntoIterator<Item = Value<'a>>) -> Value<'a> {
        let items: Vec<Value<'a>> = items.into_iter().collect();
        Value::List(self.arena.alloc_slice_copy(&items))
    }

    /// Whether the report has a field.
    pub fn has_field(&self, index: u32) -> bool {
        self.fields.get(index as usize).is_some_and(Option::is_some)
    }

    /// How a rule is judged: freely where the report is known to have all that it asks for. What has not been asked for yet may
    /// never be, and is not worked out for this.
    pub fn plan<'r>(&self, rule: &'r Rule) -> &'r Plan {
        let asks = &rule.asks;
        let defines = self.defines.borrow();
        let there =
            |&define: &u32| defines.get(define as usize).is_some_and(|v| v.as_ref().is_some_and(|v| !v.is_missing()));
        let found = |&field: &u32| self.fields.get(field as usize).is_some_and(Option::is_some);
        let all_there = || asks.defines.iter().all(there) && asks.fields.iter().all(found);
        if !asks.is_empty() && !rule.drafts && all_there() { rule.free_plan() } else { rule.plan() }
    }

    pub fn setting(&self, attribute: Attribute) -> Value<'a> {
        match attribute {
            Attribute::Today => Value::Date(self.run.today),
            Attribute::Stage => Value::Name(match self.run.stage {
                Stage::Draft => "draft",
                Stage::Final => "final",
            }),
            Attribute::Period => {
                let period = self.demanded.clone();
                period.map_or(Value::Missing, |period| Value::Period(self.arena.alloc(period)))
            }
            _ => Value::Missing,
        }
    }

    /// From a section's heading to its last byte.
    pub fn section_span(&self, section: SectionId) -> Span {
        let Some(section) = self.document.sections.get(section as usize) else { return Span::default() };
        let blocks =
            self.document.blocks.get(section.blocks.start as usize..section.blocks.end as usize).unwrap_or_default();
        // A table ends behind its last cell.
        let table = blocks.last().and_then(|last| match last.kind {
            BlockKind::Cell { table, .. } => self.document.tables.get(table as usize),
            _ => None,
        });
        let spans = blocks.iter().map(|block| block.span).chain(table.map(|table| table.span));
        spans.reduce(Span::join).unwrap_or(section.span)
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

/// Reads a period as a report writes it: one that a year has, and nothing beside it.
pub fn read_period(text: &str) -> Option<fact::period::Period> {
    let document = Document::parse(crate::source::Source::new("", text));
    let facts = fact::extract(&document);
    let whole = |fact: &&fact::Fact| fact.tokens.len() == document.tokens.len();
    facts.built_in().iter().filter(whole).find_map(|fact| match &fact.value {
        fact::Value::Period(period) if is_of_a_year(period) => Some(period.clone()),
        _ => None,
    })
}

/// The words by which rules say how the figures of reports belong together.
fn vocabulary(rules: &Compiled) -> Vocabulary {
    let lookup = |name: &str| rules.lookups.iter().find(|lookup| lookup.name == name);
    let list = |name: &str| lookup(name).into_iter().flat_map(|list| list.keys.iter().map(String::as_str));
    let table = |name: &str| {
        let rows = lookup(name).into_iter().flat_map(|table| table.keys.iter().filter_map(|key| table.rows.get(key)));
        rows.map(|row| row.iter().filter_map(Constant::as_text).collect::<Vec<&str>>())
    };
    Vocabulary::of(list, table)
}

fn is_of_a_year(period: &fact::period::Period) -> bool {
    use fact::period::Length;
    let most = match period.length {
        Length::Month => 12,
        Length::Quarter => 4,
        Length::HalfYear => 2,
        Length::NineMonths | Length::Year => return true,
    };
    (1..=most).contains(&period.index)
}

#[cfg(test)]
mod tests {
    use super::read_period;

    #[test]
    fn a_period_that_is_asked_for_is_one_that_a_year_has() {
        let periods =
            ["Quý I/2024", "quý 4 năm 2024", "6 tháng đầu năm 2024", "9 tháng năm 2024", "tháng 12/2024", "năm 2025"];
        for period in periods {
            assert!(read_period(period).is_some(), "{period}");
        }
        for none in ["", "Quý 5/2024", "Quý 7/2024", "Quý 0/2024", "tháng 13/2024", "05 tháng cuối năm 2025", "2024"]
        {
            assert!(read_period(none).is_none(), "{none}");
        }
    }
}
