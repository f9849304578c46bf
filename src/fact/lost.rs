//! Words that lost a syllable, or whose syllables changed places, told by what the document and reports have otherwise: `cải hành
//! chính` beside `cải cách hành chính`, `vực lĩnh` for `lĩnh vực`; and what is left of a syllable: `02 k sư`. Facts of kind
//! `misspelling`, flaws `lost` and `swapped`; `right` is the words as they should be. What is left of a syllable is a `company`, `right` the syllable.
//!
//! Two small words that no report has side by side, nor the document elsewhere, are asked about. A syllable is *lost* between them where the
//! document has both with it between, twice, or once where reports have both pairs often; one half of the word that it is part of must stand alone there. So it is
//! where one half is a syllable that never stands alone, the document has its word often or all reports have it, and the other half goes with what stands there. They
//! are *swapped* where they are a word the other way round, and what stands around them is strange to them as they are and known the other way round.

use super::company::{Neighbour, neighbour_of};
use super::compound::{Seen, Side};
use super::oddity::Oddity;
use super::words::follows;
use crate::document::{Case, TokenId};
use crate::text::lexicon::{self, Id, Rank};
use crate::text::neighbours;
use crate::text::syllable::is_vowel;
use crate::text::{fold, key};

/// In so many reports a pair is known well.
const OFTEN: u32 = 10;
/// So often a word stands in the document before half of it is missed.
const WORD: u32 = 3;
/// So much must speak for the word of a syllable that nothing else speaks for,
const SURELY: u32 = 20;
/// and so much for a syllable of which its beginning is left.
const LEFT: u32 = 3;
/// Letters that are units behind a number, or money.
const UNITS: &[&str] = &["m", "g", "h", "l", "kg", "km", "cm", "mm", "dm", "kw", "đ", "tr", "s", "t", "p"];

/// What is wrong with the pairs of words at these places, which nobody has side by side.
pub(super) fn of_pairs(seen: &Seen<'_>, pairs: impl Iterator<Item = TokenId>) -> Vec<(TokenId, Oddity)> {
    let mut found: Vec<(TokenId, Oddity)> = Vec::new();
    for (at, oddity) in pairs.filter_map(|at| of_pair(seen, at)) {
        let earlier = found.last().filter(|(before, _)| *before + 2 >= at);
        match (earlier.map(|(before, told)| (at - before, told.flaw)), oddity.flaw) {
            // `giải hồ quyết sơ`: each of the two seems to be lost before the other.
            (Some((2, "lost")), "lost") => {
                found.pop();
                let right = |at: TokenId| seen.document.slice(seen.document.span_of(at..at + 1));
                let right = format!("{} {}", right(at), right(at - 1));
                found.push((at - 1, Oddity::new("swapped", Some(right))));
            }
            // Beside what changed places something seems to be lost.
            (Some((1, "lost")), "swapped") => {
                found.pop();
                found.push((at, oddity));
            }
            (Some(_), _) => {}
            (None, _) => found.push((at, oddity)),
        }
    }
    found
}

/// What is wrong with two words that nobody has side by side.
fn of_pair(seen: &Seen<'_>, at: TokenId) -> Option<(TokenId, Oddity)> {
    let (one, two) = (seen.side(at)?, seen.side(at + 1)?);
    // `huyện Lộc Bình năm 2022`: a capital that opens no sentence is a name's.
    let opens = one.token.case == Case::Title && seen.opens(&one);
    let small = two.token.case == Case::Lower && (one.token.case == Case::Lower || opens);
    if !small || !follows(one.token, two.token) {
        return None;
    }
    let ids = (one.id?, two.id?);
    // `hội nghị nghị` is told as twice the same.
    if ids.0 == ids.1 || lexicon::is_grammar(ids.0) || lexicon::is_grammar(ids.1) {
        return None;
    }
    let oddity = seen.lost(&one, &two, ids).or_else(|| seen.swapped(&one, &two, ids))?;
    // Asked last: it costs more than to find that nothing was lost.
    let told = seen.is_told(&one) || seen.is_told(&two);
    (!told).then_some((at, oddity))
}

impl Seen<'_> {
    fn around(&self, at: TokenId) -> (Option<Id>, Option<Id>) {
        let known = |one: TokenId, two: TokenId, wanted: TokenId| {
            let (a, b) = (self.document.tokens.get(one as usize)?, self.document.tokens.get(two as usize)?);
            let same = self.document.block_of(one) == self.document.block_of(two);
            (same && follows(a, b)).then(|| self.id_of(wanted)).flatten().flatten()
        };
        (at.checked_sub(1).and_then(|before| known(before, at, before)), known(at + 1, at + 2, at + 2))
    }

    /// The words with the syllable between them that was lost.
    fn lost(&self, one: &Side<'_>, two: &Side<'_>, ids: (Id, Id)) -> Option<Oddity> {
        let (before, behind) = self.around(one.at);
        let joins = |first: Option<Id>, second: Option<Id>| {
            first.zip(second).is_some_and(|(first, second)| lexicon::is_word(first, second))
        };
        // `dự án tuyến Chợ Mới`: what stands before a name is whole.
        let named = || {
            let next = self.document.tokens.get(two.at as usize + 1);
            next.is_some_and(|next| next.case == Case::Title && follows(two.token, next))
        };
        let (tailed, headed) = (joins(Some(ids.1), behind) || named(), joins(before, Some(ids.0)));
        let right = |id: Id| Some(format!("{} {} {}", self.text(one), lexicon::text(id), self.text(two)));
        let whole = self.phrases.beside(one.number, true).iter().find_map(|phrase| {
            let middle = self.side(phrase.first + 1)?;
            let id = middle.id?;
            if self.phrases.count(middle.word.key, two.word.key) == 0 {
                return None;
            }
            // What is left of a word that can stand by itself may well do so: `giấy phép xe tập lái` beside `giấy phép lái xe`.
            let tail = lexicon::is_word(id, ids.1) && !tailed && !lexicon::stands_alone(ids.1);
            let head = lexicon::is_word(ids.0, id) && !headed && !lexicon::stands_alone(ids.0);
            // `bổ sung số biên chế` beside `bổ sung một số`.
            let counts = [key("một"), key("số"), key("cấp")].contains(&middle.word.key);
            let halved = (tail || head) && !lexicon::is_grammar(id) && !counts;
            let between = |place: &TokenId| {
                self.document.tokens.get(*place as usize + 2).is_some_and(|token| token.key == two.word.key)
            };
            let times = self.phrases.places(phrase).filter(between).count();
            let known = neighbours::reports(ids.0, id).min(neighbours::reports(id, ids.1)) >= OFTEN;
            let told = halved && (times > 1 || times == 1 && known);
            told.then(|| Oddity { count: 1, others: times as u32, ..Oddity::new("lost", right(id)) })
        });
        let bound = |id: Id| !lexicon::stands_alone(id) && !lexicon::is_grammar(id);
        let half = |begins: bool| {
            let (own, other) = if begins { (one, ids.1) } else { (two, ids.0) };
            let mut partners = self.phrases.beside(own.number, begins).iter().take_while(|phrase| phrase.count >= WORD);
            partners.find_map(|phrase| {
                let id = self.side(phrase.first + u32::from(begins))?.id?;
                let told = if begins {
                    lexicon::is_word(ids.0, id) && neighbours::reports(id, other) >= LEFT
                } else {
                    lexicon::is_word(id, ids.1) && neighbours::reports(other, id) >= LEFT
                };
                told.then(|| Oddity { count: 1, others: phrase.count, ..Oddity::new("lost", right(id)) })
            })
        };
        // What every report has: `nghị định về tác văn thư`.
        let common = |begins: bool| {
            let (partners, other) =
                if begins { (lexicon::seconds(ids.0), ids.1) } else { (lexicon::firsts(ids.1), ids.0) };
            let reported =
                |id: Id| if begins { neighbours::reports(id, other) } else { neighbours::reports(other, id) };
            let rank = |id: Id| if begins { lexicon::rank(ids.0, id) } else { lexicon::rank(id, ids.1) };
            let likely = partners.iter().filter(|&&id| rank(id) == Some(Rank::Common) && reported(id) >= OFTEN);
            let id = *likely.max_by_key(|&&id| (reported(id), std::cmp::Reverse(id)))?;
            Some(Oddity { count: 1, others: reported(id), ..Oddity::new("lost", right(id)) })
        };
        // `xử lý hợp vệ sinh`: others than these stand alone now and then.
        let common = |begins: bool, own: Id| lexicon::is_bound(own).then(|| common(begins)).flatten();
        whole
            .or_else(|| (bound(ids.0) && !headed).then(|| half(true).or_else(|| common(true, ids.0))).flatten())
            .or_else(|| (bound(ids.1) && !tailed).then(|| half(false).or_else(|| common(false, ids.1))).flatten())
    }

    /// The two words the other way round.
    fn swapped(&self, one: &Side<'_>, two: &Side<'_>, ids: (Id, Id)) -> Option<Oddity> {
        let times = self.phrases.count(two.word.key, one.word.key);
        let (before, behind) = self.around(one.at);
        let word = |first: Option<Id>, second: Option<Id>| {
            first.zip(second).is_some_and(|(first, second)| lexicon::is_word(first, second))
        };
        // `thông tin nguồn`: half of another word; `tuần cuối của tháng`: two words of their own.
        let halves = word(before, Some(ids.0)) || word(Some(ids.1), behind);
        let own = lexicon::stands_alone(ids.0) && lexicon::stands_alone(ids.1);
        if halves || own || !(lexicon::is_word(ids.1, ids.0) || times > 2) || one.token.case != Case::Lower {
            return None;
        }
        let reported = |first: Id, second: Id| {
            neighbours::reports(first, second) > 0
                || lexicon::is_word(first, second)
                || self.phrases.count(lexicon::key(first), lexicon::key(second)) > 1
        };
        let strange = before.is_some_and(|before| !reported(before, ids.0))
            || behind.is_some_and(|behind| !reported(ids.1, behind));
        let right =
            before.is_none_or(|before| reported(before, ids.1)) && behind.is_none_or(|behind| reported(ids.0, behind));
        (strange && right).then(|| {
            let right = format!("{} {}", self.text(two), self.text(one));
            Oddity { count: 1, others: times, ..Oddity::new("swapped", Some(right)) }
        })
    }
}

/// The syllable of which a consonant is left.
pub(super) fn of_rest(seen: &Seen<'_>, at: TokenId) -> Option<(TokenId, Oddity)> {
    let side = seen.side(at)?;
    let token = |at: TokenId| seen.document.tokens.get(at as usize);
    let typed = fold(seen.text(&side));
    let (before, behind) = (at.checked_sub(1).and_then(token)?, token(at + 1)?);
    let closes = side.token.ends_sentence || [',', ')', '.'].iter().any(|mark| behind.is(*mark));
    // `văn bn`, `Hội đng nhân dân`: only the vowel was lost.
    let skeleton = typed.chars().nth(1).is_some();
    if !side.token.spaced || closes && !skeleton || seen.is_told(&side) {
        return None;
    }
    let figure = before.is_number();
    let named = before.is_word() && super::parted::names_letter(&fold(seen.document.slice(before.span)));
    if named || before.ends_sentence || !figure && !before.is_word() || figure && UNITS.contains(&typed.as_str()) {
        return None;
    }
    // `c ông` is one syllable in two pieces.
    let joined = |head: &str, tail: &str| lexicon::id(key(&fold(&format!("{head}{tail}")))).is_some();
    let (head, tail) = (seen.document.slice(before.span), seen.document.slice(behind.span));
    if joined(head, &typed) || joined(&typed, tail) {
        return None;
    }
    let last = if side.token.ends_sentence { Neighbour::Nothing } else { neighbour_of(behind) };
    let first = neighbour_of(before);
    let id_of = |neighbour| if let Neighbour::Known(Some(id), Some(_)) = neighbour { Some(id) } else { None };
    let (before, behind) = (id_of(first), id_of(last));
    let candidates = [
        before.map(lexicon::seconds),
        behind.map(lexicon::firsts),
        before.map(neighbours::behind),
        behind.map(neighbours::before),
    ];
    let likely = candidates.into_iter().flatten().flatten().filter_map(|&id| {
        let right = lexicon::text(id);
        let bare = || right.chars().filter(|&c| !is_vowel(c)).eq(typed.chars());
        if right == typed || !(right.starts_with(&typed) && !closes || skeleton && bare()) {
            return None;
        }
        let own = Neighbour::Known(Some(id), Some(lexicon::key(id)));
        let weights = [seen.weight(first, own), seen.weight(own, last)].map(Option::unwrap_or_default);
        let rank = |one: Option<Id>, two: Option<Id>| one.zip(two).and_then(|(one, two)| lexicon::rank(one, two));
        let words = [rank(before, Some(id)), rank(Some(id), behind)];
        let surely = words.iter().zip(weights).any(|(rank, weight)| *rank == Some(Rank::Common) && weight >= SURELY);
        let both = words.iter().any(Option::is_some) && weights.iter().all(|weight| *weight >= LEFT);
        (surely || both).then_some((weights.iter().sum::<u32>(), id))
    });
    let (others, id) = likely.max_by_key(|&(weight, id)| (weight, std::cmp::Reverse(id)))?;
    Some((at, Oddity { count: 1, others, ..Oddity::new("company", Some(lexicon::text(id).to_owned())) }))
}

#[cfg(test)]
mod tests {
    use crate::fact::amount::tests::odd;

    #[test]
    fn a_syllable_that_was_lost() {
        for (text, expected) in [
            (
                "Dịch vụ công trực tuyến một; dịch vụ công trực tuyến hai; dịch vụ công tuyến ba.",
                "công tuyến = công trực tuyến",
            ),
            (
                "Công tác cải cách hành chính một; công tác cải cách hành chính hai; cải hành chính ba.",
                "cải hành = cải cách hành",
            ),
            ("Nghị định quy định về tác văn thư.", "về tác = về công tác"),
        ] {
            assert_eq!(odd(text, &["lost"]), [expected], "{text}");
        }
    }

    #[test]
    fn syllables_that_changed_places() {
        assert_eq!(odd("Hồ sơ quá hạn tập trung ở vực lĩnh đất đai.", &["swapped"]), ["vực lĩnh = lĩnh vực"]);
    }

    #[test]
    fn what_is_left_of_a_syllable() {
        for (text, expected) in [
            ("Sở đã góp ý 41 dự thảo văn bn.", "bn = bản"),
            ("Xử lý v phạm hành chính của xã.", "v = vi"),
            ("Đến nay th hiện tốt kế hoạch.", "th = thực"),
        ] {
            assert_eq!(odd(text, &["company"]), [expected], "{text}");
        }
    }

    #[test]
    fn letters_and_short_forms_stay() {
        for text in [
            "Điểm c khoản 2; nhóm b các xã; dài 5 m đường.",
            "Đơn vị sự nghiệp công lập, đơn vị sự nghiệp công lập và đơn vị công lập.",
            "Cấp giấy phép lái xe một; cấp giấy phép lái xe hai; cấp giấy phép xe tập lái.",
            "Hồ sơ chuyển đổi một; hồ sơ chuyển đổi hai; tỷ lệ hồ sơ đổi giấy phép; giao ban vào tuần cuối của tháng.",
            "Phường mới thành lập một; phường mới thành lập hai; phường thành lập ba.",
        ] {
            assert_eq!(odd(text, &["lost", "swapped", "company"]), [""; 0], "{text}");
        }
    }
}
