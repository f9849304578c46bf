//! Files of word processors: what is read, where it comes from, and what strangers may send.

mod changes;
mod comments;
mod hostile;
mod kept;
mod looks;
mod odt;
mod reading;
mod same;
pub mod writer;
