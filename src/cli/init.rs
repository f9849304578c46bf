//! `soat init [DIR]`: a commented `soat.toml`, its schema for editors, and a workflow. What is there already is never touched.

use std::io;
use std::path::{Path, PathBuf};

use super::{Session, Status};
use crate::config::{self, schema};
use crate::lang::{Lang, Text};
use crate::report::words::pick;
use crate::world::{Tried, name, reason};

/// Where the action is taken from unless another place is named.
const ACTION: &str = "OWNER/soat/.github/actions/check@main";

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder; where none is named, that of the run
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The action that the workflow uses, e.g. owner/soat/.github/actions/check@main
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
}

pub(super) fn run(session: &mut Session<'_>, arguments: &Arguments) -> io::Result<Status> {
    let folder = arguments.folder.as_deref().unwrap_or_else(|| Path::new("."));
    if !folder.is_dir() {
        let message = Text::new(
            format!("không có thư mục `{}`", folder.display()),
            format!("there is no folder `{}`", folder.display()),
        );
        session.complain(message.get(session.lang()), None)?;
        return Ok(Status::Failed);
    }
    let Some(rules) = session.rules(None)? else { return Ok(Status::Failed) };
    let lang = session.lang();
    let action = arguments.action.as_deref().unwrap_or(ACTION);
    // One line of YAML; what ends it does not belong to the name of an action.
    if action.chars().any(|c| c.is_whitespace() || matches!(c, '#' | '"' | '\'')) {
        let message = Text::new(
            format!("`{action}` không phải tên của một action"),
            format!("`{action}` is no name of an action"),
        );
        session.complain(message.get(lang), None)?;
        return Ok(Status::Failed);
    }
    let files = [
        (config::NAME, config::template(lang).to_owned()),
        ("soat.schema.json", schema::schema(&rules)),
        (".github/workflows/soat.yml", workflow(action, lang)),
    ];
    let mut failed = false;
    for (file, text) in files {
        failed |= !write(session, &folder.join(file), &text)?;
    }
    Ok(if failed { Status::Failed } else { Status::Clean })
}

fn workflow(action: &str, lang: Lang) -> String {
    let about = match (lang, action == ACTION) {
        (Lang::Vi, true) => "Soát báo cáo ở mỗi thay đổi. Thay OWNER bằng tài khoản GitHub có kho mã soat.",
        (Lang::En, true) => {
            "Checks reports at every change. Replace OWNER by the GitHub account that has the repository of soat."
        }
        (Lang::Vi, false) => "Soát báo cáo ở mỗi thay đổi.",
        (Lang::En, false) => "Checks reports at every change.",
    };
    include_str!("workflow.yml").replace("{about}", about).replace("{action}", action)
}

/// Writes a file that is not there yet, and says what was done; whether that could be.
fn write(session: &mut Session<'_>, path: &Path, text: &str) -> io::Result<bool> {
    let (lang, shown) = (session.lang(), name(path));
    // A link that leads nowhere is somebody's too.
    if path.symlink_metadata().is_ok() {
        writeln!(session.out, "{shown}: {}", pick(lang, "đã có, giữ nguyên", "is there already, left as it is"))?;
        return Ok(true);
    }
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    match made.and_then(|()| session.world.write(path, text.as_bytes())) {
        Ok(()) => {
            writeln!(session.out, "{shown}: {}", pick(lang, "đã viết", "written"))?;
            Ok(true)
        }
        Err(error) => {
            let reason = reason(&error, Tried::Writing);
            let message = Text::new(
                format!("không ghi được `{shown}`: {}", reason.vi),
                format!("cannot write `{shown}`: {}", reason.en),
            );
            session.complain(message.get(lang), None)?;
            Ok(false)
        }
    }
}
