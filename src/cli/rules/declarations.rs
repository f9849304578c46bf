//! `soat rules --declarations`: parameters, facts and all else that packs declare besides rules.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Listing;
use crate::lang::Lang;
use crate::report::Look;
use crate::report::human::Paint;
use crate::report::visible::wrap;
use crate::report::words::{count, pick};
use crate::rule::Pack;
use crate::rule::declared::{Declared, Entry, Part, Sort};
use crate::rule::ir::Constant;
use crate::syntax::tree::Zone;

/// Entries of a list shown to people.
const SHOWN: usize = 3;

/// Columns of the sorts before the names.
const SORTS: usize = 11;

/// What each pack declares, for people.
pub(super) fn human(packs: &[(&Pack, Vec<&Declared>)], look: Look) -> String {
    let (lang, paint, width) = (look.lang, Paint(look.colour), look.width.unwrap_or(120));
    let mut out = String::new();
    for (pack, declared) in packs.iter().filter(|(_, declared)| !declared.is_empty()) {
        for part in wrap(&super::head(pack, lang), width) {
            let _ = writeln!(out, "{}", paint.bold(&part));
        }
        let mut last = None;
        for one in declared {
            let sort = if last == Some(one.sort) { "" } else { one.sort.word() };
            last = Some(one.sort);
            let pad = SORTS.saturating_sub(sort.len());
            for (at, part) in wrap(&line(one, lang), width.saturating_sub(SORTS + 4)).iter().enumerate() {
                let _ = match at {
                    0 => writeln!(out, "  {}{:pad$}{part}", paint.word(sort), ""),
                    _ => writeln!(out, "{:1$}{part}", "", SORTS + 4),
                };
            }
        }
        out.push('\n');
    }
    let all = packs.iter().map(|(_, declared)| declared.len()).sum();
    let all = count(all, lang, "khai báo", ["declaration", "declarations"]);
    let _ = writeln!(out, "{all}; {}", pick(lang, "phần có dấu ? có thể thiếu", "parts with ? may be missing"));
    out
}

/// `due_day: number = 20 — what it is for`
fn line(one: &Declared, lang: Lang) -> String {
    let mut text = one.name.clone();
    match one.sort {
        Sort::Parameter => {
            let _ = write!(text, ": {}", one.of.as_deref().unwrap_or_default());
            let _ = write!(text, " = {}", one.default.as_ref().map(written).unwrap_or_default());
            if let Some(about) = one.about.as_ref().map(|about| about.get(lang)).filter(|about| !about.is_empty()) {
                let _ = write!(text, " — {about}");
            }
        }
        Sort::Fact | Sort::Field => {
            if let Some(zone) = one.zone {
                let _ = write!(text, " in {}", zone_word(zone));
            }
            let part = |part: &Part| format!("{}{} {}", part.name, if part.optional { "?" } else { "" }, part.of);
            let parts: Vec<String> = one.parts.iter().map(part).collect();
            if !parts.is_empty() {
                let _ = write!(text, ": {}", parts.join(", "));
            }
        }
        Sort::Define => {
            let _ = write!(text, ": {}", one.of.as_deref().unwrap_or_default());
        }
        Sort::Format => {}
        Sort::Table | Sort::List | Sort::Outline => {
            let mut shown: Vec<String> = one.entries.iter().take(SHOWN).map(|entry| shown(one.sort, entry)).collect();
            if one.entries.len() > SHOWN {
                shown.push("…".to_owned());
            }
            let _ = write!(text, " ({}): {}", one.entries.len(), shown.join(", "));
        }
    }
    text
}

fn shown(sort: Sort, entry: &Entry) -> String {
    let values = || entry.values.iter().map(written).collect::<Vec<_>>().join(", ");
    match sort {
        Sort::Table => format!("“{}” = {}", entry.text, values()),
        Sort::Outline => format!("{} “{}”", values().trim_matches(['“', '”']), entry.text),
        _ => format!("“{}”", entry.text),
    }
}

fn written(value: &Constant) -> String {
    match value {
        Constant::Text(text) => format!("“{text}”"),
        Constant::Number(number) => number.to_string(),
        Constant::Date(date) => date.to_string(),
        Constant::Flag(flag) => flag.to_string(),
        Constant::Range(ends) => format!("{} .. {}", ends.from, ends.to),
        Constant::List(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
    }
}

fn zone_word(zone: Zone) -> &'static str {
    match zone {
        Zone::Head => "head",
        Zone::Body => "body",
        Zone::Document => "document",
    }
}

#[derive(Serialize)]
struct PackEntry<'a> {
    name: &'a str,
    title: &'a str,
    declarations: Vec<DeclarationEntry<'a>>,
}

#[derive(Serialize)]
struct DeclarationEntry<'a> {
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Value>,
    file: &'a str,
    line: usize,
}

/// The same for programs, with all entries.
pub(super) fn json<'a>(packs: &[(&'a Pack, Vec<&'a Declared>)], lang: Lang) -> serde_json::Result<Vec<u8>> {
    let pack = |(pack, declared): &(&'a Pack, Vec<&'a Declared>)| PackEntry {
        name: &pack.name,
        title: pack.title.get(lang),
        declarations: declared.iter().map(|one| declaration(one, lang)).collect(),
    };
    serde_json::to_vec(&Listing { schema: "soat.declarations/1", packs: packs.iter().map(pack).collect() })
}

fn declaration<'a>(one: &'a Declared, lang: Lang) -> DeclarationEntry<'a> {
    let part = |part: &Part| json!({ "name": part.name, "type": part.of, "optional": part.optional });
    let entries = match one.sort {
        Sort::List => Some(one.entries.iter().map(|entry| Value::from(entry.text.as_str())).collect()),
        Sort::Table => {
            let row = |entry: &Entry| (entry.text.clone(), entry.values.iter().map(value).collect());
            Some(Value::Object(one.entries.iter().map(row).collect::<Map<String, Value>>()))
        }
        Sort::Outline => {
            let item = |entry: &Entry| {
                let number = entry.values.first().map(value);
                json!({ "number": number, "title": entry.text, "depth": entry.depth })
            };
            Some(one.entries.iter().map(item).collect())
        }
        _ => None,
    };
    DeclarationEntry {
        kind: one.sort.word(),
        name: &one.name,
        r#type: one.of.as_deref(),
        default: one.default.as_ref().map(value),
        about: one.about.as_ref().map(|about| about.get(lang)),
        zone: one.zone.map(zone_word),
        parts: one.parts.iter().map(part).collect(),
        entries,
        file: one.file.name(),
        line: one.file.position(one.span.start).line,
    }
}

fn value(constant: &Constant) -> Value {
    match constant {
        Constant::Text(text) => Value::from(&**text),
        Constant::Number(number) => number.to_string().parse().map_or(Value::Null, Value::Number),
        Constant::Date(date) => Value::from(date.to_string()),
        Constant::Flag(flag) => Value::from(*flag),
        Constant::Range(ends) => json!([value(&Constant::Number(ends.from)), value(&Constant::Number(ends.to))]),
        Constant::List(items) => items.iter().map(value).collect(),
    }
}
