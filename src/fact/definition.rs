//! Abbreviations, and where they are defined: `cải cách hành chính (CCHC)`, `… (sau đây gọi tắt là CCHC)`.
//!
//! An abbreviation is a word of two or more capitals (`CCHC`, `UBND`), or several of them joined by `-` or `&` without
//! blanks (`KT-XH`, `LĐ-TB&XH`). Left alone are Roman numerals (`II`, `XIV`), words with small letters (`VNeID`), blocks
//! wholly in capitals (titles), and whatever stands inside a document number.
//!
//! A definition is a bracket that holds nothing but an abbreviation, with or without `gọi tắt là`, `viết tắt là`, `sau đây
//! gọi là` before it. The words before the bracket are taken from its last letter backwards, as many as its letters
//! account for by their initials; `Đ` is not `D`. Function words may be passed over (`công nghệ và thông tin (CNTT)`), and
//! an abbreviation among the words counts with all its letters (`tiếp công dân của UBND (TCDUBND)`). A foreign name (`Chỉ
//! số năng lực cạnh tranh (PCI)`) does not fit and has no long form. A bracket with other words in it (`gọi tắt là Đề án
//! 06`) defines a name, not an abbreviation, and is left alone. An entry of a list of abbreviations (`CCHC: cải cách
//! hành chính`, or two cells side by side) whose initials fit defines too.

use std::ops::Range;

use super::abbreviation::{Abbreviation, are_near, loses_letter};
use super::{Builtin, Fact, FactId, Kind, Value, View};
use crate::document::{BlockKind, Case, TokenId};
use crate::text;

use super::amount::{is_any, is_glued, word};

/// An abbreviation and the words it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The abbreviation.
    pub short: Range<TokenId>,
    /// The words before the bracket that it abbreviates, as many as its letters account for; empty when none fit.
    pub long: Range<TokenId>,
    /// Whether the initials of the words give the abbreviation.
    pub fits: bool,
    /// What the initials of the words before the bracket give, where they are one slip away from the abbreviation.
    pub expected: Option<String>,
    /// The words before the bracket that the abbreviation does not fit, where all others do: one of another initial, or all where one
    /// of them is lost.
    pub misfit: Option<Range<TokenId>>,
    /// What the initials of the words before the bracket give, one word fewer than the abbreviation has letters, as many, or one more;
    /// nothing where it fits.
    pub given: Vec<String>,
    /// The abbreviation with the initial of the word before those that it fits.
    pub longer: Option<String>,
    /// The definition of the same abbreviation before this one.
    pub earlier: Option<FactId>,
    /// How often the abbreviation stands in the document.
    pub uses: u32,
}

impl Definition {
    /// One whose initials give the abbreviation.
    fn fitting(short: Range<TokenId>, long: Range<TokenId>) -> Self {
        Self {
            short,
            long,
            fits: true,
            expected: None,
            misfit: None,
            given: Vec::new(),
            longer: None,
            earlier: None,
            uses: 0,
        }
    }
}

/// Adds the facts of a block that has these words in capitals.
pub fn of_block(view: View<'_>, capitals: &[TokenId], into: &mut Vec<Fact>) {
    if capitals.is_empty() {
        return;
    }
    // `II. CẢI CÁCH THỦ TỤC HÀNH CHÍNH (TTHC)`: of a title nothing is an abbreviation but what its own words explain.
    let title = is_in_capitals(view);
    let numbers = document_numbers(view, into);
    let mut numbers = numbers.into_iter().peekable();
    let mut next = view.start;
    for &at in capitals {
        while numbers.next_if(|number| number.end <= at).is_some() {}
        let in_number = numbers.peek().is_some_and(|number| number.start <= at);
        if title && !at.checked_sub(1).and_then(|before| view.token(before)).is_some_and(|before| before.is('(')) {
            continue;
        }
        let Some(short) = (at >= next && !in_number).then(|| abbreviation(view, at)).flatten() else { continue };
        next = short.end;
        // `12/KH-AB` is no document number to its extractor, but no abbreviation either.
        if follows_number(view, short.start) {
            continue;
        }
        let defined = define(view, short.clone())
            .or_else(|| define_behind(view, short.clone()))
            .or_else(|| define_in_list(view, short.clone()));
        if title && !defined.as_ref().is_some_and(|(definition, _)| definition.fits) {
            continue;
        }
        if let Some((definition, tokens)) = defined {
            push(view, into, Builtin::Definition, tokens, Value::Definition(Box::new(definition)));
        }
        push(view, into, Builtin::Abbreviation, short, Value::Abbreviation(Abbreviation::default()));
    }
}

fn push(view: View<'_>, into: &mut Vec<Fact>, kind: Builtin, tokens: Range<TokenId>, value: Value) {
    let span = view.document.span_of(tokens.clone());
    into.push(Fact { kind: Kind::Builtin(kind), tokens, span, value });
}

/// Where the document numbers of the block stand, which are the last facts found so far.
fn document_numbers(view: View<'_>, facts: &[Fact]) -> Vec<Range<TokenId>> {
    let mut found: Vec<_> = facts
        .iter()
        .rev()
        .take_while(|fact| fact.tokens.start >= view.start)
        .filter(|fact| fact.kind == Kind::Builtin(Builtin::DocumentNumber))
        .map(|fact| fact.tokens.clone())
        .collect();
    found.reverse();
    found
}

/// Whether a block is a title: more than one word and no small letter.
fn is_in_capitals(view: View<'_>) -> bool {
    let words = || view.document.tokens_in(view.start..view.end).iter().filter(|token| token.is_word());
    words().all(|token| matches!(token.case, Case::Upper | Case::None)) && words().nth(1).is_some()
}

/// Whether a word is an abbreviation or a part of one with so many letters at least.
fn is_capitals(view: View<'_>, at: TokenId, least: usize) -> bool {
    view.token(at).is_some_and(|token| token.is_word() && token.case == Case::Upper)
        && text::nfc(view.text(at)).chars().filter(|c| c.is_alphabetic()).take(least).count() == least
}

/// Whether capitals are a Roman numeral up to 39; those beyond are abbreviations more often (`CC`, `CD`, `MC`).
fn is_roman(text: &str) -> bool {
    let ones = text.trim_start_matches('X');
    text.len() - ones.len() <= 3 && matches!(ones, "" | "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX")
}

/// The abbreviation that starts at a token: a word in capitals with what is joined to it.
fn abbreviation(view: View<'_>, at: TokenId) -> Option<Range<TokenId>> {
    if !is_capitals(view, at, 1) {
        return None;
    }
    let mut end = at + 1;
    while (view.is_mark(end, '-') || view.is_mark(end, '&'))
        && is_glued(view, end)
        && is_glued(view, end + 1)
        && is_capitals(view, end + 1, 1)
        && end < at + 8
    {
        end += 2;
    }
    let joined = end > at + 1;
    let single = is_capitals(view, at, 2) && !is_roman(view.text(at));
    if is_shouted(view, at) {
        return None;
    }
    // `BÁO CÁO (Dự thảo)`: a word written in capitals has its tone, an abbreviation has none.
    if (at..end).any(|id| text::has_tone(view.text(id))) {
        return None;
    }
    (joined && (at..end).step_by(2).any(|id| is_capitals(view, id, 2) && !is_roman(view.text(id))) || single)
        .then_some(at..end)
}

/// Whether a word is one of several in capitals that are words: `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập`.
fn is_shouted(view: View<'_>, at: TokenId) -> bool {
    let upper = |id: &TokenId| view.token(*id).is_some_and(|token| token.is_word() && token.case == Case::Upper);
    let before = (view.start..at).rev().take(SHOUTED).take_while(upper);
    let run: Vec<TokenId> = before.chain((at..view.end).take(SHOUTED).take_while(upper)).collect();
    run.len() >= 3 && run.iter().any(|id| text::has_tone(view.text(*id)))
}

/// Whether an abbreviation is glued by a mark to a number before it.
fn follows_number(view: View<'_>, at: TokenId) -> bool {
    // `Số:     /BC-UBND` of a draft.
    let stroke = at > view.start && is_glued(view, at) && view.is_mark(at - 1, '/');
    // `Biểu số II.06a/VPCP/KSTT`
    let letter = stroke
        && is_glued(view, at - 1)
        && at >= view.start + 3
        && is_glued(view, at - 2)
        && view.token(at - 3).is_some_and(|token| token.is_number());
    let blank = stroke && !(is_glued(view, at - 1) && view.token(at - 2).is_some_and(|token| token.is_word()));
    blank
        || letter
        || at >= view.start + 2
            && is_glued(view, at)
            && is_glued(view, at - 1)
            && ['/', '-', '_', '.'].iter().any(|mark| view.is_mark(at - 1, *mark))
            && view.token(at - 2).is_some_and(|token| token.is_number())
}

/// Words in capitals that are looked at on either side of one.
const SHOUTED: usize = 3;

const CALLED: [&[u64]; 4] = [
    &[text::key("sau"), text::key("dưới"), text::key("từ"), text::key("đây")],
    &[text::key("gọi"), text::key("viết")],
    &[text::key("tắt"), text::key("chung")],
    &[text::key("là")],
];

/// The definition whose bracket holds this abbreviation, from its long form (or the bracket) to the closing bracket.
fn define(view: View<'_>, short: Range<TokenId>) -> Option<(Definition, Range<TokenId>)> {
    let quoted = |at: TokenId| ['“', '”', '"'].iter().any(|mark| view.is_mark(at, *mark));
    let close = if quoted(short.end) { short.end + 1 } else { short.end };
    if !view.is_mark(close, ')') {
        return None;
    }
    let mut open = short.start.checked_sub(1)?;
    if quoted(open) {
        open = open.checked_sub(1)?;
    }
    // `sau đây gọi tắt là`, `gọi tắt là:`, `viết tắt` …
    for _ in 0..8 {
        let called =
            CALLED.iter().any(|words| is_any(view, open, words)) || view.is_mark(open, ':') || view.is_mark(open, ',');
        if !called {
            break;
        }
        open = open.checked_sub(1)?;
    }
    if !view.is_mark(open, '(') {
        return None;
    }
    let long = long_form(view, short.clone(), open);
    let start = long.as_ref().map_or(open, |long| long.start);
    let fits = long.is_some();
    let expected =
        if fits { None } else { nearly(view, view.document.slice(view.document.span_of(short.clone())), open) };
    let misfit = if fits { None } else { misfit(view, &short, open) };
    let given = if fits { Vec::new() } else { given(view, &short, open) };
    let before =
        start.checked_sub(1).filter(|before| fits && *before >= view.start).and_then(|before| view.token(before));
    let before = before.filter(|token| token.is_word() && !token.ends_sentence);
    let initial = before.and_then(|token| letters(view.document.slice(token.span)).next());
    let longer =
        initial.map(|initial| format!("{initial}{}", view.document.slice(view.document.span_of(short.clone()))));
    let long = long.unwrap_or(open..open);
    Some((Definition { short, long, fits, expected, misfit, given, longer, earlier: None, uses: 0 }, start..close + 1))
}

/// `TTHC (thủ tục hành chính)`: the long form in the bracket, all of it.
fn define_behind(view: View<'_>, short: Range<TokenId>) -> Option<(Definition, Range<TokenId>)> {
    let open = short.end;
    if !view.is_mark(open, '(') {
        return None;
    }
    let close = (open + 2..open + 20).find(|&at| view.is_mark(at, ')'))?;
    let long = long_form(view, short.clone(), close).filter(|long| long.start == open + 1)?;
    let tokens = short.start..close + 1;
    Some((Definition::fitting(short, long), tokens))
}

/// `CCHC: cải cách hành chính;`, `CCHC là cải cách hành chính;`, `cải cách hành chính - CCHC;`, or two cells side by side: an entry in a list of abbreviations, with
/// nothing else in it.
fn define_in_list(view: View<'_>, short: Range<TokenId>) -> Option<(Definition, Range<TokenId>)> {
    let document = view.document;
    let ends = |at: TokenId| at >= view.end || [';', ')', '.', ','].iter().any(|mark| view.is_mark(at, *mark));
    let begins = |at: TokenId| at == view.start || [';', '(', ':', ','].iter().any(|mark| view.is_mark(at - 1, *mark));
    let joins = |at: TokenId| [':', '-', '–', '='].iter().any(|mark| view.is_mark(at, *mark));
    let entry = |around: View<'_>, from: TokenId, to: TokenId| {
        let long = long_form(around, short.clone(), to).filter(|long| long.start == from)?;
        let tokens = short.start.min(from)..short.end.max(to);
        Some((Definition::fitting(short.clone(), long), tokens))
    };
    if short == (view.start..view.end) {
        let own = document.block_of(short.start) as usize;
        let BlockKind::Cell { table, row, .. } = document.blocks.get(own)?.kind else { return None };
        let beside = document.blocks.get(own + 1).filter(
            |next| matches!(next.kind, BlockKind::Cell { table: other, row: of, .. } if (other, of) == (table, row)),
        )?;
        return entry(View { end: beside.tokens.end, ..view }, beside.tokens.start, beside.tokens.end);
    }
    let says = view.token(short.end).is_some_and(|token| token.key == IS) && short.start > view.start;
    let said = says && (begins(short.start) || view.is_mark(short.start - 1, '.'));
    if begins(short.start) && joins(short.end) || said {
        let to = (short.end + 1..short.end + 20).find(|&at| ends(at) && !view.is_mark(at, ','))?;
        return entry(view, short.end + 1, to);
    }
    let mark = short.start.checked_sub(1).filter(|&at| joins(at) && ends(short.end))?;
    let long = long_form(view, short.clone(), mark).filter(|long| begins(long.start))?;
    entry(view, long.start, mark)
}

/// Between an abbreviation and the words that it is said to stand for.
const IS: u64 = text::key("là");

/// The initials of the words before a bracket, where they are one slip away from the abbreviation in it.
fn nearly(view: View<'_>, short: &str, open: TokenId) -> Option<String> {
    let length = short.chars().count();
    let mut initials: Vec<char> = Vec::new();
    let mut at = open;
    while initials.len() <= length {
        at = at.checked_sub(1).filter(|at| *at >= view.start)?;
        let token = view.token(at)?;
        if token.is_word() && !token.ends_sentence {
            initials.insert(0, letters(view.text(at)).next()?);
        } else if !['-', '–', ','].iter().any(|mark| token.is(*mark)) {
            return None;
        }
        // A letter too many in the abbreviation, one changed or two swapped, a letter too few.
        let tried = initials.len() + 1 >= length && length.max(initials.len()) >= 4;
        let found: String = initials.iter().collect();
        if tried && (are_near(&found, short) || loses_letter(short, &found)) {
            return Some(found);
        }
    }
    None
}

/// The words before a bracket that give all letters of the abbreviation in it but one; four letters at least.
fn misfit(view: View<'_>, short: &Range<TokenId>, open: TokenId) -> Option<Range<TokenId>> {
    let wanted: Vec<char> = short.clone().flat_map(|id| letters(view.text(id))).collect();
    let count = wanted.len() as TokenId;
    let initials = |words: TokenId| -> Option<Vec<char>> {
        let start = open.checked_sub(words).filter(|start| *start >= view.start)?;
        let initial = |at| {
            view.token(at).filter(|token| token.is_word() && !token.ends_sentence && token.case != Case::Upper)?;
            letters(view.text(at)).next()
        };
        (start..open).map(initial).collect()
    };
    if !(4..8).contains(&count) {
        return None;
    }
    if let Some(found) = initials(count) {
        let mut odd = (open - count..open).zip(found.iter().zip(&wanted)).filter(|(_, (a, b))| a != b);
        if let (Some((at, _)), None) = (odd.next(), odd.next()) {
            return Some(at..at + 1);
        }
    }
    let found = initials(count - 1)?;
    let without = |lost: usize| wanted.iter().enumerate().filter(move |(at, _)| *at != lost).map(|(_, letter)| letter);
    (0..wanted.len()).any(|lost| without(lost).eq(&found)).then(|| open - (count - 1)..open)
}

/// What the initials of the words before a bracket give, for about as many words as the abbreviation in it has letters.
fn given(view: View<'_>, short: &Range<TokenId>, open: TokenId) -> Vec<String> {
    let length = view.document.slice(view.document.span_of(short.clone())).chars().count();
    let (mut initials, mut found) = (Vec::new(), Vec::new());
    let mut at = open;
    while initials.len() <= length {
        let Some(before) = at.checked_sub(1).filter(|before| *before >= view.start) else { break };
        at = before;
        let Some(token) = view.token(at).filter(|token| !token.ends_sentence) else { break };
        if token.is_word() {
            initials.extend(letters(view.text(at)).next());
        } else if !['-', '–', ','].iter().any(|mark| token.is(*mark)) {
            break;
        }
        if token.is_word() && initials.len() > 2 && initials.len() + 1 >= length {
            found.push(initials.iter().rev().collect());
        }
    }
    found
}

/// The letters of a word as capitals without tone and shape; `Đ` stays: `Ủ` begins `ủy` and stands as `U` in an abbreviation.
pub fn letters(word: &str) -> impl Iterator<Item = char> {
    let capital = |c: char| c.to_uppercase().next().unwrap_or(c);
    word.chars().filter(|c| text::is_alphabetic(*c)).map(move |c| capital(text::decomposed_head(c)))
}

/// Words that an abbreviation may pass over.
const PASSED: &[u64] = super::amount::keys!["và" "của" "về" "các" "với" "cho" "trong" "những" "tại" "để" "theo"];

/// The words before a bracket that an abbreviation stands for.
fn long_form(view: View<'_>, short: Range<TokenId>, open: TokenId) -> Option<Range<TokenId>> {
    let wanted: Vec<char> = short.flat_map(|id| letters(view.text(id))).collect();
    let mut left = wanted.as_slice();
    let mut at = open;
    let mut passed = 0;
    while !left.is_empty() {
        at = at.checked_sub(1).filter(|id| *id >= view.start)?;
        let token = view.token(at)?;
        if !token.is_word() {
            // `kinh tế - xã hội`, `công chức, viên chức`
            let joins = ['-', '–', ',', '&', '“', '”', '"'].iter().any(|mark| token.is(*mark));
            passed += 1;
            if !joins || passed > 6 {
                return None;
            }
            continue;
        }
        if token.ends_sentence && at + 1 != open {
            return None;
        }
        let spelled: Vec<char> = letters(view.text(at)).collect();
        let whole = token.case == Case::Upper && spelled.len() > 1;
        if whole && left.ends_with(&spelled) {
            left = left.get(..left.len() - spelled.len())?;
            passed = 0;
            continue;
        }
        match (left.split_last(), spelled.first()) {
            (Some((last, rest)), Some(initial)) if last == initial => {
                left = rest;
                passed = 0;
            }
            _ if word(view, at).is_some_and(|key| PASSED.contains(&key)) && passed < 6 => passed += 1,
            _ => return None,
        }
    }
    (at < open).then_some(at..open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::fact::amount::tests::check;

    fn show(document: &Document, fact: &Fact) -> Option<String> {
        let slice = |tokens: &Range<TokenId>| document.slice(document.span_of(tokens.clone())).to_owned();
        match &fact.value {
            Value::Abbreviation(_) => Some(slice(&fact.tokens)),
            Value::Definition(found) => {
                let Definition { short, long, fits, .. } = &**found;
                Some(format!("{}={}{}", slice(short), slice(long), if *fits { "" } else { "?" }))
            }
            _ => None,
        }
    }

    #[test]
    fn abbreviations_are_defined_by_initials() {
        check(
            &[
                ("công tác cải cách hành chính (CCHC) năm nay", "CCHC=cải cách hành chính; CCHC"),
                ("phát triển kinh tế - xã hội (KT-XH) bền vững", "KT-XH=kinh tế - xã hội; KT-XH"),
                ("đơn vị sự nghiệp công lập (ĐVSNCL) tự chủ", "ĐVSNCL=đơn vị sự nghiệp công lập; ĐVSNCL"),
                ("ứng dụng công nghệ thông tin (sau đây gọi tắt là CNTT) vào", "CNTT=công nghệ thông tin; CNTT"),
                ("ứng dụng công nghệ thông tin (dưới đây gọi là CNTT) vào", "CNTT=công nghệ thông tin; CNTT"),
                ("ứng dụng công nghệ thông tin (viết tắt là “CNTT”) vào", "CNTT=công nghệ thông tin; CNTT"),
                ("cán bộ, công chức, viên chức (CBCCVC) các cấp", "CBCCVC=cán bộ, công chức, viên chức; CBCCVC"),
                ("năng lực cạnh tranh cấp tỉnh (PCI) tăng", "PCI=?; PCI"),
                ("thủ tục về hành chính (TTHC) mới", "TTHC=thủ tục về hành chính; TTHC"),
                ("ủy ban nhân dân (UBND) xã", "UBND=ủy ban nhân dân; UBND"),
                ("đơn vị (DV) mới", "DV=?; DV"),
                ("Chương trình định danh (gọi tắt là Đề án 06) trên", ""),
                ("giải quyết TTHC và LĐ-TB&XH ở phường", "TTHC; LĐ-TB&XH"),
                ("nội dung mục II, phần XIV và hệ thống VNeID", ""),
                ("KẾT QUẢ CCHC CỦA UBND", ""),
                ("hồ sơ 12/AB-CDE đã gửi", ""),
                ("theo hồ sơ (CCHC", "CCHC"),
                ("TTHC (thủ tục hành chính) mới", "TTHC=thủ tục hành chính; TTHC"),
                ("TTHC (mới) và CCHC (năm 2024)", "TTHC; CCHC"),
            ],
            show,
        );
    }
}
