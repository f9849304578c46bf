//! `soat fix PATH…`: puts safe edits into reports, each file whole or not at all; `--dry-run` shows them as a diff. Word files get them as
//! tracked changes, in a copy.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use super::check::{defect, standard_input, unreadable};
use super::files::{self, Input};
use super::judge::{Asked, Judge, Judging, Task};
use super::{Session, Status};
use crate::LoadError;
use crate::document::Document;
use crate::document::origin::Format;
use crate::document::word::{Changed, with_changes};
use crate::fix::{self, Endless, Fixed, Wanted};
use crate::lang::{Lang, Text};
use crate::report::visible;
use crate::report::words::count;
use crate::world::{World, name};

/// Reports held at once.
const AT_ONCE: usize = 64;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders; `-` for standard input, whose fixed text goes to standard output
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show what would change as a diff, and write nothing; exit status 1 where something would
    #[arg(long)]
    dry_run: bool,
    /// Only edits of this rule, also those that change words or figures; may be repeated
    #[arg(long = "rule", value_name = "RULE")]
    only: Vec<String>,
    /// Write the fixed report here; by default a Word file's copy is `NAME.soat.docx`, and a text file is replaced
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    judging: Judging,
}

/// A report with its fixes.
struct Mended {
    old: String,
    fixed: Fixed,
    /// The new bytes of the file.
    bytes: Vec<u8>,
    /// Whether they are those of a Word file.
    word: bool,
}

pub(super) fn run(session: &mut Session<'_>, arguments: Arguments) -> io::Result<Status> {
    let found = files::find(&arguments.paths);
    if arguments.output.is_some() && found.inputs.len() != 1 {
        let message = Text::new("`--output` chỉ dùng cho một báo cáo", "`--output` is for one report");
        session.complain(message.get(session.lang()), None)?;
        return Ok(Status::Failed);
    }
    let day = arguments.judging.today(session.world);
    let Some(mut judge) = Judge::prepare(session, arguments.judging, found, Asked::default())? else {
        return Ok(Status::Failed);
    };
    // What is known is mended all the same.
    judge.by_baseline = false;
    let known: Vec<&str> = judge.rules.ids().chain(crate::suppress::OWN.iter().map(|own| own.id)).collect();
    if let Some(rule) = arguments.only.iter().find(|rule| !known.contains(&rule.as_str())) {
        session.unknown(Text::new("quy tắc", "rule"), rule, &known)?;
        return Ok(Status::Failed);
    }
    let wanted = Wanted { rules: arguments.only };
    let mut all = Sum { output: arguments.output, ..Sum::default() };
    for tasks in judge.tasks.chunks(AT_ONCE) {
        let world = session.world;
        let mended: Vec<Result<Mended, LoadError>> =
            tasks.par_iter().map(|task| mend(world, &judge, task, &wanted, day)).collect();
        for (task, mended) in tasks.iter().zip(mended) {
            match mended {
                Ok(mended) => all.take(session, task, &mended, arguments.dry_run)?,
                Err(error) => {
                    all.failed = true;
                    session.err.write_all(unreadable(&task.input.name(), &error, session.look.lang).as_bytes())?;
                }
            }
        }
    }
    all.say(session, arguments.dry_run)?;
    Ok(match (all.failed, arguments.dry_run && all.edits > 0) {
        (true, _) => Status::Failed,
        (false, true) => Status::Found,
        (false, false) => Status::Clean,
    })
}

/// Reads and fixes one report; a defect of the program must not take the others with it.
fn mend(world: &dyn World, judge: &Judge, task: &Task, wanted: &Wanted, day: Date) -> Result<Mended, LoadError> {
    catch_unwind(AssertUnwindSafe(|| mend_unguarded(world, judge, task, wanted, day))).unwrap_or_else(|_| Err(defect()))
}

fn mend_unguarded(
    world: &dyn World,
    judge: &Judge,
    task: &Task,
    wanted: &Wanted,
    day: Date,
) -> Result<Mended, LoadError> {
    let bytes = match &task.input {
        Input::File(path) => world.read(path)?,
        Input::Stdin => standard_input()?,
        Input::Broken(_, error) => return Err(error.clone()),
    };
    let document = Document::read(&task.input.name(), &bytes)?;
    let old = document.source.text().to_owned();
    if document.origin.as_ref().is_some_and(|origin| origin.format == Format::Docx) {
        let (edits, left) = fix::edits(&old, &judge.judge(task, &document), wanted);
        let Changed { bytes, done } = with_changes(&bytes, &document, &edits, day)?;
        let applied = done.iter().filter(|done| **done).count();
        let left = left + done.len() - applied;
        let edits: Vec<_> = edits.into_iter().zip(done).filter_map(|(edit, done)| done.then_some(edit)).collect();
        let fixed = Fixed { text: fix::put_in(&old, &edits), applied, left };
        return Ok(Mended { old, fixed, bytes, word: true });
    }
    let fixed = fix::fix(&document, wanted, |document| judge.judge(task, document)).map_err(|Endless { rules }| {
        let rules = rules.join(", ");
        LoadError {
            message: Text::new(
                format!("các cách sửa của {rules} kéo theo nhau không dứt; tệp được giữ nguyên"),
                format!("edits of {rules} call for each other without end; the file is left as it is"),
            ),
            help: None,
        }
    })?;
    let bytes = match fixed.text == old {
        true => Some(bytes),
        false => fix::encode(&bytes, &old, &fixed.text),
    };
    let Some(bytes) = bytes else {
        return Err(LoadError {
            message: Text::new(
                "chỉ sửa được tệp Word và tệp văn bản (.md, .txt), không sửa được định dạng này",
                "only Word and text files (.md, .txt) can be fixed, not this format",
            ),
            help: Some(Text::new(
                "`soat check` nêu cách sửa từng chỗ; hãy sửa trong chương trình soạn thảo",
                "`soat check` says how to mend each place; do it in the word processor",
            )),
        });
    };
    Ok(Mended { old, fixed, bytes, word: false })
}

/// What was done in all.
#[derive(Default)]
struct Sum {
    edits: usize,
    files: usize,
    left: usize,
    failed: bool,
    output: Option<PathBuf>,
}

/// The copy of a Word file beside it.
fn copy_of(path: &Path) -> PathBuf {
    path.with_extension("soat.docx")
}

impl Sum {
    fn take(&mut self, session: &mut Session<'_>, task: &Task, mended: &Mended, dry: bool) -> io::Result<()> {
        let Mended { old, fixed, bytes, word } = mended;
        self.left += fixed.left;
        let changed = fixed.text != *old;
        self.edits += if changed { fixed.applied } else { 0 };
        self.files += usize::from(changed);
        match &task.input {
            _ if dry && changed => {
                let diff = fix::diff(&task.input.name(), old, &fixed.text);
                // A patch keeps its bytes; a terminal must not be written to by a report.
                match session.look.width {
                    None => session.out.write_all(diff.as_bytes())?,
                    Some(_) => {
                        for line in diff.lines() {
                            writeln!(session.out, "{}", visible::line(line))?;
                        }
                    }
                }
            }
            Input::Stdin if !dry => session.out.write_all(bytes)?,
            Input::File(path) if changed && !dry => match session.world.write(&self.place(path, *word), bytes) {
                Ok(()) => {
                    let path = &self.place(path, *word);
                    let lang = session.look.lang;
                    let edits = count(fixed.applied, lang, "chỗ", ["place", "places"]);
                    let word = if lang == Lang::Vi { "sửa" } else { "fixed" };
                    writeln!(session.out, "{}: {word} {edits}", name(path))?;
                }
                Err(error) => {
                    self.failed = true;
                    let reason = LoadError::from(error).message;
                    let message = Text::new(
                        format!("không ghi được `{}`: {}; tệp được giữ nguyên", name(path), reason.vi),
                        format!("cannot write `{}`: {}; the file is as it was", name(path), reason.en),
                    );
                    session.complain(message.get(session.lang()), None)?;
                }
            },
            _ => {}
        }
        Ok(())
    }

    /// Where the fixed report goes.
    fn place(&self, path: &Path, word: bool) -> PathBuf {
        match &self.output {
            Some(output) => output.clone(),
            None if word => copy_of(path),
            None => path.to_owned(),
        }
    }

    /// The closing line, on standard error so that diffs and fixed texts can be taken from standard output.
    fn say(&self, session: &mut Session<'_>, dry: bool) -> io::Result<()> {
        let lang = session.lang();
        let edits = count(self.edits, lang, "chỗ", ["place", "places"]);
        let files = count(self.files, lang, "báo cáo", ["report", "reports"]);
        let done = match (lang, dry) {
            (_, _) if self.edits == 0 => Text::new("không có gì để tự sửa", "nothing to fix").get(lang).to_owned(),
            (Lang::Vi, true) => format!("sẽ sửa {edits} trong {files}"),
            (Lang::En, true) => format!("would fix {edits} in {files}"),
            (Lang::Vi, false) => format!("đã sửa {edits} trong {files}"),
            (Lang::En, false) => format!("fixed {edits} in {files}"),
        };
        let left = match (lang, self.left) {
            (_, 0) => String::new(),
            (Lang::Vi, left) => format!("; {left} chỗ có dấu định dạng xen giữa, cần sửa tay"),
            (Lang::En, left) => format!("; {left} with formatting marks in between, to be mended by hand"),
        };
        writeln!(session.err, "soat: {done}{left}")
    }
}
