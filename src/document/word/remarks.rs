//! Comments of a Word file: who says what, who answered, whether the thread is closed.
//!
//! Word keeps answers as comments of their own; `commentsExtended` says by the ids of last paragraphs which comment answers which.
//! Comments that this program wrote ([`OWN_AUTHOR`]) end in a mark that names rule and fingerprint.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::xml::{attribute, word};
use crate::document::origin::{Answer, Remark};

/// The author of comments that this program writes.
pub(super) const OWN_AUTHOR: &str = "soat";

/// What `commentsExtended` says of a thread, by the id of a comment's last paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Thread {
    /// The last paragraph of the comment it answers.
    parent: Option<String>,
    /// Whether it was closed.
    done: bool,
}

/// Reads `commentsExtended`.
pub(super) fn threads(root: Node<'_, '_>) -> HashMap<String, Thread> {
    let entries = root.children().filter(|node| node.tag_name().name() == "commentEx");
    let read = entries.filter_map(|node| {
        let thread = Thread {
            parent: attribute(node, "paraIdParent").map(str::to_owned),
            done: matches!(attribute(node, "done"), Some("1" | "true" | "on")),
        };
        Some((attribute(node, "paraId")?.to_owned(), thread))
    });
    read.collect()
}

/// A comment as it stands in its part.
#[derive(Debug)]
struct Raw {
    id: String,
    author: String,
    text: String,
    /// Id of its last paragraph.
    paragraph: Option<String>,
}

/// Reads the comments of a file; answers are listed with the comment they answer.
pub(super) fn read(root: Node<'_, '_>, threads: &HashMap<String, Thread>) -> Vec<Remark> {
    let all: Vec<Raw> = root.children().filter(|node| word(node) == "comment").filter_map(raw).collect();
    let by_paragraph: HashMap<&str, usize> =
        all.iter().enumerate().filter_map(|(at, one)| Some((one.paragraph.as_deref()?, at))).collect();
    let thread = |one: &Raw| one.paragraph.as_ref().and_then(|id| threads.get(id));
    let parent = |one: &Raw| by_paragraph.get(thread(one)?.parent.as_deref()?).copied();
    let mut remarks: Vec<(usize, Remark)> = Vec::new();
    for (at, one) in all.iter().enumerate().filter(|(_, one)| parent(one).is_none()) {
        remarks.push((
            at,
            Remark {
                id: one.id.clone(),
                author: one.author.clone(),
                about: about(one),
                text: one.text.clone(),
                closed: thread(one).is_some_and(|thread| thread.done),
                answers: Vec::new(),
            },
        ));
    }
    for one in &all {
        // Answers to answers belong to the same thread; Word writes none.
        let Some(parent) = parent(one) else { continue };
        if let Some((_, remark)) = remarks.iter_mut().find(|(at, _)| *at == parent) {
            remark.answers.push(Answer { id: one.id.clone(), author: one.author.clone(), text: one.text.clone() });
        }
    }
    remarks.into_iter().map(|(_, remark)| remark).collect()
}

fn raw(node: Node<'_, '_>) -> Option<Raw> {
    let mut text = String::new();
    let mut paragraph = None;
    for part in node.descendants().filter(|part| word(part) == "p") {
        if !text.is_empty() {
            text.push('\n');
        }
        for piece in part.descendants() {
            match word(&piece) {
                "t" => text.push_str(piece.text().unwrap_or_default()),
                "tab" | "br" => text.push(' '),
                _ => {}
            }
        }
        paragraph = attribute(part, "paraId").map(str::to_owned);
    }
    Some(Raw {
        id: attribute(node, "id")?.to_owned(),
        author: attribute(node, "author").unwrap_or_default().to_owned(),
        text,
        paragraph,
    })
}

/// Ids of the comments that this program wrote, and of the answers to them.
pub(super) fn own(remarks: &[Remark]) -> HashSet<String> {
    let own = remarks.iter().filter(|remark| remark.author == OWN_AUTHOR);
    own.flat_map(|remark| remark.answers.iter().map(|answer| &answer.id).chain([&remark.id])).cloned().collect()
}

/// The mark at the end of a comment of this program: `[rule fingerprint]`.
pub(super) fn mark(rule: &str, fingerprint: &str) -> String {
    format!("[{rule} {fingerprint}]")
}

fn about(one: &Raw) -> Option<(String, String)> {
    let line = one.text.lines().next_back().filter(|_| one.author == OWN_AUTHOR)?;
    let (rule, fingerprint) = line.trim().strip_prefix('[')?.strip_suffix(']')?.split_once(' ')?;
    Some((rule.to_owned(), fingerprint.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::word::xml::parse;

    #[test]
    fn answers_stand_with_the_comment_they_answer() {
        let comments = r#"<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="x">
            <w:comment w:id="4" w:author="soat"><w:p><w:r><w:t>Sai.</w:t></w:r></w:p><w:p w14:paraId="0A"><w:r><w:t>[percentage-wrong 1f]</w:t></w:r></w:p></w:comment>
            <w:comment w:id="5" w:author="An"><w:p w14:paraId="0B"><w:r><w:t>soat: bỏ qua, </w:t></w:r><w:r><w:t>số của Bộ</w:t></w:r></w:p></w:comment>
            <w:comment w:id="6" w:author="An"><w:p w14:paraId="0C"/></w:comment></w:comments>"#;
        let extended = r#"<e xmlns:w15="y"><w15:commentEx w15:paraId="0A" w15:done="1"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A"/></e>"#;
        let (comments, extended) = (parse("c", comments).unwrap(), parse("e", extended).unwrap());
        let remarks = read(comments.root_element(), &threads(extended.root_element()));
        assert_eq!(remarks.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["4", "6"]);
        assert_eq!(remarks[0].about, Some(("percentage-wrong".into(), "1f".into())));
        assert!(remarks[0].closed);
        assert_eq!(remarks[0].answers[0].text, "soat: bỏ qua, số của Bộ");
        assert_eq!(remarks[1].about, None);
    }
}
