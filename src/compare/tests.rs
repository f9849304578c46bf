//! Drafts compared.
