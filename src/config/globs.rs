//! Paths in `soat.toml`, as in `.gitignore`: `*` and `?` within a name, `**` over folders; a pattern without `/` is met at any depth, and
//! what holds for a folder holds for everything in it.

use globset::{ErrorKind, GlobBuilder, GlobSet, GlobSetBuilder};
use unicode_normalization::UnicodeNormalization;

use crate::lang::Text;

/// A set of patterns.
#[derive(Debug, Clone, Default)]
pub struct Globs(Option<GlobSet>);

impl Globs {
    /// Compiles patterns; those that are none come back with the reason.
    pub fn new<'p>(patterns: impl Iterator<Item = &'p str>) -> (Self, Vec<(usize, Text)>) {
        let (mut builder, mut wrong, mut any) = (GlobSetBuilder::new(), Vec::new(), false);
        for (at, pattern) in patterns.enumerate() {
            match GlobBuilder::new(&anchored(pattern)).literal_separator(true).backslash_escape(true).build() {
                Ok(glob) => {
                    builder.add(glob);
                    any = true;
                }
                Err(error) => wrong.push((at, reason(error.kind()))),
            }
        }
        (Self(builder.build().ok().filter(|_| any)), wrong)
    }

    /// Whether a path with `/` between names, or a folder it lies in, is met.
    pub fn match_path(&self, path: &str) -> bool {
        let Some(set) = &self.0 else { return false };
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.filter_map(|end| path.get(..end)).any(|part| set.is_match(part))
    }
}

/// Why a pattern is none.
fn reason(kind: &ErrorKind) -> Text {
    let vi = match kind {
        ErrorKind::UnclosedClass => "thiếu dấu `]`",
        ErrorKind::InvalidRange(..) => "khoảng trong `[…]` viết ngược",
        ErrorKind::UnopenedAlternates => "thừa dấu `}`",
        ErrorKind::UnclosedAlternates => "thiếu dấu `}`",
        ErrorKind::DanglingEscape => "dấu `\\` ở cuối không đứng trước ký tự nào",
        _ => "không đọc được mẫu này",
    };
    Text::new(vi, kind.to_string())
}

/// A pattern with a `/` before its end is meant from the folder of `soat.toml`.
fn anchored(pattern: &str) -> String {
    let pattern: String = pattern.nfc().collect();
    let pattern = pattern.trim_end_matches('/').trim_start_matches("./");
    match pattern.strip_prefix('/') {
        Some(rest) => rest.to_owned(),
        None if pattern.contains('/') => pattern.to_owned(),
        None => format!("**/{pattern}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_as_in_gitignore() {
        for (pattern, met, not_met) in [
            ("*.md", "a/b/c.md", "a/b/c.txt"),
            ("mau", "a/mau/b.md", "a/mau.md"),
            ("mau/", "mau/b.md", "mau2/b.md"),
            ("/mau", "mau/b.md", "a/mau/b.md"),
            ("a/*.md", "a/b.md", "a/b/c.md"),
            ("a/**/*.md", "a/b/c/d.md", "b/a/c.md"),
            ("quý-?.md", "quý-1.md", "quý-12.md"),
            ("./a/b.md", "a/b.md", "b.md"),
            ("{a,b}/x.md", "b/x.md", "c/x.md"),
            ("quy\u{301}.md", "qu\u{fd}.md", "quy.md"),
        ] {
            let (globs, wrong) = Globs::new([pattern].into_iter());
            assert_eq!(wrong, []);
            assert!(globs.match_path(met), "{pattern} {met}");
            assert!(!globs.match_path(not_met), "{pattern} {not_met}");
        }
        assert!(!Globs::default().match_path("a.md"));
        let (globs, wrong) = Globs::new(["a[", "b.md"].into_iter());
        assert_eq!(wrong.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0]);
        assert!(globs.match_path("b.md"));
    }
}
