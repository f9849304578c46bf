//! The fixed words of output, in both languages.

use super::Tally;
use crate::evaluate::MOST_FINDINGS;
use crate::finding::{Finding, Severity};
use crate::lang::{Lang, Text};
use crate::rule::RuleSet;
use crate::source::Source;

/// One of two wordings.
pub fn pick(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// What a rule is about.
pub fn title_of<'r>(rules: &'r RuleSet, id: &str) -> Option<&'r Text> {
    rules.rules().iter().find(|about| about.id == id).map(|about| &about.title)
}

/// A severity as people say it.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => pick(lang, "lỗi", "error"),
        Severity::Warning => pick(lang, "cảnh báo", "warning"),
        Severity::Info => pick(lang, "lưu ý", "info"),
    }
}

/// What is said of a finding where there is room for one text only: message, place in a file that has no lines, way out, source.
pub fn whole_message(finding: &Finding, source: &Source, lang: Lang) -> String {
    let mut text = finding.message.get(lang).to_owned();
    if let Some(place) = source.place(finding.span.start) {
        text += &format!("\n{}: {}", pick(lang, "Chỗ", "Place"), place.words(lang));
        if let Some(heading) = &place.heading {
            text += &format!(", {} “{heading}”", pick(lang, "mục", "section"));
        }
    }
    if let Some(help) = &finding.help {
        text += &format!("\n{}: {}", pick(lang, "Cách sửa", "Help"), help.get(lang));
    }
    if !finding.source.is_empty() {
        text += &format!("\n{}: {}", pick(lang, "Căn cứ", "Source"), finding.source);
    }
    text
}

/// A number and what it counts. Vietnamese has one form, English two.
pub fn count(number: usize, lang: Lang, vi: &str, en: [&str; 2]) -> String {
    let [one, many] = en;
    match lang {
        Lang::Vi => format!("{number} {vi}"),
        Lang::En if number == 1 => format!("{number} {one}"),
        Lang::En => format!("{number} {many}"),
    }
}

/// The closing line of a check; `known_by` names the baselines.
pub fn summary(tally: &Tally, known_by: &str, lang: Lang, unjudged_shown: bool) -> String {
    let mut parts = Vec::new();
    // Where no file could be read, nothing was found in nothing.
    if tally.files > tally.unreadable {
        parts.push(found(tally, lang));
    }
    if tally.cut > 0 {
        parts.push(cut(tally, lang));
    }
    parts.extend(set_aside(tally, known_by, lang));
    if tally.unjudged > 0 {
        let how = if unjudged_shown {
            ""
        } else {
            pick(lang, " (xem bằng --show-unjudged)", " (see them with --show-unjudged)")
        };
        parts.push(unjudged(tally, lang) + how);
    }
    if tally.unmatched > 0 {
        parts.push(match lang {
            Lang::Vi => format!("{} báo cáo không có gói quy tắc nào áp dụng", tally.unmatched),
            Lang::En => {
                format!("no pack of rules applies to {}", count(tally.unmatched, lang, "", ["report", "reports"]))
            }
        });
    }
    if tally.unreadable > 0 {
        parts.push(match lang {
            Lang::Vi => format!("{} tệp không đọc được", tally.unreadable),
            Lang::En => format!("{} could not be read", count(tally.unreadable, lang, "", ["file", "files"])),
        });
    }
    parts.join("; ")
}

/// What was found and is not among the findings.
fn set_aside(tally: &Tally, known_by: &str, lang: Lang) -> Vec<String> {
    let by = if known_by.is_empty() { String::new() } else { format!(" ({known_by})") };
    let kinds = [
        (tally.allowed, "được miễn trừ trong báo cáo", "allowed in the reports", ""),
        (tally.known, "đã biết từ trước", "known from before", by.as_str()),
        (tally.repaired, "trong danh sách đã biết nay không còn", "of the baseline no longer there", ""),
    ];
    let kinds = kinds.into_iter().filter(|(number, ..)| *number > 0);
    kinds.map(|(number, vi, en, by)| format!("{number} {}{by}", pick(lang, vi, en))).collect()
}

fn found(tally: &Tally, lang: Lang) -> String {
    let kinds = [
        (tally.errors, "lỗi", ["error", "errors"]),
        (tally.warnings, "cảnh báo", ["warning", "warnings"]),
        (tally.infos, "lưu ý", ["info", "infos"]),
    ];
    let kinds = kinds.into_iter().filter(|(number, ..)| *number > 0);
    let kinds: Vec<String> = kinds.map(|(number, vi, en)| count(number, lang, vi, en)).collect();
    let reports = count(tally.files - tally.unreadable, lang, "báo cáo", ["report", "reports"]);
    let rules = count(tally.rules, lang, "quy tắc", ["rule", "rules"]);
    match (lang, kinds.is_empty()) {
        (Lang::Vi, true) => format!("không phát hiện điều gì trong {reports}, {rules}"),
        (Lang::En, true) => format!("nothing found in {reports}, {rules}"),
        (Lang::Vi, false) => format!("{} trong {reports}", kinds.join(", ")),
        (Lang::En, false) => format!("{} in {reports}", kinds.join(", ")),
    }
}

/// That findings were left out must not look like there being no more.
fn cut(tally: &Tally, lang: Lang) -> String {
    let times = tally.cut;
    match lang {
        Lang::Vi => format!("chưa nêu hết: {times} quy tắc có quá {MOST_FINDINGS} phát hiện trong một báo cáo"),
        Lang::En => {
            let rules = count(times, lang, "", ["rule has", "rules have"]);
            format!("not all is told: {rules} more than {MOST_FINDINGS} findings in one report")
        }
    }
}

fn unjudged(tally: &Tally, lang: Lang) -> String {
    let times = tally.unjudged;
    match (lang, tally.files) {
        (Lang::Vi, 0 | 1) => format!("{times} quy tắc không đủ dữ kiện để xét"),
        (Lang::Vi, _) => format!("{times} lượt quy tắc không đủ dữ kiện để xét"),
        (Lang::En, 0 | 1) => format!("{} could not be judged", count(times, lang, "", ["rule", "rules"])),
        (Lang::En, _) => format!("rules could not be judged {}", count(times, lang, "", ["time", "times"])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_says_what_was_found_and_what_was_not_judged() {
        let tally = Tally { files: 1, errors: 3, warnings: 5, infos: 2, unjudged: 1, ..Tally::default() };
        assert_eq!(
            summary(&tally, "", Lang::Vi, false),
            "3 lỗi, 5 cảnh báo, 2 lưu ý trong 1 báo cáo; 1 quy tắc không đủ dữ kiện để xét (xem bằng --show-unjudged)"
        );
        assert_eq!(
            summary(&tally, "", Lang::En, true),
            "3 errors, 5 warnings, 2 infos in 1 report; 1 rule could not be judged"
        );
        let tally = Tally { files: 5, rules: 62, unreadable: 1, ..Tally::default() };
        assert_eq!(
            summary(&tally, "", Lang::Vi, false),
            "không phát hiện điều gì trong 4 báo cáo, 62 quy tắc; 1 tệp không đọc được"
        );
        assert_eq!(
            summary(&tally, "", Lang::En, false),
            "nothing found in 4 reports, 62 rules; 1 file could not be read"
        );
        assert_eq!(summary(&Tally::unreadable(), "", Lang::Vi, false), "1 tệp không đọc được");
        let tally = Tally { files: 2, rules: 62, unmatched: 1, ..Tally::default() };
        assert_eq!(
            summary(&tally, "", Lang::Vi, false),
            "không phát hiện điều gì trong 2 báo cáo, 62 quy tắc; 1 báo cáo không có gói quy tắc nào áp dụng"
        );
        let tally = Tally { files: 1, errors: MOST_FINDINGS, cut: 1, known: 3, unjudged: 1, ..Tally::default() };
        assert_eq!(
            summary(&tally, "known.json", Lang::Vi, true),
            "20000 lỗi trong 1 báo cáo; chưa nêu hết: 1 quy tắc có quá 20000 phát hiện trong một báo cáo; \
             3 đã biết từ trước (known.json); 1 quy tắc không đủ dữ kiện để xét"
        );
        assert_eq!(
            summary(&Tally { known: 0, unjudged: 0, ..tally }, "", Lang::En, true),
            "20000 errors in 1 report; not all is told: 1 rule has more than 20000 findings in one report"
        );
    }
}
