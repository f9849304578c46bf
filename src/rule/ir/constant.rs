//! Values that rules write, known before any document is opened.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A value known before any document is opened.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub enum Constant {
    /// Text.
    Text(Arc<str>),
    /// A number.
    Number(#[serde(with = "decimal")] Decimal),
    /// A date.
    Date(Date),
    /// A flag.
    Flag(bool),
    /// From, to.
    Range(Box<Ends>),
    /// A list.
    List(Vec<Constant>),
}

/// The ends of a range of numbers, both within it.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq)]
pub struct Ends {
    /// The least.
    #[serde(with = "decimal")]
    pub from: Decimal,
    /// The greatest.
    #[serde(with = "decimal")]
    pub to: Decimal,
}

/// Numbers in the set of the built-in rules as 16 bytes and not as text that is parsed: thousands are read at every run.
mod decimal {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&number.serialize(), serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        <[u8; 16] as Deserialize>::deserialize(deserializer).map(Decimal::deserialize)
    }
}

impl Constant {
    /// The text that it is.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Reads a value of the same type as this one; lists are cut at commas.
    pub fn read_alike(&self, text: &str) -> Option<Self> {
        match self {
            Self::Text(_) => Some(Self::Text(text.into())),
            Self::Number(_) => text.trim().parse().ok().map(Self::Number),
            Self::Date(_) => text.trim().parse().ok().map(Self::Date),
            Self::Flag(_) => text.trim().parse().ok().map(Self::Flag),
            Self::Range(..) => None,
            Self::List(items) => {
                let alike = items.first().cloned().unwrap_or(Self::Text("".into()));
                text.split(',').map(|item| alike.read_alike(item.trim())).collect::<Option<_>>().map(Self::List)
            }
        }
    }
}
