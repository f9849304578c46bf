//! `soat check --watch`: the same check again whenever a report, a rule or a setting changes.
//!
//! Editors save in several steps (write beside, rename, touch), so a run waits until nothing has changed for a moment. What the run
//! itself writes sets off nothing.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::{Session, files};
use crate::lang::{Lang, Text};
use crate::world::{Tried, reason};

/// How long nothing must change before the reports are judged again.
const QUIET: Duration = Duration::from_millis(200);

/// What is watched.
#[derive(Debug)]
pub(super) struct Watched {
    /// Files that were named, whatever their endings.
    files: HashSet<PathBuf>,
    /// Folders whose reports, rules and settings count.
    folders: Vec<PathBuf>,
    /// What the run writes.
    outputs: HashSet<PathBuf>,
}

impl Watched {
    /// The files and folders of a command line; those of standard input never change.
    pub fn new<'a>(named: impl Iterator<Item = &'a Path>, outputs: impl Iterator<Item = &'a Path>) -> Self {
        let outputs = outputs.map(resolved).collect();
        let mut watched = Self { files: HashSet::new(), folders: Vec::new(), outputs };
        for path in named.filter(|path| path.as_os_str() != "-") {
            let place = resolved(path);
            if place.is_dir() {
                watched.folders.push(place);
            } else {
                watched.files.insert(place);
            }
        }
        watched
    }

    /// Whether a change of this path may change what is found.
    fn concerns(&self, path: &Path) -> bool {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || self.outputs.contains(path) {
            return false;
        }
        self.files.contains(path)
            || self.folders.iter().any(|folder| path.starts_with(folder)) && files::may_matter(path)
    }

    /// Whether something happened that a run should see: looking at a file changes nothing.
    fn is_change(&self, event: &Event) -> bool {
        !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| self.concerns(path))
    }

    /// The folders to ask the system about: those of files too, since editors replace files by renaming.
    fn places(&self) -> impl Iterator<Item = (&Path, RecursiveMode)> {
        let folders = self.folders.iter().map(|folder| (folder.as_path(), RecursiveMode::Recursive));
        let of_files = self.files.iter().filter_map(|file| file.parent());
        folders.chain(of_files.map(|folder| (folder, RecursiveMode::NonRecursive)))
    }
}

/// The path as the system names it in events; also of a file that is not there yet.
fn resolved(path: &Path) -> PathBuf {
    let beside = || {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        Some(parent.canonicalize().ok()?.join(path.file_name()?))
    };
    path.canonicalize().ok().or_else(beside).unwrap_or_else(|| path.to_owned())
}

/// A stream of changes.
pub(super) struct Changes {
    watched: Watched,
    events: Receiver<notify::Result<Event>>,
    _watcher: notify::RecommendedWatcher,
}

impl Changes {
    /// Begins to watch; nothing where the system cannot, which has been told.
    pub fn begin(session: &mut Session<'_>, watched: Watched) -> io::Result<Option<Self>> {
        let (send, events) = mpsc::channel();
        let begun = notify::recommended_watcher(send).and_then(|mut watcher| {
            for (place, mode) in watched.places() {
                watcher.watch(place, mode)?;
            }
            Ok(watcher)
        });
        match begun {
            Ok(watcher) => Ok(Some(Self { watched, events, _watcher: watcher })),
            Err(error) => {
                let reason = match &error.kind {
                    notify::ErrorKind::Io(error) => reason(error, Tried::Reading).vi,
                    notify::ErrorKind::PathNotFound => "không có tệp hay thư mục này".to_owned(),
                    notify::ErrorKind::MaxFilesWatch => "quá nhiều tệp và thư mục".to_owned(),
                    _ => "hệ thống không cho theo dõi".to_owned(),
                };
                let message = Text::new(
                    format!("không theo dõi được thay đổi: {reason}"),
                    format!("changes cannot be watched: {error}"),
                );
                session.complain(message.get(session.lang()), None)?;
                Ok(None)
            }
        }
    }

    /// Waits for the next change, and until nothing more changes for a moment; whether there can be another.
    pub fn wait(&self, session: &mut Session<'_>) -> io::Result<bool> {
        let waiting = match session.lang() {
            Lang::Vi => "soat: đang chờ thay đổi (Ctrl+C để dừng)\n",
            Lang::En => "soat: waiting for changes (Ctrl+C to stop)\n",
        };
        session.err.write_all(waiting.as_bytes())?;
        session.out.flush()?;
        loop {
            match self.events.recv() {
                // An error may hide a change.
                Ok(Err(_)) => break,
                Ok(Ok(event)) if self.watched.is_change(&event) => break,
                Ok(Ok(_)) => {}
                Err(mpsc::RecvError) => return Ok(false),
            }
        }
        while self.events.recv_timeout(QUIET).is_ok() {}
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_change_the_findings_counts() {
        let watched = Watched {
            files: [PathBuf::from("/r/named.out")].into(),
            folders: vec![PathBuf::from("/r/folder")],
            outputs: [PathBuf::from("/r/folder/summary.md")].into(),
        };
        for (path, counts) in [
            ("/r/named.out", true),
            ("/r/other.md", false),
            ("/r/folder/a.md", true),
            ("/r/folder/deep/a.DOCX", true),
            ("/r/folder/deep/rule.soat", true),
            ("/r/folder/soat.toml", true),
            ("/r/folder/picture.png", false),
            ("/r/folder/.a.md.soat-1-0", false),
            ("/r/folder/summary.md", false),
        ] {
            assert_eq!(watched.concerns(Path::new(path)), counts, "{path}");
        }
        let own = std::env::current_dir().unwrap().canonicalize().unwrap();
        assert_eq!(resolved(Path::new("not-there-yet.html")), own.join("not-there-yet.html"));
        let event = |kind| Event::new(kind).add_path("/r/folder/a.md".into());
        assert!(watched.is_change(&event(EventKind::Any)));
        assert!(!watched.is_change(&event(EventKind::Access(notify::event::AccessKind::Read))));
    }
}
