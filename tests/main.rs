//! What the project promises, as tests: one binary, one module per kind of promise.
//!
//! * [`promises`]: about the repository: rules have examples, samples are what they say, `src` names no office, layers hold.
//! * [`planted`]: defects planted in the clean samples one by one.
//! * [`samples`]: everything that is said of the sample reports, and which planted defects are found.
//! * [`language`]: the documentation's examples, and what authors of rules are told of their mistakes.
//! * [`properties`]: what holds for any text.
//! * [`coverage`]: every clause of every rule has an example that exercises it.
//! * [`mutation`]: rules changed in one place, which their examples notice.
//! * [`neighbours`]: the list of what stands beside what in reports, counted anew.
//! * [`proof`]: the figures of all that, in one page.
//! * [`cli`]: the program from outside: exit status, output, files.
//! * [`everyday`]: what people do with files and command lines every day.
//! * [`folders`]: folders, links and repositories that are not as they should be.
//! * [`gates`]: what a report repository asks: `soat.toml`, baselines, only what is new, fixes, the files that `soat init` writes.
//! * [`word`]: files of word processors, well-meant and hostile.
//! * [`strangers`]: what the fuzzer sends, and much that is near it.
//! * [`readme`]: what the README shows is what the program prints.
//!
//! Snapshots and generated files are written anew by `INSTA_UPDATE=always SOAT_BLESS=1 cargo test`; review them with `git diff`.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests are no part of the program: they read the repository themselves, and a panic is how they fail"
)]

mod cli;
mod coverage;
mod drafts;
mod everyday;
mod folders;
mod gates;
mod language;
mod mutation;
mod neighbours;
mod planted;
mod promises;
mod proof;
mod properties;
mod readme;
mod samples;
mod strangers;
mod support;
mod word;
