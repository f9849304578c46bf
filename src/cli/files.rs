//! Which files are meant: those named, those in folders named, standard input.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::LoadError;
use crate::lang::Text;
use crate::world::name;

/// What is read from folders. A file given by name is read whatever its ending.
const ENDINGS: [&str; 6] = ["md", "markdown", "txt", "docx", "docm", "odt"];
/// Files of Word.
pub const WORD: [&str; 2] = ["docx", "docm"];
/// What stands before the ending of a copy that `soat fix` makes: `a.soat.docx`. Folders are walked past them.
pub const OWN: &str = "soat";
/// Reports in forms that are not read: never passed over in silence.
const FOREIGN: [&str; 3] = ["doc", "pdf", "rtf"];
/// The name of standard input in output.
pub const STDIN: &str = "<stdin>";

/// A report to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// What was named and is not there, or a folder that could not be listed.
    Broken(String, LoadError),
}

impl Input {
    /// As it is named in output.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => name(path),
            Self::Stdin => STDIN.to_owned(),
            Self::Broken(name, _) => name.clone(),
        }
    }
}

/// What the paths of a command line stand for.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order named, folders in order of names, each file once.
    pub inputs: Vec<Input>,
    /// How many files in folders look like reports but cannot be read.
    pub passed_over: usize,
    /// How many files in folders are copies of `soat fix`.
    pub copies: usize,
}

/// The paths of a command line; where there are none, the folder of the run.
pub fn or_here(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    if paths.is_empty() { vec![PathBuf::from(".")] } else { paths }
}

/// Finds the reports that paths stand for.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    let mut seen = HashSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            // It can be read once, like any file.
            if !found.inputs.contains(&Input::Stdin) {
                found.inputs.push(Input::Stdin);
            }
        } else if path.is_dir() {
            if !walk(path, &mut seen, &mut found) {
                found.inputs.push(Input::Broken(name(path), empty()));
            }
        } else if seen.insert(identity(path)) {
            found.inputs.push(Input::File(path.clone()));
        }
    }
    found
}

/// Whether a file is among those found.
pub fn holds(found: &Found, path: &Path) -> bool {
    let own = identity(path);
    identities(found).any(|known| known == own)
}

/// The files found, each as [`identity`] knows it.
pub fn identities(found: &Found) -> impl Iterator<Item = PathBuf> + '_ {
    found.inputs.iter().filter_map(|input| match input {
        Input::File(path) => Some(identity(path)),
        _ => None,
    })
}

/// Leaves out what was found in a folder on the way through others: what is named stays.
pub fn leave_out(found: &mut Found, folder: &Path, named: &[PathBuf]) {
    let folder = identity(folder);
    let is_named =
        |path: &Path| named.iter().any(|one| one == path || one.is_dir() && identity(one).starts_with(&folder));
    let before = found.inputs.len();
    found
        .inputs
        .retain(|input| !matches!(input, Input::File(path) if identity(path).starts_with(&folder) && !is_named(path)));
    found.copies += before - found.inputs.len();
}

/// Whether a file in a folder may change what is found there: a report, rules, settings.
pub fn may_matter(path: &Path) -> bool {
    is_report(path)
        || has_ending(path, &["soat"])
        || path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("soat"))
}

/// Adds the reports of a folder; whether it holds anything to tell of.
fn walk(folder: &Path, seen: &mut HashSet<PathBuf>, found: &mut Found) -> bool {
    let mut any = false;
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_wanted);
    for entry in entries {
        match entry {
            Ok(entry) if !entry.file_type().is_file() => {}
            // What is named is read all the same.
            Ok(entry) if is_own_copy(entry.path()) => {
                found.copies += usize::from(!seen.contains(&identity(entry.path())));
            }
            Ok(entry) if has_ending(entry.path(), &ENDINGS) => {
                any = true;
                if seen.insert(identity(entry.path())) {
                    found.inputs.push(Input::File(entry.into_path()));
                }
            }
            Ok(entry) => {
                let foreign = has_ending(entry.path(), &FOREIGN) && seen.insert(identity(entry.path()));
                found.passed_over += usize::from(foreign);
            }
            // A link back into a folder that is being walked: its files are found there.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                any = true;
                let path = error.path().unwrap_or(folder).to_owned();
                let reason = if path.is_symlink() && !path.exists() {
                    let message = Text::new("liên kết không dẫn đến tệp nào", "a link that leads to no file");
                    LoadError { message, help: None }
                } else {
                    std::io::Error::from(error).into()
                };
                found.inputs.push(Input::Broken(name(&path), reason));
            }
        }
    }
    any
}

/// The same for all ways to a file: links, `./`, a folder and a file in it named both.
pub fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0
        // `~$…` is Word's mark that somebody has the file open.
        || !(name.starts_with(['.', '~']) || entry.file_type().is_dir() && ["target", "node_modules"].contains(&&*name))
}

/// Whether a file would be read from a folder.
pub fn is_report(path: &Path) -> bool {
    has_ending(path, &ENDINGS) && !is_own_copy(path)
}

/// Whether a file has the name of a copy that `soat fix` makes.
fn is_own_copy(path: &Path) -> bool {
    let stem = path.file_stem().map(Path::new);
    has_ending(path, &WORD) && stem.is_some_and(|stem| has_ending(stem, &[OWN]))
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

fn empty() -> LoadError {
    LoadError {
        message: Text::new("thư mục không có báo cáo nào để kiểm tra", "the folder holds no report to check"),
        help: Some(Text::new(
            "trong thư mục chỉ đọc tệp .docx, .docm, .odt, .md, .markdown và .txt; tệp khác phải nêu đích danh",
            "of folders only .docx, .docm, .odt, .md, .markdown and .txt files are read; name other files one by one",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: &Found) -> Vec<String> {
        let name = |input: &Input| match input {
            Input::File(path) => path.file_name().unwrap().to_string_lossy().into_owned(),
            Input::Stdin => STDIN.to_owned(),
            Input::Broken(_, error) => error.message.en.clone(),
        };
        found.inputs.iter().map(name).collect()
    }

    #[test]
    fn folders_give_their_reports_in_order_and_nothing_hidden() {
        let root = std::env::temp_dir().join(format!("soat-files-{}", std::process::id()));
        for folder in ["b", ".git", "target", "empty"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        for file in [
            "z.md",
            "b/a.TXT",
            "b/c.doc",
            "b/~$d.docx",
            "b/e.docx",
            ".git/x.md",
            "target/y.md",
            "b/.hidden.md",
            "b/d.rs",
        ] {
            std::fs::File::create(root.join(file)).unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(&root, root.join("b/loop")).unwrap();
        let paths = ["b", "z.md", "", "b/d.rs", "empty"].map(|path| root.join(path));
        let found = find(&[paths.as_slice(), &["-".into()]].concat());
        std::fs::remove_dir_all(&root).unwrap();
        // The folder `b` reaches `z.md` through its link; what was found is not found again.
        assert_eq!(
            names(&found),
            ["a.TXT", "e.docx", "z.md", "d.rs", "the folder holds no report to check", "<stdin>"]
        );
        assert_eq!(found.passed_over, 1);
    }
}
