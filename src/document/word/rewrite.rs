//! An archive with some of its parts replaced: all others keep their bytes, packed as they were.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::archive::Archive;
use super::fault::Fault;
use super::splice::{Edge, Map, Plan};
use super::xml::parse;

/// Texts of parts that differ from those of the file.
#[derive(Debug, Default)]
pub(super) struct Parts {
    texts: BTreeMap<String, String>,
}

impl Parts {
    /// Sets the text of a part.
    pub(super) fn set(&mut self, name: &str, text: String) {
        self.texts.insert(name.to_owned(), text);
    }
}

/// The archive with these parts; new ones stand at its end.
pub(super) fn rewrite(bytes: &[u8], parts: &Parts) -> Result<Vec<u8>, Fault> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Cut)?;
    let mut new = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + (bytes.len() >> 3))));
    // Without a time of its own: the same input gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut left: BTreeMap<&str, &str> =
        parts.texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    for at in 0..old.len() {
        let damaged = |name: &str| Fault::Damaged(name.to_owned());
        let entry = old.by_index_raw(at).map_err(|_| damaged("zip"))?;
        let name = entry.name().to_owned();
        match left.remove(name.as_str()) {
            Some(text) => write(&mut new, &name, text, options),
            None => new.raw_copy_file(entry),
        }
        .map_err(|_| damaged(&name))?;
    }
    for (name, text) in left {
        write(&mut new, name, text, options).map_err(|_| Fault::Damaged(name.to_owned()))?;
    }
    new.finish().map(Cursor::into_inner).map_err(|_| Fault::Damaged("zip".into()))
}

fn write(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    text: &str,
    options: SimpleFileOptions,
) -> zip::result::ZipResult<()> {
    zip.start_file(name, options)?;
    Ok(zip.write_all(text.as_bytes())?)
}

/// Plans text at the end of a part's root element, which is opened where it closes itself.
pub(super) fn append(xml: &str, tree: &roxmltree::Document<'_>, map: &Map<'_, '_>, text: &str, plan: &mut Plan) {
    let root = tree.root_element();
    let range = root.range();
    let written = xml.get(range.clone()).unwrap_or_default();
    match written.rfind("</").filter(|_| !written.ends_with("/>") || root.has_children()) {
        Some(end) => plan.put(&Edge::between(range.start + end), text),
        None => {
            let close = map.qualified(root).map(|name| format!("></{name}>")).unwrap_or_default();
            let (open, end) = close.split_at(1.min(close.len()));
            plan.cut(range.end.saturating_sub(2)..range.end);
            plan.put(&Edge::between(range.end), &format!("{open}{text}{end}"));
        }
    }
}

/// Makes a new part known: its type, and that `main` refers to it.
pub(super) fn introduce(
    archive: &mut Archive<'_>,
    parts: &mut Parts,
    main: &str,
    name: &str,
    relation: &str,
    content_type: &str,
) -> Result<(), Fault> {
    let types = "[Content_Types].xml";
    let xml = archive.text(types)?.ok_or_else(|| Fault::Lacking(types.into()))?;
    let entry = |prefix: &str| format!("<{prefix}Override PartName=\"/{name}\" ContentType=\"{content_type}\"/>");
    parts.set(types, with_entry(types, &xml, entry)?);

    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let relations =
        if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let none = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>"#;
    let xml = archive.text(&relations)?.unwrap_or_else(|| none.to_owned());
    let mut number = 1;
    while xml.contains(&format!("\"rIdSoat{number}\"")) {
        number += 1;
    }
    let entry =
        |prefix: &str| format!("<{prefix}Relationship Id=\"rIdSoat{number}\" Type=\"{relation}\" Target=\"/{name}\"/>");
    parts.set(&relations, with_entry(&relations, &xml, entry)?);
    Ok(())
}

fn with_entry(name: &str, xml: &str, entry: impl Fn(&str) -> String) -> Result<String, Fault> {
    let tree = parse(name, xml)?;
    let map = Map::new(xml, &tree);
    let prefix = map.qualified(tree.root_element()).and_then(|name| name.split_once(':')).map(|(prefix, _)| prefix);
    let prefix = prefix.map(|prefix| format!("{prefix}:")).unwrap_or_default();
    let mut plan = Plan::default();
    append(xml, &tree, &map, &entry(&prefix), &mut plan);
    Ok(plan.apply(xml))
}
