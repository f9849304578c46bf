//! Where a text was broken at a fixed width (old mail, terminal, pages of a PDF), and which of its lines go on.
//!
//! In most reports a line is a block. That a text was broken is shown by lines that stop in the middle of a sentence, at
//! much the same width, before a small letter; some paragraphs of a text may be broken and others not. Each break is then
//! judged by itself: a line must be full, and what follows must not look like an opening of its own.

use super::block::{Label, LabelKind};
use super::draft::{Draft, DraftKind, begins_upper, is_open, is_unfinished};
use super::label;
use super::line::{Line, Shape, at, is_blank, is_separator};
use crate::span::Span;
use crate::text::{fold_key, key};

/// Columns between which the width of a broken text lies.
const WIDTHS: std::ops::RangeInclusive<u32> = 40..=140;

/// How a text was broken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrap {
    /// Columns of a full line.
    width: u32,
    /// Blank lines between the lines of one paragraph: one in a text with a blank line behind each.
    gap: u32,
    /// Whether its full lines go on as a rule; else some paragraphs were broken and others not.
    throughout: bool,
    /// Whether a blank line parts headings from what stands under them.
    titles_apart: bool,
}

/// Behind these stands a number of the sentence.
const BEFORE_NUMBERS: [u64; 6] = [key("quý"), key("kỳ"), key("khóa"), key("hạng"), key("loại"), key("lần")];

impl Wrap {
    /// How a text was broken, or nothing where its lines are blocks.
    pub(super) fn of(source: &str, lines: &[Line], labels: &[Option<(Label, Span)>]) -> Option<Self> {
        let running = |line: &Line| matches!(line.shape, Shape::Text | Shape::Item | Shape::Note(_));
        let pairs = || {
            lines.windows(2).zip(labels.iter().skip(1)).filter_map(move |(pair, label)| match pair {
                [former, line] if label.is_none() && line.shape == Shape::Text && running(former) => {
                    (!is_separator(at(source, line.span))).then_some((former, line))
                }
                _ => None,
            })
        };
        let torn: Vec<(u32, u32)> = pairs()
            .filter(|(former, line)| line.gap <= 1 && WIDTHS.contains(&former.width))
            .filter(|(former, line)| is_open(at(source, former.body)) && begins_lower(at(source, line.body)))
            .map(|(former, line)| (former.width, line.gap))
            .collect();
        let apart = torn.iter().filter(|(_, gap)| *gap > 0).count();
        let gap = u32::from(apart * 2 > torn.len());
        let mut widths: Vec<u32> = torn.iter().filter(|(_, of)| *of == gap).map(|&(width, _)| width).collect();
        widths.sort_unstable();
        // One line in ten may run over: an address, a long word, a line of narrow letters.
        let width = widths.get((widths.len() * 9 / 10).min(widths.len().saturating_sub(1))).copied()?;
        let full = |line: &Line| line.width * 4 >= width * 3 && line.width * 10 <= width * 12;
        let alike = widths.iter().filter(|&&other| other * 4 >= width * 3).count();
        let (mut ends, mut goes_on) = (0_u32, 0_u32);
        for (_, line) in pairs().filter(|(former, line)| line.gap <= gap && full(former)) {
            ends += 1;
            goes_on += u32::from(!begins_upper(at(source, line.body)));
        }
        let throughout = goes_on * 2 >= ends;
        let short = |line: &Line| line.width * 4 < width * 3;
        let titles = lines.windows(2).zip(labels.windows(2)).filter_map(|(pair, labels)| match (pair, labels) {
            ([title, line], [Some(_), None]) if short(title) && line.shape == Shape::Text => Some(line.gap > gap),
            _ => None,
        });
        let (apart, near) = titles.fold((0, 0), |(apart, near), is| (apart + u32::from(is), near + u32::from(!is)));
        let enough = if throughout && gap == 0 { 2 } else { 3 };
        (alike >= enough && alike * 3 >= torn.len() * 2).then_some(Self {
            width,
            gap,
            throughout,
            titles_apart: apart > near,
        })
    }

    /// Whether a line stands near enough to the one before it to go on with it.
    pub(super) fn is_adjacent(&self, line: &Line) -> bool {
        line.gap <= self.gap
    }

    /// Whether a line goes on with the draft that `former`, the line before it, belongs to. `in_head` says that no section
    /// was opened yet: titles and the receiver stand there, one below the other.
    pub(super) fn goes_on(&self, source: &str, draft: &Draft, former: &Line, line: &Line, in_head: bool) -> bool {
        if !self.is_adjacent(line) || matches!(former.shape, Shape::Heading(_)) {
            return false;
        }
        let (before, body) = (at(source, former.body), at(source, line.body));
        if body.bytes().all(|b| b.is_ascii_digit()) {
            // The number of a page, but for a year: `phương hướng 3 tháng cuối năm` / `2022`.
            let year = before.split(is_blank).next_back().is_some_and(|word| fold_key(word) == key("năm"));
            return year && body.len() == 4 && self.is_full(former);
        }
        let open = is_open(before);
        let lower = !begins_upper(body);
        match line.shape {
            Shape::Text => {}
            // `kinh tế` / `- xã hội`: a dash between words that came to stand at the head of a line.
            Shape::Item => return self.is_full(former) && open && lower && line.indent <= former.indent,
            _ => return false,
        }
        if former.width * 10 > self.width * 12 {
            // A paragraph on one line among broken ones: only a sentence torn in its middle goes on.
            return open && begins_lower(body);
        }
        let first_word = body.split(is_blank).next().unwrap_or_default().chars().count() as u32;
        // Text is broken where the next word has no room; a line that had room was ended by its author.
        let had_room = |share: u32| (former.width + 1 + first_word) * 100 <= self.width * share;
        if !self.is_full(former) && had_room(90) {
            return false;
        }
        if lower {
            // A note that ended, and the second half of the paragraph that its page cut in two.
            return !(matches!(draft.kind, DraftKind::Note(_)) && before.ends_with('.'));
        }
        if is_shouted(before) != is_shouted(body) || is_caption(body) && (in_head || !open) {
            return false;
        }
        let hangs = matches!(draft.kind, DraftKind::Item) || matches!(draft.kind, DraftKind::Note(_)) && open;
        if line.indent > former.indent + 1 && !hangs {
            return false;
        }
        let one_line = draft.pieces.iter().all(|piece| !at(source, *piece).contains('\n'));
        if draft.is_heading() && one_line && !self.titles_apart {
            // A title and its text look like a title over two lines; only what ends like a title goes on with it.
            return is_unfinished(before) || !had_room(97) && !self.is_full(line) && is_open(body);
        }
        if open { self.throughout || !had_room(90) } else { self.throughout && !had_room(90) }
    }

    /// Whether what looks like a label stands in the middle of a sentence that was broken before it: `… gồm: (1) …;` /
    /// `(2) …`, `… trước ngày` / `15. Các đơn vị …`. `follows` says that it is the next number of its kind in the text.
    pub(super) fn is_inside(&self, source: &str, draft: &Draft, former: &Line, label: &Label, follows: bool) -> bool {
        let number = label.numbers.last().copied().unwrap_or(0);
        // `… so với Quý` / `III. Các cơ quan …`
        let last = at(source, former.body).split(is_blank).next_back().unwrap_or_default();
        if BEFORE_NUMBERS.contains(&fold_key(last)) && self.is_full(former) {
            return true;
        }
        if number < 2 || !self.is_full(former) {
            return false;
        }
        let written = at(source, label.span);
        // No heading is counted so: `… nhân viên` / `07. Trình độ …`.
        if written.starts_with('0') && is_open(at(source, former.body)) {
            return true;
        }
        let counts =
            matches!(label.kind, LabelKind::Arabic | LabelKind::Dotted | LabelKind::Roman | LabelKind::Parenthesis);
        if counts && !follows && !draft.is_heading() && is_open(at(source, former.body)) {
            return true;
        }
        let before = match label.kind {
            LabelKind::Parenthesis => written.replace(&number.to_string(), &(number - 1).to_string()),
            LabelKind::Letter => match (label::letter(number), label::letter(number - 1)) {
                (Some(own), Some(before)) => written.replace(own, &before.to_string()),
                _ => return false,
            },
            _ => return false,
        };
        draft.pieces.iter().any(|&piece| at(source, piece).split(is_blank).any(|word| word == before))
    }

    /// Whether a line fills the width of the text.
    pub(super) fn is_full(&self, line: &Line) -> bool {
        line.width * 4 >= self.width * 3
    }
}

/// Whether a stretch begins with a small letter; a figure is none.
fn begins_lower(body: &str) -> bool {
    body.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether a stretch of several words is written in capitals; `TTHC.` alone is the end of a sentence.
fn is_shouted(body: &str) -> bool {
    let words = body.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    words.take(2).count() == 2 && !body.chars().any(char::is_lowercase)
}

/// `Kính gửi: …`, `Nơi nhận:`: up to three words and a colon open a line of their own.
fn is_caption(body: &str) -> bool {
    body.split_whitespace().take(3).any(|word| word.trim_end_matches(['*', '_']).ends_with(':'))
}

#[cfg(test)]
mod tests {
    use crate::document::{Block, Document};
    use crate::source::Source;

    /// The label and the words of each block, one blank where any white space is.
    fn blocks(text: &str) -> Vec<String> {
        let document = Document::parse(Source::new("test", text));
        let words = |block: &Block| {
            let mut words = block.label.as_ref().map_or(String::new(), |label| document.slice(label.span).to_owned());
            for token in document.tokens_in(block.tokens.clone()) {
                words.push_str(if token.spaced && !words.is_empty() { " " } else { "" });
                words.push_str(document.slice(token.span));
            }
            words
        };
        document.blocks.iter().map(words).collect()
    }

    const BROKEN: &str = "UBND tỉnh đã ban hành kế hoạch cải cách hành chính và giao các sở,\n\
                          ngành triển khai; đến nay các đơn vị đã hoàn thành phần lớn nhiệm\n\
                          vụ được giao, các nhiệm vụ còn lại đang thực hiện theo tiến độ của\n\
                          Kế hoạch.\n";
    const WHOLE: &str = "UBND tỉnh đã ban hành kế hoạch cải cách hành chính và giao các sở, ngành triển khai; đến nay các \
                         đơn vị đã hoàn thành phần lớn nhiệm vụ được giao, các nhiệm vụ còn lại đang thực hiện theo tiến độ của Kế hoạch.";

    #[test]
    fn some_paragraphs_may_be_broken_and_others_not() {
        let long =
            "Sở Nội vụ rà soát, tổng hợp, báo cáo UBND tỉnh kết quả thực hiện của các cơ quan, đơn vị. ".repeat(4);
        let text = format!("I. KẾT QUẢ\n\n{BROKEN}\n{long}\n{long}\n\n{BROKEN}");
        assert_eq!(blocks(&text), ["I. KẾT QUẢ", WHOLE, long.trim(), long.trim(), WHOLE]);
    }

    #[test]
    fn the_number_of_a_quarter_is_none_of_a_section() {
        let text = format!(
            "I. KẾT QUẢ\n\n{BROKEN}\nII. ĐÁNH GIÁ\n\nSang quý bốn, toàn tỉnh đã giảm 1.237 hồ sơ quá hạn so với Quý\nIII. Các cơ quan đã xin lỗi.\n\n{BROKEN}"
        );
        let whole = "Sang quý bốn, toàn tỉnh đã giảm 1.237 hồ sơ quá hạn so với Quý III. Các cơ quan đã xin lỗi.";
        assert_eq!(blocks(&text), ["I. KẾT QUẢ", WHOLE, "II. ĐÁNH GIÁ", whole, WHOLE]);
    }

    #[test]
    fn a_year_alone_on_a_line_is_no_number_of_a_page() {
        let text =
            format!("Phương hướng, nhiệm vụ của tỉnh trong ba tháng còn lại của năm\n2022\n\n{BROKEN}\n{BROKEN}");
        let first = "Phương hướng, nhiệm vụ của tỉnh trong ba tháng còn lại của năm 2022";
        assert_eq!(blocks(&text), [first, WHOLE, WHOLE]);
    }

    #[test]
    fn blank_lines_may_stand_behind_every_line() {
        let text = format!("I. KẾT QUẢ\n{BROKEN}{BROKEN}Đã xong.\n").replace('\n', "\n\n");
        assert_eq!(blocks(&text), ["I. KẾT QUẢ", WHOLE, WHOLE, "Đã xong."]);
    }

    #[test]
    fn lines_that_open_something_are_not_joined() {
        let head = "Kết quả thực hiện công tác cải cách hành chính trên địa bàn tỉnh 2024\nKính gửi: Bộ Nội vụ\n";
        let text = format!("{head}{BROKEN}I. KẾT QUẢ\n{BROKEN}Nơi nhận:\n");
        let title = "Kết quả thực hiện công tác cải cách hành chính trên địa bàn tỉnh 2024";
        assert_eq!(blocks(&text), [title, "Kính gửi: Bộ Nội vụ", WHOLE, "I. KẾT QUẢ", WHOLE, "Nơi nhận:"]);
    }

    #[test]
    fn a_number_in_the_middle_of_a_sentence_is_no_label() {
        let text = format!(
            "I. KẾT QUẢ\n\n{BROKEN}\nCác sở, ngành đã hoàn thành ba nhóm việc lớn, gồm: (1) ban hành kế\n\
             hoạch; (2) rà soát, công bố danh mục thủ tục hành chính của tỉnh;\n(3) kiểm tra các đơn vị trước ngày\n\
             15. Các đơn vị đã xong.\n"
        );
        let listed = "Các sở, ngành đã hoàn thành ba nhóm việc lớn, gồm: (1) ban hành kế hoạch; (2) rà soát, công bố danh mục \
                      thủ tục hành chính của tỉnh; (3) kiểm tra các đơn vị trước ngày";
        assert_eq!(blocks(&text), ["I. KẾT QUẢ", WHOLE, listed, "15. Các đơn vị đã xong."]);
        let text = text.replace("trước ngày\n", "trước thời điểm báo cáo là ngày\n");
        let listed = format!("{} thời điểm báo cáo là ngày 15. Các đơn vị đã xong.", listed.trim_end_matches(" ngày"));
        assert_eq!(blocks(&text), ["I. KẾT QUẢ", WHOLE, &listed]);
    }

    #[test]
    fn numbers_of_pages_are_no_text() {
        let (first, second) = BROKEN.split_at(BROKEN.find("vụ được").unwrap());
        let page = format!("{BROKEN}\n").repeat(3);
        let text = format!("I. KẾT QUẢ\n\n{page}{first}2\n{second}\n{page}3\n\nĐã xong.\n");
        let whole: Vec<&str> = std::iter::repeat_n(WHOLE, 7).collect();
        assert_eq!(blocks(&text), [&["I. KẾT QUẢ"], whole.as_slice(), &["Đã xong."]].concat());
    }

    #[test]
    fn a_paragraph_behind_a_note_is_no_part_of_it() {
        let half = BROKEN.find("vụ được").unwrap();
        let (first, second) = BROKEN.split_at(half);
        let text = format!("I. KẾT QUẢ\n\n{BROKEN}\n{first}\n¹ Quyết định số 12/QĐ-UBND.\n\n    {second}");
        assert_eq!(blocks(&text)[..2], ["I. KẾT QUẢ", WHOLE]);
        assert!(blocks(&text).contains(&"Quyết định số 12/QĐ-UBND.".to_owned()), "{:?}", blocks(&text));
    }
}
