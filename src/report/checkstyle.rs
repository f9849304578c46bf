//! Checkstyle's XML: one `file` per report, one `error` per finding. Read by Jenkins, reviewdog and many editors.

use std::fmt::Write as _;

use super::form::Judged;
use super::words;
use super::xml::escaped;
use crate::finding::Severity;
use crate::lang::Lang;

/// What comes before the first report.
pub const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n";
/// What comes after the last.
pub const END: &str = "</checkstyle>\n";

/// The element of one report.
pub fn report(judged: &Judged<'_>, lang: Lang) -> String {
    let mut out = String::new();
    match judged {
        Judged::Read { document, outcome } => {
            let source = &document.source;
            let _ = writeln!(out, "<file name=\"{}\">", escaped(source.name()));
            for finding in &outcome.findings {
                let severity = match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "info",
                };
                let at = source.position(finding.span.start);
                let _ = writeln!(
                    out,
                    "<error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"soat.{}\"/>",
                    at.line,
                    at.column,
                    escaped(&words::whole_message(finding, source, lang)),
                    escaped(&finding.rule)
                );
            }
        }
        Judged::Unreadable { path, message, .. } => {
            let message = escaped(message.get(lang));
            let _ = writeln!(out, "<file name=\"{}\">", escaped(path));
            let _ = writeln!(
                out,
                "<error line=\"1\" severity=\"error\" message=\"{message}\" source=\"soat.unreadable\"/>"
            );
        }
    }
    out.push_str("</file>\n");
    out
}
