//! `soat check PATH…`: files in parallel, output in fixed order, memory bounded by a few files per core.

use std::io::{self, IsTerminal, stderr, stdin};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;
use rayon::prelude::*;

use super::files::{self, Input, STDIN};
use super::{Format, Session, Status, complaint};
use crate::document::Document;
use crate::evaluate::{Run, Stage, read_period};
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::report::{Look, Tally, allowed, human, json};
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
    /// Form of output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
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
    look: Look,
    format: Format,
    unjudged: bool,
    allowed: bool,
}

/// What came of one file: nothing of the document is kept.
struct Part {
    out: String,
    err: String,
    tally: Tally,
}

pub(super) fn run(session: &mut Session<'_>, arguments: Arguments) -> io::Result<Status> {
    let Some(rules) = session.rules_to_judge(arguments.rules.as_ref())? else { return Ok(Status::Failed) };
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
        look: session.look,
        format: arguments.format,
        unjudged: arguments.show_unjudged,
        allowed: arguments.show_allowed,
    };
    let found = files::find(&arguments.paths);
    let tally = write_all(session, &job, &found.inputs, arguments.quiet)?;
    if found.passed_over > 0 {
        session.err.write_all(passed_over(found.passed_over, session.lang()).as_bytes())?;
    }
    if job.format == Format::Human && !arguments.quiet {
        let mut line = String::new();
        human::write_summary(&mut line, &tally, rules.rules().len(), session.look, arguments.show_unjudged);
        session.out.write_all(line.as_bytes())?;
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

fn status(tally: &Tally, fail_on: FailOn) -> Status {
    let found = match fail_on {
        FailOn::Error => tally.at_least(Severity::Error),
        FailOn::Warning => tally.at_least(Severity::Warning),
        FailOn::Info => tally.at_least(Severity::Info),
        FailOn::Never => 0,
    };
    match (tally.unreadable, found) {
        (0, 0) => Status::Clean,
        (0, _) => Status::Found,
        _ => Status::Failed,
    }
}

/// Checks and writes file by file, in order.
fn write_all(session: &mut Session<'_>, job: &Job<'_>, inputs: &[Input], quiet: bool) -> io::Result<Tally> {
    let mut tally = Tally::default();
    if job.format == Format::Json {
        json::begin(session.out)?;
    }
    // One file must not wait for a pool of threads to start.
    let at_once = if inputs.len() > 1 { rayon::current_num_threads() * FILES_PER_CORE } else { 1 };
    let bar = (!quiet && inputs.len() > MANY && stderr().is_terminal()).then(|| bar(inputs.len(), session.lang()));
    for chunk in inputs.chunks(at_once) {
        let parts: Vec<Part> = match chunk {
            [only] => vec![job.part(only)],
            many => many.par_iter().map(|input| job.part(input)).collect(),
        };
        let write = || -> io::Result<()> {
            for part in parts {
                if job.format == Format::Json && tally.files > 0 {
                    session.out.write_all(b",")?;
                }
                session.out.write_all(part.out.as_bytes())?;
                session.err.write_all(part.err.as_bytes())?;
                tally = tally.plus(part.tally);
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
    if job.format == Format::Json {
        json::end(session.out, &tally)?;
    }
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
            Input::File(path) => (name(path), contained(|| crate::check(self.world, self.rules, path, &self.run))),
            Input::Stdin => {
                let bytes = standard_input();
                (STDIN.to_owned(), contained(|| bytes.and_then(|bytes| self.judge(STDIN, &bytes))))
            }
            Input::Broken(name, error) => (name.clone(), Err(error.clone())),
        };
        let lang = self.look.lang;
        match checked {
            Ok(Report { document, outcome }) => {
                let out = match self.format {
                    Format::Json => json::file(&document.source, &outcome, lang),
                    Format::Human => {
                        let mut out = String::new();
                        human::write(&mut out, &document.source, &outcome, self.look, self.unjudged);
                        if self.allowed {
                            allowed::write(&mut out, &document.source, &outcome.allowed, self.look);
                        }
                        out
                    }
                };
                Part { out, err: String::new(), tally: Tally::of(&outcome) }
            }
            Err(error) => {
                let out = match self.format {
                    Format::Json => json::unreadable(&name, &error.message, error.help.as_ref(), lang),
                    Format::Human => String::new(),
                };
                Part { out, err: unreadable(&name, &error, lang), tally: Tally::unreadable() }
            }
        }
    }

    fn judge(&self, name: &str, bytes: &[u8]) -> Result<Report, LoadError> {
        let document = Document::read(name, bytes)?;
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
        Lang::Vi => format!("bỏ qua {count} tệp Word, OpenDocument hoặc PDF: chưa đọc được các định dạng này"),
        Lang::En => format!("passed over Word, OpenDocument or PDF files, whose formats are not read yet: {count}"),
    };
    let help = match lang {
        Lang::Vi => "lưu thành .md hoặc .txt rồi kiểm tra lại",
        Lang::En => "save them as .md or .txt and check again",
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
