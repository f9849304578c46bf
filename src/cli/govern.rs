//! What governs a report: the nearest `soat.toml` above it, or the one that is named, and the baseline.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Session;
use crate::baseline::Baseline;
use crate::config::{self, Config};
use crate::lang::{Lang, Text};
use crate::rule::RuleSet;
use crate::source::Source;
use crate::syntax::error::Mistake;
use crate::world::{Tried, name, reason};

/// The baseline where neither `soat.toml` nor the command line names one: beside `soat.toml`, or in the folder of the run.
const USUAL: &str = "soat-baseline.json";

/// One `soat.toml`, or what holds where there is none.
#[derive(Debug, Default)]
pub(super) struct Governed {
    /// What it says.
    pub config: Config,
    /// The folder that its paths start from.
    folder: PathBuf,
    /// The baseline file, whether it is there or not.
    pub baseline: PathBuf,
    /// What the baseline knows.
    pub known: Baseline,
}

/// A report's place under what governs it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub governed: Arc<Governed>,
    /// Its path from `soat.toml`.
    pub path: String,
    /// Its path in the baseline.
    pub known_as: String,
}

impl Governed {
    /// The folder that paths in the baseline start from.
    fn home(&self) -> &Path {
        self.baseline.parent().unwrap_or(&self.folder)
    }

    /// The path of a file in the baseline.
    fn known_as(&self, file: &Path) -> String {
        config::relative(self.home(), file)
    }

    /// Whether a report that the baseline knows is gone.
    pub fn is_gone(&self, known_as: &str) -> bool {
        !self.home().join(known_as).exists()
    }
}

/// What is named on the command line in place of what is found.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub config: Option<PathBuf>,
    pub baseline: Option<PathBuf>,
    /// The baseline may be written for the first time, and need not be there.
    pub new_baseline: bool,
}

/// Finds what governs reports, each file once.
pub(super) struct Governors<'r> {
    rules: &'r RuleSet,
    named: Named,
    /// By folder of reports as named.
    by_folder: HashMap<PathBuf, Arc<Governed>>,
    /// By `soat.toml`, or by nothing.
    loaded: HashMap<Option<PathBuf>, Arc<Governed>>,
    /// Whether something could not be used; it has been told.
    pub failed: bool,
}

impl<'r> Governors<'r> {
    pub fn new(rules: &'r RuleSet, named: Named) -> Self {
        Self { rules, named, by_folder: HashMap::new(), loaded: HashMap::new(), failed: false }
    }

    /// The place of a report.
    pub fn place(&mut self, session: &mut Session<'_>, file: &Path) -> io::Result<Place> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let governed = self.of_folder(session, folder)?;
        let path = config::relative(&governed.folder, file);
        let known_as = governed.known_as(file);
        Ok(Place { governed, path, known_as })
    }

    /// All that governs something, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Governed>> {
        self.loaded.values()
    }

    /// What governs the reports that stand in a folder.
    pub fn of_folder(&mut self, session: &mut Session<'_>, folder: &Path) -> io::Result<Arc<Governed>> {
        if let Some(known) = self.by_folder.get(folder) {
            return Ok(Arc::clone(known));
        }
        let file = match &self.named.config {
            Some(file) => Some(file.clone()),
            None => nearest(folder).map(|file| PathBuf::from(shown(&file))),
        };
        let governed = match self.loaded.get(&file) {
            Some(known) => Arc::clone(known),
            None => {
                let governed = Arc::new(self.load(session, file.as_deref())?);
                self.loaded.insert(file, Arc::clone(&governed));
                governed
            }
        };
        self.by_folder.insert(folder.to_owned(), Arc::clone(&governed));
        Ok(governed)
    }

    fn load(&mut self, session: &mut Session<'_>, file: Option<&Path>) -> io::Result<Governed> {
        let mut governed = Governed { folder: PathBuf::from("."), ..Governed::default() };
        if let Some(file) = file {
            governed.folder = file.parent().unwrap_or_else(|| Path::new(".")).to_owned();
            match self.config(session, file)? {
                Some(config) => governed.config = config,
                None => self.failed = true,
            }
        }
        let told = governed.config.baseline.as_deref().unwrap_or_else(|| Path::new(USUAL));
        let own = governed.folder.join(told);
        governed.baseline = self.named.baseline.clone().unwrap_or(own);
        match self.baseline(session, &governed.baseline.clone())? {
            Some(known) => governed.known = known,
            None => self.failed = true,
        }
        Ok(governed)
    }

    fn config(&mut self, session: &mut Session<'_>, file: &Path) -> io::Result<Option<Config>> {
        let Some(text) = read(session, file, Text::new("tệp cấu hình", "configuration"))? else { return Ok(None) };
        let read = Config::read(&Arc::new(Source::new(shown(file), text)), self.rules);
        match read {
            Ok(config) => Ok(Some(config)),
            Err(mistakes) => {
                session.tell(&mistakes)?;
                session.complain(&unusable(&mistakes, file, session.lang()), None)?;
                Ok(None)
            }
        }
    }

    fn baseline(&mut self, session: &mut Session<'_>, path: &Path) -> io::Result<Option<Baseline>> {
        // One that `soat.toml` names, or that has the usual name, may not have been written yet: then nothing is known. One that is named
        // here should be there.
        let needed = self.named.baseline.is_some() && !self.named.new_baseline;
        if !needed && !path.exists() {
            return Ok(Some(Baseline::default()));
        }
        let Some(text) = read(session, path, Text::new("tệp phát hiện đã biết", "baseline"))? else {
            return Ok(None);
        };
        match Baseline::read(&text) {
            Ok(baseline) => Ok(Some(baseline)),
            Err(message) => {
                let lang = session.lang();
                let help = Text::new(
                    "nếu tệp bị trộn hỏng, giữ một bên rồi chạy lại `soat baseline`",
                    "where a merge has broken it, keep either side and run `soat baseline` again",
                );
                session.complain(&format!("`{}`: {}", shown(path), message.get(lang)), Some(help.get(lang)))?;
                Ok(None)
            }
        }
    }
}

/// The nearest `soat.toml` in a folder or above it, up to the root of its repository.
fn nearest(folder: &Path) -> Option<PathBuf> {
    let start = folder.canonicalize().or_else(|_| std::path::absolute(folder)).ok()?;
    for above in start.ancestors() {
        let file = above.join(config::NAME);
        if file.is_file() {
            return Some(file);
        }
        if above.join(".git").exists() {
            return None;
        }
    }
    None
}

/// A path as short as it can be said from where the run stands.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    name(short)
}

/// The text of a file; complains where there is none.
fn read(session: &mut Session<'_>, path: &Path, what: Text) -> io::Result<Option<String>> {
    let invalid = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    match session.world.read(path).and_then(|bytes| String::from_utf8(bytes).map_err(invalid)) {
        Ok(text) => Ok(Some(text)),
        Err(error) => {
            let reason = reason(&error, Tried::Reading);
            let path = shown(path);
            let message = Text::new(
                format!("không đọc được {} `{path}`: {}", what.vi, reason.vi),
                format!("cannot read the {} `{path}`: {}", what.en, reason.en),
            );
            session.complain(message.get(session.lang()), None)?;
            Ok(None)
        }
    }
}

fn unusable(mistakes: &[Mistake], file: &Path, lang: Lang) -> String {
    let (file, count) = (shown(file), mistakes.len());
    match lang {
        Lang::Vi => format!("không dùng được `{file}`: {count} lỗi"),
        Lang::En if count == 1 => format!("`{file}` cannot be used: 1 mistake"),
        Lang::En => format!("`{file}` cannot be used: {count} mistakes"),
    }
}
