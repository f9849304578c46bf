//! Lines and what they look like.
