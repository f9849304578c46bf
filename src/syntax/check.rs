//! What is wrong with a rule as a whole, or with its examples, and needs no names.

use super::build::Builder;
use super::error::Mistake;
use super::tree::{At, Example, Name, Rule, Scope};
use crate::lang::Text;
use crate::span::Span;

/// A rule of which nothing is known yet.
pub(super) fn blank(id: Option<Name>, span: Span) -> Rule {
    Rule {
        id: id.unwrap_or(At { node: String::new(), span }),
        span,
        drafts: false,
        title: None,
        source: None,
        severity: None,
        effective: None,
        gives_way: Vec::new(),
        why: None,
        scope: None,
        steps: Vec::new(),
        judgement: None,
        at: None,
        labels: Vec::new(),
        message: None,
        help: None,
        edits: Vec::new(),
        examples: Vec::new(),
    }
}

/// Tells what the rule lacks, all at once, and looks at its examples. Words of clauses that could not be read count as
/// given: their author has been told of them already.
pub(super) fn rule(rule: &Rule, broken: &[&str], builder: Builder<'_>) {
    let has_example = |fails: bool| rule.examples.iter().any(|example| example.fails == fails);
    let clauses: [(&str, bool, &[&str]); 8] = [
        ("`title:`", rule.title.is_some(), &["title"]),
        ("`source:`", rule.source.is_some(), &["source"]),
        ("`severity:`", rule.severity.is_some(), &["severity"]),
        ("`for`", rule.scope.is_some(), &["for"]),
        ("`require`/`forbid`", rule.judgement.is_some(), &["require", "forbid"]),
        ("`message`", rule.message.is_some(), &["message"]),
        ("`pass`", has_example(false), &["pass"]),
        ("`fail`", has_example(true), &["fail"]),
    ];
    let absent = |given: bool, words: &[&str]| !given && !words.iter().any(|word| broken.contains(word));
    let missing: Vec<&str> =
        clauses.iter().filter(|(_, given, words)| absent(*given, words)).map(|(shown, ..)| *shown).collect();
    if !missing.is_empty() {
        let list = missing.join(", ");
        let (word, vi, label) = match rule.drafts {
            true => ("regression", "quy tắc so sánh", Text::new("quy tắc so sánh này", "this regression")),
            false => ("rule", "quy tắc", Text::new("quy tắc này", "this rule")),
        };
        let start = rule.span.range().start;
        let keyword = Span::new(start, start + word.len());
        let place = if rule.id.node.is_empty() { keyword } else { keyword.join(rule.id.span) };
        let called =
            |word: &str| if rule.id.node.is_empty() { word.to_owned() } else { format!("{word} `{}`", rule.id.node) };
        builder.tell(
            Mistake::new(
                "syntax::missing_clause",
                builder.source,
                place,
                Text::new(format!("{} còn thiếu {list}", called(vi)), format!("{} lacks {list}", called(word))),
                label,
            )
            .help(advice(&missing)),
        );
    }
    scope(rule, builder);
    for example in &rule.examples {
        self::example(example, rule.drafts, builder);
    }
}

/// A regression looks at two drafts, a rule at one report.
fn scope(rule: &Rule, builder: Builder<'_>) {
    let Some(scope) = &rule.scope else { return };
    match (&scope.node, rule.drafts) {
        (Scope::Each { .. }, true) => builder.wrong(
            "syntax::drafts",
            scope.span,
            Text::new("phải nói là ở bản nào", "it does not say in which draft"),
            Text::new(
                "thêm `in both drafts`, `in the old draft` hoặc `in the new draft`",
                "add `in both drafts`, `in the old draft` or `in the new draft`",
            ),
        ),
        (Scope::Group { .. }, true) => builder.wrong(
            "syntax::drafts",
            scope.span,
            Text::new("`regression` không xét nhóm", "a regression has no groups"),
            Text::new(
                "viết `for each … in both drafts by …`: hai dữ kiện cùng khóa là một",
                "write `for each … in both drafts by …`: facts of one key are the same",
            ),
        ),
        (Scope::Drafts { .. }, false) => builder.wrong(
            "syntax::drafts",
            scope.span,
            Text::new("quy tắc chỉ xét một báo cáo", "a rule is about one report"),
            Text::new(
                "so hai bản thì viết `regression` thay cho `rule`",
                "write `regression` instead of `rule` to compare two drafts",
            ),
        ),
        _ => {}
    }
}

fn advice(missing: &[&str]) -> Text {
    match missing {
        ["`pass`"] => {
            Text::new("thêm một ví dụ không có lỗi: `pass \"…\"`", "add a text without the defect: `pass \"…\"`")
        }
        ["`fail`"] | ["`pass`", "`fail`"] => Text::new(
            "thêm một ví dụ có lỗi, đánh dấu chỗ sai: `fail \"… «…» …\"`",
            "add a text with the defect marked: `fail \"… «…» …\"`",
        ),
        _ => Text::new(
            "thêm các mục này; thứ tự ở docs/language.md, phần Rules",
            "add them; docs/language.md, section Rules, has their order",
        ),
    }
}

/// `pass` has no marks, `fail` has them in pairs, and both say something.
fn example(example: &Example, drafts: bool, builder: Builder<'_>) {
    let text = &example.text;
    let word = if example.fails { "fail" } else { "pass" };
    match (&example.old, drafts) {
        (None, true) => builder.wrong(
            "syntax::drafts",
            text.span,
            Text::new("ví dụ của `regression` cần hai bản", "an example of a regression has two texts"),
            Text::new(format!("viết `{word} old \"…\" new \"…\"`"), format!("write `{word} old \"…\" new \"…\"`")),
        ),
        (Some(old), false) => builder.wrong(
            "syntax::drafts",
            old.span,
            Text::new("ví dụ của quy tắc chỉ có một văn bản", "an example of a rule is one text"),
            Text::new(format!("viết `{word} \"…\"`"), format!("write `{word} \"…\"`")),
        ),
        (Some(old), true) if old.node.contains(['«', '»']) => builder.wrong(
            "syntax::mark",
            mark(builder, old.span, 0),
            Text::new("bản trước không có dấu `«»`", "the old draft has no `«»`"),
            Text::new("đánh dấu chỗ sai ở bản này, sau `new`", "mark the place in the new draft"),
        ),
        _ => {}
    }
    if text.node.trim().is_empty() {
        builder.wrong(
            "syntax::empty_example",
            text.span,
            Text::new(
                format!("ví dụ `{word}` trống nên không thử được gì"),
                format!("the `{word}` example is empty and tests nothing"),
            ),
            Text::new("viết một đoạn như trong báo cáo thật", "write a passage as it stands in a real report"),
        );
        return;
    }
    let marks: Vec<char> = text.node.chars().filter(|letter| matches!(letter, '«' | '»')).collect();
    if !example.fails {
        if !marks.is_empty() {
            builder.wrong(
                "syntax::mark",
                mark(builder, text.span, 0),
                Text::new("ví dụ `pass` không được có dấu `«»`", "a `pass` example has no `«»`"),
                Text::new(
                    "`pass` là đoạn không có lỗi; đoạn có lỗi viết ở `fail`",
                    "`pass` holds a text without findings; write `fail` for one with a finding",
                ),
            );
        }
        return;
    }
    if marks.is_empty() {
        builder.wrong(
            "syntax::mark",
            text.span,
            Text::new("ví dụ `fail` chưa đánh dấu chỗ sai", "the `fail` example marks no place"),
            Text::new(
                "đặt chỗ sai giữa `«` và `»`; `«»` là một chỗ trống",
                "put the place between `«` and `»`; `«»` marks a place of no width",
            ),
        );
        return;
    }
    let wrong = marks.iter().enumerate().find(|&(index, &found)| found != if index % 2 == 0 { '«' } else { '»' });
    let wrong = wrong.map(|(index, _)| index).or_else(|| (marks.len() % 2 == 1).then(|| marks.len() - 1));
    if let Some(index) = wrong {
        builder.wrong(
            "syntax::mark",
            mark(builder, text.span, index),
            Text::new("các dấu `«` và `»` không đi thành cặp", "`«` and `»` do not come in pairs"),
            Text::new("mỗi chỗ sai là một cặp `«…»`, không lồng nhau", "each place is one `«…»`, never inside another"),
        );
    }
}

/// The place of the n-th mark: neither escapes nor indentation make or drop marks.
fn mark(builder: Builder<'_>, literal: Span, index: usize) -> Span {
    let raw = builder.source.slice(literal);
    let found = raw.match_indices(['«', '»']).nth(index);
    found.map_or(literal, |(at, mark)| {
        let start = literal.range().start + at;
        Span::new(start, start + mark.len())
    })
}
