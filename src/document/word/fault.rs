//! What can be wrong with a word-processor file, and the way out.

use crate::document::read::ReadError;
use crate::lang::Text;

/// Why a file could not be read. Names of parts are those inside the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The archive has no directory: cut off while it was copied or sent.
    Cut,
    /// A part cannot be unpacked or is no text.
    Damaged(String),
    /// A part is no XML; what the parser says of it.
    Broken(String, String),
    /// Too many files in the archive.
    TooManyEntries,
    /// A part unpacks to more than any report.
    TooLarge(String),
    /// A part's XML nests deeper, or its elements have more attributes, than any program writes.
    TooDeep(String),
    /// A part declares a document type, which such files must not and which attacks do.
    Doctype(String),
    /// Asks for a password.
    Locked,
    /// A part that must be there is not.
    Lacking(String),
    /// An archive that is no text document; what it seems to be.
    Other(&'static str, &'static str),
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        let again = || {
            Text::new(
                "mở tệp bằng Word hoặc LibreOffice rồi lưu lại (Save As .docx); nếu mở không được thì xin lại bản gốc",
                "open it in Word or LibreOffice and save it again as .docx; if that fails, ask for the original",
            )
        };
        let (message, help) = match fault {
            Fault::Cut => (
                Text::new(
                    "tệp bị hỏng hoặc bị cắt ngang: không có mục lục của tệp nén",
                    "the file is damaged or cut off: its archive has no directory",
                ),
                again(),
            ),
            Fault::Damaged(part) => (
                Text::new(
                    format!("tệp bị hỏng: không đọc được phần `{part}`"),
                    format!("the file is damaged: part `{part}` cannot be read"),
                ),
                again(),
            ),
            Fault::Broken(part, reason) => (
                Text::new(
                    format!("tệp bị hỏng: phần `{part}` không phải XML đúng"),
                    format!("the file is damaged: part `{part}` is no well-formed XML ({reason})"),
                ),
                again(),
            ),
            Fault::TooManyEntries => {
                (Text::new("tệp chứa quá nhiều tệp con", "the file holds too many files inside"), suspicious())
            }
            Fault::TooLarge(part) => (
                Text::new(
                    format!("phần `{part}` bung ra lớn hơn mọi báo cáo"),
                    format!("part `{part}` unpacks to more than any report"),
                ),
                suspicious(),
            ),
            Fault::TooDeep(part) => (
                Text::new(
                    format!("phần `{part}` lồng nhau sâu hơn mức mà các chương trình soạn thảo ghi ra"),
                    format!("part `{part}` nests deeper than any word processor writes"),
                ),
                suspicious(),
            ),
            Fault::Doctype(part) => (
                Text::new(
                    format!("phần `{part}` khai báo DOCTYPE, điều mà định dạng này không cho phép"),
                    format!("part `{part}` declares a DOCTYPE, which this format forbids"),
                ),
                suspicious(),
            ),
            Fault::Locked => (
                Text::new("tệp được đặt mật khẩu", "the file is locked with a password"),
                Text::new(
                    "mở tệp bằng Word, bỏ mật khẩu (File > Info > Protect Document), lưu lại rồi kiểm tra",
                    "open it in Word, remove the password (File > Info > Protect Document), save it and check again",
                ),
            ),
            Fault::Lacking(part) => {
                (Text::new(format!("tệp thiếu phần `{part}`"), format!("the file lacks part `{part}`")), again())
            }
            Fault::Other(vi, en) => (
                Text::new(format!("đây là {vi}, không phải văn bản"), format!("this is {en}, not a text document")),
                Text::new("kiểm tra xem có chọn nhầm tệp không", "check whether the wrong file was chosen"),
            ),
        };
        Self { message, help }
    }
}

fn suspicious() -> Text {
    Text::new(
        "tệp có thể được tạo ra để gây hại; đừng mở, hãy hỏi lại người gửi",
        "the file may have been made to do harm; do not open it, ask whoever sent it",
    )
}
