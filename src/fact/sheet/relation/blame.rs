//! Which figure of a relation that fails is to blame, where its own arithmetic tells: the one that a slip of the keyboard
//! mends where none mends the result.

use rust_decimal::Decimal;

use super::{Relation, Sort, with};
use crate::fact::reckoning::round;
use crate::fact::reckoning::slip::{alike, plain, slips, swapped};
use crate::fact::sheet::{CellAt, Figure};

impl Relation {
    /// The cell to look at: the result, unless one of the terms is one slip from what makes the relation hold. `told` says whether
    /// running text has a number.
    pub fn blamed(&self, told: &dyn Fn(Decimal) -> bool) -> CellAt {
        let found = match self.sort {
            _ if self.holds() || self.suspect != self.result.at => None,
            Sort::Sum | Sort::Difference | Sort::Hundred => self.slipped_part(),
            Sort::Percentage => self.slipped_term().or_else(|| self.told_term(told)),
            Sort::Formula => None,
        };
        found.unwrap_or(self.suspect)
    }

    /// Whether one slip in its result, or two digits of a term that changed places, put the relation out.
    pub(super) fn is_slip(&self) -> bool {
        self.result_slips() || self.slipped_part().is_some()
    }

    /// The one term of a sum with two neighbours swapped; or with any slip, where the result follows from others as well.
    fn slipped_part(&self) -> Option<CellAt> {
        let mends = |term: &&Figure| {
            let like = |wanted: &Decimal| {
                let (own, wanted) = (term.written.value, *wanted);
                swapped(own, wanted) || self.borne_out && alike(plain(own), plain(wanted))
            };
            self.wanted(term).filter(|wanted| *wanted > Decimal::ZERO).as_ref().is_some_and(like)
        };
        one_of(self.terms.iter().filter(mends)).filter(|_| self.borne_out || !self.result_slips())
    }

    /// The one of two figures that is a digit away from those of which the percentage is.
    fn slipped_term(&self) -> Option<CellAt> {
        let mends = |term: &&Figure| self.mended(term).next().is_some();
        one_of(self.terms.iter().filter(mends)).filter(|_| !self.result_slips())
    }

    /// Where the percentage may have slipped as well: the one figure that the text has as it should be, and not as it stands here.
    /// `| 1.800 | 1.724 | 96,78 |` beside `1.742 lao động`.
    fn told_term(&self, told: &dyn Fn(Decimal) -> bool) -> Option<CellAt> {
        let mends = |term: &&Figure| !told(term.written.value) && self.mended(term).any(told);
        one_of(self.terms.iter().filter(mends)).filter(|_| !told(round(self.value, self.result.written.decimals)))
    }

    /// What one of two figures may have been before a slip, so that the percentage is right.
    fn mended(&self, term: &Figure) -> impl Iterator<Item = Decimal> {
        let (at, value) = (term.at, term.written.value);
        let own = plain(value);
        let width = own.to_string().len();
        let step = Decimal::new(1, value.scale());
        let right = move |digits: i128| {
            let by = (Decimal::try_from_i128_with_scale(digits, 0).ok()? - own) * step;
            with(self, at, by).is_some_and(|mended| mended.holds()).then(|| value + by)
        };
        slips(own.mantissa(), width).filter_map(right)
    }

    /// Whether one slip in the result mends the relation.
    fn result_slips(&self) -> bool {
        let decimals = self.result.written.decimals;
        let mut right = round(self.value, decimals);
        right.rescale(decimals);
        let mut own = self.result.written.value;
        own.rescale(decimals);
        let possible = self.sort != Sort::Hundred || right.is_sign_positive();
        possible && alike(plain(right), plain(own))
    }
}

fn one_of<'f>(mut found: impl Iterator<Item = &'f Figure>) -> Option<CellAt> {
    let first = found.next()?;
    found.next().is_none().then_some(first.at)
}
