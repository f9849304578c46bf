//! `soat diff OLD NEW`, `soat diff --git REV PATH…`: what got worse from one draft to the next, and what changed.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::check::{FailOn, contained, unreadable};
use super::files::{self, Found, Input};
use super::judge::{Asked, Judge, Judging, Task};
use super::{Session, Status};
use crate::LoadError;
use crate::align::Alignment;
use crate::compare::{Comparison, Drafts, compare};
use crate::config;
use crate::document::Document;
use crate::evaluate::regressions;
use crate::finding::Severity;
use crate::git::Commit;
use crate::lang::{Lang, Text};
use crate::report::diff::{Compared, Count, Shown, html, human, json, markdown, summary};
use crate::world::{Tried, World, name, reason};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Old and new draft, files or folders; with --git only what is new
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Compare with how the files were at this revision
    #[arg(long, value_name = "REV")]
    git: Option<String>,
    /// Form of output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
    /// Write to this file instead, whole or not at all
    #[arg(long, short = 'o', value_name = "FILE")]
    output: Option<PathBuf>,
    /// Least severity of what got worse that makes the exit status 1
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    #[command(flatten)]
    judging: Judging,
    /// List everything: infos, what was repaired, what is still there
    #[arg(long)]
    all: bool,
    /// Leave out what changed in headings and text
    #[arg(long)]
    brief: bool,
}

/// The form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Form {
    /// For people at a terminal.
    #[default]
    Human,
    /// For programs: `soat.diff/1`.
    Json,
    /// For a comment on a change.
    Markdown,
    /// One page for a browser.
    Html,
}

/// How a report was.
enum Earlier {
    File(PathBuf),
    /// Bytes at a revision, under the name they have now.
    Bytes(Vec<u8>),
}

/// What is compared: a report as it was, by its name now; and reports that are gone.
#[derive(Default)]
struct Plan {
    new: Vec<PathBuf>,
    old: HashMap<PathBuf, Earlier>,
    gone: Vec<PathBuf>,
}

pub(super) fn run(session: &mut Session<'_>, arguments: Arguments) -> io::Result<Status> {
    let plan = match plan(session.world, &arguments) {
        Ok(plan) => plan,
        Err(error) => {
            let lang = session.lang();
            session.complain(error.message.get(lang), error.help.as_ref().map(|help| help.get(lang)))?;
            return Ok(Status::Failed);
        }
    };
    let found = Found { inputs: plan.new.iter().cloned().map(Input::File).collect(), ..Found::default() };
    let Some(judge) = Judge::prepare(session, arguments.judging, found, Asked::default())? else {
        return Ok(Status::Failed);
    };
    let fail_on = match (arguments.fail_on, judge.main.config.fail_on) {
        (Some(asked), _) => asked.severity(),
        (None, Some(config::FailOn::AtLeast(severity))) => Some(severity),
        (None, Some(config::FailOn::Never)) => None,
        (None, None) => Some(Severity::Error),
    };
    let shown = Shown { all: arguments.all, brief: arguments.brief };
    let mut page = Page { form: arguments.format, session, count: Count::default(), out: Vec::new(), shown };
    page.begin()?;
    for task in &judge.tasks {
        page.task(&judge, task, &plan.old)?;
    }
    for gone in &plan.gone {
        page.write(&Compared::Removed(&name(gone)));
    }
    page.end()?;
    let Page { count, out, session, .. } = page;
    match &arguments.output {
        None => session.out.write_all(&out)?,
        Some(path) => {
            if let Err(error) = session.world.write(path, &out) {
                let reason = reason(&error, Tried::Writing);
                let message = match session.lang() {
                    Lang::Vi => format!("không ghi được `{}`: {}", path.display(), reason.vi),
                    Lang::En => format!("cannot write `{}`: {}", path.display(), reason.en),
                };
                session.complain(&message, None)?;
                return Ok(Status::Failed);
            }
        }
    }
    let worse = fail_on.map_or(0, |least| count.at_least(least));
    Ok(match (count.unreadable, worse) {
        (0, 0) => Status::Clean,
        (0, _) => Status::Found,
        _ => Status::Failed,
    })
}

/// The output as it grows.
struct Page<'s, 'w> {
    form: Form,
    session: &'s mut Session<'w>,
    count: Count,
    out: Vec<u8>,
    shown: Shown,
}

impl Page<'_, '_> {
    fn begin(&mut self) -> io::Result<()> {
        match self.form {
            Form::Json => json::begin(&mut self.out),
            Form::Human | Form::Markdown | Form::Html => Ok(()),
        }
    }

    fn task(&mut self, judge: &Judge, task: &Task, earlier: &HashMap<PathBuf, Earlier>) -> io::Result<()> {
        let Input::File(path) = &task.input else { return Ok(()) };
        let shown = name(path);
        let Some(old) = earlier.get(path) else {
            self.write(&Compared::Added(&shown));
            return Ok(());
        };
        let world = self.session.world;
        let old_name = match old {
            Earlier::File(path) => name(path),
            Earlier::Bytes(_) => shown.clone(),
        };
        let read_old = || match old {
            Earlier::File(path) => judge.read(&old_name, &world.read(path)?),
            Earlier::Bytes(bytes) => judge.read(&old_name, bytes),
        };
        let both = contained(read_old).map_err(|error| (&old_name, error)).and_then(|old| {
            let rest = || {
                let new = judge.read(&shown, &world.read(path)?)?;
                let comparison = compared(judge, task, &old, &new);
                Ok((new, comparison))
            };
            let (new, comparison) = contained(rest).map_err(|error| (&shown, error))?;
            Ok((old, new, comparison))
        });
        match both {
            Ok((old, new, comparison)) => {
                self.write(&Compared::Both { old: &old, new: &new, comparison: &comparison });
            }
            Err((name, error)) => {
                let message = unreadable(name, &error, self.session.lang());
                self.session.err.write_all(message.as_bytes())?;
                self.write(&Compared::Unreadable(name, &error.message));
            }
        }
        Ok(())
    }

    fn write(&mut self, compared: &Compared<'_>) {
        let (lang, shown) = (self.session.lang(), self.shown);
        let told = match self.form {
            Form::Human => {
                let mut told = String::new();
                human::write(&mut told, compared, shown, self.session.look);
                told
            }
            Form::Json if self.count.files > 0 => format!(",{}", json::file(compared, lang)),
            Form::Json => json::file(compared, lang),
            Form::Markdown => markdown::report(compared, shown.brief, lang),
            Form::Html => html::report(compared, lang),
        };
        self.out.extend_from_slice(told.as_bytes());
        self.count = self.count.plus(Count::of(compared));
    }

    fn end(&mut self) -> io::Result<()> {
        let lang = self.session.lang();
        match self.form {
            Form::Human => {
                let mut told = String::new();
                human::write_summary(&mut told, &self.count, self.session.look);
                self.out.extend_from_slice(told.as_bytes());
            }
            Form::Json => json::end(&mut self.out, &self.count)?,
            Form::Markdown => {
                let head = format!("## {}\n", summary(&self.count, lang));
                self.out.splice(0..0, head.into_bytes());
            }
            Form::Html => {
                let reports = String::from_utf8_lossy(&self.out).into_owned();
                self.out = html::page(&reports, &self.count, lang).into_bytes();
            }
        }
        Ok(())
    }
}

/// Two drafts judged and compared, by what is set for the report.
fn compared(judge: &Judge, task: &Task, old: &Document, new: &Document) -> Comparison {
    let run = judge.run(task);
    let found = |document| judge.level(task, crate::judge(&judge.rules, document, &run));
    let (before, after) = (found(old), found(new));
    let alignment = Alignment::new(old, new);
    let worse = regressions(&judge.rules, (old, new), &alignment, &after.findings, &run);
    compare(&Drafts { old, new, alignment: &alignment }, &before, &after, judge.level(task, worse))
}

/// What is compared with what.
fn plan(world: &dyn World, arguments: &Arguments) -> Result<Plan, LoadError> {
    if let Some(revision) = &arguments.git {
        return since(world, revision, &arguments.paths);
    }
    let [old, new] = arguments.paths.as_slice() else {
        return Err(LoadError {
            message: Text::new(
                "cần đúng hai bản: bản trước và bản này",
                "two drafts are needed: the old one and the new one",
            ),
            help: Some(Text::new(
                "`soat diff CŨ MỚI`; so với kho git thì `soat diff --git main TỆP`",
                "`soat diff OLD NEW`, or `soat diff --git main FILE` to compare with a git revision",
            )),
        });
    };
    for path in [old, new] {
        if path.as_os_str() != "-" && !path.exists() {
            return Err(missing(path));
        }
    }
    match (old.is_dir(), new.is_dir()) {
        (true, true) => folders(old, new),
        (false, false) => {
            let earlier = HashMap::from([(new.clone(), Earlier::File(old.clone()))]);
            Ok(Plan { new: vec![new.clone()], old: earlier, gone: Vec::new() })
        }
        _ => Err(LoadError {
            message: Text::new("một bên là tệp, một bên là thư mục", "one side is a file, the other a folder"),
            help: Some(Text::new("so hai tệp hoặc hai thư mục", "compare two files or two folders")),
        }),
    }
}

/// Reports of two folders, by their paths inside.
fn folders(old: &Path, new: &Path) -> Result<Plan, LoadError> {
    let mut plan = Plan { new: reports(&[new.to_owned()])?, ..Plan::default() };
    let inside = |path: &Path, folder: &Path| path.strip_prefix(folder).unwrap_or(path).to_owned();
    let known: HashMap<PathBuf, PathBuf> = plan.new.iter().map(|path| (inside(path, new), path.clone())).collect();
    for path in reports(&[old.to_owned()])? {
        match known.get(&inside(&path, old)) {
            Some(now) => _ = plan.old.insert(now.clone(), Earlier::File(path)),
            None => plan.gone.push(path),
        }
    }
    Ok(plan)
}

/// Reports as they are, and as they were at a revision.
fn since(world: &dyn World, revision: &str, paths: &[PathBuf]) -> Result<Plan, LoadError> {
    let told = |error: crate::git::GitError| LoadError { message: error.message, help: error.help };
    let first = paths.first().map(PathBuf::as_path).unwrap_or_else(|| Path::new("."));
    let folder = if first.is_dir() { first } else { first.parent().unwrap_or_else(|| Path::new(".")) };
    let commit = Commit::find(world, folder, revision).map_err(told)?;
    // A report named that is no longer there is gone if the revision has it, and a mistake if not.
    let (there, lost): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| path.as_os_str() == "-" || path.exists() || path.is_symlink());
    let mut plan = Plan { new: reports(&there)?, ..Plan::default() };
    for path in &plan.new {
        if let Some(bytes) = commit.read(world, path).map_err(told)? {
            plan.old.insert(path.clone(), Earlier::Bytes(bytes));
        }
    }
    // What the revision has and the folder no longer: a report must not vanish unseen.
    let folders = paths.iter().filter(|path| path.is_dir());
    plan.gone = folders.flat_map(|folder| commit.gone(folder)).filter(|path| files::is_report(path)).collect();
    for path in lost {
        if commit.read(world, &path).map_err(told)?.is_none() {
            return Err(missing(&path));
        }
        plan.gone.push(path);
    }
    Ok(plan)
}

fn missing(path: &Path) -> LoadError {
    let LoadError { message, help } = LoadError::from(io::Error::from(io::ErrorKind::NotFound));
    let named = |text: &str| format!("`{}`: {text}", name(path));
    LoadError { message: Text::new(named(&message.vi), named(&message.en)), help }
}

/// The reports that paths stand for; the first that cannot be had is an error, for half a comparison is none.
fn reports(paths: &[PathBuf]) -> Result<Vec<PathBuf>, LoadError> {
    let mut all = Vec::new();
    for input in files::find(paths).inputs {
        match input {
            Input::File(path) => all.push(path),
            Input::Broken(name, LoadError { message, help }) => {
                let message = Text::new(format!("`{name}`: {}", message.vi), format!("`{name}`: {}", message.en));
                return Err(LoadError { message, help });
            }
            Input::Stdin => {
                let message = Text::new("`-` không có bản trước để so", "`-` has no earlier state to compare with");
                return Err(LoadError { message, help: None });
            }
        }
    }
    Ok(all)
}
