//! Rules that a user writes, beside those built in.

use crate::cli::Place;

/// A pack that leans on a built-in one, with one rule of its own.
const HOUSE: &str = r#"
pack house {
    title:  vi "Quy ước" en "House rules"
    source: "Quy chế làm việc"
    uses:   form.number
}

rule citation-of-a-plan {
    title:    vi "viện dẫn kế hoạch" en "a plan is cited"
    source:   "Quy chế làm việc, Điều 7"
    severity: warning
    for each  citation c
    where     c.id.symbol contains "KH"
    forbid    c.on missing
    message   vi "«{c}» chưa có ngày" en "“{c}” has no date"
    pass "Kế hoạch số 12/KH-UBND ngày 05/01/2024."
    fail "«Kế hoạch số 12/KH-UBND»."
}
"#;

const REPORT: &str = "Theo Kế hoạch số 12/KH-UBND, hoàn thành 13/72 nhiệm vụ, đạt 18,5%.\n";

fn rules_told(place: &Place, line: &str) -> Vec<String> {
    let ran = place.run(&format!("check --format json a.md {line}"));
    assert!(ran.status < 2, "{line}: {}", ran.err);
    let json = ran.json();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn own_packs_stand_beside_those_built_in() {
    let place = Place::new("own-beside");
    place.write("a.md", REPORT);
    place.write("house/citation.soat", HOUSE);
    place.write("other/none.soat", HOUSE.replace("pack house", "pack other").replace("of-a-plan", "of-another"));
    let tried = place.run("test house");
    assert!(tried.status == 0 && tried.out.contains("2 ví dụ của 1 quy tắc"), "{}{}", tried.out, tried.err);

    let built_in = rules_told(&place, "");
    let added = |more: &[&str]| {
        let mut all = built_in.clone();
        all.extend(more.iter().map(|rule| (*rule).to_owned()));
        all.sort();
        all
    };
    let told = |line: &str| {
        let mut told = rules_told(&place, line);
        told.sort();
        told
    };
    assert!(built_in.contains(&"percentage-wrong".to_owned()), "{built_in:?}");
    assert_eq!(told("--rules house"), added(&["citation-of-a-plan"]));
    assert_eq!(told("--rules house --rules other"), added(&["citation-of-a-plan", "citation-of-another"]));
    // A folder named twice counts once.
    assert_eq!(told("--rules house --rules house"), added(&["citation-of-a-plan"]));

    let explained = place.run("explain citation-of-a-plan --rules house");
    assert_eq!(explained.status, 0, "{}", explained.err);
    let alone = place.run("check a.md --rules house --no-builtin --lang en");
    assert!(alone.status == 2 && alone.err.contains("`form.number`"), "{}", alone.err);
    assert_eq!(place.run("test house --no-builtin").status, 2);
    assert_eq!(place.run("check a.md --no-builtin").status, 2, "without rules there is nothing to judge by");
}

#[test]
fn an_own_pack_takes_the_place_of_a_built_in_one_of_its_name() {
    let place = Place::new("own-in-place");
    place.write("a.md", REPORT);
    let drugs = HOUSE.replace("pack house", "pack drugs").replace("Quy ước", "Ma túy của xã");
    place.write("house/citation.soat", drugs);
    let json = place.run("rules --rules house --format json").json();
    let packs = json["packs"].as_array().unwrap();
    let drugs: Vec<_> = packs.iter().filter(|pack| pack["name"] == "drugs").collect();
    assert_eq!(drugs.len(), 1);
    assert_eq!(drugs[0]["title"], "Ma túy của xã");
    assert_eq!(drugs[0]["rules"].as_array().unwrap().len(), 1);
    assert!(packs.len() > 10, "the others are still there");
}

#[test]
fn what_is_declared_twice_is_told_at_the_authors_place() {
    let place = Place::new("own-twice");
    place.write("house/citation.soat", HOUSE.replace("citation-of-a-plan", "percentage-wrong"));
    place.write("house/fact.soat", "pack house\nfact citation = \"văn bản\" id: document_number\n");
    let ran = place.run("check a.md --rules house --lang en");
    assert_eq!(ran.status, 2);
    let err = &ran.err;
    assert!(err.contains("house/citation.soat:8:6") && err.contains("it is built in, in pack `figures`"), "{err}");
    assert!(err.contains("house/fact.soat:2:6") && err.contains("it is built in, in pack `form.number`"), "{err}");
    assert!(!err.contains("rules/"), "the author has no such file: {err}");
}

/// Two packs with outlines that both apply: each speaks of its own items.
#[test]
fn items_are_those_of_the_rules_own_outlines() {
    let pack = |name: &str, title: &str, scope: &str| {
        format!(
            "pack {name} {{\n title: vi \"A\" en \"A\"\n source: \"S\"\n}}\n\
             outline of_{name} {{ part \"I\" \"{title}\" required }}\n\
             rule {name}-part-missing {{\n title: vi \"t\" en \"t\"\n source: \"S\"\n severity: warning\n {scope}\n\
             require i.section exists\n message vi \"{{i.title}}\" en \"{{i.title}}\"\n\
             pass \"I. {title}\"\n fail \"Không có phần nào.«»\"\n}}\n"
        )
    };
    let place = Place::new("own-outlines");
    place.write("own/one.soat", pack("one", "Kết quả", "for each item i"));
    place.write("own/two.soat", pack("two", "Phương hướng", "for each item i in of_two"));
    place.write("a.md", "I. Kết quả thực hiện\n\nĐã làm xong.\n");
    let told = |line: &str| rules_told(&place, &format!("--rules own --no-builtin {line}"));
    assert_eq!(told(""), ["two-part-missing"]);
    assert_eq!(place.run("test own --no-builtin").status, 0);
    let without_own = pack("three", "Kết quả", "for each item i")
        .replace("outline of_three { part \"I\" \"Kết quả\" required }\n", "");
    place.write("own/three.soat", without_own.replace("source: \"S\"\n}", "source: \"S\"\n uses: one, two\n}"));
    assert_eq!(told(""), ["three-part-missing", "two-part-missing"], "a pack without outlines speaks of all");
}

#[test]
fn what_packs_declare_is_listed() {
    let place = Place::new("own-declared");
    place.write("house/citation.soat", HOUSE);
    let facts = "pack house\nparameter due: number = 5 vi \"ngày gửi\" en \"day due\"\n\
        fact meeting = name: one of meeting_name [ \"ngày\" on: date ]\nlist meeting_name { \"phiên họp\", \"hội nghị\" }\n\
        field subject_line in head = text: rest\noutline short { part \"I\" \"Kết quả\" required { item \"1\" \"Thể chế\" required } }\n\
        table codes { \"BC\" = \"Báo cáo\" }\ndefine weekday_of_run = weekday(run.today)\n";
    place.write("house/facts.soat", facts);
    let ran = place.run("rules --declarations --rules house --pack house --lang en");
    insta::assert_snapshot!("own_declarations", ran.out);
    let json = place.run("rules --declarations --rules house --pack house --lang en --format json").json();
    assert_eq!(json["schema"], "soat.declarations/1");
    let meeting = json["packs"][0]["declarations"].as_array().unwrap().iter().find(|one| one["name"] == "meeting");
    let on = serde_json::json!({ "name": "on", "type": "date", "optional": true });
    assert_eq!(meeting.unwrap()["parts"][1], on);
    place.write("a.md", REPORT);
    let ran = place.run("check a.md --set nope=1 --lang en");
    assert!(ran.status == 2 && ran.err.contains("soat rules --declarations"), "{}", ran.err);
    let built_in = place.run("rules --declarations");
    assert!(built_in.status == 0 && built_in.out.contains("due_day: number = 20"), "{}", built_in.out);
}
