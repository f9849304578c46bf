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
use super::{Session, Status, complaint};
use crate::LoadError;
use crate::document::Document;
use crate::document::origin::Format;
use crate::document::word::{Changed, with_changes};
use crate::fix::{self, Endless, Fixed, Wanted};
use crate::lang::{Lang, Text};
use crate::report::visible;
use crate::report::words::{count, pick};
use crate::world::{Tried, World, name, reason};

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
        let mended: Vec<Result<Mended, Trouble>> =
            tasks.par_iter().map(|task| mend(world, &judge, task, &wanted, day)).collect();
        for (task, mended) in tasks.iter().zip(mended) {
            match mended {
                Ok(mended) => all.take(session, task, &mended, arguments.dry_run)?,
                Err(trouble) => {
                    all.failed = true;
                    session.err.write_all(trouble.told(&task.input.name(), session.look.lang).as_bytes())?;
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

/// Why a report was not mended.
enum Trouble {
    /// It could not be read.
    Read(LoadError),
    /// It was read, and could not be mended.
    Mend(LoadError),
}

impl Trouble {
    fn told(&self, name: &str, lang: Lang) -> String {
        match self {
            Self::Read(error) => unreadable(name, error, lang),
            Self::Mend(error) => {
                let message = match lang {
                    Lang::Vi => format!("không sửa được `{name}`: {}", error.message.vi),
                    Lang::En => format!("cannot fix `{name}`: {}", error.message.en),
                };
                complaint(&message, error.help.as_ref().map(|help| help.get(lang)), lang)
            }
        }
    }
}

/// Reads and fixes one report; a defect of the program must not take the others with it.
fn mend(world: &dyn World, judge: &Judge, task: &Task, wanted: &Wanted, day: Date) -> Result<Mended, Trouble> {
    let mend = || {
        let (bytes, document) = read(world, &task.input).map_err(Trouble::Read)?;
        mended(judge, task, bytes, &document, wanted, day).map_err(Trouble::Mend)
    };
    catch_unwind(AssertUnwindSafe(mend)).unwrap_or_else(|_| Err(Trouble::Mend(defect())))
}

fn read(world: &dyn World, input: &Input) -> Result<(Vec<u8>, Document), LoadError> {
    let bytes = match input {
        Input::File(path) => world.read(path)?,
        Input::Stdin => standard_input()?,
        Input::Broken(_, error) => return Err(error.clone()),
    };
    let document = Document::read(&input.name(), &bytes)?;
    Ok((bytes, document))
}

fn mended(
    judge: &Judge,
    task: &Task,
    bytes: Vec<u8>,
    document: &Document,
    wanted: &Wanted,
    day: Date,
) -> Result<Mended, LoadError> {
    let old = document.source.text().to_owned();
    if document.origin.as_ref().is_some_and(|origin| origin.format == Format::Docx) {
        let (edits, left) = fix::edits(&old, &judge.judge(task, document), wanted);
        let Changed { bytes, done } = with_changes(&bytes, document, &edits, day)?;
        let applied = done.iter().filter(|done| **done).count();
        let left = left + done.len() - applied;
        let edits: Vec<_> = edits.into_iter().zip(done).filter_map(|(edit, done)| done.then_some(edit)).collect();
        let fixed = Fixed { text: fix::put_in(&old, &edits), applied, left };
        return Ok(Mended { old, fixed, bytes, word: true });
    }
    let fixed = fix::fix(document, wanted, |document| judge.judge(task, document)).map_err(|Endless { rules }| {
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

/// The copy of a Word file beside it; its ending stays, since Word opens no `.docm` under the name `.docx`.
fn copy_of(path: &Path) -> PathBuf {
    path.with_extension(format!("{}.{}", files::OWN, word_ending(path)))
}

/// The ending of a Word file, whatever it was called.
fn word_ending(path: &Path) -> String {
    ending(path).filter(|ending| files::WORD.contains(&ending.as_str())).unwrap_or_else(|| "docx".to_owned())
}

fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

impl Sum {
    fn take(&mut self, session: &mut Session<'_>, task: &Task, mended: &Mended, dry: bool) -> io::Result<()> {
        let Mended { old, fixed, bytes, word } = mended;
        self.left += fixed.left;
        let changed = fixed.text != *old;
        let place = match (&self.output, &task.input) {
            (Some(output), _) => Some(output.clone()),
            (None, Input::File(path)) if *word => Some(copy_of(path)),
            (None, Input::File(path)) => Some(path.clone()),
            (None, _) => None,
        };
        let done = match place {
            _ if dry && changed => {
                show(session, &fix::diff(&task.input.name(), old, &fixed.text))?;
                true
            }
            None if !dry => {
                session.out.write_all(bytes)?;
                true
            }
            Some(place) if changed => self.write(session, task, mended, &place)?,
            _ => false,
        };
        if changed && done {
            self.edits += fixed.applied;
            self.files += 1;
        }
        Ok(())
    }

    /// Writes a mended report; whether that could be done, else it has been told.
    fn write(&mut self, session: &mut Session<'_>, task: &Task, mended: &Mended, place: &Path) -> io::Result<bool> {
        let (lang, shown) = (session.lang(), name(place));
        let refused = match self.refused(session.world, &task.input, mended, place) {
            Some(refused) => Some(refused),
            None => session.world.write(place, &mended.bytes).err().map(|error| {
                let reason = reason(&error, Tried::Writing);
                let message = Text::new(
                    format!("không ghi được `{shown}`: {}; tệp được giữ nguyên", reason.vi),
                    format!("cannot write `{shown}`: {}; the file is as it was", reason.en),
                );
                LoadError { message, help: None }
            }),
        };
        if let Some(LoadError { message, help }) = refused {
            self.failed = true;
            session.complain(message.get(lang), help.as_ref().map(|help| help.get(lang)))?;
            return Ok(false);
        }
        let edits = count(mended.fixed.applied, lang, "chỗ", ["place", "places"]);
        writeln!(session.out, "{shown}: {} {edits}", pick(lang, "sửa", "fixed"))?;
        Ok(true)
    }

    /// Why a mended report must not be written to a place.
    fn refused(&self, world: &dyn World, input: &Input, mended: &Mended, place: &Path) -> Option<LoadError> {
        let shown = name(place);
        let path = match input {
            Input::File(path) => path.as_path(),
            _ => Path::new(""),
        };
        let own = if mended.word { word_ending(path) } else { ending(path).unwrap_or_else(|| "md".to_owned()) };
        let asked = ending(place).unwrap_or_default();
        if self.output.is_some() && asked != own && (mended.word || ["docx", "docm", "odt"].contains(&asked.as_str())) {
            return Some(LoadError {
                message: Text::new(
                    format!("`{shown}` không mang đuôi tệp của báo cáo"),
                    format!("`{shown}` has another ending than the report"),
                ),
                help: Some(Text::new(
                    format!("soat không đổi định dạng tệp: đặt tên có đuôi .{own}"),
                    format!("soat does not convert files: give it a name that ends in .{own}"),
                )),
            });
        }
        // A copy that somebody has worked in since must not be lost; one that would come out the same is no loss.
        let taken = self.output.is_none()
            && mended.word
            && place.symlink_metadata().is_ok()
            && world.read(place).ok().as_ref() != Some(&mended.bytes);
        taken.then(|| LoadError {
            message: Text::new(
                format!("đã có `{shown}`, soat không ghi đè lên"),
                format!("`{shown}` is there already and is not written over"),
            ),
            help: Some(Text::new(
                format!("xóa hoặc đổi tên tệp ấy, hoặc nêu đích danh nơi ghi: `-o {shown}`"),
                format!("remove or rename it, or name the place yourself: `-o {shown}`"),
            )),
        })
    }

    /// The closing line, on standard error so that diffs and fixed texts can be taken from standard output.
    fn say(&self, session: &mut Session<'_>, dry: bool) -> io::Result<()> {
        let lang = session.lang();
        let edits = count(self.edits, lang, "chỗ", ["place", "places"]);
        let files = count(self.files, lang, "báo cáo", ["report", "reports"]);
        let done = match (lang, dry) {
            (_, _) if self.edits == 0 && self.failed => {
                Text::new("không có gì được sửa", "nothing was fixed").get(lang).to_owned()
            }
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

/// A patch keeps its bytes; a terminal must not be written to by a report.
fn show(session: &mut Session<'_>, diff: &str) -> io::Result<()> {
    match session.look.width {
        None => session.out.write_all(diff.as_bytes()),
        Some(_) => diff.lines().try_for_each(|line| writeln!(session.out, "{}", visible::line(line))),
    }
}
