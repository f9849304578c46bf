//! `soat completions SHELL` and `soat man`: what shells and `man` know of the program, from the declarations of its arguments.

use std::io;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::{Session, Status, speak};
use crate::lang::Lang;

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// The command; without it, the program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the script that completes command lines.
pub(super) fn completions(session: &mut Session<'_>, arguments: &Completions) -> io::Result<Status> {
    let mut command = declared(session);
    // The generator stops the program where its writer fails; a reader that goes away is no reason for that.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "soat", &mut script);
    session.out.write_all(&script)?;
    Ok(Status::Clean)
}

/// Prints a page for `man`.
pub(super) fn man(session: &mut Session<'_>, arguments: &Man) -> io::Result<Status> {
    let mut command = declared(session);
    command.build();
    let page = match &arguments.command {
        None => command,
        Some(name) => match command.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                let known: Vec<String> = command.get_subcommands().map(|one| format!("`{}`", one.get_name())).collect();
                let known = known.join(", ");
                let (message, help) = match session.lang() {
                    Lang::Vi => (format!("không có lệnh `{name}`"), format!("dùng một trong: {known}")),
                    Lang::En => (format!("there is no command `{name}`"), format!("use one of {known}")),
                };
                session.complain(&message, Some(&help))?;
                return Ok(Status::Failed);
            }
        },
    };
    clap_mangen::Man::new(page).render(session.out)?;
    Ok(Status::Clean)
}

fn declared(session: &Session<'_>) -> Command {
    speak::translated(super::Arguments::command(), session.lang())
}
