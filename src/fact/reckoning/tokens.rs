//! Sets of tokens, one bit for each.

use super::Reckoning;
use crate::document::TokenId;

/// A set of tokens.
#[derive(Debug, Default)]
pub struct Tokens(Vec<u64>);

impl Tokens {
    /// Adds a token.
    pub fn insert(&mut self, token: TokenId) {
        let at = token as usize / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        self.0.get_mut(at).into_iter().for_each(|bits| *bits |= 1 << (token % 64));
    }

    /// Whether a token is in it.
    pub fn contains(&self, token: TokenId) -> bool {
        self.0.get(token as usize / 64).is_some_and(|bits| bits >> (token % 64) & 1 == 1)
    }

    /// The numbers of some reckonings.
    pub(super) fn of_numbers<'r>(all: impl Iterator<Item = &'r Reckoning>) -> Self {
        all.flat_map(|one| one.numbers().map(|number| number.token)).collect()
    }
}

impl FromIterator<TokenId> for Tokens {
    fn from_iter<T: IntoIterator<Item = TokenId>>(tokens: T) -> Self {
        let mut all = Self::default();
        tokens.into_iter().for_each(|token| all.insert(token));
        all
    }
}
