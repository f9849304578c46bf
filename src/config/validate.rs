//! From what is written to what it means: names that exist, words that are known, patterns that compile.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::globs::Globs;
use super::keys;
use super::raw::{At, RawConfig, RawFolder, RawSettings, RawValue};
use super::{Config, FailOn, Level, Settings};
use crate::evaluate::{Stage, read_period};
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::rule::RuleSet;
use crate::rule::ir::{Constant, Ends};
use crate::source::Source;
use crate::span::Span;
use crate::suppress::OWN;
use crate::syntax::error::Mistake;

/// Makes a configuration; what is wrong is told in `mistakes` and left out.
pub(super) fn validate(raw: RawConfig, rules: &RuleSet, source: &Arc<Source>, mistakes: &mut Vec<Mistake>) -> Config {
    let mut check = Check { rules, source, mistakes };
    let language = raw.language.and_then(|word| match check.one_of(&word, &keys::LANGUAGES)? {
        "en" => Some(Lang::En),
        _ => Some(Lang::Vi),
    });
    let fail_on = raw.fail_on.and_then(|word| {
        let word = check.one_of(&word, &keys::FAIL_ON)?;
        Some(severity(word).map_or(FailOn::Never, FailOn::AtLeast))
    });
    let baseline = raw.baseline.filter(|path| {
        let empty = path.node.trim().is_empty();
        if empty {
            check.mistake("config::path", path.span, Text::new("đường dẫn trống", "the path is empty"), None);
        }
        !empty
    });
    let exclude = check.globs(&raw.exclude);
    let base = check.settings(raw.base);
    let folder = |RawFolder { path, settings }: RawFolder| (check.globs(&path), check.settings(settings));
    let folders = raw.folders.into_iter().map(folder).collect();
    Config { language, baseline: baseline.map(|path| path.node.into()), fail_on, exclude, base, folders }
}

/// What may have been meant, or all there is to choose from where that is not much.
pub(super) fn nearest(name: &str, known: &[&str]) -> Text {
    let near = similar::get_close_matches(name, known, 1, 0.6);
    match near.first() {
        Some(near) => Text::new(format!("có phải ý bạn là `{near}`?"), format!("did you mean `{near}`?")),
        None if known.len() <= 12 => {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            Text::new(format!("dùng một trong: {}", known.join(", ")), format!("use one of {}", known.join(", ")))
        }
        None => Text::new("xem danh sách bằng `soat rules`", "`soat rules` lists them"),
    }
}

fn severity(word: &str) -> Option<Severity> {
    match word {
        "info" => Some(Severity::Info),
        "warning" => Some(Severity::Warning),
        "error" => Some(Severity::Error),
        _ => None,
    }
}

struct Check<'c> {
    rules: &'c RuleSet,
    source: &'c Arc<Source>,
    mistakes: &'c mut Vec<Mistake>,
}

impl Check<'_> {
    fn mistake(&mut self, code: &'static str, span: Span, message: Text, help: Option<Text>) {
        let mistake = Mistake::new(code, self.source, span, message, Text::default());
        self.mistakes.push(match help {
            Some(help) => mistake.help(help),
            None => mistake,
        });
    }

    /// A word of a few.
    fn one_of(&mut self, word: &At<String>, known: &[&'static str]) -> Option<&'static str> {
        let found = known.iter().find(|known| **known == word.node).copied();
        if found.is_none() {
            let message = Text::new(
                format!("ở đây không dùng được `{}`", word.node),
                format!("`{}` cannot stand here", word.node),
            );
            self.mistake("config::value", word.span, message, Some(nearest(&word.node, known)));
        }
        found
    }

    /// A name of those that the rule set has.
    fn known(&mut self, what: Text, name: &At<String>, known: &[&str]) -> bool {
        let found = known.contains(&name.node.as_str());
        if !found {
            let message = Text::new(
                format!("không có {} `{}`", what.vi, name.node),
                format!("there is no {} `{}`", what.en, name.node),
            );
            self.mistake("config::unknown_name", name.span, message, Some(nearest(&name.node, known)));
        }
        found
    }

    fn globs(&mut self, patterns: &[At<String>]) -> Globs {
        let (globs, wrong) = Globs::new(patterns.iter().map(|pattern| pattern.node.as_str()));
        for (at, reason) in wrong {
            let Some(pattern) = patterns.get(at) else { continue };
            let message = Text::new(
                format!("mẫu đường dẫn `{}` viết sai: {}", pattern.node, reason.vi),
                format!("`{}` is no pattern of paths: {}", pattern.node, reason.en),
            );
            self.mistake("config::pattern", pattern.span, message, None);
        }
        globs
    }

    fn settings(&mut self, raw: RawSettings) -> Settings {
        let rules = self.rules;
        let packs: Vec<&str> = rules.packs().iter().map(|pack| pack.name.as_str()).collect();
        let ids: Vec<&str> = rules.ids().chain(OWN.iter().map(|own| own.id)).collect();
        let chosen = raw.packs.map(|names| {
            let named =
                names.into_iter().filter(|name| self.known(Text::new("gói quy tắc", "pack of rules"), name, &packs));
            named.map(|name| name.node).collect()
        });
        let period = raw.period.filter(|period| {
            let read = read_period(&period.node).is_some();
            if !read {
                let message = Text::new(
                    format!("`{}` không phải một kỳ báo cáo", period.node),
                    format!("`{}` is no reporting period", period.node),
                );
                let help = Text::new(
                    "viết như trong báo cáo: \"Quý I/2024\", \"6 tháng đầu năm 2024\", \"năm 2025\"",
                    "write it as in a report: \"Quý I/2024\", \"6 tháng đầu năm 2024\", \"năm 2025\"",
                );
                self.mistake("config::period", period.span, message, Some(help));
            }
            read
        });
        let stage = raw.stage.and_then(|word| match self.one_of(&word, &keys::STAGES)? {
            "draft" => Some(Stage::Draft),
            _ => Some(Stage::Final),
        });
        let mut levels = BTreeMap::new();
        for (rule, word) in raw.levels {
            let known = self.known(Text::new("quy tắc", "rule"), &rule, &ids);
            let word = self.one_of(&word, &keys::LEVELS);
            if let (true, Some(word)) = (known, word) {
                levels.insert(rule.node, severity(word).map_or(Level::Off, Level::As));
            }
        }
        let parameters = raw.parameters.iter().filter_map(|(name, value)| self.parameter(name, value)).collect();
        Settings { packs: chosen, period: period.map(|period| period.node), stage, levels, parameters }
    }

    fn parameter(&mut self, name: &At<String>, value: &At<RawValue>) -> Option<(String, Constant)> {
        let rules = self.rules;
        let known: Vec<&str> = rules.parameters().iter().map(|(name, _)| name.as_str()).collect();
        if !self.known(Text::new("tham số", "parameter"), name, &known) {
            return None;
        }
        let (_, default) = rules.parameters().iter().find(|(known, _)| *known == name.node)?;
        let Some(constant) = alike(default, &value.node) else {
            let kind = kind(default);
            let message = Text::new(
                format!("tham số `{}` là {}", name.node, kind.vi),
                format!("the parameter `{}` is {}", name.node, kind.en),
            );
            self.mistake("config::parameter", value.span, message, None);
            return None;
        };
        Some((name.node.clone(), constant))
    }
}

/// A value of the same type as the default.
fn alike(default: &Constant, value: &RawValue) -> Option<Constant> {
    match (default, value) {
        (Constant::Flag(_), RawValue::Flag(flag)) => Some(Constant::Flag(*flag)),
        (Constant::Range(..), RawValue::List(ends)) => {
            let number = |at: usize| match ends.get(at).map(|end| &end.node) {
                Some(RawValue::Bare(word)) => word.parse::<Decimal>().ok(),
                _ => None,
            };
            let (from, to) = (number(0)?, number(1)?);
            (ends.len() == 2 && from <= to).then(|| Constant::Range(Box::new(Ends { from, to })))
        }
        (Constant::List(items), RawValue::List(values)) => {
            let first = items.first().cloned().unwrap_or(Constant::Text("".into()));
            values.iter().map(|value| alike(&first, &value.node)).collect::<Option<_>>().map(Constant::List)
        }
        (Constant::Text(_) | Constant::Date(_), RawValue::Text(word))
        | (Constant::Number(_) | Constant::Date(_), RawValue::Bare(word)) => default.read_alike(word),
        _ => None,
    }
}

/// What values of a parameter are.
pub(super) fn kind(default: &Constant) -> Text {
    match default {
        Constant::Text(_) => Text::new("chữ", "text"),
        Constant::Number(_) => Text::new("số", "a number"),
        Constant::Date(_) => Text::new("ngày, viết NĂM-THÁNG-NGÀY", "a date, YYYY-MM-DD"),
        Constant::Flag(_) => Text::new("`true` hoặc `false`", "`true` or `false`"),
        Constant::Range(..) => Text::new("khoảng số, viết [từ, đến]", "a range of numbers, [from, to]"),
        Constant::List(items) => {
            let of = items.first().map_or(Text::new("chữ", "text"), kind);
            Text::new(format!("danh sách, mỗi mục là {}", of.vi), format!("a list of which each is {}", of.en))
        }
    }
}
