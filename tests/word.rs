//! Files of word processors: what is read, where it comes from, and what strangers may send.

mod hostile;
mod reading;
mod same;
pub mod writer;
