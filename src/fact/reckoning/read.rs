//! The figures of running text, with what stands around them.

use std::cell::OnceCell;
use std::sync::Arc;

use std::collections::HashSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::phrases::Phrases;
use super::vocabulary::Vocabulary;
use super::{Number, is_one};
use crate::document::{BlockKind, Case, Document, Token, TokenId, TokenKind};
use crate::fact::amount::{Grouping, keys};
use crate::fact::pattern::KeyMap;
use crate::fact::{Builtin, Fact, FactId, Facts, Kind as FactKind, Value, View, Written};
use crate::text::{self, key_of_keys};

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Amount,
    Ratio,
    Percentage,
}

/// A figure of the text.
#[derive(Debug, Clone)]
pub struct Figure {
    pub sort: Sort,
    /// Its tokens, unit included.
    pub tokens: Range<TokenId>,
    /// The number; of a ratio the part.
    pub number: Number,
    /// The whole of a ratio.
    pub whole: Option<Number>,
    /// The key of its unit.
    pub unit: Option<u64>,
    /// The words that name what is counted, and the first of them.
    pub noun: Range<TokenId>,
    pub head: Option<u64>,
    /// Its block.
    pub block: u32,
    /// Its sentence.
    pub sentence: Range<TokenId>,
    /// How many brackets stand around it.
    pub depth: u32,
}

impl Figure {
    /// One past the figure and the words that name what it counts.
    pub fn end(&self) -> TokenId {
        self.tokens.end.max(self.noun.end)
    }

    /// The number that others may be parts of: the whole of a ratio, or the amount.
    pub fn total(&self) -> Number {
        self.whole.unwrap_or(self.number)
    }
}

/// A document with its figures.
pub struct Reader<'a> {
    pub document: &'a Document,
    pub facts: &'a Facts,
    /// What rules say of headings and levels.
    pub vocabulary: &'a Vocabulary,
    /// All figures of running text, in order.
    pub figures: Vec<Figure>,
    /// The figures of each block that has some.
    pub blocks: Vec<Range<usize>>,
    /// The words that each abbreviation of one token stands for, where the report defines it.
    long: KeyMap<Vec<u64>>,
    /// The blocks in which each document number stands, in order; gathered when first asked for.
    papers: OnceCell<KeyMap<Vec<u32>>>,
}

/// Figures above this are no counts or sums of money; below it no product of two and a few digits is beyond a decimal.
const MOST: i128 = 1_000_000_000_000_000_000;

/// Figures further apart than so many others are not held against each other, however alike their words.
pub const MOST_BESIDE: usize = 400;

impl<'a> Reader<'a> {
    pub fn of(document: &'a Document, facts: &'a Facts, vocabulary: &'a Vocabulary) -> Self {
        // Facts of one kind, and numbers of all kinds among themselves, follow each other as in the text.
        let is_figure = |fact: &Fact| {
            matches!(fact.kind, FactKind::Builtin(Builtin::Amount | Builtin::Ratio | Builtin::Percentage))
        };
        let found: Vec<(usize, &Fact)> =
            facts.built_in().iter().enumerate().filter(|(_, fact)| is_figure(fact)).collect();
        let long = facts.built_in().iter().filter_map(|fact| defined(document, fact)).collect();
        let is_grouped =
            |fact: &Fact, as_is: Grouping| matches!(&fact.value, Value::Amount(amount) if amount.grouping == as_is);
        let pointed = found.iter().filter(|(_, fact)| is_grouped(fact, Grouping::Points)).take(2).count() == 2;
        let mut figures: Vec<Figure> = Vec::with_capacity(found.len());
        let (mut here, mut at, mut depth) = (None, 0, 0);
        for (id, fact) in found {
            let start = fact.tokens.start;
            let number = document.block_of(start);
            let Some(block) = document.blocks.get(number as usize) else { continue };
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading | BlockKind::Note(_)) {
                continue;
            }
            if here != Some(number) {
                (here, at, depth) = (Some(number), block.tokens.start, 0);
            }
            depth = document.tokens_in(at..start).iter().fold(depth, deeper);
            at = start;
            // "33.81 triệu đồng" beside numbers with points between thousands has lost a digit.
            if pointed && is_grouped(fact, Grouping::Broken) {
                continue;
            }
            if is_of_levels(document, start) || names_a_time(document, fact) || opens_an_item(document, start) {
                continue;
            }
            // "8,415 trường hợp": a count has no three decimals, but has a comma for its point.
            if pointed && is_count_with_comma(fact) {
                continue;
            }
            let last = figures.last().map(|figure| &figure.sentence).filter(|sentence| sentence.contains(&start));
            let sentence = last.cloned().unwrap_or_else(|| document.sentence_of(start));
            let view = View { document, start: block.tokens.start, end: block.tokens.end };
            let made = figure(view, id as FactId, fact, Place { block: number, sentence, depth });
            if let Some(figure) = made {
                at = figure.tokens.end;
                figures.push(figure);
            }
        }
        let mut blocks = Vec::new();
        let mut first = 0;
        for own in figures.chunk_by(|one, other| one.block == other.block) {
            pieces(own, first, &mut blocks);
            first += own.len();
        }
        Self { document, facts, vocabulary, figures, blocks, long, papers: OnceCell::new() }
    }

    pub fn figure(&self, at: usize) -> Option<&Figure> {
        self.figures.get(at)
    }

    /// The figures around a token: those that anybody would hold against it.
    pub fn near(&self, at: TokenId) -> &[Figure] {
        let here = self.figures.partition_point(|figure| figure.tokens.start < at);
        let until = self.figures.len().min(here + MOST_BESIDE);
        self.figures.get(here.saturating_sub(MOST_BESIDE)..until).unwrap_or_default()
    }

    /// The same, those before the token and those behind it.
    pub fn on_both_sides(&self, at: TokenId) -> (&[Figure], &[Figure]) {
        let near = self.near(at);
        near.split_at(near.partition_point(|figure| figure.tokens.start < at))
    }

    /// The figure that is a fact.
    pub fn of_fact(&self, id: FactId) -> Option<&Figure> {
        let start = self.facts.get(id)?.tokens.start;
        let at = self.figures.partition_point(|figure| figure.tokens.start < start);
        self.figures.get(at).filter(|figure| figure.number.fact == Some(id))
    }

    #[inline]
    pub fn token(&self, at: TokenId) -> Option<&Token> {
        self.document.tokens.get(at as usize)
    }

    #[inline]
    pub fn tokens(&self, range: Range<TokenId>) -> &[Token] {
        self.document.tokens_in(range)
    }

    #[inline]
    pub fn is_mark(&self, at: TokenId, mark: char) -> bool {
        self.token(at).is_some_and(|token| token.is(mark))
    }

    /// Whether one of these phrases stands somewhere in a stretch.
    pub fn says(&self, range: Range<TokenId>, phrases: Phrases) -> bool {
        phrases.stand_in(self.tokens(range))
    }

    /// The place where one of these phrases begins that ends right before a token: the longest.
    #[inline]
    pub fn ending(&self, end: TokenId, least: TokenId, phrases: Phrases) -> Option<TokenId> {
        let last = end.checked_sub(1).filter(|last| *last >= least)?;
        if !phrases.may_end(self.token(last)?.key) {
            return None;
        }
        phrases.at_end(self.tokens(least..end)).map(|length| end - length as TokenId)
    }

    /// One past the phrase that begins at a token: the longest.
    #[inline]
    pub fn beginning(&self, at: TokenId, most: TokenId, phrases: Phrases) -> Option<TokenId> {
        if at >= most || !phrases.may_begin(self.token(at)?.key) {
            return None;
        }
        phrases.at_start(self.tokens(at..most)).map(|length| at + length as TokenId)
    }

    /// The words that name what a figure counts.
    pub fn words_of(&self, figure: &Figure) -> impl Iterator<Item = u64> {
        self.tokens(figure.noun.clone()).iter().filter(|token| token.is_word()).map(|token| token.key)
    }

    /// The words of a stretch, abbreviations that the report defines written out: `175 VBQPPL` and `175 văn bản` are one thing.
    pub fn spelled(&self, range: Range<TokenId>) -> Vec<u64> {
        let mut all = self.keys(range);
        if !self.long.is_empty() && all.iter().any(|word| self.long.contains_key(word)) {
            let long = |word: u64| self.long.get(&word).cloned().unwrap_or_else(|| vec![word]);
            all = all.into_iter().flat_map(long).collect();
        }
        all
    }

    /// Whether a token is in capitals.
    pub fn is_abbreviation(&self, at: TokenId) -> bool {
        self.token(at).is_some_and(|token| token.is_word() && matches!(token.case, Case::Upper | Case::Mixed))
    }

    /// How many words a stretch has.
    pub fn words(&self, range: Range<TokenId>) -> usize {
        self.tokens(range).iter().filter(|token| token.is_word()).count()
    }

    /// The words of a stretch.
    pub fn keys(&self, range: Range<TokenId>) -> Vec<u64> {
        self.tokens(range).iter().filter(|token| token.is_word()).map(|token| token.key).collect()
    }

    /// Whether two figures measure by the same unit, or count things of the same name as far as both say it.
    pub fn same_thing(&self, a: &Figure, b: &Figure) -> bool {
        if a.unit.is_some() || b.unit.is_some() {
            return a.unit == b.unit;
        }
        // Every figure is held against every other: most differ in the first word.
        a.head.is_some() && a.head == b.head && self.words_of(a).zip(self.words_of(b)).all(|(a, b)| a == b)
    }

    /// The same, where one of them may have no name at all.
    pub fn may_be_same(&self, a: &Figure, b: &Figure) -> bool {
        a.unit == b.unit && (a.unit.is_some() || a.noun.is_empty() || b.noun.is_empty() || self.same_thing(a, b))
    }

    /// Whether another figure of the same things has the same number.
    pub fn is_told(&self, figure: &Figure) -> bool {
        self.near(figure.tokens.start).iter().any(|other| {
            let numbers = [Some(other.number), other.whole];
            let equal =
                |number: &Number| number.token != figure.number.token && number.value() == figure.number.value();
            other.sort != Sort::Percentage && numbers.iter().flatten().any(equal) && self.same_thing(other, figure)
        })
    }

    /// How many pairs of neighbouring words the sentences of two figures share, but for what both count.
    pub fn shared(&self, a: &Figure, b: &Figure) -> usize {
        let own = |figure: &Figure| {
            let before = pairs(&self.keys(figure.sentence.start..figure.tokens.start));
            let after = pairs(&self.keys(figure.end()..figure.sentence.end));
            before.union(&after).copied().collect::<HashSet<_>>()
        };
        own(a).intersection(&own(b)).count()
    }

    /// The blocks in which the document number that begins at a token stands.
    pub fn blocks_of_paper(&self, at: TokenId) -> Option<&[u32]> {
        let is_paper = |fact: &&Fact| fact.kind == FactKind::Builtin(Builtin::DocumentNumber);
        let key = |fact: &Fact| key_of_keys(self.keys(fact.tokens.clone()));
        let mut here = self.facts.starting_at(at).iter().filter_map(|&id| self.facts.get(id));
        let paper = here.find(is_paper)?;
        let papers = self.papers.get_or_init(|| {
            let mut papers: KeyMap<Vec<u32>> = KeyMap::default();
            for paper in self.facts.built_in().iter().filter(is_paper) {
                papers.entry(key(paper)).or_default().push(self.document.block_of(paper.tokens.start));
            }
            papers
        });
        papers.get(&key(paper)).map(Vec::as_slice)
    }

    /// The end of the bracket around a token, or of its sentence without the last mark.
    pub fn stop(&self, from: TokenId, inside: bool, sentence: &Range<TokenId>) -> TokenId {
        let mut depth = 0u32;
        let mut at = from;
        while at < sentence.end {
            if self.is_mark(at, '(') {
                depth += 1;
            } else if self.is_mark(at, ')') {
                if depth == 0 && inside {
                    return at;
                }
                depth = depth.saturating_sub(1);
            }
            at += 1;
        }
        if at > from
            && self.token(at - 1).is_some_and(|token| token.ends_sentence && !token.is_word() && !token.is_number())
        {
            at -= 1;
        }
        at
    }
}

/// Whether a number is a further one of levels: the 4 of `dịch vụ công trực tuyến mức độ 3, 4`.
fn is_of_levels(document: &Document, start: TokenId) -> bool {
    let token = |at: Option<TokenId>| at.and_then(|at| document.tokens.get(at as usize));
    let back = |by: TokenId| start.checked_sub(by);
    let joined = token(back(1)).is_some_and(|mark| mark.is(',') || mark.key == AND);
    joined
        && token(back(2)).is_some_and(|number| number.is_number())
        && token(back(3)).is_some_and(|word| LEVELS.contains(&word.key))
}

/// Words before the numbers of levels: `mức độ 3 và 4`.
const LEVELS: &[u64] = keys!["độ" "mức"];
const AND: u64 = text::key("và");

/// Whether a number in brackets begins an item within a paragraph: `(3) Còn thiếu 02 công chức`.
fn opens_an_item(document: &Document, start: TokenId) -> bool {
    let token = |at: TokenId| document.tokens.get(at as usize);
    let begins = |word: &Token| document.slice(word.span).starts_with(char::is_uppercase);
    start.checked_sub(1).and_then(token).is_some_and(|mark| mark.is('('))
        && token(start + 1).is_some_and(|mark| mark.is(')'))
        && token(start + 2).is_some_and(begins)
}

/// Whether a number without a name says which month, quarter or day: `từ 08 hồ sơ trong tháng 7 xuống còn 02 hồ sơ`.
fn names_a_time(document: &Document, fact: &Fact) -> bool {
    let Value::Amount(amount) = &fact.value else { return false };
    let before = fact.tokens.start.checked_sub(1).and_then(|at| document.tokens.get(at as usize));
    amount.unit.is_none() && amount.noun.is_empty() && before.is_some_and(|word| TIMES.contains(&word.key))
}

/// Words before the number of a time.
const TIMES: &[u64] = keys!["tháng" "quý" "ngày"];

/// Whether a figure counts by a name and has three decimals.
fn is_count_with_comma(fact: &Fact) -> bool {
    let Value::Amount(amount) = &fact.value else { return false };
    amount.written.decimals == 3
        && amount.unit.is_none()
        && is_one(amount.scale)
        && !amount.noun.is_empty()
        && amount.written.value >= Decimal::ONE
}

/// The key of an abbreviation of one token, and of the words that it is defined to stand for.
fn defined(document: &Document, fact: &Fact) -> Option<(u64, Vec<u64>)> {
    let Value::Definition(definition) = &fact.value else { return None };
    let [short] = document.tokens_in(definition.short.clone()) else { return None };
    let long = document.tokens_in(definition.long.clone()).iter().filter(|token| token.is_word());
    let long: Vec<u64> = long.map(|token| token.key).collect();
    (long.len() >= 2).then_some((short.key, long))
}

/// How many brackets stand around what follows a token, given how many stand around it.
#[inline]
fn deeper(depth: u32, token: &Token) -> u32 {
    match token.kind {
        TokenKind::Punctuation('(') => depth + 1,
        TokenKind::Punctuation(')') => depth.saturating_sub(1),
        _ => depth,
    }
}

/// The figures of one block, the first of which has a number; of a block that has very many, those of a few sentences at a time.
fn pieces(figures: &[Figure], first: usize, all: &mut Vec<Range<usize>>) {
    let mut from = 0;
    for (at, pair) in (1..).zip(figures.windows(2)) {
        let turns = matches!(pair, [last, figure] if last.sentence != figure.sentence);
        if at - from >= MOST_BESIDE && turns || at - from >= 2 * MOST_BESIDE {
            all.push(first + from..first + at);
            from = at;
        }
    }
    all.push(first + from..first + figures.len());
}

/// Pairs of neighbouring words.
pub fn pairs(keys: &[u64]) -> HashSet<(u64, u64)> {
    keys.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
}

/// Where a figure stands.
struct Place {
    block: u32,
    sentence: Range<TokenId>,
    depth: u32,
}

fn figure(view: View<'_>, id: FactId, fact: &Fact, place: Place) -> Option<Figure> {
    let at = fact.tokens.start;
    let number = |token: TokenId, written: Written, scale: Decimal, percent: bool| Number {
        fact: Some(id),
        token,
        written,
        scale,
        rounded: percent || written.decimals > 0 || !is_one(scale),
    };
    let key = |unit: &Option<Arc<str>>| unit.as_deref().map(text::fold_key);
    let (sort, number, whole, unit, noun) = match &fact.value {
        Value::Amount(amount) => {
            let number = number(amount.number, amount.written, amount.scale, false);
            (Sort::Amount, number, None, key(&amount.unit), amount.noun.clone())
        }
        Value::Ratio(ratio) => {
            let part = number(at, ratio.part, ratio.scale, false);
            let whole = number(at + 2, ratio.whole, ratio.scale, false);
            (Sort::Ratio, part, Some(whole), key(&ratio.unit), ratio.noun.clone())
        }
        Value::Percentage(percentage) => {
            let number = number(at, percentage.written, Decimal::ONE, true);
            (Sort::Percentage, number, None, None, fact.tokens.end..fact.tokens.end)
        }
        _ => return None,
    };
    if [Some(number), whole].into_iter().flatten().any(|number| number.value().trunc().mantissa() > MOST) {
        return None;
    }
    let Place { block, sentence, depth } = place;
    let head = view.document.tokens_in(noun.clone()).iter().find(|token| token.is_word()).map(|token| token.key);
    Some(Figure { sort, tokens: fact.tokens.clone(), number, whole, unit, noun, head, block, sentence, depth })
}

/// Names that fit whatever was counted before.
pub const GENERAL: Phrases = Phrases::of(&[
    keys!["người"],
    keys!["trường" "hợp"],
    keys!["đơn" "vị"],
    keys!["cơ" "quan"],
    keys!["địa" "phương"],
    keys!["nơi"],
    keys!["đồng" "chí"],
]);

/// Units of time and marks: no things of which there are parts.
pub const UNCOUNTED: &[u64] = keys!["ngày" "tháng" "năm" "giờ" "phút" "giây" "điểm"];
