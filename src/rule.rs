//! Syntax trees to a rule set: names bound, types checked, every mistake of every file at once.

use self::declared::Declared;
use crate::document::paint::Paint;
use crate::fact;
use crate::finding::Severity;
use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;
use crate::syntax;
use crate::syntax::error::Mistake;
use crate::syntax::tree::{Effective, File};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

mod bound;
mod cost;
mod declare;
pub mod declared;
mod expression;
pub mod ir;
mod names;
mod path;
mod pattern;
mod plan;
mod precedence;
mod resolve;
mod share;
pub mod types;

/// What a person wants to know of a rule.
#[derive(Debug, Clone)]
pub struct About {
    /// Its id.
    pub id: String,
    /// The pack it belongs to.
    pub pack: String,
    /// Whether it is a regression, judged on two drafts.
    pub drafts: bool,
    /// In a few words.
    pub title: Text,
    /// The clause or practice it encodes.
    pub source: String,
    /// How grave its findings are.
    pub severity: Severity,
    /// Why it is there, its exceptions, how to allow it.
    pub why: Option<Text>,
    /// The way out, as a template with `{…}` left in.
    pub help: Option<Text>,
    /// The days of reports it is meant for.
    pub effective: Effective,
    /// Its examples.
    pub examples: Vec<Example>,
    /// The file that declares it, and where.
    pub file: Arc<Source>,
    /// Bytes of the rule's id in that file.
    pub span: Span,
}

/// An example of a rule.
#[derive(Debug, Clone)]
pub struct Example {
    /// Whether the rule should find something.
    pub fails: bool,
    /// For regressions: the draft before.
    pub old: Option<String>,
    /// The text without its marks.
    pub text: String,
    /// The marked places, in bytes of `text`.
    pub places: Vec<Span>,
    /// What the text looks like, each from a byte of `text` on.
    pub paints: Vec<(u32, Paint)>,
    /// The same as written, line by line.
    pub painted: Vec<String>,
    /// What the example sets for the run: `stage`, `today`, `period`.
    pub settings: Vec<(String, ir::Constant)>,
    /// Bytes of the example's text in the rule file, quotes included.
    pub span: Span,
}

/// A pack of rules.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// In a few words.
    pub title: Text,
    /// The law or practice.
    pub source: String,
}

/// All rules, resolved and typed, ready to judge documents.
///
/// It derives serde's traits for one purpose: `build.rs` puts the set of the rules built in into the program ([`RuleSet::packed`]). That
/// is no wire format: both ends are built together.
#[derive(Serialize, Deserialize, Debug)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct RuleSet {
    packs: Vec<Pack>,
    compiled: ir::Compiled,
    index: fact::pattern::Index,
    /// What judging needs none of. A set that was packed reads it in `text` when it is first asked for.
    #[serde(skip)]
    about: OnceLock<Vec<About>>,
    #[serde(skip)]
    declared: OnceLock<Vec<Declared>>,
    #[serde(skip, default = "no_text")]
    text: fn() -> Vec<Source>,
}

fn no_text() -> fn() -> Vec<Source> {
    Vec::new
}

impl RuleSet {
    /// Resolves rule files, given as sources; their names are shown in mistakes.
    ///
    /// # Errors
    /// Every mistake of every file, in order of file and place.
    pub fn load(files: Vec<Source>) -> Result<Self, Vec<Mistake>> {
        Self::resolve(parsed(files))
    }

    /// The set as bytes, without what judging does not need: texts of the files, and what is said of rules.
    ///
    /// # Errors
    /// None for a set that was loaded.
    pub fn packed(&self) -> postcard::Result<Vec<u8>> {
        // What is made when first asked for is made now.
        self.compiled.rules.iter().for_each(|rule| _ = (rule.plan(), rule.free_plan()));
        postcard::to_allocvec(self)
    }

    /// The set that [`RuleSet::packed`] gave, whose files have these texts.
    ///
    /// # Errors
    /// When the bytes are not those of a set, packed by the same build.
    pub fn unpacked(bytes: &'static [u8], text: fn() -> Vec<Source>) -> postcard::Result<Self> {
        Ok(Self { text, ..postcard::from_bytes(bytes)? })
    }

    /// Resolves trees of rule files, each with the mistakes that reading it found.
    ///
    /// # Errors
    /// Every mistake of every file, in order of file and place.
    pub fn resolve(parsed: Vec<(File, Vec<Mistake>)>) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = names::Mistakes::default();
        let mut trees: Vec<File> = Vec::new();
        for (tree, found) in parsed {
            mistakes.all.extend(found);
            trees.push(tree);
        }
        let mut resolved = resolve::resolve(&trees, &mut mistakes);
        declare::rules(&mut resolved, &resolve::rule_ids(&trees), &mut mistakes);
        declare::settings(&resolved, &mut mistakes);
        if !mistakes.all.is_empty() {
            let mut all = mistakes.all;
            all.sort_by(|a, b| (a.source.name(), a.at.0).cmp(&(b.source.name(), b.at.0)));
            return Err(all);
        }
        let packs = trees.iter().filter_map(|tree| {
            let header = tree.header.as_ref()?;
            Some(Pack {
                name: tree.pack.node.clone(),
                title: header.title.as_ref().map(|t| t.node.clone()).unwrap_or_default(),
                source: header.source.as_ref().map(|s| s.node.clone()).unwrap_or_default(),
            })
        });
        let mut packs: Vec<Pack> = packs.collect();
        packs.sort_by(|a, b| a.name.cmp(&b.name));
        let about = declare::described(&resolved.heres);
        let declared = declared::declared(&resolved);
        let mut compiled = resolved.out;
        compiled.cached = resolved.cached;
        bound::bound_counts(&mut compiled);
        share::share(&mut compiled);
        let patterns = compiled.patterns.iter_mut().map(|pattern| (&pattern.first, &mut pattern.program));
        let formats = compiled.formats.iter_mut().map(|format| &mut format.program);
        let index = fact::pattern::prepare(patterns, formats, compiled.facts as usize, &compiled.sets);
        Ok(Self { packs, compiled, index, about: about.into(), declared: declared.into(), text: no_text() })
    }

    /// Names of the parameters that a run may set, with their defaults.
    pub fn parameters(&self) -> &[(String, ir::Constant)] {
        &self.compiled.parameters
    }

    /// What the evaluator runs.
    pub fn compiled(&self) -> &ir::Compiled {
        &self.compiled
    }

    /// Where declared facts may begin.
    pub fn index(&self) -> &fact::pattern::Index {
        &self.index
    }

    /// The packs, in order of their names.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Ids of the rules, by pack and in the order in which they are written.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.compiled.rules.iter().map(|rule| rule.id.as_str())
    }

    /// The name of the pack that a rule belongs to.
    pub fn pack_of(&self, id: &str) -> Option<&str> {
        let rule = self.compiled.rules.iter().find(|rule| rule.id == id)?;
        self.compiled.packs.get(rule.pack as usize).map(|pack| pack.name.as_str())
    }

    /// What the packs declare besides rules.
    pub fn declarations(&self) -> &[Declared] {
        self.declared.get_or_init(|| match Self::load((self.text)()) {
            Ok(set) => set.declared.into_inner().unwrap_or_default(),
            // They were resolved when the program was built.
            Err(_) => Vec::new(),
        })
    }

    /// What is said of the rules, in the order of their ids.
    pub fn rules(&self) -> &[About] {
        self.about.get_or_init(|| {
            let trees: Vec<File> = parsed((self.text)()).into_iter().map(|(tree, _)| tree).collect();
            let packs = resolve::packs(&trees, &mut names::Mistakes::default());
            declare::described(&resolve::in_order(&trees, &packs))
        })
    }
}

/// Trees of files, each with its mistakes. Files know nothing of each other yet: they are parsed side by side.
fn parsed(files: Vec<Source>) -> Vec<(File, Vec<Mistake>)> {
    files.into_par_iter().map(|file| syntax::parse(Arc::new(file))).collect()
}
