//! The label that a heading should have in its sequence.

use crate::document::LabelKind;

/// The label a section should have, written like the one it has.
pub fn expected_label(kind: LabelKind, numbers: &[u32], expected: u32, written: &str) -> Option<String> {
    let roman = || {
        let mut left = expected;
        let mut out = String::new();
        for (value, text) in
            [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
        {
            while left >= value {
                out.push_str(text);
                left -= value;
            }
        }
        out
    };
    let closing: String =
        written.chars().rev().take_while(|c| !c.is_alphanumeric()).collect::<Vec<_>>().into_iter().rev().collect();
    let letters = [
        "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x",
        "y",
    ];
    let own = match kind {
        LabelKind::Roman => roman(),
        LabelKind::Part if written.chars().any(|c| matches!(c, 'I' | 'V' | 'X')) => roman(),
        LabelKind::Part | LabelKind::Arabic | LabelKind::Parenthesis => expected.to_string(),
        LabelKind::Dotted => {
            let (_, before) = numbers.split_last()?;
            before.iter().map(u32::to_string).chain([expected.to_string()]).collect::<Vec<_>>().join(".")
        }
        LabelKind::Letter => (*letters.get(expected.checked_sub(1)? as usize)?).to_owned(),
        LabelKind::Capital => letters.get(expected.checked_sub(1)? as usize)?.to_uppercase(),
        LabelKind::None => return None,
    };
    Some(own + closing.trim_end())
}
