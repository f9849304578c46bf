//! Words that rules give the reckonings, as lists and tables of these names: which headings a report plans and appraises under, what
//! is named without a comma, and which names leave nothing out where all are told. Where no pack declares one, it is empty.

use crate::document::Token;
use crate::fact::pattern::KeyMap;
use crate::text;

/// Phrases of a list of rules, by the keys of their words.
#[derive(Debug, Clone, Default)]
pub struct Words(Vec<Vec<u64>>);

/// The keys of a phrase, commas among them.
fn keys(phrase: &str) -> Vec<u64> {
    phrase.replace(',', " , ").split_whitespace().map(text::fold_key).collect()
}

impl Words {
    /// The phrases of these entries.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e str>) -> Self {
        Self(entries.into_iter().map(keys).collect())
    }

    /// Whether these tokens begin with one of the phrases.
    pub fn lead(&self, tokens: &[Token]) -> bool {
        self.at_start(tokens).is_some()
    }

    /// How many words the longest phrase has that these tokens begin with.
    pub fn at_start(&self, tokens: &[Token]) -> Option<usize> {
        let first = tokens.first()?.key;
        let begins = |phrase: &&Vec<u64>| {
            phrase.first() == Some(&first)
                && tokens
                    .get(..phrase.len())
                    .is_some_and(|tokens| tokens.iter().map(|token| &token.key).eq(phrase.iter()))
        };
        self.0.iter().filter(begins).map(Vec::len).max()
    }

    /// Whether these tokens end with one of the phrases.
    pub fn end(&self, tokens: &[Token]) -> bool {
        let tail = |phrase: &[u64]| tokens.len().checked_sub(phrase.len()).and_then(|from| tokens.get(from..));
        self.0.iter().any(|phrase| tail(phrase).is_some_and(|tail| tail.iter().map(|token| &token.key).eq(phrase)))
    }

    /// Whether one of the phrases stands somewhere in these tokens.
    pub fn stand_in(&self, tokens: &[Token]) -> bool {
        !self.0.is_empty() && (0..tokens.len()).any(|at| tokens.get(at..).is_some_and(|tokens| self.lead(tokens)))
    }
}

/// A division of things into classes, which together are all of them.
#[derive(Debug, Clone, Default)]
pub struct Division {
    /// The wordings, each with the number of its class.
    phrases: Vec<(Vec<u64>, u32)>,
    /// How many classes there are; and of each whether it may be left out.
    optional: Vec<bool>,
}

impl Division {
    /// Classes in the way rules write them: wordings parted by `|`, a class that may be left out behind `?`.
    pub fn of<'e>(classes: impl Iterator<Item = &'e str>) -> Self {
        let mut made = Self::default();
        for (class, written) in (0..).zip(classes) {
            let (optional, written) = written.strip_prefix('?').map_or((false, written), |rest| (true, rest));
            made.optional.push(optional);
            made.phrases.extend(written.split('|').map(|wording| (keys(wording), class)));
        }
        made
    }

    /// How many classes there are that may not be left out.
    pub fn classes(&self) -> usize {
        self.optional.iter().filter(|optional| !**optional).count()
    }

    /// Whether these are all classes that may not be left out, two at least.
    pub fn is_whole(&self, told: impl Iterator<Item = u32>) -> bool {
        let told: Vec<u32> = told.collect();
        let needed = (0..).zip(&self.optional).filter(|(_, optional)| !**optional);
        let mut needed = needed.map(|(class, _)| class);
        told.len() >= 2 && needed.all(|class| told.contains(&class))
    }

    /// The longest wording that these tokens begin with: its length and its class.
    fn leading(&self, tokens: &[Token]) -> Option<(usize, u32)> {
        let begins = |phrase: &[u64]| {
            tokens.get(..phrase.len()).is_some_and(|tokens| tokens.iter().map(|token| &token.key).eq(phrase))
        };
        let found = self.phrases.iter().filter(|(phrase, _)| begins(phrase));
        found.map(|(phrase, class)| (phrase.len(), *class)).max()
    }

    /// Whether a wording that begins these tokens goes on over the one at a distance.
    pub fn spans(&self, tokens: &[Token], distance: usize) -> bool {
        self.leading(tokens).is_some_and(|(length, _)| length > distance + 1)
    }

    /// The class that these tokens name: one only, and not its opposite.
    pub fn class_of(&self, tokens: &[Token], not: &[u64]) -> Option<u32> {
        let mut found = None;
        let mut at = 0;
        while at < tokens.len() {
            let Some((length, class)) = self.leading(tokens.get(at..)?) else {
                at += 1;
                continue;
            };
            let denied = at.checked_sub(1).and_then(|before| tokens.get(before));
            if found.is_some_and(|known| known != class) || denied.is_some_and(|word| not.contains(&word.key)) {
                return None;
            }
            found = Some(class);
            at += length;
        }
        found
    }
}

/// All divisions.
#[derive(Debug, Clone, Default)]
pub struct Divisions {
    all: Vec<Division>,
    /// The divisions with a wording that begins with a word.
    by_first: KeyMap<Vec<u32>>,
}

impl Divisions {
    /// Of these.
    pub fn of(all: Vec<Division>) -> Self {
        let mut by_first: KeyMap<Vec<u32>> = KeyMap::default();
        for (number, division) in (0..).zip(&all) {
            for first in division.phrases.iter().filter_map(|(phrase, _)| phrase.first()) {
                let known = by_first.entry(*first).or_default();
                if known.last() != Some(&number) {
                    known.push(number);
                }
            }
        }
        Self { all, by_first }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those of which all classes that may not be left out have a word in a text.
    pub fn told_in(&self, tokens: &[Token]) -> impl Iterator<Item = &Division> {
        let mut told: Vec<Vec<u32>> = vec![Vec::new(); self.all.len()];
        for (at, token) in tokens.iter().enumerate() {
            for &number in self.by_first.get(&token.key).into_iter().flatten() {
                let division = self.all.get(number as usize);
                let class = division.zip(tokens.get(at..)).and_then(|(division, tokens)| division.leading(tokens));
                if let Some(((_, class), known)) = class.zip(told.get_mut(number as usize))
                    && !known.contains(&class)
                {
                    known.push(class);
                }
            }
        }
        self.all
            .iter()
            .zip(told)
            .filter(|(division, told)| division.is_whole(told.iter().copied()))
            .map(|(division, _)| division)
    }
}

/// All words that the reckonings take from rules.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// `plan_headings`: what a heading says above what is to be done.
    pub plans: Words,
    /// `plan_openings`: what such a heading begins with where it names a time to come.
    pub plan_openings: Words,
    /// `appraisal_headings`: what a heading says above what is said of the results as a whole.
    pub appraisals: Words,
    /// `appraisal_openings`: what such a heading begins with.
    pub appraisal_openings: Words,
    /// `places`: what is called by a name without a comma, so that names can be counted.
    pub places: Words,
    /// `overlapping`: what one may be beside anything else, so that such parts need not come to their total.
    pub overlapping: Words,
    /// `people`: those whom cases, classes and families have.
    pub people: Words,
    /// `ordinals`: what stands before the number of one of several.
    pub ordinals: Words,
    /// `sides`: two that leave nothing out where figures of both are told.
    pub sides: Vec<(Words, Words)>,
    /// `opposites`: two whose shares make up all.
    pub opposites: Vec<(Words, Words)>,
    /// `divisions`: classes that leave nothing out.
    pub divisions: Divisions,
}

impl Vocabulary {
    /// The words under these names: the entries of a list, and the rows of a table.
    pub fn of<'e, L, R>(list: impl Fn(&str) -> L, table: impl Fn(&str) -> R) -> Self
    where
        L: IntoIterator<Item = &'e str>,
        R: IntoIterator<Item = Vec<&'e str>>,
    {
        let words = |name: &str| Words::of(list(name));
        let pairs = |name: &str| {
            let pair = |row: Vec<&'e str>| match *row.as_slice() {
                [one, other] => Some((Words::of(one.split('|')), Words::of(other.split('|')))),
                _ => None,
            };
            table(name).into_iter().filter_map(pair).collect()
        };
        Self {
            plans: words("plan_headings"),
            plan_openings: words("plan_openings"),
            appraisals: words("appraisal_headings"),
            appraisal_openings: words("appraisal_openings"),
            places: words("places"),
            overlapping: words("overlapping"),
            people: words("people"),
            ordinals: words("ordinals"),
            sides: pairs("sides"),
            opposites: pairs("opposites"),
            divisions: Divisions::of(table("divisions").into_iter().map(|row| Division::of(row.into_iter())).collect()),
        }
    }
}
