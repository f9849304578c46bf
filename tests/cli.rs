//! The program from outside: exit status, what stands on which stream, files, formats. The rules are a small pack of the test's own,
//! so that only the built-in rules' own tests change when those change.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::root;

/// Three rules, one of each severity, and one that needs what the report may lack.
const LIGHTS: &str = r#"
pack lights {
    title:  vi "Đèn" en "Lights"
    source: "Bài kiểm tra"
}

fact red = "đỏ"
fact yellow = "vàng"
fact blue = "xanh"
field light_number in head = "số" ":" id: digits

rule red-light {
    title:    vi "đèn đỏ" en "a red light"
    source:   "Bài kiểm tra, Điều 1"
    severity: error
    for each  red r
    forbid    some blue b in document where true
    at        r
    label     first blue b in document where true vi "trong khi ở đây xanh" en "while blue here"
    message   vi "đèn {r}" en "light {r}"
    help      vi "tắt đi" en "turn it off"
    fix       r -> "xanh"
    suggest   r -> "vàng"
    pass "đèn đỏ"
    fail "đèn «đỏ», đèn xanh"
}

rule yellow-light {
    title:    vi "đèn vàng" en "a yellow light"
    source:   "Bài kiểm tra, Điều 2"
    severity: warning
    for each  yellow y
    forbid    true
    message   vi "đèn {y}" en "light {y}"
    pass "đèn xanh"
    fail "đèn «vàng»"
}

rule blue-light {
    title:    vi "đèn xanh" en "a blue light"
    source:   "Bài kiểm tra, Điều 3"
    severity: info
    for each  blue b
    forbid    true
    message   vi "đèn {b}" en "light {b}"
    pass "đèn vàng"
    fail "đèn «xanh»"
}

rule number-not-five {
    title:    vi "số không phải 5" en "the number is not 5"
    source:   "Bài kiểm tra, Điều 4"
    severity: error
    for the report
    require   report.light_number.id = "5"
    at        report.light_number
    message   vi "số phải là 5" en "the number must be 5"
    pass "Số: 5"
    fail "«Số: 6»"
}
"#;

/// A folder of its own for a test, with the pack `lights` in `rules/`.
pub(crate) struct Place(pub(crate) PathBuf);

impl Place {
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("rules")).unwrap();
        let place = Self(folder);
        place.write("rules/lights.soat", LIGHTS);
        place
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = soat();
        command.current_dir(&self.0).args(line.split_whitespace());
        command
    }

    pub(crate) fn run(&self, line: &str) -> Ran {
        Ran::of(self.command(line).stdin(Stdio::null()).output().unwrap())
    }

    pub(crate) fn run_with_input(&self, line: &str, input: &[u8]) -> Ran {
        let mut command = self.command(line);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }

    /// Checks with the rules of the place.
    pub(crate) fn check(&self, line: &str) -> Ran {
        self.run(&format!("check --rules rules {line}"))
    }
}

pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

/// The program, deaf to the settings of whoever runs the tests.
fn soat() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soat"));
    for name in ["SOAT_LANG", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM"] {
        command.env_remove(name);
    }
    command
}

#[test]
fn the_exit_status_says_how_it_ended() {
    let place = Place::new("status");
    place.write("clean.md", "Số: 5\n\nKhông có gì.\n");
    place.write("red.md", "Số: 5\n\nĐèn đỏ, đèn xanh.\n");
    place.write("yellow.md", "Số: 5\n\nĐèn vàng.\n");
    place.write("blue.md", "Số: 5\n\nĐèn xanh.\n");
    for (line, status) in [
        ("clean.md", 0),
        ("red.md", 1),
        ("yellow.md", 0),
        ("yellow.md --fail-on warning", 1),
        ("blue.md --fail-on warning", 0),
        ("blue.md --fail-on info", 1),
        ("red.md --fail-on never", 0),
        ("clean.md red.md", 1),
        ("no-such.md", 2),
        ("red.md no-such.md", 2),
        ("red.md no-such.md --fail-on never", 2),
        ("red.md --pack no.such", 2),
        ("red.md --fail-on sometimes", 2),
        ("red.md --today yesterday", 2),
        ("red.md --unknown-flag", 2),
        ("", 1),
    ] {
        let ran = place.check(line);
        assert_eq!(ran.status, status, "{line}\n{}{}", ran.out, ran.err);
        assert_eq!(ran.err.is_empty(), status != 2, "{line}: {}", ran.err);
    }
    for (line, status) in [("", 2), ("--help", 0), ("--version", 0), ("check --help", 0), ("lint a.md", 2)] {
        assert_eq!(place.run(line).status, status, "{line}");
    }
}

#[test]
fn a_finding_is_one_line_with_its_place_and_what_belongs_to_it_below() {
    let place = Place::new("plain");
    place.write("red.md", "Số: 5\n\nĐèn đỏ, đèn xanh.\n");
    insta::assert_snapshot!("cli_plain_vi", place.check("red.md").out);
    insta::assert_snapshot!("cli_plain_en", place.check("red.md --lang en").out);
    insta::assert_snapshot!("cli_unjudged", {
        place.write("no-number.md", "Không có gì.\n");
        place.check("no-number.md --show-unjudged").out
    });
    assert!(!place.check("red.md --quiet").out.contains("quy tắc"));
}

#[test]
fn an_unreadable_file_hides_none_of_the_others() {
    let place = Place::new("unreadable");
    place.write("a.md", "Đèn đỏ, đèn xanh.\n");
    place.write("b.md", [0xff, 0xd8, 0x00, 0x01, 0x80, 0x81]);
    place.write("c.md", "Đèn vàng.\n");
    let ran = place.check("a.md b.md no-such.md c.md");
    assert_eq!(ran.status, 2);
    assert!(ran.out.contains("a.md:1:5") && ran.out.contains("c.md:1:5"), "{}", ran.out);
    assert!(ran.err.contains("b.md") && ran.err.contains("no-such.md"), "{}", ran.err);
    let json = place.check("--format json a.md b.md no-such.md c.md").json();
    let paths: Vec<&str> =
        json["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["a.md", "b.md", "no-such.md", "c.md"]);
    assert!(json["files"][1]["error"]["message"].is_string() && json["files"][2]["error"]["message"].is_string());
    assert_eq!(json["summary"]["unreadable"], 2);
    assert_eq!(json["summary"]["files"], 4);
}

#[test]
fn what_a_report_allows_is_no_finding_and_can_be_listed() {
    let place = Place::new("allowed");
    place.write("red.md", "Số: 5\n\n<!-- soat: allow red-light: đang sửa -->\nĐèn đỏ, đèn xanh.\n");
    let ran = place.check("red.md");
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(ran.out.contains("1 được miễn trừ trong báo cáo"), "{}", ran.out);
    let ran = place.check("red.md --show-allowed");
    let allowed = "red.md:4:5: được miễn trừ[red-light]: đèn đỏ\n    lý do: đang sửa (dòng 3)\n";
    assert!(ran.out.contains(allowed), "{}", ran.out);
    let json = place.check("red.md --format json").json();
    let allowed = &json["files"][0]["allowed"][0];
    assert_eq!(allowed["finding"]["rule"], "red-light");
    assert_eq!(allowed["reason"], "đang sửa");
    assert_eq!(allowed["comment"]["start"]["line"], 3);
    place.write("red.md", "Số: 5\n\n<!-- soat: allow red-light -->\nĐèn đỏ, đèn xanh.\n");
    let ran = place.check("red.md");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("lỗi[suppression-without-reason]") && ran.out.contains("lỗi[red-light]"), "{}", ran.out);
}

#[test]
fn standard_input_is_a_file_like_others() {
    let place = Place::new("stdin");
    let ran = place.run_with_input("check --rules rules -", "Đèn đỏ, đèn xanh.\n".as_bytes());
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("<stdin>:1:5:"), "{}", ran.out);
    let ran = place.run_with_input("text -", "\u{feff}Đèn đỏ.\r\n".as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (0, "\u{feff}Đèn đỏ.\r\n"));
    // Nothing was checked, and that must not look like nothing was found.
    let ran = place.run_with_input("check --rules rules -", b"");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("tệp trống"), "{}", ran.err);
}

#[test]
fn folders_are_walked_in_order_of_names() {
    let place = Place::new("folder");
    for name in ["b/2.md", "b/10.txt", "a.markdown", "c.md", ".hidden/x.md", "note.rst"] {
        place.write(&format!("reports/{name}"), "Đèn đỏ, đèn xanh.\n");
    }
    place.write("reports/letter.doc", "PK");
    let listed = |line: &str| -> Vec<String> {
        let json = place.check(&format!("--format json {line}")).json();
        let files = json["files"].as_array().unwrap().clone();
        files.iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect()
    };
    let order = ["reports/a.markdown", "reports/b/10.txt", "reports/b/2.md", "reports/c.md"];
    assert_eq!(listed("reports"), order);
    assert_eq!(listed("./reports reports/c.md"), order, "each file once");
    assert_eq!(listed("reports/c.md reports")[..2], ["reports/c.md", "reports/a.markdown"]);
    let ran = place.check("reports");
    assert!(ran.err.contains(".doc"), "a file that is passed over is told of: {}", ran.err);
    std::fs::create_dir(place.0.join("empty")).unwrap();
    assert_eq!(place.check("empty").status, 2, "a gate over an empty folder checks nothing");
}

#[test]
fn output_is_the_same_bytes_every_time() {
    let place = Place::new("same");
    for number in 0..60 {
        place.write(&format!("reports/{number:02}.md"), format!("Số: {number}\n\nĐèn đỏ, đèn xanh, đèn vàng.\n"));
    }
    for format in ["human", "json"] {
        let line = format!("--format {format} reports");
        assert!(place.check(&line).out == place.check(&line).out, "{format}");
    }
}

#[test]
fn no_colour_in_a_pipe_unless_asked_for() {
    let place = Place::new("colour");
    place.write("red.md", "Đèn đỏ, đèn xanh.\n");
    assert!(!place.check("red.md").out.contains('\u{1b}'));
    assert!(place.check("red.md --color always").out.contains('\u{1b}'));
    assert!(!place.check("red.md --color never").out.contains('\u{1b}'));
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let place = Place::new("pipe");
    place.write("long.md", "Đèn đỏ, đèn xanh.\n\n".repeat(5000));
    let mut command = place.command("check --rules rules long.md");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_ne!(output.status.code(), Some(0), "not all was said");
}

#[test]
fn json_keeps_its_contract() {
    let place = Place::new("json");
    place.write("red.md", "Số: 5\n\nĐèn đỏ, đèn xanh.\n");
    place.write("no-number.md", "Đèn vàng.\n");
    let ran = place.check("--format json red.md no-number.md");
    assert_eq!(ran.status, 1);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let json = ran.json();
    assert_eq!(json["schema"], "soat.check/1");
    assert_eq!(json["tool"]["name"], "soat");
    assert_eq!(json["tool"]["version"], env!("CARGO_PKG_VERSION"));
    let file = &json["files"][0];
    assert_eq!(file["path"], "red.md");
    assert_eq!(file["packs"], serde_json::json!(["lights"]));
    assert_eq!(file["findings"].as_array().unwrap().len(), 2);
    let finding = &file["findings"][0];
    assert_eq!(finding["rule"], "red-light");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["message"], "đèn đỏ");
    assert_eq!(finding["help"], "tắt đi");
    assert_eq!(finding["source"], "Bài kiểm tra, Điều 1");
    // `Số: 5`, a blank line, `Đèn `: 7 + 1 + 6 bytes; `Đ`, `đ` and `è` take two bytes each, `ố` and `ỏ` three.
    let text = "Số: 5\n\nĐèn đỏ, đèn xanh.\n";
    let (start, end) = (text.find("đỏ").unwrap(), text.find("đỏ").unwrap() + "đỏ".len());
    let span = serde_json::json!({"start": {"offset": start, "line": 3, "column": 5}, "end": {"offset": end, "line": 3, "column": 7}});
    assert_eq!(finding["span"], span);
    assert_eq!(finding["excerpt"], "đỏ");
    let related = &finding["related"][0];
    assert_eq!(related["label"], "trong khi ở đây xanh");
    assert_eq!(related["span"]["start"]["column"], 13);
    assert_eq!(finding["edits"][0], serde_json::json!({"kind": "safe", "span": span, "text": "xanh"}));
    assert_eq!(finding["edits"][1]["kind"], "suggested");
    assert!(finding["fingerprint"].as_str().is_some_and(|print| !print.is_empty()));
    let unjudged = &json["files"][1]["unjudged"][0];
    assert_eq!(unjudged["rule"], "number-not-five");
    assert!(unjudged["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    let summary =
        serde_json::json!({"files": 2, "errors": 1, "warnings": 1, "infos": 1, "unjudged": 1, "unreadable": 0});
    assert_eq!(json["summary"], summary);
    assert_eq!(place.check("--format json --lang en red.md").json()["files"][0]["findings"][0]["message"], "light đỏ");
}

#[test]
fn the_language_is_chosen_by_flag_and_by_environment() {
    let place = Place::new("language");
    place.write("red.md", "Đèn đỏ, đèn xanh.\n");
    let english = place.check("red.md --lang en").out;
    assert!(english.contains("light đỏ") && english.contains("error[red-light]"), "{english}");
    let output = place.command("check --rules rules red.md").env("SOAT_LANG", "en").output().unwrap();
    assert_eq!(Ran::of(output).out, english);
    let output = place.command("check --rules rules red.md --lang vi").env("SOAT_LANG", "en").output().unwrap();
    assert!(Ran::of(output).out.contains("lỗi[red-light]"));
    assert!(place.run("--help --lang en").out.contains("Usage") && !place.run("--help").out.contains("Usage"));
}

#[test]
fn rules_can_be_listed_explained_and_tried() {
    let place = Place::new("rules");
    let listed = place.run("rules --rules rules");
    assert_eq!(listed.status, 0);
    insta::assert_snapshot!("cli_rules", listed.out);
    let json = place.run("rules --rules rules --format json").json();
    assert_eq!(json["packs"][0]["rules"].as_array().unwrap().len(), 4);
    insta::assert_snapshot!("cli_explain", place.run("explain red-light --rules rules").out);
    insta::assert_snapshot!("cli_explain_own", place.run("explain suppression-unused --rules rules").out);
    let near = place.run("explain suppression-unusd --rules rules");
    assert!(near.status == 2 && near.err.contains("`suppression-unused`"), "{}", near.err);
    let near = place.run("explain red-ligth --rules rules");
    assert_eq!(near.status, 2);
    assert!(near.err.contains("`red-light`"), "{}", near.err);
    let tried = place.run("test rules");
    assert_eq!(tried.status, 0, "{}{}", tried.out, tried.err);
    assert!(tried.out.contains("8 ví dụ của 4 quy tắc: đều đúng"), "{}", tried.out);
}

#[test]
fn an_example_judged_wrong_is_shown_in_its_rule_file() {
    let place = Place::new("wrong-example");
    place.write("rules/lights.soat", LIGHTS.replace("fail \"đèn «vàng»\"", "fail \"«đèn» vàng\""));
    let ran = place.run("test rules");
    assert_eq!(ran.status, 1);
    insta::assert_snapshot!("cli_wrong_example", ran.out);
}

#[test]
fn rules_with_mistakes_are_not_used_and_all_mistakes_are_told() {
    let place = Place::new("broken-rules");
    place.write("red.md", "Đèn đỏ, đèn xanh.\n");
    place.write("rules/broken.soat", "pack lights\nrule a-rule {\n  severity: fatal\n}\ndefine d = unknown_name\n");
    place.write("rules/other.soat", "pack lights\ndefine e = \n");
    for line in ["check --rules rules red.md", "rules --rules rules", "explain red-light --rules rules", "test rules"] {
        let ran = place.run(line);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}");
        assert!(ran.err.contains("broken.soat") && ran.err.contains("other.soat"), "{line}: {}", ran.err);
        assert!(ran.err.contains("`fatal`") && ran.err.contains("2 tệp quy tắc"), "{line}: {}", ran.err);
    }
    place.write("none/README.md", "nothing here");
    for folder in ["none", "no-such"] {
        let ran = place.run(&format!("check --rules {folder} red.md"));
        assert_eq!(ran.status, 2);
        assert!(ran.err.contains(folder), "{}", ran.err);
    }
}

#[test]
fn the_text_of_a_file_is_printed_as_offsets_count_it() {
    let place = Place::new("text");
    place.write("a.md", "Số: 5\r\n\r\nĐèn.\r\n");
    let ran = place.run("text a.md");
    assert_eq!((ran.status, ran.out.as_str()), (0, "Số: 5\r\n\r\nĐèn.\r\n"));
    let ran = place.run("text no-such.md");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("`no-such.md`"), "{}", ran.err);
}

#[test]
fn without_a_folder_the_rules_built_in_are_used() {
    let run = |line: &str| Ran::of(soat().current_dir(root()).args(line.split(' ')).output().unwrap());
    let flawed = run("check samples/flawed --today 2026-01-31");
    assert_eq!(flawed.status, 1, "{}", flawed.err);
    let clean = run("check samples/clean --today 2026-01-31 --fail-on warning");
    assert_eq!(clean.status, 0, "{}{}", clean.out, clean.err);
    assert_eq!(run("test").status, 0);
    assert_eq!(run("rules").status, 0);
}

/// What was resolved when the program was built judges and explains as the same files do when they are named.
#[test]
fn the_rules_built_in_are_those_of_their_files() {
    for line in ["check --format json samples/flawed", "check --format sarif samples/flawed/short", "rules"] {
        let run = |rules: &[&str]| {
            let mut command = soat();
            command.current_dir(root()).args(line.split(' ')).args(rules);
            Ran::of(command.output().unwrap())
        };
        let (built_in, named) = (run(&[]), run(&["--rules", "rules"]));
        assert!(built_in.out.len() > 10_000, "{line}: {}", built_in.err);
        assert!((built_in.status, built_in.out) == (named.status, named.out), "{line}: another answer");
    }
}

#[test]
fn several_forms_come_out_of_one_run() {
    let place = Place::new("outputs");
    place.write("red.md", "Số: 5\n\nĐèn đỏ, đèn xanh.\n");
    let seen = |name: &str| std::fs::read_to_string(place.0.join(name)).unwrap_or_default();
    let alone = |format: &str| place.check(&format!("red.md --format {format}")).out;
    let (human, json) = (alone("human"), alone("json"));
    for (line, out, files) in [
        ("--output json=a.out", &human, [("a.out", &json)]),
        // The ending tells, and `--format` is of standard output.
        ("--output b.json", &human, [("b.json", &json)]),
        ("--format json --output c.txt", &json, [("c.txt", &human)]),
        // `--format` goes with the file's ending, or the ending says nothing: it is meant for the file.
        ("--format json --output d.json", &human, [("d.json", &json)]),
        ("--format json --output e", &human, [("e", &json)]),
    ] {
        let ran = place.check(&format!("red.md {line}"));
        assert_eq!((ran.status, &ran.out, ran.err.as_str()), (1, out, ""), "{line}");
        for (name, text) in files {
            assert_eq!(&seen(name), text, "{line}: {name}");
        }
    }
    let both = place.check("red.md --format json -o json=f.json -o human=g.txt");
    assert_eq!((both.status, both.out, seen("f.json"), seen("g.txt")), (1, json.clone(), json.clone(), human.clone()));
}

#[test]
fn an_output_that_cannot_be_written_is_told_and_nothing_is_half_written() {
    let place = Place::new("outputs-wrong");
    place.write("red.md", "Số: 5\n\nĐèn đỏ, đèn xanh.\n");
    std::fs::create_dir_all(place.0.join("folder")).unwrap();
    for (line, told) in [
        ("-o jsno=a.json", "`json=a.json`"),
        ("-o json=", "thiếu tên tệp"),
        ("-o a.xyz", "`--output json=a.xyz`"),
        ("-o json=red.md", "`red.md`"),
        ("-o json=./folder/../red.md", "red.md"),
        ("-o json=folder", "thư mục"),
        ("-o json=no-such/a.json", "không có thư mục"),
        ("-o json=a.json -o human=a.json", "cùng ghi"),
    ] {
        let ran = place.check(&format!("red.md {line}"));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}");
        assert!(ran.err.contains(told), "{line}: {}", ran.err);
    }
    // What stood there stays until the new one is whole.
    place.write("old.json", "cũ");
    assert_eq!(place.check("red.md --rules no-such -o json=old.json").status, 2);
    assert_eq!(std::fs::read_to_string(place.0.join("old.json")).unwrap(), "cũ");
    let mut left: Vec<_> = std::fs::read_dir(&place.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["folder", "old.json", "red.md", "rules"]);
}

#[test]
fn each_form_says_the_same_in_its_own_way() {
    let place = Place::new("forms");
    place.write("a/red.md", "# Báo cáo <1>\n\nSố: 5\n\nĐèn **đỏ**, đèn xanh & @ai | *x*\n\n- một\n- đèn vàng\n\n| a | b |\n|---|---|\n| vàng | 2 |\n");
    place.write("a/clean.md", "Số: 5\n\nKhông có gì.\n");
    place.write("a/no-number.md", "Không có gì.\n");
    place.write("a/broken.md", [0xff, 0xd8, 0x00, 0x01, 0x80, 0x81]);
    for form in ["jsonl", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown", "html"] {
        let ran = place.check(&format!("a --format {form}"));
        assert_eq!(ran.status, 2, "{form}: {}", ran.err);
        // Of the page without its style and script.
        let text = match form {
            "html" => ran.out.split("<main>").nth(1).unwrap().split("<script>").next().unwrap(),
            _ => &ran.out,
        };
        insta::assert_snapshot!(format!("cli_form_{form}"), text.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    }
}

#[test]
fn findings_are_counted_by_rule_and_by_what_reports_say_of_themselves() {
    let place = Place::new("stats");
    place.write(
        "rules/own.soat",
        "pack lights\ndefine report_issuer = report.office.name\nfield office in head = name: ( \"sở\" word ) end\n",
    );
    place.write("reports/a.md", "SỞ NỘIVỤ\n\nSố: 5\n\nĐèn đỏ, đèn xanh, đèn vàng.\n");
    place.write("reports/b.md", "SỞ NỘIVỤ\n\nSố: 5\n\nĐèn vàng, đèn vàng.\n");
    place.write("reports/c.md", "Số: 5\n\nKhông có gì.\n");
    let human = place.run("stats reports --rules rules");
    assert_eq!((human.status, human.err.as_str()), (0, ""));
    insta::assert_snapshot!("cli_stats", human.out);
    let json = place.run("stats reports --rules rules --format json").json();
    assert_eq!(json["schema"], "soat.stats/1");
    assert_eq!(json["offices"][0]["name"], "SỞ NỘIVỤ");
    assert_eq!((json["offices"][0]["warnings"].as_u64(), json["offices"][1]["name"].as_str()), (Some(3), None));
    assert_eq!(
        (json["rules"][0]["rule"].as_str(), json["rules"][0]["findings"].as_u64()),
        (Some("yellow-light"), Some(3))
    );
    place.write("reports/d.md", [0xff, 0xd8, 0x00, 0x01, 0x80, 0x81]);
    let ran = place.run("stats reports --rules rules");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("d.md"), "{}", ran.err);
}

#[test]
fn shells_and_man_know_every_command() {
    let place = Place::new("shell");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = place.run(&format!("completions {shell}"));
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(["check", "stats", "explain", "fail-on"].iter().all(|word| ran.out.contains(word)), "{shell}");
    }
    let page = place.run("man --lang en");
    assert!(page.status == 0 && page.out.contains(".TH soat") && page.out.contains("check"), "{}", page.out);
    assert!(place.run("man check --lang en").out.contains("\\-\\-fail\\-on"));
    assert_eq!(place.run("man no-such").status, 2);
    let bash = place.run("completions bash").out;
    if let Ok(mut checked) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() {
        checked.stdin.take().unwrap().write_all(bash.as_bytes()).unwrap();
        assert!(checked.wait().unwrap().success(), "bash refuses its completions");
    }
}
