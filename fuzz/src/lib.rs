//! Inputs that nobody would write. `cargo fuzz run word --sanitizer none` (also `text`, `rules`) in this folder's parent; see
//! `docs/word.md`.

#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
pub mod total;
