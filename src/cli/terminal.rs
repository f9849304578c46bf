//! What the terminal is like: colour, width and language are decided here, once, before anything is written.

use std::ffi::OsString;
use std::fmt;
use std::io::{IsTerminal, stderr, stdout};

use clap::ValueEnum;
use miette::{Diagnostic, MietteHandlerOpts, ReportHandler};

use crate::lang::Lang;
use crate::report::Look;

/// Whether colours are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Colour {
    /// On a terminal that wants them.
    #[default]
    Auto,
    /// Also into pipes, in the form for terminals: `soat … --color always | less -R`.
    Always,
    /// Nowhere.
    Never,
}

/// Columns that are used where the terminal does not say how many it has.
const USUAL: usize = 80;
/// Columns beyond which lines are hard to read.
const MOST: usize = 140;

/// How standard output and standard error look.
pub fn looks(colour: Colour, lang: Lang) -> (Look, Look) {
    let look = |terminal: bool| {
        let forced = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => !set("NO_COLOR") && set("CLICOLOR_FORCE"),
        };
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let wanted = colour == Colour::Auto && terminal && !set("NO_COLOR") && !dumb && !is_log();
        Look { lang, colour: forced || wanted, width: (terminal || forced).then(width) }
    };
    (look(stdout().is_terminal()), look(stderr().is_terminal()))
}

/// Whether the terminal is a log that machines keep, as those of continuous integration are: nothing moves there.
pub fn is_log() -> bool {
    set("CI")
}

/// Whether an environment variable has a value other than `0`.
pub fn set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
}

fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    told.or_else(measured).unwrap_or(USUAL).clamp(40, MOST)
}

/// Asks miette, which asks the system: a word too long for any line is broken two columns before the edge of the terminal.
fn measured() -> Option<usize> {
    struct Long;
    impl fmt::Display for Long {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&"-".repeat(4 * MOST))
        }
    }
    impl fmt::Debug for Long {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt::Display::fmt(self, f)
        }
    }
    impl std::error::Error for Long {}
    impl Diagnostic for Long {}
    struct Printed(miette::MietteHandler);
    impl fmt::Display for Printed {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.debug(&Long, f)
        }
    }
    let options = MietteHandlerOpts::new().force_graphical(true).color(false).terminal_links(false);
    let printed = Printed(options.build()).to_string();
    let first = printed.lines().find(|line| line.contains("--"))?;
    Some(first.chars().count() + 2)
}

/// The language: `--lang`, else `SOAT_LANG`, else Vietnamese. Read before anything else, since help and usage errors have one too.
pub fn lang(arguments: &[OsString]) -> Lang {
    let mut told = std::env::var("SOAT_LANG").ok();
    let mut words = arguments.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--");
    while let Some(word) = words.next() {
        if let Some(value) = word.strip_prefix("--lang=") {
            told = Some(value.to_owned());
        } else if word == "--lang" {
            told = words.next().map(|value| value.into_owned());
        }
    }
    match told.as_deref() {
        Some(value) if value.split(['_', '-', '.']).next() == Some("en") => Lang::En,
        _ => Lang::Vi,
    }
}

/// A language that `SOAT_LANG` asks for and that is not spoken here; one with a country or encoding behind it is.
pub fn unspoken() -> Option<String> {
    let told = std::env::var_os("SOAT_LANG")?.to_string_lossy().into_owned();
    let language = told.split(['_', '-', '.']).next().unwrap_or_default();
    (set("SOAT_LANG") && !["vi", "en"].contains(&language)).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_arguments_are_parsed() {
        let of = |line: &str| lang(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of("soat check --lang en a.md"), Lang::En);
        assert_eq!(of("soat --lang=vi check a.md"), Lang::Vi);
        assert_eq!(of("soat check -- --lang en"), Lang::Vi);
    }

    #[test]
    fn the_width_is_one_a_person_can_read() {
        assert!((40..=MOST).contains(&width()));
    }
}
