//! Characters: what each is to whoever reads words, its base and its tone.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

/// One of the five marks of tone; the level tone has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// `à`
    Grave = 1,
    /// `á`
    Acute,
    /// `ã`
    Tilde,
    /// `ả`
    Hook,
    /// `ạ`
    Dot,
}

impl Tone {
    pub(super) const fn mark(self) -> char {
        match self {
            Self::Grave => '\u{300}',
            Self::Acute => '\u{301}',
            Self::Tilde => '\u{303}',
            Self::Hook => '\u{309}',
            Self::Dot => '\u{323}',
        }
    }
}

/// What one character means for the word it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A letter or digit in lower case, with its tone.
    Base(char, Option<Tone>),
    /// A combining tone.
    Tone(Tone),
    /// A combining circumflex, breve or horn: makes another base of the one before.
    Shape(char),
    /// Takes no room: soft hyphen, zero-width characters.
    Nothing,
    /// Not in the table; ask the Unicode data.
    Other,
}

pub(super) const fn piece(c: char) -> Piece {
    use Tone::{Acute, Dot, Grave, Hook, Tilde};
    let (base, tone) = match c {
        '\0'..='\u{7f}' => (c.to_ascii_lowercase(), None),
        'à' | 'À' => ('a', Some(Grave)),
        'á' | 'Á' => ('a', Some(Acute)),
        'ã' | 'Ã' => ('a', Some(Tilde)),
        'ả' | 'Ả' => ('a', Some(Hook)),
        'ạ' | 'Ạ' => ('a', Some(Dot)),
        'ă' | 'Ă' => ('ă', None),
        'ằ' | 'Ằ' => ('ă', Some(Grave)),
        'ắ' | 'Ắ' => ('ă', Some(Acute)),
        'ẵ' | 'Ẵ' => ('ă', Some(Tilde)),
        'ẳ' | 'Ẳ' => ('ă', Some(Hook)),
        'ặ' | 'Ặ' => ('ă', Some(Dot)),
        'â' | 'Â' => ('â', None),
        'ầ' | 'Ầ' => ('â', Some(Grave)),
        'ấ' | 'Ấ' => ('â', Some(Acute)),
        'ẫ' | 'Ẫ' => ('â', Some(Tilde)),
        'ẩ' | 'Ẩ' => ('â', Some(Hook)),
        'ậ' | 'Ậ' => ('â', Some(Dot)),
        'đ' | 'Đ' => ('đ', None),
        'è' | 'È' => ('e', Some(Grave)),
        'é' | 'É' => ('e', Some(Acute)),
        'ẽ' | 'Ẽ' => ('e', Some(Tilde)),
        'ẻ' | 'Ẻ' => ('e', Some(Hook)),
        'ẹ' | 'Ẹ' => ('e', Some(Dot)),
        'ê' | 'Ê' => ('ê', None),
        'ề' | 'Ề' => ('ê', Some(Grave)),
        'ế' | 'Ế' => ('ê', Some(Acute)),
        'ễ' | 'Ễ' => ('ê', Some(Tilde)),
        'ể' | 'Ể' => ('ê', Some(Hook)),
        'ệ' | 'Ệ' => ('ê', Some(Dot)),
        'ì' | 'Ì' => ('i', Some(Grave)),
        'í' | 'Í' => ('i', Some(Acute)),
        'ĩ' | 'Ĩ' => ('i', Some(Tilde)),
        'ỉ' | 'Ỉ' => ('i', Some(Hook)),
        'ị' | 'Ị' => ('i', Some(Dot)),
        'ò' | 'Ò' => ('o', Some(Grave)),
        'ó' | 'Ó' => ('o', Some(Acute)),
        'õ' | 'Õ' => ('o', Some(Tilde)),
        'ỏ' | 'Ỏ' => ('o', Some(Hook)),
        'ọ' | 'Ọ' => ('o', Some(Dot)),
        'ô' | 'Ô' => ('ô', None),
        'ồ' | 'Ồ' => ('ô', Some(Grave)),
        'ố' | 'Ố' => ('ô', Some(Acute)),
        'ỗ' | 'Ỗ' => ('ô', Some(Tilde)),
        'ổ' | 'Ổ' => ('ô', Some(Hook)),
        'ộ' | 'Ộ' => ('ô', Some(Dot)),
        'ơ' | 'Ơ' => ('ơ', None),
        'ờ' | 'Ờ' => ('ơ', Some(Grave)),
        'ớ' | 'Ớ' => ('ơ', Some(Acute)),
        'ỡ' | 'Ỡ' => ('ơ', Some(Tilde)),
        'ở' | 'Ở' => ('ơ', Some(Hook)),
        'ợ' | 'Ợ' => ('ơ', Some(Dot)),
        'ù' | 'Ù' => ('u', Some(Grave)),
        'ú' | 'Ú' => ('u', Some(Acute)),
        'ũ' | 'Ũ' => ('u', Some(Tilde)),
        'ủ' | 'Ủ' => ('u', Some(Hook)),
        'ụ' | 'Ụ' => ('u', Some(Dot)),
        'ư' | 'Ư' => ('ư', None),
        'ừ' | 'Ừ' => ('ư', Some(Grave)),
        'ứ' | 'Ứ' => ('ư', Some(Acute)),
        'ữ' | 'Ữ' => ('ư', Some(Tilde)),
        'ử' | 'Ử' => ('ư', Some(Hook)),
        'ự' | 'Ự' => ('ư', Some(Dot)),
        'ỳ' | 'Ỳ' => ('y', Some(Grave)),
        'ý' | 'Ý' => ('y', Some(Acute)),
        'ỹ' | 'Ỹ' => ('y', Some(Tilde)),
        'ỷ' | 'Ỷ' => ('y', Some(Hook)),
        'ỵ' | 'Ỵ' => ('y', Some(Dot)),
        '\u{300}' => return Piece::Tone(Grave),
        '\u{301}' => return Piece::Tone(Acute),
        '\u{303}' => return Piece::Tone(Tilde),
        '\u{309}' => return Piece::Tone(Hook),
        '\u{323}' => return Piece::Tone(Dot),
        '\u{302}' | '\u{306}' | '\u{31b}' => return Piece::Shape(c),
        _ if is_invisible(c) => return Piece::Nothing,
        _ => return Piece::Other,
    };
    Piece::Base(base, tone)
}

/// What a character is to whoever reads words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A small letter of the Vietnamese or English alphabet.
    Lower,
    /// A capital of these.
    Upper,
    /// `0` to `9`
    Digit,
    /// White space and control characters of ASCII.
    Space,
    /// A mark that neither joins, nor hides, nor separates like white space.
    Mark,
    /// Everything else: ask the Unicode data.
    Other,
}

/// A character of the table; small, so that the table stays in the processor's cache.
#[derive(Debug, Clone, Copy)]
pub struct Letter {
    /// What it is to whoever reads words.
    pub class: Class,
    /// Its base and tone where [`piece`] has them; 0 is no base. All bases lie below U+0200.
    pub(super) base: u16,
    pub(super) tone: Option<Tone>,
}

impl Letter {
    const OTHER: Self = Self { class: Class::Other, base: 0, tone: None };

    const fn of(c: char) -> Self {
        let (base, tone) = match piece(c) {
            Piece::Base(base, tone) => (base as u16, tone),
            _ => (0, None),
        };
        let class = match c {
            'a'..='z' => Class::Lower,
            'A'..='Z' => Class::Upper,
            '0'..='9' => Class::Digit,
            '\0'..=' ' | '\u{7f}' => Class::Space,
            '!'..='~' | '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '•' => Class::Mark,
            _ if base == 0 => Class::Other,
            _ if is_capital(c) => Class::Upper,
            _ => Class::Lower,
        };
        Self { class, base, tone }
    }

    /// The letter in lower case without its tone, or the mark of ASCII itself.
    #[inline]
    pub(super) fn base(self) -> Option<char> {
        char::from_u32(self.base.into()).filter(|&base| base != '\0')
    }
}

/// Whether a Vietnamese letter beyond ASCII is a capital, by the order in which Unicode's blocks have them.
const fn is_capital(letter: char) -> bool {
    match letter {
        '\u{c0}'..='\u{de}' => true,
        '\u{df}'..='\u{ff}' => false,
        'Ư' | 'ư' => letter as u32 % 2 == 1,
        _ => (letter as u32).is_multiple_of(2),
    }
}

/// The characters up to U+20FF, by their number: nearly every character of a report is found here at once.
static LETTERS: [Letter; 0x2100] = {
    let mut letters = [Letter::OTHER; 0x2100];
    let mut rest: &mut [Letter] = &mut letters;
    let mut code = 0;
    while let [first, after @ ..] = rest {
        if let Some(c) = char::from_u32(code) {
            *first = Letter::of(c);
        }
        rest = after;
        code += 1;
    }
    letters
};

/// The entry of a character; one beyond the table is [`Class::Other`].
#[inline]
pub fn letter(c: char) -> Letter {
    LETTERS.get(c as usize).copied().unwrap_or(Letter::OTHER)
}

/// What a character is to whoever reads words; see [`Class`].
#[inline]
pub fn class(c: char) -> Class {
    letter(c).class
}

/// [`char::is_alphabetic`], quick for the letters of reports.
pub fn is_alphabetic(c: char) -> bool {
    match class(c) {
        Class::Lower | Class::Upper => true,
        Class::Digit | Class::Space | Class::Mark => false,
        Class::Other => c.is_alphabetic(),
    }
}

/// [`char::is_alphanumeric`], quick for the letters of reports.
pub fn is_alphanumeric(c: char) -> bool {
    match class(c) {
        Class::Lower | Class::Upper | Class::Digit => true,
        Class::Space | Class::Mark => false,
        Class::Other => c.is_alphanumeric(),
    }
}

/// The base that a combining circumflex, breve or horn makes of another.
pub(super) const fn shaped(base: char, shape: char) -> Option<char> {
    match (base, shape) {
        ('a', '\u{302}') => Some('â'),
        ('a', '\u{306}') => Some('ă'),
        ('e', '\u{302}') => Some('ê'),
        ('o', '\u{302}') => Some('ô'),
        ('o', '\u{31b}') => Some('ơ'),
        ('u', '\u{31b}') => Some('ư'),
        _ => None,
    }
}

/// Whether a character is neither seen nor separates: soft hyphen, zero-width space and joiners, byte-order mark,
/// direction marks, variation selectors.
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a character is a combining mark: it belongs to the letter before it.
pub fn is_combining(c: char) -> bool {
    c >= '\u{300}' && class(c) == Class::Other && canonical_combining_class(c) != 0
}

/// The Latin letter that looks like a Cyrillic or Greek one, or like a sign for a Roman numeral.
pub const fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ⅽ' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | 'Ⅰ' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' | 'Ⅿ' => 'M',
        'Ⅾ' => 'D',
        'Ⅼ' => 'L',
        'Ν' => 'N',
        'Ⅴ' => 'V',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' | 'Ⅹ' => 'X',
        'У' | 'Υ' => 'Y',
        'а' | 'α' => 'a',
        'с' | 'ⅽ' => 'c',
        'е' => 'e',
        'і' | 'ι' | 'ⅰ' => 'i',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'х' | 'χ' | 'ⅹ' => 'x',
        'у' | 'υ' => 'y',
        'ѕ' => 's',
        'ⅾ' => 'd',
        'ⅼ' => 'l',
        'ⅿ' => 'm',
        'ν' | 'ⅴ' => 'v',
        'һ' => 'h',
        'ԁ' => 'd',
        'к' | 'κ' => 'k',
        'ϲ' => 'c',
        'ı' => 'i',
        'ɑ' => 'a',
        'ɡ' => 'g',
        'ℓ' => 'l',
        _ => return None,
    })
}

/// A character without what is composed onto it: `≠` → `=`.
pub fn decomposed_head(c: char) -> char {
    if c.is_ascii() || class(c) == Class::Mark {
        return c;
    }
    let mut head = None;
    decompose_canonical(c, |part| _ = head.get_or_insert(part));
    head.unwrap_or(c)
}

/// The letter that a Vietnamese one is typed with before its shape: `ơ` → `o`, `đ` → `d`.
pub const fn bare(base: char) -> char {
    match base {
        'ă' | 'â' => 'a',
        'đ' => 'd',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        base => base,
    }
}
