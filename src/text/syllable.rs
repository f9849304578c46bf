//! Whether a word can be a Vietnamese syllable: onset, rhyme and tone, without a dictionary.
//!
//! A syllable is an onset (or none), a rhyme out of some hundred and seventy, and a tone; a rhyme that ends in `c ch p t`
//! has the acute or the dot only. Three sounds are spelled by the vowel behind them: `k gh ngh` before `e ê i y`, `c g ng`
//! before the others; `q` has always `u` behind it. Both places of the tone in open `oa oe uy` are right (`hoà`, `hòa`), so
//! are `i` and `y` at the end (`kĩ`, `kỹ`). What the grammar allows need not be a word (`roát`): that only a dictionary
//! knows.

use super::{Class, Tone, fold, letter, nfc};

/// What a word is as a syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It can be one.
    Sound,
    /// It cannot.
    Flawed(Flaw),
    /// No Vietnamese word at all: letters of other alphabets, digits, or so short or long that nothing can be said.
    Foreign,
}

/// Why a word cannot be a syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A rhyme in `c ch p t` with another tone than these have: `thưc`, `phảt`.
    StopTone,
    /// The spelling of the onset does not go with the vowel: `nghành`, `kác`, `ngiên`.
    Onset,
    /// No such rhyme: `đuợc` (`uơc`), `trưởg`, `kinnh`.
    Rhyme,
    /// The tone stands on the wrong vowel: `hòan`, `qúa`, `caó`.
    TonePlace,
    /// Two tones: `kếế`.
    Tones,
}

const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo \
    ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot oong \
    ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt \
    ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uên uêt uêu uôc uôi uôm uôn uông uôt uơ uy uya \
    uych uyên uyêt uynh uyp uyt uyu uyn ư ưa ưc ưi ưm ưn ưng ưt ươc ươi ươm ươn ương ươp ươt ươu ưu y yêm yên yêng yêt yêu";

/// The rhymes as numbers, in order.
static TABLE: std::sync::LazyLock<Box<[u64]>> = std::sync::LazyLock::new(|| {
    let mut all: Vec<u64> = RHYMES.split_whitespace().map(|rhyme| rhyme.chars().fold(0, packed)).collect();
    all.sort_unstable();
    all.into()
});

/// A rhyme as a number: 12 bits for each of its letters, whose numbers lie below U+0200.
fn packed(before: u64, base: char) -> u64 {
    before << 12 | u64::from(base as u32 & 0xfff)
}

/// The longest syllable, `nghiêng`, has seven letters; slips of typing make it longer.
const MOST: usize = 10;

/// Judges one word; capitals and normal form make no difference.
pub fn judge(word: &str) -> Verdict {
    let word = nfc(word);
    let mut bases = ['\0'; MOST];
    let (mut length, mut tone, mut tones) = (0, None, 0);
    for c in word.chars() {
        let found = letter(c);
        if !matches!(found.class, Class::Lower | Class::Upper) {
            return Verdict::Foreign;
        }
        let (Some(base), Some(slot)) = (found.base(), bases.get_mut(length)) else { return Verdict::Foreign };
        *slot = base;
        length += 1;
        if found.tone.is_some() {
            tone = found.tone;
            tones += 1;
        }
    }
    let bases = bases.get(..length).unwrap_or_default();
    if length == 0 || !bases.iter().any(|&base| super::fold::is_vowel(base)) {
        return Verdict::Foreign;
    }
    match parse(bases, tone) {
        Err(flaw) => Verdict::Flawed(flaw),
        Ok(()) if tones > 1 => Verdict::Flawed(Flaw::Tones),
        Ok(()) if tones == 1 && !tone_stands_well(&word, bases) => Verdict::Flawed(Flaw::TonePlace),
        Ok(()) => Verdict::Sound,
    }
}

/// Whether letters without tone, in this tone, are a syllable.
fn parse(bases: &[char], tone: Option<Tone>) -> Result<(), Flaw> {
    match bases {
        ['q', 'u', rhyme @ ..] => return after_qu(rhyme, tone),
        ['q', ..] => return Err(Flaw::Onset),
        ['g', 'i'] | ['g', 'i', 'n'] => return Ok(()),
        // `giếng`, `giết`: the `i` of the onset is that of the rhyme as well.
        ['g', 'i', 'ê', ..] => return is_rhyme(bases.get(1..).unwrap_or_default(), tone),
        ['g', 'i', rhyme @ ..] if rhyme.first() != Some(&'i') && is_rhyme(rhyme, tone).is_ok() => return Ok(()),
        _ => {}
    }
    let (onset, rhyme) = match bases {
        ['n', 'g', 'h', rhyme @ ..] => ("ngh", rhyme),
        ['n', 'g', rhyme @ ..] => ("ng", rhyme),
        ['g', 'h', rhyme @ ..] => ("gh", rhyme),
        ['c' | 'k' | 'n' | 'p' | 't', 'h', rhyme @ ..] | ['t', 'r', rhyme @ ..] => ("", rhyme),
        ['c', rhyme @ ..] => ("c", rhyme),
        ['k', rhyme @ ..] => ("k", rhyme),
        ['g', rhyme @ ..] => ("g", rhyme),
        ['b' | 'd' | 'đ' | 'h' | 'l' | 'm' | 'n' | 'p' | 'r' | 's' | 't' | 'v' | 'x', rhyme @ ..] => ("", rhyme),
        rhyme => ("", rhyme),
    };
    is_rhyme(rhyme, tone)?;
    let front = matches!(rhyme.first(), Some('e' | 'ê' | 'i' | 'y'));
    let fits = match onset {
        "c" | "g" | "ng" => !front,
        "k" | "gh" | "ngh" => front,
        _ => true,
    };
    // `yê` stands without an onset only, `y` alone behind few.
    let whole = rhyme.len() == bases.len();
    match rhyme {
        _ if !fits => Err(Flaw::Onset),
        ['y', _, ..] if !whole => Err(Flaw::Rhyme),
        ['i', 'ê', ..] if whole => Err(Flaw::Onset),
        _ => Ok(()),
    }
}

/// `qu` stands for a glide: `quản` has the rhyme of `oan`, `quyết` that of `uyêt`, `quý` and `quí` are one.
fn after_qu(rest: &[char], tone: Option<Tone>) -> Result<(), Flaw> {
    let with = |glide: char| {
        let mut rhyme = ['\0'; MOST];
        for (slot, base) in rhyme.iter_mut().zip(std::iter::once(&glide).chain(rest)) {
            *slot = *base;
        }
        is_rhyme(rhyme.get(..=rest.len()).unwrap_or_default(), tone)
    };
    match rest {
        ['a' | 'ă' | 'e', ..] => with('o'),
        ['i' | 'ô' | 'ơ', ..] => is_rhyme(rest, tone),
        ['y' | 'â' | 'ê', ..] => with('u'),
        _ => Err(Flaw::Rhyme),
    }
}

fn is_rhyme(rhyme: &[char], tone: Option<Tone>) -> Result<(), Flaw> {
    let number = rhyme.iter().copied().fold(0, packed);
    if rhyme.len() > 4 || TABLE.binary_search(&number).is_err() {
        return Err(Flaw::Rhyme);
    }
    let stops = matches!(rhyme, [.., 'c' | 'p' | 't'] | [.., 'c', 'h']);
    if stops && !matches!(tone, Some(Tone::Acute | Tone::Dot)) { Err(Flaw::StopTone) } else { Ok(()) }
}

/// Whether the tone stands where one of the two spellings puts it.
fn tone_stands_well(word: &str, bases: &[char]) -> bool {
    if bases.iter().filter(|&&base| super::fold::is_vowel(base)).count() == 1 {
        return true;
    }
    let lower = word.to_lowercase();
    if fold(word) == lower {
        return true;
    }
    // The newer spelling differs in open `oa`, `oe`, `uy` only: there the tone stands last.
    let last = lower.chars().next_back().and_then(|c| letter(c).tone);
    let open = matches!(bases, [.., 'o', 'a' | 'e'] | [.., 'u', 'y']);
    open && !matches!(bases, ['q', ..]) && last.is_some()
}

/// In a syllable that may be spelled either way, whether it has the newer place of the tone: `hoà` yes, `hòa` no.
pub fn has_new_tone_place(word: &str) -> Option<bool> {
    let word = nfc(word);
    let mut last = word.chars().rev().map(letter);
    let (second, first) = (last.next()?, last.next()?);
    let before = last.next().and_then(super::Letter::base);
    let open = matches!((first.base()?, second.base()?), ('o', 'a' | 'e') | ('u', 'y'));
    if !open || before == Some('q') || first.tone.is_some() == second.tone.is_some() {
        return None;
    }
    Some(second.tone.is_some())
}

/// Whether a letter, with its tone or without, is a vowel of Vietnamese.
pub fn is_vowel(c: char) -> bool {
    letter(c).base().is_some_and(super::fold::is_vowel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_reports_are_sound() {
        let text = "Thực hiện quyết định của Ủy ban nhân dân tỉnh về việc kiểm soát thủ tục hành chính, các xã, phường đã giải \
            quyết hồ sơ đúng hạn, nghiêm túc, ghi nhận kết quả khuyến khích người dân; giữ gìn an ninh, yêu cầu ngoài giờ, khuỷu \
            tay, quanh quẩn, quý quí kỹ kĩ gì giếng giết giữa oanh hoà hòa thuý thúy uỷ ủy hoẻ hoeo quốc quắc quẹt xoong soóc \
            nguyệt huýt tuyn huých ngoằn ngoèo khúc khuỷu ý y yên yểm iu ỉu nghĩa ngữ cước kỳ gồ ghề quơ quờ quất quầy quế";
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            assert_eq!(judge(word), Verdict::Sound, "{word}");
            assert_eq!(judge(&word.to_uppercase()), Verdict::Sound, "{word}");
            let apart: String = unicode_normalization::UnicodeNormalization::nfd(word).collect();
            assert_eq!(judge(&apart), Verdict::Sound, "{word}");
        }
    }

    #[test]
    fn slips_of_typing_are_told_by_what_is_wrong() {
        use Flaw::{Onset, Rhyme, StopTone, TonePlace, Tones};
        for (word, flaw) in [
            ("thưc", StopTone),
            ("phảt", StopTone),
            ("nghành", Onset),
            ("ngiên", Onset),
            ("kác", Onset),
            ("qản", Onset),
            ("gế", Onset),
            ("iêu", Onset),
            ("đuợc", Rhyme),
            ("trưởg", Rhyme),
            ("thựchiện", Rhyme),
            ("hòan", TonePlace),
            ("qúa", TonePlace),
            ("caó", TonePlace),
            ("kếế", Rhyme),
            ("hòà", Tones),
        ] {
            assert_eq!(judge(word), Verdict::Flawed(flaw), "{word}");
        }
    }

    #[test]
    fn what_is_no_vietnamese_word_is_left_alone() {
        for word in ["VX1", "đ", "ABC", "конец", "kg", "Straßenbahn", "internationalisation"] {
            assert!(!matches!(judge(word), Verdict::Sound), "{word}");
        }
        assert_eq!(judge("đ"), Verdict::Foreign);
    }

    #[test]
    fn the_two_places_of_the_tone_are_told_apart() {
        for (word, newer) in [
            ("hoà", Some(true)),
            ("HÒA", Some(false)),
            ("thuý", Some(true)),
            ("khỏe", Some(false)),
            ("quý", None),
            ("hoàn", None),
            ("hoa", None),
            ("của", None),
        ] {
            assert_eq!(has_new_tone_place(word), newer, "{word}");
        }
    }
}
