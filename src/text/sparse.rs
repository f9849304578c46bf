//! Tables of which most places are 0, as few bytes in the set of the built-in rules: what is read at the start of every run.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserializer, Serializer, de};

/// Bytes of a place, and of what stands there.
const PLACE: usize = 4;
const ENTRY: usize = PLACE + 8;

/// How many places there are, then each that is not 0.
pub fn serialize<S: Serializer>(table: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = (table.len() as u32).to_le_bytes().to_vec();
    for (at, number) in (0u32..).zip(table).filter(|(_, number)| **number != 0) {
        bytes.extend(at.to_le_bytes());
        bytes.extend(number.to_le_bytes());
    }
    serializer.serialize_bytes(&bytes)
}

/// The table that was written so.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
    struct Table;
    impl Visitor<'_> for Table {
        type Value = Vec<u64>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a table of which few places are not 0")
        }

        fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Vec<u64>, E> {
            let broken = || E::invalid_length(bytes.len(), &self);
            let (size, entries) = bytes.split_first_chunk::<PLACE>().ok_or_else(broken)?;
            let mut table = vec![0; u32::from_le_bytes(*size) as usize];
            for entry in entries.as_chunks::<ENTRY>().0 {
                let (at, number) = entry.split_first_chunk::<PLACE>().ok_or_else(broken)?;
                let place = table.get_mut(u32::from_le_bytes(*at) as usize).ok_or_else(broken)?;
                *place = u64::from_le_bytes(*number.first_chunk().ok_or_else(broken)?);
            }
            Ok(table)
        }
    }
    deserializer.deserialize_bytes(Table)
}
