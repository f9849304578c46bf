//! Gates of report repositories: `soat.toml`, baselines, what is new since a revision.

use std::path::Path;
use std::process::Command;

use crate::cli::{Place, Ran};
use crate::support::is_fresh;

const RED: &str = "Số: 5\n\nĐèn đỏ, đèn xanh.\n";

fn git(place: &Place, line: &str) {
    let ran = Command::new("git").current_dir(&place.0).args(line.split(' ')).output().unwrap();
    assert!(ran.status.success(), "{line}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// A repository of its own, so that nothing above it counts.
fn repository(name: &str) -> Place {
    let place = Place::new(name);
    git(&place, "init -q");
    place
}

fn commit(place: &Place) {
    git(place, "add -A");
    git(place, "-c user.name=a -c user.email=a@example.org commit -q -m x");
}

#[test]
fn the_nearest_configuration_above_a_report_governs_it() {
    let place = repository("governed");
    for file in ["a.md", "sub/b.md", "sub/deep/c.md", "other/d.md"] {
        place.write(file, RED);
    }
    place.write("soat.toml", "fail-on = \"never\"\nexclude = [\"other/\"]\n[levels]\nred-light = \"info\"\n");
    place.write("sub/soat.toml", "[[folder]]\npath = \"deep\"\nlevels.red-light = \"off\"\n");
    let severities = |line: &str| -> Vec<String> {
        let json = place.check(&format!("--format json {line}")).json();
        let files = json["files"].as_array().unwrap().iter();
        let of = |file: &serde_json::Value| {
            let found = file["findings"].as_array().unwrap().iter();
            let words =
                found.map(|one| format!("{}:{}", one["rule"].as_str().unwrap(), one["severity"].as_str().unwrap()));
            format!("{} {}", file["path"].as_str().unwrap(), words.collect::<Vec<_>>().join(" "))
        };
        files.map(of).collect()
    };
    assert_eq!(
        severities("."),
        [
            "a.md red-light:info blue-light:info",
            "sub/b.md red-light:error blue-light:info",
            "sub/deep/c.md blue-light:info",
        ]
    );
    assert_eq!(place.check("a.md").status, 0);
    assert_eq!(place.check("a.md --fail-on info").status, 1, "a flag counts more");
    assert_eq!(place.check("sub/b.md").status, 1);
    let elsewhere = severities("sub/b.md --config soat.toml");
    assert_eq!(elsewhere, ["sub/b.md red-light:info blue-light:info"]);
    let ran = place.check(". other/d.md");
    assert!(ran.err.contains("không xét, theo `exclude` của soat.toml: 1 tệp"), "{}", ran.err);
}

#[test]
fn mistakes_in_the_configuration_stop_the_run_and_are_all_told() {
    let place = repository("config-mistakes");
    place.write("a.md", RED);
    place.write("soat.toml", "[levels]\nred-ligth = \"eror\"\n");
    let ran = place.check("a.md --lang en");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("soat.toml:2:1: error[config::unknown_name]: there is no rule `red-ligth`"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("did you mean `red-light`?") && ran.err.contains("did you mean `error`?"), "{}", ran.err);
    assert!(ran.err.contains("`soat.toml` cannot be used: 2 mistakes"), "{}", ran.err);
    place.write("soat.toml", [0xff, 0xfe, 0x00]);
    assert!(place.check("a.md").err.contains("không đọc được tệp cấu hình `soat.toml`"));
    let ran = place.check("a.md --config no-such.toml");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("`no-such.toml`"), "{}", ran.err);
}

#[test]
fn settings_of_the_configuration_reach_the_rules_and_the_messages() {
    let place = repository("settings");
    place.write("a.md", RED);
    place.write("soat.toml", "language = \"en\"\npacks = [\"lights\"]\n");
    assert!(place.check("a.md").out.contains("error[red-light]"));
    assert!(place.check("a.md --lang vi").out.contains("lỗi[red-light]"));
    let output = place.command("check --rules rules a.md").env("SOAT_LANG", "vi").output().unwrap();
    assert!(Ran::of(output).out.contains("lỗi[red-light]"));
    place.write("report.md", crate::support::read("samples/flawed/quy-1-2024-tan-khe.md"));
    let late = |config: &str| {
        place.write("soat.toml", config);
        place.run("check report.md --today 2026-01-31").out.contains("[report-late]")
    };
    assert!(late(""));
    assert!(!late("[parameters]\ndue_day = 28\n"));
    assert!(!late("stage = \"draft\"\n[levels]\nreport-late = \"off\"\n"));
    place.write("soat.toml", "period = \"Quý II/2024\"\n");
    assert!(place.run("check report.md").out.contains("[period-not-as-asked]"));
    assert!(!place.run("check report.md --period quý_1/2024").out.contains("[period-not-as-asked]"));
}

#[test]
fn the_schema_for_editors_is_fresh() {
    let schema = soat::config::schema::schema(crate::support::rules());
    is_fresh("docs/soat.schema.json", &schema);
    assert!(Path::new("docs").is_dir() && schema.contains("suppression-unused"));
}
