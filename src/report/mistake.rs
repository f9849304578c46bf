//! Mistakes in rule files and examples judged wrong, for the author of the rules: all of them, in the form of findings.

use super::Look;
use super::human::write_notice;
use super::notice::Notice;
use super::words::count;
use crate::lang::Lang;
use crate::syntax::error::Mistake;

/// Writes every mistake, in the order given.
pub fn write(out: &mut String, mistakes: &[Mistake], look: Look) {
    for mistake in mistakes {
        write_notice(out, &Notice::of_mistake(mistake, look.lang), look);
    }
}

/// How many mistakes there are, and in how many files.
pub fn summary(mistakes: &[Mistake], lang: Lang) -> String {
    let mut names: Vec<&str> = mistakes.iter().map(|mistake| mistake.source.name()).collect();
    names.sort_unstable();
    names.dedup();
    let found = count(mistakes.len(), lang, "lỗi", ["mistake", "mistakes"]);
    let files = count(names.len(), lang, "tệp quy tắc", ["rule file", "rule files"]);
    match lang {
        Lang::Vi => format!("{found} trong {files}"),
        Lang::En => format!("{found} in {files}"),
    }
}
