use super::*;
use crate::lang::Lang;
use crate::report::{Look, mistake};

const RULES: &str = r#"
pack lights {
    title:  vi "Đèn" en "Lights"
    source: "Bài kiểm tra"
}
parameter due_day: number = 20 vi "a" en "a"
parameter codes: list of text = ["A", "B"] vi "a" en "a"
parameter since: date = 2024-01-31 vi "a" en "a"
parameter office: text = "Xã A" vi "a" en "a"
fact red = "đỏ"
rule red-light {
    title:    vi "đèn đỏ" en "a red light"
    source:   "Điều 1"
    severity: error
    for each  red r
    forbid    true
    message   vi "đèn {r}" en "light {r}"
    pass "đèn xanh"
    fail "đèn «đỏ»"
}
"#;

fn rules() -> RuleSet {
    RuleSet::load(vec![Source::new("lights.soat", RULES)]).unwrap()
}

fn read(text: &str) -> Result<Config, Vec<Mistake>> {
    Config::read(&Arc::new(Source::new("soat.toml", text)), &rules())
}

fn told(text: &str, lang: Lang) -> String {
    let mut out = String::new();
    mistake::write(&mut out, &read(text).unwrap_err(), Look { lang, colour: false, width: Some(90) });
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

const WHOLE: &str = r#"
language = "en"
fail-on = "warning"
baseline = "known.json"
exclude = ["mau/", "*.tmp.md"]
packs = "lights"
period = "Quý I/2024"

[levels]
red-light = "warning"
suppression-unused = "off"

[parameters]
due_day = 25
codes = ["C"]
since = 2024-02-29
office = "Xã B"

[[folder]]
path = "du-thao"
stage = "draft"
levels = { red-light = "off" }

[[folder]]
path = ["du-thao/gap", "khac/*.txt"]
period = "năm 2025"
levels.red-light = "info"
parameters.due_day = 30
"#;

#[test]
fn what_stands_further_down_counts_for_its_folders() {
    let config = read(WHOLE).unwrap();
    assert_eq!(config.language, Some(Lang::En));
    assert_eq!(config.fail_on, Some(FailOn::AtLeast(Severity::Warning)));
    assert_eq!(config.baseline, Some("known.json".into()));
    assert!(config.excludes("a/mau/b.md") && config.excludes("x.tmp.md") && !config.excludes("a.md"));
    let at = |path: &str| config.settings(path);
    assert_eq!(at("a.md").levels["red-light"], Level::As(Severity::Warning));
    assert_eq!(at("a.md").parameters["since"], Constant::Date(jiff::civil::date(2024, 2, 29)));
    assert_eq!(at("a.md").parameters["codes"], Constant::List(vec![Constant::Text("C".into())]));
    let run = at("a.md").run(jiff::civil::date(2024, 3, 20));
    assert_eq!((run.stage, run.period.as_deref(), run.packs.len()), (Stage::Final, Some("Quý I/2024"), 1));
    assert_eq!((at("du-thao/a.md").stage, at("du-thao/a.md").levels["red-light"]), (Some(Stage::Draft), Level::Off));
    let urgent = at("du-thao/gap/a.md");
    assert_eq!((urgent.stage, urgent.period.as_deref()), (Some(Stage::Draft), Some("năm 2025")));
    assert_eq!(urgent.levels["red-light"], Level::As(Severity::Info));
    assert_ne!(urgent.parameters["due_day"], at("a.md").parameters["due_day"]);
    assert_eq!(urgent.parameters["office"], Constant::Text("Xã B".into()));
    assert_eq!(urgent.levels["suppression-unused"], Level::Off);
}

#[test]
fn every_mistake_is_told_with_its_place_and_the_way_out() {
    let text = r#"langauge = "vi"
language = "viet"
fail-on = true
exclude = ["a[", 5]
packs = ["light"]
period = "quý sau"
path = "a"
baseline = ""

[levels]
red-ligth = "error"
red-light = "nặng"

[parameters]
due_day = "25"
codes = [1]
since = 2024-02-20T00:00:00
office = 5
due_dya = 3

[[folder]]
stage = "finale"
baseline = "x"
"#;
    insta::assert_snapshot!("mistakes_vi", told(text, Lang::Vi));
    insta::assert_snapshot!("mistakes_en", told(text, Lang::En));
}

#[test]
fn what_is_no_toml_is_told_where_it_stops_being_some() {
    insta::assert_snapshot!(told("\u{feff}[levels\nred-light = error\nred-light = \"off\"\n", Lang::Vi));
    assert!(read("").unwrap().settings("a.md") == Settings::default());
    assert!(read("\u{feff}language = \"vi\"\r\n").is_ok());
}

#[test]
fn levels_change_severities_and_leave_out_what_is_off() {
    let config = read(WHOLE).unwrap();
    let document = crate::document::Document::parse(Source::new("a.md", "Đèn đỏ.\n"));
    let today = jiff::civil::date(2024, 3, 20);
    let severities = |path: &str| {
        let settings = config.settings(path);
        let outcome = crate::evaluate::evaluate(&rules(), &document, &settings.run(today));
        settings.level(outcome).findings.iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severities("a.md"), [Severity::Warning]);
    assert_eq!(severities("du-thao/a.md"), []);
    assert_eq!(severities("khac/a.txt"), [Severity::Info]);
}

#[test]
fn the_template_is_valid_as_it_is_and_with_everything_in_use() {
    for lang in [Lang::Vi, Lang::En] {
        let text = template(lang);
        let config = read(text).unwrap();
        assert_eq!(config.language, Some(lang));
        let settings: Vec<&str> = text
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with([' ', ':'])).unwrap_or(line))
            .collect();
        let used = read(&settings.join("\n")).unwrap();
        assert_eq!(used.fail_on, Some(FailOn::AtLeast(Severity::Warning)));
        assert_eq!(used.folders.len(), 1);
        let named = |key: &&keys::Key| !["packs"].contains(&key.name);
        for key in keys::KEYS.iter().filter(named) {
            assert!(settings.iter().any(|line| line.trim_start_matches('[').starts_with(key.name)), "{}", key.name);
        }
    }
}
