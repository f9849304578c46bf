//! What a writing would be in a format but for slips of the hand: case, Đ/D/Ð, dashes, separators and blanks.

use crate::fact::pattern::{Phrases, relax};
use crate::rule::ir::{Format, ShapePiece};

/// The writing in the first of the formats that it fits; nothing if none fits or it is right as it stands.
pub fn corrected(text: &str, formats: &[&Format], sets: &[Phrases]) -> Option<String> {
    let text = crate::text::nfc(text);
    let atoms: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|atom| !atom.is_empty()).collect();
    if atoms.len() > 8 {
        return None;
    }
    let shapes = || formats.iter().flat_map(|format| &format.shapes);
    let whole =
        |cuts: bool| -> Vec<String> { shapes().filter_map(|shape| Walk { sets, cuts }.on(&atoms, shape)).collect() };
    let fits = whole(false);
    if fits.iter().any(|fit| *fit == *text) {
        return None;
    }
    // A missing separator is thought of only where nothing else explains the writing.
    fits.into_iter().next().or_else(|| whole(true).into_iter().next()).filter(|fit| *fit != *text)
}

/// How pieces are matched.
#[derive(Clone, Copy)]
struct Walk<'a> {
    sets: &'a [Phrases],
    /// Whether a separator may be missing between two pieces.
    cuts: bool,
}

impl Walk<'_> {
    /// Matches pieces against atoms from the left; the first atom may have been begun.
    fn on(self, atoms: &[&str], shape: &[ShapePiece]) -> Option<String> {
        let Some((piece, shape)) = shape.split_first() else { return atoms.is_empty().then(String::new) };
        if let ShapePiece::Literal(literal) = piece {
            if literal.chars().any(char::is_alphanumeric) {
                let (atom, rest) = atoms.split_first()?;
                return (relax(atom) == relax(literal))
                    .then(|| self.on(rest, shape))
                    .flatten()
                    .map(|tail| literal.clone() + &tail);
            }
            return self.on(atoms, shape).map(|tail| literal.clone() + &tail);
        }
        let (&atom, rest) = atoms.split_first()?;
        let digits = atom.find(|c: char| !c.is_ascii_digit()).unwrap_or(atom.len());
        match piece {
            ShapePiece::Digits => {
                let (number, left) = atom.split_at_checked(digits)?;
                if number.is_empty() {
                    return None;
                }
                self.go_on(left, rest, shape).map(|tail| number.to_owned() + &tail)
            }
            ShapePiece::Key(set) => {
                let set = self.sets.get(*set as usize)?;
                if let Some(key) = set.relaxed(atom)
                    && let Some(tail) = self.on(rest, shape)
                {
                    return Some(key.to_owned() + &tail);
                }
                // A key that runs into the next piece, or over a separator of its own.
                let joined: String = atoms.iter().take(2).copied().collect();
                if atoms.len() > 1
                    && let Some(key) = set.relaxed(&joined)
                    && let Some(tail) = self.on(atoms.get(2..).unwrap_or_default(), shape)
                {
                    return Some(key.to_owned() + &tail);
                }
                if !self.cuts {
                    return None;
                }
                let cuts: Vec<usize> = atom.char_indices().skip(2).map(|(at, _)| at).collect();
                cuts.into_iter().rev().find_map(|cut| {
                    let (head, left) = atom.split_at_checked(cut).filter(|(_, left)| left.chars().count() > 1)?;
                    let key = set.relaxed(head)?;
                    self.go_on(left, rest, shape).map(|tail| key.to_owned() + &tail)
                })
            }
            ShapePiece::Code { unlike, except } => {
                let get = |set: &u32| self.sets.get(*set as usize);
                let barred = unlike.iter().filter_map(get).any(|set| set.relaxed(atom).is_some())
                    || except.iter().filter_map(get).any(|set| set.entries.iter().any(|entry| entry == atom));
                let letter = atom.chars().next().is_some_and(char::is_alphabetic);
                (letter && !barred).then(|| self.on(rest, shape)).flatten().map(|tail| atom.to_owned() + &tail)
            }
            ShapePiece::Literal(_) => None,
        }
    }

    fn go_on(self, left: &str, rest: &[&str], shape: &[ShapePiece]) -> Option<String> {
        if left.is_empty() {
            return self.on(rest, shape);
        }
        let mut atoms = vec![left];
        atoms.extend(rest);
        self.on(&atoms, shape)
    }
}
