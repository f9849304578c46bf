//! The one door outside: files, the day and git. Everything else is a pure function.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the program asks of the outside world.
pub trait World: Sync {
    /// All bytes of a file.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The day it is.
    fn today(&self) -> jiff::civil::Date;

    /// Writes a file whole or not at all: whoever reads it meanwhile sees the old bytes or the new ones.
    ///
    /// # Errors
    /// What the system says; the old file is untouched then.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let _ = (path, bytes);
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

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        // Behind a link it is the file that changes, not the link.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let about = std::fs::metadata(&path).ok();
        match &about {
            Some(about) if about.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            // A device or pipe has no old bytes to lose, and a file must not take its place.
            Some(about) if !about.is_file() => {
                return std::fs::OpenOptions::new().write(true).open(&path)?.write_all(bytes);
            }
            // Renaming needs no permission on the file itself; a file that is write-protected is meant to stay.
            Some(about) if about.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
            _ => {}
        }
        let beside = Beside::create(&path)?;
        beside.fill(bytes, about.map(|about| about.permissions()))?;
        beside.rename(&path)
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

/// A new file beside the one that it will replace; gone again unless it does.
struct Beside {
    path: PathBuf,
    renamed: bool,
}

impl Beside {
    /// Hidden, so that no run takes it for a report even where the program was killed before it could tidy up.
    fn create(target: &Path) -> io::Result<Self> {
        let folder = target.parent().unwrap_or_else(|| Path::new(""));
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        // Names have at most 255 bytes on usual disks.
        let short: String = name.chars().take(40).collect();
        for attempt in 0..100 {
            let path = folder.join(format!(".{short}.soat-{}-{attempt}", std::process::id()));
            match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(_) => return Ok(Self { path, renamed: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn fill(&self, bytes: &[u8], permissions: Option<std::fs::Permissions>) -> io::Result<()> {
        let mut file = std::fs::OpenOptions::new().write(true).open(&self.path)?;
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        // The name must not reach the disk before the bytes do.
        file.sync_all()
    }

    fn rename(mut self, target: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, target)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.renamed {
            let _ = std::fs::remove_file(&self.path);
        }
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
