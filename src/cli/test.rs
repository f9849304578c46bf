//! `soat test [DIR]`: judges the examples that stand in rule files; with `--coverage`, shows the clauses that none of them exercises.

use std::io;
use std::path::PathBuf;

use super::own_rules::OwnRules;
use super::{Format, Session, Status};
use crate::evaluate::coverage::coverage;
use crate::evaluate::judge_examples;
use crate::lang::Lang;
use crate::report::words::count;
use crate::report::{self, mistake};
use crate::source::Source;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Rules of these folders, beside those built in as in `soat check --rules`
    #[arg(id = "folder", value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Without the packs built in
    #[arg(id = "no_builtin", long = "no-builtin", requires = "folder")]
    alone: bool,
    /// Show the clauses that no example exercises
    #[arg(long)]
    coverage: bool,
    /// Form of the coverage
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, requires = "coverage")]
    format: Format,
}

pub(super) fn run(session: &mut Session<'_>, arguments: &Arguments) -> io::Result<Status> {
    let asked = OwnRules { folders: arguments.folders.clone(), alone: arguments.alone };
    let Some(rules) = session.rules(&asked)? else { return Ok(Status::Failed) };
    // Beside own rules, those built in are not judged.
    let is_own = |file: &Source| asked.folders.is_empty() || !file.is_built_in();

    if arguments.coverage {
        let clauses = coverage(&rules);
        let pairs = rules.rules().iter().zip(clauses);
        let own: Vec<_> = pairs.filter(|(rule, _)| is_own(&rule.file)).collect();
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
    trial.wrong.retain(|wrong| is_own(&wrong.source));
    let judged = rules.rules().iter().filter(|rule| is_own(&rule.file) && !rule.examples.is_empty());
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
