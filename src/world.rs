//! The one door outside: files, the day and git. Everything else is a pure function.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

mod new_file;
mod reason;

pub use reason::{Tried, reason};

/// What the program asks of the outside world.
pub trait World: Sync {
    /// All bytes of a file.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The day it is.
    fn today(&self) -> jiff::civil::Date;

    /// Begins a file that takes its place whole or not at all.
    ///
    /// # Errors
    /// What the system says; the old file is untouched then.
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let _ = path;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Writes a file whole or not at all: whoever reads it meanwhile sees the old bytes or the new ones.
    ///
    /// # Errors
    /// What the system says; the old file is untouched then.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.create(path)?;
        file.write_all(bytes)?;
        file.keep()
    }

    /// Makes a folder and those above it, where they are not there yet.
    ///
    /// # Errors
    /// What the system says.
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let _ = path;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Runs git in a folder. That git itself reports a failure is no error here: it is in what it gave.
    ///
    /// # Errors
    /// When git cannot be started; [`io::ErrorKind::NotFound`] where there is none.
    fn git(&self, folder: &Path, arguments: &[&OsStr]) -> io::Result<GitOutput> {
        let _ = (folder, arguments);
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// A file in the making. Nothing of it is seen under its name until it is kept; dropped before, it leaves nothing behind, and what
/// stood under its name stays.
pub trait NewFile: Write {
    /// Puts the file in its place.
    ///
    /// # Errors
    /// What the system says; the place is then as it was.
    fn keep(self: Box<Self>) -> io::Result<()>;
}

/// What a run of git gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GitOutput {
    /// Whether git did as asked.
    pub success: bool,
    /// What it printed.
    pub out: Vec<u8>,
    /// What it said on standard error, in English.
    pub err: String,
}

/// Bytes of the largest file that is read: a thousand times a long report, and far below what offsets can count.
pub const MOST_BYTES: u64 = 64 << 20;

/// The real outside.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl World for System {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        // A pipe that nobody writes to would be waited for without end; what is no file can be given on standard input.
        let about = std::fs::metadata(path)?;
        if !about.is_file() && !about.is_dir() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = std::fs::File::open(path)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if about.len() > MOST_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        read_limited(file, about.len())
    }

    /// The day in Viet Nam (UTC+7, no summer time), wherever the program runs: a report signed in Hà Nội in the morning must not
    /// be judged by yesterday because a server counts in UTC.
    fn today(&self) -> jiff::civil::Date {
        jiff::tz::Offset::constant(7).to_datetime(jiff::Timestamp::now()).date()
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        new_file::begin(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn git(&self, folder: &Path, arguments: &[&OsStr]) -> io::Result<GitOutput> {
        let mut command = Command::new("git");
        // Nothing of a report repository's own settings is run, and no lock is taken.
        command.args(["-c", "core.fsmonitor=false", "--no-optional-locks"]).args(arguments).current_dir(folder);
        command.env("LC_ALL", "C").stdin(Stdio::null());
        // A hook sets these for its own repository; the folder decides here.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF"] {
            command.env_remove(name);
        }
        let output = command.output()?;
        let err = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        Ok(GitOutput { success: output.status.success(), out: output.stdout, err })
    }
}

/// Reads to the end, but no more than [`MOST_BYTES`]: devices and pipes do not say their size beforehand.
///
/// # Errors
/// What the system says; [`io::ErrorKind::FileTooLarge`] beyond the limit.
pub fn read_limited(from: impl io::Read, expected: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(MOST_BYTES)).unwrap_or(0) + 1);
    io::Read::read_to_end(&mut io::Read::take(from, MOST_BYTES + 1), &mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// The name of a file in output: the path as given, with `/` between folders and without `./` before them.
pub fn name(path: &Path) -> String {
    let name = path.to_string_lossy();
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() };
    match name.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endless_files_are_refused() {
        assert_eq!(read_limited(io::repeat(0), 0).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(System.read(Path::new("src")).unwrap_err().kind(), io::ErrorKind::IsADirectory);
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = std::env::temp_dir().join(format!("soat-world-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("báo cáo.md");
        System.write(&path, "cũ".as_bytes()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            std::os::unix::fs::symlink(&path, folder.join("link.md")).unwrap();
            System.write(&folder.join("link.md"), "mới".as_bytes()).unwrap();
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
            assert!(folder.join("link.md").is_symlink());
            std::fs::remove_file(folder.join("link.md")).unwrap();
        }
        System.write(&path, "mới".as_bytes()).unwrap();
        let mut given_up = System.create(&path).unwrap();
        given_up.write_all("nửa chừng".as_bytes()).unwrap();
        given_up.flush().unwrap();
        drop(given_up);
        assert_eq!(System.read(&path).unwrap(), "mới".as_bytes());
        assert_eq!(System.write(&folder, b"").unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(System.write(&folder.join("no/file.md"), b"").unwrap_err().kind(), io::ErrorKind::NotFound);
        let mut protected = std::fs::metadata(&path).unwrap().permissions();
        protected.set_readonly(true);
        std::fs::set_permissions(&path, protected).unwrap();
        assert_eq!(System.write(&path, b"x").unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        let left: Vec<_> = walkdir::WalkDir::new(&folder).min_depth(1).into_iter().map(Result::unwrap).collect();
        assert_eq!(left.iter().map(walkdir::DirEntry::path).collect::<Vec<_>>(), [path.as_path()]);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn git_speaks_english_and_its_failures_are_answers() {
        let Ok(gave) = System.git(&std::env::temp_dir(), &["no-such-command".as_ref()]) else { return };
        assert!(!gave.success && gave.err.contains("no-such-command"), "{gave:?}");
    }
}
