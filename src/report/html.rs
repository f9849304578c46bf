//! One self-contained page: reports as documents with their findings in the margin, an overview where there are many, filters.
//!
//! Nothing is fetched: style and script stand in the page, and a policy in its head forbids the rest. Without the script it is whole and
//! in reading order. The overview needs all counts, so it is written last, and a line of script puts it first.

mod document;
mod note;
mod overview;

use xxhash_rust::xxh3::xxh3_64;

use super::Tally;
use super::digest::Digest;
use super::form::{Context, Judged};
use super::words::pick;
use super::xml::escaped;
use crate::finding::Severity;
use crate::lang::Lang;

/// The style of all pages.
const STYLE: &str = include_str!("html/page.css");
/// The script of all pages.
const SCRIPT: &str = include_str!("html/page.js");

/// What comes before the first report.
pub fn begin(lang: Lang) -> String {
    head(pick(lang, "Kết quả soát báo cáo", "What was found in reports"), lang)
}

/// One report.
pub fn report(context: &Context<'_>, judged: &Judged<'_>, lang: Lang) -> String {
    document::article(context, judged, lang)
}

/// What comes after the last report: the overview and the script.
pub fn end(context: &Context<'_>, tally: &Tally, digests: &[Digest], lang: Lang) -> String {
    overview::write(context, tally, digests, lang) + &foot()
}

/// The opening of a page, up to its heading; other pages of the program begin alike.
pub fn head(title: &str, lang: Lang) -> String {
    let code = pick(lang, "vi", "en");
    let (title, skip) = (escaped(title), pick(lang, "Đến phần tổng quan", "To the overview"));
    let version = env!("CARGO_PKG_VERSION");
    // `data:` is for nothing of ours, but browsers ask for an icon where none is named.
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"generator\" content=\"soat {version}\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#summary\">{skip}</a>\n<main>\n<h1>{title}</h1>\n"
    )
}

/// The end of a page.
pub fn foot() -> String {
    format!("</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n")
}

/// What a report's parts are called in the page: the same in every run, whatever stands before it.
fn id(path: &str) -> String {
    format!("r{:016x}", xxh3_64(path.as_bytes()))
}

/// The name of a severity in classes and filters.
fn class(severity: Severity) -> &'static str {
    super::json::severity(severity)
}
