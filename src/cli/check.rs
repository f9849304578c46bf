//! `soat check PATH…`: files in parallel, output in fixed order, memory bounded by a few files per core.

use std::io::{self, IsTerminal, stderr, stdin};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use clap::ValueEnum;
use rayon::prelude::*;

use super::annotate::Copies;
use super::files;
use super::judge::{Asked, Judge, Judging, KnownBy, Task};
use super::outputs::{self, Outputs};
use super::watch::{Changes, Watched};
use super::{Session, Status, complaint, terminal};
use crate::config;
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::report::digest::Digest;
use crate::report::form::{Context, Form, Judged, render};
use crate::report::words::pick;
use crate::report::{Judges, Look, Tally};
use crate::world::{World, read_limited};
use crate::{LoadError, Report};

/// Files per core between two writes.
const FILES_PER_CORE: usize = 4;
/// More files than this are worth a progress bar.
const MANY: usize = 50;

#[derive(Debug, Clone, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders; `-` for standard input; where none are named, the folder of the run
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Form of standard output
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Form>,
    /// Write this file too, whole or not at all; may be repeated
    #[arg(long = "output", short = 'o', value_name = "[FORMAT=]FILE")]
    outputs: Vec<String>,
    /// Least severity that makes the exit status 1
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    known: KnownBy,
    /// Write a copy of the Word file with its findings as comments; a folder for several files
    #[arg(long, value_name = "OUT")]
    annotate: Option<PathBuf>,
    /// Only what was not there at this git revision
    #[arg(long, value_name = "REVISION")]
    since: Option<String>,
    /// Exit status 1 also where known findings are no longer there
    #[arg(long)]
    fail_on_stale: bool,
    /// Also show which rules could not judge, and why
    #[arg(long)]
    show_unjudged: bool,
    /// Also show what reports allow by a suppression, and their reasons
    #[arg(long)]
    show_allowed: bool,
    /// Check again whenever a report changes, until Ctrl+C
    #[arg(long)]
    watch: bool,
    /// Findings only: no closing line, no progress bar
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// On errors
    Error,
    /// On warnings too
    Warning,
    /// On everything
    Info,
    /// Never
    Never,
}

/// What is the same for all files.
struct Job<'a> {
    world: &'a dyn World,
    judge: &'a Judge,
    lang: Lang,
    context: Context<'a>,
    /// Form and look of each output.
    styles: Vec<(Form, Look)>,
    /// Whether an output needs digests.
    digests: bool,
    copies: Option<Copies>,
}

/// What came of one file: nothing of the document is kept.
struct Part {
    /// For each output.
    rendered: Vec<String>,
    digest: Option<Digest>,
    err: String,
    tally: Tally,
    judges: Judges,
    /// Whether a copy was asked for and could not be written.
    copy_failed: bool,
}

/// What came of all files.
#[derive(Default)]
struct Sum {
    tally: Tally,
    copy_failed: bool,
}

pub(super) fn run(session: &mut Session<'_>, mut arguments: Arguments) -> io::Result<Status> {
    arguments.paths = files::or_here(arguments.paths);
    if !arguments.watch {
        return once(session, arguments);
    }
    // What is wrong with the arguments is told at once; changes during the first run are not missed.
    let outputs = outputs::plan(arguments.format, &arguments.outputs).map(|plan| plan.files).unwrap_or_default();
    let named = arguments.paths.iter().chain(&arguments.judging.rules.folders).map(PathBuf::as_path);
    let watched = Watched::new(named, outputs.iter().map(|(_, path)| path.as_path()));
    let Some(changes) = Changes::begin(session, watched)? else { return Ok(Status::Failed) };
    loop {
        let status = once(session, arguments.clone())?;
        if !changes.wait(session)? {
            return Ok(status);
        }
    }
}

fn once(session: &mut Session<'_>, arguments: Arguments) -> io::Result<Status> {
    let plan = match outputs::plan(arguments.format, &arguments.outputs) {
        Ok(plan) => plan,
        Err((message, help)) => {
            let lang = session.lang();
            session.complain(message.get(lang), help.as_ref().map(|help| help.get(lang)))?;
            return Ok(Status::Failed);
        }
    };
    let mut found = files::find(&arguments.paths);
    if let Some(path) = plan.files.iter().map(|(_, path)| path).find(|path| files::holds(&found, path)) {
        let message = match session.lang() {
            Lang::Vi => format!("`{}` là báo cáo được soát, không thể ghi kết quả đè lên", path.display()),
            Lang::En => format!("`{}` is a report to check, not a place for output", path.display()),
        };
        session.complain(&message, None)?;
        return Ok(Status::Failed);
    }
    if let Some(folder) = arguments.annotate.as_deref().filter(|target| target.is_dir()) {
        files::leave_out(&mut found, folder, &arguments.paths);
    }
    let (passed_over, own_copies) = (found.passed_over, found.copies);
    let copies = match arguments.annotate {
        None => None,
        Some(target) => {
            let day = arguments.judging.today(session.world);
            match Copies::plan(target, &arguments.paths, &found, day, session.lang()) {
                Ok(copies) => Some(copies),
                Err((message, help)) => {
                    let lang = session.lang();
                    session.complain(message.get(lang), Some(help.get(lang)))?;
                    return Ok(Status::Failed);
                }
            }
        }
    };
    let (since, baseline) = (arguments.since.as_deref(), arguments.known.baseline.as_deref());
    let asked = Asked { since, baseline, early: true, ..Asked::default() };
    let Some(judge) = Judge::prepare(session, arguments.judging, found, asked)? else { return Ok(Status::Failed) };
    let Some(mut outputs) = Outputs::open(session, &plan)? else { return Ok(Status::Failed) };
    let fail_on = match (arguments.fail_on, judge.main.config.fail_on) {
        (Some(asked), _) => asked.severity(),
        (None, Some(config::FailOn::AtLeast(severity))) => Some(severity),
        (None, Some(config::FailOn::Never)) => None,
        (None, None) => Some(Severity::Error),
    };
    let known_by = judge.known_by();
    let job = Job {
        world: session.world,
        judge: &judge,
        lang: session.lang(),
        context: Context {
            rules: &judge.rules,
            unjudged: arguments.show_unjudged,
            allowed: arguments.show_allowed,
            quiet: arguments.quiet,
            known_by: &known_by,
            fail_on,
        },
        styles: outputs.styles(),
        digests: plan.forms().any(Form::looks_back),
        copies,
    };
    let Sum { tally, copy_failed } = write_all(session, &job, &mut outputs)?;
    session.err.write_all(said_passed_over(passed_over, own_copies, session.lang()).as_bytes())?;
    if copy_failed || outputs.failed() {
        return Ok(Status::Failed);
    }
    Ok(status(&tally, fail_on, arguments.fail_on_stale))
}

impl FailOn {
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

fn status(tally: &Tally, fail_on: Option<Severity>, on_stale: bool) -> Status {
    let found = fail_on.map_or(0, |least| tally.at_least(least));
    let stale = if on_stale { tally.repaired } else { 0 };
    match (tally.unreadable, found + stale) {
        (0, 0) => Status::Clean,
        (0, _) => Status::Found,
        _ => Status::Failed,
    }
}

/// Checks and writes file by file, in order.
fn write_all(session: &mut Session<'_>, job: &Job<'_>, outputs: &mut Outputs) -> io::Result<Sum> {
    let tasks = job.judge.tasks.as_slice();
    let mut sum = Sum { tally: Tally { repaired: job.judge.gone(), ..Tally::default() }, ..Sum::default() };
    let (mut judges, mut digests) = (Judges::default(), Vec::new());
    outputs.begin(session, &job.context)?;
    // One file must not wait for a pool of threads to start.
    let at_once = if tasks.len() > 1 { rayon::current_num_threads() * FILES_PER_CORE } else { 1 };
    let wanted = !job.context.quiet && tasks.len() > MANY && stderr().is_terminal() && !terminal::is_log();
    let bar = wanted.then(|| bar(tasks.len(), job.lang));
    for chunk in tasks.chunks(at_once) {
        let parts: Vec<Part> = match chunk {
            [only] => vec![job.part(only)],
            many => many.par_iter().map(|task| job.part(task)).collect(),
        };
        let write = || -> io::Result<()> {
            for part in parts {
                outputs.report(session, &part.rendered)?;
                session.err.write_all(part.err.as_bytes())?;
                sum.tally = sum.tally.plus(part.tally);
                sum.copy_failed |= part.copy_failed;
                judges.add(&part.judges);
                digests.extend(part.digest);
            }
            session.out.flush()
        };
        match &bar {
            Some(bar) => {
                bar.suspend(write)?;
                bar.inc(chunk.len() as u64);
            }
            None => write()?,
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    sum.tally.rules = judges.count();
    outputs.end(session, &job.context, &sum.tally, &digests)?;
    Ok(sum)
}

fn bar(files: usize, lang: Lang) -> indicatif::ProgressBar {
    let template = match lang {
        Lang::Vi => "{bar:40} {pos}/{len} báo cáo",
        Lang::En => "{bar:40} {pos}/{len} reports",
    };
    let style = indicatif::ProgressStyle::with_template(template);
    let bar = indicatif::ProgressBar::new(files as u64);
    bar.with_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()))
}

impl Job<'_> {
    fn part(&self, task: &Task) -> Part {
        let name = task.input.name();
        let checked = contained(|| self.judge.check(self.world, task));
        match &checked {
            Ok(report) => {
                let Report { document, outcome } = report;
                let (err, copy_failed) = self.copied(task, report);
                let part = self.rendered(&Judged::Read { document, outcome }, err, Tally::of(outcome));
                Part { judges: Judges::of(outcome), copy_failed, ..part }
            }
            Err(error) => {
                let judged = Judged::Unreadable { path: &name, message: &error.message, help: error.help.as_ref() };
                self.rendered(&judged, unreadable(&name, error, self.lang), Tally::unreadable())
            }
        }
    }

    /// Writes the copy of a report where one is asked for; what is to be said where that cannot be done, and whether it could not.
    fn copied(&self, task: &Task, report: &Report) -> (String, bool) {
        let Some(copies) = &self.copies else { return (String::new(), false) };
        match contained(|| copies.write(self.world, &task.input, report)) {
            Ok(()) => (String::new(), false),
            Err(error) => (copies.told(&task.input, &error), true),
        }
    }

    fn rendered(&self, judged: &Judged<'_>, err: String, tally: Tally) -> Part {
        let each = self.styles.iter().map(|(form, look)| render(*form, &self.context, *look, judged));
        // What could not be read is remembered in any case.
        let digest = (self.digests || tally.unreadable > 0).then(|| Digest::of(judged));
        Part { rendered: each.collect(), digest, err, tally, judges: Judges::default(), copy_failed: false }
    }
}

/// A defect of the program that one report sets off must not hide what is wrong with the others.
pub(super) fn contained<T>(check: impl FnOnce() -> Result<T, LoadError>) -> Result<T, LoadError> {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|_| Err(defect()))
}

/// What is said where the program itself failed.
pub(super) fn defect() -> LoadError {
    let message = Text::new("soat gặp lỗi nội bộ khi xét tệp này", "soat failed on this file, a defect of soat");
    let help = Text::new(
        "xin gửi dòng `panicked at` ở trên cho người phát triển soat",
        "please send the line `panicked at` above to the developers of soat",
    );
    LoadError { message, help: Some(help) }
}

/// All of standard input, within the limit for files.
pub(super) fn standard_input() -> Result<Vec<u8>, LoadError> {
    Ok(read_limited(stdin().lock(), 0)?)
}

/// What is said of a file that could not be read.
pub(super) fn unreadable(name: &str, error: &LoadError, lang: Lang) -> String {
    let message = match lang {
        Lang::Vi => format!("không đọc được `{name}`: {}", error.message.vi),
        Lang::En => format!("cannot read `{name}`: {}", error.message.en),
    };
    complaint(&message, error.help.as_ref().map(|help| help.get(lang)), lang)
}

/// What is said of files in folders that were not checked.
fn said_passed_over(foreign: usize, copies: usize, lang: Lang) -> String {
    let mut said = String::new();
    if foreign > 0 {
        let message = match lang {
            Lang::Vi => format!("bỏ qua {foreign} tệp .doc, .pdf hoặc .rtf: không đọc được các định dạng này"),
            Lang::En => format!("passed over .doc, .pdf or .rtf files, whose formats are not read: {foreign}"),
        };
        let help = pick(lang, "lưu thành .docx rồi kiểm tra lại", "save them as .docx and check again");
        said += &complaint(&message, Some(help), lang);
    }
    if copies > 0 {
        let message = match lang {
            Lang::Vi => format!("bỏ qua {copies} bản sao do soat ghi"),
            Lang::En => format!("passed over copies that soat has written: {copies}"),
        };
        let help = pick(lang, "nêu đích danh tệp nào cần soát", "name those that should be checked");
        said += &complaint(&message, Some(help), lang);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_status_follows_from_what_was_counted() {
        let tally = Tally { files: 2, warnings: 1, ..Tally::default() };
        let of = |fail_on: FailOn, tally| status(tally, fail_on.severity(), false);
        assert_eq!(of(FailOn::Error, &tally), Status::Clean);
        assert_eq!(of(FailOn::Warning, &tally), Status::Found);
        assert_eq!(of(FailOn::Info, &tally), Status::Found);
        assert_eq!(of(FailOn::Never, &tally), Status::Clean);
        assert_eq!(of(FailOn::Never, &tally.plus(Tally::unreadable())), Status::Failed);
        let stale = Tally { repaired: 1, ..Tally::default() };
        assert_eq!(status(&stale, None, false), Status::Clean);
        assert_eq!(status(&stale, None, true), Status::Found);
    }

    #[test]
    fn a_defect_of_the_program_is_told_of_the_file_that_sets_it_off() {
        let error = contained::<()>(|| panic!("a test of what happens")).unwrap_err();
        assert!(unreadable("a.md", &error, Lang::Vi).starts_with("soat: không đọc được `a.md`: soat gặp lỗi nội bộ"));
    }
}
