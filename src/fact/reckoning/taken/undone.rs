//! What is left, taken up by its name: `hoàn thành 07 tồn tại, hạn chế còn lại` of `89/96 tồn tại, hạn chế`, and what is not done yet
//! by the words that say what was done: `07 xã chưa được phê duyệt vị trí việc làm` of `128/135 xã đã được phê duyệt vị trí việc làm`.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::super::ledger::{adds_up_beside, done_of, names_another_paper};
use super::super::phrases::Phrases;
use super::super::read::{Figure, Reader, Sort as Kind, pairs};
use super::super::rest;
use super::super::slip::counts_alike;
use super::super::{Basis, Number, Reckoning, Sort};
use crate::document::TokenId;
use crate::fact::amount::keys;
use crate::fact::pattern::KeyMap;

/// What says that so many are left, behind their name.
const LEFT: Phrases = Phrases::of(&[keys!["còn" "lại"]]);
/// What says that so many are not done, behind their name.
const UNDONE: Phrases = Phrases::of(&[keys!["chưa"], keys!["chưa" "được"], keys!["chưa" "có"]]);
/// What tells of another time.
const ANOTHER_TIME: Phrases = Phrases::of(&[
    keys!["cùng" "kỳ"],
    keys!["năm" "trước"],
    keys!["quý" "trước"],
    keys!["kỳ" "trước"],
    keys!["trước" "đây"],
    keys!["so" "với"],
]);

/// Words behind a name in which it is said that so many are left: `cơ quan, đơn vị còn lại`.
const NEAR: TokenId = 4;
/// Words of a deed by which it is known: `phê duyệt vị trí việc làm`.
const LEAST_DEED: usize = 4;
/// Words of a deed that are looked at.
const MOST_DEED: usize = 8;
/// Wholes and parts of one name that a figure is held against.
const MOST_PAIRS: usize = 200;

/// A whole and its part, or a number that was told to be left.
struct Pair<'r> {
    figure: &'r Figure,
    terms: Vec<Number>,
    rest: Decimal,
}

pub fn find(reader: &Reader<'_>, later: &[&Figure], all: &[Reckoning]) -> Vec<Reckoning> {
    let is_claim = |figure: &&&Figure| {
        figure.sort == Kind::Amount && figure.unit.is_none() && !figure.noun.is_empty() && figure.depth == 0
    };
    let mut claims = later.iter().filter(is_claim).filter_map(|figure| claim(reader, figure)).peekable();
    if claims.peek().is_none() {
        return Vec::new();
    }
    let by_name = pairs_by_name(reader, all);
    claims.filter_map(|claim| of(reader, &claim, by_name.get(&claim.figure.head?)?)).collect()
}

/// A figure of the appraisal or the plan that is what is left.
struct Claim<'r> {
    figure: &'r Figure,
    /// What was not done with so many.
    deed: Vec<u64>,
}

fn claim<'r>(reader: &Reader<'_>, figure: &'r Figure) -> Option<Claim<'r>> {
    let sentence = figure.sentence.end;
    let until = (figure.end() + NEAR).min(sentence);
    let phrase = |phrases| (figure.tokens.end..until).find_map(|at| reader.beginning(at, sentence, phrases));
    if phrase(LEFT).is_some() {
        return Some(Claim { figure, deed: Vec::new() });
    }
    let from = phrase(UNDONE)?;
    let words = reader.tokens(from..sentence).iter().take_while(|token| token.is_word());
    let deed: Vec<u64> = words.map(|token| token.key).take(MOST_DEED).collect();
    (deed.len() >= LEAST_DEED).then_some(Claim { figure, deed })
}

/// Wholes with their parts, by the first word of their name, in the order of the text.
fn pairs_by_name<'r>(reader: &'r Reader<'_>, all: &[Reckoning]) -> KeyMap<Vec<Pair<'r>>> {
    let mut by_name: KeyMap<Vec<Pair<'r>>> = KeyMap::default();
    let mut put = |figure: &'r Figure, terms: Vec<Number>, rest: Decimal| {
        if let Some(head) = figure.head.filter(|_| figure.unit.is_none() && rest > Decimal::ZERO) {
            by_name.entry(head).or_default().push(Pair { figure, terms, rest });
        }
    };
    for (at, figure) in reader.figures.iter().enumerate() {
        if let Some((_, done)) = done_of(reader, at) {
            let (whole, part) = (figure.number, done.number);
            put(figure, vec![whole, part], whole.value() - part.value());
        }
        if let Some(whole) = figure.whole {
            put(figure, vec![whole, figure.number], whole.value() - figure.number.value());
        } else if figure.sort == Kind::Amount && rest::is_left(reader, figure) {
            put(figure, vec![figure.number], figure.number.value());
        }
    }
    for share in all.iter().filter(|one| one.holds && one.sort == Sort::Share && one.basis != Basis::Ratio) {
        let [part, whole] = share.terms.as_slice() else { continue };
        let figure = part.fact.and_then(|fact| reader.of_fact(fact)).filter(|figure| figure.whole.is_none());
        if let Some(figure) = figure {
            put(figure, vec![*whole, *part], whole.value() - part.value());
        }
    }
    by_name.values_mut().for_each(|pairs| pairs.sort_by_key(|pair| pair.figure.tokens.start));
    by_name
}

fn of(reader: &Reader<'_>, claim: &Claim<'_>, named: &[Pair<'_>]) -> Option<Reckoning> {
    let (figure, own) = (claim.figure, claim.figure.number);
    let here = named.partition_point(|pair| pair.figure.tokens.start < figure.sentence.start);
    let named = named.get(here.saturating_sub(MOST_PAIRS)..here)?;
    let borne_out =
        |pair: &Pair<'_>| pair.rest == own.value() || pair.terms.iter().any(|term| term.value() == own.value());
    let sums = named
        .iter()
        .enumerate()
        .any(|(at, one)| named.iter().skip(at + 1).any(|other| one.rest + other.rest == own.value()));
    if own.value() < Decimal::ONE || sums || named.iter().any(borne_out) || reader.is_told(figure) {
        return None;
    }
    let fits: Vec<(usize, &Pair<'_>)> =
        named.iter().filter_map(|pair| Some((shared(reader, claim, pair)?, pair))).collect();
    let most = fits.iter().map(|(shared, _)| *shared).max()?;
    let mut best = fits.iter().filter(|(shared, _)| *shared == most).map(|(_, pair)| *pair);
    let first = best.next()?;
    let alone = best.all(|pair| pair.rest == first.rest);
    if names_another_paper(reader, figure, first.figure.block) || adds_up_beside(reader, figure) {
        return None;
    }
    // Of a whole of one digit whatever is left is one slip from any other number.
    if claim.deed.is_empty() && first.terms.len() == 2 && first.terms.iter().all(|term| term.value() < Decimal::TEN) {
        return None;
    }
    let sort = if first.terms.len() == 2 { Sort::Rest } else { Sort::Same };
    (alone && counts_alike(first.rest, own.value()))
        .then(|| Reckoning::new(sort, Basis::Retold, own, first.terms.clone()))
        .flatten()
}

/// How many pairs of words the sentences of a claim and of a whole share beside the name; nothing where they tell of other things.
fn shared(reader: &Reader<'_>, claim: &Claim<'_>, pair: &Pair<'_>) -> Option<usize> {
    let (figure, other) = (claim.figure, pair.figure);
    let name = |figure: &Figure| reader.words_of(figure).take(2).collect::<Vec<_>>();
    let sentence = other.sentence.clone();
    if name(figure) != name(other) || reader.says(sentence.start..other.tokens.start, ANOTHER_TIME) {
        return None;
    }
    let words = reader.keys(sentence);
    if !claim.deed.is_empty() {
        let deed = claim.deed.get(..LEAST_DEED)?;
        return words.windows(LEAST_DEED).any(|window| window == deed).then_some(1);
    }
    let ours = pairs(&reader.keys(figure.sentence.clone()));
    let names: HashSet<(u64, u64)> = pairs(&reader.words_of(figure).collect::<Vec<_>>());
    let both = pairs(&words).intersection(&ours).filter(|pair| !names.contains(pair)).count();
    (both >= 1).then_some(both)
}
