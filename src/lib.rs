//! soat checks the substance of administrative reports against written rules.
//!
//! The pipeline, in reading order of the modules:
//!
//! 1. [`document`]: bytes of a report become one text with structure on top: blocks, sections, notes, tables.
//! 2. [`fact`]: the text's dates, periods, figures and document numbers become typed values with their places.
//! 3. [`syntax`]: a rule file becomes a syntax tree.
//! 4. [`rule`]: trees become a resolved, typed rule set, or a list of every mistake in them.
//! 5. [`evaluate`]: rule set, document and run become [`finding`]s.

pub mod document;
pub mod evaluate;
pub mod fact;
pub mod finding;
pub mod lang;
pub mod report;
pub mod rule;
pub mod source;
pub mod span;
pub mod syntax;
pub mod world;
