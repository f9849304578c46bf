//! Words that stand beside nothing that they stand beside elsewhere, while one that a slip makes of them would: `ban hành chước ngày`,
//! `9 thãng đầu năm`. Facts of kind `misspelling`, flaw `company`.
//!
//! [`neighbours`] tells what stands beside what in reports; the report itself tells more. A small word is strange where neither of
//! its neighbours is seen beside it, there or here twice. What is meant is one slip away, and stands beside both of them (where the strange
//! word has one neighbour only: often, and the word must be one that does not stand alone). How much is asked of it depends on the strange word:
//!
//! | the strange word | a wrong mark or sound | a wrong letter |
//! |---|---|---|
//! | is no word at all | any | any |
//! | is one of other kinds of text | two | two |
//! | stands in words only | three reports | five |
//! | stands alone | five | ten |
//! | is a word of grammar | never | never |
//!
//! What stands alone goes before words of direction as it likes (`của hai Bộ cộng lại`): before one of these it is not strange.
//!
//! Where a strange word and the one behind it are one syllable that stands beside their neighbours, the blank is the slip: flaw `parted`, see
//! [`super::parted`].
//!
//! This needs a text in the language of reports: where more than a fifth of the neighbours are new (essays, laws, literature), nothing is
//! told. Left alone are what [`super::compound`] leaves alone.

use super::compound::{Seen, Side};
use super::lost;
use super::misspelling::cased_like;
use super::oddity::Oddity;
use crate::document::{Case, Token, TokenId, TokenKind};
use crate::text::lexicon::{self, Id, Likeness, Rank};
use crate::text::neighbours::{self, ABBREVIATION, FIGURE, PERCENT};
use crate::text::slip;
use crate::text::syllable::{Verdict, is_vowel, judge};
use crate::text::{fold, is_alphabetic, key};

/// One of so many neighbours may be new,
const KNOWN: u32 = 5;
/// and so many in the shortest text.
const NEW: u32 = 4;
/// What one neighbour alone must come to.
const ALONE: u32 = 20;
/// The same beside what is no word at all.
const ALONE_BESIDE_NO_WORD: u32 = 10;

/// Words that go beside anything as those of grammar do, and those before names of persons.
const FREE: &[&str] = &[
    "ai", "anh", "bà", "bạn", "chị", "chỉ", "cô", "cả", "cần", "hoặc", "họ", "lại", "lên", "mà", "mới", "ngoài",
    "nhưng", "nó", "phải", "ra", "rất", "sau", "trong", "trên", "trước", "tới", "vào", "vừa", "xuống", "ông", "đi",
    "đều", "để",
];

/// Words of direction, which stand behind any verb.
const DIRECTION: &[&str] = &["lại", "lên", "ra", "vào", "xuống"];

/// What the neighbours of a syllable in two pieces must come to, each.
const JOINED: u32 = 3;
/// How many times as much must speak for a word beside a figure.
const BESIDE_FIGURE: u32 = 4;
/// What must speak for another word where one stands that other kinds of text have.
const RARE: u32 = 2;
/// What a word that no report has counts for.
const WORD: u32 = 3;

/// What may stand beside a word.
#[derive(Clone, Copy)]
pub(super) enum Neighbour {
    /// The end of the sentence, or a mark.
    Nothing,
    /// A word that nobody knows, or what is known.
    Known(Option<Id>, Option<u64>),
}

/// A word in its place, and what stands before and behind it.
struct Place<'a> {
    side: Side<'a>,
    before: Neighbour,
    behind: Neighbour,
}

impl Place<'_> {
    fn has_figure(&self) -> bool {
        let figure = |neighbour| matches!(neighbour, Neighbour::Known(Some(FIGURE), _));
        figure(self.before) || figure(self.behind)
    }
}

/// What a token is as a neighbour, where it is something.
pub fn neighbour(token: &Token) -> Option<Option<Id>> {
    Some(match token.kind {
        TokenKind::Word if matches!(token.case, Case::Upper | Case::Mixed) => Some(ABBREVIATION),
        TokenKind::Word => lexicon::id(token.key),
        TokenKind::Number => Some(FIGURE),
        TokenKind::Punctuation('%') => Some(PERCENT),
        _ => return None,
    })
}

/// The number of the end of a sentence, or a mark, and that of a word that nobody knows; all others are those of the lexicon.
const NOTHING: u32 = u32::MAX;
const STRANGE: u32 = NOTHING - 1;

/// Whether reports have two side by side, given by their numbers; nothing where one of them is none.
fn are_reported(first: u32, second: u32) -> Option<bool> {
    if first == NOTHING || second == NOTHING {
        return None;
    }
    let (Ok(one), Ok(two)) = (Id::try_from(first), Id::try_from(second)) else { return Some(false) };
    Some(neighbours::reports(one, two) > 0 || lexicon::is_word(one, two))
}

/// A token as a neighbour.
pub(super) fn neighbour_of(token: &Token) -> Neighbour {
    neighbour(token).map_or(Neighbour::Nothing, |id| Neighbour::Known(id, token.is_word().then_some(token.key)))
}

/// The strange words of a document.
pub(super) fn strangers(seen: &Seen<'_>) -> Vec<(TokenId, Oddity)> {
    let (mut strange, mut apart, mut rests) = (Vec::new(), Vec::new(), Vec::new());
    let (mut all, mut new) = (0u32, 0u32);
    let document = seen.document;
    let of_forms: Vec<u32> = document.words.forms.iter().map(|form| seen.number_at(form.first)).collect();
    // Of words that stand side by side again and again it is asked once; an abbreviation may be typed as a word.
    let mut of_phrases: Vec<Option<bool>> = vec![None; seen.phrases.all.len()];
    let mut reported_at = |at: TokenId, own: u32, behind: u32| {
        let abbreviation = u32::from(ABBREVIATION);
        let plain = behind != NOTHING && behind != abbreviation && own != abbreviation;
        let phrase = if plain { seen.phrases.number_at(at) } else { None };
        match phrase.and_then(|phrase| of_phrases.get_mut(phrase as usize)) {
            Some(known) => Some(*known.get_or_insert_with(|| are_reported(own, behind) == Some(true))),
            None => are_reported(own, behind),
        }
    };
    for block in &document.blocks {
        let first = block.tokens.start;
        let range = first as usize..block.tokens.end as usize;
        let (tokens, forms) = (document.tokens_in(block.tokens.clone()), document.words.numbers().get(range));
        let mut numbers = forms.unwrap_or_default().iter().zip(first..).map(|(&form, at)| {
            let known = of_forms.get(form as usize);
            known.copied().unwrap_or_else(|| seen.number_at(at))
        });
        let (mut before, mut own) = (NOTHING, numbers.next().unwrap_or(NOTHING));
        for (at, token) in (first..).zip(tokens) {
            let next = numbers.next().unwrap_or(NOTHING);
            let behind = if token.ends_sentence { NOTHING } else { next };
            if token.case == Case::Title && reported_at(at, own, behind) == Some(false) {
                apart.push(at);
            }
            if token.case == Case::Lower {
                let reported = reported_at(at, own, behind);
                if reported == Some(false) {
                    apart.push(at);
                }
                if own == STRANGE && is_rest(document.slice(token.span)) {
                    rests.push(at);
                }
                all += u32::from(reported.is_some());
                new += u32::from(reported == Some(false));
                let known = |at: TokenId, reported: bool| {
                    reported || seen.times_here(seen.neighbour(at), seen.neighbour(at + 1)) > 1
                };
                let known_behind = reported.map(|reported| known(at, reported));
                if known_behind != Some(true) {
                    let known_before = are_reported(before, own).map(|reported| known(at - 1, reported));
                    if known_before != Some(true) && known_before.or(known_behind).is_some() {
                        let there =
                            |number, at| if number == NOTHING { Neighbour::Nothing } else { seen.beside_small(at) };
                        strange.extend(seen.side(at).map(|side| Place {
                            side,
                            before: there(before, at.saturating_sub(1)),
                            behind: there(behind, at + 1),
                        }));
                    }
                }
            }
            (before, own) = (if token.ends_sentence { NOTHING } else { own }, next);
        }
    }
    if new * KNOWN > all + NEW * KNOWN {
        return Vec::new();
    }
    let once = |at: &&TokenId| {
        let (one, two) = (seen.neighbour(**at), seen.neighbour(**at + 1));
        seen.times_here(one, two) == 1
    };
    let mut found: Vec<(TokenId, Oddity)> = rests.iter().filter_map(|&at| lost::of_rest(seen, at)).collect();
    found.extend(lost::of_pairs(seen, apart.iter().filter(once).copied()));
    let told: Vec<TokenId> = found.iter().flat_map(|(at, _)| [*at, at + 1]).collect();
    for place in strange.iter().filter(|place| !told.contains(&place.side.at)) {
        // The second piece of a syllable is strange as well.
        let piece = |(at, told): &(TokenId, Oddity)| told.flaw == "parted" && at + 1 == place.side.at;
        if !found.last().is_some_and(piece) {
            found.extend(seen.joined(place).or_else(|| seen.meant(place)));
        }
    }
    found
}

/// Whether a word is consonants only: a letter or a few.
fn is_rest(typed: &str) -> bool {
    typed.chars().count() <= 4 && typed.chars().all(|c| is_alphabetic(c) && !is_vowel(c))
}

impl<'a> Seen<'a> {
    /// The neighbour of a small word: half of a name (`của Bình Định hạng 18/63`) is none that reports know.
    fn beside_small(&self, at: TokenId) -> Neighbour {
        let token = self.document.tokens.get(at as usize);
        let named = token.is_some_and(|token| token.case == Case::Title && token.spaced)
            && at
                .checked_sub(1)
                .and_then(|before| self.document.tokens.get(before as usize))
                .is_some_and(|before| before.case == Case::Title && !before.ends_sentence && before.is_word());
        match token.filter(|_| named) {
            Some(token) => Neighbour::Known(None, Some(token.key)),
            None => self.neighbour(at),
        }
    }

    fn neighbour(&self, at: TokenId) -> Neighbour {
        let Some(token) = self.document.tokens.get(at as usize) else { return Neighbour::Nothing };
        // The numbers of small words have been looked up.
        if matches!(token.case, Case::Lower | Case::Title)
            && let Some(id) = self.id_of(at)
        {
            return Neighbour::Known(id, Some(token.key));
        }
        neighbour_of(token)
    }

    /// The same as a number: that of what is known, [`STRANGE`] of another word, or [`NOTHING`].
    fn number_at(&self, at: TokenId) -> u32 {
        match self.neighbour(at) {
            Neighbour::Nothing => NOTHING,
            Neighbour::Known(id, _) => id.map_or(STRANGE, u32::from),
        }
    }

    /// How often the document has two words side by side.
    fn times_here(&self, first: Neighbour, second: Neighbour) -> u32 {
        let (Neighbour::Known(_, first), Neighbour::Known(_, second)) = (first, second) else { return 0 };
        first.zip(second).map_or(0, |(first, second)| self.phrases.count(first, second))
    }

    /// Whether a word makes one that reports are full of with a neighbour: `thường xuyn`.
    fn is_common(&self, place: &Place<'_>, id: Id) -> bool {
        let common = |first, second| lexicon::rank(first, second) == Some(Rank::Common);
        matches!(place.before, Neighbour::Known(Some(before), _) if common(before, id))
            || matches!(place.behind, Neighbour::Known(Some(behind), _) if common(id, behind))
    }

    /// Whether a word stands alone and one of direction behind it says that it is a verb: `số của hai Bộ cộng lại`.
    pub(super) fn is_directed(&self, side: &Side<'_>) -> bool {
        let known = |id: Option<Id>| id.is_some_and(|id| DIRECTION.contains(&lexicon::text(id)));
        side.id.is_some_and(lexicon::stands_alone)
            && !side.token.ends_sentence
            && known(self.id_of(side.at + 1).flatten())
    }

    /// Whether a finger slipped; where no word came of it, any letter may be another.
    fn is_finger(&self, side: &Side<'_>, typed: &str, right: &str) -> bool {
        slip::count(typed, right) == 1 && (side.id.is_none() || slip::of_finger(typed, right).is_some())
    }

    /// What speaks for two side by side: reports that have them, and places of this one; nothing where one of them is none.
    pub(super) fn weight(&self, first: Neighbour, second: Neighbour) -> Option<u32> {
        let (Neighbour::Known(one, _), Neighbour::Known(two, _)) = (first, second) else { return None };
        let reports = one.zip(two).map_or(0, |(one, two)| match neighbours::reports(one, two) {
            0 if lexicon::is_word(one, two) => WORD,
            reports => reports,
        });
        Some(reports + 2 * self.times_here(first, second))
    }

    /// The syllable that a strange word and the one behind it are, a blank apart, which stands beside their neighbours.
    fn joined(&self, place: &Place<'a>) -> Option<(TokenId, Oddity)> {
        let at = place.side.at;
        let (one, two) = (place.side.token, self.side(at + 1)?.token);
        let (head, tail) = (self.document.slice(one.span), self.document.slice(two.span));
        let small = two.case == Case::Lower && matches!(place.behind, Neighbour::Known(..));
        let blank = one.span.end + 1 == two.span.start && head.chars().chain(tail.chars()).all(is_alphabetic);
        if !small || !blank || self.is_told(&place.side) {
            return None;
        }
        let whole = fold(&format!("{head}{tail}"));
        let key = key(&whole);
        let own = Neighbour::Known(Some(lexicon::id(key)?), Some(key));
        let in_block = self.document.block_of(at) == self.document.block_of(at + 2);
        let beyond = if in_block && !two.ends_sentence { self.neighbour(at + 2) } else { Neighbour::Nothing };
        let weights = [self.weight(place.before, own), self.weight(own, beyond)];
        let enough = match weights {
            [Some(before), Some(behind)] => before.min(behind) >= JOINED,
            [Some(one), None] | [None, Some(one)] => one >= ALONE,
            [None, None] => false,
        };
        let right = cased_like(head, &whole);
        enough
            .then(|| (at, Oddity { others: weights.into_iter().flatten().sum(), ..Oddity::new("parted", Some(right)) }))
    }

    /// The word that is meant where a strange one stands.
    fn meant(&self, place: &Place<'a>) -> Option<(TokenId, Oddity)> {
        let side = &place.side;
        if side.id.is_some_and(lexicon::is_grammar) || self.is_told(side) || self.is_directed(side) {
            return None;
        }
        let typed = fold(self.text(side));
        if FREE.contains(&typed.as_str()) || typed.chars().nth(1).is_none() || !typed.chars().all(is_alphabetic) {
            return None;
        }
        // A unit: `25 mm`.
        let figure = matches!(place.before, Neighbour::Known(Some(FIGURE), _));
        if figure && !typed.chars().any(is_vowel) {
            return None;
        }
        let foreign = side.id.is_none() && typed.is_ascii() && judge(&typed) == Verdict::Sound;
        let letters = self.letters(side);
        let candidates = match (place.before, place.behind) {
            (Neighbour::Known(Some(before), _), _) => [neighbours::behind(before), lexicon::seconds(before)],
            (_, Neighbour::Known(Some(behind), _)) => [neighbours::before(behind), lexicon::firsts(behind)],
            _ => return None,
        };
        let likely = candidates.into_iter().flatten().filter_map(|&id| {
            let likeness = lexicon::likeness(id, side.word.skeleton, letters)?;
            let right = lexicon::text(id);
            let soft = match likeness {
                Likeness::Marks if slip::count(&typed, right) == 1 => true,
                _ if slip::sound_alike(&typed, right) => true,
                // `pa nô` is no `ca nô`, `có đông đồng bào` no `có công đồng bào`.
                Likeness::Letters if (!foreign || self.is_common(place, id)) && self.is_finger(side, &typed, right) => {
                    false
                }
                _ => return None,
            };
            if slip::is_other_y(&typed, right) {
                return None;
            }
            let own = Neighbour::Known(Some(id), Some(lexicon::key(id)));
            let weights = [self.weight(place.before, own), self.weight(own, place.behind)];
            is_enough(place, soft, weights).then_some((weights.into_iter().flatten().sum::<u32>(), id))
        });
        let (others, right) = likely.max_by_key(|&(weight, id)| (weight, std::cmp::Reverse(id)))?;
        let right = Some(lexicon::text(right).to_owned());
        Some((side.at, Oddity { count: side.word.count, others, ..Oddity::new("company", right) }))
    }
}

/// Whether so much speaks for what may be meant: see the table of the module.
fn is_enough(place: &Place<'_>, soft: bool, weights: [Option<u32>; 2]) -> bool {
    let side = &place.side;
    let no_word = side.id.is_none();
    match weights {
        [Some(before), Some(behind)] => {
            let alone = side.id.is_some_and(lexicon::stands_alone);
            let least = match (no_word, alone, soft) {
                (true, ..) if lexicon::knows(side.word.key) => RARE,
                (true, ..) => 1,
                (false, false, true) => 3,
                (false, false, false) | (false, true, true) => 5,
                (false, true, false) => 10,
            };
            // A figure stands beside anything.
            let least = if no_word || !place.has_figure() { least } else { least * BESIDE_FIGURE };
            before.min(behind) >= least
        }
        [Some(one), None] | [None, Some(one)] => {
            let bound = side.id.is_some_and(lexicon::is_bound);
            no_word && one >= ALONE_BESIDE_NO_WORD || bound && soft && one >= ALONE
        }
        [None, None] => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::fact::amount::tests::odd;

    #[test]
    fn a_word_that_stands_beside_nothing_it_stands_beside_elsewhere() {
        for (text, expected) in [
            ("Kết quả thực hiện 9 thãng đầu năm.", "thãng = tháng"),
            ("Đến ngày 14/3, các sở đã triển khai dủ các nhiệm vụ.", "dủ = đủ"),
            ("Văn bản được ban hành chước ngày 15/3.", "chước = trước"),
        ] {
            assert_eq!(odd(text, &["company", "compound"]).first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_syllable_in_two_pieces() {
        assert_eq!(
            odd("UBND t ỉnh ban hành kế hoạch; đã tổ c hức hội nghị.", &["parted"]),
            ["t ỉnh = tỉnh", "c hức = chức"]
        );
    }

    #[test]
    fn what_is_no_slip() {
        for text in [
            "Tại 38 xã có đông đồng bào dân tộc thiểu số.",
            "Cổng thông tin của tỉnh và 29 cổng thành phần.",
            "Trường tiểu học phổ thông dùng phần mềm.",
            "Các tỉnh bạn có thông tin phản hồi.",
            "Điều động bà Lê Thị Hoa từ Phòng Dân tộc; đội chiếu bóng lưu động.",
            "Lượng mưa 25 mm; mua mới pa nô, áp phích.",
            "Công văn được giao kèm thời hạn chứ không chỉ nhắc chung; 482 tin, bài, số của hai Bộ cộng lại; họp vào ngày mồng 5.",
            // The language of a poem is another one.
            "Sóng bắt đầu từ gió, gió bắt đầu từ đâu; em cũng không biết nữa, khi nào ta yêu nhau; lòng em nhớ đến anh, cả trong mơ còn thức.",
        ] {
            assert_eq!(odd(text, &["company", "parted"]), [""; 0], "{text}");
        }
    }
}
