//! The resolved rule set: what the evaluator runs. Every name is an index here, every type has been checked.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

mod constant;
mod kind;

pub use constant::{Constant, Ends};
pub use kind::{Items, Kind};

use super::plan::Asks;
use super::types::{Attribute, Nearness};
use crate::fact::pattern::{First, KeyMap, Phrases, Program};
use crate::fact::reckoning::Vocabulary;
use crate::finding::Severity;
use crate::syntax::tree::{Drafts, Effective, Operator, Quantifier, Zone};
use crate::text::{TextMap, late::Late};

/// An expression.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub enum Ir {
    /// A constant.
    Constant(Constant),
    /// A list.
    List(Vec<Ir>),
    /// A variable of the rule.
    Slot(u32),
    /// A define.
    Define(u32),
    /// A parameter.
    Parameter(u32),
    /// A field of the report; the name is for the reason when it is missing.
    Field(u32),
    /// What is set for the run.
    Run(Attribute),
    /// The whole report.
    Report,
    /// Of the old draft.
    Old(Box<Ir>),
    /// The section of a named part or item.
    Named(u32),
    /// A part of a built-in type.
    Attribute(Box<Ir>, Attribute),
    /// A captured part.
    Capture(Box<Ir>, u32),
    /// A part that is a format: the record again, narrowed to the captures of the part.
    Form(Box<Ir>, u32),
    /// The same for each of a list or group.
    Each(Box<Ir>, Box<Ir>),
    /// The member in an `Each`.
    It,
    /// The values of a table for a key.
    Lookup(u32, Box<Ir>),
    /// All values of a table, or entries of a list.
    Values(u32),
    /// Whether text is a key of a table or an entry of a list.
    InSet(Box<Ir>, u32),
    /// A function.
    Call(Function, Vec<Ir>),
    /// `nearest(t, T)`, `jumbled(t, T)`
    Nearest(Box<Ir>, u32, Nearness),
    /// `corrected(x, F, …)`
    Corrected(Box<Ir>, Vec<u32>),
    /// `not`
    Not(Box<Ir>),
    /// `-x`
    Negative(Box<Ir>),
    /// An operator.
    Binary(Operator, Box<Ir>, Box<Ir>),
    /// Whether a text contains, starts or ends with these folded words, or with one of several such.
    Holds(Operator, Box<Ir>, Box<[Box<[u64]>]>),
    /// `exists`, `missing`
    Exists(Box<Ir>, bool),
    /// Whether the capture that notes a format is there.
    IsForm(Box<Ir>, u32, bool),
    /// Whether a text as a whole is of a format.
    Matches(Box<Ir>, u32, bool),
    /// Whether a place lies in a fact, field or named part.
    Inside(Box<Ir>, Target, bool),
    /// An expression that asks of one fact only: worked out once for each, whatever rules ask. Made by `share.rs`.
    Known {
        /// The variable.
        slot: u32,
        /// The number of the expression.
        number: u32,
        /// The same with `Slot(0)` for the variable.
        ir: Box<Ir>,
    },
    /// A search.
    Search {
        /// What it gives.
        quantifier: Quantifier,
        /// Of what.
        kind: Kind,
        /// The variable's slot.
        slot: u32,
        /// Where.
        place: Box<Place>,
        /// Condition.
        condition: Option<Box<Ir>>,
        /// How much of it is worked out.
        extent: Extent,
    },
}

// The built-in rules have tens of thousands of them, each in a box that is made at every run.
const _: () = assert!(size_of::<Ir>() <= 40);

/// How much of a search is worked out.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it, each time.
    Whole,
    /// Its result is the same for the whole document and kept under this number.
    Once(u32),
    /// It is a count that may stop here. Given by `bound.rs`.
    Most(u32),
}

/// What `inside` asks for.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub enum Target {
    /// Facts of a kind.
    Kind(Kind),
    /// A field.
    Field(u32),
    /// The section of a named part or item.
    Named(u32),
}

/// Where a search looks.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub enum Place {
    /// Everywhere.
    Document,
    /// Everywhere in the old draft.
    OldDocument,
    /// The sentence around a value.
    Sentence(Box<Ir>),
    /// The block around a value.
    Paragraph(Box<Ir>),
    /// The innermost section around a value.
    Section(Box<Ir>),
    /// The stretch of a value.
    Of(Box<Ir>),
    /// Wherever they stand, those that agree with a value in all keys, itself left out.
    Like(Box<Ir>, Box<Keys>),
    /// The section of a named part or item.
    Named(u32),
}

/// What members of a kind agree in.
#[derive(Serialize, Deserialize, Debug, Clone, Default, PartialEq)]
pub struct Keys {
    /// What is asked of each; `Slot(0)` is the member.
    pub of: Vec<Ir>,
    /// Number of the index by these keys: all that ask members of a kind for the same have one. Given by `share.rs`.
    pub index: u32,
}

impl Keys {
    /// Keys whose index has no number yet.
    pub fn new(of: Vec<Ir>) -> Self {
        Self { of, index: 0 }
    }
}

/// Functions.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the function of its own name in the language's reference")]
pub enum Function {
    Rounded,
    Truncated,
    Abs,
    Min,
    Max,
    Number,
    Length,
    Plain,
    Upper,
    Lower,
    Unmarked,
    Join,
    Alike,
    Slip,
    OneKind,
    Overlap,
    Distinct,
    Odd,
    Usual,
    Size,
    AnyOf,
    RestOf,
    FirstOf,
    Sum,
    Breaks,
    Strays,
    ItemsBeginning,
    Stretch,
    WordsBefore,
    WordsAfter,
    Day,
    Shift,
    OnDay,
    EndOfMonth,
    Days,
    Weekday,
    Next,
    Previous,
}

/// A pattern as declared: a fact, field or format.
#[derive(Serialize, Deserialize, Debug, Clone)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Declared {
    /// Its name.
    pub name: String,
    /// Its program.
    pub program: Program,
    /// What it may begin with.
    pub first: First,
    /// Names of its captures; parts of formats have dots, notes of formats are `id#format`.
    pub captures: Vec<String>,
}

/// A field.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct Field {
    /// Index of its pattern.
    pub pattern: u32,
    /// Where it is looked for.
    pub zone: Zone,
    /// The field before.
    pub after: Option<u32>,
}

/// A table or list.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Lookup {
    /// Its name.
    pub name: String,
    /// Values for each key; lists have none.
    pub rows: Late<TextMap<Vec<Constant>>>,
    /// Keys (or entries) in order.
    pub keys: Late<Vec<String>>,
    /// Entries of a list as keys of their folded words, see [`crate::text::key_of_keys`], and the most words that one has; empty for
    /// tables, whose keys are looked up exactly.
    pub folded: Late<(KeyMap<()>, u32)>,
    /// Phrase sets: of keys or entries, and of values that are text.
    pub key_set: u32,
    /// See `key_set`.
    pub value_set: u32,
}

/// An outline.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct Outline {
    /// Its name.
    pub name: String,
    /// The pack, for applicability.
    pub pack: u32,
    /// Table of abbreviations that headings may use.
    pub expand: Option<u32>,
    /// Items in reading order; parents before children.
    pub items: Vec<OutlineItem>,
}

/// An item of an outline.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OutlineItem {
    /// Whether it is a part.
    pub is_part: bool,
    /// The number it should have.
    pub number: String,
    /// Titles, each as stretches of folded words between `…`.
    pub titles: Vec<Vec<Box<[u64]>>>,
    /// The first title as written.
    pub title: String,
    /// Whether it must be there.
    pub required: bool,
    /// Index of the item around it.
    pub parent: Option<u32>,
    /// The number under which `inside` knows it.
    pub named: Option<u32>,
}

/// What a rule looks at.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub enum Scope {
    /// Each of a kind.
    Each {
        /// Which.
        kind: Kind,
        /// Where.
        place: Place,
        /// Narrowing.
        condition: Option<Ir>,
    },
    /// Groups of a kind.
    Group {
        /// Which.
        kind: Kind,
        /// What they agree in.
        keys: Keys,
        /// Narrowing of members.
        condition: Option<Ir>,
    },
    /// The first of those that agree, or all of a kind as one group.
    Chosen {
        /// Which.
        kind: Kind,
        /// What those agree in of which only the first is looked at; none: all are.
        keys: Keys,
        /// Narrowing, after the choice.
        condition: Option<Ir>,
        /// Whether what is left is one group.
        together: bool,
    },
    /// Members of two drafts: what one is in the old draft is in slot 0, what it is in the new one in slot 1.
    Drafts {
        /// Which.
        kind: Kind,
        /// Of which drafts.
        of: Drafts,
        /// What makes two the same (`Slot(0)` is the member); their place where there is none.
        keys: Vec<Ir>,
        /// Narrowing.
        condition: Option<Ir>,
    },
    /// The report.
    Report,
}

/// A guard or a named value.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub enum Step {
    /// Goes on only where it holds.
    When(Ir),
    /// Fills a slot.
    Let(u32, Ir),
}

/// A condition as it is asked.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct Condition {
    /// It holds where this is true.
    pub ir: Ir,
    /// Whether it never gives a reason why it could not be judged.
    pub certain: bool,
}

/// One thing that is done for an item of a rule.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub enum Check {
    /// Goes on only where it holds.
    When(Condition),
    /// Goes on only where the obligation is broken.
    Judge(Condition),
    /// Fills a slot.
    Let(u32, Ir),
}

/// How a rule is judged; see `plan.rs`.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Plan {
    /// The condition of its scope.
    pub narrowing: Option<Condition>,
    /// What is done for each item, in order. Most items are stopped by the first of them.
    pub checks: Vec<Late<Check>>,
    /// Which of the first 64 checks ask of nothing that differs from item to item, one bit for each.
    pub common: u64,
    /// Which of the first 64 checks may be asked of all items at once, one bit for each: those of a plain shape that no check
    /// comes before of which something may not be there.
    pub at_once: u64,
}

/// A piece of a message.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// A value filled in.
    Value(Ir),
}

/// A message in both languages.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Template {
    /// Vietnamese.
    pub vi: Vec<Piece>,
    /// English.
    pub en: Vec<Piece>,
}

/// An edit.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct Edit {
    /// Whether it may be applied without asking.
    pub safe: bool,
    /// What is replaced.
    pub target: Ir,
    /// By what.
    pub text: Vec<Piece>,
}

/// Guards, named values and obligation as written. Judging goes by the plan that is made of them.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct Written {
    /// Guards and named values.
    pub steps: Vec<Step>,
    /// The obligation.
    pub judgement: Ir,
}

/// What is said of a broken obligation.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct Said {
    /// The clause it encodes.
    pub source: String,
    /// The primary place.
    pub at: Option<Ir>,
    /// Further places.
    pub labels: Vec<(Ir, Template)>,
    /// The message.
    pub message: Template,
    /// The way out.
    pub help: Option<Template>,
    /// Edits.
    pub edits: Vec<Edit>,
}

/// A rule, ready to run.
#[derive(Serialize, Deserialize, Debug, Clone)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Index of its pack.
    pub pack: u32,
    /// Whether it is judged on two drafts.
    pub drafts: bool,
    /// How grave.
    pub severity: Severity,
    /// Days of reports it is for.
    pub effective: Effective,
    /// Rules it gives way to.
    pub gives_way: Vec<u32>,
    /// What it looks at; its item is in slot 0.
    pub scope: Scope,
    /// What its conditions ask of the report that may not be there.
    pub asks: Asks,
    /// Guards and obligation.
    pub written: Late<Written>,
    /// The same in the order in which they are worked out; see [`Rule::plan`].
    pub planned: Late<Plan>,
    /// The same where all that it asks of the report is there; see [`Rule::free_plan`].
    pub planned_freely: Late<Plan>,
    /// Whether the obligation is a prohibition.
    pub forbid: bool,
    /// What its findings say.
    pub said: Late<Said>,
    /// How many slots it needs.
    pub slots: u32,
}

/// A pack as run.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct PackIr {
    /// Its name.
    pub name: String,
    /// Days of reports it is for.
    pub effective: Effective,
    /// Whether it applies.
    pub applies: Option<Ir>,
    /// Packs that must be judged with it.
    pub uses: Vec<u32>,
}

/// Everything resolved.
#[derive(Serialize, Deserialize, Debug, Default)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Compiled {
    /// Packs.
    pub packs: Vec<PackIr>,
    /// Tables and lists.
    pub lookups: Vec<Lookup>,
    /// Phrase sets.
    pub sets: Vec<Phrases>,
    /// Patterns: facts first, in an order in which each uses only earlier ones; then fields; formats have their own.
    pub patterns: Vec<Declared>,
    /// How many of the patterns are facts.
    pub facts: u32,
    /// Fields.
    pub fields: Vec<Field>,
    /// Formats.
    pub formats: Vec<Format>,
    /// Defines, with names.
    pub defines: Vec<(String, Ir)>,
    /// Parameters, with names and defaults.
    pub parameters: Vec<(String, Constant)>,
    /// Outlines.
    pub outlines: Vec<Outline>,
    /// Names that `inside` knows.
    pub named: Vec<String>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Number of cached searches.
    pub cached: u32,
    /// Number of indexes of members by their keys.
    pub indexes: u32,
    /// Number of expressions that are worked out once for each fact.
    pub known: u32,
    /// The define that says when the report was made.
    pub report_date: Option<u32>,
    /// The define that says what period it is for.
    pub report_period: Option<u32>,
    /// What the reckonings take from its lists and tables; made when a report first asks.
    #[serde(skip)]
    pub vocabulary: OnceLock<Vocabulary>,
}

/// A format, for `is`, and for `corrected`.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Format {
    /// Its name.
    pub name: String,
    /// Matches a whole writing.
    pub program: Program,
    /// All ways through it, as pieces in a row.
    pub shapes: Vec<Vec<ShapePiece>>,
}

/// A piece of a format for correcting.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub enum ShapePiece {
    /// These characters.
    Literal(String),
    /// Digits.
    Digits,
    /// A key of a set.
    Key(u32),
    /// Letters, digits and `&`; not nearly a key of these sets, nor exactly one of those.
    Code {
        /// `unlike`
        unlike: Vec<u32>,
        /// `except`
        except: Vec<u32>,
    },
}
