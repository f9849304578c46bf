//! The folded words of values, and where words stand in the report.

use std::rc::Rc;

use super::engine::Engine;
use super::value::Value;
use crate::document::{Document, Token, TokenId};
use crate::fact::grouped::Grouped;
use crate::rule::types::Nearness;
use crate::syntax::tree::Operator;
use crate::text::{KeyTable, key_of_keys};

/// A word that stands in more places is not looked for with its neighbours.
const MOST_PLACES: usize = 500;

impl<'a> Engine<'a> {
    /// The folded words of a value: those of its tokens where it stands in the document.
    pub fn keys(&self, value: &Value<'a>) -> Option<Rc<[u64]>> {
        match value {
            Value::Old(inner) => return self.old()?.keys(inner),
            Value::Number(_) | Value::Figure(..) | Value::Date(_) => {}
            value => {
                if let Some(tokens) = self.tokens(value) {
                    return Some(self.document.tokens_in(tokens).iter().map(|token| token.key).collect());
                }
            }
        }
        self.text(value).map(|text| self.keys_of_text(&text))
    }

    /// The folded words of a text that stands nowhere: most are constants of rules, asked about again and again.
    pub fn keys_of_text(&self, text: &str) -> Rc<[u64]> {
        if let Some(known) = self.keys_of_texts.borrow().get(text) {
            return Rc::clone(known);
        }
        let keys: Rc<[u64]> = crate::fact::pattern::keys_of(text).into();
        self.keys_of_texts.borrow_mut().insert(text.to_owned(), Rc::clone(&keys));
        keys
    }

    /// Whether a text is a key of a table or an entry of a list.
    pub fn in_set(&self, value: &Value<'a>, table: u32) -> Option<bool> {
        let table = self.rules.lookups.get(table as usize)?;
        if table.rows.is_empty() {
            let (entries, longest) = &*table.folded;
            self.key_of_words(value, *longest).map(|key| key.is_some_and(|key| entries.contains_key(&key)))
        } else {
            self.text(value).map(|text| table.rows.contains_key(&*crate::text::nfc(&text)))
        }
    }

    /// Whether a value contains, starts or ends with some words, or with one of several: those are in no value that is not there.
    pub fn holds_words(&self, operator: Operator, value: &Value<'a>, several: &[Box<[u64]>]) -> Option<bool> {
        let any = |holds: &dyn Fn(&[u64]) -> Option<bool>| match several {
            [words] => holds(words),
            several => Some(several.iter().any(|words| holds(words) == Some(true))),
        };
        if let (Operator::Contains, Value::Report) = (operator, value) {
            return any(&|words| self.stands(words));
        }
        if let Some(tokens) = self.tokens(value) {
            let tokens = self.document.tokens_in(tokens);
            return any(&|words| Some(stands_in(operator, tokens, words)));
        }
        let whole = self.text(value).map(|text| self.keys_of_text(&text));
        any(&|words| Some(holds(operator, whole.as_ref()?, words)))
    }

    /// The key of all of them, if there are no more than so many; see [`crate::text::key_of_keys`].
    fn key_of_words(&self, value: &Value<'a>, most: u32) -> Option<Option<u64>> {
        match value {
            Value::Old(_) | Value::Number(_) | Value::Figure(..) | Value::Date(_) => {}
            value => {
                if let Some(tokens) = self.tokens(value) {
                    let few = tokens.len() <= most as usize;
                    let words = || self.document.tokens_in(tokens).iter().map(|token| token.key);
                    return Some(few.then(|| key_of_keys(words())));
                }
            }
        }
        self.keys(value).map(|keys| (keys.len() <= most as usize).then(|| key_of_keys(keys.iter().copied())))
    }

    /// The entry of a table nearest to a text; see [`super::functions::nearest`] and [`super::functions::jumbled`].
    pub fn nearest(&self, text: &str, table: u32, nearness: Nearness) -> Option<&'a str> {
        let asked = (table, text.to_owned(), nearness);
        if let Some(known) = self.nearest.borrow().get(&asked) {
            return *known;
        }
        let keys = &self.rules.lookups.get(table as usize)?.keys;
        let found = match nearness {
            Nearness::Letters => super::functions::nearest(text, keys),
            Nearness::Jumbled => super::functions::jumbled(text, keys),
        };
        self.nearest.borrow_mut().insert(asked, found);
        found
    }

    /// Whether words stand anywhere in the report: looked up in an index that is made when first asked for. Nothing where the
    /// rarest of several words stands in more than [`MOST_PLACES`] places.
    pub fn stands(&self, words: &[u64]) -> Option<bool> {
        let index = self.words.get_or_init(|| Places::of(self.document));
        let mut rarest: Option<(usize, &[TokenId])> = None;
        for (at, word) in words.iter().enumerate() {
            let Some(places) = index.get(self.document, *word) else { return Some(false) };
            if rarest.is_none_or(|(_, known)| places.len() < known.len()) {
                rarest = Some((at, places));
            }
        }
        let Some((offset, places)) = rarest else { return Some(true) };
        if words.len() == 1 {
            return Some(true);
        }
        if places.len() > MOST_PLACES {
            return None;
        }
        let stands = |place: TokenId| {
            let start = (place as usize).checked_sub(offset);
            let tokens = start.and_then(|start| self.document.tokens.get(start..start + words.len()));
            tokens.is_some_and(|tokens| tokens.iter().map(|token| token.key).eq(words.iter().copied()))
        };
        Some(places.iter().any(|&place| stands(place)))
    }
}

/// The places of each word of a document, and of each figure and mark.
#[derive(Debug)]
pub struct Places {
    /// The numbers of what is no word: they follow those that the document gives its words.
    others: KeyTable,
    places: Grouped<TokenId>,
}

impl Places {
    fn of(document: &Document) -> Self {
        let words = &document.words;
        let mut others = KeyTable::default();
        let mut last = words.words.len() as u32;
        let number = |(token, form): (&Token, &u32)| match words.forms.get(*form as usize) {
            Some(form) => form.word,
            None => words.number_of(token.key).unwrap_or_else(|| {
                let number = others.get_or_insert(token.key, last);
                last = last.max(number + 1);
                number
            }),
        };
        let numbers: Vec<u32> = document.tokens.iter().zip(words.numbers()).map(number).collect();
        let numbers: Vec<(u32, TokenId)> = numbers.into_iter().zip(0..).collect();
        Self { others, places: Grouped::of(last as usize, &numbers) }
    }

    fn get(&self, document: &Document, key: u64) -> Option<&[TokenId]> {
        let number = document.words.number_of(key).or_else(|| self.others.get(key))?;
        Some(self.places.get(number as usize))
    }
}

/// The same of words that stand in the document.
fn stands_in(operator: Operator, tokens: &[Token], part: &[u64]) -> bool {
    let same = |window: &[Token]| window.iter().zip(part).all(|(token, &key)| token.key == key);
    match operator {
        _ if tokens.len() < part.len() => false,
        Operator::StartsWith => tokens.get(..part.len()).is_some_and(same),
        Operator::EndsWith => tokens.get(tokens.len() - part.len()..).is_some_and(same),
        _ => part.is_empty() || tokens.windows(part.len()).any(same),
    }
}

/// Whether a run of words contains another, starts or ends with it.
pub fn holds(operator: Operator, whole: &[u64], part: &[u64]) -> bool {
    match operator {
        Operator::StartsWith => whole.starts_with(part),
        Operator::EndsWith => whole.ends_with(part),
        _ => part.is_empty() || whole.windows(part.len()).any(|window| *window == *part),
    }
}
