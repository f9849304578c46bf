//! Forms of output, and what they have in common: something before the reports of a run, something for each, something after.
//!
//! What a form writes of one report is made on any core ([`render`]) and does not depend on the others; [`Output`] puts the parts
//! together in order. So memory does not grow with the number of reports, but for [`Digest`]s in the forms that end with an overview.

use std::io::{self, Write};

use super::digest::Digest;
use super::{Look, Tally, allowed, human, json};
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
    /// One JSON object.
    Json,
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
    /// Least severity that makes a run fail; `None`: nothing found does.
    pub fail_on: Option<Severity>,
}

impl Form {
    /// All forms, in the order in which help lists them.
    pub const ALL: [Self; 2] = [Self::Human, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
        }
    }

    /// Endings of file names that it goes with; the first is its own where no other form has it.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Human => &["txt", "log"],
            Self::Json => &["json"],
        }
    }

    /// Whether it ends with an overview of all reports.
    pub fn looks_back(self) -> bool {
        match self {
            Self::Human | Self::Json => false,
        }
    }

    /// Whether it says why rules are there, which is read only where it is needed.
    pub fn explains(self) -> bool {
        match self {
            Self::Human | Self::Json => false,
        }
    }
}

/// What a form writes of one report.
pub fn render(form: Form, context: &Context<'_>, look: Look, judged: &Judged<'_>) -> String {
    match form {
        Form::Human => {
            let mut out = String::new();
            if let Judged::Read { document, outcome } = judged {
                human::write(&mut out, &document.source, outcome, look, context.unjudged);
                if context.allowed {
                    allowed::write(&mut out, &document.source, &outcome.allowed, look);
                }
            }
            out
        }
        Form::Json => match judged {
            Judged::Read { document, outcome } => json::file(&document.source, outcome, look.lang),
            Judged::Unreadable { path, message, help } => json::unreadable(path, message, *help, look.lang),
        },
    }
}

/// One output of a run: takes what was rendered of the reports, in order.
#[derive(Debug)]
pub struct Output {
    form: Form,
    look: Look,
    /// How many parts were written.
    parts: usize,
}

impl Output {
    /// An output that nothing was written to yet.
    pub fn new(form: Form, look: Look) -> Self {
        Self { form, look, parts: 0 }
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
        let _ = context;
        match self.form {
            Form::Human => Ok(()),
            Form::Json => json::begin(out),
        }
    }

    /// Writes what was rendered of the next report.
    ///
    /// # Errors
    /// What the writer says.
    pub fn report(&mut self, rendered: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.form == Form::Json && self.parts > 0 {
            out.write_all(b",")?;
        }
        self.parts += 1;
        out.write_all(rendered.as_bytes())
    }

    /// Writes what comes after the last report. `digests` are those of all reports where the form [looks back](Form::looks_back).
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
        let _ = digests;
        match self.form {
            Form::Human if context.quiet => Ok(()),
            Form::Human => {
                let mut line = String::new();
                human::write_summary(&mut line, tally, context.rules.rules().len(), self.look, context.unjudged);
                out.write_all(line.as_bytes())
            }
            Form::Json => json::end(out, tally),
        }
    }
}
