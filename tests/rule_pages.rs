//! `docs/rules.md` and `docs/rules/`: every rule in both languages, with its examples, generated from the rule files.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use soat::lang::Lang;
use soat::report::explain;
use soat::report::words::severity;
use soat::rule::{About, Pack};

use crate::support::{files, is_fresh, root, rules};

const GENERATED: &str = "<!-- Generated from `rules/` by `SOAT_BLESS=1 cargo test`; do not edit. -->";

#[test]
fn the_list_of_rules_is_fresh() {
    let packs = packs();
    is_fresh("docs/rules.md", &index(&packs));
    if std::env::var_os("SOAT_BLESS").is_some() {
        let _ = std::fs::remove_dir_all(root().join("docs/rules"));
        std::fs::create_dir_all(root().join("docs/rules")).unwrap();
    }
    let mut pages = BTreeSet::new();
    for (pack, abouts) in &packs {
        let path = format!("docs/rules/{}.md", pack.name);
        is_fresh(&path, &page(pack, abouts));
        pages.insert(path);
    }
    let there: BTreeSet<String> = files("docs/rules", &["md"]).into_iter().collect();
    assert_eq!(there, pages, "pages of packs that are gone: run `SOAT_BLESS=1 cargo test`");
}

#[test]
fn every_rule_has_its_page() {
    let listed: usize = packs().iter().map(|(_, abouts)| abouts.len()).sum();
    assert_eq!(listed, rules().rules().len(), "a pack is not described");
}

#[test]
fn help_is_shown_with_values_and_never_as_a_template() {
    for about in rules().rules() {
        let help = explain::shown(rules(), about).help;
        assert!(help.is_none_or(|help| !help.vi.contains('{') && !help.en.contains('{')), "{}", about.id);
    }
}

#[test]
fn what_another_rule_finds_wrong_is_no_model_of_what_is_right() {
    let about = rules().rules().iter().find(|about| about.id == "note-mark-misnumbered").unwrap();
    let out_of_order = about.examples.iter().find(|example| !example.fails).unwrap();
    assert!(out_of_order.text.contains("[^3]: ") && !out_of_order.text.contains("[^2]: "), "{}", out_of_order.text);
    let shown = explain::shown(rules(), about);
    let mut models = shown.right.iter().chain(&shown.exceptions);
    assert!(!models.any(|example| example.text == out_of_order.text));
}

/// The packs that have rules.
fn packs() -> Vec<(&'static Pack, Vec<&'static About>)> {
    let own = |pack: &Pack| rules().rules().iter().filter(|about| about.pack == pack.name).collect();
    let packs = rules().packs().iter().map(|pack| (pack, own(pack)));
    packs.filter(|(_, abouts): &(_, Vec<_>)| !abouts.is_empty()).collect()
}

fn index(packs: &[(&Pack, Vec<&About>)]) -> String {
    let mut page = format!(
        "# Danh mục quy tắc · List of rules\n\n{GENERATED}\n\n\
         Mỗi gói có một trang riêng; ở đó mỗi quy tắc có lý do, căn cứ, câu quy tắc như chương trình đọc, và ví dụ. Lệnh `soat explain MÃ` in cùng nội dung.\n\n\
         Each pack has a page of its own, with the reason, source, sentence and examples of each rule. `soat explain ID` prints the same.\n\n"
    );
    for (pack, abouts) in packs {
        let _ = writeln!(
            page,
            "- [{0}](#{1}) ({2}): {3} · *{4}*",
            pack.name,
            anchor(pack),
            abouts.len(),
            pack.title.vi,
            pack.title.en
        );
    }
    for (pack, abouts) in packs {
        let _ = writeln!(page, "\n## {0}\n\n[{1} · *{2}*](rules/{0}.md)\n", pack.name, pack.title.vi, pack.title.en);
        let _ = writeln!(page, "| mã · id | mức | | |\n|---|---|---|---|");
        for about in abouts {
            let (link, grave) = (format!("rules/{}.md#{}", pack.name, about.id), severity(about.severity, Lang::Vi));
            let _ = writeln!(
                page,
                "| [`{}`]({link}) | {grave} | {} | {} |",
                about.id,
                cell(&about.title.vi),
                cell(&about.title.en)
            );
        }
    }
    page
}

/// The anchor that a heading with the pack's name gets.
fn anchor(pack: &Pack) -> String {
    pack.name.replace('.', "")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn page(pack: &Pack, abouts: &[&About]) -> String {
    let mut page = format!(
        "# {}\n\n{GENERATED}\n\n{} · *{}*  \n{}\n\n\
         Chỗ sai nằm giữa « và ». “Không báo” là những câu trông giống lỗi mà không phải. [Tất cả các gói](../rules.md)\n\n\
         The wrong place stands between « and ». “Not told” are sentences that look wrong and are not. [All packs](../rules.md)\n\n\
         | mã · id | mức | |\n|---|---|---|\n",
        pack.name, pack.title.vi, pack.title.en, pack.source
    );
    for about in abouts {
        let grave = severity(about.severity, Lang::Vi);
        let _ = writeln!(page, "| [`{0}`](#{0}) | {grave} | {1} |", about.id, cell(&about.title.vi));
    }
    for about in abouts {
        write_rule(&mut page, about);
    }
    page
}

fn write_rule(page: &mut String, about: &About) {
    let shown = explain::shown(rules(), about);
    let (vi, en) = (severity(about.severity, Lang::Vi), severity(about.severity, Lang::En));
    let _ = writeln!(page, "\n## {}\n\n**{}** · {} ({vi}, {en})\n", about.id, about.title.vi, about.title.en);
    for text in about.why.iter() {
        let _ = writeln!(page, "{}\n\n*{}*\n", text.vi.trim(), text.en.trim().replace("\n\n", "*\n\n*"));
    }
    let _ = writeln!(page, "- Căn cứ · source: {}", about.source);
    for help in shown.help.iter() {
        let _ = writeln!(page, "- Cách sửa · help: {} · *{}*", help.vi.trim(), help.en.trim());
    }
    let _ = writeln!(page, "- Cho qua · allow: `<!-- soat: allow {}: lý do -->`\n", about.id);
    if let Some(clause) = explain::clause(about) {
        let _ = writeln!(page, "````text\n{clause}\n````\n");
    }
    let words = ["sai · wrong", "đúng · right", "không báo · not told"];
    for (word, examples) in words.into_iter().zip([&shown.wrong, &shown.right, &shown.exceptions]) {
        let texts = examples.iter().map(|example| {
            let old = example.old.as_ref().map(|old| format!("bản trước · old draft: {}\n", old.trim_end()));
            old.unwrap_or_default() + explain::marked(example).trim_end()
        });
        let texts: Vec<String> = texts.collect();
        if !texts.is_empty() {
            let _ = writeln!(page, "{word}:\n\n````text\n{}\n````\n", texts.join("\n· · ·\n"));
        }
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
}
