//! Parts of a rule set that are taken out of their bytes when they are first asked for.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

/// A part that not every run asks for. Of a set that was packed, only its bytes are known until then: most rules find nothing in most
/// reports, so that nobody asks for their messages.
#[derive(Debug, Clone)]
pub struct Late<T> {
    /// In a box: a set is mostly parts that nobody has asked for.
    made: OnceLock<Box<T>>,
    /// Its bytes; none where the resolver makes it.
    packed: &'static [u8],
}

impl<T> Late<T> {
    /// A part that [`Late::get_or`] makes.
    pub fn unmade() -> Self {
        Self { made: OnceLock::new(), packed: &[] }
    }
}

impl<T: Default> Default for Late<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: Deserialize<'static>> Late<T> {
    /// The part, which is made by `make` where there are no bytes of it.
    pub fn get_or(&self, make: impl FnOnce() -> T) -> &T {
        self.made.get_or_init(|| Box::new(if self.packed.is_empty() { make() } else { self.unpacked() }))
    }

    fn unpacked(&self) -> T {
        #[expect(clippy::expect_used, reason = "the bytes were packed by the same build")]
        postcard::from_bytes(self.packed).expect("a packed part of a rule")
    }
}

impl<T> From<T> for Late<T> {
    fn from(part: T) -> Self {
        Self { made: Box::new(part).into(), packed: &[] }
    }
}

impl<T: Deserialize<'static>> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.made.get_or_init(|| Box::new(self.unpacked()))
    }
}

impl<T: Deserialize<'static>> DerefMut for Late<T> {
    fn deref_mut(&mut self) -> &mut T {
        let part = self.made.take().unwrap_or_else(|| Box::new(self.unpacked()));
        *self = Self { made: part.into(), packed: &[] };
        #[expect(clippy::expect_used, reason = "it was made just now")]
        self.made.get_mut().expect("a part of a rule")
    }
}

impl<T: Serialize> Serialize for Late<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.made.get() {
            Some(part) => serializer.serialize_bytes(&postcard::to_allocvec(part).map_err(ser::Error::custom)?),
            None => serializer.serialize_bytes(self.packed),
        }
    }
}

impl<'de: 'static, T> Deserialize<'de> for Late<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'de: 'static> Visitor<'de> for Bytes {
            type Value = &'static [u8];

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a packed part")
            }

            fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<&'static [u8], E> {
                Ok(bytes)
            }
        }
        let packed = deserializer.deserialize_bytes(Bytes)?;
        Ok(Self { made: OnceLock::new(), packed })
    }
}
