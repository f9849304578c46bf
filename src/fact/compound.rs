//! Words of two syllables with a slip in one of them, and syllables that are in no word: facts of kind `misspelling`.
//!
//! | flaw | seen | right |
//! |---|---|---|
//! | `compound` | `kinh tê`, `đầu tự công`, `rà roát`: no word of the [`lexicon`], but one slip away from one | the syllable of that word |
//! | `unknown` | `cấc`, `hoạc`: a syllable of no word at all, one slip away from a word that stands often in the document | that word |
//! | `keys` | `ddoanj`, `hie65n`: the keys of Telex or VNI that a syllable is typed with, which makes a word with a neighbour or stands often | that syllable |
//! | `company` | `9 thãng đầu năm`: see [`super::company`] | the word that stands beside such neighbours |
//! | `single` | `một cửa liên năm 2024`: a bound syllable that stands in words everywhere else (`một cửa liên thông`), and here alone beside the same neighbour | its usual word |
//!
//! A slip is a mark or tone changed or lost, a letter changed, lost, added or swapped with its neighbour, or a sound taken for
//! another that is the same in some regions (`ch tr`, `s x`, `n ng`). The place is the syllable with the slip; `others` says how often the right word stands.
//!
//! A `compound` weighs what speaks for the right word against what speaks for the one that stands there. A syllable that is *bound*
//! (it does not stand alone) and makes no word with either neighbour is strange by itself; so is a bound one whose other half is
//! missing. The word that would mend it must be likely; beside a word of grammar (`bị cạn`, `bị can`) the report must have it twice:
//!
//! | the two that stand there | the word that is meant |
//! |---|---|
//! | one is bound | one that reports are full of, or a usual one that this report has |
//! | both are bound, or one is in no word at all | a usual one as well |
//! | neither is bound | one that reports are full of and that this report has twice |
//! | the odd one is bound | any that this report has twice |
//!
//! A wrong mark or sound is more likely than a wrong letter, which must be a slip of the finger ([`slip::Slip`]) and needs more of this.
//! There is no fact where either syllable makes a word with its neighbour on the other side (`đô | thị xã`), or where
//! the pair stands more than twice and the right word not much more often. Left alone
//! are words of grammar, names (two capitals in a row), abbreviations, `i` for `y`, words joined to others, and what the grammar of syllables
//! has told already.

use std::cell::OnceCell;

use super::keys::Typed;
use super::misspelling::{cased_like, is_joined};
use super::oddity::Oddity;
use super::variant::{Phrase, Phrases, is_slip};
use super::words::{Word, Words, follows};
use super::{Builtin, Fact, Kind, Value, View};
use crate::document::{BlockKind, Case, Document, Token, TokenId};
use crate::text::lexicon::{self, Id, Likeness, Rank};
use crate::text::slip::{self, Slip};
use crate::text::syllable::{Verdict, judge};
use crate::text::{fold, nfc};

/// So often a word stands before it vouches for another.
const OFTEN: u32 = 5;
/// A pair that stands more often is somebody's word,
const RARE: u32 = 2;
/// unless the right one stands so many times as often.
const TIMES: u32 = 4;
/// So often a syllable stands in its word before it is missed there.
const ALWAYS: u32 = 2;
/// Words between halves that share the rest: `thanh và kiểm tra`.
const SHARING: &[&str] = &["và", "hoặc", "hay", "với", "lẫn"];

/// Adds the facts of a document.
pub fn of_document(document: &Document, words: &Words, phrases: &Phrases, into: &mut Vec<Fact>) {
    let ids = words.words.iter().map(|word| lexicon::id(word.key)).collect();
    let seen = Seen { document, words, phrases, ids, typed: OnceCell::new() };
    let mut found = seen.keys();
    found.extend(phrases.all.iter().flat_map(|phrase| seen.slips(phrase)));
    found.extend(seen.unknown());
    found.extend(seen.single());
    found.extend(super::company::strangers(&seen));
    // `mố M1`, `mố A`: what stands before a code of letters and digits is what such things are called.
    found.retain(|(token, oddity)| {
        let behind = document.tokens.get(*token as usize + 1).map(|behind| document.slice(behind.span));
        let code = behind.is_some_and(|code| {
            code.starts_with(char::is_uppercase) && (code.len() == 1 || code.bytes().any(|byte| byte.is_ascii_digit()))
        });
        !(code && matches!(oddity.flaw, "compound" | "company"))
    });
    // A syllable between two others may be told from either side, and a slip makes its neighbour look like one.
    found.sort_by_key(|(token, _)| *token);
    found.dedup_by(|(token, after), (earlier, before)| {
        let weighed = |oddity: &Oddity| matches!(oddity.flaw, "compound" | "company" | "parted");
        let beside = *token == *earlier + 1 && weighed(before) && weighed(after);
        if beside && after.others > before.others {
            (*earlier, *before) = (*token, after.clone());
        }
        beside || token == earlier
    });
    for (token, oddity) in found {
        let end = match oddity.flaw {
            "keys" => seen.end_of_keys(token),
            "parted" | "lost" | "swapped" => token + 2,
            _ => token + 1,
        };
        let (tokens, kind) = (token..end, Kind::Builtin(Builtin::Misspelling));
        let span = document.span_of(tokens.clone());
        into.push(Fact { kind, tokens, span, value: Value::Oddity(oddity) });
    }
}

/// What is known of the words of a document.
pub(super) struct Seen<'a> {
    pub(super) document: &'a Document,
    words: &'a Words,
    pub(super) phrases: &'a Phrases,
    /// The numbers of the words in the lexicon.
    ids: Vec<Option<Id>>,
    /// The syllables that stand often, by the keys that type them; made where a word looks like keys.
    typed: OnceCell<Typed>,
}

/// One syllable of a pair, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) at: TokenId,
    pub(super) token: &'a Token,
    pub(super) word: &'a Word,
    /// The number of the word.
    pub(super) number: u32,
    pub(super) id: Option<Id>,
}

impl Side<'_> {
    /// Whether a syllable does not stand by itself, or is unknown.
    fn is_bound(&self) -> bool {
        self.id.is_none_or(|id| !lexicon::stands_alone(id))
    }

    fn is_unknown(&self) -> bool {
        self.id.is_none() && !lexicon::knows(self.word.key)
    }
}

/// A word that may be meant.
#[derive(Clone, Copy)]
struct Meant {
    right: Id,
    /// How often it stands, how common it is, and whether only marks differ.
    weight: (u32, Rank, bool),
}

impl<'a> Seen<'a> {
    pub(super) fn side(&self, at: TokenId) -> Option<Side<'a>> {
        let form = self.words.forms.get(self.words.form_of(at)? as usize)?;
        let word = self.words.words.get(form.word as usize)?;
        let id = self.ids.get(form.word as usize).copied().flatten();
        Some(Side { at, token: self.document.tokens.get(at as usize)?, word, number: form.word, id })
    }

    /// The number in the lexicon of the word at a place, where there is a word.
    pub(super) fn id_of(&self, at: TokenId) -> Option<Option<Id>> {
        self.words.form(at).map(|form| self.ids.get(form.word as usize).copied().flatten())
    }

    /// Which letters a syllable has; see [`lexicon::letters`].
    pub(super) fn letters(&self, side: &Side<'_>) -> u32 {
        side.id.map_or_else(|| lexicon::letters(fold(self.text(side)).as_bytes()), lexicon::letters_of)
    }

    pub(super) fn text(&self, side: &Side<'_>) -> &'a str {
        self.document.slice(side.token.span)
    }

    /// Whether the tokens at these places follow each other and are a word.
    fn is_word(&self, first: TokenId, second: TokenId) -> bool {
        let (Some(a), Some(b)) = (self.side(first), self.side(second)) else { return false };
        let (Some(one), Some(two)) = (a.id, b.id) else { return false };
        lexicon::is_word(one, two) && follows(a.token, b.token) && self.in_one_sentence(first, &b)
    }

    /// Whether two neighbours stand in one sentence, and so in one block.
    fn in_one_sentence(&self, a: TokenId, b: &Side<'_>) -> bool {
        self.document.sentence_of(a).contains(&b.at)
    }

    /// The slip in a phrase, at each of its places.
    fn slips(&self, phrase: &Phrase) -> Vec<(TokenId, Oddity)> {
        let Some(first) = self.slip(phrase, phrase.first) else { return Vec::new() };
        if phrase.count == 1 {
            return vec![first];
        }
        self.phrases.places(phrase).filter_map(|place| self.slip(phrase, place)).collect()
    }

    /// The slip in a phrase at one of its places, where there is one.
    fn slip(&self, phrase: &Phrase, place: TokenId) -> Option<(TokenId, Oddity)> {
        let (a, b) = (self.side(place)?, self.side(place + 1)?);
        if a.id.zip(b.id).is_some_and(|(a, b)| lexicon::is_word(a, b)) {
            return None;
        }
        let behind = self.right_word(phrase, b, a, a.id.map_or(&[], lexicon::seconds));
        let before = self.right_word(phrase, a, b, b.id.map_or(&[], lexicon::firsts));
        // Where either may be the slip, it is the one in no word at all, or the one whose right word stands more often.
        let weight = |side: &Side<'_>, found: Option<Meant>| found.map(|found| (side.is_unknown(), found.weight));
        let (odd, found) = if weight(&b, behind) >= weight(&a, before) { (b, behind?) } else { (a, before?) };
        // A syllable that nobody knows is wrong whatever word its neighbour makes.
        let before = || a.at.checked_sub(1).is_some_and(|before| self.is_word(before, a.at));
        let explained = !odd.is_unknown()
            && (before() || self.is_word(b.at, b.at + 1) || odd.at == b.at && self.is_directed(&odd))
            && !self.goes_on(&odd, &found, if odd.at == a.at { 0 } else { 1 });
        if explained || !self.in_one_sentence(a.at, &b) || self.is_told(&odd) {
            return None;
        }
        let right = cased_like(self.text(&odd), lexicon::text(found.right));
        Some((odd.at, Oddity { count: phrase.count, others: found.weight.0, ..Oddity::new("compound", Some(right)) }))
    }

    /// What the odd syllable of a phrase should be, out of those that make a word with the other one; of several the one
    /// whose word stands most often, or is most common, and the first of those.
    fn right_word(&self, phrase: &Phrase, odd: Side<'_>, other: Side<'_>, candidates: &[Id]) -> Option<Meant> {
        if candidates.is_empty() || !may_be_odd(&odd, &other) || odd.id.is_some_and(lexicon::is_grammar) {
            return None;
        }
        let least = least(phrase.count, &odd, &other)?;
        if least > self.phrases.most {
            return None;
        }
        let letters = self.letters(&odd);
        let like = |candidate: Id| lexicon::likeness(candidate, odd.word.skeleton, letters);
        let typed = OnceCell::new();
        let meant = |candidate: Id, likeness: Likeness, others: u32| {
            let (first, second) = if odd.at < other.at { (candidate, other.id?) } else { (other.id?, candidate) };
            let rank = lexicon::rank(first, second)?;
            // Nearly every candidate ends here, before writings are compared.
            if others < least || others == 0 && rank == Rank::Seldom {
                return None;
            }
            let typed: &String = typed.get_or_init(|| fold(self.text(&odd)));
            // `bar`, `chip`: a foreign word, unless the report has the right one.
            let foreign = odd.is_unknown() && others == 0 && typed.is_ascii() && judge(typed) == Verdict::Sound;
            if foreign || !typed.chars().all(crate::text::is_alphabetic) {
                return None;
            }
            let slip = Way::of(typed, lexicon::text(candidate), likeness, odd.is_unknown())?;
            // `Luật Tỏ chức`: what follows is no word without this one, which is no name that stands elsewhere.
            let frozen = rank == Rank::Common
                && slip == Way::Mark
                && other.is_bound()
                && self.beside(&odd, odd.word.key) == [Some(1), Some(1)];
            let named = odd.token.case == Case::Title
                && !self.opens(&odd)
                && (rank == Rank::Seldom || self.follows_capital(&odd) && !frozen);
            (!named && is_likely(&odd, &other, slip, rank, others, phrase.count))
                .then_some(Meant { right: candidate, weight: (others, rank, slip == Way::Mark) })
        };
        let place = |one: &Meant| candidates.iter().position(|&candidate| candidate == one.right);
        let better =
            |one: &Meant, other: &Meant| one.weight.cmp(&other.weight).then_with(|| place(other).cmp(&place(one)));
        let begins = odd.at > other.at;
        let told = self.phrases.beside(other.number, begins);
        if least > 1 && told.len() < candidates.len() {
            // The report itself must have the word.
            let told = told.iter().filter(|told| told.count >= least).filter_map(|told| {
                let [first, second] = told.words;
                let candidate = self.ids.get(if begins { second } else { first } as usize).copied().flatten()?;
                meant(candidate, like(candidate)?, told.count)
            });
            return told.max_by(better);
        }
        let known = candidates.iter().filter_map(|&candidate| {
            let likeness = like(candidate)?;
            let (own, beside) = (lexicon::key(candidate), other.word.key);
            let others =
                if odd.at < other.at { self.phrases.count(own, beside) } else { self.phrases.count(beside, own) };
            meant(candidate, likeness, others)
        });
        known.max_by(better)
    }

    /// Whether a syllable stands behind one that begins with a capital, as in names.
    fn follows_capital(&self, side: &Side<'_>) -> bool {
        let before = side.at.checked_sub(1).and_then(|before| self.document.tokens.get(before as usize));
        before.is_some_and(|before| before.case == Case::Title && follows(before, side.token))
    }

    /// How often the words before and behind a syllable stand beside another one in its place; nothing where there is none.
    fn beside(&self, odd: &Side<'_>, right: u64) -> [Option<u32>; 2] {
        let before = odd.at.checked_sub(1).and_then(|before| self.side(before));
        let before = before.filter(|before| follows(before.token, odd.token));
        let behind = self.side(odd.at + 1).filter(|behind| follows(odd.token, behind.token));
        [
            before.map(|before| self.phrases.count(before.word.key, right)),
            behind.map(|behind| self.phrases.count(right, behind.word.key)),
        ]
    }

    /// Whether the report has the word that is meant more than once, and beside the word on the odd one's free side as well, which
    /// stands beside the odd one here only: `hội quần chúng` tells that `hội quán chúng` has no `hội quán` in it.
    fn goes_on(&self, odd: &Side<'_>, found: &Meant, free: usize) -> bool {
        let count = |right: u64| self.beside(odd, right).get(free).copied().flatten();
        found.weight.0 > 1 && count(lexicon::key(found.right)) > Some(0) && count(odd.word.key) == Some(1)
    }

    /// Whether a syllable opens its sentence.
    pub(super) fn opens(&self, side: &Side<'_>) -> bool {
        self.document.sentence_of(side.at).start == side.at
    }

    /// Whether the grammar of syllables tells what is wrong, or the syllable is a part of something longer.
    pub(super) fn is_told(&self, side: &Side<'_>) -> bool {
        let typed = self.text(side);
        let small_behind =
            || self.document.tokens.get(side.at as usize + 1).is_some_and(|next| next.case == Case::Lower);
        let sure =
            side.token.case == Case::Lower || side.token.case == Case::Title && self.opens(side) && small_behind();
        let flawed = sure && judge(typed) != Verdict::Sound && !nfc(typed).is_ascii();
        let Some(block) = self.document.blocks.get(self.document.block_of(side.at) as usize) else { return true };
        let view = View { document: self.document, start: block.tokens.start, end: block.tokens.end };
        flawed || is_joined(view, side.at)
    }

    /// Syllables that show the keys they were typed with.
    fn keys(&self) -> Vec<(TokenId, Oddity)> {
        let mut found = Vec::new();
        for form in self.words.forms.iter().filter(|form| form.count <= RARE) {
            let Some(side) = self.side(form.first) else { continue };
            if !side.is_unknown() || side.token.case != Case::Lower || !self.text(&side).is_ascii() {
                continue;
            }
            let end = self.end_of_keys(side.at);
            let typed = self.document.slice(self.document.span_of(side.at..end));
            let (before, after) = (side.at.checked_sub(1).and_then(|at| self.side(at)), self.side(end));
            let behind = before.and_then(|before| before.id).map_or(&[][..], lexicon::seconds);
            let ahead = after.and_then(|after| after.id).map_or(&[][..], lexicon::firsts);
            let often = if super::keys::are_plain(typed) { self.typed().get(typed) } else { &[] };
            let likely = [behind, ahead, often].into_iter().flatten().copied();
            let meant = likely.filter(|&id| super::keys::are_of(typed, lexicon::text(id))).min();
            if let Some(id) = meant {
                let oddity = Oddity::new("keys", Some(lexicon::text(id).to_owned()));
                found.push((side.at, Oddity { count: form.count, others: self.times(id), ..oddity }));
            }
        }
        found
    }

    /// Behind the word that begins here: digits of VNI part it for the reader of tokens.
    fn end_of_keys(&self, at: TokenId) -> TokenId {
        let glued =
            |at: TokenId| self.document.tokens.get(at as usize).is_some_and(|token| token.is_word() && !token.spaced);
        if glued(at + 1) { at + 2 } else { at + 1 }
    }

    /// The syllables that stand often, by the keys that type them.
    fn typed(&self) -> &Typed {
        self.typed.get_or_init(|| {
            let known = self.words.words.iter().zip(&self.ids);
            Typed::of(known.filter(|(word, _)| word.count >= OFTEN).filter_map(|(_, id)| *id))
        })
    }

    /// How often the document has a syllable.
    fn times(&self, id: Id) -> u32 {
        self.words
            .number_of(lexicon::key(id))
            .and_then(|at| self.words.words.get(at as usize))
            .map_or(0, |word| word.count)
    }

    /// Syllables that stand in a word wherever else the document has them, and once without their other half.
    fn single(&self) -> Vec<(TokenId, Oddity)> {
        let mut company = vec![Company::default(); self.words.words.len()];
        for phrase in &self.phrases.all {
            if !self.is_word(phrase.first, phrase.first + 1) {
                continue;
            }
            for at in [phrase.first, phrase.first + 1] {
                let word =
                    self.words.forms.get(self.words.form_of(at).unwrap_or_default() as usize).map(|form| form.word);
                let Some(known) = word.and_then(|word| company.get_mut(word as usize)) else { continue };
                known.times += phrase.count;
                if known.word.is_none_or(|(_, most)| most < phrase.count) {
                    known.word = Some((phrase.first, phrase.count));
                }
            }
        }
        let lacks = |at: usize| {
            let (word, known) = (self.words.words.get(at)?, company.get(at)?);
            known.word.filter(|(_, most)| *most >= ALWAYS)?;
            let id = self.ids.get(at).copied().flatten()?;
            Some(word.count == known.times + 1 && lexicon::is_bound(id))
        };
        let lacks = |at: usize| lacks(at) == Some(true);
        let lacking: Vec<bool> = (0..company.len()).map(lacks).collect();
        if !lacking.contains(&true) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for at in 0..self.document.tokens.len() as TokenId {
            let form = self.words.form_of(at).and_then(|form| self.words.forms.get(form as usize));
            let Some(form) = form.filter(|form| lacking.get(form.word as usize) == Some(&true)) else { continue };
            let Some(side) = self.side(at) else { continue };
            let alone = !at.checked_sub(1).is_some_and(|before| self.is_word(before, at)) && !self.is_word(at, at + 1);
            if !alone || !self.is_amid_words(&side) || self.is_told(&side) || self.goes_on_above(&side) {
                continue;
            }
            let Some((first, others)) = company.get(form.word as usize).and_then(|known| known.word) else { continue };
            if !self.is_expected(at, first) {
                continue;
            }
            let right = fold(self.document.slice(self.document.span_of(first..first + 2)));
            found.push((at, Oddity { count: 1, others, ..Oddity::new("single", Some(right)) }));
        }
        found
    }

    /// Whether the neighbours of a lone syllable stand beside its word elsewhere: `cửa liên` as in `một cửa liên thông`. The
    /// word is the phrase at `whole`.
    fn is_expected(&self, at: TokenId, whole: TokenId) -> bool {
        let key =
            |at: TokenId| self.document.tokens.get(at as usize).filter(|token| token.is_word()).map(|token| token.key);
        let (Some(own), Some(one), Some(two)) = (key(at), key(whole), key(whole + 1)) else { return false };
        let stands = |first: Option<u64>, second: Option<u64>, least: u32| {
            first.zip(second).is_some_and(|(first, second)| self.phrases.count(first, second) >= least)
        };
        // A neighbour of the lone syllable itself stands beside it here, so it must do so once more.
        let (before, after) = (at.checked_sub(1).and_then(key), key(at + 1));
        let (ahead, behind) = if own == one { (2, 1) } else { (1, 2) };
        stands(before, Some(one), ahead) || stands(Some(two), after, behind)
    }

    /// Whether a syllable stands between words of a sentence: what stands beside a comma or a conjunction may share the
    /// other half of a word (`thanh, kiểm tra`), and beside a capital it is a part of a name.
    fn is_amid_words(&self, side: &Side<'_>) -> bool {
        let neighbour = |at: TokenId| self.document.tokens.get(at as usize).filter(|token| token.is_word());
        let (before, after) = (side.at.checked_sub(1).and_then(neighbour), neighbour(side.at + 1));
        let opens = self.opens(side);
        let joined = |token: &Token| SHARING.contains(&self.document.slice(token.span)) || token.case == Case::Title;
        let behind = after.is_some_and(|token| follows(side.token, token) && !joined(token));
        let ahead = opens || before.is_some_and(|token| follows(token, side.token) && !joined(token));
        behind && ahead && (side.token.case == Case::Lower || side.token.case == Case::Title)
    }

    /// Whether a syllable opens a cell in small letters: in frames drawn with characters its other half may stand in the line above.
    fn goes_on_above(&self, side: &Side<'_>) -> bool {
        let block = self.document.blocks.get(self.document.block_of(side.at) as usize);
        side.token.case == Case::Lower
            && block.is_some_and(|block| matches!(block.kind, BlockKind::Cell { .. }) && block.tokens.start == side.at)
    }

    /// Syllables of no word that stand rarely, beside a frequent word that they resemble.
    fn unknown(&self) -> Vec<(TokenId, Oddity)> {
        let words = || self.words.words.iter().zip(&self.ids);
        let unknown = words().filter(|(word, id)| id.is_none() && word.count <= RARE && !lexicon::knows(word.key));
        let unknown: Vec<Side<'_>> = unknown.filter_map(|(word, _)| self.side(word.first)).collect();
        // `trvong`, `nganh`; but `bank`, `web`: what has no mark is a slip only where it can be no foreign word.
        let marked = |side: &Side<'_>| {
            let typed = self.text(side);
            let own = ["ng", "nh", "kh", "gi", "qu"].iter().any(|onset| typed.starts_with(onset));
            let foreign =
                typed.len() < 3 || typed.contains(['f', 'j', 'w', 'z']) || judge(typed) == Verdict::Sound && !own;
            side.token.case == Case::Lower && if typed.is_ascii() { !foreign } else { judge(typed) == Verdict::Sound }
        };
        let unknown: Vec<Side<'_>> = unknown.into_iter().filter(marked).collect();
        let frequent: Vec<(Id, u32)> =
            words().filter_map(|(word, id)| Some(((*id)?, word.count))).filter(|(_, count)| *count >= OFTEN).collect();
        let right_of = |side: &Side<'_>| {
            let typed = fold(self.text(side));
            let letters = lexicon::letters(typed.as_bytes());
            let impossible = judge(&typed) != Verdict::Sound;
            let beside =
                |id: Id| impossible || self.beside(side, lexicon::key(id)).into_iter().flatten().any(|count| count > 0);
            let near = frequent.iter().filter(|&&(id, _)| match lexicon::likeness(id, side.word.skeleton, letters) {
                // A word that only lost its marks and can be none without them is told as such. What has marks and is in no word
                // cannot be a foreign word either, whatever stands beside it.
                Some(Likeness::Marks) => {
                    if typed.is_ascii() {
                        !impossible && beside(id)
                    } else {
                        true
                    }
                }
                Some(_) if slip::sound_alike(&typed, lexicon::text(id)) => !typed.is_ascii() || beside(id),
                Some(Likeness::Letters) => is_slip(&typed, lexicon::text(id)) && beside(id),
                Some(Likeness::Sounds) | None => false,
            });
            near.max_by_key(|(_, count)| *count).copied()
        };
        unknown
            .iter()
            .filter(|side| !self.is_told(side))
            .filter_map(|side| {
                let (right, others) = right_of(side)?;
                let right = Some(lexicon::text(right).to_owned());
                Some((side.at, Oddity { count: side.word.count, others, ..Oddity::new("unknown", right) }))
            })
            .collect()
    }
}

/// What is known of a syllable that should stand in words only.
#[derive(Clone, Copy, Default)]
struct Company {
    /// How often it stands in a word.
    times: u32,
    /// Its most frequent word: one of the phrases, and how often it stands.
    word: Option<(TokenId, u32)>,
}

/// How one syllable may have come to stand for another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// One mark or tone.
    Mark,
    /// A sound that is the same in some regions.
    Sound,
    /// A slip of the finger.
    Finger(Slip),
    /// One letter, in a syllable of no word.
    Letter,
}

impl Way {
    fn of(typed: &str, right: &str, likeness: Likeness, unknown: bool) -> Option<Self> {
        if slip::is_other_y(typed, right) {
            return None;
        }
        if likeness == Likeness::Marks {
            return (slip::count(typed, right) == 1).then_some(Self::Mark);
        }
        if slip::sound_alike(typed, right) {
            return Some(Self::Sound);
        }
        if likeness == Likeness::Sounds {
            return None;
        }
        let finger = slip::of_finger(typed, right).map(Self::Finger);
        finger.or_else(|| (unknown && slip::count(typed, right) == 1).then_some(Self::Letter))
    }
}

/// How often a word must stand in the report for it to outweigh a phrase of two syllables that stands so often, whatever the
/// slip; nothing where none does. See [`is_likely`].
fn least(count: u32, odd: &Side<'_>, other: &Side<'_>) -> Option<u32> {
    let grammar = other.id.is_some_and(lexicon::is_grammar);
    let free = !odd.is_bound() && !other.is_bound();
    if free && (grammar || count > 1) {
        return None;
    }
    let often = if count > RARE { count * TIMES } else { 0 };
    Some(often.max(if free || grammar { 2 } else { 0 }))
}

/// Whether what speaks for a word outweighs what speaks for the two syllables that stand there; the table is on this page.
fn is_likely(odd: &Side<'_>, other: &Side<'_>, slip: Way, rank: Rank, others: u32, count: u32) -> bool {
    let slight = matches!(slip, Way::Mark | Way::Sound);
    let unknown = odd.is_unknown();
    let likely = rank == Rank::Common || rank == Rank::Usual && others > 0;
    let bound = match (odd.is_bound(), other.is_bound()) {
        (true, _) if slight => true,
        (true, strange) => {
            others > 0 || rank == Rank::Common && (unknown || strange || slip == Way::Finger(Slip::Lost))
        }
        (false, true) => slight || others > 0,
        (false, false) => {
            slight && rank == Rank::Common && others >= 2 && count == 1 && !other.id.is_some_and(lexicon::is_grammar)
        }
    };
    likely && bound
        || rank == Rank::Usual && slight && (unknown || odd.is_bound() && other.is_bound())
        || others >= 2 && odd.is_bound()
}

/// Whether capitals let one of two neighbouring syllables be a slip: the two are neither a name nor an abbreviation.
fn may_be_odd(odd: &Side<'_>, other: &Side<'_>) -> bool {
    let cased = match (odd.token.case, other.token.case) {
        (Case::Lower, Case::Lower | Case::Title) | (Case::Upper, Case::Upper) => true,
        (Case::Title, Case::Lower) => odd.at < other.at,
        _ => false,
    };
    cased && odd.token.span.len() > 1
}
