//! Texts that nobody would write, of any size: each has very many of one thing that is held against others of its kind.

use std::fmt;

/// One kind of text.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    name: &'static str,
    head: &'static str,
    /// What stands again and again, with the number of the time for each `@`.
    again: &'static str,
}

pub const SHAPES: &[Shape] = &[
    Shape { name: "words", head: "", again: "tu@ " },
    Shape { name: "gaps in one line", head: "", again: "a    b " },
    Shape { name: "commas", head: "", again: "," },
    Shape { name: "numbers of lists", head: "", again: "1. " },
    Shape { name: "ranks", head: "I. KẾT QUẢ\n\n", again: "xếp thứ @/63, tăng @ bậc; " },
    Shape { name: "plans", head: "I. PHƯƠNG HƯỚNG\n\n", again: "Có @ hồ sơ nộp. " },
    Shape { name: "averages", head: "I. KẾT QUẢ\n\n", again: "bình quân @ hồ sơ/tháng, " },
    Shape { name: "rests", head: "I. KẾT QUẢ\n\n", again: "@ xã đạt, @ xã không đạt, còn lại @ xã, " },
    Shape { name: "changes", head: "I. KẾT QUẢ\n\n", again: "tăng @ hồ sơ so với cùng kỳ (@ hồ sơ), " },
    Shape { name: "shares", head: "I. KẾT QUẢ\n\n", again: "đạt @/@3 hồ sơ, tỷ lệ @,5%, " },
    Shape { name: "one sentence", head: "", again: "Công tác được các đơn vị quan tâm thực hiện. " },
    Shape { name: "rows", head: "| TT | Tên | A | B |\n|---|---|---|---|\n", again: "| @ | Xã @ | @ | @ |\n" },
    Shape { name: "headings", head: "", again: "# a\n## b\n" },
];

impl Shape {
    /// A text of so many bytes, or little more.
    pub fn text(self, bytes: usize) -> String {
        let mut text = self.head.to_owned();
        for number in 0.. {
            if text.len() >= bytes {
                break;
            }
            text.push_str(&self.again.replace('@', &number.to_string()));
        }
        text
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
