//! One rule on one document: its items, guards and obligation, and the finding that follows.

use std::rc::Rc;

use super::engine::{Engine, Slots, fact_kind};
use super::kinds::Members;
use super::value::Value;
use crate::document::{BlockKind, TokenKind};
use crate::fact::Builtin;
use crate::finding::{Edit, EditKind, Finding, Label, Unjudged};
use crate::lang::Text;
use crate::rule::ir::{self, Check, Kind, Piece, Plan, Rule, Scope, Template};
use crate::span::Span;

/// What a rule gave on a document.
#[derive(Debug, Default)]
pub struct Judged {
    /// Findings in order of items.
    pub findings: Vec<Finding>,
    /// Why it could not judge, if so; once for a document.
    pub unjudged: Option<Unjudged>,
}

/// What a rule looks at.
pub enum Items<'e> {
    /// In one report.
    Members(Members<'e>),
    /// In two drafts: what each is in the old one and in the new one.
    Pairs(Vec<(Value, Value)>),
}

impl Items<'_> {
    /// Each, and its counterpart in the new draft if there are two.
    pub fn iter(&self) -> impl Iterator<Item = (Value, Value)> + '_ {
        let (members, pairs) = match self {
            Self::Members(members) => (Some(members), None),
            Self::Pairs(pairs) => (None, Some(pairs)),
        };
        let members = members.into_iter().flat_map(|members| members.iter().map(|item| (item, Value::Missing)));
        members.chain(pairs.into_iter().flatten().cloned())
    }
}

/// Fills the slots of a rule's item. What other slots held of the item before is written over before it is read.
pub fn enter(rule: &Rule, slots: &mut Slots, item: &Value, other: &Value) {
    if let Some(first) = slots.first_mut() {
        *first = item.clone();
    }
    if let (Scope::Drafts { .. }, Some(second)) = (&rule.scope, slots.get_mut(1)) {
        *second = other.clone();
    }
}

impl Engine<'_> {
    /// Judges one rule.
    pub fn judge(&self, rule: &Rule) -> Judged {
        let mut judged = Judged::default();
        // Most rules have no item in most reports: their plans stay in their bytes.
        if self.has_no_item(&rule.scope) {
            return judged;
        }
        let mut slots: Slots = vec![Value::Missing; rule.slots.max(1) as usize];
        let plan = self.plan(rule);
        // What narrows each item by itself is one of the plan's conditions, if it cannot be a reason why nothing could be judged.
        let narrowed = plan.narrowing.as_ref().is_some_and(|narrowing| narrowing.certain) && rule.scope.asks_each();
        let items = match self.items_in(rule, !narrowed, &mut slots) {
            Ok(items) => items,
            Err(reason) => {
                self.note(rule, &reason, &mut judged);
                return judged;
            }
        };
        // Where the items were asked about, more may be known of the report.
        let plan = if narrowed { plan } else { self.plan(rule) };
        let mut ask = |slots: &mut Slots, in_new: Option<&Value>| match self.holds(rule, plan, slots) {
            Ok(true) => {}
            Ok(false) => {
                let item = in_new.or(slots.first()).cloned().unwrap_or(Value::Missing);
                judged.findings.extend(self.finding(rule, &item, slots));
            }
            Err(reason) => self.note(rule, &reason, &mut judged),
        };
        match items {
            Items::Members(members) => {
                for at in 0..members.len() {
                    slots.first_mut().into_iter().for_each(|first| *first = members.get(at));
                    ask(&mut slots, None);
                }
            }
            Items::Pairs(pairs) => {
                for (old, new) in &pairs {
                    enter(rule, &mut slots, old, new);
                    ask(&mut slots, (!new.is_missing()).then_some(new));
                }
            }
        }
        judged
    }

    fn has_no_item(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Each { kind: kind @ (Kind::Builtin(_) | Kind::Declared(_)), place: ir::Place::Document, .. }
            | Scope::Group { kind: kind @ (Kind::Builtin(_) | Kind::Declared(_)), .. }
            | Scope::Chosen { kind: kind @ (Kind::Builtin(_) | Kind::Declared(_)), .. } => {
                self.of_kind(fact_kind(*kind)).is_empty()
            }
            _ => false,
        }
    }

    fn note(&self, rule: &Rule, reason: &Value, judged: &mut Judged) {
        if let (Value::Unjudged(reason), None) = (reason, &judged.unjudged) {
            judged.unjudged = Some(Unjudged { rule: rule.id.clone(), reason: (**reason).clone() });
        }
    }

    /// The items a rule looks at; for a regression, each as it is in the old draft and in the new one.
    pub fn items_of(&self, rule: &Rule, slots: &mut Slots) -> Result<Items<'_>, Value> {
        self.items_in(rule, true, slots)
    }

    /// The same; narrowed, if its items are asked by themselves, only where that is wanted.
    fn items_in(&self, rule: &Rule, narrow: bool, slots: &mut Slots) -> Result<Items<'_>, Value> {
        match &rule.scope {
            Scope::Report => Ok(Items::Members(Members::Values(vec![Value::Report]))),
            Scope::Each { kind, place, .. } => {
                let members = self.members_in(*kind, place, slots)?;
                Ok(Items::Members(if narrow { self.narrowed(members, rule, slots)? } else { members }))
            }
            Scope::Drafts { kind, of, keys, .. } => {
                let mut pairs = self.paired(*kind, *of, keys);
                if let Some(condition) = &self.plan(rule).narrowing {
                    pairs.retain(|(old, new)| {
                        if let [first, second, ..] = slots.as_mut_slice() {
                            (*first, *second) = (old.clone(), new.clone());
                        }
                        self.test(&condition.ir, slots) == Some(true)
                    });
                }
                Ok(Items::Pairs(pairs))
            }
            Scope::Group { kind, keys, .. } => {
                let mut members = self.members(*kind);
                // Most facts agree with no other: of those nothing is asked, if it could be no reason why nothing was judged.
                if self.plan(rule).narrowing.as_ref().is_some_and(|narrowing| narrowing.certain) {
                    members = self.in_company(*kind, members, keys);
                }
                let members = self.narrowed(members, rule, slots)?;
                let mut groups = self.grouped(*kind, &members, keys);
                groups.retain(|group| group.len() > 1);
                Ok(Items::Members(Members::Values(
                    groups.into_iter().map(|group| Value::List(Rc::new(group))).collect(),
                )))
            }
            Scope::Chosen { kind, keys, together, .. } => {
                let mut members = self.members(*kind);
                if !keys.of.is_empty() {
                    members = self.firsts(*kind, &members, keys);
                }
                if narrow {
                    members = self.narrowed(members, rule, slots)?;
                }
                if !together {
                    return Ok(Items::Members(members));
                }
                let all: Vec<Value> = members.iter().collect();
                Ok(Items::Members(Members::Values(if all.is_empty() { all } else { vec![Value::List(Rc::new(all))] })))
            }
        }
    }

    fn narrowed<'e>(&'e self, members: Members<'e>, rule: &Rule, slots: &mut Slots) -> Result<Members<'e>, Value> {
        if members.len() == 0 {
            return Ok(members);
        }
        let Some(condition) = &self.plan(rule).narrowing else { return Ok(members) };
        let mut kept = Vec::new();
        for member in members.iter() {
            if let Some(first) = slots.first_mut() {
                *first = member;
            }
            if self.decide(condition, slots)? == Some(true) {
                kept.extend(slots.first_mut().map(std::mem::take));
            }
        }
        Ok(Members::Values(kept))
    }

    /// Whether the obligation is met, or does not arise. Where it is broken, the named values are filled in.
    fn holds(&self, rule: &Rule, plan: &Plan, slots: &mut Slots) -> Result<bool, Value> {
        for check in &plan.checks {
            match check {
                Check::Let(slot, ir) => {
                    let value = self.eval(ir, slots);
                    if let Some(place) = slots.get_mut(*slot as usize) {
                        *place = value;
                    }
                }
                Check::When(condition) => {
                    if self.decide(condition, slots)? != Some(true) {
                        return Ok(true);
                    }
                }
                Check::Judge(condition) => {
                    if self.decide(condition, slots)? != Some(rule.forbid) {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }

    /// What the broken obligation of an item gives; its slots are filled.
    pub fn finding(&self, rule: &Rule, item: &Value, slots: &mut Slots) -> Option<Finding> {
        let said = &*rule.said;
        let at = said.at.as_ref().map_or_else(|| item.clone(), |at| self.eval(at, slots));
        let places = self.places(&at);
        let span = places.first().copied().or_else(|| self.places(item).first().copied())?;
        let mut related: Vec<Label> =
            places.iter().skip(1).map(|&span| Label { span, text: Text::default() }).collect();
        let mut before = Vec::new();
        for (ir, text) in &said.labels {
            let value = self.eval(ir, slots);
            let text = self.fill(text, slots);
            if let Some(span) = self.in_old(&value).and_then(|(old, inner)| old.span(inner)) {
                before.push(Label { span, text });
                continue;
            }
            for place in self.places(&value) {
                if place != span && !related.iter().any(|label| label.span == place && label.text == text) {
                    related.retain(|label| label.span != place);
                    related.push(Label { span: place, text: text.clone() });
                }
            }
        }
        let edits = said.edits.iter().filter_map(|edit| self.edit(edit, slots)).collect();
        let message = self.fill(&said.message, slots);
        Some(Finding {
            rule: rule.id.clone(),
            severity: rule.severity,
            label: Text::default(),
            span,
            related,
            before,
            help: said.help.as_ref().map(|help| self.fill(help, slots)),
            source: said.source.clone(),
            edits,
            fingerprint: self.fingerprint(rule, span, &message),
            message,
        })
    }

    /// An edit that changes something.
    pub fn edit(&self, edit: &ir::Edit, slots: &mut Slots) -> Option<Edit> {
        let target = self.eval(&edit.target, slots);
        let span = self.span(&target)?;
        let text = self.pieces(&edit.text, slots, None)?;
        let kind = if edit.safe { EditKind::Safe } else { EditKind::Suggested };
        (text != self.document.slice(span)).then_some(Edit { kind, span, text })
    }

    /// All places of a value: of a list, each.
    pub fn places(&self, value: &Value) -> Vec<Span> {
        match value {
            Value::List(items) => items.iter().flat_map(|item| self.places(item)).collect(),
            Value::Old(_) => self.stood(value).into_iter().collect(),
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

    /// The same for the same defect in the next draft: the rule and the words it is about. Neither the place nor what stands
    /// around it counts, nor numbers of headings and notes, line breaks, case and emphasis, so that text may be moved, renumbered
    /// and wrapped anew. Findings that share all of this are told apart by their order.
    fn fingerprint(&self, rule: &Rule, span: Span, message: &Text) -> String {
        // Told once for a document, at the first of many places: the next draft has another first, and the same defect.
        let once = matches!(rule.scope, Scope::Each { kind: Kind::Builtin(Builtin::Typing | Builtin::Leftover), .. });
        let mut words = if once { "document".to_owned() } else { self.words_of(span) };
        if words.is_empty() {
            words = crate::text::fold(&message.vi);
        }
        let hash = xxhash_rust::xxh3::xxh3_64(format!("{}\n{words}", rule.id).as_bytes());
        format!("{hash:016x}")
    }

    /// The folded words of a place. A place that is the number of a heading is named by the title behind it.
    fn words_of(&self, span: Span) -> String {
        let document = self.document;
        let first = document.blocks.partition_point(|block| block.span.end <= span.start);
        let blocks = document.blocks.iter().skip(first).take_while(|block| block.span.start < span.end);
        let (mut words, mut title, mut in_note) = (String::new(), String::new(), None);
        for block in blocks {
            let inside = document.tokens_in(block.tokens.clone()).iter().filter(|token| span.contains(token.span));
            let counting = inside.filter(|token| token.kind != TokenKind::Mark);
            // Notes at the foot of a page that a paragraph runs over do not belong to it.
            let note = matches!(block.kind, BlockKind::Note(_));
            for token in counting {
                if *in_note.get_or_insert(note) != note {
                    break;
                }
                words.push_str(&crate::text::fold(document.slice(token.span)));
                words.push(' ');
            }
            if block.label.as_ref().is_some_and(|label| label.span.contains(span)) {
                title = crate::text::fold(document.slice(document.span_of(block.tokens.clone())));
            }
        }
        if words.is_empty() { title } else { words }
    }
}
