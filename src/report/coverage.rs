//! Clauses that no example shows, for people and for programs (`soat.coverage/1`).

use std::fmt::Write as _;

use serde::Serialize;

use super::visible::line;
use super::words::count;
use crate::evaluate::coverage::{Clause, Show};
use crate::lang::{Lang, Text};
use crate::rule::About;

/// A rule and its clauses.
pub type Covered<'a> = (&'a About, Vec<Clause>);

/// Columns of a clause that are shown.
const CLAUSE: usize = 72;

/// One line for each clause that no example shows, and a summary.
pub fn human(rules: &[Covered<'_>], lang: Lang) -> String {
    let mut out = String::new();
    for (about, clauses) in rules {
        for clause in clauses.iter().filter(|clause| !clause.shown) {
            let at = about.file.position(clause.span.start);
            let place = format!("{}:{}:{}", about.file.name(), at.line, at.column);
            let _ = writeln!(out, "{place}: {}: {}", about.id, lacks(clause.show).get(lang));
            let _ = writeln!(out, "    {}", words(about, clause));
        }
    }
    out.push_str(&summary(rules, lang));
    out.push('\n');
    out
}

/// How many clauses there are, and how many lack an example.
fn summary(rules: &[Covered<'_>], lang: Lang) -> String {
    let clauses: usize = rules.iter().map(|(_, clauses)| clauses.len()).sum();
    let open = rules.iter().flat_map(|(_, clauses)| clauses).filter(|clause| !clause.shown).count();
    let clauses = count(clauses, lang, "mệnh đề", ["clause", "clauses"]);
    let number = count(rules.len(), lang, "quy tắc", ["rule", "rules"]);
    match (lang, open) {
        (Lang::Vi, 0) => format!("{clauses} của {number}: đều có ví dụ"),
        (Lang::Vi, _) => format!("{clauses} của {number}: {open} chưa có ví dụ"),
        (Lang::En, 0) => format!("{clauses} of {number}: all shown by examples"),
        (Lang::En, _) => format!("{clauses} of {number}: {open} shown by no example"),
    }
}

/// The clause as written, on one line.
fn words(about: &About, clause: &Clause) -> String {
    let text = about.file.slice(clause.span).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= CLAUSE {
        return line(&text).into_owned();
    }
    let cut: String = text.chars().take(CLAUSE).collect();
    format!("{}…", line(&cut))
}

/// What is lacking, said to the rule's author.
fn lacks(show: Show) -> Text {
    let (vi, en) = match show {
        Show::Keeps => ("không ví dụ nào được `where` này giữ lại", "this `where` keeps nothing in any example"),
        Show::LeavesOut => ("không ví dụ nào bị `where` này loại ra", "this `where` leaves nothing out in any example"),
        Show::Passes => ("không ví dụ nào qua được `when` này", "no example passes this `when`"),
        Show::Stops => ("không ví dụ nào bị `when` này chặn", "no example is stopped by this `when`"),
        Show::Met => ("không ví dụ nào đáp ứng yêu cầu này", "no example meets this obligation"),
        Show::Broken => ("không ví dụ nào vi phạm yêu cầu này", "no example breaks this obligation"),
        Show::Holds => ("chưa có ví dụ mà vế này của `or` đúng", "no example in which this side of the `or` decides"),
        Show::Fails => ("chưa có ví dụ mà vế này của `and` sai", "no example in which this side of the `and` decides"),
        Show::Label => ("nhãn này chưa hiện trong ví dụ nào", "this label appears in no example"),
        Show::Edit => ("chưa có ví dụ nào được gợi ý sửa ở đây", "no example is offered this edit"),
        Show::GivesWay => (
            "chưa có ví dụ mà quy tắc nhường chỗ cho quy tắc này",
            "no example in which the rule gives way to this one",
        ),
    };
    Text::new(vi, en)
}

/// The name of a kind of clause for programs.
fn name(show: Show) -> &'static str {
    match show {
        Show::Keeps => "where-keeps",
        Show::LeavesOut => "where-leaves-out",
        Show::Passes => "when-passes",
        Show::Stops => "when-stops",
        Show::Met => "met",
        Show::Broken => "broken",
        Show::Holds => "or-side",
        Show::Fails => "and-side",
        Show::Label => "label",
        Show::Edit => "edit",
        Show::GivesWay => "gives-way",
    }
}

#[derive(Serialize)]
struct Listing<'a> {
    schema: &'static str,
    rules: Vec<RuleEntry<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct RuleEntry<'a> {
    rule: &'a str,
    file: &'a str,
    clauses: usize,
    uncovered: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: &'static str,
    message: String,
    line: usize,
    column: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct Summary {
    rules: usize,
    clauses: usize,
    uncovered: usize,
}

/// One JSON object.
///
/// # Errors
/// Those of the serializer.
pub fn json(rules: &[Covered<'_>], lang: Lang) -> serde_json::Result<String> {
    let listed = rules.iter().map(|(about, clauses)| {
        let open = clauses.iter().filter(|clause| !clause.shown).map(|clause| {
            let at = about.file.position(clause.span.start);
            Entry {
                kind: name(clause.show),
                message: lacks(clause.show).get(lang).to_owned(),
                line: at.line,
                column: at.column,
                text: about.file.slice(clause.span),
            }
        });
        RuleEntry { rule: &about.id, file: about.file.name(), clauses: clauses.len(), uncovered: open.collect() }
    });
    let listed: Vec<RuleEntry<'_>> = listed.collect();
    let summary = Summary {
        rules: listed.len(),
        clauses: listed.iter().map(|rule| rule.clauses).sum(),
        uncovered: listed.iter().map(|rule| rule.uncovered.len()).sum(),
    };
    serde_json::to_string_pretty(&Listing { schema: "soat.coverage/1", rules: listed, summary })
}
