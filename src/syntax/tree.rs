//! The syntax tree of a rule file: what was written, with the place of every part. Nothing is resolved here.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::finding::Severity;
use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;

/// A part of the tree with its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct At<T> {
    /// What was written.
    pub node: T,
    /// Bytes of the rule file.
    pub span: Span,
}

/// A name with its place.
pub type Name = At<String>;

/// One rule file.
#[derive(Debug, Clone)]
pub struct File {
    /// The text, for reports.
    pub source: Arc<Source>,
    /// The pack it belongs to.
    pub pack: Name,
    /// The description of the pack, if this file carries it.
    pub header: Option<Header>,
    /// What it declares.
    pub declarations: Vec<Declaration>,
}

/// `pack NAME { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Where the header stands.
    pub span: Span,
    /// `title:`
    pub title: Option<At<Text>>,
    /// `source:`
    pub source: Option<At<String>>,
    /// `effective:`
    pub effective: Option<At<Effective>>,
    /// `uses:`
    pub uses: Vec<Name>,
    /// `applies: when …`
    pub applies: Option<Expr>,
}

/// `2022-02-21 .. 2025-07-01`, either end open.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effective {
    /// First day.
    pub from: Option<jiff::civil::Date>,
    /// Last day.
    pub until: Option<jiff::civil::Date>,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq)]
pub enum Declaration {
    /// `table NAME { … }`, `extend table NAME { … }`
    Table(Table),
    /// `list NAME { … }`, `extend list NAME { … }`
    List(List),
    /// `format NAME = …`
    Format(Pattern),
    /// `fact NAME = …`
    Fact(Pattern),
    /// `field NAME in ZONE [after FIELD] = …`
    Field(Field),
    /// `define NAME = …`
    Define(Define),
    /// `parameter NAME: TYPE = …`
    Parameter(Parameter),
    /// `outline NAME { … }`
    Outline(Outline),
    /// `rule ID { … }`
    Rule(Box<Rule>),
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Whether it adds to a table of another pack.
    pub extends: bool,
    /// `key = value, value`
    pub rows: Vec<(At<String>, Vec<At<Literal>>)>,
}

/// A list of phrases.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Its name.
    pub name: Name,
    /// Whether it adds to a list of another pack.
    pub extends: bool,
    /// Its entries.
    pub entries: Vec<At<String>>,
}

/// A named pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// Its name.
    pub name: Name,
    /// How it looks.
    pub body: At<Element>,
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// `"kế hoạch"`
    Words(String),
    /// `exactly "CTr"`
    Exactly(String),
    /// `key of T`
    KeyOf(Name),
    /// `value of T`
    ValueOf(Name),
    /// `one of L`
    OneOf(Name),
    /// `digits`
    Digits,
    /// `word`
    Word,
    /// `words`
    SomeWords,
    /// `capitals`
    Capitals,
    /// `proper`
    Proper,
    /// `code`
    Code,
    /// `any`
    Any,
    /// `rest`
    Rest,
    /// `clause`
    Clause,
    /// `amounts`
    Amounts,
    /// `start`
    Start,
    /// `end`
    End,
    /// The name of a built-in kind, a format or a fact.
    Named(String),
    /// `name: P`
    Capture(Name, Box<At<Element>>),
    /// `P Q`
    Sequence(Vec<At<Element>>),
    /// `P | Q`
    Choice(Vec<At<Element>>),
    /// `[P]`
    Optional(Box<At<Element>>),
    /// `{P}`
    Repeat(Box<At<Element>>),
    /// `up to N words`, with the list of `without one of L`
    UpTo(u32, Option<Name>),
    /// `P except Q`
    Except(Box<At<Element>>, Box<At<Element>>),
    /// `P unlike key of T`
    Unlike(Box<At<Element>>, Name),
    /// `not before P`
    NotBefore(Box<At<Element>>),
    /// `not after "…"` or `not after one of L`
    NotAfter(Box<At<Element>>),
}

/// Where a field is looked for.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Before the first section.
    Head,
    /// In sections.
    Body,
    /// Anywhere.
    Document,
}

/// A place of the layout.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Where it is looked for.
    pub zone: Zone,
    /// The field behind whose block the search starts.
    pub after: Option<Name>,
    /// How it looks.
    pub body: At<Element>,
}

/// A value of the report as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// How it is worked out.
    pub value: Expr,
}

/// What a run may set.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// `text`, `number`, `date`, `flag`
    pub of: Name,
    /// Whether it is a list of these.
    pub list: bool,
    /// The value where the run sets none.
    pub default: At<Literal>,
    /// What it is for.
    pub about: Text,
}

/// A required outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Its name.
    pub name: Name,
    /// `expand table T`
    pub expand: Option<Name>,
    /// Its parts.
    pub items: Vec<Item>,
}

/// A part or item of an outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// `part` (true) or `item`.
    pub is_part: bool,
    /// The number it should have.
    pub number: At<String>,
    /// Its titles, the first is the one shown.
    pub titles: Vec<At<String>>,
    /// `required` or `optional`
    pub required: bool,
    /// `named N`
    pub named: Option<Name>,
    /// What stands below it.
    pub items: Vec<Item>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id.
    pub id: Name,
    /// The whole rule.
    pub span: Span,
    /// Whether it is a `regression`, judged on two drafts.
    pub drafts: bool,
    /// `title:`
    pub title: Option<At<Text>>,
    /// `source:`
    pub source: Option<At<String>>,
    /// `severity:`
    pub severity: Option<At<Severity>>,
    /// `effective:`
    pub effective: Option<At<Effective>>,
    /// `replaces:` the rules it gives way to.
    pub gives_way: Vec<Name>,
    /// `why`
    pub why: Option<At<Text>>,
    /// `for each …`
    pub scope: Option<At<Scope>>,
    /// `when` and `let`, in order.
    pub steps: Vec<Step>,
    /// `require` or `forbid`.
    pub judgement: Option<Judgement>,
    /// `at`
    pub at: Option<Expr>,
    /// `label`
    pub labels: Vec<(Expr, At<Text>)>,
    /// `message`
    pub message: Option<At<Text>>,
    /// `help`
    pub help: Option<At<Text>>,
    /// `fix` (safe) and `suggest`.
    pub edits: Vec<EditRule>,
    /// `pass` and `fail`
    pub examples: Vec<Example>,
}

/// One of two drafts.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Draft {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// Which members of two drafts a regression looks at.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drafts {
    /// `in both drafts`: those that stand in both.
    Both,
    /// `in the old draft`, `in the new draft`: those of one, with what each is in the other, if there.
    One(Draft),
}

/// What a rule looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    /// `for each KIND x in both drafts [by …] [where …]`
    Drafts {
        /// Kind.
        kind: Name,
        /// Variable.
        name: Name,
        /// Which.
        of: Drafts,
        /// What makes two the same; their place where there is none.
        keys: Vec<Expr>,
        /// Narrowing.
        condition: Option<Expr>,
    },
    /// `for each KIND x [in PLACE] [where …]`
    Each {
        /// Kind.
        kind: Name,
        /// Variable.
        name: Name,
        /// Place.
        within: Option<Place>,
        /// Narrowing.
        condition: Option<Expr>,
    },
    /// `for each group of KIND g by … [where …]`
    Group {
        /// Kind.
        kind: Name,
        /// Variable.
        name: Name,
        /// What they agree in.
        keys: Vec<Expr>,
        /// Narrowing of the members (`it`).
        condition: Option<Expr>,
    },
    /// `for each first KIND x by … [where …]`, `for all KIND g [where …]`, `for all first KIND g by … [where …]`
    Chosen {
        /// Kind.
        kind: Name,
        /// Variable.
        name: Name,
        /// Of those that agree in these only the first in the text; all where there are none.
        keys: Vec<Expr>,
        /// Narrowing: of the item by its variable, of the members of one group by `it`.
        condition: Option<Expr>,
        /// Whether what is left is one group.
        together: bool,
    },
    /// `for the report`
    Report,
}

/// Where facts are looked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// `document`; in a regression the one named.
    Document(Option<Draft>),
    /// `sentence of x`
    Sentence(Box<Expr>),
    /// `paragraph of x`
    Paragraph(Box<Expr>),
    /// `section of x`
    Section(Box<Expr>),
    /// A field, a named part, any value with a place.
    Of(Box<Expr>),
    /// `like x by K, K`: wherever they stand, those that agree with another in these values.
    Like(Box<Expr>, Vec<Expr>),
}

/// A guard or a name for a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// `when …`
    When(Expr),
    /// `let name = …`
    Let(Name, Expr),
}

/// `require …` or `forbid …`
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Whether it forbids.
    pub forbid: bool,
    /// What.
    pub expr: Expr,
}

/// `fix x -> "…"`, `suggest x -> "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct EditRule {
    /// Whether it may be applied without asking.
    pub safe: bool,
    /// What is replaced.
    pub target: Expr,
    /// By what; a template.
    pub text: At<String>,
}

/// `pass "…"`, `fail "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Whether the rule should find something.
    pub fails: bool,
    /// `(stage: "final", …)`
    pub settings: Vec<(Name, At<Literal>)>,
    /// `old "…"`: the draft before, for regressions.
    pub old: Option<At<String>>,
    /// The text as written, marks included.
    pub text: At<String>,
}

/// A value written out.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `"…"`
    Text(String),
    /// `12.5`
    Number(Decimal),
    /// `2022-02-21`
    Date(jiff::civil::Date),
    /// `true`
    Flag(bool),
    /// `2021 .. 2026`
    Range(Decimal, Decimal),
    /// `["a", "b"]`
    List(Vec<At<Literal>>),
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What.
    pub node: Box<ExprNode>,
    /// Where.
    pub span: Span,
}

/// Operators between two values.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `contains`
    Contains,
    /// `starts with`
    StartsWith,
    /// `ends with`
    EndsWith,
    /// `before`
    Before,
    /// `after`
    After,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// What a search gives.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// `some … where …`
    Some,
    /// `every … where …`
    Every,
    /// `no … where …`
    No,
    /// `count of …`
    Count,
    /// `first …`
    First,
    /// `last …`
    Last,
}

/// Kinds of expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprNode {
    /// A value written out.
    Literal(Literal),
    /// `[a, b]` of expressions that are not all literals.
    List(Vec<Expr>),
    /// A variable, define, parameter, field group (`report`), `run`, or table used by name.
    Name(String),
    /// `old x`, `new x`: a name as it is in one of two drafts.
    OfDraft(Draft, Name),
    /// `x.part`
    Part(Expr, Name),
    /// `f(x, y)` or `table(x)`
    Call(Name, Vec<Expr>),
    /// `values of T`
    ValuesOf(Name),
    /// `not x`
    Not(Expr),
    /// `-x`
    Negative(Expr),
    /// `x + y` …
    Binary(Operator, Expr, Expr),
    /// `x exists` (true) or `x missing` (false)
    Exists(Expr, bool),
    /// `x is F` (true), `x is not F` (false)
    Is(Expr, bool, Name),
    /// `x inside K` (true), `x not inside K` (false)
    Inside(Expr, bool, Name),
    /// `some K x in P where …`
    Search {
        /// What it gives.
        quantifier: Quantifier,
        /// Kind.
        kind: Name,
        /// Variable; absent where none is needed.
        name: Option<Name>,
        /// Place; the whole document where absent.
        within: Option<Place>,
        /// Condition.
        condition: Option<Expr>,
    },
}
