//! Automatic numbers as Word shows them: `I.`, `1.1.`, `a)`, `-`. They are nowhere in the text and must be counted along.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::styles::Styles;
use super::xml::{attribute, child, flag, value, word};

/// Levels of a list.
const LEVELS: usize = 9;
/// Letters of one number: beyond them Word's `aaaa…` says nothing.
const LONGEST: usize = 24;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: i64,
    format: String,
    /// `%1.%2.` with the places of numbers.
    text: String,
    /// All numbers in Arabic figures.
    legal: bool,
    /// The paragraph style that means this level.
    style: Option<String>,
    /// The level (from 1) that restarts it; 0 for none.
    restart: Option<usize>,
}

/// What several lists share.
#[derive(Debug, Clone, Default)]
struct Shared {
    levels: Vec<Level>,
    /// A numbering style that has the levels.
    borrowed: Option<String>,
}

/// A list of the document.
#[derive(Debug, Clone, Default)]
struct List {
    shared: u32,
    starts: HashMap<usize, i64>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    shared: HashMap<u32, Shared>,
    lists: HashMap<u32, List>,
    counted: HashMap<u32, [Option<i64>; LEVELS]>,
    begun: HashSet<u32>,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Prefix {
    /// A number with its marks.
    Number(String),
    /// A bullet.
    Bullet(String),
}

impl Numbering {
    /// Reads the lists of a document from the root of their part.
    pub(super) fn read(root: Option<Node<'_, '_>>) -> Self {
        let mut found = Self::default();
        let number = |node, name| attribute(node, name).and_then(|text: &str| text.parse::<u32>().ok());
        for node in root.into_iter().flat_map(|root| root.children()) {
            match word(&node) {
                "abstractNum" => {
                    let Some(id) = number(node, "abstractNumId") else { continue };
                    let mut shared = Shared {
                        levels: vec![Level { start: 1, format: "decimal".into(), ..Level::default() }; LEVELS],
                        borrowed: value(node, "numStyleLink").map(str::to_owned),
                    };
                    for node in node.children().filter(|node| word(node) == "lvl") {
                        let at = number(node, "ilvl").unwrap_or(0) as usize;
                        if let Some(level) = shared.levels.get_mut(at) {
                            *level = self::level(node);
                        }
                    }
                    found.shared.insert(id, shared);
                }
                "num" => {
                    let Some(id) = number(node, "numId") else { continue };
                    let shared = value(node, "abstractNumId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    let mut list = List { shared, ..List::default() };
                    for node in node.children().filter(|node| word(node) == "lvlOverride") {
                        let at = number(node, "ilvl").unwrap_or(0) as usize;
                        if let Some(start) = value(node, "startOverride").and_then(|start| start.parse().ok()) {
                            list.starts.insert(at, start);
                        }
                        if let Some(own) = child(node, "lvl") {
                            list.levels.insert(at, level(own));
                        }
                    }
                    found.lists.insert(id, list);
                }
                _ => {}
            }
        }
        found
    }

    /// The level that a paragraph style means in a list.
    pub(super) fn level_of(&self, list: u32, style: &str) -> Option<u8> {
        let shared = self.shared.get(&self.lists.get(&list)?.shared)?;
        shared.levels.iter().position(|level| level.style.as_deref() == Some(style)).map(|at| at as u8)
    }

    /// Counts one paragraph of a list and says what stands before it.
    pub(super) fn next(&mut self, list: u32, level: u8, styles: &Styles) -> Option<Prefix> {
        let list = match self.shared.get(&self.lists.get(&list)?.shared) {
            Some(Shared { borrowed: Some(style), .. }) => styles.list_of(style).unwrap_or(list),
            _ => list,
        };
        let at = usize::from(level).min(LEVELS - 1);
        let own = self.lists.get(&list)?;
        let shared = self.shared.get(&own.shared)?;
        let levels: Vec<&Level> =
            shared.levels.iter().enumerate().map(|(at, level)| own.levels.get(&at).unwrap_or(level)).collect();
        let counted = self.counted.entry(own.shared).or_default();
        if self.begun.insert(list) {
            for (&at, &start) in &own.starts {
                if let Some(count) = counted.get_mut(at) {
                    *count = Some(start.saturating_sub(1));
                }
            }
        }
        for (below, (count, level)) in counted.iter_mut().zip(&levels).enumerate() {
            let restarts = level.restart.is_none_or(|by| by > at);
            if below == at {
                *count = Some(count.map_or(level.start, |count| count.saturating_add(1)));
            } else if below > at && restarts {
                *count = None;
            } else if below < at && count.is_none() {
                *count = Some(level.start);
            }
        }
        let level = levels.get(at)?;
        match level.format.as_str() {
            "none" if !level.text.contains(|c: char| c.is_alphanumeric()) => None,
            "bullet" => Some(Prefix::Bullet(bullet(&level.text).to_owned())),
            _ => {
                let mut text = level.text.clone();
                for (place, (count, other)) in counted.iter().zip(&levels).enumerate() {
                    let mark = format!("%{}", place + 1);
                    if text.contains(&mark) {
                        let format = if level.legal { "decimal" } else { other.format.as_str() };
                        text = text.replace(&mark, &written(count.unwrap_or(other.start), format));
                    }
                }
                let text = text.trim().to_owned();
                (!text.is_empty()).then_some(Prefix::Number(text))
            }
        }
    }
}

fn level(node: Node<'_, '_>) -> Level {
    Level {
        start: value(node, "start").and_then(|start| start.parse().ok()).unwrap_or(0),
        format: value(node, "numFmt").unwrap_or("decimal").to_owned(),
        text: value(node, "lvlText").unwrap_or_default().chars().take(LONGEST).collect(),
        legal: child(node, "isLgl").is_some_and(flag),
        style: value(node, "pStyle").map(str::to_owned),
        restart: value(node, "lvlRestart").and_then(|by| by.parse().ok()),
    }
}

/// A bullet in characters that every font has; those of symbol fonts lie in private ranges.
pub(super) fn bullet(text: &str) -> &str {
    match text.trim() {
        "-" | "–" | "—" | "\u{f02d}" | "\u{2212}" => "-",
        "+" | "\u{f02b}" => "+",
        "*" | "\u{f02a}" => "*",
        "o" | "◦" | "○" => "○",
        "\u{f0a7}" | "▪" | "■" => "▪",
        _ => "•",
    }
}

/// A number in a list's format.
pub(super) fn written(number: i64, format: &str) -> String {
    let positive = u32::try_from(number).ok().filter(|&number| number > 0);
    match (format, positive) {
        ("upperRoman", Some(number)) => roman(number),
        ("lowerRoman", Some(number)) => roman(number).to_lowercase(),
        ("upperLetter", Some(number)) => letters(number).to_uppercase(),
        ("lowerLetter", Some(number)) => letters(number),
        ("decimalZero", _) => format!("{number:02}"),
        ("none", _) => String::new(),
        _ => number.to_string(),
    }
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 9999 {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

/// `a` … `z`, `aa` … `zz`, as Word counts.
fn letters(number: u32) -> String {
    let letter = char::from(b'a' + ((number - 1) % 26) as u8);
    std::iter::repeat_n(letter, (((number - 1) / 26 + 1) as usize).min(LONGEST)).collect()
}
