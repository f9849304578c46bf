//! Where the lost half of a bracket or quotation mark stood.
//!
//! The half that is left says what was in the bracket: an abbreviation (`(CCHC năm 2025`), a number with its unit (`năm 5.600
//! đảng viên)`), a list of figures (`(đúng hạn 48, quá hạn 01; còn`), a name (`mô hình “Một cửa: bố trí`). Where that does not tell, there is
//! no place, and what is known is the half that is left.
//!
//! The place is the word before a mark, or the two words between which the half is missing.

use std::ops::Range;

use super::View;
use crate::document::{Case, Token, TokenId, TokenKind};
use crate::text::{key, lexicon};

/// A bracket is seldom longer, in tokens.
const MOST: TokenId = 80;
/// Nor is a name in quotation marks.
const NAME: TokenId = 14;

/// Words that stand in brackets alone.
const ALONE: [u64; 2] = [key("cũ"), key("mới")];
/// Behind these the unit of a number goes on.
const SCALES: [u64; 3] = [key("nghìn"), key("triệu"), key("tỷ")];
/// What goes on behind a bracket with figures in it: `(đất đai 09 hồ sơ, bảo trợ 05 hồ sơ), đã khắc phục`.
const GOES_ON: [u64; 12] = [
    key("đã"),
    key("đạt"),
    key("tăng"),
    key("giảm"),
    key("chiếm"),
    key("bằng"),
    key("trong"),
    key("gồm"),
    key("với"),
    key("vượt"),
    key("cao"),
    key("thấp"),
];
/// What goes on behind a list of names: `(Luật, Nghị định, Thông tư) để xác định`.
const BEHIND_NAMES: [u64; 9] =
    [key("để"), key("nhằm"), key("đã"), key("được"), key("trong"), key("theo"), key("trước"), key("sau"), key("khi")];
/// What a ratio goes on with inside its bracket: `(cộng 277/447 thủ tục, bằng 61,97%)`.
const MAKES: [u64; 3] = [key("bằng"), key("đạt"), key("chiếm")];
/// What begins a bracket behind a figure and its unit: `đang xử lý 02 (chi tiết tại Biểu 2)`.
const OPENERS: [[u64; 2]; 6] = [
    [key("chi"), key("tiết")],
    [key("trong"), key("đó")],
    [key("cụ"), key("thể")],
    [key("tương"), key("ứng")],
    [key("kể"), key("cả")],
    [key("bao"), key("gồm")],
];
/// Between two things of a list.
const JOINS: [u64; 2] = [key("và"), key("còn")];
/// Where something is, or whose: behind a name in quotation marks `tại huyện …`, `của Sở …`.
const PLACED: [u64; 4] = [key("tại"), key("của"), key("ở"), key("do")];
/// What stands there: `huyện`, `thị xã`.
const UNITS: [u64; 12] = [
    key("huyện"),
    key("xã"),
    key("phường"),
    key("thị"),
    key("thành"),
    key("tỉnh"),
    key("quận"),
    key("các"),
    key("sở"),
    key("thôn"),
    key("đoàn"),
    key("ban"),
];
/// Before a number behind a name: `“…” có 18.765 người`.
const BEFORE_NUMBER: [u64; 5] = [key("có"), key("với"), key("gồm"), key("đạt"), key("được")];
/// What is called by a name in quotation marks, by the last two words: `chuyên mục “…”`.
const NAMED: [[u64; 2]; 16] = [
    [key("chuyên"), key("mục")],
    [key("mô"), key("hình")],
    [key("phong"), key("trào")],
    [key("hội"), key("thi")],
    [key("cuộc"), key("thi")],
    [key("chuyên"), key("đề")],
    [key("bản"), key("tin")],
    [key("ứng"), key("dụng")],
    [key("phần"), key("mềm")],
    [key("phương"), key("châm")],
    [key("chủ"), key("đề")],
    [key("khẩu"), key("hiệu")],
    [key("chiến"), key("dịch")],
    [key("danh"), key("hiệu")],
    [key("sáng"), key("kiến")],
    [key("trang"), key("zalo")],
];

/// Those among them that are sentences.
const SLOGANS: [[u64; 2]; 4] =
    [[key("phương"), key("châm")], [key("chủ"), key("đề")], [key("khẩu"), key("hiệu")], [key("thông"), key("điệp")]];

/// The place where the partner of a mark seems to be lost.
pub fn of(view: View<'_>, at: TokenId, opens: bool) -> Option<Range<TokenId>> {
    let TokenKind::Punctuation(mark) = view.token(at)?.kind else { return None };
    let sentence = view.document.sentence_of(at);
    let near = Near { view, start: sentence.start.max(view.start), end: sentence.end.min(view.end) };
    match (mark, opens) {
        ('(', true) => near.behind_bracket(at),
        (')', false) => near.before_bracket(at),
        ('“', true) => near.behind_quotation(at),
        ('”', false) => near.before_quotation(at),
        _ => None,
    }
}

/// The sentence that a mark stands in.
struct Near<'a> {
    view: View<'a>,
    start: TokenId,
    end: TokenId,
}

impl Near<'_> {
    fn token(&self, at: TokenId) -> Option<&Token> {
        (self.start <= at && at < self.end).then(|| self.view.token(at)).flatten()
    }

    fn is(&self, at: TokenId, mark: char) -> bool {
        self.token(at).is_some_and(|token| token.is(mark))
    }

    fn is_any(&self, at: TokenId, marks: &[char]) -> bool {
        marks.iter().any(|&mark| self.is(at, mark))
    }

    fn is_word_of(&self, at: TokenId, words: &[u64]) -> bool {
        self.token(at).is_some_and(|token| token.is_word() && words.contains(&token.key))
    }

    fn are_words_of(&self, at: TokenId, words: &[[u64; 2]]) -> bool {
        words.iter().any(|[one, two]| self.is_word_of(at, &[*one]) && self.is_word_of(at + 1, &[*two]))
    }

    fn is_number(&self, at: TokenId) -> bool {
        self.token(at).is_some_and(Token::is_number)
    }

    /// The place before a token: the word that ends there, and the one that begins if nothing parts the two.
    fn before(&self, at: TokenId) -> Option<Range<TokenId>> {
        let solid = |at: TokenId| self.token(at).is_some_and(|token| token.is_word() || token.is_number());
        let before = at.checked_sub(1)?;
        match (self.token(before).is_some() && !self.is_any(before, &[':', ';', ',', '(']), solid(at)) {
            (true, true) => Some(before..at + 1),
            (true, false) => Some(before..at),
            (false, true) => Some(at..at + 1),
            (false, false) => None,
        }
    }

    /// Behind a token and what is glued to it: `KT-XH`, `80%`.
    fn past(&self, at: TokenId) -> TokenId {
        let glued = |at: &TokenId| {
            self.token(*at).is_some_and(|token| !token.spaced && !self.is_any(*at, &[',', ';', '.', ':', ')']))
        };
        at + 1 + (at + 1..self.end).take_while(glued).count() as TokenId
    }

    /// Where a bracket that begins here should close.
    fn behind_bracket(&self, open: TokenId) -> Option<Range<TokenId>> {
        let first = self.token(open + 1)?;
        let short = first.case == Case::Upper && first.span.len() > 1;
        let running = self.token(open.checked_sub(1)?).is_some_and(|token| token.case == Case::Lower);
        if short && running || ALONE.contains(&first.key) {
            return self.before(self.past(open + 1));
        }
        let figure = first.is_number() || first.key == key("gồm") && self.is_number(open + 2);
        let (mut depth, mut listed, mut named, mut colon, mut counted) = (0, false, false, false, figure);
        // `(biên chế viên chức về Chi cục Thú y (biên chế công chức) quản lý.`: another bracket opens and closes before the sentence ends.
        let (mut crossed, mut ratio) = (false, false);
        // Items that begin with a capital, in a list that does.
        let mut names = u32::from(first.case == Case::Title);
        for at in open + 1..self.end.min(open + MOST) {
            match self.token(at)?.kind {
                // `(241 hồ sơ và thành phố Bến Tre (107 hồ sơ)`: the next bracket says the same of something else.
                TokenKind::Punctuation('(') if first.is_number() && depth == 0 && !listed => {
                    return self.behind_unit(open + 1, at);
                }
                TokenKind::Punctuation('(') => {
                    depth += 1;
                    crossed = true;
                }
                TokenKind::Punctuation(')') => depth -= 1,
                _ if depth > 0 => {}
                TokenKind::Number => counted = true,
                TokenKind::Word if names >= 2 && !counted && self.is_word_of(at, &BEHIND_NAMES) => {
                    return self.before(at);
                }
                // `“Hồ sơ qua bưu tá” (xã Hạ Lang; “Kiểm tra lưu động” (xã Thông Nông)`
                TokenKind::Punctuation(';') if self.is(at + 1, '“') => return self.before(at),
                TokenKind::Punctuation('/') if self.is_number(at - 1) && self.is_number(at + 1) => ratio = true,
                TokenKind::Punctuation(',') if ratio && self.is_word_of(at + 1, &MAKES) && self.is(at + 3, '%') => {
                    return self.before(at + 4);
                }
                TokenKind::Punctuation(',') if counted && self.is_word_of(at + 1, &GOES_ON) => return self.before(at),
                TokenKind::Punctuation(',') => {
                    // `(5.600 đảng viên, tăng 12%`; but `(06 quyết định, 03 kế hoạch`.
                    if figure && !self.is_number(at + 1) {
                        return self.before(at);
                    }
                    // `(nhóm 1: 06, nhóm 2: 38, chiếm 14%`: the list has a colon in each item.
                    let next =
                        (at + 1..self.end).take_while(|&at| !self.is_any(at, &[',', ';'])).any(|at| self.is(at, ':'));
                    named |= colon;
                    if named && !next {
                        return self.before(at);
                    }
                    (listed, colon) = (true, false);
                    names += u32::from(names > 0 && self.token(at + 1).is_some_and(|next| next.case == Case::Title));
                }
                TokenKind::Punctuation(':') if self.token(at + 1).is_some() => colon = true,
                // A list in commas ends before a semicolon, one in semicolons goes on.
                TokenKind::Punctuation(';') if listed || figure => return self.before(at),
                // `(chi tiết tại Phụ lục I. Tỷ lệ …`
                TokenKind::Punctuation('.')
                    if self.token(at + 1).is_some_and(|next| next.spaced && next.case == Case::Title) =>
                {
                    return self.before(at);
                }
                TokenKind::Punctuation('.' | ':' | ';') if self.token(at + 1).is_none() => {
                    return if crossed && !counted { None } else { self.before(at) };
                }
                _ => {}
            }
        }
        let last = self.end.checked_sub(1)?;
        let known = counted || !crossed;
        (known && self.end - open < MOST && !self.is_any(last, &['.', ';', ':'])).then_some(last..self.end)
    }

    /// Where a bracket that ends here should open.
    fn before_bracket(&self, close: TokenId) -> Option<Range<TokenId>> {
        let last = close.checked_sub(1)?;
        let token = self.token(last)?;
        let follows = |case: &[Case]| self.token(last.checked_sub(1)?).map(|before| case.contains(&before.case));
        if token.case == Case::Upper && token.span.len() > 2 && follows(&[Case::Lower]) == Some(true)
            || ALONE.contains(&token.key) && follows(&[Case::Title]) == Some(true)
        {
            return self.before(last);
        }
        for at in (self.start + 1..close).rev().take(MOST as usize) {
            if self.is_any(at, &['(', ')']) {
                break;
            }
            // `năm 2025 1.208 tin, bài)`, `“Phiếu hẹn song ngữ” thị xã Vĩnh Châu)`, `02 chi tiết tại Biểu 2)`
            let spaced = self.token(at).is_some_and(|token| token.spaced);
            let numbers = self.is_number(at) && (self.is_number(at - 1) || self.is(at - 1, '%')) && spaced;
            let opens = self.are_words_of(at, &OPENERS) && !self.is_any(at - 1, &[',', ';', ':']);
            if numbers || opens || self.is(at - 1, '”') && self.token(at).is_some_and(Token::is_word) {
                return self.before(at);
            }
        }
        // Clause by clause back to one with two figures: the bracket opens between them.
        let (mut end, mut listed) = (close, false);
        for at in (self.start..close).rev().take(MOST as usize) {
            let parts = self.is_any(at, &[',', ';']) && self.token(at + 1).is_some_and(|next| next.spaced);
            let begins = at == self.start || self.is_any(at, &[':', '(', ')', '“', '”']);
            if !parts && !begins {
                continue;
            }
            let from = if at == self.start { at } else { at + 1 };
            // The year of `28/02/2025` is no figure of its own.
            let whole = |at: &TokenId| self.is_number(*at) && !self.is(at.saturating_sub(1), '/');
            let figures: Vec<TokenId> = (from..end).filter(whole).collect();
            match figures.as_slice() {
                // `năm 2025 Chương trình 1719)`, `năm 5.600 đảng viên)`
                // `đơn vị 05 sở và 25 xã)`
                [.., first, second] if self.is_word_of(second - 1, &JOINS) && *first > from => {
                    return self.before(*first);
                }
                [.., first, second] if !listed && close - second <= 4 => {
                    let capital = |at: &TokenId| self.token(*at).is_some_and(|token| token.case == Case::Title);
                    return self.before((first + 1..*second).find(capital).unwrap_or(*second));
                }
                [first, _, ..] => return self.behind_unit(*first, end),
                [only] if begins && *only > from && !listed => return self.before(*only),
                [_] if parts => (end, listed) = (at, true),
                _ => return None,
            }
        }
        None
    }

    /// Behind a figure and its unit.
    fn behind_unit(&self, figure: TokenId, end: TokenId) -> Option<Range<TokenId>> {
        let mut at = self.past(figure);
        let is_word = |one: &Token, two: &Token| {
            lexicon::id(one.key).zip(lexicon::id(two.key)).is_some_and(|(one, two)| lexicon::is_word(one, two))
        };
        while at < end && self.token(at)?.is_word() {
            let (token, next) = (self.token(at)?, self.token(at + 1)?);
            at += 1;
            if !SCALES.contains(&token.key) && !is_word(token, next) {
                break;
            }
        }
        self.before(at)
    }

    /// Where a quotation that begins here should end: at the next mark.
    fn behind_quotation(&self, open: TokenId) -> Option<Range<TokenId>> {
        let stop = (open + 1..self.end).find(|&at| self.is_any(at, &[',', ';', ':', '.', '(']));
        let last = stop.unwrap_or(self.end).min(open + NAME);
        if let Some(behind) = (open + 3..last).find_map(|at| self.behind_name(at)) {
            return self.before(behind);
        }
        let stop = stop?;
        // `với chủ đề “Sắp xếp bộ máy tinh gọn, hoạt động hiệu quả`: a slogan has commas of its own.
        let before = open.checked_sub(2).filter(|&at| self.are_words_of(at, &SLOGANS));
        if before.is_some() && self.is(stop, ',') && self.token(stop + 1).is_some_and(|next| next.case == Case::Lower) {
            return None;
        }
        // To the end of its sentence there is more than the name.
        let most = if self.token(stop + 1).is_none() { NAME / 2 } else { NAME };
        (stop - open <= most).then(|| self.before(stop))?
    }

    /// What goes on behind a name in quotation marks: where it is, or a number and the words before it.
    fn behind_name(&self, at: TokenId) -> Option<TokenId> {
        let named = self.token(at + 1).is_some_and(|next| matches!(next.case, Case::Title | Case::Upper));
        // `tại huyện …`, `của Sở …`, `tại 07 xã`
        if self.is_word_of(at, &PLACED) && (self.is_word_of(at + 1, &UNITS) || named || self.is_number(at + 1)) {
            return Some(at);
        }
        if !self.is_number(at) {
            return None;
        }
        if self.is_word_of(at - 1, &BEFORE_NUMBER) {
            return Some(at - 1);
        }
        let (one, two) = (self.token(at - 2)?, self.token(at - 1)?);
        let pair = lexicon::id(one.key).zip(lexicon::id(two.key));
        (one.case == Case::Lower && pair.is_some_and(|(one, two)| lexicon::is_word(one, two))).then_some(at - 2)
    }

    /// Where a quotation that ends here should begin: behind the mark before it, or at the capital.
    fn before_quotation(&self, close: TokenId) -> Option<Range<TokenId>> {
        let capital = |at: TokenId| {
            self.token(at).is_some_and(|token| matches!(token.case, Case::Title | Case::Upper | Case::Mixed))
        };
        let small = |at: TokenId| self.token(at).is_some_and(|token| token.case == Case::Lower);
        // Back to the mark before the name; a comma may stand in it.
        let mut first = self.start;
        for at in (self.start..close).rev() {
            if self.is_any(at, &[';', ':', '(', ')', '”']) || self.is(at, ',') && capital(at + 1) {
                first = at + 1;
                break;
            }
            // `chuyên mục Cải cách hành chính”`
            if at + 3 < close && self.are_words_of(at, &NAMED) {
                return self.before(at + 2);
            }
        }
        if first > self.start && capital(first) {
            return self.before(first);
        }
        let begins = (first + 1..close).find(|&at| capital(at) && small(at - 1));
        // `- Trả kết quả phi địa giới”: …`: the name begins the line.
        let line = || (first == self.start && capital(first) && close - first <= NAME).then_some(first);
        self.before(begins.or_else(line)?)
    }
}

#[cfg(test)]
mod tests {
    use crate::fact::amount::tests::facts;
    use crate::fact::{Fact, Value};

    fn gaps(text: &str) -> Vec<String> {
        let (document, facts) = facts(text);
        let of = |fact: &Fact| match &fact.value {
            Value::Delimiter(delimiter) => {
                delimiter.gap.clone().map(|gap| document.slice(document.span_of(gap)).to_owned())
            }
            _ => None,
        };
        facts.built_in().iter().filter_map(of).collect()
    }

    #[test]
    fn the_lost_half_stood_here() {
        for (text, expected) in [
            ("Công tác cải cách hành chính (CCHC năm 2025 của tỉnh.", "CCHC năm"),
            ("Phát triển kinh tế - xã hội (KT-XH của tỉnh.", "XH của"),
            ("Đã phát 184 tin (Báo Sơn La 126, Đài tỉnh 58; Cổng tỉnh đăng 97 tin, bài.", "58"),
            ("Hoàn thành 118 nhiệm vụ (Quý III: 29; tỉnh A (cũ): 48; tỉnh B (cũ): 41.", "41"),
            ("Đạt 56% kế hoạch năm (4.105 lượt người.", "người"),
            ("Rà soát văn bản (Luật, Nghị định, Thông tư để xác định thủ tục.", "tư để"),
            ("Đã đơn giản hóa 205 thủ tục (cộng 277/447 thủ tục, bằng 61,97%; cắt giảm 108 điều kiện.", "%"),
            ("Tăng so với cùng kỳ (1.047 đối tượng, tăng 14,8 kg heroin.", "tượng"),
            ("Kế hoạch, kết nạp 2.417 người, đạt 55,4% chỉ tiêu năm 5.600 đảng viên).", "năm 5.600"),
            ("Tổng số 1.128 đơn kỳ trước chuyển sang 96 đơn, tiếp nhận 1.032 đơn).", "đơn kỳ"),
            ("Trừ tiền sử dụng đất 412,6 tỷ đồng) và xổ số.", "đất 412,6"),
            ("Theo Quyết định từ năm 2021 đến năm 2025 Chương trình 1719), tỉnh đã họp.", "2025 Chương"),
            ("Có 215 lượt (nhóm 1: 06, nhóm 2: 38, nhóm 3: 171, chiếm 14,72%.", "171"),
            ("Thủ tục hành chính TTHC) được công khai.", "chính TTHC"),
            ("Tỉnh Hà Giang cũ) đã sáp nhập.", "Giang cũ"),
            ("Mô hình “Một cửa nói tiếng Mông: bố trí 02 công chức.", "Mông"),
            ("Sáng kiến: Đăng ký hẹn giờ nộp hồ sơ” của sở.", "Đăng"),
            ("Thực hiện mô hình Camera tại nút giao” xử lý vi phạm.", "hình Camera"),
        ] {
            assert_eq!(gaps(text), [expected], "{text}");
        }
    }

    #[test]
    fn where_nothing_tells_there_is_no_place() {
        for text in [
            "Phong trào “bình dân học vụ số thu hút đông đảo người tham gia và được các cấp ghi nhận trong cả năm qua.",
            "Thủ tục ban hành) trong kỳ.",
            "Có (một [hai văn bản (ba.",
            "Chuyển các trạm (biên chế viên chức về Chi cục Thú y (biên chế công chức) quản lý.",
            "Kế hoạch với chủ đề “Sắp xếp bộ máy tinh gọn, hoạt động hiệu quả; nâng cao mức độ hài lòng.",
        ] {
            assert_eq!(gaps(text), [""; 0], "{text}");
        }
    }
}
