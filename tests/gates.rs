//! Gates of report repositories: `soat.toml`, baselines, what is new since a revision.

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use soat::document::Document;
use soat::finding::Severity;
use soat::fix::Wanted;
use soat::source::Source;
use unicode_normalization::UnicodeNormalization;

use crate::cli::{Place, Ran};
use crate::support::{is_fresh, read, rules, run, samples};

const RED: &str = "Số: 5\n\nĐèn đỏ, đèn xanh.\n";

pub(crate) fn git(place: &Place, line: &str) {
    let ran = Command::new("git").current_dir(&place.0).args(line.split(' ')).output().unwrap();
    assert!(ran.status.success(), "{line}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// A repository of its own, so that nothing above it counts.
pub(crate) fn repository(name: &str) -> Place {
    let place = Place::new(name);
    git(&place, "init -q");
    place
}

pub(crate) fn commit(place: &Place) {
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
    assert!(ran.out.contains("(known.json)"), "{}", ran.out);

    // What is new is found, though lines have moved; what is gone is said, and fails where that is asked for.
    place.write("reports/a.md", "Số: 5\n\nLời mở đầu.\n\nĐèn đỏ, đèn xanh.\n\nĐèn vàng.\n");
    place.write("reports/b.md", "Số: 5\n\nĐèn tắt.\n");
    let ran = place.check("reports --fail-on warning");
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("reports/a.md:7:5: cảnh báo[yellow-light]"), "{}", ran.out);
    assert!(
        ran.out.contains("2 đã biết từ trước (known.json); 1 trong danh sách đã biết nay không còn"),
        "{}",
        ran.out
    );
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
fn a_baseline_of_the_usual_name_needs_no_key() {
    let configs = [None, Some(""), Some("baseline = \"soat-baseline.json\"\n"), Some("baseline = \"known.json\"\n")];
    for (at, config) in configs.into_iter().enumerate() {
        let place = repository(&format!("baseline-usual-{at}"));
        place.write("reports/a.md", RED);
        place.write("reports/b.md", "Số: 5\n\nĐèn vàng.\n");
        config.into_iter().for_each(|config| place.write("soat.toml", config));
        let name = if at == 3 { "known.json" } else { "soat-baseline.json" };
        let known = || std::fs::read_to_string(place.0.join(name)).unwrap();
        let ran = place.run("baseline --rules rules reports");
        assert_eq!(ran.out, format!("{name}: 3 phát hiện của 2 báo cáo (thêm 3, bỏ 0)\n"), "{}", ran.err);
        let written = known();
        let ran = place.check("reports --fail-on info");
        assert_eq!(ran.status, 0, "{config:?}: {}", ran.out);
        assert!(ran.out.contains(&format!("3 đã biết từ trước ({name})")), "{config:?}: {}", ran.out);
        // Nothing was repaired, and one report read again takes nothing from the other.
        assert_eq!(place.run("baseline --rules rules --prune reports").status, 0);
        assert_eq!(known(), written, "{config:?}");
        assert_eq!(place.run("baseline --rules rules reports/a.md").status, 0);
        assert_eq!(known(), written, "{config:?}");
    }
    // The folder of the run may be another than that of soat.toml.
    let place = repository("baseline-usual-below");
    place.write("reports/a.md", RED);
    place.write("soat.toml", "");
    let below = |line: &str| {
        let mut command = place.command(line);
        Ran::of(command.current_dir(place.0.join("reports")).output().unwrap())
    };
    assert_eq!(below("baseline --rules ../rules").status, 0);
    assert!(place.0.join("soat-baseline.json").is_file());
    assert_eq!(below("check --rules ../rules a.md").status, 0);
    assert_eq!(place.check("reports").status, 0);
}

#[test]
fn a_period_that_no_year_has_is_refused() {
    let place = repository("periods");
    place.write("a.md", RED);
    for period in ["Quý_5/2024", "tháng_13/2024", "Quý_I/2024,_Quý_II/2024"] {
        let ran = place.check(&format!("a.md --period {period}"));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{period}");
        assert!(ran.err.contains("không phải một kỳ báo cáo"), "{}", ran.err);
    }
    place.write("soat.toml", "period = \"Quý 7/2024\"\n");
    let ran = place.check("a.md");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("soat.toml:1:10") && ran.err.contains("`Quý 7/2024`"), "{}", ran.err);
}

#[test]
fn what_other_programs_say_is_told_in_vietnamese() {
    let place = repository("vietnamese");
    place.write("a.md", RED);
    for (config, told) in [
        ("period\n", "không đúng cú pháp TOML: khóa không có giá trị, thiếu dấu `=`"),
        ("packs = [\"lights\"\n", "không đúng cú pháp TOML: danh sách thiếu"),
        ("period = \"Quý I/2024\n", "không đúng cú pháp TOML: chuỗi chữ thiếu dấu nháy"),
        ("exclude = [\"a[b\"]\n", "mẫu đường dẫn `a[b` viết sai: thiếu dấu `]`"),
    ] {
        place.write("soat.toml", config);
        let ran = place.check("a.md");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{config}");
        assert!(ran.err.contains(told), "{config}: {}", ran.err);
        for english in ["expected", "unclosed", "invalid", "missing"] {
            assert!(!ran.err.contains(english), "{config}: {}", ran.err);
        }
    }
    place.write("soat.toml", "");
    place.write("bad/a.soat", [b'p', 0xff]);
    let ran = place.run("check a.md --rules bad");
    assert!(ran.status == 2 && ran.err.contains("`bad/a.soat`: không phải văn bản UTF-8"), "{}", ran.err);
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

#[test]
fn fixes_are_shown_before_they_are_made_and_made_once() {
    let place = repository("fix");
    let red = "\u{feff}Số: 5\r\n\r\nĐèn đỏ, đèn xanh.\r\n\r\nGiữ  nguyên\t\r\n";
    place.write("a.md", red);
    place.write("b.md", "Số: 5\n\nĐèn xanh.\n");
    let ran = place.run("fix --rules rules --dry-run a.md b.md");
    assert_eq!((ran.status, ran.err.as_str()), (1, "soat: sẽ sửa 1 chỗ trong 1 báo cáo\n"));
    insta::assert_snapshot!("gates_fix_diff", ran.out.replace('\r', "␍"));
    assert_eq!(std::fs::read_to_string(place.0.join("a.md")).unwrap(), red);
    let ran = place.run("fix --rules rules a.md b.md");
    assert_eq!((ran.status, ran.out.as_str()), (0, "a.md: sửa 1 chỗ\n"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(place.0.join("a.md")).unwrap(), red.replace("đỏ", "xanh"));
    let ran = place.run("fix --rules rules a.md b.md");
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", "soat: không có gì để tự sửa\n"));
    let ran = place.run_with_input("fix --rules rules -", RED.as_bytes());
    assert_eq!(ran.out, RED.replace("đỏ", "xanh"));
    let utf16: Vec<u8> = format!("\u{feff}{RED}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    place.write("utf16.txt", &utf16);
    assert_eq!(place.run("fix --rules rules utf16.txt").status, 0);
    let now = std::fs::read(place.0.join("utf16.txt")).unwrap();
    let expected = format!("\u{feff}{RED}").replace("đỏ", "xanh");
    assert_eq!(now, expected.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
}

#[test]
fn a_fix_that_cannot_be_made_leaves_the_file_and_mends_the_others() {
    let place = repository("fix-refused");
    for file in ["a.md", "b.md", "c.md"] {
        place.write(file, RED);
    }
    let mut protected = std::fs::metadata(place.0.join("b.md")).unwrap().permissions();
    protected.set_readonly(true);
    std::fs::set_permissions(place.0.join("b.md"), protected).unwrap();
    let ran = place.run("fix --rules rules a.md b.md c.md no-such.md");
    assert_eq!((ran.status, ran.out.as_str()), (2, "a.md: sửa 1 chỗ\nc.md: sửa 1 chỗ\n"));
    assert!(
        ran.err.contains("không ghi được `b.md`: không có quyền ghi;") && ran.err.contains("no-such.md"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("đã sửa 2 chỗ trong 2 báo cáo"), "only what was written counts: {}", ran.err);
    assert_eq!(std::fs::read_to_string(place.0.join("b.md")).unwrap(), RED);
    let ran = place.run("fix --rules rules b.md");
    assert!(ran.err.contains("không có gì được sửa"), "{}", ran.err);
    let ran = place.run("fix --rules rules a.md --rule red-ligth");
    assert!(ran.status == 2 && ran.err.contains("`red-light`"), "{}", ran.err);
    place.write(
        "d.md",
        "<!-- soat: allow red-light: đang sửa -->\nĐèn đỏ, đèn xanh.\n\n<!-- soat: allow red-light: cũ -->\nĐèn.\n",
    );
    assert_eq!(place.run("fix --rules rules d.md").out, "", "what is allowed is not mended");
    assert_eq!(place.run("fix --rules rules d.md --rule suppression-unused").status, 0);
    let text = std::fs::read_to_string(place.0.join("d.md")).unwrap();
    assert_eq!(text, "<!-- soat: allow red-light: đang sửa -->\nĐèn đỏ, đèn xanh.\n\nĐèn.\n");
}

/// Safe edits put into a text judged by all packs that apply.
fn fixed(text: &str) -> (soat::document::Document, soat::fix::Fixed) {
    let judge = |document: &Document| soat::judge(rules(), document, &run());
    let document = Document::parse(Source::new("a.md", text));
    let fixed = soat::fix::fix(&document, &Wanted::default(), judge).unwrap();
    (document, fixed)
}

#[track_caller]
fn is_mended_well(text: &str) {
    let (document, once) = fixed(text);
    if once.applied == 0 {
        assert_eq!(once.text, text);
        return;
    }
    let (again, twice) = fixed(&once.text);
    assert_eq!(twice.text, once.text, "a second run changes nothing");
    let grave = |document: &Document| {
        let found = soat::judge(rules(), document, &run()).findings;
        found.iter().filter(|finding| finding.severity >= Severity::Warning).count()
    };
    assert!(grave(&again) <= grave(&document), "mending breaks nothing");
    assert_eq!(once.text.lines().count(), text.lines().count(), "lines stay");
    assert_eq!(once.text.contains('\r'), text.contains('\r'));
}

#[test]
fn mending_the_samples_is_done_once_and_breaks_nothing() {
    let mut applied = 0;
    for path in ["clean", "flawed", "drafts"].iter().flat_map(|folder| samples(folder)) {
        let text = read(&path);
        is_mended_well(&text);
        let fixed = fixed(&text).1;
        applied += fixed.applied;
        if path.contains("/clean/") {
            assert_eq!(fixed.text, text, "{path}");
        }
    }
    assert!(applied > 0, "no sample has anything to mend");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]
    #[test]
    fn mending_is_done_once_however_a_report_is_typed(
        sample in 0_usize..64, from in 0_usize..200, take in 20_usize..120, crlf: bool, apart: bool, marked: bool,
    ) {
        let flawed = samples("flawed");
        let text = read(&flawed[sample % flawed.len()]);
        let lines: Vec<&str> = text.lines().collect();
        let from = from % lines.len();
        let mut text = [&lines[..12.min(lines.len())], &lines[from..lines.len().min(from + take)]].concat().join("\n");
        if apart {
            text = text.nfd().collect();
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if marked {
            text.insert(0, '\u{feff}');
        }
        is_mended_well(&text);
    }
}

#[test]
fn what_init_writes_is_read_again_and_what_was_there_stays() {
    let place = repository("init");
    let ran = place.run("init");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(ran.out, "soat.toml: đã viết\nsoat.schema.json: đã viết\n.github/workflows/soat.yml: đã viết\n");
    place.write("a.md", RED);
    assert_eq!(place.run("check a.md --pack figures").err, "");
    let workflow = std::fs::read_to_string(place.0.join(".github/workflows/soat.yml")).unwrap();
    assert!(workflow.contains("uses: OWNER/soat/.github/actions/check@main\n"), "{workflow}");
    place.write("soat.toml", "# của tôi\n");
    std::fs::remove_file(place.0.join(".github/workflows/soat.yml")).unwrap();
    let ran = place.run("init . --action o/soat/.github/actions/check@v1");
    assert!(ran.out.starts_with("soat.toml: đã có, giữ nguyên\n"), "{}", ran.out);
    assert_eq!(std::fs::read_to_string(place.0.join("soat.toml")).unwrap(), "# của tôi\n");
    let workflow = std::fs::read_to_string(place.0.join(".github/workflows/soat.yml")).unwrap();
    assert!(workflow.contains("uses: o/soat/.github/actions/check@v1\n"), "{workflow}");
    assert_eq!(place.run("init no-such").status, 2);
}

#[cfg(unix)]
#[test]
fn the_steps_of_the_action_do_what_they_say() {
    let script = crate::support::root().join("tests/action.sh");
    let ran = Command::new("bash").arg(script).arg(env!("CARGO_BIN_EXE_soat")).output().unwrap();
    assert!(ran.status.success(), "{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
}
