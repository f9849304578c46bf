//! One rule on one document: its items, guards and obligation, and the finding that follows.

use super::engine::{Engine, Slots, fact_kind};
use super::kinds::Members;
use super::labels::Labels;
use super::sieve::Sieve;
use super::value::Value;
use crate::document::{BlockKind, TokenKind};
use crate::fact::Builtin;
use crate::finding::{Edit, EditKind, Finding, Label, Unjudged};
use crate::lang::Text;
use crate::rule::ir::{self, Check, Kind, Piece, Plan, Rule, Scope, Template};
use crate::span::Span;

/// So many findings of one rule a document has at most: a text with more is none that people write, and each takes its room.
pub const MOST_FINDINGS: usize = 20_000;

/// What a rule gave on a document.
#[derive(Debug, Default)]
pub struct Judged {
    /// Findings in order of items.
    pub findings: Vec<Finding>,
    /// Why it could not judge, if so; once for a document.
    pub unjudged: Option<Unjudged>,
}

/// What a rule looks at.
pub enum Items<'a> {
    /// In one report.
    Members(Members<'a>),
    /// In two drafts: what each is in the old one and in the new one.
    Pairs(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Items<'a> {
    /// Each, and its counterpart in the new draft if there are two.
    pub fn iter(&self) -> impl Iterator<Item = (Value<'a>, Value<'a>)> + '_ {
        let (members, pairs) = match self {
            Self::Members(members) => (Some(*members), None),
            Self::Pairs(pairs) => (None, Some(pairs)),
        };
        let members = members.into_iter().flat_map(|members| members.iter().map(|item| (item, Value::Missing)));
        members.chain(pairs.into_iter().flatten().copied())
    }
}

fn too_many() -> Text {
    Text::new(
        format!("báo cáo có quá nhiều chỗ như vậy: chỉ nêu {MOST_FINDINGS} chỗ đầu"),
        format!("the report has too many such places: only the first {MOST_FINDINGS} are told"),
    )
}

/// Fills the slots of a rule's item. What other slots held of the item before is written over before it is read.
pub fn enter<'a>(rule: &Rule, slots: &mut Slots<'a>, item: &Value<'a>, other: &Value<'a>) {
    if let Some(first) = slots.first_mut() {
        *first = *item;
    }
    if let (Scope::Drafts { .. }, Some(second)) = (&rule.scope, slots.get_mut(1)) {
        *second = *other;
    }
}

/// The kind of which a rule looks at each member, or at the first of those that agree.
fn whole_kind(scope: &Scope) -> Option<Kind> {
    match scope {
        Scope::Each { kind, place: ir::Place::Document, .. }
        | Scope::Chosen { kind: kind @ (Kind::Builtin(_) | Kind::Declared(_)), together: false, .. } => Some(*kind),
        _ => None,
    }
}

impl<'a> Engine<'a> {
    /// Judges one rule.
    pub fn judge(&self, rule: &'a Rule) -> Judged {
        let mut judged = Judged::default();
        // Most rules have no item in most reports: their plans stay in their bytes.
        if !self.has_no_item(&rule.scope) {
            self.with_slots(|slots| {
                slots.resize(rule.slots.max(1) as usize, Value::Missing);
                self.judge_items(rule, slots, &mut judged);
            });
        }
        judged
    }

    fn judge_items(&self, rule: &'a Rule, slots: &mut Slots<'a>, judged: &mut Judged) {
        let plan = self.plan(rule);
        // What narrows each item by itself is one of the plan's conditions, if it cannot be a reason why nothing could be judged.
        let certain = plan.narrowing.as_ref().is_none_or(|narrowing| narrowing.certain);
        let narrowed = certain && plan.narrowing.is_some() && rule.scope.asks_each();
        // Most rules stop all their items before one of them is looked at.
        let sieve = whole_kind(&rule.scope).filter(|_| certain).map(|kind| self.sift(kind, plan, rule.forbid));
        if sieve.as_ref().is_some_and(Sieve::is_empty) {
            return;
        }
        let items = match self.items_in(rule, !narrowed, slots) {
            Ok(items) => items,
            Err(reason) => {
                self.note(rule, &reason, judged);
                return;
            }
        };
        // Where the items were asked about, more may be known of the report.
        let plan = if narrowed || sieve.is_some() { plan } else { self.plan(rule) };
        let sieve = sieve.as_ref();
        let mut ask = |slots: &mut Slots<'a>, in_new: Option<&Value<'a>>| match self.holds(rule, plan, sieve, slots) {
            Ok(true) => {}
            Ok(false) if judged.findings.len() >= MOST_FINDINGS => {
                sieve.into_iter().for_each(Sieve::close);
                // What could not be told counts more than what could not be judged.
                if judged.unjudged.as_ref().is_none_or(|unjudged| !unjudged.cut) {
                    judged.unjudged = Some(Unjudged { rule: rule.id.clone(), reason: too_many(), cut: true });
                }
            }
            Ok(false) => {
                let item = in_new.or(slots.first()).copied().unwrap_or(Value::Missing);
                judged.findings.extend(self.finding(rule, &item, slots));
            }
            Err(reason) => self.note(rule, &reason, judged),
        };
        match items {
            Items::Members(members) => {
                let whole = matches!(rule.scope, Scope::Each { .. });
                let mut ask = |member: Value<'a>| {
                    slots.first_mut().into_iter().for_each(|first| *first = member);
                    ask(slots, None);
                };
                match sieve {
                    None => members.iter().for_each(ask),
                    Some(sieve) if whole => sieve.ranks().for_each(|rank| ask(members.get(rank))),
                    Some(sieve) => {
                        let kept = members.iter().filter(|member| sieve.keeps(self.rank(member, 0)));
                        kept.for_each(ask);
                    }
                }
            }
            Items::Pairs(pairs) => {
                for (old, new) in &pairs {
                    enter(rule, slots, old, new);
                    ask(slots, (!new.is_missing()).then_some(new));
                }
            }
        }
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

    fn note(&self, rule: &Rule, reason: &Value<'a>, judged: &mut Judged) {
        if let (Value::Unjudged(reason), None) = (reason, &judged.unjudged) {
            judged.unjudged = Some(Unjudged { rule: rule.id.clone(), reason: self.reason(*reason), cut: false });
        }
    }

    /// The items a rule looks at; for a regression, each as it is in the old draft and in the new one.
    pub fn items_of(&self, rule: &'a Rule, slots: &mut Slots<'a>) -> Result<Items<'a>, Value<'a>> {
        self.items_in(rule, true, slots)
    }

    /// The same; narrowed, if its items are asked by themselves, only where that is wanted.
    fn items_in(&self, rule: &'a Rule, narrow: bool, slots: &mut Slots<'a>) -> Result<Items<'a>, Value<'a>> {
        match &rule.scope {
            Scope::Report => Ok(Items::Members(Members::Values(&[Value::Report], &[]))),
            Scope::Each { kind, place, .. } => {
                let members = self.members_in(*kind, place, slots)?;
                Ok(Items::Members(if narrow { self.narrowed(members, rule, slots)? } else { members }))
            }
            Scope::Drafts { kind, of, keys, .. } => {
                let mut pairs = self.paired(*kind, *of, keys);
                if let Some(condition) = &self.plan(rule).narrowing {
                    pairs.retain(|(old, new)| {
                        if let [first, second, ..] = slots.as_mut_slice() {
                            (*first, *second) = (*old, *new);
                        }
                        self.test(&condition.ir, slots) == Some(true)
                    });
                }
                Ok(Items::Pairs(pairs))
            }
            Scope::Group { kind, keys, .. } => {
                let mut members = self.members(*kind);
                // Most facts agree with no other: of those nothing is asked, if it could be no reason why nothing was judged.
                if let Some(narrowing) = self.plan(rule).narrowing.as_ref().filter(|narrowing| narrowing.certain) {
                    let (sieve, _) = self.sift_by(*kind, &narrowing.ir);
                    let left = members.iter().enumerate();
                    let left = left.filter(|(at, member)| sieve.keeps(self.rank(member, *at)));
                    members = self.as_members(left.map(|(_, member)| member));
                    if members.len() < 2 {
                        return Ok(Items::Members(Members::Facts(&[])));
                    }
                    members = self.in_company(*kind, members, keys);
                }
                let members = self.narrowed(members, rule, slots)?;
                let groups = self.grouped(*kind, members, keys);
                Ok(Items::Members(self.as_members(groups.into_iter().map(Value::List))))
            }
            Scope::Chosen { kind, keys, together, .. } => {
                let mut members = self.members(*kind);
                if !keys.of.is_empty() {
                    members = self.firsts(*kind, members, keys);
                }
                if narrow {
                    members = self.narrowed(members, rule, slots)?;
                }
                if !together {
                    return Ok(Items::Members(members));
                }
                let all = (members.len() > 0).then(|| self.list(members.iter()));
                Ok(Items::Members(self.as_members(all)))
            }
        }
    }

    fn narrowed(&self, members: Members<'a>, rule: &'a Rule, slots: &mut Slots<'a>) -> Result<Members<'a>, Value<'a>> {
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
                kept.push(member);
            }
        }
        Ok(self.as_members(kept))
    }

    /// Whether the obligation is met, or does not arise. Where it is broken, the named values are filled in.
    fn holds(
        &self,
        rule: &'a Rule,
        plan: &'a Plan,
        sieve: Option<&Sieve<'a>>,
        slots: &mut Slots<'a>,
    ) -> Result<bool, Value<'a>> {
        // Whether nothing so far could be a reason why an item is not judged.
        let mut certain = true;
        for (at, check) in plan.checks.iter().enumerate() {
            if let Check::When(condition) | Check::Judge(condition) = &**check {
                certain &= condition.certain;
            }
            if sieve.is_some_and(|sieve| sieve.has_asked(at)) {
                continue;
            }
            let common = sieve.filter(|_| at < 64 && plan.common >> at & 1 == 1);
            match &**check {
                Check::Let(slot, ir) => {
                    let value = self.eval(ir, slots);
                    if let Some(place) = slots.get_mut(*slot as usize) {
                        *place = value;
                    }
                }
                Check::When(condition) => {
                    if self.decide(condition, slots)? != Some(true) {
                        common.filter(|_| certain).into_iter().for_each(Sieve::close);
                        return Ok(true);
                    }
                }
                Check::Judge(condition) => {
                    if self.decide(condition, slots)? != Some(rule.forbid) {
                        common.filter(|_| certain).into_iter().for_each(Sieve::close);
                        return Ok(true);
                    }
                }
            }
            // What comes to the same for all items is asked of the first.
            common.into_iter().for_each(|sieve| sieve.note(at));
        }
        Ok(false)
    }

    /// What the broken obligation of an item gives; its slots are filled.
    pub fn finding(&self, rule: &'a Rule, item: &Value<'a>, slots: &mut Slots<'a>) -> Option<Finding> {
        let said = &*rule.said;
        let at = said.at.as_ref().map_or_else(|| *item, |at| self.eval(at, slots));
        let places = self.places(&at);
        let span = places.first().copied().or_else(|| self.places(item).first().copied())?;
        let mut related = Labels::default();
        places.iter().skip(1).for_each(|&span| related.push(span, Text::default()));
        let mut before = Vec::new();
        for (ir, text) in &said.labels {
            let value = self.eval(ir, slots);
            let text = self.fill(text, slots);
            if let Some(span) = self.in_old(&value).and_then(|(old, inner)| old.span(inner)) {
                before.push(Label { span, text });
                continue;
            }
            for place in self.places(&value) {
                if place != span {
                    related.put(place, &text);
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
            related: related.all(),
            before,
            help: said.help.as_ref().map(|help| self.fill(help, slots)),
            source: said.source.clone(),
            edits,
            fingerprint: self.fingerprint(rule, span, &message),
            message,
        })
    }

    /// An edit that changes something.
    pub fn edit(&self, edit: &'a ir::Edit, slots: &mut Slots<'a>) -> Option<Edit> {
        let target = self.eval(&edit.target, slots);
        let span = self.span(&target)?;
        let text = self.pieces(&edit.text, slots, None)?;
        let kind = if edit.safe { EditKind::Safe } else { EditKind::Suggested };
        (text != self.document.slice(span)).then_some(Edit { kind, span, text })
    }

    /// All places of a value: of a list, each.
    pub fn places(&self, value: &Value<'a>) -> Vec<Span> {
        match value {
            Value::List(items) => items.iter().flat_map(|item| self.places(item)).collect(),
            Value::Old(_) => self.stood(value).into_iter().collect(),
            value => self.span(value).into_iter().collect(),
        }
    }

    fn fill(&self, template: &'a Template, slots: &mut Slots<'a>) -> Text {
        Text::new(
            self.pieces(&template.vi, slots, Some("…")).unwrap_or_default(),
            self.pieces(&template.en, slots, Some("…")).unwrap_or_default(),
        )
    }

    /// The text of a template. What is missing prints as `absent`; without it there is no text.
    fn pieces(&self, pieces: &'a [Piece], slots: &mut Slots<'a>, absent: Option<&str>) -> Option<String> {
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
    fn fingerprint(&self, rule: &'a Rule, span: Span, message: &Text) -> String {
        // Told once for a document, at the first of many places: the next draft has another first, and the same defect.
        let once = matches!(rule.scope, Scope::Each { kind: Kind::Builtin(Builtin::Typing | Builtin::Leftover), .. });
        let mut text = format!("{}\n", rule.id);
        let bare = text.len();
        if once {
            text.push_str("document");
        } else {
            self.write_words(span, &mut text);
        }
        if text.len() == bare {
            text.push_str(&crate::text::fold(&message.vi));
        }
        format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
    }

    /// Writes the folded words of a place. A place that is the number of a heading is named by the title behind it.
    fn write_words(&self, span: Span, words: &mut String) {
        let document = self.document;
        let first = document.blocks.partition_point(|block| block.span.end <= span.start);
        let blocks = document.blocks.iter().skip(first).take_while(|block| block.span.start < span.end);
        let (bare, mut title, mut in_note) = (words.len(), String::new(), None);
        for block in blocks {
            let tokens = document.tokens_in(block.tokens.clone());
            let from = tokens.partition_point(|token| token.span.start < span.start);
            let inside = tokens.iter().skip(from).take_while(|token| token.span.end <= span.end);
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
        if words.len() == bare {
            words.push_str(&title);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::evaluate::{Run, Stage, evaluate};
    use crate::rule::RuleSet;
    use crate::source::Source;

    #[test]
    fn a_rule_says_that_there_is_more_than_it_tells() {
        let rules = r#"
pack lights {
    title:  vi "Đèn" en "Lights"
    source: "Bài kiểm tra"
}
fact red = "đỏ"
rule red-light {
    title:    vi "đèn đỏ" en "a red light"
    source:   "Điều 1"
    severity: error
    for each  red r
    forbid    true
    message   vi "đèn {r}" en "light {r}"
    pass "đèn xanh"
    fail "đèn «đỏ»"
}
"#;
        let rules = RuleSet::load(vec![Source::new("lights.soat", rules)]).unwrap();
        let (today, stage) = (jiff::civil::date(2024, 3, 20), Stage::Final);
        let run = Run { today, stage, period: None, parameters: vec![], packs: vec![] };
        let told = |lights: usize| {
            let document = Document::parse(Source::new("a.md", "đỏ ".repeat(lights)));
            let outcome = evaluate(&rules, &document, &run);
            (outcome.findings.len(), outcome.unjudged.len())
        };
        assert_eq!(told(MOST_FINDINGS), (MOST_FINDINGS, 0));
        assert_eq!(told(MOST_FINDINGS + 2), (MOST_FINDINGS, 1));
    }
}
