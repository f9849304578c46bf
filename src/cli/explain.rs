//! `soat explain RULE`: what a rule demands, why, and how right and wrong look.

use std::fmt::Write as _;
use std::io;

use super::own_rules::OwnRules;
use super::{Session, Status};
use crate::lang::{Lang, Text};
use crate::report::Look;
use crate::report::explain::{self, Shown};
use crate::report::human::Paint;
use crate::report::visible::{line, str_columns, wrap};
use crate::report::words::{pick, severity};
use crate::rule::{About, Pack};
use crate::suppress::{OWN, Own};
use crate::syntax::tree::Effective;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Id of the rule
    #[arg(value_name = "RULE")]
    rule: String,
    #[command(flatten)]
    rules: OwnRules,
}

pub(super) fn run(session: &mut Session<'_>, arguments: &Arguments) -> io::Result<Status> {
    let Some(rules) = session.rules(&arguments.rules)? else { return Ok(Status::Failed) };
    if let Some(own) = OWN.iter().find(|own| own.id == arguments.rule) {
        let text = own_explanation(own, session.look);
        session.out.write_all(text.as_bytes())?;
        return Ok(Status::Clean);
    }
    let Some(about) = rules.rules().iter().find(|about| about.id == arguments.rule) else {
        let own = OWN.iter().map(|own| own.id);
        let known: Vec<&str> = rules.rules().iter().map(|about| about.id.as_str()).chain(own).collect();
        session.unknown(Text::new("quy tắc", "rule"), &arguments.rule, &known)?;
        return Ok(Status::Failed);
    };
    let pack = rules.packs().iter().find(|pack| pack.name == about.pack);
    let text = explanation(about, pack, &explain::shown(&rules, about), session.look);
    session.out.write_all(text.as_bytes())?;
    Ok(Status::Clean)
}

/// What no rule file declares: the program's own findings, about suppressions.
fn own_explanation(own: &Own, look: Look) -> String {
    let (lang, paint, width) = (look.lang, Paint(look.colour), look.width.unwrap_or(100));
    let (title, why) = (Text::new(own.title[0], own.title[1]), Text::new(own.why[0], own.why[1]));
    let mut out = String::new();
    let label = format!("{}[{}]", severity(own.severity, lang), own.id);
    let _ = writeln!(out, "{}: {}\n", paint.severity(own.severity, &label), title.get(lang));
    for part in wrap(why.get(lang), width.saturating_sub(2)) {
        let _ = writeln!(out, "  {part}");
    }
    let whose = Text::new(
        "Chương trình tự nêu, về lời miễn trừ trong báo cáo; mức đặt được trong `soat.toml` như quy tắc.",
        "Told by the program itself, of suppressions in a report; its level is set in `soat.toml` as those of rules.",
    );
    out.push('\n');
    for part in wrap(whose.get(lang), width.saturating_sub(2)) {
        let _ = writeln!(out, "  {part}");
    }
    out
}

/// Columns of the words before the values.
const WORDS: usize = 12;

fn explanation(about: &About, pack: Option<&Pack>, shown: &Shown<'_>, look: Look) -> String {
    let (lang, paint, width) = (look.lang, Paint(look.colour), look.width.unwrap_or(100));
    let mut out = String::new();
    let label = format!("{}[{}]", severity(about.severity, lang), about.id);
    let _ = writeln!(out, "{}: {}\n", paint.severity(about.severity, &label), line(about.title.get(lang)));

    let row = |out: &mut String, word: &str, text: &str| {
        for (at, part) in wrap(text, width.saturating_sub(WORDS + 2)).iter().enumerate() {
            let pad = WORDS.saturating_sub(if at == 0 { str_columns(word) + 1 } else { 0 });
            let word = if at == 0 { format!("{}:", paint.word(word)) } else { String::new() };
            let _ = writeln!(out, "  {word}{:pad$}{part}", "");
        }
    };
    if let Some(why) = &about.why {
        for part in wrap(&flowing(why.get(lang)), width.saturating_sub(2)) {
            let _ = writeln!(out, "{}", format!("  {part}").trim_end());
        }
        out.push('\n');
    }
    let of = pack.map_or(String::new(), |pack| format!(" ({})", pack.title.get(lang)));
    row(&mut out, pick(lang, "gói", "pack"), &format!("{}{of}", about.pack));
    row(&mut out, pick(lang, "căn cứ", "source"), &about.source);
    if let Some(days) = days(about.effective, lang) {
        row(&mut out, pick(lang, "hiệu lực", "effective"), &days);
    }
    if let Some(help) = &shown.help {
        row(&mut out, pick(lang, "cách sửa", "help"), help.get(lang));
    }
    row(&mut out, pick(lang, "cho qua", "allow"), explain::allowing(about).get(lang));
    let at = about.file.position(about.span.start);
    let built_in =
        if about.file.is_built_in() { pick(lang, " (có sẵn trong chương trình)", " (built in)") } else { "" };
    row(&mut out, pick(lang, "khai báo", "declared"), &format!("{}:{}{built_in}", about.file.name(), at.line));
    if let Some(clause) = explain::clause(about) {
        row(&mut out, pick(lang, "quy tắc", "rule"), &clause);
    }
    let words = [("sai", "wrong"), ("đúng", "right"), ("không báo", "not told")];
    for ((vi, en), examples) in words.into_iter().zip([&shown.wrong, &shown.right, &shown.exceptions]) {
        if !examples.is_empty() {
            out.push('\n');
        }
        for example in examples {
            if let Some(old) = &example.old {
                row(&mut out, pick(lang, "bản trước", "old draft"), old);
            }
            row(&mut out, pick(lang, vi, en), &explain::marked(example));
        }
    }
    out
}

/// Lines as their author broke them in the rule file run on; an empty line still parts two paragraphs.
fn flowing(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn days(effective: Effective, lang: Lang) -> Option<String> {
    let day = |date: jiff::civil::Date| match lang {
        Lang::Vi => format!("{}/{}/{}", date.day(), date.month(), date.year()),
        Lang::En => date.to_string(),
    };
    Some(match (lang, effective.from.map(day), effective.until.map(day)) {
        (_, None, None) => return None,
        (Lang::Vi, Some(from), None) => format!("báo cáo từ ngày {from}"),
        (Lang::Vi, None, Some(until)) => format!("báo cáo đến ngày {until}"),
        (Lang::Vi, Some(from), Some(until)) => format!("báo cáo từ ngày {from} đến ngày {until}"),
        (Lang::En, Some(from), None) => format!("reports from {from}"),
        (Lang::En, None, Some(until)) => format!("reports until {until}"),
        (Lang::En, Some(from), Some(until)) => format!("reports from {from} to {until}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::rule::Example;
    use crate::source::Source;
    use crate::span::Span;
    use std::sync::Arc;

    #[test]
    fn a_rule_is_explained_with_its_clause_and_examples() {
        let example = |fails, text: &str, places: Vec<Span>| Example {
            fails,
            old: None,
            text: text.into(),
            places,
            paints: Vec::new(),
            painted: Vec::new(),
            settings: Vec::new(),
            span: Span::default(),
        };
        let about = About {
            id: "percentage-wrong".into(),
            pack: "figures".into(),
            drafts: false,
            title: Text::new("tỷ lệ không khớp với phân số", "a percentage does not agree"),
            source: "quy ước làm tròn".into(),
            severity: Severity::Error,
            why: Some(Text::new("Người đọc tính lại được.\n\nLàm tròn theo số chữ số đang ghi.", "Readers can.")),
            help: Some(Text::new("ghi {rounded}%", "write {rounded}%")),
            effective: Effective { from: Some(jiff::civil::date(2022, 2, 21)), until: None },
            examples: vec![
                example(false, "18/72, đạt 25%", vec![]),
                example(true, "13/72, đạt 18,5%", vec![Span::new(14, 19)]),
            ],
            file: Arc::new(Source::new("rules/figures.soat", "pack figures\nrule percentage-wrong {\n")),
            span: Span::new(18, 34),
        };
        let pack = Pack { name: "figures".into(), title: Text::new("Số liệu", "Figures"), source: String::new() };
        let look = Look { lang: Lang::Vi, colour: false, width: Some(60) };
        let (help, [right, wrong]) = (about.help.clone(), [&about.examples[0], &about.examples[1]]);
        let shown = Shown { help, wrong: vec![wrong], right: vec![right], exceptions: vec![] };
        insta::assert_snapshot!(explanation(&about, Some(&pack), &shown, look));
    }
}
