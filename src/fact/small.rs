//! Words of a name that lost their capital: facts of kind `variant`, flaw `small`; `right` has the capital, `others` tells how often it stands so.
//!
//! A small word that stands so once, while the document has it with a capital beside the same words in the same letters:
//!
//! | the words around it | the document has the capital |
//! |---|---|
//! | a capital behind it: `huyện mang Thít` | twice, four times where the word is common (`tỉnh Hà`), once behind `huyện`, `xã` and their like |
//! | any capital behind it: `bộ Nội vụ` beside `Bộ Tài chính`, `Bộ Y tế` | five times |
//! | a capital before it: `Sở nội vụ` | four times, three where the next two words are the same |
//! | a capital two words before it: `Bộ phận một cửa` | three times |
//!
//! Left alone are halves of another word (`cán bộ Nội vụ`), what follows `các` and figures (`các sở Tư pháp, Nội vụ`, `28 Ban quản lý`), and capitals that open
//! a sentence, an item or a quotation.

use super::oddity::Oddity;
use super::pattern::KeyMap;
use super::words::{Words, follows};
use super::{Builtin, Fact, Kind, Value};
use crate::document::{BlockKind, Case, Document, Token, TokenId};
use crate::text::{key, key_of_keys, lexicon};

/// Which words around a word make its place.
#[derive(Debug, Clone, Copy)]
enum Around {
    /// A capital behind it, that word.
    Behind,
    /// A capital behind it, any.
    AnyBehind,
    /// A capital before it, and the word behind.
    Before,
    /// The same, and the next two words.
    BeforeTwo,
    /// A capital two words before it, and the word behind.
    Further,
}

/// What stands around a word, and a key of that and of all the words.
type Place = (Around, u64);

/// How often a word stands in a place with its capital, and without, and where it is small.
struct Count {
    around: Around,
    capital: u32,
    small: u32,
    at: TokenId,
    typed: TokenId,
}

/// So often a name stands with its capital behind another one,
const BESIDE: u32 = 4;
/// behind one two words before it,
const FURTHER: u32 = 3;
/// and before the same two words.
const SAME: u32 = 3;
/// So often where a capital follows,
const BEFORE: u32 = 2;
/// and so often where another one does.
const ANY: u32 = 5;
/// The same of a word that stands alone in small letters as well.
const COMMON: u32 = 4;

/// Behind these stands the name of a place.
const UNITS: [u64; 6] = [key("huyện"), key("xã"), key("phường"), key("phố"), key("tỉnh"), key("quận")];

/// These are small or not as the sentence goes, as units are: `thành phố`, `thị xã`.
const SEATS: [u64; 2] = [key("thành"), key("thị")];
/// Behind it stand several, none of which is a name: `các sở`.
const SEVERAL: u64 = key("các");

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, into: &mut Vec<Fact>) {
    let mut cases = vec![(false, false); words.words.len()];
    for form in &words.forms {
        if let Some(known) = cases.get_mut(form.word as usize) {
            known.0 |= form.case == Case::Lower;
            known.1 |= form.case == Case::Title;
        }
    }
    let mut counts: KeyMap<Count> = KeyMap::default();
    // How often a small word stands behind another small one.
    let mut pairs: KeyMap<u32> = KeyMap::default();
    for block in &document.blocks {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading) {
            continue;
        }
        for at in block.tokens.clone().skip(1) {
            let Some(form) = words.form(at) else { continue };
            let both = cases.get(form.word as usize) == Some(&(true, true));
            if !both || !matches!(form.case, Case::Lower | Case::Title) {
                continue;
            }
            if form.case == Case::Lower
                && let Some(pair) = pair(document, at)
            {
                *pairs.entry(pair).or_default() += 1;
            }
            for (around, place) in places(document, &block.tokens, at, form.case).into_iter().flatten() {
                let none = Count { around, capital: 0, small: 0, at, typed: at };
                let count = counts.entry(place).or_insert(none);
                match form.case {
                    Case::Title => (count.capital, count.typed) = (count.capital + 1, at),
                    _ => (count.small, count.at) = (count.small + 1, at),
                }
            }
        }
    }
    let placed = |at: TokenId| {
        let before = at.checked_sub(1).and_then(|before| document.tokens.get(before as usize));
        before.is_some_and(|before| UNITS.contains(&before.key) && before.case == Case::Lower)
    };
    let enough = |count: &&Count| {
        let common = || {
            let id = document.tokens.get(count.at as usize).and_then(|token| lexicon::id(token.key));
            id.is_some_and(lexicon::stands_alone)
        };
        let least = match count.around {
            Around::Behind if placed(count.at) => 1,
            Around::Behind if common() => COMMON,
            Around::Behind => BEFORE,
            Around::AnyBehind => ANY,
            Around::Before => BESIDE,
            Around::BeforeTwo => SAME,
            Around::Further => FURTHER,
        };
        // `Cổng dịch vụ công Bộ Y tế` and `dịch vụ công trực tuyến`: it belongs to the words before it.
        let usual = || pair(document, count.at).and_then(|pair| pairs.get(&pair)).is_some_and(|times| *times > 1);
        count.small == 1 && count.capital >= least && !(matches!(count.around, Around::AnyBehind) && usual())
    };
    let mut odd: Vec<(TokenId, TokenId, u32)> =
        counts.values().filter(enough).map(|count| (count.at, count.typed, count.capital)).collect();
    odd.sort_unstable();
    odd.dedup_by_key(|(at, ..)| *at);
    for (at, typed, others) in odd {
        let right = document.slice(document.span_of(typed..typed + 1)).to_owned();
        let tokens = at..at + 1;
        let span = document.span_of(tokens.clone());
        let value = Value::Oddity(Oddity { count: 1, others, ..Oddity::new("small", Some(right)) });
        into.push(Fact { kind: Kind::Builtin(Builtin::Variant), tokens, span, value });
    }
}

/// A word and the small one before it, which is no word of grammar.
fn pair(document: &Document, at: TokenId) -> Option<u64> {
    let before = document.tokens.get(at.checked_sub(1)? as usize).filter(|before| before.case == Case::Lower)?;
    let own = document.tokens.get(at as usize).filter(|own| follows(before, own))?;
    let grammar = lexicon::id(before.key).is_some_and(lexicon::is_grammar);
    (before.is_word() && !grammar).then(|| key_of_keys([before.key, own.key]))
}

/// The places that a word stands in, as far as a capital beside it makes one.
fn places(document: &Document, block: &std::ops::Range<TokenId>, at: TokenId, case: Case) -> [Option<Place>; 5] {
    let token = |at: TokenId| block.contains(&at).then(|| document.tokens.get(at as usize)).flatten();
    let Some(own) = token(at) else { return [None; 5] };
    // Most words have no capital near.
    let near = |at: Option<TokenId>| at.and_then(token).is_some_and(|token| token.case == Case::Title);
    if ![at.checked_sub(1), Some(at + 1), at.checked_sub(2)].into_iter().any(near) {
        return [None; 5];
    }
    let before = at.checked_sub(1).and_then(token).filter(|before| follows(before, own));
    // A capital that opens something says nothing.
    let Some(before) = before.or_else(|| at.checked_sub(1).and_then(token).filter(|before| before.is_number())) else {
        return [None; 5];
    };
    let behind = token(at + 1).filter(|behind| follows(own, behind));
    let further = at.checked_sub(2).and_then(token).filter(|further| follows(further, before));
    let beyond = behind.and_then(|behind| token(at + 2).filter(|beyond| follows(behind, beyond)));
    let title = |token: Option<&Token>| token.is_some_and(|token| token.case == Case::Title);
    let (first, last) = (title(Some(before)), title(behind));
    let over = title(further) && before.case == Case::Lower;
    if !(first || last || over) {
        return [None; 5];
    }
    let is_word = |one: &Token, two: &Token| {
        lexicon::id(one.key).zip(lexicon::id(two.key)).is_some_and(|(one, two)| lexicon::is_word(one, two))
    };
    // `xã Hà Tân` beside `Xã Hà Tân`: a word for places is small or not as the sentence goes.
    let unit = || UNITS.contains(&own.key) || SEATS.contains(&own.key);
    let several = || before.is_number() || before.key == SEVERAL || is_word(before, own);
    let named = last && !unit() && !(case == Case::Lower && several());
    // `28 Ban quản lý` are any.
    let counted = case == Case::Lower
        && at.checked_sub(2).and_then(token).is_some_and(|further| further.is_number() && before.spaced);
    let named_before = first && behind.is_some() && !counted;
    let next = behind.map_or([0; 2], |behind| [behind.key, behind.case as u64]);
    let place = |around: Around, before: &[u64], behind: &[u64]| {
        let words = before.iter().chain([&own.key]).chain(behind);
        Some((around, key_of_keys(std::iter::once(around as u64).chain(words.copied()))))
    };
    let outer = |token: Option<&Token>| token.map_or(0, |token| token.key);
    [
        if named { place(Around::Behind, &[], &next) } else { None },
        // `Bộ Công Thương`: in the middle of a name it begins none.
        if named && !first { place(Around::AnyBehind, &[], &[]) } else { None },
        if named_before { place(Around::Before, &[before.key], &next) } else { None },
        if over && behind.is_some() { place(Around::Further, &[outer(further), before.key], &next) } else { None },
        match beyond.filter(|_| named_before) {
            Some(beyond) => place(Around::BeforeTwo, &[before.key], &[next[0], next[1], beyond.key]),
            None => None,
        },
    ]
}

#[cfg(test)]
mod tests {
    use crate::fact::amount::tests::odd;

    #[test]
    fn a_capital_that_was_lost() {
        for (text, expected) in [
            ("Theo Bộ Nội vụ, của Bộ Nội vụ, với Bộ Nội vụ, gửi Bộ Nội vụ và của bộ Nội vụ.", "bộ = Bộ"),
            ("Ở huyện Mang Thít, về huyện Mang Thít và huyện mang Thít; có mang theo.", "mang = Mang"),
            (
                "Tại Bộ phận Một cửa, ở Bộ phận Một cửa, của Bộ phận Một cửa và Bộ phận một cửa; một cửa liên thông.",
                "một = Một",
            ),
        ] {
            assert_eq!(odd(text, &["small"]), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_small_by_right() {
        for text in [
            "Theo Bộ Nội vụ, của Bộ Nội vụ, với Bộ Nội vụ, gửi Bộ Nội vụ và cán bộ Nội vụ.",
            "Theo Sở Tư pháp, của Sở Tư pháp, với Sở Tư pháp, gửi Sở Tư pháp và các sở Tư pháp, Nội vụ.",
            "Theo Kế hoạch số 1, theo Kế hoạch số 2, theo Kế hoạch số 3, theo Kế hoạch số 4; theo kế hoạch năm.",
        ] {
            assert_eq!(odd(text, &["small"]), [""; 0], "{text}");
        }
    }
}
