//! Text that is safe on a terminal, and its width there. Reports come from strangers: an escape sequence or a bidirectional
//! override in a paragraph must neither act nor hide, and every character must take the columns the carets count.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// Columns a tab becomes. Fixed, so that an excerpt that starts in the middle of a line needs nothing of what was before.
pub const TAB: &str = "    ";

/// What is shown for a character, or `None` when it is shown as it is.
pub fn replacement(c: char) -> Option<&'static str> {
    Some(match c {
        '\t' => TAB,
        '\u{a0}' | '\u{202f}' | '\u{2007}' => " ",
        '\0'..='\u{1f}' => CONTROL.get(c as usize).copied().unwrap_or("\u{fffd}"),
        '\u{7f}' => "\u{2421}",
        // Variation selectors change how wide a terminal draws the character before them.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "",
        '\u{ad}' => "-",
        '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => "\u{fffd}",
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => "\u{fffd}",
        _ => return None,
    })
}

/// Pictures of the control characters.
const CONTROL: [&str; 32] = [
    "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏", "␐", "␑", "␒", "␓", "␔", "␕", "␖",
    "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟",
];

/// Columns of a character as shown.
pub fn columns(c: char) -> usize {
    replacement(c).map_or_else(|| c.width().unwrap_or(0), str_columns)
}

/// Columns of a text as shown.
pub fn str_columns(text: &str) -> usize {
    text.chars().map(columns_raw).sum()
}

fn columns_raw(c: char) -> usize {
    if c == ' ' { 1 } else { c.width().unwrap_or(0) }
}

/// The text as shown: one line, nothing in it acts on a terminal. Line feeds become blanks.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| replacement(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            _ => match replacement(c) {
                Some(instead) => shown.push_str(instead),
                None => shown.push(c),
            },
        }
    }
    Cow::Owned(shown)
}

/// The text on one line, cut in its middle with `…` where it has more than `most` characters.
pub fn shortened(text: &str, most: usize) -> String {
    let text = line(text);
    let count = text.chars().count();
    if count <= most {
        return text.into_owned();
    }
    let head = most.saturating_mul(2) / 3;
    let at = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let (start, behind) = text.split_at(at(head));
    let (before, end) = text.split_at(at(count - most.saturating_sub(head + 1)));
    // Words stay whole, unless one of them is most of what is shown.
    let start = match start.rsplit_once(' ') {
        Some((words, half)) if !behind.starts_with(' ') && half.len() <= words.len() => words,
        _ => start,
    };
    let end = match end.split_once(' ') {
        Some((half, words)) if !before.ends_with(' ') && half.len() <= words.len() => words,
        _ => end,
    };
    format!("{}…{}", start.trim_end(), end.trim_start())
}

/// Breaks a text at blanks into lines of at most `width` columns. A word longer than that is broken where it must be. Line feeds stay
/// breaks.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let (mut current, mut used) = (String::new(), 0);
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            let word = line(word);
            let wide = str_columns(&word);
            if used > 0 && used + 1 + wide > width {
                lines.push(std::mem::take(&mut current));
                used = 0;
            }
            if used > 0 {
                current.push(' ');
                used += 1;
            }
            for c in word.chars() {
                let wide = columns_raw(c);
                if used + wide > width {
                    lines.push(std::mem::take(&mut current));
                    used = 0;
                }
                current.push(c);
                used += wide;
            }
        }
        lines.push(current);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_document_acts_on_the_terminal() {
        assert_eq!(line("đạt\u{1b}[31m 5%\u{202e}\u{200b}\0"), "đạt␛[31m 5%\u{fffd}\u{fffd}␀");
        assert!((0..=0x10ffff).filter_map(char::from_u32).all(|c| {
            let shown = line(c.encode_utf8(&mut [0; 4])).into_owned();
            !shown.chars().any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        }));
    }

    #[test]
    fn words_are_wrapped_by_columns() {
        assert_eq!(wrap("hoàn thành mười ba nhiệm vụ", 10), ["hoàn thành", "mười ba", "nhiệm vụ"]);
        assert_eq!(wrap("12345678901234", 10), ["1234567890", "1234"]);
        assert_eq!(wrap("hai\ndòng", 40), ["hai", "dòng"]);
    }

    #[test]
    fn long_quotations_keep_both_ends() {
        assert_eq!(shortened("kế hoạch cải cách hành chính", 16), "kế hoạch…chính");
    }
}
