//! From pest's pairs to the tree. Productions are trusted: [`super::grammar`] has made sure of shape and size, so what
//! cannot be missing is asked for with `?` and its absence told as a defect of the program by [`super::parse`].

mod declaration;
mod expr;
mod pattern;
mod rule;

use std::cell::RefCell;
use std::sync::Arc;

use jiff::civil::Date;
use pest::iterators::Pair;
use rust_decimal::Decimal;

use super::error::Mistake;
use super::grammar::Rule;
use super::text;
use super::tree::{At, Effective, Literal, Name};
use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;

/// What every step of building needs: where the piece lies, and where mistakes go.
#[derive(Clone, Copy)]
pub(super) struct Builder<'a> {
    pub source: &'a Arc<Source>,
    /// Offset of the piece in the file.
    pub base: usize,
    pub mistakes: &'a RefCell<Vec<Mistake>>,
}

impl Builder<'_> {
    pub fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(self.base + span.start(), self.base + span.end())
    }

    pub fn tell(&self, mistake: Mistake) {
        self.mistakes.borrow_mut().push(mistake);
    }

    /// A mistake at one place with a way out.
    pub fn wrong(&self, code: &'static str, span: Span, message: Text, help: Text) {
        self.tell(Mistake::new(code, self.source, span, message, Text::new("ở đây", "here")).help(help));
    }

    pub fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        At { node: pair.as_str().to_owned(), span: self.span(pair) }
    }

    pub fn string(&self, pair: &Pair<'_, Rule>) -> At<String> {
        let span = self.span(pair);
        let (node, unknown) = text::content(pair.as_str());
        for range in unknown {
            let written = pair.as_str().get(range.clone()).unwrap_or_default().to_owned();
            self.wrong(
                "syntax::escape",
                Span::new(span.range().start + range.start, span.range().start + range.end),
                Text::new(format!("không có ký hiệu `{written}`"), format!("there is no escape `{written}`")),
                Text::new(
                    "chỉ có `\\\"`, `\\\\` và `\\n`; một dấu `\\` viết là `\\\\`",
                    "there are `\\\"`, `\\\\` and `\\n`; a `\\` itself is `\\\\`",
                ),
            );
        }
        At { node, span }
    }

    /// A text that has to say something.
    pub fn filled(&self, pair: &Pair<'_, Rule>) -> At<String> {
        let string = self.string(pair);
        if string.node.trim().is_empty() {
            self.wrong(
                "syntax::empty_text",
                string.span,
                Text::new("đoạn chữ trống", "the text is empty"),
                Text::new("viết nội dung giữa hai dấu `\"`", "write something between the quotes"),
            );
        }
        string
    }

    /// `vi "…" en "…"`; `None` with a mistake where one is missing.
    pub fn text(&self, pair: Pair<'_, Rule>) -> Option<At<Text>> {
        let span = self.span(&pair);
        let (mut vi, mut en, mut vietnamese) = (None, None, true);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_vi => vietnamese = true,
                Rule::kw_en => vietnamese = false,
                _ if vietnamese => vi = Some(self.filled(&part).node),
                _ => en = Some(self.filled(&part).node),
            }
        }
        let (missing, of_vi, of_en) = match (&vi, &en) {
            (Some(_), None) => ("en", "tiếng Anh", "English"),
            (None, Some(_)) => ("vi", "tiếng Việt", "Vietnamese"),
            _ => return Some(At { node: Text::new(vi?, en?), span }),
        };
        self.tell(
            Mistake::new(
                "syntax::one_language",
                self.source,
                span,
                Text::new(format!("thiếu lời bằng {of_vi}"), format!("the {of_en} wording is missing")),
                Text::new(
                    format!("chỉ có một thứ tiếng, thiếu `{missing}`"),
                    format!("only one language, `{missing}` is missing"),
                ),
            )
            .help(Text::new(format!("viết thêm `{missing} \"…\"`"), format!("add `{missing} \"…\"`"))),
        );
        // What is known stands for both, so that the clause counts as given.
        let known = vi.or(en)?;
        Some(At { node: Text::new(known.clone(), known), span })
    }

    pub fn date(&self, pair: &Pair<'_, Rule>) -> Option<Date> {
        let date = pair.as_str().parse().ok();
        if date.is_none() {
            let written = pair.as_str();
            self.wrong(
                "syntax::date",
                self.span(pair),
                Text::new(
                    format!("lịch không có ngày `{written}`"),
                    format!("there is no day `{written}` in the calendar"),
                ),
                Text::new("ngày viết theo thứ tự năm-tháng-ngày", "a date is written year-month-day"),
            );
        }
        date
    }

    pub fn number(&self, pair: &Pair<'_, Rule>) -> Option<Decimal> {
        let digits = pair.as_str().bytes().filter(u8::is_ascii_digit).count();
        let number = Decimal::from_str_exact(pair.as_str()).ok().filter(|_| digits <= 28);
        if number.is_none() {
            self.wrong(
                "syntax::number",
                self.span(pair),
                Text::new("số quá dài", "the number is too long"),
                Text::new(
                    format!("có {digits} chữ số, nhiều nhất là 28"),
                    format!("it has {digits} digits, 28 at most"),
                ),
            );
        }
        number
    }

    /// A written value; one that is wrong is told and stands as its kind's nothing.
    pub fn literal(&self, pair: Pair<'_, Rule>) -> Option<At<Literal>> {
        let span = self.span(&pair);
        let node = match pair.as_rule() {
            Rule::string => Literal::Text(self.string(&pair).node),
            Rule::text_value => Literal::Text(self.string(&pair.into_inner().next()?).node),
            Rule::number => Literal::Number(self.number(&pair).unwrap_or_default()),
            Rule::negative_number => Literal::Number(-self.number(&pair.into_inner().next()?).unwrap_or_default()),
            Rule::date => Literal::Date(self.date(&pair).unwrap_or_default()),
            Rule::flag => Literal::Flag(pair.as_str() == "true"),
            Rule::range => return self.range(pair),
            _ => {
                let items = pair.into_inner().filter(|part| !is_mark(part.as_rule())).map(|part| self.literal(part));
                Literal::List(items.collect::<Option<_>>()?)
            }
        };
        Some(At { node, span })
    }

    fn range(&self, pair: Pair<'_, Rule>) -> Option<At<Literal>> {
        let span = self.span(&pair);
        let mut ends = pair.into_inner().filter(|part| part.as_rule() == Rule::number);
        let (low, high) =
            (self.number(&ends.next()?).unwrap_or_default(), self.number(&ends.next()?).unwrap_or_default());
        if low > high {
            self.wrong(
                "syntax::range",
                span,
                Text::new("khoảng kết thúc trước khi bắt đầu", "the range ends before it starts"),
                Text::new(format!("viết `{high} .. {low}`"), format!("write `{high} .. {low}`")),
            );
        }
        Some(At { node: Literal::Range(low, high), span })
    }

    pub fn effective(&self, pair: Pair<'_, Rule>) -> Option<At<Effective>> {
        let span = self.span(&pair);
        let mut effective = Effective::default();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::date => effective.from = self.date(&part),
                Rule::until => effective.until = self.date(&part),
                _ => {}
            }
        }
        if let (Some(from), Some(until)) = (effective.from, effective.until)
            && until < from
        {
            self.wrong(
                "syntax::effective",
                span,
                Text::new("hiệu lực kết thúc trước khi bắt đầu", "`effective` ends before it starts"),
                Text::new(format!("viết `{until} .. {from}`"), format!("write `{until} .. {from}`")),
            );
        }
        Some(At { node: effective, span })
    }
}

/// Commas, brackets and the like, which carry nothing.
fn is_mark(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::comma
            | Rule::colon
            | Rule::equals
            | Rule::bracket_open
            | Rule::bracket_close
            | Rule::paren_open
            | Rule::paren_close
            | Rule::brace_open
            | Rule::brace_close
            | Rule::bar
            | Rule::dots
            | Rule::arrow
            | Rule::EOI
    )
}
