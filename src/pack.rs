//! Where rule files come from: those built into the program, and those of a folder.

use crate::rule::RuleSet;
use crate::source::Source;
use crate::syntax::error::Mistake;
use crate::world::World;
use std::io;
use std::path::Path;

/// Names and texts of the rule files of `rules/`, in order of names; written by `build.rs`.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));
/// The same resolved and packed; nothing where they have mistakes.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packs.set"));

/// A rule file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {error}")]
pub struct Unreadable {
    /// The file or folder.
    pub path: String,
    /// What the system says.
    pub error: io::Error,
}

/// The rule files built into the program.
pub fn embedded() -> Vec<Source> {
    EMBEDDED.iter().map(|(name, text)| Source::new(*name, *text).built_in()).collect()
}

/// The rules built into the program, as they were resolved when it was built.
///
/// # Errors
/// Every mistake in them: they are told as those of any other files.
pub fn rules() -> Result<RuleSet, Vec<Mistake>> {
    RuleSet::unpacked(PACKED, embedded).or_else(|_| RuleSet::load(embedded()))
}

/// The rule files of a folder and the folders in it, in order of names; or the one file that is named.
///
/// # Errors
/// What could not be read, all of it.
pub fn read(world: &dyn World, path: &Path) -> Result<Vec<Source>, Vec<Unreadable>> {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for entry in walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name() {
        let failed = |path: &Path, error| Unreadable { path: path.display().to_string(), error };
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let at = error.path().unwrap_or(path).to_owned();
                errors.push(failed(&at, error.into()));
                continue;
            }
        };
        let named = entry.depth() == 0 || entry.path().extension().is_some_and(|ending| ending == "soat");
        if !named || !entry.file_type().is_file() {
            continue;
        }
        let invalid = |error| io::Error::new(io::ErrorKind::InvalidData, error);
        match world.read(entry.path()).and_then(|bytes| String::from_utf8(bytes).map_err(invalid)) {
            Ok(text) => sources.push(Source::new(entry.path().display().to_string(), text)),
            Err(error) => errors.push(failed(entry.path(), error)),
        }
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors) }
}

/// The files of `own`, and those built in whose packs `own` does not declare itself.
pub fn with_embedded(own: Vec<Source>) -> Vec<Source> {
    let declared: Vec<String> = own.iter().filter_map(|source| name(source.text())).map(str::to_owned).collect();
    let others = embedded().into_iter().filter(|source| {
        let pack = name(source.text());
        !declared.iter().any(|name| Some(name.as_str()) == pack)
    });
    others.chain(own).collect()
}

/// The pack a rule file belongs to: every file begins with it.
fn name(text: &str) -> Option<&str> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_start);
    let line = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with("--"))?;
    let rest = line.strip_prefix("pack")?.strip_prefix([' ', '\t'])?;
    rest.split([' ', '\t', '{']).find(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_begins_with_its_pack() {
        assert_eq!(name("-- luật\n\npack  form.nd30 {\n"), Some("form.nd30"));
        assert_eq!(name("pack figures\nrule x { }"), Some("figures"));
        assert_eq!(name("rule x { }"), None);
    }

    #[test]
    fn the_packed_set_is_that_of_the_texts() {
        let loaded = RuleSet::load(embedded()).unwrap();
        assert!(loaded.packed().unwrap() == PACKED);
        let unpacked = RuleSet::unpacked(PACKED, embedded).unwrap();
        let said = |set: &RuleSet| set.rules().iter().map(|about| format!("{about:?}")).collect::<Vec<_>>();
        assert!(said(&unpacked) == said(&loaded));
        assert!(unpacked.ids().eq(loaded.rules().iter().map(|about| about.id.as_str())));
        // The texts are taken where there is no set.
        assert!(RuleSet::unpacked(&[], embedded).is_err());
    }

    #[test]
    fn own_packs_stand_in_for_those_built_in() {
        let own = vec![Source::new("mine.soat", "pack mine\n")];
        assert_eq!(with_embedded(own).len(), embedded().len() + 1);
        let all = embedded();
        if let Some(first) = all.first() {
            let same = all.iter().filter(|source| name(source.text()) == name(first.text())).count();
            assert_eq!(with_embedded(vec![first.clone()]).len(), all.len() - same + 1);
        }
    }
}
