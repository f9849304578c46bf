//! Patterns of the tree to programs of the matching machine.

use std::collections::HashMap;

use super::ir::{Compiled, ShapePiece};
use super::names::{Here, Meaning, Mistakes, Packs, Table, find};
use super::types::{Shape, Type};
use crate::fact::pattern::{Instruction, Program, Step, exact_of, keys_of};
use crate::fact::{Builtin, Kind};
use crate::lang::Text;
use crate::syntax::tree::{At, Element, Name};

/// The built-in kinds by the name they have in patterns and scopes.
pub const BUILTIN: [(&str, Builtin); 16] = [
    ("date", Builtin::Date),
    ("period", Builtin::Period),
    ("percentage", Builtin::Percentage),
    ("amount", Builtin::Amount),
    ("ratio", Builtin::Ratio),
    ("document_number", Builtin::DocumentNumber),
    ("definition", Builtin::Definition),
    ("abbreviation", Builtin::Abbreviation),
    ("delimiter", Builtin::Delimiter),
    ("punctuation", Builtin::Punctuation),
    ("doubling", Builtin::Doubling),
    ("glyph", Builtin::Glyph),
    ("misspelling", Builtin::Misspelling),
    ("typing", Builtin::Typing),
    ("variant", Builtin::Variant),
    ("leftover", Builtin::Leftover),
];

/// The built-in kind of a name.
pub fn builtin(name: &str) -> Option<Builtin> {
    BUILTIN.iter().find(|(n, _)| *n == name).map(|(_, kind)| *kind)
}

/// The kind of facts that a capture of this type is read as.
fn kind_of(of: &Type) -> Option<Kind> {
    match of {
        Type::Record(shape) if shape.prefix.is_empty() => Some(Kind::Declared(shape.pattern)),
        // One of several formats, or a document number in none of them.
        Type::Record(_) => Some(Kind::Builtin(Builtin::DocumentNumber)),
        _ => BUILTIN
            .iter()
            .find(|(_, kind)| Type::of_builtin(*kind) == *of && !matches!(of, Type::Text | Type::Oddity))
            .map(|(_, kind)| Kind::Builtin(*kind)),
    }
}

/// Types of the captures of a pattern, by full name.
pub type CaptureTypes = HashMap<String, Type>;

/// What compiling needs to look things up.
pub struct Context<'a> {
    /// Where the pattern is written.
    pub here: Here<'a>,
    /// All names.
    pub names: &'a Table,
    /// All packs.
    pub packs: &'a Packs,
    /// Bodies of formats by index, with the file they stand in.
    pub formats: &'a [(Here<'a>, &'a At<Element>, String)],
    /// What is compiled already.
    pub done: &'a Compiled,
    /// Index that the pattern will have.
    pub index: u32,
}

/// A program under construction.
#[derive(Debug, Default)]
pub struct Building {
    /// Instructions.
    pub program: Program,
    /// Capture names.
    pub captures: Vec<String>,
    /// Their types.
    pub types: CaptureTypes,
    prefix: String,
    capture: Option<String>,
    depth: u32,
}

impl Context<'_> {
    /// Compiles a pattern whole.
    pub fn build(&self, body: &At<Element>, mistakes: &mut Mistakes) -> Building {
        let mut building = Building::default();
        self.element(body, false, &mut building, mistakes);
        building.push(Step::Accept, false);
        building.program.kinds =
            building.captures.iter().map(|name| building.types.get(name).and_then(kind_of)).collect();
        building
    }

    /// Compiles the body of a format on its own.
    pub fn build_format(&self, body: &At<Element>, mistakes: &mut Mistakes) -> Building {
        let mut building = Building::default();
        building.push(Step::Edge(true), false);
        self.glued(body, &mut building, mistakes);
        building.push(Step::Edge(false), false);
        building.push(Step::Accept, false);
        building
    }

    /// A format's body: everything behind its first piece touches what stands before.
    fn glued(&self, body: &At<Element>, building: &mut Building, mistakes: &mut Mistakes) {
        match &body.node {
            Element::Sequence(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    if at == 0 {
                        self.glued(part, building, mistakes);
                    } else {
                        self.element(part, true, building, mistakes);
                    }
                }
            }
            Element::Choice(choices) => {
                self.choice(choices, building, &mut |context, choice, building| {
                    context.glued(choice, building, mistakes)
                });
            }
            Element::Capture(name, inner) => {
                self.capture(name, inner, building, &mut |context, building| context.glued(inner, building, mistakes));
            }
            _ => self.element(body, false, building, mistakes),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each construct of the pattern language")]
    fn element(&self, element: &At<Element>, glued: bool, building: &mut Building, mistakes: &mut Mistakes) {
        match &element.node {
            Element::Words(words) => building.push(Step::Words(keys_of(words)), glued),
            Element::Exactly(text) => building.push(Step::Exactly(exact_of(text)), glued),
            Element::KeyOf(name) => {
                if let Some(set) = self.set(name, false, mistakes) {
                    building.push(Step::Key(set), glued);
                }
            }
            Element::ValueOf(name) => {
                if let Some(set) = self.set(name, true, mistakes) {
                    building.push(Step::Phrase(set), glued);
                }
            }
            Element::OneOf(name) => {
                if let Some(set) = self.set(name, false, mistakes) {
                    building.push(Step::Phrase(set), glued);
                }
            }
            Element::Digits => building.push(Step::Digits, glued),
            Element::Word => building.push(Step::Word, glued),
            Element::Capitals => building.push(Step::Capitals, glued),
            Element::Proper => building.push(Step::Proper, glued),
            Element::Code => building.push(Step::Code, glued),
            Element::Any => building.push(Step::Any, glued),
            Element::Rest => building.push(Step::Rest, glued),
            Element::Clause => building.push(Step::Clause, glued),
            Element::Start => building.push(Step::Start, false),
            Element::End => building.push(Step::End, false),
            Element::SomeWords => {
                let top = building.here();
                building.push(Step::Wordlike, glued);
                building.push(Step::Split(top + 2, top), false);
            }
            Element::Amounts => {
                let name = building.capture.clone().unwrap_or_else(|| "amounts".into());
                let name = building.name(&name);
                building.push(Step::Amounts(name), glued);
            }
            Element::Named(name) => self.named(name, element, glued, building, mistakes),
            Element::Capture(name, inner) => {
                self.capture(name, inner, building, &mut |context, building| {
                    context.element(inner, glued, building, mistakes)
                });
            }
            Element::Sequence(parts) => {
                for part in parts {
                    self.element(part, glued, building, mistakes);
                }
            }
            Element::Choice(choices) => {
                self.choice(choices, building, &mut |context, choice, building| {
                    context.element(choice, glued, building, mistakes)
                });
            }
            Element::Optional(inner) => {
                let split = building.here();
                building.push(Step::Split(split + 1, 0), false);
                self.element(inner, glued, building, mistakes);
                building.set(split, Step::Split(split + 1, building.here()));
            }
            Element::Repeat(inner) => {
                let split = building.here();
                building.push(Step::Split(split + 1, 0), false);
                self.element(inner, glued, building, mistakes);
                building.push(Step::Jump(split), false);
                building.set(split, Step::Split(split + 1, building.here()));
            }
            Element::UpTo(count, without) => {
                let without = without.as_ref().and_then(|name| self.set(name, false, mistakes));
                let top = building.here();
                let exit = top + 2 * (*count).min(64);
                for _ in 0..(*count).min(64) {
                    let next = building.here() + 1;
                    building.push(Step::Split(exit, next), false);
                    building.push(Step::Skip(without), glued);
                }
            }
            Element::Except(inner, but) => {
                let inner = self.sub(inner, building, mistakes);
                let but = self.sub(but, building, mistakes);
                building.push(Step::Except(Box::new(inner), Box::new(but)), glued);
            }
            Element::Unlike(inner, name) => {
                let inner = self.sub(inner, building, mistakes);
                if let Some(set) = self.set(name, false, mistakes) {
                    building.push(Step::Unlike(Box::new(inner), set), glued);
                }
            }
            Element::NotBefore(inner) => {
                let inner = self.sub(inner, building, mistakes);
                building.push(Step::NotBefore(Box::new(inner)), false);
            }
            Element::NotAfter(inner) => match &inner.node {
                Element::Words(words) => building.push(Step::NotAfterWords(keys_of(words)), false),
                Element::OneOf(name) => {
                    if let Some(set) = self.set(name, false, mistakes) {
                        building.push(Step::NotAfterPhrase(set), false);
                    }
                }
                _ => {
                    mistakes
                        .add(
                            &self.here.file.source,
                            "pattern::not_after",
                            inner.span,
                            Text::new(
                                "`not after` chỉ nhận cụm từ hoặc danh sách",
                                "`not after` takes words or a list only",
                            ),
                        )
                        .advise(
                            "viết `not after \"…\"` hoặc `not after one of L`",
                            "write `not after \"…\"` or `not after one of L`",
                        );
                }
            },
        }
    }

    /// A sub-pattern that captures nothing.
    fn sub(&self, element: &At<Element>, building: &Building, mistakes: &mut Mistakes) -> Program {
        let mut inner = Building { depth: building.depth + 1, ..Building::default() };
        self.element(element, false, &mut inner, mistakes);
        inner.push(Step::Accept, false);
        if !inner.captures.is_empty() {
            mistakes.add(
                &self.here.file.source,
                "pattern::lost_capture",
                element.span,
                Text::new(
                    "không thể đặt tên cho phần nằm trong phép thử này",
                    "a part cannot be captured inside this test",
                ),
            );
        }
        inner.program
    }

    fn capture(
        &self,
        name: &Name,
        inner: &At<Element>,
        building: &mut Building,
        body: &mut dyn FnMut(&Self, &mut Building),
    ) {
        let full = format!("{}{}", building.prefix, name.node);
        let outer = building.capture.replace(full.clone());
        let slot = building.name(&full);
        let typed = self.type_of(inner, &full);
        match building.types.get(&full) {
            Some(known) if *known != typed && !matches!(known, Type::Record(_)) => {
                building.types.insert(full.clone(), Type::Text);
            }
            Some(_) => {}
            None => {
                building.types.insert(full.clone(), typed);
            }
        }
        building.push(Step::Open(slot), false);
        body(self, building);
        building.push(Step::Close(slot), false);
        building.capture = outer;
    }

    fn choice(
        &self,
        choices: &[At<Element>],
        building: &mut Building,
        body: &mut dyn FnMut(&Self, &At<Element>, &mut Building),
    ) {
        let mut ends = Vec::new();
        for (at, choice) in choices.iter().enumerate() {
            if at + 1 == choices.len() {
                body(self, choice, building);
            } else {
                let split = building.here();
                building.push(Step::Split(split + 1, 0), false);
                body(self, choice, building);
                ends.push(building.here());
                building.push(Step::Jump(0), false);
                building.set(split, Step::Split(split + 1, building.here()));
            }
        }
        for end in ends {
            building.set(end, Step::Jump(building.here()));
        }
    }

    fn named(&self, name: &str, element: &At<Element>, glued: bool, building: &mut Building, mistakes: &mut Mistakes) {
        if let Some(kind) = builtin(name) {
            building.push(Step::Builtin(kind), glued);
            return;
        }
        if name == "number" {
            building.push(Step::Number, glued);
            return;
        }
        let wanted = Text::new("dữ kiện hoặc định dạng", "fact or format");
        let at = At { node: name.to_owned(), span: element.span };
        let fits = |m: Meaning| matches!(m, Meaning::Fact(_) | Meaning::Format(_));
        let Some(symbol) = find(self.names, self.packs, self.here, &at, (&wanted, &fits), mistakes) else { return };
        match symbol.meaning {
            Meaning::Fact(index) => building.push(Step::Declared(index), glued),
            Meaning::Format(index) => {
                let Some((here, body, format)) = self.formats.get(index as usize) else { return };
                if building.depth > 16 {
                    mistakes.add(
                        &self.here.file.source,
                        "pattern::cycle",
                        element.span,
                        Text::new(
                            format!("định dạng `{format}` tự chứa chính nó"),
                            format!("format `{format}` contains itself"),
                        ),
                    );
                    return;
                }
                let inner = Context { here: *here, ..*self };
                let outer = building.prefix.clone();
                if let Some(capture) = &building.capture {
                    building.prefix = format!("{capture}.");
                }
                let capture = building.capture.take();
                building.depth += 1;
                building.push(Step::Edge(true), false);
                if glued {
                    inner.element(body, true, building, mistakes);
                } else {
                    inner.glued(body, building, mistakes);
                }
                building.push(Step::Edge(false), false);
                let note = building.name(&format!("{}#{format}", building.prefix));
                building.push(Step::Form(note), false);
                building.depth -= 1;
                building.capture = capture;
                building.prefix = outer;
            }
            _ => {}
        }
    }

    fn set(&self, name: &Name, values: bool, mistakes: &mut Mistakes) -> Option<u32> {
        let wanted =
            if values { Text::new("bảng", "table") } else { Text::new("bảng hoặc danh sách", "table or list") };
        let fits = |m: Meaning| matches!(m, Meaning::Table(_)) || !values && matches!(m, Meaning::List(_));
        let symbol = find(self.names, self.packs, self.here, name, (&wanted, &fits), mistakes)?;
        let (Meaning::Table(index) | Meaning::List(index)) = symbol.meaning else { return None };
        let lookup = self.done.lookups.get(index as usize)?;
        Some(if values { lookup.value_set } else { lookup.key_set })
    }

    /// The type of what an element captures under a name.
    fn type_of(&self, element: &At<Element>, full: &str) -> Type {
        match &element.node {
            Element::Amounts => Type::Amounts,
            Element::Named(name) => match (builtin(name), self.names.get(name).map(|s| s.meaning)) {
                (Some(kind), _) => Type::of_builtin(kind),
                (None, Some(Meaning::Fact(index))) => Type::Record(Shape { pattern: index, prefix: String::new() }),
                (None, Some(Meaning::Format(_))) => {
                    Type::Record(Shape { pattern: self.index, prefix: format!("{full}.") })
                }
                _ => Type::Text,
            },
            Element::Choice(choices) => {
                let mut types: Vec<Type> = choices.iter().map(|choice| self.type_of(choice, full)).collect();
                let own = |t: &Type| matches!(t, Type::Record(shape) if !shape.prefix.is_empty());
                if let Some(record) = types.iter().find(|t| own(t)) {
                    return record.clone();
                }
                types.dedup();
                match types.as_slice() {
                    [only] => only.clone(),
                    _ => Type::Text,
                }
            }
            Element::Except(inner, _) | Element::Unlike(inner, _) => self.type_of(inner, full),
            _ => Type::Text,
        }
    }

    /// All ways through a format, as pieces in a row; at most 64.
    pub fn shapes(&self, element: &At<Element>, mistakes: &mut Mistakes) -> Vec<Vec<ShapePiece>> {
        match &element.node {
            Element::Words(text) | Element::Exactly(text) => vec![vec![ShapePiece::Literal(text.clone())]],
            Element::Digits => vec![vec![ShapePiece::Digits]],
            Element::KeyOf(name) | Element::OneOf(name) => {
                self.set(name, false, mistakes).map(|set| vec![vec![ShapePiece::Key(set)]]).unwrap_or_default()
            }
            Element::Code | Element::Word | Element::Capitals | Element::Proper => {
                vec![vec![ShapePiece::Code { unlike: Vec::new(), except: Vec::new() }]]
            }
            Element::Unlike(inner, name) => {
                let set = self.set(name, false, mistakes);
                self.narrowed(inner, mistakes, &|unlike, _| unlike.extend(set))
            }
            Element::Except(inner, but) => {
                let set = match &but.node {
                    Element::KeyOf(name) | Element::OneOf(name) => self.set(name, false, mistakes),
                    _ => None,
                };
                self.narrowed(inner, mistakes, &|_, except| except.extend(set))
            }
            Element::Capture(_, inner) => self.shapes(inner, mistakes),
            Element::Sequence(parts) => parts.iter().fold(vec![Vec::new()], |ways, part| {
                let next = self.shapes(part, mistakes);
                let joined = ways.iter().flat_map(|way| next.iter().map(move |tail| [way.as_slice(), tail].concat()));
                joined.take(64).collect()
            }),
            Element::Choice(choices) => {
                choices.iter().flat_map(|choice| self.shapes(choice, mistakes)).take(64).collect()
            }
            Element::Optional(inner) | Element::Repeat(inner) => {
                let mut ways = self.shapes(inner, mistakes);
                ways.push(Vec::new());
                ways
            }
            Element::Named(name) => match self.names.get(name).map(|s| s.meaning) {
                Some(Meaning::Format(index)) if index != self.index => {
                    let Some((here, body, _)) = self.formats.get(index as usize) else { return Vec::new() };
                    Context { here: *here, index, ..*self }.shapes(body, mistakes)
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn narrowed(
        &self,
        inner: &At<Element>,
        mistakes: &mut Mistakes,
        narrow: &dyn Fn(&mut Vec<u32>, &mut Vec<u32>),
    ) -> Vec<Vec<ShapePiece>> {
        let mut ways = self.shapes(inner, mistakes);
        for piece in ways.iter_mut().flatten() {
            if let ShapePiece::Code { unlike, except } = piece {
                narrow(unlike, except);
            }
        }
        ways
    }
}

impl Building {
    fn here(&self) -> u32 {
        self.program.code.len() as u32
    }

    fn push(&mut self, step: Step, glued: bool) {
        self.program.code.push(Instruction::new(step, glued));
    }

    fn set(&mut self, at: u32, step: Step) {
        if let Some(instruction) = self.program.code.get_mut(at as usize) {
            instruction.step = step;
        }
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(at) = self.captures.iter().position(|known| known == name) {
            return at as u32;
        }
        self.captures.push(name.to_owned());
        self.captures.len() as u32 - 1
    }
}
