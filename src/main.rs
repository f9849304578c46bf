//! The `soat` program.
fn main() {}
