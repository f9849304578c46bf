//! Counts over many reports: by office, by period, by rule; as tables with bars, or as JSON (`soat.stats/1`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::digest::Digest;
use super::human::Paint;
use super::visible::{line, str_columns};
use super::words::{self, pick};
use super::{Judges, Look, Tally, json};
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::rule::RuleSet;

/// Rules that are listed for people; `--format json` lists all.
const MOST_RULES: usize = 30;
/// Columns of a name; longer ones are cut.
const NAME: usize = 46;
/// Columns of the longest bar.
const BAR: usize = 24;

/// What was counted.
#[derive(Debug, Default)]
pub struct Stats {
    tally: Tally,
    offices: Vec<Group>,
    periods: Vec<Group>,
    rules: Vec<OfRule>,
}

/// Reports that have something in common.
#[derive(Debug, Default)]
struct Group {
    /// The office or the period; nothing where reports do not say.
    name: Option<String>,
    tally: Tally,
    /// For periods: their last and first day.
    key: Option<(Date, Date)>,
}

#[derive(Debug)]
struct OfRule {
    rule: String,
    title: Text,
    severity: Severity,
    findings: usize,
    reports: usize,
}

impl Stats {
    /// Counts over digests.
    pub fn of(digests: &[Digest], rules: &RuleSet, judges: &Judges) -> Self {
        let mut stats = Self::default();
        let (mut offices, mut periods) = (BTreeMap::<Option<String>, Group>::new(), BTreeMap::new());
        let mut by_rule: BTreeMap<&str, OfRule> = BTreeMap::new();
        for digest in digests {
            stats.tally = stats.tally.plus(digest.tally);
            if digest.error.is_some() {
                continue;
            }
            let office = offices.entry(digest.identity.issuer.clone()).or_default();
            office.tally = office.tally.plus(digest.tally);
            let period = digest.identity.period.as_ref();
            let entry: &mut Group = periods.entry(period.map(|period| period.name.clone())).or_default();
            entry.tally = entry.tally.plus(digest.tally);
            entry.key = period.and_then(|period| period.days).map(|(first, last)| (last, first));
            for (severity, rule, times) in &digest.rules {
                let entry = by_rule.entry(rule).or_insert_with(|| OfRule {
                    rule: rule.clone(),
                    title: rules
                        .rules()
                        .iter()
                        .find(|about| about.id == *rule)
                        .map(|a| a.title.clone())
                        .unwrap_or_default(),
                    severity: *severity,
                    findings: 0,
                    reports: 0,
                });
                entry.severity = entry.severity.max(*severity);
                entry.findings += times;
                entry.reports += 1;
            }
        }
        stats.tally.rules = judges.count();
        let named = |(name, group)| Group { name, ..group };
        stats.offices = offices.into_iter().map(named).collect();
        stats.offices.sort_by_key(|group| std::cmp::Reverse(group.tally.found()));
        stats.periods = periods.into_iter().map(named).collect();
        // In order of time; those without a year, and the reports that name no period, last.
        stats.periods.sort_by_key(|group| (group.key.is_none(), group.key, group.name.is_none()));
        stats.rules = by_rule.into_values().collect();
        stats.rules.sort_by_key(|of| std::cmp::Reverse(of.findings));
        stats
    }

    /// For people.
    pub fn human(&self, known_by: &str, look: Look) -> String {
        let (lang, paint) = (look.lang, Paint(look.colour));
        let mut out = format!("{}\n", paint.bold(&words::summary(&self.tally, known_by, lang, true)));
        groups(&mut out, pick(lang, "Theo cơ quan", "By office"), &self.offices, look);
        groups(&mut out, pick(lang, "Theo kỳ báo cáo", "By period"), &self.periods, look);
        self.rules_table(&mut out, look);
        out
    }

    fn rules_table(&self, out: &mut String, look: Look) {
        let Some(most) = self.rules.first().map(|of| of.findings) else { return };
        let (lang, paint) = (look.lang, Paint(look.colour));
        let heads = [pick(lang, "lần", "times"), pick(lang, "báo cáo", "reports")];
        head(out, pick(lang, "Theo quy tắc", "By rule"), &heads, look);
        for of in self.rules.iter().take(MOST_RULES) {
            let numbers = [of.findings, of.reports].map(|number| number.to_string());
            let bar = paint.severity(of.severity, &bar(of.findings, most));
            row(out, &of.rule, &numbers, &heads, &bar);
        }
        if let Some(more) = self.rules.len().checked_sub(MOST_RULES).filter(|more| *more > 0) {
            let _ = match lang {
                Lang::Vi => writeln!(out, "… và {more} quy tắc khác (xem bằng --format json)"),
                Lang::En => writeln!(out, "… and {more} more rules (see them with --format json)"),
            };
        }
    }

    /// For programs: one object.
    pub fn json(&self, lang: Lang) -> String {
        let group = |group: &Group| Counted {
            name: group.name.clone(),
            reports: group.tally.files,
            errors: group.tally.errors,
            warnings: group.tally.warnings,
            infos: group.tally.infos,
        };
        let object = Object {
            schema: "soat.stats/1",
            summary: json::summary(&self.tally),
            offices: self.offices.iter().map(group).collect(),
            periods: self.periods.iter().map(group).collect(),
            rules: self
                .rules
                .iter()
                .map(|of| Rule {
                    rule: &of.rule,
                    title: of.title.get(lang),
                    severity: json::severity(of.severity),
                    findings: of.findings,
                    reports: of.reports,
                })
                .collect(),
        };
        // The structures hold strings, numbers and lists: they always become JSON.
        serde_json::to_string(&object).unwrap_or_default() + "\n"
    }
}

#[derive(Serialize)]
struct Object<'a> {
    schema: &'static str,
    summary: json::Summary,
    offices: Vec<Counted>,
    periods: Vec<Counted>,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Counted {
    name: Option<String>,
    reports: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct Rule<'a> {
    rule: &'a str,
    title: &'a str,
    severity: &'static str,
    findings: usize,
    reports: usize,
}

fn groups(out: &mut String, title: &str, groups: &[Group], look: Look) {
    let Some(most) = groups.iter().map(|group| group.tally.found()).max() else { return };
    let lang = look.lang;
    let heads = [
        pick(lang, "báo cáo", "reports"),
        pick(lang, "lỗi", "errors"),
        pick(lang, "cảnh báo", "warnings"),
        pick(lang, "lưu ý", "infos"),
    ];
    head(out, title, &heads, look);
    for group in groups {
        let tally = &group.tally;
        let numbers = [tally.files, tally.errors, tally.warnings, tally.infos].map(|number| number.to_string());
        let name = group.name.as_deref().unwrap_or(pick(lang, "(không rõ)", "(not said)"));
        row(out, name, &numbers, &heads, &bar(tally.found(), most));
    }
}

fn head(out: &mut String, title: &str, heads: &[&str], look: Look) {
    let paint = Paint(look.colour);
    let pad = " ".repeat(NAME.saturating_sub(str_columns(title)));
    let _ = writeln!(out, "\n{}{pad}  {}", paint.bold(title), paint.dim(&heads.join("  ")));
}

/// Numbers stand under the ends of their heads.
fn row(out: &mut String, name: &str, numbers: &[String], heads: &[&str], bar: &str) {
    let name = fitted(name);
    let _ = write!(out, "{name}{}", " ".repeat(NAME.saturating_sub(str_columns(&name))));
    for (number, head) in numbers.iter().zip(heads) {
        let _ = write!(out, "  {number:>0$}", str_columns(head));
    }
    let _ = writeln!(out, "{}{bar}", if bar.is_empty() { "" } else { "  " });
}

/// The name on one line, cut where it is longer than its column.
fn fitted(name: &str) -> String {
    let name = line(name);
    if str_columns(&name) <= NAME {
        return name.into_owned();
    }
    let mut cut = String::new();
    for c in name.chars() {
        if str_columns(&cut) + 2 > NAME {
            break;
        }
        cut.push(c);
    }
    cut.trim_end().to_owned() + "…"
}

/// A bar as long as its number is to the greatest; what is not nothing is seen.
fn bar(number: usize, most: usize) -> String {
    let eighths = (number * BAR * 8).div_ceil(most.max(1));
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(eighths % 8).copied().unwrap_or_default();
    "█".repeat(eighths / 8) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        assert_eq!(bar(10, 10).chars().count(), BAR);
        assert_eq!(bar(5, 10), "█".repeat(BAR / 2));
        assert_eq!((bar(0, 10).as_str(), bar(1, 100_000).as_str(), bar(0, 0).as_str()), ("", "▏", ""));
    }

    #[test]
    fn long_names_are_cut_at_the_column() {
        let cut = fitted(&"tỉnh ".repeat(20));
        assert!(str_columns(&cut) <= NAME && cut.ends_with('…'), "{cut}");
    }
}
