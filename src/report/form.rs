//! Forms of output, and what they have in common: something before the reports of a run, something for each, something after.
//!
//! What a form writes of one report is made on any core ([`render`]) and does not depend on the others; [`Output`] puts the parts
//! together in order. So memory does not grow with the number of reports, but for [`Digest`]s in the forms that end with an overview.

use std::io::{self, Write};

use super::digest::Digest;
use super::{Look, Tally, allowed, checkstyle, github, gitlab, html, human, json, jsonl, junit, markdown, sarif};
use crate::document::Document;
use crate::evaluate::Outcome;
use crate::finding::Severity;
use crate::lang::Text;
use crate::rule::RuleSet;

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Form {
    /// For people at a terminal or reading a log.
    #[default]
    Human,
    /// One JSON object, `soat.check/1`.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML, for views of test results.
    Junit,
    /// GitHub's annotations.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// Checkstyle's XML.
    Checkstyle,
    /// A summary for a comment on a change.
    Markdown,
    /// A page with the reports, their findings in the margin.
    Html,
}

/// A report of a run.
#[derive(Debug, Clone, Copy)]
pub enum Judged<'a> {
    /// It was read and judged.
    Read {
        /// The report.
        document: &'a Document,
        /// What the rules have to say about it.
        outcome: &'a Outcome,
    },
    /// It could not be read.
    Unreadable {
        /// As it is named in output.
        path: &'a str,
        /// Why.
        message: &'a Text,
        /// The way out.
        help: Option<&'a Text>,
    },
}

/// What is the same for all reports of a run.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rules that judge.
    pub rules: &'a RuleSet,
    /// Whether people are told which rules could not judge.
    pub unjudged: bool,
    /// Whether people are told which findings the report allows.
    pub allowed: bool,
    /// Whether people are spared the closing line.
    pub quiet: bool,
    /// The baselines that tell which findings are known.
    pub known_by: &'a str,
    /// Least severity that makes a run fail; `None`: nothing found does.
    pub fail_on: Option<Severity>,
}

impl Form {
    /// All forms, in the order in which help lists them.
    pub const ALL: [Self; 10] = [
        Self::Human,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Junit,
        Self::Github,
        Self::Gitlab,
        Self::Checkstyle,
        Self::Markdown,
        Self::Html,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Checkstyle => "checkstyle",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// Endings of file names that it goes with, in small letters.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Human => &["txt", "log"],
            Self::Json | Self::Gitlab => &["json"],
            Self::Jsonl => &["jsonl", "ndjson"],
            Self::Sarif => &["sarif"],
            Self::Junit | Self::Checkstyle => &["xml"],
            Self::Github => &[],
            Self::Markdown => &["md", "markdown"],
            Self::Html => &["html", "htm"],
        }
    }

    /// Whether it ends with an overview of all reports.
    pub fn looks_back(self) -> bool {
        matches!(self, Self::Markdown | Self::Html)
    }

    /// What stands between two parts that are not empty.
    fn between(self) -> &'static str {
        match self {
            Self::Json | Self::Sarif => ",",
            Self::Gitlab => ",\n",
            _ => "",
        }
    }
}

/// What a form writes of one report.
pub fn render(form: Form, context: &Context<'_>, look: Look, judged: &Judged<'_>) -> String {
    match form {
        Form::Human => human(context, look, judged),
        Form::Json => match judged {
            Judged::Read { document, outcome } => json::file(&document.source, outcome, look.lang),
            Judged::Unreadable { path, message, help } => json::unreadable(path, message, *help, look.lang),
        },
        Form::Jsonl => jsonl::report(judged, look.lang),
        Form::Sarif => sarif::report(context, judged, look.lang),
        Form::Junit => junit::report(context, judged, look.lang),
        Form::Github => github::report(judged, look.lang),
        Form::Gitlab => gitlab::report(judged, look.lang),
        Form::Checkstyle => checkstyle::report(judged, look.lang),
        Form::Markdown => markdown::report(judged, look.lang),
        Form::Html => html::report(context, judged, look.lang),
    }
}

fn human(context: &Context<'_>, look: Look, judged: &Judged<'_>) -> String {
    let mut out = String::new();
    if let Judged::Read { document, outcome } = judged {
        human::write(&mut out, &document.source, outcome, look, context.unjudged.then_some(context.rules));
        if context.allowed {
            allowed::write(&mut out, &document.source, &outcome.allowed, look);
        }
    }
    out
}

/// One output of a run: takes what was rendered of the reports, in order.
#[derive(Debug)]
pub struct Output {
    form: Form,
    look: Look,
    /// How many parts were written that are not empty.
    parts: usize,
    /// What a summary holds back until its head can be written.
    held: markdown::Held,
}

impl Output {
    /// An output that nothing was written to yet.
    pub fn new(form: Form, look: Look) -> Self {
        Self { form, look, parts: 0, held: markdown::Held::default() }
    }

    /// Its form and look, for [`render`].
    pub fn style(&self) -> (Form, Look) {
        (self.form, self.look)
    }

    /// Writes what comes before the first report.
    ///
    /// # Errors
    /// What the writer says.
    pub fn begin(&mut self, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self.form {
            Form::Json => json::begin(out),
            Form::Sarif => out.write_all(sarif::begin(context, self.look.lang).as_bytes()),
            Form::Junit => out.write_all(junit::BEGIN.as_bytes()),
            Form::Gitlab => out.write_all(b"["),
            Form::Checkstyle => out.write_all(checkstyle::BEGIN.as_bytes()),
            Form::Html => out.write_all(html::begin(self.look.lang).as_bytes()),
            Form::Human | Form::Jsonl | Form::Github | Form::Markdown => Ok(()),
        }
    }

    /// Writes what was rendered of the next report.
    ///
    /// # Errors
    /// What the writer says.
    pub fn report(&mut self, rendered: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.form == Form::Markdown {
            self.held.push(rendered);
            return Ok(());
        }
        if rendered.is_empty() {
            return Ok(());
        }
        if self.parts > 0 {
            out.write_all(self.form.between().as_bytes())?;
        }
        self.parts += 1;
        out.write_all(rendered.as_bytes())
    }

    /// Writes what comes after the last report. `digests` are those of the files that could not be read, and of all reports where the
    /// form [looks back](Form::looks_back).
    ///
    /// # Errors
    /// What the writer says.
    pub fn end(
        &mut self,
        context: &Context<'_>,
        tally: &Tally,
        digests: &[Digest],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let lang = self.look.lang;
        let text = match self.form {
            Form::Human if !context.quiet => {
                let mut line = String::new();
                human::write_summary(&mut line, tally, context.known_by, self.look, context.unjudged);
                line
            }
            Form::Human | Form::Github => String::new(),
            Form::Json => return json::end(out, tally),
            Form::Jsonl => jsonl::end(tally),
            Form::Sarif => sarif::end(digests, lang),
            Form::Junit => junit::END.to_owned(),
            Form::Gitlab => "]\n".to_owned(),
            Form::Checkstyle => checkstyle::END.to_owned(),
            Form::Markdown => markdown::page(context, tally, digests, &self.held, lang),
            Form::Html => html::end(context, tally, digests, lang),
        };
        out.write_all(text.as_bytes())
    }
}
