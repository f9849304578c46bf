//! Files that take their place whole, or not at all: written beside it under another name, then renamed. Whoever reads the place
//! meanwhile sees the old bytes or the new ones; a program killed half-way leaves the old ones.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::NewFile;

/// Begins a file for a place on disk.
///
/// # Errors
/// What the system says; [`io::ErrorKind::PermissionDenied`] where a write-protected file stands, whatever its folder allows.
pub(super) fn begin(path: &Path) -> io::Result<Box<dyn NewFile>> {
    // Behind a link it is the file that changes, not the link.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&place).ok() {
        Some(about) if about.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        // A device or pipe has no old bytes to lose, and a file must not take its place.
        Some(about) if !about.is_file() => Ok(Box::new(Stream(OpenOptions::new().write(true).open(&place)?))),
        // Renaming needs no permission on the file itself; a file that is write-protected is meant to stay.
        Some(about) if about.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
        about => Ok(Box::new(Beside::create(place, about.map(|about| about.permissions()))?)),
    }
}

/// A new file beside the one that it will replace; gone again unless it does.
struct Beside {
    place: PathBuf,
    path: PathBuf,
    /// Of the file that is replaced.
    permissions: Option<Permissions>,
    file: Option<BufWriter<File>>,
    renamed: bool,
}

impl Beside {
    /// Hidden, so that no run takes it for a report even where the program was killed before it could tidy up.
    fn create(place: PathBuf, permissions: Option<Permissions>) -> io::Result<Self> {
        let folder = place.parent().unwrap_or_else(|| Path::new(""));
        let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        // Names have at most 255 bytes on usual disks.
        let short: String = name.chars().take(40).collect();
        for attempt in 0..100 {
            let path = folder.join(format!(".{short}.soat-{}-{attempt}", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let file = Some(BufWriter::with_capacity(1 << 16, file));
                    return Ok(Self { place, path, permissions, file, renamed: false });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl NewFile for Beside {
    fn keep(mut self: Box<Self>) -> io::Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        if let Some(permissions) = self.permissions.take() {
            file.set_permissions(permissions)?;
        }
        // The name must not reach the disk before the bytes do.
        file.sync_all()?;
        drop(file);
        fs::rename(&self.path, &self.place)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.renamed {
            // What is still buffered need not reach a file that goes away.
            drop(self.file.take().map(BufWriter::into_parts));
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A device or a pipe: it takes what comes.
struct Stream(File);

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl NewFile for Stream {
    fn keep(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}
