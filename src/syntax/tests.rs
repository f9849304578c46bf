//! The parser as a whole: what it makes of what the reference writes, what it says of slips, and that nothing breaks it.

mod hostile;
mod mistakes;
mod shape;

use std::sync::Arc;

use super::error::Mistake;
use super::tree::File;
use crate::source::Source;

fn parsed(text: &str) -> (File, Vec<Mistake>) {
    super::parse(Arc::new(Source::new("test.soat", text)))
}

/// The examples of the reference, as one file.
fn reference() -> String {
    let page = include_str!("../../docs/language.md");
    let blocks = page.split("```soat\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.collect::<Vec<_>>().join("\n")
}

/// A file without mistakes.
fn sound(text: &str) -> File {
    let (file, mistakes) = parsed(text);
    let told: Vec<_> = mistakes.iter().map(|mistake| (file.source.slice(mistake.at.0), &mistake.message.en)).collect();
    assert!(told.is_empty(), "{told:#?}");
    file
}
