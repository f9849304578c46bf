//! JSON lines: one object per line, told apart by `type`: each finding as it is found, files that could not be read, and at the end the
//! summary. For pipes (`… | jq 'select(.severity == "error")'`) and logs of many thousand reports.

use serde::Serialize;

use super::Tally;
use super::form::Judged;
use super::json::{self, Entry, Failure, Summary, Unjudged};
use crate::lang::Lang;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Finding {
        path: &'a str,
        #[serde(flatten)]
        entry: Entry<'a>,
    },
    Unjudged {
        path: &'a str,
        #[serde(flatten)]
        unjudged: Unjudged<'a>,
    },
    Unreadable {
        path: &'a str,
        #[serde(flatten)]
        error: Failure<'a>,
    },
    Summary(Summary),
}

/// The lines of one report.
pub fn report(judged: &Judged<'_>, lang: Lang) -> String {
    match judged {
        Judged::Read { document, outcome } => {
            let (source, path) = (&document.source, document.source.name());
            let entry = |finding| Line::Finding { path, entry: json::entry(finding, source, lang) };
            let findings = outcome.findings.iter().map(entry);
            let unjudged =
                outcome.unjudged.iter().map(|one| Line::Unjudged { path, unjudged: json::unjudged(one, lang) });
            findings.chain(unjudged).map(line).collect()
        }
        Judged::Unreadable { path, message, help } => {
            let error = Failure { message: message.get(lang), help: help.map(|help| help.get(lang)) };
            line(Line::Unreadable { path, error })
        }
    }
}

/// The last line.
pub fn end(tally: &Tally) -> String {
    line(Line::Summary(json::summary(tally)))
}

/// The structures hold strings, numbers and lists: they always become JSON.
fn line(line: Line<'_>) -> String {
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}
