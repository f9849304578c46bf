//! `--rules`: which rules a command works with.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Session, built_in};
use crate::lang::Text;
use crate::pack;
use crate::rule::RuleSet;
use crate::source::Source;

/// What commands are told of rules.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct OwnRules {
    /// Rules of this folder beside those built in, in place of built-in packs of the same names; may be repeated
    #[arg(id = "rule_folders", long = "rules", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Only the rules of --rules, without the packs built in
    #[arg(id = "no_builtin", long = "no-builtin", requires = "rule_folders")]
    pub alone: bool,
}

impl Session<'_> {
    /// The rules built in, or those of folders beside them; tells every mistake in them.
    pub(super) fn rules(&mut self, asked: &OwnRules) -> io::Result<Option<Arc<RuleSet>>> {
        if asked.folders.is_empty() {
            return self.resolved(built_in());
        }
        let Some(own) = self.sources(&asked.folders)? else { return Ok(None) };
        let sources = if asked.alone { own } else { pack::with_embedded(own) };
        self.resolved(RuleSet::load(sources).map(Arc::new))
    }

    /// The rule files of folders; complains of what could not be read, and where there are none.
    pub(super) fn sources(&mut self, folders: &[PathBuf]) -> io::Result<Option<Vec<Source>>> {
        let (mut all, mut failed) = (Vec::<Source>::new(), false);
        for folder in folders {
            match self.sources_of(folder)? {
                // A folder and one inside it: each file counts once.
                Some(sources) => {
                    let new = |source: &Source| !all.iter().any(|known| known.name() == source.name());
                    let new: Vec<Source> = sources.into_iter().filter(new).collect();
                    all.extend(new);
                }
                None => failed = true,
            }
        }
        Ok((!failed).then_some(all))
    }

    fn sources_of(&mut self, folder: &Path) -> io::Result<Option<Vec<Source>>> {
        match pack::read(self.world, folder) {
            Ok(sources) if sources.is_empty() => {
                let message = Text::new(
                    format!("thư mục `{}` không có tệp quy tắc nào (.soat)", folder.display()),
                    format!("folder `{}` holds no rule file (.soat)", folder.display()),
                );
                self.complain(message.get(self.lang()), None)?;
                Ok(None)
            }
            Ok(sources) => Ok(Some(sources)),
            Err(errors) => {
                for pack::Unreadable { path, error } in errors {
                    let reason = crate::LoadError::from(error).message;
                    let message = Text::new(
                        format!("không đọc được tệp quy tắc `{path}`: {}", reason.vi),
                        format!("cannot read rule file `{path}`: {}", reason.en),
                    );
                    self.complain(message.get(self.lang()), None)?;
                }
                Ok(None)
            }
        }
    }
}
