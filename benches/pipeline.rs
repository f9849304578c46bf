//! Times of the steps on generated reports of 66 KB and 1 MB: `cargo bench`. Throughput that stays the same from one size to the other is
//! linear time. So it is for texts that nobody would write (`hostile`), of 100 and 400 KB.
//!
//! `cargo bench -- --write FOLDER 1000` writes a folder of reports instead, for `benches/whole.sh`.

mod corpus;
mod hostile;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use soat::document::Document;
use soat::evaluate::{Run, Stage, evaluate};
use soat::pack;
use soat::rule::RuleSet;
use soat::source::Source;

const SIZES: [usize; 2] = [66_000, 1_000_000];

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip_while(|argument| argument != "--write").skip(1);
    match (arguments.next(), arguments.next().and_then(|count| count.parse().ok())) {
        (Some(folder), Some(count)) => write(&PathBuf::from(folder), count),
        _ => {
            divan::main();
            Ok(())
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench is no part of the program")]
fn write(folder: &Path, count: u64) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    (0..count).try_for_each(|number| fs::write(folder.join(format!("{number:05}.md")), corpus::report(66_000, number)))
}

fn rules() -> RuleSet {
    match pack::rules() {
        Ok(rules) => rules,
        Err(mistakes) => panic!("{} mistakes in the rules built in", mistakes.len()),
    }
}

fn document(bytes: usize) -> Document {
    Document::parse(Source::new("report.md", corpus::report(bytes, 1)))
}

fn run() -> Run {
    Run {
        today: jiff::civil::date(2024, 4, 1),
        stage: Stage::Final,
        period: None,
        parameters: Vec::new(),
        packs: Vec::new(),
    }
}

/// The rules built in, as each run takes them out.
#[divan::bench]
fn take_rules() -> RuleSet {
    rules()
}

/// The same as of a folder that is named.
#[divan::bench]
fn load_rules(bencher: Bencher<'_, '_>) {
    let bytes: usize = pack::embedded().iter().map(|source| source.text().len()).sum();
    bencher.counter(BytesCount::new(bytes)).with_inputs(pack::embedded).bench_values(RuleSet::load);
}

#[divan::bench(args = SIZES)]
fn read_document(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = corpus::report(bytes, 1);
    let counted = bencher.counter(BytesCount::new(text.len()));
    counted.with_inputs(|| text.clone()).bench_values(|text| Document::parse(Source::new("report.md", text)));
}

#[divan::bench(args = SIZES)]
fn extract_and_evaluate(bencher: Bencher<'_, '_>, bytes: usize) {
    let (rules, document, run) = (rules(), document(bytes), run());
    let counted = bencher.counter(BytesCount::new(document.source.text().len()));
    counted.bench_local(|| evaluate(black_box(&rules), black_box(&document), &run));
}

#[divan::bench(args = SIZES)]
fn whole_pipeline(bencher: Bencher<'_, '_>, bytes: usize) {
    let (rules, run) = (rules(), run());
    let text = corpus::report(bytes, 1);
    let counted = bencher.counter(BytesCount::new(text.len()));
    counted.with_inputs(|| text.clone()).bench_local_values(|text| {
        let document = Document::parse(Source::new("report.md", text));
        evaluate(&rules, &document, &run)
    });
}

#[divan::bench(args = hostile::SHAPES, consts = [100_000, 400_000], sample_count = 3)]
fn hostile<const BYTES: usize>(bencher: Bencher<'_, '_>, shape: &hostile::Shape) {
    let (rules, run, text) = (rules(), run(), shape.text(BYTES));
    let counted = bencher.counter(BytesCount::new(text.len()));
    counted.with_inputs(|| text.clone()).bench_local_values(|text| {
        let document = Document::parse(Source::new("report.md", text));
        evaluate(&rules, &document, &run)
    });
}
