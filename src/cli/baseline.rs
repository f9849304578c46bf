//! `soat baseline [PATH…]`: writes down what is known, so that checks report only what is new; `--prune` takes out what is gone.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::check::{contained, unreadable};
use super::files;
use super::govern::Governed;
use super::judge::{Asked, Judge, Judging, KnownBy, Task};
use super::{Session, Status};
use crate::baseline::Baseline;
use crate::lang::{Lang, Text};
use crate::report::words::count;
use crate::world::{Tried, name, reason};
use crate::{LoadError, Report};

/// Reports judged at once; their documents are dropped before the next ones are read.
const AT_ONCE: usize = 64;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders; where none are named, the folder of the run
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only take out what is no longer there, add nothing
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    known: KnownBy,
}

/// A baseline in the making.
struct Draft {
    governed: Arc<Governed>,
    known: Baseline,
    added: usize,
    taken_out: usize,
}

pub(super) fn run(session: &mut Session<'_>, arguments: Arguments) -> io::Result<Status> {
    let asked = Asked { new_baseline: true, baseline: arguments.known.baseline.as_deref(), ..Asked::default() };
    let found = files::find(&files::or_here(arguments.paths));
    let Some(mut judge) = Judge::prepare(session, arguments.judging, found, asked)? else {
        return Ok(Status::Failed);
    };
    // What is known is found anew.
    judge.by_baseline = false;
    let mut drafts: Vec<Draft> = Vec::new();
    let mut failed = false;
    for tasks in judge.tasks.chunks(AT_ONCE) {
        let world = session.world;
        let judged: Vec<Result<Report, LoadError>> =
            tasks.par_iter().map(|task| contained(|| judge.check(world, task))).collect();
        for (task, judged) in tasks.iter().zip(judged) {
            match judged {
                Ok(report) => take_in(&mut drafts, task, &report, arguments.prune),
                Err(error) => {
                    failed = true;
                    session.err.write_all(unreadable(&task.input.name(), &error, session.look.lang).as_bytes())?;
                }
            }
        }
    }
    if drafts.is_empty() && !failed {
        draft(&mut drafts, &judge.main);
    }
    for draft in &mut drafts {
        let governed = Arc::clone(&draft.governed);
        draft.taken_out += draft.known.forget(|path| governed.is_gone(path));
        failed |= !write(session, draft)?;
    }
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// The baseline of what governs a report.
fn draft<'d>(drafts: &'d mut Vec<Draft>, governed: &Arc<Governed>) -> Option<&'d mut Draft> {
    let at = match drafts.iter().position(|draft| Arc::ptr_eq(&draft.governed, governed)) {
        Some(at) => at,
        None => {
            let (governed, known) = (Arc::clone(governed), governed.known.clone());
            drafts.push(Draft { governed, known, added: 0, taken_out: 0 });
            drafts.len() - 1
        }
    };
    drafts.get_mut(at)
}

fn take_in(drafts: &mut Vec<Draft>, task: &Task, report: &Report, prune: bool) {
    let Some(draft) = draft(drafts, &task.place.governed) else { return };
    // Standard input has no place that it could be known by.
    let (files::Input::File(_), path) = (&task.input, &task.place.known_as) else { return };
    if prune {
        draft.taken_out += draft.known.prune(path, &report.outcome);
    } else {
        let (added, taken_out) = draft.known.replace(path, &report.document.source, &report.outcome);
        draft.added += added;
        draft.taken_out += taken_out;
    }
}

/// Writes a baseline and says what changed; whether that could be done.
fn write(session: &mut Session<'_>, draft: &Draft) -> io::Result<bool> {
    let (lang, file) = (session.lang(), name(&draft.governed.baseline));
    if let Err(error) = session.world.write(&draft.governed.baseline, draft.known.write().as_bytes()) {
        let reason = reason(&error, Tried::Writing);
        let message = Text::new(
            format!("không ghi được `{file}`: {}", reason.vi),
            format!("cannot write `{file}`: {}", reason.en),
        );
        session.complain(message.get(lang), None)?;
        return Ok(false);
    }
    let found = count(draft.known.len(), lang, "phát hiện", ["finding", "findings"]);
    let reports = count(draft.known.paths().count(), lang, "báo cáo", ["report", "reports"]);
    let (added, taken_out) = (draft.added, draft.taken_out);
    match lang {
        Lang::Vi => writeln!(session.out, "{file}: {found} của {reports} (thêm {added}, bỏ {taken_out})")?,
        Lang::En => writeln!(session.out, "{file}: {found} in {reports} ({added} added, {taken_out} taken out)")?,
    }
    Ok(true)
}
