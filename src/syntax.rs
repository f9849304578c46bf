//! Rule text to syntax tree. The only place that sees pest.

pub mod error;
pub mod tree;
