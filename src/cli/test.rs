//! `soat test [DIR]`: judges the examples that stand in rule files; with `--coverage`, shows the clauses that none of them exercises.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;

use super::{Format, Session, Status};
use crate::evaluate::coverage::coverage;
use crate::evaluate::judge_examples;
use crate::lang::Lang;
use crate::pack;
use crate::report::words::count;
use crate::report::{self, mistake};
use crate::rule::RuleSet;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Rules of this folder, which may use the packs built in
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Show the clauses that no example exercises
    #[arg(long)]
    coverage: bool,
    /// Form of the coverage
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, requires = "coverage")]
    format: Format,
}

pub(super) fn run(session: &mut Session<'_>, arguments: &Arguments) -> io::Result<Status> {
    let own = match &arguments.folder {
        None => pack::embedded(),
        Some(folder) => match session.sources(folder)? {
            Some(sources) => sources,
            None => return Ok(Status::Failed),
        },
    };
    let names: HashSet<String> = own.iter().map(|source| source.name().to_owned()).collect();
    let sources = if arguments.folder.is_some() { pack::with_embedded(own) } else { own };
    let Some(rules) = session.resolved(RuleSet::load(sources))? else { return Ok(Status::Failed) };

    if arguments.coverage {
        let clauses = coverage(&rules);
        let pairs = rules.rules().iter().zip(clauses);
        let own: Vec<_> = pairs.filter(|(rule, _)| names.contains(rule.file.name())).collect();
        let mut text = match arguments.format {
            Format::Human => report::coverage::human(&own, session.lang()),
            Format::Json => report::coverage::json(&own, session.lang())?,
        };
        text.truncate(text.trim_end().len());
        writeln!(session.out, "{text}")?;
        let open = own.iter().flat_map(|(_, clauses)| clauses).any(|clause| !clause.shown);
        return Ok(if open { Status::Found } else { Status::Clean });
    }

    let mut trial = judge_examples(&rules);
    trial.wrong.retain(|wrong| names.contains(wrong.source.name()));
    let judged = rules.rules().iter().filter(|rule| names.contains(rule.file.name()) && !rule.examples.is_empty());
    let (with_examples, examples) = judged.fold((0, 0), |(n, sum), rule| (n + 1, sum + rule.examples.len()));

    let mut text = String::new();
    mistake::write(&mut text, &trial.wrong, session.look);
    text.push_str(&summary(trial.wrong.len(), examples, with_examples, session.lang()));
    text.push('\n');
    session.out.write_all(text.as_bytes())?;
    Ok(if trial.wrong.is_empty() { Status::Clean } else { Status::Found })
}

fn summary(wrong: usize, examples: usize, rules: usize, lang: Lang) -> String {
    let examples = count(examples, lang, "ví dụ", ["example", "examples"]);
    let rules = count(rules, lang, "quy tắc", ["rule", "rules"]);
    match (lang, wrong) {
        (Lang::Vi, 0) => format!("{examples} của {rules}: đều đúng"),
        (Lang::Vi, _) => format!("{examples} của {rules}: {wrong} chỗ sai"),
        (Lang::En, 0) => format!("{examples} of {rules}: all right"),
        (Lang::En, _) => format!("{examples} of {rules}: {wrong} wrong"),
    }
}
