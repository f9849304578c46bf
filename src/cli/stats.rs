//! `soat stats PATH…`: counts over reports, by office, by period, by rule.

use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::check::{contained, unreadable};
use super::files;
use super::judge::{Asked, Judge, Judging, KnownBy, Task};
use super::{Format, Session, Status};
use crate::Report;
use crate::report::Judges;
use crate::report::digest::Digest;
use crate::report::form::Judged;
use crate::report::stats::Stats;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders; `-` for standard input; where none are named, the folder of the run
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Form of output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    known: KnownBy,
}

pub(super) fn run(session: &mut Session<'_>, arguments: Arguments) -> io::Result<Status> {
    let found = files::find(&files::or_here(arguments.paths));
    let asked = Asked { baseline: arguments.known.baseline.as_deref(), ..Asked::default() };
    let Some(judge) = Judge::prepare(session, arguments.judging, found, asked)? else {
        return Ok(Status::Failed);
    };
    let (world, lang) = (session.world, session.lang());
    let digest = |task: &Task| {
        let name = task.input.name();
        match contained(|| judge.check(world, task)) {
            Ok(Report { document, outcome }) => {
                let digest = Digest::of(&Judged::Read { document: &document, outcome: &outcome });
                (digest, (String::new(), Judges::of(&outcome)))
            }
            Err(error) => {
                let judged = Judged::Unreadable { path: &name, message: &error.message, help: error.help.as_ref() };
                (Digest::of(&judged), (unreadable(&name, &error, lang), Judges::default()))
            }
        }
    };
    let (digests, others): (Vec<Digest>, Vec<(String, Judges)>) = judge.tasks.par_iter().map(digest).unzip();
    let mut judges = Judges::default();
    for (complaint, of_one) in &others {
        session.err.write_all(complaint.as_bytes())?;
        judges.add(of_one);
    }
    let stats = Stats::of(&digests, &judge.rules, &judges);
    let text = match arguments.format {
        Format::Human => stats.human(&judge.known_by(), session.look),
        Format::Json => stats.json(lang),
    };
    session.out.write_all(text.as_bytes())?;
    Ok(if digests.iter().any(|digest| digest.error.is_some()) { Status::Failed } else { Status::Clean })
}
