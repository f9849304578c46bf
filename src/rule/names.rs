//! What is declared where: one table of names for all packs, and which pack sees which.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;
use crate::syntax::error::Mistake;
use crate::syntax::tree::{File, Name};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Table, by index of lookups.
    Table(u32),
    /// List, by index of lookups.
    List(u32),
    /// Format.
    Format(u32),
    /// Fact, by index of patterns.
    Fact(u32),
    /// Define.
    Define(u32),
    /// Parameter.
    Parameter(u32),
    /// Outline.
    Outline(u32),
    /// Named part of an outline.
    Named(u32),
}

impl Meaning {
    /// What kind of thing, in both languages.
    pub fn what(self) -> Text {
        match self {
            Self::Table(_) => Text::new("bảng", "table"),
            Self::List(_) => Text::new("danh sách", "list"),
            Self::Format(_) => Text::new("định dạng", "format"),
            Self::Fact(_) => Text::new("dữ kiện", "fact"),
            Self::Define(_) => Text::new("định nghĩa", "define"),
            Self::Parameter(_) => Text::new("tham số", "parameter"),
            Self::Outline(_) => Text::new("đề cương", "outline"),
            Self::Named(_) => Text::new("phần của đề cương", "named part"),
        }
    }
}

/// A declared name.
#[derive(Debug, Clone)]
pub struct Symbol {
    /// What it stands for.
    pub meaning: Meaning,
    /// The pack that declares it.
    pub pack: u32,
    /// The file, by index.
    pub file: usize,
    /// Where.
    pub span: Span,
}

/// Names of one kind.
pub type Table = HashMap<String, Symbol>;

/// The packs, their files and what they see.
#[derive(Debug, Default)]
pub struct Packs {
    /// Index by name.
    pub index: HashMap<String, u32>,
    /// Names by index.
    pub names: Vec<String>,
    /// For each pack, itself and all it uses, directly or not.
    pub visible: Vec<BTreeSet<u32>>,
}

/// Where an author is writing: file and pack.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// The file.
    pub file: &'a File,
    /// Its index.
    pub index: usize,
    /// Its pack.
    pub pack: u32,
}

/// Collects mistakes.
#[derive(Debug, Default)]
pub struct Mistakes {
    /// In the order found.
    pub all: Vec<Mistake>,
}

impl Mistakes {
    /// Adds one; more can be said of it through what is returned.
    pub fn add(&mut self, source: &Arc<Source>, code: &'static str, span: Span, message: Text) -> &mut Mistake {
        let mistake = Mistake {
            code,
            message,
            source: Arc::clone(source),
            at: (span, Text::default()),
            related: Vec::new(),
            help: None,
        };
        self.all.push(mistake);
        let last = self.all.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "one was pushed just now")]
        &mut self.all[last]
    }

    /// Tells that the same was declared before. Of what the program carries and what its author wrote, the latter is to blame.
    pub fn twice(
        &mut self,
        code: &'static str,
        message: Text,
        first: (&Arc<Source>, Span),
        second: (&Arc<Source>, Span),
    ) {
        let blames_built_in = second.0.is_built_in() && !first.0.is_built_in();
        let (first, second) = if blames_built_in { (second, first) } else { (first, second) };
        let mistake = self.add(second.0, code, second.1, message);
        mistake.earlier(first.0, first.1);
        if Arc::ptr_eq(first.0, second.0) {
            mistake.related.push((first.1, Text::new("lần trước", "first here")));
        }
    }
}

impl Mistake {
    /// Words at the place.
    pub fn label(&mut self, vi: &str, en: &str) -> &mut Self {
        self.at.1 = Text::new(vi, en);
        self
    }

    /// The way out.
    pub fn advise(&mut self, vi: impl Into<String>, en: impl Into<String>) -> &mut Self {
        self.help = Some(Text::new(vi, en));
        self
    }

    /// Where the same stood before: a file that the author has, or what the program carries.
    pub fn earlier(&mut self, source: &Source, span: Span) -> &mut Self {
        if source.is_built_in() {
            let pack = source.name().split('/').nth_back(1).unwrap_or_default();
            return self.advise(
                format!(
                    "có sẵn trong chương trình, ở gói `{pack}`: đặt tên khác, hoặc thay cả gói bằng một gói cùng tên"
                ),
                format!(
                    "it is built in, in pack `{pack}`: choose another name, or replace that pack by one of its name"
                ),
            );
        }
        let (name, line) = (source.name(), source.position(span.start).line);
        self.advise(format!("lần trước ở {name}:{line}"), format!("first at {name}:{line}"))
    }

    /// "did you mean", if anything is near.
    pub fn nearest<'n>(&mut self, wrong: &str, names: impl IntoIterator<Item = &'n str>) -> &mut Self {
        if let Some(near) = nearest(wrong, names) {
            self.advise(format!("có phải ý bạn là `{near}`?"), format!("did you mean `{near}`?"));
        }
        self
    }
}

/// The English word with its article.
pub fn an(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// The name nearest to a wrong one, at most a third of its letters away.
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (wrong.chars().count() / 3).max(1);
    names
        .into_iter()
        .filter(|name| *name != wrong)
        .map(|name| (strsim::osa_distance(wrong, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Finds what a name means to a pack; reports names that are unknown, out of sight or of another kind.
pub fn find<'t>(
    table: &'t Table,
    packs: &Packs,
    here: Here<'_>,
    name: &Name,
    wanted: (&Text, &dyn Fn(Meaning) -> bool),
    mistakes: &mut Mistakes,
) -> Option<&'t Symbol> {
    let (what, fits) = wanted;
    let sees = |symbol: &Symbol| packs.visible.get(here.pack as usize).is_some_and(|seen| seen.contains(&symbol.pack));
    let source = &here.file.source;
    match table.get(&name.node) {
        Some(symbol) if !fits(symbol.meaning) => {
            let is = symbol.meaning.what();
            mistakes.add(
                source,
                "name::wrong_kind",
                name.span,
                Text::new(
                    format!("`{}` là {}, ở đây cần {}", name.node, is.vi, what.vi),
                    format!("`{}` is {}, here {} is expected", name.node, an(&is.en), an(&what.en)),
                ),
            );
            None
        }
        Some(symbol) if !sees(symbol) => {
            let pack = packs.names.get(symbol.pack as usize).cloned().unwrap_or_default();
            mistakes
                .add(
                    source,
                    "name::out_of_sight",
                    name.span,
                    Text::new(
                        format!("`{}` được khai báo trong gói `{pack}`, gói này không dùng gói đó", name.node),
                        format!("`{}` is declared in pack `{pack}`, which this pack does not use", name.node),
                    ),
                )
                .advise(format!("thêm `{pack}` vào `uses:` của gói"), format!("add `{pack}` to `uses:` of the pack"));
            None
        }
        Some(symbol) => Some(symbol),
        None => {
            let known = table.iter().filter(|(_, s)| fits(s.meaning) && sees(s)).map(|(name, _)| name.as_str());
            mistakes
                .add(
                    source,
                    "name::unknown",
                    name.span,
                    Text::new(
                        format!("không có {} `{}`", what.vi, name.node),
                        format!("unknown {} `{}`", what.en, name.node),
                    ),
                )
                .nearest(&name.node, known);
            None
        }
    }
}
