//! The `soat` program: arguments, the world, exit status. Everything else is in [`soat::cli`].

use std::io::{BufWriter, stderr, stdout};
use std::process::ExitCode;

use soat::cli;
use soat::world::System;

fn main() -> ExitCode {
    // Findings are written in large pieces and flushed by the commands, not line by line.
    let mut out = BufWriter::with_capacity(1 << 16, stdout().lock());
    let mut err = stderr();
    let arguments = std::env::args_os().collect();
    ExitCode::from(cli::run(arguments, &System, &mut out, &mut err))
}
