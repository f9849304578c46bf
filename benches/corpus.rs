//! Reports of any size, the same bytes for the same number: the shape of a real quarterly report (long paragraphs, document numbers, shares,
//! breakdowns, dates, notes) in invented words, about one checkable item in fifty of them wrong.

use std::fmt::Write as _;

/// A linear congruential generator: enough to vary words, and the same everywhere.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words.get(self.roll(words.len())).copied().unwrap_or_default()
    }

    fn slips(&mut self) -> bool {
        self.roll(50) == 0
    }
}

const WHO: &[&str] = &[
    "Ủy ban nhân dân tỉnh",
    "Sở Nội vụ",
    "Sở Tư pháp",
    "các huyện, thành phố",
    "Trung tâm Phục vụ hành chính công",
    "Văn phòng tỉnh",
    "các cơ quan chuyên môn",
    "tổ kiểm tra",
    "bộ phận Một cửa cấp xã",
    "Sở Tài chính",
    "các phường, xã vùng cao",
];
const DID: &[&str] = &[
    "đã chỉ đạo rà soát",
    "tiếp tục hoàn thiện",
    "đã tổ chức tập huấn về",
    "đang thẩm định",
    "kịp thời công khai",
    "đã phối hợp kiểm tra",
    "thường xuyên đôn đốc",
    "đã lấy ý kiến về",
    "chưa hoàn thành",
    "đã số hóa",
    "tập trung tháo gỡ vướng mắc trong",
];
const WHAT: &[&str] = &[
    "quy trình nội bộ",
    "danh mục thủ tục hành chính",
    "cơ sở dữ liệu hộ tịch",
    "đề án vị trí việc làm",
    "kế hoạch biên chế",
    "việc trả kết quả qua bưu chính",
    "hồ sơ địa chính",
    "hệ thống một cửa điện tử",
    "chế độ báo cáo định kỳ",
    "phương án tự chủ tài chính",
];
const UNIT: &[&str] = &["nhiệm vụ", "hồ sơ", "thủ tục hành chính", "đơn vị", "văn bản", "kiến nghị", "công chức"];
const DOCUMENT: &[(&str, &str)] = &[
    ("Kế hoạch", "KH-UBND"),
    ("Quyết định", "QĐ-UBND"),
    ("Báo cáo", "BC-SNV"),
    ("Thông báo", "TB-UBND"),
    ("Công văn", "SNV-CCHC"),
];
const PARTS: &[(&str, &[&str])] = &[
    (
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH",
        &["Công tác chỉ đạo, điều hành", "Công tác kiểm tra", "Công tác tuyên truyền"],
    ),
    (
        "II. KẾT QUẢ THỰC HIỆN CẢI CÁCH HÀNH CHÍNH",
        &["Cải cách thể chế", "Cải cách thủ tục hành chính", "Cải cách tổ chức bộ máy", "Cải cách công vụ"],
    ),
    ("III. ĐÁNH GIÁ CHUNG", &["Những kết quả đạt được", "Những hạn chế, nguyên nhân"]),
    ("IV. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ II/2024", &["Nhiệm vụ trọng tâm", "Tổ chức thực hiện"]),
];
const MARKS: &[&str] = &["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/// A report of about `bytes` bytes; different numbers give different reports.
pub fn report(bytes: usize, number: u64) -> String {
    let mut dice = Dice(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut text = format!(
        "ỦY BAN NHÂN DÂN\nTỈNH HẠ LONG\n\nSố: {}/BC-UBND\n\nHạ Long, ngày 15 tháng 3 năm 2024\n\nBÁO CÁO\n\
         Kết quả công tác cải cách hành chính Quý I/2024\n\n",
        12 + number % 800
    );
    let sections: usize = PARTS.iter().map(|(_, sections)| sections.len()).sum();
    let mut done = 0;
    let mut notes = 0;
    for (part, titles) in PARTS {
        let _ = write!(text, "{part}\n\n");
        for (at, title) in titles.iter().enumerate() {
            let _ = write!(text, "{}. {title}\n\n", at + 1);
            done += 1;
            loop {
                paragraph(&mut text, &mut dice, &mut notes);
                if text.len() >= bytes * done / sections {
                    break;
                }
            }
        }
    }
    text
}

/// One paragraph of a few sentences, with its notes below.
fn paragraph(text: &mut String, dice: &mut Dice, notes: &mut usize) {
    let mut below = String::new();
    for _ in 0..4 + dice.roll(8) {
        match dice.roll(9) {
            0 => share(text, dice),
            1 => breakdown(text, dice),
            2 => citation(text, dice),
            3 => {
                *notes += 1;
                let mark = superscript(*notes);
                sentence(text, dice);
                let _ = write!(text, "theo văn bản đã ban hành{mark}. ");
                let _ = write!(below, "{mark} ");
                citation(&mut below, dice);
                below.push_str("\n\n");
            }
            _ => {
                sentence(text, dice);
                text.truncate(text.trim_end().len());
                text.push_str(". ");
            }
        }
    }
    text.truncate(text.trim_end().len());
    text.push_str("\n\n");
    text.push_str(&below);
}

fn sentence(text: &mut String, dice: &mut Dice) {
    let mut who = dice.pick(WHO).chars();
    text.extend(who.next().into_iter().flat_map(char::to_uppercase));
    let _ = write!(text, "{} {} {}, ", who.as_str(), dice.pick(DID), dice.pick(WHAT));
    let _ = write!(text, "{} {} {} ", dice.pick(WHO), dice.pick(DID), dice.pick(WHAT));
}

/// `a/b nhiệm vụ, đạt p%`.
fn share(text: &mut String, dice: &mut Dice) {
    let whole = 20 + dice.roll(400);
    let part = 10 + dice.roll(whole - 10);
    let hundredths = (part * 20_000 / whole).div_ceil(2) + if dice.slips() { 130 } else { 0 };
    let unit = dice.pick(UNIT);
    let shown = format!("{},{:02}", hundredths / 100, hundredths % 100);
    let shown = shown.trim_end_matches('0').trim_end_matches(',');
    let _ = write!(text, "Đã hoàn thành {part}/{whole} {unit}, đạt {shown}%. ");
}

/// `n đơn vị (gồm a x, b y và c z)`.
fn breakdown(text: &mut String, dice: &mut Dice) {
    let parts = [10 + dice.roll(90), 10 + dice.roll(90), 10 + dice.roll(90)];
    let sum = parts.iter().sum::<usize>() + usize::from(dice.slips());
    let [a, b, c] = parts;
    let _ = write!(
        text,
        "Kiểm tra {sum} cơ quan, đơn vị (gồm {a} cơ quan cấp tỉnh, {b} cơ quan cấp huyện và {c} đơn vị cấp xã). "
    );
}

/// `Kế hoạch số 12/KH-UBND ngày 05/01/2024 về …`.
fn citation(text: &mut String, dice: &mut Dice) {
    let (kind, symbol) = DOCUMENT.get(dice.roll(DOCUMENT.len())).copied().unwrap_or_default();
    // Numbers rise through the year.
    let (month, day) = (1 + dice.roll(2), 10 + dice.roll(18));
    let number = (month * 31 + day) * 10 + dice.roll(10);
    let day = if dice.slips() { 32 } else { day };
    let _ = write!(text, "{kind} số {number}/{symbol} ngày {day}/{month:02}/2024 về {}. ", dice.pick(WHAT));
}

fn superscript(number: usize) -> String {
    let digits = number.to_string();
    let marks = digits.bytes().map(|digit| MARKS.get((digit - b'0') as usize).copied().unwrap_or_default());
    marks.collect()
}
