//! Why a file could not be read or written, in words: the system has English ones only.

use std::io::{Error, ErrorKind};

use super::MOST_BYTES;
use crate::lang::Text;

/// What was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// To read.
    Reading,
    /// To write.
    Writing,
}

/// Why it failed.
pub fn reason(error: &Error, tried: Tried) -> Text {
    let (vi, en) = match (error.kind(), tried) {
        (ErrorKind::NotFound, Tried::Reading) => ("không có tệp hay thư mục này", "no such file or folder"),
        (ErrorKind::NotFound, Tried::Writing) => ("không có thư mục ấy", "its folder does not exist"),
        (ErrorKind::PermissionDenied, Tried::Reading) => ("không có quyền đọc", "no permission to read it"),
        (ErrorKind::PermissionDenied, Tried::Writing) => ("không có quyền ghi", "no permission to write it"),
        (ErrorKind::IsADirectory, _) => ("đây là một thư mục", "this is a folder"),
        (ErrorKind::NotADirectory, _) => {
            ("một tên ở giữa đường dẫn không phải thư mục", "a name within the path is no folder")
        }
        (ErrorKind::StorageFull | ErrorKind::QuotaExceeded, _) => ("hết chỗ trên đĩa", "no space left on the disk"),
        (ErrorKind::ReadOnlyFilesystem, _) => ("đĩa chỉ cho đọc", "the disk is read-only"),
        (ErrorKind::InvalidFilename, _) => ("tên tệp quá dài hoặc có ký tự không dùng được", "no name for a file"),
        (ErrorKind::InvalidData, _) => ("không phải văn bản UTF-8", "this is no UTF-8 text"),
        (ErrorKind::AlreadyExists, _) => ("đã có tệp tên này", "there is such a file already"),
        (ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy, _) => {
            ("tệp đang được chương trình khác dùng", "another program uses the file")
        }
        (ErrorKind::InvalidInput, Tried::Reading) => {
            ("đây không phải tệp thường (ống dẫn hoặc thiết bị)", "this is no regular file but a pipe or device")
        }
        (ErrorKind::FileTooLarge, _) => {
            let most = MOST_BYTES >> 20;
            return Text::new(format!("tệp lớn hơn {most} MiB"), format!("the file is larger than {most} MiB"));
        }
        _ => {
            let vi = error.raw_os_error().map_or_else(String::new, |code| format!(" số {code}"));
            return Text::new(format!("hệ thống báo lỗi{vi}"), error.to_string());
        }
    };
    Text::new(vi, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_put_into_words() {
        let full = reason(&Error::from(ErrorKind::StorageFull), Tried::Writing);
        assert_eq!((full.vi.as_str(), full.en.as_str()), ("hết chỗ trên đĩa", "no space left on the disk"));
        let denied = |tried| reason(&Error::from(ErrorKind::PermissionDenied), tried).vi;
        assert_eq!(
            (denied(Tried::Reading).as_str(), denied(Tried::Writing).as_str()),
            ("không có quyền đọc", "không có quyền ghi")
        );
        let bytes = String::from_utf8(vec![0xff]).unwrap_err();
        assert_eq!(reason(&Error::new(ErrorKind::InvalidData, bytes), Tried::Reading).vi, "không phải văn bản UTF-8");
        assert_eq!(reason(&Error::from_raw_os_error(9999), Tried::Reading).vi, "hệ thống báo lỗi số 9999");
    }
}
