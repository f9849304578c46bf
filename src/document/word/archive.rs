//! The archive around a word-processor file, which may come from a stranger: every count and size has a limit, nothing is unpacked to
//! disk, and archives inside the archive are never opened.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::fault::Fault;

/// Files in the archive; a report with a thousand pictures has some two thousand.
const MOST_ENTRIES: usize = 8192;
/// Bytes of one part when unpacked: thirty times a long report's text.
const MOST_PART: u64 = 64 << 20;
/// Bytes of all parts read from one file.
const MOST_TOTAL: u64 = 160 << 20;
/// What a part may shrink to is told by experience: text of reports to a twentieth, tables of zeros to a hundredth.
const MOST_RATIO: u64 = 400;
/// Parts below this size are read whatever their ratio.
const SMALL: u64 = 4 << 20;

/// An opened archive.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Archive<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// When it is no archive, cut off, or holds too many files.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        // Counted before the directory is read, which takes memory for each entry.
        if memchr::memmem::find_iter(bytes, b"PK\x01\x02").take(MOST_ENTRIES + 1).count() > MOST_ENTRIES {
            return Err(Fault::TooManyEntries);
        }
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(zip) if zip.len() > MOST_ENTRIES => Err(Fault::TooManyEntries),
            Ok(zip) => Ok(Self { zip, left: MOST_TOTAL }),
            Err(_) => Err(Fault::Cut),
        }
    }

    /// Names of the files in it.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.zip.file_names()
    }

    /// The text of a part, or nothing where there is none of that name.
    ///
    /// # Errors
    /// When the part is locked, damaged, too large, or no text.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let fault = |what: fn(String) -> Fault| Err(what(name.to_owned()));
        let entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(reason)) if reason == ZipError::PASSWORD_REQUIRED => {
                return Err(Fault::Locked);
            }
            Err(_) => return fault(Fault::Damaged),
        };
        if entry.encrypted() {
            return Err(Fault::Locked);
        }
        let most = MOST_PART.min(self.left);
        let packed = entry.compressed_size().max(1);
        if entry.size() > most {
            return fault(Fault::TooLarge);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size().min(SMALL)).unwrap_or(0));
        // What the directory says of sizes need not be true.
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        if size > most || size > SMALL && size / packed > MOST_RATIO {
            return fault(Fault::TooLarge);
        }
        if read.is_err() {
            return fault(Fault::Damaged);
        }
        self.left -= size;
        match decode(bytes) {
            Some(text) => Ok(Some(text)),
            None => fault(Fault::Damaged),
        }
    }
}

/// XML is UTF-8, or UTF-16 with a mark.
fn decode(bytes: Vec<u8>) -> Option<String> {
    let utf16 = match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => Some((encoding_rs::UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((encoding_rs::UTF_16BE, rest)),
        _ => None,
    };
    match utf16 {
        Some((encoding, rest)) => {
            encoding.decode_without_bom_handling_and_without_replacement(rest).map(|text| text.into_owned())
        }
        None => String::from_utf8(bytes).ok(),
    }
}
