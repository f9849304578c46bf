//! The command line: one file per command. Commands write to the writers they are given and return what the exit status says.
//!
//! The doc comments of arguments are the English help; `speak` holds the Vietnamese one.

mod annotate;
mod baseline;
mod check;
mod diff;
mod explain;
mod files;
mod fix;
mod govern;
mod init;
mod judge;
mod outputs;
mod rules;
mod shell;
mod speak;
mod stats;
mod terminal;
mod test;
mod text;
mod watch;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::lang::{Lang, Text};
use crate::pack;
use crate::report::words::pick;
use crate::report::{Look, mistake, visible};
use crate::rule::RuleSet;
use crate::source::Source;
use crate::syntax::error::Mistake;
use crate::world::{Tried, World, reason};

/// Checks administrative reports against written rules
#[derive(Debug, Parser)]
#[command(name = "soat", version, disable_help_subcommand = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Language of messages; also from SOAT_LANG
    #[arg(long, global = true, value_enum, value_name = "LANG", display_order = 900)]
    lang: Option<Spoken>,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", display_order = 901)]
    color: terminal::Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check reports
    Check(check::Arguments),
    /// Write down the findings that are known, so that checks report only what is new
    Baseline(baseline::Arguments),
    /// Compare two drafts: what got worse, and what changed
    Diff(diff::Arguments),
    /// Say what a rule demands, and why
    Explain(explain::Arguments),
    /// Put safe edits into reports
    Fix(fix::Arguments),
    /// Write a commented soat.toml and a workflow, where there are none
    Init(init::Arguments),
    /// List the rules
    Rules(rules::Arguments),
    /// Judge the examples of rules
    Test(test::Arguments),
    /// Count findings by office, by period and by rule
    Stats(stats::Arguments),
    /// Print the script that completes command lines in a shell
    Completions(shell::Completions),
    /// Print the page for man
    Man(shell::Man),
    /// Print a document's text, whose bytes offsets count
    Text(text::Arguments),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Spoken {
    /// Vietnamese
    Vi,
    /// English
    En,
}

/// The form of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs.
    Json,
}

/// How a run ended; the number is the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Nothing at or above `--fail-on`.
    Clean = 0,
    /// Findings, or wrong examples.
    Found = 1,
    /// The run itself could not be made as asked.
    Failed = 2,
}

/// The rules built in. They are taken out once and never dropped, which would cost nearly as much.
fn built_in() -> Result<Arc<RuleSet>, Vec<Mistake>> {
    static RULES: OnceLock<Result<Arc<RuleSet>, Vec<Mistake>>> = OnceLock::new();
    RULES.get_or_init(|| pack::rules().map(Arc::new)).clone()
}

/// The exit status of a program whose reader went away, as shells count it (128 + SIGPIPE): not clean, since not all was said.
const READER_GONE: u8 = 141;

/// What commands work with.
struct Session<'a> {
    world: &'a dyn World,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// How standard output looks.
    look: Look,
    /// How standard error looks.
    err_look: Look,
    /// Whether the language was chosen for this run: then no `soat.toml` changes it.
    lang_told: bool,
}

/// Runs the program and gives its exit status.
pub fn run(arguments: Vec<OsString>, world: &dyn World, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let lang = terminal::lang(&arguments);
    let command = speak::translated(Arguments::command(), lang);
    let parsed = command.try_get_matches_from(arguments).and_then(|found| Arguments::from_arg_matches(&found));
    let done = match parsed {
        Ok(parsed) => {
            let (look, err_look) = terminal::looks(parsed.color, lang);
            let lang_told = parsed.lang.is_some() || terminal::set("SOAT_LANG");
            let mut session = Session { world, out: &mut *out, err: &mut *err, look, err_look, lang_told };
            match terminal::unspoken().filter(|_| parsed.lang.is_none()) {
                None => session.dispatch(parsed.command),
                Some(told) => {
                    let message = Text::new(
                        format!("`SOAT_LANG={told}` không phải ngôn ngữ mà soat nói"),
                        format!("`SOAT_LANG={told}` is no language that soat speaks"),
                    );
                    let help = Text::new("đặt `vi` hoặc `en`, hoặc bỏ biến ấy", "set it to `vi` or `en`, or unset it");
                    session.complain(message.get(lang), Some(help.get(lang))).map(|()| Status::Failed)
                }
            }
        }
        Err(error) => speak::usage(&error, lang, out, err),
    };
    match done.and_then(|status| out.flush().map(|()| status)) {
        Ok(status) => status as u8,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => READER_GONE,
        Err(error) => {
            // Nowhere is left to say it when standard error fails too.
            let head = pick(lang, "không ghi được kết quả", "the output cannot be written");
            let _ = writeln!(err, "soat: {head}: {}", reason(&error, Tried::Writing).get(lang));
            Status::Failed as u8
        }
    }
}

impl Session<'_> {
    fn dispatch(&mut self, command: Command) -> io::Result<Status> {
        match command {
            Command::Check(arguments) => check::run(self, arguments),
            Command::Baseline(arguments) => baseline::run(self, arguments),
            Command::Diff(arguments) => diff::run(self, arguments),
            Command::Explain(arguments) => explain::run(self, &arguments),
            Command::Fix(arguments) => fix::run(self, arguments),
            Command::Init(arguments) => init::run(self, &arguments),
            Command::Rules(arguments) => rules::run(self, &arguments),
            Command::Test(arguments) => test::run(self, &arguments),
            Command::Stats(arguments) => stats::run(self, arguments),
            Command::Completions(arguments) => shell::completions(self, &arguments),
            Command::Man(arguments) => shell::man(self, &arguments),
            Command::Text(arguments) => text::run(self, &arguments),
        }
    }

    fn lang(&self) -> Lang {
        self.look.lang
    }

    /// Speaks the language of `soat.toml` from here on, unless another was chosen for the run.
    fn speak(&mut self, lang: Option<Lang>) {
        if let (Some(lang), false) = (lang, self.lang_told) {
            self.look.lang = lang;
            self.err_look.lang = lang;
        }
    }

    /// Says on standard error why the run could not be made as asked.
    fn complain(&mut self, message: &str, help: Option<&str>) -> io::Result<()> {
        let message = complaint(message, help, self.lang());
        self.err.write_all(message.as_bytes())
    }

    /// The rules built in, or those of a folder in their place; tells every mistake in them.
    fn rules(&mut self, folder: Option<&PathBuf>) -> io::Result<Option<Arc<RuleSet>>> {
        let rules = match folder {
            None => built_in(),
            Some(folder) => match self.sources(folder)? {
                Some(sources) => RuleSet::load(sources).map(Arc::new),
                None => return Ok(None),
            },
        };
        self.resolved(rules)
    }

    /// The rule files of a folder; complains of what could not be read, and where there are none.
    fn sources(&mut self, folder: &Path) -> io::Result<Option<Vec<Source>>> {
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

    /// A rule set, or nothing once every mistake in it has been told.
    fn resolved<T>(&mut self, rules: Result<T, Vec<Mistake>>) -> io::Result<Option<T>> {
        match rules {
            Ok(rules) => Ok(Some(rules)),
            Err(mistakes) => {
                self.tell(&mistakes)?;
                let lang = self.lang();
                let head = pick(lang, "không dùng được bộ quy tắc", "the rules cannot be used");
                self.complain(&format!("{head}: {}", mistake::summary(&mistakes, lang)), None)?;
                Ok(None)
            }
        }
    }

    /// Tells mistakes on standard error.
    fn tell(&mut self, mistakes: &[Mistake]) -> io::Result<()> {
        let mut text = String::new();
        mistake::write(&mut text, mistakes, self.err_look);
        self.err.write_all(text.as_bytes())
    }

    /// Complains of a name that none of `known` is; names the nearest ones.
    fn unknown(&mut self, what: Text, name: &str, known: &[&str]) -> io::Result<()> {
        let lang = self.lang();
        let near = similar::get_close_matches(name, known, 3, 0.6);
        let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
        let help = match (near.is_empty(), lang) {
            (false, Lang::Vi) => format!("có phải ý bạn là {}?", near.join(", ")),
            (false, Lang::En) => format!("did you mean {}?", near.join(", ")),
            (true, Lang::Vi) => "xem danh sách bằng `soat rules`".to_owned(),
            (true, Lang::En) => "`soat rules` lists them".to_owned(),
        };
        let message = match lang {
            Lang::Vi => format!("không có {} `{}`", what.vi, visible::line(name)),
            Lang::En => format!("there is no {} `{}`", what.en, visible::line(name)),
        };
        self.complain(&message, Some(&help))
    }
}

/// `soat: message`, and the way out below.
fn complaint(message: &str, help: Option<&str>, lang: Lang) -> String {
    let help = help.map(|help| format!("  {}: {}\n", pick(lang, "cách sửa", "help"), visible::line(help)));
    format!("soat: {}\n{}", visible::line(message), help.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    impl World for Nothing {
        fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
            Err(io::ErrorKind::NotFound.into())
        }

        fn today(&self) -> jiff::civil::Date {
            jiff::civil::date(2024, 3, 20)
        }
    }

    fn status_and_output(line: &str) -> (u8, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = run(line.split(' ').map(OsString::from).collect(), &Nothing, &mut out, &mut err);
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_run_that_cannot_be_made_says_why_and_how() {
        let (status, out, err) = status_and_output("soat fix");
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains("soat fix bao-cao.md"), "{err}");
        let (status, out, err) = status_and_output("soat text a.md --lang en");
        assert_eq!((status, out.as_str(), err.as_str()), (2, "", "soat: cannot read `a.md`: no such file or folder\n"));
        let (status, _, err) = status_and_output("soat check a.md --rules no-such-folder");
        assert_eq!(status, 2);
        assert!(err.contains("`no-such-folder`"), "{err}");
    }

    #[test]
    fn a_reader_that_goes_away_is_no_mistake_to_tell_of() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut err = Vec::new();
        let arguments = ["soat", "--version"].map(OsString::from).into();
        assert_eq!(run(arguments, &Nothing, &mut Gone, &mut err), READER_GONE);
        assert!(err.is_empty());
    }
}
