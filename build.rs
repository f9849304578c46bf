//! Packs the rule files of `rules/` into the program: name, text, and the tree that judging documents needs. Reading rules
//! takes longer than judging a report by them, and these never change between two runs.
//!
//! The reader of rule files is the library's own, built a second time for this script. A file with mistakes gets no tree: the
//! program then reads its text, and tells every mistake at its place.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs, io};

#[path = "src"]
#[expect(dead_code, reason = "the script needs little of the library's lower modules")]
mod library {
    pub mod finding;
    pub mod lang;
    pub mod source;
    pub mod span;
    pub mod syntax;
}

use library::{finding, lang, source, span, syntax};
use source::Source;
use syntax::{Reading, packed, parse_for};

fn main() -> io::Result<()> {
    for path in [
        "build.rs",
        "rules",
        "src/finding.rs",
        "src/lang.rs",
        "src/source.rs",
        "src/span.rs",
        "src/syntax.rs",
        "src/syntax",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut files = Vec::new();
    if root.join("rules").is_dir() {
        collect(&root.join("rules"), &mut files)?;
    }
    files.sort();
    let mut list = String::from("&[\n");
    for (at, file) in files.iter().enumerate() {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let tree = out.join(format!("{at}.tree"));
        write(&tree, &packed_tree(&name, file)?)?;
        let (file, tree) = (file.to_string_lossy(), tree.to_string_lossy());
        let _ = writeln!(list, "    ({name:?}, include_str!({file:?}), include_bytes!({tree:?})),");
    }
    list.push(']');
    write(&out.join("packs.rs"), list.as_bytes())
}

fn packed_tree(name: &str, path: &Path) -> io::Result<Vec<u8>> {
    let text = String::from_utf8(read(path)?).map_err(io::Error::other)?;
    let (tree, mistakes) = parse_for(Reading::ToJudge, Arc::new(Source::new(name, text)));
    if mistakes.is_empty() { packed::pack(&tree).map_err(io::Error::other) } else { Ok(Vec::new()) }
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
