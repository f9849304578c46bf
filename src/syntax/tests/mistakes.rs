//! What the parser says.
