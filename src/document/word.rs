//! Files of word processors: `.docx`, its relatives with macros and templates, and `.odt`.
//!
//! A file becomes a `Script`: the one text, the look of its lines, the map back. What the characters of the text happen to look like
//! (`# …`, `| … |`, `* …`) is never taken for markup.

mod archive;
mod body;
mod changes;
mod comments;
mod fault;
mod inline;
mod legacy;
mod notes;
mod numbering;
mod odt;
mod package;
pub(super) mod paper;
mod remarks;
mod rewrite;
mod splice;
mod styles;
mod symbol;
mod written;
mod xml;

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::origin::{Alignment, Format, Leftover, LeftoverKind, Origin, PageNumber};
use super::read::ReadError;
use crate::source::place::Story;
use crate::span::Span;
use archive::Archive;
pub use changes::{Changed, with_changes};
pub use comments::{Comment, with_comments};
use fault::Fault;
use inline::{References, Shared, Walker};
use numbering::Numbering;
use package::Relation;
use paper::{Paper, Script, Whereabouts};
use styles::{Styles, Theme};
use written::Content;
use xml::{attribute, child, parse, word};

/// Reads a file of Word. `original`: as it was before its tracked changes.
///
/// # Errors
/// When it is no such file, is damaged or locked, or goes beyond the limits for files of strangers.
pub(super) fn read(bytes: &[u8], original: bool) -> Result<Script, ReadError> {
    Ok(docx(bytes, original)?)
}

/// The texts of the parts that the body refers to.
struct Parts {
    main: String,
    relations: HashMap<String, Relation>,
}

impl Parts {
    fn of_kind(&self, kind: &str) -> Option<&str> {
        self.relations.values().filter(|one| one.kind == kind).map(|one| one.target.as_str()).min()
    }

    fn text(&self, archive: &mut Archive<'_>, kind: &str) -> Result<Option<(String, String)>, Fault> {
        let Some(name) = self.of_kind(kind) else { return Ok(None) };
        Ok(archive.text(name)?.map(|text| (name.to_owned(), text)))
    }
}

fn docx(bytes: &[u8], original: bool) -> Result<Script, Fault> {
    let mut archive = Archive::open(bytes)?;
    if odt::is_odt(&archive) {
        return odt::read(&mut archive, original);
    }
    let main = package::main_part(&mut archive)?;
    let relations = package::relations(&mut archive, &main)?;
    let parts = Parts { main, relations };
    let theme = read_part(&mut archive, &parts, "theme", theme)?.unwrap_or_default();
    let styles = read_part(&mut archive, &parts, "styles", |root| Styles::read(Some(root), theme.clone()))?;
    let styles = styles.unwrap_or_else(|| Styles::read(None, theme));
    let numbering = read_part(&mut archive, &parts, "numbering", |root| Numbering::read(Some(root)))?;
    let mut shared = Shared::new(styles, numbering.unwrap_or_default(), Origin::new(Format::Docx), original);
    let threads = read_part(&mut archive, &parts, "commentsExtended", remarks::threads)?.unwrap_or_default();
    shared.origin.remarks =
        read_part(&mut archive, &parts, "comments", |root| remarks::read(root, &threads))?.unwrap_or_default();

    shared.own_comments = remarks::own(&shared.origin.remarks);
    let text = archive.text(&parts.main)?.ok_or_else(|| Fault::Lacking(parts.main.clone()))?;
    let tree = parse(&parts.main, &text)?;
    let body = child(tree.root_element(), "body").ok_or_else(|| Fault::Lacking(format!("{}/body", parts.main)))?;
    shared.origin.parts.push(parts.main.clone());
    let mut walker = Walker::new(&mut shared, 0, &text);
    let contents = walker.story(body);
    let margins = std::mem::take(&mut walker.margins);
    let mut sheets = vec![(contents, Sheet::Body, 0)];
    for at_end in [false, true] {
        sheets.extend(notes(&mut archive, &parts, &mut shared, at_end)?);
    }
    let mut numbers = HashMap::new();
    let mut read = HashSet::new();
    for reference in margins.iter().flat_map(|pages| &pages.named) {
        if read.insert(&reference.id) {
            sheets.extend(margin(&mut archive, &parts, &mut shared, &reference.id, &mut numbers)?);
        }
    }
    number_pages(&mut sheets, &margins, &numbers);
    let has_macros = archive.names().any(|name| name.ends_with("vbaProject.bin"));
    Ok(put_together(shared, &sheets, has_macros))
}

/// What a story is to the text.
enum Sheet {
    Body,
    Note { at_end: bool, label: String },
    Margin(Story),
}

fn put_together(mut shared: Shared, sheets: &[(Vec<Content>, Sheet, u16)], has_macros: bool) -> Script {
    let order: HashMap<&str, usize> =
        shared.notes.order.iter().enumerate().map(|(at, note)| (note.label.as_str(), at)).collect();
    let mut noted: Vec<_> = sheets
        .iter()
        .filter_map(|(contents, sheet, part)| match sheet {
            Sheet::Note { at_end, label } => Some((order.get(label.as_str())?, *at_end, label, contents, *part)),
            _ => None,
        })
        .collect();
    noted.sort_by_key(|(at, at_end, ..)| (*at_end, **at));
    let mut paper = Paper::new(std::mem::replace(&mut shared.origin, Origin::new(Format::Docx)));
    for (contents, sheet, part) in sheets {
        if let Sheet::Body = sheet {
            paper.write(contents, &Whereabouts::new(Story::Body, *part));
        }
    }
    paper.part();
    for (_, at_end, label, contents, part) in noted {
        let story = if at_end { Story::Endnote } else { Story::Footnote };
        let at = Whereabouts { note: Some(label.clone()), ..Whereabouts::new(story, part) };
        paper.note(contents, label, &at);
    }
    paper.part();
    for (contents, sheet, part) in sheets {
        if let Sheet::Margin(story) = sheet {
            paper.margin(contents, &Whereabouts::new(*story, *part));
        }
    }
    let mut script = paper.done();
    if has_macros {
        script.origin.leftovers.insert(0, Leftover { kind: LeftoverKind::Macro, span: Span::default() });
    }
    script
}

/// Reads a part where there is one.
fn read_part<T>(
    archive: &mut Archive<'_>,
    parts: &Parts,
    kind: &str,
    read: impl FnOnce(Node<'_, '_>) -> T,
) -> Result<Option<T>, Fault> {
    let Some((name, text)) = parts.text(archive, kind)? else { return Ok(None) };
    let tree = parse(&name, &text)?;
    Ok(Some(read(tree.root_element())))
}

/// The notes of a part that the text points to.
fn notes(
    archive: &mut Archive<'_>,
    parts: &Parts,
    shared: &mut Shared,
    at_end: bool,
) -> Result<Vec<(Vec<Content>, Sheet, u16)>, Fault> {
    let kind = if at_end { "endnotes" } else { "footnotes" };
    let wanted: HashMap<String, String> = {
        let own = shared.notes.order.iter().filter(|note| note.at_end == at_end);
        own.map(|note| (note.id.clone(), note.label.clone())).collect()
    };
    let Some((name, text)) = parts.text(archive, kind)?.filter(|_| !wanted.is_empty()) else { return Ok(Vec::new()) };
    let tree = parse(&name, &text)?;
    let part = shared.origin.parts.len() as u16;
    shared.origin.parts.push(name);
    let mut walker = Walker::new(shared, part, &text);
    let mut found = Vec::new();
    for node in tree.root_element().children().filter(|node| matches!(word(node), "footnote" | "endnote")) {
        let Some(label) = attribute(node, "id").and_then(|id| wanted.get(id)) else { continue };
        walker.paragraphs = 0;
        let contents = walker.story(node);
        found.push((contents, Sheet::Note { at_end, label: label.clone() }, part));
    }
    Ok(found)
}

/// The head or foot of pages that a reference names.
fn margin(
    archive: &mut Archive<'_>,
    parts: &Parts,
    shared: &mut Shared,
    id: &str,
    numbers: &mut HashMap<String, Numbered>,
) -> Result<Option<(Vec<Content>, Sheet, u16)>, Fault> {
    let Some(relation) = parts.relations.get(id) else { return Ok(None) };
    let story = match relation.kind.as_str() {
        "header" => Story::Header,
        "footer" => Story::Footer,
        _ => return Ok(None),
    };
    let name = relation.target.clone();
    let Some(text) = archive.text(&name)? else { return Ok(None) };
    let tree = parse(&name, &text)?;
    let part = shared.origin.parts.len() as u16;
    shared.origin.parts.push(name);
    let mut walker = Walker::new(shared, part, &text);
    let contents = walker.story(tree.root_element());
    numbers.extend(walker.page_number.map(|number| (id.to_owned(), number)));
    Ok(Some((contents, Sheet::Margin(story), part)))
}

/// The size of a page number, and where in its line it stands.
type Numbered = (u32, Option<Alignment>);

/// Tells the pages of the body how they are numbered. Pages without a head or foot of a kind have that of the pages before.
fn number_pages(
    sheets: &mut [(Vec<Content>, Sheet, u16)],
    margins: &[References],
    numbers: &HashMap<String, Numbered>,
) {
    let body = sheets.iter_mut().filter(|(_, sheet, _)| matches!(sheet, Sheet::Body)).flat_map(|(body, ..)| body);
    let pages = body.filter_map(|content| match content {
        Content::Pages(page) => Some(page),
        _ => None,
    });
    let mut in_use: HashMap<(bool, &str), &str> = HashMap::new();
    for (page, references) in pages.zip(margins) {
        in_use.extend(references.named.iter().map(|one| ((one.at_head, one.kind.as_str()), one.id.as_str())));
        let number = |at_head, kind| in_use.get(&(at_head, kind)).and_then(|id| numbers.get(*id)).copied();
        let found = [true, false].into_iter().find_map(|at_head| Some((at_head, number(at_head, "default")?)));
        page.number = found.map(|(at_head, (size, alignment))| PageNumber {
            at_head,
            alignment,
            size,
            on_first: !references.own_first || [true, false].into_iter().any(|head| number(head, "first").is_some()),
        });
    }
}

/// The fonts that a theme names.
fn theme(root: Node<'_, '_>) -> Theme {
    let font = |name: &str| {
        let group = root.descendants().find(|node| node.tag_name().name() == name)?;
        let latin = group.children().find(|node| node.tag_name().name() == "latin")?;
        attribute(latin, "typeface").map(str::to_owned)
    };
    Theme { major: font("majorFont"), minor: font("minorFont") }
}
