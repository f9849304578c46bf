//! Declarations other than rules.

use std::collections::HashMap;

use pest::iterators::Pair;

use super::super::error::Mistake;
use super::super::grammar::Rule;
use super::super::tree::{
    At, Declaration, Define, Element, Field, Header, Item, List, Name, Outline, Parameter, Pattern, Table, Zone,
};
use super::{Builder, is_mark};
use crate::lang::Text;
use crate::span::Span;

impl Builder<'_> {
    pub(in super::super) fn declaration(&self, pair: Pair<'_, Rule>) -> Option<Declaration> {
        let pair = if pair.as_rule() == Rule::declaration { pair.into_inner().next()? } else { pair };
        Some(match pair.as_rule() {
            Rule::table => Declaration::Table(self.table(pair, false)?),
            Rule::list => Declaration::List(self.list(pair, false)?),
            Rule::extend => {
                let what = pair.into_inner().last()?;
                match what.as_rule() {
                    Rule::table => Declaration::Table(self.table(what, true)?),
                    _ => Declaration::List(self.list(what, true)?),
                }
            }
            Rule::format => Declaration::Format(self.named_pattern(pair)?),
            Rule::fact => Declaration::Fact(self.named_pattern(pair)?),
            Rule::field => Declaration::Field(self.field(pair)?),
            Rule::define => {
                let mut inner = pair.into_inner().filter(|part| !is_mark(part.as_rule())).skip(1);
                Declaration::Define(Define { name: self.name(&inner.next()?), value: self.expr(inner.next()?)? })
            }
            Rule::parameter => Declaration::Parameter(self.parameter(pair)?),
            Rule::outline => Declaration::Outline(self.outline(pair)?),
            _ => return None,
        })
    }

    fn table(&self, pair: Pair<'_, Rule>, extends: bool) -> Option<Table> {
        let mut table = Table { name: At { node: String::new(), span: Span::default() }, extends, rows: Vec::new() };
        let mut seen: HashMap<String, Span> = HashMap::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::table_name => table.name = self.name(&part),
                Rule::row => {
                    let mut inner = part.into_inner().filter(|part| !is_mark(part.as_rule()));
                    let key = self.filled(&inner.next()?);
                    let values = inner.map(|value| self.literal(value)).collect::<Option<Vec<_>>>()?;
                    if let Some(first) = seen.insert(key.node.clone(), key.span) {
                        self.twice("syntax::duplicate_key", first, key.span, &key.node, "khóa", "the key");
                    }
                    table.rows.push((key, values));
                }
                _ => {}
            }
        }
        Some(table)
    }

    /// Something that stands twice where once is right.
    pub(super) fn twice(&self, code: &'static str, first: Span, second: Span, what: &str, vi: &str, en: &str) {
        let message = Text::new(format!("{vi} `{what}` viết hai lần"), format!("{en} `{what}` is given twice"));
        self.tell(
            Mistake::new(code, self.source, second, message, Text::new("lần thứ hai", "again here"))
                .related(first, Text::new("lần đầu", "first here"))
                .help(Text::new("bỏ một trong hai", "delete one of the two")),
        );
    }

    fn list(&self, pair: Pair<'_, Rule>, extends: bool) -> Option<List> {
        let (mut name, mut entries) = (None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::list_name => name = Some(self.name(&part)),
                Rule::string => entries.push(self.filled(&part)),
                _ => {}
            }
        }
        Some(List { name: name?, extends, entries })
    }

    fn named_pattern(&self, pair: Pair<'_, Rule>) -> Option<Pattern> {
        let (mut name, mut body): (Option<Name>, Option<At<Element>>) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::pattern_name => name = Some(self.name(&part)),
                Rule::pattern => body = self.pattern(part),
                _ => {}
            }
        }
        Some(Pattern { name: name?, body: body? })
    }

    fn field(&self, pair: Pair<'_, Rule>) -> Option<Field> {
        let (mut name, mut zone, mut after, mut body) = (None, Zone::Document, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::field_name => name = Some(self.name(&part)),
                Rule::zone_head => zone = Zone::Head,
                Rule::zone_body => zone = Zone::Body,
                Rule::after => after = part.into_inner().last().map(|field| self.name(&field)),
                Rule::pattern => body = self.pattern(part),
                _ => {}
            }
        }
        Some(Field { name: name?, zone, after, body: body? })
    }

    fn parameter(&self, pair: Pair<'_, Rule>) -> Option<Parameter> {
        let (mut name, mut of, mut list, mut default, mut about) = (None, None, false, None, None);
        for part in pair.into_inner().filter(|part| !is_mark(part.as_rule())) {
            match part.as_rule() {
                Rule::kw_parameter => {}
                Rule::variable => name = Some(self.name(&part)),
                Rule::list_of => list = true,
                Rule::type_text | Rule::type_number | Rule::type_date | Rule::type_flag => of = Some(self.name(&part)),
                Rule::text => about = self.text(part).map(|about| about.node),
                _ => default = self.literal(part),
            }
        }
        Some(Parameter { name: name?, of: of?, list, default: default?, about: about? })
    }

    fn outline(&self, pair: Pair<'_, Rule>) -> Option<Outline> {
        let (mut name, mut expand, mut items) = (None, None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::outline_name => name = Some(self.name(&part)),
                Rule::expand => expand = part.into_inner().last().map(|table| self.name(&table)),
                Rule::entry => items.push(self.entry(part)?),
                _ => {}
            }
        }
        Some(Outline { name: name?, expand, items })
    }

    fn entry(&self, pair: Pair<'_, Rule>) -> Option<Item> {
        let (mut is_part, mut number, mut titles, mut required) = (false, None, Vec::new(), false);
        let (mut named, mut items) = (None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_part => is_part = true,
                Rule::kw_required => required = true,
                Rule::string => number = Some(self.filled(&part)),
                Rule::titles => titles
                    .extend(part.into_inner().filter(|it| it.as_rule() == Rule::string).map(|it| self.filled(&it))),
                Rule::named => named = part.into_inner().last().map(|name| self.name(&name)),
                Rule::below => {
                    for entry in part.into_inner().filter(|it| it.as_rule() == Rule::entry) {
                        items.push(self.entry(entry)?);
                    }
                }
                _ => {}
            }
        }
        Some(Item { is_part, number: number?, titles, required, named, items })
    }

    /// One clause of a pack's description.
    pub(in super::super) fn pack_clause(&self, header: &mut Header, pair: Pair<'_, Rule>) -> Option<()> {
        let span = self.span(&pair);
        let again = |first: Option<Span>, word: &str| {
            if let Some(first) = first {
                self.twice("syntax::duplicate_clause", first, span, word, "mục", "the clause");
            }
        };
        match pair.as_rule() {
            Rule::title => {
                again(header.title.as_ref().map(|it| it.span), "title");
                header.title = self.text(pair.into_inner().last()?);
            }
            Rule::source => {
                again(header.source.as_ref().map(|it| it.span), "source");
                header.source = Some(self.filled(&pair.into_inner().last()?));
            }
            Rule::effective => {
                again(header.effective.as_ref().map(|it| it.span), "effective");
                header.effective = self.effective(pair);
            }
            Rule::uses => {
                again(header.uses.first().map(|it| it.span), "uses");
                header.uses.extend(
                    pair.into_inner().filter(|part| part.as_rule() == Rule::pack_name).map(|part| self.name(&part)),
                );
            }
            Rule::applies => {
                again(header.applies.as_ref().map(|it| it.span), "applies");
                header.applies = Some(self.expr(pair.into_inner().last()?)?);
            }
            _ => {}
        }
        Some(())
    }
}
