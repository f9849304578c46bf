//! `soat text FILE`: the text that rules see.

use std::io;
use std::path::PathBuf;

use super::files::STDIN;
use super::{Session, Status, check};
use crate::LoadError;
use crate::document::Document;
use crate::world::name;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file, or `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(session: &mut Session<'_>, arguments: &Arguments) -> io::Result<Status> {
    let (name, document) = if arguments.file.as_os_str() == "-" {
        let bytes = check::standard_input();
        (STDIN.to_owned(), bytes.and_then(|bytes| Document::read(STDIN, &bytes).map_err(LoadError::from)))
    } else {
        (name(&arguments.file), crate::load(session.world, &arguments.file))
    };
    match document {
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
