//! What stands first in a page: what was found in all, the list of reports, the rules that found most, and the filters.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{class, id};
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::report::Tally;
use crate::report::digest::Digest;
use crate::report::form::Context;
use crate::report::words::{self, pick, severity};
use crate::report::xml::escaped;

/// Severities, the grave one first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// Writes the overview.
pub(super) fn write(context: &Context<'_>, tally: &Tally, digests: &[Digest], lang: Lang) -> String {
    let mut out = String::from("<div id=\"summary\">\n");
    let summary = words::summary(tally, context.known_by, lang, true);
    let _ = writeln!(out, "<p class=\"lead\">{}.</p>", escaped(&capital(&summary)));
    let rules = by_rule(digests);
    if digests.len() > 1 {
        reports(&mut out, digests, lang);
        most(&mut out, context, &rules, lang);
    }
    out.push_str("</div>\n");
    if tally.found() > 0 {
        filters(&mut out, context, tally, &rules, lang);
    }
    out
}

/// What a rule found: how often, in how many reports, and how grave.
struct Found {
    severity: Severity,
    times: usize,
    reports: usize,
}

fn by_rule(digests: &[Digest]) -> Vec<(String, Found)> {
    let mut rules: BTreeMap<&str, Found> = BTreeMap::new();
    for (severity, rule, times) in digests.iter().flat_map(|digest| &digest.rules) {
        let found = rules.entry(rule).or_insert(Found { severity: *severity, times: 0, reports: 0 });
        found.severity = found.severity.max(*severity);
        found.times += times;
        found.reports += 1;
    }
    let mut rules: Vec<(String, Found)> = rules.into_iter().map(|(rule, found)| (rule.to_owned(), found)).collect();
    rules.sort_by(|a, b| b.1.times.cmp(&a.1.times).then_with(|| a.0.cmp(&b.0)));
    rules
}

fn head(out: &mut String, columns: &[(Text, bool)], lang: Lang) {
    out.push_str("<div class=\"scroll\"><table class=\"list\">\n<thead><tr>");
    for (name, number) in columns {
        let class = if *number { " class=\"n\"" } else { "" };
        let _ = match name.get(lang) {
            "" => write!(out, "<td></td>"),
            name => write!(out, "<th scope=\"col\"{class}><button type=\"button\">{name}</button></th>"),
        };
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

fn reports(out: &mut String, digests: &[Digest], lang: Lang) {
    let _ = writeln!(out, "<section>\n<h2>{}</h2>", pick(lang, "Các báo cáo", "Reports"));
    let columns = [
        (Text::new("Tệp", "File"), false),
        (Text::new("Cơ quan", "Office"), false),
        (Text::new("Kỳ", "Period"), false),
        (Text::new("Ngày", "Date"), false),
        (Text::new("Lỗi", "Errors"), true),
        (Text::new("Cảnh báo", "Warnings"), true),
        (Text::new("Lưu ý", "Infos"), true),
    ];
    head(out, &columns, lang);
    for digest in digests {
        let about = &digest.identity;
        let office = escaped(about.issuer.as_deref().unwrap_or("–"));
        let period = about.period.as_ref().map_or("–", |period| &period.name);
        // A period sorts by its last day, then its first: what ends earlier comes earlier, a quarter before its year.
        let key = about.period.as_ref().and_then(|period| period.days);
        let key = key.map(|(first, last)| format!(" data-key=\"{last} {first}\"")).unwrap_or_default();
        let date = match about.date {
            Some(date) => format!("<td data-key=\"{date}\">{}</td>", date.strftime("%d/%m/%Y")),
            None => "<td>–</td>".to_owned(),
        };
        let _ = write!(
            out,
            "<tr><td class=\"path\"><a href=\"#{}\">{}</a></td><td>{office}</td><td{key}>{}</td>{date}",
            id(&digest.path),
            escaped(&digest.path),
            escaped(period)
        );
        match &digest.error {
            Some(error) => {
                let _ = write!(
                    out,
                    "<td colspan=\"3\" class=\"error-ink\" data-key=\"\">{}</td>",
                    escaped(error.get(lang))
                );
            }
            None => {
                for grave in SEVERITIES {
                    number(out, count(&digest.tally, grave), grave);
                }
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n</section>\n");
}

fn number(out: &mut String, number: usize, grave: Severity) {
    let class = if number == 0 { "nil".to_owned() } else { format!("{}-ink", class(grave)) };
    let _ = write!(out, "<td class=\"n {class}\">{number}</td>");
}

fn count(tally: &Tally, severity: Severity) -> usize {
    match severity {
        Severity::Error => tally.errors,
        Severity::Warning => tally.warnings,
        Severity::Info => tally.infos,
    }
}

fn most(out: &mut String, context: &Context<'_>, rules: &[(String, Found)], lang: Lang) {
    let Some(top) = rules.first().map(|(_, found)| found.times) else { return };
    let _ = writeln!(
        out,
        "<section>\n<h2>{}</h2>\n<details><summary>{}</summary>",
        pick(lang, "Các quy tắc", "Rules"),
        words::count(rules.len(), lang, "quy tắc có phát hiện", ["rule found something", "rules found something"])
    );
    let columns = [
        (Text::new("Quy tắc", "Rule"), false),
        (Text::new("Mức", "Severity"), false),
        (Text::new("Nội dung", "What it is about"), false),
        (Text::new("Báo cáo", "Reports"), true),
        (Text::new("Lần", "Times"), true),
        (Text::new("", ""), false),
    ];
    head(out, &columns, lang);
    for (rule, found) in rules {
        let title = title(context, rule, lang);
        let width = found.times as f64 / top as f64 * 8.0;
        let _ = writeln!(
            out,
            "<tr><td><code>{}</code></td><td class=\"{}-ink\">{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td><span class=\"bar\" style=\"width:{width:.2}rem\"></span></td></tr>",
            escaped(rule),
            class(found.severity),
            severity(found.severity, lang),
            escaped(title),
            found.reports,
            found.times
        );
    }
    out.push_str("</tbody></table></div>\n</details></section>\n");
}

fn title<'a>(context: &Context<'a>, rule: &str, lang: Lang) -> &'a str {
    context.rules.rules().iter().find(|about| about.id == rule).map_or("", |about| about.title.get(lang))
}

fn filters(out: &mut String, context: &Context<'_>, tally: &Tally, rules: &[(String, Found)], lang: Lang) {
    let label = pick(lang, "Lọc phát hiện", "Filter findings");
    let _ = writeln!(out, "<form class=\"filters\" aria-label=\"{label}\" hidden>");
    for grave in SEVERITIES {
        let (name, number) = (severity(grave, lang), count(tally, grave));
        let _ = writeln!(
            out,
            "<label class=\"chip {0}-ink\"><input type=\"checkbox\" name=\"severity\" value=\"{0}\" checked> {name} {number}</label>",
            class(grave)
        );
    }
    let _ = writeln!(
        out,
        "<select name=\"rule\" aria-label=\"{}\">\n<option value=\"\">{}</option>",
        pick(lang, "Quy tắc", "Rule"),
        pick(lang, "mọi quy tắc", "all rules")
    );
    let mut sorted: Vec<&(String, Found)> = rules.iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    for (rule, found) in sorted {
        let title = escaped(title(context, rule, lang));
        let _ = writeln!(out, "<option value=\"{0}\">{0}: {title} ({1})</option>", escaped(rule), found.times);
    }
    out.push_str("</select>\n<output aria-live=\"polite\"></output>\n</form>\n");
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
