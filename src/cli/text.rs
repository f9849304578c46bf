//! `soat text FILE`: the text that rules see.

use std::io;
use std::path::PathBuf;

use super::files::STDIN;
use super::{Session, Status, check};
use crate::LoadError;
use crate::document::{Document, Revision};
use crate::world::name;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Files with tracked changes as they were before them
    #[arg(long)]
    original: bool,
}

pub(super) fn run(session: &mut Session<'_>, arguments: &Arguments) -> io::Result<Status> {
    let (name, bytes) = if arguments.file.as_os_str() == "-" {
        (STDIN.to_owned(), check::standard_input())
    } else {
        (name(&arguments.file), session.world.read(&arguments.file).map_err(LoadError::from))
    };
    let revision = if arguments.original { Revision::Original } else { Revision::Accepted };
    match bytes.and_then(|bytes| Ok(Document::read_revision(&name, &bytes, revision)?)) {
        Ok(document) => {
            session.out.write_all(document.source.text().as_bytes())?;
            Ok(Status::Clean)
        }
        Err(error) => {
            let complaint = check::unreadable(&name, &error, session.lang());
            session.err.write_all(complaint.as_bytes())?;
            Ok(Status::Failed)
        }
    }
}
