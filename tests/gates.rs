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
    assert!(!place.run("check report.md --period Quý_I/2024").out.contains("[period-not-as-asked]"));
}

#[test]
fn the_schema_for_editors_is_fresh() {
    let schema = soat::config::schema::schema(crate::support::rules());
    is_fresh("docs/soat.schema.json", &schema);
    assert!(Path::new("docs").is_dir() && schema.contains("suppression-unused"));
}

#[test]
fn a_baseline_leaves_only_what_is_new_and_tells_what_is_gone() {
    let place = repository("baseline");
    place.write("reports/a.md", RED);
    place.write("reports/b.md", "Số: 5\n\nĐèn vàng.\n");
    place.write("soat.toml", "baseline = \"known.json\"\n");
    assert_eq!(place.check("reports").status, 1, "a baseline not written yet knows nothing");
    let ran = place.run("baseline --rules rules reports");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(ran.out, "known.json: 3 phát hiện của 2 báo cáo (thêm 3, bỏ 0)\n");
    insta::assert_snapshot!("gates_baseline", std::fs::read_to_string(place.0.join("known.json")).unwrap());
    let ran = place.check("reports");
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(ran.out.contains("3 đã biết từ trước") && !ran.out.contains("red-light"), "{}", ran.out);

    // What is new is found, though lines have moved; what is gone is said, and fails where that is asked for.
    place.write("reports/a.md", "Số: 5\n\nLời mở đầu.\n\nĐèn đỏ, đèn xanh.\n\nĐèn vàng.\n");
    place.write("reports/b.md", "Số: 5\n\nĐèn tắt.\n");
    let ran = place.check("reports --fail-on warning");
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("reports/a.md:7:5: cảnh báo[yellow-light]"), "{}", ran.out);
    assert!(ran.out.contains("2 đã biết từ trước; 1 trong danh sách đã biết nay không còn"), "{}", ran.out);
    assert_eq!((place.check("reports").status, place.check("reports --fail-on-stale").status), (0, 1));

    // Pruning takes out and never adds; a report that is gone takes its findings with it.
    std::fs::remove_file(place.0.join("reports/b.md")).unwrap();
    let ran = place.run("baseline --rules rules --prune reports");
    assert_eq!(ran.out, "known.json: 2 phát hiện của 1 báo cáo (thêm 0, bỏ 1)\n");
    assert_eq!(place.check("reports --fail-on warning --fail-on-stale").status, 1, "what is new is not taken in");
    let ran = place.run("baseline --rules rules reports/a.md");
    assert_eq!(ran.out, "known.json: 3 phát hiện của 1 báo cáo (thêm 1, bỏ 0)\n");
    assert_eq!(place.check("reports --fail-on info --fail-on-stale").status, 0);
    let before = std::fs::read(place.0.join("known.json")).unwrap();
    assert_eq!(place.run("baseline --rules rules").status, 0);
    assert_eq!(std::fs::read(place.0.join("known.json")).unwrap(), before, "the same reports give the same bytes");
}

#[test]
fn a_baseline_that_cannot_be_read_or_written_is_told() {
    let place = repository("baseline-broken");
    place.write("a.md", RED);
    place.write("known.json", "<<<<<<< HEAD\n");
    let ran = place.check("a.md --baseline known.json --lang en");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("`known.json`: this is no baseline of soat (line 1, column 1)"), "{}", ran.err);
    assert_eq!(place.check("a.md --baseline no-such.json").status, 2);
    let ran = place.run("baseline --rules rules a.md --baseline no/such/folder.json --lang en");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("no/such/folder.json"), "{}", ran.err);
    let ran = place.run("baseline --rules rules a.md --baseline new.json");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(place.check("a.md --baseline new.json").status, 0);
    // What cannot be read keeps what was known of it.
    place.write("b.md", RED);
    assert_eq!(place.run("baseline --rules rules --baseline new.json").status, 0);
    place.write("b.md", [0xff, 0xd8, 0xff]);
    let ran = place.run("baseline --rules rules --baseline new.json");
    assert_eq!(ran.status, 2);
    assert!(ran.out.contains("4 phát hiện của 2 báo cáo") && ran.err.contains("b.md"), "{}{}", ran.out, ran.err);
}

#[test]
fn since_a_revision_only_what_is_new_counts() {
    let place = repository("since");
    place.write("a.md", RED);
    place.write("b.md", RED);
    place.write("soat.toml", "");
    commit(&place);
    let ran = place.check(". --since HEAD --fail-on info");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    place.write("a.md", "Số: 6\n\nMột dòng mới.\n\nĐèn đỏ, đèn xanh.\n");
    std::fs::rename(place.0.join("b.md"), place.0.join("c.md")).unwrap();
    place.write("new.md", "Đèn vàng.\n");
    git(&place, "add c.md b.md");
    let found = |line: &str| -> Vec<String> {
        let ran = place.check(line);
        let lines = ran.out.lines().filter(|line| line.contains(".md:") && !line.starts_with(' '));
        lines.map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" ")).collect()
    };
    let new = ["a.md:1:1 lỗi[number-not-five]", "new.md:1:5 cảnh báo[yellow-light]"];
    assert_eq!(found(". --since HEAD --fail-on info"), new);
    std::fs::create_dir(place.0.join("sub")).unwrap();
    let mut from_below = place.command("check --rules ../rules --since HEAD ../a.md");
    from_below.current_dir(place.0.join("sub"));
    assert!(Ran::of(from_below.output().unwrap()).out.starts_with("../a.md:1:1: lỗi[number-not-five]"));
    let ran = place.check("a.md --since no-such --lang en");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("has no revision `no-such`"), "{}", ran.err);
    let mut without_git = place.command("check --rules rules a.md --since HEAD");
    let ran = Ran::of(without_git.env("PATH", "/nowhere").output().unwrap());
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("không tìm thấy chương trình git"), "{}", ran.err);
}
