//! `soat.toml` as written: every value of the right TOML type, with its place; whether it means something is not asked yet.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::keys::KEYS;
use crate::lang::Text;
use crate::source::Source;
use crate::span::Span;
use crate::syntax::error::Mistake;

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub node: T,
    pub span: Span,
}

/// The file as written.
#[derive(Debug, Default)]
pub(super) struct RawConfig {
    pub language: Option<At<String>>,
    pub fail_on: Option<At<String>>,
    pub baseline: Option<At<String>>,
    pub exclude: Vec<At<String>>,
    pub base: RawSettings,
    pub folders: Vec<RawFolder>,
}

/// What may stand at the top and in a folder.
#[derive(Debug, Default)]
pub(super) struct RawSettings {
    pub packs: Option<Vec<At<String>>>,
    pub period: Option<At<String>>,
    pub stage: Option<At<String>>,
    pub levels: Vec<(At<String>, At<String>)>,
    pub parameters: Vec<(At<String>, At<RawValue>)>,
}

/// A `[[folder]]`.
#[derive(Debug, Default)]
pub(super) struct RawFolder {
    pub path: Vec<At<String>>,
    pub settings: RawSettings,
}

/// The value of a parameter.
#[derive(Debug, Clone)]
pub(super) enum RawValue {
    /// Text in quotes.
    Text(String),
    /// A number or a day, as written.
    Bare(String),
    /// `true` or `false`.
    Flag(bool),
    /// `[…]`.
    List(Vec<At<RawValue>>),
    /// What no parameter can be.
    Other,
}

type Entry<'t> = (&'t toml::Spanned<std::borrow::Cow<'t, str>>, &'t toml::Spanned<DeValue<'t>>);

/// Reads the file; where it is no TOML, that is all there is to tell.
pub(super) fn read(source: &Arc<Source>) -> (RawConfig, Vec<Mistake>) {
    let bom = source.text().len() - source.text().trim_start_matches('\u{feff}').len();
    let (table, errors) = DeTable::parse_recoverable(source.text().get(bom..).unwrap_or_default());
    let mut reader = Reader { source, bom, mistakes: Vec::new() };
    for error in &errors {
        let at = error.span().unwrap_or(0..0);
        let message = Text::new(
            format!("không đúng cú pháp TOML{}", in_vietnamese(error.message())),
            format!("this is no TOML: {}", error.message()),
        );
        reader.mistake("config::syntax", reader.place(&at), message, Text::default());
    }
    let mut config = RawConfig::default();
    if errors.is_empty() {
        reader.top(table.get_ref(), &mut config);
    }
    (config, reader.mistakes)
}

/// What the reader of TOML has to say, of which there is little that people meet.
fn in_vietnamese(message: &str) -> String {
    let words = [
        ("key with no value", "khóa không có giá trị, thiếu dấu `=`"),
        ("duplicate key", "khóa này đã có ở trên"),
        ("string values must be quoted", "chữ phải đặt trong dấu nháy"),
        ("missing opening quote", "thiếu dấu nháy"),
        ("basic string", "chuỗi chữ thiếu dấu nháy đóng hoặc có ký tự không dùng được"),
        ("literal string", "chuỗi chữ thiếu dấu nháy đóng hoặc có ký tự không dùng được"),
        ("escape", "sau dấu `\\` là ký tự không dùng được"),
        ("unicode", "sau dấu `\\` là ký tự không dùng được"),
        ("inline table", "bảng trong `{…}` viết sai"),
        ("array table", "tên bảng thiếu dấu `]]`"),
        ("array", "danh sách thiếu dấu `]` hoặc dấu phẩy"),
        ("table", "tên bảng thiếu dấu `]`"),
        ("missing value", "thiếu giá trị"),
        ("unquoted key", "tên khóa viết sai; khóa có dấu hay dấu cách phải đặt trong dấu nháy"),
        ("key", "khóa viết sai"),
        ("number", "số viết sai"),
        ("integer", "số viết sai"),
        ("sign", "số viết sai"),
        ("zero", "số viết sai"),
        ("newline", "sau giá trị phải xuống dòng"),
        ("value", "giá trị viết sai"),
    ];
    let found = words.into_iter().find(|(english, _)| message.contains(english));
    found.map_or_else(String::new, |(_, words)| format!(": {words}"))
}

struct Reader<'s> {
    source: &'s Arc<Source>,
    /// Bytes of the byte-order mark that TOML does not see.
    bom: usize,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn place(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(range.start + self.bom, range.end + self.bom)
    }

    fn mistake(&mut self, code: &'static str, span: Span, message: Text, label: Text) {
        self.mistakes.push(Mistake::new(code, self.source, span, message, label));
    }

    fn top(&mut self, table: &DeTable<'_>, config: &mut RawConfig) {
        for (key, value) in table.iter() {
            match key.get_ref().as_ref() {
                "language" => config.language = self.text(value),
                "fail-on" => config.fail_on = self.text(value),
                "baseline" => config.baseline = self.text(value),
                "exclude" => config.exclude = self.texts(value).unwrap_or_default(),
                "folder" => self.folders(value, config),
                _ => self.setting((key, value), &mut config.base, false),
            }
        }
    }

    fn folders(&mut self, value: &toml::Spanned<DeValue<'_>>, config: &mut RawConfig) {
        let DeValue::Array(items) = value.get_ref() else {
            return self.not(value, Text::new("các bảng `[[folder]]`", "tables `[[folder]]`"));
        };
        for item in items.iter() {
            let Some(table) = self.table(item) else { continue };
            let mut folder = RawFolder::default();
            let mut named = false;
            for (key, value) in table.iter() {
                match key.get_ref().as_ref() {
                    "path" => {
                        named = true;
                        folder.path = self.texts(value).unwrap_or_default();
                    }
                    _ => self.setting((key, value), &mut folder.settings, true),
                }
            }
            if !named {
                let message = Text::new("`[[folder]]` không nêu `path`", "this `[[folder]]` names no `path`");
                let label = Text::new("thư mục nào?", "which folder?");
                self.mistake("config::missing_path", self.place(&item.span()), message, label);
            }
            config.folders.push(folder);
        }
    }

    fn setting(&mut self, (key, value): Entry<'_>, settings: &mut RawSettings, in_folder: bool) {
        match key.get_ref().as_ref() {
            "packs" => settings.packs = self.texts(value),
            "period" => settings.period = self.text(value),
            "stage" => settings.stage = self.text(value),
            "levels" => {
                for (key, value) in self.table(value).into_iter().flat_map(|table| table.iter()) {
                    if let Some(level) = self.text(value) {
                        settings.levels.push((self.key(key), level));
                    }
                }
            }
            "parameters" => {
                for (key, value) in self.table(value).into_iter().flat_map(|table| table.iter()) {
                    let value = self.value(value);
                    settings.parameters.push((self.key(key), value));
                }
            }
            name => self.unknown(name, self.place(&key.span()), in_folder),
        }
    }

    /// A key that is none, or none here.
    fn unknown(&mut self, name: &str, span: Span, in_folder: bool) {
        let elsewhere = KEYS.iter().any(|key| key.name == name);
        let message = match (elsewhere, in_folder) {
            (false, _) => Text::new(format!("không có khóa `{name}`"), format!("there is no key `{name}`")),
            (true, true) => Text::new(
                format!("`{name}` không đặt riêng cho thư mục được"),
                format!("`{name}` cannot be set for a folder"),
            ),
            (true, false) => Text::new(
                format!("`{name}` chỉ có trong `[[folder]]`"),
                format!("`{name}` stands in `[[folder]]` only"),
            ),
        };
        let known: Vec<&str> = KEYS.iter().filter(|key| key.fits(in_folder)).map(|key| key.name).collect();
        let help = match (elsewhere, in_folder) {
            (true, true) => Text::new("viết nó ở đầu tệp, trước mọi bảng", "write it at the top, before all tables"),
            _ => super::validate::nearest(name, &known),
        };
        self.mistakes.push(Mistake::new("config::unknown_key", self.source, span, message, Text::default()).help(help));
    }

    fn key(&self, key: &toml::Spanned<std::borrow::Cow<'_, str>>) -> At<String> {
        At { node: key.get_ref().to_string(), span: self.place(&key.span()) }
    }

    fn text(&mut self, value: &toml::Spanned<DeValue<'_>>) -> Option<At<String>> {
        match value.get_ref() {
            DeValue::String(text) => Some(At { node: text.to_string(), span: self.place(&value.span()) }),
            _ => {
                self.not(value, Text::new("chữ trong dấu nháy", "text in quotes"));
                None
            }
        }
    }

    /// A list of texts; one text is a list of one.
    fn texts(&mut self, value: &toml::Spanned<DeValue<'_>>) -> Option<Vec<At<String>>> {
        match value.get_ref() {
            DeValue::Array(items) => Some(items.iter().filter_map(|item| self.text(item)).collect()),
            _ => Some(vec![self.text(value)?]),
        }
    }

    fn table<'t>(&mut self, value: &'t toml::Spanned<DeValue<'t>>) -> Option<&'t DeTable<'t>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.not(value, Text::new("một bảng gồm khóa và giá trị", "a table of keys and values"));
                None
            }
        }
    }

    fn value(&self, value: &toml::Spanned<DeValue<'_>>) -> At<RawValue> {
        let node = match value.get_ref() {
            DeValue::String(text) => RawValue::Text(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => RawValue::Bare(number.as_str().replace('_', "")),
            DeValue::Float(number) => RawValue::Bare(number.as_str().replace('_', "")),
            DeValue::Datetime(day) if day.time.is_none() => RawValue::Bare(day.to_string()),
            DeValue::Boolean(flag) => RawValue::Flag(*flag),
            DeValue::Array(items) => RawValue::List(items.iter().map(|item| self.value(item)).collect()),
            _ => RawValue::Other,
        };
        At { node, span: self.place(&value.span()) }
    }

    /// A value of another type than what is wanted.
    fn not(&mut self, value: &toml::Spanned<DeValue<'_>>, wanted: Text) {
        let found = match value.get_ref() {
            DeValue::String(_) => Text::new("chữ", "text"),
            DeValue::Integer(_) | DeValue::Float(_) => Text::new("số", "a number"),
            DeValue::Boolean(_) => Text::new("đúng/sai", "true or false"),
            DeValue::Datetime(_) => Text::new("ngày giờ", "a day or time"),
            DeValue::Array(_) => Text::new("danh sách", "a list"),
            DeValue::Table(_) => Text::new("bảng", "a table"),
        };
        let message = Text::new(
            format!("ở đây cần {}, không phải {}", wanted.vi, found.vi),
            format!("this should be {}, not {}", wanted.en, found.en),
        );
        self.mistake("config::type", self.place(&value.span()), message, Text::default());
    }
}
