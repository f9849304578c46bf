//! Heads and feet of pages: OpenDocument keeps them with the kinds of pages (`style:master-page`) in the part of the styles.

use std::collections::HashMap;

use roxmltree::Node;

use super::{Walker, attribute, odf};
use crate::document::origin::{Alignment, PageNumber};
use crate::document::word::written::Content;
use crate::source::place::Story;

/// Kinds of pages whose heads and feet are read.
const MOST_MASTERS: usize = 64;

/// A kind of pages.
#[derive(Default)]
struct Master<'n> {
    node: Option<Node<'n, 'n>>,
    /// The kind that follows behind its first page.
    next: Option<&'n str>,
    /// By element: whether at the head, and the number of the page there.
    numbers: HashMap<&'n str, (u32, Option<Alignment>)>,
}

/// The heads and feet of the kinds of pages that a text uses; tells its pages how they are numbered.
pub(super) fn read<'n>(
    walker: &mut Walker<'_, 'n>,
    root: Node<'n, 'n>,
    used: &[Option<String>],
    contents: &mut [Content],
) -> Vec<(Story, Vec<Content>)> {
    let nodes = root.descendants().filter(|node| odf(node) == ("style", "master-page")).take(MOST_MASTERS);
    let mut all: Vec<(&str, Master<'n>)> = Vec::new();
    for node in nodes {
        let Some(name) = attribute(node, "name") else { continue };
        let next = attribute(node, "next-style-name");
        all.push((name, Master { node: Some(node), next, numbers: HashMap::new() }));
    }
    let first = all.iter().find(|(name, _)| *name == "Standard").or(all.first()).map(|(name, _)| *name);
    let named = |master: &Option<String>| master.as_deref().or(first).map(str::to_owned);
    let mut wanted: Vec<String> = Vec::new();
    for name in used.iter().filter_map(named) {
        let next = all.iter().find(|(own, _)| *own == name).and_then(|(_, master)| master.next).map(str::to_owned);
        for name in [Some(name), next].into_iter().flatten() {
            if !wanted.contains(&name) {
                wanted.push(name);
            }
        }
    }
    let mut margins = Vec::new();
    for name in &wanted {
        let Some((_, master)) = all.iter_mut().find(|(own, _)| own == name) else { continue };
        for part in master.node.into_iter().flat_map(|node| node.children()) {
            let (element, story) = match odf(&part) {
                ("style", name @ ("header" | "header-left" | "header-first")) => (name, Story::Header),
                ("style", name @ ("footer" | "footer-left" | "footer-first")) => (name, Story::Footer),
                _ => continue,
            };
            // Written down but switched off.
            if attribute(part, "display") == Some("false") {
                continue;
            }
            walker.paragraphs = 0;
            walker.page_number = None;
            margins.push((story, walker.story(part)));
            master.numbers.extend(walker.page_number.map(|number| (element, number)));
        }
    }
    let pages = contents.iter_mut().filter_map(|content| match content {
        Content::Pages(page) => Some(page),
        _ => None,
    });
    for (page, name) in pages.zip(used.iter().map(named)) {
        let Some(own) = all.iter().find(|(known, _)| Some(*known) == name.as_deref()).map(|(_, master)| master) else {
            continue;
        };
        let follows = own.next.and_then(|next| all.iter().find(|(known, _)| *known == next)).map(|(_, master)| master);
        let later = follows.unwrap_or(own);
        let found = [("header", true), ("footer", false)]
            .into_iter()
            .find_map(|(element, at_head)| Some((at_head, *later.numbers.get(element)?)));
        page.number = found.map(|(at_head, (size, alignment))| {
            let has = |element: &str| own.numbers.contains_key(element);
            let own_first = own.node.is_some_and(|node| {
                node.children().any(|part| matches!(odf(&part), ("style", "header-first" | "footer-first")))
            });
            let on_first = match own_first {
                true => has("header-first") || has("footer-first"),
                false => has("header") || has("footer"),
            };
            PageNumber { at_head, alignment, size, on_first }
        });
    }
    margins
}
