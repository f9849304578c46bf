//! What conditions cost, and how many items they stop: rough guesses by their shapes, by which plans put them in order.

use super::ir::{Extent, Function, Ir, Place};
use super::types::Attribute;
use crate::syntax::tree::{Operator, Quantifier};

/// What a condition costs for each item that it stops, where it goes on with those for which it is so.
pub fn rank(cost: u32, ir: &Ir, so: bool) -> u32 {
    let holds = holds(ir);
    cost.saturating_mul(100) / if so { 100 - holds } else { holds }
}

/// Of a hundred items, for how many a condition holds: a rough guess by its shape, never none and never all.
fn holds(ir: &Ir) -> u32 {
    use Operator as O;
    let many = match ir {
        Ir::Known { ir, .. } => holds(ir),
        Ir::Not(inner) => 100 - holds(inner),
        Ir::Binary(O::And, a, b) => holds(a) * holds(b) / 100,
        Ir::Binary(O::Or, a, b) => 100 - (100 - holds(a)) * (100 - holds(b)) / 100,
        Ir::Binary(O::Equal, ..) => 15,
        Ir::Binary(O::Unequal, ..) => 85,
        Ir::Binary(O::In, ..) | Ir::InSet(..) | Ir::Matches(..) => 30,
        Ir::Binary(O::NotIn, ..) => 70,
        Ir::Binary(O::Contains | O::StartsWith | O::EndsWith, ..) | Ir::Holds(..) | Ir::Inside(.., true) => 10,
        Ir::Inside(.., false) => 90,
        Ir::Search { quantifier: Quantifier::Some, .. } => 30,
        Ir::Search { quantifier: Quantifier::No, .. } => 70,
        _ => 50,
    };
    many.clamp(5, 95)
}

/// What an expression costs, in some unit: a comparison of numbers is a few, a search of the document thousands.
pub fn cost(ir: &Ir) -> u32 {
    match ir {
        Ir::Search { extent: Extent::Once(_), .. } => return 5,
        // What one rule has asked, the next need not work out.
        Ir::Known { ir, .. } => return 5 + cost(ir) / 8,
        _ => {}
    }
    let inner: u32 = match ir {
        Ir::Search { condition: Some(condition), .. } => cost(condition) + 3,
        ir => ir.children().into_iter().map(cost).fold(0, u32::saturating_add),
    };
    let (own, times) = match ir {
        Ir::Constant(_) | Ir::Slot(_) | Ir::It | Ir::Report | Ir::Run(_) | Ir::Known { .. } => (0, 1),
        Ir::Define(_) | Ir::Parameter(_) | Ir::Field(_) | Ir::Named(_) => (3, 1),
        // The words of a paragraph, made anew.
        Ir::Attribute(_, Attribute::Text) => (25, 1),
        Ir::Attribute(..) | Ir::Capture(..) | Ir::Form(..) | Ir::IsForm(..) | Ir::Exists(..) | Ir::Not(_) => (2, 1),
        Ir::Negative(_) | Ir::Old(_) | Ir::List(_) => (3, 1),
        Ir::Binary(Operator::And | Operator::Or, ..) => (1, 1),
        Ir::Binary(Operator::In | Operator::NotIn, ..) => (20, 1),
        Ir::Binary(Operator::Contains | Operator::StartsWith | Operator::EndsWith, ..) => (30, 1),
        Ir::Binary(..) => (4, 1),
        Ir::Holds(_, _, words) => (10 + 2 * words.len() as u32, 1),
        Ir::Inside(..) => (15, 1),
        Ir::InSet(..) | Ir::Each(..) | Ir::Values(_) => (25, 1),
        Ir::Lookup(..) => (40, 1),
        Ir::Matches(..) => (60, 1),
        Ir::Call(Function::Number | Function::Length, _) => (15, 1),
        Ir::Call(Function::WordsBefore | Function::WordsAfter, _) => (25, 1),
        Ir::Call(Function::Distinct | Function::Odd | Function::Strays | Function::ItemsBeginning, _) => (200, 1),
        Ir::Call(..) => (20, 1),
        Ir::Nearest(..) | Ir::Corrected(..) => (2000, 1),
        Ir::Search { place, .. } => match **place {
            Place::Document | Place::OldDocument => (20, 100),
            Place::Section(_) | Place::Named(_) => (60, 20),
            Place::Sentence(_) | Place::Paragraph(_) | Place::Of(_) | Place::Like(..) => (40, 5),
        },
    };
    inner.saturating_mul(times).saturating_add(own)
}
