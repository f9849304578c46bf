//! The fixed words of output, in both languages.

use super::Tally;
use crate::finding::Severity;
use crate::lang::Lang;

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
    let found = [
        (tally.errors, "lỗi", ["error", "errors"]),
        (tally.warnings, "cảnh báo", ["warning", "warnings"]),
        (tally.infos, "lưu ý", ["info", "infos"]),
    ];
    let parts: Vec<String> =
        found.iter().filter(|(number, ..)| *number > 0).map(|(number, vi, en)| count(*number, lang, vi, *en)).collect();
    let reports = count(tally.files - tally.unreadable.min(tally.files), lang, "báo cáo", ["report", "reports"]);
    let mut line = if parts.is_empty() {
        let rules = count(rules, lang, "quy tắc", ["rule", "rules"]);
        match lang {
            Lang::Vi => format!("không phát hiện điều gì trong {reports}, {rules}"),
            Lang::En => format!("nothing found in {reports}, {rules}"),
        }
    } else {
        let found = parts.join(", ");
        match lang {
            Lang::Vi => format!("{found} trong {reports}"),
            Lang::En => format!("{found} in {reports}"),
        }
    };
    if tally.unjudged > 0 {
        line.push_str("; ");
        line.push_str(&unjudged(tally, lang));
        if !unjudged_shown {
            line.push_str(pick(lang, " (xem bằng --show-unjudged)", " (see them with --show-unjudged)"));
        }
    }
    if tally.unreadable > 0 {
        line.push_str("; ");
        line.push_str(&match lang {
            Lang::Vi => format!("{} tệp không đọc được", tally.unreadable),
            Lang::En => format!("{} could not be read", count(tally.unreadable, lang, "", ["file", "files"])),
        });
    }
    line
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
        let tally = Tally { files: 1, errors: 3, warnings: 5, infos: 2, unjudged: 1, unreadable: 0 };
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
    }
}
