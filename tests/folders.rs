//! The program from outside where folders and repositories are not as they should be: `soat diff` of folders and revisions, files
//! that cannot be had, outputs that are whole or not there.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use crate::cli::{Place, Ran};
use crate::gates::{commit, git, repository};

/// Reports as they were and are, with the pack `lights`: one worse, one better, one the same, one on either side only.
fn two_folders(name: &str) -> Place {
    let place = Place::new(name);
    for (file, old, new) in [
        ("worse.md", "Đèn xanh sáng.\n", "Đèn đỏ, đèn xanh sáng.\n"),
        ("sub/better.md", "Đèn vàng sáng.\n", "Đèn tắt.\n"),
        ("same.md", "Đèn vàng sáng.\n", "Đèn vàng sáng.\n"),
    ] {
        place.write(&format!("old/{file}"), old);
        place.write(&format!("new/{file}"), new);
    }
    place.write("old/gone.md", "Đèn xanh.\n");
    place.write("new/added.md", "Đèn đỏ, đèn xanh.\n");
    place
}

#[test]
fn two_folders_are_compared_file_by_file() {
    let place = two_folders("diff-folders");
    let ran = place.run("diff --rules rules --lang en old new");
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    insta::assert_snapshot!("diff_folders", ran.out);
    assert_eq!(place.run("diff --rules rules old old").status, 0);
    assert_eq!(place.run("diff --rules rules --fail-on never old new").status, 0);
    let json = place.run("diff --rules rules --format json old new").json();
    assert_eq!(json["schema"], "soat.diff/1");
    let whole = place.run("diff --rules rules old new -o page.html --format html");
    assert_eq!((whole.status, whole.out.as_str()), (1, ""), "{}", whole.err);
    let page = std::fs::read_to_string(place.0.join("page.html")).unwrap();
    assert!(page.starts_with("<!") && page.trim_end().ends_with("</html>"), "{page:.200}");
}

#[test]
fn what_cannot_be_compared_is_told_and_fails() {
    let place = two_folders("diff-mistakes");
    let told = |line: &str, said: &str| {
        let ran = place.run(&format!("diff --rules rules --lang en {line}"));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}: {}", ran.err);
        assert!(ran.err.contains(said), "{line}: {}", ran.err);
    };
    told("old", "two drafts are needed");
    told("old new/worse.md", "one side is a file, the other a folder");
    told("old nowhere", "`nowhere`: no such file or folder");
    told("nowhere.md new/worse.md", "`nowhere.md`: no such file or folder");
    place.write("new/junk.md", [0xff, 0xd8, 0x00, 0x01]);
    place.write("old/junk.md", "Đèn xanh.\n");
    let ran = place.run("diff --rules rules --lang en old new");
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(ran.err.contains("junk.md") && ran.out.contains("worse.md"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_revision_is_compared_with_what_is_there() {
    let place = repository("diff-git");
    place.write("a.md", "Đèn xanh sáng.\n");
    place.write("b.md", "Đèn xanh sáng.\n");
    commit(&place);
    place.write("a.md", "Đèn đỏ, đèn xanh sáng.\n");
    place.write("c.md", "Đèn tắt.\n");
    std::fs::remove_file(place.0.join("b.md")).unwrap();
    let diff = |line: &str| place.run(&format!("diff --rules rules --lang en {line}"));
    let ran = diff("--git HEAD .");
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("c.md: in the new draft only"), "{}", ran.out);
    assert!(ran.out.contains("b.md: in the old draft only"), "{}", ran.out);
    let ran = diff("--git HEAD c.md");
    assert!(ran.status == 0 && ran.out.contains("in the new draft only"), "{}{}", ran.out, ran.err);
    let ran = diff("--git HEAD b.md");
    assert!(ran.status == 0 && ran.out.contains("in the old draft only"), "{}{}", ran.out, ran.err);

    let told = |ran: Ran, said: &str| {
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{said}: {}", ran.err);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    };
    told(diff("--git HEAD no-such.md"), "`no-such.md`: no such file or folder");
    told(diff("--git no-such a.md"), "has no revision `no-such`");
    told(diff("--git=--output=x a.md"), "has no revision `--output=x`");
    told(diff("--git HEAD -"), "no earlier state to compare with");
    let mut without = place.command("diff --rules rules --lang en --git HEAD a.md");
    told(Ran::of(without.env("PATH", "").stdin(Stdio::null()).output().unwrap()), "there is no git program");
    // The test's own folder lies in the project's repository; this ends the search for one.
    let outside = Place::new("diff-no-git");
    outside.write("a.md", "Đèn xanh.\n");
    let mut alone = outside.command("diff --rules rules --lang en --git HEAD a.md");
    alone.env("GIT_CEILING_DIRECTORIES", outside.0.parent().unwrap()).stdin(Stdio::null());
    told(Ran::of(alone.output().unwrap()), "is in no git repository");
    git(&place, "checkout -q -- b.md");
    assert_eq!(diff("--git HEAD b.md").status, 0);
}

#[cfg(unix)]
#[test]
fn links_and_folders_that_cannot_be_had_hide_nothing_else() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::new("links");
    place.write("reports/a.md", "Đèn đỏ, đèn xanh.\n");
    place.write("reports/empty.md", "");
    place.write("reports/locked/b.md", "Đèn vàng.\n");
    std::fs::create_dir_all(place.0.join("reports/sub")).unwrap();
    let link = |to: &str, at: &str| symlink(to, place.0.join("reports").join(at)).unwrap();
    link("nowhere.md", "broken.md");
    link("self.md", "self.md");
    link("..", "sub/up");
    link("../a.md", "sub/again.md");
    let locked = place.0.join("reports/locked");
    std::fs::set_permissions(&locked, PermissionsExt::from_mode(0o000)).unwrap();
    // Whoever may read everything, as in a container, is not kept out.
    let kept_out = std::fs::read_dir(&locked).is_err();
    let ran = place.check("--lang en reports");
    std::fs::set_permissions(&locked, PermissionsExt::from_mode(0o755)).unwrap();
    assert_eq!(ran.status, 2, "{}{}", ran.out, ran.err);
    let lines: BTreeSet<&str> = ran.err.lines().filter(|line| line.starts_with("soat: cannot read")).collect();
    let mut expected = BTreeSet::from([
        "soat: cannot read `reports/broken.md`: a link that leads to no file",
        "soat: cannot read `reports/empty.md`: the file is empty",
        "soat: cannot read `reports/self.md`: a link that leads to no file",
    ]);
    if kept_out {
        expected.insert("soat: cannot read `reports/locked`: no permission to read it");
    }
    assert_eq!(lines, expected);
    assert_eq!(ran.out.matches("red-light").count(), 1, "a file is told of once, whatever leads to it: {}", ran.out);
    assert!(kept_out || ran.out.contains("yellow-light"), "{}", ran.out);
}

#[test]
fn a_file_beyond_all_reports_is_refused_by_its_size() {
    let place = Place::new("huge");
    place.write("a.md", "Đèn vàng.\n");
    // Nothing is written but its length.
    std::fs::File::create(place.0.join("huge.md")).unwrap().set_len(100 << 20).unwrap();
    let ran = place.check("--lang en huge.md a.md");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("`huge.md`: the file is larger than 64 MiB"), "{}", ran.err);
    assert!(ran.out.contains("yellow-light"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_outputs_as_they_were() {
    let place = Place::new("killed");
    for number in 0..200 {
        place.write(&format!("reports/{number:03}.md"), "Đèn đỏ, đèn xanh, đèn vàng.\n".repeat(400));
    }
    place.write("out.json", "what was there before");
    let mut child: std::process::Child = place
        .command("check --rules rules reports -o out.json")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let killed = Command::new("kill").args(["-KILL", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    child.wait().unwrap();
    let left = std::fs::read_to_string(place.0.join("out.json")).unwrap();
    let whole = left == "what was there before" || serde_json::from_str::<serde_json::Value>(&left).is_ok();
    assert!(whole, "half an output: {left:.200}");
}
