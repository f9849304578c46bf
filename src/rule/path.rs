//! Paths from an item to what it says: parts that it captured, and what those say of themselves (`c.id.symbol`, `c.on.year`).

use super::ir::{Function, Ir};
use super::types::Attribute;
use crate::syntax::tree::Operator;

/// Steps that a path has at most.
const MOST_STEPS: u32 = 3;

impl Ir {
    /// The path from `Slot(0)` that an expression is, as a number; nothing where it is none, or has no step. What costs more than a look is no step:
    /// the text of the item itself, and what it looks like.
    pub fn path(&self) -> Option<u64> {
        const STEP: u32 = 16;
        let (base, tag, number) = match self {
            Self::Capture(base, number) => (base, 1, u64::from(*number)),
            Self::Form(base, number) => (base, 2, u64::from(*number)),
            Self::Attribute(_, Attribute::Look) => return None,
            Self::Attribute(base, Attribute::Text) if **base == Self::Slot(0) => return None,
            Self::Attribute(base, attribute) => (base, 3, *attribute as u64),
            _ => return None,
        };
        let before = if **base == Self::Slot(0) { 0 } else { base.path()? };
        let sound = number < 1 << (STEP - 2) && before < 1 << (STEP * (MOST_STEPS - 1));
        sound.then_some(before << STEP | tag << (STEP - 2) | number)
    }

    /// The one path of whose value alone an expression asks, and not of its place: where two items say the same, it comes to the same.
    pub fn only_path(&self) -> Option<&Self> {
        let mut found = None;
        (self.path().is_none() && self.asks_path(&mut found)).then_some(found).flatten()
    }

    fn asks_path<'i>(&'i self, found: &mut Option<&'i Self>) -> bool {
        use Operator as O;
        if self.path().is_some() {
            return *found.get_or_insert(self) == self;
        }
        let sound = match self {
            Self::Constant(_) => return true,
            Self::InSet(..) | Self::Lookup(..) | Self::Holds(..) | Self::Not(_) | Self::Exists(..) | Self::List(_) => {
                true
            }
            Self::Call(function, _) => matches!(
                function,
                Function::Number
                    | Function::Length
                    | Function::Lower
                    | Function::Upper
                    | Function::Unmarked
                    | Function::Slip
            ),
            Self::Binary(operator, ..) => !matches!(operator, O::Before | O::After | O::And | O::Or),
            Self::Known { slot: 0, ir, .. } => return ir.asks_path(found),
            _ => false,
        };
        sound && self.children().into_iter().all(|child| child.asks_path(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capture(base: Ir, number: u32) -> Ir {
        Ir::Capture(Box::new(base), number)
    }

    fn length(of: Ir) -> Ir {
        Ir::Call(Function::Length, vec![of])
    }

    #[test]
    fn paths_have_numbers_of_their_own() {
        let symbol = capture(Ir::Form(Box::new(Ir::Slot(0)), 2), 5);
        assert_ne!(symbol.path(), capture(capture(Ir::Slot(0), 2), 5).path());
        assert_ne!(symbol.path(), capture(Ir::Form(Box::new(Ir::Slot(0)), 5), 2).path());
        assert_eq!((Ir::Slot(0).path(), capture(Ir::Slot(1), 0).path()), (None, None));
        let far = (0..4).fold(Ir::Slot(0), capture);
        assert_eq!(far.path(), None);
    }

    #[test]
    fn what_asks_of_a_place_is_not_of_a_path_alone() {
        let symbol = || capture(Ir::Form(Box::new(Ir::Slot(0)), 2), 5);
        let both = |operator, a: Ir, b: Ir| Ir::Binary(operator, Box::new(a), Box::new(b));
        assert_eq!(length(symbol()).only_path(), Some(&symbol()));
        assert_eq!(both(Operator::Less, length(symbol()), Ir::Slot(1)).only_path(), None);
        assert_eq!(both(Operator::Before, symbol(), symbol()).only_path(), None);
        assert_eq!(both(Operator::Equal, symbol(), capture(Ir::Slot(0), 1)).only_path(), None);
        // The first that is there is the value itself, with its place.
        assert_eq!(Ir::Call(Function::AnyOf, vec![symbol()]).only_path(), None);
    }
}
