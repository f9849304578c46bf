//! JUnit's XML: one `testsuite` per report, one `testcase` per finding. What makes the run fail is a `failure`, other findings are cases
//! that passed with a remark, rules that could not judge are skipped, and a file that could not be read is an `error`: a view of
//! test results is red where the exit status is not 0.

use std::fmt::Write as _;

use super::form::{Context, Judged};
use super::words::{self, pick};
use super::xml::escaped;
use crate::evaluate::Outcome;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::source::Source;

/// What comes before the first report.
pub const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"soat\">\n";
/// What comes after the last.
pub const END: &str = "</testsuites>\n";

/// The element of one report.
pub fn report(context: &Context<'_>, judged: &Judged<'_>, lang: Lang) -> String {
    let mut out = String::new();
    match judged {
        Judged::Read { document, outcome } => suite(&mut out, context, &document.source, outcome, lang),
        Judged::Unreadable { path, message, help } => {
            let (path, message) = (escaped(path), escaped(message.get(lang)));
            let help = help.map(|help| escaped(help.get(lang))).unwrap_or_default();
            let _ = writeln!(
                out,
                "<testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n\
                 <testcase name=\"{}\" classname=\"{path}\"><error message=\"{message}\">{help}</error></testcase>",
                pick(lang, "đọc tệp", "reading the file")
            );
        }
    }
    out.push_str("</testsuite>\n");
    out
}

fn suite(out: &mut String, context: &Context<'_>, source: &Source, outcome: &Outcome, lang: Lang) {
    let path = escaped(source.name());
    let fails = |finding: &&Finding| context.fail_on.is_some_and(|least| finding.severity >= least);
    let failures = outcome.findings.iter().filter(fails).count();
    let skipped = outcome.unjudged.len();
    // A report without findings is a case that passed: a suite without cases looks as if nothing had been judged.
    let clean = outcome.findings.is_empty();
    let tests = outcome.findings.len() + skipped + usize::from(clean);
    let _ = writeln!(
        out,
        "<testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
    );
    if clean {
        let name = pick(lang, "không phát hiện điều gì", "nothing found");
        let _ = writeln!(out, "<testcase name=\"{name}\" classname=\"{path}\"/>");
    }
    for finding in &outcome.findings {
        let at = source.position(finding.span.start);
        let place = format!("{}:{}:{}", source.name(), at.line, at.column);
        let whole = format!("{place}: {}", words::whole_message(finding, source, lang));
        let name = format!("{} {}:{}", finding.rule, at.line, at.column);
        let _ = write!(out, "<testcase name=\"{}\" classname=\"{path}\">", escaped(&name));
        let _ = match fails(&finding) {
            true => write!(
                out,
                "<failure message=\"{}\" type=\"{}\">{}</failure>",
                escaped(finding.message.get(lang)),
                escaped(words::severity(finding.severity, lang)),
                escaped(&whole)
            ),
            false => write!(out, "<system-out>{}</system-out>", escaped(&whole)),
        };
        out.push_str("</testcase>\n");
    }
    for one in &outcome.unjudged {
        let (rule, reason) = (escaped(&one.rule), escaped(one.reason.get(lang)));
        let _ =
            writeln!(out, "<testcase name=\"{rule}\" classname=\"{path}\"><skipped message=\"{reason}\"/></testcase>");
    }
}
