//! Looking ahead from a number to tell a list inside a section from the next section outside.
//!
//! At most [`FAR`] headings are looked at, so that the whole tree costs time linear in their number.

use super::block::LabelKind;
use super::section::{Head, Series};

const FAR: usize = 64;

/// The section that would hold the list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inner {
    /// The series it belongs to; absent where the list follows a colon right below a section of its own series.
    pub series: Option<Series>,
    /// The number that series goes on with.
    pub next: u32,
}

/// Whether the Arabic number `head` begins (or, with `begun`, continues) a list inside a section of the series `inner`:
/// yes where that series goes on after the list, or the outer one is taken up again where it was left. `outer_next` is the
/// number the outer series goes on with.
pub(super) fn is_list(head: &Head, after: &[Head], inner: Inner, outer_next: u32, begun: bool) -> bool {
    let series = head.series();
    let mut last = head.number();
    for next in after.iter().take(FAR) {
        if Some(next.series()) == inner.series {
            return next.number() == inner.next || next.number() == inner.next + 1;
        }
        match next.kind() {
            LabelKind::Arabic if next.number() == last + 1 => last += 1,
            // `1. 2. 3.` and then `3.` again, where the outer series was left.
            LabelKind::Arabic => return next.series() == series && next.number() == outer_next && outer_next > 1,
            // `3.1` below `3.`: the number is a section, whatever stood before.
            LabelKind::Dotted if next.numbers().first() == Some(&last) => return false,
            LabelKind::Part | LabelKind::Capital | LabelKind::Roman | LabelKind::None => break,
            LabelKind::Dotted | LabelKind::Letter | LabelKind::Parenthesis => {}
        }
    }
    // The end of the outer section tells nothing but this: two numbers from 1 that repeat the outer ones are no slip.
    !begun && head.number() == 1 && last > 1 && outer_next > 1
}

/// Whether a `1` in the middle of a series of letters or brackets begins another list: its next member is 2, or there is
/// none. Where the next one goes on as if this were `place`, the 1 is a slip.
pub(super) fn restarts(series: Series, after: &[Head], place: u32) -> bool {
    let larger = |head: &&Head| !matches!(head.kind(), LabelKind::Letter | LabelKind::Parenthesis);
    let beside = after.iter().take(FAR).take_while(|head| !larger(head)).find(|head| head.series() == series);
    beside.is_none_or(|head| head.number() == 2 || head.number() != place + 1)
}
