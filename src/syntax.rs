//! Rule text to syntax tree. The only place that sees pest.
//!
//! 1. `split` cuts the file into declarations, and rules and packs into clauses, and tells strings without end and
//!    brackets without partner.
//! 2. `grammar` reads each piece by its production of `soat.pest`, so that one mistake never hides the next.
//! 3. `build` makes the tree; `check` tells what is wrong with a rule as a whole and needs no names.
//!
//! Nothing is resolved: whether a table or a kind exists is asked in [`crate::rule`].
//!
//! INVARIANT (bounded trees): no tree nests deeper than [`MAX_DEPTH`] brackets or searches and [`MAX_OPERATORS`]
//! operators for each clause, so that walking or dropping it by recursion is safe on any thread.

mod build;
mod check;
pub mod error;
mod expected;
mod grammar;
mod lexical;
mod meant;
mod split;
mod spoken;
mod synonyms;
pub mod template;
mod text;
pub mod tree;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use build::Builder;
use error::Mistake;
use grammar::{Failure, Rule};
use lexical::Slip;
use pest::iterators::{Pair, Pairs};
use split::Declaration;
use tree::{At, File, Header};

use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;

/// Bytes of a rule file; more is refused unread.
pub const MAX_BYTES: usize = 1 << 20;
/// Brackets, searches and captures inside each other.
pub const MAX_DEPTH: usize = 64;
/// Operators and parts (`.x`) of one clause or declaration.
pub const MAX_OPERATORS: usize = 512;
/// Mistakes told of one file; whoever has so many starts with the first.
pub const MAX_MISTAKES: usize = 200;

/// Reads a rule file: what could be understood of it, and everything that is wrong, in order of place.
///
/// The tree of a file with mistakes has gaps: a clause that could not be read is absent. Whoever goes on with such a
/// tree keeps quiet about names in a rule whose span holds a mistake.
pub fn parse(source: Arc<Source>) -> (File, Vec<Mistake>) {
    let mistakes = RefCell::new(Vec::new());
    let mut file = File {
        source: Arc::clone(&source),
        pack: At { node: String::new(), span: Span::default() },
        header: None,
        declarations: Vec::new(),
    };
    if source.text().len() > MAX_BYTES {
        let message = Text::new("tệp quy tắc lớn hơn 1 MiB", "the rule file is larger than 1 MiB");
        let mistake =
            Mistake::new("syntax::too_large", &source, Span::new(0, 1), message, Text::new("tệp này", "this file"))
                .help(Text::new(
                    "chia thành nhiều tệp của cùng một gói",
                    "split it into several files of the same pack",
                ));
        return (file, vec![mistake]);
    }
    let (declarations, slips) = split::split(source.text());
    let parser = Parser { source: &source, slips: &slips, mistakes: &mistakes };
    parser.slips();
    parser.pack_comes_first(&declarations);
    for declaration in &declarations {
        if mistakes.borrow().len() >= MAX_MISTAKES {
            break;
        }
        parser.declaration(&mut file, declaration);
    }
    let mut mistakes = mistakes.into_inner();
    mistakes.sort_by_key(|mistake| mistake.at.0);
    mistakes.truncate(MAX_MISTAKES);
    (file, mistakes)
}

#[derive(Clone, Copy)]
struct Parser<'a> {
    source: &'a Arc<Source>,
    slips: &'a [Slip],
    mistakes: &'a RefCell<Vec<Mistake>>,
}

impl<'a> Parser<'a> {
    fn tell(self, mistake: Mistake) {
        self.mistakes.borrow_mut().push(mistake);
    }

    fn slips(self) {
        let span = |range: &Range<usize>| Span::new(range.start, range.end);
        for slip in self.slips {
            let mut mistake =
                Mistake::new(slip.code, self.source, span(&slip.at), slip.message.clone(), slip.label.clone());
            mistake.help.clone_from(&slip.help);
            self.tell(match &slip.related {
                Some((place, label)) => mistake.related(span(place), label.clone()),
                None => mistake,
            });
        }
    }

    /// What was told of a piece character by character need not be told again by the grammar.
    fn spoiled(self, range: &Range<usize>) -> bool {
        self.slips.iter().any(|slip| range.contains(&slip.at.start))
    }

    fn slice(self, range: &Range<usize>) -> &'a str {
        self.source.text().get(range.clone()).unwrap_or_default()
    }

    fn builder(self, base: usize) -> Builder<'a> {
        Builder { source: self.source, base, mistakes: self.mistakes }
    }

    fn pack_comes_first(self, declarations: &[Declaration<'_>]) {
        if declarations.first().is_some_and(|first| first.keyword == "pack") {
            return;
        }
        let start = declarations.first().map_or(0, |first| first.range.start);
        let width = lexical::word(self.source.text().get(start..).unwrap_or_default()).len();
        let message = Text::new("tệp phải bắt đầu bằng gói của nó", "a file begins with the pack it belongs to");
        self.tell(
            Mistake::new(
                "syntax::pack",
                self.source,
                Span::new(start, start + width),
                message,
                Text::new("trước dòng này", "before this"),
            )
            .help(Text::new("viết dòng đầu tiên: `pack tên.gói`", "write as the first line: `pack some.name`")),
        );
    }

    fn declaration(self, file: &mut File, declaration: &Declaration<'_>) {
        match declaration.keyword {
            "pack" => self.pack(file, declaration),
            "rule" | "regression" => {
                if let Some(rule) = self.rule(declaration) {
                    file.declarations.push(tree::Declaration::Rule(Box::new(rule)));
                }
            }
            _ => {
                let built = self.read(Rule::declaration, &declaration.range, |pair, builder| builder.declaration(pair));
                file.declarations.extend(built.flatten());
            }
        }
    }

    fn pack(self, file: &mut File, declaration: &Declaration<'_>) {
        let span = Span::new(declaration.range.start, declaration.range.end);
        let Some(name) = self.head(Rule::pack_head, Rule::pack_name, declaration) else { return };
        if file.pack.node.is_empty() {
            file.pack = name;
        } else {
            let message = Text::new("mỗi tệp chỉ thuộc một gói", "a file belongs to one pack");
            self.tell(
                Mistake::new(
                    "syntax::pack",
                    self.source,
                    name.span,
                    message,
                    Text::new("gói thứ hai", "a second pack"),
                )
                .related(file.pack.span, Text::new("gói của tệp này", "the pack of this file"))
                .help(Text::new("chuyển phần này sang một tệp khác", "move this part to a file of its own")),
            );
        }
        if declaration.open.is_none() {
            return;
        }
        let mut header = Header { span, title: None, source: None, effective: None, uses: Vec::new(), applies: None };
        for range in &declaration.clauses {
            self.clause(Rule::pack_clauses, range, |pair, builder| builder.pack_clause(&mut header, pair));
        }
        file.header.get_or_insert(header);
    }

    fn rule(self, declaration: &Declaration<'_>) -> Option<tree::Rule> {
        let drafts = declaration.keyword == "regression";
        let head = if drafts { Rule::regression_head } else { Rule::rule_head };
        let id = self.head(head, Rule::rule_id, declaration);
        let mut rule = check::blank(id.clone(), Span::new(declaration.range.start, declaration.range.end));
        rule.drafts = drafts;
        if declaration.open.is_some() {
            let mut broken = Vec::new();
            for range in &declaration.clauses {
                broken.extend(
                    self.clause(Rule::rule_clauses, range, |pair, builder| builder.rule_clause(&mut rule, pair)),
                );
            }
            check::rule(&rule, &broken, self.builder(0));
        }
        id.map(|_| rule)
    }

    /// The name in the head of a pack or rule; and what stands behind its closing brace is told.
    fn head(self, rule: Rule, called: Rule, declaration: &Declaration<'_>) -> Option<tree::Name> {
        if let Some(close) = declaration.close.filter(|close| close + 1 < declaration.range.end) {
            let behind = self.slice(&(close + 1..declaration.range.end));
            let start = close + 1 + behind.find(|c: char| !c.is_whitespace()).unwrap_or(0);
            let found = expected::found(self.source.text().get(start..).unwrap_or_default());
            if !self.spoiled(&(close + 1..declaration.range.end)) {
                let message = Text::new(
                    format!("cần một khai báo nhưng gặp `{found}`"),
                    format!("expected a declaration, found `{found}`"),
                );
                self.tell(
                    Mistake::new(
                        "syntax::expected",
                        self.source,
                        Span::new(start, start + found.len()),
                        message,
                        Text::new("thừa ở đây", "left over"),
                    )
                    .related(
                        Span::new(close, close + 1),
                        Text::new("phần trước đã đóng ở đây", "what comes before is closed here"),
                    ),
                );
            }
        }
        let end = declaration.open.map_or(declaration.range.end, |open| open + 1);
        let start = declaration.range.start;
        if self.spoiled(&(start..declaration.open.unwrap_or(end))) {
            return None;
        }
        let pairs = self.pairs(rule, &(start..end)).0?;
        let builder = self.builder(start);
        pairs.flatten().find(|pair| pair.as_rule() == called).map(|pair| builder.name(&pair))
    }

    /// Reads one clause or more, and gives the words of those that could not be read.
    fn clause(
        self,
        rule: Rule,
        range: &Range<usize>,
        mut put: impl FnMut(Pair<'a, Rule>, Builder<'a>) -> Option<()>,
    ) -> Vec<&'a str> {
        let mut broken = Vec::new();
        let slice = self.slice(range);
        if slice.trim().is_empty() || self.mistakes.borrow().len() >= MAX_MISTAKES {
            return broken;
        }
        if self.spoiled(range) {
            return lexical::words(slice);
        }
        let (mut pairs, failed) = self.pairs(rule, range);
        let mut dropped = 0;
        if let Some(failed) = failed {
            broken.extend(lexical::words(slice));
            broken.extend(failed.meant);
            // What stands before an unknown clause is whole, and kept; before any other slip the last clause
            // is only the beginning of what was meant.
            dropped = usize::from(!failed.meant.is_some_and(|meant| split::RULE_CLAUSES.contains(&meant)));
            let known = range.start..range.start + failed.at;
            pairs = if failed.could_end { grammar::read(rule, self.slice(&known)).ok() } else { None };
        }
        let mut clauses: Vec<_> = pairs.into_iter().flatten().collect();
        if clauses.first().is_some_and(|first| first.as_rule() == rule) {
            clauses =
                clauses.into_iter().flat_map(Pair::into_inner).filter(|pair| pair.as_rule() != Rule::EOI).collect();
        }
        let kept = clauses.len().saturating_sub(dropped);
        for pair in clauses.into_iter().take(kept) {
            self.build(range, pair, &mut put);
        }
        broken
    }

    fn read<T>(
        self,
        rule: Rule,
        range: &Range<usize>,
        mut build: impl FnMut(Pair<'a, Rule>, Builder<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.spoiled(range) {
            return None;
        }
        let pair = self.pairs(rule, range).0?.next()?;
        Some(self.build(range, pair, &mut build))
    }

    /// Builds, and says so where the builder and the grammar disagree: silence would lose what was written.
    fn build<T>(
        self,
        range: &Range<usize>,
        pair: Pair<'a, Rule>,
        build: &mut impl FnMut(Pair<'a, Rule>, Builder<'a>) -> Option<T>,
    ) -> Option<T> {
        let told = self.mistakes.borrow().len();
        let builder = self.builder(range.start);
        let span = builder.span(&pair);
        let built = build(pair, builder);
        if built.is_none() && self.mistakes.borrow().len() == told {
            let message =
                Text::new("lỗi của soat: không dựng được phần này", "a defect of soat: this part could not be built");
            self.tell(Mistake::new("syntax::defect", self.source, span, message, Text::new("ở đây", "here")));
        }
        built
    }

    /// The pairs of a piece, either the production itself or, where the first word told it, the one clause or
    /// declaration; a failure is told and given back.
    fn pairs(self, rule: Rule, range: &Range<usize>) -> (Option<Pairs<'a, Rule>>, Option<expected::Failed>) {
        let slice = self.slice(range);
        let known = if matches!(rule, Rule::rule_clauses | Rule::declaration) {
            grammar::read_by_word(lexical::word(slice), slice)
        } else {
            None
        };
        let (place, message, label) = match known.unwrap_or_else(|| grammar::read(rule, slice)) {
            Ok(pairs) => return (Some(pairs), None),
            Err(Failure::Unexpected(error)) => {
                let (mistake, failed) = expected::tell(self.source, range, &error);
                self.tell(mistake);
                return (None, Some(failed));
            }
            Err(Failure::TooDeep(at)) => (
                at,
                Text::new("lồng nhau quá 64 tầng", "nested more than 64 deep"),
                Text::new("tầng thứ 65", "the 65th level"),
            ),
            Err(Failure::TooLong(at)) => (
                at,
                Text::new("quá 512 phép toán trong một mục", "more than 512 operators in one clause"),
                Text::new("phép thứ 513", "the 513th"),
            ),
        };
        let span = Span::new(range.start + place, range.start + place + 1);
        self.tell(
            Mistake::new("syntax::too_deep", self.source, span, message, label)
                .help(Text::new("tách bớt ra bằng `let`", "give parts of it names with `let`")),
        );
        (None, Some(expected::Failed { at: 0, could_end: false, meant: None }))
    }
}
