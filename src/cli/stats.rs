//! `soat stats PATH…`: counts over reports, by office, by period, by rule.

use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::check::{contained, unreadable};
use super::files;
use super::judge::{Asked, Judge, Judging, Task};
use super::{Format, Session, Status};
use crate::Report;
use crate::report::digest::Digest;
use crate::report::form::Judged;
use crate::report::stats::Stats;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Form of output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    judging: Judging,
}

pub(super) fn run(session: &mut Session<'_>, arguments: Arguments) -> io::Result<Status> {
    let found = files::find(&arguments.paths);
    let Some(judge) = Judge::prepare(session, arguments.judging, found, Asked::default())? else {
        return Ok(Status::Failed);
    };
    let (world, lang) = (session.world, session.lang());
    let digest = |task: &Task| {
        let name = task.input.name();
        match contained(|| judge.check(world, task)) {
            Ok(Report { document, outcome }) => {
                (Digest::of(&Judged::Read { document: &document, outcome: &outcome }), String::new())
            }
            Err(error) => {
                let judged = Judged::Unreadable { path: &name, message: &error.message, help: error.help.as_ref() };
                (Digest::of(&judged), unreadable(&name, &error, lang))
            }
        }
    };
    let (digests, complaints): (Vec<Digest>, Vec<String>) = judge.tasks.par_iter().map(digest).unzip();
    session.err.write_all(complaints.concat().as_bytes())?;
    let stats = Stats::of(&digests, &judge.rules);
    let text = match arguments.format {
        Format::Human => stats.human(judge.rules.ids().len(), session.look),
        Format::Json => stats.json(lang),
    };
    session.out.write_all(text.as_bytes())?;
    Ok(if digests.iter().any(|digest| digest.error.is_some()) { Status::Failed } else { Status::Clean })
}
