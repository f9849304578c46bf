//! The fixed words of output, in both languages.

use super::Tally;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::source::Source;

/// One of two wordings.
pub fn pick(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
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

/// The closing line of a check over `rules` rules.
pub fn summary(tally: &Tally, rules: usize, lang: Lang, unjudged_shown: bool) -> String {
    let mut parts = Vec::new();
    // Where no file could be read, nothing was found in nothing.
    if tally.files > tally.unreadable {
        parts.push(found(tally, rules, lang));
    }
    parts.extend(set_aside(tally, lang));
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
fn set_aside(tally: &Tally, lang: Lang) -> Vec<String> {
    let kinds = [
        (tally.allowed, "được miễn trừ trong báo cáo", "allowed in the reports"),
        (tally.known, "đã biết từ trước", "known from before"),
        (tally.repaired, "trong danh sách đã biết nay không còn", "of the baseline no longer there"),
    ];
    let kinds = kinds.into_iter().filter(|(number, ..)| *number > 0);
    kinds.map(|(number, vi, en)| format!("{number} {}", pick(lang, vi, en))).collect()
}

fn found(tally: &Tally, rules: usize, lang: Lang) -> String {
    let kinds = [
        (tally.errors, "lỗi", ["error", "errors"]),
        (tally.warnings, "cảnh báo", ["warning", "warnings"]),
        (tally.infos, "lưu ý", ["info", "infos"]),
    ];
    let kinds = kinds.into_iter().filter(|(number, ..)| *number > 0);
    let kinds: Vec<String> = kinds.map(|(number, vi, en)| count(number, lang, vi, en)).collect();
    let reports = count(tally.files - tally.unreadable, lang, "báo cáo", ["report", "reports"]);
    let rules = count(rules, lang, "quy tắc", ["rule", "rules"]);
    match (lang, kinds.is_empty()) {
        (Lang::Vi, true) => format!("không phát hiện điều gì trong {reports}, {rules}"),
        (Lang::En, true) => format!("nothing found in {reports}, {rules}"),
        (Lang::Vi, false) => format!("{} trong {reports}", kinds.join(", ")),
        (Lang::En, false) => format!("{} in {reports}", kinds.join(", ")),
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
            summary(&tally, 62, Lang::Vi, false),
            "3 lỗi, 5 cảnh báo, 2 lưu ý trong 1 báo cáo; 1 quy tắc không đủ dữ kiện để xét (xem bằng --show-unjudged)"
        );
        assert_eq!(
            summary(&tally, 62, Lang::En, true),
            "3 errors, 5 warnings, 2 infos in 1 report; 1 rule could not be judged"
        );
        let tally = Tally { files: 5, unreadable: 1, ..Tally::default() };
        assert_eq!(
            summary(&tally, 62, Lang::Vi, false),
            "không phát hiện điều gì trong 4 báo cáo, 62 quy tắc; 1 tệp không đọc được"
        );
        assert_eq!(
            summary(&tally, 62, Lang::En, false),
            "nothing found in 4 reports, 62 rules; 1 file could not be read"
        );
        assert_eq!(summary(&Tally::unreadable(), 62, Lang::Vi, false), "1 tệp không đọc được");
        let tally = Tally { files: 2, unmatched: 1, ..Tally::default() };
        assert_eq!(
            summary(&tally, 62, Lang::Vi, false),
            "không phát hiện điều gì trong 2 báo cáo, 62 quy tắc; 1 báo cáo không có gói quy tắc nào áp dụng"
        );
    }
}
