//! What is remembered of a report until the end of a run: overviews and statistics need it, and none of its text.

use super::Tally;
use super::form::Judged;
use crate::evaluate::Identity;
use crate::finding::Severity;
use crate::lang::Text;

/// One report in a few words.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// As it is named in output.
    pub path: String,
    /// Who made it, when and for what, as far as it says.
    pub identity: Identity,
    /// What was counted.
    pub tally: Tally,
    /// Rules that found something: severity, id, how often; grave ones first, then in order of ids.
    pub rules: Vec<(Severity, String, usize)>,
    /// Why it could not be read.
    pub error: Option<Text>,
}

impl Digest {
    /// Of a report that was judged or could not be read.
    pub fn of(judged: &Judged<'_>) -> Self {
        match judged {
            Judged::Read { document, outcome } => {
                let mut rules: Vec<(Severity, String, usize)> = Vec::new();
                for finding in &outcome.findings {
                    let known =
                        rules.iter_mut().find(|(grave, id, _)| *grave == finding.severity && *id == finding.rule);
                    match known {
                        Some((_, _, times)) => *times += 1,
                        None => rules.push((finding.severity, finding.rule.clone(), 1)),
                    }
                }
                rules.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
                Self {
                    path: document.source.name().to_owned(),
                    identity: outcome.identity.clone(),
                    tally: Tally::of(outcome),
                    rules,
                    error: None,
                }
            }
            Judged::Unreadable { path, message, .. } => Self {
                path: (*path).to_owned(),
                tally: Tally::unreadable(),
                error: Some((*message).clone()),
                ..Self::default()
            },
        }
    }
}
