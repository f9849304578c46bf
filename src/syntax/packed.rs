//! Trees of rule files that have been read once, as bytes: taking one out again costs a tenth of reading the file.

use std::sync::Arc;

use super::tree::File;
use crate::source::Source;

/// The tree as bytes, without the text of its file.
///
/// # Errors
/// None for a tree that [`super::parse_for`] made.
pub fn pack(file: &File) -> postcard::Result<Vec<u8>> {
    postcard::to_allocvec(file)
}

/// The tree of a rule file whose text is `source`.
///
/// # Errors
/// When the bytes are not what [`pack`] of the same build gave.
pub fn unpack(bytes: &[u8], source: Arc<Source>) -> postcard::Result<File> {
    let file: File = postcard::from_bytes(bytes)?;
    Ok(File { source, ..file })
}
