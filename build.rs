//! Puts the rule files of `rules/` into the program: their names and texts, and the set that they are when resolved. To read and resolve
//! rules takes longer than to judge a report by them, and these never change between two runs.
//!
//! What resolves them is the library itself, whose lower modules are built a second time for this script. Where the files have mistakes
//! there is no set: the program then reads their texts, and tells every mistake at its place.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src"]
#[expect(dead_code, unused_imports, reason = "the script resolves rules and judges no document")]
#[expect(clippy::allow_attributes, reason = "that lints are not what the library expects cannot itself be expected")]
#[allow(unfulfilled_lint_expectations, reason = "nothing here is public, so nothing lacks documentation")]
mod library {
    pub mod document;
    pub mod fact;
    pub mod finding;
    pub mod lang;
    pub mod rule;
    pub mod source;
    pub mod span;
    pub mod syntax;
    pub mod text;
}

use library::{document, fact, finding, lang, rule, source, span, syntax, text};
use rule::RuleSet;
use source::Source;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=rules");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut files = Vec::new();
    if root.join("rules").is_dir() {
        collect(&root.join("rules"), &mut files)?;
    }
    files.sort();
    let mut list = String::from("&[\n");
    let mut sources = Vec::new();
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", file.to_string_lossy());
        sources.push(Source::new(name, String::from_utf8(read(file)?).map_err(io::Error::other)?));
    }
    list.push(']');
    write(&out.join("packs.rs"), list.as_bytes())?;
    let set = match RuleSet::load(sources) {
        Ok(set) => set.packed().map_err(io::Error::other)?,
        Err(_) => Vec::new(),
    };
    write(&out.join("packs.set"), &set)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "soat") {
            files.push(path);
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a build script has no `World`")]
fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

#[expect(clippy::disallowed_methods, reason = "a build script has no `World`")]
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}
