//! Styles and lists of OpenDocument.

use std::collections::HashMap;

use roxmltree::Node;

use super::{attribute, odf};
use crate::document::origin::Page;
use crate::document::word::numbering::{Prefix, written};
use crate::document::word::styles::{ParagraphProperties, Raised, RunProperties};
use crate::document::word::xml;
use crate::span::Span;

/// Styles based on styles based on styles.
const LONGEST_CHAIN: usize = 24;
/// Levels of a list.
const LEVELS: usize = 10;

/// A style as it stands.
#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    run: RunProperties,
    list: Option<String>,
    paragraph: ParagraphProperties,
    /// The kind of pages that begin with a paragraph of this style.
    master: Option<String>,
    /// Whether lines are drawn around a cell.
    bordered: bool,
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    bullet: Option<String>,
    format: String,
    prefix: String,
    suffix: String,
    /// How many levels the number shows.
    shown: usize,
    start: i64,
}

/// The styles of a document, those of its own part and those of `styles.xml`.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By family and name: names repeat over families.
    styles: HashMap<(String, String), Style>,
    lists: HashMap<String, Vec<Level>>,
    outline: Vec<Level>,
    fonts: HashMap<String, String>,
    /// Of paragraphs and characters, below every style.
    paragraph: ParagraphProperties,
    run: RunProperties,
    /// Sizes and margins by name.
    layouts: HashMap<String, Page>,
    /// Kinds of pages with the names of their sizes.
    masters: Vec<(String, String)>,
}

impl Styles {
    /// Adds the styles of a part.
    pub(super) fn add(&mut self, root: Node<'_, '_>) {
        for node in root.descendants().filter(Node::is_element) {
            match odf(&node) {
                ("style", "font-face") => {
                    if let (Some(name), Some(family)) = (attribute(node, "name"), attribute(node, "font-family")) {
                        self.fonts.insert(name.to_owned(), family.trim_matches('\'').to_owned());
                    }
                }
                ("style", "style") => {
                    let (Some(name), Some(family)) = (attribute(node, "name"), attribute(node, "family")) else {
                        continue;
                    };
                    let style = self.style(node);
                    self.styles.insert((family.to_owned(), name.to_owned()), style);
                }
                ("text", "list-style") => {
                    if let Some(name) = attribute(node, "name") {
                        self.lists.insert(name.to_owned(), levels(node));
                    }
                }
                ("text", "outline-style") => self.outline = levels(node),
                ("style", "default-style") if attribute(node, "family") == Some("paragraph") => {
                    let style = self.style(node);
                    (self.paragraph, self.run) = (style.paragraph, style.run);
                }
                ("style", "page-layout") => {
                    let properties = node.children().find(|node| odf(node).1 == "page-layout-properties");
                    if let (Some(name), Some(mut page)) = (attribute(node, "name"), properties.and_then(page)) {
                        page.top = page.top.saturating_add(edge(node, "header-style"));
                        page.bottom = page.bottom.saturating_add(edge(node, "footer-style"));
                        self.layouts.insert(name.to_owned(), page);
                    }
                }
                ("style", "master-page") => {
                    let layout = attribute(node, "page-layout-name");
                    if let (Some(name), Some(layout)) = (attribute(node, "name"), layout) {
                        self.masters.push((name.to_owned(), layout.to_owned()));
                    }
                }
                _ => {}
            }
        }
    }

    fn style(&self, node: Node<'_, '_>) -> Style {
        let mut style = Style {
            parent: attribute(node, "parent-style-name").map(str::to_owned),
            list: attribute(node, "list-style-name").map(str::to_owned),
            master: attribute(node, "master-page-name").filter(|name| !name.is_empty()).map(str::to_owned),
            ..Style::default()
        };
        for properties in node.children().filter(Node::is_element) {
            match odf(&properties).1 {
                "text-properties" => style.run = self.run(properties),
                "paragraph-properties" => {
                    style.paragraph = paragraph(properties);
                }
                "table-cell-properties" => {
                    let sides = ["border", "border-top", "border-bottom", "border-left", "border-right"];
                    let drawn = |side: &&str| attribute(properties, side).is_some_and(|border| border != "none");
                    style.bordered = sides.iter().any(drawn);
                }
                _ => {}
            }
        }
        style
    }

    fn run(&self, node: Node<'_, '_>) -> RunProperties {
        let is = |name, value: &str| attribute(node, name).map(|own| own == value);
        let size = attribute(node, "font-size").and_then(|size| size.strip_suffix("pt")?.parse::<f32>().ok());
        RunProperties {
            font: attribute(node, "font-name").map(|name| self.fonts.get(name).map_or(name, String::as_str).to_owned()),
            size: size.map(|size| (size * 2.0).round() as u32),
            bold: is("font-weight", "bold"),
            italic: is("font-style", "italic"),
            underlined: attribute(node, "text-underline-style").map(|style| style != "none"),
            capitals: is("text-transform", "uppercase"),
            hidden: is("display", "none"),
            raised: attribute(node, "text-position").map(|position| match position.split(' ').next() {
                Some("super") => Raised::Super,
                Some("sub") => Raised::Sub,
                _ => Raised::None,
            }),
            highlighted: attribute(node, "background-color").map(|colour| !matches!(colour, "transparent" | "#ffffff")),
        }
    }

    /// A style and what it is based on, itself first.
    fn chain(&self, family: &str, name: &str) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = Some(name.to_owned());
        while let Some(style) = next.and_then(|name| self.styles.get(&(family.to_owned(), name))) {
            if chain.len() >= LONGEST_CHAIN {
                break;
            }
            chain.push(style);
            next = style.parent.clone();
        }
        chain
    }

    /// What characters of a style look like above `base`.
    pub(super) fn over(&self, base: &RunProperties, family: &str, name: Option<&str>) -> RunProperties {
        let mut run = base.clone();
        for style in name.map(|name| self.chain(family, name)).unwrap_or_default().into_iter().rev() {
            run.lay(&style.run);
        }
        run
    }

    /// The list that a paragraph style puts its paragraphs into.
    pub(super) fn list_of(&self, name: &str) -> Option<&str> {
        self.chain("paragraph", name).into_iter().find_map(|style| style.list.as_deref())
    }

    /// What paragraphs of a style look like.
    pub(super) fn paragraph(&self, name: Option<&str>) -> ParagraphProperties {
        let mut laid = self.paragraph.clone();
        for style in name.map(|name| self.chain("paragraph", name)).unwrap_or_default().into_iter().rev() {
            laid.lay(&style.paragraph);
        }
        laid
    }

    /// What characters look like that no style says anything of.
    pub(super) fn base(&self) -> &RunProperties {
        &self.run
    }

    /// The kind of pages that begin with a paragraph of a style.
    pub(super) fn master_of(&self, name: &str) -> Option<&str> {
        self.chain("paragraph", name).first()?.master.as_deref()
    }

    /// The size and margins of a kind of pages, or of the first kind.
    pub(super) fn page(&self, master: Option<&str>) -> Option<Page> {
        let layout = match master {
            Some(name) => self.masters.iter().find(|(own, _)| own == name),
            None => self.masters.iter().find(|(own, _)| own == "Standard").or(self.masters.first()),
        };
        self.layouts.get(&layout?.1).cloned()
    }

    /// Whether a cell style draws lines.
    pub(super) fn draws_lines(&self, name: &str) -> bool {
        self.chain("table-cell", name).iter().any(|style| style.bordered)
    }

    /// Counts a paragraph at a level (from 0) of a list, or of the outline, and says what stands before it.
    pub(super) fn next(&self, list: Option<&str>, at: usize, counts: &mut [Option<i64>; LEVELS]) -> Option<Prefix> {
        let levels = match list {
            Some(name) => self.lists.get(name)?,
            None => &self.outline,
        };
        let at = at.min(LEVELS - 1);
        for (below, count) in counts.iter_mut().enumerate() {
            let start = levels.get(below).map_or(1, |level| level.start);
            if below == at {
                *count = Some(count.map_or(start, |count| count.saturating_add(1)));
            } else if below > at {
                *count = None;
            } else if count.is_none() {
                *count = Some(start);
            }
        }
        let level = levels.get(at)?;
        if let Some(bullet) = &level.bullet {
            return Some(Prefix::Bullet(crate::document::word::numbering::bullet(bullet).to_owned()));
        }
        if level.format.is_empty() {
            return None;
        }
        let first = (at + 1).saturating_sub(level.shown.max(1));
        let shown = counts.iter().zip(levels).take(at + 1).skip(first);
        let numbers: Vec<String> = shown
            .filter(|(_, level)| !level.format.is_empty())
            .map(|(count, level)| written(count.unwrap_or(level.start), format(&level.format)))
            .collect();
        let text = format!("{}{}{}", level.prefix, numbers.join("."), level.suffix);
        (!text.trim().is_empty()).then(|| Prefix::Number(text.trim().to_owned()))
    }
}

/// Properties of a paragraph.
fn paragraph(node: Node<'_, '_>) -> ParagraphProperties {
    let positive = |name| length(node, name).and_then(|length| u32::try_from(length).ok());
    let percent = attribute(node, "line-height").and_then(|height| height.strip_suffix('%')?.parse::<u32>().ok());
    let exact = positive("line-height");
    ParagraphProperties {
        alignment: attribute(node, "text-align").map(str::to_owned),
        line: percent.map(|percent| percent.saturating_mul(12) / 5).or(exact),
        line_rule: (percent.is_some() || exact.is_some())
            .then(|| if exact.is_some() { "exact".to_owned() } else { "auto".to_owned() }),
        before: positive("margin-top"),
        after: positive("margin-bottom"),
        first_line: length(node, "text-indent"),
        ..ParagraphProperties::default()
    }
}

/// The size and margins of a page.
fn page(node: Node<'_, '_>) -> Option<Page> {
    let all = length(node, "margin");
    let margin = |name| length(node, name).or(all);
    let positive = |length: Option<i32>| length.and_then(|length| u32::try_from(length).ok());
    Some(Page {
        span: Span::default(),
        width: positive(length(node, "page-width"))?,
        height: positive(length(node, "page-height"))?,
        top: margin("margin-top")?,
        bottom: margin("margin-bottom")?,
        left: positive(margin("margin-left"))?,
        right: positive(margin("margin-right"))?,
        number: None,
    })
}

/// What the head or foot of pages takes, which belongs to the margin: margins are measured from the text, as people see them.
fn edge(layout: Node<'_, '_>, name: &str) -> i32 {
    let properties = layout
        .children()
        .find(|node| odf(node).1 == name)
        .and_then(|style| style.children().find(|node| odf(node).1 == "header-footer-properties"));
    properties.and_then(|node| length(node, "min-height").or_else(|| length(node, "height"))).unwrap_or(0)
}

/// A length in twentieths of a point: `2.5cm`, `12pt`, `0.5in`; shares of something else are none.
fn length(node: Node<'_, '_>, name: &str) -> Option<i32> {
    attribute(node, name).filter(|written| written.ends_with(|c: char| c.is_ascii_alphabetic())).and_then(xml::length)
}

/// Counts of a list.
pub(super) type Counts = [Option<i64>; LEVELS];

/// The name of a format in the words of the other one.
fn format(own: &str) -> &'static str {
    match own {
        "I" => "upperRoman",
        "i" => "lowerRoman",
        "A" => "upperLetter",
        "a" => "lowerLetter",
        _ => "decimal",
    }
}

fn levels(node: Node<'_, '_>) -> Vec<Level> {
    let mut levels = vec![Level { start: 1, ..Level::default() }; LEVELS];
    for node in node.children().filter(Node::is_element) {
        let at = attribute(node, "level").and_then(|level| level.parse::<usize>().ok()).unwrap_or(1);
        let Some(level) = at.checked_sub(1).and_then(|at| levels.get_mut(at)) else { continue };
        let text = |name| attribute(node, name).unwrap_or_default().chars().take(16).collect();
        *level = Level {
            bullet: attribute(node, "bullet-char").map(str::to_owned),
            format: text("num-format"),
            prefix: text("num-prefix"),
            suffix: text("num-suffix"),
            shown: attribute(node, "display-levels").and_then(|levels| levels.parse().ok()).unwrap_or(1),
            start: attribute(node, "start-value").and_then(|start| start.parse().ok()).unwrap_or(1),
        };
    }
    levels
}
