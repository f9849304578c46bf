//! Names that the document writes with another mark or letter elsewhere: facts of kind `variant`, flaw `name`.
//!
//! A name is two to five words with a capital each, side by side: `Tràm Chim`, `Nguyễn Văn An`. Two names that differ in one word by
//! one slip may be two names, since places and people are named alike (`Tân Hòa`, `Tân Hóa`). So the odd one, which stands once, is told where
//!
//! * its odd word is in no word of the [`lexicon`] (`Con Cuộng`), and the other one is, or stands twice;
//! * only a mark was lost or changed, and the usual one stands three times, behind the same word (`hồ Trị Ân`, `hồ Trị An`);
//! * the name has three words or more, only a mark differs, and the usual one stands twice;
//! * a letter differs, and both are of a district, town, city or province (`thị xã Vĩnh Chân`, `thị xã Vĩnh Châu`), of which a province has few, or both
//!   stand behind the same word and a dash (`Bru - Vân Kiều`);
//! * `c` stands for the `k` of a name of three words (`Kon Cơ La`, `Kon Kơ La`).

use std::collections::HashMap;
use std::ops::Range;

use super::oddity::Oddity;
use super::variant::is_slip;
use super::words::{Word, Words, follows};
use super::{Builtin, Fact, Kind, Value};
use crate::document::{Case, Document, Token, TokenId};
use crate::text::{fold, key as key_of, lexicon, nfc, slip};

/// The longest name, in words.
const MOST: usize = 5;
/// Names that share all words but one are compared up to so many.
const ALIKE: usize = 24;

/// A name: its words, where it stands first, how often, and the keys of the words in front of it.
struct Name {
    tokens: Range<TokenId>,
    count: u32,
    behind: Vec<u64>,
    /// Whether it is somewhere that of a district, a town, a city or a province.
    of_level: bool,
    /// Whether it stands somewhere behind a word and a dash.
    dashed: bool,
}

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, titles: &[TokenId], into: &mut Vec<Fact>) {
    let names = names_of(document, titles);
    // Names by all their words but one.
    let mut by_rest: HashMap<(usize, usize, Vec<u64>), Vec<usize>> = HashMap::new();
    let keys =
        |name: &Name| -> Vec<u64> { document.tokens_in(name.tokens.clone()).iter().map(|token| token.key).collect() };
    for (index, name) in names.iter().enumerate() {
        let all = keys(name);
        for hole in 0..all.len() {
            let mut rest = all.clone();
            rest.remove(hole);
            by_rest.entry((all.len(), hole, rest)).or_default().push(index);
        }
    }
    let mut found: Vec<(TokenId, Oddity)> = Vec::new();
    for ((_, hole, _), alike) in by_rest.iter().filter(|(_, alike)| alike.len() > 1 && alike.len() <= ALIKE) {
        for odd in alike.iter().filter_map(|&index| names.get(index)).filter(|name| name.count == 1) {
            let usual = alike.iter().filter_map(|&index| names.get(index)).filter(|other| other.tokens != odd.tokens);
            let told = usual
                .filter_map(|usual| slip_of(document, words, odd, usual, *hole))
                .max_by_key(|oddity| oddity.others);
            found.extend(told.map(|oddity| (odd.tokens.start + *hole as TokenId, oddity)));
        }
    }
    found.sort_by_key(|(token, _)| *token);
    found.dedup_by_key(|(token, _)| *token);
    let variant = Kind::Builtin(Builtin::Variant);
    for (token, oddity) in found {
        let tokens = token..token + 1;
        // A phrase that stands often has told it.
        if into.iter().any(|fact| fact.kind == variant && fact.tokens == tokens) {
            continue;
        }
        let span = document.span_of(tokens.clone());
        into.push(Fact { kind: variant, tokens, span, value: Value::Oddity(oddity) });
    }
}

/// The names of a document, each with its first place, out of its words that begin with a capital.
fn names_of(document: &Document, titles: &[TokenId]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut by_keys: HashMap<Vec<u64>, usize> = HashMap::new();
    let capital = |token: &Token| token.is_word() && token.case == Case::Title;
    let mut behind = 0;
    for &title in titles {
        let start = title as usize;
        if start < behind {
            continue;
        }
        let rest = document.tokens.get(start..).unwrap_or_default();
        let joined = rest.windows(2).take_while(|two| matches!(two, [a, b] if follows(a, b) && capital(b))).count();
        let length = joined + 1;
        behind = start + length;
        if !(2..=MOST).contains(&length) {
            continue;
        }
        let keys: Vec<u64> = rest.iter().take(length).map(|token| token.key).collect();
        let index = *by_keys.entry(keys).or_insert_with(|| {
            names.push(Name {
                tokens: start as TokenId..(start + length) as TokenId,
                count: 0,
                behind: Vec::new(),
                of_level: false,
                dashed: false,
            });
            names.len() - 1
        });
        let word = |back: usize| start.checked_sub(back).and_then(|before| document.tokens.get(before));
        let dashed = word(1).is_some_and(|before| before.is('-') && before.spaced);
        let before = word(if dashed { 2 } else { 1 });
        let keys = [word(1), word(2)].map(|token| token.filter(|token| token.is_word()).map(|token| token.key));
        if let Some(name) = names.get_mut(index) {
            name.count += 1;
            name.of_level |= is_level(keys);
            name.dashed |= dashed;
            name.behind.extend(before.filter(|before| before.is_word()).map(|before| before.key));
        }
    }
    names
}

/// The slip that makes one name of another that stands more often.
fn slip_of(document: &Document, words: &Words, odd: &Name, usual: &Name, hole: usize) -> Option<Oddity> {
    let at = |name: &Name| name.tokens.start + hole as TokenId;
    let (one, other): (&Word, &Word) = (words.word_of(at(odd))?, words.word_of(at(usual))?);
    let text = |name: &Name| nfc(document.slice(document.span_of(at(name)..at(name) + 1))).into_owned();
    let (typed, right) = (text(odd), text(usual));
    let (small, meant) = (fold(&typed), fold(&right));
    let marks = one.skeleton == other.skeleton;
    let same_place = || odd.behind.iter().any(|key| usual.behind.contains(key));
    // Of districts and provinces there are few: any letter may be another.
    let level = odd.of_level && usual.of_level && same_place();
    let one_slip = if marks || level { slip::count(&small, &meant) == 1 } else { is_slip(&small, &meant) };
    let sounded = small.chars().any(crate::text::syllable::is_vowel);
    if !sounded || !one_slip || slip::is_other_y(&small, &meant) || small.chars().nth(1).is_none() {
        return None;
    }
    let strange = !lexicon::knows(one.key);
    let told = if strange {
        usual.count > 1 || lexicon::knows(other.key) && same_place()
    } else {
        let longer = odd.tokens.len() > 2;
        let later = odd.tokens.start > usual.tokens.start;
        marks && (usual.count >= 3 && same_place() || usual.count >= 2 && longer)
            || !marks && (usual.count >= 2 || later) && odd.dashed && usual.dashed && same_place()
            || !marks && usual.count >= 2 && level
            || longer && (usual.count >= 2 || small.starts_with('c')) && hard(&small) == hard(&meant)
    };
    told.then(|| Oddity { others: usual.count, ..Oddity::new("name", Some(right)) })
}

/// A syllable with the one letter that `c` and `k` are in names of the highlands.
fn hard(word: &str) -> String {
    let rest = word.strip_prefix('k').filter(|rest| !rest.starts_with('h'));
    rest.map_or_else(|| word.to_owned(), |rest| format!("c{rest}"))
}

/// Whether these are the words, the nearest first, before the name of a district, a town, a city or a province.
fn is_level([before, beyond]: [Option<u64>; 2]) -> bool {
    let levels = [
        [None, Some("huyện")],
        [None, Some("tỉnh")],
        [None, Some("quận")],
        [Some("thị"), Some("xã")],
        [Some("thành"), Some("phố")],
    ];
    let is = |word: Option<&str>, key: Option<u64>| word.is_none_or(|word| key == Some(key_of(word)));
    levels.iter().any(|[further, nearest]| is(*nearest, before) && is(*further, beyond))
}

#[cfg(test)]
mod tests {
    use crate::fact::amount::tests::odd;

    #[test]
    fn a_name_that_is_written_otherwise_elsewhere() {
        for (text, expected) in [
            ("Tại huyện Con Cuông họp; huyện Con Cuông mời; tại Con Cuộng có mưa.", "Cuộng = Cuông"),
            ("Nước hồ Trị An lên; hồ Trị An đầy; hồ Trị An xả; mực nước hồ Trị Ân cao.", "Ân = An"),
            ("Có ông Phạm Đức Toàn dự; đồng chí Phạm Đức Toàn nói; ký: Phạm Đức Toán.", "Toán = Toàn"),
            ("Tại tỉnh Vĩnh Long họp; tỉnh Vĩnh Long mời; tỉnh Vĩnh Longg có mưa.", "Longg = Long"),
            ("Ở Vĩnh Châu có mưa; tại thị xã Vĩnh Châu họp; chi nhánh thị xã Vĩnh Chân dự.", "Chân = Châu"),
            ("Người Bru - Vân Kiều học; tiếng Bru - Vân Kều hay.", "Kều = Kiều"),
            ("Đường vào làng Kon Cơ La; trạm ở các làng Đăk Rế, Kon Kơ La.", "Cơ = Kơ"),
        ] {
            assert_eq!(odd(text, &["name"]), [expected], "{text}");
        }
    }

    #[test]
    fn names_that_are_alike() {
        for text in [
            "Xã Tân Hòa họp; xã Tân Hòa mời; phường Tân Hóa có mưa.",
            "Tỉnh Thanh Hóa họp; tỉnh Thanh Hóa mời; tỉnh Thanh Hóa dự; xã Thanh Hòa có mưa.",
            "Ông Lê Văn Hùng dự; ông Lê Văn Hưng nói.",
            "Xã Phú Mỹ họp; xã Phú Mỹ dự; xã Phú Mỹ mời; xã Phú Mĩ có mưa.",
            "Tân Phú, Tân Phú và Tân Phong.",
            "Xã Vĩnh Châu họp; xã Vĩnh Châu mời; xã Vĩnh Chân có mưa.",
            "Làng Kon Rơ La họp; làng Kon Rơ Na mời.",
        ] {
            assert_eq!(odd(text, &["name"]), [""; 0], "{text}");
        }
    }
}
