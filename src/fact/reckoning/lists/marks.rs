//! Brackets and quotation marks of a stretch.

use std::ops::Range;

use crate::document::TokenId;
use crate::fact::reckoning::read::Reader;

/// Whether all brackets of a stretch are closed.
pub(super) fn is_level(reader: &Reader<'_>, range: Range<TokenId>) -> bool {
    let depth = |depth: i32, at| depth + i32::from(reader.is_mark(at, '(')) - i32::from(reader.is_mark(at, ')'));
    range.fold(0, depth) == 0
}

/// Whether a quotation that was opened before a stretch ends in it.
pub(super) fn leaves_a_quotation(reader: &Reader<'_>, range: Range<TokenId>) -> bool {
    let (mut open, mut straight) = (0i32, 0usize);
    for at in range {
        open += i32::from(reader.is_mark(at, '“')) - i32::from(reader.is_mark(at, '”'));
        straight += usize::from(reader.is_mark(at, '"'));
        if open < 0 {
            return true;
        }
    }
    straight % 2 == 1
}

/// The first semicolon outside the brackets that open within a stretch: `158 đơn vị (loại A: 39; loại B: 119) và 1.237 đơn vị; …`.
pub(super) fn level_semicolon(reader: &Reader<'_>, range: Range<TokenId>) -> Option<TokenId> {
    let mut depth = 0i32;
    range.into_iter().find(|&at| {
        depth += i32::from(reader.is_mark(at, '(')) - i32::from(reader.is_mark(at, ')'));
        depth <= 0 && reader.is_mark(at, ';')
    })
}
