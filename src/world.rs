//! The one door outside: files and the day. Everything else is a pure function.

use std::io;
use std::path::Path;

/// What the program asks of the outside world.
pub trait World: Sync {
    /// All bytes of a file.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The day it is.
    fn today(&self) -> jiff::civil::Date;
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
}
