//! What people do with files and command lines every day, and what must not be lost by it: copies of Word files, read-only files, pipes,
//! a path forgotten.

use std::process::{Command, Stdio};

use crate::cli::{Place, Ran};
use crate::word::writer::from_text;

/// What the pack `lights` finds one safe edit in.
const RED: &str = "Số: 5\n\nĐèn đỏ, đèn xanh.\n";

fn bytes(place: &Place, name: &str) -> Vec<u8> {
    std::fs::read(place.0.join(name)).unwrap()
}

#[test]
fn a_copy_that_somebody_may_have_worked_in_is_not_written_over() {
    let place = Place::new("copies");
    place.write("a.docx", from_text(RED));
    place.write("b.docm", from_text(RED));
    let ran = place.run("fix --rules rules a.docx b.docm --today 2026-01-31");
    assert_eq!((ran.status, ran.out.as_str()), (0, "a.soat.docx: sửa 1 chỗ\nb.soat.docm: sửa 1 chỗ\n"), "{}", ran.err);
    let first = bytes(&place, "a.soat.docx");
    assert_eq!(place.run("fix --rules rules a.docx --today 2026-01-31").status, 0, "the same bytes are no loss");
    place.write("a.soat.docx", "đã sửa tay");
    let ran = place.run("fix --rules rules a.docx b.docm --today 2026-01-31");
    assert_eq!((ran.status, ran.out.as_str()), (2, "b.soat.docm: sửa 1 chỗ\n"));
    assert!(ran.err.contains("đã có `a.soat.docx`") && ran.err.contains("`-o a.soat.docx`"), "{}", ran.err);
    assert!(ran.err.contains("đã sửa 1 chỗ trong 1 báo cáo"), "{}", ran.err);
    assert_eq!(bytes(&place, "a.soat.docx"), "đã sửa tay".as_bytes());
    assert_eq!(place.run("fix --rules rules a.docx -o a.soat.docx --today 2026-01-31").status, 0);
    assert_eq!(bytes(&place, "a.soat.docx"), first);
}

#[test]
fn a_fixed_report_keeps_the_kind_of_its_file() {
    let place = Place::new("endings");
    place.write("a.docx", from_text(RED));
    place.write("a.md", RED);
    for (line, place_named) in [("a.docx -o b.txt", "b.txt"), ("a.docx -o b", "b"), ("a.md -o b.docx", "b.docx")] {
        let ran = place.run(&format!("fix --rules rules {line}"));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}");
        assert!(ran.err.contains("không mang đuôi tệp của báo cáo"), "{line}: {}", ran.err);
        assert!(!place.0.join(place_named).exists(), "{line}");
    }
    assert_eq!(place.run("fix --rules rules a.docx -o b.DOCX").status, 0);
    assert_eq!(place.run("fix --rules rules a.md -o b.txt").status, 0);
    let ran = place.run_with_input("fix --rules rules - -o c.md", RED.as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (0, "c.md: sửa 1 chỗ\n"), "{}", ran.err);
}

#[test]
fn folders_are_walked_past_copies_of_soat() {
    let place = Place::new("walked-copies");
    place.write("reports/a.docx", from_text(RED));
    place.write("reports/b.md", RED);
    assert_eq!(place.run("fix --rules rules reports/a.docx").status, 0);
    let files = |ran: &Ran| ran.json()["files"].as_array().unwrap().len();
    let ran = place.check("reports --format json");
    assert_eq!(files(&ran), 2, "{}", ran.out);
    assert!(ran.err.contains("bỏ qua 1 bản sao do soat ghi"), "{}", ran.err);
    let ran = place.check("reports reports/a.soat.docx --format json");
    assert_eq!(files(&ran), 3, "what is named is checked: {}", ran.out);
    // A second run with the same folder of copies does not check the copies of the first.
    for _ in 0..2 {
        let ran = place.check("reports --annotate reports/copies --format json");
        assert_eq!(ran.status, 1, "{}", ran.err);
        assert!(place.0.join("reports/copies/a.docx").is_file() && !place.0.join("reports/copies/copies").exists());
        std::fs::create_dir_all(place.0.join("reports/copies")).unwrap();
        assert_eq!(files(&ran), 2, "{}", ran.out);
    }
    let before = bytes(&place, "reports/a.docx");
    let ran = place.check("reports --annotate reports");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("ghi đè lên một báo cáo"), "{}", ran.err);
    assert_eq!(bytes(&place, "reports/a.docx"), before);
}

#[test]
fn a_copy_that_cannot_be_written_hides_no_finding() {
    let place = Place::new("annotate-readonly");
    place.write("a.docx", from_text(RED));
    let mut protected = std::fs::metadata(place.0.join("a.docx")).unwrap().permissions();
    protected.set_readonly(true);
    std::fs::set_permissions(place.0.join("a.docx"), protected).unwrap();
    let ran = place.check("a.docx --annotate a.docx");
    assert_eq!(ran.status, 2);
    assert_eq!(ran.err, "soat: không ghi được bản sao `a.docx`: không có quyền ghi\n");
    assert!(ran.out.contains("lỗi[red-light]") && !ran.out.contains("không đọc được"), "{}", ran.out);
}

#[test]
fn without_a_path_the_folder_of_the_run_is_checked() {
    let place = Place::new("no-path");
    place.write("a.md", RED);
    assert_eq!(place.check("").status, 1);
    assert!(place.check("").out.starts_with("a.md:3:5: lỗi[red-light]"), "{}", place.check("").out);
    assert!(place.run("stats --rules rules").out.contains("red-light"));
    assert_eq!(place.run("fix --rules rules").status, 2, "nothing is changed that was not named");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for_and_standard_input_is_read_once() {
    let place = Place::new("fifo");
    place.write("a.md", RED);
    assert!(Command::new("mkfifo").arg(place.0.join("pipe.md")).status().unwrap().success());
    let ran = place.check("pipe.md a.md");
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("`pipe.md`: đây không phải tệp thường") && ran.err.contains("soat check -"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("red-light"), "{}", ran.out);
    let ran = place.run_with_input("check --rules rules - - --format json", RED.as_bytes());
    assert_eq!((ran.status, ran.json()["files"].as_array().unwrap().len()), (1, 1), "{}", ran.err);
}

#[test]
fn settings_that_say_nothing_are_refused() {
    let place = Place::new("settings-wrong");
    place.write("a.md", RED);
    let ran = place.run("check a.md --set due_day");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("`--set due_day` không nêu giá trị") && ran.err.contains("due_day=GIÁ_TRỊ"),
        "{}",
        ran.err
    );
    let spoken = |value: &str, line: &str| {
        let mut command = place.command(&format!("check --rules rules a.md {line}"));
        Ran::of(command.env("SOAT_LANG", value).stdin(Stdio::null()).output().unwrap())
    };
    let ran = spoken("fr", "");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("`SOAT_LANG=fr`"), "{}", ran.err);
    assert_eq!((spoken("fr", "--lang en").status, spoken("", "").status, spoken("vi_VN.UTF-8", "").status), (1, 1, 1));
    assert!(spoken("en_US.UTF-8", "").out.contains("error[red-light]"));
}

#[test]
fn the_closing_line_counts_the_rules_that_judged() {
    let place = Place::new("rules-judged");
    place.write("a.md", "Số: 5\n\nKhông có gì.\n");
    place.write("rules/others.soat", "pack others {\n    title:  vi \"Khác\" en \"Others\"\n    source: \"Bài kiểm tra\"\n}\n\nfact green = \"lục\"\n\nrule green-light {\n    title:    vi \"đèn lục\" en \"a green light\"\n    source:   \"Bài kiểm tra\"\n    severity: info\n    for each  green g\n    forbid    true\n    message   vi \"đèn {g}\" en \"light {g}\"\n    pass \"đèn đỏ\"\n    fail \"đèn «lục»\"\n}\n");
    let closing = |line: &str| place.check(&format!("a.md {line}")).out;
    assert_eq!(closing(""), "không phát hiện điều gì trong 1 báo cáo, 5 quy tắc\n");
    assert_eq!(closing("--pack others"), "không phát hiện điều gì trong 1 báo cáo, 1 quy tắc\n");
    assert_eq!(closing("--pack lights"), "không phát hiện điều gì trong 1 báo cáo, 4 quy tắc\n");
    place.write("soat.toml", "[levels]\nred-light = \"off\"\n");
    assert_eq!(closing(""), "không phát hiện điều gì trong 1 báo cáo, 4 quy tắc\n");
}

#[test]
fn findings_left_out_are_told_in_the_closing_line() {
    let place = Place::new("cut");
    place.write("a.md", format!("Số: 5\n\n{}", "Đèn vàng sáng.\n\n".repeat(20_001)));
    let ran = place.check("a.md");
    let last = ran.out.lines().last().unwrap();
    assert_eq!(
        last,
        "20000 cảnh báo trong 1 báo cáo; chưa nêu hết: 1 quy tắc có quá 20000 phát hiện trong một báo cáo"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_vietnamese() {
    let place = Place::new("full");
    place.write("a.md", RED);
    let mut command = place.command("check --rules rules a.md");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command.stdin(Stdio::null()).stdout(full).output().unwrap();
    let ran = Ran::of(output);
    assert_eq!((ran.status, ran.err.as_str()), (2, "soat: không ghi được kết quả: hết chỗ trên đĩa\n"));
}

#[test]
fn two_drafts_of_a_word_file_are_compared_by_paragraphs() {
    let place = Place::new("diff-word");
    let old =
        "Số: 5\n\nI. KẾT QUẢ\n\nĐèn vàng sáng ở 12 xã.\n\nXin báo cáo./.\n\nNơi nhận:\n\nLưu: VT.\n\nNgười ký A\n";
    let new = old.replace("12 xã", "15 xã").replace("Lưu: VT.\n\nNgười ký A\n", "");
    place.write("old.docx", from_text(old));
    place.write("new.docx", from_text(&new));
    place.write("old.md", old);
    place.write("new.md", &new);
    let ran = place.run("diff --rules rules old.docx new.docx --all");
    assert!(ran.out.contains("(đoạn ") && !ran.out.contains("(dòng "), "{}", ran.out);
    assert!(ran.out.contains("~ đoạn ") && ran.out.contains("  Phần cuối\n    - đoạn "), "{}", ran.out);
    let ran = place.run("diff --rules rules old.md new.md");
    assert!(ran.out.contains("(dòng 5)") && ran.out.contains("  Phần cuối\n    - 11: [-Lưu: VT."), "{}", ran.out);
    // What moves in the head has a name too.
    place.write("old.md", "Có 12 xã trong huyện.\n");
    place.write("new.md", "Có 15 xã trong huyện.\n");
    let ran = place.run("diff --rules rules old.md new.md --format markdown");
    assert!(ran.out.contains("· *Phần đầu*") && !ran.out.contains("**\n"), "{}", ran.out);
}
