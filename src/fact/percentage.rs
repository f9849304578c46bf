//! Percentages: `18,05%`, `100 %`, `23 phần trăm`.
//!
//! A number with a sign or the words for it behind it. Of a range (`5-10%`) the last number is the percentage. A number of
//! percent points (`1,2 điểm %`) is an amount, not a share of anything. Numbers glued to letters or strokes (`A5%`, `1/5%`)
//! are left alone: what the sign belongs to is not sure.

use super::amount::{self, Grouping};
use super::{Found, Value, View, Written};
use crate::document::TokenId;
use crate::text;

/// A percentage.
#[derive(Debug, Clone, PartialEq)]
pub struct Percentage {
    /// In percent points, as written.
    pub written: Written,
    /// Whether a blank stands before the sign.
    pub spaced: bool,
    /// How the digits are grouped: `18.05%` is broken, since its point stands where a comma should.
    pub grouping: Grouping,
}

const PER: u64 = text::key("phần");
const HUNDRED: u64 = text::key("trăm");

/// The fact that starts at a token.
pub fn at(view: View<'_>, at: TokenId) -> Option<Found> {
    let number = view.token(at).filter(|token| token.is_number())?;
    if let Some(before) = at.checked_sub(1).filter(|_| !number.spaced).and_then(|id| view.token(id))
        && (before.is_word() || before.is('/'))
    {
        return None;
    }
    let sign = view.token(at + 1)?;
    let end = if sign.is('%') {
        at + 2
    } else if sign.key == PER && view.is_word(at + 2, HUNDRED) {
        at + 3
    } else {
        return None;
    };
    let (written, grouping) = amount::parse_written(view.text(at))?;
    Some((Value::Percentage(Percentage { written, spaced: sign.spaced, grouping }), at..end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fact::Fact;
    use crate::fact::amount::tests::check;

    fn show(document: &Document, fact: &Fact) -> Option<String> {
        let Value::Percentage(percentage) = &fact.value else { return None };
        let Percentage { written, spaced, grouping } = percentage;
        let blank = if *spaced { " " } else { "" };
        Some(format!("{}={}/{}{blank}{grouping:?}", document.slice(fact.span), written.value, written.decimals))
    }

    #[test]
    fn percentages_are_read_as_written() {
        check(
            &[
                ("đạt 18,05% kế hoạch", "18,05%=18.05/2None"),
                ("đạt 100 %, tăng 5%", "100 %=100/0 None; 5%=5/0None"),
                ("đạt 23 phần trăm", "23 phần trăm=23/0 None"),
                ("đạt 18.05% kế hoạch", "18.05%=18.05/2Broken"),
                ("đạt 1.234,5%", "1.234,5%=1234.5/1Points"),
                ("đạt từ 5-10% hoặc 5% - 10%", "10%=10/0None; 5%=5/0None; 10%=10/0None"),
                ("(99,97%)", "99,97%=99.97/2None"),
                ("tăng 1,2 điểm % và 2 điểm phần trăm", ""),
                ("mẫu A5% và phần trăm", ""),
            ],
            show,
        );
    }
}
