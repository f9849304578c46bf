//! soat checks the substance of administrative reports against written rules.

pub mod document;
pub mod fact;
pub mod finding;
pub mod lang;
pub mod source;
pub mod span;
pub mod text;
pub mod world;
