//! `soat check … --annotate OUT`: a copy of each Word file with its findings as comments.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::complaint;
use super::files::{self, Found, Input};
use crate::document::origin::Format;
use crate::lang::{Lang, Text};
use crate::report::comments::annotated;
use crate::world::{Tried, World, name, reason};
use crate::{LoadError, Report};

/// Where copies go.
#[derive(Debug)]
pub(super) struct Copies {
    target: PathBuf,
    /// The folders named on the command line; a copy keeps its place below them. Empty where `target` is the one copy itself.
    folders: Vec<PathBuf>,
    one: bool,
    pub day: Date,
    pub lang: Lang,
}

impl Copies {
    /// Plans copies of what was found: of one file under the name `target`, of more in the folder `target`.
    ///
    /// # Errors
    /// Where two copies would have one name.
    pub(super) fn plan(
        target: PathBuf,
        paths: &[PathBuf],
        found: &Found,
        day: Date,
        lang: Lang,
    ) -> Result<Self, (Text, Text)> {
        let one = matches!((paths, found.inputs.as_slice()), ([path], [Input::File(file)]) if path == file)
            && !target.is_dir();
        let folders = paths.iter().filter(|path| path.is_dir()).cloned().collect();
        let copies = Self { target, folders, one, day, lang };
        let mut names = HashSet::new();
        let reports: HashSet<PathBuf> = files::identities(found).collect();
        for input in &found.inputs {
            let Input::File(path) = input else { continue };
            let copy = copies.place(path);
            // One file may be named as its own copy; of a folder, nobody has said so of each.
            if !one && reports.contains(&files::identity(&copy)) {
                let message = Text::new(
                    format!("bản sao `{}` sẽ ghi đè lên một báo cáo", name(&copy)),
                    format!("the copy `{}` would take the place of a report", name(&copy)),
                );
                let help = Text::new("nêu một thư mục khác cho các bản sao", "name another folder for the copies");
                return Err((message, help));
            }
            if !names.insert(copy.clone()) {
                let message = Text::new(
                    format!("hai báo cáo có cùng một bản sao `{}`", name(&copy)),
                    format!("two reports would have the same copy `{}`", name(&copy)),
                );
                let help = Text::new("soát từng thư mục một", "check the folders one by one");
                return Err((message, help));
            }
        }
        Ok(copies)
    }

    fn place(&self, path: &Path) -> PathBuf {
        if self.one {
            return self.target.clone();
        }
        let below = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        let named = path.file_name().map_or(path, Path::new);
        self.target.join(below.unwrap_or(named))
    }

    /// Writes the copy of a report; of what is no Word file, nothing where more than one report was asked for.
    ///
    /// # Errors
    /// When the report is no Word file, or the copy cannot be written.
    pub(super) fn write(&self, world: &dyn World, input: &Input, report: &Report) -> Result<(), LoadError> {
        let Report { document, outcome } = report;
        let word = document.origin.as_ref().is_some_and(|origin| origin.format == Format::Docx);
        let (Input::File(path), true) = (input, word) else { return if self.one { Err(no_word()) } else { Ok(()) } };
        let bytes = world.read(path)?;
        let copy = annotated(&bytes, document, outcome, self.lang, self.day)?;
        let place = self.place(path);
        let written = match place.parent() {
            Some(folder) if !self.one => world.make_folder(folder).and_then(|()| world.write(&place, &copy)),
            _ => world.write(&place, &copy),
        };
        written.map_err(|error| LoadError { message: reason(&error, Tried::Writing), help: None })
    }

    /// What is said of a report whose copy could not be written.
    pub(super) fn told(&self, input: &Input, error: &LoadError) -> String {
        let shown = match input {
            Input::File(path) => name(&self.place(path)),
            _ => name(&self.target),
        };
        let message = match self.lang {
            Lang::Vi => format!("không ghi được bản sao `{shown}`: {}", error.message.vi),
            Lang::En => format!("cannot write the copy `{shown}`: {}", error.message.en),
        };
        complaint(&message, error.help.as_ref().map(|help| help.get(self.lang)), self.lang)
    }
}

fn no_word() -> LoadError {
    LoadError {
        message: Text::new("chỉ ghi được nhận xét vào tệp Word", "comments can be written into Word files only"),
        help: Some(Text::new(
            "với dạng khác: `--format html` cho bản đọc có nhận xét bên lề",
            "for others: `--format html` gives a page with findings in the margin",
        )),
    }
}
