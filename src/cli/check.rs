//! `soat check PATH…`: files in parallel, output in fixed order, memory bounded by a few files per core.

use std::io::{self, IsTerminal, stderr, stdin};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;
use rayon::prelude::*;

use super::files::{self, Input, STDIN};
use super::outputs::{self, Outputs};
use super::{Session, Status, complaint, terminal};
use crate::document::{Document, Revision};
use crate::evaluate::{Run, Stage, read_period};
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::report::digest::Digest;
use crate::report::form::{Context, Form, Judged, render};
use crate::report::{Look, Tally};
use crate::rule::RuleSet;
use crate::rule::ir::Constant;
use crate::world::{World, name, read_limited};
use crate::{LoadError, Report};

/// Files per core between two writes.
const FILES_PER_CORE: usize = 16;
/// More files than this are worth a progress bar.
const MANY: usize = 50;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Form of standard output
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Form>,
    /// Write this file too, whole or not at all; may be repeated
    #[arg(long = "output", short = 'o', value_name = "[FORMAT=]FILE")]
    outputs: Vec<String>,
    /// Least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Whether blanks for number and day are still allowed
    #[arg(long, value_enum, default_value = "final", value_name = "STAGE")]
    stage: StageName,
    /// The period the report must be for, e.g. "Quý I/2024"
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// The day of the run, YYYY-MM-DD, in place of today
    #[arg(long, value_name = "DAY", value_parser = |day: &str| day.parse::<Date>())]
    today: Option<Date>,
    /// Value of a parameter of the rules, e.g. due_day=25; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// Judge this pack whatever it says it applies to; may be repeated
    #[arg(long = "pack", value_name = "NAME")]
    packs: Vec<String>,
    /// Files with tracked changes as they were before them
    #[arg(long)]
    original: bool,
    /// Rules of this folder in place of those built in
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Also show which rules could not judge, and why
    #[arg(long)]
    show_unjudged: bool,
    /// Also show what reports allow by a suppression, and their reasons
    #[arg(long)]
    show_allowed: bool,
    /// Findings only: no closing line, no progress bar
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// On errors
    #[default]
    Error,
    /// On warnings too
    Warning,
    /// On everything
    Info,
    /// Never
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StageName {
    /// Not signed yet
    Draft,
    /// Ready to be signed
    Final,
}

/// What is the same for all files.
struct Job<'a> {
    world: &'a dyn World,
    rules: &'a RuleSet,
    run: Run,
    /// Which text of files with tracked changes.
    revision: Revision,
    lang: Lang,
    context: Context<'a>,
    /// Form and look of each output.
    styles: Vec<(Form, Look)>,
    /// Whether an output needs digests.
    digests: bool,
}

/// What came of one file: nothing of the document is kept.
struct Part {
    /// For each output.
    rendered: Vec<String>,
    digest: Option<Digest>,
    err: String,
    tally: Tally,
}

pub(super) fn run(session: &mut Session<'_>, arguments: Arguments) -> io::Result<Status> {
    let plan = match outputs::plan(arguments.format, &arguments.outputs) {
        Ok(plan) => plan,
        Err((message, help)) => {
            let lang = session.lang();
            session.complain(message.get(lang), help.as_ref().map(|help| help.get(lang)))?;
            return Ok(Status::Failed);
        }
    };
    let rules = match plan.forms().any(Form::explains) {
        true => session.rules(arguments.rules.as_ref())?,
        false => session.rules_to_judge(arguments.rules.as_ref())?,
    };
    let Some(rules) = rules else { return Ok(Status::Failed) };
    if rules.rules().is_empty() {
        let message = Text::new("bộ quy tắc không có quy tắc nào để xét", "the rule set holds no rule to judge by");
        session.complain(message.get(session.lang()), None)?;
        return Ok(Status::Failed);
    }
    let known: Vec<&str> = rules.packs().iter().map(|pack| pack.name.as_str()).collect();
    if let Some(name) = arguments.packs.iter().find(|name| !known.contains(&name.as_str())) {
        session.unknown(Text::new("gói quy tắc", "pack of rules"), name, &known)?;
        return Ok(Status::Failed);
    }
    let Some(parameters) = parameters(session, &rules, &arguments.parameters)? else { return Ok(Status::Failed) };
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
        return Ok(Status::Failed);
    }
    let found = files::find(&arguments.paths);
    if let Some(path) = plan.files.iter().map(|(_, path)| path).find(|path| files::holds(&found, path)) {
        let message = match session.lang() {
            Lang::Vi => format!("`{}` là báo cáo được soát, không thể ghi kết quả đè lên", path.display()),
            Lang::En => format!("`{}` is a report to check, not a place for output", path.display()),
        };
        session.complain(&message, None)?;
        return Ok(Status::Failed);
    }
    let Some(mut outputs) = Outputs::open(session, &plan)? else { return Ok(Status::Failed) };
    let job = Job {
        world: session.world,
        rules: &rules,
        run: Run {
            today: arguments.today.unwrap_or_else(|| session.world.today()),
            stage: match arguments.stage {
                StageName::Draft => Stage::Draft,
                StageName::Final => Stage::Final,
            },
            period: arguments.period,
            parameters,
            packs: arguments.packs,
        },
        revision: if arguments.original { Revision::Original } else { Revision::Accepted },
        lang: session.lang(),
        context: Context {
            rules: &rules,
            unjudged: arguments.show_unjudged,
            allowed: arguments.show_allowed,
            quiet: arguments.quiet,
            fail_on: arguments.fail_on.severity(),
        },
        styles: outputs.styles(),
        digests: plan.forms().any(Form::looks_back),
    };
    let tally = write_all(session, &job, &mut outputs, &found.inputs)?;
    if found.passed_over > 0 {
        session.err.write_all(passed_over(found.passed_over, session.lang()).as_bytes())?;
    }
    if outputs.failed() {
        return Ok(Status::Failed);
    }
    Ok(status(&tally, arguments.fail_on))
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
        let (name, text) = setting.split_once('=').unwrap_or((setting, ""));
        let Some((_, default)) = rules.parameters().iter().find(|(known, _)| known == name.trim()) else {
            session.unknown(Text::new("tham số", "parameter"), name.trim(), &known)?;
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

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

fn status(tally: &Tally, fail_on: FailOn) -> Status {
    let found = fail_on.severity().map_or(0, |least| tally.at_least(least));
    match (tally.unreadable, found) {
        (0, 0) => Status::Clean,
        (0, _) => Status::Found,
        _ => Status::Failed,
    }
}

/// Checks and writes file by file, in order.
fn write_all(session: &mut Session<'_>, job: &Job<'_>, outputs: &mut Outputs, inputs: &[Input]) -> io::Result<Tally> {
    let (mut tally, mut digests) = (Tally::default(), Vec::new());
    outputs.begin(session, &job.context)?;
    // One file must not wait for a pool of threads to start.
    let at_once = if inputs.len() > 1 { rayon::current_num_threads() * FILES_PER_CORE } else { 1 };
    let wanted = !job.context.quiet && inputs.len() > MANY && stderr().is_terminal() && !terminal::is_log();
    let bar = wanted.then(|| bar(inputs.len(), job.lang));
    for chunk in inputs.chunks(at_once) {
        let parts: Vec<Part> = match chunk {
            [only] => vec![job.part(only)],
            many => many.par_iter().map(|input| job.part(input)).collect(),
        };
        let write = || -> io::Result<()> {
            for part in parts {
                outputs.report(session, &part.rendered)?;
                session.err.write_all(part.err.as_bytes())?;
                tally = tally.plus(part.tally);
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
    outputs.end(session, &job.context, &tally, &digests)?;
    Ok(tally)
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
    fn part(&self, input: &Input) -> Part {
        let (name, checked) = match input {
            Input::File(path) => {
                let name = name(path);
                let checked = contained(|| self.judge(&name, &self.world.read(path)?));
                (name, checked)
            }
            Input::Stdin => {
                let bytes = standard_input();
                (STDIN.to_owned(), contained(|| bytes.and_then(|bytes| self.judge(STDIN, &bytes))))
            }
            Input::Broken(name, error) => (name.clone(), Err(error.clone())),
        };
        match &checked {
            Ok(Report { document, outcome }) => {
                self.rendered(&Judged::Read { document, outcome }, String::new(), Tally::of(outcome))
            }
            Err(error) => {
                let judged = Judged::Unreadable { path: &name, message: &error.message, help: error.help.as_ref() };
                self.rendered(&judged, unreadable(&name, error, self.lang), Tally::unreadable())
            }
        }
    }

    fn rendered(&self, judged: &Judged<'_>, err: String, tally: Tally) -> Part {
        let each = self.styles.iter().map(|(form, look)| render(*form, &self.context, *look, judged));
        // What could not be read is remembered in any case.
        let digest = (self.digests || tally.unreadable > 0).then(|| Digest::of(judged));
        Part { rendered: each.collect(), digest, err, tally }
    }

    fn judge(&self, name: &str, bytes: &[u8]) -> Result<Report, LoadError> {
        let document = Document::read_revision(name, bytes, self.revision)?;
        let outcome = crate::judge(self.rules, &document, &self.run);
        Ok(Report { document, outcome })
    }
}

/// A defect of the program that one report sets off must not hide what is wrong with the others.
fn contained(check: impl FnOnce() -> Result<Report, LoadError>) -> Result<Report, LoadError> {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|_| {
        let message = Text::new("soat gặp lỗi nội bộ khi xét tệp này", "soat failed on this file, a defect of soat");
        let help = Text::new(
            "xin gửi dòng `panicked at` ở trên cho người phát triển soat",
            "please send the line `panicked at` above to the developers of soat",
        );
        Err(LoadError { message, help: Some(help) })
    })
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

fn passed_over(count: usize, lang: Lang) -> String {
    let message = match lang {
        Lang::Vi => format!("bỏ qua {count} tệp .doc, .pdf hoặc .rtf: không đọc được các định dạng này"),
        Lang::En => format!("passed over .doc, .pdf or .rtf files, whose formats are not read: {count}"),
    };
    let help = match lang {
        Lang::Vi => "lưu thành .docx rồi kiểm tra lại",
        Lang::En => "save them as .docx and check again",
    };
    complaint(&message, Some(help), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_status_follows_from_what_was_counted() {
        let tally = Tally { files: 2, warnings: 1, ..Tally::default() };
        assert_eq!(status(&tally, FailOn::Error), Status::Clean);
        assert_eq!(status(&tally, FailOn::Warning), Status::Found);
        assert_eq!(status(&tally, FailOn::Info), Status::Found);
        assert_eq!(status(&tally, FailOn::Never), Status::Clean);
        assert_eq!(status(&tally.plus(Tally::unreadable()), FailOn::Never), Status::Failed);
    }

    #[test]
    fn a_defect_of_the_program_is_told_of_the_file_that_sets_it_off() {
        let error = contained(|| panic!("a test of what happens")).unwrap_err();
        assert!(unreadable("a.md", &error, Lang::Vi).starts_with("soat: không đọc được `a.md`: soat gặp lỗi nội bộ"));
    }
}
