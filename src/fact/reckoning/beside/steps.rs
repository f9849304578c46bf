//! What there was, what there is and the step between: `Đầu năm có 27.416 hộ nghèo …; đến ngày 31/8 còn 22.830 hộ, giảm 4.586 hộ`.

use super::super::phrases::Phrases;
use super::super::read::Figure;
use super::super::slip::{alike, plain, size};
use super::super::{Basis, Reckoning, Sort};
use super::{Place, is_amount};
use crate::fact::amount::keys;

/// Before the figure of now.
const NOW: Phrases = Phrases::of(&[
    keys!["còn"],
    keys!["còn" "lại"],
    keys!["xuống"],
    keys!["xuống" "còn"],
    keys!["chỉ" "còn"],
    keys!["lên"],
    keys!["đạt"],
    keys!["là"],
    keys!["có"],
]);

pub fn find(place: &Place<'_>) -> Option<Reckoning> {
    let (reader, by) = (place.reader, place.figure);
    let rises = place.rises()?;
    let now = place.before().next()?;
    let beside = is_amount(by)
        && is_amount(now)
        && now.depth == by.depth
        && reader.same_thing(now, by)
        && reader.words(now.end()..by.tokens.start) <= 2
        && reader.is_mark(now.end(), ',')
        && reader.ending(now.tokens.start, now.sentence.start, NOW).is_some();
    // Nothing behind it says what it is measured by.
    let aside = place.behind().next().is_some_and(|next| next.depth > by.depth && next.tokens.start <= by.end() + 12);
    if !beside || aside || size(plain(by.number.written.value)) < 3 {
        return None;
    }
    let made = |was: &Figure| {
        let (more, less) = if rises { (now.number, was.number) } else { (was.number, now.number) };
        Reckoning::new(Sort::Rest, Basis::Change, by.number, vec![more, less])
    };
    let was = place.before().skip(1).filter(|was| is_amount(was) && reader.same_thing(was, by));
    let made: Vec<Reckoning> = was.filter_map(made).collect();
    let near = |one: &&Reckoning| alike(plain(one.right), plain(by.number.written.value));
    made.iter().find(|one| one.holds).or_else(|| made.iter().find(near)).cloned()
}
