//! The parts of an Office Open XML file and how they refer to each other.

use std::collections::HashMap;

use super::archive::Archive;
use super::fault::Fault;
use super::xml::{attribute, parse};

/// A reference from one part to another.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// The last word of its type: `styles`, `footnotes`, `header`.
    pub kind: String,
    /// Name of the part.
    pub target: String,
}

/// The references of a part by their ids; none where it has no list of them.
pub(super) fn relations(archive: &mut Archive<'_>, part: &str) -> Result<HashMap<String, Relation>, Fault> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let Some(text) = archive.text(&name)? else { return Ok(HashMap::new()) };
    let tree = parse(&name, &text)?;
    let mut found = HashMap::new();
    for node in tree.root_element().children().filter(|node| node.tag_name().name() == "Relationship") {
        let (Some(id), Some(kind), Some(target)) =
            (attribute(node, "Id"), attribute(node, "Type"), attribute(node, "Target"))
        else {
            continue;
        };
        if attribute(node, "TargetMode") == Some("External") {
            continue;
        }
        let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
        found.insert(id.to_owned(), Relation { kind, target: resolved(folder, target) });
    }
    Ok(found)
}

/// A target beside or above the part that names it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The part that holds the document.
///
/// # Errors
/// When the archive is no word-processor file, or lacks the part.
pub(super) fn main_part(archive: &mut Archive<'_>) -> Result<String, Fault> {
    let has = |archive: &Archive<'_>, folder: &str| archive.names().any(|name| name.starts_with(folder));
    if has(archive, "xl/") {
        return Err(Fault::Other("bảng tính Excel", "an Excel workbook"));
    }
    if has(archive, "ppt/") {
        return Err(Fault::Other("bản trình chiếu PowerPoint", "a PowerPoint presentation"));
    }
    let relations = relations(archive, "")?;
    let mut targets: Vec<&Relation> = relations.values().filter(|relation| relation.kind == "officeDocument").collect();
    targets.sort_by(|a, b| a.target.cmp(&b.target));
    match targets.first() {
        Some(relation) => Ok(relation.target.clone()),
        None if archive.names().any(|name| name == "word/document.xml") => Ok("word/document.xml".into()),
        None if archive.names().any(|name| name == "[Content_Types].xml") => {
            Err(Fault::Lacking("word/document.xml".into()))
        }
        None => Err(Fault::Other("tệp nén (zip)", "a zip archive")),
    }
}
