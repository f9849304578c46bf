//! The keys of `soat.toml`: what is read, what is proposed for a misspelt one, and what editors are told.

/// Where a key may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// At the top only.
    Top,
    /// In a `[[folder]]` only.
    Folder,
    /// In both.
    Both,
}

/// A key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub name: &'static str,
    pub home: Home,
    /// What it is for, Vietnamese and English.
    pub about: [&'static str; 2],
}

/// All keys, in the order in which they are explained.
pub(super) const KEYS: [Key; 11] = [
    Key {
        name: "language",
        home: Home::Top,
        about: ["Ngôn ngữ của thông báo: `vi` hoặc `en`", "Language of messages: `vi` or `en`"],
    },
    Key {
        name: "fail-on",
        home: Home::Top,
        about: ["Mức thấp nhất làm mã thoát bằng 1", "Least severity that makes the exit status 1"],
    },
    Key {
        name: "baseline",
        home: Home::Top,
        about: [
            "Tệp ghi các phát hiện đã biết, do `soat baseline` viết",
            "File of the known findings, written by `soat baseline`",
        ],
    },
    Key {
        name: "exclude",
        home: Home::Top,
        about: ["Tệp và thư mục không xét, viết như trong .gitignore", "Files and folders left out, as in .gitignore"],
    },
    Key {
        name: "packs",
        home: Home::Both,
        about: [
            "Chỉ xét các gói này và các gói chúng dùng; bỏ trống: các gói tự thấy áp dụng",
            "Judge these packs and those they use only; left out: those that apply",
        ],
    },
    Key {
        name: "period",
        home: Home::Both,
        about: [
            "Kỳ mà báo cáo phải báo cáo, ví dụ \"Quý I/2024\"",
            "The period reports must be for, e.g. \"Quý I/2024\"",
        ],
    },
    Key {
        name: "stage",
        home: Home::Both,
        about: [
            "`draft`: số và ngày còn được để trống; `final`: bản để ký",
            "`draft`: number and day may still be blank; `final`: ready to be signed",
        ],
    },
    Key {
        name: "levels",
        home: Home::Both,
        about: [
            "Mức của từng quy tắc: `off`, `info`, `warning` hoặc `error`",
            "Level of each rule: `off`, `info`, `warning` or `error`",
        ],
    },
    Key {
        name: "parameters",
        home: Home::Both,
        about: ["Giá trị của các tham số trong quy tắc", "Values of the parameters of rules"],
    },
    Key {
        name: "folder",
        home: Home::Top,
        about: ["Điều đặt riêng cho một số thư mục", "What holds for some folders only"],
    },
    Key {
        name: "path",
        home: Home::Folder,
        about: ["Thư mục hoặc tệp, viết như trong .gitignore", "Folders or files, as in .gitignore"],
    },
];

/// The words for levels.
pub(super) const LEVELS: [&str; 4] = ["off", "info", "warning", "error"];
/// The words for `fail-on`.
pub(super) const FAIL_ON: [&str; 4] = ["error", "warning", "info", "never"];
/// The words for stages.
pub(super) const STAGES: [&str; 2] = ["draft", "final"];
/// The words for languages.
pub(super) const LANGUAGES: [&str; 2] = ["vi", "en"];

impl Key {
    /// Whether it may stand at the top, or in a folder.
    pub(super) fn fits(&self, in_folder: bool) -> bool {
        match self.home {
            Home::Both => true,
            Home::Top => !in_folder,
            Home::Folder => in_folder,
        }
    }
}
