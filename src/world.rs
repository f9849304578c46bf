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
