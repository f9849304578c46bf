//! Things told again by the same words with another number.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::super::ledger::{done_of, is_measured, names_another_paper};
use super::super::read::{Figure, GENERAL, Reader, Sort as Kind};
use super::super::slip::{alike, size, swapped};
use super::super::{Basis, Number, Reckoning, Sort};
use crate::document::{Token, TokenId};
use crate::fact::amount::keys;

/// What is left or amiss.
const LEFT: &[u64] = keys!["còn" "chưa" "thiếu" "quá" "trễ" "chậm" "đang" "dư" "tồn"];
/// Words that end what is said of a figure.
const ADJUNCTS: &[u64] = keys!["do" "để" "trước" "vì" "nên" "theo" "trong" "tại" "và" "so" "với"];
/// What a step of the whole year or of all is called by everybody.
const MOST_WORDS: TokenId = 7;

/// Tellings of one name on either side of a figure that it is held against.
const MOST_TOLD: usize = 200;

pub fn find(reader: &Reader<'_>, later: &[&Figure]) -> Vec<Reckoning> {
    let book = Book::of(reader);
    let mut found = Vec::new();
    for figure in later.iter().filter(|figure| !is_measured(reader, figure)) {
        let one = book.base(figure).or_else(|| book.whole(figure)).or_else(|| book.left(figure));
        found.extend(one.or_else(|| book.listed(figure)));
    }
    found
}

/// One telling of a number of things.
struct Telling<'r> {
    figure: &'r Figure,
    number: Number,
    /// Words from the name on, to the end of what is said.
    tail: Vec<u64>,
    /// Whether it is left or amiss.
    left: bool,
    /// Whether it is the whole of a ratio.
    whole: bool,
}

/// All tellings by the first word of the name.
struct Book<'r> {
    reader: &'r Reader<'r>,
    by_name: HashMap<u64, Vec<Telling<'r>>>,
    /// How often each number is told of each name.
    times: HashMap<(u64, Decimal), usize>,
    /// What wholes and parts leave, by the first word of their name.
    rests: HashSet<(u64, Decimal)>,
}

impl<'r> Book<'r> {
    fn of(reader: &'r Reader<'r>) -> Self {
        let mut by_name: HashMap<u64, Vec<Telling<'r>>> = HashMap::new();
        let mut times: HashMap<(u64, Decimal), usize> = HashMap::new();
        let mut rests = HashSet::new();
        let counts = |(_, figure): &(usize, &Figure)| figure.sort != Kind::Percentage && figure.unit.is_none();
        for (at, figure) in reader.figures.iter().enumerate().filter(counts) {
            let Some(name) = reader.words_of(figure).next() else { continue };
            if let Some((_, done)) = done_of(reader, at) {
                rests.insert((name, figure.number.value() - done.number.value()));
            }
            let tail = tail(reader, figure);
            let left = is_left(reader, figure, &tail);
            let slot = by_name.entry(name).or_default();
            if let Some(whole) = figure.whole {
                slot.push(Telling { figure, number: whole, tail: tail.clone(), left: false, whole: true });
                rests.insert((name, whole.value() - figure.number.value()));
                *times.entry((name, whole.value())).or_default() += 1;
            }
            *times.entry((name, figure.number.value())).or_default() += 1;
            slot.push(Telling { figure, number: figure.number, tail, left, whole: false });
        }
        Self { reader, by_name, times, rests }
    }

    fn name(&self, figure: &Figure) -> Option<u64> {
        self.reader.words_of(figure).next().filter(|_| figure.unit.is_none())
    }

    /// The tellings of a figure's name, of very many those around it.
    fn named(&self, figure: &Figure) -> &[Telling<'r>] {
        let all = self.name(figure).and_then(|name| self.by_name.get(&name)).map(Vec::as_slice).unwrap_or_default();
        let here = all.partition_point(|one| one.figure.tokens.start < figure.tokens.start);
        all.get(here.saturating_sub(MOST_TOLD)..all.len().min(here + MOST_TOLD)).unwrap_or_default()
    }

    /// How often a number is told of a figure's name.
    fn times(&self, figure: &Figure, number: Decimal) -> usize {
        self.name(figure).and_then(|name| self.times.get(&(name, number))).copied().unwrap_or_default()
    }

    /// Whether one of the other figures of its name has a number of a figure.
    fn is_told(&self, figure: &Figure, number: Decimal, own: &[Number]) -> bool {
        self.times(figure, number) > own.iter().filter(|one| one.value() == number).count()
    }

    /// `hoàn thành ít nhất 45/90 nhiệm vụ` where the report tells `20/91 nhiệm vụ` and `91 nhiệm vụ`.
    fn whole(&self, figure: &Figure) -> Option<Reckoning> {
        let own = figure.whole.filter(|whole| size(whole.value()) >= 2)?;
        let told = self.named(figure);
        let others =
            || told.iter().filter(|one| one.number.token != own.token && one.number.token != figure.number.token);
        if self.is_told(figure, own.value(), &[own, figure.number]) {
            return None;
        }
        let near = |one: &&Telling<'_>| {
            alike(one.number.value(), own.value()) && one.figure.tokens.end < figure.sentence.start
        };
        let first = others().filter(near).find(|one| one.whole)?;
        let times = others().filter(|one| one.number.value() == first.number.value()).count();
        let rivals = others().filter(near).any(|one| one.number.value() != first.number.value());
        (times >= 2 && !rivals).then(|| Reckoning::new(Sort::Same, Basis::Retold, own, vec![first.number])).flatten()
    }

    /// `61/64 nhiệm vụ hoàn thành` where the report tells `61/62 nhiệm vụ`, and no other number of which it is 61.
    fn base(&self, figure: &Figure) -> Option<Reckoning> {
        let (own, part) = (figure.whole?, figure.number.value());
        if size(part) < 2 {
            return None;
        }
        let same = |one: &&Telling<'_>| {
            one.whole && one.figure.number.value() == part && one.figure.number.token != figure.number.token
        };
        let mut told = self.named(figure).iter().filter(same);
        let first = told.next()?;
        let alone = told.all(|one| one.number.value() == first.number.value());
        let before = first.figure.tokens.end < figure.sentence.start;
        let near = alike(first.number.value(), own.value());
        (alone && before && near).then(|| Reckoning::new(Sort::Same, Basis::Retold, own, vec![first.number])).flatten()
    }

    /// What is left, taken up by the same words: `buộc 38 mỏ lắp trạm cân, camera` of `38 mỏ chưa lắp trạm cân, camera`.
    fn left(&self, figure: &Figure) -> Option<Reckoning> {
        let own = figure.number;
        if figure.sort != Kind::Amount || figure.depth > 0 || own.value() < Decimal::TWO {
            return None;
        }
        let general = self.reader.beginning(figure.noun.start, figure.noun.end, GENERAL).is_some();
        let tail = tail(self.reader, figure);
        let told = self.named(figure);
        let others = || told.iter().filter(|one| one.number.token != own.token);
        if general || self.is_told(figure, own.value(), &[own]) {
            return None;
        }
        let before = || others().filter(|one| one.left && one.figure.tokens.end < figure.sentence.start);
        let shared = |one: &&Telling<'_>| common(&one.tail, &tail);
        let best = before().max_by_key(shared)?;
        let rivals = before().any(|one| shared(&one) == shared(&best) && one.number.value() != best.number.value());
        let value = best.number.value();
        let swap = size(value) >= 2 && swapped(value, own.value());
        let near = alike(value, own.value());
        let times = before().filter(|one| one.number.value() == value).count();
        let name = self.reader.words_of(figure).next()?;
        // Another whole leaves so many.
        if self.rests.contains(&(name, own.value())) || names_another_paper(self.reader, figure, best.figure.block) {
            return None;
        }
        let rests = self.rests.contains(&(name, value));
        let again =
            is_left(self.reader, figure, &tail) && shared(&best) >= 1 && (times >= 2 || rests && size(value) >= 2);
        // "còn 18 thôn lõm sóng" twice, "xóa 28 thôn lõm sóng" once.
        let often = times >= 2 || times == 1 && self.times(figure, value) >= 3;
        let told = shared(&best) >= 2 && (swap || (shared(&best) >= 3 || often) && near) || again && near;
        (told && !rivals).then(|| Reckoning::new(Sort::Same, Basis::Retold, own, vec![best.number])).flatten()
    }

    /// `25 vụ việc khiếu nại, 05 vụ việc tố cáo`, told again with one of the two changed.
    fn listed(&self, figure: &Figure) -> Option<Reckoning> {
        let reader = self.reader;
        let (first, second) = beside(reader, figure)?;
        let own = figure.number;
        let is_same = |one: &Figure, other: &Figure| {
            one.number.value() == other.number.value() && tail(reader, one) == tail(reader, other)
        };
        let pairs = self.named(figure).iter().filter_map(|one| {
            let (a, b) = beside(reader, one.figure)?;
            let apart = a.sentence.start != first.sentence.start;
            (apart && is_same(a, first) && tail(reader, b) == tail(reader, second)).then_some(b)
        });
        let pairs: Vec<&Figure> = pairs.collect();
        if second.number.token != own.token || pairs.iter().any(|pair| pair.number.value() == own.value()) {
            return None;
        }
        let other = pairs.first()?.number;
        let fewer = self.times(figure, own.value()) < self.times(figure, other.value());
        (alike(other.value(), own.value()) && fewer && size(first.number.value()) >= 2)
            .then(|| Reckoning::new(Sort::Same, Basis::Retold, own, vec![other]))
            .flatten()
    }
}

/// A figure and the one before it, parted by one comma.
fn beside<'r>(reader: &'r Reader<'_>, figure: &'r Figure) -> Option<(&'r Figure, &'r Figure)> {
    let at = reader.figures.partition_point(|other| other.tokens.start < figure.tokens.start);
    let before = reader.figure(at.checked_sub(1)?)?;
    let between = reader.tokens(before.tokens.end..figure.tokens.start);
    let commas = between.iter().filter(|token| !token.is_word()).count();
    let listed = before.sentence == figure.sentence
        && commas == 1
        && between.last().is_some_and(|token| token.is(','))
        && before.sort == Kind::Amount
        && figure.sort == Kind::Amount
        && reader.same_thing(before, figure);
    listed.then_some((before, figure))
}

/// The words behind a number, to the first mark or what no longer names it; what says that it is left is none of them.
fn tail(reader: &Reader<'_>, figure: &Figure) -> Vec<u64> {
    let until = (figure.tokens.end + MOST_WORDS).min(figure.sentence.end);
    let from = figure.noun.start.max(figure.number.token + 1).min(until);
    let words = reader.tokens(from..until).iter().take_while(|token| token.is_word() && !ADJUNCTS.contains(&token.key));
    words.map(|token| token.key).filter(|word| !LEFT.contains(word)).collect()
}

/// Whether the words at a figure say that it is left or amiss.
fn is_left(reader: &Reader<'_>, figure: &Figure, tail: &[u64]) -> bool {
    let start = figure.tokens.start;
    let until = (figure.tokens.end + MOST_WORDS).min(figure.sentence.end).min(start + tail.len() as TokenId + 4);
    let left = |token: &Token| LEFT.contains(&token.key);
    let before = reader.tokens(start.saturating_sub(2).max(figure.sentence.start)..start).iter().rev();
    let behind = reader.tokens(figure.tokens.end..until.max(figure.tokens.end)).iter();
    before.take_while(|token| token.is_word()).any(left) || behind.take_while(|token| token.is_word()).any(left)
}

/// How many pairs of words two tails share.
fn common(one: &[u64], other: &[u64]) -> usize {
    let pairs: Vec<&[u64]> = one.windows(2).collect();
    other.windows(2).filter(|pair| pairs.contains(pair)).count()
}
