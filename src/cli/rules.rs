//! `soat rules`: the rules, by pack; with `--declarations`, what packs declare besides rules.

mod declarations;

use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use super::own_rules::OwnRules;
use super::{Format, Session, Status};
use crate::lang::{Lang, Text};
use crate::report::human::Paint;
use crate::report::visible::{str_columns, wrap};
use crate::report::words::{count, severity};
use crate::report::{Look, json};
use crate::rule::declared::Declared;
use crate::rule::{About, Pack};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only the rules of this pack; may be repeated
    #[arg(long = "pack", value_name = "NAME")]
    packs: Vec<String>,
    /// What packs declare besides rules: parameters with their defaults, facts with their parts, fields, lists, tables, outlines
    #[arg(long)]
    declarations: bool,
    /// Form of output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    rules: OwnRules,
}

pub(super) fn run(session: &mut Session<'_>, arguments: &Arguments) -> io::Result<Status> {
    let Some(rules) = session.rules(&arguments.rules)? else { return Ok(Status::Failed) };
    let known: Vec<&str> = rules.packs().iter().map(|pack| pack.name.as_str()).collect();
    if let Some(name) = arguments.packs.iter().find(|name| !known.contains(&name.as_str())) {
        session.unknown(Text::new("gói quy tắc", "pack of rules"), name, &known)?;
        return Ok(Status::Failed);
    }
    let wanted = |pack: &&Pack| arguments.packs.is_empty() || arguments.packs.contains(&pack.name);
    let packs = rules.packs().iter().filter(wanted);
    if arguments.declarations {
        let own = |pack: &Pack| rules.declarations().iter().filter(|one| one.pack == pack.name).collect();
        let packs: Vec<(&Pack, Vec<&Declared>)> = packs.map(|pack| (pack, own(pack))).collect();
        match arguments.format {
            Format::Human => session.out.write_all(declarations::human(&packs, session.look).as_bytes())?,
            Format::Json => {
                session.out.write_all(&declarations::json(&packs, session.lang())?)?;
                session.out.write_all(b"\n")?;
            }
        }
        return Ok(Status::Clean);
    }
    let own = |pack: &Pack| rules.rules().iter().filter(|about| about.pack == pack.name).collect();
    // A pack of words for others has no rules to list.
    let packs: Vec<(&Pack, Vec<&About>)> =
        packs.map(|pack| (pack, own(pack))).filter(|(_, rules): &(_, Vec<_>)| !rules.is_empty()).collect();
    match arguments.format {
        Format::Human => session.out.write_all(list(&packs, session.look).as_bytes())?,
        Format::Json => {
            let listing = listing(&packs, session.lang());
            serde_json::to_writer(&mut *session.out, &listing)?;
            session.out.write_all(b"\n")?;
        }
    }
    Ok(Status::Clean)
}

/// The name of a pack, its title and its source.
fn head(pack: &Pack, lang: Lang) -> String {
    let head = format!("{} — {}", pack.name, pack.title.get(lang));
    if pack.source.is_empty() { head } else { format!("{head} ({})", pack.source) }
}

fn list(packs: &[(&Pack, Vec<&About>)], look: Look) -> String {
    let (lang, paint, width) = (look.lang, Paint(look.colour), look.width.unwrap_or(120));
    let widest = |text: fn(&About, Lang) -> &str| {
        packs.iter().flat_map(|(_, rules)| rules).map(|about| str_columns(text(about, lang))).max().unwrap_or(0)
    };
    let (graves, ids) = (widest(|about, lang| severity(about.severity, lang)), widest(|about, _| about.id.as_str()));
    let indent = 2 + graves + 2 + ids + 2;
    // On a narrow terminal titles stand below the ids.
    let beside = width.saturating_sub(indent) >= 30;
    let mut out = String::new();
    for (pack, rules) in packs {
        for part in wrap(&head(pack, lang), width) {
            let _ = writeln!(out, "{}", paint.bold(&part));
        }
        for about in rules {
            let grave = severity(about.severity, lang);
            let pad = graves - str_columns(grave).min(graves);
            let ids = if beside { ids } else { 0 };
            let _ = write!(out, "  {}{:pad$}  {:ids$}", paint.severity(about.severity, grave), "", about.id);
            let indent = if beside { indent } else { graves + 4 };
            let title = wrap(about.title.get(lang), width.saturating_sub(indent));
            let own_source = if about.source == pack.source { "" } else { about.source.as_str() };
            let source = wrap(own_source, width.saturating_sub(indent));
            let lines = title.into_iter().map(|part| (part, false)).chain(source.into_iter().map(|part| (part, true)));
            for (at, (part, dim)) in lines.enumerate() {
                let part = if dim { paint.dim(&part) } else { part };
                let _ = match (at, beside) {
                    (0, true) => write!(out, "  {part}"),
                    _ => write!(out, "\n{:indent$}{part}", ""),
                };
            }
            out.push('\n');
        }
        out.push('\n');
    }
    let rules = packs.iter().map(|(_, rules)| rules.len()).sum();
    let (rules, packs) = (count(rules, lang, "quy tắc", ["rule", "rules"]), packs.len());
    let _ = match lang {
        Lang::Vi => writeln!(out, "{rules} trong {packs} gói"),
        Lang::En => writeln!(out, "{rules} in {}", count(packs, lang, "gói", ["pack", "packs"])),
    };
    out
}

/// What is listed of each pack, with the name of the form.
#[derive(Serialize)]
struct Listing<P> {
    schema: &'static str,
    packs: Vec<P>,
}

#[derive(Serialize)]
struct PackEntry<'a> {
    name: &'a str,
    title: &'a str,
    source: &'a str,
    rules: Vec<RuleEntry<'a>>,
}

#[derive(Serialize)]
struct RuleEntry<'a> {
    id: &'a str,
    severity: &'static str,
    title: &'a str,
    source: &'a str,
    from: Option<String>,
    until: Option<String>,
    file: &'a str,
    line: usize,
}

fn listing<'a>(packs: &[(&'a Pack, Vec<&'a About>)], lang: Lang) -> Listing<PackEntry<'a>> {
    let rule = |about: &&'a About| RuleEntry {
        id: &about.id,
        severity: json::severity(about.severity),
        title: about.title.get(lang),
        source: &about.source,
        from: about.effective.from.map(|day| day.to_string()),
        until: about.effective.until.map(|day| day.to_string()),
        file: about.file.name(),
        line: about.file.position(about.span.start).line,
    };
    let pack = |(pack, rules): &(&'a Pack, Vec<&'a About>)| PackEntry {
        name: &pack.name,
        title: pack.title.get(lang),
        source: &pack.source,
        rules: rules.iter().map(rule).collect(),
    };
    Listing { schema: "soat.rules/1", packs: packs.iter().map(pack).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::source::Source;
    use crate::span::Span;
    use std::sync::Arc;

    #[test]
    fn rules_are_listed_in_columns() {
        let file = Arc::new(Source::new("rules/figures.soat", "pack figures\n"));
        let about = |id: &str, severity, title: &str, source: &str| About {
            id: id.into(),
            pack: "figures".into(),
            drafts: false,
            title: Text::new(title, title),
            source: source.into(),
            severity,
            why: None,
            help: None,
            effective: Default::default(),
            examples: vec![],
            file: file.clone(),
            span: Span::default(),
        };
        let rules = [
            about(
                "percentage-wrong",
                Severity::Error,
                "tỷ lệ không khớp với phân số ngay trước nó trong cùng một câu",
                "quy ước",
            ),
            about("percentage-truncated", Severity::Warning, "tỷ lệ cắt bỏ phần lẻ", "Luật Thống kê, Điều 5"),
        ];
        let pack =
            Pack { name: "figures".into(), title: Text::new("Số liệu", "Figures"), source: "quy ước".into() };
        let packs = [(&pack, rules.iter().collect())];
        let at = |width| list(&packs, Look { lang: Lang::Vi, colour: false, width: Some(width) });
        insta::assert_snapshot!([at(80), at(50)].join("-----\n"));
    }
}
