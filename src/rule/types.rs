//! The types of the rule language and the parts each has.

use serde::{Deserialize, Serialize};

use crate::fact::Builtin;

/// What counts as near an entry.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nearness {
    /// One letter lost, added or changed, or two neighbours exchanged; two of these in long texts.
    Letters,
    /// Letters of an abbreviation exchanged, or one of them written twice.
    Jumbled,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Text, with or without a place.
    Text,
    /// An exact decimal.
    Number,
    /// A number that was read in the document and has its place there.
    Figure,
    /// Yes or no.
    Flag,
    /// A calendar date (of a date fact, or calculated).
    Date,
    /// A period.
    Period,
    /// A percentage.
    Percentage,
    /// An amount.
    Amount,
    /// A ratio.
    Ratio,
    /// A document number.
    DocumentNumber,
    /// A list of amounts.
    Amounts,
    /// An abbreviation where it is used.
    Abbreviation,
    /// A definition of an abbreviation.
    Definition,
    /// A bracket or quotation mark.
    Delimiter,
    /// Something written in another way than it should be.
    Oddity,
    /// What a pattern captured: a declared fact or field (no prefix), or a part that is a format (its prefix).
    Record(Shape),
    /// A section.
    Section,
    /// An item of an outline.
    Item,
    /// A note.
    Note,
    /// A mark of a note.
    Mark,
    /// A paragraph, sentence, row or table: a stretch of text.
    Stretch,
    /// A cell.
    Cell,
    /// A relation of figures in a table.
    Relation,
    /// Figures of running text of which one follows from the others.
    Reckoning,
    /// Pages of one size.
    Page,
    /// What a place looks like.
    Look,
    /// A group of facts of one type.
    Group(Box<Type>),
    /// A list.
    List(Box<Type>),
    /// A range of numbers.
    Range,
    /// The report as a whole.
    Report,
    /// What is set for the run.
    Run,
    /// Follows from a mistake that has been reported: agrees with everything.
    Unknown,
}

/// Which captures a record has: those of pattern `pattern` whose names begin with `prefix`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shape {
    /// Index of the pattern.
    pub pattern: u32,
    /// `""`, or the name of the part with a dot behind it: `"id."`.
    pub prefix: String,
}

/// A part of a built-in type.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the part of its own name in the table below, and in the language's reference")]
pub enum Attribute {
    Text,
    Day,
    Month,
    Year,
    DayDigits,
    MonthDigits,
    YearDigits,
    Valid,
    Flaw,
    Style,
    Length,
    Index,
    Start,
    End,
    Notation,
    Value,
    Decimals,
    Low,
    High,
    Written,
    Scale,
    Unit,
    Noun,
    Exact,
    Grouping,
    Digits,
    Part,
    Whole,
    Serial,
    Symbol,
    Groups,
    Sum,
    Count,
    Complete,
    Uniform,
    Short,
    Long,
    Fits,
    Misfit,
    Opens,
    Partner,
    Gap,
    Right,
    Others,
    Sure,
    First,
    Definition,
    Earlier,
    Label,
    Kind,
    Number,
    Expected,
    ExpectedLabel,
    Title,
    Depth,
    Parent,
    Previous,
    Next,
    IsItem,
    TitleOnly,
    Empty,
    FitsParent,
    Marks,
    Note,
    Words,
    Row,
    Column,
    Required,
    Section,
    Misplaced,
    Basis,
    Result,
    Terms,
    Holds,
    BorneOut,
    Support,
    Against,
    Suspect,
    Blamed,
    Working,
    Mended,
    Named,
    Percent,
    Head,
    IsPart,
    Members,
    Size,
    Today,
    Stage,
    Period,
    Look,
    Font,
    Bold,
    Italic,
    Underlined,
    Alignment,
    Lines,
    LinePoints,
    Before,
    After,
    FirstLine,
    Width,
    Height,
    Top,
    Bottom,
    Left,
    Numbered,
    NumberPlace,
    NumberAlignment,
    NumberSize,
    NumberOnFirst,
}

impl Type {
    /// The name as a rule's author reads it.
    pub fn name(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Number | Self::Figure => "number".into(),
            Self::Flag => "flag".into(),
            Self::Date => "date".into(),
            Self::Period => "period".into(),
            Self::Percentage => "percentage".into(),
            Self::Amount => "amount".into(),
            Self::Ratio => "ratio".into(),
            Self::DocumentNumber => "document_number".into(),
            Self::Amounts => "amounts".into(),
            Self::Abbreviation => "abbreviation".into(),
            Self::Definition => "definition".into(),
            Self::Delimiter => "delimiter".into(),
            Self::Oddity => "oddity".into(),
            Self::Record(shape) if shape.prefix.is_empty() => "fact".into(),
            Self::Record(_) => "format".into(),
            Self::Section => "section".into(),
            Self::Item => "item".into(),
            Self::Note => "note".into(),
            Self::Mark => "mark".into(),
            Self::Stretch => "stretch of text".into(),
            Self::Cell => "cell".into(),
            Self::Relation => "relation".into(),
            Self::Reckoning => "reckoning".into(),
            Self::Page => "page".into(),
            Self::Look => "look".into(),
            Self::Group(of) => format!("group of {}", of.name()),
            Self::List(of) => format!("list of {}", of.name()),
            Self::Range => "range".into(),
            Self::Report => "report".into(),
            Self::Run => "run".into(),
            Self::Unknown => "unknown".into(),
        }
    }

    /// Whether a value of this type can have a place in the document.
    pub fn has_place(&self) -> bool {
        match self {
            Self::Number | Self::Flag | Self::Range | Self::Run | Self::Look => false,
            Self::List(of) => of.has_place(),
            _ => true,
        }
    }

    /// Whether it counts as text where text is asked for.
    pub fn is_textual(&self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Record(_)
                | Self::DocumentNumber
                | Self::Abbreviation
                | Self::Section
                | Self::Note
                | Self::Mark
                | Self::Stretch
                | Self::Cell
                | Self::Item
                | Self::Unknown
        )
    }

    /// Whether it counts as a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number | Self::Figure | Self::Percentage | Self::Amount | Self::Unknown)
    }

    /// The type of a built-in kind of fact.
    pub fn of_builtin(kind: Builtin) -> Self {
        match kind {
            Builtin::Date => Self::Date,
            Builtin::Period => Self::Period,
            Builtin::Percentage => Self::Percentage,
            Builtin::Amount => Self::Amount,
            Builtin::Ratio => Self::Ratio,
            Builtin::DocumentNumber => Self::DocumentNumber,
            Builtin::Definition => Self::Definition,
            Builtin::Abbreviation => Self::Abbreviation,
            Builtin::Delimiter => Self::Delimiter,
            Builtin::Punctuation
            | Builtin::Doubling
            | Builtin::Glyph
            | Builtin::Misspelling
            | Builtin::Typing
            | Builtin::Variant
            | Builtin::Leftover => Self::Oddity,
        }
    }
}

/// A row of the table of parts: name, attribute, type.
pub type Row = (&'static str, Attribute, Type);

/// The parts of a built-in type, `text` left aside (every value with a place has it).
pub fn attributes(of: &Type) -> Vec<Row> {
    use Attribute as A;
    use Type::{Date, Figure, Flag, Item, List, Note, Number, Section, Text};
    match of {
        Date => vec![
            ("day", A::Day, Figure),
            ("month", A::Month, Figure),
            ("year", A::Year, Figure),
            ("day_digits", A::DayDigits, Number),
            ("month_digits", A::MonthDigits, Number),
            ("year_digits", A::YearDigits, Number),
            ("valid", A::Valid, Flag),
            ("flaw", A::Flaw, Text),
            ("style", A::Style, Text),
        ],
        Type::Period => vec![
            ("length", A::Length, Text),
            ("index", A::Index, Figure),
            ("year", A::Year, Figure),
            ("start", A::Start, Date),
            ("end", A::End, Date),
            ("notation", A::Notation, Text),
        ],
        Type::Percentage => vec![
            ("value", A::Value, Number),
            ("decimals", A::Decimals, Number),
            ("low", A::Low, Number),
            ("high", A::High, Number),
            ("grouping", A::Grouping, Text),
        ],
        Type::Amount => vec![
            ("value", A::Value, Number),
            ("written", A::Written, Figure),
            ("decimals", A::Decimals, Number),
            ("scale", A::Scale, Number),
            ("low", A::Low, Number),
            ("high", A::High, Number),
            ("unit", A::Unit, Text),
            ("noun", A::Noun, Text),
            ("exact", A::Exact, Flag),
            ("grouping", A::Grouping, Text),
            ("digits", A::Digits, Figure),
        ],
        Type::Ratio => vec![
            ("part", A::Part, Number),
            ("whole", A::Whole, Number),
            ("low", A::Low, Number),
            ("high", A::High, Number),
            ("exact", A::Exact, Flag),
            ("noun", A::Noun, Text),
        ],
        Type::DocumentNumber => vec![
            ("serial", A::Serial, Text),
            ("year", A::Year, Figure),
            ("symbol", A::Symbol, Text),
            ("groups", A::Groups, Number),
        ],
        Type::Amounts => vec![
            ("sum", A::Sum, Number),
            ("low", A::Low, Number),
            ("high", A::High, Number),
            ("count", A::Count, Number),
            ("complete", A::Complete, Flag),
            ("uniform", A::Uniform, Flag),
            ("unit", A::Unit, Text),
            ("noun", A::Noun, Text),
            ("items", A::Members, List(Box::new(Type::Amount))),
        ],
        Type::Abbreviation => vec![
            ("first", A::First, Flag),
            ("count", A::Count, Number),
            ("definition", A::Definition, Type::Definition),
            ("long", A::Long, Text),
            ("right", A::Right, Text),
            ("others", A::Others, Number),
        ],
        Type::Definition => vec![
            ("short", A::Short, Text),
            ("long", A::Long, Text),
            ("fits", A::Fits, Flag),
            ("misfit", A::Misfit, Text),
            ("right", A::Right, Text),
            ("earlier", A::Earlier, Type::Definition),
            ("count", A::Count, Number),
        ],
        Type::Delimiter => {
            vec![("opens", A::Opens, Flag), ("partner", A::Partner, Type::Delimiter), ("gap", A::Gap, Text)]
        }
        Type::Oddity => vec![
            ("flaw", A::Flaw, Text),
            ("right", A::Right, Text),
            ("count", A::Count, Number),
            ("others", A::Others, Number),
            ("sure", A::Sure, Flag),
        ],
        Section => vec![
            ("label", A::Label, Text),
            ("kind", A::Kind, Text),
            ("number", A::Number, Number),
            ("expected", A::Expected, Number),
            ("expected_label", A::ExpectedLabel, Text),
            ("title", A::Title, Text),
            ("depth", A::Depth, Number),
            ("parent", A::Parent, Section),
            ("previous", A::Previous, Section),
            ("empty", A::Empty, Flag),
            ("title_only", A::TitleOnly, Flag),
            ("fits_parent", A::FitsParent, Flag),
        ],
        Item => vec![
            ("title", A::Title, Text),
            ("number", A::Number, Text),
            ("required", A::Required, Flag),
            ("section", A::Section, Section),
            ("misplaced", A::Misplaced, Flag),
            ("parent", A::Parent, Item),
            ("is_part", A::IsPart, Flag),
        ],
        Note => vec![
            ("label", A::Label, Text),
            ("number", A::Number, Number),
            ("marks", A::Marks, Number),
            ("empty", A::Empty, Flag),
            ("previous", A::Previous, Note),
        ],
        Type::Mark => vec![
            ("label", A::Label, Text),
            ("number", A::Number, Number),
            ("note", A::Note, Note),
            ("previous", A::Previous, Type::Mark),
        ],
        Type::Stretch => vec![
            ("words", A::Words, Number),
            ("is_item", A::IsItem, Flag),
            ("previous", A::Previous, Type::Stretch),
            ("next", A::Next, Type::Stretch),
        ],
        Type::Cell => vec![
            ("words", A::Words, Number),
            ("row", A::Row, Number),
            ("column", A::Column, Number),
            ("value", A::Value, Figure),
            ("decimals", A::Decimals, Number),
            ("low", A::Low, Number),
            ("high", A::High, Number),
            ("percent", A::Percent, Flag),
            ("unit", A::Unit, Text),
            ("label", A::Label, Text),
            ("expected_label", A::ExpectedLabel, Text),
            ("title", A::Title, Text),
            ("head", A::Head, Text),
            ("previous", A::Previous, Type::Cell),
            ("next", A::Next, Type::Cell),
        ],
        Type::Relation => vec![
            ("kind", A::Kind, Text),
            ("basis", A::Basis, Text),
            ("result", A::Result, Type::Cell),
            ("terms", A::Terms, List(Box::new(Type::Cell))),
            ("value", A::Value, Number),
            ("low", A::Low, Number),
            ("high", A::High, Number),
            ("holds", A::Holds, Flag),
            ("borne_out", A::BorneOut, Flag),
            ("right", A::Right, Number),
            ("support", A::Support, Number),
            ("against", A::Against, Number),
            ("suspect", A::Suspect, Type::Cell),
            ("blamed", A::Blamed, Type::Cell),
            ("title", A::Title, Text),
            ("head", A::Head, Text),
            ("previous", A::Previous, Type::Cell),
            ("next", A::Next, Type::Cell),
        ],
        Type::Reckoning => vec![
            ("kind", A::Kind, Text),
            ("basis", A::Basis, Text),
            ("holds", A::Holds, Flag),
            ("result", A::Result, Figure),
            ("terms", A::Terms, List(Box::new(Figure))),
            ("suspect", A::Suspect, Figure),
            ("right", A::Right, Number),
            ("working", A::Working, Text),
            ("mended", A::Mended, Text),
            ("named", A::Named, Text),
        ],
        Type::Page => vec![
            ("width", A::Width, Number),
            ("height", A::Height, Number),
            ("top", A::Top, Number),
            ("bottom", A::Bottom, Number),
            ("left", A::Left, Number),
            ("right", A::Right, Number),
            ("numbered", A::Numbered, Flag),
            ("number_place", A::NumberPlace, Text),
            ("number_alignment", A::NumberAlignment, Text),
            ("number_size", A::NumberSize, Number),
            ("number_on_first", A::NumberOnFirst, Flag),
        ],
        Type::Look => vec![
            ("font", A::Font, Text),
            ("size", A::Size, Number),
            ("bold", A::Bold, Flag),
            ("italic", A::Italic, Flag),
            ("underlined", A::Underlined, Flag),
            ("alignment", A::Alignment, Text),
            ("lines", A::Lines, Number),
            ("line_points", A::LinePoints, Number),
            ("before", A::Before, Number),
            ("after", A::After, Number),
            ("first_line", A::FirstLine, Number),
        ],
        Type::Group(of) => vec![("members", A::Members, List(of.clone())), ("size", A::Size, Number)],
        Type::Run => vec![("today", A::Today, Date), ("stage", A::Stage, Text), ("period", A::Period, Type::Period)],
        _ => Vec::new(),
    }
}
