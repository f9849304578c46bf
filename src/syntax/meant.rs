//! What the author probably meant: words of other languages, slips of typing, names in the wrong letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::expected::found;
use super::lexical;
use super::split::{PACK_CLAUSES, RULE_CLAUSES};
use super::spoken::Spoken;
use super::synonyms::SYNONYMS;
use crate::lang::Text;

/// A guess, as a way out or as a message of its own.
pub(super) struct Meant {
    pub code: &'static str,
    /// Instead of "expected … found …".
    pub message: Option<Text>,
    /// Bytes that the message is about.
    pub length: usize,
    pub help: Text,
    /// The keyword guessed.
    pub keyword: Option<&'static str>,
}

impl Meant {
    fn instead(word: &'static str) -> Self {
        let help = Text::new(format!("có phải ý bạn là `{word}`?"), format!("did you mean `{word}`?"));
        Self { code: "syntax::expected", message: None, length: 0, help, keyword: Some(word) }
    }

    fn advice(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: "syntax::expected", message: None, length: 0, help: Text::new(vi, en), keyword: None }
    }

    fn told(code: &'static str, length: usize, message: Text, help: Text) -> Self {
        Self { code, message: Some(message), length, help, keyword: None }
    }
}

/// A guess for what stands at `rest`, where one of `wanted` should.
pub(super) fn meant(before: &str, rest: &str, wanted: &[Spoken], could_end: bool) -> Option<Meant> {
    let found = found(rest);
    let candidates = candidates(wanted, before, could_end);
    number(rest, wanted)
        .or_else(|| missing_text(before, rest, wanted))
        .or_else(|| keyword(found, &candidates))
        .or_else(|| name(rest, wanted))
        .or_else(|| mark(before, rest, wanted, could_end))
}

/// Every word that could stand there.
fn candidates(wanted: &[Spoken], before: &str, could_end: bool) -> Vec<&'static str> {
    let mut words = Vec::new();
    for name in wanted {
        match name {
            Spoken::Word(word) => words.push(*word),
            Spoken::OneOf(_, "an operator", of) => words.extend(
                of.iter().copied().chain(["and", "or", "is", "inside", "exists", "missing", "+", "-", "*", "/"]),
            ),
            Spoken::OneOf(_, "a value", of) => words.extend(of.iter().copied().chain(["not"])),
            Spoken::OneOf(_, _, of) => words.extend(*of),
            Spoken::Kind(..) | Spoken::Name(..) => {}
        }
    }
    // Pieces of packs and rules end where the next clause begins.
    if could_end {
        let first = lexical::word(before.trim_start());
        let clauses: &[&str] = if first == "applies" || first == "uses" { &PACK_CLAUSES } else { &RULE_CLAUSES };
        if clauses.contains(&first) {
            words.extend(clauses);
        }
    }
    words
}

fn keyword(found: &str, candidates: &[&'static str]) -> Option<Meant> {
    if found.is_empty() || found.starts_with('"') {
        return None;
    }
    let lower: String = found.nfc().collect::<String>().to_lowercase();
    let synonym =
        SYNONYMS.iter().find(|(word, means)| *word == lower && candidates.contains(means)).map(|&(_, means)| means);
    let word = synonym.or_else(|| nearest(&lower, candidates))?;
    Some(Meant::instead(word))
}

/// The candidate at most a third of its letters away.
fn nearest(found: &str, candidates: &[&'static str]) -> Option<&'static str> {
    if !found.starts_with(char::is_alphabetic) {
        return None;
    }
    candidates
        .iter()
        .filter(|word| word.len() > 2)
        .map(|&word| (distance(found, word), word))
        .filter(|&(away, word)| away <= (word.len() / 3).min(2))
        .min_by_key(|&(away, _)| away)
        .map(|(_, word)| word)
}

/// Letters to change, add, drop, or swap with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(40).collect();
    let other: Vec<char> = other.chars().collect();
    let (mut older, mut old): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=other.len()).collect());
    for (i, &a) in one.iter().enumerate() {
        let mut new = vec![i + 1];
        for (j, &b) in other.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&old, j) + usize::from(a != b)).min(at(&old, j + 1) + 1).min(at(&new, j) + 1);
            let swapped = i > 0 && j > 0 && one.get(i - 1) == Some(&b) && other.get(j - 1) == Some(&a);
            if swapped {
                best = best.min(at(&older, j - 1) + 1);
            }
            new.push(best);
        }
        older = std::mem::replace(&mut old, new);
    }
    old.last().copied().unwrap_or(0)
}

/// A name in the wrong letters, or a word of the language where a name should stand.
fn name(rest: &str, wanted: &[Spoken]) -> Option<Meant> {
    let (vi, en, extra) = wanted.iter().find_map(|name| match name {
        Spoken::Name(vi, en, extra) => Some((*vi, *en, *extra)),
        Spoken::OneOf(vi @ "một giá trị", en, _) | Spoken::OneOf(vi @ "một mẫu", en, _) => {
            Some((*vi, *en, ""))
        }
        _ => None,
    })?;
    let dotted = extra == ".";
    let word = if dotted {
        rest.get(..rest.find(|c: char| !c.is_alphanumeric() && !"._-".contains(c)).unwrap_or(rest.len()))?
    } else {
        lexical::word(rest)
    };
    if word.is_empty() {
        return None;
    }
    let mut correct = corrected(word, extra);
    if correct.is_empty() {
        return None;
    }
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        correct = format!("n{correct}");
    }
    if correct == word {
        // The letters are right: it is the word that is taken.
        if vi == "một mẫu" {
            return None;
        }
        let way_out = match vi {
            "một giá trị" => Text::new("trước từ này còn thiếu một giá trị", "a value is missing before it"),
            _ => Text::new("chọn một tên khác", "choose another name"),
        };
        return Some(Meant::told(
            "syntax::reserved",
            word.len(),
            Text::new(
                format!("cần {vi} nhưng `{word}` là từ của ngôn ngữ"),
                format!("expected {en}, but `{word}` is a word of the language"),
            ),
            way_out,
        ));
    }
    let help = if vi == "một giá trị" && word.contains('-') {
        let (left, right) = word.split_once('-').unwrap_or_default();
        Text::new(
            format!("viết `{correct}`; phép trừ cần khoảng trắng: `{left} - {right}`"),
            format!("write `{correct}`; a difference needs blanks: `{left} - {right}`"),
        )
    } else {
        Text::new(format!("viết `{correct}`"), format!("write `{correct}`"))
    };
    let allowed = match extra {
        "" => "a–z, 0–9, `_`",
        "-" => "a–z, 0–9, `_`, `-`",
        _ => "a–z, 0–9, `_`, `.`",
    };
    Some(Meant::told(
        "syntax::name",
        word.len(),
        Text::new(format!("`{word}` không phải tên hợp lệ"), format!("`{word}` is not a name")),
        Text::new(format!("{}; tên chỉ gồm {allowed}", help.vi), format!("{}; names are made of {allowed}", help.en)),
    ))
}

/// The name in small letters without marks: `Tỷ-lệ` is `ty_le`.
fn corrected(word: &str, extra: &str) -> String {
    let mut name = String::new();
    // `soLuong` is `so_luong`, but `KẾ-hoạch` stays together.
    let inner_capitals = word.starts_with(char::is_lowercase);
    for letter in word.nfd().filter(|&letter| !is_combining_mark(letter)) {
        match letter {
            'đ' | 'Đ' | 'Ð' => name.push('d'),
            _ if letter.is_ascii_uppercase()
                && name.ends_with(|last: char| last.is_ascii_lowercase())
                && inner_capitals =>
            {
                name.push('_');
                name.push(letter.to_ascii_lowercase());
            }
            _ if letter.is_ascii_alphanumeric() || letter == '_' || extra.contains(letter) => {
                name.push(letter.to_ascii_lowercase())
            }
            '-' | '.' => name.push('_'),
            _ => {}
        }
    }
    name
}

/// `18.5.2`, `1.028.000`, `2022-02`, `12th`: what begins like a number and is none.
fn number(rest: &str, wanted: &[Spoken]) -> Option<Meant> {
    let named = wanted.iter().all(|name| matches!(name, Spoken::Name(..)));
    if named || !rest.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || "._-/".contains(c))).unwrap_or(rest.len());
    let written = rest.get(..end)?.trim_end_matches(['.', '-', '/']);
    let groups: Vec<&str> = written.split(['-', '/', '.']).collect();
    let digits = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    let message = Text::new(
        format!("`{written}` không phải số hay ngày viết đúng"),
        format!("`{written}` is neither a number nor a date"),
    );
    let help = match groups.as_slice() {
        [year, month, day] if digits && year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            let date = format!("{year}-{month:0>2}-{day:0>2}");
            Text::new(format!("ngày viết là `{date}`"), format!("a date is written `{date}`"))
        }
        [day, month, year] if digits && year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            let date = format!("{year}-{month:0>2}-{day:0>2}");
            Text::new(format!("ngày viết là `{date}`"), format!("a date is written `{date}`"))
        }
        [_, rest @ ..]
            if digits && written.contains('.') && rest.iter().all(|group| group.len() == 3) && rest.len() > 1 =>
        {
            let plain = groups.concat();
            Text::new(
                format!("viết liền các chữ số: `{plain}`"),
                format!("write the digits without separators: `{plain}`"),
            )
        }
        [one, other] if digits && written.contains('-') => Text::new(
            format!("phép trừ cần khoảng trắng: `{one} - {other}`; ngày viết là `2022-02-21`"),
            format!("a difference needs blanks: `{one} - {other}`; a date is written `2022-02-21`"),
        ),
        [_] | [_, _] if digits => return None,
        _ => Text::new(
            "số viết như `12` hay `12.5`, ngày như `2022-02-21`",
            "numbers look like `12` or `12.5`, dates like `2022-02-21`",
        ),
    };
    Some(Meant::told("syntax::number", written.len(), message, help))
}

/// Text in one language where two are needed, and the other way round.
fn missing_text(before: &str, rest: &str, wanted: &[Spoken]) -> Option<Meant> {
    let two = wanted.iter().any(|name| matches!(name, Spoken::Kind(_, en) if en.starts_with("words in both")))
        || wanted.contains(&Spoken::Word("vi"));
    if two && rest.starts_with('"') {
        let text = found(rest);
        return Some(Meant::advice(
            format!("viết bằng hai thứ tiếng: `vi {text} en \"…\"`"),
            format!("say it in both languages: `vi {text} en \"…\"`"),
        ));
    }
    let one = wanted.iter().any(|name| matches!(name, Spoken::Kind(_, "a text in `\"`")));
    let word = lexical::word(rest);
    if one && !two && matches!(word, "vi" | "en") && !before.trim_end().ends_with('.') {
        return Some(Meant::advice(
            "ở đây chỉ viết một đoạn chữ trong ngoặc kép, không có `vi` hay `en`",
            "one text in quotes stands here, without `vi` or `en`",
        ));
    }
    None
}

/// A mark missing or too many.
fn mark(before: &str, rest: &str, wanted: &[Spoken], could_end: bool) -> Option<Meant> {
    let wants = |mark: &'static str| wanted.contains(&Spoken::Word(mark));
    let found = found(rest);
    if found == ":" && !wants(":") {
        return Some(Meant::advice("bỏ dấu `:`", "delete the `:`"));
    }
    if wants(":") && !found.is_empty() && !could_end {
        let word = before.trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        return Some(Meant::advice(format!("thêm `:` sau `{word}`"), format!("put a `:` after `{word}`")));
    }
    if wants(",") && found.starts_with('"') {
        return Some(Meant::advice("ngăn các mục bằng `,`", "separate the entries by `,`"));
    }
    if found == ","
        && wanted.iter().any(|name| matches!(name, Spoken::OneOf(_, "an operator", _)))
        && before.ends_with(|c: char| c.is_ascii_digit())
        && rest.get(1..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Some(Meant::advice(
            "phần thập phân viết sau dấu chấm: `12.5`",
            "decimals stand behind a point: `12.5`",
        ));
    }
    if wants("inside") && before.trim_end().ends_with("not") {
        return Some(Meant::advice(
            "viết `and not`, `not in` hoặc `not inside`",
            "write `and not`, `not in` or `not inside`",
        ));
    }
    if wants("->") && found.starts_with('"') {
        return Some(Meant::advice("thêm `->` trước đoạn chữ", "put `->` before the text"));
    }
    if let [Spoken::Word(missing)] = wanted
        && !could_end
        && !rest.is_empty()
    {
        return Some(Meant::advice(format!("thêm `{missing}` ở đây"), format!("put `{missing}` here")));
    }
    if found.starts_with('"') && before.trim_end().ends_with(',') {
        return Some(Meant::advice("bỏ dấu `,` trước đó", "delete the `,` before it"));
    }
    None
}
