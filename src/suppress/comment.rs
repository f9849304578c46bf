//! What a comment says: `soat: allow RULE[, RULE…]: reason`.

use crate::span::Span;

/// How far a suppression reaches, the narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    /// `allow`: the next block.
    Block,
    /// `allow-section`: the section of the next block.
    Section,
    /// `allow-file`: the report.
    File,
}

/// A suppression as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Comment<'d> {
    pub scope: Scope,
    /// Rule ids with their places in the document.
    pub rules: Vec<(&'d str, Span)>,
    /// Empty where none is given.
    pub reason: &'d str,
}

/// A comment that speaks to soat and cannot be understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

/// Reads a comment that starts at byte `start` of the document; nothing where it speaks to somebody else.
pub(super) fn read(comment: &str, start: u32) -> Option<Result<Comment<'_>, Unreadable>> {
    let inner = comment.strip_prefix("<!--")?.strip_suffix("-->")?;
    let body = inner.trim().strip_prefix("soat")?;
    let Some(body) = body.trim_start().strip_prefix(':') else {
        // `soat allow …` forgot its colon; `soat` with other words is a remark about the program.
        return body.trim_start().starts_with("allow").then_some(Err(Unreadable));
    };
    let body = body.trim();
    let word = body.find([' ', '\t', '\n', ':']).unwrap_or(body.len());
    let (verb, rest) = body.split_at_checked(word)?;
    let scope = match verb {
        "allow" => Scope::Block,
        "allow-section" => Scope::Section,
        "allow-file" => Scope::File,
        _ => return Some(Err(Unreadable)),
    };
    let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let place = |name: &str| {
        let at = start as usize + (name.as_ptr() as usize).saturating_sub(comment.as_ptr() as usize);
        Span::new(at, at + name.len())
    };
    let rules: Vec<(&str, Span)> = names
        .split([',', ' ', '\t', '\n', '\r'])
        .filter(|name| !name.is_empty())
        .map(|name| (name, place(name)))
        .collect();
    match rules.is_empty() {
        true => Some(Err(Unreadable)),
        false => Some(Ok(Comment { scope, rules, reason: reason.trim() })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(comment: &str) -> String {
        match read(comment, 10) {
            None => "not for soat".to_owned(),
            Some(Err(Unreadable)) => "unreadable".to_owned(),
            Some(Ok(Comment { scope, rules, reason })) => {
                let rules: Vec<String> = rules.iter().map(|(name, span)| format!("{name}@{}", span.start)).collect();
                format!("{scope:?} {} because {reason}", rules.join(" "))
            }
        }
    }

    #[test]
    fn a_comment_names_scope_rules_and_reason() {
        for (comment, says) in [
            ("<!-- soat: allow sum-wrong: vì thế -->", "Block sum-wrong@27 because vì thế"),
            ("<!--soat:allow-section a, b,c :vì: thế-->", "Section a@33 b@36 c@38 because vì: thế"),
            ("<!--\n soat: allow-file a\n: vì\n thế\n-->", "File a@33 because vì\n thế"),
            ("<!-- soat: allow a -->", "Block a@27 because "),
            ("<!-- soat: allow a: -->", "Block a@27 because "),
            ("<!-- soat: allow: vì thế -->", "unreadable"),
            ("<!-- soat: alow a: vì thế -->", "unreadable"),
            ("<!-- soat: -->", "unreadable"),
            ("<!-- soat allow a: vì thế -->", "unreadable"),
            ("<!-- soat đã đọc bản này -->", "not for soat"),
            ("<!-- soatbox: allow a: b -->", "not for soat"),
            ("<!-- ghi chú -->", "not for soat"),
            ("<!-->", "not for soat"),
        ] {
            assert_eq!(said(comment), says, "{comment}");
        }
    }
}
