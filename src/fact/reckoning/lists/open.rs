//! Lists that end without all of their parts: `350 giáo viên: 112 mầm non, 130 tiểu học, 98 THCS, còn lại ở trung tâm`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::words::{AND, LEFT_OVER, PARTIAL, PLURAL};
use crate::document::{Case, TokenId};
use crate::fact::amount::keys;
use crate::fact::reckoning::phrases::Phrases;
use crate::fact::reckoning::read::{Figure, Reader, Sort as Kind};
use crate::text::key;

/// So far behind its last part a list may go on.
const MOST: TokenId = 40;
/// What joins something that has no number of its own.
const JOINS: [u64; 2] = [key("và"), key("cùng")];
/// The parts that are left are as many as the figure behind these words.
const BESIDES: Phrases = Phrases::of(&[keys!["ngoài" "ra"], keys!["còn" "lại"], keys!["khác"]]);

/// Whether a list that adds up to less than its total goes on with a part that has no number, or with one that stands apart and makes it whole:
/// `60 cơ sở, gồm: 02 bệnh viện, 15 trung tâm, 40 trạm y tế; ngoài ra có 03 cơ sở tư nhân`.
pub(super) fn is_open(reader: &Reader<'_>, total: &Figure, parts: &[&Figure], inside: bool) -> bool {
    let Some(last) = parts.last() else { return false };
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.number.value()));
    let Some(left) = sum.and_then(|sum| total.total().value().checked_sub(sum)).filter(|left| *left > Decimal::ZERO)
    else {
        return false;
    };
    let end = reader.stop(last.end(), inside, &last.sentence).min(last.end() + MOST);
    // "22 đơn vị (06 vụ, 14 cục, Văn phòng, Thanh tra)": as many names as are left.
    let named = clauses(reader, last.end()..end).filter(|clause| is_name(reader, clause)).count();
    inside && named > 0 && Decimal::from(named) == left
        || clauses(reader, last.end()..end).any(|clause| match figure_in(reader, &clause) {
            None => goes_on(reader, &clause),
            Some(figure) => figure.number.value() == left && reader.says(clause, BESIDES),
        })
}

/// Whether an item of a list below tells a part of its own behind the first: `- Xây dựng 20 hồ sơ và lĩnh vực khác 10 hồ sơ`.
pub(crate) fn has_two(reader: &Reader<'_>, total: &Figure, item: &[Figure]) -> bool {
    let mut own = item.iter().filter(|figure| figure.sort == Kind::Amount && reader.same_thing(total, figure));
    let Some(first) = own.next() else { return false };
    own.any(|second| {
        let between = first.end()..second.tokens.start;
        let joined = between
            .clone()
            .any(|at| reader.is_mark(at, ';') || reader.token(at).is_some_and(|token| JOINS.contains(&token.key)));
        joined
            && second.depth == first.depth
            && !reader.says(between.clone(), PARTIAL)
            && !super::compares(reader, between)
    })
}

/// Whether an item of a list below names more behind its figure: `- Xây dựng 20 hồ sơ; còn lại thuộc lĩnh vực khác`.
pub(crate) fn names_more(reader: &Reader<'_>, first: &Figure, end: TokenId) -> bool {
    let end = end.min(first.end() + MOST);
    clauses(reader, first.end()..end).any(|clause| figure_in(reader, &clause).is_none() && goes_on(reader, &clause))
}

/// The stretches that begin with a comma, a semicolon or a joining word, up to the next mark.
fn clauses<'a>(reader: &'a Reader<'_>, range: Range<TokenId>) -> impl Iterator<Item = Range<TokenId>> + 'a {
    let end = range.end;
    let parts = move |at: TokenId| reader.is_mark(at, ',') || reader.is_mark(at, ';');
    let begins = move |at: &TokenId| parts(*at) || reader.token(*at).is_some_and(|token| JOINS.contains(&token.key));
    range.filter(begins).map(move |at| at..(at + 1..end).find(|&at| parts(at)).unwrap_or(end))
}

/// Whether a clause begins with a name and has no figure.
fn is_name(reader: &Reader<'_>, clause: &Range<TokenId>) -> bool {
    let first = reader.token(clause.start + 1);
    figure_in(reader, clause).is_none() && first.is_some_and(|token| token.is_word() && token.case != Case::Lower)
}

/// Whether a clause without a figure is one more part.
fn goes_on(reader: &Reader<'_>, clause: &Range<TokenId>) -> bool {
    let behind = reader.beginning(clause.start, clause.end, AND).unwrap_or(clause.start + 1);
    let joined = !reader.is_mark(clause.start, ',') && !reader.is_mark(clause.start, ';');
    reader.says(clause.clone(), LEFT_OVER) || joined && reader.beginning(behind, clause.end, PLURAL).is_some()
}

fn figure_in<'r>(reader: &'r Reader<'_>, clause: &Range<TokenId>) -> Option<&'r Figure> {
    let at = reader.figures.partition_point(|figure| figure.tokens.start < clause.start);
    reader.figure(at).filter(|figure| figure.tokens.start < clause.end)
}
