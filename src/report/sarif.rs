//! SARIF 2.1.0 (OASIS), for code scanning and editors. Columns count Unicode code points, places end after their last character.
//!
//! Rules stand before the results, with why they are there; findings that a report allows or that are known from before are
//! results with a `suppression`; files that could not be read are notifications of the one invocation, which was not successful then.

use serde::Serialize;
use serde_json::{Value, json};

use super::digest::Digest;
use super::form::{Context, Judged};
use super::words::{self, pick};
use crate::finding::{Edit, EditKind, Finding, Severity};
use crate::lang::{Lang, Text};
use crate::rule::About;
use crate::source::Source;
use crate::span::Span;

/// Where the schema is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name of our fingerprint among those of a result; its version counts how it is built.
const FINGERPRINT: &str = "soat/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    justification: &'a str,
}

#[derive(Serialize)]
struct Message<'a> {
    text: std::borrow::Cow<'a, str>,
}

/// A place as people find it in a file that has no lines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Message<'static>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Message<'static>,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact,
    replacements: [Replacement<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

/// What comes before the first report: the tool and its rules, up to the list of results.
pub fn begin(context: &Context<'_>, lang: Lang) -> String {
    let rules: Vec<Value> = context.rules.rules().iter().map(|about| rule(about, lang)).collect();
    let tool = json!({"driver": {
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "language": pick(lang, "vi", "en"),
        "shortDescription": {"text": pick(
            lang,
            "Soát báo cáo hành chính theo các quy tắc viết thành văn",
            "Checks administrative reports against written rules",
        )},
        "rules": rules,
    }});
    let language = pick(lang, "vi", "en");
    format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{tool},\"language\":\"{language}\",\
         \"columnKind\":\"unicodeCodePoints\",\"results\":["
    )
}

/// What comes after the last report: how the run went.
pub fn end(digests: &[Digest], lang: Lang) -> String {
    let unreadable = digests.iter().filter_map(|digest| Some((digest, digest.error.as_ref()?)));
    let notifications: Vec<Value> = unreadable
        .map(|(digest, error)| {
            json!({
                "level": "error",
                "message": {"text": format!("{}: {}", digest.path, error.get(lang))},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&digest.path)}}}],
            })
        })
        .collect();
    let invocation = json!({
        "executionSuccessful": notifications.is_empty(),
        "toolExecutionNotifications": notifications,
    });
    format!("\n],\"invocations\":[{invocation}]}}]}}\n")
}

/// The results of one report, with commas between them.
pub fn report(context: &Context<'_>, judged: &Judged<'_>, lang: Lang) -> String {
    let Judged::Read { document, outcome } = judged else { return String::new() };
    let source = &document.source;
    let known = pick(lang, "đã biết từ trước", "known from before");
    let results = outcome.findings.iter().map(|finding| (finding, None));
    let allowed = outcome.allowed.iter().map(|one| (&one.finding, Some(("inSource", one.reason.as_str()))));
    let known = outcome.known.iter().map(|finding| (finding, Some(("external", known))));
    let mut out = String::new();
    for (finding, suppressed) in results.chain(allowed).chain(known) {
        let suppressions = suppressed.map(|(kind, justification)| Suppression { kind, justification });
        let result = result(context, finding, source, suppressions, lang);
        if !out.is_empty() {
            out.push(',');
        }
        out.push('\n');
        // The structures above hold strings, numbers and lists: they always become JSON.
        out += &serde_json::to_string(&result).unwrap_or_default();
    }
    out
}

fn rule(about: &About, lang: Lang) -> Value {
    let title = about.title.get(lang);
    let why = about.why.as_ref().map(|why| why.get(lang)).filter(|why| !why.is_empty()).unwrap_or(title);
    let source_word = pick(lang, "Căn cứ", "Source");
    let severity = match about.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    };
    json!({
        "id": about.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {
            "text": format!("{why}\n\n{source_word}: {}", about.source),
            "markdown": format!("**{title}**\n\n{why}\n\n*{source_word}:* {}", about.source),
        },
        "defaultConfiguration": {"level": level(about.severity)},
        "properties": {
            "source": about.source,
            "pack": about.pack,
            "tags": [about.pack],
            "problem.severity": severity,
        },
    })
}

fn result<'a>(
    context: &Context<'_>,
    finding: &'a Finding,
    source: &'a Source,
    suppression: Option<Suppression<'a>>,
    lang: Lang,
) -> Outcome<'a> {
    let related = finding.related.iter().enumerate().map(|(at, label)| Location {
        id: Some(at + 1),
        physical_location: physical(label.span, source),
        logical_locations: logical(label.span, source, lang),
        message: Some(message(label.text.get(lang))),
    });
    let own: &Text = &finding.label;
    Outcome {
        rule_id: &finding.rule,
        rule_index: context.rules.ids().position(|id| id == finding.rule),
        level: level(finding.severity),
        message: Message { text: words::whole_message(finding, source, lang).into() },
        locations: [Location {
            id: None,
            physical_location: physical(finding.span, source),
            logical_locations: logical(finding.span, source, lang),
            message: (!own.get(lang).is_empty()).then(|| message(own.get(lang))),
        }],
        related_locations: related.collect(),
        partial_fingerprints: json!({FINGERPRINT: finding.fingerprint}),
        fixes: finding.edits.iter().map(|edit| fix(edit, source, lang)).collect(),
        suppressions: suppression.into_iter().collect(),
    }
}

fn fix<'a>(edit: &'a Edit, source: &Source, lang: Lang) -> Fix<'a> {
    let description = match edit.kind {
        EditKind::Safe => pick(lang, "sửa hình thức, áp dụng được ngay", "a change of form, safe to apply"),
        EditKind::Suggested => pick(lang, "đề xuất, người soạn quyết định", "a suggestion, for the author to decide"),
    };
    Fix {
        description: message(description),
        artifact_changes: [Change {
            artifact_location: Artifact { uri: uri(source.name()) },
            replacements: [Replacement {
                deleted_region: Region { snippet: None, ..region(edit.span, source) },
                inserted_content: message(&edit.text),
            }],
        }],
    }
}

fn message(text: &str) -> Message<'_> {
    Message { text: text.into() }
}

fn physical(span: Span, source: &Source) -> Physical {
    Physical { artifact_location: Artifact { uri: uri(source.name()) }, region: region(span, source) }
}

fn logical(span: Span, source: &Source, lang: Lang) -> Vec<Logical> {
    let place = source.place(span.start).map(|place| {
        let name = place.words(lang);
        let heading = place.heading.as_deref().map(|heading| format!("{heading} › {name}"));
        Logical { fully_qualified_name: heading.unwrap_or_else(|| name.clone()), name, kind: "element" }
    });
    place.into_iter().collect()
}

fn region(span: Span, source: &Source) -> Region {
    let (start, end) = (source.position(span.start), source.position(span.end));
    let words = source.slice(span);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        snippet: (!words.is_empty()).then(|| Message { text: words.to_owned().into() }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a URI reference (RFC 3986): relative paths stay relative, to wherever the reader takes the report repository to be.
pub fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len() + 8);
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.get(1..3) == Some(":/") {
        uri.push_str("file:///");
    }
    let windows = uri.len() == "file:///".len();
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            b':' if windows && at == 1 => uri.push(':'),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("báo cáo/quý 1.md"), "b%C3%A1o%20c%C3%A1o/qu%C3%BD%201.md");
        assert_eq!(uri("/tmp/a:b.md"), "file:///tmp/a%3Ab.md");
        assert_eq!(uri("C:/a.md"), "file:///C:/a.md");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
