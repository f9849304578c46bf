//! Styles: what a paragraph and a run look like once defaults, styles and their own properties are laid over each other.

use std::collections::HashMap;

use roxmltree::Node;

use super::legacy::{Encoding, upper};
use super::symbol;
use super::xml::{attribute, child, flag, length, value, word};

/// Styles based on styles based on styles.
const LONGEST_CHAIN: usize = 24;

/// How characters stand to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Raised {
    /// On it.
    None,
    /// Superscript.
    Super,
    /// Subscript.
    Sub,
}

/// What is set of a run; the rest comes from below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RunProperties {
    /// Font of letters beyond ASCII, which Vietnamese has in every word.
    pub font: Option<String>,
    /// Size in half points.
    pub size: Option<u32>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub underlined: Option<bool>,
    /// Shown in capitals.
    pub capitals: Option<bool>,
    /// Not shown.
    pub hidden: Option<bool>,
    pub raised: Option<Raised>,
    /// Marked with a colour, as if with a pen.
    pub highlighted: Option<bool>,
}

/// What is set of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ParagraphProperties {
    /// Its list; 0 takes it out of one.
    pub list: Option<u32>,
    /// Its level in the list, from 0.
    pub list_level: Option<u8>,
    /// Its level in the outline, from 0; 9 is running text.
    pub outline: Option<u8>,
    /// `left`, `right`, `center`, `both` as written.
    pub alignment: Option<String>,
    /// Between lines: 240 to a line where `line_rule` is `auto`, else in twentieths of a point.
    pub line: Option<u32>,
    pub line_rule: Option<String>,
    /// Before it, in twentieths of a point.
    pub before: Option<u32>,
    /// Behind it, in twentieths of a point.
    pub after: Option<u32>,
    /// Of its first line, in twentieths of a point.
    pub first_line: Option<i32>,
}

macro_rules! lay_over {
    ($below:ident, $above:ident, $($field:ident),+) => {
        $( if $above.$field.is_some() { $below.$field.clone_from(&$above.$field); } )+
    };
}

impl RunProperties {
    /// Lays others over these.
    pub(super) fn lay(&mut self, above: &Self) {
        lay_over!(self, above, font, size, bold, italic, underlined, capitals, hidden, raised, highlighted);
    }

    /// Lays a character style over these: what switches on twice switches off.
    fn lay_toggling(&mut self, above: &Self) {
        let toggled = |below: Option<bool>, above: Option<bool>| match (below, above) {
            (Some(below), Some(above)) => Some(below ^ above),
            (below, above) => above.or(below),
        };
        let (bold, italic) = (toggled(self.bold, above.bold), toggled(self.italic, above.italic));
        let (capitals, hidden) = (toggled(self.capitals, above.capitals), toggled(self.hidden, above.hidden));
        self.lay(above);
        (self.bold, self.italic, self.capitals, self.hidden) = (bold, italic, capitals, hidden);
    }
}

impl RunProperties {
    fn font(&self) -> &str {
        self.font.as_deref().unwrap_or_default()
    }

    /// The encoding of its font, where it is one from before Unicode.
    pub(super) fn encoding(&self) -> Option<Encoding> {
        Encoding::of(self.font())
    }

    fn is_symbol(&self) -> bool {
        let font = self.font();
        font == "Symbol" || font.starts_with("Wingdings")
    }

    /// Whether characters read as they are written.
    pub(super) fn is_plain(&self) -> bool {
        let raised = self.raised.unwrap_or(Raised::None) != Raised::None;
        !raised && self.capitals != Some(true) && self.encoding().is_none() && !self.is_symbol()
    }

    /// The character as it is shown.
    pub(super) fn shows(&self, c: char) -> char {
        let c = match c {
            '\n' | '\t' | '\r' => ' ',
            '\u{2011}' => '-',
            c if self.is_symbol() && ('\u{f000}'..='\u{f0ff}').contains(&c) => symbol::read(self.font(), c as u32),
            c => c,
        };
        let digit = |zero: u32| c.to_digit(10).and_then(|digit| char::from_u32(zero + digit)).unwrap_or(c);
        match self.raised {
            Some(Raised::Super) => match c {
                '1' => '¹',
                '2' => '²',
                '3' => '³',
                _ => digit(0x2070),
            },
            Some(Raised::Sub) => digit(0x2080),
            _ if self.capitals == Some(true) => upper(c),
            _ => c,
        }
    }
}

impl ParagraphProperties {
    /// Lays others over these.
    pub(super) fn lay(&mut self, above: &Self) {
        lay_over!(self, above, list, list_level, outline, alignment, line, line_rule, before, after, first_line);
    }
}

/// One style with what it inherits.
#[derive(Debug, Clone, Default)]
struct Style {
    based: Option<String>,
    name: String,
    run: RunProperties,
    paragraph: ParagraphProperties,
    /// The styles of its chain, itself first, with the level of the list that each sets.
    chain: Vec<(String, Option<u8>)>,
    /// Whether tables of this style have lines, where it says so.
    bordered: Option<bool>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// Of runs, below every style.
    run: RunProperties,
    /// Of paragraphs, below every style.
    paragraph: ParagraphProperties,
    /// The style of paragraphs that name none.
    default: Option<String>,
    /// Fonts of the theme, for headings and for text.
    theme: Theme,
}

/// The fonts that a theme names.
#[derive(Debug, Clone, Default)]
pub(super) struct Theme {
    pub major: Option<String>,
    pub minor: Option<String>,
}

impl Styles {
    /// Reads the styles of a document from the root of their part.
    pub(super) fn read(root: Option<Node<'_, '_>>, theme: Theme) -> Self {
        let mut styles = Self { theme, ..Self::default() };
        let Some(root) = root else { return styles };
        if let Some(defaults) = child(root, "docDefaults") {
            let run = child(defaults, "rPrDefault").and_then(|node| child(node, "rPr"));
            styles.run = run.map(|node| styles.run_properties(node)).unwrap_or_default();
            let paragraph = child(defaults, "pPrDefault").and_then(|node| child(node, "pPr"));
            styles.paragraph = paragraph.map(paragraph_properties).unwrap_or_default();
        }
        let mut own: HashMap<String, Style> = HashMap::new();
        for node in root.children().filter(|node| word(node) == "style") {
            let Some(id) = attribute(node, "styleId") else { continue };
            let is_default = matches!(attribute(node, "default"), Some("1" | "true" | "on"));
            if is_default && attribute(node, "type") == Some("paragraph") {
                styles.default = Some(id.to_owned());
            }
            let style = Style {
                based: value(node, "basedOn").map(str::to_owned),
                name: value(node, "name").unwrap_or_default().to_lowercase(),
                run: child(node, "rPr").map(|node| styles.run_properties(node)).unwrap_or_default(),
                paragraph: child(node, "pPr").map(paragraph_properties).unwrap_or_default(),
                chain: Vec::new(),
                bordered: child(node, "tblPr").and_then(|node| child(node, "tblBorders")).map(draws_lines),
            };
            own.insert(id.to_owned(), style);
        }
        styles.styles = own.keys().map(|id| (id.clone(), inherited(&own, id))).collect();
        styles
    }

    /// Properties of a run as one that names them sets them.
    pub(super) fn run_properties(&self, node: Node<'_, '_>) -> RunProperties {
        let mut found = RunProperties::default();
        for node in node.children() {
            match word(&node) {
                "rFonts" => {
                    let theme = attribute(node, "hAnsiTheme").or_else(|| attribute(node, "asciiTheme"));
                    let named = attribute(node, "hAnsi").or_else(|| attribute(node, "ascii"));
                    found.font = match theme {
                        Some(theme) if theme.starts_with("major") => self.theme.major.clone(),
                        Some(_) => self.theme.minor.clone(),
                        None => named.map(str::to_owned),
                    };
                }
                // A plain number counts half points.
                "sz" => {
                    let size = attribute(node, "val");
                    let points = size.filter(|size| size.ends_with("pt")).and_then(length).map(|size| size / 10);
                    let half = || size?.parse::<f32>().ok().map(|size| size.round() as i32);
                    found.size = points.or_else(half).and_then(|size| u32::try_from(size).ok());
                }
                "b" => found.bold = Some(flag(node)),
                "i" => found.italic = Some(flag(node)),
                "u" => found.underlined = Some(attribute(node, "val") != Some("none")),
                "caps" => found.capitals = Some(flag(node)),
                "vanish" => found.hidden = Some(flag(node)),
                // White on white is no mark.
                "highlight" => {
                    found.highlighted = Some(!matches!(attribute(node, "val"), Some("none" | "white")));
                }
                "vertAlign" => {
                    found.raised = Some(match attribute(node, "val") {
                        Some("superscript") => Raised::Super,
                        Some("subscript") => Raised::Sub,
                        _ => Raised::None,
                    });
                }
                _ => {}
            }
        }
        found
    }

    /// What a paragraph of a style looks like before its own properties, and its runs before theirs.
    pub(super) fn paragraph(
        &self,
        style: Option<&str>,
        own: &ParagraphProperties,
    ) -> (ParagraphProperties, RunProperties) {
        let (mut paragraph, mut run) = (self.paragraph.clone(), self.run.clone());
        if let Some(style) = self.of_paragraph(style) {
            paragraph.lay(&style.paragraph);
            run.lay(&style.run);
        }
        paragraph.lay(own);
        (paragraph, run)
    }

    fn of_paragraph(&self, style: Option<&str>) -> Option<&Style> {
        self.styles.get(style.or(self.default.as_deref())?)
    }

    /// What a run looks like in a paragraph whose runs are `base`.
    pub(super) fn run(&self, base: &RunProperties, own: Option<Node<'_, '_>>) -> RunProperties {
        let mut run = base.clone();
        let Some(node) = own else { return run };
        if let Some(style) = value(node, "rStyle").and_then(|id| self.styles.get(id)) {
            run.lay_toggling(&style.run);
        }
        run.lay(&self.run_properties(node));
        run
    }

    /// The level of a list that a style means: levels are tied to styles by name (`by_name`), styles may set one too.
    pub(super) fn list_level(&self, style: Option<&str>, by_name: impl Fn(&str) -> Option<u8>) -> Option<u8> {
        self.of_paragraph(style)?.chain.iter().find_map(|(id, level)| by_name(id).or(*level))
    }

    /// The list of a numbering style.
    pub(super) fn list_of(&self, style: &str) -> Option<u32> {
        self.styles.get(style)?.paragraph.list
    }

    /// Whether tables of a style have lines.
    pub(super) fn draws_lines(&self, style: &str) -> bool {
        self.styles.get(style).and_then(|style| style.bordered).unwrap_or(false)
    }

    /// Whether a style is one of those that tables of contents are set in.
    pub(super) fn is_contents(&self, style: Option<&str>) -> bool {
        let name = style.and_then(|id| self.styles.get(id)).map_or("", |style| style.name.as_str());
        let rest = name.strip_prefix("toc ").unwrap_or_default();
        rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())
    }
}

/// A style with what it is based on laid below it.
fn inherited(all: &HashMap<String, Style>, id: &str) -> Style {
    let mut chain: Vec<(&str, &Style)> = Vec::new();
    let mut next = Some(id);
    while let Some((id, style)) = next.and_then(|id| all.get_key_value(id)) {
        if chain.len() >= LONGEST_CHAIN || chain.iter().any(|(seen, _)| seen == id) {
            break;
        }
        chain.push((id, style));
        next = style.based.as_deref();
    }
    let mut whole = Style { name: all.get(id).map(|style| style.name.clone()).unwrap_or_default(), ..Style::default() };
    for (id, style) in chain.into_iter().rev() {
        whole.chain.insert(0, (id.to_owned(), style.paragraph.list_level));
        whole.bordered = style.bordered.or(whole.bordered);
        whole.run.lay(&style.run);
        whole.paragraph.lay(&style.paragraph);
    }
    whole
}

/// Whether borders, of a table or a cell, are drawn on at least one side.
pub(super) fn draws_lines(borders: Node<'_, '_>) -> bool {
    borders
        .children()
        .filter(Node::is_element)
        .any(|side| !matches!(attribute(side, "val"), None | Some("nil" | "none")))
}

/// Properties of a paragraph as one that names them sets them.
pub(super) fn paragraph_properties(node: Node<'_, '_>) -> ParagraphProperties {
    let mut found = ParagraphProperties::default();
    let number = |text: Option<&str>| text.and_then(length).and_then(|length| u32::try_from(length).ok());
    for node in node.children() {
        match word(&node) {
            "numPr" => {
                found.list = value(node, "numId").and_then(|list| list.parse().ok());
                found.list_level = value(node, "ilvl").and_then(|level| level.parse().ok());
            }
            "outlineLvl" => found.outline = attribute(node, "val").and_then(|level| level.parse().ok()),
            "jc" => found.alignment = attribute(node, "val").map(str::to_owned),
            "spacing" => {
                found.line = number(attribute(node, "line"));
                found.line_rule = attribute(node, "lineRule").map(str::to_owned);
                // Left to Word, the distance is 14 points.
                let automatic = |name| matches!(attribute(node, name), Some("1" | "true" | "on")).then_some(280);
                found.before = automatic("beforeAutospacing").or_else(|| number(attribute(node, "before")));
                found.after = automatic("afterAutospacing").or_else(|| number(attribute(node, "after")));
            }
            "ind" => {
                let width = |name| attribute(node, name).and_then(length);
                let hanging = width("hanging").map(|width| width.saturating_neg());
                found.first_line = hanging.or_else(|| width("firstLine"));
            }
            _ => {}
        }
    }
    found
}
