//! One rule on one document: its items, guards and obligation, and the finding that follows.

use std::collections::HashMap;
use std::rc::Rc;

use super::engine::{Engine, Slots};
use super::kinds::Members;
use super::value::Value;
use crate::finding::{Edit, EditKind, Finding, Label, Unjudged};
use crate::lang::Text;
use crate::rule::ir::{Ir, Piece, Rule, Scope, Step, Template};
use crate::span::Span;

/// What a rule gave on a document.
#[derive(Debug, Default)]
pub struct Judged {
    /// Findings in order of items.
    pub findings: Vec<Finding>,
    /// Why it could not judge, if so; once for a document.
    pub unjudged: Option<Unjudged>,
}

impl Engine<'_> {
    /// Judges one rule.
    pub fn judge(&self, rule: &Rule) -> Judged {
        let mut judged = Judged::default();
        let mut slots: Slots = vec![Value::Missing; rule.slots.max(1) as usize];
        let items = match self.items_of(rule, &mut slots) {
            Ok(items) => items,
            Err(reason) => {
                self.note(rule, &reason, &mut judged);
                return judged;
            }
        };
        for item in items.iter() {
            slots.fill(Value::Missing);
            if let Some(first) = slots.first_mut() {
                *first = item.clone();
            }
            match self.holds(rule, &mut slots) {
                Ok(true) => {}
                Ok(false) => judged.findings.extend(self.finding(rule, &item, &mut slots)),
                Err(reason) => self.note(rule, &reason, &mut judged),
            }
        }
        judged
    }

    fn note(&self, rule: &Rule, reason: &Value, judged: &mut Judged) {
        if let (Value::Unjudged(reason), None) = (reason, &judged.unjudged) {
            judged.unjudged = Some(Unjudged { rule: rule.id.clone(), reason: (**reason).clone() });
        }
    }

    /// The items a rule looks at.
    fn items_of(&self, rule: &Rule, slots: &mut Slots) -> Result<Members<'_>, Value> {
        match &rule.scope {
            Scope::Report => Ok(Members::Values(vec![Value::Report])),
            Scope::Each { kind, place, condition } => {
                let mut members = self.members_in(*kind, place, slots)?;
                if let Some(condition) = condition {
                    members = self.narrowed(&members, condition, slots)?;
                }
                Ok(members)
            }
            Scope::Group { kind, keys, condition } => {
                let mut members = self.members(*kind);
                if let Some(condition) = condition {
                    members = self.narrowed(&members, condition, slots)?;
                }
                let mut groups = self.grouped(&members, keys, slots);
                groups.retain(|group| group.len() > 1);
                Ok(Members::Values(groups.into_iter().map(|group| Value::List(Rc::new(group))).collect()))
            }
            Scope::Chosen { kind, keys, condition, together } => {
                let mut members = self.members(*kind);
                if !keys.is_empty() {
                    let groups = self.grouped(&members, keys, slots).into_iter();
                    members = Members::Values(groups.filter_map(|group| group.into_iter().next()).collect());
                }
                if let Some(condition) = condition {
                    members = self.narrowed(&members, condition, slots)?;
                }
                if !together {
                    return Ok(members);
                }
                let all: Vec<Value> = members.iter().collect();
                Ok(Members::Values(if all.is_empty() { all } else { vec![Value::List(Rc::new(all))] }))
            }
        }
    }

    /// Members that agree in all keys, in the order of their first; those that lack one are left out.
    fn grouped(&self, members: &Members<'_>, keys: &[Ir], slots: &mut Slots) -> Vec<Vec<Value>> {
        let mut groups: Vec<Vec<Value>> = Vec::new();
        let mut index: HashMap<Vec<String>, usize> = HashMap::new();
        for member in members.iter() {
            if let Some(first) = slots.first_mut() {
                *first = member.clone();
            }
            let key: Option<Vec<String>> = keys.iter().map(|key| self.key(&self.eval(key, slots))).collect();
            let Some(key) = key else { continue };
            let at = *index.entry(key).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(at) {
                group.push(member);
            }
        }
        groups
    }

    fn narrowed(&self, members: &Members<'_>, condition: &Ir, slots: &mut Slots) -> Result<Members<'_>, Value> {
        let mut kept = Vec::new();
        for member in members.iter() {
            if let Some(first) = slots.first_mut() {
                *first = member.clone();
            }
            match self.eval(condition, slots) {
                Value::Flag(true) => kept.push(member),
                reason @ Value::Unjudged(_) => return Err(reason),
                _ => {}
            }
        }
        Ok(Members::Values(kept))
    }

    /// Whether the obligation is met, or does not arise.
    fn holds(&self, rule: &Rule, slots: &mut Slots) -> Result<bool, Value> {
        for step in &rule.steps {
            match step {
                Step::Let(slot, ir) => {
                    let value = self.eval(ir, slots);
                    if let Some(place) = slots.get_mut(*slot as usize) {
                        *place = value;
                    }
                }
                Step::When(ir) => match self.eval(ir, slots) {
                    Value::Flag(true) => {}
                    reason @ Value::Unjudged(_) => return Err(reason),
                    _ => return Ok(true),
                },
            }
        }
        match self.eval(&rule.judgement, slots) {
            Value::Flag(flag) => Ok(flag != rule.forbid),
            reason @ Value::Unjudged(_) => Err(reason),
            _ => Ok(true),
        }
    }

    fn finding(&self, rule: &Rule, item: &Value, slots: &mut Slots) -> Option<Finding> {
        let at = rule.at.as_ref().map_or_else(|| item.clone(), |at| self.eval(at, slots));
        let places = self.places(&at);
        let span = places.first().copied().or_else(|| self.span(item))?;
        let mut related: Vec<Label> =
            places.iter().skip(1).map(|&span| Label { span, text: Text::default() }).collect();
        for (ir, text) in &rule.labels {
            let value = self.eval(ir, slots);
            let text = self.fill(text, slots);
            for place in self.places(&value) {
                if place != span && !related.iter().any(|label| label.span == place && label.text == text) {
                    related.retain(|label| label.span != place);
                    related.push(Label { span: place, text: text.clone() });
                }
            }
        }
        let edits = rule.edits.iter().filter_map(|edit| {
            let target = self.eval(&edit.target, slots);
            let span = self.span(&target)?;
            let text = self.pieces(&edit.text, slots, None)?;
            let kind = if edit.safe { EditKind::Safe } else { EditKind::Suggested };
            (text != self.document.slice(span)).then_some(Edit { kind, span, text })
        });
        let edits = edits.collect();
        let message = self.fill(&rule.message, slots);
        Some(Finding {
            rule: rule.id.clone(),
            severity: rule.severity,
            label: Text::default(),
            span,
            related,
            help: rule.help.as_ref().map(|help| self.fill(help, slots)),
            source: rule.source.clone(),
            edits,
            fingerprint: self.fingerprint(rule, span, &message),
            message,
        })
    }

    /// All places of a value: of a list, each.
    fn places(&self, value: &Value) -> Vec<Span> {
        match value {
            Value::List(items) => items.iter().flat_map(|item| self.places(item)).collect(),
            value => self.span(value).into_iter().collect(),
        }
    }

    fn fill(&self, template: &Template, slots: &mut Slots) -> Text {
        Text::new(
            self.pieces(&template.vi, slots, Some("…")).unwrap_or_default(),
            self.pieces(&template.en, slots, Some("…")).unwrap_or_default(),
        )
    }

    /// The text of a template. What is missing prints as `absent`; without it there is no text.
    fn pieces(&self, pieces: &[Piece], slots: &mut Slots, absent: Option<&str>) -> Option<String> {
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(ir) => {
                    let value = self.eval(ir, slots);
                    match (self.text(&value), absent) {
                        (Some(text), _) => out.push_str(&text),
                        (None, Some(absent)) => out.push_str(absent),
                        (None, None) => return None,
                    }
                }
            }
        }
        Some(out)
    }

    /// The same for the same defect in the next draft: the rule, the titles of the sections around it, and the words.
    fn fingerprint(&self, rule: &Rule, span: Span, message: &Text) -> String {
        let block = self.document.blocks.partition_point(|block| block.span.end < span.start);
        let mut path = String::new();
        let mut section = self.document.blocks.get(block).and_then(|block| block.section);
        while let Some(at) = section {
            let Some(found) = self.document.sections.get(at as usize) else { break };
            path.push_str(&crate::text::fold(self.document.slice(self.document.span_of(found.title.clone()))));
            path.push('\n');
            section = found.parent;
        }
        let words = self.document.slice(span);
        let words = if words.is_empty() { message.vi.as_str() } else { words };
        let words = crate::text::fold(words).split_whitespace().collect::<Vec<_>>().join(" ");
        let hash = xxhash_rust::xxh3::xxh3_64(format!("{}\n{path}\n{words}", rule.id).as_bytes());
        format!("{hash:016x}")
    }
}
