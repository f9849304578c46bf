//! Where the forms of a run go: one to standard output (`--format`), any number to files (`--output`).
//!
//! `--output FORMAT=FILE` says both. `--output FILE` alone has the form of `--format` where that goes with the file's ending, and
//! standard output is for people then; else the form that its ending tells.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::Session;
use crate::lang::{Lang, Text};
use crate::report::digest::Digest;
use crate::report::form::{Context, Form, Output};
use crate::report::{Look, Tally};
use crate::world::{NewFile, Tried, reason};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The form on standard output.
    pub stdout: Form,
    /// Forms and their files, in the order named.
    pub files: Vec<(Form, PathBuf)>,
}

/// What is wrong with an argument, and the way out.
type Refusal = (Text, Option<Text>);

impl Plan {
    /// All forms that are asked for.
    pub fn forms(&self) -> impl Iterator<Item = Form> + '_ {
        std::iter::once(self.stdout).chain(self.files.iter().map(|(form, _)| *form))
    }
}

impl ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// Reads `--format` and the `--output`s.
///
/// # Errors
/// What is wrong with one of them, and the way out.
pub(super) fn plan(format: Option<Form>, outputs: &[String]) -> Result<Plan, Refusal> {
    let mut plan = Plan { stdout: format.unwrap_or_default(), files: Vec::new() };
    for output in outputs {
        let (form, path) = match named(output)? {
            Some((form, path)) => (form, path),
            None => {
                let form = told(output, format)?;
                if format == Some(form) {
                    plan.stdout = Form::Human;
                }
                (form, output.as_str())
            }
        };
        if path.is_empty() {
            let message = format!("`--output {output}`: thiếu tên tệp");
            return Err((Text::new(message, format!("`--output {output}` names no file")), None));
        }
        if plan.files.iter().any(|(_, known)| known == Path::new(path)) {
            let message = Text::new(
                format!("hai kết quả cùng ghi vào một tệp: `{path}`"),
                format!("two outputs go to the same file, `{path}`"),
            );
            return Err((message, None));
        }
        plan.files.push((form, path.into()));
    }
    Ok(plan)
}

/// The form and file of `FORMAT=FILE`; nothing where no form is named.
fn named(output: &str) -> Result<Option<(Form, &str)>, Refusal> {
    let Some((name, path)) = output.split_once('=') else { return Ok(None) };
    if let Some(form) = Form::ALL.into_iter().find(|form| form.name() == name) {
        return Ok(Some((form, path)));
    }
    // `./a=b.html` is a file; `sarf=a.sarif` is a slip of the hand.
    if name.contains(['/', '\\', '.']) {
        return Ok(None);
    }
    let known = Form::ALL.map(Form::name);
    let near = similar::get_close_matches(name, &known, 1, 0.6);
    let help = match near.first() {
        Some(near) => Text::new(format!("có phải ý bạn là `{near}={path}`?"), format!("did you mean `{near}={path}`?")),
        None => {
            let known = known.join(", ");
            Text::new(
                format!("dùng một trong: {known}; tệp có dấu `=` trong tên thì viết `./{output}`"),
                format!("use one of {known}; write `./{output}` for a file with `=` in its name"),
            )
        }
    };
    Err((Text::new(format!("không có dạng kết quả `{name}`"), format!("there is no format `{name}`")), Some(help)))
}

/// The form of a file that is named without one.
fn told(path: &str, format: Option<Form>) -> Result<Form, Refusal> {
    let ending = Path::new(path).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let goes = |form: &Form| ending.as_deref().is_some_and(|ending| form.endings().contains(&ending));
    let fitting: Vec<Form> = Form::ALL.into_iter().filter(goes).collect();
    match (format, fitting.as_slice()) {
        (Some(form), []) => Ok(form),
        (Some(form), fitting) if fitting.contains(&form) => Ok(form),
        (_, [only]) => Ok(*only),
        // `.json` is plain JSON unless something else is said; `.xml` says nothing.
        (_, [Form::Json, ..]) => Ok(Form::Json),
        (_, fitting) => {
            let message = Text::new(
                format!("không rõ `{path}` phải có dạng nào"),
                format!("it is not said which format `{path}` should have"),
            );
            let fitting = if fitting.is_empty() { &Form::ALL[..] } else { fitting };
            let ways: Vec<String> = fitting.iter().map(|form| format!("`--output {}={path}`", form.name())).collect();
            let ways = ways.join(", ");
            Err((message, Some(Text::new(format!("nêu dạng: {ways}"), format!("say it: {ways}")))))
        }
    }
}

/// An open output.
struct Sink {
    output: Output,
    /// `None`: standard output.
    file: Option<(PathBuf, Box<dyn NewFile>)>,
}

/// The outputs of a run.
pub(super) struct Outputs {
    sinks: Vec<Sink>,
    failed: bool,
}

impl Outputs {
    /// Opens all of them, so that a place that cannot be written to is told before anything is judged; nothing where that was told.
    pub fn open(session: &mut Session<'_>, plan: &Plan) -> io::Result<Option<Self>> {
        let mut sinks = vec![Sink { output: Output::new(plan.stdout, session.look), file: None }];
        let plain = Look { lang: session.lang(), colour: false, width: None };
        for (form, path) in &plan.files {
            match session.world.create(path) {
                Ok(file) => {
                    sinks.push(Sink { output: Output::new(*form, plain), file: Some((path.clone(), file)) });
                }
                Err(error) => {
                    complain(session, path, error)?;
                    return Ok(None);
                }
            }
        }
        Ok(Some(Self { sinks, failed: false }))
    }

    /// Form and look of each output, in order.
    pub fn styles(&self) -> Vec<(Form, Look)> {
        self.sinks.iter().map(|sink| sink.output.style()).collect()
    }

    /// Whether all went well so far.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Writes what comes before the first report.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn begin(&mut self, session: &mut Session<'_>, context: &Context<'_>) -> io::Result<()> {
        self.each(session, |_, output, out| output.begin(context, out))
    }

    /// Writes what was rendered of the next report, one text for each of the styles.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn report(&mut self, session: &mut Session<'_>, rendered: &[String]) -> io::Result<()> {
        self.each(session, |at, output, out| match rendered.get(at) {
            Some(rendered) => output.report(rendered, out),
            None => Ok(()),
        })
    }

    /// Writes what comes after the last report, and puts the files in their places.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn end(
        &mut self,
        session: &mut Session<'_>,
        context: &Context<'_>,
        tally: &Tally,
        digests: &[Digest],
    ) -> io::Result<()> {
        self.each(session, |_, output, out| output.end(context, tally, digests, out))?;
        for sink in self.sinks.drain(..) {
            let Some((path, file)) = sink.file else { continue };
            if let Err(error) = file.keep() {
                self.failed = true;
                complain(session, &path, error)?;
            }
        }
        Ok(())
    }

    /// Writes to every output. A file that takes no more is told of and given up; the others go on.
    fn each(
        &mut self,
        session: &mut Session<'_>,
        mut write: impl FnMut(usize, &mut Output, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut broken = Vec::new();
        for (at, sink) in self.sinks.iter_mut().enumerate() {
            match &mut sink.file {
                None => write(at, &mut sink.output, session.out)?,
                Some((path, file)) => {
                    if let Err(error) = write(at, &mut sink.output, file) {
                        broken.push((path.clone(), error));
                    }
                }
            }
        }
        for (path, error) in broken {
            self.failed = true;
            complain(session, &path, error)?;
            // The others keep their numbers, since texts are rendered for all of them.
            for sink in &mut self.sinks {
                if sink.file.as_ref().is_some_and(|(own, _)| *own == path) {
                    sink.file = Some((path.clone(), Box::new(Nowhere)));
                }
            }
        }
        Ok(())
    }
}

/// Takes the place of a file that was given up: the file that is there stays.
struct Nowhere;

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl NewFile for Nowhere {
    fn keep(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

fn complain(session: &mut Session<'_>, path: &Path, error: io::Error) -> io::Result<()> {
    let (shown, reason) = (path.display(), reason(&error, Tried::Writing));
    let message = match session.lang() {
        Lang::Vi => format!("không ghi được `{shown}`: {}", reason.vi),
        Lang::En => format!("cannot write `{shown}`: {}", reason.en),
    };
    session.complain(&message, None)
}
