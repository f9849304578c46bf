//! Clauses of rules.

use pest::iterators::Pair;

use super::super::grammar::Rule;
use super::super::tree::{self, At, Drafts, EditRule, Example, Judgement, Scope, Step};
use super::{Builder, is_mark};
use crate::finding::Severity;
use crate::lang::Text;
use crate::span::Span;

impl Builder<'_> {
    /// Puts one clause into the rule. The second of two wins, and is told.
    pub(in super::super) fn rule_clause(&self, rule: &mut tree::Rule, pair: Pair<'_, Rule>) -> Option<()> {
        let span = self.span(&pair);
        let production = pair.as_rule();
        let whole = pair.clone();
        let mut inner = pair.into_inner().filter(|part| !is_mark(part.as_rule()));
        let keyword = inner.next()?;
        let again = |first: Option<Span>| {
            if let Some(first) = first {
                self.twice("syntax::duplicate_clause", first, span, keyword.as_str(), "mục", "the clause");
            }
        };
        match production {
            Rule::title => {
                again(rule.title.as_ref().map(|it| it.span));
                rule.title = self.text(inner.next()?);
            }
            Rule::source => {
                again(rule.source.as_ref().map(|it| it.span));
                rule.source = Some(self.filled(&inner.next()?));
            }
            Rule::severity => {
                again(rule.severity.as_ref().map(|it| it.span));
                let word = inner.next()?;
                rule.severity = Some(At { node: severity(&word), span: self.span(&word) });
            }
            Rule::effective => {
                again(rule.effective.as_ref().map(|it| it.span));
                rule.effective = self.effective(whole);
            }
            Rule::replaces => {
                again(rule.gives_way.first().map(|it| it.span));
                rule.gives_way.extend(inner.map(|id| self.name(&id)));
            }
            Rule::why => {
                again(rule.why.as_ref().map(|it| it.span));
                rule.why = self.text(inner.next()?);
            }
            Rule::scope => {
                again(rule.scope.as_ref().map(|it| it.span));
                rule.scope = Some(At { node: self.scope(inner.last()?)?, span });
            }
            Rule::guard => rule.steps.push(Step::When(self.expr(inner.next()?)?)),
            Rule::binding => {
                let name = self.name(&inner.next()?);
                rule.steps.push(Step::Let(name, self.expr(inner.next()?)?));
            }
            Rule::judgement => {
                let forbid = keyword.as_rule() == Rule::kw_forbid;
                if let Some(first) = &rule.judgement {
                    let words = if first.forbid == forbid { keyword.as_str() } else { "require/forbid" };
                    self.twice("syntax::duplicate_clause", first.expr.span, span, words, "mục", "the clause");
                }
                rule.judgement = Some(Judgement { forbid, expr: self.expr(inner.next()?)? });
            }
            Rule::at => {
                again(rule.at.as_ref().map(|it| it.span));
                rule.at = Some(self.expr(inner.next()?)?);
            }
            Rule::label => {
                let place = self.expr(inner.next()?)?;
                rule.labels.push((place, self.message(inner.next()?)?));
            }
            Rule::message => {
                again(rule.message.as_ref().map(|it| it.span));
                rule.message = self.message(inner.next()?);
            }
            Rule::help => {
                again(rule.help.as_ref().map(|it| it.span));
                rule.help = self.message(inner.next()?);
            }
            Rule::edit => {
                let target = self.expr(inner.next()?)?;
                let text = self.string(&inner.next()?);
                self.placeholders(text.span, &text.node);
                rule.edits.push(EditRule { safe: keyword.as_rule() == Rule::kw_fix, target, text });
            }
            Rule::example => {
                let example = self.example(keyword.as_rule() == Rule::kw_fail, inner)?;
                rule.examples.push(example);
            }
            _ => return None,
        }
        Some(())
    }

    fn scope(&self, pair: Pair<'_, Rule>) -> Option<Scope> {
        if pair.as_rule() == Rule::scope_report {
            return Some(Scope::Report);
        }
        let form = pair.as_rule();
        let (mut kind, mut name, mut keys, mut within, mut condition) = (None, None, Vec::new(), None, None);
        let mut drafts = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kind => kind = Some(self.name(&part)),
                Rule::variable => name = Some(self.name(&part)),
                Rule::expr => keys.push(self.expr(part)?),
                Rule::within => within = Some(self.within(part)?),
                Rule::by_key => {
                    let exprs = part.into_inner().filter(|key| key.as_rule() == Rule::expr);
                    keys = exprs.map(|key| self.expr(key)).collect::<Option<_>>()?;
                }
                Rule::drafts => {
                    let one = part.into_inner().find_map(|word| super::expr::draft(word.as_rule()));
                    drafts = Some(one.map_or(Drafts::Both, Drafts::One));
                }
                Rule::condition => condition = Some(self.condition(part)?),
                _ => {}
            }
        }
        let (kind, name) = (kind?, name?);
        Some(match (form, drafts) {
            (Rule::scope_group, _) => Scope::Group { kind, name, keys, condition },
            (Rule::scope_first | Rule::scope_all, _) => {
                Scope::Chosen { kind, name, keys, condition, together: form == Rule::scope_all }
            }
            (_, Some(of)) => Scope::Drafts { kind, name, of, keys, condition },
            (_, None) => {
                if let (Some(first), Some(last)) = (keys.first(), keys.last()) {
                    self.wrong(
                        "syntax::by",
                        first.span.join(last.span),
                        Text::new("`by` không đi với `for each` này", "`by` does not go with this `for each`"),
                        Text::new(
                            "viết `for each group of …`, `for each first …`, hoặc trong `regression` `in both drafts by …`",
                            "write `for each group of …`, `for each first …`, or in a regression `in both drafts by …`",
                        ),
                    );
                }
                Scope::Each { kind, name, within, condition }
            }
        })
    }

    fn example<'p>(&self, fails: bool, inner: impl Iterator<Item = Pair<'p, Rule>>) -> Option<Example> {
        let (mut settings, mut old, mut text) = (Vec::new(), None, None);
        for part in inner {
            if part.as_rule() == Rule::string {
                let string = self.string(&part);
                text = Some(At { node: super::text::as_typed(part.as_str()).0, ..string });
                continue;
            }
            if part.as_rule() == Rule::two_texts {
                let mut texts = part.into_inner().filter(|part| part.as_rule() == Rule::string);
                old = Some(self.string(&texts.next()?));
                text = Some(self.string(&texts.next()?));
                continue;
            }
            for setting in part.into_inner().filter(|part| part.as_rule() == Rule::setting) {
                let mut parts = setting.into_inner().filter(|part| !is_mark(part.as_rule()));
                settings.push((self.name(&parts.next()?), self.literal(parts.next()?)?));
            }
        }
        Some(Example { fails, settings, old, text: text? })
    }

    /// Words with placeholders, which are looked at here because nothing has to be known for it.
    fn message(&self, pair: Pair<'_, Rule>) -> Option<At<Text>> {
        let literals: Vec<_> = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::string).collect();
        for literal in literals {
            let (content, _) = super::text::content(literal.as_str());
            self.placeholders(self.span(&literal), &content);
        }
        self.text(pair)
    }

    fn placeholders(&self, literal: Span, content: &str) {
        if let Err(error) = super::super::template::template(content) {
            let span = super::super::template::place(self.source, literal, content, &error.range);
            self.wrong("syntax::placeholder", span, error.message, error.help);
        }
    }
}

fn severity(word: &Pair<'_, Rule>) -> Severity {
    match word.as_rule() {
        Rule::severity_error => Severity::Error,
        Rule::severity_warning => Severity::Warning,
        _ => Severity::Info,
    }
}
