//! One word, read letter by letter.

use super::{Case, is_subscript, is_unit};
use crate::document::words::Traits;
use crate::text::{self, Class, KeyHasher, syllable};

/// A word as its letters are read.
#[derive(Clone, Copy)]
pub(super) struct Spelled {
    /// Its bytes.
    pub length: usize,
    pub key: u64,
    pub case: Case,
    pub plain: bool,
}

impl Spelled {
    /// All that its letters come to.
    pub fn traits(self, typed: &str) -> Traits {
        let Self { key, case, plain, .. } = self;
        Traits { key, skeleton: text::skeleton(typed), case, verdict: syllable::judge(typed), plain }
    }
}

/// The word at the head of a text that begins with a letter; without the figure that lost its blank: `ngày01`, `quýIV`.
pub(super) fn spell(rest: &str) -> Spelled {
    let whole = spell_all(rest);
    let seam = rest.get(..whole.length).and_then(seam);
    match seam.and_then(|seam| rest.get(..seam)) {
        Some(head) => spell_all(head),
        None => whole,
    }
}

/// Words that a figure always stands behind.
const NUMBERED: [u64; 12] = [
    text::key("ngày"),
    text::key("tháng"),
    text::key("năm"),
    text::key("quý"),
    text::key("điều"),
    text::key("khoản"),
    text::key("mục"),
    text::key("số"),
    text::key("phần"),
    text::key("khóa"),
    text::key("lần"),
    text::key("kỳ"),
];

/// Where a Vietnamese word ends and a figure begins: two digits or more behind a small syllable that has a mark, one or a Roman numeral behind
/// a word that figures stand behind. `VX1`, `An3` and `QH13` are one word.
fn seam(typed: &str) -> Option<usize> {
    let figure = |c: char| c.is_ascii_digit();
    let roman = |c: char| matches!(c, 'I' | 'V' | 'X');
    let head = match typed.chars().next_back()? {
        c if figure(c) => typed.trim_end_matches(figure),
        c if roman(c) => typed.trim_end_matches(roman),
        _ => return None,
    };
    let mut letters = head.chars();
    letters.next()?;
    if head.is_ascii() || !letters.all(|c| text::is_combining(c) || text::is_alphabetic(c) && !c.is_uppercase()) {
        return None;
    }
    let key = text::fold_key(head);
    let several = typed.len() > head.len() + 1 && typed.ends_with(figure) && head.starts_with(char::is_lowercase);
    (NUMBERED.contains(&key) || several && text::lexicon::id(key).is_some()).then_some(head.len())
}

fn spell_all(rest: &str) -> Spelled {
    let mut hasher = KeyHasher::new();
    let mut shape = Shape::default();
    // Letters of the alphabet first: most words have no others.
    let mut plain = 0;
    for c in rest.chars() {
        let letter = text::letter(c);
        if !matches!(letter.class, Class::Lower | Class::Upper) {
            break;
        }
        hasher.push_letter(letter);
        shape.add(letter.class == Class::Lower, letter.class == Class::Upper);
        plain += c.len_utf8();
    }
    let (mut length, mut over, mut digits) = (plain, plain, false);
    for c in rest.get(plain..).unwrap_or_default().chars() {
        over += c.len_utf8();
        let letter = text::letter(c);
        match letter.class {
            Class::Lower | Class::Upper if !digits => {
                shape.add(letter.class == Class::Lower, letter.class == Class::Upper);
                hasher.push_letter(letter);
                length = over;
                continue;
            }
            Class::Digit => digits = true,
            Class::Lower | Class::Upper | Class::Space | Class::Mark => break,
            Class::Other if text::is_invisible(c) => continue,
            Class::Other if is_subscript(c) => digits = true,
            // A combining character belongs to what stands before it.
            Class::Other if text::is_combining(c) => {}
            Class::Other if c.is_alphabetic() && !digits => shape.add(c.is_lowercase(), c.is_uppercase()),
            Class::Other if matches!(c, '²' | '³') && shape.letters < 3 && !digits && is_unit(hasher.finish()) => {
                digits = true;
            }
            Class::Other => break,
        }
        hasher.push(c);
        length = over;
    }
    Spelled { length, key: hasher.finish(), case: shape.case(), plain: length == plain }
}

/// Counts capitals while a word is read.
#[derive(Default)]
struct Shape {
    letters: u32,
    upper: u32,
    lower: u32,
    first_upper: bool,
}

impl Shape {
    /// Adds a letter; of some alphabets it is neither.
    fn add(&mut self, lower: bool, upper: bool) {
        self.letters += 1;
        self.lower += u32::from(lower);
        self.upper += u32::from(upper);
        self.first_upper |= upper && self.letters == 1;
    }

    fn case(&self) -> Case {
        match (self.upper, self.lower) {
            (0, 0) => Case::None,
            (_, 0) => Case::Upper,
            (0, _) => Case::Lower,
            (1, _) if self.first_upper => Case::Title,
            _ => Case::Mixed,
        }
    }
}
