//! What the commands that judge reports have in common: which reports, by which rules, and what is set for each. The steps for one report
//! stand in order in [`Judge::check`].

use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

use clap::ValueEnum;
use jiff::civil::Date;

use super::check::{contained, defect, standard_input};
use super::files::{Found, Input, STDIN};
use super::govern::{Governed, Governors, Named, Place};
use super::own_rules::OwnRules;
use super::{Session, built_in};
use crate::baseline;
use crate::config;
use crate::document::{Document, Revision};
use crate::evaluate::{Outcome, Run, Stage, Threads, read_period};
use crate::fact::{self, Facts};
use crate::git::Commit;
use crate::lang::{Lang, Text};
use crate::report::words::pick;
use crate::rule::RuleSet;
use crate::rule::ir::Constant;
use crate::world::{World, name};
use crate::{LoadError, Report};

/// What is set for a run, over what `soat.toml` sets.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Judging {
    /// Whether blanks for number and day are still allowed
    #[arg(long, value_enum, value_name = "STAGE")]
    stage: Option<StageName>,
    /// The period the report must be for, e.g. "Quý I/2024"
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// The day of the run, YYYY-MM-DD, in place of today
    #[arg(long, value_name = "DAY", value_parser = |day: &str| day.parse::<Date>())]
    today: Option<Date>,
    /// Value of a parameter of the rules, e.g. due_day=25; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// Judge only this pack and those it uses, whatever it says it applies to; may be repeated
    #[arg(long = "pack", value_name = "NAME")]
    packs: Vec<String>,
    /// Files with tracked changes as they were before them
    #[arg(long)]
    original: bool,
    #[command(flatten)]
    pub rules: OwnRules,
    /// This soat.toml in place of the nearest above each report
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Which findings are known.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct KnownBy {
    /// This file of known findings in place of that of soat.toml, or of soat-baseline.json beside it
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

impl Judging {
    /// The day of the run.
    pub(super) fn today(&self, world: &dyn World) -> Date {
        self.today.unwrap_or_else(|| world.today())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StageName {
    /// Not signed yet
    Draft,
    /// Ready to be signed
    Final,
}

/// A report to judge.
#[derive(Debug)]
pub(super) struct Task {
    pub input: Input,
    pub place: Place,
    /// The state that it is compared with.
    since: Option<Arc<Commit>>,
}

/// What judges reports.
pub(super) struct Judge {
    pub rules: Arc<RuleSet>,
    pub tasks: Vec<Task>,
    /// What governs the first report, or the folder of the run.
    pub main: Arc<Governed>,
    /// All that governs reports of this run.
    pub governed: Vec<Arc<Governed>>,
    flags: Flags,
    /// Which text of files with tracked changes.
    revision: Revision,
    /// Whether known findings are set aside.
    pub by_baseline: bool,
    /// The only report of the run, as [`Asked::early`] reads it, until it is judged.
    early: Mutex<Option<(Looked, Threads)>>,
}

/// A report that was read, and its built-in facts.
type Looked = Result<(Document, Facts), LoadError>;

/// What flags set.
struct Flags {
    today: Date,
    stage: Option<Stage>,
    period: Option<String>,
    parameters: Vec<(String, Constant)>,
    packs: Vec<String>,
}

/// What a command asks for besides the arguments that all have.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked<'a> {
    /// Findings that were there at this revision are known.
    pub since: Option<&'a str>,
    /// This baseline in place of that of `soat.toml`.
    pub baseline: Option<&'a Path>,
    /// The baseline will be written.
    pub new_baseline: bool,
    /// A report that is the only one is read, and looked through for all that needs no rules, while those are taken out of their
    /// bytes: each takes about as long as the other. It is judged by two threads, where there are cores for them.
    pub early: bool,
}

impl Judge {
    /// Makes everything ready; where that cannot be done, it has been told.
    pub fn prepare(
        session: &mut Session<'_>,
        arguments: Judging,
        found: Found,
        asked: Asked<'_>,
    ) -> io::Result<Option<Self>> {
        let revision = if arguments.original { Revision::Original } else { Revision::Accepted };
        let only = match found.inputs.as_slice() {
            [only @ (Input::File(_) | Input::Stdin)] if asked.early => Some(only),
            _ => None,
        };
        let early = thread::scope(|scope| {
            let (only, world) = (only?, session.world);
            let early = scope.spawn(move || {
                // glibc's memory of a thread grows by one page at a time, each a call of the system. A large block that was given back
                // lets it keep what it has, and take steps as large as the next one (mallopt(3), `M_MMAP_THRESHOLD`). Neither is touched.
                black_box(Vec::<u8>::with_capacity(16 << 20));
                black_box(Vec::<u8>::with_capacity(12 << 20));
                let looked = contained(|| look(world, only, revision));
                let cores = thread::available_parallelism().map_or(1, usize::from);
                (looked, if cores > 1 { Threads::Two } else { Threads::One })
            });
            // The rules are many small pieces of memory. That of the main thread grows by large steps; that of another thread by one
            // page at a time, each a call of the system, during which no thread can touch a new page.
            if arguments.rules.folders.is_empty()
                && let Ok(rules) = built_in()
            {
                rules.compiled().foresee(|| !early.is_finished());
            }
            Some(early.join().unwrap_or_else(|_| (Err(defect()), Threads::One)))
        });
        let Some(rules) = session.rules(&arguments.rules)? else { return Ok(None) };
        if rules.ids().len() == 0 {
            let message = Text::new("bộ quy tắc không có quy tắc nào để xét", "the rule set holds no rule to judge by");
            session.complain(message.get(session.lang()), None)?;
            return Ok(None);
        }
        let Some(flags) = flags(session, &rules, &arguments)? else { return Ok(None) };
        let baseline = asked.baseline.map(Path::to_owned);
        let named = Named { config: arguments.config, baseline, new_baseline: asked.new_baseline };
        let mut governors = Governors::new(&rules, named);
        let mut tasks = Vec::new();
        for input in found.inputs {
            let at = match &input {
                Input::File(path) => path.as_path(),
                Input::Stdin | Input::Broken(..) => Path::new(STDIN),
            };
            tasks.push(Task { place: governors.place(session, at)?, input, since: None });
        }
        let main = match tasks.first() {
            Some(first) => Arc::clone(&first.place.governed),
            None => governors.of_folder(session, Path::new("."))?,
        };
        if governors.failed {
            return Ok(None);
        }
        let governed = governors.all().cloned().collect();
        session.speak(main.config.language);
        leave_out(session, &mut tasks)?;
        if let Some(since) = asked.since
            && !compare(session, &mut tasks, since)?
        {
            return Ok(None);
        }
        let early = Mutex::new(early);
        Ok(Some(Self { rules, tasks, main, governed, flags, revision, by_baseline: true, early }))
    }

    /// Judges a report: read, find, allow what it allows, set aside what is known, give the levels that are set.
    pub fn check(&self, world: &dyn World, task: &Task) -> Result<Report, LoadError> {
        let early = self.early.lock().ok().and_then(|mut early| early.take());
        let (looked, threads) = early.unwrap_or_else(|| (look(world, &task.input, self.revision), Threads::One));
        let (document, facts) = looked?;
        let mut outcome = self.judge_facts(task, &document, facts, threads);
        if let (Some(commit), Input::File(path)) = (&task.since, &task.input) {
            outcome = self.new_since(world, commit, path, task, outcome)?;
        }
        Ok(Report { document, outcome })
    }

    /// The steps that need no world: of a report, or of what it would be with its fixes.
    pub fn judge(&self, task: &Task, document: &Document) -> Outcome {
        self.judge_facts(task, document, fact::extract(document), Threads::One)
    }

    fn judge_facts(&self, task: &Task, document: &Document, facts: Facts, threads: Threads) -> Outcome {
        let settings = task.place.governed.config.settings(&task.place.path);
        let mut outcome = crate::judge_facts(&self.rules, document, facts, threads, &self.flags.over(&settings));
        if self.by_baseline {
            outcome = task.place.governed.known.apply(&task.place.known_as, outcome);
        }
        if !settings.levels.is_empty() {
            let off = |id: &str| settings.levels.get(id) == Some(&config::Level::Off);
            outcome.judged.iter_mut().zip(self.rules.ids()).for_each(|(judged, id)| *judged &= !off(id));
        }
        settings.level(outcome)
    }

    /// Reads a report by the revision that is asked for.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<Document, LoadError> {
        Ok(Document::read_revision(name, bytes, self.revision)?)
    }

    /// What is set for a report.
    pub fn run(&self, task: &Task) -> Run {
        self.flags.over(&task.place.governed.config.settings(&task.place.path))
    }

    /// Gives what was found in a report the levels that are set.
    pub fn level(&self, task: &Task, outcome: Outcome) -> Outcome {
        task.place.governed.config.settings(&task.place.path).level(outcome)
    }

    /// Sets aside what was found in the report as it was.
    fn new_since(
        &self,
        world: &dyn World,
        commit: &Commit,
        path: &Path,
        task: &Task,
        outcome: Outcome,
    ) -> Result<Outcome, LoadError> {
        if outcome.findings.is_empty() {
            return Ok(outcome);
        }
        if commit.is_unchanged(path) {
            return Ok(baseline::set_aside(outcome, |_| true));
        }
        let then = commit.read(world, path).map_err(|error| LoadError { message: error.message, help: error.help })?;
        // What could not be read then had no findings: all of them are new.
        let Some(Ok(then)) = then.map(|bytes| Document::read_revision(&name(path), &bytes, self.revision)) else {
            return Ok(outcome);
        };
        let settings = task.place.governed.config.settings(&task.place.path);
        let then = crate::judge(&self.rules, &then, &self.flags.over(&settings));
        let known: HashSet<&str> = then.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
        Ok(baseline::set_aside(outcome, |finding| known.contains(finding.fingerprint.as_str())))
    }

    /// The baselines that set something aside, as they are named in output.
    pub fn known_by(&self) -> String {
        let known = self.governed.iter().filter(|governed| self.by_baseline && !governed.known.is_empty());
        let mut names: Vec<String> = known.map(|governed| name(&governed.baseline)).collect();
        names.sort();
        names.dedup();
        names.join(", ")
    }

    /// Findings that baselines know of reports that are gone.
    pub fn gone(&self) -> usize {
        if !self.by_baseline {
            return 0;
        }
        let of = |governed: &Arc<Governed>| -> usize {
            let gone = governed.known.paths().filter(|path| governed.is_gone(path));
            gone.map(|path| governed.known.of(path)).sum()
        };
        self.governed.iter().map(of).sum()
    }
}

/// Reads a report and finds its built-in facts.
fn look(world: &dyn World, input: &Input, revision: Revision) -> Looked {
    let document = match input {
        Input::File(path) => Document::read_revision(&name(path), &world.read(path)?, revision)?,
        Input::Stdin => Document::read_revision(STDIN, &standard_input()?, revision)?,
        Input::Broken(_, error) => return Err(error.clone()),
    };
    let facts = fact::extract(&document);
    Ok((document, facts))
}

impl Flags {
    /// What is set for a report: what its `soat.toml` says, and flags over it.
    fn over(&self, settings: &config::Settings) -> Run {
        let mut run = settings.run(self.today);
        run.stage = self.stage.unwrap_or(run.stage);
        if self.period.is_some() {
            run.period.clone_from(&self.period);
        }
        if !self.packs.is_empty() {
            run.packs.clone_from(&self.packs);
        }
        run.parameters.retain(|(name, _)| !self.parameters.iter().any(|(own, _)| own == name));
        run.parameters.extend(self.parameters.iter().cloned());
        run
    }
}

/// Reads what flags set; what is wrong has been told where there is nothing.
fn flags(session: &mut Session<'_>, rules: &RuleSet, arguments: &Judging) -> io::Result<Option<Flags>> {
    let known: Vec<&str> = rules.packs().iter().map(|pack| pack.name.as_str()).collect();
    if let Some(name) = arguments.packs.iter().find(|name| !known.contains(&name.as_str())) {
        session.unknown(Text::new("gói quy tắc", "pack of rules"), name, &known)?;
        return Ok(None);
    }
    let Some(parameters) = parameters(session, rules, &arguments.parameters)? else { return Ok(None) };
    if let Some(period) = arguments.period.as_deref().filter(|period| read_period(period).is_none()) {
        let message = match session.lang() {
            Lang::Vi => format!("`--period {period}` không phải một kỳ báo cáo"),
            Lang::En => format!("`--period {period}` is no reporting period"),
        };
        let help = Text::new(
            "viết như trong báo cáo: \"Quý I/2024\", \"6 tháng đầu năm 2024\", \"năm 2025\"",
            "write it as in a report: \"Quý I/2024\", \"6 tháng đầu năm 2024\", \"năm 2025\"",
        );
        session.complain(&message, Some(help.get(session.lang())))?;
        return Ok(None);
    }
    let stage = arguments.stage.map(|stage| match stage {
        StageName::Draft => Stage::Draft,
        StageName::Final => Stage::Final,
    });
    let today = arguments.today.unwrap_or_else(|| session.world.today());
    let (period, packs) = (arguments.period.clone(), arguments.packs.clone());
    Ok(Some(Flags { today, stage, period, parameters, packs }))
}

/// Reads `NAME=VALUE` settings; what is wrong with one has been told where there is none.
fn parameters(
    session: &mut Session<'_>,
    rules: &RuleSet,
    settings: &[String],
) -> io::Result<Option<Vec<(String, Constant)>>> {
    let mut all = Vec::new();
    let known: Vec<&str> = rules.parameters().iter().map(|(name, _)| name.as_str()).collect();
    for setting in settings {
        let Some((name, text)) = setting.split_once('=') else {
            let message = match session.lang() {
                Lang::Vi => format!("`--set {setting}` không nêu giá trị"),
                Lang::En => format!("`--set {setting}` gives no value"),
            };
            let help = match session.lang() {
                Lang::Vi => format!("viết `--set {setting}=GIÁ_TRỊ`"),
                Lang::En => format!("write `--set {setting}=VALUE`"),
            };
            session.complain(&message, Some(&help))?;
            return Ok(None);
        };
        let Some((_, default)) = rules.parameters().iter().find(|(known, _)| known == name.trim()) else {
            let what = Text::new("tham số", "parameter");
            session.unlisted(what, name.trim(), &known, "soat rules --declarations")?;
            return Ok(None);
        };
        let Some(value) = default.read_alike(text) else {
            let message = match session.lang() {
                Lang::Vi => format!("`{text}` không phải giá trị của tham số `{}`", name.trim()),
                Lang::En => format!("`{text}` is no value of the parameter `{}`", name.trim()),
            };
            session.complain(&message, None)?;
            return Ok(None);
        };
        all.push((name.trim().to_owned(), value));
    }
    Ok(Some(all))
}

/// Leaves out the reports that `soat.toml` excludes, and says how many.
fn leave_out(session: &mut Session<'_>, tasks: &mut Vec<Task>) -> io::Result<()> {
    let before = tasks.len();
    let is_excluded =
        |task: &Task| matches!(task.input, Input::File(_)) && task.place.governed.config.excludes(&task.place.path);
    tasks.retain(|task| !is_excluded(task));
    let count = before - tasks.len();
    if count > 0 {
        let head =
            pick(session.lang(), "không xét, theo `exclude` của soat.toml", "left out by `exclude` of soat.toml");
        let tail = pick(session.lang(), " tệp", "");
        session.complain(&format!("{head}: {count}{tail}"), None)?;
    }
    Ok(())
}

/// Finds the revision for every report; tells where there is none.
fn compare(session: &mut Session<'_>, tasks: &mut [Task], since: &str) -> io::Result<bool> {
    // By the repository's own folder, which is the nearest above that holds `.git`.
    let mut found: HashMap<Option<PathBuf>, Arc<Commit>> = HashMap::new();
    for task in tasks {
        let Input::File(path) = &task.input else { continue };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let repository = real.ancestors().find(|above| above.join(".git").exists()).map(Path::to_owned);
        if let Some(known) = found.get(&repository) {
            task.since = Some(Arc::clone(known));
            continue;
        }
        match Commit::find(session.world, folder, since) {
            Ok(commit) => {
                let commit = Arc::new(commit);
                found.insert(repository, Arc::clone(&commit));
                task.since = Some(commit);
            }
            Err(error) => {
                let lang = session.lang();
                session.complain(error.message.get(lang), error.help.as_ref().map(|help| help.get(lang)))?;
                return Ok(false);
            }
        }
    }
    Ok(true)
}
