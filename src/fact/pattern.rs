//! Patterns over tokens and facts.
