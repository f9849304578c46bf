//! Files as they were at a revision: git itself is asked, through the world.
//!
//! Nothing that a repository may configure is run: no external diff, no text conversion.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use crate::lang::Text;
use crate::world::{GitOutput, Tried, World, reason};

/// Why an earlier state could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", message.vi)]
pub struct GitError {
    /// What is wrong.
    pub message: Text,
    /// The way out.
    pub help: Option<Text>,
}

impl GitError {
    fn new(message: Text, help: Option<Text>) -> Self {
        Self { message, help }
    }
}

/// A commit of the repository that holds a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    root: PathBuf,
    hash: String,
    /// The files at the revision: paths from the root, and what names their bytes.
    files: HashMap<PathBuf, String>,
    /// Files that are not what they were, by their paths now, with their paths then.
    changed: HashMap<PathBuf, PathBuf>,
}

impl Commit {
    /// Finds what `name` (`main`, `HEAD~1`, `v1.0`, a hash) stands for in the repository around `folder`.
    ///
    /// # Errors
    /// When there is no git, no repository, or no such revision.
    pub fn find(world: &dyn World, folder: &Path, name: &str) -> Result<Self, GitError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let top = run(world, folder, &["rev-parse", "--show-toplevel"])?;
        let root = match (top.success, first_line(&top.out)) {
            (true, Some(root)) => PathBuf::from(root),
            _ => return Err(no_repository(folder, &top.err)),
        };
        let unknown = || {
            GitError::new(
                Text::new(
                    format!("kho git `{}` không có phiên bản `{name}`", root.display()),
                    format!("git repository `{}` has no revision `{name}`", root.display()),
                ),
                Some(Text::new(
                    "nêu một nhánh, thẻ hoặc mã commit; bản sao nông (shallow) cần `git fetch` trước",
                    "name a branch, a tag or a commit; a shallow clone needs `git fetch` first",
                )),
            )
        };
        // What begins like an option is no revision.
        if name.is_empty() || name.starts_with('-') {
            return Err(unknown());
        }
        let found = run(world, &root, &["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])?;
        let Some(commit) = first_line(&found.out).filter(|_| found.success) else { return Err(unknown()) };
        let commit = commit.to_string_lossy().into_owned();
        let (files, changed) = (files(world, &root, &commit)?, changed(world, &root, &commit)?);
        Ok(Self { root, hash: commit, files, changed })
    }

    /// The repository's outermost folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit's full hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Bytes of a file at the revision, under the name it had then; nothing where it was not there. `path` is as named on the
    /// command line.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn read(&self, world: &dyn World, path: &Path) -> Result<Option<Vec<u8>>, GitError> {
        let Some(now) = self.inside(path) else { return Ok(None) };
        let Some(blob) = self.files.get(self.changed.get(&now).unwrap_or(&now)) else { return Ok(None) };
        asked(world, &self.root, &["cat-file", "blob", blob]).map(Some)
    }

    /// Whether a file is now as it was at the revision.
    pub fn is_unchanged(&self, path: &Path) -> bool {
        self.inside(path).is_some_and(|now| self.files.contains_key(&now) && !self.changed.contains_key(&now))
    }

    /// Files of a folder at the revision that are no longer there, nor under another name; in order, as paths from where the
    /// program runs.
    pub fn gone(&self, folder: &Path) -> Vec<PathBuf> {
        let real = folder.canonicalize().ok();
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        let Some(inside) = real.as_deref().and_then(|real| real.strip_prefix(&root).ok()) else { return Vec::new() };
        let renamed: HashSet<&PathBuf> =
            self.changed.iter().filter(|(now, then)| now != then).map(|(_, then)| then).collect();
        let gone = self.files.keys().filter(|path| !renamed.contains(path) && !root.join(path).exists());
        let mut gone: Vec<PathBuf> =
            gone.filter_map(|path| path.strip_prefix(inside).ok()).map(|path| folder.join(path)).collect();
        gone.sort();
        gone
    }

    /// The path from the repository's root, where it lies inside.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        // The folder only: a link in the repository is a file of its own.
        let full = folder.canonicalize().ok()?.join(path.file_name()?);
        let root = self.root.canonicalize().ok()?;
        full.strip_prefix(root).ok().map(Path::to_owned)
    }
}

/// All files of a commit.
fn files(world: &dyn World, root: &Path, commit: &str) -> Result<HashMap<PathBuf, String>, GitError> {
    let listed = asked(world, root, &["ls-tree", "-r", "-z", "--full-tree", commit])?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    // `100644 blob HASH\tPATH\0`; links and submodules are no files of the commit.
    let entries = listed.split('\0').filter_map(|entry| {
        let (about, path) = entry.split_once('\t')?;
        let mut words = about.split(' ');
        let (mode, _, hash) = (words.next()?, words.next()?, words.next()?);
        mode.starts_with("100").then(|| (PathBuf::from(path), hash.to_owned()))
    });
    Ok(entries.collect())
}

/// Files that differ from a commit: new path → old path, the same where git sees no renaming.
fn changed(world: &dyn World, root: &Path, commit: &str) -> Result<HashMap<PathBuf, PathBuf>, GitError> {
    let listed =
        asked(world, root, &["diff", "--no-ext-diff", "--no-textconv", "--name-status", "-z", "-M", commit, "--"])?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    // `M\0path\0`, `R100\0old\0new\0`
    let mut parts = listed.split('\0');
    let mut changed = HashMap::new();
    while let (Some(kind), Some(old)) = (parts.next(), parts.next()) {
        let renamed = kind.starts_with(['R', 'C']).then(|| parts.next()).flatten();
        changed.insert(PathBuf::from(renamed.unwrap_or(old)), PathBuf::from(old));
    }
    Ok(changed)
}

fn first_line(out: &[u8]) -> Option<OsString> {
    let text = String::from_utf8_lossy(out);
    text.lines().next().filter(|line| !line.is_empty()).map(OsString::from)
}

fn run(world: &dyn World, folder: &Path, arguments: &[&str]) -> Result<GitOutput, GitError> {
    let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
    world.git(folder, &arguments).map_err(|error| no_git(&error))
}

/// What git prints, where it does as asked.
fn asked(world: &dyn World, root: &Path, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
    let gave = run(world, root, arguments)?;
    if gave.success {
        return Ok(gave.out);
    }
    let first = gave.err.lines().next().unwrap_or_default();
    Err(GitError::new(Text::new(format!("git báo lỗi: {first}"), format!("git failed: {first}")), None))
}

fn no_git(error: &io::Error) -> GitError {
    if error.kind() != io::ErrorKind::NotFound {
        let reason = reason(error, Tried::Reading);
        let message =
            Text::new(format!("không chạy được git: {}", reason.vi), format!("cannot run git: {}", reason.en));
        return GitError::new(message, None);
    }
    GitError::new(
        Text::new("không tìm thấy chương trình git", "there is no git program"),
        Some(Text::new(
            "cài git, hoặc thêm thư mục chứa git vào biến PATH",
            "install git, or add its folder to the variable PATH",
        )),
    )
}

fn no_repository(folder: &Path, said: &str) -> GitError {
    // git refuses repositories of other owners; its advice is better than ours.
    if said.contains("dubious ownership") {
        let line = said.lines().next().unwrap_or_default();
        let message = Text::new(format!("git từ chối kho này: {line}"), format!("git refuses the repository: {line}"));
        let help = Text::new(
            "`git config --global --add safe.directory THƯ_MỤC`",
            "`git config --global --add safe.directory FOLDER`",
        );
        return GitError::new(message, Some(help));
    }
    let folder = folder.display();
    GitError::new(
        Text::new(
            format!("thư mục `{folder}` không nằm trong kho git nào"),
            format!("folder `{folder}` is in no git repository"),
        ),
        Some(Text::new(
            "so sánh với bản trước cần kho git; nếu không có, so sánh hai tệp",
            "comparing with an earlier state needs a git repository; without one, compare two files",
        )),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::System;

    struct NoGit;

    impl World for NoGit {
        fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
            Err(io::ErrorKind::NotFound.into())
        }
        fn today(&self) -> jiff::civil::Date {
            jiff::civil::date(2024, 3, 20)
        }
        fn git(&self, _: &Path, _: &[&OsStr]) -> io::Result<GitOutput> {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn git(folder: &Path, line: &str) {
        let words: Vec<&OsStr> = line.split(' ').map(OsStr::new).collect();
        let gave = System.git(folder, &words).unwrap();
        assert!(gave.success, "{line}: {}", gave.err);
    }

    #[test]
    fn files_are_read_as_they_were_also_under_an_earlier_name() {
        let folder = std::env::temp_dir().join(format!("soat-git-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("quý 1")).unwrap();
        let (old, new) = (folder.join("quý 1/báo cáo*.md"), folder.join("quý 1/bản ký.md"));
        System.write(&old, "một\nhai\nba\n".as_bytes()).unwrap();
        git(&folder, "init -q");
        git(&folder, "add .");
        git(&folder, "-c user.name=a -c user.email=a@example.org commit -q -m x");
        System.write(&old, b"changed").unwrap();
        let head = Commit::find(&System, &folder.join("quý 1"), "HEAD").unwrap();
        assert!(!head.is_unchanged(&old) && !head.is_unchanged(&folder.join("none.md")));
        let first = Some("một\nhai\nba\n".as_bytes().to_vec());
        assert_eq!(head.read(&System, &old), Ok(first.clone()));
        assert_eq!(head.read(&System, &folder.join("none.md")), Ok(None));
        assert_eq!(head.read(&System, &folder.join("quý 1")), Ok(None));
        git(&folder, "checkout -q .");
        assert!(Commit::find(&System, &folder, "HEAD").unwrap().is_unchanged(&old));
        std::fs::rename(&old, &new).unwrap();
        git(&folder, "add -A");
        let head = Commit::find(&System, &folder, "HEAD").unwrap();
        assert_eq!(head.read(&System, &new), Ok(first));
        for name in ["no-such", "--help", ""] {
            let error = Commit::find(&System, &folder, name).unwrap_err();
            assert!(error.message.en.contains(&format!("no revision `{name}`")), "{error:?}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn without_git_or_repository_the_way_out_is_told() {
        let error = Commit::find(&NoGit, Path::new(""), "main").unwrap_err();
        assert_eq!(error.message.en, "there is no git program");
        let outside = std::env::temp_dir();
        let error = Commit::find(&System, &outside, "main").unwrap_err();
        assert!(error.message.en.contains("is in no git repository"), "{error:?}");
    }
}
