//! A failure of the grammar as a mistake: what was expected, what stands there instead, and what was probably meant.

use std::ops::Range;
use std::sync::Arc;

use pest::error::{Error, ErrorVariant, InputLocation};

use super::error::Mistake;
use super::grammar::Rule;
use super::lexical;
use super::meant::{self, Meant};
use super::spoken::{Spoken, spoken};
use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;

/// What is known of a failure for going on behind it.
pub(super) struct Failed {
    /// The byte of the piece where reading stopped.
    pub at: usize,
    /// Whether the piece could have ended there: what stands before is whole.
    pub could_end: bool,
    /// The clause that was probably meant.
    pub meant: Option<&'static str>,
}

/// Words for the failure of the piece at `range`.
pub(super) fn tell(source: &Arc<Source>, range: &Range<usize>, error: &Error<Rule>) -> (Mistake, Failed) {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return (too_deep(source, range.start + at), Failed { at, could_end: false, meant: None });
    };
    let mut wanted: Vec<Spoken> = Vec::new();
    for &rule in positives {
        let name = spoken(rule);
        if rule != Rule::EOI && !wanted.contains(&name) {
            wanted.push(name);
        }
    }
    let could_end = positives.contains(&Rule::EOI);
    summed_up(&mut wanted);
    let whole = source.text();
    let here = range.start + at;
    let rest = whole.get(here..range.end).unwrap_or_default();
    let meant = meant::meant(whole.get(range.start..here).unwrap_or_default(), rest, &wanted, could_end);
    let clause = meant.as_ref().and_then(|meant| meant.keyword);
    let mistake = match meant {
        Some(Meant { code, message: Some(message), length, help, .. }) => {
            Mistake::new(code, source, Span::new(here, here + length), message, Text::new("ở đây", "here")).help(help)
        }
        meant => {
            let mistake = plain(source, here, rest, &wanted, could_end);
            match meant {
                Some(meant) => mistake.help(meant.help),
                None => mistake,
            }
        }
    };
    (mistake, Failed { at, could_end, meant: clause })
}

/// Leaves out what a wider name already says: `a value` stands for texts, numbers and brackets as well.
fn summed_up(wanted: &mut Vec<Spoken>) {
    let has = |kind: &str| {
        wanted.iter().any(|name| matches!(name, Spoken::OneOf(_, en, _) | Spoken::Kind(_, en) if *en == kind))
    };
    let (value, pattern, literal, operator) =
        (has("a value"), has("a pattern"), has("a written value"), has("an operator"));
    let clause = wanted.iter().find_map(|name| match name {
        Spoken::OneOf(_, "a clause of the rule" | "a clause of the pack", words) => Some(*words),
        _ => None,
    });
    // A word that may be the name of a capture could always be followed by `:`; nobody means that by `key t`.
    let capture = !value && wanted.len() > 1 && wanted.iter().all(|name| matches!(name, Spoken::Word(_)));
    wanted.retain(|name| match name {
        Spoken::Word(":") => !capture,
        Spoken::Word(word) if clause.is_some_and(|words| words.contains(word)) => false,
        Spoken::Word("." | "(" | "is" | "inside") if operator => false,
        Spoken::Word("values" | "not" | "some" | "every" | "no" | "first" | "last" | "count" | "(" | "[" | "-")
            if value =>
        {
            false
        }
        Spoken::Word("(" | "[" | "{") if pattern => false,
        Spoken::Word("[" | "-") if literal => false,
        Spoken::Kind(_, en) => *en == "a written value" || !(value || literal || pattern && *en == "a text in `\"`"),
        Spoken::OneOf(_, "`true` or `false`", _) => !(value || literal),
        Spoken::Name(..) => !(value || pattern),
        _ => true,
    });
}

/// Deeper than pest's own stack allows.
fn too_deep(source: &Arc<Source>, at: usize) -> Mistake {
    let message = Text::new("lồng nhau quá sâu", "nested too deeply");
    Mistake::new("syntax::too_deep", source, Span::new(at, at + 1), message, Text::new("ở đây", "here"))
        .help(Text::new("tách phần bên trong ra bằng `let`", "give the inner part a name with `let`"))
}

fn plain(source: &Arc<Source>, here: usize, rest: &str, wanted: &[Spoken], could_end: bool) -> Mistake {
    let list = listed(wanted, could_end);
    if rest.is_empty() {
        let before = source.text().get(..here).unwrap_or_default().trim_end();
        let last = before.chars().next_back().map_or(0, char::len_utf8);
        return Mistake::new(
            "syntax::expected",
            source,
            Span::new(before.len() - last, before.len()),
            Text::new(
                format!("cần {} nhưng đến đây đã hết", list.vi),
                format!("expected {} but it ends here", list.en),
            ),
            Text::new("sau chỗ này còn thiếu", "something is missing after this"),
        );
    }
    let found = found(rest);
    let shown = shortened(found);
    Mistake::new(
        "syntax::expected",
        source,
        Span::new(here, here + found.len()),
        Text::new(format!("cần {} nhưng gặp `{shown}`", list.vi), format!("expected {}, found `{shown}`", list.en)),
        Text::new("không đọc tiếp được từ đây", "cannot be read from here on"),
    )
}

/// The word, string or mark that `rest` begins with.
pub(super) fn found(rest: &str) -> &str {
    let word = lexical::word(rest);
    if !word.is_empty() {
        return word;
    }
    if rest.starts_with("\"\"\"") {
        return rest.get(..3).unwrap_or_default();
    }
    if let Some(inside) = rest.strip_prefix('"') {
        let end = inside.find(['"', '\n']).map_or(rest.len(), |at| {
            if inside.get(at..).is_some_and(|it| it.starts_with('"')) { at + 2 } else { at + 1 }
        });
        return rest.get(..end).unwrap_or_default();
    }
    let paired = ["==", "!=", "<=", ">=", "<>", "=>", "->", "&&", "||", "..", "::", ":=", "++", "**", "//"];
    if let Some(mark) = paired.iter().find(|mark| rest.starts_with(**mark)) {
        return rest.get(..mark.len()).unwrap_or_default();
    }
    let width = rest.chars().next().map_or(0, char::len_utf8);
    rest.get(..width).unwrap_or_default()
}

fn shortened(found: &str) -> String {
    if found.chars().count() <= 30 {
        return found.to_owned();
    }
    found.chars().take(28).chain(['…']).collect()
}

/// `X, Y or Z` in both languages. A clause's end is only named where nothing else could stand there.
fn listed(wanted: &[Spoken], could_end: bool) -> Text {
    let mut vi: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    for name in wanted {
        let (said_vi, said_en) = match name {
            Spoken::Word(word) => (format!("`{word}`"), format!("`{word}`")),
            Spoken::Kind(vi, en) | Spoken::OneOf(vi, en, _) | Spoken::Name(vi, en, _) => {
                ((*vi).to_owned(), (*en).to_owned())
            }
        };
        vi.push(said_vi);
        en.push(said_en);
    }
    if could_end
        && !wanted
            .iter()
            .any(|name| matches!(name, Spoken::OneOf(_, "a clause of the rule" | "a clause of the pack", _)))
    {
        vi.push("hết phần này".to_owned());
        en.push("the end of this part".to_owned());
    }
    Text::new(joined(&vi, "hoặc"), joined(&en, "or"))
}

fn joined(names: &[String], or: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {or} {last}", most.join(", ")),
    }
}
